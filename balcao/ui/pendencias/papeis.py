"""Fila de impressão: the papers of this counter that wait for the printer or stopped, why, and what can be done."""

from collections.abc import Callable
from datetime import tzinfo
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from balcao.devices.trabalho import PARADOS, EstadoTrabalho, Trabalho, rotulo_do_estado
from balcao.domain.formatos import data_hora
from balcao.domain.terminal.opcoes import Papel as PapelImpresso
from balcao.ui.acoes import Acoes, ActionSpec, sobre_teclas
from balcao.ui.background import Background, Faixa
from balcao.ui.componentes.avisos import Pergunta
from balcao.ui.componentes.contexto import Contexto, Fonte
from balcao.ui.componentes.dialogo import Dialogo
from balcao.ui.componentes.referencia import CampoReferencia
from balcao.ui.componentes.tabela import ModeloLinhas, Tabela
from balcao.ui.documentos.previa import Previa
from balcao.ui.pendencias.servicos import ServicosPapeis
from balcao.ui.tema import Papel, Rotulo, U

COLUNAS = ("Documento", "Impressora", "Papel", "Vias", "Desde", "Tentativas", "Situação")
PAPEIS = {PapelImpresso.A4: "A4", PapelImpresso.BOBINA_80: "80 mm", PapelImpresso.BOBINA_58: "58 mm",
          PapelImpresso.TEXTO_80: "80 colunas"}
PADRAO = "a padrão do sistema"


def _parado(pagina: Any) -> bool:
    return pagina.atual is not None and pagina.atual.estado in PARADOS


def _desistivel(pagina: Any) -> bool:
    return pagina.atual is not None and pagina.atual.estado is not EstadoTrabalho.IMPRIMINDO


ACOES = (
    ActionSpec("papeis.voltar", "Voltar à venda", "Esc", "volta", "Volta ao documento aberto.", curto="Voltar"),
    ActionSpec("papeis.ajuda", "Ajuda", "F1", "ajuda", "Mostra todas as teclas.", curto="Ajuda"),
    ActionSpec("papeis.atualizar", "Atualizar a lista", "F5", "atualiza", "Lê de novo.", curto="Atualizar"),
    ActionSpec("papeis.outra", "Imprimir em outra impressora", "F9", "imprime_em_outra",
               "O mesmo papel, em uma impressora que aceite o formato dele.", "", _parado, curto="Outra impressora"),
    ActionSpec("papeis.saiu", "Já saiu", "F10", "saiu", "O papel está na mão: tira da fila como impresso.", "",
               _parado, nao_repete=True, curto="Já saiu"),
    ActionSpec("papeis.pdf", "Salvar em PDF", "Ctrl+G", "salva_pdf",
               "Grava um arquivo PDF no lugar do papel, que sai da fila.", "", _parado, curto="PDF"),
    ActionSpec("papeis.desistir", "Não imprimir", "Del", "desiste",
               "Tira da fila sem imprimir; o documento continua em Documentos (F8).", "", _desistivel,
               curto="Não imprimir"),
    ActionSpec("papeis.imprimir", "Imprimir de novo", "F12", "imprime", "Manda outra vez para a impressora.", "",
               _parado, nao_repete=True, curto="Imprimir de novo"),
)


class DialogoImpressora(Dialogo):
    """Another printer for one paper: one of the system's, or an address as Configuração takes it."""

    def __init__(self, trabalho: Trabalho, sugerida: str, fonte: Fonte, contexto: Contexto,
                 parent: QWidget | None = None) -> None:
        super().__init__(f"Imprimir {trabalho.titulo}", parent, confirma="Imprimir", espera=True)
        self.impressora = CampoReferencia(fonte, contexto, "")
        self.impressora.define_valor(sugerida)
        self.impressora.selectAll()  # typed over, by whoever wants another
        self.campo("&Impressora", self.impressora,
                   f"O papel está pronto no formato {PAPEIS[trabalho.papel]}: a impressora precisa ser desse formato. "
                   "Para outro formato, mude a impressora e o papel em Configuração e imprima em Documentos (F8). "
                   f"Vazio: {PADRAO}.")


class PaginaPapeis(QWidget):
    """`impressoras` finds the system's; `configurada` is this terminal's now."""

    voltou = Signal()
    informou = Signal(str)
    avisou = Signal(str)
    pediu_ajuda = Signal()

    def __init__(self, servicos: ServicosPapeis, fundo: Background, fuso: tzinfo, impressoras: Fonte,
                 configurada: Callable[[], str], contexto: Contexto, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.servicos, self.fundo, self._fuso = servicos, fundo, fuso
        self._impressoras, self._configurada, self._contexto = impressoras, configurada, contexto
        self.estado, self.motivo = Rotulo("", Papel.CORPO, "texto_fraco"), Rotulo("", Papel.CORPO)
        self.conselho = Rotulo("", Papel.CORPO, "texto_fraco")
        self.tabela = Tabela(ModeloLinhas(COLUNAS, ("Vias", "Tentativas"), self._textos, _cor, self),
                             "Fila de impressão", COLUNAS.index("Impressora"))
        self.previa = Previa(22 * U)
        self.acoes = Acoes(self, ACOES, contexto=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._monta()

    def _monta(self) -> None:
        for rotulo in (self.motivo, self.conselho):
            rotulo.setWordWrap(True)
            rotulo.setTextFormat(Qt.TextFormat.PlainText)
        self.motivo.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.tabela.selectionModel().currentRowChanged.connect(lambda *_: self._mudou_linha())
        lado = QHBoxLayout()
        lado.addWidget(self.tabela, 5)
        lado.addWidget(self.previa, 1)
        coluna = sobre_teclas(self, self.acoes)
        coluna.addWidget(Rotulo("Fila de impressão", Papel.TITULO))
        coluna.addLayout(lado, 1)
        for abaixo in (self.estado, self.motivo, self.conselho):
            coluna.addWidget(abaixo)
        self.setFocusProxy(self.tabela)

    @property
    def atual(self) -> Trabalho | None:
        """The paper under the cursor."""
        atual: Trabalho | None = self.tabela.atual
        return atual

    def abre(self) -> None:
        """Shown: read the list."""
        self.tabela.setFocus()
        self.atualiza()

    def atualiza(self) -> None:
        """Read the list again."""
        self.fundo.executa(Faixa.LEITURA, "papeis", lambda _ficha: self.servicos.lista(), self._mostra,
                           lambda erro: self.estado.setText(str(erro)), dono=self)

    def _mostra(self, linhas: list[Trabalho]) -> None:
        self.tabela.mostra(linhas, lambda um: um.id)
        self.tabela.diz_vazia("Nenhum papel espera.")
        parados = sum(um.estado in PARADOS for um in linhas)
        ditos = [f"{parados} {'parado' if parados == 1 else 'parados'}"] if parados else []
        if a_caminho := len(linhas) - parados:
            ditos.append(f"{a_caminho} a caminho da impressora")
        self.estado.setText(f"{', '.join(ditos)}." if ditos else
                            "Tudo o que foi mandado imprimir neste balcão saiu, ou deixou de ser esperado.")
        self._mudou_linha()

    def _mudou_linha(self) -> None:
        self.acoes.atualiza()
        self.fundo.cancela("previa do papel")
        um = self.atual
        self.previa.diz("")
        self.motivo.define_cor(_cor(um) if um is not None else "texto")
        self.motivo.setText(um.motivo if um is not None else "")
        self.conselho.setText(conselho(um) if um is not None else "")
        if um is not None:
            self.fundo.executa(Faixa.LEITURA, "previa do papel", lambda _ficha: self.servicos.previa(um.id),
                               self.previa.mostra, lambda erro: self.previa.diz(str(erro)), dono=self)

    def _textos(self, um: Trabalho) -> tuple[str, ...]:
        return (um.titulo, um.impressora or PADRAO, PAPEIS[um.papel], str(um.copias),
                data_hora(um.criado_em.astimezone(self._fuso)), str(um.tentativas), rotulo_do_estado(um.estado))

    # -- keys ----------------------------------------------------------------------------------------
    def volta(self) -> None:
        """ESC."""
        self.voltou.emit()

    def ajuda(self) -> None:
        """F1."""
        self.pediu_ajuda.emit()

    def imprime(self) -> None:
        """F12."""
        self._faz(self.servicos.imprime)

    def imprime_em_outra(self) -> None:
        """F9."""
        um = self.atual
        assert um is not None
        dialogo = DialogoImpressora(um, self._configurada(), self._impressoras, self._contexto, self)

        def fez(mensagem: str) -> None:
            dialogo.accept()
            self._fez(mensagem)

        dialogo.confirmado.connect(lambda: self.fundo.executa(
            Faixa.IMPRESSAO, "papel", lambda _ficha: self.servicos.imprime(um.id, dialogo.impressora.valor()), fez,
            lambda erro: dialogo.recusa(str(erro), dialogo.impressora), dono=dialogo))
        dialogo.open()

    def saiu(self) -> None:
        """F10."""
        self._faz(self.servicos.saiu)

    def desiste(self) -> None:
        """Del: asks once."""
        um = self.atual
        assert um is not None
        Pergunta(self, f"Não imprimir {um.titulo}?", "O papel sai da fila. O documento não muda: continua em "
                 "Documentos (F8), onde pode ser impresso depois.", "Não imprimir", "Deixar na fila",
                 lambda sim: self._faz(self.servicos.desiste, um) if sim else None).open()

    def salva_pdf(self) -> None:
        """Ctrl+G."""
        um = self.atual
        assert um is not None
        destino, _ = QFileDialog.getSaveFileName(self, "Salvar em PDF", f"{um.arquivo.rpartition('.')[0]}.pdf",
                                                 "PDF (*.pdf)")
        if destino:
            self._faz(lambda id_: self.servicos.salva_pdf(id_, destino), um)

    def _faz(self, pede: Callable[[Any], str], um: Trabalho | None = None) -> None:
        um = um or self.atual
        assert um is not None
        id_ = um.id
        self.fundo.executa(Faixa.IMPRESSAO, "papel", lambda _ficha: pede(id_), self._fez, self._falhou, dono=self)

    def _fez(self, mensagem: str) -> None:
        self.informou.emit(mensagem)
        self.atualiza()

    def _falhou(self, erro: Exception) -> None:
        self.avisou.emit(str(erro))
        self.atualiza()


def conselho(um: Trabalho) -> str:
    """What to do about one, with its keys."""
    if um.estado is EstadoTrabalho.INCERTO:
        return ("Olhe a impressora antes. Saiu inteiro: F10. Não saiu, ou saiu cortado: F12 imprime de novo; F9, em "
                "outra impressora; Ctrl+G grava um PDF no lugar do papel; Del deixa de imprimir.")
    if um.estado is EstadoTrabalho.FALHOU:
        return ("Nada saiu no papel. Resolvido o que a impressora diz, F12 imprime de novo; F9, em outra impressora; "
                "Ctrl+G grava um PDF no lugar do papel; Del deixa de imprimir.")
    return "Sai sozinho, na ordem." if um.estado is EstadoTrabalho.NA_FILA else "Está na impressora."


def _cor(um: Trabalho) -> str:
    return "alerta" if um.estado in PARADOS else "texto"
