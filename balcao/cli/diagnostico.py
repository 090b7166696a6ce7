"""`balcao diagnostico`."""

import argparse
import json

from balcao.cli.argumentos import UsoErrado
from balcao.cli.contexto import loja
from balcao.config import plataforma
from balcao.services.counter.diagnostico import Diagnostico, Estado, Passo


def mostra(opcoes: argparse.Namespace) -> int:
    """Every line of the state of this computer; 3 when one of them failed."""
    if opcoes.arquivo is not None and not (opcoes.json or opcoes.suporte):
        raise UsoErrado("--arquivo é de --json ou de --suporte: diga qual dos dois gravar.")
    de = loja()
    diagnostico = Diagnostico(de.pastas, de.segredos, de.agora)
    if opcoes.json or opcoes.suporte:
        linhas = diagnostico.executa()
        texto = diagnostico.para_suporte(linhas) if opcoes.suporte else json.dumps(
            [{"item": um.nome, "estado": um.estado, "mensagem": um.mensagem, "conselho": um.conselho, "ms": um.ms}
             for um in linhas], ensure_ascii=False, indent=1) + "\n"
        if opcoes.arquivo is not None:
            plataforma.grava(opcoes.arquivo.absolute(), texto)
        else:
            print(texto, end="")
    else:
        linhas = diagnostico.executa(_linha)
    return 3 if any(um.estado is Estado.FALHOU for um in linhas) else 0


def _linha(um: Passo) -> None:
    print(f"{um.estado:7} {um.nome}: {um.mensagem}" + (f" {um.conselho}" if um.conselho else ""), flush=True)
