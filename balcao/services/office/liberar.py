"""Releases: a supervisor, with his own password, lets one finding of one order pass, up to its value, once.

What may be released, and by whom, is the rules' word, not the counter's: the permission is looked up here when
the release is given, and again among the finding's own when the order is stored.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from uuid import UUID

from balcao.domain.achados import Finding
from balcao.domain.arredondamento import CENTAVO, arredonda
from balcao.domain.liberacao import Liberacao
from balcao.domain.permissoes import ROTULOS, Permissao
from balcao.domain.protocolo_documentos import PedidoLiberacao
from balcao.domain.situacoes import Situacao
from balcao.services.office.contexto import Contexto, Cursor, Motivo, Quem, Recusada, cursor, nao_achado
from balcao.services.office.entrar import confere_pessoa

MAIOR_MOTIVO = 500
MAIOR_VALOR = Decimal(10) ** 15

# Who may release what the rules ask a release for; a test runs the rules and compares.
PERMISSAO_DO_ACHADO: Mapping[str, Permissao] = MappingProxyType({
    "cliente.bloqueado": Permissao.LIBERAR_CLIENTE,
    "credito.vencido": Permissao.LIBERAR_CREDITO,
    "credito.limite": Permissao.LIBERAR_CREDITO,
    "estoque.insuficiente": Permissao.LIBERAR_ESTOQUE,
    "numero_serie.em_outro": Permissao.LIBERAR_ESTOQUE,
    "desconto.acima": Permissao.LIBERAR_DESCONTO,
    "comercial.desconto": Permissao.LIBERAR_DESCONTO,
    "comercial.desconto_item": Permissao.LIBERAR_DESCONTO,
    "comercial.valor_minimo": Permissao.LIBERAR_DESCONTO,
    "preco.abaixo_do_minimo": Permissao.LIBERAR_PRECO,
    "preco.acima_do_maximo": Permissao.LIBERAR_PRECO,
    "preco.alterado": Permissao.ALTERAR_PRECO,
    "retaguarda.sem_conferencia": Permissao.LIBERAR_SEM_RETAGUARDA,
})

_COLUNAS = """
    l.id, l.pedido_id, l.codigo, l.item, l.valor_maximo, l.motivo, l.usuario_id, u.nome AS usuario_nome,
    l.pedida_por, l.em, l.offline"""
_ABERTAS = f"""
    SELECT {_COLUNAS}, CASE WHEN u.ativo THEN p.permissoes ELSE '[]' END AS permissoes
      FROM liberacoes l JOIN usuarios u ON u.id = l.usuario_id JOIN perfis p ON p.id = u.perfil_id
     WHERE l.pedido_id = %s AND l.usada_em IS NULL ORDER BY l.em, l.id"""
_UMA = f"SELECT {_COLUNAS} FROM liberacoes l JOIN usuarios u ON u.id = l.usuario_id WHERE l.id = %s"
_INCLUI = """
    WITH nova AS (
        INSERT INTO liberacoes (id, pedido_id, codigo, item, valor_maximo, motivo, usuario_id, pedida_por,
                                estacao_id, em)
        VALUES (%(id)s, %(pedido_id)s, %(codigo)s, %(item)s, %(valor_maximo)s, %(motivo)s, %(usuario_id)s,
                %(pedida_por)s, %(estacao_id)s, %(em)s)
            ON CONFLICT (id) DO NOTHING RETURNING id
    )
    INSERT INTO eventos (em, tipo, pedido_id, usuario_id, estacao_id, dados)
    SELECT %(em)s, 'liberacao.concedida', %(pedido_id)s, %(usuario_id)s, %(estacao_id)s,
           jsonb_build_object('liberacao', nova.id, 'codigo', %(codigo)s::text, 'valor', %(valor_maximo)s::text,
                              'pedida_por', %(pedida_por)s::integer)
      FROM nova"""


def liberar(ctx: Contexto, quem: Quem, pedida: PedidoLiberacao) -> Liberacao:
    """Store one release. Idempotent by `pedida.id`. One may release one's own sale if one has the permission.

    Raises Recusada: 401 for a wrong password, 403 without the permission, 404 for another shop's order, 409 for an
    order already issued (unless it is being changed) or an id already used for something else, 422 for what cannot be
    released.
    """
    vendedor = quem.exige_usuario()
    permissao = PERMISSAO_DO_ACHADO.get(pedida.achado.code)
    motivo = pedida.motivo.strip()
    if permissao is None:
        raise _invalida("achado", "Isto não pode ser liberado por ninguém.", "Corrija o documento.")
    if not motivo or len(motivo) > MAIOR_MOTIVO or "\x00" in motivo:
        raise _invalida("motivo", "Diga por que está liberando.", f"Escreva um motivo de até {MAIOR_MOTIVO} letras.")
    if not 0 <= pedida.achado.valor < MAIOR_VALOR:
        raise _invalida("valor", "O valor a liberar não é válido.")
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        gerente = confere_pessoa(cur, pedida.login, pedida.senha, quem.estabelecimento_id)
        if permissao not in gerente.permissoes:
            raise Recusada(Motivo.PROIBIDO, f"permissao.{permissao}",
                           f"{gerente.nome} não tem a permissão “{ROTULOS[permissao]}”.",
                           "Peça a quem tem.")
        _exige_liberavel(cur, quem, pedida)
        cur.execute(_INCLUI, {
            "id": pedida.id, "pedido_id": pedida.pedido_id, "codigo": pedida.achado.code,
            "item": pedida.achado.item, "valor_maximo": _para_cima(pedida.achado), "motivo": motivo,
            "usuario_id": gerente.usuario_id, "pedida_por": vendedor.id, "estacao_id": quem.estacao_id,
            "em": ctx.agora()})
        guardada = _le(cur, pedida.id)
    if (guardada.pedido_id, guardada.codigo, guardada.item) != (
            pedida.pedido_id, pedida.achado.code, pedida.achado.item):
        raise Recusada(Motivo.CONFLITO, "liberacao.repetida", "Esta liberação já foi usada em outro caso.",
                       "Peça a liberação de novo.")
    return guardada


def ler_liberacoes(cur: Cursor, pedido_id: UUID, achados: tuple[Finding, ...]) -> tuple[Liberacao, ...]:
    """The releases of an order that were not used yet, whose giver may (still) release what `achados` ask."""
    cur.execute(_ABERTAS, [pedido_id])
    pedem = {(a.code, a.item): a.permissao for a in achados if a.liberavel}
    return tuple(_liberacao(linha) for linha in cur.fetchall()
                 if pedem.get((linha.codigo, linha.item)) in linha.permissoes)


def _le(cur: Cursor, liberacao_id: UUID) -> Liberacao:
    cur.execute(_UMA, [liberacao_id])
    return _liberacao(cur.fetchone())


def _liberacao(linha: Any) -> Liberacao:
    return Liberacao(**{nome: getattr(linha, nome) for nome in Liberacao.model_fields})


def _exige_liberavel(cur: Cursor, quem: Quem, pedida: PedidoLiberacao) -> None:
    """Of an order that is here already: this shop's, and not issued unless it is being changed."""
    cur.execute("SELECT estabelecimento_id, situacao FROM pedidos WHERE id = %s", [pedida.pedido_id])
    linha = cur.fetchone()
    if linha is not None and linha.estabelecimento_id != quem.estabelecimento_id:
        raise nao_achado("o documento")
    if linha is not None and linha.situacao != Situacao.MANUTENCAO and not pedida.alteracao:
        raise Recusada(Motivo.CONFLITO, "pedido.emitido", "Este documento já foi emitido.",
                       "Não há mais o que liberar nele.")


def _para_cima(achado: Finding) -> Decimal:
    """The value in cents, never less than what was seen (a lack of stock has six places)."""
    valor = arredonda(achado.valor)
    return valor if valor >= achado.valor else valor + CENTAVO


def _invalida(campo: str, mensagem: str, acao: str = "") -> Recusada:
    return Recusada(Motivo.INVALIDO, f"liberacao.{campo}", mensagem, acao)
