"""The background process lets the screen's go first (Gate 7: search during the first load)."""

import subprocess
import sys


def test_a_background_process_lowers_its_priority() -> None:
    programa = ("import os; from balcao.config.plataforma import cede_a_vez;"
                "antes = os.nice(0); cede_a_vez(); print(os.nice(0) - antes)")
    saida = subprocess.run([sys.executable, "-c", programa], check=True, capture_output=True, text=True).stdout
    assert int(saida) > 0
