"""Values of the terminal's choices."""

from enum import StrEnum


class Acao(StrEnum):
    """The trade's rule vocabulary: Nada / Alertar / Com senha / Erro."""

    NADA = "nada"
    ALERTAR = "alertar"
    SENHA = "senha"
    ERRO = "erro"


class Documento(StrEnum):
    """CB-100: which documents."""

    DAV = "dav"
    PRE_VENDA = "pre_venda"


class CampoCliente(StrEnum):
    """CB-099: what the quick registration demands."""

    CPF_CNPJ = "cpf_cnpj"
    CELULAR = "celular"
    ENDERECO = "endereco"
    CEP = "cep"
    EMAIL = "email"


class Operacao(StrEnum):
    """CB-050: what a manager may release in place."""

    CREDIARIO_VENCIDO = "crediario_vencido"
    PRECO_FORA_DA_FAIXA = "preco_fora_da_faixa"


class DigitosEtiqueta(StrEnum):
    """CB-058."""

    QUATRO = "4"
    CINCO = "5"
    SEIS = "6"


class AlterarPreco(StrEnum):
    """CB-107."""

    NAO = "nao"
    SENHA = "senha"
    SIM = "sim"


class SemPreco(StrEnum):
    """CB-109."""

    ERRO = "erro"
    DIGITAR = "digitar"
    PERMITIR = "permitir"


class ProdutoInativo(StrEnum):
    """CB-112."""

    OCULTAR = "ocultar"
    ERRO = "erro"
    ALERTAR = "alertar"


class DescontoAcima(StrEnum):
    """CB-123."""

    ERRO = "erro"
    SENHA = "senha"


class PrecoNaConversao(StrEnum):
    """CB-090."""

    MANTER = "manter"
    ATUALIZAR = "atualizar"


class Papel(StrEnum):
    """CB-132."""

    A4 = "a4"
    BOBINA_80 = "bobina_80"
    BOBINA_58 = "bobina_58"
    TEXTO_80 = "texto_80"


class PaginaCodigo(StrEnum):
    """CB-131: code pages with all Portuguese letters, as ESC/POS printers number them (2, 3, 16)."""

    CP850 = "CP850"
    CP860 = "CP860"
    CP1252 = "CP1252"


class Corte(StrEnum):
    """CB-131: what the guillotine does after the document."""

    TOTAL = "total"
    PARCIAL = "parcial"
    NENHUM = "nenhum"


class AoFinalizar(StrEnum):
    """CB-135."""

    NUNCA = "nunca"
    PERGUNTAR = "perguntar"
    SEMPRE = "sempre"


class PrecosImpressos(StrEnum):
    """CB-138."""

    ITENS = "itens"
    TOTAL = "total"
    NENHUM = "nenhum"


RIGOR: dict[Acao, int] = {Acao.NADA: 0, Acao.ALERTAR: 1, Acao.SENHA: 2, Acao.ERRO: 3}


def afrouxa(antes: Acao, depois: Acao) -> bool:
    """Whether going from `antes` to `depois` weakens the check."""
    return RIGOR[depois] < RIGOR[antes]


def desliga(antes: bool, depois: bool) -> bool:
    """Whether a check that was on is being turned off."""
    return antes and not depois
