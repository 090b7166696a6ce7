"""F12 whatever the network does: the order is stored once, its paper says what was stored, nothing is lost."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

from balcao.app.servicos import ServicosDaVenda
from balcao.db.journal.envios import Envios, EstadoEnvio
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.domain.situacoes import Situacao
from balcao.gateways.retaguarda import Recusado
from balcao.services.counter.finalizar import Passo
from balcao.services.counter.noticias import Assunto
from tests.apoio.balcao import BalcaoDeTeste, Modo, balcao_de, servico
from tests.apoio.retaguarda import Loja


@pytest.fixture
def url(loja: Loja) -> Iterator[str]:
    with servico(loja) as endereco:
        yield endereco


@pytest.fixture
def balcao(loja: Loja, url: str, tmp_path: Path) -> Iterator[BalcaoDeTeste]:
    with balcao_de(loja, url, 1, tmp_path) as um:
        um.entra("ana")
        yield um


def guardados(loja: Loja) -> list[tuple[str, int]]:
    return loja.sql("SELECT categoria, numero FROM pedidos ORDER BY numero")


def test_emitido_com_a_retaguarda(balcao: BalcaoDeTeste) -> None:
    venda = balcao.venda("DAV", [("P1", 2), ("P2", "1.5")])
    emitido = balcao.emite(venda)
    assert emitido.numero == "1"
    assert emitido.protocolo
    assert emitido.documento is not None
    assert emitido.documento.total == D("50.00")
    assert guardados(balcao.loja) == [("orcamento", 1)]
    assert balcao.rascunhos() == []
    assert balcao.b.envios.quantos()[EstadoEnvio.ENVIADO] == 1
    assert venda.pedido.vazio


def test_a_conferencia_local_impede_sem_enviar(balcao: BalcaoDeTeste) -> None:
    venda = balcao.venda("VENDA", [("P1", 500)])
    balcao.rede.modo = Modo.RECUSA  # had it tried, the finding would be another
    emitido = balcao.emite(venda)
    assert [a.code for a in emitido.achados] == ["estoque.insuficiente"]
    assert emitido.numero == ""
    assert balcao.b.ligacao.conectada
    assert balcao.b.envios.todos() == []
    assert balcao.rascunhos() == [venda.rascunho]


def test_o_que_so_a_retaguarda_sabe_volta_como_achado(balcao: BalcaoDeTeste) -> None:
    venda = balcao.venda("VENDA", [("P1", 5)])
    balcao.loja.poe_estoque("P1", 3)  # sold elsewhere since the last sync
    emitido = balcao.emite(venda)
    assert [a.code for a in emitido.achados] == ["estoque.insuficiente"]
    assert guardados(balcao.loja) == []
    assert balcao.rascunhos() == [venda.rascunho]
    assert balcao.b.envios.todos() == []


def test_sem_retaguarda_o_dav_sai_com_numero_provisorio_e_chega_uma_vez(balcao: BalcaoDeTeste) -> None:
    balcao.cai()
    emitido = balcao.emite(balcao.venda("DAV"))
    assert emitido.numero == "T11-000001"
    assert emitido.guardado
    assert emitido.documento is not None
    assert emitido.documento.provisorio
    assert emitido.documento.total == D("10.00")
    assert balcao.rascunhos() == []
    assert balcao.emite(balcao.venda("DAV")).numero == "T11-000002"
    balcao.reabre()
    balcao.volta()
    balcao.volta()
    linhas = balcao.loja.sql("SELECT numero, numero_provisorio, emitido_offline, autenticacao FROM pedidos ORDER BY 1")
    assert linhas == [(1, "T11-000001", True, "senha"), (2, "T11-000002", True, "senha")]
    assert [n.assunto for n in balcao.noticias] == [Assunto.CHEGOU, Assunto.CHEGOU]
    assert "T11-000001" in balcao.noticias[0].mensagem


def test_sem_retaguarda_a_venda_que_nao_pode_fica_rascunho(balcao: BalcaoDeTeste) -> None:
    balcao.cai()
    venda = balcao.venda("VENDA")
    emitido = balcao.emite(venda)
    assert "retaguarda.nao_emite" in [a.code for a in emitido.achados]
    assert balcao.rascunhos() == [venda.rascunho]
    assert balcao.b.envios.todos() == []


def test_queda_descoberta_no_envio(balcao: BalcaoDeTeste) -> None:
    """The counter thinks the retaguarda is there; the port is closed."""
    venda = balcao.venda("DAV")
    balcao.rede.modo = Modo.RECUSA
    emitido = balcao.emite(venda)
    assert emitido.numero == "T11-000001"
    assert not balcao.b.ligacao.conectada
    dois = balcao.venda("VENDA")
    assert "retaguarda.nao_emite" in [a.code for a in dois.confere()]


@pytest.mark.parametrize("modo", [Modo.BURACO, Modo.PERDE_RESPOSTA])
def test_resultado_desconhecido_de_dav_chega_uma_vez(balcao: BalcaoDeTeste, modo: Modo) -> None:
    venda = balcao.venda("DAV")
    balcao.some(modo)
    emitido = balcao.emite(venda)
    assert emitido.guardado
    assert emitido.numero == "T11-000001"
    balcao.volta()
    assert len(guardados(balcao.loja)) == 1
    envio = balcao.b.envios.todos()[0]
    assert envio.estado is EstadoEnvio.ENVIADO
    assert envio.recibo is not None
    assert envio.recibo.numero == 1
    # stored before the answer was lost: the paper says T11-000001, and whoever brings it must be found
    assert balcao.loja.sql("SELECT numero, numero_provisorio FROM pedidos") == [(1, "T11-000001")]


def test_resultado_desconhecido_de_venda_nao_imprime_e_se_resolve(balcao: BalcaoDeTeste) -> None:
    venda = balcao.venda("VENDA")
    balcao.some(Modo.PERDE_RESPOSTA)
    emitido = balcao.emite(venda)
    assert emitido.incerto
    assert emitido.numero == ""
    assert emitido.documento is None
    assert balcao.rascunhos() == []
    balcao.volta()
    assert guardados(balcao.loja) == [("venda", 1)]
    assert [n.assunto for n in balcao.noticias] == [Assunto.CHEGOU]


def test_resultado_desconhecido_que_nao_chegou_e_depois_recusado_volta_a_ser_rascunho(balcao: BalcaoDeTeste) -> None:
    venda = balcao.venda("VENDA", [("P1", 5)])
    rascunho = venda.rascunho
    balcao.some(Modo.BURACO)
    assert balcao.emite(venda).incerto
    balcao.loja.poe_estoque("P1", 3)
    balcao.volta()
    assert [n.assunto for n in balcao.noticias] == [Assunto.VOLTOU]
    assert guardados(balcao.loja) == []
    assert balcao.rascunhos() == [rascunho]


class Morte(BaseException):
    """The program dies here: not even `except Exception` sees it."""


@pytest.mark.parametrize("onde", list(Passo))
def test_morto_em_cada_passo(balcao: BalcaoDeTeste, onde: Passo) -> None:
    vistos: list[Passo] = []

    def passo(qual: Passo) -> None:
        vistos.append(qual)
        if qual is onde:
            raise Morte

    venda = balcao.venda("DAV")
    balcao.b.bastidores.finalizador._passo = passo
    with pytest.raises(Morte):
        balcao.emite(venda)
    assert vistos[-1] is onde
    balcao.reabre()
    assert balcao.rascunhos() == []  # confirmed by the person: on its way, not a draft
    balcao.volta()
    assert guardados(balcao.loja) == [("orcamento", 1)]
    assert balcao.b.envios.todos()[0].estado is EstadoEnvio.ENVIADO


def test_o_que_um_f12_esta_enviando_nao_e_da_remessa(balcao: BalcaoDeTeste) -> None:
    """Its thread took the row at hand, was answered first, and the number that F12 printed never arrived."""
    balcao.b.bastidores.finalizador._passo = lambda qual: (
        balcao.b.bastidores.remessa.envia_tudo() if qual is Passo.CONFIRMADO else None)  # type: ignore[assignment]
    assert balcao.emite(balcao.venda("DAV")).numero == "1"
    assert balcao.noticias == []


def test_outra_janela_enviou_enquanto_este_f12_esperava(balcao: BalcaoDeTeste) -> None:
    """No paper with a provisional number for what has one already: the seller is told the real one."""
    outra = Envios(balcao.b.diario, balcao.b.relogio.agora)
    b, loja = balcao.b, balcao.loja

    def passo(qual: Passo) -> None:
        if qual is Passo.CONFIRMADO:
            [envio] = outra.a_enviar()
            outra.aceito(envio.id, loja.envia(envio.corpo.pedido))

    b.bastidores.finalizador._passo = passo
    venda = balcao.venda("DAV")
    balcao.some(Modo.BURACO)
    emitido = b.bastidores.finalizador.emite(venda.rascunho)
    assert (emitido.numero, emitido.guardado) == ("1", False)
    b.bastidores.finalizador._passo = lambda _: None
    assert b.bastidores.finalizador.emite(venda.rascunho).numero == "1"  # F12 again on what is still on the screen
    assert len(guardados(loja)) == 1


def test_fato_que_a_retaguarda_nao_pode_guardar_fica_em_quarentena(balcao: BalcaoDeTeste) -> None:
    balcao.cai()
    emitido = balcao.emite(balcao.venda("DAV", [("P10", 1)]))
    balcao.loja.sql("DELETE FROM produtos WHERE codigo = 'P10'")
    balcao.volta()
    assert [n.assunto for n in balcao.noticias] == [Assunto.QUARENTENA]
    assert emitido.numero in balcao.noticias[0].mensagem
    assert balcao.b.envios.quantos()[EstadoEnvio.QUARENTENA] == 1
    assert guardados(balcao.loja) == []
    estado = balcao.b.situacao()
    assert (estado.a_enviar, estado.em_quarentena) == (0, 1)


def test_estoque_vendido_por_outro_vira_divergencia(balcao: BalcaoDeTeste) -> None:
    balcao.loja.muda_tipo("VENDA", emissao_sem_retaguarda="venda")
    balcao.puxa()
    balcao.cai()
    emitido = balcao.emite(balcao.venda("VENDA", [("P1", 5)]))
    assert emitido.guardado, [a.code for a in emitido.achados]
    balcao.loja.poe_estoque("P1", 3)
    balcao.volta()
    assert balcao.loja.um("SELECT codigo FROM divergencias") == "estoque.insuficiente"
    assert "1 divergência" in balcao.noticias[0].mensagem


def test_um_relogio_um_ano_adiante_nao_joga_os_recibos_fora(balcao: BalcaoDeTeste) -> None:
    """They are what is offered again after a restore."""
    balcao.emite(balcao.venda("DAV"))
    balcao.agora = lambda: datetime.now(UTC) + timedelta(days=400)
    balcao.b.relogio.acerta(-timedelta(days=400))  # as every pulse does, before the outbox cleans
    assert balcao.b.envios.limpa() == 0
    assert len(balcao.b.envios.oferece_de_novo()) == 1


def test_sem_contingencia_nada_se_emite(balcao: BalcaoDeTeste) -> None:
    balcao.loja.muda_terminal("B1", controle_sistema={"sis_contingencia": False})
    balcao.puxa()
    balcao.cai()
    emitido = balcao.emite(balcao.venda("DAV"))
    assert "retaguarda.sem_contingencia" in [a.code for a in emitido.achados]


def test_sessao_terminada_pede_a_senha_e_guarda_o_rascunho(balcao: BalcaoDeTeste) -> None:
    venda = balcao.venda("DAV")
    balcao.b.retaguarda.token = "outra.sessao"
    with pytest.raises(AmbienteIndisponivel, match="sessão"):
        balcao.emite(venda)
    assert balcao.rascunhos() == [venda.rascunho]
    assert balcao.b.envios.todos() == []
    balcao.b.sessoes.entra("ana", "ana-senha")
    assert balcao.emite(venda).numero == "1"


def test_quem_nao_pode_vender_ouve_por_que(balcao: BalcaoDeTeste) -> None:
    balcao.entra("caio")
    venda = balcao.venda("DAV")
    with pytest.raises(Recusado, match="permissão"):
        balcao.emite(venda)
    assert balcao.rascunhos() == [venda.rascunho]


def test_suspenso_aqui_retomado_la(balcao: BalcaoDeTeste, url: str, tmp_path: Path) -> None:
    venda = balcao.venda("DAV", [("P1", 2)])
    recibo = balcao.b.bastidores.finalizador.suspende(venda.rascunho)
    venda.fecha()
    assert recibo.situacao is Situacao.MANUTENCAO
    with balcao_de(balcao.loja, url, 2, tmp_path) as outro:
        outro.entra("bia")
        retomado = outro.b.bastidores.documentos.retoma(recibo.pedido_id)
        venda_la = outro.b.venda()
        venda_la.abre(retomado)
        assert venda_la.pedido.itens[0].quantidade == 2
        assert outro.emite(venda_la).numero == "1"
    assert balcao.rascunhos() == []
    with pytest.raises(Recusado):
        balcao.b.bastidores.documentos.retoma(recibo.pedido_id)


def test_depois_de_uma_copia_restaurada_o_que_foi_emitido_volta_uma_vez(balcao: BalcaoDeTeste) -> None:
    emitido = balcao.emite(balcao.venda("DAV"))
    loja = balcao.loja
    with loja.empresa.admin() as con:
        con.execute("SET session_replication_role = replica")  # as a restore: no trigger runs
        for tabela in ("pedido_versoes", "eventos", "parcelas_pedido", "itens_pedido", "pedidos"):
            con.execute(f"DELETE FROM {tabela}".encode())
        con.execute("UPDATE numeradores SET ultimo = 0, sha256 = ''")
    loja.poe_estoque("P1", 0)  # sold to others since: it is a fact all the same
    balcao.b.bastidores.remessa._oferece()
    assert loja.sql("SELECT id, numero, protocolo FROM pedidos") == [
        (balcao.b.envios.todos()[0].pedido_id, int(emitido.numero), emitido.protocolo)]
    assert [n.assunto for n in balcao.noticias] == [Assunto.DE_NOVO]
    assert "O documento 1," in balcao.noticias[0].mensagem
    balcao.b.bastidores.remessa._oferece()
    assert len(loja.sql("SELECT numero FROM pedidos")) == 1
    assert len(balcao.noticias) == 1


def test_o_que_foi_emitido_nao_fica_na_memoria(balcao: BalcaoDeTeste) -> None:
    """A counter that sells all day held every draft of the day, with its states to undo: 20 KB a sale."""
    for _ in range(3):
        venda = balcao.venda("DAV")
        servicos = ServicosDaVenda(balcao.b, venda)
        balcao.b.rascunhos.guarda(venda.rascunho)
        emitido = servicos.emite(venda.rascunho, imprime=False)
        assert emitido.numero
        assert venda.rascunho.id not in {r.id for r in balcao.rascunhos()}
    assert balcao.b.rascunhos._memoria == {}


def test_um_tipo_de_um_programa_mais_novo_nao_impede_de_vender_com_os_outros(balcao: BalcaoDeTeste) -> None:
    """What it says is not guessed; what this program knows goes on."""
    balcao.loja.muda_tipo("VENDA LIVRE", categoria="locacao")
    balcao.puxa()
    venda = balcao.venda("DAV")
    assert venda.registros.catalogo.tipos_ilegiveis(venda.registros.tipos) == ("VENDA LIVRE",)
    assert [t.nome for t in venda.registros.tipos.values()] == ["DAV", "VENDA"]
    assert balcao.emite(venda).numero == "1"
    balcao.loja.muda_tipo("DAV", categoria="locacao")
    balcao.loja.muda_tipo("VENDA", categoria="locacao")
    balcao.puxa()
    venda.registros.renova()
    with pytest.raises(EntradaInvalida, match="mais antigo que os tipos de pedido"):
        balcao.venda("DAV")


def test_uma_retaguarda_que_nao_le_o_tipo_o_diz_e_nada_guarda(balcao: BalcaoDeTeste) -> None:
    venda = balcao.venda("DAV")
    balcao.loja.muda_tipo("DAV", categoria="locacao")
    with pytest.raises(Recusado, match="o tipo de pedido de número"):
        balcao.emite(venda)
    assert balcao.loja.conta("pedidos") == 0
    assert balcao.rascunhos() == [venda.rascunho]
