"""The form drawn from declared fields, worked by keys."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import create_model
from PySide6.QtCore import QElapsedTimer, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QListWidget, QWidget

from balcao.domain import terminal
from balcao.domain.campo import Campo, Politica, campo_de, campos_de
from balcao.domain.permissoes import Permissao
from balcao.ui import formulario
from balcao.ui.componentes.editor import Editor
from balcao.ui.componentes.rotulos import texto_de
from balcao.ui.formulario import DialogoLinha, Formulario
from balcao.ui.formulario.busca import procura
from balcao.ui.formulario.fabrica import cria
from tests.ui.modelos import HOJE, Acao, Faixa, Tudo, contexto
from tests.ui.teclas import digita, espera_teclado, segura, tecla

CTRL, ALT, SHIFT = (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier,
                    Qt.KeyboardModifier.ShiftModifier)


@pytest.fixture
def abre(qtbot):
    def faz(original=None, cx=None, abre_ate=99) -> Formulario:
        form = Formulario(original or Tudo(verifica=True), cx or contexto(), abre_ate=abre_ate)
        form.resize(700, 600)
        qtbot.addWidget(form)
        form.show()
        form.activateWindow()
        espera_teclado(qtbot, form)
        return form
    return faz


def escreve(form, nome, texto):
    """Go to a field and type over what it has."""
    form.foca(nome)
    tecla(form, Qt.Key.Key_A, CTRL)
    digita(form, texto) if texto else tecla(form, Qt.Key.Key_Delete)


def com_foco(form):
    foco = QApplication.focusWidget()
    return next((linha.nome for linha in form._linhas.values() if linha.isAncestorOf(foco)), None)


# ---- values by keys ----

@pytest.mark.parametrize(("nome", "teclas", "valor"), [
    ("dias", "30", 30), ("teto", "99,5", Decimal("99.5")), ("teto", "1.234,56", Decimal("1234.56")),
    ("teto", "1.234", Decimal("1234")), ("margem", "12,5", Decimal("12.5")), ("quantidade", "0,125", Decimal("0.125")),
    ("validade", "01/02/2027", date(2027, 2, 1)), ("validade", "0102", date(2026, 2, 1)),
    ("validade", "01022027", date(2027, 2, 1)), ("validade", "hoje", HOJE), ("validade", "+30", date(2026, 12, 21)),
    ("validade", "", None), ("endereco", "  loja-01  ", "loja-01"), ("rodape", "Volte sempre", "Volte sempre"),
    ("vendedor", "", None)])
def test_what_is_typed_becomes_the_value(abre, nome, teclas, valor):
    form = abre()
    escreve(form, nome, teclas)
    assert getattr(form.confere(), nome) == valor
    assert form.alterados() == ([nome] if valor != getattr(Tudo(verifica=True), nome) else [])


def test_leaving_a_field_writes_it_as_people_do(abre):
    form = abre()
    escreve(form, "teto", "1234567,5")
    tecla(form, Qt.Key.Key_Tab)
    assert form.linha("teto").widget.text() == "1.234.567,50"
    escreve(form, "validade", "0102")
    tecla(form, Qt.Key.Key_Tab)
    assert form.linha("validade").widget.text() == "01/02/2026"


def test_the_point_of_the_keypad_is_the_comma(abre):
    form = abre()
    escreve(form, "teto", "99")
    tecla(form, ".", Qt.KeyboardModifier.KeypadModifier)
    digita(form, "5")
    assert form.confere().teto == Decimal("99.5")


def test_a_point_where_a_comma_was_meant_is_never_read_as_something_else(abre):
    form = abre()
    escreve(form, "teto", "99.5")
    assert form.confere() is None
    assert "Use a vírgula" in form.linha("teto").erro


def test_letters_do_not_enter_a_number_and_arrows_step_an_integer(abre):
    form = abre()
    escreve(form, "dias", "1a2,3")
    assert form.linha("dias").widget.text() == "123"
    tecla(form, Qt.Key.Key_Up)
    tecla(form, Qt.Key.Key_Up)
    tecla(form, Qt.Key.Key_Down)
    assert form.confere().dias == 124


def test_space_marks_and_arrows_choose(abre):
    form = abre()
    form.foca("acao")
    tecla(form, Qt.Key.Key_Down)
    assert form.linha("acao").editor.efeito() == "não grava"
    form.foca("documentos")
    tecla(form, Qt.Key.Key_Tab)
    tecla(form, Qt.Key.Key_Space)
    form.foca("verifica")
    novo = form.confere()
    assert (novo.acao, novo.documentos, novo.verifica) == (Acao.ERRO, {Acao.NADA, Acao.ALERTAR}, True)
    tecla(form, Qt.Key.Key_Space)
    assert form.confere().verifica is False


def test_a_reference_is_found_by_a_piece_of_the_name(abre):
    form = abre()
    assert form.linha("vendedor").widget.text() == "Bruno Lima"
    escreve(form, "vendedor", "ana")
    lista = form.window().findChild(QListWidget)
    assert [lista.item(i).text() for i in range(lista.count())] == ["Ana Souza", "Ana Lúcia"]
    tecla(form, Qt.Key.Key_Down)
    tecla(form, Qt.Key.Key_Return)
    assert form.linha("vendedor").widget.text() == "Ana Lúcia"
    assert form.confere().vendedor == 4
    assert not lista.isVisible()


def test_a_name_that_is_in_no_list_is_refused_with_words(abre):
    form = abre()
    escreve(form, "vendedor", "zoe")
    tecla(form, Qt.Key.Key_Escape)  # closes the list only
    assert form.isVisible()
    assert form.confere() is None
    assert form.linha("vendedor").erro == "“zoe” não está na lista. Digite parte do nome e escolha com ↓ e Enter."


def test_tab_takes_the_row_under_the_bar(abre):
    form = abre()
    escreve(form, "vendedor", "carla")
    tecla(form, Qt.Key.Key_Tab)
    assert form.confere().vendedor == 3


def test_rows_of_text(abre):
    form = abre()
    form.foca("motivos")
    tecla(form, Qt.Key.Key_Insert)
    digita(form, "Defeito")
    tecla(form, Qt.Key.Key_Return)
    assert form.confere().motivos == ("Quebra", "Troca", "Defeito")
    tecla(form, Qt.Key.Key_Up, ALT)
    assert form.confere().motivos == ("Quebra", "Defeito", "Troca")
    tecla(form, Qt.Key.Key_Delete)
    assert form.confere().motivos == ("Quebra", "Troca")


def test_typing_in_a_list_of_texts_begins_a_row(abre):
    form = abre()
    form.foca("motivos")
    digita(form, "Veio errado")
    tecla(form, Qt.Key.Key_Return)
    assert form.confere().motivos == ("Quebra", "Troca", "Veio errado")
    form.foca("faixas")
    digita(form, "x")
    assert form.findChild(DialogoLinha) is None, "rows of a model are not typed"


def test_rows_of_a_model_open_in_a_form_of_their_own(qtbot, abre):
    form = abre()
    form.foca("faixas")
    tecla(form, Qt.Key.Key_Insert)
    dialogo = form.findChild(DialogoLinha)
    espera_teclado(qtbot, dialogo)
    escreve(dialogo.formulario, "ate", "500")
    escreve(dialogo.formulario, "desconto", "200")
    tecla(dialogo, Qt.Key.Key_F12)
    assert dialogo.formulario.linha("desconto").erro == "Desconto deve estar entre 0 e 100 %"
    escreve(dialogo.formulario, "desconto", "8")
    tecla(dialogo, Qt.Key.Key_F12)
    espera_teclado(qtbot, form)
    assert form.confere().faixas == (Faixa(), Faixa(ate=Decimal("500.00"), desconto=Decimal("8.00")))


def test_escape_in_a_row_asks_before_losing_what_was_typed(qtbot, abre):
    form = abre()
    form.foca("faixas")
    tecla(form, Qt.Key.Key_Insert)
    dialogo = form.findChild(DialogoLinha)
    espera_teclado(qtbot, dialogo)
    escreve(dialogo.formulario, "ate", "500")
    tecla(dialogo, Qt.Key.Key_Escape)
    pergunta = dialogo.findChild(QWidget, "pergunta")
    espera_teclado(qtbot, pergunta)
    tecla(pergunta, Qt.Key.Key_Escape)
    assert dialogo.isVisible()
    espera_teclado(qtbot, dialogo)
    tecla(dialogo, Qt.Key.Key_Escape)
    pergunta = [p for p in dialogo.findChildren(QWidget, "pergunta") if p.isVisible()][-1]
    espera_teclado(qtbot, pergunta)
    tecla(pergunta, Qt.Key.Key_F12)
    espera_teclado(qtbot, form)
    assert form.findChild(DialogoLinha) is None
    assert form.confere().faixas == (Faixa(),)


# ---- errors ----

@pytest.mark.parametrize(("nome", "teclas", "mensagem"), [
    ("dias", "900", "Tolerância deve estar entre 0 e 365 dias"), ("dias", "", "Preencha Tolerância."),
    ("endereco", "", "Preencha Endereço."), ("endereco", "x" * 25, "Use no máximo 20 letras; há 25."),
    ("validade", "31/02/2026", "“31/02/2026” não é uma data. Digite dia/mês/ano, como 05/05/2026, ou F4 para "
                               "o calendário."),
    ("margem", "100,01", "Desconto máximo deve estar entre 0 e 100 %"),
    ("teto", "1.23,4", "“1.23,4” não é um número. Use a vírgula para os decimais, como 1.234,56.")])
def test_the_error_stands_beside_the_field_which_gets_the_focus(abre, nome, teclas, mensagem):
    form = abre()
    escreve(form, nome, teclas)
    form.foca("verifica")
    assert form.confere() is None
    assert form.linha(nome).erro == mensagem
    assert com_foco(form) == nome


def test_the_first_error_in_reading_order_gets_the_focus_even_in_a_closed_group(abre):
    form = abre()
    escreve(form, "endereco", "")
    escreve(form, "teto", "")
    form.grupo("Valores").abre(False)
    assert form.confere() is None
    assert com_foco(form) == "teto"
    assert form.grupo("Valores").aberto
    assert form.linha("endereco").erro


def test_an_error_goes_away_while_it_is_mended_and_none_appears_while_typing(abre):
    form = abre()
    escreve(form, "dias", "900")
    assert form.linha("dias").erro == ""
    assert form.confere() is None
    tecla(form, Qt.Key.Key_A, CTRL)
    digita(form, "9")
    assert form.linha("dias").erro == ""
    digita(form, "99")
    assert form.linha("dias").erro == ""


def test_a_check_over_several_fields_is_told_on_top(abre):
    form = abre()
    escreve(form, "dias", "301")
    escreve(form, "margem", "51")
    assert form.confere() is None
    assert form.faixa.texto == "Tolerância acima de 300 dias não combina com desconto acima de 50%."


def test_unknown_keys_of_a_newer_version_survive(abre):
    form = abre(Tudo.model_validate({"verifica": True, "campo_do_futuro": 7}))
    escreve(form, "dias", "9")
    assert form.confere().model_dump()["campo_do_futuro"] == 7


# ---- state ----

def test_the_mark_and_undo_of_a_changed_field(abre):
    form = abre(Tudo())
    assert not form.alterado
    escreve(form, "dias", "9")
    assert form.alterados() == ["dias"]
    assert form.grupo("Crédito").anotado == "1 fora do padrão · 1 alterado"
    tecla(form, Qt.Key.Key_F9)
    assert not form.alterado
    assert form.confere().dias == 5
    assert form.grupo("Crédito").anotado == ""


def test_typing_the_old_value_again_is_no_change(abre):
    form = abre()
    escreve(form, "dias", "9")
    escreve(form, "dias", "5")
    assert not form.alterado


def test_a_field_appears_and_disappears_with_another(abre):
    form = abre(Tudo(verifica=False))
    assert form.linha("acao").isHidden()
    form.foca("verifica")
    tecla(form, Qt.Key.Key_Space)
    assert not form.linha("acao").isHidden()
    tecla(form, Qt.Key.Key_Space)
    assert form.linha("acao").isHidden()


def test_an_invalid_hidden_field_does_not_stop_saving(abre):
    class Par(Politica):
        liga: Annotated[bool, Campo("XX-1", "Ligar", "Liga.")] = True
        dias: Annotated[int, Campo("XX-2", "Dias", "Dias.", minimo=1, maximo=9, visivel_quando=lambda m: m.liga)] = 3

    form = abre(Par())
    escreve(form, "dias", "77")
    assert form.confere() is None
    form.foca("liga")
    tecla(form, Qt.Key.Key_Space)
    assert form.confere() == Par(liga=False, dias=3)


def test_a_group_without_visible_fields_hides_its_title(abre):
    class DoisGrupos(Politica):
        liga: Annotated[bool, Campo("XX-1", "Ligar", "Liga.", "Um")] = False
        dias: Annotated[int, Campo("XX-2", "Dias", "Dias.", "Dois", visivel_quando=lambda m: m.liga)] = 3

    form = abre(DoisGrupos())
    assert not form.grupo("Dois").isVisible()
    form.foca("liga")
    tecla(form, Qt.Key.Key_Space)
    assert form.grupo("Dois").isVisible()


def test_what_is_not_available_or_not_allowed_says_why_and_keeps_its_value(abre):
    form = abre()
    assert form.linha("futuro").motivo == "Depende da licença, que ainda não há."
    assert form.linha("limite").motivo == "Só quem tem a permissão “Altera Limite de Crédito” altera este campo."
    form.foca("limite")
    digita(form, "9")
    assert form.confere().limite == 3
    livre = abre(cx=contexto(permissoes=frozenset({Permissao.ALTERAR_LIMITE})))
    escreve(livre, "limite", "9")
    assert livre.confere().limite == 9


def test_a_locked_form_can_be_read_but_not_changed(abre):
    form = abre(cx=contexto(travado=lambda campo: "Sem conexão com a retaguarda."))
    for nome in ("dias", "teto", "endereco"):
        form.foca(nome)
        digita(form, "7")
    form.foca_primeiro()
    assert not form.alterado
    assert form.confere() == Tudo(verifica=True)


def test_after_saving_changes_are_counted_from_there(abre):
    form = abre()
    escreve(form, "dias", "9")
    form.define_original(form.confere())
    assert not form.alterado
    escreve(form, "dias", "5")
    assert form.alterados() == ["dias"]


def test_restoring_throws_every_edit_away(abre):
    form = abre()
    escreve(form, "dias", "900")
    escreve(form, "endereco", "")
    assert form.confere() is None
    form.restaura()
    assert not form.alterado
    assert form.confere() == Tudo(verifica=True)


# ---- keyboard ----

def test_tab_goes_in_reading_order_and_comes_back(abre):
    form = abre()
    form.foca("verifica")
    visitados = []
    for _ in range(40):
        nome = com_foco(form)
        if nome and nome not in visitados:
            visitados.append(nome)
        tecla(form, Qt.Key.Key_Tab)
    editaveis = [nome for nome, _ in campos_de(Tudo) if nome != "futuro"]
    assert visitados == editaveis
    form.foca("dias")
    tecla(form, Qt.Key.Key_Backtab, SHIFT)
    assert com_foco(form) == "acao"


def test_alt_letter_goes_to_the_field(abre):
    form = abre()
    rotulo = next(r for r in form.linha("teto").findChildren(QWidget) if "&" in getattr(r, "text", str)())
    letra = rotulo.text()[rotulo.text().index("&") + 1]
    tecla(form, letra.lower(), ALT)
    assert com_foco(form) == "teto"


def test_every_visible_title_has_a_letter(abre):
    form = abre()
    for linha in form.linhas_visiveis():
        textos = [w.text() for w in linha.findChildren(QWidget) if hasattr(w, "text") and "&" in w.text()]
        assert textos, linha.nome


def test_f1_explains_the_field_and_follows_the_focus(abre):
    form = abre()
    form.foca("acao")
    tecla(form, Qt.Key.Key_F1)
    for esperado in ("Ação para limite", "O que fazer quando excede.", "avisa e grava", "Requisito XX-002",
                     "Padrão: Com senha"):
        assert esperado in form.texto_ajuda
    assert com_foco(form) == "acao"
    tecla(form, Qt.Key.Key_Tab)
    assert "De 0 a 365 dias" in form.texto_ajuda
    tecla(form, Qt.Key.Key_F1)
    assert form.texto_ajuda == ""


def test_groups_collapse_by_key_and_are_built_when_they_open(abre):
    form = abre(abre_ate=3)
    valores = form.grupo("Valores")
    assert not valores.construido
    valores.cabecalho.setFocus()
    tecla(form, Qt.Key.Key_Return)
    assert valores.construido
    assert valores.aberto
    tecla(form, Qt.Key.Key_Left)
    assert not valores.aberto
    escreve(form, "margem", "7")  # going to a field opens its group
    assert form.confere().margem == 7


def test_a_held_enter_does_not_flap_a_group(abre):
    form = abre()
    form.grupo("Valores").cabecalho.setFocus()
    segura(form, Qt.Key.Key_Return, 4)
    assert not form.grupo("Valores").aberto


def test_the_wheel_over_a_choice_changes_nothing(qtbot, abre):
    form = abre()
    caixa = form.linha("acao").widget
    assert isinstance(caixa, QComboBox)
    antes = caixa.currentIndex()
    form.foca("acao")
    roda = QWheelEvent(QPointF(5, 5), QPointF(caixa.mapToGlobal(QPoint(5, 5))), QPoint(), QPoint(0, -120),
                       Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(caixa, roda)
    assert caixa.currentIndex() == antes


# ---- search ----

@pytest.mark.parametrize(("texto", "nomes"), [
    ("crediario", ["verifica"]), ("CREDIÁRIO", ["verifica"]), ("avisa grava", ["acao", "documentos"]),
    ("XX-007", ["validade"]), ("desconto max", ["margem"]), ("fim impressa", ["rodape"]), ("", []), ("girafa", [])])
def test_search_by_title_help_option_and_id_without_accents(texto, nomes):
    assert [a.nome for a in procura(Tudo, texto)] == nomes


def test_the_title_counts_more_than_the_help():
    assert [a.nome for a in procura(Tudo, "limite")] == ["acao", "limite"]
    assert procura(Tudo, "limite")[0].nota == 0
    assert procura(Tudo, "excede")[0].trecho == "O que fazer quando excede."


# ---- the declaration is enough ----

TERMINAL = [getattr(terminal, nome) for nome in terminal.__all__
            if isinstance(getattr(terminal, nome), type) and issubclass(getattr(terminal, nome), Politica)]


@pytest.mark.parametrize("modelo", [Tudo, *TERMINAL], ids=lambda m: m.__name__)
def test_every_declared_field_can_be_drawn_explained_and_read_back(qtbot, modelo):
    original = modelo()
    form = Formulario(original, contexto(), abre_ate=999)
    qtbot.addWidget(form)
    for nome, campo in campos_de(modelo):
        linha = form.linha(nome)
        assert isinstance(linha.editor, Editor)
        assert campo.titulo
        assert campo.ajuda
        assert campo.id
    assert form.confere() == original
    assert not form.alterado


def test_a_type_without_editor_is_refused_at_once(qtbot):
    class Estranho(Politica):
        campo: Annotated[complex, Campo("XX-1", "X", "x")] = 1j

    with pytest.raises(TypeError, match="XX-1 X: no field of type"):
        cria(Estranho, "campo", 1j, contexto(), lambda *_: None, QWidget())


def test_the_builder_names_no_field():
    """The day it does, the declaration lacks something."""
    nomes = {nome for modelo in TERMINAL for nome, _ in campos_de(modelo) if len(nome) > 5}
    kit = Path(formulario.__file__).parent
    fontes = [fonte for pasta in (kit, kit.parent / "componentes", kit.parent / "configuracao")
              for fonte in pasta.glob("*.py")]
    assert len(fontes) > 20
    for fonte in fontes:
        palavras = set(re.findall(r"\w+", fonte.read_text("utf-8")))
        assert not palavras & nomes, fonte


def test_eighty_fields_appear_quickly(qtbot):
    campos = {f"campo_{i}": (Annotated[int, Campo(f"XX-{i}", f"Título do campo {i}", "Ajuda.", f"Grupo {i // 10}",
                                                  minimo=0, maximo=99, unidade="dias")], 7) for i in range(80)}
    grande = create_model("Grande", __base__=Politica, **campos)
    tempos = []
    for _ in range(3):
        relogio = QElapsedTimer()
        relogio.start()
        form = Formulario(grande(), contexto())
        form.resize(700, 600)
        form.show()
        QApplication.processEvents()
        tempos.append(relogio.elapsed())
        qtbot.addWidget(form)
    assert min(tempos) <= 150


@pytest.mark.parametrize(("nome", "texto"), [
    ("teto", "R$\u00a01.234,56"), ("margem", "10 %"), ("validade", "31/12/2026"), ("dias", "5 dias"),
    ("acao", "Com senha"), ("documentos", "Nada"), ("motivos", "Quebra, Troca"), ("verifica", "Desmarcado"),
    ("quantidade", "1 UN"), ("logo", "")])
def test_values_read_as_people_write_them(nome, texto):
    assert texto_de(campo_de(Tudo, nome), getattr(Tudo(), nome)) == texto
