"""What the sale does not let a seller lose or mistake: typed texts, another customer's address, instalments."""

import itertools
from decimal import Decimal as D

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from balcao.domain.pedido import Entrega, ModoEntrega
from balcao.domain.resultado_busca import Resultado
from balcao.services.counter.consulta import PrecoConsultado, PrecoDito
from balcao.services.counter.edicao import entrega_de_outro
from balcao.services.counter.sessao import PedeOutraPessoa
from balcao.ui.background import Background
from balcao.ui.componentes.avisos import Pergunta
from balcao.ui.tema import Rotulo
from balcao.ui.venda.consulta_preco import DialogoConsultaPreco
from balcao.ui.venda.entrega import DialogoEntrega
from balcao.ui.venda.escolha import DialogoEscolha
from balcao.ui.venda.liberacao import DialogoLiberacao
from balcao.ui.venda.pagina import PaginaVenda
from tests.apoio.fatos import ANA
from tests.apoio.venda import ServicosDeTeste, linha, nova_venda
from tests.ui.teclas import digita, espera_teclado, tecla

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def servicos():
    return ServicosDeTeste()


@pytest.fixture
def pagina(qtbot, servicos):
    fundo, ids = Background(lambda erro: erro), itertools.count(100)
    pagina = PaginaVenda(nova_venda(), servicos, fundo, lambda: next(ids))
    qtbot.addWidget(pagina)
    pagina.resize(1024, 768)
    with qtbot.waitExposed(pagina):
        pagina.show()
    espera_teclado(qtbot, pagina)
    pagina.tela.entrada.setFocus()
    yield pagina
    assert fundo.para() == []


def no_dialogo(qtbot, pagina, classe, faz, qual, modificador=Qt.KeyboardModifier.NoModifier):
    """Press a key that opens a dialog of `classe`, and do `faz(dialog)` in it, which must close it."""
    feito = []

    def tenta():
        dialogo = QApplication.activeModalWidget()
        if not isinstance(dialogo, classe) or QApplication.focusWindow() is not dialogo.windowHandle():
            QTimer.singleShot(5, pagina, tenta)
            return
        feito.append(dialogo)
        try:
            faz(dialogo)
        except BaseException:
            dialogo.done(0)
            raise

    QTimer.singleShot(0, pagina, tenta)
    tecla(pagina, qual, modificador)
    assert feito
    espera_teclado(qtbot, pagina)


def pergunta(qtbot) -> Pergunta:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Pergunta))
    aberta = QApplication.activeModalWidget()
    espera_teclado(qtbot, aberta)
    return aberta


def test_esc_pergunta_antes_de_perder_um_endereco_digitado(qtbot, pagina):
    def escreve(dialogo):
        tecla(dialogo, K.Key_Down)
        tecla(dialogo, K.Key_Tab)
        digita(dialogo, "Obra da Rua Z")
        tecla(dialogo, K.Key_Escape)
        aberta = pergunta(qtbot)
        tecla(aberta, K.Key_Escape)  # goes on typing
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is dialogo)
        espera_teclado(qtbot, dialogo)
        tecla(dialogo, K.Key_F12)

    no_dialogo(qtbot, pagina, DialogoEntrega, escreve, K.Key_E, CTRL)
    assert pagina.venda.pedido.entrega.endereco == "Obra da Rua Z"
    no_dialogo(qtbot, pagina, DialogoEntrega, lambda dialogo: tecla(dialogo, K.Key_Escape), K.Key_E, CTRL)  # unasked


@pytest.mark.parametrize(("modo", "endereco", "sua", "fica"), [
    (ModoEntrega.ENTREGA, "Rua A 10", ["Rua B 20", "Rua C 30"], "Rua B 20"),
    (ModoEntrega.ENTREGA, "Rua A 10", [], ""),           # the rules ask for it
    (ModoEntrega.ENTREGA, "Obra da Rua Z", ["Rua B 20"], "Obra da Rua Z"),
    (ModoEntrega.RETIRA, "", ["Rua B 20"], ""),
])
def test_a_entrega_acompanha_o_cliente(modo, endereco, sua, fica):
    entrega = entrega_de_outro(Entrega(modo=modo, endereco=endereco), ["Rua A 10"], sua)
    assert (entrega.modo, entrega.endereco) == (modo, fica)


def test_outro_cliente_nao_recebe_no_endereco_do_anterior(pagina, servicos):
    servicos.enderecos = lambda cliente: ["Rua A 10"] if cliente == ANA else ["Rua B 20"] if cliente else []
    pagina.cabecalho.poe_cliente(ANA)
    pagina.venda.muda(entrega=Entrega(modo=ModoEntrega.ENTREGA, endereco="Rua A 10"))
    pagina.cabecalho.poe_cliente(pagina.venda.contexto.consumidor_id)
    assert pagina.venda.pedido.entrega == Entrega(modo=ModoEntrega.ENTREGA, endereco="Rua B 20")
    pagina.venda.desfaz()  # one step takes both back
    assert (pagina.venda.pedido.cliente_id, pagina.venda.pedido.entrega.endereco) == (ANA, "Rua A 10")


def test_o_rodape_e_o_f9_dizem_a_entrada_e_as_parcelas(qtbot, pagina):
    planos = pagina.venda.registros.planos
    com_entrada = next(iter(planos.values())).model_copy(update={
        "id": 9, "nome": "ENTRADA + 2", "prazos": (0, 30, 60), "entrada_percentual": D(40)})
    planos[9] = com_entrada
    digita(pagina, "3*1")
    tecla(pagina, K.Key_Return)
    vistos = []

    def olha(dialogo):
        vistos.extend(dialogo.lista.item(n).text().replace("\u00a0", " ") for n in range(dialogo.lista.count()))
        digita(dialogo, "entrada")
        tecla(dialogo, K.Key_Return)

    no_dialogo(qtbot, pagina, DialogoEscolha, olha, K.Key_F9)
    assert "ENTRADA + 2   ·   40% de entrada e 30/60 dias · entrada de R$ 12,00 + 2× de R$ 9,00" in vistos
    assert "entrada de R$ 12,00 + 2× de R$ 9,00" in pagina.tela.totais._resumo.text().replace("\u00a0", " ")


def test_quem_nao_pode_liberar_e_trocado_e_a_senha_errada_e_digitada_de_novo(qtbot, pagina, servicos):
    pagina.venda.catalogo.limite = D("5.00")
    pagina.venda.escolhe_cliente(ANA)
    pagina.venda.muda(plano_id=2)
    digita(pagina, "1")
    tecla(pagina, K.Key_Return)
    libera = servicos.libera
    focos = []

    def recusa(rascunho, achado, login, senha, motivo):
        if login == "bia":
            raise PedeOutraPessoa("BIA não tem a permissão.")
        return libera(rascunho, achado, login, senha, motivo)

    servicos.libera = recusa

    def tenta(dialogo: QDialog):
        for campo, escrito in ((dialogo.login, "bia"), (dialogo.senha, "dela"), (dialogo.motivo, "antigo")):
            campo.setFocus()
            digita(dialogo, escrito)
        tecla(dialogo, K.Key_Return)
        qtbot.waitUntil(lambda: not dialogo.esperando and dialogo.erro.isVisible())
        focos.append(dialogo.focusWidget() is dialogo.login)
        digita(dialogo, "gil")  # over the name that was selected
        tecla(dialogo, K.Key_Return)
        qtbot.waitUntil(lambda: not dialogo.esperando and "conferem" in dialogo.erro.text())
        focos.append(dialogo.focusWidget() is dialogo.senha)
        digita(dialogo, "certa")
        tecla(dialogo, K.Key_Return)

    no_dialogo(qtbot, pagina, DialogoLiberacao, tenta, K.Key_L, CTRL)
    qtbot.waitUntil(lambda: bool(pagina.venda.rascunho.liberacoes))
    assert focos == [True, True]


def test_ctrl_p_consulta_o_produto_sob_o_cursor_dos_resultados(qtbot, pagina, servicos):
    digita(pagina, "a")
    qtbot.waitUntil(lambda: len(pagina.tela.resultados.linhas) > 1)
    tecla(pagina, K.Key_Down)
    escolhida = pagina.tela.resultados.atual
    perguntados, vistos = [], []

    def consulta(texto, _inicio):
        perguntados.append(texto)
        return PrecoConsultado(texto, escolhida.descricao, "UN", (PrecoDito("À vista", D("10.00")),), D(10),
                               (("FILIAL", D(0)),), "")

    servicos.consulta_preco = consulta

    def olha(dialogo):
        vistos.extend(um.text() for um in dialogo.findChildren(Rotulo))
        tecla(dialogo, K.Key_Escape)

    no_dialogo(qtbot, pagina, DialogoConsultaPreco, olha, K.Key_P, CTRL)
    assert perguntados == [escolhida.codigo] == ["2"]
    assert {"Em FILIAL", "0 UN"} <= set(vistos)
    assert (pagina.tela.entrada.text(), pagina.venda.pedido.itens) == ("a", ())  # the search goes on


def test_ctrl_p_lists_what_the_text_may_mean_and_arrows_choose(qtbot, poe, servicos):
    pagina = poe(nova_venda(), servicos)
    vistos = []

    def consulta(texto, inicio):
        if texto in ("1", "2"):
            return PrecoConsultado(texto, f"PRODUTO {texto}", "UN", (PrecoDito("À vista", D("10.00")),), D(10), (), "")
        return Resultado(texto, (linha(1), linha(2)))

    servicos.consulta_preco = consulta

    def escolhe(dialogo):
        digita(dialogo, "a")
        tecla(dialogo, K.Key_Return)
        vistos.append((dialogo.lista.isVisible(), [um.codigo for um in dialogo.lista.linhas], dialogo.erro.isVisible()))
        tecla(dialogo, K.Key_Down)
        tecla(dialogo, K.Key_Return)
        vistos.append((dialogo.lista.isVisible(), dialogo.descricao.text()))
        digita(dialogo, "b")  # over what was selected
        tecla(dialogo, K.Key_Return)
        vistos.append((dialogo.texto.text(), dialogo.lista.isVisible(), dialogo.descricao.text()))
        tecla(dialogo, K.Key_Escape)
        vistos.append((dialogo.isVisible(), dialogo.lista.isVisible()))
        tecla(dialogo, K.Key_Escape)

    no_dialogo(qtbot, pagina, DialogoConsultaPreco, escolhe, K.Key_P, CTRL)
    assert vistos == [(True, ["1", "2"], False), (False, "2  PRODUTO 2"), ("b", True, ""), (True, False)]
    assert pagina.venda.pedido.itens == ()
