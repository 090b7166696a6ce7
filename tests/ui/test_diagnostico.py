"""Diagnóstico worked by keys: from the login, without a login; its text to the clipboard and to a file."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from balcao.app.diagnostico import abre_diagnostico
from balcao.config import plataforma
from balcao.config.plataforma import pastas
from balcao.config.segredos import Segredos
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.passo_teste import Estado
from balcao.services.counter.conexao_teste import Passo
from balcao.services.counter.diagnostico import Diagnostico
from balcao.ui.background import Background
from balcao.ui.diagnostico import DialogoDiagnostico
from balcao.ui.janela import Janela
from tests.ui.teclas import espera_teclado, tecla

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
PASSOS = (Passo("Disco", Estado.CERTO, "80 GB livres.", ms=1), Passo("Balança", Estado.PULADO, "Não foi medido."),
          Passo("Backup", Estado.AVISO, "Último há 3 dias.", "Copie agora.", 2),
          Passo("Serviço da retaguarda", Estado.FALHOU, "Recusou a conexão.", "Ligue o servidor.", 900))


@pytest.fixture
def fundo(qtbot) -> Iterator[Background]:
    um = Background(lambda erro: AmbienteIndisponivel(f"inesperado: {erro!r}", ""))
    yield um
    assert um.para(10) == []
    um.deleteLater()


@pytest.fixture
def pai(qtbot) -> QWidget:
    um = QWidget()
    um.resize(1024, 768)
    qtbot.addWidget(um)
    um.show()
    return um


class Servico:
    """Tells the lines given; waits before the last until it may end."""

    def __init__(self, passos: tuple[Passo, ...] = PASSOS) -> None:
        self.passos, self.pode, self.vezes = passos, threading.Event(), 0
        self.pode.set()

    def executa(self, avisa, parou):
        self.vezes += 1
        for um in self.passos[:-1]:
            avisa(um)
        self.pode.wait(20)
        if not parou():
            avisa(self.passos[-1])
        return self.passos

    def para_suporte(self, passos):
        return "\n".join(um.nome for um in passos)


def abre(qtbot, pai, fundo, servico) -> DialogoDiagnostico:
    dialogo = DialogoDiagnostico(lambda: servico, plataforma.grava, fundo, pai)
    qtbot.addWidget(dialogo)
    dialogo.open()
    espera_teclado(qtbot, dialogo)
    return dialogo


def test_cada_linha_aparece_quando_termina_e_o_fim_diz_o_pior(qtbot, pai, fundo) -> None:
    servico = Servico()
    servico.pode.clear()
    dialogo = abre(qtbot, pai, fundo, servico)
    qtbot.waitUntil(lambda: len(dialogo.lista.passos) == 3)
    assert dialogo.botao_repete.text() == "Interromper (F5)"
    assert not dialogo.botao_copia.isEnabled()
    servico.pode.set()
    qtbot.waitUntil(lambda: dialogo.terminou)
    assert dialogo.lista.textos()[-1] == "Serviço da retaguarda: falhou: Recusou a conexão. Ligue o servidor."
    assert dialogo.fim.text() == "Problema em: Serviço da retaguarda."
    assert dialogo.botao_repete.text() == "Repetir (F5)"


def test_f5_repete_e_durante_interrompe(qtbot, pai, fundo) -> None:
    servico = Servico(PASSOS[:3])
    dialogo = abre(qtbot, pai, fundo, servico)
    qtbot.waitUntil(lambda: dialogo.terminou)
    assert dialogo.fim.text() == "Pede atenção: Backup."
    servico.pode.clear()
    tecla(dialogo, K.Key_F5)
    qtbot.waitUntil(lambda: len(dialogo.lista.passos) == 2)
    assert not dialogo.terminou
    tecla(dialogo, K.Key_F5)
    assert dialogo.fim.text() == "Interrompido."
    servico.pode.set()
    qtbot.waitUntil(lambda: not fundo.pendentes())
    assert len(dialogo.lista.passos) == 2  # nothing of the run that was given up
    tecla(dialogo, K.Key_F5)
    qtbot.waitUntil(lambda: dialogo.terminou)
    assert (servico.vezes, len(dialogo.lista.passos)) == (3, 3)


def test_copiar_e_gravar_o_texto_do_suporte(qtbot, pai, fundo, tmp_path: Path) -> None:
    dialogo = abre(qtbot, pai, fundo, Servico())
    tecla(dialogo, K.Key_C, CTRL)  # not yet: there is nothing to copy
    qtbot.waitUntil(lambda: dialogo.terminou)
    tecla(dialogo, K.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "Disco\nBalança\nBackup\nServiço da retaguarda"
    assert dialogo.faixa.texto.startswith("Copiado.")
    dialogo.grava_em(tmp_path / "diagnostico.txt")
    assert (tmp_path / "diagnostico.txt").read_text() == dialogo.texto
    dialogo.grava_em(tmp_path / "nao ha" / "diagnostico.txt")
    assert "não foi gravado" in dialogo.faixa.texto


def test_fechar_no_meio_nao_deixa_nada(qtbot, pai, fundo) -> None:
    servico = Servico()
    servico.pode.clear()
    dialogo = abre(qtbot, pai, fundo, servico)
    qtbot.waitUntil(lambda: len(dialogo.lista.passos) == 3)
    tecla(dialogo, K.Key_Escape)
    assert not dialogo.isVisible()
    servico.pode.set()
    qtbot.waitUntil(lambda: not fundo.pendentes())


@pytest.mark.parametrize(("qual", "modificador"), [(K.Key_F9, Qt.KeyboardModifier.NoModifier), (K.Key_F9, CTRL)])
def test_da_tela_de_entrada_sem_ninguem_dentro(qtbot, fundo, tmp_path: Path, qual, modificador) -> None:
    """A computer that is no terminal yet: nobody can enter, and the diagnosis says why."""
    onde = pastas({"BALCAO_PASTA": str(tmp_path / "novo")})
    janela = Janela()
    qtbot.addWidget(janela)
    janela.pediu_diagnostico.connect(lambda: abre_diagnostico(onde, janela, fundo))
    janela.show()
    espera_teclado(qtbot, janela)
    janela.login.usuario.setFocus()
    tecla(janela, qual, modificador)
    dialogo = next(iter(janela.findChildren(DialogoDiagnostico)))
    qtbot.waitUntil(lambda: dialogo.terminou, timeout=30_000)
    assert dialogo.lista.textos()[0].startswith("Terminal: aviso: Este computador ainda não é um terminal")
    assert "Balcão" in dialogo.texto
    tecla(dialogo, K.Key_Escape)


def test_o_de_verdade_nao_prende_a_tela(qtbot, pai, fundo, tmp_path: Path) -> None:
    """Every look is off the UI thread."""
    onde = pastas({"BALCAO_PASTA": str(tmp_path / "novo")})
    linhas: list[int] = []
    real = Diagnostico(onde, Segredos(onde.config), lambda: datetime.now(UTC))
    espia = SimpleNamespace(
        executa=lambda avisa, parou: (linhas.append(threading.get_ident()), real.executa(avisa, parou))[1],
        para_suporte=real.para_suporte)
    dialogo = abre(qtbot, pai, fundo, espia)
    qtbot.waitUntil(lambda: dialogo.terminou, timeout=30_000)
    assert linhas
    assert threading.get_ident() not in linhas
    assert QApplication.instance() is not None


def test_o_problema_que_ficou_fora_da_vista_e_trazido(qtbot, pai, fundo) -> None:
    muitos = tuple(Passo(f"Linha {i}", Estado.CERTO, "Tudo certo aqui.", ms=1) for i in range(30))
    servico = Servico((*muitos, PASSOS[-1], Passo("Programa", Estado.CERTO, "Balcão 0.1.0.")))
    servico.pode.clear()
    dialogo = abre(qtbot, pai, fundo, servico)
    dialogo.resize(800, 400)
    servico.pode.set()
    qtbot.waitUntil(lambda: dialogo.terminou)
    marca = dialogo.lista.primeiro("falhou")
    assert marca is not None
    qtbot.waitUntil(lambda: not marca.visibleRegion().isEmpty())


def test_fechado_o_teclado_volta_a_quem_o_abriu(qtbot, pai, fundo) -> None:
    """A window manager does this by itself; a bare X server leaves the keyboard to nobody."""
    abre(qtbot, pai, fundo, Servico())
    tecla(pai, Qt.Key.Key_Escape)
    espera_teclado(qtbot, pai)
