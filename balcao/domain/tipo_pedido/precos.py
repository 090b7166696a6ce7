"""Prices, price lists, discounts, insurance and rebates."""

from typing import Annotated

from balcao.domain.campo import Campo, Onde, Opcao, Parte
from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido.condicoes import com_lista
from balcao.domain.tipo_pedido.grupos import CLIENTE, DESCONTOS
from balcao.domain.tipo_pedido.opcoes import OrigemLista, UsoListaPrecos
from balcao.domain.tipo_pedido.opcoes_situacao import SITUACOES_PEDIDO


class Precos(Parte):
    """Prices, price lists, discounts, insurance and rebates."""

    situacoes_desconto_cabecalho: Annotated[frozenset[Situacao], Campo(
        "TP-064", "Situações que permitem desconto no cabeçalho",
        "Situações em que é permitido informar descontos no cabeçalho do pedido/orçamento/serviço.", DESCONTOS.titulo,
        opcoes=SITUACOES_PEDIDO)] = frozenset({Situacao.MANUTENCAO, Situacao.EMITIDO, Situacao.PENDENTE})
    descontos_acumulativos: Annotated[bool, Campo(
        "TP-065", "Descontos acumulativos",
        "Indica se poderão ser utilizados “Descontos acumulativos”, ou seja, se permite descontos sucessivos ou "
        "de efeito cascata.", DESCONTOS.titulo)] = False
    acrescimos_acumulativos: Annotated[bool, Campo(
        "TP-066", "Acréscimos acumulativos",
        "Indica se poderão ser utilizados “Acréscimos acumulativos”, ou seja, se permite acréscimos sucessivos "
        "ou de efeito cascata.", DESCONTOS.titulo)] = False
    valida_preco_minimo_maximo: Annotated[bool, Campo(
        "TP-079", "Valida preço mínimo e máximo",
        "Define se o pedido deve seguir a regra do preço mínimo e máximo.\nA configuração de erro ou alerta da "
        "mensagem apresentada para o usuário é definida na preferência "
        "PEDIDOS.PEDIDOS.BLOQUEAR_PRECOS_MINIMO_MAXIMO.", CLIENTE.titulo,
        subgrupo="Preços")] = True
    lista_precos: Annotated[UsoListaPrecos, Campo(
        "TP-076", "Lista de preços",
        "Determina o comportamento para definição de uma lista de preços específica para os pedidos.\nQuando um "
        "pedido é vinculado a uma lista de preços específica, os produtos e preços ficam restritos aos itens da "
        "lista de preços informada no pedido.\nCaso “Permite incluir produtos sem lista” esteja marcado, será "
        "permitida a inclusão de produtos que não estão na lista informada no pedido.", CLIENTE.titulo,
        opcoes=(Opcao(UsoListaPrecos.NAO_PERMITE, "Não permite",
                      "Não será permitido informar uma lista de preços específica nos pedidos."),
                Opcao(UsoListaPrecos.OPCIONAL, "Opcional",
                      "Será permitido informar opcionalmente uma lista de preços específica para o pedido."),
                Opcao(UsoListaPrecos.REQUERIDA, "Requerida",
                      "Será obrigatório informar uma lista de preços específica para o pedido."),
                Opcao(UsoListaPrecos.SOMENTE_CLIENTE_DEPRECIADO,
                      "Somente listas de preços do cliente (DEPRECIADO - usar “Opções para listas de preços”)",
                      "Somente listas de preços definidas para o cliente. Opção depreciada: usar “Opções para "
                      "listas de preços”.", oferecida=False),
                Opcao(UsoListaPrecos.SOMENTE_CLIENTE_E_PUBLICAS_DEPRECIADO,
                      "Somente listas de preços do cliente e listas públicas (DEPRECIADO - usar “Opções para "
                      "listas de preços”)",
                      "Somente listas de preços definidas para o cliente e listas públicas. Opção depreciada: usar "
                      "“Opções para listas de preços”.", oferecida=False)),
        subgrupo="Preços")] = UsoListaPrecos.NAO_PERMITE
    opcoes_listas_precos: Annotated[frozenset[OrigemLista], Campo(
        "TP-077", "Opções para listas de preços",
        "Determina quais as listas de preços que podem ser diretamente vinculadas ao pedido.\nUtilizado apenas "
        "quando o campo “Lista de preços” for diferente de “Não permite”.", CLIENTE.titulo,
        opcoes=(Opcao(OrigemLista.TODOS_CLIENTES, "Marcadas com “todos os clientes”",
                      "As listas de preços marcadas para “Todos os clientes”."),
                Opcao(OrigemLista.VINCULADAS_CLIENTE, "Vinculadas ao cliente",
                      "Listas explicitamente vinculadas ao cliente."),
                Opcao(OrigemLista.LISTAS_FORNECEDOR, "Listas do fornecedor",
                      "Listas específicas do fornecedor. Normalmente utilizadas para pedidos de representação.",
                      oferecida=False)),
        subgrupo="Preços", visivel_quando=com_lista)] = frozenset({
        OrigemLista.TODOS_CLIENTES, OrigemLista.VINCULADAS_CLIENTE})
    considera_preco_promocional: Annotated[bool, Campo(
        "TP-078", "Considera preço promocional",
        "Permite definir se a busca de preço deve considerar os preços promocionais informados nos itens das listas "
        "de preço que o tipo de pedido utiliza.\nCaso marcado, a pesquisa de preço apresenta o preço promocional "
        "como preço sugerido, se desmarcado, apresenta o preço sugerido do produto, mesmo que o produto tenha preço "
        "promocional informado na lista de preço.\nPor padrão considera.", CLIENTE.titulo,
        subgrupo="Preços")] = True
    permite_incluir_produtos_sem_lista: Annotated[bool, Campo(
        "TP-080", "Permite incluir produtos sem lista",
        "Define se é permitido incluir produtos que não estejam nas listas de preços.\nSomente produtos da lista "
        "de preços específica informada no pedido poderão ser incluídos no pedido caso o campo não esteja "
        "marcado.\nNas telas de consulta de produtos para inclusão no pedido, caso desmarcado não serão "
        "apresentados os produtos.", CLIENTE.titulo,
        subgrupo="Preços")] = True
    permite_produtos_sem_preco: Annotated[bool, Campo(
        "TP-081", "Permite produtos sem preço",
        "Permite incluir produtos sem preço.", CLIENTE.titulo,
        subgrupo="Preços")] = False
    casas_decimais_preco: Annotated[int | None, Campo(
        "TP-082", "Casas decimais do preço",
        "Número de casas decimais a ser usado no preço unitário e total nos itens dos pedidos deste tipo. Caso "
        "informado, o sistema fará arredondamentos nos valores para este número de casas decimais. Vazio, "
        "valem as casas do terminal (“Casas Decimal Valor”).\nSão aceitos apenas números entre 0 e 10. O total do item "
        "nunca tem mais do que duas casas: reais e centavos.", CLIENTE.titulo,
        subgrupo="Preços", minimo=0, maximo=10, unidade="casas")] = None
    funcao_edicao_preco: Annotated[str, Campo(
        "TP-083", "Função para editar o preço unitário",
        "Função que o usuário deve possuir para permitir a edição do preço unitário do pedido.\nQuando não "
        "informada, todos os usuários poderão informar o preço do item.", CLIENTE.titulo,
        subgrupo="Preços", referencia="permissoes")] = ""
    regras_comerciais: Annotated[tuple[int, ...], Campo(
        "TP-164", "Regras comerciais",
        "Permite selecionar quais regras comerciais serão validadas nos pedidos deste tipo.\nAs regras são "
        "cadastradas pela interface Regras comerciais para pedidos.", CLIENTE.titulo,
        subgrupo="Preços", referencia="regras_comerciais", onde=Onde.LIGACAO)] = ()
