"""The file that keeps what waits at a counter: readable, verifiable, imported at the shop's server any number of times.

JSON with the wire's own models. `sha256` is that of everything else, written canonically: a file that was cut or
changed is refused. A field that this program does not know is kept in the sum, so a newer file can be verified.
"""

import hashlib
import json
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import ValidationError

from balcao.domain.erros import EntradaInvalida
from balcao.domain.formatos import quantos
from balcao.domain.protocolo import EnvioPedido, Mensagem, NovoCliente, Recibo, Recusa, ResumoPedido

FORMATO: Final = "balcao.envios"
VERSAO: Final = 1


class EnvioExportado(Mensagem):
    """One order. `envio` is what would be sent; `documento` what was printed; `recibo`: of before a restore."""

    envio: EnvioPedido
    resumo: ResumoPedido
    quarentena: bool
    fato: bool
    tentativas: int
    criado_em: datetime
    recusa: Recusa | None = None
    recibo: Recibo | None = None
    documento: dict[str, Any] | None = None


class ClienteExportado(Mensagem):
    """A registration that an order of the file may name. `definitivo`: the server's id, when it is known."""

    novo: NovoCliente
    quarentena: bool
    recusa: Recusa | None = None
    definitivo: UUID | None = None


class ArquivoEnvios(Mensagem):
    """The whole file."""

    formato: Literal["balcao.envios"] = FORMATO
    versao: int = VERSAO
    programa: str
    empresa: str
    estabelecimento_id: int
    estacao_id: int
    terminal: str
    gerado_em: datetime
    gerado_por: str
    clientes: tuple[ClienteExportado, ...] = ()
    envios: tuple[EnvioExportado, ...] = ()


def escreve(arquivo: ArquivoEnvios) -> str:
    """The file's text."""
    corpo = arquivo.model_dump(mode="json")
    return json.dumps(corpo | {"sha256": _soma(corpo)}, ensure_ascii=False, indent=1) + "\n"


def le(texto: str) -> ArquivoEnvios:
    """Read and verify. Raises EntradaInvalida: not such a file, cut or changed, or of a newer program."""
    try:
        corpo = json.loads(texto)
    except ValueError as erro:
        raise EntradaInvalida("O arquivo está cortado, ou não é uma exportação do Balcão. Exporte de novo.") from erro
    if not isinstance(corpo, dict) or corpo.get("formato") != FORMATO:
        raise EntradaInvalida("Este arquivo não é uma exportação de documentos do Balcão.")
    dita = corpo.pop("sha256", None)
    if dita != _soma(corpo):
        raise EntradaInvalida("O arquivo foi alterado ou está incompleto: a soma de verificação não confere. "
                              "Copie-o de novo de onde foi exportado.")
    if not isinstance(corpo.get("versao"), int) or corpo["versao"] > VERSAO:
        raise EntradaInvalida("O arquivo é de uma versão mais nova do Balcão. Atualize este programa.")
    try:
        return ArquivoEnvios.model_validate(corpo)
    except ValidationError as erro:
        raise EntradaInvalida(f"O arquivo tem um dado que não se lê ({quantos(erro.error_count(), 'problema')}). "
                              "Envie-o ao suporte.") from erro


def _soma(corpo: dict[str, Any]) -> str:
    canonico = json.dumps(corpo, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonico.encode()).hexdigest()
