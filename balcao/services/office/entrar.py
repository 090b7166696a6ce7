"""Who comes in: a station by its credential, a person by login and password (Argon2id).

The delay against guessing is the retaguarda's (it holds the state of attempts); here nothing tells a wrong
login from a wrong password, neither in words nor in time.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from balcao.domain.permissoes import Permissao
from balcao.domain.protocolo import PROGRAMA_ANTIGO, EntradaLogin, Sessao
from balcao.domain.versoes import ATUALIZE, antigo, atende
from balcao.services.documento import dia_na_loja
from balcao.services.office import senhas, sessao
from balcao.services.office.contexto import Contexto, Cursor, Motivo, Recusada, cursor
from balcao.services.office.senhas import Verificadores
from balcao.services.office.sessao import Passe, assina, marca_de, usuario_de

OFFLINE = timedelta(days=7)  # how long a password learned by a station opens it without the retaguarda
_ESTACAO = """
    SELECT e.id, e.nome, e.numero, e.credencial, e.estabelecimento_id, l.fuso, i.programa_minimo
      FROM estacoes e JOIN estabelecimentos l ON l.id = e.estabelecimento_id CROSS JOIN identidade i
     WHERE e.ativo AND l.ativo AND (e.id = %(id)s OR lower(e.nome) = lower(%(nome)s))
     ORDER BY (e.id = %(id)s) DESC LIMIT 1"""
_USUARIO = """
    SELECT u.id AS usuario_id, u.nome, u.senha, p.permissoes, p.desconto_maximo,
           EXISTS (SELECT FROM usuario_estabelecimentos ue
                    WHERE ue.usuario_id = u.id AND ue.estabelecimento_id = %(loja)s) AS daqui
      FROM usuarios u JOIN perfis p ON p.id = u.perfil_id
     WHERE u.ativo AND u.login = lower(%(login)s)"""
_ENTROU = "INSERT INTO eventos (em, tipo, usuario_id, estacao_id, dados) VALUES (%s, %s, %s, %s, '{}')"


@dataclass(frozen=True, slots=True)
class Estacao:
    """A station that has shown its credential. `credencial` is the stored Argon2id; `programa_minimo`, the oldest
    counter that this shop serves."""

    id: int
    nome: str
    numero: int
    estabelecimento_id: int
    fuso: str
    programa_minimo: str
    credencial: str = field(repr=False)


def ler_estacao(ctx: Contexto, nome: str) -> Estacao | None:
    """An active station by id or by name; None when there is none."""
    with ctx.leitura() as conexao:
        cur = cursor(conexao)
        numero = int(nome) if nome.isascii() and nome.isdigit() and len(nome) < 10 else None
        cur.execute(_ESTACAO, {"id": numero, "nome": nome})
        linha = cur.fetchone()
    return Estacao(**linha._asdict()) if linha is not None else None


def confere_estacao(estacao: Estacao | None, credencial: str) -> Estacao:
    """The station, when this is its credential. Slow on purpose. Raises Recusada (401)."""
    if not senhas.confere(estacao.credencial if estacao else _ninguem(), credencial) or estacao is None:
        raise Recusada(Motivo.SEM_SESSAO, "estacao.recusada", "A retaguarda não reconhece este terminal.",
                       "Crie de novo a credencial dele (balcao estacao senha).")
    return estacao


def confere_programa(estacao: Estacao, programa: str) -> None:
    """Refuse a counter older than the shop serves (docs/decisions/0122). Raises Recusada (403).

    Only at the login: an order that was sold is stored, whatever sold it. No version: who asks is no counter.
    """
    if not atende(programa, estacao.programa_minimo):
        raise Recusada(Motivo.PROIBIDO, PROGRAMA_ANTIGO, antigo(programa, estacao.programa_minimo), ATUALIZE)


def entrar(ctx: Contexto, verificadores: Verificadores, estacao: Estacao, entrada: EntradaLogin) -> Sessao:
    """A session of a person at a station, with what lets the station know him offline for a while.

    Raises Recusada: 401 for a wrong login or password, 403 for a person of another shop.
    """
    agora = ctx.agora()
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        linha = confere_pessoa(cur, entrada.login, entrada.senha, estacao.estabelecimento_id)
        _anota(cur, "usuario.entrou", agora, linha.usuario_id, estacao.id)
    usuario = usuario_de(linha)
    passe = Passe(estacao.id, usuario.id, agora + sessao.DURACAO, marca_de(estacao.credencial, linha.senha))
    return Sessao(
        token=assina(ctx.segredo, passe), usuario_id=usuario.id, nome=usuario.nome,
        permissoes=usuario.permissoes, desconto_maximo=usuario.desconto_maximo,
        verificador=verificadores.de(estacao.id, linha.senha, entrada.senha), verificador_ate=agora + OFFLINE,
        hoje=dia_na_loja(agora, estacao.fuso), agora=agora)


def confere_pessoa(cur: Cursor, login: str, senha: str, estabelecimento_id: int) -> Any:
    """The row of the person with this login and password. Slow on purpose. Raises Recusada (401, 403)."""
    cur.execute(_USUARIO, {"login": login.strip(), "loja": estabelecimento_id})
    linha = cur.fetchone()
    if not senhas.confere(linha.senha if linha else _ninguem(), senha) or linha is None:
        raise Recusada(Motivo.SEM_SESSAO, "senha.errada", "Usuário ou senha não conferem.",
                       "Confira se o Caps Lock está ligado e digite de novo.")
    if not linha.daqui and Permissao.MANTER_BANCO not in linha.permissoes:
        raise Recusada(Motivo.PROIBIDO, "usuario.de_outra_loja", f"{linha.nome} não trabalha nesta loja.",
                       "Peça ao responsável que inclua esta loja no seu usuário.")
    return linha


def _anota(cur: Cursor, tipo: str, agora: datetime, usuario_id: int | None, estacao_id: int) -> None:
    cur.execute(_ENTROU, [agora, tipo, usuario_id, estacao_id])


@cache
def _ninguem() -> str:
    """A password nobody has: what is checked when there is no such login, so that it takes as long."""
    return senhas.resume("")
