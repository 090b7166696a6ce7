"""The `balcao` command.

Exit codes: 0 done; 1 refused (data, rule, permission): nothing was changed; 2 wrong words on the command line, whatever
the shop holds; 3 the environment failed (server, disk, network, a file that does not open); 4 a bug of this program,
written down under a number; 130 interrupted (ADR 0176). Results go to stdout, one per line with tabs between fields;
messages for people go to stderr. Passwords are asked on the terminal or read from stdin, one per line; they are never
options.
"""

from balcao.cli.principal import main

__all__ = ["main"]
