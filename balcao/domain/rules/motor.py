"""The rule engine: a rule is a pure generator of findings, declared with its requirement and its moments.

There is no registry that imports fill: each subject module lists its rules in `REGRAS`, and
`balcao.domain.rules` adds the lists up.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from balcao.domain.achados import Finding, Origem, Severity, ordena
from balcao.domain.campo import Politica, campo_de
from balcao.domain.fatos import Facts
from balcao.domain.terminal import PAGINAS
from balcao.domain.terminal.opcoes import Acao
from balcao.domain.tipo_pedido import TipoPedido

Funcao = Callable[[Facts], Iterator[Finding]]


class Moment(StrEnum):
    """When a rule runs. Later issues add APROVACAO, EXECUCAO, CONCLUSAO, ENTREGA."""

    INCLUSAO_PEDIDO = "inclusao_pedido"
    INCLUSAO_ITEM = "inclusao_item"
    EMISSAO = "emissao"


class Regra(NamedTuple):
    """A declared rule: which requirements it shows, when it runs. `por_linha`: see memoria.py."""

    ids: tuple[str, ...]
    momentos: frozenset[Moment]
    funcao: Funcao
    por_linha: bool = False

    def __call__(self, fatos: Facts) -> Iterator[Finding]:
        return self.funcao(fatos)


def rule(*ids: str, moment: Moment | Iterable[Moment] = Moment.EMISSAO,
         por_linha: bool = False) -> Callable[[Funcao], Regra]:
    """Declare a rule of the requirements `ids` (a word where no catalogue has it). A rule of the issue also runs while
    typing. por_linha: what it says of a line does not depend on other lines, nor on totals; each of its findings
    names its line."""
    momentos = frozenset([moment] if isinstance(moment, Moment) else moment)

    def declara(funcao: Funcao) -> Regra:
        return Regra(ids, momentos, funcao, por_linha)

    return declara


def executa(regras: Iterable[Regra], momento: Moment, fatos: Facts) -> tuple[Finding, ...]:
    """Run every rule of `momento`, never stopping at the first; worst finding first."""
    return ordena(achado for regra in regras if momento in regra.momentos for achado in regra(fatos))


SEVERIDADE: dict[Acao, Severity] = {Acao.ALERTAR: Severity.WARN, Acao.SENHA: Severity.APPROVE,
                                    Acao.ERRO: Severity.BLOCK}


def origem(politica: Politica, campo: str, dono: str) -> Origem:
    """Which setting decided: its declaration, whose it is, its value's label, and where to change it. A value that
    names another record is an id, which nobody reads: it is left out."""
    declarado = campo_de(type(politica), campo)
    valor = "" if declarado.referencia else declarado.rotulo_de(getattr(politica, campo))
    return _origem(type(politica), campo, valor, dono)


@lru_cache(256)  # one setting speaks for every line of an order
def _origem(modelo: type[Politica], campo: str, valor: str, dono: str) -> Origem:
    declarado = campo_de(modelo, campo)
    pagina = next((p.caminho for p in PAGINAS if p.modelo is modelo), "")
    if modelo is TipoPedido:
        pagina = " › ".join(filter(None, ("Tipos de pedido", declarado.grupo, declarado.subgrupo)))
    return Origem(campo_id=declarado.id, campo=declarado.titulo, dono=dono, valor=valor, pagina=pagina)


def do_tipo(fatos: Facts, campo: str) -> Origem:
    """An order type's field decided."""
    return origem(fatos.tipo, campo, f"tipo de pedido {fatos.tipo.nome}")


def do_terminal(fatos: Facts, pagina: str, campo: str) -> Origem:
    """A terminal's field decided; `pagina` is the attribute of PoliticaTerminal."""
    return origem(getattr(fatos.terminal, pagina), campo, fatos.nome_terminal)
