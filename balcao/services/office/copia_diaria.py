"""The shop's daily backup, made by its own server: at its time of day, or as soon as the computer is on again; then
restored beside, to be sure. What happened is written in the company's database, where every counter sees it.

One computer does it at a time (a lock in the database), with everybody else going first. A copy that fails leaves
the older ones, is said, and is tried again.
"""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Final

from balcao.config import plataforma
from balcao.config.servidor import AgendaCopia
from balcao.db.server import copia
from balcao.db.server.banco import Acesso
from balcao.db.server.conexao import conecta, traduzindo
from balcao.db.server.copia import CopiaEmCurso, CopiaInvalida, NaoRestaura
from balcao.db.server.copia_prova import Prova
from balcao.db.server.copia_registro import (
    anota_conferida,
    anota_falha,
    anota_que_nao_volta,
    le_situacao,
    situacao_de,
)
from balcao.db.server.estado import estado
from balcao.domain.copia import Falha, SituacaoCopia, confere_agora, le_hora, vencida
from balcao.domain.erros import AmbienteIndisponivel
from balcao.services.office.loja import Loja

ESPERA_INICIAL_S: Final = 120.0  # not while the shop is opening
PASSO_S: Final = 30.0
PARADA_S: Final = 20.0
ESPERAS: Final = (timedelta(minutes=10), timedelta(minutes=30), timedelta(hours=1))
RESERVA: Final = 200_000_000
"""Bytes left free on the disk on which the shop's own data lives: a backup must not stop the sales."""
RESTO_S: Final = 86_400.0
EXTENSAO: Final = ".balcao"
ESTRAGADA: Final = ".nao-restaura"
GUARDA_ESTRAGADAS: Final = 2


class Interrompida(AmbienteIndisponivel):
    """The server is stopping."""


class CopiaDiaria:
    """One per server process that owns the shop. `registra`: a line for the log; `fuso`: of the time of day (None:
    this computer's)."""

    def __init__(self, loja: Loja, registra: Callable[[str], None] = lambda _: None, fuso: tzinfo | None = None,
                 bin: Path | None = None) -> None:
        self._loja, self._registra, self._fuso, self._bin = loja, registra, fuso, bin
        self._parando = threading.Event()
        self._linha: threading.Thread | None = None
        self._prova: Prova | None = None
        self._falhas = 0
        self._tenta_em: datetime | None = None

    # ---- the thread

    def inicia(self) -> None:
        """Start looking at the clock."""
        self._linha = threading.Thread(target=self._vigia, name="copia diaria", daemon=True)
        self._linha.start()

    def para(self) -> None:
        """Stop; what is under way is given up with nothing left half-made."""
        self._parando.set()
        if (prova := self._prova) is not None:
            with suppress(AmbienteIndisponivel):
                prova.interrompe()
        if self._linha is not None:
            self._linha.join(PARADA_S)

    def _vigia(self) -> None:
        espera = ESPERA_INICIAL_S
        self._nova_prova().arruma()
        while not self._parando.wait(espera):
            espera = PASSO_S
            try:
                self.passa()
            except Exception as erro:  # noqa: BLE001 - tomorrow's backup does not die of today's bug
                self._registra(f"erro inesperado: {erro!r}")
                self._adia()

    # ---- one look

    def passa(self) -> bool:
        """Make the copy if it is time; True when one was made. Raises nothing that the shop can cause."""
        try:
            servidor = self._loja.servidor
            agora = self._loja.agora()
            if not servidor.copia.ligada or self._espera(agora):
                return False
            acesso = self._loja.acesso()
            hora = le_hora(servidor.copia.hora)
            if not self._vencida(agora, hora, le_situacao(acesso.dsn_dono, acesso.esquema)[0]):
                return False
            with _vez(acesso) as situacao:
                if situacao is None or not self._vencida(agora, hora, situacao):  # another computer's turn
                    return False
                return self._faz(acesso, servidor.copia, situacao)
        except AmbienteIndisponivel as erro:  # the database is away: there is nowhere to write it down either
            self._registra(str(erro))
            return False

    def _vencida(self, agora: datetime, hora: object, situacao: SituacaoCopia) -> bool:
        return not situacao.responsavel and vencida(agora.astimezone(self._fuso), hora, situacao.copiado_em)  # type: ignore[arg-type]

    def _espera(self, agora: datetime) -> bool:
        """Whether a failed copy is not to be tried again yet; a clock set back does not prolong it."""
        return self._tenta_em is not None and timedelta() < self._tenta_em - agora <= ESPERAS[-1]

    def _adia(self) -> None:
        self._tenta_em = self._loja.agora() + ESPERAS[min(self._falhas, len(ESPERAS) - 1)]
        self._falhas += 1

    def _faz(self, acesso: Acesso, agenda: AgendaCopia, antes: SituacaoCopia) -> bool:
        try:
            arquivo, tamanho = self._copia(acesso, agenda)
        except (Interrompida, CopiaEmCurso):
            return False
        except AmbienteIndisponivel as erro:
            if self._parando.is_set():  # the database went away because everything is stopping
                return False
            self._adia()
            self._registra(f"cópia não feita: {erro}")
            with conecta(acesso.dsn_dono) as con:
                anota_falha(con, acesso.esquema, Falha.NAO_FEITA, str(erro), self._loja.agora())
            return False
        self._registra(f"cópia feita: {arquivo.name}, {arquivo.stat().st_size} bytes")
        if confere_agora(self._loja.agora(), antes.conferida_em, tamanho, antes.falha) and not self._confere(
                acesso, arquivo, antes):
            return False
        self._falhas, self._tenta_em = 0, None
        apara(arquivo.parent, acesso.esquema, agenda.guarda)
        return True

    def _copia(self, acesso: Acesso, agenda: AgendaCopia) -> tuple[Path, int]:
        pasta, agora = agenda.onde(self._loja.pastas.dados), self._loja.agora()
        if not agenda.pasta:
            plataforma.cria_pasta(pasta)
        elif not pasta.is_dir():  # a disk that was taken out: its folder is not made anew on another one
            raise AmbienteIndisponivel(f"A pasta das cópias não está mais lá ({pasta}).",
                                       "Ligue o disco, ou escolha outra: balcao banco agendar --pasta.")
        _limpa_restos(pasta, agora)
        tamanho = estado(acesso.dsn_dono, acesso.esquema).tamanho
        self._confere_espaco(pasta, acesso.esquema)
        arquivo = pasta / f"{_prefixo(acesso.esquema)}{agora.astimezone(self._fuso):%Y%m%d-%H%M%S}{EXTENSAO}"
        copia.copiar(acesso.dsn_dono, arquivo, self._ainda, esquema=acesso.esquema, bin=self._bin, agora=agora)
        return arquivo, tamanho

    def _ainda(self, _texto: str) -> None:
        if self._parando.is_set():
            raise Interrompida("A retaguarda está parando.", "A cópia é feita outra vez depois.")

    def _confere_espaco(self, pasta: Path, esquema: str) -> None:
        """Room for twice the last copy (it is packed), and on the shop's own disk a reserve besides."""
        feitas = copias(pasta, esquema)
        precisa = int(2.2 * feitas[-1].stat().st_size) if feitas else 0
        if pasta.stat().st_dev == self._loja.pastas.dados.stat().st_dev:
            precisa += RESERVA
        livre = shutil.disk_usage(pasta).free
        if livre < precisa:
            raise AmbienteIndisponivel(
                f"O disco das cópias está cheio ({pasta}): há {livre // 1_000_000} MB livres, e são precisos "
                f"{precisa // 1_000_000} MB.",
                "Libere espaço nele, ou escolha outra pasta. As cópias anteriores estão guardadas.")

    # ---- the proof

    def _nova_prova(self) -> Prova:
        return Prova(self._loja.pastas.dados / "conferencia", self._bin)

    def _confere(self, acesso: Acesso, arquivo: Path, antes: SituacaoCopia) -> bool:
        """Restore it beside; False when it is no copy, and was put aside."""
        self._prova = self._nova_prova()
        try:
            if self._parando.is_set():
                return True
            self._prova.executa(arquivo, self._ainda)
        except (CopiaInvalida, NaoRestaura) as erro:
            if self._parando.is_set():
                return True
            self._adia()
            self._registra(f"a cópia {arquivo.name} não pode ser restaurada: {erro}")
            with suppress(OSError):
                arquivo.rename(arquivo.with_suffix(ESTRAGADA))
            with conecta(acesso.dsn_dono) as con:
                anota_que_nao_volta(con, acesso.esquema, f"{arquivo.name}: {erro}", self._loja.agora(),
                                    antes.copiado_em)
            return False
        except AmbienteIndisponivel as erro:  # no room, no memory: the copy stays, and stays unproved
            if not self._parando.is_set():
                self._registra(f"cópia não conferida: {erro}")
                with conecta(acesso.dsn_dono) as con:
                    anota_falha(con, acesso.esquema, Falha.NAO_FEITA, f"A cópia foi feita, e não conferida: {erro}",
                                self._loja.agora())
            return True
        finally:
            self._prova = None
        with conecta(acesso.dsn_dono) as con:
            anota_conferida(con, acesso.esquema, self._loja.agora())
        self._registra(f"cópia conferida: {arquivo.name} foi restaurada inteira")
        return True


def copias(pasta: Path, esquema: str) -> list[Path]:
    """The automatic copies of a company in a folder, oldest first."""
    nossa = re.compile(re.escape(_prefixo(esquema)) + r"\d{8}-\d{6}" + re.escape(EXTENSAO))
    return sorted(um for um in pasta.glob(f"*{EXTENSAO}") if nossa.fullmatch(um.name))


def apara(pasta: Path, esquema: str, guarda: int) -> None:
    """Keep the newest `guarda` copies, and the last few that could not be restored, for the support."""
    with suppress(OSError):  # somebody reads one (Windows): next time
        for velha in copias(pasta, esquema)[:-guarda]:
            velha.unlink()
        for velha in sorted(pasta.glob(f"{_prefixo(esquema)}*{ESTRAGADA}"))[:-GUARDA_ESTRAGADAS]:
            velha.unlink()


def _prefixo(esquema: str) -> str:
    return f"balcao-{esquema}-"


def _limpa_restos(pasta: Path, agora: datetime) -> None:
    """What a copy that was killed left; a younger one may be somebody's who copies by hand into the same folder."""
    for resto in pasta.glob(".balcao-copia-*"):
        with suppress(OSError):
            if agora.timestamp() - resto.stat().st_mtime > RESTO_S:
                shutil.rmtree(resto, ignore_errors=True)


@contextmanager
def _vez(acesso: Acesso) -> Iterator[SituacaoCopia | None]:
    """This company's turn at the daily copy, with what is known once it came; None while another computer has it.

    The transaction stays open without a snapshot and without a number: it holds nobody's horizon.
    """
    with traduzindo("A cópia diária não pôde começar"), conecta(acesso.dsn_dono, aplicacao="balcao copia") as con:
        minha = con.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
                            [f"balcao copia diaria {acesso.esquema}"]).fetchone() == (True,)
        yield situacao_de(con, acesso.esquema)[0] if minha else None
