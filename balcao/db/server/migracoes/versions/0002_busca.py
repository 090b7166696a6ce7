"""Reference of products, purchases of customers, copies up to five.

Revision ID: 0002
Revises: 0001
"""

from pathlib import Path
from typing import Any

from alembic import op

revision, down_revision = "0002", "0001"
branch_labels = depends_on = None

VERSOES = Path(__file__).parent
ARQUIVOS = (VERSOES / "r0002" / "1_busca.sql",
            VERSOES / "r0001" / "2_sincronia.sql")  # again: the new table's triggers


def upgrade() -> None:
    """Run the frozen SQL; `search_path` is the company's schema already (env.py)."""
    conexao: Any = op.get_bind().connection.driver_connection
    for arquivo in ARQUIVOS:
        conexao.execute(arquivo.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Migrations only advance: data is never dropped by one."""
    raise NotImplementedError("As migrações só avançam.")
