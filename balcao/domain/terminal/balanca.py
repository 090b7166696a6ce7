"""Menu Balança: how the shop's scale prints its labels."""

from typing import Annotated

from balcao.domain.campo import Campo, Opcao, Politica
from balcao.domain.etiqueta_balanca import Conteudo, ModeloEtiqueta
from balcao.domain.terminal.opcoes import DigitosEtiqueta


def confere_prefixo(texto: str) -> str | None:
    """One digit, the usual is 2."""
    return None if len(texto) == 1 and texto in "0123456789" else "O prefixo é um algarismo só; o usual é 2."


class Balanca(Politica):
    """Reading a label (EAN-13 that begins with the prefix)."""

    balanca_prefixo_etiqueta: Annotated[str, Campo(
        "CB-057", "Prefixo da etiqueta de balança", "Algarismo com que começam as etiquetas da balança.",
        "Etiqueta", obrigatorio=True, confere=confere_prefixo)] = "2"
    balanca_digitos_codigo: Annotated[DigitosEtiqueta, Campo(
        "CB-058", "Dígitos do código do produto na etiqueta",
        "Quantos algarismos, depois do prefixo, são o código do produto.", "Etiqueta",
        opcoes=(Opcao(DigitosEtiqueta.QUATRO, "4", "código de 4 algarismos"),
                Opcao(DigitosEtiqueta.CINCO, "5", "código de 5 algarismos"),
                Opcao(DigitosEtiqueta.SEIS, "6", "código de 6 algarismos")))] = DigitosEtiqueta.CINCO
    balanca_conteudo_etiqueta: Annotated[Conteudo, Campo(
        "CB-059", "Conteúdo da etiqueta (peso ou preço)", "O que os últimos algarismos da etiqueta dizem.",
        "Etiqueta",
        opcoes=(Opcao(Conteudo.PESO, "Peso", "a quantidade vem da etiqueta"),
                Opcao(Conteudo.PRECO, "Preço", "o total vem da etiqueta e a quantidade se ajusta")),
    )] = Conteudo.PRECO

    def modelo(self) -> ModeloEtiqueta:
        """The convention, as the label reader takes it."""
        return ModeloEtiqueta(self.balanca_prefixo_etiqueta, int(self.balanca_digitos_codigo),
                              self.balanca_conteudo_etiqueta)
