"""The scenarios of the terminal's settings: what the service keeps, and what the page shows."""

import pytest
from pytest_bdd import parsers, scenarios, then, when

from balcao.domain.campo import campos_de
from balcao.domain.protocolo_documentos import PoliticaEstacao
from balcao.domain.terminal import Integracao
from balcao.services.office.contexto import Recusada
from balcao.services.office.politicas import gravar_politica, ler_politica
from tests.scenarios.mundo import Mundo
from tests.ui.test_configuracao import Cena, cena  # noqa: F401  # the fixture

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
scenarios("configuracao.feature")

NOMES = {campo.titulo: (nome, campo.id) for nome, campo in campos_de(Integracao)}


@when(parsers.parse('o gerente grava no terminal "{titulo}" = "{rotulo}"'), target_fixture="resposta")
def grava(mundo: Mundo, titulo: str, rotulo: str) -> str:
    ctx, quem = mundo.loja.ctx, mundo.loja.quem("bia")
    atual = ler_politica(ctx, quem)
    nome, id_ = NOMES[titulo]
    ligado = rotulo == "Marcado" and mundo.muda_de_fato(id_, nome)
    integracao = {**atual.politica.get("integracao", {}), nome: ligado}
    try:
        gravar_politica(ctx, quem, PoliticaEstacao(
            versao=atual.versao, politica={**atual.politica, "integracao": integracao}))
    except Recusada as recusada:
        return recusada.recusa.mensagem
    return "gravada"


@then(parsers.parse('a configuração responde "{resposta_esperada}"'))
def responde(resposta: str, resposta_esperada: str) -> None:
    assert resposta_esperada in resposta


@then(parsers.parse('o terminal fica com "{titulo}" = "{rotulo}"'))
def fica(mundo: Mundo, titulo: str, rotulo: str) -> None:
    politica = ler_politica(mundo.loja.ctx, mundo.loja.quem("bia")).politica
    assert politica.get("integracao", {}).get(NOMES[titulo][0], False) is (rotulo == "Marcado")


@when("abro a página Integração", target_fixture="linhas")
def abre(cena: Cena) -> dict:
    dialogo = cena.abre()
    dialogo.paginas.mostra("integracao")
    return {linha.campo.titulo: linha for linha in dialogo.paginas.tela.formulario.linhas_visiveis()}


@then(parsers.parse('"{titulo}" está desabilitado e diz "{motivo}"'))
def desabilitado(linhas: dict, titulo: str, motivo: str) -> None:
    assert not linhas[titulo].widget.isEnabled()
    assert linhas[titulo].motivo == motivo


@then(parsers.parse('"{titulo}" está habilitado'))
def habilitado(linhas: dict, titulo: str) -> None:
    assert linhas[titulo].widget.isEnabled()
