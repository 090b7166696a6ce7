"""The state of everything on this computer, for the CLI and the support: what is, and when it is not well, what to
do. Starts nothing and changes nothing."""

import shutil
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from balcao import __version__
from balcao.config import estacao as config_estacao
from balcao.config import servidor as config_servidor
from balcao.config.estacao import Estacao
from balcao.config.plataforma import Pastas
from balcao.config.segredos import Segredos
from balcao.config.servidor import Modo
from balcao.db.journal.diario import ARQUIVO, Diario
from balcao.db.journal.envios import Envios
from balcao.db.replica.arquivo import PastaReplica, Situacao, estado_de
from balcao.db.server.embutido import ServidorEmbutido
from balcao.db.server.nomes import Papeis
from balcao.domain.erros import AmbienteIndisponivel
from balcao.services.counter.conexao_teste import Credencial, Estado, Passo, TesteConexao
from balcao.services.counter.ligacao import em_palavras
from balcao.services.counter.pastas import diario, replica
from balcao.services.counter.remessa import resumo_da_fila

POUCO_DISCO = 1_000_000_000

__all__ = ["Estado", "Passo", "diagnostica"]


def diagnostica(pastas: Pastas, segredos: Segredos, agora: Callable[[], datetime]) -> tuple[Passo, ...]:
    """Every line, in order. Never raises for what it finds."""
    linhas: list[Passo] = []
    estacao = config_estacao.le(pastas.config)
    olhares: tuple[tuple[str, Callable[[], Passo]], ...] = (
        ("Programa", lambda: Passo("Programa", Estado.CERTO, f"Balcão {__version__}.")),
        ("Disco", lambda: _disco(pastas.dados)),
        ("Arquivo do terminal", lambda: _arquivo(pastas.config, estacao)),
        ("Senhas", lambda: Passo("Senhas", Estado.CERTO, segredos.origem().frase)),
        ("Vendas guardadas", lambda: _diario(pastas, agora)),
        ("Dados locais", lambda: _replica(pastas, agora)),
        ("Servidor deste computador", lambda: _servidor(pastas)))
    for nome, olha in olhares:
        inicio = time.perf_counter()
        try:
            passo = olha()
        except AmbienteIndisponivel as erro:
            passo = Passo(nome, Estado.FALHOU, erro.mensagem, erro.acao)
        linhas.append(Passo(passo.nome, passo.estado, passo.mensagem, passo.conselho,
                            round((time.perf_counter() - inicio) * 1000)))
    TesteConexao(estacao.integracao, credencial(estacao, segredos), agora, linhas.append).executa()
    return tuple(linhas)


def credencial(estacao: Estacao, segredos: Segredos) -> Credencial | None:
    """How this station enters the database; None until it is registered. Raises AmbienteIndisponivel."""
    segredo = segredos.le(f"estacao {estacao.id}") if estacao.id else None
    if segredo is None:
        return None
    return Credencial(Papeis(estacao.empresa).estacao(estacao.id), segredo, estacao.banco, estacao.empresa)


def _disco(pasta: Path) -> Passo:
    livre = shutil.disk_usage(pasta).free
    texto = f"{livre / 1e9:.1f} GB livres em {pasta}.".replace(".", ",", 1)
    if livre < POUCO_DISCO:
        return Passo("Disco", Estado.AVISO, texto, "Libere espaço: vendas e cópias precisam dele.")
    return Passo("Disco", Estado.CERTO, texto)


def _arquivo(pasta: Path, estacao: Estacao) -> Passo:
    nome = "Arquivo do terminal"
    if estacao.avisos:
        return Passo(nome, Estado.AVISO, " ".join(estacao.avisos), f"Corrija {pasta / config_estacao.ARQUIVO}.")
    if not estacao.id:
        return Passo(nome, Estado.AVISO, "Este computador ainda não é um terminal de nenhuma loja.",
                     "Abra o Balcão, ou no servidor: balcao estacao criar.")
    return Passo(nome, Estado.CERTO, f"{estacao.nome} (estação {estacao.id}), empresa {estacao.empresa}.")


def _diario(pastas: Pastas, agora: Callable[[], datetime]) -> Passo:
    nome = "Vendas guardadas"
    if not (diario(pastas) / ARQUIVO).exists():
        return Passo(nome, Estado.CERTO, "Nenhuma venda foi feita neste computador.")
    with Diario(diario(pastas)) as aberto:
        pendentes, quarentena = resumo_da_fila(Envios(aberto, agora))
        rascunhos, = aberto.le("SELECT count(*) FROM rascunhos")[0]
        texto = (f"{rascunhos} em digitação, {pendentes} a enviar, {quarentena} em quarentena"
                 f"{'; o balcão está aberto' if aberto.outro_aberto else ''}.")
    if quarentena:
        return Passo(nome, Estado.AVISO, texto, "Veja em Documentos (F8) por que não puderam ser guardadas.")
    return Passo(nome, Estado.CERTO, texto)


def _replica(pastas: Pastas, agora: Callable[[], datetime]) -> Passo:
    nome = "Dados locais"
    pasta = PastaReplica(replica(pastas))
    estado = estado_de(pasta)
    idade = estado.idade(agora())
    if estado.situacao is Situacao.VAZIA or idade is None:
        quanto = f" ({estado.fracao:.0%})" if estado.carga else ""
        return Passo(nome, Estado.AVISO, f"A primeira carga ainda não terminou{quanto}.",
                     "Abra o Balcão com o servidor ligado.")
    arquivo = pasta.atual()
    tamanho = f", {arquivo.stat().st_size / 1e6:.0f} MB" if arquivo is not None else ""
    detalhe = f" {estado.detalhe}" if estado.detalhe else ""
    texto = f"Sincronizados há {em_palavras(idade)}{tamanho}.{detalhe}"
    return Passo(nome, Estado.AVISO if estado.detalhe else Estado.CERTO, texto)


def _servidor(pastas: Pastas) -> Passo:
    nome = "Servidor deste computador"
    servidor = config_servidor.le(pastas.config)
    if servidor is None:
        return Passo(nome, Estado.CERTO, "Este computador não é o servidor da loja.")
    if servidor.modo is Modo.EXTERNO:
        return Passo(nome, Estado.CERTO, f"Usa o PostgreSQL em {servidor.endereco}:{servidor.porta}.")
    embutido = ServidorEmbutido(pastas.dados / "servidor")
    if not embutido.esta_rodando():
        return Passo(nome, Estado.AVISO, "O banco de dados embutido está parado.", "Ligue: balcao servidor.")
    return Passo(nome, Estado.CERTO, f"Banco de dados embutido ligado na porta {embutido.porta}.")
