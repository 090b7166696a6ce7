"""How a request to the retaguarda fails, told apart by what the other side may have of it."""


class FalhaNaLinha(Exception):
    """No answer. Its kinds say what is known."""


class NaoLigou(FalhaNaLinha):
    """There was no connection: nothing was sent. `tarde`: it was waited for until the deadline."""

    def __init__(self, motivo: str, *, tarde: bool = False) -> None:
        super().__init__(motivo)
        self.tarde = tarde


class Demorou(FalhaNaLinha):
    """The deadline came first; the request may have arrived."""


class Caiu(FalhaNaLinha):
    """The connection broke under way, or what came back is not HTTP; the request may have arrived."""
