"""The Configuração window, worked by keys (CB-001 to CB-045)."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from balcao.domain.campo import Onde
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.permissoes import Permissao
from balcao.domain.terminal import PAGINAS, PoliticaTerminal
from balcao.domain.terminal import Rodape as ModeloRodape
from balcao.domain.terminal.politica import Pagina
from balcao.ui.background import Background
from balcao.ui.componentes.painel_teste import Prova
from balcao.ui.configuracao.contrato import (
    AcaoRodape,
    Estado,
    Gravacao,
    Mudanca,
    ParteGravada,
    Ressalva,
    ResultadoGravacao,
)
from balcao.ui.configuracao.dialogo import DialogoConfiguracao
from tests.ui.modelos import contexto
from tests.ui.teclas import digita, espera_teclado, segura, tecla

CTRL = Qt.KeyboardModifier.ControlModifier
RODAPE = Pagina("", "", "rodape", ModeloRodape)


@dataclass
class Caderno:
    """A saver that keeps what it is told, and fails when told to."""

    pedidos: list[Gravacao] = field(default_factory=list)
    politica_falha: str = ""
    avisos: tuple[str, ...] = ()
    erro: Exception | None = None
    portao: threading.Event | None = None
    duvida_de: dict[str, str] = field(default_factory=dict)  # what is said of a field's value, by the value

    def confere(self, gravacao: Gravacao) -> tuple[Ressalva, ...]:
        return tuple(Ressalva(m.pagina.chave, m.nome, self.duvida_de[m.depois]) for m in gravacao.mudancas
                     if m.depois in self.duvida_de)

    def grava(self, gravacao: Gravacao) -> ResultadoGravacao:
        self.pedidos.append(gravacao)
        if self.portao is not None:
            assert self.portao.wait(10)
        if self.erro is not None:
            raise self.erro
        estacao = politica = None
        if gravacao.de(Onde.ESTACAO):
            estacao = ParteGravada(True, "Endereço gravado; vale na próxima conexão.", self.avisos)
        if gravacao.de(Onde.POLITICA):
            politica = ParteGravada(not self.politica_falha, self.politica_falha or "Regras gravadas; valem já.")
        return ResultadoGravacao(estacao, politica)


@dataclass
class Passo:
    nome: str
    estado: str
    mensagem: str
    conselho: str = ""
    ms: int = 0


@dataclass
class Cena:
    qtbot: object
    pai: QWidget
    fundo: Background
    caderno: Caderno = field(default_factory=Caderno)
    gravadas: list[ResultadoGravacao] = field(default_factory=list)
    pedidos_autorizacao: list[tuple[str, tuple[Mudanca, ...]]] = field(default_factory=list)
    resposta: object = None
    dialogo: DialogoConfiguracao | None = None

    def abre(self, politica=None, permissoes=frozenset(), sem_retaguarda="", somente_leitura="", testes=None,
             com_pedido=True) -> DialogoConfiguracao:
        politica = politica or PoliticaTerminal()
        valores = {p.chave: getattr(politica, p.chave) for p in (*PAGINAS, RODAPE)}
        self.dialogo = DialogoConfiguracao(
            PAGINAS, RODAPE, Estado(valores, sem_retaguarda, somente_leitura), self.caderno, self.fundo,
            contexto(permissoes=permissoes), pede_autorizacao=self.pede if com_pedido else None, testes=testes,
            acoes_rodape=[AcaoRodape("Relatórios", "Editar Relatório", lambda: None),
                          AcaoRodape("Banco de Dados", "Excluir Tab Versão", lambda: None,
                                     permissao=Permissao.MANTER_BANCO)], parent=self.pai)
        self.dialogo.gravada.connect(self.gravadas.append)
        self.qtbot.addWidget(self.dialogo)
        self.dialogo.open()
        espera_teclado(self.qtbot, self.dialogo)
        return self.dialogo

    def pede(self, permissao, mudancas, responde):
        self.pedidos_autorizacao.append((permissao, mudancas))
        responde(self.resposta)

    def espera_gravar(self, quantas=1):
        self.qtbot.waitUntil(lambda: len(self.caderno.pedidos) >= quantas and not self.fundo.pendentes())


@pytest.fixture
def cena(qtbot) -> Iterator[Cena]:
    pai = QWidget()
    pai.resize(1024, 768)
    qtbot.addWidget(pai)
    pai.show()
    fundo = Background(lambda erro: AmbienteIndisponivel(f"inesperado: {erro!r}", ""))
    cena = Cena(qtbot, pai, fundo)
    yield cena
    if cena.caderno.portao is not None:
        cena.caderno.portao.set()
    assert fundo.para(5) == []
    fundo.deleteLater()


def escreve(dialogo, pagina, nome, texto):
    dialogo.paginas.vai(pagina, nome)
    tecla(dialogo, Qt.Key.Key_A, CTRL)
    digita(dialogo, texto)


def linha_de(dialogo, pagina, nome):
    tela = next(t for t in dialogo.paginas.todas() if t.pagina.chave == pagina)
    return tela.formulario.linha(nome)


def aviso(dialogo, nome):
    return [d for d in dialogo.findChildren(QDialog, nome) if d.isVisible()][-1]


# ---- menus and pages ----

def test_the_menus_are_those_of_the_page_in_its_order_and_only_with_fields(cena):
    dialogo = cena.abre()
    textos = dialogo.paginas.menus.textos()
    esperada = ["Gerencial", "Balança", "Registros", "Operacional", "  Controles de Clientes",
                "  Controles de Produtos",
                "  Grupo de Desconto", "  Controles de Impressão", "  Integração", "  Controle do Sistema"]
    assert [t for t in esperada if t in textos] == textos


def test_arrows_walk_the_menus_and_enter_goes_into_the_page(cena):
    dialogo = cena.abre()
    menus = dialogo.paginas.menus
    assert menus.hasFocus()
    vistas = []
    for _ in range(menus.count()):
        vistas.append(dialogo.paginas.tela.pagina.chave)
        tecla(dialogo, Qt.Key.Key_Down)
    assert vistas == [p.chave for p in PAGINAS]
    dialogo.paginas.mostra("integracao")
    tecla(dialogo, Qt.Key.Key_Return)
    assert linha_de(dialogo, "integracao", "ip_servidor_retaguarda").widget.hasFocus()
    tecla(dialogo, Qt.Key.Key_PageDown, CTRL)
    assert dialogo.paginas.tela.pagina.chave == "controle_sistema"
    tecla(dialogo, Qt.Key.Key_PageUp, CTRL)
    assert dialogo.paginas.tela.pagina.chave == "integracao"


def test_integracao_has_exactly_the_six_fields_of_the_page(cena):
    dialogo = cena.abre()
    dialogo.paginas.mostra("integracao")
    linhas = list(dialogo.paginas.tela.formulario.linhas_visiveis())
    assert [linha.campo.id for linha in linhas] == ["CB-022", "CB-024", "CB-025", "CB-027", "CB-028", "CB-030"]
    assert [linha.editor.valor() for linha in linhas] == ["127.0.0.1", 5432, 8082, False, False, False]
    assert linhas[-1].motivo


def test_edits_stay_across_menus_and_the_menu_carries_a_mark(cena):
    dialogo = cena.abre()
    escreve(dialogo, "integracao", "porta_banco_dados", "5433")
    dialogo.paginas.mostra("gerencial")
    dialogo.paginas.mostra("integracao")
    assert linha_de(dialogo, "integracao", "porta_banco_dados").widget.text() == "5433"
    assert [m.frase for m in dialogo.paginas.mudancas()] == ["Porta Banco de Dados Gestores: 5432 → 5433"]


def test_help_of_the_address(cena):
    """CB-023."""
    dialogo = cena.abre()
    dialogo.paginas.vai("integracao", "ip_servidor_retaguarda")
    tecla(dialogo, Qt.Key.Key_F1)
    ajuda = dialogo.paginas.tela.formulario.texto_ajuda
    assert "127.0.0.1 significa “o próprio computador”" in ajuda
    assert "CB-022" in ajuda
    tecla(dialogo, Qt.Key.Key_Escape)  # ESC closes the help first
    assert dialogo.paginas.tela.formulario.texto_ajuda == ""
    assert dialogo.isVisible()


def test_search_over_all_pages_goes_to_the_field(cena):
    dialogo = cena.abre()
    tecla(dialogo, Qt.Key.Key_F, CTRL)
    digita(dialogo, "crediario pre-venda")
    assert dialogo.busca.lista.textos() == ["Verificar se Existe Crediário Vencido na Pré-Venda"]
    tecla(dialogo, Qt.Key.Key_Return)
    assert dialogo.paginas.tela.pagina.chave == "integracao"
    assert linha_de(dialogo, "integracao", "verificar_crediario_pre_venda").widget.hasFocus()
    tecla(dialogo, Qt.Key.Key_F, CTRL)
    digita(dialogo, "casas decimal valor")
    tecla(dialogo, Qt.Key.Key_Return)
    assert linha_de(dialogo, "rodape", "casas_decimais_valor").widget.hasFocus()


def test_escape_in_the_search_clears_it_and_only_then_closes(cena):
    dialogo = cena.abre()
    tecla(dialogo, Qt.Key.Key_F, CTRL)
    digita(dialogo, "porta")
    tecla(dialogo, Qt.Key.Key_Escape)
    assert dialogo.busca.text() == ""
    assert dialogo.isVisible()
    tecla(dialogo, Qt.Key.Key_Escape)
    assert not dialogo.isVisible()


# ---- closing ----

def test_escape_without_changes_closes_without_asking(cena):
    dialogo = cena.abre()
    tecla(dialogo, Qt.Key.Key_Escape)
    assert not dialogo.isVisible()
    assert cena.caderno.pedidos == []


def test_escape_with_changes_asks_once(cena):
    dialogo = cena.abre()
    escreve(dialogo, "integracao", "ip_servidor_retaguarda", "192.168.0.10")
    tecla(dialogo, Qt.Key.Key_Escape)
    pergunta = aviso(dialogo, "pergunta")
    assert pergunta.windowTitle() == "Descartar alterações não gravadas?"
    espera_teclado(cena.qtbot, pergunta)
    tecla(pergunta, Qt.Key.Key_Return)  # the focus is on the answer that loses nothing
    assert dialogo.isVisible()
    espera_teclado(cena.qtbot, dialogo)
    assert linha_de(dialogo, "integracao", "ip_servidor_retaguarda").widget.text() == "192.168.0.10"
    tecla(dialogo, Qt.Key.Key_Escape)
    pergunta = aviso(dialogo, "pergunta")
    espera_teclado(cena.qtbot, pergunta)
    tecla(pergunta, Qt.Key.Key_F12)
    assert not dialogo.isVisible()
    assert cena.caderno.pedidos == []


def test_f12_without_changes_closes_and_saves_nothing(cena):
    dialogo = cena.abre()
    tecla(dialogo, Qt.Key.Key_F12)
    assert not dialogo.isVisible()
    assert cena.caderno.pedidos == []


# ---- F12 ----

def test_f12_saves_everything_at_once_and_closes(cena):
    """CB-003: 5433 saved, the window closes."""
    dialogo = cena.abre()
    escreve(dialogo, "integracao", "porta_banco_dados", "5433")
    escreve(dialogo, "rodape", "casas_decimais_qtde", "2")
    tecla(dialogo, Qt.Key.Key_F12)
    cena.espera_gravar()
    [gravacao] = cena.caderno.pedidos
    assert {m.nome: m.depois for m in gravacao.mudancas} == {"porta_banco_dados": 5433, "casas_decimais_qtde": 2}
    assert gravacao.valores["integracao"].porta_banco_dados == 5433
    assert gravacao.valores["rodape"].casas_decimais_qtde == 2
    assert set(gravacao.valores) == {p.chave for p in (*PAGINAS, RODAPE)}
    assert not dialogo.isVisible()
    assert [p.gravou for p in cena.gravadas[0].partes] == [True, True]


@pytest.mark.parametrize(("nome", "texto", "mensagem"), [
    ("porta_banco_dados", "70000", "Porta deve estar entre 1 e 65535"),
    ("porta_banco_dados", "0", "Porta deve estar entre 1 e 65535"),
    ("ip_servidor_retaguarda", "300.1.1.1", "“300.1.1.1” não é um endereço IP."),
    ("ip_servidor_retaguarda", " ", "Preencha IP do Servidor Retaguarda.")])
def test_f12_opens_the_page_of_the_first_error_with_focus_and_saves_nothing(cena, nome, texto, mensagem):
    dialogo = cena.abre()
    escreve(dialogo, "integracao", nome, texto)
    escreve(dialogo, "rodape", "casas_decimais_qtde", "2")
    dialogo.paginas.mostra("gerencial")
    tecla(dialogo, Qt.Key.Key_F12)
    assert dialogo.paginas.tela.pagina.chave == "integracao"
    assert linha_de(dialogo, "integracao", nome).widget.hasFocus()
    assert linha_de(dialogo, "integracao", nome).erro.startswith(mensagem)
    assert cena.caderno.pedidos == []
    assert dialogo.isVisible()


def test_an_error_in_the_footer_gets_the_focus_there(cena):
    dialogo = cena.abre()
    escreve(dialogo, "rodape", "casas_decimais_valor", "9")
    tecla(dialogo, Qt.Key.Key_F12)
    assert linha_de(dialogo, "rodape", "casas_decimais_valor").widget.hasFocus()
    assert "entre 2 e 6" in linha_de(dialogo, "rodape", "casas_decimais_valor").erro


def test_the_footer_makes_room_for_an_error(cena, qtbot):
    dialogo = cena.abre()
    formulario = dialogo.rodape.formulario
    antes = formulario.height()
    escreve(dialogo, "rodape", "casas_decimais_valor", "9")
    tecla(dialogo, Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: formulario.height() > antes)
    assert formulario.height() >= formulario.altura(dialogo.rodape.width())


def test_a_title_of_two_lines_is_whole_beside_a_note(cena, qtbot):
    dialogo = cena.abre()
    dialogo.paginas.mostra("controles_clientes")
    linha = linha_de(dialogo, "controles_clientes", "idade_maxima_credito_horas")
    linha.mostra_erro("Idade máxima deve estar entre 1 e 720 horas")
    rotulo = linha.findChild(QLabel)
    qtbot.waitUntil(lambda: rotulo.width() < rotulo.sizeHint().width() * 3 and linha.isVisible())
    QApplication.processEvents()
    assert rotulo.height() >= rotulo.heightForWidth(rotulo.width())


def test_a_host_that_is_silent_is_saved_with_a_warning_that_is_read(cena):
    cena.caderno.avisos = ("Servidor 192.168.0.50 não respondeu.",)
    dialogo = cena.abre()
    escreve(dialogo, "integracao", "ip_servidor_retaguarda", "192.168.0.50")
    tecla(dialogo, Qt.Key.Key_F12)
    cena.qtbot.waitUntil(lambda: bool(dialogo.findChildren(QDialog, "mensagem")))
    mensagem = aviso(dialogo, "mensagem")
    assert "Servidor 192.168.0.50 não respondeu." in mensagem.corpo.text()
    assert "vale na próxima conexão" in mensagem.corpo.text()
    espera_teclado(cena.qtbot, mensagem)
    tecla(mensagem, Qt.Key.Key_Return)
    assert not dialogo.isVisible()
    assert len(cena.gravadas) == 1


def test_when_only_this_computers_part_was_saved_it_says_so_and_f12_tries_the_rest(cena):
    cena.caderno.politica_falha = "As regras do terminal não foram gravadas: a retaguarda não respondeu."
    dialogo = cena.abre()
    escreve(dialogo, "integracao", "porta_banco_dados", "5433")
    escreve(dialogo, "rodape", "casas_decimais_qtde", "2")
    tecla(dialogo, Qt.Key.Key_F12)
    cena.espera_gravar()
    assert dialogo.isVisible()
    assert "Endereço gravado" in dialogo.faixa.texto
    assert "não foram gravadas" in dialogo.faixa.texto
    assert [m.nome for m in dialogo.paginas.mudancas()] == ["casas_decimais_qtde"]
    cena.caderno.politica_falha = ""
    tecla(dialogo, Qt.Key.Key_F12)
    cena.espera_gravar(2)
    assert [m.nome for m in cena.caderno.pedidos[1].mudancas] == ["casas_decimais_qtde"]
    assert not dialogo.isVisible()


def test_when_nothing_was_saved_everything_stays(cena):
    cena.caderno.erro = AmbienteIndisponivel("O disco está cheio.", "Libere espaço.")
    dialogo = cena.abre()
    escreve(dialogo, "integracao", "porta_banco_dados", "5433")
    tecla(dialogo, Qt.Key.Key_F12)
    cena.espera_gravar()
    assert dialogo.faixa.texto == "Nada foi gravado. O disco está cheio. Libere espaço. F12 tenta de novo."
    assert linha_de(dialogo, "integracao", "porta_banco_dados").widget.text() == "5433"
    assert linha_de(dialogo, "integracao", "porta_banco_dados").widget.hasFocus()


def test_while_it_saves_neither_escape_nor_another_f12_does_anything(cena):
    cena.caderno.portao = threading.Event()
    dialogo = cena.abre()
    escreve(dialogo, "integracao", "porta_banco_dados", "5433")
    segura(dialogo, Qt.Key.Key_F12, 5)
    tecla(dialogo, Qt.Key.Key_F12)
    tecla(dialogo, Qt.Key.Key_Escape)
    assert dialogo.isVisible()
    cena.caderno.portao.set()
    cena.espera_gravar()
    assert len(cena.caderno.pedidos) == 1
    assert not dialogo.isVisible()


# ---- permission ----

FRACA = PoliticaTerminal.model_validate({"integracao": {"verificar_crediario_dav": True}})


def test_turning_a_check_off_asks_for_the_permission(cena):
    cena.resposta = {"quem": "gerente"}
    dialogo = cena.abre(FRACA)
    dialogo.paginas.vai("integracao", "verificar_crediario_dav")
    tecla(dialogo, Qt.Key.Key_Space)
    tecla(dialogo, Qt.Key.Key_F12)
    cena.espera_gravar()
    [(permissao, mudancas)] = cena.pedidos_autorizacao
    assert permissao == Permissao.ALTERAR_REGRAS_TERMINAL
    assert [m.nome for m in mudancas] == ["verificar_crediario_dav"]
    assert cena.caderno.pedidos[0].autorizacao == {"quem": "gerente"}


@pytest.mark.parametrize("com_pedido", [True, False])
def test_refused_nothing_is_saved_and_the_switch_is_shown(cena, com_pedido):
    dialogo = cena.abre(FRACA, com_pedido=com_pedido)
    dialogo.paginas.vai("integracao", "verificar_crediario_dav")
    tecla(dialogo, Qt.Key.Key_Space)
    dialogo.paginas.mostra("gerencial")
    tecla(dialogo, Qt.Key.Key_F12)
    assert cena.caderno.pedidos == []
    assert "Altera regras do terminal" in dialogo.faixa.texto
    assert linha_de(dialogo, "integracao", "verificar_crediario_dav").widget.hasFocus()


def test_turning_a_check_on_or_having_the_permission_asks_nothing(cena):
    dialogo = cena.abre()
    dialogo.paginas.vai("integracao", "verificar_crediario_dav")
    tecla(dialogo, Qt.Key.Key_Space)
    tecla(dialogo, Qt.Key.Key_F12)
    cena.espera_gravar()
    dialogo = cena.abre(FRACA, permissoes=frozenset({Permissao.ALTERAR_REGRAS_TERMINAL}))
    dialogo.paginas.vai("integracao", "verificar_crediario_dav")
    tecla(dialogo, Qt.Key.Key_Space)
    tecla(dialogo, Qt.Key.Key_F12)
    cena.espera_gravar(2)
    assert cena.pedidos_autorizacao == []
    assert len(cena.caderno.pedidos) == 2


# ---- without the retaguarda ----

def test_without_the_retaguarda_policies_are_read_only_and_the_address_still_works(cena):
    dialogo = cena.abre(sem_retaguarda="Sem conexão com a retaguarda.")
    assert dialogo.faixa.texto.startswith("Sem conexão com a retaguarda. As regras do terminal podem ser lidas")
    dialogo.paginas.vai("controles_clientes", "tolerancia_crediario_dias")
    digita(dialogo, "9")
    dialogo.paginas.vai("integracao", "verificar_crediario_dav")
    tecla(dialogo, Qt.Key.Key_Space)
    escreve(dialogo, "integracao", "ip_servidor_retaguarda", "10.0.0.5")
    tecla(dialogo, Qt.Key.Key_F12)
    cena.espera_gravar()
    assert [(m.nome, m.depois) for m in cena.caderno.pedidos[0].mudancas] == [("ip_servidor_retaguarda", "10.0.0.5")]


def test_when_the_retaguarda_comes_back_the_policies_unlock_and_edits_stay(cena):
    dialogo = cena.abre(sem_retaguarda="Sem conexão com a retaguarda.")
    escreve(dialogo, "integracao", "porta_banco_dados", "5433")
    dialogo.define_sem_retaguarda("")
    assert dialogo.faixa.texto == ""
    dialogo.paginas.vai("integracao", "verificar_crediario_dav")
    tecla(dialogo, Qt.Key.Key_Space)
    assert {m.nome for m in dialogo.paginas.mudancas()} == {"porta_banco_dados", "verificar_crediario_dav"}


def test_who_may_not_change_anything_can_still_read(cena):
    dialogo = cena.abre(somente_leitura="Só quem tem “Altera a configuração do terminal” muda esta janela.")
    escreve(dialogo, "integracao", "porta_banco_dados", "1")
    assert dialogo.paginas.mudancas() == ()
    assert not dialogo.botao_confirma.isEnabled()
    tecla(dialogo, Qt.Key.Key_F12)
    assert dialogo.isVisible()
    tecla(dialogo, Qt.Key.Key_Escape)
    assert not dialogo.isVisible()


# ---- footer ----

def test_the_footer_has_its_two_groups_of_actions(cena):
    """CB-041, CB-043."""
    dialogo = cena.abre()
    assert list(dialogo.rodape.botoes) == ["Editar Relatório", "Excluir Tab Versão"]
    assert dialogo.rodape.botoes["Editar Relatório"].isEnabled()
    assert not dialogo.rodape.botoes["Excluir Tab Versão"].isEnabled()


def test_the_default_seller_is_chosen_in_the_footer(cena):
    dialogo = cena.abre()
    dialogo.paginas.vai("rodape", "vendedor_padrao")
    digita(dialogo, "carla")
    tecla(dialogo, Qt.Key.Key_Return)
    tecla(dialogo, Qt.Key.Key_F12)
    cena.espera_gravar()
    assert cena.caderno.pedidos[0].valores["rodape"].vendedor_padrao == 3


# ---- Testar conexão ----

def test_the_connection_test_shows_each_step_of_what_is_on_the_screen(cena):
    pagina = []

    def testa(alvo, avisa):
        pagina.append(alvo)
        avisa(Passo("Endereço", "certo", "10.0.0.5 é este.", ms=2))
        avisa(Passo("Porta do banco", "falhou", "Banco recusou em 10.0.0.5:5433.", "Veja o PostgreSQL.", 31))
        avisa(Passo("Login no banco", "pulado", "Não foi testado."))

    dialogo = cena.abre(testes={"integracao": Prova(testa)})
    tecla(dialogo, Qt.Key.Key_F5)  # this page has no test
    assert pagina == []
    escreve(dialogo, "integracao", "porta_banco_dados", "5433")
    tecla(dialogo, Qt.Key.Key_F5)
    painel = dialogo.paginas.painel_teste
    cena.qtbot.waitUntil(lambda: not painel.rodando)
    assert pagina[0].porta_banco_dados == 5433
    assert painel.textos() == ["Endereço: certo: 10.0.0.5 é este.",
                               "Porta do banco: falhou: Banco recusou em 10.0.0.5:5433. Veja o PostgreSQL.",
                               "Login no banco: pulado: Não foi testado."]
    assert painel.conclusao == "Falhou em: Porta do banco."
    assert dialogo.isVisible()
    assert cena.caderno.pedidos == []


def test_what_cannot_be_tried_is_not_replaced_by_what_is_stored(cena):
    pagina = []
    dialogo = cena.abre(testes={"integracao": Prova(lambda alvo, _avisa: pagina.append(alvo))})
    escreve(dialogo, "integracao", "porta_banco_dados", "70000")
    escreve(dialogo, "integracao", "ip_servidor_retaguarda", "300.1.1.1")
    tecla(dialogo, Qt.Key.Key_F5)
    cena.qtbot.waitUntil(lambda: not cena.fundo.pendentes())
    assert pagina == []
    assert dialogo.paginas.painel_teste.conclusao == (
        "Nada foi testado: corrija “IP do Servidor Retaguarda”, “Porta Banco de Dados Gestores”.")
    linha = linha_de(dialogo, "integracao", "ip_servidor_retaguarda")
    assert linha.erro.startswith("“300.1.1.1” não é um endereço IP.")
    assert linha.editor.alvo().hasFocus()
    assert linha_de(dialogo, "integracao", "porta_banco_dados").erro == "Porta deve estar entre 1 e 65535"


def test_a_test_that_waits_can_be_stopped_and_its_late_steps_are_not_shown(cena):
    portao, comecou = threading.Event(), threading.Event()

    def testa(_alvo, avisa):
        comecou.set()
        portao.wait(10)
        avisa(Passo("Endereço", "certo", "tarde demais"))

    dialogo = cena.abre(testes={"integracao": Prova(testa)})
    dialogo.paginas.vai("integracao", "porta_banco_dados")
    tecla(dialogo, Qt.Key.Key_F5)
    painel = dialogo.paginas.painel_teste
    assert comecou.wait(5)
    tecla(dialogo, Qt.Key.Key_F5)
    assert painel.conclusao == "Teste interrompido."
    portao.set()
    cena.qtbot.waitUntil(lambda: not cena.fundo.pendentes())
    QApplication.processEvents()
    assert painel.textos() == []


def test_every_control_is_reachable_by_tab(cena):
    dialogo = cena.abre()
    dialogo.paginas.mostra("integracao")
    dialogo.paginas.menus.setFocus()
    vistos = set()
    for _ in range(40):
        vistos.add(QApplication.focusWidget())
        tecla(dialogo, Qt.Key.Key_Tab)
    assert dialogo.busca in vistos
    assert {dialogo.botao_fecha, dialogo.botao_confirma} <= vistos
    assert linha_de(dialogo, "rodape", "caminho_imagem_logo").editor.alvo() in vistos
    assert {linha.editor.alvo() for linha in dialogo.paginas.tela.formulario.linhas_visiveis()
            if not linha.motivo} <= vistos


@pytest.mark.parametrize("pagina", ["gerencial", "integracao", "controles_clientes"])
def test_tab_goes_from_the_menus_into_the_page_and_then_to_the_footer(cena, pagina):
    """The order somebody reads in, also for a page built after the footer, and seen again after others."""
    dialogo = cena.abre()
    for chave in ("integracao", pagina, "controles_impressao", pagina):
        dialogo.paginas.mostra(chave)
    dialogo.paginas.menus.setFocus()
    tela, passos = dialogo.paginas.tela, []
    while not dialogo.rodape.isAncestorOf(QApplication.focusWidget()) and len(passos) < 40:
        tecla(dialogo, Qt.Key.Key_Tab)
        passos.append(QApplication.focusWidget())
    assert len(passos) > 1
    assert all(tela.isAncestorOf(quem) for quem in passos[:-1])
    editores = [linha.editor for linha in tela.formulario.linhas_visiveis() if not linha.motivo]
    chegou = [next((n for n, e in enumerate(editores) if e is quem or e.isAncestorOf(quem)), None) for quem in passos]
    assert [n for n in dict.fromkeys(chegou) if n is not None] == list(range(len(editores)))


def test_what_this_computer_cannot_use_is_said_beside_the_field_and_kept_by_a_second_f12(cena):
    cena.caderno.duvida_de = {"Ausente": "A impressora “Ausente” não existe neste computador.",
                               "a.txt": "Não é imagem."}
    dialogo = cena.abre()
    escreve(dialogo, "rodape", "caminho_imagem_logo", "a.txt")
    escreve(dialogo, "controles_impressao", "imp_impressora", "Ausente")
    impressora = linha_de(dialogo, "controles_impressao", "imp_impressora")
    dialogo.paginas.mostra("integracao")
    tecla(dialogo, Qt.Key.Key_F12)
    cena.qtbot.waitUntil(lambda: impressora._nota is not None and "não existe" in impressora._nota.text())
    assert "Não é imagem." in linha_de(dialogo, "rodape", "caminho_imagem_logo")._nota.text()
    assert cena.caderno.pedidos == []
    assert "F12 outra vez grava" in dialogo.faixa.texto
    assert dialogo.paginas.tela.pagina.chave == "controles_impressao"
    assert impressora.isAncestorOf(QApplication.focusWidget())
    digita(dialogo, "x")
    assert "não existe" not in impressora._nota.text(), "it was of another value"
    cena.caderno.duvida_de["Ausentex"] = "A impressora “Ausentex” não existe neste computador."
    tecla(dialogo, Qt.Key.Key_F12)
    cena.qtbot.waitUntil(lambda: "Ausentex" in impressora._nota.text())
    assert cena.caderno.pedidos == []
    tecla(dialogo, Qt.Key.Key_F12)
    cena.espera_gravar()
    [gravacao] = cena.caderno.pedidos
    assert gravacao.valores["controles_impressao"].imp_impressora == "Ausentex"
    assert gravacao.valores["rodape"].caminho_imagem_logo == "a.txt"
    assert not dialogo.isVisible()
