"""What a renderer must know of a paper, and what a printer of rolls can be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from balcao.domain.terminal.opcoes import Papel

COLUNAS: Mapping[Papel, int] = {Papel.BOBINA_80: 48, Papel.BOBINA_58: 32, Papel.TEXTO_80: 80}
PONTOS: Mapping[Papel, int] = {Papel.BOBINA_80: 576, Papel.BOBINA_58: 384}  # printable dots at 203 dpi
EXTENSAO: Mapping[Papel, str] = {
    Papel.A4: ".pdf", Papel.BOBINA_80: ".bin", Papel.BOBINA_58: ".bin", Papel.TEXTO_80: ".prn"}


class PaginaCodigo(StrEnum):
    """Code pages with all Portuguese letters, as ESC/POS printers number them (2, 3, 16)."""

    CP850 = "CP850"
    CP860 = "CP860"
    CP1252 = "CP1252"


class Corte(StrEnum):
    """What the guillotine does after the document."""

    TOTAL = "total"
    PARCIAL = "parcial"
    NENHUM = "nenhum"


@dataclass(frozen=True, slots=True)
class OpcoesBobina:
    """A thermal printer's own ways. `qr_nativo`: the printer draws the QR itself (Epson, Elgin, Bematech in
    ESC/POS); an old one that prints nothing there needs False, and gets a picture."""

    pagina: PaginaCodigo = PaginaCodigo.CP850
    corte: Corte = Corte.TOTAL
    qr_nativo: bool = True
