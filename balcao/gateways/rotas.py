"""The retaguarda's paths as the counter uses them: one function per thing asked, each one round trip.

All raise SemResposta, SessaoExpirada, CredencialRecusada, Recusado; those that are judged by rules also
RegraViolada (see `retaguarda`).
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import RootModel

from balcao.domain.liberacao import Liberacao
from balcao.domain.pedido import Pedido
from balcao.domain.protocolo import EnvioPedido, NovoCliente, Recibo, ResumoPedido
from balcao.domain.protocolo_documentos import (
    Abertas,
    AlteracaoPedido,
    Apropriacao,
    AprovacaoAlterada,
    ClienteGravado,
    Conclusao,
    DataConclusao,
    Divergencia,
    Estorno,
    Faturamento,
    FaturamentoGuardado,
    FiltroDocumentos,
    MudancaSituacao,
    NovaVersao,
    PedidoGuardado,
    PedidoLiberacao,
    PoliticaEstacao,
    Reimpressao,
    Resolucao,
    Saude,
    Testemunha,
)
from balcao.gateways.canal import LOGIN_S
from balcao.gateways.retaguarda import Como, Recusado, Retaguarda

LISTA_S = 8.0  # a list may take longer than a sale


class _Documento(RootModel[dict[str, Any]]):
    """A DocumentoVenda as JSON: this floor does not know it."""


def saude(r: Retaguarda) -> Saude:
    """Whether the service and its database are up; also measures the clocks' difference."""
    enviado = datetime.now(UTC)
    lida = r.le("/saude", Saude, como=Como.ESTACAO)
    r.mede_relogio(lida.agora, enviado, datetime.now(UTC))
    return lida


def enviar(r: Retaguarda, envio: EnvioPedido, *, como: Como = Como.PESSOA) -> Recibo:
    """Store an order."""
    return r.envia("POST", "/v1/pedidos", envio, Recibo, como=como)


def recibo(r: Retaguarda, pedido_id: UUID) -> Recibo | None:
    """The receipt of an order; None when the retaguarda does not have it."""
    try:
        return r.le(f"/v1/pedidos/{pedido_id}/recibo", Recibo, como=Como.ESTACAO)
    except Recusado as erro:
        if erro.inexistente:
            return None
        raise


def liberar(r: Retaguarda, pedida: PedidoLiberacao) -> Liberacao:
    """Ask a release."""
    return r.envia("POST", "/v1/liberacoes", pedida, Liberacao, prazo_s=LOGIN_S)


def listar(r: Retaguarda, filtro: FiltroDocumentos) -> list[ResumoPedido]:
    """Issued documents of this shop, newest first."""
    return r.lista("/v1/pedidos", ResumoPedido, filtro.model_dump(mode="json"), prazo_s=LISTA_S)


def rascunhos(r: Retaguarda) -> list[ResumoPedido]:
    """Suspended drafts of this shop."""
    return r.lista("/v1/rascunhos", ResumoPedido, prazo_s=LISTA_S)


def abrir(r: Retaguarda, pedido_id: UUID) -> PedidoGuardado:
    """An order and its life."""
    return r.le(f"/v1/pedidos/{pedido_id}", PedidoGuardado)


def versao(r: Retaguarda, pedido_id: UUID, numero: int) -> dict[str, Any]:
    """What an issued version printed."""
    return r.le(f"/v1/pedidos/{pedido_id}/versoes/{numero}", _Documento).root


def reimprimir(r: Retaguarda, pedido_id: UUID, numero: int, feita: Reimpressao, *,
               como: Como = Como.PESSOA) -> None:
    """Put on record that a 2ª via of this version came out."""
    r.manda("POST", f"/v1/pedidos/{pedido_id}/versoes/{numero}/reimpressoes", feita, como=como)


def alterar(r: Retaguarda, pedida: AlteracaoPedido) -> Recibo:
    """Store the next version of an issued order."""
    return r.envia("PUT", f"/v1/pedidos/{pedida.pedido.id}", pedida, Recibo)


def gerar_versao(r: Retaguarda, pedido_id: UUID, nova: NovaVersao) -> Recibo:
    """The next version of a quote (TP-157)."""
    return r.envia("POST", f"/v1/pedidos/{pedido_id}/versoes", nova, Recibo)


def mudar_situacao(r: Retaguarda, pedido_id: UUID, mudanca: MudancaSituacao) -> Recibo:
    """Move an issued order along its flow (domain.fluxo)."""
    return r.envia("POST", f"/v1/pedidos/{pedido_id}/situacao", mudanca, Recibo)


def aprovar(r: Retaguarda, pedido_id: UUID, pedida: AprovacaoAlterada) -> Recibo:
    """Approve a quote with other attributes than it has."""
    return r.envia("POST", f"/v1/pedidos/{pedido_id}/aprovacao", pedida, Recibo)


def concluir(r: Retaguarda, pedido_id: UUID, pedida: Conclusao) -> Recibo:
    """Conclude a service order, with the password of whoever approves it where its type asks for one."""
    return r.envia("POST", f"/v1/pedidos/{pedido_id}/conclusao", pedida, Recibo, prazo_s=LOGIN_S)


def apropriar(r: Retaguarda, pedido_id: UUID, pedida: Apropriacao) -> Recibo:
    """Register the execution of an item of a service order."""
    return r.envia("POST", f"/v1/pedidos/{pedido_id}/apropriacoes", pedida, Recibo)


def informar_conclusao(r: Retaguarda, pedido_id: UUID, pedida: DataConclusao) -> Recibo:
    """Say when a concluded service order was concluded."""
    return r.envia("PUT", f"/v1/pedidos/{pedido_id}/conclusao", pedida, Recibo)


def divergencias(r: Retaguarda, *, todas: bool = False) -> list[Divergencia]:
    """The open ones, oldest first; `todas`: also those that were settled, newest first."""
    return r.lista("/v1/divergencias", Divergencia, {"resolvidas": todas}, prazo_s=LISTA_S)


def divergencias_abertas(r: Retaguarda) -> int:
    """How many are open."""
    return r.le("/v1/divergencias/abertas", Abertas).quantas


def resolver_divergencia(r: Retaguarda, id_: int, resolucao: str) -> Divergencia:
    """Say how one was settled, once."""
    return r.envia("POST", f"/v1/divergencias/{id_}/resolucao", Resolucao(resolucao=resolucao), Divergencia)


def retomar(r: Retaguarda, pedido_id: UUID) -> Pedido:
    """Take a suspended draft to this station."""
    return r.envia("POST", f"/v1/rascunhos/{pedido_id}/retomada", None, Pedido)


def descartar(r: Retaguarda, pedido_id: UUID) -> None:
    """Delete a suspended draft."""
    r.manda("DELETE", f"/v1/rascunhos/{pedido_id}", None)


def cadastrar(r: Retaguarda, novo: NovoCliente, *, como: Como = Como.PESSOA) -> ClienteGravado:
    """Register a customer."""
    return r.envia("POST", "/v1/clientes", novo, ClienteGravado, como=como)


def ler_politica(r: Retaguarda) -> PoliticaEstacao:
    """This station's policy and its version."""
    return r.le("/v1/estacao/politica", PoliticaEstacao)


def gravar_politica(r: Retaguarda, politica: PoliticaEstacao, *, token: str | None = None) -> PoliticaEstacao:
    """Save every page of this station's policy. `token`: in the name of somebody else than who is logged in."""
    return r.envia("PUT", "/v1/estacao/politica", politica, PoliticaEstacao, prazo_s=LISTA_S, token=token)


def testemunha(r: Retaguarda, token: UUID) -> None:
    """Leave the token that the next pull must find."""
    r.manda("PUT", "/v1/estacao/testemunha", Testemunha(token=token), como=Como.ESTACAO)


def faturar(r: Retaguarda, pedido_id: UUID, faturamento: Faturamento) -> FaturamentoGuardado:
    """Invoice an order, wholly or in part."""
    return r.envia("POST", f"/v1/pedidos/{pedido_id}/faturamentos", faturamento, FaturamentoGuardado)


def estornar(r: Retaguarda, faturamento_id: UUID, estorno: Estorno) -> FaturamentoGuardado:
    """Take an invoice back."""
    return r.envia("POST", f"/v1/faturamentos/{faturamento_id}/estorno", estorno, FaturamentoGuardado)
