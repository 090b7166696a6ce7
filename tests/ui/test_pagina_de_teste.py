"""“Imprimir página de teste” by keys: on this counter's printer, and on one of the server's; and a printer's name that
the server does not have. Real bytes on a real port."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from uuid_utils.compat import uuid7

from balcao.app.configura import abre_configuracao
from balcao.documents import escpos_leitura
from balcao.domain.cadastro.declarados import IMPRESSORAS, TIPOS_ESTOQUE
from balcao.domain.cadastro.mensagens import NovoRegistro, PaginaDeTeste
from balcao.domain.permissoes import Permissao
from balcao.domain.terminal.opcoes import Papel
from balcao.gateways import rotas_cadastros
from balcao.gateways.retaguarda import Recusado
from balcao.services.counter.cadastros import ServicoCadastro
from balcao.services.office import cadastros
from balcao.ui.cadastros.lista import PaginaCadastro
from balcao.ui.componentes.contexto import Contexto
from balcao.ui.configuracao.dialogo import DialogoConfiguracao
from balcao.ui.janela import Janela
from tests.apoio_documentos.cups import CupsDeMentira
from tests.apoio_documentos.impressora_tcp import ImpressoraTcp
from tests.ui.cena import Cena, palco
from tests.ui.teclas import digita, espera_teclado, tecla
from tests.ui.test_configuracao import escreve, linha_de
from tests.ui.test_configuracao_ligacao import Novidade

K = Qt.Key
ALTERA = frozenset({str(Permissao.ALTERAR_TIPOS_PEDIDO)})
so_cups = pytest.mark.skipif(sys.platform == "win32", reason="CUPS is not on Windows")


@pytest.fixture
def tcp() -> Iterator[ImpressoraTcp]:
    with ImpressoraTcp() as um:
        yield um


@pytest.fixture
def desligada() -> str:
    with ImpressoraTcp() as um:
        return um.endereco


@pytest.fixture
def cena(qtbot: Any, fabrica_bancos: Any, tmp_path: Path) -> Iterator[Cena]:
    with palco(qtbot, fabrica_bancos, tmp_path) as onde:
        feita = Cena(qtbot, *onde)
        feita.balcao.loja.sql("UPDATE perfis SET permissoes = permissoes || '[\"alterar_tipos_pedido\"]'")
        feita.balcao.entra("bia")
        yield feita


def configuracao(cena: Cena) -> DialogoConfiguracao:
    janela = Janela()
    cena.qtbot.addWidget(janela)
    janela.show()
    cena.pai = janela
    novidade = Novidade()
    novidade.setParent(janela)
    abre_configuracao(cena.balcao.b, janela, cena.fundo, lambda: None, novidade.mudou)
    cena.para()
    dialogo = QApplication.activeModalWidget()
    assert isinstance(dialogo, DialogoConfiguracao)
    espera_teclado(cena.qtbot, dialogo)
    return dialogo


def cadastro(cena: Cena, qual: Any = IMPRESSORAS) -> PaginaCadastro:
    contexto = Contexto(hoje=lambda: date(2026, 3, 10), fundo=cena.fundo)
    pagina: PaginaCadastro = cena.poe(PaginaCadastro(
        ServicoCadastro(cena.balcao.b.retaguarda, qual), contexto, ZoneInfo("America/Sao_Paulo"), uuid7, cena.pai),
        ALTERA)
    return pagina


def poe(cena: Cena, pagina: PaginaCadastro, nome: str, texto: str) -> Any:
    assert pagina.ficha is not None
    linha = pagina.ficha.ficha.formulario.linha(nome)
    linha.foca()
    digita(cena.pai, texto)
    return linha


def nota(linha: Any) -> str:
    """What stands under a field."""
    return str(linha._nota.text()) if linha._nota is not None and linha._nota.isVisibleTo(linha) else ""


def impresso(tcp: ImpressoraTcp) -> str:
    [dados] = tcp.recebidos
    return escpos_leitura.texto(escpos_leitura.ler(dados))


# ---- this counter's

def test_sai_na_impressora_que_esta_na_tela_sem_gravar_nada(cena: Cena, tcp: ImpressoraTcp) -> None:
    dialogo = configuracao(cena)
    antes = cena.balcao.b.politica().controles_impressao
    dialogo.paginas.mostra("controles_impressao")
    linha_de(dialogo, "controles_impressao", "imp_modelo_papel").poe(Papel.BOBINA_58)
    escreve(dialogo, "controles_impressao", "imp_impressora", tcp.endereco)
    tecla(dialogo, K.Key_F5)
    cena.para()
    painel = dialogo.paginas.painel_teste
    assert painel is not None
    assert painel.conclusao == "Enviada."
    assert painel.textos() == [f"Página de teste: certo: Foi para “127.0.0.1:{tcp.porta}”. Confira no papel os "
                               "acentos, a régua, o negrito, os códigos e o corte."]
    papel = impresso(tcp)
    assert "PÁGINA DE TESTE" in papel
    assert max(map(len, papel.splitlines())) == 32
    assert cena.balcao.b.politica().controles_impressao == antes


def test_a_que_nao_atende_diz_por_que_embaixo_e_ao_lado_do_campo(
        cena: Cena, desligada: str, tcp: ImpressoraTcp) -> None:
    dialogo = configuracao(cena)
    escreve(dialogo, "controles_impressao", "imp_impressora", desligada)
    tecla(dialogo, K.Key_F5)
    cena.para()
    motivo = f"A impressora “{desligada.removeprefix('rede:')}” recusou a conexão. Ligue a impressora, confira o " \
             "cabo de rede e tente de novo, ou salve como PDF."
    linha = linha_de(dialogo, "controles_impressao", "imp_impressora")
    painel = dialogo.paginas.painel_teste
    assert painel is not None
    assert painel.conclusao == "Não saiu: Página de teste."
    assert painel.textos() == [f"Página de teste: falhou: {motivo}"]
    assert nota(linha) == motivo
    escreve(dialogo, "controles_impressao", "imp_impressora", tcp.endereco)
    assert nota(linha) == ""
    tecla(dialogo, K.Key_F5)
    cena.para()
    assert painel.conclusao == "Enviada."
    assert nota(linha) == ""


def test_a_janela_responde_enquanto_a_impressora_pensa(cena: Cena) -> None:
    with ImpressoraTcp(segura=True) as lenta:
        dialogo = configuracao(cena)
        escreve(dialogo, "controles_impressao", "imp_impressora", lenta.endereco)
        linha_de(dialogo, "controles_impressao", "imp_modelo_papel").poe(Papel.BOBINA_80)
        tecla(dialogo, K.Key_F5)
        assert lenta.comecou.wait(10)
        painel = dialogo.paginas.painel_teste
        assert painel is not None
        assert painel.rodando
        escreve(dialogo, "controles_impressao", "imp_vias_dav", "2")
        tecla(dialogo, K.Key_F5)
        assert painel.conclusao == "A espera foi interrompida. Se a página já tinha sido enviada, ela sai."
        lenta.solta.set()
        cena.para()
        assert painel.textos() == []


# ---- the server's

def test_quem_imprime_e_o_servidor_na_que_esta_na_tela_ainda_sem_nome(cena: Cena, tcp: ImpressoraTcp) -> None:
    pagina = cadastro(cena)
    cena.tecla(K.Key_Insert)
    poe(cena, pagina, "endereco", tcp.endereco)
    cena.tecla(K.Key_F5)
    assert pagina.ficha is not None
    assert pagina.ficha.painel is not None
    assert pagina.ficha.painel.conclusao == "Enviada."
    assert "PÁGINA DE TESTE" in impresso(tcp)
    assert cena.balcao.loja.conta("impressoras_servidor") == 0


def test_a_do_servidor_que_nao_atende_diz_por_que_ao_lado_do_campo(cena: Cena, desligada: str) -> None:
    pagina = cadastro(cena)
    cena.tecla(K.Key_Insert)
    linha = poe(cena, pagina, "endereco", desligada)
    cena.tecla(K.Key_F5)
    assert nota(linha).startswith(f"A impressora “{desligada.removeprefix('rede:')}” recusou a conexão.")
    assert pagina.ficha is not None
    assert pagina.ficha.painel is not None
    assert pagina.ficha.painel.conclusao == "Não saiu: Página de teste."


def test_sem_endereco_nada_se_tenta(cena: Cena) -> None:
    pagina = cadastro(cena)
    cena.tecla(K.Key_Insert)
    cena.tecla(K.Key_F5)
    assert pagina.ficha is not None
    assert pagina.ficha.painel is not None
    assert pagina.ficha.painel.textos() == [
        "Página de teste: falhou: Preencha Impressora: rede:endereço:porta, pasta:caminho, ou o nome de uma instalada "
        "no computador da retaguarda."]


def test_o_que_nao_e_endereco_nao_se_tenta(cena: Cena) -> None:
    pagina = cadastro(cena)
    cena.tecla(K.Key_Insert)
    linha = poe(cena, pagina, "endereco", "rede:10.0.0.1:70000")
    cena.tecla(K.Key_F5)
    assert pagina.ficha is not None
    assert pagina.ficha.painel is not None
    assert pagina.ficha.painel.conclusao == "Nada foi testado: corrija “Impressora”."
    assert nota(linha).startswith("“rede:10.0.0.1:70000” não é o endereço de uma impressora.")


def test_so_quem_cadastra_impressoras_as_testa(cena: Cena, tcp: ImpressoraTcp) -> None:
    cena.balcao.loja.sql("UPDATE perfis SET permissoes = permissoes - 'alterar_tipos_pedido'")
    with pytest.raises(Recusado) as recusa:
        rotas_cadastros.testar_impressora(
            cena.balcao.b.retaguarda, PaginaDeTeste(endereco=tcp.endereco, papel=Papel.BOBINA_80))
    assert recusa.value.recusa.codigo == "permissao.alterar_tipos_pedido"
    assert tcp.recebidos == []


def test_os_outros_cadastros_nao_tem_o_que_testar(cena: Cena) -> None:
    pagina = cadastro(cena, TIPOS_ESTOQUE)
    cena.tecla(K.Key_Insert)
    cena.tecla(K.Key_F5)
    assert pagina.ficha is not None
    assert pagina.ficha.painel is None


@so_cups
@pytest.mark.parametrize(("filas", "frase"), [
    ("Caixa\nBalcao\n", "As que ele tem: Balcao, Caixa."), ("", "Ele não tem nenhuma instalada.")])
def test_um_nome_que_o_servidor_nao_tem_se_grava_com_aviso(
        cena: Cena, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filas: str, frase: str) -> None:
    (tmp_path / "cups").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'cups'}:/usr/bin:/bin")
    CupsDeMentira(tmp_path / "cups").poe("filas", filas)
    aviso = f"O computador da retaguarda não tem impressora chamada “EPSON”. {frase} O que for para ela espera na fila."
    pagina = cadastro(cena)
    cena.tecla(K.Key_Insert)
    poe(cena, pagina, "nome", "COZINHA")
    linha = poe(cena, pagina, "endereco", "EPSON")
    cena.tecla(K.Key_F12)
    assert cena.ditos == ["COZINHA: incluída."]
    assert nota(linha) == aviso
    assert pagina.ficha is not None
    assert pagina.ficha.faixa.texto == aviso


@so_cups
@pytest.mark.parametrize("endereco", ["Balcao", "rede:10.0.0.1", "pasta:/tmp"])
def test_o_que_o_servidor_tem_ou_se_acha_pelo_endereco_nao_tem_aviso(
        cena: Cena, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, endereco: str) -> None:
    (tmp_path / "cups").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'cups'}:/usr/bin:/bin")
    CupsDeMentira(tmp_path / "cups")
    loja = cena.balcao.loja
    feita = cadastros.incluir(loja.ctx, loja.quem("bia"), "impressoras_servidor", NovoRegistro(
        id=uuid7(), valores={"nome": "SEPARAÇÃO", "endereco": endereco}))
    assert feita.avisos == ()
