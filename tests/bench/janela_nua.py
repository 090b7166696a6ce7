"""The floor of a start: a process with Qt, one window and one line, until the line accepts a key."""

import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

app = QApplication([])
janela = QWidget()
linha = QLineEdit()
QVBoxLayout(janela).addWidget(linha)
janela.resize(1024, 736)
janela.show()
linha.setFocus()
fim = time.monotonic() + 60
while not linha.text():
    if time.monotonic() > fim:
        sys.exit("a letra na janela nua não veio em 60 s")
    app.processEvents()
    alvo = app.focusWindow()
    if alvo is not None:
        QTest.keyClick(alvo, "a")
sys.stdout.write(f"tecla {time.monotonic()}\n")
sys.stdout.flush()
os._exit(0)
