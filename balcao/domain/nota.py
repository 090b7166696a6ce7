"""A supplier's invoice (NF-e 4.00) as data, and what it costs the shop. Reading the XML is `gateways.nfe`.

The total of a note (vNF) is composed by SEFAZ's rule W16-10: goods − discount − relieved ICMS + ST + FCP-ST
+ freight + insurance + other + II + IPI + returned IPI + single-phase ICMS + services. Some parts are not
always in it (relieved ICMS may stay undeducted; notes of import are exempt from the rule), so `composicao`
finds which make this note's total, and `custos` shares exactly that total over the items, to the cent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from itertools import combinations
from types import MappingProxyType

from balcao.domain.arredondamento import ZERO, arredonda, rateia
from balcao.domain.campo import ValorInvalido
from balcao.domain.chave_acesso import ChaveAcesso
from balcao.domain.documentos import formata_documento
from balcao.domain.formatos import moeda

CASAS_CUSTO = 10
MARGEM_PADRAO = Decimal("40")  # % over cost, when neither the user nor the group says


@dataclass(frozen=True, slots=True)
class Valores:
    """The amounts (R$, ≥ 0) that compose a note, an item, or an item's cost."""

    produtos: Decimal = ZERO
    servicos: Decimal = ZERO
    desconto: Decimal = ZERO
    frete: Decimal = ZERO
    seguro: Decimal = ZERO
    outras: Decimal = ZERO
    ipi: Decimal = ZERO
    ipi_devolvido: Decimal = ZERO
    st: Decimal = ZERO
    fcp_st: Decimal = ZERO
    importacao: Decimal = ZERO   # II
    monofasico: Decimal = ZERO   # ICMS single-phase, retained (fuels)
    desonerado: Decimal = ZERO   # ICMS relieved, deducted from the total or not

    def soma(self, partes: frozenset[str]) -> Decimal:
        """The total in R$ of the named parts, each with its sign."""
        return sum((SINAIS[nome] * getattr(self, nome) for nome in partes), ZERO)


SINAIS: Mapping[str, int] = MappingProxyType(
    {f.name: -1 if f.name in ("desconto", "desonerado") else 1 for f in fields(Valores)})
OPCIONAIS = ("desonerado", "importacao", "monofasico")
TODAS = frozenset(SINAIS)
ROTULOS: Mapping[str, str] = MappingProxyType({
    "produtos": "produtos", "servicos": "serviços", "desconto": "desconto", "frete": "frete",
    "seguro": "seguro", "outras": "outras despesas", "ipi": "IPI", "ipi_devolvido": "IPI devolvido",
    "st": "ICMS-ST", "fcp_st": "FCP-ST", "importacao": "imposto de importação",
    "monofasico": "ICMS monofásico retido", "desonerado": "ICMS desonerado"})


@dataclass(frozen=True, slots=True)
class Endereco:
    """Where the supplier is, as the note says it."""

    logradouro: str = ""
    numero: str = ""
    complemento: str = ""
    bairro: str = ""
    municipio: str = ""
    municipio_ibge: int | None = None
    uf: str = ""
    cep: str = ""


@dataclass(frozen=True, slots=True)
class Participante:
    """Issuer or recipient. `documento`: CPF or CNPJ; None for a foreigner (`estrangeiro` may say who)."""

    documento: str | None
    nome: str
    fantasia: str = ""
    ie: str = ""
    telefone: str = ""
    email: str = ""
    estrangeiro: str = ""
    endereco: Endereco = Endereco()

    def __str__(self) -> str:
        numero = formata_documento(self.documento) if self.documento else "exterior"
        return f"{self.nome} ({numero})"


@dataclass(frozen=True, slots=True)
class ItemNota:
    """One `det`. `unidade`/`quantidade`/`preco` are what was traded (uCom, qCom, vUnCom); those that end in
    `_trib` are the unit of the tax. `no_total` False = the goods' value is not in the note's total (indTot 0)."""

    numero: int
    linha: int
    codigo: str
    gtin: str | None
    descricao: str
    ncm: str
    cest: str
    cfop: str
    unidade: str
    quantidade: Decimal
    preco: Decimal
    gtin_trib: str | None
    unidade_trib: str
    quantidade_trib: Decimal
    preco_trib: Decimal
    valores: Valores
    no_total: bool = True
    servico: bool = False


@dataclass(frozen=True, slots=True)
class NotaFiscal:
    """One NF-e, checked: the key agrees with the body, the items with the totals.

    `fornecedor` is who sold to the shop: the issuer, or the other party in the shop's own note of entry
    (tpNF 0). `sha256` is the file's, `avisos` are sentences for the preview.
    """

    chave: ChaveAcesso
    numero: int
    serie: int
    emissao: datetime
    natureza: str
    entrada_propria: bool
    emitente: Participante
    destinatario: Participante
    itens: tuple[ItemNota, ...]
    totais: Valores
    total: Decimal
    protocolo: str | None
    sha256: str = ""
    avisos: tuple[str, ...] = ()

    @property
    def fornecedor(self) -> Participante:
        return self.destinatario if self.entrada_propria else self.emitente

    @property
    def comprador(self) -> Participante:
        return self.emitente if self.entrada_propria else self.destinatario

    @property
    def de_importacao(self) -> bool:
        """Some item entered from abroad (CFOP 3.xxx): SEFAZ does not check the total of such a note."""
        return any(item.cfop.startswith("3") for item in self.itens)


@dataclass(frozen=True, slots=True)
class CustoItem:
    """What one item cost, to the cent. The costs of all items add up to the note's total.

    `valores` are the item's own or apportioned amounts, `ajuste` its share of what a note of import puts in
    the total without naming it.
    """

    numero: int
    valores: Valores
    ajuste: Decimal
    total: Decimal


def composicao(nota: NotaFiscal) -> frozenset[str] | None:
    """The parts of `nota.totais` that make `nota.total`; None when no admissible choice does.

    The rule's own composition is tried first, then those without one or more of the optional parts.
    """
    for quantas in range(len(OPCIONAIS) + 1):
        for fora in combinations(OPCIONAIS, quantas):
            partes = TODAS - set(fora)
            if nota.totais.soma(partes) == nota.total:
                return partes
    return None


def custos(nota: NotaFiscal) -> tuple[CustoItem, ...]:
    """Cost of each item in R$, in item order; the sum is exactly `nota.total`.

    An amount that only the note's total carries is apportioned over the items' value. Raises ValorInvalido
    when an item would cost less than nothing, or the total cannot be composed.
    """
    partes, ajuste = composicao(nota), ZERO
    if partes is None:
        partes = TODAS - {"importacao"}
        ajuste = nota.total - nota.totais.soma(partes)
        if not nota.de_importacao or ajuste < 0:
            raise ValorInvalido(f"o total da nota ({moeda(nota.total)}) não é a soma das suas parcelas "
                                f"({moeda(nota.totais.soma(TODAS))}).")
    valores = _valores_por_item(nota)
    pesos = [v.produtos + v.servicos for v in valores]
    ajustes = rateia(ajuste, pesos)
    prontos = []
    for item, valor, extra in zip(nota.itens, valores, ajustes, strict=True):
        total = valor.soma(partes) + extra
        if total < 0:
            raise ValorInvalido(f"o item {item.numero} custaria {moeda(total)}: o desconto é maior que o "
                                "valor.")
        prontos.append(CustoItem(item.numero, valor, extra, total))
    return tuple(prontos)


def _valores_por_item(nota: NotaFiscal) -> list[Valores]:
    """Each item's amounts; a total that no item carries is apportioned over the goods' value."""
    proprios = [item.valores if item.no_total else _sem_produtos(item.valores) for item in nota.itens]
    pesos = [v.produtos + v.servicos for v in proprios]
    colunas: dict[str, list[Decimal]] = {}
    for nome in SINAIS:
        coluna = [getattr(v, nome) for v in proprios]
        total = getattr(nota.totais, nome)
        colunas[nome] = rateia(total, pesos) if total and not any(coluna) else coluna
    return [Valores(**{nome: coluna[i] for nome, coluna in colunas.items()}) for i in range(len(nota.itens))]


def _sem_produtos(valores: Valores) -> Valores:
    return Valores(**{nome: ZERO if nome == "produtos" else getattr(valores, nome) for nome in SINAIS})


def custo_unitario(total: Decimal, quantidade: Decimal) -> Decimal:
    """R$ per stock unit with ten places. Raises ValueError when the quantity is not positive."""
    if quantidade <= 0:
        raise ValueError("quantity must be positive")
    return arredonda(total / quantidade, CASAS_CUSTO)


class MotivoPreco(StrEnum):
    """Why the sale price is what it is after an entry."""

    NOVO = "novo"            # the product had none
    SUBIU = "subiu"
    BAIXOU = "baixou"
    MANTIDO = "mantido"      # by the margin it would fall
    IGUAL = "igual"
    SEM_CUSTO = "sem custo"  # the note gives it for nothing: no base for a price


@dataclass(frozen=True, slots=True)
class PrecoSugerido:
    """The sale price after an entry (R$, two places). `pela_margem` is what the margin alone would give;
    `preco` is None only for a product that has no price and no cost to make one."""

    preco: Decimal | None
    pela_margem: Decimal
    motivo: MotivoPreco

    @property
    def muda(self) -> bool:
        return self.motivo in (MotivoPreco.NOVO, MotivoPreco.SUBIU, MotivoPreco.BAIXOU)


def preco_de_venda(custo: Decimal, margem: Decimal, atual: Decimal | None,
                   pode_baixar: bool = False) -> PrecoSugerido:
    """Price by markup: cost × (1 + `margem` %), to the cent. A price that would fall stays, unless told."""
    novo = arredonda(custo * (1 + margem / 100))
    if not custo:
        return PrecoSugerido(atual, novo, MotivoPreco.SEM_CUSTO)
    if atual is None:
        return PrecoSugerido(novo, novo, MotivoPreco.NOVO)
    if novo == atual:
        return PrecoSugerido(atual, novo, MotivoPreco.IGUAL)
    if novo > atual:
        return PrecoSugerido(novo, novo, MotivoPreco.SUBIU)
    if pode_baixar:
        return PrecoSugerido(novo, novo, MotivoPreco.BAIXOU)
    return PrecoSugerido(atual, novo, MotivoPreco.MANTIDO)
