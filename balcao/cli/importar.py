"""`balcao importar-nfe`, `-produtos`, `-clientes`, `-titulos`: the preview on stdout, then one transaction."""

import argparse
from collections.abc import Callable, Iterable
from decimal import Decimal
from types import ModuleType
from typing import Any

from sqlalchemy import Connection

from balcao.cli.argumentos import UsoErrado, palavras
from balcao.cli.contexto import conexao, confere_arquivos, loja
from balcao.cli.principal import OK, RECUSADO, avisa
from balcao.domain.campo import ValorInvalido
from balcao.domain.erros import EntradaInvalida
from balcao.domain.formatos import TextoInvalido, le_decimal, numero
from balcao.domain.importacao import ArquivoRecusado
from balcao.services.office import importar_clientes, importar_nfe, importar_produtos, importar_titulos
from balcao.services.office.importacao import PlanoMudou, PlanoTabela
from balcao.services.office.importacao_texto import descreve_notas, descreve_resultado, descreve_tabela
from balcao.services.office.importar_nfe_plano import PlanoNotas, le_fator
from balcao.services.office.loja import escolhe_loja

Plano = PlanoNotas | PlanoTabela
Planeja = Callable[[Connection], Plano]
Aplica = Callable[[Connection, Any], str]

NADA = "Nada foi gravado."


def nfe(opcoes: argparse.Namespace) -> int:
    """Supplier invoices, one or many."""
    margem, fatores = _margem(opcoes.margem), _fatores(opcoes.fator)
    confere_arquivos(opcoes.arquivos)
    de = loja()

    def planeja(con: Connection) -> Plano:
        return importar_nfe.planejar(
            con, opcoes.arquivos, estabelecimento_id=escolhe_loja(con, opcoes.loja),
            margem=margem, reduz_preco=opcoes.reduz_preco, fatores=fatores)

    def aplica(con: Connection, plano: PlanoNotas) -> str:
        return descreve_resultado(importar_nfe.aplicar(con, plano, usuario_id=None, agora=de.agora()))

    return _importa(opcoes, planeja, aplica)


def produtos(opcoes: argparse.Namespace) -> int:
    """Products, prices and stock."""
    return _tabela(opcoes, importar_produtos, lambda con: {"estabelecimento_id": escolhe_loja(con, opcoes.loja)})


def clientes(opcoes: argparse.Namespace) -> int:
    """Customers and limits."""
    return _tabela(opcoes, importar_clientes, lambda _con: {})


def titulos(opcoes: argparse.Namespace) -> int:
    """Titles to receive."""
    return _tabela(opcoes, importar_titulos, lambda con: {"estabelecimento_id": escolhe_loja(con, opcoes.loja),
                                                          "baixa_ausentes": opcoes.baixa_ausentes})


def _tabela(opcoes: argparse.Namespace, caso: ModuleType, proprias: Callable[[Connection], dict[str, Any]]) -> int:
    colunas = _colunas(opcoes.coluna, caso)
    confere_arquivos((opcoes.arquivo,))
    de = loja()

    def planeja(con: Connection) -> Plano:
        plano: PlanoTabela = caso.planejar(con, opcoes.arquivo, colunas=colunas, **proprias(con))
        return plano

    def aplica(con: Connection, plano: PlanoTabela) -> str:
        return f"{caso.aplicar(con, plano, usuario_id=None, agora=de.agora(), somente_boas=opcoes.somente_boas)}."

    return _importa(opcoes, planeja, aplica)


def _importa(opcoes: argparse.Namespace, planeja: Planeja, aplica: Aplica) -> int:
    """Plan, show, and write what was shown, in one transaction."""
    try:
        with conexao(loja()) as con:
            plano = planeja(con)
            _mostra(plano)
            recusa = _recusa(plano, getattr(opcoes, "somente_boas", False))
            if recusa or opcoes.simular:
                avisa(recusa or f"Simulação: {NADA.lower()}")
                return RECUSADO if recusa else OK
            feito = aplica(con, plano)
    except ArquivoRecusado as erro:
        for problema in erro.problemas:
            avisa(f"balcao: {problema}")
        avisa(NADA)
        return RECUSADO
    except PlanoMudou as erro:
        _mostra(erro.plano)
        avisa(f"O cadastro mudou enquanto a prévia era feita; a de agora é esta. {NADA} Rode o comando outra vez.")
        return RECUSADO
    except (ValorInvalido, TextoInvalido) as erro:
        raise EntradaInvalida(str(erro)) from erro
    avisa(feito)
    return OK


def _mostra(plano: Plano) -> None:
    linhas: Iterable[str] = descreve_notas(plano) if isinstance(plano, PlanoNotas) else descreve_tabela(plano)
    for linha in linhas:
        print(linha)


def _recusa(plano: Plano, somente_boas: bool) -> str:
    """Why the plan cannot be written; "" when it can."""
    if isinstance(plano, PlanoNotas):
        return NADA if plano.problemas else ""
    if plano.fatal:
        return NADA
    if plano.erros and not somente_boas:
        return f"{NADA} Corrija as linhas, ou use --somente-boas para gravar as outras."
    return ""


def _margem(escrita: str | None) -> Decimal | None:
    """Raises UsoErrado."""
    if escrita is None:
        return None
    with palavras("--margem"):
        return importar_nfe.confere_margem(le_decimal(escrita))


def _fatores(escritos: Iterable[str]) -> dict[tuple[str, int], Decimal]:
    """Raises UsoErrado for what is no answer, or two to one question."""
    fatores: dict[tuple[str, int], Decimal] = {}
    for texto in escritos:
        with palavras(f"--fator {texto}"):
            quem, quanto = le_fator(texto)
        if fatores.setdefault(quem, quanto) != quanto:
            raise UsoErrado(f"--fator {texto}: outro --fator diz {numero(fatores[quem])} para o mesmo item. Use um só.")
    return fatores


def _colunas(pedidas: Iterable[str], caso: ModuleType) -> dict[str, str]:
    """`CABEÇALHO=CAMPO` → header: field. Raises UsoErrado for a field that there is not."""
    campos = [c.coluna.campo for c in caso.COLUNAS]
    escolhas = {}
    for texto in pedidas:
        cabecalho, igual, campo = texto.rpartition("=")
        if not igual or not cabecalho or campo not in ("", *campos):
            raise UsoErrado(f"--coluna {texto}: escreva CABEÇALHO=CAMPO; os campos são {', '.join(campos)}.")
        escolhas[cabecalho] = campo
    return escolhas
