"""Banco de Dados, of the footer of Configuração (CB-043, CB-044): how the database is, and its three works.

The works run on the retaguarda's computer alone; elsewhere the window shows the state and says where they are.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from balcao.domain.copia import Gravidade
from balcao.domain.formatos import data_hora, numero
from balcao.domain.manutencao import Autorizacao, EstadoDaLoja
from balcao.domain.permissoes import Permissao
from balcao.ui.acoes import Acoes, ActionSpec
from balcao.ui.background import Background
from balcao.ui.background import Faixa as Lane
from balcao.ui.banco_dialogos import DialogoCopiar, DialogoRestaurar, DialogoReverificar, DialogoTrabalho
from balcao.ui.componentes.avisos import Faixa, Ocupado, Tom, devolve_teclado
from balcao.ui.componentes.contexto import Contexto
from balcao.ui.componentes.controles import Botao
from balcao.ui.componentes.na_tela import DialogoNaTela
from balcao.ui.configuracao.contrato import AcaoRodape
from balcao.ui.tema import Papel, Rotulo, U

Progresso = Callable[[str], None]
GRUPO = "Banco de Dados"
ESQUERDA = 7  # lines of the left column; the counts go right
_COR_DA_COPIA = {Gravidade.NENHUMA: "texto", Gravidade.ATENCAO: "alerta", Gravidade.GRAVE: "bloqueio"}


class ServicosBanco(Protocol):
    """What the window asks (services.office.manutencao.Manutencao is one). All of it waits and raises BalcaoError."""

    def estado(self) -> EstadoDaLoja:
        """The database as it is."""

    def copiar(self, quem: Autorizacao, destino: Path, avisa: Progresso) -> str:
        """Write a backup; what to tell."""

    def le_copia(self, origem: Path) -> str:
        """What a backup says of itself."""

    def restaurar(self, quem: Autorizacao, origem: Path, nome: str, avisa: Progresso) -> str:
        """Put a backup in place; what to tell."""

    def reverificar(self, quem: Autorizacao, avisa: Progresso) -> str:
        """Check the structure again; what to tell."""


ACOES = (
    ActionSpec("banco.copiar", "Copiar", "Ctrl+G", "copia", "Grava uma cópia de tudo em um arquivo.", GRUPO,
               lambda d: d.pode_aqui),
    ActionSpec("banco.restaurar", "Restaurar uma cópia", "Ctrl+R", "restaura",
               "Põe uma cópia no lugar; o que havia fica guardado.", GRUPO, lambda d: d.pode_restaurar),
    ActionSpec("banco.reverificar", "Excluir Tab Versão", "F9", "reverifica",
               "Confere de novo a versão do banco; não apaga dados.", GRUPO, lambda d: d.pode_aqui),
    ActionSpec("banco.atualizar", "Ler de novo", "F5", "atualiza", "Olha o banco outra vez.", GRUPO),
)


class DialogoBanco(DialogoNaTela):
    """`fez` says what was done."""

    fez = Signal(str)

    def __init__(self, servicos: ServicosBanco, fundo: Background, contexto: Contexto, parent: QWidget | None = None,
                 *, login: str = "", reverifica: bool = False) -> None:
        """`login`: of who is in, offered where a password is asked; `reverifica`: opened by "Excluir Tab
        Versão": asks at once."""
        super().__init__(parent)
        self.setWindowTitle("Banco de Dados")
        self._servicos, self._fundo, self._contexto, self._login = servicos, fundo, contexto, login
        self._reverifica_logo, self._sem_resposta = reverifica, False
        self.estado: EstadoDaLoja | None = None
        self.faixa, self._ocupado, self._grade = Faixa(), Ocupado("Lendo…"), QGridLayout()
        self.valores: dict[str, Rotulo] = {}
        self.botao_copia, self.botao_restaura = Botao("Copiar (Ctrl+G)"), Botao("Restaurar (Ctrl+R)")
        self.botao_reverifica, self.botao_fecha = Botao("Excluir Tab Versão (F9)"), Botao("Fechar (ESC)")
        self._monta()
        self.acoes = Acoes(self, ACOES)
        devolve_teclado(self)
        self.atualiza()

    @property
    def pode_aqui(self) -> bool:
        """Whether this is the computer for it, and the database answers."""
        return self.estado is not None and self.estado.aqui

    @property
    def pode_restaurar(self) -> bool:
        """Restoring also needs the embedded server: another's administrator is not ours."""
        return self.pode_aqui and self.estado is not None and self.estado.restaura

    def atualiza(self) -> None:
        """F5."""
        self._ocupado.mostra(True)
        self._fundo.executa(Lane.LEITURA, "estado do banco", lambda _ficha: self._servicos.estado(), self._mostra,
                            self._falhou, dono=self)

    def copia(self) -> None:
        """Ctrl+G."""
        assert self.estado is not None
        nome = unicodedata.normalize("NFKD", self.estado.nome).encode("ascii", "ignore").decode().lower()
        arquivo = f"balcao-{re.sub('[^a-z0-9]+', '-', nome).strip('-')}-{self._contexto.hoje():%Y-%m-%d}.balcao"
        self._abre(DialogoCopiar(self._servicos.copiar, str(Path.home() / arquivo), self._fundo, self._login, self))

    def restaura(self) -> None:
        """Ctrl+R."""
        assert self.estado is not None
        self._abre(DialogoRestaurar(self._servicos.le_copia, self._servicos.restaurar, self.estado.nome, self._fundo,
                                    self._login, self))

    def reverifica(self) -> None:
        """F9."""
        self._abre(DialogoReverificar(self._servicos.reverificar, self._fundo, self._login, self))

    # -- inside --------------------------------------------------------------------------------------
    def _abre(self, dialogo: DialogoTrabalho) -> None:
        self.faixa.limpa()
        dialogo.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialogo.accepted.connect(lambda: self._fez(dialogo.frase))
        dialogo.open()

    def _fez(self, frase: str) -> None:
        self.faixa.mostra(Tom.CERTO, frase)
        self.fez.emit(frase)
        self.atualiza()

    def _falhou(self, erro: Exception) -> None:
        self._ocupado.mostra(False)
        self.estado = None
        self._sem_resposta = True
        self.faixa.mostra(Tom.BLOQUEIO, f"{erro} F5 lê de novo.")
        QTimer.singleShot(0, self, self._cabe)
        self._habilita()

    def _mostra(self, estado: EstadoDaLoja) -> None:
        self._ocupado.mostra(False)
        if self._sem_resposta:  # what was done stays in the strip; that nobody answered is no longer so
            self.faixa.limpa()
        self.estado, self._sem_resposta = estado, False
        linhas = [("Loja", estado.nome or "—"), ("Onde", estado.onde),
                  ("Versão do banco", f"{estado.versao or '—'}, {estado.situacao}"),
                  ("PostgreSQL", estado.postgres), ("Tamanho", _tamanho(estado.tamanho)),
                  ("Última cópia", ("pelo Balcão: " if estado.de_fora else "")
                   + (estado.copia or _quando(estado.copiado_em))),
                  ("Cópia diária", estado.agenda or "feita no computador da retaguarda"),
                  *((rotulo, numero(Decimal(quantas))) for rotulo, quantas in estado.contagens)]
        for i, (rotulo, valor) in enumerate(linhas):
            self._linha(i, rotulo, valor)
        self.valores["Versão do banco"].define_cor("texto" if estado.em_dia else "alerta")
        cor = _COR_DA_COPIA[estado.copia_gravidade] if estado.copiado_em or estado.de_fora else "alerta"
        self.valores["Última cópia"].define_cor(cor)
        self._explica(estado)
        QTimer.singleShot(0, self, self._cabe)
        self._habilita()
        if self._reverifica_logo and self.pode_aqui:
            QTimer.singleShot(0, self, self.reverifica)
        self._reverifica_logo = False

    def _explica(self, estado: EstadoDaLoja) -> None:
        if self.faixa.texto:
            return
        if estado.problema:
            self.faixa.mostra(Tom.BLOQUEIO if estado.copia_gravidade is Gravidade.GRAVE else Tom.ALERTA,
                              f"A última cópia falhou. {estado.problema}")
            return
        if estado.de_fora:
            self.faixa.mostra(Tom.INFORMACAO, estado.de_fora)
        elif not estado.aqui:
            self.faixa.mostra(Tom.INFORMACAO, f"O banco fica {estado.onde}. Copiar, restaurar e conferir a versão se "
                              "fazem lá: abra o Balcão naquele computador, Configuração, Banco de Dados.")
        elif not estado.restaura:
            self.faixa.mostra(Tom.INFORMACAO, "O banco é de um servidor da loja: para restaurar, use o comando balcao "
                              "banco restaurar, com a senha do administrador dele.")

    def _cabe(self) -> None:
        """The strip may take two lines: the window grows rather than squeeze the others."""
        arranjo = self.layout()
        if arranjo is not None and (precisa := arranjo.totalHeightForWidth(self.width())) > self.height():
            self.resize(self.width(), precisa)

    def _linha(self, i: int, rotulo: str, valor: str) -> None:
        if rotulo not in self.valores:
            coluna = 0 if i < ESQUERDA else 2
            titulo, texto = Rotulo(rotulo, Papel.CORPO, "texto_fraco"), Rotulo("", Papel.DESTAQUE)
            texto.setWordWrap(coluna == 0)
            texto.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            if coluna:
                texto.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grade.addWidget(titulo, i % ESQUERDA, coluna)
            self._grade.addWidget(texto, i % ESQUERDA, coluna + 1)
            self.valores[rotulo] = texto
        self.valores[rotulo].setText(valor)

    def _habilita(self) -> None:
        self.botao_copia.setEnabled(self.pode_aqui)
        self.botao_reverifica.setEnabled(self.pode_aqui)
        self.botao_restaura.setEnabled(self.pode_restaurar)
        self.acoes.atualiza()

    def _monta(self) -> None:
        self._grade.setHorizontalSpacing(2 * U)
        self._grade.setVerticalSpacing(U)
        self._grade.setColumnStretch(1, 1)
        self._grade.setColumnMinimumWidth(2, 14 * U)
        self._grade.setColumnMinimumWidth(3, 10 * U)
        botoes = QHBoxLayout()
        botoes.setSpacing(U)
        for botao, faz in ((self.botao_copia, self.copia), (self.botao_restaura, self.restaura),
                           (self.botao_reverifica, self.reverifica), (self.botao_fecha, self.reject)):
            botao.setAutoDefault(False)
            botao.clicked.connect(faz)
            if botao is self.botao_fecha:
                botoes.addStretch()
            botoes.addWidget(botao)
            botao.setEnabled(botao is self.botao_fecha)
        alto = QHBoxLayout()
        alto.addWidget(Rotulo("Banco de Dados", Papel.TITULO))
        alto.addStretch()
        alto.addWidget(self._ocupado)
        tudo = QVBoxLayout(self)
        tudo.setContentsMargins(3 * U, 2 * U, 3 * U, 2 * U)
        tudo.setSpacing(int(1.5 * U))
        tudo.addLayout(alto)
        tudo.addWidget(self.faixa)
        tudo.addLayout(self._grade)
        tudo.addStretch()
        tudo.addLayout(botoes)
        self.setMinimumSize(100 * U, 40 * U)
        self.botao_fecha.setFocus()


def acoes_rodape(abre: Callable[[bool], None]) -> tuple[AcaoRodape, ...]:
    """The footer's group "Banco de Dados" (CB-043). `abre(reverifica)` opens the window."""
    return (AcaoRodape(GRUPO, "Estado e cópias", lambda: abre(False), "Como o banco está; copiar e restaurar."),
            AcaoRodape(GRUPO, "Excluir Tab Versão", lambda: abre(True),
                       "Confere de novo a versão do banco, sem apagar dados.", Permissao.MANTER_BANCO))


def _quando(instante: datetime | None) -> str:
    return data_hora(instante.astimezone()) if instante else "nunca"


def _tamanho(bytes_: int) -> str:
    return f"{bytes_ / 1e6:.1f} MB".replace(".", ",") if bytes_ < 1e9 else f"{bytes_ / 1e9:.1f} GB".replace(".", ",")
