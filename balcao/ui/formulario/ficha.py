"""A whole record on the screen: search above, the table of contents at the left, the form, its keys below."""

from collections.abc import Iterator

from pydantic import BaseModel
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from balcao.ui.acoes import Acoes, ActionSpec, BarraTeclas
from balcao.ui.componentes.contexto import Contexto, ItemReferencia
from balcao.ui.componentes.indice import Entrada, Indice
from balcao.ui.formulario.acoes import GRUPO
from balcao.ui.formulario.busca import Achado, procura
from balcao.ui.formulario.estado import Estado
from balcao.ui.formulario.folha_ajuda import PainelAjuda
from balcao.ui.formulario.grupos import LARGURA_UTIL
from balcao.ui.formulario.linha_busca import LinhaBusca
from balcao.ui.formulario.quadro import ABRE_ATE, Formulario
from balcao.ui.tema import Papel, Rotulo, U

ACOES: tuple[ActionSpec, ...] = (
    ActionSpec("formulario.buscar", "Buscar campo", "Ctrl+F", "vai_a_busca",
               "Procura por título, ajuda, opção ou requisito; Enter vai ao campo.", GRUPO, curto="Buscar campo"),
    ActionSpec("formulario.indice", "Índice dos grupos", "Ctrl+G", "vai_ao_indice",
               "↑ e ↓ mostram os grupos; Enter entra no grupo.", GRUPO, quando=lambda f: not f.indice.isHidden()),
)
_COM_INDICE, _COM_AJUDA = 114, 217  # widths, in letters, from which there is room for them
_NIVEL = "\x1f"


class FichaFormulario(QWidget):
    """`formulario` is the form itself; `topo` is the row of the search, for what the window adds to it."""

    mudou = Signal()

    def __init__(self, original: BaseModel, contexto: Contexto, parent: QWidget | None = None,
                 abre_ate: int = ABRE_ATE) -> None:
        super().__init__(parent)
        self.formulario = Formulario(original, contexto, abre_ate=abre_ate)
        self.formulario.setMaximumWidth(LARGURA_UTIL + U + U // 2)
        self.busca = LinhaBusca(self._procura, "Buscar campo (Ctrl+F)", "Nenhum campo com esse texto.")
        self.indice = Indice(list(_entradas(self.formulario.estado)), "Índice dos grupos")
        cabe = 36 * self.fontMetrics().averageCharWidth() + 8 * U
        self.indice.setFixedWidth(min(self.indice.sizeHint().width(), cabe))
        self.situacao = Rotulo("", Papel.LEGENDA, "texto_fraco")
        self.painel_ajuda = PainelAjuda()
        self.painel_ajuda.hide()
        self.acoes = Acoes(self, ACOES, contexto=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._liga()
        self._monta()
        self._anota()

    # ---- actions ----

    def vai_a_busca(self) -> None:
        """Ctrl+F."""
        self.busca.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.busca.selectAll()

    def vai_ao_indice(self) -> None:
        """Ctrl+G."""
        self.indice.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ---- inside ----

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        letras = self.width() / self.fontMetrics().averageCharWidth()
        self.indice.setVisible(letras >= _COM_INDICE and self.indice.count() > 1)
        self.formulario.comandos.usa_painel(self.painel_ajuda if letras >= _COM_AJUDA else None)
        self.acoes.atualiza()

    def _liga(self) -> None:
        form = self.formulario
        form.mudou.connect(self.mudou)
        form.grupos.anotou.connect(self._anota)
        form.focou.connect(lambda grupo, parte: self.indice.mostra(_chave(grupo, parte)))
        self.busca.achado.connect(form.foca)
        self.indice.escolhida.connect(lambda chave: form.mostra_grupo(*chave.split(_NIVEL)))
        self.indice.entra.connect(self._entra)
        self.indice.itemClicked.connect(lambda _item: self._entra())

    def _monta(self) -> None:
        self.topo = QHBoxLayout()
        self.topo.setSpacing(2 * U)
        self.busca.setMaximumWidth(70 * U)
        self.topo.addWidget(self.busca, 1)
        self.topo.addWidget(self.situacao)
        self.topo.addStretch()
        meio = QHBoxLayout()
        meio.setSpacing(2 * U)
        meio.addWidget(self.indice)
        meio.addWidget(self.formulario, 3)
        meio.addWidget(self.painel_ajuda, 1)
        meio.addStretch()
        caixa = QVBoxLayout(self)
        caixa.setContentsMargins(0, 0, 0, 0)
        caixa.setSpacing(U + U // 2)
        caixa.addLayout(self.topo)
        caixa.addLayout(meio, 1)
        caixa.addWidget(BarraTeclas([*self.acoes, *self.formulario.acoes]))

    def _entra(self) -> None:
        if (item := self.indice.currentItem()) is not None:
            self.formulario.foca_grupo(*item.data(Qt.ItemDataRole.UserRole).split(_NIVEL))

    def _procura(self, texto: str) -> list[ItemReferencia]:
        visiveis = self.formulario.estado.visiveis
        return [ItemReferencia(a.nome, a.campo.titulo, _detalhe(a, a.nome in visiveis))
                for a in procura(self.formulario.modelo, texto)]

    def _anota(self) -> None:
        form, estado = self.formulario, self.formulario.estado
        vistas = set()
        for grupo in estado.grupos:
            for chave, nomes in ((_chave(grupo.titulo), tuple(grupo.nomes)),
                                 *((_chave(grupo.titulo, p.titulo), p.nomes) for p in grupo.partes if p.titulo)):
                if not estado.visiveis.isdisjoint(nomes):
                    vistas.add(chave)
                linhas = [linha for nome in nomes if (linha := form.grupos.linhas.get(nome)) is not None]
                self.indice.marca(chave, "bloqueio" if any(um.erro for um in linhas) else
                                  "acento" if any(um.alterado for um in linhas) else "")
                fora = len(estado.fora_do_padrao(nomes))
                self.indice.conta(chave, str(fora) if fora else "")
        self.indice.mostra_so(vistas)
        quantos = len(form.alterados())
        self.situacao.setText(f"{quantos} campo{'s' if quantos > 1 else ''} alterado{'s' if quantos > 1 else ''}"
                              if quantos else f"{len(estado.visiveis)} campos")
        self.situacao.define_cor("acento" if quantos else "texto_fraco")


def _entradas(estado: Estado) -> Iterator[Entrada]:
    for grupo in estado.grupos:
        yield Entrada(_chave(grupo.titulo), grupo.titulo or "Geral")
        for parte in grupo.partes:
            if parte.titulo:
                yield Entrada(_chave(grupo.titulo, parte.titulo), parte.titulo, sub=True)


def _chave(grupo: str, parte: str = "") -> str:
    return f"{grupo}{_NIVEL}{parte}"


def _detalhe(achado: Achado, aparece: bool) -> str:
    onde = " › ".join(t for t in (achado.campo.grupo, achado.campo.subgrupo) if t)
    return " — ".join(t for t in (onde, "" if aparece else "não aparece agora", achado.trecho) if t)
