"""The Configuração window: menus at the left, the page generated, the footer, search, ESC and F12.

F12 checks every page, goes to the first error, and saves the two parts through `GravadorConfiguracao`;
what was saved counts as saved even when the other part was not. ESC with changes asks once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from balcao.domain.campo import Campo, Onde
from balcao.domain.permissoes import ROTULOS, Permissao
from balcao.domain.terminal.politica import Pagina
from balcao.ui.acoes import Acoes, ActionSpec
from balcao.ui.background import Background, Faixa
from balcao.ui.componentes.avisos import Faixa as FaixaAviso
from balcao.ui.componentes.avisos import Mensagem, Ocupado, Pergunta, Tom, devolve_teclado
from balcao.ui.componentes.contexto import Contexto
from balcao.ui.componentes.controles import Botao
from balcao.ui.componentes.na_tela import DialogoNaTela
from balcao.ui.componentes.painel_teste import TECLA, Prova
from balcao.ui.configuracao.conjunto import ConjuntoPaginas
from balcao.ui.configuracao.contrato import (
    AcaoRodape,
    Estado,
    Gravacao,
    GravadorConfiguracao,
    Mudanca,
    PedeAutorizacao,
    Ressalva,
    ResultadoGravacao,
)
from balcao.ui.configuracao.pagina import Rodape
from balcao.ui.formulario.linha_busca import LinhaBusca
from balcao.ui.tema import Papel, Rotulo, U

GRUPO = "Configuração"
ACOES: tuple[ActionSpec, ...] = (
    ActionSpec("configuracao.confirmar", "Confirma", "F12", "confirma", "Confere tudo, grava e fecha.", GRUPO,
               quando=lambda d: d.pode_confirmar, nao_repete=True),
    ActionSpec("configuracao.buscar", "Buscar configuração", "Ctrl+F", "busca_configuracao",
               "Procura em todas as páginas, por título, ajuda ou opção.", GRUPO),
    ActionSpec("configuracao.proxima", "Próxima página", "Ctrl+PgDown", "proxima", grupo=GRUPO),
    ActionSpec("configuracao.anterior", "Página anterior", "Ctrl+PgUp", "anterior", grupo=GRUPO),
    ActionSpec("configuracao.testar", "Testar", TECLA, "testa",
               "Em Integração a conexão, em Controles de Impressão a impressora: o que está na tela, gravado ou não.",
               GRUPO, quando=lambda d: d.paginas.painel_teste is not None, nao_repete=True),
)


class DialogoConfiguracao(DialogoNaTela):
    """`gravada` carries the outcome once everything was saved and the window is about to close."""

    gravada = Signal(object)

    def __init__(self, paginas: Sequence[Pagina], rodape: Pagina, estado: Estado, gravador: GravadorConfiguracao,
                 fundo: Background, contexto: Contexto, *, pede_autorizacao: PedeAutorizacao | None = None,
                 testes: Mapping[str, Prova] | None = None, acoes_rodape: Sequence[AcaoRodape] = (),
                 parent: QWidget | None = None) -> None:
        """`testes`: what pages, by key, can try."""
        super().__init__(parent)
        self.setWindowTitle("Configuração")
        self._estado, self._contexto, self._gravando = estado, contexto, False
        self._sabidas: set[tuple[str, str, Any]] = set()  # changes whose doubt was read
        self._foco_antes: QWidget | None = None
        self._gravador, self._fundo, self._pede = gravador, fundo, pede_autorizacao
        self.rodape = Rodape(rodape, estado.valores[rodape.chave], self._contexto_agora(), acoes_rodape)
        self.paginas = ConjuntoPaginas(paginas, estado.valores, self.rodape, self._contexto_agora, testes or {}, fundo)
        self.busca = LinhaBusca(self.paginas.procura, "Buscar configuração (Ctrl+F)",
                                "Nenhuma configuração com esse texto.")
        self.faixa, self._ocupado = FaixaAviso(), Ocupado("Gravando…")
        self.botao_fecha, self.botao_confirma = Botao("Fechar (ESC)"), Botao("Confirma (F12)", principal=True)
        self._monta()
        self.acoes = Acoes(self, ACOES)
        self.paginas.mudou.connect(self.acoes.atualiza)
        self.paginas.trocou.connect(self.acoes.atualiza)
        self.busca.achado.connect(lambda lugar: self.paginas.vai(*lugar))
        devolve_teclado(self)
        self._diz_o_que_esta_travado()
        self.paginas.menus.setFocus()

    @property
    def pode_confirmar(self) -> bool:
        """Whether F12 means something now."""
        return not self._gravando and not self._estado.somente_leitura

    def define_sem_retaguarda(self, motivo: str, valores: Mapping[str, BaseModel] | None = None) -> None:
        """The retaguarda went away (why) or came back (""): policy fields lock or unlock; edits stay. `valores`: what
        is stored now, when it was read again."""
        self._estado = replace(self._estado, sem_retaguarda=motivo)
        if valores is not None:
            self.paginas.define_valores(valores)
        self.paginas.define_contexto()
        self._diz_o_que_esta_travado()

    # ---- actions ----

    def busca_configuracao(self) -> None:
        """Ctrl+F: to the search line."""
        self.busca.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.busca.selectAll()

    def proxima(self) -> None:
        """Ctrl+PgDn."""
        self.paginas.passa(1)

    def anterior(self) -> None:
        """Ctrl+PgUp."""
        self.paginas.passa(-1)

    def testa(self) -> None:
        """F5: start the test of this page, or stop it."""
        if (painel := self.paginas.painel_teste) is not None:
            painel.alterna()

    def confirma(self) -> None:
        """F12: check all, ask for the permission if a check is being weakened, save."""
        if not self.paginas.tudo_certo():
            return
        gravacao = Gravacao(self.paginas.valores(), self.paginas.mudancas())
        duvidosas = tuple(m for m in gravacao.de(Onde.ESTACAO) if m.ressalvada not in self._sabidas)
        if not gravacao.mudancas and (presas := self.paginas.presas()):
            self.faixa.mostra(Tom.BLOQUEIO, f"Nada foi gravado. {_espera(presas)}")
        elif not gravacao.mudancas:
            self.accept()
        elif duvidosas:
            self._trabalha(True, "Conferindo…")
            so_elas = replace(gravacao, mudancas=duvidosas)
            self._fundo.executa(Faixa.ENVIO, "configuracao", lambda _ficha: self._gravador.confere(so_elas),
                                lambda vistas: self._conferiu(gravacao, vistas), self._nao_gravou, dono=self)
        else:
            self._autoriza(gravacao)

    def _conferiu(self, gravacao: Gravacao, ressalvas: tuple[Ressalva, ...]) -> None:
        """What this computer cannot use is said beside its field, once: the next F12 saves it all the same."""
        self._trabalha(False)
        if not ressalvas:
            self._autoriza(gravacao)
            return
        ditas = {(r.pagina, r.nome) for r in ressalvas}
        self._sabidas |= {m.ressalvada for m in gravacao.mudancas if m.ressalvada[:2] in ditas}
        self.paginas.mostra_ressalvas(ressalvas)
        self.faixa.mostra(Tom.ALERTA, "Nada foi gravado ainda. Veja o aviso ao lado do campo. Se está certo assim, F12 "
                                      "outra vez grava.")

    def _autoriza(self, gravacao: Gravacao) -> None:
        precisa = Permissao.ALTERAR_REGRAS_TERMINAL
        fracas = tuple(m for m in gravacao.mudancas if m.enfraquece)
        if not fracas or precisa in self._contexto.permissoes:
            self._grava(gravacao)
        elif self._pede is None:
            self._recusa(fracas)
        else:
            self._pede(precisa, fracas, lambda quem: self._recusa(fracas) if quem is None
                       else self._grava(replace(gravacao, autorizacao=quem)))

    def reject(self) -> None:
        """ESC: the help first; then the window, asking once when something was changed."""
        if self._gravando or self.paginas.fecha_ajuda():
            return
        if self.paginas.alterado:
            Pergunta(self, "Descartar alterações não gravadas?", "As alterações feitas nesta janela serão perdidas.",
                     "Descartar", "Continuar editando", self._descarta, perigo=True).open()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()  # the × of the window is an ESC
        self.reject()

    # ---- saving ----

    def _descarta(self, sim: bool) -> None:
        if sim:
            super().reject()

    def _grava(self, gravacao: Gravacao) -> None:
        self._trabalha(True, "Gravando…")
        self.faixa.limpa()
        self._fundo.executa(Faixa.ENVIO, "configuracao", lambda _ficha: self._gravador.grava(gravacao),
                            self._gravou, self._nao_gravou, dono=self)

    def _gravou(self, resultado: ResultadoGravacao) -> None:
        self._trabalha(False)
        for onde in Onde:
            if (parte := resultado.parte(onde)) is not None and parte.gravou:
                self.paginas.gravou(onde)
        if not all(parte.gravou for parte in resultado.partes):
            partes = " ".join(p.mensagem for p in sorted(resultado.partes, key=lambda p: not p.gravou))
            self.faixa.mostra(Tom.BLOQUEIO, f"{partes} F12 tenta de novo.")
            return
        avisos = [aviso for parte in resultado.partes for aviso in parte.avisos]
        if presas := self.paginas.presas():
            ditas = " ".join([*(p.mensagem for p in resultado.partes), *avisos])
            self.faixa.mostra(Tom.BLOQUEIO, f"{_espera(presas)} {ditas}")
        elif avisos:
            Mensagem(self, "Gravado, com aviso", "\n".join([*avisos, "", *(p.mensagem for p in resultado.partes)]),
                     lambda: self._fecha(resultado)).open()
        else:
            self._fecha(resultado)

    def _nao_gravou(self, erro: Exception) -> None:
        self._trabalha(False)
        self.faixa.mostra(Tom.BLOQUEIO, f"Nada foi gravado. {erro} F12 tenta de novo.")

    def _fecha(self, resultado: ResultadoGravacao) -> None:
        self.gravada.emit(resultado)
        self.accept()

    def _recusa(self, fracas: tuple[Mudanca, ...]) -> None:
        nome = ROTULOS[Permissao.ALTERAR_REGRAS_TERMINAL]
        self.paginas.vai(fracas[0].pagina.chave, fracas[0].nome)
        self.faixa.mostra(Tom.BLOQUEIO, f"Nada foi gravado: afrouxar uma conferência pede a permissão “{nome}” "
                                        f"({'; '.join(m.frase for m in fracas)}).")

    def _trabalha(self, sim: bool, o_que: str | None = None) -> None:
        foco = self.focusWidget()
        self._gravando = sim
        self._ocupado.mostra(sim, o_que)
        for widget in (self.paginas, self.rodape, self.botao_fecha):
            widget.setEnabled(not sim)
        self.botao_confirma.setEnabled(self.pode_confirmar)
        self.acoes.atualiza()
        if sim:
            self._foco_antes = foco
        elif self._foco_antes is not None:
            self._foco_antes.setFocus()

    # ---- state ----

    def _contexto_agora(self) -> Contexto:
        return replace(self._contexto, travado=self._motivo)

    def _motivo(self, campo: Campo) -> str:
        """Why a field cannot be changed; without the retaguarda only what lives in this computer can."""
        if self._estado.somente_leitura:
            return self._estado.somente_leitura
        return self._estado.sem_retaguarda if campo.onde is Onde.POLITICA else ""

    def _diz_o_que_esta_travado(self) -> None:
        if self._estado.somente_leitura:
            self.faixa.mostra(Tom.INFORMACAO, self._estado.somente_leitura)
        elif self._estado.sem_retaguarda:
            self.faixa.mostra(Tom.ALERTA, f"{self._estado.sem_retaguarda} As regras do terminal podem ser lidas, mas "
                                          "não alteradas; o que é deste computador (endereço, portas, impressora, "
                                          "logo) pode.")
        else:
            self.faixa.limpa()
        self.botao_confirma.setEnabled(self.pode_confirmar)

    def _monta(self) -> None:
        faz: tuple[tuple[Botao, Callable[[], None]], ...] = ((self.botao_fecha, self.reject),
                                                             (self.botao_confirma, self.confirma))
        for botao, acao in faz:
            botao.setAutoDefault(False)
            botao.clicked.connect(acao)
        topo = QHBoxLayout()
        topo.setSpacing(U)
        topo.addWidget(Rotulo("Configuração", Papel.TITULO))
        topo.addSpacing(3 * U)
        topo.addWidget(self.busca, 1)
        topo.addSpacing(2 * U)
        topo.addWidget(self._ocupado)
        topo.addWidget(self.botao_fecha)
        topo.addWidget(self.botao_confirma)
        tudo = QVBoxLayout(self)
        tudo.setContentsMargins(2 * U, 2 * U, 2 * U, 2 * U)
        tudo.setSpacing(U + U // 2)
        tudo.addLayout(topo)
        tudo.addWidget(self.faixa)
        tudo.addWidget(self.paginas, 1)
        tudo.addWidget(self.rodape)
        cabe = self.screen().availableGeometry().size()
        self.resize(min(int(cabe.width() * 0.96), 160 * U), min(int(cabe.height() * 0.96), 110 * U))


def _espera(presas: str) -> str:
    """What is told of changes that got locked before they were saved."""
    return f"Sem a retaguarda não se grava: {presas}. Quando ela voltar, F12 grava; ESC descarta."
