"""A release in place: the retaguarda authenticates and stores it; without it, what this terminal knows of the
supervisor does, and the manager is told."""

from collections.abc import Callable
from uuid import UUID

from balcao.domain.achados import Finding
from balcao.domain.erros import EntradaInvalida
from balcao.domain.liberacao import Liberacao
from balcao.domain.permissoes import Permissao
from balcao.domain.protocolo_documentos import PedidoLiberacao
from balcao.gateways import rotas
from balcao.gateways.retaguarda import Recusado, Retaguarda, SemResposta
from balcao.services.counter.rascunho import Rascunho
from balcao.services.counter.relogio import Relogio
from balcao.services.counter.sessao import PedeOutraPessoa, Sessoes


class Liberador:
    """Waits: not for the UI thread."""

    def __init__(self, retaguarda: Retaguarda, sessoes: Sessoes, relogio: Relogio, novo_id: Callable[[], UUID]) -> None:
        self._retaguarda = retaguarda
        self._sessoes = sessoes
        self._relogio = relogio
        self._novo_id = novo_id

    def libera(self, rascunho: Rascunho, achado: Finding, login: str, senha: str, motivo: str) -> Liberacao:
        """One finding of one order, up to its value, once.

        Raises EntradaInvalida (wrong password, no permission, nothing to release) and AmbienteIndisponivel.
        """
        if not achado.liberavel or not achado.permissao:
            raise EntradaInvalida("Isto não pode ser liberado. Corrija o documento.")
        if not motivo.strip():
            raise EntradaInvalida("Diga o motivo da liberação: ele fica guardado com o documento.")
        pedida = PedidoLiberacao(id=self._novo_id(), pedido_id=rascunho.id, achado=achado, motivo=motivo.strip(),
                                 login=login.strip(), senha=senha, alteracao=rascunho.alterando is not None)
        try:
            return rotas.liberar(self._retaguarda, pedida)
        except Recusado as erro:
            raise (PedeOutraPessoa if erro.proibido else EntradaInvalida)(str(erro)) from erro
        except SemResposta:
            return self._aqui(pedida)

    def _aqui(self, pedida: PedidoLiberacao) -> Liberacao:
        quem = self._sessoes.autentica(pedida.login, pedida.senha, Permissao(pedida.achado.permissao))
        vendedor = self._sessoes.atual
        return Liberacao(
            id=pedida.id, pedido_id=pedida.pedido_id, codigo=pedida.achado.code, item=pedida.achado.item,
            valor_maximo=pedida.achado.valor, motivo=pedida.motivo, usuario_id=quem.usuario_id,
            usuario_nome=quem.nome, pedida_por=vendedor.usuario.id if vendedor else quem.usuario_id,
            em=self._relogio.agora(), offline=True)
