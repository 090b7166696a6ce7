"""What order types are tied to, the version of a registry's row, saved searches.

Revision ID: 0004
Revises: 0003
"""

from pathlib import Path
from typing import Any

from alembic import op

revision, down_revision = "0004", "0003"
branch_labels = depends_on = None

VERSOES = Path(__file__).parent
ARQUIVOS = (VERSOES / "r0004" / "1_cadastros.sql",
            VERSOES / "r0001" / "2_sincronia.sql")  # again: the new tables' triggers


def upgrade() -> None:
    """Run the frozen SQL; `search_path` is the company's schema already (env.py)."""
    conexao: Any = op.get_bind().connection.driver_connection
    for arquivo in ARQUIVOS:
        conexao.execute(arquivo.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Migrations only advance: data is never dropped by one."""
    raise NotImplementedError("As migrações só avançam.")
