"""Python's collector of garbage stands aside while a program starts."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def sem_coleta() -> Iterator[None]:
    """Around imports: they only make what is kept, and looking for garbage in it costs a sixth of a start."""
    ligada = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if ligada:
            gc.enable()
