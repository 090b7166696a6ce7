"""The printer of one counter: a TCP port that answers like an ESC/POS head, and whose bytes are read back as paper."""

import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

from balcao.documents import escpos_leitura as leitura
from tests.faults.rede import PARADA_S, encerra

_PERGUNTA, _TERMINOU, _PRONTA = (b"\x10\x04\x02", b"\x10\x04\x04"), b"\x1dr\x01", b"\x12"
_NUMERO = re.compile(r"^(?:Nº|VENDA) (\S+)$", re.MULTILINE)
_CABECA = re.compile(r"^ {0,2}(\d+) (P\d+) PRODUTO")
_CONTA = re.compile(r"^ +([\d.,]+) UN x ([\d.,]+) +([\d.,]+)$")
_TOTAL = re.compile(r"^TOTAL +R\$ ([\d.,]+)$", re.MULTILINE)


@dataclass(frozen=True)
class Linha:
    """One line of an order, as printed or as stored."""

    codigo: str
    quantidade: Decimal
    preco: Decimal
    total: Decimal


@dataclass(frozen=True)
class Papel:
    """What a sheet says; `numero` as printed: 12, P-12, T11-000012. `segunda_via`: it says that it is a reprint."""

    numero: str
    total: Decimal
    linhas: tuple[Linha, ...]
    provisorio: bool
    segunda_via: bool


def le_papel(dados: bytes) -> Papel:
    """Decode the printer's bytes. Raises ValueError when they are no whole document."""
    texto = leitura.texto(leitura.ler(dados))
    numero, total = _NUMERO.search(texto), _TOTAL.search(texto)
    if numero is None or total is None:
        raise ValueError(f"the paper is not whole:\n{texto}")
    linhas, codigo = [], ""
    for linha in texto.splitlines():
        if (cabeca := _CABECA.match(linha)) is not None:
            codigo = cabeca[2]
        elif (conta := _CONTA.match(linha)) is not None:
            linhas.append(Linha(codigo, _decimal(conta[1]), _decimal(conta[2]), _decimal(conta[3])))
    return Papel(numero[1], _decimal(total[1]), tuple(linhas),
                 "NÚMERO PROVISÓRIO" in texto, "2ª VIA" in texto.upper() or "REIMPRES" in texto.upper())


def _decimal(texto: str) -> Decimal:
    return Decimal(texto.replace(".", "").replace(",", "."))


class Impressora:
    """`ao_perguntar` is called before the first byte is on paper, `ao_imprimir` when all is on paper and the counter
    was not told yet."""

    def __init__(self) -> None:
        self._escuta = socket.create_server(("127.0.0.1", 0))
        self.porta = int(self._escuta.getsockname()[1])
        self._papeis: list[bytes] = []
        self._mudou = threading.Condition()
        self._conversas = 0
        self.sem_gancho()
        self._linhas: list[threading.Thread] = []
        self._inicia(self._atende)

    def _inicia(self, trabalho: Callable[..., None], *argumentos: socket.socket) -> None:
        self._linhas = [linha for linha in self._linhas if linha.is_alive()]
        self._linhas.append(threading.Thread(target=trabalho, args=argumentos, name="impressora", daemon=True))
        self._linhas[-1].start()

    def sem_gancho(self) -> None:
        """Print, and nothing else."""
        self.ao_perguntar: Callable[[], None] = lambda: None
        self.ao_imprimir: Callable[[], None] = lambda: None

    def recolhe(self, ao_menos: int = 0, prazo_s: float = 5.0) -> list[bytes]:
        """Take the sheets that came out, waiting for so many of them and for whatever is being printed."""
        with self._mudou:
            self._mudou.wait_for(lambda: len(self._papeis) >= ao_menos and not self._conversas, prazo_s)
            papeis, self._papeis = self._papeis, []
        return papeis

    def fecha(self) -> None:
        """Out of order."""
        encerra(self._escuta)
        for linha in self._linhas:
            linha.join(PARADA_S)

    def _atende(self) -> None:
        while True:
            try:
                conexao, _ = self._escuta.accept()
            except OSError:
                return
            self._inicia(self._conversa, conexao)

    def _conversa(self, conexao: socket.socket) -> None:
        with self._mudou:
            self._conversas += 1
        dados = b""
        with suppress(OSError), conexao:
            while lido := conexao.recv(65536):
                dados += lido
                while dados[:3] in _PERGUNTA:  # answered at once, wherever they stand; they are not paper
                    if dados[:3] == _PERGUNTA[0]:
                        self.ao_perguntar()
                    conexao.sendall(_PRONTA)
                    dados = dados[3:]
                if dados.endswith(_TERMINOU):
                    dados = dados.removesuffix(_TERMINOU)
                    self.ao_imprimir()
                    conexao.sendall(b"\0")
        with self._mudou:
            if dados:
                self._papeis.append(dados)
            self._conversas -= 1
            self._mudou.notify_all()
