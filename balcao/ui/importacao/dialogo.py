"""Importar: the files, what they would do, and F12.

Nothing is written before F12, and F12 writes what the preview shows or nothing: the retaguarda answers with the
new preview when the shop's data changed meanwhile. A confirmation whose answer was lost may be sent again.
"""

from collections.abc import Callable
from decimal import Decimal
from uuid import UUID, uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from balcao.domain.formatos import TextoInvalido, numero
from balcao.domain.importacao_previa import (
    ArquivoEnviado,
    Confirmacao,
    PedidoImportacao,
    Previa,
    ResultadoImportacao,
)
from balcao.domain.permissoes import ROTULOS, Permissao
from balcao.services.counter.importacao import PreviaMudou
from balcao.ui.acoes import Acoes, ActionSpec
from balcao.ui.background import Background, Tarefa
from balcao.ui.background import Faixa as Lane
from balcao.ui.componentes.avisos import Faixa, Ocupado, Pergunta, Tom, devolve_teclado
from balcao.ui.componentes.contexto import Contexto
from balcao.ui.componentes.controles import Botao, LinhaTexto, Marcador
from balcao.ui.componentes.na_tela import DialogoNaTela
from balcao.ui.importacao import palavras
from balcao.ui.importacao.escolhas import Escolhas
from balcao.ui.importacao.notas import TabelaNotas
from balcao.ui.importacao.planilha import PainelPlanilha
from balcao.ui.importacao.servicos import ServicosImportacao
from balcao.ui.tema import Papel, Rotulo, U

_ESPERA = {
    True: "Escolha os XML das notas (F4), ou digite o caminho de um arquivo ou de uma pasta e Enter.",
    False: "Escolha a planilha CSV ou XLSX (F4), ou digite o caminho e Enter. A primeira linha é o cabeçalho."}
GRUPO = "Importar"
ACOES = (
    ActionSpec("importar.importar", "Importar", "F12", "importa", "Grava o que a prévia mostra, tudo ou nada.", GRUPO,
               lambda d: d.livre, nao_repete=True),
    ActionSpec("importar.procurar", "Procurar arquivos", "F4", "escolhas.procura", "Abre a escolha de arquivos.",
               GRUPO, lambda d: d.livre),
    ActionSpec("importar.conferir", "Conferir de novo", "F5", "confere", "Refaz a prévia.", GRUPO,
               lambda d: d.livre and bool(d.arquivos), nao_repete=True),
    ActionSpec("importar.tirar", "Tirar os arquivos recusados", "Ctrl+R", "tira_recusados",
               "Segue com as outras notas.", GRUPO, lambda d: d.livre and bool(d.recusados)),
)


class DialogoImportacao(DialogoNaTela):
    """`importou` says in words what was written."""

    importou = Signal(str)

    def __init__(self, servicos: ServicosImportacao, fundo: Background, contexto: Contexto,
                 parent: QWidget | None = None, *, novo_id: Callable[[], UUID] = uuid4) -> None:
        super().__init__(parent)
        self.setWindowTitle("Importar")
        self._servicos, self._fundo, self._novo_id = servicos, fundo, novo_id
        self._permitido = Permissao.IMPORTAR in contexto.permissoes
        self.arquivos: tuple[ArquivoEnviado, ...] = ()
        self.previa: Previa | None = None
        self._tarefa: Tarefa | None = None
        self._importando = self._velha = False
        self._id: UUID | None = None
        self.escolhas, self.notas, self.planilha = Escolhas(), TabelaNotas(), PainelPlanilha()
        self.so_boas = Marcador("Importar somente as &linhas boas")
        self.vazio, self.corpo, self.faixa, self._ocupado = QLabel(), QStackedWidget(), Faixa(), Ocupado()
        self.detalhe, self.resumo = Rotulo("", Papel.CORPO, "texto_fraco"), Rotulo("", Papel.DESTAQUE)
        self.botao_fecha, self.botao_confere = Botao("Fechar (ESC)"), Botao("Conferir (F5)")
        self.botao_importa = Botao("Importar (F12)", principal=True)
        self._monta()
        self.acoes = Acoes(self, ACOES)
        self._liga()
        devolve_teclado(self)
        self._troca_tipo()
        if not self._permitido:
            self._diz(Tom.ALERTA, f"Importar pede a permissão “{ROTULOS[Permissao.IMPORTAR]}”. Entre com o usuário de "
                                  "quem a tem.")
        cabe = self.screen().availableGeometry().size()
        self.resize(min(int(cabe.width() * 0.96), 170 * U), min(int(cabe.height() * 0.94), 110 * U))

    # -- state ---------------------------------------------------------------------------------------
    @property
    def livre(self) -> bool:
        """Whether something may be asked now."""
        return self._permitido and self._tarefa is None

    @property
    def recusados(self) -> frozenset[str]:
        """Files of the preview that cannot be imported (of several; a table alone is corrected, not left out)."""
        if self.previa is None or not self.escolhas.nfe:
            return frozenset()
        return frozenset(p.arquivo for p in self.previa.problemas if not p.aviso)

    # -- files ---------------------------------------------------------------------------------------
    def abre(self, caminhos: list[str]) -> None:
        """Read these files and show what they would do."""
        if not self.livre:
            return
        self._recomeca()
        self.escolhas.caminho.marca_erro(False)
        tipo = self.escolhas.qual
        self._trabalha("Lendo os arquivos…", "importacao le", lambda: self._servicos.le(tipo, caminhos),
                       self._leu, lambda erro: self._diz(Tom.BLOQUEIO, str(erro), self.escolhas.caminho))

    def _leu(self, arquivos: tuple[ArquivoEnviado, ...]) -> None:
        self.arquivos = arquivos
        self.confere()

    def tira_recusados(self) -> None:
        """Ctrl+R: go on without the files that cannot be imported."""
        ficam = self._aceitos()
        if not ficam:
            self._diz(Tom.ALERTA, "Nenhum arquivo sobraria. Escolha outros (F4).", self.escolhas.caminho)
            return
        self.arquivos = ficam
        self.confere()

    def _aceitos(self) -> tuple[ArquivoEnviado, ...]:
        return tuple(a for a in self.arquivos if a.nome not in self.recusados)

    def _troca_tipo(self) -> None:
        self._recomeca()
        self.faixa.limpa()
        self.vazio.setText(_ESPERA[self.escolhas.nfe])
        if not self.escolhas.tipo.hasFocus():  # the next arrow is for the next kind
            self.escolhas.caminho.setFocus()

    def _recomeca(self) -> None:
        """No files, no preview, no answers."""
        self.arquivos, self.previa, self._velha, self._id = (), None, False, None
        self.notas.esvazia()
        self.planilha.esvazia()
        self.so_boas.setChecked(False)
        self.corpo.setCurrentWidget(self.vazio)
        self._atualiza()

    # -- preview -------------------------------------------------------------------------------------
    def confere(self) -> None:
        """F5: plan with the options as they are."""
        margem = self.escolhas.margem
        try:
            pedido = self._pedido()
        except TextoInvalido as erro:
            self._diz(Tom.BLOQUEIO, f"Margem: {erro}", margem)
            return
        margem.marca_erro(False)
        self._trabalha("A retaguarda está conferindo…", "importacao previa", lambda: self._servicos.previa(pedido),
                       self._mostra, lambda erro: self._diz(Tom.BLOQUEIO, f"{erro} F5 confere de novo."))

    def _pedido(self) -> PedidoImportacao:
        """Raises TextoInvalido for a margin that is no number."""
        return PedidoImportacao(tipo=self.escolhas.qual, arquivos=self.arquivos, fatores=self.notas.modelo.fatores(),
                                colunas=dict(self.planilha.correcoes), **self.escolhas.opcoes())

    def _mostra(self, previa: Previa, aviso: str = "") -> None:
        primeira = self.previa is None
        self.previa, self._velha, self._id = previa, False, self._novo_id()
        onde = self.notas if self.escolhas.nfe else self.planilha
        onde.mostra(previa)
        self.corpo.setCurrentWidget(onde)
        self._atualiza()
        if aviso or not previa.pode:
            self._diz(Tom.ALERTA, aviso or self._falta())
        if self.escolhas.nfe or primeira:  # a corrected column keeps the focus on the columns
            (self.notas if self.escolhas.nfe else self.planilha.tabela).setFocus()

    def _falta(self) -> str:
        """Why F12 cannot import this, and the next key to press."""
        previa = self.previa
        if previa is None:
            return "Escolha os arquivos primeiro (F4)."
        if quantos := len(self.recusados):
            if not self._aceitos():
                return ("O arquivo não pode ser importado. Escolha outro (F4)." if quantos == 1 else
                        "Nenhum dos arquivos pode ser importado. Escolha outros (F4).")
            return ("Um arquivo não pode ser importado. Ctrl+R segue sem ele." if quantos == 1 else
                    f"{quantos} arquivos não podem ser importados. Ctrl+R segue sem eles.")
        if self.notas.modelo.pendentes():
            return ("A nota não diz quantas unidades há na embalagem. Na linha marcada, digite o número e Enter; "
                    "depois F12.")
        if previa.pode_so_boas:
            return "Há linhas recusadas. Corrija o arquivo, ou marque “somente as linhas boas” (Alt+L) e F12."
        if previa.tabela is None and previa.problemas:
            return palavras.problema(previa.problemas[0])
        ruins = [p for p in previa.problemas if not p.aviso]
        if do_cabecalho := next((p for p in ruins if not p.linha), None):
            return f"{palavras.problema(do_cabecalho)} Diga ao lado o que cada coluna é, ou corrija o arquivo."
        if ruins:
            return "O arquivo não pode ser importado assim: veja as linhas recusadas, corrija as colunas ou o arquivo."
        return "Não há o que importar: está tudo como nos arquivos."

    def _mudou_opcao(self) -> None:
        """What is shown is of other options: show it again."""
        if self.previa is not None and self.livre:
            self._velha = True
            self.confere()

    def _respondeu(self) -> None:
        self._velha = True
        self.faixa.limpa()

    # -- importing -----------------------------------------------------------------------------------
    def importa(self) -> None:
        """F12: what the preview shows, or why not yet."""
        previa = self.previa
        if previa is None:
            self._diz(Tom.ALERTA, self._falta(), self.escolhas.caminho)
        elif self._velha:
            self.confere()
        elif not (previa.pode or (previa.pode_so_boas and self.so_boas.isChecked())):
            self._diz(Tom.ALERTA, self._falta())
        else:
            assert self._id is not None
            confirmacao = Confirmacao(id=self._id, pedido=self._pedido(), marca=previa.marca,
                                      somente_boas=previa.pode_so_boas)
            self._importando = True
            self._trabalha("Importando… não desligue.", f"importacao {self._id}",
                           lambda: self._servicos.aplica(confirmacao), self._importado, self._nao_importou)

    def _importado(self, feito: ResultadoImportacao) -> None:
        self._recomeca()
        self.escolhas.caminho.clear()
        self._diz(Tom.CERTO, f"{'Já estava importado' if feito.repetida else 'Importado'}: {feito.frase}",
                  self.escolhas.caminho)
        self.importou.emit(feito.frase)

    def _nao_importou(self, erro: Exception) -> None:
        if isinstance(erro, PreviaMudou):
            self._mostra(erro.previa, "O cadastro mudou depois da prévia; nada foi importado. Confira a nova prévia.")
            return
        self._diz(Tom.BLOQUEIO, f"{erro} F12 tenta de novo; o que já tiver sido importado não se repete.")

    # -- work ----------------------------------------------------------------------------------------
    def _trabalha(self, texto: str, chave: str, faz: Callable[[], object], pronto: Callable[..., None],
                  falhou: Callable[[Exception], None]) -> None:
        """One work at a time; the focus comes back to where it was. Not in the lane of sending: an import may take
        minutes, and a login must not wait for it."""
        foco = self.focusWidget()

        def fim(continua: Callable[..., None]) -> Callable[..., None]:
            def volta(resultado: object) -> None:
                self._descansa(foco)
                continua(resultado)
            return volta

        self.faixa.limpa()
        self._ocupado.mostra(True, texto)
        self._tarefa = self._fundo.executa(Lane.LEITURA, chave, lambda _ficha: faz(), fim(pronto), fim(falhou),
                                           dono=self)
        self._atualiza()

    def _descansa(self, foco: QWidget | None) -> None:
        self._tarefa, self._importando = None, False
        self._ocupado.mostra(False)
        self._atualiza()
        if foco is not None:
            foco.setFocus()

    def _diz(self, tom: Tom, texto: str, onde: LinhaTexto | None = None) -> None:
        self.faixa.mostra(tom, texto)
        if onde is not None:
            onde.marca_erro(tom is Tom.BLOQUEIO)
            onde.setFocus()
            onde.selectAll()

    def _atualiza(self) -> None:
        previa = self.previa
        for widget in (self.escolhas, self.corpo, self.so_boas, self.botao_importa):
            widget.setEnabled(self.livre)
        self.botao_confere.setEnabled(self.livre and bool(self.arquivos))
        self.so_boas.setVisible(previa is not None and previa.pode_so_boas)
        self.botao_fecha.setEnabled(not self._importando)
        self.botao_fecha.setText("Fechar (ESC)" if self._tarefa is None else "Parar (ESC)")
        if previa is None:
            self.detalhe.clear()
            self.resumo.clear()
        else:
            resto = numero(Decimal(previa.outros_problemas))
            self.resumo.setText(previa.resumo + (f" Mais {resto} problemas não couberam na lista."
                                                 if previa.outros_problemas else ""))
        self.acoes.atualiza()

    # -- closing -------------------------------------------------------------------------------------
    def reject(self) -> None:
        """ESC: stop waiting; then close, asking once when answers would be lost. An import is not stopped."""
        if self._importando:
            return
        if self._tarefa is not None:
            self._tarefa.cancela()
            self._descansa(self.escolhas.caminho)
            self._diz(Tom.INFORMACAO, "Parado. F5 confere de novo." if self.arquivos else "Parado.")
        elif self.previa is not None and (self.notas.modelo.respostas or self.planilha.correcoes):
            Pergunta(self, "Fechar sem importar?", "As respostas e as colunas que você corrigiu serão perdidas.",
                     "Fechar", "Continuar", lambda sim: QDialog.reject(self) if sim else None, perigo=True).open()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()  # the × of the window is an ESC
        self.reject()

    # -- layout --------------------------------------------------------------------------------------
    def _liga(self) -> None:
        self.escolhas.trocou.connect(self._troca_tipo)
        self.escolhas.abriu.connect(self.abre)
        self.escolhas.mudou.connect(self._mudou_opcao)
        self.so_boas.clicked.connect(lambda _: self.faixa.limpa())
        self.notas.mudou_linha.connect(lambda i: self.detalhe.setText(self.notas.modelo.explica(i)))
        self.notas.completou.connect(self._mudou_opcao)
        self.notas.modelo.respondeu.connect(self._respondeu)
        self.notas.modelo.recusou.connect(lambda texto: self._diz(Tom.BLOQUEIO, texto))
        self.planilha.mudou_linha.connect(lambda i: self.detalhe.setText(self.planilha.modelo.explica(i)))
        self.planilha.mapeamento.mudou.connect(lambda _: self._mudou_opcao())
        for botao, faz in ((self.botao_fecha, self.reject), (self.botao_confere, self.confere),
                           (self.botao_importa, self.importa)):
            botao.setAutoDefault(False)
            botao.clicked.connect(faz)

    def _monta(self) -> None:
        self.vazio.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.vazio.setWordWrap(True)
        self.corpo.setContentsMargins(4, 4, 4, 4)  # the focus ring's room
        for pagina in (self.vazio, self.notas, self.planilha):
            self.corpo.addWidget(pagina)
        self.detalhe.setWordWrap(True)
        self.detalhe.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + 2)
        self.detalhe.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.detalhe.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.resumo.setWordWrap(True)
        self.resumo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        pe = QHBoxLayout()
        pe.setSpacing(U)
        pe.addWidget(self.resumo, 1)
        for widget in (self._ocupado, self.botao_fecha, self.botao_confere, self.botao_importa):
            pe.addWidget(widget)
        tudo = QVBoxLayout(self)
        tudo.setContentsMargins(3 * U, 2 * U, 3 * U, 2 * U)
        tudo.setSpacing(U)
        tudo.addWidget(Rotulo("Importar", Papel.TITULO))
        tudo.addWidget(self.escolhas)
        tudo.addWidget(self.faixa)
        tudo.addWidget(self.corpo, 1)
        tudo.addWidget(self.detalhe)
        tudo.addWidget(self.so_boas)
        tudo.addLayout(pe)
