"""The scenarios of the group Banco de Dados, worked by keys on the window that the shop sees."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytest_bdd import given, parsers, scenarios, then, when

from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.permissoes import Permissao
from balcao.domain.terminal import Rodape as ModeloRodape
from balcao.domain.terminal.politica import Pagina
from balcao.ui.background import Background
from balcao.ui.banco_dados import DialogoBanco, acoes_rodape
from balcao.ui.banco_dialogos import DialogoReverificar
from balcao.ui.componentes.controles import Botao
from balcao.ui.configuracao.contrato import AcaoRodape
from balcao.ui.configuracao.pagina import Rodape
from balcao.ui.tema import Rotulo
from tests.apoio.retaguarda import SENHA
from tests.scenarios.mundo import Mundo
from tests.services.test_manutencao import Mundo as Computador
from tests.ui.modelos import contexto
from tests.ui.teclas import digita, espera_teclado, tecla

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
scenarios("banco_dados.feature")

PEDIDOS = "SELECT id, numero, situacao, total, versao FROM pedidos"


class Tela:
    """The window over this computer's shop, and what it said."""

    def __init__(self, qtbot, loja, pasta: Path) -> None:
        self.qtbot, self.computador = qtbot, Computador(loja, pasta)
        self.fundo = Background(lambda erro: AmbienteIndisponivel(f"inesperado: {erro!r}", ""))
        self.pai = QWidget()
        qtbot.addWidget(self.pai)
        self.pai.show()
        self.dito = ""

    def responde(self, login: str, senha: str, qual: Qt.Key) -> None:
        """Excluir Tab Versão, login and password, then a key."""
        dialogo = DialogoBanco(self.computador.manutencao, self.fundo, contexto(), self.pai, login=login,
                               reverifica=True)
        self.qtbot.addWidget(dialogo)
        dialogo.open()
        self.qtbot.waitUntil(lambda: bool(dialogo.findChildren(DialogoReverificar)), timeout=20_000)
        pede = dialogo.findChildren(DialogoReverificar)[0]
        espera_teclado(self.qtbot, pede)
        digita(pede, senha)
        tecla(pede, qual)
        self.qtbot.waitUntil(lambda: not self.fundo.pendentes(), timeout=20_000)
        aberto = [d for d in dialogo.findChildren(QDialog) if d.isVisible()]
        self.dito = aberto[0].erro.text() if aberto else dialogo.faixa.texto
        for um in (*aberto, dialogo):
            um.reject()


@pytest.fixture
def tela(qtbot, mundo: Mundo, tmp_path: Path) -> Iterator[Tela]:
    feita = Tela(qtbot, mundo.loja, tmp_path)
    yield feita
    assert feita.fundo.para(10) == []
    feita.fundo.deleteLater()


@given("um DAV emitido", target_fixture="antes")
def dav_emitido(mundo: Mundo) -> list[tuple[object, ...]]:
    mundo.loja.envia(mundo.loja.pedido("DAV"))
    return mundo.loja.sql(PEDIDOS)


@given("a tabela de versão do banco foi perdida", target_fixture="versao")
def versao_perdida(mundo: Mundo) -> str:
    versao = mundo.loja.um("SELECT version_num FROM alembic_version")
    mundo.loja.sql("DROP TABLE alembic_version")
    return str(versao)


@when("abro o rodapé da configuração", target_fixture="rodape")
def abre_rodape(qtbot) -> Rodape:
    acoes = [AcaoRodape("Relatórios", "Editar Relatório", lambda: None), *acoes_rodape(lambda _reverifica: None)]
    rodape = Rodape(Pagina("", "", "rodape", ModeloRodape), ModeloRodape(),
                    contexto(permissoes=frozenset(Permissao)), acoes)
    qtbot.addWidget(rodape)
    rodape.resize(1000, 200)
    with qtbot.waitExposed(rodape):
        rodape.show()
    return rodape


@when(parsers.re(r'"(?P<quem>\w+)(?P<outra> com outra senha)?" confirma Excluir Tab Versão'))
def confirma(tela: Tela, quem: str, outra: str | None) -> None:
    tela.responde(quem, "outra senha" if outra else SENHA[quem], Qt.Key.Key_F12)


@when(parsers.parse('"{quem}" cancela Excluir Tab Versão'))
def cancela(tela: Tela, quem: str) -> None:
    tela.responde(quem, SENHA[quem], Qt.Key.Key_Escape)


def _botoes(rodape: Rodape, grupo: str) -> list[str]:
    [titulo] = [r for r in rodape.findChildren(Rotulo) if r.text() == grupo]
    return [b.text() for b in titulo.parentWidget().findChildren(Botao) if b.isVisibleTo(rodape)]


@then(parsers.parse('o grupo "{grupo}" tem "{texto}"'))
def grupo_tem(rodape: Rodape, grupo: str, texto: str) -> None:
    assert texto in _botoes(rodape, grupo)


@then(parsers.parse('o grupo "{grupo}" não tem "{texto}"'))
def grupo_nao_tem(rodape: Rodape, grupo: str, texto: str) -> None:
    assert texto not in _botoes(rodape, grupo)


@then("o banco volta à versão que tinha")
def volta(mundo: Mundo, tela: Tela, versao: str) -> None:
    assert mundo.loja.um("SELECT version_num FROM alembic_version") == versao
    assert "tabela de versão" in tela.dito


@then("a tabela de versão continua perdida")
def continua_perdida(mundo: Mundo) -> None:
    assert mundo.loja.um("SELECT to_regclass('alembic_version') IS NULL")


@then("o DAV continua como estava")
def dav_continua(mundo: Mundo, antes: list[tuple[object, ...]]) -> None:
    assert antes
    assert mundo.loja.sql(PEDIDOS) == antes


@then(parsers.parse('não posso, porque "{mensagem}"'))
def nao_posso(tela: Tela, mensagem: str) -> None:
    assert mensagem in tela.dito
