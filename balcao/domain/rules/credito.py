"""Rules of credit: overdue instalments and the limit."""

from collections.abc import Iterator

from balcao.domain.achados import Finding, Severity
from balcao.domain.fatos import Facts
from balcao.domain.permissoes import Permissao
from balcao.domain.rules.motor import SEVERIDADE, Moment, do_terminal, rule
from balcao.domain.terminal.opcoes import Acao, Operacao
from balcao.domain.tipo_pedido import Categoria

_CHAVE = {Categoria.ORCAMENTO: "verificar_crediario_dav", Categoria.VENDA: "verificar_crediario_pre_venda",
          Categoria.SERVICO: "verificar_crediario_pre_venda"}


def verifica_crediario(fatos: Facts) -> bool:
    """Whether this terminal asks for overdue instalments on this document (CB-027, CB-028)."""
    return bool(getattr(fatos.terminal.integracao, _CHAVE[fatos.tipo.categoria]))


@rule("CB-027", "CB-028", "CB-029", "CB-103", moment=(Moment.INCLUSAO_PEDIDO, Moment.EMISSAO))
def crediario_vencido(fatos: Facts) -> Iterator[Finding]:
    """Overdue instalments block; who may release them does so when CB-050 lists it (NOTAS 3.27)."""
    if fatos.cliente is None or fatos.credito is None or not verifica_crediario(fatos):
        return
    vencidos = fatos.credito.vencidos(fatos.hoje, fatos.terminal.controles_clientes.tolerancia_crediario_dias)
    if vencidos is None:
        return
    liberavel = Operacao.CREDIARIO_VENCIDO in fatos.terminal.gerencial.operacoes_com_liberacao
    yield Finding(
        code="credito.vencido", severity=Severity.APPROVE if liberavel else Severity.BLOCK, field="cliente",
        params={"cliente": fatos.cliente.nome, "quantidade": vencidos.quantidade, "total": vencidos.total,
                "data": vencidos.mais_antigo.isoformat()},
        origem=do_terminal(fatos, "integracao", _CHAVE[fatos.tipo.categoria]),
        permissao=Permissao.LIBERAR_CREDITO if liberavel else "", valor=fatos.pedido.total)


@rule("CB-102", "CL-027", "CL-028", "CL-030", "CL-100")
def limite(fatos: Facts) -> Iterator[Finding]:
    """What the order takes must fit the headroom; an unlimited customer is never stopped."""
    if fatos.cliente is None or fatos.credito is None or not fatos.toma_credito:
        return
    cabe = fatos.credito.cabe(fatos.preferencias.abate_creditos)
    acao = fatos.terminal.controles_clientes.acao_limite_excedido
    if cabe is None or fatos.pedido.total <= cabe or acao is Acao.NADA:
        return
    excesso = fatos.pedido.total - cabe
    yield Finding(
        code="credito.limite", severity=SEVERIDADE[acao], field="cliente",
        params={"cliente": fatos.cliente.nome, "limite": fatos.credito.limite or cabe * 0,
                "tomado": fatos.credito.tomado, "disponivel": cabe, "excesso": excesso},
        origem=do_terminal(fatos, "controles_clientes", "acao_limite_excedido"),
        permissao=Permissao.LIBERAR_CREDITO if acao is Acao.SENHA else "", valor=excesso)


REGRAS = (crediario_vencido, limite)
