"""Ctrl+I, "por que bloqueou?": every finding with the setting that decided, whose, and who may release."""

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from balcao.domain.achados import Finding, Severity
from balcao.domain.permissoes import ROTULOS, Permissao
from balcao.domain.textos import ROTULO_SEVERIDADE, explica, texto
from balcao.ui.componentes.dialogo import Dialogo
from balcao.ui.tema import Papel, Rotulo, U

_COR = {Severity.BLOCK: "bloqueio", Severity.APPROVE: "bloqueio", Severity.WARN: "alerta",
        Severity.INFO: "texto_fraco"}


class DialogoPorque(Dialogo):
    """A list to read; nothing to confirm."""

    def __init__(self, achados: tuple[Finding, ...], parent: QWidget | None = None) -> None:
        super().__init__("Por quê?", parent, confirma="", largura=76 * U)
        dentro = QWidget()
        coluna = QVBoxLayout(dentro)
        coluna.setSpacing(2 * U)
        for achado in achados:
            coluna.addWidget(self._bloco(achado))
        if not achados:
            coluna.addWidget(Rotulo("Nada impede este documento.", Papel.CORPO, "texto_fraco"))
        coluna.addStretch()
        rolagem = QScrollArea()
        rolagem.setWidgetResizable(True)
        rolagem.setFrameShape(QFrame.Shape.NoFrame)
        rolagem.setWidget(dentro)
        rolagem.setMinimumHeight(30 * U)
        self.corpo.addWidget(rolagem, 1)
        self.botao_fecha.setFocus()

    def _bloco(self, achado: Finding) -> QWidget:
        bloco = QWidget()
        coluna = QVBoxLayout(bloco)
        coluna.setContentsMargins(0, 0, 0, 0)
        coluna.setSpacing(2)
        linhas = [(ROTULO_SEVERIDADE[achado.severity], Papel.LEGENDA, _COR[achado.severity]),
                  (texto(achado), Papel.DESTAQUE, "texto"), (explica(achado), Papel.CORPO, "texto_fraco")]
        if achado.liberavel and achado.permissao:  # of a released one, who did is in its sentence
            linhas.append((f"Pode liberar quem tem a permissão “{ROTULOS[Permissao(achado.permissao)]}” (Ctrl+L).",
                           Papel.CORPO, "texto_fraco"))
        if achado.origem is not None:  # what the manual and who helps over the telephone call the setting
            linhas.append((f"Para o suporte: {achado.origem.campo_id}", Papel.LEGENDA, "texto_fraco"))
        for frase, papel, cor in linhas:
            rotulo = Rotulo(frase, papel, cor)
            rotulo.setWordWrap(True)
            coluna.addWidget(rotulo)
        return bloco
