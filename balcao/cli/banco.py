"""`balcao banco criar|migrar|estado|copiar|restaurar`."""

import argparse
from contextlib import nullcontext
from typing import Any

from balcao.cli.contexto import loja
from balcao.cli.principal import avisa, confirma, senha_digitada
from balcao.config.servidor import Modo, Servidor
from balcao.db.server import banco, carga, copia
from balcao.db.server.conexao import com
from balcao.db.server.estado import estado as estado_do_banco
from balcao.db.server.papeis import Senhas
from balcao.domain.formatos import data_hora


def criar(opcoes: argparse.Namespace) -> int:
    de, senhas = loja(), Senhas.novas()
    admin = com("", host=opcoes.endereco, port=opcoes.porta, user=opcoes.usuario, dbname="postgres",
                password=senha_digitada(f"Senha de {opcoes.usuario}"))
    acesso = banco.criar(admin, opcoes.nome, banco=opcoes.banco, esquema=opcoes.esquema, senhas=senhas,
                         progresso=avisa)
    de.adota(Servidor(Modo.EXTERNO, opcoes.endereco, opcoes.porta, opcoes.banco, opcoes.esquema), senhas)
    if opcoes.exemplo:
        carga.carregar(acesso.dsn_dono, de.hoje(), esquema=opcoes.esquema, progresso=avisa)
    avisa(f"Empresa criada em {opcoes.endereco}:{opcoes.porta}/{opcoes.banco}. Agora: balcao servidor")
    return 0


def migrar(_opcoes: argparse.Namespace) -> int:
    de = loja()
    with _ligado(de):
        versao = banco.migrar(de.acesso().dsn_dono, de.servidor.esquema, progresso=avisa)
    print(versao)
    return 0


def estado(_opcoes: argparse.Namespace) -> int:
    de = loja()
    with _ligado(de):
        visto = estado_do_banco(de.acesso().dsn_dono, de.servidor.esquema)
    print(f"empresa: {visto.nome}\nsituação: {visto.relacao}\nversão: {visto.versao_esquema}\n"
          f"PostgreSQL: {visto.postgres}\ntamanho: {visto.tamanho // 1024} kB")
    copia = data_hora(visto.copiado_em.astimezone()) if visto.copiado_em else "nunca"
    print(f"última cópia: {copia}")
    for tabela, quantas in visto.contagens.items():
        print(f"{tabela}: {quantas}")
    return 0


def copiar(opcoes: argparse.Namespace) -> int:
    de = loja()
    with _ligado(de):
        copia.copiar(de.acesso().dsn_dono, opcoes.arquivo, esquema=de.servidor.esquema, progresso=avisa)
    avisa(f"Cópia gravada em {opcoes.arquivo}.")
    return 0


def restaurar(opcoes: argparse.Namespace) -> int:
    if not confirma(f"Restaurar {opcoes.arquivo} neste computador?", opcoes.sim):
        return 1
    de = loja()
    with _ligado(de):
        copia.restaurar(opcoes.arquivo, com(de.embutido.dsn()), banco=de.servidor.banco,
                        esquema=de.servidor.esquema, progresso=avisa)
    avisa("Restaurado. Os balcões oferecem outra vez o que venderam depois da cópia.")
    return 0


def _ligado(de: Any) -> Any:
    """The embedded server running while the command works; a no-op for a server of the shop's own."""


    return de.embutido if de.servidor.modo is Modo.EMBUTIDO else nullcontext()
