"""What the counter's use cases read off the UI thread: facts and printed names of an order, from the replica.

A customer registered here a moment ago is not in the replica yet: the journal knows him.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from balcao.db.fatos import Impressos, ler_fatos, ler_impressos
from balcao.db.fatos_cadastros import EnderecoCliente, Estabelecimento, Terminal, ler_estabelecimento, ler_terminal
from balcao.db.journal.clientes import ClientesNovos
from balcao.db.leitor import Leitor, ReferenciaInexistente
from balcao.db.replica.leitura import Replica
from balcao.domain.credito import PosicaoCredito
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.fatos import Cliente, Facts
from balcao.domain.formatos import cep
from balcao.domain.pedido import Pedido
from balcao.domain.protocolo import NovoCliente
from balcao.domain.tipo_pedido import TipoPedido
from balcao.services.counter.catalogo_replica import CatalogoReplica


class CatalogoBalcao(CatalogoReplica):
    """The replica's catalogue, plus the customers that were registered here and have not come back yet."""

    def __init__(self, leitor: Leitor, estabelecimento_id: int, novos: ClientesNovos) -> None:
        super().__init__(leitor, estabelecimento_id)
        self._novos = novos

    def cliente(self, id_: UUID) -> Cliente | None:
        """See Catalogo."""
        achado = super().cliente(id_)
        return cliente_novo(self._novos, id_) if achado is None else _ja_cliente(self._novos, achado)

    def credito(self, cliente_id: UUID, sem_pedido: UUID, vinda_de: UUID | None = None) -> PosicaoCredito:
        """See Catalogo. A new customer owes nothing and has the shop's pre-approved limit, if any."""
        try:
            return super().credito(cliente_id, sem_pedido, vinda_de)
        except ReferenciaInexistente:
            return PosicaoCredito(limite=self.preferencias().limite_pre_aprovado)

    def tem_endereco(self, cliente_id: UUID) -> bool:
        """See Catalogo."""
        guardado = self._novos.de(cliente_id)
        return super().tem_endereco(cliente_id) or (guardado is not None and bool(guardado.novo.logradouro.strip()))

    def enderecos(self, cliente_id: UUID) -> list[str]:
        """A customer's addresses, each in one line."""
        guardado = self._novos.de(cliente_id)
        return super().enderecos(cliente_id) or ([em_uma_linha(guardado.novo)] if guardado is not None
                                                 and guardado.novo.logradouro else [])


class LeituraLocal:
    """Safe from any thread. All methods raise AmbienteIndisponivel while the replica cannot be read."""

    def __init__(self, replica: Replica, novos: ClientesNovos, estacao_id: int) -> None:
        self.replica = replica
        self.novos = novos
        self.estacao_id = estacao_id

    @contextmanager
    def catalogo(self, estabelecimento_id: int) -> Iterator[CatalogoBalcao]:
        """The catalogue over a connection of its own."""
        with self.replica.conexao() as leitor:
            yield CatalogoBalcao(leitor, estabelecimento_id, self.novos)

    def terminal(self) -> Terminal:
        """This station as the retaguarda has it."""
        with self._lendo() as leitor:
            return ler_terminal(leitor, self.estacao_id)

    def estabelecimento(self, estabelecimento_id: int) -> Estabelecimento:
        """The shop."""
        with self._lendo() as leitor:
            return ler_estabelecimento(leitor, estabelecimento_id)

    def tipo(self, tipo_id: int) -> TipoPedido | None:
        """One order type, offered here or not; None: this counter does not have it (any more)."""
        with self._lendo() as leitor:
            return CatalogoReplica(leitor, 0).tipo(tipo_id)

    def fatos(self, pedido: Pedido, hoje: date, sem_retaguarda: timedelta | None,
              origem_validade: date | None) -> Facts:
        """What the rules see of an order."""
        with self._lendo() as leitor:
            conhecido, novo = self._conhecido(leitor, pedido)
            fatos = ler_fatos(leitor, conhecido, hoje, sem_retaguarda=sem_retaguarda,
                              origem_validade=origem_validade, vinda_de=pedido.origem_id)
        nova = PosicaoCredito(limite=fatos.preferencias.limite_pre_aprovado)
        if novo is None:
            certo = fatos.cliente and _ja_cliente(self.novos, fatos.cliente)
            return fatos if certo is fatos.cliente else replace(fatos, cliente=certo, credito=nova)
        return replace(
            fatos, pedido=pedido, cliente=_cliente(novo), credito=nova,
            cliente_com_endereco=not fatos.tipo.exige_endereco_cliente or bool(novo.logradouro.strip()))

    def impressos(self, pedido: Pedido) -> Impressos:
        """What the order's document prints besides."""
        with self._lendo() as leitor:
            conhecido, novo = self._conhecido(leitor, pedido)
            impressos = ler_impressos(leitor, conhecido)
        if novo is None:
            return impressos
        return replace(impressos, telefone=novo.telefone or novo.celular, endereco=EnderecoCliente(
            id=novo.id, tipo="principal", logradouro=novo.logradouro, numero=novo.numero,
            complemento=novo.complemento, bairro=novo.bairro, municipio=novo.municipio, uf=novo.uf, cep=novo.cep))

    def _conhecido(self, leitor: Leitor, pedido: Pedido) -> tuple[Pedido, NovoCliente | None]:
        """The order as the replica can know it, and the customer that it does not know."""
        if pedido.cliente_id is None:
            return pedido, None
        catalogo = CatalogoReplica(leitor, pedido.estabelecimento_id)
        guardado = None if catalogo.cliente(pedido.cliente_id) else self.novos.de(pedido.cliente_id)
        if guardado is None:
            return pedido, None
        return pedido.model_copy(update={"cliente_id": None}), guardado.novo

    @contextmanager
    def _lendo(self) -> Iterator[Leitor]:
        try:
            with self.replica.conexao() as leitor:
                yield leitor
        except ReferenciaInexistente as erro:
            raise AmbienteIndisponivel(f"Os dados deste balcão ainda não têm {erro.campo} {erro.valor}.",
                                       "Espere a sincronização e repita.") from erro


def cliente_novo(novos: ClientesNovos, id_: UUID) -> Cliente | None:
    """A customer that only this counter knows, as rules see him."""
    guardado = novos.de(id_)
    return _cliente(guardado.novo) if guardado is not None else None


def _ja_cliente(novos: ClientesNovos, pessoa: Cliente) -> Cliente:
    """Somebody of the register whom this counter registered as a customer a moment ago; else as given."""
    if pessoa.cadastrado or not novos.registrou(pessoa.id):
        return pessoa
    return pessoa.model_copy(update={"cadastrado": True})


def em_uma_linha(novo: NovoCliente) -> str:
    """Street, number, district, city: as the delivery shows it."""
    partes = (f"{novo.logradouro} {novo.numero}".strip(), novo.complemento, novo.bairro,
              f"{novo.municipio}/{novo.uf}".strip("/"), cep(novo.cep))
    return ", ".join(p for p in partes if p)


def _cliente(novo: NovoCliente) -> Cliente:
    return Cliente(id=novo.id, nome=novo.nome, documento=novo.documento, observacoes=novo.observacoes)
