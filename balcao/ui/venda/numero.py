"""The number and the série of a document whose type has them informed (TP-153, TP-154)."""

from PySide6.QtWidgets import QWidget

from balcao.domain.formatos import TextoInvalido
from balcao.domain.numeracao import digita_numero, digita_serie, le_numero, le_serie
from balcao.domain.pedido import Pedido
from balcao.domain.tipo_pedido import TipoPedido
from balcao.ui.componentes.dialogo import Dialogo, linha
from balcao.ui.tema import U


def escreve_numero(pedido: Pedido, tipo: TipoPedido) -> str | None:
    """What the header shows: "123", "123, série A1", "série A1"; None where the type informs neither."""
    if not (digita_numero(tipo) or digita_serie(tipo)):
        return None
    partes = [str(pedido.numero) if pedido.numero is not None else "",
              f"série {pedido.serie}" if pedido.serie else ""]
    return ", ".join(p for p in partes if p)


class DialogoNumero(Dialogo):
    """Only what the type asks for; what it does not stays as it is."""

    def __init__(self, pedido: Pedido, tipo: TipoPedido, parent: QWidget | None = None) -> None:
        pede = {"número": digita_numero(tipo), "série": digita_serie(tipo)}
        titulo = " e ".join(nome for nome, informa in pede.items() if informa)
        super().__init__(f"{titulo.capitalize()} do documento", parent, largura=60 * U)
        self._informa_numero, self._informa_serie = pede.values()
        self.numero, self.serie = pedido.numero, pedido.serie
        self.campo_numero = linha("" if pedido.numero is None else str(pedido.numero))
        self.campo_serie = linha(pedido.serie)
        self.campo_numero.selectAll()
        self.campo_serie.selectAll()
        if self._informa_numero:
            self.campo("&Número", self.campo_numero, "Quem vende o informa; dois documentos do tipo não têm o mesmo.")
        if self._informa_serie:
            self.campo("&Série", self.campo_serie, "Letras, números ou hífen. Vazia: a série padrão da loja.")

    def valida(self) -> bool:
        for informa, nome, campo, le in ((self._informa_numero, "numero", self.campo_numero, le_numero),
                                         (self._informa_serie, "serie", self.campo_serie, le_serie)):
            if not informa:
                continue
            try:
                setattr(self, nome, le(campo.text()))
            except TextoInvalido as erro:
                self.recusa(str(erro), campo)
                self.adjustSize()
                return False
        return True
