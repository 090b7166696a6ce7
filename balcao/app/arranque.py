"""How the window's process begins: what Python and PySide6 would do beside our imports, each measured (ADR 0100).

Nothing here belongs to a test, a command or the retaguarda: it is for a process that shows one window and waits.
"""

import gc
import os
import sys
from typing import TYPE_CHECKING

from balcao.app.qt_adiado import sem_explicacoes
from balcao.ui.imortais import torna_imortais

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

PARTIDA_MS = 5_000


def abre_qt() -> "QApplication":
    """The application of Qt. To be called before the rest of the program is imported, which it makes cheap."""
    # pydantic looks for plugins in every installed package, when its first model is built: 15 ms, and there is none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()  # a start only makes what it keeps: looking for garbage in it costs a tenth of its time
    torna_imortais()
    # PySide6 puts itself before every import of the process, and reads the source of each module that comes to see
    # whether it may write `from __feature__ import …`. Nothing here does: a sixth of the start, and every source kept
    # in memory. `sem_explicacoes` gives `import` back to Python, and leaves out what explains wrong calls.
    with sem_explicacoes():
        from PySide6.QtCore import QTimer  # after `torna_imortais`, which must come before Qt
        from PySide6.QtWidgets import QApplication  # likewise

    app = QApplication.instance() or QApplication([*sys.argv[:1]])
    assert isinstance(app, QApplication)
    QTimer.singleShot(PARTIDA_MS, app, gc.enable)  # by then what was imported is out of its way (`construcao.aquece`)
    return app
