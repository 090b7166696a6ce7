"""A service order is concluded in Documentos (F6), and told when it was (F7)."""

from collections.abc import Callable
from datetime import datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QWidget

from balcao.domain.formatos import TextoInvalido, le_instante
from balcao.domain.protocolo_documentos import DATA_RECUSADA
from balcao.gateways.retaguarda import Recusado
from balcao.services.counter.situacao import PedidoDeConclusao
from balcao.ui.background import Faixa
from balcao.ui.componentes.controles import LinhaTexto
from balcao.ui.componentes.dialogo import Dialogo, linha
from balcao.ui.documentos.modelo import numero_de
from balcao.ui.tema import Papel, Rotulo, U

if TYPE_CHECKING:
    from balcao.ui.documentos.operacoes import Operacoes
    from balcao.ui.documentos.pagina import PaginaDocumentos

_COMO = "dia/mês/ano hora:minuto; só a hora é de hoje"


class DialogoConclusao(Dialogo):
    """What its type asks for, and nothing else; `hoje` carries the shop's zone. Emits `confirmado`; the caller asks the
    service and closes, or refuses."""

    def __init__(self, pedido: PedidoDeConclusao, documento: str, hoje: datetime,
                 parent: QWidget | None = None) -> None:
        super().__init__(f"Concluir {documento}", parent, confirma="Concluir", espera=True, largura=60 * U)
        self._pedido, self._hoje = pedido, hoje
        self.quando, self.login, self.senha = LinhaTexto(), LinhaTexto(), LinhaTexto()
        self.senha.setEchoMode(QLineEdit.EchoMode.Password)
        if pedido.aprovacao:
            frase = Rotulo("O cliente aprova a conclusão: quem aprova por ele entra com o próprio usuário e senha.",
                           Papel.CORPO, "texto_fraco")
            frase.setWordWrap(True)
            self.corpo.addWidget(frase)
            self.campo("&Usuário que aprova", self.login)
            self.campo("&Senha", self.senha)
        if pedido.data:
            self.campo("&Data de conclusão", self.quando, f"{_COMO}. Em branco, informe depois (F7).")
        (self.login if pedido.aprovacao else self.quando).setFocus()

    def valida(self) -> bool:
        for campo, falta in ((self.login, "Digite o usuário que aprova."), (self.senha, "Digite a senha.")):
            if self._pedido.aprovacao and not campo.text().strip():
                self.recusa(falta, campo)
                return False
        return not self.quando.text().strip() or _le(self, self.quando, self._hoje)


class DialogoData(Dialogo):
    """When it was concluded. Emits `confirmado`."""

    def __init__(self, atual: str, documento: str, hoje: datetime, parent: QWidget | None = None) -> None:
        super().__init__(f"Conclusão do documento {documento}", parent, espera=True, largura=52 * U)
        self._hoje = hoje
        self.quando = linha(atual)
        self.campo("&Data de conclusão", self.quando, f"{_COMO}.")
        self.quando.selectAll()

    def valida(self) -> bool:
        return _le(self, self.quando, self._hoje)


def _le(dialogo: Dialogo, campo: QLineEdit, hoje: datetime) -> bool:
    """Whether an instant is typed there; otherwise what to type is said."""
    try:
        le_instante(campo.text(), hoje)
    except TextoInvalido as erro:
        dialogo.recusa(str(erro), campo)
        return False
    return True


def _da_data(erro: Exception) -> bool:
    """Whether it is the instant that the retaguarda refused."""
    return isinstance(erro, Recusado) and erro.recusa.codigo == DATA_RECUSADA


class ConclusaoDeServico:
    """The service order under the cursor."""

    def __init__(self, pagina: "PaginaDocumentos", operacoes: "Operacoes") -> None:
        self._pagina = pagina
        self._operacoes = operacoes

    def conclui(self) -> None:
        """Ask for what its type wants; when it wants nothing, it is done at once."""
        self._operacoes.le("conclusao", self._pagina.servicos.situacoes.como_conclui, self._pede)

    def informa_data(self) -> None:
        """F7."""
        self._operacoes.le("data da conclusao", self._pagina.servicos.situacoes.conclusao, self._pede_data)

    def _pede(self, pedido: PedidoDeConclusao) -> None:
        atual, servicos = self._pagina.atual, self._pagina.servicos.situacoes
        if atual is None or atual.resumo.id != pedido.id:
            return
        if not (pedido.data or pedido.aprovacao):
            self._operacoes.faz(Faixa.ENVIO, lambda id_: servicos.conclui(id_, "", "", ""))
            return
        dialogo = DialogoConclusao(pedido, f"o documento {numero_de(atual.resumo)}", self._hoje(), self._pagina)
        self._espera(dialogo, pedido.id, lambda id_: servicos.conclui(
            id_, dialogo.quando.text().strip(), dialogo.login.text().strip(), dialogo.senha.text()),
            dialogo.senha if pedido.aprovacao else dialogo.quando)

    def _pede_data(self, atual: str) -> None:
        sob = self._pagina.atual
        if sob is None:
            return
        dialogo = DialogoData(atual, numero_de(sob.resumo), self._hoje(), self._pagina)
        self._espera(dialogo, sob.resumo.id, lambda id_: self._pagina.servicos.situacoes.informa_conclusao(
            id_, dialogo.quando.text().strip()), dialogo.quando)

    def _hoje(self) -> datetime:
        """When the shop's day began: what an hour alone is of."""
        return datetime.combine(self._pagina.hoje(), time(), self._pagina.fuso)

    def _espera(self, dialogo: DialogoConclusao | DialogoData, id_: UUID, faz: Callable[[UUID], str],
                campo: QLineEdit) -> None:
        """Refused, what was typed stays on the screen, the cursor where it must be mended."""
        def fez(mensagem: str) -> None:
            dialogo.accept()
            self._operacoes.fez(mensagem)

        dialogo.confirmado.connect(lambda: self._pagina.fundo.executa(
            Faixa.ENVIO, f"conclusao {id_}", lambda _ficha: faz(id_), fez,
            lambda erro: dialogo.recusa(str(erro), dialogo.quando if _da_data(erro) else campo), dono=dialogo))
        dialogo.exec()
