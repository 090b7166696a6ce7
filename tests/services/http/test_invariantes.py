"""docs/invariantes.md over raw HTTP: what a program that speaks to the service directly cannot do, whoever it is.

Every line whose keeper is the service and whose proof says `http` has an attack here; a test walks the table.
"""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal as D
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from balcao.domain.pedido import Pedido
from balcao.domain.protocolo import EnvioPedido, Recibo, Recusa
from balcao.domain.protocolo_documentos import PedidoLiberacao
from tests.apoio.invariantes import linhas
from tests.apoio.retaguarda import HOJE, SENHA, Balcao, Loja

JOSE = "JOSÉ DA SILVA"


@dataclass
class Cena:
    """The shop, and everybody who may try: the seller, the manager, the till."""

    loja: Loja
    ana: Balcao
    bia: Balcao
    caio: Balcao

    def todos(self) -> tuple[Balcao, ...]:
        return self.ana, self.bia, self.caio

    def emite(self, **campos: Any) -> Recibo:
        return Recibo.model_validate_json(self.ana.envia(self.loja.pedido(**campos)).content)

    def envia(self, envio: EnvioPedido, quem: Balcao | None = None, **pedido: Any) -> Any:
        """A body as JSON, with fields of the order written over."""
        corpo = envio.model_dump(mode="json")
        corpo["pedido"] |= pedido
        return (quem or self.ana).pede("POST", "/v1/pedidos", corpo)

    def muda(self, pedido_id: UUID, situacao: str, quem: Balcao | None = None, motivo: str = "x") -> Any:
        return (quem or self.bia).pede("POST", f"/v1/pedidos/{pedido_id}/situacao",
                                       {"id": str(uuid7()), "situacao": situacao, "motivo": motivo})

    def fatura(self, pedido_id: UUID, *itens: tuple[int, str], id_: UUID | None = None) -> Any:
        return self.caio.pede("POST", f"/v1/pedidos/{pedido_id}/faturamentos", {
            "id": str(id_ or uuid7()), "documento": "N1",
            "itens": [{"linha": n, "quantidade": q} for n, q in itens]})

    def cadeia(self) -> bool:
        """Whether every stored version follows the one before it, hash by hash."""
        anterior = b""
        for id_, versao, texto, sha, dito in self.loja.sql(
                "WITH RECURSIVE elo AS (SELECT * FROM pedido_versoes WHERE sha256_anterior = '' UNION ALL "
                "SELECT v.* FROM pedido_versoes v JOIN elo ON v.sha256_anterior = elo.sha256) "
                "SELECT pedido_id, versao, documento::text, sha256, sha256_anterior FROM elo"):
            certo = hashlib.sha256(anterior + id_.bytes + versao.to_bytes(4, "big") + texto.encode()).digest()
            if bytes(dito) != anterior or bytes(sha) != certo:
                return False
            anterior = certo
        return True


@pytest.fixture
def cena(loja: Loja, ana: Balcao, bia: Balcao, caio: Balcao) -> Cena:
    return Cena(loja, ana, bia, caio)


def recusado(resposta: Any, *status: int) -> Recusa:
    assert resposta.status_code in status, resposta.text
    return Recusa.model_validate_json(resposta.content)


def inv_02(cena: Cena) -> None:
    """Nothing that a client writes into its order becomes part of the chain's own fields."""
    for campos in ({"numero": 77, "serie": "A", "versao": 9}, {"observacoes": '","sha256":"00"}'}, {}):
        assert cena.envia(cena.loja.envio(cena.loja.pedido()), **campos).status_code == 200
    assert cena.cadeia()
    assert cena.loja.conta("numeradores") == 1


def inv_03(cena: Cena) -> None:
    """Every situation, from every situation that HTTP can reach: only the legal ones are taken."""
    dav, venda = cena.emite(tipo="DAV"), cena.emite()
    for situacao in "MIQV":
        for recibo in (dav, venda):
            recusado(cena.muda(recibo.pedido_id, situacao), 409, 422)
    for situacao in "XOTE":  # a quote moves no goods
        recusado(cena.muda(dav.pedido_id, situacao), 409)
    assert cena.muda(dav.pedido_id, "R").status_code == 200
    for situacao in "ACPRE":
        recusado(cena.muda(dav.pedido_id, situacao), 409)
    assert cena.fatura(venda.pedido_id).status_code == 200
    for situacao in "ACPRE":
        recusado(cena.muda(venda.pedido_id, situacao), 409)
    recusado(cena.envia(cena.loja.envio(cena.loja.pedido()), situacao="E"), 422)


def inv_04(cena: Cena) -> None:
    """Totals that do not follow from quantities, prices and discounts."""
    envio = cena.loja.envio(cena.loja.pedido(itens=[("P1", 2), ("P2", 1)]))
    item = envio.pedido.itens[0].model_dump(mode="json")
    outros = [i.model_dump(mode="json") for i in envio.pedido.itens[1:]]
    for mentira in ({"total": "1.00"}, {"bruto": "1.00", "total": "1.00"}, {"desconto": "5.00", "total": "15.00"},
                    {"rateio": "1.00", "total": "19.00"}, {"quantidade": "1"}, {"preco": "5.00"},
                    {"total_etiqueta": "0.01", "bruto": "0.01", "total": "0.01"}):
        for offline in (False, True):
            corpo = envio.model_copy(update={"emitido_offline": offline})
            recusado(cena.envia(corpo, itens=[item | mentira, *outros]), 422)
    assert cena.envia(envio).status_code == 200


def inv_05(cena: Cena) -> None:
    """Instalments that do not add up; offline they are stored as what they should have been? No: refused too."""
    envio = cena.loja.envio(cena.loja.pedido(cliente=JOSE))
    errada = [{"numero": 1, "vencimento": HOJE.isoformat(), "valor": "1.00"}]
    assert recusado(cena.envia(envio, parcelas_digitadas=errada), 409).achados[0].code == "parcelas.soma"
    recusado(cena.envia(envio.model_copy(update={"emitido_offline": True}), parcelas_digitadas=errada), 422)


def inv_06(cena: Cena) -> None:
    """Numbers asked for, refused orders in between, many at once: 1, 2, 3, … with none missing."""
    cena.loja.poe_estoque("P2", 0)

    def um(n: int) -> int | None:
        itens = [("P2", 1)] if n % 3 == 0 else [("P1", 1)]
        resposta = cena.envia(cena.loja.envio(cena.loja.pedido(itens=itens)), numero=100 + n, serie="X")
        return resposta.json()["numero"] if resposta.status_code == 200 else None

    with ThreadPoolExecutor(4) as fios:
        dados = [n for n in fios.map(um, range(12)) if n is not None]
    assert sorted(dados) == list(range(1, 9))


def inv_10(cena: Cena) -> None:
    """An issued order is sent again with other lines, values and customer: it stays what it was."""
    pedido = cena.loja.pedido(itens=[("P1", 2)])
    recibo = Recibo.model_validate_json(cena.ana.envia(pedido).content)
    outro = pedido.com_quantidade(1, D(1)).com(observacoes="mudei", cliente_id=cena.loja.clientes[JOSE])
    for quem in cena.todos():
        for versao in (0, 1, 2):
            for suspender in (False, True):
                envio = cena.loja.envio(outro.model_copy(update={"versao": versao}), suspender=suspender)
                resposta = cena.envia(envio, quem, estacao_id=cena.loja.estacoes["T1" if quem is cena.ana else "T2"])
                if resposta.status_code == 200:
                    assert resposta.json()["documento"] == recibo.documento
    assert cena.loja.sql("SELECT total, cliente_nome FROM pedidos") == [(D("20.00"), "CONSUMIDOR FINAL")]
    assert cena.loja.conta("pedido_versoes") == 1


def inv_11(cena: Cena) -> None:
    """One release, two orders; and the same release asked again with a larger value."""
    def acima() -> Pedido:
        return cena.loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P10", 11)])

    um, outro = acima(), acima()
    [achado] = recusado(cena.ana.envia(um), 409).achados
    pedida = PedidoLiberacao(id=uuid7(), pedido_id=um.id, achado=achado, motivo="x", login="bia", senha=SENHA["bia"])
    assert cena.ana.pede("POST", "/v1/liberacoes", pedida).status_code == 200
    recusado(cena.ana.pede("POST", "/v1/liberacoes", pedida.model_copy(update={"pedido_id": outro.id})), 409)
    maior = pedida.model_copy(update={"achado": achado.model_copy(update={"valor": D(9999)})})
    assert cena.ana.pede("POST", "/v1/liberacoes", maior).json()["valor_maximo"] == "100.00"
    assert cena.ana.envia(um).status_code == 200
    recusado(cena.ana.envia(outro), 409)
    recusado(cena.ana.pede("POST", "/v1/liberacoes", pedida.model_copy(update={"id": uuid7()})), 409)
    assert cena.loja.conta("liberacoes") == 1


def inv_12(cena: Cena) -> None:
    """More than was sold: at once, in parts, and by two tills together."""
    recibo = cena.emite(itens=[("P1", 3)])
    recusado(cena.fatura(recibo.pedido_id, (1, "3.000001")), 409)
    recusado(cena.fatura(recibo.pedido_id, (1, "2"), (1, "2")), 422)
    recusado(cena.fatura(recibo.pedido_id, (1, "-1")), 422)
    assert cena.fatura(recibo.pedido_id, (1, "2")).status_code == 200
    with ThreadPoolExecutor(3) as fios:
        status = list(fios.map(lambda _n: cena.fatura(recibo.pedido_id, (1, "1")).status_code, range(3)))
    assert sorted(status) == [200, 409, 409]
    assert cena.loja.estoque("P1") == (97, 0)


def inv_13(cena: Cena) -> None:
    """The same invoice sent again counts once, as it was; with other lines it is another, and refused."""
    recibo, id_ = cena.emite(itens=[("P1", 3)]), uuid7()
    for itens in ([(1, "1")], [(1, "1")], []):
        assert cena.fatura(recibo.pedido_id, *itens, id_=id_).json()["itens"] == [{"linha": 1, "quantidade": "1"}]
    assert recusado(cena.fatura(recibo.pedido_id, (1, "2"), id_=id_), 409).codigo == "faturamento.repetido"
    assert cena.loja.conta("faturamentos") == 1
    assert cena.loja.um("SELECT quantidade_faturada FROM itens_pedido") == 1


def inv_14(cena: Cena) -> None:
    """Reversed twice, without a reason, and by who may not."""
    recibo, id_ = cena.emite(itens=[("P1", 3)]), uuid7()
    assert cena.fatura(recibo.pedido_id, id_=id_).status_code == 200
    caminho = f"/v1/faturamentos/{id_}/estorno"
    recusado(cena.caio.pede("POST", caminho, {"motivo": " "}), 422)
    recusado(cena.ana.pede("POST", caminho, {"motivo": "x"}), 403)
    assert cena.caio.pede("POST", caminho, {"motivo": "um"}).json()["repetido"] is False
    assert cena.caio.pede("POST", caminho, {"motivo": "dois"}).json()["repetido"] is True
    assert cena.loja.estoque("P1") == (100, 3)
    assert cena.loja.um("SELECT motivo_estorno FROM faturamentos") == "um"


def inv_15(cena: Cena) -> None:
    """Cancelled twice, and invoiced and cancelled: the reservation is given back once."""
    um, outro = cena.emite(itens=[("P1", 2)]), cena.emite(itens=[("P1", 3)])
    with ThreadPoolExecutor(4) as fios:
        status = list(fios.map(lambda _n: cena.muda(um.pedido_id, "C").status_code, range(4)))
    assert sorted(status) == [200, 409, 409, 409]
    assert cena.fatura(outro.pedido_id).status_code == 200
    recusado(cena.muda(outro.pedido_id, "C"), 409)
    assert cena.loja.estoque("P1") == (97, 0)


def inv_17(cena: Cena) -> None:
    """No reason, blanks, and one that is no text."""
    recibo = cena.emite()
    for motivo in ("", "  ", "\t\n", "a" * 501, "a\x00"):
        recusado(cena.muda(recibo.pedido_id, "C", motivo=motivo), 422)
    assert cena.loja.um("SELECT situacao FROM pedidos") == "P"


def inv_28(cena: Cena) -> None:
    """The same order by four connections at once, the station's own and the person's."""
    envio = cena.loja.envio(cena.loja.pedido())
    with ThreadPoolExecutor(4) as fios:
        recibos = [Recibo.model_validate_json(r.content).model_copy(update={"repetido": False})
                   for r in fios.map(lambda _n: cena.ana.pede("POST", "/v1/pedidos", envio), range(4))]
    assert recibos == [recibos[0]] * 4
    assert cena.loja.conta("pedidos") == cena.loja.conta("eventos", "tipo = 'pedido.emitido'") == 1


def inv_29(cena: Cena) -> None:
    """Six sellers, one unit; six sales, one sale's worth of credit."""
    cena.loja.poe_estoque("P1", 1)
    cena.loja.muda_cliente(JOSE, limite_credito=D("20.00"))
    for itens, extra in (([("P1", 1)], {}), ([("P2", 1)], {"cliente": JOSE, "plano": "30/60/90"})):
        pedidos = [cena.loja.pedido(itens=itens, **extra) for _ in range(6)]
        with ThreadPoolExecutor(6) as fios:
            status = [r.status_code for r in fios.map(cena.ana.envia, pedidos)]
        assert sorted(status) == [200, *[409] * 5]


def inv_30(cena: Cena) -> None:
    """Blocked, without stock, over the limit, by who may not sell: stored, and each finding is on the list."""
    cena.loja.poe_estoque("P1", 0)
    cena.loja.muda_cliente(JOSE, bloqueado=True)
    pedido = cena.loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P1", 200)], login="caio")
    resposta = cena.envia(cena.loja.envio(pedido, emitido_offline=True, numero_provisorio="T01-000001"))
    assert resposta.json()["divergencias"] == len(cena.bia.pede("GET", "/v1/divergencias").json()) == 3


def inv_35(cena: Cena) -> None:
    """Resolved twice, without words, and by who may not."""
    cena.loja.poe_estoque("P1", 0)
    cena.loja.envia(cena.loja.pedido(), None, emitido_offline=True)
    caminho = f"/v1/divergencias/{cena.loja.um('SELECT id FROM divergencias')}/resolucao"
    recusado(cena.ana.pede("POST", caminho, {"resolucao": "x"}), 403)
    recusado(cena.bia.pede("POST", caminho, {"resolucao": ""}), 422)
    for texto in ("um", "dois"):
        assert cena.bia.pede("POST", caminho, {"resolucao": texto}).json()["resolucao"] == "um"


def inv_36(cena: Cena) -> None:
    """Decided by who may not, without words, as no manager can, twice, and against a decision."""
    pedido = cena.loja.pedido(itens=[("P1", 2)])
    entrega = {"pedido_id": str(pedido.id), "desde": cena.loja.agora.isoformat(), "numero": "T01-000001",
               "motivo": {"codigo": "x", "mensagem": "porque sim"}, "categoria": "venda", "cliente_nome": "X",
               "vendedor": "Ana", "emitido_em": cena.loja.agora.isoformat(), "total": str(pedido.total),
               "corpo": cena.loja.envio(pedido, emitido_offline=True).model_dump_json()}
    for _ in range(2):
        assert cena.ana.pede("PUT", "/v1/quarentenas", entrega).json()["decisao"] == ""
    caminho = f"/v1/quarentenas/{cena.loja.um('SELECT id FROM quarentenas')}/decisao"
    recusado(cena.ana.pede("GET", "/v1/quarentenas"), 403)
    recusado(cena.ana.pede("POST", caminho, {"decisao": "descartada", "motivo": "x"}), 403)
    for decisao, motivo in (("descartada", " "), ("retirada", "x"), ("", "x")):
        recusado(cena.bia.pede("POST", caminho, {"decisao": decisao, "motivo": motivo}), 422)
    for decisao in ("descartada", "lancada", "devolvida"):
        assert cena.bia.pede("POST", caminho, {"decisao": decisao, "motivo": "x"}).json()["decisao"] == "descartada"
    for de_novo in (entrega, entrega | {"desde": "2030-01-01T00:00:00Z"}):
        assert cena.ana.pede("PUT", "/v1/quarentenas", de_novo).json()["decisao"] == "descartada"
    recusado(cena.envia(cena.loja.envio(pedido, emitido_offline=True)), 409)
    assert (cena.loja.conta("quarentenas"), cena.loja.conta("pedidos")) == (1, 0)


ATAQUES: dict[str, Callable[[Cena], None]] = {
    f"INV-{nome.removeprefix('inv_')}": funcao for nome, funcao in sorted(globals().items()) if nome.startswith("inv_")}


@pytest.mark.parametrize("ident", ATAQUES)
def test_nenhum_ataque_por_http_passa(cena: Cena, ident: str) -> None:
    ATAQUES[ident](cena)


def test_cada_linha_com_prova_http_tem_seu_ataque() -> None:
    assert {linha.id for linha in linhas() if "http" in linha.provas} == set(ATAQUES)


def test_toda_linha_que_o_servico_guarda_tem_prova_alem_do_sql() -> None:
    """SQL attacks the database; what the service keeps is proved by HTTP or by a test of its own."""
    for linha in linhas():
        if "service" in linha.guardioes:
            assert any(p != "sql" for p in linha.provas), linha.id
