"""When a service order is concluded (TP-017, TP-019; 0169).

It is concluded once its work is done: ready, or gone without having been ready before. Who puts it back into
execution, or to wait, undoes that.
"""

from typing import Final

from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido import Categoria

CONCLUIDAS: Final = frozenset({Situacao.PRONTO, Situacao.TRANSITO, Situacao.ENTREGUE, Situacao.QUALIFICADO})
"""Where the work of a service order is done."""
_POR_FAZER: Final = frozenset({Situacao.EMITIDO, Situacao.PENDENTE, Situacao.APROVADO, Situacao.EXECUCAO})


def conclui(categoria: Categoria, de: Situacao, para: Situacao) -> bool:
    """Whether an order that goes from one situation to another is concluded by that."""
    return categoria is Categoria.SERVICO and de not in CONCLUIDAS and para in CONCLUIDAS


def reabre(categoria: Categoria, de: Situacao, para: Situacao) -> bool:
    """Whether it has work to do again."""
    return categoria is Categoria.SERVICO and de in CONCLUIDAS and para in _POR_FAZER
