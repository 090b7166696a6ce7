"""What the retaguarda prints by itself (TP-094): a queue beside the orders, and taking the next paper from it.

The storing transaction writes the row, so that an order and its paper are kept together or not at all. A worker takes
a row for some minutes, prints without holding any lock, and says how it went; a printer that is off is tried again, and
a worker that dies leaves its row to another one: a paper may come out twice then, never not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from balcao.db.tables import fila_impressao
from balcao.devices.impressora import Impressora, abre
from balcao.documents.dados import DocumentoVenda
from balcao.documents.impressao import nome_do_arquivo, renderizar
from balcao.documents.modelo import chave_de, padrao
from balcao.domain.cadastro.impressora import ImpressoraServidor
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.formatos import data_hora
from balcao.domain.terminal.opcoes import Papel
from balcao.domain.tipo_pedido import TipoPedido
from balcao.services.office.cadastros_guarda import DeFora, Lugar
from balcao.services.office.contexto import Contexto, Cursor, cursor

TOMADA = timedelta(minutes=5)  # longer than any paper takes to come out
PRIMEIRA_ESPERA, MAIOR_ESPERA = timedelta(seconds=15), timedelta(minutes=5)

_ENFILEIRA: LiteralString = """
    INSERT INTO fila_impressao (pedido_id, versao, impressora_id, copias, criada_em, tentar_em)
    SELECT %(pedido)s, %(versao)s, id, %(copias)s, %(agora)s, %(agora)s FROM impressoras_servidor
     WHERE id = %(impressora)s AND ativo
        ON CONFLICT (pedido_id, versao, impressora_id) DO NOTHING"""
_TOMA: LiteralString = """
    WITH proxima AS (
        SELECT f.id FROM fila_impressao f JOIN impressoras_servidor i ON i.id = f.impressora_id
         WHERE f.impressa_em IS NULL AND f.tentar_em <= %(agora)s AND i.ativo
         ORDER BY f.tentar_em, f.id LIMIT 1 FOR UPDATE OF f SKIP LOCKED
    ), tomada AS (
        UPDATE fila_impressao f SET tentar_em = %(ate)s, tentativas = tentativas + 1 FROM proxima
         WHERE f.id = proxima.id RETURNING f.*
    )
    SELECT t.id, t.copias, t.tentativas, i.endereco, i.papel, v.documento, v.sha256
      FROM tomada t JOIN impressoras_servidor i ON i.id = t.impressora_id
      JOIN pedido_versoes v ON v.pedido_id = t.pedido_id AND v.versao = t.versao"""
_SAIU: LiteralString = "UPDATE fila_impressao SET impressa_em = %(agora)s, problema = '' WHERE id = %(id)s"
_NAO_SAIU: LiteralString = """
    UPDATE fila_impressao SET problema = %(problema)s, tentar_em = %(quando)s
     WHERE id = %(id)s AND impressa_em IS NULL"""
_PARADAS: LiteralString = """
    SELECT count(*) AS quantas, min(f.criada_em) AS desde
      FROM fila_impressao f JOIN impressoras_servidor i ON i.id = f.impressora_id
     WHERE f.impressa_em IS NULL AND f.problema <> '' AND i.ativo"""


@dataclass(frozen=True, slots=True)
class Paradas:
    """Papers that a printer refused and that wait to be tried again; `desde`: of the oldest."""

    quantas: int = 0
    desde: datetime | None = None


def copias_do_tipo(tipo: TipoPedido) -> int:
    """How many come out of the type's own printer: TP-129, one when it says nothing; 0 without a printer."""
    if tipo.impressora is None:
        return 0
    return 1 if tipo.vias_impressao is None else tipo.vias_impressao


def enfileira(cur: Cursor, pedido_id: UUID, versao: int, tipo: TipoPedido, agora: datetime) -> None:
    """In the transaction that stores an issued version: its paper, where the type has a printer that is in use."""
    if copias := copias_do_tipo(tipo):
        cur.execute(_ENFILEIRA, {"pedido": pedido_id, "versao": versao, "impressora": tipo.impressora,
                                 "copias": copias, "agora": agora})


def imprime_proxima(ctx: Contexto, abre_: Callable[[str], Impressora] = abre,
                    defeito: Callable[[Exception], None] = lambda _erro: None) -> bool:
    """Take the paper that has waited longest and print it; False: none is due. Any number of processes at once.

    A printer that fails leaves the paper in the queue with the reason, to be tried again: after 15 s, then after
    twice as long each time, up to 5 minutes. So does a paper that cannot be drawn, a fault of ours: `defeito` is told.
    """
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        cur.execute(_TOMA, {"agora": ctx.agora(), "ate": ctx.agora() + TOMADA})
        linha = cur.fetchone()
    if linha is None:
        return False
    try:
        _imprime(linha, abre_)
    except AmbienteIndisponivel as erro:
        problema = f"{erro.mensagem} {erro.acao}".strip()
    except Exception as erro:  # noqa: BLE001 - a paper that cannot be drawn must not keep the others waiting
        defeito(erro)
        problema = f"O documento não pôde ser impresso ({type(erro).__name__})."
    else:
        problema = ""
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        if not problema:
            cur.execute(_SAIU, {"id": linha.id, "agora": ctx.agora()})
        else:
            espera = min(MAIOR_ESPERA, PRIMEIRA_ESPERA * 2 ** min(linha.tentativas - 1, 10))
            cur.execute(_NAO_SAIU, {"id": linha.id, "problema": problema, "quando": ctx.agora() + espera})
    return True


def _imprime(linha: Any, abre_: Callable[[str], Impressora]) -> None:
    documento = DocumentoVenda.model_validate({**linha.documento, "hash": linha.sha256.hex()})
    papel = Papel(linha.papel)
    abre_(linha.endereco).imprimir(renderizar(documento, padrao(chave_de(documento.tipo.categoria)), papel), papel,
                                   nome_do_arquivo(documento, papel), linha.copias)


def paradas(conexao: Connection) -> Paradas:
    """For whoever looks after the server."""
    quantas, desde = conexao.exec_driver_sql(_PARADAS).one()
    return Paradas(quantas, desde)


def fila_de_cada(conexao: Connection, lugar: Lugar) -> Callable[[ImpressoraServidor], DeFora]:
    """What the registry of printers shows of each one's queue."""
    f, fuso = fila_impressao.c, ZoneInfo(lugar.fuso)
    esperam = {linha.impressora_id: linha for linha in conexao.execute(
        select(f.impressora_id, func.count().label("quantos"), func.min(f.criada_em).label("desde"),
               func.max(f.problema).label("problema"))
        .where(f.impressa_em.is_(None)).group_by(f.impressora_id))}

    def de(impressora: ImpressoraServidor) -> DeFora:
        linha = esperam.get(impressora.id)
        if linha is None:
            return DeFora({"fila": ""})
        quantos = f"{linha.quantos} {'documento espera' if linha.quantos == 1 else 'documentos esperam'}"
        return DeFora({"fila": f"{quantos} desde {data_hora(linha.desde.astimezone(fuso))}. {linha.problema}".strip()})

    return de
