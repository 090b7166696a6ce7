"""The login before the program behind it is there: what was typed is asked at once, and a counter that cannot be
built says why, to Enter and to F11."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from balcao.app import construcao
from balcao.app.controle import Controle
from balcao.app.partida import RetaguardaLocal
from balcao.config import caminho as config_caminho
from balcao.config import estacao as config_estacao
from balcao.config.estacao import Conexao, Estacao
from balcao.config.plataforma import VARIAVEL_PASTA, pastas
from balcao.services.counter import pastas as onde
from tests.apoio.balcao import BalcaoDeTeste, Modo, balcao_de, servico
from tests.apoio.retaguarda import SENHA, nova_loja
from tests.ui.teclas import digita, espera_teclado, tecla

K = Qt.Key
PRAZO_MS = 60_000


@pytest.fixture
def sem_servico(monkeypatch: pytest.MonkeyPatch) -> None:
    """The retaguarda is another computer's affair: the window starts none."""
    monkeypatch.setattr(RetaguardaLocal, "garante", lambda *_: "")


class Programa:
    """The real window on a folder, worked by keys. `solta` lets the rest of the door be imported."""

    def __init__(self, qtbot: Any, app: QApplication) -> None:
        self.qtbot = qtbot
        self.controle = c = Controle(app, "claro")
        c._guarda.remove()
        c._iniciado = True  # no sync process
        self.solta = threading.Event()
        self.perguntas: list[object] = []
        abre, respondeu = c._abre, c._respondeu
        c._abre = lambda ficha: (self.solta.wait(60), abre(ficha))[1]  # type: ignore[method-assign]
        c._respondeu = lambda *r: (self.perguntas.append(r[-1]), respondeu(*r))[1]  # type: ignore[method-assign]
        qtbot.addWidget(c.janela)
        c.mostra()
        espera_teclado(qtbot, c.janela)

    @property
    def login(self) -> Any:
        return self.controle.janela.login

    def espera(self, condicao: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condicao()), timeout=PRAZO_MS)

    def digita(self, login: str, senha: str) -> None:
        self.login.usuario.setFocus()
        self.login.usuario.selectAll()
        self.login.senha.selectAll()
        digita(self.controle.janela, login)
        tecla(self.controle.janela, K.Key_Return)
        digita(self.controle.janela, senha)
        tecla(self.controle.janela, K.Key_Return)

    def fecha(self) -> None:
        self.solta.set()
        c = self.controle
        c.leitor.fecha()
        c._sem_repeticao.fecha()
        c.janela._fechar_mesmo = True
        c.janela.close()
        for objeto in (c.leitor, c._sem_repeticao, c):
            objeto.deleteLater()


@contextmanager
def programa(qtbot: Any) -> Iterator[Programa]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    um = Programa(qtbot, app)
    try:
        yield um
    finally:
        um.fecha()


@pytest.fixture
def balcao(fabrica_bancos: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BalcaoDeTeste]:
    """A counter with data, ana known to it; closed, so that the window opens it."""
    loja = nova_loja(fabrica_bancos)
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as um:
        um.entra("ana")
        um.fecha()
        monkeypatch.setenv(VARIAVEL_PASTA, str(tmp_path / "balcao1"))
        yield um
        um.abre()
    loja.fecha()


@pytest.mark.usefixtures("sem_servico")
def test_a_senha_e_perguntada_antes_de_o_resto_ser_importado(qtbot, balcao: BalcaoDeTeste) -> None:
    with programa(qtbot) as um:
        um.digita("ana", "errada")
        um.espera(lambda: um.perguntas)
        assert um.controle._aberta is None
        um.solta.set()
        um.espera(um.login.erro.isVisible)
        assert "não conferem" in um.login.erro.text()
        um.digita("Ana ", SENHA["ana"])  # now by the door itself
        um.espera(lambda: um.controle.janela.entrou)
        assert len(um.perguntas) == 1


@pytest.mark.usefixtures("sem_servico")
def test_a_recusa_poe_o_cursor_no_que_ha_para_corrigir(qtbot, balcao: BalcaoDeTeste) -> None:
    """ana has entered here, so it is her password; who has not may have mistyped the name."""
    with programa(qtbot) as um:
        um.solta.set()
        um.espera(lambda: um.controle._aberta)
        um.digita("ana", "errada")
        um.espera(um.login.erro.isVisible)
        assert "Confira se o Caps Lock" in um.login.erro.text()
        assert um.login.senha.hasFocus()
        um.login.erro.hide()
        um.digita("anna", SENHA["ana"])
        um.espera(um.login.erro.isVisible)
        assert um.login.usuario.hasFocus()
        assert (um.login.usuario.selectedText(), um.login.senha.text()) == ("anna", SENHA["ana"])
        tecla(um.controle.janela, K.Key_A)
        assert um.login.usuario.text() == "a"


@pytest.mark.usefixtures("sem_servico")
def test_entra_com_a_resposta_que_ja_veio(qtbot, balcao: BalcaoDeTeste) -> None:
    with programa(qtbot) as um:
        um.digita(" Ana", SENHA["ana"])
        um.espera(lambda: um.perguntas)
        um.solta.set()
        um.espera(lambda: um.controle.janela.entrou)
        entrada = um.controle._aberta.entrada
        assert not entrada.sessoes.atual.offline
        assert entrada.retaguarda.token
        assert um.controle.balcao.situacao().conectada


@pytest.mark.usefixtures("sem_servico")
def test_sem_retaguarda_a_resposta_que_nao_veio_deixa_entrar_quem_ja_entrou(qtbot, balcao: BalcaoDeTeste) -> None:
    balcao.rede.modo = Modo.RECUSA
    with programa(qtbot) as um:
        um.digita("ana", SENHA["ana"])
        um.espera(lambda: um.perguntas)
        um.solta.set()
        um.espera(lambda: um.controle.janela.entrou)
        assert um.controle.balcao.sessoes.atual.offline
        assert not um.controle.balcao.situacao().conectada


@pytest.mark.usefixtures("sem_servico")
def test_quando_os_primeiros_dados_nao_vem_a_porta_diz_por_que(
        qtbot, balcao: BalcaoDeTeste, monkeypatch: pytest.MonkeyPatch) -> None:
    """And whoever tries again once they have come enters."""
    shutil.rmtree(onde.replica(pastas()))
    balcao.loja.sql("ALTER TABLE planos_pagamento RENAME COLUMN nome TO de_outra_versao")
    monkeypatch.setattr(construcao, "PRIMEIRA_CARGA_S", 0.0)
    with programa(qtbot) as um:
        um.controle._iniciado = False  # with the real sync
        um.solta.set()
        um.digita("ana", SENHA["ana"])
        um.espera(lambda: "Recebendo os dados" in um.login._conexao.text())
        um.espera(um.login.erro.isVisible)
        dito = um.login.erro.text()
        assert dito.startswith("Os dados da loja ainda não chegaram a este terminal. O banco de dados da retaguarda")
        assert "balcao banco migrar" in dito
        assert um.login.senha.isEnabled()
        balcao.loja.sql("ALTER TABLE planos_pagamento RENAME COLUMN de_outra_versao TO nome")
        um.espera(um.controle.balcao.pronto)
        um.digita("ana", SENHA["ana"])
        um.espera(lambda: um.controle.janela.entrou)


@pytest.fixture
def sem_credencial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A station whose secret is not on this computer any more."""
    monkeypatch.setenv(VARIAVEL_PASTA, str(tmp_path))
    config_estacao.grava(pastas().config, Estacao(id=7, locais={"integracao": {
        "ip_servidor_retaguarda": "10.1.2.3", "porta_integracao_clientes": 8082}}))


@pytest.mark.usefixtures("sem_credencial")
def test_f11_e_enter_dizem_por_que_o_balcao_nao_pode_ser_montado(qtbot) -> None:
    with programa(qtbot) as um:
        um.solta.set()
        um.espera(um.login.erro.isVisible)
        motivo = um.login.erro.text()
        assert "A credencial deste terminal não está mais neste computador." in motivo
        assert "balcao estacao senha" in motivo
        um.login.mostra_conexao("")

        tecla(um.controle.janela, K.Key_F11)
        assert um.login.erro.text() == f"A configuração não abre neste estado. {motivo}"
        assert "F9" in um.login._conexao.text()

        um.digita("ana", "x")
        assert um.login.erro.text() == motivo
        assert um.login.usuario.isEnabled()  # not “Preparando…” for ever


@pytest.mark.usefixtures("sem_credencial")
def test_f11_enquanto_se_prepara_pede_para_aguardar(qtbot) -> None:
    with programa(qtbot) as um:
        tecla(um.controle.janela, K.Key_F11)
        assert "Aguarde" in um.login._conexao.text()


@pytest.mark.parametrize("texto", [
    "", "[estacao]\nid = 7\n", '[estacao]\nid = true\n[integracao]\nip_servidor_retaguarda="a"\n'
    "porta_integracao_clientes = 1\n", '[estacao]\nid = 7\n[integracao]\nip_servidor_retaguarda="300.1.1.1"\n'
    "porta_integracao_clientes = 1\n", '[estacao]\nid = 7\n[integracao]\nip_servidor_retaguarda="a"\n'
    "porta_integracao_clientes = 70000\n", "integracao = 3\nestacao = 2\n", "[[",
    '[estacao]\nid = 7\n[integracao]\nip_servidor_retaguarda="a"\nporta_integracao_clientes = 1\n'
    '[conexao]\nhttps = "sim"\n'])
def test_o_que_nao_esta_claro_no_arquivo_e_de_quem_o_le_inteiro(texto: str, tmp_path: Path) -> None:
    assert config_caminho.le(tmp_path) is None
    (tmp_path / config_caminho.ARQUIVO).write_text(texto, encoding="utf-8")
    assert config_caminho.le(tmp_path) is None


def test_o_endereco_e_o_mesmo_para_quem_le_pouco_e_para_quem_le_tudo(tmp_path: Path) -> None:
    config_estacao.grava(tmp_path, Estacao(id=7, locais={"integracao": {
        "ip_servidor_retaguarda": "srv1, srv2", "porta_integracao_clientes": 8083}},
        conexao=Conexao(https=True, certificados=("ab" * 32,))))
    lido, inteiro = config_caminho.le(tmp_path), config_estacao.le(tmp_path)
    assert lido == (inteiro.id, inteiro.integracao.ip_servidor_retaguarda,
                    inteiro.integracao.porta_integracao_clientes, Conexao(https=True, certificados=("ab" * 32,)))
