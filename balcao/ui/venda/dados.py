"""Ctrl+O: the person the document is with, its classification, and its observations."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from balcao.domain.pedido import Pedido
from balcao.domain.tipo_pedido.auto_preenchimento import MAIOR_CONTATO
from balcao.ui.componentes.controles import Escolha
from balcao.ui.componentes.dialogo import linha
from balcao.ui.venda.motivo import DialogoObservacoes
from balcao.ui.venda.preenchidos import DoTipo


class DialogoDados(DialogoObservacoes):
    """`dados` is what was informed, by the fields of the order. What the order's type fills in is shut; without a
    registry of classifications there is no such field, unless the order has one. `primeiro`: the field to begin at."""

    def __init__(self, pedido: Pedido, classificacoes: Mapping[int, str], do_tipo: DoTipo,
                 parent: QWidget | None = None, primeiro: str = "observacoes") -> None:
        super().__init__(pedido.observacoes, parent, "Contato e observações")
        self._do_tipo = do_tipo
        self.contato = linha(pedido.contato)
        self.contato.setMaxLength(MAIOR_CONTATO)
        self.classificacao = Escolha()
        self.classificacao.addItem("Nenhuma", None)
        for id_, nome in classificacoes.items():
            self.classificacao.addItem(nome, id_)
        atual = pedido.classificacao_id
        if atual is not None and atual not in classificacoes:
            self.classificacao.addItem(f"nº {atual} (não é mais oferecida)", atual)
        self.classificacao.setCurrentIndex(max(0, self.classificacao.findData(atual)))
        self._poe(primeiro)
        self.pergunta_antes(lambda: self.dados)

    def _poe(self, primeiro: str) -> None:
        """The new fields come before the text."""
        depois = [self.corpo.takeAt(0) for _ in range(self.corpo.count())]
        caixas = {"contato": self.contato, "classificacao": self.classificacao, "observacoes": self.texto}
        self.campo("&Pessoa de contato", self.contato, self._legenda("contato", "Sai impressa."))
        if self.classificacao.count() > 1:
            self.campo("&Classificação", self.classificacao, self._legenda("classificacao_id", ""))
        for item in depois:
            if item is not None:
                self.corpo.addItem(item)
        for antes, depois_dela in ((self.contato, self.classificacao), (self.classificacao, self.texto)):
            self.setTabOrder(antes, depois_dela)
        if "observacoes" in self._do_tipo:
            self.dica.setText(self._do_tipo.legenda())
        for nome, caixa in (("contato", self.contato), ("classificacao_id", self.classificacao),
                            ("observacoes", self.texto)):
            self._do_tipo.fecha(nome, caixa)
        self._foca(caixas[primeiro], *caixas.values())

    def _legenda(self, campo: str, normal: str) -> str:
        return self._do_tipo.legenda() if campo in self._do_tipo else normal

    @staticmethod
    def _foca(*caixas: QWidget) -> None:
        aberta = next((um for um in caixas if um.isEnabled()), None)
        if aberta is not None:
            aberta.setFocus()

    @property
    def dados(self) -> dict[str, object]:
        """By the fields of the order."""
        return {"contato": self.contato.text().strip(), "classificacao_id": self.classificacao.currentData(),
                "observacoes": self.escrito}
