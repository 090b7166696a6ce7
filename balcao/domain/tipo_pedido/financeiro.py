"""The payment plan of an order: whether it has one, which, from what value, and what the summary tells of it."""

from typing import Annotated

from balcao.domain.campo import Campo, Onde, Opcao, Parte
from balcao.domain.tipo_pedido.condicoes import com_plano, so_alguns_planos
from balcao.domain.tipo_pedido.grupos import FINANCEIRO
from balcao.domain.tipo_pedido.opcoes import AcaoValorMinimo, UsoPlano


class Financeiro(Parte):
    """The payment plan of an order: whether it has one, which, from what value, and what the summary tells of it."""

    todos_planos_pagamento: Annotated[bool, Campo(
        "TP-051", "Permite todos os planos de pagamento",
        "Define se permite o uso de todos os planos de pagamento. Caso desmarcado, será necessário indicar quais os "
        "planos que poderão ser utilizados para pedidos deste tipo.\nEste campo não é utilizado quando o campo "
        "“Plano de pagamento” estiver informado com “Não informar”.", FINANCEIRO.titulo,
        visivel_quando=com_plano)] = True
    planos_permitidos: Annotated[tuple[int, ...], Campo(
        "TP-051", "Planos de pagamento permitidos",
        "Os planos que podem ser usados em pedidos deste tipo, quando “Permite todos os planos de pagamento” está "
        "desmarcado.", FINANCEIRO.titulo,
        referencia="planos_pagamento", onde=Onde.LIGACAO,
        visivel_quando=so_alguns_planos, exigido_quando=so_alguns_planos,
        exigido_porque="sem nenhum, não há plano que o pedido possa usar.")] = ()
    plano_pagamento: Annotated[UsoPlano, Campo(
        "TP-052", "Plano de pagamento",
        "Define como deve ser tratado o plano de pagamento no pedido.", FINANCEIRO.titulo,
        opcoes=(Opcao(UsoPlano.NAO_INFORMAR, "Não informar",
                      "Não deve ser preenchido o campo de plano de pagamento (o campo plano de pagamento não deve "
                      "ser apresentado)."),
                Opcao(UsoPlano.OPCIONAL, "Opcional",
                      "O plano de pagamento é opcional (o campo plano de pagamento é apresentado mas não é "
                      "obrigatório)."),
                Opcao(UsoPlano.REQUERIDO, "Requerido",
                      "O plano de pagamento deve ser obrigatoriamente informado no pedido."),
                Opcao(UsoPlano.UTILIZA_PAGAMENTO, "Utiliza pagamento",
                      "Define que o plano de pagamento não é utilizado. Ao invés disso, é utilizada a guia "
                      "“pagamento”.", oferecida=False)))] = UsoPlano.OPCIONAL
    valida_valor_minimo_plano: Annotated[AcaoValorMinimo, Campo(
        "TP-053", "Validação do valor mínimo do plano de pagamento",
        "Indica como deve ser realizada a validação da emissão do pedido frente ao valor mínimo definido no "
        "respectivo plano de pagamento.", FINANCEIRO.titulo,
        opcoes=(Opcao(AcaoValorMinimo.NAO_VALIDAR, "Não validar",
                      "Não será realizada a validação do valor total do pedido com relação ao valor mínimo "
                      "informado no respectivo plano de pagamento."),
                Opcao(AcaoValorMinimo.ERRO, "Erro",
                      "Apresenta mensagem de erro e não permite a emissão do pedido no caso de seu valor total ser "
                      "menor que o valor mínimo informado no plano de pagamento."),
                Opcao(AcaoValorMinimo.ALERTAR, "Alertar",
                      "Apresenta apenas uma mensagem de alerta na emissão do pedido caso o seu valor total seja "
                      "menor que o valor mínimo informado no plano de pagamento.")))] = AcaoValorMinimo.ALERTAR
    apresenta_titulos_fechamento: Annotated[bool, Campo(
        "TP-057", "Apresentar títulos previstos no fechamento",
        "Define se no fechamento do pedido (Conclusão de pedido) será apresentado um resumo com os títulos "
        "previstos conforme o plano de pagamento selecionado.", FINANCEIRO.titulo)] = True
