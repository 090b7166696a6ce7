"""What the window's process does before our imports. Fresh interpreters: nothing of it may touch the other tests."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ABRE = """
import builtins, gc, json, linecache, sys
de_python = builtins.__import__
from balcao.app import arranque
arranque.PARTIDA_MS = 50
app = arranque.abre_qt()
antes = gc.isenabled()
import balcao.app.controle, balcao.app.construcao
lidos = [nome for nome in linecache.cache if "pydantic" in nome or "controle" in nome]
from PySide6.QtCore import QTimer
QTimer.singleShot(200, app.quit)
app.exec()
print(json.dumps({"de_python": builtins.__import__ is de_python, "lidos": lidos, "antes": antes,
                  "depois": gc.isenabled()}))
"""


def _roda(codigo: str) -> dict[str, Any]:
    feito = subprocess.run([sys.executable, "-c", codigo], capture_output=True, text=True, check=True, timeout=120,
                           cwd=Path(__file__).parents[2], env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    lido: dict[str, Any] = json.loads(feito.stdout.splitlines()[-1])
    return lido


def test_a_partida_nao_le_os_fontes_nem_procura_lixo_e_depois_procura() -> None:
    feito = _roda(ABRE)
    assert feito["de_python"] is True
    assert feito["lidos"] == []
    assert feito["antes"] is False  # while it starts
    assert feito["depois"] is True
