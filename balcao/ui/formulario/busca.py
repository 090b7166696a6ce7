"""Find a setting by its title, its help, its options or its requirement id; accents do not matter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from balcao.domain.campo import Campo, campos_de, opcoes_oferecidas
from balcao.ui.sem_acento import simples


@dataclass(frozen=True, slots=True)
class Achado:
    """A field that answers a search; `nota` orders them, the smallest first."""

    nota: int
    nome: str
    campo: Campo
    trecho: str


def procura(modelo: type[BaseModel], texto: str) -> list[Achado]:
    """The fields of a model that contain every word of `texto`, best first."""
    palavras = simples(texto).split()
    if not palavras:
        return []
    achados = (_confere(nome, campo, palavras) for nome, campo in campos_de(modelo))
    return sorted((a for a in achados if a is not None), key=lambda a: a.nota)


def _confere(nome: str, campo: Campo, palavras: list[str]) -> Achado | None:
    """Every word must appear somewhere; a field is as good as the worst place one had to be looked for in."""
    pior, trecho = 0, ""
    for palavra in palavras:
        for nota, onde in enumerate(_lugares(campo)):
            if achado := next((t for t in onde if palavra in simples(t)), ""):
                if nota > pior:
                    pior, trecho = nota, achado
                break
        else:
            return None
    return Achado(pior, nome, campo, _encurta(trecho, palavras))


def _lugares(campo: Campo) -> Iterator[Iterable[str]]:
    """Where to look, the strongest place first."""
    yield (campo.titulo, campo.id)
    yield (f"{o.rotulo}: {o.efeito}" for o in opcoes_oferecidas(campo))
    yield (campo.grupo,)
    yield campo.ajuda.split("\n")


def _encurta(trecho: str, palavras: list[str], tamanho: int = 90) -> str:
    """A piece of the text around the first word found."""
    if len(trecho) <= tamanho:
        return trecho
    onde = max(0, min((i for p in palavras if (i := simples(trecho).find(p)) >= 0), default=0) - tamanho // 3)
    return ("…" if onde else "") + trecho[onde:onde + tamanho].strip() + "…"
