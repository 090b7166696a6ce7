"""Commercial rules, kept in their registry as a person keeps them."""

from pytest_bdd import given, parsers, then, when

from balcao.domain.cadastro.mensagens import Alteracao
from balcao.domain.campo import TipoCampo, campos_de, tipo_de
from balcao.domain.formatos import le_decimal
from balcao.domain.regra_comercial import RegraComercial
from balcao.services.office import cadastros
from tests.scenarios.mundo import Mundo


def _muda(mundo: Mundo, nome: str, **mudancas: object) -> None:
    id_ = mundo.regra(nome)
    lida = cadastros.consultar(mundo.loja.ctx, mundo.loja.quem("bia"), "regras_comerciais", id_)
    cadastros.alterar(mundo.loja.ctx, mundo.loja.quem("bia"), "regras_comerciais", id_, Alteracao(
        versao=lida.versao, valores=mudancas))
    mundo._renova()


@given(parsers.re(r'a regra comercial "(?P<nome>[^"]+)" com "(?P<titulo>[^"]+)" = "(?P<rotulo>[^"]*)"'))
def regra_com(mundo: Mundo, nome: str, titulo: str, rotulo: str) -> None:
    """A new one has only the limit that is said here."""
    [(campo_, declarado)] = [par for par in campos_de(RegraComercial) if par[1].titulo == titulo]
    if tipo_de(RegraComercial, campo_) is TipoCampo.DECIMAL:
        mundo.regra(nome, **{"valor_minimo": None, campo_: str(le_decimal(rotulo))})
    else:
        _muda(mundo, nome, **{campo_: next(str(o.valor) for o in declarado.opcoes if o.rotulo == rotulo)})


@when(parsers.re(r'a regra comercial "(?P<nome>[^"]+)" é (?P<como>ativada|desativada)'))
def ativada(mundo: Mundo, nome: str, como: str) -> None:
    _muda(mundo, nome, ativo=como == "ativada")


@then(parsers.parse('vejo na venda o achado "{codigo}"'))
def na_venda(mundo: Mundo, codigo: str) -> None:
    assert [a.code for a in mundo.venda.achados] == [codigo]
