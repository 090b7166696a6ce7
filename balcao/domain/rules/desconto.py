"""Rules of discount: who may give how much."""

from collections.abc import Iterator
from decimal import Decimal

from balcao.domain.achados import Finding, Origem, Severity
from balcao.domain.fatos import Cliente, Facts, Produto
from balcao.domain.formatos import percentual
from balcao.domain.pedido import ItemPedido
from balcao.domain.permissoes import Permissao
from balcao.domain.plano import PlanoPagamento
from balcao.domain.rules.motor import Moment, do_terminal, rule
from balcao.domain.terminal.opcoes import DescontoAcima

_FOLGA = Decimal("0.005")  # a ceiling of 5 % is kept to the cent: 5 % of R$ 0,99 is R$ 0,05


def desconto_maximo(fatos: Facts, item: ItemPedido) -> tuple[Decimal, Origem] | None:
    """menor_valor of customer, plan and product; the shop's only when none of them says (CL-053).

    The seller's own ceiling (profile) is one more that may be lower. None: nothing limits it.
    """
    produto = fatos.produtos.get(item.produto_id)
    informados: list[tuple[Decimal, str, str]] = []
    donos: tuple[tuple[str, Cliente | PlanoPagamento | Produto | None], ...] = (
        ("cliente", fatos.cliente), ("plano", fatos.plano), ("produto", produto))
    for dono, quem in donos:
        if quem is not None and quem.desconto_maximo is not None:
            informados.append((quem.desconto_maximo, dono, getattr(quem, "nome", item.codigo)))
    if not informados and fatos.desconto_estabelecimento is not None:
        informados = [(fatos.desconto_estabelecimento, "estabelecimento", "")]
    if fatos.usuario.desconto_maximo is not None:
        informados.append((fatos.usuario.desconto_maximo, "perfil de", fatos.usuario.nome))
    if not informados:
        return None
    maximo, dono, nome = min(informados, key=lambda c: c[0])
    return maximo, Origem(campo_id="CL-053", campo="% máximo de desconto", dono=f"{dono} {nome}".strip(),
                          valor=percentual(maximo))


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
        achado = desconto_maximo(fatos, item)
        if achado is None:
            continue
        maximo, origem = achado
        permitido = item.bruto * maximo / 100
        if dado > permitido + _FOLGA:
            yield Finding(
                code="desconto.acima", severity=Severity.APPROVE if senha else Severity.BLOCK, field="itens",
                item=item.linha,
                params={"codigo": item.codigo, "produto": item.descricao, "maximo": percentual(maximo),
                        "desconto": percentual(item.desconto_percentual.quantize(Decimal("0.01")))},
                origem=origem if senha else do_terminal(fatos, "grupo_desconto", "gd_acao_acima_limite"),
                permissao=Permissao.LIBERAR_DESCONTO if senha else "", valor=dado - permitido)


REGRAS = (nao_permitido, acima_do_maximo)
