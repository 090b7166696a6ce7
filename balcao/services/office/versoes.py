"""A change of an issued order: a new immutable version, chained to the last one of its sequence, and an event."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import LiteralString
from uuid import UUID

from balcao.domain.situacoes import Situacao
from balcao.services.office.contexto import Cursor, Quem

_JA_FEITA: LiteralString = "SELECT FROM eventos WHERE pedido_id = %s AND dados ->> 'id' = %s"
_ATUAL: LiteralString = """
    SELECT p.estabelecimento_id, p.serie, coalesce(p.sequencia, p.tipo_id) AS sequencia, p.versao, p.situacao,
           p.validade, p.motivo, p.usuario_id, v.documento
      FROM pedidos p JOIN pedido_versoes v ON v.pedido_id = p.id AND v.versao = p.versao
     WHERE p.id = %s"""

NOVA_VERSAO: LiteralString = """
WITH anterior AS (
    SELECT sha256 FROM numeradores
     WHERE estabelecimento_id = %(estabelecimento_id)s AND tipo_id = %(sequencia)s AND serie = %(serie)s
       FOR NO KEY UPDATE
), cadeia AS (
    UPDATE numeradores n SET sha256 = sha256_versao(a.sha256, %(id)s, %(versao)s, %(documento)s::jsonb)
      FROM anterior a
     WHERE n.estabelecimento_id = %(estabelecimento_id)s AND n.tipo_id = %(sequencia)s AND n.serie = %(serie)s
    RETURNING n.sha256, a.sha256 AS sha256_anterior
), pedido AS (
    UPDATE pedidos SET situacao = %(situacao)s, versao = %(versao)s, validade = %(validade)s,
                       motivo = %(motivo)s, atualizado_em = %(agora)s
      FROM cadeia WHERE pedidos.id = %(id)s RETURNING pedidos.id
), versao AS (
    INSERT INTO pedido_versoes (pedido_id, versao, situacao, documento, sha256, sha256_anterior, usuario_id, em)
    SELECT pedido.id, %(versao)s, %(situacao)s, %(documento)s::jsonb, cadeia.sha256, cadeia.sha256_anterior,
           %(autor_id)s, %(agora)s
      FROM pedido, cadeia
), evento AS (
    INSERT INTO eventos (em, tipo, pedido_id, usuario_id, estacao_id, dados)
    SELECT %(agora)s, %(evento)s, pedido.id, %(quem_id)s, %(estacao_id)s, %(dados_evento)s::jsonb FROM pedido
)
SELECT sha256 FROM cadeia"""


def ja_feita(cur: Cursor, pedido_id: UUID, id_: UUID) -> bool:
    """Whether a change of a locked order was made before: asked again, its answer was lost. `id_`: the request's own,
    which its event keeps."""
    cur.execute(_JA_FEITA, [pedido_id, str(id_)])
    return cur.fetchone() is not None


def nova_versao(cur: Cursor, quem: Quem, pedido_id: UUID, agora: datetime, evento: str, *,
                situacao: Situacao, dados: Mapping[str, object] | None = None, motivo: str | None = None,
                validade: date | None = None, documento: Mapping[str, object] | None = None,
                impresso: Mapping[str, object] | None = None) -> int:
    """Move a locked, issued order to `situacao` as a new version; returns its number.

    motivo: of cancelling or losing (None keeps it). validade: a new last day (None keeps it); the document
    prints it. documento: what this version prints, when the order's content changed (None: what the last one did);
    impresso: parts of it that say something else from now on.
    The sequence is locked here, so this comes after every other lock; of two orders, the DAV first.
    """
    cur.execute(_ATUAL, [pedido_id])
    atual = cur.fetchone()
    if atual is None:
        raise RuntimeError(f"order {pedido_id} has no version")
    papel = {**(atual.documento if documento is None else documento), **(impresso or {}), "versao": atual.versao + 1}
    if validade is not None:
        emissao = date.fromisoformat(papel["emissao"][:10])
        papel |= {"validade": validade.isoformat(), "validade_dias": (validade - emissao).days}
    cur.execute(NOVA_VERSAO, {
        "id": pedido_id, "estabelecimento_id": atual.estabelecimento_id, "sequencia": atual.sequencia,
        "serie": atual.serie, "versao": atual.versao + 1, "documento": json.dumps(papel),
        "situacao": situacao, "validade": validade or atual.validade,
        "motivo": atual.motivo if motivo is None else motivo, "agora": agora, "quem_id": quem.usuario_id,
        "autor_id": quem.usuario_id or atual.usuario_id,  # a routine's version bears who sold
        "estacao_id": quem.estacao_id, "evento": evento,
        "dados_evento": json.dumps({"de": atual.situacao, "para": situacao, **(dados or {})})})
    versao: int = atual.versao + 1
    return versao
