"""The service's log says what happened and to whom it did not belong."""

import json
import subprocess
import sys
from pathlib import Path

from balcao.retaguarda import servidor

_PROGRAMA = """
import sys
from pathlib import Path
import structlog
from balcao.retaguarda.registro import configura

configura(Path(sys.argv[1]))
try:
    raise ValueError("duplicate key\\nDETAIL:  Key (documento)=(39053344705) already exists.\\nCONTEXT:  x 390")
except ValueError as erro:
    structlog.get_logger("balcao.retaguarda").error("defeito", numero="ab12", exc_info=erro)
"""


def test_um_defeito_e_uma_linha_json_sem_os_dados_da_linha(tmp_path: Path) -> None:
    arquivo = tmp_path / servidor.REGISTRO
    subprocess.run([sys.executable, "-c", _PROGRAMA, arquivo], check=True, timeout=60, cwd=Path.cwd())
    [linha] = map(json.loads, arquivo.read_text(encoding="utf-8").splitlines())
    assert (linha["event"], linha["numero"], linha["level"]) == ("defeito", "ab12", "error")
    assert "ValueError: duplicate key" in linha["exception"]
    assert "390" not in linha["exception"]


def test_um_registro_grande_e_posto_de_lado(tmp_path: Path) -> None:
    arquivo = tmp_path / servidor.REGISTRO
    arquivo.write_bytes(b"x" * 10)
    servidor._gira(tmp_path)
    assert arquivo.exists()
    with arquivo.open("ab") as aberto:
        aberto.truncate(servidor.REGISTRO_MAXIMO + 1)
    servidor._gira(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["retaguarda.anterior.log"]
    servidor._gira(None)
