"""Products and customers as the seller looks them up: search while typing, price check that touches nothing."""

import threading
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Generic, NamedTuple, Protocol, TypeVar

from balcao.db.replica.busca import BuscaProdutos, FiltroProdutos
from balcao.db.replica.busca_clientes import BuscaClientes
from balcao.db.replica.leitura import Replica
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.pedido import Promocao
from balcao.domain.plano import PlanoPagamento
from balcao.domain.preco import PrecoLista, preco_de_venda
from balcao.domain.resultado_busca import (
    CONTA_ATE,
    PAGINA_CLIENTES,
    LinhaCliente,
    LinhaProduto,
    Resultado,
)
from balcao.domain.uma_linha import encurta
from balcao.services.counter.catalogo import Lista

SEM_DADOS = "Os dados da loja ainda estão chegando a este balcão."


class PrecoDito(NamedTuple):
    """One price of a product (R$ per unit), what it is of, and whether it is promotional."""

    nome: str
    valor: Decimal
    promocao: Promocao | None = None


class PrecoConsultado(NamedTuple):
    """Prices by plan and list (R$ per unit) and stock here and in each other shop, by its name. `do_documento`: what is
    available of the kind of stock that the open document holds, called `estoque`; None: the shop's own, as here."""

    codigo: str
    descricao: str
    unidade: str
    precos: tuple[PrecoDito, ...]
    disponivel: Decimal
    outras: tuple[tuple[str, Decimal], ...]
    localizacao: str
    id: int = 0
    do_documento: Decimal | None = None
    estoque: str = ""


RespostaPreco = PrecoConsultado | Resultado[LinhaProduto] | str
"""What a price check answers: the product, those that the text may mean, or why there is none."""


class _Busca(Protocol):
    def fechar(self) -> None: ...


B = TypeVar("B", bound=_Busca)


class _PorLinha(Generic[B]):
    """One search object per thread and replica file: SQLite connections stay where they were made."""

    def __init__(self, replica: Replica, faz: Callable[[Path], B]) -> None:
        self._replica = replica
        self._faz = faz
        self._local = threading.local()

    def __call__(self) -> B:
        """The object of this thread over the current file. Raises AmbienteIndisponivel."""
        arquivo = self._replica.arquivo()
        atual: tuple[Path, B] | None = getattr(self._local, "atual", None)
        if atual is None or atual[0] != arquivo:
            if atual is not None:
                atual[1].fechar()
            atual = self._local.atual = (arquivo, self._faz(arquivo))
        return atual[1]

    def fecha(self) -> None:
        """Close this thread's."""
        atual: tuple[Path, B] | None = getattr(self._local, "atual", None)
        if atual is not None:
            atual[1].fechar()
            self._local.atual = None


class Consulta:
    """Answers from the replica. `filtro`: what the search is asked for besides the text, now (shop, list, plans,
    fields: see FiltroProdutos)."""

    def __init__(self, replica: Replica, filtro: Callable[[], FiltroProdutos]) -> None:
        self._produtos = _PorLinha(replica, BuscaProdutos)
        self._clientes = _PorLinha(replica, BuscaClientes)
        self.filtro = filtro

    def fecha(self) -> None:
        """Close what this thread opened."""
        self._produtos.fecha()
        self._clientes.fecha()

    def busca(self, texto: str, inicio: int = 0) -> Resultado[LinhaProduto] | None:
        """A page of products from the row `inicio` on, within a keystroke's budget; None: it did not fit, ask
        `busca_completa`. After the last row that this terminal shows (CB-073) `cortado` tells that there are more."""
        try:
            return self._produtos().imediata(texto, self.filtro(), inicio)
        except AmbienteIndisponivel:
            return Resultado(texto, (), carregando=True)

    def busca_completa(self, texto: str, cancelada: Callable[[], bool], inicio: int = 0) -> Resultado[LinhaProduto]:
        """The same however long it takes; an empty result when cancelled."""
        try:
            achado = self._produtos().completa(texto, self.filtro(), cancelada, inicio)
        except AmbienteIndisponivel:
            achado = Resultado(texto, (), carregando=True)
        return achado if achado is not None else Resultado(texto, ())

    def conta(self, texto: str, cancelada: Callable[[], bool]) -> int | None:
        """How many products the text finds in all, CONTA_ATE meaning that many or more; None when cancelled, or
        while the replica is not there. Waits: background lane."""
        try:
            return self._produtos().conta(texto, self.filtro(), cancelada, CONTA_ATE)
        except AmbienteIndisponivel:
            return None

    def clientes(self, texto: str, inicio: int = 0, pessoas: bool = False) -> Resultado[LinhaCliente]:
        """A page of customers, best first, up to as many as this terminal shows (CB-073); nothing while the replica
        is not there. pessoas: also who is in the register without being a customer (TP-008)."""
        maximo = self.filtro().maximo
        try:
            busca = self._clientes()
            achados = (busca.imediata(texto, inicio, PAGINA_CLIENTES, maximo=maximo, pessoas=pessoas)
                       or busca.completa(texto, lambda: False, inicio, PAGINA_CLIENTES, maximo=maximo,
                                         pessoas=pessoas))
        except AmbienteIndisponivel:
            return Resultado(texto, (), inicio, carregando=True)
        return achados if achados is not None else Resultado(texto, (), inicio)

    def conta_clientes(self, texto: str, cancelada: Callable[[], bool], pessoas: bool = False) -> int | None:
        """`conta`, of customers (and other persons)."""
        try:
            return self._clientes().conta(texto, cancelada, maximo=CONTA_ATE, pessoas=pessoas)
        except AmbienteIndisponivel:
            return None

    def preco(self, texto: str, planos: tuple[PlanoPagamento, ...], listas: tuple[Lista, ...],
              precos: Callable[[int, int], PrecoLista | None], inicio: int = 0) -> RespostaPreco:
        """Price and stock of one product; the rows to choose from, from `inicio` on, when the text may mean several; or
        why there is none. No order is touched.

        precos: the item (list, product).
        """
        filtro = replace(self.filtro(), so_da_lista=False)  # nothing is sold here, and the other lists are told too
        try:
            busca = self._produtos()
            linha = busca.exata(texto, filtro) if not inicio else None
            if linha is None:
                achados = busca.completa(texto, filtro, lambda: False, inicio)
                if achados is None or not (achados.linhas or inicio):
                    return f"Nenhum produto com “{encurta(texto)}”."
                if len(achados.linhas) != 1 or inicio or achados.corrigido:
                    return achados
                linha = achados.linhas[0]
        except AmbienteIndisponivel:
            return SEM_DADOS
        return PrecoConsultado(
            codigo=linha.codigo, descricao=linha.descricao, unidade=linha.unidade,
            precos=tuple(_precos(linha.id, filtro, planos, listas, precos)),
            disponivel=linha.disponivel or Decimal(0), localizacao=linha.localizacao, id=linha.id,
            outras=busca.nas_outras(linha.id, filtro.estabelecimento_id))


def _precos(produto_id: int, filtro: FiltroProdutos, planos: tuple[PlanoPagamento, ...],
            listas: tuple[Lista, ...], precos: Callable[[int, int], PrecoLista | None]) -> list[PrecoDito]:
    """Each different price once: of the order's list by plan, then of the other lists."""

    def dito(nome: str, tabela: PrecoLista, plano: PlanoPagamento | None) -> PrecoDito:
        sugerido = tabela.sugerido(filtro.promocoes_em)
        return PrecoDito(nome, preco_de_venda(sugerido.preco, plano, filtro.casas_preco), sugerido.promocao)

    saida: list[PrecoDito] = []
    atual = precos(filtro.lista_id, produto_id)
    if atual is not None:
        for plano in planos:
            um = dito(plano.nome, atual, plano)
            if all(um.valor != outro.valor for outro in saida):
                saida.append(um)
        saida = saida or [dito("Preço", atual, None)]
    for lista in listas:
        tabela = precos(lista.id, produto_id) if lista.id != filtro.lista_id else None
        if tabela is not None:
            saida.append(dito(f"Tabela {lista.nome}", tabela, None))
    return saida
