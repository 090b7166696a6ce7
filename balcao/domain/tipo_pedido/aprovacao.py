"""Validity, approval, versions and automatic filling."""

from typing import Annotated

from balcao.domain.campo import Campo, Parte
from balcao.domain.tipo_pedido.grupos import CLIENTE

DIAS_DE_VALIDADE = ":VALIDADE_PROPOSTA:"
"""In a message: the days that the proposal holds."""
MENSAGEM_VALIDADE = f"{DIAS_DE_VALIDADE} dias"


class Aprovacao(Parte):
    """Validity, approval, versions and automatic filling."""

    validade_proposta: Annotated[int | None, Campo(
        "TP-088", "Validade da proposta (dias)",
        "Validade da proposta/pedido em dias corridos, utilizada para calcular a data de validade dos pedidos, "
        "contada da emissão.\nVazio: usa a do terminal. Zero: sem validade.", CLIENTE.titulo,
        subgrupo="Validade da proposta", minimo=0, maximo=3650, unidade="dias")] = None
    mensagem_validade_proposta: Annotated[str, Campo(
        "TP-089", "Mensagem de validade da proposta",
        "Mensagem para apresentação da validade da proposta.\nCaso não informado, será utilizada a mensagem "
        "“:VALIDADE_PROPOSTA: dias”.\n:VALIDADE_PROPOSTA: é trocado pelo número de dias da validade.", CLIENTE.titulo,
        subgrupo="Validade da proposta", tamanho=200)] = MENSAGEM_VALIDADE
