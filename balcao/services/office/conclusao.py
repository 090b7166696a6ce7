"""A service order is concluded, by whatever moves it (TP-017, TP-019): when, and who approved it for the customer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from balcao.db.consultas import LeitorServidor
from balcao.db.fatos_cadastros import ler_tipo
from balcao.domain.conclusao import conclui, reabre
from balcao.domain.protocolo_documentos import DATA_RECUSADA
from balcao.domain.rules.situacao import conclusao_aprovada
from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido import Categoria
from balcao.services.office.contexto import Cursor, Motivo, Quem, Recusada, recusa_regras

_MINUTO = timedelta(minutes=1)
_ANOTA: LiteralString = "UPDATE pedidos SET concluido_em = %s, conclusao_aprovada_por = %s WHERE id = %s"


@dataclass(frozen=True, slots=True)
class Dita:
    """What whoever concludes says: when (None: nothing), and who approved it for the customer."""

    em: datetime | None = None
    aprovador_id: int | None = None
    aprovador: str = ""


NADA_DITO = Dita()


def ao_passar(conexao: Connection, cur: Cursor, quem: Quem, linha: Any, para: Situacao, agora: datetime,
              dita: Dita = NADA_DITO) -> dict[str, object]:
    """A locked order goes to `para`: keep on it when it was concluded, or that it is not any more; returns what its
    paper says of that from now on. Raises Recusada (409, 422), also when its type wants the customer's approval."""
    de, categoria = Situacao(linha.situacao), Categoria(linha.categoria)
    if reabre(categoria, de, para):
        return _anota(cur, quem, linha, None, NADA_DITO)
    if not conclui(categoria, de, para):
        return {}
    tipo = ler_tipo(LeitorServidor(conexao), linha.tipo_id)
    if achados := tuple(conclusao_aprovada(tipo, de, para, aprovada=dita.aprovador_id is not None)):
        raise recusa_regras(achados)
    if tipo.data_conclusao_automatica:
        return _anota(cur, quem, linha, agora, dita)
    if dita.em is not None:
        confere_data(linha.emitido_em, dita.em, agora)
    return _anota(cur, quem, linha, dita.em, dita)


def anota_data(cur: Cursor, quem: Quem, linha: Any, em: datetime) -> dict[str, object]:
    """Keep when a concluded order was concluded; returns what its paper says of it."""
    cur.execute("UPDATE pedidos SET concluido_em = %s WHERE id = %s", [em, linha.id])
    return {"conclusao": _na_loja(em, quem)}


def confere_data(emitido_em: datetime, em: datetime, agora: datetime) -> None:
    """Raise Recusada (422) for an instant before the order's issue, or still to come. People write minutes, and a
    counter's clock is not quite the retaguarda's."""
    if em.tzinfo is None or em > agora + _MINUTO:
        raise _invalida("O instante não pode ser depois de agora.")
    if em + _MINUTO <= emitido_em:
        raise _invalida("O instante não pode ser antes da emissão do documento.")


def _anota(cur: Cursor, quem: Quem, linha: Any, em: datetime | None, dita: Dita) -> dict[str, object]:
    cur.execute(_ANOTA, [em, dita.aprovador_id, linha.id])
    return {"conclusao": None if em is None else _na_loja(em, quem), "conclusao_aprovada_por": dita.aprovador}


def _na_loja(em: datetime, quem: Quem) -> str:
    return em.astimezone(ZoneInfo(quem.fuso)).isoformat()


def _invalida(mensagem: str) -> Recusada:
    return Recusada(Motivo.INVALIDO, DATA_RECUSADA, mensagem, "Confira o dia e a hora.")
