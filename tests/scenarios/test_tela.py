"""The scenarios of what the terminal's settings change on the sale's window, worked by keys."""

from typing import Any

import pytest
from PySide6.QtWidgets import QTableView
from pytest_bdd import given, parsers, scenarios, then, when
from uuid_utils.compat import uuid7

from balcao.devices.trabalho import EstadoTrabalho
from balcao.domain.formatos import le_decimal
from balcao.domain.gtin import digito_gtin
from balcao.domain.protocolo import NovoCliente
from balcao.domain.resultado_busca import LIMITE
from balcao.gateways import rotas
from balcao.gateways.retaguarda import Recusado
from balcao.ui.componentes.dialogo import DialogoValor
from balcao.ui.tema import Rotulo
from balcao.ui.venda.cadastro import DialogoCadastro
from balcao.ui.venda.cliente import DialogoCliente
from balcao.ui.venda.resumo import DialogoResumo
from tests.scenarios.mundo import Mundo
from tests.scenarios.tela import K, Tela, balcao_na_tela

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
scenarios("balanca.feature", "busca.feature", "cadastro_rapido.feature", "finalizar.feature", "inatividade.feature")

@given("estou na tela de venda", target_fixture="tela")
def na_tela(qtbot, qapp, mundo: Mundo) -> Tela:
    return mundo.pilha.enter_context(balcao_na_tela(qtbot, qapp, mundo))


@pytest.fixture
def codigos() -> dict[str, int]:
    """Customers' codes that the scenario has seen."""
    return {}


# ---- what enters

@when(parsers.parse('o leitor lê a etiqueta "{etiqueta}"'))
def le_etiqueta(tela: Tela, etiqueta: str) -> None:
    """As the scale prints it: the last digit is the check digit."""
    sem_digito = etiqueta.replace(" ", "")
    tela.le(f"{sem_digito}{digito_gtin(sem_digito)}")


@when(parsers.parse('o leitor lê "{codigo}"'))
def le_codigo(tela: Tela, codigo: str) -> None:
    tela.le(codigo)


@when(parsers.parse('o leitor lê "{codigo}" e digito o preço "{preco}"'))
def le_e_digita_preco(tela: Tela, codigo: str, preco: str) -> None:
    def dentro(dialogo: Any) -> None:
        assert isinstance(dialogo, DialogoValor)
        tela.digita(preco + "\r")

    tela.ao_abrir(lambda: tela.le(codigo), dentro)


@then(parsers.parse("o total na tela é {valor}"))
def total_na_tela(tela: Tela, valor: str) -> None:
    assert tela.venda.pedido.total == le_decimal(valor)


@given(parsers.parse('digito "{texto}"'))
def digito(tela: Tela, texto: str) -> None:
    tela.digita(f"{texto}\r")


@then(parsers.parse('entra "{produto}"'))
def entra(tela: Tela, produto: str) -> None:
    assert [i.codigo for i in tela.venda.pedido.itens] == [produto]


@then(parsers.parse('nada entra: "{aviso}"'))
def nada_entra(tela: Tela, aviso: str) -> None:
    assert tela.venda.pedido.itens == ()
    assert tela.pagina.tela.aviso.text() == aviso


# ---- searches

@given(parsers.parse('{quantos:d} produtos "{nome}"'))
def produtos(mundo: Mundo, quantos: int, nome: str) -> None:
    mundo.loja.sql("INSERT INTO produtos (codigo, descricao) SELECT 'Z' || n, %s || ' ' || n"
                   " FROM generate_series(1, %s::int) n", nome, quantos)


@given(parsers.parse('{quantos:d} clientes "{nome}"'))
def clientes(mundo: Mundo, quantos: int, nome: str) -> None:
    mundo.loja.sql("WITH novas AS (INSERT INTO pessoas (id, nome) SELECT gen_random_uuid(), %s || ' ' || n"
                   " FROM generate_series(1, %s::int) n RETURNING id)"
                   " INSERT INTO clientes (pessoa_id) SELECT id FROM novas", nome, quantos)


@given(parsers.parse('o produto "{nome}" com o código de barras "{gtin}"'))
def com_gtin(mundo: Mundo, nome: str, gtin: str) -> None:
    mundo.loja.sql("INSERT INTO produto_gtins (gtin, produto_id) VALUES (%s, %s)", gtin, mundo.loja.produtos[nome])


def espera_lista(tela: Tela) -> None:
    """Until the rows on the screen are those of what is typed, counted when they are cut."""
    tela.qtbot.waitUntil(lambda: not tela.pagina.tela.atrasado and not tela.controle.fundo.pendentes())


@when(parsers.re(r'procuro "(?P<texto>[^"]+)"(?P<fim> e desço até o fim)?'))
def procuro(tela: Tela, texto: str, fim: str | None) -> None:
    tela.digita(texto)
    espera_lista(tela)
    while fim:
        antes = tela.pagina.tela.resultados.atual
        tela.tecla(K.Key_PageDown)
        espera_lista(tela)
        if tela.pagina.tela.resultados.atual is antes:
            return


@then(parsers.parse('a lista mostra "{codigos}"'))
@then(parsers.re(r'a lista mostra "(?P<codigos>)"'))
def lista_mostra(tela: Tela, codigos: str) -> None:
    assert [linha.codigo for linha in tela.pagina.tela.resultados.linhas] == ([codigos] if codigos else [])


@then(parsers.parse('a lista tem {linhas:d} linhas e diz "{frase}"'))
def lista_tem(tela: Tela, linhas: int, frase: str) -> None:
    resultados = tela.pagina.tela.resultados
    assert (len(resultados.linhas), resultados._posicao(LIMITE)) == (linhas, frase)


@then(parsers.re(r'a lista (?:mostra (?P<quanto>\d+) como|não mostra) o disponível de "(?P<produto>[^"]+)"'))
def lista_saldo(tela: Tela, quanto: str | None, produto: str) -> None:
    resultados = tela.pagina.tela.resultados
    assert [linha.codigo for linha in resultados.linhas] == [produto]
    [pronta] = resultados._prontas(resultados._prepara(), resultados._resultado)  # what is painted, and what is spoken
    colunas = resultados._prepara()._larguras
    falado = resultados.accessibleDescription()
    if quanto is None:
        assert {"disponivel", "outros"} & set(colunas) == set()
        assert "estoque" not in falado
    else:
        assert quanto in [texto for _, texto, _ in pronta.celulas]
        assert falado.endswith(f"estoque {quanto}")


def na_busca(tela: Tela, texto: str, faz: Any) -> None:
    """F3, what is typed there, and `faz(dialog)`."""
    def dentro(dialogo: Any) -> None:
        assert isinstance(dialogo, DialogoCliente)
        tela.digita(texto)
        faz(dialogo)

    tela.no_dialogo(K.Key_F3, dentro)


@when(parsers.parse('procuro o cliente "{texto}" e desço até o fim'), target_fixture="clientes_vistos")
def procuro_cliente(tela: Tela, texto: str) -> tuple[int, str]:
    visto: list[tuple[int, str]] = []

    def desce(dialogo: DialogoCliente) -> None:
        tabela: QTableView = dialogo.tabela
        antes = -1
        while tabela.currentIndex().row() != antes:
            antes = tabela.currentIndex().row()
            tela.tecla(K.Key_PageDown)
        tela.qtbot.waitUntil(lambda: not tela.controle.fundo.pendentes())
        visto.append((dialogo.modelo.rowCount(), dialogo.dica.text()))

    na_busca(tela, texto, desce)
    return visto[0]


@then(parsers.parse('a lista de clientes tem {linhas:d} linhas e diz "{frase}"'))
@then(parsers.re(r'a lista de clientes tem (?P<linhas>\d+) linhas e diz "(?P<frase>)"'))
def clientes_tem(clientes_vistos: tuple[int, str], linhas: str | int, frase: str) -> None:
    assert clientes_vistos == (int(linhas), f"{frase} Ins cadastra um cliente novo.".strip())


# ---- customers

@when(parsers.parse('procuro o cliente "{nome}" e aperto Ins'), target_fixture="abriu")
def aperto_ins(tela: Tela, nome: str) -> bool:
    abertos: list[Any] = []

    def dentro(dialogo: DialogoCliente) -> None:
        if "Ins" in dialogo.dica.text():
            tela.no_dialogo(K.Key_Insert, abertos.append)
        else:
            tela.tecla(K.Key_Insert)
            assert dialogo.isActiveWindow()

    na_busca(tela, nome, dentro)
    assert all(isinstance(um, DialogoCadastro) for um in abertos)
    return bool(abertos)


@then(parsers.re(r"o cadastro (?P<resultado>abre|não abre)"))
def cadastro_abre(abriu: bool, resultado: str) -> None:
    assert abriu is (resultado == "abre")


def manda(tela: Tela, **campos: str) -> str:
    """What the retaguarda itself answers, whatever the window let through."""
    try:
        rotas.cadastrar(tela.balcao.b.retaguarda, NovoCliente(id=uuid7(), **campos))
    except Recusado as recusado:
        return recusado.recusa.mensagem
    return "gravado"


@then(parsers.parse('a retaguarda, se recebe o cadastro de "{nome}", responde "{resposta}"'))
def retaguarda_cadastro(tela: Tela, nome: str, resposta: str) -> None:
    assert manda(tela, nome=nome, documento="52998224725", celular="48999887766") == resposta


@then(parsers.parse('a retaguarda, se recebe só o nome "{nome}", responde "{resposta}"'))
def retaguarda_so_nome(tela: Tela, nome: str, resposta: str) -> None:
    assert manda(tela, nome=nome) == resposta


@when(parsers.re(r'cadastro só com o nome "(?P<nome>[^"]*)"'), target_fixture="resposta")
@when(parsers.parse('cadastro "{nome}" só com o nome'), target_fixture="resposta")
def cadastro(tela: Tela, nome: str) -> str:
    ditos: list[str] = []

    def grava(dialogo: DialogoCadastro) -> None:
        assert dialogo.campos["nome"].text() == nome
        tela.tecla(K.Key_Return)
        tela.qtbot.waitUntil(lambda: not tela.controle.fundo.pendentes())
        ditos.extend(e.text() for e in dialogo._erros.values() if e.text())

    na_busca(tela, nome, lambda _dialogo: tela.no_dialogo(K.Key_Insert, grava))
    gravado = tela.venda.pedido.cliente_nome == nome.upper()
    assert gravado is not bool(ditos)
    return "gravado" if gravado else " ".join(ditos)


def codigo_de(tela: Tela, nome: str) -> int:
    return int(tela.balcao.loja.um("SELECT codigo FROM pessoas WHERE nome = %s", nome.upper()))


@then(parsers.re(r'o código de "(?P<um>[^"]+)" é o seguinte ao de "(?P<outro>[^"]+)"(?:, que não volta)?'),
      target_fixture="codigos")
def seguinte(tela: Tela, um: str, outro: str, codigos: dict[str, int]) -> dict[str, int]:
    antes = codigos[outro] if outro in codigos else codigo_de(tela, outro)
    assert codigo_de(tela, um) == antes + 1
    return codigos | {outro: antes, um: antes + 1}


@when("os cadastros chegam ao balcão")
def cadastros_chegam(tela: Tela) -> None:
    tela.balcao.puxa()
    tela.controle._mudou.emit()


@then(parsers.re(r'o Enter, depois do código de "(?P<nome>[^"]+)", escolhe "(?P=nome)"'))
def acha_pelo_codigo(tela: Tela, nome: str) -> None:
    vistos: list[tuple[str, str]] = []
    codigo = str(codigo_de(tela, nome))

    def olha(dialogo: DialogoCliente) -> None:
        tela.qtbot.waitUntil(lambda: dialogo.texto.text() == codigo)  # the scanner's guard keeps a key for a moment
        primeira = dialogo.modelo.linhas[dialogo.tabela.currentIndex().row()]
        vistos.append((str(primeira.codigo), primeira.nome))

    na_busca(tela, codigo, olha)
    assert vistos == [(codigo, nome.upper())]


@when(parsers.parse('o cadastro de "{nome}" é apagado'))
def apagado(tela: Tela, nome: str) -> None:
    tela.balcao.loja.sql("DELETE FROM pessoas WHERE nome = %s", nome.upper())


@then(parsers.parse('o documento é de "{nome}"'))
def documento_de(tela: Tela, nome: str) -> None:
    [[guardado, impresso]] = tela.balcao.loja.sql(
        "SELECT cliente_nome, documento -> 'destinatario' ->> 'nome' FROM pedidos "
        "JOIN pedido_versoes ON pedido_id = id")
    assert (guardado, impresso) == (nome, nome)


@then(parsers.parse('o cadastro responde "{esperada}"'))
def cadastro_responde(resposta: str, esperada: str) -> None:
    assert resposta == esperada


@when(parsers.parse('escolho na tela o cliente "{nome}"'))
def escolho_na_tela(tela: Tela, nome: str) -> None:
    na_busca(tela, nome, lambda _dialogo: tela.tecla(K.Key_Return))
    assert tela.venda.pedido.cliente_nome == nome.upper()


@when(parsers.parse('vendo 1 de "{produto}" para "{nome}"'))
def vendo_para(tela: Tela, produto: str, nome: str) -> None:
    tela.digita(f"{produto}\r")
    na_busca(tela, nome, lambda _dialogo: tela.tecla(K.Key_Return))
    assert tela.venda.pedido.cliente_nome == nome.upper()


@then(parsers.parse('abre o aviso "{frase}"'))
def abre_aviso(tela: Tela, frase: str) -> None:
    assert tela.ditos == [frase]
    assert tela.janela.faixa.isVisible()


@then("não abre aviso")
def nao_abre_aviso(tela: Tela) -> None:
    assert tela.ditos == []
    assert not tela.janela.faixa.isVisible()


@then(parsers.parse('o painel do cliente diz "{frase}"'))
def painel(tela: Tela, frase: str) -> None:
    assert tela.pagina._ficha().observacoes == frase


# ---- the summary

@when(parsers.re(r'vendo (?P<quantos>\d+) de "(?P<produto>[^"]+)" e finalizo(?P<sem> sem querer papel)?'),
      target_fixture="resumo")
def finalizo(tela: Tela, quantos: str, produto: str, sem: str | None) -> str:
    vistos: list[str] = []

    def dentro(dialogo: DialogoResumo) -> None:
        linhas = [r.text() for r in dialogo.findChildren(Rotulo) if r.isVisible()]
        pergunta = dialogo.imprime.isVisible()
        vistos.append("pergunta se imprime" if pergunta else
                      "diz que sai ao emitir" if "sai ao emitir" in linhas else "não fala de impressão")
        if sem and pergunta:
            while not dialogo.imprime.hasFocus():
                tela.tecla(K.Key_Tab)
            tela.tecla(K.Key_Space)
        tela.tecla(K.Key_F12)
        tela.qtbot.waitUntil(lambda: not dialogo.isVisible(), timeout=20_000)

    tela.digita(f"{quantos}*{produto}\r")
    tela.no_dialogo(K.Key_F12, dentro)
    assert tela.balcao.loja.conta("pedidos") == 1
    return vistos[0]


@then(parsers.re(r"o resumo (?P<esperado>não fala de impressão|pergunta se imprime|diz que sai ao emitir)"))
def resumo_diz(resumo: str, esperado: str) -> None:
    assert resumo == esperado


@then(parsers.re(r"na impressora (?:nada sai|sai (?P<vias>\d+) via)"))
def na_impressora(tela: Tela, vias: str | None) -> None:
    fila = tela.balcao.b.bastidores.fila
    fila.iniciar()
    feitos = [fila.esperar(trabalho.id, 30) for trabalho in fila.listar()]
    assert [(t.estado, t.copias) for t in feitos] == ([(EstadoTrabalho.IMPRESSO, int(vias))] if vias else [])


# ---- nobody there

@when(parsers.parse("ninguém mexe por {minutos:d} minutos"))
def ninguem_mexe(tela: Tela, minutos: int) -> None:
    tela.passa(minutos)


@when("alguém aperta uma tecla")
def alguem_aperta(tela: Tela) -> None:
    """Which begins the wait again: it arms the window's timer."""
    tela.janela._ocioso.stop()
    tela.tecla(K.Key_Shift)
    assert tela.janela._ocioso.isActive()


@then("a tela continua aberta")
def continua(tela: Tela) -> None:
    assert tela.janela.entrou


@then(parsers.parse('a tela pede a senha de "{nome}"'))
def pede_senha(tela: Tela, nome: str) -> None:
    assert not tela.janela.entrou
    assert tela.janela.login._loja.text().startswith(f"{nome}, digite sua senha")
    tela.qtbot.waitUntil(lambda: tela.janela.login.senha.hasFocus())


@then(parsers.parse('com a senha de "{login}" a venda volta com {quantos:d} de "{produto}"'))
def volta(tela: Tela, login: str, quantos: int, produto: str) -> None:
    tela.entra(login)
    assert [(i.codigo, i.quantidade) for i in tela.venda.pedido.itens] == [(produto, quantos)]


@when(parsers.parse('o gerente põe "{titulo}" = "{rotulo}"'))
def gerente_poe(mundo: Mundo, tela: Tela, titulo: str, rotulo: str) -> None:
    """In Configuração at another computer: the sync brings it."""
    mundo.terminal(titulo, rotulo)
    tela.traz_politica()


@when(parsers.parse("abro o resumo e ninguém mexe por {minutos:d} minutos"))
def abro_e_saio(tela: Tela, minutos: int) -> None:
    def dentro(dialogo: DialogoResumo) -> None:
        assert isinstance(dialogo, DialogoResumo)
        tela.passa(minutos)
        assert not dialogo.isVisible()
        tela.qtbot.waitUntil(lambda: tela.janela.login.senha.hasFocus())  # and stays so when F12's own code goes on

    tela.no_dialogo(K.Key_F12, dentro)


@then("nada foi emitido")
def nada_emitido(tela: Tela) -> None:
    tela.tecla(K.Key_F12)
    assert tela.balcao.loja.conta("pedidos") == 0


@then(parsers.parse('o aviso diz que "{titulo}" foi fechado'))
def aviso_fechado(tela: Tela, titulo: str) -> None:
    assert f"“{titulo}”" in tela.ditos[-1]
