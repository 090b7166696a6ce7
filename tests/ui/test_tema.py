"""Theme: contrast that can be read, palettes that change at once, a focus that is always seen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QListWidget, QVBoxLayout, QWidget

from balcao.ui.componentes.controles import Botao, Escolha, LinhaTexto, Marcador
from balcao.ui.tema import (
    ALTO_CONTRASTE,
    CLARO,
    ESCURO,
    TEMAS,
    Cores,
    Esquema,
    Papel,
    Rotulo,
    Tema,
    altura_controle,
    cores_de,
    fonte,
    fonte_base,
    paleta,
)
from tests.ui.teclas import espera_teclado


def luminancia(cor: str) -> float:
    """WCAG 2 relative luminance."""
    def linear(canal: float) -> float:
        return canal / 12.92 if canal <= 0.04045 else ((canal + 0.055) / 1.055) ** 2.4
    c = QColor(cor)
    return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF())


def contraste(uma: str, outra: str) -> float:
    clara, escura = sorted((luminancia(uma), luminancia(outra)), reverse=True)
    return (clara + 0.05) / (escura + 0.05)


@pytest.fixture
def tema(qapp, qtbot) -> Iterator[Tema]:
    antes_fonte, antes_paleta = QApplication.font(), QApplication.palette()
    tema = Tema(qapp, Esquema.CLARO)
    with qtbot.waitSignal(tema.mudou):
        pass
    yield tema
    tema.fecha()
    QApplication.setFont(antes_fonte)
    QApplication.setPalette(antes_paleta)


@pytest.mark.parametrize("cores", TEMAS, ids=["claro", "escuro", "alto contraste"])
def test_texts_can_be_read_on_every_ground_they_stand_on(cores: Cores):
    minimo = 7.0 if cores is ALTO_CONTRASTE else 4.5
    for fundo in ("janela", "superficie", "realce", "acento_fundo"):
        for texto in ("texto", "texto_fraco"):
            assert contraste(getattr(cores, texto), getattr(cores, fundo)) >= minimo, (texto, fundo)
    for fundo in ("janela", "superficie"):
        for texto in ("acento", "bloqueio", "alerta"):
            assert contraste(getattr(cores, texto), getattr(cores, fundo)) >= minimo, (texto, fundo)
    assert contraste(cores.acento_texto, cores.acento) >= minimo
    for tom in ("bloqueio", "alerta"):
        assert contraste(getattr(cores, tom), getattr(cores, f"{tom}_fundo")) >= 4.5
        assert contraste(cores.texto, getattr(cores, f"{tom}_fundo")) >= minimo


@pytest.mark.parametrize("cores", TEMAS, ids=["claro", "escuro", "alto contraste"])
def test_controls_and_focus_stand_out_from_the_ground(cores: Cores):
    for fundo in ("janela", "superficie"):
        assert contraste(cores.borda, getattr(cores, fundo)) >= 3.0
        assert contraste(cores.acento, getattr(cores, fundo)) >= 3.0
        assert contraste(cores.desativado, getattr(cores, fundo)) >= 3.0


def test_the_three_themes_are_told_apart_by_their_palette(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    for cores in TEMAS:
        widget.setPalette(paleta(cores))
        assert cores_de(widget) is cores


def test_a_widget_without_our_palette_gets_the_nearer_theme(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    for texto, cores in (("#FFFFFF", ESCURO), ("#000000", CLARO)):
        alheia = QPalette()
        alheia.setColor(QPalette.ColorRole.WindowText, QColor(texto))
        alheia.setColor(QPalette.ColorRole.Accent, QColor("#123456"))
        widget.setPalette(alheia)
        assert cores_de(widget) is cores


def test_our_own_setting_changes_everything_at_once(qtbot, tema):
    janela = QWidget()
    caixa, rotulo = QVBoxLayout(janela), Rotulo("Total", Papel.TOTAL, "bloqueio")
    caixa.addWidget(rotulo)
    qtbot.addWidget(janela)
    janela.show()
    mudancas = []
    tema.mudou.connect(lambda: mudancas.append(tema.cores))
    for esquema, cores in ((Esquema.ESCURO, ESCURO), (Esquema.ALTO_CONTRASTE, ALTO_CONTRASTE), (Esquema.CLARO, CLARO)):
        with qtbot.waitSignal(tema.mudou):
            tema.aplica(esquema)
        assert cores_de(janela) is cores
        assert rotulo.palette().color(QPalette.ColorRole.WindowText).name().upper() == cores.bloqueio
    assert mudancas == [ESCURO, ALTO_CONTRASTE, CLARO]


def test_automatic_follows_the_system_and_our_own_setting_does_not(tema):
    class Dicas:  # the offscreen platform has no scheme of its own to change
        esquema, contraste = Qt.ColorScheme.Dark, Qt.ContrastPreference.NoPreference

        def colorScheme(self):
            return self.esquema

        def accessibility(self):
            return self

        def contrastPreference(self):
            return self.contraste

    dicas = tema._dicas
    tema.esquema, tema._dicas = Esquema.AUTOMATICO, Dicas()
    tema._sistema_mudou()
    assert tema.cores is ESCURO
    Dicas.contraste = Qt.ContrastPreference.HighContrast
    tema._sistema_mudou()
    assert tema.cores is ALTO_CONTRASTE
    Dicas.contraste, Dicas.esquema = Qt.ContrastPreference.NoPreference, Qt.ColorScheme.Light
    tema._sistema_mudou()
    assert tema.cores is CLARO
    tema.esquema = Esquema.CLARO
    Dicas.esquema = Qt.ColorScheme.Dark
    tema._sistema_mudou()
    assert tema.cores is CLARO
    tema._dicas = dicas


def test_figures_line_up_in_columns(qapp, tema):
    for papel in Papel:
        mede = QFontMetrics(fonte(papel)).horizontalAdvance
        assert {mede(algarismo) for algarismo in "0123456789"} == {mede("0")}


def test_the_type_scale_grows_from_quiet_to_loud_and_with_the_users_scale(qapp, tema):
    alturas = [QFontMetrics(fonte(papel)).height() for papel in (Papel.LEGENDA, Papel.CORPO, Papel.TITULO, Papel.TOTAL)]
    assert alturas == sorted(set(alturas))
    assert fonte_base(1.5).pointSizeF() == pytest.approx(1.5 * fonte_base(1.0).pointSizeF())


@pytest.mark.parametrize("escala", [1.0, 1.25, 1.5])
def test_no_control_cuts_its_text_at_any_scale(qtbot, tema, escala):
    tema.aplica(Esquema.CLARO, escala)
    botao, marca, escolha, linha = Botao("&Confirma (F12)"), Marcador("Verificar crediário"), Escolha(), LinhaTexto()
    escolha.addItems(["Senha gerencial", "Erro"])
    janela = QWidget()
    caixa = QVBoxLayout(janela)
    for widget in (botao, marca, escolha, linha):
        caixa.addWidget(widget)
    qtbot.addWidget(janela)
    janela.show()
    for widget, texto in ((botao, "Confirma (F12)"), (marca, "Verificar crediário"), (escolha, "Senha gerencial")):
        assert widget.sizeHint().width() > widget.fontMetrics().horizontalAdvance(texto)
        assert widget.height() >= widget.fontMetrics().height()
    assert linha.height() == altura_controle(linha)
    marca.resize(120, 20)
    assert marca.heightForWidth(90) > marca.heightForWidth(400)


def test_a_label_keeps_its_part_when_the_scale_changes(qtbot, tema):
    rotulo = Rotulo("Total", Papel.TOTAL)
    qtbot.addWidget(rotulo)
    rotulo.show()
    antes = rotulo.font().pointSizeF()
    tema.aplica(Esquema.CLARO, 1.5)
    qtbot.waitUntil(lambda: rotulo.font().pointSizeF() == pytest.approx(antes * 1.5))


def pixels(imagem, cor) -> int:
    return sum(imagem.pixel(x, y) == cor for x in range(imagem.width()) for y in range(imagem.height()))


def test_focus_is_always_painted(qtbot, tema):
    """A control looks different with and without the focus; a widget of Qt's gets our ring."""
    janela = QWidget()
    caixa = QVBoxLayout(janela)
    caixa.setContentsMargins(20, 20, 20, 20)
    lista = QListWidget()
    widgets = [LinhaTexto(), Botao("Um"), Botao("Dois", principal=True), Marcador("Três"), Escolha(), lista]
    for widget in widgets:
        caixa.addWidget(widget)
    qtbot.addWidget(janela)
    janela.show()
    janela.activateWindow()
    espera_teclado(qtbot, janela)
    for atual, outro in zip(widgets, [*widgets[1:], widgets[0]], strict=True):
        outro.setFocus()
        QApplication.processEvents()
        area = atual.geometry().adjusted(-4, -4, 4, 4)
        sem = janela.grab(area).toImage()
        atual.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        com = janela.grab(area).toImage()
        acento = QColor(CLARO.acento).rgb()
        assert sem != com, atual
        if atual is not widgets[2]:
            assert pixels(com, acento) > pixels(sem, acento), atual
    lista.setFocus()
    assert tema._anel.alvo is lista


def test_the_ring_survives_the_window_it_was_in(qtbot, tema):
    for _ in range(2):
        janela = QWidget()
        lista = QListWidget()
        QVBoxLayout(janela).addWidget(lista)
        janela.show()
        janela.activateWindow()
        espera_teclado(qtbot, janela)
        lista.setFocus()
        assert tema._anel.alvo is lista
        janela.close()
        janela.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
