"""The company's own secret: it signs sessions and protocols. Made once, kept with the company, never shown."""

import secrets

from sqlalchemy import Engine, select
from sqlalchemy.dialects.postgresql import insert

from balcao.db.tables import segredos

NOME = "retaguarda"


def segredo_da_empresa(motor: Engine) -> bytes:
    """32 random bytes; the first service to start makes them, and every other reads the same."""
    with motor.begin() as conexao:
        lido = conexao.scalar(select(segredos.c.valor).where(segredos.c.nome == NOME))
        if lido is None:
            conexao.execute(insert(segredos).values(nome=NOME, valor=secrets.token_bytes(32))
                            .on_conflict_do_nothing())
            lido = conexao.scalar(select(segredos.c.valor).where(segredos.c.nome == NOME))
        assert lido is not None
        return bytes(lido)
