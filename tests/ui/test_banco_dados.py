"""Banco de Dados worked by keys, over a real database (CB-043, CB-044)."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from balcao.config import servidor as config_servidor
from balcao.db.server import copia
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.domain.manutencao import Autorizacao, EstadoDaLoja
from balcao.services.office.manutencao import Manutencao
from balcao.ui.background import Background
from balcao.ui.banco_dados import DialogoBanco
from balcao.ui.banco_dialogos import DialogoCopiar, DialogoRestaurar, DialogoReverificar
from tests.apoio.empresa import SENHAS
from tests.apoio.retaguarda import SENHA, nova_loja
from tests.services.test_manutencao import AGORA, Mundo
from tests.ui.modelos import contexto
from tests.ui.teclas import digita, espera_teclado, tecla

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass
class Cena:
    qtbot: object
    mundo: Mundo
    fundo: Background
    pai: QWidget
    ditos: list[str] = field(default_factory=list)

    def abre(self, servicos=None, **opcoes) -> DialogoBanco:
        dialogo = DialogoBanco(servicos or self.mundo.manutencao, self.fundo, contexto(), self.pai, login="bia",
                               **opcoes)
        dialogo.fez.connect(self.ditos.append)
        self.qtbot.addWidget(dialogo)
        dialogo.open()
        espera_teclado(self.qtbot, dialogo)
        self.espera()
        return dialogo

    def espera(self) -> None:
        self.qtbot.waitUntil(lambda: not self.fundo.pendentes(), timeout=20_000)

    def sub(self, dialogo: DialogoBanco, qual: type) -> QDialog:
        """The dialog that a key opened, once it has the keyboard."""
        self.qtbot.waitUntil(lambda: any(d.isVisible() for d in dialogo.findChildren(qual)))
        aberto = next(d for d in dialogo.findChildren(qual) if d.isVisible())
        espera_teclado(self.qtbot, aberto)
        return aberto


@pytest.fixture
def cena(qtbot, fabrica_bancos, tmp_path) -> Iterator[Cena]:
    loja = nova_loja(fabrica_bancos)
    pai = QWidget()
    pai.resize(1024, 768)
    qtbot.addWidget(pai)
    pai.show()
    fundo = Background(lambda erro: AmbienteIndisponivel(f"inesperado: {erro!r}", ""))
    yield Cena(qtbot, Mundo(loja, tmp_path), fundo, pai)
    assert fundo.para(10) == []
    fundo.deleteLater()
    loja.fecha()


def test_o_estado_a_vista(cena: Cena) -> None:
    dialogo = cena.abre()
    assert dialogo.valores["Versão do banco"].text().endswith(", em dia")
    assert dialogo.valores["Última cópia"].text() == "nunca"
    assert dialogo.valores["Produtos"].text() == "10"
    assert dialogo.botao_copia.isEnabled()
    assert not dialogo.botao_restaura.isEnabled()  # the server is the shop's own
    assert "balcao banco restaurar" in dialogo.faixa.texto
    tecla(dialogo, K.Key_Escape)
    assert not dialogo.isVisible()


def test_copiar_pede_a_senha_grava_e_mostra_a_data(cena: Cena, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    dialogo = cena.abre()
    tecla(dialogo, K.Key_G, CTRL)
    pede = cena.sub(dialogo, DialogoCopiar)
    destino = Path(pede.arquivo.text())
    assert (destino.parent, destino.name) == (tmp_path, "balcao-loja-de-teste-2026-11-21.balcao")
    assert pede.senha.echoMode() == QLineEdit.EchoMode.Password
    assert pede.focusWidget() is pede.senha
    tecla(pede, K.Key_Return)
    assert pede.erro.text() == "Digite a senha."
    digita(pede, "errada")
    tecla(pede, K.Key_Return)
    cena.espera()
    assert "não conferem" in pede.erro.text()
    assert pede.focusWidget() is pede.senha
    assert not destino.exists()
    digita(pede, SENHA["bia"])  # the wrong one is selected: typing replaces it
    tecla(pede, K.Key_Return)
    cena.qtbot.waitUntil(lambda: bool(cena.ditos), timeout=20_000)
    cena.espera()
    assert copia.ler_copia(destino).contagens["produtos"] == 10
    assert str(destino) in dialogo.faixa.texto
    assert dialogo.valores["Última cópia"].text() == f"{AGORA.astimezone():%d/%m/%Y %H:%M}, ainda não conferida"


def test_depois_de_uma_falha_o_teclado_volta_ao_que_se_corrige(cena: Cena, tmp_path: Path) -> None:
    dialogo = cena.abre()
    tecla(dialogo, K.Key_G, CTRL)
    pede = cena.sub(dialogo, DialogoCopiar)
    pede.arquivo.setText(str(tmp_path / "nao" / "loja.balcao"))
    digita(pede, SENHA["bia"])
    tecla(pede, K.Key_Return)
    cena.espera()
    assert "não serve" in pede.erro.text()
    assert (pede.focusWidget(), pede.arquivo.hasSelectedText()) == (pede.arquivo, True)
    digita(pede, str(tmp_path / "loja.balcao"))
    tecla(pede, K.Key_Return)
    cena.qtbot.waitUntil(lambda: bool(cena.ditos), timeout=20_000)
    cena.espera()
    assert (tmp_path / "loja.balcao").exists()


def test_nome_de_outra_loja_volta_ao_nome(cena: Cena, tmp_path: Path) -> None:
    arquivo = tmp_path / "loja.balcao"
    cena.mundo.manutencao.copiar(Autorizacao("bia", SENHA["bia"]), arquivo, lambda _texto: None)

    class Confere(Embutida):
        def restaurar(self, quem, origem, nome, avisa):
            raise EntradaInvalida(f"O nome da loja não confere. Digite “{self._real.estado().nome}” para confirmar.")

    dialogo = cena.abre(Confere(cena.mundo.manutencao))
    tecla(dialogo, K.Key_R, CTRL)
    pede = cena.sub(dialogo, DialogoRestaurar)
    for campo, texto in ((pede.arquivo, str(arquivo)), (pede.nome, "Outra loja"), (pede.senha, SENHA["bia"])):
        campo.setText(texto)
    tecla(pede, K.Key_Return)
    cena.espera()
    assert "O nome da loja não confere" in pede.erro.text()
    assert pede.focusWidget() is pede.nome


def test_excluir_tab_versao_diz_o_que_nao_apaga_e_mantem_os_davs(cena: Cena) -> None:
    loja = cena.mundo.loja
    loja.envia(loja.pedido("DAV"))
    loja.sql("DROP TABLE alembic_version")
    dialogo = cena.abre(reverifica=True)
    pede = cena.sub(dialogo, DialogoReverificar)
    textos = " ".join(rotulo.text() for rotulo in pede.findChildren(QWidget) if hasattr(rotulo, "text"))
    assert "Não apaga vendas, DAV, clientes" in textos
    digita(pede, SENHA["bia"])
    tecla(pede, K.Key_Return)
    cena.qtbot.waitUntil(lambda: bool(cena.ditos), timeout=20_000)
    cena.espera()
    assert "Refeito: tabela de versão" in dialogo.faixa.texto
    assert loja.conta("pedidos") == 1
    assert loja.conta("alembic_version") == 1


def test_cancelar_a_confirmacao_nao_refaz_nada(cena: Cena) -> None:
    cena.mundo.loja.sql("DROP TABLE alembic_version")
    dialogo = cena.abre()
    tecla(dialogo, K.Key_F9)
    pede = cena.sub(dialogo, DialogoReverificar)
    digita(pede, SENHA["bia"])
    tecla(pede, K.Key_Escape)
    cena.espera()
    assert cena.mundo.loja.um("SELECT to_regclass('alembic_version') IS NULL")
    assert cena.ditos == []
    espera_teclado(cena.qtbot, dialogo)


def test_quem_nao_pode_ouve_por_que(cena: Cena) -> None:
    dialogo = cena.abre()
    tecla(dialogo, K.Key_F9)
    pede = cena.sub(dialogo, DialogoReverificar)
    pede.usuario.setFocus()
    pede.usuario.selectAll()
    digita(pede, "ana")
    tecla(pede, K.Key_Tab)
    digita(pede, SENHA["ana"])
    tecla(pede, K.Key_Return)
    cena.espera()
    assert "Ana Souza não tem a permissão “Mantém o banco de dados”." in pede.erro.text()
    assert cena.ditos == []
    tecla(pede, K.Key_Escape)


def test_noutro_computador_mostra_o_estado_e_diz_onde(cena: Cena) -> None:
    cena.mundo.dsn_leitura = cena.mundo.loja.empresa.dsn_servico
    (cena.mundo.daqui.pastas.config / config_servidor.ARQUIVO).unlink()
    dialogo = cena.abre(reverifica=True)
    assert dialogo.valores["Produtos"].text() == "10"
    assert "192.168.0.10" in dialogo.faixa.texto
    for tecla_, modificador in ((K.Key_G, CTRL), (K.Key_R, CTRL), (K.Key_F9, Qt.KeyboardModifier.NoModifier)):
        tecla(dialogo, tecla_, modificador)
    assert not [d for d in dialogo.findChildren(QDialog) if d.isVisible()]
    assert not dialogo.botao_copia.isEnabled()


def test_sem_banco_a_janela_diz_e_f5_le_de_novo(cena: Cena) -> None:
    certa = cena.mundo.daqui.servidor
    cena.mundo.daqui.adota(config_servidor.Servidor(certa.modo, certa.endereco, 1, certa.banco),
                           SENHAS)
    dialogo = cena.abre()
    assert "F5 lê de novo" in dialogo.faixa.texto
    assert not dialogo.botao_copia.isEnabled()
    config_servidor.grava(cena.mundo.daqui.pastas.config, certa)
    tecla(dialogo, K.Key_F5)
    cena.espera()
    assert dialogo.valores["Produtos"].text() == "10"
    assert dialogo.botao_copia.isEnabled()
    assert "F5 lê de novo" not in dialogo.faixa.texto


class Embutida:
    """The state of a one-computer shop, and a restore that waits for the test and keeps what it was told."""

    def __init__(self, real: Manutencao) -> None:
        self._real, self.portao, self.pedidos = real, threading.Event(), []

    def estado(self) -> EstadoDaLoja:
        visto = self._real.estado()
        return EstadoDaLoja(**{nome: getattr(visto, nome) for nome in visto.__slots__} | {"restaura": True})

    def copiar(self, quem, destino, avisa):
        return self._real.copiar(quem, destino, avisa)

    def le_copia(self, origem):
        return self._real.le_copia(origem)

    def restaurar(self, quem, origem, nome, avisa):
        avisa("Restaurando o banco de dados…")
        assert self.portao.wait(20)
        self.pedidos.append((quem, origem, nome))
        return "Restaurada."

    def reverificar(self, quem, avisa):
        return self._real.reverificar(quem, avisa)


def test_quando_o_banco_some_o_que_se_via_continua_inteiro(cena: Cena) -> None:
    dialogo = cena.abre(Embutida(cena.mundo.manutencao))
    assert dialogo.faixa.texto == ""
    arranjo = dialogo.layout()
    dialogo.setMinimumHeight(0)
    dialogo.resize(dialogo.width(), arranjo.totalHeightForWidth(dialogo.width()))
    certa = cena.mundo.daqui.servidor
    cena.mundo.daqui.adota(config_servidor.Servidor(certa.modo, certa.endereco, 1, certa.banco), SENHAS)
    tecla(dialogo, K.Key_F5)
    cena.espera()
    assert "F5 lê de novo" in dialogo.faixa.texto
    cena.qtbot.waitUntil(lambda: dialogo.height() >= arranjo.totalHeightForWidth(dialogo.width()))


def test_restaurar_mostra_a_copia_pede_o_nome_e_nao_fecha_no_meio(cena: Cena, tmp_path: Path) -> None:
    servicos = Embutida(cena.mundo.manutencao)
    arquivo = tmp_path / "loja.balcao"
    cena.mundo.manutencao.copiar(Autorizacao("bia", SENHA["bia"]), arquivo, lambda _texto: None)
    dialogo = cena.abre(servicos)
    tecla(dialogo, K.Key_R, CTRL)
    pede = cena.sub(dialogo, DialogoRestaurar)
    assert pede.focusWidget() is pede.arquivo
    pede.arquivo.setText(str(arquivo))
    tecla(pede, K.Key_Tab)
    cena.espera()
    assert pede.sobre.text().startswith("Cópia de Loja de teste, feita em")
    digita(pede, "Loja de teste")
    tecla(pede, K.Key_Tab, vezes=2)
    digita(pede, SENHA["bia"])
    tecla(pede, K.Key_F12)
    cena.qtbot.waitUntil(lambda: pede.ocupado.rotulo.text() == "Restaurando o banco de dados…")
    tecla(pede, K.Key_Escape)
    assert pede.isVisible()
    servicos.portao.set()
    cena.qtbot.waitUntil(lambda: cena.ditos == ["Restaurada."])
    cena.espera()
    assert servicos.pedidos == [(Autorizacao("bia", SENHA["bia"]), arquivo, "Loja de teste")]


def test_restaurar_sem_o_nome_da_loja_nao_comeca(cena: Cena, tmp_path: Path) -> None:
    servicos = Embutida(cena.mundo.manutencao)
    dialogo = cena.abre(servicos)
    tecla(dialogo, K.Key_R, CTRL)
    pede = cena.sub(dialogo, DialogoRestaurar)
    tecla(pede, K.Key_Return)
    assert pede.erro.text() == "Escolha o arquivo (F4)."
    digita(pede, str(tmp_path / "falta.balcao"))
    tecla(pede, K.Key_Return)
    cena.espera()
    assert "Digite o nome da loja, “Loja de teste”." in pede.erro.text()
    assert "Não há arquivo em" in pede.sobre.text()
    assert pede.focusWidget() is pede.nome
    assert servicos.pedidos == []


def test_a_copia_que_falhou_se_ve_ao_abrir(cena: Cena) -> None:
    loja = cena.mundo.loja
    loja.sql("UPDATE identidade SET copiado_em = %s, copia_falha = 'nao_feita', copia_problema = %s",
             AGORA - timedelta(days=3), "O disco das cópias está cheio (E:).")
    dialogo = cena.abre()
    assert dialogo.faixa.texto == "A última cópia falhou. O disco das cópias está cheio (E:)."
    assert dialogo.valores["Última cópia"].text().endswith(" (há 3 dias), ainda não conferida")
    assert dialogo.valores["Cópia diária"].text().startswith("todo dia às 03:00, em ")
