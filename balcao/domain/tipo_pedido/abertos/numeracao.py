"""Numbering and identification. Declared; their behaviour is not built."""

from typing import Annotated

from balcao.domain.campo import Campo, Opcao, Parte
from balcao.domain.tipo_pedido.abertos.opcoes import ValidaTalao
from balcao.domain.tipo_pedido.grupos import CLIENTE


class NumeracaoAberto(Parte):
    """Numbering and identification."""

    valida_talao: Annotated[ValidaTalao, Campo(
        "TP-169", "Validação do talão de numeração",
        "Indica como é realizada a validação dos dados do pedido frente a um talão de numeração informado no mesmo.",
        CLIENTE.titulo,
        opcoes=(Opcao(ValidaTalao.NAO_VALIDA, "Não valida",
                      "Não é realizada nenhuma validação entre o pedido e o responsável do talão."),
                Opcao(ValidaTalao.VENDEDOR, "Vendedor",
                      "O vendedor do pedido deve ser o responsável pela numeração do talão."),
                Opcao(ValidaTalao.TECNICO, "Técnico",
                      "O técnico do pedido deve ser o responsável pela numeração do talão."),
                Opcao(ValidaTalao.VENDEDOR_OU_TECNICO, "Vendedor ou técnico",
                      "O responsável pela numeração do talão deve ser o vendedor e/ou o técnico do pedido.")),
        subgrupo="Numeração e identificação", camada=2, aberto=True)] = ValidaTalao.NAO_VALIDA
