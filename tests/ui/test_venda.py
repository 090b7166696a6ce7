"""The sale worked by keys alone: what a seller types, and what stands on the screen afterwards."""

import time
from decimal import Decimal as D

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit

from balcao.domain.achados import Finding, Severity
from balcao.domain.fatos import Cliente
from balcao.domain.pedido import ModoEntrega
from balcao.ui.acoes import BarraTeclas
from balcao.ui.componentes.avisos import Pergunta
from balcao.ui.janela import Janela
from balcao.ui.leitor import LENDO
from balcao.ui.tema import U
from balcao.ui.venda.cadastro import DialogoCadastro
from balcao.ui.venda.liberacao import DialogoLiberacao
from balcao.ui.venda.porque import DialogoPorque
from balcao.ui.venda.resumo import DialogoResumo
from tests.apoio.fatos import ANA
from tests.apoio.venda import ServicosDeTeste, nova_venda

K = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def servicos():
    return ServicosDeTeste()


@pytest.fixture
def abre(poe, servicos):
    return lambda **paginas: poe(nova_venda(**paginas), servicos)


@pytest.fixture
def pagina(abre):
    return abre()


def digita(qtbot, pagina, texto, enter=True):
    qtbot.keyClicks(pagina.tela.entrada, texto)
    if enter:
        qtbot.keyClick(pagina.tela.entrada, K.Key_Return)


def tecla(qtbot, pagina, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(pagina.tela.entrada, key, modifiers)


def no_dialogo(qtbot, faz, classe=QDialog):
    """Run `faz(dialog)` inside the next modal dialog (`classe`: the next one of its kind, over another); returns a
    list that says it ran."""
    feito = []

    def tenta():
        dialogo = QApplication.activeModalWidget()
        if isinstance(dialogo, classe) and dialogo.isVisible():
            feito.append(dialogo)
            try:
                faz(dialogo)
            except BaseException:  # the test fails with it (pytest-qt); a dialog left open would hold it for ever
                dialogo.done(QDialog.DialogCode.Rejected)  # `reject` may ask first
                raise
        else:
            QTimer.singleShot(5, tenta)

    QTimer.singleShot(0, tenta)
    return feito


def responde(qtbot, texto):
    """Type into the dialog's first line and press Enter."""
    def faz(dialogo):
        campo = dialogo.findChild(QLineEdit)
        campo.selectAll()
        qtbot.keyClicks(campo, texto)
        qtbot.keyClick(campo, K.Key_Return)
    return faz


def itens(pagina):
    return [(i.codigo, i.quantidade) for i in pagina.venda.pedido.itens]


def test_a_test_that_fails_inside_a_dialog_closes_it(qtbot, pagina):
    def falha(_dialogo):
        raise AssertionError("wrong in here")

    digita(qtbot, pagina, "1")
    dentro = no_dialogo(qtbot, falha)
    socorro = QTimer(pagina, singleShot=True, interval=3000)  # so that this one does not hang either
    socorro.timeout.connect(lambda: dentro and dentro[0].reject())
    socorro.start()
    with qtbot.captureExceptions() as erros:
        antes = time.monotonic()
        tecla(qtbot, pagina, K.Key_F4)
    socorro.stop()
    assert [str(erro) for _, erro, _ in erros] == ["wrong in here"]
    assert time.monotonic() - antes < 2


def test_code_and_enter_adds_and_waits_for_the_next(qtbot, pagina):
    digita(qtbot, pagina, "3*1")
    assert itens(pagina) == [("P1", D(3))]
    assert pagina.tela.entrada.text() == ""
    assert pagina.tela.entrada.hasFocus()
    assert pagina.tela.totais.total.text() == "R$\u00a030,00"


def test_words_arrows_and_enter_choose(qtbot, pagina):
    digita(qtbot, pagina, "sab", enter=False)
    assert pagina.tela.procurando
    tecla(qtbot, pagina, K.Key_Return)
    assert itens(pagina) == [("P2", D(1))]
    assert not pagina.tela.procurando


def test_what_is_not_found_stays_typed_and_is_told(qtbot, pagina):
    digita(qtbot, pagina, "xyz")
    assert itens(pagina) == []
    assert "xyz" in pagina.tela.aviso.text()
    assert pagina.tela.entrada.text() == "xyz"
    tecla(qtbot, pagina, K.Key_Escape)
    assert (pagina.tela.entrada.text(), pagina.tela.aviso.isVisible()) == ("", False)


def test_rows_of_an_earlier_text_never_answer_to_enter(qtbot, pagina, servicos):
    digita(qtbot, pagina, "sab", enter=False)
    servicos.busca = lambda texto: None
    servicos.busca_completa = lambda texto, cancelada: None
    pagina.tela.atrasado = True
    tecla(qtbot, pagina, K.Key_Return)
    assert itens(pagina) == []


def test_a_scan_into_the_entry_line_asks_once_and_a_scan_without_enter_is_searched(qtbot, pagina, servicos):
    pedidas, busca = [], servicos.busca
    servicos.busca = lambda texto, *onde: pedidas.append(texto) or busca(texto, *onde)
    pagina.tela.entrada.setProperty(LENDO, "1")
    digita(qtbot, pagina, "1")
    assert (itens(pagina), pedidas) == ([("P1", D(1))], [])
    digita(qtbot, pagina, "sab", enter=False)
    assert pedidas == []
    qtbot.waitUntil(lambda: pagina.tela.procurando)
    assert (pedidas, pagina.tela.atrasado) == (["sab"], False)


@pytest.mark.parametrize(("texto", "diz"), [("0*1", "quantidade"), ("1 -200%", "100%"), ("1000000*1", "999.999")])
def test_impossible_entry(qtbot, pagina, texto, diz):
    digita(qtbot, pagina, texto)
    assert itens(pagina) == []
    assert diz in pagina.tela.aviso.text().lower()


def test_inline_discount(qtbot, pagina):
    digita(qtbot, pagina, "2*1 -10%")
    assert pagina.venda.pedido.total == D("18.00")


def test_quantity_price_and_discount_on_the_current_line(qtbot, abre):
    pagina = abre(controles_produtos={"cp_alterar_preco": "sim"})
    digita(qtbot, pagina, "1")
    for key, texto, total in ((K.Key_F4, "2,5", "25.00"), (K.Key_F10, "8", "20.00"), (K.Key_F5, "10%", "18.00"),
                              (K.Key_F5, "0", "20.00")):
        feito = no_dialogo(qtbot, responde(qtbot, texto))
        tecla(qtbot, pagina, key)
        assert feito
        assert pagina.venda.pedido.total == D(total)
    assert pagina.tela.entrada.hasFocus()


def test_wrong_quantity_stays_in_the_dialog(qtbot, pagina):
    digita(qtbot, pagina, "1")
    mensagens = []

    def faz(dialogo):
        responde(qtbot, "12.34")(dialogo)
        mensagens.append(dialogo.erro.text())
        qtbot.keyClick(dialogo, K.Key_Escape)

    no_dialogo(qtbot, faz)
    tecla(qtbot, pagina, K.Key_F4)
    assert "vírgula" in mensagens[0]
    assert itens(pagina) == [("P1", D(1))]


def test_delete_undo_redo(qtbot, pagina):
    digita(qtbot, pagina, "1")
    digita(qtbot, pagina, "2")
    tecla(qtbot, pagina, K.Key_Delete, CTRL)
    assert itens(pagina) == [("P1", D(1))]
    tecla(qtbot, pagina, K.Key_Z, CTRL)
    assert len(itens(pagina)) == 2
    tecla(qtbot, pagina, K.Key_Y, CTRL)
    assert itens(pagina) == [("P1", D(1))]


def test_arrows_move_the_current_line_when_nothing_is_typed(qtbot, pagina):
    for codigo in "112":
        digita(qtbot, pagina, codigo)
    assert pagina.tela.itens.atual == 3
    tecla(qtbot, pagina, K.Key_Up)
    assert pagina.venda.rascunho.atual == 2


def test_f12_f12_issues_and_opens_the_next(qtbot, pagina, servicos):
    digita(qtbot, pagina, "1")
    ditos = []
    pagina.informou.connect(ditos.append)

    def confirma(dialogo):
        assert isinstance(dialogo, DialogoResumo)
        qtbot.keyClick(dialogo, K.Key_F12)

    no_dialogo(qtbot, confirma)
    tecla(qtbot, pagina, K.Key_F12)
    assert [r.pedido.total for r in servicos.emitidos] == [D("10.00")]
    assert pagina.venda.pedido.vazio
    assert ditos == ["DAV 123 emitido."]
    assert pagina.tela.entrada.hasFocus()


@pytest.mark.parametrize(("controles", "oferece"), [
    ({}, True), ({"imp_vias_dav": 0}, False), ({"imp_vias_pre_venda": 0}, True), ({"imp_ao_finalizar": "nunca"}, False),
])
def test_the_summary_offers_paper_only_when_some_would_come_out(qtbot, abre, controles, oferece):
    """CB-133, CB-134, CB-135: the sale on screen is a DAV."""
    pagina = abre(controles_impressao=controles)
    digita(qtbot, pagina, "1")
    vistos = []

    def olha(dialogo):
        vistos.append(dialogo.imprime.isVisible())
        qtbot.keyClick(dialogo, K.Key_Escape)

    no_dialogo(qtbot, olha)
    tecla(qtbot, pagina, K.Key_F12)
    assert vistos == [oferece]


def test_a_held_f12_opens_the_summary_and_never_confirms(qtbot, pagina, servicos):
    digita(qtbot, pagina, "1")

    def segura(dialogo):
        for _ in range(5):
            QApplication.sendEvent(dialogo, QKeyEvent(QKeyEvent.Type.KeyPress, K.Key_F12,
                                                      Qt.KeyboardModifier.NoModifier, "", True))
        assert dialogo.isVisible()
        qtbot.keyClick(dialogo, K.Key_Escape)

    feito = no_dialogo(qtbot, segura)
    tecla(qtbot, pagina, K.Key_F12)
    assert feito
    assert servicos.emitidos == []
    assert itens(pagina) == [("P1", D(1))]


def test_f12_on_an_empty_sale_does_nothing(qtbot, pagina):
    tecla(qtbot, pagina, K.Key_F12)
    assert QApplication.activeModalWidget() is None


def test_a_refusal_of_the_retaguarda_keeps_the_draft(qtbot, pagina, servicos):
    digita(qtbot, pagina, "1")
    servicos.recusa = (Finding(code="cliente.inativo", severity=Severity.BLOCK, params={"cliente": "ANA"}),)
    vistos = []

    def confirma(dialogo):
        qtbot.keyClick(dialogo, K.Key_F12)
        qtbot.waitUntil(lambda: bool(dialogo.faixa.achados))
        vistos.extend(a.code for a in dialogo.faixa.achados)
        assert not dialogo.botao_confirma.isEnabled()
        qtbot.keyClick(dialogo, K.Key_Escape)

    no_dialogo(qtbot, confirma)
    tecla(qtbot, pagina, K.Key_F12)
    assert vistos == ["cliente.inativo"]
    assert itens(pagina) == [("P1", D(1))]


def test_findings_show_while_typing_and_block_f12(qtbot, abre):
    pagina = abre(controles_clientes={"acao_limite_excedido": "erro"})
    pagina.venda.catalogo.limite = D("15.00")
    pagina.venda.escolhe_cliente(ANA)
    pagina.venda.muda(plano_id=2)
    digita(qtbot, pagina, "1")
    assert not pagina.tela.achados.isVisible()
    digita(qtbot, pagina, "1")
    assert [a.code for a in pagina.tela.achados.achados] == ["credito.limite"]
    assert pagina.tela.cliente.ficha.cabe == D("-5.00")

    def olha(dialogo):
        assert not dialogo.botao_confirma.isEnabled()
        qtbot.keyClick(dialogo, K.Key_Escape)

    feito = no_dialogo(qtbot, olha)
    tecla(qtbot, pagina, K.Key_F12)
    assert feito


def test_release_in_place_wrong_then_right_password(qtbot, pagina):
    pagina.venda.catalogo.limite = D("5.00")
    pagina.venda.escolhe_cliente(ANA)
    pagina.venda.muda(plano_id=2)
    digita(qtbot, pagina, "1")
    assert [a.severity for a in pagina.venda.achados] == [Severity.APPROVE]

    def libera(dialogo):
        qtbot.keyClicks(dialogo.login, "gil")
        qtbot.keyClicks(dialogo.senha, "errada")
        qtbot.keyClicks(dialogo.motivo, "cliente antigo")
        qtbot.keyClick(dialogo.motivo, K.Key_Return)
        qtbot.waitUntil(lambda: dialogo.erro.isVisible())
        dialogo.senha.clear()
        qtbot.keyClicks(dialogo.senha, "certa")
        qtbot.keyClick(dialogo.senha, K.Key_Return)

    no_dialogo(qtbot, libera)
    tecla(qtbot, pagina, K.Key_L, CTRL)
    assert [a.severity for a in pagina.venda.achados] == [Severity.INFO]


def test_the_keys_that_the_summary_names_act_there(qtbot, pagina, servicos):
    """Ctrl+I and Ctrl+L stand beside a finding in the summary; the released document is issued from it."""
    pagina.venda.catalogo.limite = D("5.00")
    pagina.venda.escolhe_cliente(ANA)
    pagina.venda.muda(plano_id=2)
    digita(qtbot, pagina, "1")
    abertos = []

    def por_que(dialogo):
        abertos.append("por quê")
        qtbot.keyClick(dialogo, K.Key_Escape)

    def libera(dialogo):
        abertos.append("liberar")
        for campo, escrito in ((dialogo.login, "gil"), (dialogo.senha, "certa"), (dialogo.motivo, "cliente antigo")):
            qtbot.keyClicks(campo, escrito)
        qtbot.keyClick(dialogo.senha, K.Key_Return)

    def no_resumo(dialogo):
        antes = dialogo.botao_confirma.isEnabled()
        for qual, faz, classe in ((K.Key_I, por_que, DialogoPorque), (K.Key_L, libera, DialogoLiberacao)):
            no_dialogo(qtbot, faz, classe)
            qtbot.keyClick(dialogo, qual, CTRL)
        abertos.append((antes, dialogo.botao_confirma.isEnabled(), dialogo.botao_confirma.hasFocus()))
        qtbot.keyClick(dialogo, K.Key_F12 if dialogo.botao_confirma.isEnabled() else K.Key_Escape)

    no_dialogo(qtbot, no_resumo, DialogoResumo)
    tecla(qtbot, pagina, K.Key_F12)
    assert abertos == ["por quê", "liberar", (False, True, True)]
    assert len(servicos.emitidos) == 1


def test_seller_in_two_keys(qtbot, pagina):
    no_dialogo(qtbot, lambda d: qtbot.keyClick(d.filtro, K.Key_Return))
    tecla(qtbot, pagina, K.Key_F6)
    assert pagina.venda.pedido.vendedor_id == 1
    assert pagina.tela.documento.etiquetas["vendedor"].valor == "BIA"


def test_several_drafts(qtbot, pagina):
    digita(qtbot, pagina, "1")
    tecla(qtbot, pagina, K.Key_N, CTRL)
    assert itens(pagina) == []
    digita(qtbot, pagina, "2")
    tecla(qtbot, pagina, K.Key_Tab, CTRL)
    assert itens(pagina) == [("P1", D(1))]


def test_discarding_asks_once_and_the_safe_answer_has_the_focus(qtbot, pagina):
    digita(qtbot, pagina, "1")
    feito = no_dialogo(qtbot, lambda d: qtbot.keyClick(d.focusWidget(), K.Key_Return))
    tecla(qtbot, pagina, K.Key_W, CTRL)
    qtbot.waitUntil(lambda: bool(feito) and QApplication.activeModalWidget() is None)
    assert itens(pagina) == [("P1", D(1))]


def test_price_check_touches_nothing(qtbot, pagina):
    vistos = []

    def consulta(dialogo):
        responde(qtbot, "1")(dialogo)
        vistos.append(dialogo.descricao.text())
        responde(qtbot, "9")(dialogo)
        vistos.append(dialogo.erro.text())
        qtbot.keyClick(dialogo, K.Key_Escape)

    no_dialogo(qtbot, consulta)
    tecla(qtbot, pagina, K.Key_P, CTRL)
    assert "PARAFUSO" in vistos[0]
    assert "9" in vistos[1]
    assert pagina.venda.pedido.vazio


def test_suspend_empties_the_screen_once_the_server_has_it(qtbot, pagina, servicos):
    digita(qtbot, pagina, "1")
    tecla(qtbot, pagina, K.Key_S, CTRL)
    qtbot.waitUntil(lambda: pagina.venda.pedido.vazio)
    assert len(servicos.suspensos) == 1


def test_what_is_said_covers_no_key_and_all_begins_at_one_edge(qtbot, pagina):
    janela = Janela()
    qtbot.addWidget(janela)
    janela.entra(pagina, lambda: pagina.acoes, 0)
    janela.resize(1024, 768)
    with qtbot.waitExposed(janela):
        janela.show()
    barra, tela = pagina.findChild(BarraTeclas), pagina.tela
    janela.informa("DAV 123 emitido.")
    assert janela.nota.geometry().bottom() < barra.mapTo(janela, QPoint()).y()
    celula = barra.findChildren(QAbstractButton)[0]
    bordas = {w.mapTo(janela, QPoint()).x() for w in (tela.entrada, tela.itens, tela.totais)}
    assert bordas == {celula.mapTo(janela, QPoint()).x() + U // 2}


def test_the_results_leave_no_hole_under_them(qtbot, pagina):
    digita(qtbot, pagina, "sab", enter=False)
    assert pagina.tela.resultados.size() == pagina.tela.palco.size()


@pytest.mark.parametrize(("key", "modificador"), [
    (K.Key_F3, Qt.KeyboardModifier.NoModifier), (K.Key_F4, Qt.KeyboardModifier.NoModifier),
    (K.Key_F5, Qt.KeyboardModifier.NoModifier), (K.Key_F5, SHIFT), (K.Key_F6, Qt.KeyboardModifier.NoModifier),
    (K.Key_F10, Qt.KeyboardModifier.NoModifier), (K.Key_P, CTRL), (K.Key_O, CTRL)])
def test_what_a_key_opens_is_typed_into_at_once(qtbot, pagina, key, modificador):
    """By the window, as a keyboard does: whoever types into the field itself never sees where the keys go."""
    digita(qtbot, pagina, "1")
    vistos = []

    def olha(dialogo):
        qtbot.waitUntil(lambda: QApplication.focusWindow() == dialogo.windowHandle())
        vistos.append(QApplication.focusWidget())
        assert not isinstance(vistos[0], QAbstractButton)
        dialogo.reject()

    no_dialogo(qtbot, olha)
    tecla(qtbot, pagina, key, modificador)
    assert len(vistos) == 1


def test_a_closed_dialog_is_taken_away_and_its_answer_is_read_before(qtbot, pagina):
    digita(qtbot, pagina, "1")
    for texto in ("2", "3"):
        no_dialogo(qtbot, responde(qtbot, texto))
        tecla(qtbot, pagina, K.Key_F4)
    no_dialogo(qtbot, lambda dialogo: qtbot.keyClick(dialogo, K.Key_F12))
    assert itens(pagina) == [("P1", D(3))]
    tecla(qtbot, pagina, K.Key_F12)
    qtbot.waitUntil(lambda: pagina.findChildren(QDialog) == [])
    assert pagina.venda.pedido.vazio


def test_a_quantity_without_a_product_asks_for_the_product(qtbot, pagina):
    """It said: Nenhum produto com “”."""
    digita(qtbot, pagina, "3*")
    assert pagina.tela.aviso.text() == "Falta o produto: digite o código, as barras ou a descrição, como 3*código."
    assert pagina.tela.entrada.selectedText() == "3*"
    assert itens(pagina) == []


@pytest.mark.parametrize(("key", "modifiers"), [(K.Key_F5, Qt.KeyboardModifier.NoModifier), (K.Key_F5, SHIFT)])
def test_a_discount_above_the_value_is_refused_and_stays_to_be_mended(qtbot, pagina, key, modifiers):
    """It was cut to the value without a word: R$ 9.999,00 typed for 9,99 made the line free."""
    digita(qtbot, pagina, "3*1")
    ditos = []

    def faz(dialogo):
        responde(qtbot, "9999")(dialogo)
        ditos.append((dialogo.erro.text(), dialogo.texto.selectedText()))
        responde(qtbot, "30")(dialogo)  # all of it is a discount one may ask a release for

    feito = no_dialogo(qtbot, faz)
    tecla(qtbot, pagina, key, modifiers)
    assert feito
    assert ditos == [("O desconto de R$\u00a09.999,00 passa do valor, R$\u00a030,00. Digite um menor, ou em %.",
                      "9999")]
    assert pagina.venda.pedido.total == 0


def test_a_discount_above_the_value_is_refused_in_the_entry_line_too(qtbot, pagina):
    digita(qtbot, pagina, "3*1 -R$9999")
    assert pagina.tela.aviso.text().startswith("O desconto de R$\u00a09.999,00 passa do valor, R$\u00a030,00.")
    assert itens(pagina) == []


def test_escape_asks_before_it_loses_a_registration_that_was_typed(qtbot, pagina):
    dialogo = DialogoCadastro("MARIA", frozenset(), ANA, pagina)
    qtbot.addWidget(dialogo)
    with qtbot.waitExposed(dialogo):
        dialogo.open()
    qtbot.keyClicks(dialogo.campos["celular"], "19999990000")
    qtbot.keyClick(dialogo.campos["celular"], K.Key_Escape)
    [pergunta] = dialogo.findChildren(Pergunta)
    qtbot.keyClick(pergunta, K.Key_Escape)
    assert (dialogo.isVisible(), dialogo.campos["celular"].text()) == (True, "19999990000")
    dialogo.campos["celular"].clear()
    qtbot.keyClick(dialogo.campos["celular"], K.Key_Escape)
    assert not dialogo.isVisible()  # nothing of his own left to lose


def test_a_delivery_is_asked_for_by_keys_and_a_pick_up_again(qtbot, pagina):
    """The fields stayed closed for ever: Qt gives the enum back as a str, and `is` said no to both."""
    digita(qtbot, pagina, "3*1")
    erros = []

    def entrega(dialogo):
        qtbot.keyClick(dialogo.modo, K.Key_Down)
        assert dialogo.endereco.isEnabled()
        dialogo.endereco.lineEdit().selectAll()
        qtbot.keyClicks(dialogo.endereco.lineEdit(), "Rua do Sol, 10")
        for quando in ("31/02", "01/01/2020"):
            dialogo.data.clear()
            qtbot.keyClicks(dialogo.data, quando)
            qtbot.keyClick(dialogo.data, K.Key_Return)
            erros.append(bool(dialogo.erro.text()) and dialogo.isVisible())
        dialogo.data.clear()
        qtbot.keyClick(dialogo.data, K.Key_Return)

    def retira(dialogo):
        qtbot.keyClick(dialogo.modo, K.Key_Up)
        qtbot.keyClick(dialogo.modo, K.Key_Return)

    no_dialogo(qtbot, entrega)
    tecla(qtbot, pagina, K.Key_E, CTRL)
    assert erros == [True, True]
    assert (pagina.venda.pedido.entrega.modo, pagina.venda.pedido.entrega.endereco) == (
        ModoEntrega.ENTREGA, "Rua do Sol, 10")
    no_dialogo(qtbot, retira)
    tecla(qtbot, pagina, K.Key_E, CTRL)
    assert pagina.venda.pedido.entrega.modo is ModoEntrega.RETIRA


def test_the_summary_shows_each_finding_whole(qtbot, abre, servicos):
    longa = "CONFECCOES E COMERCIO DE ARTIGOS DO VESTUARIO IRMAOS ALBUQUERQUE DE MEDEIROS E FILHOS LTDA " * 2
    servicos.recusa = (Finding(code="cliente.inativo", severity=Severity.BLOCK, params={"cliente": longa}),)
    pagina = abre()
    digita(qtbot, pagina, "1")
    vistas = []

    def olha(dialogo):
        qtbot.keyClick(dialogo, K.Key_F12)
        faixa = dialogo.faixa
        qtbot.waitUntil(lambda: faixa.achados != () and faixa.height() >= faixa.heightForWidth(faixa.width()))
        vistas.append((faixa.height(), faixa.fontMetrics().height()))
        qtbot.keyClick(dialogo, K.Key_Escape)

    no_dialogo(qtbot, olha)
    tecla(qtbot, pagina, K.Key_F12)
    [(altura, linha)] = vistas
    assert altura > 2.5 * linha


def test_the_summary_is_no_taller_than_what_it_says(qtbot, abre):
    """The strip of findings is measured in the width that it has, not in its narrowest."""
    pagina = abre(controles_clientes={"acao_sem_retaguarda": "nada"})
    pagina.venda.catalogo.clientes[ANA] = Cliente(id=ANA, nome="CONFECCOES ALBUQUERQUE DE MEDEIROS LTDA " * 3,
                                                  bloqueado=True, motivo_bloqueio="Cheque devolvido")
    pagina.venda.escolhe_cliente(ANA)
    digita(qtbot, pagina, "1")
    vistas = []

    def olha(dialogo):
        faixa = dialogo.faixa
        qtbot.waitUntil(lambda: faixa.height() >= faixa.heightForWidth(faixa.width()))
        QApplication.processEvents()
        vistas.append((faixa.height() - faixa.heightForWidth(faixa.width()),
                       dialogo.height() - dialogo.layout().heightForWidth(dialogo.width())))
        qtbot.keyClick(dialogo, K.Key_Escape)

    no_dialogo(qtbot, olha)
    tecla(qtbot, pagina, K.Key_F12)
    assert vistas == [(0, 0)]


def test_a_delivery_address_is_chosen_or_typed_in_a_field_like_the_others(qtbot, pagina):
    pagina.venda.escolhe_cliente(ANA)
    vistos = []

    def olha(dialogo):
        dialogo.modo.setCurrentIndex(1)
        tela = dialogo.endereco.grab().toImage()
        vizinho = dialogo.data.grab().toImage()
        vistos.append([tela.pixelColor(x, y).name() for x, y in ((0, 0), (1, 0), (0, 1))]
                      == [vizinho.pixelColor(x, y).name() for x, y in ((0, 0), (1, 0), (0, 1))])
        campo = dialogo.endereco.lineEdit()
        campo.selectAll()
        qtbot.keyClicks(campo, "Rua Nova 5")
        vistos.append(campo.geometry().right() < dialogo.endereco.width() - 3 * U)
        qtbot.keyClick(campo, K.Key_Return)

    no_dialogo(qtbot, olha)
    tecla(qtbot, pagina, K.Key_E, CTRL)
    assert vistos == [True, True]
    assert pagina.venda.pedido.entrega.endereco == "Rua Nova 5"


def test_what_is_pasted_is_one_line_and_never_makes_the_window_wider(qtbot, pagina):
    largura = pagina.minimumSizeHint().width()
    QApplication.clipboard().setText("x" * 90 + "\t\r\n😀\0" + "y" * 90)
    qtbot.keyClick(pagina.tela.entrada, K.Key_V, CTRL)
    assert pagina.tela.entrada.text() == "x" * 90 + " 😀 " + "y" * 90
    tecla(qtbot, pagina, K.Key_Return)
    assert "x" * 59 + "…" in pagina.tela.aviso.text()
    assert pagina.minimumSizeHint().width() == largura


def test_what_an_edit_was_refused_for_goes_away_with_the_next_that_is_right(qtbot, pagina):
    digita(qtbot, pagina, "1")
    digita(qtbot, pagina, "0*1")
    assert pagina.tela.aviso.isVisible()
    no_dialogo(qtbot, responde(qtbot, "2"))
    tecla(qtbot, pagina, K.Key_F4)
    assert (itens(pagina), pagina.tela.aviso.isVisible()) == ([("P1", D(2))], False)
