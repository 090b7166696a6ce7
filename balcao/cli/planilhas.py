"""`balcao exportar-tipos-pedido`, `importar-tipos-pedido`: a registry to a file and back, as its screen does it."""

import argparse
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, select
from uuid_utils.compat import uuid7

from balcao.cli.argumentos import UsoErrado
from balcao.cli.contexto import conexao, confere_arquivos, loja
from balcao.cli.principal import OK, RECUSADO, avisa
from balcao.db.tables import estabelecimentos
from balcao.domain.cadastro.mensagens import Arquivo, Formato, Importacao, ResultadoImportacao
from balcao.domain.cadastro.pesquisa import Pesquisa
from balcao.domain.erros import EntradaInvalida
from balcao.services.office.cadastros_auditoria import Autor
from balcao.services.office.cadastros_declarados import guarda_de
from balcao.services.office.cadastros_guarda import Lugar
from balcao.services.office.cadastros_planilha import exporta, importa


def exportar(opcoes: argparse.Namespace) -> int:
    """Write every record to the file; its ending says which format."""
    destino: Path = opcoes.arquivo
    formato = destino.suffix.lower().removeprefix(".")
    if formato not in tuple(Formato):
        raise UsoErrado(f"{destino.name}: o nome do arquivo deve terminar em .xlsx ou .csv.")
    if destino.exists() and not opcoes.substituir:
        raise EntradaInvalida(f"{destino.name} já existe. Escolha outro nome, ou use --substituir.")
    de = loja()
    with conexao(de) as con:
        feito = exporta(con, guarda_de(opcoes.cadastro).em(_primeira(con, de.hoje())), Formato(formato), Pesquisa())
    destino.write_bytes(feito.conteudo)
    avisa(f"{feito.registros} registros em {destino.name}.")
    return OK


def importar(opcoes: argparse.Namespace) -> int:
    """Do what the file says, all or nothing; each change and each problem is printed."""
    origem: Path = opcoes.arquivo
    confere_arquivos((origem,))
    de = loja()
    arquivo = Arquivo(nome=origem.name, conteudo=origem.read_bytes())
    with conexao(de) as con:
        feito = importa(con, guarda_de(opcoes.cadastro).em(_primeira(con, de.hoje())), Importacao(
            id=uuid7(), arquivo=arquivo, simular=opcoes.simular, somente_boas=opcoes.somente_boas),
            Autor(de.agora()), None)
    _mostra(feito, origem.name)
    avisa(feito.frase)
    if feito.problemas and not (feito.gravado or opcoes.somente_boas):
        avisa("Corrija as linhas, ou use --somente-boas para gravar as outras.")
    return OK if feito.gravado or (opcoes.simular and not feito.problemas) else RECUSADO


def _primeira(con: Connection, hoje: date) -> Lugar:
    """Nobody is logged in to a shop: what differs from shop to shop is the first one's."""
    e = estabelecimentos.c
    primeira = con.execute(select(e.id, e.fuso).order_by(e.id)).first()
    return Lugar(primeira.id, hoje, primeira.fuso) if primeira is not None else Lugar(0, hoje)


def _mostra(feito: ResultadoImportacao, arquivo: str) -> None:
    for linha in feito.linhas:
        mudancas = "; ".join(f"{m.titulo}: {m.antes or '(vazio)'} → {m.depois or '(vazio)'}" for m in linha.mudancas)
        print(f"linha {linha.linha}: {'incluir' if linha.novo else 'alterar'} {linha.nome}"
              f"{' — ' + mudancas if mudancas else ''}")
    for problema in feito.problemas:
        print(f"erro: {', '.join(p for p in (arquivo, problema.onde) if p)}: {problema.motivo}")
    if feito.outros_problemas:
        print(f"… e mais {feito.outros_problemas} problemas")
