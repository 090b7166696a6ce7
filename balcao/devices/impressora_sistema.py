"""The system's printers, through CUPS' own commands (`lpstat`, `lp`, `cancel`).

Commands instead of a binding: they are there wherever CUPS is, and cannot take our process down. Bytes for
rolls and dot matrix go raw. A document handed to CUPS is CUPS' to print; it is watched for a few seconds
and called back when the printer turns out to be gone, so that it never waits in two queues.
"""

import re
import shutil
import subprocess
import time
from dataclasses import dataclass

from balcao.config import plataforma
from balcao.devices.impressora_erros import ImpressoraIndisponivel
from balcao.domain.terminal.opcoes import Papel

PRAZO_COMANDO = 8.0      # s
PRAZO_ACOMPANHA = 4.0    # s in which a printer that is gone shows it
_PASSO = 0.2
_PEDIDO = re.compile(r"request id is (\S+-\d+)")
_AVISOS = {
    "media-empty": "está sem papel", "media-needed": "está sem papel", "media-jam": "está com papel enroscado",
    "cover-open": "está com a tampa aberta", "door-open": "está com a tampa aberta",
    "offline": "está desligada ou sem cabo", "paused": "está parada no sistema",
}
# CUPS' back ends report a missing printer, and one that has everything, only in words (LC_ALL=C: these)
_SUMIU = re.compile(r"unavailable|not exist|unable to|not connected|to become available|timed out|"
                    r"not respond|unreachable|no route|offline|connecting to printer", re.IGNORECASE)
_ENTREGUE = re.compile(r"waiting for printer to finish", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Estado:
    """What `lpstat -l -p` says of a printer: first line, the back end's words, the alerts."""

    existe: bool
    situacao: str = ""
    recado: str = ""
    alertas: str = ""

    @property
    def problema(self) -> str:
        """Why it cannot print, for certain; "" when nothing is known."""
        if not self.existe:
            return "não existe neste computador"
        for sinal, texto in _AVISOS.items():
            if sinal in self.alertas:
                return texto
        return "está parada no sistema" if " disabled since " in self.situacao else ""

    @property
    def sumiu(self) -> bool:
        """The back end has not reached the printer: nothing was sent."""
        return bool(_SUMIU.search(self.recado))

    def entregue(self, pedido: str) -> bool:
        """The printer has every byte of this document."""
        return f"now printing {pedido}." in self.situacao and bool(_ENTREGUE.search(self.recado))


class _Mudo(ImpressoraIndisponivel):
    """CUPS did not answer a command."""

    def __init__(self, *, pode_ter_saido: bool) -> None:
        super().__init__("O serviço de impressão do sistema (CUPS) não respondeu.",
                         "Reinicie o serviço de impressão e veja se o papel saiu antes de imprimir de novo.",
                         pode_ter_saido=pode_ter_saido)


class ImpressoraSistema:
    """`fila` is CUPS' name of it; "" is the system's default."""

    def __init__(self, fila: str, *, acompanha: float = PRAZO_ACOMPANHA) -> None:
        self.fila = fila
        self._acompanha = acompanha

    @property
    def nome(self) -> str:
        return self.fila or "padrão do sistema"

    def confere(self) -> None:
        """Ask the system. Raises ImpressoraIndisponivel."""
        fila = self.fila or padrao()
        if not fila:
            raise ImpressoraIndisponivel("O sistema não tem impressora padrão.",
                                         "Escolha a impressora em Configuração › Controles de Impressão.")
        if problema := _estado(fila).problema:
            raise _parada(fila, problema)

    def imprimir(self, dados: bytes, papel: Papel, arquivo: str, copias: int = 1) -> None:
        """Hand over to CUPS and watch until it has printed, or long enough. Raises ImpressoraIndisponivel."""
        fila = self.fila or padrao()
        if not fila:
            raise ImpressoraIndisponivel(
                "O sistema não tem impressora padrão.",
                "Escolha a impressora em Configuração › Controles de Impressão, ou salve como PDF.")
        if problema := _estado(fila).problema:
            raise _parada(fila, problema)
        opcoes = [] if papel is Papel.A4 else ["-o", "raw"]
        saida = _comando(["lp", "-d", fila, "-n", str(copias), "-t", arquivo, *opcoes], dados)
        achado = _PEDIDO.search(saida.stdout)
        if saida.returncode != 0 or achado is None:
            raise ImpressoraIndisponivel(
                f"O sistema não aceitou o documento para a impressora “{fila}”: {_ultima(saida.stderr)}.",
                "Confira a impressora nas configurações do sistema, ou salve como PDF.")
        try:
            self._vigia(fila, achado[1])
        except _Mudo as erro:  # it has the document, whatever becomes of the questions after it
            raise _Mudo(pode_ter_saido=True) from erro

    def _vigia(self, fila: str, pedido: str) -> None:
        """Return when the printer has the document, or when nothing is wrong after some seconds; take it
        back from CUPS when the printer is gone: from then on it waits in our queue only."""
        limite = time.monotonic() + self._acompanha
        while pedido in _na_fila(fila):
            estado = _estado(fila)
            if estado.entregue(pedido):
                return
            if time.monotonic() >= limite:
                if problema := estado.problema or ("não respondeu" if estado.sumiu else ""):
                    cancelado = _comando(["cancel", pedido]).returncode == 0
                    comecou = f"now printing {pedido}." in estado.situacao and not estado.sumiu
                    raise _parada(fila, problema, pode_ter_saido=comecou or not cancelado)
                return
            time.sleep(_PASSO)


def _parada(fila: str, problema: str, *, pode_ter_saido: bool = False) -> ImpressoraIndisponivel:
    acao = ("Veja se o papel saiu antes de imprimir de novo." if pode_ter_saido
            else "Confira a impressora e tente de novo, ou salve como PDF.")
    return ImpressoraIndisponivel(f"A impressora “{fila}” {problema}.", acao, pode_ter_saido=pode_ter_saido)


def _estado(fila: str) -> _Estado:
    saida = _comando(["lpstat", "-l", "-p", fila])
    if saida.returncode != 0:
        return _Estado(existe=False)
    linhas = [linha.strip() for linha in saida.stdout.splitlines()] or [""]
    recado = linhas[1] if len(linhas) > 1 and not linhas[1].startswith("Form mounted") else ""
    alertas = next((linha for linha in linhas if linha.startswith("Alerts:")), "")
    return _Estado(existe=True, situacao=linhas[0], recado=recado, alertas=alertas)


def listar() -> list[str]:
    """Names of the system's printers; none when the system has no CUPS. Raises ImpressoraIndisponivel when
    CUPS does not answer."""
    if shutil.which("lpstat") is None:
        return []
    return _comando(["lpstat", "-e"]).stdout.split()


def padrao() -> str:
    """The system's default printer, "" when there is none."""
    _, separador, nome = _comando(["lpstat", "-d"]).stdout.partition("system default destination:")
    return nome.strip() if separador else ""


def _na_fila(fila: str) -> set[str]:
    return {linha.split()[0] for linha in _comando(["lpstat", "-o", fila]).stdout.splitlines() if linha.strip()}


def _comando(argumentos: list[str], entrada: bytes = b"") -> subprocess.CompletedProcess[str]:
    """Run one of CUPS' commands in plain English. Raises ImpressoraIndisponivel when it is missing or hangs."""
    caminho = shutil.which(argumentos[0])
    if caminho is None:
        raise ImpressoraIndisponivel(
            "Este computador não tem o serviço de impressão (CUPS).",
            "Instale-o, use uma impressora de rede (rede:endereço:porta), ou salve como PDF.")
    ambiente = {**plataforma.ambiente_limpo(), "LC_ALL": "C", "LANG": "C"}
    try:
        cru = subprocess.run([caminho, *argumentos[1:]], input=entrada, capture_output=True, check=False,
                             timeout=PRAZO_COMANDO, env=ambiente, **plataforma.opcoes_de_processo())
    except (OSError, subprocess.TimeoutExpired) as erro:
        raise _Mudo(pode_ter_saido=argumentos[0] == "lp") from erro
    return subprocess.CompletedProcess(argumentos, cru.returncode, cru.stdout.decode("utf-8", "replace"),
                                       cru.stderr.decode("utf-8", "replace"))


def _ultima(texto: str) -> str:
    linhas = [linha.strip() for linha in texto.splitlines() if linha.strip()]
    return linhas[-1].rpartition("lp: ")[2].rstrip(".") if linhas else "sem explicação"
