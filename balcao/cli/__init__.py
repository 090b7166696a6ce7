"""The `balcao` command.

Exit codes: 0 done; 1 refused (input, rule, permission): nothing was changed; 2 wrong words on the command line;
3 the environment failed (server, disk, network); 4 a bug of this program, written down under a number; 130
interrupted. Results go to stdout, one per line with tabs between fields; messages for people go to stderr. Passwords
are asked on the terminal or read from stdin, one per line; they are never options.
"""

from balcao.cli.principal import main

__all__ = ["main"]
