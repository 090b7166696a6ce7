"""What the outbox tells the screen."""

from enum import StrEnum
from typing import NamedTuple

from balcao.db.journal.envios import Envio
from balcao.domain.protocolo import Recibo


class Assunto(StrEnum):
    """What happened to something that waited, here or on the server."""

    CHEGOU = "chegou"          # acknowledged
    VOLTOU = "voltou"          # refused by the rules: it is a draft again
    QUARENTENA = "quarentena"  # cannot be stored as it is
    DEVOLVIDO = "devolvido"    # from quarantine: the manager wants it made again
    DESCARTADO = "descartado"  # from quarantine: the manager does not want it
    DE_NOVO = "de_novo"        # stored again after a restore
    ATRASO = "atraso"          # news wait on the server, held by somebody who is named


class Noticia(NamedTuple):
    """Told to the screen; `mensagem` is for the seller."""

    assunto: Assunto
    mensagem: str
    envio: Envio | None = None
    recibo: Recibo | None = None


def nome_de(envio: Envio) -> str:
    """What the paper says: the provisional number, or the one given before a restore; else whose it is."""
    if envio.resumo.numero_provisorio:
        return envio.resumo.numero_provisorio
    if envio.recibo is not None and envio.recibo.numero is not None:
        return str(envio.recibo.numero)
    return envio.resumo.cliente_nome or "sem cliente"
