"""What an order prints, composed: the content of its issued version (`DocumentoVenda`).

The retaguarda composes it in the storing transaction; the counter does it alone when the retaguarda does
not answer, and prints it with the provisional number. Same function, so the paper never differs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from balcao.db.fatos import Impressos
from balcao.db.fatos_cadastros import EnderecoCliente
from balcao.documents.dados import (
    CONSUMIDOR_FINAL,
    Destinatario,
    DocumentoVenda,
    Emitente,
    Endereco,
    EntregaImpressa,
    ItemConferido,
    ItemImpresso,
    TipoImpresso,
)
from balcao.domain import pix
from balcao.domain.ajuste import Ajuste
from balcao.domain.arredondamento import CASAS_MONEY, ZERO
from balcao.domain.campo import ValorInvalido
from balcao.domain.casas import casas_do_preco
from balcao.domain.fatos import Facts
from balcao.domain.formatos import moeda
from balcao.domain.numero_serie import escreve_series
from balcao.domain.pedido import ItemPedido
from balcao.domain.plano import Parcela
from balcao.domain.preenchimento import validade_do_tipo
from balcao.domain.quantidade import casas_da_quantidade
from balcao.domain.tipo_pedido import Categoria
from balcao.domain.tipo_pedido.aprovacao import DIAS_DE_VALIDADE, MENSAGEM_VALIDADE
from balcao.domain.tipo_pedido.opcoes import Preenchimento


@dataclass(frozen=True, slots=True)
class Emissao:
    """What the act of issuing adds to an order. `em` is aware; it is printed in the shop's zone.

    One of `numero` and `numero_provisorio` is not empty; `chave` names it to people
    (TP-156). `referencia` names what it comes from ("DAV 123").
    """

    em: datetime
    numero: str = ""
    serie: str = ""
    chave: str = ""
    versao_comercial: int = 0
    numero_provisorio: str = ""
    versao: int = 0
    protocolo: str = ""
    referencia: str = ""


def dia_na_loja(instante: datetime, fuso: str) -> date:
    """The shop's calendar day at an instant. `fuso` is an IANA zone."""
    return instante.astimezone(ZoneInfo(fuso)).date()


def dias_de_validade(fatos: Facts) -> int:
    """Days an order issued today holds, as its type fills them in (TP-163); else those of a DAV (TP-088, CB-084), and a
    pré-venda has none. 0 is without end, or until today."""
    if (ate := validade_do_tipo(fatos.tipo, fatos.hoje)) is not None:
        return max(0, (ate - fatos.hoje).days)
    if fatos.tipo.categoria is not Categoria.ORCAMENTO:
        return 0
    do_tipo = fatos.tipo.validade_proposta
    return fatos.terminal.operacional.op_validade_orcamento_dias if do_tipo is None else do_tipo


def validade(fatos: Facts, emissao: date) -> date | None:
    """The last day of an order issued on `emissao`: as its type fills it in (TP-163), else a DAV's; None: it has none.
    """
    dias = dias_de_validade(fatos)
    return validade_do_tipo(fatos.tipo, emissao) or (emissao + timedelta(days=dias) if dias else None)


def mensagem_de_validade(fatos: Facts) -> str:
    """TP-089: what the paper says of the days it holds; "" when it does not expire. The message that is used when
    none was written is no sentence: what it speaks of is put before it."""
    dias = dias_de_validade(fatos)
    if not dias:
        return ""
    escrita = fatos.tipo.mensagem_validade_proposta.strip()
    modelo = escrita if escrita not in ("", MENSAGEM_VALIDADE) else f"Validade da proposta: {MENSAGEM_VALIDADE}"
    return modelo.replace(DIAS_DE_VALIDADE, str(dias))


def parcelas(fatos: Facts, emissao: date) -> tuple[Parcela, ...]:
    """The instalments: as typed by the seller, else the plan's; none without a plan."""
    if fatos.pedido.parcelas_digitadas:
        return fatos.pedido.parcelas_digitadas
    return fatos.plano.parcelas(fatos.pedido.total, emissao) if fatos.plano is not None else ()


def compor_documento(fatos: Facts, impressos: Impressos, emissao: Emissao) -> DocumentoVenda:
    """The document of `fatos.pedido`, whole. Raises ValueError when there is no number at all."""
    pedido, loja = fatos.pedido, impressos.estabelecimento
    em = emissao.em.astimezone(ZoneInfo(loja.fuso))
    return DocumentoVenda(
        emitente=Emitente(
            nome=loja.nome, fantasia=loja.fantasia, cnpj=loja.cnpj, ie=loja.ie, telefone=loja.telefone,
            endereco=Endereco(logradouro=loja.endereco, municipio=loja.municipio, uf=loja.uf, cep=loja.cep)),
        tipo=TipoImpresso(nome=fatos.tipo.nome, titulo=fatos.tipo.titulo, categoria=fatos.tipo.categoria,
                          vias=fatos.tipo.vias_impressao),
        numero=emissao.numero, serie=emissao.serie, chave=emissao.chave, versao_comercial=emissao.versao_comercial,
        numero_provisorio=emissao.numero_provisorio, emissao=em,
        validade_dias=dias_de_validade(fatos), validade=validade(fatos, em.date()),
        mensagem_validade=mensagem_de_validade(fatos),
        destinatario=_destinatario(fatos, impressos), vendedor=_vendedor(fatos, impressos), tabela=impressos.lista,
        plano=fatos.plano.nome if fatos.plano is not None else "", parcelas=parcelas(fatos, em.date()),
        itens=tuple(_item(i, fatos) for i in pedido.itens),
        subtotal=pedido.subtotal, acrescimo_incluido=pedido.acrescimo, desconto=pedido.desconto,
        desconto_em_cascata=_em_cascata(pedido.desconto_digitado),
        acrescimo_em_cascata=_em_cascata(pedido.acrescimo_digitado), frete=pedido.frete, total=pedido.total,
        entrega=EntregaImpressa(modo=pedido.entrega.modo, endereco=pedido.entrega.endereco,
                                data=pedido.entrega.data),
        placa=pedido.servico.placa, modelo_veiculo=pedido.servico.modelo, equipamento=pedido.servico.equipamento,
        tecnico=pedido.servico.tecnico if fatos.tipo.tem_tecnico else "",
        checklist=tuple(ItemConferido(texto=um, conferido=um in pedido.servico.conferidos)
                        for um in fatos.tipo.itens_checklist),
        contato=pedido.contato, classificacao=impressos.classificacao,
        observacoes=pedido.observacoes, referencia=emissao.referencia, protocolo=emissao.protocolo,
        pix=_pix(fatos, impressos), casas_quantidade=fatos.terminal.rodape.casas_decimais_qtde,
        casas_valor=max(CASAS_MONEY, casas_do_preco(fatos.tipo, fatos.terminal)), versao=emissao.versao)


def _destinatario(fatos: Facts, impressos: Impressos) -> Destinatario:
    pedido = fatos.pedido
    return Destinatario(nome=pedido.cliente_nome or CONSUMIDOR_FINAL, documento=pedido.cliente_documento,
                        endereco=_endereco(impressos.endereco), telefone=impressos.telefone)


def _vendedor(fatos: Facts, impressos: Impressos) -> str:
    """TP-114: none on the paper of a type that has none."""
    return "" if fatos.tipo.vendedor is Preenchimento.NAO_INFORMAR else impressos.vendedor


def _endereco(endereco: EnderecoCliente | None) -> Endereco:
    if endereco is None:
        return Endereco()
    return Endereco(**{nome: getattr(endereco, nome) for nome in Endereco.model_fields})


def _item(item: ItemPedido, fatos: Facts) -> ItemImpresso:
    produto = fatos.produtos.get(item.produto_id)
    pesado = produto is not None and produto.pesavel
    return ItemImpresso(
        linha=item.linha, codigo=item.codigo, descricao=item.descricao,
        complemento="\n".join((*_sob_a_descricao(item), item.observacoes)).strip(), unidade=item.unidade,
        quantidade=item.quantidade, preco=item.preco, desconto=item.desconto + item.rateio, total=item.total,
        casas_quantidade=casas_da_quantidade(item.quantidade, item.unidade, fatos.terminal.rodape.casas_decimais_qtde,
                                             pesavel=True) if pesado else None,
        tecnico=item.tecnico if fatos.tipo.tem_tecnico else "")


def _sob_a_descricao(item: ItemPedido) -> Iterator[str]:
    """The lines under a description that say what its numbers do not: the unit it was sold in, its surcharge, its
    cascade of discounts, which units leave."""
    if item.digitado:
        yield item.como_digitado
    if item.acrescimo:
        proprio = item.acrescimo_digitado
        como = f" de {proprio}" if proprio is not None and proprio.percentuais else ""
        yield f"Acréscimo{como}: {moeda(item.acrescimo)}"
    if em_cascata := _em_cascata(item.desconto_digitado):
        yield f"Desconto de {em_cascata}"
    if item.series:
        yield escreve_series(item.series)


def _em_cascata(ajuste: Ajuste | None) -> str:
    return str(ajuste) if ajuste is not None and ajuste.seguintes else ""


def _pix(fatos: Facts, impressos: Impressos) -> str | None:
    """The BR Code of the total. A shop whose key or city the code cannot carry prints none: the sale goes on."""
    loja = impressos.estabelecimento
    if not loja.pix_chave or fatos.pedido.total <= ZERO:
        return None
    try:
        return pix.brcode(loja.pix_chave, (loja.fantasia or loja.nome)[:pix.MAX_NOME],
                          loja.municipio[:pix.MAX_CIDADE], fatos.pedido.total)
    except ValorInvalido:
        return None
