"""When a backup is due, and what is said of the last one: the same words on the status bar, in Banco de Dados and
in the diagnosis."""

import re
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict

from balcao.domain.formatos import data_hora, quantos

ATENCAO_APOS: Final = timedelta(days=2)
MAIOR_RESPONSAVEL: Final = 80
GRAVE_APOS: Final = timedelta(days=7)
SEM_NENHUMA_APOS: Final = timedelta(hours=1)
"""How long a new shop may be without its first backup before anybody is told."""
CONFERE_CADA: Final = timedelta(days=7)
CONFERE_SEMPRE_ATE: Final = 1_000_000_000
"""Bytes of a database that is restored after every copy; a bigger one once a week."""

_HORA = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class Falha(StrEnum):
    """What went wrong with the backup last; the values are stored."""

    NENHUMA = ""
    NAO_FEITA = "nao_feita"  # disk full, folder gone, programs too old…
    NAO_VOLTA = "nao_volta"  # the file was made and cannot be restored

    @classmethod
    def _missing_(cls, value: object) -> "Falha":  # noqa: ARG003 - a newer retaguarda's: a failure all the same
        return cls.NAO_FEITA


class Gravidade(StrEnum):
    """How loudly it is said."""

    NENHUMA = "nenhuma"
    ATENCAO = "atencao"
    GRAVE = "grave"


class SituacaoCopia(BaseModel):
    """What is known of a company's backups. Instants are aware; `criada_em`: since when the company is here;
    `responsavel`: who else makes them, whom we cannot see ("": we make them)."""

    model_config = ConfigDict(frozen=True)

    criada_em: datetime
    copiado_em: datetime | None = None
    conferida_em: datetime | None = None
    falhou_em: datetime | None = None
    falha: Falha = Falha.NENHUMA
    responsavel: str = ""

    def idade(self, agora: datetime) -> timedelta | None:
        """Age of the last backup; None: there is none."""
        return None if self.copiado_em is None else max(timedelta(), agora - self.copiado_em)

    def gravidade(self, agora: datetime) -> Gravidade:
        """Whether it needs attention; never when somebody else answers for it."""
        if self.responsavel:
            return Gravidade.NENHUMA
        idade = self.idade(agora)
        sem = idade if idade is not None else agora - self.criada_em
        if self.falha is Falha.NAO_VOLTA or sem >= GRAVE_APOS:
            return Gravidade.GRAVE
        if self.falha or sem >= ATENCAO_APOS or (idade is None and sem >= SEM_NENHUMA_APOS):
            return Gravidade.ATENCAO
        return Gravidade.NENHUMA

    def grave(self, agora: datetime) -> bool:
        """Whether it cannot wait any more."""
        return self.gravidade(agora) is Gravidade.GRAVE

    def aviso(self, agora: datetime) -> str:
        """For the status bar: a few words when it needs attention, else nothing."""
        if self.gravidade(agora) is Gravidade.NENHUMA:
            return ""
        if self.falha is Falha.NAO_VOLTA:
            return "o backup não pode ser restaurado"
        ultimo = self.ultimo(agora)
        return f"backup falhou, {ultimo}" if self.falha else ultimo

    def ultimo(self, agora: datetime) -> str:
        """"último backup há 3 dias"."""
        idade = self.idade(agora)
        if idade is None:
            return "nunca houve backup"
        if idade < timedelta(days=1):
            return "último backup há menos de um dia"
        return f"último backup há {quantos(idade.days, 'dia')}"

    def de_fora(self, agora: datetime, fuso: tzinfo | None = None) -> str:
        """Of backups that somebody else makes: plainly, that nobody here knows them."""
        nossa = "nenhuma" if self.copiado_em is None else self.por_extenso(agora, fuso)
        return (f"Feito por {self.responsavel}. O Balcão não vê essas cópias: não sabe quando foram feitas nem se "
                f"podem ser restauradas. Última feita pelo Balcão: {nossa}.")

    def por_extenso(self, agora: datetime, fuso: tzinfo | None = None) -> str:
        """"20/11/2026 03:00, conferida em 20/11/2026 03:01", with how old it is when it is."""
        if self.copiado_em is None:
            return "nunca"
        quando = data_hora(self.copiado_em.astimezone(fuso))
        if agora - self.copiado_em >= ATENCAO_APOS:
            quando += f" (há {(agora - self.copiado_em).days} dias)"
        if self.conferida and self.conferida_em is not None:
            return f"{quando}, conferida em {data_hora(self.conferida_em.astimezone(fuso))}"
        return f"{quando}, ainda não conferida"

    @property
    def conferida(self) -> bool:
        """Whether the last backup itself was restored."""
        return self.conferida_em is not None and self.copiado_em is not None and self.conferida_em >= self.copiado_em


def le_hora(texto: str) -> time:
    """"03:00". Raises ValueError that says what was expected."""
    if not _HORA.fullmatch(texto):
        raise ValueError(f"“{texto}” não é uma hora: use HH:MM, de 00:00 a 23:59")
    return time.fromisoformat(texto)


def marcada_antes(agora: datetime, hora: time) -> datetime:
    """The last instant at or before `agora` at which a daily copy was due, in the zone that `agora` carries."""
    hoje = agora.replace(hour=hora.hour, minute=hora.minute, second=0, microsecond=0)
    return hoje if hoje <= agora else hoje - timedelta(days=1)


def vencida(agora: datetime, hora: time, copiado_em: datetime | None) -> bool:
    """Whether a copy is due: none since the last time of day that passed, whoever made it and whether this computer
    was on then. A copy dated in the future (the clock was set back) does not count."""
    return copiado_em is None or copiado_em > agora or copiado_em < marcada_antes(agora, hora)


def confere_agora(agora: datetime, conferida_em: datetime | None, tamanho: int, falha: Falha) -> bool:
    """Whether a new copy is restored at once; `tamanho`: of the database, in bytes."""
    return (tamanho <= CONFERE_SEMPRE_ATE or falha is Falha.NAO_VOLTA or conferida_em is None
            or conferida_em > agora or agora - conferida_em >= CONFERE_CADA)
