"""The execution of an item of a service order, registered at the counter (TP-020). Waits: it is the retaguarda's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from balcao.domain.erros import EntradaInvalida
from balcao.domain.fatos import Tecnico
from balcao.domain.formatos import TextoInvalido, le_instante, le_minutos
from balcao.domain.protocolo_documentos import Apropriacao
from balcao.domain.tipo_pedido.opcoes import RegraTecnico
from balcao.gateways import rotas
from balcao.gateways.retaguarda import Retaguarda
from balcao.services.counter.edicao import Contexto
from balcao.services.counter.leitura_local import LeituraLocal
from balcao.services.counter.relogio import Relogio
from balcao.services.counter.situacao import Situacoes


@dataclass(frozen=True, slots=True)
class ItemAApropriar:
    """A line of the order: whose it is ("" nobody's), and how often its execution was registered."""

    linha: int
    descricao: str
    tecnico: str
    vezes: int


@dataclass(frozen=True, slots=True)
class OrdemAApropriar:
    """What there is to do, and who may be chosen for it: `colaboradores` of any shop; `regra`, `loja`: which of them;
    `agora` is the shop's."""

    id: UUID
    itens: tuple[ItemAApropriar, ...]
    colaboradores: tuple[Tecnico, ...]
    regra: RegraTecnico
    loja: int
    agora: datetime


class Apropriacoes:
    """For background lanes."""

    def __init__(self, retaguarda: Retaguarda, local: LeituraLocal, contexto: Callable[[], Contexto],
                 situacoes: Situacoes, relogio: Relogio, novo_id: Callable[[], UUID]) -> None:
        self._retaguarda = retaguarda
        self._local = local
        self._contexto = contexto
        self._situacoes = situacoes
        self._relogio = relogio
        self._novo_id = novo_id

    def ordem(self, id_: UUID) -> OrdemAApropriar:
        """What of a service order may be registered. Raises EntradaInvalida for one without items."""
        guardado, loja = rotas.abrir(self._retaguarda, id_), self._contexto().estabelecimento_id
        if not guardado.pedido.itens:
            raise EntradaInvalida("Este documento não tem itens. Altere-o (F4) antes.")
        with self._local.catalogo(loja) as catalogo:
            tipo, todos = catalogo.tipo(guardado.pedido.tipo_id), catalogo.colaboradores()
        if tipo is None:
            raise EntradaInvalida("O tipo deste documento ainda não chegou a este balcão. Espere a sincronização.")
        linhas = [a.linha for a in guardado.apropriacoes]
        return OrdemAApropriar(id_, tuple(
            ItemAApropriar(i.linha, i.descricao, i.tecnico, linhas.count(i.linha)) for i in guardado.pedido.itens),
            todos, tipo.regra_tecnico_responsavel, loja, self._relogio.na_loja())

    def apropria(self, id_: UUID, linha: int, tecnico_id: UUID, quando: str, minutos: str) -> str:
        """Register one execution; `quando` and `minutos` as typed, "" for now and for nothing told. Returns what to
        tell. Raises EntradaInvalida, and RegraViolada when the order's type does not let that person."""
        try:
            em = le_instante(quando, self._relogio.na_loja()) if quando else None
            duracao = le_minutos(minutos)
        except TextoInvalido as erro:
            raise EntradaInvalida(str(erro)) from erro
        chave = (id_, "apropria", linha, tecnico_id, quando, minutos)
        self._situacoes.pede(id_, chave, Apropriacao(
            id=self._novo_id(), linha=linha, tecnico_id=tecnico_id, em=em,
            minutos=duracao), rotas.apropriar)
        return "Apropriação registrada."
