"""The vehicle, the equipment and the check-list of a service order, by keys (TP-021 to TP-024, TP-095)."""

import pytest
from PySide6.QtCore import Qt

from balcao.domain.pedido import DadosServico
from balcao.ui.componentes.avisos import Pergunta
from balcao.ui.venda.resumo import DialogoResumo
from balcao.ui.venda.servico import DialogoServico
from tests.apoio.pagina_venda import Catalogo
from tests.apoio.venda import nova_venda
from tests.ui.test_venda import digita, no_dialogo, tecla
from tests.ui.test_venda_tipo import resumo

K = Qt.Key
SHIFT_F3 = (K.Key_F3, Qt.KeyboardModifier.ShiftModifier)
OFICINA = {"servico_veiculos": True, "placa_veiculo": "requerido", "modelo_veiculo": "opcional",
           "checklist": ("BALANÇA", "FAROL", "PNEUS")}


@pytest.fixture
def abre(poe):
    return lambda **ajustes: poe(nova_venda(Catalogo(**ajustes)))


def mostradas(pagina):
    return {id_: e.valor for id_, e in pagina.tela.documento.etiquetas.items()
            if e.isVisible() and id_ in ("placa", "modelo", "equipamento", "checklist")}


def test_a_document_of_goods_has_none_of_it(qtbot, abre):
    pagina = abre()
    assert mostradas(pagina) == {}
    tecla(qtbot, pagina, *SHIFT_F3)
    assert pagina.venda.pedido.servico == DadosServico()


def test_the_plate_is_typed_ticked_and_read_back_before_issuing(qtbot, abre):
    pagina = abre(**OFICINA)
    digita(qtbot, pagina, "1")
    assert mostradas(pagina) == {"placa": "", "modelo": "", "checklist": "0 de 3"}
    assert pagina.tela.documento.etiquetas["placa"].alerta
    assert [a.code for a in pagina.venda.achados] == ["placa.exigido"]

    def preenche(dialogo):
        assert isinstance(dialogo, DialogoServico)
        assert dialogo.windowTitle() == "Veículo"
        assert set(dialogo.campos) == {"placa", "modelo"}
        assert dialogo.focusWidget() is dialogo.campos["placa"]
        qtbot.keyClicks(dialogo.campos["placa"], "abc-1d23")
        qtbot.keyClick(dialogo.campos["placa"], K.Key_Tab)
        qtbot.keyClicks(dialogo.focusWidget(), "gol 1.6")
        qtbot.keyClick(dialogo.focusWidget(), K.Key_Tab)
        assert dialogo.focusWidget() is dialogo.checklist["BALANÇA"]
        qtbot.keyClick(dialogo.focusWidget(), K.Key_Down)
        qtbot.keyClick(dialogo.focusWidget(), K.Key_Space)
        qtbot.keyClick(dialogo.focusWidget(), K.Key_Return)

    no_dialogo(qtbot, preenche)
    tecla(qtbot, pagina, *SHIFT_F3)
    assert pagina.venda.pedido.servico == DadosServico(placa="ABC1D23", modelo="gol 1.6", conferidos=("FAROL",))
    assert mostradas(pagina) == {"placa": "ABC1D23", "modelo": "gol 1.6", "checklist": "1 de 3"}
    assert pagina.venda.achados == ()
    assert pagina.tela.entrada.hasFocus()
    assert resumo(qtbot, pagina)["Veículo"] == "ABC1D23 · gol 1.6"


def test_what_is_no_plate_is_said_beside_it_and_typing_takes_the_message_away(qtbot, abre):
    pagina = abre(**OFICINA)
    digita(qtbot, pagina, "1")

    def erra(dialogo):
        placa, erro = dialogo.campos["placa"], dialogo.erros["placa"]
        qtbot.keyClicks(placa, "abc12")
        qtbot.keyClick(placa, K.Key_F12)
        assert dialogo.isVisible()
        assert "“abc12” não é uma placa" in erro.text()
        assert erro.isVisible()
        assert (dialogo.focusWidget() is placa, placa.erro, placa.selectedText()) == (True, True, "abc12")
        qtbot.keyClicks(placa, "ABC1234")
        assert not erro.isVisible()
        assert not placa.erro
        qtbot.keyClick(placa, K.Key_F12)
        assert not dialogo.isVisible()

    no_dialogo(qtbot, erra)
    tecla(qtbot, pagina, *SHIFT_F3)
    assert pagina.venda.pedido.servico.placa == "ABC1234"
    assert mostradas(pagina)["placa"] == "ABC-1234"


def test_esc_changes_nothing_and_a_label_opens_at_its_field(qtbot, abre):
    """It asks first: what was typed is worth a question."""
    pagina = abre(**OFICINA, equipamento="opcional")
    digita(qtbot, pagina, "1")
    vistos = []

    def olha(dialogo):
        vistos.append((dialogo.windowTitle(), dialogo.focusWidget() is dialogo.campos["equipamento"]))
        qtbot.keyClicks(dialogo.campos["equipamento"], "RÁDIO")
        qtbot.keyClick(dialogo, K.Key_Escape)
        qtbot.keyClick(dialogo.findChild(Pergunta), K.Key_Escape)
        assert (dialogo.isVisible(), dialogo.campos["equipamento"].text()) == (True, "RÁDIO")
        qtbot.keyClick(dialogo, K.Key_Escape)
        qtbot.keyClick(dialogo.findChild(Pergunta), K.Key_F12)
        assert not dialogo.isVisible()

    no_dialogo(qtbot, olha)
    qtbot.mouseClick(pagina.tela.documento.etiquetas["equipamento"], Qt.MouseButton.LeftButton)
    assert vistos == [("Veículo e equipamento", True)]
    assert pagina.venda.pedido.servico == DadosServico()


def test_the_summary_does_not_issue_without_what_is_demanded(qtbot, abre):
    pagina = abre(equipamento="requerido")
    digita(qtbot, pagina, "1")

    def olha(dialogo):
        assert isinstance(dialogo, DialogoResumo)
        assert not dialogo.botao_confirma.isEnabled()
        qtbot.keyClick(dialogo, K.Key_Escape)

    no_dialogo(qtbot, olha)
    tecla(qtbot, pagina, K.Key_F12)
    assert pagina.tela.documento.etiquetas["equipamento"].alerta
