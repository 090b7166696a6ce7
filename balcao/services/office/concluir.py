"""The action that concludes a service order (TP-019), and its date when people tell it later (TP-017).

Where the type wants the customer's approval, somebody's own login and password are that: whose they were is kept with
the order. The order moves in `mudar_situacao`; here is what is asked for on the way.
"""

from typing import LiteralString
from uuid import UUID

from balcao.db.consultas import LeitorServidor
from balcao.db.fatos_cadastros import ler_tipo
from balcao.domain.conclusao import CONCLUIDAS
from balcao.domain.permissoes import Permissao
from balcao.domain.protocolo import Recibo
from balcao.domain.protocolo_documentos import Conclusao, DataConclusao, MudancaSituacao
from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido import Categoria
from balcao.services.office.conclusao import Dita, anota_data, confere_data
from balcao.services.office.contexto import Contexto, Motivo, Quem, Recusada, avisa, cursor, uma
from balcao.services.office.entrar import confere_pessoa
from balcao.services.office.mudar_situacao import mudar_situacao
from balcao.services.office.numeracao import nome_de
from balcao.services.office.recibos import recibo_guardado
from balcao.services.office.travas import trava_emitido
from balcao.services.office.versoes import ja_feita, nova_versao

_QUANDO: LiteralString = "SELECT concluido_em FROM pedidos WHERE id = %s"


def concluir(ctx: Contexto, quem: Quem, pedido_id: UUID, pedida: Conclusao) -> Recibo:
    """Conclude a service order: situation O. Idempotent by `pedida.id`.

    Raises Recusada: 401 for a wrong password, 403, 404, 409 when it is not in a situation for it or its type wants an
    approval that is not told, 422 for a date that cannot be.
    """
    quem.exige_usuario()
    dita = Dita(em=pedida.em)
    if pedida.login.strip():
        with ctx.transacao() as conexao:
            aprovador = confere_pessoa(cursor(conexao), pedida.login, pedida.senha, quem.estabelecimento_id)
        dita = Dita(em=pedida.em, aprovador_id=aprovador.usuario_id, aprovador=aprovador.nome)
    return mudar_situacao(ctx, quem, pedido_id, MudancaSituacao(id=pedida.id, situacao=Situacao.PRONTO), conclusao=dita)


def informar_conclusao(ctx: Contexto, quem: Quem, pedido_id: UUID, pedida: DataConclusao) -> Recibo:
    """When a concluded service order was concluded, told later, as its next version. Idempotent by `pedida.id`.

    Raises Recusada: 403, 404, 409 when it is not concluded or its type fills the date in, 422 for one that cannot be.
    """
    quem.exige(Permissao.VENDER)
    agora = ctx.agora()
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        linha = trava_emitido(cur, quem, pedido_id)
        repetida = ja_feita(cur, pedido_id, pedida.id)
        if not repetida:
            situacao = Situacao(linha.situacao)
            if linha.categoria != Categoria.SERVICO or situacao not in CONCLUIDAS:
                raise Recusada(Motivo.CONFLITO, "conclusao.situacao",
                               f"O documento {nome_de(linha)} não está concluído.",
                               "Só a ordem de serviço concluída tem data de conclusão.")
            cur.execute(_QUANDO, [pedido_id])
            automatica = ler_tipo(LeitorServidor(conexao), linha.tipo_id).data_conclusao_automatica
            if automatica and uma(cur).concluido_em is not None:
                raise Recusada(Motivo.CONFLITO, "conclusao.automatica",
                               f"A data de conclusão do documento {nome_de(linha)} foi informada automaticamente.",
                               "O tipo dele diz que ela não é digitada.")
            confere_data(linha.emitido_em, pedida.em, agora)
            nova_versao(cur, quem, pedido_id, agora, "pedido.conclusao_informada", situacao=situacao,
                        impresso=anota_data(cur, quem, linha, pedida.em),
                        dados={"id": str(pedida.id), "em": pedida.em.isoformat()})
            avisa(cur)
        return recibo_guardado(cur, pedido_id, quem.estabelecimento_id, repetido=repetida, ultima=True)
