"""`balcao importar-nfe`, `-produtos`, `-clientes`, `-titulos`: the preview on stdout, then one transaction."""

import argparse
from decimal import Decimal
from types import ModuleType
from typing import Any

from sqlalchemy import Connection

from balcao.cli.contexto import conexao, loja
from balcao.cli.principal import avisa
from balcao.domain.campo import ValorInvalido
from balcao.domain.erros import EntradaInvalida
from balcao.domain.formatos import TextoInvalido, le_decimal, moeda, numero
from balcao.services.office import importar_clientes, importar_nfe, importar_produtos, importar_titulos
from balcao.services.office.importar_nfe_plano import PlanoNota
from balcao.services.office.loja import primeira_loja


def nfe(opcoes: argparse.Namespace) -> int:
    """Supplier invoices, one or many."""
    de, margem = loja(), _margem(opcoes.margem)
    with conexao(de) as con:
        try:
            plano = importar_nfe.planejar(con, opcoes.arquivos, margem=margem,
                                          estabelecimento_id=opcoes.loja or primeira_loja(con))
        except ValorInvalido as erro:
            raise EntradaInvalida(str(erro)) from erro
        for nota in plano.notas:
            _mostra_nota(nota)
        if plano.problemas:
            for problema in plano.problemas:
                avisa(str(problema))
            avisa("Nada foi gravado.")
            return 1
        if opcoes.simular:
            avisa("Simulação: nada foi gravado.")
            return 0
        feito = importar_nfe.aplicar(con, plano, usuario_id=None, agora=de.agora())
    avisa(f"{feito.notas} notas importadas ({feito.ja_importadas} já estavam), {feito.itens} itens, "
          f"{feito.produtos_criados} produtos novos, {feito.precos_mudados} preços mudados.")
    return 0


def produtos(opcoes: argparse.Namespace) -> int:
    """Products, prices and stock."""
    return _tabela(opcoes, importar_produtos, com_loja=True)


def clientes(opcoes: argparse.Namespace) -> int:
    """Customers and limits."""
    return _tabela(opcoes, importar_clientes, com_loja=False)


def titulos(opcoes: argparse.Namespace) -> int:
    """Titles to receive."""
    return _tabela(opcoes, importar_titulos, com_loja=True)


def _tabela(opcoes: argparse.Namespace, caso: ModuleType, com_loja: bool) -> int:
    de = loja()
    with conexao(de) as con:
        try:
            plano = caso.planejar(con, opcoes.arquivos[0], **_da_loja(con, com_loja))
        except ValorInvalido as erro:
            raise EntradaInvalida(str(erro)) from erro
        for nome, quantas in plano.resumo().items():
            print(f"{nome}\t{quantas}")
        for problema in plano.problemas:
            avisa(str(problema))
        if opcoes.simular:
            avisa("Simulação: nada foi gravado.")
            return 1 if plano.erros else 0
        if plano.erros and not opcoes.somente_boas:
            avisa("Nada foi gravado. Corrija as linhas, ou use --somente-boas para gravar as outras.")
            return 1
        feito = caso.aplicar(con, plano, usuario_id=None, agora=de.agora(), somente_boas=opcoes.somente_boas)
    avisa(f"{feito}.")
    return 0


def _da_loja(con: Connection, com_loja: bool) -> dict[str, Any]:
    return {"estabelecimento_id": primeira_loja(con)} if com_loja else {}


def _margem(texto: str | None) -> Decimal | None:
    try:
        return None if texto is None else le_decimal(texto)
    except TextoInvalido as erro:
        raise EntradaInvalida(f"--margem: {erro}") from erro


def _mostra_nota(plano: PlanoNota) -> None:
    nota = plano.nota
    estado = "já importada" if plano.ja_importada else "a importar"
    print(f"{plano.arquivo}\tnota {nota.numero}\t{nota.fornecedor.nome}\t{moeda(nota.total)}\t{estado}")
    for item in plano.mercadorias:
        preco = moeda(item.preco.preco) if item.preco.preco is not None else "sem preço"
        print(f"  {item.codigo or 'novo'}\t{item.descricao}\tcusto {numero(item.custo_unitario, 4)}\t{preco}\t"
              f"{'novo' if item.novo else item.casado_por}")
        for aviso in item.avisos:
            print(f"    atenção: {aviso}")
    for aviso in plano.avisos:
        print(f"  atenção: {aviso}")
