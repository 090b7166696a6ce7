"""The sending, broken on purpose: each of these must turn the run red (docs/decisions/0116)."""

from typing import Any
from uuid import uuid4

from balcao.db.journal.envios import Envios
from balcao.documents.dados import Via
from balcao.domain.erros import BalcaoError
from balcao.domain.protocolo import EnvioPedido, Recibo, ResumoPedido
from balcao.gateways import rotas
from balcao.gateways.retaguarda import SemResposta
from balcao.services.counter.balcao import Balcao
from balcao.services.counter.finalizar import Passo

DIARIO_DEPOIS = "diario-depois"    # the journal's row is written after the POST
IMPRIME_ANTES = "imprime-antes"    # the paper leaves before the acknowledgement is journaled
OUTRO_ID = "outro-id"              # asked again, the order goes under another id
SABOTAGENS = (DIARIO_DEPOIS, IMPRIME_ANTES, OUTRO_ID)


class _EnviosDepois(Envios):
    """Remembers in memory, writes when the answer is there."""

    _lembrado: tuple[EnvioPedido, ResumoPedido] | None = None

    def confirma(self, envio: EnvioPedido, resumo: ResumoPedido) -> int:
        self._lembrado = (envio, resumo)
        return -1

    def _de_verdade(self, ident: int) -> int:
        return super().confirma(*self._lembrado) if ident == -1 and self._lembrado is not None else ident

    def aceito(self, ident: int, recibo: Recibo, *, fato: bool = False) -> bool:
        return super().aceito(self._de_verdade(ident), recibo, fato=fato)

    def vira_fato(self, ident: int, *resto: Any) -> str:
        return super().vira_fato(self._de_verdade(ident), *resto)


def aplica(qual: str, b: Balcao) -> None:
    """Break this counter."""
    if qual == DIARIO_DEPOIS:
        b.bastidores.finalizador._envios = _EnviosDepois(b.diario, b.relogio.agora)
    elif qual == OUTRO_ID:
        envia = rotas.enviar

        def de_novo(r: Any, envio: EnvioPedido, **opcoes: Any) -> Recibo:
            try:
                return envia(r, envio, **opcoes)
            except SemResposta:
                outro = envio.pedido.model_copy(update={"id": uuid4()})
                return envia(r, envio.model_copy(update={"pedido": outro}), **opcoes)

        rotas.enviar = de_novo


def no_passo(qual: str, b: Balcao, passo: Passo) -> None:
    """What a broken counter does at a step."""
    if qual != IMPRIME_ANTES or passo is not Passo.CONFIRMADO:
        return
    envio = b.envios.todos()[0].corpo
    try:
        fatos = b.leitura.fatos(envio.pedido, b.relogio.hoje(), None, None)
        papel = b.bastidores.finalizador._compoe(fatos, f"X-{envio.pedido.id.hex[-6:]}")
        b.bastidores.impressor._enfileira(papel, Via(), "")
    except BalcaoError:
        return  # the disk is full: nothing leaves
