"""The shop of the demonstration: a fresh company in a temporary folder, its retaguarda as a process of its own."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from balcao.app.partida import atende, comando
from balcao.config import estacao as config_estacao
from balcao.config import servidor as config_servidor
from balcao.config.plataforma import VARIAVEL_PASTA, pastas
from balcao.config.segredos import Segredos
from balcao.config.servidor import Servidor
from balcao.db.server.conexao import motor
from balcao.domain.erros import AmbienteIndisponivel
from balcao.services.office import importar_nfe
from balcao.services.office.loja import Loja, primeira_loja

PRAZO_S = 240.0


class LojaTemporaria:
    """Everything lives under `pasta`; printed papers go to `impressos`. A folder with a shop in it opens as it is."""

    def __init__(self, pasta: Path, impressos: Path, avisa: Callable[[str], None]) -> None:
        os.environ[VARIAVEL_PASTA] = str(pasta)
        self.onde = pastas()
        self.loja = Loja(self.onde, Segredos(self.onde.config), lambda: datetime.now(UTC),
                         lambda: datetime.now().astimezone().date())
        self._avisa, self._impressos = avisa, impressos
        self._processo: subprocess.Popen[bytes] | None = None
        if config_servidor.le(self.onde.config) is None:
            config_servidor.grava(self.onde.config, Servidor(porta_servico=_porta_livre(), processos=1))

    @property
    def porta(self) -> int:
        """The service's port."""
        return self.loja.servidor.porta_servico

    def cria(self, notas: Sequence[Path]) -> list[str]:
        """Database, sample shop, this counter, the invoices. Returns the codes of the imported products."""
        self.loja.inicia(self._avisa)
        self.loja.registra_estacao(self._avisa)
        estacao = config_estacao.le(self.onde.config)
        config_estacao.grava(self.onde.config, replace(estacao, locais={
            **estacao.locais, "controles_impressao": {"imp_impressora": f"pasta:{self._impressos}"}}))
        self._avisa("Importando as notas…")
        engine = self.motor()
        try:
            with engine.begin() as conexao:
                plano = importar_nfe.planejar(conexao, notas, estabelecimento_id=primeira_loja(conexao))
                importar_nfe.aplicar(conexao, plano, usuario_id=None, agora=self.loja.agora())
                chaves = [n.nota.chave.texto for n in plano.notas]
                linhas = conexao.execute(text(
                    "SELECT DISTINCT p.codigo FROM movimentos_estoque m JOIN produtos p ON p.id = m.produto_id "
                    "JOIN precos r ON r.produto_id = p.id WHERE right(m.documento, 44) = ANY(:chaves) AND r.preco > 0 "
                    "AND p.situacao = 'ativo' ORDER BY p.codigo"), {"chaves": chaves}).scalars().all()
        finally:
            engine.dispose()
        return list(linhas)

    def liga(self) -> None:
        """Start `balcao servidor` and wait until it answers."""
        self._avisa("Ligando a retaguarda…")
        self._processo = subprocess.Popen(comando(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                          stderr=subprocess.DEVNULL)
        fim = time.monotonic() + PRAZO_S
        while not atende("127.0.0.1", self.porta):
            if self._processo.poll() is not None or time.monotonic() > fim:
                raise AmbienteIndisponivel("A retaguarda da demonstração não respondeu.", "Veja o registro dela.")
            time.sleep(0.1)

    def motor(self) -> Engine:
        """The database as its owner; the caller disposes of it."""
        return motor(self.loja.acesso().dsn_dono, esquema=self.loja.servidor.esquema, conexoes=1, extras=0)

    def desliga(self) -> None:
        """Stop the service and its database, cleanly."""
        if self._processo is not None and self._processo.poll() is None:
            self._processo.send_signal(signal.SIGTERM)
            self._processo.wait(60)
        self._processo = None

    def le(self, consulta: str, **valores: Any) -> list[dict[str, Any]]:
        """The server's own rows, read as the owner."""
        engine = self.motor()
        try:
            with engine.connect() as conexao:
                return [dict(r._mapping) for r in conexao.execute(text(consulta), valores)]
        finally:
            engine.dispose()


def _porta_livre() -> int:
    with socket.socket() as tomada:
        tomada.bind(("127.0.0.1", 0))
        return int(tomada.getsockname()[1])
