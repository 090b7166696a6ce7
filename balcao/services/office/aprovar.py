"""Approving an order whose type generates others (TP-090, TP-091, TP-037): all of it in the approving transaction.

What is generated is judged as if a counter had sent it: same rules, on facts read under the same locks, its number
last. What a DAV held is given back before, and the second order sees what the first took (0161).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection

from balcao.db.consultas import LeitorServidor
from balcao.db.fatos import ler_cabecalho, ler_fatos, ler_produtos, lista_padrao
from balcao.db.fatos_cadastros import Estabelecimento, ler_estabelecimento, ler_tipo
from balcao.domain.aprovacao import Identidade, gerado, livres, partes
from balcao.domain.casas import nas_casas
from balcao.domain.fluxo import SEM_ENTREGA
from balcao.domain.pedido import Pedido
from balcao.domain.preenchimento import conforme_tipo, preenchido
from balcao.domain.protocolo import EnvioPedido
from balcao.domain.protocolo_documentos import MudancaSituacao
from balcao.domain.rules.situacao import sem_o_que_gerar
from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido import Categoria, TipoPedido
from balcao.domain.tipo_pedido.opcoes import UsoListaPrecos
from balcao.services.documento import dia_na_loja
from balcao.services.office import origem, series
from balcao.services.office.cliente_do_pedido import poe_cliente, trava_quem_compra
from balcao.services.office.conferencia import confere_envio
from balcao.services.office.contexto import Contexto, Cursor, Motivo, Passo, Quem, Recusada, recusa_regras, uma
from balcao.services.office.documentos import pedido_vivo
from balcao.services.office.enviar_pedido import Gravador, no_estoque_do_tipo
from balcao.services.office.origem import OrigemLida, gerados_na_aprovacao
from balcao.services.office.travas import trava_por_tipo
from balcao.services.office.versoes import nova_versao


class Aprovacao:
    """One order's approval, built once its row is locked."""

    def __init__(self, ctx: Contexto, conexao: Connection, cur: Cursor, quem: Quem, agora: datetime) -> None:
        self._ctx, self._cur, self._quem, self._agora = ctx, cur, quem, agora
        self._conexao, self._leitor = conexao, LeitorServidor(conexao)

    def aprova(self, linha: Any, tipo: TipoPedido, mudanca: MudancaSituacao, dados: Mapping[str, object],
               documento: Mapping[str, object] | None) -> None:
        """Move the order to A and store what its type generates. `documento`: what the approved version prints, when
        the approval changed it. Raises Recusada, whose `pedido_id` is the generated order that a rule stops."""
        self._cur.execute("SELECT * FROM pedidos WHERE id = %s", [linha.id])
        fonte = pedido_vivo(uma(self._cur))
        gerados = gerados_na_aprovacao(self._leitor, tipo)
        loja = ler_estabelecimento(self._leitor, linha.estabelecimento_id)
        trava_da_aprovacao(self._cur, linha, fonte, gerados, loja)
        self._ctx.passo(Passo.TRAVADO)
        vinda = origem.lida_de(self._cur, linha)
        orcamento = vinda.categoria is Categoria.ORCAMENTO
        if orcamento:
            origem.solta(self._cur, vinda)
        estoque = gerados[0].tipo_estoque  # where what is generated looks for its units
        lidos = ler_produtos(self._leitor, {i.produto_id for i in fonte.itens}, linha.estabelecimento_id,
                             fonte.lista_id, estoque)
        segura = linha.reserva_estoque and not orcamento and linha.tipo_estoque_id == estoque
        feitas = partes(fonte, tipo, livres(fonte, lidos.produtos, lidos.estoque, segura=segura))
        if not feitas:
            raise recusa_regras((sem_o_que_gerar(tipo),))
        ids = _ids(mudanca, len(feitas))
        nova_versao(self._cur, self._quem, linha.id, self._agora, "pedido.aprovado", situacao=Situacao.APROVADO,
                    documento=documento, dados={**dados, "gerados": [str(id_) for id_ in ids]})
        usuario = self._quem.exige_usuario()
        for id_, parte in zip(ids, feitas, strict=True):
            eu = Identidade(id_, usuario.id, self._quem.estacao_id, self._agora)
            self._gera(gerado(fonte, parte, eu, primeiro=id_ == ids[0]), _aprovada(vinda))

    def _gera(self, rascunho: Pedido, vinda: OrigemLida) -> None:
        tipo = ler_tipo(self._leitor, rascunho.tipo_id)
        if tipo.categoria in SEM_ENTREGA:  # its registry refuses it; an older one did not
            raise Recusada(Motivo.CONFLITO, "aprovacao.gera_orcamento",
                           f"A aprovação geraria um documento do tipo {tipo.nome}, que é um orçamento.",
                           "Acerte o “Tipo de pedido na aprovação” no cadastro.")
        hoje = dia_na_loja(self._agora, self._quem.fuso)
        proprio = preenchido(conforme_tipo(rascunho, tipo), tipo, hoje)  # its prices are what was approved
        pedido = no_estoque_do_tipo(self._com_lista(nas_casas(proprio, tipo), tipo), tipo)
        cabecalho = ler_cabecalho(self._leitor, pedido, self._quem.usuario_id)
        pedido = poe_cliente(self._cur, pedido, cabecalho, self._quem, self._agora)
        envio = EnvioPedido(pedido=pedido, emitido_em=self._agora)
        fatos = ler_fatos(self._leitor, pedido, dia_na_loja(self._agora, cabecalho.loja.fuso), cabecalho=cabecalho,
                          origem_validade=vinda.validade)
        fatos = series.confere(self._cur, fatos, [vinda.id])
        try:
            conferido = confere_envio(self._cur, self._quem, envio, fatos, cabecalho.regras, vinda)
        except Recusada as recusada:
            recusada.recusa = recusada.recusa.model_copy(update={"pedido_id": pedido.id})
            raise
        self._ctx.passo(Passo.CONFERIDO)
        Gravador(self._ctx, self._cur, self._quem, envio, cabecalho, novo=True).emite(self._conexao, conferido, vinda)

    def _com_lista(self, pedido: Pedido, tipo: TipoPedido) -> Pedido:
        if pedido.lista_id is None and tipo.lista_precos is not UsoListaPrecos.REQUERIDA:
            return pedido.model_copy(update={"lista_id": lista_padrao(self._leitor, tipo.id)})
        return pedido


def trava_da_aprovacao(cur: Cursor, linha: Any, pedido: Pedido, gerados: Sequence[TipoPedido],
                       loja: Estabelecimento) -> None:
    """Lock, in the one order, all that approving `pedido` takes: who becomes a customer with what it generates, whose
    credit it took (`linha`: its row) and will take, units with serial numbers, the stock that it gives back, and that
    where what it generates looks for its units. All that is written after comes after the versions' sequence."""
    trava_quem_compra(cur, pedido, gerados, loja, linha.cliente_id)
    series.trava(cur, pedido)
    estoques = {linha.tipo_estoque_id, *(tipo.tipo_estoque for tipo in gerados)}
    trava_por_tipo(cur, linha.estabelecimento_id, (
        (estoque, i.produto_id) for i in pedido.itens for estoque in estoques))


def gerados_por(cur: Cursor, pedido_id: UUID, mudanca_id: UUID) -> tuple[UUID, ...]:
    """The orders that one change of an order's situation generated, in order."""
    cur.execute("SELECT dados -> 'gerados' AS ids FROM eventos WHERE pedido_id = %s AND dados ->> 'id' = %s",
                [pedido_id, str(mudanca_id)])
    linha = cur.fetchone()
    return tuple(UUID(id_) for id_ in (linha.ids or ())) if linha is not None else ()


def _aprovada(vinda: OrigemLida) -> OrigemLida:
    """As the generated orders see it: approved already, and its prices stand."""
    return OrigemLida(id=vinda.id, estabelecimento_id=vinda.estabelecimento_id, situacao=Situacao.APROVADO,
                      nome=vinda.nome, validade=vinda.validade, reserva_estoque=False, precos=vinda.precos,
                      tipo_estoque_id=vinda.tipo_estoque_id,
                      gera=True, categoria=vinda.categoria)


def _ids(mudanca: MudancaSituacao, quantos: int) -> tuple[UUID, ...]:
    """Those the counter made; for one that made none, the same ones whenever the change is asked again."""
    ditos = mudanca.gerados or tuple(uuid5(mudanca.id, str(n)) for n in range(quantos))
    if len(set(ditos)) < quantos:
        raise Recusada(Motivo.INVALIDO, "situacao.gerados", "Faltam identificações para os pedidos da aprovação.",
                       "Atualize o programa deste balcão.")
    return tuple(dict.fromkeys(ditos))[:quantos]
