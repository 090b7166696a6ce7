"""The scanner guard: the detector by itself, then real key events through Qt."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from balcao.ui.leitor import (
    ACEITA_LEITURA,
    FOLGA_MS,
    INTERVALO_MS,
    LENDO,
    DetectorRajada,
    Leitor,
)
from tests.ui.teclas import Relogio, cadencia, espera_teclado, tecla

CODIGO = "7891234567895"


# ---- the detector by itself -------------------------------------------------------------------------

passos = st.one_of(st.floats(0, 40), st.sampled_from([0.0, 2.0, 8.0, 11.9, 12.0, 12.1, 24.0, 24.1, 90.0]))
golpes = st.lists(st.tuples(passos, st.sampled_from(["letra", "junto", "termina", "solta", "tempo"])),
                  max_size=60)


@given(golpes)
def test_nothing_is_lost_doubled_or_reordered_whatever_the_cadence(sequencia):
    detector: DetectorRajada[int] = DetectorRajada()
    quando, sairam, lidas, entradas = 0.0, [], 0, []
    for numero, (passo, tipo) in enumerate(sequencia):
        quando += passo
        if tipo == "solta":
            sairam += detector.solta()
            continue
        if tipo == "tempo":
            sairam += detector.tempo(quando).liberadas
            continue
        entradas.append(numero)
        if tipo == "letra":
            saida = detector.tecla(quando, "x", numero)
        elif tipo == "junto":
            saida = detector.junto(quando, numero)
        else:
            antes = list(detector.presos)
            saida = detector.termina(quando, numero)
            if saida.codigo:
                assert [n for n in antes if n not in saida.liberadas] + [numero]
                lidas += len(antes) + 1 - len(saida.liberadas)
        sairam += saida.liberadas
    sairam += detector.solta()
    assert sairam == sorted(set(sairam)), "out of order or twice"
    assert len(sairam) + lidas == len(entradas)


@given(st.lists(st.floats(2, 8), min_size=3, max_size=60), st.booleans())
def test_a_scanner_is_always_recognised_and_leaks_nothing(intervalos, com_soltura):
    detector: DetectorRajada[int] = DetectorRajada()
    quando, vazou = 0.0, []
    for n, passo in enumerate(intervalos):
        quando += passo
        vazou += detector.tecla(quando, "9", n).liberadas
        if com_soltura:
            vazou += detector.junto(quando + 1, n).liberadas
    fim = detector.termina(quando + 4, -1)
    assert (vazou, fim.liberadas, fim.codigo) == ([], [], "9" * len(intervalos))


@given(st.lists(st.floats(60, 120), min_size=1, max_size=30), st.sampled_from(["enter", "nada"]))
def test_a_person_is_never_taken_for_a_scanner(intervalos, fim):
    detector: DetectorRajada[int] = DetectorRajada()
    quando, sairam = 0.0, []
    for n, passo in enumerate(intervalos):
        quando += passo
        sairam += detector.tecla(quando, "9", n).liberadas
    saida = detector.termina(quando + 60, 99) if fim == "enter" else detector.tempo(quando + 60)
    assert saida.codigo == ""
    assert sairam + saida.liberadas == [*range(len(intervalos)), *([99] if fim == "enter" else [])]


@given(st.lists(passos, min_size=1, max_size=40))
def test_a_key_waits_at_most_24_ms_unless_it_belongs_to_three_at_scanner_pace(intervalos):
    """The clock is asked every millisecond, as the timer does."""
    detector: DetectorRajada[float] = DetectorRajada()
    quando = 0.0
    chegadas = []
    for passo in intervalos:
        quando += passo
        chegadas.append(quando)
    agora, proxima, esperas, em_rajada = 0.0, 0, {}, set()
    while proxima < len(chegadas) or detector.presos:
        while proxima < len(chegadas) and chegadas[proxima] <= agora:
            for item in detector.tecla(chegadas[proxima], "x", chegadas[proxima]).liberadas:
                esperas[item] = agora - item
            proxima += 1
            if detector.rajada:
                em_rajada.update(detector.presos)
        for item in detector.tempo(agora).liberadas:
            esperas[item] = agora - item
        agora += 1
    assert all(ms <= 25 for item, ms in esperas.items() if item not in em_rajada)
    assert all(chegadas[i + 2] - item <= 2 * INTERVALO_MS
               for i, item in enumerate(chegadas[:-2]) if item in em_rajada and chegadas[i + 1] in em_rajada
               and chegadas[i + 2] in em_rajada and i == 0)


def test_two_fast_keys_and_enter_are_a_person():
    detector: DetectorRajada[str] = DetectorRajada()
    detector.tecla(0, "1", "1")
    detector.tecla(10, "0", "0")
    saida = detector.termina(20, "enter")
    assert (saida.codigo, saida.liberadas) == ("", ["1", "0", "enter"])


def test_keys_that_piled_up_behind_a_busy_screen_are_a_person():
    """"100" and Enter typed during 400 ms without a painted frame arrive in the same millisecond."""
    detector: DetectorRajada[str] = DetectorRajada()
    for letra in "100":
        detector.tecla(1400, letra, letra, desde=1000)
    saida = detector.termina(1400, "enter")
    assert (saida.codigo, saida.liberadas) == ("", ["1", "0", "0", "enter"])


def test_a_scan_behind_a_busy_screen_is_still_a_scan():
    detector: DetectorRajada[str] = DetectorRajada()
    for letra in CODIGO:
        detector.tecla(1250, letra, letra, desde=1000)
    assert detector.termina(1250, "enter").codigo == CODIGO


# ---- through Qt -------------------------------------------------------------------------------------

class Balcao(QWidget):
    """A window with one of each place where the focus can be."""

    def __init__(self) -> None:
        super().__init__()
        self.entrada, self.quantidade, self.senha, self.desconto = QLineEdit(), QLineEdit(), QLineEdit(), QSpinBox()
        self.entrada.setProperty(ACEITA_LEITURA, True)
        self.senha.setEchoMode(QLineEdit.EchoMode.Password)
        self.botao, self.texto = QPushButton("Finalizar"), QPlainTextEdit()
        self.apertos, self.enters = 0, []
        self.botao.clicked.connect(self._apertado)
        caixa = QVBoxLayout(self)
        for nome in ("entrada", "quantidade", "senha", "desconto", "botao", "texto"):
            caixa.addWidget(getattr(self, nome))
            getattr(self, nome).setObjectName(nome)
        for linha in (self.entrada, self.quantidade, self.senha):
            linha.returnPressed.connect(lambda linha=linha: self.enters.append(linha.objectName()))

    def _apertado(self) -> None:
        self.apertos += 1


@pytest.fixture
def relogio() -> Relogio:
    return Relogio()


@pytest.fixture
def tela(qtbot) -> Balcao:
    tela = Balcao()
    qtbot.addWidget(tela)
    with qtbot.waitActive(tela):
        tela.show()
        tela.activateWindow()
    return tela


@pytest.fixture
def leitor(qapp, tela, relogio) -> Iterator[Leitor]:
    leitor = Leitor(qapp, relogio)
    leitor.lidos, leitor.no_campo = [], []
    leitor.lido.connect(leitor.lidos.append)
    tela.entrada.textChanged.connect(lambda _texto: leitor.no_campo.append(bool(tela.entrada.property(LENDO))))
    tela.entrada.returnPressed.connect(lambda: leitor.no_campo.append(bool(tela.entrada.property(LENDO))))
    leitor.liga()
    yield leitor
    leitor.fecha()
    leitor.deleteLater()


def varre(tela, relogio, codigo=CODIGO, fim="\r", passo=4.0):
    cadencia(tela, codigo + fim, [passo] * (len(codigo) + 1), relogio)


@pytest.mark.parametrize("passo", [2.0, 5.0, 8.0])
@pytest.mark.parametrize("fim", ["\r", "\t"])
@pytest.mark.parametrize("onde", ["quantidade", "desconto", "botao", "texto"])
def test_a_scan_goes_to_the_sale_and_touches_nothing(tela, leitor, relogio, onde, passo, fim):
    getattr(tela, onde).setFocus()
    varre(tela, relogio, fim=fim, passo=passo)
    assert leitor.lidos == [CODIGO]
    assert tela.quantidade.text() == ""
    assert tela.desconto.value() == 0
    assert tela.texto.toPlainText() == ""
    assert tela.apertos == 0
    assert getattr(tela, onde).hasFocus()


def test_not_even_a_release_of_the_scan_reaches_the_focused_widget(qtbot, tela, leitor, relogio):
    class Espia(QWidget):
        def __init__(self) -> None:
            super().__init__(tela)
            self.eventos = []
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

        def keyPressEvent(self, event) -> None:
            self.eventos.append(("desce", event.text()))

        def keyReleaseEvent(self, event) -> None:
            self.eventos.append(("sobe", event.text()))

    espia = Espia()
    espia.show()
    espia.setFocus()
    varre(tela, relogio)
    assert leitor.lidos == [CODIGO]
    assert espia.eventos == []
    relogio.anda(100)
    tecla(tela, Qt.Key.Key_Return)
    assert [tipo for tipo, _ in espia.eventos] == ["desce", "sobe"]


def test_two_scans_in_a_row(tela, leitor, relogio):
    tela.quantidade.setFocus()
    varre(tela, relogio)
    relogio.anda(50)
    varre(tela, relogio, "123")
    assert leitor.lidos == [CODIGO, "123"]
    assert tela.quantidade.text() == ""


def test_a_scan_with_capitals_keeps_shift_out_of_the_field(tela, leitor, relogio):
    tela.quantidade.setFocus()
    janela = tela.windowHandle()
    for letra in "AB12":
        relogio.anda(4)
        QTest.keyPress(janela, Qt.Key.Key_Shift)
        relogio.anda(4)
        QTest.keyClick(janela, letra, Qt.KeyboardModifier.ShiftModifier)
        relogio.anda(4)
        QTest.keyRelease(janela, Qt.Key.Key_Shift)
    relogio.anda(4)
    tecla(tela, Qt.Key.Key_Return)
    assert leitor.lidos == ["AB12"]
    assert tela.quantidade.text() == ""


def test_a_scan_in_the_entry_line_lands_as_typed_and_enter(tela, leitor, relogio):
    tela.entrada.setFocus()
    varre(tela, relogio)
    assert leitor.lidos == []
    assert tela.entrada.text() == CODIGO
    assert tela.enters == ["entrada"]
    assert leitor.no_campo == [False, False] + [True] * 12


def test_the_entry_line_learns_what_was_scanned_after_what_was_typed(tela, leitor, relogio):
    tela.entrada.setFocus()
    cadencia(tela, "3*", [90, 90], relogio)
    relogio.anda(300)
    varre(tela, relogio)
    assert tela.entrada.text() == "3*" + CODIGO
    assert leitor.no_campo == [False] * 4 + [True] * 12
    assert tela.entrada.property(LENDO) == CODIGO


def test_typing_in_the_entry_line_is_no_scan(tela, leitor, relogio):
    tela.entrada.setFocus()
    varre(tela, relogio, "123")
    leitor.no_campo.clear()
    cadencia(tela, "789\r", [70] * 4, relogio)
    assert leitor.no_campo == [False] * 4
    assert tela.entrada.text() == "123789"


def test_a_scan_is_never_taken_from_a_password_field(tela, leitor, relogio):
    tela.senha.setFocus()
    varre(tela, relogio)
    assert leitor.lidos == []
    assert tela.senha.text() == CODIGO


def test_a_person_types_a_quantity_and_confirms(tela, leitor, relogio):
    tela.quantidade.setFocus()
    cadencia(tela, "100\r", [70, 61, 119, 80], relogio)
    assert leitor.lidos == []
    assert tela.quantidade.text() == "100"
    assert tela.enters == ["quantidade"]


def test_a_fast_double_key_is_typed(tela, leitor, relogio):
    tela.quantidade.setFocus()
    cadencia(tela, "12", [90, 9], relogio)
    relogio.anda(INTERVALO_MS + 1)
    leitor._passou()
    assert tela.quantidade.text() == "12"
    cadencia(tela, "\r", [90], relogio)
    assert tela.enters == ["quantidade"]
    assert leitor.lidos == []


@pytest.fixture
def leitor_real(qapp, tela) -> Iterator[Leitor]:
    """The guard with the times that Qt stamps on the events."""
    leitor = Leitor(qapp)
    leitor.liga()
    yield leitor
    leitor.fecha()
    leitor.deleteLater()


def test_with_the_real_clock_a_held_key_appears_by_itself(qtbot, tela, leitor_real):
    tela.quantidade.setFocus()
    tecla(tela, "7")
    assert tela.quantidade.text() == ""
    with qtbot.waitSignal(tela.quantidade.textChanged, timeout=1000):
        pass
    assert tela.quantidade.text() == "7"


def test_with_the_real_clock_a_real_burst_is_read(tela, leitor_real):
    lidos = []
    leitor_real.lido.connect(lidos.append)
    for _ in range(5):  # a busy machine may stop us for 12 ms between two keys
        tela.botao.setFocus()
        for letra in CODIGO:
            tecla(tela, letra)
        tecla(tela, Qt.Key.Key_Return)
        if lidos:
            break
    assert lidos == [CODIGO]


def test_space_held_back_still_presses_the_button_once(tela, leitor, relogio):
    tela.botao.setFocus()
    cadencia(tela, " ", [90], relogio)
    assert tela.apertos == 0
    relogio.anda(INTERVALO_MS + 1)
    leitor._passou()
    assert tela.apertos == 1
    assert not tela.botao.isDown()


def test_command_keys_come_after_what_is_held(tela, leitor, relogio):
    tela.quantidade.setFocus()
    cadencia(tela, "12", [90, 9], relogio)
    tecla(tela, Qt.Key.Key_Backspace)
    assert tela.quantidade.text() == "1"
    cadencia(tela, "3", [90], relogio)
    tecla(tela, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert tela.quantidade.selectedText() == "13"


def test_a_held_key_repeats_without_being_a_scan(tela, leitor, relogio):
    tela.quantidade.setFocus()
    janela = tela.windowHandle()
    relogio.anda(90)
    QTest.simulateEvent(janela, True, Qt.Key.Key_9.value, Qt.KeyboardModifier.NoModifier, "9", False)
    for _ in range(5):
        relogio.anda(5)
        QTest.simulateEvent(janela, True, Qt.Key.Key_9.value, Qt.KeyboardModifier.NoModifier, "9", True)
    QTest.simulateEvent(janela, False, Qt.Key.Key_9.value, Qt.KeyboardModifier.NoModifier, "9", False)
    tecla(tela, Qt.Key.Key_Return)
    assert tela.quantidade.text() == "999999"
    assert leitor.lidos == []


def test_a_mouse_click_comes_after_what_is_held(qtbot, tela, leitor, relogio):
    tela.quantidade.setFocus()
    cadencia(tela, "5", [90], relogio)
    onde = tela.texto.mapTo(tela, tela.texto.rect().center())
    QTest.mouseClick(tela.windowHandle(), Qt.MouseButton.LeftButton, pos=onde)
    assert tela.quantidade.text() == "5"
    assert tela.texto.hasFocus()


def test_focus_moved_by_the_program_does_not_carry_the_key_along(tela, leitor, relogio):
    tela.quantidade.setFocus()
    cadencia(tela, "5", [90], relogio)
    tela.texto.setFocus()
    assert tela.quantidade.text() == "5"
    assert tela.texto.toPlainText() == ""


def test_a_window_that_opens_in_mid_scan_gets_nothing_of_it(tela, leitor, relogio):
    for novo in (tela.texto, tela.entrada):
        leitor.lidos.clear()
        relogio.anda(100)
        tela.quantidade.setFocus()
        cadencia(tela, CODIGO[:6], [4] * 6, relogio)
        novo.setFocus()
        cadencia(tela, CODIGO[6:] + "\r", [4] * 8, relogio)
        assert leitor.lidos == [CODIGO]
        assert tela.quantidade.text() + tela.texto.toPlainText() + tela.entrada.text() == ""


def test_a_scan_over_a_summary_confirms_nothing(qtbot, tela, leitor, relogio):
    resumo = QDialog(tela)
    confirma, fecha = QPushButton("Confirma"), QPushButton("Fechar")
    confirma.setDefault(True)
    confirma.clicked.connect(resumo.accept)
    caixa = QHBoxLayout(resumo)
    caixa.addWidget(confirma)
    caixa.addWidget(fecha)
    qtbot.addWidget(resumo)
    with qtbot.waitActive(resumo):
        resumo.open()
    espera_teclado(qtbot, resumo)
    fecha.setFocus()
    varre(resumo, relogio)
    assert leitor.lidos == [CODIGO]
    assert resumo.isVisible()
    tecla(resumo, Qt.Key.Key_Return)  # and a person's Enter still works
    assert not resumo.isVisible() or fecha.hasFocus()


def test_a_scan_over_an_open_menu_chooses_nothing(qtbot, tela, leitor, relogio):
    escolhidas = []
    menu = QMenu(tela)
    menu.addAction("&7 Excluir tudo", lambda: escolhidas.append("7"))
    menu.addAction("&8 Cancelar", lambda: escolhidas.append("8"))
    tela.botao.setFocus()
    menu.popup(tela.mapToGlobal(tela.rect().center()))
    espera_teclado(qtbot, menu)
    varre(tela, relogio)
    assert leitor.lidos == [CODIGO]
    assert escolhidas == []
    menu.close()


def test_an_unfinished_scan_is_typed_not_lost(tela, leitor, relogio):
    tela.texto.setFocus()
    cadencia(tela, "789123", [4] * 6, relogio)
    relogio.anda(FOLGA_MS + 1)
    leitor._passou()
    assert tela.texto.toPlainText() == "789123"
    assert leitor.lidos == []


def test_off_means_off(tela, leitor, relogio):
    leitor.liga(False)
    tela.quantidade.setFocus()
    varre(tela, relogio)
    assert leitor.lidos == []
    assert tela.quantidade.text() == CODIGO


def test_an_enter_shortcut_does_not_fire_on_a_scan(qtbot, tela, leitor, relogio):
    from PySide6.QtGui import QAction
    disparos = []
    acao = QAction("Abrir", tela)
    acao.setShortcut("Return")
    acao.triggered.connect(lambda: disparos.append(1))
    tela.addAction(acao)
    tela.botao.setFocus()
    varre(tela, relogio)
    assert (leitor.lidos, disparos) == ([CODIGO], [])
    relogio.anda(100)
    tecla(tela, Qt.Key.Key_Return)
    assert disparos == [1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("0123456789"), passos), min_size=1, max_size=25), st.booleans())
def test_through_qt_every_key_is_typed_or_read_once(cena, sequencia, com_enter):
    tela, leitor, relogio = cena
    tela.texto.clear()
    leitor.lidos.clear()
    tela.texto.setFocus()
    relogio.anda(500)
    texto = "".join(letra for letra, _ in sequencia) + ("\r" if com_enter else "")
    cadencia(tela, texto, [passo for _, passo in sequencia] + ([4.0] if com_enter else []), relogio)
    leitor.esvazia()
    digitado = tela.texto.toPlainText()
    if leitor.lidos:
        assert digitado + leitor.lidos[0] == texto.rstrip("\r")
    else:
        assert digitado == texto.replace("\r", "\n")


@pytest.fixture
def cena(tela, leitor, relogio):
    return tela, leitor, relogio


def test_keys_for_a_window_that_closed_do_not_crash(qtbot, tela, leitor, relogio):
    outra = QWidget()
    campo = QLineEdit(outra)
    qtbot.addWidget(outra)
    with qtbot.waitActive(outra):
        outra.show()
        outra.activateWindow()
    campo.setFocus()
    cadencia(outra, "5", [90], relogio)
    outra.close()
    QCoreApplication.processEvents()
    relogio.anda(100)
    leitor._passou()
    assert leitor.lidos == []

