"""Folders, permissions and the replacement of a file, as the system really does them."""

import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from balcao.config import plataforma

unix = pytest.mark.skipif(sys.platform == "win32", reason="modes are Unix's")


def _modo(caminho: Path) -> int:
    return stat.S_IMODE(caminho.stat().st_mode)


@unix
def test_a_variavel_poe_tudo_sob_uma_pasta_fechada(tmp_path: Path) -> None:
    onde = plataforma.pastas({"BALCAO_PASTA": str(tmp_path / "loja")})
    assert onde.dados == tmp_path / "loja" / "dados"
    for pasta in (onde.dados, onde.config, onde.cache, onde.registro):
        assert pasta.is_dir()
        assert pasta.parent == tmp_path / "loja"
        assert _modo(pasta) & 0o066 == 0  # nobody else lists or writes it


@unix
def test_sem_a_variavel_cada_um_tem_a_sua(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plataforma, "_PASTA_DO_ROOT", tmp_path / "var")
    for nome in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{nome}_HOME", str(tmp_path / "casa" / nome))
    monkeypatch.setattr(plataforma, "e_root", lambda: True)
    assert plataforma.pastas({}).dados == tmp_path / "var" / "dados"
    monkeypatch.setattr(plataforma, "e_root", lambda: False)
    onde = plataforma.pastas({})
    assert onde.dados == tmp_path / "casa" / "DATA" / "Balcao"
    assert onde.registro.is_relative_to(tmp_path / "casa")
    assert _modo(onde.dados) == 0o700


@unix
def test_pasta_que_ja_existe_nao_muda_de_permissao(tmp_path: Path) -> None:
    aberta = tmp_path / "aberta"
    aberta.mkdir()
    aberta.chmod(0o755)
    plataforma.cria_pasta(aberta)
    plataforma.cria_pasta(aberta / "nossa")
    assert _modo(aberta) == 0o755


@unix
def test_gravar_troca_o_arquivo_inteiro_e_so_o_dono_le(tmp_path: Path) -> None:
    arquivo = tmp_path / "estação.toml"
    arquivo.write_text("velho")
    arquivo.chmod(0o644)
    plataforma.grava(arquivo, "novo çã")
    assert arquivo.read_text("utf-8") == "novo çã"
    assert _modo(arquivo) == 0o600
    plataforma.grava(arquivo, b"\x00\xff")
    assert arquivo.read_bytes() == b"\x00\xff"
    assert [a.name for a in tmp_path.iterdir()] == ["estação.toml"]


@unix
def test_gravacao_que_falha_deixa_o_antigo(tmp_path: Path) -> None:
    """A file size limit stands for the full disk: the write fails half-way."""
    arquivo = tmp_path / "a.toml"
    arquivo.write_text("antigo")
    codigo = ("import resource, signal, sys; from pathlib import Path; from balcao.config import plataforma;"
              "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
              "resource.setrlimit(resource.RLIMIT_FSIZE, (50, 50));"
              "plataforma.grava(Path(sys.argv[1]), 'x' * 1000)")
    feito = subprocess.run([sys.executable, "-c", codigo, arquivo], capture_output=True, text=True, check=False)
    assert "File too large" in feito.stderr
    assert arquivo.read_text() == "antigo"
    assert [a.name for a in tmp_path.iterdir()] == ["a.toml"]


@unix
def test_morto_a_qualquer_momento_o_arquivo_esta_inteiro(tmp_path: Path) -> None:
    arquivo = tmp_path / "a.toml"
    codigo = ("import sys; from pathlib import Path; from balcao.config import plataforma; print(flush=True)\n"
              "i = 0\n"
              "while True: i += 1; plataforma.grava(Path(sys.argv[1]), f'{i:06}' * 20_000); print(flush=True)")
    with subprocess.Popen([sys.executable, "-c", codigo, arquivo], stdout=subprocess.PIPE) as escritor:
        assert escritor.stdout is not None
        for _volta in range(8):
            escritor.stdout.readline()
        escritor.send_signal(signal.SIGKILL)
    texto = arquivo.read_text()
    assert len(texto) == 120_000
    assert texto == texto[:6] * 20_000


@pytest.mark.parametrize("congelado", [True, False])
def test_outro_programa_nao_herda_as_bibliotecas_do_pacote(monkeypatch: pytest.MonkeyPatch,
                                                           congelado: bool) -> None:
    monkeypatch.setattr(sys, "frozen", congelado, raising=False)
    do_pacote = {"LD_LIBRARY_PATH": "/pacote", "LD_LIBRARY_PATH_ORIG": "/minha", "PATH": "/bin"}
    esperado = {"LD_LIBRARY_PATH": "/minha", "PATH": "/bin"} if congelado else do_pacote
    assert plataforma.ambiente_limpo(do_pacote) == esperado
    assert plataforma.ambiente_limpo({"LD_LIBRARY_PATH": "/p"}) == ({} if congelado else {"LD_LIBRARY_PATH": "/p"})
