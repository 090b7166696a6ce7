"""What the order's type says of prices, as the sale edits an order (TP-080 to TP-083, CB-109; 0150)."""

from dataclasses import replace
from decimal import Decimal as D
from uuid import UUID

import pytest

from balcao.db.replica.busca import FiltroProdutos
from balcao.domain.erros import RegraViolada
from balcao.domain.fatos import Cliente
from balcao.domain.pedido import Promocao
from balcao.domain.preco import PrecoLista
from balcao.domain.tipo_pedido import Categoria
from balcao.services.counter.catalogo import Lista
from balcao.services.counter.consulta import _precos
from tests.apoio.fatos import ANA, HOJE, tipo
from tests.apoio.venda import nova_venda
from tests.unit.test_venda import EmMemoria

ATACADO = 2
RUI = UUID(int=8)
SEM_PRECO = 3  # the catalogue's product that is in no list


class DeDoisTipos(EmMemoria):
    """The second type has what a test says."""

    def __init__(self, **campos):
        super().__init__()
        self.campos = campos

    def tipos(self):
        return tipo(Categoria.ORCAMENTO, id=1, nome="DAV"), tipo(id=2, nome="PRÉ-VENDA", **self.campos)


def test_the_price_that_the_terminal_asks_for_is_typed_in_the_line():
    venda = nova_venda(controles_produtos={"cp_sem_preco": "digitar"})
    linha = venda.inclui(SEM_PRECO, D(2)).linha
    assert [a.code for a in venda.achados] == ["preco.zero"]
    venda.muda_preco(linha, D("4.50"))
    assert (venda.pedido.total, venda.achados) == (D("9.00"), ())


@pytest.mark.parametrize(("campos", "motivo"), [
    ({"permite_incluir_produtos_sem_lista": False}, "não está na tabela"),
    ({"permite_produtos_sem_preco": False}, "não tem preço na tabela")])
def test_what_the_type_refuses_does_not_enter_whatever_the_terminal_says(campos, motivo):
    venda = nova_venda(DeDoisTipos(**campos), controles_produtos={"cp_sem_preco": "digitar"})
    venda.muda(tipo_id=2)
    with pytest.raises(RegraViolada, match=motivo):
        venda.inclui(SEM_PRECO, D(1))
    assert venda.pedido.vazio


def test_another_type_has_its_own_places_and_the_list_price_comes_back():
    catalogo = DeDoisTipos(casas_decimais_preco=0)
    venda = nova_venda(catalogo, controles_produtos={"cp_alterar_preco": "sim"})
    venda.muda(plano_id=3)                                  # 10 % over the list
    da_lista, digitado = venda.inclui(1, D("1.5")).linha, venda.inclui(2, D(1)).linha
    catalogo_preco = venda.pedido.item(da_lista).preco
    venda.muda_preco(digitado, D("7.49"))
    venda.muda(tipo_id=2)
    assert [i.preco for i in venda.pedido.itens] == [catalogo_preco.quantize(D(1)), D(7)]
    assert venda.pedido.total == venda.pedido.total.to_integral_value()
    assert not [a for a in venda.achados if a.code.endswith("casas")]
    venda.muda(tipo_id=1)
    assert venda.pedido.item(da_lista).preco == catalogo_preco
    assert venda.pedido.casas_total == 2


def test_a_draft_follows_its_type_when_the_registry_changes():
    catalogo = DeDoisTipos()
    venda = nova_venda(catalogo, controles_produtos={"cp_alterar_preco": "sim"})
    venda.muda(tipo_id=2)
    venda.muda_preco(venda.inclui(1, D(3)).linha, D("9.49"))
    catalogo.campos = {"casas_decimais_preco": 1}
    venda.renova()
    assert (venda.pedido.itens[0].preco, venda.pedido.total) == (D("9.5"), D("28.5"))
    assert not [a for a in venda.achados if a.code.endswith("casas")]


def test_whoever_lacks_the_function_types_no_price_not_even_one_that_is_asked_for():
    catalogo = DeDoisTipos(funcao_edicao_preco="liberar_preco")
    venda = nova_venda(catalogo, controles_produtos={"cp_sem_preco": "digitar", "cp_alterar_preco": "sim"})
    venda.muda(tipo_id=2)
    linha = venda.inclui(1, D(1)).linha
    antes = venda.pedido
    with pytest.raises(RegraViolada, match="Libera preço fora da faixa"):
        venda.muda_preco(linha, D("1.00"))
    with pytest.raises(RegraViolada, match="sem preço"):
        venda.inclui(SEM_PRECO, D(1))
    assert venda.pedido is antes


class ComListas(DeDoisTipos):
    """ANA's own list is ATACADO; `so_dela`: nobody else may have it."""

    def __init__(self, so_dela=False, **campos):
        super().__init__(**campos)
        self.so_dela = so_dela
        self.clientes[ANA] = self.clientes[ANA].model_copy(update={"lista_id": ATACADO})
        self.clientes[RUI] = Cliente(id=RUI, nome="RUI")

    def listas(self):
        return Lista(id=1, nome="VAREJO"), Lista(id=ATACADO, nome="ATACADO", todos_clientes=not self.so_dela)


def aberta(**campos):
    venda = nova_venda(ComListas(**campos))
    venda.muda(tipo_id=2)
    return venda


def codigos(venda):
    return [a.code for a in venda.achados]


def test_a_type_without_lists_sells_by_the_default_one():
    venda = aberta(lista_precos="nao_permite")
    venda.escolhe_cliente(ANA)
    venda.inclui(1, D(1))
    assert (venda.pedido.lista_id, venda.pedido.total, codigos(venda)) == (1, D("10.00"), [])
    assert venda.registros.listas_de(venda.pedido) == {}


def test_going_to_a_type_without_lists_prices_again_and_coming_back_keeps_the_default():
    venda = aberta()
    venda.muda(tipo_id=1)
    venda.escolhe_cliente(ANA)
    venda.inclui(1, D(1))
    assert (venda.pedido.lista_id, venda.pedido.total) == (ATACADO, D("9.00"))
    venda.registros.catalogo.campos = {"lista_precos": "nao_permite"}
    venda.renova()
    venda.muda(tipo_id=2)
    assert (venda.pedido.lista_id, venda.pedido.total, codigos(venda)) == (1, D("10.00"), [])


def test_a_draft_follows_a_type_that_allows_no_list_any_more():
    venda = aberta()
    venda.escolhe_cliente(ANA)
    venda.inclui(1, D(1))
    venda.registros.catalogo.campos = {"lista_precos": "nao_permite"}
    venda.renova()
    assert (venda.pedido.lista_id, venda.pedido.total, codigos(venda)) == (1, D("10.00"), [])


def test_a_demanded_list_is_chosen_before_anything_enters():
    venda = aberta(lista_precos="requerida")
    assert venda.pedido.lista_id is None
    with pytest.raises(RegraViolada, match="Escolha a tabela de preço"):
        venda.inclui(1, D(1))
    venda.muda(lista_id=1)
    venda.inclui(1, D(1))
    assert (venda.pedido.total, codigos(venda)) == (D("10.00"), [])


def test_another_customer_loses_the_list_that_is_not_for_him():
    venda = aberta(so_dela=True, lista_precos="opcional")
    venda.escolhe_cliente(ANA)
    venda.inclui(1, D(1))
    assert venda.pedido.total == D("9.00")
    venda.escolhe_cliente(RUI)
    assert (venda.pedido.lista_id, venda.pedido.total, codigos(venda)) == (1, D("10.00"), [])
    venda.muda(lista_id=ATACADO)
    assert codigos(venda) == ["lista.nao_oferecida"]


def test_the_deprecated_options_say_which_lists():
    venda = aberta(lista_precos="somente_cliente_depreciado")
    venda.escolhe_cliente(ANA)
    assert set(venda.registros.listas_de(venda.pedido)) == {1, ATACADO}  # without one: the default
    venda.escolhe_cliente(RUI)
    assert set(venda.registros.listas_de(venda.pedido)) == {1}


def test_promotional_price_is_suggested_and_leaves_with_a_typed_one():
    """TP-078: with the plan's surcharge; a price that somebody types is nobody's promotion, and Ctrl+Z brings it
    back."""
    catalogo = EmMemoria()
    catalogo.promocoes[1, 1] = PrecoLista(D(10), D(8), None, HOJE)
    venda = nova_venda(catalogo, controles_produtos={"cp_alterar_preco": "sim"})
    venda.muda(plano_id=3)                                  # 10 % over the list
    linha = venda.inclui(1, D(1)).linha
    assert venda.pedido.item(linha).preco == D("8.80")
    assert venda.pedido.item(linha).promocao.frase == "promoção até 10/03"
    venda.muda(plano_id=1)
    assert (venda.pedido.item(linha).preco, venda.pedido.item(linha).promocao) == (D(8), Promocao(ate=HOJE))
    venda.muda_preco(linha, D(9))
    assert venda.pedido.item(linha).promocao is None
    venda.desfaz()
    assert venda.pedido.item(linha).promocao == Promocao(ate=HOJE)
    venda.muda(lista_id=ATACADO)
    assert (venda.pedido.item(linha).preco, venda.pedido.item(linha).promocao) == (D(9), None)


def test_price_check_tells_what_is_promotional():
    catalogo = EmMemoria()
    catalogo.promocoes[1, 1] = PrecoLista(D(10), D(8), None, HOJE)
    venda = nova_venda(catalogo)
    filtro = FiltroProdutos(estabelecimento_id=1, lista_id=1, promocoes_em=HOJE)
    planos, listas = tuple(venda.registros.planos.values()), tuple(venda.registros.listas.values())
    for um, precos in ((filtro, [D(8), D("8.80"), D(9)]),
                       (replace(filtro, promocoes_em=None), [D(10), D("11.00"), D(9)])):
        ditos = _precos(1, um, planos, listas, venda.registros.preco_lista)
        assert [d.valor for d in ditos] == precos
        assert [d.promocao is not None for d in ditos] == [d.nome != "Tabela ATACADO" and um is filtro for d in ditos]
