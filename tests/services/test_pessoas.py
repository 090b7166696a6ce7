"""Who an order is stored for: persons, the shop itself, and who becomes a customer in the storing transaction."""

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal as D
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from balcao.domain.atributos import atributos_de
from balcao.domain.cadastro.mensagens import Alteracao
from balcao.domain.protocolo import EnvioPedido, Recibo
from balcao.domain.protocolo_documentos import AlteracaoPedido, MudancaSituacao
from balcao.domain.situacoes import Situacao
from balcao.services.office import cadastros
from balcao.services.office.alterar_pedido import alterar_pedido
from balcao.services.office.contexto import Passo, Recusada
from balcao.services.office.documentos import abrir
from balcao.services.office.enviar_pedido import enviar_pedido
from balcao.services.office.mudar_situacao import mudar_situacao
from tests.apoio.retaguarda import Loja

ESPERANDO = ("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
             "AND datname = current_database()")
ANA, RITA, JOSE = "ANA FORNECEDORA", "RITA", "JOSÉ DA SILVA"


@pytest.fixture(autouse=True)
def pessoas(loja: Loja) -> None:
    """Two persons who are no customers, and the shops, in the register."""
    for nome in (ANA, RITA):
        loja.clientes[nome] = uuid7()
        loja.sql("INSERT INTO pessoas (id, nome, fornecedor) VALUES (%s, %s, true)", loja.clientes[nome], nome)
    loja.poe_lojas()


def cadastro(loja: Loja, nome: str) -> list[Any]:
    """The default seller of a customer's registration, in a list; empty without one."""
    return [vendedor for vendedor, in loja.sql("SELECT vendedor_id FROM clientes WHERE pessoa_id = %s",
                                               loja.clientes[nome])]


def auditados(loja: Loja, nome: str) -> int:
    return loja.conta("auditoria", "assunto = %s AND campo = 'inclusão'", f"cliente {nome}")


def recusados(loja: Loja, pedido: Any, **campos: Any) -> list[str]:
    with pytest.raises(Recusada) as erro:
        loja.envia(pedido, **campos)
    return [a.code for a in erro.value.recusa.achados]


# ---- TP-009

def test_cadastra_uma_vez_com_o_vendedor_do_pedido(loja: Loja) -> None:
    loja.muda_tipo("DAV", cadastrar_pessoa_como_cliente=True)
    pedido = loja.pedido("DAV", cliente=ANA, vendedor_id=loja.usuarios["bia"])
    recibo = loja.envia(pedido)
    assert cadastro(loja, ANA) == [loja.usuarios["bia"]]
    repetido = loja.envia(pedido)
    assert (repetido.repetido, repetido.numero) == (True, recibo.numero)
    loja.envia(loja.pedido("DAV", cliente=ANA, vendedor_id=loja.usuarios["caio"]))  # a customer already
    assert cadastro(loja, ANA) == [loja.usuarios["bia"]]
    assert auditados(loja, ANA) == 1


def test_sem_vendedor_no_tipo_o_cliente_fica_sem_vendedor(loja: Loja) -> None:
    loja.muda_tipo("DAV", cadastrar_pessoa_como_cliente=True, vendedor="nao_informar")
    loja.envia(loja.pedido("DAV", cliente=ANA))
    assert cadastro(loja, ANA) == [None]


def test_um_pedido_recusado_nao_cadastra_ninguem(loja: Loja) -> None:
    loja.muda_tipo("DAV", cadastrar_pessoa_como_cliente=True, vendedor="requerido")
    assert recusados(loja, loja.pedido("DAV", cliente=ANA)) == ["vendedor.exigido"]
    assert cadastro(loja, ANA) == []
    assert auditados(loja, ANA) == 0


def test_um_rascunho_suspenso_nao_cadastra_ninguem(loja: Loja) -> None:
    loja.muda_tipo("DAV", cadastrar_pessoa_como_cliente=True)
    loja.envia(loja.pedido("DAV", cliente=ANA), suspender=True)
    assert cadastro(loja, ANA) == []


def test_quem_nao_existe_continua_a_nao_existir(loja: Loja) -> None:
    loja.muda_tipo("DAV", cadastrar_pessoa_como_cliente=True)
    loja.clientes["NINGUÉM"] = UUID(int=9)
    with pytest.raises(Recusada, match="NINGUÉM"):
        loja.envia(loja.pedido("DAV", cliente="NINGUÉM"))


def test_dois_balcoes_ao_mesmo_tempo_cadastram_uma_vez(loja: Loja) -> None:
    """The second one waits for the first, and finds the registration it made."""
    loja.muda_tipo("VENDA", cadastrar_pessoa_como_cliente=True, toma_credito="sim")
    loja.sql("INSERT INTO preferencias (chave, valor) VALUES ('CLIENT.CLIENTES.LIMITE_PRE_APROVADO', '\"100\"')")
    juntos = threading.Barrier(2, timeout=20)
    primeiro = threading.Event()

    def passo(qual: Passo) -> None:
        if qual is Passo.TRAVADO and not primeiro.is_set():
            primeiro.set()
            juntos.wait()  # the other one is on its way, and has the person's row to wait for

    loja.passo = passo

    def vende(login: str, estacao: str) -> Recibo:
        pedido = loja.pedido("VENDA", cliente=RITA, plano="30/60/90", itens=[("P1", 6)], estacao=estacao, login=login)
        if login == "bia":
            primeiro.wait(20)
            juntos.wait()
        return loja.envia(pedido, login)

    with ThreadPoolExecutor(2) as fios:
        vendas = [fios.submit(vende, "ana", "T1"), fios.submit(vende, "bia", "T2")]
        recibos = [v.result(30) if v.exception(30) is None else v.exception() for v in vendas]
    assert cadastro(loja, RITA) == [loja.usuarios["ana"]]
    assert auditados(loja, RITA) == 1
    assert isinstance(recibos[0], Recibo)
    assert isinstance(recibos[1], Recusada)  # 60 of 100 were taken: the limit counts from the first order on
    assert [a.code for a in recibos[1].recusa.achados] == ["credito.limite"]
    assert loja.um("SELECT sum(valor) FROM compromissos_credito WHERE cliente_id = %s", loja.clientes[RITA]) == D("60")


def test_o_que_a_aprovacao_gera_tambem_cadastra(loja: Loja) -> None:
    loja.muda_tipo("DAV", regra_cliente="pessoa", tipo_pedido_na_aprovacao=loja.tipos["VENDA LIVRE"])
    dav = loja.envia(loja.pedido("DAV", cliente=ANA))
    with pytest.raises(Recusada) as erro:
        aprova(loja, dav)
    assert [a.code for a in erro.value.recusa.achados] == ["cliente.sem_registro"]
    loja.muda_tipo("VENDA LIVRE", cadastrar_pessoa_como_cliente=True)
    aprova(loja, dav)
    assert cadastro(loja, ANA) == [loja.usuarios["ana"]]


def test_a_aprovacao_e_a_venda_da_mesma_pessoa_nao_se_travam(loja: Loja) -> None:
    """Both register ANA and take P1. The approval has its locks and has not registered yet: the sale waits for her
    row, before it holds anything that the approval needs."""
    loja.muda_tipo("DAV", regra_cliente="pessoa", tipo_pedido_na_aprovacao=loja.tipos["VENDA"])
    loja.muda_tipo("VENDA", cadastrar_pessoa_como_cliente=True)
    dav = loja.envia(loja.pedido("DAV", cliente=ANA))
    venda = loja.pedido("VENDA", cliente=ANA)
    travou, segue = threading.Event(), threading.Event()

    def passo(qual: Passo) -> None:
        if qual is Passo.TRAVADO and not travou.is_set():
            travou.set()
            assert segue.wait(20)

    loja.passo = passo
    with ThreadPoolExecutor(2) as fios:
        aprovada = fios.submit(aprova, loja, dav)
        assert travou.wait(20)
        vendida = fios.submit(loja.envia, venda)
        with loja.empresa.admin(autocommit=True) as admin:
            while admin.execute(ESPERANDO).fetchone() != (1,):
                assert not vendida.done()
        segue.set()
        assert [g.situacao for g in aprovada.result(30).gerados] == [Situacao.PENDENTE]
        assert vendida.result(30).numero == 2
    assert auditados(loja, ANA) == 1
    assert loja.um("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()") == 0


def aprova(loja: Loja, recibo: Recibo, **campos: Any) -> Recibo:
    return mudar_situacao(loja.ctx, loja.quem("bia"), recibo.pedido_id,
                          MudancaSituacao(id=uuid7(), situacao=Situacao.APROVADO, **campos))


def test_a_pessoa_posta_na_aprovacao_e_cadastrada(loja: Loja) -> None:
    """TP-093: the customer changes in the approval's screen."""
    loja.muda_tipo("DAV", atributos_alteraveis_na_aprovacao=["cliente"], cadastrar_pessoa_como_cliente=True)
    dav = loja.envia(loja.pedido("DAV", cliente=JOSE))
    pedido = abrir(loja.ctx, loja.quem(), dav.pedido_id).pedido
    aprova(loja, dav, versao=pedido.versao,
           atributos=atributos_de(pedido).model_copy(update={"cliente_id": loja.clientes[ANA]}))
    assert cadastro(loja, ANA) == [loja.usuarios["ana"]]
    assert loja.um("SELECT cliente_nome FROM pedidos WHERE id = %s", dav.pedido_id) == ANA


def test_a_alteracao_que_poe_uma_pessoa_a_cadastra(loja: Loja) -> None:
    loja.muda_tipo("VENDA LIVRE", regra_cliente="pessoa")
    recibo = loja.envia(loja.pedido("VENDA LIVRE", cliente=JOSE))
    altera(loja, recibo, ANA)
    assert cadastro(loja, ANA) == []
    loja.muda_tipo("VENDA LIVRE", cadastrar_pessoa_como_cliente=True)
    altera(loja, recibo, RITA)
    assert cadastro(loja, RITA) == [loja.usuarios["ana"]]
    loja.muda_tipo("VENDA LIVRE", cadastrar_pessoa_como_cliente=False, regra_cliente="cliente")
    with pytest.raises(Recusada) as erro:
        altera(loja, recibo, ANA)
    assert [a.code for a in erro.value.recusa.achados] == ["cliente.sem_registro"]


def altera(loja: Loja, recibo: Recibo, cliente: str) -> None:
    depois = abrir(loja.ctx, loja.quem(), recibo.pedido_id).pedido.com(
        cliente_id=loja.clientes[cliente], cliente_nome=cliente)
    alterar_pedido(loja.ctx, loja.quem(), depois.id, AlteracaoPedido(id=uuid7(), pedido=depois, versao=depois.versao))


# ---- TP-008

def test_o_vendido_sem_retaguarda_a_quem_nao_e_cliente_e_guardado_com_divergencia(loja: Loja) -> None:
    """The goods may have left: it is stored, with nobody's credit taken."""
    loja.muda_tipo("VENDA", toma_credito="sim")
    recibo = loja.envia(loja.pedido("VENDA", cliente=ANA, plano="30/60/90"), emitido_offline=True,
                        numero_provisorio="T01-000001")
    assert [c for c, in loja.sql("SELECT codigo FROM divergencias WHERE pedido_id = %s", recibo.pedido_id)] == [
        "cliente.sem_registro"]
    assert loja.um("SELECT toma_credito FROM pedidos WHERE id = %s", recibo.pedido_id) is False
    assert loja.conta("compromissos_credito") == 0


@pytest.mark.parametrize(("toma", "codigos"), [("nao", []), ("sim", ["cliente.sem_credito"])])
def test_uma_pessoa_so_compra_sem_tomar_credito(loja: Loja, toma: str, codigos: list[str]) -> None:
    loja.muda_tipo("VENDA", regra_cliente="pessoa", toma_credito=toma)
    pedido = loja.pedido("VENDA", cliente=ANA, plano="30/60/90")
    if codigos:
        assert recusados(loja, pedido) == codigos
    else:
        loja.envia(pedido)
        assert cadastro(loja, ANA) == []
        assert loja.um("SELECT cliente_nome FROM pedidos WHERE id = %s", pedido.id) == ANA


def test_o_credito_recalculado_do_tipo_deixa_de_fora_quem_nao_e_cliente(loja: Loja) -> None:
    loja.muda_tipo("VENDA", regra_cliente="pessoa", toma_credito="nao")
    for quem in (ANA, JOSE):
        loja.envia(loja.pedido("VENDA", cliente=quem, plano="30/60/90"))
    quem, id_ = loja.quem("bia"), loja.tipos["VENDA"]
    lido = cadastros.consultar(loja.ctx, quem, "tipos_pedido", id_)
    cadastros.alterar(loja.ctx, quem, "tipos_pedido", id_,
                      Alteracao(versao=lido.versao, valores={"toma_credito": "sim"}))
    assert loja.sql("SELECT cliente_id, valor FROM compromissos_credito") == [(loja.clientes[JOSE], D("10.00"))]
    assert dict(loja.sql("SELECT cliente_nome, toma_credito FROM pedidos")) == {ANA: False, JOSE: True}


def test_o_servico_preenche_a_loja_e_recusa_outro(loja: Loja) -> None:
    loja.muda_tipo("VENDA LIVRE", regra_cliente="estabelecimento")
    recibo = loja.envia(loja.pedido("VENDA LIVRE", cliente=None))
    assert loja.sql("SELECT cliente_id, cliente_nome, cliente_documento FROM pedidos WHERE id = %s",
                    recibo.pedido_id) == [(loja.clientes["Loja Centro"], "Loja Centro Ltda", "12ABC34501DE35")]
    for outro in ("Loja Norte", JOSE, ANA):
        assert recusados(loja, loja.pedido("VENDA LIVRE", cliente=outro)) == ["cliente.nao_e_a_loja"]
    norte = loja.pedido("VENDA LIVRE", cliente="Loja Norte", estacao="T3")
    assert enviar_pedido(loja.ctx, loja.quem("ana", "T3"), EnvioPedido(pedido=norte, emitido_em=loja.agora)).numero


def test_a_loja_que_ja_era_cliente_continua_a_ser_a_mesma_pessoa(loja: Loja) -> None:
    """Whoever has the CNPJ of a shop that enters the register is the shop."""
    loja.sql("UPDATE estabelecimentos SET pessoa_id = NULL")
    antes = loja.conta("pessoas")
    loja.sql("SELECT lojas_como_pessoas()")
    assert loja.conta("pessoas") == antes
    assert dict(loja.sql("SELECT fantasia, pessoa_id FROM estabelecimentos")).items() <= loja.clientes.items()
    assert loja.conta("enderecos", "pessoa_id = %s AND logradouro = 'Rua das Flores, 120'",
                      loja.clientes["Loja Norte"]) == 1
