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
