"""F12: local check → journal (on the disk) → one request → receipt, or what to do without one (docs/decisions/0072).

Nothing is sent that is not in the journal, and nothing leaves the journal before it is acknowledged. Killed at
any step, the order is either a draft again or in the outbox; sent twice it is stored once.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from balcao.db.journal.envios import Envios, JaAceito
from balcao.documents.dados import DocumentoVenda
from balcao.domain.achados import Finding, impedem
from balcao.domain.erros import AmbienteIndisponivel, RegraViolada
from balcao.domain.fatos import Facts
from balcao.domain.liberacao import aplica
from balcao.domain.preenchimento import com_vendedor, preenchido
from balcao.domain.protocolo import Autenticacao, EnvioPedido, Recibo, ResumoPedido
from balcao.domain.rules import Moment, check
from balcao.domain.situacoes import Situacao
from balcao.gateways import rotas
from balcao.gateways.retaguarda import CredencialRecusada, Recusado, Retaguarda, SemResposta, SessaoExpirada
from balcao.services.counter.alteracao import sem_o_que_segura
from balcao.services.counter.leitura_local import LeituraLocal
from balcao.services.counter.ligacao import Ligacao
from balcao.services.counter.rascunho import Rascunho
from balcao.services.counter.relogio import Relogio
from balcao.services.documento import Emissao, compor_documento, validade

DESCANSO = timedelta(seconds=10)


class Passo(StrEnum):
    """The named steps: where faults are injected."""

    CONFIRMADO = "confirmado"  # on the disk, not sent
    RESPONDIDO = "respondido"  # acknowledged, not written down
    ACEITO = "aceito"          # written down, not printed


@dataclass(frozen=True, slots=True)
class Emitido:
    """How an issue ended.

    `achados` not empty and `numero` "": it was refused and the draft is kept. `guardado`: it waits in the
    outbox; with a number it is a fact (provisional number, to be printed); `incerto`: without one, because this
    type may not be issued alone and the retaguarda may have it: nothing is printed until it answers.
    """

    numero: str
    protocolo: str
    mensagem: str
    guardado: bool = False
    achados: tuple[Finding, ...] = ()
    documento: DocumentoVenda | None = None
    recibo: Recibo | None = None
    incerto: bool = False


class Finalizador:
    """Issues and suspends the orders of one counter. Waits (a little more than the client's deadline at most):
    for the sending lane."""

    def __init__(self, retaguarda: Retaguarda, envios: Envios, local: LeituraLocal, ligacao: Ligacao,
                 relogio: Relogio, autenticacao: Callable[[], Autenticacao],
                 passo: Callable[[Passo], None] = lambda _: None) -> None:
        self._retaguarda = retaguarda
        self._envios = envios
        self._local = local
        self._ligacao = ligacao
        self._relogio = relogio
        self._autenticacao = autenticacao
        self._passo = passo

    def emite(self, rascunho: Rascunho) -> Emitido:
        """Issue the order of a draft.

        Raises AmbienteIndisponivel when the disk refuses (nothing was issued) or the person must log in again,
        and EntradaInvalida when the retaguarda refuses for a reason that no finding tells; the draft is kept.
        """
        caiu = not self._ligacao.conectada and self._ligacao.caiu_ha() < DESCANSO
        sem = self._ligacao.sem_retaguarda() if caiu else None
        fatos = sem_o_que_segura(
            self._local.fatos(rascunho.pedido, self._relogio.hoje(), sem, rascunho.origem_validade), rascunho)
        fatos = replace(fatos, pedido=preenchido(fatos.pedido, fatos.tipo, fatos.hoje))  # the day may have changed
        if achados := self._impedido(rascunho, fatos):
            return _recusado(achados)
        fatos = replace(fatos, pedido=com_vendedor(fatos.pedido, fatos.tipo, fatos.cliente))
        rascunho = rascunho.model_copy(update={"pedido": fatos.pedido})
        envio = self._envio(rascunho)
        try:
            ident = self._envios.confirma(envio, self._resumo(rascunho, fatos))
            try:
                return self._envia(ident, envio, rascunho, fatos, caiu=caiu)
            finally:
                self._envios.solta(ident)
        except JaAceito as ja:  # the outbox, or another window, was faster
            return _emitido(ja.recibo)

    def _envia(self, ident: int, envio: EnvioPedido, rascunho: Rascunho, fatos: Facts, *, caiu: bool) -> Emitido:
        """What is on the disk goes out, once; raises like `emite`."""
        self._passo(Passo.CONFIRMADO)
        if caiu:  # it did not answer a moment ago: nobody waits three seconds again
            return self._sozinho(ident, envio, rascunho, fatos, enviado=False)
        try:
            recibo = rotas.enviar(self._retaguarda, envio)
        except RegraViolada as erro:
            self._envios.desfeito(ident)
            return _recusado(erro.achados)
        except (Recusado, SessaoExpirada, CredencialRecusada):
            self._envios.desfeito(ident)
            raise
        except SemResposta as erro:
            depois = replace(fatos, sem_retaguarda=self._ligacao.idade())
            return self._sozinho(ident, envio, rascunho, depois, enviado=erro.enviado)
        self._passo(Passo.RESPONDIDO)
        self._envios.aceito(ident, recibo)
        self._passo(Passo.ACEITO)
        return _emitido(recibo)

    def suspende(self, rascunho: Rascunho) -> Recibo:
        """Keep the draft on the server, to be resumed at any counter. Raises AmbienteIndisponivel (then it stays
        a draft here), Recusado, RegraViolada."""
        envio = self._envio(rascunho).model_copy(update={"suspender": True})
        try:
            return rotas.enviar(self._retaguarda, envio)
        except SemResposta as erro:
            raise AmbienteIndisponivel(f"{erro.mensagem} O documento continua neste balcão.",
                                       "Suspenda de novo quando a retaguarda voltar.") from erro

    def _sozinho(self, ident: int, envio: EnvioPedido, rascunho: Rascunho, fatos: Facts, *,
                 enviado: bool) -> Emitido:
        """Without an answer: a fact with a provisional number, when the settings allow it."""
        if achados := self._impedido(rascunho, fatos):
            if not enviado:
                self._envios.desfeito(ident)
                return _recusado(achados)
            return Emitido("", "", "A retaguarda não confirmou a tempo. O documento está guardado e será confirmado "
                           "assim que ela responder; acompanhe em Documentos (F8).", guardado=True, incerto=True)
        documento: list[DocumentoVenda] = []

        def completa(numero: str) -> tuple[EnvioPedido, str]:
            fato = envio.model_copy(update={"emitido_offline": True, "numero_provisorio": numero})
            documento.append(self._compoe(fatos, numero))
            return fato, documento[0].model_dump_json()

        numero = self._envios.vira_fato(ident, self._local.terminal().numero, completa)
        self._passo(Passo.ACEITO)
        return Emitido(numero, "", f"{fatos.tipo.titulo_impresso} {numero} guardado: será enviado assim que a "
                       "retaguarda responder.", guardado=True, documento=documento[0])

    def _impedido(self, rascunho: Rascunho, fatos: Facts) -> tuple[Finding, ...]:
        """Every finding, when some of them still stop the order; else nothing."""
        achados = aplica(check(Moment.EMISSAO, fatos), rascunho.liberacoes, rascunho.id)
        return achados if impedem(achados) else ()

    def _envio(self, rascunho: Rascunho) -> EnvioPedido:
        return EnvioPedido(
            pedido=rascunho.pedido, emitido_em=self._relogio.agora(), autenticacao=self._autenticacao(),
            liberacoes=tuple(lib for lib in rascunho.liberacoes if lib.offline))

    def _compoe(self, fatos: Facts, numero: str) -> DocumentoVenda:
        return compor_documento(fatos, self._local.impressos(fatos.pedido),
                                Emissao(em=self._relogio.agora(), numero_provisorio=numero))

    def _resumo(self, rascunho: Rascunho, fatos: Facts) -> ResumoPedido:
        pedido, agora = rascunho.pedido, self._relogio.agora()
        return ResumoPedido(
            id=pedido.id, tipo_id=pedido.tipo_id, categoria=fatos.tipo.categoria, numero=None, serie="",
            numero_provisorio="", situacao=Situacao.PENDENTE, cliente_nome=pedido.cliente_nome,
            vendedor=self._local.impressos(pedido).vendedor, estacao=fatos.nome_terminal, emitido_em=agora,
            criado_em=pedido.criado_em, validade=validade(fatos, self._relogio.hoje()), total=pedido.total,
            versao=pedido.versao, protocolo="", itens=len(pedido.itens), origem_id=pedido.origem_id)


def documento_de(recibo: Recibo) -> DocumentoVenda | None:
    """What the receipt says was issued; None for a suspended draft."""
    return DocumentoVenda.model_validate(recibo.documento) if recibo.documento else None


def _recusado(achados: tuple[Finding, ...]) -> Emitido:
    return Emitido("", "", "", achados=achados)


def _emitido(recibo: Recibo) -> Emitido:
    documento = documento_de(recibo)
    numero = documento.numero_impresso if documento is not None else str(recibo.numero)
    titulo = (documento.tipo.titulo or documento.tipo.nome) if documento is not None else "Documento"
    return Emitido(numero, recibo.protocolo, f"{titulo} {numero} na retaguarda. Protocolo {recibo.protocolo}.",
                   achados=recibo.achados, documento=documento, recibo=recibo)
