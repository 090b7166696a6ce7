"""What approving a document would do, as this counter knows it: what it generates, and what its type leaves to the
approval (TP-090, TP-093). The retaguarda has the last word."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from balcao.domain.ajuste import escreve_ajuste
from balcao.domain.aprovacao import Identidade, Parte, gerado, livres, partes
from balcao.domain.arredondamento import ZERO
from balcao.domain.atributos import Atributos, com_atributos, tem
from balcao.domain.erros import RegraViolada
from balcao.domain.formatos import data, moeda
from balcao.domain.pedido import ModoEntrega, Pedido
from balcao.domain.plano import PlanoPagamento
from balcao.domain.protocolo_documentos import PedidoGuardado
from balcao.domain.rules.situacao import sem_o_que_gerar
from balcao.domain.tipo_pedido import Categoria, TipoPedido
from balcao.domain.tipo_pedido.opcoes import AtributoAlteravel, Preenchimento
from balcao.services.counter.catalogo import Vendedor
from balcao.services.counter.edicao import Contexto
from balcao.services.counter.fatos_da_venda import FatosDaVenda


@dataclass(frozen=True, slots=True)
class PartePrevista:
    """One order that the approval would generate with the stock that this counter knows: the name of its type, how
    many lines, R$; `com_estoque` None: stock does not divide."""

    tipo: str
    itens: int
    total: Decimal
    com_estoque: bool | None


@dataclass(frozen=True, slots=True)
class AtributoVisto:
    """One attribute of a quote as the approval's screen shows it; `alteravel`: its type leaves it to the approval."""

    qual: AtributoAlteravel
    valor: str
    alteravel: bool


@dataclass(frozen=True, slots=True)
class AtributosVistos:
    """The quote as it would be approved, from the version `versao`, and what its attributes may become. `base`: R$
    that a discount is of."""

    pedido: Pedido
    versao: int
    tipo: TipoPedido
    linhas: tuple[AtributoVisto, ...]
    vendedores: tuple[Vendedor, ...] = ()
    planos: tuple[PlanoPagamento, ...] = ()
    base: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class AprovacaoPrevista:
    """What approving a document would do; no parts: nothing is generated. `deixa`: lines that are left out;
    `atributos`: of quotes."""

    id: UUID
    categoria: Categoria
    partes: tuple[PartePrevista, ...] = ()
    deixa: int = 0
    atributos: AtributosVistos | None = None


def preve(guardado: PedidoGuardado, tipo: TipoPedido, registros: FatosDaVenda, contexto: Contexto,
          para: Atributos | None) -> AprovacaoPrevista:
    """What approving a stored order would do; `para`: with other attributes. Raises RegraViolada when nothing of it
    has stock and its type generates only what has (TP-037)."""
    fonte, categoria = guardado.pedido, Categoria(guardado.resumo.categoria)
    if para is not None:
        fonte = _como_fica(fonte, para, registros, contexto)
    vistos = _atributos(fonte, tipo, registros) if categoria is Categoria.ORCAMENTO else None
    if tipo.tipo_pedido_na_aprovacao is None:
        return AprovacaoPrevista(guardado.resumo.id, categoria, atributos=vistos)
    produtos = {i.produto_id: p for i in fonte.itens if (p := registros.produto(i.produto_id)) is not None}
    estoque = registros.tipo(tipo.tipo_pedido_na_aprovacao).tipo_estoque
    ha = livres(fonte, produtos, registros.estoque([i.produto_id for i in fonte.itens], estoque),
                segura=tipo.reserva_estoque and fonte.tipo_estoque == estoque)
    feitas = partes(fonte, tipo, ha)
    if not feitas:
        raise RegraViolada((sem_o_que_gerar(tipo),))
    eu = Identidade(fonte.id, contexto.usuario.id, contexto.estacao_id, fonte.criado_em)
    vistas = tuple(_parte(fonte, parte, registros, eu, primeiro=n == 0) for n, parte in enumerate(feitas))
    return AprovacaoPrevista(guardado.resumo.id, categoria, vistas, len(fonte.itens) - sum(v.itens for v in vistas),
                             vistos)


def _como_fica(fonte: Pedido, para: Atributos, registros: FatosDaVenda, contexto: Contexto) -> Pedido:
    casas = registros.casas(fonte, contexto)
    antes, agora = ((registros.planos.get(id_ or 0), casas) for id_ in (fonte.plano_id, para.plano_id))
    novo = com_atributos(fonte, para, antes, agora)
    cliente = registros.cliente(novo.cliente_id)
    if novo.cliente_id == fonte.cliente_id or cliente is None:
        return novo
    return novo.model_copy(update={"cliente_nome": cliente.nome, "cliente_documento": cliente.documento})


def _atributos(pedido: Pedido, tipo: TipoPedido, registros: FatosDaVenda) -> AtributosVistos:
    linhas = tuple(
        AtributoVisto(qual, valor, qual in tipo.alteraveis_na_aprovacao and tem(pedido, qual))
        for qual, valor in _valores(pedido, tipo, registros).items())
    return AtributosVistos(
        pedido, pedido.versao, tipo, linhas, tuple(registros.vendedores_de(tipo.id).values()),
        tuple(registros.planos_de(tipo.id).values()),
        sum((i.calculado(pedido.casas_total).total for i in pedido.itens), ZERO))


def _valores(pedido: Pedido, tipo: TipoPedido, registros: FatosDaVenda) -> dict[AtributoAlteravel, str]:
    """What each says now; a quote whose type has no seller, or no plan, has no line for it."""
    vendedor, plano = registros.vendedores.get(pedido.vendedor_id or 0), registros.planos.get(pedido.plano_id or 0)
    entrega, desconto = pedido.entrega, escreve_ajuste(pedido.desconto_digitado)
    valores = {AtributoAlteravel.CLIENTE: pedido.cliente_nome or "não informado"}
    if tipo.vendedor is not Preenchimento.NAO_INFORMAR:
        valores[AtributoAlteravel.VENDEDOR] = vendedor.nome if vendedor is not None else _conhecido(pedido.vendedor_id)
    if tipo.usa_plano:
        valores[AtributoAlteravel.PLANO_PAGAMENTO] = plano.nome if plano is not None else _conhecido(pedido.plano_id)
    if entrega.modo is ModoEntrega.RETIRA:
        valores[AtributoAlteravel.DATA_ENTREGA] = "retira na loja"
    else:
        dia = data(entrega.data) if entrega.data is not None else "a combinar"
        valores[AtributoAlteravel.DATA_ENTREGA] = f"{dia} · {entrega.endereco}"
    valores[AtributoAlteravel.DESCONTO] = _do_desconto(desconto) if desconto else "nenhum"
    if entrega.modo is ModoEntrega.ENTREGA:
        valores[AtributoAlteravel.FRETE] = moeda(pedido.frete) if pedido.frete else "nenhum"
    return valores | {AtributoAlteravel.OBSERVACOES: pedido.observacoes or "nenhuma"}


def _do_desconto(digitado: str) -> str:
    return digitado if digitado.endswith("%") else f"R$ {digitado}"


def _conhecido(id_: int | None) -> str:
    """Of one that is not in this counter's lists any more."""
    return "não informado" if id_ is None else "fora das opções de hoje"


def _parte(fonte: Pedido, parte: Parte, registros: FatosDaVenda, eu: Identidade, *, primeiro: bool) -> PartePrevista:
    total = gerado(fonte, parte, eu, primeiro=primeiro).total
    return PartePrevista(registros.tipo(parte.tipo_id).nome, len(parte.itens), total, parte.com_estoque)
