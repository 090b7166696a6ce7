"""Kinds of stock besides the shop's own.

Revision ID: 0024
Revises: 0023
"""

from pathlib import Path
from typing import Any

from alembic import op

revision, down_revision = "0024", "0023"
branch_labels = depends_on = None

VERSOES = Path(__file__).parent
ARQUIVOS = (*sorted((VERSOES / "r0024").glob("*.sql")),
            VERSOES / "r0001" / "2_sincronia.sql")  # again: the new tables' triggers


def upgrade() -> None:
    """Run the frozen SQL; `search_path` is the company's schema already (env.py)."""
    conexao: Any = op.get_bind().connection.driver_connection
    for arquivo in ARQUIVOS:
        conexao.execute(arquivo.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Migrations only advance: data is never dropped by one."""
    raise NotImplementedError("As migrações só avançam.")
