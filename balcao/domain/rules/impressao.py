"""Rules of the paper. They look at an order's type and situation alone: what prints was issued long before."""

from collections.abc import Iterator

from balcao.domain.achados import Finding, Severity
from balcao.domain.rules.motor import origem
from balcao.domain.situacoes import ROTULO_SITUACAO, Situacao
from balcao.domain.tipo_pedido import TipoPedido


def situacao_impressao(tipo: TipoPedido, situacao: Situacao) -> Iterator[Finding]:
    """TP-104: paper and PDF of an order come out only in the situations that its type names."""
    if situacao not in tipo.situacao_impressao_pedido:
        yield Finding(code="impressao.situacao", severity=Severity.BLOCK, field="situacao",
                      params={"tipo": tipo.nome, "situacao": ROTULO_SITUACAO[situacao]},
                      origem=origem(tipo, "situacao_impressao_pedido", f"tipo de pedido {tipo.nome}"))
