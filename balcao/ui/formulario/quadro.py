"""The form of any declared model. It knows types, never a field by its name.

Groups are cards that collapse and are built when they open, so a page of 80 fields appears at once.
What was typed stays until `confere` accepts it; the model, not the widgets, has the last word.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from pydantic import BaseModel, ValidationError
from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from balcao.domain.campo import Campo, ValorInvalido, sem_none
from balcao.domain.permissoes import ROTULOS
from balcao.ui.acoes import Acoes, ActionSpec
from balcao.ui.componentes.avisos import Pergunta, Tom, devolve_teclado
from balcao.ui.componentes.contexto import Contexto
from balcao.ui.componentes.controles import Botao, Rolagem
from balcao.ui.componentes.na_tela import DialogoNaTela
from balcao.ui.formulario.acoes import ACOES
from balcao.ui.formulario.comandos import Comandos
from balcao.ui.formulario.estado import Estado
from balcao.ui.formulario.fabrica import cria
from balcao.ui.formulario.grupo import CartaoGrupo
from balcao.ui.formulario.grupos import Grupos
from balcao.ui.formulario.linha_campo import LinhaCampo
from balcao.ui.formulario.mnemonicos import com_mnemonico
from balcao.ui.tema import Papel, Rotulo, U

ABRE_ATE = 16  # fields built at once; groups beyond that wait until they are opened


class Formulario(QScrollArea):
    """Edits one frozen model. `original` is what is stored; `confere` gives the edited one."""

    mudou = Signal()
    focou = Signal(str, str)
    """The group, and the part of it, that has the keyboard now."""

    def __init__(self, original: BaseModel, contexto: Contexto, parent: QWidget | None = None,
                 abre_ate: int = ABRE_ATE, compacto: bool = False) -> None:
        """`compacto` puts titles above and lets fields flow in rows: for a strip of few fields."""
        super().__init__(parent)
        self.modelo = type(original)
        self.estado, self._contexto, self._compacto = Estado(original), contexto, compacto
        self._letras: Counter[str] = Counter()
        self._espera = self._avisou = False
        self.setWidgetResizable(True)
        self.setVerticalScrollBar(Rolagem(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.grupos = Grupos(self.estado, self._cria_linha, abre_ate, compacto)
        self.faixa, self._linhas = self.grupos.faixa, self.grupos.linhas
        self._mostra()
        self.setWidget(self.grupos)
        self.grupos.abriu.connect(self._mostra)
        self.comandos = Comandos(self)
        self.acoes = Acoes(self, ACOES, contexto=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # ---- values ----

    @property
    def original(self) -> BaseModel:
        """What is stored."""
        return self.estado.original

    @property
    def alterado(self) -> bool:
        """Whether anything differs from what is stored."""
        return any(linha.alterado for linha in self._linhas.values())

    def alterados(self) -> list[str]:
        """Names of the fields that differ, in reading order."""
        return [nome for nome in self.estado.campos if nome in self._linhas and self._linhas[nome].alterado]

    def confere(self) -> BaseModel | None:
        """The edited model; or None after showing every error beside its field, the first one focused.

        A hidden field keeps the stored value: what cannot be seen cannot be wrong. A field that was never drawn
        can: another one may have made it required.
        """
        erros = {nome: erro for nome in self.estado.campos if (erro := self._erro_de(nome))}
        for nome in erros:
            self.grupos.abre(nome)
        for nome, linha in self._linhas.items():
            linha.mostra_erro(erros.get(nome, ""))
        self.faixa.limpa()
        self.grupos.anota()
        if erros:
            self.foca(next(iter(erros)))
            return None
        try:
            return _com(self.original, {nome: getattr(self.estado.atual, nome) for nome in self.estado.campos})
        except ValidationError as motivo:  # a check over several fields
            self.faixa.mostra(Tom.BLOQUEIO, "; ".join(_frase(um) for um in motivo.errors()))
            self.foca_primeiro()
        return None

    def rascunho(self) -> BaseModel:
        """The model with the fields that are valid now; the others as stored. Never fails."""
        return self.estado.atual

    def define_original(self, original: BaseModel, *, de_outro: bool = False) -> None:
        """What is stored changed: changes are counted from here, and edits stay. `de_outro`: another person stored
        it, so the fields that nobody touched here show what is stored now."""
        tocados = set(self.alterados())
        self.estado.define_original(original)
        with self._junto():
            for nome, linha in self._linhas.items():
                linha.define_original(getattr(self.original, nome))
                if de_outro and nome not in tocados:
                    linha.desfaz()

    def define_contexto(self, contexto: Contexto) -> None:
        """What may be changed is another thing now (the retaguarda came back); edits stay."""
        self._contexto = contexto
        with self._junto():
            for linha in self._linhas.values():
                linha.define_motivo(*_motivo(linha.campo, contexto))
                self._le(linha)

    def restaura(self) -> None:
        """Throw the edits away."""
        with self._junto():
            for linha in self._linhas.values():
                if linha.alterado or linha.erro:
                    linha.desfaz()
        self.faixa.limpa()

    # ---- going to a field ----

    def foca(self, nome: str) -> None:
        """Show a field and give it the keyboard; of one that the others hide, say so.

        Raises KeyError for a name that is not shown in forms.
        """
        campo = self.estado.campos[nome]
        if nome not in self.estado.visiveis:
            self.faixa.mostra(Tom.INFORMACAO, f"“{campo.titulo}” não aparece com o que está escolhido agora em "
                                              "outros campos deste formulário.")
            self._avisou = True
            self.ensureVisible(0, 0)
            return
        if self._avisou:  # of another field, that was looked for before
            self._avisou = False
            self.faixa.limpa()
        linha = self.linha(nome)
        linha.foca()
        self.assenta()
        self.ensureWidgetVisible(linha, 0, 3 * U)

    def foca_grupo(self, titulo: str, parte: str = "") -> None:
        """Give the keyboard to the first field of a group, or of a part of it. Raises KeyError."""
        self.grupos.cartoes[titulo].abre()
        for linha in self.linhas_visiveis():
            if linha.campo.grupo == titulo and parte in ("", linha.campo.subgrupo) and not linha.motivo:
                self.foca(linha.nome)
                return
        self.vai_ao_titulo(self.grupos.cartoes[titulo])

    def mostra_grupo(self, titulo: str, parte: str = "") -> None:
        """Scroll to a group, or to a part of it if the group is open; the keyboard stays where it is."""
        self.assenta()
        cartao = self.grupos.cartoes[titulo]
        alvo = (self.grupos.titulo_de(titulo, parte) if cartao.aberto else None) or cartao
        self.verticalScrollBar().setValue(alvo.mapTo(self.grupos, QPoint(0, 0)).y() - U)

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
        return (self._linhas[nome] for nome in self.estado.campos
                if nome in self._linhas and nome in self.estado.visiveis)

    def linha(self, nome: str) -> LinhaCampo:
        """The row of a field, opening its group. Raises KeyError for a name that is not shown in forms."""
        return self.grupos.abre(nome)

    def grupo(self, titulo: str) -> CartaoGrupo:
        """The card of a group. Raises KeyError."""
        return self.grupos.cartoes[titulo]

    def acrescenta(self, widget: QWidget) -> None:
        """Put something below the last group, inside what scrolls."""
        self.grupos.caixa.insertWidget(self.grupos.caixa.count() - 1, widget)

    def altura(self, largura: int) -> int:
        """Height in pixels at which nothing has to scroll."""
        margem = 2 * self.frameWidth()
        caixa = self.grupos.caixa
        dentro = caixa.heightForWidth(largura) if caixa.hasHeightForWidth() else caixa.sizeHint().height()
        return dentro + margem

    def vai_ao_titulo(self, cartao: CartaoGrupo) -> None:
        """Give the keyboard to the header of a group, with as much of the group as fits on the screen."""
        cartao.cabecalho.setFocus(Qt.FocusReason.TabFocusReason)
        self.assenta()
        self.ensureWidgetVisible(cartao, 0, U)
        self.ensureWidgetVisible(cartao.cabecalho, 0, U)

    # ---- help ----

    def fecha_ajuda(self) -> bool:
        """Hide the help; False when there was none to hide (so ESC may close something else)."""
        return self.comandos.fecha_ajuda()

    @property
    def texto_ajuda(self) -> str:
        """The help shown now, as plain text."""
        return self.comandos.texto_ajuda

    # ---- inside ----

    def _cria_linha(self, nome: str, dono: QWidget) -> LinhaCampo:
        campo = self.estado.campos[nome]
        guardado = getattr(self.original, nome)
        editor = partial(cria, self.modelo, nome, guardado, self._contexto, partial(self._edita_linha, campo.titulo))
        linha = LinhaCampo(nome, campo, editor, com_mnemonico(campo.titulo, self._letras),
                           sem_none(self.modelo.model_fields[nome].annotation)[1], guardado,
                           partial(self.estado.confere, nome), self._mudou, self._compacto, dono)
        linha.define_motivo(*_motivo(campo, self._contexto))
        return linha

    def _edita_linha(self, titulo: str, modelo: type[BaseModel], valor: Any, pronto: Callable[[Any], None]) -> None:
        dialogo = DialogoLinha(titulo, valor if valor is not None else modelo.model_construct(), self._contexto, self)
        dialogo.confirmado.connect(pronto)
        dialogo.open()

    def _erro_de(self, nome: str) -> str:
        if nome not in self.estado.visiveis:
            return ""
        if (linha := self._linhas.get(nome)) is not None:
            return "" if linha.motivo else linha.problema()
        if _motivo(self.estado.campos[nome], self._contexto)[0]:
            return ""
        return self.estado.confere(nome, getattr(self.original, nome))

    def _le(self, linha: LinhaCampo) -> None:
        """Tell the state what stands in a field."""
        try:
            valor = linha.valor()
        except ValorInvalido:
            valor = linha.original
        if linha.alterado and not linha.motivo:
            self.estado.define(linha.nome, valor)
        else:
            self.estado.esquece(linha.nome)

    @contextmanager
    def _junto(self) -> Iterator[None]:
        """Many fields change: the rest of the form follows once, at the end."""
        self._espera = True
        try:
            yield
        finally:
            self._espera = False
        self._segue()

    def _mudou(self, linha: LinhaCampo) -> None:
        self._le(linha)
        if not self._espera:
            self._segue()

    def _segue(self) -> None:
        self.estado.calcula()
        self._mostra()
        self.acoes.atualiza()
        self.mudou.emit()

    def _mostra(self) -> None:
        self.grupos.mostra()
        self.grupos.anota()


def _motivo(campo: Campo, contexto: Contexto) -> tuple[str, bool]:
    """(why the field cannot be changed, or "" when it can; whether to say it under the field).

    What locks the whole page is said once, by the page.
    """
    if motivo := campo.indisponivel or campo.fixo:
        return motivo, True
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


class DialogoLinha(DialogoNaTela):
    """One row of a list of models: the same form, in a window of its own."""

    confirmado = Signal(object)
    _ACOES = (ActionSpec("linha.confirmar", "Confirma", "F12", "confirma", nao_repete=True),)

    def __init__(self, titulo: str, valor: BaseModel, contexto: Contexto, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(titulo)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.formulario = Formulario(valor, contexto)
        self.acoes = Acoes(self, self._ACOES)
        caixa = QVBoxLayout(self)
        caixa.setContentsMargins(2 * U, 2 * U, 2 * U, 2 * U)
        caixa.setSpacing(U + U // 2)
        caixa.addWidget(Rotulo(titulo, Papel.TITULO))
        caixa.addWidget(self.formulario, 1)
        botoes = QHBoxLayout()
        botoes.addStretch()
        for texto, faz in (("Fechar (ESC)", self.reject), ("Confirma (F12)", self.confirma)):
            botao = Botao(texto, principal=faz == self.confirma)
            botao.setAutoDefault(False)
            botao.clicked.connect(faz)
            botoes.addWidget(botao)
        caixa.addLayout(botoes)
        cabe = parent.window().height() - 4 * U
        self.resize(84 * U, min(max(self.formulario.altura(80 * U) + 20 * U, 30 * U), cabe))
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
