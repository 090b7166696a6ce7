"""Who may log in at this counter while the retaguarda does not answer: the last session of each user.

What is kept is what the service gave at a good login: an Argon2id verifier made for this station, with its own
expiry, and the permissions of that day. Never a password.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from balcao.db.journal.diario import Diario, instante, micros
from balcao.domain.protocolo import Sessao

FALHAS_MAXIMAS: Final = 5
BLOQUEIO: Final = timedelta(minutes=2)


class Verificadores:
    """The known users of one journal."""

    def __init__(self, diario: Diario, agora: Callable[[], datetime]) -> None:
        self._diario = diario
        self._agora = agora

    def guarda(self, login: str, sessao: Sessao) -> None:
        """Remember a good login. The session's token is not kept."""
        limpa = sessao.model_copy(update={"token": ""})
        with self._diario.transacao() as conexao:
            conexao.execute(
                "INSERT INTO verificadores (login, sessao, em) VALUES (?, ?, ?) ON CONFLICT (login) DO UPDATE SET"
                " sessao = excluded.sessao, falhas = 0, bloqueado_ate = 0, em = excluded.em",
                (_chave(login), limpa.model_dump_json(), micros(self._agora())))

    def de(self, login: str) -> Sessao | None:
        """What is known of a user; None when he never entered here."""
        linhas = self._diario.le("SELECT sessao FROM verificadores WHERE login = ?", (_chave(login),))
        return Sessao.model_validate_json(linhas[0][0]) if linhas else None

    def esquece(self, login: str) -> None:
        """The retaguarda refused this user: an old verifier must not open the door."""
        with self._diario.transacao() as conexao:
            conexao.execute("DELETE FROM verificadores WHERE login = ?", (_chave(login),))

    def bloqueado_ate(self, login: str) -> datetime | None:
        """After too many wrong passwords, nobody tries for a while."""
        linhas = self._diario.le("SELECT bloqueado_ate FROM verificadores WHERE login = ?", (_chave(login),))
        ate = instante(linhas[0][0]) if linhas and linhas[0][0] else None
        return ate if ate is not None and ate > self._agora() else None

    def falhou(self, login: str) -> None:
        """A wrong password without the retaguarda."""
        with self._diario.transacao() as conexao:
            linha = conexao.execute("UPDATE verificadores SET falhas = falhas + 1 WHERE login = ? RETURNING falhas",
                                    (_chave(login),)).fetchone()
            if linha and linha[0] >= FALHAS_MAXIMAS:
                conexao.execute("UPDATE verificadores SET falhas = 0, bloqueado_ate = ? WHERE login = ?",
                                (micros(self._agora() + BLOQUEIO), _chave(login)))


def _chave(login: str) -> str:
    return login.strip().casefold()
