"""The customer's card: who, standing, headroom, and how old the credit data is."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from balcao.domain.fatos import Cliente
from balcao.domain.formatos import moeda
from balcao.ui.tema import RAIO, Papel, U, cores_de, fonte

ATIVO = "Ativo"
SO_PESSOA, LOJA = "Não é cliente", "Loja da empresa"  # persons of the register (TP-008)
SEM_ALERTA = frozenset((ATIVO, SO_PESSOA, LOJA))


class Ficha(NamedTuple):
    """What the card shows; `cabe` None is unlimited. `estado` is what `estado_de` says."""

    nome: str = ""
    documento: str = ""
    estado: str = ""
    alerta: bool = False
    mostra_credito: bool = False
    limite: Decimal | None = None
    tomado: Decimal = Decimal("0.00")
    vencido: Decimal = Decimal("0.00")
    cabe: Decimal | None = None
    dados: str = ""
    observacoes: str = ""


def estado_de(cliente: Cliente, hoje: date) -> str:
    """The customer's standing in a word or two; the worst, when there are several."""
    if not cliente.cadastrado:
        return SO_PESSOA if cliente.estabelecimento_id is None else LOJA
    if cliente.inativo:
        return "Inativo"
    if cliente.bloqueado:
        return "Bloqueado"
    return ATIVO if cliente.validade is None or cliente.validade >= hoje else "Cadastro vencido"


class CartaoCliente(QWidget):
    """Draws a Ficha. The title says the key: F3."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Cliente")
        self.ficha = Ficha()

    def mostra(self, ficha: Ficha) -> None:
        """Show another customer, or none."""
        if ficha != self.ficha:
            self.ficha = ficha
            descricao = f"{ficha.nome} {ficha.estado}".strip() or "nenhum cliente escolhido"
            self.setAccessibleDescription(descricao)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("0") * 34, 30 * U)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 16 * U)

    def paintEvent(self, event: QPaintEvent) -> None:
        pintor, cores = QPainter(self), cores_de(self)
        pintor.setRenderHint(QPainter.RenderHint.Antialiasing)
        pintor.setPen(cores.cor("linha"))
        pintor.setBrush(cores.cor("superficie"))
        pintor.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), RAIO, RAIO)
        self._y = U
        self._linha(pintor, "CLIENTE", "F3", Papel.LEGENDA, "texto_fraco")
        f = self.ficha
        if not f.nome:
            self._linha(pintor, "Nenhum cliente escolhido", "", Papel.CORPO, "texto_fraco")
            return
        self._bloco(pintor, f.nome, Papel.DESTAQUE, "texto", linhas=2)
        self._linha(pintor, f.documento, f.estado, Papel.CORPO, "texto", "bloqueio" if f.alerta else "texto_fraco")
        if f.mostra_credito:
            self._credito(pintor)
        if f.observacoes:
            self._y += U
            self._bloco(pintor, f.observacoes, Papel.CORPO, "alerta", linhas=4)
        if f.dados:
            self._rodape(pintor, f.dados)

    def _credito(self, pintor: QPainter) -> None:
        f = self.ficha
        self._y += U
        self._linha(pintor, "limite", "Ilimitado" if f.limite is None else moeda(f.limite), Papel.CORPO, "texto_fraco")
        self._linha(pintor, "tomado", moeda(f.tomado), Papel.CORPO, "texto_fraco")
        if f.limite:
            self._barra(pintor, f.tomado, f.limite)
        self._linha(pintor, "vencido", moeda(f.vencido), Papel.CORPO, "texto_fraco",
                    "bloqueio" if f.vencido else "texto")
        if f.cabe is not None:
            cabe = f.cabe >= 0
            self._y += U // 2
            frase = f"cabem mais {moeda(f.cabe)}" if cabe else f"passa {moeda(-f.cabe)} do limite"
            self._linha(pintor, frase, "", Papel.DESTAQUE, "acento" if cabe else "bloqueio")

    def _linha(self, pintor: QPainter, esquerda: str, direita: str, papel: Papel, cor: str,
               cor_direita: str = "") -> None:
        cores = cores_de(self)
        pintor.setFont(fonte(papel, self.font()))
        metrica = pintor.fontMetrics()
        caixa = self.rect().adjusted(int(1.5 * U), self._y, -int(1.5 * U), 0)
        caixa.setHeight(metrica.height() + 2)
        largura = metrica.horizontalAdvance(direita)
        pintor.setPen(cores.cor(cor))
        pintor.drawText(caixa, Qt.AlignmentFlag.AlignLeft, metrica.elidedText(
            esquerda, Qt.TextElideMode.ElideRight, caixa.width() - largura - (U if direita else 0)))
        if direita:
            pintor.setPen(cores.cor(cor_direita or ("texto_fraco" if papel is Papel.LEGENDA else "texto")))
            pintor.drawText(caixa, Qt.AlignmentFlag.AlignRight, direita)
        self._y += caixa.height() + 2

    def _bloco(self, pintor: QPainter, texto: str, papel: Papel, cor: str, linhas: int) -> None:
        pintor.setFont(fonte(papel, self.font()))
        pintor.setPen(cores_de(self).cor(cor))
        metrica = pintor.fontMetrics()
        caixa = self.rect().adjusted(int(1.5 * U), self._y, -int(1.5 * U), 0)
        marcas = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        cabe = metrica.boundingRect(caixa, marcas, texto).height()
        caixa.setHeight(min(cabe, metrica.height() * linhas))
        pintor.drawText(caixa, marcas, texto)
        self._y += caixa.height() + 2

    def _barra(self, pintor: QPainter, tomado: Decimal, limite: Decimal) -> None:
        cores = cores_de(self)
        parte = min(1.0, float(tomado / limite))  # a drawing, not money
        caixa = QRectF(1.5 * U, self._y + 2, self.width() - 3 * U, U)
        pintor.setPen(Qt.PenStyle.NoPen)
        pintor.setBrush(cores.cor("realce"))
        pintor.drawRoundedRect(caixa, U / 2, U / 2)
        pintor.setBrush(cores.cor("bloqueio" if parte >= 1 else "alerta" if parte >= 0.8 else "acento"))
        caixa.setWidth(caixa.width() * max(0.0, parte))
        pintor.drawRoundedRect(caixa, U / 2, U / 2)
        self._y += U + 6

    def _rodape(self, pintor: QPainter, texto: str) -> None:
        pintor.setFont(fonte(Papel.LEGENDA, self.font()))
        pintor.setPen(cores_de(self).cor("texto_fraco"))
        caixa = self.rect().adjusted(int(1.5 * U), 0, -int(1.5 * U), -U)
        pintor.drawText(caixa, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, texto)
