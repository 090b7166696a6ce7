"""Migrations of one company's schema (alembic). A revision runs frozen SQL and imports nothing of ours."""

from pathlib import Path

PASTA = Path(__file__).parent
"""Where env.py and the revisions are."""
