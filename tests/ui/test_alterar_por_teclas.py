"""An issued document changed by keys, in the real window over a real shop: F8, F4, the edits, F12 F12, or Esc."""

from collections.abc import Callable, Iterator
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from balcao.domain.alteracao import CAMPO
from balcao.services.counter.documentos import LinhaDocumento
from balcao.ui.componentes.avisos import Pergunta
from balcao.ui.venda.resumo import DialogoResumo
from tests.apoio.balcao import balcao_de, servico
from tests.apoio.postgres import FabricaBancos
from tests.apoio.retaguarda import nova_loja
from tests.scenarios.tela import K, Tela


class Balconista:
    """Bia, with a DAV of two lines that she issued."""

    def __init__(self, tela: Tela) -> None:
        self.tela, self.loja = tela, tela.balcao.loja

    @property
    def dito(self) -> str:
        return str(self.tela.pagina.tela.aviso.text())

    @property
    def faixa(self) -> str:
        rotulo = self.tela.pagina.tela.alteracao
        return str(rotulo.text()) if rotulo.isVisible() else ""

    def finaliza(self, no_resumo: Callable[[DialogoResumo], None] = lambda _: None) -> None:
        """F12, F12; the answer is waited for."""
        def dentro(dialogo: Any) -> None:
            assert isinstance(dialogo, DialogoResumo)
            no_resumo(dialogo)
            self.tela.tecla(K.Key_F12)
            self.tela.qtbot.waitUntil(lambda: not dialogo.isVisible() or not dialogo.esperando, timeout=20_000)

        self.tela.no_dialogo(K.Key_F12, dentro)

    def emite(self, *linhas: str) -> None:
        self.tela.venda.muda(tipo_id=self.loja.tipos["DAV"])
        self.tela.pagina.mostra()
        for linha in linhas:
            self.tela.digita(f"{linha}\r")
        self.finaliza()
        self.tela.balcao.puxa()
        self.tela.controle._mudou.emit()

    def altera(self) -> None:
        """F8, then F4 on the newest document."""
        self.tela.tecla(K.Key_F8)
        documentos = self.tela.controle.sessao.documentos

        def escolhido() -> bool:
            atual: LinhaDocumento | None = documentos.atual
            return atual is not None and documentos.acoes.acao("documentos.alterar").isEnabled()

        self.tela.qtbot.waitUntil(escolhido, timeout=20_000)
        self.tela.tecla(K.Key_F4)
        self.tela.qtbot.waitUntil(lambda: self.tela.venda.rascunho.alterando is not None, timeout=20_000)
        self.tela.qtbot.waitUntil(lambda: self.tela.pagina.tela.entrada.hasFocus(), timeout=20_000)

    def responde(self, tecla: Any, resposta: Any, modificador: Any = Qt.KeyboardModifier.NoModifier) -> str:
        """Press a key that asks, and the key that answers; what was asked."""
        perguntas: list[str] = []

        def dentro(dialogo: Any) -> None:
            assert isinstance(dialogo, Pergunta)
            perguntas.append(" ".join(rotulo.text() for rotulo in dialogo.findChildren(QLabel)))
            self.tela.tecla(resposta)

        self.tela.ao_abrir(lambda: self.tela.tecla(tecla, modificador), dentro)
        self.tela.qtbot.waitUntil(lambda: not self.tela.janela.findChildren(Pergunta), timeout=20_000)
        return perguntas[0]

    def versoes(self) -> list[tuple[int, D]]:
        return self.loja.sql("SELECT versao, (documento ->> 'total')::numeric FROM pedido_versoes ORDER BY em, versao")


@pytest.fixture
def bia(fabrica_bancos: FabricaBancos, qtbot: Any, qapp: QApplication, tmp_path: Path) -> Iterator[Balconista]:
    loja = nova_loja(fabrica_bancos)
    for tipo in loja.tipos:
        loja.muda_tipo(tipo, **{campo: ["M", "P"] for campo in CAMPO.values()})
    try:
        with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as balcao:
            tela = Tela(qtbot, qapp, balcao)
            try:
                tela.entra("bia")
                yield Balconista(tela)
            finally:
                tela.fecha()
    finally:
        loja.fecha()


def test_altera_grava_a_versao_seguinte_e_imprime(bia: Balconista) -> None:
    bia.loja.muda_tipo("DAV", chave_identificacao="D${pedido}")
    bia.tela.balcao.puxa()
    bia.tela.controle._mudou.emit()
    bia.emite("2*P1", "P2")
    bia.altera()
    assert bia.faixa == "Alterando DAV D1, revisão 1 (Pendente). F12 grava, Esc abandona."
    assert not bia.tela.pagina.acoes.acao("venda.tipo").isEnabled()
    assert not bia.tela.pagina.acoes.acao("venda.suspender").isEnabled()
    bia.tela.digita("3*P3\r")
    lidos: list[tuple[str, str]] = []

    def no_resumo(dialogo: DialogoResumo) -> None:
        lidos.extend(dialogo.linhas)
        assert dialogo.botao_confirma.text() == "Gravar (F12)"

    bia.finaliza(no_resumo)
    assert ("Documento", "DAV D1 · revisão 2, no lugar da 1") in lidos
    assert bia.versoes() == [(1, D("40.00")), (2, D("130.00"))]
    assert bia.tela.notas[-1].startswith("DAV D1 alterado: revisão 2 na retaguarda.")
    assert bia.faixa == ""
    assert bia.tela.venda.pedido.vazio
    assert bia.tela.balcao.rascunhos() == []


def test_o_que_esta_travado_diz_por_que_na_tecla(bia: Balconista) -> None:
    bia.emite("2*P1")
    bia.loja.muda_tipo("DAV", **{campo: ["M"] for campo in CAMPO.values()})
    bia.tela.balcao.puxa()
    bia.tela.controle._mudou.emit()
    bia.altera()
    assert bia.faixa.endswith("Aqui não se pode: incluir itens; mudar quantidade ou preço; excluir itens; mudar o "
                              "desconto do total.")
    assert bia.tela.pagina.tela.entrada.placeholderText() == "este documento não aceita mais itens"
    for tecla, modificador in ((K.Key_F4, None), (K.Key_F10, None), (K.Key_Delete, "ctrl"), (K.Key_F5, "shift")):
        modificadores = {None: Qt.KeyboardModifier.NoModifier, "ctrl": Qt.KeyboardModifier.ControlModifier,
                         "shift": Qt.KeyboardModifier.ShiftModifier}
        bia.tela.pagina.tela.avisa("")
        bia.tela.tecla(tecla, modificadores[modificador])
        assert QApplication.activeModalWidget() is None
        assert "na situação Pendente" in bia.dito, tecla
    bia.tela.digita("P3\r")
    assert "não deixa incluir itens na situação Pendente: PRODUTO P3 não entra" in bia.dito
    assert len(bia.tela.venda.pedido.itens) == 1
    bia.tela.pagina.tela.limpa_entrada()


def test_esc_pergunta_e_abandonada_o_documento_fica_como_estava(bia: Balconista) -> None:
    bia.emite("2*P1")
    bia.altera()
    bia.tela.digita("P2\r")
    assert "DAV 1 fica como está, na revisão 1" in bia.responde(K.Key_Escape, K.Key_Escape)
    assert bia.tela.venda.rascunho.alterando is not None
    bia.responde(K.Key_W, K.Key_F12, Qt.KeyboardModifier.ControlModifier)
    assert bia.tela.venda.rascunho.alterando is None
    assert bia.versoes() == [(1, D("20.00"))]
    bia.tela.tecla(K.Key_Escape)  # of a new document Esc asks nothing
    assert not bia.tela.janela.findChildren(Pergunta)


def test_ctrl_w_no_resumo_abandona_a_alteracao(bia: Balconista) -> None:
    """As the refusal of a document that changed meanwhile advises, in the summary itself."""
    bia.emite("2*P1")
    bia.altera()
    bia.tela.digita("P2\r")
    perguntas = []

    def no_resumo(dialogo: Any) -> None:
        bia.tela.tecla(K.Key_W, Qt.KeyboardModifier.ControlModifier)
        perguntas.append(dialogo.isVisible())
        if dialogo.isVisible():
            dialogo.reject()

    bia.tela.no_dialogo(K.Key_F12, no_resumo)
    assert perguntas == [False]
    bia.tela.qtbot.waitUntil(lambda: bool(bia.tela.janela.findChildren(Pergunta)), timeout=20_000)
    bia.tela.tecla(K.Key_F12)
    bia.tela.qtbot.waitUntil(lambda: bia.tela.venda.rascunho.alterando is None, timeout=20_000)
    assert bia.versoes() == [(1, D("20.00"))]


def test_sem_retaguarda_diz_e_guarda_e_depois_grava(bia: Balconista) -> None:
    bia.emite("2*P1")
    bia.altera()
    bia.tela.digita("P2\r")
    bia.tela.balcao.cai()
    ditos: list[str] = []

    def dentro(dialogo: Any) -> None:
        bia.tela.tecla(K.Key_F12)
        bia.tela.qtbot.waitUntil(lambda: not dialogo.esperando, timeout=20_000)
        ditos.append(dialogo.erro.text())

    bia.tela.no_dialogo(K.Key_F12, dentro)
    assert "A alteração continua guardada neste balcão. Grave-a (F12) quando a retaguarda voltar" in ditos[0]
    assert bia.tela.venda.rascunho.alterando is not None
    bia.tela.balcao.volta()
    bia.finaliza()
    assert bia.versoes() == [(1, D("20.00")), (2, D("40.00"))]
