"""The retaguarda's own printers (TP-094): queued with the order, printed by a worker, tried again, never twice."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from uuid_utils.compat import uuid7

from balcao.devices.impressora import Impressora, abre
from balcao.documents import escpos_leitura
from balcao.domain.cadastro.impressora import confere_endereco
from balcao.domain.cadastro.mensagens import Alteracao, NovoRegistro
from balcao.services.counter.diagnostico import _papeis_parados
from balcao.services.office import cadastros
from balcao.services.office.contexto import Recusada
from balcao.services.office.estado_servico import saude
from balcao.services.office.fila_impressao import TOMADA, imprime_proxima
from tests.apoio.retaguarda import HOJE, Loja, servico
from tests.apoio_documentos.impressora_tcp import ImpressoraTcp


@pytest.fixture
def impressora() -> Iterator[ImpressoraTcp]:
    with ImpressoraTcp() as tcp:
        yield tcp


def cadastra(loja: Loja, endereco: str, nome: str = "SEPARAÇÃO", **valores: object) -> int:
    return cadastros.incluir(loja.ctx, loja.quem("bia"), "impressoras_servidor", NovoRegistro(
        id=uuid7(), valores={"nome": nome, "endereco": endereco, **valores})).id


def usa(loja: Loja, impressora_id: int | None, tipo: str = "VENDA", **campos: object) -> None:
    """The type prints there, as its registry stores it."""
    quem, id_ = loja.quem("bia"), loja.tipos[tipo]
    antes = cadastros.consultar(loja.ctx, quem, "tipos_pedido", id_)
    cadastros.alterar(loja.ctx, quem, "tipos_pedido", id_, Alteracao(
        versao=antes.versao, valores={"impressora": impressora_id, **campos}))


def papeis(impressora: ImpressoraTcp) -> list[str]:
    return [escpos_leitura.texto(escpos_leitura.ler(dados)) for dados in impressora.recebidos]


def fila(loja: Loja) -> list[tuple[int, bool, str]]:
    return loja.sql("SELECT copias, impressa_em IS NOT NULL, problema FROM fila_impressao ORDER BY id")


def test_o_pedido_emitido_sai_nas_vias_do_tipo(loja: Loja, impressora: ImpressoraTcp) -> None:
    usa(loja, cadastra(loja, impressora.endereco), vias_impressao=2)
    pedido = loja.pedido()
    envio = loja.envia(pedido)
    assert loja.envia(pedido) == envio.model_copy(update={"repetido": True})
    assert fila(loja) == [(2, False, "")]
    assert imprime_proxima(loja.ctx)
    [papel] = papeis(impressora)
    assert papel.count(f"P-{envio.numero}") == 2
    assert "PRODUTO" in papel or "ARROZ" in papel
    assert fila(loja) == [(2, True, "")]
    assert not imprime_proxima(loja.ctx)
    assert len(impressora.recebidos) == 1


@pytest.mark.parametrize("campos", [{"impressora": None}, {"vias_impressao": 0}])
def test_sem_impressora_ou_sem_vias_nada_sai(loja: Loja, impressora: ImpressoraTcp, campos: dict[str, object]) -> None:
    usa(loja, cadastra(loja, impressora.endereco))
    quem, id_ = loja.quem("bia"), loja.tipos["VENDA"]
    cadastros.alterar(loja.ctx, quem, "tipos_pedido", id_, Alteracao(
        versao=cadastros.consultar(loja.ctx, quem, "tipos_pedido", id_).versao, valores=campos))
    loja.envia(loja.pedido())
    assert (fila(loja), imprime_proxima(loja.ctx)) == ([], False)


def test_numa_desativada_nada_entra(loja: Loja, impressora: ImpressoraTcp) -> None:
    usa(loja, cadastra(loja, impressora.endereco, ativo=False))
    loja.envia(loja.pedido())
    assert fila(loja) == []


def test_desligada_ela_e_tentada_de_novo_e_o_diagnostico_diz(loja: Loja, tmp_path: Path) -> None:
    with ImpressoraTcp() as tcp:
        desligada = tcp.endereco
    id_ = cadastra(loja, desligada)
    usa(loja, id_)
    assert _papeis_parados(saude(loja.ctx, "1").model_dump(mode="json")) is None
    loja.envia(loja.pedido())
    assert imprime_proxima(loja.ctx)
    [(_, saiu, problema)] = fila(loja)
    assert not saiu
    assert "recusou a conexão" in problema
    assert not imprime_proxima(loja.ctx), "only after a while"
    passo = _papeis_parados(saude(loja.ctx, "1").model_dump(mode="json"))
    assert passo is not None
    assert "1 documento espera uma impressora do servidor desde" in passo.mensagem
    visto = cadastros.consultar(loja.ctx, loja.quem("bia"), "impressoras_servidor", id_).valores["fila"]
    assert f"1 documento espera desde {HOJE:%d/%m/%Y} 12:00." in visto  # the shop's clock, not the server's
    assert "recusou a conexão" in visto
    # it is put right: another address; what waited comes out
    antes = cadastros.consultar(loja.ctx, loja.quem("bia"), "impressoras_servidor", id_)
    cadastros.alterar(loja.ctx, loja.quem("bia"), "impressoras_servidor", id_, Alteracao(
        versao=antes.versao, valores={"endereco": f"pasta:{tmp_path}", "papel": "a4"}))
    loja.agora += timedelta(seconds=16)
    assert imprime_proxima(loja.ctx)
    [pdf] = tmp_path.iterdir()
    assert pdf.read_bytes().startswith(b"%PDF")
    assert saude(loja.ctx, "1").papeis_parados == 0


def test_quem_morre_imprimindo_deixa_para_outro(loja: Loja, impressora: ImpressoraTcp) -> None:
    usa(loja, cadastra(loja, impressora.endereco))
    loja.envia(loja.pedido())

    class Morreu(BaseException):
        pass

    def morre(_endereco: str) -> Impressora:
        raise Morreu

    with pytest.raises(Morreu):
        imprime_proxima(loja.ctx, morre)
    assert not imprime_proxima(loja.ctx), "somebody may be printing it"
    loja.agora += TOMADA + timedelta(seconds=1)
    assert imprime_proxima(loja.ctx)
    assert len(impressora.recebidos) == 1


def test_dois_ao_mesmo_tempo_imprimem_um_cada(loja: Loja, impressora: ImpressoraTcp) -> None:
    usa(loja, cadastra(loja, impressora.endereco))
    numeros = {loja.envia(loja.pedido()).numero for _ in range(2)}
    juntos = threading.Barrier(2)

    def espera(endereco: str) -> Impressora:
        juntos.wait(30)
        return abre(endereco)

    outro = threading.Thread(target=imprime_proxima, args=(loja.ctx, espera))
    outro.start()
    assert imprime_proxima(loja.ctx, espera)
    outro.join()
    assert len(impressora.recebidos) == 2
    assert {n for n in numeros if any(f"P-{n}" in papel for papel in papeis(impressora))} == numeros


def test_o_que_nao_se_desenha_fica_na_fila_e_e_contado(loja: Loja, impressora: ImpressoraTcp) -> None:
    """A fault of ours, not of the printer's: kept, tried again later, and told to whoever reads the log."""
    usa(loja, cadastra(loja, impressora.endereco))
    loja.envia(loja.pedido())

    def quebra(_endereco: str) -> Impressora:
        raise ZeroDivisionError

    contados: list[Exception] = []
    assert imprime_proxima(loja.ctx, quebra, contados.append)
    assert [type(um) for um in contados] == [ZeroDivisionError]
    assert fila(loja) == [(1, False, "O documento não pôde ser impresso (ZeroDivisionError).")]
    loja.agora += timedelta(minutes=1)
    assert imprime_proxima(loja.ctx, defeito=contados.append)
    assert [saiu for _, saiu, _ in fila(loja)] == [True]
    assert len(contados) == 1


def test_a_retaguarda_imprime_sozinha(loja: Loja, impressora: ImpressoraTcp) -> None:
    usa(loja, cadastra(loja, impressora.endereco))
    with servico(loja, imprime_a_cada_s=0.05):
        loja.envia(loja.pedido())
        assert impressora.comecou.wait(30)
    assert [saiu for _, saiu, _ in fila(loja)] == [True]


def test_o_emitido_sem_a_retaguarda_tambem_sai(loja: Loja, impressora: ImpressoraTcp) -> None:
    usa(loja, cadastra(loja, impressora.endereco))
    loja.envia(loja.pedido(), login=None, emitido_offline=True, numero_provisorio="T01-000001")
    assert fila(loja) == [(1, False, "")]


def test_a_impressora_precisa_existir(loja: Loja) -> None:
    with pytest.raises(Recusada) as recusa:
        usa(loja, 99)
    [achado] = recusa.value.recusa.achados
    assert achado.field == "impressora"
    assert "não há mais o nº 99 no cadastro" in recusa.value.recusa.mensagem


def test_a_que_um_tipo_usa_nao_e_excluida(loja: Loja, impressora: ImpressoraTcp) -> None:
    id_ = cadastra(loja, impressora.endereco)
    usa(loja, id_)
    with pytest.raises(Recusada) as recusa:
        cadastros.excluir(loja.ctx, loja.quem("bia"), "impressoras_servidor", id_)
    assert "o tipo VENDA imprime nela" in recusa.value.recusa.mensagem


def test_o_que_era_texto_antes_de_funcionar_nao_imprime(loja: Loja) -> None:
    loja.muda_tipo("VENDA", impressora="BALCAO1")
    loja.envia(loja.pedido())
    assert fila(loja) == []


@pytest.mark.parametrize(("endereco", "diz"), [
    ("rede:", "rede:endereço:porta"), ("rede:a:99999", "rede:endereço:porta"), ("pasta:", "Falta o caminho"),
    (" ", "Preencha"), ("rede:192.168.0.60", None), ("rede:[::1]:9100", None), ("pasta:/tmp", None),
    ("EPSON_TM", None)])
def test_o_endereco_e_conferido(endereco: str, diz: str | None) -> None:
    dito = confere_endereco(endereco)
    assert dito is None if diz is None else dito is not None and diz in dito
