"""Customer search on the replica: code, name, fantasy name, CPF/CNPJ, telephone, city, in any order."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from balcao.db.replica.busca import ORCAMENTO_MS, abre_leitura, corta, destaques
from balcao.db.replica.busca_carga import CARREGANDO, CLIENTES, LIMITE_FREGUESES, PESSOAS
from balcao.db.replica.busca_indice import MARCA_CODIGO, MARCA_DOCUMENTO, MARCA_NOME, MARCA_TELEFONE, le_estado
from balcao.db.replica.busca_motor import Interrompida, Motor, Pedido, le
from balcao.domain.resultado_busca import LIMITE, LinhaCliente, Motivo, Resultado
from balcao.domain.texto_busca import MAX_CONSULTA, consulta, junta_numeros

_MAIOR_CHAVE = 14
_SQL_LINHAS = """SELECT p.id, p.codigo, p.nome, p.fantasia, p.documento, p.telefone, p.celular,
        e.municipio, e.uf, c.inativo, c.bloqueado, c.pessoa_id IS NOT NULL,
        (SELECT compras FROM compras_cliente WHERE pessoa_id = p.id),
        (SELECT ultima FROM compras_cliente WHERE pessoa_id = p.id)
    FROM pessoas p JOIN clientes c ON c.pessoa_id = p.id
    LEFT JOIN enderecos e ON e.id = (SELECT id FROM enderecos WHERE pessoa_id = p.id
                                     ORDER BY tipo <> 'principal', id LIMIT 1)
    WHERE p.id IN (SELECT value FROM json_each(?))"""
_SQL_COM_PESSOAS = _SQL_LINHAS.replace("JOIN clientes", "LEFT JOIN clientes", 1)
_Achados = list[tuple[Any, Motivo]]


class BuscaClientes:
    """Customer search over one replica file; belongs to the thread that made it. With `pessoas`, also of who is in the
    register without being a customer, after the customers found as surely (TP-008, docs/decisions/0166).

    After a code, a document or a beginning of one, those who buy here come first, the most and latest before; the
    others follow by name. Blocked ones are in their place, inactive ones last.
    """

    def __init__(self, caminho: Path) -> None:
        self._conexao = abre_leitura(caminho)
        self._motor = Motor(self._conexao, CLIENTES)
        self._caminho, self._pronta = caminho, False
        self._das_pessoas: tuple[sqlite3.Connection, Motor] | None = None

    def fechar(self) -> None:
        """Close the file; the object cannot be used any more."""
        self._conexao.close()
        if self._das_pessoas is not None:
            self._das_pessoas[0].close()

    def imediata(self, texto: str, inicio: int = 0, limite: int = LIMITE, inativos: bool = True,
                 orcamento_ms: float = ORCAMENTO_MS, maximo: int | None = None,
                 pessoas: bool = False) -> Resultado[LinhaCliente] | None:
        """The page `inicio`..`inicio + limite`; None when it would take longer than `orcamento_ms`.

        An empty text lists everybody. `inativos`: show inactive customers too. `maximo`: rows in all (CB-073).
        """
        fim = perf_counter() + orcamento_ms / 1000
        return self._busca(texto, inicio, limite, inativos, maximo, lambda: perf_counter() > fim, pessoas)

    def completa(self, texto: str, cancelado: Callable[[], bool], inicio: int = 0, limite: int = LIMITE,
                 inativos: bool = True, maximo: int | None = None,
                 pessoas: bool = False) -> Resultado[LinhaCliente] | None:
        """The same page, however long it takes; None when `cancelado()` became true."""
        return self._busca(texto, inicio, limite, inativos, maximo, cancelado, pessoas)

    def conta(self, texto: str, cancelado: Callable[[], bool], inativos: bool = True,
              maximo: int = 10_000, pessoas: bool = False) -> int | None:
        """How many rows the search has in all, `maximo` meaning that many or more ("Exibindo N de M", CB-073).

        None when `cancelado()` became true. For a background lane.
        """
        if not self._existe():
            return 0
        try:
            return len(self._acha(_pedido(texto, maximo, inativos), cancelado, pessoas)[0])
        except Interrompida:
            return None

    def carregando(self) -> bool:
        """Whether the first load is still arriving: a customer not found may still come."""
        return le_estado(self._conexao, "carga") in (None, CARREGANDO)

    def _existe(self) -> bool:
        if not self._pronta:
            self._pronta = CLIENTES.existe(self._conexao)
        return self._pronta

    def _busca(self, texto: str, inicio: int, limite: int, inativos: bool, maximo: int | None,
               parar: Callable[[], bool], pessoas: bool) -> Resultado[LinhaCliente] | None:
        if not self._existe():
            return Resultado(texto, (), inicio, carregando=True)
        limite, ultima = corta(inicio, limite, maximo)
        try:
            pedido = _pedido(texto, inicio + limite + 1, inativos)
            with self._motor.enquanto(parar):
                achados, corrigido = self._motor.executa(pedido)
                if pessoas:
                    achados, corrigido = _juntos((achados, corrigido), self._pessoas(pedido, parar), pedido.limite)
                linhas = self._linhas(achados[inicio:inicio + limite], _SQL_COM_PESSOAS if pessoas else _SQL_LINHAS)
        except Interrompida:
            return None
        mais = len(achados) > inicio + limite
        return Resultado(texto, tuple(linhas), inicio, mais and not ultima,
                         destaques(consulta(corrigido) if corrigido else pedido.consulta), corrigido, self.carregando(),
                         cortado=mais and ultima)

    def _acha(self, pedido: Pedido, parar: Callable[[], bool], pessoas: bool) -> tuple[_Achados, str]:
        """Raises Interrompida."""
        with self._motor.enquanto(parar):
            achados = self._motor.executa(pedido)
        return _juntos(achados, self._pessoas(pedido, parar), pedido.limite) if pessoas else achados

    def _pessoas(self, pedido: Pedido, parar: Callable[[], bool]) -> tuple[_Achados, str]:
        """The same of who is no customer, on a connection of its own: an engine stops what its connection does."""
        if self._das_pessoas is None:
            conexao = abre_leitura(self._caminho)
            self._das_pessoas = (conexao, Motor(conexao, PESSOAS))
        conexao, motor = self._das_pessoas
        if not PESSOAS.existe(conexao):
            return [], ""
        with motor.enquanto(parar):
            return motor.executa(pedido._replace(primeiras=0))

    def _linhas(self, achados: _Achados, sql: str) -> list[LinhaCliente]:
        if not achados:
            return []
        lidas = {linha[0]: linha for linha in le(self._conexao, sql, (json.dumps([i for i, _ in achados]),))}
        # in three stable sorts: the engine's order is by class, the page's by what it is now
        ordem = sorted((a for a in achados if a[0] in lidas), key=lambda a: str(lidas[a[0]][2]))
        ordem.sort(key=lambda a: (lidas[a[0]][12] or 0, lidas[a[0]][13] or ""), reverse=True)
        ordem.sort(key=lambda a: (a[1], not lidas[a[0]][11], lidas[a[0]][9] or 0))
        return [_linha(lidas[i], motivo) for i, motivo in ordem]


def _juntos(clientes: tuple[_Achados, str], pessoas: tuple[_Achados, str], limite: int) -> tuple[_Achados, str]:
    """Both, the surest first, customers before persons; a corrected text only where nobody has what was typed."""
    if bool(clientes[1]) != bool(pessoas[1]):
        certos = [um for um in (clientes, pessoas) if um[0] and not um[1]]
        if certos:
            return certos[0]
    juntos = sorted((*clientes[0], *pessoas[0]), key=lambda a: a[1])
    return juntos[:limite], clientes[1] or pessoas[1]


def _pedido(texto: str, quantas: int, inativos: bool) -> Pedido:
    lida = consulta(junta_numeros(texto[:MAX_CONSULTA]))
    chave = lida.chave
    exatas: tuple[tuple[str, Motivo], ...] = ()
    comecos: tuple[tuple[str, Motivo], ...] = ()
    if chave.isalnum() and chave.isascii() and len(chave) <= _MAIOR_CHAVE:
        exatas = ((MARCA_CODIGO + chave, Motivo.CODIGO), (MARCA_DOCUMENTO + chave, Motivo.CODIGO))
        comecos = ((MARCA_CODIGO + chave, Motivo.COMECO),) if chave.isdigit() else ()
    return Pedido(lida, quantas, inativos, exatas=exatas, comecos=comecos, extras=(MARCA_TELEFONE,), inicio=MARCA_NOME,
                  primeiras=LIMITE_FREGUESES)


def _linha(lida: tuple[Any, ...], motivo: Motivo) -> LinhaCliente:
    (ident, codigo, nome, fantasia, documento, telefone, celular, municipio, uf, inativo, bloqueado, cadastrado,
     compras, _) = lida
    return LinhaCliente(ident, codigo or 0, nome, fantasia, documento or "", telefone, celular, municipio or "",
                        uf or "", bool(inativo), bool(bloqueado), motivo, compras or 0, bool(cadastrado))
