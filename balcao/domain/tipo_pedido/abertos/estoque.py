"""Stock and products. Declared; their behaviour is not built."""

from typing import Annotated

from balcao.domain.campo import Campo, Opcao, Parte
from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido.abertos.opcoes import Exclusividade
from balcao.domain.tipo_pedido.condicoes import eh_compra
from balcao.domain.tipo_pedido.grupos import ESTOQUE
from balcao.domain.tipo_pedido.opcoes_situacao import SITUACOES_BAIXA


class EstoqueAberto(Parte):
    """Stock and products."""

    informar_tipo_estoque_item: Annotated[bool, Campo(
        "TP-031", "Informar tipo de estoque nos itens",
        "O tipo de estoque a ser movimentado nos documentos de saída vinculados poderá ser informado nos itens do "
        "pedido/OS, permitindo movimentar estoques dos produtos diferentes do tipo de estoque informado na "
        "natureza de operação configurada no tipo de pedido.", ESTOQUE.titulo,
        subgrupo="Estoque", camada=2, aberto=True)] = False
    validar_quantidade_padrao_reposicao: Annotated[bool, Campo(
        "TP-035", "Validar quantidade padrão de reposição",
        "Se marcado, não permite incluir um item de pedido com quantidade inferior à indicada como padrão para "
        "reposição para o respectivo estabelecimento/tipo de estoque.", ESTOQUE.titulo,
        subgrupo="Estoque", camada=3, visivel_quando=eh_compra, aberto=True)] = False
    situacao_baixa_automatica: Annotated[Situacao | None, Campo(
        "TP-038", "Situação para baixa automática",
        "Situação para realizar a baixa automática dos estoques dos itens do pedido.", ESTOQUE.titulo,
        subgrupo="Estoque", opcoes=SITUACOES_BAIXA, camada=2, aberto=True)] = None
    exclusividade_produtos: Annotated[Exclusividade, Campo(
        "TP-048", "Exclusividade de comercialização",
        "Indica o comportamento dos pedidos do tipo quanto à exclusividade de comercialização dos produtos.",
        ESTOQUE.titulo,
        opcoes=(Opcao(Exclusividade.SEM_EXCLUSIVIDADE, "Sem exclusividade",
                      "Não é verificada a exclusividade comercial dos produtos inseridos nos pedidos."),
                Opcao(Exclusividade.ALERTA, "Alerta",
                      "Apresenta uma mensagem de alerta e permite a inclusão de itens no pedido para clientes que "
                      "não possuam a exclusividade do produto."),
                Opcao(Exclusividade.ERRO, "Erro",
                      "Apresenta uma mensagem de erro e não permite a inclusão de itens no pedido para clientes "
                      "que não possuam a exclusividade do produto.")),
        subgrupo="Produtos", camada=2, aberto=True)] = Exclusividade.SEM_EXCLUSIVIDADE
