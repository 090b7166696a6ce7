"""DAV → pré-venda: once, within its validity, at its prices where the terminal keeps them."""

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from balcao.domain.pedido import Pedido
from balcao.domain.protocolo import Recibo
from balcao.domain.protocolo_documentos import MudancaSituacao
from balcao.domain.situacoes import Situacao
from balcao.services.office.contexto import Recusada
from balcao.services.office.mudar_situacao import mudar_situacao
from tests.apoio.retaguarda import HOJE, Loja

JOSE = "JOSÉ DA SILVA"


def dav(loja: Loja, itens: Any = (("P1", 2),), **campos: Any) -> Recibo:
    return loja.envia(loja.pedido("DAV", cliente=JOSE, itens=itens, **campos))


def converte(loja: Loja, origem: Recibo, itens: Any = (("P1", 2),), preco: str | None = None,
             de_origem: bool = True) -> Pedido:
    pedido = loja.pedido(cliente=JOSE, itens=itens, origem_id=origem.pedido_id)
    if preco is None:
        return pedido
    item = pedido.itens[0].model_copy(update={"preco": D(preco), "preco_de_origem": de_origem})
    return pedido.model_copy(update={"itens": (item, *pedido.itens[1:])}).calculado()


def situacao(loja: Loja, recibo: Recibo) -> str:
    return str(loja.um("SELECT situacao FROM pedidos WHERE id = %s", recibo.pedido_id))


def codigo(loja: Loja, pedido: Pedido) -> str:
    with pytest.raises(Recusada) as erro:
        loja.envia(pedido)
    achados = erro.value.recusa.achados
    return achados[0].code if achados else erro.value.recusa.codigo


def muda(loja: Loja, recibo: Recibo, para: Situacao, **campos: Any) -> Recibo:
    return mudar_situacao(loja.ctx, loja.quem("bia"), recibo.pedido_id,
                          MudancaSituacao(id=uuid7(), situacao=para, **campos))


def test_convertido_o_dav_fica_aprovado_e_a_pre_venda_diz_de_onde_veio(loja: Loja) -> None:
    origem = dav(loja)
    recibo = loja.envia(converte(loja, origem))
    assert situacao(loja, origem) == "A"
    assert recibo.documento["referencia"] == "DAV 1"
    assert loja.sql("SELECT tipo FROM eventos WHERE pedido_id = %s ORDER BY id", origem.pedido_id) == [
        ("pedido.emitido",), ("pedido.convertido",)]
    assert loja.sql("SELECT versao, situacao FROM pedido_versoes WHERE pedido_id = %s ORDER BY 1",
                    origem.pedido_id) == [(1, "P"), (2, "A")]


def test_um_dav_converte_uma_vez(loja: Loja) -> None:
    origem = dav(loja)
    loja.envia(converte(loja, origem))
    with pytest.raises(Recusada, match="já virou a pré-venda P-1") as erro:
        loja.envia(converte(loja, origem))
    assert erro.value.recusa.codigo == "dav.ja_convertido"
    assert loja.conta("pedidos", "categoria = 'venda'") == 1


def test_recusada_a_conversao_o_dav_continua_como_estava(loja: Loja) -> None:
    origem = dav(loja)
    loja.poe_estoque("P1", 0)
    assert codigo(loja, converte(loja, origem)) == "estoque.insuficiente"
    assert situacao(loja, origem) == "P"
    loja.poe_estoque("P1", 5)
    assert loja.envia(converte(loja, origem)).numero == 1


def test_cancelada_a_pre_venda_o_dav_volta_e_converte_de_novo(loja: Loja) -> None:
    origem = dav(loja)
    venda = loja.envia(converte(loja, origem))
    with pytest.raises(Recusada, match="já virou a pré-venda P-1"):
        muda(loja, origem, Situacao.CANCELADO, motivo="x")
    muda(loja, venda, Situacao.CANCELADO, motivo="cliente desistiu")
    assert situacao(loja, origem) == "P"
    assert loja.envia(converte(loja, origem)).numero == 2


@pytest.mark.parametrize(("para", "esperado"), [
    (Situacao.CANCELADO, "dav.encerrado"), (Situacao.PERDIDO, "dav.encerrado")])
def test_dav_encerrado_nao_converte(loja: Loja, para: Situacao, esperado: str) -> None:
    origem = dav(loja)
    muda(loja, origem, para, motivo="x")
    assert codigo(loja, converte(loja, origem)) == esperado


def test_dav_aprovado_pelo_cliente_converte(loja: Loja) -> None:
    origem = dav(loja)
    muda(loja, origem, Situacao.APROVADO)
    assert loja.envia(converte(loja, origem)).numero == 1
    assert situacao(loja, origem) == "A"


def test_dav_vencido_pede_revalidacao_e_o_ultimo_dia_ainda_vale(loja: Loja) -> None:
    origem = dav(loja)
    loja.agora += timedelta(days=15)
    loja.envia(converte(loja, origem))
    outro = dav(loja)
    loja.agora += timedelta(days=16)
    assert codigo(loja, converte(loja, outro)) == "dav.vencido"
    recibo = muda(loja, outro, Situacao.PENDENTE)
    assert recibo.documento["validade"] == (HOJE + timedelta(15 + 16 + 15)).isoformat()
    loja.envia(converte(loja, outro))


def test_o_preco_do_dav_vale_onde_o_terminal_mantem(loja: Loja) -> None:
    """CB-090: the price went from 10 to 12 since; the DAV's 10 stands, and only because it is the DAV's."""
    origem = dav(loja)
    loja.sql("UPDATE precos SET preco = 12 WHERE produto_id = %s", loja.produtos["P1"])
    assert codigo(loja, converte(loja, origem, preco="10.00", de_origem=False)) == "preco.alterado"
    assert codigo(loja, converte(loja, origem, preco="9.00")) == "preco.alterado"
    loja.muda_terminal(operacional={"op_preco_na_conversao": "atualizar"})
    assert codigo(loja, converte(loja, origem, preco="10.00")) == "preco.alterado"
    loja.muda_terminal(operacional={"op_preco_na_conversao": "manter"})
    recibo = loja.envia(converte(loja, origem, preco="10.00"))
    assert (recibo.total, recibo.achados) == (D("20.00"), ())


def test_o_preco_de_origem_nao_serve_sem_origem_nem_para_outro_produto(loja: Loja) -> None:
    origem = dav(loja)
    sem = converte(loja, origem, preco="5.00").model_copy(update={"origem_id": None})
    assert codigo(loja, sem) == "preco.alterado"
    assert codigo(loja, converte(loja, origem, itens=(("P2", 1),), preco="10.00")) == "preco.alterado"


def test_o_que_o_dav_segurava_passa_para_a_pre_venda(loja: Loja) -> None:
    """A DAV type that reserves and takes credit: the pré-venda has room for what its own DAV held."""
    loja.muda_tipo("DAV", regra_reserva_estoque="reserva_exceto_manutencao", toma_credito="sim")
    loja.muda_cliente(JOSE, limite_credito=D("20.00"))
    loja.poe_estoque("P1", 2)
    origem = loja.envia(loja.pedido("DAV", cliente=JOSE, plano="30/60/90", itens=[("P1", 2)]))
    assert loja.estoque("P1") == (2, 2)
    pedido = loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P1", 2)], origem_id=origem.pedido_id)
    loja.envia(pedido)
    assert loja.estoque("P1") == (2, 2)
    assert loja.sql("SELECT pedido_id, valor FROM compromissos_credito") == [(pedido.id, D("20.00"))]


def test_convertido_sem_conexao_duas_vezes_os_dois_ficam_e_o_gerente_sabe(loja: Loja) -> None:
    origem = dav(loja)
    loja.envia(converte(loja, origem))
    recibo = loja.envia(converte(loja, origem), emitido_offline=True)
    assert recibo.divergencias == 1
    assert loja.um("SELECT codigo FROM divergencias") == "dav.ja_convertido"
    assert loja.conta("pedidos", "categoria = 'venda'") == 2


def test_um_clone_nao_converte_nada(loja: Loja) -> None:
    origem = dav(loja)
    loja.envia(loja.pedido("DAV", cliente=JOSE, origem_id=origem.pedido_id))
    assert situacao(loja, origem) == "P"
    venda = loja.envia(loja.pedido(cliente=JOSE))
    loja.envia(loja.pedido(cliente=JOSE, origem_id=venda.pedido_id))
    assert situacao(loja, venda) == "P"


def test_as_duas_cadeias_continuam_inteiras(loja: Loja) -> None:
    for _ in range(3):
        venda = loja.envia(converte(loja, dav(loja)))
        muda(loja, venda, Situacao.CANCELADO, motivo="x")
    for categoria, versoes in (("orcamento", 9), ("venda", 6)):
        elos = loja.sql("SELECT v.sha256_anterior, v.sha256 FROM pedido_versoes v JOIN pedidos p ON p.id = v.pedido_id "
                        "WHERE p.categoria = %s", categoria)
        proximo = {bytes(a): bytes(s) for a, s in elos}
        passos, elo = 0, b""
        while elo in proximo:
            elo, passos = proximo[elo], passos + 1
        assert passos == len(elos) == versoes
