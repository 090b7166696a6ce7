"""Supplier invoices (NF-e) become supplier, products, cost, sale price and stock.

`planejar` shows what each note would do, item by item; `aplicar` does it, once per access key. The order in
which an item finds its product: bar code, then the supplier's own code, else it is created. A unit that the
note does not settle is a problem with a question, answered by `fatores`; nothing is guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Connection

from balcao.domain.arredondamento import ZERO
from balcao.domain.campo import ValorInvalido
from balcao.domain.importacao import ArquivoRecusado, Problema
from balcao.domain.nota import (
    MARGEM_PADRAO,
    CustoItem,
    ItemNota,
    NotaFiscal,
    PrecoSugerido,
    custo_unitario,
    custos,
    preco_de_venda,
)
from balcao.domain.unidades import (
    Conhecido,
    Conversao,
    Origem,
    converte,
    eh_embalagem,
    unidade_canonica,
)
from balcao.gateways.nfe import le_nota
from balcao.services.office.importacao import PlanoMudou, com_tempo, gravando, lista_padrao, nao_abre
from balcao.services.office.importar_nfe_catalogo import (
    Catalogo,
    ProdutoConhecido,
    chave_do_fornecedor,
)
from balcao.services.office.importar_nfe_gravacao import grava
from balcao.services.office.importar_nfe_plano import (
    Fatores,
    ItemPlano,
    PlanoNota,
    PlanoNotas,
    ResultadoNotas,
    com_chaves,
)

MAIOR_MARGEM = Decimal(1000)
SALTO = Decimal(2)  # a cost that doubles or halves is more often a wrong unit than a new price


def planejar(conexao: Connection, arquivos: Sequence[Path], *, estabelecimento_id: int,
             lista_id: int | None = None, margem: Decimal | None = None, reduz_preco: bool = False,
             fatores: Fatores | None = None) -> PlanoNotas:
    """Read the notes and show what they would do; writes nothing.

    `margem` (% over cost) is for every item; None = the product's group's, or 40. `lista_id` None = the first
    active price list. `reduz_preco`: also lower prices that the margin would lower. `fatores` answer the
    questions about units (see `le_fator`). Bad files are in
    `problemas`, one each. Raises ValorInvalido for an impossible margin, factor, list or establishment.
    """
    lidas: list[tuple[str, NotaFiscal]] = []
    problemas: list[Problema] = []
    for caminho in arquivos:
        try:
            lidas.append((caminho.name, le_nota(caminho)))
        except ArquivoRecusado as erro:
            problemas += erro.problemas
        except OSError as erro:
            problemas.append(nao_abre(caminho, erro))
    return planejar_notas(conexao, lidas, problemas, estabelecimento_id=estabelecimento_id, lista_id=lista_id,
                          margem=margem, reduz_preco=reduz_preco, fatores=fatores)


def confere_margem(margem: Decimal) -> Decimal:
    """The same margin (% over cost). Raises ValorInvalido when no shop would have it."""
    if not (margem.is_finite() and 0 <= margem <= MAIOR_MARGEM):
        raise ValorInvalido(f"A margem deve estar entre 0 e {MAIOR_MARGEM} % sobre o custo.")
    return margem


def planejar_notas(conexao: Connection, lidas: Sequence[tuple[str, NotaFiscal]],
                   problemas: Sequence[Problema] = (), *, estabelecimento_id: int, lista_id: int | None = None,
                   margem: Decimal | None = None, reduz_preco: bool = False,
                   fatores: Fatores | None = None) -> PlanoNotas:
    """`planejar` over notes already read: (file name, note)."""
    com_tempo(conexao)
    if margem is not None:
        confere_margem(margem)
    lista = lista_padrao(conexao, lista_id)
    unicas, repetidas = _sem_repetidas(lidas)
    respostas = com_chaves(fatores or {}, [nota for _, nota in unicas])
    # Oldest first: of two notes with the same product, the newer one's cost and price stand.
    ordenadas = sorted(unicas, key=lambda par: (par[1].emissao, par[1].chave.texto))
    catalogo = Catalogo.le(conexao, [nota for _, nota in ordenadas], estabelecimento_id, lista)
    planejador = _Planejador(catalogo, margem, reduz_preco, respostas)
    planos = tuple(planejador.nota(arquivo, nota) for arquivo, nota in ordenadas)
    return PlanoNotas(planos, (*problemas, *repetidas, *planejador.problemas), estabelecimento_id, lista, margem,
                      reduz_preco, respostas)


def aplicar(conexao: Connection, plano: PlanoNotas, *, usuario_id: int | None, agora: datetime) -> ResultadoNotas:
    """Write the plan in the caller's transaction; a note already imported is left alone.

    Raises ArquivoRecusado when the plan has problems, PlanoMudou when the shop's data changed since,
    AmbienteIndisponivel when another import runs.
    """
    if plano.problemas:
        raise ArquivoRecusado(plano.problemas)
    with gravando(conexao):
        atual = planejar_notas(
            conexao, [(p.arquivo, p.nota) for p in plano.notas], estabelecimento_id=plano.estabelecimento_id,
            lista_id=plano.lista_id, margem=plano.margem, reduz_preco=plano.reduz_preco, fatores=plano.fatores)
        if atual != plano:
            raise PlanoMudou(atual)
        return grava(conexao, atual, usuario_id, agora)


def _sem_repetidas(lidas: Sequence[tuple[str, NotaFiscal]],
                   ) -> tuple[list[tuple[str, NotaFiscal]], list[Problema]]:
    vistas: dict[str, str] = {}
    unicas, problemas = [], []
    for arquivo, nota in lidas:
        primeiro = vistas.get(nota.chave.texto)
        if primeiro is None:
            vistas[nota.chave.texto] = arquivo
            unicas.append((arquivo, nota))
        else:
            problemas.append(Problema(arquivo, 0, "", f"é a mesma nota de {primeiro} (nº {nota.numero}). "
                                                      "Escolha cada nota uma vez."))
    return unicas, problemas


class _Planejador:
    """Goes through the notes in order; the catalogue learns from each item."""

    def __init__(self, catalogo: Catalogo, margem: Decimal | None, reduz_preco: bool, fatores: Fatores) -> None:
        self._catalogo = catalogo
        self._margem = margem
        self._reduz_preco = reduz_preco
        self._fatores = fatores
        self._fornecedores = set(catalogo.fornecedores)
        self.problemas: list[Problema] = []

    def nota(self, arquivo: str, nota: NotaFiscal) -> PlanoNota:
        fornecedor = chave_do_fornecedor(nota.fornecedor)
        if (quando := self._catalogo.importadas.get(nota.chave.texto)) is not None:
            return PlanoNota(arquivo, nota, False, quando, (), ())
        avisos = list(nota.avisos)
        if nota.comprador.documento != self._catalogo.cnpj:
            avisos.append(f"foi emitida para {nota.comprador}, e não para este estabelecimento")
        if not nota.entrada_propria and nota.emitente.documento == self._catalogo.cnpj:
            self.problemas.append(Problema(arquivo, 0, "tag emit", "é uma nota de saída deste estabelecimento, e não "
                                                                   "uma compra. Escolha a nota do fornecedor."))
        novo = fornecedor not in self._fornecedores
        self._fornecedores.add(fornecedor)
        pares = zip(nota.itens, custos(nota), strict=True)
        itens = [self._item(arquivo, nota, fornecedor, item, custo) for item, custo in pares]
        return PlanoNota(arquivo, nota, novo, None, tuple(self._com_custos(itens)), tuple(avisos))

    # One item: which product, how many stock units -------------------------------------------------------

    def _item(self, arquivo: str, nota: NotaFiscal, fornecedor: str, item: ItemNota, custo: CustoItem) -> ItemPlano:
        if item.servico:
            parado = Conversao(item.unidade, ZERO, ZERO, Origem.MESMA)
            return ItemPlano(item, custo, 0, "", item.descricao, "", parado, ZERO)
        produto, casado_por, avisos = self._casa(fornecedor, item)
        conversao = converte(item, self._conhecido(produto, fornecedor, item),
                             self._fatores.get((nota.chave.texto, item.numero)))
        if conversao.pergunta:
            self.problemas.append(Problema(arquivo, item.linha, f"item {item.numero}", _pergunta(item, conversao)))
        elif not conversao.quantidade:
            self.problemas.append(Problema(arquivo, item.linha, f"item {item.numero}",
                                           "a conversão daria quantidade zero no estoque. Confira o fator."))
        if produto is None:
            id_novo, codigo = self._catalogo.novo_id()
            produto = ProdutoConhecido(id_novo, codigo, item.descricao, conversao.unidade)
            if eh_embalagem(unidade_canonica(conversao.unidade)):
                avisos.append(f"produto novo entra em {conversao.unidade}; se a loja vende por unidade, informe "
                              f"quantas há em 1 {conversao.unidade}")
        elif produto.situacao != "ativo":
            avisos.append(f"o produto está {produto.situacao} no cadastro")
        gtins = self._gtins(item, conversao, produto.id, avisos)
        margem = self._margem if self._margem is not None else produto.margem
        plano = ItemPlano(item, custo, produto.id, produto.codigo, produto.descricao, casado_por, conversao,
                          MARGEM_PADRAO if margem is None else margem, gtins=gtins, avisos=tuple(avisos))
        fator = conversao.fator if _exata(item, conversao) else ZERO
        self._catalogo.aprende(produto, fornecedor, item.codigo, unidade_canonica(item.unidade) if fator else "",
                               fator or Decimal(1), gtins)
        return plano

    def _casa(self, fornecedor: str, item: ItemNota) -> tuple[ProdutoConhecido | None, str, list[str]]:
        """Bar code of the pack or of the unit, then the supplier's code, else nothing."""
        do_fornecedor = self._catalogo.codigos.get((fornecedor, item.codigo))
        for gtin in (item.gtin, item.gtin_trib):
            if gtin and not _da_loja(gtin) and gtin in self._catalogo.gtins:
                produto = self._catalogo.produtos[self._catalogo.gtins[gtin][0]]
                avisos = []
                if do_fornecedor and do_fornecedor.produto_id != produto.id:
                    outro = self._catalogo.produtos[do_fornecedor.produto_id]
                    avisos.append(f"o código {item.codigo} do fornecedor era do produto {outro.codigo} "
                                  f"{outro.descricao}; vale o código de barras")
                return produto, f"código de barras {gtin}", avisos
        if do_fornecedor:
            return self._catalogo.produtos[do_fornecedor.produto_id], f"código {item.codigo} do fornecedor", []
        return None, "", []

    def _conhecido(self, produto: ProdutoConhecido | None, fornecedor: str, item: ItemNota) -> Conhecido | None:
        if produto is None:
            return None
        do_fornecedor = self._catalogo.codigos.get((fornecedor, item.codigo))
        lembrado = None
        if do_fornecedor and do_fornecedor.produto_id == produto.id and do_fornecedor.unidade:
            lembrado = (do_fornecedor.unidade, do_fornecedor.fator)
        fator = None
        if item.gtin and self._catalogo.gtins.get(item.gtin, (0, ZERO))[0] == produto.id:
            fator = self._catalogo.gtins[item.gtin][1]
        return Conhecido(produto.unidade, produto.fatores, fator, lembrado)

    def _gtins(self, item: ItemNota, conversao: Conversao, produto_id: int,
               avisos: list[str]) -> tuple[tuple[str, Decimal], ...]:
        """Bar codes that the item teaches; one that is another product's is left there, and said."""
        if conversao.pergunta or not _exata(item, conversao):
            return ()
        embalagem = item.gtin != item.gtin_trib
        candidatos = [(item.gtin, conversao.fator if embalagem else Decimal(1))]
        if embalagem and unidade_canonica(item.unidade_trib) == unidade_canonica(conversao.unidade):
            candidatos.append((item.gtin_trib, Decimal(1)))
        novos = []
        for gtin, fator in candidatos:
            if not gtin:
                continue
            if _da_loja(gtin):
                avisos.append(f"código de barras {gtin} é de uso interno do fornecedor (começa por 2) e não foi usado")
            elif gtin not in self._catalogo.gtins:
                novos.append((gtin, fator))
            elif self._catalogo.gtins[gtin][0] != produto_id:
                outro = self._catalogo.produtos[self._catalogo.gtins[gtin][0]]
                avisos.append(f"código de barras {gtin} já é do produto {outro.codigo} {outro.descricao}")
        return tuple(novos)

    # The whole note: cost and price per product ----------------------------------------------------------

    def _com_custos(self, itens: list[ItemPlano]) -> list[ItemPlano]:
        """A product on two lines of the note has one cost: the total of both over the quantity of both."""
        totais: dict[int, tuple[Decimal, Decimal]] = {}
        for plano in itens:
            total, quantidade = totais.get(plano.produto_id, (ZERO, ZERO))
            totais[plano.produto_id] = (total + plano.custo.total, quantidade + plano.conversao.quantidade)
        decididos: dict[int, _Decisao] = {}
        prontos = []
        for plano in itens:
            total, quantidade = totais[plano.produto_id]
            if not plano.servico and quantidade:
                if plano.produto_id not in decididos:
                    decididos[plano.produto_id] = self._decide(plano, custo_unitario(total, quantidade))
                d = decididos[plano.produto_id]
                plano = replace(plano, custo_anterior=d.custo_anterior, custo_unitario=d.custo,
                                preco_anterior=d.preco_anterior, preco=d.preco, avisos=plano.avisos + d.avisos)
            prontos.append(plano)
        return prontos

    def _decide(self, plano: ItemPlano, custo: Decimal) -> "_Decisao":
        produto = self._catalogo.produtos[plano.produto_id]
        preco = preco_de_venda(custo, plano.margem, produto.preco, self._reduz_preco)
        avisos = []
        if produto.custo and custo and not produto.custo / SALTO <= custo <= produto.custo * SALTO:
            avisos.append("o custo mudou demais: confira a unidade e a quantidade")
        if preco.preco is not None and produto.preco_maximo is not None and preco.preco > produto.preco_maximo:
            avisos.append("o preço passa do preço máximo do cadastro")
        anterior = produto.custo if produto.custo else None
        self._catalogo.produtos[produto.id] = replace(produto, custo=custo or produto.custo, preco=preco.preco)
        return _Decisao(anterior, custo, produto.preco, preco, tuple(avisos))


@dataclass(frozen=True, slots=True)
class _Decisao:
    """Cost and price of one product after one note."""

    custo_anterior: Decimal | None
    custo: Decimal
    preco_anterior: Decimal | None
    preco: PrecoSugerido
    avisos: tuple[str, ...]


def _pergunta(item: ItemNota, conversao: Conversao) -> str:
    dica = f" (talvez {conversao.sugestao})" if conversao.sugestao else ""
    return f"{item.descricao}: {conversao.pergunta}{dica}."


def _exata(item: ItemNota, conversao: Conversao) -> bool:
    """Whether the factor alone gives the quantity back: 10 units in 3 boxes is no factor to remember."""
    return bool(conversao.fator) and item.quantidade * conversao.fator == conversao.quantidade


def _da_loja(gtin: str) -> bool:
    """GTIN-13 beginning with 2: a number of the issuer's own shop, the same that our scale labels use."""
    return len(gtin) == 13 and gtin.startswith("2")
