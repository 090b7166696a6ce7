"""Rules of what a service order says of what is served (vehicle, equipment), and by whom."""

from collections.abc import Iterator
from uuid import UUID

from balcao.domain.achados import Finding, Severity
from balcao.domain.fatos import Facts
from balcao.domain.placa import placa_valida
from balcao.domain.rules.motor import do_tipo, rule
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
    servico = fatos.pedido.servico
    if servico.tecnico_id is not None:
        yield from do_tecnico(fatos, servico.tecnico_id, servico.tecnico)


def do_tecnico(fatos: Facts, id_: UUID, nome: str) -> Iterator[Finding]:
    """What keeps a person from serving in an order of this type and shop."""
    codigo, quem = _recusa(fatos, id_)
    if codigo:
        yield Finding(code=codigo, severity=Severity.BLOCK, field="tecnico",
                      params={"tipo": fatos.tipo.nome, "tecnico": quem or nome},
                      origem=do_tipo(fatos, "regra_tecnico_responsavel" if fatos.tipo.tem_tecnico else "categoria"))


def _recusa(fatos: Facts, id_: UUID) -> tuple[str, str]:
    """The code of what is wrong, and the person's name; "": nothing."""
    if not fatos.tipo.tem_tecnico:
        return "tecnico.nao_informar", ""
    quem = fatos.tecnicos.get(id_)
    if quem is None:
        return "tecnico.inexistente", ""
    match fatos.tipo.regra_tecnico_responsavel:
        case RegraTecnico.COLABORADOR_ESTABELECIMENTO if fatos.pedido.estabelecimento_id not in quem.lojas:
            return "tecnico.de_outra_loja" if quem.lojas else "tecnico.nao_colaborador", quem.nome
        case RegraTecnico.COLABORADOR_QUALQUER_ESTABELECIMENTO if not quem.lojas:
            return "tecnico.nao_colaborador", quem.nome
    return "", quem.nome


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
