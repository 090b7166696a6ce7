"""Validity, approval, versions and automatic filling."""

from typing import Annotated

from balcao.domain.campo import Campo, Parte
from balcao.domain.tipo_pedido.grupos import CLIENTE


class Aprovacao(Parte):
    """Validity, approval, versions and automatic filling."""

    validade_proposta: Annotated[int | None, Campo(
        "TP-088", "Validade da proposta (dias)",
        "Validade da proposta/pedido em dias corridos, utilizada para calcular a data de validade dos pedidos, "
        "contada da emissão.\nVazio: usa a do terminal. Zero: sem validade.", CLIENTE.titulo,
        subgrupo="Validade da proposta", minimo=0, maximo=3650, unidade="dias")] = None
