"""Groups, sub-groups, summaries, keys, search and table of contents of a form, worked by keys."""

from collections.abc import Callable
from typing import Annotated, Any, ClassVar

import pytest
from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from balcao.domain.campo import Campo, Grupo, Politica, campos_de, tipo_de
from balcao.ui.acoes import Acoes, conflitos
from balcao.ui.ajuda import FolhaTeclas
from balcao.ui.formulario import FichaFormulario
from balcao.ui.formulario.acoes import ACOES
from balcao.ui.formulario.ficha import ACOES as ACOES_FICHA
from balcao.ui.formulario.grupo import Cabecalho, TituloParte
from balcao.ui.formulario.linha_campo import LinhaCampo
from balcao.ui.tema import ESCALAS, Esquema, Tema
from tests.ui.modelo_grande import ACOES as ACOES_LISTA
from tests.ui.modelo_grande import CAMPOS, VISIVEIS, Acao, modelo_grande
from tests.ui.modelos import contexto
from tests.ui.teclas import digita, espera_teclado, segura, tecla

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
K = Qt.Key


class Tipo(Politica):
    """Two parts in the first group, a group that only one choice shows, and a field required by another."""

    grupos: ClassVar[tuple[Grupo, ...]] = (Grupo("Geral", "O que é.", ("Estoque", "Preço")), Grupo("Crédito", "Prazo."),
                                           Grupo("Papel"))

    nome: Annotated[str, Campo("XX-01", "Nome", "Como se chama.", "Geral", obrigatorio=True, tamanho=10)] = "VENDA"
    reserva: Annotated[bool, Campo("XX-02", "Reservar", "Segura o estoque.", "Geral", subgrupo="Estoque")] = False
    dias_reserva: Annotated[int | None, Campo(
        "XX-03", "Dias de reserva", "Por quantos dias.", "Geral", subgrupo="Estoque", unidade="dias",
        visivel_quando=lambda m: m.reserva)] = None
    lista: Annotated[int | None, Campo("XX-04", "Lista", "De que lista.", "Geral", subgrupo="Preço",
                                       referencia="vendedores", visivel_quando=lambda m: m.nome != "X")] = None
    prazo: Annotated[bool, Campo("XX-05", "A prazo", "Vende a prazo.", "Crédito")] = False
    dias: Annotated[int | None, Campo(
        "XX-06", "Dias de prazo", "Até quantos dias.", "Crédito", minimo=1, maximo=90, unidade="dias",
        exigido_quando=lambda m: m.prazo, exigido_porque="o tipo vende a prazo.")] = None
    rodape: Annotated[str, Campo("XX-07", "Rodapé", "No fim do papel.", "Papel", longo=True,
                                 visivel_quando=lambda m: m.prazo)] = ""


@pytest.fixture
def abre(qtbot: Any) -> Callable[..., FichaFormulario]:
    janelas = []  # nobody else keeps them

    def faz(original: Politica | None = None, largura: int = 1024, **outros: Any) -> FichaFormulario:
        janela = QDialog()
        ficha = FichaFormulario(original or Tipo(), contexto(), **outros)
        QVBoxLayout(janela).addWidget(ficha)
        janela.resize(largura, 720)
        janelas.append(janela)
        qtbot.addWidget(janela)
        janela.show()
        janela.activateWindow()
        espera_teclado(qtbot, ficha)
        ficha.formulario.foca_primeiro()
        return ficha
    return faz


def onde() -> str:
    """The field, or the group's title, that has the keyboard."""
    foco: QWidget | None = QApplication.focusWidget()
    while foco is not None:
        if isinstance(foco, LinhaCampo):
            return foco.nome
        if isinstance(foco, Cabecalho):
            return f"[{foco.text()}]"
        foco = foco.parentWidget()
    return ""


def escreve(ficha: FichaFormulario, nome: str, texto: str) -> None:
    ficha.formulario.foca(nome)
    tecla(ficha, K.Key_A, CTRL)
    digita(ficha, texto) if texto else tecla(ficha, K.Key_Delete)


# ---- groups ----

def test_only_what_is_open_and_seen_exists_as_widgets(abre):
    form = abre(abre_ate=2).formulario
    assert [g.construido for g in form.grupos.cartoes.values()] == [True, False, False]
    assert set(form.grupos.linhas) == {"nome", "reserva", "lista"}


def test_a_field_that_appears_stands_in_its_place_for_eye_and_tab(abre):
    ficha = abre()
    ficha.formulario.foca("reserva")
    tecla(ficha, K.Key_Space)
    linhas = [w for w in ficha.formulario.findChildren(LinhaCampo) if w.isVisible()]
    altos = sorted(linhas, key=lambda linha: linha.mapTo(ficha.formulario.grupos, linha.rect().topLeft()).y())
    ficha.formulario.assenta()
    assert [linha.nome for linha in altos][:4] == ["nome", "reserva", "dias_reserva", "lista"]
    tecla(ficha, K.Key_Tab)
    assert onde() == "dias_reserva"
    tecla(ficha, K.Key_Tab)
    assert onde() == "lista"


def test_tab_enters_a_group_opened_later_after_its_title(abre):
    ficha = abre(abre_ate=2)
    ficha.formulario.grupo("Crédito").abre()
    ficha.formulario.foca("nome")
    caminho = []
    for _ in range(6):
        tecla(ficha, K.Key_Tab)
        caminho.append(onde())
    assert caminho[:5] == ["reserva", "lista", "[Crédito]", "prazo", "dias"]


def test_a_part_without_fields_hides_its_title(abre):
    ficha = abre()
    titulos = {t.titulo: t for t in ficha.formulario.findChildren(TituloParte)}
    assert titulos["Preço"].isVisible()
    escreve(ficha, "nome", "X")
    assert not titulos["Preço"].isVisible()
    assert titulos["Estoque"].isVisible()
    assert ficha.indice.textos() == ["Geral", "  Estoque", "Crédito"]


def test_a_collapsed_group_says_what_is_not_as_it_comes(abre):
    ficha = abre(Tipo(reserva=True, dias_reserva=3, lista=2), abre_ate=0)
    geral = ficha.formulario.grupo("Geral")
    assert geral.resumo == ""
    tecla(ficha, K.Key_Space, CTRL)
    assert geral.resumo == "Reservar: Marcado · Dias de reserva: 3 dias · Lista"
    assert geral.anotado == "3 fora do padrão"
    assert onde() == "[Geral]"  # the keyboard is not lost with the field
    assert ficha.formulario.grupo("Crédito").resumo == ""
    assert ficha.indice.anotado("Geral\x1fEstoque") == ("", "2")


def test_a_group_that_was_never_opened_can_be_wrong(abre):
    """Another field made one of its fields required: it is opened, told and focused."""
    class Fechado(Tipo):
        grupos: ClassVar[tuple[Grupo, ...]] = Tipo.grupos
        outro: Annotated[str, Campo("XX-90", "Motivo", "Por quê.", "Papel", exigido_quando=lambda m: m.reserva,
                                    exigido_porque="o tipo reserva.")] = ""

    ficha = abre(Fechado(), abre_ate=2)
    form = ficha.formulario
    form.foca("reserva")
    tecla(ficha, K.Key_Space)
    assert not form.grupo("Papel").construido
    assert form.confere() is None
    assert form.linha("outro").erro == "Preencha Motivo: o tipo reserva."
    assert onde() == "outro"
    assert form.grupo("Papel").anotado == "1 erro"
    assert ficha.indice.anotado("Papel\x1f")[0] == "bloqueio"
    digita(ficha, "troca")
    assert form.grupo("Papel").anotado == "1 fora do padrão · 1 alterado"
    assert form.confere().outro == "troca"


# ---- required ----

def test_required_is_a_star_that_comes_and_goes(abre):
    ficha = abre()
    form = ficha.formulario
    titulo = form.linha("dias")._rotulo
    assert not titulo.text().endswith("*")
    form.foca("prazo")
    tecla(ficha, K.Key_Space)
    assert titulo.text().endswith(" *")
    assert form.confere() is None
    assert form.linha("dias").erro == "Preencha Dias de prazo: o tipo vende a prazo."
    assert onde() == "dias"
    form.foca("prazo")
    tecla(ficha, K.Key_Space)
    assert form.linha("dias").erro == ""
    assert form.confere() == Tipo()


def test_what_was_emptied_while_required_is_empty_when_it_no_longer_is(abre):
    ficha = abre(Tipo(prazo=True, dias=30))
    escreve(ficha, "dias", "")
    assert ficha.formulario.confere() is None
    ficha.formulario.foca("prazo")
    tecla(ficha, K.Key_Space)
    assert ficha.formulario.confere() == Tipo(prazo=False, dias=None)


def test_an_error_loses_nothing_that_was_typed(abre):
    ficha = abre()
    escreve(ficha, "nome", "BALCAO NOVO DEMAIS")
    escreve(ficha, "dias", "900")
    form = ficha.formulario
    assert form.confere() is None
    assert [form.linha(n).widget.text() for n in ("nome", "dias")] == ["BALCAO NOVO DEMAIS", "900"]
    assert form.linha("nome").erro == "Use no máximo 10 letras; há 18."
    assert onde() == "nome"


def test_a_new_record_begins_empty_and_is_filled_in_by_keys(abre):
    class Novo(Politica):
        nome: Annotated[str, Campo("XX-1", "Nome", "Como se chama.", "Um", obrigatorio=True)]
        acao: Annotated[Acao, Campo("XX-2", "Ação", "O que faz.", "Um", opcoes=ACOES_LISTA,
                                    visivel_quando=lambda m: m.nome != "X")]
        dias: Annotated[int, Campo("XX-3", "Dias", "Quantos.", "Um", minimo=1)]

    ficha = abre(Novo.model_construct())
    form = ficha.formulario
    assert not form.alterado
    assert form.confere() is None
    assert [form.linha(n).erro for n in ("nome", "acao", "dias")] == ["Preencha Nome.", "Preencha Ação.",
                                                                      "Preencha Dias."]
    assert onde() == "nome"
    digita(ficha, "OS")
    tecla(ficha, K.Key_Tab)
    tecla(ficha, K.Key_Down)
    tecla(ficha, K.Key_Tab)
    digita(ficha, "3")
    assert form.confere() == Novo(nome="OS", acao=Acao.NADA, dias=3)


# ---- undo and defaults ----

def test_default_and_undo_by_key(abre):
    ficha = abre(Tipo(nome="OS", prazo=True, dias=30))
    form = ficha.formulario
    form.foca("dias")
    tecla(ficha, K.Key_F9, SHIFT)
    assert form.linha("dias").widget.text() == ""
    assert form.alterados() == ["dias"]
    tecla(ficha, K.Key_F9)
    assert form.linha("dias").widget.text() == "30"
    assert not form.alterado
    form.foca("nome")
    tecla(ficha, K.Key_F9, SHIFT)
    assert form.confere().nome == "VENDA"
    assert not form.acoes.acao("formulario.padrao").isEnabled()


def test_undo_all_asks_once(qtbot, abre):
    ficha = abre()
    form = ficha.formulario
    escreve(ficha, "nome", "OUTRO")
    form.foca("prazo")
    tecla(ficha, K.Key_Space)
    for chave, ficaram in ((K.Key_Escape, ["nome", "prazo"]), (K.Key_F12, [])):
        tecla(ficha, K.Key_F9, CTRL | SHIFT)
        pergunta = [p for p in ficha.window().findChildren(QWidget, "pergunta") if p.isVisible()][-1]
        espera_teclado(qtbot, pergunta)
        tecla(pergunta, chave)
        espera_teclado(qtbot, ficha)
        assert form.alterados() == ficaram
    assert form.confere() == Tipo()


def test_what_may_not_be_changed_cannot_be_put_to_its_default(abre):
    class Preso(Politica):
        livre: Annotated[str, Campo("XX-1", "Livre", "Livre.", "Um")] = "a"
        preso: Annotated[str, Campo("XX-2", "Preso", "Preso.", "Um", editavel_por="ninguem")] = "padrão"
        numero: Annotated[int, Campo("XX-3", "Número", "Dele.", "Um", fixo="O sistema dá o número.")] = 0

    ficha = abre(Preso(preso="outro", numero=9))
    form = ficha.formulario
    for nome in ("preso", "numero"):
        form.foca(nome)
        tecla(ficha, K.Key_F9, SHIFT)
    assert [form.linha(nome).widget.text() for nome in ("preso", "numero")] == ["outro", "9"]
    assert form.linha("numero").motivo == "O sistema dá o número."
    assert form.confere() == Preso(preso="outro", numero=9)


# ---- the keyboard ----

def test_no_two_actions_share_a_key():
    assert conflitos([*ACOES, *ACOES_FICHA]) == []


def test_ctrl_arrows_walk_the_groups_that_can_be_seen(abre):
    ficha = abre()
    caminho = [onde()]
    for _ in range(3):
        tecla(ficha, K.Key_Down, CTRL)
        caminho.append(onde())
    assert caminho == ["nome", "[Crédito]", "[Crédito]", "[Crédito]"]  # Papel has nothing to show
    tecla(ficha, K.Key_Tab)
    for _ in range(2):
        tecla(ficha, K.Key_Up, CTRL)
        caminho.append(onde())
    assert caminho[4:] == ["[Crédito]", "[Geral]"]


def test_groups_open_and_collapse_all_together_and_a_held_key_does_it_once(abre):
    ficha = abre(Tipo(prazo=True), abre_ate=2)
    form = ficha.formulario
    tecla(ficha, K.Key_Down, CTRL | SHIFT)
    assert all(c.aberto for c in form.grupos.cartoes.values())
    tecla(ficha, K.Key_Up, CTRL | SHIFT)
    assert not any(c.aberto for c in form.grupos.cartoes.values())
    assert onde() == "[Geral]"
    segura(ficha, K.Key_Return, 3)
    assert form.grupo("Geral").aberto


def test_every_key_is_on_the_sheet(qtbot, abre):
    ficha = abre()
    tecla(ficha, K.Key_F1, CTRL)
    folha = ficha.window().findChild(FolhaTeclas)
    espera_teclado(qtbot, folha)
    textos = "\n".join(folha.textos())
    for esperado in ("Ctrl+F Buscar campo", "F9 Desfazer a alteração do campo", "Ctrl+↓ Próximo grupo",
                     "Shift+F9 Voltar o campo ao padrão", "Ctrl+Espaço Abrir ou recolher o grupo"):
        assert esperado in textos
    tecla(folha, K.Key_Escape)
    espera_teclado(qtbot, ficha)
    assert onde() == "nome"


def test_the_whole_form_is_walked_by_tab_and_back(abre):
    """177 fields of every type: each title and editor is reached once, in reading order, both ways."""
    modelo = modelo_grande()
    ficha = abre(modelo(), abre_ate=0)
    form = ficha.formulario
    tecla(ficha, K.Key_Down, CTRL | SHIFT)  # groups built late, one after the other
    esperados = [parada for grupo in form.estado.grupos for parada in (f"[{grupo.titulo}]", *grupo.nomes)][1:]
    for chave, modificador, ordem in ((K.Key_Tab, Qt.KeyboardModifier.NoModifier, esperados),
                                      (K.Key_Backtab, SHIFT, esperados[::-1])):
        form.foca(ordem[0])
        visitados: list[str] = []
        for _ in range(6 * CAMPOS):
            if (nome := onde()) and (not visitados or visitados[-1] != nome):
                visitados.append(nome)
            if nome == ordem[-1]:
                break
            tecla(ficha, chave, modificador)
        assert visitados == ordem


# ---- search and contents ----

@pytest.mark.parametrize(("texto", "nome"), [("papel fim", "rodape"), ("PRAZO quantos", "dias"), ("xx-02", "reserva")])
def test_search_goes_to_the_field_and_opens_its_group(abre, texto, nome):
    ficha = abre(Tipo(prazo=True), abre_ate=2)
    tecla(ficha, K.Key_F, CTRL)
    digita(ficha, texto)
    tecla(ficha, K.Key_Return)
    assert onde() == nome
    assert ficha.busca.text() == ""


def test_a_found_field_that_does_not_show_now_says_so(abre):
    ficha = abre()
    tecla(ficha, K.Key_F, CTRL)
    digita(ficha, "rodape")
    assert ficha.busca.lista.atual().detalhe == "Papel — não aparece agora"
    tecla(ficha, K.Key_Return)
    assert ficha.formulario.faixa.texto == ("“Rodapé” não aparece com o que está escolhido agora em outros campos "
                                            "deste formulário.")
    ficha.formulario.foca("nome")
    assert ficha.formulario.faixa.texto == ""


def test_the_contents_follow_the_keyboard_and_lead_into_a_group(abre):
    ficha = abre(abre_ate=2)
    assert ficha.indice.textos() == ["Geral", "  Estoque", "  Preço", "Crédito"]
    ficha.formulario.foca("lista")
    assert ficha.indice.currentItem().text() == "Preço"
    tecla(ficha, K.Key_G, CTRL)
    tecla(ficha, K.Key_Down)
    assert not ficha.formulario.grupo("Crédito").construido  # looking costs nothing
    tecla(ficha, K.Key_Return)
    assert onde() == "prazo"


def test_the_contents_give_way_on_a_narrow_screen(abre):
    assert abre(largura=1024).indice.isVisible()
    assert not abre(largura=700).indice.isVisible()


def test_on_a_wide_screen_the_help_stands_beside_and_escape_is_not_its(abre):
    ficha = abre(largura=1900)
    form = ficha.formulario
    assert form.texto_ajuda.startswith("Nome\nComo se chama.")
    form.foca("dias")
    assert "De 1 a 90 dias" in form.texto_ajuda
    assert form.fecha_ajuda() is False
    tecla(ficha, K.Key_F1)
    assert not ficha.painel_ajuda.isVisible()
    tecla(ficha, K.Key_F1)
    assert "De 1 a 90 dias" in form.texto_ajuda


def test_f1_on_a_title_shows_the_keys(qtbot, abre):
    ficha = abre()
    tecla(ficha, K.Key_Down, CTRL)
    tecla(ficha, K.Key_F1)
    espera_teclado(qtbot, ficha.window().findChild(FolhaTeclas))


def test_the_help_of_a_field_without_default_names_none(abre):
    class SemPadrao(Politica):
        nome: Annotated[str, Campo("XX-1", "Nome", "Como se chama.", "Um")]
        outro: Annotated[int, Campo("XX-2", "Outro", "Outro.", "Um", unidade="dias")] = 7

    ficha = abre(SemPadrao(nome="a"))
    tecla(ficha, K.Key_F1)
    assert ficha.formulario.texto_ajuda == "Nome\nComo se chama.\nRequisito XX-1"
    tecla(ficha, K.Key_Tab)
    assert "Padrão: 7 dias" in ficha.formulario.texto_ajuda


@pytest.mark.parametrize("escala", ESCALAS)
def test_at_every_text_size_an_editor_has_more_than_half_of_its_row(qtbot, abre, escala):
    tema = Tema(QApplication.instance(), Esquema.CLARO, escala)
    try:
        form = abre(largura=800).formulario
        form.assenta()
        linha = form.linha("nome")
        assert linha.widget.width() >= linha.width() * 0.55
    finally:
        tema.aplica(Esquema.CLARO)
        tema.fecha()


# ---- every type, and how fast ----

def test_every_type_of_field_is_drawn_and_read_back(abre):
    modelo = modelo_grande()
    assert len({tipo_de(modelo, nome) for nome, _ in campos_de(modelo)}) == 15
    form = abre(modelo(), abre_ate=999).formulario
    assert len(form.grupos.linhas) == CAMPOS
    assert not form.alterado
    assert form.confere() == modelo()


def test_fields_that_do_not_show_are_not_made(abre):
    form = abre(modelo_grande(CAMPOS, VISIVEIS)(), abre_ate=999).formulario
    assert len(form.grupos.linhas) == len(form.estado.visiveis) == VISIVEIS + 1  # the one that shows the others


def test_a_key_in_the_largest_form_is_answered_at_once(abre):
    ficha = abre(modelo_grande()(), abre_ate=999)
    ficha.formulario.foca("campo_005")
    tempos = []
    for letra in "12345":
        relogio = QElapsedTimer()
        relogio.start()
        digita(ficha, letra)
        tempos.append(relogio.elapsed())
    assert min(tempos) <= 50


def test_actions_belong_to_the_form_that_has_the_keyboard(qtbot):
    """Two forms in one window (the Configuração and its footer): a key acts in one of them."""
    janela = QDialog()
    caixa = QVBoxLayout(janela)
    fichas = [FichaFormulario(Tipo(), contexto()) for _ in range(2)]
    for ficha in fichas:
        caixa.addWidget(ficha)
    qtbot.addWidget(janela)
    janela.resize(1024, 768)
    janela.show()
    janela.activateWindow()
    espera_teclado(qtbot, janela)
    assert isinstance(fichas[0].acoes, Acoes)
    for ficha in fichas:
        escreve(ficha, "nome", "OUTRO")
    tecla(janela, K.Key_F9)
    assert [f.formulario.alterado for f in fichas] == [True, False]
