"""The form of any policy, drawn from its declared fields. It knows types, never a field by its name.

Groups are cards that collapse and are built when they open, so a page of 80 fields appears at once.
What was typed stays until `confere` accepts it; the model, not the widgets, has the last word.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from balcao.domain.campo import Campo, ValorInvalido, campos_de
from balcao.domain.permissoes import ROTULOS
from balcao.ui.acoes import Acoes, ActionSpec
from balcao.ui.componentes.avisos import Faixa, Pergunta, Tom, devolve_teclado
from balcao.ui.componentes.contexto import Contexto
from balcao.ui.componentes.controles import Botao, Rolagem
from balcao.ui.componentes.fluxo import Fluxo
from balcao.ui.formulario.fabrica import cria, sem_none
from balcao.ui.formulario.folha_ajuda import FolhaAjuda
from balcao.ui.formulario.grupo import CartaoGrupo
from balcao.ui.formulario.linha_campo import LinhaCampo
from balcao.ui.formulario.mnemonicos import com_mnemonico
from balcao.ui.tema import U

ABRE_ATE = 16  # fields built at once; groups beyond that wait until they are opened

ACOES: tuple[ActionSpec, ...] = (
    ActionSpec("formulario.ajuda", "Ajuda do campo", "F1", "ajuda", "Mostra o que o campo faz; ESC fecha.",
               "Formulário", nao_repete=True),
    ActionSpec("formulario.desfazer", "Desfazer a alteração do campo", "F9", "desfaz",
               "O campo volta ao valor gravado.", "Formulário", quando=lambda f: f.campo_atual_alterado),
)


class Formulario(QScrollArea):
    """Edits one frozen model. `original` is what is stored; `confere` gives the edited one."""

    mudou = Signal()

    def __init__(self, original: BaseModel, contexto: Contexto, parent: QWidget | None = None,
                 abre_ate: int = ABRE_ATE, compacto: bool = False) -> None:
        """`compacto` puts titles above and lets fields flow in rows: for a strip of few fields."""
        super().__init__(parent)
        self.original, self._contexto, self._compacto = original, contexto, compacto
        self.modelo = type(original)
        self._campos: dict[str, Campo] = dict(campos_de(self.modelo))
        self._linhas: dict[str, LinhaCampo] = {}
        self._grupos: dict[str, CartaoGrupo] = {}
        self._letras: Counter[str] = Counter()
        self.fluxo = Fluxo(espaco=2 * U, entre_linhas=U)
        self._ajuda: FolhaAjuda | None = None
        self._focada: LinhaCampo | None = None
        self.setWidgetResizable(True)
        self.setVerticalScrollBar(Rolagem(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._dentro = QWidget()
        self._caixa = QVBoxLayout(self._dentro)
        self._caixa.setContentsMargins(3, 3, U, 3)
        self._caixa.setSpacing(2 * U)
        self.faixa = Faixa()
        self._caixa.addWidget(self.faixa)
        self._monta(abre_ate)
        self._caixa.addStretch()
        self.setWidget(self._dentro)
        self.acoes = Acoes(self, ACOES, contexto=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        QApplication.instance().focusChanged.connect(self._foco)  # type: ignore[union-attr]
        self._mostra_visiveis()

    # ---- values ----

    @property
    def alterado(self) -> bool:
        """Whether anything differs from what is stored."""
        return any(linha.alterado for linha in self._linhas.values())

    def alterados(self) -> list[str]:
        """Names of the fields that differ, in reading order."""
        return [nome for nome in self._campos if nome in self._linhas and self._linhas[nome].alterado]

    def confere(self) -> BaseModel | None:
        """The edited model; or None after showing every error beside its field, the first one focused.

        A hidden field keeps the stored value: what cannot be seen cannot be wrong.
        """
        valores, erros = self._le()
        for nome, linha in self._linhas.items():
            linha.mostra_erro(erros.get(nome, ""))
        self.faixa.limpa()
        if not erros:
            try:
                return _com(self.original, valores)
            except ValidationError as motivo:  # a check over several fields
                self.faixa.mostra(Tom.BLOQUEIO, "; ".join(_frase(um) for um in motivo.errors()))
                self.foca_primeiro()
        else:
            self.foca(next(nome for nome in self._campos if nome in erros))
        return None

    def rascunho(self) -> BaseModel:
        """The model with the fields that are valid now; the others as stored. Never fails."""
        valores, _erros = self._le()
        return self.original.model_copy(update=valores)

    def define_original(self, original: BaseModel) -> None:
        """What is stored changed (it was saved): changes are counted from here; edits stay."""
        self.original = original
        for nome, linha in self._linhas.items():
            linha.define_original(getattr(original, nome))

    def define_contexto(self, contexto: Contexto) -> None:
        """What may be changed is another thing now (the retaguarda came back); edits stay."""
        self._contexto = contexto
        for linha in self._linhas.values():
            linha.define_motivo(*_motivo(linha.campo, contexto))

    def restaura(self) -> None:
        """Throw the edits away."""
        for linha in self._linhas.values():
            if linha.alterado or linha.erro:
                linha.desfaz()

    # ---- going to a field ----

    def foca(self, nome: str) -> None:
        """Show a field and give it the keyboard. Raises KeyError for a name that is not declared."""
        self._grupos[self._campos[nome].grupo].abre()
        linha = self._linhas[nome]
        linha.foca()
        self.assenta()
        self.ensureWidgetVisible(linha, 0, 3 * U)

    def assenta(self) -> None:
        """Lay everything out now: nested layouts settle over several turns of the event loop otherwise."""
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def foca_primeiro(self) -> None:
        """Give the keyboard to the first field that can be seen and changed."""
        for linha in self.linhas_visiveis():
            if not linha.motivo:
                linha.foca()
                return

    def linhas_visiveis(self) -> Iterator[LinhaCampo]:
        """The built rows that the state of the other fields lets be seen, in reading order."""
        return (self._linhas[nome] for nome in self._campos
                if nome in self._linhas and not self._linhas[nome].isHidden())

    def linha(self, nome: str) -> LinhaCampo:
        """The row of a field, opening its group. Raises KeyError for a name that is not declared."""
        self._grupos[self._campos[nome].grupo].abre()
        return self._linhas[nome]

    def grupo(self, titulo: str) -> CartaoGrupo:
        """The card of a group. Raises KeyError."""
        return self._grupos[titulo]

    def acrescenta(self, widget: QWidget) -> None:
        """Put something below the last group, inside what scrolls."""
        self._caixa.insertWidget(self._caixa.count() - 1, widget)

    def altura(self, largura: int) -> int:
        """Height in pixels at which nothing has to scroll."""
        margem = 2 * self.frameWidth()
        caixa = self._caixa
        dentro = caixa.heightForWidth(largura) if caixa.hasHeightForWidth() else caixa.sizeHint().height()
        return dentro + margem

    # ---- actions ----

    @property
    def campo_atual_alterado(self) -> bool:
        """Whether the field that has the keyboard differs from what is stored."""
        return self._focada is not None and self._focada.alterado and not self._focada.motivo

    def ajuda(self) -> None:
        """F1: show or hide the help of the field that has the keyboard."""
        if self._ajuda is not None and self._ajuda.isVisible():
            self._ajuda.hide()
        elif self._focada is not None:
            self._ajuda = self._ajuda or FolhaAjuda(self.window())
            self._explica(self._focada)

    def fecha_ajuda(self) -> bool:
        """Hide the help; False when there was none to hide (so ESC may close something else)."""
        if self._ajuda is None or not self._ajuda.isVisible():
            return False
        self._ajuda.hide()
        return True

    @property
    def texto_ajuda(self) -> str:
        """The help shown now, as plain text."""
        return self._ajuda.texto if self._ajuda is not None else ""

    def desfaz(self) -> None:
        """F9: the field that has the keyboard goes back to what is stored."""
        if self._focada is not None:
            self._focada.desfaz()

    # ---- building ----

    def _monta(self, abre_ate: int) -> None:
        grupos: dict[str, list[str]] = {}
        for nome, campo in self._campos.items():
            grupos.setdefault(campo.grupo, []).append(nome)
        dicas: dict[str, str] = getattr(self.modelo, "DICAS", {})
        feitos = 0
        for titulo, nomes in grupos.items():
            feitos += len(nomes)
            cartao = CartaoGrupo(titulo, dicas.get(titulo, ""), self._construtor(nomes),
                                 aberto=feitos <= abre_ate or not self._grupos)
            self._grupos[titulo] = cartao
            cartao.abriu.connect(self._mostra_visiveis)
            self._caixa.addWidget(cartao)

    def _construtor(self, nomes: list[str]) -> Callable[[QVBoxLayout], None]:
        def constroi(caixa: QVBoxLayout) -> None:
            onde: QLayout = caixa
            if self._compacto:
                onde = self.fluxo
                caixa.addLayout(onde)
            for nome in nomes:
                onde.addWidget(self._cria_linha(nome))
        return constroi

    def _cria_linha(self, nome: str) -> LinhaCampo:
        campo, anotacao = self._campos[nome], self.modelo.model_fields[nome].annotation
        editor = cria(anotacao, campo, self._contexto, self._edita_linha)
        linha = LinhaCampo(nome, campo, editor, com_mnemonico(campo.titulo, self._letras),
                           sem_none(anotacao)[1], getattr(self.original, nome, None), self._compacto)
        linha.define_motivo(*_motivo(campo, self._contexto))
        linha.mudou.connect(self._mudou)
        self._linhas[nome] = linha
        return linha

    def _edita_linha(self, modelo: type[BaseModel], valor: Any, pronto: Callable[[Any], None]) -> None:
        dialogo = DialogoLinha(valor if valor is not None else modelo.model_construct(), self._contexto, self)
        dialogo.confirmado.connect(pronto)
        dialogo.open()

    # ---- state ----

    def _le(self) -> tuple[dict[str, Any], dict[str, str]]:
        """(values of the visible fields that are valid, messages of those that are not), by name."""
        valores: dict[str, Any] = {}
        erros: dict[str, str] = {}
        for nome, linha in self._linhas.items():
            if linha.isHidden() or linha.motivo:
                continue
            try:
                valores[nome] = linha.valor()
            except ValorInvalido as motivo:
                erros[nome] = str(motivo)
        return valores, erros

    def _mudou(self) -> None:
        self._mostra_visiveis()
        self.acoes.atualiza()
        self.mudou.emit()

    def _mostra_visiveis(self) -> None:
        """Hide what the other fields make meaningless, and the groups where nothing is left."""
        atual = self.rascunho() if any(c.visivel_quando for c in self._campos.values()) else self.original
        vistos: Counter[str] = Counter()
        alterados: Counter[str] = Counter()
        for nome, campo in self._campos.items():
            visivel = campo.visivel_quando is None or bool(campo.visivel_quando(atual))
            vistos[campo.grupo] += visivel
            if linha := self._linhas.get(nome):
                linha.setVisible(visivel)
                alterados[campo.grupo] += linha.alterado
        for titulo, cartao in self._grupos.items():
            cartao.setVisible(vistos[titulo] > 0)
            quantos = alterados[titulo]
            cartao.conta(f"{quantos} alterado{'s' if quantos > 1 else ''}" if quantos else "")

    def _foco(self, _antes: QWidget | None, agora: QWidget | None) -> None:
        linha = agora
        while linha is not None and not isinstance(linha, LinhaCampo):
            linha = linha.parentWidget()
        self._focada = linha if linha is not None and self._linhas.get(linha.nome) is linha else None
        self.acoes.atualiza()
        if self._focada is None:
            if agora is not None:
                self.fecha_ajuda()
            return
        self.ensureWidgetVisible(self._focada, 0, 2 * U)
        if self._ajuda is not None and self._ajuda.isVisible():
            self._explica(self._focada)

    def _explica(self, linha: LinhaCampo) -> None:
        if self._ajuda is not None:
            padrao = self.modelo.model_fields[linha.nome].get_default(call_default_factory=False)
            self._ajuda.mostra(linha.campo, padrao, linha)


def _motivo(campo: Campo, contexto: Contexto) -> tuple[str, bool]:
    """(why the field cannot be changed, or "" when it can; whether to say it under the field).

    What locks the whole page is said once, by the page.
    """
    if campo.indisponivel:
        return campo.indisponivel, True
    if campo.editavel_por and campo.editavel_por not in contexto.permissoes:
        quem = next((rotulo for permissao, rotulo in ROTULOS.items() if permissao == campo.editavel_por),
                    campo.editavel_por)
        return f"Só quem tem a permissão “{quem}” altera este campo.", True
    return contexto.travado(campo), False


def _com(original: BaseModel, valores: dict[str, Any]) -> BaseModel:
    """The model with other values, checked whole; keys of a newer version stay. Raises ValidationError."""
    modelo = type(original)
    todos = {nome: getattr(original, nome) for nome in modelo.model_fields}
    return modelo.model_validate({**todos, **(original.model_extra or {}), **valores})


class DialogoLinha(QDialog):
    """One row of a list of models: the same form, in a window of its own."""

    confirmado = Signal(object)
    _ACOES = (ActionSpec("linha.confirmar", "Confirma", "F12", "confirma", nao_repete=True),)

    def __init__(self, valor: BaseModel, contexto: Contexto, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.formulario = Formulario(valor, contexto)
        self.acoes = Acoes(self, self._ACOES)
        caixa = QVBoxLayout(self)
        caixa.addWidget(self.formulario)
        botoes = QHBoxLayout()
        botoes.addStretch()
        for texto, faz in (("Fechar (ESC)", self.reject), ("Confirma (F12)", self.confirma)):
            botao = Botao(texto, principal=faz == self.confirma)
            botao.setAutoDefault(False)
            botao.clicked.connect(faz)
            botoes.addWidget(botao)
        caixa.addLayout(botoes)
        self.resize(80 * U, 60 * U)
        devolve_teclado(self)
        self.formulario.foca_primeiro()

    def confirma(self) -> None:
        """F12: hand the row over, if it is valid."""
        if (valor := self.formulario.confere()) is not None:
            self.confirmado.emit(valor)
            self.accept()

    def reject(self) -> None:
        """ESC: the help first; then the row, asking when something was typed."""
        if self.formulario.fecha_ajuda():
            return
        if self.formulario.alterado:
            Pergunta(self, "Descartar a linha?", "O que foi digitado nesta linha será perdido.", "Descartar",
                     "Continuar editando", lambda sim: super(DialogoLinha, self).reject() if sim else None,
                     perigo=True).open()
        else:
            super().reject()


def _frase(erro: Any) -> str:
    """The sentence of a pydantic error, without pydantic's own words around it."""
    return str(erro["msg"]).removeprefix("Value error, ")
