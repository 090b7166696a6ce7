"""What the retaguarda could not store, handed to the manager, and what he decided brought back.

It goes by the outbox's thread and waits in the journal like everything else: handed over again after any death, the
same case is found again; decided while this counter was off, it is learnt when it is on.
"""

import json
import logging
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from balcao.db.journal.envios import Envio, Envios
from balcao.domain.formatos import data_hora
from balcao.domain.protocolo import DEVOLVIDA_CODIGO, EnvioPedido, Recusa
from balcao.domain.quarentena import (
    DESCARTADA_CODIGO,
    Andamento,
    Decisao,
    Entrega,
    ItemPreso,
)
from balcao.gateways import rotas_quarentena as rotas
from balcao.gateways.retaguarda import SEM_CAMINHO, Recusado, Retaguarda, SemResposta
from balcao.services.counter.noticias import Assunto, Noticia, nome_de
from balcao.services.counter.relogio import Relogio

_log = logging.getLogger(__name__)

DESFEITO: Final = "Retirado do gerente para ser refeito, e ainda não foi."


class AoGerente:
    """Used by the outbox, on its thread."""

    def __init__(self, retaguarda: Retaguarda, envios: Envios, relogio: Relogio) -> None:
        self._retaguarda = retaguarda
        self._envios = envios
        self._relogio = relogio

    def leva(self, envio: Envio, corpo: EnvioPedido) -> Noticia | None:
        """Hand one over, or ask what became of it; what the seller must know. `corpo`: as it would be sent now.
        Raises SemResposta when nobody answers."""
        try:
            andamento = self._pergunta(envio, corpo)
        except SemResposta as erro:
            self._envios.com_gerente(envio, envio.entregue_em is not None)
            if not erro.status:
                raise
            return None
        except Recusado as erro:  # too large, or a service that does not know how: it stays here, and can be exported
            if erro.recusa.codigo != SEM_CAMINHO:
                _log.warning("quarentena de %s não entregue: %s", envio.pedido_id, erro)
            self._envios.com_gerente(envio, entregue=False)
            return None
        return self._aplica(envio, andamento)

    def _pergunta(self, envio: Envio, corpo: EnvioPedido) -> Andamento:
        """Handed over again when the retaguarda does not know it any more (a restored backup)."""
        if envio.entregue_em is not None:
            try:
                return rotas.andamento(self._retaguarda, envio.pedido_id, preso_desde(envio))
            except Recusado as erro:
                if not erro.inexistente:
                    raise
        return rotas.entregar(self._retaguarda, entrega_de(envio, corpo))

    def _aplica(self, envio: Envio, andamento: Andamento) -> Noticia | None:
        nome, quem = nome_de(envio), self._quem(andamento)
        match andamento.decisao:
            case Decisao.LANCADA if andamento.recibo is not None:
                self._envios.aceito(envio.id, andamento.recibo, fato=True)
                como = f", lançado {quem}: {andamento.resolucao}" if andamento.por else "."
                return Noticia(Assunto.CHEGOU, f"O documento {nome} está na retaguarda com o número "
                               f"{andamento.recibo.numero}{como}", envio, andamento.recibo)
            case Decisao.DESCARTADA:
                frase = f"Descartado {quem}: {andamento.resolucao}"
                if self._envios.encerrado(envio.id, Recusa(codigo=DESCARTADA_CODIGO, mensagem=frase)):
                    return Noticia(Assunto.DESCARTADO, f"O documento {nome} foi descartado {quem}: "
                                   f"{andamento.resolucao} O papel não vale mais.", envio)
            case Decisao.DEVOLVIDA | Decisao.RETIRADA:
                voltou = andamento.decisao is Decisao.DEVOLVIDA
                frase = f"Devolvido {quem}: {andamento.resolucao}" if voltou else DESFEITO
                recusa = Recusa(codigo=DEVOLVIDA_CODIGO, mensagem=frase,
                                acao="Ctrl+R refaz como rascunho, com o papel antigo na mão.")
                if self._envios.devolvido(envio.id, recusa) and voltou:
                    return Noticia(Assunto.DEVOLVIDO, f"O documento {nome} foi devolvido a este balcão {quem}: "
                                   f"{andamento.resolucao} Ctrl+Shift+F abre a lista.", envio)
            case _:
                self._envios.com_gerente(envio, entregue=True)
        return None

    def _quem(self, andamento: Andamento) -> str:
        quando = andamento.em or self._relogio.agora()
        return f"por {andamento.por or 'outra pessoa'} em {data_hora(quando.astimezone(ZoneInfo(self._relogio.fuso)))}"


def preso_desde(envio: Envio) -> datetime:
    """When it was put in quarantine: with the order's id, what a case is known by."""
    return envio.terminado_em or envio.criado_em


def entrega_de(envio: Envio, corpo: EnvioPedido) -> Entrega:
    """What is handed over of one. An older program's kept no instant: that of its making stands for it."""
    pedido, resumo = corpo.pedido, envio.resumo
    impresso = json.loads(envio.documento) if envio.documento else envio.recibo.documento if envio.recibo else None
    return Entrega(
        pedido_id=envio.pedido_id, desde=preso_desde(envio), corpo=corpo.model_dump_json(),
        motivo=envio.recusa or Recusa(codigo="", mensagem="Sem motivo guardado."), numero=nome_de(envio),
        categoria=resumo.categoria, cliente_nome=resumo.cliente_nome, vendedor=resumo.vendedor,
        emitido_em=corpo.emitido_em, total=resumo.total, documento=impresso or None,
        itens=tuple(ItemPreso(codigo=i.codigo, descricao=i.descricao, unidade=i.unidade, quantidade=i.quantidade,
                              preco=i.preco, total=i.total) for i in pedido.itens))
