"""Editor of a file's path; of a picture's, with the picture beside it."""

import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QImageReader, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QWidget

from balcao.ui.componentes.contexto import Contexto
from balcao.ui.componentes.controles import Botao
from balcao.ui.componentes.icones import icone, lado_icone
from balcao.ui.componentes.textos import CampoTexto
from balcao.ui.tema import U

_PREVIA = QSize(16 * U, 6 * U)


class CampoArquivo(QWidget):
    """`filtro` as Qt writes it ("Imagens (*.png *.jpg)"). `imagem`: only a picture will do, and it is shown.
    The disk is never read on the UI thread."""

    mudou = Signal()

    def __init__(self, filtro: str, contexto: Contexto, imagem: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._imagem = imagem
        self._filtro, self._contexto, self._efeito = filtro, contexto, ""
        self._linha, self._botao = CampoTexto(parent=self), Botao(parent=self)
        self._previa: QLabel | None = None
        self._botao.setIcon(icone(self, "pasta"))
        self._botao.setIconSize(QSize(lado_icone(self), lado_icone(self)))
        self._botao.setToolTip("Procurar (F4)")
        self._botao.setAccessibleName("Procurar arquivo")
        self._botao.setAutoDefault(False)
        self._botao.clicked.connect(self.procura)
        caixa = self._caixa = QHBoxLayout(self)
        caixa.setContentsMargins(0, 0, 0, 0)
        caixa.setSpacing(U)
        caixa.addWidget(self._linha, 1)
        caixa.addWidget(self._botao)
        self._linha.mudou.connect(self._trocou)

    def valor(self) -> Any:
        return self._linha.valor()

    def define_valor(self, valor: Any) -> None:
        self._linha.define_valor(valor)
        self._olha()

    def trava(self, travado: bool) -> None:
        self._linha.trava(travado)
        self._botao.setEnabled(not travado)

    def marca_erro(self, erro: bool) -> None:
        self._linha.marca_erro(erro)

    def alvo(self) -> QWidget:
        return self._linha

    def efeito(self) -> str:
        return self._efeito

    @Slot()
    def procura(self) -> None:
        """Open the system's dialog; it does not hold the program."""
        dialogo = QFileDialog(self, "Escolher arquivo", str(Path(self._linha.text()).parent), self._filtro)
        dialogo.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialogo.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialogo.fileSelected.connect(self._escolhido)
        dialogo.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F4 and self._botao.isEnabled():
            self.procura()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._botao.setIcon(icone(self, "pasta"))

    def _escolhido(self, caminho: str) -> None:
        self._linha.define_valor(caminho)
        self._trocou()

    @Slot()
    def _trocou(self) -> None:
        self._olha()
        self.mudou.emit()

    def _olha(self) -> None:
        caminho = self._linha.valor()
        if caminho:
            self._contexto.le("arquivo", lambda: _examina(caminho, self._imagem), self._examinado, self)
        else:
            self._examinado(("", None))

    def _examinado(self, achado: tuple[str, QImage | None]) -> None:
        antes, (self._efeito, desenho) = self._efeito, achado
        if desenho is not None:
            if self._previa is None:
                self._previa = QLabel(self)
                self._caixa.addWidget(self._previa)
            self._previa.setPixmap(QPixmap.fromImage(desenho))
        if self._previa is not None:
            self._previa.setVisible(desenho is not None)
        if antes != self._efeito:
            self.mudou.emit()


def _examina(caminho: str, imagem: bool) -> tuple[str, QImage | None]:
    """(what is wrong with the file, its picture made small). Runs off the UI thread."""
    if not os.path.isfile(caminho):  # Path.is_file raises when the name is too long
        return "Arquivo não encontrado neste computador.", None
    if not imagem:
        return "", None
    leitor = QImageReader(caminho)
    if not leitor.canRead():
        return "Não é uma imagem que o programa saiba ler.", None
    tamanho = leitor.size()
    if tamanho.isValid():
        leitor.setScaledSize(tamanho.scaled(_PREVIA, Qt.AspectRatioMode.KeepAspectRatio))
    desenho = leitor.read()
    return ("A imagem está danificada.", None) if desenho.isNull() else ("", desenho)
