"""Where the shipped fonts are: beside the package, in the repository and in the packaged program alike."""

from pathlib import Path

PASTA_FONTES = Path(__file__).resolve().parents[2] / "resources" / "fontes"
