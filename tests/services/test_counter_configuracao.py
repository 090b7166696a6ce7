"""The Configuração window saves two parts, and says which; the counter follows a new address; the doctor looks."""

import errno
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pydantic import BaseModel

from balcao.config import estacao as config_estacao
from balcao.config import plataforma
from balcao.config.plataforma import pastas
from balcao.config.segredos import Segredos
from balcao.domain.campo import Campo, Onde, campo_de
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.domain.permissoes import Permissao
from balcao.domain.terminal import ControlesClientes, Integracao, PoliticaTerminal
from balcao.gateways.retaguarda import Recusado
from balcao.services.counter.configuracao import Autorizacao
from balcao.services.counter.diagnostico import Diagnostico, Estado
from balcao.services.office.loja import Loja as LojaDoServidor
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.rede import rede_para
from tests.apoio.retaguarda import Loja


@dataclass(frozen=True)
class UmaMudanca:
    campo: Campo
    nome: str


@dataclass(frozen=True)
class UmaGravacao:
    valores: dict[str, BaseModel]
    mudancas: tuple[UmaMudanca, ...]
    autorizacao: Any = None


def gravacao(politica: PoliticaTerminal, autorizacao: Any = None, **paginas: dict[str, Any]) -> UmaGravacao:
    """What the window hands over after these fields changed."""
    valores: dict[str, BaseModel] = {nome: getattr(politica, nome) for nome in type(politica).model_fields}
    mudancas = []
    for pagina, campos in paginas.items():
        modelo = type(valores[pagina])
        mudancas += [UmaMudanca(campo_de(modelo, nome), nome) for nome in campos]
        valores[pagina] = modelo.model_validate({**valores[pagina].model_dump(), **campos})
    return UmaGravacao(valores, tuple(mudancas), autorizacao)


@pytest.fixture
def balcao(loja: Loja, tmp_path: Path) -> Iterator[BalcaoDeTeste]:
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as um:
        um.entra("bia")
        yield um


def test_grava_as_duas_partes_e_diz_quais(balcao: BalcaoDeTeste) -> None:
    janela = balcao.b.configuracao()
    lida = janela.le()
    assert lida.sem_retaguarda == ""
    assert lida.politica.controles_impressao.imp_impressora.startswith("pasta:")
    feito = janela.grava(gravacao(lida.politica, controles_clientes={"tolerancia_crediario_dias": 3},
                                  rodape={"caminho_imagem_logo": "/nao/existe.png"}))
    assert feito.estacao is not None
    assert feito.estacao.gravou
    assert feito.politica is not None
    assert feito.politica.gravou
    balcao.puxa()
    politica = balcao.b.politica()
    assert politica.controles_clientes.tolerancia_crediario_dias == 3
    assert politica.rodape.caminho_imagem_logo == "/nao/existe.png"
    assert balcao.loja.conta("auditoria", "campo LIKE 'CB-103%%'") == 1
    guardada = balcao.loja.um("SELECT politica FROM estacoes WHERE id = %s", balcao.estacao_id)
    assert "imp_impressora" not in guardada["controles_impressao"]


@pytest.mark.parametrize(("logo", "dito"), [
    ("/nao/existe.png", "não existe neste computador"),
    pytest.param("a" * 300, "não existe neste computador", id="longo"),
    ("nota.txt", "não é uma imagem"), ("cortada.png", "não é uma imagem"), ("loja.png", ""), ("", "")])
def test_o_logo_que_nao_serve_e_dito_e_gravado_por_quem_quer(balcao: BalcaoDeTeste, tmp_path: Path, logo: str,
                                                             dito: str) -> None:
    """A text pasted there by mistake is no reason to save nothing."""
    (tmp_path / "nota.txt").write_text("isto não é um desenho")
    Image.new("RGB", (40, 20), "navy").save(tmp_path / "loja.png")
    (tmp_path / "cortada.png").write_bytes((tmp_path / "loja.png").read_bytes()[:60])
    caminho = str(tmp_path / logo) if logo in ("nota.txt", "cortada.png", "loja.png") else logo
    janela = balcao.b.configuracao()
    mudada = gravacao(janela.le().politica, rodape={"caminho_imagem_logo": caminho})
    ressalvas = janela.confere(mudada)
    assert [(r.pagina, r.nome) for r in ressalvas] == [("rodape", "caminho_imagem_logo")] * bool(dito)
    assert all(dito in r.frase for r in ressalvas)
    feito = janela.grava(mudada)
    assert feito.estacao is not None
    assert (feito.estacao.gravou, feito.estacao.avisos) == (True, ())


@pytest.mark.parametrize(("impressora", "dito"), [
    ("rede:127.0.0.1:1", "127.0.0.1"), ("rede:a b", "não é o endereço"), ("pasta:/nao/ha", "não existe"),
    ("Cozinha", "“Cozinha”|CUPS"), ("nenhuma", ""), ("", "")])
def test_a_impressora_que_nao_se_alcanca_e_dita(balcao: BalcaoDeTeste, impressora: str, dito: str) -> None:
    janela = balcao.b.configuracao()
    ressalvas = janela.confere(gravacao(janela.le().politica, controles_impressao={"imp_impressora": impressora}))
    assert len(ressalvas) == bool(dito)
    assert all(r.nome == "imp_impressora" and re.search(dito, r.frase) for r in ressalvas)


def test_so_o_que_mudou_e_conferido(balcao: BalcaoDeTeste) -> None:
    janela = balcao.b.configuracao()
    politica = janela.le().politica
    fora = politica.model_copy(update={"rodape": politica.rodape.model_copy(
        update={"caminho_imagem_logo": "/nao/existe.png"})})
    assert janela.confere(gravacao(fora, controles_impressao={"imp_bobina_qr": False})) == ()


def test_sem_retaguarda_so_o_que_e_deste_computador(balcao: BalcaoDeTeste) -> None:
    balcao.cai()
    janela = balcao.b.configuracao()
    lida = janela.le()
    assert "Só os campos deste computador" in lida.sem_retaguarda
    feito = janela.grava(gravacao(lida.politica, controles_impressao={"imp_impressora": "nenhuma"}))
    assert feito.politica is None
    assert balcao.b.politica().controles_impressao.imp_impressora == "nenhuma"
    with pytest.raises(AmbienteIndisponivel):
        janela.grava(gravacao(lida.politica, controles_clientes={"tolerancia_crediario_dias": 3}))


def test_a_parte_local_fica_mesmo_que_a_outra_seja_recusada(balcao: BalcaoDeTeste) -> None:
    primeira, segunda = balcao.b.configuracao(), balcao.b.configuracao()
    uma, outra = primeira.le(), segunda.le()
    primeira.grava(gravacao(uma.politica, controles_clientes={"tolerancia_crediario_dias": 1}))
    feito = segunda.grava(gravacao(outra.politica, controles_clientes={"tolerancia_crediario_dias": 2},
                                   controles_impressao={"imp_impressora": "nenhuma"}))
    assert feito.parte(Onde.ESTACAO).gravou  # type: ignore[union-attr]
    assert not feito.parte(Onde.POLITICA).gravou  # type: ignore[union-attr]
    assert "mudou em outro lugar" in feito.politica.mensagem  # type: ignore[union-attr]
    assert config_estacao.le(balcao.pastas.config).locais["controles_impressao"]["imp_impressora"] == "nenhuma"
    with pytest.raises(Recusado, match="mudou em outro lugar"):
        segunda.grava(gravacao(outra.politica, controles_clientes={"tolerancia_crediario_dias": 2}))


def test_enfraquecer_pede_a_senha_de_quem_pode(balcao: BalcaoDeTeste) -> None:
    loja = balcao.loja
    loja.sql("UPDATE perfis SET permissoes = permissoes || '[\"alterar_configuracao\"]' WHERE nome = 'Vendedor'")
    balcao.entra("ana")
    janela = balcao.b.configuracao()
    lida = janela.le()
    with pytest.raises(Recusado, match="permissão"):
        janela.grava(gravacao(lida.politica, controles_clientes={"tolerancia_crediario_dias": 9}))
    with pytest.raises(EntradaInvalida, match="não tem a permissão"):
        janela.autoriza("ana", "ana-senha", Permissao.ALTERAR_REGRAS_TERMINAL)
    palavra = janela.autoriza("bia", "bia-senha", Permissao.ALTERAR_REGRAS_TERMINAL)
    assert isinstance(palavra, Autorizacao)
    feito = janela.grava(gravacao(lida.politica, palavra, controles_clientes={"tolerancia_crediario_dias": 9}))
    assert feito.politica is not None
    assert feito.politica.gravou
    assert balcao.b.sessoes.atual.usuario.nome == "Ana Souza"  # type: ignore[union-attr]


def test_outro_endereco_e_seguido_na_hora(balcao: BalcaoDeTeste) -> None:
    with rede_para(balcao.rede._destino) as outra:
        janela = balcao.b.configuracao()
        lida = janela.le()
        feito = janela.grava(gravacao(lida.politica, integracao={"porta_integracao_clientes": outra.porta}))
        assert feito.estacao is not None
        assert feito.estacao.avisos == ()
        antes = balcao.rede.pedidos
        balcao.entra("ana")
        assert outra.pedidos > 0
        assert balcao.rede.pedidos == antes


def test_endereco_mudo_e_gravado_com_aviso(balcao: BalcaoDeTeste) -> None:
    janela = balcao.b.configuracao()
    politica = janela.le().politica
    balcao.rede.fecha()
    feito = janela.grava(gravacao(politica, integracao={"ip_servidor_retaguarda": "127.0.0.9"}))
    assert feito.estacao is not None
    assert feito.estacao.gravou
    assert len(feito.estacao.avisos) == 2
    assert "Ninguém responde em 127.0.0.9" in feito.estacao.avisos[0]


@pytest.mark.parametrize("com_copia", [True, False])
def test_o_arquivo_estragado_com_o_balcao_aberto_nao_leva_quem_ele_e(balcao: BalcaoDeTeste, com_copia: bool) -> None:
    antes, pasta = balcao.b.estacao, balcao.pastas.config
    (pasta / config_estacao.ARQUIVO).write_bytes(b"\x00" * 400)
    if not com_copia:
        (pasta / config_estacao.COPIA).unlink()
    janela = balcao.b.configuracao()
    lida = janela.le()
    assert lida.politica.integracao == antes.integracao
    feito = janela.grava(gravacao(lida.politica, controles_impressao={"imp_bobina_qr": False}))
    assert feito.estacao is not None
    assert feito.estacao.gravou
    gravada = config_estacao.le(pasta)
    assert (gravada.id, gravada.empresa, gravada.banco) == (antes.id, antes.empresa, antes.banco)
    assert gravada.integracao == antes.integracao
    assert not gravada.avisos
    assert (pasta / f"{config_estacao.ARQUIVO}.estragado").read_bytes() == b"\x00" * 400


def test_o_arquivo_estragado_se_abre_pela_copia_e_diz(balcao: BalcaoDeTeste) -> None:
    antes = balcao.b.estacao
    (balcao.pastas.config / config_estacao.ARQUIVO).write_text("")
    balcao.reabre()
    assert (balcao.b.estacao.id, balcao.b.estacao.integracao) == (antes.id, antes.integracao)
    assert "Vale a cópia da última gravação" in balcao.b.estacao.avisos[0]


def test_sem_copia_o_balcao_nao_vira_outro_terminal(balcao: BalcaoDeTeste) -> None:
    balcao.fecha()
    pasta = balcao.pastas.config
    (pasta / config_estacao.COPIA).unlink()
    (pasta / config_estacao.ARQUIVO).write_text("[estacao\n")
    estacoes = balcao.loja.conta("estacoes")
    with pytest.raises(AmbienteIndisponivel, match="está estragado"):
        balcao.abre()
    ditos: list[str] = []
    loja = LojaDoServidor(balcao.pastas, Segredos(pasta), balcao.agora, lambda: balcao.agora().date())
    loja.registra_estacao(ditos.append)
    assert "não há cópia dele" in ditos[0]
    assert balcao.loja.conta("estacoes") == estacoes
    (pasta / config_estacao.ARQUIVO).write_text(f"[estacao]\nid = {balcao.estacao_id}\n")
    balcao.abre()


def test_duas_janelas_do_mesmo_computador_nao_se_desfazem(balcao: BalcaoDeTeste) -> None:
    uma, outra = balcao.b.configuracao(), balcao.b.configuracao()
    lida, a_mesma = uma.le(), outra.le()
    uma.grava(gravacao(lida.politica, controles_impressao={"imp_impressora": "nenhuma"}))
    outra.grava(gravacao(a_mesma.politica, rodape={"caminho_imagem_logo": "/logo.png"}))
    for politica in (balcao.b.politica(), balcao.b.configuracao().le().politica):
        assert politica.controles_impressao.imp_impressora == "nenhuma"
        assert politica.rodape.caminho_imagem_logo == "/logo.png"


@pytest.mark.parametrize(("erro", "dito"), [(errno.ENOSPC, "o disco está cheio"), (errno.EROFS, "só permite leitura"),
                                            (errno.EACCES, "sem permissão")])
def test_o_que_o_disco_recusa_e_dito_e_o_de_antes_continua(
        balcao: BalcaoDeTeste, monkeypatch: pytest.MonkeyPatch, erro: int, dito: str) -> None:
    janela = balcao.b.configuracao()
    lida = janela.le()
    antes = config_estacao.le(balcao.pastas.config)

    def recusa(*_: Any) -> None:
        raise OSError(erro, os.strerror(erro))

    monkeypatch.setattr(plataforma, "grava", recusa)
    with pytest.raises(AmbienteIndisponivel, match=dito) as recusado:
        janela.grava(gravacao(lida.politica, controles_impressao={"imp_impressora": "nenhuma"},
                              controles_clientes={"tolerancia_crediario_dias": 9}))
    assert "O anterior continua valendo" in str(recusado.value)
    monkeypatch.undo()
    assert config_estacao.le(balcao.pastas.config) == antes
    assert balcao.b.configuracao().le().politica.controles_clientes.tolerancia_crediario_dias == 0


def test_valor_errado_nao_chega_a_gravar(balcao: BalcaoDeTeste) -> None:
    with pytest.raises(ValueError, match="entre 1 e 65535"):
        gravacao(balcao.b.configuracao().le().politica, integracao={"porta_banco_dados": 70000})
    assert Integracao().porta_banco_dados == 5432
    assert ControlesClientes().tolerancia_crediario_dias == 0


# ---- the doctor

def test_diagnostico_de_um_balcao_que_vende(balcao: BalcaoDeTeste) -> None:
    balcao.cai()
    balcao.emite(balcao.venda("DAV"))
    balcao.rede.modo = balcao.rede.modo.PASSA
    linhas = {p.nome: p for p in Diagnostico(balcao.pastas, Segredos(balcao.pastas.config), balcao.agora).executa()}
    assert {nome: p.mensagem for nome, p in linhas.items() if p.estado is Estado.FALHOU} == {}
    assert "1 a enviar" in linhas["Fila de envio"].mensagem
    assert "Sincronizados há" in linhas["Dados locais"].mensagem
    assert linhas["Permissões"].estado is Estado.CERTO


def test_diagnostico_de_um_computador_novo(balcao: BalcaoDeTeste, tmp_path: Path) -> None:

    vazias = pastas({"BALCAO_PASTA": str(tmp_path / "outro")})
    linhas = {p.nome: p for p in Diagnostico(vazias, Segredos(vazias.config), balcao.agora).executa()}
    assert "ainda não é um terminal" in linhas["Terminal"].mensagem
    assert linhas["Dados locais"].estado is Estado.AVISO
    assert linhas["Vendas guardadas"].estado is Estado.CERTO
    assert all(p.conselho for p in linhas.values() if p.estado in (Estado.FALHOU, Estado.AVISO))
