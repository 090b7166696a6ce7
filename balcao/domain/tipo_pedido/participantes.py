"""Who takes part in an order: its customer, its seller, its technician, and what a registration says of them."""

from typing import Annotated

from balcao.domain.campo import Campo, Opcao, Parte
from balcao.domain.tipo_pedido.condicoes import eh_servico
from balcao.domain.tipo_pedido.grupos import CLIENTE, GERAL
from balcao.domain.tipo_pedido.opcoes import Preenchimento, RegraCliente, RegraTecnico, TipoVendedor


class Participantes(Parte):
    """Who takes part in an order: its customer, its seller, its technician, and what a registration says of them."""

    regra_cliente: Annotated[RegraCliente, Campo(
        "TP-008", "Cliente (regra de preenchimento)",
        "Define a regra de preenchimento do cliente dos pedidos.", GERAL.titulo,
        opcoes=(Opcao(RegraCliente.CLIENTE, "Cliente", "Apenas clientes podem ser utilizados nos pedidos."),
                Opcao(RegraCliente.ESTABELECIMENTO, "Estabelecimento",
                      "O cliente do pedido deve ser o próprio estabelecimento. Esta regra não é válida se a "
                      "categoria do tipo de pedido for transferência."),
                Opcao(RegraCliente.PESSOA, "Pessoa", "Qualquer pessoa pode ser cliente para este tipo de pedido.")),
        subgrupo="Participantes")] = RegraCliente.CLIENTE
    cadastrar_pessoa_como_cliente: Annotated[bool, Campo(
        "TP-009", "Cadastrar pessoa como cliente",
        "Quando marcado, indica que, ao criar um “pedido/orçamento/etc...” e a pessoa informada não for um cliente, "
        "o sistema deve cadastrar essa pessoa como cliente, associando o vendedor do “pedido” como vendedor padrão "
        "do cliente.", GERAL.titulo,
        subgrupo="Participantes")] = False
    tipos_vendedor_permitidos: Annotated[frozenset[TipoVendedor], Campo(
        "TP-011", "Tipos de vendedor permitidos",
        "Quando preenchido, define quais os tipos de “vendedores” poderão ser informados no pedido. Caso deixado em "
        "branco, não haverá validação e qualquer pessoa poderá ser informada como vendedor do pedido.\nPode ser "
        "informada mais de uma opção. Neste caso, basta que a pessoa informada atenda a UMA das opções marcadas.\n"
        "Exemplo: marcando “Vendedor” e “Tele vendas” irá permitir informar uma pessoa classificada como vendedor ou "
        "como tele-vendas, mas dará erro se informar uma pessoa cadastrada como representante, ou se a pessoa não "
        "estiver cadastrada como vendedor (de qualquer tipo).", GERAL.titulo,
        opcoes=(Opcao(TipoVendedor.REPRESENTANTE, "Representante", "Aceita pessoa classificada como representante."),
                Opcao(TipoVendedor.TELE_VENDAS, "Tele vendas", "Aceita pessoa classificada como tele-vendas."),
                Opcao(TipoVendedor.VENDEDOR, "Vendedor", "Aceita pessoa classificada como vendedor.")),
        subgrupo="Participantes")] = frozenset()
    regra_tecnico_responsavel: Annotated[RegraTecnico, Campo(
        "TP-014", "Técnico responsável (regra)",
        "Permite definir que o técnico responsável do pedido deve ser um colaborador do estabelecimento, um "
        "colaborador de qualquer estabelecimento ou apenas ter um cadastro de pessoas.", GERAL.titulo,
        opcoes=(Opcao(RegraTecnico.PESSOA, "Pessoa",
                      "Permite definir que o técnico responsável no pedido pode ser qualquer pessoa cadastrada, "
                      "sendo colaborador ou não."),
                Opcao(RegraTecnico.COLABORADOR_ESTABELECIMENTO, "Colaborador do estabelecimento",
                      "Define que o técnico responsável deve ser obrigatoriamente um colaborador definido na guia "
                      "“Colaborador” do cadastro de Pessoas. Filtra pelo estabelecimento."),
                Opcao(RegraTecnico.COLABORADOR_QUALQUER_ESTABELECIMENTO, "Colaborador de qualquer estabelecimento",
                      "Define que o técnico responsável deve ser obrigatoriamente um colaborador definido na guia "
                      "“Colaborador” do cadastro de Pessoas, independente de qual estabelecimento.")),
        subgrupo="Participantes", visivel_quando=eh_servico)] = RegraTecnico.COLABORADOR_ESTABELECIMENTO
    vendedor: Annotated[Preenchimento, Campo(
        "TP-114", "Vendedor",
        "Define se o vendedor deve ser preenchido ou não no pedido.", CLIENTE.titulo,
        opcoes=(Opcao(Preenchimento.NAO_INFORMAR, "Não informar", "O vendedor não deve ser informado no pedido."),
                Opcao(Preenchimento.OPCIONAL, "Opcional",
                      "Informar o vendedor é opcional. Quando não informado, o sistema assume, nesta ordem: o "
                      "vendedor do cliente, o representante do cliente, o usuário logado."),
                Opcao(Preenchimento.REQUERIDO, "Requerido",
                      "É obrigatório informar o vendedor na entrada dos pedidos.")),
        subgrupo="Participantes")] = Preenchimento.OPCIONAL
    assume_vendedor_representante_cliente: Annotated[bool, Campo(
        "TP-147", "Assumir vendedor e representante do cliente",
        "Define se devem ser assumidos o vendedor e o representante informados no cadastro do cliente na inclusão "
        "do pedido.", CLIENTE.titulo,
        subgrupo="Participantes")] = True
