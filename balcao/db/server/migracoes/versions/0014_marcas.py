"""Brands, and how far a product's registration is.

Revision ID: 0014
Revises: 0013
"""

from pathlib import Path
from typing import Any

from alembic import op

revision, down_revision = "0014", "0013"
branch_labels = depends_on = None

VERSOES = Path(__file__).parent
ARQUIVOS = (*sorted((VERSOES / "r0014").glob("*.sql")),
            VERSOES / "r0001" / "2_sincronia.sql")  # again: the new table's triggers


def upgrade() -> None:
    """Run the frozen SQL; `search_path` is the company's schema already (env.py)."""
    conexao: Any = op.get_bind().connection.driver_connection
    for arquivo in ARQUIVOS:
        conexao.execute(arquivo.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Migrations only advance: data is never dropped by one."""
    raise NotImplementedError("As migrações só avançam.")
