"""One line of what was tried (the connection, a printer, the diagnosis): what, how it went, what to do, how long."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Estado(StrEnum):
    CERTO = "certo"
    AVISO = "aviso"
    FALHOU = "falhou"
    PULADO = "pulado"


class PassoTeste(BaseModel):
    """As it travels from the retaguarda; `ms` is how long it took."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    nome: str
    estado: Estado
    mensagem: str
    conselho: str = ""
    ms: int = 0
