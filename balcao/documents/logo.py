"""The shop's logo (CB-045): read once, made small, flattened on white.

A missing or unreadable file is no error: the document prints without it, and the log says why. The
configuration screen is where the person is warned.
"""

import logging
from functools import lru_cache
from pathlib import Path

from PIL import Image, UnidentifiedImageError

_log = logging.getLogger(__name__)
# A head prints dots or nothing: flat colours become solid, only middle greys are left to dithering.
_CONTRASTE = [0 if n < 115 else 255 if n > 190 else (n - 115) * 255 // 75 for n in range(256)]
LADO_MAXIMO = 900  # pixels: 300 dpi over the largest space a logo gets


def carrega(caminho: Path | None) -> Image.Image | None:
    """The picture in RGB on white, at most 900 px a side; None when there is none to print."""
    if caminho is None or str(caminho) in ("", "."):
        return None
    try:
        estado = caminho.stat()
        return _carrega(caminho, estado.st_mtime_ns, estado.st_size)
    except (OSError, ValueError, UnidentifiedImageError, Image.DecompressionBombError) as erro:
        _log.info("logo ilegível, documento sai sem ele: %s: %s", caminho, erro)
        return None


@lru_cache(maxsize=4)
def _carrega(caminho: Path, _mtime: int, _tamanho: int) -> Image.Image:
    with Image.open(caminho) as original:
        original.draft("RGB", (LADO_MAXIMO, LADO_MAXIMO))
        imagem = original.convert("RGBA")
    imagem.thumbnail((LADO_MAXIMO, LADO_MAXIMO))
    fundo = Image.new("RGB", imagem.size, "white")
    fundo.paste(imagem, mask=imagem.getchannel("A"))
    return fundo


@lru_cache(maxsize=8)
def _pontos(caminho: Path, mtime: int, tamanho: int, largura: int, altura: int) -> Image.Image:
    imagem = _carrega(caminho, mtime, tamanho).convert("L")
    escala = min(largura / imagem.width, altura / imagem.height, 1.0)
    tamanho_final = (max(8, round(imagem.width * escala)), max(1, round(imagem.height * escala)))
    return imagem.resize(tamanho_final, Image.Resampling.LANCZOS).point(_CONTRASTE).convert("1")


def em_pontos(caminho: Path | None, largura: int, altura: int) -> Image.Image | None:
    """The logo in black dots for a thermal head, no larger than `largura` × `altura` dots."""
    if caminho is None or carrega(caminho) is None:
        return None
    estado = caminho.stat()
    return _pontos(caminho, estado.st_mtime_ns, estado.st_size, largura, altura)
