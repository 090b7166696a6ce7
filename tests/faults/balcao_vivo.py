"""A counter that is a process of its own: the whole `Balcao` of the product without its window, worked over a pipe.

`BalcaoVivo` is the hand outside; `_vive` is the life inside. F12 is the product's own `ServicosDaVenda.emite`, so
what is proved is what the screen calls. It stops or dies (kill -9) at a named step when told to.
"""

import faulthandler
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from uuid import UUID

from balcao.app.servicos import ServicosDaVenda
from balcao.config.plataforma import pastas
from balcao.config.segredos import Segredos
from balcao.devices.trabalho import EstadoTrabalho
from balcao.domain.erros import AmbienteIndisponivel, BalcaoError
from balcao.domain.textos import texto
from balcao.gateways import rotas
from balcao.gateways.retaguarda import SemResposta
from balcao.services.counter.balcao import Balcao
from balcao.services.counter.finalizar import Emitido, Passo
from balcao.services.counter.venda import Venda
from tests.faults import sabotagem

MORRE, PARA = "morre", "para"
_MP = multiprocessing.get_context("forkserver")
_MP.set_forkserver_preload(["tests.faults.balcao_vivo"])
PRAZO_S = 60.0


class Morreu(Exception):
    """The counter is gone: nobody will answer."""


@dataclass(frozen=True)
class Dito:
    """What the seller was told by one F12. `duracao` in seconds. `erro`: it could not be done; `achados`: refused."""

    numero: str = ""
    protocolo: str = ""
    guardado: bool = False
    incerto: bool = False
    erro: bool = False
    recusado: bool = False
    palavras: str = ""
    duracao: float = 0.0


@dataclass(frozen=True)
class Vendido:
    """A sale on the screen, ready for F12."""

    id: UUID
    total: Decimal
    linhas: tuple[tuple[str, Decimal, Decimal, Decimal], ...]


@dataclass(frozen=True)
class Estado:
    """What is on the counter's disk."""

    rascunhos: tuple[UUID, ...]
    envios: dict[UUID, str]
    parados: tuple[tuple[UUID, str], ...]
    replica: str


# ---- outside

class BalcaoVivo:
    """One counter. `abre` starts its process (again); `pede` asks, `diz`/`ouve` do it in two moments."""

    def __init__(self, pasta: Path, sabota: str = "") -> None:
        self._pasta, self._sabota = pasta, sabota
        self.abre()

    def abre(self) -> None:
        """Start the program."""
        self._cano, de_la = _MP.Pipe()
        self._processo = _MP.Process(target=_vive, args=(de_la, str(self._pasta), self._sabota), daemon=True)
        self._processo.start()
        de_la.close()

    @property
    def vivo(self) -> bool:
        return self._processo.is_alive()

    @property
    def pid(self) -> int:
        assert self._processo.pid is not None
        return self._processo.pid

    def mata(self) -> None:
        """kill -9."""
        self.golpe()
        self.enterra()

    def golpe(self) -> None:
        """kill -9, without waiting for the end: from a thread of the wire or of the printer."""
        with suppress(ProcessLookupError):  # it was faster
            if self._processo.is_alive() and self._processo.pid is not None:
                os.kill(self._processo.pid, signal.SIGKILL)

    def enterra(self) -> None:
        """Wait for the end of a process that is dying."""
        self._processo.join(10)
        self._cano.close()

    def diz(self, comando: str, *argumentos: Any) -> None:
        """Ask, without waiting. Raises Morreu."""
        try:
            self._cano.send((comando, argumentos))
        except OSError as erro:
            raise Morreu from erro

    def ouve(self, prazo_s: float = PRAZO_S) -> Any:
        """The answer. Raises Morreu, and TimeoutError when none comes."""
        try:
            if not self._cano.poll(prazo_s):
                raise TimeoutError("the counter does not answer")
            return self._cano.recv()
        except (EOFError, OSError) as erro:
            if isinstance(erro, TimeoutError):
                raise
            raise Morreu from erro

    def continua(self) -> None:
        """Let a counter that stands at a step go on."""
        with suppress(OSError):  # it was not standing, it was dying
            self._cano.send("siga")

    def pede(self, comando: str, *argumentos: Any) -> Any:
        """Ask and wait. Raises Morreu."""
        self.diz(comando, *argumentos)
        return self.ouve()


# ---- inside

@dataclass
class _Vida:
    """The program. Every method with a public name is a command."""

    cano: Connection
    pasta: Path
    sabota: str
    desvio: timedelta = timedelta()
    armado: tuple[Passo, str] | None = None
    venda: Venda | None = None
    comandos: dict[str, Callable[..., Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        onde = pastas({"BALCAO_PASTA": str(self.pasta)})
        self.b = Balcao.abre(onde, Segredos(onde.config), lambda: datetime.now(UTC) + self.desvio)
        self.b.bastidores.finalizador._passo = self._passo
        sabotagem.aplica(self.sabota, self.b)
        self.b.inicia()

    def _passo(self, qual: Passo) -> None:
        if self.sabota:
            sabotagem.no_passo(self.sabota, self.b, qual)
        if self.armado is None or self.armado[0] is not qual:
            return
        ato, self.armado = self.armado[1], None
        self.cano.send(("passo", str(qual)))
        if ato == MORRE:
            os.kill(os.getpid(), signal.SIGKILL)
        self.cano.recv()

    def entra(self, login: str, senha: str) -> None:
        """Wait for the data, and log in; as often as it takes while everything is starting."""
        limite = time.monotonic() + PRAZO_S / 2
        while not self.b.pronto():
            if time.monotonic() > limite:
                raise TimeoutError(repr(self.b.ligacao.replica))
            time.sleep(0.01)
        while self.b.sessoes.atual is None:
            try:
                self.b.sessoes.entra(login, senha)
            except AmbienteIndisponivel:
                if time.monotonic() > limite:
                    raise
        self.venda = self.b.venda()
        self.b.bastidores.impressor.aquece()  # as the program does when it opens

    def arma(self, passo: Passo, ato: str) -> None:
        self.armado = (passo, ato)

    def relogio(self, segundos: float) -> None:
        """This computer's clock goes wrong by so much."""
        self.desvio = timedelta(seconds=segundos)

    def vende(self, tipo_id: int, itens: list[tuple[int, str]]) -> Vendido:
        """A new sale on the screen."""
        venda = self._venda()
        self.b.renova()
        venda.novo()
        venda.muda(tipo_id=tipo_id)
        for produto_id, quantidade in itens:
            venda.inclui(produto_id, Decimal(quantidade))
        return Vendido(venda.pedido.id, venda.pedido.total, tuple(
            (i.codigo, i.quantidade, i.preco, i.total) for i in venda.pedido.itens))

    def desiste(self, id_: UUID) -> None:
        """Throw a draft away."""
        venda = self._venda()
        venda.abre(next(r for r in venda.rascunhos if r.id == id_))
        venda.fecha()

    def f12(self, id_: UUID) -> Dito:
        """F12 on that sale; measured here, where the seller stands."""
        venda = self._venda()
        rascunho = next(r for r in venda.rascunhos if r.id == id_)
        venda.abre(rascunho)
        inicio = time.monotonic()
        try:
            emitido = ServicosDaVenda(self.b, venda).emite(rascunho, imprime=True)
        except BalcaoError as erro:
            return Dito(erro=True, palavras=str(erro), duracao=time.monotonic() - inicio)
        duracao = time.monotonic() - inicio
        if emitido.numero or emitido.guardado:
            venda.fecha(esquece=False)
        return _dito(emitido, duracao)

    def saude(self) -> bool:
        """Whether the retaguarda answers now; the counter hears it too."""
        try:
            rotas.saude(self.b.retaguarda)
        except BalcaoError:
            return False
        return True

    def envia_tudo(self) -> int:
        """The seller's “enviar agora”; -1 when nobody answered."""
        try:
            return self.b.bastidores.remessa.envia_tudo()
        except SemResposta:
            return -1

    def acorda(self) -> None:
        """Wake the outbox's own thread; whether something is due, it decides."""
        self.b.bastidores.remessa.agora()

    def estado(self) -> Estado:
        parados = self.b.bastidores.fila.listar(EstadoTrabalho.INCERTO, EstadoTrabalho.FALHOU)
        return Estado(
            tuple(r.id for r in self.b.rascunhos.abertos() if r.pedido.itens),
            {e.pedido_id: str(e.estado) for e in self.b.envios.todos()},
            tuple((t.id, t.titulo) for t in parados),
            self.b.ligacao.replica.detalhe)

    def papel(self, trabalho: UUID, saiu: bool) -> None:
        """A person looked at the paper of a stopped print."""
        (self.b.bastidores.fila.ja_saiu if saiu else self.b.bastidores.fila.tentar_de_novo)(trabalho)

    def _venda(self) -> Venda:
        assert self.venda is not None
        return self.venda


def _dito(emitido: Emitido, duracao: float) -> Dito:
    palavras = emitido.mensagem or " ".join(texto(a) for a in emitido.achados)
    return Dito(emitido.numero, emitido.protocolo, emitido.guardado, emitido.incerto,
                recusado=not (emitido.numero or emitido.guardado), palavras=palavras, duracao=duracao)


def _vive(cano: Connection, pasta: str, sabota: str) -> None:
    faulthandler.register(signal.SIGUSR1)  # kill -USR1 shows where a counter stands
    vida = _Vida(cano, Path(pasta), sabota)
    while True:
        try:
            comando, argumentos = cano.recv()
        except EOFError:
            os._exit(0)  # the run is over
        if comando == "fecha":
            vida.b.fecha()
            cano.send(None)
            os._exit(0)
        cano.send(getattr(vida, comando)(*argumentos))
