"""Everything that differs between Linux, Windows and macOS, and nothing else (docs/decisions/0009).

Folders, permissions, safe replacement of a file, the account a database server runs under, how a
child process is started and a document opened. No other module asks which system this is.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import platformdirs

VARIAVEL_PASTA = "BALCAO_PASTA"
WINDOWS = sys.platform == "win32"
_PASTA_DO_ROOT = Path("/var/lib/balcao")
_CONTAS_DO_BANCO = ("balcao", "postgres", "nobody")


class Pastas(NamedTuple):
    """Where this installation keeps its files; the folders exist once `pastas()` has returned."""

    dados: Path     # databases: journal, replica, embedded server
    config: Path    # what this workstation alone knows (TOML)
    cache: Path     # may be deleted at any time
    registro: Path  # logs


def pastas(ambiente: Mapping[str, str] = os.environ) -> Pastas:
    """The folders of this user, made when missing; `BALCAO_PASTA` puts all of them under one folder.

    Root on Linux gets /var/lib/balcao instead of its home: the database server runs under another
    account, which must be able to reach its files. Raises OSError when a folder cannot be made.
    """
    if raiz := ambiente.get(VARIAVEL_PASTA) or (_PASTA_DO_ROOT if e_root() else None):
        base = Path(raiz).expanduser().absolute()
        onde = Pastas(base / "dados", base / "config", base / "cache", base / "registro")
    else:
        do_sistema = platformdirs.PlatformDirs("Balcao", appauthor=False)
        base = None
        onde = Pastas(do_sistema.user_data_path, do_sistema.user_config_path,
                      do_sistema.user_cache_path, do_sistema.user_log_path)
    if base is not None:
        cria_pasta(base)
    for pasta in (onde.dados, onde.config, onde.cache, onde.registro):
        cria_pasta(pasta)
    return onde


def e_root() -> bool:
    """True when this process is the Unix superuser (never on Windows)."""
    return not WINDOWS and os.geteuid() == 0


def cria_pasta(pasta: Path) -> Path:
    """Make a folder that only its owner can list; parents that exist are never changed.

    For root the folder may be crossed (not listed) by others, so that the database's account can
    reach its own files below. Windows protects the user's profile by itself.
    """
    if not pasta.is_dir():
        pasta.mkdir(parents=True, exist_ok=True)
        if not WINDOWS:
            pasta.chmod(0o711 if e_root() else 0o700)
    return pasta


@contextmanager
def pasta_temporaria() -> Iterator[Path]:
    """A folder for one run (the demo's shop), removed at the end; the database's account can reach it."""
    with tempfile.TemporaryDirectory(prefix="balcao-") as nome:
        pasta = Path(nome)
        if e_root():
            pasta.chmod(0o711)
        yield pasta


def so_do_dono(arquivo: Path) -> None:
    """Leave a file readable and writable by its owner alone."""
    if not WINDOWS:
        arquivo.chmod(0o600)


def grava(arquivo: Path, conteudo: bytes | str) -> None:
    """Replace a file whole: killed at any moment, the old or the new content is there, never half.

    The file ends up readable by its owner alone. Raises OSError (disk full, no permission); then the
    old content is untouched.
    """
    dados = conteudo.encode() if isinstance(conteudo, str) else conteudo
    descritor, nome = tempfile.mkstemp(prefix=f".{arquivo.name}.", dir=arquivo.parent)
    try:
        with os.fdopen(descritor, "wb") as novo:
            novo.write(dados)
            novo.flush()
            os.fsync(novo.fileno())
        os.replace(nome, arquivo)
    except BaseException:
        Path(nome).unlink(missing_ok=True)
        raise
    _firma_pasta(arquivo.parent)


def _firma_pasta(pasta: Path) -> None:
    """Make a rename survive a power cut. Windows cannot open a folder, and journals its renames."""
    if WINDOWS:
        return
    descritor = os.open(pasta, os.O_RDONLY)
    try:
        os.fsync(descritor)
    finally:
        os.close(descritor)


def ambiente_limpo(ambiente: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment for another program: what PyInstaller's loader put there is taken back.

    A frozen program's LD_LIBRARY_PATH would make other programs load our libraries.
    """
    limpo = dict(ambiente)
    if not getattr(sys, "frozen", False):
        return limpo
    for variavel in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        limpo.pop(variavel, None)
        if original := limpo.pop(f"{variavel}_ORIG", None):
            limpo[variavel] = original
    return limpo


class Conta(NamedTuple):
    """An account of the operating system under which a child process runs."""

    nome: str
    uid: int
    gid: int


def conta_do_banco(dados: Path) -> Conta | None:
    """Who must run the database server: None is "the current user".

    PostgreSQL refuses to run as root, so root lends it an account without privileges: the one that
    owns the data already, else the first of a known few.
    """
    if sys.platform == "win32" or not e_root():
        return None
    import pwd  # Unix only: the module does not exist on Windows

    if dados.exists() and (dono := dados.stat().st_uid) != 0:
        achada = pwd.getpwuid(dono)
        return Conta(achada.pw_name, achada.pw_uid, achada.pw_gid)
    for nome in _CONTAS_DO_BANCO:
        try:
            achada = pwd.getpwnam(nome)
        except KeyError:
            continue
        return Conta(achada.pw_name, achada.pw_uid, achada.pw_gid)
    return None


def pastas_do_postgresql() -> list[Path]:
    """Where systems put PostgreSQL's programs: those found, the newest version first."""
    padroes = {"win32": ("C:/Program Files", "PostgreSQL/*/bin"),
               "darwin": ("/", "Library/PostgreSQL/*/bin")}.get(sys.platform, ("/usr", "lib/postgresql/*/bin"))
    achadas = [*Path(padroes[0]).glob(padroes[1]), *Path("/usr").glob("pgsql-*/bin")]
    return sorted(achadas, key=lambda pasta: int(re.sub(r"\D", "", pasta.parent.name) or 0), reverse=True)


def entrega(caminho: Path, conta: Conta | None) -> None:
    """Hand a file or folder of ours over to the account (nothing to do for the current user)."""
    if conta is not None:
        os.chown(caminho, conta.uid, conta.gid)


def deixa_passar(pasta: Path, conta: Conta | None) -> None:
    """Let the account cross (not list) one folder of ours on its way to its own files."""
    if conta is not None:
        pasta.chmod(pasta.stat().st_mode | 0o011)


def alcanca(conta: Conta | None, caminho: Path) -> bool:
    """True when the account can read the file or enter the folder, and every folder above it.

    Asks the system itself: modes alone would not tell about access lists and mounts.
    """
    if conta is None:
        return os.access(caminho, os.X_OK if caminho.is_dir() else os.R_OK)
    pergunta = ["test", "-x" if caminho.is_dir() else "-r", str(caminho)]
    return subprocess.run(pergunta, cwd="/", check=False, **opcoes_de_processo(conta)).returncode == 0


def opcoes_de_processo(conta: Conta | None = None) -> dict[str, Any]:
    """Arguments for `subprocess` that start a child under the account, with no console window."""
    if WINDOWS:
        return {"creationflags": 0x08000000}  # CREATE_NO_WINDOW
    if conta is None:
        return {}
    return {"user": conta.uid, "group": conta.gid, "extra_groups": []}


def cede_a_vez() -> None:
    """Lower this process's priority: it works in the background, the screen's process goes first."""
    if sys.platform == "win32":
        import ctypes  # 5 ms, and only here

        ctypes.windll.kernel32.SetPriorityClass(ctypes.windll.kernel32.GetCurrentProcess(), 0x4000)  # below normal
    else:
        os.nice(10)
