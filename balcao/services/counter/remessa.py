"""The outbox at work: what waits is sent, oldest first, until it is answered; receipts are offered again after a
restore. One thread of its own; it also asks now and then whether the retaguarda is there.
"""

import logging
import threading
from collections.abc import Callable
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from balcao.db.journal.clientes import ClienteGuardado, ClientesNovos
from balcao.db.journal.envios import Envio, Envios
from balcao.db.journal.impressoes import Impressoes, Reimpressa
from balcao.domain.erros import AmbienteIndisponivel, BalcaoError, RegraViolada
from balcao.domain.formatos import data_hora
from balcao.domain.protocolo import NUMERO_ESPERA, EnvioPedido, NovoCliente, Recibo, Recusa
from balcao.domain.protocolo_documentos import Reimpressao, Saude
from balcao.gateways import rotas
from balcao.gateways.retaguarda import (
    Como,
    CredencialRecusada,
    Recusado,
    Retaguarda,
    SemResposta,
    SessaoExpirada,
)
from balcao.services.counter.gerente import AoGerente
from balcao.services.counter.noticias import Assunto, Noticia, nome_de
from balcao.services.counter.relogio import Relogio

_log = logging.getLogger(__name__)

PULSO_S: Final = 5.0
PARADA_S: Final = 5.0
PACIENCIA: Final = 24
"""Rounds (two minutes) without any order coming back, after which any number will do."""


class Remessa:
    """Sends what waits. `conta` is called on the sending thread; it must not wait for anything."""

    def __init__(self, retaguarda: Retaguarda, envios: Envios, clientes: ClientesNovos, impressoes: Impressoes,
                 relogio: Relogio, conta: Callable[[Noticia], None] = lambda _: None,
                 chegou_saude: Callable[[Saude], None] = lambda _: None) -> None:
        """chegou_saude: what the retaguarda says of itself, with each pulse."""
        self._retaguarda = retaguarda
        self._envios = envios
        self._clientes = clientes
        self._impressoes = impressoes
        self._relogio = relogio
        self._gerente = AoGerente(retaguarda, envios, relogio)
        self._conta = conta
        self._chegou_saude = chegou_saude
        self._acordar = threading.Event()
        self._parando = threading.Event()
        self._vez = threading.Lock()
        self._linha: threading.Thread | None = None
        self._esperas = 0  # rounds in which receipts waited for other counters' orders, in vain
        self._testemunha: tuple[str, Callable[[str], None]] | None = None
        self.credencial_recusada = ""
        """Why the retaguarda does not know this terminal; "" while it does."""

    def inicia(self) -> None:
        """Start the thread."""
        self._linha = threading.Thread(target=self._trabalha, name="remessa", daemon=True)
        self._linha.start()

    def para(self) -> None:
        """Stop; what is being sent ends first (a few seconds at most)."""
        self._parando.set()
        self._acordar.set()
        if self._linha is not None:
            self._linha.join(PARADA_S)

    def agora(self) -> None:
        """Something new waits, or the person asked."""
        self._acordar.set()

    def oferece_recibos(self) -> None:
        """The server is an older state of itself (the sync noticed): offer again what it had acknowledged."""
        self._esperas = 0
        self._clientes.oferece_de_novo()
        self._envios.anota_oferta(True)
        self._acordar.set()

    def deixa_testemunha(self, token: str, deixada: Callable[[str], None] = lambda _: None) -> None:
        """The sync asks for this token to be left on the server; only the newest matters. deixada: told when the
        server has it, on the sending thread."""
        self._testemunha = (token, deixada)
        self._acordar.set()

    def envia_tudo(self) -> int:
        """One round now, on the calling thread, due or not; returns how many arrived. Raises SemResposta."""
        with self._vez:
            return self._volta(todos=True)

    def liberta(self, ident: int) -> None:
        """Take an order out of quarantine and try it again."""
        self._envios.tira_da_quarentena(ident)
        self.agora()

    # ---- the thread

    def _trabalha(self) -> None:
        while not self._parando.is_set():
            self._acordar.clear()
            try:
                self._pulso()
                self._leva_testemunha()
                with self._vez:
                    self._volta(todos=False)
                    if self._envios.oferta_pendente and self._oferece():
                        self._envios.anota_oferta(False)
                    self._envios.limpa()
                    self._impressoes.limpa()
            except BalcaoError:
                pass  # the client told the screen; what waits, waits
            except Exception as erro:  # noqa: BLE001 - told as a thread's death is, but what waits still goes out
                _conta_o_erro(erro)
            self._acordar.wait(PULSO_S)

    def _pulso(self) -> None:
        """Ask whether the retaguarda is there: the only thing that notices its return when nobody sells."""
        saude = rotas.saude(self._retaguarda)
        self._relogio.acerta(self._retaguarda.desvio, saude.agora)
        self._chegou_saude(saude)

    def _leva_testemunha(self) -> None:
        a_deixar, self._testemunha = self._testemunha, None
        if a_deixar is not None:
            token, deixada = a_deixar
            rotas.testemunha(self._retaguarda, UUID(token))
            deixada(token)

    def _volta(self, *, todos: bool) -> int:
        chegaram = 0
        try:
            for novo in self._clientes.a_enviar(todos):
                self._cadastra(novo)
            for envio in self._envios.a_enviar(todos):
                try:
                    chegaram += self._envia(envio)
                except BalcaoError:
                    raise
                except Exception as erro:  # noqa: BLE001 - one that cannot be sent does not hold those behind it
                    _conta_o_erro(erro)
            for feita in self._impressoes.a_entregar():
                self._registra(feita)
            for preso in self._envios.presos(todos):
                if (noticia := self._gerente.leva(preso, self._corpo(preso))) is not None:
                    self._conta(noticia)
        except CredencialRecusada as erro:
            self.credencial_recusada = str(erro)
            raise
        self.credencial_recusada = ""
        return chegaram

    def _cadastra(self, novo: NovoCliente) -> None:
        """Send one registration with the station's credential, like the orders: whoever is at the counter now.
        One that an older program wrote names nobody, and waits for somebody who is logged in."""
        como = Como.PESSOA if novo.usuario_id is None else Como.ESTACAO
        try:
            gravado = rotas.cadastrar(self._retaguarda, novo, como=como)
        except SemResposta as erro:
            self._clientes.adia(novo.id, _sem_resposta(erro))
            if not erro.status:
                raise
        except SessaoExpirada as erro:
            self._clientes.adia(novo.id, _sem_resposta(erro))
        except Recusado as erro:
            self._clientes.quarentena(novo.id, erro.recusa)
            self._conta(Noticia(Assunto.QUARENTENA, f"O cadastro de {novo.nome} não foi aceito: {erro}"))
        else:
            self._clientes.enviado(novo.id, gravado.id)

    def _envia(self, envio: Envio) -> bool:
        """Send one; True when it arrived. Raises SemResposta when nobody answers (the rest would not either)."""
        if (espera := self._cliente_que_espera(envio)) is not None:
            if envio.recusa != espera:
                self._envios.anota(envio.id, espera)
            return False
        try:
            recibo = rotas.enviar(self._retaguarda, self._corpo(envio), como=Como.ESTACAO)
        except SemResposta as erro:
            self._envios.adia(envio.id, _sem_resposta(erro))
            if not erro.status:  # it answered something: perhaps only this order makes it stumble
                raise
            return False
        except RegraViolada as erro:
            self._recusa(envio, Recusa(codigo="regras", mensagem=str(erro), achados=erro.achados))
            return False
        except Recusado as erro:
            self._recusa(envio, erro.recusa)
            return False
        if not self._envios.aceito(envio.id, recibo, fato=envio.fato):
            return False  # it was printed without the retaguarda while this was on its way: its number goes next
        self._conta(Noticia(Assunto.CHEGOU, _chegou(envio, recibo), envio, recibo))
        return True

    def _registra(self, feita: Reimpressa) -> None:
        """Tell of a 2ª via that came out without the retaguarda, once its order is there."""
        versao = feita.versao
        if not versao:
            envio = self._envios.do_pedido(feita.pedido_id)
            versao = envio.recibo.versao if envio is not None and envio.recibo is not None else 0
        if not versao:
            return
        try:
            rotas.reimprimir(self._retaguarda, feita.pedido_id, versao, Reimpressao(
                id=feita.id, usuario_id=feita.usuario_id, em=feita.em), como=Como.ESTACAO)
        except SemResposta as erro:
            if not erro.status:
                raise
            return
        except Recusado as erro:  # a restored database without that order: there is nothing to add it to
            _log.warning("2ª via de %s não registrada: %s", feita.pedido_id, erro)
        self._impressoes.entregue(feita.id)

    def _cliente_que_espera(self, envio: Envio) -> Recusa | None:
        """Why an order must wait for its customer, who was registered here: sent before him, the retaguarda could
        not store it."""
        guardado = self._cliente(envio)
        if guardado is None or not guardado.espera:
            return None
        nome = guardado.novo.nome
        if guardado.estado == "quarentena":
            return Recusa(codigo="cliente.em_quarentena", mensagem=f"Espera o cadastro de {nome}, que não foi aceito.",
                          acao="Corrija o cadastro: o documento vai em seguida.")
        return Recusa(codigo="cliente.em_espera", mensagem=f"Vai depois do cadastro de {nome}.")

    def _cliente(self, envio: Envio) -> ClienteGuardado | None:
        cliente_id = envio.corpo.pedido.cliente_id
        return self._clientes.de(cliente_id) if cliente_id is not None else None

    def _corpo(self, envio: Envio, *, outro_numero: bool = True) -> EnvioPedido:
        """What is sent: the order with the id under which the server knows its customer; one that had a receipt
        before a restore is the fact that it is. outro_numero: that one does not wait for the number on its paper."""
        corpo, guardado = envio.corpo, self._cliente(envio)
        if guardado is not None and guardado.definitivo not in (None, corpo.pedido.cliente_id):
            corpo = corpo.model_copy(update={
                "pedido": corpo.pedido.model_copy(update={"cliente_id": guardado.definitivo})})
        if envio.recibo is None:
            return corpo
        return corpo.model_copy(update={
            "recibo": envio.recibo, "emitido_offline": True, "emitido_em": envio.recibo.emitido_em,
            "outro_numero": outro_numero})

    def _recusa(self, envio: Envio, recusa: Recusa) -> None:
        nome = nome_de(envio)
        if envio.fato or envio.recibo is not None:
            self._envios.quarentena(envio.id, recusa)
            self._conta(Noticia(Assunto.QUARENTENA, f"O documento {nome} não pôde ser guardado na retaguarda: "
                                f"{recusa.mensagem} Vai ao gerente, que decide.", envio))
        else:
            self._envios.recusado(envio.id, recusa)
            self._conta(Noticia(Assunto.VOLTOU, f"O documento ({nome}) não foi aceito e voltou a ser rascunho: "
                                f"{recusa.mensagem}", envio))

    # ---- after a restore

    def _oferece(self) -> bool:
        """Every acknowledged order that the server does not have any more goes again, as the fact that it is, with the
        number on its paper; one whose turn has not come waits for other counters', for a while. Returns whether all
        were offered.
        """
        for novo in self._clientes.a_enviar():  # an order is not stored without its customer
            self._cadastra(novo)
        vieram, esperam = 0, 0
        for envio in self._envios.oferece_de_novo():
            if envio.recibo is None or rotas.recibo(self._retaguarda, envio.pedido_id) is not None:
                continue
            if self._volta_ao_servidor(envio, envio.recibo):
                vieram += 1
            else:
                esperam += 1
        self._esperas = 0 if vieram else self._esperas + 1
        return not esperam

    def _volta_ao_servidor(self, envio: Envio, antes: Recibo) -> bool:
        """Offer one; False when it must wait for the number on its paper."""
        corpo = self._corpo(envio, outro_numero=self._esperas >= PACIENCIA)
        try:
            recibo = rotas.enviar(self._retaguarda, corpo, como=Como.ESTACAO)
        except (Recusado, RegraViolada) as erro:
            recusa = erro.recusa if isinstance(erro, Recusado) else Recusa(
                codigo="regras", mensagem=str(erro), achados=erro.achados)
            if recusa.codigo == NUMERO_ESPERA:
                return False
            self._envios.quarentena(envio.id, recusa)
            self._conta(Noticia(Assunto.QUARENTENA, "Depois da cópia restaurada, o documento "
                                f"{antes.numero} não pôde voltar: {erro}", envio))
        else:
            self._envios.corrige_recibo(envio.id, recibo)
            self._conta(Noticia(Assunto.DE_NOVO, self._voltou(antes, recibo), envio, recibo))
        return True

    def _voltou(self, antes: Recibo, agora: Recibo) -> str:
        frase = (f"O documento {antes.numero}, emitido em "
                 f"{data_hora(antes.emitido_em.astimezone(ZoneInfo(self._relogio.fuso)))}, voltou à retaguarda depois "
                 "da cópia restaurada")
        if agora.numero != antes.numero:
            return f"{frase} com outro número: {agora.numero}. O papel do cliente diz {antes.numero}."
        return f"{frase}."


def _sem_resposta(erro: AmbienteIndisponivel) -> Recusa:
    """What is kept of an answer that did not come, or said that it could not."""
    return Recusa(codigo="sem_resposta", mensagem=erro.mensagem, acao=erro.acao)


def _chegou(envio: Envio, recibo: Recibo) -> str:
    antes = envio.resumo.numero_provisorio
    como = f" (impresso como {antes})" if antes else ""
    aviso = ""
    if recibo.divergencias:
        aviso = (" Ficou 1 divergência para o gerente." if recibo.divergencias == 1
                 else f" Ficaram {recibo.divergencias} divergências para o gerente.")
    return f"O documento {recibo.numero}{como} chegou à retaguarda. Protocolo {recibo.protocolo}.{aviso}"


def _conta_o_erro(erro: Exception) -> None:
    """A bug, told and written down by whoever minds the threads of the program (ui.erros)."""
    threading.excepthook(threading.ExceptHookArgs(
        (type(erro), erro, erro.__traceback__, threading.current_thread())))
