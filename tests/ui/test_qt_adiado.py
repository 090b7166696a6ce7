"""What PySide6 explains wrong calls with comes only when one is made, and then says the same. Fresh interpreters."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ADIADOS = ("layout", "parser", "lib.enum_sig", "lib.pyi_generator")
ABRE = "from balcao.app.arranque import abre_qt; app = abre_qt()\n"
NUA = "from balcao.ui.imortais import torna_imortais; torna_imortais()\n"
DITO = """
def dito(chamada):
    try:
        chamada()
    except Exception as erro:
        return f"{type(erro).__name__}: {erro}"
"""
ERRADAS = DITO + """
import json
from PySide6.QtCore import QObject, QRect, QTimer
print(json.dumps([dito(c) for c in (
    lambda: QObject().blockSignals([]), lambda: QRect("a"), lambda: QTimer(cor=3), lambda: QTimer.singleShot(1),
    lambda: QObject().setObjectName(), lambda: QObject.nada)] + [QObject.blockSignals.__doc__, QRect.__doc__]))
"""
PARTIDA = f"""
import json, sys
import balcao.app.controle, balcao.app.porta, balcao.app.inicio, balcao.app.construcao
for modulo in list(sys.modules.values()):  # what looks all modules over (inspect, warnings) wakes none
    hasattr(modulo, "__file__"), getattr(modulo, "__wrapped__", None)
nomes = {{nome: vars(sys.modules["shibokensupport.signature." + nome]) for nome in {ADIADOS!r}}}
print(json.dumps({{nome: sorted(n for n in nomes[nome] if not n.startswith("__")) for nome in nomes}}))
"""
JUNTOS = """
import json, threading
from PySide6.support.signature import parser
largada, achados = threading.Barrier(8), []
def pede():
    largada.wait()
    achados.append(id(parser.pyside_type_init))
linhas = [threading.Thread(target=pede) for _ in range(8)]
[linha.start() for linha in linhas], [linha.join() for linha in linhas]
print(json.dumps(achados))
"""
PERGUNTA = """
import json
from PySide6.support.signature import layout, parser
from PySide6.support.signature.lib.enum_sig import ExactEnumerator
nada = hasattr(parser, "nada")
print(json.dumps([nada, callable(layout.create_signature), ExactEnumerator.__name__, parser.__name__, parser.__file__,
                  parser.__spec__.name]))
"""


def roda(codigo: str) -> Any:
    """What the program writes last, as JSON."""
    feito = subprocess.run([sys.executable, "-c", codigo], capture_output=True, text=True, check=True, timeout=120,
                           cwd=Path(__file__).parents[2], env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    return json.loads(feito.stdout.splitlines()[-1])


def test_uma_partida_nao_as_traz() -> None:
    assert roda(ABRE + PARTIDA) == {nome: [] for nome in ADIADOS}


def test_uma_chamada_errada_e_explicada_como_pelo_pyside() -> None:
    ditos = roda(ABRE + ERRADAS)
    assert ditos == roda(NUA + ERRADAS)
    assert "Supported signatures:\n  PySide6.QtCore.QObject.blockSignals(b: bool, /)" in ditos[0]


def test_oito_linhas_pedem_ao_mesmo_tempo_e_o_fonte_roda_uma_vez() -> None:
    achados = roda(ABRE + JUNTOS)
    assert len(achados) == 8
    assert len(set(achados)) == 1


@pytest.mark.parametrize("abre", [ABRE, NUA])
def test_quem_pede_o_modulo_tem_o_modulo(abre: str) -> None:
    assert roda(abre + PERGUNTA) == [False, True, "ExactEnumerator", "shibokensupport.signature.parser",
                                     "shibokensupport/signature/parser.py", "PySide6.support.signature.parser"]
