"""What may be issued when the retaguarda does not answer (TP-177 × CB-150 × CB-104).

These rules see `Facts.sem_retaguarda`; in the service it is always None: there, an order issued offline is
a fact, and what the other rules find becomes a divergência.
"""

from collections.abc import Iterator
from datetime import timedelta

from balcao.domain.achados import Finding, Severity
from balcao.domain.fatos import Facts
from balcao.domain.permissoes import Permissao
from balcao.domain.rules.credito import verifica_crediario
from balcao.domain.rules.motor import SEVERIDADE, do_terminal, do_tipo, rule
from balcao.domain.terminal.opcoes import Acao
from balcao.domain.tipo_pedido import Categoria
from balcao.domain.tipo_pedido.categorias import VENDEM
from balcao.domain.tipo_pedido.opcoes import EmissaoSemRetaguarda

_HORA = timedelta(hours=1)


@rule("CB-150")
def contingencia(fatos: Facts) -> Iterator[Finding]:
    """The terminal must allow working alone at all."""
    if fatos.sem_retaguarda is not None and not fatos.terminal.controle_sistema.sis_contingencia:
        yield Finding(code="retaguarda.sem_contingencia", severity=Severity.BLOCK,
                      origem=do_terminal(fatos, "controle_sistema", "sis_contingencia"))


@rule("TP-177")
def emissao_sem_retaguarda(fatos: Facts) -> Iterator[Finding]:
    """What the type may issue alone."""
    if fatos.sem_retaguarda is None:
        return
    modo = fatos.tipo.emissao_sem_retaguarda
    compromete = fatos.tipo.categoria is not Categoria.ORCAMENTO or fatos.tipo.reserva_estoque
    if modo is EmissaoSemRetaguarda.NADA or (modo is EmissaoSemRetaguarda.ORCAMENTO and compromete):
        yield Finding(code="retaguarda.nao_emite", severity=Severity.BLOCK,
                      params={"tipo": fatos.tipo.nome}, origem=do_tipo(fatos, "emissao_sem_retaguarda"))
    elif modo is EmissaoSemRetaguarda.CREDITO_CONHECIDO and compromete and fatos.toma_credito:
        yield from _credito_conhecido(fatos)


def _credito_conhecido(fatos: Facts) -> Iterator[Finding]:
    idade = fatos.sem_retaguarda or timedelta()
    maxima = fatos.terminal.controles_clientes.idade_maxima_credito_horas
    if idade > maxima * _HORA:
        yield Finding(code="retaguarda.dados_velhos", severity=Severity.BLOCK, field="cliente",
                      params={"horas": int(idade / _HORA), "maxima": maxima},
                      origem=do_terminal(fatos, "controles_clientes", "idade_maxima_credito_horas"))
    cabe = fatos.credito.cabe(fatos.preferencias.abate_creditos) if fatos.credito else None
    if cabe is not None and fatos.pedido.total > cabe:
        yield Finding(code="retaguarda.alem_do_credito", severity=Severity.BLOCK, field="cliente",
                      params={"disponivel": cabe, "total": fatos.pedido.total},
                      origem=do_tipo(fatos, "emissao_sem_retaguarda"))


@rule("CB-104")
def conferencia_impossivel(fatos: Facts) -> Iterator[Finding]:
    """A check that needs the server was asked for and can only be made on the last known data."""
    if fatos.sem_retaguarda is None or fatos.cliente is None or fatos.cliente.consumidor_final:
        return
    acao = fatos.terminal.controles_clientes.acao_sem_retaguarda
    toma = fatos.tipo.categoria in VENDEM and fatos.toma_credito
    if acao is Acao.NADA or not (toma or verifica_crediario(fatos)):
        return
    yield Finding(code="retaguarda.sem_conferencia", severity=SEVERIDADE[acao], field="cliente",
                  params={"cliente": fatos.cliente.nome, "horas": int(fatos.sem_retaguarda / _HORA)},
                  origem=do_terminal(fatos, "controles_clientes", "acao_sem_retaguarda"),
                  permissao=Permissao.LIBERAR_SEM_RETAGUARDA if acao is Acao.SENHA else "",
                  valor=fatos.pedido.total)


REGRAS = (contingencia, emissao_sem_retaguarda, conferencia_impossivel)
