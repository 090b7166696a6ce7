"""An issued order is changed: its content becomes what the counter sends, as a new version, in one transaction.

Locks in the house's order (the order; the customers, old and new; the stock of what it holds and will hold), then what
it holds is given back, so that facts are read without it; the rules of issue and of alteration; the content, what it
holds now, and last the version with its sequence. The number stays, and what was printed before stays (0160).
"""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from balcao.db.consultas import LeitorServidor
from balcao.db.fatos import Cabecalho, ler_cabecalho, ler_fatos, ler_impressos
from balcao.domain.achados import Finding, impedem, ordena
from balcao.domain.alteracao import MATRIZ, NUNCA
from balcao.domain.fatos import Facts, toma_credito
from balcao.domain.formatos import data_hora
from balcao.domain.liberacao import Liberacao, aplica, usadas
from balcao.domain.pedido import ItemPedido, Pedido
from balcao.domain.permissoes import Permissao
from balcao.domain.protocolo import EnvioPedido, Recibo
from balcao.domain.protocolo_documentos import AlteracaoPedido
from balcao.domain.rules import Moment, check
from balcao.domain.rules.preco import preco_da_tabela_mudou
from balcao.domain.situacoes import ROTULO_SITUACAO, Situacao
from balcao.domain.tipo_pedido import Categoria
from balcao.domain.tipo_pedido.categorias import o_chamado
from balcao.services.documento import Emissao, compor_documento, dia_na_loja
from balcao.services.office import efeitos, series
from balcao.services.office.contexto import (
    Contexto,
    Cursor,
    Motivo,
    Passo,
    Quem,
    Recusada,
    avisa,
    cursor,
    nao_achado,
    recusa_regras,
    uma,
)
from balcao.services.office.documentos import pedido_vivo
from balcao.services.office.gravacao import ITENS
from balcao.services.office.liberar import ler_liberacoes
from balcao.services.office.nao_cabe import cabendo
from balcao.services.office.numeracao import nome_de
from balcao.services.office.origem import destino_de
from balcao.services.office.recepcao import autoritativo, confere_forma, quantidades
from balcao.services.office.recibos import recibo_guardado
from balcao.services.office.travas import trava_cliente, trava_estoques, trava_pedidos
from balcao.services.office.versoes import nova_versao

ALTERADO = "pedido.alterado"
VERSAO_CODIGO = "pedido.versao"
_ENTREGUES = frozenset({Situacao.ENTREGUE, Situacao.QUALIFICADO})

_JA: LiteralString = "SELECT dados -> 'achados' AS achados FROM eventos WHERE pedido_id = %s AND dados ->> 'id' = %s"
_VIVO: LiteralString = """
    SELECT p.*, v.documento, v.em AS versao_em, u.nome AS versao_de,
           EXISTS (SELECT FROM itens_pedido WHERE pedido_id = p.id AND quantidade_faturada > 0) AS faturada
      FROM pedidos p JOIN pedido_versoes v ON v.pedido_id = p.id AND v.versao = p.versao
      JOIN usuarios u ON u.id = v.usuario_id WHERE p.id = %s"""
_ESVAZIA: tuple[LiteralString, ...] = (
    "DELETE FROM itens_pedido WHERE pedido_id = %(id)s", "DELETE FROM parcelas_pedido WHERE pedido_id = %(id)s")
_CONTEUDO: LiteralString = f"""
WITH pedido AS (
    UPDATE pedidos SET cliente_id = %(cliente_id)s, cliente_nome = %(cliente_nome)s,
           cliente_documento = %(cliente_documento)s, vendedor_id = %(vendedor_id)s,
           representante_id = %(representante_id)s, lista_id = %(lista_id)s, plano_id = %(plano_id)s,
           subtotal = %(subtotal)s, desconto = %(desconto)s, frete = %(frete)s, total = %(total)s,
           toma_credito = %(toma_credito)s, dados = %(dados)s::jsonb, atualizado_em = %(agora)s
     WHERE id = %(id)s RETURNING id
), {ITENS}, liberadas AS (
    UPDATE liberacoes SET usada_em = %(agora)s FROM pedido
     WHERE liberacoes.id = ANY(%(liberacoes)s) AND liberacoes.usada_em IS NULL
)
INSERT INTO parcelas_pedido (pedido_id, parcela, vencimento, valor)
SELECT pedido.id, p.numero, p.vencimento, p.valor
  FROM pedido, jsonb_to_recordset(%(parcelas)s::jsonb) AS p(numero integer, vencimento date, valor numeric)"""


def alterar_pedido(ctx: Contexto, quem: Quem, pedido_id: UUID, pedida: AlteracaoPedido) -> Recibo:
    """Store an issued order as it is sent, as its next version. Idempotent by `pedida.id`.

    Raises Recusada: 403 without the permission to sell, 404, 409 with findings when a rule stops it, 409 when somebody
    changed it meanwhile (who, when) or it is not to be changed any more, 422 when it cannot be stored at all.
    """
    quem.exige(Permissao.VENDER)
    _confere_forma(ctx, pedido_id, pedida)
    with cabendo(ctx, pedida.pedido):
        recibo = _altera(ctx, quem, pedido_id, pedida)
    ctx.passo(Passo.GRAVADO)
    return recibo


def _confere_forma(ctx: Contexto, pedido_id: UUID, pedida: AlteracaoPedido) -> None:
    pedido = pedida.pedido
    if pedido.id != pedido_id:
        raise _nao_cabe("o pedido enviado é outro")
    confere_forma(EnvioPedido(pedido=pedido.model_copy(update={"situacao": Situacao.MANUTENCAO}),
                              emitido_em=ctx.agora()))


def _altera(ctx: Contexto, quem: Quem, pedido_id: UUID, pedida: AlteracaoPedido) -> Recibo:
    agora = ctx.agora()
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        linha = _trava(cur, quem, pedido_id)
        cur.execute(_JA, [pedido_id, str(pedida.id)])
        if (feita := cur.fetchone()) is not None:
            return _recibo(cur, quem, pedido_id, tuple(map(Finding.model_validate, feita.achados or ())),
                           repetido=True)
        antes = pedido_vivo(linha)
        _exige_alteravel(cur, quem, linha, antes, agora)
        _exige_versao(quem, linha, pedida)
        depois = _do_guardado(antes, pedida.pedido)
        leitor = LeitorServidor(conexao)
        aqui = depois.model_copy(update={"estacao_id": quem.estacao_id})  # its terminal's rules
        nomeado = ler_cabecalho(leitor, aqui, quem.usuario_id)
        _trava_efeitos(cur, linha, depois, nomeado)
        ctx.passo(Passo.TRAVADO)
        efeitos.solta(cur, pedido_id, linha.estabelecimento_id, reserva_estoque=linha.reserva_estoque)
        recebidos = replace(ler_fatos(leitor, aqui, dia_na_loja(agora, quem.fuso), cabecalho=nomeado), antes=antes)
        fatos, achados, gastas = _confere(cur, series.confere(cur, recebidos), nomeado)
        ctx.passo(Passo.CONFERIDO)
        documento = _documento(conexao, linha, fatos, nomeado)
        _grava(cur, linha, fatos, documento, gastas, agora)
        nova_versao(cur, quem, pedido_id, agora, ALTERADO, situacao=antes.situacao, documento=documento, dados={
            "id": str(pedida.id), "achados": [a.model_dump(mode="json") for a in achados],
            "liberacoes": [str(lib.id) for lib in gastas]})
        avisa(cur)
        return _recibo(cur, quem, pedido_id, achados, repetido=False)


# ---- whether it may be changed at all

def _trava(cur: Cursor, quem: Quem, pedido_id: UUID) -> Any:
    """The order's row with its last version, locked. Raises Recusada (404)."""
    travada = trava_pedidos(cur, [pedido_id]).get(pedido_id)
    if travada is None or travada.estabelecimento_id != quem.estabelecimento_id or travada.numero is None:
        raise nao_achado("o documento")
    cur.execute(_VIVO, [pedido_id])
    return uma(cur)


def _exige_alteravel(cur: Cursor, quem: Quem, linha: Any, antes: Pedido, agora: datetime) -> None:
    vencido = (antes.situacao in (Situacao.PENDENTE, Situacao.EMITIDO) and linha.categoria == Categoria.ORCAMENTO
               and linha.validade is not None and linha.validade < dia_na_loja(agora, quem.fuso))
    situacao = Situacao.VENCIDO if vencido else antes.situacao
    if not MATRIZ[situacao]:
        fazer = "Revalide-o antes (Ctrl+R)." if situacao is Situacao.VENCIDO else "Clone-o para fazer outro."
        raise Recusada(Motivo.CONFLITO, "pedido.situacao", f"O documento {nome_de(linha)} está na situação "
                       f"{ROTULO_SITUACAO[situacao]} e não pode ser alterado.", fazer)
    if linha.categoria == Categoria.ORCAMENTO and (destino := destino_de(cur, linha.id)) is not None:
        raise Recusada(Motivo.CONFLITO, "dav.ja_convertido", f"O DAV {nome_de(linha)} já virou a pré-venda {destino}.",
                       "Altere a pré-venda.")
    if linha.faturada:
        raise Recusada(Motivo.CONFLITO, "pedido.faturado",
                       f"{o_chamado(linha.categoria, nome_de(linha))} já foi faturada, no todo ou em parte.",
                       "Estorne o faturamento no caixa antes.")


def _exige_versao(quem: Quem, linha: Any, pedida: AlteracaoPedido) -> None:
    if linha.versao == pedida.versao:
        return
    em = linha.versao_em.astimezone(ZoneInfo(quem.fuso))
    raise Recusada(Motivo.CONFLITO, VERSAO_CODIGO,
                   f"O documento {nome_de(linha)} mudou enquanto isso: {linha.versao_de} gravou a versão "
                   f"{linha.versao} em {data_hora(em)}, e esta alteração é da versão {pedida.versao}.",
                   "Abandone esta (Ctrl+W) e altere o documento de novo.")


def _do_guardado(antes: Pedido, enviado: Pedido) -> Pedido:
    """What was sent, with what never changes as it is stored. Raises Recusada (422) for a line that takes the name of
    one that was deleted."""
    if enviado.tipo_id != antes.tipo_id:
        raise Recusada(Motivo.INVALIDO, "alteracao.tipo", "O tipo de um documento emitido não muda: o número é dele.",
                       "Clone-o para fazer outro, do tipo certo.")
    eram = {i.linha for i in antes.itens}
    if any(i.linha not in eram and i.linha < antes.proxima_linha for i in enviado.itens):
        raise _nao_cabe("um item novo tem o número de um que foi excluído")
    proxima = max([antes.proxima_linha, enviado.proxima_linha, *(i.linha + 1 for i in enviado.itens)])
    return enviado.model_copy(update={n: getattr(antes, n) for n in NUNCA} | {"proxima_linha": proxima})


def _nao_cabe(problema: str) -> Recusada:
    return Recusada(Motivo.INVALIDO, "pedido.corrompido", f"A alteração não pode ser guardada: {problema}.",
                    "Abandone-a (Ctrl+W) e altere o documento de novo.")


# ---- the check

def _trava_efeitos(cur: Cursor, linha: Any, depois: Pedido, nomeado: Cabecalho) -> None:
    """Whose credit it took or will take, then the stock it held or will hold."""
    toma = toma_credito(nomeado.regras.tipo, nomeado.regras.plano)
    clientes = {c for c, credora in ((linha.cliente_id, linha.toma_credito), (depois.cliente_id, toma))
                if c is not None and credora}
    for cliente_id in sorted(clientes):
        trava_cliente(cur, cliente_id)
    series.trava(cur, depois)
    if linha.reserva_estoque:
        trava_estoques(cur, linha.estabelecimento_id,
                       {*efeitos.produtos_de(cur, linha.id), *quantidades(depois.itens)})


def _confere(cur: Cursor, recebidos: Facts, nomeado: Cabecalho) -> tuple[
        Facts, tuple[Finding, ...], tuple[Liberacao, ...]]:
    """Facts of what is stored, what is told, and the releases it needed. Raises Recusada when something stops it."""
    antes, regras = recebidos.antes, nomeado.regras
    assert antes is not None
    if regras.plano is not None and not regras.plano_ativo and regras.plano.id != antes.plano_id:
        raise Recusada(Motivo.CONFLITO, "plano.inativo", f"O plano {regras.plano.nome} está inativo.",
                       "Escolha outro plano de pagamento.")
    fatos = replace(recebidos, pedido=_como_era(antes, recebidos.pedido, autoritativo(recebidos, None)))
    novas = replace(recebidos, pedido=recebidos.pedido.model_copy(update={
        "itens": tuple(i for i, era in _pares(antes, recebidos.pedido) if era is None or era.preco != i.preco)}))
    vistos = ordena((*check(Moment.EMISSAO, fatos), *preco_da_tabela_mudou(novas)))
    guardadas = ler_liberacoes(cur, antes.id, vistos) if any(a.liberavel for a in vistos) else ()
    achados = aplica(vistos, guardadas, antes.id)
    if impedem(achados):
        raise recusa_regras(achados)
    return fatos, achados, usadas(vistos, guardadas, antes.id)


def _pares(antes: Pedido, depois: Pedido) -> list[tuple[ItemPedido, ItemPedido | None]]:
    """Each line with what it was: None when it is new, or of another product."""
    eram = {i.linha: i for i in antes.itens}
    return [(i, era if (era := eram.get(i.linha)) is not None and era.produto_id == i.produto_id else None)
            for i in depois.itens]


def _como_era(antes: Pedido, enviado: Pedido, certo: Pedido) -> Pedido:
    """`certo`, which has today's names and list prices, with those that the order was issued with where nobody changed
    the line's price, the customer, or the seller."""
    campos: dict[str, object] = {"itens": tuple(
        i if era is None or era.preco != i.preco else i.model_copy(update={
            n: getattr(era, n) for n in ("codigo", "descricao", "unidade", "preco_lista", "preco_de_origem")})
        for i, era in _pares(antes, certo))}
    if (enviado.cliente_id, enviado.cliente_nome) == (antes.cliente_id, antes.cliente_nome):
        campos |= {"cliente_nome": antes.cliente_nome, "cliente_documento": antes.cliente_documento}
    if enviado.vendedor_id == antes.vendedor_id:
        campos["vendedor_id"] = antes.vendedor_id
    return certo.model_copy(update=campos)


# ---- what is written

def _grava(cur: Cursor, linha: Any, fatos: Facts, documento: dict[str, Any], gastas: tuple[Liberacao, ...],
           agora: datetime) -> None:
    """The content, and what the order holds with it."""
    pedido = fatos.pedido.model_copy(update={"estacao_id": linha.estacao_id})  # not whose rules judged it
    toma = fatos.toma_credito and pedido.cliente_id is not None
    valores: dict[str, Any] = {
        **{n: getattr(pedido, n) for n in ("id", "cliente_id", "cliente_nome", "cliente_documento", "vendedor_id",
                                           "representante_id", "lista_id", "plano_id", "subtotal", "desconto", "frete",
                                           "total")},
        "toma_credito": fatos.toma_credito, "agora": agora, "liberacoes": [lib.id for lib in gastas],
        "dados": pedido.model_dump_json(), "parcelas": json.dumps(documento["parcelas"])}
    for apaga in _ESVAZIA:
        cur.execute(apaga, valores)
    cur.execute(_CONTEUDO, valores)
    efeitos.toma(cur, pedido.id, linha.estabelecimento_id, reserva_estoque=linha.reserva_estoque,
                 cliente_id=pedido.cliente_id if toma else None, valor=pedido.total)
    if toma and Situacao(linha.situacao) in _ENTREGUES:
        efeitos.passa_credito(cur, pedido.id)


def _documento(conexao: Connection, linha: Any, fatos: Facts, nomeado: Cabecalho) -> dict[str, Any]:
    """What the version prints: the order as it is now, under the day, number and validity that it has."""
    impresso = compor_documento(fatos, ler_impressos(LeitorServidor(conexao), fatos.pedido, nomeado), Emissao(
        em=linha.emitido_em, numero=str(linha.numero), serie=linha.serie, chave=linha.chave,
        numero_provisorio=linha.numero_provisorio or "", protocolo=linha.protocolo,
        referencia=linha.documento.get("referencia", "")))
    feito: dict[str, Any] = impresso.model_dump(mode="json")
    return feito | {n: linha.documento[n] for n in ("validade", "validade_dias", "mensagem_validade", "conclusao",
                                                      "conclusao_aprovada_por")
                    if n in linha.documento}


def _recibo(cur: Cursor, quem: Quem, pedido_id: UUID, achados: tuple[Finding, ...], *, repetido: bool) -> Recibo:
    guardado = recibo_guardado(cur, pedido_id, quem.estabelecimento_id, repetido=repetido, ultima=True)
    return guardado.model_copy(update={"achados": achados})
