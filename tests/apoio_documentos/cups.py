"""CUPS' commands for tests: scripts that say, word for word, what CUPS 2.4.2 said in each state."""

from pathlib import Path

_LPSTAT = """#!/bin/sh
P="{pasta}"
case "$1" in
-e) cat "$P/filas" ;;
-d) if [ -s "$P/padrao" ]; then echo "system default destination: $(cat "$P/padrao")"
    else echo "no system default destination"; fi ;;
-o) cat "$P/pedidos" 2>/dev/null ;;
-l) if grep -qx "$3" "$P/filas"; then cat "$P/estado"
    else echo "lpstat: Invalid destination name in list \\"$3\\"." >&2; exit 1; fi ;;
esac
"""
_LP = """#!/bin/sh
P="{pasta}"
if [ -s "$P/recusa" ]; then echo "lp: $(cat "$P/recusa")" >&2; exit 1; fi
echo "$@" >> "$P/argumentos"
cat > "$P/documento"
echo "request id is $2-7 (0 file(s))"
if [ -s "$P/fica" ]; then
  echo "$2-7                root              1024   Sat Nov 21 19:08:05 2026" > "$P/pedidos"
fi
"""
_CANCEL = """#!/bin/sh
P="{pasta}"
if [ -s "$P/nao_cancela" ]; then exit 1; fi
echo "$1" >> "$P/cancelados"
: > "$P/pedidos"
"""
_RESTO = """\tForm mounted:
\tContent types: any
\tPrinter types: unknown
\tDescription: Balcao
\tAlerts: {alertas}
\tLocation:
\tConnection: direct
"""


class CupsDeMentira:
    """Puts `lp`, `lpstat` and `cancel` in a folder for the PATH, with a printer `Balcao`."""

    def __init__(self, pasta: Path) -> None:
        self.pasta = pasta
        for nome, texto in (("lpstat", _LPSTAT), ("lp", _LP), ("cancel", _CANCEL)):
            (pasta / nome).write_text(texto.format(pasta=pasta))
            (pasta / nome).chmod(0o755)
        self.poe("filas", "Balcao\n")
        self.poe("padrao", "Balcao\n")
        self.estado("printer Balcao is idle.  enabled since Sat Nov 21 19:07:57 2026")

    def poe(self, arquivo: str, texto: str) -> None:
        (self.pasta / arquivo).write_text(texto)

    def le(self, arquivo: str) -> str:
        caminho = self.pasta / arquivo
        return caminho.read_text() if caminho.exists() else ""

    def estado(self, situacao: str, recado: str = "", alertas: str = "none") -> None:
        """What `lpstat -l -p` prints."""
        self.poe("estado", "\n".join(filter(None, (situacao, f"\t{recado}" if recado else "")))
                 + "\n" + _RESTO.format(alertas=alertas))
