"""Customer, credit and project."""

from typing import Annotated

from balcao.domain.campo import Campo, Opcao, Parte
from balcao.domain.tipo_pedido.grupos import CLIENTE
from balcao.domain.tipo_pedido.opcoes import VALIDADE, AcaoValidade, EmissaoSemRetaguarda, PermiteBloqueado, TomaCredito


class Credito(Parte):
    """Customer, credit and project."""

    toma_credito: Annotated[TomaCredito, Campo(
        "TP-067", "Toma crédito",
        "Indica se os pedidos devem tomar crédito do cliente. Alterar este atributo pode ser uma operação demorada "
        "porque o crédito tomado de todos os pedidos deste tipo será recalculado.", CLIENTE.titulo,
        opcoes=(Opcao(TomaCredito.SIM, "Sim",
                      "Os pedidos sempre tomam crédito do cliente, independente do plano de pagamento escolhido."),
                Opcao(TomaCredito.NAO, "Não", "Os pedidos nunca tomam crédito do cliente."),
                Opcao(TomaCredito.CONFORME_PLANO, "Conforme plano de pagamento",
                      "Os pedidos tomam crédito a não ser que o plano de pagamento indique o contrário. Pedidos "
                      "sem plano de pagamento informado irão tomar crédito.")),
        subgrupo="Cliente e crédito")] = TomaCredito.CONFORME_PLANO
    validade_credito_toma: Annotated[AcaoValidade, Campo(
        "TP-068", "Validade do cadastro do cliente em operações que tomam crédito",
        "Permite definir se deve ser apresentada uma mensagem de erro ou alerta em operações que tomam limite de "
        "crédito de clientes que estão com a data de validade expirada.\nO plano de pagamento define se a operação "
        "utiliza limite de crédito. Se no pedido não for informado um plano de pagamento, a validação entenderá que "
        "deve ser executada (conforme definido se deve apresentar erro ou alerta).", CLIENTE.titulo,
        subgrupo="Cliente e crédito", opcoes=VALIDADE)] = AcaoValidade.ERRO
    validade_credito_nao_toma: Annotated[AcaoValidade, Campo(
        "TP-069", "Validade do cadastro do cliente em operações que não tomam crédito",
        "Permite definir se deve ser apresentada uma mensagem de erro ou alerta em operações que não tomam limite de "
        "crédito de clientes que estão com a data de validade expirada.\nO plano de pagamento define se a operação "
        "utiliza limite de crédito. Se no pedido não for informado um plano de pagamento, a validação entenderá que "
        "não deve ser executada (mesmo que definido se deve apresentar erro ou alerta).", CLIENTE.titulo,
        subgrupo="Cliente e crédito", opcoes=VALIDADE)] = AcaoValidade.NAO_VALIDAR
    exige_endereco_cliente: Annotated[bool, Campo(
        "TP-070", "Exige endereço do cliente",
        "Define se deve ser exigido que o cliente/destinatário possua um endereço registrado.", CLIENTE.titulo,
        subgrupo="Cliente e crédito")] = False
    permite_consumidor_final: Annotated[bool, Campo(
        "TP-073", "Permite CONSUMIDOR FINAL",
        "Define se os pedidos podem utilizar como cliente o CONSUMIDOR FINAL.", CLIENTE.titulo,
        subgrupo="Cliente e crédito")] = True
    permite_clientes_bloqueados: Annotated[PermiteBloqueado, Campo(
        "TP-074", "Permite clientes bloqueados",
        "Indica se é permitido incluir pedidos para clientes bloqueados.\nUm cliente é definido como “bloqueado” "
        "em duas situações: quando marcado “bloqueado” no seu cadastro de cliente e quando possuir um conceito "
        "que bloqueia venda.", CLIENTE.titulo,
        opcoes=(Opcao(PermiteBloqueado.NAO, "Não",
                      "Define que o tipo de pedido não permite clientes bloqueados, independente do que estiver "
                      "definido no plano de pagamento."),
                Opcao(PermiteBloqueado.SIM, "Sim",
                      "Define que o tipo de pedido permite utilizar clientes bloqueados, independente do plano de "
                      "pagamento."),
                Opcao(PermiteBloqueado.CONFORME_PLANO, "Conforme plano pagamento",
                      "Define que o controle de utilizar clientes bloqueados é feito pelo plano de pagamento "
                      "selecionado. Caso não informado um plano de pagamento, será restringido o uso de clientes "
                      "bloqueados.")),
        subgrupo="Cliente e crédito")] = PermiteBloqueado.NAO
    emissao_sem_retaguarda: Annotated[EmissaoSemRetaguarda, Campo(
        "TP-177", "Emissão sem retaguarda",
        "O que este tipo pode emitir quando a retaguarda não responde.", CLIENTE.titulo,
        opcoes=(Opcao(EmissaoSemRetaguarda.NADA, "Não emite",
                      "O documento fica como rascunho até a retaguarda voltar."),
                Opcao(EmissaoSemRetaguarda.ORCAMENTO, "Só orçamento",
                      "Emite se a categoria não compromete estoque nem crédito."),
                Opcao(EmissaoSemRetaguarda.CREDITO_CONHECIDO, "Dentro do crédito conhecido",
                      "Emite se cabe no crédito da última sincronização e os dados não passam da idade máxima."),
                Opcao(EmissaoSemRetaguarda.VENDA, "Emite sempre",
                      "Emite, e o que a segunda conferência achar vira divergência.")),
        subgrupo="Cliente e crédito")] = EmissaoSemRetaguarda.ORCAMENTO
