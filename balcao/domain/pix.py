"""Pix static BR Code: the text of the QR that a DAV prints (EMV TLV + CRC-16, BCB's manual of the BR Code).

Own code: no kept library builds it. A reader must refuse a wrong CRC or length, so `le_brcode` is strict.
Not here: the picture (segno draws it) and any confirmation of payment (that is the till's).
"""

import binascii
import re
import unicodedata
from decimal import Decimal
from enum import StrEnum

from balcao.domain.arredondamento import arredonda
from balcao.domain.campo import ValorInvalido
from balcao.domain.documentos import compacta, valida_cnpj, valida_cpf

GUI = "BR.GOV.BCB.PIX"
MAX_NOME = 25
MAX_CIDADE = 15
MAX_VALOR = Decimal("9999999999.99")  # the amount's field holds 13 characters
SEM_TXID = "***"
_EVP = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TELEFONE = re.compile(r"\+55[1-9][0-9](9[0-9]{8}|[2-8][0-9]{7})")
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+")
_TXID = re.compile(r"[A-Za-z0-9]{1,25}")


class TipoChave(StrEnum):
    """The five kinds of Pix key."""

    CPF = "CPF"
    CNPJ = "CNPJ"
    TELEFONE = "telefone"
    EMAIL = "e-mail"
    ALEATORIA = "chave aleatória"


def valida_chave(texto: str) -> tuple[TipoChave, str]:
    """Tell the kind of a Pix key and return it as the directory stores it. Raises ValorInvalido."""
    chave = texto.strip()
    if "@" in chave:
        email = chave.lower()
        if len(email) <= 77 and _EMAIL.fullmatch(email):
            return TipoChave.EMAIL, email
        raise ValorInvalido(f"Chave Pix “{chave}” não é um e-mail válido (até 77 letras).")
    if chave.startswith("+"):
        telefone = re.sub(r"[ ()-]", "", chave)
        if _TELEFONE.fullmatch(telefone):
            return TipoChave.TELEFONE, telefone
        raise ValorInvalido(f"Chave Pix “{chave}” não é um telefone: escreva +55, o DDD e o número.")
    if _EVP.fullmatch(chave.lower()):
        return TipoChave.ALEATORIA, chave.lower()
    match len(compacta(chave)):
        case 11:
            return TipoChave.CPF, valida_cpf(chave)
        case 14:
            return TipoChave.CNPJ, valida_cnpj(chave)
    raise ValorInvalido(f"Chave Pix “{chave}” não é CPF, CNPJ, e-mail, telefone (+55…) nem chave aleatória.")


def brcode(chave: str, nome: str, cidade: str, valor: Decimal | None = None, txid: str = SEM_TXID) -> str:
    """The text of a static BR Code. `valor` in R$ (None = the payer types it).

    Accents are stripped. Raises ValorInvalido for a wrong key, an empty or too long name (25) or city (15),
    an amount that is not positive or does not fit, a txid that is not 1 to 25 letters and digits.
    """
    _, limpa = valida_chave(chave)
    if txid != SEM_TXID and not _TXID.fullmatch(txid):
        raise ValorInvalido(f"Identificador do Pix “{txid}” deve ter de 1 a 25 letras e algarismos.")
    campos = [
        _campo("00", "01"),
        _campo("26", _campo("00", GUI) + _campo("01", limpa)),
        _campo("52", "0000"),
        _campo("53", "986"),
    ]
    if valor is not None:
        campos.append(_campo("54", _valor(valor)))
    campos += [
        _campo("58", "BR"),
        _campo("59", _texto(nome, MAX_NOME, "O nome de quem recebe o Pix")),
        _campo("60", _texto(cidade, MAX_CIDADE, "A cidade de quem recebe o Pix")),
        _campo("62", _campo("05", txid)),
        "6304",
    ]
    corpo = "".join(campos)
    return corpo + crc16(corpo)


def le_brcode(codigo: str) -> dict[str, str]:
    """The top-level fields of a BR Code by their number. Raises ValorInvalido for a wrong CRC or length."""
    if len(codigo) < 8 or codigo[-8:-4] != "6304" or crc16(codigo[:-4]) != codigo[-4:].upper():
        raise ValorInvalido("Código Pix com erro: a conferência (CRC) não bate. Copie o código de novo.")
    return _campos(codigo)


def crc16(texto: str) -> str:
    """CRC-16/CCITT-FALSE of the text, four hexadecimal digits in upper case."""
    return f"{binascii.crc_hqx(texto.encode(), 0xFFFF):04X}"


def _campo(numero: str, conteudo: str) -> str:
    if len(conteudo) > 99:
        raise ValorInvalido("Dado do Pix grande demais: um campo tem até 99 letras.")
    return f"{numero}{len(conteudo):02d}{conteudo}"


def _campos(codigo: str) -> dict[str, str]:
    achados: dict[str, str] = {}
    resto = codigo
    while resto:
        numero, tamanho = resto[:2], resto[2:4]
        if not (numero.isdigit() and tamanho.isdigit()) or len(resto) < 4 + int(tamanho) or numero in achados:
            raise ValorInvalido("Código Pix com erro: um campo não tem o tamanho que diz. Copie de novo.")
        achados[numero] = resto[4:4 + int(tamanho)]
        resto = resto[4 + int(tamanho):]
    return achados


def _valor(valor: Decimal) -> str:
    if not valor.is_finite() or valor <= 0 or valor > MAX_VALOR:
        raise ValorInvalido("O valor do Pix deve ser maior que zero e caber em dez algarismos.")
    if arredonda(valor) != valor:
        raise ValorInvalido("O valor do Pix tem centavos quebrados; arredonde para duas casas.")
    return f"{arredonda(valor):f}"


def _texto(texto: str, maximo: int, o_que: str) -> str:
    sem_acento = unicodedata.normalize("NFKD", texto).encode("ascii", "ignore").decode("ascii")
    limpo = " ".join("".join(c if c.isprintable() else " " for c in sem_acento).split())
    if not limpo:
        raise ValorInvalido(f"{o_que} está em branco.")
    if len(limpo) > maximo:
        raise ValorInvalido(f"{o_que} tem {len(limpo)} letras; o Pix aceita até {maximo}. Abrevie.")
    return limpo
