"""CPF and CNPJ: check digits and the way they are written. python-stdnum does the arithmetic.

The CNPJ is alphanumeric since July 2026 (IN RFB 2.229/2024): twelve positions A–Z/0–9 and two numeric
check digits, so a CNPJ is text, upper case, and never an integer. What stdnum accepts and a shop must not
(a CPF of eleven equal digits) is refused here.
"""

import re

from balcao.domain.campo import ValorInvalido

TAMANHO_CPF = 11
TAMANHO_CNPJ = 14
_PONTUACAO = str.maketrans("", "", "./- ")
_FORMA_CPF = re.compile(r"[0-9]{11}")
_FORMA_CNPJ = re.compile(r"[0-9A-Z]{12}[0-9]{2}")


def compacta(texto: str) -> str:
    """The number as it is stored: upper case, without `.`, `/`, `-` and spaces. Nothing else is dropped."""
    return texto.translate(_PONTUACAO).upper()


def valida_cpf(texto: str) -> str:
    """Return the eleven digits of a CPF. Raises ValorInvalido with the reason, in Portuguese."""
    numero = compacta(texto)
    if not _FORMA_CPF.fullmatch(numero):
        raise ValorInvalido(f"CPF “{texto.strip()}” não tem 11 algarismos. Confira o número.")
    if _repetido(numero):
        raise ValorInvalido(f"CPF “{texto.strip()}” não existe: todos os algarismos são iguais.")
    if not _cpf_confere(numero):
        raise ValorInvalido(f"CPF “{texto.strip()}” não confere: os dois últimos algarismos deveriam ser "
                            "outros. Confira a digitação.")
    return numero


def valida_cnpj(texto: str) -> str:
    """Return the fourteen positions of a CNPJ, numeric or alphanumeric. Raises ValorInvalido."""
    numero = compacta(texto)
    if not _FORMA_CNPJ.fullmatch(numero):
        raise ValorInvalido(f"CNPJ “{texto.strip()}” não tem a forma de um CNPJ: são 12 letras ou algarismos "
                            "e 2 algarismos. Confira o número.")
    if _repetido(numero[:12]):
        raise ValorInvalido(f"CNPJ “{texto.strip()}” não existe: todas as posições são iguais.")
    if not _cnpj_confere(numero):
        raise ValorInvalido(f"CNPJ “{texto.strip()}” não confere: os dois últimos algarismos deveriam ser "
                            "outros. Confira a digitação.")
    return numero


def valida_documento(texto: str) -> str:
    """Return a CPF (11) or a CNPJ (14), told apart by length. Raises ValorInvalido."""
    match len(compacta(texto)):
        case 11:
            return valida_cpf(texto)
        case 14:
            return valida_cnpj(texto)
        case tamanho:
            raise ValorInvalido(f"“{texto.strip()}” não é CPF (11 algarismos) nem CNPJ (14 posições): "
                                f"há {tamanho}. Confira o número.")


def formata_documento(numero: str) -> str:
    """`39053344705` → `390.533.447-05`; `12ABC34501DE35` → `12.ABC.345/01DE-35`; other text unchanged."""
    if len(numero) == TAMANHO_CPF:
        return f"{numero[:3]}.{numero[3:6]}.{numero[6:9]}-{numero[9:]}"
    if len(numero) == TAMANHO_CNPJ:
        return f"{numero[:2]}.{numero[2:5]}.{numero[5:8]}/{numero[8:12]}-{numero[12:]}"
    return numero


def completa_zeros(texto: str) -> str:
    """Give back the zeros on the left that a spreadsheet ate, when the check digits then agree.

    `1234567890` in a numeric cell was CPF 01234567890; what still does not check comes back unchanged.
    """
    numero = compacta(texto)
    if not numero.isascii() or not numero.isdigit() or len(numero) in (TAMANHO_CPF, TAMANHO_CNPJ):
        return texto
    for tamanho, confere in ((TAMANHO_CPF, _cpf_confere), (TAMANHO_CNPJ, _cnpj_confere)):
        # At most three zeros lost: more would turn any short code into somebody's CPF.
        if tamanho - 3 <= len(numero) < tamanho and confere(numero.zfill(tamanho)):
            return numero.zfill(tamanho)
    return texto


def _repetido(numero: str) -> bool:
    return len(set(numero)) == 1


def _cpf_confere(numero: str) -> bool:
    from stdnum.br import cpf  # measured (0100): pydoc comes with it, and a start types no CPF

    return bool(cpf.is_valid(numero))


def _cnpj_confere(numero: str) -> bool:
    from stdnum.br import cnpj  # likewise

    return bool(cnpj.is_valid(numero))
