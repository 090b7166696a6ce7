"""The sale, over a catalogue held in memory: what each edit does to the order, the draft and the findings."""

import cProfile
import itertools
import pstats
from datetime import UTC, datetime
from decimal import Decimal as D
from uuid import UUID

import pytest

from balcao.db.fatos import Produtos
from balcao.domain.ajuste import Desconto, TipoDesconto
from balcao.domain.credito import PosicaoCredito
from balcao.domain.erros import EntradaInvalida, RegraViolada
from balcao.domain.fatos import Cliente, Preferencias, Produto, Saldo, Usuario
from balcao.domain.plano import PlanoPagamento
from balcao.domain.preco import PrecoLista
from balcao.domain.terminal import PoliticaTerminal
from balcao.domain.textos import explica
from balcao.domain.tipo_pedido import Categoria
from balcao.services.counter.catalogo import Identificado, Lista, Vendedor
from balcao.services.counter.edicao import Contexto
from balcao.services.counter.venda import Venda
from tests.apoio.fatos import A_PRAZO, A_VISTA, ANA, HOJE, terminal, tipo

CONSUMIDOR = Cliente(id=UUID(int=99), nome="CONSUMIDOR FINAL", consumidor_final=True)


class EmMemoria:
    """Two products, one customer, two lists (ATACADO is 10 % cheaper)."""

    def __init__(self):
        self.clientes = {ANA: Cliente(id=ANA, nome="ANA"), CONSUMIDOR.id: CONSUMIDOR}
        self.limite = D("1000.00")
        self.lidos = 0
        self.promocoes = {}

    def tipos(self):
        return (tipo(Categoria.ORCAMENTO, id=1, nome="DAV"), tipo(id=2, nome="PRÉ-VENDA"))

    def tipos_ilegiveis(self, lidos):
        return ()

    def planos(self):
        return (A_VISTA, A_PRAZO, PlanoPagamento(id=3, nome="5X", prazos=(30, 60), acrescimo=D(10)))

    def planos_do_tipo(self, tipo_id):
        return frozenset()

    def classificacoes(self):
        return {1: "GARANTIA", 2: "REVISÃO"}

    def regras_do_tipo(self, tipo_id):
        return ()

    def listas(self):
        return (Lista(id=1, nome="VAREJO"), Lista(id=2, nome="ATACADO"))

    def listas_do_tipo(self, tipo_id):
        return frozenset(um.id for um in self.listas())

    def vendedores(self):
        return (Vendedor(id=1, nome="BIA"),)

    def usuario(self, id_):
        quem = next((v for v in self.vendedores() if v.id == id_), None)
        return quem and Usuario(id=quem.id, nome=quem.nome, tipo_vendedor=quem.tipo)

    def identifica(self, codigo):
        return Identificado(produto_id=int(codigo)) if codigo in ("1", "2") else None

    def identifica_balanca(self, codigo):
        return None

    def produtos(self, ids, lista_id):
        self.lidos += 1
        return Produtos({i: Produto(id=i, codigo=f"P{i}", descricao=f"PRODUTO {i}", unidade="UN",
                                    situacao="inativo" if i == 4 else "ativo") for i in ids if i < 5},
                        {i: Saldo(saldo=D(10)) for i in ids}, self.precos(lista_id, ids) if lista_id else {})

    def precos(self, lista_id, ids):
        fator = D("0.9") if lista_id == 2 else 1
        return {i: self.promocoes.get((lista_id, i), PrecoLista(D(10 * i) * fator)) for i in ids if i != 3}

    def unidades(self, ids):
        return {1: {"CX": D(12), "FD": D("2.5")}} if 1 in ids else {}

    def cliente(self, id_):
        return self.clientes.get(id_)

    def tem_endereco(self, cliente_id):
        return False

    def credito(self, cliente_id, sem_pedido, vinda_de=None):
        return PosicaoCredito(limite=self.limite)

    def preferencias(self):
        return Preferencias()

    def desconto_estabelecimento(self):
        return None


@pytest.fixture
def guardados():
    return []


@pytest.fixture
def venda(guardados):
    ids = itertools.count(1)
    contexto = Contexto(1, 1, "terminal 3", Usuario(id=1, nome="BIA"), PoliticaTerminal(), CONSUMIDOR)
    return Venda(EmMemoria(), contexto, lambda: UUID(int=next(ids)), lambda: datetime(2026, 3, 10, tzinfo=UTC),
                 lambda: HOJE, lambda: None, guardados.append, lambda id_: guardados.append(id_))


def codigos(venda):
    return [a.code for a in venda.achados]


def test_every_edit_is_handed_to_the_journal(venda, guardados):
    item = venda.inclui(1, D(2))
    venda.muda_quantidade(item.linha, D(3))
    assert [g.pedido.total for g in guardados] == [D("20.00"), D("30.00")]
    assert guardados[-1].atual == item.linha


def test_a_new_sale_says_nothing_until_begun(venda):
    assert venda.achados == ()
    assert venda.pedido.cliente_nome == "CONSUMIDOR FINAL"
    venda.escolhe_cliente(ANA)
    assert codigos(venda) == ["pedido.vazio"]


def test_undo_and_redo(venda):
    venda.inclui(1, D(1))
    venda.inclui(2, D(1))
    venda.desfaz()
    assert venda.pedido.total == D("10.00")
    venda.refaz()
    assert venda.pedido.total == D("30.00")
    venda.desfaz()
    venda.inclui(1, D(5))
    venda.refaz()
    assert venda.pedido.total == D("60.00")


def test_undo_with_nothing_to_undo(venda):
    venda.desfaz()
    assert venda.pedido.vazio


@pytest.mark.parametrize("valor", [D("9" * 30), D("1E+40"), D("99999999.996")])
def test_what_the_shop_cannot_store_is_refused_at_the_counter(venda, valor):
    """Accepted here, it would be refused by the service: quarantine, when it was issued without it."""
    linha = venda.inclui(1, D(1)).linha
    with pytest.raises(EntradaInvalida, match=r"máximo é 999\.999"):
        venda.muda_quantidade(linha, valor)
    with pytest.raises(EntradaInvalida, match="máximo é R"):
        venda.muda_preco(linha, valor)
    venda.muda_preco(linha, D("99999999.99"))
    assert venda.pedido.total == D("99999999.99")


def test_plan_and_list_price_again_only_untouched_lines(venda):
    venda.inclui(1, D(1))
    mexido = venda.inclui(2, D(1))
    venda.muda_preco(mexido.linha, D("19.00"))
    venda.muda(plano_id=3)
    assert [i.preco for i in venda.pedido.itens] == [D("11.00"), D("19.00")]
    venda.muda(lista_id=2)
    assert [i.preco for i in venda.pedido.itens] == [D("9.90"), D("19.00")]
    venda.muda(plano_id=1)
    assert venda.pedido.itens[0].preco == D("9.00")


def test_customer_brings_seller_plan_and_list(venda):
    venda.catalogo.clientes[ANA] = Cliente(id=ANA, nome="ANA", vendedor_id=7, plano_id=2, lista_id=2)
    venda.escolhe_cliente(ANA)
    venda.inclui(1, D(1))
    assert (venda.pedido.vendedor_id, venda.pedido.plano_id, venda.pedido.total) == (7, 2, D("9.00"))


@pytest.mark.parametrize("seguinte", [UUID(int=70), CONSUMIDOR.id, None])
def test_what_a_customer_brought_goes_with_him(venda, seguinte):
    """The next one, who brings nothing, has the plan, the list and the seller of a new order."""
    venda.renova(de(1, padrao=5))
    venda.catalogo.clientes |= {
        ANA: Cliente(id=ANA, nome="ANA", vendedor_id=7, plano_id=2, lista_id=2), UUID(int=70): Cliente(
            id=UUID(int=70), nome="RUI")}
    venda.inclui(1, D(1))
    venda.escolhe_cliente(ANA)
    assert (venda.pedido.vendedor_id, venda.pedido.plano_id, venda.pedido.total) == (7, 2, D("9.00"))
    venda.escolhe_cliente(seguinte)
    assert (venda.pedido.vendedor_id, venda.pedido.plano_id, venda.pedido.total) == (5, 1, D("10.00"))


def test_what_was_chosen_by_hand_stays_with_the_next_customer(venda):
    venda.catalogo.clientes |= {
        ANA: Cliente(id=ANA, nome="ANA", vendedor_id=7, plano_id=2, lista_id=1), UUID(int=70): Cliente(
            id=UUID(int=70), nome="RUI")}
    venda.inclui(1, D(1))
    venda.escolhe_cliente(ANA)
    venda.muda(plano_id=3, lista_id=2, vendedor_id=1)
    venda.escolhe_cliente(UUID(int=70))
    assert (venda.pedido.vendedor_id, venda.pedido.plano_id, venda.pedido.lista_id) == (1, 3, 2)


def test_default_seller_of_the_terminal(venda):
    padrao = Contexto(1, 1, "t", Usuario(id=1, nome="BIA"), terminal(rodape={"vendedor_padrao": 5}), CONSUMIDOR)
    venda.renova(padrao)
    venda.fecha()
    assert venda.pedido.vendedor_id == 5


def de(quem, padrao=None):
    """The context of a seller at a terminal with this default seller."""
    return Contexto(1, 1, "t", Usuario(id=quem, nome="X"), terminal(rodape={"vendedor_padrao": padrao}), CONSUMIDOR)


def test_a_blank_order_on_screen_takes_the_default_seller_that_is_set_now_unless_another_was_chosen(venda):
    venda.renova(de(1, padrao=5))
    assert venda.pedido.vendedor_id == 5
    venda.renova(de(1, padrao=6))
    assert venda.pedido.vendedor_id == 6
    venda.muda(vendedor_id=7)
    venda.renova(de(1, padrao=5))
    assert venda.pedido.vendedor_id == 7


def test_a_blank_order_is_of_who_comes_next_and_a_begun_one_of_who_began_it(venda):
    venda.renova(de(2))
    assert venda.pedido.usuario_id == 2
    venda.inclui(1, D(1))
    venda.novo()
    venda.renova(de(3, padrao=5))
    assert [(r.pedido.usuario_id, r.pedido.vendedor_id) for r in venda.rascunhos] == [(2, None), (3, 5)]


def test_a_blank_order_kept_from_another_day_is_of_who_opens_the_counter(venda):
    venda.muda(plano_id=2)
    [guardado] = venda.rascunhos
    outra = Venda(venda.catalogo, de(2), venda.novo_id, venda.agora, venda.hoje, venda.sem_retaguarda, venda.guarda,
                  venda.descarta, rascunhos=[guardado])
    assert (outra.pedido.id, outra.pedido.plano_id, outra.pedido.usuario_id) == (guardado.pedido.id, 2, 2)


@pytest.mark.parametrize("quantidade", ["0", "-1", "0.0004", "1000000"])
def test_absurd_quantities_change_nothing(venda, guardados, quantidade):
    with pytest.raises(EntradaInvalida, match=r"[Qq]uantidade"):
        venda.inclui(1, D(quantidade))
    assert venda.pedido.vazio
    assert guardados == []


def test_what_cannot_be_sold_is_not_added(venda):
    with pytest.raises(RegraViolada, match="sem preço"):
        venda.inclui(3, D(1))
    with pytest.raises(RegraViolada, match="fora de venda"):
        venda.inclui(4, D(1))
    with pytest.raises(EntradaInvalida, match="cadastro"):
        venda.inclui(9, D(1))
    assert venda.pedido.vazio


def test_findings_follow_the_typing(venda):
    venda.escolhe_cliente(ANA)
    item = venda.inclui(1, D(10))
    assert codigos(venda) == []
    venda.muda_quantidade(item.linha, D(11))
    assert codigos(venda) == ["estoque.insuficiente"]
    venda.muda_quantidade(item.linha, D(1))
    venda.ajusta(Desconto(tipo=TipoDesconto.VALOR, valor=D("5.00")))
    assert (codigos(venda), venda.pedido.total) == ([], D("5.00"))


def test_several_drafts_keep_their_own_things(venda, guardados):
    venda.inclui(1, D(1))
    primeiro = venda.pedido.id
    venda.novo(2)
    venda.inclui(2, D(1))
    venda.troca()
    assert venda.pedido.id == primeiro
    venda.fecha()
    assert guardados[-1] == primeiro
    assert venda.pedido.total == D("20.00")
    assert len(venda.rascunhos) == 1


def test_an_empty_draft_is_used_again(venda):
    venda.novo()
    venda.novo(2)
    assert len(venda.rascunhos) == 1
    assert venda.pedido.tipo_id == 2


def test_removing_makes_the_next_line_current(venda):
    linhas = [venda.inclui(1, D(1)).linha for _ in range(3)]
    venda.exclui(linhas[1])
    assert venda.rascunho.atual == linhas[2]
    venda.exclui(linhas[2])
    assert venda.rascunho.atual == linhas[0]


def test_facts_are_read_once_until_renewed(venda):
    item = venda.inclui(1, D(1))
    lidos = venda.catalogo.lidos
    for n in range(2, 6):
        venda.muda_quantidade(item.linha, D(n))
    assert venda.catalogo.lidos == lidos
    venda.catalogo.limite = D("1.00")
    venda.escolhe_cliente(ANA)
    venda.muda(plano_id=2)
    venda.renova()
    assert venda.catalogo.lidos == lidos + 1
    assert codigos(venda) == ["credito.limite"]


def test_a_blank_sale_opened_before_the_first_load_takes_the_generic_customer(venda):
    venda.renova(Contexto(1, 1, "t", Usuario(id=1, nome="BIA"), PoliticaTerminal(), None))
    venda.fecha()
    assert venda.pedido.cliente_id is None
    venda.renova(Contexto(1, 1, "t", Usuario(id=1, nome="BIA"), PoliticaTerminal(), CONSUMIDOR))
    assert venda.pedido.cliente_nome == "CONSUMIDOR FINAL"
    assert venda.achados == ()


def test_a_line_more_costs_next_to_nothing_for_each_line_there_is(venda):
    """In calls, which do not depend on the machine: each line is looked at by the issue's rules and by the totals, and
    not again by the inclusion's."""
    def chamadas(linhas: int) -> int:
        while len(venda.pedido.itens) < linhas:
            venda.inclui(1, D(1))
        perfil = cProfile.Profile()
        perfil.runcall(venda.inclui, 1, D(1))
        return pstats.Stats(perfil).total_calls

    assert (chamadas(210) - chamadas(10)) / 200 < 18


LOJA = Cliente(id=UUID(int=98), nome="LOJA CENTRO", documento="12ABC34501DE35", estabelecimento_id=1, cadastrado=False)


class ComUsoInterno(EmMemoria):
    """A third type, whose customer is the shop itself."""

    def __init__(self):
        super().__init__()
        self.clientes[LOJA.id] = LOJA

    def tipos(self):
        return (*super().tipos(), tipo(id=3, nome="USO INTERNO", regra_cliente="estabelecimento", toma_credito="nao"))


@pytest.fixture
def interna(guardados):
    ids = itertools.count(1)
    contexto = Contexto(1, 1, "terminal 3", Usuario(id=1, nome="BIA"), PoliticaTerminal(), CONSUMIDOR, LOJA)
    return Venda(ComUsoInterno(), contexto, lambda: UUID(int=next(ids)), lambda: datetime(2026, 3, 10, tzinfo=UTC),
                 lambda: HOJE, lambda: None, guardados.append, lambda id_: guardados.append(id_))


def de_quem(venda):
    return (venda.pedido.cliente_id, venda.pedido.cliente_nome, venda.pedido.cliente_documento)


def test_the_system_fills_in_the_shop_and_takes_it_back_with_the_type(interna):
    """TP-008."""
    interna.muda(tipo_id=3)
    assert de_quem(interna) == (LOJA.id, LOJA.nome, LOJA.documento)
    assert interna.achados == ()  # nobody has begun it
    interna.inclui(1, D(1))
    assert codigos(interna) == []
    interna.muda(tipo_id=1)
    assert de_quem(interna) == (CONSUMIDOR.id, CONSUMIDOR.nome, "")
    interna.muda(tipo_id=3)
    interna.escolhe_cliente(None)
    assert interna.pedido.cliente_id == LOJA.id
    interna.fecha()
    assert interna.pedido.cliente_id == LOJA.id  # the next one of the type begins so


def test_a_chosen_customer_is_not_thrown_away(interna):
    """TP-008: the finding tells, and F3 puts the shop."""
    interna.inclui(1, D(1))
    interna.escolhe_cliente(ANA)
    interna.muda(tipo_id=3)
    assert interna.pedido.cliente_id == ANA
    assert codigos(interna) == ["cliente.nao_e_a_loja"]
    assert "campo “Cliente (regra de preenchimento)” = Estabelecimento" in explica(interna.achados[0])
    interna.escolhe_cliente(LOJA.id)
    assert codigos(interna) == []
    interna.muda(tipo_id=2)
    assert interna.pedido.cliente_id == CONSUMIDOR.id


def test_somebody_who_is_no_customer_has_no_credit_to_show(interna):
    """TP-008, TP-009."""
    rita = Cliente(id=UUID(int=97), nome="RITA", cadastrado=False)
    interna.catalogo.clientes[rita.id] = rita
    interna.muda(tipo_id=2)
    interna.inclui(1, D(1))
    interna.escolhe_cliente(rita.id)
    assert interna.fatos().credito is None
    assert codigos(interna) == ["cliente.sem_registro"]


def test_a_blank_order_goes_on_with_what_there_still_is(venda):
    """The manager takes a plan, a list and a type away: the next sale is not begun with them."""
    venda.muda(plano_id=3, lista_id=2)
    todos = venda.catalogo.planos, venda.catalogo.listas
    venda.catalogo.planos, venda.catalogo.listas = lambda: todos[0]()[:2], lambda: todos[1]()[:1]
    venda.renova()
    assert (venda.pedido.plano_id, venda.pedido.lista_id) == (1, 1)
    venda.muda(tipo_id=2)
    tipos = venda.catalogo.tipos()
    venda.catalogo.tipos = lambda: tipos[:1]
    venda.renova()
    assert venda.pedido.tipo_id == 1


def test_what_was_begun_keeps_what_it_was_begun_with(venda):
    venda.inclui(1, D(1))
    venda.muda(plano_id=3, lista_id=2)
    venda.catalogo.planos, venda.catalogo.listas = (A_VISTA,).__iter__, lambda: (Lista(id=1, nome="VAREJO"),)
    venda.renova()
    assert (venda.pedido.plano_id, venda.pedido.lista_id) == (3, 2)


def test_a_draft_that_is_opened_takes_the_place_of_one_that_nobody_touched(venda):
    """Cloned or resumed over the blank that the last issue left, it is the only one: no "rascunho 2 de 2"."""
    esquecidos = []
    venda.descarta = esquecidos.append
    em_branco, outro = venda.rascunho, venda.rascunho.model_copy(
        update={"pedido": venda.pedido.model_copy(update={"id": ANA})})
    venda.abre(outro)
    assert ([r.id for r in venda.rascunhos], venda.posicao, esquecidos) == ([ANA], 0, [em_branco.id])
    venda.novo()
    venda.inclui(1, D(1))
    venda.desfaz()  # blank, but Ctrl+Y brings the line back
    venda.abre(outro.model_copy(update={"pedido": outro.pedido.model_copy(update={"id": em_branco.id})}))
    assert len(venda.rascunhos) == 2
