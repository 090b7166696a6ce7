"""DAV → pré-venda: the draft it becomes, and what changed since it was issued, line by line (CB-084, CB-090)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from balcao.domain.arredondamento import ZERO
from balcao.domain.casas import casas_do_preco
from balcao.domain.fatos import Saldo, estoque_do_pedido
from balcao.domain.formatos import moeda, numero
from balcao.domain.pedido import DadosServico, ItemPedido, Pedido
from balcao.domain.preco import SEM_PRECO, com_promocao_certa, preco_de_venda
from balcao.domain.situacoes import Situacao
from balcao.domain.terminal.opcoes import PrecoNaConversao
from balcao.domain.tipo_pedido import TipoPedido
from balcao.services.counter.edicao import Contexto
from balcao.services.counter.fatos_da_venda import FatosDaVenda
from balcao.services.counter.rascunho import Rascunho


@dataclass(frozen=True, slots=True)
class Mudanca:
    """What changed in a line (0: in the whole document) since the quote, in words."""

    linha: int
    texto: str


@dataclass(frozen=True, slots=True)
class Conversao:
    """A DAV as the draft of a pré-venda, what changed since (price, stock, credit), and until when it holds."""

    rascunho: Rascunho
    mudancas: tuple[Mudanca, ...]
    validade: date | None
    total_antes: Decimal


def em_branco(id_: UUID, agora: datetime, contexto: Contexto) -> dict[str, object]:
    """The fields of a copied order that belong to the copy alone."""
    return {"id": id_, "criado_em": agora, "situacao": Situacao.MANUTENCAO, "numero": None, "serie": "", "versao": 0,
            "versao_comercial": 0, "validade": None, "parcelas_digitadas": (), "tipo_estoque": None,
            "estacao_id": contexto.estacao_id,
            "usuario_id": contexto.usuario.id, "estabelecimento_id": contexto.estabelecimento_id}


def converte(origem: Pedido, validade: date | None, tipo_id: int, registros: FatosDaVenda, contexto: Contexto,
             id_: UUID, agora: datetime) -> Conversao:
    """The pré-venda of a DAV. With CB-090 Manter the quote's prices stand; with Atualizar, today's."""
    mantem = contexto.terminal.operacional.op_preco_na_conversao is PrecoNaConversao.MANTER
    plano = registros.planos.get(origem.plano_id) if origem.plano_id is not None else None
    casas = casas_do_preco(registros.tipo(origem.tipo_id), contexto.terminal)
    casas_novas = casas_do_preco(registros.tipo(tipo_id), contexto.terminal)
    novo = origem.model_copy(update={"tipo_id": tipo_id})
    segurado = _segurado(origem, registros.tipo(origem.tipo_id), registros.tipo(tipo_id))
    mudancas: list[Mudanca] = []
    itens: list[ItemPedido] = []
    for item in origem.itens:
        sugerido = registros.sugerido(novo, item.produto_id)
        de_tabela = item.preco == preco_de_venda(item.preco_lista, plano, casas)
        if sugerido is not None and sugerido.preco != item.preco_lista:
            hoje = preco_de_venda(sugerido.preco, plano, casas_novas)
            fica = "vale o do orçamento" if mantem or not de_tabela else "vale o de hoje"
            mudancas.append(Mudanca(item.linha, f"{item.descricao}: preço era {moeda(item.preco)}, "
                                                f"hoje é {moeda(hoje)}; {fica}."))
            if not mantem and de_tabela:
                item = item.model_copy(update={**sugerido.campos(plano, casas_novas), "total_etiqueta": None})
        mudancas += _produto(item, registros, registros.tipo(tipo_id).tipo_estoque, segurado)
        item = item.model_copy(update={"preco_de_origem": mantem or not de_tabela})
        itens.append(com_promocao_certa(item, sugerido or SEM_PRECO, plano, casas_novas))
    pedido = origem.model_copy(update={**em_branco(id_, agora, contexto), "itens": tuple(itens),
                                       "tipo_id": tipo_id, "origem_id": origem.id}).calculado()
    mudancas += _credito(pedido, registros)
    atual = pedido.itens[-1].linha if pedido.itens else 0
    return Conversao(Rascunho(pedido=pedido, atual=atual, origem_validade=validade,
                              segurado=tuple(segurado.items())), tuple(mudancas), validade, origem.total)


def clona(origem: Pedido, registros: FatosDaVenda, contexto: Contexto, id_: UUID, agora: datetime) -> Rascunho:
    """A new draft with the same customer and lines, at today's prices; a product that left is left out."""
    plano = registros.planos.get(origem.plano_id) if origem.plano_id is not None else None
    casas = casas_do_preco(registros.tipo(origem.tipo_id), contexto.terminal)
    itens = []
    for item in origem.itens:
        sugerido = registros.sugerido(origem, item.produto_id)
        if registros.produto(item.produto_id) is not None and sugerido is not None:
            itens.append(item.model_copy(update={
                **sugerido.campos(plano, casas), "preco_de_origem": False, "total_etiqueta": None,
                "series": ()}))  # a unit sells once
    pedido = origem.model_copy(update={**em_branco(id_, agora, contexto), "itens": tuple(itens),
                                       "servico": _sem_conferencia(origem), "origem_id": None}).calculado()
    return Rascunho(pedido=pedido, atual=itens[-1].linha if itens else 0)


def _sem_conferencia(origem: Pedido) -> DadosServico:
    """The same vehicle or equipment, which enters another day: nobody has looked at it yet."""
    return origem.servico.model_copy(update={"conferidos": ()})


def _segurado(origem: Pedido, era: TipoPedido, vira: TipoPedido) -> dict[int, Decimal]:
    """What the quote holds, by product, of the kind of stock that it becomes an order of: it lets go first."""
    if (not era.reserva_estoque or origem.situacao is Situacao.VENCIDO
            or estoque_do_pedido(origem, era) != vira.tipo_estoque):
        return {}
    segurado: dict[int, Decimal] = {}
    for item in origem.itens:
        segurado[item.produto_id] = segurado.get(item.produto_id, ZERO) + item.quantidade
    return segurado


def _produto(item: ItemPedido, registros: FatosDaVenda, tipo_estoque: int | None,
             segurado: Mapping[int, Decimal]) -> list[Mudanca]:
    produto = registros.produto(item.produto_id)
    saldo = registros.estoque([item.produto_id], tipo_estoque).get(item.produto_id, Saldo())
    if produto is None:
        return [Mudanca(item.linha, f"{item.descricao}: saiu do cadastro.")]
    if produto.situacao != "ativo":
        return [Mudanca(item.linha, f"{item.descricao}: está fora de venda.")]
    disponivel = saldo.disponivel + segurado.get(item.produto_id, ZERO)
    if item.quantidade > disponivel:
        return [Mudanca(item.linha, f"{item.descricao}: disponível {numero(disponivel)} {item.unidade} "
                                    f"para {numero(item.quantidade)}.")]
    return []


def _credito(pedido: Pedido, registros: FatosDaVenda) -> list[Mudanca]:
    cliente = registros.cliente(pedido.cliente_id)
    if cliente is None or cliente.consumidor_final:
        return []
    cabe = registros.posicao(cliente, pedido).cabe(registros.preferencias.abate_creditos)
    if cabe is None or cabe >= pedido.total:
        return []
    return [Mudanca(0, f"{cliente.nome}: o crédito disponível é {moeda(cabe)} para {moeda(pedido.total)}.")]
