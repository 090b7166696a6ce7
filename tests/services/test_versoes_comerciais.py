"""Versions of a quote (TP-157): the next one once, the one before as it was, and one order all the time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal as D
from typing import Any
from uuid import UUID

import psycopg
import pytest
from uuid_utils.compat import uuid7

from balcao.db.server.conferencia import CONFERENCIAS
from balcao.domain.protocolo import Recibo
from balcao.domain.protocolo_documentos import (
    AlteracaoPedido,
    FiltroDocumentos,
    MudancaSituacao,
    NovaVersao,
    PedidoGuardado,
)
from balcao.domain.situacoes import Situacao
from balcao.services.office.alterar_pedido import alterar_pedido
from balcao.services.office.contexto import Motivo, Recusada
from balcao.services.office.documentos import abrir, listar, versao
from balcao.services.office.mudar_situacao import mudar_situacao
from balcao.services.office.versoes_comerciais import gerar_versao
from tests.apoio.retaguarda import Loja, balcao, servico

JOSE = "JOSÉ DA SILVA"


@pytest.fixture
def versiona(loja: Loja) -> Loja:
    loja.muda_tipo("DAV", permite_versionamento=True)
    return loja


def gera(loja: Loja, id_: UUID, revisao: int = 1, login: str = "ana", mensagem: UUID | None = None) -> Recibo:
    return gerar_versao(loja.ctx, loja.quem(login), id_, NovaVersao(id=mensagem or uuid7(), versao=revisao))


def aberto(loja: Loja, id_: UUID) -> PedidoGuardado:
    return abrir(loja.ctx, loja.quem(), id_)


def guia(loja: Loja, id_: UUID) -> list[tuple[Any, ...]]:
    return [(v.versao, v.revisao, v.chave, v.total, v.usuario) for v in aberto(loja, id_).versoes_comerciais]


def muda(loja: Loja, id_: UUID, situacao: Situacao, **campos: Any) -> None:
    mudar_situacao(loja.ctx, loja.quem("bia"), id_, MudancaSituacao(
        **({"id": uuid7(), "situacao": situacao, "motivo": "x"} | campos)))


def inteiro(loja: Loja) -> None:
    for assunto, consulta in CONFERENCIAS:
        assert loja.sql(consulta.replace("%", "%%")) == [], assunto


def test_a_proxima_comeca_igual_e_a_anterior_fica(versiona: Loja) -> None:
    dav = versiona.envia(versiona.pedido("DAV", cliente=JOSE, itens=[("P1", 2), ("P2", 1)])).pedido_id
    antes = versao(versiona.ctx, versiona.quem(), dav, 1)
    feito = gera(versiona, dav, login="bia")
    assert (feito.numero, feito.versao, feito.situacao, feito.documento["chave"]) == (
        1, 2, Situacao.PENDENTE, "1v1")
    assert [i["total"] for i in feito.documento["itens"]] == [i["total"] for i in antes["itens"]]
    assert guia(versiona, dav) == [(0, 1, "1", D("40.00"), "Ana Souza"), (1, 2, "1v1", D("40.00"), "Bia Lima")]
    novo = aberto(versiona, dav).pedido.com(frete=D("5.00"))
    alterar_pedido(versiona.ctx, versiona.quem(), dav, AlteracaoPedido(id=uuid7(), pedido=novo, versao=2))
    assert guia(versiona, dav) == [(0, 1, "1", D("40.00"), "Ana Souza"), (1, 3, "1v1", D("45.00"), "Bia Lima")]
    assert versao(versiona.ctx, versiona.quem(), dav, 1) == antes
    assert versiona.conta("pedidos") == 1
    inteiro(versiona)


def test_pedida_duas_vezes_e_uma_e_de_quem_viu_antes_nenhuma(versiona: Loja) -> None:
    dav = versiona.envia(versiona.pedido("DAV")).pedido_id
    mensagem = uuid7()
    assert not gera(versiona, dav, mensagem=mensagem).repetido
    repetida = gera(versiona, dav, mensagem=mensagem)
    assert (repetida.repetido, repetida.documento["versao_comercial"]) == (True, 1)
    with pytest.raises(Recusada, match="mudou enquanto isso: Ana Souza gravou a revisão 2") as erro:
        gera(versiona, dav)
    assert erro.value.motivo is Motivo.CONFLITO
    assert versiona.um("SELECT versao_comercial FROM pedidos") == 1


def test_dois_balcoes_ao_mesmo_tempo_geram_uma(versiona: Loja) -> None:
    dav = versiona.envia(versiona.pedido("DAV")).pedido_id

    def tenta(_n: int) -> bool:
        try:
            gera(versiona, dav)
        except Recusada:
            return False
        return True

    with ThreadPoolExecutor(4) as fios:
        assert sum(fios.map(tenta, range(4))) == 1
    assert versiona.sql("SELECT versao_comercial, versao FROM pedidos") == [(1, 2)]
    inteiro(versiona)


@pytest.mark.parametrize(("situacao", "frase"), [
    (Situacao.APROVADO, "Volte-o a pendente antes"), (Situacao.CANCELADO, "Clone-o"), (Situacao.PERDIDO, "Clone-o")])
def test_o_que_nao_espera_nao_ganha_versao(versiona: Loja, situacao: Situacao, frase: str) -> None:
    dav = versiona.envia(versiona.pedido("DAV")).pedido_id
    muda(versiona, dav, situacao)
    with pytest.raises(Recusada, match="não ganha outra versão") as erro:
        gera(versiona, dav, revisao=2)
    assert frase in erro.value.recusa.acao
    assert versiona.um("SELECT versao_comercial FROM pedidos") == 0


def test_vencido_ainda_que_a_rotina_nao_tenha_passado(versiona: Loja) -> None:
    versiona.muda_tipo("DAV", validade_proposta=5)
    dav = versiona.envia(versiona.pedido("DAV")).pedido_id
    versiona.agora += timedelta(days=6)
    with pytest.raises(Recusada, match="na situação Vencido"):
        gera(versiona, dav)
    muda(versiona, dav, Situacao.PENDENTE)
    gera(versiona, dav, revisao=2)
    assert [v[:3] for v in guia(versiona, dav)] == [(0, 2, "1"), (1, 3, "1v1")]


@pytest.mark.parametrize(("tipo", "campos"), [
    ("DAV", {}), ("VENDA", {"permite_versionamento": True}), ("DAV", {"permite_versionamento": False})])
def test_so_orcamentos_cujo_tipo_marca(loja: Loja, tipo: str, campos: dict[str, Any]) -> None:
    loja.muda_tipo(tipo, **campos)
    pedido = loja.envia(loja.pedido(tipo)).pedido_id
    with pytest.raises(Recusada, match=f"Documentos do tipo {tipo} não têm versões") as erro:
        gera(loja, pedido)
    [achado] = erro.value.recusa.achados
    assert achado.origem is not None
    assert achado.origem.campo_id == "TP-157"


def test_quem_nao_vende_e_o_de_outra_loja(versiona: Loja) -> None:
    dav = versiona.envia(versiona.pedido("DAV")).pedido_id
    with pytest.raises(Recusada) as erro:
        gera(versiona, dav, login="caio")
    assert erro.value.motivo is Motivo.PROIBIDO
    with pytest.raises(Recusada) as erro:
        gera(versiona, uuid7())
    assert erro.value.motivo is Motivo.INEXISTENTE


def test_acha_se_pela_chave_de_qualquer_versao(versiona: Loja) -> None:
    dav = versiona.envia(versiona.pedido("DAV")).pedido_id
    for revisao in (1, 2):
        gera(versiona, dav, revisao)
    for texto in ("1v2", "1V1"):
        [achado] = listar(versiona.ctx, versiona.quem(), FiltroDocumentos(texto=texto))
        assert (achado.id, achado.chave, achado.versao_comercial) == (dav, "1v2", 2)
    assert listar(versiona.ctx, versiona.quem(), FiltroDocumentos(texto="1v3")) == ()


def test_a_chave_e_do_texto_de_quando_se_gera(versiona: Loja) -> None:
    dav = versiona.envia(versiona.pedido("DAV")).pedido_id
    versiona.muda_tipo("DAV", chave_identificacao="${tipo}-${pedido}$!{versao}")
    assert gera(versiona, dav).documento["chave"] == "DAV-1v1"
    assert versao(versiona.ctx, versiona.quem(), dav, 1)["chave"] == "1"


def test_pela_rede(versiona: Loja) -> None:
    dav = versiona.envia(versiona.pedido("DAV")).pedido_id
    with servico(versiona) as endereco, balcao(versiona, endereco) as ana:
        resposta = ana.pede("POST", f"/v1/pedidos/{dav}/versoes", NovaVersao(id=uuid7(), versao=1))
        assert (resposta.status_code, resposta.json()["documento"]["chave"]) == (200, "1v1")


@pytest.mark.parametrize("ataque", [
    "UPDATE pedidos SET versao_comercial = 2", "UPDATE pedidos SET versao_comercial = 0, chave = '1'",
    "UPDATE pedidos SET versao_comercial = 2, chave = '1v2'", "UPDATE pedidos SET chave = '1'",
    "UPDATE pedidos SET versao_comercial = 3, chave = '1v3', versao = 3"])
def test_o_banco_guarda_a_versao_e_a_chave(versiona: Loja, ataque: str) -> None:
    dav = versiona.envia(versiona.pedido("DAV")).pedido_id
    gera(versiona, dav)
    with pytest.raises(psycopg.errors.CheckViolation) as erro:
        versiona.sql(ataque)
    assert erro.value.diag.constraint_name in ("guarda_versao_comercial", "guarda_chave")
