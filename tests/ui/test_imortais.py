"""A hundred thousand Qt calls that return nothing, in a process of its own: it must survive them (ADR 0045)."""

import subprocess
import sys

PROGRAMA = """
import balcao.ui
from PySide6.QtCore import QObject
objeto = QObject()
for n in range(100_000):
    objeto.setObjectName("x")
    objeto.blockSignals(n % 2 == 0)
print("viveu")
"""


def test_qt_calls_do_not_use_none_up() -> None:
    feito = subprocess.run([sys.executable, "-c", PROGRAMA], capture_output=True, text=True, check=False)
    assert (feito.returncode, feito.stdout.strip()) == (0, "viveu"), feito.stderr[-500:]
