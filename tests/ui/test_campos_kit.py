"""The editors that came with the form kit: several references, scripts, pictures and files."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QWidget

from balcao.domain.campo import Campo, Opcao, Politica
from balcao.ui.componentes.script import DialogoScript
from balcao.ui.formulario import Formulario
from tests.ui.modelos import Vendedores, contexto
from tests.ui.teclas import digita, espera_teclado, tecla

CTRL = Qt.KeyboardModifier.ControlModifier
K = Qt.Key


class Novos(Politica):
    quem: Annotated[frozenset[int], Campo("XX-1", "Vendedores", "Quem usa.", referencia="vendedores")] = frozenset()
    ordem: Annotated[tuple[int, ...], Campo("XX-2", "Em ordem", "Em que ordem.", referencia="vendedores")] = (3, 1)
    consulta: Annotated[str, Campo("XX-3", "Consulta", "SQL.", script=True)] = ""
    fundo: Annotated[str, Campo("XX-4", "Fundo", "Imagem.", imagem=True)] = ""
    texto: Annotated[str, Campo("XX-5", "Texto", "Arquivo.", arquivo="Textos (*.txt)")] = ""
    semente: Annotated[str, Campo("XX-6", "Opção", "Escolha.", opcoes=(
        Opcao("nova", "Nova", "Vale."), Opcao("velha", "Velha", "Valia.", oferecida=False)))] = "nova"
    perdida: Annotated[frozenset[int], Campo("XX-7", "Sem lista", "De lugar nenhum.", referencia="nada")] = frozenset()


@pytest.fixture
def abre(qtbot: Any) -> Any:
    def faz(original: Novos | None = None, **outros: Any) -> Formulario:
        form = Formulario(original or Novos(), contexto(**outros), abre_ate=99)
        form.resize(800, 700)
        qtbot.addWidget(form)
        form.show()
        form.activateWindow()
        espera_teclado(qtbot, form)
        return form
    return faz


def foco() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


# ---- several references ----

def test_names_are_taken_one_after_the_other(abre):
    form = abre()
    form.foca("quem")
    for pedaco in ("bruno", "ana l"):
        digita(form, pedaco)
        tecla(form, K.Key_Return)
    assert form.linha("quem").widget.textos() == ["Bruno Lima", "Ana Lúcia"]
    assert form.confere().quem == frozenset({2, 4})
    assert form.alterados() == ["quem"]


def test_one_that_was_taken_is_not_offered_again(abre):
    form = abre(Novos(quem=frozenset({1})))
    form.foca("quem")
    digita(form, "ana")
    lista = form.window().findChild(QListWidget)
    assert [lista.item(i).text() for i in range(lista.count())] == ["Ana Lúcia"]


def test_stored_ones_show_their_names_in_their_order(abre):
    assert abre().linha("ordem").widget.textos() == ["Carla Dias", "Ana Souza"]


def test_backspace_in_the_empty_line_takes_the_last_away_and_del_the_one_in_focus(abre):
    form = abre()
    form.foca("ordem")
    digita(form, "b")
    tecla(form, K.Key_Return)
    assert form.confere().ordem == (3, 1, 2)
    tecla(form, K.Key_Backspace)
    assert form.confere().ordem == (3, 1)
    tecla(form, K.Key_Tab)
    assert foco().text() == "Carla Dias"
    tecla(form, K.Key_Delete)
    assert foco().text() == "Ana Souza"
    tecla(form, K.Key_Delete)
    assert foco() is form.linha("ordem").editor.alvo()
    assert form.confere().ordem == ()
    tecla(form, K.Key_F9)
    assert form.linha("ordem").widget.textos() == ["Carla Dias", "Ana Souza"]


def test_a_name_left_half_typed_is_told_and_not_dropped(abre):
    form = abre()
    form.foca("quem")
    digita(form, "zoe")
    assert form.confere() is None
    assert form.linha("quem").erro == "“zoe” ainda não foi escolhido. Escolha com ↓ e Enter, ou apague."
    assert form.linha("quem").editor.alvo().text() == "zoe"


def test_locked_ones_can_be_read_but_not_taken_away(abre):
    form = abre(Novos(quem=frozenset({1})), travado=lambda campo: "Sem conexão.")
    form.linha("quem").widget.tira(1)
    form.foca("quem")
    tecla(form, K.Key_Backspace)
    assert form.linha("quem").widget.textos() == ["Ana Souza"]


def test_without_their_registry_stored_numbers_are_kept(abre):
    form = abre(Novos(perdida=frozenset({7, 9})))
    assert form.linha("perdida").widget.textos() == ["7", "9"]
    assert form.confere().perdida == frozenset({7, 9})


def test_a_row_that_is_gone_keeps_its_number(abre):
    form = abre(Novos(ordem=(1, 99)), fontes={"vendedores": Vendedores()})
    assert form.linha("ordem").widget.textos() == ["Ana Souza", "99"]


# ---- scripts ----

def test_a_new_line_keeps_the_indent_and_columns_are_kept(abre):
    form = abre()
    form.foca("consulta")
    digita(form, "  total")
    tecla(form, K.Key_Return)
    digita(form, "qtde")
    assert form.confere().consulta == "  total\n  qtde"
    assert form.linha("consulta").editor.efeito() == "Linha 2, coluna 7 · F4 abre em uma janela maior"
    tecla(form, K.Key_Tab)
    assert not form.linha("consulta").isAncestorOf(foco())
    assert form.linha("consulta").editor.efeito() == ""


def test_moving_in_a_script_is_no_change(abre):
    form = abre(Novos(consulta="select 1\nselect 2"))
    form.foca("consulta")
    tecla(form, K.Key_Down)
    assert not form.alterado


def test_a_larger_window_gives_the_text_back_or_asks(qtbot, abre):
    form = abre(Novos(consulta="select 1"))
    form.foca("consulta")
    tecla(form, K.Key_F4)
    grande = form.findChild(DialogoScript)
    espera_teclado(qtbot, grande)
    tecla(grande, K.Key_End, CTRL)
    digita(grande, "0")
    tecla(grande, K.Key_Escape)
    pergunta = grande.findChild(QWidget, "pergunta")
    espera_teclado(qtbot, pergunta)
    tecla(pergunta, K.Key_Escape)
    espera_teclado(qtbot, grande)
    tecla(grande, K.Key_F12)
    espera_teclado(qtbot, form)
    assert form.confere().consulta == "select 10"
    tecla(form, K.Key_Z, CTRL)
    assert form.confere().consulta == "select 1"


# ---- pictures and files ----

@pytest.fixture
def desenho(tmp_path: Path) -> Path:
    imagem = QImage(40, 20, QImage.Format.Format_RGB32)
    imagem.fill(QColor("#0B62A8"))
    assert imagem.save(str(tmp_path / "fundo.png"))
    (tmp_path / "leia.txt").write_text("Olá", "utf-8")
    return tmp_path


def test_a_picture_is_shown_and_a_text_is_no_picture(abre, desenho):
    form = abre(Novos(fundo=str(desenho / "fundo.png")))
    linha = form.linha("fundo")
    assert linha.widget._previa.isVisible()
    assert linha.editor.efeito() == ""
    form.foca("fundo")
    tecla(form, K.Key_A, CTRL)
    digita(form, str(desenho / "leia.txt"))
    assert linha.editor.efeito() == "Não é uma imagem que o programa saiba ler."
    assert not linha.widget._previa.isVisible()


def test_a_file_need_not_be_a_picture_but_must_be_there(abre, desenho):
    form = abre(Novos(texto=str(desenho / "leia.txt")))
    assert form.linha("texto").editor.efeito() == ""
    form.foca("texto")
    tecla(form, K.Key_End)
    digita(form, "x" * 300)  # longer than any system lets a file's name be
    assert form.linha("texto").editor.efeito() == "Arquivo não encontrado neste computador."


# ---- options no longer offered ----

def test_an_option_that_is_not_offered_is_seen_only_by_who_has_it(abre):
    novo, antigo = abre().linha("semente").widget, abre(Novos(semente="velha")).linha("semente").widget
    assert [novo.itemText(i) for i in range(novo.count())] == ["Nova"]
    assert [antigo.itemText(i) for i in range(antigo.count())] == ["Nova", "Velha"]
    assert antigo.efeito() == "Valia."


class Numeros(Politica):
    taxa: Annotated[Decimal, Campo("XX-8", "Taxa", "Quanto.", unidade="%", minimo=0)] = Decimal(5)
    dias: Annotated[int, Campo("XX-9", "Dias", "Quantos.", minimo=0)] = 3


@pytest.mark.parametrize(("campo", "digitado", "diz"), [
    ("taxa", "-", "Aqui não entra sinal de menos: o número é zero ou mais."),
    ("taxa", "x", "Aqui só entram algarismos e vírgula."), ("dias", ",", "Aqui só entram algarismos."),
    ("dias", "-", "Aqui não entra sinal de menos: o número é zero ou mais.")])
def test_a_key_that_does_not_enter_a_number_says_why_until_one_does(qtbot, abre, campo, digitado, diz):
    form = abre(Numeros())
    linha = form.linha(campo)
    linha.foca()
    antes = linha.widget.text()
    tecla(linha.widget, K.Key_End)
    digita(linha.widget, digitado)
    assert linha.widget.text() == antes
    qtbot.waitUntil(lambda: diz in [r.text() for r in linha.findChildren(QLabel) if r.isVisible()])
    assert not linha.alterado
    digita(linha.widget, "1")
    assert diz not in [r.text() for r in linha.findChildren(QLabel) if r.isVisible()]
