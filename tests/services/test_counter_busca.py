"""The search obeys the terminal's pages: fields looked at, how many rows (CB-073, CB-091)."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from balcao.domain.protocolo import NovoCliente
from balcao.domain.terminal import Operacional
from balcao.services.counter.consulta import PrecoConsultado
from balcao.services.office.movimento import reconta
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.retaguarda import Loja


@pytest.fixture
def balcao(loja: Loja, tmp_path: Path) -> Iterator[BalcaoDeTeste]:
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as um:
        um.entra("bia")
        yield um


def ajusta(balcao: BalcaoDeTeste, **paginas: Any) -> None:
    balcao.loja.muda_terminal("B1", **paginas)
    balcao.puxa()
    balcao.b.renova()


def acha(balcao: BalcaoDeTeste, texto: str) -> list[str]:
    return [linha.codigo for linha in balcao.b.consulta.busca_completa(texto, lambda: False).linhas]


@pytest.mark.parametrize(("campos", "texto", "esperado"), [
    (["codigo"], "PARAFUSO", []), (["codigo", "descricao"], "PARAFUSO", ["PX"]),
    (["codigo"], "px", ["PX"]), (["descricao"], "px", []),
    (["barras"], "96385074", ["PX"]), (["codigo"], "96385074", []),
    (["referencia"], "bos-77", ["PX"]), (["codigo", "barras", "descricao"], "bos-77", []),
])
def test_campos_da_busca(balcao: BalcaoDeTeste, campos: list[str], texto: str, esperado: list[str]) -> None:
    """CB-091, from the setting in the retaguarda to the row at the counter; the scanner finds it always."""
    ident, = balcao.loja.sql("INSERT INTO produtos (codigo, descricao, referencia)"
                             " VALUES ('PX', 'PARAFUSO LONGO', 'BOS-77') RETURNING id")[0]
    balcao.loja.sql("INSERT INTO produto_gtins (gtin, produto_id) VALUES ('96385074', %s)", ident)
    ajusta(balcao, operacional={"op_busca_produto": campos})
    assert acha(balcao, texto) == esperado
    venda = balcao.b.venda()
    assert venda.catalogo.identifica("96385074").produto_id == ident  # type: ignore[union-attr]


def test_busca_sem_nenhum_campo_nao_se_configura() -> None:
    with pytest.raises(ValueError, match="Marque ao menos um campo"):
        Operacional(op_busca_produto=frozenset())


@pytest.mark.parametrize(("limite", "mostra", "cortado"), [(12, 12, True), (60, 40, False)])
def test_registros_por_pesquisa(balcao: BalcaoDeTeste, limite: int, mostra: int, cortado: bool) -> None:
    """CB-073: pages go on until the setting's end, and then say that there are more; products and customers."""
    balcao.loja.sql("INSERT INTO produtos (codigo, descricao) SELECT 'Z' || n, 'SABONETE ' || n"
                    " FROM generate_series(1, 40) n")
    balcao.loja.sql("WITH novas AS (INSERT INTO pessoas (id, nome) SELECT gen_random_uuid(), 'FREGUES ' || n"
                    " FROM generate_series(1, 40) n RETURNING id)"
                    " INSERT INTO clientes (pessoa_id) SELECT id FROM novas")
    ajusta(balcao, registros={"reg_limite_pesquisa": limite})
    consulta, linhas, inicio = balcao.b.consulta, 0, 0
    while True:
        pagina = consulta.busca_completa("sabonete", lambda: False, inicio)
        linhas += len(pagina.linhas)
        inicio += 12
        if not pagina.tem_mais:
            break
    assert (linhas, pagina.cortado) == (mostra, cortado)
    assert consulta.conta("sabonete", lambda: False) == 40
    clientes: list[str] = []
    while True:
        lidos = balcao.b.bastidores.clientes.busca("fregues", len(clientes))
        clientes += [c.id for c in lidos.linhas]
        if not lidos.tem_mais:
            break
    assert (len(set(clientes)), lidos.cortado) == (mostra, cortado)
    assert consulta.conta_clientes("fregues", lambda: False) == 40


def test_quem_compra_nesta_loja_vem_primeiro(balcao: BalcaoDeTeste) -> None:
    """From the orders, through the retaguarda's count and the sync, to the list of F3 (docs/decisions/0107)."""
    antes = [c.nome for c in balcao.b.bastidores.clientes.busca("").linhas]
    balcao.emite(balcao.venda("VENDA", cliente="MARIA SOUZA"))
    assert reconta(balcao.loja.ctx) > 0
    balcao.puxa()
    depois = balcao.b.bastidores.clientes.busca("").linhas
    assert (depois[0].nome, depois[0].compras) == ("MARIA SOUZA", 1)
    assert antes[0] != "MARIA SOUZA"
    assert sorted(antes) == sorted(c.nome for c in depois)


def test_quem_e_cadastrado_aqui_e_ja_estava_no_cadastro_e_cliente_desde_logo(balcao: BalcaoDeTeste) -> None:
    """TP-008: the retaguarda made a supplier a customer; the replica still says that he is none."""
    fornecedor = uuid7()
    balcao.loja.sql("INSERT INTO pessoas (id, nome, documento, fornecedor) VALUES (%s, 'TINTAS SA', '11444777000161',"
                    " true)", fornecedor)
    balcao.puxa()
    assert [(c.nome, c.cliente) for c in balcao.b.bastidores.clientes.busca("tintas", pessoas=True).linhas] == [
        ("TINTAS SA", False)]
    assert balcao.b.bastidores.clientes.busca("tintas").linhas == ()
    venda = balcao.b.venda()
    venda.escolhe_cliente(fornecedor)
    venda.inclui(balcao.loja.produtos["P1"], Decimal(1))
    assert [a.code for a in venda.achados] == ["cliente.sem_registro"]
    novo = NovoCliente(id=uuid7(), nome="Tintas", documento="11.444.777/0001-61", celular="48991234567")
    assert balcao.b.bastidores.clientes.cadastra(novo) == fornecedor
    venda.renova()
    assert venda.achados == ()
    assert venda.fatos().credito is not None
    lidos = balcao.b.leitura.fatos(venda.pedido, venda.hoje(), None, None)
    assert lidos.cliente is not None
    assert (lidos.cliente.cadastrado, lidos.credito) == (True, venda.fatos().credito)


def test_a_consulta_de_preco_diz_quanto_ha_em_cada_outra_loja(balcao: BalcaoDeTeste) -> None:
    """Ctrl+P, as the list of results has it in one column: of each open shop, less what is reserved there."""
    loja = balcao.loja
    sigla, = loja.sql("SELECT fantasia FROM estabelecimentos WHERE id = 2")[0]
    loja.sql("INSERT INTO estoques (produto_id, estabelecimento_id, saldo, reservado) VALUES (%s, 2, 12, 2) "
             "ON CONFLICT (produto_id, estabelecimento_id) DO UPDATE SET saldo = 12, reservado = 2",
             loja.produtos["P1"])
    balcao.puxa()

    def consulta() -> PrecoConsultado:
        dito = balcao.b.consulta.preco("P1", (), (), lambda _lista, _produto: None)
        assert isinstance(dito, PrecoConsultado)
        return dito

    assert consulta().outras == ((sigla, Decimal(10)),)
    loja.sql("UPDATE estoques SET saldo = 2 WHERE produto_id = %s AND estabelecimento_id = 2", loja.produtos["P1"])
    balcao.puxa()
    assert consulta().outras == ((sigla, Decimal(0)),)  # nothing there is worth knowing too
    loja.sql("UPDATE estabelecimentos SET ativo = false WHERE id = 2")
    balcao.puxa()
    assert consulta().outras == ()


def test_a_consulta_de_preco_lista_os_que_o_texto_pode_ser(balcao: BalcaoDeTeste) -> None:
    """Ctrl+P: of a text with several products, the rows to choose from, page after page; of one product, its price."""
    loja = balcao.loja
    loja.sql("UPDATE produtos SET descricao = 'PREGO ' || codigo WHERE codigo IN ('P1', 'P2')")
    balcao.puxa()

    def consulta(texto: str, inicio: int = 0) -> Any:
        return balcao.b.consulta.preco(texto, (), (), lambda _lista, _produto: None, inicio)

    varios = consulta("prego")
    assert {um.codigo for um in varios.linhas} == {"P1", "P2"}
    assert consulta("prego", 2).linhas == ()
    assert consulta("P1").codigo == consulta("prego p1").codigo == "P1"
    assert consulta("nada que exista " * 9).endswith("…”.")
