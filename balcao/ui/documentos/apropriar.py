"""F3 in Documentos: the execution of an item of a service order: which, who, when, how long (TP-020)."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from balcao.domain.formatos import TextoInvalido, data_hora, le_instante, le_minutos
from balcao.domain.tipo_pedido.opcoes import RegraTecnico
from balcao.services.counter.apropriar import ItemAApropriar, OrdemAApropriar
from balcao.ui.background import Faixa
from balcao.ui.componentes.controles import LinhaTexto
from balcao.ui.componentes.dialogo import Dialogo, linha
from balcao.ui.documentos.modelo import numero_de
from balcao.ui.tema import Papel, Rotulo, U
from balcao.ui.venda.cliente import DialogoCliente
from balcao.ui.venda.escolha import DialogoEscolha
from balcao.ui.venda.opcao import Opcao
from balcao.ui.venda.tecnico import oferecidos

if TYPE_CHECKING:
    from balcao.ui.documentos.operacoes import Operacoes
    from balcao.ui.documentos.pagina import PaginaDocumentos


class DialogoApropriacao(Dialogo):
    """When and how long. Emits `confirmado`; the caller asks the service and closes, or refuses."""

    def __init__(self, item: str, agora: datetime, parent: QWidget | None = None) -> None:
        super().__init__("Apropriar", parent, confirma="Apropriar", espera=True, largura=56 * U)
        frase = Rotulo(item, Papel.DESTAQUE)
        frase.setWordWrap(True)
        self.corpo.addWidget(frase)
        self.quando, self.minutos = linha(data_hora(agora)), LinhaTexto()
        self.campo("&Quando", self.quando, "dia/mês/ano hora:minuto; só a hora é de hoje.")
        self.campo("&Minutos", self.minutos, "Quanto durou; pode ficar em branco.")
        self._agora = agora
        self.quando.setFocus()
        self.quando.selectAll()

    def valida(self) -> bool:
        campo = self.quando
        try:
            if campo.text().strip():
                le_instante(campo.text(), self._agora)
            campo = self.minutos
            le_minutos(campo.text())
        except TextoInvalido as erro:
            self.recusa(str(erro), campo)
            return False
        return True


class ApropriacaoDeServico:
    """The service order under the cursor."""

    def __init__(self, pagina: "PaginaDocumentos", operacoes: "Operacoes") -> None:
        self._pagina = pagina
        self._operacoes = operacoes

    def apropria(self) -> None:
        """F3."""
        self._operacoes.le("apropria", self._pagina.servicos.apropriacoes.ordem, self._escolhe)

    def _escolhe(self, ordem: OrdemAApropriar) -> None:
        atual = self._pagina.atual
        if atual is None or atual.resumo.id != ordem.id:
            return
        opcoes = [Opcao(item, item.descricao, _como_esta(item), str(n)) for n, item in enumerate(ordem.itens, start=1)]
        dialogo = DialogoEscolha(f"Apropriar em {numero_de(atual.resumo)}", opcoes, None, self._pagina,
                                 "Digite o número do item ou parte do nome")
        if dialogo.exec():
            item: ItemAApropriar = dialogo.escolhida
            self._quem(ordem, item)

    def _quem(self, ordem: OrdemAApropriar, item: ItemAApropriar) -> None:
        opcoes = [Opcao((um.id, um.nome), um.nome) for um in oferecidos(ordem.colaboradores, ordem.regra, ordem.loja)]
        if ordem.regra is RegraTecnico.PESSOA:
            opcoes.append(Opcao(None, "Outra pessoa", "procura no cadastro de pessoas"))
        if not opcoes:
            self._pagina.avisou.emit("Ninguém pode apropriar: a loja não tem colaboradores cadastrados. Eles são "
                                     "informados na importação de clientes, na coluna “Colaborador das lojas”.")
            return
        dele = next((o.valor for o in opcoes if o.valor is not None and o.valor[1] == item.tecnico), None)
        dialogo = DialogoEscolha(f"Quem executou {item.descricao}?", opcoes, dele, self._pagina)
        if not dialogo.exec():
            return
        escolhida: tuple[UUID, str] | None = dialogo.escolhida or self._procura()
        if escolhida is not None:
            self._registra(ordem, item, *escolhida)

    def _procura(self) -> tuple[UUID, str] | None:
        pagina = self._pagina

        def conta(texto: str, dono: QObject, pronto: Callable[[int | None], None]) -> None:
            pagina.fundo.executa(Faixa.LEITURA, "conta pessoas", lambda ficha: pagina.servicos.clientes.conta(
                texto, lambda: ficha.cancelada, pessoas=True), pronto, lambda _erro: pronto(None), dono=dono)

        dialogo = DialogoCliente(
            lambda texto, inicio: pagina.servicos.clientes.busca(texto, inicio, pessoas=True), conta,
            permite_cadastro=False, parent=pagina, titulo="Quem executou",
            pessoas="“pessoa”: está no cadastro, mas não é cliente.")
        if not dialogo.exec() or not dialogo.escolhido:
            return None
        quem = next(um for um in dialogo.modelo.linhas if um.id == dialogo.escolhido)
        return UUID(quem.id), quem.nome

    def _registra(self, ordem: OrdemAApropriar, item: ItemAApropriar, quem: UUID, nome: str) -> None:
        """Refused, what was typed stays on the screen."""
        pagina, id_ = self._pagina, ordem.id
        dialogo = DialogoApropriacao(f"{item.descricao}: {nome}", ordem.agora, pagina)

        def fez(mensagem: str) -> None:
            dialogo.accept()
            self._operacoes.fez(mensagem)

        dialogo.confirmado.connect(lambda: pagina.fundo.executa(
            Faixa.ENVIO, f"apropria {id_}", lambda _ficha: pagina.servicos.apropriacoes.apropria(
                id_, item.linha, quem, dialogo.quando.text().strip(), dialogo.minutos.text().strip()),
            fez, lambda erro: dialogo.recusa(str(erro), dialogo.quando), dono=dialogo))
        dialogo.exec()


def _como_esta(item: ItemAApropriar) -> str:
    vezes = {0: "", 1: "apropriado 1 vez"}.get(item.vezes, f"apropriado {item.vezes} vezes")
    return " · ".join(parte for parte in (item.tecnico, vezes) if parte)
