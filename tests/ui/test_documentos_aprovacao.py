"""What a quote's type leaves to its approval (TP-093), by keys: the marked have an editor, the rest is only shown."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt

from balcao.domain.pedido import Entrega, ModoEntrega
from balcao.domain.tipo_pedido.opcoes import AtributoAlteravel
from balcao.ui.componentes.avisos import Pergunta
from balcao.ui.componentes.dialogo import DialogoValor
from balcao.ui.documentos.aprovacao import DialogoAprovacao
from balcao.ui.venda.cliente import DialogoCliente
from balcao.ui.venda.escolha import DialogoEscolha
from balcao.ui.venda.motivo import DialogoObservacoes
from tests.ui.cena import palco
from tests.ui.teclas import digita, tecla
from tests.ui.test_documentos import CenaDocumentos
from tests.ui.test_documentos_situacao import frases, gera, seguinte

K, ALT = Qt.Key, Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
JOSE = "JOSÉ DA SILVA"
TODOS = ["cliente", "vendedor", "plano_pagamento", "data_entrega", "desconto", "frete", "observacoes"]


@pytest.fixture
def cena(qtbot, fabrica_bancos, tmp_path) -> Iterator[CenaDocumentos]:
    with palco(qtbot, fabrica_bancos, tmp_path) as onde:
        yield CenaDocumentos(qtbot, *onde)


def emite(cena: CenaDocumentos, entrega: bool = False) -> None:
    venda = cena.balcao.venda("DAV", [("P1", 2), ("P2", 1)])
    if entrega:
        venda.muda(entrega=Entrega(modo=ModoEntrega.ENTREGA, endereco="RUA A 1"))
    cena.balcao.emite(venda)


def edita(cena: CenaDocumentos, dialogo: Any, letra: Qt.Key, tipo: type, faz: Callable[[Any], None]) -> None:
    """Alt and a letter open an editor over the approval, which then shows what approving would do."""
    fechou = list[bool]()

    def trabalha(editor: Any) -> None:
        editor.finished.connect(lambda _como: fechou.append(True))
        faz(editor)

    with seguinte(cena, tipo, trabalha):
        tecla(dialogo, letra, ALT)  # the button is pressed for a moment before it opens
        cena.qtbot.waitUntil(lambda: bool(fechou), timeout=10_000)
    cena.qtbot.waitUntil(lambda: not dialogo.esperando and dialogo.isActiveWindow(), timeout=10_000)


def troca(texto: str) -> Callable[[Any], None]:
    def faz(editor: Any) -> None:
        tecla(editor, K.Key_A, CTRL)
        digita(editor, texto)
        tecla(editor, K.Key_F12)

    return faz


def test_cada_um_tem_o_seu_editor_e_a_aprovacao_leva_todos(cena: CenaDocumentos) -> None:
    gera(cena, atributos_alteraveis_na_aprovacao=TODOS)
    emite(cena, entrega=True)
    cena.abre()

    def aprova(dialogo: Any) -> None:
        assert isinstance(dialogo, DialogoAprovacao)
        assert list(dialogo.botoes) == [AtributoAlteravel(um) for um in TODOS]
        assert "Gera VENDA: 2 itens, R$ 40,00" in frases(dialogo)
        assert not any("mesmos preços" in frase for frase in frases(dialogo)), "they may be others now"
        edita(cena, dialogo, K.Key_C, DialogoCliente, troca("silva"))
        edita(cena, dialogo, K.Key_V, DialogoEscolha, troca("bia"))
        edita(cena, dialogo, K.Key_P, DialogoEscolha, troca("30/60"))
        edita(cena, dialogo, K.Key_D, DialogoValor, troca("30/12"))
        edita(cena, dialogo, K.Key_S, DialogoValor, troca("10%"))
        edita(cena, dialogo, K.Key_F, DialogoValor, troca("5"))
        edita(cena, dialogo, K.Key_O, DialogoObservacoes, troca("Ligar antes"))
        assert dialogo.botao_confirma.hasFocus(), "Enter approves, and is seen to"
        ditas = frases(dialogo)
        for esperada in (JOSE, "Bia Lima", "30/60/90", "30/12/2026 · RUA A 1", "10%", "R$ 5,00", "Ligar antes",
                         "Gera VENDA: 2 itens, R$ 41,00"):
            assert esperada in ditas
        tecla(dialogo, K.Key_F12)

    cena.no_dialogo(aprova, K.Key_F9)
    loja = cena.balcao.loja
    assert cena.ditos[0].startswith("Aprovado. Gerado: VENDA P-1.")
    assert loja.sql("SELECT cliente_nome, vendedor_id, plano_id, frete, total, dados -> 'entrega' ->> 'data', "
                    "dados ->> 'observacoes' FROM pedidos GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING count(*) = 2") == [
        (JOSE, loja.usuarios["bia"], loja.planos["30/60/90"], 5, 41, "2026-12-30", "Ligar antes")]


def test_o_que_nao_esta_marcado_so_aparece(cena: CenaDocumentos) -> None:
    gera(cena, atributos_alteraveis_na_aprovacao=["plano_pagamento", "frete"])
    emite(cena)
    cena.abre()

    def confere(dialogo: Any) -> None:
        assert list(dialogo.botoes) == [AtributoAlteravel.PLANO_PAGAMENTO]  # what is picked up has no freight
        ditas = frases(dialogo)
        for esperada in ("Cliente", "CONSUMIDOR FINAL", "Data de entrega", "retira na loja", "Desconto", "nenhum"):
            assert esperada in ditas
        tecla(dialogo, K.Key_C, ALT)
        assert dialogo.isActiveWindow()
        tecla(dialogo, K.Key_F12)

    cena.no_dialogo(confere, K.Key_F9)
    assert cena.balcao.loja.um("SELECT dados ? 'atributos' FROM eventos WHERE tipo = 'pedido.aprovado'") is False


def test_o_errado_e_dito_no_editor_e_desistir_nao_muda(cena: CenaDocumentos) -> None:
    gera(cena, atributos_alteraveis_na_aprovacao=TODOS)
    emite(cena, entrega=True)
    cena.abre()

    def recusado(frase: str, texto: str) -> Callable[[Any], None]:
        def faz(editor: Any) -> None:
            troca(texto)(editor)
            assert frase in editor.erro.text()
            tecla(editor, K.Key_Escape)

        return faz

    def confere(dialogo: Any) -> None:
        edita(cena, dialogo, K.Key_D, DialogoValor, recusado("já passou", "01/01/2020"))
        edita(cena, dialogo, K.Key_S, DialogoValor, recusado("muda só o desconto", "+5%"))
        edita(cena, dialogo, K.Key_S, DialogoValor, recusado("passa do valor", "900,00"))
        edita(cena, dialogo, K.Key_F, DialogoValor, recusado("não é um número", "muito"))
        assert "Gera VENDA: 2 itens, R$ 40,00" in frases(dialogo)
        edita(cena, dialogo, K.Key_F, DialogoValor, troca("5"))
        tecla(dialogo, K.Key_Escape)  # what was changed is worth a question
        tecla(dialogo.findChild(Pergunta), K.Key_F12)
        assert not dialogo.isVisible()

    cena.no_dialogo(confere, K.Key_F9)
    assert cena.balcao.loja.sql("SELECT situacao, versao FROM pedidos") == [("P", 1)]


def test_recusado_corrige_se_e_aprova_se_de_novo(cena: CenaDocumentos) -> None:
    gera(cena, atributos_alteraveis_na_aprovacao=["cliente"])
    emite(cena)
    cena.balcao.loja.muda_cliente(JOSE, inativo=True)
    cena.abre()

    def aprova(dialogo: Any) -> None:
        edita(cena, dialogo, K.Key_C, DialogoCliente, troca("silva"))
        tecla(dialogo, K.Key_F12)
        cena.qtbot.waitUntil(dialogo.erro.isVisible, timeout=10_000)
        assert "inativo" in dialogo.erro.text()
        edita(cena, dialogo, K.Key_C, DialogoCliente, troca("consumidor"))
        tecla(dialogo, K.Key_F12)

    cena.no_dialogo(aprova, K.Key_F9)
    assert cena.balcao.loja.sql("SELECT DISTINCT cliente_nome FROM pedidos") == [("CONSUMIDOR FINAL",)]
    assert cena.balcao.loja.conta("pedidos") == 2
