"""The largest form against the same controls bare: asked for → painted, and a key → answered.

    python -m tests.bench.bench_formulario [--curto]

The model has 177 fields of every type in six groups (`tests/ui/modelo_grande.py`), 81 of them visible, or all. The
floor is a scroll area with a grid of Qt's own label and control per field, nothing else: no help, no check, no change
mark, no theme. Both alternate in the same run, in one process, Qt offscreen; the time is the processor's, which is
that of the window when the machine has nothing else to do. Ends with 1 when a budget is missed.
"""

import argparse
import gc
import os
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTreeWidget,
    QWidget,
)

from balcao.domain.campo import Politica, TipoCampo, campos_de, tipo_de, visivel
from balcao.ui.formulario import FichaFormulario
from balcao.ui.tema import Esquema, Tema
from tests.bench.bench_busca import confere
from tests.ui.modelo_grande import CAMPOS, VISIVEIS, modelo_grande
from tests.ui.modelos import contexto

LARGURA, ALTURA = 1024, 736
VISIVEIS_MS, TODOS_MS, RAZAO, TECLA_MS = 150.0, 300.0, 6.0, 16.0
_CONTROLES: dict[TipoCampo, Callable[[], QWidget]] = {
    TipoCampo.BOOLEANO: QCheckBox, TipoCampo.ESCOLHA: QComboBox, TipoCampo.TEXTO_LONGO: QPlainTextEdit,
    TipoCampo.SCRIPT: QPlainTextEdit, TipoCampo.TABELA: QTreeWidget, TipoCampo.LINHAS: QTreeWidget}


def nua(modelo: type[Politica]) -> QWidget:
    """The floor: a label and a control for each field that shows."""
    area, dentro, valores = QScrollArea(), QWidget(), modelo()
    grade = QGridLayout(dentro)
    for i, (nome, campo) in enumerate(campos_de(modelo)):
        if visivel(valores, campo):
            grade.addWidget(QLabel(campo.titulo), i, 0)
            grade.addWidget(_CONTROLES.get(tipo_de(modelo, nome), QLineEdit)(), i, 1)
    area.setWidget(dentro)
    area.setWidgetResizable(True)
    return area


def nossa(modelo: type[Politica], abre_ate: int) -> QWidget:
    """The form as a registry opens it."""
    return FichaFormulario(modelo(), contexto(), abre_ate=abre_ate)


def abre(faz: Callable[[], QWidget]) -> float:
    """Milliseconds from asking for a form until it is painted."""
    gc.collect()
    inicio = time.process_time()
    feita = faz()
    feita.resize(LARGURA, ALTURA)
    feita.show()
    QApplication.processEvents()
    ms = (time.process_time() - inicio) * 1000
    feita.close()
    feita.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return ms


def compara(rotulo: str, modelo: type[Politica], abre_ate: int, limite: float, vezes: int) -> bool:
    """Alternate the floor and ours; the medians are compared."""
    abre(lambda: nua(modelo))
    fria = abre(lambda: nossa(modelo, abre_ate))
    pisos, nossas = [], []
    for _ in range(vezes):
        pisos.append(abre(lambda: nua(modelo)))
        nossas.append(abre(lambda: nossa(modelo, abre_ate)))
    piso, ms = median(pisos), median(nossas)
    print(f"  {rotulo:<34} {ms:6.0f} ms   a primeira {fria:.0f} ms   piso {piso:.0f} ms")
    return all([confere(rotulo, ms, limite, " ms"), confere(f"{rotulo} / controles nus", ms / piso, RAZAO, "×")])


def mede_tecla(vezes: int) -> bool:
    """A key in a number of the largest form, all of it open, until everything that follows from it is painted."""
    ficha: Any = nossa(modelo_grande(), CAMPOS)
    ficha.resize(LARGURA, ALTURA)
    ficha.show()
    ficha.activateWindow()
    QApplication.processEvents()
    ficha.formulario.foca("campo_005")
    tempos = []
    for i in range(vezes):
        inicio = time.process_time()
        QTest.keyClick(ficha.windowHandle(), str(i % 10))
        QApplication.processEvents()
        tempos.append((time.process_time() - inicio) * 1000)
    ficha.close()
    if ficha.formulario.alterados() != ["campo_005"]:
        raise RuntimeError("the keys did not reach the field")
    return confere("tecla → pintada, 177 campos abertos", median(tempos), TECLA_MS, " ms")


def main() -> int:
    """Read the options and run."""
    opcoes = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    opcoes.add_argument("--curto", action="store_true", help="menos voltas")
    curto = opcoes.parse_args().curto
    app = QApplication([])
    Tema(app, Esquema.CLARO)
    vezes, de_81, de_todos = (3 if curto else 15), modelo_grande(CAMPOS, VISIVEIS), modelo_grande()
    bom = all([
        compara("81 visíveis, como abre", de_81, 16, VISIVEIS_MS, vezes),
        compara("81 visíveis, grupos abertos", de_81, CAMPOS, VISIVEIS_MS, vezes),
        compara("177 visíveis, grupos abertos", de_todos, CAMPOS, TODOS_MS, vezes),
        mede_tecla(20 if curto else 60)])
    return 0 if bom or curto else 1  # the short form shows that it runs, on whatever machine


if __name__ == "__main__":
    sys.exit(main())
