"""What commands that touch the shop's database need: the shop of this computer, and a connection as its owner."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection

from balcao.config.plataforma import pastas
from balcao.config.segredos import Segredos
from balcao.config.servidor import Modo
from balcao.db.server.conexao import com, motor
from balcao.services.office.loja import Loja


def loja() -> Loja:
    """The shop of this computer."""
    onde = pastas()
    return Loja(onde, Segredos(onde.config), lambda: datetime.now(UTC), lambda: datetime.now().astimezone().date())


@contextmanager
def conexao(de: Loja, *, administra: bool = False) -> Iterator[Connection]:
    """One transaction as the company's owner; `administra`: as the server's administrator (makes roles).
    The embedded server is started if it is not running, and left as it was found."""
    servidor = de.servidor
    ligou = servidor.modo is Modo.EMBUTIDO and de.embutido.iniciar()
    acesso = de.acesso()
    dsn = acesso.dsn_dono
    if administra and servidor.modo is Modo.EMBUTIDO:
        dsn = com(de.embutido.dsn(), dbname=servidor.banco)
    engine = motor(dsn, esquema=servidor.esquema, conexoes=1, extras=0)
    try:
        with engine.begin() as aberta:
            yield aberta
    finally:
        engine.dispose()
        if ligou:
            de.embutido.parar()
