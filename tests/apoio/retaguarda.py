"""A small shop for tests of the retaguarda: its rows, orders for it, and the service over real HTTP.

    def test_x(loja: Loja) -> None:
        recibo = loja.envia(loja.pedido(itens=[("P1", 2)]))
        assert loja.um("SELECT reservado FROM estoques WHERE produto_id = %s", loja.produtos["P1"]) == 2

The fixture `loja` (tests/services/conftest.py) is `nova_loja`: a clone of one prepared database. The clock
stands still at `AGORA`.
"""

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx2
import psycopg
import uvicorn
from psycopg.types.json import Jsonb
from pydantic import BaseModel
from sqlalchemy import Engine
from uuid_utils.compat import uuid7

from balcao.db.consultas import LeitorServidor
from balcao.db.fatos_cadastros import ler_usuario
from balcao.db.server import banco as _banco
from balcao.domain.fatos import Usuario
from balcao.domain.pedido import ItemPedido, Pedido
from balcao.domain.permissoes import Permissao
from balcao.domain.plano import PlanoPagamento
from balcao.domain.preco import preco_de_venda
from balcao.domain.protocolo import EnvioPedido, Recibo
from balcao.domain.terminal import PoliticaTerminal
from balcao.retaguarda.app import contexto
from balcao.retaguarda.servidor import abre_porta
from balcao.services.office import senhas
from balcao.services.office.contexto import Contexto, Passo, Quem
from balcao.services.office.enviar_pedido import enviar_pedido
from tests.apoio.empresa import Empresa, _de
from tests.apoio.empresa import prepara as prepara_empresa
from tests.apoio.postgres import Banco, FabricaBancos, caiu
from tests.apoio.rotas import Servico

AGORA = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)  # noon in São Paulo
HOJE = date(2026, 11, 21)
SEGREDO = hashlib.sha256(b"teste").digest()
CONSUMIDOR = "CONSUMIDOR FINAL"
SENHA = {"ana": "ana-senha", "bia": "bia-senha", "caio": "caio-senha"}
CREDENCIAL = "credencial-de-teste"

VENDEDOR = (Permissao.VENDER, Permissao.INCLUIR_CLIENTE)
PERFIS: Mapping[str, tuple[Permissao, ...]] = {
    "Vendedor": VENDEDOR, "Gerente": tuple(Permissao), "Caixa": (Permissao.FATURAR,)}
PLANOS: Mapping[str, Mapping[str, Any]] = {
    "À VISTA": {"prazos": [0], "toma_credito": False},
    "30/60/90": {"prazos": [30, 60, 90]},
    "ENTRADA + 2": {"prazos": [0, 30, 60], "entrada_percentual": Decimal(20)},
}
TIPOS: Mapping[str, Mapping[str, Any]] = {
    "DAV": {"categoria": "orcamento", "toma_credito": "nao", "validar_estoque_no_fechamento_pedido": "nada"},
    "VENDA": {"categoria": "venda", "regra_reserva_estoque": "reserva_exceto_manutencao",
              "validar_estoque_no_fechamento_pedido": "erro"},
    "VENDA LIVRE": {"categoria": "venda", "toma_credito": "nao", "validar_estoque_no_fechamento_pedido": "nada"},
}


@dataclass
class Loja:
    """One company with a shop, its ids by name, and the use cases at hand."""

    empresa: Empresa
    motor: Engine
    usuarios: dict[str, int]
    estacoes: dict[str, int]
    planos: dict[str, int]
    tipos: dict[str, int]
    produtos: dict[str, int]
    clientes: dict[str, UUID]
    listas: dict[str, int]
    agora: datetime = AGORA
    passo: Callable[[Passo], None] = field(default=lambda _passo: None)
    _donos: dict[str, psycopg.Connection[Any]] = field(default_factory=dict, repr=False, compare=False)
    _vez: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def fecha(self) -> None:
        """Close what `sql` and the use cases have opened; both open again when asked."""
        self.motor.dispose()
        while self._donos:
            self._donos.popitem()[1].close()

    @property
    def ctx(self) -> Contexto:
        return Contexto(self.motor, SEGREDO, lambda: self.agora, self.passo)

    def usuario(self, login: str) -> Usuario:
        with self.motor.connect() as con:
            return ler_usuario(LeitorServidor(con), self.usuarios[login])

    def quem(self, login: str | None = "ana", estacao: str = "T1") -> Quem:
        """A person at a station; None: the station alone (its outbox)."""
        return Quem(self.estacoes[estacao], 2 if estacao == "T3" else 1,
                    self.usuario(login) if login is not None else None)

    # ---- rows

    def sql(self, comando: str, *valores: Any) -> list[Any]:
        """Run one statement as the owner and commit; its rows, if it has any."""
        with self._como_dono() as con:
            cur = con.execute(comando.encode(), valores)
            return cur.fetchall() if cur.description else []

    @contextmanager
    def _como_dono(self) -> Iterator[psycopg.Connection[Any]]:
        """The owner's connection, kept from one statement to the next: a new one costs the server 5 ms. Another
        thread's statement has one of its own, since it may be what this one waits for."""
        if not self._vez.acquire(blocking=False):
            with self.empresa.dono(autocommit=True) as outra:
                yield outra
            return
        try:
            dsn = self.empresa.dsn_dono  # a copy of this shop (`replace`) may stand for another database
            if dsn not in self._donos or caiu(self._donos[dsn]):
                self._donos[dsn] = self.empresa.dono(autocommit=True, prepare_threshold=None)
            yield self._donos[dsn]
        finally:
            self._vez.release()

    def um(self, comando: str, *valores: Any) -> Any:
        """The one value that a query gives."""
        [[valor]] = self.sql(comando, *valores)
        return valor

    def conta(self, tabela: str, onde: str = "true", *valores: Any) -> int:
        return int(self.um(f"SELECT count(*) FROM {tabela} WHERE {onde}", *valores))

    def poe_lojas(self) -> None:
        """Both shops are in the register of persons, as in every shop since revision 0021; by their short names."""
        self.sql("UPDATE pessoas SET documento = NULL WHERE documento IN (SELECT cnpj FROM estabelecimentos)")
        self.sql("SELECT lojas_como_pessoas()")
        self.clientes |= dict(self.sql("SELECT fantasia, pessoa_id FROM estabelecimentos"))

    def estoque(self, produto: str) -> tuple[Decimal, Decimal]:
        """(saldo, reservado) in the first shop."""
        [linha] = self.sql("SELECT saldo, reservado FROM estoques WHERE produto_id = %s AND estabelecimento_id = 1",
                           self.produtos[produto])
        return linha[0], linha[1]

    def muda_tipo(self, tipo: str, **politica: Any) -> None:
        self.sql("UPDATE tipos_pedido SET politica = politica || %s WHERE id = %s", Jsonb(politica),
                 self.tipos[tipo])

    def muda_terminal(self, estacao: str = "T1", **paginas: Mapping[str, Any]) -> None:
        """Set fields of the station's policy: `muda_terminal(operacional={"op_preco_na_conversao": "manter"})`."""
        atual = PoliticaTerminal.model_validate(
            self.um("SELECT politica FROM estacoes WHERE id = %s", self.estacoes[estacao])).model_dump(mode="json")
        for pagina, campos in paginas.items():
            atual[pagina] |= campos
        self.sql("UPDATE estacoes SET politica = %s WHERE id = %s", Jsonb(atual), self.estacoes[estacao])

    def muda_cliente(self, cliente: str, **campos: Any) -> None:
        for nome, valor in campos.items():
            self.sql(f"UPDATE clientes SET {nome} = %s WHERE pessoa_id = %s", valor, self.clientes[cliente])

    def poe_estoque(self, produto: str, saldo: str | int) -> None:
        self.sql("UPDATE estoques SET saldo = %s WHERE produto_id = %s AND estabelecimento_id = 1",
                 Decimal(saldo), self.produtos[produto])

    def poe_titulo(self, cliente: str, saldo: str, vencimento: date) -> None:
        self.sql("INSERT INTO titulos_receber (cliente_id, estabelecimento_id, numero, emissao, vencimento, valor, "
                 "saldo) VALUES (%s, 1, 'T', %s, %s, %s, %s)", self.clientes[cliente], HOJE - timedelta(90),
                 vencimento, Decimal(saldo), Decimal(saldo))

    # ---- orders

    def pedido(self, tipo: str = "VENDA", cliente: str | None = CONSUMIDOR, plano: str | None = "À VISTA",
               itens: Iterable[tuple[str, int | str]] = (("P1", 1),), estacao: str = "T1", login: str = "ana",
               **campos: Any) -> Pedido:
        """A draft as the counter makes it, priced from VAREJO with the plan's surcharge."""
        with self.motor.connect() as con:
            precos = dict(con.exec_driver_sql(
                "SELECT produto_id, preco FROM precos WHERE lista_id = %(lista)s",
                {"lista": self.listas["VAREJO"]}).all())
        pedido = Pedido(
            id=uuid7(), estabelecimento_id=2 if estacao == "T3" else 1, estacao_id=self.estacoes[estacao],
            tipo_id=self.tipos[tipo], usuario_id=self.usuarios[login], criado_em=self.agora,
            cliente_id=self.clientes[cliente] if cliente else None, cliente_nome=cliente or "",
            lista_id=self.listas["VAREJO"], plano_id=self.planos[plano] if plano else None)
        for produto, quantidade in itens:
            tabela = precos[self.produtos[produto]]
            pedido = pedido.com_item(ItemPedido(
                linha=0, produto_id=self.produtos[produto], codigo=produto, descricao=f"PRODUTO {produto}",
                unidade="UN", quantidade=Decimal(quantidade), preco_lista=tabela,
                preco=preco_de_venda(tabela, _plano(plano), 2)))
        return pedido.com(**campos) if campos else pedido

    def envio(self, pedido: Pedido, **campos: Any) -> EnvioPedido:
        return EnvioPedido(pedido=pedido, **({"emitido_em": self.agora} | campos))

    def envia(self, pedido: Pedido, login: str | None = "ana", **campos: Any) -> Recibo:
        """Send from the order's own station."""
        estacao = next(nome for nome, id_ in self.estacoes.items() if id_ == pedido.estacao_id)
        return enviar_pedido(self.ctx, self.quem(login, estacao), self.envio(pedido, **campos))


def _plano(nome: str | None) -> PlanoPagamento | None:
    return PlanoPagamento(id=0, nome=nome, **PLANOS[nome]) if nome is not None else None


# ---- the prepared database

def prepara(banco: Banco) -> dict[str, Any]:
    """Model `retaguarda`: two shops, three stations, three users, ten products, three customers."""
    prepara_empresa(banco)
    empresa = _de(banco)
    with empresa.dono() as con, con.cursor() as cur:
        _cadastros(cur)
        dados = {"usuarios": _usuarios(cur), "estacoes": _estacoes(cur), "planos": _planos(cur),
                 "tipos": _tipos(cur), "listas": _listas(cur)}
        dados["produtos"] = _produtos(cur, dados["listas"])
        dados["clientes"] = _clientes(cur)
    return dados


def _um(cur: psycopg.Cursor[Any], comando: str, *valores: Any) -> Any:
    linha = cur.execute(comando.encode(), valores).fetchone()
    assert linha is not None
    return linha[0]


def _cadastros(cur: psycopg.Cursor[Any]) -> None:
    for nome, cnpj, municipio in (("Loja Centro Ltda", "12ABC34501DE35", "Florianópolis"),
                                  ("Loja Norte Ltda", "11222333000181", "Joinville")):
        cur.execute("INSERT INTO estabelecimentos (nome, fantasia, cnpj, endereco, municipio, uf, cep, telefone) "
                    "VALUES (%s, %s, %s, 'Rua das Flores, 120', %s, 'SC', '88010000', '4833221100')",
                    [nome, nome.removesuffix(" Ltda"), cnpj, municipio])


def _usuarios(cur: psycopg.Cursor[Any]) -> dict[str, int]:
    perfis = {nome: _um(cur, "INSERT INTO perfis (nome, permissoes) VALUES (%s, %s) RETURNING id", nome,
                        Jsonb(permissoes)) for nome, permissoes in PERFIS.items()}
    pessoas = (("ana", "Ana Souza", "Vendedor"), ("bia", "Bia Lima", "Gerente"), ("caio", "Caio Reis", "Caixa"))
    ids = {}
    for login, nome, perfil in pessoas:
        ids[login] = _um(cur, "INSERT INTO usuarios (login, nome, senha, perfil_id) VALUES (%s, %s, %s, %s) "
                         "RETURNING id", login, nome, senhas.resume(SENHA[login]), perfis[perfil])
        cur.execute("INSERT INTO usuario_estabelecimentos VALUES (%s, 1)", [ids[login]])
    return ids


def _estacoes(cur: psycopg.Cursor[Any]) -> dict[str, int]:
    resumo = senhas.resume(CREDENCIAL)
    return {nome: _um(cur, "INSERT INTO estacoes (nome, numero, estabelecimento_id, credencial, politica) "
                      "VALUES (%s, %s, %s, %s, '{}') RETURNING id", nome, numero, loja, resumo)
            for nome, numero, loja in (("T1", 1, 1), ("T2", 2, 1), ("T3", 1, 2))}


def _planos(cur: psycopg.Cursor[Any]) -> dict[str, int]:
    return {nome: _um(cur, "INSERT INTO planos_pagamento (nome, prazos, entrada_percentual, toma_credito) "
                      "VALUES (%s, %s, %s, %s) RETURNING id", nome, Jsonb(p["prazos"]),
                      p.get("entrada_percentual"), p.get("toma_credito", True)) for nome, p in PLANOS.items()}


def _tipos(cur: psycopg.Cursor[Any]) -> dict[str, int]:
    ids = {nome: _um(cur, "INSERT INTO tipos_pedido (nome, politica) VALUES (%s, %s) RETURNING id", nome,
                     Jsonb(politica)) for nome, politica in TIPOS.items()}
    cur.execute("INSERT INTO tipo_pedido_estabelecimentos (tipo_id, estabelecimento_id) "
                "SELECT t.id, e.id FROM tipos_pedido t, estabelecimentos e")
    return ids


def _listas(cur: psycopg.Cursor[Any]) -> dict[str, int]:
    return {nome: _um(cur, "INSERT INTO listas_preco (nome) VALUES (%s) RETURNING id", nome)
            for nome in ("VAREJO", "ATACADO")}


def _produtos(cur: psycopg.Cursor[Any], listas: Mapping[str, int]) -> dict[str, int]:
    ids = {}
    for n in range(1, 11):
        ids[f"P{n}"] = produto = _um(cur, "INSERT INTO produtos (codigo, descricao) VALUES (%s, %s) RETURNING id",
                                     f"P{n}", f"PRODUTO P{n}")
        cur.execute("INSERT INTO precos VALUES (%s, %s, %s), (%s, %s, %s)",
                    [produto, listas["VAREJO"], Decimal(n * 10), produto, listas["ATACADO"], Decimal(n * 8)])
        cur.execute("INSERT INTO estoques (produto_id, estabelecimento_id, saldo) VALUES (%s, 1, 100), "
                    "(%s, 2, 100)", [produto, produto])
    return ids


def _clientes(cur: psycopg.Cursor[Any]) -> dict[str, str]:
    ids = {}
    for nome, documento, limite in ((CONSUMIDOR, None, 0), ("JOSÉ DA SILVA", "39053344705", 1000),
                                    ("MARIA SOUZA", "12ABC34501DE35", None)):
        ids[nome] = str(uuid7())
        cur.execute("INSERT INTO pessoas (id, nome, documento, telefone) VALUES (%s, %s, %s, '48999887766')",
                    [ids[nome], nome, documento])
        cur.execute("INSERT INTO clientes (pessoa_id, limite_credito, consumidor_final) VALUES (%s, %s, %s)",
                    [ids[nome], limite, nome == CONSUMIDOR])
        cur.execute("INSERT INTO enderecos (id, pessoa_id, logradouro, numero, bairro, municipio, uf, cep) "
                    "VALUES (%s, %s, 'Rua A', '10', 'Centro', 'Florianópolis', 'SC', '88010000')",
                    [uuid7(), ids[nome]])
    return ids


def nova_loja(fabrica: FabricaBancos) -> Loja:
    """A clone of the model; the caller calls `fecha`."""
    return loja_de(fabrica.clona("retaguarda", prepara))


def loja_de(banco: Banco) -> Loja:
    """The shop of a prepared database."""
    empresa = _de(banco)
    d = banco.dados
    return Loja(empresa, _banco.motor(empresa.dsn_servico), d["usuarios"], d["estacoes"], d["planos"], d["tipos"],
                d["produtos"], {nome: UUID(id_) for nome, id_ in d["clientes"].items()}, d["listas"])


# ---- over HTTP

@dataclass
class Balcao:
    """A counter of the test: raw HTTP with the station's credential and, once logged in, a session."""

    cliente: httpx2.Client
    loja: Loja

    def entra(self, login: str) -> None:
        resposta = self.pede("POST", "/v1/entrar", {"login": login, "senha": SENHA[login]})
        assert resposta.status_code == 200, resposta.text
        self.cliente.headers["X-Sessao"] = resposta.json()["token"]

    def pede(self, metodo: str, caminho: str, corpo: Any = None, **opcoes: Any) -> httpx2.Response:
        """One request; `corpo` is a model, or what JSON takes."""
        if isinstance(corpo, BaseModel):
            corpo = corpo.model_dump(mode="json")
        return self.cliente.request(metodo, caminho, json=corpo, **opcoes)

    def envia(self, pedido: Pedido, **campos: Any) -> httpx2.Response:
        return self.pede("POST", "/v1/pedidos", self.loja.envio(pedido, **campos))


@contextmanager
def servico(loja: Loja, passo: Callable[[Passo], None] | None = None, **opcoes: Any) -> Iterator[str]:
    """The retaguarda of `loja` on a free port, in a thread; yields its address. Real HTTP, one worker. `passo` is told
    the named steps of each order."""
    ctx = contexto_de(loja)
    config = uvicorn.Config(Servico(replace(ctx, passo=passo) if passo else ctx, **opcoes), log_config=None,
                            access_log=False, ws="none", lifespan="on")
    servidor = uvicorn.Server(config)
    with abre_porta("127.0.0.1", 0) as tomada:
        fio = threading.Thread(target=servidor.run, args=([tomada],), name="retaguarda")
        fio.start()
        try:
            yield f"http://127.0.0.1:{tomada.getsockname()[1]}"
        finally:
            servidor.should_exit = True
            fio.join()


def contexto_de(loja: Loja) -> Contexto:
    """The shop's context over an engine of the service's own, with the shop's clock."""
    return contexto(loja.empresa.dsn_servico, lambda: loja.agora)


@contextmanager
def balcao(loja: Loja, endereco: str, login: str | None = "ana", estacao: str = "T1") -> Iterator[Balcao]:
    """A counter of `loja` at the service in `endereco`, logged in."""
    auth = httpx2.BasicAuth(str(loja.estacoes[estacao]), CREDENCIAL)
    # plain HTTP: without `verify` it would read all authorities of the system first, 0.1 s
    with httpx2.Client(base_url=endereco, auth=auth, timeout=30, verify=False) as cliente:
        um = Balcao(cliente, loja)
        if login is not None:
            um.entra(login)
        yield um
