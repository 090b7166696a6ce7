"""The manager's list: orders that could not be stored at all, what the second check of orders issued without the
retaguarda found, and how each was settled."""

from collections.abc import Callable
from datetime import date, tzinfo
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from balcao.domain.formatos import data_hora, moeda, quantos
from balcao.domain.numeracao import identificacao
from balcao.domain.protocolo_documentos import Divergencia
from balcao.domain.quarentena import Decisao, Quarentena
from balcao.domain.textos import explica, texto
from balcao.domain.tipo_pedido.categorias import chamado
from balcao.services.counter.divergencias import Pendencia
from balcao.ui.acoes import Acoes, ActionSpec, sobre_teclas
from balcao.ui.background import Background, Faixa
from balcao.ui.componentes.controles import Escolha
from balcao.ui.componentes.dialogo_texto import DialogoTexto
from balcao.ui.componentes.tabela import ModeloLinhas, Tabela
from balcao.ui.documentos.previa import Previa
from balcao.ui.documentos.servicos import ServicosDocumentos
from balcao.ui.pendencias import quarentena
from balcao.ui.pendencias.quarentena import DialogoQuarentena
from balcao.ui.pendencias.servicos import ServicosDivergencias
from balcao.ui.tema import Papel, Rotulo, U

COLUNAS = ("Documento", "Cliente", "O que foi achado", "Vendido por", "Terminal", "Vendido em")
MAIOR_RESOLUCAO = 1000


def _aberta(pagina: Any) -> bool:
    return pagina.atual is not None and pagina.atual.resolvida_em is None


def _tem_documento(pagina: Any) -> bool:
    um = pagina.atual
    return isinstance(um, Divergencia) or (isinstance(um, Quarentena) and um.decisao is Decisao.LANCADA)


DIVERGENCIAS = (
    ActionSpec("divergencias.voltar", "Voltar à venda", "Esc", "volta", "Volta ao documento aberto.", curto="Voltar"),
    ActionSpec("divergencias.ajuda", "Ajuda", "F1", "ajuda", "Mostra todas as teclas.", curto="Ajuda"),
    ActionSpec("divergencias.atualizar", "Atualizar a lista", "F5", "atualiza", "Lê de novo.", curto="Atualizar"),
    ActionSpec("divergencias.filtrar", "Mostrar ou esconder as resolvidas", "F7", "alterna",
               "Abertas; ou todas, com quem resolveu e como.", curto="Resolvidas"),
    ActionSpec("divergencias.documento", "Abrir o documento", "F8", "documento",
               "Mostra o documento em Documentos.", "", _tem_documento, curto="Documento"),
    ActionSpec("divergencias.resolver", "Resolver", "F12", "resolve",
               "Escreva como ficou, ou decida sobre o que está em quarentena; fica guardado, com seu nome.", "",
               _aberta, nao_repete=True, curto="Resolver"),
)


class DialogoResolucao(DialogoTexto):
    """How it was settled."""

    def __init__(self, divergencia: Divergencia, parent: QWidget | None = None) -> None:
        super().__init__(f"Resolver divergência de {documento_de(divergencia)}", "", parent, confirma="Resolver",
                         espera=True, largura=76 * U, maximo=MAIOR_RESOLUCAO,
                         falta="Escreva como a divergência foi resolvida.")
        achado = Rotulo(texto(divergencia.achado), Papel.DESTAQUE)
        achado.setWordWrap(True)
        self.corpo.addWidget(achado)
        self.campo("&Como foi resolvida", self.texto,
                   "O que foi feito e combinado com o cliente. Não pode ser mudado depois.")
        self.texto.setFocus()


class PaginaDivergencias(QWidget):
    """`pediu_documento` carries what finds the document in Documentos: (text, the day it was sold)."""

    pediu_documento = Signal(str, object)
    resolveu = Signal()
    voltou = Signal()
    informou = Signal(str)
    avisou = Signal(str)
    pediu_ajuda = Signal()

    def __init__(self, servicos: ServicosDivergencias, documentos: ServicosDocumentos, fundo: Background, fuso: tzinfo,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.servicos, self._documentos, self.fundo, self._fuso = servicos, documentos, fundo, fuso
        self.filtro = Escolha()
        self.filtro.addItem("Abertas", False)
        self.filtro.addItem("Abertas e resolvidas", True)
        self.tabela = Tabela(ModeloLinhas(COLUNAS, (), self._textos, _cor, self), "Divergências",
                             COLUNAS.index("O que foi achado"), {COLUNAS.index("Cliente"): 17 * U})
        self.estado, self.achado = Rotulo("", Papel.CORPO, "texto_fraco"), Rotulo("", Papel.DESTAQUE)
        self.detalhe, self.resolucao = Rotulo("", Papel.CORPO, "texto_fraco"), Rotulo("", Papel.CORPO)
        self.previa = Previa(22 * U)
        self.acoes = Acoes(self, DIVERGENCIAS, contexto=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._monta()

    def _monta(self) -> None:
        for rotulo in (self.achado, self.detalhe, self.resolucao):
            rotulo.setWordWrap(True)
            rotulo.setTextFormat(Qt.TextFormat.PlainText)
        self.filtro.setAccessibleName("Mostrar")
        self.filtro.currentIndexChanged.connect(lambda _: self.atualiza())
        self.tabela.selectionModel().currentRowChanged.connect(lambda *_: self._mudou_linha())
        self.tabela.activated.connect(lambda _indice: self.acoes.acao("divergencias.resolver").trigger())
        topo = QHBoxLayout()
        topo.addWidget(Rotulo("Divergências", Papel.TITULO))
        topo.addStretch()
        titulo = QLabel("&Mostrar")
        titulo.setBuddy(self.filtro)
        topo.addWidget(titulo)
        topo.addWidget(self.filtro)
        lado = QHBoxLayout()
        lado.addWidget(self.tabela, 5)
        lado.addWidget(self.previa, 1)
        coluna = sobre_teclas(self, self.acoes)
        coluna.addLayout(topo)
        coluna.addLayout(lado, 1)
        for widget in (self.estado, self.achado, self.detalhe, self.resolucao):
            coluna.addWidget(widget)
        self.setFocusProxy(self.tabela)

    @property
    def atual(self) -> Pendencia | None:
        """The one under the cursor."""
        atual: Pendencia | None = self.tabela.atual
        return atual

    def abre(self) -> None:
        """Shown: read the list."""
        self.tabela.setFocus()
        self.atualiza()

    def atualiza(self) -> None:
        """Read the list again."""
        todas = bool(self.filtro.currentData())
        self.estado.setText("Lendo…")
        self.fundo.executa(Faixa.LEITURA, "divergencias", lambda _ficha: self.servicos.lista(todas), self._mostra,
                           lambda erro: self.estado.setText(str(erro)), dono=self)

    def _mostra(self, linhas: list[Pendencia]) -> None:
        self.tabela.mostra(linhas, lambda um: (type(um), um.id))
        abertas = [um for um in linhas if um.resolvida_em is None]
        presos = sum(isinstance(um, Quarentena) for um in abertas)
        if abertas:
            self.estado.setText(quantos(len(abertas), "aberta")
                                + (f", {presos} em quarentena (fora da retaguarda até alguém decidir)"
                                   if presos else "") + ".")
        else:
            self.estado.setText("Nenhuma divergência aberta: o que foi vendido sem a retaguarda está acertado.")
        self._mudou_linha()

    def _mudou_linha(self) -> None:
        self.acoes.atualiza()
        self.fundo.cancela("previa da divergencia")
        um = self.atual
        self.previa.diz("")
        self.achado.define_cor("alerta" if isinstance(um, Quarentena) and not um.decisao else "texto")
        self.achado.setText(achado_de(um) if um is not None else "")
        self.detalhe.setText(self._detalhes(um) if um is not None else "")
        self.resolucao.setVisible(um is not None and um.resolvida_em is not None)
        if um is None:
            return
        self.resolucao.setText(self._como_ficou(um))
        self.fundo.executa(Faixa.LEITURA, "previa da divergencia", lambda _ficha: self._previa(um),
                           self.previa.mostra, lambda erro: self.previa.diz(str(erro)), dono=self)

    def _previa(self, um: Pendencia) -> bytes:
        """In the background: what the retaguarda has, or what the counter printed."""
        if isinstance(um, Divergencia):
            return self._documentos.previa(um.pedido_id)
        return self._documentos.previa_do_papel(um.preso.documento)

    def _como_ficou(self, um: Pendencia) -> str:
        if isinstance(um, Quarentena):
            return quarentena.resolucao_de(um, self._fuso)
        if um.resolvida_em is None:
            return ""
        return (f"Resolvida por {um.resolvida_por} em {data_hora(um.resolvida_em.astimezone(self._fuso))}: "
                f"{um.resolucao}")

    def _detalhes(self, um: Pendencia) -> str:
        if isinstance(um, Quarentena):
            return quarentena.resumo_de(um)
        como = {"offline": "entrou sem a retaguarda", "senha": "entrou com a senha conferida por ela"}
        partes = [f"{documento_de(um)} de {um.cliente_nome or 'sem cliente'}, {moeda(um.total)}"]
        if um.vendedor:
            partes.append(f"vendido por {um.vendedor} no terminal {um.estacao}"
                          + (f" ({como[um.autenticacao]})" if um.autenticacao in como else ""))
        return f"{'; '.join(partes)}. {explica(um.achado)}"

    def _textos(self, um: Pendencia) -> tuple[str, ...]:
        if isinstance(um, Quarentena):
            dito, quando, nome = um.preso, um.preso.emitido_em, quarentena.nome_de(um)
            cliente, vendedor = dito.cliente_nome, dito.vendedor
        else:
            quando, nome = um.emitido_em or um.em, _nome(um)
            cliente, vendedor = um.cliente_nome, um.vendedor
        return (nome if um.resolvida_em is None else f"✓ {nome}", cliente, achado_de(um), vendedor, um.estacao,
                data_hora(quando.astimezone(self._fuso)))

    # -- keys ----------------------------------------------------------------------------------------
    def volta(self) -> None:
        """ESC."""
        self.voltou.emit()

    def ajuda(self) -> None:
        """F1."""
        self.pediu_ajuda.emit()

    def alterna(self) -> None:
        """F7."""
        self.filtro.setCurrentIndex(1 - self.filtro.currentIndex())

    def documento(self) -> None:
        """F8."""
        um = self.atual
        if isinstance(um, Quarentena):
            self.pediu_documento.emit(um.preso.numero, um.preso.emitido_em.astimezone(self._fuso).date())
            return
        assert um is not None
        dia: date = (um.emitido_em or um.em).astimezone(self._fuso).date()
        self.pediu_documento.emit(um.numero_provisorio or numero_de(um), dia)

    def resolve(self) -> None:
        """F12, or Enter on the row."""
        um = self.atual
        assert um is not None
        if isinstance(um, Quarentena):
            preso = DialogoQuarentena(um, self)
            self._pergunta(preso, lambda: self.servicos.decide(um.id, preso.decisao, preso.escrito), lambda feita: (
                f"{quarentena.nome_de(feita)}: {quarentena.feita(feita).lower()}"
                f"{f' por {feita.resolvida_por}' if feita.resolvida_por else ''}. O vendedor é avisado."))
            return
        dialogo = DialogoResolucao(um, self)
        self._pergunta(dialogo, lambda: self.servicos.resolve(um.id, dialogo.escrito), lambda feita: (
            f"Divergência de {documento_de(feita)} resolvida por {feita.resolvida_por}."))

    def _pergunta(self, dialogo: DialogoResolucao | DialogoQuarentena, faz: Callable[[], Any],
                  diz: Callable[[Any], str]) -> None:
        """Ask; what was answered is done in the background, and what comes back is told."""
        def resolvida(feita: Any) -> None:
            dialogo.accept()
            self.informou.emit(diz(feita))
            self.resolveu.emit()
            self.atualiza()

        dialogo.confirmado.connect(lambda: self.fundo.executa(
            Faixa.ENVIO, "divergencia", lambda _ficha: faz(), resolvida,
            lambda erro: dialogo.recusa(str(erro), dialogo.texto), dono=dialogo))
        dialogo.open()


def numero_de(um: Divergencia) -> str:
    """"P-12", "12": how people call it."""
    return identificacao(um.chave, um.categoria, um.numero or "")


def _nome(um: Divergencia) -> str:
    return f"{chamado(um.categoria)} {um.chave or um.numero}"


def documento_de(um: Divergencia) -> str:
    """"Pré-venda 12 (T03-000001)", "DAV 7"."""
    nome = _nome(um)
    return f"{nome} ({um.numero_provisorio})" if um.numero_provisorio else nome


def achado_de(um: Pendencia) -> str:
    """What was found, in one sentence."""
    return quarentena.motivo_de(um) if isinstance(um, Quarentena) else texto(um.achado)


def _cor(um: Pendencia) -> str:
    if um.resolvida_em is not None:
        return "texto_fraco"
    return "alerta" if isinstance(um, Quarentena) else "texto"
