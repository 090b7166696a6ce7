"""F12: the one-page summary. A second, separate F12 issues; a held key never does; a scan goes back to the sale."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget

from balcao.domain.achados import Finding, impedem
from balcao.domain.alteracao import Alteracao
from balcao.domain.formatos import data, moeda
from balcao.domain.pedido import DadosServico, ModoEntrega, Pedido
from balcao.domain.placa import formata_placa
from balcao.domain.plano import Parcela
from balcao.domain.terminal.opcoes import AoFinalizar
from balcao.ui.componentes.controles import Marcador
from balcao.ui.componentes.dialogo import Dialogo
from balcao.ui.tema import Papel, Rotulo, U
from balcao.ui.venda.faixa_achados import FaixaAchados

_PARCELAS_MOSTRADAS = 6


@dataclass(frozen=True, slots=True)
class Resumo:
    """What the page shows. `tipo`: of a change, what the issued document is called. `vendedor` None: this document has
    none. `imprime`: whether paper comes out, comes out if the seller wants it, or does not (CB-135)."""

    pedido: Pedido
    tipo: str
    vendedor: str | None
    lista: str
    plano: str
    parcelas: tuple[Parcela, ...]
    a_vista: bool
    achados: tuple[Finding, ...]
    imprime: AoFinalizar
    sem_retaguarda: str = ""
    representante: str = ""
    alteracao: Alteracao | None = None
    classificacao: str = ""
    validade: date | None = None
    numero: str = ""


def descreve_parcelas(parcelas: tuple[Parcela, ...], a_vista: bool) -> str:
    """" "3× — 10/04/2026 R$ 33,33 · …"; "" for cash."""
    if not parcelas or (len(parcelas) == 1 and a_vista):
        return ""
    partes = [f"{data(p.vencimento)} {moeda(p.valor)}" for p in parcelas[:_PARCELAS_MOSTRADAS]]
    mais = f" e mais {len(parcelas) - _PARCELAS_MOSTRADAS}" if len(parcelas) > _PARCELAS_MOSTRADAS else ""
    return f"{len(parcelas)}× — " + " · ".join(partes) + mais


def descreve_veiculo(servico: DadosServico) -> str:
    """"ABC-1234 · GOL 1.6"; "" when neither was told."""
    return " · ".join(parte for parte in (formata_placa(servico.placa), servico.modelo) if parte)


def _versao(emitido: str, alteracao: Alteracao) -> str:
    versao = alteracao.antes.versao
    return f"{emitido} · revisão {versao + 1}, no lugar da {versao}"


class DialogoResumo(Dialogo):
    """Emits `confirmado`; the caller issues, then closes, or refuses with what the service found. The keys its texts
    name act here too: the page's own stop at a dialog. `abandonou`: closed by Ctrl+W, to give a change up."""

    pediu_liberacao = Signal()
    pediu_porque = Signal()

    def __init__(self, resumo: Resumo, parent: QWidget | None = None) -> None:
        altera = self._altera = resumo.alteracao is not None
        self.abandonou = False
        super().__init__("Gravar a alteração" if altera else "Finalizar", parent,
                         confirma="Gravar" if altera else "Emitir", espera=True, largura=80 * U)
        self.botao_confirma.setText("Gravar (F12)" if altera else "Emitir (F12)")
        grade = QGridLayout()
        grade.setHorizontalSpacing(3 * U)
        grade.setVerticalSpacing(U // 2)
        self.linhas = self._linhas(resumo)
        for linha, (titulo, valor) in enumerate(self.linhas):
            grade.addWidget(Rotulo(titulo, Papel.CORPO, "texto_fraco"), linha, 0)
            texto = Rotulo(valor, Papel.DESTAQUE if titulo in ("Documento", "Cliente") else Papel.CORPO)
            texto.setWordWrap(True)
            grade.addWidget(texto, linha, 1)
        grade.setColumnStretch(1, 1)
        self.corpo.addLayout(grade)
        self.corpo.addWidget(Rotulo(moeda(resumo.pedido.total), Papel.TOTAL))
        self.faixa = FaixaAchados(quebra=True)
        self.faixa.mostra(resumo.achados)
        self.corpo.addWidget(self.faixa)
        self.imprime = Marcador("&Imprimir ao gravar" if altera else "&Imprimir ao emitir")
        self.imprime.setVisible(resumo.imprime is AoFinalizar.PERGUNTAR)
        self.imprime.setChecked(resumo.imprime is not AoFinalizar.NUNCA)
        self.corpo.addWidget(self.imprime)
        self.faixa.clicada.connect(lambda: None if self.esperando else self.pediu_porque.emit())
        self._impede(resumo.achados)
        (self.botao_confirma if self.botao_confirma.isEnabled() else self.botao_fecha).setFocus()

    def _linhas(self, r: Resumo) -> list[tuple[str, str]]:
        p = r.pedido
        entrega = ("Retira na loja" if p.entrega.modo is ModoEntrega.RETIRA else f"Entrega em {p.entrega.endereco}") + (
            f", {data(p.entrega.data)}" if p.entrega.data else "") + (f" · frete {moeda(p.frete)}" if p.frete else "")
        linhas = [("Documento", r.tipo if r.alteracao is None else _versao(r.tipo, r.alteracao)),
                  ("Número", r.numero), ("Cliente", p.cliente_nome or "não informado"),
                  ("Vendedor", "" if r.vendedor is None else r.vendedor or "não informado"),
                  ("Representante", r.representante), ("Tabela", r.lista), ("Plano", r.plano),
                  ("Parcelas", descreve_parcelas(r.parcelas, r.a_vista)),
                  ("Itens", f"{len(p.itens)} · subtotal {moeda(p.subtotal - p.acrescimo)}"
                   + (f" · acréscimo {moeda(p.acrescimo)}" if p.acrescimo else "")
                   + (f" · desconto {moeda(p.desconto)}" if p.desconto else "")),
                  ("Veículo", descreve_veiculo(p.servico)), ("Equipamento", p.servico.equipamento),
                  ("Técnico responsável", p.servico.tecnico),
                  ("Entrega", entrega), ("Contato", p.contato), ("Classificação", r.classificacao),
                  ("Validade", data(r.validade) if r.validade else ""), ("Observações", p.observacoes)]
        if r.imprime is AoFinalizar.SEMPRE:
            linhas.append(("Impressão", "sai ao emitir" if r.alteracao is None else "sai ao gravar"))
        if r.sem_retaguarda:
            linhas.append(("Sem retaguarda", r.sem_retaguarda))
        return [(titulo, valor) for titulo, valor in linhas if valor]

    def _impede(self, achados: tuple[Finding, ...]) -> None:
        parado = bool(impedem(achados))
        self.botao_confirma.setEnabled(not parado)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        faz = self._com_ctrl(event.key()) if event.modifiers() == Qt.KeyboardModifier.ControlModifier else None
        if faz is not None:
            if not self.esperando and not event.isAutoRepeat():
                faz()
            return
        super().keyPressEvent(event)

    def _com_ctrl(self, tecla: int) -> Callable[[], None] | None:
        match tecla:
            case Qt.Key.Key_L:
                return self.pediu_liberacao.emit
            case Qt.Key.Key_I:
                return self.pediu_porque.emit
            case Qt.Key.Key_W if self._altera:
                return self._abandona
        return None

    def _abandona(self) -> None:
        self.abandonou = True
        self.reject()

    def mostra_achados(self, achados: tuple[Finding, ...]) -> None:
        """What the service found in the meantime."""
        self.faixa.mostra(achados)
        self.ocupa(False)
        self._impede(achados)
        (self.botao_confirma if self.botao_confirma.isEnabled() else self.botao_fecha).setFocus()
        self._assenta()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._assenta()

    def _assenta(self) -> None:
        """As tall as its sentences are in this width; Qt's first guess folds them in the narrowest."""
        layout = self.layout()
        assert layout is not None
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # its minimum is of the narrowest, too
        layout.activate()
        self.setMinimumHeight(0)
        self.resize(self.width(), layout.heightForWidth(self.width()))
