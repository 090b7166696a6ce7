"""Connections to the shop's PostgreSQL, and what its refusals mean to the person at the counter."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from psycopg import conninfo, errors
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError

from balcao.db.server.nomes import confere_esquema
from balcao.domain.erros import AmbienteIndisponivel

ESPERA_CONEXAO_S: Final = 5


def com(dsn: str, **partes: str | int | None) -> str:
    """`dsn` (URL or key=value) with other parts: user, password, dbname, options. None removes a part."""
    atuais = conninfo.conninfo_to_dict(dsn)
    return conninfo.make_conninfo("", **{nome: valor for nome, valor in (atuais | partes).items()
                                         if valor is not None})


def conecta(dsn: str, *, autocommit: bool = False, esquema: str | None = None,
            aplicacao: str = "balcao") -> psycopg.Connection[Any]:
    """A plain connection; the caller closes it. Raises AmbienteIndisponivel that says why it failed."""
    try:
        return psycopg.connect(_completo(dsn, esquema, aplicacao), autocommit=autocommit)
    except psycopg.OperationalError as erro:
        raise explica_conexao(erro, dsn) from erro


def motor(dsn: str, *, esquema: str | None = None, conexoes: int = 5, extras: int = 5,
          aplicacao: str = "balcao") -> Engine:
    """An engine whose connections know the company's schema.

    The role's own settings (papeis.py) give `search_path` and time limits; `esquema` is for roles
    that have none (the administrator). conexoes: kept open; extras: opened under load.
    A refused connection raises AmbienteIndisponivel from the first use.
    """
    completo = _completo(dsn, esquema, aplicacao)

    def abre() -> psycopg.Connection[Any]:
        try:
            return psycopg.connect(completo)
        except psycopg.OperationalError as erro:
            raise explica_conexao(erro, dsn) from erro

    return create_engine("postgresql+psycopg://", creator=abre, pool_size=conexoes, max_overflow=extras,
                         pool_pre_ping=True, pool_recycle=3600)


def _completo(dsn: str, esquema: str | None, aplicacao: str) -> str:
    padrao: dict[str, str | int] = {"connect_timeout": ESPERA_CONEXAO_S, "application_name": aplicacao}
    if esquema is not None:
        padrao["options"] = f"-csearch_path={confere_esquema(esquema)}"
    partes = {nome: str(valor) for nome, valor in conninfo.conninfo_to_dict(dsn).items() if valor is not None}
    return conninfo.make_conninfo("", **(padrao | partes))


def conhecida(erro: psycopg.OperationalError) -> bool:
    """Whether `explica_conexao` knows this failure; otherwise it may not even be a PostgreSQL that answered."""
    return any(re.search(sinal, str(erro), re.IGNORECASE) for sinal, _, _ in _RECUSAS)


def explica_conexao(erro: psycopg.OperationalError, dsn: str) -> AmbienteIndisponivel:
    """What a failed connection means, told apart by what PostgreSQL or the system said."""
    partes = conninfo.conninfo_to_dict(dsn)
    onde = f"{partes.get('host') or 'este computador'}, porta {partes.get('port') or 5432}"
    dito = str(erro)
    for sinal, mensagem, acao in _RECUSAS:
        if re.search(sinal, dito, re.IGNORECASE):
            return AmbienteIndisponivel(
                mensagem.format(onde=onde, usuario=partes.get("user"), banco=partes.get("dbname")), acao)
    return AmbienteIndisponivel(f"O banco de dados em {onde} recusou a conexão ({dito.splitlines()[-1].strip()}).",
                                "Confira a página Integração da configuração.")


@contextmanager
def traduzindo(tarefa: str) -> Iterator[None]:
    """What the database refuses inside becomes AmbienteIndisponivel: "`tarefa` (why). What to do."

    Also a decorator. `tarefa` is a sentence without its full stop: "A cópia não pôde ser feita".
    """
    try:
        yield
    except (psycopg.Error, DBAPIError) as erro:
        original = erro.orig if isinstance(erro, DBAPIError) else erro
        motivo, acao = _por_que(original)
        raise AmbienteIndisponivel(f"{tarefa} ({motivo}).", acao) from erro


def _por_que(erro: BaseException | None) -> tuple[str, str]:
    match erro:
        case errors.DiskFull():
            return "o disco do servidor está cheio", "Libere espaço no servidor e tente de novo."
        case errors.LockNotAvailable() | errors.QueryCanceled():
            return "outra operação está usando as tabelas", "Espere ela terminar e tente de novo."
        case errors.InsufficientPrivilege():
            return "este usuário do banco não tem permissão", "Use o usuário administrador do PostgreSQL."
        case errors.AdminShutdown() | errors.CrashShutdown() | psycopg.OperationalError(sqlstate=None):
            return "a conexão com o banco caiu", "Confira o servidor e tente de novo."
        case psycopg.Error() if erro.diag.message_primary:
            return erro.diag.message_primary, "Envie esta mensagem ao suporte."
    return str(erro).strip() or "motivo desconhecido", "Envie esta mensagem ao suporte."


# English and Brazilian Portuguese: a server installed in Portuguese says these in Portuguese.
_RECUSAS: Final = (
    (r"server does not support SSL|servidor não suporta SSL",
     "O PostgreSQL em {onde} não oferece a conversa protegida (TLS) que este computador exige.",
     "Ligue-a no servidor (ssl = on no postgresql.conf), ou deixe de exigi-la: balcao estacao conexao."),
    (r"certificate verify failed|server certificate for|certificado do servidor",
     "O PostgreSQL em {onde} mostrou um certificado que não é o da loja, ou que é de outro endereço.",
     "Confira o arquivo da autoridade (balcao estacao conexao) e o nome do servidor na página Integração."),
    (r"root certificate file .* does not exist|could not (read|load) root certificate|certificado raiz",
     "O arquivo com a autoridade do PostgreSQL não está mais neste computador, ou não é um certificado.",
     "Ponha-o de volta, ou informe outro: balcao estacao conexao."),
    (r"password authentication failed|role \".*\" does not exist|no password supplied"
     r"|senha falhou|role \".*\" não existe",
     "O banco de dados em {onde} não aceitou o usuário {usuario} ou sua senha.",
     "Faça outra credencial. No servidor: balcao estacao senha; neste computador: balcao estacao usar."),
    (r"is not permitted to log in|não tem permissão para efetuar login",
     "O usuário {usuario} está desativado no banco de dados.",
     "Peça ao responsável que ative esta estação."),
    (r"database \".*\" does not exist|banco de dados \".*\" não existe",
     "O PostgreSQL em {onde} não tem o banco “{banco}”.",
     "Confira se este é o servidor certo, e o nome do banco; um novo se cria com: balcao banco criar."),
    (r"permission denied for database|pg_hba.conf|permissão negada para banco de dados",
     "O PostgreSQL em {onde} não permite que {usuario} use o banco “{banco}” a partir daqui.",
     "Peça ao responsável pelo servidor que libere este computador (pg_hba.conf)."),
    (r"connection slots|too many (clients|connections)|muitos clientes|conexões restantes|muitas conexões",
     "O banco de dados em {onde} está com todas as conexões ocupadas.",
     "Espere um minuto; se continuar, reinicie o serviço da retaguarda."),
    (r"is starting up|is shutting down|in recovery mode|not accepting connections"
     r"|está iniciando|está desligando|em modo de recuperação|não está aceitando conexões",
     "O banco de dados em {onde} está iniciando ou parando.",
     "Espere um minuto e tente de novo."),
    (r"could not translate host name|nodename nor servname|name or service not known|failed to resolve host",
     "O endereço do servidor ({onde}) não existe na rede.",
     "Confira o endereço na página Integração."),
    (r"connection refused",
     "Nada responde em {onde}: o PostgreSQL não está ligado, ou a porta é outra.",
     "Ligue o servidor, ou confira a porta na página Integração."),
    (r"timeout expired|timed out|no route to host|network is unreachable|connection timeout",
     "O servidor em {onde} não respondeu.",
     "Confira o cabo, a rede e o firewall do servidor."),
)
