"""What commands that touch the shop's database need: the shop of this computer, its server, a connection."""

import argparse
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from balcao.cli.argumentos import UsoErrado
from balcao.cli.principal import senha_digitada
from balcao.config.plataforma import pastas
from balcao.config.segredos import Segredos
from balcao.config.servidor import Modo
from balcao.db.server.banco import Acesso
from balcao.db.server.conexao import com, conecta, motor, traduzindo
from balcao.db.server.embutido import ServidorEmbutido
from balcao.db.server.nomes import provado
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.motivo_sistema import motivo_do_sistema
from balcao.domain.rede import confere_endereco
from balcao.services.office.loja import Loja

_VEZES, _PAUSA = 20, 0.05  # s: one second in all, when a command ends and others seem to be at work


def loja() -> Loja:
    """The shop of this computer."""
    onde = pastas()
    return Loja(onde, Segredos(onde.config), lambda: datetime.now(UTC), lambda: datetime.now().astimezone().date())


def confere_enderecos(opcoes: argparse.Namespace, *nomes: str, varios: bool = False) -> None:
    """The options that name a computer: one each, several only where `varios`. Raises UsoErrado."""
    for nome in nomes:
        escrito = getattr(opcoes, nome)
        if escrito is None:
            continue
        if "," in escrito and not varios:
            raise UsoErrado(f"--{nome}: “{escrito}” não é um endereço só.")
        if (motivo := confere_endereco(escrito)) is not None:
            raise UsoErrado(f"--{nome}: {motivo}")


def confere_arquivos(arquivos: Iterable[Path]) -> None:
    """Open each, to say what is not there before the shop is touched. Raises AmbienteIndisponivel."""
    for arquivo in arquivos:
        try:
            arquivo.open("rb").close()
        except OSError as erro:
            raise AmbienteIndisponivel(f"{arquivo}: não foi possível abrir o arquivo ({motivo_do_sistema(erro)}).",
                                       "Confira o caminho e a permissão. Nada foi gravado.") from erro


@contextmanager
def ligado(de: Loja) -> Iterator[Acesso]:
    """How to connect, while its server runs: the embedded one is left as it was found.

    Raises AmbienteIndisponivel when this computer has no shop; nothing is created then.
    """
    acesso = de.acesso()
    if de.servidor.modo is Modo.EXTERNO:
        yield acesso
        return
    with embutido_ligado(de.embutido):
        yield de.acesso()  # again: a port that somebody took meanwhile was chosen anew


@contextmanager
def embutido_ligado(embutido: ServidorEmbutido) -> Iterator[None]:
    """Start it if it is not running; stop it then, unless a retaguarda began to use it meanwhile."""
    ligou = embutido.iniciar()
    try:
        yield
    finally:
        if ligou and not _em_uso(embutido):
            embutido.parar()


def _em_uso(embutido: ServidorEmbutido) -> bool:
    """Whether somebody else is connected, and stays: what this command closed takes a moment to be gone."""
    with conecta(embutido.dsn()) as con:
        for _ in range(_VEZES):
            outro = con.execute("SELECT FROM pg_stat_activity WHERE backend_type = 'client backend' "
                                "AND pid <> pg_backend_pid() LIMIT 1").fetchone()
            if outro is None:
                return False
            con.execute("SELECT pg_stat_clear_snapshot(), pg_sleep(%s)", [_PAUSA])
    return True


@contextmanager
def conexao(de: Loja) -> Iterator[Connection]:
    """One transaction as the company's owner. Raises AmbienteIndisponivel."""
    with ligado(de) as acesso, _transacao(acesso.dsn_dono, de) as aberta:
        yield aberta


@contextmanager
def conexao_admin(de: Loja, usuario: str) -> Iterator[Connection]:
    """One transaction as the server's administrator, who makes roles: `usuario` on a server of the shop's own,
    whose password is asked. Raises AmbienteIndisponivel."""
    with ligado(de), _transacao(dsn_admin(de, usuario), de) as aberta:
        yield aberta


def dsn_admin(de: Loja, usuario: str) -> str:
    """The administrator's connection to the company's database."""
    servidor = de.servidor
    if servidor.modo is Modo.EMBUTIDO:
        return com(de.embutido.dsn(), dbname=servidor.banco)
    return com("", host=servidor.endereco, port=servidor.porta, dbname=servidor.banco, user=usuario,
               password=senha_digitada(f"Senha de {usuario} no PostgreSQL", nova=False), **provado(servidor.banco_ca))


@contextmanager
def _transacao(dsn: str, de: Loja) -> Iterator[Connection]:
    engine = motor(dsn, esquema=de.servidor.esquema, conexoes=1, extras=0)
    try:
        with traduzindo("O comando não pôde ser concluído"), engine.begin() as aberta:
            yield aberta
    finally:
        engine.dispose()
