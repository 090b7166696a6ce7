"""The facts of an order, read from either store: PostgreSQL in the retaguarda, the SQLite replica at the counter.

The queries (consultas.py) are shared; what a fact needs beyond rows is worked out here, in Python (ARQUITETURA §4).
Nothing here takes a lock: the caller has taken them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select

from balcao.db.consultas import (
    CLIENTE,
    COMPROMISSOS,
    CREDITOS,
    ENDERECOS,
    ESTABELECIMENTO,
    LISTAS_ATIVAS,
    NOME_LISTA,
    PLANO,
    PREFERENCIAS,
    PRODUTOS,
    TERMINAL,
    TIPO,
    TITULOS,
    USUARIO,
)
from balcao.domain.arredondamento import ZERO
from balcao.domain.credito import PosicaoCredito, Titulo
from balcao.domain.fatos import Cliente, Facts, Preferencias, Produto, Saldo, Usuario
from balcao.domain.pedido import Pedido
from balcao.domain.permissoes import Permissao
from balcao.domain.plano import PlanoPagamento
from balcao.domain.terminal import PoliticaTerminal
from balcao.domain.terminal.opcoes import Acao
from balcao.domain.tipo_pedido import TipoPedido

LIMITE_PRE_APROVADO = "CLIENT.CLIENTES.LIMITE_PRE_APROVADO"
ABATER_CREDITOS = "CLIENT.CLIENTES.ABATER_CREDITOS_NO_LIMITE"
PRECO_FORA_DA_FAIXA = "PEDIDOS.PEDIDOS.BLOQUEAR_PRECOS_MINIMO_MAXIMO"
CHAVES_PREFERENCIAS = (LIMITE_PRE_APROVADO, ABATER_CREDITOS, PRECO_FORA_DA_FAIXA)

_NENHUM = UUID(int=0)


class ReferenciaInexistente(LookupError):
    """The order names something that this store does not have. `campo`: "tipo", "plano", …; `valor`: its id."""

    def __init__(self, campo: str, valor: object) -> None:
        super().__init__(f"{campo} {valor}")
        self.campo = campo
        self.valor = valor


@dataclass(frozen=True, slots=True)
class Terminal:
    """A station: which counter of which shop, and its policy."""

    id: int
    nome: str
    numero: int
    estabelecimento_id: int
    ativo: bool
    politica: PoliticaTerminal
    politica_versao: int

    @property
    def rotulo(self) -> str:
        """How findings name it: `terminal 3`."""
        return f"terminal {self.numero}"


@dataclass(frozen=True, slots=True)
class Estabelecimento:
    """A shop, as the heading of its documents shows it. `fuso` is an IANA zone."""

    id: int
    nome: str
    fantasia: str
    cnpj: str
    ie: str
    endereco: str
    municipio: str
    uf: str
    cep: str
    telefone: str
    fuso: str
    pix_chave: str
    desconto_maximo: Decimal | None
    ativo: bool


@dataclass(frozen=True, slots=True)
class EnderecoCliente:
    """A customer's address."""

    id: UUID
    tipo: str
    logradouro: str
    numero: str
    complemento: str
    bairro: str
    municipio: str
    uf: str
    cep: str


@dataclass(frozen=True, slots=True)
class Produtos:
    """What an order needs of its products. A product that is gone is absent; `precos` holds only those of
    the asked list; `estoque` only those with a row in the asked shop."""

    produtos: Mapping[int, Produto]
    estoque: Mapping[int, Saldo]
    precos: Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class Regras:
    """What decides which rows an order locks: read before the locks, and used by the check."""

    tipo: TipoPedido
    plano: PlanoPagamento | None
    tipo_ativo: bool = True
    plano_ativo: bool = True


@dataclass(frozen=True, slots=True)
class Impressos:
    """What a document prints besides the facts of its rules."""

    estabelecimento: Estabelecimento
    vendedor: str = ""
    lista: str = ""
    telefone: str = ""
    endereco: EnderecoCliente | None = None


# ---- readers

def _uma(conexao: Connection, consulta: Select[Any], campo: str, **valores: object) -> Row[Any]:
    linha = conexao.execute(consulta, valores).first()
    if linha is None:
        raise ReferenciaInexistente(campo, valores["id"])
    return linha


def ler_terminal(conexao: Connection, estacao_id: int) -> Terminal:
    """The station and its policy. Raises ReferenciaInexistente."""
    r = _uma(conexao, TERMINAL, "estacao", id=estacao_id)
    return Terminal(id=r.id, nome=r.nome, numero=r.numero, estabelecimento_id=r.estabelecimento_id,
                    ativo=r.ativo, politica=PoliticaTerminal.model_validate(r.politica),
                    politica_versao=r.politica_versao)


def ler_estabelecimento(conexao: Connection, estabelecimento_id: int) -> Estabelecimento:
    """The shop. Raises ReferenciaInexistente."""
    r = _uma(conexao, ESTABELECIMENTO, "estabelecimento", id=estabelecimento_id)
    return Estabelecimento(**{nome: getattr(r, nome) for nome in Estabelecimento.__slots__})


def ler_tipo(conexao: Connection, tipo_id: int) -> TipoPedido:
    """The order type, active or not. Raises ReferenciaInexistente."""
    return _tipo(_uma(conexao, TIPO, "tipo", id=tipo_id))


def ler_plano(conexao: Connection, plano_id: int) -> PlanoPagamento:
    """The payment plan, active or not. Raises ReferenciaInexistente."""
    return _plano(_uma(conexao, PLANO, "plano", id=plano_id))


def ler_regras(conexao: Connection, tipo_id: int, plano_id: int | None) -> Regras:
    """Type and plan of an order. Raises ReferenciaInexistente."""
    tipo = _uma(conexao, TIPO, "tipo", id=tipo_id)
    if plano_id is None:
        return Regras(_tipo(tipo), None, tipo.ativo)
    plano = _uma(conexao, PLANO, "plano", id=plano_id)
    return Regras(_tipo(tipo), _plano(plano), tipo.ativo, plano.ativo)


def ler_usuario(conexao: Connection, usuario_id: int) -> Usuario:
    """The user with the permissions of the profile; an inactive one has none. Raises ReferenciaInexistente."""
    r = _uma(conexao, USUARIO, "usuario", id=usuario_id)
    conhecidas = frozenset(Permissao(p) for p in r.permissoes if p in _PERMISSOES)
    return Usuario(id=r.id, nome=r.nome, permissoes=conhecidas if r.ativo else frozenset(),
                   desconto_maximo=r.desconto_maximo)


def ler_preferencias(conexao: Connection) -> Preferencias:
    """The company's preferences that rules read; what is not stored keeps its default."""
    lidas = {r.chave: r.valor for r in conexao.execute(PREFERENCIAS, {"chaves": CHAVES_PREFERENCIAS})
             if r.valor not in (None, "")}
    campos: dict[str, Any] = {}
    if LIMITE_PRE_APROVADO in lidas:
        campos["limite_pre_aprovado"] = Decimal(str(lidas[LIMITE_PRE_APROVADO]))
    if ABATER_CREDITOS in lidas:
        campos["abate_creditos"] = lidas[ABATER_CREDITOS]
    if PRECO_FORA_DA_FAIXA in lidas:
        campos["preco_fora_da_faixa"] = Acao(lidas[PRECO_FORA_DA_FAIXA])
    return Preferencias(**campos)


def ler_cliente(conexao: Connection, cliente_id: UUID, estabelecimento_id: int) -> Cliente:
    """The customer as rules see him in one shop. Raises ReferenciaInexistente."""
    return _cliente(_uma(conexao, CLIENTE, "cliente", id=cliente_id, estabelecimento_id=estabelecimento_id))


def ler_credito(conexao: Connection, cliente_id: UUID, limite: Decimal | None, preferencias: Preferencias,
                exceto: UUID) -> PosicaoCredito:
    """What the customer owes, leaving out the order `exceto`. `limite` is the customer's own (CL-027)."""
    da_preferencia = limite is None and preferencias.limite_pre_aprovado is not None
    tomado = {r.origem: r.valor for r in conexao.execute(
        COMPROMISSOS, {"cliente_id": cliente_id, "exceto": exceto})}
    titulos = conexao.execute(TITULOS, {"cliente_id": cliente_id, "situacao": "aberto"})
    creditos = conexao.execute(CREDITOS, {"cliente_id": cliente_id}).scalar_one()
    return PosicaoCredito(
        limite=preferencias.limite_pre_aprovado if da_preferencia else limite,
        limite_da_preferencia=da_preferencia,
        titulos=tuple(sorted(
            (Titulo(numero=t.numero, parcela=t.parcela, vencimento=t.vencimento, saldo=t.saldo)
             for t in titulos if t.saldo), key=lambda t: (t.vencimento, t.numero, t.parcela))),
        pedidos_pendentes=tomado.get("pendente", ZERO), pedidos_entregues=tomado.get("entregue", ZERO),
        documentos=tomado.get("documento", ZERO), creditos=creditos or ZERO)


def ler_posicao(conexao: Connection, cliente_id: UUID, estabelecimento_id: int,
                exceto: UUID = _NENHUM) -> tuple[Cliente, PosicaoCredito]:
    """A customer and his credit, as the customer's card shows them. Raises ReferenciaInexistente."""
    linha = _uma(conexao, CLIENTE, "cliente", id=cliente_id, estabelecimento_id=estabelecimento_id)
    return _cliente(linha), ler_credito(
        conexao, cliente_id, linha.limite_credito, ler_preferencias(conexao), exceto)


def ler_produtos(conexao: Connection, ids: Iterable[int], estabelecimento_id: int,
                 lista_id: int | None) -> Produtos:
    """Products with stock in one shop and prices of one list."""
    quais = sorted(set(ids))
    if not quais:
        return Produtos({}, {}, {})
    lidos: dict[int, Produto] = {}
    estoque: dict[int, Saldo] = {}
    tabela: dict[int, Decimal] = {}
    for r in conexao.execute(PRODUTOS, {"ids": quais, "estabelecimento_id": estabelecimento_id,
                                        "lista_id": lista_id}):
        lidos[r.id] = Produto(
            id=r.id, codigo=r.codigo, descricao=r.descricao, unidade=r.unidade, situacao=r.situacao,
            pesavel=r.pesavel, preco_minimo=r.preco_minimo, preco_maximo=r.preco_maximo,
            desconto_maximo=r.desconto_grupo if r.desconto_maximo is None else r.desconto_maximo)
        if r.saldo is not None:
            estoque[r.id] = Saldo(saldo=r.saldo, reservado=r.reservado)
        if r.preco is not None:
            tabela[r.id] = r.preco
    return Produtos(lidos, estoque, tabela)


def lista_padrao(conexao: Connection) -> int | None:
    """The list of an order that names none: the company's first active one."""
    return min(conexao.execute(LISTAS_ATIVAS, {"ativo": True}).scalars(), default=None)


def ler_fatos(conexao: Connection, pedido: Pedido, hoje: date, *, usuario_id: int | None = None,
              regras: Regras | None = None, loja: Estabelecimento | None = None,
              sem_retaguarda: timedelta | None = None, origem_validade: date | None = None) -> Facts:
    """Everything the rules of `pedido` look at.

    usuario_id: whose permissions count (None: who sold). regras, loja: when the caller has read them.
    The order must have reserved nothing yet. Raises ReferenciaInexistente.
    """
    regras = regras or ler_regras(conexao, pedido.tipo_id, pedido.plano_id)
    terminal = ler_terminal(conexao, pedido.estacao_id)
    preferidas = ler_preferencias(conexao)
    loja = loja or ler_estabelecimento(conexao, pedido.estabelecimento_id)
    cliente = credito = None
    if pedido.cliente_id is not None:
        linha = _uma(conexao, CLIENTE, "cliente", id=pedido.cliente_id,
                     estabelecimento_id=pedido.estabelecimento_id)
        cliente = _cliente(linha)
        credito = ler_credito(conexao, cliente.id, linha.limite_credito, preferidas, pedido.id)
    itens = ler_produtos(conexao, (i.produto_id for i in pedido.itens), loja.id, pedido.lista_id)
    return Facts(
        pedido=pedido, tipo=regras.tipo, terminal=terminal.politica,
        usuario=ler_usuario(conexao, pedido.usuario_id if usuario_id is None else usuario_id),
        hoje=hoje, cliente=cliente, credito=credito, plano=regras.plano, produtos=itens.produtos,
        estoque=itens.estoque, precos=itens.precos, desconto_estabelecimento=loja.desconto_maximo,
        preferencias=preferidas, sem_retaguarda=sem_retaguarda, origem_validade=origem_validade,
        nome_terminal=terminal.rotulo)


def ler_impressos(conexao: Connection, pedido: Pedido, loja: Estabelecimento | None = None) -> Impressos:
    """What the document of `pedido` prints besides its facts. Raises ReferenciaInexistente."""
    vendedor = pedido.vendedor_id or pedido.usuario_id
    lista = conexao.execute(NOME_LISTA, {"id": pedido.lista_id}).first() if pedido.lista_id else None
    telefone, endereco = "", None
    if pedido.cliente_id is not None:
        cliente = _uma(conexao, CLIENTE, "cliente", id=pedido.cliente_id,
                       estabelecimento_id=pedido.estabelecimento_id)
        telefone = cliente.telefone or cliente.celular
        endereco = escolhe_endereco(ler_enderecos(conexao, pedido.cliente_id), pedido.entrega.endereco_id)
    return Impressos(loja or ler_estabelecimento(conexao, pedido.estabelecimento_id),
                     vendedor=_uma(conexao, USUARIO, "vendedor", id=vendedor).nome,
                     lista=lista.nome if lista else "", telefone=telefone, endereco=endereco)


def ler_enderecos(conexao: Connection, pessoa_id: UUID) -> tuple[EnderecoCliente, ...]:
    """Every address of a person, the main one first."""
    lidos = (EnderecoCliente(**{nome: getattr(r, nome) for nome in EnderecoCliente.__slots__})
             for r in conexao.execute(ENDERECOS, {"id": pessoa_id}))
    return tuple(sorted(lidos, key=lambda e: (e.tipo != "principal", e.id)))


def escolhe_endereco(todos: tuple[EnderecoCliente, ...], pedido: UUID | None = None) -> EnderecoCliente | None:
    """The address asked for, else the main one."""
    return next((e for e in todos if e.id == pedido), todos[0] if todos else None)


# ---- rows into domain objects

_PERMISSOES = frozenset(p.value for p in Permissao)  # a newer program's permission is not an error


def _tipo(r: Row[Any]) -> TipoPedido:
    return TipoPedido.model_validate({**r.politica, "id": r.id, "nome": r.nome})


def _plano(r: Row[Any]) -> PlanoPagamento:
    return PlanoPagamento.model_validate({nome: getattr(r, nome) for nome in PlanoPagamento.model_fields})


def _cliente(r: Row[Any]) -> Cliente:
    campos = {nome: getattr(r, nome) for nome in Cliente.model_fields}
    return Cliente.model_validate(campos | {"documento": r.documento or ""})
