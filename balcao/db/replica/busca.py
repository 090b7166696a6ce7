"""Product search on the replica: what the entry line and the product list ask (CB-091, CB-112).

One object per thread: `imediata` answers within a few milliseconds or gives up (the UI thread may call it),
`completa` goes to the end unless cancelled (a background lane). Both give the same rows.
"""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any

from balcao.db.replica.busca_carga import CARREGANDO, PRODUTOS
from balcao.db.replica.busca_indice import MARCA_BALANCA, MARCA_CODIGO, MARCA_REFERENCIA, le_estado
from balcao.db.replica.busca_motor import Interrompida, Motor, Pedido, le
from balcao.domain.abreviaturas import curtas_de, por_extenso
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.plano import PlanoPagamento
from balcao.domain.preco import PrecoLista, preco_de_venda
from balcao.domain.resultado_busca import (
    CAMPOS_PADRAO,
    LIMITE,
    CampoBusca,
    LinhaProduto,
    Motivo,
    Resultado,
)
from balcao.domain.texto_busca import Consulta, chave_codigo, consulta, sem_mascara

ORCAMENTO_MS = 12.0
CACHE_KIB = 8_192
_CASAS_PRECO, _CASAS_QUANTIDADE = 10, 6
_MENOR_COMECO_BARRAS = 6
_MAIOR_CODIGO = 30

_SQL_GTIN = "SELECT produto_id, fator FROM produto_gtins WHERE gtin IN (?, ?, ?, ?, ?, ?)"
_SQL_COMECO_GTIN = """SELECT DISTINCT g.produto_id FROM produto_gtins g JOIN produtos p ON p.id = g.produto_id
    WHERE g.gtin >= ? AND g.gtin < ? AND (p.situacao = 'ativo' OR ?)
    AND (? OR EXISTS (SELECT 1 FROM precos WHERE produto_id = p.id AND lista_id = ?)) LIMIT ?"""
_DA_LISTA = "EXISTS (SELECT 1 FROM precos WHERE produto_id = l.chave AND lista_id = ?)"
_SQL_MOSTRADOS = """SELECT l.id FROM produtos l WHERE l.id IN (SELECT value FROM json_each(?))
    AND (l.situacao = 'ativo' OR ?) AND (? OR EXISTS (SELECT 1 FROM precos WHERE produto_id = l.id AND lista_id = ?))"""
_SQL_LINHAS = """SELECT p.id, p.codigo, p.descricao, p.unidade, p.marca, p.situacao, p.vendas, p.pesavel,
        t.preco, t.promocional, t.promocao_de, t.promocao_ate, e.saldo, e.reservado, e.localizacao,
        (SELECT sum(saldo) FROM estoques WHERE produto_id = p.id AND estabelecimento_id <> :loja),
        (SELECT sum(reservado) FROM estoques WHERE produto_id = p.id AND estabelecimento_id <> :loja)
    FROM produtos p LEFT JOIN estoques e ON e.produto_id = p.id AND e.estabelecimento_id = :loja
    LEFT JOIN precos t ON t.produto_id = p.id AND t.lista_id = :lista
    WHERE p.id IN (SELECT value FROM json_each(:ids))"""

_SQL_OUTRAS = """SELECT CASE l.fantasia WHEN '' THEN l.nome ELSE l.fantasia END AS loja, e.saldo, e.reservado
    FROM estoques e JOIN estabelecimentos l ON l.id = e.estabelecimento_id
    WHERE e.produto_id = ? AND e.estabelecimento_id <> ? AND l.ativo ORDER BY loja"""


@dataclass(frozen=True, slots=True)
class FiltroProdutos:
    """What the search is asked for besides the text.

    `estabelecimento_id`: whose stock is "here". `lista_id`: the price list; `plano` and `plano_prazo`: the
    plans whose surcharge the two prices carry, None for the list price; `casas_preco`: their places (CB-040).
    `campos`: fields looked at (CB-091). `maximo`: rows that a search brings in all, None for no end
    (CB-073). `inativos`: show what is out of sale (CB-112 other than Ocultar). `so_da_lista`: nothing that the
    list does not have (TP-080). `promocoes_em`: the day whose promotional prices are shown, None for none (TP-078).
    """

    estabelecimento_id: int
    lista_id: int
    plano: PlanoPagamento | None = None
    plano_prazo: PlanoPagamento | None = None
    casas_preco: int = 2
    campos: frozenset[CampoBusca] = CAMPOS_PADRAO
    maximo: int | None = None
    inativos: bool = False
    so_da_lista: bool = False
    promocoes_em: date | None = None


def abre_leitura(caminho: Path) -> sqlite3.Connection:
    """A connection to the replica that cannot write. Raises AmbienteIndisponivel when there is no replica."""
    try:
        conexao = sqlite3.connect(f"{caminho.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None)
        conexao.execute("PRAGMA query_only = ON")
        conexao.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    except sqlite3.OperationalError as erro:
        raise AmbienteIndisponivel("A cópia local dos dados ainda não pode ser lida.",
                                   "Aguarde a primeira carga; se não começar, teste a conexão.") from erro
    return conexao


class BuscaProdutos:
    """Product search over one replica file; belongs to the thread that made it."""

    def __init__(self, caminho: Path) -> None:
        self._conexao = abre_leitura(caminho)
        self._motor = Motor(self._conexao, PRODUTOS, _DA_LISTA)
        self._pronta = False

    def fechar(self) -> None:
        """Close the file; the object cannot be used any more."""
        self._conexao.close()

    def imediata(self, texto: str, filtro: FiltroProdutos, inicio: int = 0, limite: int = LIMITE,
                 orcamento_ms: float = ORCAMENTO_MS) -> Resultado[LinhaProduto] | None:
        """The page `inicio`..`inicio + limite`; None when it would take longer than `orcamento_ms`."""
        fim = perf_counter() + orcamento_ms / 1000
        return self._busca(texto, filtro, inicio, limite, lambda: perf_counter() > fim)

    def completa(self, texto: str, filtro: FiltroProdutos, cancelado: Callable[[], bool],
                 inicio: int = 0, limite: int = LIMITE) -> Resultado[LinhaProduto] | None:
        """The same page, however long it takes; None when `cancelado()` became true."""
        return self._busca(texto, filtro, inicio, limite, cancelado)

    def exata(self, texto: str, filtro: FiltroProdutos) -> LinhaProduto | None:
        """The product whose code or bar code is the text, whatever its situation and CB-091; else None.

        For Enter and the scanner: the caller decides about a product out of sale (CB-112).
        """
        chave = chave_codigo(texto[:2 * _MAIOR_CODIGO])
        if not chave or len(chave) > _MAIOR_CODIGO or not self._existe():
            return None
        with self._motor.enquanto(None):
            fatores = self._gtins(chave)
            pedido = Pedido(consulta(""), 1, inativos=True, exatas=((MARCA_CODIGO + chave, Motivo.CODIGO),),
                            fixos=tuple((i, Motivo.BARRAS) for i in fatores))
            achados, _ = self._motor.executa(pedido)
            return next(iter(self._linhas(achados, filtro, fatores)), None)

    def por_balanca(self, codigo: str, filtro: FiltroProdutos) -> LinhaProduto | None:
        """The product of a scale label: its scale number, else its own code (CB-058)."""
        chave = sem_mascara(codigo)
        if not chave or not self._existe():
            return None
        curta = chave.lstrip("0") or "0"
        exatas = tuple((marcada, Motivo.CODIGO) for marcada in (
            MARCA_BALANCA + curta, MARCA_CODIGO + chave, MARCA_CODIGO + curta))
        with self._motor.enquanto(None):
            achados, _ = self._motor.executa(Pedido(consulta(""), 1, inativos=True, exatas=exatas))
            return next(iter(self._linhas(achados, filtro, {})), None)

    def nas_outras(self, produto_id: int, estabelecimento_id: int) -> tuple[tuple[str, Decimal], ...]:
        """What each other open shop has available of a product, by the shop's name; those that keep none of it are
        absent."""
        return tuple((nome, Decimal(saldo - reservado).scaleb(-_CASAS_QUANTIDADE)) for nome, saldo, reservado in le(
            self._conexao, _SQL_OUTRAS, (produto_id, estabelecimento_id)))

    def conta(self, texto: str, filtro: FiltroProdutos, cancelado: Callable[[], bool],
              maximo: int = 10_000) -> int | None:
        """How many rows the search has in all, `maximo` meaning that many or more ("Exibindo N de M", CB-073).

        None when `cancelado()` became true. Takes tens of milliseconds: for a background lane.
        """
        if not self._existe():
            return 0
        try:
            with self._motor.enquanto(cancelado):
                pedido, _ = self._pedido(consulta(texto), filtro, maximo)
                return len(self._motor.executa(pedido)[0])
        except Interrompida:
            return None

    def carregando(self) -> bool:
        """Whether the first load is still arriving: a product not found may still come."""
        return le_estado(self._conexao, "carga") in (None, CARREGANDO)

    def _existe(self) -> bool:
        if not self._pronta:
            self._pronta = PRODUTOS.existe(self._conexao)
        return self._pronta

    def _busca(self, texto: str, filtro: FiltroProdutos, inicio: int, limite: int,
               parar: Callable[[], bool]) -> Resultado[LinhaProduto] | None:
        lida = consulta(texto)
        if not self._existe():
            return Resultado(texto, (), inicio, carregando=self.carregando())
        limite, ultima = corta(inicio, limite, filtro.maximo)
        try:
            with self._motor.enquanto(parar):
                pedido, fatores = self._pedido(lida, filtro, inicio + limite + 1)
                achados, corrigido = self._motor.executa(pedido)
                pagina = achados[inicio:inicio + limite]
                linhas = self._linhas(pagina, filtro, fatores)
        except Interrompida:
            return None
        linhas.sort(key=lambda linha: (linha.motivo, not linha.ativo, -linha.vendas))
        mais = len(achados) > inicio + limite
        return Resultado(texto, tuple(linhas), inicio, mais and not ultima,
                         destaques(consulta(corrigido) if corrigido else lida), corrigido, self.carregando(),
                         cortado=mais and ultima)

    def _pedido(self, lida: Consulta, filtro: FiltroProdutos, quantas: int) -> tuple[Pedido, dict[int, int]]:
        campos, chave = filtro.campos, chave_codigo(lida.chave)
        uma = " " not in lida.chave and 0 < len(chave) <= _MAIOR_CODIGO
        fatores: dict[int, int] = {}
        fixos: list[tuple[int | str, Motivo]] = []
        if uma and CampoBusca.BARRAS in campos and chave.isdigit():
            fatores = self._mostrados(self._gtins(chave), filtro)
            fixos = [(i, Motivo.BARRAS) for i in fatores]
            if not fixos and len(chave) >= _MENOR_COMECO_BARRAS:
                comeco = le(self._conexao, _SQL_COMECO_GTIN,
                            (chave, chave + ":", filtro.inativos, not filtro.so_da_lista, filtro.lista_id,
                             quantas))
                fixos = [(i, Motivo.COMECO_BARRAS) for i, in comeco]
        exatas, comecos = _chaves(chave, campos, uma)
        descricao = CampoBusca.DESCRICAO in campos
        return Pedido(lida, quantas, filtro.inativos, descricao, exatas, comecos, tuple(fixos),
                      so_de=filtro.lista_id if filtro.so_da_lista else None), fatores

    def _gtins(self, digitos: str) -> dict[int, int]:
        """Product → scaled factor of the pack whose bar code these digits are, whatever its zeros on the left."""
        if not digitos.isdigit() or len(digitos) > 14:
            return {}
        curto = digitos.lstrip("0")
        formas = (digitos, curto, *(curto.zfill(n) for n in (8, 12, 13, 14)))
        return dict(le(self._conexao, _SQL_GTIN, formas))

    def _mostrados(self, fatores: dict[int, int], filtro: FiltroProdutos) -> dict[int, int]:
        """Those of them that the search shows."""
        if (filtro.inativos and not filtro.so_da_lista) or not fatores:
            return fatores
        mostrados = le(self._conexao, _SQL_MOSTRADOS, (json.dumps(list(fatores)), filtro.inativos,
                                                       not filtro.so_da_lista, filtro.lista_id))
        return {i: fatores[i] for i, in mostrados}

    def _linhas(self, achados: list[Any], filtro: FiltroProdutos, fatores: dict[int, int]) -> list[LinhaProduto]:
        if not achados:
            return []
        parametros = {"ids": json.dumps([i for i, _ in achados]), "loja": filtro.estabelecimento_id,
                      "lista": filtro.lista_id}
        lidas = {linha[0]: linha for linha in le(self._conexao, _SQL_LINHAS, parametros)}
        return [_linha(lidas[i], motivo, filtro, fatores.get(i)) for i, motivo in achados if i in lidas]


def _linha(lida: tuple[Any, ...], motivo: Motivo, filtro: FiltroProdutos, fator: int | None) -> LinhaProduto:
    ident, codigo, descricao, unidade, marca, situacao, vendas, pesavel = lida[:8]
    preco, promocional, de, ate, saldo, reservado, localizacao, saldos, reservados = lida[8:]
    sugerido = None if preco is None else PrecoLista(_preco(preco), promocional and _preco(promocional), _dia(de),
                                                     _dia(ate)).sugerido(filtro.promocoes_em)
    lista = None if sugerido is None else sugerido.preco
    return LinhaProduto(
        id=ident, codigo=codigo, descricao=descricao, unidade=unidade, marca=marca, situacao=situacao,
        vendas=vendas, pesavel=bool(pesavel), preco_lista=lista,
        preco=None if lista is None else preco_de_venda(lista, filtro.plano, filtro.casas_preco),
        preco_prazo=None if lista is None else preco_de_venda(lista, filtro.plano_prazo, filtro.casas_preco),
        disponivel=None if saldo is None else Decimal(saldo - reservado).scaleb(-_CASAS_QUANTIDADE),
        outros=Decimal((saldos or 0) - (reservados or 0)).scaleb(-_CASAS_QUANTIDADE),
        localizacao=localizacao or "", motivo=motivo,
        fator=Decimal(1) if fator is None else Decimal(fator).scaleb(-_CASAS_QUANTIDADE),
        promocao=None if sugerido is None else sugerido.promocao)


def _preco(guardado: int) -> Decimal:
    return Decimal(guardado).scaleb(-_CASAS_PRECO)


def _dia(guardado: str | None) -> date | None:
    return None if guardado is None else date.fromisoformat(guardado)


def corta(inicio: int, limite: int, maximo: int | None) -> tuple[int, bool]:
    """How many rows a page may still have, and whether it is the last that may be shown (CB-073)."""
    if maximo is None:
        return limite, False
    return max(0, min(limite, maximo - inicio)), inicio + limite >= maximo


_Chaves = tuple[tuple[str, Motivo], ...]


def _chaves(chave: str, campos: frozenset[CampoBusca], uma: bool) -> tuple[_Chaves, _Chaves]:
    """The keys that a typed text may be, whole and begun. A maker's code may have spaces (`AB 123`)."""
    if not 0 < len(chave) <= _MAIOR_CODIGO:
        return (), ()
    marcas = []
    if uma and CampoBusca.CODIGO in campos:
        marcas.append((MARCA_CODIGO + chave, Motivo.CODIGO, Motivo.COMECO))
    if CampoBusca.REFERENCIA in campos:
        marcas.append((MARCA_REFERENCIA + chave, Motivo.REFERENCIA, Motivo.COMECO_REFERENCIA))
    return tuple((m, inteira) for m, inteira, _ in marcas), tuple((m, comeco) for m, _, comeco in marcas)


def destaques(lida: Consulta) -> tuple[str, ...]:
    """The fragments to show in bold for a typed line: its words, and those they are short for or stand for."""
    partes: dict[str, None] = {}
    for termo in lida.termos:
        partes[termo.texto] = None
        for palavra in (p for opcao in termo.opcoes for p in opcao):
            partes |= dict.fromkeys((palavra, *curtas_de(palavra), *por_extenso(palavra)))
    return tuple(partes)
