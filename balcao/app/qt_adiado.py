"""Leaves what PySide6 uses to explain a wrong call until there is one (ADR 0100).

`import PySide6` compiles, from sources that it carries as text, the parser of its signatures and the generator of its
`.pyi` files, with regular expressions that take longer still: half of that import. A counter asks for no signature; a
call with wrong arguments still gets PySide6's own words, a moment later.

`mapping` stays as it is, because libshiboken reads its dictionary directly, and `errorhandler`, which is asked for the
help text of every builtin that somebody wraps (pydantic does).
"""

import builtins
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

_ADIADOS = {"shibokensupport.signature": ("layout", "parser"),
            "shibokensupport.signature.lib": ("enum_sig", "pyi_generator")}
"""Reached only through attributes of the module, by `shibokensupport.signature.loader` and by one another."""


class Adiado(ModuleType):
    """A module whose source runs when a name of it is first asked for, in whichever thread."""

    _uma_vez = threading.RLock()  # the sources import one another

    def __init__(self, origem: ModuleSpec) -> None:
        super().__init__(origem.name)
        self.__spec__ = ModuleSpec(origem.name, origem.loader)  # PySide6 renames this one
        self.__falta__: ModuleSpec | None = origem

    def __getattr__(self, nome: str) -> Any:
        if not nome.startswith("__"):  # whoever looks all modules over asks for these, and needs none
            with self._uma_vez:
                self._executa()
        try:
            return self.__dict__[nome]
        except KeyError:
            raise AttributeError(f"module {self.__name__!r} has no attribute {nome!r}") from None

    def _executa(self) -> None:
        origem, self.__falta__ = self.__falta__, None
        if origem is None:
            return
        assert origem.loader is not None
        renomeada, self.__spec__ = self.__spec__, origem  # the loader finds the source by its first name
        try:
            origem.loader.exec_module(self)
        finally:
            self.__spec__ = renomeada


@contextmanager
def sem_explicacoes() -> Iterator[None]:
    """Around the first import of PySide6. On leaving, `import` is Python's own again, which PySide6 had replaced."""
    de_python = builtins.__import__
    builtins.__import__ = _adia(de_python)
    try:
        yield
    finally:
        builtins.__import__ = de_python


def _adia(importa: Callable[..., ModuleType]) -> Callable[..., ModuleType]:
    def importa_menos(name: str, globals: Any = None, locals: Any = None,
                      fromlist: Any = (), level: int = 0) -> ModuleType:
        for um in fromlist or ():
            if um in _ADIADOS.get(name, ()):
                _poe(name, um)
        return importa(name, globals, locals, fromlist, level)

    return importa_menos


def _poe(pacote: str, nome: str) -> None:
    inteiro = f"{pacote}.{nome}"
    if inteiro in sys.modules or pacote not in sys.modules:
        return
    origem = find_spec(inteiro)
    if origem is not None and origem.loader is not None:
        sys.modules[inteiro] = modulo = Adiado(origem)
        setattr(sys.modules[pacote], nome, modulo)
