"""The Configuração window's two parts: this computer's file, then the station's policy in the retaguarda. Waits."""

import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel, ValidationError

from balcao.config import estacao as config_estacao
from balcao.devices.impressora import confere
from balcao.devices.impressora_erros import ImpressoraIndisponivel
from balcao.documents.logo import carrega
from balcao.domain.campo import Campo, Onde
from balcao.domain.erros import AmbienteIndisponivel, BalcaoError, EntradaInvalida
from balcao.domain.motivo_sistema import motivo_do_sistema
from balcao.domain.permissoes import ROTULOS, Permissao
from balcao.domain.protocolo_documentos import PoliticaEstacao
from balcao.domain.terminal import Integracao, PoliticaTerminal
from balcao.gateways import rotas, rotas_entrada
from balcao.gateways.retaguarda import Recusado, Retaguarda, SemResposta

PORTA_S = 1.0
VALE_AGORA = "Vale a partir de agora neste terminal."


class Mudanca(Protocol):
    """One changed field, as the window tells it: its declaration, and its name in the page's model."""

    @property
    def campo(self) -> Campo: ...
    @property
    def nome(self) -> str: ...


class Gravacao(Protocol):
    """What F12 hands over: every page whole by its key, the changes, and who authorised those that weaken a
    check (what `autoriza` returned, or None)."""

    @property
    def valores(self) -> Mapping[str, BaseModel]: ...
    @property
    def mudancas(self) -> tuple[Mudanca, ...]: ...
    @property
    def autorizacao(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Ressalva:
    """What seems wrong with a changed field (`nome` of the page `pagina`), seen from this computer. No refusal: the
    printer may be off, the disk with the picture not mounted, and who confirms again knows."""

    pagina: str
    nome: str
    frase: str


@dataclass(frozen=True, slots=True)
class ParteGravada:
    """The outcome of one part: what was saved and when it takes effect, or why not; `avisos` did not stop it."""

    gravou: bool
    mensagem: str
    avisos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultadoGravacao:
    """None for a part in which nothing changed."""

    estacao: ParteGravada | None = None
    politica: ParteGravada | None = None

    def parte(self, onde: Onde) -> ParteGravada | None:
        """The outcome of a part."""
        return self.estacao if onde is Onde.ESTACAO else self.politica

    @property
    def partes(self) -> tuple[ParteGravada, ...]:
        """Those that had something to save, in the order they were saved."""
        return tuple(p for p in (self.estacao, self.politica) if p is not None)


@dataclass(frozen=True, slots=True)
class ConfiguracaoLida:
    """What the window shows. `sem_retaguarda`: why policies cannot be changed now; "" when they can. `versao`: which
    version of the policy this is; None when they cannot."""

    politica: PoliticaTerminal
    sem_retaguarda: str = ""
    versao: int | None = None


@dataclass(frozen=True, slots=True)
class Autorizacao:
    """A supervisor's session, for one saving."""

    token: str
    nome: str


class Configuracao:
    """Reads and saves. One per window: the policy's version that the window shows is the one that `grava` must find.

    conhecida: the policy as the replica has it, for when the retaguarda does not answer. aberta: the station that this
    program opened as, for when its file was damaged since. mudou: called after a saving with this computer's new
    fields (the counter connects to another address, uses another printer).
    """

    def __init__(self, pasta: Path, retaguarda: Retaguarda, conhecida: Callable[[], PoliticaTerminal],
                 aberta: Callable[[], config_estacao.Estacao],
                 mudou: Callable[[config_estacao.Estacao], None] = lambda _: None) -> None:
        self._pasta, self._aberta = pasta, aberta
        self._retaguarda = retaguarda
        self._conhecida = conhecida
        self._mudou = mudou
        self._versao: int | None = None

    def le(self) -> ConfiguracaoLida:
        """Every page as it is now, for a window that opens. Raises AmbienteIndisponivel only when nothing at all is
        known."""
        lida = self.le_de_novo()
        self.mostrou(lida)
        return lida

    def le_de_novo(self) -> ConfiguracaoLida:
        """As `le`, for a window that is open: `grava` goes on looking for the version that it shows until `mostrou`
        says that it shows this one. Without both, a F12 already on its way would write old pages over a newer version.
        """
        estacao = self._estacao()
        try:
            lida = rotas.ler_politica(self._retaguarda)
        except (SemResposta, AmbienteIndisponivel, Recusado) as erro:
            return ConfiguracaoLida(estacao.sobre(self._da_replica()), f"{erro} Só os campos deste computador "
                                    "podem ser alterados.")
        try:
            politica = PoliticaTerminal.model_validate(lida.politica)
        except ValidationError:  # a newer program wrote something this one does not understand
            return ConfiguracaoLida(estacao.sobre(self._da_replica()),
                                    "A configuração foi gravada por um programa mais novo. Atualize este terminal.")
        return ConfiguracaoLida(estacao.sobre(politica), versao=lida.versao)

    def mostrou(self, lida: ConfiguracaoLida) -> None:
        """The window shows these pages now."""
        self._versao = lida.versao

    def autoriza(self, login: str, senha: str, permissao: Permissao) -> Autorizacao:
        """Another person's word for one saving. Raises EntradaInvalida, AmbienteIndisponivel."""
        try:
            sessao = rotas_entrada.entrar(self._retaguarda, login, senha, assume=False)
        except Recusado as erro:
            raise EntradaInvalida(str(erro)) from erro
        if permissao not in sessao.permissoes:
            raise EntradaInvalida(f"{sessao.nome} não tem a permissão “{ROTULOS[permissao]}”.")
        return Autorizacao(sessao.token, sessao.nome)

    def confere(self, gravacao: Gravacao) -> tuple[Ressalva, ...]:
        """What this computer cannot use of what was changed: the picture of CB-045, the printer of CB-131. Nothing is
        saved."""
        olha: dict[str, tuple[str, Callable[[str], str]]] = {
            "caminho_imagem_logo": ("rodape", _do_logo), "imp_impressora": ("controles_impressao", _da_impressora)}
        achadas = []
        for mudanca in gravacao.mudancas:
            if mudanca.nome in olha:
                pagina, como = olha[mudanca.nome]
                if frase := como(getattr(gravacao.valores[pagina], mudanca.nome)):
                    achadas.append(Ressalva(pagina, mudanca.nome, frase))
        return tuple(achadas)

    def grava(self, gravacao: Gravacao) -> ResultadoGravacao:
        """Save the two parts. Raises BalcaoError only when nothing at all was saved."""
        ondes = {m.campo.onde for m in gravacao.mudancas}
        politica = PoliticaTerminal.model_validate(dict(gravacao.valores))
        daqui = self._grava_local(politica, gravacao.mudancas) if Onde.ESTACAO in ondes else None
        if Onde.POLITICA not in ondes:
            return ResultadoGravacao(estacao=daqui)
        try:
            de_la = self._grava_politica(politica, gravacao.autorizacao)
        except BalcaoError as erro:
            if daqui is None:
                raise
            de_la = ParteGravada(False, f"As regras do terminal não foram gravadas: {erro}")
        return ResultadoGravacao(daqui, de_la)

    def _grava_local(self, politica: PoliticaTerminal, mudancas: tuple[Mudanca, ...]) -> ParteGravada:
        """Only what was changed here: the file may have been edited, or saved by another window, meanwhile."""
        mudados = {m.nome for m in mudancas if m.campo.onde is Onde.ESTACAO}
        atual = self._estacao()
        novos, velhos = config_estacao.so_locais(politica), config_estacao.so_locais(atual.sobre(PoliticaTerminal()))
        estacao = replace(atual, avisos=(), locais={
            pagina: {nome: novos[pagina][nome] if nome in mudados else valor for nome, valor in campos.items()}
            for pagina, campos in velhos.items()})
        try:
            config_estacao.grava(self._pasta, estacao)
        except OSError as erro:
            raise AmbienteIndisponivel(
                f"O arquivo deste computador não foi gravado: {motivo_do_sistema(erro)}.",
                "O anterior continua valendo. Confira o disco e confirme de novo.") from erro
        self._mudou(estacao)
        return ParteGravada(True, f"Os dados deste computador foram gravados. {VALE_AGORA}",
                            tuple(_silencios(politica.integracao)))

    def _grava_politica(self, politica: PoliticaTerminal, autorizacao: object) -> ParteGravada:
        if self._versao is None:
            raise AmbienteIndisponivel("A retaguarda não respondeu quando a configuração foi aberta.",
                                       "Feche a configuração, abra de novo e refaça a mudança.")
        nova = PoliticaEstacao(versao=self._versao, politica=config_estacao.sem_locais(politica))
        token = autorizacao.token if isinstance(autorizacao, Autorizacao) else None
        self._versao = rotas.gravar_politica(self._retaguarda, nova, token=token).versao
        return ParteGravada(True, f"As regras do terminal foram gravadas na retaguarda. {VALE_AGORA}")

    def _estacao(self) -> config_estacao.Estacao:
        """As the file says, or as it said when the program opened: who this is must outlive a damaged file."""
        lida = config_estacao.le(self._pasta)
        return self._aberta() if lida.estragado or not lida.id else lida

    def _da_replica(self) -> PoliticaTerminal:
        try:
            return self._conhecida()
        except AmbienteIndisponivel:
            return PoliticaTerminal()


def _silencios(integracao: Integracao) -> list[str]:
    """A host that does not answer is saved all the same, and told."""
    avisos = []
    host = integracao.ip_servidor_retaguarda.split(",")[0].strip()
    for porta, o_que in ((integracao.porta_banco_dados, "banco de dados"),
                         (integracao.porta_integracao_clientes, "serviço da retaguarda")):
        try:
            socket.create_connection((host, porta), timeout=PORTA_S).close()
        except OSError:
            avisos.append(f"Ninguém responde em {host}:{porta} ({o_que}). Foi gravado assim mesmo; use Testar "
                          "conexão.")
    return avisos


def _do_logo(caminho: str) -> str:
    """CB-045."""
    if not caminho:
        return ""
    if not os.path.isfile(caminho):  # Path.is_file raises when the name is too long
        return "Este arquivo não existe neste computador: os documentos saem sem logo."
    return "" if carrega(Path(caminho)) is not None else ("Este arquivo não é uma imagem que o programa saiba ler: os "
                                                          "documentos saem sem logo.")


def _da_impressora(configurada: str) -> str:
    """CB-131. "" is the system's default, which may come later."""
    try:
        if configurada.strip():
            confere(configurada)
    except ImpressoraIndisponivel as erro:
        return erro.mensagem  # what to do then is for who prints
    return ""
