"""`balcao usuario` and `balcao estacao`: criar, senha, desativar, ativar, listar, usar. Passwords come from the
terminal."""

import argparse

from balcao.cli.argumentos import palavras
from balcao.cli.contexto import conexao, conexao_admin, confere_enderecos, loja
from balcao.cli.principal import avisa, senha_digitada
from balcao.cli.protecao import pedida
from balcao.config import estacao as config_estacao
from balcao.config.servidor import Modo
from balcao.db.server.nomes import Papeis
from balcao.domain.tipo_pedido.opcoes import TipoVendedor
from balcao.services.counter.troca_de_loja import guarda_o_que_havia
from balcao.services.office import estacoes, usuarios
from balcao.services.office.estacoes import Credencial
from balcao.services.office.loja import Loja, primeira_loja

_NENHUM = "nenhum"


def usuario_criar(opcoes: argparse.Namespace) -> int:
    """Print the new user's id."""
    with palavras():
        usuarios.confere_login(opcoes.login)
        if opcoes.atalho:
            usuarios.confere_atalho(opcoes.atalho)
    de = loja()
    de.acesso()  # no shop here: say so before asking anything
    senha = senha_digitada(f"Senha de {opcoes.login}")
    with conexao(de) as con:
        novo = usuarios.NovoUsuario(login=opcoes.login, nome=opcoes.nome, senha=senha, perfil=opcoes.perfil,
                                    atalho=opcoes.atalho or None, vendedor=opcoes.tipo_vendedor != _NENHUM,
                                    tipo_vendedor=_tipo_vendedor(opcoes.tipo_vendedor) or TipoVendedor.VENDEDOR)
        feito = usuarios.criar(con, novo, de.agora())
    print(feito)
    return 0


def usuario_senha(opcoes: argparse.Namespace) -> int:
    """Change a password."""
    de = loja()
    de.acesso()
    senha = senha_digitada(f"Nova senha de {opcoes.login}")
    with conexao(de) as con:
        usuarios.trocar_senha(con, opcoes.login, senha, de.agora())
    avisa(f"Senha de {opcoes.login} trocada.")
    return 0


def usuario_desativar(opcoes: argparse.Namespace) -> int:
    """Let a user in no more."""
    de = loja()
    with conexao(de) as con:
        usuarios.desativar(con, opcoes.login, de.agora())
    avisa(f"{opcoes.login} não entra mais.")
    return 0


def usuario_ativar(opcoes: argparse.Namespace) -> int:
    """Let a user in again."""
    de = loja()
    with conexao(de) as con:
        usuarios.ativar(con, opcoes.login, de.agora())
    avisa(f"{opcoes.login} entra outra vez, com a senha que tinha.")
    return 0


def usuario_vendedor(opcoes: argparse.Namespace) -> int:
    """Say what kind of seller a user is."""
    de = loja()
    with conexao(de) as con:
        usuarios.classificar(con, opcoes.login, _tipo_vendedor(opcoes.tipo), de.agora())
    avisa(f"{opcoes.login}: {'não é vendedor' if opcoes.tipo == _NENHUM else opcoes.tipo}.")
    return 0


def _tipo_vendedor(escrito: str) -> TipoVendedor | None:
    return None if escrito == _NENHUM else TipoVendedor(escrito.replace("-", "_"))


def usuario_listar(_opcoes: argparse.Namespace) -> int:
    """One line per user."""
    with conexao(loja()) as con:
        for um in usuarios.listar(con):
            tipo = um.tipo_vendedor.replace("_", "-") if um.vendedor else _NENHUM
            print(um.id, um.login, um.nome, um.perfil, _situacao(um.ativo), tipo, sep="\t")
    return 0


def estacao_criar(opcoes: argparse.Namespace) -> int:
    """Print id, name and credential."""
    de = loja()
    with conexao_admin(de, opcoes.usuario) as con:
        numero = opcoes.loja or primeira_loja(con)
        feita = estacoes.criar(con, Papeis(de.servidor.esquema),
                               estacoes.NovaEstacao(numero, opcoes.nome, opcoes.numero), de.agora())
    return _mostra_credencial(de, feita, str(numero))


def estacao_senha(opcoes: argparse.Namespace) -> int:
    """Print id, name and the new credential."""
    de = loja()
    with conexao_admin(de, opcoes.usuario) as con:
        feita = estacoes.renovar(con, Papeis(de.servidor.esquema), opcoes.nome, de.agora())
    return _mostra_credencial(de, feita, "…")


def _mostra_credencial(de: Loja, feita: Credencial, numero: str) -> int:
    print(feita.estacao_id, feita.nome, feita.segredo, sep="\t")
    servidor = de.servidor
    extra = "" if (servidor.banco, servidor.esquema) == ("balcao", "loja") else (
        f" --banco {servidor.banco} --esquema {servidor.esquema}")
    if (certificado := de.certificado()) is not None:
        extra += f" --certificado {certificado.impressao}"
    elif servidor.modo is Modo.EXTERNO:
        avisa("A conversa com os balcões passa pela rede sem proteção; para protegê-la: balcao servidor certificado "
              "--cria")
    avisa("Guarde a credencial: ela não é mostrada de novo. No computador do balcão: "
          f"balcao estacao usar {feita.estacao_id} --loja {numero} --nome \"{feita.nome}\" "
          f"--endereco ENDERECO_DESTE_SERVIDOR --porta {servidor.porta} --servico {servidor.porta_servico}{extra}")
    if servidor.modo is Modo.EMBUTIDO:
        avisa("O banco de dados que vem junto só atende este computador: outros balcões precisam de um PostgreSQL "
              "da loja (balcao banco criar --endereco …).")
    return 0


def estacao_desativar(opcoes: argparse.Namespace) -> int:
    """Let a station in no more."""
    de = loja()
    with conexao_admin(de, opcoes.usuario) as con:
        estacoes.desativar(con, Papeis(de.servidor.esquema), opcoes.nome, de.agora())
    avisa(f"A estação {opcoes.nome} não entra mais.")
    return 0


def estacao_listar(_opcoes: argparse.Namespace) -> int:
    """One line per station."""
    with conexao(loja()) as con:
        for um in estacoes.listar(con):
            print(um.id, um.nome, um.numero, um.estabelecimento, _situacao(um.ativo), sep="\t")
    return 0


def estacao_usar(opcoes: argparse.Namespace) -> int:
    """Make this computer a station of a shop; what it did for another station is put aside."""
    confere_enderecos(opcoes, "endereco", varios=True)
    de, conexao = loja(), pedida(opcoes)
    segredo = senha_digitada("Credencial do terminal", nova=False)
    antes = config_estacao.le(de.pastas.config)
    nova = (opcoes.id, opcoes.loja, opcoes.banco, opcoes.esquema)
    if antes.id and (antes.id, antes.estabelecimento_id, antes.banco, antes.empresa) != nova:
        guarda_o_que_havia(de.pastas, de.agora(), avisa)
    de.segredos.grava(f"estacao {opcoes.id}", segredo)
    de.configura_estacao(opcoes.id, opcoes.loja, opcoes.nome, opcoes.endereco, opcoes.porta, opcoes.servico,
                         banco=opcoes.banco, esquema=opcoes.esquema, conexao=conexao)
    avisa("Este computador agora é o terminal. Confira: balcao diagnostico")
    return 0


def _situacao(ativo: bool) -> str:
    return "ativo" if ativo else "inativo"
