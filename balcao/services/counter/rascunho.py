"""A draft: the order being edited, its releases, and what undo needs. Saved in the journal at every change."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from balcao.domain.alteracao import Alteracao
from balcao.domain.fatos import Fato
from balcao.domain.liberacao import Liberacao
from balcao.domain.pedido import Pedido

MAXIMO_DESFAZER = 50


class Rascunho(Fato):
    """Frozen; `com` returns the next one and remembers this one for undo."""

    pedido: Pedido
    atual: int = 0  # the current line's name
    liberacoes: tuple[Liberacao, ...] = ()
    feitos: tuple[Pedido, ...] = ()
    desfeitos: tuple[Pedido, ...] = ()
    origem_validade: date | None = None  # its last day; drafts written before this field know of none
    segurado: tuple[tuple[int, Decimal], ...] = ()  # product, quantity: what that DAV holds, and lets go to become this
    retomado: bool = False  # taken up from suspension: the retaguarda has a copy, for this station
    alterando: Alteracao | None = None  # the issued order that it changes, as it was; the draft has its id

    @property
    def id(self) -> UUID:
        return self.pedido.id

    @property
    def intocado(self) -> bool:
        """Whether no edit was made, nor taken back, since it is a draft."""
        return not self.feitos and not self.desfeitos and self.alterando is None

    def emissao(self, hoje: date) -> date:
        """The day from which instalments count: today, or that of the issue of the order that it changes."""
        return hoje if self.alterando is None else self.alterando.emissao

    def com(self, pedido: Pedido, atual: int | None = None) -> "Rascunho":
        """The next state after an edit."""
        if pedido == self.pedido:
            return self.model_copy(update={"atual": self.atual if atual is None else atual})
        return self.model_copy(update={
            "pedido": pedido, "atual": self.atual if atual is None else atual,
            "feitos": (*self.feitos, self.pedido)[-MAXIMO_DESFAZER:], "desfeitos": ()})

    def desfeito(self) -> "Rascunho":
        """One edit back; itself when there is none."""
        if not self.feitos:
            return self
        return self.model_copy(update={"pedido": self.feitos[-1], "feitos": self.feitos[:-1],
                                       "desfeitos": (*self.desfeitos, self.pedido)})

    def refeito(self) -> "Rascunho":
        """One edit forward again; itself when there is none."""
        if not self.desfeitos:
            return self
        return self.model_copy(update={"pedido": self.desfeitos[-1], "desfeitos": self.desfeitos[:-1],
                                       "feitos": (*self.feitos, self.pedido)})

    def liberado(self, liberacao: Liberacao) -> "Rascunho":
        """With one more release."""
        return self.model_copy(update={"liberacoes": (*self.liberacoes, liberacao)})
