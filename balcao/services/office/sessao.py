"""Signed session tokens: who somebody is, until when. Nothing is kept on the server.

Any worker, of any machine, opens what another has signed. A token also carries a mark of the password and of
the station's credential as they were: changing either, or deactivating the person or the station, ends it.
"""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from balcao.domain.fatos import Usuario
from balcao.domain.permissoes import Permissao
from balcao.services.office.contexto import Motivo, Quem, Recusada, cursor

DURACAO = timedelta(hours=14)  # a working day: nobody is thrown out in mid-sale
_ASSUNTO = b"sessao"
_QUEM = """
    SELECT e.ativo AND l.ativo AS estacao_ativa, e.estabelecimento_id, e.credencial, l.fuso,
           u.id AS usuario_id, u.nome, u.ativo, u.senha, p.permissoes, p.desconto_maximo
      FROM estacoes e
      JOIN estabelecimentos l ON l.id = e.estabelecimento_id
      LEFT JOIN usuarios u ON u.id = %(usuario)s
      LEFT JOIN perfis p ON p.id = u.perfil_id
     WHERE e.id = %(estacao)s"""


@dataclass(frozen=True, slots=True)
class Passe:
    """What a token says. `usuario_id` None: the station alone. `marca`: see `marca_de`."""

    estacao_id: int
    usuario_id: int | None
    ate: datetime
    marca: str


def marca_de(credencial: str, senha: str | None) -> str:
    """A short mark of the stored (hashed) credential and password; it tells neither."""
    return hashlib.sha256(f"{credencial}\n{senha or ''}".encode()).hexdigest()[:16]


def assina(segredo: bytes, passe: Passe) -> str:
    """The token of a pass."""
    corpo = json.dumps([passe.estacao_id, passe.usuario_id, int(passe.ate.timestamp()), passe.marca],
                       separators=(",", ":")).encode()
    return f"{_texto(corpo)}.{_texto(_assinatura(segredo, corpo))}"


def abre(segredo: bytes, token: str, agora: datetime) -> Passe:
    """The pass of a token that this company signed and that still holds. Raises Recusada (401)."""
    try:
        corpo, assinatura = (urlsafe_b64decode(parte + "=" * (-len(parte) % 4)) for parte in token.split("."))
    except ValueError as erro:
        raise _sem_sessao("A sessão não é desta retaguarda.") from erro
    if not hmac.compare_digest(assinatura, _assinatura(segredo, corpo)):
        raise _sem_sessao("A sessão não é desta retaguarda.")
    estacao, usuario, ate, marca = json.loads(corpo)  # we signed it: its form is ours
    passe = Passe(estacao, usuario, datetime.fromtimestamp(ate, UTC), marca)
    if passe.ate <= agora:
        raise _sem_sessao("A sessão terminou.")
    return passe


def identifica(conexao: Connection, passe: Passe) -> Quem:
    """Who holds the pass, as the database has them now. Raises Recusada (401)."""
    cur = cursor(conexao)
    cur.execute(_QUEM, {"estacao": passe.estacao_id, "usuario": passe.usuario_id})
    linha = cur.fetchone()
    if linha is None or not linha.estacao_ativa:
        raise _sem_sessao("Este terminal foi desativado.")
    if passe.usuario_id is not None and not linha.ativo:
        raise _sem_sessao("Este usuário foi desativado.")
    if passe.marca != marca_de(linha.credencial, linha.senha):
        raise _sem_sessao("A senha foi trocada.")
    return Quem(passe.estacao_id, linha.estabelecimento_id,
                usuario_de(linha) if passe.usuario_id is not None else None, linha.fuso)


def usuario_de(linha: Any) -> Usuario:
    """The user of a row with usuario_id, nome, permissoes, desconto_maximo."""
    return Usuario(id=linha.usuario_id, nome=linha.nome, desconto_maximo=linha.desconto_maximo,
                   permissoes=frozenset(p for p in Permissao if p in linha.permissoes))


def _assinatura(segredo: bytes, corpo: bytes) -> bytes:
    return hmac.digest(segredo, _ASSUNTO + corpo, hashlib.sha256)


def _texto(dados: bytes) -> str:
    return urlsafe_b64encode(dados).rstrip(b"=").decode("ascii")


def _sem_sessao(mensagem: str) -> Recusada:
    return Recusada(Motivo.SEM_SESSAO, "sessao.invalida", mensagem, "Entre de novo com seu usuário e sua senha.")
