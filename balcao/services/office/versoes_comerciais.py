"""Versions of a quote (TP-157): what is worked on becomes the next one, and the one before stays as it was.

A version is not a record (`versoes`): an order has a record for each stored change, and a version is as many of them as
it took. The live order is always the last version: the ones before cannot be changed, approved or converted (0168).
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, LiteralString
from uuid import UUID

from balcao.db.consultas import LeitorServidor
from balcao.db.fatos_cadastros import ler_tipo
from balcao.domain.numeracao import chave_de
from balcao.domain.permissoes import Permissao
from balcao.domain.protocolo import Recibo
from balcao.domain.protocolo_documentos import NovaVersao, VersaoComercial
from balcao.domain.rules.aprovacao import versionamento
from balcao.domain.situacoes import ROTULO_SITUACAO, Situacao
from balcao.services.documento import dia_na_loja
from balcao.services.office import conteudo
from balcao.services.office.contexto import (
    Contexto,
    Motivo,
    Passo,
    Quem,
    Recusada,
    avisa,
    cursor,
    recusa_regras,
)
from balcao.services.office.numeracao import nome_de
from balcao.services.office.recibos import recibo_guardado
from balcao.services.office.versoes import ja_feita, nova_versao

GERADA = "pedido.versao_gerada"
_ESPERAM = frozenset({Situacao.PENDENTE, Situacao.EMITIDO})
_FAZER = {Situacao.VENCIDO: "Revalide-o antes (Ctrl+R).", Situacao.APROVADO: "Volte-o a pendente antes (F6)."}

_PASSA: LiteralString = "UPDATE pedidos SET versao_comercial = %s, chave = %s WHERE id = %s"


def gerar_versao(ctx: Contexto, quem: Quem, pedido_id: UUID, pedida: NovaVersao) -> Recibo:
    """The next version of a quote that waits, with what the one before has, under a key of its own. What it holds of
    stock and credit stays. Idempotent by `pedida.id`.

    Raises Recusada: 403 without the permission to sell, 404, 409 when its type has no versions (the finding names the
    field), when it does not wait any more, or when somebody changed it meanwhile.
    """
    quem.exige(Permissao.VENDER)
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        linha = conteudo.trava_vivo(cur, quem, pedido_id)
        if ja_feita(cur, pedido_id, pedida.id):
            return recibo_guardado(cur, pedido_id, quem.estabelecimento_id, repetido=True, ultima=True)
        tipo = ler_tipo(LeitorServidor(conexao), linha.tipo_id)
        if achados := tuple(versionamento(tipo)):
            raise recusa_regras(achados)
        agora = ctx.agora()
        vencido = linha.validade is not None and linha.validade < dia_na_loja(agora, quem.fuso)
        _exige_que_espere(linha, Situacao.VENCIDO if vencido else Situacao(linha.situacao))
        conteudo.exige_versao(quem, linha, pedida.versao, "Atualize a lista (F5) e veja o que mudou.")
        versao = linha.versao_comercial + 1
        chave = chave_de(tipo, linha.numero, linha.serie, versao)
        cur.execute(_PASSA, [versao, chave, pedido_id])
        nova_versao(cur, quem, pedido_id, agora, GERADA, situacao=Situacao(linha.situacao),
                    impresso={"versao_comercial": versao, "chave": chave},
                    dados={"id": str(pedida.id), "versao_comercial": versao})
        avisa(cur)
        recibo = recibo_guardado(cur, pedido_id, quem.estabelecimento_id, repetido=False, ultima=True)
    ctx.passo(Passo.GRAVADO)
    return recibo


def versoes_comerciais(registros: Iterable[Any]) -> tuple[VersaoComercial, ...]:
    """The versions of a quote, from its records in order: rows of (versao, comercial, chave, total, em, usuario)."""
    feitas: dict[int, VersaoComercial] = {}
    for r in registros:
        primeira = feitas.get(r.comercial)
        feitas[r.comercial] = VersaoComercial(
            versao=r.comercial, revisao=r.versao, chave=r.chave, total=Decimal(r.total),
            em=r.em if primeira is None else primeira.em,
            usuario=r.usuario if primeira is None else primeira.usuario)
    return tuple(feitas.values())


def _exige_que_espere(linha: Any, situacao: Situacao) -> None:
    if situacao not in _ESPERAM:
        raise Recusada(Motivo.CONFLITO, "pedido.situacao", f"O orçamento {nome_de(linha)} está na situação "
                       f"{ROTULO_SITUACAO[situacao]} e não ganha outra versão.",
                       _FAZER.get(situacao, "Clone-o (Ctrl+D) para fazer outro."))
