"""Where the packaged program starts (installer.spec)."""

import multiprocessing
import sys

from balcao.db.replica.supervisor import ARGUMENTO


def main() -> int:
    """The program, or its sync process: a package has no `python -m`, so it runs itself with an argument."""
    if sys.argv[1:] == [ARGUMENTO]:
        from balcao.db.replica import processo  # each of the two loads only what it is

        return processo.main()
    from balcao.cli import main as balcao  # the same

    return balcao()


if __name__ == "__main__":
    multiprocessing.freeze_support()  # a child process starts the same executable again
    sys.exit(main())
