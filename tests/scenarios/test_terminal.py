"""The scenarios of a terminal's shop and number."""

from decimal import Decimal

from pytest_bdd import given, parsers, scenarios, then, when

from balcao.db.server.banco import motor
from balcao.services.office import estacoes
from balcao.services.office.contexto import Recusada
from balcao.services.office.estacoes import NovaEstacao
from tests.apoio.balcao import balcao_de, servico
from tests.apoio.empresa import PAPEIS, numera_estacoes
from tests.scenarios.mundo import Mundo

scenarios("terminal.feature")


@given(parsers.parse('a "{loja}" já emitiu {quantos:d} documentos "{tipo}"'))
def ja_emitiu(mundo: Mundo, loja: str, quantos: int, tipo: str) -> None:
    assert loja == "Loja Centro"  # T1's
    for _ in range(quantos):
        mundo.loja.envia(mundo.loja.pedido(tipo))


@when(parsers.parse('um balcão da "{loja}" vende {quantos:d} de "{produto}" em "{tipo}"'))
def balcao_vende(mundo: Mundo, loja: str, quantos: int, produto: str, tipo: str) -> None:
    """A whole counter, which knows nothing of its shop but its own station."""
    qual = mundo.estabelecimento(loja)
    mundo.loja.sql("INSERT INTO usuario_estabelecimentos SELECT id, %s FROM usuarios ON CONFLICT DO NOTHING", qual)
    with servico(mundo.loja) as url, balcao_de(mundo.loja, url, 1, mundo.pasta, qual) as balcao:
        balcao.entra("ana")
        assert balcao.emite(balcao.venda(tipo, [(produto, quantos)])).numero


@when(parsers.parse('o terminal "{terminal}" vende {quantos:d} de "{produto}" em "{tipo}"'))
def terminal_vende(mundo: Mundo, terminal: str, quantos: int, produto: str, tipo: str) -> None:
    mundo.recibo = mundo.loja.envia(mundo.loja.pedido(tipo, itens=[(produto, quantos)], estacao=terminal))


@then(parsers.parse('o documento é da "{loja}", número {numero:d}, e o papel diz "{razao}"'))
def documento_da(mundo: Mundo, loja: str, numero: int, razao: str) -> None:
    [*_, [onde, qual, papel]] = mundo.loja.sql(
        "SELECT estabelecimento_id, numero, documento -> 'emitente' ->> 'nome' FROM pedidos "
        "JOIN pedido_versoes ON pedido_id = id ORDER BY em")
    assert (onde, qual, papel) == (mundo.estabelecimento(loja), numero, razao)


@then(parsers.parse('em "{loja}" o disponível de "{produto}" é {quantidade}'))
def disponivel_na_loja(mundo: Mundo, loja: str, produto: str, quantidade: str) -> None:
    assert mundo.loja.um(
        "SELECT saldo - reservado FROM estoques WHERE produto_id = %s AND estabelecimento_id = %s",
        mundo.loja.produtos[produto], mundo.estabelecimento(loja)) == Decimal(quantidade)


def inclui(mundo: Mundo, nome: str, numero: int, loja: str) -> str:
    """`balcao estacao criar`; what it answers."""
    engine = motor(mundo.loja.empresa.dsn_admin, esquema=PAPEIS.esquema, conexoes=1)
    try:
        with engine.begin() as conexao:
            feita = estacoes.criar(conexao, PAPEIS, NovaEstacao(mundo.estabelecimento(loja), nome, numero),
                                   mundo.loja.agora)
    except Recusada as recusada:
        return recusada.recusa.mensagem
    finally:
        engine.dispose()
    mundo.loja.estacoes[nome] = feita.estacao_id
    return "incluído"


@given(parsers.parse('o terminal "{nome}" de número {numero:d} na "{loja}"'))
def ha_o_terminal(mundo: Mundo, nome: str, numero: int, loja: str) -> None:
    numera_estacoes(mundo.loja.empresa)
    assert inclui(mundo, nome, numero, loja) == "incluído"


@when(parsers.parse('incluo o terminal "{nome}" de número {numero:d} na "{loja}"'), target_fixture="resposta")
def incluo_terminal(mundo: Mundo, nome: str, numero: int, loja: str) -> str:
    return inclui(mundo, nome, numero, loja)


@then(parsers.parse('a resposta é "{frase}"'))
def resposta_e(resposta: str, frase: str) -> None:
    assert resposta == frase


@then(parsers.parse("o documento fica guardado como do terminal {numero:d}"))
def do_terminal(mundo: Mundo, numero: int) -> None:
    assert mundo.recibo is not None
    assert mundo.loja.um("SELECT e.numero FROM pedidos p JOIN estacoes e ON e.id = p.estacao_id WHERE p.id = %s",
                         mundo.recibo.pedido_id) == numero
