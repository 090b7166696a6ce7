"""Log in with the retaguarda and without it, lock and unlock, releases and customers on both roads."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest
from uuid_utils.compat import uuid7

from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.domain.permissoes import Permissao
from balcao.domain.protocolo import Autenticacao, NovoCliente
from balcao.gateways.retaguarda import SemResposta
from balcao.services.counter.clientes import CadastroInvalido
from balcao.services.office import senhas
from tests.apoio.balcao import BalcaoDeTeste, Modo, balcao_de, servico
from tests.apoio.retaguarda import HOJE, SENHA, Loja


@pytest.fixture
def balcao(loja: Loja, tmp_path: Path) -> Iterator[BalcaoDeTeste]:
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as um:
        yield um


def test_entra_com_a_retaguarda(balcao: BalcaoDeTeste) -> None:
    sessao = balcao.b.sessoes.entra(" Ana ", "ana-senha")
    assert sessao.autenticacao is Autenticacao.SENHA
    assert sessao.usuario.pode(Permissao.VENDER)
    assert balcao.b.retaguarda.token


def test_senha_errada_e_usuario_que_nao_existe_dizem_o_mesmo(balcao: BalcaoDeTeste) -> None:
    with pytest.raises(EntradaInvalida) as errada:
        balcao.b.sessoes.entra("ana", "x")
    with pytest.raises(EntradaInvalida) as ninguem:
        balcao.b.sessoes.entra("zeca", "x")
    assert str(errada.value) == str(ninguem.value)
    assert balcao.b.sessoes.atual is None


def test_sem_retaguarda_entra_quem_ja_entrou(balcao: BalcaoDeTeste) -> None:
    balcao.entra("ana")
    balcao.reabre()
    balcao.cai()
    with pytest.raises(EntradaInvalida, match="não conferem"):
        balcao.b.sessoes.entra("ana", "errada")
    sessao = balcao.b.sessoes.entra("ana", "ana-senha")
    assert sessao.offline
    assert sessao.usuario.nome == "Ana Souza"
    with pytest.raises(AmbienteIndisponivel, match="nunca entrou neste terminal"):
        balcao.b.sessoes.entra("bia", "bia-senha")


def test_o_que_foi_guardado_vence(balcao: BalcaoDeTeste) -> None:
    balcao.entra("ana")
    balcao.cai()
    balcao.agora = lambda: datetime.now(UTC) + timedelta(days=8)
    with pytest.raises(AmbienteIndisponivel, match="valia até"):
        balcao.entra("ana")


def test_relogio_atrasado_nao_prolonga(balcao: BalcaoDeTeste) -> None:
    """The server was seen eight days later; this computer's clock was set back after that."""
    balcao.entra("ana")
    balcao.b.relogio.acerta(timedelta(), datetime.now(UTC) + timedelta(days=8))
    balcao.cai()
    with pytest.raises(AmbienteIndisponivel, match="valia até"):
        balcao.entra("ana")


def test_senha_trocada_no_servidor_fecha_a_porta_de_tras(balcao: BalcaoDeTeste) -> None:
    balcao.entra("ana")
    with pytest.raises(EntradaInvalida):
        balcao.b.sessoes.entra("ana", "digitei errado")
    balcao.cai()
    balcao.entra("ana")  # a mistyped password forgot nothing
    balcao.rede.modo = Modo.PASSA
    balcao.loja.sql("UPDATE usuarios SET senha = %s WHERE login = 'ana'", senhas.resume("nova-senha"))
    with pytest.raises(EntradaInvalida):
        balcao.entra("ana")
    balcao.cai()
    with pytest.raises(AmbienteIndisponivel, match="nunca entrou"):
        balcao.entra("ana")


def test_tela_bloqueada_abre_sem_rede(balcao: BalcaoDeTeste) -> None:
    balcao.entra("ana")
    balcao.cai()
    with pytest.raises(EntradaInvalida):
        balcao.b.sessoes.entra("ana", "bia-senha")
    assert balcao.b.sessoes.entra("ana", "ana-senha").usuario.nome == "Ana Souza"
    for _ in range(4):
        with pytest.raises(EntradaInvalida, match="não conferem"):
            balcao.b.sessoes.entra("ana", "x")
    with pytest.raises(EntradaInvalida, match="Espere dois minutos"):
        balcao.b.sessoes.entra("ana", "ana-senha")


def test_venda_de_quem_entrou_sem_retaguarda_diz_como_entrou(balcao: BalcaoDeTeste) -> None:
    balcao.entra("ana")
    balcao.cai()
    balcao.entra("ana")
    balcao.emite(balcao.venda("DAV"))
    balcao.volta()
    assert balcao.loja.um("SELECT autenticacao FROM pedidos") == "offline"


# ---- releases

def _vencido(balcao: BalcaoDeTeste) -> None:
    balcao.loja.poe_titulo("MARIA SOUZA", "80.00", HOJE - timedelta(days=30))
    balcao.loja.muda_terminal("B1", integracao={"verificar_crediario_dav": True})
    balcao.puxa()


def test_liberacao_com_a_retaguarda_deixa_passar_uma_vez(balcao: BalcaoDeTeste) -> None:
    _vencido(balcao)
    balcao.entra("ana")
    venda = balcao.venda("DAV", cliente="MARIA SOUZA")
    achado, = [a for a in venda.achados if a.code == "credito.vencido"]
    assert balcao.emite(venda).achados
    with pytest.raises(EntradaInvalida, match="permissão"):
        balcao.b.bastidores.liberador.libera(venda.rascunho, achado, "ana", "ana-senha", "cliente antigo")
    with pytest.raises(EntradaInvalida, match="motivo"):
        balcao.b.bastidores.liberador.libera(venda.rascunho, achado, "bia", "bia-senha", " ")
    venda.libera(balcao.b.bastidores.liberador.libera(venda.rascunho, achado, "bia", "bia-senha", "cliente antigo"))
    emitido = balcao.emite(venda)
    assert emitido.numero == "1", emitido.achados
    assert balcao.loja.um("SELECT usada_em IS NOT NULL FROM liberacoes")


def test_liberacao_sem_retaguarda_e_marcada_e_vira_divergencia(balcao: BalcaoDeTeste) -> None:
    _vencido(balcao)
    balcao.loja.muda_terminal("B1", controles_clientes={"acao_sem_retaguarda": "alertar"})
    balcao.puxa()
    balcao.entra("bia")
    balcao.entra("ana")
    balcao.cai()
    venda = balcao.venda("DAV", cliente="MARIA SOUZA")
    achado, = [a for a in venda.achados if a.code == "credito.vencido"]
    with pytest.raises(EntradaInvalida, match="não pode liberar"):
        balcao.b.bastidores.liberador.libera(venda.rascunho, achado, "ana", "ana-senha", "é a Maria")
    liberacao = balcao.b.bastidores.liberador.libera(venda.rascunho, achado, "bia", "bia-senha", "é a Maria")
    assert liberacao.offline
    venda.libera(liberacao)
    emitido = balcao.emite(venda)
    assert emitido.guardado, emitido.achados
    balcao.volta()
    assert balcao.loja.um("SELECT offline FROM liberacoes") is True
    assert "credito.vencido" in {codigo for codigo, in balcao.loja.sql("SELECT codigo FROM divergencias")}


# ---- customers

def _novo(**campos: str) -> NovoCliente:
    return NovoCliente(id=uuid7(), **({"nome": "João da Silva", "documento": "111.444.777-35",
                                       "celular": "(48) 99988-7766"} | campos))


def test_cadastro_com_a_retaguarda_serve_na_hora(balcao: BalcaoDeTeste) -> None:
    balcao.entra("ana")
    venda = balcao.venda("DAV")
    id_ = balcao.b.bastidores.clientes.cadastra(_novo())
    venda.escolhe_cliente(id_)  # before any sync
    assert venda.pedido.cliente_nome == "JOÃO DA SILVA"
    assert balcao.emite(venda).numero == "1"
    assert balcao.b.bastidores.clientes.cadastra(_novo(nome="Outro Nome")) == id_


def test_cadastro_sem_retaguarda_espera_e_vai_antes_do_pedido(balcao: BalcaoDeTeste) -> None:
    balcao.entra("ana")
    balcao.cai()
    novo = _novo()
    id_ = balcao.b.bastidores.clientes.cadastra(novo)
    assert id_ == novo.id
    assert [c.nome for c in balcao.b.bastidores.clientes.busca("joao").linhas] == ["JOÃO DA SILVA"]
    venda = balcao.venda("DAV")
    venda.escolhe_cliente(id_)
    emitido = balcao.emite(venda)
    assert emitido.documento is not None
    assert emitido.documento.destinatario.nome == "JOÃO DA SILVA"
    assert emitido.documento.destinatario.telefone == "48999887766"
    balcao.volta()
    assert balcao.loja.sql("SELECT cliente_nome, cliente_documento FROM pedidos") == [("JOÃO DA SILVA", "11144477735")]


def test_cadastro_de_quem_a_loja_ja_tinha_usa_o_dela(balcao: BalcaoDeTeste) -> None:
    """Registered here without the retaguarda; the shop already knew this CPF."""
    balcao.entra("ana")
    balcao.cai()
    id_ = balcao.b.bastidores.clientes.cadastra(_novo(documento="390.533.447-05"))
    venda = balcao.venda("DAV")
    venda.escolhe_cliente(id_)
    balcao.emite(venda)
    balcao.volta()
    assert balcao.loja.um("SELECT cliente_id FROM pedidos") == balcao.loja.clientes["JOSÉ DA SILVA"]


def test_cadastro_errado_diz_cada_campo_e_nada_guarda(balcao: BalcaoDeTeste) -> None:
    balcao.entra("ana")
    with pytest.raises(CadastroInvalido) as erro:
        balcao.b.bastidores.clientes.cadastra(_novo(documento="111.444.777-36", celular="12"))
    assert set(erro.value.erros) == {"documento", "celular"}
    balcao.entra("caio")
    with pytest.raises(EntradaInvalida, match="permissão"):
        balcao.b.bastidores.clientes.cadastra(_novo())
    assert balcao.b.novos_clientes.todos() == []


def test_novo_cliente_nao_tem_credito_alem_do_pre_aprovado(balcao: BalcaoDeTeste) -> None:
    balcao.loja.sql("INSERT INTO preferencias VALUES ('CLIENT.CLIENTES.LIMITE_PRE_APROVADO', '50')")
    balcao.puxa()
    balcao.entra("ana")
    balcao.cai()
    venda = balcao.venda("VENDA", [("P10", 1)], plano="30/60/90")
    venda.escolhe_cliente(balcao.b.bastidores.clientes.cadastra(_novo()))
    achado, = [a for a in venda.achados if a.code == "credito.limite"]
    assert achado.params["excesso"] == D("50.00")


def test_o_que_o_login_ja_ouviu_vale_para_a_ligacao(balcao: BalcaoDeTeste) -> None:
    """The login screen asks with a client of its own, while the counter is still being built."""
    chegada = balcao.b.retaguarda.entra("ana", SENHA["ana"])
    balcao.b.ligacao.ouviu(False)
    balcao.b.sessoes.entra("ana", "qualquer", chegada)
    assert balcao.b.ligacao.conectada
    with pytest.raises(AmbienteIndisponivel):
        balcao.b.sessoes.entra("bia", SENHA["bia"], SemResposta("Silêncio.", "Espere.", enviado=False))
    assert not balcao.b.ligacao.conectada
