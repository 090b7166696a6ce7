"""The print queue: order, failures that wait, crashes, two programs, a disk that refuses."""

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path

import pytest

from balcao.config import plataforma
from balcao.devices import fila_impressao
from balcao.devices.fila_impressao import FilaImpressao, Impresso
from balcao.devices.impressora import abre
from balcao.devices.impressora_erros import ImpressoraIndisponivel
from balcao.devices.trabalho import EstadoTrabalho, Trabalho, rotulo_do_estado
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.domain.terminal.opcoes import Papel
from tests.apoio_documentos.impressora_tcp import ImpressoraTcp

PRAZO = 10.0
INICIO = datetime(2026, 11, 21, 14, 32, tzinfo=timezone(timedelta(hours=-3)))
FALHOU, INCERTO, IMPRESSO = EstadoTrabalho.FALHOU, EstadoTrabalho.INCERTO, EstadoTrabalho.IMPRESSO
NA_FILA, CANCELADO = EstadoTrabalho.NA_FILA, EstadoTrabalho.CANCELADO


class Papelada:
    """A printer in memory: keeps what it prints, fails while `erro` is set, waits while `portao` is closed."""

    nome = "memória"

    def __init__(self) -> None:
        self.saiu: list[tuple[str, bytes, int]] = []
        self.erro: Exception | None = None
        self.comecou = threading.Event()
        self.portao = threading.Event()
        self.portao.set()

    def imprimir(self, dados: bytes, papel: Papel, arquivo: str, copias: int = 1) -> None:
        self.comecou.set()
        self.portao.wait(PRAZO)
        if self.erro is not None:
            raise self.erro
        self.saiu.append((arquivo, dados, copias))


@pytest.fixture
def papelada() -> Papelada:
    return Papelada()


@pytest.fixture
def nova_fila(tmp_path, papelada) -> Iterator[Callable[..., FilaImpressao]]:
    """Makes queues on one folder, whose clock ticks a second at each look; stops them at the end."""
    feitas = []
    segundos = count()

    def faz(**opcoes: object) -> FilaImpressao:
        argumentos = {"abre": lambda _nome: papelada, **opcoes}
        fila = FilaImpressao(tmp_path / "fila", relogio=lambda: INICIO + timedelta(seconds=next(segundos)),
                             **argumentos)
        feitas.append(fila)
        return fila
    yield faz
    papelada.portao.set()
    for fila in feitas:
        assert fila.parar(PRAZO)


def impresso(n: int, **mudancas: object) -> Impresso:
    return Impresso(dados=b"documento %d\n\x00\xff" % n, papel=Papel.BOBINA_80, impressora="balcao",
                    arquivo=f"dav-{n}.bin", titulo=f"DAV {n}")._replace(**mudancas)


def test_documents_are_printed_in_order_and_lose_their_bytes_after(nova_fila, papelada, tmp_path):
    fila = nova_fila()
    trabalhos = [fila.enviar(impresso(n, copias=n)) for n in (1, 2, 3)]
    assert [t.estado for t in fila.listar()] == [NA_FILA] * 3
    fila.iniciar()
    assert fila.esperar(trabalhos[-1].id, PRAZO).estado is IMPRESSO
    assert papelada.saiu == [(f"dav-{n}.bin", b"documento %d\n\x00\xff" % n, n) for n in (1, 2, 3)]
    assert [(t.ordem, t.estado, t.tentativas, t.motivo) for t in fila.listar()] == [
        (n, IMPRESSO, 1, "") for n in (1, 2, 3)]
    assert all(b"documento" not in a.read_bytes() for a in (tmp_path / "fila").iterdir())


def test_killed_between_the_two_files_of_a_finished_document_it_is_over(nova_fila, papelada, tmp_path):
    fila = nova_fila()
    trabalho = fila.enviar(impresso(1))
    vivo = tmp_path / "fila" / "000000000001.trabalho"
    antes = vivo.read_bytes()
    fila.iniciar()
    fila.esperar(trabalho.id, PRAZO)
    vivo.write_bytes(antes)
    fila.esperar(fila.enviar(impresso(2)).id, PRAZO)
    assert [nome for nome, _, _ in papelada.saiu] == ["dav-1.bin", "dav-2.bin"]
    assert [t.estado for t in fila.listar()] == [IMPRESSO, IMPRESSO]


def test_a_failed_document_waits_with_its_reason_and_the_next_goes_on(nova_fila, papelada):
    papelada.erro = ImpressoraIndisponivel("A impressora “Balcao” não respondeu.", "Ligue-a.")
    fila = nova_fila()
    fila.iniciar()
    parado = fila.esperar(fila.enviar(impresso(1)).id, PRAZO)
    assert parado.estado is FALHOU
    assert parado.motivo == "A impressora “Balcao” não respondeu. O documento foi gravado. Ligue-a."
    papelada.erro = None
    assert fila.esperar(fila.enviar(impresso(2)).id, PRAZO).estado is IMPRESSO
    assert fila.parados() == [parado]
    fila.tentar_de_novo(parado.id)
    de_novo = fila.esperar(parado.id, PRAZO)
    assert (de_novo.estado, de_novo.tentativas, de_novo.motivo) == (IMPRESSO, 2, "")
    assert [nome for nome, _, _ in papelada.saiu] == ["dav-2.bin", "dav-1.bin"]


def test_a_document_may_go_to_another_printer(nova_fila, tmp_path):
    fila = nova_fila(abre=abre)
    fila.iniciar()
    parado = fila.esperar(fila.enviar(impresso(1, impressora="nenhuma")).id, PRAZO)
    assert parado.estado is FALHOU
    fila.tentar_de_novo(parado.id, f"pasta:{tmp_path / 'saida'}")
    assert fila.esperar(parado.id, PRAZO).estado is IMPRESSO
    assert (tmp_path / "saida" / "dav-1.bin").read_bytes() == b"documento 1\n\x00\xff"


def test_what_may_have_come_out_is_asked_about(nova_fila, papelada):
    papelada.erro = ImpressoraIndisponivel("Parou no meio.", "Veja o papel.", pode_ter_saido=True)
    fila = nova_fila()
    fila.iniciar()
    um, dois = (fila.esperar(fila.enviar(impresso(n)).id, PRAZO) for n in (1, 2))
    assert um.estado is dois.estado is INCERTO
    papelada.erro = None
    assert fila.ja_saiu(um.id).estado is IMPRESSO
    fila.tentar_de_novo(dois.id)
    assert fila.esperar(dois.id, PRAZO).estado is IMPRESSO
    assert [nome for nome, _, _ in papelada.saiu] == ["dav-2.bin"]


def test_a_bug_in_a_driver_neither_stops_the_queue_nor_prints_twice(nova_fila, papelada, avisos):
    papelada.erro = ZeroDivisionError("driver")
    fila = nova_fila()
    fila.iniciar()
    assert fila.esperar(fila.enviar(impresso(1)).id, PRAZO).estado is INCERTO
    papelada.erro = None
    assert fila.esperar(fila.enviar(impresso(2)).id, PRAZO).estado is IMPRESSO
    avisos.espera("erro inesperado em dav-1.bin")


def test_the_same_key_is_printed_once_and_again_only_after_a_cancel(nova_fila, papelada):
    fila = nova_fila()
    um = fila.enviar(impresso(1, chave="pedido-1/v1"))
    assert fila.enviar(impresso(9, chave="pedido-1/v1")) == um
    fila.cancelar(um.id)
    outro = fila.enviar(impresso(1, chave="pedido-1/v1"))
    assert outro.id != um.id
    fila.iniciar()
    fila.esperar(outro.id, PRAZO)
    assert fila.enviar(impresso(1, chave="pedido-1/v1")).id == outro.id
    assert len(papelada.saiu) == 1


def test_what_is_printing_can_be_neither_cancelled_nor_queued_again(nova_fila, papelada):
    papelada.portao.clear()
    fila = nova_fila()
    fila.iniciar()
    trabalho = fila.enviar(impresso(1))
    assert papelada.comecou.wait(PRAZO)
    for proibido in (fila.cancelar, fila.tentar_de_novo, fila.ja_saiu):
        with pytest.raises(EntradaInvalida):
            proibido(trabalho.id)
    papelada.portao.set()
    assert fila.esperar(trabalho.id, PRAZO).estado is IMPRESSO
    with pytest.raises(EntradaInvalida):
        fila.tentar_de_novo(trabalho.id)


def test_a_cancelled_document_never_prints(nova_fila, papelada):
    fila = nova_fila()
    um, dois = fila.enviar(impresso(1)), fila.enviar(impresso(2))
    fila.cancelar(um.id)
    fila.iniciar()
    fila.esperar(dois.id, PRAZO)
    assert [nome for nome, _, _ in papelada.saiu] == ["dav-2.bin"]
    assert fila.trabalho(um.id).estado is CANCELADO


def test_bytes_are_there_until_it_is_over(nova_fila, papelada):
    papelada.erro = ImpressoraIndisponivel("Sem papel.", "Ponha papel.")
    fila = nova_fila()
    fila.iniciar()
    parado = fila.esperar(fila.enviar(impresso(1)).id, PRAZO)
    assert fila.dados(parado.id) == b"documento 1\n\x00\xff"
    fila.cancelar(parado.id)
    assert fila.dados(parado.id) == b""


def parada(fila, papelada, *impressos: Impresso, incerta: bool = False) -> list[Trabalho]:
    """These stop in the queue; the printer works again afterwards."""
    papelada.erro = ImpressoraIndisponivel("Sem papel.", "Ponha papel.", pode_ter_saido=incerta)
    fila.iniciar()
    parados = [fila.esperar(fila.enviar(um).id, PRAZO) for um in impressos]
    papelada.erro = None
    return parados


@pytest.mark.parametrize("incerta", [False, True])
def test_a_new_paper_takes_the_place_of_those_that_stopped(nova_fila, papelada, incerta):
    fila = nova_fila()
    velho, mesmo, futuro, outro = parada(
        fila, papelada, impresso(1, de="A", versao=1), impresso(2, de="A", versao=2), impresso(3, de="A", versao=3),
        impresso(4, de="B", versao=1), incerta=incerta)
    novo = fila.enviar(impresso(5, de="A", versao=2))
    assert fila.esperar(novo.id, PRAZO).estado is IMPRESSO
    assert [fila.trabalho(um.id).estado for um in (velho, mesmo)] == [CANCELADO] * 2
    assert fila.parados() == [futuro, outro]


def test_papers_of_nothing_take_no_place(nova_fila, papelada):
    fila = nova_fila()
    [parado] = parada(fila, papelada, impresso(1))
    fila.esperar(fila.enviar(impresso(2)).id, PRAZO)
    assert fila.parados() == [parado]


def test_a_key_is_queued_again_only_when_a_person_asks_and_the_paper_stopped(nova_fila, papelada):
    fila = nova_fila()
    [parado] = parada(fila, papelada, impresso(1, chave="c", de="A"))
    assert fila.enviar(impresso(1, chave="c", de="A")) == parado
    novo = fila.enviar(impresso(1, chave="c", de="A", de_novo=True))
    assert fila.esperar(novo.id, PRAZO).estado is IMPRESSO
    assert fila.trabalho(parado.id).estado is CANCELADO
    assert fila.enviar(impresso(1, chave="c", de="A", de_novo=True)).id == novo.id
    assert [nome for nome, _, _ in papelada.saiu] == ["dav-1.bin"]


def test_a_paper_is_queued_even_where_what_it_replaces_cannot_be_noted(nova_fila, papelada, monkeypatch, avisos):
    fila = nova_fila()
    [parado] = parada(fila, papelada, impresso(1, de="A"))
    assert fila.parar(PRAZO)
    grava = plataforma.grava

    def sem_disco(arquivo: Path, dados: bytes) -> None:
        if arquivo.suffix == ".encerrado":
            raise OSError(errno.ENOSPC, "No space left on device")
        grava(arquivo, dados)

    monkeypatch.setattr(plataforma, "grava", sem_disco)
    novo = fila.enviar(impresso(2, de="A"))
    assert [um.id for um in fila.listar(NA_FILA, FALHOU)] == [parado.id, novo.id]
    avisos.espera("não foi anotado")


def test_each_change_is_told(nova_fila):
    visto: list[Trabalho] = []
    fila = nova_fila(ao_mudar=visto.append)
    fila.iniciar()
    fila.esperar(fila.enviar(impresso(1)).id, PRAZO)
    assert fila.parar(PRAZO)
    assert [rotulo_do_estado(t.estado) for t in visto] == ["Na fila", "Imprimindo", "Impresso"]


def test_stopping_lets_the_current_document_finish_and_keeps_the_rest(nova_fila, papelada):
    papelada.portao.clear()
    fila = nova_fila()
    um, dois = fila.enviar(impresso(1)), fila.enviar(impresso(2))
    fila.iniciar()
    assert papelada.comecou.wait(PRAZO)
    assert fila.parar(0.05) is False
    papelada.portao.set()
    assert fila.parar(PRAZO)
    assert [fila.trabalho(t.id).estado for t in (um, dois)] == [IMPRESSO, NA_FILA]
    fila.iniciar()
    assert fila.esperar(dois.id, PRAZO).estado is IMPRESSO


_FILHO = """
import sys
from datetime import datetime, timezone
from pathlib import Path
from balcao.devices.fila_impressao import FilaImpressao, Impresso
from balcao.devices.impressora import abre
from balcao.domain.terminal.opcoes import Papel
fila = FilaImpressao(Path(sys.argv[1]), abre, lambda: datetime.now(timezone.utc))
for n in (1, 2):
    fila.enviar(Impresso(b"documento %d" % n, Papel.BOBINA_80, sys.argv[2], f"dav-{n}.bin", f"DAV {n}"))
fila.iniciar()
sys.stdin.read()
"""


def test_killed_while_printing_the_document_is_asked_about_and_the_next_printed(nova_fila, papelada, tmp_path):
    """kill -9 after the first bytes left: nobody knows whether the paper came out."""
    with ImpressoraTcp(segura=True) as aparelho:
        filho = subprocess.Popen([sys.executable, "-c", _FILHO, str(tmp_path / "fila"), aparelho.endereco],
                                 stdin=subprocess.PIPE, cwd=Path(__file__).parents[2])
        assert aparelho.comecou.wait(PRAZO)
        filho.kill()
        filho.communicate()
    fila = nova_fila()
    fila.iniciar()
    um, dois = fila.listar()
    assert fila.esperar(dois.id, PRAZO).estado is IMPRESSO
    um = fila.trabalho(um.id)
    assert um.estado is INCERTO
    assert "O programa fechou enquanto “DAV 1” era impresso" in um.motivo
    assert [dados for _, dados, _ in papelada.saiu] == [b"documento 2"]
    assert len(aparelho.recebidos) == 1


def test_one_holder_of_the_lock_at_a_time(tmp_path):
    obtidas: list[str] = []
    uma, outra = (fila_impressao._Trava(tmp_path / "trava") for _ in range(2))
    assert uma.tenta(lambda: obtidas.append("uma"))
    assert uma.tenta(lambda: obtidas.append("de novo"))
    assert not outra.tenta(lambda: obtidas.append("outra"))
    uma.solta()
    assert outra.tenta(lambda: obtidas.append("outra"))
    outra.solta()
    assert obtidas == ["uma", "outra"]


def test_two_programs_on_one_folder_print_each_document_once(nova_fila, papelada):
    uma, outra = nova_fila(), nova_fila()
    uma.iniciar()
    primeiro = uma.esperar(uma.enviar(impresso(0)).id, PRAZO)
    assert primeiro.estado is IMPRESSO
    outra.iniciar()
    trabalhos = [fila.enviar(impresso(n)) for n, fila in enumerate((outra, uma, outra, uma), start=1)]
    assert [uma.esperar(t.id, PRAZO).estado for t in trabalhos] == [IMPRESSO] * 4
    assert sorted(t.ordem for t in uma.listar()) == [1, 2, 3, 4, 5]
    assert len(papelada.saiu) == 5
    assert uma.parar(PRAZO)
    ultimo = outra.enviar(impresso(9))
    assert outra.esperar(ultimo.id, PRAZO).estado is IMPRESSO


def _disco_cheio(arquivo: Path, conteudo: bytes | str) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_at_sending_is_said_and_leaves_nothing(nova_fila, monkeypatch, tmp_path):
    fila = nova_fila()
    with monkeypatch.context() as m:
        m.setattr(plataforma, "grava", _disco_cheio)
        with pytest.raises(AmbienteIndisponivel, match="não entrou na fila"):
            fila.enviar(impresso(1))
    assert [a.name for a in (tmp_path / "fila").iterdir()] == []
    assert fila.enviar(impresso(1)).ordem == 1


def test_what_cannot_be_noted_is_not_printed(nova_fila, papelada, monkeypatch, avisos):
    monkeypatch.setattr(fila_impressao, "_ESPERA", 0.02)
    fila = nova_fila()
    trabalho = fila.enviar(impresso(1))
    tentou = threading.Event()
    original = plataforma.grava

    def recusa(arquivo: Path, conteudo: bytes | str) -> None:
        tentou.set()
        _disco_cheio(arquivo, conteudo)
    monkeypatch.setattr(plataforma, "grava", recusa)
    fila.iniciar()
    assert tentou.wait(PRAZO)
    assert fila.trabalho(trabalho.id).estado is NA_FILA
    assert papelada.saiu == []
    monkeypatch.setattr(plataforma, "grava", original)
    assert fila.esperar(trabalho.id, PRAZO).estado is IMPRESSO
    assert len(papelada.saiu) == 1
    while avisos.registros:
        avisos.espera("nada foi impresso")


def test_printed_but_not_noted_is_asked_about_at_the_next_start(nova_fila, papelada, monkeypatch, avisos):
    papelada.portao.clear()
    fila = nova_fila()
    fila.iniciar()
    trabalho = fila.enviar(impresso(1))
    assert papelada.comecou.wait(PRAZO)
    original = plataforma.grava
    monkeypatch.setattr(plataforma, "grava", _disco_cheio)
    papelada.portao.set()
    assert fila.parar(PRAZO)
    monkeypatch.setattr(plataforma, "grava", original)
    avisos.espera("o resultado de dav-1.bin não foi anotado")
    outra = nova_fila()
    outra.iniciar()
    assert outra.esperar(trabalho.id, PRAZO).estado is INCERTO
    assert len(papelada.saiu) == 1


def test_a_damaged_file_is_put_aside_and_the_rest_prints(nova_fila, papelada, tmp_path, avisos):
    fila = nova_fila()
    um, dois = fila.enviar(impresso(1)), fila.enviar(impresso(2))
    (tmp_path / "fila" / f"{um.ordem:012d}.trabalho").write_bytes(b"lixo")
    fila.iniciar()
    assert fila.esperar(dois.id, PRAZO).estado is IMPRESSO
    avisos.espera("danificado e foi posto de lado")
    assert [a.read_bytes() for a in (tmp_path / "fila").glob("*.danificado")] == [b"lixo"]
    with pytest.raises(KeyError):
        fila.trabalho(um.id)


def test_the_oldest_finished_are_forgotten_and_what_waits_is_kept(nova_fila, papelada, monkeypatch):
    monkeypatch.setattr(fila_impressao, "ENCERRADOS_GUARDADOS", 3)
    papelada.erro = ImpressoraIndisponivel("Sem papel.", "Ponha papel.")
    fila = nova_fila()
    fila.iniciar()
    parado = fila.esperar(fila.enviar(impresso(0)).id, PRAZO)
    papelada.erro = None
    for n in range(1, 7):
        fila.esperar(fila.enviar(impresso(n)).id, PRAZO)
    assert fila.parar(PRAZO)
    assert [t.arquivo for t in fila.listar()] == ["dav-0.bin", "dav-4.bin", "dav-5.bin", "dav-6.bin"]
    assert fila.listar()[0] == parado
