"""The road of an order over real HTTP: what the counter gets back, whatever it sends."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal as D
from typing import Any
from uuid import UUID

import httpx2
import psycopg
import pytest
from uuid_utils.compat import uuid7

from balcao.domain.pedido import DadosServico
from balcao.domain.protocolo import EnvioPedido, Recibo, Recusa, ResumoPedido
from balcao.domain.protocolo_documentos import Divergencia, MudancaSituacao, PedidoGuardado, PedidoLiberacao, Resolucao
from balcao.domain.situacoes import Situacao
from balcao.domain.textos import texto
from balcao.services.office.documentos import _DA_PLACA
from tests.apoio.retaguarda import AGORA, HOJE, SENHA, Balcao, Loja

JOSE = "JOSÉ DA SILVA"


def recusa(resposta: httpx2.Response, status: int) -> Recusa:
    assert resposta.status_code == status, resposta.text
    lida = Recusa.model_validate_json(resposta.content)
    assert lida.mensagem
    assert "Traceback" not in resposta.text
    return lida


def test_emite_repete_le_e_reimprime(loja: Loja, ana: Balcao) -> None:
    pedido = loja.pedido(cliente=JOSE, itens=[("P1", 2)])
    recibo = Recibo.model_validate_json(ana.envia(pedido).content)
    assert (recibo.numero, recibo.total, recibo.repetido) == (1, D("20.00"), False)
    de_novo = recibo.model_copy(update={"repetido": True})
    assert Recibo.model_validate_json(ana.envia(pedido).content) == de_novo
    base = f"/v1/pedidos/{pedido.id}"
    assert Recibo.model_validate_json(ana.pede("GET", f"{base}/recibo").content) == de_novo
    assert ana.pede("GET", f"{base}/versoes/1").json() == recibo.documento
    assert ana.pede("POST", f"{base}/versoes/1/reimpressoes").json() == recibo.documento
    assert loja.sql("SELECT tipo, dados FROM eventos WHERE pedido_id = %s ORDER BY id", pedido.id)[1] == (
        "pedido.reimpresso", {"versao": 1})
    aberto = PedidoGuardado.model_validate_json(ana.pede("GET", base).content)
    assert (aberto.pedido.numero, aberto.pedido.versao, aberto.pedido.situacao, aberto.pedido.total) == (
        1, 1, Situacao.PENDENTE, D("20.00"))
    assert [v.hash for v in aberto.versoes] == [recibo.documento["hash"]]


def test_o_que_as_regras_param_volta_com_os_achados_inteiros(loja: Loja, ana: Balcao) -> None:
    loja.poe_estoque("P1", 3)
    lida = recusa(ana.envia(loja.pedido(itens=[("P1", 5)])), 409)
    assert (lida.codigo, [a.code for a in lida.achados]) == ("regras", ["estoque.insuficiente"])
    assert texto(lida.achados[0]) == lida.mensagem
    assert loja.conta("pedidos") == 0


def test_a_liberacao_no_lugar(loja: Loja, ana: Balcao) -> None:
    pedido = loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P10", 11)])
    [achado] = recusa(ana.envia(pedido), 409).achados
    pedida = PedidoLiberacao(id=uuid7(), pedido_id=pedido.id, achado=achado, motivo="bom cliente", login="bia",
                             senha=SENHA["bia"])
    errada = pedida.model_copy(update={"senha": "x"})
    assert recusa(ana.pede("POST", "/v1/liberacoes", errada), 401).codigo == "senha.errada"
    dada = ana.pede("POST", "/v1/liberacoes", pedida)
    assert dada.json()["usuario_nome"] == "Bia Lima"
    assert ana.envia(pedido).status_code == 200


def test_lista_com_filtros(loja: Loja, ana: Balcao) -> None:
    loja.envia(loja.pedido(cliente=JOSE))
    loja.agora += timedelta(days=1)
    loja.envia(loja.pedido("DAV", cliente="MARIA SOUZA"))
    loja.envia(loja.pedido(login="bia"), emitido_offline=True, numero_provisorio="T01-000009")
    loja.envia(loja.pedido(), suspender=True)
    ana.entra("ana")  # yesterday's session is over

    def lista(**filtro: Any) -> list[str]:
        resposta = ana.pede("GET", "/v1/pedidos", params=filtro)
        assert resposta.status_code == 200, resposta.text
        return [f"{r.categoria[0]}{r.numero}" for r in map(ResumoPedido.model_validate, resposta.json())]

    assert lista() == ["v2", "o1", "v1"]
    assert lista(de=HOJE + timedelta(1)) == ["v2", "o1"]
    assert lista(ate=HOJE) == ["v1"]
    assert lista(numero=1) == ["o1", "v1"]
    assert lista(texto="maria") == ["o1"]
    assert lista(texto="390.533.447-05") == ["v1"]
    assert lista(texto="t01-000009") == ["v2"]
    assert lista(texto="%") == lista(texto="_") == []
    assert lista(categoria="orcamento") == ["o1"]
    assert lista(situacao="P", categoria="venda") == ["v2", "v1"]
    assert lista(situacao="C") == []
    assert lista(cliente_id=str(loja.clientes[JOSE])) == ["v1"]
    assert lista(limite=1) == ["v2"]
    assert lista(antes=(AGORA + timedelta(hours=1)).isoformat()) == ["v1"]
    assert len(ana.pede("GET", "/v1/rascunhos").json()) == 1


@pytest.mark.parametrize(("texto", "achados"), [
    ("ABC1D23", [1]), ("abc 1d23", [1]), ("xyz-1234", [2]), ("ABC1D24", []), ("ABC", []), ("", [2, 1])])
def test_um_documento_se_acha_pela_placa(loja: Loja, ana: Balcao, texto: str, achados: list[int]) -> None:
    loja.muda_tipo("DAV", servico_veiculos=True, placa_veiculo="opcional")
    for placa in ("ABC1D23", "XYZ1234"):
        loja.envia(loja.pedido("DAV").com(servico=DadosServico(placa=placa)))
        loja.agora += timedelta(minutes=1)
    resposta = ana.pede("GET", "/v1/pedidos", params={"texto": texto})
    assert [ResumoPedido.model_validate(um).numero for um in resposta.json()] == achados


def test_a_placa_esta_num_indice(loja: Loja) -> None:
    with loja.empresa.servico() as con:
        con.execute("SET LOCAL enable_seqscan = off")
        plano = con.execute("EXPLAIN SELECT FROM pedidos" + _DA_PLACA.partition("FROM pedidos")[2].rstrip(")"),
                            {"placa": "ABC1D23"}).fetchall()
    assert any("ix_pedidos_placa" in linha for linha, in plano), plano


def test_cancelar_pela_rota(loja: Loja, ana: Balcao, bia: Balcao) -> None:
    recibo = loja.envia(loja.pedido())
    caminho = f"/v1/pedidos/{recibo.pedido_id}/situacao"
    cancela = MudancaSituacao(id=uuid7(), situacao=Situacao.CANCELADO, motivo="erro de digitação")
    assert recusa(ana.pede("POST", caminho, cancela), 403).codigo == "permissao.cancelar_documento"
    novo = Recibo.model_validate_json(bia.pede("POST", caminho, cancela).content)
    assert (novo.situacao, novo.versao, novo.documento["versao"]) == (Situacao.CANCELADO, 2, 2)


def test_rascunho_de_um_terminal_para_outro(loja: Loja, ana: Balcao, bia: Balcao) -> None:
    pedido = loja.pedido(itens=[("P1", 2)])
    assert ana.envia(pedido, suspender=True).json()["numero"] is None
    for _duas_vezes in range(2):  # the first answer may be lost
        assert bia.pede("POST", f"/v1/rascunhos/{pedido.id}/retomada").json()["estacao_id"] == loja.estacoes["T2"]
    assert recusa(ana.pede("POST", f"/v1/rascunhos/{pedido.id}/retomada"), 409).codigo == "rascunho.retomado"
    assert bia.pede("DELETE", f"/v1/rascunhos/{pedido.id}").status_code == 204
    assert loja.conta("pedidos") == 0


def test_caixa_pelas_rotas(loja: Loja, ana: Balcao, caio: Balcao) -> None:
    recibo = loja.envia(loja.pedido(itens=[("P1", 2)]))
    [aberta] = caio.pede("GET", "/v1/pre-vendas").json()
    assert aberta["numero"] == 1
    id_ = str(uuid7())
    corpo = {"id": id_, "documento": "NFC-e 9", "itens": [{"linha": 1, "quantidade": "1"}]}
    caminho = f"/v1/pedidos/{recibo.pedido_id}/faturamentos"
    assert recusa(ana.pede("POST", caminho, corpo), 403).codigo == "permissao.faturar"
    assert caio.pede("POST", caminho, corpo).json()["valor"] == "10.00"
    assert caio.pede("GET", "/v1/pre-vendas/1").json()[0]["itens"][0]["faturada"] == "1.000000"
    assert caio.pede("POST", f"/v1/faturamentos/{id_}/estorno", {"motivo": "engano"}).json()["situacao"] == "P"
    assert recusa(caio.pede("GET", "/v1/pre-vendas/99"), 404).codigo == "inexistente"


def test_divergencias_do_gerente(loja: Loja, ana: Balcao, bia: Balcao) -> None:
    loja.poe_estoque("P1", 0)
    loja.envia(loja.pedido(), None, emitido_offline=True, numero_provisorio="T01-000001")
    assert recusa(ana.pede("GET", "/v1/divergencias"), 403).codigo == "permissao.ver_divergencias"
    [uma] = [Divergencia.model_validate(d) for d in bia.pede("GET", "/v1/divergencias").json()]
    assert (uma.numero_provisorio, uma.achado.code) == ("T01-000001", "estoque.insuficiente")
    assert texto(uma.achado).startswith("Estoque insuficiente de PRODUTO P1: pedido 1, disponível 0")
    caminho = f"/v1/divergencias/{uma.id}/resolucao"
    assert recusa(bia.pede("POST", caminho, {"resolucao": " "}), 422).codigo == "divergencia.resolucao"
    feita = bia.pede("POST", caminho, Resolucao(resolucao="compra feita")).json()
    assert (feita["resolvida_por"], feita["resolucao"]) == ("Bia Lima", "compra feita")
    assert bia.pede("POST", caminho, {"resolucao": "outra"}).json() == feita
    assert bia.pede("GET", "/v1/divergencias").json() == []
    assert len(bia.pede("GET", "/v1/divergencias", params={"resolvidas": True}).json()) == 1


# ---- what is not an order

def test_corpo_que_nao_e_um_pedido(ana: Balcao) -> None:
    for corpo, tipo, codigo in (
            (b"{", "application/json", "json.invalido"), (b"", "application/json", "pedido.invalido"),
            (b"[]", "application/json", "pedido.invalido"), (b"{}", "application/json", "pedido.invalido"),
            (b'{"pedido": 5}', "application/json", "pedido.invalido"), (b"a=1", "text/plain", "pedido.invalido"),
            (b"[" * 100_000, "application/json", "json.invalido"),
            ("é".encode("latin-1"), "application/json", "json.invalido")):
        resposta = ana.cliente.post("/v1/pedidos", content=corpo, headers={"Content-Type": tipo})
        assert resposta.status_code in (400, 422)
        lida = Recusa.model_validate_json(resposta.content)
        assert lida.codigo == codigo
        assert "JSON" in lida.mensagem or "campo" in lida.mensagem


def _com(envio: EnvioPedido, **campos: Any) -> dict[str, Any]:
    corpo = envio.model_dump(mode="json")
    corpo["pedido"] |= campos
    return corpo


def test_campo_impossivel(loja: Loja, ana: Balcao) -> None:
    envio = loja.envio(loja.pedido())
    for campos in ({"id": "não é uuid"}, {"situacao": "Z"}, {"frete": "NaN"}, {"frete": "Infinity"}, {"frete": "abc"},
                   {"tipo_id": 2**70}, {"plano_id": -1}, {"itens": [{"linha": 1}]}, {"cliente_nome": "a\u0000b"},
                   {"criado_em": "ontem"}, {"usuario_id": None}, {"vendedor_id": 2**40}):
        lida = recusa(ana.pede("POST", "/v1/pedidos", _com(envio, **campos)), 422)
        assert "Input should" not in lida.mensagem
    assert loja.conta("pedidos") == 0


def test_nan_como_numero_json(loja: Loja, ana: Balcao) -> None:
    corpo = json.dumps(_com(loja.envio(loja.pedido()), frete=float("nan"))).encode()
    assert recusa(ana.cliente.post("/v1/pedidos", content=corpo, headers={"Content-Type": "application/json"}), 422)


def test_campo_desconhecido_de_um_programa_mais_novo_nao_atrapalha(loja: Loja, ana: Balcao) -> None:
    corpo = _com(loja.envio(loja.pedido()), cupom="X") | {"futuro": 1}
    assert ana.pede("POST", "/v1/pedidos", corpo).status_code == 200


def test_corpo_grande_demais(ana: Balcao) -> None:
    grande = b'{"a": "' + b"x" * 5_000_000 + b'"}'
    for conteudo in (grande, iter([grande])):  # with and without Content-Length
        resposta = ana.cliente.post("/v1/pedidos", content=conteudo, headers={"Content-Type": "application/json"})
        assert recusa(resposta, 413).codigo == "corpo.grande"


def test_enderecos_e_metodos_que_nao_ha(ana: Balcao) -> None:
    assert recusa(ana.pede("GET", "/v1/nada"), 404).codigo == "caminho.inexistente"
    assert recusa(ana.pede("DELETE", "/v1/pedidos"), 405).codigo == "metodo.errado"
    assert recusa(ana.pede("GET", f"/v1/pedidos/{UUID(int=3)}"), 404).codigo == "inexistente"
    assert recusa(ana.pede("GET", "/v1/pedidos/abc"), 422).codigo == "pedido.invalido"
    assert recusa(ana.pede("GET", f"/v1/pedidos/{UUID(int=3)}/versoes/99999999999"), 422)


# ---- the database in the way

def test_registro_preso_por_outro_responde_tente_de_novo(loja: Loja, ana: Balcao) -> None:
    """The service's lock_timeout (2 s) ends the wait; nothing was stored, and asking again works."""
    pedido = loja.pedido()
    with loja.empresa.servico() as dona:
        dona.execute("SELECT FROM estoques FOR UPDATE")
        resposta = ana.envia(pedido)
        assert recusa(resposta, 503).codigo == "banco.ocupado"
        assert resposta.headers["Retry-After"]
    assert ana.envia(pedido).status_code == 200


@contextmanager
def sem_banco(loja: Loja) -> Iterator[None]:
    """Nobody may connect to this database, and who was connected is thrown out."""
    nome = loja.empresa.banco.nome

    def abre(sim: bool) -> None:
        with psycopg.connect(loja.empresa.banco.servidor.dsn(), autocommit=True) as con:
            con.execute(f"ALTER DATABASE {nome} ALLOW_CONNECTIONS {sim}".encode())
            con.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [nome])

    abre(False)
    yield
    abre(True)


def test_banco_fora_do_ar_e_de_volta(loja: Loja, ana: Balcao) -> None:
    pedido = loja.pedido()
    loja.fecha()
    with sem_banco(loja):
        assert recusa(ana.envia(pedido), 503).codigo == "banco.indisponivel"
        saude = ana.pede("GET", "/saude").json()
        assert (saude["situacao"], bool(saude["mensagem"])) == ("sem_banco", True)
    assert ana.envia(pedido).status_code == 200
    assert ana.pede("GET", "/saude").json()["situacao"] == "ok"


def test_um_defeito_vira_um_numero(loja: Loja, ana: Balcao, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody dropped a view: the log has the whole story under the number, the answer only the number."""
    loja.sql("DROP VIEW pre_vendas_abertas CASCADE")
    ana.entra("bia")
    lida = recusa(ana.pede("GET", "/v1/pre-vendas"), 500)
    assert lida.codigo == "erro.interno"
    numero = lida.mensagem.split("nº ")[1].split(")")[0]
    assert numero in capsys.readouterr().out
