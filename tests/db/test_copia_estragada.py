"""A backup with any one byte spoiled: it is read as it was, or refused; never an error of the reader's own."""

import errno
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from balcao.db.server import copia
from balcao.db.server.copia import CopiaInvalida

DUMP = b"o banco inteiro" * 9
MANIFESTO = {"formato": 1, "empresa": "0192f0c0-0000-7000-8000-000000000001", "nome": "Loja", "esquema": "loja",
             "versao_esquema": "0001", "feita_em": datetime(2026, 3, 10, tzinfo=UTC).isoformat(), "contagens": {},
             "verificadores": {}, "postgres": 16}


@pytest.fixture(scope="module")
def boa() -> bytes:
    saida = io.BytesIO()
    with zipfile.ZipFile(saida, "w") as pacote:
        pacote.writestr("manifesto.json", json.dumps(MANIFESTO))
        pacote.writestr("banco.dump", DUMP)
    return saida.getvalue()


@pytest.mark.parametrize("trocado", [1, 8, 0xFF])
def test_cada_byte_estragado(boa: bytes, tmp_path: Path, trocado: int) -> None:
    arquivo, dump = tmp_path / "loja.balcao", tmp_path / "banco.dump"
    arquivo.write_bytes(boa)
    certa, recusadas = copia.ler_copia(arquivo), 0
    for onde in range(len(boa)):
        arquivo.write_bytes(boa[:onde] + bytes([boa[onde] ^ trocado]) + boa[onde + 1:])
        try:
            assert copia.ler_copia(arquivo) == certa
            copia._extrai(arquivo, dump)
            assert dump.read_bytes() == DUMP
        except CopiaInvalida:
            recusadas += 1
    assert recusadas > len(DUMP) + len(json.dumps(MANIFESTO))


def test_o_que_o_disco_diz_nao_e_defeito_da_copia(boa: bytes, tmp_path: Path) -> None:
    arquivo = tmp_path / "loja.balcao"
    arquivo.write_bytes(boa)
    with pytest.raises(OSError) as erro:  # noqa: PT011 - which, is below
        copia._extrai(arquivo, tmp_path / "nenhuma" / "banco.dump")
    assert erro.value.errno == errno.ENOENT
