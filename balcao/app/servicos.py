"""What the screens ask (ui/*/servicos.py), answered by the counter's services. No rule here, only hand-overs."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from balcao.domain.achados import Finding
from balcao.domain.erros import AmbienteIndisponivel, RegraViolada
from balcao.domain.liberacao import Liberacao
from balcao.domain.protocolo import NovoCliente
from balcao.domain.resultado_busca import LinhaCliente, LinhaProduto, Resultado
from balcao.services.counter.balcao import Balcao
from balcao.services.counter.consulta import RespostaPreco
from balcao.services.counter.rascunho import Rascunho
from balcao.services.counter.venda import Venda

if TYPE_CHECKING:  # what issues is imported behind the sale
    from balcao.services.counter.finalizar import Emitido


class ServicosDaVenda:
    """ServicosVenda over a Balcao."""

    def __init__(self, balcao: Balcao, venda: Venda) -> None:
        self._balcao, self._venda = balcao, venda

    def busca(self, texto: str, inicio: int = 0) -> Resultado[LinhaProduto] | None:
        """See ServicosVenda."""
        return self._balcao.consulta.busca(texto, inicio)

    def busca_completa(self, texto: str, cancelada: Callable[[], bool], inicio: int = 0) -> Resultado[LinhaProduto]:
        """See ServicosVenda."""
        return self._balcao.consulta.busca_completa(texto, cancelada, inicio)

    def conta(self, texto: str, cancelada: Callable[[], bool]) -> int | None:
        """See ServicosVenda."""
        return self._balcao.consulta.conta(texto, cancelada)

    def consulta_preco(self, texto: str, inicio: int = 0) -> RespostaPreco:
        """See ServicosVenda."""
        registros = self._venda.registros
        return self._balcao.consulta.preco(texto, tuple(registros.planos.values()), tuple(registros.listas.values()),
                                           registros.preco_lista, inicio)

    def busca_clientes(self, texto: str, inicio: int = 0, pessoas: bool = False) -> Resultado[LinhaCliente]:
        """See ServicosVenda."""
        return self._balcao.bastidores.clientes.busca(texto, inicio, pessoas)

    def conta_clientes(self, texto: str, cancelada: Callable[[], bool], pessoas: bool = False) -> int | None:
        """See ServicosVenda."""
        return self._balcao.consulta.conta_clientes(texto, cancelada, pessoas)

    def enderecos(self, cliente_id: UUID | None) -> list[str]:
        """See ServicosVenda."""
        if cliente_id is None:
            return []
        with self._balcao.leitura.catalogo(self._venda.contexto.estabelecimento_id) as catalogo:
            return catalogo.enderecos(cliente_id)

    def emite(self, rascunho: Rascunho, imprime: bool) -> "Emitido":
        """Issue, then queue the paper: what is printed is what was stored."""
        if rascunho.alterando is not None:
            return self._altera(rascunho, imprime)
        emitido = self._balcao.bastidores.finalizador.emite(rascunho)
        if emitido.numero or emitido.guardado:  # the journal has dropped the draft; so does this program
            self._balcao.rascunhos.esquece(rascunho.id)
        if imprime and emitido.documento is not None:
            try:
                self._balcao.bastidores.documentos.imprime_emitido(emitido.documento, rascunho.id)
            except AmbienteIndisponivel as erro:  # it is sold all the same: the paper can be asked for again
                emitido = replace(emitido, mensagem=f"{emitido.mensagem} Não foi impresso: {erro} "
                                                    "Reimprima em Documentos (F8).")
            except RegraViolada as erro:  # TP-104
                emitido = replace(emitido, mensagem=f"{emitido.mensagem} Não foi impresso: {erro}")
        if emitido.numero or emitido.guardado:
            self._balcao.bastidores.remessa.agora()
            self._balcao.sincroniza()
        return emitido

    def _altera(self, rascunho: Rascunho, imprime: bool) -> "Emitido":
        """The same for a change of what was issued."""
        alterado = self._balcao.bastidores.alterador.grava(rascunho)
        documento, recibo = alterado.documento, alterado.recibo
        if recibo is not None:
            self._balcao.sincroniza()
        if not imprime or documento is None or recibo is None:
            return alterado
        try:
            self._balcao.bastidores.documentos.imprime_alterado(documento, recibo, rascunho.pedido.tipo_id)
        except (AmbienteIndisponivel, RegraViolada) as erro:
            return replace(alterado, mensagem=f"{alterado.mensagem} Não foi impresso: {erro}")
        return alterado

    def libera(self, rascunho: Rascunho, achado: Finding, login: str, senha: str, motivo: str) -> Liberacao:
        """See ServicosVenda."""
        return self._balcao.bastidores.liberador.libera(rascunho, achado, login, senha, motivo)

    def cadastra_cliente(self, novo: NovoCliente) -> UUID:
        """See ServicosVenda."""
        return self._balcao.bastidores.clientes.cadastra(novo)

    def suspende(self, rascunho: Rascunho) -> str:
        """See ServicosVenda."""
        self._balcao.bastidores.finalizador.suspende(rascunho)
        return "Documento suspenso: retome em qualquer balcão, em Documentos (F8, F10)."

    def descarta(self, rascunho: Rascunho) -> None:
        """See ServicosVenda."""
        self._balcao.bastidores.documentos.descarta(rascunho.id)

    def imprime_ultima(self) -> str:
        """See ServicosVenda."""
        return self._balcao.bastidores.documentos.imprime_ultima()
