"""Typed text: a reason that must be given, or the document's observations."""

from PySide6.QtWidgets import QWidget

from balcao.ui.componentes.controles import LinhaTexto
from balcao.ui.componentes.dialogo import Dialogo
from balcao.ui.componentes.dialogo_texto import DialogoTexto
from balcao.ui.tema import Papel, Rotulo, U


class DialogoMotivo(Dialogo):
    """Cancelling or losing a document asks why."""

    def __init__(self, titulo: str, aviso: str, parent: QWidget | None = None, *, confirma: str = "Confirmar") -> None:
        super().__init__(titulo, parent, confirma=confirma, espera=True)
        texto = Rotulo(aviso, Papel.CORPO, "texto_fraco")
        texto.setWordWrap(True)
        self.corpo.addWidget(texto)
        self.motivo = LinhaTexto()
        self.motivo.setMaxLength(200)
        self.campo("&Motivo", self.motivo)

    def valida(self) -> bool:
        if not self.motivo.text().strip():
            self.recusa("Diga o motivo: ele fica guardado com o documento.", self.motivo)
            return False
        return True


class DialogoObservacoes(DialogoTexto):
    """Free text printed on the document, or under one item of it. `maximo`: letters that fit."""

    def __init__(self, texto: str, parent: QWidget | None = None, titulo: str = "Observações do documento",
                 maximo: int = 1000) -> None:
        super().__init__(titulo, texto, parent, maximo=maximo, altura=18 * U)
        self.campo("&Observações", self.texto)
        self.dica = Rotulo(f"Saem impressas. Até {maximo} letras.", Papel.LEGENDA, "texto_fraco")
        self.dica.setWordWrap(True)
        self.corpo.addWidget(self.dica)
        self.texto.setFocus()
