"""Stores: the server (PostgreSQL), the replica and the journal (SQLite)."""
