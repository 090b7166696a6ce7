"""F6 in Documentos: where the document may go from here; and the approval, asked for and released."""

from typing import TYPE_CHECKING
from uuid import UUID

from balcao.domain.achados import Finding, impedem
from balcao.domain.erros import RegraViolada
from balcao.domain.fluxo import Passagem
from balcao.domain.situacoes import ROTULO_SITUACAO, Situacao
from balcao.domain.tipo_pedido import Categoria
from balcao.services.counter.aprovacao import AprovacaoPrevista
from balcao.services.counter.situacao import Aprovada
from balcao.ui.background import Faixa
from balcao.ui.documentos.aprovacao import DialogoAprovacao, EdicaoDeAtributos
from balcao.ui.documentos.modelo import numero_de
from balcao.ui.venda.escolha import DialogoEscolha
from balcao.ui.venda.liberacao import DialogoLiberacao
from balcao.ui.venda.opcao import Opcao

if TYPE_CHECKING:
    from balcao.ui.documentos.operacoes import Operacoes
    from balcao.ui.documentos.pagina import PaginaDocumentos


class MudancaDeSituacao:
    """The document under the cursor goes to another situation."""

    def __init__(self, pagina: "PaginaDocumentos", operacoes: "Operacoes") -> None:
        self._pagina = pagina
        self._operacoes = operacoes

    def escolhe(self) -> None:
        """F6."""
        self._operacoes.le("situacoes", self._pagina.servicos.situacoes.proximas, self._oferece)

    def _oferece(self, proximas: tuple[Passagem, ...]) -> None:
        atual = self._pagina.atual
        if atual is None:
            return
        nome = numero_de(atual.resumo)
        if not proximas:
            self._pagina.avisou.emit(f"O documento {nome} está {ROTULO_SITUACAO[atual.resumo.situacao].lower()} e não "
                                     "há situação a que você possa passá-lo.")
            return
        opcoes = [Opcao(p, p.acao, f"fica {ROTULO_SITUACAO[p.para].lower()}") for p in proximas]
        dialogo = DialogoEscolha(f"Situação do documento {nome}", opcoes, None, self._pagina)
        if dialogo.exec():
            self._faz(dialogo.escolhida)

    def _faz(self, feita: Passagem) -> None:
        operacoes, servicos = self._operacoes, self._pagina.servicos.situacoes
        match feita.para:
            case Situacao.CANCELADO:
                operacoes.cancela()
            case Situacao.PERDIDO:
                operacoes.perde()
            case Situacao.APROVADO:
                operacoes.le("aprova", servicos.preve, self.aprova)
            case Situacao.ENTREGUE:
                operacoes.entrega()
            case Situacao.PENDENTE if feita.revalida:
                operacoes.revalida()
            case _ if feita.desfaz_entrega:
                operacoes.devolve()
            case _ if feita.conclui:
                operacoes.conclusao.conclui()
            case _ if feita.com_motivo:
                operacoes.com_motivo(feita.acao, "Por que ele volta?",
                                     lambda id_, motivo: servicos.passa(id_, feita, motivo))
            case _:
                operacoes.faz(Faixa.ENVIO, lambda id_: servicos.passa(id_, feita, ""))

    def aprova(self, prevista: AprovacaoPrevista) -> None:
        """What it generates, then the approval; what a supervisor may release is asked for, and tried again."""
        atual = self._pagina.atual
        if atual is None or atual.resumo.id != prevista.id:
            return
        tipo = "orçamento" if prevista.categoria is Categoria.ORCAMENTO else "pedido"
        dialogo = DialogoAprovacao(prevista, f"{tipo} {numero_de(atual.resumo)}", self._pagina)
        edicao = EdicaoDeAtributos(dialogo, prevista, self._pagina)

        def fez(feita: Aprovada) -> None:
            dialogo.accept()
            self._pagina.procurado = feita.gerado
            self._operacoes.fez(feita.mensagem)

        def nao_fez(erro: Exception) -> None:
            dialogo.recusa(str(erro))
            if isinstance(erro, RegraViolada) and erro.pedido_id is not None:
                impedimentos = impedem(erro.achados)
                if all(a.liberavel for a in impedimentos):
                    self._libera(dialogo, erro.pedido_id, impedimentos[0], emitido=erro.pedido_id == prevista.id)

        def pede() -> None:
            para, versao = edicao.pedidos
            self._pagina.fundo.executa(
                Faixa.ENVIO, f"aprova {prevista.id}",
                lambda _ficha: self._pagina.servicos.situacoes.aprova(prevista.id, para, versao), fez, nao_fez,
                dono=dialogo)

        dialogo.confirmado.connect(pede)
        dialogo.exec()

    def _libera(self, dialogo: DialogoAprovacao, pedido_id: UUID, achado: Finding, *, emitido: bool) -> None:
        """Over the approval: released, the same approval goes again; given up, its refusal stays to be read."""
        pedido = DialogoLiberacao(achado, parent=dialogo)

        def liberou(_nada: None) -> None:
            pedido.accept()
            dialogo.confirma()

        pedido.confirmado.connect(lambda: self._pagina.fundo.executa(
            Faixa.ENVIO, "liberacao", lambda _ficha: self._pagina.servicos.situacoes.libera(
                pedido_id, achado, pedido.login.text().strip(), pedido.senha.text(), pedido.motivo.text().strip(),
                emitido=emitido),
            liberou, lambda erro: pedido.recusa(str(erro), pedido.senha), dono=pedido))
        pedido.exec()
