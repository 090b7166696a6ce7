"""What the rules of an order type look at in a product.

Revision ID: 0006
Revises: 0005
"""

from pathlib import Path
from typing import Any

from alembic import op

revision, down_revision = "0006", "0005"
branch_labels = depends_on = None

ARQUIVO = Path(__file__).parent / "r0006" / "1_produtos.sql"


def upgrade() -> None:
    """Run the frozen SQL; `search_path` is the company's schema already (env.py)."""
    conexao: Any = op.get_bind().connection.driver_connection
    conexao.execute(ARQUIVO.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Migrations only advance: data is never dropped by one."""
    raise NotImplementedError("As migrações só avançam.")
