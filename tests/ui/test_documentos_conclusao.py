"""F6 and F7 in Documentos, by keys: a service order is concluded, with whoever approves it, and told when it was."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt

from balcao.domain.formatos import data_hora
from balcao.ui.documentos.conclusao import DialogoConclusao
from tests.apoio.retaguarda import SENHA
from tests.ui.cena import palco
from tests.ui.teclas import digita, tecla
from tests.ui.test_documentos import CenaDocumentos, linhas
from tests.ui.test_documentos_situacao import oferecidas, seguinte

K = Qt.Key


@pytest.fixture
def cena(qtbot, fabrica_bancos, tmp_path) -> Iterator[CenaDocumentos]:
    with palco(qtbot, fabrica_bancos, tmp_path) as onde:
        yield CenaDocumentos(qtbot, *onde)


def os_emitida(cena: CenaDocumentos, **campos: Any) -> Any:
    """From now on this shop's VENDA is a service order; one of them is in the list."""
    cena.balcao.loja.muda_tipo("VENDA", categoria="servico", **campos)
    cena.balcao.puxa()
    cena.balcao.emite(cena.balcao.venda("VENDA"))
    return cena.abre()


def escolhe(texto: str) -> Any:
    def faz(dialogo: Any) -> None:
        digita(dialogo, texto)
        tecla(dialogo, K.Key_Return)
    return faz


def concluida(cena: CenaDocumentos) -> str:
    em = cena.balcao.loja.um("SELECT concluido_em FROM pedidos")
    return data_hora(em.astimezone(cena.balcao.b.relogio.na_loja().tzinfo)) if em else ""


def test_com_data_automatica_conclui_sem_perguntar(cena: CenaDocumentos) -> None:
    pagina = os_emitida(cena, data_conclusao_automatica=True)
    assert linhas(pagina, 1) == [("OS",)]
    cena.no_dialogo(escolhe("concluir"), K.Key_F6)
    cena.qtbot.waitUntil(lambda: linhas(pagina, 6) == [("Pronto",)], timeout=20_000)
    assert cena.ditos == ["Concluído."]
    agora = cena.balcao.b.relogio.na_loja()
    assert 0 <= (agora - datetime.strptime(concluida(cena), "%d/%m/%Y %H:%M")
                 .replace(tzinfo=agora.tzinfo)).total_seconds() < 300
    cena.tecla(K.Key_F7)
    assert "automaticamente" in cena.avisos[-1]


def test_a_data_que_fica_para_depois_e_informada_no_f7(cena: CenaDocumentos) -> None:
    pagina = os_emitida(cena)
    assert not pagina.acoes.acao("documentos.conclusao").isEnabled()

    def em_branco(dialogo: Any) -> None:
        assert isinstance(dialogo, DialogoConclusao)
        assert dialogo.quando.hasFocus()
        assert not dialogo.senha.isVisible()
        digita(dialogo, "ontem")
        tecla(dialogo, K.Key_Return)
        assert "dia/mês/ano e hora:minuto" in dialogo.erro.text()
        assert dialogo.isVisible()
        dialogo.quando.clear()
        tecla(dialogo, K.Key_Return)

    with seguinte(cena, DialogoConclusao, em_branco):
        cena.no_dialogo(escolhe("concluir"), K.Key_F6)
    cena.qtbot.waitUntil(lambda: linhas(pagina, 6) == [("Pronto",)], timeout=20_000)
    cena.para()
    assert concluida(cena) == ""
    agora = data_hora(cena.balcao.b.relogio.na_loja())

    def data(dialogo: Any) -> None:
        digita(dialogo, "01/01/2020 10:00")
        tecla(dialogo, K.Key_Return)
        cena.qtbot.waitUntil(lambda: "antes da emissão" in dialogo.erro.text(), timeout=20_000)
        dialogo.quando.clear()
        digita(dialogo, agora)
        tecla(dialogo, K.Key_Return)

    cena.no_dialogo(data, K.Key_F7)
    assert concluida(cena) == agora
    assert cena.ditos == ["Concluído.", f"Conclusão em {agora}."]
    assert linhas(pagina, 6) == [("Pronto",)]


def test_o_cliente_aprova_com_a_senha_de_quem_e(cena: CenaDocumentos) -> None:
    pagina = os_emitida(cena, cliente_aprova_conclusao=True, data_conclusao_automatica=True)
    vistas: list[str] = []

    def concluir(dialogo: Any) -> None:
        vistas.extend(oferecidas(dialogo))
        escolhe("concluir")(dialogo)

    def senha(dialogo: Any) -> None:
        assert not dialogo.quando.isVisible()
        digita(dialogo, "caio")
        tecla(dialogo, K.Key_Return)
        assert dialogo.erro.text() == "Digite a senha."
        digita(dialogo, "errada")
        tecla(dialogo, K.Key_Return)
        cena.qtbot.waitUntil(lambda: "não conferem" in dialogo.erro.text(), timeout=20_000)
        assert cena.balcao.loja.um("SELECT situacao FROM pedidos") == "P"
        assert dialogo.senha.hasFocus()
        digita(dialogo, SENHA["caio"])
        tecla(dialogo, K.Key_Return)

    with seguinte(cena, DialogoConclusao, senha):
        cena.no_dialogo(concluir, K.Key_F6)
    cena.qtbot.waitUntil(lambda: linhas(pagina, 6) == [("Pronto",)], timeout=20_000)
    assert [v.split("   ")[0] for v in vistas] == ["Aprovar", "Pôr em execução", "Concluir", "Cancelar"]
    assert cena.ditos == ["Concluído, com a aprovação do cliente."]
    assert cena.balcao.loja.um(
        "SELECT u.login FROM pedidos p JOIN usuarios u ON u.id = conclusao_aprovada_por") == "caio"


def test_recusada_a_data_o_cursor_fica_nela_e_nao_na_senha(cena: CenaDocumentos) -> None:
    pagina = os_emitida(cena, cliente_aprova_conclusao=True)

    def data(dialogo: Any) -> None:
        dialogo.login.setText("caio")
        dialogo.senha.setText(SENHA["caio"])
        dialogo.quando.setText("01/01/2020 10:00")
        tecla(dialogo, K.Key_Return)
        cena.qtbot.waitUntil(lambda: "antes da emissão" in dialogo.erro.text(), timeout=20_000)
        assert dialogo.quando.hasFocus()
        tecla(dialogo, K.Key_Delete)
        tecla(dialogo, K.Key_Return)

    with seguinte(cena, DialogoConclusao, data):
        cena.no_dialogo(escolhe("concluir"), K.Key_F6)
    cena.qtbot.waitUntil(lambda: linhas(pagina, 6) == [("Pronto",)], timeout=20_000)
    assert concluida(cena) == ""
