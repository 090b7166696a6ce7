"""Prepare this folder to run Balcão: uv, `.venv` from requirements.lock, and Qt's system libraries.

Runs on a bare Python >= 3.11 (standard library only; pip and venv may be missing, the system's Python
may be "externally managed"): nothing is installed outside this folder, except that root installs
missing system packages through apt-get. When all is up to date it returns in a few hundredths of a
second. Said in Portuguese, because a shop's technician reads it.
"""

import compileall
import fcntl
import hashlib
import os
import platform
import shutil
import stat
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

RAIZ = Path(__file__).resolve().parent.parent
VENV = RAIZ / ".venv"
UV = RAIZ / ".uv"
LOCK = RAIZ / "requirements.lock"
UV_FIXADO = RAIZ / "ferramentas" / "uv.txt"
CARIMBO = VENV / ".balcao-pronto"

# what each library that Qt may miss is called in Debian and Ubuntu
PACOTES = {
    "libEGL.so.1": "libegl1", "libGL.so.1": "libgl1", "libOpenGL.so.0": "libopengl0",
    "libGLX.so.0": "libglx0", "libX11.so.6": "libx11-6", "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon.so.0": "libxkbcommon0", "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb.so.1": "libxcb1", "libxcb-cursor.so.0": "libxcb-cursor0", "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0", "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0", "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0", "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0", "libxcb-sync.so.1": "libxcb-sync1", "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0", "libxcb-xinput.so.0": "libxcb-xinput0",
    "libxcb-xkb.so.1": "libxcb-xkb1", "libxcb-glx.so.0": "libxcb-glx0", "libSM.so.6": "libsm6",
    "libICE.so.6": "libice6", "libdbus-1.so.3": "libdbus-1-3", "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6", "libglib-2.0.so.0": "libglib2.0-0", "libgthread-2.0.so.0": "libglib2.0-0",
    "libz.so.1": "zlib1g", "libzstd.so.1": "libzstd1", "libdrm.so.2": "libdrm2", "libcups.so.2": "libcups2",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2", "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0", "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
PECAS_DO_QT = (
    "QtCore.abi3.so", "QtGui.abi3.so", "QtWidgets.abi3.so", "QtNetwork.abi3.so", "QtPrintSupport.abi3.so",
    "QtSvg.abi3.so", "Qt/plugins/platforms/libqxcb.so", "Qt/plugins/platforms/libqoffscreen.so",
    "Qt/plugins/iconengines/libqsvgicon.so", "Qt/plugins/printsupport/libcupsprintersupport.so",
)
FONTES = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


class NaoDeu(Exception):
    """What went wrong and the one thing to do, in Portuguese."""


def main() -> int:
    esperado = _carimbo()
    if _le(CARIMBO) == esperado and (VENV / "bin" / "python").exists():
        _compila()
        return 0
    UV.mkdir(exist_ok=True)
    with (UV / "trava").open("w") as trava:
        fcntl.flock(trava, fcntl.LOCK_EX)  # `make run` and `make test` at once
        if _le(CARIMBO) == esperado:
            return 0
        try:
            _prepara()
        except NaoDeu as erro:
            print(f"\n{erro}", file=sys.stderr)
            return 1
        CARIMBO.write_text(esperado)
    _compila()
    _diz("Pronto.")
    return 0


def _compila() -> None:
    """The program's own bytecode: where Python is told to write none (PYTHONDONTWRITEBYTECODE), every start would
    compile a hundred modules again, half a second. What is fresh is left alone; a folder that cannot be written
    stays as it is."""
    compileall.compile_dir(RAIZ / "balcao", quiet=2)


def _carimbo() -> str:
    """What the prepared state depends on."""
    soma = hashlib.sha256()
    for arquivo in (LOCK, RAIZ / "pyproject.toml", UV_FIXADO, Path(__file__)):
        soma.update(arquivo.read_bytes())
    return f"{soma.hexdigest()} {platform.python_version()} {RAIZ}\n"


def _prepara() -> None:
    uv = _garante_uv()
    ambiente = _ambiente_do_uv()
    if not _venv_serve():
        _diz("Criando o ambiente do Python em .venv…")
        _roda([uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV], ambiente,
              "Não foi possível criar o ambiente em .venv.")
    _diz("Instalando as bibliotecas do arquivo requirements.lock (na primeira vez, uns 200 MB)…")
    python = VENV / "bin" / "python"
    _roda([uv, "pip", "sync", "--python", python, "--require-hashes", "--compile-bytecode", LOCK], ambiente,
          "As bibliotecas não puderam ser instaladas. Confira a rede (ou o espelho configurado no pip) "
          "e repita o comando.", mostra=True)
    _roda([uv, "pip", "install", "--python", python, "--no-deps", "--no-build-isolation", "--editable", RAIZ],
          ambiente, "O próprio Balcão não pôde ser instalado em .venv.")
    if sys.platform == "linux":
        _garante_sistema()


def _venv_serve() -> bool:
    """True when .venv was made for this very Python."""
    configuracao = _le(VENV / "pyvenv.cfg")
    return f"version_info = {platform.python_version()}" in configuracao and (VENV / "bin" / "python").exists()


# ---- uv


def _garante_uv() -> Path:
    """The pinned uv in .uv/, fetched by whatever pip there is, its content checked."""
    versao = UV_FIXADO.read_text().split("uv==")[1].split()[0]
    uv = UV / versao / "uv"
    if uv.exists():
        return uv
    _diz(f"Buscando o uv {versao}…")
    baixados = UV / "baixados"
    shutil.rmtree(baixados, ignore_errors=True)
    _roda([*_pip(), "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:",
           "--require-hashes", "--requirement", UV_FIXADO, "--dest", baixados], dict(os.environ),
          "O uv não pôde ser buscado. Confira a rede (ou o espelho configurado no pip) e repita o comando.")
    [roda] = baixados.glob("uv-*.whl")
    uv.parent.mkdir(exist_ok=True)
    novo = uv.with_name("uv.novo")
    with zipfile.ZipFile(roda) as pacote, novo.open("wb") as destino:
        destino.write(pacote.read(f"uv-{versao}.data/scripts/uv"))
    novo.chmod(novo.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    novo.replace(uv)
    shutil.rmtree(baixados)
    return uv


def _pip() -> list[str | Path]:
    """How to call pip: the installed one, the one that came with Python, or Debian's, installed by root.

    Python's own copy of pip is a zip that runs without being installed, so neither venv nor ensurepip
    is needed (Debian removes both), and "externally managed" does not apply.
    """
    if _tem_pip():
        return [sys.executable, "-m", "pip"]
    if achado := _pip_em_zip():
        return [sys.executable, achado]
    if not _instala_no_sistema(["python3-pip-whl", "ca-certificates"]) or not (achado := _pip_em_zip()):
        raise NaoDeu("Falta o pip, que busca as bibliotecas. Instale-o com:\n\n"
                     "    sudo apt-get install -y python3-pip-whl ca-certificates\n\ne repita o comando.")
    return [sys.executable, achado]


def _tem_pip() -> bool:
    return subprocess.run([sys.executable, "-m", "pip", "--version"], check=False, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode == 0


def _pip_em_zip() -> Path | None:
    pastas = [Path(os.__file__).parent / "ensurepip" / "_bundled",
              Path(sysconfig.get_config_var("WHEEL_PKG_DIR") or "/usr/share/python-wheels")]
    for pasta in pastas:
        for roda in sorted(pasta.glob("pip-*.whl"), reverse=True):
            return roda / "pip"
    return None


def _ambiente_do_uv() -> dict[str, str]:
    """uv does not read pip's configuration: hand it the mirror and the certificate that the shop set there."""
    ambiente = {"UV_SYSTEM_CERTS": "1", "UV_PYTHON_DOWNLOADS": "never"} | os.environ
    ambiente.pop("VIRTUAL_ENV", None)
    resposta = subprocess.run([*_pip(), "config", "list"], check=False, capture_output=True, text=True)
    configuracao = dict(linha.split("=", 1) for linha in resposta.stdout.splitlines() if "=" in linha)
    for do_uv, do_pip in (("UV_DEFAULT_INDEX", "index-url"), ("SSL_CERT_FILE", "cert")):
        for secao in ("global", "install", ":env:"):
            if valor := configuracao.get(f"{secao}.{do_pip}", "").strip("'\""):
                ambiente.setdefault(do_uv, valor)
    return ambiente


# ---- the system's libraries


def _garante_sistema() -> None:
    """Every library that Qt loads, and one font: installed by root, named to anybody else."""
    faltam = set(_bibliotecas_que_faltam())
    desconhecidas = sorted(faltam - PACOTES.keys())
    pacotes = {PACOTES[nome] for nome in faltam & PACOTES.keys()}
    if not any(_ha_fonte(Path(pasta).expanduser()) for pasta in FONTES):
        pacotes.add("fonts-dejavu-core")
    if pacotes and _instala_no_sistema(sorted(pacotes)):
        desconhecidas = sorted(set(_bibliotecas_que_faltam()))
        pacotes.clear()
    if pacotes:
        raise NaoDeu("Faltam partes do sistema para mostrar janelas. Instale-as com:\n\n"
                     f"    sudo apt-get install -y {' '.join(sorted(pacotes))}\n\ne repita o comando.")
    if desconhecidas:
        raise NaoDeu("Faltam bibliotecas do sistema para mostrar janelas: " + ", ".join(desconhecidas) +
                     ".\nInstale os pacotes que as trazem e repita o comando.")


def _bibliotecas_que_faltam() -> Iterator[str]:
    for pyside in VENV.glob("lib/python3*/site-packages/PySide6"):
        pecas = [pyside / peca for peca in PECAS_DO_QT if (pyside / peca).exists()]
        saida = subprocess.run(["ldd", *pecas], check=False, capture_output=True, text=True,
                               env=dict(os.environ) | {"LC_ALL": "C"})
        for linha in saida.stdout.splitlines():
            if "not found" in linha:
                yield linha.split()[0]


def _ha_fonte(pasta: Path) -> bool:
    return any(arquivo.suffix.lower() in (".ttf", ".otf", ".ttc") for arquivo in pasta.rglob("*"))


def _instala_no_sistema(pacotes: Sequence[str]) -> bool:
    """Install Debian packages when we may; True when they are there."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return False
    _diz("Instalando do sistema: " + " ".join(pacotes) + "…")
    ambiente = dict(os.environ) | {"DEBIAN_FRONTEND": "noninteractive"}
    for comando in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *pacotes]):
        _roda([apt, *comando], ambiente, f"O apt-get não conseguiu: apt-get {' '.join(comando)}")
    return True


# ---- small helpers


def _roda(comando: Sequence[str | Path], ambiente: dict[str, str], se_falhar: str, *, mostra: bool = False) -> None:
    """Run to the end, silent unless it fails; then what it said and what to do.

    mostra: on a terminal, let the program show its own progress bar.
    """
    feito = subprocess.run(comando, check=False, env=ambiente, cwd=RAIZ, stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, text=True, errors="replace",
                           stderr=None if mostra and sys.stderr.isatty() else subprocess.STDOUT)
    if feito.returncode != 0:
        raise NaoDeu(f"{feito.stdout.strip()}\n\n{se_falhar}".strip())


def _le(arquivo: Path) -> str:
    try:
        return arquivo.read_text()
    except FileNotFoundError:
        return ""


def _diz(texto: str) -> None:
    print(texto, flush=True)


if __name__ == "__main__":
    sys.exit(main())
