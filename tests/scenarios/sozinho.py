"""A real counter whose network fails: journal, replica and outbox on the disk, the retaguarda behind a wire."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pypdf import PdfReader

from balcao.devices.trabalho import EstadoTrabalho
from balcao.documents import escpos_leitura, texto80
from balcao.domain.achados import Finding
from balcao.domain.erros import RegraViolada
from balcao.domain.pedido import Pedido
from balcao.services.counter.finalizar import Emitido
from tests.apoio.balcao import BalcaoDeTeste, balcao_de
from tests.apoio.retaguarda import Loja, servico


class Sozinho:
    """One order, issued while nobody answers, and what became of it."""

    def __init__(self, balcao: BalcaoDeTeste, modelo: Pedido) -> None:
        self.balcao = balcao
        balcao.entra("ana")
        self.venda = balcao.b.venda()
        self.venda.novo()
        self.venda.muda(tipo_id=modelo.tipo_id)
        self.venda.escolhe_cliente(modelo.cliente_id)
        self.venda.muda(plano_id=modelo.plano_id, servico=modelo.servico, numero=modelo.numero,
                        serie=modelo.serie, contato=modelo.contato)
        for item in modelo.itens:
            self.venda.inclui(item.produto_id, item.quantidade)
        self.pedido = self.venda.pedido
        self.emitido: Emitido | None = None
        self.recusas: list[str] = []
        balcao.cai()

    def emite(self) -> tuple[Finding, ...]:
        """F12 F12; returns what the seller sees."""
        vistos = self.venda.confere()
        self.emitido = self.balcao.emite(self.venda)
        return self.emitido.achados or vistos

    def imprime(self) -> None:
        """The paper of what was issued, at this terminal's printer (a folder)."""
        assert self.emitido is not None
        assert self.emitido.documento is not None
        self._pede(self.balcao.b.bastidores.documentos.imprime_emitido, self.emitido.documento, self.pedido.id)
        self.balcao.b.bastidores.fila.iniciar()
        for trabalho in self.balcao.b.bastidores.fila.listar():
            assert self.balcao.b.bastidores.fila.esperar(trabalho.id, 30).estado is EstadoTrabalho.IMPRESSO

    def segunda_via(self) -> None:
        """Ctrl+P in Documentos."""
        self._pede(self.balcao.b.bastidores.documentos.segunda_via, self.pedido.id)

    def _pede(self, imprime: Callable[..., str], *o_que: object) -> None:
        try:
            imprime(*o_que)
        except RegraViolada as erro:
            self.recusas.append(str(erro))

    def ajusta(self, pagina: str, campo: str, valor: object) -> None:
        """A setting that lives in this computer's file."""
        locais = self.balcao.b.estacao.locais
        self.balcao.b.estacao = replace(self.balcao.b.estacao, locais={
            **locais, pagina: {**locais.get(pagina, {}), campo: valor}})

    def papel(self) -> str:
        """What the one printed paper says."""
        [arquivo] = self.balcao.impressos.iterdir()
        if arquivo.suffix == ".pdf":
            return "\n".join(pagina.extract_text() for pagina in PdfReader(arquivo).pages)
        if arquivo.suffix == ".bin":
            return escpos_leitura.texto(escpos_leitura.ler(arquivo.read_bytes()))
        return "\n".join(linha for pagina in texto80.ler(arquivo.read_bytes()) for linha, _ in pagina)

    def envelhece(self, horas: int) -> None:
        """So many hours went by since the last sync, by this computer's clock; the service fell silent just now."""
        self.balcao.agora = lambda: datetime.now(UTC) + timedelta(hours=horas)
        self.balcao.b.ligacao.ouviu(True)
        self.balcao.b.ligacao.ouviu(False)

    def volta(self) -> None:
        """The retaguarda answers again; the outbox is emptied, and offered once more, as after a lost answer."""
        self.balcao.volta()
        self.balcao.b.bastidores.remessa.oferece_recibos()
        self.balcao.volta()


@contextmanager
def sozinho(loja: Loja, pasta: Path, modelo: Pedido, n: int = 1) -> Iterator[Sozinho]:
    """Counter `n` with the settings of T1 and an order like `modelo`, cut off from the retaguarda."""
    with servico(loja) as url, balcao_de(loja, url, n, pasta) as balcao:
        loja.sql("UPDATE estacoes SET politica = (SELECT politica FROM estacoes WHERE id = %s) WHERE id = %s",
                 loja.estacoes["T1"], balcao.estacao_id)
        balcao.puxa()
        yield Sozinho(balcao, modelo)
