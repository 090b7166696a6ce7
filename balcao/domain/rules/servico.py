"""Rules of what a service order says of what is served (vehicle, equipment), and by whom."""

from collections.abc import Iterator

from balcao.domain.achados import Finding, Severity
from balcao.domain.fatos import Facts, Tecnico
from balcao.domain.placa import placa_valida
from balcao.domain.rules.motor import do_tipo, origem, rule
from balcao.domain.tipo_pedido import TipoPedido
from balcao.domain.tipo_pedido.opcoes import Preenchimento, RegraTecnico


@rule("TP-021", "TP-022")
def placa(fatos: Facts) -> Iterator[Finding]:
    """A type demands a plate, or has none; one that is told is a plate."""
    informada = fatos.pedido.servico.placa
    yield from _campo(fatos, "placa", "placa_veiculo")
    if informada and not placa_valida(informada):
        yield Finding(code="placa.invalida", severity=Severity.BLOCK, field="placa", params={"placa": informada})


@rule("TP-021", "TP-023")
def modelo(fatos: Facts) -> Iterator[Finding]:
    """A type demands the vehicle's model, or has none."""
    yield from _campo(fatos, "modelo", "modelo_veiculo")


@rule("TP-024")
def equipamento(fatos: Facts) -> Iterator[Finding]:
    """A type demands the equipment, or has none."""
    yield from _campo(fatos, "equipamento", "equipamento")


@rule("TP-014")
def tecnico(fatos: Facts) -> Iterator[Finding]:
    """Whom the type lets be responsible: anybody who is registered, or collaborators, of this shop or of any."""
    pedido = fatos.pedido
    nomeados = [(pedido.servico.tecnico_id, pedido.servico.tecnico, None),
                *((i.tecnico_id, i.tecnico, i.linha) for i in pedido.itens)]
    for id_, nome, linha in nomeados:
        if id_ is not None:
            yield from recusa_de_quem(fatos.tipo, pedido.estabelecimento_id, fatos.tecnicos.get(id_), nome, linha)


def recusa_de_quem(tipo: TipoPedido, loja: int, quem: Tecnico | None, nome: str,
                   linha: int | None = None) -> Iterator[Finding]:
    """What keeps a person from serving in an order of this type and shop, or in a line of it. `quem` None: not
    registered, and `nome` is all that is known."""
    codigo = _recusa(tipo, loja, quem)
    if codigo:
        campo = "regra_tecnico_responsavel" if tipo.tem_tecnico else "categoria"
        yield Finding(code=codigo, severity=Severity.BLOCK, field="tecnico", item=linha,
                      params={"tipo": tipo.nome, "tecnico": quem.nome if quem is not None else nome},
                      origem=origem(tipo, campo, f"tipo de pedido {tipo.nome}"))


def _recusa(tipo: TipoPedido, loja: int, quem: Tecnico | None) -> str:
    """The code of what is wrong; "": nothing."""
    if not tipo.tem_tecnico:
        return "tecnico.nao_informar"
    if quem is None:
        return "tecnico.inexistente"
    match tipo.regra_tecnico_responsavel:
        case RegraTecnico.COLABORADOR_ESTABELECIMENTO if loja not in quem.lojas:
            return "tecnico.de_outra_loja" if quem.lojas else "tecnico.nao_colaborador"
        case RegraTecnico.COLABORADOR_QUALQUER_ESTABELECIMENTO if not quem.lojas:
            return "tecnico.nao_colaborador"
    return ""


def _campo(fatos: Facts, nome: str, do_campo: str) -> Iterator[Finding]:
    """What is missing, or does not belong there; a type that is not of vehicles has neither plate nor model."""
    informado = bool(getattr(fatos.pedido.servico, nome).strip())
    codigo = {(Preenchimento.REQUERIDO, False): f"{nome}.exigido",
              (Preenchimento.NAO_INFORMAR, True): f"{nome}.nao_informar"}.get(
                  (fatos.tipo.campos_servico[nome], informado))
    if codigo is not None:
        sem_veiculo = nome != "equipamento" and not fatos.tipo.servico_veiculos
        yield Finding(code=codigo, severity=Severity.BLOCK, field=nome, params={"tipo": fatos.tipo.nome},
                      origem=do_tipo(fatos, "servico_veiculos" if sem_veiculo else do_campo))


REGRAS = (placa, modelo, equipamento, tecnico)
