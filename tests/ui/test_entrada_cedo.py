"""The login before the program behind it is there: a counter that cannot be built says why, to Enter and to F11."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from balcao.app.controle import Controle
from balcao.config import estacao as config_estacao
from balcao.config.estacao import Estacao
from balcao.config.plataforma import VARIAVEL_PASTA, pastas
from tests.ui.teclas import digita, espera_teclado, tecla

K = Qt.Key
PRAZO_MS = 60_000


class Programa:
    """The real window on a folder, worked by keys. `solta` lets the rest of the door be imported."""

    def __init__(self, qtbot: Any, app: QApplication) -> None:
        self.qtbot = qtbot
        self.controle = c = Controle(app, "claro")
        c._guarda.remove()
        c._iniciado = True  # no sync process
        self.solta = threading.Event()
        abre = c._abre
        c._abre = lambda ficha: (self.solta.wait(60), abre(ficha))[1]  # type: ignore[method-assign]
        qtbot.addWidget(c.janela)
        c.mostra()
        espera_teclado(qtbot, c.janela)

    @property
    def login(self) -> Any:
        return self.controle.janela.login

    def espera(self, condicao: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condicao()), timeout=PRAZO_MS)

    def digita(self, login: str, senha: str) -> None:
        self.login.usuario.setFocus()
        self.login.usuario.selectAll()
        self.login.senha.selectAll()
        digita(self.controle.janela, login)
        tecla(self.controle.janela, K.Key_Return)
        digita(self.controle.janela, senha)
        tecla(self.controle.janela, K.Key_Return)

    def fecha(self) -> None:
        self.solta.set()
        c = self.controle
        c.leitor.fecha()
        c._sem_repeticao.fecha()
        c.janela._fechar_mesmo = True
        c.janela.close()
        for objeto in (c.leitor, c._sem_repeticao, c):
            objeto.deleteLater()


@contextmanager
def programa(qtbot: Any) -> Iterator[Programa]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    um = Programa(qtbot, app)
    try:
        yield um
    finally:
        um.fecha()


@pytest.fixture
def sem_credencial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A station whose secret is not on this computer any more."""
    monkeypatch.setenv(VARIAVEL_PASTA, str(tmp_path))
    config_estacao.grava(pastas().config, Estacao(id=7, locais={"integracao": {
        "ip_servidor_retaguarda": "10.1.2.3", "porta_integracao_clientes": 8082}}))


@pytest.mark.usefixtures("sem_credencial")
def test_f11_e_enter_dizem_por_que_o_balcao_nao_pode_ser_montado(qtbot) -> None:
    with programa(qtbot) as um:
        um.solta.set()
        um.espera(um.login.erro.isVisible)
        motivo = um.login.erro.text()
        assert "A credencial deste terminal não está mais neste computador." in motivo
        assert "balcao estacao senha" in motivo
        um.login.mostra_conexao("")

        tecla(um.controle.janela, K.Key_F11)
        assert um.login.erro.text() == f"A configuração não abre neste estado. {motivo}"
        assert "F9" in um.login._conexao.text()

        um.digita("ana", "x")
        assert um.login.erro.text() == motivo
        assert um.login.usuario.isEnabled()  # not “Preparando…” for ever


@pytest.mark.usefixtures("sem_credencial")
def test_f11_enquanto_se_prepara_pede_para_aguardar(qtbot) -> None:
    with programa(qtbot) as um:
        tecla(um.controle.janela, K.Key_F11)
        assert "Aguarde" in um.login._conexao.text()
