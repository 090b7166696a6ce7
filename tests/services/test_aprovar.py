"""Approving an order whose type generates others: whole or nothing, once, counted, given back, and printed here."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal as D
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from balcao.db.server.conferencia import CONFERENCIAS
from balcao.domain.ajuste import Acrescimo, Desconto, TipoDesconto
from balcao.domain.erros import EntradaInvalida, RegraViolada
from balcao.domain.protocolo import Recibo
from balcao.domain.protocolo_documentos import MudancaSituacao, PedidoLiberacao
from balcao.domain.situacoes import Situacao
from balcao.services.office.contexto import Motivo, Passo, Recusada
from balcao.services.office.documentos import abrir
from balcao.services.office.liberar import liberar
from balcao.services.office.mudar_situacao import mudar_situacao
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.retaguarda import SENHA, Loja

JOSE = "JOSÉ DA SILVA"
RESERVA = "reserva_exceto_manutencao"


@pytest.fixture
def gera(loja: Loja) -> Loja:
    """A shop whose DAV generates a VENDA."""
    loja.muda_tipo("DAV", tipo_pedido_na_aprovacao=loja.tipos["VENDA"])
    return loja


def aprova(loja: Loja, recibo: Recibo, login: str = "ana", **campos: Any) -> Recibo:
    return mudar_situacao(loja.ctx, loja.quem(login), recibo.pedido_id,
                          MudancaSituacao(**({"id": uuid7(), "situacao": Situacao.APROVADO} | campos)))


def cancela(loja: Loja, id_: UUID) -> Recibo:
    return mudar_situacao(loja.ctx, loja.quem("bia"), id_,
                          MudancaSituacao(id=uuid7(), situacao=Situacao.CANCELADO, motivo="x"))


def situacao(loja: Loja, id_: UUID) -> str:
    return str(loja.um("SELECT situacao FROM pedidos WHERE id = %s", id_))


def inteiro(loja: Loja) -> None:
    """What the shop's own conference looks at is right: chains, numbers, totals, stock."""
    for assunto, consulta in CONFERENCIAS:
        assert loja.sql(consulta.replace("%", "%%")) == [], assunto


def test_o_gerado_vem_no_recibo_numerado_impresso_e_com_historia(gera: Loja) -> None:
    dav = gera.envia(gera.pedido("DAV", cliente=JOSE, plano="30/60/90", itens=[("P1", 2), ("P2", 1)]))
    feito = aprova(gera, dav)
    [venda] = feito.gerados
    assert (feito.situacao, feito.versao, venda.situacao, venda.numero, venda.total) == (
        Situacao.APROVADO, 2, Situacao.PENDENTE, 1, D("40.00"))
    assert (venda.documento["referencia"], venda.documento["numero"], len(venda.documento["parcelas"])) == (
        "DAV 1", "1", 3)
    assert gera.sql("SELECT valor FROM compromissos_credito WHERE pedido_id = %s", venda.pedido_id) == [(D("40.00"),)]
    assert gera.estoque("P1") == (100, 2)
    assert gera.sql("SELECT tipo FROM eventos WHERE pedido_id = %s ORDER BY id", dav.pedido_id) == [
        ("pedido.emitido",), ("pedido.aprovado",)]
    assert gera.sql("SELECT usuario_id, estacao_id, origem_id FROM pedidos WHERE id = %s", venda.pedido_id) == [
        (gera.usuarios["ana"], gera.estacoes["T1"], dav.pedido_id)]
    inteiro(gera)


def test_a_mesma_aprovacao_duas_vezes_gera_uma(gera: Loja) -> None:
    dav = gera.envia(gera.pedido("DAV", cliente=JOSE))
    id_ = uuid7()
    um = aprova(gera, dav, id=id_)
    outra = aprova(gera, dav, id=id_)
    assert outra.repetido
    assert [g.pedido_id for g in outra.gerados] == [g.pedido_id for g in um.gerados]
    with pytest.raises(Recusada, match="está na situação Aprovado e não pode ser aprovado"):
        aprova(gera, dav)
    assert gera.conta("pedidos", "categoria = 'venda'") == 1


def test_os_ids_sao_os_que_o_balcao_fez(gera: Loja) -> None:
    dav = gera.envia(gera.pedido("DAV", cliente=JOSE))
    ids = (uuid7(), uuid7())
    assert [g.pedido_id for g in aprova(gera, dav, gerados=ids).gerados] == [ids[0]]
    outro = gera.envia(gera.pedido("DAV", cliente=JOSE))
    gera.muda_tipo("DAV", separar_produtos_sem_estoque_na_aprovacao="sim")
    gera.poe_estoque("P1", 0)
    with pytest.raises(Recusada):
        aprova(gera, outro, gerados=())  # stops at the stock, whose check is the generated type's


def test_recusado_um_dos_dois_nada_fica(gera: Loja) -> None:
    """The second order's rule undoes the first, the approval and its numbers."""
    gera.muda_tipo("DAV", separar_produtos_sem_estoque_na_aprovacao="sim")
    gera.poe_estoque("P2", 0)
    dav = gera.envia(gera.pedido("DAV", cliente=JOSE, itens=[("P1", 2), ("P2", 1)]))
    ids = (uuid7(), uuid7())
    with pytest.raises(Recusada) as erro:
        aprova(gera, dav, gerados=ids)
    assert [a.code for a in erro.value.recusa.achados] == ["estoque.insuficiente"]
    assert erro.value.recusa.pedido_id == ids[1]
    assert (situacao(gera, dav.pedido_id), gera.conta("pedidos"), gera.estoque("P1")) == ("P", 1, (100, 0))
    assert gera.um("SELECT versao FROM pedidos") == 1
    gera.muda_tipo("DAV", tipo_pedido_na_aprovacao_sem_estoque=gera.tipos["VENDA LIVRE"])
    com, sem = aprova(gera, dav, gerados=ids).gerados
    assert (com.numero, com.total, sem.numero, sem.total) == (1, D("20.00"), 1, D("20.00"))
    inteiro(gera)


def test_o_que_pede_liberacao_passa_com_a_do_pedido_gerado(gera: Loja) -> None:
    gera.muda_cliente(JOSE, limite_credito=D("5.00"))
    gera.muda_terminal(controles_clientes={"validar_limite_credito": "senha"})
    dav = gera.envia(gera.pedido("DAV", cliente=JOSE, plano="30/60/90", itens=[("P1", 2)]))
    ids = (uuid7(), uuid7())
    with pytest.raises(Recusada) as erro:
        aprova(gera, dav, gerados=ids)
    [achado] = erro.value.recusa.achados
    assert achado.liberavel, achado
    liberar(gera.ctx, gera.quem(), PedidoLiberacao(
        id=uuid7(), pedido_id=erro.value.recusa.pedido_id, achado=achado, motivo="cliente antigo", login="bia",
        senha=SENHA["bia"]))
    [venda] = aprova(gera, dav, gerados=ids).gerados
    assert gera.um("SELECT usada_em IS NOT NULL FROM liberacoes WHERE pedido_id = %s", venda.pedido_id)


def test_o_que_o_dav_segurava_passa_e_volta(gera: Loja) -> None:
    """A DAV that holds the last units and the last of the credit; its generated order has room, and cancelled gives
    them back to it."""
    gera.muda_tipo("DAV", regra_reserva_estoque=RESERVA, toma_credito="sim")
    gera.muda_cliente(JOSE, limite_credito=D("20.00"))
    gera.poe_estoque("P1", 2)
    dav = gera.envia(gera.pedido("DAV", cliente=JOSE, plano="30/60/90", itens=[("P1", 2)]))
    [venda] = aprova(gera, dav).gerados
    assert (gera.estoque("P1"), gera.sql("SELECT pedido_id, valor FROM compromissos_credito")) == (
        (2, 2), [(venda.pedido_id, D("20.00"))])
    inteiro(gera)
    cancela(gera, venda.pedido_id)
    assert situacao(gera, dav.pedido_id) == "P"
    assert (gera.estoque("P1"), gera.sql("SELECT pedido_id, valor FROM compromissos_credito")) == (
        (2, 2), [(dav.pedido_id, D("20.00"))])
    inteiro(gera)
    cancela(gera, dav.pedido_id)
    assert (gera.estoque("P1"), gera.conta("compromissos_credito")) == ((2, 0), 0)
    inteiro(gera)


def test_o_dav_que_reserva_divide_pelo_que_ele_mesmo_segurava(gera: Loja) -> None:
    gera.muda_tipo("DAV", regra_reserva_estoque=RESERVA, separar_produtos_sem_estoque_na_aprovacao="sim")
    gera.poe_estoque("P1", 2)
    dav = gera.envia(gera.pedido("DAV", cliente=JOSE, itens=[("P1", 2)]))
    [venda] = aprova(gera, dav).gerados
    assert venda.total == D("20.00")


def test_separado_frete_vai_com_o_primeiro_e_desconto_em_reais_se_reparte(gera: Loja) -> None:
    gera.muda_tipo("DAV", separar_produtos_sem_estoque_na_aprovacao="sim",
                   tipo_pedido_na_aprovacao_sem_estoque=gera.tipos["VENDA LIVRE"])
    gera.poe_estoque("P3", 0)
    pedido = gera.pedido("DAV", cliente=JOSE, itens=[("P1", 1), ("P2", 1), ("P3", 1)], frete=D("7.00"),
                         desconto_digitado=Desconto(tipo=TipoDesconto.VALOR, valor=D("1.00")))
    dav = gera.envia(pedido, login="bia")
    com, sem = aprova(gera, dav, login="bia").gerados
    assert com.total + sem.total == dav.total == D("66.00")
    rateio = pedido.itens[2].rateio
    assert sem.total == D("30.00") - rateio
    assert [gera.um("SELECT frete FROM pedidos WHERE id = %s", g.pedido_id) for g in (com, sem)] == [D("7.00"), 0]


def test_separado_cada_parte_tem_a_sua_parcela_do_acrescimo(gera: Loja) -> None:
    for tipo in ("DAV", "VENDA", "VENDA LIVRE"):
        gera.muda_tipo(tipo, acrescimos_acumulativos=True)
    gera.muda_tipo("DAV", separar_produtos_sem_estoque_na_aprovacao="sim",
                   tipo_pedido_na_aprovacao_sem_estoque=gera.tipos["VENDA LIVRE"])
    gera.poe_estoque("P3", 0)
    pedido = gera.pedido("DAV", cliente=JOSE, itens=[("P1", 1), ("P2", 1), ("P3", 1)],
                         acrescimo_digitado=Acrescimo(tipo=TipoDesconto.PERCENTUAL, valor=D("3.33")))
    dav = gera.envia(pedido, login="bia")
    com, sem = aprova(gera, dav, login="bia").gerados
    assert com.total + sem.total == dav.total == D("62.00")
    assert sem.total == pedido.itens[2].total


def test_um_tipo_inativo_ou_que_virou_orcamento_nao_e_gerado(gera: Loja) -> None:
    dav = gera.envia(gera.pedido("DAV", cliente=JOSE))
    gera.sql("UPDATE tipos_pedido SET ativo = false WHERE nome = 'VENDA'")
    with pytest.raises(Recusada) as erro:
        aprova(gera, dav)
    assert [a.code for a in erro.value.recusa.achados] == ["tipo.indisponivel"]
    gera.sql("UPDATE tipos_pedido SET ativo = true WHERE nome = 'VENDA'")
    gera.muda_tipo("VENDA", categoria="orcamento")
    with pytest.raises(Recusada, match="que é um orçamento"):
        aprova(gera, dav)
    assert situacao(gera, dav.pedido_id) == "P"


def test_um_pedido_que_gera_outro_continua_e_nao_se_cancela_antes_dele(loja: Loja) -> None:
    """TP-090 is not of quotes alone: a sale whose approval generates goes on by itself."""
    loja.muda_tipo("VENDA", tipo_pedido_na_aprovacao=loja.tipos["VENDA LIVRE"])
    venda = loja.envia(loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P1", 2)]))
    [livre] = aprova(loja, venda).gerados
    assert livre.documento["referencia"] == "P-1"
    assert (loja.estoque("P1"), loja.conta("compromissos_credito")) == ((100, 2), 1)
    with pytest.raises(Recusada, match="A pré-venda P-1 já virou a pré-venda P-1") as erro:
        cancela(loja, venda.pedido_id)
    assert erro.value.motivo is Motivo.CONFLITO
    cancela(loja, livre.pedido_id)
    assert situacao(loja, venda.pedido_id) == "A"
    assert cancela(loja, venda.pedido_id).situacao is Situacao.CANCELADO
    inteiro(loja)


def test_o_que_virou_ordem_de_servico_se_diz_os(gera: Loja) -> None:
    """Whatever came of a DAV is called by its own name in every refusal."""
    gera.muda_tipo("VENDA", categoria="servico", chave_identificacao="OS-${pedido}")
    dav = gera.envia(gera.pedido("DAV", cliente=JOSE))
    [ordem] = aprova(gera, dav).gerados
    de_novo = gera.pedido(cliente=JOSE, origem_id=dav.pedido_id)
    for faz in (lambda: cancela(gera, dav.pedido_id), lambda: gera.envia(de_novo)):
        with pytest.raises(Recusada, match="O DAV 1 já virou a OS OS-1"):
            faz()
    aberto = abrir(gera.ctx, gera.quem("ana"), dav.pedido_id)
    assert (aberto.destino_id, aberto.destino) == (ordem.pedido_id, "a OS OS-1")


def test_convertido_sem_conexao_o_que_se_aprovaria_fica_para_o_gerente(gera: Loja) -> None:
    dav = gera.envia(gera.pedido("DAV", cliente=JOSE))
    recibo = gera.envia(gera.pedido(cliente=JOSE, origem_id=dav.pedido_id), emitido_offline=True)
    assert recibo.divergencias == 1
    assert gera.um("SELECT codigo FROM divergencias") == "dav.gera_na_aprovacao"


def test_travado_antes_de_ler(gera: Loja) -> None:
    """Stock that another sale takes just before the locks is seen: the split is of what is there."""
    gera.muda_tipo("DAV", separar_produtos_sem_estoque_na_aprovacao="nao_gerar_sem_estoque")
    gera.poe_estoque("P1", 2)
    dav = gera.envia(gera.pedido("DAV", cliente=JOSE, itens=[("P1", 2), ("P2", 1)]))
    gera.envia(gera.pedido(itens=[("P1", 1)]))
    passos: list[Passo] = []
    gera.passo = passos.append
    [venda] = aprova(gera, dav).gerados
    assert venda.total == D("20.00")  # P2 alone
    assert passos == [Passo.TRAVADO, Passo.CONFERIDO, Passo.GRAVADO]


# ---- at the counter

@pytest.fixture
def balcao(gera: Loja, tmp_path: Path) -> Iterator[BalcaoDeTeste]:
    with servico(gera) as url, balcao_de(gera, url, 1, tmp_path) as um:
        um.entra("bia")
        yield um


def test_no_balcao_o_que_gera_se_aprova_e_nao_se_converte(balcao: BalcaoDeTeste) -> None:
    documentos = balcao.b.bastidores.documentos
    balcao.emite(balcao.venda("DAV", cliente=JOSE))
    [linha] = balcao.b.envios.todos()
    with pytest.raises(RegraViolada, match="gera VENDA na aprovação"):
        documentos.converte(linha.pedido_id)
    prevista = documentos.fecha(linha.pedido_id)
    [parte] = prevista.partes  # type: ignore[union-attr]
    assert (parte.tipo, parte.itens, parte.total, parte.com_estoque) == ("VENDA", 1, D("10.00"), None)
    feita = documentos.situacoes.aprova(linha.pedido_id)
    assert feita.mensagem.startswith("Aprovado. Gerado: VENDA P-1.")
    assert feita.gerado == balcao.loja.um("SELECT id FROM pedidos WHERE categoria = 'venda'")
    with pytest.raises(EntradaInvalida, match="não pode ser aprovado"):
        documentos.situacoes.aprova(linha.pedido_id)
    with pytest.raises(EntradaInvalida, match="já virou a pré-venda P-1"):
        documentos.fecha(linha.pedido_id)


def test_no_balcao_aprovado_sem_gerar_ainda_converte(balcao: BalcaoDeTeste) -> None:
    """The customer said yes, and the pré-venda is made later; even where the type generates since."""
    documentos = balcao.b.bastidores.documentos
    balcao.loja.muda_tipo("DAV", tipo_pedido_na_aprovacao=None)
    balcao.puxa()
    balcao.emite(balcao.venda("DAV", cliente=JOSE))
    id_ = balcao.b.envios.todos()[0].pedido_id
    assert documentos.situacoes.aprova(id_).mensagem == "Aprovado."
    balcao.loja.muda_tipo("DAV", tipo_pedido_na_aprovacao=balcao.loja.tipos["VENDA"])
    balcao.puxa()
    venda = balcao.b.venda()
    venda.abre(documentos.fecha(id_).rascunho)  # type: ignore[union-attr]
    assert balcao.emite(venda).numero == "P-1"
    assert situacao(balcao.loja, id_) == "A"


def test_no_balcao_as_proximas_sao_as_da_situacao_do_tipo_e_da_pessoa(balcao: BalcaoDeTeste) -> None:
    documentos = balcao.b.bastidores.documentos
    balcao.loja.muda_tipo("VENDA", situacao=["P", "A", "O", "E"])
    balcao.puxa()
    balcao.emite(balcao.venda("VENDA"))
    id_ = balcao.b.envios.todos()[0].pedido_id
    assert [p.acao for p in documentos.situacoes.proximas(id_)] == ["Aprovar", "Dar por pronto", "Entregar", "Cancelar"]
    [pronto] = [p for p in documentos.situacoes.proximas(id_) if p.para is Situacao.PRONTO]
    documentos.situacoes.passa(id_, pronto, "")
    assert [p.acao for p in documentos.situacoes.proximas(id_)] == ["Entregar", "Voltar a pendente", "Cancelar"]
    balcao.entra("ana")
    assert [p.acao for p in documentos.situacoes.proximas(id_)] == ["Voltar a pendente"]
    balcao.loja.agora += timedelta(days=1)


# ---- at once

def a_um_so_tempo(loja: Loja, *davs: Recibo) -> list[str]:
    """Each approved by a counter of its own, all starting together: what was generated ("P-1: 20.00"), or the code of
    the refusal."""
    largada = threading.Barrier(len(davs))

    def um(dav: Recibo) -> str:
        largada.wait(10)
        try:
            return ", ".join(f"P-{g.numero}: {g.total}" for g in aprova(loja, dav).gerados)
        except Recusada as erro:
            return erro.recusa.achados[0].code if erro.recusa.achados else erro.recusa.codigo

    with ThreadPoolExecutor(len(davs)) as fios:
        return sorted(fios.map(um, davs))


def test_dois_balcoes_aprovam_o_mesmo_e_um_so_gera(gera: Loja) -> None:
    dav = gera.envia(gera.pedido("DAV", cliente=JOSE, itens=[("P1", 2)]))
    assert a_um_so_tempo(gera, dav, dav) == ["P-1: 20.00", "pedido.situacao"]
    assert gera.estoque("P1") == (100, 2)
    inteiro(gera)


def test_dois_orcamentos_pelas_ultimas_unidades_um_as_leva(gera: Loja) -> None:
    """The division is of what is there once the other is done, not of what both had seen."""
    gera.muda_tipo("DAV", separar_produtos_sem_estoque_na_aprovacao="nao_gerar_sem_estoque")
    gera.poe_estoque("P1", 2)
    davs = [gera.envia(gera.pedido("DAV", cliente=quem, itens=[("P1", 2)])) for quem in (JOSE, "MARIA SOUZA")]
    assert a_um_so_tempo(gera, *davs) == ["P-1: 20.00", "aprovacao.sem_estoque"]
    assert (gera.estoque("P1"), sorted(situacao(gera, d.pedido_id) for d in davs)) == ((2, 2), ["A", "P"])
    inteiro(gera)
