"""PySide6 6.12 loses references to None, True and False on Python 3.11; this keeps the interpreter alive.

Its wheel serves Python 3.10 on, but was compiled with the headers of one in which these objects are immortal: its
functions return them without taking a reference. On 3.11 every Qt call that returns nothing (`setPen`, `update`,
`setText`) takes one reference too many from None, which starts with some seven thousand: a few repaints later
the process ends with “Fatal Python error: none_dealloc”. From Python 3.12 on there is nothing to do (ADR 0045).
"""

import sys

_REFERENCIAS = 1 << 40  # a thousand million Qt calls a day last three years


def torna_imortais() -> None:
    """Give the constants more references than Qt can take. Harmless when called again."""
    if sys.version_info >= (3, 12):
        return
    import ctypes  # 5 ms that newer Pythons do not pay

    for constante in (None, True, False, NotImplemented, Ellipsis):
        referencias = ctypes.c_ssize_t.from_address(id(constante))
        if referencias.value < _REFERENCIAS:
            referencias.value += _REFERENCIAS
