"""Rules of the customer's registration."""

from collections.abc import Iterator

from balcao.domain.achados import Finding, Severity
from balcao.domain.fatos import Facts, tem_credito
from balcao.domain.permissoes import Permissao
from balcao.domain.rules.motor import SEVERIDADE, Moment, do_terminal, do_tipo, rule
from balcao.domain.terminal.opcoes import Acao
from balcao.domain.tipo_pedido.opcoes import AcaoValidade, PermiteBloqueado, RegraCliente

_SEMPRE = (Moment.INCLUSAO_PEDIDO, Moment.EMISSAO)


@rule("TP-008", "TP-009", moment=_SEMPRE)
def sem_cadastro(fatos: Facts) -> Iterator[Finding]:
    """Only a customer, where the type says so, unless it registers who is none."""
    tipo = fatos.tipo
    if (tipo.regra_cliente is RegraCliente.CLIENTE and not tipo.cadastrar_pessoa_como_cliente
            and fatos.cliente is not None and not fatos.cliente.cadastrado):
        yield Finding(code="cliente.sem_registro", severity=Severity.BLOCK, field="cliente",
                      params={"cliente": fatos.cliente.nome, "tipo": tipo.nome}, origem=do_tipo(fatos, "regra_cliente"))


@rule("TP-008", moment=_SEMPRE)
def outro_que_a_loja(fatos: Facts) -> Iterator[Finding]:
    """The shop itself, where the type says so; the page leaves transfers out."""
    if fatos.tipo.cliente_e_a_loja and (
            fatos.cliente is None or fatos.cliente.estabelecimento_id != fatos.pedido.estabelecimento_id):
        yield Finding(code="cliente.nao_e_a_loja", severity=Severity.BLOCK, field="cliente",
                      params={"tipo": fatos.tipo.nome}, origem=do_tipo(fatos, "regra_cliente"))


@rule("TP-008", "TP-067", moment=_SEMPRE)
def pessoa_sem_credito(fatos: Facts) -> Iterator[Finding]:
    """Who is no customer has no credit that the order could take (ADR 0166)."""
    tipo = fatos.tipo
    if (fatos.cliente is not None and fatos.toma_credito and not tem_credito(tipo, fatos.cliente)
            and tipo.regra_cliente is not RegraCliente.CLIENTE):
        yield Finding(code="cliente.sem_credito", severity=Severity.BLOCK, field="cliente",
                      params={"cliente": fatos.cliente.nome}, origem=do_tipo(fatos, "toma_credito"))


@rule("PC-009", moment=_SEMPRE)
def inativo(fatos: Facts) -> Iterator[Finding]:
    """An inactive customer buys nothing; that is another thing than blocked, and than his status."""
    if fatos.cliente is not None and fatos.cliente.inativo:
        yield Finding(code="cliente.inativo", severity=Severity.BLOCK, field="cliente",
                      params={"cliente": fatos.cliente.nome})


@rule("CL-013", "TP-074", "CB-101", moment=_SEMPRE)
def bloqueado(fatos: Facts) -> Iterator[Finding]:
    """The order type decides; the terminal may only be stricter (mais_restritiva, NOTAS 3.30)."""
    if fatos.cliente is None or not fatos.cliente.bloqueado:
        return
    params: dict[str, str | int] = {"cliente": fatos.cliente.nome, "motivo": fatos.cliente.motivo_bloqueio}
    permite = fatos.tipo.permite_clientes_bloqueados
    pelo_plano = permite is PermiteBloqueado.CONFORME_PLANO and (
        fatos.plano is not None and fatos.plano.permite_bloqueado)
    if permite is not PermiteBloqueado.SIM and not pelo_plano:
        yield Finding(code="cliente.bloqueado", severity=Severity.BLOCK, field="cliente", params={**params},
                      origem=do_tipo(fatos, "permite_clientes_bloqueados"))
        return
    acao = fatos.terminal.controles_clientes.acao_cliente_bloqueado
    if acao is not Acao.NADA:
        yield Finding(code="cliente.bloqueado", severity=SEVERIDADE[acao], field="cliente", params={**params},
                      origem=do_terminal(fatos, "controles_clientes", "acao_cliente_bloqueado"),
                      permissao=Permissao.LIBERAR_CLIENTE if acao is Acao.SENHA else "",
                      valor=fatos.pedido.total)


@rule("CL-011", "TP-068", "TP-069", moment=_SEMPRE)
def cadastro_vencido(fatos: Facts) -> Iterator[Finding]:
    """The registration is good through its last day; one of the two settings answers, never both (NOTAS c.11)."""
    cliente = fatos.cliente
    if cliente is None or cliente.validade is None or cliente.validade >= fatos.hoje:
        return
    if fatos.toma_credito:
        campo, acao = "validade_credito_toma", fatos.tipo.validade_credito_toma
    elif fatos.plano is not None:
        campo, acao = "validade_credito_nao_toma", fatos.tipo.validade_credito_nao_toma
    else:
        return
    if acao is AcaoValidade.NAO_VALIDAR:
        return
    severidade = Severity.BLOCK if acao is AcaoValidade.ERRO else Severity.WARN
    yield Finding(code="cliente.cadastro_vencido", severity=severidade, field="cliente",
                  params={"cliente": cliente.nome, "data": cliente.validade.isoformat()},
                  origem=do_tipo(fatos, campo))


@rule("TP-070")
def sem_endereco(fatos: Facts) -> Iterator[Finding]:
    """The type sells only to who has an address in the registry; nobody chosen is the CONSUMIDOR FINAL."""
    tipo, cliente = fatos.tipo, fatos.cliente
    if not tipo.exige_endereco_cliente or fatos.cliente_com_endereco:
        return
    if cliente is not None or tipo.permite_consumidor_final:  # else `cliente.exigido` says it
        nome = cliente.nome if cliente is not None else "CONSUMIDOR FINAL"
        yield Finding(code="cliente.sem_endereco", severity=Severity.BLOCK, field="cliente",
                      params={"cliente": nome, "tipo": tipo.nome},
                      origem=do_tipo(fatos, "exige_endereco_cliente"))


REGRAS = (sem_cadastro, outro_que_a_loja, pessoa_sem_credito, inativo, bloqueado, cadastro_vencido, sem_endereco)
