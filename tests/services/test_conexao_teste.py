"""“Testar conexão”, login in the database: whatever answers there is told apart, in the server's language too."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from balcao.config.estacao import Conexao
from balcao.domain.passo_teste import Estado
from balcao.domain.terminal import Integracao
from balcao.services.counter import conexao_teste
from balcao.services.counter.conexao_teste import Credencial, Passo

_PERGUNTAS = (80877103, 80877104)  # SSLRequest and GSSENCRequest: eight bytes before anything else


@contextmanager
def responde(com: bytes | None) -> Iterator[int]:
    """A port where something answers every connection with these bytes, as a PostgreSQL without TLS begins; None: it
    takes the connection and says nothing."""
    escuta = socket.create_server(("127.0.0.1", 0))
    presas: list[socket.socket] = []

    def atende() -> None:
        while True:
            try:
                conexao, _ = escuta.accept()
            except OSError:
                return
            presas.append(conexao)
            if com is None:
                continue
            with conexao, contextlib.suppress(ConnectionResetError):  # `Serviço da retaguarda` looks in too, and leaves
                while (lido := conexao.recv(4096)) and len(lido) == 8 and int.from_bytes(lido[4:]) in _PERGUNTAS:
                    conexao.sendall(b"N")
                if lido:
                    conexao.sendall(com)

    linha = threading.Thread(target=atende, daemon=True)
    linha.start()
    try:
        yield int(escuta.getsockname()[1])
    finally:
        escuta.shutdown(socket.SHUT_RDWR)
        escuta.close()
        linha.join(5)
        for presa in presas:
            presa.close()


def fatal(mensagem: str) -> bytes:
    """An ErrorResponse, as the server sends it."""
    campos = b"".join(letra + texto.encode() + b"\0" for letra, texto in (
        (b"S", "FATAL"), (b"V", "FATAL"), (b"C", "28P01"), (b"M", mensagem))) + b"\0"
    return b"E" + (len(campos) + 4).to_bytes(4) + campos


def login(porta: int) -> Passo:
    teste = conexao_teste.TesteConexao(Integracao(porta_banco_dados=porta, porta_integracao_clientes=porta),
                         Credencial("loja_estacao_1", "x"), lambda: datetime.now(UTC), lambda _: None, Conexao())
    return next(p for p in teste.executa() if p.nome == "Login no banco")


@pytest.mark.parametrize(("dito", "mensagem"), [
    ('password authentication failed for user "loja_estacao_1"', "não aceitou o usuário loja_estacao_1 ou sua senha"),
    ('autenticação do tipo senha falhou para o usuário "loja_estacao_1"', "não aceitou o usuário loja_estacao_1"),
    ('role "loja_estacao_1" is not permitted to log in', "O usuário loja_estacao_1 está desativado"),
    ('database "balcao" does not exist', "não tem o banco “balcao”"),
    ('banco de dados "balcao" não existe', "não tem o banco “balcao”"),
    ('no pg_hba.conf entry for host "10.0.0.9"', "não permite que loja_estacao_1 use o banco “balcao” a partir daqui"),
    ("sorry, too many clients already", "com todas as conexões ocupadas"),
    ("o sistema de banco de dados está iniciando", "está iniciando ou parando"),
    ("coisa que ninguém conhece", "mas não é um PostgreSQL que aceite este terminal"),
])
def test_cada_recusa_do_banco_tem_a_sua_frase(dito: str, mensagem: str) -> None:
    with responde(fatal(dito)) as porta:
        passo = login(porta)
    assert passo.estado is Estado.FALHOU
    assert mensagem in passo.mensagem
    assert passo.conselho


def test_outro_programa_naquela_porta() -> None:
    with responde(b"HTTP/1.1 400 Bad Request\r\n\r\n") as porta:
        passo = login(porta)
    assert passo.mensagem == f"Há algo em 127.0.0.1:{porta}, mas não é um PostgreSQL que aceite este terminal."


def test_um_banco_que_aceita_e_se_cala() -> None:
    with responde(None) as porta:
        passo = login(porta)
    assert "não respondeu" in passo.mensagem
    assert "firewall" in passo.conselho
