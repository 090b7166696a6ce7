"""An issued document changed at the counter: opened, edited as far as it may be, stored, printed, or given up."""

from collections.abc import Iterator
from decimal import Decimal as D
from pathlib import Path
from uuid import UUID

import pytest
from pypdf import PdfReader

from balcao.domain.ajuste import Desconto, TipoDesconto
from balcao.domain.alteracao import CAMPO
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida, RegraViolada
from balcao.domain.situacoes import Situacao
from balcao.gateways.retaguarda import Recusado
from balcao.services.counter.alteracao import descreve
from balcao.services.counter.finalizar import Emitido
from balcao.services.counter.rascunho import Rascunho
from balcao.services.counter.venda import Venda
from tests.apoio.balcao import BalcaoDeTeste, Modo, balcao_de, servico
from tests.apoio.retaguarda import Loja

JOSE = "JOSÉ DA SILVA"


@pytest.fixture
def balcao(loja: Loja, tmp_path: Path) -> Iterator[BalcaoDeTeste]:
    for tipo in loja.tipos:
        loja.muda_tipo(tipo, **{campo: ["M", "P"] for campo in CAMPO.values()})
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as um:
        um.entra("bia")
        yield um


def emitido(balcao: BalcaoDeTeste, tipo: str = "DAV", **campos: object) -> UUID:
    feito = balcao.emite(balcao.venda(tipo, **campos))  # type: ignore[arg-type]
    assert feito.recibo is not None
    balcao.b.rascunhos.esquece(feito.recibo.pedido_id)  # as the screen's services do
    return feito.recibo.pedido_id


def abre(balcao: BalcaoDeTeste, id_: UUID) -> Venda:
    """F4 in Documentos: the sale's screen with the draft."""
    balcao.puxa()
    balcao.b.fecha_venda()
    venda = balcao.b.venda()
    venda.abre(balcao.b.bastidores.documentos.altera(id_))
    balcao.b.rascunhos.guarda(venda.rascunho)
    return venda


def grava(balcao: BalcaoDeTeste, venda: Venda) -> Emitido:
    """F12, F12."""
    feito = balcao.b.bastidores.alterador.grava(venda.rascunho)
    if feito.numero:
        venda.fecha()
    return feito


def test_abre_altera_grava_e_o_papel_diz_a_versao(balcao: BalcaoDeTeste) -> None:
    id_ = emitido(balcao, itens=[("P1", 2), ("P2", 1)])
    venda = abre(balcao, id_)
    assert descreve(venda.rascunho, venda.registros.tipo(venda.pedido.tipo_id)) == (
        "Alterando DAV 1, revisão 1 (Pendente). F12 grava, Esc abandona.")
    venda.muda_quantidade(1, D(5))
    venda.exclui(2)
    venda.inclui(balcao.loja.produtos["P3"], D(1))
    venda.ajusta(Desconto(tipo=TipoDesconto.VALOR, valor=D("8.00")))
    assert venda.achados == ()
    feito = grava(balcao, venda)
    assert (feito.numero, feito.mensagem) == ("1", "DAV 1 alterado: revisão 2 na retaguarda.")
    assert balcao.loja.sql("SELECT versao, total FROM pedidos") == [(2, D("72.00"))]
    assert balcao.rascunhos() == []
    assert venda.pedido.vazio
    assert venda.pedido.numero is None
    assert feito.documento is not None
    assert feito.recibo is not None
    balcao.b.bastidores.fila.iniciar()
    for _ in range(2):
        balcao.b.bastidores.documentos.imprime_alterado(feito.documento, feito.recibo, balcao.loja.tipos["DAV"])
    for trabalho in balcao.b.bastidores.fila.listar():
        balcao.b.bastidores.fila.esperar(trabalho.id, 30)
    [papel] = balcao.impressos.iterdir()
    texto = PdfReader(papel).pages[0].extract_text()
    assert "revisão 2" in texto
    assert "PRODUTO P3" in texto
    assert "PRODUTO P2" not in texto


def test_o_rascunho_que_altera_sobrevive_a_morte_do_programa(balcao: BalcaoDeTeste) -> None:
    id_ = emitido(balcao, itens=[("P1", 2)])
    venda = abre(balcao, id_)
    venda.muda_quantidade(1, D(9))
    base = venda.rascunho.alterando
    balcao.reabre()
    balcao.entra("bia")
    [guardado] = balcao.rascunhos()
    assert guardado.alterando == base
    assert guardado.pedido.itens[0].quantidade == 9
    venda = balcao.b.venda()
    assert venda.pedido.id == id_
    venda.desfaz()
    assert venda.pedido.itens[0].quantidade == 2
    venda.refaz()
    assert grava(balcao, venda).recibo is not None


def test_abandonar_deixa_o_documento_como_estava(balcao: BalcaoDeTeste) -> None:
    id_ = emitido(balcao, itens=[("P1", 2)])
    antes = balcao.loja.sql("SELECT versao, total, dados FROM pedidos")
    venda = abre(balcao, id_)
    venda.muda_quantidade(1, D(9))
    venda.fecha()
    assert balcao.loja.sql("SELECT versao, total, dados FROM pedidos") == antes
    assert balcao.rascunhos() == []


def test_sem_retaguarda_nao_abre_nem_grava_e_o_rascunho_fica(balcao: BalcaoDeTeste) -> None:
    id_ = emitido(balcao, itens=[("P1", 2)])
    venda = abre(balcao, id_)
    venda.muda_quantidade(1, D(3))
    balcao.cai()
    with pytest.raises(AmbienteIndisponivel, match="só é alterado com ela"):
        balcao.b.bastidores.documentos.altera(id_)
    assert venda.confere() == ()  # nothing is said of issuing alone
    with pytest.raises(AmbienteIndisponivel, match="continua guardada neste balcão"):
        grava(balcao, venda)
    assert len(balcao.rascunhos()) == 1
    assert balcao.loja.conta("pedido_versoes") == 1
    balcao.volta()
    assert grava(balcao, venda).recibo is not None


def test_resposta_perdida_repetida_nao_altera_duas_vezes(balcao: BalcaoDeTeste) -> None:
    venda = abre(balcao, emitido(balcao, itens=[("P1", 2)]))
    venda.muda_quantidade(1, D(3))
    balcao.some(Modo.PERDE_RESPOSTA)
    with pytest.raises(AmbienteIndisponivel):
        grava(balcao, venda)
    balcao.volta()
    feito = grava(balcao, venda)
    assert feito.recibo is not None
    assert (feito.recibo.versao, feito.recibo.repetido) == (2, True)
    assert balcao.loja.conta("pedido_versoes") == 2


def test_outro_balcao_mudou_antes_diz_quem_e_guarda_o_rascunho(balcao: BalcaoDeTeste) -> None:
    id_ = emitido(balcao, itens=[("P1", 2)])
    venda = abre(balcao, id_)
    venda.muda_quantidade(1, D(3))
    balcao.b.bastidores.documentos.situacoes.perde(id_, "mudou de ideia")
    with pytest.raises(Recusado, match="Perdido e não pode ser alterado"):
        grava(balcao, venda)
    assert len(balcao.rascunhos()) == 1


def test_a_situacao_e_o_tipo_travam_com_o_motivo(balcao: BalcaoDeTeste) -> None:
    id_ = emitido(balcao, itens=[("P1", 2), ("P2", 1)])
    balcao.loja.muda_tipo("DAV", **{campo: ["M"] for campo in CAMPO.values()})
    venda = abre(balcao, id_)
    tipo = venda.registros.tipo(venda.pedido.tipo_id)
    assert descreve(venda.rascunho, tipo) == (
        "Alterando DAV 1, revisão 1 (Pendente). F12 grava, Esc abandona. Aqui não se pode: incluir itens; mudar "
        "quantidade ou preço; excluir itens; mudar o desconto do total.")
    p3 = balcao.loja.produtos["P3"]
    for edita in (lambda: venda.muda_quantidade(1, D(3)), lambda: venda.exclui(1), lambda: venda.inclui(p3, D(1)),
                  lambda: venda.muda_preco(1, D(9)),
                  lambda: venda.ajusta(Desconto(tipo=TipoDesconto.VALOR, valor=D(1))),
                  lambda: venda.muda(tipo_id=balcao.loja.tipos["VENDA"])):
        antes = venda.pedido
        with pytest.raises(RegraViolada):
            edita()
        assert venda.pedido is antes
    venda.muda(observacoes="pode")
    venda.detalha_item(1, observacoes="também pode")
    assert grava(balcao, venda).recibo is not None


def test_o_que_o_documento_ja_segura_nao_falta_na_tela(balcao: BalcaoDeTeste) -> None:
    balcao.loja.muda_cliente(JOSE, limite_credito=D("1000.00"))
    id_ = emitido(balcao, "VENDA", itens=[("P1", 90)], cliente=JOSE, plano="30/60/90")
    venda = abre(balcao, id_)
    venda.muda_quantidade(1, D(100))
    assert venda.achados == ()
    venda.muda_quantidade(1, D(101))
    assert "estoque.insuficiente" in {a.code for a in venda.achados}
    feito = balcao.b.bastidores.alterador.grava(venda.rascunho)
    assert (feito.numero, [a.code for a in feito.achados]) == ("", [a.code for a in venda.achados])


def test_outro_plano_recalcula_sobre_o_preco_de_tabela_da_emissao(balcao: BalcaoDeTeste) -> None:
    balcao.loja.sql("UPDATE planos_pagamento SET acrescimo = 10 WHERE nome = '30/60/90'")
    id_ = emitido(balcao, itens=[("P1", 2)], plano="À VISTA")
    balcao.loja.sql("UPDATE precos SET preco = 99 WHERE produto_id = %s", balcao.loja.produtos["P1"])
    venda = abre(balcao, id_)
    venda.muda(plano_id=balcao.loja.planos["30/60/90"])
    assert [(i.preco_lista, i.preco) for i in venda.pedido.itens] == [(D(10), D("11.00"))]


def test_o_que_nao_se_altera_e_dito_ao_abrir(balcao: BalcaoDeTeste) -> None:
    documentos = balcao.b.bastidores.documentos
    id_ = emitido(balcao)
    venda = abre(balcao, id_)
    with pytest.raises(EntradaInvalida, match="Nada foi alterado"):
        grava(balcao, venda)
    documentos.situacoes.cancela(id_, "desistiu")
    with pytest.raises(EntradaInvalida, match="está na situação Cancelado e não pode ser alterado"):
        documentos.altera(id_)
    suspenso = balcao.venda("DAV").rascunho
    balcao.b.bastidores.finalizador.suspende(suspenso)
    with pytest.raises(EntradaInvalida, match="ainda não foi emitido"):
        documentos.altera(suspenso.id)


def test_um_rascunho_novo_ao_lado_nao_usa_o_que_altera(balcao: BalcaoDeTeste) -> None:
    venda = abre(balcao, emitido(balcao, itens=[("P1", 2)]))
    venda.exclui(1)
    venda.novo()
    assert len(venda.rascunhos) == 2  # the change took the place of the blank one that was on the screen
    assert venda.rascunho.alterando is None
    venda.troca(-1)
    antes: Rascunho = venda.rascunho
    venda.renova()
    assert venda.rascunho is antes
    assert venda.pedido.situacao is Situacao.PENDENTE
