"""People who use the program: create, change the password, deactivate, list. Never deleted: they sold.

Each function is one use case in the caller's transaction (a connection of the service or of the owner) and
leaves its audit entry. What cannot be done raises Recusada with a message for the user.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from balcao.db.tables import auditoria, estabelecimentos, perfis, usuario_estabelecimentos, usuarios
from balcao.domain.permissoes import Permissao
from balcao.domain.tipo_pedido.opcoes import TipoVendedor
from balcao.services.office import senhas
from balcao.services.office.contexto import Motivo, Recusada, avisa, cursor

MENOR_SENHA = 6
MAIOR_SENHA = 128
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,29}")
_ATALHO = re.compile(r"[0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class NovoUsuario:
    """A user to create. `perfil` by name; no `estabelecimentos`: all that are active.

    `atalho`: one or two digits, the switch of seller in two keys.
    """

    login: str
    nome: str
    senha: str
    perfil: str
    vendedor: bool = True
    tipo_vendedor: TipoVendedor = TipoVendedor.VENDEDOR
    atalho: str | None = None
    estabelecimentos: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class UsuarioListado:
    """A line of the list."""

    id: int
    login: str
    nome: str
    perfil: str
    vendedor: bool
    tipo_vendedor: str
    atalho: str | None
    ativo: bool
    demo: bool


def criar(conexao: Connection, novo: NovoUsuario, agora: datetime, quem: int | None = None) -> int:
    """Create a user; returns the id. `quem`: the user who does it (None: the command line)."""
    login = confere_login_e_senha(novo.login, novo.senha)
    if not (nome := novo.nome.strip()):
        raise _invalido("nome", "Informe o nome do usuário.")
    if conexao.scalar(select(usuarios.c.id).where(usuarios.c.login == login)) is not None:
        raise _invalido("login", f"Já existe um usuário “{login}”.", "Escolha outro login.")
    perfil_id = _perfil(conexao, novo.perfil)
    _confere_atalho(conexao, novo.atalho)
    lojas = _lojas(conexao, novo.estabelecimentos)
    usuario_id = int(conexao.execute(insert(usuarios).values(
        login=login, nome=nome, senha=senhas.resume(novo.senha), perfil_id=perfil_id, vendedor=novo.vendedor,
        tipo_vendedor=novo.tipo_vendedor, atalho=novo.atalho).returning(usuarios.c.id)).scalar_one())
    conexao.execute(insert(usuario_estabelecimentos),
                    [{"usuario_id": usuario_id, "estabelecimento_id": loja} for loja in lojas])
    _audita(conexao, login, "criação", None, {"nome": nome, "perfil": novo.perfil}, agora, quem)
    return usuario_id


def confere_login_e_senha(login: str, senha: str) -> str:
    """The login as it is stored. Raises Recusada when one of them cannot be anybody's."""
    limpo = confere_login(login)
    _confere_senha(limpo, senha)
    return limpo


def confere_login(login: str) -> str:
    """The login as it is stored. Raises Recusada."""
    limpo = login.strip().lower()
    if not _LOGIN.fullmatch(limpo):
        raise _invalido("login", f"O login “{login.strip()}” não serve: use de 2 a 30 letras sem acento, "
                        "algarismos, ponto, hífen ou sublinhado.")
    return limpo


def trocar_senha(conexao: Connection, login: str, senha: str, agora: datetime, quem: int | None = None) -> None:
    """Give a user another password. Demo users stop being suggested by the login screen."""
    usuario = _usuario(conexao, login)
    _confere_senha(usuario.login, senha)
    conexao.execute(update(usuarios).where(usuarios.c.id == usuario.id).values(
        senha=senhas.resume(senha), demo=False))
    _audita(conexao, usuario.login, "senha", None, None, agora, quem)


def desativar(conexao: Connection, login: str, agora: datetime, quem: int | None = None) -> None:
    """Refuse this user from now on. The last one who may keep the database stays."""
    usuario = _usuario(conexao, login)
    if usuario.ativo and Permissao.MANTER_BANCO in usuario.permissoes and _administradores(conexao) == 1:
        raise Recusada(Motivo.CONFLITO, "usuario.ultimo",
                       f"{usuario.nome} é o último usuário ativo que mantém o banco de dados.",
                       "Crie outro administrador antes de desativar este.")
    _ativa(conexao, usuario, False, agora, quem)


def ativar(conexao: Connection, login: str, agora: datetime, quem: int | None = None) -> None:
    """Let a deactivated user in again, with the password that he had."""
    _ativa(conexao, _usuario(conexao, login), True, agora, quem)


def classificar(conexao: Connection, login: str, tipo: TipoVendedor | None, agora: datetime,
                quem: int | None = None) -> None:
    """Say what kind of seller a user is (TP-011); None: of none, and nobody chooses him as one."""
    usuario = _usuario(conexao, login)
    conexao.execute(update(usuarios).where(usuarios.c.id == usuario.id).values(
        {"vendedor": tipo is not None} | ({"tipo_vendedor": tipo} if tipo is not None else {})))
    antes = usuario.tipo_vendedor if usuario.vendedor else None
    _audita(conexao, usuario.login, "tipo de vendedor", antes, tipo, agora, quem)


def listar(conexao: Connection) -> tuple[UsuarioListado, ...]:
    """Every user by login."""
    linhas = conexao.execute(
        select(usuarios.c.id, usuarios.c.login, usuarios.c.nome, perfis.c.nome.label("perfil"),
               usuarios.c.vendedor, usuarios.c.tipo_vendedor, usuarios.c.atalho, usuarios.c.ativo, usuarios.c.demo)
        .join(perfis, perfis.c.id == usuarios.c.perfil_id).order_by(usuarios.c.login))
    return tuple(UsuarioListado(**linha._mapping) for linha in linhas)


def _usuario(conexao: Connection, login: str) -> Any:
    linha = conexao.execute(
        select(usuarios.c.id, usuarios.c.login, usuarios.c.nome, usuarios.c.ativo, usuarios.c.vendedor,
               usuarios.c.tipo_vendedor, perfis.c.permissoes)
        .join(perfis, perfis.c.id == usuarios.c.perfil_id)
        .where(usuarios.c.login == login.strip().lower())).one_or_none()
    if linha is None:
        raise Recusada(Motivo.INEXISTENTE, "usuario.inexistente", f"Não há usuário “{login.strip()}”.",
                       "Veja os que há: balcao usuario listar.")
    return linha


def _administradores(conexao: Connection) -> int:
    permissoes = conexao.scalars(select(perfis.c.permissoes).join(usuarios, usuarios.c.perfil_id == perfis.c.id)
                                 .where(usuarios.c.ativo).with_for_update(of=usuarios))
    return sum(Permissao.MANTER_BANCO in p for p in permissoes)


def _ativa(conexao: Connection, usuario: Any, ativo: bool, agora: datetime, quem: int | None) -> None:
    conexao.execute(update(usuarios).where(usuarios.c.id == usuario.id).values(ativo=ativo))
    _audita(conexao, usuario.login, "ativo", usuario.ativo, ativo, agora, quem)


def _perfil(conexao: Connection, nome: str) -> int:
    achado = conexao.scalar(select(perfis.c.id).where(func.lower(perfis.c.nome) == nome.strip().lower()))
    if achado is None:
        ha = ", ".join(conexao.scalars(select(perfis.c.nome).order_by(perfis.c.nome))) or "nenhum"
        raise _invalido("perfil", f"Não há perfil “{nome.strip()}”.", f"Perfis cadastrados: {ha}.")
    return int(achado)


def _lojas(conexao: Connection, pedidas: Sequence[int]) -> list[int]:
    ativas = list(conexao.scalars(select(estabelecimentos.c.id).where(estabelecimentos.c.ativo)
                                  .order_by(estabelecimentos.c.id)))
    if not pedidas and ativas:
        return ativas
    if not pedidas or set(pedidas) - set(ativas):
        raise _invalido("estabelecimentos", "Escolha estabelecimentos ativos.",
                        f"Estabelecimentos ativos: {', '.join(map(str, ativas)) or 'nenhum'}.")
    return list(dict.fromkeys(pedidas))


def _confere_senha(login: str, senha: str) -> None:
    if len(senha) < MENOR_SENHA:
        raise _invalido("senha", f"A senha precisa de {MENOR_SENHA} letras ou mais; há {len(senha)}.")
    if len(senha) > MAIOR_SENHA:
        raise _invalido("senha", f"A senha pode ter até {MAIOR_SENHA} letras.")
    if senha.lower() == login:
        raise _invalido("senha", "A senha não pode ser igual ao login.")


def confere_atalho(atalho: str) -> None:
    """Raise Recusada for what two keys cannot type."""
    if not _ATALHO.fullmatch(atalho):
        raise _invalido("atalho", "O atalho é de um ou dois algarismos.")


def _confere_atalho(conexao: Connection, atalho: str | None) -> None:
    if atalho is None:
        return
    confere_atalho(atalho)
    dono = conexao.scalar(select(usuarios.c.nome).where(usuarios.c.atalho == atalho, usuarios.c.ativo))
    if dono is not None:
        raise _invalido("atalho", f"O atalho {atalho} é de {dono}.", "Escolha outro.")


def _invalido(campo: str, mensagem: str, acao: str = "") -> Recusada:
    return Recusada(Motivo.INVALIDO, f"usuario.{campo}", mensagem, acao)


def _audita(conexao: Connection, login: str, campo: str, antes: object, depois: object, agora: datetime,
            quem: int | None) -> None:
    conexao.execute(insert(auditoria).values(em=agora, usuario_id=quem, assunto=f"usuário {login}", campo=campo,
                                             antes=antes, depois=depois))
    avisa(cursor(conexao))
