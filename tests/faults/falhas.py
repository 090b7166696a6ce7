"""What can happen to an order on its way. Each fault is a function that makes two counters press F12 while it strikes,
and returns whether it really struck: what was not reached does not count.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from types import MappingProxyType

import psutil
import psycopg

from balcao.db.journal.diario import ARQUIVO
from balcao.services.counter.finalizar import Passo as PassoBalcao
from balcao.services.office.contexto import Passo as PassoServico
from tests.faults.balcao_vivo import MORRE, PARA, BalcaoVivo, Morreu
from tests.faults.cena import Cena
from tests.faults.loja import LOGIN, SENHA_LOGIN
from tests.faults.rede import F12, PEDIDO, QUALQUER, REMESSA, Ato, Falha

Ataque = Callable[[Cena], bool]
DAV = "DAV"
SERVICO = "balcao retaguarda"  # application_name of the service's connections


# ---- kill -9 of the counter

def _balcao_morre(passo: PassoBalcao) -> Ataque:
    def ataque(cena: Cena) -> bool:
        cena.vitima.vivo.pede("arma", passo, MORRE)
        cena.todos_apertam()
        return cena.da_vitima.morto_em == passo
    return ataque


def _balcao_morre_com_fato(cena: Cena) -> bool:
    """Written down with a provisional number, not printed."""
    cena.vende(DAV)
    cena.vitima.rede.arma(Falha(Ato.RECUSA))
    cena.vitima.vivo.pede("arma", PassoBalcao.ACEITO, MORRE)
    cena.todos_apertam()
    return cena.da_vitima.morto_em == PassoBalcao.ACEITO


def _balcao_morre_imprimindo(cena: Cena, gancho: str) -> bool:
    golpe = threading.Event()

    def mata() -> None:
        cena.vitima.vivo.golpe()
        golpe.set()

    setattr(cena.vitima.impressora, gancho, mata)
    cena.todos_apertam()
    atingiu = golpe.wait(5)
    cena.vitima.vivo.mata()
    return atingiu


def _balcao_morre_na_remessa(cena: Cena) -> bool:
    """The outbox's order is stored and answered; the answer is not written down."""
    falha = Falha(Ato.AVISA, REMESSA, 1, antes_de_responder=cena.vitima.vivo.golpe)
    cena.vende_sozinho(falha)
    try:
        cena.espera(lambda: cena.vitima.vivo.pede("envia_tudo") > 0)
    except Morreu:
        cena.vitima.vivo.mata()
    return falha.atingida.is_set()


# ---- kill -9 of the service

def _servico_morre(passo: PassoServico) -> Ataque:
    def ataque(cena: Cena) -> bool:
        cena.servico.arma(passo, MORRE)
        cena.todos_apertam()
        return cena.servico.atingida
    return ataque


def _servico_inteiro_morre(cena: Cena) -> bool:
    cena.servico.arma(cena.sorte.choice(list(PassoServico)), PARA)
    cena.aperta()
    atingiu = cena.servico.espera_atingir()
    cena.servico.mata()
    cena.ouve()
    cena.servico.liga()
    return atingiu


# ---- the database

def _com_o_servico_parado(ato: Callable[[Cena], bool]) -> Ataque:
    """`ato` strikes while an order stands at a step of its transaction."""
    def ataque(cena: Cena) -> bool:
        cena.servico.arma(cena.sorte.choice(list(PassoServico)), PARA)
        cena.aperta()
        atingiu = cena.servico.espera_atingir() and ato(cena)
        cena.servico.solta()
        cena.ouve()
        return atingiu
    return ataque


def _mata_conexao(cena: Cena) -> bool:
    """kill -9 of one backend: PostgreSQL throws everybody out and recovers."""
    pids = cena.loja.processos_do_banco(SERVICO)
    if pids:
        psutil.Process(cena.sorte.choice(pids)).kill()
    return bool(pids)


def _encerra_conexoes(cena: Cena) -> bool:
    """As a pooler or an administrator does."""
    with psycopg.connect(cena.loja.pg.dsn(), autocommit=True) as con:
        return bool(con.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s",
                                (SERVICO,)).fetchall())


def _mata_banco(cena: Cena) -> bool:
    cena.loja.mata_banco()
    return True


def _banco_reinicia(cena: Cena) -> bool:
    cena.loja.pg.parar()
    cena.loja.religa_banco()
    return True


# ---- the wire

def _na_rede(ato: Ato, alvo: str = F12, segundos: float = 0.0, vezes: tuple[int, ...] = (1, 2, 99)) -> Ataque:
    def ataque(cena: Cena) -> bool:
        falha = Falha(ato, alvo, cena.sorte.choice(vezes), segundos)
        cena.vitima.rede.arma(falha)
        cena.todos_apertam()
        return falha.atingida.is_set()
    return ataque


def _dois_processos(cena: Cena) -> bool:
    """Two windows on one journal send the same order at the same moment."""
    outro = BalcaoVivo(cena.vitima.pasta)
    try:
        outro.pede("entra", LOGIN, SENHA_LOGIN)
        falha = Falha(Ato.ENCONTRA, REMESSA, 2, encontro=threading.Barrier(2))
        cena.vende_sozinho(falha)
        for vivo in (outro, cena.vitima.vivo):
            vivo.diz("envia_tudo")
        for vivo in (outro, cena.vitima.vivo):
            vivo.ouve()
    finally:
        outro.mata()
    return falha.atingida.is_set()


# ---- disks

def _disco_do_diario(cena: Cena) -> bool:
    """Full before F12, or between two of its steps. The WAL is cut first: inside its old length there is room."""
    disco = cena.vitima.discos["diario"]

    def enche() -> None:
        with closing(sqlite3.connect(disco.pasta / ARQUIVO)) as diario:
            diario.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        disco.enche()

    passo = cena.sorte.choice((None, PassoBalcao.CONFIRMADO, PassoBalcao.RESPONDIDO))
    if passo is None:
        enche()
    else:
        cena.no_passo = enche
        cena.vitima.vivo.pede("arma", passo, PARA)
    cena.todos_apertam()
    dito = cena.da_vitima.ditos[-1]
    return dito.erro and "disco" in dito.palavras


def _disco_da_replica(cena: Cena) -> bool:
    cena.vitima.discos["replica"].enche()
    cena.loja.loja.sql("UPDATE produtos SET descricao = descricao WHERE id = %s", cena.sorte.choice(list(
        cena.loja.codigos)))
    cena.todos_apertam()
    return cena.espera(lambda: "disco" in cena.vitima.vivo.pede("estado").replica)


def _disco_da_fila(cena: Cena) -> bool:
    cena.vitima.discos["impressao"].enche()
    cena.todos_apertam()
    return "Não foi impresso" in cena.da_vitima.ditos[-1].palavras


def _disco_do_servidor(cena: Cena) -> bool:
    """Tables grow now and then: it is sold until one does not."""
    cena.loja.disco_banco.enche()
    for _ in range(60):
        cena.todos_apertam()
        if any(not v.ditos[-1].protocolo for v in cena.da_vez if v.ditos):
            return True
        cena.vende()
    return False


# ---- the clock

def _relogio(sentido: int) -> Ataque:
    """Wrong while an order is sold and waits, right again when the wire is: the outbox must send it by itself."""
    def ataque(cena: Cena) -> bool:
        vivo = cena.vitima.vivo
        cena.vende(DAV)
        vivo.pede("relogio", sentido * cena.sorte.choice((7200.0, 40 * 86400.0, 400 * 86400.0)))
        falha = Falha(Ato.CORTA_PEDIDO, PEDIDO)
        cena.vitima.rede.arma(falha)
        cena.todos_apertam()
        vivo.pede("saude")
        vivo.pede("envia_tudo")
        vivo.pede("relogio", 0.0)
        cena.vitima.rede.arma(None)

        def saiu() -> bool:
            vivo.pede("acorda")
            return vivo.pede("estado").envios.get(cena.da_vitima.vendido.id) == "enviado"

        if not cena.espera(saiu, 20.0):
            cena.acusa("perdido", "o pedido ficou esperando por um relógio que já estava certo")
        return falha.atingida.is_set()
    return ataque


def _sem_rede_depois_volta(cena: Cena) -> bool:
    """The port is closed; the seller goes on, and goes on again."""
    falha = Falha(Ato.RECUSA)
    cena.vitima.rede.arma(falha)
    cena.todos_apertam()
    cena.vende()
    inicio = time.monotonic()
    cena.todos_apertam()
    return falha.atingida.is_set() and time.monotonic() > inicio


FALHAS: Mapping[str, Ataque] = MappingProxyType({
    **{f"balcão morto: {p}": _balcao_morre(p) for p in PassoBalcao},
    "balcão morto: fato sem papel": _balcao_morre_com_fato,
    "balcão morto: antes do papel": lambda cena: _balcao_morre_imprimindo(cena, "ao_perguntar"),
    "balcão morto: depois do papel": lambda cena: _balcao_morre_imprimindo(cena, "ao_imprimir"),
    "balcão morto: remessa respondida": _balcao_morre_na_remessa,
    **{f"serviço morto: {p}": _servico_morre(p) for p in PassoServico},
    "serviço morto: inteiro": _servico_inteiro_morre,
    "banco: conexão morta": _com_o_servico_parado(_mata_conexao),
    "banco: conexões encerradas": _com_o_servico_parado(_encerra_conexoes),
    "banco: morto": _com_o_servico_parado(_mata_banco),
    "banco: reiniciado": _com_o_servico_parado(_banco_reinicia),
    "rede: resposta perdida": _na_rede(Ato.PERDE_RESPOSTA),
    "rede: resposta cortada": _na_rede(Ato.CORTA_RESPOSTA),
    "rede: pedido cortado": _na_rede(Ato.CORTA_PEDIDO),
    "rede: buraco negro": _na_rede(Ato.BURACO, QUALQUER, vezes=(99,)),
    "rede: porta fechada": _sem_rede_depois_volta,
    "rede: 20 ms": _na_rede(Ato.ATRASA, QUALQUER, 0.02, (99,)),
    "rede: 2 s": _na_rede(Ato.ATRASA, QUALQUER, 2.0, (99,)),
    "dois processos no mesmo diário": _dois_processos,
    "disco cheio: diário": _disco_do_diario,
    "disco cheio: réplica": _disco_da_replica,
    "disco cheio: fila de impressão": _disco_da_fila,
    "disco cheio: servidor": _disco_do_servidor,
    "relógio adiantado": _relogio(1),
    "relógio atrasado": _relogio(-1),
})
