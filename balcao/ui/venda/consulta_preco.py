"""Ctrl+P: the price of a product, without touching the order."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from balcao.domain.formatos import moeda, numero
from balcao.domain.resultado_busca import Resultado
from balcao.services.counter.consulta import PrecoConsultado, PrecoDito, RespostaPreco
from balcao.ui.componentes.dialogo import Dialogo, linha
from balcao.ui.leitor import ACEITA_LEITURA
from balcao.ui.lista_resultados import ListaResultados
from balcao.ui.tema import Papel, Rotulo, U


class DialogoConsultaPreco(Dialogo):
    """Enter looks up; the field is ready for the next code. What may mean several products lists them: arrows and
    Enter choose one, ESC there goes back to what was typed. `consulta` answers a text, from a row on."""

    def __init__(self, consulta: Callable[..., RespostaPreco], inicial: str = "",
                 parent: QWidget | None = None) -> None:
        super().__init__("Consulta de preço", parent, confirma="Consultar", largura=96 * U)
        self._consulta = consulta
        self.texto = linha(inicial)
        self.texto.setProperty(ACEITA_LEITURA, True)  # a scan here asks a price; it sells nothing
        self.campo("&Produto", self.texto, "código, barras ou descrição; nada é incluído no documento")
        self.lista = ListaResultados()
        self.lista.hide()
        self.lista.escolhido.connect(lambda um: self._responde(um.codigo))
        self.lista.falta.connect(self._falta)
        self.texto.textEdited.connect(lambda _texto: self._fecha_lista())
        self.corpo.addWidget(self.lista)
        self.descricao = Rotulo("", Papel.TITULO)
        self.descricao.setWordWrap(True)
        self.corpo.addWidget(self.descricao)
        self._grade = QGridLayout()
        self.corpo.addLayout(self._grade)
        self.corpo.addStretch()
        if inicial:
            self.confirma()

    def valida(self) -> bool:
        """Never closes: shows, and selects the text for the next one."""
        if self.texto.text().strip():
            self._responde(self.texto.text())
        return False

    def _responde(self, procurado: str) -> None:
        resposta = self._consulta(procurado)
        self._fecha_lista()
        self._limpa()
        if isinstance(resposta, str):
            self.recusa(resposta, self.texto)
            return
        self.erro.hide()
        if isinstance(resposta, Resultado):
            self.lista.mostra(resposta)
            self.lista.show()
        else:
            self._mostra(resposta)
        self.texto.setFocus()
        self.texto.selectAll()
        self.cabe()

    def _fecha_lista(self) -> None:
        self.lista.hide()
        self.lista.limpa()

    def _falta(self, inicio: int) -> None:
        """The selection ran past the rows that are here: the next page of the same text."""
        resposta = self._consulta(self.texto.text(), inicio)
        if isinstance(resposta, Resultado):
            self.lista.mostra(resposta)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.lista.isVisible():
            if event.key() == Qt.Key.Key_Escape:
                self._fecha_lista()
                return
            if self.lista.tecla(event):
                return
        super().keyPressEvent(event)

    def _limpa(self) -> None:
        self.descricao.setText("")
        while (velho := self._grade.takeAt(0)) is not None:
            if (dentro := velho.widget()) is not None:
                dentro.deleteLater()

    def _mostra(self, p: PrecoConsultado) -> None:
        self._limpa()
        self.descricao.setText(f"{p.codigo}  {p.descricao}")
        linhas = [(um.nome, _preco(um, p.unidade), Papel.TITULO) for um in p.precos]
        if p.do_documento is not None:
            linhas.append((f"Estoque “{p.estoque}”, o do documento", f"{numero(p.do_documento)} {p.unidade}",
                           Papel.DESTAQUE))
        linhas.append(("Estoque aqui", f"{numero(p.disponivel)} {p.unidade}", Papel.DESTAQUE))
        linhas += [(f"Em {nome}", f"{numero(quanto)} {p.unidade}", Papel.CORPO) for nome, quanto in p.outras]
        if p.localizacao:
            linhas.append(("Localização", p.localizacao, Papel.CORPO))
        for n, (titulo, valor, papel) in enumerate(linhas):
            self._grade.addWidget(Rotulo(titulo, Papel.CORPO, "texto_fraco"), n, 0)
            self._grade.addWidget(Rotulo(valor, papel), n, 1)
        self._grade.setColumnStretch(1, 1)


def _preco(um: PrecoDito, unidade: str) -> str:
    preco = f"{moeda(um.valor)} / {unidade}"
    return f"{preco} · {um.promocao.frase}" if um.promocao is not None else preco
