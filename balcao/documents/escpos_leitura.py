"""Reads ESC/POS back: what a roll printer would put on paper, as lines, codes, pictures and cuts.

For tests, for the preview and for the paper that `balcao demo` shows. It knows the commands that Balcão
sends and refuses any other by name and place, so that a renderer cannot start to send something unread.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

_PAGINAS: Final = {0: "cp437", 2: "cp850", 3: "cp860", 16: "cp1252", 19: "cp858"}
_ALINHAMENTOS: Final = ("e", "c", "d")
_NOME_1D: Final = {65: "UPC-A", 67: "EAN13", 68: "EAN8", 69: "CODE39", 70: "ITF", 73: "CODE128"}


class EscposIlegivel(ValueError):
    """A byte sequence that this reader does not know; the message names it and its offset."""


@dataclass(frozen=True, slots=True)
class Estilo:
    """How letters look: `largura` and `altura` multiply the normal cell."""

    negrito: bool = False
    sublinhado: bool = False
    largura: int = 1
    altura: int = 1


@dataclass(frozen=True, slots=True)
class Trecho:
    texto: str
    estilo: Estilo


@dataclass(frozen=True, slots=True)
class Linha:
    """One printed line. `alinhamento`: e(squerda), c(entro), d(ireita)."""

    trechos: tuple[Trecho, ...]
    alinhamento: str

    @property
    def texto(self) -> str:
        return "".join(t.texto for t in self.trechos)

    @property
    def colunas(self) -> int:
        """Columns it takes, double-width letters counting twice."""
        return sum(len(t.texto.rstrip("\r")) * t.estilo.largura for t in self.trechos)

    @property
    def negrito(self) -> bool:
        """Every printed letter is bold."""
        cheios = [t for t in self.trechos if t.texto.strip()]
        return bool(cheios) and all(t.estilo.negrito for t in cheios)


@dataclass(frozen=True, slots=True)
class Barras:
    """A linear code. `modulo` and `altura` in dots; `legenda`: the number is printed under it."""

    tipo: str
    dados: str
    modulo: int
    altura: int
    legenda: bool
    alinhamento: str


@dataclass(frozen=True, slots=True)
class Qr:
    dados: str
    modulo: int
    correcao: str
    alinhamento: str


@dataclass(frozen=True, slots=True)
class Imagem:
    """Raster: `bits` has `largura // 8` bytes a row, 1 is black."""

    largura: int
    altura: int
    bits: bytes
    alinhamento: str


@dataclass(frozen=True, slots=True)
class Avanco:
    linhas: int


@dataclass(frozen=True, slots=True)
class Corte:
    parcial: bool


Elemento = Linha | Barras | Qr | Imagem | Avanco | Corte


@dataclass
class _Leitor:
    """The printer's state while its bytes go by."""

    dados: bytes
    posicao: int = 0
    pagina: str = "cp437"
    estilo: Estilo = Estilo()
    alinhamento: str = "e"
    altura_barras: int = 162
    modulo_barras: int = 3
    legenda: bool = False
    qr_modulo: int = 3
    qr_correcao: str = "L"
    qr_dados: str = ""
    trechos: list[Trecho] = field(default_factory=list)
    elementos: list[Elemento] = field(default_factory=list)

    def toma(self, quantos: int) -> bytes:
        pedaco = self.dados[self.posicao:self.posicao + quantos]
        if len(pedaco) < quantos:
            raise EscposIlegivel(f"command cut at byte {self.posicao}: {quantos} bytes expected")
        self.posicao += quantos
        return pedaco

    def byte(self) -> int:
        return self.toma(1)[0]

    def curto(self) -> int:
        return int.from_bytes(self.toma(2), "little")

    def texto(self, bruto: bytes) -> None:
        self.trechos.append(Trecho(bruto.decode(self.pagina), self.estilo))

    def fecha_linha(self) -> None:
        self.elementos.append(Linha(tuple(self.trechos), self.alinhamento))
        self.trechos = []

    def grafico(self, elemento: Elemento) -> None:
        if self.trechos:
            self.fecha_linha()
        self.elementos.append(elemento)

    def inicia(self) -> None:
        self.pagina, self.estilo, self.alinhamento = "cp437", Estilo(), "e"


def _modo(leitor: _Leitor) -> None:
    """ESC ! n: one byte sets weight, size and underline together."""
    n = leitor.byte()
    leitor.estilo = replace(leitor.estilo, negrito=bool(n & 8), altura=2 if n & 16 else 1,
                            largura=2 if n & 32 else 1, sublinhado=bool(n & 128))


def _tamanho(leitor: _Leitor) -> None:
    n = leitor.byte()
    leitor.estilo = replace(leitor.estilo, largura=(n >> 4 & 7) + 1, altura=(n & 7) + 1)


def _negrito(leitor: _Leitor) -> None:
    leitor.estilo = replace(leitor.estilo, negrito=bool(leitor.byte() & 1))


def _sublinhado(leitor: _Leitor) -> None:
    leitor.estilo = replace(leitor.estilo, sublinhado=leitor.byte() % 48 > 0)


def _alinha(leitor: _Leitor) -> None:
    leitor.alinhamento = _ALINHAMENTOS[leitor.byte() % 48]


def _pagina(leitor: _Leitor) -> None:
    n = leitor.byte()
    if n not in _PAGINAS:
        raise EscposIlegivel(f"code page {n} at byte {leitor.posicao - 1}")
    leitor.pagina = _PAGINAS[n]


def _avanca(leitor: _Leitor) -> None:
    if leitor.trechos:
        leitor.fecha_linha()
    leitor.elementos.append(Avanco(leitor.byte()))


def _ignora(quantos: int) -> Callable[[_Leitor], None]:
    def passa(leitor: _Leitor) -> None:
        leitor.toma(quantos)
    return passa


def _altura_barras(leitor: _Leitor) -> None:
    leitor.altura_barras = leitor.byte()


def _modulo_barras(leitor: _Leitor) -> None:
    leitor.modulo_barras = leitor.byte()


def _legenda(leitor: _Leitor) -> None:
    leitor.legenda = leitor.byte() % 48 > 0


def _barras(leitor: _Leitor) -> None:
    """GS k m n d1…dn (function B). Code 128 begins with `{A`, `{B` or `{C`, and `{{` stands for `{`."""
    tipo = leitor.byte()
    if tipo not in _NOME_1D:
        raise EscposIlegivel(f"barcode type {tipo} at byte {leitor.posicao - 1}")
    dados = leitor.toma(leitor.byte()).decode("ascii")
    if tipo == 73:
        dados = dados[2:].replace("{{", "{")
    leitor.grafico(Barras(_NOME_1D[tipo], dados, leitor.modulo_barras, leitor.altura_barras, leitor.legenda,
                          leitor.alinhamento))


def _qr(leitor: _Leitor) -> None:
    """GS ( k pL pH cn fn …: model, module, correction, data, print."""
    corpo = leitor.toma(leitor.curto())
    funcao = corpo[1]
    if corpo[0] != 49 or funcao not in (65, 67, 69, 80, 81):
        raise EscposIlegivel(f"2D code function {corpo[:2].hex()} before byte {leitor.posicao}")
    if funcao == 67:
        leitor.qr_modulo = corpo[2]
    elif funcao == 69:
        leitor.qr_correcao = "LMQH"[corpo[2] - 48]
    elif funcao == 80:
        leitor.qr_dados = corpo[3:].decode("utf-8")
    elif funcao == 81:
        leitor.grafico(Qr(leitor.qr_dados, leitor.qr_modulo, leitor.qr_correcao, leitor.alinhamento))


def _raster(leitor: _Leitor) -> None:
    """GS v 0 m xL xH yL yH d…"""
    leitor.byte()
    largura, altura = leitor.curto(), leitor.curto()
    leitor.grafico(Imagem(largura * 8, altura, leitor.toma(largura * altura), leitor.alinhamento))


def _corte(leitor: _Leitor) -> None:
    modo = leitor.byte()
    if modo in (65, 66):
        leitor.byte()
    if leitor.trechos:
        leitor.fecha_linha()
    leitor.elementos.append(Corte(parcial=modo in (1, 49, 66)))


_COMANDOS: Final[dict[bytes, Callable[[_Leitor], None]]] = {
    b"\x1b@": _Leitor.inicia, b"\x1b!": _modo, b"\x1bE": _negrito, b"\x1b-": _sublinhado, b"\x1ba": _alinha,
    b"\x1bt": _pagina, b"\x1bd": _avanca, b"\x1bM": _ignora(1), b"\x1b{": _ignora(1), b"\x1b2": _ignora(0),
    b"\x1b3": _ignora(1), b"\x1bp": _ignora(3), b"\x1c.": _ignora(0), b"\x1d!": _tamanho, b"\x1dB": _ignora(1),
    b"\x1db": _ignora(1), b"\x1df": _ignora(1), b"\x1dh": _altura_barras, b"\x1dw": _modulo_barras,
    b"\x1dH": _legenda, b"\x1dk": _barras, b"\x1d(k": _qr, b"\x1dv0": _raster, b"\x1dV": _corte,
}


def ler(dados: bytes) -> tuple[Elemento, ...]:
    """Everything a printer would do with `dados`, in order. Raises EscposIlegivel for an unknown command."""
    leitor = _Leitor(dados)
    while leitor.posicao < len(dados):
        atual = dados[leitor.posicao]
        if atual == 0x0A:
            leitor.posicao += 1
            leitor.fecha_linha()
        elif atual in (0x1B, 0x1C, 0x1D):
            _comando(leitor)
        elif atual < 0x20:
            raise EscposIlegivel(f"control character {atual:#04x} at byte {leitor.posicao}")
        else:
            fim = leitor.posicao
            while fim < len(dados) and dados[fim] >= 0x20:
                fim += 1
            leitor.texto(leitor.toma(fim - leitor.posicao))
    if leitor.trechos:
        leitor.fecha_linha()
    return tuple(leitor.elementos)


def _comando(leitor: _Leitor) -> None:
    for tamanho in (3, 2):
        nome = leitor.dados[leitor.posicao:leitor.posicao + tamanho]
        if len(nome) == tamanho and nome in _COMANDOS:
            leitor.posicao += tamanho
            _COMANDOS[nome](leitor)
            return
    nome = leitor.dados[leitor.posicao:leitor.posicao + 3]
    raise EscposIlegivel(f"unknown command {nome.hex(' ')} at byte {leitor.posicao}")


def linhas(elementos: tuple[Elemento, ...]) -> list[Linha]:
    """Only the lines of text."""
    return [e for e in elementos if isinstance(e, Linha)]


def texto(elementos: tuple[Elemento, ...]) -> str:
    """What a person reads, line by line."""
    return "\n".join(linha.texto.rstrip() for linha in linhas(elementos))
