"""Where the counter keeps its own files, below the installation's folders."""

from pathlib import Path

from balcao.config.plataforma import Pastas


def diario(pastas: Pastas) -> Path:
    """The journal: never deleted."""
    return pastas.dados / "diario"


def replica(pastas: Pastas) -> Path:
    """The copy of the server's data: may be deleted, it is made again."""
    return pastas.dados / "replica"


def impressao(pastas: Pastas) -> Path:
    """The print queue."""
    return pastas.dados / "impressao"


def modelos(pastas: Pastas) -> Path:
    """The templates that Editar Relatório saves."""
    return pastas.config / "modelos"
