"""Customer, credit and project. Declared; their behaviour is not built."""

from typing import Annotated

from balcao.domain.campo import Campo, Opcao, Parte
from balcao.domain.tipo_pedido.abertos.opcoes import ClienteDoProjeto
from balcao.domain.tipo_pedido.condicoes import com_projeto
from balcao.domain.tipo_pedido.grupos import CLIENTE


class CreditoAberto(Parte):
    """Customer, credit and project."""

    permite_projeto: Annotated[bool, Campo(
        "TP-071", "Permite vincular projeto (atividade)",
        "Define se o pedido pode ser vinculado a um projeto (atividade).", CLIENTE.titulo,
        subgrupo="Projeto", camada=3, aberto=True)] = False
    validar_cliente_projeto: Annotated[ClienteDoProjeto, Campo(
        "TP-072", "Validar cliente do projeto",
        "Validar se o cliente do projeto é o mesmo que o cliente ou fornecedor do pedido.", CLIENTE.titulo,
        opcoes=(Opcao(ClienteDoProjeto.NAO_VALIDAR, "Não validar", "Não deve ser realizada a validação do cliente."),
                Opcao(ClienteDoProjeto.ALERTA, "Validar (Apresenta alerta)",
                      "Deve ser validado o cliente do projeto com o cliente ou fornecedor do pedido, mas apenas "
                      "apresenta mensagem de alerta."),
                Opcao(ClienteDoProjeto.ERRO, "Validar (Apresenta erro)",
                      "Deve ser validado o cliente do projeto com o cliente ou fornecedor do pedido, e, caso "
                      "diferente, será apresentada mensagem de erro.")),
        subgrupo="Projeto", camada=3, visivel_quando=com_projeto, aberto=True)] = ClienteDoProjeto.NAO_VALIDAR
