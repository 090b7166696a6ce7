"""What the previous release left behind (tests/dados/versao_anterior), put in place for today's program.

    with servidor_anterior(pasta_corrida) as anterior:
        banco = anterior.banco()       # its database, not migrated
        loja = anterior.loja(banco)
"""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from uuid import UUID

from balcao.config import estacao as config_estacao
from balcao.config.plataforma import Pastas, pastas
from balcao.db.server import banco as _banco
from balcao.db.server import copia, papeis
from balcao.domain.erros import AmbienteIndisponivel
from tests.apoio.balcao import BalcaoDeTeste
from tests.apoio.empresa import PAPEIS, SENHAS, Empresa
from tests.apoio.postgres import Banco, FabricaBancos, pasta_unica
from tests.apoio.rede import Rede
from tests.apoio.retaguarda import Loja

PASTA = Path(__file__).parent.parent / "dados" / "versao_anterior"
ESTACAO, CONVERSA = "B1", "B2"
"""The station whose folders are kept, and the one whose requests are."""


@cache
def manifesto() -> dict[str, Any]:
    """What the release said of itself."""
    lido: dict[str, Any] = json.loads((PASTA / "manifesto.json").read_text(encoding="utf-8"))
    return lido


def conversa() -> list[dict[str, Any]]:
    """The requests of a counter of that release, in order, with their answers."""
    lida: list[dict[str, Any]] = json.loads((PASTA / "conversa.json").read_text(encoding="utf-8"))
    return lida


def depois() -> datetime:
    """An hour after everything was saved: the clock of these tests."""
    return datetime.fromisoformat(manifesto()["gravado_em"]) + timedelta(hours=1)


def _despeja(banco: Banco) -> None:
    """Model: the database as it was, its roles with their passwords, nothing migrated."""
    lida = copia.ler_copia(PASTA / "loja.balcao")
    with banco.conecta(autocommit=True) as con:
        papeis.recria_papeis(con, PAPEIS, lida.verificadores)
        copia._despeja(PASTA / "loja.balcao", banco.dsn, Path(gettempdir()), None)
        papeis.abre_banco(con, PAPEIS)


@dataclass
class Anterior:
    """One server with the previous release's database; each test gets a clone."""

    fabrica: FabricaBancos
    lojas: list[Loja] = field(default_factory=list)

    def banco(self) -> Banco:
        """A clone, at the previous release's schema."""
        return self.fabrica.clona("anterior", _despeja)

    def loja(self, migrada: bool = True) -> Loja:
        """The shop in a clone, ids by name."""
        banco = self.banco()
        empresa = Empresa(banco, _banco.acesso(banco.dsn, SENHAS, banco=banco.nome))
        if migrada:
            _banco.migrar(empresa.dsn_dono)
        ids = manifesto()["loja"]
        loja = Loja(empresa, _banco.motor(empresa.dsn_servico), ids["usuarios"], ids["estacoes"], ids["planos"],
                    ids["tipos"], ids["produtos"], {n: UUID(i) for n, i in ids["clientes"].items()}, ids["listas"],
                    agora=depois())
        self.lojas.append(loja)
        return loja

    def limpa(self) -> None:
        """After a test."""
        while self.lojas:
            self.lojas.pop().fecha()
        self.fabrica.apaga_criados()


@contextmanager
def servidor_anterior(pasta_corrida: Path) -> Iterator[Anterior]:
    """A server of its own: a restore touches roles, and roles belong to the whole cluster."""
    with pasta_unica(pasta_corrida) as pasta:
        fabrica = FabricaBancos(pasta)
        fabrica.servidor.iniciar()
        try:
            yield Anterior(fabrica)
        finally:
            fabrica.fecha()


def pastas_do_balcao(base: Path, loja: Loja, porta: int) -> Pastas:
    """The counter's folders as they were, pointed at this shop; `porta` is the service's."""
    with zipfile.ZipFile(PASTA / "balcao.zip") as pacote:
        pacote.extractall(base / "balcao")
    onde = pastas({"BALCAO_PASTA": str(base / "balcao")})
    arquivo = onde.config / "estacao.toml"
    estacao = config_estacao.le(onde.config)
    antes = estacao.integracao
    texto = arquivo.read_text(encoding="utf-8")
    for de, para in ((f"porta_banco_dados = {antes.porta_banco_dados}",
                      f"porta_banco_dados = {loja.empresa.banco.servidor.porta}"),
                     (f"porta_integracao_clientes = {antes.porta_integracao_clientes}",
                      f"porta_integracao_clientes = {porta}"),
                     (f'banco = "{estacao.banco}"', f'banco = "{loja.empresa.banco.nome}"'),
                     ("pasta:saida", f"pasta:{base / 'saida'}")):
        assert de in texto
        texto = texto.replace(de, para)
    arquivo.write_text(texto, encoding="utf-8")
    return onde


@contextmanager
def balcao_anterior(loja: Loja, rede: Rede, onde: Pastas) -> Iterator[BalcaoDeTeste]:
    """Today's counter on those folders."""
    um = BalcaoDeTeste(loja, rede, onde, loja.estacoes[ESTACAO], onde.dados.parent.parent / "saida", agora=depois)
    try:
        yield um
    finally:
        um.fecha()


def sincroniza(um: BalcaoDeTeste) -> AmbienteIndisponivel | None:
    """One pull, as the sync process does it: what is wrong is told, and the counter goes on."""
    try:
        um.sincronizador.puxa()
    except AmbienteIndisponivel as erro:
        um.sincronizador.sem_servidor(str(erro))
        return erro
    return None
