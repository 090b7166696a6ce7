"""Dado, Quando, Então: service orders, their conclusion, who serves."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pytest_bdd import given, parsers, then, when
from uuid_utils.compat import uuid7

from balcao.domain.formatos import data_hora, le_decimal
from balcao.domain.protocolo_documentos import Apropriacao, Conclusao, DataConclusao
from balcao.domain.tipo_pedido.opcoes import RegraTecnico
from balcao.services.office import documentos, pre_vendas
from balcao.services.office.apropriar import apropriar
from balcao.services.office.concluir import concluir, informar_conclusao
from balcao.services.office.contexto import Recusada
from balcao.ui.venda.tecnico import oferecidos
from tests.apoio.retaguarda import SENHA
from tests.scenarios.mundo import FUSO, Mundo


@given(parsers.parse("passam {horas:d} horas"))
def passam_horas(mundo: Mundo, horas: int) -> None:
    mundo.loja.agora += timedelta(hours=horas)


@given(parsers.re(r'"(?P<nome>[^"]+)" é colaborador das lojas "(?P<lojas>[^"]*)"'))
def colaborador(mundo: Mundo, nome: str, lojas: str) -> None:
    """A person who is registered; "": of no shop."""
    for loja in filter(None, lojas.split(", ")):
        if loja != "1":
            mundo.loja.sql("INSERT INTO estabelecimentos (id, nome, fantasia, cnpj) VALUES (%s, %s, %s, %s) "
                           "ON CONFLICT DO NOTHING", loja, f"LOJA {loja}", f"LOJA {loja}", loja)
        mundo.loja.sql("INSERT INTO colaboradores VALUES (%s, %s)", mundo.cliente(nome), int(loja))


@given(parsers.re(r'o técnico é "(?P<nome>[^"]*)"'))
@when(parsers.re(r'o técnico é "(?P<nome>[^"]*)"'))
def tecnico(mundo: Mundo, nome: str) -> None:
    venda = mundo.venda
    quem = {"tecnico_id": mundo.cliente(nome), "tecnico": nome.upper()} if nome else {"tecnico_id": None, "tecnico": ""}
    venda.muda(servico=venda.pedido.servico.model_copy(update=quem))


@then(parsers.re(r'os técnicos oferecidos são "(?P<nomes>[^"]*)"'))
def tecnicos_oferecidos(mundo: Mundo, nomes: str) -> None:
    """"…": and, by a search, anybody who is registered."""
    registros = mundo.venda.registros
    regra = registros.tipo(mundo.venda.pedido.tipo_id).regra_tecnico_responsavel
    ditos = [um.nome for um in oferecidos(registros.catalogo.colaboradores(), regra, 1)]
    assert ", ".join(ditos + ["…"] * (regra is RegraTecnico.PESSOA)) == nomes.upper()


@then(parsers.re(r'fica guardado o técnico "(?P<nome>[^"]*)"'))
def tecnico_guardado(mundo: Mundo, nome: str) -> None:
    """The retaguarda's row, and its paper; "": nobody, or nothing was stored."""
    guardados = mundo.loja.sql(
        "SELECT dados #>> '{servico,tecnico}', documento ->> 'tecnico' FROM pedidos JOIN pedido_versoes "
        "ON pedido_id = id WHERE id = %s", mundo.em_questao.id) or [("", "")]
    assert guardados == [(nome.upper(), nome.upper())]


@when("concluo o pedido")
@when(parsers.re(r'concluo o pedido, às "(?P<hora>[\d:]+)"'))
def concluo(mundo: Mundo, hora: str = "") -> None:
    _tenta(mundo, concluir, Conclusao(id=uuid7(), em=_hoje_as(mundo, hora) if hora else None))


@when(parsers.re(r'informo que o pedido foi concluído às "(?P<hora>[\d:]+)"'))
def informo(mundo: Mundo, hora: str) -> None:
    _tenta(mundo, informar_conclusao, DataConclusao(id=uuid7(), em=_hoje_as(mundo, hora)))


@when(parsers.re(r'"(?P<login>[^"]+)" aprova a conclusão com a senha (?P<qual>certa|errada)'))
def aprova(mundo: Mundo, login: str, qual: str) -> None:
    _tenta(mundo, concluir, Conclusao(id=uuid7(), login=login,
                                      senha=SENHA[login] if qual == "certa" else "não é esta"))


@when(parsers.parse('o caixa tenta faturar {quantidade} de "{produto}"'))
def tenta_faturar(mundo: Mundo, quantidade: str, produto: str) -> None:
    mundo.recusa = None
    try:
        mundo.fatura(produto, le_decimal(quantidade))
    except Recusada as recusa:
        mundo.recusa = recusa


@then(parsers.re(r"o caixa vê (?P<quantos>\d+) documentos? a faturar"))
def caixa_ve(mundo: Mundo, quantos: str) -> None:
    """Through the service, and in the view that other tills read."""
    abertas = pre_vendas.abertas(mundo.loja.ctx, mundo.loja.quem("caio", "T2"))
    assert len(abertas) == int(quantos) == mundo.loja.um("SELECT count(*) FROM itens_a_faturar")


@then(parsers.re(r'a data de conclusão é "(?P<quando>[^"]*)"'))
def data_conclusao(mundo: Mundo, quando: str) -> None:
    """The order's, and what its last version prints."""
    guardada, impressa = _da_versao(mundo, "concluido_em", "conclusao")
    assert (data_hora(guardada.astimezone(FUSO)) if guardada else "") == quando
    assert (data_hora(datetime.fromisoformat(impressa)) if impressa else "") == quando


@then(parsers.re(r'a conclusão foi aprovada por "(?P<nome>[^"]*)"'))
def aprovada_por(mundo: Mundo, nome: str) -> None:
    guardado, impresso = _da_versao(mundo, "(SELECT nome FROM usuarios WHERE id = conclusao_aprovada_por)",
                                    "conclusao_aprovada_por")
    assert ((guardado or ""), (impresso or "")) == (nome, nome)


def _da_versao(mundo: Mundo, coluna: str, campo: str) -> tuple[Any, Any]:
    assert mundo.recibo is not None
    [(guardado, impresso)] = mundo.loja.sql(
        f"SELECT {coluna}, documento ->> '{campo}' FROM pedidos p JOIN pedido_versoes v ON v.pedido_id = p.id "
        "AND v.versao = p.versao WHERE p.id = %s", mundo.recibo.pedido_id)
    return guardado, impresso


def _hoje_as(mundo: Mundo, hora: str) -> datetime:
    return datetime.fromisoformat(f"{mundo.hoje.isoformat()}T{hora}").replace(tzinfo=ZoneInfo(str(FUSO)))


def _tenta(mundo: Mundo, faz: Callable[..., Any], pedida: Any) -> None:
    assert mundo.recibo is not None
    mundo.achados, mundo.recusa = (), None
    try:
        faz(mundo.loja.ctx, mundo.loja.quem("bia"), mundo.recibo.pedido_id, pedida)
    except Recusada as recusa:
        mundo.achados, mundo.recusa = recusa.recusa.achados, recusa


@given(parsers.re(r'o técnico do item (?P<linha>\d+) é "(?P<nome>[^"]*)"'))
def tecnico_do_item(mundo: Mundo, linha: str, nome: str) -> None:
    if nome:
        mundo.venda.detalha_item(int(linha), tecnico_id=mundo.cliente(nome).hex, tecnico=nome.upper())


@when(parsers.re(r'"(?P<nome>[^"]+)" apropria o item (?P<linha>\d+)'))
def apropria(mundo: Mundo, nome: str, linha: str) -> None:
    """What is refused is seen, also when what comes next is not."""
    antes = mundo.achados, mundo.recusa
    _tenta(mundo, apropriar, Apropriacao(id=uuid7(), linha=int(linha), tecnico_id=mundo.cliente(nome), minutos=30))
    if mundo.recusa is None:
        mundo.achados, mundo.recusa = antes


@then(parsers.re(r'apropriaram o item (?P<linha>\d+): "(?P<nomes>[^"]*)"'))
def apropriaram(mundo: Mundo, linha: str, nomes: str) -> None:
    assert mundo.recibo is not None
    guardado = documentos.abrir(mundo.loja.ctx, mundo.loja.quem("bia"), mundo.recibo.pedido_id)
    ditos = [a.tecnico for a in guardado.apropriacoes if a.linha == int(linha)]
    assert ", ".join(ditos) == nomes.upper()
    assert all(a.minutos == 30 and a.em == mundo.loja.agora for a in guardado.apropriacoes)


@then(parsers.re(r'o técnico do item (?P<linha>\d+) fica "(?P<nome>[^"]*)"'))
def fica_tecnico(mundo: Mundo, linha: str, nome: str) -> None:
    """The order's, and what its last version prints of the item."""
    assert mundo.recibo is not None
    [(dados, documento)] = mundo.loja.sql(
        "SELECT dados -> 'itens', documento -> 'itens' FROM pedidos p JOIN pedido_versoes v ON v.pedido_id = p.id "
        "AND v.versao = p.versao WHERE p.id = %s", mundo.recibo.pedido_id)
    assert [i["tecnico"] for i in (*dados, *documento) if i["linha"] == int(linha)] == [nome.upper()] * 2
