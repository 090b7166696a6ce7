"""The approval of a document, before it is done: what it generates, and what of a quote may still change (TP-093)."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from balcao.domain.ajuste import Desconto, escreve_ajuste, le_ajuste
from balcao.domain.atributos import Atributos, atributos_de
from balcao.domain.formatos import TextoInvalido, data, moeda, numero, quantos
from balcao.domain.tipo_pedido.opcoes import AtributoAlteravel, Preenchimento, UsoPlano
from balcao.domain.uma_linha import uma_linha
from balcao.services.counter.aprovacao import AprovacaoPrevista, AtributosVistos, PartePrevista
from balcao.services.counter.edicao import confere_ajuste
from balcao.ui.background import Faixa
from balcao.ui.componentes.controles import Botao
from balcao.ui.componentes.dialogo import Dialogo, DialogoValor
from balcao.ui.tema import Papel, Rotulo, U
from balcao.ui.venda.cliente import DialogoCliente, sobre_pessoas
from balcao.ui.venda.edicao_cabecalho import descreve_plano
from balcao.ui.venda.entrega import le_dia, le_frete
from balcao.ui.venda.escolha import DialogoEscolha
from balcao.ui.venda.motivo import DialogoObservacoes
from balcao.ui.venda.opcao import Opcao

if TYPE_CHECKING:
    from balcao.ui.documentos.pagina import PaginaDocumentos

_TITULO = {AtributoAlteravel.CLIENTE: "&Cliente", AtributoAlteravel.VENDEDOR: "&Vendedor",
           AtributoAlteravel.PLANO_PAGAMENTO: "&Plano de pagamento", AtributoAlteravel.DATA_ENTREGA: "&Data de entrega",
           AtributoAlteravel.DESCONTO: "De&sconto", AtributoAlteravel.FRETE: "&Frete",
           AtributoAlteravel.OBSERVACOES: "&Observações"}
_LETRAS = 140


class DialogoAprovacao(Dialogo):
    """Emits `confirmado`; the caller asks and closes, or refuses. `pediu`: what happens when the button of an
    attribute is pressed."""

    def __init__(self, prevista: AprovacaoPrevista, documento: str, parent: QWidget | None = None) -> None:
        super().__init__(f"Aprovar {documento}", parent, confirma="Aprovar", espera=True, largura=76 * U)
        self.botoes: dict[AtributoAlteravel, Botao] = {}
        self.pediu: Callable[[AtributoAlteravel], None] = lambda _qual: None
        self._valores: dict[AtributoAlteravel, Rotulo] = {}
        self._frases = QVBoxLayout()
        if prevista.atributos is not None:
            self._monta_atributos(prevista.atributos)
        self.corpo.addLayout(self._frases)
        self.mostra(prevista)
        self.botao_confirma.setFocus()

    def _monta_atributos(self, vistos: AtributosVistos) -> None:
        grade = QGridLayout()
        grade.setHorizontalSpacing(2 * U)
        grade.setVerticalSpacing(U // 2)
        grade.setColumnStretch(1, 1)
        for linha, visto in enumerate(vistos.linhas):
            titulo: QWidget
            if visto.alteravel:
                titulo = self.botoes[visto.qual] = Botao(_TITULO[visto.qual])
                self.botoes[visto.qual].setAutoDefault(False)
                self.botoes[visto.qual].clicked.connect(lambda _=False, qual=visto.qual: self.pediu(qual))
            else:
                titulo = Rotulo(_TITULO[visto.qual].replace("&", ""), Papel.CORPO, "texto_fraco")
            valor = self._valores[visto.qual] = Rotulo("", Papel.DESTAQUE if visto.alteravel else Papel.CORPO)
            valor.setWordWrap(True)
            grade.addWidget(titulo, linha, 0)
            grade.addWidget(valor, linha, 1)
        self.corpo.addLayout(grade)
        if self.botoes:
            self.corpo.addWidget(_fraco("Alt e a letra sublinhada mudam o que este tipo deixa mudar na aprovação."))

    def mostra(self, prevista: AprovacaoPrevista) -> None:
        """What approving does now: also after an attribute was changed."""
        if prevista.atributos is not None:
            for visto in prevista.atributos.linhas:
                if visto.qual in self._valores:
                    texto = uma_linha(visto.valor)
                    curto = texto if len(texto) <= _LETRAS else f"{texto[:_LETRAS]}…"
                    self._valores[visto.qual].setText(curto)
                    if visto.qual in self.botoes:
                        self.botoes[visto.qual].setAccessibleName(
                            f"{_TITULO[visto.qual].replace('&', '')}: {curto}. Mudar")
        while (velha := self._frases.takeAt(0)) is not None:
            if (rotulo := velha.widget()) is not None:
                rotulo.hide()
                rotulo.deleteLater()
        for frase in _ditas(prevista):
            self._frases.addWidget(frase)
        self.cabe()


class EdicaoDeAtributos(QObject):
    """What the approval changes: each button opens the editor that the sale has for it."""

    def __init__(self, dialogo: DialogoAprovacao, prevista: AprovacaoPrevista, pagina: "PaginaDocumentos") -> None:
        super().__init__(dialogo)
        self._dialogo, self._pagina, self._prevista = dialogo, pagina, prevista
        self._era = atributos_de(prevista.atributos.pedido) if prevista.atributos is not None else None
        self._para = self._era
        self._versao = prevista.atributos.versao if prevista.atributos is not None else 0
        dialogo.pediu = self._edita
        dialogo.pergunta_antes(lambda: self._para)

    @property
    def pedidos(self) -> tuple[Atributos | None, int]:
        """What to approve with, and the version that it changes: None when nothing changed."""
        return (None, 0) if self._para == self._era else (self._para, self._versao)

    def _edita(self, qual: AtributoAlteravel) -> None:
        if self._dialogo.esperando or self._para is None or self._prevista.atributos is None:
            return
        novo = {AtributoAlteravel.CLIENTE: self._cliente, AtributoAlteravel.VENDEDOR: self._vendedor,
                AtributoAlteravel.PLANO_PAGAMENTO: self._plano, AtributoAlteravel.DATA_ENTREGA: self._dia,
                AtributoAlteravel.DESCONTO: self._desconto, AtributoAlteravel.FRETE: self._frete,
                AtributoAlteravel.OBSERVACOES: self._observacoes}[qual](self._para, self._prevista.atributos)
        if novo is not None and novo != self._para:
            self._ve(novo)

    def _ve(self, para: Atributos) -> None:
        """What approving with these would do; what cannot be seen is not taken."""
        dialogo = self._dialogo
        dialogo.erro.hide()
        dialogo.ocupa(True)

        def viu(prevista: AprovacaoPrevista) -> None:
            self._para, self._prevista = para, prevista
            dialogo.ocupa(False)
            dialogo.mostra(prevista)

        self._pagina.fundo.executa(
            Faixa.LEITURA, "aprova", lambda _ficha: self._pagina.servicos.situacoes.preve(
                self._prevista.id, para, self._versao), viu, lambda erro: dialogo.recusa(str(erro)), dono=dialogo)

    # -- one editor each: the attributes with another value, None when it was given up

    def _cliente(self, para: Atributos, vistos: AtributosVistos) -> Atributos | None:
        pagina, pessoas = self._pagina, vistos.tipo.aceita_pessoas

        def conta(texto: str, dono: QObject, pronto: Callable[[int | None], None]) -> None:
            pagina.fundo.executa(Faixa.LEITURA, "conta clientes", lambda ficha: pagina.servicos.clientes.conta(
                texto, lambda: ficha.cancelada, pessoas), pronto, lambda _erro: pronto(None), dono=dono)

        dialogo = DialogoCliente(lambda texto, inicio: pagina.servicos.clientes.busca(texto, inicio, pessoas), conta,
                                 permite_cadastro=False, parent=self._dialogo, pessoas=sobre_pessoas(vistos.tipo))
        if not dialogo.exec() or not dialogo.escolhido:
            return None
        return para.model_copy(update={"cliente_id": UUID(dialogo.escolhido)})

    def _vendedor(self, para: Atributos, vistos: AtributosVistos) -> Atributos | None:
        opcoes = [Opcao(v.id, v.nome, atalho=v.atalho) for v in vistos.vendedores]
        if vistos.tipo.vendedor is Preenchimento.OPCIONAL:
            opcoes.append(Opcao(None, "Nenhum"))
        return self._escolhe("Vendedor", opcoes, "vendedor_id", para)

    def _plano(self, para: Atributos, vistos: AtributosVistos) -> Atributos | None:
        opcoes = [Opcao(p.id, p.nome, descreve_plano(p)) for p in vistos.planos]
        if vistos.tipo.plano_pagamento is UsoPlano.OPCIONAL:
            opcoes.append(Opcao(None, "Sem plano de pagamento"))
        return self._escolhe("Plano de pagamento", opcoes, "plano_id", para)

    def _escolhe(self, titulo: str, opcoes: list[Opcao], campo: str, para: Atributos) -> Atributos | None:
        dialogo = DialogoEscolha(titulo, opcoes, getattr(para, campo), self._dialogo)
        return para.model_copy(update={campo: dialogo.escolhida}) if dialogo.exec() else None

    def _dia(self, para: Atributos, _vistos: AtributosVistos) -> Atributos | None:
        hoje = self._pagina.hoje()
        dialogo = DialogoValor("Data de entrega", "&Data", data(para.data_entrega) if para.data_entrega else "",
                               lambda texto: le_dia(texto, hoje), self._dialogo, "dia/mês; vazio: a combinar")
        return para.model_copy(update={"data_entrega": dialogo.valor}) if dialogo.exec() else None

    def _frete(self, para: Atributos, _vistos: AtributosVistos) -> Atributos | None:
        dialogo = DialogoValor("Frete", "&Frete (R$)", numero(para.frete, 2) if para.frete else "", le_frete,
                               self._dialogo)
        return para.model_copy(update={"frete": dialogo.valor}) if dialogo.exec() else None

    def _desconto(self, para: Atributos, vistos: AtributosVistos) -> Atributos | None:
        def le(texto: str) -> Desconto | None:
            ajuste = le_ajuste(texto, vistos.base)
            if ajuste is not None and not isinstance(ajuste, Desconto):
                raise TextoInvalido("Na aprovação muda só o desconto. Para um acréscimo, altere o orçamento (F4).")
            confere_ajuste(ajuste, vistos.tipo)
            return ajuste

        dialogo = DialogoValor("Desconto no total", f"&Sobre {moeda(vistos.base)}", escreve_ajuste(para.desconto), le,
                               self._dialogo, "5% ou 5,00 (R$). Vazio tira. Rateado nos itens.")
        return para.model_copy(update={"desconto": dialogo.valor}) if dialogo.exec() else None

    def _observacoes(self, para: Atributos, _vistos: AtributosVistos) -> Atributos | None:
        dialogo = DialogoObservacoes(para.observacoes, self._dialogo)
        if not dialogo.exec():
            return None
        return para.model_copy(update={"observacoes": dialogo.escrito})


def _ditas(prevista: AprovacaoPrevista) -> list[Rotulo]:
    """What approving does, in words."""
    if not prevista.partes:
        total = f" O total é {moeda(prevista.atributos.pedido.total)}." if prevista.atributos is not None else ""
        return [_fraco("Nenhum pedido é gerado: o tipo deste documento não tem “Tipo de pedido na aprovação”." + total)]
    ditas = [Rotulo(_frase(parte), Papel.DESTAQUE) for parte in prevista.partes]
    if prevista.deixa:
        n = prevista.deixa
        ditas.append(_fraco(f"{n} item sem estoque fica de fora." if n == 1
                            else f"{n} itens sem estoque ficam de fora."))
    if any(p.com_estoque is not None for p in prevista.partes):
        ditas.append(_fraco("Conforme o estoque que este balcão conhece; vale o da retaguarda, na hora."))
    como = "Como está acima." if prevista.atributos is not None else "Mesmo cliente, mesmos preços e descontos."
    ditas.append(_fraco(f"{como} O documento fica Aprovado e não se converte mais."))
    return ditas


def _fraco(frase: str) -> Rotulo:
    rotulo = Rotulo(frase, Papel.CORPO, "texto_fraco")
    rotulo.setWordWrap(True)
    return rotulo


def _frase(parte: PartePrevista) -> str:
    qual = {True: " com estoque", False: " sem estoque", None: ""}[parte.com_estoque]
    return f"Gera {parte.tipo}: {quantos(parte.itens, 'item', 'itens')}{qual}, {moeda(parte.total)}"
