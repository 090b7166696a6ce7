"""`balcao servidor` and `balcao diagnostico`."""

import argparse
import json

from balcao.cli.contexto import loja
from balcao.cli.principal import avisa
from balcao.retaguarda.operacao import opera
from balcao.services.counter.diagnostico import Estado, diagnostica


def liga(opcoes: argparse.Namespace) -> int:
    return opera(loja(), avisa, exemplo=True, porta=opcoes.porta, processos=opcoes.processos)


def diagnostico(opcoes: argparse.Namespace) -> int:
    de = loja()
    linhas = diagnostica(de.pastas, de.segredos, de.agora)
    if opcoes.json:
        print(json.dumps([{"item": um.nome, "estado": um.estado, "mensagem": um.mensagem, "conselho": um.conselho,
                           "ms": um.ms} for um in linhas], ensure_ascii=False, indent=1))
    else:
        for um in linhas:
            print(f"{um.estado:7} {um.nome}: {um.mensagem}" + (f" {um.conselho}" if um.conselho else ""))
    return 3 if any(um.estado == Estado.FALHOU for um in linhas) else 0
