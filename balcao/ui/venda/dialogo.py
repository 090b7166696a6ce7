"""The dialog's frame moved to balcao.ui.componentes.dialogo; this name goes when nobody imports it."""

from balcao.ui.componentes.dialogo import CONFIRMA, Dialogo, DialogoValor, linha

__all__ = ["CONFIRMA", "Dialogo", "DialogoValor", "linha"]
