"""A computer that becomes a counter of another shop: what it did for the first one is put aside, never mixed in."""

from collections.abc import Callable
from datetime import datetime

from balcao.config.plataforma import Pastas
from balcao.db.journal.clientes import ClientesNovos
from balcao.db.journal.diario import ARQUIVO, Diario
from balcao.db.journal.envios import Envios
from balcao.domain.erros import EntradaInvalida
from balcao.services.counter.ligacao import resumo_da_fila
from balcao.services.counter.pastas import diario, impressao, replica


def guarda_o_que_havia(pastas: Pastas, agora: datetime, avisa: Callable[[str], None], *,
                       simula: bool = False) -> None:
    """Rename journal, replica and print queue, so that the next start finds none; nothing is deleted.

    simula: only look whether it could be done. Raises EntradaInvalida while the window is open, or while an order
    or a customer was not delivered to the shop that is left.
    """
    if (diario(pastas) / ARQUIVO).exists():
        _confere(pastas, agora)
    if simula:
        return
    marca = agora.strftime("%Y%m%d_%H%M%S")
    for pasta in (diario(pastas), replica(pastas), impressao(pastas)):
        if pasta.exists():
            guardada = pasta.with_name(f"{pasta.name}_ate_{marca}")
            pasta.rename(guardada)
            avisa(f"O que este balcão fez para a outra loja ficou guardado em {guardada}.")


def _confere(pastas: Pastas, agora: datetime) -> None:
    with Diario(diario(pastas)) as aberto:
        if aberto.outro_aberto:
            raise EntradaInvalida("O Balcão está aberto neste computador. Feche-o e tente de novo.")
        documentos = sum(resumo_da_fila(Envios(aberto, lambda: agora)))
        clientes = len(ClientesNovos(aberto, lambda: agora).a_enviar(todos=True))
    if documentos or clientes:
        raise EntradaInvalida(f"Este balcão tem o que não chegou à loja dele (documentos: {documentos}; clientes: "
                              f"{clientes}). Abra o Balcão com a retaguarda ligada, espere e tente de novo.")
