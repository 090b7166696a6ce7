"""The manager's list: what the second check of orders issued offline found, and how each was settled."""

from typing import Any, LiteralString

from balcao.domain.permissoes import Permissao
from balcao.domain.protocolo_documentos import Abertas, Divergencia, Resolucao
from balcao.services.office import quarentena
from balcao.services.office.contexto import Contexto, Cursor, Motivo, Quem, Recusada, cursor, nao_achado, uma

MAIOR_RESOLUCAO = 1000

_LISTA: LiteralString = """
    SELECT d.id, d.pedido_id, p.numero, coalesce(p.numero_provisorio, '') AS numero_provisorio, p.categoria,
           p.chave, p.cliente_nome, p.total, d.achado, d.em, d.resolvida_em, coalesce(u.nome, '') AS resolvida_por,
           d.resolucao, v.nome AS vendedor, e.nome AS estacao, p.emitido_em, p.autenticacao
      FROM divergencias d JOIN pedidos p ON p.id = d.pedido_id
      JOIN usuarios v ON v.id = coalesce(p.vendedor_id, p.usuario_id)
      JOIN estacoes e ON e.id = p.estacao_id
      LEFT JOIN usuarios u ON u.id = d.resolvida_por
     WHERE p.estabelecimento_id = %(loja)s"""
_ABERTAS: LiteralString = _LISTA + " AND d.resolvida_em IS NULL ORDER BY d.em, d.id LIMIT 500"
_TODAS: LiteralString = _LISTA + " ORDER BY d.em DESC, d.id DESC LIMIT 500"
_UMA: LiteralString = _LISTA + " AND d.id = %(id)s"
_QUANTAS: LiteralString = """
    SELECT count(*) AS quantas FROM divergencias d JOIN pedidos p ON p.id = d.pedido_id
     WHERE d.resolvida_em IS NULL AND p.estabelecimento_id = %(loja)s"""
_RESOLVE: LiteralString = """
    UPDATE divergencias d SET resolvida_em = %(agora)s, resolvida_por = %(usuario)s, resolucao = %(resolucao)s
      FROM pedidos p
     WHERE d.id = %(id)s AND p.id = d.pedido_id AND p.estabelecimento_id = %(loja)s AND d.resolvida_em IS NULL"""


def listar_divergencias(ctx: Contexto, quem: Quem, *, resolvidas: bool = False) -> tuple[Divergencia, ...]:
    """The open ones of this shop, oldest first; with `resolvidas`, all, newest first."""
    quem.exige(Permissao.VER_DIVERGENCIAS)
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        cur.execute(_TODAS if resolvidas else _ABERTAS, {"loja": quem.estabelecimento_id})
        return tuple(_divergencia(linha) for linha in cur.fetchall())


def contar_abertas(ctx: Contexto, quem: Quem) -> Abertas:
    """How many of this shop wait for somebody: divergências, and what is in quarantine."""
    quem.exige(Permissao.VER_DIVERGENCIAS)
    with ctx.leitura() as conexao:
        cur = cursor(conexao)
        cur.execute(_QUANTAS, {"loja": quem.estabelecimento_id})
        return Abertas(quantas=uma(cur).quantas + quarentena.contar(cur, quem))


def resolver(ctx: Contexto, quem: Quem, divergencia_id: int, resolucao: Resolucao) -> Divergencia:
    """Say how it was settled, once; a second time answers what was said first. Raises Recusada (404, 422)."""
    usuario = quem.exige(Permissao.VER_DIVERGENCIAS)
    texto = resolucao.resolucao.strip()
    if not texto or len(texto) > MAIOR_RESOLUCAO or "\x00" in texto:
        raise Recusada(Motivo.INVALIDO, "divergencia.resolucao", "Diga como a divergência foi resolvida.",
                       f"Escreva até {MAIOR_RESOLUCAO} letras.")
    chaves = {"id": divergencia_id, "loja": quem.estabelecimento_id, "usuario": usuario.id, "resolucao": texto,
              "agora": ctx.agora()}
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        cur.execute(_RESOLVE, chaves)
        return _le(cur, chaves)


def _le(cur: Cursor, chaves: dict[str, Any]) -> Divergencia:
    cur.execute(_UMA, chaves)
    linha = cur.fetchone()
    if linha is None:
        raise nao_achado("a divergência")
    return _divergencia(linha)


def _divergencia(linha: Any) -> Divergencia:
    return Divergencia(**linha._asdict())
