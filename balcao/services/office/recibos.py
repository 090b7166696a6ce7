"""The receipt of a stored order: the same however often it is asked for."""

import hashlib
import hmac
from base64 import b32encode
from uuid import UUID

from balcao.domain.achados import Finding
from balcao.domain.protocolo import Recibo
from balcao.domain.situacoes import Situacao
from balcao.services.office.contexto import Cursor, nao_achado

_RECIBO = """
    SELECT p.situacao, p.numero, p.serie, p.protocolo, p.total, p.emitido_em, p.criado_em, p.suspenso_em,
           v.versao, v.documento, v.sha256, e.dados AS evento,
           (SELECT count(*) FROM divergencias d WHERE d.pedido_id = p.id) AS divergencias
      FROM pedidos p
      LEFT JOIN pedido_versoes v ON v.pedido_id = p.id AND v.versao = CASE WHEN %s THEN p.versao ELSE 1 END
      LEFT JOIN LATERAL (SELECT dados FROM eventos
                          WHERE pedido_id = p.id AND tipo = 'pedido.emitido' ORDER BY id LIMIT 1) e ON true
     WHERE p.id = %s AND p.estabelecimento_id = %s"""


def protocolo(segredo: bytes, pedido_id: UUID) -> str:
    """`XXXXX-XXXXX`: proof that this company's retaguarda stored the order. The same for the same order, also
    after a restore, and nobody can make one up without the secret."""
    resumo = hmac.digest(segredo, b"protocolo" + pedido_id.bytes, hashlib.sha256)
    letras = b32encode(resumo).decode("ascii")[:10].translate(_SEM_DUVIDA)
    return f"{letras[:5]}-{letras[5:]}"


_SEM_DUVIDA = str.maketrans("IO", "89")  # read aloud over the phone: no I/1, no O/0


def recibo_guardado(cur: Cursor, pedido_id: UUID, estabelecimento_id: int, *, repetido: bool,
                    ultima: bool = False) -> Recibo:
    """The receipt of an order of this shop, issued or suspended: of its first version, as it was answered, or of
    its last. Raises Recusada (404)."""
    cur.execute(_RECIBO, [ultima, pedido_id, estabelecimento_id])
    r = cur.fetchone()
    if r is None:
        raise nao_achado("o documento")
    achados = (r.evento or {}).get("achados", [])
    return Recibo(
        pedido_id=pedido_id, situacao=Situacao(r.situacao), numero=r.numero, serie=r.serie,
        versao=r.versao or 0, protocolo=r.protocolo, total=r.total,
        emitido_em=r.emitido_em or r.suspenso_em or r.criado_em,
        achados=tuple(Finding.model_validate(a) for a in achados), divergencias=r.divergencias,
        documento={**r.documento, "hash": r.sha256.hex()} if r.documento else {}, repetido=repetido)
