"""A bug in a command: one sentence with a number, the whole of it in the log, an exit code of its own."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from balcao.cli import main
from balcao.cli.principal import DEFEITO

FALHA = """
import sys
from balcao.cli import diagnostico, main

def mostra(opcoes):
    print("feito até aqui")
    raise {erro}

diagnostico.mostra = mostra
sys.exit(main(["diagnostico"]))
"""
DEFEITUOSO = "ZeroDivisionError('cliente de CPF 529.982.247-25')"


def roda(pasta: Path, erro: str = DEFEITUOSO, **ambiente: str) -> subprocess.CompletedProcess[str]:
    """The real program with one command broken on purpose."""
    return subprocess.run([sys.executable, "-c", FALHA.format(erro=erro)], capture_output=True, text=True, check=False,
                          encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8",
                                                 "BALCAO_PASTA": str(pasta), **ambiente})


def test_um_defeito_e_uma_frase_com_numero_e_fica_registrado_inteiro(tmp_path: Path) -> None:
    feito = roda(tmp_path)
    assert feito.returncode == DEFEITO == 4
    assert feito.stdout == "feito até aqui\n"
    [frase] = feito.stderr.splitlines()
    dito = re.fullmatch(r"balcao: O comando parou por um erro inesperado \(nº ([2-9A-Z]{6})\).* registro está em "
                        r"(.+?): confira .*suporte\.", frase)
    assert dito is not None, frase
    [linha] = Path(dito[2]).read_text("utf-8").splitlines()
    registro = json.loads(linha)
    assert (registro["numero"], registro["tipo"]) == (dito[1], "ZeroDivisionError")
    assert "in mostra" in registro["rastro"]
    assert "529.982.247" not in linha
    assert Path(dito[2]).parent == tmp_path / "registro"  # where the window writes its own


def test_quem_desenvolve_pode_ver_o_rastro(tmp_path: Path) -> None:
    feito = roda(tmp_path, BALCAO_DEPURA="1")
    assert feito.returncode == DEFEITO
    assert feito.stderr.startswith("Traceback")
    assert len((tmp_path / "registro" / "erros.jsonl").read_text("utf-8").splitlines()) == 1
    assert "Traceback" not in roda(tmp_path, BALCAO_DEPURA="0").stderr


@pytest.mark.parametrize("estraga", [
    lambda pasta: (pasta / "registro").write_text("um arquivo no lugar da pasta"),
    lambda pasta: ((pasta / "registro").mkdir(), (pasta / "registro" / "erros.jsonl").symlink_to("/dev/full"))])
def test_sem_onde_registrar_o_defeito_nao_se_perde(tmp_path: Path, estraga) -> None:  # type: ignore[no-untyped-def]
    estraga(tmp_path)
    feito = roda(tmp_path)
    assert feito.returncode == DEFEITO
    assert "ZeroDivisionError" in feito.stderr
    assert "não pôde ser registrado" in feito.stderr.splitlines()[-1]


@pytest.mark.parametrize(("erro", "codigo"), [
    ("PermissionError(13, 'negado', '/x')", 3), ("KeyboardInterrupt", 130),
    ("__import__('balcao.domain.erros').domain.erros.EntradaInvalida('Não serve.')", 1)])
def test_o_que_se_espera_nao_e_defeito(tmp_path: Path, erro: str, codigo: int) -> None:
    feito = roda(tmp_path, erro)
    assert feito.returncode == codigo
    assert not (tmp_path / "registro" / "erros.jsonl").exists()


def test_a_ajuda_diz_o_codigo(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "4 defeito do programa" in " ".join(capsys.readouterr().out.split())
