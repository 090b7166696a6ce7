"""Production, supply and financial balance. Declared; their behaviour is not built."""

from typing import Annotated

from balcao.domain.campo import Campo, Opcao, Parte
from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido.abertos.opcoes import GeraAbastecimento, OrdemProducao, VinculoConsumo
from balcao.domain.tipo_pedido.condicoes import abastece, com_balanco, eh_producao
from balcao.domain.tipo_pedido.grupos import ABASTECIMENTO, CLIENTE, ESTOQUE, GERAL
from balcao.domain.tipo_pedido.opcoes_situacao import SITUACOES_PRODUCAO


class ProducaoAberto(Parte):
    """Production, supply and financial balance."""

    transformacao_automatica: Annotated[bool, Campo(
        "TP-018", "Transformação automática de produtos com ficha técnica",
        "Define se deve realizar o registro de documento para transformação automática dos produtos que possuem "
        "ficha técnica nos pedidos de venda, ordem de serviço ou transferência.", GERAL.titulo,
        subgrupo="Produção", camada=3, aberto=True)] = False
    gerar_producao_itens_com_estoque: Annotated[bool, Campo(
        "TP-039", "Gerar pedidos de produção para itens com estoque",
        "Define se deve gerar pedidos de produção para itens que possuam estoque disponível no estabelecimento.",
        ESTOQUE.titulo,
        subgrupo="Produção", camada=3, aberto=True)] = False
    validar_ordem_producao: Annotated[OrdemProducao, Campo(
        "TP-097", "Validar ordem dos registros de produção",
        "Determina se deve ser validada a ordem em que os registros de produção são registrados no sistema.\nÉ usado "
        "somente em tipos de pedidos da categoria “Produção”.", CLIENTE.titulo,
        opcoes=(Opcao(OrdemProducao.VALIDAR, "Validar",
                      "Os registros de produção devem ser inseridos seguindo a ordem de inclusão dos serviços na "
                      "ficha técnica."),
                Opcao(OrdemProducao.NAO_VALIDAR, "Não validar",
                      "Os registros de produção podem ser inseridos sem seguir a ordem de inclusão dos serviços na "
                      "ficha técnica.")),
        subgrupo="Produção", camada=3, visivel_quando=eh_producao, aberto=True)] = OrdemProducao.NAO_VALIDAR
    situacao_geracao_producao: Annotated[Situacao | None, Campo(
        "TP-098", "Situação para geração automática de produção",
        "Situação em que são gerados automaticamente os pedidos para produção dos itens que possuem na engenharia um "
        "tipo de pedido para produção automática.\nSerá gerado um pedido de produção para cada tipo de produto "
        "diferente.\nPor padrão, o pedido de produção não será atualizado quando ocorrerem alterações no pedido de "
        "venda. Para permitir que o pedido de produção seja alterado automaticamente quando o pedido de venda for "
        "alterado, deve-se configurar a preferência PEDIDOS.PEDIDOS.ATUALIZAR_PEDIDO_PRODUCAO.", CLIENTE.titulo,
        subgrupo="Produção", opcoes=SITUACOES_PRODUCAO, camada=3, aberto=True)] = None
    tipo_pedido_producao: Annotated[int | None, Campo(
        "TP-099", "Tipo de pedido de produção",
        "Tipo de pedido que será utilizado na geração do pedido de produção. Caso não informado, utiliza o tipo de "
        "pedido definido na engenharia de produtos.\nEx.: VENDA, COMPRA, AMOSTRA, ORDEM_DE_SERVICO, PRODUCAO, "
        "TRANSFERENCIA, REPRESENTACAO.", CLIENTE.titulo,
        subgrupo="Produção", camada=3, referencia="tipos_pedido", aberto=True)] = None
    requer_vinculo_consumo: Annotated[VinculoConsumo, Campo(
        "TP-144", "Consumo/vínculo em pedido de produção",
        "Define se é requerida a quantidade a ser consumida em um pedido de produção.", CLIENTE.titulo,
        opcoes=(Opcao(VinculoConsumo.OPCIONAL, "Opcional", "Não realiza validação do vínculo."),
                Opcao(VinculoConsumo.NAO_INFORMADO, "Não informado", "Não deve ser informado um vínculo."),
                Opcao(VinculoConsumo.REQUERIDO_FATURAMENTO, "Requerido para faturamento",
                      "Define que o vínculo deve ser informado antes da emissão do documento fiscal, permitindo "
                      "desta forma que seja produzido sem o consumo."),
                Opcao(VinculoConsumo.REQUERIDO_EXECUCAO, "Requerido para execução",
                      "Define que o vínculo deve ser informado antes do início da produção."),
                Opcao(VinculoConsumo.REQUERIDO_INCLUSAO, "Requerido para inclusão",
                      "É requerido que seja informado o vínculo com o documento de entrada.")),
        subgrupo="Produção", camada=3, aberto=True)] = VinculoConsumo.OPCIONAL
    consumo_superior: Annotated[bool, Campo(
        "TP-145", "Permite quantidade consumida superior à do pedido",
        "Define se é permitido que a quantidade consumida (efetiva) seja superior à existente no pedido.\nCaso a "
        "quantidade do pedido seja 0, também bloqueia.", CLIENTE.titulo,
        subgrupo="Produção", camada=3, aberto=True)] = False
    permite_balanco: Annotated[bool, Campo(
        "TP-165", "Permite balanço",
        "Indica se o tipo de pedido está sujeito a um processo de fechamento que mede o balanço financeiro "
        "(lucratividade) do mesmo. Quando marcado, será necessário indicar como o fechamento é realizado através "
        "de um script informado no campo “Script para balanço financeiro”. Além disso, as interfaces do pedido "
        "incluem uma guia de fechamento onde usuários autorizados poderão revisar todos os elementos que "
        "contabilizaram o balanço financeiro do mesmo.", CLIENTE.titulo,
        subgrupo="Balanço financeiro", camada=3, aberto=True)] = False
    script_balanco_financeiro: Annotated[str, Campo(
        "TP-166", "Script para balanço financeiro",
        "Script SQL utilizado no processo de cálculo do balanço financeiro do pedido. É obrigatório quando o tipo "
        "de pedido permite o balanço financeiro. Deve utilizar como base a macro ${id}, que representa o ID do "
        "pedido, e calcular as variáveis “total_receitas” e “total_despesas”, que serão utilizadas para "
        "atualizar o pedido.", CLIENTE.titulo,
        subgrupo="Balanço financeiro", script=True, camada=3, visivel_quando=com_balanco, exigido_quando=com_balanco,
        exigido_porque="o tipo permite balanço.", aberto=True)] = ""
    script_informacoes_balanco: Annotated[str, Campo(
        "TP-167", "Script de informações adicionais do balanço",
        "Script contendo informações adicionais a serem apresentadas junto ao balanço do pedido representado pela "
        "macro ${id}. Pode apresentar documentos relacionados ou outras informações relevantes.", CLIENTE.titulo,
        subgrupo="Balanço financeiro", script=True, camada=3, visivel_quando=com_balanco, aberto=True)] = ""
    gerar_abastecimento_automaticamente: Annotated[GeraAbastecimento, Campo(
        "TP-172", "Gerar abastecimento automaticamente",
        "Define em qual situação deve ser gerado um abastecimento para produção de forma automatizada.\nQuando "
        "preenchido com valor diferente de “Não”, deve ser informado obrigatoriamente o estoque de origem e "
        "destino do abastecimento.", ABASTECIMENTO.titulo,
        opcoes=(Opcao(GeraAbastecimento.NAO_GERAR, "Não gerar",
                      "Não será gerado um abastecimento de forma automatizada."),
                Opcao(GeraAbastecimento.PENDENTE, "Pendente",
                      "Será gerado um abastecimento quando o pedido estiver na situação de pendente.")),
        camada=3, aberto=True)] = GeraAbastecimento.NAO_GERAR
    abastecimento_referencia: Annotated[int | None, Campo(
        "TP-173", "Referência do abastecimento",
        "Identificação do registro do abastecimento.", ABASTECIMENTO.titulo,
        camada=3, referencia="abastecimentos", visivel_quando=abastece, aberto=True)] = None
    estoque_origem_abastecimento: Annotated[int | None, Campo(
        "TP-174", "Estoque de origem do abastecimento",
        "Tipo de estoque de onde sai a mercadoria para produção.", ABASTECIMENTO.titulo,
        camada=3, referencia="tipos_estoque", visivel_quando=abastece, exigido_quando=abastece,
        exigido_porque="o abastecimento é gerado automaticamente.", aberto=True)] = None
    estoque_destino_abastecimento: Annotated[int | None, Campo(
        "TP-175", "Estoque de destino do abastecimento",
        "Tipo de estoque onde entra a mercadoria para produção.", ABASTECIMENTO.titulo,
        camada=3, referencia="tipos_estoque", visivel_quando=abastece, exigido_quando=abastece,
        exigido_porque="o abastecimento é gerado automaticamente.", aberto=True)] = None
