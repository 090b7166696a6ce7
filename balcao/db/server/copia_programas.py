"""PostgreSQL's programs at work for a backup: run to the end, their English turned into what to do."""

import errno
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg import conninfo

from balcao.db.server.programas import ProgramasPostgres, cede_a_vez, explica
from balcao.domain.erros import AmbienteIndisponivel

Progresso = Callable[[str], None]


def roda(programas: ProgramasPostgres, dsn: str, crescendo: Path, avisa: Progresso, programa: str,
          *argumentos: str) -> None:
    """Run a program to its end, telling now and then how large its file is."""
    processo = subprocess.Popen(programas.comando(programa, *argumentos), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,  # a file would be on the full disk
                                **programas.contexto(**variaveis(dsn)))
    cede_a_vez(processo.pid)
    texto = _espera(processo, crescendo, avisa)
    if processo.returncode == 0:
        return
    if "No space left on device" in texto or "Disk quota exceeded" in texto:
        raise OSError(errno.ENOSPC, "No space left on device")
    raise AmbienteIndisponivel(f"A cópia não pôde ser feita ({primeiro_erro(texto)}).",
                               "Confira o espaço em disco e a conexão com o servidor.")


def _espera(processo: subprocess.Popen[bytes], crescendo: Path, avisa: Progresso) -> str:
    try:
        while True:
            try:
                return processo.communicate(timeout=1)[0].decode(errors="replace")
            except subprocess.TimeoutExpired:
                tamanho = crescendo.stat().st_size if crescendo.exists() else 0
                avisa(f"Copiando o banco de dados… {tamanho / 1e6:.0f} MB")
    except BaseException:  # told to stop: no child is left behind
        processo.kill()
        processo.communicate()
        raise


def variaveis(dsn: str) -> dict[str, str]:
    """The connection for a child process: in its environment, never on its command line."""
    partes = conninfo.conninfo_to_dict(dsn)
    nomes = {"host": "PGHOST", "hostaddr": "PGHOSTADDR", "port": "PGPORT", "user": "PGUSER",
             "password": "PGPASSWORD", "dbname": "PGDATABASE", "sslmode": "PGSSLMODE",
             "sslrootcert": "PGSSLROOTCERT", "target_session_attrs": "PGTARGETSESSIONATTRS"}
    return {variavel: str(partes[nome]) for nome, variavel in nomes.items() if partes.get(nome) is not None}


def exige_tls(dsn: str) -> bool:
    """Whether the server must prove itself on this connection."""
    return conninfo.conninfo_to_dict(dsn).get("sslmode") in ("require", "verify-ca", "verify-full")


@contextmanager
def pasta_de_trabalho(onde: Path) -> Iterator[Path]:
    """A folder of ours on the same disk; it goes whatever happens."""
    with tempfile.TemporaryDirectory(prefix=".balcao-copia-", dir=onde) as pasta:
        yield Path(pasta)


def primeiro_erro(texto: str) -> str:
    """The line of a program's output that says why."""
    linhas = [linha for linha in texto.splitlines() if "ERROR" in linha or "error" in linha]
    return (linhas or texto.splitlines() or ["motivo desconhecido"])[0].strip()


def explica_pasta(erro: OSError, pasta: Path) -> AmbienteIndisponivel:
    """What the system's refusal means for the folder of the copies."""
    if erro.errno in (errno.ENOSPC, errno.EDQUOT):
        return AmbienteIndisponivel(f"O disco das cópias está cheio ({pasta}).",
                                    "Libere espaço nele, ou escolha outra pasta. As cópias anteriores estão guardadas.")
    if erro.errno in (errno.ENOENT, errno.ENOTDIR):
        return AmbienteIndisponivel(f"A pasta das cópias não está mais lá ({pasta}).",
                                    "Ligue o disco, ou escolha outra pasta.")
    if erro.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return AmbienteIndisponivel(f"O sistema não deixa gravar na pasta das cópias ({pasta}).",
                                    "Acerte as permissões dela, ou escolha outra pasta.")
    return explica(str(erro), pasta)
