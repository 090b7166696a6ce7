"""What a customer registered at the counter must have (CB-098, CB-099): checked while typing and by the service."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from balcao.domain.campo import ValorInvalido
from balcao.domain.documentos import valida_documento
from balcao.domain.protocolo import NovoCliente
from balcao.domain.terminal.opcoes import CampoCliente
from balcao.domain.uma_linha import uma_linha

_TELEFONE = re.compile(r"\D")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}\Z")
_CEP = re.compile(r"\d{5}-?\d{3}\Z")
UFS = frozenset(("AC", "AL", "AM", "AP", "BA", "CE", "DF", "ES", "GO", "MA", "MG", "MS", "MT", "PA", "PB", "PE", "PI",
                 "PR", "RJ", "RN", "RO", "RR", "RS", "SC", "SE", "SP", "TO"))
MAIORES: Final[Mapping[str, int]] = MappingProxyType({
    "nome": 120, "fantasia": 120, "email": 254, "logradouro": 120, "numero": 20, "complemento": 60, "bairro": 60,
    "municipio": 60, "observacoes": 1000})
"""How many letters there is room for, whoever registers: a counter, or an import."""
_ROTULOS = {CampoCliente.CPF_CNPJ: ("documento", "o CPF ou CNPJ"), CampoCliente.CELULAR: ("celular", "o celular"),
            CampoCliente.ENDERECO: ("logradouro", "o endereço"), CampoCliente.CEP: ("cep", "o CEP"),
            CampoCliente.EMAIL: ("email", "o e-mail")}


def confere_cadastro(novo: NovoCliente, obrigatorios: frozenset[CampoCliente]) -> dict[str, str]:
    """The message for each field that is wrong or missing, by field; empty when all is well."""
    erros: dict[str, str] = {}
    for nome, maior in MAIORES.items():
        if len(getattr(novo, nome).strip()) > maior:
            erros[nome] = f"Use até {maior} letras."
    if len(novo.nome.strip()) < 3:
        erros["nome"] = "Informe o nome completo."
    for campo, (nome, rotulo) in _ROTULOS.items():
        if campo in obrigatorios and not getattr(novo, nome).strip():
            erros[nome] = f"Informe {rotulo}: este terminal exige."
    if novo.documento.strip():
        try:
            valida_documento(novo.documento)
        except ValorInvalido as erro:
            erros["documento"] = str(erro)
    for nome in ("telefone", "celular"):
        digitos = _TELEFONE.sub("", getattr(novo, nome))
        if getattr(novo, nome).strip() and len(digitos) not in (10, 11):
            erros[nome] = "Informe DDD e número, como (11) 91234-5678."
    if novo.email.strip() and not _EMAIL.match(novo.email.strip()):
        erros["email"] = "O e-mail parece incompleto; confira, como nome@exemplo.com.br."
    if novo.cep.strip() and not _CEP.match(novo.cep.strip()):
        erros["cep"] = "O CEP tem oito algarismos, como 01310-100."
    if novo.uf.strip() and novo.uf.strip().upper() not in UFS:
        erros["uf"] = "Informe a sigla do estado, como SP."
    if novo.municipio.strip() and not novo.uf.strip():
        erros.setdefault("uf", "Informe o estado da cidade.")
    return erros


def limpo(novo: NovoCliente) -> NovoCliente:
    """As stored: no masks, upper-case name and UF, no spaces around, each in one line but the observations."""
    campos = {nome: (valor.replace("\0", " ") if nome == "observacoes" else uma_linha(valor)).strip()
              for nome, valor in novo if isinstance(valor, str)}
    documento = valida_documento(campos["documento"]) if campos["documento"] else ""
    return novo.model_copy(update={
        **campos, "documento": documento, "nome": campos["nome"].upper(), "fantasia": campos["fantasia"].upper(),
        "telefone": _TELEFONE.sub("", campos["telefone"]), "celular": _TELEFONE.sub("", campos["celular"]),
        "cep": _TELEFONE.sub("", campos["cep"]), "uf": campos["uf"].upper(), "email": campos["email"].lower()})
