"""Steps of numbers, séries and keys: what the person informs, what the retaguarda gives, what papers and lists say."""

from datetime import timedelta
from decimal import Decimal

import pytest
from pytest_bdd import given, parsers, then, when

from balcao.documents.dados import DocumentoVenda
from balcao.domain.numeracao import le_numero, le_serie
from balcao.domain.protocolo_documentos import FiltroDocumentos
from balcao.domain.textos import texto
from balcao.domain.tipo_pedido import TipoPedido
from balcao.services.office import documentos
from balcao.services.office.contexto import Recusada
from balcao.ui.documentos.modelo import numero_de
from balcao.ui.venda.numero import escreve_numero
from tests.scenarios.mundo import Mundo


@given(parsers.parse("a última numeração geral da loja é {numero:d}"))
def geral(mundo: Mundo, numero: int) -> None:
    mundo.loja.sql("INSERT INTO numeradores (estabelecimento_id, tipo_id, serie, inicial, ultimo) "
                   "VALUES (1, 0, '', %s, %s)", numero, numero)


@when(parsers.re(r'emito um "(?P<tipo>[^"]+)" com o número "(?P<numero>[^"]*)"'))
def emito_um(mundo: Mundo, tipo: str, numero: str) -> None:
    """A new document, with what was informed, straight to the retaguarda: it alone knows the numbers that there are."""
    mundo.abre(tipo, "João", None)
    mundo.inclui("P1", Decimal(1))
    mundo.venda.muda(numero=le_numero(numero))
    mundo.recibo, mundo.recusa = None, None
    try:
        mundo.recibo = mundo.loja.envia(mundo.venda.pedido)
    except Recusada as recusa:
        mundo.recusa = recusa
    mundo.venda.fecha()


@given(parsers.parse('informo o número "{numero}"'))
def informo_numero(mundo: Mundo, numero: str) -> None:
    mundo.venda.muda(numero=le_numero(numero))


@given(parsers.parse('informo a série "{serie}"'))
def informo_serie(mundo: Mundo, serie: str) -> None:
    mundo.venda.muda(serie=le_serie(serie))


@then(parsers.re(r'o último "(?P<tipo>[^"]+)" tem o número "(?P<numero>\d+)"'))
def numero_do_ultimo(mundo: Mundo, tipo: str, numero: str) -> None:
    assert _ultimo(mundo, tipo, "numero") == int(numero)


@then(parsers.re(r'o último "(?P<tipo>[^"]+)" tem a série "(?P<serie>[^"]*)"'))
def serie_do_ultimo(mundo: Mundo, tipo: str, serie: str) -> None:
    assert _ultimo(mundo, tipo, "serie") == serie


@then(parsers.re(r'é recusado "(?P<codigo>[^"]+)" por "(?P<campo>[^"]+)"'))
def recusado(mundo: Mundo, codigo: str, campo: str) -> None:
    assert mundo.recusa is not None
    [achado] = mundo.recusa.recusa.achados
    assert (achado.code, achado.field, achado.origem and achado.origem.campo) == (codigo, "numero", campo)


@then(parsers.re(r"o cabeçalho (?P<mostra>mostra|não mostra) (?P<qual>o número|a série)"))
def cabecalho(mundo: Mundo, mostra: str, qual: str) -> None:
    tipo: TipoPedido = mundo.venda.registros.tipo(mundo.venda.pedido.tipo_id)
    assert (escreve_numero(mundo.venda.pedido, tipo) is not None) is (mostra == "mostra")


@then(parsers.re(r'emitido, fica com a série "(?P<serie>[^"]*)"'))
def fica_com_serie(mundo: Mundo, serie: str) -> None:
    mundo.emite()
    assert mundo.recibo is not None
    assert mundo.recibo.serie == mundo.loja.um("SELECT serie FROM pedidos") == serie


@then(parsers.parse('o cadastro do tipo "{tipo}" mostra o último número {numero:d}'))
def cadastro_mostra(mundo: Mundo, tipo: str, numero: int) -> None:
    assert mundo.do_cadastro(tipo)["ultimo_numero"] == numero


@then(parsers.re(r'o último "(?P<tipo>[^"]+)" se chama "(?P<nome>[^"]+)" no papel e nas telas'))
def se_chama(mundo: Mundo, tipo: str, nome: str) -> None:
    assert mundo.recibo is not None
    assert DocumentoVenda.model_validate(mundo.recibo.documento).numero_impresso == nome
    quem, dia = mundo.loja.quem("ana"), mundo.hoje
    filtro = FiltroDocumentos(de=dia - timedelta(1), ate=dia, texto=nome.lower())
    assert [numero_de(um) for um in documentos.listar(mundo.loja.ctx, quem, filtro)] == [nome]


@then(parsers.re(r'o cadastro do tipo "(?P<tipo>[^"]+)" recusa "(?P<titulo>[^"]+)" = "(?P<valor>[^"]+)": '
                 r'"(?P<motivo>[^"]+)"'))
def cadastro_recusa(mundo: Mundo, tipo: str, titulo: str, valor: str, motivo: str) -> None:
    assert titulo == "Chave de identificação do pedido"
    if not mundo.muda_de_fato("TP-156", "chave_identificacao"):
        valor = mundo.do_cadastro(tipo)["chave_identificacao"]
    with pytest.raises(Recusada) as recusa:
        mundo.pelo_cadastro(tipo, "chave_identificacao", valor)
    [achado] = [a for a in recusa.value.recusa.achados if a.field == "chave_identificacao"]
    assert motivo in texto(achado)


def _ultimo(mundo: Mundo, tipo: str, coluna: str) -> object:
    return mundo.loja.um(f"SELECT {coluna} FROM pedidos WHERE tipo_id = %s ORDER BY emitido_em DESC, criado_em DESC, "
                         "id DESC LIMIT 1", mundo.loja.tipos[tipo])
