"""Where the retaguarda is, whom to believe there and who this station is, read from estacao.toml without the models of
its pages.

A login typed in the first moment is sent while those are still being imported (docs/decisions/0100). So `le` takes
what needs no judgement and gives up on all else: what is missing or wrong is judged, and told, by `estacao.le`.
"""

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from balcao.domain.certificado import confere_impressao
from balcao.domain.rede import confere_endereco

ARQUIVO = "estacao.toml"


class Conexao(NamedTuple):
    """How the lines to the retaguarda are protected: the table [conexao]; changed by `balcao estacao conexao`.

    https: the service's line. certificados: fingerprints of the certificates believed there (the old and the new one
    while a shop changes); none: the system's authorities. banco_ca: file with the authority, or the certificate
    itself, of the shop's PostgreSQL, which must then prove who it is; "": as it offers.
    """

    https: bool = False
    certificados: tuple[str, ...] = ()
    banco_ca: str = ""


class Caminho(NamedTuple):
    """`servidor`: as typed in Integração (one address, or several separated by commas)."""

    estacao_id: int
    servidor: str
    porta: int
    conexao: Conexao


def le(pasta: Path) -> Caminho | None:
    """The address in `pasta`/estacao.toml; None when any of it is not plainly there."""
    avisos: list[str] = []
    try:
        dados: dict[str, Any] = tomllib.loads((pasta / ARQUIVO).read_text(encoding="utf-8"))
        lido = Caminho(dados["estacao"]["id"], dados["integracao"]["ip_servidor_retaguarda"],
                       dados["integracao"]["porta_integracao_clientes"], le_conexao(dados.get("conexao", {}), avisos))
    except (OSError, ValueError, KeyError, TypeError):  # nothing of this file is wrong yet: `estacao.le` says
        return None
    if avisos or tuple(map(type, lido[:3])) != (int, str, int) or lido.estacao_id < 1 or not 1 <= lido.porta <= 65535:
        return None
    return lido if confere_endereco(lido.servidor) is None else None


def le_conexao(secao: object, avisos: list[str]) -> Conexao:
    """What cannot be understood is told, and never makes a line less protected than the file meant."""
    if not isinstance(secao, dict):
        avisos.append(f"“conexao” no arquivo {ARQUIVO} não vale: é uma tabela. A conversa fica protegida (https).")
        return Conexao(https=True)
    https, ca, lidos = secao.get("https", False), secao.get("banco_ca", ""), secao.get("certificados", [])
    certificados: list[str] = []
    for um in lidos if isinstance(lidos, list) else [lidos]:
        try:
            certificados.append(confere_impressao(str(um)))
        except ValueError as erro:
            avisos.append(f"Certificado no arquivo {ARQUIVO}: {erro}. Não é aceito.")
    for nome, valor, tipo in (("https", https, bool), ("banco_ca", ca, str)):
        if not isinstance(valor, tipo):
            avisos.append(f"“{nome} = {valor}” no arquivo {ARQUIVO} não vale. A conversa fica protegida.")
    return Conexao(https is not False or bool(lidos), tuple(certificados), str(ca))
