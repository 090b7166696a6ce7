"""Values that an order type's choices take; labels and effects are declared with each field."""

from enum import StrEnum


class Categoria(StrEnum):
    """TP-007, the two that the counter issues now."""

    ORCAMENTO = "orcamento"
    VENDA = "venda"


class AcaoEstoque(StrEnum):
    """TP-036 / CL-066: what a lack of stock does at issue."""

    NADA = "nada"
    ALERTAR = "alertar"
    ERRO = "erro"
    SENHA = "senha"


class TomaCredito(StrEnum):
    """TP-067."""

    SIM = "sim"
    NAO = "nao"
    CONFORME_PLANO = "conforme_plano"


class AcaoValidade(StrEnum):
    """TP-068, TP-069."""

    ERRO = "erro"
    ALERTA = "alerta"
    NAO_VALIDAR = "nao_validar"


class PermiteBloqueado(StrEnum):
    """TP-074."""

    NAO = "nao"
    SIM = "sim"
    CONFORME_PLANO = "conforme_plano"


class EmissaoSemRetaguarda(StrEnum):
    """TP-177."""

    NADA = "nada"
    ORCAMENTO = "orcamento"
    CREDITO_CONHECIDO = "credito_conhecido"
    VENDA = "venda"
