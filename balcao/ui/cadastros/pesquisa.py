"""Filters, columns and order of a registry's list; with a name they are kept for the person."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from balcao.domain.cadastro.pesquisa import ROTULOS, Filtro, Operador, Pesquisa, operadores
from balcao.domain.campo import Campo, TipoCampo, campos_de, tipo_de
from balcao.domain.formatos import TextoInvalido, le_data, le_decimal
from balcao.ui.cadastros.servicos import FonteCadastro, ServicosCadastro
from balcao.ui.componentes.contexto import Contexto
from balcao.ui.componentes.controles import Botao, Escolha, LinhaTexto
from balcao.ui.componentes.dialogo import Dialogo, linha
from balcao.ui.tema import U, altura_controle

_SEM_VALOR = frozenset({Operador.VAZIO, Operador.PREENCHIDO, Operador.ALTERADO})
MAIOR_NOME = 60


class LinhaFiltro(QWidget):
    """One condition: the field, how it is compared, and with what."""

    mudou = Signal()

    def __init__(self, servicos: ServicosCadastro, contexto: Contexto, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._modelo, self._servicos, self._contexto = servicos.cadastro.modelo, servicos, contexto
        self.campo, self.operador, self.texto, self.opcao = Escolha(), Escolha(), LinhaTexto(), Escolha()
        self.campo.addItem("—", "")
        for nome, campo in campos_de(self._modelo):
            self.campo.addItem(campo.titulo, nome)
        caixa = QHBoxLayout(self)
        caixa.setContentsMargins(0, 0, 0, 0)
        caixa.setSpacing(U)
        for widget, nome_acessivel, peso in ((self.campo, "Campo", 3), (self.operador, "Condição", 2),
                                             (self.texto, "Valor", 3), (self.opcao, "Valor", 3)):
            widget.setAccessibleName(nome_acessivel)
            widget.setMinimumHeight(altura_controle(self))
            caixa.addWidget(widget, peso)
        self.campo.currentIndexChanged.connect(self._mudou_campo)
        self.operador.currentIndexChanged.connect(self._mudou_operador)
        self._mudou_campo()

    def filtro(self) -> Filtro | None:
        """The condition; None when no field is chosen. Raises TextoInvalido for a value that cannot be."""
        nome: str = self.campo.currentData()
        if not nome:
            return None
        operador = Operador(self.operador.currentData())
        if operador in _SEM_VALOR:
            return Filtro(campo=nome, operador=operador)
        if self._tem_opcoes(nome):
            return Filtro(campo=nome, operador=operador, valores=(str(self.opcao.currentData()),))
        return Filtro(campo=nome, operador=operador, valores=(self._digitado(nome),))

    def define(self, filtro: Filtro) -> None:
        """Show a condition."""
        self.campo.setCurrentIndex(max(0, self.campo.findData(filtro.campo)))
        self.operador.setCurrentIndex(max(0, self.operador.findData(str(filtro.operador))))
        if filtro.valores:
            self.opcao.setCurrentIndex(max(0, self.opcao.findData(filtro.valores[0])))
            self.texto.setText(filtro.valores[0].replace(".", ",") if self._numero(filtro.campo) else filtro.valores[0])

    def _campo(self, nome: str) -> Campo:
        return dict(campos_de(self._modelo))[nome]

    def _numero(self, nome: str) -> bool:
        return tipo_de(self._modelo, nome) is TipoCampo.DECIMAL

    def _tem_opcoes(self, nome: str) -> bool:
        return tipo_de(self._modelo, nome) in (TipoCampo.BOOLEANO, TipoCampo.ESCOLHA, TipoCampo.MULTIESCOLHA,
                                               TipoCampo.REFERENCIA, TipoCampo.REFERENCIAS)

    def _digitado(self, nome: str) -> str:
        texto = self.texto.text().strip()
        if not texto:
            raise TextoInvalido(f"Digite o valor do filtro {self._campo(nome).titulo}.")
        match tipo_de(self._modelo, nome):
            case TipoCampo.INTEIRO | TipoCampo.DECIMAL:
                return str(le_decimal(texto))
            case TipoCampo.DATA:
                return le_data(texto, self._contexto.hoje()).isoformat()
        return texto

    def _mudou_campo(self) -> None:
        nome: str = self.campo.currentData()
        self.operador.clear()
        self.opcao.clear()
        self.texto.clear()
        if nome:
            for operador in operadores(tipo_de(self._modelo, nome)):
                self.operador.addItem(ROTULOS[operador], str(operador))
            for valor, rotulo in self._opcoes(nome):
                self.opcao.addItem(rotulo, valor)
        self._mudou_operador()
        self.mudou.emit()

    def _opcoes(self, nome: str) -> Iterator[tuple[str, str]]:
        campo = self._campo(nome)
        match tipo_de(self._modelo, nome):
            case TipoCampo.BOOLEANO:
                yield from (("true", "Sim"), ("false", "Não"))
            case TipoCampo.ESCOLHA | TipoCampo.MULTIESCOLHA:
                yield from ((str(o.valor), o.rotulo) for o in campo.opcoes)
            case TipoCampo.REFERENCIA | TipoCampo.REFERENCIAS:
                self._contexto.le("referencias", lambda: FonteCadastro(self._servicos, campo.referencia).busca(""),
                                  self._vieram, self)

    def _vieram(self, itens: list[Any]) -> None:
        for item in itens:
            self.opcao.addItem(item.rotulo, str(item.valor))

    def _mudou_operador(self) -> None:
        nome: str = self.campo.currentData()
        pede = bool(nome) and Operador(self.operador.currentData() or Operador.VAZIO) not in _SEM_VALOR
        self.operador.setVisible(bool(nome))
        self.opcao.setVisible(pede and self._tem_opcoes(nome))
        self.texto.setVisible(pede and not self._tem_opcoes(nome))


class DialogoPesquisa(Dialogo):
    """`pesquisou` carries the search; `salvou` its name too; `esqueceu` the name of one that goes."""

    pesquisou = Signal(object)
    salvou = Signal(str, object)
    esqueceu = Signal(str)

    def __init__(self, servicos: ServicosCadastro, contexto: Contexto, pesquisa: Pesquisa, nome: str,
                 parent: QWidget) -> None:
        super().__init__(f"Filtros de {servicos.cadastro.varios}", parent, confirma="Pesquisar", largura=96 * U)
        self._servicos, self._contexto, self._pesquisa, self._nome = servicos, contexto, pesquisa, nome
        self.filtros: list[LinhaFiltro] = []
        self._linhas = QVBoxLayout()
        self._linhas.setSpacing(U)
        self.corpo.addWidget(QLabel("Só os registros em que"))
        self.corpo.addLayout(self._linhas)
        self._colunas_e_ordem()
        self.nome = linha(nome)
        self.nome.setMaxLength(MAIOR_NOME)
        self.campo("&Guardar com o nome", self.nome, "Vazio: a pesquisa vale até sair da tela.")
        if nome:
            esquece = Botao(f"Apagar a pesquisa “{nome}”")
            esquece.setAutoDefault(False)
            esquece.clicked.connect(self._esquece)
            self.corpo.addWidget(esquece, 0, Qt.AlignmentFlag.AlignLeft)
        for filtro in pesquisa.filtros:
            self._mais().define(filtro)
        self._mais()
        self.filtros[0].campo.setFocus()
        self.accepted.connect(self._pronto)

    def _colunas_e_ordem(self) -> None:
        cadastro = self._servicos.cadastro
        campos = list(campos_de(cadastro.modelo))
        mostradas = self._pesquisa.colunas or cadastro.colunas
        self.colunas = QListWidget()
        self.colunas.setAccessibleName("Colunas")
        self.colunas.setMinimumHeight(20 * U)
        for nome, campo in campos:
            if nome == cadastro.campo_nome:
                continue
            item = QListWidgetItem(campo.titulo, self.colunas)
            item.setData(Qt.ItemDataRole.UserRole, nome)
            item.setCheckState(Qt.CheckState.Checked if nome in mostradas else Qt.CheckState.Unchecked)
        self.campo("&Colunas", self.colunas, "Espaço marca e desmarca.")
        self.ordem = Escolha()
        for nome, campo in campos:
            self.ordem.addItem(campo.titulo, (nome, False))
            self.ordem.addItem(f"{campo.titulo} (do maior para o menor)", (nome, True))
        atual = (self._pesquisa.ordem or cadastro.campo_nome, self._pesquisa.decrescente)
        self.ordem.setCurrentIndex(next((i for i in range(self.ordem.count()) if self.ordem.itemData(i) == atual), 0))
        self.campo("&Em ordem de", self.ordem)

    def _mais(self) -> LinhaFiltro:
        """One more condition, always an empty one at the end."""
        nova = LinhaFiltro(self._servicos, self._contexto, self)
        self.filtros.append(nova)
        self._linhas.addWidget(nova)
        nova.mudou.connect(self._completa)
        return nova

    def _completa(self) -> None:
        if self.filtros and self.filtros[-1].campo.currentData() and self.sender() is self.filtros[-1]:
            self._mais()

    def valida(self) -> bool:
        for filtro in self.filtros:
            try:
                filtro.filtro()
            except TextoInvalido as erro:
                self.recusa(str(erro), filtro.texto)
                return False
        return True

    def _pronto(self) -> None:
        ordem, decrescente = self.ordem.currentData()
        itens = (self.colunas.item(i) for i in range(self.colunas.count()))
        pesquisa = self._pesquisa.model_copy(update={
            "filtros": tuple(f for um in self.filtros if (f := um.filtro()) is not None),
            "colunas": tuple(i.data(Qt.ItemDataRole.UserRole) for i in itens
                             if i.checkState() == Qt.CheckState.Checked),
            "ordem": ordem, "decrescente": decrescente})
        nome = " ".join(self.nome.text().split())
        if nome:
            self.salvou.emit(nome, pesquisa)
        else:
            self.pesquisou.emit(pesquisa)

    def _esquece(self) -> None:
        self.esqueceu.emit(self._nome)
        self.reject()
