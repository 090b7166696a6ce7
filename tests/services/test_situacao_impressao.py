"""TP-104: paper and PDF come out only in the situations of the type; at the counter and in the retaguarda."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from balcao.app.servicos import ServicosDaVenda
from balcao.domain.erros import RegraViolada
from balcao.domain.protocolo_documentos import Reimpressao
from balcao.domain.textos import explica
from balcao.gateways import rotas
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.retaguarda import Loja

RECUSA = "O tipo DAV não deixa imprimir documentos na situação Cancelado"


@pytest.fixture
def balcao(loja: Loja, tmp_path: Path) -> Iterator[BalcaoDeTeste]:
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as um:
        um.entra("bia")
        yield um


def emitido(balcao: BalcaoDeTeste) -> UUID:
    """A DAV that was issued and printed."""
    feito = balcao.emite(balcao.venda("DAV"))
    assert feito.documento is not None
    id_ = balcao.b.envios.todos()[0].pedido_id
    assert balcao.b.bastidores.documentos.imprime_emitido(feito.documento, id_)
    return id_


def so_nestas(balcao: BalcaoDeTeste, *situacoes: str) -> None:
    balcao.loja.muda_tipo("DAV", situacao_impressao_pedido=list(situacoes))


def vias(balcao: BalcaoDeTeste) -> int:
    return sum(t.copias for t in balcao.b.bastidores.fila.listar())


def registradas(balcao: BalcaoDeTeste) -> int:
    return balcao.loja.conta("eventos", "tipo = 'pedido.reimpresso'")


def test_o_balcao_recusa_papel_e_pdf_e_a_tela_continua_mostrando(balcao: BalcaoDeTeste, tmp_path: Path) -> None:
    so_nestas(balcao, "P")
    balcao.puxa()
    id_ = emitido(balcao)
    documentos = balcao.b.bastidores.documentos
    documentos.segunda_via(id_)
    documentos.situacoes.cancela(id_, "desistiu")
    for imprime in (documentos.segunda_via, lambda um: documentos.salva_pdf(um, str(tmp_path / "x.pdf"))):
        with pytest.raises(RegraViolada, match=RECUSA) as recusa:
            imprime(id_)
        assert "Situação impressão pedido" in explica(recusa.value.achados[0])
    assert not (tmp_path / "x.pdf").exists()
    assert documentos.previa(id_).startswith(b"\x89PNG")
    assert (vias(balcao), registradas(balcao)) == (2, 1)


def test_a_retaguarda_recusa_o_que_um_balcao_desatualizado_pede(balcao: BalcaoDeTeste) -> None:
    id_ = emitido(balcao)
    documentos = balcao.b.bastidores.documentos
    documentos.situacoes.cancela(id_, "desistiu")
    so_nestas(balcao, "P")  # this counter has not synchronized since
    with pytest.raises(RegraViolada, match=RECUSA):
        documentos.segunda_via(id_)
    balcao.volta()
    assert (vias(balcao), registradas(balcao)) == (1, 0)
    with pytest.raises(RegraViolada, match=RECUSA):
        balcao.b.retaguarda.manda("POST", f"/v1/pedidos/{id_}/versoes/2/reimpressoes", None)
    saiu = Reimpressao(id=uuid7(), usuario_id=1, em=balcao.b.relogio.agora())
    rotas.reimprimir(balcao.b.retaguarda, id_, 2, saiu)  # what came out already is a fact
    assert registradas(balcao) == 1


def test_quem_emite_e_imprime_le_por_que_o_papel_nao_saiu(balcao: BalcaoDeTeste) -> None:
    so_nestas(balcao, "A")
    balcao.puxa()
    venda = balcao.venda("DAV")
    feito = ServicosDaVenda(balcao.b, venda).emite(venda.rascunho, True)
    assert feito.numero
    assert "Não foi impresso: O tipo DAV não deixa imprimir documentos na situação Pendente" in feito.mensagem
    assert vias(balcao) == 0
