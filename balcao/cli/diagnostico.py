"""`balcao diagnostico`."""

import argparse
import json

from balcao.cli.contexto import loja
from balcao.services.counter.diagnostico import Estado, diagnostica


def mostra(opcoes: argparse.Namespace) -> int:
    """Every line of the state of this computer; 3 when one of them failed."""
    de = loja()
    linhas = diagnostica(de.pastas, de.segredos, de.agora)
    if opcoes.json:
        print(json.dumps([{"item": um.nome, "estado": um.estado, "mensagem": um.mensagem, "conselho": um.conselho,
                           "ms": um.ms} for um in linhas], ensure_ascii=False, indent=1))
    else:
        for um in linhas:
            print(f"{um.estado:7} {um.nome}: {um.mensagem}" + (f" {um.conselho}" if um.conselho else ""))
    return 3 if any(um.estado is Estado.FALHOU for um in linhas) else 0
