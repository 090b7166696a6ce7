"""The print queue: on disk, in order, worked off by one thread; nothing lost, nothing printed twice.

A document is on disk before `enviar` returns, and marked `imprimindo` on disk before its first byte leaves.
What is found `imprimindo` after a crash may or may not be on paper: it becomes `incerto` and a person says.
What failed waits with its reason; nothing is retried by itself, because a receipt that prints ten minutes
later, with another customer at the counter, is worse than one that waits to be asked for.

Several programs on one folder are safe: one holds the lock and prints, the others only send to it.
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import uuid_utils.compat as uuids

from balcao.config import plataforma
from balcao.devices.impressora import Impressora
from balcao.devices.impressora_erros import ImpressoraIndisponivel
from balcao.devices.trabalho import (
    ENCERRADOS,
    PARADOS,
    EstadoTrabalho,
    Trabalho,
    em_bytes,
    le_dados,
    le_trabalho,
)
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.domain.motivo_sistema import motivo_do_sistema
from balcao.domain.terminal.opcoes import Papel

ENCERRADOS_GUARDADOS = 200
_ESPERA = 2.0  # s between looks at the folder, for what another program sent
_VIVO, _ENCERRADO = ".trabalho", ".encerrado"  # two names, so that the queue reads only what is not over
_GUARDADO = "O documento foi gravado."
TELA = "Fila de impressão (Ctrl+Shift+V)"
"""Where a person works this queue, as sentences name it."""
_log = logging.getLogger(__name__)


class Impresso(NamedTuple):
    """What to print. `chave` ("" = none): the same key is queued once (a reprint needs a key of its own).

    `de` ("" = nothing) and `versao`: what it is a paper of. It takes the place of those of the same, or of an earlier
    version, that are stopped: the person has another now. `de_novo`: also of one with its own key."""

    dados: bytes
    papel: Papel
    impressora: str
    arquivo: str
    titulo: str
    copias: int = 1
    chave: str = ""
    de: str = ""
    versao: int = 0
    de_novo: bool = False


class FilaImpressao:
    """The queue in `pasta`. `abre` turns CB-131's text into a printer, `relogio` tells the time (aware),
    `ao_mudar` is called after each change of a document's state, from the thread that made it; it must
    not wait for anything."""

    def __init__(self, pasta: Path, abre: Callable[[str], Impressora], relogio: Callable[[], datetime],
                 ao_mudar: Callable[[Trabalho], None] | None = None) -> None:
        self._pasta = plataforma.cria_pasta(pasta)
        self._abre = abre
        self._relogio = relogio
        self._ao_mudar = ao_mudar
        self._mudou = threading.Condition()
        self._mudancas = 0  # counted, so that what changes between a look and a wait is not slept over
        self._parar = False
        self._linha: threading.Thread | None = None
        self._trava = _Trava(pasta / "fila.trava")

    # -- the thread -------------------------------------------------------------------------------

    def iniciar(self) -> None:
        """Start printing what is queued. What a crash left `imprimindo` becomes `incerto` first."""
        if self._linha is None:
            self._parar = False
            self._linha = threading.Thread(target=self._trabalha, name="fila-impressao", daemon=True)
            self._linha.start()

    def parar(self, prazo: float = 10.0) -> bool:
        """Finish the document being printed and stop; False when it is still printing after `prazo` s."""
        with self._mudou:
            self._parar = True
            self._acorda()
        if self._linha is not None:
            self._linha.join(prazo)
            if self._linha.is_alive():
                return False
            self._linha = None
        return True

    def _trabalha(self) -> None:
        try:
            while not self._parar:
                vistas = self._mudancas
                if not self._trava.tenta(self._recupera) or not self._imprime_o_primeiro():
                    with self._mudou:
                        if not self._parar and self._mudancas == vistas:
                            self._mudou.wait(_ESPERA)
        finally:
            self._trava.solta()

    def _recupera(self) -> None:
        """This process is now the one that prints: whatever says `imprimindo` was left by a dead one."""
        for trabalho in self.listar(EstadoTrabalho.IMPRIMINDO):
            self._muda(trabalho, EstadoTrabalho.INCERTO,
                       f"O programa fechou enquanto “{trabalho.titulo}” era impresso. {_GUARDADO} "
                       "Veja se o papel saiu.")

    def _imprime_o_primeiro(self) -> bool:
        """Print the next document; False when there is none, or the disk refuses to note that it begins."""
        proximo = next(iter(self.listar(EstadoTrabalho.NA_FILA)), None)
        if proximo is None:
            return False
        try:
            with self._mudou:
                atual = self.trabalho(proximo.id)
                if atual.estado is not EstadoTrabalho.NA_FILA:  # cancelled meanwhile
                    return True
                trabalho = self._muda(atual.model_copy(update={"tentativas": atual.tentativas + 1}),
                                      EstadoTrabalho.IMPRIMINDO)
        except OSError:
            _log.warning("fila de impressão: o disco não aceitou a anotação; nada foi impresso", exc_info=True)
            return False
        self._imprime(trabalho)
        self._limpa()
        return True

    def _imprime(self, trabalho: Trabalho) -> None:
        try:
            dados = le_dados(self._arquivo(trabalho))
            self._abre(trabalho.impressora).imprimir(dados, trabalho.papel, trabalho.arquivo, trabalho.copias)
        except ImpressoraIndisponivel as erro:
            estado = EstadoTrabalho.INCERTO if erro.pode_ter_saido else EstadoTrabalho.FALHOU
            motivo = f"{erro.mensagem} {_GUARDADO} {erro.acao}"
        except Exception:  # noqa: BLE001  # a bug in a driver must not stop the queue nor print twice
            _log.exception("fila de impressão: erro inesperado em %s", trabalho.arquivo)
            estado = EstadoTrabalho.INCERTO
            motivo = f"Erro inesperado na impressora. {_GUARDADO} Veja se o papel saiu."
        else:
            estado, motivo = EstadoTrabalho.IMPRESSO, ""
        try:
            self._muda(trabalho, estado, motivo)
        except OSError:
            # on disk it stays `imprimindo`: after the next start it is asked about, never printed by itself
            _log.warning("fila de impressão: o resultado de %s não foi anotado", trabalho.arquivo, exc_info=True)

    # -- what the screen does ---------------------------------------------------------------------

    def enviar(self, impresso: Impresso) -> Trabalho:
        """Put a document on disk, at the end of the queue. Call it off the UI thread (it waits for the disk).

        With a `chave` that is already known (and not cancelled) nothing is added and that one is returned, unless
        `de_novo` takes its place. Raises AmbienteIndisponivel when the disk refuses.
        """
        agora = self._relogio()
        with self._mudou:
            try:
                ja = self._com_chave(impresso.chave) if impresso.chave else None
                if ja is not None and not (impresso.de_novo and ja.estado in PARADOS):
                    return ja
                trabalho = self._novo(impresso, agora)
            except OSError as erro:
                raise AmbienteIndisponivel(
                    f"“{impresso.titulo}” não entrou na fila de impressão: {motivo_do_sistema(erro)}. {_GUARDADO}",
                    "Confira o espaço em disco e imprima de novo em Documentos (F8).") from erro
            self.dispensa(impresso.de, impresso.versao)  # after it: cut in between there are two, never none
            self._acorda()
        self._avisa(trabalho)
        return trabalho

    def listar(self, *estados: EstadoTrabalho) -> list[Trabalho]:
        """Documents in order, all or those in `estados`. May wait for a disk write."""
        with self._mudou:
            arquivos = [] if estados and not ENCERRADOS.intersection(estados) else self._encerrados()
            if not estados or not ENCERRADOS.issuperset(estados):
                arquivos += self._vivos()
            achados = [t for arquivo in sorted(arquivos) if (t := self._le(arquivo))]
        return [t for t in achados if not estados or t.estado in estados]

    def parados(self) -> list[Trabalho]:
        """What waits for a person: failed or uncertain."""
        return self.listar(*PARADOS)

    def trabalho(self, id: UUID) -> Trabalho:
        """One document. Raises KeyError."""
        for _ in range(2):  # another program may be moving it from one file to the other
            with self._mudou:
                for arquivo in (*self._vivos(), *reversed(self._encerrados())):
                    if (trabalho := self._le(arquivo, so_com=str(id))) and trabalho.id == id:
                        return trabalho
        raise KeyError(id)

    def tentar_de_novo(self, id: UUID, impressora: str | None = None) -> Trabalho:
        """Queue a stopped document again, on another printer if one is named. Raises EntradaInvalida when
        it is not stopped."""
        return self._resolve(id, EstadoTrabalho.NA_FILA, impressora=impressora)

    def ja_saiu(self, id: UUID) -> Trabalho:
        """A person saw the paper: a stopped document counts as printed."""
        return self._resolve(id, EstadoTrabalho.IMPRESSO)

    def cancelar(self, id: UUID) -> Trabalho:
        """Give up a document that is waiting or stopped; returns it as it was until then. Raises EntradaInvalida while
        it prints or after."""
        with self._mudou:
            era = self.trabalho(id)
            self._resolve(id, EstadoTrabalho.CANCELADO, permite={*PARADOS, EstadoTrabalho.NA_FILA})
            return era

    def dispensa(self, de: str, versao: int) -> None:
        """Another paper, or a file, of the same thing left: those of this version and of earlier ones that are stopped
        are not waited for any more. Where the disk refuses they go on waiting."""
        try:
            with self._mudou:
                for trabalho in self.parados() if de else ():
                    if trabalho.de == de and trabalho.versao <= versao:
                        self._muda(trabalho, EstadoTrabalho.CANCELADO)
        except OSError:
            _log.warning("fila de impressão: o que deu lugar a outro papel não foi anotado", exc_info=True)

    def dados(self, id: UUID) -> bytes:
        """The bytes of a document that is not over; b"" of one that is. Raises KeyError, AmbienteIndisponivel."""
        try:
            return le_dados(self._arquivo(self.trabalho(id)))
        except FileNotFoundError:
            return b""  # it has just been printed
        except OSError as erro:
            raise AmbienteIndisponivel(f"A fila de impressão não foi lida: {motivo_do_sistema(erro)}.",
                                       "Confira o disco deste computador.") from erro

    def esperar(self, id: UUID, prazo: float) -> Trabalho:
        """Wait until a document is printed, stopped or cancelled; after `prazo` s, return it as it is."""
        limite = time.monotonic() + prazo
        with self._mudou:
            while (trabalho := self.trabalho(id)).estado not in ENCERRADOS | PARADOS:
                resta = limite - time.monotonic()
                if resta <= 0:
                    break
                self._mudou.wait(resta)
            return trabalho

    # -- files ------------------------------------------------------------------------------------

    def _resolve(self, id: UUID, estado: EstadoTrabalho, *, impressora: str | None = None,
                 permite: set[EstadoTrabalho] | frozenset[EstadoTrabalho] = PARADOS) -> Trabalho:
        with self._mudou:
            trabalho = self.trabalho(id)
            if trabalho.estado not in permite:
                raise EntradaInvalida(f"“{trabalho.titulo}” não está parado na fila; espere ou veja como ficou.")
            if impressora is not None:
                trabalho = trabalho.model_copy(update={"impressora": impressora})
            try:
                return self._muda(trabalho, estado)
            except OSError as erro:
                raise AmbienteIndisponivel(f"A fila de impressão não foi gravada: {motivo_do_sistema(erro)}.",
                                           "Confira o espaço em disco e tente de novo.") from erro

    def _novo(self, impresso: Impresso, agora: datetime) -> Trabalho:
        ultimo = max((int(a.stem) for a in (*self._vivos(), *self._encerrados())), default=0)
        while True:
            ultimo += 1
            trabalho = Trabalho(
                id=uuids.uuid7(), ordem=ultimo, impressora=impresso.impressora, papel=impresso.papel,
                arquivo=impresso.arquivo, titulo=impresso.titulo, copias=impresso.copias, chave=impresso.chave,
                de=impresso.de, versao=impresso.versao, criado_em=agora, mudou_em=agora)
            arquivo = self._arquivo(trabalho)
            try:
                arquivo.with_suffix(".numero").open("xb").close()  # another program may take the same number
            except FileExistsError:
                continue
            try:
                if not arquivo.exists() and not arquivo.with_suffix(_ENCERRADO).exists():
                    plataforma.grava(arquivo, em_bytes(trabalho, impresso.dados))
                    return trabalho
            finally:
                arquivo.with_suffix(".numero").unlink(missing_ok=True)

    def _muda(self, trabalho: Trabalho, estado: EstadoTrabalho, motivo: str = "") -> Trabalho:
        """Note a new state on disk, then tell. A finished document keeps its facts and loses its bytes."""
        novo = trabalho.em(estado, self._relogio(), motivo)
        arquivo = self._arquivo(novo)
        with self._mudou:
            if estado in ENCERRADOS:
                plataforma.grava(arquivo.with_suffix(_ENCERRADO), em_bytes(novo, b""))
                arquivo.unlink(missing_ok=True)  # killed before this line: `_vivos` knows that it is over
            else:
                plataforma.grava(arquivo, em_bytes(novo, le_dados(arquivo)))
            self._acorda()
        self._avisa(novo)
        return novo

    def _acorda(self) -> None:
        self._mudancas += 1
        self._mudou.notify_all()

    def _avisa(self, trabalho: Trabalho) -> None:
        if self._ao_mudar is not None:
            self._ao_mudar(trabalho)

    def _com_chave(self, chave: str) -> Trabalho | None:
        for arquivo in (*self._vivos(), *self._encerrados()):
            trabalho = self._le(arquivo, so_com=chave)
            if trabalho and trabalho.chave == chave and trabalho.estado is not EstadoTrabalho.CANCELADO:
                return trabalho
        return None

    def _arquivo(self, trabalho: Trabalho) -> Path:
        return self._pasta / f"{trabalho.ordem:012d}{_VIVO}"

    def _vivos(self) -> list[Path]:
        """Files of documents that are not over, in order."""
        return [a for a in sorted(self._pasta.glob(f"*{_VIVO}")) if not a.with_suffix(_ENCERRADO).exists()]

    def _encerrados(self) -> list[Path]:
        return sorted(self._pasta.glob(f"*{_ENCERRADO}"))

    def _le(self, arquivo: Path, so_com: str = "") -> Trabalho | None:
        try:
            return le_trabalho(arquivo, so_com)
        except FileNotFoundError:
            return None  # another thread or program has just finished it
        except (OSError, ValueError) as erro:
            self._poe_de_lado(arquivo, erro)
            return None

    def _poe_de_lado(self, arquivo: Path, erro: Exception) -> None:
        """Keep a damaged file out of the queue's way, once, whoever finds it."""
        try:
            arquivo.rename(arquivo.with_suffix(".danificado"))
        except FileNotFoundError:
            return
        except OSError:
            _log.warning("fila de impressão: %s está danificado e não pôde ser movido", arquivo.name, exc_info=True)
            return
        _log.warning("fila de impressão: %s está danificado e foi posto de lado: %s", arquivo.name, erro)

    def _limpa(self) -> None:
        """Forget the oldest finished documents."""
        for velho in self._encerrados()[:-ENCERRADOS_GUARDADOS]:
            velho.unlink(missing_ok=True)


class _Trava:
    """One program at a time prints from a folder. SQLite's file lock: the system frees it when we die."""

    def __init__(self, arquivo: Path) -> None:
        self._arquivo = arquivo
        self._conexao: sqlite3.Connection | None = None

    def tenta(self, ao_conseguir: Callable[[], None]) -> bool:
        """Hold the lock, calling `ao_conseguir` when it was not held before; False while another has it."""
        if self._conexao is not None:
            return True
        conexao = sqlite3.connect(self._arquivo, timeout=0, isolation_level=None)
        try:
            conexao.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            conexao.close()
            return False
        try:
            ao_conseguir()
        except OSError:
            _log.warning("fila de impressão: o disco não aceitou as anotações ao abrir", exc_info=True)
            conexao.close()
            return False
        self._conexao = conexao
        return True

    def solta(self) -> None:
        if self._conexao is not None:
            self._conexao.close()
            self._conexao = None
