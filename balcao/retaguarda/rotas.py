"""The routes, by subject. Each is one line: who asks, which use case, what it answers."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response
from starlette.routing import BaseRoute

import balcao
from balcao.domain.liberacao import Liberacao
from balcao.domain.pedido import Pedido
from balcao.domain.protocolo import EntradaLogin, EnvioPedido, NovoCliente, Recibo, ResumoPedido, Sessao
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
    PreVendaAberta,
    Reimpressao,
    Resolucao,
    Saude,
    Testemunha,
)
from balcao.retaguarda.erros import tenta_de_novo
from balcao.retaguarda.grupo import grupo
from balcao.retaguarda.porteiro import ComCracha, Porteiro
from balcao.retaguarda.rotas_cadastros import rotas_cadastros
from balcao.retaguarda.rotas_importacao import rotas_importacao
from balcao.retaguarda.rotas_quarentena import rotas_quarentena
from balcao.services.office import clientes, divergencias, documentos, estado_servico, faturar, politicas, pre_vendas
from balcao.services.office import rascunhos as _rascunhos
from balcao.services.office.alterar_pedido import alterar_pedido
from balcao.services.office.apropriar import apropriar
from balcao.services.office.concluir import concluir, informar_conclusao
from balcao.services.office.contexto import Contexto
from balcao.services.office.enviar_pedido import enviar_pedido
from balcao.services.office.liberar import liberar
from balcao.services.office.mudar_situacao import aprovar, mudar_situacao
from balcao.services.office.versoes_comerciais import gerar_versao

Inteiro = Annotated[int, Path(ge=0, le=2**63 - 1)]
Versao = Annotated[int, Path(ge=1, le=2**31 - 1)]


def rotas(ctx: Contexto, porteiro: Porteiro) -> list[BaseRoute]:
    """Every route of the service. They are handed over as they are: FastAPI builds the models of what a router includes
    again, and so half a second longer, at every inclusion."""
    grupos = (_servico(ctx), _entrada(ctx, porteiro), _pedidos(ctx, porteiro), _documentos(ctx, porteiro),
              rotas_quarentena(ctx, porteiro), _rascunho(ctx, porteiro), _caixa(ctx, porteiro),
              _cadastros(ctx, porteiro), rotas_cadastros(ctx, porteiro), rotas_importacao(ctx, porteiro))
    return [rota for grupo in grupos for rota in grupo.routes]


def _servico(ctx: Contexto) -> APIRouter:
    r = APIRouter(tags=["serviço"])

    @r.get("/saude")
    def saude() -> Saude:
        """Se o serviço e o banco respondem, de quem são, e que horas são aqui."""
        return estado_servico.saude(ctx, balcao.__version__)

    return r


def _entrada(ctx: Contexto, porteiro: Porteiro) -> APIRouter:
    r = grupo("entrada")

    @r.post("/entrar")
    async def entra(cracha: ComCracha, entrada: EntradaLogin) -> Sessao:
        """Entra com usuário e senha, no terminal cuja credencial vai em Authorization."""
        return await porteiro.entra(cracha, entrada)

    @r.post("/liberacoes")
    async def libera(cracha: ComCracha, pedida: PedidoLiberacao) -> Liberacao:
        """Libera um achado de um pedido, com a senha de quem pode."""
        quem = await porteiro.quem_espera(cracha)
        return await porteiro.com_freio(quem.estacao_id, pedida.login, tenta_de_novo, liberar, ctx, quem, pedida)

    return r


def _pedidos(ctx: Contexto, porteiro: Porteiro) -> APIRouter:
    r = grupo("pedidos")

    @r.post("/pedidos")
    async def envia(cracha: ComCracha, envio: EnvioPedido) -> Recibo:
        """Emite (ou suspende) um pedido. Enviado duas vezes, é guardado uma."""
        quem = await porteiro.quem_espera(cracha)
        return await porteiro.na_vez(tenta_de_novo, enviar_pedido, ctx, quem, envio)

    @r.put("/pedidos/{pedido_id}")
    async def altera(cracha: ComCracha, pedido_id: UUID, pedida: AlteracaoPedido) -> Recibo:
        """Altera um pedido emitido: o que ele passa a ser é a próxima versão. Pedido duas vezes, é feito uma."""
        quem = await porteiro.quem_espera(cracha)
        return await porteiro.na_vez(tenta_de_novo, alterar_pedido, ctx, quem, pedido_id, pedida)

    @r.post("/pedidos/{pedido_id}/versoes")
    async def gera_versao(cracha: ComCracha, pedido_id: UUID, nova: NovaVersao) -> Recibo:
        """Gera a próxima versão de um orçamento; a anterior fica como está. Pedido duas vezes, é feito uma."""
        quem = await porteiro.quem_espera(cracha)
        return await porteiro.na_vez(tenta_de_novo, gerar_versao, ctx, quem, pedido_id, nova)

    @r.post("/pedidos/{pedido_id}/situacao")
    async def muda(cracha: ComCracha, pedido_id: UUID, mudanca: MudancaSituacao) -> Recibo:
        """Leva um documento emitido a outra situação. Pedido duas vezes, é feito uma."""
        quem = await porteiro.quem_espera(cracha)
        return await porteiro.na_vez(tenta_de_novo, mudar_situacao, ctx, quem, pedido_id, mudanca)

    @r.post("/pedidos/{pedido_id}/aprovacao")
    async def aprova(cracha: ComCracha, pedido_id: UUID, pedida: AprovacaoAlterada) -> Recibo:
        """Aprova um orçamento com o que o tipo dele deixa alterar na aprovação. Pedida duas vezes, é feita uma."""
        quem = await porteiro.quem_espera(cracha)
        return await porteiro.na_vez(tenta_de_novo, aprovar, ctx, quem, pedido_id, pedida)

    @r.post("/pedidos/{pedido_id}/conclusao")
    async def conclui(cracha: ComCracha, pedido_id: UUID, pedida: Conclusao) -> Recibo:
        """Conclui uma ordem de serviço, com a senha de quem aprova pelo cliente quando o tipo dela pede."""
        quem = await porteiro.quem_espera(cracha)
        return await porteiro.com_freio(quem.estacao_id, pedida.login, tenta_de_novo, concluir, ctx, quem, pedido_id,
                                        pedida)

    @r.post("/pedidos/{pedido_id}/apropriacoes")
    def apropria(cracha: ComCracha, pedido_id: UUID, pedida: Apropriacao) -> Recibo:
        """Registra a execução de um item de uma ordem de serviço. Pedida duas vezes, é registrada uma."""
        return tenta_de_novo(apropriar, ctx, porteiro.quem(cracha), pedido_id, pedida)

    @r.put("/pedidos/{pedido_id}/conclusao")
    def informa_conclusao(cracha: ComCracha, pedido_id: UUID, pedida: DataConclusao) -> Recibo:
        """Diz quando uma ordem de serviço concluída foi concluída."""
        return tenta_de_novo(informar_conclusao, ctx, porteiro.quem(cracha), pedido_id, pedida)

    return r


def _documentos(ctx: Contexto, porteiro: Porteiro) -> APIRouter:
    r = grupo("documentos")

    @r.get("/pedidos")
    def lista(cracha: ComCracha, filtro: Annotated[FiltroDocumentos, Query()]) -> list[ResumoPedido]:
        """Os documentos emitidos desta loja, do mais novo ao mais velho."""
        return list(documentos.listar(ctx, porteiro.quem(cracha), filtro))

    @r.get("/pedidos/{pedido_id}")
    def abre(cracha: ComCracha, pedido_id: UUID) -> PedidoGuardado:
        """Um documento com suas versões e faturamentos."""
        return documentos.abrir(ctx, porteiro.quem(cracha), pedido_id)

    @r.get("/pedidos/{pedido_id}/recibo")
    def recibo(cracha: ComCracha, pedido_id: UUID) -> Recibo:
        """O que foi respondido quando ele foi guardado."""
        return documentos.recibo(ctx, porteiro.quem(cracha), pedido_id)

    @r.get("/pedidos/{pedido_id}/versoes/{numero}")
    def versao(cracha: ComCracha, pedido_id: UUID, numero: Versao) -> dict[str, Any]:
        """O conteúdo impresso de uma versão."""
        return documentos.versao(ctx, porteiro.quem(cracha), pedido_id, numero)

    @r.post("/pedidos/{pedido_id}/versoes/{numero}/reimpressoes")
    def reimprime(cracha: ComCracha, pedido_id: UUID, numero: Versao,
                  feita: Reimpressao | None = None) -> dict[str, Any]:
        """O mesmo, registrando que uma 2ª via foi pedida; uma só vez por `id`."""
        return documentos.reimprimir(ctx, porteiro.quem(cracha), pedido_id, numero, feita)

    @r.get("/divergencias")
    def divergencias_(cracha: ComCracha, resolvidas: bool = False) -> list[Divergencia]:
        """O que a segunda conferência dos pedidos feitos sem conexão achou."""
        return list(divergencias.listar_divergencias(ctx, porteiro.quem(cracha), resolvidas=resolvidas))

    @r.get("/divergencias/abertas")
    def abertas(cracha: ComCracha) -> Abertas:
        """Quantas ainda esperam por alguém."""
        return divergencias.contar_abertas(ctx, porteiro.quem(cracha))

    @r.post("/divergencias/{divergencia_id}/resolucao")
    def resolve(cracha: ComCracha, divergencia_id: Inteiro, resolucao: Resolucao) -> Divergencia:
        """Diz como uma divergência foi resolvida."""
        return tenta_de_novo(divergencias.resolver, ctx, porteiro.quem(cracha), divergencia_id, resolucao)

    return r


def _rascunho(ctx: Contexto, porteiro: Porteiro) -> APIRouter:
    r = grupo("rascunhos")

    @r.get("/rascunhos")
    def lista(cracha: ComCracha) -> list[ResumoPedido]:
        """Os rascunhos suspensos desta loja."""
        return list(_rascunhos.listar_rascunhos(ctx, porteiro.quem(cracha)))

    @r.post("/rascunhos/{pedido_id}/retomada")
    def retoma(cracha: ComCracha, pedido_id: UUID) -> Pedido:
        """Traz um rascunho para este terminal; de dois ao mesmo tempo, um consegue."""
        return tenta_de_novo(_rascunhos.retomar, ctx, porteiro.quem(cracha), pedido_id)

    @r.delete("/rascunhos/{pedido_id}", status_code=204)
    def descarta(cracha: ComCracha, pedido_id: UUID) -> Response:
        """Apaga um rascunho."""
        tenta_de_novo(_rascunhos.descartar, ctx, porteiro.quem(cracha), pedido_id)
        return Response(status_code=204)

    return r


def _caixa(ctx: Contexto, porteiro: Porteiro) -> APIRouter:
    r = grupo("caixa")

    @r.get("/pre-vendas")
    def abertas(cracha: ComCracha) -> list[PreVendaAberta]:
        """As pré-vendas que ainda não foram faturadas por inteiro."""
        return list(pre_vendas.abertas(ctx, porteiro.quem(cracha)))

    @r.get("/pre-vendas/{numero}")
    def por_numero(cracha: ComCracha, numero: Inteiro) -> list[PreVendaAberta]:
        """As abertas com este número, com seus itens."""
        return list(pre_vendas.por_numero(ctx, porteiro.quem(cracha), numero))

    @r.post("/pedidos/{pedido_id}/faturamentos")
    def fatura(cracha: ComCracha, pedido_id: UUID, faturamento: Faturamento) -> FaturamentoGuardado:
        """Fatura itens de uma pré-venda, ou tudo o que falta."""
        return tenta_de_novo(faturar.faturar, ctx, porteiro.quem(cracha), pedido_id, faturamento)

    @r.post("/faturamentos/{faturamento_id}/estorno")
    def estorna(cracha: ComCracha, faturamento_id: UUID, estorno: Estorno) -> FaturamentoGuardado:
        """Desfaz um faturamento: mercadoria, reserva e crédito voltam."""
        return tenta_de_novo(faturar.estornar, ctx, porteiro.quem(cracha), faturamento_id, estorno)

    return r


def _cadastros(ctx: Contexto, porteiro: Porteiro) -> APIRouter:
    r = grupo("cadastros")

    @r.post("/clientes")
    def cadastra(cracha: ComCracha, novo: NovoCliente) -> ClienteGravado:
        """Cadastra um cliente pelo balcão; CPF ou CNPJ conhecido responde o que já existe."""
        return tenta_de_novo(clientes.incluir_cliente, ctx, porteiro.quem(cracha), novo)

    @r.get("/estacao/politica")
    def politica(cracha: ComCracha) -> PoliticaEstacao:
        """A configuração deste terminal."""
        return politicas.ler_politica(ctx, porteiro.quem(cracha))

    @r.put("/estacao/politica")
    def grava_politica(cracha: ComCracha, nova: PoliticaEstacao) -> PoliticaEstacao:
        """Grava todas as páginas da configuração deste terminal."""
        return tenta_de_novo(politicas.gravar_politica, ctx, porteiro.quem(cracha), nova)

    @r.put("/estacao/testemunha", status_code=204)
    def testemunha(cracha: ComCracha, nova: Testemunha) -> Response:
        """Guarda a marca que a próxima sincronização deste terminal deve encontrar."""
        tenta_de_novo(estado_servico.deixar_testemunha, ctx, porteiro.quem(cracha), nova)
        return Response(status_code=204)

    return r
