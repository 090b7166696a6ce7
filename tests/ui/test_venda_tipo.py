"""What the order's type shows, hides and demands in the sale, by keys."""

from decimal import Decimal as D

import pytest
from PySide6.QtCore import Qt

from balcao.domain.tipo_pedido.opcoes import Preenchimento, TipoVendedor, UsoPlano
from balcao.ui.tema import Rotulo
from balcao.ui.venda.resumo import DialogoResumo
from tests.apoio.fatos import ANA
from tests.apoio.pagina_venda import Catalogo
from tests.apoio.venda import ServicosDeTeste, nova_venda
from tests.ui.test_venda import digita, no_dialogo, responde, tecla

K = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def servicos():
    return ServicosDeTeste()


@pytest.fixture
def abre(poe, servicos):
    return lambda **ajustes: poe(nova_venda(Catalogo(**ajustes)), servicos)


def resumo(qtbot, pagina):
    """The lines of the summary that F12 opens, by title; it is closed again."""
    lido = {}

    def olha(dialogo):
        assert isinstance(dialogo, DialogoResumo)
        lido.update(dialogo.linhas)
        qtbot.keyClick(dialogo, K.Key_Escape)

    no_dialogo(qtbot, olha)
    tecla(qtbot, pagina, K.Key_F12)
    assert lido
    return lido


def visivel(pagina, qual):
    return pagina.tela.documento.etiquetas[qual].isVisible()


def test_a_type_without_seller_shows_none_and_takes_none(qtbot, abre):
    pagina = abre(vendedor=Preenchimento.NAO_INFORMAR)
    digita(qtbot, pagina, "1 @carlos")
    assert "não têm vendedor" in pagina.tela.aviso.text()
    assert pagina.venda.pedido.itens[0].quantidade == D(1)
    tecla(qtbot, pagina, K.Key_F6)  # disabled: nothing opens
    assert not visivel(pagina, "vendedor")
    assert "Vendedor" not in resumo(qtbot, pagina)


def test_a_demanded_seller_is_marked_until_there_is_one(qtbot, abre):
    pagina = abre(vendedor=Preenchimento.REQUERIDO)
    digita(qtbot, pagina, "1")
    etiqueta = pagina.tela.documento.etiquetas["vendedor"]
    assert [a.code for a in pagina.tela.achados.achados] == ["vendedor.exigido"]
    assert etiqueta.alerta
    no_dialogo(qtbot, lambda d: qtbot.keyClicks(d.filtro, "5"))
    tecla(qtbot, pagina, K.Key_F6)
    assert (etiqueta.valor, etiqueta.alerta) == ("CARLOS", False)
    assert pagina.tela.achados.achados == ()


def test_only_sellers_of_the_kinds_that_the_type_takes_are_offered(qtbot, abre):
    """TP-011: PAULO is a representative, who may still represent."""
    pagina = abre(vendedor=Preenchimento.REQUERIDO, tipos_vendedor_permitidos=frozenset({TipoVendedor.VENDEDOR}))
    digita(qtbot, pagina, "1 @paulo")
    assert "Não há vendedor com “paulo” que possa vender no tipo DAV" in pagina.tela.aviso.text()
    assert pagina.venda.pedido.vendedor_id is None
    oferecidos = []

    def olha(dialogo):
        oferecidos.append([o.texto for o in dialogo._opcoes])
        qtbot.keyClick(dialogo, K.Key_Escape)

    for modificador in (Qt.KeyboardModifier.NoModifier, SHIFT):
        no_dialogo(qtbot, olha)
        tecla(qtbot, pagina, K.Key_F6, modificador)
    assert oferecidos == [["BIA", "CARLOS"], ["BIA", "CARLOS", "PAULO", "Nenhum"]]
    pagina.tenta(lambda: pagina.venda.muda(vendedor_id=6))
    assert [a.code for a in pagina.tela.achados.achados] == ["vendedor.tipo"]
    assert pagina.tela.documento.etiquetas["vendedor"].alerta


def test_an_optional_seller_left_empty_is_told_in_the_summary(qtbot, abre):
    pagina = abre(vendedor=Preenchimento.OPCIONAL, assume_vendedor_representante_cliente=False)
    digita(qtbot, pagina, "1")
    assert resumo(qtbot, pagina)["Vendedor"] == "BIA (assumido)"
    pagina.cabecalho.poe_cliente(ANA)
    assert visivel(pagina, "vendedor")
    assert pagina.tela.documento.etiquetas["vendedor"].valor == ""
    assert resumo(qtbot, pagina)["Vendedor"] == "CARLOS (assumido)"


def test_the_customers_seller_and_representative_come_with_him_and_may_be_taken_off(qtbot, abre):
    pagina = abre()
    digita(qtbot, pagina, "1")
    assert not visivel(pagina, "representante")
    pagina.cabecalho.poe_cliente(ANA)
    assert pagina.tela.documento.etiquetas["vendedor"].valor == "CARLOS"
    assert pagina.tela.documento.etiquetas["representante"].valor == "PAULO"
    assert resumo(qtbot, pagina)["Representante"] == "PAULO"

    def nenhum(dialogo):
        qtbot.keyClicks(dialogo.filtro, "nenhum")
        qtbot.keyClick(dialogo.filtro, K.Key_Return)

    no_dialogo(qtbot, nenhum)
    tecla(qtbot, pagina, K.Key_F6, SHIFT)
    assert pagina.venda.pedido.representante_id is None
    assert not visivel(pagina, "representante")


def test_a_type_without_plan_shows_none(qtbot, abre):
    pagina = abre(plano_pagamento=UsoPlano.NAO_INFORMAR)
    digita(qtbot, pagina, "1")
    tecla(qtbot, pagina, K.Key_F9)  # disabled: nothing opens
    assert not visivel(pagina, "plano")
    assert pagina.venda.pedido.plano_id is None
    assert "Plano" not in resumo(qtbot, pagina)


@pytest.mark.parametrize(("uso", "oferecidos"), [(UsoPlano.OPCIONAL, 1), (UsoPlano.REQUERIDO, 0)])
def test_an_optional_plan_may_be_taken_off_and_a_demanded_one_not(qtbot, abre, uso, oferecidos):
    pagina = abre(plano_pagamento=uso)
    digita(qtbot, pagina, "1")
    vistos = []

    def sem(dialogo):
        qtbot.keyClicks(dialogo.filtro, "sem plano")
        vistos.append(dialogo.lista.count())
        qtbot.keyClick(dialogo.filtro, K.Key_Return if oferecidos else K.Key_Escape)

    no_dialogo(qtbot, sem)
    tecla(qtbot, pagina, K.Key_F9)
    assert vistos == [oferecidos]
    assert (pagina.venda.pedido.plano_id is None) is bool(oferecidos)
    assert visivel(pagina, "plano")


def test_only_the_plans_indicated_are_offered_and_the_sale_begins_in_the_only_one(qtbot, abre):
    pagina = abre(todos_planos_pagamento=False, plano_pagamento=UsoPlano.REQUERIDO)
    digita(qtbot, pagina, "1")
    assert pagina.tela.documento.etiquetas["plano"].valor == "30 DIAS"
    oferecidos = []

    def olha(dialogo):
        oferecidos.extend(dialogo.lista.item(n).text() for n in range(dialogo.lista.count()))
        qtbot.keyClick(dialogo, K.Key_Escape)

    no_dialogo(qtbot, olha)
    tecla(qtbot, pagina, K.Key_F9)
    assert len(oferecidos) == 1
    assert "30 DIAS" in oferecidos[0]


@pytest.mark.parametrize("mostra", [True, False])
def test_the_summary_tells_the_instalments_if_the_type_says_so(qtbot, abre, mostra):
    pagina = abre(apresenta_titulos_fechamento=mostra)
    digita(qtbot, pagina, "1")
    pagina.venda.muda(plano_id=2)
    assert ("Parcelas" in resumo(qtbot, pagina)) is mostra


def test_what_the_type_has_no_stock_for_does_not_enter_nor_grow(qtbot, abre):
    pagina = abre(permite_estoque_negativo=False)  # there are 10 of each
    digita(qtbot, pagina, "8*1")
    digita(qtbot, pagina, "3*1")
    assert [i.quantidade for i in pagina.venda.pedido.itens] == [D(8)]
    assert "pedido 11, disponível 10" in pagina.tela.aviso.text()
    assert pagina.tela.aviso.isVisible()
    assert pagina.tela.entrada.text() == "3*1"  # it stays there, to be corrected
    pagina.tela.limpa_entrada()
    recusas = []

    def primeiro_demais(dialogo):
        responde(qtbot, "12")(dialogo)
        recusas.append((dialogo.erro.text(), pagina.venda.pedido.itens[0].quantidade))
        responde(qtbot, "10")(dialogo)  # over what was refused, which stays selected

    no_dialogo(qtbot, primeiro_demais)
    tecla(qtbot, pagina, K.Key_F4)
    [(dita, fica)] = recusas
    assert ("pedido 12, disponível 10" in dita, fica) == (True, D(8))
    assert pagina.venda.pedido.itens[0].quantidade == D(10)
    assert (pagina.tela.aviso.isVisible(), pagina.tela.entrada.hasFocus()) == (False, True)


def test_a_type_that_this_program_cannot_read_is_told_below_the_list(qtbot, poe, servicos):
    class DeNovaLoja(Catalogo):
        def tipos_ilegiveis(self, lidos):
            return ("OS", "PRODUÇÃO")

    pagina, ditas = poe(nova_venda(DeNovaLoja()), servicos), []
    no_dialogo(qtbot, lambda d: (ditas.extend(r.text() for r in d.findChildren(Rotulo) if r.isVisible()),
                                 qtbot.keyClick(d, K.Key_Escape)))
    tecla(qtbot, pagina, K.Key_F11)
    assert "Atualize este Balcão para usar também: OS, PRODUÇÃO." in ditas
