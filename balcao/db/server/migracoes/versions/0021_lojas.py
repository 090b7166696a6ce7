"""Every shop is in the register of persons.

Revision ID: 0021
Revises: 0020
"""

from pathlib import Path
from typing import Any

from alembic import op

revision, down_revision = "0021", "0020"
branch_labels = depends_on = None

VERSOES = Path(__file__).parent
ARQUIVOS = sorted((VERSOES / "r0021").glob("*.sql"))


def upgrade() -> None:
    """Run the frozen SQL; `search_path` is the company's schema already (env.py)."""
    conexao: Any = op.get_bind().connection.driver_connection
    for arquivo in ARQUIVOS:
        conexao.execute(arquivo.read_text(encoding="utf-8"))
    conexao.execute("SELECT lojas_como_pessoas()")


def downgrade() -> None:
    """Migrations only advance: data is never dropped by one."""
    raise NotImplementedError("As migrações só avançam.")
