"""Versions of a quote.

Revision ID: 0023
Revises: 0022
"""

from pathlib import Path
from typing import Any

from alembic import op

revision, down_revision = "0023", "0022"
branch_labels = depends_on = None

SQL = Path(__file__).parent / "r0023"


def upgrade() -> None:
    """Run the frozen SQL; `search_path` is the company's schema already (env.py)."""
    conexao: Any = op.get_bind().connection.driver_connection
    for arquivo in sorted(SQL.glob("*.sql")):
        conexao.execute(arquivo.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Migrations only advance: data is never dropped by one."""
    raise NotImplementedError("As migrações só avançam.")
