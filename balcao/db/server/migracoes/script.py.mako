"""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
"""

from alembic import op

revision, down_revision = ${repr(up_revision)}, ${repr(down_revision)}
branch_labels = depends_on = None


def upgrade() -> None:
    """Expand: add what the new program needs; the previous program must keep working."""
    ${upgrades if upgrades else "op.execute('SELECT 1')"}


def downgrade() -> None:
    raise NotImplementedError("As versões do esquema só avançam; restaure uma cópia para voltar.")
