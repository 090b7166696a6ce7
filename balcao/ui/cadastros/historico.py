"""Who changed what in a record, and when."""

from datetime import tzinfo

from PySide6.QtWidgets import QWidget

from balcao.domain.cadastro.mensagens import Mudanca, Registro
from balcao.domain.formatos import data_hora, quantos
from balcao.ui.background import Background, Faixa
from balcao.ui.cadastros.servicos import ServicosCadastro
from balcao.ui.componentes.dialogo import Dialogo
from balcao.ui.componentes.tabela import ModeloLinhas, Tabela
from balcao.ui.tema import Papel, Rotulo, U

COLUNAS = ("Quando", "Quem", "Terminal", "Campo", "Antes", "Depois")


class DialogoHistorico(Dialogo):
    """Read when it opens, newest first."""

    def __init__(self, servicos: ServicosCadastro, registro: Registro, fundo: Background, fuso: tzinfo,
                 parent: QWidget) -> None:
        super().__init__(f"Histórico de {registro.nome}", parent, confirma="", largura=110 * U)
        self._fuso = fuso
        self.tabela = Tabela(ModeloLinhas(COLUNAS, (), self._textos, lambda _um: "texto", self), "Histórico",
                             COLUNAS.index("Campo"), {4: 22 * U, 5: 22 * U})
        self.tabela.setMinimumHeight(44 * U)
        self.estado = Rotulo("Lendo…", Papel.LEGENDA, "texto_fraco")
        self.corpo.addWidget(self.tabela, 1)
        self.corpo.addWidget(self.estado)
        self.tabela.setFocus()
        fundo.executa(Faixa.LEITURA, "historico", lambda _ficha: servicos.mudancas(registro.id), self._mostra,
                      lambda erro: self.estado.setText(str(erro)), dono=self)

    def _mostra(self, mudancas: list[Mudanca]) -> None:
        self.tabela.mostra(mudancas, id)
        quantas = len(mudancas)
        self.estado.setText(f"{quantos(quantas, 'mudança')}." if quantas
                            else "Ninguém mudou este registro pelo Balcão ainda.")

    def _textos(self, um: Mudanca) -> tuple[str, ...]:
        return (data_hora(um.em.astimezone(self._fuso)), um.usuario, um.terminal, um.campo or "(o registro)", um.antes,
                um.depois or um.motivo)
