"""The scenarios of what could not be stored: the counter's outbox, the manager, and what the seller reads."""

from datetime import timedelta
from decimal import Decimal

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from balcao.db.journal.envios import PERGUNTA
from balcao.domain import arquivo_envios
from balcao.domain.formatos import le_decimal
from balcao.domain.quarentena import Decisao, DecisaoTomada, Quarentena
from balcao.services.counter.fila import Fila, exporta
from balcao.services.office import quarentena
from balcao.services.office.contexto import Recusada
from balcao.services.office.importar_envios import importar_envios
from tests.apoio.balcao import BalcaoDeTeste
from tests.scenarios.mundo import Mundo

scenarios("quarentena.feature")
DECISOES = {"lançar": Decisao.LANCADA, "devolver": Decisao.DEVOLVIDA, "descartar": Decisao.DESCARTADA}


def balcao_de(mundo: Mundo) -> BalcaoDeTeste:
    assert mundo.sozinho is not None
    return mundo.sozinho.balcao


def casos(mundo: Mundo) -> tuple[Quarentena, ...]:
    return quarentena.listar(mundo.loja.ctx, mundo.loja.quem("bia"))


def passa_o_tempo(balcao: BalcaoDeTeste) -> None:
    """Until the counter asks what was decided."""
    depois = balcao.agora() + PERGUNTA + timedelta(seconds=1)
    balcao.agora = lambda: depois
    balcao.b.bastidores.remessa._volta(todos=False)


def _copia_do_que_espera(mundo: Mundo) -> None:
    """What the seller exports before anybody decides (Ctrl+E in A enviar)."""
    b = balcao_de(mundo).b
    exporta(mundo.pasta / "envios.json", b.envios, b.novos_clientes, b.estacao, b.relogio.agora(), "Ana Souza")


@given(parsers.parse('o produto "{produto}" some do cadastro da retaguarda'))
@when(parsers.parse('o produto "{produto}" some do cadastro da retaguarda'))
def some(mundo: Mundo, produto: str) -> None:
    _copia_do_que_espera(mundo)
    mundo.loja.sql("DELETE FROM produtos WHERE id = %s", mundo.loja.produtos[produto])


@when(parsers.parse('o produto "{produto}" volta ao cadastro da retaguarda'))
def volta(mundo: Mundo, produto: str) -> None:
    mundo.loja.sql("INSERT INTO produtos (id, codigo, descricao) OVERRIDING SYSTEM VALUE VALUES (%s, %s, %s)",
                   mundo.loja.produtos[produto], produto, f"PRODUTO {produto}")


@pytest.fixture
def ouvido() -> list[str]:
    """What the manager was answered when it could not be done."""
    return []


@when(parsers.parse('o gerente decide "{decisao}" porque "{motivo}"'))
def decide(mundo: Mundo, ouvido: list[str], decisao: str, motivo: str) -> None:
    [um] = casos(mundo)
    try:
        quarentena.decidir(mundo.loja.ctx, mundo.loja.quem("bia"), um.id, DecisaoTomada(
            decisao=DECISOES[decisao], motivo=motivo))
    except Recusada as recusa:
        ouvido.append(str(recusa))


@when("o vendedor refaz o documento como rascunho")
def refaz(mundo: Mundo) -> None:
    balcao = balcao_de(mundo)
    balcao.puxa()
    b, atras = balcao.b, balcao.b.bastidores
    fila = Fila(b.retaguarda, b.envios, b.novos_clientes, atras.remessa, atras.clientes, atras.documentos, b.sessoes,
                b.relogio, lambda: b.estacao)
    [um] = fila.lista()
    balcao.b.rascunhos.guarda(fila.refaz(um))
    fila.marca_refeito(um, "sem o P2")


@when("o arquivo exportado do balcão é importado no servidor")
def importa(mundo: Mundo) -> None:
    lido = arquivo_envios.le((mundo.pasta / "envios.json").read_text(encoding="utf-8"))
    assert [um.guardado for um in importar_envios(mundo.loja.ctx, lido)] == [False]


@when("o balcão é desligado")
def desliga(mundo: Mundo) -> None:
    balcao_de(mundo).fecha()


@when("o balcão é ligado")
def liga(mundo: Mundo) -> None:
    balcao_de(mundo).abre()


@then(parsers.parse('o gerente vê 1 documento em quarentena, de "{cliente}", de R$ {total}, com {quantos:d} de '
                    '"{produto}"'))
def ve(mundo: Mundo, cliente: str, total: str, quantos: int, produto: str) -> None:
    [um] = casos(mundo)
    assert (um.preso.cliente_nome, um.preso.total) == (cliente.upper(), le_decimal(total))
    assert [(i.codigo, i.quantidade) for i in um.preso.itens] == [(produto, Decimal(quantos))]


@then(parsers.parse('o motivo diz "{motivo}"'))
def motivo(mundo: Mundo, motivo: str) -> None:
    [um] = casos(mundo)
    assert motivo in um.preso.motivo.mensagem


@then(parsers.parse('o gerente ouve "{frase}"'))
def ouve(ouvido: list[str], frase: str) -> None:
    assert frase in ouvido[-1]


@then(parsers.parse('o vendedor lê "{frase}"'))
def le(mundo: Mundo, frase: str) -> None:
    passa_o_tempo(balcao_de(mundo))
    assert frase in balcao_de(mundo).noticias[-1].mensagem


@then(parsers.re(r"a retaguarda tem (?P<quantos>\d+) pedidos?"))
def tem(mundo: Mundo, quantos: str) -> None:
    assert mundo.loja.conta("pedidos") == int(quantos)


@then("nada mais espera no balcão")
def nada_espera(mundo: Mundo) -> None:
    assert balcao_de(mundo).b.envios.esperam() == []


@then("o gerente não lança mais o documento")
def nao_lanca(mundo: Mundo) -> None:
    assert casos(mundo) == ()
    assert mundo.loja.sql("SELECT decisao FROM quarentenas") == [("devolvida",)]
