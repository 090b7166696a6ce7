"""Orders by plate; a reversal takes an order back to where it was.

Revision ID: 0025
Revises: 0024
"""

from pathlib import Path
from typing import Any

from alembic import op

revision, down_revision = "0025", "0024"
branch_labels = depends_on = None

VERSOES = Path(__file__).parent
ARQUIVOS = sorted((VERSOES / "r0025").glob("*.sql"))


def upgrade() -> None:
    """Run the frozen SQL; `search_path` is the company's schema already (env.py)."""
    conexao: Any = op.get_bind().connection.driver_connection
    for arquivo in ARQUIVOS:
        conexao.execute(arquivo.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Migrations only advance: data is never dropped by one."""
    raise NotImplementedError("As migrações só avançam.")
