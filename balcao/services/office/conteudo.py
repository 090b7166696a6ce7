"""The content of an issued order as a change leaves it: what it locks, how it is judged, and what is written.

For whoever changes one whole (`alterar_pedido`), and for an approval that changes what its type leaves to it
(`alterar_na_aprovacao`).
"""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from balcao.db.consultas import LeitorServidor
from balcao.db.fatos import Cabecalho, ler_impressos
from balcao.domain.achados import Finding, impedem, ordena
from balcao.domain.fatos import Facts, toma_credito
from balcao.domain.formatos import data_hora
from balcao.domain.liberacao import Liberacao, aplica, usadas
from balcao.domain.pedido import ItemPedido, Pedido
from balcao.domain.rules import Moment, check
from balcao.domain.rules.alteracao import DA_ALTERACAO
from balcao.domain.rules.preco import preco_da_tabela_mudou
from balcao.domain.situacoes import Situacao
from balcao.services.documento import Emissao, compor_documento
from balcao.services.office import efeitos, series
from balcao.services.office.contexto import Cursor, Motivo, Quem, Recusada, recusa_regras, uma
from balcao.services.office.gravacao import ITENS
from balcao.services.office.liberar import ler_liberacoes
from balcao.services.office.numeracao import nome_de
from balcao.services.office.recepcao import autoritativo, quantidades
from balcao.services.office.travas import trava_cliente, trava_emitido, trava_estoques

VERSAO_CODIGO = "pedido.versao"
_ENTREGUES = frozenset({Situacao.ENTREGUE, Situacao.QUALIFICADO})

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
           representante_id = %(representante_id)s, classificacao_id = %(classificacao_id)s,
           lista_id = %(lista_id)s, plano_id = %(plano_id)s,
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


def ler_vivo(cur: Cursor, pedido_id: UUID) -> Any:
    """The row of an issued order, locked before, with its last version."""
    cur.execute(_VIVO, [pedido_id])
    return uma(cur)


def trava_vivo(cur: Cursor, quem: Quem, pedido_id: UUID) -> Any:
    """`ler_vivo` of an issued order of this shop, locked. Raises Recusada (404)."""
    trava_emitido(cur, quem, pedido_id)
    return ler_vivo(cur, pedido_id)


def exige_versao(quem: Quem, linha: Any, versao: int, fazer: str) -> None:
    """Raise Recusada (409), with what to do, when the order (a row of `ler_vivo`) is not in `versao` any more."""
    if linha.versao == versao:
        return
    em = linha.versao_em.astimezone(ZoneInfo(quem.fuso))
    raise Recusada(Motivo.CONFLITO, VERSAO_CODIGO,
                   f"O documento {nome_de(linha)} mudou enquanto isso: {linha.versao_de} gravou a revisão "
                   f"{linha.versao} em {data_hora(em)}, e esta alteração é da revisão {versao}.", fazer)


# ---- the check

def trava_efeitos(cur: Cursor, linha: Any, depois: Pedido, nomeado: Cabecalho) -> None:
    """Whose credit it took or will take, then the stock it held or will hold."""
    toma = toma_credito(nomeado.regras.tipo, nomeado.regras.plano)
    clientes = {c for c, credora in ((linha.cliente_id, linha.toma_credito), (depois.cliente_id, toma))
                if c is not None and credora}
    for cliente_id in sorted(clientes):
        trava_cliente(cur, cliente_id)
    series.trava(cur, depois)
    if linha.reserva_estoque:
        trava_estoques(cur, linha.estabelecimento_id,
                       {*efeitos.produtos_de(cur, linha.id), *quantidades(depois.itens)}, linha.tipo_estoque_id)


def confere(cur: Cursor, recebidos: Facts, nomeado: Cabecalho, *, na_aprovacao: bool = False) -> tuple[
        Facts, tuple[Finding, ...], tuple[Liberacao, ...]]:
    """Facts of what is stored, what is told, and the releases it needed. `na_aprovacao`: what may change was judged by
    what the type leaves to the approval (TP-093), and not by the situations in which it lets orders be changed. Raises
    Recusada when something stops it."""
    antes, regras = recebidos.antes, nomeado.regras
    assert antes is not None
    if regras.plano is not None and not regras.plano_ativo and regras.plano.id != antes.plano_id:
        raise Recusada(Motivo.CONFLITO, "plano.inativo", f"O plano {regras.plano.nome} está inativo.",
                       "Escolha outro plano de pagamento.")
    fatos = replace(recebidos, pedido=_como_era(antes, recebidos.pedido, autoritativo(recebidos, None)))
    novas = replace(recebidos, pedido=recebidos.pedido.model_copy(update={
        "itens": tuple(i for i, era in _pares(antes, recebidos.pedido) if era is None or era.preco != i.preco)}))
    vistos = ordena(a for a in (*check(Moment.EMISSAO, fatos), *preco_da_tabela_mudou(novas))
                    if not (na_aprovacao and a.code.startswith(DA_ALTERACAO)))
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
            n: getattr(era, n) for n in ("codigo", "descricao", "unidade", "preco_lista", "preco_de_origem",
                                         "promocao")})
        for i, era in _pares(antes, certo))}
    if (enviado.cliente_id, enviado.cliente_nome) == (antes.cliente_id, antes.cliente_nome):
        campos |= {"cliente_nome": antes.cliente_nome, "cliente_documento": antes.cliente_documento}
    if enviado.servico == antes.servico:
        campos["servico"] = antes.servico
    if enviado.vendedor_id == antes.vendedor_id:
        campos["vendedor_id"] = antes.vendedor_id
    return certo.model_copy(update=campos)


# ---- what is written

def grava(cur: Cursor, linha: Any, fatos: Facts, documento: dict[str, Any], gastas: tuple[Liberacao, ...],
           agora: datetime) -> None:
    """The content, and what the order holds with it."""
    pedido = fatos.pedido.model_copy(update={"estacao_id": linha.estacao_id})  # not whose rules judged it
    toma = fatos.compromete
    valores: dict[str, Any] = {
        **{n: getattr(pedido, n) for n in ("id", "cliente_id", "cliente_nome", "cliente_documento", "vendedor_id",
                                           "representante_id", "classificacao_id", "lista_id", "plano_id", "subtotal",
                                           "desconto", "frete", "total")},
        "toma_credito": fatos.toma_credito and not fatos.so_pessoa, "agora": agora,
        "liberacoes": [lib.id for lib in gastas],
        "dados": pedido.model_dump_json(), "parcelas": json.dumps(documento["parcelas"])}
    for apaga in _ESVAZIA:
        cur.execute(apaga, valores)
    cur.execute(_CONTEUDO, valores)
    efeitos.toma(cur, linha, cliente_id=pedido.cliente_id if toma else None, valor=pedido.total)
    if toma and Situacao(linha.situacao) in _ENTREGUES:
        efeitos.passa_credito(cur, pedido.id)


def documento_de(conexao: Connection, linha: Any, fatos: Facts, nomeado: Cabecalho) -> dict[str, Any]:
    """What the version prints: the order as it is now, under the day, number and validity that it has."""
    impresso = compor_documento(fatos, ler_impressos(LeitorServidor(conexao), fatos.pedido, nomeado), Emissao(
        em=linha.emitido_em, numero=str(linha.numero), serie=linha.serie, chave=linha.chave,
        versao_comercial=linha.versao_comercial,
        numero_provisorio=linha.numero_provisorio or "", protocolo=linha.protocolo,
        referencia=linha.documento.get("referencia", "")))
    feito: dict[str, Any] = impresso.model_dump(mode="json")
    return feito | {n: linha.documento[n] for n in ("validade", "validade_dias", "mensagem_validade", "conclusao",
                                                     "conclusao_aprovada_por") if n in linha.documento}
