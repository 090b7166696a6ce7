"""Why a document did not come out, in words for the person at the counter."""

from balcao.domain.erros import AmbienteIndisponivel


class ImpressoraIndisponivel(AmbienteIndisponivel):
    """A printer did not print. `pode_ter_saido`: some of it may be on paper, so nothing is sent again
    before a person has looked."""

    titulo = "Impressora"

    def __init__(self, mensagem: str, acao: str, *, pode_ter_saido: bool = False) -> None:
        super().__init__(mensagem, acao)
        self.pode_ter_saido = pode_ter_saido
