"""Identity, availability and category of the order type."""

from typing import Annotated

from balcao.domain.campo import Campo, Onde, Opcao, Parte
from balcao.domain.tipo_pedido.grupos import GERAL
from balcao.domain.tipo_pedido.opcoes import Categoria


class Geral(Parte):
    """Identity, availability and category of the order type."""

    id: Annotated[int, Campo(
        "TP-001", "Id",
        "Chave de identificação interna.", GERAL.titulo,
        onde=Onde.COLUNA, fixo="É gerado pelo sistema e nunca muda.")] = 0
    nome: Annotated[str, Campo(
        "TP-002", "Nome do tipo de pedido",
        "Nome dado para identificar o tipo de pedido.\nOs tipos de pedidos são apresentados de acordo com o "
        "estabelecimento selecionado.\nEx.: VENDA, COMPRA, AMOSTRA, ORDEM_DE_SERVICO, PRODUCAO, TRANSFERENCIA, "
        "REPRESENTACAO.", GERAL.titulo,
        obrigatorio=True, tamanho=60, onde=Onde.COLUNA)]
    titulo: Annotated[str, Campo(
        "TP-003", "Título",
        "Título utilizado para este tipo de pedido em documentos. Caso não informado, o sistema assume o nome do "
        "tipo de pedido. Note que podem existir vários tipos de pedidos com nomes diferentes mas com o mesmo "
        "título.\nEx.: Ordem de compra, Pedido de venda, Ordem de serviço, Requisição de amostra.", GERAL.titulo,
        tamanho=60)] = ""
    categoria: Annotated[Categoria, Campo(
        "TP-007", "Categoria",
        "Indica a categoria que classifica os pedidos.", GERAL.titulo,
        opcoes=(Opcao(Categoria.AGRUPADOR, "Agrupador",
                      "Define que é um pedido que agrupa outros pedidos. Um pedido agrupador não poderá possuir "
                      "itens.", oferecida=False),
                Opcao(Categoria.BORDERO, "Borderô",
                      "Tipo de pedido utilizado para controle de recebimentos de uma atividade ou dia. P. ex.: "
                      "Borderô de estacionamento.", oferecida=False),
                Opcao(Categoria.COMPRA, "Compra",
                      "Tipos de pedidos que irão gerar uma entrada de produtos no estoque. P. ex.: Ordem de Compra.",
                      oferecida=False),
                Opcao(Categoria.COTACAO, "Cotação",
                      "São orçamentos de compra feitos com os fornecedores. A aprovação de uma cotação pode gerar "
                      "uma ordem de compra assim como um orçamento pode gerar um pedido de venda.", oferecida=False),
                Opcao(Categoria.INTERNA, "Interna",
                      "Define um pedido que será realizado com os produtos e quantidades que deverão ser comprados "
                      "(ou produzidos) para atender às necessidades (de venda ou de consumo) do estabelecimento "
                      "para um determinado período. Ao contrário das ordens de compra tradicionais, a solicitação "
                      "interna não tem um fornecedor (o fornecedor seria o próprio estabelecimento) e serve como "
                      "referência para a elaboração de cotações e ordens de compra tradicionais.", oferecida=False),
                Opcao(Categoria.CONSUMO, "Consumo",
                      "Tipo de pedido para realizar o consumo de produtos ou serviços para realização da "
                      "produção/manufatura/beneficiamento/consumo interno.", oferecida=False),
                Opcao(Categoria.ORCAMENTO, "Orçamento",
                      "Tipos de pedidos que representam apenas algum tipo de orçamento ou cotação. Estes pedidos "
                      "não movimentam estoque."),
                Opcao(Categoria.PRODUCAO, "Produção",
                      "Tipo de pedido para realização da produção/manufatura/beneficiamento.", oferecida=False),
                Opcao(Categoria.REPRESENTACAO, "Representação",
                      "O tipo de pedido de representação é quando o estabelecimento não é o Fornecedor ou Cliente, "
                      "mas é o intermediador entre cliente e fornecedor.", oferecida=False),
                Opcao(Categoria.SERVICO, "Serviço",
                      "Define um pedido de prestação de serviço. P. ex.: Consultoria, mão de obra, OS de veículos, "
                      "OS de serviços, etc."),
                Opcao(Categoria.TRANSFERENCIA, "Transferência",
                      "Pedidos de transferência entre estabelecimentos de uma empresa ou transferência de estoques "
                      "entre empresas.", oferecida=False),
                Opcao(Categoria.OUTRO, "Outro",
                      "Define um pedido especial. P. ex.: Um pedido interno que não é um pedido de venda nem de "
                      "compra.", oferecida=False),
                Opcao(Categoria.VENDA, "Venda", "Tipos de pedidos que representam uma venda.")))]
    estabelecimentos: Annotated[tuple[int, ...], Campo(
        "TP-121", "Estabelecimentos",
        "Indica os estabelecimentos que utilizam este tipo de pedido. Nas telas de entrada de pedidos, apenas os "
        "tipos do estabelecimento padrão do usuário serão apresentados como opção para o usuário.", GERAL.titulo,
        referencia="estabelecimentos", onde=Onde.LIGACAO)] = ()
    ativo: Annotated[bool, Campo(
        "TP-176", "Ativo",
        "Indica se o tipo de pedido está ativo ou não. Tipos de pedidos inativos não serão apresentados para "
        "inclusão de novos pedidos, mas serão apresentados para consultas de pedidos já registrados anteriormente.",
        GERAL.titulo,
        onde=Onde.COLUNA)] = True
