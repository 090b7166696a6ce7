"""One counter at work in a process of its own, for bench_balcao: starts, logs in, scans, issues, prints.

    python -m tests.bench.balconista partida        times of the start, on stdout, as "name monotonic"
    python -m tests.bench.balconista trabalho N M   N readings, M orders with their papers: JSON on stdout

Codes come on stdin; BALCAO_PASTA says which shop, BALCAO_IMPRESSOS where its printer writes. The program is the
real one (`app.controle`), the keys are Qt's.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from balcao.app.controle import Controle

LEITOR_S = 0.003
PRAZO_S = 120.0
CARGA_S = 1500.0  # the first load of a million products


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


def quantos_papeis(pasta: Path) -> int:
    """Papers that are whole: one being written has a dot before its name."""
    return sum(not papel.name.startswith(".") for papel in pasta.glob("*"))


class Balconista:
    """The window and whoever presses its keys."""

    def __init__(self) -> None:
        self.app = QApplication([])
        self.controle = Controle(self.app, "claro")
        self.controle.janela.resize(1024, 736)
        self.controle.mostra()

    def ate(self, condicao: Callable[[], object], prazo: float = PRAZO_S) -> None:
        """Let the program live until `condicao`."""
        fim = time.monotonic() + prazo
        while not condicao():
            if time.monotonic() > fim:
                raise TimeoutError("what the bench waits for did not come")
            self.app.processEvents()
            time.sleep(0.0005)  # a loop that never sleeps starves the threads behind the window

    def tecla(self, qual: Any, modificador: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key to the window that has the keyboard."""
        self.ate(QApplication.focusWindow)
        QTest.keyClick(QApplication.focusWindow(), qual, modificador)

    def le(self, codigo: str) -> float:
        """A scanner's reading; returns the instant of its Enter."""
        for letra in codigo:
            self.tecla(letra)
            fim = time.perf_counter() + LEITOR_S
            while time.perf_counter() < fim:
                self.app.processEvents()
        enter = time.perf_counter()
        self.tecla(Qt.Key.Key_Return)
        return enter

    @property
    def venda(self) -> Any:
        """The page of the sale."""
        return self.controle.sessao.venda

    def entra(self) -> None:
        """Log in as soon as the program takes it."""
        login = self.controle.janela.login
        login.usuario.setText("ana")
        login.senha.setText("ana123")
        login.entrar.emit("ana", "ana123")
        self.ate(lambda: self.controle.janela.entrou and self.venda.tela.entrada.hasFocus())

    def passa(self, codigo: str) -> float:
        """Scan until its line is painted; seconds since the Enter."""
        itens = self.venda.tela.itens
        pintou, antes = Pintou(itens), len(self.venda.venda.pedido.itens)
        enter = self.le(codigo)
        self.ate(lambda: len(self.venda.venda.pedido.itens) > antes)
        vezes = pintou.vezes
        self.ate(lambda: pintou.vezes > vezes or (pintou.vezes and not itens.testAttribute(
            Qt.WidgetAttribute.WA_PendingUpdate)))
        return time.perf_counter() - enter

    def emite(self, pasta: Path) -> tuple[float, float]:
        """F12, F12. Returns seconds from the second F12 to the bytes at the printer, and to an empty screen."""
        papeis = quantos_papeis(pasta)
        medidas: list[float] = []

        def confirma() -> None:
            resumo = QApplication.activeModalWidget()
            if resumo is None or QApplication.focusWindow() is not resumo.windowHandle():  # a busy machine
                QTimer.singleShot(20, confirma)
                return
            inicio = time.perf_counter()
            self.tecla(Qt.Key.Key_F12)
            self.ate(lambda: self.venda.emissao.dialogo is None or QApplication.activeModalWidget() is None)
            medidas.append(time.perf_counter() - inicio)
            self.ate(lambda: quantos_papeis(pasta) > papeis)
            medidas.append(time.perf_counter() - inicio)

        QTimer.singleShot(60, confirma)
        self.tecla(Qt.Key.Key_F12)
        self.ate(lambda: len(medidas) == 2)
        return medidas[1], medidas[0]


def partida(codigo: str) -> None:
    """Process start to a key in the login, and to a scanned line painted in a restored draft."""
    um = Balconista()
    login = um.controle.janela.login
    while not login.usuario.text():
        um.app.processEvents()
        if um.app.focusWindow() is not None:
            um.tecla("a")
    sys.stdout.write(f"tecla {time.monotonic()}\n")
    um.entra()
    sys.stdout.write(f"entrou {time.monotonic()}\n")
    if not um.venda.venda.pedido.itens:  # the first run waits for the data and leaves the draft that the others find
        um.ate(lambda: um.controle.balcao.ligacao.replica.carga_completa)
        um.passa(codigo)
    antes = len(um.venda.venda.pedido.itens)
    um.passa(codigo)
    sys.stdout.write(f"bipado {time.monotonic()} {antes}\n")
    sys.stdout.flush()
    um.controle.janela._fecha(True)


def trabalho(codigos: list[str], leituras: int, pedidos: int) -> None:
    """A morning: readings, orders with their papers (A4), and how much memory the program holds after each."""
    um = Balconista()
    um.entra()
    um.ate(lambda: um.controle.balcao.ligacao.replica.carga_completa, CARGA_S)
    lidas = []
    for n in range(leituras):
        lidas.append(um.passa(codigos[n % len(codigos)]) * 1000)
        if len(um.venda.venda.pedido.itens) >= 50:
            um.venda.venda.novo()
            um.venda.mostra()
    pasta = Path(os.environ["BALCAO_IMPRESSOS"])
    papel, tela, memoria = [], [], []
    for n in range(pedidos):
        um.venda.venda.novo()
        um.venda.mostra()
        um.passa(codigos[n % len(codigos)])
        ao_papel, a_tela = um.emite(pasta)
        papel.append(ao_papel * 1000)
        tela.append(a_tela * 1000)
        memoria.append(psutil.Process().memory_info().rss / 2**20)
    sys.stdout.write(json.dumps({"leitura": lidas, "papel": papel, "tela": tela, "memoria": memoria}) + "\n")
    sys.stdout.flush()
    um.controle.janela._fecha(True)


if __name__ == "__main__":
    lidos = sys.stdin.read().split()
    if sys.argv[1] == "partida":
        partida(lidos[0])
    else:
        trabalho(lidos, int(sys.argv[2]), int(sys.argv[3]))
