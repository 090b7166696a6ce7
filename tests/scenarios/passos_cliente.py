"""The customers' register and what it brings to the sale, in steps of their own."""

from pytest_bdd import given, parsers, then, when
from uuid_utils.compat import uuid7

from balcao.domain.formatos import le_decimal
from balcao.domain.importacao_previa import ArquivoEnviado, Confirmacao, PedidoImportacao, TipoImportacao
from balcao.domain.permissoes import ROTULOS
from balcao.services.office import importar
from balcao.services.office.contexto import Recusada
from tests.scenarios.mundo import Mundo


@given(parsers.re(r'o perfil "(?P<perfil>[^"]+)" (?P<pode>pode|não pode) "(?P<rotulo>[^"]+)"'))
def perfil_pode(mundo: Mundo, perfil: str, pode: str, rotulo: str) -> None:
    """A permission by the name that the screens give it."""
    [qual] = [um for um, nome in ROTULOS.items() if nome == rotulo]
    mundo.loja.sql("UPDATE perfis SET permissoes = permissoes - %s WHERE nome = %s", qual.value, perfil)
    if pode == "pode":
        mundo.loja.sql("UPDATE perfis SET permissoes = permissoes || to_jsonb(%s::text) WHERE nome = %s", qual.value,
                       perfil)


@then(parsers.parse('no cartão de "{cliente}" cabem mais R$ {valor}'))
def cabem_mais(mundo: Mundo, cliente: str, valor: str) -> None:
    """What the card beside the sale says that he may still buy on credit."""
    mundo.venda.renova()
    assert mundo.posicao(cliente).cabe(mundo.venda.registros.preferencias.abate_creditos) == le_decimal(valor)


@when(parsers.re(r'o financeiro usa R\$ (?P<valor>[\d.,]+) (?P<de>da devolução|do adiantamento) de '
                 r'"(?P<cliente>[^"]+)"'))
def usa_credito(mundo: Mundo, valor: str, de: str, cliente: str) -> None:
    """Of his oldest one."""
    mundo.loja.sql("UPDATE creditos_cliente SET saldo = saldo - %s WHERE id = (SELECT min(id) FROM creditos_cliente "
                   "WHERE cliente_id = %s AND tipo = %s)", le_decimal(valor), mundo.cliente(cliente),
                   "devolucao" if de == "da devolução" else "adiantamento")


# ---- by a table

@given(parsers.parse('o cliente "{nome}" com CNPJ "{documento}"'))
def com_cnpj(mundo: Mundo, nome: str, documento: str) -> None:
    mundo.loja.sql("UPDATE pessoas SET documento = %s WHERE id = %s", documento, mundo.cliente(nome))


@when(parsers.parse('"{login}" importa clientes da planilha'), target_fixture="resposta")
def importa(mundo: Mundo, login: str, datatable: list[list[str]]) -> str:
    """Looks at the preview and confirms it, as the window does; what refuses, wherever it does."""
    csv = "\n".join(";".join(celulas) for celulas in datatable)
    pedido = PedidoImportacao(tipo=TipoImportacao.CLIENTES, arquivos=(
        ArquivoEnviado(nome="clientes.csv", conteudo=csv.encode()),))
    quem = mundo.loja.quem(login)
    try:
        vista = importar.previa(mundo.loja.ctx, quem, pedido)
        importar.aplicar(mundo.loja.ctx, quem, Confirmacao(id=uuid7(), pedido=pedido, marca=vista.marca))
    except Recusada as recusada:
        return recusada.recusa.mensagem
    return "gravado"


@then(parsers.parse('a importação responde "{frase}"'))
def importacao_responde(resposta: str, frase: str) -> None:
    assert resposta == frase


@then(parsers.re(r'"(?P<nome>[^"]+)" (?P<resultado>está|não está) cadastrada'))
def esta_cadastrada(mundo: Mundo, nome: str, resultado: str) -> None:
    assert mundo.loja.conta("pessoas", "upper(nome) = %s", nome) == (resultado == "está")


@then(parsers.parse('o nome do CNPJ "{documento}" é "{nome}"'))
def nome_e(mundo: Mundo, documento: str, nome: str) -> None:
    assert mundo.loja.um("SELECT nome FROM pessoas WHERE documento = %s", documento) == nome


@then(parsers.parse('o limite de "{nome}" é R$ {valor}'))
def limite_e(mundo: Mundo, nome: str, valor: str) -> None:
    assert mundo.posicao(nome).limite == le_decimal(valor)


@then(parsers.re(r'o histórico de "(?P<nome>[^"]+)" diz "(?P<frase>[^"]*)"'))
def historico_diz(mundo: Mundo, nome: str, frase: str) -> None:
    ditas = [f"{quem}: {campo}: {antes} → {depois}" for quem, campo, antes, depois in mundo.loja.sql(
        "SELECT u.nome, campo, antes #>> '{}', depois #>> '{}' FROM auditoria a JOIN usuarios u ON u.id = a.usuario_id "
        "WHERE assunto LIKE %s", f"clientes {nome.upper()}%")]
    assert ditas == ([frase] if frase else [])
