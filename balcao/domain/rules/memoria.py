"""What the rules of single lines saw, remembered while it cannot have changed: an order of 200 lines is checked again
after each scan, and one of them is new.

A rule declared `por_linha` looks at one line at a time: at it, at what is known of its product (registration, stock,
price, units), and at what all lines have in common. While those are the same, so are its findings. What cannot be told
apart is checked again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import NamedTuple

from balcao.domain.achados import Finding, ordena
from balcao.domain.fatos import Facts
from balcao.domain.pedido import ItemPedido, Pedido
from balcao.domain.rules.motor import Moment, Regra

_DA_LINHA = ("produtos", "estoque", "precos", "promocoes", "unidades")
# No line's: rules of the whole order read them.
_DO_DOCUMENTO = ("pedido", "credito", "sem_retaguarda", "tecnicos", "series_usadas")
_COMUM = tuple(f.name for f in fields(Facts) if f.name not in (*_DA_LINHA, *_DO_DOCUMENTO))
_CABECALHO = tuple(nome for nome in Pedido.model_fields if nome not in ("itens", "proxima_linha"))


class _Vista(NamedTuple):
    """What was looked at in one line, and what its rules said: each with the position of its rule."""

    visto: tuple[object, ...]
    achados: list[tuple[int, Finding]]


class Memoria:
    """Belongs to whoever checks the same order again and again; knows the last one."""

    def __init__(self) -> None:
        self._comum: tuple[object, ...] = ()
        self._linhas: dict[int, _Vista] = {}

    def executa(self, regras: tuple[Regra, ...], momento: Moment, fatos: Facts) -> tuple[Finding, ...]:
        """The same findings, in the same order, as `motor.executa`."""
        comum = (momento, *(getattr(fatos, nome) for nome in _COMUM),
                 *(getattr(fatos.pedido, nome) for nome in _CABECALHO))
        if comum != self._comum:
            self._comum, self._linhas = comum, {}
        vistos = {item.linha: _visto(fatos, item) for item in fatos.pedido.itens}
        antes = self._linhas
        self._linhas = {linha: vista if (vista := antes.get(linha)) is not None and _o_mesmo(vista.visto, visto)
                        else _Vista(visto, []) for linha, visto in vistos.items()}
        novos = [item for item in fatos.pedido.itens if self._linhas[item.linha] is not antes.get(item.linha)]
        if novos:
            self._olha(regras, momento, fatos, novos)
        return ordena(self._todos(regras, momento, fatos))

    def _olha(self, regras: tuple[Regra, ...], momento: Moment, fatos: Facts, novos: list[ItemPedido]) -> None:
        """Ask the rules of lines about these lines."""
        parte = replace(fatos, pedido=fatos.pedido.model_copy(update={"itens": tuple(novos)}))
        for posicao, regra in enumerate(regras):
            if regra.por_linha and momento in regra.momentos:
                for achado in regra(parte):
                    assert achado.item is not None, f"{regra.ids}: a rule of lines names the line"
                    self._linhas[achado.item].achados.append((posicao, achado))

    def _todos(self, regras: Iterable[Regra], momento: Moment, fatos: Facts) -> Iterator[Finding]:
        """As the rules would speak, one after the other."""
        das_linhas: dict[int, list[Finding]] = {}
        for vista in self._linhas.values():
            for posicao, achado in vista.achados:
                das_linhas.setdefault(posicao, []).append(achado)
        for posicao, regra in enumerate(regras):
            if regra.por_linha:
                yield from das_linhas.get(posicao, ())
            elif momento in regra.momentos:
                yield from regra(fatos)


def _visto(fatos: Facts, item: ItemPedido) -> tuple[object, ...]:
    id_ = item.produto_id
    return (item, fatos.produtos.get(id_), fatos.estoque.get(id_), fatos.precos.get(id_), fatos.promocoes.get(id_),
            fatos.unidades.get(id_))


def _o_mesmo(antes: tuple[object, ...], agora: tuple[object, ...]) -> bool:
    # six comparisons, not a loop: this is asked of every line after each scan
    return (antes[0] is agora[0] and antes[1] is agora[1] and antes[2] is agora[2] and antes[3] is agora[3]
            and antes[4] is agora[4] and antes[5] is agora[5])
