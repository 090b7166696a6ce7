"""People who work here, stations, audit, and what sync and sending need."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    Uuid,
    func,
)

from balcao.db.tables.base import SO_NO_SERVIDOR, replicada, tabela
from balcao.db.tipos import Instante, Xid8, jsonb, percentual

perfis = replicada(
    "perfis",
    Column("id", Integer, Identity(), primary_key=True),
    Column("nome", Text, nullable=False, unique=True),
    Column("permissoes", jsonb(), nullable=False),  # list of Permissao values
    Column("desconto_maximo", percentual()),
)

usuarios = replicada(
    "usuarios",
    Column("id", Integer, Identity(), primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("nome", Text, nullable=False),
    Column("senha", Text, nullable=False, info=SO_NO_SERVIDOR),  # Argon2id
    Column("perfil_id", Integer, ForeignKey("perfis.id"), nullable=False),
    Column("vendedor", Boolean, nullable=False, server_default="true"),
    Column("tipo_vendedor", Text, nullable=False, server_default="vendedor"),  # TP-011: of who is `vendedor`
    Column("atalho", Text),  # one or two digits: switch of seller in two keys
    Column("ativo", Boolean, nullable=False, server_default="true"),
    Column("demo", Boolean, nullable=False, server_default="false"),  # the login screen may suggest it
    CheckConstraint("tipo_vendedor IN ('vendedor', 'tele_vendas', 'representante')", name="tipo_vendedor"),
)

usuario_estabelecimentos = replicada(
    "usuario_estabelecimentos",
    Column("usuario_id", Integer, ForeignKey("usuarios.id", ondelete="CASCADE"), primary_key=True),
    Column("estabelecimento_id", Integer, ForeignKey("estabelecimentos.id"), primary_key=True),
)

estacoes = replicada(
    "estacoes",
    Column("id", Integer, Identity(), primary_key=True),
    Column("nome", Text, nullable=False, unique=True),
    Column("numero", Integer, nullable=False),  # CB-047; the T03 of a provisional number
    Column("estabelecimento_id", Integer, ForeignKey("estabelecimentos.id"), nullable=False),
    Column("credencial", Text, nullable=False, info=SO_NO_SERVIDOR),  # Argon2id
    Column("politica", jsonb(), nullable=False),
    Column("politica_versao", Integer, nullable=False, server_default="1"),
    Column("ativo", Boolean, nullable=False, server_default="true"),
    UniqueConstraint("estabelecimento_id", "numero"),
)

auditoria = tabela(
    "auditoria",
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("em", Instante, nullable=False),
    Column("usuario_id", Integer, ForeignKey("usuarios.id")),
    Column("estacao_id", Integer, ForeignKey("estacoes.id")),
    Column("assunto", Text, nullable=False, index=True),  # "terminal 3", "tipos_pedido 12", "cliente …"
    Column("campo", Text, nullable=False),
    Column("antes", jsonb()),
    Column("depois", jsonb()),
    Column("motivo", Text, nullable=False, server_default=""),
)

pesquisas_salvas = tabela(  # of the registries' lists, each person's own
    "pesquisas_salvas",
    Column("usuario_id", Integer, ForeignKey("usuarios.id", ondelete="CASCADE"), primary_key=True),
    Column("cadastro", Text, primary_key=True),
    Column("nome", Text, primary_key=True),
    Column("pesquisa", jsonb(), nullable=False),
    Column("em", Instante, nullable=False),
)

eventos = tabela(
    "eventos",
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("em", Instante, nullable=False),
    Column("tipo", Text, nullable=False),  # pedido.emitido, pedido.cancelado, pedido.faturado, …
    Column("pedido_id", Uuid, index=True),
    Column("usuario_id", Integer, ForeignKey("usuarios.id")),
    Column("estacao_id", Integer, ForeignKey("estacoes.id")),
    Column("dados", jsonb(), nullable=False),
)

exclusoes = tabela(  # tombstones of replicated rows
    "exclusoes",
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("tabela", Text, nullable=False),
    Column("chave", jsonb(), nullable=False),
    Column("em", Instante, nullable=False, server_default=func.now()),
    Column("xid", Xid8(), nullable=False, index=True),
)

identidade = tabela(  # one row: which company, which life of its database
    "identidade",
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("empresa", Uuid, nullable=False),
    Column("geracao", Uuid, nullable=False),  # renewed by a restore
    Column("nome", Text, nullable=False),
    Column("esquema_versao", Text, nullable=False),
    Column("programa_minimo", Text, nullable=False),
    Column("criada_em", Instante, nullable=False, server_default=func.now()),
    Column("copiado_em", Instante),  # the last backup
    Column("copia_conferida_em", Instante),  # the last one that was really restored
    Column("copia_falhou_em", Instante),
    Column("copia_falha", Text, nullable=False, server_default=""),  # domain.copia.Falha
    Column("copia_problema", Text, nullable=False, server_default=""),  # in words
    Column("copia_responsavel", Text, nullable=False, server_default=""),  # who else makes the backups; "": we do
    Column("exclusoes_ate", Xid8()),  # tombstones up to here are gone: an older cursor reloads
    CheckConstraint("id = 1", name="uma_linha"),
    CheckConstraint("copia_falha IN ('', 'nao_feita', 'nao_volta')", name="copia_falha"),
)

testemunhas = tabela(  # the token each pull leaves, that the next must find
    "testemunhas",
    Column("estacao_id", Integer, ForeignKey("estacoes.id"), primary_key=True),
    Column("token", Uuid, nullable=False),
    Column("em", Instante, nullable=False),
)

segredos = tabela(  # the service's own (signs session tokens); no other role may read it
    "segredos",
    Column("nome", Text, primary_key=True),
    Column("valor", LargeBinary, nullable=False),
)
