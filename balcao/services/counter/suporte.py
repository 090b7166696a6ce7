"""One text about this computer for the support, which nobody has to be asked about: no customer, no seller, no CPF,
no address, no password.

Two nets: each line says only what `Passo.suporte` allows, and whatever still looks like a person, a folder of a
person, a document or a secret is covered.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from balcao import __version__
from balcao.domain.passo_teste import Estado
from balcao.services.counter.conexao_teste import Passo

ROTULO: Final = {Estado.CERTO: "certo", Estado.AVISO: "ATENÇÃO", Estado.FALHOU: "PROBLEMA",
                 Estado.PULADO: "não testado"}
MENOR_NOME: Final = 3

_COBERTOS: Final = (
    (re.compile(r"(?i)\b([a-z][a-z0-9+]*://)[^\s/@]+@"), r"\1‹senha›@"),
    (re.compile(r"(?i)\b(password|passwd|senha|token|secret)\s*[=:]\s*\S+"), r"\1=‹senha›"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "‹e-mail›"),
    (re.compile(r"\b\d{2}\.?\d{3}\.?\d{3}/\d{4}-?\d{2}\b|\b\d{3}\.\d{3}\.\d{3}-\d{2}\b|\b\d{11}\b|\b\d{14}\b"),
     "‹documento›"),
    (re.compile(r"\(?\b\d{2}\)?\s?9?\d{4}-\d{4}\b"), "‹telefone›"),
    (re.compile(r"\b\d{5}-\d{3}\b"), "‹CEP›"),
    (re.compile(r"(?i)(/home/|/Users/|[A-Z]:\\Users\\)[^\s/\\.,;)]+"), r"\1‹pessoa›"),
    (re.compile(r"[A-Za-z0-9_-]{28,}"), "‹segredo›"),
    (re.compile(r"“[^”]*”"), "“…”"),
)


def texto_para_suporte(passos: Iterable[Passo], sistema: str, quando: datetime,
                       privados: Mapping[str, str]) -> str:
    """The whole text. `privados`: what this shop calls its things → what stands for it. `quando`: aware."""
    cabeca = [f"Balcão {__version__} — diagnóstico de {quando:%d/%m/%Y %H:%M %z}", f"Sistema: {sistema}", ""]
    return "\n".join([*cabeca, *(_linha(passo, privados) for passo in passos)]) + "\n"


def cobre(texto: str, privados: Mapping[str, str]) -> str:
    """`texto` without what may name a person or open a door."""
    for nome in sorted(privados, key=len, reverse=True):
        if len(nome.strip()) >= MENOR_NOME:
            texto = re.sub(rf"(?i)(?<!\w){re.escape(nome.strip())}(?!\w)", f"‹{privados[nome]}›", texto)
    for padrao, troca in _COBERTOS:
        texto = padrao.sub(troca, texto)
    return texto


def _linha(passo: Passo, privados: Mapping[str, str]) -> str:
    dito = passo.mensagem if passo.suporte is None else passo.suporte
    conselho = f" → {passo.conselho}" if passo.conselho else ""
    tempo = f" [{passo.ms} ms]" if passo.estado is not Estado.PULADO else ""
    return cobre(f"{ROTULO[passo.estado]:11} {passo.nome}: {dito}{conselho}", privados) + tempo
