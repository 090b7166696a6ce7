"""What the import screen asks of the program (services.counter.importacao.Importacao is one). All of it waits."""

from collections.abc import Sequence
from typing import Protocol

from balcao.domain.importacao_previa import (
    ArquivoEnviado,
    Confirmacao,
    PedidoImportacao,
    Previa,
    ResultadoImportacao,
    TipoImportacao,
)


class ServicosImportacao(Protocol):
    """See the module."""

    def le(self, tipo: TipoImportacao, caminhos: Sequence[str]) -> tuple[ArquivoEnviado, ...]:
        """The files' bytes. Raises EntradaInvalida."""

    def previa(self, pedido: PedidoImportacao) -> Previa:
        """What they would do. Raises BalcaoError."""

    def aplica(self, confirmacao: Confirmacao) -> ResultadoImportacao:
        """Do it, once per `confirmacao.id`. Raises PreviaMudou with the new preview, or BalcaoError."""
