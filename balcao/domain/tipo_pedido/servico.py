"""What a service order says of what is served (vehicle, equipment, check-list), and how it is concluded."""

from typing import Annotated

from balcao.domain.campo import Campo, Opcao, Parte
from balcao.domain.tipo_pedido.condicoes import de_veiculos, eh_servico
from balcao.domain.tipo_pedido.grupos import CLIENTE, GERAL
from balcao.domain.tipo_pedido.opcoes import Exigencia, Preenchimento, TratamentoResponsavel


class Servico(Parte):
    """What a service order says of what is served (vehicle, equipment, check-list), and how it is concluded."""

    data_conclusao_automatica: Annotated[bool, Campo(
        "TP-017", "Informar data de conclusão automaticamente",
        "Quando salvar o fechamento do pedido, deve ser informada a data de conclusão do pedido automaticamente.",
        GERAL.titulo,
        subgrupo="Ordem de serviço", visivel_quando=eh_servico)] = False
    cliente_aprova_conclusao: Annotated[bool, Campo(
        "TP-019", "Cliente deve aprovar a conclusão",
        "O cliente deve aprovar a conclusão da ordem de serviço: a ação de concluir o pedido pede a senha do "
        "usuário.", GERAL.titulo,
        subgrupo="Ordem de serviço", visivel_quando=eh_servico)] = False
    tratamento_responsavel_itens: Annotated[TratamentoResponsavel, Campo(
        "TP-020", "Tratamento do responsável nos itens",
        "Quando informado, parametriza o tratamento do responsável nos itens do pedido.", GERAL.titulo,
        opcoes=(Opcao(TratamentoResponsavel.LIVRE_SEM_ATUALIZACAO, "Livre/Sem atualização",
                      "Qualquer um pode apropriar o serviço, independente do técnico informado no item. "
                      "Independente de quem efetuar a apropriação, o técnico do item permanece inalterado."),
                Opcao(TratamentoResponsavel.LIVRE_COM_ATUALIZACAO, "Livre/Com atualização",
                      "Qualquer um pode apropriar o serviço. Ao registrar uma apropriação, o técnico responsável "
                      "no item é automaticamente atualizado (fica o último)."),
                Opcao(TratamentoResponsavel.PRE_DETERMINADO, "Pré-determinado",
                      "Uma vez indicado um responsável no item, apenas este técnico poderá apropriar a execução do "
                      "respectivo serviço. Enquanto não definir o responsável no item, ninguém poderá apropriar."),
                Opcao(TratamentoResponsavel.PRIMEIRO_A_EXECUTAR, "Primeiro a executar",
                      "Uma vez indicado um responsável no item, apenas este técnico poderá apropriar a execução do "
                      "respectivo serviço. Caso não exista um técnico informado, então, qualquer um poderá "
                      "apropriar e o primeiro a fazer isso assume a responsabilidade do item.")),
        subgrupo="Ordem de serviço", visivel_quando=eh_servico)] = TratamentoResponsavel.LIVRE_SEM_ATUALIZACAO
    servico_veiculos: Annotated[bool, Campo(
        "TP-021", "Serviço veículos",
        "Indica que este tipo de pedido está relacionado com ordens (ou orçamentos) de serviço de veículos.",
        GERAL.titulo,
        subgrupo="Veículos e equipamento")] = False
    placa_veiculo: Annotated[Exigencia, Campo(
        "TP-022", "Placa do veículo",
        "Indica se a placa do veículo deve ser informada nos orçamentos e pedidos.\nEste campo é apresentado caso o "
        "campo “Serviço veículos” esteja marcado.", GERAL.titulo,
        opcoes=(Opcao(Exigencia.NAO, "Não", "Não informar a placa."),
                Opcao(Exigencia.OPCIONAL, "Opcional", "É opcional informar a placa."),
                Opcao(Exigencia.REQUERIDO, "Requerido", "É obrigatório informar a placa.")),
        subgrupo="Veículos e equipamento", visivel_quando=de_veiculos)] = Exigencia.NAO
    modelo_veiculo: Annotated[Exigencia, Campo(
        "TP-023", "Modelo do veículo",
        "Indica se o modelo do veículo deve ser informado nos orçamentos e pedidos.\nEste campo é apresentado caso o "
        "campo “Serviço veículos” esteja marcado.", GERAL.titulo,
        opcoes=(Opcao(Exigencia.NAO, "Não", "Não informar o modelo do veículo."),
                Opcao(Exigencia.OPCIONAL, "Opcional", "É opcional informar o modelo do veículo."),
                Opcao(Exigencia.REQUERIDO, "Requerido", "É obrigatório informar o modelo do veículo.")),
        subgrupo="Veículos e equipamento", visivel_quando=de_veiculos)] = Exigencia.NAO
    equipamento: Annotated[Preenchimento, Campo(
        "TP-024", "Equipamento",
        "Define se deve ser preenchido o campo de equipamento no pedido.", GERAL.titulo,
        opcoes=(Opcao(Preenchimento.NAO_INFORMAR, "Não informar",
                      "Não deve ser preenchido o campo de equipamento (o campo equipamento não deve ser "
                      "apresentado)."),
                Opcao(Preenchimento.OPCIONAL, "Opcional",
                      "Na entrada de pedidos, o equipamento pode ser opcionalmente informado (o campo equipamento "
                      "é apresentado mas não é obrigatório)."),
                Opcao(Preenchimento.REQUERIDO, "Requerido",
                      "Ao entrar um pedido será obrigatório informar o equipamento.")),
        subgrupo="Veículos e equipamento")] = Preenchimento.NAO_INFORMAR
    checklist: Annotated[tuple[str, ...], Campo(
        "TP-095", "Check-list",
        "Relação de itens a serem verificados neste tipo de pedido. Um item por linha - texto livre.\nUsado, por "
        "exemplo, para check-list de entrada de veículos em oficinas.\nEste check-list é utilizado, por exemplo, "
        "na impressão de ordens de serviço para orçamento.\nNo caso de pedido de importação, para mais informações "
        "consulte o domínio Propriedades.\nEx.: AMORTECEDORES DIANTEIROS, AMORTECEDORES TRASEIROS, BALANÇA, "
        "BALANCEAMENTO DE RODAS, BARRA DA DIREÇÃO.", CLIENTE.titulo,
        subgrupo="Ordem de serviço")] = ()
