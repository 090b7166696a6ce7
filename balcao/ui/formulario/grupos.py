"""The cards of a form, one under the other: built as they open, hidden when empty, walked by keys."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from balcao.ui.componentes.avisos import Faixa
from balcao.ui.componentes.fluxo import Fluxo
from balcao.ui.formulario.estado import Estado, GrupoCampos
from balcao.ui.formulario.grupo import CartaoGrupo, Nota, TituloParte, mostra_se
from balcao.ui.formulario.linha_campo import LinhaCampo
from balcao.ui.tema import U

LARGURA_UTIL = 136 * U  # beyond this the eye loses the line between a title and its field


class Grupos(QWidget):
    """`cria(name, parent)` makes the row of a field. `compacto`: rows flow side by side, and no card has a header."""

    abriu = Signal()
    anotou = Signal()

    def __init__(self, estado: Estado, cria: Callable[[str, QWidget], LinhaCampo], abre_ate: int,
                 compacto: bool) -> None:
        super().__init__()
        self._estado, self._cria, self._compacto, self._pronto = estado, cria, compacto, False
        self.linhas: dict[str, LinhaCampo] = {}
        self.cartoes: dict[str, CartaoGrupo] = {}
        self._caixas: dict[str, QVBoxLayout] = {}
        self._partes: dict[tuple[str, str], tuple[TituloParte, tuple[str, ...]]] = {}
        self._grupo_de = {nome: grupo.titulo for grupo in estado.grupos for nome in grupo.nomes}
        self.fluxo, self.faixa = Fluxo(espaco=2 * U, entre_linhas=U), Faixa()
        self.caixa = QVBoxLayout(self)
        self.caixa.setContentsMargins(3, 3, U, 3)
        self.caixa.setSpacing(2 * U)
        self.caixa.addWidget(self.faixa)
        feitos = 0
        for grupo in estado.grupos:
            feitos += sum(1 for nome in grupo.nomes if nome in estado.visiveis)
            cartao = CartaoGrupo(grupo.titulo, grupo.dica, self._construtor(grupo),
                                 aberto=feitos <= abre_ate or not self.cartoes, parent=self)
            cartao.abriu.connect(self.abriu)
            self.cartoes[grupo.titulo] = cartao
            self.caixa.addWidget(cartao)
        self.caixa.addStretch()
        if not compacto:
            self.setMaximumWidth(LARGURA_UTIL)
        self._pronto = True

    # ---- building ----

    def abre(self, nome: str) -> LinhaCampo:
        """The row of a field, its group open. Raises KeyError for a name that is not shown."""
        self.cartoes[self._grupo_de[nome]].abre()
        if nome not in self.linhas:
            self._intercala([nome])
            self.linhas[nome].setVisible(nome in self._estado.visiveis)
        return self.linhas[nome]

    def abre_todos(self, aberto: bool) -> None:
        """Open, or collapse, every group that can be seen."""
        for cartao in self._a_vista():
            cartao.abre(aberto or not cartao.titulo)

    def _construtor(self, grupo: GrupoCampos) -> Callable[[QVBoxLayout], None]:
        def constroi(caixa: QVBoxLayout) -> None:
            onde: QLayout = caixa
            if self._compacto:
                onde = self.fluxo
                caixa.addLayout(onde)
            corpo = caixa.parentWidget() or self
            self._caixas[grupo.titulo] = caixa
            for parte in grupo.partes:
                if parte.titulo:
                    titulo = TituloParte(parte.titulo, corpo)
                    self._partes[grupo.titulo, parte.titulo] = titulo, parte.nomes
                    onde.addWidget(titulo)
                for nome in parte.nomes:
                    if self._compacto or nome in self._estado.visiveis:  # a hidden one is made when it appears
                        self.linhas[nome] = self._cria(nome, corpo)
                        onde.addWidget(self.linhas[nome])
            if self._pronto:
                self._encadeia(grupo)
        return constroi

    def _intercala(self, nomes: Collection[str]) -> None:
        """Make the rows of fields that had nothing to show until now, each in its place."""
        for grupo in self._estado.grupos:
            if not any(nome in nomes for nome in grupo.nomes):
                continue
            antes: QWidget | None = None
            for parte in grupo.partes:
                antes = self.titulo_de(grupo.titulo, parte.titulo) or antes
                for nome in parte.nomes:
                    if nome in nomes:
                        caixa = self._caixas[grupo.titulo]
                        self.linhas[nome] = self._cria(nome, caixa.parentWidget() or self)
                        fixos = 1 if grupo.dica else 0
                        caixa.insertWidget(fixos if antes is None else caixa.indexOf(antes) + 1, self.linhas[nome])
                    antes = self.linhas.get(nome, antes)
            self._encadeia(grupo)

    def _encadeia(self, grupo: GrupoCampos) -> None:
        """Tab enters a group built late after its header: Qt would put what is newest last.

        An editor made of parts has no focus proxy: Tab stops at a proxy's owner too, wherever that is in the order.
        """
        anterior: QWidget = self.cartoes[grupo.titulo].cabecalho
        for linha in (self.linhas[nome] for nome in grupo.nomes if nome in self.linhas):
            for widget in (linha, *linha.findChildren(QWidget)):
                if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.window() == self.window():
                    QWidget.setTabOrder(anterior, widget)
                    anterior = widget

    def titulo_de(self, grupo: str, parte: str) -> TituloParte | None:
        """The title of a part, when its group was built."""
        achado = self._partes.get((grupo, parte))
        return achado[0] if achado is not None else None

    # ---- what is seen ----

    def mostra(self) -> None:
        """Hide what the other fields make meaningless, and the titles under which nothing is left."""
        visiveis, exigidos = self._estado.visiveis, self._estado.exigidos
        self._intercala({nome for grupo in self._estado.grupos if self.cartoes[grupo.titulo].construido
                         for nome in grupo.nomes if nome in visiveis and nome not in self.linhas})
        for nome, linha in self.linhas.items():
            mostra_se(linha, nome in visiveis)
            linha.define_exigido(nome in exigidos)
        for titulo, nomes in self._partes.values():
            mostra_se(titulo, not visiveis.isdisjoint(nomes))
        for grupo in self._estado.grupos:
            mostra_se(self.cartoes[grupo.titulo], not visiveis.isdisjoint(grupo.nomes))

    def anota(self) -> None:
        """Say in each header how many fields are wrong, changed, and not as they come."""
        for grupo in self._estado.grupos:
            if grupo.titulo:
                linhas = [linha for nome in grupo.nomes if (linha := self.linhas.get(nome)) is not None]
                conta = Counter(erro=sum(bool(um.erro) for um in linhas), alterado=sum(um.alterado for um in linhas))
                fora = len(self._estado.fora_do_padrao(grupo.nomes))
                self.cartoes[grupo.titulo].anota(_notas(conta, fora), self._estado.resumo(grupo.nomes))
        self.anotou.emit()

    # ---- walking ----

    def em(self, widget: QWidget | None) -> CartaoGrupo | None:
        """The card that holds a widget."""
        while widget is not None and not isinstance(widget, CartaoGrupo):
            widget = widget.parentWidget()
        return widget

    def ao_lado(self, cartao: CartaoGrupo | None, passo: int) -> CartaoGrupo | None:
        """The next (1) or previous (-1) card that can be seen; at the ends the last one stays."""
        todos = list(self._a_vista())
        if not todos:
            return None
        if cartao not in todos:
            return todos[0 if passo > 0 else -1]
        return todos[min(max(todos.index(cartao) + passo, 0), len(todos) - 1)]

    def _a_vista(self) -> Iterable[CartaoGrupo]:
        return (cartao for cartao in self.cartoes.values() if not cartao.isHidden())


def _notas(conta: Mapping[str, int], fora: int) -> list[Nota]:
    quantos, errados = conta["alterado"], conta["erro"]
    notas = [(f"{fora} fora do padrão", "texto_fraco")] if fora else []
    if quantos:
        notas.append((f"{quantos} alterado{'s' if quantos > 1 else ''}", "acento"))
    if errados:
        notas.append((f"{errados} erro{'s' if errados > 1 else ''}", "bloqueio"))
    return notas
