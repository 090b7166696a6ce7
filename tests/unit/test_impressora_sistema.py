"""The system's printers: what CUPS says in each state, and what the person reads."""

import sys
import time

import pytest

from balcao.devices import impressora_sistema as sistema
from balcao.devices.impressora_erros import ImpressoraIndisponivel
from balcao.devices.impressora_sistema import ImpressoraSistema
from balcao.domain.terminal.opcoes import Papel
from tests.apoio_documentos.cups import CupsDeMentira

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="CUPS is not on Windows")
IMPRIMINDO = "printer Balcao now printing Balcao-7.  enabled since Sat Nov 21 19:07:57 2026"


@pytest.fixture
def cups(tmp_path, monkeypatch) -> CupsDeMentira:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return CupsDeMentira(tmp_path)


def imprime(fila: str = "Balcao", papel: Papel = Papel.BOBINA_80, copias: int = 1) -> None:
    ImpressoraSistema(fila, acompanha=0.3).imprimir(b"\x1b@ol\xa0\n", papel, "dav-1.bin", copias)


def falha(fila: str = "Balcao") -> ImpressoraIndisponivel:
    with pytest.raises(ImpressoraIndisponivel) as erro:
        imprime(fila)
    return erro.value


def test_a_roll_goes_raw_and_a_page_does_not(cups):
    imprime(copias=2)
    assert cups.le("argumentos") == "-d Balcao -n 2 -t dav-1.bin -o raw\n"
    assert (cups.pasta / "documento").read_bytes() == b"\x1b@ol\xa0\n"
    imprime(papel=Papel.A4)
    assert cups.le("argumentos").splitlines()[1] == "-d Balcao -n 1 -t dav-1.bin"


def test_the_printers_are_listed_and_the_default_used(cups):
    cups.poe("filas", "Balcao\nEscritorio\n")
    assert sistema.listar() == ["Balcao", "Escritorio"]
    assert sistema.padrao() == "Balcao"
    imprime("")
    assert "-d Balcao" in cups.le("argumentos")


def test_no_default_and_unknown_name(cups):
    cups.poe("padrao", "")
    assert "não tem impressora padrão" in falha("").mensagem
    assert falha("Nada").mensagem == "A impressora “Nada” não existe neste computador."
    assert cups.le("argumentos") == ""


@pytest.mark.parametrize(("situacao", "alertas", "trecho"), [
    ("printer Balcao disabled since Sat Nov 21 19:08:05 2026 -", "paused", "está parada no sistema"),
    ("printer Balcao disabled since Sat Nov 21 19:08:05 2026 -", "none", "está parada no sistema"),
    ("printer Balcao is idle.  enabled since x", "media-empty-error", "está sem papel"),
    ("printer Balcao is idle.  enabled since x", "cover-open-error offline-report", "tampa aberta"),
    ("printer Balcao is idle.  enabled since x", "offline-report", "desligada ou sem cabo")])
def test_a_printer_known_to_be_stopped_gets_nothing(cups, situacao, alertas, trecho):
    cups.estado(situacao, "sem papel", alertas)
    erro = falha()
    assert trecho in erro.mensagem
    assert not erro.pode_ter_saido
    assert cups.le("argumentos") == ""


def test_a_printer_that_is_gone_gives_the_document_back(cups):
    cups.poe("fica", "sim")
    cups.estado(IMPRIMINDO, "The printer may not exist or is unavailable at this time.")
    erro = falha()
    assert erro.mensagem == "A impressora “Balcao” não respondeu."
    assert not erro.pode_ter_saido
    assert cups.le("cancelados") == "Balcao-7\n"


def test_what_cups_does_not_give_back_is_uncertain(cups):
    cups.poe("fica", "sim")
    cups.poe("nao_cancela", "sim")
    cups.estado(IMPRIMINDO, "The printer may not exist or is unavailable at this time.")
    erro = falha()
    assert erro.pode_ter_saido
    assert "Veja se o papel saiu" in erro.acao


def test_a_printer_that_has_everything_and_takes_its_time_is_printing(cups):
    cups.poe("fica", "sim")
    cups.estado(IMPRIMINDO, "Waiting for printer to finish.")
    inicio = time.monotonic()
    ImpressoraSistema("Balcao", acompanha=8).imprimir(b"x", Papel.BOBINA_80, "dav-1.bin")
    assert time.monotonic() - inicio < 6
    assert cups.le("cancelados") == ""


def test_a_document_that_waits_behind_another_is_the_systems_to_print(cups):
    cups.poe("fica", "sim")
    cups.estado("printer Balcao now printing Balcao-6.  enabled since x", "Sending data to printer.")
    imprime()
    assert cups.le("cancelados") == ""


def test_cups_refuses(cups):
    cups.poe("recusa", 'Destination "Balcao" is not accepting jobs.')
    assert 'Destination "Balcao" is not accepting jobs' in falha().mensagem


def test_no_cups_at_all(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert sistema.listar() == []
    assert "não tem o serviço de impressão" in falha().mensagem


def test_cups_that_hangs(cups, monkeypatch):
    (cups.pasta / "lpstat").write_text("#!/bin/sh\nexec sleep 30\n")
    monkeypatch.setattr(sistema, "PRAZO_COMANDO", 0.3)
    assert "não respondeu" in falha().mensagem


@pytest.mark.parametrize("comando", ["lpstat", "cancel"])
def test_cups_that_hangs_with_the_document_may_print_it(cups, monkeypatch, comando):
    """Nobody knows what it does with what it took: a person looks at the paper before it is printed again."""
    cups.poe("fica", "sim")
    cups.estado(IMPRIMINDO, "The printer may not exist or is unavailable at this time.")
    como_era = (cups.pasta / comando).read_text().removeprefix("#!/bin/sh\n")
    (cups.pasta / comando).write_text(
        f'#!/bin/sh\nif [ -e "{cups.pasta}/argumentos" ]; then exec sleep 30; fi\n{como_era}')
    monkeypatch.setattr(sistema, "PRAZO_COMANDO", 0.5)
    erro = falha()
    assert cups.le("argumentos")
    assert "não respondeu" in erro.mensagem
    assert erro.pode_ter_saido
