"""The script of the demonstration: what the seller, the manager and the till do, in order, and the summary."""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from balcao.config.plataforma import pasta_temporaria
from balcao.demo.loja_temporaria import LojaTemporaria
from balcao.domain.erros import AmbienteIndisponivel

EXEMPLOS = Path(__file__).resolve().parents[2] / "resources" / "exemplos" / "nfe"


def executa(saida: Path, notas: Sequence[Path]) -> int:
    """Write DAV, tapes, pictures and `resumo.json` to `saida`. 0 only when the server's rows agree."""
    saida.mkdir(parents=True, exist_ok=True)
    inicio = time.monotonic()
    with pasta_temporaria() as pasta:
        loja = LojaTemporaria(pasta, saida / "impressos", _avisa)
        try:
            codigos = loja.cria(list(notas) or sorted(EXEMPLOS.glob("*.xml")))
            if len(codigos) < 4:
                raise AmbienteIndisponivel(f"As notas trouxeram só {len(codigos)} produtos à venda.",
                                           "Passe notas com pelo menos quatro produtos.")
            loja.liga()
            from balcao.demo.balconista import Balconista  # Qt, which the shop above does not need

            resumo = Balconista(loja, saida, _avisa).trabalha(codigos)
        finally:
            loja.desliga()
    resumo["duracao_total_s"] = round(time.monotonic() - inicio, 1)
    (saida / "resumo.json").write_text(json.dumps(resumo, ensure_ascii=False, indent=2, default=str) + "\n",
                                       encoding="utf-8")
    divergencias = resumo["divergencias_da_conferencia"]
    for frase in divergencias:
        _avisa(f"não confere: {frase}")
    _avisa(f"Demonstração pronta em {saida}." if not divergencias else "A demonstração não confere com o servidor.")
    return 1 if divergencias else 0


def _avisa(texto: str) -> None:
    sys.stderr.write(f"{texto}\n")
    sys.stderr.flush()


