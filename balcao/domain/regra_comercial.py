"""`RegraComercial`: a limit that the shop sets on a sale, checked in the order types that select it (TP-164; ADR 0164).

A registry of its own, because one limit serves several types, and is changed in one place. Each of its limits is
optional; an order violates the rule when it breaks any of them.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from balcao.domain.arredondamento import ZERO
from balcao.domain.campo import Campo, Onde, Opcao, Politica
from balcao.domain.plano import PlanoPagamento


class ValePara(StrEnum):
    """Which orders a rule looks at, by how they are paid."""

    QUALQUER = "qualquer"
    A_VISTA = "a_vista"
    A_PRAZO = "a_prazo"


class AoViolar(StrEnum):
    """What breaking a rule does."""

    ERRO = "erro"
    SENHA = "senha"
    ALERTAR = "alertar"


class RegraComercial(Politica):
    """One rule. Percentages are of the gross; `valor_minimo` is R$. None: no such limit."""

    id: Annotated[int, Campo("TP-164", "Id", "Chave de identificação interna.", onde=Onde.COLUNA,
                             fixo="É gerado pelo sistema e nunca muda.")] = 0
    nome: Annotated[str, Campo(
        "TP-164", "Nome da regra", "Como a regra aparece no tipo de pedido e na mensagem ao vendedor. Ex.: DESCONTO "
        "MÁXIMO 10%.", obrigatorio=True, tamanho=60, onde=Onde.COLUNA)]
    vale_para: Annotated[ValePara, Campo(
        "TP-164", "Vale para", "Em que pedidos a regra é validada, conforme o plano de pagamento.",
        opcoes=(Opcao(ValePara.QUALQUER, "Qualquer pagamento", "Todos os pedidos, também os sem plano de pagamento."),
                Opcao(ValePara.A_VISTA, "À vista", "Só os pedidos com plano de pagamento à vista."),
                Opcao(ValePara.A_PRAZO, "A prazo", "Só os pedidos com plano de pagamento a prazo."))
    )] = ValePara.QUALQUER
    desconto_maximo: Annotated[Decimal | None, Campo(
        "TP-164", "Desconto máximo do pedido", "Quanto os descontos do pedido, os dos itens e o do total, podem somar, "
        "em percentual do subtotal. Vazio: a regra não limita.", minimo=ZERO, maximo=Decimal(100), casas=2,
        unidade="%")] = None
    desconto_maximo_item: Annotated[Decimal | None, Campo(
        "TP-164", "Desconto máximo por item", "Quanto cada item pode ter de desconto, com a parte dele no desconto do "
        "total, em percentual. Vazio: a regra não limita.", minimo=ZERO, maximo=Decimal(100), casas=2,
        unidade="%")] = None
    valor_minimo: Annotated[Decimal | None, Campo(
        "TP-164", "Valor mínimo do pedido", "O menor total, com descontos e frete, que um pedido pode ter. Vazio: a "
        "regra não limita.", minimo=Decimal("0.01"), maximo=Decimal("9999999.99"), casas=2, unidade="R$")] = None
    acao: Annotated[AoViolar, Campo(
        "TP-164", "Quando a regra é violada", "O que acontece com o pedido que passa de um dos limites.",
        opcoes=(Opcao(AoViolar.ERRO, "Erro", "O pedido não é emitido."),
                Opcao(AoViolar.SENHA, "Com senha", "O pedido só é emitido se for liberado por quem tem a permissão "
                      "“Libera desconto acima do limite”."),
                Opcao(AoViolar.ALERTAR, "Alertar", "O vendedor é avisado, e o pedido é emitido.")))] = AoViolar.ERRO
    ativo: Annotated[bool, Campo(
        "TP-164", "Ativa", "Desmarcada: não é mais validada nem oferecida nos tipos de pedidos.",
        onde=Onde.COLUNA)] = True

    @property
    def limita(self) -> bool:
        """Whether it has any limit."""
        return any(um is not None for um in (self.desconto_maximo, self.desconto_maximo_item, self.valor_minimo))

    def olha(self, plano: PlanoPagamento | None) -> bool:
        """Whether an order of this plan is one of those it is for."""
        match self.vale_para:
            case ValePara.QUALQUER:
                return True
            case ValePara.A_VISTA:
                return plano is not None and plano.a_vista
            case ValePara.A_PRAZO:
                return plano is not None and not plano.a_vista
