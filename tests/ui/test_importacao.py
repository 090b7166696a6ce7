"""The import screen worked by keys, over a real retaguarda: what is shown, asked, and written."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal as D
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.importacao_previa import Confirmacao, ResultadoImportacao
from balcao.domain.permissoes import Permissao
from balcao.gateways import rotas_entrada
from balcao.gateways.retaguarda import Credencial, Destino, Retaguarda
from balcao.services.counter.importacao import Importacao
from balcao.ui.background import Background
from balcao.ui.importacao.dialogo import DialogoImportacao
from balcao.ui.importacao.notas import COLUNAS, FATOR
from balcao.ui.importacao.planilha import _Nome
from balcao.ui.tema import Papel
from tests.apoio.retaguarda import CREDENCIAL, SENHA, Loja, nova_loja, servico
from tests.services.loja_importacao import NFE
from tests.ui.modelos import contexto
from tests.ui.teclas import digita, espera_teclado, segura, tecla

K = Qt.Key
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
QUINOA = NFE / "35180834128745000152550010000474281920007498-nfe.xml"
CLIENTES = "Chave;Nome;CPF;Limite\nC1;ANTÔNIA REIS;52998224725;500,00\nC2;BENTO SÁ;11144477735;250,00\n"


@dataclass
class NoMeio:
    """The real service, with what the test puts between it and the screen."""

    real: Importacao
    portao: threading.Event | None = None
    perde_a_resposta: bool = False
    confirmadas: list[Confirmacao] = field(default_factory=list)

    def le(self, tipo, caminhos):
        return self.real.le(tipo, caminhos)

    def previa(self, pedido):
        self._espera()
        return self.real.previa(pedido)

    def aplica(self, confirmacao: Confirmacao) -> ResultadoImportacao:
        self._espera()
        self.confirmadas.append(confirmacao)
        feito = self.real.aplica(confirmacao)
        if self.perde_a_resposta:
            self.perde_a_resposta = False
            raise AmbienteIndisponivel("A conexão com a retaguarda caiu.", "Veja a rede.")
        return feito

    def _espera(self) -> None:
        if self.portao is not None:
            assert self.portao.wait(20)


@dataclass
class Cena:
    qtbot: object
    loja: Loja
    servicos: NoMeio
    fundo: Background
    pai: QWidget
    pasta: Path
    ditos: list[str] = field(default_factory=list)

    def abre(self, permissoes=frozenset({Permissao.IMPORTAR})) -> DialogoImportacao:
        dialogo = DialogoImportacao(self.servicos, self.fundo, contexto(permissoes=permissoes), self.pai)
        dialogo.importou.connect(self.ditos.append)
        self.qtbot.addWidget(dialogo)
        dialogo.open()
        espera_teclado(self.qtbot, dialogo)
        return dialogo

    def grava(self, nome: str, conteudo: str | bytes) -> Path:
        arquivo = self.pasta / nome
        arquivo.write_bytes(conteudo.encode() if isinstance(conteudo, str) else conteudo)
        return arquivo

    def para(self, dialogo: DialogoImportacao) -> None:
        """Wait until nothing is being asked."""
        self.qtbot.waitUntil(lambda: dialogo.livre and not self.fundo.pendentes(), timeout=20_000)

    def escolhe(self, dialogo: DialogoImportacao, *arquivos: Path, tipo: str = "") -> None:
        """Choose the kind by its letter and type the paths."""
        if tipo:
            dialogo.escolhas.tipo.setFocus()
            digita(dialogo, tipo)
        dialogo.escolhas.caminho.setFocus()
        dialogo.escolhas.caminho.setText("; ".join(map(str, arquivos)))
        tecla(dialogo, K.Key_Return)
        self.para(dialogo)


@pytest.fixture
def cena(qtbot, fabrica_bancos, tmp_path) -> Iterator[Cena]:
    loja = nova_loja(fabrica_bancos)
    pai = QWidget()
    pai.resize(1024, 768)
    qtbot.addWidget(pai)
    pai.show()
    fundo = Background(lambda erro: AmbienteIndisponivel(f"inesperado: {erro!r}", ""))
    with servico(loja) as endereco:
        destino = Destino.de("127.0.0.1", urlsplit(endereco).port or 0)
        cliente = Retaguarda(destino, Credencial(loja.estacoes["T1"], CREDENCIAL))
        rotas_entrada.entrar(cliente, "bia", SENHA["bia"])
        cena = Cena(qtbot, loja, NoMeio(Importacao(cliente)), fundo, pai, tmp_path)
        yield cena
        if cena.servicos.portao is not None:
            cena.servicos.portao.set()
        assert fundo.para(10) == []
        cliente.fecha()
    fundo.deleteLater()
    loja.fecha()


def celulas(dialogo: DialogoImportacao, linha: int) -> list[str]:
    modelo = dialogo.notas.modelo
    return [modelo.index(linha, c).data() for c in range(len(COLUNAS))]


def linhas(dialogo: DialogoImportacao) -> list[tuple[str, ...]]:
    modelo = dialogo.planilha.modelo
    return [tuple(modelo.index(i, c).data() for c in range(4)) for i in range(modelo.rowCount())]


def nota_em_caixas(cena: Cena) -> Path:
    """The first item becomes P1, counted in UN and bought in CX: nobody knows how many."""
    texto = QUINOA.read_text(encoding="utf-8")
    gtin = texto.partition("<cEAN>")[2].partition("</cEAN>")[0]
    cena.loja.sql("INSERT INTO produto_gtins (gtin, produto_id, fator) VALUES (%s, %s, 1)", gtin,
                  cena.loja.produtos["P1"])
    caixas = texto.replace("<uCom>UN</uCom>", "<uCom>CX</uCom>", 1).replace("<uTrib>UN</uTrib>", "<uTrib>CX</uTrib>", 1)
    assert caixas != texto
    return cena.grava("caixas.xml", caixas)


def test_uma_nota_do_caminho_digitado_ao_f12(cena: Cena) -> None:
    dialogo = cena.abre()
    assert dialogo.focusWidget() is dialogo.escolhas.caminho
    digita(dialogo, str(QUINOA))
    tecla(dialogo, K.Key_Return)
    cena.para(dialogo)
    assert dialogo.previa is not None
    assert dialogo.previa.pode
    assert celulas(dialogo, 0)[0].startswith("NF-e 47428 · Alimentos Ltda.")
    assert "fornecedor novo" in celulas(dialogo, 0)[0]
    numero, produto, achado, *_ = celulas(dialogo, 1)
    assert (numero, achado) == ("1", "produto novo")
    assert dialogo.focusWidget() is dialogo.notas
    tecla(dialogo, K.Key_Down)
    assert produto in dialogo.detalhe.text()
    assert "custo" in dialogo.detalhe.text()
    assert cena.loja.conta("notas_entrada") == 0
    tecla(dialogo, K.Key_F12)
    cena.para(dialogo)
    assert dialogo.faixa.texto.startswith("Importado: 1 nota importada")
    assert cena.ditos == [dialogo.faixa.texto.removeprefix("Importado: ")]
    assert cena.loja.conta("notas_entrada") == 1
    assert dialogo.focusWidget() is dialogo.escolhas.caminho
    tecla(dialogo, K.Key_Escape)
    assert not dialogo.isVisible()


def test_a_mesma_nota_outra_vez_diz_que_ja_entrou(cena: Cena) -> None:
    dialogo = cena.abre()
    for _ in range(2):
        cena.escolhe(dialogo, QUINOA)
        tecla(dialogo, K.Key_F12)
        cena.para(dialogo)
    assert "já importada em" in celulas(dialogo, 0)[0]
    assert "Não há o que importar" in dialogo.faixa.texto
    assert cena.loja.conta("notas_entrada") == 1


def test_a_margem_muda_o_preco_mostrado_e_o_gravado(cena: Cena) -> None:
    dialogo = cena.abre()
    cena.escolhe(dialogo, QUINOA)
    antes = dialogo.previa.notas[0].itens[0]
    tecla(dialogo, K.Key_M, ALT)
    assert dialogo.focusWidget() is dialogo.escolhas.margem
    digita(dialogo, "100")
    tecla(dialogo, K.Key_Return)
    cena.para(dialogo)
    item = dialogo.previa.notas[0].itens[0]
    assert item.preco > antes.preco
    assert abs(item.preco - item.custo * 2) <= D("0.01")
    tecla(dialogo, K.Key_F12)
    cena.para(dialogo)
    gravados = cena.loja.sql("SELECT p.preco FROM precos p JOIN produtos d ON d.id = p.produto_id "
                             "WHERE d.descricao = %s", item.descricao)
    assert (item.preco,) in gravados
    assert (antes.preco,) not in gravados


def test_margem_que_nao_e_numero_nem_possivel(cena: Cena) -> None:
    dialogo = cena.abre()
    cena.escolhe(dialogo, QUINOA)
    for texto, frase in (("abc", "Margem: "), ("-5", "margem deve estar entre")):
        dialogo.escolhas.margem.setFocus()
        dialogo.escolhas.margem.selectAll()
        digita(dialogo, texto)
        tecla(dialogo, K.Key_Return)
        cena.para(dialogo)
        assert frase in dialogo.faixa.texto
        tecla(dialogo, K.Key_F12)  # what is on screen is of another margin: it is not imported
        cena.para(dialogo)
    assert cena.servicos.confirmadas == []
    assert cena.loja.conta("notas_entrada") == 0


def test_a_pergunta_da_unidade_e_respondida_no_lugar(cena: Cena) -> None:
    dialogo = cena.abre()
    cena.escolhe(dialogo, nota_em_caixas(cena))
    linha = dialogo.notas.currentIndex().row()
    assert dialogo.notas.modelo.item(linha)[1].codigo == "P1"
    assert celulas(dialogo, linha)[FATOR] == "quantas?"
    assert "digite o número e Enter" in dialogo.faixa.texto
    tecla(dialogo, K.Key_F12)
    assert cena.servicos.confirmadas == []
    digita(dialogo, "1x")
    tecla(dialogo, K.Key_Return)
    assert "1x" in dialogo.faixa.texto
    assert celulas(dialogo, linha)[FATOR] == "quantas?"
    dialogo.notas.setFocus()
    digita(dialogo, "24")
    tecla(dialogo, K.Key_Return)
    cena.qtbot.waitUntil(lambda: dialogo.previa.pode, timeout=20_000)
    cena.para(dialogo)
    item = dialogo.notas.modelo.item(linha)[1]
    assert (item.fator, item.entra) == (D(24), item.quantidade * 24)
    assert celulas(dialogo, linha)[FATOR] == "24"
    assert dialogo.focusWidget() is dialogo.notas
    tecla(dialogo, K.Key_F12)
    cena.para(dialogo)
    assert cena.loja.estoque("P1")[0] == 100 + item.quantidade * 24


def test_de_uma_pergunta_para_a_seguinte(cena: Cena) -> None:
    um = nota_em_caixas(cena)
    texto = um.read_text(encoding="utf-8")
    gtins = [parte.partition("</cEAN>")[0] for parte in texto.split("<cEAN>")[1:3]]
    cena.loja.sql("INSERT INTO produto_gtins (gtin, produto_id, fator) VALUES (%s, %s, 1)", gtins[1],
                  cena.loja.produtos["P2"])
    cena.grava("caixas.xml", texto.replace("<uCom>UN</uCom>", "<uCom>CX</uCom>", 1).replace(
        "<uTrib>UN</uTrib>", "<uTrib>CX</uTrib>", 1))
    dialogo = cena.abre()
    cena.escolhe(dialogo, um)
    assert dialogo.previa.perguntas == 2
    primeira = dialogo.notas.currentIndex().row()
    digita(dialogo, "6")
    tecla(dialogo, K.Key_Return)
    cena.qtbot.waitUntil(lambda: dialogo.notas.currentIndex().row() > primeira)
    assert dialogo.livre  # nothing is asked before the last answer
    assert [celulas(dialogo, i)[FATOR] for i in (primeira, primeira + 1)] == ["6", "quantas?"]
    digita(dialogo, "12")
    tecla(dialogo, K.Key_Return)
    cena.qtbot.waitUntil(lambda: dialogo.previa.pode, timeout=20_000)
    cena.para(dialogo)
    assert [i.fator for i in dialogo.previa.notas[0].itens[:2]] == [D(6), D(12)]


def test_esc_com_respostas_pergunta_antes(cena: Cena) -> None:
    dialogo = cena.abre()
    cena.escolhe(dialogo, nota_em_caixas(cena))
    digita(dialogo, "24")
    tecla(dialogo, K.Key_Return)
    cena.qtbot.waitUntil(lambda: dialogo.previa.pode, timeout=20_000)
    cena.para(dialogo)
    tecla(dialogo, K.Key_Escape)
    pergunta = dialogo.findChild(QDialog, "pergunta")
    espera_teclado(cena.qtbot, pergunta)
    tecla(pergunta, K.Key_Escape)
    assert dialogo.isVisible()
    espera_teclado(cena.qtbot, dialogo)
    tecla(dialogo, K.Key_Escape)
    pergunta = next(d for d in dialogo.findChildren(QDialog, "pergunta") if d.isVisible())
    espera_teclado(cena.qtbot, pergunta)
    tecla(pergunta, K.Key_F12)
    assert not dialogo.isVisible()
    assert cena.loja.conta("notas_entrada") == 0


def test_varias_notas_uma_ruim_sai_com_ctrl_r(cena: Cena) -> None:
    outra = sorted(NFE.glob("*.xml"))[-1]
    cortada = cena.grava("cortada.xml", QUINOA.read_bytes()[:3000])
    dialogo = cena.abre()
    cena.escolhe(dialogo, QUINOA, cortada, outra)
    assert celulas(dialogo, 0)[0].startswith("Não pode ser importado: cortada.xml")
    assert "Ctrl+R segue sem ele" in dialogo.faixa.texto
    tecla(dialogo, K.Key_F12)
    assert cena.servicos.confirmadas == []
    tecla(dialogo, K.Key_R, CTRL)
    cena.para(dialogo)
    assert dialogo.previa.pode
    tecla(dialogo, K.Key_F12)
    cena.para(dialogo)
    assert cena.loja.conta("notas_entrada") == 2


def test_recusado_sozinho_pede_outro_arquivo_e_nao_ctrl_r(cena: Cena) -> None:
    dialogo = cena.abre()
    cena.escolhe(dialogo, cena.grava("cortada.xml", QUINOA.read_bytes()[:3000]))
    assert dialogo.faixa.texto == "O arquivo não pode ser importado. Escolha outro (F4)."
    tecla(dialogo, K.Key_F12)
    assert dialogo.faixa.texto == "O arquivo não pode ser importado. Escolha outro (F4)."
    cena.escolhe(dialogo, *(cena.grava(nome, QUINOA.read_bytes()[:3000]) for nome in ("um.xml", "dois.xml")))
    assert dialogo.faixa.texto == "Nenhum dos arquivos pode ser importado. Escolha outros (F4)."


def test_a_pasta_vale_pelos_seus_xml(cena: Cena) -> None:
    for nota in sorted(NFE.glob("*.xml"))[:3]:
        cena.grava(nota.name, nota.read_bytes())
    cena.grava("leia-me.txt", "nada")
    dialogo = cena.abre()
    cena.escolhe(dialogo, cena.pasta)
    assert len(dialogo.previa.notas) == 3


def test_uma_pasta_sem_xml_diz_que_nao_tem(cena: Cena) -> None:
    cena.grava("leia-me.txt", "nada")
    dialogo = cena.abre()
    cena.escolhe(dialogo, cena.pasta)
    assert "a pasta não tem arquivos .xml" in dialogo.faixa.texto


@pytest.mark.parametrize(("nome", "frase"), [
    ("falta.xml", "não existe"), ("", "Nenhum arquivo escolhido"), ("~ninguem/nota.xml", "não é um caminho"),
    ("a" * 300, "longo demais")])
def test_caminho_errado_fica_digitado_com_o_motivo(cena: Cena, nome: str, frase: str) -> None:
    dialogo = cena.abre()
    digita(dialogo, nome)
    tecla(dialogo, K.Key_Return)
    cena.para(dialogo)
    assert frase in dialogo.faixa.texto
    assert dialogo.escolhas.caminho.text() == nome
    assert dialogo.focusWidget() is dialogo.escolhas.caminho


def test_clientes_com_linha_ruim_so_com_a_palavra_da_pessoa(cena: Cena) -> None:
    arquivo = cena.grava("clientes.csv", CLIENTES + "C3;DÉBORA LUZ;123;100,00\n")
    dialogo = cena.abre()
    cena.escolhe(dialogo, arquivo, tipo="c")
    assert linhas(dialogo)[0][:3] == ("4", "Recusada", "CPF/CNPJ")
    assert [li[:3] for li in linhas(dialogo)[1:]] == [
        ("2", "Incluir", "ANTÔNIA REIS 529.982.247-25"), ("3", "Incluir", "BENTO SÁ 111.444.777-35")]
    assert dialogo.resumo.text() == "3 linhas: 2 a incluir, 0 a alterar, 0 sem mudança, 1 recusada."
    tecla(dialogo, K.Key_F12)
    assert cena.servicos.confirmadas == []
    assert "somente as linhas boas" in dialogo.faixa.texto
    tecla(dialogo, K.Key_L, ALT)
    cena.qtbot.waitUntil(dialogo.so_boas.isChecked)
    tecla(dialogo, K.Key_F12)
    cena.para(dialogo)
    assert dialogo.faixa.texto == "Importado: 2 incluídos, 0 alterados, 0 sem mudança, 1 recusado."
    assert cena.loja.conta("pessoas", "nome IN ('ANTÔNIA REIS', 'BENTO SÁ', 'DÉBORA LUZ')") == 2


def test_a_previa_diz_o_que_cada_novo_traz_e_anda_ate_o_fim(cena: Cena) -> None:
    linhas_ = "".join(f"NV{n};FEIJÃO {n};1234,50;{n}\n" for n in range(1, 1102))
    dialogo = cena.abre()
    cena.escolhe(dialogo, cena.grava("produtos.csv", f"Código;Descrição;Preço;Estoque\n{linhas_}"), tipo="p")
    assert linhas(dialogo)[0] == ("2", "Incluir", "NV1 FEIJÃO 1", "Preço: 1.234,50; Estoque: 1,00")
    assert dialogo.resumo.text() == ("1.101 linhas: 1.101 a incluir, 0 a alterar, 0 sem mudança, 0 recusadas. A lista "
                                     "mostra as 1.000 primeiras que mudam.")
    tecla(dialogo, K.Key_End)
    assert dialogo.detalhe.text() == "Incluir NV1000 FEIJÃO 1000. Preço: 1.234,50; Estoque: 1.000,00."
    tecla(dialogo, K.Key_Home)
    assert dialogo.detalhe.text().startswith("Incluir NV1 FEIJÃO 1.")


def test_o_nome_comprido_de_uma_coluna_acaba_em_reticencias(cena: Cena) -> None:
    comprido, curto = _Nome("Código interno do produto no sistema antigo", Papel.DESTAQUE), _Nome("", Papel.DESTAQUE)
    for um in (comprido, curto):
        cena.qtbot.addWidget(um)
        um.resize(120, 24)
    curto.setText(comprido.fontMetrics().elidedText(comprido.text(), Qt.TextElideMode.ElideRight, 120))
    assert curto.text().endswith("…")
    assert comprido.grab().toImage() == curto.grab().toImage()
    assert comprido.toolTip() == "Código interno do produto no sistema antigo"


def test_o_erro_do_caminho_some_quando_ele_e_lido(cena: Cena) -> None:
    dialogo = cena.abre()
    arquivo = cena.pasta / "clientes.csv"
    cena.escolhe(dialogo, arquivo, tipo="c")
    assert dialogo.escolhas.caminho.erro
    cena.grava("clientes.csv", CLIENTES)  # somebody saved it now
    dialogo.escolhas.caminho.setFocus()
    tecla(dialogo, K.Key_Return)
    cena.para(dialogo)
    assert (dialogo.previa.pode, dialogo.escolhas.caminho.erro) == (True, False)


def test_as_colunas_sao_corrigidas_ali_mesmo(cena: Cena) -> None:
    arquivo = cena.grava("clientes.csv", "Matrícula;Quem;CPF\nM1;ANTÔNIA REIS;52998224725\n")
    dialogo = cena.abre()
    cena.escolhe(dialogo, arquivo, tipo="c")
    assert not dialogo.previa.pode
    assert "veja as linhas recusadas" in dialogo.faixa.texto
    quem = dialogo.planilha.mapeamento.escolha("Quem")
    quem.setFocus()
    digita(dialogo, "nome")
    cena.qtbot.waitUntil(lambda: dialogo.previa.pode and dialogo.livre, timeout=20_000)
    assert quem.currentText().startswith("Nome")
    assert dialogo.focusWidget() is quem
    # the same field for another column: this one lets go of it
    matricula = dialogo.planilha.mapeamento.escolha("Matrícula")
    matricula.setFocus()
    digita(dialogo, "nome")
    cena.para(dialogo)
    assert quem.currentText() == "(ignorar)"
    assert linhas(dialogo)[0][2].startswith("M1")


def test_o_que_falta_no_cabecalho_e_dito_na_faixa(cena: Cena) -> None:
    dialogo = cena.abre()
    cena.escolhe(dialogo, cena.grava("clientes.csv", "Matrícula;Nome\nM1;ANTÔNIA REIS\n"), tipo="c")
    assert dialogo.faixa.texto.startswith("clientes.csv, cabeçalho: nenhuma coluna preenchida diz que cliente é")
    assert dialogo.faixa.texto.endswith("Diga ao lado o que cada coluna é, ou corrija o arquivo.")
    dialogo.planilha.mapeamento.escolha("Matrícula").setFocus()
    digita(dialogo, "chave")
    cena.para(dialogo)
    assert dialogo.previa.pode


def test_titulos_ausentes_recebem_baixa_se_marcado(cena: Cena) -> None:
    cabecalho = "Número;Parcela;CPF;Vencimento;Valor\n"
    dois = cena.grava("t1.csv", cabecalho + "900;1;39053344705;01/12/2026;100,00\n901;1;39053344705;05/12/2026;50,00\n")
    um = cena.grava("t2.csv", cabecalho + "901;1;39053344705;05/12/2026;50,00\n")
    dialogo = cena.abre()
    cena.escolhe(dialogo, dois, tipo="t")
    tecla(dialogo, K.Key_F12)
    cena.para(dialogo)
    cena.escolhe(dialogo, um)
    assert "Não há o que importar" in dialogo.faixa.texto
    tecla(dialogo, K.Key_D, ALT)
    cena.qtbot.waitUntil(dialogo.escolhas.ausentes.isChecked)
    cena.para(dialogo)
    assert linhas(dialogo)[0][:3] == ("", "Alterar", "900/1 JOSÉ DA SILVA")
    tecla(dialogo, K.Key_F12)
    cena.para(dialogo)
    assert cena.loja.sql("SELECT numero, situacao FROM titulos_receber ORDER BY numero") == [
        ("900", "liquidado"), ("901", "aberto")]


def test_o_cadastro_mudou_e_a_nova_previa_aparece(cena: Cena) -> None:
    arquivo = cena.grava("clientes.csv", "CPF;Limite\n39053344705;1000,00\n11144477735;1,00\n".replace(
        "11144477735;1,00\n", ""))
    cena.loja.muda_cliente("JOSÉ DA SILVA", limite_credito=D(500))
    dialogo = cena.abre()
    cena.escolhe(dialogo, arquivo, tipo="c")
    assert "500,00 → 1.000,00" in linhas(dialogo)[0][3]
    cena.loja.muda_cliente("JOSÉ DA SILVA", limite_credito=D(750))
    tecla(dialogo, K.Key_F12)
    cena.para(dialogo)
    assert "mudou depois da prévia" in dialogo.faixa.texto
    assert "750,00 → 1.000,00" in linhas(dialogo)[0][3]
    assert cena.loja.um("SELECT limite_credito FROM clientes WHERE pessoa_id = %s",
                        cena.loja.clientes["JOSÉ DA SILVA"]) == 750
    tecla(dialogo, K.Key_F12)
    cena.para(dialogo)
    assert dialogo.faixa.texto.startswith("Importado: 0 incluídos, 1 alterado")


def test_resposta_perdida_e_pedida_de_novo_sem_repetir(cena: Cena) -> None:
    dialogo = cena.abre()
    cena.escolhe(dialogo, QUINOA)
    cena.servicos.perde_a_resposta = True
    tecla(dialogo, K.Key_F12)
    cena.para(dialogo)
    assert "caiu" in dialogo.faixa.texto
    assert "não se repete" in dialogo.faixa.texto
    tecla(dialogo, K.Key_F12)
    cena.para(dialogo)
    assert dialogo.faixa.texto.startswith("Já estava importado: 1 nota importada")
    assert len({c.id for c in cena.servicos.confirmadas}) == 1
    assert cena.loja.conta("notas_entrada") == 1


def test_enquanto_importa_nada_fecha_nem_repete(cena: Cena) -> None:
    dialogo = cena.abre()
    cena.escolhe(dialogo, QUINOA)
    cena.servicos.portao = threading.Event()
    segura(dialogo, K.Key_F12, 5)
    tecla(dialogo, K.Key_F12)
    tecla(dialogo, K.Key_Escape)
    assert dialogo.isVisible()
    assert not dialogo.livre
    cena.servicos.portao.set()
    cena.para(dialogo)
    assert len(cena.servicos.confirmadas) == 1
    assert cena.loja.conta("notas_entrada") == 1


def test_esc_para_a_previa_demorada_e_so_depois_fecha(cena: Cena) -> None:
    dialogo = cena.abre()
    cena.servicos.portao = threading.Event()
    dialogo.escolhas.caminho.setText(str(QUINOA))
    tecla(dialogo, K.Key_Return)
    cena.qtbot.waitUntil(lambda: bool(dialogo.arquivos))
    tecla(dialogo, K.Key_Escape)
    assert dialogo.isVisible()
    assert dialogo.livre
    assert "F5 confere de novo" in dialogo.faixa.texto
    cena.servicos.portao.set()
    cena.qtbot.waitUntil(lambda: not cena.fundo.pendentes())
    assert dialogo.previa is None  # what was given up is not shown
    tecla(dialogo, K.Key_F5)
    cena.para(dialogo)
    assert dialogo.previa is not None
    tecla(dialogo, K.Key_Escape)
    assert not dialogo.isVisible()


def test_f4_abre_a_escolha_de_arquivos(cena: Cena) -> None:
    dialogo = cena.abre()
    tecla(dialogo, K.Key_F4)
    cena.qtbot.waitUntil(lambda: bool(dialogo.findChildren(QFileDialog)))
    procura = dialogo.findChildren(QFileDialog)[0]
    procura.filesSelected.emit([str(QUINOA)])
    procura.reject()
    cena.para(dialogo)
    assert dialogo.escolhas.caminho.text() == str(QUINOA)
    assert len(dialogo.previa.notas) == 1


def test_sem_permissao_a_tela_diz_e_nao_pede_nada(cena: Cena) -> None:
    dialogo = cena.abre(permissoes=frozenset())
    assert "Importa notas e planilhas" in dialogo.faixa.texto
    tecla(dialogo, K.Key_F12)
    tecla(dialogo, K.Key_F4)
    assert not dialogo.findChildren(QFileDialog)
    assert not cena.fundo.pendentes()
    tecla(dialogo, K.Key_Escape)
    assert not dialogo.isVisible()
    assert QApplication.activeModalWidget() is None


def test_as_setas_passam_por_todos_os_tipos_de_importacao(cena: Cena) -> None:
    dialogo = cena.abre()
    dialogo.escolhas.tipo.setFocus()
    vistos = [dialogo.escolhas.tipo.currentText()]
    for _ in range(dialogo.escolhas.tipo.count() - 1):
        tecla(dialogo, K.Key_Down)
        vistos.append(dialogo.escolhas.tipo.currentText())
    assert len(set(vistos)) == dialogo.escolhas.tipo.count()
    tecla(dialogo, K.Key_Tab)
    assert dialogo.escolhas.caminho.hasFocus()
