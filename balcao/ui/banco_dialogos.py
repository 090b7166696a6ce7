"""What the three works on the database ask before they begin: where, the word of the shop, and who."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from balcao.domain.manutencao import Autorizacao
from balcao.ui.background import Background, Faixa, Tarefa
from balcao.ui.componentes.avisos import Ocupado
from balcao.ui.componentes.controles import LinhaTexto
from balcao.ui.componentes.dialogo import Dialogo
from balcao.ui.tema import Papel, Rotulo, U

Faz = Callable[[Autorizacao, Callable[[str], None]], str]
"""The work: who, and where to tell how far it is → what to tell at the end."""
_COPIAS = "Cópias do Balcão (*.balcao);;Todos (*)"
_COPIAR = ("Grava tudo em um arquivo, enquanto os balcões continuam vendendo. Guarde-o fora deste computador, em lugar "
           "seguro: ele contém todos os dados da loja.")
_RESTAURAR = ("A cópia é posta em um banco novo, ao lado, e conferida; só então toma o lugar do atual, que não é "
              "apagado: fica guardado com outro nome. O que foi vendido depois da cópia deixa de aparecer, até cada "
              "balcão oferecer o que vendeu. Pare as vendas antes.")
_REVERIFICAR = ("O programa confere de novo a estrutura do banco, aplica as atualizações que faltarem e refaz a tabela "
                "de versão, as conferências e as permissões.\n\nNão apaga vendas, DAV, clientes, produtos, títulos, "
                "usuários nem configuração.")


class DialogoTrabalho(Dialogo):
    """Explains, asks login and password, works, and stays open until it is done. `frase`: what was done."""

    def __init__(self, titulo: str, explica: str, confirma: str, fundo: Background, login: str,
                 parent: QWidget | None = None) -> None:
        super().__init__(titulo, parent, confirma=confirma, espera=True, largura=76 * U)
        self._fundo, self.frase = fundo, ""
        self._tarefa: Tarefa | None = None
        texto = Rotulo(explica)
        texto.setWordWrap(True)
        self.corpo.addWidget(texto)
        self.usuario, self.senha, self.ocupado = LinhaTexto(), LinhaTexto(), Ocupado()
        self.usuario.setText(login)
        self.senha.setEchoMode(QLineEdit.EchoMode.Password)
        self._fundo.avancou.connect(self._avancou)
        self.confirmado.connect(self._comeca)

    def pede_senha(self) -> None:
        """Put login and password after what the work itself asks."""
        self.campo("&Usuário com a permissão “Mantém o banco de dados”", self.usuario)
        self.campo("&Senha", self.senha)
        self.corpo.addWidget(self.ocupado)

    def trabalho(self) -> Faz:
        """Override: the work with what was typed."""
        raise NotImplementedError

    def valida(self) -> bool:
        """Somebody, and a password."""
        for campo, nome in ((self.usuario, "o usuário"), (self.senha, "a senha")):
            if not campo.text().strip():
                self.recusa(f"Digite {nome}.", campo)
                return False
        return True

    def _comeca(self) -> None:
        quem, faz = Autorizacao(self.usuario.text().strip(), self.senha.text()), self.trabalho()
        self.ocupado.mostra(True, "Conferindo a senha…")
        self._tarefa = self._fundo.executa(
            Faixa.LEITURA, f"banco {id(self)}", lambda ficha: faz(quem, lambda texto: ficha.avanco(0, 0, texto)),
            self._terminou, self._falhou, dono=self)

    def _avancou(self, tarefa: Tarefa, _feito: int, _total: int, texto: str) -> None:
        if tarefa is self._tarefa:
            self.ocupado.mostra(True, texto)

    def _terminou(self, frase: str) -> None:
        self._tarefa, self.frase = None, frase
        self.accept()

    def _falhou(self, erro: Exception) -> None:
        self._tarefa = None
        self.ocupado.mostra(False)
        self.recusa(str(erro), self.a_corrigir(str(erro)))

    def a_corrigir(self, _motivo: str) -> LinhaTexto:
        """Where the keyboard goes back to after a failure: the fields were off, and it was nowhere."""
        return self.senha

    def ocupa(self, ocupado: bool) -> None:
        """Nothing is changed while it works."""
        super().ocupa(ocupado)
        self.botao_fecha.setEnabled(not ocupado)
        for campo in self.findChildren(LinhaTexto):
            campo.setEnabled(not ocupado)

    def reject(self) -> None:
        """ESC; not in the middle of the work."""
        if self._tarefa is None:
            super().reject()


class DialogoArquivo(DialogoTrabalho):
    """A work on a file: F4 looks for it."""

    salva = False

    def poe_arquivo(self, rotulo: str, inicial: str) -> None:
        """Ask the file."""
        self.arquivo = LinhaTexto()
        self.arquivo.setText(inicial)
        self.campo(rotulo, self.arquivo)

    def procura(self) -> None:
        """F4: the system's dialog; it does not hold the program."""
        dialogo = QFileDialog(self, "Escolher arquivo", str(Path(self.arquivo.text()).parent), _COPIAS)
        if self.salva:
            dialogo.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialogo.setDefaultSuffix("balcao")
        else:
            dialogo.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialogo.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialogo.fileSelected.connect(self._escolheu)
        dialogo.open()

    def _escolheu(self, caminho: str) -> None:
        self.arquivo.setText(caminho)
        self.arquivo.editingFinished.emit()

    def valida(self) -> bool:
        if not self.arquivo.text().strip():
            self.recusa("Escolha o arquivo (F4).", self.arquivo)
            return False
        return super().valida()

    def a_corrigir(self, motivo: str) -> LinhaTexto:
        return super().a_corrigir(motivo) if "enha" in motivo else self.arquivo

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F4 and self._tarefa is None:
            self.procura()
        else:
            super().keyPressEvent(event)


class DialogoCopiar(DialogoArquivo):
    """Where the backup goes."""

    salva = True

    def __init__(self, copia: Callable[[Autorizacao, Path, Callable[[str], None]], str], inicial: str,
                 fundo: Background, login: str, parent: QWidget | None = None) -> None:
        super().__init__("Copiar o banco de dados", _COPIAR, "Copiar", fundo, login, parent)
        self._copia = copia
        self.poe_arquivo("&Arquivo (F4 procura)", inicial)
        self.pede_senha()
        self.senha.setFocus()

    def trabalho(self) -> Faz:
        destino = Path(self.arquivo.text().strip())
        return lambda quem, avisa: self._copia(quem, destino, avisa)


class DialogoRestaurar(DialogoArquivo):
    """Which backup, and the shop's name typed, so that nobody restores by mistake."""

    def __init__(self, le_copia: Callable[[Path], str],
                 restaura: Callable[[Autorizacao, Path, str, Callable[[str], None]], str], loja: str,
                 fundo: Background, login: str, parent: QWidget | None = None) -> None:
        super().__init__("Restaurar uma cópia", _RESTAURAR, "Restaurar", fundo, login, parent)
        self._le, self._restaura, self._loja = le_copia, restaura, loja
        self.poe_arquivo("&Arquivo da cópia (F4 procura)", "")
        self.sobre = Rotulo("", Papel.DESTAQUE)
        self.sobre.setWordWrap(True)
        self.sobre.hide()
        self.corpo.addWidget(self.sobre)
        self.nome = LinhaTexto()
        self.campo(f"Digite o nome da loja, “{loja}”, para confirmar".replace("&", "&&"), self.nome)
        self.pede_senha()
        self.arquivo.editingFinished.connect(self._olha)
        self.arquivo.setFocus()

    def valida(self) -> bool:
        if self.arquivo.text().strip() and not self.nome.text().strip():
            self.recusa(f"Digite o nome da loja, “{self._loja}”.", self.nome)
            return False
        return super().valida()

    def trabalho(self) -> Faz:
        origem, nome = Path(self.arquivo.text().strip()), self.nome.text()
        return lambda quem, avisa: self._restaura(quem, origem, nome, avisa)

    def a_corrigir(self, motivo: str) -> LinhaTexto:
        return self.nome if "nome da loja" in motivo else super().a_corrigir(motivo)

    def _olha(self) -> None:
        """Say which backup it is."""
        caminho = self.arquivo.text().strip()
        if caminho and self._tarefa is None:
            self._fundo.executa(Faixa.LEITURA, "le copia", lambda _ficha: self._le(Path(caminho)),
                                lambda texto: self._diz("acento", texto),
                                lambda erro: self._diz("bloqueio", str(erro)), dono=self)

    def _diz(self, cor: str, texto: str) -> None:
        self.sobre.define_cor(cor)
        self.sobre.setText(texto)
        self.sobre.show()
        self.cabe()


class DialogoReverificar(DialogoTrabalho):
    """CB-044: what "Excluir Tab Versão" was for, without the danger."""

    def __init__(self, reverifica: Faz, fundo: Background, login: str, parent: QWidget | None = None) -> None:
        super().__init__("Excluir Tab Versão", _REVERIFICAR, "Reverificar", fundo, login, parent)
        self._reverifica = reverifica
        self.pede_senha()
        self.senha.setFocus()

    def trabalho(self) -> Faz:
        return self._reverifica
