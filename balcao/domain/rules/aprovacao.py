"""Rules of a quote that waits: approving it with other attributes (TP-093), and its versions (TP-157). They look at it
before and after, or at its type alone; who does it calls them."""

from collections.abc import Iterator

from balcao.domain.achados import Finding, Severity
from balcao.domain.atributos import Atributos, mudados, tem
from balcao.domain.pedido import Pedido
from balcao.domain.rules.motor import origem
from balcao.domain.tipo_pedido import TipoPedido
from balcao.domain.tipo_pedido.aprovacao import ATRIBUTOS

_CAMPO = "atributos_alteraveis_na_aprovacao"
ROTULO_ATRIBUTO = {o.valor: o.rotulo for o in ATRIBUTOS}


def atributos_alteraveis(tipo: TipoPedido, antes: Pedido, para: Atributos) -> Iterator[Finding]:
    """TP-093: only what its type marks changes while a quote is approved, and only what the quote has."""
    for qual in mudados(antes, para):
        params: dict[str, str] = {"tipo": tipo.nome, "atributo": ROTULO_ATRIBUTO[qual]}
        if qual not in tipo.alteraveis_na_aprovacao:
            yield Finding(code="aprovacao.atributo", severity=Severity.BLOCK, field=qual.value, params=params,
                          origem=origem(tipo, _CAMPO, f"tipo de pedido {tipo.nome}"))
        elif not tem(antes, qual):
            yield Finding(code="aprovacao.sem_entrega", severity=Severity.BLOCK, field=qual.value, params=params)


def versionamento(tipo: TipoPedido) -> Iterator[Finding]:
    """TP-157: only quotes whose type says so have versions."""
    if not tipo.versiona:
        yield Finding(code="versao.nao_permitida", severity=Severity.BLOCK, field="versao", params={"tipo": tipo.nome},
                      origem=origem(tipo, "permite_versionamento", f"tipo de pedido {tipo.nome}"))
