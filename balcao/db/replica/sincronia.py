"""Bringing the server's rows to the replica: the first load, then only what changed (docs/decisions/0070).

A pull is one REPEATABLE READ transaction over all tables, and takes the rows written by transactions
numbered `cursor <= xid < xmin`; the next cursor is that xmin, also when no row changed. Every transaction
below xmin is over, so one that commits late is never skipped; those above come in a later pull.

The copy is made again when the server is not the one it was made from, or is an older state of it.
"""

import sqlite3
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import psycopg

from balcao.db.replica import busca_carga, esquema
from balcao.db.replica.adaptacao import adapta
from balcao.db.replica.arquivo import EstadoReplica, PastaReplica, Situacao, micros
from balcao.db.replica.gravacao import ArquivoReplica, Vida
from balcao.db.replica.origem import Momento, Origem
from balcao.db.server.estado import VERSAO_ESQUEMA, Relacao, relacao
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.versoes import ATUALIZE, antigo, atende

PARADO_S: Final = 30.0
MESMA_ESTACAO_S: Final = 600.0
AVISO_S: Final = 0.25

_PASSAGEIROS: Final = ("SQLITE_FULL", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_IOERR", "SQLITE_READONLY")
_OUTRA_EMPRESA = "Este terminal passou para outra empresa."
_ESTRAGADO = "O arquivo dos dados locais estava danificado ou sumiu."
_OUTRO_ESTADO = "A retaguarda voltou a um estado anterior (cópia restaurada)."


class Sincronizador:
    """Keeps one replica folder up to date. One per folder; not for several threads.

    avisa: called with the state whenever it changes, several times a second during a load.
    testemunha: gets the token that somebody must leave on the server through the service; the next pull
    finds it, or knows that the server forgot (a data folder copied back keeps identity and timeline).
    """

    def __init__(self, pasta: PastaReplica, origem: Origem, *, programa: str, agora: Callable[[], datetime],
                 avisa: Callable[[EstadoReplica], None] = lambda _: None,
                 testemunha: Callable[[str], None] = lambda _: None,
                 relogio: Callable[[], float] = time.monotonic) -> None:
        self._pasta = pasta
        self._origem = origem
        self._programa = programa
        self._agora = agora
        self._avisa = avisa
        self._deixa_testemunha = testemunha
        self._relogio = relogio
        self._arquivo: ArquivoReplica | None = None
        self._ultimo_aviso = -AVISO_S
        self._parado_desde: tuple[int, float] | None = None
        self._recarga_por_testemunha: float | None = None
        self._outra_estacao = ""
        self._esquema_do_banco = VERSAO_ESQUEMA

    def fecha(self) -> None:
        """Close the file and the connection."""
        self._larga()
        self._origem.fecha()

    def puxa(self) -> EstadoReplica:
        """One pull (or the first load, or what is missing of it); returns the state it leaves.

        Raises AmbienteIndisponivel when the server does not answer or the disk does not take it; what was
        stored stays stored.
        """
        try:
            self._atual()  # what an older program left is made readable even if nobody answers
            with self._origem.leitura() as momento:
                self._confere_programa(momento)
                arquivo, motivo = self._escolhe(momento)
                if motivo:
                    arquivo = self._outro(motivo)
                vida = arquivo.vida()
                assert vida is not None
                if vida.completa:
                    return self._incrementa(arquivo, vida, momento)
                self._carrega(arquivo, momento)
            return self._conclui(arquivo, momento)
        except (psycopg.errors.UndefinedColumn, psycopg.errors.UndefinedTable) as erro:
            raise self._outro_esquema() from erro
        except psycopg.Error as erro:
            self._origem.fecha()
            linhas = str(erro).strip().splitlines() or [type(erro).__name__]
            raise AmbienteIndisponivel(f"A sincronização foi interrompida ({linhas[0]}).",
                                       "O balcão segue com os dados que já tem.") from erro
        except sqlite3.Error as erro:
            self._larga(descarta=_corrompido(erro))
            raise AmbienteIndisponivel(
                f"Não foi possível gravar os dados locais do balcão ({erro}).",
                "Libere espaço em disco; as vendas guardadas não foram afetadas.") from erro

    def sem_servidor(self, motivo: str) -> EstadoReplica:
        """Tell the screen that the server does not answer; the data stays."""
        arquivo = None
        with suppress(sqlite3.Error):
            arquivo = self._atual()
        if arquivo is None:
            estado = EstadoReplica(Situacao.SEM_SERVIDOR, motivo)
        else:
            with suppress(sqlite3.Error):  # the disk is the trouble: the line to the counter still goes out
                arquivo.anota(Situacao.SEM_SERVIDOR, motivo)
            estado = replace(arquivo.estado(), situacao=Situacao.SEM_SERVIDOR, detalhe=motivo)
        self._avisa(estado)
        return estado

    def confirma(self, token: str) -> None:
        """The service acknowledged this token: from now on the server has it, or one proposed after it.

        Without this, a server set back by one pull still shows the token before, as if the last had been lost.
        Raises AmbienteIndisponivel when the disk does not take it; then it is only not known.
        """
        try:
            if (arquivo := self._atual()) is not None:
                arquivo.confirma(token)
        except sqlite3.Error as erro:
            raise AmbienteIndisponivel(f"Não foi possível gravar os dados locais do balcão ({erro}).",
                                       "Libere espaço em disco; as vendas guardadas não foram afetadas.") from erro

    def recarrega(self) -> None:
        """Forget the copy: the next pull makes it anew, while selling goes on with the old one."""
        if (arquivo := self._atual()) is not None:
            with arquivo.transacao() as conexao:
                conexao.execute("UPDATE replica SET geracao = ''")

    # ---- which program, which schema

    def _confere_programa(self, momento: Momento) -> None:
        self._esquema_do_banco = momento.esquema_versao
        if not atende(self._programa, momento.programa_minimo):
            raise AmbienteIndisponivel(antigo(self._programa, momento.programa_minimo), ATUALIZE)

    def _outro_esquema(self) -> AmbienteIndisponivel:
        """A table or column is not there: who must be updated depends on which of the two is older."""
        versao = self._esquema_do_banco
        if relacao(versao) is Relacao.NOVO:
            return AmbienteIndisponivel(
                f"O banco de dados da retaguarda (versão {versao}) é mais novo que este programa.", ATUALIZE)
        return AmbienteIndisponivel(
            f"O banco de dados da retaguarda (versão {versao}) é mais antigo que este programa.",
            "No servidor: balcao banco migrar. O que este balcão já tem continua valendo.")

    # ---- which file

    def _atual(self) -> ArquivoReplica | None:
        """The current file, open; None when there is none or it cannot be used."""
        if self._arquivo is None and (caminho := self._pasta.atual()) is not None:
            with suppress(sqlite3.Error):
                self._arquivo = ArquivoReplica(caminho)
            if self._arquivo is not None and not _adapta(self._arquivo):
                self._larga()
        if self._arquivo is not None and self._arquivo.vida() is None:
            self._larga()
        return self._arquivo

    def _escolhe(self, momento: Momento) -> tuple[ArquivoReplica, str]:
        """The file to fill; with a reason when the copy must be made anew beside it."""
        arquivo = self._atual()
        vida = arquivo.vida() if arquivo else None
        outra_empresa = vida is not None and vida.empresa not in (None, momento.empresa)
        if arquivo is None or vida is None or outra_empresa:
            if self._pasta.ja_houve:
                self._pasta.anota_recarga(_OUTRA_EMPRESA if outra_empresa else _ESTRAGADO, self._agora())
            return self._novo(), ""
        if vida.assinatura != esquema.assinatura():
            if relacao(momento.esquema_versao) is Relacao.ANTIGO:
                raise self._outro_esquema()
            return arquivo, "O Balcão foi atualizado."
        return arquivo, self._por_que_recarregar(vida, momento)

    def _por_que_recarregar(self, vida: Vida, momento: Momento) -> str:
        if vida.empresa is None or vida.cursor is None:
            return ""
        if vida.geracao != momento.geracao:
            return "O banco de dados da retaguarda foi restaurado." if vida.geracao else "Recarga pedida."
        if vida.sistema != momento.sistema or vida.linha_do_tempo != momento.linha_do_tempo:
            return "A retaguarda passou para outro servidor."
        if vida.estabelecimento_id != momento.estabelecimento_id:
            return "Este terminal passou para outro estabelecimento."
        if momento.horizonte < vida.cursor:
            return _OUTRO_ESTADO
        if vida.cursor < momento.exclusoes_ate:
            return "Este terminal ficou tempo demais sem sincronizar."
        return self._sem_testemunha(vida, momento)

    def _sem_testemunha(self, vida: Vida, momento: Momento) -> str:
        """Whether the server lacks what it must remember. Data is put back only while it is off: after that, a load
        that was under way proves nothing, and of several tokens on their way only the newest does."""
        if vida.ligado_em != momento.ligado_em:
            if not vida.completa:
                return "O servidor foi reiniciado durante a carga."
            if vida.propostas:
                return "" if momento.testemunha == vida.propostas[-1] else _OUTRO_ESTADO
        if vida.testemunha is not None and momento.testemunha not in {vida.testemunha, *vida.propostas}:
            return self._sumiu_a_testemunha()
        return ""

    def _sumiu_a_testemunha(self) -> str:
        """Reload, unless it was the reason a moment ago: then somebody else leaves tokens in our name."""
        agora = self._relogio()
        antes, self._recarga_por_testemunha = self._recarga_por_testemunha, agora
        if antes is None or agora - antes >= MESMA_ESTACAO_S:
            return _OUTRO_ESTADO
        self._outra_estacao = "Outro computador usa a credencial desta estação; crie uma estação para cada um."
        return ""

    def _novo(self) -> ArquivoReplica:
        """An empty file that is read at once: there is nothing better to sell with."""
        self._larga()
        arquivo = self._cria()
        self._pasta.aponta(arquivo.arquivo)
        self._pasta.limpa()
        self._arquivo = arquivo
        return arquivo

    def _outro(self, motivo: str) -> ArquivoReplica:
        """An empty file beside the current one, which is read until the new one is whole."""
        atual = self._arquivo
        assert atual is not None
        self._pasta.anota_recarga(motivo, self._agora())
        atual.anota(Situacao.RECARREGANDO, motivo)
        estado = atual.estado()
        self._avisa(estado)
        self._larga()
        self._arquivo = novo = self._cria()
        novo.anota(Situacao.RECARREGANDO, motivo)
        with novo.transacao() as conexao:  # the data that is read meanwhile is as old as it was
            conexao.execute("UPDATE replica SET atualizado_em = ?, servidor_em = ?, desvio = ?", (
                estado.atualizado_em and micros(estado.atualizado_em),
                estado.servidor_em and micros(estado.servidor_em), estado.desvio // timedelta(microseconds=1)))
        return novo

    def _cria(self) -> ArquivoReplica:
        arquivo = ArquivoReplica(self._pasta.nova())
        arquivo.cria(self._programa)
        return arquivo

    def _larga(self, descarta: bool = False) -> None:
        arquivo, self._arquivo = self._arquivo, None
        if arquivo is not None:
            arquivo.fecha()
            if descarta:
                with suppress(OSError):  # still read by the counter on Windows: the next load replaces it
                    arquivo.arquivo.unlink()

    # ---- first load

    def _carrega(self, arquivo: ArquivoReplica, momento: Momento) -> None:
        if arquivo.estado().situacao is Situacao.SEM_SERVIDOR:
            e_a_lida = self._pasta.atual() == arquivo.arquivo
            arquivo.anota(Situacao.CARREGANDO if e_a_lida else Situacao.RECARREGANDO)
        arquivo.comeca(momento, {t.name: self._origem.conta(t) for t in esquema.tabelas()})
        self._mostra(arquivo)
        prontas, destaques = arquivo.prontas(), False
        for tabela in esquema.tabelas():
            if tabela.name in prontas:
                continue
            if tabela.name in esquema.DE_PRODUTO and not destaques:
                destaques = True
                self._carrega_destaques(arquivo, prontas)
            for _ in arquivo.recebe(tabela, self._origem.tudo(tabela)):
                self._mostra_avanco(arquivo)
            arquivo.terminou(tabela)
        self._mostra(arquivo)

    def _carrega_destaques(self, arquivo: ArquivoReplica, prontas: set[str]) -> None:
        for tabela in esquema.tabelas():
            if tabela.name in esquema.DE_PRODUTO and tabela.name not in prontas:
                for _ in arquivo.recebe(tabela, self._origem.destaques(tabela), conta=False):
                    self._mostra_avanco(arquivo)

    def _conclui(self, arquivo: ArquivoReplica, momento: Momento) -> EstadoReplica:
        """Index the customers, and make this file the one that is read. The server is not held meanwhile."""
        for _ in arquivo.indexa_clientes():
            self._mostra_avanco(arquivo)
        busca_carga.fecha_carga(arquivo.conexao)
        vida = arquivo.vida()
        assert vida is not None
        assert vida.cursor is not None
        with arquivo.transacao() as conexao:
            conexao.execute("UPDATE replica SET carga_completa = 1")
            token = arquivo.avanca(replace(momento, horizonte=vida.cursor), self._agora(), Situacao.EM_DIA, "",
                                   True, str(uuid.uuid4()))
        self._pasta.aponta(arquivo.arquivo)
        self._pasta.limpa()
        self._deixa_testemunha(token)
        return self._mostra(arquivo)

    # ---- changes

    def _incrementa(self, arquivo: ArquivoReplica, vida: Vida, momento: Momento) -> EstadoReplica:
        assert vida.cursor is not None
        if busca_carga.precisa_reconstruir(arquivo.conexao):
            busca_carga.reconstruir(arquivo.conexao)
        segura = self._quem_segura(vida.cursor, momento)
        parado = momento.horizonte == vida.cursor and momento.proximo > momento.horizonte
        with arquivo.transacao():
            if momento.horizonte > vida.cursor:
                self._aplica(arquivo, vida.cursor, momento.horizonte)
            token = arquivo.avanca(momento, self._agora(), Situacao.ATRASADA if segura else Situacao.EM_DIA,
                                   segura or self._outra_estacao, not parado, str(uuid.uuid4()))
        self._deixa_testemunha(token)
        return self._mostra(arquivo)

    def _aplica(self, arquivo: ArquivoReplica, desde: int, antes: int) -> None:
        mudaram = self._origem.mudaram(desde, antes)
        arquivo.prepara_mudancas()
        for exclusao in self._origem.exclusoes(desde, antes):
            if nome := arquivo.exclui(exclusao):
                mudaram.add(nome)
        for tabela in esquema.tabelas():
            if tabela.name in mudaram:
                arquivo.aplica(tabela, self._origem.novidades(tabela, desde, antes))
        arquivo.reindexa()

    def _quem_segura(self, cursor: int, momento: Momento) -> str:
        """Words for a horizon that has stood still too long while somebody works; else empty."""
        if momento.horizonte != cursor or momento.proximo == momento.horizonte:
            self._parado_desde = None
            return ""
        if self._parado_desde is None or self._parado_desde[0] != cursor:
            self._parado_desde = (cursor, self._relogio())
        if self._relogio() - self._parado_desde[1] < PARADO_S:
            return ""
        quem = self._origem.quem_segura(momento.horizonte)
        return f"Novidades retidas no servidor por {quem}." if quem else ""

    def _mostra(self, arquivo: ArquivoReplica) -> EstadoReplica:
        estado = arquivo.estado()
        self._avisa(estado)
        self._ultimo_aviso = self._relogio()
        return estado

    def _mostra_avanco(self, arquivo: ArquivoReplica) -> None:
        """Tell how far a load is, not more than a few times a second."""
        if self._relogio() - self._ultimo_aviso >= AVISO_S:
            self._mostra(arquivo)


def _adapta(arquivo: ArquivoReplica) -> bool:
    """Whether this program can use the file. A disk that is full or a file that is held is no reason to let it go:
    raises sqlite3.Error."""
    try:
        return adapta(arquivo.conexao)
    except sqlite3.Error as erro:
        if getattr(erro, "sqlite_errorname", "").startswith(_PASSAGEIROS):
            raise
        return False


def _corrompido(erro: sqlite3.Error) -> bool:
    return isinstance(erro, sqlite3.DatabaseError) and getattr(erro, "sqlite_errorname", "") in (
        "SQLITE_CORRUPT", "SQLITE_NOTADB")
