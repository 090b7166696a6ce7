"""The form kit: from a declared model to groups of fields that are typed, searched, explained and undone.

`Formulario` is the form alone, for a page that has a frame of its own; `FichaFormulario` is a whole record, with
search, table of contents and the bar of keys.
"""

from balcao.ui.formulario.ficha import FichaFormulario
from balcao.ui.formulario.quadro import DialogoLinha, Formulario

__all__ = ["DialogoLinha", "FichaFormulario", "Formulario"]
