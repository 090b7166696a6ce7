"""What the keys of a form do: they act on the field, or the group, that has the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from balcao.ui.acoes import Acoes
from balcao.ui.ajuda import FolhaTeclas
from balcao.ui.componentes.avisos import Pergunta
from balcao.ui.formulario.folha_ajuda import FolhaAjuda, PainelAjuda
from balcao.ui.formulario.grupo import CartaoGrupo
from balcao.ui.formulario.linha_campo import LinhaCampo
from balcao.ui.tema import U

if TYPE_CHECKING:
    from balcao.ui.formulario.quadro import Formulario


class Comandos(QObject):
    """Follows the keyboard inside one form."""

    def __init__(self, form: Formulario) -> None:
        super().__init__(form)
        self._form = form
        self._focada: LinhaCampo | None = None
        self._cartao: CartaoGrupo | None = None
        self._solta: FolhaAjuda | None = None
        self._painel: PainelAjuda | None = None
        self._painel_quer = True
        QApplication.instance().focusChanged.connect(self._foco)  # type: ignore[union-attr]

    # ---- what can be done now ----

    @property
    def campo_alterado(self) -> bool:
        """Whether the field that has the keyboard differs from what is stored."""
        return self._focada is not None and self._focada.alterado and not self._focada.motivo

    @property
    def campo_fora_do_padrao(self) -> bool:
        """Whether the field that has the keyboard has a default, and something else stands in it."""
        linha, estado = self._focada, self._form.estado
        if linha is None or linha.motivo or not estado.tem_padrao(linha.nome):
            return False
        return bool(linha.problema() or linha.valor() != estado.padroes[linha.nome])

    # ---- help ----

    @property
    def texto_ajuda(self) -> str:
        """The help shown now, as plain text."""
        folha = self._painel or self._solta
        return folha.texto if folha is not None else ""

    def usa_painel(self, painel: PainelAjuda | None) -> None:
        """Help has a place of its own beside the form now; None: it lies over the form, when asked for."""
        if painel is self._painel:
            return
        if self._painel is not None:
            self._painel.hide()
        self._painel = painel
        self.fecha_ajuda()
        if painel is not None:
            painel.setVisible(self._painel_quer)
            if self._focada is not None:
                self._explica(self._focada)

    def ajuda(self) -> None:
        """F1: show or hide the help of the field that has the keyboard; with none, the keys."""
        if self._painel is not None:
            self._painel_quer = not self._painel.isVisible()
            self._painel.setVisible(self._painel_quer)
        elif self.fecha_ajuda():
            return
        elif self._focada is None:
            self.teclas()
            return
        if self._focada is not None and (self._painel is None or self._painel_quer):
            self._solta = self._solta or FolhaAjuda(self._form.window())
            self._explica(self._focada)

    def fecha_ajuda(self) -> bool:
        """Hide the help that lies over the form; False when none did (so ESC may close something else)."""
        if self._solta is None or not self._solta.isVisible():
            return False
        self._solta.hide()
        return True

    def teclas(self) -> None:
        """Ctrl+F1: every key of the form and of what stands around it."""
        conjuntos: list[Acoes] = []
        dono: QWidget | None = self._form
        while dono is not None:
            if isinstance(acoes := getattr(dono, "acoes", None), Acoes):
                conjuntos.append(acoes)
            dono = None if dono.isWindow() else dono.parentWidget()
        FolhaTeclas(self._form.window(), "Formulário", conjuntos).open()

    # ---- undoing ----

    def desfaz(self) -> None:
        """F9: the field that has the keyboard goes back to what is stored."""
        if self._focada is not None:
            self._focada.desfaz()

    def volta_ao_padrao(self) -> None:
        """Shift+F9: the field that has the keyboard takes the value it was born with."""
        if self._focada is not None and self.campo_fora_do_padrao:
            self._focada.poe(self._form.estado.padroes[self._focada.nome])

    def desfaz_tudo(self) -> None:
        """Ctrl+Shift+F9: ask, then every field goes back to what is stored."""
        quantos = len(self._form.alterados())
        if quantos:
            Pergunta(self._form.window(), "Desfazer todas as alterações?",
                     "O campo alterado volta ao valor gravado." if quantos == 1 else
                     f"Os {quantos} campos alterados voltam ao valor gravado.", "Desfazer", "Continuar editando",
                     lambda sim: self._form.restaura() if sim else None, perigo=True).open()

    # ---- groups ----

    def proximo_grupo(self) -> None:
        """Ctrl+↓."""
        self._passa(1)

    def grupo_anterior(self) -> None:
        """Ctrl+↑: the title of this group first, then the group before."""
        cartao = self._cartao
        if self._focada is not None and cartao is not None and cartao.titulo:
            self._form.vai_ao_titulo(cartao)
        else:
            self._passa(-1)

    def alterna_grupo(self) -> None:
        """Ctrl+Space: open or collapse the group that has the keyboard."""
        if self._cartao is not None and self._cartao.titulo:
            self._cartao.abre(not self._cartao.aberto)

    def abre_grupos(self) -> None:
        """Ctrl+Shift+↓."""
        self._form.grupos.abre_todos(True)

    def recolhe_grupos(self) -> None:
        """Ctrl+Shift+↑."""
        self._form.grupos.abre_todos(False)

    def _passa(self, passo: int) -> None:
        if (cartao := self._form.grupos.ao_lado(self._cartao, passo)) is not None:
            self._form.vai_ao_titulo(cartao)

    # ---- the keyboard ----

    def _foco(self, _antes: QWidget | None, agora: QWidget | None) -> None:
        dentro = agora is not None and self._form.isAncestorOf(agora)
        if not dentro and self._focada is None and self._cartao is None:
            return
        linha = agora if dentro else None
        while linha is not None and not isinstance(linha, LinhaCampo):
            linha = linha.parentWidget() if linha is not self._form else None
        self._focada = linha
        self._cartao = self._form.grupos.em(agora) if dentro else None
        self._form.acoes.atualiza()
        if linha is None:
            if agora is not None:
                self.fecha_ajuda()
        else:
            self._form.ensureWidgetVisible(linha, 0, 2 * U)
            self._explica(linha, so_se_aberta=True)
        if self._cartao is not None:
            self._form.focou.emit(self._cartao.titulo, linha.campo.subgrupo if linha is not None else "")

    def _explica(self, linha: LinhaCampo, so_se_aberta: bool = False) -> None:
        folha = self._painel or self._solta
        if folha is not None and (folha.isVisible() or not so_se_aberta):
            estado = self._form.estado
            folha.mostra(linha.campo, estado.padroes[linha.nome] if estado.tem_padrao(linha.nome) else None, linha)
