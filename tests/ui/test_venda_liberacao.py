"""Several releases of one document: who releases types once, and what that person may not release stays."""

from decimal import Decimal as D

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from balcao.domain.achados import Finding, Severity
from balcao.services.counter.sessao import PedeOutraPessoa
from balcao.ui.componentes.avisos import Pergunta
from balcao.ui.componentes.controles import Marcador
from balcao.ui.venda.liberacao import DialogoLiberacao
from tests.apoio.fatos import ANA
from tests.apoio.venda import ServicosDeTeste, nova_venda
from tests.ui.teclas import digita, tecla
from tests.ui.test_venda_cuidados import no_dialogo

K, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def servicos():
    return ServicosDeTeste()


@pytest.fixture
def pagina(poe, servicos):
    """Over the credit limit."""
    pagina = poe(nova_venda(), servicos)
    pagina.venda.catalogo.limite = D("5.00")
    pagina.venda.escolhe_cliente(ANA)
    pagina.venda.muda(plano_id=2)
    digita(pagina, "1")
    tecla(pagina, K.Key_Return)
    return pagina


def _achados(*codigos):
    """What may be released, of rules that only the service knows."""
    return tuple(Finding(code=codigo, severity=Severity.APPROVE, permissao="liberar_credito", valor=D(n + 1), item=n)
                 for n, codigo in enumerate(codigos))


def preenche(dialogo, *escritos):
    for campo, escrito in zip((dialogo.login, dialogo.senha, dialogo.motivo), escritos, strict=False):
        campo.setFocus()
        campo.selectAll()
        digita(dialogo, escrito)


def abre(qtbot, pagina, servicos, achados, faz, libera=None):
    """Ctrl+L over these findings; returns what was asked of the service."""
    pedidos = []
    antes = servicos.libera

    def conta(rascunho, achado, login, senha, motivo):
        pedidos.append((achado.code, login, motivo))
        if libera is not None:
            libera(achado, login)
        return antes(rascunho, achado, login, senha, motivo)

    servicos.libera = conta
    pagina.emissao.libera = lambda: pagina.emissao._libera(achados, pagina)
    no_dialogo(qtbot, pagina, DialogoLiberacao, faz, K.Key_L, CTRL)
    return pedidos


def test_one_password_releases_all_that_is_ticked(qtbot, pagina, servicos):
    achados = _achados("nova.um", "nova.dois", "nova.tres")

    def libera(dialogo):
        marcas = dialogo.findChildren(Marcador)
        assert [m.isChecked() for m in marcas] == [True] * 3
        marcas[1].setFocus()
        tecla(dialogo, K.Key_Space)
        preenche(dialogo, "gil", "certa", "cliente antigo")
        tecla(dialogo, K.Key_Return)

    pedidos = abre(qtbot, pagina, servicos, achados, libera)
    qtbot.waitUntil(lambda: len(pagina.venda.rascunho.liberacoes) == 2)
    assert pedidos == [("nova.um", "gil", "cliente antigo"), ("nova.tres", "gil", "cliente antigo")]


def test_what_one_may_not_release_stays_for_another(qtbot, pagina, servicos):
    achados, restou = _achados("nova.um", "nova.tres"), []

    def proibe(achado, login):
        if (achado.code, login) == ("nova.um", "bia"):
            raise PedeOutraPessoa("BIA não tem a permissão.")

    def libera(dialogo):
        preenche(dialogo, "bia", "certa", "cliente antigo")
        tecla(dialogo, K.Key_Return)
        qtbot.waitUntil(lambda: not dialogo.esperando and dialogo.erro.isVisible())
        restou.extend(a.code for a in dialogo.escolhidos)
        restou.append((dialogo.login.hasFocus(), len(pagina.venda.rascunho.liberacoes)))
        preenche(dialogo, "gil", "certa")
        tecla(dialogo, K.Key_Return)

    abre(qtbot, pagina, servicos, achados, libera, proibe)
    qtbot.waitUntil(lambda: len(pagina.venda.rascunho.liberacoes) == 2)
    assert restou == ["nova.um", (True, 1)]


def test_a_wrong_password_is_tried_once(qtbot, pagina, servicos):
    def libera(dialogo):
        preenche(dialogo, "gil", "errada", "cliente antigo")
        tecla(dialogo, K.Key_Return)
        qtbot.waitUntil(lambda: not dialogo.esperando and "conferem" in dialogo.erro.text())
        assert (len(dialogo.escolhidos), dialogo.senha.hasFocus()) == (2, True)
        dialogo.motivo.clear()
        tecla(dialogo, K.Key_Escape)

    pedidos = abre(qtbot, pagina, servicos, _achados("nova.um", "nova.tres"), libera)
    assert len(pedidos) == 1
    assert pagina.venda.rascunho.liberacoes == ()


def test_esc_asks_before_a_reason_is_lost(qtbot, pagina, servicos):
    vistos = []

    def desiste(dialogo):
        preenche(dialogo, "gil", "certa", "cliente antigo")
        tecla(dialogo, K.Key_Escape)
        vistos.append(isinstance(QApplication.activeModalWidget(), Pergunta))
        tecla(dialogo, K.Key_Escape)  # goes on typing
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is dialogo)
        vistos.append(dialogo.motivo.text())
        dialogo.motivo.clear()
        tecla(dialogo, K.Key_Escape)

    abre(qtbot, pagina, servicos, _achados("nova.um"), desiste)
    assert vistos == [True, "cliente antigo"]
