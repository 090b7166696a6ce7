"""What one document of the list lets be done: convert, clone, print again, cancel… and the keys that do it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QFileDialog

from balcao.domain.alteracao import MATRIZ
from balcao.domain.conclusao import CONCLUIDAS
from balcao.domain.formatos import TextoInvalido, data, le_data, moeda
from balcao.domain.permissoes import Permissao
from balcao.domain.rules.apropriacao import APROPRIAVEIS
from balcao.domain.situacoes import TRANSICOES, Situacao
from balcao.domain.tipo_pedido import Categoria
from balcao.domain.tipo_pedido.categorias import VENDEM, chamado
from balcao.services.counter.aprovacao import AprovacaoPrevista
from balcao.services.counter.conversao import Conversao
from balcao.ui.acoes import ActionSpec
from balcao.ui.background import Faixa
from balcao.ui.componentes.avisos import Pergunta
from balcao.ui.componentes.dialogo import DialogoValor
from balcao.ui.documentos.apropriar import ApropriacaoDeServico
from balcao.ui.documentos.conclusao import ConclusaoDeServico
from balcao.ui.documentos.conversao import DialogoConversao
from balcao.ui.documentos.modelo import numero_de
from balcao.ui.documentos.situacao import MudancaDeSituacao
from balcao.ui.documentos.versoes import VersoesDoOrcamento
from balcao.ui.venda.motivo import DialogoMotivo

if TYPE_CHECKING:
    from balcao.ui.documentos.pagina import PaginaDocumentos


def _pode(para: Situacao) -> Callable[[Any], bool]:
    return lambda pagina: pagina.atual is not None and not pagina.atual.enviando and (
        pagina.atual.resumo.situacao, para) in TRANSICOES


def _e_dav(pagina: Any) -> bool:
    return (pagina.atual is not None and pagina.atual.resumo.categoria == "orcamento"
            and pagina.atual.resumo.situacao in (Situacao.PENDENTE, Situacao.APROVADO) and not pagina.atual.enviando)


def _revalidavel(pagina: Any) -> bool:
    return (pagina.atual is not None and pagina.atual.resumo.categoria == "orcamento"
            and pagina.atual.resumo.situacao in (Situacao.PENDENTE, Situacao.VENCIDO))


def _entregavel(pagina: Any) -> bool:
    return (_pode(Situacao.ENTREGUE)(pagina) and pagina.atual.resumo.categoria in VENDEM
            and pagina.pode(Permissao.FATURAR))


def _entregue(pagina: Any) -> bool:
    return (pagina.atual is not None and pagina.atual.resumo.situacao is Situacao.ENTREGUE
            and pagina.pode(Permissao.FATURAR))


def _emitido(pagina: Any) -> bool:
    return pagina.atual is not None and pagina.atual.resumo.situacao is not Situacao.MANUTENCAO


def _alteravel(pagina: Any) -> bool:
    return (_emitido(pagina) and not pagina.atual.enviando and bool(MATRIZ[pagina.atual.resumo.situacao])
            and pagina.pode(Permissao.VENDER))


def _suspenso(pagina: Any) -> bool:
    return pagina.atual is not None and pagina.atual.resumo.situacao is Situacao.MANUTENCAO


def _retomavel(pagina: Any) -> bool:
    return _suspenso(pagina) or not pagina.so_suspensos


def _concluida(pagina: Any) -> bool:
    return (_emitido(pagina) and pagina.atual.resumo.categoria == Categoria.SERVICO and not pagina.atual.enviando
            and pagina.atual.resumo.situacao in CONCLUIDAS and pagina.pode(Permissao.VENDER))


def _apropriavel(pagina: Any) -> bool:
    return (_emitido(pagina) and pagina.atual.resumo.categoria == Categoria.SERVICO and not pagina.atual.enviando
            and pagina.atual.resumo.situacao in APROPRIAVEIS and pagina.pode(Permissao.VENDER))


def _perdivel(pagina: Any) -> bool:
    return _pode(Situacao.PERDIDO)(pagina) and pagina.atual.resumo.categoria == "orcamento"


def _cancelavel(pagina: Any) -> bool:
    if _suspenso(pagina):
        return bool(pagina.pode(Permissao.VENDER))
    return (_pode(Situacao.CANCELADO)(pagina) and _emitido(pagina)
            and pagina.pode(Permissao.CANCELAR_DOCUMENTO))


def _com_versoes(pagina: Any) -> bool:
    return pagina.atual is not None and pagina.atual.versiona


def _versionavel(pagina: Any) -> bool:
    return (_com_versoes(pagina) and pagina.atual.resumo.situacao in (Situacao.PENDENTE, Situacao.EMITIDO)
            and pagina.pode(Permissao.VENDER))


def _na_ultima(pode: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Of a quote whose earlier version is on screen, only what that version is still for."""
    return lambda pagina: pagina.guia.substituida is None and pode(pagina)


DOCUMENTOS = (
    ActionSpec("documentos.voltar", "Voltar à venda", "Esc", "volta", "Volta ao documento aberto.", curto="Voltar"),
    ActionSpec("documentos.ajuda", "Ajuda", "F1", "ajuda", "Mostra todas as teclas.", curto="Ajuda"),
    ActionSpec("documentos.atualizar", "Atualizar a lista", "F5", "atualiza", "Lê de novo.", curto="Atualizar",
               dispensavel=9),
    ActionSpec("documentos.via", "2ª via", "Ctrl+P", "operacoes.segunda_via",
               "Outra via, marcada; se nenhuma saiu, a primeira.", quando=_emitido, curto="2ª via"),
    ActionSpec("documentos.pdf", "Salvar em PDF", "Ctrl+G", "operacoes.salva_pdf",
               "Grava um arquivo PDF.", quando=_emitido, curto="PDF", dispensavel=8),
    ActionSpec("documentos.alterar", "Alterar", "F4", "operacoes.altera",
               "Abre o documento emitido na venda; gravado, é a próxima revisão.", quando=_na_ultima(_alteravel),
               curto="Alterar", dispensavel=2),
    ActionSpec("documentos.versao", "Gerar Versão", "Shift+F4", "operacoes.versoes.gera",
               "A próxima versão do orçamento, com os mesmos itens; a anterior fica guardada.",
               quando=_na_ultima(_versionavel), curto="Gerar Versão", existe=_com_versoes),
    ActionSpec("documentos.versao_anterior", "Ver a versão anterior", "Ctrl+PgUp", "operacoes.versoes.anterior",
               "Na guia de versões do orçamento: só consulta e impressão.", existe=_com_versoes),
    ActionSpec("documentos.versao_seguinte", "Ver a versão seguinte", "Ctrl+PgDown", "operacoes.versoes.seguinte",
               "Volta, na guia de versões, até a versão atual.", existe=_com_versoes),
    ActionSpec("documentos.converter", "Converter em pré-venda", "F9", "operacoes.converte",
               "Mostra o que mudou desde o orçamento; se o tipo gera pedido na aprovação, o que será gerado.",
               quando=_na_ultima(_e_dav), curto="Converter"),
    ActionSpec("documentos.situacao", "Mudar situação", "F6", "operacoes.situacao.escolhe",
               "As situações a que o documento pode ir agora.", quando=_na_ultima(_emitido), curto="Situação",
               dispensavel=3),
    ActionSpec("documentos.apropriar", "Apropriar", "F3", "operacoes.apropriacao.apropria",
               "Registra quem executou um item da ordem de serviço.", quando=_apropriavel),
    ActionSpec("documentos.conclusao", "Data de conclusão", "F7", "operacoes.conclusao.informa_data",
               "Quando a ordem de serviço foi concluída.", quando=_concluida),
    ActionSpec("documentos.retomar", "Retomar suspenso", "F10", "operacoes.retoma",
               "Mostra os suspensos; em um deles, continua a venda neste balcão.", quando=_na_ultima(_retomavel),
               curto="Retomar"),
    ActionSpec("documentos.clonar", "Clonar", "Ctrl+D", "operacoes.clona",
               "Novo documento com os mesmos itens, preços de hoje.", quando=_na_ultima(_emitido), curto="Clonar"),
    ActionSpec("documentos.revalidar", "Revalidar orçamento", "Ctrl+R", "operacoes.revalida",
               "Nova data de validade.", quando=_na_ultima(_revalidavel), curto="Revalidar", dispensavel=5),
    ActionSpec("documentos.entregar", "Entregar antes de faturar", "Ctrl+E", "operacoes.entrega",
               "A mercadoria sai agora; o caixa fatura depois.", quando=_entregavel, curto="Entregar", dispensavel=6),
    ActionSpec("documentos.devolver", "Desfazer a entrega", "Ctrl+Shift+E", "operacoes.devolve",
               "O que saiu sem faturar voltou.", quando=_entregue),
    ActionSpec("documentos.perder", "Orçamento perdido", "Ctrl+Del", "operacoes.perde",
               "Encerra com o motivo da perda.", quando=_na_ultima(_perdivel), curto="Perdido", dispensavel=4),
    ActionSpec("documentos.cancelar", "Cancelar documento", "Del", "operacoes.cancela",
               "Cancela com motivo; nada é apagado. Um rascunho suspenso é descartado.",
               quando=_na_ultima(_cancelavel), curto="Cancelar"),
)


class Operacoes:
    """Each works on the document under the cursor; what waits goes to a lane of the background."""

    def __init__(self, pagina: "PaginaDocumentos") -> None:
        self._pagina = pagina
        self.situacao = MudancaDeSituacao(pagina, self)
        self.conclusao = ConclusaoDeServico(pagina, self)
        self.versoes = VersoesDoOrcamento(pagina)
        self.apropriacao = ApropriacaoDeServico(pagina, self)

    def segunda_via(self) -> None:
        """Ctrl+P."""
        if (antiga := self._pagina.guia.substituida) is not None:
            self.faz(Faixa.IMPRESSAO, lambda id_: self._pagina.servicos.versoes.segunda_via(id_, antiga.revisao))
        else:
            self.faz(Faixa.IMPRESSAO, self._pagina.servicos.segunda_via)

    def salva_pdf(self) -> None:
        """Ctrl+G."""
        assert self._pagina.atual is not None
        resumo = self._pagina.atual.resumo
        antiga = self._pagina.guia.substituida
        numero = numero_de(resumo) if antiga is None else antiga.chave
        nome = f"{chamado(resumo.categoria).lower().replace('é', 'e')}-{numero}.pdf"
        destino, _ = QFileDialog.getSaveFileName(self._pagina, "Salvar em PDF", nome.replace("/", "-"), "PDF (*.pdf)")
        if destino and antiga is not None:
            revisao = antiga.revisao
            self.faz(Faixa.IMPRESSAO, lambda id_: self._pagina.servicos.versoes.salva_pdf(id_, revisao, destino))
        elif destino:
            self.faz(Faixa.IMPRESSAO, lambda id_: self._pagina.servicos.salva_pdf(id_, destino))

    def converte(self) -> None:
        """F9: first what changed, then the draft."""
        def mostra(feita: Conversao | AprovacaoPrevista) -> None:
            if isinstance(feita, AprovacaoPrevista):
                self.situacao.aprova(feita)
            elif DialogoConversao(feita, self._pagina).exec():
                self._pagina.abriu.emit(feita.rascunho)

        self.le("converte", self._pagina.servicos.fecha, mostra)

    def clona(self) -> None:
        """Ctrl+D."""
        self.le("clona", self._pagina.servicos.clona, self._pagina.abriu.emit)

    def altera(self) -> None:
        """F4."""
        self.le("altera", self._pagina.servicos.altera, self._pagina.abriu.emit)

    def retoma(self) -> None:
        """F10: those that were suspended; on one of them, the sale goes on."""
        if not _suspenso(self._pagina):
            self._pagina.ve_suspensos()
            return
        self.le("retoma", self._pagina.servicos.retoma, self._pagina.abriu.emit)

    def revalida(self) -> None:
        """Ctrl+R."""
        dialogo = DialogoValor("Revalidar orçamento", "&Válido até", data(self._pagina.hoje() + timedelta(days=7)),
                               self._le_futuro, self._pagina)
        if dialogo.exec():
            self.faz(Faixa.ENVIO, lambda id_: self._pagina.servicos.situacoes.revalida(id_, dialogo.valor))

    def _le_futuro(self, texto: str) -> date:
        dia = le_data(texto, self._pagina.hoje())
        if dia < self._pagina.hoje():
            raise TextoInvalido(f"{data(dia)} já passou. Informe de hoje em diante.")
        return dia

    def cancela(self) -> None:
        """Del: of a suspended draft, which never was a document, nothing stays."""
        assert self._pagina.atual is not None
        resumo = self._pagina.atual.resumo
        if resumo.situacao is Situacao.MANUTENCAO:
            Pergunta(self._pagina, "Descartar o rascunho suspenso?",
                     f"De {resumo.cliente_nome or 'sem cliente'}, {moeda(resumo.total)}: some de todos os balcões; não "
                     "há como voltar.", "Descartar", "Deixar suspenso",
                     lambda sim: self.faz(Faixa.ENVIO, self._pagina.servicos.descarta) if sim else None,
                     perigo=True).open()
            return
        self.com_motivo("Cancelar documento", "O documento continua na lista, cancelado. Estoque e crédito voltam.",
                         self._pagina.servicos.situacoes.cancela)

    def entrega(self) -> None:
        """Ctrl+E."""
        self.faz(Faixa.ENVIO, self._pagina.servicos.situacoes.entrega)

    def devolve(self) -> None:
        """Ctrl+Shift+E."""
        self.com_motivo("Desfazer a entrega", "A mercadoria voltou; o documento fica como antes da entrega.",
                         self._pagina.servicos.situacoes.devolve)

    def perde(self) -> None:
        """Ctrl+Del."""
        self.com_motivo("Orçamento perdido", "Por que o cliente não fechou?", self._pagina.servicos.situacoes.perde)

    def com_motivo(self, titulo: str, aviso: str, faz: Callable[[UUID, str], str]) -> None:
        """Ask why, then do it; refused, the reason stays on the screen."""
        assert self._pagina.atual is not None
        id_ = self._pagina.atual.resumo.id
        dialogo = DialogoMotivo(f"{titulo} {numero_de(self._pagina.atual.resumo)}", aviso, self._pagina)

        def fez(mensagem: str) -> None:
            dialogo.accept()
            self.fez(mensagem)

        dialogo.confirmado.connect(lambda: self._pagina.fundo.executa(
            Faixa.ENVIO, f"motivo {id_}", lambda _ficha: faz(id_, dialogo.motivo.text().strip()), fez,
            lambda erro: dialogo.recusa(str(erro), dialogo.motivo), dono=dialogo))
        dialogo.exec()

    def faz(self, faixa: Faixa, faz: Callable[[UUID], str]) -> None:
        """Do it with the document under the cursor, then tell."""
        assert self._pagina.atual is not None
        id_ = self._pagina.atual.resumo.id
        self._pagina.fundo.executa(faixa, f"documento {id_}", lambda _ficha: faz(id_), self.fez,
                           lambda erro: self._pagina.avisou.emit(str(erro)), dono=self._pagina)

    def fez(self, mensagem: str) -> None:
        """Done: tell, and read the list again."""
        self._pagina.informou.emit(mensagem)
        self._pagina.atualiza()

    def le(self, chave: str, le: Callable[[UUID], Any], pronto: Callable[[Any], None]) -> None:
        """Read something of the document under the cursor, then go on."""
        assert self._pagina.atual is not None
        id_ = self._pagina.atual.resumo.id
        self._pagina.fundo.executa(Faixa.LEITURA, chave, lambda _ficha: le(id_), pronto,
                           lambda erro: self._pagina.avisou.emit(str(erro)), dono=self._pagina)
