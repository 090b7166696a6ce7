"""The walk over the whole company finds what was changed behind the program's back."""

import pytest

from balcao.db.server.conferencia import CONFERENCIAS, conferir
from tests.apoio.empresa import LojaExemplo


def test_a_loja_de_exemplo_esta_inteira(loja_exemplo: LojaExemplo) -> None:
    assert conferir(loja_exemplo.dsn_dono) == ()


@pytest.mark.parametrize(("estrago", "o_que"), [
    ("UPDATE pedido_versoes SET documento = documento || '{\"total\": \"0.01\"}' WHERE versao = 1 AND pedido_id = "
     "(SELECT id FROM pedidos WHERE numero = 7 AND tipo_id = 2 AND estabelecimento_id = 1)",
     "Versão emitida com conteúdo alterado (o SHA-256 não confere): 1 (pedido 7, versão 1)."),
    ("DELETE FROM pedido_versoes v USING numeradores n WHERE n.sha256 = v.sha256 AND n.tipo_id = 2 "
     "AND n.estabelecimento_id = 2", "Versão emitida fora da cadeia: "),
    ("UPDATE pedidos SET numero = 90000, sequencia = NULL WHERE numero = 5 AND tipo_id = 1 "
     "AND estabelecimento_id = 2",
     "Número automático que falta: 1 (loja 2, sequência 1, série “”, número 5)."),
    ("UPDATE itens_pedido SET bruto = bruto + 1, total = total + 1 WHERE linha = 1 AND pedido_id = "
     "(SELECT id FROM pedidos WHERE numero = 9 AND tipo_id = 1 AND estabelecimento_id = 1)",
     "Pedido cujos totais não são os de seus itens: 1 (pedido 9)."),
    ("UPDATE estoques SET reservado = 3 WHERE (produto_id, estabelecimento_id) = (SELECT produto_id, "
     "estabelecimento_id FROM estoques WHERE reservado = 0 ORDER BY 1, 2 LIMIT 1)",
     "Estoque reservado que não é o dos pedidos abertos: 1 "),
    ("INSERT INTO estoques_por_tipo (produto_id, estabelecimento_id, tipo_estoque_id, reservado) "
     "SELECT min(id), 1, 2, 3 FROM produtos",
     "Estoque reservado que não é o dos pedidos abertos (outros tipos de estoque): 1 "),
    ("DELETE FROM faturamentos WHERE pedido_id = (SELECT id FROM pedidos WHERE situacao = 'E' ORDER BY id LIMIT 1)",
     "Faturado que não é a soma dos faturamentos: "),
])
def test_cada_estrago_aparece_pelo_nome(loja_exemplo: LojaExemplo, estrago: str, o_que: str) -> None:
    """The superuser switches the guards off, as a hand inside the database would."""
    with loja_exemplo.admin() as con:
        con.execute("SET session_replication_role = replica")
        assert con.execute(estrago.encode()).rowcount == 1
    falhas = conferir(loja_exemplo.dsn_dono)
    assert any(str(f).startswith(o_que) for f in falhas), falhas
    assert {f.o_que for f in falhas} <= {nome for nome, _ in CONFERENCIAS}
