"""The words of the command line: every command, its options, and which function runs it. Only argparse here."""

import argparse
from pathlib import Path
from typing import Any

from balcao import __version__


def leitor() -> argparse.ArgumentParser:
    """The parser. Each command's default `comando` is "module.function" of this package."""
    raiz = argparse.ArgumentParser(prog="balcao", description="Balcão: o programa do balcão da loja.",
                                   epilog="Sem comando, abre a janela.")
    raiz.add_argument("--version", action="version", version=f"Balcão {__version__}")
    raiz.add_argument("--tema", choices=("automatico", "claro", "escuro", "alto_contraste"), default=None,
                      help="aparência da janela")
    raiz.set_defaults(comando="programa.janela")
    comandos = raiz.add_subparsers(title="comandos", metavar="")
    demo = comandos.add_parser("demo", help="mostra o programa inteiro em uma loja temporária, sem tela")
    demo.add_argument("--saida", required=True, type=Path, metavar="PASTA", help="onde gravar documentos e telas")
    demo.add_argument("--nfe", nargs="*", default=[], type=Path, metavar="ARQUIVO", help="notas a importar")
    demo.set_defaults(comando="demonstracao.executa")
    _servidor(comandos)
    _banco(comandos)
    _usuario(comandos)
    _estacao(comandos)
    _importar(comandos)
    return raiz


Comandos = Any  # argparse has no public name for what add_subparsers returns


def _servidor(comandos: Comandos) -> None:
    servidor = comandos.add_parser("servidor", help="liga a retaguarda (banco e serviço) deste computador")
    servidor.add_argument("--porta", type=int, help="porta do serviço (a padrão é 8082)")
    servidor.add_argument("--processos", type=int, help="quantos processos atendem")
    servidor.set_defaults(comando="servidor.liga")
    diagnostico = comandos.add_parser("diagnostico", help="testa banco, serviço, réplica, diário e relógio")
    diagnostico.add_argument("--json", action="store_true", help="resultado para um programa ler")
    diagnostico.set_defaults(comando="servidor.diagnostico")


def _banco(comandos: Comandos) -> None:
    banco = comandos.add_parser("banco", help="cria, atualiza, mostra, copia e restaura o banco de dados")
    acoes = banco.add_subparsers(required=True, metavar="ação")
    criar = acoes.add_parser("criar", help="cria a empresa em um PostgreSQL da loja (15 ou mais novo)")
    criar.add_argument("--endereco", required=True)
    criar.add_argument("--porta", type=int, default=5432)
    criar.add_argument("--usuario", default="postgres", help="administrador do PostgreSQL; a senha é pedida")
    criar.add_argument("--banco", default="balcao")
    criar.add_argument("--esquema", default="loja")
    criar.add_argument("--nome", default="Minha loja", help="nome da empresa")
    criar.add_argument("--exemplo", action="store_true", help="carrega a loja de exemplo")
    criar.set_defaults(comando="banco.criar")
    acoes.add_parser("migrar", help="leva o banco à versão deste programa").set_defaults(comando="banco.migrar")
    acoes.add_parser("estado", help="mostra versão, tamanho e contagens").set_defaults(comando="banco.estado")
    copiar = acoes.add_parser("copiar", help="grava uma cópia completa em um arquivo")
    copiar.add_argument("arquivo", type=Path)
    copiar.set_defaults(comando="banco.copiar")
    restaurar = acoes.add_parser("restaurar", help="restaura uma cópia em um banco vazio")
    restaurar.add_argument("arquivo", type=Path)
    restaurar.add_argument("--sim", action="store_true", help="não pergunta")
    restaurar.set_defaults(comando="banco.restaurar")


def _usuario(comandos: Comandos) -> None:
    usuario = comandos.add_parser("usuario", help="usuários da loja").add_subparsers(required=True, metavar="ação")
    criar = usuario.add_parser("criar", help="inclui um usuário; a senha é pedida")
    criar.add_argument("login")
    criar.add_argument("--nome", required=True)
    criar.add_argument("--perfil", required=True)
    criar.add_argument("--atalho", default="", help="um ou dois algarismos: troca de vendedor em duas teclas")
    criar.set_defaults(comando="cadastros.usuario_criar")
    for nome, ajuda, comando in (("senha", "troca a senha", "cadastros.usuario_senha"),
                                 ("desativar", "não deixa mais entrar", "cadastros.usuario_desativar")):
        acao = usuario.add_parser(nome, help=ajuda)
        acao.add_argument("login")
        acao.set_defaults(comando=comando)
    usuario.add_parser("listar", help="mostra todos").set_defaults(comando="cadastros.usuario_listar")


def _estacao(comandos: Comandos) -> None:
    estacao = comandos.add_parser("estacao", help="terminais da loja").add_subparsers(required=True, metavar="ação")
    criar = estacao.add_parser("criar", help="inclui um terminal e mostra a credencial dele, uma vez")
    criar.add_argument("nome")
    criar.add_argument("--loja", type=int, required=True, help="id do estabelecimento")
    criar.add_argument("--numero", type=int)
    criar.set_defaults(comando="cadastros.estacao_criar")
    for nome, ajuda, comando in (("senha", "outra credencial; a antiga deixa de valer", "cadastros.estacao_senha"),
                                 ("desativar", "não deixa mais entrar", "cadastros.estacao_desativar")):
        acao = estacao.add_parser(nome, help=ajuda)
        acao.add_argument("nome")
        acao.set_defaults(comando=comando)
    estacao.add_parser("listar", help="mostra todos").set_defaults(comando="cadastros.estacao_listar")
    esta = estacao.add_parser("usar", help="este computador passa a ser o terminal; a credencial é pedida")
    esta.add_argument("id", type=int)
    esta.add_argument("--loja", type=int, required=True)
    esta.add_argument("--nome", default="")
    esta.add_argument("--endereco", required=True)
    esta.add_argument("--porta", type=int, default=5432)
    esta.add_argument("--servico", type=int, default=8082)
    esta.set_defaults(comando="cadastros.estacao_usar")


def _importar(comandos: Comandos) -> None:
    nfe = comandos.add_parser("importar-nfe", help="notas de fornecedores: produtos, custo, preço e estoque")
    nfe.add_argument("arquivos", nargs="+", type=Path)
    nfe.add_argument("--margem", metavar="PERCENTUAL", help="sobre o custo; a padrão é a do grupo do produto")
    nfe.add_argument("--loja", type=int, help="id do estabelecimento que recebe; o primeiro, se faltar")
    nfe.set_defaults(comando="importar.nfe")
    for nome, ajuda in (("produtos", "produtos, preços e estoque"), ("clientes", "clientes e limites"),
                        ("titulos", "títulos a receber; os que sumiram da planilha não mudam")):
        acao = comandos.add_parser(f"importar-{nome}", help=f"{ajuda}, de CSV ou XLSX")
        acao.add_argument("arquivos", nargs=1, type=Path)
        acao.add_argument("--somente-boas", action="store_true", help="grava as linhas boas e deixa as outras")
        acao.set_defaults(comando=f"importar.{nome}")
        _simular(acao)
    _simular(nfe)


def _simular(acao: argparse.ArgumentParser) -> None:
    acao.add_argument("--simular", action="store_true", help="mostra o que faria e não grava nada")
