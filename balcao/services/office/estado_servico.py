"""What the service says of itself and of its database, and the token each station's sync leaves."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError

from balcao.db.tables import identidade, testemunhas
from balcao.domain.copia import Falha, SituacaoCopia
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.protocolo_documentos import Saude, Testemunha
from balcao.services.office.contexto import Contexto, Quem
from balcao.services.office.fila_impressao import Paradas, paradas

_ALGUEM = "outra pessoa ou programa"  # who it is is told to those who may read the database, not to anybody who asks


def saude(ctx: Contexto, versao: str) -> Saude:
    """Whether the database answers, whose it is, and what time it is here."""
    agora: datetime = ctx.agora()
    try:
        with ctx.transacao() as conexao:
            linha = conexao.execute(select(identidade)).first()
            papeis = paradas(conexao) if linha is not None else Paradas()
    except (AmbienteIndisponivel, DBAPIError) as erro:
        mensagem = str(erro) if isinstance(erro, AmbienteIndisponivel) else "O banco de dados não respondeu."
        return Saude(situacao="sem_banco", versao=versao, agora=agora, mensagem=mensagem)
    if linha is None:
        return Saude(situacao="sem_empresa", versao=versao, agora=agora,
                     mensagem="O banco de dados não tem a empresa. Rode no servidor: balcao banco criar.")
    return Saude(versao=versao, agora=agora, empresa=linha.nome, esquema_versao=linha.esquema_versao,
                 programa_minimo=linha.programa_minimo, papeis_parados=papeis.quantas, papeis_desde=papeis.desde,
                 copia=SituacaoCopia(criada_em=linha.criada_em, copiado_em=linha.copiado_em,
                                     conferida_em=linha.copia_conferida_em, falhou_em=linha.copia_falhou_em,
                                     falha=Falha(linha.copia_falha),
                                     responsavel=_ALGUEM if linha.copia_responsavel else ""))


def deixar_testemunha(ctx: Contexto, quem: Quem, testemunha: Testemunha) -> None:
    """Keep the token that this station's next pull must find (0071: a data folder copied back lacks it)."""
    novo = insert(testemunhas).values(estacao_id=quem.estacao_id, token=testemunha.token, em=ctx.agora())
    with ctx.transacao() as conexao:
        conexao.execute(novo.on_conflict_do_update(
            index_elements=["estacao_id"], set_={"token": novo.excluded.token, "em": novo.excluded.em}))
