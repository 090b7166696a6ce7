"""The execution of an item of a service order is registered: who, when, how long (TP-020).

It is an event of the order's life. Whose the item becomes by it is decided under the order's lock, so that of two who
would be the first one is; that changes what the order prints, so it is the order's next version too.
"""

import json
from typing import Any, LiteralString
from uuid import UUID

from balcao.db.consultas import LeitorServidor
from balcao.db.fatos_cadastros import ler_tecnicos, ler_tipo
from balcao.domain.fatos import Tecnico
from balcao.domain.pedido import ItemPedido, Pedido
from balcao.domain.permissoes import Permissao
from balcao.domain.protocolo import Recibo
from balcao.domain.protocolo_documentos import Apropriacao
from balcao.domain.rules.apropriacao import APROPRIAVEIS, MAIOR_DURACAO, passa_a_ser, recusa_apropriacao
from balcao.domain.rules.servico import recusa_de_quem
from balcao.domain.situacoes import ROTULO_SITUACAO, Situacao
from balcao.services.office.conclusao import confere_data
from balcao.services.office.contexto import (
    Contexto,
    Cursor,
    Motivo,
    Quem,
    Recusada,
    avisa,
    cursor,
    recusa_regras,
    uma,
)
from balcao.services.office.numeracao import nome_de
from balcao.services.office.recibos import recibo_guardado
from balcao.services.office.travas import trava_emitido
from balcao.services.office.versoes import ja_feita, nova_versao

APROPRIADO = "pedido.apropriado"
_VIVO: LiteralString = """
    SELECT p.dados, v.documento FROM pedidos p JOIN pedido_versoes v ON v.pedido_id = p.id AND v.versao = p.versao
     WHERE p.id = %s"""
_EVENTO: LiteralString = """
    INSERT INTO eventos (em, tipo, pedido_id, usuario_id, estacao_id, dados) VALUES (%s, %s, %s, %s, %s, %s)"""


def apropriar(ctx: Contexto, quem: Quem, pedido_id: UUID, pedida: Apropriacao) -> Recibo:
    """Register one execution. Idempotent by `pedida.id`; the receipt is of the order's last version.

    Raises Recusada: 403, 404, 409 when the order is not being worked on or the type's rules say no, 422 for a line
    that is not there or a date or duration that cannot be.
    """
    quem.exige(Permissao.VENDER)
    agora = ctx.agora()
    em = pedida.em or agora
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        linha = trava_emitido(cur, quem, pedido_id)
        if ja_feita(cur, pedido_id, pedida.id):
            return recibo_guardado(cur, pedido_id, quem.estabelecimento_id, repetido=True, ultima=True)
        leitor = LeitorServidor(conexao)
        tipo = ler_tipo(leitor, linha.tipo_id)
        if not tipo.tem_tecnico or Situacao(linha.situacao) not in APROPRIAVEIS:
            raise Recusada(Motivo.CONFLITO, "apropriacao.situacao",
                           f"O documento {nome_de(linha)} está {ROTULO_SITUACAO[Situacao(linha.situacao)].lower()}: só "
                           "se apropria o serviço de uma ordem de serviço por concluir.", "Atualize a lista (F5).")
        confere_data(linha.emitido_em, em, agora)
        _confere_duracao(pedida.minutos)
        cur.execute(_VIVO, [pedido_id])
        vivo = uma(cur)
        pedido = Pedido.model_validate(vivo.dados)
        item = _item(pedido, pedida.linha)
        tecnico = ler_tecnicos(leitor, [pedida.tecnico_id]).get(pedida.tecnico_id)
        achados = tuple(recusa_de_quem(tipo, linha.estabelecimento_id, tecnico, "Quem apropria", item.linha))
        if tecnico is None or achados:
            raise recusa_regras(achados)
        if recusas := tuple(recusa_apropriacao(tipo, item, tecnico.id, tecnico.nome)):
            raise recusa_regras(recusas)
        dados = {"id": str(pedida.id), "linha": item.linha, "tecnico_id": str(tecnico.id), "tecnico": tecnico.nome,
                 "em": em.isoformat(), "minutos": pedida.minutos}
        if passa_a_ser(tipo, item, tecnico.id) != item.tecnico_id:
            _poe_tecnico(cur, pedido, item.linha, tecnico)
            nova_versao(cur, quem, pedido_id, agora, APROPRIADO, situacao=Situacao(linha.situacao), dados=dados,
                        impresso={"itens": _impressos(vivo.documento["itens"], item.linha, tecnico)})
        else:
            cur.execute(_EVENTO, [agora, APROPRIADO, pedido_id, quem.usuario_id, quem.estacao_id, json.dumps(dados)])
        avisa(cur)
        return recibo_guardado(cur, pedido_id, quem.estabelecimento_id, repetido=False, ultima=True)


def _poe_tecnico(cur: Cursor, pedido: Pedido, linha: int, tecnico: Tecnico) -> None:
    novo = pedido.com_item_trocado(linha, tecnico_id=tecnico.id, tecnico=tecnico.nome)
    cur.execute("UPDATE pedidos SET dados = %s::jsonb WHERE id = %s", [novo.model_dump_json(), pedido.id])


def _impressos(itens: list[dict[str, Any]], linha: int, tecnico: Tecnico) -> list[dict[str, Any]]:
    return [i | {"tecnico": tecnico.nome} if i["linha"] == linha else i for i in itens]


def _item(pedido: Pedido, linha: int) -> ItemPedido:
    try:
        return pedido.item(linha)
    except KeyError:
        raise Recusada(Motivo.INVALIDO, "apropriacao.linha", f"O documento não tem o item {linha}.",
                       "Atualize a lista (F5).") from None


def _confere_duracao(minutos: int | None) -> None:
    if minutos is not None and not 0 < minutos <= MAIOR_DURACAO:
        raise Recusada(Motivo.INVALIDO, "apropriacao.duracao", "A duração não pode ser esta.",
                       "Informe de 1 minuto a 7 dias, ou deixe em branco.")
