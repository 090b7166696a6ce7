"""Ctrl+E: delivery or pick-up, where, when, and the freight."""

from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from balcao.domain.arredondamento import ZERO, arredonda
from balcao.domain.formatos import TextoInvalido, data, le_data, le_decimal, numero
from balcao.domain.pedido import Entrega, ModoEntrega, Pedido
from balcao.ui.componentes.controles import Escolha
from balcao.ui.componentes.dialogo import Dialogo, linha
from balcao.ui.venda.preenchidos import DoTipo

FRETE_MAXIMO = Decimal("999999.99")


def le_dia(texto: str, hoje: date) -> date | None:
    """The day of a delivery; None: to be agreed. Raises TextoInvalido, also for one that has passed."""
    quando = le_data(texto, hoje) if texto.strip() else None
    if quando is not None and quando < hoje:
        raise TextoInvalido(f"{data(quando)} já passou. Informe de hoje em diante.")
    return quando


def le_frete(texto: str) -> Decimal:
    """R$ of freight; "" for none. Raises TextoInvalido."""
    frete = arredonda(le_decimal(texto)) if texto.strip() else ZERO
    if not 0 <= frete <= FRETE_MAXIMO:
        raise TextoInvalido(f"O frete vai de 0,00 a {numero(FRETE_MAXIMO, 2)}.")
    return frete


class DialogoEntrega(Dialogo):
    """`enderecos` are the customer's, ready to choose; another may be typed. What the order's type fills in is shut."""

    def __init__(self, pedido: Pedido, enderecos: list[str], hoje: date, do_tipo: DoTipo,
                 parent: QWidget | None = None) -> None:
        super().__init__("Entrega", parent)
        self._hoje, self._do_tipo = hoje, do_tipo
        self.entrega, self.frete_valor = pedido.entrega, pedido.frete
        self.modo = Escolha()
        self.modo.addItem("Retira na loja", ModoEntrega.RETIRA)
        self.modo.addItem("Entrega", ModoEntrega.ENTREGA)
        self.endereco = Escolha()
        self.endereco.setEditable(True)
        self.endereco.addItems(enderecos)
        self.endereco.setEditText(pedido.entrega.endereco or (enderecos[0] if enderecos else ""))
        self.data = linha(data(pedido.entrega.data) if pedido.entrega.data else "")
        self.frete = linha(numero(pedido.frete, 2) if pedido.frete else "")
        for rotulo, caixa, nome, dica in (
                ("&Como o cliente recebe", self.modo, "entrega.modo", ""),
                ("&Endereço", self.endereco, "entrega.endereco", ""),
                ("&Data", self.data, "entrega.data", "dia/mês; vazio: a combinar"),
                ("&Frete (R$)", self.frete, "frete", "")):
            self.campo(rotulo, caixa, do_tipo.legenda() if nome in do_tipo else dica)
        self.modo.setCurrentIndex(0 if pedido.entrega.modo is ModoEntrega.RETIRA else 1)
        self.modo.currentIndexChanged.connect(self._ajusta)
        self._ajusta()
        self.pergunta_antes(lambda: (self.endereco.currentText(), self.data.text(), self.frete.text()))
        self.modo.setFocus()

    def _ajusta(self) -> None:
        # `==`: Qt gives a StrEnum back as a plain str
        entrega = self.modo.currentData() == ModoEntrega.ENTREGA
        for campo in (self.endereco, self.data, self.frete):
            campo.setEnabled(entrega)
        for nome, caixa in (("entrega.modo", self.modo), ("entrega.endereco", self.endereco),
                            ("entrega.data", self.data), ("frete", self.frete)):
            self._do_tipo.fecha(nome, caixa)

    def valida(self) -> bool:
        if self.modo.currentData() == ModoEntrega.RETIRA:
            self.entrega, self.frete_valor = Entrega(), ZERO
            return True
        if not self.endereco.currentText().strip():
            self.recusa("Informe o endereço da entrega.", self.endereco)
            return False
        campo = self.data
        try:
            quando = (self.entrega.data if "entrega.data" in self._do_tipo
                      else le_dia(self.data.text(), self._hoje))
            campo = self.frete
            frete = le_frete(self.frete.text())
        except TextoInvalido as erro:
            self.recusa(str(erro), campo)
            return False
        self.entrega = Entrega(modo=ModoEntrega.ENTREGA, endereco=self.endereco.currentText().strip(), data=quando)
        self.frete_valor = frete
        return True
