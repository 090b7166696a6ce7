"""The import screen's routes: show what the files would do, then do it. Their bodies carry whole files."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from balcao.domain.importacao_previa import (
    CODIGO_MUDOU,
    LIMITE_BYTES,
    Confirmacao,
    PedidoImportacao,
    Previa,
    RecusaImportacao,
    ResultadoImportacao,
)
from balcao.retaguarda.grupo import grupo
from balcao.retaguarda.porteiro import ComCracha, Porteiro
from balcao.services.office import importar
from balcao.services.office.contexto import Contexto

CORPO_MAXIMO = LIMITE_BYTES * 4 // 3 + 1024 * 1024  # Base64, and the rest of the message


def rotas_importacao(ctx: Contexto, porteiro: Porteiro) -> APIRouter:
    """Preview and confirmation."""
    r = grupo("importação")

    @r.post("/importacoes/previa", max_body_size=CORPO_MAXIMO)
    def previa(cracha: ComCracha, pedido: PedidoImportacao) -> Previa:
        """O que os arquivos fariam. Nada é gravado."""
        return importar.previa(ctx, porteiro.quem(cracha), pedido)

    @r.post("/importacoes", max_body_size=CORPO_MAXIMO, response_model=ResultadoImportacao,
            responses={409: {"model": RecusaImportacao, "description": "o cadastro mudou; vem a nova prévia"}})
    def aplica(cracha: ComCracha, confirmacao: Confirmacao) -> ResultadoImportacao | JSONResponse:
        """Grava o que a prévia mostrou, tudo ou nada. Enviada duas vezes, é gravada uma."""
        try:
            return importar.aplicar(ctx, porteiro.quem(cracha), confirmacao)
        except importar.PreviaMudou as mudou:
            recusa = RecusaImportacao(
                codigo=CODIGO_MUDOU, mensagem="O cadastro mudou depois da prévia; nada foi importado.",
                acao="Confira a nova prévia e confirme de novo.", previa=mudou.previa)
            return JSONResponse(recusa.model_dump(mode="json"), 409)

    return r
