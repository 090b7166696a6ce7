"""`balcao usuario` and `balcao estacao`: criar, senha, desativar, listar, usar. Passwords come from the terminal."""

import argparse
from typing import Any

from balcao.cli.contexto import conexao, loja
from balcao.cli.principal import avisa, senha_digitada
from balcao.db.server.papeis import Papeis
from balcao.services.office import estacoes, usuarios


def usuario_criar(opcoes: argparse.Namespace) -> int:
    de = loja()
    senha = senha_digitada(f"Senha de {opcoes.login}")
    with conexao(de) as con:
        novo = usuarios.NovoUsuario(login=opcoes.login, nome=opcoes.nome, senha=senha, perfil=opcoes.perfil,
                                    atalho=opcoes.atalho or None)
        print(usuarios.criar(con, novo, de.agora()))
    return 0


def usuario_senha(opcoes: argparse.Namespace) -> int:
    de = loja()
    senha = senha_digitada(f"Nova senha de {opcoes.login}")
    with conexao(de) as con:
        usuarios.trocar_senha(con, opcoes.login, senha, de.agora())
    return 0


def usuario_desativar(opcoes: argparse.Namespace) -> int:
    de = loja()
    with conexao(de) as con:
        usuarios.desativar(con, opcoes.login, de.agora())
    return 0


def usuario_listar(_opcoes: argparse.Namespace) -> int:
    with conexao(loja()) as con:
        for um in usuarios.listar(con):
            print(f"{um.id}\t{um.login}\t{um.nome}\t{um.perfil}\t{'ativo' if um.ativo else 'inativo'}")
    return 0


def estacao_criar(opcoes: argparse.Namespace) -> int:
    de = loja()
    with conexao(de, administra=True) as con:
        feita = estacoes.criar(con, Papeis(de.servidor.esquema),
                               estacoes.NovaEstacao(opcoes.loja, opcoes.nome, opcoes.numero), de.agora())
    _mostra_credencial(feita)
    return 0


def estacao_senha(opcoes: argparse.Namespace) -> int:
    de = loja()
    with conexao(de, administra=True) as con:
        feita = estacoes.renovar(con, Papeis(de.servidor.esquema), opcoes.nome, de.agora())
    _mostra_credencial(feita)
    return 0


def _mostra_credencial(credencial: Any) -> None:
    print(f"{credencial.estacao_id}\t{credencial.nome}\t{credencial.segredo}")
    avisa(f"No computador do balcão: balcao estacao usar {credencial.estacao_id} --loja … --endereco …")


def estacao_desativar(opcoes: argparse.Namespace) -> int:
    de = loja()
    with conexao(de, administra=True) as con:
        estacoes.desativar(con, Papeis(de.servidor.esquema), opcoes.nome, de.agora())
    return 0


def estacao_listar(_opcoes: argparse.Namespace) -> int:
    with conexao(loja()) as con:
        for um in estacoes.listar(con):
            print(f"{um.id}\t{um.nome}\t{um.numero}\t{um.estabelecimento}\t{'ativo' if um.ativo else 'inativo'}")
    return 0


def estacao_usar(opcoes: argparse.Namespace) -> int:
    de = loja()
    de.segredos.grava(f"estacao {opcoes.id}", senha_digitada("Credencial do terminal"))
    de.configura_estacao(opcoes.id, opcoes.loja, opcoes.nome, opcoes.endereco, opcoes.porta, opcoes.servico)
    return 0
