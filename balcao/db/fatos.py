"""The facts of an order, read from either store: PostgreSQL in the retaguarda, the SQLite replica at the counter.

The queries (consultas.py) are shared and asked by name; what a fact needs beyond rows is worked out here, in Python
(docs/decisions/0007). Nothing here takes a lock: the caller has taken them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from balcao.db.fatos_cadastros import (
    CHAVES_LIGADAS,
    EnderecoCliente,
    Estabelecimento,
    Terminal,
    enderecos_de,
    escolhe_endereco,
    estabelecimento_de,
    ler_posicao,
    ler_tecnicos,
    ler_usuario,
    plano_de,
    preferencias_de,
    tem_endereco,
    terminal_de,
    tipo_de,
    usuario_de,
)
from balcao.db.leitor import Leitor, ReferenciaInexistente
from balcao.db.ligados import listas_do_tipo, nome_da_classificacao, nome_do_estoque, regras_do_tipo, unidades_de
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
from balcao.domain.preco import PrecoLista, dia_das_promocoes, promocoes, sugeridos
from balcao.domain.preenchimento import com_vendedor, oferece_lista
from balcao.domain.tipo_pedido import TipoPedido

TIPO_SERVICO = "09"
"""Of the fiscal books' types of item (SPED, 0200 TIPO_ITEM): a service."""


class Produtos(NamedTuple):
    """What an order needs of its products. A product that is gone is absent; `precos` holds only the items of
    the asked list; `estoque` only those with a row in the asked shop."""

    produtos: Mapping[int, Produto]
    estoque: Mapping[int, Saldo]
    precos: Mapping[int, PrecoLista]


class Regras(NamedTuple):
    """What decides which rows an order locks: read before the locks, and used by the check."""

    tipo: TipoPedido
    plano: PlanoPagamento | None
    tipo_ativo: bool = True
    plano_ativo: bool = True
    plano_indicado: bool = False   # TP-051: among those indicated for the type
    tipo_da_loja: bool = True      # TP-121: the order's shop uses the type
    lista_todos_clientes: bool = True  # TP-077: the order's list is for every customer; true without a list
    tem_regras: bool = False       # TP-164: the type selects commercial rules
    lista_aplicavel: bool = True   # TPX-02: the order's list is of every type, or of this one; true without a list


class Cabecalho(NamedTuple):
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
    classificacao: str = ""


def ler_cabecalho(leitor: Leitor, pedido: Pedido, usuario_id: int | None = None) -> Cabecalho:
    """What the header of `pedido` names; usuario_id: whose permissions count (None: who sold).

    Raises ReferenciaInexistente for the first that this store does not have.
    """
    quem = pedido.usuario_id if usuario_id is None else usuario_id
    vendedor = pedido.vendedor_id or pedido.usuario_id
    linhas = leitor.le(
        "cabecalho", estacao_id=pedido.estacao_id, estabelecimento_id=pedido.estabelecimento_id,
        tipo_id=pedido.tipo_id, plano_id=pedido.plano_id, usuario_id=quem, vendedor_id=vendedor,
        lista_id=pedido.lista_id, **CHAVES_LIGADAS)
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
        terminal_de(partes["e"]), estabelecimento_de(partes["l"]),
        Regras(tipo_de(tipo), plano_de(plano) if plano else None, tipo["ativo"], bool(plano and plano["ativo"]),
               partes["x"]["plano"] is not None, partes["x"]["loja"] is not None,
               partes["n"]["todos_clientes"] is not False, partes["x"]["regras"] is not None,
               pedido.lista_id is None or partes["n"]["todos_tipos"] or partes["x"]["lista"] is not None),
        usuario_de(partes["u"]), vendedor, partes["v"]["nome"], partes["n"]["nome"] or "", preferencias_de(partes["c"]))


def ler_produtos(leitor: Leitor, ids: Iterable[int], estabelecimento_id: int,
                 lista_id: int | None, tipo_estoque: int | None = None) -> Produtos:
    """Products with stock in one shop, of one kind (None: the shop's own), and prices of one list."""
    quais = sorted(set(ids))
    if not quais:
        return Produtos({}, {}, {})
    lidos: dict[int, Produto] = {}
    estoque: dict[int, Saldo] = {}
    tabela: dict[int, PrecoLista] = {}
    for linha in leitor.le("produtos", ids=quais, estabelecimento_id=estabelecimento_id, lista_id=lista_id):
        (id_, codigo, descricao, unidade, situacao, tipo_item, pesavel, em_falta, sem_troca, com_variacao, com_serie,
         cadastro, qtde_minima, qtde_maxima, minimo, maximo, desconto, marca_bloqueada, do_grupo, saldo,
         reservado, inventario_desde, preco, promocional, de, ate) = linha.values()
        lidos[id_] = Produto(
            id=id_, codigo=codigo, descricao=descricao, unidade=unidade, situacao=situacao, pesavel=pesavel,
            servico=tipo_item == TIPO_SERVICO, em_falta=em_falta, sem_troca=sem_troca, com_variacao=com_variacao,
            numero_serie=com_serie, situacao_cadastro=cadastro, marca_bloqueada=bool(marca_bloqueada),
            quantidade_minima=qtde_minima, quantidade_maxima=qtde_maxima, preco_minimo=minimo, preco_maximo=maximo,
            desconto_maximo=do_grupo if desconto is None else desconto)
        if saldo is not None:
            estoque[id_] = Saldo(saldo=saldo, reservado=reservado, inventario_desde=inventario_desde)
        if preco is not None:
            tabela[id_] = PrecoLista(preco, promocional, de, ate)
    if tipo_estoque is not None:
        estoque = ler_estoque_por_tipo(leitor, quais, estabelecimento_id, tipo_estoque)
    return Produtos(lidos, estoque, tabela)


def ler_estoque_por_tipo(leitor: Leitor, ids: Iterable[int], estabelecimento_id: int,
                         tipo_estoque: int) -> dict[int, Saldo]:
    """Stock of one kind, other than the shop's own (TP-032), in one shop; products without a row are absent."""
    return {linha["produto_id"]: Saldo(saldo=linha["saldo"], reservado=linha["reservado"],
                                       inventario_desde=linha["inventario_desde"])
            for linha in leitor.le("estoques_por_tipo", ids=sorted(set(ids)), estabelecimento_id=estabelecimento_id,
                                   tipo_estoque_id=tipo_estoque)}


def lista_padrao(leitor: Leitor, tipo_id: int) -> int | None:
    """The list of an order that names none: the first active one that its type may use (TPX-02)."""
    return next((id_ for id_, _ in listas_do_tipo(leitor, tipo_id)), None)


def ler_fatos(leitor: Leitor, pedido: Pedido, hoje: date, *, usuario_id: int | None = None,
              cabecalho: Cabecalho | None = None, sem_retaguarda: timedelta | None = None,
              origem_validade: date | None = None, vinda_de: UUID | None = None) -> Facts:
    """Everything the rules of `pedido` look at. vinda_de: the quote it converts, where that still holds its credit (in
    the retaguarda it has let go by then).

    usuario_id: whose permissions count (None: who sold). cabecalho: when the caller has read it.
    The order must have reserved nothing yet. Raises ReferenciaInexistente.
    """
    nomeado = cabecalho or ler_cabecalho(leitor, pedido, usuario_id)
    cliente = credito = None
    if pedido.cliente_id is not None:
        cliente, credito = ler_posicao(leitor, pedido.cliente_id, nomeado.loja.id, pedido.id, nomeado.preferencias,
                                       vinda_de)
        if not tem_credito(nomeado.regras.tipo, cliente):
            credito = None
    de_qual = estoque_do_pedido(pedido, nomeado.regras.tipo)
    itens = ler_produtos(leitor, (i.produto_id for i in pedido.itens), nomeado.loja.id, pedido.lista_id, de_qual)
    regras, preferencias, tipo = nomeado.regras, nomeado.preferencias, nomeado.regras.tipo
    em_outra = {i.produto_id for i in pedido.itens if i.digitado is not None}
    com_endereco = not tipo.exige_endereco_cliente or tem_endereco(leitor, pedido.cliente_id)
    return Facts(
        pedido=pedido, tipo=tipo, terminal=nomeado.terminal.politica, usuario=nomeado.usuario, hoje=hoje,
        cliente=cliente, credito=credito, plano=regras.plano, produtos=itens.produtos, estoque=itens.estoque,
        precos=sugeridos(itens.precos, dia_das_promocoes(tipo, hoje)), promocoes=promocoes(itens.precos),
        unidades=unidades_de(leitor, em_outra) if tipo.unidade_medida_alternativa else {},
        desconto_estabelecimento=nomeado.loja.desconto_maximo, preferencias=preferencias,
        sem_retaguarda=sem_retaguarda, origem_validade=origem_validade, plano_indicado=regras.plano_indicado,
        cliente_com_endereco=com_endereco, tipo_disponivel=regras.tipo_ativo and regras.tipo_da_loja,
        lista_padrao=_padrao_em_questao(leitor, pedido, regras, cliente),
        lista_todos_clientes=regras.lista_todos_clientes,
        lista_de_outro_tipo="" if regras.lista_aplicavel else nomeado.lista,
        vendedor=_vendedor_em_questao(leitor, pedido, tipo, cliente), nome_terminal=nomeado.terminal.rotulo,
        regras_comerciais=regras_do_tipo(leitor, tipo.id) if regras.tem_regras else (),
        tecnicos=ler_tecnicos(leitor, pedido.tecnicos) if tipo.tem_tecnico else {},
        nome_estoque=nome_do_estoque(leitor, de_qual))


def _vendedor_em_questao(leitor: Leitor, pedido: Pedido, tipo: TipoPedido, cliente: Cliente | None) -> Usuario | None:
    """Who is stored as the seller, where the type asks what he is (TP-011)."""
    if not tipo.tipos_vendedor_permitidos:
        return None
    quem = com_vendedor(pedido, tipo, cliente).vendedor_id
    return None if quem is None else ler_usuario(leitor, quem)


def _padrao_em_questao(leitor: Leitor, pedido: Pedido, regras: Regras, cliente: Cliente | None) -> int | None:
    """The default list where a rule asks which it is: a type that has no other, or a list that it does not offer."""
    lista, tipo = pedido.lista_id, regras.tipo
    serve = tipo.usa_lista and oferece_lista(tipo, lista or 0, regras.lista_todos_clientes, cliente)
    return None if lista is None or serve else lista_padrao(leitor, pedido.tipo_id)


def ler_impressos(leitor: Leitor, pedido: Pedido, cabecalho: Cabecalho | None = None) -> Impressos:
    """What the document of `pedido` prints besides its facts. Raises ReferenciaInexistente."""
    nomeado = cabecalho or ler_cabecalho(leitor, pedido)
    telefone, endereco = "", None
    if pedido.cliente_id is not None:
        linhas = leitor.le("destinatario", id=pedido.cliente_id)
        if not linhas:
            raise ReferenciaInexistente("cliente", pedido.cliente_id)
        telefone = linhas[0]["telefone"] or linhas[0]["celular"]
        endereco = escolhe_endereco(enderecos_de(linhas), pedido.entrega.endereco_id)
    vendedor_id = pedido.vendedor_id or pedido.usuario_id
    vendedor = nomeado.vendedor if vendedor_id == nomeado.vendedor_id else ler_usuario(leitor, vendedor_id).nome
    return Impressos(nomeado.loja, vendedor=vendedor, lista=nomeado.lista, telefone=telefone,
                     endereco=endereco, classificacao=nome_da_classificacao(leitor, pedido.classificacao_id))
