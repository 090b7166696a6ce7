"""What this computer can say of itself without anybody's help: disk, journal, outbox, local data, its own speed,
printer, scale labels. Starts nothing; all it writes is a file of its own, removed at once, to measure the disk."""

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from balcao.config.estacao import Estacao
from balcao.config.plataforma import Pastas
from balcao.db.fatos_cadastros import ler_terminal
from balcao.db.journal.diario import ARQUIVO, instante
from balcao.db.replica.arquivo import PastaReplica, Recargas, Situacao, estado_de
from balcao.db.replica.busca import BuscaProdutos, FiltroProdutos
from balcao.db.replica.leitura import Replica
from balcao.devices.fila_impressao import TELA, FilaImpressao
from balcao.devices.impressora import abre, confere
from balcao.devices.impressora_erros import ImpressoraIndisponivel
from balcao.devices.trabalho import PARADOS, EstadoTrabalho
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.formatos import data_hora, quantos
from balcao.domain.passo_teste import Estado
from balcao.domain.terminal import PoliticaTerminal
from balcao.services.counter.conexao_teste import Passo
from balcao.services.counter.ligacao import em_palavras
from balcao.services.counter.pastas import diario, impressao, replica

POUCO_DISCO: Final = 1_000_000_000
SEM_DISCO: Final = 200_000_000
BUSCA_MS: Final = 33
GRAVA_MS: Final = 50
BUSCAS: Final = 40
GRAVACOES: Final = 10
MUITAS_RECARGAS: Final = 3
RECARGAS_EM: Final = timedelta(days=7)
_SEM_USO: Final = "Nenhuma venda foi feita neste computador."


class DestaMaquina:
    """The looks, each a line. `agora`: this computer's clock, aware."""

    def __init__(self, pastas: Pastas, estacao: Estacao, agora: Callable[[], datetime]) -> None:
        self._pastas, self._estacao, self._agora = pastas, estacao, agora

    def disco(self) -> Passo:
        """Free space where the program keeps everything."""
        livre = shutil.disk_usage(self._pastas.dados).free
        texto = f"{_giga(livre)} livres"
        suporte = f"{texto}."
        if livre < SEM_DISCO:
            return Passo("Disco", Estado.FALHOU, f"Só {texto} em {self._pastas.dados}.",
                         "Libere espaço agora: sem ele nenhuma venda pode ser guardada.", suporte=suporte)
        if livre < POUCO_DISCO:
            return Passo("Disco", Estado.AVISO, f"{texto} em {self._pastas.dados}.",
                         "Libere espaço: vendas e cópias precisam dele.", suporte=suporte)
        return Passo("Disco", Estado.CERTO, f"{texto} em {self._pastas.dados}.", suporte=suporte)

    def diario(self) -> Passo:
        """The journal: whole, how large, what is in it."""
        nome, arquivo = "Vendas guardadas", diario(self._pastas) / ARQUIVO
        ruins = len([um for um in arquivo.parent.glob(f"{ARQUIVO}.danificado-*")
                     if not um.name.endswith(("-wal", "-shm"))])
        if not arquivo.exists():
            return Passo(nome, Estado.CERTO, _SEM_USO)
        try:
            with closing(_so_le(arquivo)) as con:
                defeito, = con.execute("PRAGMA quick_check(1)").fetchone()
                rascunhos, = con.execute("SELECT count(*) FROM rascunhos").fetchone()
        except sqlite3.DatabaseError as erro:
            defeito, rascunhos = str(erro), 0
        if defeito != "ok":
            return Passo(nome, Estado.FALHOU, f"O arquivo das vendas guardadas está danificado ({defeito}).",
                         "Não desligue nem apague nada: chame o suporte; pode haver vendas não enviadas nele.")
        texto = f"Arquivo íntegro, {_mega(arquivo.stat().st_size)}; {quantos(rascunhos, 'rascunho')} em digitação."
        if ruins:
            danificados = quantos(ruins, "arquivo danificado", "arquivos danificados")
            return Passo(nome, Estado.AVISO, f"{texto} {danificados} de antes, ao lado.",
                         f"Envie ao suporte os arquivos {ARQUIVO}.danificado-…: pode haver vendas não enviadas neles.")
        return Passo(nome, Estado.CERTO, texto)

    def fila_de_envio(self) -> Passo:
        """What waits to be sent, since when, and what the retaguarda could not store."""
        nome, arquivo = "Fila de envio", diario(self._pastas) / ARQUIVO
        if not arquivo.exists():
            return Passo(nome, Estado.CERTO, _SEM_USO)
        with closing(_so_le(arquivo)) as con:
            conta = dict(con.execute("SELECT estado, count(*) FROM envios GROUP BY 1").fetchall())
            clientes = dict(con.execute("SELECT estado, count(*) FROM clientes GROUP BY 1").fetchall())
            desde, = con.execute("SELECT min(criado_em) FROM envios WHERE estado = 'pendente'").fetchone()
        esperam, presos = (conta.get(um, 0) + clientes.get(um, 0) for um in ("pendente", "quarentena"))
        if presos:
            return Passo(nome, Estado.AVISO, f"{esperam} a enviar, {presos} em quarentena.",
                         "Veja em Documentos (F8) por que não puderam ser guardados na retaguarda.")
        if desde is not None:
            ha = em_palavras(self._agora() - instante(desde))
            return Passo(nome, Estado.AVISO, f"{esperam} a enviar; o mais antigo espera há {ha}.",
                         "São enviados sozinhos quando a retaguarda responder. Nada se perde.")
        return Passo(nome, Estado.CERTO, f"Nada espera envio; {conta.get('enviado', 0)} enviados nos últimos 30 dias."
                     if not esperam else f"{quantos(esperam, 'cadastro')} a enviar.")

    def replica(self) -> Passo:
        """The local copy of the shop's data: age, size, since when it was copied whole."""
        nome, pasta = "Dados locais", PastaReplica(replica(self._pastas))
        estado = estado_de(pasta)
        idade, arquivo, recargas = estado.idade(self._agora()), pasta.atual(), pasta.recargas()
        if estado.situacao is Situacao.VAZIA or idade is None or arquivo is None:
            quanto = f" ({estado.fracao:.0%})" if estado.carga else ""
            return Passo(nome, Estado.AVISO, f"A primeira carga ainda não terminou{quanto}.",
                         "Abra o Balcão com o servidor ligado.")
        texto = (f"Sincronizados há {em_palavras(idade)}, {_mega(arquivo.stat().st_size)}; "
                 f"copiados por inteiro em {_nascido(arquivo)}. {_recargas(recargas)}")
        if recargas.desde(self._agora() - RECARGAS_EM) >= MUITAS_RECARGAS:
            return Passo(nome, Estado.AVISO, texto, "Se continuar, chame o suporte: alguém restaura o banco ou troca "
                         "de servidor, dois computadores usam a mesma estação, ou o disco falha.")
        if estado.detalhe:
            return Passo(nome, Estado.AVISO, f"{texto} {estado.detalhe}",
                         suporte=f"{texto} Situação: {estado.situacao}.")
        if estado.situacao is Situacao.SEM_SERVIDOR:
            return Passo(nome, Estado.AVISO, texto, "Voltam a ser atualizados quando o banco de dados responder.")
        return Passo(nome, Estado.CERTO, texto)

    def busca(self) -> Passo:
        """This computer's own search time, now, against what a keystroke may take."""
        nome, arquivo = "Tempo da busca", PastaReplica(replica(self._pastas)).atual()
        if arquivo is None:
            return Passo(nome, Estado.PULADO, "Não foi medido: ainda não há dados neste computador.")
        with closing(_so_le(arquivo)) as con:
            try:
                palavras = [str(um[0]).split()[0] for um in con.execute(
                    "SELECT descricao FROM produtos WHERE descricao <> '' LIMIT ?", (BUSCAS // 4,))]
            except sqlite3.Error:
                palavras = []
        if not palavras:
            return Passo(nome, Estado.PULADO, "Não foi medido: ainda não há produtos neste computador.")
        textos = [palavra[:tamanho] for palavra in palavras for tamanho in (2, 3, 4, 20)]
        filtro, busca = FiltroProdutos(self._estacao.estabelecimento_id, 0), BuscaProdutos(arquivo)
        try:
            busca.imediata(textos[0], filtro)  # the first one opens the file
            tempos = [_us(partial(busca.imediata, texto, filtro)) for texto in textos]
            return _tempo(nome, "Procurar um produto", tempos, BUSCA_MS,
                          "Feche outros programas; se continuar, este computador é lento para o cadastro.")
        finally:
            busca.fechar()

    def gravacao(self) -> Passo:
        """This computer's own time to put a sale on the disk for good."""
        pasta = diario(self._pastas)
        disco = pasta if pasta.is_dir() else self._pastas.dados
        with (tempfile.TemporaryDirectory(prefix="medida-", dir=disco) as onde,
              closing(sqlite3.connect(Path(onde) / "medida.sqlite", isolation_level=None)) as con):
            con.execute("PRAGMA journal_mode = WAL")
            con.execute("PRAGMA synchronous = FULL")
            con.execute("CREATE TABLE t (x TEXT)")
            tempos = [_us(lambda: con.execute("INSERT INTO t VALUES (?)", ("x" * 4000,))) for _ in range(GRAVACOES)]
        return _tempo("Tempo da gravação", "Guardar uma venda no disco", tempos, GRAVA_MS,
                      "O disco está lento: veja se um antivírus ou uma cópia o ocupa, ou se ele está perto de falhar.")

    def impressora(self) -> Passo:
        """Whether it can be reached, what waits, what failed last."""
        configurada = str(self._estacao.locais.get("controles_impressao", {}).get("imp_impressora", ""))
        pasta = impressao(self._pastas)
        fila = FilaImpressao(pasta, abre, self._agora).listar(
            EstadoTrabalho.NA_FILA, EstadoTrabalho.IMPRIMINDO, *PARADOS) if pasta.is_dir() else []
        parados = [um for um in fila if um.estado in PARADOS]
        na_fila = f"{len(fila) - len(parados)} na fila, {len(parados)} parados."
        try:
            confere(configurada)
        except ImpressoraIndisponivel as erro:
            return Passo("Impressora", Estado.AVISO if not parados else Estado.FALHOU, f"{erro.mensagem} {na_fila}",
                         erro.acao, suporte=f"Não foi alcançada ({_especie(configurada)}). {na_fila}")
        bem = f"{abre(configurada).nome}: responde. {na_fila}"
        suporte = f"Responde ({_especie(configurada)}). {na_fila}"
        if parados:
            ultimo = max(parados, key=lambda um: um.mudou_em)
            return Passo("Impressora", Estado.AVISO, f"{bem} Última falha: {ultimo.motivo}",
                         f"Veja os parados na {TELA}: imprima de novo, ou diga que saíram.", suporte=suporte)
        return Passo("Impressora", Estado.CERTO, bem, suporte=suporte)

    def balanca(self) -> Passo | None:
        """The scale's labels; None when no product is sold by weight."""
        try:
            with Replica(replica(self._pastas)).conexao() as leitor:
                codigos = [str(um[0]) for um in leitor.conexao.execute("SELECT codigo FROM produtos WHERE pesavel")]
                politica = ler_terminal(leitor, self._estacao.id).politica if codigos else PoliticaTerminal()
        except (AmbienteIndisponivel, sqlite3.Error):
            return None
        if not codigos:
            return None
        digitos = int(politica.balanca.balanca_digitos_codigo)
        longos = [um for um in codigos if not um.isdigit() or len(um.lstrip("0")) > digitos]
        texto = (f"{quantos(len(codigos), 'produto')} por peso; etiquetas que começam com "
                 f"{politica.balanca.balanca_prefixo_etiqueta}, código de {digitos} algarismos.")
        if longos:
            return Passo("Balança", Estado.AVISO, f"{texto} {len(longos)} não cabem nesse código.",
                         "Configuração, Balança: confira os dígitos do código, ou mude o código desses produtos.")
        return Passo("Balança", Estado.CERTO, texto)


def _so_le(arquivo: Path) -> sqlite3.Connection:
    conexao = sqlite3.connect(f"{arquivo.resolve().as_uri()}?mode=rw", uri=True, timeout=2.0, isolation_level=None)
    conexao.execute("PRAGMA query_only = ON")  # not mode=ro: a WAL may need its index made
    return conexao


def _us(faz: Callable[[], object]) -> int:
    """How long it took, in microseconds."""
    inicio = time.perf_counter_ns()
    faz()
    return (time.perf_counter_ns() - inicio) // 1000


def _tempo(nome: str, o_que: str, tempos: list[int], limite_ms: int, conselho: str) -> Passo:
    """A measure in words: the usual time and the worst, against the limit. One slow time alone is no finding."""
    em_ordem = sorted(tempos)
    usual, quase, pior = em_ordem[len(em_ordem) // 2], em_ordem[-2], em_ordem[-1]
    texto = (f"{o_que} leva {_milesimos(usual)} ms (o pior de {len(tempos)}: {_milesimos(pior)} ms); "
             f"o limite é {limite_ms} ms.")
    return Passo(nome, Estado.AVISO, texto, conselho) if quase > 1000 * limite_ms else Passo(nome, Estado.CERTO, texto)


def _especie(configurada: str) -> str:
    tipo = configurada.partition(":")[0].strip().casefold()
    return {"rede": "de rede", "pasta": "pasta", "nenhuma": "nenhuma", "": "padrão do sistema"}.get(tipo, "do sistema")


def _recargas(recargas: Recargas) -> str:
    """How often the copy was made again, and why the last time."""
    if not recargas.quantas:
        return "Nunca precisaram ser copiados outra vez."
    em, motivo = recargas.ultimas[-1]
    vezes = quantos(recargas.quantas, "vez", "vezes")
    return f"Copiados outra vez por inteiro {vezes}, a última em {data_hora(em.astimezone())}: {motivo}"


def _nascido(arquivo: Path) -> str:
    """When a replica was begun: its name is a UUIDv7."""
    ms = UUID(arquivo.stem.removeprefix("replica-")).int >> 80
    return data_hora(datetime.fromtimestamp(ms / 1000, UTC).astimezone())


def _milesimos(valor: int) -> str:
    """Thousandths in units with one decimal place."""
    return f"{valor // 1000},{valor % 1000 // 100}"


def _giga(tamanho: int) -> str:
    return f"{_milesimos(tamanho // 1_000_000)} GB"


def _mega(tamanho: int) -> str:
    return f"{_milesimos(tamanho // 1000)} MB"
