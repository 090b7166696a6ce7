"""The registry of brands: it fills itself from the products, and the sale obeys it at once (TP-047)."""

import pytest
from uuid_utils.compat import uuid7

from balcao.domain.cadastro.mensagens import Alteracao, NovoRegistro
from balcao.services.office import cadastros
from balcao.services.office.contexto import Recusada
from tests.apoio.retaguarda import Loja


def test_a_marca_dos_produtos_esta_no_cadastro_e_bloquea_la_para_a_venda(loja: Loja) -> None:
    bia = loja.quem("bia")
    loja.sql("UPDATE produtos SET marca = 'ACME' WHERE id = %s", loja.produtos["P1"])
    marca = cadastros.consultar(loja.ctx, bia, "marcas", loja.um("SELECT id FROM marcas WHERE nome = 'ACME'"))
    assert marca.valores["bloqueada"] is False
    loja.envia(loja.pedido(itens=[("P1", 1)]))
    feita = cadastros.alterar(loja.ctx, bia, "marcas", marca.id, Alteracao(
        versao=marca.versao, valores={"bloqueada": True}))
    with pytest.raises(Recusada) as erro:
        loja.envia(loja.pedido(itens=[("P1", 1), ("P2", 1)]))
    assert [(a.code, a.item) for a in erro.value.recusa.achados] == [("produto.marca_bloqueada", 1)]
    loja.envia(loja.pedido(itens=[("P2", 1)]))
    cadastros.alterar(loja.ctx, bia, "marcas", marca.id, Alteracao(versao=feita.versao, valores={"bloqueada": False}))
    loja.envia(loja.pedido(itens=[("P1", 1)]))


def test_uma_marca_pode_ser_cadastrada_antes_dos_produtos(loja: Loja) -> None:
    bia = loja.quem("bia")
    nova = cadastros.incluir(loja.ctx, bia, "marcas", NovoRegistro(id=uuid7(), valores={
        "nome": "LUX", "bloqueada": True}))
    loja.sql("UPDATE produtos SET marca = 'LUX' WHERE id = %s", loja.produtos["P1"])
    assert loja.sql("SELECT id, bloqueada FROM marcas WHERE nome = 'LUX'") == [(nova.id, True)]


def test_a_marca_que_produtos_tem_guarda_o_nome_e_o_bloqueio(loja: Loja) -> None:
    """Products have it by name: under another one, or without the record, the block would be of none of them."""
    bia = loja.quem("bia")
    loja.sql("UPDATE produtos SET marca = 'ACME' WHERE id = ANY(%s)", [loja.produtos["P1"], loja.produtos["P2"]])
    id_ = loja.um("SELECT id FROM marcas WHERE nome = 'ACME'")
    marca = cadastros.alterar(loja.ctx, bia, "marcas", id_, Alteracao(versao=1, valores={"bloqueada": True}))
    with pytest.raises(Recusada) as erro:
        cadastros.alterar(loja.ctx, bia, "marcas", id_, Alteracao(versao=marca.versao, valores={"nome": "ACMÉ"}))
    assert [(a.code, a.field) for a in erro.value.recusa.achados] == [("marca.dos_produtos", "nome")]
    with pytest.raises(Recusada) as erro:
        cadastros.excluir(loja.ctx, bia, "marcas", id_)
    assert "2 produtos são desta marca" in str(erro.value)
    with pytest.raises(Recusada) as erro:
        loja.envia(loja.pedido(itens=[("P1", 1)]))
    assert [a.code for a in erro.value.recusa.achados] == ["produto.marca_bloqueada"]

    loja.sql("UPDATE produtos SET marca = 'ACMÉ'")  # as a corrected file does: now the old name is nobody's
    feita = cadastros.alterar(loja.ctx, bia, "marcas", id_, Alteracao(versao=marca.versao, valores={"nome": "VELHA"}))
    assert (feita.valores["nome"], feita.valores["bloqueada"]) == ("VELHA", True)
    cadastros.excluir(loja.ctx, bia, "marcas", id_)
    assert loja.sql("SELECT nome FROM marcas ORDER BY 1") == [("ACMÉ",)]
