"""A enviar: what waits at this counter and why, and what can be done about it. Nothing leaves the list silently.

Waits (network, disk): for background lanes.
"""

import json
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from balcao import __version__
from balcao.config.estacao import Estacao
from balcao.db.journal.clientes import ClienteGuardado, ClientesNovos
from balcao.db.journal.envios import Envio, Envios, EstadoEnvio
from balcao.domain.arquivo_envios import ArquivoEnvios, ClienteExportado, EnvioExportado, escreve
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.domain.formatos import data_hora, quantos
from balcao.domain.motivo_sistema import motivo_do_sistema
from balcao.domain.protocolo import NovoCliente, Recibo, Recusa
from balcao.domain.textos import texto
from balcao.domain.tipo_pedido.categorias import chamado
from balcao.gateways import rotas, rotas_quarentena
from balcao.gateways.retaguarda import SEM_CAMINHO, Recusado, Retaguarda, SemResposta
from balcao.services.counter.clientes import Clientes
from balcao.services.counter.documentos import Documentos
from balcao.services.counter.gerente import entrega_de
from balcao.services.counter.rascunho import Rascunho
from balcao.services.counter.relogio import Relogio
from balcao.services.counter.remessa import Remessa
from balcao.services.counter.sessao import Sessoes

NUNCA_TENTADO = "Na fila: vai sozinho assim que a retaguarda responder."


@dataclass(frozen=True, slots=True)
class Pendente:
    """One thing that waits: an order (`envio`) or a customer's registration (`cadastro`).

    `nome`: "DAV T03-000001", "Pré-venda sem número", "Cadastro de cliente". `resposta`: the last answer in words.
    `quarentena`: it cannot be stored as it is. `refaz`: it may become a draft again. `com_gerente`: since when the
    manager has it; `devolvido`: he gave it back.
    """

    nome: str
    quem: str
    vendedor: str
    total: Decimal | None
    desde: datetime
    tentativas: int
    resposta: str
    quarentena: bool
    envio: int | None = None
    pedido_id: UUID | None = None
    cadastro: NovoCliente | None = None
    refaz: bool = False
    com_gerente: datetime | None = None
    devolvido: bool = False

    @property
    def chave(self) -> str:
        """The same for the same thing, from one reading to the next."""
        return f"envio {self.envio}" if self.cadastro is None else f"cliente {self.cadastro.id}"


class Fila:
    """The use cases of the window. `estacao`: this computer's station, as it is now."""

    def __init__(self, retaguarda: Retaguarda, envios: Envios, novos: ClientesNovos, remessa: Remessa,
                 clientes: Clientes, documentos: Documentos, sessoes: Sessoes, relogio: Relogio,
                 estacao: Callable[[], Estacao]) -> None:
        self._retaguarda = retaguarda
        self._envios = envios
        self._novos = novos
        self._remessa = remessa
        self._clientes = clientes
        self._documentos = documentos
        self._sessoes = sessoes
        self._relogio = relogio
        self._estacao = estacao

    def lista(self) -> list[Pendente]:
        """Everything that waits: in quarantine first, then oldest first; a customer before his orders."""
        return pendentes(self._envios, self._novos)

    def aviso(self) -> str:
        """What stops everything, in words; "" while nothing does."""
        return self._remessa.credencial_recusada

    def envia_agora(self) -> str:
        """Try everything at once; returns what to tell. Raises AmbienteIndisponivel when nobody answers."""
        antes = {p.chave for p in self.lista()}
        self._remessa.envia_tudo()
        restam = {p.chave for p in self.lista()}
        return _quantos(len(antes - restam), len(restam))

    def reenvia(self, pendente: Pendente) -> str:
        """Try again one that is in quarantine; returns what to tell. Raises AmbienteIndisponivel, CadastroInvalido."""
        if pendente.cadastro is not None:  # in the name of who is here now: it may be the permission that was missing
            self._clientes.corrige(pendente.cadastro)
        elif pendente.envio is not None:
            self._remessa.liberta(pendente.envio)
        return self._tenta(pendente)

    def corrige_cadastro(self, pendente: Pendente, novo: NovoCliente) -> str:
        """A registration mended by hand, sent again. Raises CadastroInvalido, AmbienteIndisponivel."""
        self._clientes.corrige(novo)
        return self._tenta(pendente)

    def refaz(self, pendente: Pendente) -> Rascunho:
        """The lines of an order in quarantine as a new draft, once the retaguarda says that it has not got it.

        The caller keeps the draft and then calls `marca_refeito`. Raises EntradaInvalida, AmbienteIndisponivel.
        """
        if not pendente.refaz or pendente.pedido_id is None:
            raise EntradaInvalida("Só volta a ser rascunho o que está em quarentena e nunca chegou à retaguarda.")
        try:
            guardado = rotas.recibo(self._retaguarda, pendente.pedido_id)
        except SemResposta as erro:
            raise AmbienteIndisponivel(
                f"{erro.mensagem} Só ela sabe se o documento não chegou lá.",
                "Refaça quando ela responder; até lá ele continua guardado aqui.") from erro
        if guardado is None:
            guardado = self._retira(pendente.pedido_id)
        if guardado is not None:
            raise EntradaInvalida(f"A retaguarda já tem este documento, com o número {guardado.numero}. "
                                  "Envie de novo: ele só será confirmado.")
        return self._documentos.clona(pendente.pedido_id)

    def _retira(self, pedido_id: UUID) -> Recibo | None:
        """From now on no manager stores it; the receipt of one that was stored a moment ago."""
        envio = self._envios.do_pedido(pedido_id)
        assert envio is not None
        try:
            return rotas_quarentena.retirar(self._retaguarda, entrega_de(envio, envio.corpo)).recibo
        except Recusado as erro:
            if erro.recusa.codigo == SEM_CAMINHO:  # an older service: no manager has it
                return None
            raise

    def marca_refeito(self, pendente: Pendente, motivo: str) -> str:
        """It is not sent any more; who, when and why stay with it. Returns what to tell."""
        quando = data_hora(self._relogio.na_loja())
        recusa = Recusa(codigo="refeito", mensagem=f"Refeito por {self._quem()} em {quando}: {motivo}")
        if pendente.envio is None or not self._envios.encerrado(pendente.envio, recusa):
            raise EntradaInvalida("Este documento não está mais em quarentena: ele foi enviado de novo. "
                                  "Descarte o rascunho, para não vender duas vezes.")
        return f"{pendente.nome} foi refeito como rascunho. Recolha o papel antigo: o número dele não vale mais."

    def exporta(self, destino: str, so: Pendente | None = None) -> str:
        """Write what waits to a file, or one thing of it; returns what to tell. Nothing leaves the list.

        Raises EntradaInvalida when nothing waits, AmbienteIndisponivel when the disk refuses.
        """
        return exporta(Path(destino), self._envios, self._novos, self._estacao(), self._relogio.agora(), self._quem(),
                       so)

    # ---- inside

    def _tenta(self, pendente: Pendente) -> str:
        self._remessa.envia_tudo()
        depois = next((p for p in self.lista() if p.chave == pendente.chave), None)
        envio = self._envios.do_pedido(pendente.pedido_id) if pendente.pedido_id is not None else None
        if depois is None and envio is not None and envio.recibo is None and envio.recusa is not None:
            return f"{pendente.nome} não é mais enviado. {envio.recusa.mensagem}"
        if depois is None:
            return f"{pendente.nome} chegou à retaguarda."
        return f"{pendente.nome} continua aqui: {depois.resposta}"

    def _quem(self) -> str:
        return self._sessoes.atual.usuario.nome if self._sessoes.atual is not None else "ninguém identificado"


def pendentes(envios: Envios, novos: ClientesNovos) -> list[Pendente]:
    """Everything that waits in a journal: in quarantine first, then oldest first; a customer before his orders."""
    tudo = [*map(_cadastro, novos.esperam()), *map(_documento, envios.esperam())]
    return sorted(tudo, key=lambda p: (not p.quarentena, p.cadastro is None, p.desde))


def exporta(destino: Path, envios: Envios, novos: ClientesNovos, estacao: Estacao, agora: datetime, quem: str,
            so: Pendente | None = None) -> str:
    """See `Fila.exporta`. `quem`: the name of who exports."""
    espera = [e for e in envios.esperam() if so is None or e.id == so.envio]
    citados = {e.corpo.pedido.cliente_id for e in espera}
    # Those that wait, and those that were registered here under another id than the server's.
    clientes = [c for c in novos.todos()
                if c.novo.id in citados or (c.espera and (so is None or so.cadastro == c.novo))]
    n = len(espera) + len(clientes)
    if not n:
        raise EntradaInvalida("Nada espera neste balcão: tudo já chegou à retaguarda.")
    _grava(destino, escreve(ArquivoEnvios(
        programa=__version__, empresa=estacao.empresa, estabelecimento_id=estacao.estabelecimento_id,
        estacao_id=estacao.id, terminal=estacao.nome, gerado_em=agora, gerado_por=quem,
        clientes=tuple(ClienteExportado(novo=c.novo, quarentena=c.estado == "quarentena", recusa=c.recusa,
                                        definitivo=c.definitivo) for c in reversed(clientes)),
        envios=tuple(map(_exportado, sorted(espera, key=lambda e: e.id))))))
    foi = quantos(n, "item exportado", "itens exportados")
    return f"{foi} em {destino}. A fila não mudou. O arquivo tem dados de clientes: guarde-o em lugar seguro."


def _grava(destino: Path, conteudo: str) -> None:
    """Write a whole file or none, readable by its owner only. Raises AmbienteIndisponivel."""
    parcial = ""
    try:
        aberto, parcial = tempfile.mkstemp(dir=destino.parent, prefix=f".{destino.name}.")
        with os.fdopen(aberto, "w", encoding="utf-8") as saida:
            saida.write(conteudo)
            saida.flush()
            os.fsync(saida.fileno())
        Path(parcial).replace(destino)
    except OSError as erro:
        if parcial:
            with suppress(OSError):
                Path(parcial).unlink()
        raise AmbienteIndisponivel(f"Não foi possível gravar {destino} ({motivo_do_sistema(erro)}).",
                                   "Escolha outra pasta, ou libere espaço, e exporte de novo.") from erro


def _documento(envio: Envio) -> Pendente:
    resumo = envio.resumo
    numero = resumo.numero_provisorio or (str(envio.recibo.numero) if envio.recibo is not None else "sem número")
    quarentena = envio.estado is EstadoEnvio.QUARENTENA
    return Pendente(
        nome=f"{chamado(resumo.categoria)} {numero}",
        quem=resumo.cliente_nome, vendedor=resumo.vendedor, total=resumo.total,
        desde=envio.criado_em, tentativas=envio.tentativas, resposta=_resposta(envio.recusa), quarentena=quarentena,
        envio=envio.id, pedido_id=envio.pedido_id, refaz=quarentena and envio.recibo is None,
        com_gerente=envio.entregue_em if quarentena else None, devolvido=quarentena and envio.devolvido)


def _cadastro(guardado: ClienteGuardado) -> Pendente:
    novo = guardado.novo
    return Pendente(
        nome="Cadastro de cliente", quem=novo.nome, vendedor="", total=None, desde=guardado.criado_em,
        tentativas=guardado.tentativas, resposta=_resposta(guardado.recusa),
        quarentena=guardado.estado == "quarentena", cadastro=novo)


def _resposta(recusa: Recusa | None) -> str:
    if recusa is None:
        return NUNCA_TENTADO
    achados = " ".join(texto(a) for a in recusa.achados)
    return " ".join(parte for parte in (achados or recusa.mensagem, recusa.acao) if parte)


def _exportado(envio: Envio) -> EnvioExportado:
    return EnvioExportado(
        envio=envio.corpo, resumo=envio.resumo, quarentena=envio.estado is EstadoEnvio.QUARENTENA, fato=envio.fato,
        tentativas=envio.tentativas, criado_em=envio.criado_em, recusa=envio.recusa, recibo=envio.recibo,
        documento=json.loads(envio.documento) if envio.documento else None)


def _quantos(chegaram: int, restam: int) -> str:
    if not chegaram and not restam:
        return "Nada espera neste balcão."
    foi = {0: "Nada chegou", 1: "1 chegou à retaguarda"}.get(chegaram, f"{chegaram} chegaram à retaguarda")
    fica = {0: "nada mais espera", 1: "1 continua aqui"}.get(restam, f"{restam} continuam aqui")
    return f"{foi}; {fica}."
