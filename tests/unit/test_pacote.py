"""The packaged program's entry point, run as a script the way the package runs it."""

import subprocess
import sys
from pathlib import Path

import pytest

from balcao import __version__
from balcao.db.replica import supervisor

RAIZ = Path(__file__).parents[2]


def _entra(*argumentos: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, RAIZ / "ferramentas/entrada_pacote.py", *argumentos], input="", text=True,
                          capture_output=True, check=False, timeout=60, cwd=RAIZ)


def test_o_pacote_e_o_programa() -> None:
    feito = _entra("--version")
    assert __version__ in feito.stdout
    assert feito.returncode == 0


def test_o_processo_de_sincronia_e_o_mesmo_executavel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    executavel, *argumentos = supervisor.comando()
    assert executavel == sys.executable
    feito = _entra(*argumentos)  # its input is closed at once: nothing to do
    assert (feito.returncode, feito.stdout, feito.stderr) == (0, "", "")


def test_o_pacote_leva_o_que_nenhum_import_nomeia() -> None:
    receita = (RAIZ / "installer.spec").read_text("utf-8")
    for pasta in ("resources", "balcao/db/server/migracoes"):
        assert f'"{pasta}"' in receita
        assert (RAIZ / pasta).is_dir()
