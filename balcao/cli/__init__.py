"""The `balcao` command. Exit codes: 0 done; 1 refused (input, rule, permission); 2 wrong words on the command
line; 3 the environment failed (server, disk, network). Messages go to stderr, results to stdout.
"""

from balcao.cli.principal import main

__all__ = ["main"]
