"""Stored orders as a counter sees them: the list (F8), the live order with its life, a printed version."""

from datetime import date, datetime, time, timedelta
from typing import Any, LiteralString
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from balcao.db.consultas import LeitorServidor
from balcao.db.fatos_cadastros import ler_tipo
from balcao.domain.documentos import compacta
from balcao.domain.pedido import Pedido
from balcao.domain.placa import placa_digitada
from balcao.domain.protocolo import Recibo, ResumoPedido
from balcao.domain.protocolo_documentos import (
    ApropriacaoGuardada,
    FaturamentoGuardado,
    FiltroDocumentos,
    ItemFaturado,
    PedidoGuardado,
    Reimpressao,
    VersaoGuardada,
)
from balcao.domain.rules import situacao_impressao
from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido import Categoria
from balcao.services.documento import dia_na_loja
from balcao.services.office.contexto import (
    Contexto,
    Cursor,
    Motivo,
    Quem,
    Recusada,
    cursor,
    nao_achado,
    recusa_regras,
    uma,
)
from balcao.services.office.recibos import recibo_guardado
from balcao.services.office.versoes_comerciais import versoes_comerciais

MAXIMO_LINHAS = 500
REIMPRESSO = "pedido.reimpresso"

RESUMO: LiteralString = """
    SELECT p.id, p.tipo_id, p.categoria, p.numero, p.serie, p.chave,
           coalesce(p.numero_provisorio, '') AS numero_provisorio, p.situacao, p.cliente_nome,
           coalesce(v.nome, u.nome) AS vendedor, e.nome AS estacao, p.emitido_em, p.criado_em, p.validade, p.total,
           p.versao, p.versao_comercial, coalesce(p.protocolo, '') AS protocolo, p.suspenso_em, p.origem_id,
           (SELECT count(*) FROM itens_pedido i WHERE i.pedido_id = p.id) AS itens
      FROM pedidos p
      JOIN estacoes e ON e.id = p.estacao_id
      JOIN usuarios u ON u.id = p.usuario_id
      LEFT JOIN usuarios v ON v.id = p.vendedor_id
     WHERE p.estabelecimento_id = %(loja)s"""
_VENCIDO: LiteralString = "(p.situacao IN ('P', 'I') AND p.categoria = 'orcamento' AND p.validade < %(hoje)s)"
# By its own index: among the others, each order of the period would have its content read.
_DA_PLACA: LiteralString = """ OR p.id IN (SELECT id FROM pedidos WHERE dados #>> '{servico,placa}' = %(placa)s
                                           AND dados #>> '{servico,placa}' <> '')"""
_EMITIDOS: LiteralString = " AND p.situacao <> 'M'"
_FIM: LiteralString = " ORDER BY p.emitido_em DESC, p.id DESC LIMIT %(limite)s"
_VIVO: LiteralString = """
    SELECT p.dados, p.motivo, p.numero, p.serie, p.situacao, p.validade, p.versao, p.versao_comercial,
           p.estacao_id, p.concluido_em,
           o.numero AS origem_numero, d.id AS destino_id, d.numero AS destino_numero,
           coalesce(d.categoria, 'venda') AS destino_categoria, coalesce(d.chave, '') AS destino_chave
      FROM pedidos p
      LEFT JOIN pedidos o ON o.id = p.origem_id
      LEFT JOIN LATERAL (SELECT id, numero, categoria, chave FROM pedidos
                          WHERE origem_id = p.id AND categoria IN ('venda', 'servico') AND p.categoria = 'orcamento'
                            AND situacao NOT IN ('M', 'C', 'R') ORDER BY numero LIMIT 1) d ON true
     WHERE p.id = %(id)s AND p.estabelecimento_id = %(loja)s"""
_VERSOES: LiteralString = """
    SELECT v.versao, v.situacao, v.em, u.nome AS usuario, encode(v.sha256, 'hex') AS hash,
           coalesce((v.documento ->> 'versao_comercial')::integer, 0) AS comercial,
           coalesce(v.documento ->> 'chave', '') AS chave, v.documento ->> 'total' AS total
      FROM pedido_versoes v JOIN usuarios u ON u.id = v.usuario_id WHERE v.pedido_id = %s ORDER BY v.versao"""
_VERSAO: LiteralString = """
    SELECT v.documento, encode(v.sha256, 'hex') AS hash
      FROM pedido_versoes v JOIN pedidos p ON p.id = v.pedido_id
     WHERE v.pedido_id = %s AND p.estabelecimento_id = %s AND v.versao = %s"""
_FATURAMENTOS: LiteralString = """
    SELECT f.id, f.pedido_id, f.documento, f.itens, f.valor, f.em, f.estornado_em, p.situacao
      FROM faturamentos f JOIN pedidos p ON p.id = f.pedido_id WHERE f.pedido_id = %s ORDER BY f.em, f.id"""
_APROPRIACOES: LiteralString = """
    SELECT (e.dados ->> 'linha')::integer AS linha, e.dados ->> 'tecnico' AS tecnico,
           (e.dados ->> 'em')::timestamptz AS em, (e.dados ->> 'minutos')::integer AS minutos
      FROM eventos e WHERE e.pedido_id = %s AND e.tipo = 'pedido.apropriado' ORDER BY e.id"""
_REIMPRIME: LiteralString = """
    INSERT INTO eventos (em, tipo, pedido_id, usuario_id, estacao_id, dados)
    VALUES (%s, %s, %s, %s, %s, jsonb_build_object('versao', %s::integer))"""
# The order's row makes two deliveries of one reprint wait for each other; a counter's clock may be ahead.
_TRAVA_PEDIDO: LiteralString = "SELECT id FROM pedidos WHERE id = %s FOR NO KEY UPDATE"
_REIMPRIME_UMA_VEZ: LiteralString = """
    INSERT INTO eventos (em, tipo, pedido_id, usuario_id, estacao_id, dados)
    SELECT least(%(em)s, %(agora)s), %(tipo)s, %(pedido)s, (SELECT id FROM usuarios WHERE id = %(usuario)s),
           %(estacao)s, jsonb_build_object('versao', %(versao)s::integer, 'id', %(id)s::text)
     WHERE NOT EXISTS (SELECT FROM eventos WHERE pedido_id = %(pedido)s AND tipo = %(tipo)s
                                             AND dados ->> 'id' = %(id)s::text)"""


def listar(ctx: Contexto, quem: Quem, filtro: FiltroDocumentos) -> tuple[ResumoPedido, ...]:
    """Issued orders of this shop, newest first, at most `filtro.limite` (500). A quote past its last day shows
    as expired even before the daily routine has made it so."""
    hoje = dia_na_loja(ctx.agora(), quem.fuso)
    onde, valores = _condicoes(filtro, quem.fuso)
    valores |= {"loja": quem.estabelecimento_id, "hoje": hoje,
                "limite": min(max(filtro.limite, 1), MAXIMO_LINHAS)}
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        cur.execute(RESUMO + _EMITIDOS + onde + _FIM, valores)
        return tuple(resumo(linha, hoje) for linha in cur.fetchall())


def resumo(linha: Any, hoje: date) -> ResumoPedido:
    """A line of the list from a row of `RESUMO`."""
    campos = {nome: getattr(linha, nome) for nome in ResumoPedido.model_fields}
    if (linha.situacao in (Situacao.PENDENTE, Situacao.EMITIDO) and linha.categoria == Categoria.ORCAMENTO
            and linha.validade is not None and linha.validade < hoje):
        campos["situacao"] = Situacao.VENCIDO
    return ResumoPedido.model_validate(campos)


def abrir(ctx: Contexto, quem: Quem, pedido_id: UUID) -> PedidoGuardado:
    """One order of this shop with its versions and invoices. Raises Recusada (404)."""
    chaves = {"id": pedido_id, "loja": quem.estabelecimento_id}
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        cur.execute(_VIVO, chaves)
        vivo = cur.fetchone()
        if vivo is None:
            raise nao_achado("o documento")
        cur.execute(RESUMO + " AND p.id = %(id)s", chaves)
        linha = resumo(cur.fetchone(), dia_na_loja(ctx.agora(), quem.fuso))
        cur.execute(_VERSOES, [pedido_id])
        registros = cur.fetchall()
        return PedidoGuardado(
            pedido=pedido_vivo(vivo), resumo=linha, motivo=vivo.motivo, origem_numero=vivo.origem_numero,
            destino_id=vivo.destino_id, destino_numero=vivo.destino_numero,
            destino_categoria=Categoria(vivo.destino_categoria), destino_chave=vivo.destino_chave,
            concluido_em=vivo.concluido_em,
            versoes=tuple(VersaoGuardada.model_validate(v._asdict()) for v in registros),
            versoes_comerciais=versoes_comerciais(registros) if linha.categoria == Categoria.ORCAMENTO else (),
            faturamentos=ler_faturamentos(cur, pedido_id), apropriacoes=_apropriacoes(cur, pedido_id))


def _apropriacoes(cur: Cursor, pedido_id: UUID) -> tuple[ApropriacaoGuardada, ...]:
    cur.execute(_APROPRIACOES, [pedido_id])
    return tuple(ApropriacaoGuardada(**linha._asdict()) for linha in cur.fetchall())


def pedido_vivo(linha: Any) -> Pedido:
    """The live order: what the counter edited, with what the retaguarda has decided since."""
    dito = Pedido.model_validate(linha.dados)
    return dito.model_copy(update={  # a draft has only the number that was informed
        "numero": dito.numero if linha.numero is None else linha.numero, "serie": linha.serie,
        "situacao": Situacao(linha.situacao), "validade": linha.validade, "versao": linha.versao,
        "versao_comercial": linha.versao_comercial,
        "estacao_id": linha.estacao_id})


def ler_faturamentos(cur: Cursor, pedido_id: UUID) -> tuple[FaturamentoGuardado, ...]:
    """Every invoice of an order, reversed ones too, oldest first."""
    cur.execute(_FATURAMENTOS, [pedido_id])
    return tuple(faturamento(linha) for linha in cur.fetchall())


def faturamento(linha: Any, *, repetido: bool = False) -> FaturamentoGuardado:
    """An invoice from a row of `faturamentos` with its order's situacao."""
    return FaturamentoGuardado(
        id=linha.id, pedido_id=linha.pedido_id, documento=linha.documento, valor=linha.valor, em=linha.em,
        itens=tuple(ItemFaturado.model_validate(i) for i in linha.itens), estornado_em=linha.estornado_em,
        situacao=Situacao(linha.situacao), repetido=repetido)


def recibo(ctx: Contexto, quem: Quem, pedido_id: UUID) -> Recibo:
    """What was answered when the order was stored: for a counter that never got the answer. Raises Recusada."""
    with ctx.transacao() as conexao:
        return recibo_guardado(cursor(conexao), pedido_id, quem.estabelecimento_id, repetido=True)


def versao(ctx: Contexto, quem: Quem, pedido_id: UUID, numero: int) -> dict[str, Any]:
    """The DocumentoVenda (JSON) of an issued version, with its hash. Raises Recusada (404)."""
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        cur.execute(_VERSAO, [pedido_id, quem.estabelecimento_id, numero])
        linha = cur.fetchone()
    if linha is None:
        raise nao_achado("a revisão do documento")
    return {**linha.documento, "hash": linha.hash}


def reimprimir(ctx: Contexto, quem: Quem, pedido_id: UUID, numero: int,
               feita: Reimpressao | None = None) -> dict[str, Any]:
    """`versao`, and leave on record that a 2ª via was asked for, by whom and where. `feita`: it came out at a
    counter, perhaps without the retaguarda, and may be told twice. Raises Recusada: 404, or 409 when its type does
    not let it be printed in this situation (TP-104) and it did not come out yet."""
    documento = versao(ctx, quem, pedido_id, numero)
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        if feita is None or feita.antes:
            cur.execute(_TRAVA_PEDIDO, [pedido_id])
            _confere_impressao(conexao, cur, quem, pedido_id, dia_na_loja(ctx.agora(), quem.fuso))
        if feita is None:
            cur.execute(_REIMPRIME, [ctx.agora(), REIMPRESSO, pedido_id, quem.usuario_id, quem.estacao_id, numero])
        else:
            cur.execute(_TRAVA_PEDIDO, [pedido_id])
            cur.execute(_REIMPRIME_UMA_VEZ, {
                "em": feita.em, "agora": ctx.agora(), "tipo": REIMPRESSO, "pedido": pedido_id,
                "usuario": feita.usuario_id, "estacao": quem.estacao_id, "versao": numero, "id": str(feita.id)})
    return documento


def _confere_impressao(conexao: Connection, cur: Cursor, quem: Quem, pedido_id: UUID, hoje: date) -> None:
    """Raise Recusada (409) when the order's type does not let it be printed as it stands."""
    cur.execute(RESUMO + " AND p.id = %(id)s", {"id": pedido_id, "loja": quem.estabelecimento_id})
    linha = resumo(uma(cur), hoje)
    if achados := tuple(situacao_impressao(ler_tipo(LeitorServidor(conexao), linha.tipo_id), linha.situacao)):
        raise recusa_regras(achados)


def _condicoes(filtro: FiltroDocumentos, fuso: str) -> tuple[LiteralString, dict[str, Any]]:
    """WHERE … AND … for what the filter asks, and its values."""
    texto = filtro.texto.strip()
    placa = placa_digitada(texto)
    partes: tuple[tuple[bool, LiteralString, dict[str, Any]], ...] = (
        (filtro.de is not None, "p.emitido_em >= %(de)s", {"de": _meia_noite(filtro.de, fuso)}),
        (filtro.ate is not None, "p.emitido_em < %(ate)s", {"ate": _meia_noite(filtro.ate, fuso, dias=1)}),
        (filtro.numero is not None, "p.numero = %(numero)s", {"numero": filtro.numero}),
        (bool(texto), "(p.cliente_nome ILIKE %(nome)s OR p.cliente_documento = %(documento)s "
                      "OR p.numero_provisorio = %(texto)s OR upper(p.chave) = %(texto)s "
                      "OR p.versao_comercial > 0 AND EXISTS (SELECT FROM pedido_versoes v WHERE v.pedido_id = p.id "
                      "AND upper(v.documento ->> 'chave') = %(texto)s)" + (_DA_PLACA if placa else "") + ")",
         {"nome": f"%{_literal(texto)}%", "documento": compacta(texto), "texto": texto.upper(), "placa": placa}),
        (filtro.cliente_id is not None, "p.cliente_id = %(cliente_id)s", {"cliente_id": filtro.cliente_id}),
        (filtro.categoria is not None, "p.categoria = %(categoria)s", {"categoria": filtro.categoria}),
        (filtro.situacao is Situacao.VENCIDO, f"(p.situacao = 'V' OR {_VENCIDO})", {}),
        (filtro.situacao not in (None, Situacao.VENCIDO), f"p.situacao = %(situacao)s AND NOT {_VENCIDO}",
         {"situacao": filtro.situacao}),
        (filtro.vendedor_id is not None, "coalesce(p.vendedor_id, p.usuario_id) = %(vendedor_id)s",
         {"vendedor_id": filtro.vendedor_id}),
        (filtro.antes is not None, "p.emitido_em < %(antes)s", {"antes": filtro.antes}),
    )
    onde: LiteralString = ""
    valores: dict[str, Any] = {}
    for vale, condicao, seus in partes:
        if vale:
            onde += " AND " + condicao
            valores |= seus
    if "\x00" in texto:
        raise Recusada(Motivo.INVALIDO, "filtro.texto", "A busca tem um caractere que não existe.",
                       "Digite de novo.")
    return onde, valores


def _literal(texto: str) -> str:
    """The text with what LIKE would read as a pattern made plain."""
    return texto.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _meia_noite(dia: date | None, fuso: str, dias: int = 0) -> datetime | None:
    if dia is None or dia >= date.max - timedelta(1):
        return None
    return datetime.combine(dia + timedelta(dias), time(), ZoneInfo(fuso))
