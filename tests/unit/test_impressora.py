"""Printers by name; the network printer on a real port; a folder; none."""

import errno
import socket
import threading

import pytest

from balcao.config import plataforma
from balcao.devices.impressora import ImpressoraPasta, SemImpressora, abre
from balcao.devices.impressora_erros import ImpressoraIndisponivel
from balcao.devices.impressora_rede import ImpressoraRede
from balcao.devices.impressora_sistema import ImpressoraSistema
from balcao.domain.terminal.opcoes import Papel
from tests.apoio_documentos.impressora_tcp import ImpressoraTcp

DOCUMENTO = b"\x1b@documento " * 200 + b"\x1dV\x00"
ROLO = Papel.BOBINA_80


def falha(impressora, dados=DOCUMENTO, papel=ROLO, copias=1) -> ImpressoraIndisponivel:
    with pytest.raises(ImpressoraIndisponivel) as erro:
        impressora.imprimir(dados, papel, "dav-1.bin", copias)
    assert erro.value.mensagem.endswith(".")
    assert erro.value.acao.endswith(".")
    return erro.value


@pytest.mark.parametrize(("texto", "tipo", "nome"), [
    ("", ImpressoraSistema, "padrão do sistema"), (" Balcao ", ImpressoraSistema, "Balcao"),
    ("HP: LaserJet", ImpressoraSistema, "HP: LaserJet"), ("Nenhuma", SemImpressora, "nenhuma"),
    ("rede:192.168.0.60", ImpressoraRede, "192.168.0.60:9100"), ("rede:caixa-2:9101", ImpressoraRede, "caixa-2:9101"),
    ("rede:[fe80::1]:9100", ImpressoraRede, "fe80::1:9100"), ("pasta:dav", ImpressoraPasta, "pasta dav"),
    ("pasta:C:\\dav", ImpressoraPasta, "pasta C:\\dav")])
def test_each_way_of_naming_a_printer(texto, tipo, nome):
    impressora = abre(texto)
    assert type(impressora) is tipo
    assert impressora.nome == nome


@pytest.mark.parametrize("texto", [
    "rede:", "rede:1.2.3.4:0", "rede:1.2.3.4:70000", "rede:a b", "rede:x:porta", "pasta: "])
def test_what_is_no_address_is_said(texto):
    with pytest.raises(ImpressoraIndisponivel):
        abre(texto)


def test_no_printer_says_what_to_do():
    assert "salve como PDF" in falha(abre("nenhuma")).acao


def test_a_printer_that_answers_gets_each_copy_and_confirms():
    with ImpressoraTcp() as aparelho:
        abre(aparelho.endereco).imprimir(DOCUMENTO, ROLO, "dav-1.bin", copias=2)
    assert aparelho.recebidos == [DOCUMENTO * 2]


def test_a_printer_that_never_answers_is_believed():
    with ImpressoraTcp(responde=False) as aparelho:
        abre(aparelho.endereco).imprimir(DOCUMENTO, ROLO, "dav-1.bin")
    assert aparelho.recebidos == [b"\x10\x04\x02" + DOCUMENTO]


@pytest.mark.parametrize("papel", [Papel.A4, Papel.TEXTO_80])
def test_only_rolls_are_asked(papel):
    with ImpressoraTcp() as aparelho:
        abre(aparelho.endereco).imprimir(b"%PDF", papel, "dav-1.pdf")
    assert aparelho.recebidos == [b"%PDF"]


@pytest.mark.parametrize(("estado", "papel", "trecho"), [
    (0x12, 0x72, "está sem papel"), (0x32, 0x12, "está sem papel"), (0x16, 0x12, "tampa"), (0x52, 0x12, "com erro")])
def test_what_keeps_it_from_printing_is_known_before_a_byte_is_sent(estado, papel, trecho):
    with ImpressoraTcp(estado=estado, papel=papel) as aparelho:
        erro = falha(abre(aparelho.endereco))
    assert trecho in erro.mensagem
    assert not erro.pode_ter_saido
    assert aparelho.recebidos == [b""]


def test_paper_that_ends_while_printing_is_reported_as_uncertain():
    with ImpressoraTcp(no_fim=0x0C) as aparelho:
        erro = falha(abre(aparelho.endereco))
    assert "acabou durante" in erro.mensagem
    assert erro.pode_ter_saido


def test_a_printer_that_takes_all_and_does_not_confirm_is_uncertain():
    with ImpressoraTcp(no_fim=None) as aparelho:
        erro = falha(ImpressoraRede("127.0.0.1", aparelho.porta, prazo_papel=0.1))
    assert "não confirmou" in erro.mensagem
    assert erro.pode_ter_saido


def test_a_connection_that_breaks_in_the_middle_is_uncertain():
    with ImpressoraTcp(corta_em=4096) as aparelho:
        erro = falha(abre(aparelho.endereco), DOCUMENTO * 5000)
    assert erro.pode_ter_saido


def test_a_printer_that_took_all_and_broke_the_connection_may_have_printed():
    with ImpressoraTcp(corta_em=1) as aparelho:
        erro = falha(abre(aparelho.endereco))
    assert "fechou a conexão" in erro.mensagem
    assert "Veja se o papel saiu" in erro.acao
    assert erro.pode_ter_saido


def test_a_printer_that_hangs_up_before_the_document_printed_nothing():
    """A print server that is busy with another computer takes the call and ends it."""
    with socket.create_server(("127.0.0.1", 0)) as ocupada:

        def desliga() -> None:
            with ocupada.accept()[0] as conexao:
                conexao.recv(3)

        atende = threading.Thread(target=desliga)
        atende.start()
        erro = falha(ImpressoraRede("127.0.0.1", ocupada.getsockname()[1]), b"curto")
        atende.join()
    assert "fechou a conexão" in erro.mensagem
    assert not erro.pode_ter_saido


def test_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as livre:
        porta = livre.getsockname()[1]
    erro = falha(ImpressoraRede("127.0.0.1", porta))
    assert f"A impressora “127.0.0.1:{porta}” recusou a conexão." == erro.mensagem
    assert not erro.pode_ter_saido


def test_a_black_hole_has_a_deadline():
    with socket.socket() as buraco:
        buraco.bind(("127.0.0.1", 0))
        buraco.listen(0)
        entupido = [socket.socket() for _ in range(3)]
        for conexao in entupido:
            conexao.setblocking(False)
            conexao.connect_ex(buraco.getsockname())
        erro = falha(ImpressoraRede("127.0.0.1", buraco.getsockname()[1], prazo=0.4))
        for conexao in entupido:
            conexao.close()
    assert "não respondeu" in erro.mensagem
    assert not erro.pode_ter_saido


@pytest.mark.parametrize("host", ["impressora.invalid", "x" * 64])
def test_an_unknown_name(host):
    assert "não existe nesta rede" in falha(ImpressoraRede(host)).mensagem


def test_a_folder_gets_one_file_per_document_and_never_overwrites(tmp_path):
    impressora = abre(f"pasta:{tmp_path / 'dav'}")
    for dados in (b"um", b"dois", b"tres"):
        impressora.imprimir(dados, Papel.A4, "dav-1.pdf")
    impressora.imprimir(b"quatro", Papel.A4, "../fora:1?.pdf")
    achados = {a.name: a.read_bytes() for a in (tmp_path / "dav").iterdir()}
    assert achados == {"dav-1.pdf": b"um", "dav-1 (2).pdf": b"dois", "dav-1 (3).pdf": b"tres",
                       "..-fora-1-.pdf": b"quatro"}


def test_na_pasta_cada_via_e_um_arquivo(tmp_path):
    abre(f"pasta:{tmp_path}").imprimir(b"um", Papel.A4, "dav-12.pdf", copias=3)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {
        "dav-12.pdf": b"um", "dav-12 (2).pdf": b"um", "dav-12 (3).pdf": b"um"}


def test_na_pasta_saem_todas_as_vias_ou_nenhuma(tmp_path, monkeypatch):
    grava, feitas = plataforma.grava, []

    def disco_cheio_na_segunda(arquivo, dados):
        if feitas:
            raise OSError(errno.ENOSPC, "No space left on device")
        feitas.append(arquivo)
        grava(arquivo, dados)

    monkeypatch.setattr(plataforma, "grava", disco_cheio_na_segunda)
    erro = falha(abre(f"pasta:{tmp_path}"), copias=2)
    assert "não aceitou o arquivo" in erro.mensagem
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be(tmp_path):
    (tmp_path / "arquivo").write_text("")
    assert "não aceitou o arquivo" in falha(abre(f"pasta:{tmp_path / 'arquivo' / 'dentro'}")).mensagem
