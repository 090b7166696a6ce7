"""The certificate of this computer's service: made, taken, changed without a day on which nobody can sell.

What counters must believe is told by the fingerprint (ADR 0125). The counter on the service's own computer is set
right here, because nobody would think of it.
"""

import socket
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from balcao.config import certificado as pem
from balcao.config import estacao as config_estacao
from balcao.config import servidor as config_servidor
from balcao.config.enderecos import e_deste_computador
from balcao.domain.certificado import Certificado
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.domain.rede import confere_endereco
from balcao.services.office.loja import Loja

PASTA = "certificados"
_SEMPRE = ("localhost", "127.0.0.1")


@dataclass(frozen=True, slots=True)
class Feito:
    """A pair of files. `em_uso`: the service takes it at its next start; else `usa` must be called first."""

    certificado: Path
    chave: Path
    dito: Certificado
    em_uso: bool


def cria(loja: Loja, nomes: Sequence[str]) -> Feito:
    """Make a certificate. The first is put into use; a later one waits for `usa`, so that every counter can know it
    before it is shown. Raises EntradaInvalida, AmbienteIndisponivel, OSError."""
    confere_nomes(nomes)
    antes = loja.certificado()
    todos = dict.fromkeys((*nomes, socket.gethostname(), *_SEMPRE))
    arquivos = pem.cria(loja.pastas.config / PASTA, [um for um in todos if not confere_endereco(um)], loja.agora())
    feito = Feito(*arquivos, pem.le(*arquivos), em_uso=antes is None)
    if feito.em_uso:
        _grava(loja, *arquivos)
    _balcao_daqui(loja, feito.dito, antes)
    return feito


def confere_nomes(nomes: Sequence[str]) -> None:
    """Raise EntradaInvalida for what no computer can be called."""
    for nome in nomes:
        if "," in nome or confere_endereco(nome):
            raise EntradaInvalida(f"“{nome}” não é um nome de computador nem um endereço IP.")


def usa(loja: Loja, certificado: Path, chave: Path) -> Feito:
    """Put a pair of PEM files into use from the service's next start on. Raises AmbienteIndisponivel."""
    dito, antes = pem.le(certificado, chave), _em_uso_se_der(loja)
    _grava(loja, certificado, chave)
    _balcao_daqui(loja, dito, antes)
    return Feito(certificado, chave, dito, em_uso=True)


def desliga(loja: Loja) -> None:
    """Speak http from the next start on. The files stay where they are."""
    config_servidor.grava(loja.pastas.config, replace(loja.servidor, certificado="", chave=""))
    _balcao_daqui(loja, None, None)


def _em_uso_se_der(loja: Loja) -> Certificado | None:
    """A pair that was lost must not stand in the way of the one that takes its place."""
    try:
        return loja.certificado()
    except AmbienteIndisponivel:
        return None


def _grava(loja: Loja, certificado: Path, chave: Path) -> None:
    config_servidor.grava(loja.pastas.config, replace(loja.servidor, certificado=str(certificado), chave=str(chave)))


def _balcao_daqui(loja: Loja, novo: Certificado | None, antes: Certificado | None) -> None:
    """The counter of this computer, if its service is this one, believes what the service shows now and next."""
    estacao = config_estacao.le(loja.pastas.config)
    integracao = estacao.integracao
    if not estacao.id or integracao.porta_integracao_clientes != loja.servidor.porta_servico or not all(
            e_deste_computador(um.strip()) for um in integracao.ip_servidor_retaguarda.split(",")):
        return
    certificados = tuple(dict.fromkeys(um.impressao for um in (novo, antes) if um is not None))
    config_estacao.grava(loja.pastas.config, replace(estacao, conexao=estacao.conexao._replace(
        https=novo is not None, certificados=certificados)))
