"""What is pasted into a line."""

from uuid import UUID

import pytest

from balcao.domain.cadastro_cliente import limpo
from balcao.domain.protocolo import NovoCliente
from balcao.domain.uma_linha import uma_linha


@pytest.mark.parametrize(("colado", "fica"), [
    ("JOSÉ\tDA\r\nSILVA", "JOSÉ DA SILVA"), ("a\0b", "a b"), ("a\u2028b\x85c", "a b c"),
    ("família 👨‍👩‍👧 ok", "família 👨‍👩‍👧 ok"), ("dois  espaços", "dois  espaços"), ("", "")])
def test_control_characters_become_one_space(colado, fica):
    assert uma_linha(colado) == fica


def test_a_customer_is_stored_in_lines_and_the_observations_keep_theirs():
    novo = limpo(NovoCliente(id=UUID(int=1), nome="josé\tda\0silva ", logradouro="Rua A\n10", observacoes="um\ndois\0"))
    assert (novo.nome, novo.logradouro, novo.observacoes) == ("JOSÉ DA SILVA", "Rua A 10", "um\ndois")
