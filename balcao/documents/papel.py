"""What a renderer must know of a paper, and what a printer of rolls can be told."""

from collections.abc import Mapping
from dataclasses import dataclass

from balcao.domain.terminal.impressao import ControlesImpressao
from balcao.domain.terminal.opcoes import Corte, PaginaCodigo, Papel

COLUNAS: Mapping[Papel, int] = {Papel.BOBINA_80: 48, Papel.BOBINA_58: 32, Papel.TEXTO_80: 80}
PONTOS: Mapping[Papel, int] = {Papel.BOBINA_80: 576, Papel.BOBINA_58: 384}  # printable dots at 203 dpi
EXTENSAO: Mapping[Papel, str] = {
    Papel.A4: ".pdf", Papel.BOBINA_80: ".bin", Papel.BOBINA_58: ".bin", Papel.TEXTO_80: ".prn"}


@dataclass(frozen=True, slots=True)
class OpcoesBobina:
    """A thermal printer's own ways. `qr_nativo`: the printer draws the QR itself (Epson, Elgin, Bematech in
    ESC/POS); an old one that prints nothing there needs False, and gets a picture."""

    pagina: PaginaCodigo = PaginaCodigo.CP850
    corte: Corte = Corte.TOTAL
    qr_nativo: bool = True

    @classmethod
    def do_terminal(cls, controles: ControlesImpressao) -> "OpcoesBobina":
        """As Controles de Impressão of this terminal say (CB-131)."""
        return cls(controles.imp_bobina_pagina, controles.imp_bobina_corte, controles.imp_bobina_qr)
