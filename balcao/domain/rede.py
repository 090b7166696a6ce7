"""What an address of the network looks like. No pydantic: the login asks before the models are there."""

import re
from ipaddress import ip_address

_NOME_DE_HOST = re.compile(r"(?=.{1,253}\Z)(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*\.?\Z")


def confere_endereco(texto: str) -> str | None:
    """None when `texto` is an IPv4/IPv6 address or a host name (or several, comma separated)."""
    enderecos = [parte.strip() for parte in texto.split(",")]
    for endereco in enderecos:
        if not endereco:
            return "Informe o endereço do servidor; 127.0.0.1 é este computador."
        if re.fullmatch(r"[0-9.]+", endereco) or ":" in endereco:
            try:
                ip_address(endereco)
            except ValueError:
                return (f"“{endereco}” não é um endereço IP. Use quatro números de 0 a 255, como 192.168.0.10, "
                        "ou o nome do computador.")
        elif not _NOME_DE_HOST.match(endereco):
            return f"“{endereco}” não é um endereço. Use o IP (192.168.0.10) ou o nome do computador, sem espaços."
    return None
