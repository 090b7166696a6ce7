"""Invoicing, delivery, checking and freight. Declared; their behaviour is not built."""

from decimal import Decimal
from typing import Annotated

from balcao.domain.campo import Campo, Opcao, Parte
from balcao.domain.tipo_pedido.abertos.opcoes import (
    CONFERENCIAS,
    ConcatenaServicos,
    Finalidade,
    ProcessoEntrega,
    SituacaoConferencia,
)
from balcao.domain.tipo_pedido.condicoes import concatena
from balcao.domain.tipo_pedido.grupos import CLIENTE, GERAL
from balcao.domain.tipo_pedido.opcoes import Exigencia


class FaturamentoAberto(Parte):
    """Invoicing, delivery, checking and freight."""

    modelo_faturamento: Annotated[int | None, Campo(
        "TP-015", "Modelo de faturamento",
        "Modelo de faturamento para entrega/baixa automática do pedido.\nCaso não informado, será utilizada a "
        "natureza de operação.\nQuando a situação para baixa automática não for informada, o modelo será utilizado "
        "para emissão da entrega.", GERAL.titulo,
        subgrupo="Faturamento", camada=2, referencia="modelos_faturamento", aberto=True)] = None
    natureza_operacao: Annotated[int | None, Campo(
        "TP-016", "Natureza de operação",
        "Natureza de operação padrão para ser utilizada nos documentos gerados a partir deste pedido. Sugere-se "
        "utilizar, sempre que possível, o campo “Modelo de faturamento”, que dá maiores possibilidades de "
        "parametrização.\nEx.: REVENDA DE MERCADORIAS (FATURADO), REVENDA À VISTA COM COMISSÃO, REVENDA A PRAZO, "
        "TRANSFERÊNCIA ENTRE ESTABELECIMENTOS, REMESSA PARA CONSIGNAÇÃO, RETORNO DE CONSIGNAÇÃO, REMESSA PARA "
        "CONSERTO.", GERAL.titulo,
        subgrupo="Faturamento", camada=2, referencia="naturezas_operacao", aberto=True)] = None
    transportador: Annotated[Exigencia, Campo(
        "TP-026", "Transportador",
        "Indica se o transportador deve ser informado no cabeçalho do pedido.", GERAL.titulo,
        opcoes=(Opcao(Exigencia.NAO, "Não", "Não informar o transportador."),
                Opcao(Exigencia.OPCIONAL, "Opcional", "Pode informar ou não o transportador."),
                Opcao(Exigencia.REQUERIDO, "Requerido",
                      "Deve obrigatoriamente ser informado o transportador, quando um valor do frete (maior que "
                      "zero) for informado.")),
        subgrupo="Transporte e frete", camada=2, aberto=True)] = Exigencia.OPCIONAL
    placa_transportador: Annotated[Exigencia, Campo(
        "TP-027", "Placa do transportador",
        "Indica se a placa do veículo transportador deve ser informada no cabeçalho do pedido.", GERAL.titulo,
        opcoes=(Opcao(Exigencia.NAO, "Não", "Não informar a placa do transportador no cabeçalho do pedido."),
                Opcao(Exigencia.OPCIONAL, "Opcional",
                      "Pode informar ou não a placa do transportador no cabeçalho do pedido."),
                Opcao(Exigencia.REQUERIDO, "Requerido",
                      "A placa do transportador obrigatoriamente deve ser informada.")),
        subgrupo="Transporte e frete", camada=3, aberto=True)] = Exigencia.NAO
    finalidade_mercadorias: Annotated[Finalidade, Campo(
        "TP-029", "Finalidade das mercadorias",
        "Indica como será definida a finalidade das mercadorias nos pedidos e, consequentemente, define como a "
        "mesma será informada nos respectivos documentos fiscais.", GERAL.titulo,
        opcoes=(Opcao(Finalidade.PADRAO, "Padrão",
                      "Usa o que estiver definido no cadastro da pessoa/cliente do pedido. Caso não informado, "
                      "assume “Revenda” para pessoas jurídicas com inscrição estadual e “Consumo” para todas "
                      "as demais pessoas."),
                Opcao(Finalidade.CONSUMO, "Consumo",
                      "Assume sempre “Consumo”, independente da finalidade informada no cadastro do cliente do "
                      "pedido. O campo não será editável nas telas de pedidos, não permitindo a alteração da "
                      "finalidade nos pedidos."),
                Opcao(Finalidade.INFORMAR_OPCIONAL, "Informar (opcional)",
                      "As telas de pedido deverão abrir o campo para que possa ser informada opcionalmente a "
                      "finalidade das mercadorias no pedido."),
                Opcao(Finalidade.INFORMAR_REQUERIDO, "Informar (requerido)",
                      "As telas de pedido deverão abrir o campo para que possa ser informada obrigatoriamente a "
                      "finalidade das mercadorias no pedido.")),
        subgrupo="Faturamento", camada=2, aberto=True)] = Finalidade.PADRAO
    especie_documento: Annotated[int | None, Campo(
        "TP-092", "Espécie de documento",
        "Sigla ou abreviatura da espécie de documento. P. ex.: CF, NFF, NF, DUP, PEDIDO, CTRC, NFVC, etc.",
        CLIENTE.titulo,
        subgrupo="Faturamento", camada=2, referencia="especies_documento", aberto=True)] = None
    concatenar_servicos: Annotated[ConcatenaServicos, Campo(
        "TP-112", "Concatenar serviços no documento",
        "Define se ao emitir o documento deve ou não concatenar os serviços informados.", CLIENTE.titulo,
        opcoes=(Opcao(ConcatenaServicos.NAO_CONCATENAR, "Não concatenar",
                      "Não deve realizar a concatenação dos serviços."),
                Opcao(ConcatenaServicos.CONCATENAR_DESCRICAO,
                      "Concatenar os serviços informando a descrição do produto",
                      "Devem ser concatenados os serviços informando a descrição do produto."),
                Opcao(ConcatenaServicos.CONCATENAR_COMPLEMENTO,
                      "Concatenar os serviços informando o complemento do item do produto",
                      "Devem ser concatenados os serviços e informado o complemento do item do produto. OBS: Ao "
                      "selecionar essa opção, verifique como está configurada a preferência "
                      "DOENSA.DOC_ENTRADAS_SAIDAS.DESCRICAO_ITEM_SERVICO: caso esteja o valor padrão ${complemento} "
                      "- ${descricao} (${preco}) a informação poderá aparecer duplicada.")),
        subgrupo="Faturamento", camada=3, aberto=True)] = ConcatenaServicos.NAO_CONCATENAR
    informar_preco_na_concatenacao: Annotated[bool, Campo(
        "TP-113", "Informar preço na concatenação",
        "Define se deve informar o preço do item na concatenação do serviço prestado.", CLIENTE.titulo,
        subgrupo="Faturamento", camada=3, visivel_quando=concatena, aberto=True)] = False
    processo_entrega: Annotated[ProcessoEntrega, Campo(
        "TP-115", "Processo de entrega",
        "Define como será realizado o processo de “entrega” do pedido, bem como devem ser realizadas as "
        "movimentações de estoque dos respectivos itens.\nAs opções “Documento (somente com documento)”, "
        "“Entrega”, “Entrega (sem opção)” são exclusivas para a tela Entrega de pedido.\nDocumento (espécie "
        "possui modelo) = NFE, NFF, etc.\nEntrega (espécie não possui modelo) = Registro de produção, consumos "
        "internos.", CLIENTE.titulo,
        opcoes=(Opcao(ProcessoEntrega.MANUAL, "Manual",
                      "A entrega do pedido será formalizada através de um registro de entrega ou da emissão de um "
                      "documento fiscal, sendo que as movimentações (fiscais e de estoque) são realizadas pelos "
                      "mesmos."),
                Opcao(ProcessoEntrega.DOCUMENTO_FISCAL, "Documento (fiscal)",
                      "A entrega do pedido será formalizada única e exclusivamente através de documentos fiscais "
                      "(espécie do documento vinculada a um modelo fiscal) sem a possibilidade do usuário "
                      "selecionar a outra opção de entrega. As movimentações (fiscais e de estoque) são realizadas "
                      "por este documento conforme a respectiva natureza de operação. Utilizado somente na tela "
                      "Entrega de pedido."),
                Opcao(ProcessoEntrega.ENTREGA, "Entrega",
                      "Deve ser gerada uma entrega para o pedido com a possibilidade do usuário selecionar se será "
                      "cancelada a quantidade para documento (p. ex.: Cancelar quantidades para emissão de "
                      "documentos? Gerar títulos financeiros?). As movimentações de estoque são realizadas por este "
                      "documento conforme a respectiva natureza de operação. Utilizado somente na tela Entrega de "
                      "pedido."),
                Opcao(ProcessoEntrega.ENTREGA_SEM_OPCAO, "Entrega (sem opção)",
                      "Deve ser gerada uma entrega para o pedido, mas sem a possibilidade do usuário "
                      "marcar/desmarcar os campos que determinam a entrega (p. ex.: Cancelar quantidades para "
                      "emissão de documentos? Gerar títulos financeiros?). As movimentações de estoque são "
                      "realizadas por este documento conforme a respectiva natureza de operação. Utilizado somente "
                      "na tela Entrega de pedido."),
                Opcao(ProcessoEntrega.INFORMADA_DIRETAMENTE, "Informada diretamente (sem documentos)",
                      "As quantidades entregues são informadas item a item diretamente no pedido. Não existem "
                      "documentos que formalizam a entrega. Utilizado em pedidos de sistemas legados (históricos) "
                      "ou pedidos onde não existe uma transação comercial direta com o estabelecimento, tais como "
                      "pedidos de representação.")),
        subgrupo="Entrega", camada=2, aberto=True)] = ProcessoEntrega.MANUAL
    cancelar_quantidades_padrao: Annotated[bool, Campo(
        "TP-116", "Cancelar quantidades para emissão de documentos? (padrão)",
        "Define o valor padrão para o campo “Cancelar quantidades para emissão de documentos?” no momento da "
        "entrega dos pedidos deste tipo.", CLIENTE.titulo,
        subgrupo="Entrega", camada=2, aberto=True)] = False
    zerar_quantidades_proximo_faturamento: Annotated[bool, Campo(
        "TP-117", "Zerar quantidade para o próximo faturamento",
        "Define como a quantidade para o próximo faturamento é atualizada quando o item do pedido é inserido em um "
        "documento.\nMarcado: a quantidade para o próximo faturamento é automaticamente zerada. Desmarcado: é "
        "preenchida com a quantidade pendente.\nP. ex.: um item possui a quantidade solicitada 10 e foi informada "
        "a quantidade 7 no documento, restando um saldo de 3. Caso a opção esteja marcada (padrão), o saldo de 3 "
        "será desconsiderado nas próximas emissões de documentos para o pedido; para liberá-lo deve ser informada "
        "a quantidade a faturar na guia “Saída” do pedido.", CLIENTE.titulo,
        subgrupo="Entrega", camada=2, aberto=True)] = True
    gerar_titulos_financeiros_padrao: Annotated[bool, Campo(
        "TP-118", "Gerar títulos financeiros? (padrão)",
        "Define o valor padrão para o campo “Gerar títulos financeiros?” no momento de registrar a entrega dos "
        "pedidos deste tipo.", CLIENTE.titulo,
        subgrupo="Entrega", camada=2, aberto=True)] = True
    tolerancia_entrega: Annotated[Decimal, Campo(
        "TP-119", "Tolerância de entrega (%)",
        "Indica a tolerância máxima da quantidade entregue com relação à quantidade pedida. O sistema não irá "
        "permitir que seja entregue uma quantidade maior do que a pedida mais a tolerância. Por exemplo: se foi "
        "pedida uma quantidade de 200 kg e a tolerância for de 10%, então o sistema permitirá que seja entregue até "
        "220 kg.", CLIENTE.titulo,
        subgrupo="Entrega", camada=2, minimo=Decimal(0), maximo=Decimal("999.99"), casas=2, unidade="%",
        aberto=True)] = Decimal(0)
    prazo_cancelamento_automatico: Annotated[int | None, Campo(
        "TP-120", "Prazo para cancelamento automático (dias)",
        "Indica o prazo em dias para cancelamento automático da quantidade em aberto para faturamento nos itens dos "
        "pedidos a partir do dia da emissão.\nP. ex.: Serão cancelados todos os itens dos pedidos do tipo de pedido "
        "que estejam com a quantidade a faturar diferente de 0 (zero) e cuja data de emissão seja anterior a 90 "
        "(noventa) dias (se este for o valor informado neste campo).", CLIENTE.titulo,
        subgrupo="Entrega", camada=2, minimo=1, maximo=3650, unidade="dias", aberto=True)] = None
    exige_conferencia: Annotated[bool, Campo(
        "TP-122", "Exige conferência antes do documento",
        "Define se é obrigatória a existência de uma conferência do pedido antes da emissão do documento.",
        CLIENTE.titulo,
        subgrupo="Conferência", camada=2, aberto=True)] = False
    entrega_apos_conferencia: Annotated[bool, Campo(
        "TP-123", "Entregar ao concluir a conferência",
        "Ao realizar a conferência do pedido, e se ela não apresentar erros, deve ser realizada a entrega da "
        "mercadoria, utilizando o modelo de faturamento do pedido.", CLIENTE.titulo,
        subgrupo="Conferência", camada=2, aberto=True)] = False
    conferencia_erro: Annotated[frozenset[SituacaoConferencia], Campo(
        "TP-124", "Erro ao alterar quantidade pendente com conferência",
        "Indica que o sistema deverá gerar um erro para o usuário sempre que ele alterar a quantidade pendente de "
        "um item de pedido que tenha alguma conferência nas situações selecionadas.", CLIENTE.titulo,
        subgrupo="Conferência", opcoes=CONFERENCIAS, camada=2, aberto=True)] = frozenset({
        SituacaoConferencia.EM_EXECUCAO, SituacaoConferencia.CONCLUIDA_SUCESSO,
        SituacaoConferencia.CONCLUIDA_DIVERGENCIA_ACEITA})
    conferencia_aviso: Annotated[frozenset[SituacaoConferencia], Campo(
        "TP-125", "Aviso ao alterar quantidade pendente com conferência",
        "Indica que o sistema deverá gerar um aviso para o usuário sempre que ele alterar a quantidade pendente de "
        "um item de pedido que tenha alguma conferência nas situações selecionadas.", CLIENTE.titulo,
        subgrupo="Conferência", opcoes=CONFERENCIAS, camada=2, aberto=True)] = frozenset({
        SituacaoConferencia.PENDENTE, SituacaoConferencia.CONCLUIDA_DIVERGENCIA})
    apresenta_guia_saida: Annotated[bool, Campo(
        "TP-158", "Apresenta guia de saída",
        "Define se deve ser apresentada a guia de saída nos pedidos.", CLIENTE.titulo,
        subgrupo="Entrega", camada=2, aberto=True)] = False
    informa_impostos: Annotated[bool, Campo(
        "TP-159", "Informa impostos",
        "Define se devem ser informados os impostos envolvidos no pedido como, p. ex.: ICMS ST e IPI. Para efetuar "
        "o cálculo é necessário que o endereço principal do cliente/destinatário do pedido esteja informado em seu "
        "cadastro.", CLIENTE.titulo,
        subgrupo="Faturamento", camada=2, aberto=True)] = False
    frete_desconto_sem_itens: Annotated[bool, Campo(
        "TP-160", "Calcula frete e desconto sem itens",
        "Quando marcado, define que deve ser calculado o frete e desconto no valor total de pedidos, mesmo quando "
        "o pedido não possuir itens.\nQuando desmarcado, somente será calculado o valor de frete e desconto no "
        "valor total de pedidos quando o pedido possuir itens.", CLIENTE.titulo,
        subgrupo="Transporte e frete", camada=2, aberto=True)] = False
    tipo_frete: Annotated[str, Campo(
        "TP-161", "Tipo de frete (condição de compra e venda)",
        "Sigla utilizada para representar as condições de compra e venda estabelecidas entre as partes.\nEx.: CIF, "
        "FOB, DDP.", CLIENTE.titulo,
        subgrupo="Transporte e frete", camada=2, referencia="tipos_frete", aberto=True)] = ""
