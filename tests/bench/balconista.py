"""One counter at work in a process of its own, for bench_balcao: starts, logs in, scans, issues, prints.

    python -m tests.bench.balconista partida      times of the start, on stdout, as "name monotonic"
    python -m tests.bench.balconista trabalho     a day's work: JSON on stdin (`Dia`) and on stdout

BALCAO_PASTA says which shop, BALCAO_IMPRESSOS where its printer writes. The program is the real one (`app.controle`),
the keys are Qt's. What does not come ends the process with a sentence that says what was awaited.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from balcao.app.arranque import abre_qt

APP = abre_qt()  # before all imports, as the program does

# ruff: noqa: E402
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from balcao.app.controle import Controle
from tests.bench.espera import Demorou, Relogio

LEITOR_S = 0.003
ENTRE_LEITURAS_S = 0.3  # while the load goes on: of who passes goods over the scanner
PRAZO_S = 60.0
CARGA_S = 1500.0  # the first load of a million products
CHEIO, MUITO_CHEIO = 50, 200  # lines of an order


class Pintou(QObject):
    """Counts how often a widget was painted."""

    def __init__(self, alvo: QObject) -> None:
        super().__init__()
        self.vezes = 0
        alvo.installEventFilter(self)

    def eventFilter(self, alvo: QObject, evento: QEvent) -> bool:
        if evento.type() == QEvent.Type.Paint:
            self.vezes += 1
        return False


@dataclass(frozen=True)
class Dia:
    """What to do: readings of `campeoes` while the load goes on, then of `codigos`, then orders with their papers."""

    campeoes: list[str]
    codigos: list[str]
    leituras: int
    pedidos: int


@dataclass
class Medidas:
    """Milliseconds of each time, MiB after each paper; `sincronia`: the copying process at its largest."""

    na_carga: list[float] = field(default_factory=list)
    leitura: list[float] = field(default_factory=list)
    cheio: list[float] = field(default_factory=list)
    muito_cheio: list[float] = field(default_factory=list)
    papel: list[float] = field(default_factory=list)
    tela: list[float] = field(default_factory=list)
    memoria: list[float] = field(default_factory=list)
    depois_da_carga: float = 0.0
    sincronia: float = 0.0
    carga_s: float = 0.0


def quantos_papeis(pasta: Path) -> int:
    """Papers that are whole: one being written has a dot before its name."""
    return sum(not papel.name.startswith(".") for papel in pasta.glob("*"))


def memoria_mib() -> float:
    """Of this process, now."""
    import psutil  # 15 ms that a start which is measured does not lend the program

    return float(psutil.Process().memory_info().rss / 2**20)


def pico_mib(pid: int | None) -> float:
    """Of another process, the most that it ever had."""
    try:
        linhas = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(linha.split()[1]) / 1024 for linha in linhas if linha.startswith("VmHWM")), 0.0)


class Balconista:
    """The window and whoever presses its keys."""

    def __init__(self) -> None:
        self.app = APP
        self.controle = Controle(self.app, "claro")
        sys.excepthook = sys.__excepthook__  # the program's own would take it to its log, and nobody reads that here
        self.controle.janela.resize(1024, 736)
        self.controle.mostra()
        self.relogio = Relogio()
        self.relogio.start()
        self._falha: BaseException | None = None

    def ate(self, condicao: Callable[[], object], o_que: str, prazo: float = PRAZO_S) -> None:
        """Let the program live until `condicao`. Raises Demorou, which says `o_que` and what is on the screen."""
        with self.relogio.esperando(o_que, prazo) as fim:
            while not condicao():
                if self._falha is not None:
                    raise self._falha
                if time.monotonic() > fim:
                    raise Demorou(o_que, prazo, self.como_esta())
                self.app.processEvents()
                time.sleep(0.0005)  # a loop that never sleeps starves the threads behind the window

    def como_esta(self) -> str:
        """What somebody at the counter would see, for a sentence."""
        sessao = self.controle.sessao
        if sessao is None or sessao.venda is None:
            return f"login: “{self.controle.janela.login._conexao.text()}”"
        tela, modal = sessao.venda.tela, QApplication.activeModalWidget()
        partes = (f"{len(self.itens)} linhas", f"entrada “{tela.entrada.text()}”", f"aviso “{tela.aviso.text()}”",
                  f"janela aberta “{modal.windowTitle()}”" if modal is not None else "",
                  self.controle.balcao.situacao().frase)
        return ", ".join(p for p in partes if p)

    def tecla(self, qual: Any, modificador: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key to the window that has the keyboard."""
        self.ate(QApplication.focusWindow, "uma janela com o teclado")
        QTest.keyClick(QApplication.focusWindow(), qual, modificador)

    def le(self, codigo: str) -> float:
        """A scanner's reading; returns the instant of its Enter."""
        for letra in codigo:
            self.tecla(letra)
            self.respira(LEITOR_S)
        enter = time.perf_counter()
        self.tecla(Qt.Key.Key_Return)
        return enter

    def respira(self, segundos: float) -> None:
        """Let the program live for a while."""
        fim = time.perf_counter() + segundos
        while time.perf_counter() < fim:
            self.app.processEvents()
            if fim - time.perf_counter() > 0.002:
                time.sleep(0.0005)

    @property
    def venda(self) -> Any:
        """The page of the sale."""
        return self.controle.sessao.venda

    @property
    def itens(self) -> Any:
        """The lines of the order on screen."""
        return self.venda.venda.pedido.itens

    @property
    def carregou(self) -> bool:
        """Whether the first load is over."""
        return bool(self.controle.balcao.ligacao.replica.carga_completa)

    def entra(self) -> None:
        """Log in as soon as the program takes it."""
        login = self.controle.janela.login
        login.usuario.setText("ana")
        login.senha.setText("ana123")
        login.entrar.emit("ana", "ana123")
        self.ate(lambda: self.controle.janela.entrou and self.venda.tela.entrada.hasFocus(), "a entrada de ana")

    def passa(self, codigo: str) -> float:
        """Scan until its line is painted; milliseconds since the Enter. What the sale refuses is told at once."""
        lista, tela = self.venda.tela.itens, self.venda.tela
        pintou, antes = Pintou(lista), len(self.itens)
        enter = self.le(codigo)
        self.ate(lambda: len(self.itens) > antes or tela.aviso.text(), f"a linha de {codigo}")
        if len(self.itens) == antes:
            raise Demorou(f"a linha de {codigo}", 0.0, self.como_esta())
        vezes = pintou.vezes
        self.ate(lambda: pintou.vezes > vezes or (pintou.vezes and not lista.testAttribute(
            Qt.WidgetAttribute.WA_PendingUpdate)), f"a linha de {codigo} na tela")
        return (time.perf_counter() - enter) * 1000

    def novo(self) -> None:
        """An empty order on the screen; the one that was there stays open only if it was not begun."""
        if self.itens:
            self.venda.venda.fecha()
        self.venda.mostra()

    def passa_varios(self, codigos: list[str], quantos: int, de: int, ate: int) -> list[float]:
        """Readings into orders that have `de` to `ate` lines; the lines before `de` are not measured."""
        medidas: list[float] = []
        while len(medidas) < quantos:
            n = len(self.itens)
            if n >= ate:
                self.novo()
                continue
            medida = self.passa(codigos[n % len(codigos)])
            if n >= de:
                medidas.append(medida)
        return medidas

    def emite(self, pasta: Path) -> tuple[float, float]:
        """F12, F12. Returns milliseconds from the second F12 to the bytes at the printer, and to an empty screen."""
        papeis = quantos_papeis(pasta)
        medidas: list[float] = []
        prazo = time.monotonic() + PRAZO_S

        def confirma() -> None:
            resumo = QApplication.activeModalWidget()
            try:
                if resumo is None or QApplication.focusWindow() is not resumo.windowHandle():  # a busy machine
                    if time.monotonic() > prazo:
                        raise Demorou("o resumo do F12", PRAZO_S, self.como_esta())
                    QTimer.singleShot(20, confirma)
                    return
                inicio = time.perf_counter()
                self.tecla(Qt.Key.Key_F12)
                self.ate(lambda: self.venda.emissao.dialogo is None or QApplication.activeModalWidget() is None,
                         "a tela livre depois do F12")
                medidas.append((time.perf_counter() - inicio) * 1000)
                self.ate(lambda: quantos_papeis(pasta) > papeis, "o papel do pedido na impressora")
                medidas.append((time.perf_counter() - inicio) * 1000)
            except Demorou as erro:  # raised again by whoever waits; the dialog must not hold the program meanwhile
                self._falha = erro
                if isinstance(resumo, QDialog):
                    resumo.reject()

        QTimer.singleShot(60, confirma)
        self.tecla(Qt.Key.Key_F12)
        self.ate(lambda: len(medidas) == 2, "o fim da emissão", 2 * PRAZO_S)
        return medidas[1], medidas[0]

    def fecha(self) -> None:
        """Close the window, as its user does."""
        with self.relogio.esperando("o fechamento da janela", 2 * PRAZO_S):
            self.controle.janela._fecha(True)
        self.relogio.para()


def partida(codigo: str) -> None:
    """Process start to a key in the login, and to a scanned line painted in a restored draft."""
    um = Balconista()
    login = um.controle.janela.login
    with um.relogio.esperando("uma letra no login", PRAZO_S):
        while not login.usuario.text():
            um.app.processEvents()
            if um.app.focusWindow() is not None:
                um.tecla("a")
    sys.stdout.write(f"tecla {time.monotonic()}\n")
    um.entra()
    sys.stdout.write(f"entrou {time.monotonic()}\n")
    if not um.itens:  # the first run waits for the data and leaves the draft that the others find
        um.ate(lambda: um.carregou, "a primeira carga", CARGA_S)
        um.passa(codigo)
    antes = len(um.itens)
    um.passa(codigo)
    sys.stdout.write(f"bipado {time.monotonic()} {antes}\n")
    sys.stdout.flush()
    um.fecha()


def trabalho(dia: Dia) -> Medidas:
    """Sells while the first load comes, right after it, and on; how much memory the program holds after each paper."""
    um, medidas = Balconista(), Medidas()
    inicio = time.monotonic()
    um.entra()
    if not um.carregou:
        vende_na_carga(um, dia, medidas)
    medidas.carga_s = time.monotonic() - inicio
    medidas.leitura = um.passa_varios(dia.codigos, dia.leituras, 0, CHEIO)
    medidas.depois_da_carga = memoria_mib()
    medidas.cheio = um.passa_varios(dia.codigos, dia.leituras // 2, CHEIO, 2 * CHEIO)
    medidas.muito_cheio = um.passa_varios(dia.codigos, dia.leituras // 4, MUITO_CHEIO, MUITO_CHEIO + CHEIO)
    pasta = Path(os.environ["BALCAO_IMPRESSOS"])
    for n in range(dia.pedidos):
        um.novo()
        um.passa(dia.codigos[n % len(dia.codigos)])
        ao_papel, a_tela = um.emite(pasta)
        medidas.papel.append(ao_papel)
        medidas.tela.append(a_tela)
        medidas.memoria.append(memoria_mib())
    medidas.sincronia = pico_mib(um.controle.balcao._supervisor.pid)
    um.fecha()
    return medidas


def vende_na_carga(um: Balconista, dia: Dia, medidas: Medidas) -> None:
    """What sells most comes first: it is sold until the load is over."""
    catalogo = um.venda.venda.catalogo
    um.ate(lambda: all(catalogo.identifica(c) for c in dia.campeoes), "os mais vendidos, no começo da carga", CARGA_S)
    fim = time.monotonic() + CARGA_S
    while not um.carregou:
        if time.monotonic() > fim:
            raise Demorou("o fim da primeira carga", CARGA_S, um.como_esta())
        if len(um.itens) >= CHEIO:
            um.novo()
        medidas.na_carga.append(um.passa(dia.campeoes[len(um.itens) % len(dia.campeoes)]))
        um.respira(ENTRE_LEITURAS_S)


def main() -> int:
    """Do what the first argument says."""
    lido = json.load(sys.stdin)
    if sys.argv[1] == "partida":
        partida(lido)
    else:
        medidas = trabalho(Dia(**lido))
        sys.stdout.write(json.dumps(vars(medidas)) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
