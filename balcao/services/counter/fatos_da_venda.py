"""The Facts of the order being edited, kept between keystrokes: only what a change touched is read again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from balcao.domain.casas import casas_do_preco, nas_casas
from balcao.domain.credito import PosicaoCredito
from balcao.domain.fatos import (
    Cliente,
    Facts,
    Preferencias,
    Produto,
    Saldo,
    Usuario,
    estoque_do_pedido,
    tem_credito,
)
from balcao.domain.pedido import Pedido
from balcao.domain.plano import PlanoPagamento
from balcao.domain.preco import PrecoLista, Sugerido, dia_das_promocoes, promocoes, repreca, sugeridos
from balcao.domain.preenchimento import com_vendedor, conforme_tipo, oferece_lista, preenchido
from balcao.domain.regra_comercial import RegraComercial
from balcao.domain.tipo_pedido import Categoria, TipoPedido
from balcao.domain.tipo_pedido.opcoes import UsoListaPrecos
from balcao.services.counter.catalogo import Catalogo, Lista, Vendedor
from balcao.services.counter.edicao import Contexto, com_a_loja
from balcao.services.counter.estoques import Estoques
from balcao.services.counter.tecnicos import Tecnicos
from balcao.services.counter.unidades import Unidades


@dataclass
class FatosDaVenda:
    """A small cache over the replica; `renova` forgets what sync may have changed."""

    catalogo: Catalogo
    hoje: Callable[[], date]
    tipos: dict[int, TipoPedido] = field(default_factory=dict)
    planos: dict[int, PlanoPagamento] = field(default_factory=dict)
    listas: dict[int, Lista] = field(default_factory=dict)
    vendedores: dict[int, Vendedor] = field(default_factory=dict)
    classificacoes: dict[int, str] = field(default_factory=dict)
    _antigos: dict[int, TipoPedido] = field(default_factory=dict)
    _indicados: dict[int, frozenset[int]] = field(default_factory=dict)
    _regras: dict[int, tuple[RegraComercial, ...]] = field(default_factory=dict)
    _aplicaveis: dict[int, frozenset[int]] = field(default_factory=dict)
    _produtos: dict[int, Produto] = field(default_factory=dict)
    _saldos: dict[int, Saldo] = field(default_factory=dict)
    _precos: dict[tuple[int, int], PrecoLista] = field(default_factory=dict)
    _enderecados: dict[UUID, bool] = field(default_factory=dict)
    _usuarios: dict[int, Usuario | None] = field(default_factory=dict)
    _tecnicos: Tecnicos = field(init=False)
    _cliente: Cliente | None = None
    _credito: tuple[tuple[UUID, UUID, UUID | None], PosicaoCredito] | None = None
    _preferencias: Preferencias | None = None
    _desconto: tuple[Decimal | None] | None = None

    def __post_init__(self) -> None:
        self._tecnicos = Tecnicos(lambda: self.catalogo)
        self.unidades = Unidades(lambda: self.catalogo)
        self.estoques = Estoques(lambda: self.catalogo)
        self.renova()

    def renova(self) -> None:
        """Read everything again from now on (sync brought something)."""
        self.tipos = {t.id: t for t in self.catalogo.tipos()}
        self.planos = {p.id: p for p in self.catalogo.planos()}
        self.listas = {um.id: um for um in self.catalogo.listas()}
        self.vendedores = {v.id: v for v in self.catalogo.vendedores()}
        self.classificacoes = self.catalogo.classificacoes()
        for guardado in (self._antigos, self._indicados, self._aplicaveis, self._enderecados, self._produtos,
                         self._saldos, self._precos, self._usuarios, self._regras):
            guardado.clear()
        self._tecnicos.esquece()
        self._cliente = self._credito = self._preferencias = self._desconto = None
        self.unidades.renova()
        self.estoques.renova()

    def tipo(self, id_: int) -> TipoPedido:
        """An order's type; also one that this shop does not offer any more, which some draft may still have."""
        if id_ in self.tipos:
            return self.tipos[id_]
        if id_ not in self._antigos:
            self._antigos[id_] = self.catalogo.tipo(id_) or TipoPedido(
                id=id_, nome="excluído", categoria=Categoria.ORCAMENTO)
        return self._antigos[id_]

    def planos_de(self, tipo_id: int) -> dict[int, PlanoPagamento]:
        """The plans that orders of a type may use, cash first (TP-051, TP-052)."""
        tipo = self.tipo(tipo_id)
        if not tipo.usa_plano:
            return {}
        if tipo.todos_planos_pagamento:
            return self.planos
        return {id_: plano for id_, plano in self.planos.items() if id_ in self._indicados_para(tipo_id)}

    def plano_inicial(self, tipo_id: int) -> int | None:
        """The plan that a new order of a type begins with: cash, or the only one that there is."""
        planos = self.planos_de(tipo_id)
        return next((p.id for p in planos.values() if p.a_vista or len(planos) == 1), None)

    def listas_de(self, pedido: Pedido) -> dict[int, Lista]:
        """The price lists that an order may have, for its type and customer (TPX-02, TP-076, TP-077); the default
        among them where it may go without a list of its own."""
        tipo, cliente = self.tipo(pedido.tipo_id), self.cliente(pedido.cliente_id)
        if not tipo.usa_lista:
            return {}
        sem = None if tipo.lista_precos is UsoListaPrecos.REQUERIDA else self.lista_padrao(pedido.tipo_id)
        return {id_: um for id_, um in self.listas.items() if id_ in self._aplicaveis_a(pedido.tipo_id) and (
            id_ == sem or oferece_lista(tipo, id_, um.todos_clientes, cliente))}

    def lista_inicial(self, tipo_id: int) -> int | None:
        """The list that a new order of a type begins with: the default, unless one must be chosen."""
        exige = self.tipo(tipo_id).lista_precos is UsoListaPrecos.REQUERIDA
        return None if exige else self.lista_padrao(tipo_id)

    def lista_de(self, pedido: Pedido, antes: UUID | None) -> int | None:
        """The list of an order whose type or customer has just changed (`antes` was the customer): a new customer's
        own, else the one that it has, unless the customer before had brought it, else that of a new order."""
        outro = pedido.cliente_id != antes
        trazida = de.lista_id if outro and (de := self.cliente(antes)) is not None else None
        listas, cliente = self.listas_de(pedido), self.cliente(pedido.cliente_id)
        propria = cliente.lista_id if cliente is not None and outro else None
        tem = None if pedido.lista_id == trazida else pedido.lista_id
        return next((um for um in (propria, tem) if um in listas), self.lista_inicial(pedido.tipo_id))

    def conforme(self, pedido: Pedido, contexto: Contexto, hoje: date) -> Pedido:
        """The order without what its type has none of (priced as an order without it), with what its type fills in (the
        shop itself as the customer too), in its places; itself when it is so already."""
        tipo, casas = self.tipo(pedido.tipo_id), self.casas(pedido, contexto)
        novo = preenchido(com_a_loja(conforme_tipo(pedido, tipo), tipo, contexto), tipo, hoje)
        if not tipo.usa_lista and pedido.lista_id != (padrao := self.lista_padrao(pedido.tipo_id)):
            novo = novo.model_copy(update={"lista_id": padrao})
        if (novo.plano_id, novo.lista_id) != (pedido.plano_id, pedido.lista_id):
            novo = novo.model_copy(update={"parcelas_digitadas": ()})
            antes, agora = ((self.planos.get(p.plano_id or 0), casas) for p in (pedido, novo))
            novo = repreca(novo, antes, agora,
                           lambda produto: self.sugerido(novo, produto))
        return nas_casas(novo, tipo)

    def casas(self, pedido: Pedido, contexto: Contexto) -> int:
        """Places of a unit price in an order (TP-082, CB-040)."""
        return casas_do_preco(self.tipo(pedido.tipo_id), contexto.terminal)

    def vendedor_assumido(self, pedido: Pedido) -> int | None:
        """Who is stored as the seller of an order for which nobody chose one (TP-114); None: nobody is assumed."""
        if pedido.vendedor_id is not None:
            return None
        return com_vendedor(pedido, self.tipo(pedido.tipo_id), self.cliente(pedido.cliente_id)).vendedor_id

    def vendedores_de(self, tipo_id: int) -> dict[int, Vendedor]:
        """The sellers that orders of a type may have (TP-011), by name."""
        permitidos = self.tipo(tipo_id).tipos_vendedor_permitidos
        return {id_: um for id_, um in self.vendedores.items() if not permitidos or um.tipo in permitidos}

    def _vendedor_em_questao(self, pedido: Pedido, tipo: TipoPedido) -> Usuario | None:
        """Who is stored as the seller, where the type asks what he is."""
        if not tipo.tipos_vendedor_permitidos:
            return None
        quem = com_vendedor(pedido, tipo, self.cliente(pedido.cliente_id)).vendedor_id
        if quem is not None and quem not in self._usuarios:
            self._usuarios[quem] = self.catalogo.usuario(quem)
        return self._usuarios.get(quem or 0)

    def cliente(self, id_: UUID | None) -> Cliente | None:
        """The customer of an order."""
        if id_ is None:
            return None
        if self._cliente is None or self._cliente.id != id_:
            self._cliente = self.catalogo.cliente(id_)
        return self._cliente

    def sugerido(self, pedido: Pedido, produto_id: int) -> Sugerido | None:
        """What an order's list suggests for a product today, its type allowing (TP-078); None: it is not in it."""
        tabela = self.preco_lista(pedido.lista_id, produto_id)
        return None if tabela is None else tabela.sugerido(dia_das_promocoes(self.tipo(pedido.tipo_id), self.hoje()))

    def preco_lista(self, lista_id: int | None, produto_id: int) -> PrecoLista | None:
        """A list's item, None when the product is not in the list."""
        if lista_id is None:
            return None
        if (lista_id, produto_id) not in self._precos:
            for id_, preco in self.catalogo.precos(lista_id, [produto_id]).items():
                self._precos[lista_id, id_] = preco
        return self._precos.get((lista_id, produto_id))

    @property
    def preferencias(self) -> Preferencias:
        """The company's preferences."""
        if self._preferencias is None:
            self._preferencias = self.catalogo.preferencias()
        return self._preferencias

    def estoque(self, ids: "set[int] | list[int]", tipo_estoque: int | None) -> Mapping[int, Saldo]:
        """Stock of these products in this shop, of one kind (TP-032; None: the shop's own); one without a row may be
        absent. Others that are known may be there too."""
        if tipo_estoque is None:
            self._le_produtos(ids)
            return self._saldos
        return self.estoques.de(tipo_estoque, ids)

    def produto(self, produto_id: int, lista_id: int | None = None) -> Produto | None:
        """One product; its price in `lista_id` is read with it."""
        self._le_produtos([produto_id], lista_id)
        return self._produtos.get(produto_id)

    def fatos(self, pedido: Pedido, contexto: Contexto, hoje: date, sem_retaguarda: timedelta | None,
              origem_validade: date | None) -> Facts:
        """Everything the rules look at, for this order now."""
        ids = {i.produto_id for i in pedido.itens}
        self._le_produtos(ids, pedido.lista_id)
        self._le_precos(pedido.lista_id, ids)
        cliente = self.cliente(pedido.cliente_id)
        com_credito = cliente and not cliente.consumidor_final and tem_credito(self.tipo(pedido.tipo_id), cliente)
        de_qual = estoque_do_pedido(pedido, self.tipo(pedido.tipo_id))
        tabela = {i: self._precos[pedido.lista_id, i] for i in ids
                  if pedido.lista_id is not None and (pedido.lista_id, i) in self._precos}
        if self._desconto is None:
            self._desconto = (self.catalogo.desconto_estabelecimento(),)
        return Facts(
            pedido=pedido, tipo=self.tipo(pedido.tipo_id), tipo_disponivel=pedido.tipo_id in self.tipos,
            terminal=contexto.terminal, usuario=contexto.usuario, hoje=hoje, cliente=cliente,
            credito=self.posicao(cliente, pedido) if com_credito and cliente else None,
            plano=self.planos.get(pedido.plano_id) if pedido.plano_id is not None else None,
            lista_padrao=self.lista_padrao(pedido.tipo_id), lista_de_outro_tipo=self._de_outro_tipo(pedido),
            lista_todos_clientes=pedido.lista_id not in self.listas or self.listas[pedido.lista_id].todos_clientes,
            plano_indicado=pedido.plano_id in self._indicados_para(pedido.tipo_id),
            cliente_com_endereco=self._com_endereco(pedido), regras_comerciais=self._regras_de(pedido.tipo_id),
            vendedor=self._vendedor_em_questao(pedido, self.tipo(pedido.tipo_id)),
            tecnicos=self._tecnicos.de(pedido, self.tipo(pedido.tipo_id)),
            produtos=self._produtos, estoque=self.estoque(ids, de_qual), nome_estoque=self.estoques.nome(de_qual),
            precos=sugeridos(tabela, dia_das_promocoes(self.tipo(pedido.tipo_id), hoje)),
            promocoes=promocoes(tabela), unidades=self.unidades.das_linhas(pedido, self.tipo(pedido.tipo_id)),
            desconto_estabelecimento=self._desconto[0], preferencias=self.preferencias,
            sem_retaguarda=sem_retaguarda, origem_validade=origem_validade, nome_terminal=contexto.nome_terminal)

    def do_produto(self, pedido: Pedido, produto_id: int, contexto: Contexto, hoje: date) -> Facts:
        """`fatos` of the order with the lines of one product: what else is in was checked when it entered."""
        dele = pedido.model_copy(update={"itens": tuple(i for i in pedido.itens if i.produto_id == produto_id)})
        return self.fatos(dele, contexto, hoje, None, None)

    def posicao(self, cliente: Cliente, pedido: Pedido) -> PosicaoCredito:
        """What a customer owes, leaving out an order and the quote that it converts."""
        de_que = (cliente.id, pedido.id, pedido.origem_id)
        if self._credito is None or self._credito[0] != de_que:
            self._credito = (de_que, self.catalogo.credito(*de_que))
        return self._credito[1]

    def _com_endereco(self, pedido: Pedido) -> bool:
        """TP-070; True where the type does not ask."""
        if not self.tipo(pedido.tipo_id).exige_endereco_cliente:
            return True
        if pedido.cliente_id is None:
            return False
        if pedido.cliente_id not in self._enderecados:
            self._enderecados[pedido.cliente_id] = self.catalogo.tem_endereco(pedido.cliente_id)
        return self._enderecados[pedido.cliente_id]

    def _regras_de(self, tipo_id: int) -> tuple[RegraComercial, ...]:
        if tipo_id not in self._regras:
            self._regras[tipo_id] = self.catalogo.regras_do_tipo(tipo_id)
        return self._regras[tipo_id]

    def lista_padrao(self, tipo_id: int) -> int | None:
        """The list of an order of a type that names none: the first that it may use."""
        return min(self._aplicaveis_a(tipo_id), default=None)

    def _de_outro_tipo(self, pedido: Pedido) -> str:
        """TPX-02: the name of the order's list when its type may not use it."""
        lista = self.listas.get(pedido.lista_id or 0)
        return lista.nome if lista is not None and lista.id not in self._aplicaveis_a(pedido.tipo_id) else ""

    def _aplicaveis_a(self, tipo_id: int) -> frozenset[int]:
        if tipo_id not in self._aplicaveis:
            self._aplicaveis[tipo_id] = self.catalogo.listas_do_tipo(tipo_id)
        return self._aplicaveis[tipo_id]

    def _indicados_para(self, tipo_id: int) -> frozenset[int]:
        if tipo_id not in self._indicados:
            self._indicados[tipo_id] = self.catalogo.planos_do_tipo(tipo_id)
        return self._indicados[tipo_id]

    def _le_produtos(self, ids: "set[int] | list[int]", lista_id: int | None = None) -> None:
        faltam = [i for i in ids if i not in self._produtos]
        if not faltam:
            return
        lidos = self.catalogo.produtos(faltam, lista_id)  # one question: a scan has few milliseconds
        self._produtos.update(lidos.produtos)
        self._saldos.update(lidos.estoque)
        if lista_id is not None:
            self._precos.update({(lista_id, i): p for i, p in lidos.precos.items()})

    def _le_precos(self, lista_id: int | None, ids: set[int]) -> None:
        if lista_id is None:
            return
        faltam = [i for i in ids if (lista_id, i) not in self._precos]
        if faltam:
            self._precos.update({(lista_id, i): p for i, p in self.catalogo.precos(lista_id, faltam).items()})
