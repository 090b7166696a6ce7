"""The proof of a backup: it is restored, whole, into a PostgreSQL of its own beside, which is then thrown away.

Nothing of the shop is touched, and everybody else goes first. What is proved: the file is whole, PostgreSQL takes
all of it, every table has its rows back, the roles have passwords, the service writes and a station reads.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import fasteners  # type: ignore[import-untyped]
import psycopg
from psycopg import sql

from balcao.config import plataforma
from balcao.db.server.banco import BANCO
from balcao.db.server.conexao import com, conecta, traduzindo
from balcao.db.server.copia import Copia, NaoRestaura, ler_copia, restaurar
from balcao.db.server.embutido import ServidorEmbutido
from balcao.db.server.nomes import Papeis
from balcao.db.server.programas import para_servidor
from balcao.domain.erros import AmbienteIndisponivel

Progresso = Callable[[str], None]

CRESCE: Final = 8  # a compressed dump, unpacked, with its indexes and the server's own files
MINIMO: Final = 300_000_000


class Prova:
    """One proof, in `pasta`, which is emptied before and after. `bin`: another PostgreSQL's programs."""

    def __init__(self, pasta: Path, bin: Path | None = None) -> None:
        self._pasta, self._bin = pasta, bin
        self._servidor: ServidorEmbutido | None = None
        self._parar = False

    def executa(self, arquivo: Path, avisa: Progresso) -> Copia:
        """Restore and look. Raises CopiaInvalida and NaoRestaura when the copy is no good; another
        AmbienteIndisponivel when it could not be tried here (no space, no programs, interrupted)."""
        copia = ler_copia(arquivo)
        bin = self._programas(copia)
        with self._vez():
            self._restaura(arquivo, copia, bin, avisa)
        return copia

    @contextmanager
    def _vez(self) -> Iterator[None]:
        trava = fasteners.InterProcessLock(self._pasta.with_suffix(".trava"))
        if not trava.acquire(blocking=False):
            raise AmbienteIndisponivel("Outra cópia está sendo conferida agora.", "Espere ela terminar.")
        try:
            yield
        finally:
            trava.release()

    def _restaura(self, arquivo: Path, copia: Copia, bin: Path | None, avisa: Progresso) -> None:
        self._limpa()
        plataforma.cria_pasta(self._pasta)
        self._confere_espaco(arquivo)
        servidor = ServidorEmbutido(self._pasta, bin=bin, teste=True)
        try:
            self._servidor = servidor
            self._ainda()
            servidor.iniciar(avisa)
            servidor.cede_a_vez()
            self._ainda()
            restaurar(arquivo, servidor.dsn(), avisa, bin=bin, pasta=self._pasta)
            self._olha(servidor, copia)
        except NaoRestaura:
            self._ainda()  # stopped from outside: that says nothing of the copy
            raise
        finally:
            servidor.parar()
            self._servidor = None
            self._limpa()

    def arruma(self) -> None:
        """End and remove what a proof that was killed left; one that is under way is left alone."""
        if self._pasta.exists():
            with suppress(AmbienteIndisponivel), self._vez():
                self._limpa()

    def interrompe(self) -> None:
        """From another thread: end it soon, with nothing left behind."""
        self._parar = True
        if (servidor := self._servidor) is not None:
            servidor.parar()

    def _ainda(self) -> None:
        if self._parar:
            raise AmbienteIndisponivel("A conferência da cópia foi interrompida.", "Ela é feita outra vez depois.")

    def _programas(self, copia: Copia) -> Path | None:
        if self._bin is not None or not copia.postgres:
            return self._bin
        return para_servidor(self._pasta.parent, copia.postgres, principal="postgres").bin

    def _confere_espaco(self, arquivo: Path) -> None:
        precisa = MINIMO + CRESCE * arquivo.stat().st_size
        livre = shutil.disk_usage(self._pasta).free
        if livre < precisa:
            raise AmbienteIndisponivel(
                f"Falta espaço para conferir a cópia: há {livre / 1e9:.1f} GB livres em {self._pasta}, e são precisos "
                f"{precisa / 1e9:.1f} GB.", "Libere espaço no disco do servidor.")

    def _limpa(self) -> None:
        """Remove what a killed proof left, its server first."""
        if self._pasta.exists():
            ServidorEmbutido(self._pasta, bin=self._bin, teste=True).parar()
            shutil.rmtree(self._pasta)

    @traduzindo("A cópia restaurada não serve para trabalhar")
    def _olha(self, servidor: ServidorEmbutido, copia: Copia) -> None:
        papeis = Papeis(copia.esquema)
        with conecta(com(servidor.dsn(), dbname=BANCO), autocommit=True) as con:
            con.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(papeis.esquema)))
            self._olha_papeis(con, papeis, copia)
            try:
                self._olha_servico(con, papeis)
            except psycopg.Error as erro:
                raise NaoRestaura(f"Na cópia restaurada o serviço não consegue trabalhar ({erro}).",
                                  "Faça outra cópia; se continuar, chame o suporte.") from erro

    def _olha_papeis(self, con: psycopg.Connection[Any], papeis: Papeis, copia: Copia) -> None:
        """Every role that must log in can: the fixed ones, and those of the stations."""
        entram = {nome for (nome,) in con.execute(
            "SELECT rolname FROM pg_authid WHERE rolcanlogin AND rolpassword IS NOT NULL")}
        faltam = sorted({papeis.dono, papeis.servico, papeis.consulta, *copia.verificadores} - entram)
        if faltam:
            raise NaoRestaura(f"A cópia não traz a senha de {', '.join(faltam[:5])}.",
                              "Faça outra cópia; se continuar, chame o suporte.")

    def _olha_servico(self, con: psycopg.Connection[Any], papeis: Papeis) -> None:
        """The service writes (and takes it back), a station reads."""
        with con.transaction(force_rollback=True):
            con.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(papeis.servico)))
            con.execute("INSERT INTO grupos (nome) VALUES ('prova da cópia')")
        with con.transaction():
            con.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(papeis.leitura)))
            con.execute("SELECT id, codigo FROM produtos LIMIT 1")
