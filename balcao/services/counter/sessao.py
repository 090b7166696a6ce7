"""Who is at the counter: log in (with the retaguarda, else by what it left here), lock, unlock, change."""

from datetime import datetime
from typing import NamedTuple

from balcao.db.journal.verificadores import Verificadores
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.domain.fatos import Usuario
from balcao.domain.formatos import data
from balcao.domain.permissoes import Permissao
from balcao.domain.protocolo import PROGRAMA_ANTIGO, Autenticacao, Sessao
from balcao.gateways import rotas_entrada
from balcao.gateways.canal import Chegada
from balcao.gateways.retaguarda import LinhaRecusada, Recusado, Retaguarda, SemResposta
from balcao.services.counter.relogio import Relogio

ERROU = "Usuário ou senha não conferem. Confira se o Caps Lock está ligado e digite de novo."


class PedeOutraPessoa(EntradaInvalida):
    """The password is right, and who typed it may not do this: somebody else must be asked."""


class SessaoAberta(NamedTuple):
    """Who is at the counter. `autenticacao` travels with each order."""

    login: str
    usuario: Usuario
    autenticacao: Autenticacao
    desde: datetime

    @property
    def offline(self) -> bool:
        """Whether the retaguarda has not seen this login."""
        return self.autenticacao is Autenticacao.OFFLINE


class Sessoes:
    """Log in and out of one counter. All methods wait (Argon2, network): not for the UI thread."""

    def __init__(self, retaguarda: Retaguarda, verificadores: Verificadores, relogio: Relogio) -> None:
        self._retaguarda = retaguarda
        self._verificadores = verificadores
        self._relogio = relogio
        self.atual: SessaoAberta | None = None

    def entra(self, login: str, senha: str, resposta: Chegada | SemResposta | None = None) -> SessaoAberta:
        """Log a person in; whoever was here before is out. `resposta`: what the retaguarda said of these two, when
        it was asked before this object was there.

        Raises EntradaInvalida (wrong login or password, another shop's user, too many attempts, a program older than
        the shop serves) and
        AmbienteIndisponivel (the retaguarda does not answer and this person cannot enter without it).
        """
        login = login.strip().lower()
        try:
            chegada = self._retaguarda.entra(login, senha) if resposta is None else self._ouviu(resposta)
            sessao = rotas_entrada.entrou(self._retaguarda, chegada)
        except SemResposta as erro:
            self.atual = self._sem_retaguarda(login, senha, erro)
        except Recusado as erro:
            if erro.recusa.codigo != PROGRAMA_ANTIGO:  # the program is the trouble, not the person
                self._desconfia(login, senha)
            raise EntradaInvalida(str(erro)) from erro
        else:
            self._verificadores.guarda(login, sessao)
            self._relogio.acerta(self._retaguarda.desvio, sessao.agora)
            self.atual = self._abre(login, sessao, Autenticacao.SENHA)
        return self.atual

    def _ouviu(self, resposta: Chegada | SemResposta) -> Chegada:
        """Somebody else asked: this client learns how it went."""
        if isinstance(resposta, SemResposta):
            self._retaguarda.anota_troca(resposta)
            raise resposta
        self._retaguarda.anota_troca()
        return resposta

    def sai(self) -> None:
        """Nobody is at the counter."""
        self.atual = None
        self._retaguarda.token = ""

    def autentica(self, login: str, senha: str, permissao: Permissao) -> Sessao:
        """Another person's word, without the retaguarda (a supervisor's release). Raises EntradaInvalida,
        AmbienteIndisponivel."""
        login = login.strip().lower()
        guardada = self._conhecida(login)
        self._confere(login, guardada, senha)
        if permissao not in guardada.permissoes:
            raise PedeOutraPessoa(f"{guardada.nome} não pode liberar isto. Peça a quem tem a permissão.")
        return guardada

    def conhece(self, login: str) -> bool:
        """Whether this person has entered at this counter: then a refusal is the password's, else the name's."""
        return self._verificadores.de(login.strip()) is not None

    # ---- without the retaguarda

    def _sem_retaguarda(self, login: str, senha: str, motivo: SemResposta) -> SessaoAberta:
        try:
            guardada = self._conhecida(login)
        except AmbienteIndisponivel as erro:
            acao = motivo.acao if isinstance(motivo, LinhaRecusada) else erro.acao
            raise AmbienteIndisponivel(f"{motivo.mensagem} {erro.mensagem}", acao) from motivo
        self._confere(login, guardada, senha)
        self._retaguarda.token = ""
        return self._abre(login, guardada, Autenticacao.OFFLINE)

    def _conhecida(self, login: str) -> Sessao:
        guardada = self._verificadores.de(login)
        if guardada is None:
            raise AmbienteIndisponivel("Sem a retaguarda não há como conferir a senha de "
                                       f"“{login}”, que nunca entrou neste terminal.",
                                       "Entre com quem já usou este terminal, ou espere a retaguarda voltar.")
        if guardada.verificador_ate <= self._relogio.agora():
            raise AmbienteIndisponivel(
                f"Sem a retaguarda, a senha de {guardada.nome} valia até {data(guardada.verificador_ate.date())}.",
                "Entre com outro usuário, ou espere a retaguarda voltar.")
        return guardada

    def _confere(self, login: str, guardada: Sessao, senha: str) -> None:
        if self._verificadores.bloqueado_ate(login) is not None:
            raise EntradaInvalida("Senhas erradas demais. Espere dois minutos e tente de novo.")
        if not confere_senha(guardada.verificador, senha):
            self._verificadores.falhou(login)
            raise EntradaInvalida(ERROU)

    def _desconfia(self, login: str, senha: str) -> None:
        """Refused with the password that used to be right: it was changed, or the person left. What was kept
        must not open the door the next time the retaguarda is away; a mistyped password changes nothing."""
        guardada = self._verificadores.de(login)
        if guardada is not None and confere_senha(guardada.verificador, senha):
            self._verificadores.esquece(login)

    def _abre(self, login: str, sessao: Sessao, como: Autenticacao) -> SessaoAberta:
        usuario = Usuario(id=sessao.usuario_id, nome=sessao.nome, permissoes=sessao.permissoes,
                          desconto_maximo=sessao.desconto_maximo)
        return SessaoAberta(login, usuario, como, self._relogio.agora())


def confere_senha(verificador: str, senha: str) -> bool:
    """Whether `senha` is the one of this Argon2id verifier. Slow on purpose."""
    from argon2 import PasswordHasher  # measured (0100): the retaguarda answers nearly every login
    from argon2.exceptions import InvalidHashError, VerificationError  # likewise

    try:
        return PasswordHasher().verify(verificador, senha)
    except (VerificationError, InvalidHashError):
        return False
