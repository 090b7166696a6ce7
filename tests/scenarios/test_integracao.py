"""The scenarios of address and ports: what the page accepts, by keys; and that a whole counter follows them."""

import threading
from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytest_bdd import given, parsers, scenarios, then, when

from balcao.domain.campo import campo_de, campos_de
from balcao.domain.formatos import le_decimal
from balcao.domain.terminal import PAGINAS, Integracao
from balcao.ui.configuracao.contrato import Gravacao, Mudanca
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.rede import Rede, rede_para
from tests.scenarios.mundo import Mundo
from tests.ui.teclas import tecla
from tests.ui.test_configuracao import Cena, cena, escreve, linha_de  # noqa: F401  # cena is a fixture

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
scenarios("integracao.feature")

NOMES = {campo.titulo: (nome, campo.id) for nome, campo in campos_de(Integracao)}
PRAZO_S = 60


# ---- the page

@when(parsers.parse('escrevo "{valor}" em "{titulo}" e confirmo'), target_fixture="escrito")
def escrevo(cena: Cena, mutado: str, valor: str, titulo: str) -> str:
    nome, id_ = NOMES[titulo]
    dialogo = cena.abre()
    if mutado != f"{id_} {nome}":
        escreve(dialogo, "integracao", nome, valor)
    tecla(dialogo, Qt.Key.Key_F12)
    cena.qtbot.waitUntil(lambda: not cena.fundo.pendentes())
    return nome


@then(parsers.parse('a página diz "{mensagem}" e nada grava'))
def pagina_diz(cena: Cena, escrito: str, mensagem: str) -> None:
    assert cena.dialogo is not None
    linha = linha_de(cena.dialogo, "integracao", escrito)
    assert linha.erro == mensagem
    assert linha.widget.hasFocus()
    assert cena.caderno.pedidos == []
    assert cena.dialogo.isVisible()


@then(parsers.parse('a página grava "{titulo}" = "{valor}"'))
def pagina_grava(cena: Cena, escrito: str, titulo: str, valor: str) -> None:
    assert NOMES[titulo][0] == escrito
    [pedido] = cena.caderno.pedidos
    assert [(m.nome, str(m.depois)) for m in pedido.mudancas] == [(escrito, valor)]
    assert cena.dialogo is not None
    assert not cena.dialogo.isVisible()


# ---- the counter

@given(parsers.parse('um balcão aberto que procura a retaguarda em "{endereco}"'), target_fixture="balcao")
def balcao_aberto(mundo: Mundo, endereco: str) -> BalcaoDeTeste:
    url = mundo.pilha.enter_context(servico(mundo.loja))
    um = mundo.pilha.enter_context(balcao_de(mundo.loja, url, 1, mundo.pasta))
    assert um.b.estacao.integracao.ip_servidor_retaguarda == endereco
    um.entra("bia")
    return um


@given(parsers.parse('a retaguarda atende no endereço "{endereco}"'), target_fixture="onde")
def atende_em(endereco: str) -> str:
    return endereco


@given("a retaguarda atende também em outra porta", target_fixture="outra")
def outra_porta(mundo: Mundo, balcao: BalcaoDeTeste) -> Rede:
    return mundo.pilha.enter_context(rede_para(balcao.rede._destino))


@given("o banco atende também em outra porta", target_fixture="outra")
def outra_porta_do_banco(mundo: Mundo, balcao: BalcaoDeTeste) -> Rede:
    return mundo.pilha.enter_context(rede_para(balcao.loja.empresa.banco.servidor.porta))


def grava(mundo: Mundo, balcao: BalcaoDeTeste, titulo: str, valor: str | int) -> None:
    """F12 in Configuração."""
    nome, id_ = NOMES[titulo]
    if not mundo.muda_de_fato(id_, nome):
        return
    janela = balcao.b.configuracao()
    lida = janela.le().politica
    [pagina] = [p for p in PAGINAS if p.chave == "integracao"]
    nova = Integracao.model_validate({**lida.integracao.model_dump(), nome: valor})
    mudanca = Mudanca(pagina, nome, campo_de(Integracao, nome), getattr(lida.integracao, nome), valor)
    feito = janela.grava(Gravacao({**{p.chave: getattr(lida, p.chave) for p in PAGINAS}, "rodape": lida.rodape,
                                   "integracao": nova}, (mudanca,)))
    assert feito.estacao is not None
    assert feito.estacao.gravou


@when(parsers.parse('gravo "{titulo}" = "{valor}" e emito um DAV'), target_fixture="caminhos")
def gravo_e_emito(mundo: Mundo, balcao: BalcaoDeTeste, onde: str, titulo: str, valor: str) -> dict[str, int]:
    """Requests by address, of what went after the change."""
    outra = mundo.pilha.enter_context(rede_para(balcao.rede._destino, onde, balcao.rede.porta))
    grava(mundo, balcao, titulo, valor)
    return emite(balcao, {"127.0.0.1": balcao.rede, onde: outra})


@when(parsers.parse('gravo a outra porta em "{titulo}" e emito um DAV'), target_fixture="caminhos")
def gravo_porta_e_emito(mundo: Mundo, balcao: BalcaoDeTeste, outra: Rede, titulo: str) -> dict[str, int]:
    grava(mundo, balcao, titulo, outra.porta)
    return emite(balcao, {"a porta de antes": balcao.rede, "a outra porta": outra})


def emite(balcao: BalcaoDeTeste, redes: dict[str, Rede]) -> dict[str, int]:
    balcao.entra("bia")
    antes = {onde: rede.pedidos for onde, rede in redes.items()}
    assert balcao.emite(balcao.venda("DAV")).numero
    return {onde: rede.pedidos - antes[onde] for onde, rede in redes.items()}


@then(parsers.parse('o DAV chega pelo endereço "{endereco}"'))
@then(parsers.re(r"o DAV chega pel(?P<endereco>a outra porta)"))
def chega(balcao: BalcaoDeTeste, caminhos: dict[str, int], endereco: str) -> None:
    assert [onde for onde, pedidos in caminhos.items() if pedidos] == [endereco]
    assert balcao.loja.conta("pedidos") == 1


@when(parsers.parse('gravo a outra porta em "{titulo}"'))
def gravo_porta_do_banco(mundo: Mundo, balcao: BalcaoDeTeste, outra: Rede, titulo: str) -> None:
    """With the sync process of a counter that runs."""
    balcao.sincronizador.fecha()
    balcao.b.inicia_sincronia()
    espera(balcao, balcao.b.pronto)
    assert outra.pedidos == 0
    grava(mundo, balcao, titulo, outra.porta)


def espera(balcao: BalcaoDeTeste, pronto: Callable[[], bool]) -> None:
    """Look again each time the counter says that it changed."""
    mudou = threading.Event()
    balcao.b.avisos.mudou = balcao.b.ligacao.ao_mudar = mudou.set
    for _ in range(PRAZO_S):
        if pronto():
            return
        mudou.wait(1)
        mudou.clear()
    raise AssertionError("não aconteceu a tempo")


@when(parsers.parse('o preço de "{produto}" muda para R$ {preco} na retaguarda'))
def preco_muda(mundo: Mundo, produto: str, preco: str) -> None:
    mundo.preco(produto, le_decimal(preco))


@then(parsers.parse('o balcão vende "{produto}" a R$ {preco}, e soube pela outra porta'))
def vende_a(balcao: BalcaoDeTeste, outra: Rede, produto: str, preco: str) -> None:
    id_, lista = balcao.loja.produtos[produto], balcao.loja.listas["VAREJO"]

    def chegou() -> bool:
        with balcao.b.leitura.catalogo(1) as catalogo:
            veio = catalogo.precos(lista, [id_]).get(id_)
            return veio is not None and veio.preco == le_decimal(preco)

    espera(balcao, chegou)
    assert balcao.venda("DAV", [(produto, 1)]).pedido.total == Decimal(le_decimal(preco))
    assert outra.pedidos > 0
