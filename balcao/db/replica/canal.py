"""How a writing transaction wakes the counters: NOTIFY, one channel per company's schema.

`NOTIFY` is delivered at COMMIT and only then, so a counter that wakes up finds the change. Whoever writes
executes `AVISA` (any parameterless connection will do) inside the transaction that writes; a trigger's
NOTIFY would stay on a worker node (ARQUITETURA §6). A wake-up that is lost costs nothing but time: the slow
poll backs it up.
"""

PREFIXO = "balcao_"

AVISA = f"SELECT pg_notify('{PREFIXO}' || current_schema(), '')"
"""Executed by the writing transaction, on the connection that writes."""


def canal(esquema: str) -> str:
    """The channel's name for a schema: what LISTEN takes."""
    return f"{PREFIXO}{esquema}"
