"""Who takes part in an order: supplier, representative. Declared; their behaviour is not built."""

from typing import Annotated

from balcao.domain.campo import Campo, Opcao, Parte
from balcao.domain.tipo_pedido.abertos.opcoes import RegraFornecedor
from balcao.domain.tipo_pedido.grupos import GERAL
from balcao.domain.tipo_pedido.opcoes import TipoVendedor


class ParticipantesAberto(Parte):
    """Who takes part in an order: supplier, representative."""

    regra_fornecedor: Annotated[RegraFornecedor, Campo(
        "TP-010", "Fornecedor (regra de preenchimento)",
        "Define a regra para o preenchimento do fornecedor dos pedidos.", GERAL.titulo,
        opcoes=(Opcao(RegraFornecedor.ESTABELECIMENTO, "Estabelecimento",
                      "O fornecedor do pedido é o próprio estabelecimento. Esta regra não é válida se a categoria "
                      "do tipo de pedido for transferência."),
                Opcao(RegraFornecedor.FORNECEDOR, "Fornecedor",
                      "Apenas fornecedores cadastrados no sistema podem ser usados."),
                Opcao(RegraFornecedor.PESSOA, "Pessoa",
                      "O fornecedor do pedido pode ser qualquer pessoa cadastrada no sistema.")),
        subgrupo="Participantes", camada=2, aberto=True)] = RegraFornecedor.ESTABELECIMENTO
    tipos_representante_permitidos: Annotated[frozenset[TipoVendedor], Campo(
        "TP-012", "Tipos de representante permitidos",
        "Quando preenchido, define quais os tipos de “vendedores” poderão ser informados no pedido. Caso deixado em "
        "branco, não haverá validação e qualquer pessoa poderá ser informada como representante do pedido.\nPode ser "
        "informada mais de uma opção. Neste caso, basta que a pessoa informada atenda a UMA das opções marcadas.\n"
        "Exemplo: marcando “Representante” e “Tele vendas” irá permitir informar uma pessoa classificada como "
        "representante ou como tele-vendas, mas dará erro se informar uma pessoa cadastrada como vendedor, ou se a "
        "pessoa não estiver cadastrada como vendedor (de qualquer tipo).", GERAL.titulo,
        opcoes=(Opcao(TipoVendedor.REPRESENTANTE, "Representante", "Aceita pessoa classificada como representante."),
                Opcao(TipoVendedor.TELE_VENDAS, "Tele vendas", "Aceita pessoa classificada como tele-vendas."),
                Opcao(TipoVendedor.VENDEDOR, "Vendedor", "Aceita pessoa classificada como vendedor.")),
        subgrupo="Participantes", camada=2, aberto=True)] = frozenset()
