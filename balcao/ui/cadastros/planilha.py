"""A sheet comes in: first what it would do, row by row, then it is done whole."""

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from balcao.domain.cadastro.mensagens import LinhaImportada, ProblemaDaPlanilha, ResultadoImportacao
from balcao.ui.background import Background, Faixa
from balcao.ui.cadastros.servicos import ServicosCadastro
from balcao.ui.componentes.dialogo import Dialogo
from balcao.ui.componentes.tabela import ModeloLinhas, Tabela
from balcao.ui.tema import Papel, Rotulo, U

PLANILHAS = "Planilhas (*.xlsx *.csv)"
COLUNAS = ("Linha", "Registro", "O que acontece")


class DialogoImportacao(Dialogo):
    """`importou` carries the sentence of what was done."""

    importou = Signal(str)

    def __init__(self, servicos: ServicosCadastro, arquivo: Path, id_: UUID, fundo: Background,
                 parent: QWidget) -> None:
        super().__init__(f"Importar {arquivo.name}", parent, confirma="Importar", espera=True, largura=110 * U)
        self._servicos, self._arquivo, self._id, self._fundo = servicos, arquivo, id_, fundo
        self.resumo = Rotulo("Lendo a planilha…", Papel.DESTAQUE)
        self.resumo.setWordWrap(True)
        self.tabela = Tabela(ModeloLinhas(COLUNAS, ("Linha",), _textos, _cor, self), "O que a planilha faz", 2)
        self.tabela.setMinimumHeight(44 * U)
        self.corpo.addWidget(self.resumo)
        self.corpo.addWidget(self.tabela, 1)
        self.botao_confirma.setEnabled(False)
        self.confirmado.connect(lambda: self._pede(simular=False))
        self.tabela.setFocus()
        self._pede(simular=True)

    def valida(self) -> bool:
        """Enter before the preview came, or with a bad row, does nothing."""
        return self.botao_confirma.isEnabled()

    def _pede(self, *, simular: bool) -> None:
        self._fundo.executa(
            Faixa.LEITURA if simular else Faixa.ENVIO, "planilha",
            lambda _ficha: self._servicos.importa(self._id, self._arquivo, simular=simular),
            self._mostra if simular else self._fez, lambda erro: self._falhou(erro, simular), dono=self)

    def _mostra(self, resultado: ResultadoImportacao) -> None:
        self.resumo.setText(resultado.frase)
        self.resumo.define_cor("bloqueio" if resultado.problemas else "texto")
        self.tabela.mostra([*resultado.problemas, *resultado.linhas], id)
        if resultado.problemas:
            self.recusa("Nada foi importado. Corrija a planilha nos lugares indicados e importe de novo.", self.tabela)
        self.botao_confirma.setEnabled(bool(resultado.criados or resultado.alterados) and not resultado.problemas)

    def _fez(self, resultado: ResultadoImportacao) -> None:
        if resultado.gravado:
            self.importou.emit(resultado.frase)
            self.accept()
        else:
            self.ocupa(False)
            self._mostra(resultado)

    def _falhou(self, erro: Exception, simular: bool) -> None:
        if simular:
            self.resumo.setText("A planilha não foi lida.")
        self.recusa(str(erro), self.tabela)


def _textos(um: ProblemaDaPlanilha | LinhaImportada) -> tuple[str, ...]:
    if isinstance(um, ProblemaDaPlanilha):
        return (str(um.linha or ""), um.lugar, um.motivo)
    if um.novo:
        return (str(um.linha), um.nome, "é incluído")
    return (str(um.linha), um.nome, "; ".join(f"{c.titulo}: de “{c.antes}” para “{c.depois}”" for c in um.mudancas)
            or "fica como está")


def _cor(um: ProblemaDaPlanilha | LinhaImportada) -> str:
    return "bloqueio" if isinstance(um, ProblemaDaPlanilha) else "texto"
