"""One shop's orders are none of another's: from a terminal of the second shop, by who may do everything, each route
that names an order of the first answers as if it were not there, and changes nothing."""

from decimal import Decimal as D
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from balcao.domain.atributos import atributos_de
from balcao.domain.protocolo import Recusa
from balcao.domain.protocolo_documentos import Faturamento, ItemFaturado
from balcao.services.office.documentos import abrir
from balcao.services.office.faturar import faturar
from tests.apoio.retaguarda import SENHA, Balcao, Loja, balcao

JOSE = "JOSÉ DA SILVA"
PRESO = {"motivo": {"codigo": "x", "mensagem": "x"}, "numero": "T01-000001", "categoria": "venda", "cliente_nome": "",
         "vendedor": "Ana", "emitido_em": "2026-11-21T15:00:00Z", "total": "0"}


@pytest.fixture
def norte(loja: Loja, endereco: str) -> Any:
    """The manager, at the second shop's terminal."""
    loja.sql("INSERT INTO usuario_estabelecimentos VALUES (%s, 2)", loja.usuarios["bia"])
    with balcao(loja, endereco, "bia", "T3") as um:
        yield um


def tudo(loja: Loja) -> list[Any]:
    """All that an order is, and what was written about any."""
    return [loja.sql(f"SELECT to_jsonb(t)::text FROM {tabela} t ORDER BY 1") for tabela in (
        "pedidos", "itens_pedido", "pedido_versoes", "eventos", "liberacoes", "faturamentos", "estoques",
        "compromissos_credito", "quarentenas", "divergencias", "numeradores")]


def _pedidos(loja: Loja) -> list[tuple[str, str, Any]]:
    """Every request that names an order of the first shop, or something of one."""
    loja.muda_tipo("VENDA LIVRE", categoria="servico", regra_tecnico_responsavel="pessoa")
    dav, os = loja.envia(loja.pedido("DAV")).pedido_id, loja.envia(loja.pedido("VENDA LIVRE")).pedido_id
    venda = loja.envia(loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P1", 2)])).pedido_id
    suspenso = loja.pedido("DAV")
    loja.envia(suspenso, suspender=True)
    loja.poe_estoque("P9", 0)
    loja.envia(loja.pedido(itens=[("P9", 1)]), emitido_offline=True)
    nota = faturar(loja.ctx, loja.quem("caio", "T2"), venda, Faturamento(
        id=uuid7(), documento="N1", itens=(ItemFaturado(linha=1, quantidade=D(1)),))).id
    vivo = abrir(loja.ctx, loja.quem(), venda).pedido
    id_, em = {"id": str(uuid7())}, "2026-11-21T15:00:00Z"
    divergencia = loja.um("SELECT min(id) FROM divergencias")
    return [
        ("GET", f"/v1/pedidos/{dav}", None), ("GET", f"/v1/pedidos/{dav}/recibo", None),
        ("GET", f"/v1/pedidos/{dav}/versoes/1", None), ("POST", f"/v1/pedidos/{dav}/versoes/1/reimpressoes", None),
        ("POST", f"/v1/pedidos/{dav}/versoes/1/reimpressoes", id_ | {"em": em, "usuario_id": 1}),
        ("POST", f"/v1/pedidos/{dav}/versoes", id_ | {"versao": 1}),
        ("PUT", f"/v1/pedidos/{venda}", id_ | {"versao": 1, "pedido": vivo.model_dump(mode="json")}),
        *(("POST", f"/v1/pedidos/{qual}/situacao", id_ | {"situacao": para, "motivo": "x"})
          for qual, para in ((dav, "A"), (dav, "R"), (venda, "C"), (venda, "E"), (venda, "P"), (os, "X"))),
        ("POST", f"/v1/pedidos/{dav}/aprovacao", id_ | {
            "versao": 1, "atributos": atributos_de(vivo).model_dump(mode="json")}),
        ("POST", f"/v1/pedidos/{os}/conclusao", id_), ("PUT", f"/v1/pedidos/{os}/conclusao", id_ | {"em": em}),
        ("POST", f"/v1/pedidos/{os}/apropriacoes", id_ | {"linha": 1, "tecnico_id": str(loja.clientes[JOSE])}),
        ("POST", f"/v1/pedidos/{venda}/faturamentos", id_ | {"documento": "N2"}),
        ("POST", f"/v1/faturamentos/{nota}/estorno", {"motivo": "x"}),
        ("POST", f"/v1/rascunhos/{suspenso.id}/retomada", None),
        ("POST", f"/v1/divergencias/{divergencia}/resolucao", {"resolucao": "x"}),
        *(("POST", "/v1/liberacoes", id_ | {
            "pedido_id": str(qual), "motivo": "m", "login": "bia", "senha": SENHA["bia"], "alteracao": altera,
            "achado": {"code": "credito.limite", "severity": "approve", "valor": "10.00"}})
          for qual, altera in ((suspenso.id, False), (venda, True))),
        ("GET", f"/v1/quarentenas/{uuid7()}/andamento?desde={em}", None),
        ("POST", "/v1/quarentenas/1/decisao", {"decisao": "descartada", "motivo": "x"}),
        ("DELETE", f"/v1/rascunhos/{suspenso.id}", None)]


def test_nada_da_primeira_loja_e_lido_nem_mudado_da_segunda(loja: Loja, norte: Balcao, ana: Balcao) -> None:
    pedidos = _pedidos(loja)
    preso = {"pedido_id": pedidos[-3][1].split("/")[3], "desde": "2026-11-21T15:00:00Z", "corpo": "{}"}
    assert ana.pede("PUT", "/v1/quarentenas", preso | PRESO).status_code == 200
    antes = tudo(loja)
    assert antes.count([]) == 1, "of releases alone there is none to be read"
    for metodo, caminho, corpo in pedidos:
        resposta = norte.pede(metodo, caminho, corpo)
        if metodo == "DELETE":
            assert resposta.status_code == 204  # gone is gone, for who cannot see it
        else:
            assert resposta.status_code == 404, (metodo, caminho, resposta.text)
            assert Recusa.model_validate_json(resposta.content).codigo == "inexistente"
    for lista in ("pedidos", "rascunhos", "divergencias", "quarentenas", "pre-vendas"):
        assert norte.pede("GET", f"/v1/{lista}").json() == []
    assert norte.pede("GET", "/v1/divergencias/abertas").json() == {"quantas": 0}
    assert tudo(loja) == antes


def test_um_orcamento_da_outra_loja_nao_converte(loja: Loja, norte: Balcao) -> None:
    dav: UUID = loja.envia(loja.pedido("DAV")).pedido_id
    antes = tudo(loja)
    for offline in (False, True):
        resposta = norte.envia(loja.pedido("VENDA", estacao="T3", origem_id=dav), emitido_offline=offline)
        assert (resposta.status_code, Recusa.model_validate_json(resposta.content).codigo) == (
            422, "referencia.inexistente")
    resposta = norte.envia(loja.pedido("VENDA"))  # of the first shop's terminal
    assert (resposta.status_code, Recusa.model_validate_json(resposta.content).codigo) == (
        422, "pedido.de_outra_estacao")
    assert tudo(loja) == antes
