"""The two bars at the top: who and where we are; and what the document is."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from balcao.domain.pedido import DadosServico
from balcao.domain.placa import formata_placa
from balcao.domain.tipo_pedido import TipoPedido
from balcao.domain.tipo_pedido.opcoes import Preenchimento
from balcao.ui.componentes.avisos import Ocupado
from balcao.ui.tema import RAIO, Papel, Rotulo, U, cores_de, fonte


class BarraSituacao(QWidget):
    """Loja · Terminal · Usuário — connection, orders to send, clock."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._onde = Rotulo("", Papel.DESTAQUE)
        self._conexao = Rotulo("", Papel.CORPO, "texto_fraco")
        self._conexao.setTextFormat(Qt.TextFormat.PlainText)
        self._espera = Ocupado()
        self._hora = Rotulo("", Papel.CORPO, "texto_fraco")
        linha = QHBoxLayout(self)
        linha.setContentsMargins(0, U // 2, 0, U // 2)
        linha.setSpacing(2 * U)
        linha.addWidget(self._onde)
        linha.addStretch()
        linha.addWidget(self._espera)
        linha.addWidget(self._conexao)
        linha.addWidget(self._hora)

    def mostra_onde(self, loja: str, terminal: str, usuario: str) -> None:
        """Where and who."""
        self._onde.setText(f"{loja} · {terminal} · {usuario}")

    def mostra_conexao(self, texto: str, problema: bool, grave: bool = False) -> None:
        """"● Retaguarda conectada · 0 a enviar"; amber when something is amiss, red when it cannot wait."""
        self._conexao.define_cor("bloqueio" if grave else "alerta" if problema else "texto_fraco")
        self._conexao.setText(("▲ " if problema else "● ") + texto)

    def mostra_espera(self, espera: bool) -> None:
        """Something is on its way for longer than a moment."""
        self._espera.mostra(espera, "Aguarde…")

    def mostra_hora(self, texto: str) -> None:
        """HH:MM of the shop."""
        self._hora.setText(texto)


DO_TIPO = "do tipo"


class Etiqueta(QWidget):
    """One fact of the document with the key that changes it: "Vendedor  Ana  F6"."""

    clicada = Signal(str)

    def __init__(self, id_: str, titulo: str, tecla: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.id, self._titulo, self._tecla, self._valor = id_, titulo, tecla, ""
        self._tecla_dela, self._assumido = tecla, ""
        self._alerta = False
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def valor(self) -> str:
        return self._valor

    @property
    def alerta(self) -> bool:
        """Whether it is shown as what stops the document."""
        return self._alerta

    @property
    def assumido(self) -> str:
        """What is stored if the field stays blank; "" when it is not blank, or nothing is assumed."""
        return self._assumido

    def mostra(self, valor: str, alerta: bool = False, do_tipo: bool = False, assumido: str = "") -> None:
        """Change the value shown; do_tipo: the document's type fills it in, so no key changes it. `assumido`: what is
        stored while it is blank, shown faintly: blank it is (CB-038)."""
        tecla = DO_TIPO if do_tipo else self._tecla_dela
        assumido = "" if valor else assumido
        if (valor, alerta, tecla, assumido) != (self._valor, self._alerta, self._tecla, self._assumido):
            self._valor, self._alerta, self._tecla, self._assumido = valor, alerta, tecla, assumido
            self.setAccessibleName(f"{self._titulo}: {valor or self._fraco} ({tecla})")
            self.updateGeometry()
            self.update()

    @property
    def _fraco(self) -> str:
        return f"{self._assumido} (assumido)" if self._assumido else ""

    def sizeHint(self) -> QSize:
        m = self.fontMetrics()
        largura = m.horizontalAdvance(self._titulo + (self._valor or self._fraco) + self._tecla) + 5 * U
        return QSize(largura, m.height() + U)

    def minimumSizeHint(self) -> QSize:
        m = self.fontMetrics()
        return QSize(m.horizontalAdvance(self._titulo + self._tecla) + 11 * U, m.height() + U)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicada.emit(self.id)

    def paintEvent(self, event: QPaintEvent) -> None:
        pintor, cores = QPainter(self), cores_de(self)
        pintor.setRenderHint(QPainter.RenderHint.Antialiasing)
        pintor.setPen(cores.cor("linha"))
        pintor.setBrush(cores.cor("superficie"))
        pintor.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), RAIO, RAIO)
        x, meio = U, Qt.AlignmentFlag.AlignVCenter
        forte = "bloqueio" if self._alerta else "texto"
        valor = ((self._fraco, Papel.CORPO, "texto_fraco") if self._assumido
                 else (self._valor or "—", Papel.DESTAQUE, forte))
        for texto, papel, cor in ((self._titulo, Papel.LEGENDA, "texto_fraco"), valor,
                                  (self._tecla, Papel.LEGENDA, "texto_fraco")):
            pintor.setFont(fonte(papel, self.font()))
            metrica = pintor.fontMetrics()
            reserva = metrica.horizontalAdvance(self._tecla) + 2 * U if papel is not Papel.LEGENDA else 0
            largura = min(metrica.horizontalAdvance(texto), self.width() - x - U // 2 - reserva)
            pintor.setPen(cores.cor(cor))
            pintor.drawText(QRect(x, 0, largura + 2, self.height()), meio,
                            metrica.elidedText(texto, Qt.TextElideMode.ElideRight, largura + 1))
            x += largura + U


_DO_DOCUMENTO = (("tipo", "", "F11"), ("numero", "Número", "Ctrl+M"), ("vendedor", "Vendedor", "F6"),
                 ("representante", "Representante", "Shift+F6"), ("tecnico", "Técnico", "Ctrl+T"),
                 ("lista", "Tabela", "F7"), ("plano", "Plano", "F9"), ("entrega", "", "Ctrl+E"))
DO_SERVICO = (("placa", "Placa", "Shift+F3"), ("modelo", "Modelo", "Shift+F3"),
              ("equipamento", "Equipamento", "Shift+F3"), ("checklist", "Check-list", "Shift+F3"))
DOS_DADOS = (("contato", "Contato", "Ctrl+O"), ("classificacao", "Classificação", "Ctrl+O"))
_SEGUNDA = (*DO_SERVICO, *DOS_DADOS)
"""A second row, of documents whose type asks for any of them, or that have one."""


class BarraDocumento(QWidget):
    """Type, number (where the person informs it), seller, price list, plan, delivery of the open document, and the
    other open drafts; under them, what a service order is about."""

    clicada = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.etiquetas = {id_: Etiqueta(id_, titulo, tecla) for id_, titulo, tecla in (*_DO_DOCUMENTO, *_SEGUNDA)}
        self._rascunhos = Rotulo("", Papel.LEGENDA, "texto_fraco")
        colunas = QVBoxLayout(self)
        colunas.setContentsMargins(0, 0, 0, 0)
        colunas.setSpacing(U // 2)
        self._servico = QWidget()
        primeira, segunda = QHBoxLayout(), QHBoxLayout(self._servico)
        for linha, quais in ((primeira, _DO_DOCUMENTO), (segunda, _SEGUNDA)):
            linha.setContentsMargins(0, 0, 0, 0)
            linha.setSpacing(U)
            for id_, _titulo, _tecla in quais:
                self.etiquetas[id_].clicada.connect(self.clicada)
                linha.addWidget(self.etiquetas[id_])
            linha.addStretch()
        primeira.addWidget(self._rascunhos)
        colunas.addLayout(primeira)
        colunas.addWidget(self._servico)
        self._servico.hide()

    def mostra(self, alertas: frozenset[str] = frozenset(), do_tipo: frozenset[str] = frozenset(),
               vendedor_assumido: str = "", **valores: str | None) -> None:
        """Change values by id: mostra(tipo="DAV", plano="À vista"). None: this document has no such field.
        `alertas`: those that stop it, in red; `do_tipo`: those that its type fills in; `vendedor_assumido`: who is
        stored as the seller while nobody is chosen (TP-114)."""
        for id_, valor in valores.items():
            self.etiquetas[id_].setVisible(valor is not None)
            assumido = vendedor_assumido if id_ == "vendedor" else ""
            self.etiquetas[id_].mostra(valor or "", id_ in alertas, id_ in do_tipo, assumido)
        self._servico.setVisible(any(valores.get(id_) is not None for id_, _titulo, _tecla in _SEGUNDA))

    def mostra_rascunhos(self, posicao: int, quantos: int) -> None:
        """"rascunho 2 de 3 (Ctrl+Tab)"; nothing when there is only one."""
        self._rascunhos.setText(f"rascunho {posicao} de {quantos} · Ctrl+Tab" if quantos > 1 else "")


def nomes_do_servico(servico: DadosServico, tipo: TipoPedido) -> dict[str, str | None]:
    """What the header shows of a service order; None: its type has no such field."""
    nomes: dict[str, str | None] = {
        nome: None if como is Preenchimento.NAO_INFORMAR else getattr(servico, nome)
        for nome, como in tipo.campos_servico.items()}
    if nomes["placa"]:
        nomes["placa"] = formata_placa(servico.placa)
    itens = tipo.itens_checklist
    marcados = sum(um in servico.conferidos for um in itens)
    return {"tecnico": servico.tecnico if tipo.tem_tecnico else None, **nomes,
            "checklist": f"{marcados} de {len(itens)}" if itens else None}
