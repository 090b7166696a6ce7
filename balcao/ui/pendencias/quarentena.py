"""An order that could not be stored, for the manager: in words, and what can be decided of it."""

from datetime import tzinfo
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from balcao.domain.formatos import data_hora, moeda, numero, quantos
from balcao.domain.protocolo import Recusa
from balcao.domain.quarentena import Decisao, ItemPreso, Quarentena
from balcao.domain.textos import texto
from balcao.domain.tipo_pedido.categorias import chamado
from balcao.ui.componentes.controles import Escolha
from balcao.ui.componentes.dialogo_texto import DialogoTexto
from balcao.ui.tema import Papel, Rotulo, U

MAIOR_MOTIVO: Final = 1000
MOSTRA_ITENS: Final = 4
_ESCOLHAS: Final = (
    (Decisao.LANCADA, "Lançar na retaguarda",
     "Guarda o documento, com o que está cadastrado agora. O cliente que a retaguarda não tem fica só no nome (pede a "
     "permissão de liberar cliente); o que mais faltar precisa ser cadastrado antes. O que as regras acharem vira "
     "divergência."),
    (Decisao.DEVOLVIDA, "Devolver ao balcão",
     "O vendedor lê o motivo e refaz o documento, com o papel antigo na mão."),
    (Decisao.DESCARTADA, "Descartar",
     "A venda não valeu: o documento não é guardado nem enviado outra vez, e o vendedor é avisado."),
)
_FEITA: Final = {Decisao.LANCADA: "Lançado na retaguarda", Decisao.DEVOLVIDA: "Devolvido ao balcão",
                 Decisao.DESCARTADA: "Descartado", Decisao.RETIRADA: "Retirado pelo balcão"}


class DialogoQuarentena(DialogoTexto):
    """What becomes of it, and why."""

    def __init__(self, um: Quarentena, parent: QWidget | None = None) -> None:
        super().__init__(f"Decidir sobre {nome_de(um)}", "", parent, confirma="Decidir", espera=True, largura=76 * U,
                         altura=12 * U, maximo=MAIOR_MOTIVO, falta="Escreva por que decide assim: o vendedor lê.")
        for dito, papel, cor in ((motivo_de(um), Papel.DESTAQUE, "alerta"), (resumo_de(um), Papel.CORPO, "texto")):
            rotulo = Rotulo(dito, papel, cor)
            rotulo.setWordWrap(True)
            rotulo.setTextFormat(Qt.TextFormat.PlainText)
            self.corpo.addWidget(rotulo)
        self.escolha = Escolha()
        for decisao, titulo, _efeito in _ESCOLHAS:
            self.escolha.addItem(titulo, decisao)
        self.efeito = Rotulo("", Papel.LEGENDA, "texto_fraco")
        self.efeito.setWordWrap(True)
        self.efeito.setMinimumHeight(6 * U)
        self.campo("O que &fazer", self.escolha)
        self.corpo.addWidget(self.efeito)
        self.campo("&Por quê", self.texto, "Fica guardado com seu nome, e o vendedor lê. Não pode ser mudado depois.")
        self.escolha.currentIndexChanged.connect(lambda _: self._explica())
        self._explica()
        self.escolha.setFocus()

    def _explica(self) -> None:
        self.efeito.setText(_ESCOLHAS[self.escolha.currentIndex()][2])

    @property
    def decisao(self) -> Decisao:
        """What was chosen."""
        return Decisao(self.escolha.currentData())


def nome_de(um: Quarentena) -> str:
    """"Pré-venda T03-000001", "DAV 7"."""
    return f"{chamado(um.preso.categoria)} {um.preso.numero}"


def motivo_de(um: Quarentena) -> str:
    """Why it could not be stored."""
    return f"Não pôde ser guardado. {_em_palavras(um.preso.motivo)}"


def resumo_de(um: Quarentena) -> str:
    """Whose, how much, and its first lines."""
    preso = um.preso
    quem = (f"{preso.cliente_nome or 'Sem cliente'}, {moeda(preso.total)}; vendido por {preso.vendedor} no terminal "
            f"{um.estacao}.")
    return "\n".join([quem, *map(_item, preso.itens[:MOSTRA_ITENS]), *_mais(len(preso.itens) - MOSTRA_ITENS)])


def resolucao_de(um: Quarentena, fuso: tzinfo) -> str:
    """How it ended, who, when, why; "" while it is open."""
    if um.resolvida_em is None:
        return ""
    quem = f" por {um.resolvida_por}" if um.resolvida_por else ""
    return f"{feita(um)}{quem} em {data_hora(um.resolvida_em.astimezone(fuso))}: {um.resolucao}"


def feita(um: Quarentena) -> str:
    """What was decided, in words."""
    return _FEITA.get(um.decisao, "")


def _mais(n: int) -> list[str]:
    return [f"e mais {quantos(n, 'item', 'itens')}, na prévia ao lado."] if n > 0 else []


def _item(item: ItemPreso) -> str:
    return f"{numero(item.quantidade)} {item.unidade} {item.descricao} a {moeda(item.preco)} = {moeda(item.total)}"


def _em_palavras(motivo: Recusa) -> str:
    """A manager reads it: what the seller was told to do is not for him."""
    return " ".join(texto(a) for a in motivo.achados) or motivo.mensagem
