"""One record on the screen: new, read, changed. What was typed stays until the retaguarda has it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from balcao.domain.achados import Finding
from balcao.domain.cadastro.descricao import Cadastro
from balcao.domain.cadastro.impressora import ImpressoraServidor
from balcao.domain.cadastro.mensagens import Registro
from balcao.domain.cadastro.valores import guardado
from balcao.domain.campo import Campo, Politica, TipoCampo, campos_de, opcoes_oferecidas, tipo_de
from balcao.domain.formatos import data_hora
from balcao.domain.permissoes import ROTULOS
from balcao.domain.textos import texto
from balcao.gateways.retaguarda import Recusado
from balcao.gateways.rotas_cadastros import RegistroMudou
from balcao.ui.acoes import Acoes, ActionSpec, BarraTeclas
from balcao.ui.background import Faixa
from balcao.ui.cadastros.servicos import FonteCadastro, ServicosCadastro
from balcao.ui.componentes.avisos import Faixa as FaixaAviso
from balcao.ui.componentes.avisos import Ocupado, Pergunta, Tom
from balcao.ui.componentes.contexto import Contexto
from balcao.ui.componentes.painel_teste import TECLA, PainelTeste, de_impressora
from balcao.ui.formulario import FichaFormulario
from balcao.ui.formulario.prova import poe_teste
from balcao.ui.tema import Papel, Rotulo, U

FICHA = (
    ActionSpec("ficha.voltar", "Voltar à lista", "Esc", "volta", "Pergunta antes se algo não foi gravado.",
               curto="Voltar"),
    ActionSpec("ficha.gravar", "Gravar", "F12", "grava", "Confere tudo e grava.", "", lambda f: f.pode_gravar,
               nao_repete=True, curto="Gravar"),
    ActionSpec("ficha.historico", "Histórico", "Ctrl+H", "historico", "Quem mudou o quê, e quando.", "",
               lambda f: f.registro is not None, curto="Histórico"),
    ActionSpec("ficha.testar", "Imprimir página de teste", TECLA, "testa", "De uma impressora do servidor: na que está "
               "na tela, gravada ou não.", "", lambda f: f.painel is not None, nao_repete=True),
)


class PaginaFicha(QWidget):
    """`gravou` carries the record as it is stored now."""

    gravou = Signal(object)
    voltou = Signal()
    informou = Signal(str)
    pediu_historico = Signal(object)

    def __init__(self, servicos: ServicosCadastro, contexto: Contexto, fuso: tzinfo, novo_id: Callable[[], UUID],
                 registro: Registro | None, parent: QWidget | None = None) -> None:
        """`registro` None: a new one."""
        super().__init__(parent)
        self.servicos, self.registro, self._fuso = servicos, registro, fuso
        self._novo_id, self._id, self._gravando = novo_id, novo_id(), False
        self._foco_antes: QWidget | None = None
        self._fechado_por = _nao_pode(servicos.cadastro, contexto)
        fundo = contexto.fundo
        assert fundo is not None
        self._fundo = fundo
        fontes = {campo.referencia: FonteCadastro(servicos, campo.referencia)
                  for _, campo in campos_de(servicos.cadastro.modelo) if campo.referencia}
        self.ficha = FichaFormulario(
            _modelo(servicos.cadastro, registro),
            replace(contexto, fontes={**contexto.fontes, **fontes}, travado=self._travado))
        self.titulo, self.faixa = Rotulo("", Papel.TITULO), FaixaAviso()
        self._ocupado = Ocupado("Gravando…")
        self.painel = self._painel()
        self.acoes = Acoes(self, FICHA)
        self.ficha.mudou.connect(self.acoes.atualiza)
        self._monta()
        self._mostra()

    @property
    def pode_gravar(self) -> bool:
        """Whether F12 means something now."""
        return not (self._gravando or self._fechado_por) and (self.registro is None or self.alterada)

    @property
    def alterada(self) -> bool:
        """Whether something typed is not stored yet."""
        return self.ficha.formulario.alterado

    # -- keys ----------------------------------------------------------------------------------------
    def grava(self) -> None:
        """F12."""
        formulario = self.ficha.formulario
        modelo = formulario.confere()
        if modelo is None:
            return
        assert isinstance(modelo, Politica)
        valores = guardado(modelo)
        mudou = {nome: valores[nome] for nome in formulario.alterados()}
        if self.registro is None:  # what nobody touched is the retaguarda's to fill: the type's shop is this one
            exigidos = [nome for nome, info in type(modelo).model_fields.items() if info.is_required()]
            novo = mudou | {nome: valores[nome] for nome in exigidos}
            self._manda(lambda: self.servicos.inclui(self._id, novo))
            return
        id_, versao = self.registro.id, self.registro.versao
        self._manda(lambda: self.servicos.altera(id_, versao, mudou))

    def volta(self) -> None:
        """ESC: the help first; then the list, asking when something was typed."""
        if self._gravando or self.ficha.formulario.fecha_ajuda():
            return
        if self.alterada:
            Pergunta(self, "Descartar o que não foi gravado?", f"O que foi digitado em “{self.titulo.text()}” será "
                     "perdido.", "Descartar", "Continuar editando", lambda sim: self.voltou.emit() if sim else None,
                     perigo=True).open()
        else:
            self.voltou.emit()

    def historico(self) -> None:
        """Ctrl+H."""
        self.pediu_historico.emit(self.registro)

    def testa(self) -> None:
        """F5: start what can be tried of this record, or stop it."""
        if self.painel is not None:
            self.painel.alterna()

    # -- inside --------------------------------------------------------------------------------------
    def _painel(self) -> PainelTeste | None:
        """The test page, for a printer and whoever may set it up."""
        if self.servicos.cadastro.modelo is not ImpressoraServidor or self._fechado_por:
            return None
        formulario = self.ficha.formulario
        return poe_teste(formulario, de_impressora(self._imprime_teste, "endereco"), formulario.rascunho, self._fundo)

    def _imprime_teste(self, impressora: BaseModel, avisa: Callable[[Any], None]) -> None:
        assert isinstance(impressora, ImpressoraServidor)
        avisa(self.servicos.testa_impressora(impressora.endereco, impressora.papel))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.ficha.formulario.foca_primeiro()

    def _monta(self) -> None:
        topo = QHBoxLayout()
        topo.addWidget(self.titulo)
        topo.addStretch()
        topo.addWidget(self._ocupado)
        coluna = QVBoxLayout(self)
        coluna.setContentsMargins(2 * U, 2 * U, 2 * U, U)
        coluna.setSpacing(U + U // 2)
        coluna.addLayout(topo)
        coluna.addWidget(self.faixa)
        coluna.addWidget(self.ficha, 1)
        coluna.addWidget(BarraTeclas([*self.acoes]))

    def _mostra(self) -> None:
        cadastro = self.servicos.cadastro
        novo = "Nova" if cadastro.feminino else "Novo"
        self.titulo.setText(self.registro.nome if self.registro is not None else f"{novo} {cadastro.um}")
        avisos = [texto(a) for a in self.registro.avisos] if self.registro is not None else []
        if self._fechado_por:
            self.faixa.mostra(Tom.INFORMACAO, self._fechado_por)
        elif avisos:
            self.faixa.mostra(Tom.ALERTA, " ".join(avisos))
        else:
            self.faixa.limpa()
        for aviso in self.registro.avisos if self.registro is not None else ():
            if aviso.field in self.ficha.formulario.estado.visiveis:
                self.ficha.formulario.linha(aviso.field).mostra_ressalva(texto(aviso))
        self.acoes.atualiza()

    def _travado(self, _campo: Campo) -> str:
        return self._fechado_por

    def _manda(self, faz: Callable[[], Registro]) -> None:
        self._trabalha(True)
        self._fundo.executa(Faixa.ENVIO, "cadastro", lambda _ficha: faz(), self._gravou, self._nao_gravou, dono=self)

    def _trabalha(self, sim: bool) -> None:
        if sim:
            self._foco_antes = self.focusWidget()  # what is disabled loses it
        self._gravando = sim
        self._ocupado.mostra(sim)
        self.ficha.setEnabled(not sim)
        if not sim and self._foco_antes is not None:
            self._foco_antes.setFocus()
        self.acoes.atualiza()

    def _gravou(self, registro: Registro) -> None:
        novo = self.registro is None
        self.registro = registro
        self._trabalha(False)
        self.ficha.formulario.define_original(_modelo(self.servicos.cadastro, registro))
        self.ficha.formulario.restaura()  # what the form rules put right is what is stored
        self._mostra()
        feito = self.servicos.cadastro.feito("incluído" if novo else "gravado")
        self.informou.emit(f"{registro.nome}: {feito}.")
        self.gravou.emit(registro)

    def _nao_gravou(self, erro: Exception) -> None:
        self._trabalha(False)
        if isinstance(erro, RegistroMudou):
            self._mudou(erro)
        elif isinstance(erro, Recusado) and erro.recusa.achados:
            self._recusou(erro, erro.recusa.achados)
        else:
            self.faixa.mostra(Tom.BLOQUEIO, f"Nada foi gravado, e o que foi digitado continua aqui. {erro} "
                                            "F12 tenta de novo.")

    def _mudou(self, erro: RegistroMudou) -> None:
        """Another person saved it: theirs is what is stored now, and what was typed here stays marked."""
        mudou = erro.mudou
        self.registro = mudou.atual
        self.ficha.formulario.define_original(_modelo(self.servicos.cadastro, mudou.atual), de_outro=True)
        self._mostra()
        quando = f" em {data_hora(mudou.em.astimezone(self._fuso))}" if mudou.em else ""
        campos = "; ".join(f"{um.titulo}: está “{um.antes}”, você digitou “{um.depois}”" for um in mudou.mudancas)
        self.faixa.mostra(Tom.ALERTA, f"Nada foi gravado: {mudou.quem or 'outra pessoa'} alterou este registro"
                          f"{quando}. {campos + '. ' if campos else ''}O que você digitou continua na tela: confira e "
                          "grave de novo (F12).")

    def _recusou(self, erro: Recusado, achados: tuple[Finding, ...]) -> None:
        formulario, soltos = self.ficha.formulario, []
        primeiro = ""
        for achado in achados:
            if achado.field in formulario.estado.campos and achado.field in formulario.estado.visiveis:
                formulario.linha(achado.field).mostra_erro(texto(achado))
                primeiro = primeiro or achado.field
            else:
                soltos.append(texto(achado))
        self.faixa.mostra(Tom.BLOQUEIO, " ".join([*soltos] or ["Nada foi gravado: confira os campos marcados."]))
        if primeiro:
            formulario.foca(primeiro)
        formulario.grupos.anota()


def _modelo(cadastro: Cadastro, registro: Registro | None) -> Politica:
    """The record as a form edits it; a new one has its defaults, and nothing where it must be filled."""
    if registro is not None:
        return cadastro.modelo.model_validate(registro.valores)
    vazios: dict[str, Any] = {}
    for nome, campo in campos_de(cadastro.modelo, abertos=True):
        if cadastro.modelo.model_fields[nome].is_required():
            match tipo_de(cadastro.modelo, nome):
                case TipoCampo.TEXTO | TipoCampo.TEXTO_LONGO:
                    vazios[nome] = ""
                case TipoCampo.ESCOLHA:
                    vazios[nome] = opcoes_oferecidas(campo)[0].valor
                case _:
                    vazios[nome] = None
    return cadastro.modelo.model_construct(**vazios)


def _nao_pode(cadastro: Cadastro, contexto: Contexto) -> str:
    if cadastro.alterar in contexto.permissoes:
        return ""
    return (f"Só para consulta: quem altera {cadastro.varios} tem a permissão “{ROTULOS[cadastro.alterar]}”.")
