"""The error shown in place of a bug."""

from balcao.domain.erros import BalcaoError
from balcao.ui.erros import mensagem


class ErroInesperado(BalcaoError):
    """A bug that was logged under `numero`; `str()` is fit to be shown."""

    titulo = "Erro inesperado"

    def __init__(self, numero: str, salvou: bool) -> None:
        super().__init__(mensagem(numero, salvou))
        self.numero = numero
