"""The state of everything that a sale needs, line by line, in plain words, with what to do: for the screen, the
command line and the support. Starts nothing and changes nothing; works without a login and without a retaguarda."""

import getpass
import platform
import re
import socket
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from balcao import __version__
from balcao.config import estacao as config_estacao
from balcao.config import servidor as config_servidor
from balcao.config.enderecos import e_deste_computador
from balcao.config.estacao import Estacao
from balcao.config.plataforma import Pastas
from balcao.config.segredos import Segredos
from balcao.config.servidor import Modo
from balcao.db.server.conexao import com
from balcao.db.server.copia_registro import situacao_de
from balcao.db.server.embutido import ServidorEmbutido
from balcao.db.server.nomes import Papeis, provado
from balcao.domain.copia import Falha, Gravidade, SituacaoCopia
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.formatos import data_hora, quantos
from balcao.domain.passo_teste import Estado
from balcao.domain.versoes import atende
from balcao.services.counter.conexao_teste import PRAZO_S, Credencial, Passo, TesteConexao
from balcao.services.counter.diagnostico_local import DestaMaquina
from balcao.services.counter.suporte import texto_para_suporte

__all__ = ["Diagnostico", "Estado", "Passo", "credencial"]

Avisa = Callable[[Passo], None]
_ESTADO = {Gravidade.NENHUMA: Estado.CERTO, Gravidade.ATENCAO: Estado.AVISO, Gravidade.GRAVE: Estado.FALHOU}


class Diagnostico:
    """Run it as often as wanted; each run reads everything again. `agora`: this computer's clock, aware."""

    def __init__(self, pastas: Pastas, segredos: Segredos, agora: Callable[[], datetime]) -> None:
        self._pastas, self._segredos, self._agora = pastas, segredos, agora
        self._empresa = ""

    def executa(self, avisa: Avisa = lambda _: None, parou: Callable[[], bool] = lambda: False) -> tuple[Passo, ...]:
        """Every line, in order, each told as it ends. `parou`: asked before each. Never raises for what it finds."""
        linhas: list[Passo] = []

        def conta(passo: Passo) -> None:
            linhas.append(passo)
            avisa(passo)

        estacao = config_estacao.le(self._pastas.config)
        daqui = DestaMaquina(self._pastas, estacao, self._agora)
        teste = TesteConexao(estacao.integracao, self._credencial(estacao), self._agora, conta, estacao.conexao)
        for nome, olha in (
                ("Terminal", lambda: self._terminal(estacao)), ("Senhas", self._senhas), ("Disco", daqui.disco),
                ("Vendas guardadas", daqui.diario), ("Fila de envio", daqui.fila_de_envio),
                ("Dados locais", daqui.replica), ("Tempo da busca", daqui.busca),
                ("Tempo da gravação", daqui.gravacao), ("Impressora", daqui.impressora), ("Balança", daqui.balanca),
                ("Servidor deste computador", self._servidor)):
            if parou():
                return tuple(linhas)
            if (passo := _olha(nome, olha)) is not None:
                conta(passo)
        if not parou():
            teste.executa()
            self._empresa = str(teste.saude.get("empresa", "")) or self._empresa
        for nome, olha in (("Programa", lambda: _versoes(teste.saude)),
                           ("Backup", lambda: self._backup(estacao, teste.saude))):
            if not parou():
                conta(_olha(nome, olha) or Passo(nome, Estado.PULADO, "Não há o que ver."))
        if not parou() and (papeis := _papeis_parados(teste.saude)) is not None:
            conta(papeis)
        return tuple(linhas)

    def para_suporte(self, passos: Iterable[Passo]) -> str:
        """The run as one text without personal data."""
        estacao = config_estacao.le(self._pastas.config)
        sistema = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
        return texto_para_suporte(passos, sistema, self._agora().astimezone(), self._privados(estacao))

    def _privados(self, estacao: Estacao) -> dict[str, str]:
        """What this shop and this computer are called."""
        nomes = {self._empresa: "empresa", estacao.nome: "terminal", socket.gethostname(): "computador",
                 str(Path.home()): "pasta", Path.home().name: "pessoa", str(self._pastas.dados): "dados",
                 str(self._pastas.config): "config"}
        with suppress(KeyError, OSError, ImportError):  # this account has no name
            nomes[getpass.getuser()] = "pessoa"
        for host in estacao.integracao.ip_servidor_retaguarda.split(","):
            if not re.fullmatch(r"[\d.]+|localhost|\[?[0-9a-fA-F:]+\]?", host.strip()):
                nomes[host.strip()] = "servidor"
        nomes[str(estacao.locais.get("controles_impressao", {}).get("imp_impressora", ""))] = "impressora"
        return {nome: o_que for nome, o_que in nomes.items() if nome}

    # ---- lines

    def _credencial(self, estacao: Estacao) -> Credencial | None:
        try:
            return credencial(estacao, self._segredos)
        except AmbienteIndisponivel:
            return None  # the line "Senhas" says why

    def _terminal(self, estacao: Estacao) -> Passo:
        nome = "Terminal"
        if estacao.avisos:
            return Passo(nome, Estado.AVISO, " ".join(estacao.avisos),
                         f"Corrija {self._pastas.config / config_estacao.ARQUIVO}.",
                         suporte=f"O arquivo {config_estacao.ARQUIVO} tem {quantos(len(estacao.avisos), 'aviso')}.")
        if not estacao.id:
            return Passo(nome, Estado.AVISO, "Este computador ainda não é um terminal de nenhuma loja.",
                         "Abra o Balcão, ou no servidor: balcao estacao criar.")
        return Passo(nome, Estado.CERTO, f"{estacao.nome} (estação {estacao.id}), empresa {estacao.empresa}.",
                     suporte=f"Estação {estacao.id}.")

    def _senhas(self) -> Passo:
        estacao = config_estacao.le(self._pastas.config)
        if estacao.id and credencial(estacao, self._segredos) is None:
            return Passo("Senhas", Estado.FALHOU, "A credencial deste terminal não está mais neste computador.",
                         "No servidor: balcao estacao senha; aqui: balcao estacao usar.")
        return Passo("Senhas", Estado.CERTO, self._segredos.origem().frase)

    def _servidor(self) -> Passo | None:
        nome, servidor = "Servidor deste computador", config_servidor.le(self._pastas.config)
        if servidor is None:
            return None
        if servidor.modo is Modo.EXTERNO:
            onde = f"Usa o PostgreSQL em {servidor.endereco}:{servidor.porta}"
            if servidor.banco_ca or e_deste_computador(servidor.endereco):
                prova = ", que tem de provar quem é (TLS)" if servidor.banco_ca else ""
                return Passo(nome, Estado.CERTO, f"{onde}{prova}.", suporte=f"Usa um PostgreSQL da loja{prova}.")
            return Passo(nome, Estado.AVISO, f"{onde}, pela rede e sem prova de quem é ele.",
                         f"Ponha a autoridade dele em banco_ca de {self._pastas.config / config_servidor.ARQUIVO}.",
                         suporte="Usa um PostgreSQL da loja, pela rede e sem prova de quem é ele.")
        embutido = ServidorEmbutido(self._pastas.dados / "servidor")
        if not embutido.esta_rodando():
            return Passo(nome, Estado.AVISO, "O banco de dados embutido está parado.", "Ligue: balcao servidor.")
        return Passo(nome, Estado.CERTO, f"Banco de dados embutido ligado na porta {embutido.porta}.")

    def _backup(self, estacao: Estacao, saude: dict[str, Any]) -> Passo:
        sabido = self._do_banco(estacao) or _da_saude(saude)
        if sabido is None:
            return Passo("Backup", Estado.PULADO, "Não se sabe: nem o banco de dados nem a retaguarda responderam.")
        situacao, problema = sabido
        agora, feito = self._agora(), situacao.por_extenso(self._agora())
        if situacao.responsavel:
            alguem = situacao.model_copy(update={"responsavel": "outra pessoa ou programa"})
            return Passo("Backup", Estado.CERTO, situacao.de_fora(agora),
                         "Pergunte a quem as faz quando foi a última e se já foi restaurada. No servidor, "
                         "Configuração, Banco de Dados (ou balcao banco copiar) faz uma pelo Balcão.",
                         suporte=alguem.de_fora(agora))
        mensagem = f"Último: {feito}."
        if situacao.falha:
            mensagem = f"{'Não pode ser restaurado' if situacao.falha is Falha.NAO_VOLTA else 'Falhou'}. {mensagem}"
        return Passo("Backup", _ESTADO[situacao.gravidade(agora)], f"{mensagem} {problema} {self._onde()}".strip(),
                     _conselho(situacao, agora), suporte=mensagem)

    def _onde(self) -> str:
        """Where the copies are, on the computer that makes them."""
        servidor = config_servidor.le(self._pastas.config)
        if servidor is None:
            return ""
        if not servidor.copia.ligada:
            return "A cópia diária está desligada (balcao banco agendar)."
        pasta = servidor.copia.onde(self._pastas.dados)
        mesmo = pasta.is_dir() and pasta.stat().st_dev == self._pastas.dados.stat().st_dev
        fora = ", no mesmo disco do banco: leve uma para fora daqui de vez em quando" if mesmo else ""
        return f"Todo dia às {servidor.copia.hora}, em {pasta}{fora}."

    def _do_banco(self, estacao: Estacao) -> tuple[SituacaoCopia, str] | None:
        como = self._credencial(estacao)
        if como is None:
            return None
        host = estacao.integracao.ip_servidor_retaguarda.split(",")[0].strip()
        dsn = com("", host=host, port=estacao.integracao.porta_banco_dados, user=como.papel, password=como.senha,
                  dbname=como.banco, connect_timeout=PRAZO_S, **provado(estacao.conexao.banco_ca))
        try:
            with psycopg.connect(dsn) as con:
                return situacao_de(con, como.esquema)
        except psycopg.Error:
            return None  # away, or of an older version: the lines above say so


def credencial(estacao: Estacao, segredos: Segredos) -> Credencial | None:
    """How this station enters the database; None until it is registered. Raises AmbienteIndisponivel."""
    segredo = segredos.le(f"estacao {estacao.id}") if estacao.id else None
    if segredo is None:
        return None
    return Credencial(Papeis(estacao.empresa).estacao(estacao.id), segredo, estacao.banco, estacao.empresa)


def _olha(nome: str, olha: Callable[[], Passo | None]) -> Passo | None:
    """One line, whatever happens to it."""
    inicio = time.perf_counter()
    try:
        passo = olha()
    except AmbienteIndisponivel as erro:
        passo = Passo(nome, Estado.FALHOU, erro.mensagem, erro.acao)
    except (OSError, sqlite3.Error) as erro:
        passo = Passo(nome, Estado.FALHOU, f"Não pôde ser visto ({erro}).", "Confira o disco e as permissões.",
                      suporte=f"Não pôde ser visto ({type(erro).__name__}).")
    return passo and replace(passo, ms=round((time.perf_counter() - inicio) * 1000))


def _versoes(saude: dict[str, Any]) -> Passo:
    servidor, minimo = str(saude.get("versao", "")), str(saude.get("programa_minimo", ""))
    if not servidor:
        return Passo("Programa", Estado.CERTO, f"Balcão {__version__}; a retaguarda não disse a dela.")
    if not atende(__version__, minimo):
        return Passo("Programa", Estado.FALHOU, f"Balcão {__version__}; a retaguarda atende da {minimo} em diante.",
                     "Atualize o Balcão neste computador. O que foi vendido está guardado.")
    if not atende(servidor, __version__):
        return Passo("Programa", Estado.AVISO, f"Balcão {__version__}; a retaguarda é a {servidor}, mais antiga.",
                     "Atualize-a no servidor: o que só este Balcão conhece pode não ficar guardado.")
    if servidor != __version__:
        return Passo("Programa", Estado.AVISO, f"Balcão {__version__}; a retaguarda é a {servidor}.",
                     "Funcionam juntas; atualize este Balcão quando puder.")
    return Passo("Programa", Estado.CERTO, f"Balcão {__version__}, a mesma da retaguarda.")


def _da_saude(saude: dict[str, Any]) -> tuple[SituacaoCopia, str] | None:
    return (SituacaoCopia.model_validate(saude["copia"]), "") if saude.get("copia") else None


def _papeis_parados(saude: dict[str, Any]) -> Passo | None:
    """TP-094: what the retaguarda's own printers do not print; nothing when nothing waits."""
    parados = int(saude.get("papeis_parados") or 0)
    if not parados:
        return None
    desde = datetime.fromisoformat(str(saude["papeis_desde"])).astimezone() if saude.get("papeis_desde") else None
    esperam = quantos(parados, "documento espera", "documentos esperam")
    return Passo("Impressoras do servidor", Estado.AVISO,
                 f"{esperam} uma impressora do servidor{f' desde {data_hora(desde)}' if desde else ''}.",
                 "Em Impressoras do servidor (Ctrl+Shift+P) está qual é e por quê. A retaguarda tenta de novo sozinha.")


def _conselho(situacao: SituacaoCopia, agora: datetime) -> str:
    if situacao.falha is Falha.NAO_VOLTA:
        return "Chame o suporte, e faça uma cópia em outro disco: Configuração, Banco de Dados."
    if situacao.gravidade(agora) is Gravidade.NENHUMA:
        return ""
    return "Deixe o servidor ligado, ou copie agora no computador dele: Configuração, Banco de Dados."
