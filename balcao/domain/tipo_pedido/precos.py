"""Prices, price lists, discounts, insurance and rebates."""

from typing import Annotated

from balcao.domain.campo import Campo, Parte
from balcao.domain.tipo_pedido.grupos import CLIENTE


class Precos(Parte):
    """Prices, price lists, discounts, insurance and rebates."""

    valida_preco_minimo_maximo: Annotated[bool, Campo(
        "TP-079", "Valida preço mínimo e máximo",
        "Define se o pedido deve seguir a regra do preço mínimo e máximo.\nA configuração de erro ou alerta da "
        "mensagem apresentada para o usuário é definida na preferência "
        "PEDIDOS.PEDIDOS.BLOQUEAR_PRECOS_MINIMO_MAXIMO.", CLIENTE.titulo,
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
