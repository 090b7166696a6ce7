"""The import screen's requests to the retaguarda. They take longer than a sale: whole files, thousands of rows.

Both raise SemResposta, SessaoExpirada, CredencialRecusada, Recusado (see `retaguarda`).
"""

from balcao.domain.importacao_previa import (
    CODIGO_MUDOU,
    Confirmacao,
    PedidoImportacao,
    Previa,
    RecusaImportacao,
    ResultadoImportacao,
)
from balcao.gateways.retaguarda import Recusado, Retaguarda

PREVIA_S = 180.0
APLICA_S = 300.0


class PreviaMudou(Recusado):
    """The shop's data changed since the preview; nothing was written. `previa` is the new one."""

    titulo = "Confira de novo"

    def __init__(self, recusa: RecusaImportacao) -> None:
        super().__init__(409, recusa)
        self.previa = recusa.previa


def previa(r: Retaguarda, pedido: PedidoImportacao) -> Previa:
    """What the files would do."""
    return r.envia("POST", "/v1/importacoes/previa", pedido, Previa, prazo_s=PREVIA_S)


def aplicar(r: Retaguarda, confirmacao: Confirmacao) -> ResultadoImportacao:
    """Do it. Also raises PreviaMudou."""
    try:
        return r.envia("POST", "/v1/importacoes", confirmacao, ResultadoImportacao, prazo_s=APLICA_S)
    except Recusado as erro:
        if erro.recusa.codigo == CODIGO_MUDOU:
            raise PreviaMudou(RecusaImportacao.model_validate_json(erro.corpo)) from erro
        raise
