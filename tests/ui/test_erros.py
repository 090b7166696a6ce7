"""Bugs end in one place: logged with a number, the order saved, a short message, never a traceback."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer, qWarning

from balcao.config.registro_erros import RegistroArquivo, mascara, novo_numero
from balcao.domain.erros import AmbienteIndisponivel, BalcaoError
from balcao.ui.erros import GuardaErros


class Caderno:
    def __init__(self) -> None:
        self.escritos: list[tuple[str, BaseException, int]] = []

    def grava(self, numero: str, erro: BaseException, vezes: int) -> None:
        self.escritos.append((numero, erro, vezes))


class Cena:
    def __init__(self) -> None:
        self.caderno, self.salvos, self.agora, self.mensagens = Caderno(), 0, 0.0, []
        self.falha_ao_salvar = False
        self.guarda = GuardaErros(self.caderno, self.salva, lambda: self.agora)
        self.guarda.aconteceu.connect(self.mensagens.append)

    def salva(self) -> None:
        if self.falha_ao_salvar:
            raise OSError("disco cheio")
        self.salvos += 1


@pytest.fixture
def cena(qapp) -> Iterator[Cena]:
    cena = Cena()
    cena.guarda.instala()
    yield cena
    cena.guarda.remove()
    cena.guarda.deleteLater()


def explode() -> None:
    raise ZeroDivisionError("segredo 529.982.247-25")


@pytest.mark.qt_no_exception_capture
def test_a_bug_in_a_slot_is_logged_saved_and_told_in_one_sentence(qtbot, cena):
    QTimer.singleShot(0, explode)
    qtbot.waitUntil(lambda: bool(cena.mensagens))
    [(numero, erro, _)] = cena.caderno.escritos
    assert isinstance(erro, ZeroDivisionError)
    assert cena.salvos == 1
    assert cena.mensagens == [f"Ocorreu um erro inesperado (nº {numero}). O que estava aberto foi guardado; "
                              "pode continuar. Se ele voltar, informe este número ao suporte."]
    assert "Traceback" not in cena.mensagens[0]
    assert "segredo" not in cena.mensagens[0]


@pytest.mark.qt_no_exception_capture
def test_a_bug_in_a_thread_is_told_on_the_ui_thread(qtbot, cena):
    onde = []
    cena.guarda.aconteceu.connect(lambda _: onde.append(threading.current_thread()))
    linha = threading.Thread(target=explode)
    linha.start()
    qtbot.waitUntil(lambda: bool(onde))
    linha.join()
    assert onde == [threading.main_thread()]


def test_when_saving_fails_too_the_message_says_so(cena):
    cena.falha_ao_salvar = True
    erro = cena.guarda.trata(ZeroDivisionError())
    assert isinstance(erro, BalcaoError)
    assert "Não foi possível guardar" in str(erro)
    assert [type(e).__name__ for _, e, _ in cena.caderno.escritos] == ["ZeroDivisionError", "OSError"]


@pytest.mark.qt_no_exception_capture
def test_the_same_bug_at_every_repaint_is_told_once_and_counted(qtbot, cena):
    for _ in range(25):
        QTimer.singleShot(0, explode)
    fim = []
    QTimer.singleShot(0, lambda: fim.append(1))
    qtbot.waitUntil(lambda: bool(fim))
    assert len(cena.mensagens) == 1
    assert [vezes for _, _, vezes in cena.caderno.escritos] == [1, 10]
    assert cena.salvos == 1
    cena.agora += 60
    QTimer.singleShot(0, explode)
    qtbot.waitUntil(lambda: len(cena.mensagens) == 2)
    assert cena.mensagens[0] != cena.mensagens[1]


def test_an_error_of_the_environment_keeps_its_own_words(cena):
    sys.excepthook(AmbienteIndisponivel, AmbienteIndisponivel("O disco está cheio.", "Libere espaço."), None)
    assert cena.mensagens == ["O disco está cheio. Libere espaço."]
    assert len(cena.caderno.escritos) == 1


def test_qt_warnings_reach_the_log(cena, avisos):
    qWarning("QPainter::begin: Paint device returned engine == 0")
    assert avisos.espera("QPainter::begin").name == "qt"


def test_remove_gives_the_hooks_back(qapp):
    antes = sys.excepthook, threading.excepthook, sys.unraisablehook
    guarda = GuardaErros(Caderno(), lambda: None)
    guarda.instala()
    assert sys.excepthook != antes[0]
    guarda.remove()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == antes
    guarda.deleteLater()


def test_the_file_has_one_json_line_per_bug_with_documents_masked(tmp_path):
    registro = RegistroArquivo(tmp_path / "registro", lambda: {"estacao": 3, "tela": "venda"})
    try:
        explode()
    except ZeroDivisionError as erro:
        registro.grava("ABC234", erro, 1)
        registro.grava("ABC235", erro, 1)
    linhas = [json.loads(linha) for linha in registro.arquivo.read_text("utf-8").splitlines()]
    assert [linha["numero"] for linha in linhas] == ["ABC234", "ABC235"]
    assert linhas[0]["tipo"] == "ZeroDivisionError"
    assert linhas[0]["estacao"] == 3
    assert "test_erros.py" in linhas[0]["rastro"]
    assert "529.982.247-25" not in registro.arquivo.read_text("utf-8")
    assert linhas[0]["mensagem"] == "segredo ***25"


def test_a_full_disk_does_not_hide_the_bug(tmp_path, capsys):
    (tmp_path / "registro").write_text("a file where the folder should be")
    assert not RegistroArquivo(tmp_path / "registro").grava("ABC234", ZeroDivisionError("x"), 1)
    assert "ABC234" in capsys.readouterr().err
    (tmp_path / "outra").mkdir()
    (tmp_path / "outra" / "erros.jsonl").symlink_to("/dev/full")
    assert not RegistroArquivo(tmp_path / "outra").grava("ABC235", ZeroDivisionError("CPF 52998224725"), 1)
    assert capsys.readouterr().err.startswith("ABC235: [Errno 28]")


@pytest.mark.parametrize(("texto", "saida"), [
    ("CPF 529.982.247-25.", "CPF ***25."), ("52998224725", "***25"),
    ("12.ABC.345/01DE-35", "***35"), ("12ABC34501DE35", "***35"), ("11222333000181", "***81"),
    ("7891234567895", "7891234567895"), ("total 1.234,56", "total 1.234,56"), ("código 10023", "código 10023")])
def test_masking(texto, saida):
    assert mascara(texto) == saida


def test_numbers_can_be_read_aloud_and_differ():
    numeros = {novo_numero() for _ in range(200)}
    assert len(numeros) == 200
    assert all(len(n) == 6 and not set(n) & set("01OI") for n in numeros)


def test_importing_costs_neither_structlog_nor_pydantic():
    codigo = ("import sys, balcao.ui.erros, balcao.ui.background, balcao.ui.tema, balcao.ui.leitor;"
              "print([m for m in ('structlog', 'pydantic') if m in sys.modules])")
    saida = subprocess.run([sys.executable, "-c", codigo], capture_output=True, text=True, check=True)
    assert saida.stdout.strip() == "[]"

