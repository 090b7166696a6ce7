"""What approving an order generates: which orders, of which types, with which of its lines (TP-037, TP-090, TP-091).

Pure: the caller has read what is free of each product. A line is never cut in two: one that is not wholly there is
without stock (0161).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from balcao.domain.ajuste import Acrescimo, Desconto, TipoDesconto
from balcao.domain.arredondamento import ZERO
from balcao.domain.fatos import Produto, Saldo
from balcao.domain.pedido import ItemPedido, Pedido
from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido import TipoPedido
from balcao.domain.tipo_pedido.opcoes import SeparaSemEstoque

_VAZIO = Saldo()


@dataclass(frozen=True, slots=True)
class Parte:
    """One order to be generated: its type, its lines, and whether these are the ones that have stock (None: nobody
    asked)."""

    tipo_id: int
    itens: tuple[ItemPedido, ...]
    com_estoque: bool | None = None


@dataclass(frozen=True, slots=True)
class Identidade:
    """What belongs to the generated order alone: its id, who approved, where and when."""

    id: UUID
    usuario_id: int
    estacao_id: int
    criado_em: datetime


def livres(fonte: Pedido, produtos: Mapping[int, Produto], estoque: Mapping[int, Saldo], *,
           segura: bool) -> dict[int, Decimal]:
    """Units of each product of `fonte` that are free for what it generates; a service is never lacking and is left
    out. `segura`: the order itself holds its units, and they are among the reserved."""
    soma: dict[int, Decimal] = {}
    for item in fonte.itens:
        produto = produtos.get(item.produto_id)
        if produto is not None and produto.servico:
            continue
        if item.produto_id not in soma:
            soma[item.produto_id] = estoque.get(item.produto_id, _VAZIO).disponivel
        if segura:
            soma[item.produto_id] += item.quantidade
    return soma


def partes(fonte: Pedido, tipo: TipoPedido, ha: Mapping[int, Decimal]) -> tuple[Parte, ...]:
    """The orders that approving `fonte`, of `tipo`, generates; none: its type generates none, or nothing of it has
    stock and the type generates only what has. `ha`: see `livres`."""
    gera = tipo.tipo_pedido_na_aprovacao
    if gera is None:
        return ()
    modo = tipo.separar_produtos_sem_estoque_na_aprovacao
    if modo is SeparaSemEstoque.NAO:
        return (Parte(gera, fonte.itens),)
    com, sem = _reparte(fonte.itens, ha)
    feitas = [Parte(gera, com, True)] if com else []
    if sem and modo is SeparaSemEstoque.SIM:
        feitas.append(Parte(tipo.tipo_pedido_na_aprovacao_sem_estoque or gera, sem, False))
    return tuple(feitas)


def gerado(fonte: Pedido, parte: Parte, quem: Identidade, *, primeiro: bool) -> Pedido:
    """The draft of one order: same customer, terms and lines, at the prices and with the discounts of `fonte`. The
    freight goes with the first. A part has of the order's discount and surcharge what its lines had, in R$, so that the
    parts add up to what was quoted."""
    ajustes: dict[str, object] = {}
    if len(parte.itens) != len(fonte.itens):
        ajustes = _parcela_dos_ajustes(parte.itens, fonte.casas_total)
    return fonte.model_copy(update={
        "id": quem.id, "criado_em": quem.criado_em, "usuario_id": quem.usuario_id, "estacao_id": quem.estacao_id,
        "tipo_id": parte.tipo_id, "origem_id": fonte.id, "situacao": Situacao.MANUTENCAO, "numero": None, "serie": "",
        "versao": 0, "versao_comercial": 0, "validade": None, "parcelas_digitadas": (), "tipo_estoque": None,
        "itens": tuple(i.model_copy(update={"preco_de_origem": True}) for i in parte.itens),
        "frete": fonte.frete if primeiro else ZERO, **ajustes}).calculado()


def _parcela_dos_ajustes(itens: tuple[ItemPedido, ...], casas: int) -> dict[str, object]:
    menos = sum((i.rateio for i in itens), ZERO)
    mais = sum((i.acrescimo - i.calculado(casas).acrescimo for i in itens), ZERO)
    return {"desconto_digitado": Desconto(tipo=TipoDesconto.VALOR, valor=menos) if menos else None,
            "acrescimo_digitado": Acrescimo(tipo=TipoDesconto.VALOR, valor=mais) if mais else None}


def _reparte(itens: tuple[ItemPedido, ...],
             ha: Mapping[int, Decimal]) -> tuple[tuple[ItemPedido, ...], tuple[ItemPedido, ...]]:
    """Lines with stock and lines without; those before take first."""
    resta = dict(ha)
    com, sem = [], []
    for item in itens:
        if item.produto_id not in resta:
            com.append(item)
        elif item.quantidade <= resta[item.produto_id]:
            resta[item.produto_id] -= item.quantidade
            com.append(item)
        else:
            sem.append(item)
    return tuple(com), tuple(sem)
