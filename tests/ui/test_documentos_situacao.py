"""F6 and F9 in Documentos, by keys: where a document may go, what an approval generates, what is released for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal as D
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from balcao.domain.situacoes import Situacao
from balcao.ui.documentos.aprovacao import DialogoAprovacao
from balcao.ui.venda.escolha import DialogoEscolha
from balcao.ui.venda.liberacao import DialogoLiberacao
from balcao.ui.venda.motivo import DialogoMotivo
from tests.ui.cena import palco
from tests.ui.teclas import digita, tecla
from tests.ui.test_documentos import CenaDocumentos, linhas

K = Qt.Key
JOSE = "JOSÉ DA SILVA"


@pytest.fixture
def cena(qtbot, fabrica_bancos, tmp_path) -> Iterator[CenaDocumentos]:
    with palco(qtbot, fabrica_bancos, tmp_path) as onde:
        yield CenaDocumentos(qtbot, *onde)


def gera(cena: CenaDocumentos, **campos: Any) -> None:
    """From now on this shop's DAV generates a VENDA; this counter knows."""
    cena.balcao.loja.muda_tipo("DAV", tipo_pedido_na_aprovacao=cena.balcao.loja.tipos["VENDA"], **campos)
    cena.balcao.puxa()


@contextmanager
def seguinte(cena: CenaDocumentos, tipo: type, faz: Callable[[Any], None]) -> Iterator[None]:
    """`faz` works the dialog of `tipo` that opens after, or over, another: a timer beats in whatever loop runs."""
    olha, feitos = QTimer(cena.pai, interval=20), list[BaseException | None]()

    def bate() -> None:
        dialogo = QApplication.activeModalWidget()
        if isinstance(dialogo, tipo) and QApplication.focusWindow() is dialogo.windowHandle():
            olha.stop()
            try:
                faz(dialogo)
                feitos.append(None)
            except BaseException as erro:  # noqa: BLE001 - raised again outside: Qt's loop would swallow it
                feitos.append(erro)
                dialogo.reject()

    olha.timeout.connect(bate)
    olha.start()
    yield
    olha.stop()
    olha.deleteLater()
    assert feitos, f"no {tipo.__name__} opened"
    if feitos[0] is not None:
        raise feitos[0]


def frases(dialogo: Any) -> list[str]:
    return [r.text().replace("\u00a0", " ") for r in dialogo.findChildren(QLabel)]


def oferecidas(dialogo: DialogoEscolha) -> list[str]:
    return [dialogo.lista.item(i).text() for i in range(dialogo.lista.count())]


def test_f6_oferece_o_que_pode_e_passa(cena: CenaDocumentos) -> None:
    cena.balcao.emite(cena.balcao.venda("VENDA"))
    pagina = cena.abre()
    vistas: list[str] = []

    def pronto(dialogo: Any) -> None:
        assert isinstance(dialogo, DialogoEscolha)
        vistas.extend(oferecidas(dialogo))
        digita(dialogo, "pronto")
        tecla(dialogo, K.Key_Return)

    cena.no_dialogo(pronto, K.Key_F6)
    assert vistas[0] == "Aprovar   ·   fica aprovado"
    assert [v.split("   ")[0] for v in vistas] == ["Aprovar", "Pôr em execução", "Pôr em trânsito", "Dar por pronto",
                                                    "Entregar", "Cancelar"]
    assert linhas(pagina, 6) == [("Pronto",)]
    assert cena.ditos == ["Dar por pronto: feito."]

    def volta(dialogo: Any) -> None:
        digita(dialogo, "voltar")
        tecla(dialogo, K.Key_Return)

    def motivo(dialogo: Any) -> None:
        digita(dialogo, "faltou um item")
        tecla(dialogo, K.Key_Return)

    with seguinte(cena, DialogoMotivo, motivo):
        cena.no_dialogo(volta, K.Key_F6)
    assert cena.balcao.loja.sql("SELECT situacao, motivo FROM pedidos") == [("P", "faltou um item")]


def test_f6_esc_nao_muda_e_sem_saida_diz(cena: CenaDocumentos) -> None:
    cena.balcao.emite(cena.balcao.venda("VENDA"))
    cena.abre()
    cena.no_dialogo(lambda d: tecla(d, K.Key_Escape), K.Key_F6)
    assert cena.balcao.loja.um("SELECT situacao FROM pedidos") == "P"
    documentos = cena.balcao.b.bastidores.documentos
    documentos.situacoes.cancela(cena.balcao.b.envios.todos()[0].pedido_id, "x")
    cena.tecla(K.Key_F5)
    cena.tecla(K.Key_F6)
    assert QApplication.activeModalWidget() is None
    assert cena.avisos == ["O documento P-1 está cancelado e não há situação a que você possa passá-lo."]


def test_f9_aprova_o_que_gera_e_o_cursor_vai_ao_gerado(cena: CenaDocumentos) -> None:
    gera(cena)
    cena.balcao.emite(cena.balcao.venda("DAV", [("P1", 2), ("P2", 1)], cliente=JOSE))
    pagina = cena.abre()

    def confere(dialogo: Any) -> None:
        assert isinstance(dialogo, DialogoAprovacao)
        assert "Gera VENDA: 2 itens, R$ 40,00" in frases(dialogo)
        tecla(dialogo, K.Key_F12)

    cena.no_dialogo(confere, K.Key_F9)
    assert linhas(pagina, 0, 1, 6) == [("P-1", "Pré-venda", "Pendente"), ("1", "DAV", "Aprovado")]
    assert cena.ditos[0].startswith("Aprovado. Gerado: VENDA P-1.")
    assert pagina.atual is not None
    assert pagina.atual.resumo.numero == 1
    assert pagina.atual.resumo.categoria == "venda"
    assert not pagina.previa.pixmap().isNull()
    assert cena.abertos == []  # nothing to issue: it was issued


def test_separado_mostra_os_dois_antes(cena: CenaDocumentos) -> None:
    gera(cena, separar_produtos_sem_estoque_na_aprovacao="nao_gerar_sem_estoque")
    cena.balcao.loja.poe_estoque("P2", 0)
    cena.balcao.puxa()
    cena.balcao.emite(cena.balcao.venda("DAV", [("P1", 2), ("P2", 1)], cliente=JOSE))
    pagina = cena.abre()

    def confere(dialogo: Any) -> None:
        ditas = frases(dialogo)
        assert "Gera VENDA: 1 item com estoque, R$ 20,00" in ditas
        assert "1 item sem estoque fica de fora." in ditas
        tecla(dialogo, K.Key_Return)

    cena.no_dialogo(confere, K.Key_F9)
    assert [total.replace("\u00a0", " ") for (total,) in linhas(pagina, 7)] == ["R$ 20,00", "R$ 40,00"]


def test_o_que_o_supervisor_pode_liberar_pede_e_continua(cena: CenaDocumentos) -> None:
    cena.balcao.loja.muda_cliente(JOSE, limite_credito=D("5.00"))
    cena.balcao.loja.muda_terminal(controles_clientes={"validar_limite_credito": "senha"})
    gera(cena)
    cena.balcao.entra("ana")
    cena.balcao.emite(cena.balcao.venda("DAV", cliente=JOSE, plano="30/60/90"))
    cena.abre()

    def libera(pedido: Any) -> None:
        for texto in ("bia", "bia-senha", "cliente antigo"):
            digita(pedido, texto)
            tecla(pedido, K.Key_Tab)
        tecla(pedido, K.Key_F12)

    with seguinte(cena, DialogoLiberacao, libera):
        cena.no_dialogo(lambda d: tecla(d, K.Key_Return), K.Key_F9)
    loja = cena.balcao.loja
    assert loja.sql("SELECT situacao FROM pedidos ORDER BY categoria") == [("A",), ("P",)]
    assert loja.sql("SELECT motivo, usada_em IS NOT NULL FROM liberacoes") == [("cliente antigo", True)]


def test_quem_libera_digita_uma_vez_em_cada_aprovacao(cena: CenaDocumentos) -> None:
    """Credit and stock stop what is generated: one dialog asks for both, and each release is the service's."""
    loja = cena.balcao.loja
    loja.muda_cliente(JOSE, limite_credito=D("5.00"))
    loja.muda_terminal(controles_clientes={"validar_limite_credito": "senha"})
    loja.muda_tipo("VENDA", validar_estoque_no_fechamento_pedido="senha", permite_estoque_negativo=True)
    gera(cena)
    cena.balcao.entra("ana")
    cena.balcao.emite(cena.balcao.venda("DAV", [("P1", 2)], cliente=JOSE, plano="30/60/90"))
    loja.poe_estoque("P1", 0)
    cena.balcao.puxa()
    cena.abre()
    pedidos: list[int] = []

    def libera(pedido: Any) -> None:
        pedidos.append(len(pedido.escolhidos))
        for campo, texto in ((pedido.login, "bia"), (pedido.senha, "bia-senha"), (pedido.motivo, "cliente antigo")):
            campo.setFocus()
            digita(pedido, texto)
        tecla(pedido, K.Key_F12)

    with seguinte(cena, DialogoLiberacao, libera):
        cena.no_dialogo(lambda d: tecla(d, K.Key_Return), K.Key_F9)
    assert pedidos == [2]
    assert loja.sql("SELECT situacao FROM pedidos ORDER BY categoria") == [("A",), ("P",)]
    assert loja.sql("SELECT motivo, usada_em IS NOT NULL FROM liberacoes") == [("cliente antigo", True)] * 2


def test_o_que_aparece_depois_de_liberar_pede_so_um_enter(cena: CenaDocumentos) -> None:
    """A second refusal of the same approval: the dialog stands, with the password that it was given."""
    loja = cena.balcao.loja
    loja.muda_cliente(JOSE, limite_credito=D("5.00"))
    loja.muda_terminal(controles_clientes={"validar_limite_credito": "senha"})
    loja.muda_tipo("VENDA", validar_estoque_no_fechamento_pedido="senha", permite_estoque_negativo=True)
    gera(cena)
    cena.balcao.entra("ana")
    cena.balcao.emite(cena.balcao.venda("DAV", [("P1", 2)], cliente=JOSE, plano="30/60/90"))
    pagina = cena.abre()
    situacoes = pagina.servicos.situacoes
    libera_um, frases_vistas = situacoes.libera, list[str]()

    def e_o_estoque_acaba(*args: Any, **mais: Any) -> None:
        libera_um(*args, **mais)
        loja.poe_estoque("P1", 0)

    def libera(pedido: Any) -> None:
        for campo, texto in ((pedido.login, "bia"), (pedido.senha, "bia-senha"), (pedido.motivo, "cliente antigo")):
            campo.setFocus()
            digita(pedido, texto)
        situacoes.libera = e_o_estoque_acaba
        tecla(pedido, K.Key_F12)
        cena.qtbot.waitUntil(lambda: not pedido.esperando, timeout=30_000)
        frases_vistas.append(pedido.erro.text())
        situacoes.libera = libera_um
        tecla(pedido, K.Key_Return)

    with seguinte(cena, DialogoLiberacao, libera):
        cena.no_dialogo(lambda d: tecla(d, K.Key_Return), K.Key_F9)
    assert frases_vistas == ["Falta liberar também isto."]
    assert loja.sql("SELECT situacao FROM pedidos ORDER BY categoria") == [("A",), ("P",)]


def test_aprovar_sem_gerar_diz_que_nada_e_gerado(cena: CenaDocumentos) -> None:
    cena.balcao.emite(cena.balcao.venda("DAV", cliente=JOSE))
    cena.abre()

    def aprova(dialogo: Any) -> None:
        digita(dialogo, "aprovar")
        tecla(dialogo, K.Key_Return)

    def confirma(dialogo: Any) -> None:
        assert any("Nenhum pedido é gerado" in f for f in frases(dialogo))
        tecla(dialogo, K.Key_Return)

    with seguinte(cena, DialogoAprovacao, confirma):
        cena.no_dialogo(aprova, K.Key_F6)
        cena.qtbot.waitUntil(lambda: cena.ditos != [], timeout=10_000)
    cena.para()
    assert cena.balcao.loja.sql("SELECT situacao FROM pedidos") == [(Situacao.APROVADO.value,)]
    assert cena.ditos == ["Aprovado."]
