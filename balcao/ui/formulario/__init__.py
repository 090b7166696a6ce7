"""The form kit: from a declared model to groups of fields that are typed, searched, explained and undone."""

from balcao.ui.formulario.quadro import DialogoLinha, Formulario

__all__ = ["DialogoLinha", "Formulario"]
