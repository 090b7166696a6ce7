"""Ctrl+T in the sale of a service order, by keys (TP-014): who is offered, who is refused, who is searched for."""

from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from balcao.domain.fatos import Tecnico
from balcao.domain.resultado_busca import LinhaCliente, Motivo, Resultado
from balcao.domain.tipo_pedido import Categoria
from balcao.ui.venda.cliente import DialogoCliente
from balcao.ui.venda.escolha import DialogoEscolha
from tests.apoio.fatos import tipo
from tests.apoio.pagina_venda import Catalogo
from tests.apoio.venda import ServicosDeTeste, nova_venda
from tests.ui.test_venda import digita, no_dialogo, tecla

K, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
RUI, PEDRO, EVA = (Tecnico(id=UUID(int=n), nome=nome, lojas=frozenset(lojas)) for n, nome, lojas in (
    (71, "RUI", (1,)), (72, "PEDRO", (2,)), (73, "EVA", ())))


class Oficina(Catalogo):
    """Service orders of these settings; RUI works here, PEDRO elsewhere, EVA nowhere."""

    def tipos(self):
        return (tipo(Categoria.SERVICO, id=1, nome="OS", **self._ajustes),)

    def colaboradores(self):
        return (PEDRO, RUI)

    def tecnicos(self, ids):
        return {um.id: um for um in (RUI, PEDRO, EVA) if um.id in ids}


class Servicos(ServicosDeTeste):
    def busca_clientes(self, texto, inicio=0, pessoas=False):
        assert pessoas
        return Resultado(texto, (LinhaCliente(id=EVA.id.hex, codigo=7, nome="EVA", fantasia="", documento="",
                                              telefone="", celular="", municipio="", uf="", inativo=False,
                                              bloqueado=False, motivo=Motivo.NOME),))


@pytest.fixture
def abre(poe):
    return lambda catalogo=Oficina, **ajustes: poe(nova_venda(catalogo(**ajustes)), Servicos())


def escolhe(qtbot, pagina, texto):
    """Ctrl+T and who is typed; returns who was offered."""
    vistos = []

    def faz(dialogo):
        vistos.extend(dialogo.lista.item(i).text().split("   ")[0] for i in range(dialogo.lista.count()))
        qtbot.keyClicks(dialogo.filtro, texto)
        qtbot.keyClick(dialogo, K.Key_Return)

    no_dialogo(qtbot, faz, DialogoEscolha)
    tecla(qtbot, pagina, K.Key_T, CTRL)
    return vistos


def etiqueta(pagina):
    um = pagina.tela.documento.etiquetas["tecnico"]
    return um.valor if um.isVisible() else None


def test_a_quote_has_no_technician(qtbot, abre):
    pagina = abre(Catalogo)
    assert etiqueta(pagina) is None
    assert not pagina.acoes.acao("venda.tecnico").isEnabled()


def test_only_who_works_here_is_offered(qtbot, abre):
    pagina = abre()
    digita(qtbot, pagina, "1")
    assert etiqueta(pagina) == ""
    assert escolhe(qtbot, pagina, "rui") == ["RUI", "Nenhum"]
    assert (etiqueta(pagina), pagina.venda.pedido.servico.tecnico_id) == ("RUI", RUI.id)
    assert pagina.tela.entrada.hasFocus()
    escolhe(qtbot, pagina, "nenhum")
    assert (etiqueta(pagina), pagina.venda.pedido.servico.tecnico_id) == ("", None)


def test_who_is_taken_off_the_shop_meanwhile_stops_it_and_is_told(qtbot, abre):
    pagina = abre(regra_tecnico_responsavel="colaborador_qualquer_estabelecimento")
    digita(qtbot, pagina, "1")
    assert escolhe(qtbot, pagina, "pedro") == ["PEDRO", "RUI", "Nenhum"]
    assert pagina.venda.achados == ()
    pagina.venda.catalogo._ajustes = {}
    pagina.venda.renova()
    pagina.mostra()
    assert [a.code for a in pagina.venda.achados] == ["tecnico.de_outra_loja"]
    assert pagina.tela.documento.etiquetas["tecnico"].alerta


def test_anybody_is_searched_for_where_the_type_takes_anybody(qtbot, abre):
    pagina = abre(regra_tecnico_responsavel="pessoa")
    digita(qtbot, pagina, "1")

    def procura(dialogo):
        assert dialogo.windowTitle() == "Técnico responsável"
        qtbot.keyClicks(dialogo.texto, "eva")
        qtbot.keyClick(dialogo, K.Key_Return)

    def outra(dialogo):
        no_dialogo(qtbot, procura, DialogoCliente)
        qtbot.keyClicks(dialogo.filtro, "outra")
        qtbot.keyClick(dialogo, K.Key_Return)

    no_dialogo(qtbot, outra, DialogoEscolha)
    tecla(qtbot, pagina, K.Key_T, CTRL)
    assert (etiqueta(pagina), pagina.venda.pedido.servico.tecnico_id) == ("EVA", EVA.id)
    assert pagina.venda.achados == ()


def test_a_shop_without_collaborators_is_told_how_to_have_them(qtbot, abre):
    class Ninguem(Oficina):
        def colaboradores(self):
            return ()

    pagina = abre(Ninguem)
    avisos = []
    pagina.avisou.connect(avisos.append)
    tecla(qtbot, pagina, K.Key_T, CTRL)
    assert "Colaborador das lojas" in avisos[0]


def test_an_item_has_a_technician_of_its_own(qtbot, abre):
    pagina = abre()
    digita(qtbot, pagina, "1")

    def faz(dialogo):
        assert dialogo.windowTitle() == "Técnico de PRODUTO 1"
        qtbot.keyClicks(dialogo.filtro, "rui")
        qtbot.keyClick(dialogo, K.Key_Return)

    no_dialogo(qtbot, faz, DialogoEscolha)
    tecla(qtbot, pagina, K.Key_F4, Qt.KeyboardModifier.ShiftModifier)
    [item] = pagina.venda.pedido.itens
    assert (item.tecnico_id, item.tecnico) == (RUI.id, "RUI")
    assert pagina.venda.pedido.servico.tecnico_id is None
    assert pagina.venda.achados == ()
