"""What the system refuses is told in Portuguese, whatever Python calls it."""

import errno
import os
import re
from pathlib import Path

import pytest

import balcao
from balcao.domain.motivo_sistema import motivo_do_sistema

INGLES = re.compile(r"\b(no|not|the|is|denied|refused|file|directory|device|address|in use|too|timed)\b", re.IGNORECASE)


@pytest.mark.parametrize(("codigo", "dito"), [
    (errno.ENOENT, "não existe"), (errno.EACCES, "sem permissão"), (errno.ENOSPC, "o disco está cheio"),
    (errno.EADDRINUSE, "outro programa já usa a porta"),
    (errno.EHOSTUNREACH, "o computador não é alcançado por esta rede"),
])
def test_o_que_o_sistema_recusa_e_dito_em_portugues(codigo: int, dito: str) -> None:
    assert motivo_do_sistema(OSError(codigo, os.strerror(codigo))) == dito
    assert INGLES.search(os.strerror(codigo))  # what would be on the screen otherwise


def test_um_erro_de_verdade_de_um_arquivo_que_nao_ha(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file") as pego:
        (tmp_path / "nota.xml").read_bytes()
    assert motivo_do_sistema(pego.value) == "não existe"


def test_o_que_e_raro_ou_sem_numero_fica_como_o_sistema_disse() -> None:
    assert motivo_do_sistema(OSError(errno.ENOTTY, "Inappropriate ioctl")) == "Inappropriate ioctl"
    assert motivo_do_sistema(OSError("sem número")) == "sem número"


def test_ninguem_mostra_as_palavras_do_sistema_por_conta_propria() -> None:
    pacote = Path(balcao.__file__).parent
    culpados = [str(um.relative_to(pacote)) for um in pacote.rglob("*.py")
                if "strerror" in um.read_text(encoding="utf-8") and um.name != "motivo_sistema.py"]
    assert culpados == []
