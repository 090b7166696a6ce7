"""Fila de impressão worked by keys, over a real counter and a printer that is out of paper."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from balcao.app.impressoras import Impressoras
from balcao.devices.trabalho import EstadoTrabalho
from balcao.documents import escpos_leitura as leitura
from balcao.ui.componentes.contexto import Contexto
from balcao.ui.pendencias.papeis import PaginaPapeis
from tests.apoio_documentos.impressora_tcp import PRONTA, ImpressoraTcp
from tests.ui.cena import Cena, palco
from tests.ui.teclas import segura

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SEM_PAPEL = 0x72


@dataclass
class CenaPapeis(Cena):
    impressora: Any = None

    def para_em(self, *, incerto: bool = False) -> None:
        """A DAV whose paper stops; the printer works again."""
        b = self.balcao.b
        self.impressora.papel = PRONTA if incerto else SEM_PAPEL
        self.impressora.corta_em = 1 if incerto else None
        emitido = self.balcao.emite(self.balcao.venda("DAV"))
        assert emitido.documento is not None
        b.bastidores.impressor.imprime(emitido.documento, b.envios.todos()[0].pedido_id)
        self.imprime()
        self.impressora.papel, self.impressora.corta_em = PRONTA, None
        self.impressora.recebidos.clear()

    def imprime(self) -> None:
        """Until the printer has done what it can."""
        fila = self.balcao.b.bastidores.fila
        for um in fila.listar(EstadoTrabalho.NA_FILA, EstadoTrabalho.IMPRIMINDO):
            fila.esperar(um.id, 30)

    def saidas(self) -> list[str]:
        self.imprime()
        return [leitura.texto(leitura.ler(um)) for um in self.impressora.recebidos if um]

    def pagina(self) -> PaginaPapeis:
        b = self.balcao.b
        return self.poe(PaginaPapeis(
            b.bastidores.papeis, self.fundo, ZoneInfo("America/Sao_Paulo"), Impressoras(),
            lambda: b.politica().controles_impressao.imp_impressora, Contexto(hoje=b.relogio.hoje, fundo=self.fundo),
            self.pai))


@pytest.fixture
def cena(qtbot, fabrica_bancos, tmp_path) -> Iterator[CenaPapeis]:
    with ImpressoraTcp() as impressora, palco(qtbot, fabrica_bancos, tmp_path) as onde:
        uma = CenaPapeis(qtbot, *onde)
        uma.impressora, b = impressora, uma.balcao.b
        b.estacao = replace(b.estacao, locais={**b.estacao.locais, "controles_impressao": {
            "imp_impressora": impressora.endereco, "imp_modelo_papel": "bobina_80"}})
        b.bastidores.fila.iniciar()
        yield uma


def linhas(pagina: PaginaPapeis, *colunas: int) -> list[tuple[str, ...]]:
    modelo = pagina.tabela.modelo
    return [tuple(modelo.index(i, c).data() for c in colunas) for i in range(modelo.rowCount())]


def test_o_parado_diz_por_que_e_sai_com_f12(cena: CenaPapeis) -> None:
    cena.para_em()
    pagina = cena.pagina()
    assert linhas(pagina, 0, 1, 2, 3, 5, 6) == [("DAV 1", cena.impressora.endereco, "80 mm", "1", "1", "Falhou")]
    assert pagina.tabela.hasFocus()
    assert "sem papel" in pagina.motivo.text()
    assert "F12 imprime de novo" in pagina.conselho.text()
    assert pagina.estado.text() == "1 parado."
    assert not pagina.previa.pixmap().isNull()
    segura(pagina, K.Key_F12, 3)
    cena.para()
    assert cena.ditos == ["DAV 1 na impressora."]
    assert len(cena.saidas()) == 1
    cena.tecla(K.Key_F5)
    assert linhas(pagina, 0) == []
    assert "saiu" in pagina.estado.text()
    assert not pagina.acoes.acao("papeis.imprimir").isEnabled()


def test_de_um_incerto_a_pessoa_diz_que_ja_saiu(cena: CenaPapeis) -> None:
    cena.para_em(incerto=True)
    pagina = cena.pagina()
    assert linhas(pagina, 6) == [("Saiu? Confira o papel",)]
    assert "Saiu inteiro: F10" in pagina.conselho.text()
    cena.tecla(K.Key_F10)
    assert linhas(pagina, 0) == []
    assert cena.saidas() == []
    assert cena.ditos == ["DAV 1 saiu da fila como impresso."]


def test_outra_impressora_que_nao_e_uma_fica_no_campo(cena: CenaPapeis) -> None:
    cena.para_em()
    pagina = cena.pagina()
    with ImpressoraTcp() as outra:
        cena.tecla(K.Key_F9)
        dialogo = cena.dialogo()
        assert dialogo.impressora.selectedText() == cena.impressora.endereco  # typed over, by whoever wants another
        cena.digita("rede:x:99999")
        cena.tecla(K.Key_Return)
        assert "não é o endereço" in dialogo.erro.text()
        assert dialogo.impressora.hasFocus()
        cena.digita(outra.endereco)
        cena.tecla(K.Key_Return)
        cena.sem_dialogo()
        assert cena.saidas() == []
        assert len([um for um in outra.recebidos if um]) == 1
    cena.tecla(K.Key_F5)
    assert linhas(pagina, 0) == []


def test_esc_no_meio_nao_muda_nada(cena: CenaPapeis) -> None:
    cena.para_em()
    pagina = cena.pagina()
    for chave in (K.Key_F9, K.Key_Delete):
        cena.tecla(chave)
        cena.dialogo()
        cena.tecla(K.Key_Escape)
        cena.sem_dialogo()
    cena.tecla(K.Key_F5)
    assert linhas(pagina, 6) == [("Falhou",)]
    assert cena.saidas() == []


def test_del_pergunta_e_deixa_de_imprimir(cena: CenaPapeis) -> None:
    cena.para_em()
    pagina = cena.pagina()
    cena.tecla(K.Key_Delete)
    cena.dialogo()
    cena.tecla(K.Key_F12)
    cena.sem_dialogo()
    assert linhas(pagina, 0) == []
    assert "não será impresso" in cena.ditos[0]
    assert cena.saidas() == []


def test_o_pdf_fica_no_lugar_do_papel(cena: CenaPapeis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cena.para_em()
    pagina = cena.pagina()
    nomes: list[str] = []
    onde = tmp_path / "sem" / "pasta.pdf"

    def escolhe(_pai: object, _titulo: str, nome: str, _filtro: str) -> tuple[str, str]:
        nomes.append(nome)
        return str(onde), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", escolhe)
    cena.tecla(K.Key_G, CTRL)
    assert "não foi gravado" in cena.avisos[0]
    assert linhas(pagina, 6) == [("Falhou",)]
    onde = tmp_path / "dav.pdf"
    cena.tecla(K.Key_G, CTRL)
    assert linhas(pagina, 0) == []
    assert onde.read_bytes().startswith(b"%PDF")
    assert nomes[0].endswith(".pdf")
    assert "no lugar do papel" in cena.ditos[0]
