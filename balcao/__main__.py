"""`python -m balcao` is the `balcao` command."""

import sys

from balcao.cli import main

sys.exit(main())
