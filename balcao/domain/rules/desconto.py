"""Rules of discount and surcharge: who may give how much, and whether one after the other."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from balcao.domain.achados import Finding, Origem, Severity
from balcao.domain.ajuste import Acrescimo, Ajuste, Desconto
from balcao.domain.fatos import Cliente, Facts
from balcao.domain.formatos import percentual
from balcao.domain.pedido import ItemPedido, Pedido
from balcao.domain.permissoes import Permissao
from balcao.domain.plano import PlanoPagamento
from balcao.domain.rules.motor import Moment, do_terminal, origem, rule
from balcao.domain.terminal.opcoes import DescontoAcima
from balcao.domain.tipo_pedido import TipoPedido

_FOLGA = Decimal("0.005")  # a ceiling of 5 % is kept to the cent: 5 % of R$ 0,99 is R$ 0,05


class Teto(NamedTuple):
    """How much discount a line may have, in %, and who says so."""

    maximo: Decimal
    dono: str
    nome: str

    @property
    def origem(self) -> Origem:
        return Origem(campo_id="CL-053", campo="% máximo de desconto", dono=f"{self.dono} {self.nome}".strip(),
                      valor=percentual(self.maximo))


def desconto_maximo(fatos: Facts, item: ItemPedido) -> Teto | None:
    """menor_valor of customer, plan and product; the shop's only when none of them says (CL-053).

    The seller's own ceiling (profile) is one more that may be lower. None: nothing limits it.
    """
    donos: dict[str, Cliente | PlanoPagamento | None] = {"cliente": fatos.cliente, "plano": fatos.plano}
    informados = [Teto(quem.desconto_maximo, dono, quem.nome)
                  for dono, quem in donos.items() if quem is not None and quem.desconto_maximo is not None]
    produto = fatos.produtos.get(item.produto_id)
    if produto is not None and produto.desconto_maximo is not None:
        informados.append(Teto(produto.desconto_maximo, "produto", item.codigo))
    if not informados and fatos.desconto_estabelecimento is not None:
        informados = [Teto(fatos.desconto_estabelecimento, "estabelecimento", "")]
    if fatos.usuario.desconto_maximo is not None:
        informados.append(Teto(fatos.usuario.desconto_maximo, "perfil de", fatos.usuario.nome))
    return min(informados, key=lambda teto: teto.maximo, default=None)


@rule("CL-050", moment=(Moment.INCLUSAO_ITEM, Moment.EMISSAO))
def nao_permitido(fatos: Facts) -> Iterator[Finding]:
    """A customer without the right to a general discount gets none."""
    if fatos.cliente is not None and not fatos.cliente.permite_desconto and fatos.pedido.desconto_digitado:
        yield Finding(code="desconto.nao_permitido", severity=Severity.BLOCK, field="desconto",
                      params={"cliente": fatos.cliente.nome},
                      origem=Origem(campo_id="CL-050", campo="Permite desconto",
                                    dono=f"cliente {fatos.cliente.nome}", valor="Não"))


@rule("CL-053", "CB-123", moment=(Moment.INCLUSAO_ITEM, Moment.EMISSAO), por_linha=True)
def acima_do_maximo(fatos: Facts) -> Iterator[Finding]:
    """All discounts of a line together stay under its ceiling."""
    acao = fatos.terminal.grupo_desconto.gd_acao_acima_limite
    senha = acao is DescontoAcima.SENHA
    for item in fatos.pedido.itens:
        dado = item.desconto + item.rateio
        if not dado:
            continue
        teto = desconto_maximo(fatos, item)
        if teto is None:
            continue
        permitido = item.bruto * teto.maximo / 100
        if dado > permitido + _FOLGA:
            yield Finding(
                code="desconto.acima", severity=Severity.APPROVE if senha else Severity.BLOCK, field="itens",
                item=item.linha,
                params={"codigo": item.codigo, "produto": item.descricao, "maximo": percentual(teto.maximo),
                        "desconto": percentual(item.desconto_percentual.quantize(Decimal("0.01")))},
                origem=teto.origem if senha else do_terminal(fatos, "grupo_desconto", "gd_acao_acima_limite"),
                permissao=Permissao.LIBERAR_DESCONTO if senha else "", valor=dado - permitido)


_EM_CASCATA: dict[type[Ajuste], tuple[str, str]] = {
    Desconto: ("desconto.em_cascata", "descontos_acumulativos"),
    Acrescimo: ("acrescimo.em_cascata", "acrescimos_acumulativos")}


def cascata_recusada(tipo: TipoPedido, ajuste: Ajuste | None, item: ItemPedido | None = None) -> Finding | None:
    """TP-065, TP-066: several percentages, in an order type that takes only one. `item`: whose; None, the order's."""
    if ajuste is None or not ajuste.seguintes:
        return None
    codigo, campo = _EM_CASCATA[type(ajuste)]
    if getattr(tipo, campo):
        return None
    onde, tecla = ("no total", "Shift+F5") if item is None else (f"em {item.descricao}", "F5")
    return Finding(code=codigo, severity=Severity.BLOCK, field="desconto" if item is None else "itens",
                   item=None if item is None else item.linha,
                   params={"tipo": tipo.nome, "ajuste": str(ajuste), "onde": onde, "tecla": tecla},
                   origem=origem(tipo, campo, f"tipo de pedido {tipo.nome}"))


@rule("TP-065", "TP-066")
def cascata_no_total(fatos: Facts) -> Iterator[Finding]:
    """One percentage after the other on the order, only where its type takes them."""
    yield from _cascatas(fatos, fatos.pedido, None)


@rule("TP-065", "TP-066", por_linha=True)
def cascata_no_item(fatos: Facts) -> Iterator[Finding]:
    """The same on a line."""
    for item in fatos.pedido.itens:
        yield from _cascatas(fatos, item, item)


def _cascatas(fatos: Facts, dono: Pedido | ItemPedido, item: ItemPedido | None) -> Iterator[Finding]:
    for ajuste in (dono.desconto_digitado, dono.acrescimo_digitado):
        if ajuste is not None and (achado := cascata_recusada(fatos.tipo, ajuste, item)):
            yield achado


REGRAS = (nao_permitido, acima_do_maximo, cascata_no_total, cascata_no_item)
