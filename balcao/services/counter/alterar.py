"""F12 on a draft that changes an issued order: local check → one PUT → the next version's paper, or the draft stays.

Nothing is kept for later: others may have the order, so it is changed only while the retaguarda answers. The change's
id is made from its content: a repeated F12, also after a kill, is the same change; another content is another.
"""

from hashlib import sha256
from uuid import UUID, uuid5

from balcao.domain.achados import impedem
from balcao.domain.alteracao import NUNCA, Alteracao
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida, RegraViolada
from balcao.domain.liberacao import aplica
from balcao.domain.pedido import Pedido
from balcao.domain.protocolo_documentos import AlteracaoPedido
from balcao.domain.rules import Moment, check
from balcao.gateways import rotas
from balcao.gateways.retaguarda import Retaguarda, SemResposta
from balcao.services.counter.alteracao import sobre_o_emitido
from balcao.services.counter.finalizar import Emitido, documento_de
from balcao.services.counter.leitura_local import LeituraLocal
from balcao.services.counter.rascunho import Rascunho
from balcao.services.counter.relogio import Relogio


class Alterador:
    """Stores changes of issued orders. Waits like `Finalizador`: for the sending lane."""

    def __init__(self, retaguarda: Retaguarda, local: LeituraLocal, relogio: Relogio) -> None:
        self._retaguarda = retaguarda
        self._local = local
        self._relogio = relogio

    def grava(self, rascunho: Rascunho) -> Emitido:
        """Store the change of a draft as the order's next version; the caller forgets the draft.

        Raises AmbienteIndisponivel without the retaguarda (the draft is kept; asked again it is done once), Recusado
        when it is not to be changed (any more), EntradaInvalida when nothing changed.
        """
        base = rascunho.alterando
        assert base is not None
        if igual(base.antes, rascunho.pedido):
            raise EntradaInvalida("Nada foi alterado neste documento. Mude o que for preciso, ou abandone a alteração "
                                  "(Ctrl+W).")
        fatos = sobre_o_emitido(self._local.fatos(rascunho.pedido, self._relogio.hoje(), None, None), rascunho)
        achados = aplica(check(Moment.EMISSAO, fatos), rascunho.liberacoes, rascunho.id)
        if impedem(achados):
            return Emitido("", "", "", achados=achados)
        try:
            recibo = rotas.alterar(self._retaguarda, AlteracaoPedido(
                id=_id(base, rascunho.pedido), pedido=rascunho.pedido, versao=base.antes.versao))
        except RegraViolada as erro:
            return Emitido("", "", "", achados=erro.achados)
        except SemResposta as erro:
            raise AmbienteIndisponivel(
                f"{erro.mensagem} A alteração continua guardada neste balcão.",
                "Grave-a (F12) quando a retaguarda voltar: repetir não altera duas vezes.") from erro
        documento = documento_de(recibo)
        numero = documento.numero_impresso if documento is not None else str(recibo.numero)
        titulo = fatos.tipo.titulo_impresso
        return Emitido(numero, recibo.protocolo, f"{titulo} {numero} alterado: revisão {recibo.versao} na retaguarda.",
                       achados=recibo.achados, documento=documento, recibo=recibo)


def igual(antes: Pedido, depois: Pedido) -> bool:
    """Whether nothing was changed that a change may change."""
    return antes.model_copy(update={n: getattr(depois, n) for n in (*NUNCA, "proxima_linha")}) == depois


def _id(base: Alteracao, pedido: Pedido) -> UUID:
    return uuid5(base.pedido_id, f"{base.antes.versao} {sha256(pedido.model_dump_json().encode()).hexdigest()}")
