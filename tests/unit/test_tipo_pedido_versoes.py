"""An order type stored by an older program is read as it meant; what is stored now, older counters read."""

import pytest

from balcao.domain.campo import Campo, campo_de, campos_de
from balcao.domain.tipo_pedido import TipoPedido, versoes
from balcao.domain.tipo_pedido.ficha import FichaTipoPedido
from balcao.domain.tipo_pedido.opcoes import AcaoEstoque, RegraReserva

# As the sample shop was stored by the program before (schema 1), each whole.
V1_VENDA = {
    "titulo": "Pré-venda", "categoria": "venda", "toma_credito": "conforme_plano", "validade_dias": None,
    "reserva_estoque": True, "cliente_obrigatorio": False, "validade_credito_toma": "erro",
    "emissao_sem_retaguarda": "credito_conhecido", "permite_consumidor_final": True,
    "validade_credito_nao_toma": "nao_validar", "valida_preco_minimo_maximo": True,
    "permite_clientes_bloqueados": "nao", "validar_estoque_no_fechamento": "senha"}
V1_DAV = V1_VENDA | {
    "titulo": "Orçamento", "categoria": "orcamento", "reserva_estoque": False, "validade_dias": 15,
    "cliente_obrigatorio": True, "validar_estoque_no_fechamento": "alertar", "emissao_sem_retaguarda": "orcamento"}


def test_a_document_of_the_program_before_is_read_as_it_meant() -> None:
    venda = versoes.ler(TipoPedido, V1_VENDA, id=2, nome="PRÉ-VENDA")
    dav = versoes.ler(TipoPedido, V1_DAV, id=1, nome="DAV", ativo=False)
    assert (venda.regra_reserva_estoque, venda.validar_estoque_no_fechamento_pedido, venda.validade_proposta) == (
        RegraReserva.RESERVA_EXCETO_MANUTENCAO, AcaoEstoque.SENHA, None)
    assert (venda.reserva_estoque, venda.permite_consumidor_final, venda.ativo) == (True, True, True)
    assert (dav.reserva_estoque, dav.validade_proposta, dav.permite_consumidor_final, dav.ativo) == (
        False, 15, False, False)
    assert not {"validade_dias", "cliente_obrigatorio", "reserva_estoque"} & dav.model_extra.keys()


@pytest.mark.parametrize("antigo", [V1_VENDA, V1_DAV])
def test_what_is_stored_now_says_the_same_to_the_program_before(antigo: dict[str, object]) -> None:
    guardado = versoes.documento(versoes.ler(FichaTipoPedido, antigo, id=1, nome="X"))
    if antigo["cliente_obrigatorio"]:
        antigo = antigo | {"permite_consumidor_final": False}
    assert {nome: guardado[nome] for nome in antigo} == antigo
    assert guardado["versao"] == versoes.VERSAO
    assert not {"id", "nome", "ativo", "estabelecimentos"} & guardado.keys()


def test_reading_and_storing_again_changes_nothing() -> None:
    ficha = versoes.ler(FichaTipoPedido, V1_VENDA, id=1, nome="X").model_copy(update={
        "validade_proposta": 3, "regra_reserva_estoque": RegraReserva.NAO_RESERVA, "permite_consumidor_final": False})
    uma = versoes.documento(ficha)
    assert versoes.documento(versoes.ler(FichaTipoPedido, uma, id=1, nome="X")) == uma
    assert versoes.atualizado(uma) == {n: v for n, v in uma.items() if n not in versoes.LEGADOS}


def test_an_open_value_and_a_newer_programs_are_kept_by_one_that_reads_neither() -> None:
    guardado = V1_VENDA | {"sigla": "PV", "situacoes_inclusao_itens": ["M", "P"], "de_amanha": {"x": 1}}
    lido = versoes.ler(TipoPedido, guardado, id=1, nome="X")
    depois = versoes.documento(lido.model_copy(update={"titulo": "Outro"}))
    assert (depois["sigla"], depois["situacoes_inclusao_itens"], depois["de_amanha"]) == ("PV", ["M", "P"], {"x": 1})
    assert versoes.documento(versoes.ler(FichaTipoPedido, depois, id=1, nome="X"))["situacoes_inclusao_itens"] == [
        "M", "P"]
    de_amanha = versoes.atualizado(depois | {"versao": 9})
    assert de_amanha["versao"] == 9
    assert versoes.documento(versoes.ler(TipoPedido, de_amanha, id=1, nome="X"))[
        "versao"] == 9


def test_an_open_field_at_its_default_is_not_stored() -> None:
    ficha = versoes.ler(FichaTipoPedido, V1_VENDA, id=1, nome="X")
    abertos = {nome for nome, campo in campos_de(FichaTipoPedido, abertos=True) if campo.aberto}
    assert not abertos & versoes.documento(ficha).keys()
    assert abertos & versoes.documento(ficha.model_copy(update={"observacoes": "só balcão"})).keys() == {"observacoes"}


def test_sets_are_stored_in_the_order_of_their_options() -> None:
    campo: Campo = campo_de(FichaTipoPedido, "situacoes_permitem_bloqueio")
    todas = frozenset(o.valor for o in campo.opcoes)
    ficha = versoes.ler(FichaTipoPedido, V1_VENDA, id=1, nome="X", situacoes_permitem_bloqueio=todas)
    assert versoes.documento(ficha)["situacoes_permitem_bloqueio"] == [o.valor for o in campo.opcoes]
