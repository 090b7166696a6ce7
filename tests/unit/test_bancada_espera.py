"""A bench never waits for ever, and says what it waited for."""

import subprocess
import sys

import pytest

from tests.bench import espera
from tests.bench.espera import Demorou, Relogio

_PRESO = """
import signal
import threading
from tests.bench import espera

signal.signal(signal.SIGINT, signal.default_int_handler)  # who was started in the background inherits it ignored
espera.FOLGA_S, espera.FIM_S = 0.1, 4.0 if {teima} else 25.0  # a busy machine is slow to end
with espera.vigiada("o fim de tudo", 600) as relogio, relogio.esperando("uma linha na tela", 0.1):
    while True:
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print("interrompido", flush=True)
            if {teima}:
                continue
            raise
"""


@pytest.mark.parametrize("teima", [False, True])
def test_quem_espera_preso_e_interrompido_com_a_frase_e_por_fim_terminado(teima: bool) -> None:
    feito = subprocess.run([sys.executable, "-c", _PRESO.replace("{teima}", str(teima))], capture_output=True,
                           text=True, timeout=30, check=False)
    assert (feito.returncode == espera.PRESO) is teima
    assert feito.returncode
    assert feito.stdout == "interrompido\n"
    assert "uma linha na tela não veio em 0 s" in feito.stderr
    assert "fim de tudo" not in feito.stderr
    assert "threading.py" in feito.stderr  # every thread's stack


def test_o_que_chegou_nao_termina_ninguem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(espera, "FOLGA_S", 0.1)
    relogio = Relogio()
    with relogio.esperando("nada", 0.0):
        pass
    relogio.start()
    relogio.join(0.5)
    assert relogio.is_alive()
    relogio.para()
    relogio.join(5)
    assert not relogio.is_alive()


def test_a_frase_diz_como_estava() -> None:
    assert str(Demorou("a linha de 789", 60.0, "0 linhas, aviso “Nenhum produto”")) == \
        "a linha de 789 não veio em 60 s: 0 linhas, aviso “Nenhum produto”"
    assert str(Demorou("a linha de 789", 0.0)) == "a linha de 789 não veio."
