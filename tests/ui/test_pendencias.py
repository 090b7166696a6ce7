"""A enviar and Divergências worked by keys, over a real counter, its network and its retaguarda."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from uuid_utils.compat import uuid7

from balcao.domain import arquivo_envios
from balcao.domain.protocolo import NovoCliente
from balcao.domain.quarentena import Decisao
from balcao.domain.textos import texto
from balcao.services.counter.divergencias import Divergencias
from balcao.services.counter.fila import Fila
from balcao.services.counter.rascunho import Rascunho
from balcao.ui.background import Faixa
from balcao.ui.pendencias.divergencias import PaginaDivergencias
from balcao.ui.pendencias.fila import PaginaFila
from tests.apoio.balcao import Modo
from tests.ui.cena import Cena, palco
from tests.ui.teclas import digita, segura, tecla

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@dataclass
class CenaPendencias(Cena):
    rascunhos: list[Rascunho] = field(default_factory=list)
    procurados: list[tuple[str, object]] = field(default_factory=list)

    def fila(self) -> PaginaFila:
        b, atras = self.balcao.b, self.balcao.b.bastidores
        servicos = Fila(b.retaguarda, b.envios, b.novos_clientes, atras.remessa, atras.clientes, atras.documentos,
                        b.sessoes, b.relogio, lambda: b.estacao)
        pagina = PaginaFila(servicos, self.fundo, ZoneInfo("America/Sao_Paulo"), lambda: "balcao-b1.json",
                            lambda: b.politica().controles_clientes.campos_obrigatorios_cliente, self.pai)
        pagina.abriu.connect(self._recebe)
        return self.poe(pagina)

    def _recebe(self, rascunho: Rascunho) -> None:
        """What the sale does with a draft that is given to it."""
        self.rascunhos.append(rascunho)
        self.fundo.executa(Faixa.DIARIO, "rascunho", lambda _f: self.balcao.b.rascunhos.guarda(rascunho))

    def divergencias(self) -> PaginaDivergencias:
        b = self.balcao.b
        pagina = PaginaDivergencias(Divergencias(b.retaguarda), b.bastidores.documentos, self.fundo,
                                    ZoneInfo("America/Sao_Paulo"), self.pai)
        pagina.pediu_documento.connect(lambda *p: self.procurados.append(p))
        return self.poe(pagina)


@pytest.fixture
def cena(qtbot, fabrica_bancos, tmp_path) -> Iterator[CenaPendencias]:
    with palco(qtbot, fabrica_bancos, tmp_path) as onde:
        yield CenaPendencias(qtbot, *onde)


def linhas(pagina: Any, *colunas: int) -> list[tuple[str, ...]]:
    modelo = pagina.tabela.modelo
    return [tuple(modelo.index(i, c).data() for c in colunas) for i in range(modelo.rowCount())]


def estoura(cena: CenaPendencias) -> None:
    """One sale alone of 5 when 3 are left."""
    balcao = cena.balcao
    balcao.rede.modo = Modo.PASSA
    balcao.loja.poe_estoque("P1", 100)
    balcao.loja.muda_tipo("VENDA", emissao_sem_retaguarda="venda")
    balcao.puxa()
    balcao.cai()
    assert balcao.emite(balcao.venda("VENDA", [("P1", 5)])).guardado
    balcao.loja.poe_estoque("P1", 3)
    balcao.volta()


def em_quarentena(cena: CenaPendencias) -> None:
    balcao = cena.balcao
    balcao.cai()
    balcao.emite(balcao.venda("DAV", [("P10", 1), ("P1", 2)]))
    balcao.loja.sql("DELETE FROM produtos WHERE codigo = 'P10'")
    balcao.volta()
    balcao.puxa()


# ---- A enviar

def test_o_que_espera_e_enviado_com_f12(cena: CenaPendencias) -> None:
    cena.balcao.cai()
    cena.balcao.emite(cena.balcao.venda("DAV", [("P1", 2)], cliente="MARIA SOUZA"))
    pagina = cena.fila()
    assert linhas(pagina, 0, 1, 2, 5, 6) == [("DAV T11-000001", "MARIA SOUZA", "Bia Lima", "0", "A enviar")]
    assert "1 espera" in pagina.estado.text()
    assert pagina.tabela.hasFocus()
    cena.tecla(K.Key_F12)
    assert "retaguarda" in cena.avisos[0]
    assert linhas(pagina, 5) == [("1",)]
    assert pagina.resposta.text().startswith("Última resposta: ")
    cena.balcao.rede.modo = Modo.PASSA
    segura(pagina, K.Key_F12, 3)
    cena.para()
    assert cena.ditos == ["1 chegou à retaguarda; nada mais espera."]
    assert linhas(pagina, 0) == []
    assert pagina.estado.text().startswith("Nada espera")
    assert cena.balcao.loja.conta("pedidos") == 1
    assert not pagina.acoes.acao("fila.enviar").isEnabled()


def test_exporta_tudo_e_um_so(cena: CenaPendencias, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cena.balcao.cai()
    for _ in range(2):
        cena.balcao.emite(cena.balcao.venda("DAV"))
    pagina = cena.fila()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(tmp_path / a[2]), ""))
    cena.tecla(K.Key_E, CTRL)
    assert cena.ditos[0].startswith("2 itens exportados")
    cena.tecla(K.Key_Down)
    cena.tecla(K.Key_E, CTRL, SHIFT)
    assert cena.ditos[1].startswith("1 item exportado")
    lido = arquivo_envios.le((tmp_path / "balcao-b1.json").read_text(encoding="utf-8"))
    assert [um.resumo.numero_provisorio for um in lido.envios] == ["T11-000002"]
    assert len(linhas(pagina, 0)) == 2
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "nao" / "ha"), ""))
    cena.tecla(K.Key_E, CTRL)
    assert "Escolha outra pasta" in cena.avisos[0]


def test_quarentena_diz_por_que_e_e_refeita_como_rascunho(cena: CenaPendencias) -> None:
    em_quarentena(cena)
    pagina = cena.fila()
    assert linhas(pagina, 0, 6) == [("DAV T11-000001", "Com o gerente")]
    assert "que a retaguarda não tem" in pagina.resposta.text()
    assert "F10" in pagina.conselho.text()
    cena.tecla(K.Key_F10)
    assert cena.ditos[-1].startswith("DAV T11-000001 continua aqui")
    cena.tecla(K.Key_R, CTRL)
    dialogo = cena.dialogo()
    tecla(dialogo, K.Key_Return)
    assert "Diga o motivo" in dialogo.erro.text()
    digita(dialogo, "produto 10 saiu")
    tecla(dialogo, K.Key_Return)
    cena.sem_dialogo()
    cena.qtbot.waitUntil(lambda: any("Recolha o papel" in d for d in cena.ditos), timeout=20_000)
    [rascunho] = cena.rascunhos
    assert [i.codigo for i in rascunho.pedido.itens] == ["P1"]
    assert cena.balcao.rascunhos() == [rascunho]
    pagina.atualiza()
    cena.para()
    assert linhas(pagina, 0) == []
    assert not cena.avisos


def test_cadastro_recusado_e_corrigido_e_o_documento_vai(cena: CenaPendencias) -> None:
    balcao = cena.balcao
    balcao.cai()
    novo = NovoCliente(id=uuid7(), nome="JOÃO DA SILVA", documento="11144477735", celular="48999887766")
    venda_para = balcao.b.bastidores.clientes.cadastra(novo)
    venda = balcao.venda("DAV")
    venda.escolhe_cliente(venda_para)
    balcao.emite(venda)
    balcao.loja.muda_terminal("B1", controles_clientes={"campos_obrigatorios_cliente": ["email"]})
    balcao.volta()
    balcao.puxa()
    pagina = cena.fila()
    assert linhas(pagina, 0, 6) == [("Cadastro de cliente", "Quarentena"), ("DAV T11-000001", "A enviar")]
    tecla(cena.pai, K.Key_F2)
    dialogo = cena.dialogo()
    assert dialogo.windowTitle() == "Corrigir cadastro"
    assert dialogo.campos["nome"].text() == "JOÃO DA SILVA"
    tecla(dialogo, K.Key_F12)
    assert dialogo.campos["email"].hasFocus()
    digita(dialogo, "joao1@exemplo.com.br")
    tecla(dialogo, K.Key_F12)
    cena.sem_dialogo()
    assert cena.ditos == ["Cadastro de cliente chegou à retaguarda."]
    assert linhas(pagina, 0) == []
    assert balcao.loja.um("SELECT cliente_nome FROM pedidos") == "JOÃO DA SILVA"


def test_esc_volta_e_f1_pede_ajuda(cena: CenaPendencias) -> None:
    pagina = cena.fila()
    vistos: list[str] = []
    pagina.voltou.connect(lambda: vistos.append("voltou"))
    pagina.pediu_ajuda.connect(lambda: vistos.append("ajuda"))
    cena.tecla(K.Key_F1)
    cena.tecla(K.Key_Escape)
    assert vistos == ["ajuda", "voltou"]


# ---- Divergências

def test_divergencia_em_palavras_resolvida_uma_vez(cena: CenaPendencias) -> None:
    estoura(cena)
    pagina = cena.divergencias()
    [linha] = linhas(pagina, 0, 1, 2, 3, 4)
    assert linha == ("Pré-venda P-1", "CONSUMIDOR FINAL",
                     "Estoque insuficiente de PRODUTO P1: pedido 5, disponível 3.", "Bia Lima", "B1")
    assert "T11-000001" in pagina.detalhe.text()
    assert "Validar estoque no fechamento" in pagina.detalhe.text()
    assert not pagina.previa.pixmap().isNull()
    tecla(cena.pai, K.Key_F12)
    dialogo = cena.dialogo()
    tecla(dialogo, K.Key_F12)
    assert "Escreva como" in dialogo.erro.text()
    digita(dialogo, "2 vieram da")
    tecla(dialogo, K.Key_Return)
    digita(dialogo, "outra loja")
    tecla(dialogo, K.Key_F12)
    cena.sem_dialogo()
    assert cena.ditos == ["Divergência de Pré-venda P-1 (T11-000001) resolvida por Bia Lima."]
    assert linhas(pagina, 0) == []
    assert "Nenhuma divergência aberta" in pagina.estado.text()
    cena.tecla(K.Key_F7)
    assert linhas(pagina, 0) == [("✓ Pré-venda P-1",)]
    assert "Resolvida por Bia Lima" in pagina.resolucao.text()
    assert "2 vieram da\noutra loja" in pagina.resolucao.text()
    cena.tecla(K.Key_F12)  # once is enough
    assert QApplication.activeModalWidget() is None
    assert cena.balcao.loja.sql("SELECT u.login, d.resolucao FROM divergencias d JOIN usuarios u"
                                " ON u.id = d.resolvida_por") == [("bia", "2 vieram da\noutra loja")]


def test_resolvida_por_outro_ao_mesmo_tempo_fica_a_primeira(cena: CenaPendencias) -> None:
    estoura(cena)
    pagina = cena.divergencias()
    tecla(cena.pai, K.Key_Return)  # Enter on the row
    dialogo = cena.dialogo()
    digita(dialogo, "eu tambem")
    assert pagina.atual is not None
    Divergencias(cena.balcao.b.retaguarda).resolve(pagina.atual.id, "a outra gerente")
    tecla(dialogo, K.Key_F12)
    cena.sem_dialogo()
    assert cena.balcao.loja.um("SELECT resolucao FROM divergencias") == "a outra gerente"


def test_f8_abre_o_documento_e_sem_retaguarda_diz(cena: CenaPendencias) -> None:
    estoura(cena)
    pagina = cena.divergencias()
    cena.tecla(K.Key_F8)
    assert cena.procurados == [("T11-000001", cena.balcao.b.relogio.hoje())]
    cena.balcao.cai()
    cena.tecla(K.Key_F5)
    assert "retaguarda" in pagina.estado.text()
    tecla(cena.pai, K.Key_F12)
    dialogo = cena.dialogo()
    digita(dialogo, "acertado")
    tecla(dialogo, K.Key_F12)
    cena.para()
    assert "retaguarda" in dialogo.erro.text()
    assert dialogo.texto.toPlainText() == "acertado"
    cena.balcao.rede.modo = Modo.PASSA
    tecla(dialogo, K.Key_F12)
    cena.sem_dialogo()
    assert linhas(pagina, 0) == []


def test_quem_nao_pode_ouve_por_que_e_abertas_vem_primeiro(cena: CenaPendencias) -> None:
    estoura(cena)
    estoura(cena)
    servicos = Divergencias(cena.balcao.b.retaguarda)
    assert servicos.quantas() == 2
    primeira, segunda = servicos.lista(todas=False)
    servicos.resolve(primeira.id, "acertada")
    assert [d.id for d in servicos.lista(todas=True)] == [segunda.id, primeira.id]
    assert servicos.quantas() == 1
    assert texto(segunda.achado).startswith("Estoque insuficiente")
    cena.balcao.entra("ana")
    pagina = cena.divergencias()
    assert "permissão" in pagina.estado.text()


# ---- Divergências: what is in quarantine

def test_o_gerente_le_o_que_esta_em_quarentena_e_lanca(cena: CenaPendencias) -> None:
    estoura(cena)
    em_quarentena(cena)
    pagina = cena.divergencias()
    assert linhas(pagina, 0, 1, 3, 4) == [("DAV T11-000002", "CONSUMIDOR FINAL", "Bia Lima", "B1"),
                                          ("Pré-venda P-1", "CONSUMIDOR FINAL", "Bia Lima", "B1")]
    assert linhas(pagina, 2)[0][0].startswith("Não pôde ser guardado. O pedido usa")
    assert "2 abertas, 1 em quarentena" in pagina.estado.text()
    detalhe = pagina.detalhe.text().replace("\u00a0", " ")
    assert "CONSUMIDOR FINAL, R$ 120,00; vendido por Bia Lima no terminal B1." in detalhe
    assert "1 UN PRODUTO P10 a R$ 100,00 = R$ 100,00" in detalhe
    assert "2 UN PRODUTO P1 a R$ 10,00 = R$ 20,00" in detalhe
    assert not pagina.previa.pixmap().isNull()  # the paper that went out
    assert not pagina.acoes.acao("divergencias.documento").isEnabled()
    tecla(cena.pai, K.Key_F12)
    dialogo = cena.dialogo()
    assert dialogo.escolha.hasFocus()
    tecla(dialogo, K.Key_F12)
    assert "Escreva por que decide" in dialogo.erro.text()
    assert dialogo.texto.hasFocus()
    digita(dialogo, "cadastro")
    tecla(dialogo, K.Key_Return)
    digita(dialogo, "corrigido")
    tecla(dialogo, K.Key_F12)
    cena.para()
    assert "Ainda não pode ser lançado" in dialogo.erro.text()
    assert dialogo.escrito == "cadastro\ncorrigido"
    cena.balcao.loja.sql("INSERT INTO produtos (id, codigo, descricao) OVERRIDING SYSTEM VALUE"
                         " VALUES (%s, 'P10', 'PRODUTO P10')", cena.balcao.loja.produtos["P10"])
    tecla(dialogo, K.Key_F12)
    cena.sem_dialogo()
    assert cena.ditos[-1] == "DAV T11-000002: lançado na retaguarda por Bia Lima. O vendedor é avisado."
    assert linhas(pagina, 0) == [("Pré-venda P-1",)]
    cena.tecla(K.Key_F7)
    assert linhas(pagina, 0) == [("Pré-venda P-1",), ("✓ DAV T11-000002",)]
    cena.tecla(K.Key_Down)
    assert "Lançado na retaguarda por Bia Lima" in pagina.resolucao.text()
    cena.tecla(K.Key_F8)
    assert cena.procurados[-1][0] == "T11-000002"


@pytest.mark.parametrize(("descidas", "decisao", "palavra"), [
    (1, Decisao.DEVOLVIDA, "devolvido ao balcão"), (2, Decisao.DESCARTADA, "descartado")])
def test_devolve_e_descarta_pelas_teclas_e_o_vendedor_ve(cena: CenaPendencias, descidas: int, decisao: Decisao,
                                                         palavra: str) -> None:
    em_quarentena(cena)
    assert linhas(cena.fila(), 6) == [("Com o gerente",)]
    pagina = cena.divergencias()
    tecla(cena.pai, K.Key_F12)
    dialogo = cena.dialogo()
    for _ in range(descidas):
        tecla(dialogo, K.Key_Down)
    assert dialogo.decisao is decisao
    tecla(dialogo, K.Key_Tab)
    digita(dialogo, "produto saiu de linha")
    tecla(dialogo, K.Key_F12)
    cena.sem_dialogo()
    assert palavra in cena.ditos[-1]
    assert linhas(pagina, 0) == []
    cena.balcao.b.bastidores.remessa.envia_tudo()
    fila = cena.fila()
    if decisao is Decisao.DESCARTADA:
        assert linhas(fila, 0) == []
    else:
        assert linhas(fila, 0, 6) == [("DAV T11-000001", "Devolvido")]
        assert "produto saiu de linha" in fila.resposta.text()
        assert "Ctrl+R" in fila.conselho.text()
    assert "produto saiu de linha" in cena.balcao.noticias[-1].mensagem
