"""`TipoPedido`: the fields whose behaviour is built, which rules read. `ficha` has all that the page declares.

The counter imports this before its first sale: a field costs it about 0.2 ms, so the others stay away (0130).
"""

from typing import ClassVar

from balcao.domain.campo import Grupo, Politica
from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido.aprovacao import Aprovacao
from balcao.domain.tipo_pedido.credito import Credito
from balcao.domain.tipo_pedido.estoque import Estoque
from balcao.domain.tipo_pedido.financeiro import Financeiro
from balcao.domain.tipo_pedido.geral import Geral
from balcao.domain.tipo_pedido.grupos import GRUPOS
from balcao.domain.tipo_pedido.impressao import Impressao
from balcao.domain.tipo_pedido.itens import Itens
from balcao.domain.tipo_pedido.numeracao import Numeracao
from balcao.domain.tipo_pedido.opcoes import (
    AtributoAlteravel,
    Categoria,
    Exigencia,
    OrigemLista,
    Preenchimento,
    RegraCliente,
    RegraReserva,
    UsoListaPrecos,
    UsoPlano,
)
from balcao.domain.tipo_pedido.participantes import Participantes
from balcao.domain.tipo_pedido.precos import Precos
from balcao.domain.tipo_pedido.servico import Servico

_COMO = {Exigencia.NAO: Preenchimento.NAO_INFORMAR, Exigencia.OPCIONAL: Preenchimento.OPCIONAL,
         Exigencia.REQUERIDO: Preenchimento.REQUERIDO}


class TipoPedido(
    Geral, Participantes, Financeiro, Estoque, Credito, Precos, Itens, Impressao, Numeracao, Aprovacao, Servico,
    Politica,
):
    """One order type. `id` is 0 until stored; values of fields that are not built are kept, unread."""

    grupos: ClassVar[tuple[Grupo, ...]] = GRUPOS

    @property
    def titulo_impresso(self) -> str:
        """TP-003: the title on paper; the type's name when empty."""
        return self.titulo or self.nome

    @property
    def reserva_estoque(self) -> bool:
        """TP-030: whether an issued order holds what it sells."""
        return self.regra_reserva_estoque is not RegraReserva.NAO_RESERVA

    @property
    def situacoes(self) -> frozenset[Situacao]:
        """TP-146: those its orders pass through; none marked: all."""
        return self.situacao or frozenset(Situacao)

    @property
    def alteraveis_na_aprovacao(self) -> frozenset[AtributoAlteravel]:
        """TP-093: what an approval may change; of other categories, nothing."""
        return self.atributos_alteraveis_na_aprovacao if self.categoria is Categoria.ORCAMENTO else frozenset()

    @property
    def cliente_e_a_loja(self) -> bool:
        """TP-008: whether the customer of its orders is the shop where they are made; a transfer goes elsewhere."""
        return self.regra_cliente is RegraCliente.ESTABELECIMENTO and self.categoria is not Categoria.TRANSFERENCIA

    @property
    def aceita_pessoas(self) -> bool:
        """TP-008, TP-009: whether somebody who is in the register, and no customer, may be the customer of an order."""
        if self.regra_cliente is RegraCliente.CLIENTE:
            return self.cadastrar_pessoa_como_cliente
        return not self.cliente_e_a_loja

    @property
    def versiona(self) -> bool:
        """TP-157: whether its orders have versions; of other categories, none has."""
        return self.permite_versionamento and self.categoria is Categoria.ORCAMENTO

    @property
    def usa_lista(self) -> bool:
        """TP-076: whether an order may have another price list than the shop's default."""
        return self.lista_precos is not UsoListaPrecos.NAO_PERMITE

    @property
    def origens_lista(self) -> frozenset[OrigemLista]:
        """TP-077: which lists are offered; the deprecated options of TP-076 say it themselves."""
        match self.lista_precos:
            case UsoListaPrecos.SOMENTE_CLIENTE_DEPRECIADO:
                return frozenset({OrigemLista.VINCULADAS_CLIENTE})
            case UsoListaPrecos.SOMENTE_CLIENTE_E_PUBLICAS_DEPRECIADO:
                return frozenset({OrigemLista.VINCULADAS_CLIENTE, OrigemLista.TODOS_CLIENTES})
        return self.opcoes_listas_precos

    @property
    def usa_plano(self) -> bool:
        """TP-052: whether its orders have a payment plan."""
        return self.plano_pagamento in (UsoPlano.OPCIONAL, UsoPlano.REQUERIDO)

    @property
    def campos_servico(self) -> dict[str, Preenchimento]:
        """Which of what is served its orders tell (TP-022 to TP-024), by the names of `DadosServico`; a vehicle only
        those of vehicles (TP-021)."""
        de_veiculo = {"placa": self.placa_veiculo, "modelo": self.modelo_veiculo} if self.servico_veiculos else {}
        return {nome: _COMO[de_veiculo.get(nome, Exigencia.NAO)] for nome in ("placa", "modelo")} | {
            "equipamento": self.equipamento}

    @property
    def tem_tecnico(self) -> bool:
        """Whether its orders, and their items, have a technician (TP-014, TP-020; 0169)."""
        return self.categoria is Categoria.SERVICO

    @property
    def itens_checklist(self) -> tuple[str, ...]:
        """TP-095: what is looked at when the order enters, each once, in the order of its lines."""
        return tuple(dict.fromkeys(linha.strip() for linha in self.checklist if linha.strip()))

    @property
    def tem_servico(self) -> bool:
        """Whether its orders say anything of what is served."""
        return bool(self.itens_checklist) or set(self.campos_servico.values()) != {Preenchimento.NAO_INFORMAR}
