"""F6 in Documentos: where the document may go from here; and the approval, asked for and released."""

from typing import TYPE_CHECKING

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
from balcao.ui.venda.liberacao import DialogoLiberacao, conduz
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
        _Aprovacao(self._pagina, self._operacoes, prevista, numero_de(atual.resumo)).exec()


class _Aprovacao:
    """One approval on the screen. What a supervisor may release is asked for over it, and the approval tried again;
    while it finds more, the same dialog asks for that: who releases types once."""

    def __init__(self, pagina: "PaginaDocumentos", operacoes: "Operacoes", prevista: AprovacaoPrevista,
                 numero: str) -> None:
        tipo = "orçamento" if prevista.categoria is Categoria.ORCAMENTO else "pedido"
        self._pagina, self._operacoes, self._prevista = pagina, operacoes, prevista
        self._dialogo = DialogoAprovacao(prevista, f"{tipo} {numero}", pagina)
        self._edicao = EdicaoDeAtributos(self._dialogo, prevista, pagina)
        self._dialogo.confirmado.connect(self._pede)
        self._liberacao: DialogoLiberacao | None = None
        self._parado = prevista.id  # which document what is to be released stops

    def exec(self) -> None:
        """Until it is approved, or given up."""
        self._dialogo.exec()

    def _pede(self) -> None:
        para, versao = self._edicao.pedidos
        id_, servicos = self._prevista.id, self._pagina.servicos.situacoes
        self._pagina.fundo.executa(Faixa.ENVIO, f"aprova {id_}", lambda _ficha: servicos.aprova(id_, para, versao),
                                   self._fez, self._nao_fez, dono=self._dialogo)

    def _fez(self, feita: Aprovada) -> None:
        if self._liberacao is not None:
            self._liberacao.accept()
        self._dialogo.accept()
        self._pagina.procurado = feita.gerado
        self._operacoes.fez(feita.mensagem)

    def _nao_fez(self, erro: Exception) -> None:
        self._dialogo.recusa(str(erro))
        impedimentos = impedem(erro.achados) if isinstance(erro, RegraViolada) else ()
        parado = erro.pedido_id if isinstance(erro, RegraViolada) else None
        if impedimentos and parado is not None and all(a.liberavel for a in impedimentos):
            self._parado = parado
            self._libera(impedimentos)
        elif self._liberacao is not None:
            self._liberacao.accept()  # released, and stopped by something else, which the approval says

    def _libera(self, impedimentos: tuple[Finding, ...]) -> None:
        """Released, the same approval goes again; given up, its refusal stays to be read."""
        if self._liberacao is not None:
            self._liberacao.restam(impedimentos, "Falta liberar também isto.", self._liberacao.botao_confirma)
            return
        self._liberacao = DialogoLiberacao(impedimentos, self._dialogo)
        conduz(self._liberacao, self._pagina.fundo, self._libera_um, lambda _nada: None, self._dialogo.confirma)
        self._liberacao.exec()
        self._liberacao = None

    def _libera_um(self, achado: Finding, login: str, senha: str, motivo: str) -> None:
        self._pagina.servicos.situacoes.libera(self._parado, achado, login, senha, motivo,
                                               emitido=self._parado == self._prevista.id)
