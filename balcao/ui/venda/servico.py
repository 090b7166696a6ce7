"""Shift+F3: what a service order is about: the vehicle, the equipment, the check-list of its entry."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from balcao.domain.formatos import TextoInvalido
from balcao.domain.pedido import DadosServico
from balcao.domain.placa import formata_placa, le_placa
from balcao.domain.tipo_pedido import TipoPedido
from balcao.domain.tipo_pedido.opcoes import Preenchimento
from balcao.ui.componentes.controles import LinhaTexto, Marcador
from balcao.ui.componentes.dialogo import Dialogo, linha
from balcao.ui.tema import Papel, Rotulo, U, altura_controle

_CAMPOS = {"placa": ("&Placa", 12), "modelo": ("&Modelo do veículo", 60), "equipamento": ("&Equipamento", 120)}
"""By the names of `DadosServico`: its label, and how many letters fit."""
_LINHAS_VISIVEIS, _NUMA_COLUNA = 6, 4


class DialogoServico(Dialogo):
    """Only the fields that the order's type has; a demanded one has an asterisk, and may wait until F12 asks.

    `primeiro`: the field to begin at ("placa", "modelo", "equipamento", "checklist"). `servico` is what was typed.
    """

    def __init__(self, servico: DadosServico, tipo: TipoPedido, parent: QWidget | None = None,
                 primeiro: str = "") -> None:
        super().__init__(titulo_do_servico(tipo), parent, largura=72 * U)
        self.servico = servico
        self.campos: dict[str, LinhaTexto] = {}
        self.erros: dict[str, Rotulo] = {}
        self.checklist: dict[str, Marcador] = {}
        for nome, como in tipo.campos_servico.items():
            if como is not Preenchimento.NAO_INFORMAR:
                self._poe(nome, getattr(servico, nome), como is Preenchimento.REQUERIDO)
        if tipo.itens_checklist:
            self._poe_checklist(tipo.itens_checklist, servico.conferidos)
        if Preenchimento.REQUERIDO in tipo.campos_servico.values():
            self.corpo.addWidget(Rotulo("* obrigatório neste tipo de documento", Papel.LEGENDA, "texto_fraco"))
        todos = [*self.campos.values(), *self.checklist.values()]
        self.pergunta_antes(lambda: [*(um.text() for um in self.campos.values()),
                            *(um.isChecked() for um in self.checklist.values())])
        self.campos.get(primeiro, todos[len(self.campos)] if primeiro == "checklist" else todos[0]).setFocus()

    def _poe(self, nome: str, valor: str, exigido: bool) -> None:
        rotulo, maximo = _CAMPOS[nome]
        campo, erro = linha(formata_placa(valor) if nome == "placa" else valor), Rotulo("", Papel.LEGENDA, "bloqueio")
        campo.setMaxLength(maximo)
        erro.setWordWrap(True)
        erro.hide()
        self.campo(rotulo + (" *" if exigido else ""), campo)
        self.corpo.addWidget(erro)
        campo.textEdited.connect(lambda _texto: self._diz(nome, ""))
        self.campos[nome], self.erros[nome] = campo, erro

    def _poe_checklist(self, itens: tuple[str, ...], conferidos: tuple[str, ...]) -> None:
        dentro, area = QWidget(), QScrollArea()
        grade = QGridLayout(dentro)
        grade.setContentsMargins(0, 0, 0, 0)
        grade.setHorizontalSpacing(2 * U)
        grade.setVerticalSpacing(0)
        colunas = 1 if len(itens) <= _NUMA_COLUNA else 2
        for n, texto in enumerate(itens):
            marca = Marcador(texto.replace("&", "&&"))
            marca.setChecked(texto in conferidos)
            grade.addWidget(marca, n // colunas, n % colunas)
            self.checklist[texto] = marca
        grade.setRowStretch(len(itens), 1)
        area.setWidget(dentro)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        linhas = min(-(-len(itens) // colunas), _LINHAS_VISIVEIS)
        area.setMinimumHeight(linhas * altura_controle(self))
        self.corpo.addWidget(Rotulo("Check-list da entrada", Papel.DESTAQUE))
        self.corpo.addWidget(area, 1)
        self.corpo.addWidget(Rotulo("Setas andam, Espaço marca o que foi conferido; sai impresso.", Papel.LEGENDA,
                                    "texto_fraco"))

    def _diz(self, nome: str, mensagem: str) -> None:
        self.erros[nome].setText(mensagem)
        self.erros[nome].setVisible(bool(mensagem))
        self.campos[nome].marca_erro(bool(mensagem))
        arranjo = self.layout()
        if mensagem and arranjo is not None:  # room for it, so that nothing below is squeezed
            arranjo.activate()
            self.resize(self.width(), max(self.height(), arranjo.totalHeightForWidth(self.width())))

    def valida(self) -> bool:
        lidos = {nome: campo.text().strip() for nome, campo in self.campos.items()}
        try:
            if "placa" in lidos:
                lidos["placa"] = le_placa(lidos["placa"])
        except TextoInvalido as erro:
            self._diz("placa", str(erro))
            self.campos["placa"].setFocus()
            self.campos["placa"].selectAll()
            return False
        self.servico = self.servico.model_copy(update={**lidos, "conferidos": tuple(
            texto for texto, marca in self.checklist.items() if marca.isChecked())})
        return True


def titulo_do_servico(tipo: TipoPedido) -> str:
    """What the dialog is called for an order type."""
    tem = {nome for nome, como in tipo.campos_servico.items() if como is not Preenchimento.NAO_INFORMAR}
    partes = (["Veículo"] if tem & {"placa", "modelo"} else []) + (["equipamento"] if "equipamento" in tem else [])
    return " e ".join(partes).capitalize() or "Check-list"
