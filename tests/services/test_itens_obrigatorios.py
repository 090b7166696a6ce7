"""TP-103 beyond the issue: a DAV without items that would become approved by its conversion; the paper of one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from balcao.documents.dados import Via
from balcao.documents.impressao import renderizar
from balcao.documents.modelo import ChaveModelo, padrao
from balcao.domain.erros import RegraViolada
from balcao.domain.terminal.opcoes import Papel
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.retaguarda import Loja


@pytest.fixture
def balcao(loja: Loja, tmp_path: Path) -> Iterator[BalcaoDeTeste]:
    for tipo in ("DAV", "VENDA"):
        loja.muda_tipo(tipo, situacoes_itens_obrigatorios=["A"])
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as um:
        um.entra("bia")
        yield um


def test_um_dav_sem_itens_e_emitido_impresso_e_nao_converte(balcao: BalcaoDeTeste) -> None:
    feito = balcao.emite(balcao.venda("DAV", [], cliente="MARIA SOUZA"))
    assert feito.documento is not None, feito.achados
    assert (feito.documento.itens, feito.documento.total) == ((), 0)
    for papel in Papel:
        assert len(renderizar(feito.documento, padrao(ChaveModelo.DAV), papel, Via())) > 200
    id_ = balcao.b.envios.todos()[0].pedido_id
    with pytest.raises(RegraViolada, match="não tem nenhum item e por isso não passa à situação Aprovado"):
        balcao.b.bastidores.documentos.converte(id_)
    balcao.loja.muda_tipo("DAV", situacoes_itens_obrigatorios=[])
    balcao.puxa()
    venda = balcao.b.venda()
    venda.abre(balcao.b.bastidores.documentos.converte(id_).rascunho)
    balcao.loja.muda_tipo("DAV", situacoes_itens_obrigatorios=["A"])  # this counter has not synchronized since
    assert [a.code for a in balcao.emite(venda).achados] == ["pedido.sem_itens"]
    balcao.loja.muda_tipo("DAV", situacoes_itens_obrigatorios=[])
    assert balcao.emite(venda).numero == "P-1"
    assert balcao.loja.um("SELECT situacao FROM pedidos WHERE id = %s", id_) == "A"
