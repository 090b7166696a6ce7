"""The facts of an order, read from either store: PostgreSQL in the retaguarda, the SQLite replica at the counter.

The queries (consultas.py) are shared and asked by name; what a fact needs beyond rows is worked out here, in Python
(ARQUITETURA §4). Nothing here takes a lock: the caller has taken them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from balcao.domain.arredondamento import ZERO
from balcao.domain.credito import PosicaoCredito, Titulo
from balcao.domain.fatos import Cliente, Facts, Preferencias, Produto, Saldo, Usuario
from balcao.domain.pedido import Pedido
from balcao.domain.permissoes import Permissao
from balcao.domain.plano import PlanoPagamento
from balcao.domain.preenchimento import oferece_lista
from balcao.domain.terminal import PoliticaTerminal
from balcao.domain.terminal.opcoes import Acao
from balcao.domain.tipo_pedido import TipoPedido, versoes

LIMITE_PRE_APROVADO = "CLIENT.CLIENTES.LIMITE_PRE_APROVADO"
ABATER_CREDITOS = "CLIENT.CLIENTES.ABATER_CREDITOS_NO_LIMITE"
PRECO_FORA_DA_FAIXA = "PEDIDOS.PEDIDOS.BLOQUEAR_PRECOS_MINIMO_MAXIMO"
CHAVES_PREFERENCIAS = {"limite": LIMITE_PRE_APROVADO, "abate": ABATER_CREDITOS, "faixa": PRECO_FORA_DA_FAIXA}

TIPO_SERVICO = "09"
"""Of the fiscal books' types of item (SPED, 0200 TIPO_ITEM): a service."""

ORIGENS = ("pendente", "entregue", "documento")
"""What takes credit besides titles; each is summed apart."""

Linha = Mapping[str, Any]
"""A row, by the names of its columns; values as the domain has them (Decimal, UUID, date, …)."""

_NENHUM = UUID(int=0)
_PLANO = tuple(PlanoPagamento.model_fields)
_CHAVES = {f"chave_{nome}": chave for nome, chave in CHAVES_PREFERENCIAS.items()}


class Leitor(Protocol):
    """One store, which answers the queries of consultas.py: `LeitorServidor` there, the counter's `LeitorReplica`."""

    def le(self, consulta: str, **valores: object) -> Sequence[Linha]:
        """Every row of a query with its bound values."""


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
    plano_indicado: bool = False   # TP-051: among those indicated for the type
    tipo_da_loja: bool = True      # TP-121: the order's shop uses the type
    lista_todos_clientes: bool = True  # TP-077: the order's list is for every customer; true without a list
    lista_aplicavel: bool = True   # TPX-02: the order's list is of every type, or of this one; true without a list


@dataclass(frozen=True, slots=True)
class Cabecalho:
    """What an order names in its header, read, and the company's preferences. `vendedor` and `lista` are names."""

    terminal: Terminal
    loja: Estabelecimento
    regras: Regras
    usuario: Usuario
    vendedor_id: int
    vendedor: str
    lista: str
    preferencias: Preferencias


@dataclass(frozen=True, slots=True)
class Impressos:
    """What a document prints besides the facts of its rules."""

    estabelecimento: Estabelecimento
    vendedor: str = ""
    lista: str = ""
    telefone: str = ""
    endereco: EnderecoCliente | None = None


# ---- readers

def _uma(leitor: Leitor, consulta: str, campo: str, **valores: object) -> Linha:
    linhas = leitor.le(consulta, **valores)
    if not linhas:
        raise ReferenciaInexistente(campo, valores["id"])
    return linhas[0]


def ler_terminal(leitor: Leitor, estacao_id: int) -> Terminal:
    """The station and its policy. Raises ReferenciaInexistente."""
    return _terminal(_uma(leitor, "terminal", "estacao", id=estacao_id))


def ler_estabelecimento(leitor: Leitor, estabelecimento_id: int) -> Estabelecimento:
    """The shop. Raises ReferenciaInexistente."""
    return _estabelecimento(_uma(leitor, "estabelecimento", "estabelecimento", id=estabelecimento_id))


def ler_tipo(leitor: Leitor, tipo_id: int) -> TipoPedido:
    """The order type, active or not. Raises ReferenciaInexistente."""
    return _tipo(_uma(leitor, "tipo", "tipo", id=tipo_id))


def ler_plano(leitor: Leitor, plano_id: int) -> PlanoPagamento:
    """The payment plan, active or not. Raises ReferenciaInexistente."""
    return _plano(_uma(leitor, "plano", "plano", id=plano_id))


def ler_usuario(leitor: Leitor, usuario_id: int) -> Usuario:
    """The user with the permissions of the profile; an inactive one has none. Raises ReferenciaInexistente."""
    return _usuario(_uma(leitor, "usuario", "usuario", id=usuario_id))


def ler_cabecalho(leitor: Leitor, pedido: Pedido, usuario_id: int | None = None) -> Cabecalho:
    """What the header of `pedido` names; usuario_id: whose permissions count (None: who sold).

    Raises ReferenciaInexistente for the first that this store does not have.
    """
    quem = pedido.usuario_id if usuario_id is None else usuario_id
    vendedor = pedido.vendedor_id or pedido.usuario_id
    linhas = leitor.le(
        "cabecalho", estacao_id=pedido.estacao_id, estabelecimento_id=pedido.estabelecimento_id,
        tipo_id=pedido.tipo_id, plano_id=pedido.plano_id, usuario_id=quem, vendedor_id=vendedor,
        lista_id=pedido.lista_id, **_CHAVES)
    if not linhas:
        raise ReferenciaInexistente("estacao", pedido.estacao_id)
    partes: dict[str, dict[str, Any]] = {}
    for nome, valor in linhas[0].items():
        partes.setdefault(nome[0], {})[nome[2:]] = valor
    for campo, letra, pedida in (
            ("estabelecimento", "l", pedido.estabelecimento_id), ("tipo", "t", pedido.tipo_id),
            ("plano", "p", pedido.plano_id), ("usuario", "u", quem), ("vendedor", "v", vendedor),
            ("lista", "n", pedido.lista_id)):
        if pedida is not None and partes[letra]["id"] is None:
            raise ReferenciaInexistente(campo, pedida)
    tipo, plano = partes["t"], partes["p"] if pedido.plano_id is not None else None
    return Cabecalho(
        _terminal(partes["e"]), _estabelecimento(partes["l"]),
        Regras(_tipo(tipo), _plano(plano) if plano else None, tipo["ativo"], bool(plano and plano["ativo"]),
               partes["x"]["plano"] is not None, partes["x"]["loja"] is not None,
               partes["n"]["todos_clientes"] is not False,
               pedido.lista_id is None or partes["n"]["todos_tipos"] or partes["x"]["lista"] is not None),
        _usuario(partes["u"]), vendedor, partes["v"]["nome"], partes["n"]["nome"] or "", _preferencias(partes["c"]))


def ler_preferencias(leitor: Leitor) -> Preferencias:
    """The company's preferences that rules read; what is not stored keeps its default."""
    lidas = {r["chave"]: r["valor"] for r in leitor.le("preferencias", **_CHAVES)}
    return _preferencias({nome: lidas.get(chave) for nome, chave in CHAVES_PREFERENCIAS.items()})


def ler_cliente(leitor: Leitor, cliente_id: UUID, estabelecimento_id: int) -> Cliente:
    """The customer as rules see him in one shop. Raises ReferenciaInexistente."""
    return _cliente(_ler_cliente(leitor, cliente_id, estabelecimento_id, _NENHUM))


def ler_posicao(leitor: Leitor, cliente_id: UUID, estabelecimento_id: int, exceto: UUID = _NENHUM,
                preferencias: Preferencias | None = None) -> tuple[Cliente, PosicaoCredito]:
    """A customer and what he owes, leaving out the order `exceto`; preferencias: when the caller has read them.
    Raises ReferenciaInexistente."""
    linha = _ler_cliente(leitor, cliente_id, estabelecimento_id, exceto)
    preferidas = preferencias or ler_preferencias(leitor)
    da_preferencia = linha["limite_credito"] is None and preferidas.limite_pre_aprovado is not None
    titulos = leitor.le("titulos", cliente_id=cliente_id, situacao="aberto")
    return _cliente(linha), PosicaoCredito(
        limite=preferidas.limite_pre_aprovado if da_preferencia else linha["limite_credito"],
        limite_da_preferencia=da_preferencia,
        titulos=tuple(sorted((Titulo(**t) for t in titulos if t["saldo"]),
                             key=lambda t: (t.vencimento, t.numero, t.parcela))),
        pedidos_pendentes=linha["soma_pendente"] or ZERO, pedidos_entregues=linha["soma_entregue"] or ZERO,
        documentos=linha["soma_documento"] or ZERO, creditos=linha["soma_creditos"] or ZERO)


def _ler_cliente(leitor: Leitor, cliente_id: UUID, estabelecimento_id: int, exceto: UUID) -> Linha:
    return _uma(leitor, "cliente", "cliente", id=cliente_id, estabelecimento_id=estabelecimento_id, exceto=exceto,
                **{origem: origem for origem in ORIGENS})


def ler_produtos(leitor: Leitor, ids: Iterable[int], estabelecimento_id: int,
                 lista_id: int | None) -> Produtos:
    """Products with stock in one shop and prices of one list."""
    quais = sorted(set(ids))
    if not quais:
        return Produtos({}, {}, {})
    lidos: dict[int, Produto] = {}
    estoque: dict[int, Saldo] = {}
    tabela: dict[int, Decimal] = {}
    for linha in leitor.le("produtos", ids=quais, estabelecimento_id=estabelecimento_id, lista_id=lista_id):
        (id_, codigo, descricao, unidade, situacao, tipo_item, pesavel, em_falta, sem_troca, com_variacao, qtde_minima,
         qtde_maxima, minimo, maximo, desconto, do_grupo, saldo, reservado, inventario_desde, preco) = linha.values()
        lidos[id_] = Produto(
            id=id_, codigo=codigo, descricao=descricao, unidade=unidade, situacao=situacao, pesavel=pesavel,
            servico=tipo_item == TIPO_SERVICO, em_falta=em_falta, sem_troca=sem_troca, com_variacao=com_variacao,
            quantidade_minima=qtde_minima, quantidade_maxima=qtde_maxima, preco_minimo=minimo, preco_maximo=maximo,
            desconto_maximo=do_grupo if desconto is None else desconto)
        if saldo is not None:
            estoque[id_] = Saldo(saldo=saldo, reservado=reservado, inventario_desde=inventario_desde)
        if preco is not None:
            tabela[id_] = preco
    return Produtos(lidos, estoque, tabela)


def lista_padrao(leitor: Leitor) -> int | None:
    """The list of an order that names none: the company's first active one."""
    return min((um["id"] for um in leitor.le("listas_ativas", ativo=True)), default=None)


def ler_fatos(leitor: Leitor, pedido: Pedido, hoje: date, *, usuario_id: int | None = None,
              cabecalho: Cabecalho | None = None, sem_retaguarda: timedelta | None = None,
              origem_validade: date | None = None) -> Facts:
    """Everything the rules of `pedido` look at.

    usuario_id: whose permissions count (None: who sold). cabecalho: when the caller has read it.
    The order must have reserved nothing yet. Raises ReferenciaInexistente.
    """
    nomeado = cabecalho or ler_cabecalho(leitor, pedido, usuario_id)
    cliente = credito = None
    if pedido.cliente_id is not None:
        cliente, credito = ler_posicao(leitor, pedido.cliente_id, nomeado.loja.id, pedido.id, nomeado.preferencias)
    itens = ler_produtos(leitor, (i.produto_id for i in pedido.itens), nomeado.loja.id, pedido.lista_id)
    regras, preferencias, tipo = nomeado.regras, nomeado.preferencias, nomeado.regras.tipo
    com_endereco = not tipo.exige_endereco_cliente or tem_endereco(leitor, pedido.cliente_id)
    return Facts(
        pedido=pedido, tipo=tipo, terminal=nomeado.terminal.politica, usuario=nomeado.usuario, hoje=hoje,
        cliente=cliente, credito=credito, plano=regras.plano, produtos=itens.produtos, estoque=itens.estoque,
        precos=itens.precos, desconto_estabelecimento=nomeado.loja.desconto_maximo, preferencias=preferencias,
        sem_retaguarda=sem_retaguarda, origem_validade=origem_validade, plano_indicado=regras.plano_indicado,
        cliente_com_endereco=com_endereco, tipo_disponivel=regras.tipo_ativo and regras.tipo_da_loja,
        lista_padrao=_padrao_em_questao(leitor, pedido.lista_id, regras, cliente),
        lista_todos_clientes=regras.lista_todos_clientes, nome_terminal=nomeado.terminal.rotulo)


def _padrao_em_questao(leitor: Leitor, lista: int | None, regras: Regras, cliente: Cliente | None) -> int | None:
    """The default list where a rule asks which it is: a type that has no other, or a list that it does not offer."""
    serve = regras.tipo.usa_lista and oferece_lista(regras.tipo, lista or 0, regras.lista_todos_clientes, cliente)
    return None if lista is None or serve else lista_padrao(leitor)


def ler_impressos(leitor: Leitor, pedido: Pedido, cabecalho: Cabecalho | None = None) -> Impressos:
    """What the document of `pedido` prints besides its facts. Raises ReferenciaInexistente."""
    nomeado = cabecalho or ler_cabecalho(leitor, pedido)
    telefone, endereco = "", None
    if pedido.cliente_id is not None:
        linhas = leitor.le("destinatario", id=pedido.cliente_id)
        if not linhas:
            raise ReferenciaInexistente("cliente", pedido.cliente_id)
        telefone = linhas[0]["telefone"] or linhas[0]["celular"]
        endereco = escolhe_endereco(_enderecos(linhas), pedido.entrega.endereco_id)
    vendedor_id = pedido.vendedor_id or pedido.usuario_id
    vendedor = nomeado.vendedor if vendedor_id == nomeado.vendedor_id else ler_usuario(leitor, vendedor_id).nome
    return Impressos(nomeado.loja, vendedor=vendedor, lista=nomeado.lista, telefone=telefone,
                     endereco=endereco)


def ler_enderecos(leitor: Leitor, pessoa_id: UUID) -> tuple[EnderecoCliente, ...]:
    """Every address of a person, the main one first."""
    return _enderecos(leitor.le("enderecos", id=pessoa_id))


def tem_endereco(leitor: Leitor, pessoa_id: UUID | None) -> bool:
    """Whether a person, if any, has an address with at least a street (TP-070)."""
    return pessoa_id is not None and any(e.logradouro.strip() for e in ler_enderecos(leitor, pessoa_id))


def escolhe_endereco(todos: tuple[EnderecoCliente, ...], pedido: UUID | None = None) -> EnderecoCliente | None:
    """The address asked for, else the main one."""
    return next((e for e in todos if e.id == pedido), todos[0] if todos else None)


# ---- rows into domain objects

_PERMISSOES = frozenset(p.value for p in Permissao)  # a newer program's permission is not an error


def _terminal(r: Linha) -> Terminal:
    return Terminal(id=r["id"], nome=r["nome"], numero=r["numero"], estabelecimento_id=r["estabelecimento_id"],
                    ativo=r["ativo"], politica=PoliticaTerminal.model_validate(r["politica"]),
                    politica_versao=r["politica_versao"])


def _estabelecimento(r: Linha) -> Estabelecimento:
    return Estabelecimento(**{nome: r[nome] for nome in Estabelecimento.__slots__})


def _tipo(r: Linha) -> TipoPedido:
    return versoes.ler(TipoPedido, r["politica"], id=r["id"], nome=r["nome"], ativo=r["ativo"])


def _plano(r: Linha) -> PlanoPagamento:
    return PlanoPagamento.model_validate({nome: r[nome] for nome in _PLANO})


def _usuario(r: Linha) -> Usuario:
    conhecidas = frozenset(Permissao(p) for p in r["permissoes"] if p in _PERMISSOES)
    return Usuario(id=r["id"], nome=r["nome"], permissoes=conhecidas if r["ativo"] else frozenset(),
                   desconto_maximo=r["desconto_maximo"])


def _preferencias(lidas: Mapping[str, Any]) -> Preferencias:
    campos: dict[str, Any] = {}
    if lidas["limite"] not in (None, ""):
        campos["limite_pre_aprovado"] = Decimal(str(lidas["limite"]))
    if lidas["abate"] is not None:
        campos["abate_creditos"] = lidas["abate"]
    if lidas["faixa"] not in (None, ""):
        campos["preco_fora_da_faixa"] = Acao(lidas["faixa"])
    return Preferencias(**campos)


def _enderecos(linhas: Sequence[Linha]) -> tuple[EnderecoCliente, ...]:
    lidos = (EnderecoCliente(**{nome: r[nome] for nome in EnderecoCliente.__slots__})
             for r in linhas if r["id"] is not None)
    return tuple(sorted(lidos, key=lambda e: (e.tipo != "principal", e.id)))


def _cliente(r: Linha) -> Cliente:
    campos = {nome: r[nome] for nome in Cliente.model_fields}
    return Cliente.model_validate(campos | {"documento": r["documento"] or ""})
