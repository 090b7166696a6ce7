"""When a service order was concluded, and who approved it.

Revision ID: 0016
Revises: 0015
"""

from pathlib import Path
from typing import Any

from alembic import op

revision, down_revision = "0016", "0015"
branch_labels = depends_on = None

ARQUIVO = Path(__file__).parent / "r0016" / "1_conclusao.sql"


def upgrade() -> None:
    """Run the frozen SQL; `search_path` is the company's schema already (env.py)."""
    conexao: Any = op.get_bind().connection.driver_connection
    conexao.execute(ARQUIVO.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Migrations only advance: data is never dropped by one."""
    raise NotImplementedError("As migrações só avançam.")
