"""Coming in, apart from the other paths (rotas): the first sale waits for this one and for none of their messages."""

from balcao.domain.protocolo import Sessao
from balcao.gateways.canal import Chegada
from balcao.gateways.retaguarda import Retaguarda


def entrar(r: Retaguarda, login: str, senha: str, *, assume: bool = True) -> Sessao:
    """Log a person in; `assume`: from now on requests are made in that name."""
    return entrou(r, r.entra(login, senha), assume=assume)


def entrou(r: Retaguarda, chegada: Chegada, *, assume: bool = True) -> Sessao:
    """The same with the answer of a `Canal.entra` that somebody else has waited for."""
    sessao = r.abre(chegada, Sessao)
    r.mede_relogio(sessao.agora, chegada.enviado, chegada.recebido)
    if assume:
        r.token = sessao.token
    return sessao
