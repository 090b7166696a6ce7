"""Whether an address is this computer's own: what is said to it passes no network."""

import socket


def e_deste_computador(host: str) -> bool:
    """A name or an IP address; only its own can be listened on. Waits for the name server, if it is a name."""
    try:
        familia, *_, endereco = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)[0]
        with socket.socket(familia) as sonda:
            sonda.bind(endereco)
    except OSError:
        return False
    return True
