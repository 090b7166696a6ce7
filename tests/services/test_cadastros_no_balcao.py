"""What a person changes of an order type in the retaguarda reaches a counter by the sync, and its sales obey."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from uuid_utils.compat import uuid7

from balcao.domain.cadastro.mensagens import Alteracao, NovoRegistro
from balcao.domain.textos import texto
from balcao.services.office import cadastros
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.retaguarda import Loja

pytestmark = pytest.mark.servidor_proprio


@pytest.fixture
def balcao(loja: Loja, tmp_path: Path) -> Iterator[BalcaoDeTeste]:
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as um:
        um.entra("ana")
        yield um


def tipos(balcao: BalcaoDeTeste) -> list[str]:
    return [tipo.nome for tipo in balcao.b.venda().catalogo.tipos()]


def test_um_tipo_novo_alterado_e_excluido_chega_ao_balcao(loja: Loja, balcao: BalcaoDeTeste) -> None:
    bia = loja.quem("bia")
    novo = cadastros.incluir(loja.ctx, bia, "tipos_pedido", NovoRegistro(id=uuid7(), valores={
        "nome": "ENTREGA", "categoria": "venda", "permite_consumidor_final": False}))
    balcao.sincronizador.puxa()
    assert tipos(balcao) == ["DAV", "VENDA", "VENDA LIVRE", "ENTREGA"]
    loja.tipos["ENTREGA"] = novo.id
    assert "cliente.consumidor_final" in {a.code for a in balcao.venda("ENTREGA").achados}
    balcao.b.fecha_venda()

    cadastros.alterar(loja.ctx, bia, "tipos_pedido", novo.id, Alteracao(
        versao=1, valores={"permite_consumidor_final": True}))
    balcao.sincronizador.puxa()
    assert "cliente.consumidor_final" not in {a.code for a in balcao.venda("ENTREGA").achados}
    balcao.b.fecha_venda()

    cadastros.excluir(loja.ctx, bia, "tipos_pedido", novo.id)
    balcao.sincronizador.puxa()
    assert tipos(balcao) == ["DAV", "VENDA", "VENDA LIVRE"]


@pytest.mark.parametrize("sumico", ["inativo", "de_outra_loja", "excluido"])
def test_um_rascunho_aberto_sobrevive_ao_seu_tipo(loja: Loja, balcao: BalcaoDeTeste, sumico: str) -> None:
    """The sale stays open, says what is wrong, and goes on under another type; it used to fall with a KeyError."""
    bia = loja.quem("bia")
    novo = cadastros.incluir(loja.ctx, bia, "tipos_pedido", NovoRegistro(id=uuid7(), valores={
        "nome": "ENTREGA", "categoria": "venda"}))
    loja.tipos["ENTREGA"] = novo.id
    balcao.sincronizador.puxa()
    venda = balcao.venda("ENTREGA")
    if sumico == "excluido":
        cadastros.excluir(loja.ctx, bia, "tipos_pedido", novo.id)
    else:
        valores = {"ativo": False} if sumico == "inativo" else {"estabelecimentos": [2]}
        cadastros.alterar(loja.ctx, bia, "tipos_pedido", novo.id, Alteracao(versao=1, valores=valores))
    balcao.sincronizador.puxa()
    balcao.b.renova()
    [achado] = [a for a in venda.achados if a.code == "tipo.indisponivel"]
    nome = "excluído" if sumico == "excluido" else "ENTREGA"
    assert texto(achado) == f"O tipo de documento {nome} não está mais liberado nesta loja. Escolha outro."
    balcao.b.fecha_venda()
    venda = balcao.b.venda()  # the window opened again, on the draft that was kept
    assert "tipo.indisponivel" in {a.code for a in venda.achados}
    venda.muda(tipo_id=loja.tipos["VENDA LIVRE"])
    assert "tipo.indisponivel" not in {a.code for a in venda.achados}
    assert balcao.emite(venda).numero == "P-1"
