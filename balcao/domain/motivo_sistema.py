"""Why the system refused, in Portuguese: Python tells it in English, whatever language the computer speaks."""

import errno
from typing import Final

_MOTIVOS: Final = {
    "ENOENT": "não existe",
    "EACCES": "sem permissão",
    "EPERM": "sem permissão",
    "EISDIR": "é uma pasta",
    "ENOTDIR": "não é uma pasta",
    "EEXIST": "já existe",
    "ENOTEMPTY": "a pasta não está vazia",
    "ENAMETOOLONG": "o nome é longo demais",
    "ENOSPC": "o disco está cheio",
    "EDQUOT": "a cota de disco acabou",
    "EFBIG": "o arquivo é grande demais para o disco",
    "EROFS": "o disco só permite leitura",
    "EIO": "o disco falhou",
    "ENODEV": "o dispositivo não está ligado",
    "ENXIO": "o dispositivo não está ligado",
    "EBUSY": "está em uso por outro programa",
    "ETXTBSY": "está em uso por outro programa",
    "EMFILE": "há arquivos abertos demais",
    "ENFILE": "há arquivos abertos demais",
    "ENOMEM": "falta memória neste computador",
    "ELOOP": "o atalho aponta para ele mesmo",
    "EXDEV": "fica em outro disco",
    "EINVAL": "nome ou pedido inválido",
    "EADDRINUSE": "outro programa já usa a porta",
    "EADDRNOTAVAIL": "esse endereço não é deste computador",
    "ECONNREFUSED": "a conexão foi recusada",
    "ECONNRESET": "a conexão caiu",
    "ECONNABORTED": "a conexão caiu",
    "EPIPE": "a conexão caiu",
    "ETIMEDOUT": "não respondeu a tempo",
    "EHOSTUNREACH": "o computador não é alcançado por esta rede",
    "ENETUNREACH": "não há rede até lá",
    "ENETDOWN": "a rede está desligada",
}


def motivo_do_sistema(erro: OSError) -> str:
    """Why, in a few words that fit in a sentence ("o disco está cheio"); the system's own for what is rare."""
    nome = errno.errorcode.get(erro.errno or 0, "").removeprefix("WSA")  # as Windows calls those of the network
    return _MOTIVOS.get(nome) or erro.strerror or str(erro)
