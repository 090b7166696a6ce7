"""The registry of order types worked by keys, over a real counter and its retaguarda."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from uuid_utils.compat import uuid7

from balcao.domain.cadastro.declarados import TIPOS_PEDIDO
from balcao.domain.permissoes import Permissao
from balcao.services.counter.cadastros import ServicoCadastro
from balcao.ui.cadastros.lista import PaginaCadastro
from balcao.ui.componentes.contexto import Contexto
from balcao.ui.componentes.tabela import _teto
from tests.apoio.balcao import Modo
from tests.ui.cena import Cena, palco
from tests.ui.teclas import digita, tecla

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALTERA = frozenset({str(Permissao.ALTERAR_TIPOS_PEDIDO)})


@dataclass
class CenaCadastros(Cena):
    def abre(self, permissoes: frozenset[str] = ALTERA) -> PaginaCadastro:
        contexto = Contexto(hoje=lambda: date(2026, 3, 10), fundo=self.fundo)
        pagina: PaginaCadastro = self.poe(PaginaCadastro(
            ServicoCadastro(self.balcao.b.retaguarda, TIPOS_PEDIDO), contexto, ZoneInfo("America/Sao_Paulo"), uuid7,
            self.pai), permissoes)
        return pagina


@pytest.fixture
def cena(qtbot, fabrica_bancos, tmp_path) -> Iterator[CenaCadastros]:
    with palco(qtbot, fabrica_bancos, tmp_path) as onde:
        feita = CenaCadastros(qtbot, *onde)
        feita.balcao.loja.sql("UPDATE perfis SET permissoes = permissoes || '[\"alterar_tipos_pedido\"]'")
        feita.balcao.entra("bia")
        yield feita


def nomes(pagina: PaginaCadastro) -> list[str]:
    modelo = pagina.lista.tabela.modelo
    return [modelo.index(i, 0).data() for i in range(modelo.rowCount())]


def escolhe(pagina: PaginaCadastro, nome: str) -> None:
    pagina.lista.tabela.selectRow(nomes(pagina).index(nome))


def campo(pagina: PaginaCadastro, nome: str) -> Any:
    assert pagina.ficha is not None
    return pagina.ficha.ficha.formulario.linha(nome)


def test_novo_alterar_clonar_e_excluir(cena: CenaCadastros) -> None:
    pagina = cena.abre()
    antes = nomes(pagina)
    cena.tecla(K.Key_Insert)
    gerado = campo(pagina, "id").editor  # what the system will give is not a number yet
    assert (gerado.text(), gerado.placeholderText()) == ("", "ao gravar")
    campo(pagina, "nome").foca()
    digita(cena.pai, "BALCAO RAPIDO")
    cena.tecla(K.Key_F12)
    assert cena.ditos == ["BALCAO RAPIDO: incluído."]
    assert int(campo(pagina, "id").editor.text()) > 0
    assert cena.balcao.loja.sql("SELECT l.estabelecimento_id FROM tipo_pedido_estabelecimentos l JOIN tipos_pedido t"
                                " ON t.id = l.tipo_id WHERE t.nome = 'BALCAO RAPIDO'") == [(1,)]
    cena.tecla(K.Key_Escape)
    assert pagina.ficha is None
    assert sorted(nomes(pagina)) == sorted([*antes, "BALCAO RAPIDO"])

    escolhe(pagina, "BALCAO RAPIDO")
    cena.tecla(K.Key_F2)
    campo(pagina, "titulo").foca()
    digita(cena.pai, "Venda de loja")
    cena.tecla(K.Key_F12)
    assert cena.balcao.loja.um("SELECT politica ->> 'titulo' FROM tipos_pedido WHERE nome = 'BALCAO RAPIDO'") == (
        "Venda de loja")
    cena.tecla(K.Key_H, CTRL)
    historico = cena.dialogo()
    modelo = historico.tabela.modelo
    cena.qtbot.waitUntil(lambda: modelo.rowCount() > 1)
    assert any("Venda de loja" in str(modelo.index(i, 5).data()) for i in range(modelo.rowCount()))
    tecla(historico, K.Key_Escape)
    cena.sem_dialogo()
    cena.tecla(K.Key_Escape)

    escolhe(pagina, "BALCAO RAPIDO")
    cena.tecla(K.Key_D, CTRL)
    assert pagina.ficha is not None
    assert pagina.ficha.titulo.text() == "BALCAO RAPIDO_"
    cena.tecla(K.Key_Escape)
    escolhe(pagina, "BALCAO RAPIDO_")
    cena.tecla(K.Key_Delete)
    tecla(cena.dialogo(), K.Key_F12)
    cena.sem_dialogo()
    assert "BALCAO RAPIDO_" not in nomes(pagina)
    assert "BALCAO RAPIDO" in nomes(pagina)


def test_gravado_ou_nao_o_teclado_fica_no_campo(cena: CenaCadastros) -> None:
    pagina = cena.abre()
    escolhe(pagina, "DAV")
    cena.tecla(K.Key_F2)
    campo(pagina, "titulo").foca()
    digita(cena.pai, "UM")
    onde = QApplication.focusWidget()
    cena.tecla(K.Key_F12)
    assert cena.ditos == ["DAV: gravado."]
    assert QApplication.focusWidget() is onde
    cena.balcao.rede.modo = Modo.RECUSA
    digita(cena.pai, "DOIS")
    cena.tecla(K.Key_F12)
    assert "Nada foi gravado" in pagina.ficha.faixa.texto
    assert QApplication.focusWidget() is onde
    cena.balcao.rede.modo = Modo.PASSA


def test_o_que_a_retaguarda_recusa_fica_ao_lado_do_campo_e_nada_se_perde(cena: CenaCadastros) -> None:
    pagina = cena.abre()
    repetido = nomes(pagina)[0]
    cena.tecla(K.Key_Insert)
    cena.tecla(K.Key_F12)
    assert "Preencha" in campo(pagina, "nome").erro
    campo(pagina, "nome").foca()
    digita(cena.pai, repetido)
    cena.tecla(K.Key_F12)
    assert campo(pagina, "nome").erro
    assert campo(pagina, "nome").valor() == repetido
    assert cena.ditos == []
    cena.tecla(K.Key_Escape)
    pergunta = cena.dialogo()
    tecla(pergunta, K.Key_Escape)
    cena.sem_dialogo()
    assert pagina.ficha is not None
    assert pagina.nao_gravado == "Novo tipo de pedido"
    cena.tecla(K.Key_Escape)
    tecla(cena.dialogo(), K.Key_F12)
    cena.sem_dialogo()
    assert pagina.ficha is None


def test_sem_retaguarda_o_digitado_fica_e_grava_depois(cena: CenaCadastros) -> None:
    pagina = cena.abre()
    escolhe(pagina, "DAV")
    cena.tecla(K.Key_F2)
    campo(pagina, "titulo").foca()
    digita(cena.pai, "NOVO")
    cena.balcao.rede.modo = Modo.RECUSA
    cena.tecla(K.Key_F12)
    assert pagina.ficha is not None
    assert "Nada foi gravado" in pagina.ficha.faixa.texto
    cena.balcao.rede.modo = Modo.PASSA
    cena.tecla(K.Key_F12)
    assert cena.ditos == ["DAV: gravado."]
    assert cena.balcao.loja.um("SELECT politica ->> 'titulo' FROM tipos_pedido WHERE nome = 'DAV'") == "NOVO"


def test_duas_pessoas_no_mesmo_tipo(cena: CenaCadastros) -> None:
    pagina = cena.abre()
    escolhe(pagina, "DAV")
    cena.tecla(K.Key_F2)
    outro = ServicoCadastro(cena.balcao.b.retaguarda, TIPOS_PEDIDO)
    id_ = cena.balcao.loja.tipos["DAV"]
    outro.altera(id_, outro.consulta(id_).versao, {"permite_total_zerado": False, "titulo": "Proposta"})
    campo(pagina, "nome").foca()
    digita(cena.pai, "DAV 2")
    cena.tecla(K.Key_F12)
    assert pagina.ficha is not None
    assert "alterou este registro" in pagina.ficha.faixa.texto
    assert campo(pagina, "titulo").valor() == "Proposta"
    assert campo(pagina, "nome").valor() == "DAV 2"
    cena.tecla(K.Key_F12)
    guardado = outro.consulta(id_)
    assert (guardado.nome, guardado.valores["titulo"], guardado.valores["permite_total_zerado"]) == (
        "DAV 2", "Proposta", False)


def test_quem_nao_pode_so_consulta(cena: CenaCadastros) -> None:
    pagina = cena.abre(frozenset())
    cena.tecla(K.Key_Insert)
    assert pagina.ficha is None
    escolhe(pagina, "DAV")
    cena.tecla(K.Key_F2)
    assert pagina.ficha is not None
    assert "Só para consulta" in pagina.ficha.faixa.texto
    campo(pagina, "nome").foca()
    digita(cena.pai, "XX")
    assert not pagina.ficha.alterada


def test_a_ajuda_de_um_campo_sem_padrao_nao_inventa_um(cena: CenaCadastros) -> None:
    pagina = cena.abre()
    cena.tecla(K.Key_Insert)
    campo(pagina, "nome").foca()
    cena.tecla(K.Key_F1)
    assert pagina.ficha is not None
    ajuda = pagina.ficha.ficha.formulario.texto_ajuda
    assert "TP-002" in ajuda
    assert "Padrão" not in ajuda


def test_procura_filtros_e_pesquisa_guardada(cena: CenaCadastros) -> None:
    pagina = cena.abre()
    todos = nomes(pagina)
    cena.tecla(K.Key_F, CTRL)
    digita(cena.pai, "dav")
    cena.para()
    assert nomes(pagina) != todos
    assert all("DAV" in nome for nome in nomes(pagina))
    digita(cena.pai, "zzz")
    cena.para()
    assert nomes(pagina) == []
    assert pagina.lista.tabela.vazia.startswith("Nada em tipos de pedido com o que se procura.")
    cena.tecla(K.Key_Escape)
    assert nomes(pagina) == todos
    cena.tecla(K.Key_F7)
    dialogo: Any = cena.dialogo()
    linha = dialogo.filtros[0]
    linha.campo.setCurrentIndex(linha.campo.findData("categoria"))
    linha.opcao.setCurrentIndex(linha.opcao.findData("venda"))
    assert len(dialogo.filtros) == 2
    dialogo.nome.setText("Vendas")
    tecla(dialogo, K.Key_F12)
    cena.sem_dialogo()
    so_vendas = nomes(pagina)
    assert so_vendas
    assert set(so_vendas) < set(todos)
    assert pagina.lista.salvas.currentText() == "Vendas"
    pagina.lista.salvas.setCurrentIndex(0)
    pagina.lista.salvas.activated.emit(0)
    cena.para()
    assert nomes(pagina) == todos
    assert [uma.nome for uma in pagina.lista.servicos.salvas()] == ["Vendas"]


@pytest.mark.parametrize("nome", ["tipos.xlsx", "tipos.csv"])
def test_exporta_e_importa_de_volta(cena: CenaCadastros, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                    nome: str) -> None:
    arquivo = tmp_path / nome
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(arquivo), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(arquivo), ""))
    pagina = cena.abre()
    cena.tecla(K.Key_E, CTRL)
    assert arquivo.stat().st_size > 0
    assert str(arquivo) in cena.ditos[0]
    cena.balcao.loja.sql("UPDATE tipos_pedido SET politica = politica || '{\"titulo\": \"MUDADO\"}'"
                         " WHERE nome = 'DAV'")
    cena.tecla(K.Key_I, CTRL)
    dialogo: Any = cena.dialogo()
    cena.qtbot.waitUntil(dialogo.botao_confirma.isEnabled)
    textos = [dialogo.tabela.modelo.index(i, 2).data() for i in range(dialogo.tabela.modelo.rowCount())]
    assert sum("MUDADO" in t for t in textos) == 1
    tecla(dialogo, K.Key_F12)
    cena.sem_dialogo()
    assert cena.balcao.loja.um("SELECT politica ->> 'titulo' FROM tipos_pedido WHERE nome = 'DAV'") != "MUDADO"

    arquivo.write_bytes(arquivo.read_bytes()[:40])
    cena.tecla(K.Key_I, CTRL)
    dialogo = cena.dialogo()
    cena.para()
    assert dialogo.erro.text()
    assert not dialogo.botao_confirma.isEnabled()
    tecla(dialogo, K.Key_Escape)
    cena.sem_dialogo()
    assert pagina.ficha is None


@pytest.mark.parametrize(("larguras", "cabe", "teto"), [
    ([50, 60, 70], 300, 70), ([50, 200, 300], 250, 100), ([200, 300], 100, 50), ([], 10, 0), ([40], 30, 30)])
def test_as_colunas_mais_largas_cedem_por_igual(larguras: list[int], cabe: int, teto: int) -> None:
    assert _teto(larguras, cabe) == teto
