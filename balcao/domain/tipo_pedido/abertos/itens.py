"""Items: what they may be, and the situations of their orders. Declared; their behaviour is not built."""

from typing import Annotated

from balcao.domain.campo import Campo, Opcao, Parte
from balcao.domain.tipo_pedido.abertos.opcoes import (
    DataDoItem,
    ListaComponentes,
    Opcionalidade,
    ProdutosPedidos,
    QuantidadeEfetiva,
    TipoItem,
    UsoAreas,
)
from balcao.domain.tipo_pedido.condicoes import com_kits
from balcao.domain.tipo_pedido.grupos import CLIENTE, ESTOQUE


class ItensAberto(Parte):
    """Items: what they may be, and the situations of their orders."""

    datas_por_item: Annotated[frozenset[DataDoItem], Campo(
        "TP-041", "Datas informadas por item",
        "Define quais datas podem ser informadas por item de pedido.", ESTOQUE.titulo,
        opcoes=(Opcao(DataDoItem.PREVISAO_ENTREGA, "Previsão de entrega",
                      "Data de previsão da entrega da mercadoria."),
                Opcao(DataDoItem.PREVISAO_FATURAMENTO, "Previsão de faturamento",
                      "Data de previsão do faturamento da mercadoria.")),
        subgrupo="Itens", camada=2, aberto=True)] = frozenset()
    quantidade_efetiva: Annotated[QuantidadeEfetiva, Campo(
        "TP-111", "Quantidade efetiva",
        "Indica como será tratada a quantidade efetiva de produtos consumidos nos itens dos respectivos pedidos.",
        CLIENTE.titulo,
        opcoes=(Opcao(QuantidadeEfetiva.OPCIONAL, "Opcional",
                      "Não faz nenhum tipo de validação com relação à quantidade efetiva."),
                Opcao(QuantidadeEfetiva.NAO_PERMITIDA, "Não permitida",
                      "Não permite informar quantidades efetivas no item."),
                Opcao(QuantidadeEfetiva.REQUERIDA_BAIXA, "Requerida para baixa",
                      "Exige que todos os itens tenham uma quantidade efetiva informada no momento da conclusão do "
                      "pedido.")),
        subgrupo="Itens", camada=2, aberto=True)] = QuantidadeEfetiva.OPCIONAL
    permite_tipo_item_outros: Annotated[bool, Campo(
        "TP-142", "Permite produtos do tipo de item 99 (Outros)",
        "Indica se o sistema deve permitir a emissão de pedidos com produtos do tipo de item 99 (Outros). Note que "
        "o sistema permite que estes produtos sejam incluídos no sistema (gerando apenas um aviso) mas não permite "
        "a sua conclusão.", CLIENTE.titulo,
        subgrupo="Itens", camada=2, aberto=True)] = False
    tipos_item_permitidos: Annotated[frozenset[TipoItem], Campo(
        "TP-143", "Tipos de item permitidos",
        "Define qual é o tipo de item permitido na inclusão de um item no pedido.\nCaso não informado, todos são "
        "permitidos.", CLIENTE.titulo,
        opcoes=(Opcao(TipoItem.MERCADORIA_REVENDA, "Mercadoria para revenda", "Aceita itens desse tipo."),
                Opcao(TipoItem.MATERIA_PRIMA, "Matéria-prima", "Aceita itens desse tipo."),
                Opcao(TipoItem.EMBALAGEM, "Embalagem", "Aceita itens desse tipo."),
                Opcao(TipoItem.PRODUTO_EM_PROCESSO, "Produto em processo", "Aceita itens desse tipo."),
                Opcao(TipoItem.PRODUTO_ACABADO, "Produto acabado", "Aceita itens desse tipo."),
                Opcao(TipoItem.SUBPRODUTO, "Subproduto", "Aceita itens desse tipo."),
                Opcao(TipoItem.PRODUTO_INTERMEDIARIO, "Produto intermediário", "Aceita itens desse tipo."),
                Opcao(TipoItem.USO_CONSUMO, "Material de uso e consumo", "Aceita itens desse tipo."),
                Opcao(TipoItem.ATIVO_IMOBILIZADO, "Ativo imobilizado", "Aceita itens desse tipo."),
                Opcao(TipoItem.SERVICOS, "Serviços", "Aceita itens desse tipo."),
                Opcao(TipoItem.OUTROS_INSUMOS, "Outros insumos", "Aceita itens desse tipo."),
                Opcao(TipoItem.OUTROS, "Outros",
                      "Aceita itens desse tipo (99); a emissão depende de “Permite produtos do tipo de item 99 "
                      "(Outros)”.")),
        subgrupo="Itens", camada=2, aberto=True)] = frozenset()
    permite_anexos_item: Annotated[bool, Campo(
        "TP-148", "Permite anexar arquivos no item",
        "Define que será apresentada no item do pedido a possibilidade de anexar arquivos para o produto no pedido.",
        CLIENTE.titulo,
        subgrupo="Itens", camada=2, aberto=True)] = False
    grade: Annotated[Opcionalidade, Campo(
        "TP-150", "Grade de quantidades",
        "Define como o pedido irá tratar a grade de quantidade para itens de tamanhos variados.", CLIENTE.titulo,
        opcoes=(Opcao(Opcionalidade.NAO, "Não", "Não exige a utilização de grade."),
                Opcao(Opcionalidade.OPCIONAL, "Opcional", "A utilização da grade é opcional."),
                Opcao(Opcionalidade.SIM, "Sim", "Exige a utilização de grade.")),
        subgrupo="Itens", camada=2, aberto=True)] = Opcionalidade.NAO
    produtos_pedidos: Annotated[ProdutosPedidos, Campo(
        "TP-151", "Utiliza produtos pedidos",
        "Indica que será utilizada a interface de produtos pedidos para manutenção dos itens do pedido, em "
        "substituição às de itens e de produtos para o pedido, que ficam ocultas.\nNão pode ser usado quando o "
        "campo “Tipo de pedido na aprovação” estiver preenchido ou “Separar produtos sem estoque na aprovação” "
        "estiver marcado.", CLIENTE.titulo,
        opcoes=(Opcao(ProdutosPedidos.NAO_UTILIZA, "Não utiliza",
                      "Não utiliza produtos pedidos. Pedidos não poderão utilizar produtos que sejam conjuntos ou "
                      "kits. Esta é a seleção padrão nos tipos de pedidos."),
                Opcao(ProdutosPedidos.TODOS_COMPONENTES, "Inclui automaticamente todos os componentes",
                      "Define que a entrada dos itens será realizada através de produtos pedidos. Desta forma, a "
                      "inclusão de conjuntos e kits é tratada através da inclusão de todos os componentes da ficha "
                      "técnica do respectivo produto."),
                Opcao(ProdutosPedidos.COMPONENTES_SELECIONADOS, "Apenas componentes selecionados",
                      "Define que a inclusão dos itens será realizada através dos produtos pedidos e que o usuário "
                      "poderá selecionar quais componentes da respectiva ficha técnica serão efetivamente "
                      "utilizados. Esta opção é utilizada, por exemplo, em ordens de serviço onde a ficha técnica "
                      "apresenta serviços e produtos que podem ser utilizados."),
                Opcao(ProdutosPedidos.LISTA_PRECOS, "Lista de preços",
                      "Define que deve ser incluído um item de serviço com a diferença entre os preços da lista "
                      "utilizada e os da lista de preços base. Neste caso é obrigatório o uso de uma lista de preços "
                      "estendida e o preenchimento da preferência PEDIDOS.PRODUTOS_PEDIDOS.PRODUTO_SERVICO com o ID "
                      "do serviço que será utilizado."),
                Opcao(ProdutosPedidos.ORCAMENTOS_SERVICOS, "Orçamentos por serviços",
                      "Define que a inclusão de itens deve ocorrer obrigatoriamente utilizando um “Produto Pedido”, "
                      "dividido em categorias: mercadorias (MATERIAL), serviços (VIAGEM, REFEICAO, DESPESA, MAO DE "
                      "OBRA, CONTRATO) e não totalizados (TERCEIROS).")),
        subgrupo="Produtos pedidos (kits)", camada=2, aberto=True)] = ProdutosPedidos.NAO_UTILIZA
    lista_precos_componentes: Annotated[ListaComponentes, Campo(
        "TP-152", "Lista de preços dos componentes",
        "Permite definir se os componentes (itens) vinculados a um produto pedido devem utilizar a mesma lista de "
        "preços do produto pedido.\nNote que esta opção não alerta nem apresenta erro caso um produto fique sem "
        "preço. Esta validação é feita nos campos “Permite incluir produtos sem lista” e “Permite produtos sem "
        "preço”.",
        CLIENTE.titulo,
        opcoes=(Opcao(ListaComponentes.NAO_UTILIZAR, "Não utilizar",
                      "Será utilizada a lista do pedido ou a lista correta."),
                Opcao(ListaComponentes.APENAS_PRODUTO_PEDIDO, "Utilizar apenas lista do produto pedido",
                      "Permite definir se os componentes devem utilizar a lista de preços do produto pedido. Se "
                      "não for encontrado um preço para um componente, o preço ficará vazio."),
                Opcao(ListaComponentes.PRODUTO_PEDIDO_OU_REGRA, "A lista do produto pedido ou seguir regra",
                      "Permite definir que os componentes dos produtos pedidos utilizem a lista do conjunto e, se "
                      "não for encontrado um preço, sigam a regra de busca de preços padrão.")),
        subgrupo="Produtos pedidos (kits)", camada=2, visivel_quando=com_kits, aberto=True)] = (
        ListaComponentes.NAO_UTILIZAR)
    areas: Annotated[UsoAreas, Campo(
        "TP-170", "Áreas",
        "Permite definir se os pedidos deste tipo podem agrupar os seus itens por áreas.", CLIENTE.titulo,
        opcoes=(Opcao(UsoAreas.NAO_UTILIZA, "Não utiliza",
                      "Define que os pedidos deste tipo não utilizam áreas físicas."),
                Opcao(UsoAreas.OPCIONAL, "Opcional",
                      "Define que os pedidos deste tipo utilizam áreas físicas e a informação de área é opcional "
                      "para os itens."),
                Opcao(UsoAreas.REQUERIDO, "Requerido",
                      "Define que os pedidos deste tipo utilizam áreas físicas e a informação de área é requerida "
                      "(obrigatória) para todos os itens.")),
        subgrupo="Itens", camada=3, aberto=True)] = UsoAreas.NAO_UTILIZA
