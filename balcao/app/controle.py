"""What happens when: login, session, pages, dialogs, and the news that background threads bring.

The screens know what to show, the services what to do; this object is the only one that knows both.
"""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from balcao.config.plataforma import WINDOWS, pastas
from balcao.ui.acoes import SemRepeticao
from balcao.ui.background import Background, Faixa
from balcao.ui.erros import GuardaErros, RegistroArquivo
from balcao.ui.janela import Janela
from balcao.ui.leitor import Leitor
from balcao.ui.login import Sugestao
from balcao.ui.tema import Esquema, Tema

_RELOGIO_MS = 1000
_ESPERA_DADOS_MS = 250


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
        self._partida: Any = None
        self._esperando: tuple[str, str] | None = None
        self._liga_sinais()

    def _liga_sinais(self) -> None:
        janela = self.janela
        janela.login.entrar.connect(self._entra)
        janela.pediu_configuracao.connect(self._configura)
        janela.pediu_importacao.connect(self._importa)
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
        QTimer.singleShot(0, self._prepara)

    def _prepara(self) -> None:
        self.janela.login.mostra_conexao("Preparando…")
        self.fundo.avancou.connect(self._avancou)
        self.fundo.executa(Faixa.LEITURA, "prepara", self._constroi, self._pronto, self._nao_preparou, dono=self)

    def _avancou(self, _tarefa: Any, _feito: int, _total: int, texto: str) -> None:
        if texto and not self.janela.entrou:
            self.janela.login.mostra_conexao(texto)

    def _constroi(self, ficha: Any) -> Any:
        """In the background: the shop of this computer, when it is here, then the counter's services."""
        from balcao.app.inicio import constroi  # a second of imports that the window does not wait for
        from balcao.services.counter.balcao import Avisos  # likewise

        avisos = Avisos(self._mudou.emit, self._noticia.emit, self._impressao.emit)
        return constroi(self._onde, lambda texto: ficha.avanco(0, 0, texto), avisos)

    def _pronto(self, feito: Any) -> None:
        self.balcao, self._partida = feito.balcao, feito.partida
        self.janela.login.sugere([Sugestao(*um) for um in feito.sugestoes])
        self.janela.login.mostra_loja(feito.loja)
        self._relogio.start()
        self._mostra_ligacao()
        if feito.aviso:
            self.janela.login.mostra_conexao(feito.aviso)
        if self._esperando is not None:
            login, senha = self._esperando
            self._esperando = None
            self._entra(login, senha)

    def _nao_preparou(self, erro: Exception) -> None:
        self._esperando = None
        self.janela.login.recusa(str(erro))
        self.janela.login.mostra_conexao("F11 abre a configuração.")

    # -- login ---------------------------------------------------------------------------------------
    def _entra(self, login: str, senha: str) -> None:
        if self.balcao is None:  # typed faster than the program was built: it enters as soon as it can
            self._esperando = (login, senha)
            self.janela.login.ocupa(True, "Preparando…")
            return
        self.fundo.executa(Faixa.ENVIO, "entrar", lambda _ficha: self.balcao.sessoes.entra(login, senha),
                           self._entrou, lambda erro: self.janela.login.recusa(str(erro)), dono=self)

    def _entrou(self, aberta: Any) -> None:
        self.janela.login.senha.clear()
        if not self.balcao.pronto():
            self.janela.login.ocupa(True, "Recebendo os dados da loja…")
            QTimer.singleShot(_ESPERA_DADOS_MS, lambda: self._entrou(aberta))
            return
        from balcao.app.sessao_tela import SessaoTela  # the sale's screens, built once somebody is in

        if self.sessao is None:
            self.sessao = SessaoTela(self.balcao, self.janela, self.fundo, self)
        self.sessao.abre(aberta)
        self.leitor.liga()
        self._mostra_ligacao()
        self._bate()

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
        if self.balcao is None:
            self.janela.login.mostra_conexao("Aguarde: o programa ainda está se preparando.")
            return
        from balcao.app.configura import abre_configuracao  # built when somebody asks for it

        abre_configuracao(self.balcao, self.janela, self.fundo, self._mudou_estacao)

    def _importa(self) -> None:
        from balcao.app.configura import abre_importacao  # likewise

        abre_importacao(self.balcao, self.janela, self.fundo)

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

    def _fecha(self) -> None:
        self._relogio.stop()
        self.leitor.liga(False)
        self._salva_tudo()
        presas = self.fundo.para()
        if self.balcao is not None:
            self.balcao.fecha()
        if self._partida is not None:
            self._partida.para()
        self._guarda.remove()
        for chave in presas:
            self._guarda.trata(TimeoutError(chave))
        self._app.quit()
