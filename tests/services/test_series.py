"""Serial numbers in the storing transaction (TP-045): kept, printed, and each sold once, by whoever comes first."""

from decimal import Decimal as D

import pytest
from uuid_utils.compat import uuid7

from balcao.domain.pedido import Pedido
from balcao.domain.protocolo import Recibo
from balcao.domain.protocolo_documentos import AlteracaoPedido, MudancaSituacao, PedidoLiberacao
from balcao.domain.situacoes import Situacao
from balcao.services.office.alterar_pedido import alterar_pedido
from balcao.services.office.contexto import Passo, Recusada
from balcao.services.office.liberar import liberar
from balcao.services.office.mudar_situacao import mudar_situacao
from tests.apoio.retaguarda import SENHA, Loja
from tests.services.test_corrida import PROCESSOS, Corrida, corredores, corrida  # noqa: F401 - fixtures
from tests.services.test_enviar import codigos, recusada

EM_OUTRO = ["numero_serie.em_outro"]


@pytest.fixture(autouse=True)
def tipos(loja: Loja) -> None:
    for nome in loja.tipos:
        loja.muda_tipo(nome, unidade_produto_item="opcional")


def com_series(loja: Loja, *series: str, tipo: str = "VENDA LIVRE", produto: str = "P1") -> Pedido:
    pedido = loja.pedido(tipo, itens=[(produto, len(series) or 1)])
    return pedido.com_item_trocado(1, series=series)


def muda(loja: Loja, recibo: Recibo, para: Situacao, motivo: str = "") -> Recibo:
    return mudar_situacao(loja.ctx, loja.quem("bia"), recibo.pedido_id,
                          MudancaSituacao(id=uuid7(), situacao=para, motivo=motivo))


def test_ficam_no_item_no_pedido_e_no_papel(loja: Loja) -> None:
    recibo = loja.envia(com_series(loja, "SN1", "SN2"))
    assert loja.sql("SELECT series FROM itens_pedido") == [(["SN1", "SN2"],)]
    assert loja.sql("SELECT series FROM itens_a_faturar") == [(["SN1", "SN2"],)]
    assert loja.um("SELECT dados -> 'itens' -> 0 -> 'series' FROM pedidos") == ["SN1", "SN2"]
    assert recibo.documento["itens"][0]["complemento"] == "Nº de série: SN1, SN2"
    loja.envia(loja.pedido("VENDA LIVRE", itens=[("P2", 1)]))
    assert loja.sql("SELECT series FROM itens_pedido WHERE codigo = 'P2'") == [([],)]


def test_obrigatorio_so_no_produto_que_controla(loja: Loja) -> None:
    loja.sql("UPDATE produtos SET numero_serie = true WHERE codigo = 'P1'")
    loja.muda_tipo("VENDA LIVRE", unidade_produto_item="obrigatorio")
    assert codigos(recusada(loja, com_series(loja))) == ["numero_serie.faltam"]
    assert loja.envia(com_series(loja, "SN1")).numero == 1
    assert loja.envia(com_series(loja, produto="P2")).numero == 2
    loja.muda_tipo("VENDA LIVRE", unidade_produto_item="nao_permitido")
    assert codigos(recusada(loja, com_series(loja, "SN2"))) == ["numero_serie.nao_permitido"]


def test_a_mesma_unidade_duas_vezes(loja: Loja) -> None:
    vendida = loja.envia(com_series(loja, "SN1", "SN2"))
    recusa = recusada(loja, com_series(loja, "SN2", "SN3"))
    assert codigos(recusa) == EM_OUTRO
    assert "Já está no documento P-1 o número de série SN2" in str(recusa)
    loja.envia(com_series(loja, "SN2", produto="P2"))  # another product's
    muda(loja, vendida, Situacao.CANCELADO, "engano")
    loja.envia(com_series(loja, "SN2", "SN3"))


def test_quem_libera_estoque_libera_a_que_voltou(loja: Loja) -> None:
    loja.envia(com_series(loja, "SN1"))
    pedido = com_series(loja, "SN1")
    [achado] = recusada(loja, pedido).recusa.achados
    liberar(loja.ctx, loja.quem(), PedidoLiberacao(
        id=uuid7(), pedido_id=pedido.id, achado=achado, login="bia", senha=SENHA["bia"], motivo="voltou na troca"))
    assert loja.envia(pedido).numero == 2


def test_orcamento_so_avisa_e_o_que_sai_dele_nao_repete(loja: Loja) -> None:
    dav = loja.envia(com_series(loja, "SN1", tipo="DAV"))
    outro = loja.envia(com_series(loja, "SN1", tipo="DAV"))
    assert [a.code for a in outro.achados] == EM_OUTRO
    venda = com_series(loja, "SN1").model_copy(update={"origem_id": dav.pedido_id})
    assert [(a.code, a.params["documento"]) for a in loja.envia(venda).achados] == [("numero_serie.em_outro", "2")]
    assert codigos(recusada(loja, com_series(loja, "SN1"))) == EM_OUTRO


def test_a_aprovacao_leva_as_unidades(loja: Loja) -> None:
    loja.sql("UPDATE tipos_pedido SET politica = politica || jsonb_build_object('tipo_pedido_na_aprovacao', %s::int),"
             " tipo_na_aprovacao_id = %s WHERE nome = 'VENDA'", loja.tipos["VENDA LIVRE"], loja.tipos["VENDA LIVRE"])
    venda = loja.envia(com_series(loja, "SN1", tipo="VENDA"))
    [gerado] = muda(loja, venda, Situacao.APROVADO).gerados
    assert loja.um("SELECT series FROM itens_pedido WHERE pedido_id = %s", gerado.pedido_id) == ["SN1"]
    assert gerado.achados == ()


def test_a_alteracao_confere_as_que_entram_e_deixa_as_suas(loja: Loja) -> None:
    loja.envia(com_series(loja, "SN1"))
    recibo = loja.envia(com_series(loja, "SN2"))

    def altera(*series: str) -> Recibo:
        pedido = Pedido.model_validate(loja.um("SELECT dados FROM pedidos WHERE id = %s", recibo.pedido_id))
        versao = loja.um("SELECT versao FROM pedidos WHERE id = %s", recibo.pedido_id)
        return alterar_pedido(loja.ctx, loja.quem(), recibo.pedido_id, AlteracaoPedido(
            id=uuid7(), versao=versao, pedido=pedido.com_item_trocado(1, series=series)))

    with pytest.raises(Recusada) as erro:
        altera("SN1")
    assert codigos(erro.value) == EM_OUTRO
    assert altera("SN3").versao == 2
    assert altera("SN2").versao == 3
    assert loja.um("SELECT documento -> 'itens' -> 0 ->> 'complemento' FROM pedido_versoes WHERE pedido_id = %s "
                   "AND versao = 3", recibo.pedido_id) == "Nº de série: SN2"


def test_emitida_sem_retaguarda_e_fato_e_vira_divergencia(loja: Loja) -> None:
    loja.envia(com_series(loja, "SN1"))
    recibo = loja.envia(com_series(loja, "SN1"), emitido_offline=True, numero_provisorio="T01-000001",
                        autenticacao="offline")
    assert recibo.numero == 2
    assert loja.sql("SELECT codigo FROM divergencias") == [("numero_serie.em_outro",)]


def test_oito_balcoes_pela_mesma_unidade(loja: Loja, corrida: Corrida) -> None:  # noqa: F811
    """The type reserves nothing and checks no stock: the serial alone holds the others."""
    corrida.larga(Passo.TRAVADO, [loja.envio(com_series(loja, "SN1")) for _ in range(PROCESSOS)])
    corrida.espera_chegar(1)
    corrida.espera_travados(PROCESSOS - 1)
    certos, recusas = corrida.chegada()
    assert [r.numero for r in certos] == [1]
    assert [[a.code for a in r.achados] for r in recusas] == [EM_OUTRO] * (PROCESSOS - 1)
    assert loja.um("SELECT count(*) FROM itens_pedido") == D(1)
