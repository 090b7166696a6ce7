"""Documentos at the counter: list with and without the retaguarda, reprints, DAV → pré-venda, clone, closing."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest
from pypdf import PdfReader
from uuid_utils.compat import uuid7

from balcao.domain.atributos import atributos_de
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.domain.pedido import Pedido
from balcao.domain.protocolo_documentos import Estorno, Faturamento, MudancaSituacao
from balcao.domain.situacoes import Situacao
from balcao.gateways import rotas
from balcao.gateways.retaguarda import Recusado
from balcao.services.counter.documentos import Filtro
from balcao.services.office.mudar_situacao import mudar_situacao
from balcao.ui.documentos.pagina import _quantos
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.caixa import Caixa
from tests.apoio.retaguarda import SENHA, Loja


@pytest.fixture
def balcao(loja: Loja, tmp_path: Path) -> Iterator[BalcaoDeTeste]:
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as um:
        um.entra("bia")
        yield um


def filtro(balcao: BalcaoDeTeste, **campos: object) -> Filtro:
    hoje = balcao.b.relogio.hoje()
    return Filtro(**({"de": hoje, "ate": hoje} | campos))  # type: ignore[arg-type]


def numeros(balcao: BalcaoDeTeste, **campos: object) -> list[str]:
    return [str(d.resumo.numero or d.resumo.numero_provisorio)
            for d in balcao.b.bastidores.documentos.lista(filtro(balcao, **campos)).linhas]


def test_lista_junta_o_que_esta_guardado_e_o_que_espera(balcao: BalcaoDeTeste) -> None:
    balcao.emite(balcao.venda("DAV", cliente="MARIA SOUZA"))
    balcao.emite(balcao.venda("VENDA"))
    balcao.cai()
    balcao.emite(balcao.venda("DAV"))
    sem = balcao.b.bastidores.documentos.lista(filtro(balcao))
    assert [(d.resumo.numero_provisorio, d.resumo.numero, d.enviando) for d in sem.linhas] == [
        ("T11-000001", None, True), ("", 1, False), ("", 1, False)]
    assert numeros(balcao, texto="maria") == ["1"]
    balcao.rede.modo = balcao.rede.modo.PASSA
    com = balcao.b.bastidores.documentos.lista(filtro(balcao))
    assert (sem.so_daqui, com.so_daqui) == (True, False)
    assert [d.enviando for d in com.linhas] == [True, False, False]
    assert numeros(balcao, texto="P-1") == ["1"]
    assert numeros(balcao, texto="maria") == ["1"]
    assert numeros(balcao, situacao=Situacao.CANCELADO) == []
    ontem = balcao.b.relogio.hoje() - timedelta(days=1)
    assert numeros(balcao, de=ontem, ate=ontem) == []
    balcao.volta()
    assert [d.enviando for d in balcao.b.bastidores.documentos.lista(filtro(balcao)).linhas] == [False, False, False]


def test_segunda_via_marcada_registrada_e_impressa(balcao: BalcaoDeTeste) -> None:
    emitido = balcao.emite(balcao.venda("DAV"))
    assert emitido.documento is not None
    id_ = balcao.b.envios.todos()[0].pedido_id
    balcao.b.bastidores.fila.iniciar()
    balcao.b.bastidores.impressor.imprime(emitido.documento, id_)
    balcao.b.bastidores.impressor.imprime(emitido.documento, id_)  # asked twice (after a crash): printed once
    balcao.b.bastidores.documentos.segunda_via(id_)
    for trabalho in balcao.b.bastidores.fila.listar():
        balcao.b.bastidores.fila.esperar(trabalho.id, 30)
    impressos = sorted(p.name for p in balcao.impressos.iterdir())
    assert impressos == ["dav-1-2a-via.pdf", "dav-1.pdf"]
    textos = {nome: PdfReader(balcao.impressos / nome).pages[0].extract_text() for nome in impressos}
    assert "2ª via" in textos["dav-1-2a-via.pdf"]
    assert "2ª via" not in textos["dav-1.pdf"]
    assert balcao.loja.conta("eventos", "tipo = 'pedido.reimpresso'") == 1


def test_previa_e_pdf_tambem_sem_retaguarda(balcao: BalcaoDeTeste, tmp_path: Path) -> None:
    balcao.emite(balcao.venda("DAV"))
    balcao.cai()
    balcao.emite(balcao.venda("DAV"))
    provisorio, guardado = balcao.b.envios.todos()
    for envio in (provisorio, guardado):
        assert balcao.b.bastidores.documentos.previa(envio.pedido_id).startswith(b"\x89PNG")
    balcao.b.bastidores.documentos.salva_pdf(provisorio.pedido_id, str(tmp_path / "p.pdf"))
    assert "T11-000001" in PdfReader(tmp_path / "p.pdf").pages[0].extract_text()
    with pytest.raises(AmbienteIndisponivel, match="não foi gravado"):
        balcao.b.bastidores.documentos.salva_pdf(guardado.pedido_id, "/nao/existe/x.pdf")


def test_dav_vira_pre_venda_e_diz_o_que_mudou(balcao: BalcaoDeTeste) -> None:
    balcao.emite(balcao.venda("DAV", [("P1", 2), ("P2", 1)]))
    balcao.loja.sql("UPDATE precos SET preco = 12 WHERE produto_id = %s AND lista_id = %s",
                    balcao.loja.produtos["P1"], balcao.loja.listas["VAREJO"])
    balcao.loja.poe_estoque("P2", 0)
    balcao.puxa()
    conversao = balcao.b.bastidores.documentos.converte(balcao.b.envios.todos()[0].pedido_id)
    assert [m.linha for m in conversao.mudancas] == [1, 2]
    assert conversao.total_antes == D("40.00") == conversao.rascunho.pedido.total
    venda = balcao.b.venda()
    venda.abre(conversao.rascunho)
    venda.exclui(2)
    emitido = balcao.emite(venda)
    assert emitido.documento is not None, emitido.achados
    assert emitido.documento.referencia == "DAV 1"
    assert emitido.documento.itens[0].preco == D("10")  # CB-090: Manter
    assert balcao.loja.um("SELECT situacao FROM pedidos WHERE categoria = 'orcamento'") == "A"
    with pytest.raises(EntradaInvalida, match="já virou a pré-venda P-1"):
        balcao.b.bastidores.documentos.converte(conversao.rascunho.pedido.origem_id)  # type: ignore[arg-type]


def test_clone_nasce_com_os_precos_de_hoje(balcao: BalcaoDeTeste) -> None:
    balcao.emite(balcao.venda("DAV", [("P1", 2)]))
    balcao.loja.sql("UPDATE precos SET preco = 12 WHERE produto_id = %s", balcao.loja.produtos["P1"])
    balcao.puxa()
    id_ = balcao.b.envios.todos()[0].pedido_id
    for _ in range(2):
        rascunho = balcao.b.bastidores.documentos.clona(id_)
        assert rascunho.pedido.total == D("24.00")
        assert rascunho.id != id_
        balcao.cai()  # and from the journal


def test_um_numero_de_fora_do_periodo_e_achado_e_isso_e_dito(balcao: BalcaoDeTeste) -> None:
    balcao.emite(balcao.venda("DAV"))
    ontem = balcao.b.relogio.hoje() - timedelta(days=1)
    lidos = balcao.b.bastidores.documentos.lista(filtro(balcao, de=ontem, ate=ontem, texto="1"))
    assert ([d.resumo.numero for d in lidos.linhas], lidos.fora_do_periodo) == ([1], True)
    lidos = balcao.b.bastidores.documentos.lista(filtro(balcao, texto="1"))
    assert ([d.resumo.numero for d in lidos.linhas], lidos.fora_do_periodo) == ([1], False)
    lidos = balcao.b.bastidores.documentos.lista(filtro(balcao, texto="77"))
    assert (lidos.linhas, lidos.fora_do_periodo, lidos.ha_mais) == ([], False, False)


def test_quando_ha_mais_do_que_cabe_na_lista_isso_e_dito(balcao: BalcaoDeTeste) -> None:
    for _ in range(101):
        balcao.loja.envia(balcao.loja.pedido("DAV"))
    lidos = balcao.b.bastidores.documentos.lista(filtro(balcao))
    assert (len(lidos.linhas), lidos.ha_mais) == (100, True)
    assert _quantos(lidos).startswith("Os 100 mais novos; há outros antes deles.")


def test_o_clone_nao_leva_as_unidades_e_a_conversao_leva(balcao: BalcaoDeTeste) -> None:
    """TP-045: a unit sells once; a DAV's are those of its pré-venda."""
    for nome in ("DAV", "VENDA"):
        balcao.loja.muda_tipo(nome, unidade_produto_item="opcional")
    balcao.puxa()
    venda = balcao.venda("DAV", [("P1", 2)])
    venda.detalha_item(1, series="sn1\nsn2")
    balcao.emite(venda)
    documentos, id_ = balcao.b.bastidores.documentos, balcao.b.envios.todos()[0].pedido_id
    assert documentos.clona(id_).pedido.itens[0].series == ()
    assert documentos.converte(id_).rascunho.pedido.itens[0].series == ("SN1", "SN2")


def test_cancelar_devolve_o_estoque_e_repetir_nao_faz_duas_vezes(balcao: BalcaoDeTeste) -> None:
    balcao.emite(balcao.venda("VENDA", [("P1", 4)]))
    assert balcao.loja.estoque("P1") == (100, 4)
    id_ = balcao.b.envios.todos()[0].pedido_id
    balcao.some(balcao.rede.modo.PERDE_RESPOSTA)
    with pytest.raises(AmbienteIndisponivel, match="repetir não faz duas vezes"):
        balcao.b.bastidores.documentos.situacoes.cancela(id_, "cliente desistiu")
    balcao.rede.modo = balcao.rede.modo.PASSA
    balcao.b.retaguarda._prazo = 20
    assert balcao.b.bastidores.documentos.situacoes.cancela(id_, "cliente desistiu") == "Documento cancelado."
    assert balcao.loja.estoque("P1") == (100, 0)
    assert balcao.loja.conta("pedido_versoes") == 2
    assert "CANCELADO" in _texto(balcao, id_)
    with pytest.raises(Recusado):
        balcao.b.bastidores.documentos.situacoes.cancela(id_, "outra vez")


def test_feito_sem_resposta_e_desfeito_por_outro_e_pedido_de_novo(balcao: BalcaoDeTeste) -> None:
    """The same change asked for another time is another change: the one whose answer was lost is over."""
    balcao.emite(balcao.venda("VENDA", [("P1", 4)]))
    id_ = balcao.b.envios.todos()[0].pedido_id
    situacoes = balcao.b.bastidores.documentos.situacoes
    [executa] = [p for p in situacoes.proximas(id_) if p.para is Situacao.EXECUCAO]
    balcao.some(balcao.rede.modo.PERDE_RESPOSTA)
    with pytest.raises(AmbienteIndisponivel):
        situacoes.passa(id_, executa, "")
    balcao.rede.modo = balcao.rede.modo.PASSA
    balcao.b.retaguarda._prazo = 20
    assert balcao.loja.um("SELECT situacao FROM pedidos") == "X"
    mudar_situacao(balcao.loja.ctx, balcao.loja.quem("bia"), id_,
                   MudancaSituacao(id=uuid7(), situacao=Situacao.PENDENTE, motivo="faltou peça"))
    situacoes.passa(id_, executa, "")
    assert balcao.loja.um("SELECT situacao FROM pedidos") == "X"


def test_entrega_desfeita_sem_resposta_nao_vai_alem_ao_repetir(balcao: BalcaoDeTeste) -> None:
    """It is asked back to Pendente and goes to where the delivery found it: there, it is done."""
    balcao.entra("bia")
    balcao.emite(balcao.venda("VENDA", [("P1", 4)]))
    id_ = balcao.b.envios.todos()[0].pedido_id
    situacoes = balcao.b.bastidores.documentos.situacoes
    for para in (Situacao.EXECUCAO, Situacao.PRONTO):
        [passagem] = [p for p in situacoes.proximas(id_) if p.para is para]
        situacoes.passa(id_, passagem, "")
    situacoes.entrega(id_)
    balcao.some(balcao.rede.modo.PERDE_RESPOSTA)
    with pytest.raises(AmbienteIndisponivel):
        situacoes.devolve(id_, "recusou na porta")
    balcao.rede.modo = balcao.rede.modo.PASSA
    balcao.b.retaguarda._prazo = 20
    assert situacoes.devolve(id_, "recusou na porta") == "Entrega desfeita. Situação do documento: Pronto."
    assert balcao.loja.sql("SELECT situacao, versao FROM pedidos") == [("O", 5)]


def test_a_senha_de_quem_aprova_nao_fica_na_memoria(balcao: BalcaoDeTeste) -> None:
    """What is kept of a conclusion whose answer was lost tells which one it is, and lets no one else conclude."""
    balcao.loja.muda_tipo("VENDA LIVRE", categoria="servico", cliente_aprova_conclusao=True)
    balcao.puxa()
    balcao.emite(balcao.venda("VENDA LIVRE"))
    id_ = balcao.b.envios.todos()[0].pedido_id
    situacoes = balcao.b.bastidores.documentos.situacoes
    balcao.some(balcao.rede.modo.PERDE_RESPOSTA)
    with pytest.raises(AmbienteIndisponivel):
        situacoes.conclui(id_, "", "bia", SENHA["bia"])
    assert SENHA["bia"] not in repr(situacoes._tentadas)
    balcao.rede.modo = balcao.rede.modo.PASSA
    balcao.b.retaguarda._prazo = 20
    with pytest.raises(EntradaInvalida, match="não conferem"):
        situacoes.conclui(id_, "", "bia", "outra")
    assert situacoes.conclui(id_, "", "BIA ", SENHA["bia"]) == "Concluído, com a aprovação do cliente."
    assert balcao.loja.sql("SELECT situacao, versao, conclusao_aprovada_por FROM pedidos") == [
        ("O", 2, balcao.loja.usuarios["bia"])]
    assert situacoes._tentadas == {}


def test_uma_retaguarda_antiga_nao_aprova_calada_sem_o_que_se_mudou(loja: Loja, tmp_path: Path) -> None:
    """TP-093: what it does not know it would leave out, and say that it was done."""
    loja.muda_tipo("DAV", atributos_alteraveis_na_aprovacao=["frete", "observacoes"])
    with servico(loja, sem=("/v1/pedidos/{pedido_id}/aprovacao",)) as url, balcao_de(loja, url, 1, tmp_path) as balcao:
        balcao.entra("bia")
        balcao.emite(balcao.venda("DAV"))
        id_ = balcao.b.envios.todos()[0].pedido_id
        situacoes = balcao.b.bastidores.documentos.situacoes
        para = atributos_de(rotas.abrir(balcao.b.retaguarda, id_).pedido).model_copy(update={"observacoes": "Ligar"})
        with pytest.raises(EntradaInvalida, match=r"mais antiga que este Balcão.*Atualize a retaguarda"):
            situacoes.aprova(id_, para, 1)
        assert loja.um("SELECT situacao FROM pedidos") == "P"
        assert situacoes.aprova(id_).mensagem == "Aprovado."


def _texto(balcao: BalcaoDeTeste, id_: object) -> str:
    destino = balcao.impressos.parent / "lido.pdf"
    balcao.b.bastidores.documentos.salva_pdf(id_, str(destino))  # type: ignore[arg-type]
    return PdfReader(destino).pages[0].extract_text()


def test_o_que_ainda_nao_foi_enviado_nao_se_cancela(balcao: BalcaoDeTeste) -> None:
    balcao.cai()
    balcao.emite(balcao.venda("DAV"))
    with pytest.raises(EntradaInvalida, match="ainda não chegou"):
        balcao.b.bastidores.documentos.situacoes.cancela(balcao.b.envios.todos()[0].pedido_id, "engano")


def test_orcamento_perdido_e_revalidado(balcao: BalcaoDeTeste) -> None:
    for _ in range(2):
        balcao.emite(balcao.venda("DAV"))
    primeiro, segundo = (e.pedido_id for e in balcao.b.envios.todos())
    balcao.b.bastidores.documentos.situacoes.perde(primeiro, "achou caro")
    ate = balcao.b.relogio.hoje() + timedelta(days=40)
    assert balcao.b.bastidores.documentos.situacoes.revalida(segundo, ate).endswith(f"{ate:%d/%m/%Y}.")
    situacoes = {d.resumo.id: (d.resumo.situacao, d.resumo.validade)
                 for d in balcao.b.bastidores.documentos.lista(filtro(balcao)).linhas}
    assert situacoes[primeiro][0] is Situacao.PERDIDO
    assert situacoes[segundo] == (Situacao.PENDENTE, ate)


def test_o_caixa_fatura_e_estorna(balcao: BalcaoDeTeste) -> None:
    balcao.emite(balcao.venda("VENDA", [("P1", 4)]))
    caixa = Caixa(balcao.b.retaguarda)
    aberta, = caixa.abertas()
    com_itens, = caixa.por_numero(aberta.numero)
    assert com_itens.itens[0].quantidade == 4
    pedido: Pedido = balcao.b.envios.todos()[0].corpo.pedido
    faturamento = Faturamento(id=uuid7(), documento="NFC-e 1")
    feito = rotas.faturar(balcao.b.retaguarda, pedido.id, faturamento)
    assert rotas.faturar(balcao.b.retaguarda, pedido.id, faturamento).repetido
    assert balcao.loja.estoque("P1") == (96, 0)
    rotas.estornar(balcao.b.retaguarda, feito.id, Estorno(motivo="cupom cancelado"))
    assert balcao.loja.estoque("P1") == (100, 4)


def test_o_que_o_dav_segura_nao_falta_a_pre_venda_que_ele_vira(balcao: BalcaoDeTeste) -> None:
    """TP-030, TP-067: a quote that takes credit and holds stock lets go of both when it converts."""
    balcao.loja.muda_tipo("DAV", toma_credito="sim", regra_reserva_estoque="reserva_exceto_manutencao")
    balcao.loja.muda_tipo("VENDA", toma_credito="sim")
    balcao.puxa()
    balcao.emite(balcao.venda("DAV", [("P1", 60)], cliente="JOSÉ DA SILVA"))  # 600 of 1.000; 60 of 100
    balcao.puxa()
    id_ = balcao.b.envios.todos()[0].pedido_id
    feita = balcao.b.bastidores.documentos.converte(id_)
    assert feita.mudancas == ()
    balcao.b.fecha_venda()
    venda = balcao.b.venda()
    venda.abre(feita.rascunho)
    assert venda.achados == ()
    venda.muda_quantidade(1, D(100))
    assert venda.achados == ()  # all that there is, of both
    venda.muda_quantidade(1, D(101))
    assert {a.code for a in venda.achados} == {"estoque.insuficiente", "credito.limite"}
    venda.muda_quantidade(1, D(100))
    assert balcao.emite(venda).achados == ()
    assert balcao.loja.estoque("P1") == (100, 100)
