"""The classification of an order.

Revision ID: 0019
Revises: 0018
"""

from pathlib import Path
from typing import Any

from alembic import op

revision, down_revision = "0019", "0018"
branch_labels = depends_on = None

SQL = Path(__file__).parent / "r0019"


def upgrade() -> None:
    """Run the frozen SQL; `search_path` is the company's schema already (env.py)."""
    conexao: Any = op.get_bind().connection.driver_connection
    for arquivo in sorted(SQL.glob("*.sql")):
        conexao.execute(arquivo.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Migrations only advance: data is never dropped by one."""
    raise NotImplementedError("As migrações só avançam.")
