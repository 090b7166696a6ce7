"""TP-020: who may register the execution of an item, and whose it becomes."""

from uuid import uuid4

import pytest

from balcao.domain.pedido import ItemPedido
from balcao.domain.preenchimento import conforme_tipo
from balcao.domain.rules import Moment, check
from balcao.domain.rules.apropriacao import passa_a_ser, recusa_apropriacao
from balcao.domain.textos import texto
from balcao.domain.tipo_pedido.opcoes import Categoria
from tests.apoio.fatos import fatos, item, pedido, tipo

ANA, BETO = uuid4(), uuid4()


def do_item(dono, produto: ItemPedido):
    return produto.model_copy(update={"tecnico_id": dono, "tecnico": {ANA: "ANA", BETO: "BETO"}.get(dono, "")})


@pytest.mark.parametrize(("tratamento", "dono", "codigo", "fica"), [
    ("livre_sem_atualizacao", None, "", None), ("livre_sem_atualizacao", BETO, "", BETO),
    ("livre_com_atualizacao", None, "", ANA), ("livre_com_atualizacao", BETO, "", ANA),
    ("pre_determinado", None, "apropriacao.sem_tecnico", None), ("pre_determinado", ANA, "", ANA),
    ("pre_determinado", BETO, "apropriacao.de_outro", BETO),
    ("primeiro_a_executar", None, "", ANA), ("primeiro_a_executar", ANA, "", ANA),
    ("primeiro_a_executar", BETO, "apropriacao.de_outro", BETO)])
def test_ana_executes(tratamento, dono, codigo, fica):
    os, linha = tipo(Categoria.SERVICO, tratamento_responsavel_itens=tratamento), do_item(dono, item())
    achados = tuple(recusa_apropriacao(os, linha, ANA, "ANA"))
    assert [a.code for a in achados] == ([codigo] if codigo else [])
    assert all(linha.descricao in texto(a) and a.origem.campo_id == "TP-020" for a in achados)
    assert passa_a_ser(os, linha, ANA) == fica


def test_the_technician_of_an_item_is_looked_at_like_the_orders():
    um = pedido(do_item(ANA, item()))
    [achado] = check(Moment.EMISSAO, fatos(pedido=um, tipo=tipo(Categoria.SERVICO)))
    assert (achado.code, achado.item) == ("tecnico.inexistente", um.itens[0].linha)
    assert um.tecnicos == (ANA,)
    assert conforme_tipo(um, tipo()).tecnicos == ()
