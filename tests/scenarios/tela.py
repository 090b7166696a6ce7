"""The counter's real window in a scenario: program, sale and scanner guard over a whole counter, worked by keys."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog
from shiboken6 import isValid

from balcao.app.construcao import Pronto
from balcao.app.controle import Controle
from balcao.app.inicio import Aberta
from balcao.app.partida import RetaguardaLocal
from balcao.app.sessao_tela import SessaoTela
from balcao.services.counter.venda import Venda
from balcao.ui.janela import Janela
from balcao.ui.leitor import Leitor
from balcao.ui.venda.pagina import PaginaVenda
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.retaguarda import SENHA, Loja
from tests.scenarios.mundo import Mundo
from tests.ui.teclas import Relogio, cadencia, espera_teclado, tecla

K = Qt.Key
PESSOA_MS, LEITOR_MS = 90.0, 4.0
PRAZO_MS = 20_000


class Tela:
    """The window of a counter whose data is here already; nothing is pulled or pushed but by the test."""

    def __init__(self, qtbot: Any, app: QApplication, balcao: BalcaoDeTeste) -> None:
        self.qtbot, self.balcao = qtbot, balcao
        self.ditos: list[str] = []
        self.notas: list[str] = []
        self._relogio, self._parado_ms = Relogio(), 0
        self.controle = Controle(app, "claro")
        self.controle._guarda.remove()  # what goes wrong in a slot is the test's
        self._troca_leitor(app)
        b, partida = balcao.b, RetaguardaLocal()
        self.controle._aberta = Aberta(b._entrada, partida, "")
        self.controle._iniciado = True  # no sync process: the test says when
        self.controle._pronto(Pronto(b, b.nome_da_loja(), [], SessaoTela, lambda: None))
        self.janela.resize(1024, 768)
        with qtbot.waitExposed(self.janela):
            self.janela.show()
        espera_teclado(qtbot, self.janela)
        self._ouve()

    def _troca_leitor(self, app: QApplication) -> None:
        """The same guard with a clock that only the test moves."""
        velho, novo = self.controle.leitor, Leitor(app, self._relogio)
        velho.fecha()
        velho.deleteLater()
        novo.lido.connect(lambda codigo: self.controle.sessao and self.controle.sessao.leu(codigo))
        self.controle.leitor = novo

    def _ouve(self) -> None:
        avisa, informa = self.janela.avisa, self.janela.informa
        self.janela.avisa = lambda t, *de: (self.ditos.append(t), avisa(t, *de))  # type: ignore[assignment,func-returns-value]
        self.janela.informa = lambda t: (self.notas.append(t), informa(t))  # type: ignore[assignment,func-returns-value]

    @property
    def janela(self) -> Janela:
        return self.controle.janela

    @property
    def pagina(self) -> PaginaVenda:
        pagina = self.controle.sessao.venda
        assert isinstance(pagina, PaginaVenda)
        return pagina

    @property
    def venda(self) -> Venda:
        return self.pagina.venda

    # -- keys ----------------------------------------------------------------------------------------
    def entra(self, login: str) -> None:
        """Log in; a locked screen already has the login."""
        campo = self.janela.login.usuario
        self.qtbot.waitUntil(lambda: campo.hasFocus() or self.janela.login.senha.hasFocus())
        if campo.hasFocus():
            self.digita(f"{login}\r")
        self.digita(f"{SENHA[login]}\r")
        self.qtbot.waitUntil(lambda: self.janela.entrou and self.pagina.tela.entrada.hasFocus(), timeout=PRAZO_MS)

    def digita(self, texto: str) -> None:
        """As a person types; "\\r" is Enter."""
        cadencia(self.janela, texto, [PESSOA_MS] * len(texto), self._relogio)
        self._relogio.anda(PESSOA_MS)

    def le(self, codigo: str) -> None:
        """As the scanner sends it, Enter and all."""
        self._relogio.anda(500)
        cadencia(self.janela, f"{codigo}\r", [LEITOR_MS] * (len(codigo) + 1), self._relogio)

    def tecla(self, qual: Qt.Key, modificador: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key."""
        self._parado_ms = 0
        self._relogio.anda(PESSOA_MS)
        tecla(self.janela, qual, modificador)

    def passa(self, minutos: int) -> None:
        """Nobody touches anything for so long: the window's timer runs out, if it was armed for no longer."""
        self._parado_ms += minutos * 60_000
        ocioso = self.janela._ocioso
        if ocioso.isActive() and self._parado_ms >= ocioso.interval():
            ocioso.stop()
            ocioso.timeout.emit()

    def no_dialogo(self, abre: Qt.Key, faz: Callable[[Any], None]) -> None:
        """Press a key that opens a dialog, do things in it, and leave it by ESC if it is still there."""
        self.ao_abrir(lambda: self.tecla(abre), faz)

    def ao_abrir(self, abre: Callable[[], None], faz: Callable[[Any], None]) -> None:
        """The same of whatever opens the dialog; nothing is done when none opens."""
        falha: list[BaseException] = []
        fim: list[bool] = []

        def dentro() -> None:
            dialogo = QApplication.activeModalWidget()
            if not isinstance(dialogo, QDialog) or not dialogo.isVisible():
                if not fim:
                    QTimer.singleShot(5, dentro)
                return
            try:
                espera_teclado(self.qtbot, dialogo)
                faz(dialogo)
            except BaseException as erro:  # noqa: BLE001 - told below; in a slot it would leave the dialog open
                falha.append(erro)
            if isValid(dialogo):
                dialogo.close()

        QTimer.singleShot(0, dentro)
        abre()
        fim.append(True)
        if falha:
            raise falha[0]

    def traz_politica(self) -> None:
        """What was changed for T1, which this counter stands for, arrives by the sync."""
        copia_politica(self.balcao)
        self.balcao.puxa()
        self.controle._mudou.emit()

    @property
    def fechada(self) -> bool:
        return not isValid(self.janela) or not self.janela.isVisible()

    def fecha(self) -> None:
        self.controle.leitor.fecha()
        self.controle._sem_repeticao.fecha()
        self.janela._fechar_mesmo = True
        self.controle.balcao = self.controle._aberta = None  # who made the counter closes it
        self.janela.close()
        for objeto in (self.controle.leitor, self.controle._sem_repeticao, self.janela, self.controle):
            objeto.deleteLater()


def copia_politica(balcao: BalcaoDeTeste) -> None:
    """The scenarios set T1; this counter is T1's twin."""
    balcao.loja.sql("UPDATE estacoes SET politica = (SELECT politica FROM estacoes WHERE id = %s) WHERE id = %s",
                    balcao.loja.estacoes["T1"], balcao.estacao_id)


@contextmanager
def balcao_na_tela(qtbot: Any, app: QApplication, mundo: Mundo, login: str = "ana") -> Iterator[Tela]:
    """A counter with the settings of T1, on the screen, somebody logged in; its sale is the scenario's."""
    loja: Loja = mundo.loja
    with servico(loja) as url, balcao_de(loja, url, 1, mundo.pasta) as balcao:
        copia_politica(balcao)
        balcao.puxa()
        tela = Tela(qtbot, app, balcao)
        try:
            tela.entra(login)
            mundo._venda = tela.venda
            yield tela
        finally:
            tela.fecha()
