"""The list of a registry: search, saved searches, and what is done with the record under the cursor."""

from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from balcao.domain.cadastro.mensagens import LinhaListada, Pagina, PesquisaSalva, Registro
from balcao.domain.cadastro.pesquisa import MAIOR_PAGINA, Pesquisa
from balcao.ui.acoes import Acoes, ActionSpec, sobre_teclas
from balcao.ui.background import Faixa
from balcao.ui.cadastros.ficha import PaginaFicha
from balcao.ui.cadastros.historico import DialogoHistorico
from balcao.ui.cadastros.pesquisa import DialogoPesquisa
from balcao.ui.cadastros.planilha import PLANILHAS, DialogoImportacao
from balcao.ui.cadastros.salvas import Salvas
from balcao.ui.cadastros.servicos import ServicosCadastro
from balcao.ui.componentes.avisos import Pergunta
from balcao.ui.componentes.contexto import Contexto
from balcao.ui.componentes.controles import LinhaTexto
from balcao.ui.componentes.tabela import ModeloLinhas, Tabela
from balcao.ui.tema import Papel, Rotulo, U


def _tem(lista: "ListaCadastro") -> bool:
    return lista.tabela.atual is not None


def _altera(lista: "ListaCadastro") -> bool:
    return lista.servicos.cadastro.alterar in lista.contexto.permissoes


def _altera_um(lista: "ListaCadastro") -> bool:
    return _tem(lista) and _altera(lista)


LISTA = (
    ActionSpec("cadastro.voltar", "Voltar à venda", "Esc", "volta", "Volta ao documento aberto.", curto="Voltar"),
    ActionSpec("cadastro.ajuda", "Ajuda", "F1", "ajuda", "Mostra todas as teclas.", curto="Ajuda"),
    ActionSpec("cadastro.novo", "Novo", "Ins", "novo", "Inclui um registro.", "", _altera, curto="Novo"),
    ActionSpec("cadastro.abrir", "Abrir ou alterar", "F2", "abre_atual", "Enter também abre.", "", _tem, curto="Abrir"),
    ActionSpec("cadastro.clonar", "Clonar", "Ctrl+D", "clona", "Inclui uma cópia, com outro nome.", "", _altera_um,
               nao_repete=True, curto="Clonar"),
    ActionSpec("cadastro.excluir", "Excluir", "Del", "exclui", "Só o que nada usa; o resto se desativa.", "",
               lambda lista: _tem(lista) and lista.servicos.cadastro.excluir in lista.contexto.permissoes,
               nao_repete=True, curto="Excluir"),
    ActionSpec("cadastro.historico", "Histórico", "Ctrl+H", "historico", "Quem mudou o quê, e quando.", "", _tem,
               curto="Histórico"),
    ActionSpec("cadastro.pesquisar", "Filtros e colunas", "F7", "filtra",
               "Condições, colunas e ordem da lista; com um nome, ficam guardadas.", curto="Filtros"),
    ActionSpec("cadastro.procurar", "Procurar", "Ctrl+F", "vai_a_busca", "Palavras em qualquer ordem, sem acento."),
    ActionSpec("cadastro.atualizar", "Atualizar a lista", "F5", "atualiza", "Lê de novo."),
    ActionSpec("cadastro.exportar", "Exportar", "Ctrl+E", "exporta", "O que está na lista, com todos os campos, em "
               "XLSX ou CSV.", curto="Exportar"),
    ActionSpec("cadastro.importar", "Importar", "Ctrl+I", "importa", "De uma planilha exportada daqui; mostra antes o "
               "que faria.", "", _altera, curto="Importar"),
)


class ListaCadastro(QWidget):
    """`abriu` carries a record, None for a new one."""

    abriu = Signal(object)
    voltou = Signal()
    informou = Signal(str)
    avisou = Signal(str)
    pediu_ajuda = Signal()

    def __init__(self, servicos: ServicosCadastro, contexto: Contexto, fuso: tzinfo, novo_id: Callable[[], UUID],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.servicos, self.contexto, self._fuso, self._novo_id = servicos, contexto, fuso, novo_id
        assert contexto.fundo is not None
        self.fundo = contexto.fundo
        self.pesquisa = Pesquisa(limite=MAIOR_PAGINA)
        self.busca, self.salvas, self.estado = LinhaTexto(), Salvas(), Rotulo("", Papel.CORPO, "texto_fraco")
        self.tabela = Tabela(ModeloLinhas((), (), lambda um: um.celulas, _cor, self), servicos.cadastro.varios, 0)
        self._colunas: tuple[str, ...] = ()
        self.acoes = Acoes(self, LISTA, contexto=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._monta()

    def _monta(self) -> None:
        self.busca.setPlaceholderText("Procurar (Ctrl+F)")
        self.busca.setAccessibleName("Procurar")
        self.busca.installEventFilter(self)
        self.busca.textChanged.connect(self._digitou)
        self.salvas.escolhida.connect(self._usa)
        self.tabela.selectionModel().currentRowChanged.connect(lambda *_: self.acoes.atualiza())
        self.tabela.activated.connect(lambda _indice: self.abre_atual())
        rotulo = QLabel("&Pesquisa")
        rotulo.setBuddy(self.salvas)
        topo = QHBoxLayout()
        topo.setSpacing(2 * U)
        topo.addWidget(Rotulo(self.servicos.cadastro.varios.capitalize(), Papel.TITULO))
        topo.addWidget(self.busca, 1)
        topo.addWidget(rotulo)
        topo.addWidget(self.salvas)
        coluna = sobre_teclas(self, self.acoes)
        coluna.addLayout(topo)
        coluna.addWidget(self.tabela, 1)
        coluna.addWidget(self.estado)
        self.setFocusProxy(self.tabela)

    def abre(self) -> None:
        """Shown: read the list and the saved searches."""
        self.acoes.atualiza()
        self.tabela.setFocus()
        self.atualiza()
        self._le(self.servicos.salvas, "salvas", self.salvas.mostra)

    # -- keys ----------------------------------------------------------------------------------------
    def volta(self) -> None:
        """ESC."""
        self.voltou.emit()

    def ajuda(self) -> None:
        """F1."""
        self.pediu_ajuda.emit()

    def vai_a_busca(self) -> None:
        """Ctrl+F."""
        self.busca.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.busca.selectAll()

    def atualiza(self) -> None:
        """F5, and after every change."""
        self.estado.setText("Lendo…")
        pesquisa = self.pesquisa
        self._le(lambda: self.servicos.pesquisa(pesquisa), "lista", self._mostra)

    def novo(self) -> None:
        """Ins."""
        self.abriu.emit(None)

    def abre_atual(self) -> None:
        """F2, or Enter on the row."""
        if (um := self.tabela.atual) is not None:
            self._le(lambda: self.servicos.consulta(um.id), "registro", self.abriu.emit)

    def clona(self) -> None:
        """Ctrl+D."""
        um, clonagem = self.tabela.atual, self._novo_id()
        self._faz(lambda: self.servicos.clona(um.id, clonagem), self.abriu.emit)

    def exclui(self) -> None:
        """Del."""
        um: LinhaListada = self.tabela.atual

        def decide(sim: bool) -> None:
            if sim:
                feito = self.servicos.cadastro.feito("excluído")
                self._faz(lambda: self.servicos.exclui(um.id), lambda _nada: self._fez(f"{um.nome}: {feito}."))

        Pergunta(self, f"Excluir {um.nome}?", "O registro sai do cadastro. O histórico dele fica.", "Excluir",
                 "Voltar", decide, perigo=True).open()

    def historico(self) -> None:
        """Ctrl+H."""
        um = self.tabela.atual
        self._le(lambda: self.servicos.consulta(um.id), "historico", self.mostra_historico)

    def mostra_historico(self, registro: Registro) -> None:
        """Of the record under the cursor, or of the one that is open."""
        DialogoHistorico(self.servicos, registro, self.fundo, self._fuso, self.window()).open()

    def filtra(self) -> None:
        """F7."""
        dialogo = DialogoPesquisa(self.servicos, self.contexto, self.pesquisa, self.salvas.nome, self)
        dialogo.pesquisou.connect(self._usa)
        dialogo.salvou.connect(self._salva)
        dialogo.esqueceu.connect(self._esquece)
        dialogo.open()

    def exporta(self) -> None:
        """Ctrl+E."""
        destino, _ = QFileDialog.getSaveFileName(self, f"Exportar {self.servicos.cadastro.varios}",
                                                 f"{self.servicos.cadastro.nome.replace('_', '-')}.xlsx", PLANILHAS)
        if destino:
            pesquisa = self.pesquisa
            self._faz(lambda: self.servicos.exporta(Path(destino), pesquisa), self.informou.emit)

    def importa(self) -> None:
        """Ctrl+I."""
        origem, _ = QFileDialog.getOpenFileName(self, f"Importar {self.servicos.cadastro.varios}", "", PLANILHAS)
        if origem:
            dialogo = DialogoImportacao(self.servicos, Path(origem), self._novo_id(), self.fundo, self.window())
            dialogo.importou.connect(self._fez)
            dialogo.open()

    # -- inside --------------------------------------------------------------------------------------
    def eventFilter(self, objeto: QObject, evento: QEvent) -> bool:
        """Enter and the arrows go from the search to what it found; ESC clears it first."""
        if isinstance(evento, QKeyEvent) and evento.type() == QEvent.Type.KeyPress:
            if evento.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.tabela.setFocus()
                return True
            if evento.key() == Qt.Key.Key_Escape and self.busca.text():
                self.busca.clear()
                return True
        if evento.type() == QEvent.Type.ShortcutOverride and isinstance(evento, QKeyEvent) and (
                evento.key() == Qt.Key.Key_Escape and self.busca.text()):
            evento.accept()
            return True
        return super().eventFilter(objeto, evento)

    def _digitou(self, texto: str) -> None:
        self.pesquisa = self.pesquisa.model_copy(update={"texto": texto[:200]})
        self.atualiza()

    def _le(self, trabalho: Callable[[], object], chave: str, pronto: Callable[..., None]) -> None:
        self.fundo.executa(Faixa.LEITURA, f"cadastro {chave}", lambda _ficha: trabalho(), pronto, self._nao_leu,
                           dono=self)

    def _nao_leu(self, erro: Exception) -> None:
        self.estado.setText(f"{erro} F5 tenta de novo.")

    def _faz(self, trabalho: Callable[[], object], pronto: Callable[..., None]) -> None:
        self.fundo.executa(Faixa.ENVIO, "cadastro", lambda _ficha: trabalho(), pronto,
                           lambda erro: self.avisou.emit(str(erro)), dono=self)

    def _fez(self, frase: str) -> None:
        self.informou.emit(frase)
        self.atualiza()

    def _mostra(self, pagina: Pagina) -> None:
        titulos = tuple(coluna.titulo for coluna in pagina.colunas)
        if titulos != self._colunas:
            self._colunas = titulos
            self.tabela.modelo.define_colunas(titulos, [i for i, c in enumerate(pagina.colunas) if c.numero])
        self.tabela.mostra(pagina.linhas, lambda um: um.id)
        self.tabela.ajusta(0)
        cadastro, total = self.servicos.cadastro, pagina.total
        frase = f"{total} {cadastro.um if total == 1 else cadastro.varios}"
        if total < pagina.cadastrados:
            frase += f", de {pagina.cadastrados}"
        if len(pagina.linhas) < total:
            frase += f"; estes são os primeiros {len(pagina.linhas)}: procure ou filtre (F7)"
        if self.pesquisa.filtros:
            frase += f"; {len(self.pesquisa.filtros)} filtro{'s' if len(self.pesquisa.filtros) > 1 else ''} (F7)"
        self.estado.setText(f"{frase}.")
        self.tabela.diz_vazia(self._por_que_vazia(pagina))
        self.acoes.atualiza()

    def _por_que_vazia(self, pagina: Pagina) -> str:
        """What a list without rows says: that nothing was found, or how to begin."""
        varios = self.servicos.cadastro.varios
        if pagina.cadastrados:
            return f"Nada em {varios} com o que se procura. Apague a busca, ou mude os filtros (F7)."
        return f"Ainda não há {varios} no cadastro." + (" Ins inclui." if _altera(self) else "")

    def _usa(self, pesquisa: Pesquisa) -> None:
        self.pesquisa = pesquisa
        self.busca.blockSignals(True)
        self.busca.setText(pesquisa.texto)
        self.busca.blockSignals(False)
        self.atualiza()
        self.tabela.setFocus()

    def _salva(self, nome: str, pesquisa: Pesquisa) -> None:
        self._usa(pesquisa)
        self.salvas.escolhe(nome, pesquisa)

        def salva() -> list[PesquisaSalva]:
            self.servicos.salva(nome, pesquisa)
            return self.servicos.salvas()

        self._faz(salva, self.salvas.mostra)

    def _esquece(self, nome: str) -> None:
        self.salvas.setCurrentIndex(0)

        def esquece() -> list[PesquisaSalva]:
            self.servicos.esquece(nome)
            return self.servicos.salvas()

        self._faz(esquece, self.salvas.mostra)


class PaginaCadastro(QWidget):
    """The list, or the record over it. `acoes` are those of what is shown."""

    voltou = Signal()
    informou = Signal(str)
    avisou = Signal(str)
    pediu_ajuda = Signal()

    def __init__(self, servicos: ServicosCadastro, contexto: Contexto, fuso: tzinfo, novo_id: Callable[[], UUID],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._servicos, self._contexto, self._fuso, self._novo_id = servicos, contexto, fuso, novo_id
        self.lista = ListaCadastro(servicos, contexto, fuso, novo_id)
        self.ficha: PaginaFicha | None = None
        self._pilha = QStackedWidget()
        self._pilha.addWidget(self.lista)
        tudo = QVBoxLayout(self)
        tudo.setContentsMargins(0, 0, 0, 0)
        tudo.addWidget(self._pilha)
        self.lista.abriu.connect(self._abre_ficha)
        for nome in ("voltou", "informou", "avisou", "pediu_ajuda"):
            getattr(self.lista, nome).connect(getattr(self, nome))

    @property
    def acoes(self) -> Acoes:
        """For help and the palette."""
        return self.lista.acoes if self.ficha is None else self.ficha.acoes

    @property
    def nao_gravado(self) -> str:
        """The record whose changes were not stored; "" when there is none."""
        return self.ficha.titulo.text() if self.ficha is not None and self.ficha.alterada else ""

    def abre(self, permissoes: frozenset[str]) -> None:
        """Shown, by who has these permissions; a record that was left open is still there."""
        self._contexto = replace(self._contexto, permissoes=permissoes)
        self.lista.contexto = self._contexto
        if self.ficha is None:
            self.lista.abre()
        else:
            self.ficha.setFocus()

    def _abre_ficha(self, registro: Registro | None) -> None:
        if self.ficha is not None:
            return
        ficha = PaginaFicha(self._servicos, self._contexto, self._fuso, self._novo_id, registro)
        ficha.voltou.connect(self._fecha_ficha)
        ficha.gravou.connect(lambda _registro: self.lista.atualiza())
        ficha.informou.connect(self.informou)
        ficha.pediu_historico.connect(self.lista.mostra_historico)
        self.ficha = ficha
        self._pilha.addWidget(ficha)
        self._pilha.setCurrentWidget(ficha)

    def _fecha_ficha(self) -> None:
        ficha, self.ficha = self.ficha, None
        if ficha is not None:
            self._pilha.removeWidget(ficha)
            ficha.deleteLater()
        self.lista.abre()


def _cor(um: LinhaListada) -> str:
    return "texto" if um.ativo else "texto_fraco"
