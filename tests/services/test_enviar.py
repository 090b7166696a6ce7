"""Sending an order: stored whole and once, on the retaguarda's own figures, or refused with nothing stored."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from balcao.documents.dados import DocumentoVenda
from balcao.domain.achados import Severity
from balcao.domain.ajuste import Desconto, TipoDesconto
from balcao.domain.pedido import Pedido, Promocao
from balcao.domain.permissoes import Permissao
from balcao.domain.plano import Parcela
from balcao.domain.protocolo import CANAL
from balcao.domain.situacoes import Situacao
from balcao.services.office import recibos
from balcao.services.office.contexto import Motivo, Passo, Recusada
from balcao.services.office.enviar_pedido import enviar_pedido
from tests.apoio.retaguarda import AGORA, CONSUMIDOR, HOJE, SEGREDO, Loja

JOSE = "JOSÉ DA SILVA"


def recusada(loja: Loja, pedido: Pedido, **campos: Any) -> Recusada:
    """The refusal of an order; nothing of it is stored."""
    antes = [loja.conta(t) for t in ("pedidos", "itens_pedido", "eventos", "pedido_versoes")]
    with pytest.raises(Recusada) as erro:
        loja.envia(pedido, **campos)
    assert [loja.conta(t) for t in ("pedidos", "itens_pedido", "eventos", "pedido_versoes")] == antes
    return erro.value


def codigos(recusa: Recusada) -> list[str]:
    return [a.code for a in recusa.recusa.achados]


# ---- what is stored

def test_guarda_pedido_itens_parcelas_versao_reserva_credito_e_evento(loja: Loja) -> None:
    pedido = loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P1", 2), ("P3", "1.5"), ("P1", 1)], frete=D("5.00"),
                         desconto_digitado=Desconto(tipo=TipoDesconto.VALOR, valor=D("7.00")))
    recibo = loja.envia(pedido)
    [linha] = loja.sql("SELECT numero, situacao, subtotal, desconto, frete, total, toma_credito, reserva_estoque, "
                       "versao, protocolo, enviado_por, categoria FROM pedidos")
    assert linha == (1, "P", D("75.00"), D("7.00"), D("5.00"), D("73.00"), True, True, 1, recibo.protocolo,
                     loja.usuarios["ana"], "venda")
    assert loja.sql("SELECT linha, codigo, quantidade, bruto, desconto, total FROM itens_pedido ORDER BY linha") == [
        (1, "P1", D(2), D("20.00"), D("1.87"), D("18.13")), (2, "P3", D("1.5"), D("45.00"), D("4.20"), D("40.80")),
        (3, "P1", D(1), D("10.00"), D("0.93"), D("9.07"))]
    assert loja.sql("SELECT parcela, vencimento, valor FROM parcelas_pedido ORDER BY parcela") == [
        (1, HOJE + timedelta(30), D("24.33")), (2, HOJE + timedelta(60), D("24.33")),
        (3, HOJE + timedelta(90), D("24.34"))]
    assert loja.estoque("P1") == (100, 3)
    assert loja.estoque("P3") == (100, D("1.5"))
    assert loja.sql("SELECT origem, cliente_id, valor FROM compromissos_credito") == [
        ("pendente", loja.clientes[JOSE], D("73.00"))]
    assert loja.sql("SELECT tipo, usuario_id, estacao_id FROM eventos") == [
        ("pedido.emitido", loja.usuarios["ana"], loja.estacoes["T1"])]
    assert (recibo.numero, recibo.total, recibo.situacao, recibo.repetido) == (1, D("73.00"), Situacao.PENDENTE, False)


def test_o_documento_da_versao_e_o_que_se_imprime_e_a_cadeia_confere(loja: Loja) -> None:
    """The chain can be worked out again by anybody with the rows: previous hash, id, version, content."""
    recibos_ = [loja.envia(loja.pedido(itens=[("P1", n)])) for n in (1, 2, 3)]
    anterior = b""
    for recibo in recibos_:
        [(texto, sha, dito)] = loja.sql("SELECT documento::text, sha256, sha256_anterior FROM pedido_versoes "
                                        "WHERE pedido_id = %s", recibo.pedido_id)
        certo = hashlib.sha256(anterior + recibo.pedido_id.bytes + (1).to_bytes(4, "big") + texto.encode()).digest()
        assert (bytes(dito), bytes(sha)) == (anterior, certo)
        documento = DocumentoVenda.model_validate(recibo.documento)
        assert (documento.numero, documento.hash, documento.protocolo) == (
            str(recibo.numero), certo.hex(), recibo.protocolo)
        assert DocumentoVenda.model_validate_json(texto) == documento.model_copy(update={"hash": ""})
        anterior = certo
    assert bytes(loja.um("SELECT sha256 FROM numeradores")) == anterior


def test_o_recibo_e_o_mesmo_quantas_vezes_se_envie(loja: Loja) -> None:
    loja.muda_tipo("VENDA", validar_estoque_no_fechamento_pedido="alertar")
    pedido = loja.pedido(itens=[("P1", 200)])
    recibo = loja.envia(pedido)
    assert [a.code for a in recibo.achados] == ["estoque.insuficiente"]
    for login in ("ana", None):
        assert loja.envia(pedido, login) == recibo.model_copy(update={"repetido": True})
    assert loja.conta("pedidos") == loja.conta("eventos") == 1
    assert loja.estoque("P1")[1] == 200


def test_o_protocolo_nao_se_inventa(loja: Loja) -> None:
    pedido = loja.pedido()
    assert loja.envia(pedido).protocolo == recibos.protocolo(SEGREDO, pedido.id)
    assert recibos.protocolo(SEGREDO, pedido.id) != recibos.protocolo(b"outra loja", pedido.id)


def test_numeros_sem_falha_por_tipo_e_por_loja_com_recusas_no_meio(loja: Loja) -> None:
    loja.poe_estoque("P2", 0)
    assert loja.envia(loja.pedido()).numero == 1
    recusada(loja, loja.pedido(itens=[("P2", 1)]))
    assert loja.envia(loja.pedido()).numero == 2
    assert loja.envia(loja.pedido("DAV")).numero == 1
    loja.sql("INSERT INTO usuario_estabelecimentos VALUES (%s, 2)", loja.usuarios["ana"])
    assert loja.envia(loja.pedido(estacao="T3")).numero == 1


def test_loja_com_uma_numeracao_so(loja: Loja) -> None:
    """Types numbered by the shop's one sequence, going on from the old system's last number."""
    for tipo in ("VENDA", "DAV", "VENDA LIVRE"):
        loja.muda_tipo(tipo, regra_numeracao="sequencial_geral")
    loja.sql("INSERT INTO numeradores (estabelecimento_id, tipo_id, serie, inicial, ultimo) "
             "VALUES (1, 0, '', 500, 500)")
    assert [loja.envia(loja.pedido(t)).numero for t in ("VENDA", "DAV", "VENDA LIVRE")] == [501, 502, 503]


def test_sem_plano_e_sem_cliente(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido("DAV", cliente=None, plano=None))
    assert recibo.documento["destinatario"]["nome"] == CONSUMIDOR
    assert loja.conta("parcelas_pedido") == 0


def test_parcelas_digitadas(loja: Loja) -> None:
    parcelas = (Parcela(numero=1, vencimento=HOJE, valor=D("3.00")),
                Parcela(numero=2, vencimento=HOJE + timedelta(7), valor=D("7.00")))
    loja.envia(loja.pedido(parcelas_digitadas=parcelas))
    assert loja.sql("SELECT parcela, valor FROM parcelas_pedido ORDER BY 1") == [(1, D("3.00")), (2, D("7.00"))]


def test_o_dav_tem_validade_do_terminal_e_o_tipo_prevalece(loja: Loja) -> None:
    def validade() -> Any:
        recibo = loja.envia(loja.pedido("DAV"))
        dia = loja.um("SELECT validade FROM pedidos WHERE id = %s", recibo.pedido_id)
        assert recibo.documento["validade"] == (dia.isoformat() if dia else None)
        return dia

    assert validade() == HOJE + timedelta(15)
    loja.muda_terminal(operacional={"op_validade_orcamento_dias": 7})
    assert validade() == HOJE + timedelta(7)
    loja.muda_tipo("DAV", validade_proposta=3)
    assert validade() == HOJE + timedelta(3)
    loja.muda_tipo("DAV", validade_proposta=0)
    assert validade() is None
    assert loja.um("SELECT count(*) FROM pedidos WHERE categoria = 'venda' AND validade IS NOT NULL") == 0


def test_so_toma_credito_e_reserva_o_que_o_tipo_manda(loja: Loja) -> None:
    loja.envia(loja.pedido("DAV", cliente=JOSE, plano="30/60/90"))
    loja.envia(loja.pedido("VENDA LIVRE", cliente=JOSE, plano="30/60/90"))
    assert loja.conta("compromissos_credito") == 0
    assert loja.um("SELECT sum(reservado) FROM estoques") == 0
    loja.envia(loja.pedido(cliente=JOSE, plano="30/60/90"))
    assert loja.um("SELECT sum(valor) FROM compromissos_credito") == loja.um("SELECT sum(reservado) FROM estoques") * 10


def test_os_balcoes_sao_avisados_quando_a_transacao_termina(loja: Loja) -> None:
    with loja.empresa.dono(autocommit=True) as ouvinte:
        ouvinte.execute(f"LISTEN {CANAL}".encode())
        recusada(loja, loja.pedido(itens=[("P1", 999)]))
        loja.envia(loja.pedido())
        assert [n.payload for n in ouvinte.notifies(timeout=60, stop_after=1)] == ["loja"]
        assert list(ouvinte.notifies(timeout=0)) == []


# ---- what stops an order

def test_achado_que_para_recusa_e_nao_guarda_nada(loja: Loja) -> None:
    loja.poe_estoque("P1", 3)
    recusa = recusada(loja, loja.pedido(itens=[("P1", 5)]))
    assert (recusa.motivo, recusa.recusa.codigo) == (Motivo.CONFLITO, "regras")
    assert recusa.recusa.mensagem == "Estoque insuficiente de PRODUTO P1: pedido 5, disponível 3."
    assert recusa.recusa.achados[0].origem.campo_id == "TP-036"  # type: ignore[union-attr]
    assert loja.estoque("P1") == (3, 0)


def test_o_que_outros_reservaram_nao_esta_disponivel(loja: Loja) -> None:
    loja.poe_estoque("P1", 3)
    loja.envia(loja.pedido(itens=[("P1", 2)]))
    assert codigos(recusada(loja, loja.pedido(itens=[("P1", 2)]))) == ["estoque.insuficiente"]
    loja.envia(loja.pedido(itens=[("P1", 1)]))


def test_o_credito_conta_titulos_e_pedidos_e_o_proprio_nao(loja: Loja) -> None:
    loja.poe_titulo(JOSE, "600.00", HOJE + timedelta(10))
    loja.envia(loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P10", 3)]))
    [achado] = recusada(loja, loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P10", 1), ("P1", 1)])).recusa.achados
    assert (achado.code, achado.severity, achado.valor) == ("credito.limite", Severity.APPROVE, D("10.00"))
    loja.envia(loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P10", 1)]))


def test_crediario_vencido_conforme_a_chave_do_terminal(loja: Loja) -> None:
    loja.poe_titulo(JOSE, "50.00", HOJE - timedelta(1))
    loja.envia(loja.pedido(cliente=JOSE))
    loja.muda_terminal(integracao={"verificar_crediario_pre_venda": True})
    recusa = recusada(loja, loja.pedido(cliente=JOSE))
    assert recusa.recusa.mensagem == ("Cliente com crediário vencido: 1 parcela, R$\u00a050,00; a mais antiga é de "
                                      "20/11/2026.")
    loja.envia(loja.pedido("DAV", cliente=JOSE))


def test_tipo_ou_plano_inativo_nao_emite(loja: Loja) -> None:
    loja.sql("UPDATE planos_pagamento SET ativo = false WHERE id = %s", loja.planos["À VISTA"])
    assert recusada(loja, loja.pedido()).recusa.codigo == "plano.inativo"
    loja.sql("UPDATE tipos_pedido SET ativo = false WHERE id = %s", loja.tipos["VENDA"])
    assert "tipo.indisponivel" in [a.code for a in recusada(loja, loja.pedido(plano=None)).recusa.achados]


def test_quem_nao_pode_vender(loja: Loja) -> None:
    recusa = recusada(loja, loja.pedido(), login="caio")
    assert (recusa.motivo, recusa.recusa.codigo) == (Motivo.PROIBIDO, "permissao.vender")


# ---- the counter's word is not taken

def test_preco_de_tabela_e_nomes_sao_os_do_cadastro(loja: Loja) -> None:
    """The counter says that the list price is what it charges, and other names: the registry's words are stored."""
    pedido = loja.pedido(cliente=JOSE)
    item = pedido.itens[0].model_copy(update={"preco_lista": D(5), "preco": D(5), "descricao": "OUTRO", "codigo": "X",
                                              "unidade": "CX"})
    mentira = pedido.model_copy(update={"itens": (item,), "cliente_nome": "ZÉ", "cliente_documento": "1"}).calculado()
    assert codigos(recusada(loja, mentira)) == ["preco.alterado", "preco.mudou"]
    loja.envia(mentira, login="bia")  # may change prices
    assert loja.sql("SELECT i.codigo, i.descricao, i.unidade, i.preco_lista, i.preco, p.cliente_nome, "
                    "p.cliente_documento FROM itens_pedido i, pedidos p") == [
        ("P1", "PRODUTO P1", "UN", D(10), D(5), JOSE, "39053344705")]


def test_promocao_que_terminou_entre_o_rascunho_e_o_envio(loja: Loja) -> None:
    """TP-078: the retaguarda's own list and day decide, not what the counter says."""
    hoje = loja.agora.date()
    loja.sql("UPDATE precos SET promocional = 8, promocao_ate = %s WHERE produto_id = %s", hoje, loja.produtos["P1"])
    pedido = loja.pedido(cliente=JOSE)
    em_promocao = pedido.itens[0].model_copy(update={"preco_lista": D(8), "preco": D(8)})
    pedido = pedido.model_copy(update={"itens": (em_promocao,)}).calculado()
    loja.agora += timedelta(days=1)
    assert codigos(recusada(loja, pedido)) == ["preco.alterado", "promocao.terminou"]
    loja.agora -= timedelta(days=1)
    loja.envia(pedido)
    assert loja.sql("SELECT i.preco_lista, i.preco, p.dados #>> '{itens,0,promocao,ate}' FROM itens_pedido i "
                    "JOIN pedidos p ON p.id = i.pedido_id") == [(D(8), D(8), hoje.isoformat())]
    mentira = loja.pedido(cliente=JOSE)
    mentira = mentira.model_copy(update={"itens": tuple(i.model_copy(update={"promocao": Promocao()})
                                                        for i in mentira.itens)})
    loja.sql("UPDATE precos SET promocional = NULL, promocao_ate = NULL")
    assert loja.envia(mentira).achados == ()
    assert loja.sql("SELECT dados #> '{itens,0,promocao}' FROM pedidos WHERE id = %s", mentira.id) == [(None,)]


def test_a_permissao_e_de_quem_esta_na_sessao(loja: Loja) -> None:
    """The order says that the manager sold it; who sends is the seller, who may not change prices."""
    pedido = loja.pedido(login="bia").com_preco(1, D(5))
    assert codigos(recusada(loja, pedido, login="ana")) == ["preco.alterado"]
    assert loja.envia(pedido, login=None).numero == 1  # the outbox: who sold had the permission


def test_o_preco_com_acrescimo_do_plano_e_o_de_tabela(loja: Loja) -> None:
    loja.sql("UPDATE planos_pagamento SET acrescimo = 10 WHERE id = %s", loja.planos["30/60/90"])
    assert codigos(recusada(loja, loja.pedido(cliente=JOSE, plano="30/60/90"))) == ["preco.alterado"]
    loja.envia(loja.pedido(cliente=JOSE, plano="30/60/90").com_preco(1, D("11.00")))


def test_sem_lista_vale_a_primeira_da_empresa(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido(lista_id=None))
    assert recibo.documento["tabela"] == "VAREJO"
    assert codigos(recusada(loja, loja.pedido(lista_id=None).com_preco(1, D(1)))) == ["preco.alterado"]


def _item(pedido: Pedido, **campos: Any) -> Pedido:
    return pedido.model_copy(update={"itens": (pedido.itens[0].model_copy(update=campos), *pedido.itens[1:])})


@pytest.mark.parametrize(("estraga", "por_que"), [
    (lambda p: _item(p, total=D("1.00")), "item 1: o total dito é 1.00, e o certo é 10.00"),
    (lambda p: _item(p, bruto=D("11.00")), "item 1: o total dito"),
    (lambda p: _item(p, rateio=D("1.00"), total=D("9.00")), "item 1: o total dito"),
    (lambda p: _item(p, quantidade=D(-1)).calculado(), "a quantidade não é"),
    (lambda p: _item(p, quantidade=D("0.1234567")).calculado(), "a quantidade não é"),
    (lambda p: _item(p, quantidade=D(10) ** 12).calculado(), "a quantidade não é"),
    (lambda p: _item(p, preco=D(-1)).calculado(), "o preço não é"),
    (lambda p: _item(p, preco=D("0.12345678901")).calculado(), "o preço não é"),
    (lambda p: _item(p, total_etiqueta=D("0.01")).calculado(), "o total da etiqueta"),
    (lambda p: p.com_ajuste(Desconto(tipo=TipoDesconto.VALOR, valor=D(-5))), "o desconto não é"),
    (lambda p: p.com_ajuste_item(1, Desconto(tipo=TipoDesconto.PERCENTUAL, valor=D(101))), "o desconto não é"),
    (lambda p: p.com(frete=D("-10.00")), "o frete não é"),
    (lambda p: p.com(frete=D("0.001")), "o frete não é"),
    (lambda p: p.com(parcelas_digitadas=(Parcela(numero=1, vencimento=HOJE, valor=D("10.001")),)), "parcela"),
    (lambda p: p.model_copy(update={"itens": (*p.itens, p.itens[0])}), "duas linhas"),
    (lambda p: p.model_copy(update={"situacao": Situacao.ENTREGUE}), "já está na situação"),
    (lambda p: p.com(observacoes="a\x00b"), "um caractere que não existe"),
    (lambda p: p.com(observacoes="a" * 5000), "mais de 4000 letras"),
    (lambda p: p.com(criado_em=p.criado_em.replace(tzinfo=None)), "um horário sem fuso"),
])
def test_o_que_nao_cabe_e_recusado_com_a_razao(loja: Loja, estraga: Any, por_que: str) -> None:
    recusa = recusada(loja, estraga(loja.pedido()))
    assert (recusa.motivo, recusa.recusa.codigo) == (Motivo.INVALIDO, "pedido.corrompido")
    assert por_que in recusa.recusa.mensagem


def test_a_etiqueta_de_balanca_mantem_o_seu_total(loja: Loja) -> None:
    pedido = _item(loja.pedido(itens=[("P1", "0.284")]), total_etiqueta=D("2.85")).calculado()
    assert loja.envia(pedido).total == D("2.85")


@pytest.mark.parametrize("campos", [
    {"tipo_id": 999}, {"plano_id": 999}, {"lista_id": 999}, {"cliente_id": UUID(int=7)}, {"vendedor_id": 999},
    {"origem_id": UUID(int=7)}, {"usuario_id": 999}])
def test_referencia_que_nao_existe(loja: Loja, campos: dict[str, Any]) -> None:
    """Also when it was issued offline: what cannot be stored is quarantined at the counter, with the reason."""
    for offline in (False, True):
        recusa = recusada(loja, loja.pedido().model_copy(update=campos), login=None, emitido_offline=offline)
        assert (recusa.motivo, recusa.recusa.codigo) == (Motivo.INVALIDO, "referencia.inexistente")


def test_produto_que_nao_existe(loja: Loja) -> None:
    pedido = _item(loja.pedido(), produto_id=999)
    assert codigos(recusada(loja, pedido)) == ["estoque.insuficiente", "produto.inexistente"]
    assert recusada(loja, pedido, emitido_offline=True).recusa.codigo == "referencia.inexistente"


def test_pedido_de_outra_estacao_ou_loja(loja: Loja) -> None:
    pedido = loja.pedido()
    for outra in ("T2", "T3"):
        with pytest.raises(Recusada, match="outro terminal"):
            enviar_pedido(loja.ctx, loja.quem(estacao=outra), loja.envio(pedido))
    loja.envia(pedido)
    roubado = pedido.model_copy(update={"estabelecimento_id": 2, "estacao_id": loja.estacoes["T3"]})
    with pytest.raises(Recusada, match="já existe em outra loja"):
        loja.envia(roubado)


def test_protocolo_mais_novo_que_o_servico(loja: Loja) -> None:
    assert recusada(loja, loja.pedido(), versao_protocolo=99).recusa.codigo == "protocolo.novo"


# ---- offline

def test_emitido_sem_conexao_e_um_fato(loja: Loja) -> None:
    """Goods may have left: stored whatever the rules say, and what they say is for the manager."""
    loja.poe_estoque("P1", 1)
    loja.muda_cliente(JOSE, bloqueado=True)
    quando = AGORA - timedelta(days=2)
    pedido = loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P1", 200)])
    recibo = loja.envia(pedido, None, emitido_offline=True, emitido_em=quando, numero_provisorio="T01-000007")
    assert (recibo.numero, recibo.divergencias, recibo.emitido_em) == (1, 3, quando)
    assert {d for (d,) in loja.sql("SELECT codigo FROM divergencias")} == {
        "cliente.bloqueado", "credito.limite", "estoque.insuficiente"}
    assert loja.sql("SELECT numero_provisorio, emitido_offline, emitido_em, enviado_por FROM pedidos") == [
        ("T01-000007", True, quando, None)]
    assert loja.estoque("P1") == (1, 200)
    assert loja.um("SELECT valor FROM compromissos_credito") == D("2000.00")
    assert recibo.documento["numero_provisorio"] == "T01-000007"
    assert recibo.documento["emissao"] == "2026-11-19T12:00:00-03:00"
    assert loja.sql("SELECT vencimento FROM parcelas_pedido ORDER BY 1")[0] == (HOJE + timedelta(28),)
    assert loja.envia(pedido, None, emitido_offline=True, emitido_em=quando) == recibo.model_copy(
        update={"repetido": True})


def test_relogio_adiantado_no_balcao_nao_emite_no_futuro(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido(), emitido_offline=True, emitido_em=AGORA + timedelta(days=400))
    assert recibo.emitido_em == AGORA


def test_sem_conexao_quem_nao_pode_vender_vira_divergencia(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido(login="caio"), None, emitido_offline=True)
    assert recibo.divergencias == 1
    assert loja.um("SELECT codigo FROM divergencias") == "usuario.sem_permissao"


# ---- steps

def test_a_ordem_dos_passos_e_a_da_casa(loja: Loja) -> None:
    vistos: list[tuple[Passo, int]] = []
    loja.passo = lambda passo: vistos.append((passo, loja.conta("pedidos")))
    loja.envia(loja.pedido())
    assert vistos == [(Passo.TRAVADO, 0), (Passo.CONFERIDO, 0), (Passo.GRAVADO, 1)]


def test_o_credito_e_lido_depois_da_espera_pela_trava(loja: Loja) -> None:
    """While the order stands at the lock, somebody takes the credit: the check must see it."""
    loja.muda_cliente(JOSE, limite_credito=D("10.00"))

    def no_meio(passo: Passo) -> None:
        if passo is Passo.TRAVADO:
            loja.sql("INSERT INTO compromissos_credito VALUES (%s, 'pendente', %s, 5.00)", uuid7(), loja.clientes[JOSE])

    loja.passo = no_meio
    assert codigos(recusada(loja, loja.pedido(cliente=JOSE, plano="30/60/90"))) == ["credito.limite"]


def test_perfil_sem_a_permissao_de_vender_perde_na_hora(loja: Loja) -> None:
    quem = loja.quem("ana")
    loja.sql("UPDATE perfis SET permissoes = '[]' WHERE nome = 'Vendedor'")
    with pytest.raises(Recusada) as erro:
        enviar_pedido(loja.ctx, quem, loja.envio(loja.pedido()))
    assert erro.value.motivo is Motivo.PROIBIDO
    assert Permissao.VENDER in replace(quem).usuario.permissoes  # type: ignore[union-attr]
