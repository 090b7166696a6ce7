"""Kinds of stock (TP-032): an order holds, sells, brings back and is checked against the one that its type named when
it was issued; the shop's own is not touched."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from balcao.domain.cadastro.mensagens import Alteracao, NovoRegistro
from balcao.domain.pedido import Pedido
from balcao.domain.protocolo import Recibo
from balcao.domain.protocolo_documentos import AlteracaoPedido, Estorno, Faturamento, ItemFaturado, MudancaSituacao
from balcao.domain.resultado_busca import Resultado
from balcao.domain.situacoes import Situacao
from balcao.domain.textos import texto
from balcao.services.counter.estoque_na_busca import no_estoque_do_pedido
from balcao.services.office import cadastros
from balcao.services.office.alterar_pedido import alterar_pedido
from balcao.services.office.contexto import Passo, Recusada
from balcao.services.office.faturar import estornar, faturar
from balcao.services.office.mudar_situacao import mudar_situacao
from balcao.services.office.vencimento import vencer_orcamentos
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.retaguarda import Loja
from tests.apoio.venda import linha
from tests.services.test_aprovar import inteiro
from tests.services.test_corrida import PROCESSOS, Corrida, corredores, corrida  # noqa: F401 - fixtures
from tests.services.test_counter_alterar import abre
from tests.services.test_enviar import codigos, recusada

RESERVA = "reserva_exceto_manutencao"


def tipo_id(loja: Loja, nome: str) -> int:
    return int(loja.um("SELECT id FROM tipos_estoque WHERE nome = %s", nome))


def poe(loja: Loja, produto: str, nome: str, saldo: int) -> None:
    loja.sql("INSERT INTO estoques_por_tipo (produto_id, estabelecimento_id, tipo_estoque_id, saldo) "
             "VALUES (%s, 1, %s, %s)", loja.produtos[produto], tipo_id(loja, nome), saldo)


def em(loja: Loja, produto: str, nome: str) -> tuple[D, D] | None:
    """(saldo, reservado) of a kind; None: no row."""
    linhas = loja.sql("SELECT saldo, reservado FROM estoques_por_tipo WHERE produto_id = %s AND tipo_estoque_id = %s",
                      loja.produtos[produto], tipo_id(loja, nome))
    return (linhas[0][0], linhas[0][1]) if linhas else None


def usa(loja: Loja, tipo: str, nome: str | None) -> None:
    """As its registry stores it."""
    id_, quem = loja.tipos[tipo], loja.quem("bia")
    versao = cadastros.consultar(loja.ctx, quem, "tipos_pedido", id_).versao
    cadastros.alterar(loja.ctx, quem, "tipos_pedido", id_, Alteracao(
        versao=versao, valores={"tipo_estoque": tipo_id(loja, nome) if nome else None}))


@pytest.fixture
def feiras(loja: Loja) -> Iterator[Loja]:
    """A shop whose VENDA, which reserves and refuses what is not there, sells from Feiras: 5 of P1."""
    usa(loja, "VENDA", "Feiras")
    poe(loja, "P1", "Feiras", 5)
    yield loja
    inteiro(loja)
    assert loja.estoque("P1") == (100, 0)  # the shop's own


def muda(loja: Loja, recibo: Recibo, para: Situacao, motivo: str = "", **campos: Any) -> Recibo:
    return mudar_situacao(loja.ctx, loja.quem("bia"), recibo.pedido_id,
                          MudancaSituacao(id=uuid7(), situacao=para, motivo=motivo, **campos))


def fatura(loja: Loja, recibo: Recibo, quantidade: str) -> Any:
    return faturar(loja.ctx, loja.quem("caio", "T2"), recibo.pedido_id, Faturamento(
        id=uuid7(), documento="NFC-e 1", itens=(ItemFaturado(linha=1, quantidade=D(quantidade)),)))


def test_reserva_confere_e_devolve_no_estoque_do_tipo(feiras: Loja) -> None:
    assert codigos(recusada(feiras, feiras.pedido(itens=[("P1", 6)]))) == ["estoque.insuficiente"]
    recibo = feiras.envia(feiras.pedido(itens=[("P1", 2), ("P1", 1)]))
    assert em(feiras, "P1", "Feiras") == (5, 3)
    assert feiras.um("SELECT tipo_estoque_id FROM pedidos") == tipo_id(feiras, "Feiras")
    assert codigos(recusada(feiras, feiras.pedido(itens=[("P1", 3)]))) == ["estoque.insuficiente"]
    muda(feiras, recibo, Situacao.CANCELADO, "desistiu")
    assert em(feiras, "P1", "Feiras") == (5, 0)


def test_o_tipo_que_muda_nao_leva_os_pedidos_de_antes(feiras: Loja) -> None:
    antes = feiras.envia(feiras.pedido(itens=[("P1", 2)]))
    usa(feiras, "VENDA", "Revenda")
    assert codigos(recusada(feiras, feiras.pedido(itens=[("P1", 1)]))) == ["estoque.insuficiente"]  # none there
    poe(feiras, "P1", "Revenda", 9)
    depois = feiras.envia(feiras.pedido(itens=[("P1", 4)]))
    assert (em(feiras, "P1", "Feiras"), em(feiras, "P1", "Revenda")) == ((5, 2), (9, 4))
    pedido = Pedido.model_validate(feiras.um("SELECT dados FROM pedidos WHERE id = %s", antes.pedido_id))
    feiras.muda_tipo("VENDA", situacoes_alteracao_itens=["P"])

    def altera(quantidade: int) -> Recibo:
        return alterar_pedido(feiras.ctx, feiras.quem(), antes.pedido_id, AlteracaoPedido(
            id=uuid7(), versao=1, pedido=pedido.com_quantidade(1, D(quantidade))))

    with pytest.raises(Recusada) as erro:
        altera(6)  # Revenda would have them
    assert codigos(erro.value) == ["estoque.insuficiente"]
    altera(5)
    assert (em(feiras, "P1", "Feiras"), em(feiras, "P1", "Revenda")) == ((5, 5), (9, 4))
    usa(feiras, "VENDA", None)
    for recibo in (antes, depois):
        muda(feiras, recibo, Situacao.CANCELADO, "x")
    assert (em(feiras, "P1", "Feiras"), em(feiras, "P1", "Revenda")) == ((5, 0), (9, 0))


def test_o_caixa_baixa_e_estorna_no_estoque_do_pedido(feiras: Loja) -> None:
    recibo = feiras.envia(feiras.pedido(itens=[("P1", 3)]))
    usa(feiras, "VENDA", None)
    um = fatura(feiras, recibo, "2")
    assert em(feiras, "P1", "Feiras") == (3, 1)
    assert feiras.sql("SELECT quantidade, tipo_estoque_id FROM movimentos_estoque") == [
        (D(-2), tipo_id(feiras, "Feiras"))]
    estornar(feiras.ctx, feiras.quem("caio", "T2"), um.id, Estorno(motivo="troco errado"))
    assert em(feiras, "P1", "Feiras") == (5, 3)
    fatura(feiras, recibo, "3")
    assert em(feiras, "P1", "Feiras") == (2, 0)
    estornar(feiras.ctx, feiras.quem("caio", "T2"), feiras.um(
        "SELECT id FROM faturamentos WHERE estornado_em IS NULL"), Estorno(motivo="de novo"))
    muda(feiras, recibo, Situacao.CANCELADO, "x")


def test_sem_linha_no_estoque_o_que_nao_confere_a_cria(loja: Loja) -> None:
    """A type that sells without looking: below zero, in its own stock."""
    usa(loja, "VENDA LIVRE", "Consignação em terceiros")
    loja.muda_tipo("VENDA LIVRE", regra_reserva_estoque=RESERVA)
    recibo = loja.envia(loja.pedido("VENDA LIVRE", itens=[("P1", 3)]))
    assert em(loja, "P1", "Consignação em terceiros") == (0, 3)
    fatura(loja, recibo, "3")
    assert em(loja, "P1", "Consignação em terceiros") == (-3, 0)
    assert loja.estoque("P1") == (100, 0)
    inteiro(loja)


def test_o_orcamento_de_um_estoque_vira_venda_de_outro_e_volta(feiras: Loja) -> None:
    feiras.muda_tipo("DAV", regra_reserva_estoque=RESERVA)
    usa(feiras, "DAV", "Revenda")
    dav = feiras.envia(feiras.pedido("DAV", itens=[("P1", 4)]))
    assert em(feiras, "P1", "Revenda") == (0, 4)
    venda = feiras.envia(feiras.pedido(itens=[("P1", 4)], origem_id=dav.pedido_id))
    assert (em(feiras, "P1", "Revenda"), em(feiras, "P1", "Feiras")) == ((0, 0), (5, 4))
    muda(feiras, venda, Situacao.CANCELADO, "x")
    assert (em(feiras, "P1", "Revenda"), em(feiras, "P1", "Feiras")) == ((0, 4), (5, 0))
    muda(feiras, dav, Situacao.PERDIDO, "caro")


def test_vencer_e_revalidar_no_mesmo_estoque(feiras: Loja) -> None:
    feiras.muda_tipo("DAV", regra_reserva_estoque=RESERVA, validade_proposta=1,
                     validar_estoque_no_fechamento_pedido="erro")
    usa(feiras, "DAV", "Feiras")
    dav = feiras.envia(feiras.pedido("DAV", itens=[("P1", 4)]))
    feiras.agora += timedelta(days=5)
    assert vencer_orcamentos(feiras.ctx, "America/Sao_Paulo") == 1
    assert em(feiras, "P1", "Feiras") == (5, 0)
    usa(feiras, "DAV", None)
    outra = feiras.envia(feiras.pedido(itens=[("P1", 2)]))
    with pytest.raises(Recusada) as erro:
        muda(feiras, dav, Situacao.PENDENTE)
    assert codigos(erro.value) == ["estoque.insuficiente"]
    assert "no tipo de estoque “Feiras”: pedido 4, disponível 3." in texto(erro.value.recusa.achados[0])
    muda(feiras, outra, Situacao.CANCELADO, "x")
    muda(feiras, dav, Situacao.PENDENTE)
    assert em(feiras, "P1", "Feiras") == (5, 4)
    muda(feiras, dav, Situacao.PERDIDO, "x")


def test_a_aprovacao_divide_pelo_estoque_do_que_gera(feiras: Loja) -> None:
    feiras.muda_tipo("DAV", tipo_pedido_na_aprovacao=feiras.tipos["VENDA"],
                     separar_produtos_sem_estoque_na_aprovacao="nao_gerar_sem_estoque")
    dav = feiras.envia(feiras.pedido("DAV", itens=[("P1", 5), ("P2", 1)]))  # of P2 the shop's own has 100
    [gerado] = muda(feiras, dav, Situacao.APROVADO).gerados
    assert feiras.sql("SELECT codigo, quantidade FROM itens_pedido WHERE pedido_id = %s", gerado.pedido_id) == [
        ("P1", D(5))]
    assert em(feiras, "P1", "Feiras") == (5, 5)
    assert feiras.um("SELECT tipo_estoque_id FROM pedidos WHERE id = %s", gerado.pedido_id) == tipo_id(feiras, "Feiras")


def test_oito_balcoes_pela_ultima_unidade_de_outro_estoque(feiras: Loja, corrida: Corrida) -> None:  # noqa: F811
    feiras.sql("UPDATE estoques_por_tipo SET saldo = 1")
    corrida.larga(Passo.TRAVADO, [feiras.envio(feiras.pedido(itens=[("P1", 1)])) for _ in range(PROCESSOS)])
    corrida.espera_chegar(1)
    corrida.espera_travados(PROCESSOS - 1)
    certos, recusas = corrida.chegada()
    assert [r.numero for r in certos] == [1]
    assert [[a.code for a in r.achados] for r in recusas] == [["estoque.insuficiente"]] * (PROCESSOS - 1)
    assert em(feiras, "P1", "Feiras") == (1, 1)


def test_o_balcao_ve_o_estoque_do_tipo_e_o_papel_fica(feiras: Loja, tmp_path: Path) -> None:
    """The replica has it; draft, search, conversion and a change see the order's own."""
    with servico(feiras) as url, balcao_de(feiras, url, 1, tmp_path) as balcao:
        balcao.entra("bia")
        _no_balcao(feiras, balcao)


def _no_balcao(loja: Loja, balcao: BalcaoDeTeste) -> None:
    venda = balcao.venda("VENDA", [("P1", 6)])
    assert [a.code for a in venda.achados] == ["estoque.insuficiente"]
    assert venda.achados[0].params["disponivel"] == D(5)
    venda.muda(tipo_id=loja.tipos["VENDA LIVRE"])
    assert venda.achados == ()
    venda.muda(tipo_id=loja.tipos["VENDA"])
    venda.muda_quantidade(1, D(5))
    assert venda.achados == ()
    achada = linha(1)._replace(id=loja.produtos["P1"], disponivel=D(100), outros=D(7), localizacao="A1")
    visto = Resultado("p1", (achada, achada._replace(id=loja.produtos["P2"]), achada._replace(disponivel=None)))
    no_tipo = no_estoque_do_pedido(visto, venda.pedido, venda.registros)
    assert [(um.disponivel, um.outros, um.localizacao) for um in no_tipo.linhas] == [
        (D(5), D(0), ""), (D(0), D(0), ""), (None, D(0), "")]
    recibo = balcao.emite(venda).recibo
    assert recibo is not None
    balcao.b.rascunhos.esquece(recibo.pedido_id)
    assert em(loja, "P1", "Feiras") == (5, 5)
    usa(loja, "VENDA", None)
    loja.muda_tipo("VENDA", situacoes_alteracao_itens=["P"])
    outra = abre(balcao, recibo.pedido_id)
    outra.muda_quantidade(1, D(4))
    assert outra.achados == ()  # of Feiras, less what it holds itself
    outra.muda_quantidade(1, D(6))
    assert [a.code for a in outra.achados] == ["estoque.insuficiente"]
    assert no_estoque_do_pedido(visto, outra.pedido, outra.registros).linhas[0].disponivel == 0
    outra.abre(balcao.b.bastidores.documentos.clona(recibo.pedido_id))
    assert no_estoque_do_pedido(visto, outra.pedido, outra.registros) is visto  # the type's, today: the shop's own


def test_a_previa_da_aprovacao_divide_como_a_retaguarda(feiras: Loja, tmp_path: Path) -> None:
    feiras.muda_tipo("DAV", tipo_pedido_na_aprovacao=feiras.tipos["VENDA"],
                     separar_produtos_sem_estoque_na_aprovacao="nao_gerar_sem_estoque")
    with servico(feiras) as url, balcao_de(feiras, url, 1, tmp_path) as balcao:
        balcao.entra("bia")
        balcao.emite(balcao.venda("DAV", [("P1", 5), ("P2", 1)]))
        [dav] = balcao.b.envios.todos()
        prevista = balcao.b.bastidores.documentos.situacoes.preve(dav.pedido_id)
        assert [(p.itens, p.com_estoque) for p in prevista.partes] == [(1, True)]


# ---- the registry

def test_os_da_pagina_ja_estao_e_o_da_loja_nao_se_cadastra(loja: Loja) -> None:
    nomes = [n for (n,) in loja.sql("SELECT nome FROM tipos_estoque ORDER BY id")]
    assert nomes == ["Matéria-prima", "Revenda", "Em terceiros", "De terceiros", "Consumo", "Ativo imobilizado",
                     "Ferramentas", "Consignação de terceiros", "Consignação em terceiros", "Feiras", "Para garantia",
                     "Em garantia"]
    quem = loja.quem("bia")
    with pytest.raises(Recusada, match="é o estoque da loja, que não precisa de cadastro"):
        cadastros.incluir(loja.ctx, quem, "tipos_estoque", NovoRegistro(id=uuid7(), valores={"nome": "ESTOQUE"}))
    novo = cadastros.incluir(loja.ctx, quem, "tipos_estoque", NovoRegistro(id=uuid7(), valores={"nome": "Vitrine"}))
    usa(loja, "VENDA", "Vitrine")
    with pytest.raises(Recusada, match="o tipo VENDA o usa"):
        cadastros.excluir(loja.ctx, quem, "tipos_estoque", novo.id)
    usa(loja, "VENDA", None)
    cadastros.excluir(loja.ctx, quem, "tipos_estoque", novo.id)
