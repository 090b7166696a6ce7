"""Serial numbers of a line's units (TP-045), by keys and by the scanner: asked where they must be, offered where they
may, let go of where the type has none."""

import pytest
from PySide6.QtCore import Qt

from balcao.db.fatos import Produtos
from balcao.domain.ajuste import Desconto, TipoDesconto
from balcao.domain.tipo_pedido.opcoes import NumeroSerie
from balcao.services.counter.rascunho import Rascunho
from balcao.ui.componentes.avisos import Pergunta
from balcao.ui.leitor import Leitor
from balcao.ui.venda.series import DialogoSeries
from tests.apoio.pagina_venda import Catalogo
from tests.apoio.venda import nova_venda
from tests.ui.teclas import Relogio, cadencia, espera_teclado
from tests.ui.test_venda import digita, no_dialogo, tecla

K = Qt.Key
SERIES = (K.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)


class ComSerie(Catalogo):
    """Product 1 is controlled by serial number; 2 is not."""

    def produtos(self, ids, lista_id):
        lidos = super().produtos(ids, lista_id)
        return Produtos({i: p.model_copy(update={"numero_serie": i == 1}) for i, p in lidos.produtos.items()},
                        lidos.estoque, lidos.precos)


@pytest.fixture
def abre(poe):
    guardados = []

    def abre(como):
        venda = nova_venda(ComSerie(unidade_produto_item=como))
        venda.guarda = guardados.append
        pagina = poe(venda)
        pagina.guardados = guardados
        return pagina

    return abre


def ditas(pagina):
    return [i.series for i in pagina.venda.pedido.itens]


def achados(pagina):
    return [a.code for a in pagina.venda.achados]


def test_demanded_it_is_asked_as_the_line_enters_and_enter_on_the_last_ends(qtbot, abre):
    pagina = abre("obrigatorio")

    def preenche(dialogo):
        assert isinstance(dialogo, DialogoSeries)
        assert dialogo.focusWidget() is dialogo.texto
        assert dialogo.conta.text() == "0 de 2"
        qtbot.keyClicks(dialogo.texto, "sn1")
        qtbot.keyClick(dialogo.texto, K.Key_Return)
        assert (dialogo.conta.text(), dialogo.isVisible()) == ("1 de 2", True)
        qtbot.keyClicks(dialogo.texto, "sn1")
        qtbot.keyClick(dialogo.texto, K.Key_Return)
        assert dialogo.erro.text() == "O número de série SN1 está duas vezes. Apague um deles."
        qtbot.keyClick(dialogo.texto, K.Key_Backspace)
        qtbot.keyClicks(dialogo.texto, "2")
        qtbot.keyClick(dialogo.texto, K.Key_Return)

    feito = no_dialogo(qtbot, preenche)
    digita(qtbot, pagina, "2*1")
    assert feito
    assert ditas(pagina) == [("SN1", "SN2")]
    assert achados(pagina) == []
    assert pagina.tela.itens._textos[0][2] == "PRODUTO 1 · nº SN1, SN2"
    do_diario = Rascunho.model_validate_json(pagina.guardados[-1].model_dump_json())
    assert do_diario.pedido.itens[0].series == ("SN1", "SN2")
    tecla(qtbot, pagina, K.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (ditas(pagina), achados(pagina)) == ([()], ["numero_serie.faltam"])
    digita(qtbot, pagina, "2")  # nothing is asked of a product that is not controlled by them
    assert len(ditas(pagina)) == 2


def test_left_for_later_the_document_waits_and_says_which_key(qtbot, abre):
    pagina = abre("obrigatorio")
    no_dialogo(qtbot, lambda dialogo: qtbot.keyClick(dialogo.texto, K.Key_Escape))
    digita(qtbot, pagina, "1")
    assert achados(pagina) == ["numero_serie.faltam"]

    def preenche(dialogo):
        qtbot.keyClicks(dialogo.texto, "sn9")
        qtbot.keyClick(dialogo.texto, K.Key_Escape)  # by mistake
        qtbot.keyClick(dialogo.findChild(Pergunta), K.Key_Escape)
        qtbot.keyClick(dialogo.texto, K.Key_F12)

    no_dialogo(qtbot, preenche)
    tecla(qtbot, pagina, *SERIES)
    assert (ditas(pagina), achados(pagina)) == ([("SN9",)], [])


def test_more_than_units_are_refused_there_and_told_when_the_quantity_falls(qtbot, abre):
    pagina = abre("opcional")
    digita(qtbot, pagina, "2*1")
    assert ditas(pagina) == [()]

    def preenche(dialogo):
        dialogo.texto.setPlainText("a\nb\nc")
        qtbot.keyClick(dialogo.texto, K.Key_F12)
        assert dialogo.erro.text().startswith("Há 1 a mais do que as unidades do item.")
        dialogo.texto.setPlainText("a\nb")
        qtbot.keyClick(dialogo.texto, K.Key_F12)

    no_dialogo(qtbot, preenche)
    tecla(qtbot, pagina, *SERIES)
    assert ditas(pagina) == [("A", "B")]
    pagina.venda.muda_quantidade(1, pagina.venda.pedido.itens[0].quantidade - 1)
    assert achados(pagina) == ["numero_serie.sobram"]
    pagina.venda.ajusta_item(1, Desconto(tipo=TipoDesconto.VALOR, valor=pagina.venda.pedido.total / 2))
    assert ditas(pagina) == [("A", "B")]


def test_a_type_without_the_field_has_no_key_but_lets_go_of_what_is_there(qtbot, abre):
    pagina = abre("opcional")
    digita(qtbot, pagina, "1")
    pagina.venda.detalha_item(1, series="SN1")
    tipos = pagina.venda.registros.tipos
    sem = {"unidade_produto_item": NumeroSerie.NAO_PERMITIDO}
    tipos.update({n: t.model_copy(update=sem) for n, t in tipos.items()})
    pagina.venda.confere()
    pagina.mostra()
    assert achados(pagina) == ["numero_serie.nao_permitido"]

    def troca(dialogo):
        dialogo.texto.setPlainText("SN2")
        qtbot.keyClick(dialogo.texto, K.Key_F12)

    no_dialogo(qtbot, troca)
    tecla(qtbot, pagina, *SERIES)
    assert ditas(pagina) == [("SN1",)]
    assert "não tem número de série nos itens" in pagina.tela.aviso.text()
    no_dialogo(qtbot, lambda dialogo: (dialogo.texto.clear(), qtbot.keyClick(dialogo.texto, K.Key_F12)))
    tecla(qtbot, pagina, *SERIES)
    assert (ditas(pagina), achados(pagina)) == ([()], [])
    tecla(qtbot, pagina, *SERIES)  # nothing opens any more
    assert ditas(pagina) == [()]


def test_a_scan_in_the_list_is_a_unit_and_sells_nothing(qtbot, qapp, abre):
    pagina, relogio = abre("obrigatorio"), Relogio()
    leitor, lidos = Leitor(qapp, relogio), []
    leitor.lido.connect(lidos.append)
    leitor.liga()

    def le(dialogo):
        espera_teclado(qtbot, dialogo)
        for codigo in ("352099001", "352099002"):
            relogio.anda(500)
            cadencia(dialogo, codigo + "\r", [4.0] * (len(codigo) + 1), relogio)

    try:
        feito = no_dialogo(qtbot, le)
        digita(qtbot, pagina, "2*1")
        assert feito
    finally:
        leitor.fecha()
        leitor.deleteLater()
    assert (ditas(pagina), lidos) == ([("352099001", "352099002")], [])
