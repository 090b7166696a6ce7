"""Who may register the execution of an item of a service order, and whose the item becomes (TP-020; 0169)."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from balcao.domain.achados import Finding, Severity
from balcao.domain.pedido import ItemPedido
from balcao.domain.rules.motor import origem
from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido import TipoPedido
from balcao.domain.tipo_pedido.opcoes import TratamentoResponsavel

APROPRIAVEIS: Final = frozenset({Situacao.PENDENTE, Situacao.APROVADO, Situacao.EXECUCAO})
"""Where the work of an issued service order is being done."""
MAIOR_DURACAO: Final = 7 * 24 * 60
"""Minutes that one execution may take."""


def recusa_apropriacao(tipo: TipoPedido, item: ItemPedido, quem: UUID, nome: str) -> Iterator[Finding]:
    """What keeps a person from registering an execution of an item."""
    tratamento = tipo.tratamento_responsavel_itens
    codigo = ""
    if item.tecnico_id is None and tratamento is TratamentoResponsavel.PRE_DETERMINADO:
        codigo = "apropriacao.sem_tecnico"
    elif item.tecnico_id not in (None, quem) and tratamento in (TratamentoResponsavel.PRE_DETERMINADO,
                                                                TratamentoResponsavel.PRIMEIRO_A_EXECUTAR):
        codigo = "apropriacao.de_outro"
    if codigo:
        yield Finding(code=codigo, severity=Severity.BLOCK, field="tecnico", item=item.linha,
                      params={"produto": item.descricao, "tecnico": item.tecnico, "quem": nome, "tipo": tipo.nome},
                      origem=origem(tipo, "tratamento_responsavel_itens", f"tipo de pedido {tipo.nome}"))


def passa_a_ser(tipo: TipoPedido, item: ItemPedido, quem: UUID) -> UUID | None:
    """Whose the item is once that person has executed it."""
    match tipo.tratamento_responsavel_itens:
        case TratamentoResponsavel.LIVRE_COM_ATUALIZACAO:
            return quem
        case TratamentoResponsavel.PRIMEIRO_A_EXECUTAR:
            return item.tecnico_id or quem
    return item.tecnico_id
