"""An open Configuração, while the retaguarda goes away and comes back: a real counter over a network that fails."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from balcao.app.configura import abre_configuracao
from balcao.domain.erros import AmbienteIndisponivel
from balcao.services.counter.configuracao import Configuracao
from balcao.ui.background import Background
from balcao.ui.configuracao.dialogo import DialogoConfiguracao
from balcao.ui.janela import Janela
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.rede import Modo
from tests.apoio.retaguarda import nova_loja
from tests.ui.teclas import digita, espera_teclado, tecla
from tests.ui.test_configuracao import escreve, linha_de

F12, ESC = Qt.Key.Key_F12, Qt.Key.Key_Escape


class Novidade(QObject):
    mudou = Signal()


class Aberta:
    """The program's own window of settings, over one counter with somebody in."""

    def __init__(self, qtbot: Any, balcao: BalcaoDeTeste) -> None:
        self.qtbot, self.balcao = qtbot, balcao
        self.janela, self.novidade = Janela(), Novidade()
        self.fundo = Background(lambda erro: AmbienteIndisponivel(f"inesperado: {erro!r}", ""))
        balcao.b.ligacao.ao_mudar = self.novidade.mudou.emit
        qtbot.addWidget(self.janela)
        self.janela.show()

    def abre(self) -> DialogoConfiguracao:
        abre_configuracao(self.balcao.b, self.janela, self.fundo, lambda: None, self.novidade.mudou)
        self.para()
        dialogo = QApplication.activeModalWidget()
        assert isinstance(dialogo, DialogoConfiguracao)
        espera_teclado(self.qtbot, dialogo)
        return dialogo

    def para(self) -> None:
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.fundo.pendentes(), timeout=60_000)

    def cai(self) -> None:
        self.balcao.cai(Modo.RECUSA)
        self.para()

    def volta(self) -> None:
        self.balcao.volta()
        self.balcao.b.ligacao.ouviu(True)
        self.para()


@pytest.fixture
def aberta(qtbot: Any, fabrica_bancos: Any, tmp_path: Path) -> Iterator[Aberta]:
    loja = nova_loja(fabrica_bancos)
    loja.sql("UPDATE perfis SET permissoes = permissoes || '[\"alterar_regras_terminal\"]'")
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as um:
        um.entra("bia")
        cena = Aberta(qtbot, um)
        yield cena
        assert cena.fundo.para(10) == []
        cena.fundo.deleteLater()


def _tolerancia(balcao: BalcaoDeTeste) -> object:
    return balcao.b.configuracao().le().politica.controles_clientes.tolerancia_crediario_dias


def test_quando_ela_cai_as_regras_travam_e_quando_volta_o_que_se_digitou_se_grava(aberta: Aberta) -> None:
    dialogo = aberta.abre()
    escreve(dialogo, "controles_clientes", "tolerancia_crediario_dias", "7")
    aberta.cai()
    assert "As regras do terminal podem ser lidas, mas não alteradas" in dialogo.faixa.texto
    campo = linha_de(dialogo, "controles_clientes", "tolerancia_crediario_dias")
    assert campo.motivo
    digita(dialogo, "9")
    aberta.volta()
    assert dialogo.faixa.texto == ""
    assert (campo.motivo, campo.editor.valor()) == ("", 7)
    tecla(dialogo, F12)
    aberta.para()
    assert QApplication.activeModalWidget() is None
    assert _tolerancia(aberta.balcao) == 7


def test_o_que_ficou_travado_nao_se_perde_calado_no_f12(aberta: Aberta) -> None:
    dialogo = aberta.abre()
    escreve(dialogo, "controles_clientes", "tolerancia_crediario_dias", "7")
    aberta.cai()
    tecla(dialogo, F12)
    aberta.para()
    assert dialogo.isVisible()
    assert dialogo.faixa.texto == ("Nada foi gravado. Sem a retaguarda não se grava: Tolerância do crediário vencido "
                                   "(dias). Quando ela voltar, F12 grava; ESC descarta.")
    aberta.volta()
    tecla(dialogo, F12)
    aberta.para()
    assert _tolerancia(aberta.balcao) == 7


def test_o_que_e_deste_computador_se_grava_e_a_janela_espera_com_o_resto(aberta: Aberta) -> None:
    dialogo = aberta.abre()
    escreve(dialogo, "controles_clientes", "tolerancia_crediario_dias", "7")
    aberta.cai()
    escreve(dialogo, "controles_impressao", "imp_impressora", "nenhuma")
    tecla(dialogo, F12)
    aberta.para()
    assert dialogo.isVisible()
    assert dialogo.faixa.texto.startswith("Sem a retaguarda não se grava: Tolerância do crediário vencido (dias).")
    assert "Os dados deste computador foram gravados." in dialogo.faixa.texto
    assert aberta.balcao.b.politica().controles_impressao.imp_impressora == "nenhuma"
    assert [m.nome for m in dialogo.paginas.mudancas()] == []


def test_o_que_outra_pessoa_gravou_enquanto_ela_faltava_aparece_e_nao_e_desfeito(aberta: Aberta) -> None:
    dialogo = aberta.abre()
    escreve(dialogo, "controles_clientes", "tolerancia_crediario_dias", "7")
    aberta.cai()
    aberta.balcao.loja.sql(
        "UPDATE estacoes SET politica = jsonb_build_object('operacional', jsonb_build_object("
        "'op_validade_orcamento_dias', 33)), politica_versao = politica_versao + 1")
    aberta.volta()
    assert linha_de(dialogo, "controles_clientes", "tolerancia_crediario_dias").editor.valor() == 7
    dialogo.paginas.mostra("operacional")
    assert linha_de(dialogo, "operacional", "op_validade_orcamento_dias").editor.valor() == 33
    tecla(dialogo, F12)
    aberta.para()
    politica = aberta.balcao.b.configuracao().le().politica
    assert politica.operacional.op_validade_orcamento_dias == 33
    assert politica.controles_clientes.tolerancia_crediario_dias == 7


def test_aberta_sem_ela_destrava_quando_ela_chega(aberta: Aberta) -> None:
    aberta.cai()
    dialogo = aberta.abre()
    assert linha_de(dialogo, "rodape", "casas_decimais_qtde").motivo
    aberta.volta()
    assert not linha_de(dialogo, "rodape", "casas_decimais_qtde").motivo
    escreve(dialogo, "rodape", "casas_decimais_qtde", "2")
    tecla(dialogo, F12)
    aberta.para()
    assert aberta.balcao.b.configuracao().le().politica.rodape.casas_decimais_qtde == 2


def test_fechada_nao_fica_na_memoria_nem_pergunta_mais_nada(aberta: Aberta, monkeypatch: pytest.MonkeyPatch) -> None:
    dialogo = aberta.abre()
    perguntas: list[object] = []
    monkeypatch.setattr(Configuracao, "le_de_novo", lambda _: perguntas.append(None))
    tecla(dialogo, ESC)
    aberta.qtbot.waitUntil(lambda: not isValid(dialogo))
    aberta.cai()
    assert perguntas == []
