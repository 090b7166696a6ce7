"""Automatic filling. Declared; its behaviour is not built."""

from typing import Annotated
from uuid import UUID

from balcao.domain.campo import Campo, Parte
from balcao.domain.tipo_pedido.grupos import CLIENTE


class AprovacaoAberto(Parte):
    """Automatic filling."""

    pedido_modelo: Annotated[UUID | None, Campo(
        "TP-162", "Pedido modelo",
        "Quando informado, será utilizado como base para a inclusão de um novo pedido: todos os seus itens serão "
        "incluídos, com quantidades iguais às do pedido modelo e preços unitários atualizados. Valores de frete, "
        "desconto e despesas não serão informados no novo pedido.", CLIENTE.titulo,
        subgrupo="Preenchimento automático", camada=2, referencia="pedidos", aberto=True)] = None
    script_informacoes_adicionais: Annotated[str, Campo(
        "TP-168", "Script de informações adicionais do pedido",
        "Script (SQLEngine) para apresentação de informações adicionais nas interfaces de pedido.\nOs parâmetros "
        "que podem ser utilizados são ${cliente_id}, identificador do cliente do pedido, e ${tipo_pedido_id}, "
        "identificador do tipo de pedido.", CLIENTE.titulo,
        subgrupo="Preenchimento automático", script=True, camada=3, aberto=True)] = ""
