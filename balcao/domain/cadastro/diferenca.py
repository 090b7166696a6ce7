"""What changed between two versions of a record, field by field: the audit, and what a conflict shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from balcao.domain.cadastro.celulas import Nomes, mostra
from balcao.domain.cadastro.descricao import Cadastro
from balcao.domain.cadastro.valores import guardado
from balcao.domain.campo import Campo, Onde, Politica, TipoCampo, campos_de, tipo_de


@dataclass(frozen=True, slots=True)
class Diferenca:
    """One field: the values themselves (`de`, `para`); `antes` and `depois` as the audit stores them (names, where the
    field names records of another registry: an id says nothing once the other record is gone); the texts as a person
    reads them."""

    nome: str
    campo: Campo
    de: Any
    para: Any
    antes: Any
    depois: Any
    texto_antes: str
    texto_depois: str

    @property
    def assunto(self) -> str:
        """How the audit names the field: "TP-036 Validar estoque"."""
        return f"{self.campo.id} {self.campo.titulo}"


def diferencas(cadastro: Cadastro, antes: Politica, depois: Politica, nomes: Nomes) -> Iterator[Diferenca]:
    """The fields that differ, in the form's order; open ones too: what is kept is audited."""
    velhos, novos = guardado(antes), guardado(depois)
    for nome, campo in campos_de(cadastro.modelo, abertos=True):
        de, para = getattr(antes, nome), getattr(depois, nome)
        if campo.onde is Onde.ESTACAO or campo.fixo or _igual(de, para):
            continue
        tipo = tipo_de(cadastro.modelo, nome)
        textos = mostra(campo, tipo, de, nomes), mostra(campo, tipo, para, nomes)
        antes_, depois_ = textos if campo.referencia in nomes else (velhos[nome], novos[nome])
        yield Diferenca(nome, campo, de, para, antes_, depois_, *textos)


def texto_guardado(cadastro: Cadastro, assunto: str, valor: Any) -> str:
    """A value of the audit as a person reads it; `assunto` as `Diferenca.assunto` named its field. A whole record (it
    came or went) has no text, and a field that is declared no more shows as it was stored."""
    if valor is None or isinstance(valor, dict):
        return ""
    for nome, campo in campos_de(cadastro.modelo, abertos=True):
        if f"{campo.id} {campo.titulo}" == assunto and not (campo.referencia and isinstance(valor, str)):
            return mostra(campo, tipo_de(cadastro.modelo, nome), _de_json(tipo_de(cadastro.modelo, nome), valor), {})
    return ", ".join(map(str, valor)) if isinstance(valor, list) else str(valor)


def _de_json(tipo: TipoCampo, valor: Any) -> Any:
    if tipo is TipoCampo.DECIMAL and isinstance(valor, str):
        return Decimal(valor)
    return date.fromisoformat(valor) if tipo is TipoCampo.DATA and isinstance(valor, str) else valor


def _igual(um: Any, outro: Any) -> bool:
    """Equal in value: 10 and 10.0 are the same discount, and the order of links says nothing."""
    if isinstance(um, tuple) and isinstance(outro, tuple) and all(isinstance(v, int) for v in (*um, *outro)):
        return sorted(um) == sorted(outro)
    return bool(um == outro)
