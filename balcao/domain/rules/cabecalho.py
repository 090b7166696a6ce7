"""Rules of the order's header."""

from collections.abc import Iterator

from balcao.domain.achados import Finding, Severity
from balcao.domain.fatos import Facts
from balcao.domain.pedido import ModoEntrega
from balcao.domain.rules.motor import Moment, do_terminal, do_tipo, rule
from balcao.domain.situacoes import Situacao
from balcao.domain.terminal.opcoes import Documento
from balcao.domain.tipo_pedido import Categoria

_DOCUMENTO = {Categoria.ORCAMENTO: Documento.DAV, Categoria.VENDA: Documento.PRE_VENDA,
              Categoria.SERVICO: Documento.PRE_VENDA}  # an OS sells as a pré-venda does


@rule("VAZIO", "TP-103")
def pedido_vazio(fatos: Facts) -> Iterator[Finding]:
    """An order without items is not issued, unless its type lets one be pending so."""
    if fatos.pedido.vazio and Situacao.PENDENTE in fatos.tipo.situacoes_itens_obrigatorios:
        yield Finding(code="pedido.vazio", severity=Severity.BLOCK, field="itens",
                      origem=do_tipo(fatos, "situacoes_itens_obrigatorios"))


@rule("TP-121", "TP-176")
def tipo_indisponivel(fatos: Facts) -> Iterator[Finding]:
    """A draft outlives its type: deactivated, or taken from this shop, while it was open."""
    if fatos.tipo_disponivel:
        return
    origem = do_tipo(fatos, "ativo")
    if fatos.tipo.ativo:
        origem = do_tipo(fatos, "estabelecimentos").model_copy(update={"valor": "sem esta loja"})
    yield Finding(code="tipo.indisponivel", severity=Severity.BLOCK, field="tipo", params={"tipo": fatos.tipo.nome},
                  origem=origem)


@rule("TP-073")
def cliente_exigido(fatos: Facts) -> Iterator[Finding]:
    """Nobody chosen is the CONSUMIDOR FINAL: a type that refuses him demands a customer."""
    if not fatos.tipo.permite_consumidor_final and fatos.pedido.cliente_id is None:
        yield Finding(code="cliente.exigido", severity=Severity.BLOCK, field="cliente",
                      origem=do_tipo(fatos, "permite_consumidor_final"))


@rule("TP-073", "CB-100", moment=(Moment.INCLUSAO_PEDIDO, Moment.EMISSAO))
def consumidor_final(fatos: Facts) -> Iterator[Finding]:
    """The generic customer: the type and the terminal must both accept it."""
    if fatos.cliente is None or not fatos.cliente.consumidor_final:
        return
    if not fatos.tipo.permite_consumidor_final:
        yield Finding(code="cliente.consumidor_final", severity=Severity.BLOCK, field="cliente",
                      origem=do_tipo(fatos, "permite_consumidor_final"))
    elif _DOCUMENTO[fatos.tipo.categoria] not in fatos.terminal.controles_clientes.cc_permite_consumidor_final:
        yield Finding(code="cliente.consumidor_final", severity=Severity.BLOCK, field="cliente",
                      origem=do_terminal(fatos, "controles_clientes", "cc_permite_consumidor_final"))


@rule("ENTREGA")
def entrega_sem_endereco(fatos: Facts) -> Iterator[Finding]:
    """A delivery needs an address."""
    if fatos.pedido.entrega.modo is ModoEntrega.ENTREGA and not fatos.pedido.entrega.endereco.strip():
        yield Finding(code="entrega.sem_endereco", severity=Severity.BLOCK, field="entrega")


@rule("ENTREGA")
def entrega_no_passado(fatos: Facts) -> Iterator[Finding]:
    """A delivery is not promised for a day that is over."""
    dia = fatos.pedido.entrega.data
    if dia is not None and dia < fatos.hoje:
        yield Finding(code="entrega.no_passado", severity=Severity.BLOCK, field="entrega",
                      params={"data": dia.isoformat()})


@rule("CB-084")
def origem_vencida(fatos: Facts) -> Iterator[Finding]:
    """An expired DAV does not become a pré-venda; the last day still counts."""
    if fatos.origem_validade is not None and fatos.origem_validade < fatos.hoje:
        yield Finding(code="dav.vencido", severity=Severity.BLOCK, field="origem",
                      params={"data": fatos.origem_validade.isoformat()})


REGRAS = (pedido_vazio, tipo_indisponivel, cliente_exigido, consumidor_final, entrega_sem_endereco, entrega_no_passado,
          origem_vencida)
