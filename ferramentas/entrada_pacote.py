"""Where the packaged program starts (installer.spec)."""

import multiprocessing
import sys

from balcao.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a child process starts the same executable again
    sys.exit(main())
