"""Printing: in which situations an order comes out on paper, and how many copies by itself."""

from typing import Annotated

from balcao.domain.campo import Campo, Parte
from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido.grupos import CLIENTE
from balcao.domain.tipo_pedido.opcoes_situacao import SITUACOES_IMPRESSAO


class Impressao(Parte):
    """Printing: in which situations an order comes out on paper, and how many copies by itself."""

    situacao_impressao_pedido: Annotated[frozenset[Situacao], Campo(
        "TP-104", "Situação impressão pedido",
        "Situações em que o pedido pode estar para permitir a impressão PDF/matricial.", CLIENTE.titulo,
        subgrupo="Impressão", opcoes=SITUACOES_IMPRESSAO)] = frozenset({
        Situacao.EMITIDO, Situacao.PENDENTE, Situacao.APROVADO, Situacao.EXECUCAO, Situacao.PRONTO, Situacao.TRANSITO,
        Situacao.ENTREGUE, Situacao.QUALIFICADO, Situacao.CANCELADO, Situacao.PERDIDO, Situacao.VENCIDO})
    vias_impressao: Annotated[int | None, Campo(
        "TP-129", "Quantidade de vias",
        "Quantidade de vias que devem ser automaticamente impressas quando o pedido for emitido.\nVazio: as do "
        "terminal (“Vias do DAV”, “Vias da Pré-Venda”). Zero: não sai sozinho; imprime-se em Documentos (F8). Se "
        "imprime, pergunta ou nunca imprime, é o terminal que diz (“Imprimir ao finalizar”).", CLIENTE.titulo,
        subgrupo="Impressão", minimo=0, maximo=99, unidade="vias")] = None
