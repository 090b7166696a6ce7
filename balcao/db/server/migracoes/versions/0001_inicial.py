"""Tables, sync, guards and views of one company.

Revision ID: 0001
Revises:
"""

from pathlib import Path
from typing import Any

from alembic import op

revision, down_revision = "0001", None
branch_labels = depends_on = None

SQL = Path(__file__).parent / "r0001"


def upgrade() -> None:
    """Run the frozen SQL; `search_path` is the company's schema already (env.py)."""
    conexao: Any = op.get_bind().connection.driver_connection
    for arquivo in sorted(SQL.glob("*.sql")):
        conexao.execute(arquivo.read_text(encoding="utf-8"))


def downgrade() -> None:
    """There is nothing before the first revision; data is never dropped by a migration."""
    raise NotImplementedError("A primeira versão do esquema não se desfaz.")
