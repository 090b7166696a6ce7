"""A whole counter for tests: its folders, journal and replica, over a real retaguarda and a network that can fail.

    def test_x(balcao: BalcaoDeTeste) -> None:
        balcao.entra("ana")
        venda = balcao.venda("DAV", itens=[("P1", 2)])
        emitido = balcao.emite(venda)
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from balcao.config import estacao as config_estacao
from balcao.config.estacao import Estacao
from balcao.config.plataforma import Pastas, pastas
from balcao.config.segredos import Segredos
from balcao.db.replica.origem import Origem
from balcao.db.replica.sincronia import Sincronizador
from balcao.services.counter.balcao import Avisos, Balcao
from balcao.services.counter.finalizar import Emitido
from balcao.services.counter.noticias import Noticia
from balcao.services.counter.venda import Venda
from balcao.services.office import senhas
from tests.apoio.empresa import PAPEIS
from tests.apoio.rede import Modo, Rede, rede_para
from tests.apoio.replica import SENHA as CREDENCIAL
from tests.apoio.replica import cria_papel, puxa_ate
from tests.apoio.retaguarda import SENHA, Loja, servico

# Roles belong to the run's cluster and have few connections: stations of our own, by worker.
BASE = 500 + 10 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


@dataclass
class BalcaoDeTeste:
    """One counter; `rede` is its network. `puxa` brings the server's rows (no process: the test says when)."""

    loja: Loja
    rede: Rede
    pastas: Pastas
    estacao_id: int
    impressos: Path
    noticias: list[Noticia] = field(default_factory=list)
    agora: Callable[[], datetime] = lambda: datetime.now(UTC)

    def __post_init__(self) -> None:
        self.abre()

    def abre(self) -> None:
        """Open the program (again)."""
        avisos = Avisos(noticia=self.noticias.append)
        self.b = Balcao.abre(self.pastas, Segredos(self.pastas.config), lambda: self.agora(), avisos)
        self.b.retaguarda._prazo = 20.0
        dsn = self.loja.empresa.dsn_estacao(self.estacao_id, CREDENCIAL)
        self.sincronizador = Sincronizador(
            self.b.replica.pasta, Origem(dsn, self.estacao_id), programa="teste", agora=lambda: self.agora(),
            avisa=self.b._sincronizou, testemunha=self.b.bastidores.remessa.deixa_testemunha)

    def fecha(self) -> None:
        self.sincronizador.fecha()
        self.b.fecha()

    def reabre(self) -> None:
        """Close and open: what is on the disk is all that is left."""
        self.fecha()
        self.abre()

    def puxa(self) -> None:
        """Pull until what was committed before is here."""
        ultimo = int(self.loja.um("SELECT pg_current_xact_id()::text"))
        puxa_ate(self.sincronizador.puxa, lambda: self._cursor() > ultimo)

    def _cursor(self) -> int:
        arquivo = self.sincronizador._arquivo
        assert arquivo is not None
        vida = arquivo.vida()
        return vida.cursor if vida is not None and vida.cursor is not None else 0

    def entra(self, login: str = "ana") -> None:
        self.b.sessoes.entra(login, SENHA[login])

    def some(self, modo: Modo) -> None:
        """The network goes silent; a test does not wait three seconds for it."""
        self.b.retaguarda._prazo = 0.6
        self.rede.modo = modo

    def cai(self, modo: Modo = Modo.RECUSA) -> None:
        """The retaguarda is gone, and the counter knows it."""
        self.rede.modo = modo
        self.b.ligacao.ouviu(False)

    def volta(self) -> None:
        """The retaguarda is back; what waits goes out."""
        self.b.retaguarda._prazo = 20.0  # the machine may be busy; the deadline has tests of its own
        self.rede.modo = Modo.PASSA
        self.b.bastidores.remessa.envia_tudo()

    def venda(self, tipo: str = "DAV", itens: Iterable[tuple[str, int | str]] = (("P1", 1),),
              cliente: str | None = None, plano: str | None = None) -> Venda:
        """A new sale with these lines."""
        self.b.fecha_venda()
        venda = self.b.venda()
        venda.novo()
        venda.muda(tipo_id=self.loja.tipos[tipo])
        if plano is not None:
            venda.muda(plano_id=self.loja.planos[plano])
        if cliente is not None:
            venda.escolhe_cliente(self.loja.clientes[cliente])
        for produto, quantidade in itens:
            venda.inclui(self.loja.produtos[produto], Decimal(quantidade))
        return venda

    def emite(self, venda: Venda) -> Emitido:
        """F12, F12: what the screen does."""
        emitido = self.b.bastidores.finalizador.emite(venda.rascunho)
        if emitido.numero or emitido.guardado:
            venda.fecha(esquece=False)
        return emitido

    def rascunhos(self) -> list[Any]:
        """The drafts on the disk."""
        return self.b.rascunhos.abertos()


@contextmanager
def balcao_de(loja: Loja, url: str, n: int, base: Path, estabelecimento: int = 1) -> Iterator[BalcaoDeTeste]:
    """Counter `n` (1, 2…) of a shop whose service is at `url`; of its first establishment, unless said."""
    estacao_id = BASE + n
    cria_papel(loja.empresa, estacao_id)
    loja.sql("INSERT INTO estacoes (id, nome, numero, estabelecimento_id, credencial, politica)"
             " VALUES (%s, %s, %s, %s, %s, '{}')", estacao_id, f"B{n}", 10 + n, estabelecimento,
             senhas.resume(CREDENCIAL))
    loja.estacoes[f"B{n}"] = estacao_id
    loja.sql("INSERT INTO tipo_pedido_estabelecimentos SELECT id, %s FROM tipos_pedido ON CONFLICT DO NOTHING",
             estabelecimento)
    loja.agora = datetime.now(UTC)
    with rede_para(int(url.rsplit(":", 1)[1])) as rede:
        onde = pastas({"BALCAO_PASTA": str(base / f"balcao{n}")})
        impressos = base / f"impressos{n}"
        config_estacao.grava(onde.config, Estacao(
            id=estacao_id, estabelecimento_id=estabelecimento, nome=f"B{n}", empresa=PAPEIS.esquema,
            banco=loja.empresa.banco.nome,
            locais={"integracao": {"ip_servidor_retaguarda": "127.0.0.1",
                                   "porta_banco_dados": loja.empresa.banco.servidor.porta,
                                   "porta_integracao_clientes": rede.porta},
                    "controles_impressao": {"imp_impressora": f"pasta:{impressos}"}}))
        Segredos(onde.config).grava(f"estacao {estacao_id}", CREDENCIAL)
        balcao = BalcaoDeTeste(loja, rede, onde, estacao_id, impressos)
        balcao.puxa()
        try:
            yield balcao
        finally:
            balcao.fecha()


__all__ = ["BalcaoDeTeste", "Modo", "balcao_de", "servico"]
