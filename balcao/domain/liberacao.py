"""Releases: a supervisor lets one finding of one order pass, up to a value, once (docs/decisions/0006)."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from balcao.domain.achados import Finding, Severity, ordena
from balcao.domain.fatos import Fato


class Liberacao(Fato):
    """`valor_maximo` is the R$ (or units, for stock) that it covers; `offline` ones are told to the manager."""

    id: UUID
    pedido_id: UUID
    codigo: str
    item: int | None = None
    valor_maximo: Decimal
    motivo: str
    usuario_id: int
    usuario_nome: str
    pedida_por: int
    em: datetime
    offline: bool = False

    def cobre(self, achado: Finding, pedido_id: UUID) -> bool:
        """Whether this release lets `achado` of `pedido_id` pass."""
        return (achado.liberavel and self.pedido_id == pedido_id and self.codigo == achado.code
                and self.item == achado.item and achado.valor <= self.valor_maximo)


def aplica(achados: Iterable[Finding], liberacoes: Iterable[Liberacao], pedido_id: UUID) -> tuple[Finding, ...]:
    """`achados` with the released ones turned into INFO that tell who released them, after what still stops."""
    todas = tuple(liberacoes)

    def solta(achado: Finding) -> Finding:
        for liberacao in todas:
            if liberacao.cobre(achado, pedido_id):
                return achado.model_copy(update={
                    "severity": Severity.INFO,
                    "params": {**achado.params, "liberado_por": liberacao.usuario_nome}})
        return achado

    return ordena(solta(a) for a in achados)


def usadas(achados: Iterable[Finding], liberacoes: Iterable[Liberacao], pedido_id: UUID) -> tuple[Liberacao, ...]:
    """The releases that `achados` (as the rules reported them) need: these are spent by the sending."""
    todos = tuple(achados)
    return tuple(lib for lib in liberacoes if any(lib.cobre(a, pedido_id) for a in todos))
