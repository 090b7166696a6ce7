"""Rules of what a service order says of what is served: vehicle, equipment."""

from collections.abc import Iterator

from balcao.domain.achados import Finding, Severity
from balcao.domain.fatos import Facts
from balcao.domain.placa import placa_valida
from balcao.domain.rules.motor import do_tipo, rule
from balcao.domain.tipo_pedido.opcoes import Preenchimento


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


REGRAS = (placa, modelo, equipamento)
