"""The authority's check of an order: the same rules as at the counter, on facts read under lock."""

from dataclasses import dataclass, replace
from uuid import UUID

from balcao.db.fatos import Regras
from balcao.domain.achados import Finding, Severity, impedem, ordena
from balcao.domain.fatos import Facts
from balcao.domain.liberacao import Liberacao, aplica, usadas
from balcao.domain.permissoes import Permissao
from balcao.domain.protocolo import EnvioPedido
from balcao.domain.rules import Moment, check
from balcao.domain.rules.preco import preco_da_tabela_mudou
from balcao.services.office import origem
from balcao.services.office.contexto import Cursor, Motivo, Quem, Recusada, recusa_regras
from balcao.services.office.liberar import ler_liberacoes
from balcao.services.office.origem import OrigemLida
from balcao.services.office.recepcao import autoritativo


@dataclass(frozen=True, slots=True)
class Conferido:
    """An order after the check. `fatos.pedido` is what is stored; `achados` are told to the seller;
    `divergencias` somebody must look at; `gastas` are the releases it needed."""

    fatos: Facts
    achados: tuple[Finding, ...]
    divergencias: tuple[Finding, ...] = ()
    gastas: tuple[Liberacao, ...] = ()


def confere_envio(cur: Cursor, quem: Quem, envio: EnvioPedido, recebidos: Facts, regras: Regras,
                  vinda: OrigemLida | None) -> Conferido:
    """Judge an order on `recebidos`. Online, raises Recusada when something stops it; issued offline, nothing
    does: what would have stopped it becomes a divergência."""
    fatos = replace(recebidos, pedido=autoritativo(recebidos, vinda))
    # The list price the counter showed is compared too: it tells the seller why a price is refused.
    vistos = ordena((*check(Moment.EMISSAO, fatos), *preco_da_tabela_mudou(recebidos),
                      *(vinda.impedimentos if vinda is not None else ())))
    if envio.emitido_offline:
        return _de_offline(cur, envio, fatos, vistos, vinda)
    _exige_ativos(quem, fatos, regras)
    liberacoes = _guardadas(cur, fatos.pedido.id, vistos)
    achados = aplica(vistos, liberacoes, fatos.pedido.id)
    if impedem(achados):
        raise recusa_regras(achados)
    return Conferido(fatos, achados, gastas=usadas(vistos, liberacoes, fatos.pedido.id))


def _de_offline(cur: Cursor, envio: EnvioPedido, fatos: Facts, vistos: tuple[Finding, ...],
                vinda: OrigemLida | None) -> Conferido:
    pedido_id = fatos.pedido.id
    la = tuple(lib for lib in envio.liberacoes if lib.offline and lib.pedido_id == pedido_id)
    aqui = _guardadas(cur, pedido_id, vistos)
    achados = aplica(vistos, (*aqui, *la), pedido_id)
    # A release made without the retaguarda is told to the manager, whatever it covered.
    so_la = tuple(a for v, a in zip(vistos, achados, strict=True)
                  if v != a and not any(lib.cobre(v, pedido_id) for lib in aqui))
    divergencias = (*origem.divergencia(vinda), *_sem_permissao(fatos), *impedem(achados), *so_la)
    avisos = tuple(a for a in achados if a not in divergencias)
    return Conferido(fatos, avisos, divergencias, (*usadas(vistos, aqui, pedido_id), *la))


def _guardadas(cur: Cursor, pedido_id: UUID, vistos: tuple[Finding, ...]) -> tuple[Liberacao, ...]:
    """The order's stored releases, read only when something asks for one."""
    return ler_liberacoes(cur, pedido_id, vistos) if any(a.liberavel for a in vistos) else ()


def _sem_permissao(fatos: Facts) -> tuple[Finding, ...]:
    if fatos.usuario.pode(Permissao.VENDER):
        return ()
    return (Finding(code="usuario.sem_permissao", severity=Severity.BLOCK,
                    params={"usuario": fatos.usuario.nome}),)


def _exige_ativos(quem: Quem, fatos: Facts, regras: Regras) -> None:
    """The seller may sell, and what the order uses is still in use. Raises Recusada."""
    replace(quem, usuario=fatos.usuario).exige(Permissao.VENDER)
    if regras.plano is not None and not regras.plano_ativo:
        raise Recusada(Motivo.CONFLITO, "plano.inativo", f"O plano {regras.plano.nome} está inativo.",
                       "Escolha outro plano de pagamento.")
