"""Orders and drafts for tests of the counter's own files."""

from datetime import UTC, datetime
from decimal import Decimal as D
from typing import Any
from uuid import UUID

import uuid_utils.compat

from balcao.domain.pedido import ItemPedido, Pedido
from balcao.domain.protocolo import EnvioPedido, Recibo, ResumoPedido
from balcao.domain.situacoes import Situacao

AGORA = datetime(2026, 3, 10, 12, tzinfo=UTC)


def pedido(itens: int = 1, **campos: Any) -> Pedido:
    base = {"id": uuid_utils.compat.uuid7(), "estabelecimento_id": 1, "estacao_id": 1, "tipo_id": 1,
            "usuario_id": 1, "criado_em": AGORA}
    novo = Pedido(**(base | campos))
    for n in range(1, itens + 1):
        novo = novo.com_item(ItemPedido(linha=0, produto_id=n, codigo=f"P{n}", descricao=f"PRODUTO {n}", unidade="UN",
                                        quantidade=D(n), preco_lista=D("1.50"), preco=D("1.50")))
    return novo


def envio(de: Pedido | None = None, **campos: Any) -> EnvioPedido:
    return EnvioPedido(**({"pedido": de or pedido(), "emitido_em": AGORA} | campos))


def resumo(de: Pedido) -> ResumoPedido:
    return ResumoPedido(id=de.id, tipo_id=de.tipo_id, categoria="orcamento", numero=None, serie="",
                        numero_provisorio="", situacao=Situacao.PENDENTE, cliente_nome="", vendedor="", estacao="",
                        emitido_em=AGORA, criado_em=AGORA, validade=None, total=de.total, versao=de.versao,
                        protocolo="", itens=len(de.itens))


def recibo(de: UUID, numero: int = 1) -> Recibo:
    return Recibo(pedido_id=de, situacao=Situacao.PENDENTE, numero=numero, serie="", versao=1, protocolo="AAAAA-BBBBB",
                  total=D("1.50"), emitido_em=AGORA)
