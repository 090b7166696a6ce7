"""Items: where there must be some, where they change, the same product twice, an order worth nothing."""

from typing import Annotated

from balcao.domain.campo import Campo, Opcao, Parte
from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido.grupos import CLIENTE, ESTOQUE
from balcao.domain.tipo_pedido.opcoes import AcaoDuplicidade, NumeroSerie
from balcao.domain.tipo_pedido.opcoes_situacao import SITUACOES_EMITIDO, SITUACOES_FLUXO, SITUACOES_PEDIDO


class Itens(Parte):
    """Items: where there must be some, where they change, the same product twice, an order worth nothing."""

    unidade_produto_item: Annotated[NumeroSerie, Campo(
        "TP-045", "Unidade do produto (número de série) por item",
        "Define se deve ser informada ou não a unidade de produto (número de série) por item de pedido.",
        ESTOQUE.titulo,
        opcoes=(Opcao(NumeroSerie.NAO_PERMITIDO, "Não permitido",
                      "Não deve ser informada a unidade de produto por item de pedido."),
                Opcao(NumeroSerie.OPCIONAL, "Opcional",
                      "Campo de unidades/número de série pode ser informado no item de pedido."),
                Opcao(NumeroSerie.OBRIGATORIO, "Obrigatório",
                      "Deve ser obrigatoriamente informado o campo de número de série dos produtos no item: um por "
                      "unidade, nos produtos que controlam número de série.")),
        subgrupo="Itens")] = NumeroSerie.NAO_PERMITIDO
    situacoes_itens_obrigatorios: Annotated[frozenset[Situacao], Campo(
        "TP-103", "Situações em que os itens são obrigatórios",
        "Determina as situações em que o pedido deve obrigatoriamente ter itens. Caso alguma operação tente passar "
        "um pedido sem itens para uma destas situações, uma mensagem de erro será apresentada e a operação não "
        "será concluída.", CLIENTE.titulo,
        subgrupo="Situações dos itens", opcoes=SITUACOES_EMITIDO)] = frozenset({
        Situacao.EMITIDO, Situacao.PENDENTE, Situacao.APROVADO, Situacao.EXECUCAO, Situacao.PRONTO, Situacao.TRANSITO,
        Situacao.ENTREGUE})
    situacoes_inclusao_itens: Annotated[frozenset[Situacao], Campo(
        "TP-100", "Situações que permitem incluir itens",
        "Situações que permitem a inclusão de itens.", CLIENTE.titulo,
        subgrupo="Situações dos itens", opcoes=SITUACOES_PEDIDO)] = frozenset({
        Situacao.MANUTENCAO, Situacao.EXECUCAO})
    situacoes_alteracao_itens: Annotated[frozenset[Situacao], Campo(
        "TP-101", "Situações que permitem alterar itens",
        "Situações que permitem a alteração de itens. Somente são validados a quantidade e o valor unitário do "
        "item.", CLIENTE.titulo,
        subgrupo="Situações dos itens", opcoes=SITUACOES_PEDIDO)] = frozenset({Situacao.MANUTENCAO})
    situacoes_exclusao_itens: Annotated[frozenset[Situacao], Campo(
        "TP-102", "Situações que permitem excluir itens",
        "Situações que permitem a exclusão dos itens do pedido.", CLIENTE.titulo,
        subgrupo="Situações dos itens", opcoes=SITUACOES_PEDIDO)] = frozenset({Situacao.MANUTENCAO})
    duplicidade_produtos: Annotated[AcaoDuplicidade, Campo(
        "TP-107", "O que fazer em caso de produtos em duplicidade?",
        "Procedimento que deve ser executado caso seja incluído um produto (material) em duplicidade. Para "
        "serviços deve ser utilizado o campo “O que fazer em caso de duplicidade de serviços?”.", CLIENTE.titulo,
        opcoes=(Opcao(AcaoDuplicidade.NADA, "Nada", "Não deve apresentar nenhuma mensagem."),
                Opcao(AcaoDuplicidade.ALERTAR, "Alertar", "Deve alertar a inclusão do item."),
                Opcao(AcaoDuplicidade.ALERTAR_MESMO_KIT, "Alertar (não alerta se forem de KIT diferentes)",
                      "Deve alertar a inclusão do item, quando ocorrer a duplicidade do produto dentro do mesmo "
                      "“produto pedido”/KIT. Caso não utilize o “Produto Pedido”, será utilizado o padrão “Alertar”."),
                Opcao(AcaoDuplicidade.ERRO_MESMO_KIT,
                      "Apresentar erro (permite se forem de “Produto Pedido”/KIT diferentes)",
                      "Não deve permitir a inclusão do item caso o produto esteja duplicado dentro do mesmo “produto "
                      "pedido”/KIT; caso contrário, permite a inclusão do item. Caso não utilize o “Produto Pedido”, "
                      "será utilizado o padrão “Apresentar erro”."),
                Opcao(AcaoDuplicidade.ERRO, "Apresentar erro", "Não deve permitir a inclusão do item.")),
        subgrupo="Itens")] = AcaoDuplicidade.ALERTAR
    duplicidade_servicos: Annotated[AcaoDuplicidade, Campo(
        "TP-108", "O que fazer em caso de duplicidade de serviços?",
        "Procedimento que deve ser executado caso seja incluído um serviço em duplicidade. Para produtos "
        "(materiais) deve ser utilizado o campo “O que fazer em caso de produtos em duplicidade?”.", CLIENTE.titulo,
        opcoes=(Opcao(AcaoDuplicidade.NADA, "Nada", "Não deve apresentar nenhuma mensagem."),
                Opcao(AcaoDuplicidade.ALERTAR, "Alertar", "Deve alertar a inclusão do serviço."),
                Opcao(AcaoDuplicidade.ALERTAR_MESMO_KIT,
                      "Alertar (não alerta se forem de “Produto Pedido”/KIT diferentes)",
                      "Deve alertar a inclusão do item, quando ocorrer a duplicidade do produto dentro do mesmo "
                      "“produto pedido”/KIT. Caso não utilize o “Produto Pedido”, será utilizado o padrão “Alertar”."),
                Opcao(AcaoDuplicidade.ERRO_MESMO_KIT,
                      "Apresentar erro (permite se forem de “Produto Pedido”/KIT diferentes)",
                      "Não deve permitir a inclusão do item caso o produto esteja duplicado dentro do mesmo “produto "
                      "pedido”/KIT; caso contrário, permite a inclusão do item. Caso não utilize o “Produto Pedido”, "
                      "será utilizado o padrão “Apresentar erro”."),
                Opcao(AcaoDuplicidade.ERRO, "Apresentar erro", "Não deve permitir a inclusão do serviço.")),
        subgrupo="Itens")] = AcaoDuplicidade.NADA
    permite_total_zerado: Annotated[bool, Campo(
        "TP-109", "Permite valor total zerado",
        "Define se é permitido que o pedido esteja com valor total zerado quando a situação for diferente de M "
        "(Manutenção).", CLIENTE.titulo,
        subgrupo="Itens")] = False
    permite_quantidade_zerada: Annotated[bool, Campo(
        "TP-110", "Permite itens com quantidade zerada",
        "Permite definir se podem ser informados itens com quantidade zerada.", CLIENTE.titulo,
        subgrupo="Itens")] = False
    permite_observacoes_item: Annotated[bool, Campo(
        "TP-149", "Permite observações no item",
        "Define que será apresentada no item do pedido a possibilidade de informar observações para o produto.",
        CLIENTE.titulo,
        subgrupo="Itens")] = True
    unidade_medida_alternativa: Annotated[bool, Campo(
        "TP-171", "Permite unidade de medida alternativa",
        "Indica se as interfaces de manutenção dos itens de pedidos devem permitir que o usuário informe uma "
        "unidade de medida alternativa.\nNo balcão: 2cx*código, ou 2cx na quantidade do item (F4); a quantidade é "
        "convertida para a unidade do produto.", CLIENTE.titulo,
        subgrupo="Itens")] = False
    situacao: Annotated[frozenset[Situacao], Campo(
        "TP-146", "Situações do pedido",
        "Situações por que passam os pedidos deste tipo. Todo pedido entra na situação em manutenção e se encerra "
        "cancelado ou entregue.\nFluxo normal (OS): Manutenção (M), Emitido (I), Pendente (P), Aprovado (A), Em "
        "execução (X), Concluído (O), Entregue (E).\nFluxo normal (Venda): Manutenção (M), Pendente (P), Em "
        "trânsito (T), Concluído (O), Entregue (E).\nNenhuma marcada: todas.", CLIENTE.titulo,
        subgrupo="Situações", opcoes=SITUACOES_FLUXO)] = frozenset({
        Situacao.APROVADO, Situacao.ENTREGUE, Situacao.PRONTO, Situacao.PENDENTE, Situacao.QUALIFICADO,
        Situacao.TRANSITO, Situacao.EXECUCAO})
