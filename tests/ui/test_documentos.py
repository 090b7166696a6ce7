"""Documentos (F8) worked by keys, over a real counter and its retaguarda: find, see, print, convert, close."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal as D
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from balcao.domain.formatos import data
from balcao.services.counter.rascunho import Rascunho
from balcao.ui.documentos.conversao import DialogoConversao
from balcao.ui.documentos.pagina import PaginaDocumentos
from tests.apoio.balcao import Modo
from tests.ui.cena import Cena, junta, palco
from tests.ui.teclas import digita, espera_teclado, tecla

K = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@dataclass
class CenaDocumentos(Cena):
    abertos: list[Rascunho] = field(default_factory=list)
    pedidos: list[str] = field(default_factory=list)

    def abre(self) -> PaginaDocumentos:
        b = self.balcao.b
        pagina = PaginaDocumentos(b.bastidores.documentos, self.fundo, b.relogio.hoje, ZoneInfo("America/Sao_Paulo"),
                                  lambda p: b.sessoes.atual is not None and b.sessoes.atual.usuario.pode(p),
                                  parent=self.pai)
        pagina.abriu.connect(lambda rascunho, *_: self.abertos.append(rascunho))
        pagina.voltou.connect(lambda: self.pedidos.append("voltou"))
        pagina.pediu_ajuda.connect(lambda: self.pedidos.append("ajuda"))
        self.poe(pagina)
        return pagina

    def parado(self) -> bool:
        """Nor about to be: the pause after typing."""
        return super().parado() and not any(p._espera.isActive() for p in self.pai.findChildren(PaginaDocumentos))

    def no_dialogo(self, faz: Callable[[Any], None], qual: Qt.Key, *modificadores: Qt.KeyboardModifier) -> None:
        """Press a key that opens a dialog which holds whoever opened it; `faz(dialogo)` works it until it closes.

        A timer looks for the dialog: it beats inside the dialog's own event loop.
        """
        erros: list[BaseException] = []
        feitos: list[QDialog] = []
        olha = QTimer(self.pai, interval=20)

        def bate() -> None:
            dialogo = QApplication.activeModalWidget()
            if not isinstance(dialogo, QDialog) or QApplication.focusWindow() is not dialogo.windowHandle():
                return
            olha.stop()
            feitos.append(dialogo)
            try:
                faz(dialogo)
                self.qtbot.waitUntil(lambda: not dialogo.isVisible(), timeout=15_000)
            except BaseException as erro:  # noqa: BLE001 - raised again outside: Qt's loop would swallow it
                erros.append(erro)
                dialogo.reject()

        olha.timeout.connect(bate)
        olha.start()
        tecla(self.pai, qual, junta(modificadores))
        try:
            self.qtbot.waitUntil(lambda: bool(feitos) and QApplication.activeModalWidget() is None, timeout=20_000)
        finally:
            olha.stop()
            olha.deleteLater()
        if erros:
            raise erros[0]
        espera_teclado(self.qtbot, self.pai)
        self.para()


@pytest.fixture
def cena(qtbot, fabrica_bancos, tmp_path) -> Iterator[CenaDocumentos]:
    with palco(qtbot, fabrica_bancos, tmp_path) as onde:
        yield CenaDocumentos(qtbot, *onde)


def linhas(pagina: PaginaDocumentos, *colunas: int) -> list[tuple[str, ...]]:
    return [tuple(pagina.modelo.index(i, c).data() for c in colunas) for i in range(pagina.modelo.rowCount())]


def situacoes(cena: CenaDocumentos) -> list[tuple[str, str]]:
    return cena.balcao.loja.sql("SELECT situacao, motivo FROM pedidos ORDER BY numero")


# ---- finding

def test_acha_por_numero_cliente_e_periodo(cena: CenaDocumentos) -> None:
    cena.balcao.emite(cena.balcao.venda("DAV", cliente="MARIA SOUZA"))
    cena.balcao.emite(cena.balcao.venda("VENDA"))
    pagina = cena.abre()
    assert linhas(pagina, 0, 1, 3, 4, 6, 7) == [
        ("P-1", "Pré-venda", "CONSUMIDOR FINAL", "Bia Lima", "Pendente", "R$\u00a010,00"),
        ("1", "DAV", "MARIA SOUZA", "Bia Lima", "Pendente", "R$\u00a010,00")]
    assert pagina.texto.hasFocus()
    assert not pagina.previa.pixmap().isNull()
    cena.digita("maria")
    assert linhas(pagina, 3) == [("MARIA SOUZA",)]
    cena.digita("99")
    assert linhas(pagina, 3) == []
    assert pagina.estado.text() == "Nenhum documento neste filtro. Aumente o período, ou apague o que digitou."
    assert pagina.previa.pixmap().isNull()  # not the page of the one that was found before
    assert not pagina.acoes.acao("documentos.via").isEnabled()
    pagina.texto.selectAll()
    cena.digita("P-1")
    assert linhas(pagina, 0) == [("P-1",)]
    pagina.texto.selectAll()
    cena.tecla(K.Key_Backspace)
    cena.tecla(K.Key_Down)  # the list moves while the search box keeps the keyboard
    assert pagina.texto.hasFocus()
    assert pagina.atual is not None
    assert pagina.atual.resumo.cliente_nome == "MARIA SOUZA"


def test_cada_f8_comeca_de_novo_com_o_mais_novo_sob_o_cursor(cena: CenaDocumentos) -> None:
    cena.balcao.emite(cena.balcao.venda("DAV", cliente="MARIA SOUZA"))
    cena.balcao.emite(cena.balcao.venda("DAV"))
    pagina = cena.abre()
    cena.digita("maria")
    pagina.situacao.setFocus()
    cena.tecla(K.Key_End)
    assert linhas(pagina, 0) == []
    pagina.abre()
    cena.para()
    assert (pagina.texto.text(), pagina.situacao.currentText()) == ("", "Todas as situações")
    assert linhas(pagina, 0) == [("2",), ("1",)]
    cena.tecla(K.Key_Down)
    assert pagina.atual is not None
    assert pagina.atual.resumo.cliente_nome == "MARIA SOUZA"
    cena.balcao.emite(cena.balcao.venda("DAV"))
    amanha = pagina.hoje() + timedelta(days=1)
    pagina.hoje = lambda: amanha  # the counter stays on overnight
    pagina.abre()
    cena.para()
    assert pagina.ate.text() == data(amanha)
    assert pagina.atual is not None
    assert pagina.atual.resumo.numero == 3
    assert pagina.texto.hasFocus()


def test_sem_a_retaguarda_diz_que_so_ha_os_deste_balcao(cena: CenaDocumentos) -> None:
    cena.balcao.emite(cena.balcao.venda("DAV", cliente="MARIA SOUZA"))
    cena.balcao.cai()
    pagina = cena.abre()
    assert linhas(pagina, 0) == [("1",)]
    assert pagina.estado.text() == ("A retaguarda não responde: 1 documento deste balcão neste filtro. "
                                    "F5 tenta de novo.")
    cena.digita("99")
    assert pagina.estado.text() == ("A retaguarda não responde: nenhum documento deste balcão neste filtro. "
                                    "F5 tenta de novo.")
    cena.balcao.volta()
    cena.tecla(K.Key_F5)
    assert pagina.estado.text() == "Nenhum documento neste filtro. Aumente o período, ou apague o que digitou."


def test_data_errada_diz_e_nao_perde_a_lista(cena: CenaDocumentos) -> None:
    cena.balcao.emite(cena.balcao.venda("DAV"))
    pagina = cena.abre()
    pagina.ate.setFocus()
    pagina.ate.selectAll()
    cena.digita("99")
    cena.tecla(K.Key_Return)
    assert pagina.erro.isVisible()
    assert linhas(pagina, 0) == [("1",)]
    pagina.ate.selectAll()
    cena.digita("01/01/2020")
    cena.tecla(K.Key_Return)
    assert "termina antes de começar" in pagina.erro.text()
    pagina.ate.selectAll()
    cena.digita(data(cena.balcao.b.relogio.hoje()))
    cena.tecla(K.Key_Return)
    assert not pagina.erro.isVisible()
    assert linhas(pagina, 0) == [("1",)]


def test_esc_f1_e_f5(cena: CenaDocumentos) -> None:
    pagina = cena.abre()
    assert linhas(pagina, 0) == []
    cena.balcao.emite(cena.balcao.venda("DAV"))
    cena.tecla(K.Key_F5)
    assert linhas(pagina, 0) == [("1",)]
    cena.tecla(K.Key_F1)
    cena.tecla(K.Key_Escape)
    assert cena.pedidos == ["ajuda", "voltou"]


# ---- paper

def test_segunda_via_e_pdf(cena: CenaDocumentos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    emitido = cena.balcao.emite(cena.balcao.venda("DAV"))
    atras = cena.balcao.b.bastidores
    atras.fila.iniciar()
    assert emitido.documento is not None
    atras.impressor.imprime(emitido.documento, cena.balcao.b.envios.todos()[0].pedido_id)
    cena.abre()
    cena.tecla(K.Key_P, CTRL)
    assert len(cena.ditos) == 1
    for trabalho in atras.fila.listar():
        atras.fila.esperar(trabalho.id, 30)
    assert sorted(p.name for p in cena.balcao.impressos.iterdir()) == ["dav-1-2a-via.pdf", "dav-1.pdf"]
    destino = tmp_path / "salvo.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(destino), ""))
    cena.tecla(K.Key_G, CTRL)
    assert "MARIA" not in PdfReader(destino).pages[0].extract_text()
    assert "CONSUMIDOR FINAL" in PdfReader(destino).pages[0].extract_text()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: ("", ""))
    ditos = list(cena.ditos)
    cena.tecla(K.Key_G, CTRL)
    assert cena.ditos == ditos


# ---- from one document to another

def test_converte_mostrando_o_que_mudou(cena: CenaDocumentos) -> None:
    cena.balcao.emite(cena.balcao.venda("DAV", [("P1", 3)]))
    cena.balcao.loja.sql("UPDATE precos SET preco = 12 WHERE produto_id = %s AND lista_id = %s",
                         cena.balcao.loja.produtos["P1"], cena.balcao.loja.listas["VAREJO"])
    cena.balcao.puxa()
    pagina = cena.abre()

    def confere(dialogo: Any) -> None:
        assert isinstance(dialogo, DialogoConversao)
        tecla(dialogo, K.Key_Return)

    cena.no_dialogo(confere, K.Key_F9)
    [rascunho] = cena.abertos
    assert rascunho.pedido.origem_id == cena.balcao.b.envios.todos()[0].pedido_id
    assert rascunho.pedido.tipo_id in (cena.balcao.loja.tipos["VENDA"], cena.balcao.loja.tipos["VENDA LIVRE"])
    cena.no_dialogo(lambda d: tecla(d, K.Key_Escape), K.Key_F9)
    assert len(cena.abertos) == 1
    assert pagina.isVisible()


def test_clona_a_precos_de_hoje(cena: CenaDocumentos) -> None:
    cena.balcao.emite(cena.balcao.venda("VENDA", [("P1", 3)]))
    cena.abre()
    assert cena.abertos == []
    cena.tecla(K.Key_D, CTRL)
    [rascunho] = cena.abertos
    assert [(i.codigo, i.quantidade) for i in rascunho.pedido.itens] == [("P1", D(3))]
    assert rascunho.pedido.origem_id is None
    cena.tecla(K.Key_F9)  # a pré-venda does not convert
    assert QApplication.activeModalWidget() is None


def test_suspenso_e_retomado_uma_vez(cena: CenaDocumentos) -> None:
    venda = cena.balcao.venda("DAV", [("P1", 2)])
    cena.balcao.b.bastidores.finalizador.suspende(venda.rascunho)
    venda.fecha()
    pagina = cena.abre()
    assert linhas(pagina, 0) == []
    cena.tecla(K.Key_F10)  # where they are, from wherever the list is
    assert pagina.situacao.currentText() == "Suspensos na retaguarda"
    assert (linhas(pagina, 0, 6), cena.abertos) == ([("rascunho", "Suspenso")], [])
    assert "F10" in pagina.previa.text()
    assert not pagina.acoes.acao("documentos.clonar").isEnabled()
    cena.tecla(K.Key_F10)
    [rascunho] = cena.abertos
    assert rascunho.pedido.itens[0].quantidade == 2
    cena.tecla(K.Key_F10)  # asked again here (an answer may be lost): the same draft, not another
    assert {um.id for um in cena.abertos} == {rascunho.id}
    cena.tecla(K.Key_F5)
    assert linhas(pagina, 0) == []


def test_suspenso_e_descartado_com_del_depois_de_uma_pergunta(cena: CenaDocumentos) -> None:
    venda = cena.balcao.venda("DAV", [("P1", 2)])
    cena.balcao.b.bastidores.finalizador.suspende(venda.rascunho)
    venda.fecha()
    pagina = cena.abre()
    cena.tecla(K.Key_Tab)
    cena.digita("Susp")
    for resposta, restam in ((K.Key_Escape, 1), (K.Key_F12, 0)):
        cena.tecla(K.Key_Delete)
        cena.dialogo()
        cena.tecla(resposta)
        cena.sem_dialogo()
        assert len(linhas(pagina, 0)) == restam
        assert cena.balcao.loja.conta("pedidos") == restam
    assert cena.ditos == ["Rascunho descartado."]


# ---- closing

def test_cancela_so_com_motivo(cena: CenaDocumentos) -> None:
    cena.balcao.emite(cena.balcao.venda("VENDA", [("P1", 5)]))
    pagina = cena.abre()
    cena.digita("p-1")
    cena.tecla(K.Key_Home)
    for _ in range(3):
        cena.tecla(K.Key_Delete)  # in the search box it erases; there is nothing left then
    assert (pagina.texto.text(), QApplication.activeModalWidget()) == ("", None)

    def motivo(dialogo: Any) -> None:
        assert "P-1" in dialogo.windowTitle()
        tecla(dialogo, K.Key_Return)
        assert "Diga o motivo" in dialogo.erro.text()
        digita(dialogo, "desistiu 2x")
        tecla(dialogo, K.Key_Return)

    cena.no_dialogo(motivo, K.Key_Delete)
    assert cena.ditos == ["Documento cancelado."]
    assert situacoes(cena) == [("C", "desistiu 2x")]
    assert linhas(pagina, 6) == [("Cancelado",)]
    assert cena.balcao.loja.estoque("P1")[1] == 0
    assert not pagina.acoes.acao("documentos.cancelar").isEnabled()
    assert not pagina.acoes.acao("documentos.entregar").isEnabled()


def test_esc_no_motivo_nao_cancela(cena: CenaDocumentos) -> None:
    cena.balcao.emite(cena.balcao.venda("VENDA"))
    cena.abre()
    cena.tecla(K.Key_Tab)
    cena.no_dialogo(lambda d: tecla(d, K.Key_Escape), K.Key_Delete)
    assert situacoes(cena) == [("P", "")]
    assert cena.ditos == []


def test_perdido_e_so_de_orcamento(cena: CenaDocumentos) -> None:
    cena.balcao.emite(cena.balcao.venda("VENDA"))
    pagina = cena.abre()
    assert not pagina.acoes.acao("documentos.perder").isEnabled()
    cena.balcao.emite(cena.balcao.venda("DAV"))
    cena.tecla(K.Key_F5)
    cena.tecla(K.Key_Tab)
    pagina.tabela.selectRow(next(i for i, (n,) in enumerate(linhas(pagina, 1)) if n == "DAV"))
    cena.para()

    def motivo(dialogo: Any) -> None:
        digita(dialogo, "achou mais barato")
        tecla(dialogo, K.Key_F12)

    cena.no_dialogo(motivo, K.Key_Delete, CTRL)
    assert cena.balcao.loja.sql("SELECT situacao, motivo FROM pedidos WHERE categoria = 'orcamento'") == [
        ("R", "achou mais barato")]


def test_revalida_com_data_de_hoje_em_diante(cena: CenaDocumentos) -> None:
    cena.balcao.emite(cena.balcao.venda("DAV"))
    hoje = cena.balcao.b.relogio.hoje()
    ate = hoje + timedelta(days=20)
    pagina = cena.abre()

    def datas(dialogo: Any) -> None:
        dialogo.texto.selectAll()
        digita(dialogo, data(hoje - timedelta(days=1)))
        tecla(dialogo, K.Key_Return)
        assert "já passou" in dialogo.erro.text()
        digita(dialogo, data(ate))
        tecla(dialogo, K.Key_Return)

    cena.no_dialogo(datas, K.Key_R, CTRL)
    assert cena.ditos == [f"Orçamento válido até {data(ate)}."]
    assert linhas(pagina, 5) == [(data(ate),)]


def test_entrega_e_desfaz_so_quem_fatura(cena: CenaDocumentos) -> None:
    cena.balcao.entra("ana")
    cena.balcao.emite(cena.balcao.venda("VENDA"))
    pagina = cena.abre()
    for qual in ("documentos.entregar", "documentos.devolver", "documentos.cancelar"):
        assert not pagina.acoes.acao(qual).isEnabled()
    cena.tecla(K.Key_E, CTRL)
    assert situacoes(cena) == [("P", "")]
    cena.balcao.entra("bia")
    cena.tecla(K.Key_F5)
    assert pagina.acoes.acao("documentos.entregar").isEnabled()
    assert not pagina.acoes.acao("documentos.devolver").isEnabled()
    cena.tecla(K.Key_E, CTRL)
    cena.qtbot.waitUntil(lambda: pagina.acoes.acao("documentos.devolver").isEnabled(), timeout=20_000)
    assert cena.ditos == ["Entregue. Falta o caixa faturar."]
    assert situacoes(cena)[0][0] == "E"
    assert linhas(pagina, 6) == [("Entregue",)]
    assert not pagina.acoes.acao("documentos.entregar").isEnabled()

    def motivo(dialogo: Any) -> None:
        digita(dialogo, "voltou 1")
        tecla(dialogo, K.Key_Return)

    cena.no_dialogo(motivo, K.Key_E, CTRL, SHIFT)
    assert situacoes(cena)[0][0] == "P"
    assert pagina.acoes.acao("documentos.entregar").isEnabled()


# ---- without the retaguarda

def test_sem_retaguarda_mostra_o_que_este_balcao_fez(cena: CenaDocumentos) -> None:
    cena.balcao.emite(cena.balcao.venda("DAV"))
    cena.balcao.cai()
    cena.balcao.emite(cena.balcao.venda("DAV", cliente="MARIA SOUZA"))
    pagina = cena.abre()
    assert linhas(pagina, 0, 6) == [("T11-000001", "A enviar"), ("1", "Pendente")]
    assert not pagina.previa.pixmap().isNull()
    for qual in ("converter", "cancelar", "perder"):
        assert not pagina.acoes.acao(f"documentos.{qual}").isEnabled()
    cena.tecla(K.Key_Down)
    cena.tecla(K.Key_Tab)

    def motivo(dialogo: Any) -> None:
        digita(dialogo, "sem rede")
        tecla(dialogo, K.Key_Return)
        cena.qtbot.waitUntil(lambda: "retaguarda" in dialogo.erro.text(), timeout=60_000)
        assert dialogo.motivo.text() == "sem rede"
        cena.balcao.rede.modo = Modo.PASSA
        tecla(dialogo, K.Key_Return)

    cena.no_dialogo(motivo, K.Key_Delete)
    assert cena.ditos == ["Documento cancelado."]
    assert situacoes(cena) == [("C", "sem rede")]
