"""Run by alembic: the connection comes from balcao.db.server.banco, inside its transaction."""

from alembic import context

conexao = context.config.attributes["conexao"]
context.configure(connection=conexao, target_metadata=None, transactional_ddl=True)
context.run_migrations()
