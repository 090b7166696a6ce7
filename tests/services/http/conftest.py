"""The retaguarda over real HTTP, one service per test."""

from collections.abc import Iterator

import pytest

from tests.apoio.retaguarda import Balcao, Loja, balcao, servico


@pytest.fixture
def endereco(loja: Loja) -> Iterator[str]:
    """The address of a running service."""
    with servico(loja) as url:
        yield url


@pytest.fixture
def ana(loja: Loja, endereco: str) -> Iterator[Balcao]:
    """The seller, at terminal 1."""
    with balcao(loja, endereco, "ana", "T1") as um:
        yield um


@pytest.fixture
def bia(loja: Loja, endereco: str) -> Iterator[Balcao]:
    """The manager, at terminal 2."""
    with balcao(loja, endereco, "bia", "T2") as um:
        yield um


@pytest.fixture
def caio(loja: Loja, endereco: str) -> Iterator[Balcao]:
    """The till."""
    with balcao(loja, endereco, "caio", "T2") as um:
        yield um


@pytest.fixture
def ninguem(loja: Loja, endereco: str) -> Iterator[Balcao]:
    """Terminal 1 with nobody logged in."""
    with balcao(loja, endereco, None, "T1") as um:
        yield um
