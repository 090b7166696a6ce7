"""What an invoice of part of an order is worth, and which titles it makes: to the cent, however it is cut."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from balcao.domain.arredondamento import ZERO, arredonda, rateia
from balcao.domain.plano import Parcela


@dataclass(frozen=True, slots=True)
class LinhaFaturavel:
    """A line of an issued order: its quantity and total (R$, net), and how much of it was invoiced."""

    linha: int
    produto_id: int
    quantidade: Decimal
    faturada: Decimal
    total: Decimal

    @property
    def resta(self) -> Decimal:
        """Units not invoiced yet."""
        return self.quantidade - self.faturada


def valor_faturado(linhas: Iterable[LinhaFaturavel], frete: Decimal) -> Decimal:
    """R$ that the invoiced quantities are worth; the freight goes with the first of them."""
    linhas = tuple(linhas)
    itens = sum((arredonda(i.total * i.faturada / i.quantidade) for i in linhas if i.quantidade), ZERO)
    return itens + (frete if any(i.faturada for i in linhas) else ZERO)


def valor_desta(antes: Decimal, linhas: Iterable[LinhaFaturavel], frete: Decimal) -> Decimal:
    """R$ of the invoice that brings the order to `linhas`; `antes` is what its standing invoices already sum.

    The last one takes what is left to the cent. Never negative: a reversal may have left a cent over.
    """
    return max(valor_faturado(linhas, frete) - antes, ZERO)


def titulos_desta(valor: Decimal, total: Decimal, antes: Decimal, parcelas: Sequence[Parcela],
                  titulados: Mapping[int, Decimal], emissao: date) -> tuple[Parcela, ...]:
    """The titles of an invoice worth `valor` of an order worth `total`.

    antes: R$ of the standing invoices before this one. titulados: R$ that their titles hold, by instalment.
    What falls due on the day of issue is paid at the till and makes no title. Each instalment gets its share
    of what is left of it, so that the titles of all invoices together are the instalments exactly.
    """
    a_prazo = [p for p in parcelas if p.vencimento > emissao]
    faltam = [p.valor - titulados.get(p.numero, ZERO) for p in a_prazo]
    a_vista = (total - antes) - sum(faltam, ZERO)
    if valor <= 0 or not a_prazo:
        return ()
    pesos = [max(a_vista, ZERO), *(max(f, ZERO) for f in faltam)]
    partes = rateia(min(valor, sum(pesos, ZERO)), pesos)[1:]
    return tuple(p.model_copy(update={"valor": parte}) for p, parte in zip(a_prazo, partes, strict=True) if parte)
