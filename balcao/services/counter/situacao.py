"""An issued document goes to another situation, asked for at the counter: what may be done with it, and the approval
that generates orders (TP-090, TP-146). Waits: all of it is the retaguarda's to do."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from balcao.db.journal.envios import Envios, EstadoEnvio
from balcao.documents.dados import DocumentoVenda
from balcao.domain.achados import Finding
from balcao.domain.atributos import Atributos
from balcao.domain.conclusao import CONCLUIDAS
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida, RegraViolada
from balcao.domain.fluxo import Passagem, proximas
from balcao.domain.formatos import TextoInvalido, data, data_hora, le_instante
from balcao.domain.protocolo import Mensagem, Recibo
from balcao.domain.protocolo_documentos import (
    AprovacaoAlterada,
    Conclusao,
    DataConclusao,
    MudancaSituacao,
    PedidoLiberacao,
)
from balcao.domain.rules.situacao import conclusao_aprovada
from balcao.domain.situacoes import ROTULO_SITUACAO, Situacao
from balcao.domain.tipo_pedido import Categoria, TipoPedido
from balcao.gateways import rotas
from balcao.gateways.retaguarda import Recusado, Retaguarda, SemResposta
from balcao.services.counter.aprovacao import AprovacaoPrevista, preve
from balcao.services.counter.edicao import Contexto
from balcao.services.counter.fatos_da_venda import FatosDaVenda
from balcao.services.counter.finalizar import documento_de
from balcao.services.counter.leitura_local import LeituraLocal
from balcao.services.counter.sessao import PedeOutraPessoa

# Where the retaguarda puts an order that is asked back to Pendente: an expired quote, or goods that came back.
_REVALIDADO = frozenset({Situacao.PENDENTE, Situacao.EMITIDO})
_NAO_ENTREGUE = frozenset(Situacao) - {Situacao.ENTREGUE}


@dataclass(frozen=True, slots=True)
class PedidoDeConclusao:
    """What concluding a service order asks for: when, where its type leaves that to people; the user and password of
    whoever approves for the customer, where it wants that."""

    id: UUID
    data: bool
    aprovacao: bool


@dataclass(frozen=True, slots=True)
class Aprovada:
    """What to tell after an approval, and the first order that it generated."""

    mensagem: str
    gerado: UUID | None = None


class Situacoes:
    """For background lanes. `contexto`: who is at the counter; `imprime`: queues the first paper of an order issued
    just now, "" when this terminal prints none by itself; `agora`: the instant, in the shop's zone."""

    def __init__(self, retaguarda: Retaguarda, envios: Envios, local: LeituraLocal, contexto: Callable[[], Contexto],
                 novo_id: Callable[[], UUID], imprime: Callable[[DocumentoVenda, Recibo], str],
                 agora: Callable[[], datetime]) -> None:
        self._retaguarda = retaguarda
        self._envios = envios
        self._local = local
        self._contexto = contexto
        self._novo_id = novo_id
        self._imprime = imprime
        self._agora = agora
        self._tentadas: dict[tuple[object, ...], Mensagem] = {}
        self.gerados: set[UUID] = set()
        """Orders that approvals asked for here generated: their first paper comes out of here."""

    def proximas(self, id_: UUID) -> tuple[Passagem, ...]:
        """What may be done with a document as it stands, by whoever is at the counter."""
        resumo = rotas.abrir(self._retaguarda, id_).resumo
        tipo, usuario = self._tipo(resumo.tipo_id), self._contexto().usuario
        return tuple(p for p in proximas(Categoria(resumo.categoria), resumo.situacao, tipo.situacoes)
                     if usuario.pode(p.permissao)
                     and not any(conclusao_aprovada(tipo, resumo.situacao, p.para, aprovada=p.conclui)))

    def passa(self, id_: UUID, feita: Passagem, motivo: str) -> str:
        """One change that asks for nothing but, perhaps, a reason."""
        self._muda(id_, feita.para, motivo)
        return f"{feita.acao}: feito."

    def cancela(self, id_: UUID, motivo: str) -> str:
        """Situation C; stock and credit come back."""
        self._muda(id_, Situacao.CANCELADO, motivo)
        return "Documento cancelado."

    def perde(self, id_: UUID, motivo: str) -> str:
        """Situation R: the customer did not close."""
        self._muda(id_, Situacao.PERDIDO, motivo)
        return "Orçamento marcado como perdido."

    def revalida(self, id_: UUID, ate: date) -> str:
        """A new validity for a quote."""
        self._muda(id_, Situacao.PENDENTE, "", ate, fica=_REVALIDADO)
        return f"Orçamento válido até {data(ate)}."

    def entrega(self, id_: UUID) -> str:
        """Situation E before the invoice (CL-033): it goes on taking credit until the till invoices it."""
        self._muda(id_, Situacao.ENTREGUE, "")
        return "Entregue. Falta o caixa faturar."

    def devolve(self, id_: UUID, motivo: str) -> str:
        """What was delivered and not invoiced came back, and the document to where it was before."""
        feito = self._muda(id_, Situacao.PENDENTE, motivo, fica=_NAO_ENTREGUE)
        return f"Entrega desfeita. Situação do documento: {ROTULO_SITUACAO[feito.situacao]}."

    # ---- conclusion of a service order

    def como_conclui(self, id_: UUID) -> PedidoDeConclusao:
        """What concluding a document asks for."""
        tipo = self._tipo(rotas.abrir(self._retaguarda, id_).resumo.tipo_id)
        return PedidoDeConclusao(id_, not tipo.data_conclusao_automatica, tipo.cliente_aprova_conclusao)

    def conclui(self, id_: UUID, quando: str, login: str, senha: str) -> str:
        """Situation O. `quando` as typed, "" to tell it later. Raises EntradaInvalida, also for a wrong password, and
        RegraViolada: it stays as it was. The password is never kept: whoever repeats it after a lost answer types it
        again, and it is the same conclusion."""
        em = self._instante(quando) if quando.strip() else None
        self._leva(id_, (id_, "conclui", em, login.strip().lower()), {Situacao.PRONTO},
                   lambda: Conclusao(id=self._novo_id(), em=em, login=login.strip()),
                   lambda r, id_, dita: rotas.concluir(r, id_, dita.model_copy(update={"senha": senha})),
                   mantem=(Recusado,))
        return "Concluído." if not login.strip() else "Concluído, com a aprovação do cliente."

    def conclusao(self, id_: UUID) -> str:
        """When a concluded document was concluded, as people type it; "" when nobody has told. Raises EntradaInvalida
        for one that is not to be told when."""
        guardado = rotas.abrir(self._retaguarda, id_)
        if guardado.resumo.situacao not in CONCLUIDAS:
            raise EntradaInvalida("Este documento ainda não foi concluído. Use F6 para concluí-lo.")
        em = guardado.concluido_em
        if em is not None and self._tipo(guardado.resumo.tipo_id).data_conclusao_automatica:
            raise EntradaInvalida("O tipo deste documento informa a data de conclusão automaticamente: "
                                  f"{data_hora(em.astimezone(self._agora().tzinfo))}.")
        return data_hora(em.astimezone(self._agora().tzinfo)) if em is not None else ""

    def informa_conclusao(self, id_: UUID, quando: str) -> str:
        """When it was concluded, told later, as typed. Raises EntradaInvalida."""
        em = self._instante(quando)
        chave = (id_, "data da conclusão", em)
        self._pede(id_, chave, self._tentadas.setdefault(chave, DataConclusao(id=self._novo_id(), em=em)),
                   rotas.informar_conclusao)
        return f"Conclusão em {data_hora(em)}."

    def _instante(self, quando: str) -> datetime:
        try:
            return le_instante(quando, self._agora())
        except TextoInvalido as erro:
            raise EntradaInvalida(str(erro)) from erro

    # ---- approval

    def preve(self, id_: UUID, para: Atributos | None = None, versao: int | None = None) -> AprovacaoPrevista:
        """What approving it would do; `para`: with other attributes than it had in `versao`. Raises EntradaInvalida
        when it changed since; RegraViolada when nothing of it has stock and its type generates only what has (TP-037):
        the retaguarda, whose stock is today's, is not asked for nothing."""
        guardado, contexto = rotas.abrir(self._retaguarda, id_), self._contexto()
        if versao is not None and guardado.pedido.versao != versao:
            raise EntradaInvalida("O documento mudou enquanto isso. Volte à lista (ESC) e aprove de novo.")
        with self._local.catalogo(contexto.estabelecimento_id) as catalogo:
            registros = FatosDaVenda(catalogo, lambda: self._agora().date())
            return preve(guardado, self._tipo(guardado.resumo.tipo_id), registros, contexto, para)

    def aprova(self, id_: UUID, para: Atributos | None = None, versao: int = 0) -> Aprovada:
        """Approve, and print what it generated as this terminal prints what it issues. `para`: with other attributes
        than it had in `versao` (TP-093). Asked again after a refusal or a lost answer it is the same approval. Raises
        RegraViolada, whose `pedido_id` is the order that a rule stops: this one, or one that it generates; a release
        for that one lets the next try pass."""
        feito = self._leva(id_, (id_, Situacao.APROVADO, para), {Situacao.APROVADO},
                           lambda: self._aprovacao(para, versao),
                           rotas.mudar_situacao if para is None else rotas.aprovar, mantem=(RegraViolada,))
        self.gerados |= {g.pedido_id for g in feito.gerados}
        ditos = [f"{titulo_de(g)} {numero_de(g)}" for g in feito.gerados]
        frases = [f"Aprovado. Gerado: {' e '.join(ditos)}." if ditos else "Aprovado.",
                  *(self._sai(g) for g in feito.gerados)]
        return Aprovada(" ".join(f for f in frases if f), feito.gerados[0].pedido_id if feito.gerados else None)

    def _aprovacao(self, para: Atributos | None, versao: int) -> Mensagem:
        id_, gerados = self._novo_id(), (self._novo_id(), self._novo_id())
        if para is None:
            return MudancaSituacao(id=id_, situacao=Situacao.APROVADO, gerados=gerados)
        return AprovacaoAlterada(id=id_, atributos=para, versao=versao, gerados=gerados)

    def libera(self, pedido_id: UUID, achado: Finding, login: str, senha: str, motivo: str, *,
               emitido: bool = False) -> None:
        """Let one finding of an order that an approval generates, or of the one that it changes (`emitido`), pass,
        once. Raises EntradaInvalida (PedeOutraPessoa: who typed the password may not) and AmbienteIndisponivel."""
        try:
            rotas.liberar(self._retaguarda, PedidoLiberacao(
                id=self._novo_id(), pedido_id=pedido_id, achado=achado, motivo=motivo, login=login, senha=senha,
                alteracao=emitido))
        except Recusado as erro:
            raise (PedeOutraPessoa if erro.proibido else EntradaInvalida)(str(erro)) from erro

    def pede(self, id_: UUID, chave: tuple[object, ...], mensagem: Mensagem, rota: Callable[..., Recibo]) -> Recibo:
        """What else is asked of an issued document: after a lost answer, with the same id as before. Raises like
        `conclui`."""
        return self._pede(id_, chave, self._tentadas.setdefault(chave, mensagem), rota)

    # ---- inside

    def _sai(self, recibo: Recibo) -> str:
        documento = documento_de(recibo)
        if documento is None:
            return ""
        try:
            return self._imprime(documento, recibo)
        except (AmbienteIndisponivel, RegraViolada) as erro:  # it is stored all the same
            return f"Não foi impresso: {erro} Reimprima aqui (Ctrl+P)."

    def _tipo(self, tipo_id: int) -> TipoPedido:
        tipo = self._local.tipo(tipo_id)
        if tipo is None:
            raise EntradaInvalida("O tipo deste documento ainda não chegou a este balcão. Espere a sincronização.")
        return tipo

    def _muda(self, id_: UUID, situacao: Situacao, motivo: str, validade: date | None = None,
              fica: Collection[Situacao] = ()) -> Recibo:
        return self._leva(id_, (id_, situacao, motivo, validade), fica or {situacao}, lambda: MudancaSituacao(
            id=self._novo_id(), situacao=situacao, motivo=motivo, validade=validade), rotas.mudar_situacao)

    def _leva(self, id_: UUID, chave: tuple[object, ...], fica: Collection[Situacao], nova: Callable[[], Mensagem],
              rota: Callable[..., Recibo], mantem: tuple[type[Exception], ...] = ()) -> Recibo:
        """Ask for another situation: after a lost answer with the same id as before, so that it is not done twice;
        anew, when it was done then and somebody has undone it since: it is in none of `fica`."""
        feito = self._pede(id_, chave, self._tentadas.setdefault(chave, nova()), rota, mantem)
        if feito.repetido and feito.situacao not in fica:
            return self._pede(id_, chave, self._tentadas.setdefault(chave, nova()), rota, mantem)
        return feito

    def _pede(self, id_: UUID, chave: tuple[object, ...], mudanca: Mensagem, rota: Callable[..., Recibo],
              mantem: tuple[type[Exception], ...] = ()) -> Recibo:
        envio = self._envios.do_pedido(id_)
        if envio is not None and envio.estado is EstadoEnvio.PENDENTE:
            raise EntradaInvalida("Este documento ainda não chegou à retaguarda. Espere o envio e repita.")
        try:
            recibo = rota(self._retaguarda, id_, mudanca)
        except SemResposta as erro:
            raise AmbienteIndisponivel(f"{erro.mensagem} Não se sabe se a mudança foi feita.",
                                       "Repita quando a retaguarda voltar: repetir não faz duas vezes.") from erro
        except (Recusado, RegraViolada) as erro:
            if not isinstance(erro, mantem):
                del self._tentadas[chave]
            raise
        del self._tentadas[chave]
        return recibo


def titulo_de(recibo: Recibo) -> str:
    """What the generated document is called on paper."""
    documento = documento_de(recibo)
    return (documento.tipo.titulo or documento.tipo.nome) if documento is not None else "Documento"


def numero_de(recibo: Recibo) -> str:
    """Its number as its paper has it."""
    documento = documento_de(recibo)
    return documento.numero_impresso if documento is not None else str(recibo.numero)
