"""The test page, printed now: straight to the printer, past every queue, and told in words. Waits.

At a counter for its own printer, in the retaguarda for one of the server's. What failed stays nowhere: whoever set the
printer up is looking at it.
"""

import time
from datetime import datetime

from balcao.devices.impressora import abre
from balcao.devices.impressora_erros import ImpressoraIndisponivel
from balcao.documents.impressao import pagina_de_teste
from balcao.documents.papel import EXTENSAO, OpcoesBobina
from balcao.domain.passo_teste import Estado, PassoTeste
from balcao.domain.terminal.opcoes import Papel

_OLHE = {
    Papel.A4: "Confira no papel os acentos, e se a moldura saiu inteira.",
    Papel.TEXTO_80: "Confira no papel os acentos, e se a régua cabe em uma linha.",
}
_OLHE_BOBINA = "Confira no papel os acentos, a régua, o negrito, os códigos e o corte."


def imprime(configurada: str, papel: Papel, agora: datetime, bobina: OpcoesBobina | None = None) -> PassoTeste:
    """Print it on the printer that `configurada` names (CB-131, TP-094), and say how it went. `agora`: printed on the
    page, in its own zone."""
    inicio = time.perf_counter()
    try:
        impressora = abre(configurada)
        impressora.imprimir(pagina_de_teste(papel, impressora.nome, agora, bobina), papel,
                            f"pagina-de-teste{EXTENSAO[papel]}")
        estado, mensagem, conselho = Estado.CERTO, f"Foi para “{impressora.nome}”.", _OLHE.get(papel, _OLHE_BOBINA)
    except ImpressoraIndisponivel as erro:
        estado, mensagem, conselho = Estado.FALHOU, erro.mensagem, erro.acao
    return PassoTeste(nome="Página de teste", estado=estado, mensagem=mensagem, conselho=conselho,
                      ms=round((time.perf_counter() - inicio) * 1000))
