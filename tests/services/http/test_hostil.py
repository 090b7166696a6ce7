"""Every field of every body that the service takes, with what no counter sends: it answers in words, at once, and is
never broken by it (500) nor blames another terminal for it (503)."""

import json
import random
from base64 import b64encode
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from balcao.domain.ajuste import Desconto, TipoDesconto
from balcao.domain.atributos import atributos_de
from balcao.domain.pedido import Entrega, ModoEntrega, Pedido
from balcao.domain.protocolo import Recusa
from balcao.services.office.documentos import abrir
from tests.apoio.retaguarda import SENHA, Balcao, Loja

JOSE = "JOSÉ DA SILVA"
HOSTIS: tuple[Any, ...] = (
    None, "", "\x00", "a\x00b", "a" * 5000, "x" * 300_000, "\ud800", "'; DROP TABLE pedidos; --", "%(id)s {0} %s \\",
    "=cmd|' /C calc'!A0", "../../etc/passwd", 10**4000, -1, 0, 2**31, 2**63, 2**70, 10**400, 0.1, "1E+999999",
    "1E-999999", "-0", "NaN", "Infinity", "9" * 40, True, [], {}, [None], "0001-01-01", "9999-12-31",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00", "2026-11-21T12:00:00", str(UUID(int=0)))

AMOSTRA = 4
"""One value in so many for each field: the next field gets the next ones."""


def folhas(corpo: Any, onde: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of what a body holds, and of what holds them."""
    if onde:
        yield onde
    match corpo:
        case dict():
            for nome, valor in corpo.items():
                yield from folhas(valor, (*onde, nome))
        case list() if corpo:
            yield from folhas(corpo[0], (*onde, 0))


def com(corpo: Any, onde: tuple[Any, ...], valor: Any) -> Any:
    feito = deepcopy(corpo)
    alvo = feito
    for nome in onde[:-1]:
        alvo = alvo[nome]
    alvo[onde[-1]] = valor
    return feito


def cheio(loja: Loja, **campos: Any) -> Pedido:
    """A draft with something in every part of it."""
    return loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P1", 2), ("P2", 1)], observacoes="obs",
                       entrega=Entrega(modo=ModoEntrega.ENTREGA, endereco="RUA A 1"), contato="ZÉ",
                       desconto_digitado=Desconto(tipo=TipoDesconto.PERCENTUAL, valor=1), **campos)


def _corpos(loja: Loja) -> dict[str, tuple[str, str, str, Any]]:
    """By name: who asks, method, path, body. Each is right as it is."""
    dav = loja.envia(loja.pedido("DAV", cliente=JOSE))
    venda = loja.envia(loja.pedido(cliente=JOSE, plano="30/60/90"))
    loja.muda_tipo("VENDA LIVRE", categoria="servico", regra_tecnico_responsavel="pessoa")
    os = loja.envia(loja.pedido("VENDA LIVRE", cliente=JOSE))
    vivo = abrir(loja.ctx, loja.quem(), venda.pedido_id).pedido.model_dump(mode="json")
    orcamento = abrir(loja.ctx, loja.quem(), dav.pedido_id).pedido
    envio = loja.envio(cheio(loja), emitido_offline=True, numero_provisorio="T01-000001").model_dump(mode="json")
    envio["liberacoes"] = [{"id": str(uuid7()), "pedido_id": envio["pedido"]["id"], "codigo": "credito.limite",
                            "item": 1, "valor_maximo": "10.00", "motivo": "m", "usuario_id": loja.usuarios["bia"],
                            "usuario_nome": "Bia", "pedida_por": loja.usuarios["ana"], "em": "2026-11-21T15:00:00Z",
                            "offline": True}]
    arquivo = {"nome": "p.csv", "conteudo": b64encode(b"codigo;descricao;preco\n1;A;2,00\n").decode()}
    pesquisa = {"texto": "a", "filtros": [{"campo": "nome", "operador": "contem", "valores": ["a"]}],
                "colunas": ["nome"], "ordem": "nome", "decrescente": True, "inicio": 0, "limite": 10}
    id_ = {"id": str(uuid7())}
    return {
        "entrar": ("ana", "POST", "/v1/entrar", {"login": "ana", "senha": SENHA["ana"]}),
        "enviar": ("ana", "POST", "/v1/pedidos", loja.envio(cheio(loja)).model_dump(mode="json")),
        "enviar_offline": ("ana", "POST", "/v1/pedidos", envio),
        "suspender": ("ana", "POST", "/v1/pedidos", loja.envio(cheio(loja), suspender=True).model_dump(mode="json")),
        "alterar": ("bia", "PUT", f"/v1/pedidos/{venda.pedido_id}", id_ | {"versao": 1, "pedido": vivo}),
        "versao": ("bia", "POST", f"/v1/pedidos/{dav.pedido_id}/versoes", id_ | {"versao": 1}),
        "situacao": ("bia", "POST", f"/v1/pedidos/{dav.pedido_id}/situacao", id_ | {
            "situacao": "P", "motivo": "x", "validade": "2026-12-20", "gerados": [str(uuid7())], "versao": 1}),
        "aprovacao": ("bia", "POST", f"/v1/pedidos/{dav.pedido_id}/aprovacao", id_ | {
            "versao": 1, "gerados": [str(uuid7())], "atributos": atributos_de(orcamento).model_dump(mode="json")}),
        "conclusao": ("bia", "POST", f"/v1/pedidos/{os.pedido_id}/conclusao", id_ | {
            "em": "2026-11-21T15:00:00Z", "login": "bia", "senha": SENHA["bia"]}),
        "data_conclusao": ("bia", "PUT", f"/v1/pedidos/{os.pedido_id}/conclusao", id_ | {"em": "2026-11-21T15:00:00Z"}),
        "apropriacao": ("bia", "POST", f"/v1/pedidos/{os.pedido_id}/apropriacoes", id_ | {
            "linha": 1, "tecnico_id": str(loja.clientes[JOSE]), "em": "2026-11-21T15:00:00Z", "minutos": 5}),
        "reimpressao": ("bia", "POST", f"/v1/pedidos/{dav.pedido_id}/versoes/1/reimpressoes", id_ | {
            "em": "2026-11-21T15:00:00Z", "usuario_id": loja.usuarios["bia"], "antes": True}),
        "liberacao": ("ana", "POST", "/v1/liberacoes", id_ | {
            "pedido_id": str(uuid7()), "motivo": "m", "login": "bia", "senha": SENHA["bia"],
            "achado": {"code": "credito.limite", "severity": "approve", "valor": "10.00", "item": 1,
                       "permissao": "liberar_credito", "params": {"a": "b"}, "field": "plano"}}),
        "faturar": ("bia", "POST", f"/v1/pedidos/{venda.pedido_id}/faturamentos", id_ | {
            "documento": "N1", "itens": [{"linha": 1, "quantidade": "1"}]}),
        "estornar": ("bia", "POST", f"/v1/faturamentos/{uuid7()}/estorno", {"motivo": "x"}),
        "cliente": ("ana", "POST", "/v1/clientes", id_ | {
            "nome": "ZÉ DA ESQUINA", "fantasia": "ZÉ", "documento": "111.444.777-35", "telefone": "4833221100",
            "celular": "48988887777", "email": "z@z.com", "logradouro": "RUA", "numero": "1", "complemento": "A",
            "bairro": "B", "municipio": "M", "municipio_ibge": 4205407, "uf": "SC", "cep": "88010000",
            "observacoes": "o", "usuario_id": loja.usuarios["ana"]}),
        "politica": ("bia", "PUT", "/v1/estacao/politica", {"versao": 1, "politica": {
            "rodape": {"casas_decimais_qtde": 4}, "operacional": {"op_preco_na_conversao": "manter"}}}),
        "testemunha": ("ana", "PUT", "/v1/estacao/testemunha", {"token": str(uuid7())}),
        "quarentena": ("ana", "PUT", "/v1/quarentenas", {
            "pedido_id": str(uuid7()), "desde": "2026-11-21T15:00:00Z", "corpo": json.dumps(envio),
            "motivo": {"codigo": "x", "mensagem": "x"}, "numero": "T01-000009", "categoria": "venda",
            "cliente_nome": JOSE, "vendedor": "Ana", "emitido_em": "2026-11-21T15:00:00Z", "total": "10.00",
            "documento": {"a": 1}, "itens": [{
                "codigo": "1", "descricao": "D", "unidade": "UN", "quantidade": "1", "preco": "1", "total": "1"}]}),
        "decisao": ("bia", "POST", "/v1/quarentenas/1/decisao", {"decisao": "devolvida", "motivo": "x"}),
        "resolucao": ("bia", "POST", "/v1/divergencias/1/resolucao", {"resolucao": "x"}),
        "novo_tipo": ("bia", "POST", "/v1/cadastros/tipos_pedido", id_ | {"valores": {
            "nome": "NOVO", "categoria": "venda", "titulo": "T", "planos_permitidos": [1], "validade_proposta": 3}}),
        "altera_tipo": ("bia", "PUT", f"/v1/cadastros/tipos_pedido/{loja.tipos['DAV']}", {"versao": 1, "valores": {
            "nome": "DAV", "validade_proposta": 9, "estabelecimentos": [1]}}),
        "pesquisa": ("bia", "POST", "/v1/cadastros/tipos_pedido/pesquisa", pesquisa),
        "salva": ("bia", "PUT", "/v1/cadastros/tipos_pedido/pesquisas", {"nome": "minha", "pesquisa": pesquisa}),
        "exporta": ("bia", "POST", "/v1/cadastros/tipos_pedido/exportacao", {"formato": "csv", "pesquisa": pesquisa}),
        "importa": ("bia", "POST", "/v1/cadastros/tipos_pedido/importacao", id_ | {
            "arquivo": arquivo, "simular": True, "somente_boas": True}),
        "previa": ("bia", "POST", "/v1/importacoes/previa", {
            "tipo": "produtos", "arquivos": [arquivo], "margem": "10", "reduz_preco": True,
            "colunas": {"codigo": "codigo"}, "fatores": [{"chave": "1", "item": 1, "fator": "2"}],
            "baixa_ausentes": True}),
        "confirmacao": ("bia", "POST", "/v1/importacoes", id_ | {"marca": "x", "somente_boas": True, "pedido": {
            "tipo": "clientes", "arquivos": [arquivo], "colunas": {}}}),
    }


NOMES = ("entrar", "enviar", "enviar_offline", "suspender", "alterar", "versao", "situacao", "aprovacao", "conclusao",
         "data_conclusao", "apropriacao", "reimpressao", "liberacao", "faturar", "estornar", "cliente", "politica",
         "testemunha", "quarentena", "decisao", "resolucao", "novo_tipo", "altera_tipo", "pesquisa", "salva", "exporta",
         "importa", "previa", "confirmacao")


@pytest.mark.parametrize("nome", NOMES)
def test_nada_do_que_se_envia_quebra_o_servico(loja: Loja, ana: Balcao, bia: Balcao, nome: str) -> None:
    quem, metodo, caminho, corpo = _corpos(loja)[nome]
    quem_pede = {"ana": ana, "bia": bia}[quem]
    ruins: list[tuple[Any, ...]] = []
    invalido = quem_pede.pede(metodo, caminho, corpo)
    assert "pedido.invalido" not in invalido.text, "what is mutated must be a message"
    for n, onde in enumerate(folhas(corpo)):
        for valor in HOSTIS[n % AMOSTRA::AMOSTRA]:
            if nome in ("entrar", "conclusao", "liberacao") and onde[0] in ("senha", "login") and valor not in (
                    None, "\x00", "\ud800", "x" * 300_000):
                continue  # each wrong password makes the next one wait
            feito = com(corpo, onde, valor)
            if "id" in corpo and onde != ("id",):
                feito["id"] = str(uuid7())  # a message of its own, not one that was answered
            if nome in ("enviar", "suspender") and len(onde) > 1 and onde[-1] != "id":
                feito["pedido"]["id"] = str(uuid7())
            resposta = quem_pede.cliente.request(metodo, caminho, content=json.dumps(feito).encode("ascii"),
                                                 headers={"Content-Type": "application/json"})
            lenta = resposta.elapsed.total_seconds() > 2
            if resposta.status_code >= 500 or lenta:
                ruins.append((onde, repr(valor)[:60], resposta.status_code, resposta.elapsed.total_seconds(),
                              resposta.text[:120]))
            elif resposta.status_code >= 400:
                Recusa.model_validate_json(resposta.content)
    assert not ruins, "\n".join(map(str, ruins))


@pytest.mark.parametrize("onde", ["placa", "series"])
def test_um_texto_que_nao_cabe_no_indice_nao_e_um_banco_que_nao_respondeu(loja: Loja, ana: Balcao, onde: str) -> None:
    """Refused for good, its counter puts it aside (quarantine); told to try again, it would try for ever."""
    ruido = b64encode(random.Random(1).randbytes(2900)).decode()
    pedido = loja.pedido("DAV")
    if onde == "placa":
        pedido = pedido.model_copy(update={"servico": pedido.servico.model_copy(update={"placa": ruido})})
    else:
        pedido = pedido.com_item_trocado(1, series=(ruido,))
    resposta = ana.envia(pedido, emitido_offline=True)
    assert resposta.status_code == 422, resposta.text
    assert Recusa.model_validate_json(resposta.content).codigo == "pedido.corrompido"


@pytest.mark.parametrize(("conteudo", "tipo"), [
    (b"", "application/json"), (b"null", "application/json"), (b"[]", "application/json"), (b"{", "application/json"),
    (b"[" * 200_000, "application/json"), (b"\xff\xfe{}", "application/json"), (b'{"a": 1}', "text/plain"),
    ("{}".encode("utf-16"), "application/json; charset=utf-16"), (b"a=1&b=2", "application/x-www-form-urlencoded"),
    (b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--x--", "multipart/form-data; boundary=x"),
    (b'{"id": 1, "id": 2}', "application/json"), (b"<a/>", "application/xml"), (b'{"id":' + b"9" * 5000 + b"}", "")])
def test_nem_o_corpo_que_nao_e_um_json(loja: Loja, ana: Balcao, conteudo: bytes, tipo: str) -> None:
    for metodo, caminho in (("POST", "/v1/pedidos"), ("POST", "/v1/clientes"), ("POST", "/v1/entrar"),
                            ("PUT", "/v1/quarentenas"), ("POST", "/v1/importacoes/previa")):
        resposta = ana.cliente.request(metodo, caminho, content=conteudo,
                                       headers={"Content-Type": tipo} if tipo else {})
        assert resposta.status_code in (400, 422), (caminho, resposta.status_code, resposta.text)
        Recusa.model_validate_json(resposta.content)
    assert loja.conta("pedidos") == 0


@pytest.mark.parametrize("consulta", [
    "limite=-1", "limite=99999999999999999999", "limite=abc", "de=0001-01-01", "ate=9999-12-31", "de=9999-12-31",
    "ate=0001-01-01", "de=abc", "texto=%00", "texto=%25%5F%5C", "texto=';--", "texto=%ED%A0%80", "numero=-1",
    f"numero={2**63}", f"numero={10**30}", "situacao=Z", "categoria=x", "cliente_id=1", "vendedor_id=99999999999",
    "antes=0001-01-01T00:00:00Z", "antes=9999-12-31T23:59:59-12:00", "antes=2026-01-01T00:00:00",
    "texto=" + "a" * 50_000, "texto=%F0%9F%98%80", "limite=1&limite=2", "nada=1"])
def test_nem_a_consulta_que_nenhum_balcao_faz(loja: Loja, ana: Balcao, consulta: str) -> None:
    loja.envia(loja.pedido("DAV"))
    resposta = ana.cliente.request("GET", f"/v1/pedidos?{consulta}")
    assert resposta.status_code in (200, 422), (consulta, resposta.status_code, resposta.text)


@pytest.mark.parametrize("caminho", [
    "/v1/cadastros/..%2F..%2Fetc/1", "/v1/cadastros/pg_user/1", "/v1/cadastros/tipos_pedido/0",
    "/v1/cadastros/tipos_pedido/99999999999", "/v1/cadastros/tipos_pedido/-1", "/v1/cadastros/TIPOS/1",
    "/v1/cadastros/usuarios/1", "/v1/referencias/..", "/v1/pedidos/%00", "/v1/pedidos/1",
    "/v1/pedidos/00000000-0000-0000-0000-000000000000/versoes/0", "/v1/pre-vendas/-1",
    "/v1/pre-vendas/9999999999999999999", "//v1/pedidos",
    "/v1/quarentenas/00000000-0000-0000-0000-000000000000/andamento?desde=0001-01-01T00:00:00Z",
    "/v1/pedidos/", "/v1/../v1/estacao/politica%00"])
def test_nem_o_endereco(bia: Balcao, caminho: str) -> None:
    resposta = bia.cliente.request("GET", caminho)
    assert resposta.status_code in (404, 405, 422, 307, 200, 400), (caminho, resposta.status_code, resposta.text)
    assert resposta.status_code != 200 or "politica" in caminho, resposta.text
