"""The client's own deadline and what each failure means: real sockets that misbehave on purpose."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest

from balcao.domain.achados import Finding, Severity
from balcao.domain.erros import RegraViolada
from balcao.domain.protocolo import Recusa, ResumoPedido
from balcao.domain.protocolo_documentos import Estorno
from balcao.gateways.falhas import Caiu, FalhaNaLinha
from balcao.gateways.prazo import ClientePrazo, prazo
from balcao.gateways.retaguarda import (
    Credencial,
    CredencialRecusada,
    Destino,
    Recusado,
    Retaguarda,
    SemResposta,
    SessaoExpirada,
)
from tests.apoio.pedidos import pedido, resumo

PRAZO = 0.6
FOLGA = 0.5

Atende = Callable[[socket.socket, int], None]


@contextmanager
def servidor(atende: Atende) -> Iterator[int]:
    """A TCP server; `atende(connection, how many came before)` runs on a thread per connection."""
    escuta = socket.create_server(("127.0.0.1", 0))
    fim, linhas, abertas = threading.Event(), [], []

    def aceita() -> None:
        n = 0
        while not fim.is_set():
            with suppress(OSError):
                conexao, _ = escuta.accept()
                abertas.append(conexao)
                linha = threading.Thread(target=roda, args=(conexao, n))
                linhas.append(linha)
                linha.start()
                n += 1

    def roda(conexao: socket.socket, n: int) -> None:
        with suppress(OSError):
            atende(conexao, n)

    principal = threading.Thread(target=aceita)
    principal.start()
    yield escuta.getsockname()[1]
    fim.set()
    for conexao in abertas:
        with suppress(OSError):
            conexao.shutdown(socket.SHUT_RDWR)
        conexao.close()
    with suppress(OSError):
        escuta.shutdown(socket.SHUT_RDWR)
    escuta.close()
    for linha in (*linhas, principal):
        linha.join(2)


def resposta(corpo: str, status: str = "200 OK") -> bytes:
    dados = corpo.encode()
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(dados)}\r\n\r\n".encode() + dados


def le_pedido(conexao: socket.socket) -> bytes:
    """One whole request."""
    dados = b""
    while b"\r\n\r\n" not in dados:
        if not (parte := conexao.recv(65536)):
            raise OSError("fechou")
        dados += parte
    cabeca, corpo = dados.split(b"\r\n\r\n", 1)
    tamanho = next((int(linha.split(b":")[1]) for linha in cabeca.split(b"\r\n")
                    if linha.lower().startswith(b"content-length")), 0)
    while len(corpo) < tamanho:
        corpo += conexao.recv(65536)
    return cabeca + b"\r\n\r\n" + corpo


def diz(corpo: str, status: str = "200 OK") -> Atende:
    def atende(conexao: socket.socket, _n: int) -> None:
        while True:
            le_pedido(conexao)
            conexao.sendall(resposta(corpo, status))
    return atende


@contextmanager
def cliente(porta: int, *outros: str) -> Iterator[Retaguarda]:
    um = Retaguarda(Destino((*outros, "127.0.0.1"), porta), Credencial(7, "segredo-da-estacao"), prazo_s=PRAZO)
    yield um
    um.fecha()


UM = resumo(pedido()).model_dump_json()


def test_uma_pergunta_leva_quem_pergunta_e_a_sessao() -> None:
    vistos: list[bytes] = []

    def atende(conexao: socket.socket, _n: int) -> None:
        while True:
            vistos.append(le_pedido(conexao))
            conexao.sendall(resposta(UM))

    ouvidos: list[bool] = []
    with servidor(atende) as porta:
        um = Retaguarda(Destino.de("127.0.0.1", porta), Credencial(7, "segredo"), ouve=ouvidos.append)
        um.token = "tok"
        lido = um.le("/v1/x", ResumoPedido, {"texto": "josé", "vazio": ""})
        um.manda("POST", "/v1/y", Estorno(motivo="engano"))
        um.fecha()
    assert lido.id is not None
    assert vistos[0].startswith(b"GET /v1/x?texto=jos%C3%A9 HTTP/1.1\r\n")
    assert b"\r\nAuthorization: Basic NzpzZWdyZWRv\r\n" in vistos[0]  # 7:segredo
    assert b"\r\nX-Sessao: tok\r\n" in vistos[0]
    assert vistos[1].endswith(b'{"motivo":"engano"}')
    assert ouvidos == [True, True]


def test_uma_conexao_serve_a_varias_perguntas() -> None:
    conexoes: list[int] = []

    def atende(conexao: socket.socket, n: int) -> None:
        conexoes.append(n)
        diz(UM)(conexao, n)

    with servidor(atende) as porta, cliente(porta) as um:
        for _ in range(5):
            um.le("/v1/x", ResumoPedido)
    assert conexoes == [0]


def _mede(um: Retaguarda) -> tuple[float, SemResposta]:
    inicio = time.monotonic()
    with pytest.raises(SemResposta) as erro:
        um.le("/v1/x", ResumoPedido)
    return time.monotonic() - inicio, erro.value


def _mudo(conexao: socket.socket, _n: int) -> None:
    le_pedido(conexao)
    conexao.recv(1)


def _conta_gotas(conexao: socket.socket, _n: int) -> None:
    le_pedido(conexao)
    for byte in resposta(UM):
        conexao.sendall(bytes([byte]))
        time.sleep(0.05)  # the fault itself: slower than any deadline, never silent


@pytest.mark.parametrize("atende", [_mudo, _conta_gotas])
def test_quem_aceita_e_nao_responde_nao_segura_ninguem(atende: Atende) -> None:
    with servidor(atende) as porta, cliente(porta) as um:
        segundos, erro = _mede(um)
        assert not um.respondeu
    assert PRAZO - 0.05 <= segundos < PRAZO + FOLGA
    assert erro.enviado
    assert "não respondeu a tempo" in str(erro)


def test_buraco_negro_nem_conecta() -> None:
    """A listening socket whose queue is full: its SYNs are swallowed, as by a firewall."""
    escuta = socket.socket()
    escuta.bind(("127.0.0.1", 0))
    escuta.listen(0)
    ocupam = [socket.socket() for _ in range(4)]
    for outro in ocupam:
        outro.setblocking(False)
        outro.connect_ex(escuta.getsockname())
    try:
        with cliente(escuta.getsockname()[1]) as um:
            segundos, erro = _mede(um)
    finally:
        for aberto in (*ocupam, escuta):
            aberto.close()
    assert segundos < PRAZO + FOLGA
    assert not erro.enviado


def test_porta_fechada_e_dita_na_hora() -> None:
    with socket.create_server(("127.0.0.1", 0)) as escuta:
        porta = escuta.getsockname()[1]
    with cliente(porta) as um:
        segundos, erro = _mede(um)
    assert segundos < FOLGA
    assert not erro.enviado
    assert f"127.0.0.1:{porta} não atende" in str(erro)


def test_nome_que_nao_existe() -> None:
    um = Retaguarda(Destino.de("nao-existe.invalid", 8082), Credencial(1, "x"), prazo_s=PRAZO)
    segundos, erro = _mede(um)
    um.fecha()
    assert segundos < PRAZO + FOLGA
    assert not erro.enviado


def test_conexao_ociosa_que_caiu_e_refeita() -> None:
    vezes: list[int] = []

    def atende(conexao: socket.socket, n: int) -> None:
        vezes.append(n)
        le_pedido(conexao)
        if n:
            conexao.sendall(resposta(UM))
        conexao.shutdown(socket.SHUT_RDWR)  # the first one dies without an answer

    with servidor(atende) as porta, cliente(porta) as um:
        assert um.le("/v1/x", ResumoPedido).id is not None
    assert vezes == [0, 1]


def test_a_linha_ociosa_que_o_servico_fechou_nao_recebe_o_pedido() -> None:
    pedidos: list[int] = []
    fechou = threading.Event()

    def atende(conexao: socket.socket, n: int) -> None:
        le_pedido(conexao)
        pedidos.append(n)
        conexao.sendall(resposta(UM))
        if n == 0:
            conexao.shutdown(socket.SHUT_RDWR)  # after the whole answer, saying nothing of it
            fechou.set()

    with servidor(atende) as porta, cliente(porta) as um:
        um.le("/v1/x", ResumoPedido)
        assert fechou.wait(5)
        um.le("/v1/x", ResumoPedido)
    assert pedidos == [0, 1]  # the second was asked once, and over a line of its own


def test_o_fim_do_cliente_solta_quem_espera() -> None:
    chegou = threading.Event()

    def atende(conexao: socket.socket, _n: int) -> None:
        le_pedido(conexao)
        chegou.set()
        conexao.recv(1)  # and says nothing

    um, feito = ClientePrazo(), []

    def pede(porta: int) -> None:
        try:
            with prazo(60):
                um.pede("GET", f"http://127.0.0.1:{porta}/v1/x")
        except FalhaNaLinha as erro:
            feito.append(erro)

    with servidor(atende) as porta:
        linha = threading.Thread(target=pede, args=(porta,))
        linha.start()
        assert chegou.wait(5)
        um.fecha()
        linha.join(5)
    assert [type(erro) for erro in feito] == [Caiu]
    with pytest.raises(RuntimeError):
        um.pede("GET", f"http://127.0.0.1:{porta}/v1/x")


def test_conexao_que_cai_sempre_e_resultado_desconhecido() -> None:
    def atende(conexao: socket.socket, _n: int) -> None:
        le_pedido(conexao)
        conexao.shutdown(socket.SHUT_RDWR)

    with servidor(atende) as porta, cliente(porta) as um:
        _, erro = _mede(um)
    assert erro.enviado
    assert "caiu" in str(erro)


def test_de_varios_enderecos_o_que_atende() -> None:
    """CB-022 takes several: a primary and its standbys."""
    with servidor(diz(UM)) as porta, cliente(porta, "127.0.0.2") as um:
        with socket.create_server(("127.0.0.3", 0)):
            assert um.le("/v1/x", ResumoPedido).id is not None
        assert um._ordem()[0] == "127.0.0.1"


# ---- what the answers mean

ACHADO = Finding(code="pedido.vazio", severity=Severity.BLOCK)


@pytest.mark.parametrize(("status", "recusa", "erro", "texto"), [
    ("409 Conflict", Recusa(codigo="regras", mensagem="Não cabe.", achados=(ACHADO,)), RegraViolada, ""),
    ("409 Conflict", Recusa(codigo="dav.ja_convertido", mensagem="Já virou.", acao="Clone."), Recusado,
     "Já virou. Clone."),
    ("403 Forbidden", Recusa(codigo="permissao.vender", mensagem="Não tem."), Recusado, "Não tem."),
    ("404 Not Found", Recusa(codigo="inexistente", mensagem="Não há."), Recusado, "Não há."),
    ("422 Unprocessable", Recusa(codigo="pedido.corrompido", mensagem="Não cabe."), Recusado, "Não cabe."),
    ("401 Unauthorized", Recusa(codigo="sessao.expirada", mensagem="Expirou."), SessaoExpirada, "Expirou."),
    ("401 Unauthorized", Recusa(codigo="estacao.recusada", mensagem="Não é daqui."), CredencialRecusada, "Não é"),
    ("401 Unauthorized", Recusa(codigo="login.recusado", mensagem="Senha errada."), Recusado, "Senha errada."),
    ("503 Unavailable", Recusa(codigo="banco", mensagem="Sem banco."), SemResposta, "Sem banco."),
])
def test_cada_recusa_tem_seu_erro(status: str, recusa: Recusa, erro: type[Exception], texto: str) -> None:
    with servidor(diz(recusa.model_dump_json(), status)) as porta, cliente(porta) as um:
        um.token = "tok"
        with pytest.raises(erro) as visto:
            um.le("/v1/x", ResumoPedido)
    assert texto in str(visto.value)
    if isinstance(visto.value, RegraViolada):
        assert visto.value.achados == (ACHADO,)


def test_outro_programa_na_porta() -> None:
    with servidor(diz("<html>It works!</html>", "404 Not Found")) as porta, cliente(porta) as um, \
            pytest.raises(SemResposta, match="não é da retaguarda"):
        um.le("/v1/x", ResumoPedido)


def test_diferenca_de_relogio() -> None:
    um = Retaguarda(Destino.de("127.0.0.1", 1), Credencial(1, "x"))
    enviado = datetime(2026, 3, 10, 12, tzinfo=UTC)
    um.mede_relogio(enviado + timedelta(minutes=5, seconds=1), enviado, enviado + timedelta(seconds=2))
    um.fecha()
    assert um.desvio == timedelta(minutes=5)
