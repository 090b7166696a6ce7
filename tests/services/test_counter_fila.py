"""What waits at a counter: in order, with its reason, mended, made again, exported; nothing leaves silently."""

import json
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from psycopg.types.json import Jsonb
from uuid_utils.compat import uuid7

from balcao.config.plataforma import WINDOWS
from balcao.db.journal.envios import EstadoEnvio
from balcao.domain import arquivo_envios
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.domain.protocolo import NovoCliente
from balcao.gateways.retaguarda import SemResposta
from balcao.services.counter.clientes import CadastroInvalido
from balcao.services.counter.fila import NUNCA_TENTADO, Fila
from balcao.services.counter.noticias import Assunto
from balcao.services.office.importar_envios import importar_envios
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


def fila_de(balcao: BalcaoDeTeste) -> Fila:
    b, fundo = balcao.b, balcao.b.bastidores
    return Fila(b.retaguarda, b.envios, b.novos_clientes, fundo.remessa, fundo.clientes, fundo.documentos, b.sessoes,
                b.relogio, lambda: b.estacao)


def novo(**campos: str) -> NovoCliente:
    return NovoCliente(id=uuid7(), **({"nome": "João da Silva", "documento": "111.444.777-35",
                                       "celular": "(48) 99988-7766"} | campos))


def vende_a_novo(balcao: BalcaoDeTeste, **campos: str) -> None:
    """A customer registered without the retaguarda, and a DAV for him."""
    id_ = balcao.b.bastidores.clientes.cadastra(novo(**campos))
    venda = balcao.venda("DAV")
    venda.escolhe_cliente(id_)
    emitido = balcao.emite(venda)
    assert emitido.guardado or emitido.numero


def pedidos(loja: Loja) -> list[tuple[str, str]]:
    return loja.sql("SELECT numero_provisorio, cliente_nome FROM pedidos ORDER BY 1")


# ---- what waits, and its order

def test_cada_um_com_o_que_se_precisa_saber(balcao: BalcaoDeTeste) -> None:
    balcao.cai()
    balcao.emite(balcao.venda("DAV", [("P1", 2)], cliente="MARIA SOUZA"))
    vende_a_novo(balcao)
    fila = fila_de(balcao)
    cadastro, maria, joao = fila.lista()
    assert (maria.nome, maria.quem, str(maria.total), maria.vendedor) == (
        "DAV T11-000001", "MARIA SOUZA", "20.00", "Ana Souza")
    assert (maria.tentativas, maria.resposta, maria.quarentena, maria.refaz) == (0, NUNCA_TENTADO, False, False)
    assert (cadastro.nome, cadastro.quem, cadastro.total) == ("Cadastro de cliente", "JOÃO DA SILVA", None)
    assert joao.quem == "JOÃO DA SILVA"
    estado = balcao.b.situacao()
    assert (estado.a_enviar, estado.em_quarentena) == (3, 0)
    with pytest.raises(AmbienteIndisponivel, match="retaguarda"):
        fila.envia_agora()
    cadastro, _, _ = fila.lista()
    assert cadastro.tentativas == 1
    assert "retaguarda" in cadastro.resposta
    balcao.rede.modo = Modo.PASSA
    assert fila.envia_agora() == "3 chegaram à retaguarda; nada mais espera."
    assert fila.lista() == []
    assert fila.envia_agora() == "Nada espera neste balcão."


def test_o_documento_espera_o_cadastro_do_seu_cliente(balcao: BalcaoDeTeste) -> None:
    """The registration failed a moment ago and is tried later than the order: the order must not overtake it."""
    balcao.cai()
    vende_a_novo(balcao)
    with pytest.raises(SemResposta):
        balcao.b.bastidores.remessa.envia_tudo()
    balcao.rede.modo = Modo.PASSA
    balcao.b.bastidores.remessa._volta(todos=False)  # the round of the thread: only what is due
    assert pedidos(balcao.loja) == []
    assert balcao.b.envios.quantos()[EstadoEnvio.QUARENTENA] == 0
    assert fila_de(balcao).lista()[1].resposta == "Vai depois do cadastro de JOÃO DA SILVA."
    balcao.volta()
    assert pedidos(balcao.loja) == [("T11-000001", "JOÃO DA SILVA")]


def test_cadastro_de_quem_entrou_sem_retaguarda_vai_com_outro_ou_ninguem_no_balcao(balcao: BalcaoDeTeste) -> None:
    """Registered by Ana after a login without the retaguarda; sent with nobody logged in."""
    balcao.cai()
    balcao.entra("ana")
    vende_a_novo(balcao)
    balcao.reabre()
    balcao.volta()
    assert pedidos(balcao.loja) == [("T11-000001", "JOÃO DA SILVA")]
    assert balcao.loja.um("SELECT usuario_id FROM auditoria WHERE assunto = 'cliente JOÃO DA SILVA'"
                          ) == balcao.loja.usuarios["ana"]


def test_cadastro_sem_dono_nao_prende_o_resto(balcao: BalcaoDeTeste) -> None:
    """A journal of the previous version names nobody: it waits for a login, and the others go."""
    balcao.cai()
    balcao.b.novos_clientes.guarda(novo(nome="ANTIGO"))
    balcao.emite(balcao.venda("DAV"))
    balcao.reabre()
    balcao.volta()
    assert len(pedidos(balcao.loja)) == 1
    assert "usuário identificado" in fila_de(balcao).lista()[0].resposta
    balcao.entra("ana")
    balcao.volta()
    assert fila_de(balcao).lista() == []


def test_oferecido_de_novo_o_cadastro_que_ja_esta_la_nao_depende_de_mais_ninguem(balcao: BalcaoDeTeste) -> None:
    """After a restore everybody registered here is offered again; who registered may have lost the permission since."""
    vende_a_novo(balcao)
    balcao.loja.sql("UPDATE perfis SET permissoes = %s WHERE nome = 'Vendedor'", Jsonb(["vender"]))
    balcao.b.bastidores.remessa.oferece_recibos()
    assert len(fila_de(balcao).lista()) == 1
    balcao.volta()
    assert fila_de(balcao).lista() == []
    assert balcao.loja.conta("auditoria", "assunto = 'cliente JOÃO DA SILVA'") == 1


def test_quem_perdeu_a_permissao_de_cadastrar_fica_a_vista(balcao: BalcaoDeTeste) -> None:
    balcao.cai()
    vende_a_novo(balcao)
    balcao.loja.sql("UPDATE perfis SET permissoes = %s WHERE nome = 'Vendedor'", Jsonb(["vender"]))
    balcao.volta()
    cadastro, dav = fila_de(balcao).lista()
    assert cadastro.quarentena
    assert "permissão" in cadastro.resposta
    assert not dav.quarentena
    assert dav.resposta.startswith("Espera o cadastro de JOÃO DA SILVA, que não foi aceito.")
    fila = fila_de(balcao)
    assert fila.reenvia(cadastro).startswith("Cadastro de cliente continua aqui: Ana Souza não tem a permissão")
    balcao.entra("bia")  # the manager may
    assert fila.reenvia(cadastro) == "Cadastro de cliente chegou à retaguarda."
    assert fila.lista() == []


# ---- mending

def test_cadastro_recusado_corrigido_leva_os_documentos(balcao: BalcaoDeTeste) -> None:
    balcao.cai()
    vende_a_novo(balcao)
    balcao.loja.muda_terminal("B1", controles_clientes={"campos_obrigatorios_cliente": ["email"]})
    balcao.volta()
    balcao.puxa()
    fila = fila_de(balcao)
    cadastro, dav = fila.lista()
    assert (cadastro.quarentena, dav.quarentena) == (True, False)
    assert balcao.b.situacao().em_quarentena == 1
    assert cadastro.cadastro is not None
    with pytest.raises(CadastroInvalido):
        fila.corrige_cadastro(cadastro, cadastro.cadastro)
    certo = cadastro.cadastro.model_copy(update={"email": "joao@exemplo.com.br"})
    assert fila.corrige_cadastro(cadastro, certo) == "Cadastro de cliente chegou à retaguarda."
    assert pedidos(balcao.loja) == [("T11-000001", "JOÃO DA SILVA")]
    assert fila.lista() == []


def em_quarentena(balcao: BalcaoDeTeste) -> None:
    """A DAV issued alone, of a product that the shop has deleted."""
    balcao.cai()
    balcao.emite(balcao.venda("DAV", [("P10", 1), ("P1", 2)]))
    balcao.loja.sql("DELETE FROM produtos WHERE codigo = 'P10'")
    balcao.volta()
    assert balcao.noticias[-1].assunto is Assunto.QUARENTENA


def test_em_quarentena_reenviado_depois_de_corrigido_o_cadastro(balcao: BalcaoDeTeste) -> None:
    em_quarentena(balcao)
    fila = fila_de(balcao)
    [dav] = fila.lista()
    assert (dav.quarentena, dav.refaz) == (True, True)
    assert "que a retaguarda não tem" in dav.resposta
    assert fila.reenvia(dav).startswith("DAV T11-000001 continua aqui: O pedido usa")
    balcao.loja.sql("INSERT INTO produtos (id, codigo, descricao) OVERRIDING SYSTEM VALUE"
                    " VALUES (%s, 'P10', 'PRODUTO P10')", balcao.loja.produtos["P10"])
    assert fila.reenvia(dav) == "DAV T11-000001 chegou à retaguarda."
    assert [p for p, _ in pedidos(balcao.loja)] == ["T11-000001"]


def test_em_quarentena_volta_a_ser_rascunho_so_quando_e_seguro(balcao: BalcaoDeTeste) -> None:
    em_quarentena(balcao)
    balcao.puxa()
    fila = fila_de(balcao)
    [dav] = fila.lista()
    balcao.cai()
    with pytest.raises(AmbienteIndisponivel, match="Só ela sabe"):
        fila.refaz(dav)
    balcao.rede.modo = Modo.PASSA
    rascunho = fila.refaz(dav)
    assert rascunho.id != dav.pedido_id
    assert [i.codigo for i in rascunho.pedido.itens] == ["P1"]  # the product that left is not offered again
    balcao.b.rascunhos.guarda(rascunho)
    assert "Recolha o papel" in fila.marca_refeito(dav, "produto saiu do cadastro")
    assert fila.lista() == []
    with pytest.raises(EntradaInvalida, match="não está mais em quarentena"):
        fila.marca_refeito(dav, "outra vez")
    [envio] = balcao.b.envios.todos()
    assert envio.recusa is not None
    assert "Ana Souza" in envio.recusa.mensagem
    assert envio.recusa.mensagem.endswith("produto saiu do cadastro")
    depois = balcao.agora() + timedelta(days=60)
    balcao.agora = lambda: depois
    assert balcao.b.envios.limpa() == 0  # it had a number on paper: it stays on record
    balcao.volta()
    assert pedidos(balcao.loja) == []


def test_o_que_a_retaguarda_ja_tem_nao_e_refeito(balcao: BalcaoDeTeste) -> None:
    """Quarantined by mistake (an answer misread): the server has it after all."""
    balcao.cai()
    balcao.emite(balcao.venda("DAV"))
    [envio] = balcao.b.envios.todos()
    balcao.volta()
    with balcao.b.diario.transacao() as conexao:
        conexao.execute("UPDATE envios SET estado = 'quarentena', recibo = NULL WHERE id = ?", (envio.id,))
    fila = fila_de(balcao)
    [dav] = fila.lista()
    with pytest.raises(EntradaInvalida, match="já tem este documento, com o número 1"):
        fila.refaz(dav)
    assert fila.reenvia(dav) == "DAV T11-000001 chegou à retaguarda."
    assert len(pedidos(balcao.loja)) == 1


def test_depois_de_uma_copia_restaurada_o_que_saiu_da_quarentena_continua_um_fato(balcao: BalcaoDeTeste) -> None:
    """It had a receipt: it goes again with its number, not as a new order that rules may refuse."""
    emitido = balcao.emite(balcao.venda("VENDA", [("P10", 1)]))
    loja = balcao.loja
    with loja.empresa.admin() as con:
        con.execute("SET session_replication_role = replica")  # as a restore: no trigger runs
        for tabela in ("compromissos_credito", "pedido_versoes", "eventos", "parcelas_pedido", "itens_pedido",
                       "pedidos"):
            con.execute(f"DELETE FROM {tabela}".encode())
        con.execute("UPDATE numeradores SET ultimo = 0, sha256 = ''")
    loja.sql("UPDATE produtos SET codigo = 'FORA' WHERE codigo = 'P10'")
    [envio] = balcao.b.envios.todos()
    with balcao.b.diario.transacao() as conexao:  # the restored shop could not store it when it was offered
        conexao.execute("UPDATE envios SET estado = 'quarentena' WHERE id = ?", (envio.id,))
    loja.poe_estoque("P10", 0)
    fila = fila_de(balcao)
    [um] = fila.lista()
    assert (um.nome, um.refaz) == ("Pré-venda 1", False)
    assert fila.reenvia(um).endswith("chegou à retaguarda.")
    assert loja.sql("SELECT numero, protocolo FROM pedidos") == [(int(emitido.numero.strip("P-")), emitido.protocolo)]


# ---- the file

def test_exportado_conferido_e_importado_no_servidor_uma_vez(balcao: BalcaoDeTeste, tmp_path: Path) -> None:
    balcao.cai()
    vende_a_novo(balcao)
    balcao.emite(balcao.venda("DAV", [("P1", 3)]))
    fila = fila_de(balcao)
    destino = tmp_path / "fora" / "balcao1.json"
    with pytest.raises(AmbienteIndisponivel, match="Escolha outra pasta"):
        fila.exporta(str(destino))
    destino.parent.mkdir()
    assert fila.exporta(str(destino)).startswith("3 itens exportados")
    assert WINDOWS or stat.S_IMODE(destino.stat().st_mode) == 0o600
    assert len(fila.lista()) == 3
    assert [p.name for p in destino.parent.iterdir()] == ["balcao1.json"]
    lido = arquivo_envios.le(destino.read_text(encoding="utf-8"))
    assert (lido.estacao_id, lido.terminal, lido.gerado_por) == (balcao.estacao_id, "B1", "Ana Souza")
    assert [e.envio.numero_provisorio for e in lido.envios] == ["T11-000001", "T11-000002"]
    assert lido.envios[0].documento is not None
    feitos = list(importar_envios(balcao.loja.ctx, lido))
    assert [um.guardado for um in feitos] == [True, True, True], feitos
    assert pedidos(balcao.loja) == [("T11-000001", "JOÃO DA SILVA"), ("T11-000002", "CONSUMIDOR FINAL")]
    assert all("já estava" in um.mensagem for um in importar_envios(balcao.loja.ctx, lido))
    balcao.volta()  # the computer came back to life after all
    assert len(pedidos(balcao.loja)) == 2
    assert fila.lista() == []
    with pytest.raises(EntradaInvalida, match="tudo já chegou"):
        fila.exporta(str(destino))


def test_exporta_um_so_e_o_que_nao_cabe_diz_por_que(balcao: BalcaoDeTeste, tmp_path: Path) -> None:
    em_quarentena(balcao)
    balcao.cai()
    balcao.emite(balcao.venda("DAV"))
    fila = fila_de(balcao)
    destino = tmp_path / "um.json"
    fila.exporta(str(destino), fila.lista()[0])
    lido = arquivo_envios.le(destino.read_text(encoding="utf-8"))
    assert [(e.envio.numero_provisorio, e.quarentena) for e in lido.envios] == [("T11-000001", True)]
    assert lido.envios[0].recusa is not None
    [feito] = importar_envios(balcao.loja.ctx, lido)
    assert (feito.nome, feito.guardado) == ("DAV T11-000001", False)
    assert "que a retaguarda não tem" in feito.mensagem


def test_arquivo_mexido_cortado_ou_de_outra_loja_nao_entra(balcao: BalcaoDeTeste, tmp_path: Path) -> None:
    balcao.cai()
    balcao.emite(balcao.venda("DAV", [("P1", 3)]))
    destino = tmp_path / "a.json"
    fila_de(balcao).exporta(str(destino))
    texto = destino.read_text(encoding="utf-8")
    with pytest.raises(EntradaInvalida, match="soma de verificação"):
        arquivo_envios.le(texto.replace('"30.00"', '"3.00"'))
    with pytest.raises(EntradaInvalida, match="cortado"):
        arquivo_envios.le(texto[:-20])
    with pytest.raises(EntradaInvalida, match="não é uma exportação"):
        arquivo_envios.le("{}")
    corpo = json.loads(texto)
    del corpo["sha256"]
    novo_demais = corpo | {"versao": 9}
    with pytest.raises(EntradaInvalida, match="versão mais nova"):
        arquivo_envios.le(json.dumps(novo_demais | {"sha256": arquivo_envios._soma(novo_demais)}))
    outro = arquivo_envios.le(texto).model_copy(update={"terminal": "CAIXA 9"})
    with pytest.raises(EntradaInvalida, match="CAIXA 9"):
        list(importar_envios(balcao.loja.ctx, outro))
    assert pedidos(balcao.loja) == []
