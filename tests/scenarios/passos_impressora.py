"""The retaguarda's own printers (TP-094)."""

from pathlib import Path

from pytest_bdd import given, parsers, then
from uuid_utils.compat import uuid7

from balcao.domain.cadastro.mensagens import NovoRegistro
from balcao.domain.terminal.opcoes import Papel
from balcao.services.office import cadastros
from balcao.services.office.fila_impressao import imprime_proxima
from tests.scenarios.mundo import Mundo


class _Contada:
    """A printer that remembers the copies it was asked for."""

    def __init__(self, nome: str, saidas: dict[str, int]) -> None:
        self.nome, self._saidas = nome, saidas

    def imprimir(self, dados: bytes, papel: Papel, arquivo: str, copias: int = 1) -> None:
        assert dados, (papel, arquivo)
        self._saidas[self.nome] = self._saidas.get(self.nome, 0) + copias


def _pasta(mundo: Mundo, nome: str) -> Path:
    return mundo.pasta / "impressoras" / nome


@given(parsers.parse('a impressora do servidor "{nome}"'))
def impressora(mundo: Mundo, nome: str) -> None:
    cadastros.incluir(mundo.loja.ctx, mundo.loja.quem("bia"), "impressoras_servidor", NovoRegistro(
        id=uuid7(), valores={"nome": nome, "endereco": f"pasta:{_pasta(mundo, nome)}"}))


@then(parsers.parse('saem {quantas:d} vias na impressora do servidor "{nome}"'))
def saem(mundo: Mundo, quantas: int, nome: str) -> None:
    saidas: dict[str, int] = {}
    while imprime_proxima(mundo.loja.ctx, lambda endereco: _Contada(endereco, saidas)):
        pass
    assert saidas == ({f"pasta:{_pasta(mundo, nome)}": quantas} if quantas else {})
