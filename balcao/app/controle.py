"""What happens when: login, session, pages, dialogs, and the news that background threads bring.

The screens know what to show, the services what to do; this object is the only one that knows both.
"""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from balcao.config.plataforma import WINDOWS, pastas
from balcao.config.registro_erros import RegistroArquivo
from balcao.domain.erros import AmbienteIndisponivel
from balcao.ui.acoes import SemRepeticao
from balcao.ui.background import Background, Faixa
from balcao.ui.erros import GuardaErros
from balcao.ui.idioma import fala_portugues
from balcao.ui.janela import Janela
from balcao.ui.leitor import Leitor
from balcao.ui.login import Sugestao
from balcao.ui.tema import Esquema, Tema

_RELOGIO_MS = 1000
_ESPERA_DADOS_MS = 250
_ESPERAS = 20  # five seconds: a server that has just been switched on is no failure yet
_DEPOIS_MS = 1500  # what is behind the sale is imported when the first item has had its time


class Controle(QObject):
    """One per program. `mostra` opens the window; everything else follows from its signals."""

    _mudou = Signal()
    _noticia = Signal(object)
    _impressao = Signal(object)

    def __init__(self, app: QApplication, tema: str | None) -> None:
        super().__init__()
        self._app, self._onde = app, pastas()
        self.tema = Tema(app, Esquema(tema or "automatico"))
        self._guarda = GuardaErros(RegistroArquivo(self._onde.registro), self._salva_tudo, parent=self)
        self._guarda.instala()
        self.fundo = Background(self._guarda.trata, self)
        self.janela = Janela()
        self._guarda.aconteceu.connect(self.janela.erro_inesperado)
        self._sem_repeticao = SemRepeticao(app)
        self.leitor = Leitor(app, carimbo_do_sistema=not WINDOWS)  # Qt there sends keys without the system's time
        self.balcao: Any = None      # services.counter.balcao.Balcao: its import is what the window does not wait for
        self.sessao: Any = None      # app.sessao_tela.SessaoTela
        self._porta: Any = None      # app.porta.Porta
        self._aberta: Any = None     # app.inicio.Aberta
        self._falha = ""             # why the counter could not be built, and what to do
        self._esperando: tuple[str, str, Any] | None = None  # a login, and what the retaguarda said of it
        self._feito: Any = None      # app.construcao.Pronto
        self._entrando, self._quem = False, None
        self._esperas = 0  # how often the first data was waited for
        self._iniciado = self._fechou = False
        self._liga_sinais()

    def _liga_sinais(self) -> None:
        janela = self.janela
        janela.login.entrar.connect(self._entra)
        janela.pediu_configuracao.connect(self._configura)
        janela.pediu_importacao.connect(self._importa)
        janela.pediu_fila.connect(lambda: self.sessao and self.sessao.abre_fila())
        janela.pediu_divergencias.connect(lambda: self.sessao and self.sessao.abre_divergencias())
        janela.pediu_papeis.connect(lambda: self.sessao and self.sessao.abre_papeis())
        janela.pediu_cadastro.connect(lambda nome: self.sessao and self.sessao.abre_cadastro(nome))
        janela.pediu_diagnostico.connect(self._diagnostica)
        janela.bloqueou.connect(self._bloqueia)
        janela.pediu_troca.connect(self._troca)
        janela.fechando.connect(self._fecha)
        self.leitor.lido.connect(lambda codigo: self.sessao and self.sessao.leu(codigo))
        self._noticia.connect(lambda noticia: self.sessao and self.sessao.noticia(noticia))
        self._impressao.connect(lambda trabalho: self.sessao and self.sessao.imprimiu(trabalho))
        self._mudou.connect(self._ha_novidade)
        self._relogio = QTimer(self, interval=_RELOGIO_MS)
        self._relogio.timeout.connect(self._bate)

    # -- start ---------------------------------------------------------------------------------------
    def mostra(self) -> None:
        """Open the window; the program is built behind it."""
        self.janela.show()
        self.janela.login.foca()
        self.janela.login.mostra_conexao("Preparando…")
        self.fundo.avancou.connect(self._avancou)
        QTimer.singleShot(0, self, lambda: self.fundo.executa(
            Faixa.LEITURA, "prepara", self._abre_porta, self._porta_abriu, self._nao_preparou, dono=self))

    def _avancou(self, _tarefa: Any, _feito: int, _total: int, texto: str) -> None:
        if texto and not self.janela.entrou:
            self.janela.login.mostra_conexao(texto)

    def _abre_porta(self, ficha: Any) -> Any:
        """In the background: the shop of this computer, when it is here, then what a password is asked with."""
        from balcao.app.porta import abre  # measured: imports that the window does not wait for

        return abre(self._onde, lambda texto: ficha.avanco(0, 0, texto))

    def _porta_abriu(self, porta: Any) -> None:
        fala_portugues(self._app)  # 1 ms, that the window has not waited for
        self._porta = porta
        if self._esperando is not None:
            login, senha, _ = self._esperando
            self._esperando = None
            self._entra(login, senha)
        self.fundo.executa(Faixa.LEITURA, "abre", self._abre, self._abriu, self._nao_preparou, dono=self)

    def _abre(self, ficha: Any) -> Any:
        """In the background, while the password is being checked: this station, its journal, who may enter."""
        from balcao.app.inicio import abre  # likewise

        return abre(self._onde, lambda texto: ficha.avanco(0, 0, texto), self._mudou.emit, self._porta)

    def _abriu(self, aberta: Any) -> None:
        self._aberta = aberta
        self.fundo.executa(Faixa.LEITURA, "constroi", self._constroi, self._pronto, self._nao_preparou, dono=self)
        if self._esperando is not None:
            login, senha, resposta = self._esperando
            self._esperando = None
            self._confere(login, senha, resposta)

    def _constroi(self, ficha: Any) -> Any:
        """In the background, likewise: the sale and its screens."""
        from balcao.app.construcao import constroi  # likewise
        from balcao.services.counter.balcao import Avisos  # likewise

        avisos = Avisos(self._mudou.emit, self._noticia.emit, self._impressao.emit)
        return constroi(self._aberta, avisos, lambda texto: ficha.avanco(0, 0, texto))

    def _pronto(self, feito: Any) -> None:
        self.balcao = feito.balcao
        self._feito = feito
        self.janela.login.sugere([Sugestao(*um) for um in feito.sugestoes])
        self.janela.login.mostra_loja(feito.loja)
        self._relogio.start()
        self._mostra_ligacao()
        if self._aberta.aviso:
            self.janela.login.mostra_conexao(self._aberta.aviso)
        if self._entrando:
            if self._quem is not None:
                self._entrou(self._quem)
        else:
            self._inicia_fundo()

    def _nao_preparou(self, erro: Exception) -> None:
        self._esperando, self._falha = None, str(erro)
        self._diz_falha()

    def _diz_falha(self, antes: str = "") -> None:
        self._entrando = False
        self.janela.login.recusa(f"{antes}{self._falha}")
        self.janela.login.mostra_conexao("F9 abre o diagnóstico, que diz o que fazer.")

    def _inicia_fundo(self) -> None:
        """Sync now, the rest of the program a moment later: the person's first keys come before either."""
        if self.balcao is None or self._iniciado:
            return
        self._iniciado = True
        self.fundo.executa(Faixa.ENVIO, "sincroniza", lambda _ficha: self.balcao.inicia_sincronia(), dono=self)
        QTimer.singleShot(_DEPOIS_MS, self, lambda: self.fundo.executa(
            Faixa.LEITURA, "bastidores", lambda _ficha: self._feito.aquece(),
            lambda _nada: self.sessao and self.sessao.conta_papeis(), dono=self))

    # -- login ---------------------------------------------------------------------------------------
    def _entra(self, login: str, senha: str) -> None:
        if self._falha:
            self._diz_falha()
            return
        if self._aberta is None and (self._porta is None or self._porta.canal is None):
            self._esperando = (login, senha, None)  # faster than the door was opened: it goes on as soon as it can
            self.janela.login.ocupa(True, "Preparando…")
            return
        if self._aberta is not None:
            self._confere(login, senha, None)
            return
        self._entrando, porta = True, self._porta
        self.fundo.executa(Faixa.ENVIO, "perguntar", lambda _ficha: porta.pergunta(login, senha),
                           lambda resposta: self._respondeu(login, senha, resposta), self._nao_entrou, dono=self)

    def _respondeu(self, login: str, senha: str, resposta: Any) -> None:
        if self._aberta is not None:
            self._confere(login, senha, resposta)
        elif not self._falha:  # the rest of the door is still being imported: `_abriu` goes on
            self._esperando = (login, senha, resposta)

    def _confere(self, login: str, senha: str, resposta: Any) -> None:
        self._entrando, self._quem = True, None
        sessoes = self._aberta.entrada.sessoes
        self.fundo.executa(Faixa.ENVIO, "entrar", lambda _ficha: sessoes.entra(login, senha, resposta),
                           self._entrou, self._nao_entrou, dono=self)

    def _nao_entrou(self, erro: Exception) -> None:
        self._entrando = False
        login = self.janela.login
        # Neither the service nor the sentence says which of the two is wrong; the cursor goes to the likelier.
        estranho = self._aberta is not None and not self._aberta.entrada.sessoes.conhece(login.usuario.text())
        login.recusa(str(erro), no_usuario=estranho)
        self._inicia_fundo()

    def _entrou(self, aberta: Any) -> None:
        self.janela.login.senha.clear()
        self._quem = aberta
        if self._falha:
            self._diz_falha()
            return
        if self.balcao is None:  # the password was checked before the sale was built: `_pronto` goes on
            return
        if not self.balcao.pronto():
            self._inicia_fundo()
            self._esperas += 1
            if self._esperas > _ESPERAS and (motivo := self.balcao.ligacao.sem_dados()):
                self._esperas, self._quem = 0, None  # the sync goes on trying; whoever enters again finds out
                self._nao_entrou(AmbienteIndisponivel("Os dados da loja ainda não chegaram a este terminal.", motivo))
                return
            self.janela.login.ocupa(True, "Recebendo os dados da loja…")
            QTimer.singleShot(_ESPERA_DADOS_MS, self, lambda: self._entrou(aberta))
            return
        self._entrando, self._quem, self._esperas = False, None, 0
        if self.sessao is None:
            self.sessao = self._feito.tela(self.balcao, self.janela, self.fundo, self)
        self.sessao.abre(aberta)
        if self._iniciado:  # otherwise once the print queue is there
            self.sessao.conta_papeis()
        self.leitor.liga()
        self._mostra_ligacao()
        self._bate()
        QTimer.singleShot(0, self, self._inicia_fundo)

    def _bloqueia(self) -> None:
        atual = self.balcao.sessoes.atual
        self.leitor.liga(False)
        self.janela.sai()
        if atual is not None:
            self.janela.login.trava(atual.login, atual.usuario.nome)

    def _troca(self) -> None:
        self.leitor.liga(False)
        self.janela.sai()
        self.janela.login.usuario.clear()
        self.janela.login.senha.clear()
        self.janela.login.foca()

    def _configura(self) -> None:
        if self._falha:
            self._diz_falha("A configuração não abre neste estado. ")
            return
        if self.balcao is None:
            self.janela.login.mostra_conexao("Aguarde: o programa ainda está se preparando.")
            return
        from balcao.app.configura import abre_configuracao  # built when somebody asks for it

        abre_configuracao(self.balcao, self.janela, self.fundo, self._mudou_estacao, self._mudou)

    def _importa(self) -> None:
        from balcao.app.configura import abre_importacao  # likewise

        abre_importacao(self.balcao, self.janela, self.fundo)

    def _diagnostica(self) -> None:
        from balcao.app.diagnostico import abre_diagnostico  # likewise

        abre_diagnostico(self._onde, self.janela, self.fundo)

    def _mudou_estacao(self) -> None:
        if self.sessao is not None:
            self.sessao.renova()

    # -- news ----------------------------------------------------------------------------------------
    def _mostra_ligacao(self) -> None:
        if self.balcao is None:
            return
        estado = self.balcao.situacao()
        if not self.janela.entrou:
            self.janela.login.mostra_conexao(estado.frase)
        elif self.sessao is not None:
            self.sessao.mostra_ligacao(estado)

    def _ha_novidade(self) -> None:
        if self._fechou:
            return
        if self.sessao is not None:
            self.sessao.renova()
        elif self.balcao is not None and not self.janela.entrou:
            self.janela.login.sugere([Sugestao(*um) for um in self.balcao.sugestoes()])
        self._mostra_ligacao()

    def _bate(self) -> None:
        if self.sessao is not None and self.balcao is not None:
            agora: datetime = self.balcao.relogio.agora()
            self.sessao.mostra_hora(agora)

    # -- end -----------------------------------------------------------------------------------------
    def _salva_tudo(self) -> None:
        if self.sessao is not None:
            self.sessao.salva()

    def _guarda_o_aberto(self) -> None:
        """Every change is in the journal already; whatever goes wrong here must not keep the program open."""
        try:
            self._salva_tudo()
        except Exception as erro:  # noqa: BLE001 - the last handler writes it down
            self._guarda.trata(erro)

    def _fecha(self) -> None:
        self._relogio.stop()
        self._fechou = True  # the sync's last news, on its way here, would ask a journal that is closed
        self.leitor.liga(False)
        presas = self.fundo.para()
        if not presas:
            self._guarda_o_aberto()
        if self.balcao is not None:
            self.balcao.fecha()
        elif self._aberta is not None:
            self._aberta.entrada.fecha()
        if self._porta is not None:
            self._porta.fecha()
        if (dona := self._aberta or self._porta) is not None:
            dona.partida.para()
        self._guarda.remove()
        for chave in presas:
            self._guarda.trata(TimeoutError(chave))
        self._app.quit()
