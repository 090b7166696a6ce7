"""Who may come in: stations, people, sessions, and what each may do."""

import base64
import hashlib
import hmac
import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from uuid_utils.compat import uuid7

from balcao.domain.protocolo import CANAL, Recusa, Sessao
from balcao.retaguarda.grupo import RECUSAS
from balcao.services.office import senhas
from tests.apoio.retaguarda import AGORA, CREDENCIAL, HOJE, SENHA, Balcao, Loja, balcao, servico

ENTRAR = "/v1/entrar"


def recusa(resposta: Any, status: int) -> Recusa:
    assert resposta.status_code == status, resposta.text
    return Recusa.model_validate_json(resposta.content)


def test_entra_e_recebe_o_que_o_balcao_precisa(loja: Loja, ninguem: Balcao) -> None:
    sessao = Sessao.model_validate_json(
        ninguem.pede("POST", ENTRAR, {"login": " BIA ", "senha": SENHA["bia"]}).content)
    assert (sessao.nome, sessao.usuario_id, sessao.hoje, sessao.agora) == (
        "Bia Lima", loja.usuarios["bia"], HOJE, AGORA)
    assert "liberar_credito" in sessao.permissoes
    assert PasswordHasher().verify(sessao.verificador, SENHA["bia"])
    assert sessao.verificador.startswith("$argon2id$")
    assert sessao.verificador != loja.um("SELECT senha FROM usuarios WHERE login = 'bia'")
    assert sessao.verificador_ate == AGORA + timedelta(days=7)
    assert loja.sql("SELECT tipo, usuario_id FROM eventos") == [("usuario.entrou", loja.usuarios["bia"])]


def test_senha_errada_e_usuario_que_nao_existe_sao_a_mesma_recusa(loja: Loja, ninguem: Balcao) -> None:
    errada = recusa(ninguem.pede("POST", ENTRAR, {"login": "bia", "senha": "x"}), 401)
    assert recusa(ninguem.pede("POST", ENTRAR, {"login": "ze", "senha": "x"}), 401) == errada
    assert errada.codigo == "senha.errada"
    loja.sql("UPDATE usuarios SET ativo = false WHERE login = 'bia'")
    assert recusa(ninguem.pede("POST", ENTRAR, {"login": "bia", "senha": SENHA["bia"]}), 401) == errada


def test_quem_e_de_outra_loja_nao_entra_e_quem_mantem_o_banco_entra(loja: Loja, endereco: str) -> None:
    with balcao(loja, endereco, None, "T3") as outra:
        assert recusa(outra.pede("POST", ENTRAR, {"login": "ana", "senha": SENHA["ana"]}), 403).codigo == (
            "usuario.de_outra_loja")
        outra.entra("bia")


@pytest.mark.parametrize("auth", [None, ("T1", "errada"), ("T9", CREDENCIAL), ("999", CREDENCIAL), ("", "")])
def test_sem_a_credencial_do_terminal_ninguem_entra(ninguem: Balcao, auth: Any) -> None:
    ninguem.cliente.auth = auth
    for metodo, caminho, corpo in (("POST", ENTRAR, {"login": "ana", "senha": SENHA["ana"]}),
                                   ("GET", "/v1/rascunhos", None)):
        resposta = ninguem.pede(metodo, caminho, corpo)
        assert recusa(resposta, 401).codigo.startswith("estacao.")


def test_o_terminal_se_apresenta_por_nome_ou_numero(loja: Loja, ninguem: Balcao) -> None:
    for nome in ("T1", "t1", str(loja.estacoes["T1"])):
        ninguem.cliente.auth = (nome, CREDENCIAL)
        assert ninguem.pede("GET", "/v1/rascunhos").status_code == 200


@pytest.mark.parametrize("cabecalho", ["Basic", "Basic !!!", "Basic /w==", "Bearer x", "Basic " + "A" * 10_000])
def test_cabecalho_sem_sentido(ninguem: Balcao, cabecalho: str) -> None:
    ninguem.cliente.auth = None
    resposta = ninguem.cliente.get("/v1/rascunhos", headers={"Authorization": cabecalho})
    assert recusa(resposta, 401).codigo.startswith("estacao.")


def test_a_credencial_trocada_ou_o_terminal_desativado_param_na_hora(loja: Loja, ninguem: Balcao) -> None:
    """Although this process had found the old one right, and remembers it."""
    assert ninguem.pede("GET", "/v1/rascunhos").status_code == 200
    loja.sql("UPDATE estacoes SET credencial = %s WHERE nome = 'T1'", senhas.resume("nova"))
    assert recusa(ninguem.pede("GET", "/v1/rascunhos"), 401).codigo == "estacao.recusada"
    ninguem.cliente.auth = ("T1", "nova")
    assert ninguem.pede("GET", "/v1/rascunhos").status_code == 200
    loja.sql("UPDATE estacoes SET ativo = false WHERE nome = 'T1'")
    assert recusa(ninguem.pede("GET", "/v1/rascunhos"), 401).codigo == "estacao.recusada"


# ---- sessions

def _token(ana: Balcao) -> str:
    return ana.cliente.headers["X-Sessao"]


def _parte(dados: bytes) -> str:
    return base64.urlsafe_b64encode(dados).rstrip(b"=").decode()


def test_uma_sessao_nao_se_forja(loja: Loja, ana: Balcao) -> None:
    corpo, assinatura = _token(ana).split(".")
    lido = json.loads(base64.urlsafe_b64decode(corpo + "=="))
    lido[1] = loja.usuarios["bia"]
    outro = json.dumps(lido, separators=(",", ":")).encode()
    falsas = [f"{_parte(outro)}.{assinatura}", f"{corpo}.", corpo, "", ".", "a.b.c", "x" * 5000,
              f"{_parte(outro)}.{_parte(hmac.digest(b'outra', b'sessao' + outro, hashlib.sha256))}",
              f"{corpo}.{assinatura[:-2]}AA"]
    for falsa in falsas:
        ana.cliente.headers["X-Sessao"] = falsa
        resposta = ana.pede("GET", "/v1/estacao/politica")
        if falsa == "":  # no session at all: the station alone
            assert resposta.status_code == 200
        else:
            assert recusa(resposta, 401).codigo == "sessao.invalida"


def test_a_sessao_termina_com_o_dia_a_senha_o_usuario_ou_o_terminal(loja: Loja, ana: Balcao) -> None:
    def vale() -> bool:
        resposta = ana.pede("GET", "/v1/rascunhos")
        if resposta.status_code == 200:
            return True
        assert recusa(resposta, 401).codigo == "sessao.invalida"
        return False

    assert vale()
    loja.agora += timedelta(hours=14)
    assert not vale()
    loja.agora = AGORA
    for muda, desfaz in (("UPDATE usuarios SET ativo = false", "UPDATE usuarios SET ativo = true"),
                         ("UPDATE estacoes SET ativo = false", "UPDATE estacoes SET ativo = true"),
                         ("UPDATE estabelecimentos SET ativo = false", "UPDATE estabelecimentos SET ativo = true")):
        loja.sql(muda)
        assert not vale()
        loja.sql(desfaz)
        assert vale()
    loja.sql("UPDATE usuarios SET senha = %s WHERE login = 'ana'", senhas.resume("outra"))
    assert not vale()


def test_a_sessao_vale_em_outro_processo_e_em_outra_maquina(loja: Loja, ana: Balcao) -> None:
    with servico(loja) as outro, balcao(loja, outro, None) as la:
        la.cliente.headers["X-Sessao"] = _token(ana)
        assert la.envia(loja.pedido()).status_code == 200


def test_o_perfil_vale_na_hora(loja: Loja, ana: Balcao) -> None:
    loja.sql("UPDATE perfis SET permissoes = '[]' WHERE nome = 'Vendedor'")
    assert recusa(ana.envia(loja.pedido()), 403).codigo == "permissao.vender"


def test_o_terminal_sozinho_envia_o_que_esta_na_fila(loja: Loja, ninguem: Balcao) -> None:
    """The outbox needs no person: the order says who sold."""
    assert ninguem.envia(loja.pedido(), emitido_offline=True).status_code == 200
    assert loja.sql("SELECT usuario_id, enviado_por FROM pedidos") == [(loja.usuarios["ana"], None)]


@pytest.mark.parametrize(("metodo", "caminho", "corpo"), [
    ("POST", "/v1/liberacoes", {"id": str(uuid7()), "pedido_id": str(uuid7()), "motivo": "x", "login": "bia",
                                "senha": SENHA["bia"], "achado": {"code": "credito.limite", "severity": "approve"}}),
    ("POST", f"/v1/pedidos/{uuid7()}/situacao", {"id": str(uuid7()), "situacao": "C", "motivo": "x"}),
    ("POST", f"/v1/rascunhos/{uuid7()}/retomada", None), ("DELETE", f"/v1/rascunhos/{uuid7()}", None),
    ("GET", "/v1/pre-vendas", None), ("GET", "/v1/pre-vendas/1", None), ("GET", "/v1/divergencias", None),
    ("POST", f"/v1/pedidos/{uuid7()}/faturamentos", {"id": str(uuid7()), "documento": "1"}),
    ("POST", f"/v1/faturamentos/{uuid7()}/estorno", {"motivo": "x"}),
    ("POST", "/v1/divergencias/1/resolucao", {"resolucao": "x"}), ("GET", "/v1/quarentenas", None),
    ("POST", "/v1/quarentenas/1/decisao", {"decisao": "descartada", "motivo": "x"}),
    ("POST", "/v1/clientes", {"id": str(uuid7()), "nome": "ZÉ DA ESQUINA"}),
    ("PUT", "/v1/estacao/politica", {"versao": 1, "politica": {}})])
def test_o_que_pede_uma_pessoa(ninguem: Balcao, metodo: str, caminho: str, corpo: Any) -> None:
    assert recusa(ninguem.pede(metodo, caminho, corpo), 401).codigo == "sessao.exigida"


def test_toda_rota_pede_alguem(ninguem: Balcao) -> None:
    """No route but /saude answers a stranger: read from the service's own OpenAPI."""
    rotas = ninguem.pede("GET", "/openapi.json").json()["paths"]
    ninguem.cliente.auth = None
    assert len(rotas) > 20
    for caminho, metodos in rotas.items():
        for metodo in metodos:
            real = caminho.format(**dict.fromkeys(("pedido_id", "faturamento_id"), uuid4()), numero=1,
                                  divergencia_id=1, caso=1, id_=1, nome="x", cadastro="tipos_pedido",
                                  referencia="tipos_pedido") if "{" in caminho else caminho
            status = ninguem.pede(metodo.upper(), real, {}).status_code
            assert status == (200 if caminho == "/saude" else 401) or status == 422, (metodo, caminho, status)


def test_o_que_o_openapi_cita_esta_nele(ninguem: Balcao) -> None:
    """Every route says how it refuses, and no schema is missing."""
    dito = ninguem.pede("GET", "/openapi.json").json()
    for caminho, metodos in dito["paths"].items():
        for metodo in metodos.values():
            assert caminho == "/saude" or RECUSAS.keys() <= {int(status) for status in metodo["responses"]}, caminho
    citados = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(dito)))
    assert "Recusa-Output" in citados
    assert citados <= set(dito["components"]["schemas"])


def test_saude(loja: Loja, ninguem: Balcao) -> None:
    ninguem.cliente.auth = None
    lida = ninguem.pede("GET", "/saude").json()
    assert (lida["situacao"], lida["empresa"], lida["agora"]) == ("ok", "Loja de teste", "2026-11-21T15:00:00Z")
    assert lida["esquema_versao"] == loja.um("SELECT esquema_versao FROM identidade")


def test_a_rotina_vence_os_orcamentos(loja: Loja) -> None:
    loja.envia(loja.pedido("DAV"))
    loja.agora += timedelta(days=16)
    with loja.empresa.dono(autocommit=True) as ouvinte:
        ouvinte.execute(f"LISTEN {CANAL}".encode())
        with servico(loja, vence_depois_s=0):
            assert list(ouvinte.notifies(timeout=60, stop_after=1))
    assert loja.um("SELECT situacao FROM pedidos") == "V"


def test_testemunha_do_terminal(loja: Loja, ninguem: Balcao) -> None:
    for _ in range(2):
        token = uuid4()
        assert ninguem.pede("PUT", "/v1/estacao/testemunha", {"token": str(token)}).status_code == 204
        assert loja.sql("SELECT estacao_id, token FROM testemunhas") == [(loja.estacoes["T1"], token)]


def test_cadastro_e_politica_pelas_rotas(loja: Loja, ana: Balcao, bia: Balcao) -> None:
    novo = {"id": str(uuid7()), "nome": "Zé da Esquina", "documento": "111.444.777-35", "celular": "48 98888-7777"}
    assert ana.pede("POST", "/v1/clientes", novo).json() == {"id": novo["id"], "existia": False}
    assert ana.pede("POST", "/v1/clientes", novo | {"id": str(uuid7())}).json() == {"id": novo["id"], "existia": True}
    assert recusa(ana.pede("POST", "/v1/clientes", novo | {"id": str(uuid7()), "documento": "1"}), 422)
    politica = bia.pede("GET", "/v1/estacao/politica").json()
    nova = {"versao": politica["versao"], "politica": {"rodape": {"casas_decimais_qtde": 4}}}
    assert recusa(ana.pede("PUT", "/v1/estacao/politica", nova), 403)
    assert bia.pede("PUT", "/v1/estacao/politica", nova).json()["versao"] == politica["versao"] + 1
    assert recusa(bia.pede("PUT", "/v1/estacao/politica", nova), 409).codigo == "politica.mudou"


def test_o_fornecedor_que_um_balcao_cadastra_vira_cliente_e_a_auditoria_diz(loja: Loja, ana: Balcao) -> None:
    fornecedor = uuid7()
    loja.sql("INSERT INTO pessoas (id, nome, documento, fornecedor) VALUES (%s, 'ZÉ DO PÃO', '11144477735', true)",
             fornecedor)
    for _ in range(2):
        novo = {"id": str(uuid7()), "nome": "Zé do Pão", "documento": "111.444.777-35", "celular": "48 98888-7777"}
        assert ana.pede("POST", "/v1/clientes", novo).json() == {"id": str(fornecedor), "existia": True}
    assert loja.conta("clientes", "pessoa_id = %s", fornecedor) == 1
    assert loja.sql("SELECT campo, depois, usuario_id FROM auditoria WHERE assunto = 'cliente ZÉ DO PÃO'") == [
        ("inclusão", str(fornecedor), loja.usuarios["ana"])]


def test_dois_balcoes_cadastram_o_mesmo_cpf_ao_mesmo_tempo(loja: Loja, ana: Balcao) -> None:
    """The other counter's registration commits while ours waits for the unique document: ours is that customer."""
    deles, nosso = uuid7(), {"id": str(uuid7()), "nome": "Zé da Esquina", "documento": "11144477735",
                             "celular": "48988887777"}
    with loja.empresa.servico() as outro, ThreadPoolExecutor(1) as fios:
        outro.execute("INSERT INTO pessoas (id, nome, documento) VALUES (%s, 'ZÉ', '11144477735')", [deles])
        outro.execute("INSERT INTO clientes (pessoa_id) VALUES (%s)", [deles])
        feito = fios.submit(ana.pede, "POST", "/v1/clientes", nosso)
        with loja.empresa.admin(autocommit=True) as admin:  # until ours waits for theirs
            while admin.execute("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                                "AND datname = current_database()").fetchone() is None:
                assert not feito.done()
        outro.commit()
        assert feito.result().json() == {"id": str(deles), "existia": True}
