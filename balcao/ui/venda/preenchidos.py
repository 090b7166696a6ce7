"""Fields that the document's type fills in by itself (TP-163): shut, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class DoTipo:
    """The fields by their names on the screen, each as a sentence calls it; `tipo`: the type's name."""

    tipo: str
    campos: Mapping[str, str] = field(default_factory=dict)

    def __contains__(self, campo: str) -> bool:
        return campo in self.campos

    def motivo(self, campo: str) -> str:
        """Why a field does not change."""
        return f"O tipo {self.tipo} preenche {self.campos[campo]}, e aqui não se muda. Para mudar, troque o tipo (F11)."

    def legenda(self) -> str:
        """Under a field that is shut."""
        return f"Preenchido pelo tipo {self.tipo}."

    def fecha(self, campo: str, *caixas: QWidget) -> None:
        """Shut a field's box where the type fills it in."""
        if campo in self:
            for caixa in caixas:
                caixa.setEnabled(False)
                caixa.setToolTip(self.legenda())
