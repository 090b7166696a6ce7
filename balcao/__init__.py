"""Balcão: the program a Brazilian shop keeps open at its counter."""

__version__ = "0.1.0"
