"""What cannot be stored reaches the manager, who decides once; its counter learns it, whatever dies in between."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from psycopg.types.json import Jsonb
from uuid_utils.compat import uuid7

from balcao.db.journal.envios import PERGUNTA, EstadoEnvio
from balcao.domain.erros import EntradaInvalida
from balcao.domain.protocolo import EnvioPedido
from balcao.domain.quarentena import Decisao, DecisaoTomada, Quarentena
from balcao.services.counter import gerente
from balcao.services.counter.divergencias import Divergencias
from balcao.services.counter.fila import Fila, Pendente
from balcao.services.counter.noticias import Assunto, Noticia
from balcao.services.office import quarentena
from balcao.services.office.contexto import Passo, Recusada
from balcao.services.office.enviar_pedido import enviar_pedido
from tests.apoio.balcao import BalcaoDeTeste, Modo, balcao_de, servico
from tests.apoio.retaguarda import Loja


@pytest.fixture
def balcao(loja: Loja, tmp_path: Path) -> Iterator[BalcaoDeTeste]:
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as um:
        um.entra("ana")
        yield um


def prende(balcao: BalcaoDeTeste, entrega: bool = True, **venda: Any) -> None:
    """A DAV issued alone, of a product that the shop has deleted; entrega: and the manager has it."""
    balcao.cai()
    balcao.emite(balcao.venda("DAV", [("P10", 1), ("P1", 2)], **venda))
    balcao.loja.sql("DELETE FROM produtos WHERE codigo = 'P10'")
    if entrega:
        balcao.volta()


def repoe(loja: Loja) -> None:
    """Somebody mends the registry."""
    loja.sql("INSERT INTO produtos (id, codigo, descricao) OVERRIDING SYSTEM VALUE VALUES (%s, 'P10', 'PRODUTO P10')",
             loja.produtos["P10"])


def abertas(loja: Loja) -> list[Quarentena]:
    return list(quarentena.listar(loja.ctx, loja.quem("bia")))


def decide(loja: Loja, decisao: Decisao, motivo: str = "conferi com a Ana", login: str = "bia") -> Quarentena:
    """As the manager does, on the only case."""
    return quarentena.decidir(loja.ctx, loja.quem(login), loja.um("SELECT max(id) FROM quarentenas"),
                              DecisaoTomada(decisao=decisao, motivo=motivo))


def passa_o_tempo(balcao: BalcaoDeTeste) -> None:
    """Until the counter asks again, and once more: a busy machine may leave the first question without an answer."""
    for _ in range(2):
        depois = balcao.agora() + PERGUNTA + timedelta(seconds=1)
        balcao.agora = lambda depois=depois: depois
        balcao.b.bastidores.remessa._volta(todos=False)


def fila_de(balcao: BalcaoDeTeste) -> Fila:
    b, fundo = balcao.b, balcao.b.bastidores
    return Fila(b.retaguarda, b.envios, b.novos_clientes, fundo.remessa, fundo.clientes, fundo.documentos, b.sessoes,
                b.relogio, lambda: b.estacao)


def na_fila(balcao: BalcaoDeTeste) -> Pendente:
    [um] = fila_de(balcao).lista()
    return um


def ultima(balcao: BalcaoDeTeste) -> Noticia:
    return balcao.noticias[-1]


# ---- handing over

def test_o_gerente_ve_motivo_itens_e_valor(balcao: BalcaoDeTeste) -> None:
    prende(balcao, cliente="MARIA SOUZA")
    [um] = abertas(balcao.loja)
    preso = um.preso
    assert (preso.numero, preso.cliente_nome, preso.vendedor, um.estacao, str(preso.total)) == (
        "T11-000001", "MARIA SOUZA", "Ana Souza", "B1", "120.00")
    assert preso.motivo.mensagem == "O pedido usa o produto P10 PRODUTO P10, que a retaguarda não tem."
    assert [(i.codigo, i.descricao, i.quantidade, str(i.total)) for i in preso.itens] == [
        ("P10", "PRODUTO P10", 1, "100.00"), ("P1", "PRODUTO P1", 2, "20.00")]
    assert preso.documento is not None
    assert preso.documento["numero_provisorio"] == "T11-000001"  # what the paper says
    assert na_fila(balcao).com_gerente is not None
    assert balcao.loja.conta("pedidos") == 0


def test_entregue_muitas_vezes_e_um_so(balcao: BalcaoDeTeste) -> None:
    prende(balcao)
    for _ in range(3):
        with balcao.b.diario.transacao() as conexao:  # died before it noted that it was handed over
            conexao.execute("UPDATE envios SET entregue_em = NULL")
        balcao.reabre()
        passa_o_tempo(balcao)
    assert balcao.loja.conta("quarentenas") == 1
    assert na_fila(balcao).com_gerente is not None


def test_sem_retaguarda_espera_no_diario_e_vai_depois(balcao: BalcaoDeTeste) -> None:
    """The service falls silent between the refusal and the delivery, and the computer is switched off."""
    prende(balcao, entrega=False)
    entrega = gerente.rotas.entregar
    with pytest.MonkeyPatch.context() as troca:
        def cai(*args: Any) -> Any:
            balcao.rede.modo = Modo.RECUSA
            return entrega(*args)

        troca.setattr(gerente.rotas, "entregar", cai)
        with pytest.raises(Exception, match="retaguarda"):
            balcao.volta()
    assert balcao.loja.conta("quarentenas") == 0
    balcao.reabre()
    assert (na_fila(balcao).quarentena, na_fila(balcao).com_gerente) == (True, None)
    balcao.rede.modo = Modo.PASSA
    passa_o_tempo(balcao)
    assert len(abertas(balcao.loja)) == 1


def test_recusado_outra_vez_o_gerente_ve_o_motivo_de_agora(balcao: BalcaoDeTeste) -> None:
    prende(balcao)
    repoe(balcao.loja)
    balcao.loja.sql("DELETE FROM precos WHERE produto_id = %s", balcao.loja.produtos["P1"])
    balcao.loja.sql("DELETE FROM estoques WHERE produto_id = %s", balcao.loja.produtos["P1"])
    balcao.loja.sql("DELETE FROM produtos WHERE codigo = 'P1'")
    assert fila_de(balcao).reenvia(na_fila(balcao)).startswith("DAV T11-000001 continua aqui")
    de_agora = "O pedido usa o produto P1 PRODUTO P1, que a retaguarda não tem."
    for _ in range(10):  # the outbox's own thread may be handing the first one over, and be late: it is asked again
        passa_o_tempo(balcao)
        [um] = abertas(balcao.loja)
        if um.preso.motivo.mensagem == de_agora:
            break
    assert balcao.loja.conta("quarentenas") == 1
    assert um.preso.motivo.mensagem == de_agora


def test_depois_de_uma_copia_restaurada_e_entregue_outra_vez(balcao: BalcaoDeTeste) -> None:
    """The backup is older than the delivery."""
    prende(balcao)
    with balcao.loja.empresa.admin() as con:
        con.execute("SET session_replication_role = replica")  # as a restore: no trigger runs
        con.execute("DELETE FROM loja.quarentenas")
    passa_o_tempo(balcao)
    assert len(abertas(balcao.loja)) == 1


def test_o_que_outro_programa_escreveu_tambem_se_ve(balcao: BalcaoDeTeste) -> None:
    """A newer counter's envelope: it cannot be stored, and is shown, given back, discarded."""
    prende(balcao)
    loja = balcao.loja
    entrega = json.loads(loja.um("SELECT entrega FROM quarentenas"))
    entrega |= {"pedido_id": str(uuid7()), "corpo": '{"algo": "de amanhã\\u0000"}', "novidade": 1}
    resposta = quarentena.entregar(loja.ctx, loja.quem(None, "B1"), quarentena.Entrega.model_validate(entrega))
    assert resposta.decisao is Decisao.ABERTA
    assert len(abertas(loja)) == 2
    with pytest.raises(Recusada, match=r"não lê\. Atualize a retaguarda"):
        decide(loja, Decisao.LANCADA)
    assert decide(loja, Decisao.DESCARTADA).decisao is Decisao.DESCARTADA


# ---- stored by the manager

def test_lancado_pelo_gerente_depois_de_corrigido_o_cadastro(balcao: BalcaoDeTeste) -> None:
    prende(balcao)
    loja = balcao.loja
    with pytest.raises(Recusada, match=r"Ainda não pode ser lançado\. O pedido usa .* devolva ao balcão ou descarte"):
        decide(loja, Decisao.LANCADA)
    assert len(abertas(loja)) == 1
    repoe(loja)
    feita = decide(loja, Decisao.LANCADA, "produto recadastrado")
    assert (feita.decisao, feita.resolvida_por, feita.resolucao) == (
        Decisao.LANCADA, "Bia Lima", "produto recadastrado")
    assert loja.sql("SELECT numero, numero_provisorio, usuario_id, emitido_offline FROM pedidos") == [
        (1, "T11-000001", loja.usuarios["ana"], True)]
    assert loja.um("SELECT dados ->> 'motivo' FROM eventos WHERE tipo = 'pedido.lancado_da_quarentena'"
                   ) == "produto recadastrado"
    passa_o_tempo(balcao)
    assert ultima(balcao).assunto is Assunto.CHEGOU
    assert "lançado por Bia Lima" in ultima(balcao).mensagem
    assert "produto recadastrado" in ultima(balcao).mensagem
    assert fila_de(balcao).lista() == []
    [envio] = balcao.b.envios.todos()
    assert envio.recibo is not None
    assert (envio.estado, envio.recibo.numero) == (EstadoEnvio.ENVIADO, 1)


def test_decidido_com_o_balcao_desligado_e_sabido_quando_ele_abre(balcao: BalcaoDeTeste) -> None:
    prende(balcao)
    repoe(balcao.loja)
    balcao.fecha()
    decide(balcao.loja, Decisao.LANCADA)
    balcao.abre()
    passa_o_tempo(balcao)
    assert ultima(balcao).assunto is Assunto.CHEGOU
    assert balcao.loja.conta("pedidos") == 1


@pytest.mark.parametrize("passo", list(Passo))
def test_o_servico_morre_enquanto_lanca_e_nada_fica_pela_metade(balcao: BalcaoDeTeste, passo: Passo) -> None:
    """Order and decision are stored together or not at all; asked again, it is done once."""
    prende(balcao)
    loja = balcao.loja
    repoe(loja)
    atingidos: list[Passo] = []

    def morre(onde: Passo) -> None:
        if onde is passo and not atingidos:
            atingidos.append(onde)
            raise KeyboardInterrupt

    loja.passo = morre
    with pytest.raises(KeyboardInterrupt):
        decide(loja, Decisao.LANCADA)
    assert atingidos == [passo]
    gravou = passo is Passo.GRAVADO
    assert (loja.conta("pedidos"), loja.conta("quarentenas", "decisao = 'lancada'")) == (gravou, gravou)
    decide(loja, Decisao.LANCADA)
    assert (loja.conta("pedidos"), loja.conta("quarentenas", "decisao = 'lancada'")) == (1, 1)
    passa_o_tempo(balcao)
    assert fila_de(balcao).lista() == []


def test_sem_o_cliente_so_por_quem_pode_liberar(balcao: BalcaoDeTeste) -> None:
    """The customer's registration went with a restored backup; his name stays on the document."""
    loja = balcao.loja
    balcao.cai()
    balcao.emite(balcao.venda("DAV", [("P1", 2)], cliente="MARIA SOUZA"))
    loja.sql("DELETE FROM pessoas WHERE id = %s", loja.clientes["MARIA SOUZA"])
    balcao.volta()
    assert len(abertas(loja)) == 1
    loja.sql("INSERT INTO perfis (nome, permissoes) VALUES ('Fiscal', %s)", Jsonb(["ver_divergencias"]))
    loja.sql("UPDATE usuarios SET perfil_id = (SELECT id FROM perfis WHERE nome = 'Fiscal') WHERE login = 'caio'")
    with pytest.raises(Recusada, match="não tem a permissão “Libera cliente bloqueado”"):
        decide(loja, Decisao.LANCADA, login="caio")
    with pytest.raises(Recusada, match="não tem a permissão “Cancela documento emitido”"):
        decide(loja, Decisao.DESCARTADA, login="caio")
    assert loja.conta("pedidos") == 0
    decide(loja, Decisao.LANCADA)
    assert loja.sql("SELECT cliente_id, cliente_nome FROM pedidos") == [(None, "MARIA SOUZA")]
    assert loja.um("SELECT dados ->> 'sem_cliente' FROM eventos WHERE tipo = 'pedido.lancado_da_quarentena'"
                   ) == "MARIA SOUZA"


def test_reenviado_pelo_vendedor_sai_da_lista_do_gerente(balcao: BalcaoDeTeste) -> None:
    prende(balcao)
    repoe(balcao.loja)
    assert fila_de(balcao).reenvia(na_fila(balcao)) == "DAV T11-000001 chegou à retaguarda."
    assert abertas(balcao.loja) == []
    [um] = quarentena.listar(balcao.loja.ctx, balcao.loja.quem("bia"), resolvidas=True)
    assert (um.decisao, um.resolvida_por) == (Decisao.LANCADA, "")
    assert decide(balcao.loja, Decisao.DESCARTADA).decisao is Decisao.LANCADA  # too late: it says what is


# ---- given back, discarded, taken back

def test_devolvido_ao_balcao_o_vendedor_le_e_refaz(balcao: BalcaoDeTeste) -> None:
    prende(balcao)
    balcao.puxa()
    decide(balcao.loja, Decisao.DEVOLVIDA, "troque o P10 por outro")
    passa_o_tempo(balcao)
    assert ultima(balcao).assunto is Assunto.DEVOLVIDO
    assert "devolvido a este balcão por Bia Lima" in ultima(balcao).mensagem
    assert "troque o P10 por outro" in ultima(balcao).mensagem
    um = na_fila(balcao)
    assert (um.devolvido, um.com_gerente, um.refaz) == (True, None, True)
    assert "troque o P10 por outro" in um.resposta
    antes = len(balcao.noticias)
    passa_o_tempo(balcao)
    assert len(balcao.noticias) == antes  # told once
    fila = fila_de(balcao)
    rascunho = fila.refaz(um)
    balcao.b.rascunhos.guarda(rascunho)
    fila.marca_refeito(um, "sem o P10")
    assert fila.lista() == []


def test_descartado_nunca_mais_e_guardado(balcao: BalcaoDeTeste) -> None:
    """Neither sent again by its counter nor from an exported file; it stays on record in both places."""
    prende(balcao)
    loja = balcao.loja
    corpo = EnvioPedido.model_validate_json(json.loads(loja.um("SELECT entrega FROM quarentenas"))["corpo"])
    decide(loja, Decisao.DESCARTADA, "era um teste")
    repoe(loja)
    with pytest.raises(Recusada, match="descartado por Bia Lima: era um teste"):
        enviar_pedido(loja.ctx, loja.quem(None, "B1"), corpo)
    assert fila_de(balcao).reenvia(na_fila(balcao)).startswith(
        "DAV T11-000001 não é mais enviado. Descartado por Bia Lima")
    assert loja.conta("pedidos") == 0
    assert ultima(balcao).assunto is Assunto.DESCARTADO
    assert "era um teste" in ultima(balcao).mensagem
    assert fila_de(balcao).lista() == []
    assert [e.estado for e in balcao.b.envios.todos()] == [EstadoEnvio.RECUSADO]
    assert loja.conta("quarentenas") == 1


def test_refeito_no_balcao_o_gerente_nao_lanca_mais(balcao: BalcaoDeTeste) -> None:
    """Otherwise the same goods would be sold twice."""
    prende(balcao)
    balcao.puxa()
    fila_de(balcao).refaz(na_fila(balcao))
    repoe(balcao.loja)
    assert decide(balcao.loja, Decisao.LANCADA).decisao is Decisao.RETIRADA
    assert balcao.loja.conta("pedidos") == 0


def test_morto_entre_retirar_e_guardar_o_rascunho_continua_na_fila(balcao: BalcaoDeTeste) -> None:
    prende(balcao)
    balcao.puxa()
    fila_de(balcao).refaz(na_fila(balcao))
    balcao.reabre()  # before the draft was on the disk
    passa_o_tempo(balcao)
    um = na_fila(balcao)
    assert (um.quarentena, um.refaz, um.com_gerente) == (True, True, None)
    assert gerente.DESFEITO in um.resposta


def test_refeito_antes_de_ser_entregue_nao_chega_depois_ao_gerente(balcao: BalcaoDeTeste) -> None:
    prende(balcao, entrega=False)
    with pytest.MonkeyPatch.context() as troca:
        troca.setattr(gerente.AoGerente, "leva", lambda *_: None)
        balcao.volta()
    balcao.puxa()
    fila_de(balcao).refaz(na_fila(balcao))
    passa_o_tempo(balcao)
    assert abertas(balcao.loja) == []


def test_lancado_ha_um_instante_nao_e_refeito(balcao: BalcaoDeTeste) -> None:
    """The manager stores it between the seller's question and his answer."""
    prende(balcao)
    balcao.puxa()
    repoe(balcao.loja)
    retira = quarentena.retirar

    def antes(*args: Any) -> Any:
        decide(balcao.loja, Decisao.LANCADA)
        return retira(*args)

    with pytest.MonkeyPatch.context() as troca:
        troca.setattr(quarentena, "retirar", antes)
        with pytest.raises(EntradaInvalida, match="já tem este documento, com o número 1"):
            fila_de(balcao).refaz(na_fila(balcao))
    assert balcao.loja.conta("pedidos") == 1


# ---- who

def test_so_quem_resolve_divergencias_ve_e_decide_e_e_contado(balcao: BalcaoDeTeste) -> None:
    prende(balcao)
    loja = balcao.loja
    with pytest.raises(Recusada, match="Resolve divergências"):
        quarentena.listar(loja.ctx, loja.quem("ana"))
    with pytest.raises(Recusada, match="Resolve divergências"):
        decide(loja, Decisao.DEVOLVIDA, login="ana")
    with pytest.raises(Recusada, match="Diga por que"):
        decide(loja, Decisao.DEVOLVIDA, "  ")
    with pytest.raises(Recusada, match="não é de um gerente"):
        decide(loja, Decisao.RETIRADA)
    balcao.entra("bia")
    servicos = Divergencias(balcao.b.retaguarda)
    assert servicos.quantas() == 1
    [um] = servicos.lista(todas=False)
    assert isinstance(um, Quarentena)
    assert servicos.decide(um.id, Decisao.DEVOLVIDA, "refaça").resolvida_por == "Bia Lima"
    assert (servicos.quantas(), servicos.lista(todas=False)) == (0, [])
    assert len(servicos.lista(todas=True)) == 1


def test_outra_loja_nao_ve_nem_decide(balcao: BalcaoDeTeste) -> None:
    prende(balcao)
    loja = balcao.loja
    de_fora = loja.quem("bia", "T3")
    assert quarentena.listar(loja.ctx, de_fora) == ()
    with pytest.raises(Recusada, match="não tem o documento em quarentena"):
        quarentena.decidir(loja.ctx, de_fora, abertas(loja)[0].id, DecisaoTomada(
            decisao=Decisao.DESCARTADA, motivo="x"))
