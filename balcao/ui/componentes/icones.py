"""Our icons (resources/icones, drawn with one line width), in the colour of the theme."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap, QPixmapCache
from PySide6.QtWidgets import QWidget

from balcao.ui.tema import cores_de

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

PASTA_ICONES = Path(__file__).resolve().parents[3] / "resources" / "icones"


def imagem(nome: str, cor: str, lado: int, densidade: float = 1.0) -> QPixmap:
    """The icon `nome` in #RRGGBB, `lado` logical pixels wide. Raises FileNotFoundError for no such icon."""
    chave = f"balcao:{nome}:{cor}:{lado}:{densidade}"
    pronta = QPixmap()
    if QPixmapCache.find(chave, pronta):
        return pronta
    from PySide6.QtSvg import QSvgRenderer  # measured (0100)

    desenho = (PASTA_ICONES / f"{nome}.svg").read_bytes().replace(b"currentColor", cor.encode())
    pronta = QPixmap(QSize(lado, lado) * densidade)
    pronta.setDevicePixelRatio(densidade)
    pronta.fill(Qt.GlobalColor.transparent)
    pintor = QPainter(pronta)
    QSvgRenderer(QByteArray(desenho)).render(pintor, QRectF(0, 0, lado, lado))
    pintor.end()
    QPixmapCache.insert(chave, pronta)
    return pronta


def icone(widget: QWidget, nome: str, cor: str = "texto_fraco") -> "QIcon":
    """The icon for a button of `widget`'s theme; `cor` is a name of `Cores`."""
    cores = cores_de(widget)
    return _icone(nome, getattr(cores, cor), cores.desativado, lado_icone(widget), widget.devicePixelRatioF())


@lru_cache(maxsize=64)
def _icone(nome: str, cor: str, apagado: str, lado: int, densidade: float) -> "QIcon":
    from PySide6.QtGui import QIcon  # measured (0100): it brings the names of 150 icons of desktops

    feito = QIcon(imagem(nome, cor, lado, densidade))
    feito.addPixmap(imagem(nome, apagado, lado, densidade), QIcon.Mode.Disabled)
    return feito


def lado_icone(widget: QWidget) -> int:
    """Side of an icon beside the widget's text, in logical pixels."""
    return widget.fontMetrics().height() + 3
