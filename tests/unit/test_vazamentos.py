"""The leak fixtures themselves: a planted leak of each kind must be seen."""

import logging
import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from tests.apoio import vazamentos
from tests.apoio.vazamentos import Avisos


@pytest.fixture
def foto(qapp: object) -> vazamentos.Foto:
    return vazamentos.fotografa()


def test_thread_viva_e_vista_e_a_que_acabou_nao(foto: vazamentos.Foto) -> None:
    fim = threading.Event()
    presa = threading.Thread(target=fim.wait, name="presa", daemon=True)
    presa.start()
    assert any("presa" in texto for texto in foto.vazados())
    fim.set()
    presa.join()
    assert foto.vazados() == []


def test_timer_ligado_e_visto_e_o_parado_nao(foto: vazamentos.Foto) -> None:
    timer = QTimer()
    timer.start(12345)
    assert foto.vazados() == ["timer ligado: 12345 ms, de NoneType"]
    timer.stop()
    assert foto.vazados() == []


def test_janela_viva_e_vista_mesmo_escondida(foto: vazamentos.Foto) -> None:
    janela = QDialog()
    janela.setWindowTitle("Senha")
    assert foto.vazados() == ["janela: QDialog “Senha”"]
    janela.deleteLater()
    assert foto.vazados() == []


def test_janela_com_dono_e_menu_nao_sao_vazamento(foto: vazamentos.Foto) -> None:
    dono = QWidget()
    QDialog(dono)
    menu = QMenu()
    dono.deleteLater()
    assert foto.vazados() == []
    menu.deleteLater()


def test_aviso_no_registro_precisa_ser_declarado(avisos: Avisos) -> None:
    logging.getLogger("balcao.teste").warning("a balança %s não respondeu", "Toledo")
    logging.getLogger("balcao.teste").info("isto não conta")
    assert avisos.textos() == ["aviso de balcao.teste: WARNING a balança Toledo não respondeu"]
    avisos.espera("Toledo")
    assert avisos.textos() == []
    with pytest.raises(AssertionError, match="nenhum aviso"):
        avisos.espera("Toledo")
