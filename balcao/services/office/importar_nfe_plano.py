"""The preview of an import of supplier invoices: frozen data, good for the command line and for a screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from balcao.domain.arredondamento import ZERO, arredonda
from balcao.domain.campo import ValorInvalido
from balcao.domain.celulas import le_decimal
from balcao.domain.chave_acesso import le_chave
from balcao.domain.importacao import Problema
from balcao.domain.nota import CustoItem, ItemNota, MotivoPreco, NotaFiscal, PrecoSugerido
from balcao.domain.unidades import CASAS_QUANTIDADE, MAIOR_FATOR, Conversao

Fatores = Mapping[tuple[str, int], Decimal]
"""Answers: (access key, item number) → stock units per traded unit. With one note, the key may be ""."""

SEM_PRECO = PrecoSugerido(None, ZERO, MotivoPreco.SEM_CUSTO)


def le_fator(texto: str) -> tuple[tuple[str, int], Decimal]:
    """Read an answer: `3=12` (item 3: 12 units each) or `CHAVE:3=12` when there are several notes.

    Raises ValorInvalido.
    """
    quem, igual, quanto = texto.partition("=")
    chave, _, item = quem.rpartition(":")
    item = item.strip()
    if not igual or not (item.isascii() and item.isdigit()):
        raise ValorInvalido(f"“{texto}” não é uma conversão. Escreva ITEM=QUANTIDADE, como 3=12, ou "
                            "CHAVE:ITEM=QUANTIDADE.")
    return (str(le_chave(chave)) if chave else "", int(item)), le_decimal(quanto.strip(), casas=CASAS_QUANTIDADE)


def com_chaves(fatores: Fatores, notas: Sequence[NotaFiscal]) -> Fatores:
    """The answers, each with its note's key. Raises ValorInvalido: no such note or item, or which note?"""
    itens = {nota.chave.texto: {item.numero for item in nota.itens} for nota in notas}
    prontos = {}
    for (chave, item), fator in fatores.items():
        if not chave and len(itens) > 1:
            raise ValorInvalido(f"A conversão do item {item} não diz de qual nota é. Escreva CHAVE:{item}=QUANTIDADE.")
        dona = chave or next(iter(itens), "")
        if itens and item not in itens.get(dona, ()):
            raise ValorInvalido(f"A conversão do item {item} é de uma nota, ou de um item, que não está nos arquivos.")
        if not (fator.is_finite() and 0 < fator <= MAIOR_FATOR and arredonda(fator, CASAS_QUANTIDADE) == fator):
            raise ValorInvalido(f"A conversão do item {item} deve ser maior que zero, com até seis casas.")
        prontos[dona, item] = fator
    return prontos


@dataclass(frozen=True, slots=True)
class ItemPlano:
    """One item of the preview. `produto_id` < 0: this plan creates it (items with the same id are one product).

    `casado_por` says how the product was found ("" = it is new). Costs in R$ per stock unit; a service has
    none. `codigo` of a new product is the next free number, settled when it is written.
    """

    item: ItemNota
    custo: CustoItem
    produto_id: int
    codigo: str = field(compare=False)
    descricao: str
    casado_por: str
    conversao: Conversao
    margem: Decimal
    custo_anterior: Decimal | None = None
    custo_unitario: Decimal = ZERO
    preco_anterior: Decimal | None = None
    preco: PrecoSugerido = SEM_PRECO
    gtins: tuple[tuple[str, Decimal], ...] = ()  # bar codes to register, with stock units per scanned pack
    avisos: tuple[str, ...] = ()

    @property
    def novo(self) -> bool:
        return self.produto_id < 0

    @property
    def servico(self) -> bool:
        return self.item.servico


@dataclass(frozen=True, slots=True)
class PlanoNota:
    """One note of the preview. `ja_importada`: when it entered; it will be left alone."""

    arquivo: str
    nota: NotaFiscal
    fornecedor_novo: bool
    ja_importada: datetime | None
    itens: tuple[ItemPlano, ...]
    avisos: tuple[str, ...]

    @property
    def mercadorias(self) -> tuple[ItemPlano, ...]:
        return tuple(i for i in self.itens if not i.servico)


@dataclass(frozen=True, slots=True)
class PlanoNotas:
    """The preview of a run. With `problemas` nothing can be written."""

    notas: tuple[PlanoNota, ...]
    problemas: tuple[Problema, ...]
    estabelecimento_id: int
    lista_id: int
    margem: Decimal | None
    reduz_preco: bool
    fatores: Fatores

    @property
    def a_importar(self) -> tuple[PlanoNota, ...]:
        return tuple(p for p in self.notas if p.ja_importada is None)


@dataclass(frozen=True, slots=True)
class ResultadoNotas:
    """What was written."""

    notas: int = 0
    ja_importadas: int = 0
    itens: int = 0
    produtos_criados: int = 0
    precos_mudados: int = 0
    total: Decimal = ZERO
