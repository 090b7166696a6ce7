"""The registries' paths as screens use them: one function per thing asked, each one round trip.

All raise SemResposta, SessaoExpirada, CredencialRecusada, Recusado (see `retaguarda`). A refusal with code
`cadastro.invalido` has a finding for each wrong field in `erro.recusa.achados` (`.field` is the field's name,
`domain.textos.texto` its sentence).
"""

from uuid import UUID

from balcao.domain.cadastro.mensagens import (
    MUDOU,
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
from balcao.gateways.retaguarda import Recusado, Retaguarda

LISTA_S = 8.0
PLANILHA_S = 120.0
IMPRESSAO_S = 40.0  # a printer that is off takes 5 s to show it, one that answers up to half a minute to print


class RegistroMudou(Recusado):
    """Somebody saved the record since it was read; nothing was written. `mudou` has the record as it is now, who
    saved it and when, and the fields in which what was asked differs."""

    titulo = "Outra pessoa alterou este registro"

    def __init__(self, mudou: RecusaMudou) -> None:
        super().__init__(409, mudou)
        self.mudou = mudou


def pesquisar(r: Retaguarda, cadastro: str, pesquisa: Pesquisa) -> Pagina:
    """One page of the records that answer."""
    return r.envia("POST", f"/v1/cadastros/{cadastro}/pesquisa", pesquisa, Pagina, prazo_s=LISTA_S)


def consultar(r: Retaguarda, cadastro: str, id_: int) -> Registro:
    """One record."""
    return r.le(f"/v1/cadastros/{cadastro}/{id_}", Registro, prazo_s=LISTA_S)


def referencias(r: Retaguarda, referencia: str) -> list[Referencia]:
    """What a field with this `Campo.referencia` may name, inactive ones too."""
    return r.lista(f"/v1/referencias/{referencia}", Referencia, prazo_s=LISTA_S)


def incluir(r: Retaguarda, cadastro: str, novo: NovoRegistro) -> Registro:
    """Store a new record."""
    return r.envia("POST", f"/v1/cadastros/{cadastro}", novo, Registro, prazo_s=LISTA_S)


def alterar(r: Retaguarda, cadastro: str, id_: int, alteracao: Alteracao) -> Registro:
    """Store what changed. Also raises RegistroMudou."""
    try:
        return r.envia("PUT", f"/v1/cadastros/{cadastro}/{id_}", alteracao, Registro, prazo_s=LISTA_S)
    except Recusado as erro:
        if erro.recusa.codigo == MUDOU:
            raise RegistroMudou(RecusaMudou.model_validate_json(erro.corpo)) from erro
        raise


def excluir(r: Retaguarda, cadastro: str, id_: int) -> None:
    """Take a record away."""
    r.manda("DELETE", f"/v1/cadastros/{cadastro}/{id_}", None, prazo_s=LISTA_S)


def clonar(r: Retaguarda, cadastro: str, id_: int, clonagem: UUID) -> Registro:
    """Store a copy; `clonagem`: an id made here, so that asking again is harmless."""
    return r.envia("POST", f"/v1/cadastros/{cadastro}/{id_}/clones", Clonagem(id=clonagem), Registro, prazo_s=LISTA_S)


def mudancas(r: Retaguarda, cadastro: str, id_: int) -> list[Mudanca]:
    """A record's history, newest first."""
    return r.lista(f"/v1/cadastros/{cadastro}/{id_}/mudancas", Mudanca, prazo_s=LISTA_S)


def exportar(r: Retaguarda, cadastro: str, pedido: Exportacao) -> Arquivo:
    """The records that answer, as a file."""
    return r.envia("POST", f"/v1/cadastros/{cadastro}/exportacao", pedido, Arquivo, prazo_s=PLANILHA_S)


def importar(r: Retaguarda, cadastro: str, pedido: Importacao) -> ResultadoImportacao:
    """Do what a file says, or (simular) say what it would do."""
    return r.envia("POST", f"/v1/cadastros/{cadastro}/importacao", pedido, ResultadoImportacao, prazo_s=PLANILHA_S)


def pesquisas(r: Retaguarda, cadastro: str) -> list[PesquisaSalva]:
    """The person's saved searches."""
    return r.lista(f"/v1/cadastros/{cadastro}/pesquisas", PesquisaSalva, prazo_s=LISTA_S)


def salvar_pesquisa(r: Retaguarda, cadastro: str, salva: PesquisaSalva) -> PesquisaSalva:
    """Keep a search under its name."""
    return r.envia("PUT", f"/v1/cadastros/{cadastro}/pesquisas", salva, PesquisaSalva, prazo_s=LISTA_S)


def esquecer_pesquisa(r: Retaguarda, cadastro: str, nome: str) -> None:
    """Delete a saved search."""
    r.manda("DELETE", f"/v1/cadastros/{cadastro}/pesquisas/{nome}", None, prazo_s=LISTA_S)


def testar_impressora(r: Retaguarda, pedido: PaginaDeTeste) -> PassoTeste:
    """Print the test page on a printer of the server."""
    return r.envia("POST", "/v1/impressoras/teste", pedido, PassoTeste, prazo_s=IMPRESSAO_S)
