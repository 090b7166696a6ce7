"""What an order prints, composed from its facts: the same in the retaguarda and at a counter alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader

from balcao.db.fatos import Impressos
from balcao.db.fatos_cadastros import EnderecoCliente, Estabelecimento
from balcao.documents import escpos_leitura
from balcao.documents.dados import DocumentoVenda, Via
from balcao.documents.impressao import renderizar
from balcao.documents.modelo import ChaveModelo, padrao
from balcao.domain.ajuste import Acrescimo, Desconto, TipoDesconto
from balcao.domain.pedido import Entrega, ModoEntrega
from balcao.domain.pix import le_brcode
from balcao.domain.plano import Parcela
from balcao.domain.terminal.opcoes import Papel
from balcao.domain.tipo_pedido import Categoria
from balcao.services.documento import Emissao, compor_documento, dia_na_loja, dias_de_validade, parcelas, validade
from tests.apoio.fatos import A_PRAZO, HOJE, fatos, item, pedido, terminal, tipo

LOJA = Estabelecimento(
    id=1, nome="Loja Centro Ltda", fantasia="Loja Centro", cnpj="12ABC34501DE35", ie="", endereco="Rua das Flores, 120",
    municipio="Florianópolis", uf="SC", cep="88010000", telefone="4833221100", fuso="America/Sao_Paulo", pix_chave="",
    desconto_maximo=None, ativo=True)
IMPRESSOS = Impressos(LOJA, vendedor="Ana Souza", lista="VAREJO", telefone="48999887766")
QUANDO = datetime(2026, 3, 11, 1, 30, tzinfo=UTC)  # half past ten of the 10th, at the shop
EMISSAO = Emissao(em=QUANDO, numero="12", versao=1, protocolo="ABCDE-FGHIJ")


LEITORES: tuple[tuple[Papel, Callable[[bytes], str]], ...] = (
    (Papel.BOBINA_80, lambda b: escpos_leitura.texto(escpos_leitura.ler(b))),
    (Papel.A4, lambda b: PdfReader(BytesIO(b)).pages[0].extract_text()),
    (Papel.TEXTO_80, lambda b: b.decode("cp850", "replace")))


def documento(impressos: Impressos = IMPRESSOS, emissao: Emissao = EMISSAO, **campos: Any) -> DocumentoVenda:
    return compor_documento(fatos(**campos), impressos, emissao)


def test_o_dia_e_o_da_loja() -> None:
    d = documento()
    assert d.emissao.isoformat() == "2026-03-10T22:30:00-03:00"
    assert dia_na_loja(QUANDO, LOJA.fuso) == date(2026, 3, 10)
    assert d.parcelas == (Parcela(numero=1, vencimento=date(2026, 4, 9), valor=D("10.00")),)


def test_itens_com_todos_os_descontos_e_totais_que_fecham() -> None:
    com = pedido(item("3"), item("1"), frete=D("5.00")).com_ajuste_item(
        1, Desconto(tipo=TipoDesconto.PERCENTUAL, valor=D(10))).com_ajuste(
        Desconto(tipo=TipoDesconto.VALOR, valor=D("1.00")))
    d = documento(pedido=com)
    assert [(i.linha, i.quantidade, i.desconto, i.total) for i in d.itens] == [
        (1, D(3), D("3.73"), D("26.27")), (2, D(1), D("0.27"), D("9.73"))]
    assert (d.subtotal, d.desconto, d.frete, d.total) == (D("40.00"), D("4.00"), D("5.00"), D("41.00"))


def test_o_papel_diz_a_cascata_e_o_acrescimo() -> None:
    dez_e_cinco = {"tipo": TipoDesconto.PERCENTUAL, "valor": D(10), "seguintes": (D(5),)}
    com = pedido(item("3"), item("1", observacoes="azul")).com_ajuste_item(1, Acrescimo(**dez_e_cinco)).com_ajuste_item(
        2, Desconto(**dez_e_cinco)).com_ajuste(Desconto(**dez_e_cinco))
    d = documento(pedido=com)
    assert [i.complemento for i in d.itens] == ["Acréscimo de 10% + 5%: R$\u00a04,65", "Desconto de 10% + 5%\nazul"]
    assert (d.subtotal, d.acrescimo_incluido, d.desconto, d.total) == (D("44.65"), D("4.65"), D("7.71"), D("36.94"))
    assert DocumentoVenda.model_validate_json(d.model_dump_json()) == d
    for papel, le in LEITORES:
        dito = " ".join(le(renderizar(d, padrao(ChaveModelo.PRE_VENDA), papel, Via())).replace("\u00a0", " ").split())
        for pedaco in ("Acréscimo de 10% + 5%: R$ 4,65", "Desconto de 10% + 5%", "Subtotal", "R$ 40,00", "R$ 36,94",
                       "Desconto (no total: 10% + 5%)"):
            assert pedaco in dito, papel
    simples = documento(pedido=pedido(item("3")).com_ajuste(Acrescimo(tipo=TipoDesconto.VALOR, valor=D(1))))
    assert simples.itens[0].complemento == "Acréscimo: R$\u00a01,00"
    assert (simples.acrescimo_em_cascata, simples.total) == ("", D("31.00"))


def test_um_pesado_sempre_mostra_as_gramas() -> None:
    base = fatos()
    pesado = {1: base.produtos[1].model_copy(update={"pesavel": True})}
    sem_casas = terminal(rodape={"casas_decimais_qtde": 0})
    assert documento(produtos=pesado, terminal=sem_casas).itens[0].casas_quantidade == 3
    assert documento().itens[0].casas_quantidade is None


def test_validade_so_do_orcamento_e_a_do_tipo_prevalece() -> None:
    dav = tipo(Categoria.ORCAMENTO)
    assert documento(tipo=dav).validade == date(2026, 3, 25)
    assert (documento().validade, documento().validade_dias) == (None, 0)
    for dias, esperado in ((3, HOJE + timedelta(3)), (0, None)):
        f = fatos(tipo=tipo(Categoria.ORCAMENTO, validade_proposta=dias))
        assert (dias_de_validade(f), validade(f, HOJE)) == (dias, esperado)


def test_parcelas_digitadas_valem_e_sem_plano_nao_ha() -> None:
    digitadas = (Parcela(numero=1, vencimento=HOJE, valor=D("10.00")),)
    assert parcelas(fatos(pedido=pedido(parcelas_digitadas=digitadas), plano=A_PRAZO), HOJE) == digitadas
    assert parcelas(fatos(plano=None), HOJE) == ()


def test_destinatario_entrega_e_referencia() -> None:
    endereco = EnderecoCliente(UUID(int=1), "principal", "Rua A", "10", "", "Centro", "Florianópolis", "SC", "88010000")
    com = pedido(cliente_documento="39053344705", observacoes="frágil", entrega=Entrega(
        modo=ModoEntrega.ENTREGA, endereco="Rua B, 20", data=HOJE))
    d = documento(replace(IMPRESSOS, endereco=endereco), replace(EMISSAO, referencia="DAV 7"), pedido=com)
    assert (d.destinatario.nome, d.destinatario.documento, d.destinatario.endereco.rua()) == (
        "ANA", "39053344705", "Rua A, 10")
    assert (d.entrega.modo, d.entrega.endereco, d.observacoes, d.referencia) == (
        ModoEntrega.ENTREGA, "Rua B, 20", "frágil", "DAV 7")
    sem = documento(pedido=pedido(cliente_nome="", cliente_id=None), cliente=None)
    assert sem.destinatario.nome == "CONSUMIDOR FINAL"


@pytest.mark.parametrize(("chave", "municipio", "tem"), [
    ("loja@exemplo.com.br", "Florianópolis", True), ("", "Florianópolis", False), ("chave torta", "X", False),
    ("loja@exemplo.com.br", "", False)])
def test_pix_do_total_quando_a_loja_tem_chave_que_serve(chave: str, municipio: str, tem: bool) -> None:
    d = documento(replace(IMPRESSOS, estabelecimento=replace(LOJA, pix_chave=chave, municipio=municipio)))
    assert (d.pix is not None) is tem
    if d.pix:
        assert le_brcode(d.pix)["54"] == "10.00"


def test_sem_conexao_sai_com_o_numero_provisorio() -> None:
    d = documento(emissao=Emissao(em=QUANDO, numero_provisorio="T03-000001"))
    assert (d.provisorio, d.numero_impresso) == (True, "T03-000001")
    with pytest.raises(ValueError, match="without a number"):
        documento(emissao=Emissao(em=QUANDO))


def test_as_unidades_saem_embaixo_do_item_em_todos_os_papeis() -> None:
    """TP-045, under what its numbers do not say and over what the seller wrote."""
    series = tuple(f"SN-{n:09}" for n in range(12))
    d = documento(pedido=pedido(item("12", series=series, observacoes="azul")))
    assert d.itens[0].complemento == f"Nº de série: {', '.join(series)}\nazul"
    for papel, le in LEITORES:
        dito = le(renderizar(d, padrao(ChaveModelo.PRE_VENDA), papel, Via()))
        assert all(um in dito for um in series)


def test_o_que_se_escreveu_no_item_sai_embaixo_dele() -> None:
    d = documento(pedido=pedido(item(observacoes="cor azul\nsem furo"), item()))
    assert [i.complemento for i in d.itens] == ["cor azul\nsem furo", ""]
    for papel, le in LEITORES:
        dito = le(renderizar(d, padrao(ChaveModelo.PRE_VENDA), papel, Via()))
        assert "cor azul" in dito
        assert "sem furo" in dito
