"""What the sale says of who sells, and of why a document is stopped: in the words that the shop's people use."""

from PySide6.QtCore import Qt

from balcao.domain.fatos import Cliente
from balcao.domain.tipo_pedido.opcoes import Preenchimento
from balcao.ui.acoes import BarraTeclas
from balcao.ui.janela import Janela
from balcao.ui.tema import Rotulo
from balcao.ui.venda.porque import DialogoPorque
from tests.apoio.fatos import ANA
from tests.apoio.pagina_venda import Catalogo
from tests.apoio.venda import nova_venda
from tests.ui.teclas import digita, tecla
from tests.ui.test_venda_cuidados import no_dialogo

K, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def _vendedor(pagina):
    return pagina.tela.documento.etiquetas["vendedor"]


def test_a_blank_seller_shows_who_is_assumed_and_stays_blank(poe):
    """CB-038: without a default it begins blank; TP-114: the customer's seller is stored then, else who sells."""
    pagina = poe(nova_venda(Catalogo()))
    assert (_vendedor(pagina).valor, _vendedor(pagina).assumido) == ("", "BIA")
    assert "BIA (assumido)" in _vendedor(pagina).accessibleName()
    pagina.venda.escolhe_cliente(ANA)
    pagina.mostra()
    assert (_vendedor(pagina).valor, _vendedor(pagina).assumido) == ("CARLOS", "")  # TP-147 filled it in


def test_nobody_is_assumed_where_a_seller_is_demanded(poe):
    pagina = poe(nova_venda(Catalogo(vendedor=Preenchimento.REQUERIDO)))
    assert (_vendedor(pagina).valor, _vendedor(pagina).assumido) == ("", "")


def test_why_names_the_setting_and_where_it_is_and_the_next_key(qtbot, poe):
    catalogo = Catalogo()
    catalogo.clientes[ANA] = Cliente(id=ANA, nome="ANA", bloqueado=True, motivo_bloqueio="cheque devolvido.")
    pagina = poe(nova_venda(catalogo))
    pagina.venda.escolhe_cliente(ANA)
    digita(pagina, "1")
    tecla(pagina, K.Key_Return)
    lidos = []

    def le(dialogo):
        lidos.extend(um.text() for um in dialogo.findChildren(Rotulo) if um.text())
        tecla(dialogo, K.Key_Escape)

    no_dialogo(qtbot, pagina, DialogoPorque, le, K.Key_I, CTRL)
    assert ("Cadastro de ANA bloqueado: cheque devolvido. Escolha outro cliente (F3), ou peça que desbloqueiem o "
            "cadastro.") in lidos
    [decidiu] = [um for um in lidos if um.startswith("Decidido")]
    assert "“Permite clientes bloqueados” = Não (Tipos de pedido › " in decidiu
    assert "TP-" not in decidiu
    assert "Para o suporte: TP-074" in lidos


def test_at_1024_the_keys_of_the_sale_are_one_row_and_none_is_missing(qtbot, poe):
    pagina = poe(nova_venda())
    janela = Janela()
    qtbot.addWidget(janela)
    janela.entra(pagina, lambda: pagina.acoes, 0)
    janela.resize(1024, 768)
    with qtbot.waitExposed(janela):
        janela.show()
    digita(pagina, "1")
    tecla(pagina, K.Key_Return)
    barra = pagina.findChild(BarraTeclas)
    qtbot.waitUntil(lambda: barra.height() < 48)
    celulas = [c for c in barra.children() if getattr(c, "isVisible", bool)()]
    assert len(celulas) == sum(bool(spec.curto) for spec in pagina.acoes.specs)
    assert max(c.geometry().right() for c in celulas) <= barra.width()
