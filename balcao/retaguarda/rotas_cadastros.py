"""The registries' routes: the same for every registry, which is named in the path."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from fastapi.responses import JSONResponse

from balcao.domain.cadastro.mensagens import (
    LIMITE_BYTES,
    Alteracao,
    Arquivo,
    Clonagem,
    Exportacao,
    Importacao,
    Mudanca,
    NovoRegistro,
    Pagina,
    PaginaDeTeste,
    PesquisaSalva,
    RecusaMudou,
    Referencia,
    Registro,
    ResultadoImportacao,
)
from balcao.domain.cadastro.pesquisa import Pesquisa
from balcao.domain.passo_teste import PassoTeste
from balcao.retaguarda.erros import tenta_de_novo
from balcao.retaguarda.grupo import grupo
from balcao.retaguarda.porteiro import ComCracha, Porteiro
from balcao.services.office import cadastros, cadastros_planilha, impressoras, pesquisas_salvas
from balcao.services.office.contexto import Contexto

CORPO_MAXIMO = LIMITE_BYTES * 4 // 3 + 1024 * 1024  # Base64, and the rest of the message
Nome = Annotated[str, Path(pattern="^[a-z_]{1,40}$")]
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


def rotas_cadastros(ctx: Contexto, porteiro: Porteiro) -> APIRouter:
    """Records, sheets, saved searches."""
    r = grupo("cadastros")
    _listas(r, ctx, porteiro)
    _registros(r, ctx, porteiro)
    _planilhas(r, ctx, porteiro)

    @r.post("/impressoras/teste")
    def testa_impressora(cracha: ComCracha, pedido: PaginaDeTeste) -> PassoTeste:
        """Imprime a página de teste em uma impressora do servidor, e diz se saiu."""
        return impressoras.testar(ctx, porteiro.quem(cracha), pedido)

    return r


def _listas(r: APIRouter, ctx: Contexto, porteiro: Porteiro) -> None:
    @r.get("/referencias/{referencia}")
    def referencias(cracha: ComCracha, referencia: Nome) -> list[Referencia]:
        """O que um campo pode citar de outro cadastro."""
        return list(cadastros.referencias(ctx, porteiro.quem(cracha), referencia))

    @r.post("/cadastros/{cadastro}/pesquisa")
    def pesquisa(cracha: ComCracha, cadastro: Nome, pedida: Pesquisa) -> Pagina:
        """Uma página dos registros que atendem aos filtros."""
        return cadastros.pesquisar(ctx, porteiro.quem(cracha), cadastro, pedida)

    @r.get("/cadastros/{cadastro}/pesquisas")
    def salvas(cracha: ComCracha, cadastro: Nome) -> list[PesquisaSalva]:
        """As pesquisas salvas de quem pede."""
        return list(pesquisas_salvas.salvas(ctx, porteiro.quem(cracha), cadastro))

    @r.put("/cadastros/{cadastro}/pesquisas")
    def salva(cracha: ComCracha, cadastro: Nome, uma: PesquisaSalva) -> PesquisaSalva:
        """Guarda uma pesquisa pelo nome."""
        return tenta_de_novo(pesquisas_salvas.salvar, ctx, porteiro.quem(cracha), cadastro, uma)

    @r.delete("/cadastros/{cadastro}/pesquisas/{nome:path}", status_code=204)
    def esquece(cracha: ComCracha, cadastro: Nome, nome: str) -> Response:
        """Apaga uma pesquisa salva."""
        tenta_de_novo(pesquisas_salvas.esquecer, ctx, porteiro.quem(cracha), cadastro, nome)
        return Response(status_code=204)


def _registros(r: APIRouter, ctx: Contexto, porteiro: Porteiro) -> None:
    @r.post("/cadastros/{cadastro}")
    def inclui(cracha: ComCracha, cadastro: Nome, novo: NovoRegistro) -> Registro:
        """Inclui um registro. Enviado duas vezes, é incluído uma."""
        return tenta_de_novo(cadastros.incluir, ctx, porteiro.quem(cracha), cadastro, novo)

    @r.get("/cadastros/{cadastro}/{id_}")
    def consulta(cracha: ComCracha, cadastro: Nome, id_: Id) -> Registro:
        """Um registro, com tudo o que é dele."""
        return cadastros.consultar(ctx, porteiro.quem(cracha), cadastro, id_)

    @r.put("/cadastros/{cadastro}/{id_}", response_model=Registro,
           responses={409: {"model": RecusaMudou, "description": "outra pessoa alterou; vem o registro atual"}})
    def altera(cracha: ComCracha, cadastro: Nome, id_: Id, alteracao: Alteracao) -> Registro | JSONResponse:
        """Grava o que mudou de um registro."""
        try:
            return tenta_de_novo(cadastros.alterar, ctx, porteiro.quem(cracha), cadastro, id_, alteracao)
        except cadastros.RegistroMudou as mudou:
            return JSONResponse(mudou.recusa.model_dump(mode="json"), 409)

    @r.delete("/cadastros/{cadastro}/{id_}", status_code=204)
    def exclui(cracha: ComCracha, cadastro: Nome, id_: Id) -> Response:
        """Exclui um registro que nada usa."""
        tenta_de_novo(cadastros.excluir, ctx, porteiro.quem(cracha), cadastro, id_)
        return Response(status_code=204)

    @r.post("/cadastros/{cadastro}/{id_}/clones")
    def clona(cracha: ComCracha, cadastro: Nome, id_: Id, clonagem: Clonagem) -> Registro:
        """Inclui uma cópia de um registro."""
        return tenta_de_novo(cadastros.clonar, ctx, porteiro.quem(cracha), cadastro, id_, clonagem)

    @r.get("/cadastros/{cadastro}/{id_}/mudancas")
    def mudancas(cracha: ComCracha, cadastro: Nome, id_: Id) -> list[Mudanca]:
        """Quem mudou o quê em um registro, e quando."""
        return list(cadastros.mudancas(ctx, porteiro.quem(cracha), cadastro, id_))


def _planilhas(r: APIRouter, ctx: Contexto, porteiro: Porteiro) -> None:
    @r.post("/cadastros/{cadastro}/exportacao")
    def exporta(cracha: ComCracha, cadastro: Nome, pedida: Exportacao) -> Arquivo:
        """A planilha dos registros que atendem aos filtros."""
        return cadastros_planilha.exportar(ctx, porteiro.quem(cracha), cadastro, pedida)

    @r.post("/cadastros/{cadastro}/importacao", max_body_size=CORPO_MAXIMO)
    def importa(cracha: ComCracha, cadastro: Nome, pedida: Importacao) -> ResultadoImportacao:
        """Inclui e altera os registros de uma planilha, ou diz o que faria."""
        return tenta_de_novo(cadastros_planilha.importar, ctx, porteiro.quem(cracha), cadastro, pedida)
