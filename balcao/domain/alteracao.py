"""What of an order may be changed in which situation (TP-SITUACOES): the house's table, and what a change consists of.

The table says what is possible at all; within it, four fields of the order's type say where it is allowed
(`CAMPO`, judged by `rules.alteracao`). Decision 0160 has what the users' page leaves open.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from balcao.domain.ajuste import Acrescimo, Desconto
from balcao.domain.pedido import Congelado, ItemPedido, Pedido
from balcao.domain.situacoes import Situacao


class Parte(StrEnum):
    """A part of an order that changes or stays on its own."""

    CABECALHO = "cabecalho"  # customer, seller, list, plan, delivery, observations…
    DESCONTO = "desconto"    # the header's discount, or its surcharge
    INCLUSAO = "inclusao"
    ALTERACAO = "alteracao"  # an item's quantity or unit price; what else an item says is free
    EXCLUSAO = "exclusao"
    TROCA = "troca"          # another product in the same line


CAMPO: Mapping[Parte, str] = MappingProxyType({
    Parte.DESCONTO: "situacoes_desconto_cabecalho", Parte.INCLUSAO: "situacoes_inclusao_itens",
    Parte.ALTERACAO: "situacoes_alteracao_itens", Parte.EXCLUSAO: "situacoes_exclusao_itens"})
"""The field of the order type that says in which situations a part changes (TP-064, TP-100, TP-101, TP-102)."""

_TUDO = frozenset(Parte)
_DO_TIPO = frozenset(CAMPO)
_NADA = frozenset[Parte]()

MATRIZ: Mapping[Situacao, frozenset[Parte]] = MappingProxyType({
    Situacao.MANUTENCAO: _TUDO, Situacao.EMITIDO: _TUDO, Situacao.PENDENTE: _TUDO, Situacao.APROVADO: _TUDO,
    Situacao.PRONTO: _TUDO, Situacao.TRANSITO: _TUDO,
    Situacao.EXECUCAO: _DO_TIPO,  # no exchange of products, only new ones; the header is not modified
    Situacao.ENTREGUE: _DO_TIPO | {Parte.TROCA}, Situacao.QUALIFICADO: _DO_TIPO | {Parte.TROCA},  # closed: no header
    Situacao.CANCELADO: _NADA, Situacao.VENCIDO: _NADA, Situacao.PERDIDO: _NADA,
})

CABECALHO: Mapping[str, str] = MappingProxyType({
    "cliente_id": "cliente", "cliente_nome": "cliente", "vendedor_id": "vendedor",
    "representante_id": "representante", "lista_id": "tabela de preço", "plano_id": "plano de pagamento",
    "parcelas_digitadas": "parcelas", "entrega": "entrega", "frete": "frete", "observacoes": "observações",
    "contato": "pessoa de contato", "classificacao_id": "classificação", "servico": "veículo, equipamento ou técnico"})
"""The header's fields and what people call them."""

NUNCA = ("id", "estabelecimento_id", "estacao_id", "usuario_id", "criado_em", "situacao", "origem_id", "validade",
         "numero", "serie", "versao", "versao_comercial", "tipo_estoque")
"""What an issued order keeps whatever is sent: who sold it, where and when, its number, its situation and last day."""


class Alteracao(Congelado):
    """What a draft alters: the issued order as it was when somebody began, with its number, version and situation.
    `emissao`: the shop's day of its issue, from which its instalments count."""

    antes: Pedido
    emissao: date

    @property
    def pedido_id(self) -> UUID:
        return self.antes.id


class Diferenca(NamedTuple):
    """What makes two states of one order different. `cabecalho`: attributes of `Pedido`. `alterados` are lines with
    another quantity or unit price, as they are now; `trocados` likewise, lines with another product."""

    cabecalho: tuple[str, ...] = ()
    desconto: bool = False
    tipo: bool = False
    incluidos: tuple[ItemPedido, ...] = ()
    alterados: tuple[ItemPedido, ...] = ()
    excluidos: tuple[ItemPedido, ...] = ()
    trocados: tuple[ItemPedido, ...] = ()


def compara(antes: Pedido | None, depois: Pedido) -> Diferenca:
    """What changed. `antes` None: a draft that was never issued, against nothing."""
    if antes is None:
        return Diferenca(desconto=_ajustes(depois) != (None, None), incluidos=depois.itens)
    eram = {i.linha: i for i in antes.itens}
    ficam = {i.linha for i in depois.itens}
    comuns = [(eram[i.linha], i) for i in depois.itens if i.linha in eram]
    return Diferenca(
        cabecalho=tuple(n for n in CABECALHO if getattr(antes, n) != getattr(depois, n)),
        desconto=_ajustes(antes) != _ajustes(depois), tipo=antes.tipo_id != depois.tipo_id,
        incluidos=tuple(i for i in depois.itens if i.linha not in eram),
        alterados=tuple(agora for era, agora in comuns if era.produto_id == agora.produto_id
                        and (era.quantidade, era.preco) != (agora.quantidade, agora.preco)),
        excluidos=tuple(i for i in antes.itens if i.linha not in ficam),
        trocados=tuple(agora for era, agora in comuns if era.produto_id != agora.produto_id))


def _ajustes(pedido: Pedido) -> tuple[Desconto | None, Acrescimo | None]:
    return pedido.desconto_digitado, pedido.acrescimo_digitado
