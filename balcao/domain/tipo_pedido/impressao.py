"""Printing: in which situations an order comes out on paper, and how many copies by itself."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from balcao.domain.campo import Campo, Parte
from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido.grupos import CLIENTE
from balcao.domain.tipo_pedido.opcoes_situacao import SITUACOES_IMPRESSAO


def _id_ou_nada(valor: Any) -> Any:
    """Before it worked, the field was a text that named no registry: what it said prints nothing."""
    return None if isinstance(valor, str) and not valor.strip().isdecimal() else valor


class Impressao(Parte):
    """Printing: in which situations an order comes out on paper, and how many copies by itself."""

    situacao_impressao_pedido: Annotated[frozenset[Situacao], Campo(
        "TP-104", "Situação impressão pedido",
        "Situações em que o pedido pode estar para permitir a impressão PDF/matricial.", CLIENTE.titulo,
        subgrupo="Impressão", opcoes=SITUACOES_IMPRESSAO)] = frozenset({
        Situacao.EMITIDO, Situacao.PENDENTE, Situacao.APROVADO, Situacao.EXECUCAO, Situacao.PRONTO, Situacao.TRANSITO,
        Situacao.ENTREGUE, Situacao.QUALIFICADO, Situacao.CANCELADO, Situacao.PERDIDO, Situacao.VENCIDO})
    impressora: Annotated[int | None, BeforeValidator(_id_ou_nada), Campo(
        "TP-094", "Impressora",
        "Impressora do servidor que deverá imprimir o pedido automaticamente quando ele for emitido, além do papel do "
        "balcão. É uma das cadastradas em Impressoras do servidor (Ctrl+Shift+P); a quantidade é a de “Quantidade de "
        "vias”, uma quando ela está vazia. Se estiver desligada, a retaguarda tenta de novo até sair.\nVazio: não há "
        "impressão automática no servidor.", CLIENTE.titulo,
        subgrupo="Impressão", referencia="impressoras_servidor")] = None
    vias_impressao: Annotated[int | None, Campo(
        "TP-129", "Quantidade de vias",
        "Quantidade de vias que devem ser automaticamente impressas quando o pedido for emitido.\nVazio: as do "
        "terminal (“Vias do DAV”, “Vias da Pré-Venda”). Zero: não sai sozinho; imprime-se em Documentos (F8). Se "
        "imprime, pergunta ou nunca imprime, é o terminal que diz (“Imprimir ao finalizar”).", CLIENTE.titulo,
        subgrupo="Impressão", minimo=0, maximo=99, unidade="vias")] = None
