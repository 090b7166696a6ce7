"""Documents of an order type as they were stored by older programs, brought to today's.

A document (`tipos_pedido.politica`) says its schema in `versao`; one without it is of schema 1. Each step is pure
and keeps every name it does not know. What an older counter reads in its replica is written along, under the old
names, until no such program is served any more (`LEGADOS`).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from balcao.domain.campo import Onde, campos_de
from balcao.domain.tipo_pedido.numeracao import CHAVE_PADRAO
from balcao.domain.tipo_pedido.opcoes import (
    AcaoDuplicidade,
    AcaoValorMinimo,
    Categoria,
    RegraNumeracao,
    RegraReserva,
    UsoListaPrecos,
)
from balcao.domain.tipo_pedido.politica import TipoPedido

Documento = dict[str, Any]
T = TypeVar("T", bound=TipoPedido)

LEGADOS: Final = ("reserva_estoque", "validar_estoque_no_fechamento", "cliente_obrigatorio", "validade_dias")
"""Names of schema 1 that have another name or meaning now."""


def _v1_v2(d: Documento) -> Documento:
    """The page's names and choices (2026-11): reservation is a choice of four; "Exige cliente" was no field of the
    page: a type that demanded a customer does not sell to the CONSUMIDOR FINAL."""
    novo = {nome: valor for nome, valor in d.items() if nome not in LEGADOS}
    if "reserva_estoque" in d:
        reserva = RegraReserva.RESERVA_EXCETO_MANUTENCAO if d["reserva_estoque"] else RegraReserva.NAO_RESERVA
        novo.setdefault("regra_reserva_estoque", reserva.value)
    if "validar_estoque_no_fechamento" in d:
        novo.setdefault("validar_estoque_no_fechamento_pedido", d["validar_estoque_no_fechamento"])
    if "validade_dias" in d:
        novo.setdefault("validade_proposta", d["validade_dias"])
    if d.get("cliente_obrigatorio"):
        novo["permite_consumidor_final"] = False
    return novo


COMO_ERA: Final[dict[str, Any]] = {
    "duplicidade_produtos": AcaoDuplicidade.NADA.value,
    "permite_total_zerado": True,
    "permite_produtos_sem_preco": True,
    "mensagem_validade_proposta": "Este documento é válido por :VALIDADE_PROPOSTA: dia(s)",
    "lista_precos": UsoListaPrecos.OPCIONAL.value,
    "valida_valor_minimo_plano": AcaoValorMinimo.ERRO.value,
    "permite_estoque_negativo": True,
    "regra_numeracao": RegraNumeracao.SEQUENCIAL_TIPO.value,
}
"""What types stored before a field worked did without it, where the page's default would refuse or warn today."""


CHAVE_PRE_VENDA: Final = f"P-{CHAVE_PADRAO}"
"""How pré-vendas have always been called."""


def _como_era(d: Documento) -> Documento:
    """Fields whose behaviour came in 2026-11: a type that was in use goes on as it was. Twice: the sample shop was
    stored between them. Every program writes all the fields that work in it, so one that is absent was not there."""
    chave = {"chave_identificacao": CHAVE_PRE_VENDA} if d.get("categoria") == Categoria.VENDA else {}
    return {**COMO_ERA, **chave, **d}


PASSOS: Final[tuple[Callable[[Documento], Documento], ...]] = (_v1_v2, _como_era, _como_era)
"""Step n brings schema n + 1 to n + 2."""
VERSAO: Final = len(PASSOS) + 1
"""The schema that this program writes."""


def atualizado(documento: Mapping[str, Any]) -> Documento:
    """The document at today's schema. One of a newer program comes back as it is: what it adds is kept."""
    versao = int(documento.get("versao", 1))
    atual = {nome: valor for nome, valor in documento.items() if versao == 1 or nome not in LEGADOS}
    for passo in PASSOS[versao - 1:]:
        atual = passo(atual)
    return atual | {"versao": max(versao, VERSAO)}


def ler(modelo: type[T], politica: Mapping[str, Any], **fora: Any) -> T:
    """A stored order type: its document and what lives outside it (id, nome, ativo, link tables).

    Raises pydantic.ValidationError when the document is not one of an order type.
    """
    return modelo.model_validate({**atualizado(politica), **fora})


def documento(tipo: TipoPedido) -> Documento:
    """What is stored of a type in `tipos_pedido.politica`; columns and link tables keep the rest.

    An open field at its default is left out: the day it works, what its default does there is decided by a step.
    """
    campos = dict(campos_de(type(tipo), abertos=True))
    fora = {nome for nome, campo in campos.items() if campo.onde is not Onde.POLITICA
            or (campo.aberto and getattr(tipo, nome) == type(tipo).model_fields[nome].default)}
    feito = tipo.model_dump(mode="json", exclude=fora)
    for nome in feito.keys() & campos.keys():
        if isinstance(getattr(tipo, nome), frozenset):  # the order of a set changes from run to run
            ordem = {o.valor: lugar for lugar, o in enumerate(campos[nome].opcoes)}
            feito[nome] = sorted(feito[nome], key=ordem.__getitem__)
    return feito | _legado(tipo) | {"versao": max(int(feito.get("versao", 1)), VERSAO)}


def _legado(tipo: TipoPedido) -> Documento:
    return {"reserva_estoque": tipo.reserva_estoque, "validade_dias": tipo.validade_proposta,
            "validar_estoque_no_fechamento": tipo.validar_estoque_no_fechamento_pedido.value,
            "cliente_obrigatorio": not tipo.permite_consumidor_final}
