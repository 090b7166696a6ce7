"""Printers by name: none, a folder, the network (port 9100), the system's. Where and how bytes become paper.

A printer gets finished bytes and either prints them or says, in Portuguese, why not and what to do. Not
here: the queue that keeps what failed (`fila_impressao`), and what the bytes say (`documents`).
"""

import contextlib
import os
import re
from pathlib import Path
from typing import Protocol

from balcao.config import plataforma
from balcao.devices.impressora_erros import ImpressoraIndisponivel
from balcao.devices.impressora_rede import PORTA_PADRAO, ImpressoraRede
from balcao.devices.impressora_sistema import ImpressoraSistema
from balcao.domain.motivo_sistema import motivo_do_sistema
from balcao.domain.terminal.opcoes import Papel

NENHUMA = "nenhuma"
_PROIBIDOS = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class Impressora(Protocol):
    """What the queue asks of a printer."""

    @property
    def nome(self) -> str:
        """The name that a person knows it by."""

    def imprimir(self, dados: bytes, papel: Papel, arquivo: str, copias: int = 1) -> None:
        """Print `copias` times and return when the paper is (or, on the system's spool, will be) out.

        `arquivo` names the document. Raises ImpressoraIndisponivel.
        """


class SemImpressora:
    """This terminal prints nothing (CB-131 `nenhuma`)."""

    nome = NENHUMA

    def confere(self) -> None:
        """Nothing to reach."""

    def imprimir(self, dados: bytes, papel: Papel, arquivo: str, copias: int = 1) -> None:  # noqa: ARG002
        raise ImpressoraIndisponivel(
            "Este terminal não tem impressora.",
            "Escolha uma em Configuração › Controles de Impressão, ou salve como PDF.")


class ImpressoraPasta:
    """A folder that gets one file per via: whoever takes them from there sees how many there are to be. Never
    overwrites."""

    def __init__(self, pasta: Path) -> None:
        self.pasta = pasta

    @property
    def nome(self) -> str:
        return f"pasta {self.pasta}"

    def confere(self) -> None:
        """Raises ImpressoraIndisponivel when the folder is not there or takes no file."""
        if not self.pasta.is_dir() or not os.access(self.pasta, os.W_OK):
            raise ImpressoraIndisponivel(f"A pasta “{self.pasta}” não existe, ou não aceita arquivos.",
                                         "Confira se ela existe e se você pode gravar nela.")

    def imprimir(self, dados: bytes, papel: Papel, arquivo: str, copias: int = 1) -> None:  # noqa: ARG002
        feitas: list[Path] = []
        try:
            plataforma.cria_pasta(self.pasta)
            for _ in range(copias):
                feitas.append(self._livre(_PROIBIDOS.sub("-", arquivo) or "documento"))
                plataforma.grava(feitas[-1], dados)
        except OSError as erro:
            for feita in feitas:  # all or none: they are all made again when this is tried again
                with contextlib.suppress(OSError):
                    feita.unlink(missing_ok=True)
            raise ImpressoraIndisponivel(
                f"A pasta “{self.pasta}” não aceitou o arquivo: {motivo_do_sistema(erro)}.",
                "Confira se ela existe, se há espaço e se você pode gravar nela.") from erro

    def _livre(self, arquivo: str) -> Path:
        """The first free name: `dav-12.pdf`, `dav-12 (2).pdf`, …"""
        alvo = self.pasta / arquivo
        n = 2
        while alvo.exists():
            alvo = self.pasta / f"{Path(arquivo).stem} ({n}){Path(arquivo).suffix}"
            n += 1
        return alvo


def confere(configurada: str) -> None:
    """Whether the printer can be reached now; nothing is printed. Raises ImpressoraIndisponivel that says why not."""
    impressora = abre(configurada)
    if isinstance(impressora, SemImpressora | ImpressoraPasta | ImpressoraRede | ImpressoraSistema):
        impressora.confere()


def abre(configurada: str) -> Impressora:
    """The printer that CB-131 names: "" (the system's default), `nenhuma`, `rede:192.168.0.60:9100`,
    `pasta:caminho`, or the name of one of the system's. Touches nothing yet.

    Raises ImpressoraIndisponivel when the text is no address.
    """
    texto = configurada.strip()
    if texto.casefold() == NENHUMA:
        return SemImpressora()
    tipo, separador, resto = texto.partition(":")
    if separador and tipo.casefold() == "pasta":
        if not resto.strip():
            raise ImpressoraIndisponivel("Falta o caminho depois de “pasta:”.", "Exemplo: pasta:/home/loja/dav")
        return ImpressoraPasta(Path(resto.strip()).expanduser())
    if separador and tipo.casefold() == "rede":
        return _da_rede(resto.strip())
    return ImpressoraSistema(texto)


def _da_rede(endereco: str) -> ImpressoraRede:
    """`host`, `host:porta` or `[ipv6]:porta`."""
    achado = re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[^\s:]+)(?::(\d{1,5}))?", endereco)
    porta = int(achado[2] or PORTA_PADRAO) if achado else 0
    if not achado or not 1 <= porta <= 65535:
        raise ImpressoraIndisponivel(f"“rede:{endereco}” não é o endereço de uma impressora.",
                                     "Escreva rede:endereço:porta, como rede:192.168.0.60:9100.")
    return ImpressoraRede(achado[1].strip("[]"), porta)
