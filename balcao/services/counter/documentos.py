"""Documentos (F8) at the counter: the retaguarda's list, or without it what this counter has issued. Waits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from balcao.db.journal.envios import Envio, Envios, EstadoEnvio
from balcao.db.journal.impressoes import Impressoes, Reimpressa
from balcao.documents.dados import DocumentoVenda
from balcao.domain.achados import Finding
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida, RegraViolada
from balcao.domain.pedido import Pedido
from balcao.domain.protocolo import Recibo, ResumoPedido
from balcao.domain.protocolo_documentos import FiltroDocumentos, Reimpressao
from balcao.domain.rules import itens_obrigatorios, situacao_impressao
from balcao.domain.rules.situacao import gera_em_vez_de_converter, situacao_habilitada
from balcao.domain.situacoes import ROTULO_SITUACAO, Situacao
from balcao.domain.texto_busca import normaliza
from balcao.domain.tipo_pedido import Categoria
from balcao.gateways import rotas
from balcao.gateways.retaguarda import Recusado, Retaguarda, SemResposta, SessaoExpirada
from balcao.services.counter import conversao
from balcao.services.counter.alteracao import alterando
from balcao.services.counter.apropriar import Apropriacoes
from balcao.services.counter.aprovacao import AprovacaoPrevista
from balcao.services.counter.clientes import Clientes
from balcao.services.counter.conversao import Conversao
from balcao.services.counter.edicao import Contexto
from balcao.services.counter.fatos_da_venda import FatosDaVenda
from balcao.services.counter.finalizar import documento_de
from balcao.services.counter.impressao import Impressor
from balcao.services.counter.leitura_local import LeituraLocal
from balcao.services.counter.rascunho import Rascunho
from balcao.services.counter.relogio import Relogio
from balcao.services.counter.situacao import Situacoes
from balcao.services.counter.versoes import Versoes

_CONVERTEM = frozenset({Situacao.EMITIDO, Situacao.PENDENTE, Situacao.VENCIDO, Situacao.APROVADO})


@dataclass(frozen=True, slots=True)
class Filtro:
    """Period (shop's days, inclusive), number or customer, situation; `suspensos`: drafts kept on the server."""

    de: date
    ate: date
    texto: str = ""
    situacao: Situacao | None = None
    suspensos: bool = False


@dataclass(frozen=True, slots=True)
class LinhaDocumento:
    """A document of the list. `enviando`: issued here and not acknowledged yet; `versiona`: its type has versions
    (TP-157)."""

    resumo: ResumoPedido
    enviando: bool = False
    versiona: bool = False


@dataclass(frozen=True, slots=True)
class Listados:
    """What a reading brought. `so_daqui`: the retaguarda did not answer, there may be more; `ha_mais`: older ones were
    left out; `fora_do_periodo`: a number that the period does not have was found outside it."""

    linhas: list[LinhaDocumento]
    so_daqui: bool = False
    ha_mais: bool = False
    fora_do_periodo: bool = False


@dataclass(frozen=True, slots=True)
class _Aberto:
    """A stored order as far as it is known here. `versao`: the newest issued one, 0 when only this counter
    knows the order; `destino`: what a DAV became, inside a sentence."""

    pedido: Pedido
    resumo: ResumoPedido
    versao: int
    validade: date | None
    destino: str | None = None

    @property
    def aprovado(self) -> bool:
        """By somebody who said so, and nothing came of it yet."""
        return self.resumo.situacao is Situacao.APROVADO


class Documentos:
    """The use cases of the list and of one document. For background lanes.

    contexto: who is at the counter now (its permissions are the service's to check).
    """

    def __init__(self, retaguarda: Retaguarda, envios: Envios, impressoes: Impressoes, local: LeituraLocal,
                 impressor: Impressor, relogio: Relogio, contexto: Callable[[], Contexto],
                 novo_id: Callable[[], UUID], clientes: Clientes) -> None:
        self._retaguarda = retaguarda
        self._envios = envios
        self._impressoes = impressoes
        self._local = local
        self._impressor = impressor
        self._relogio = relogio
        self._contexto = contexto
        self._novo_id = novo_id
        self.clientes = clientes
        self.versoes = Versoes(retaguarda, local, impressor, novo_id, self._confere_impressao,
                               lambda id_, versao, antes: self._registra(id_, versao, antes=antes))
        self.situacoes = Situacoes(retaguarda, envios, local, contexto, novo_id, self._imprime_gerado,
                                   relogio.na_loja)
        self.apropriacoes = Apropriacoes(retaguarda, local, contexto, self.situacoes, relogio, novo_id)

    # ---- list

    def lista(self, filtro: Filtro) -> Listados:
        """Documents of the shop, newest first; without the retaguarda, those this counter issued."""
        if filtro.suspensos:
            return Listados([LinhaDocumento(r) for r in rotas.rascunhos(self._retaguarda)
                             if self._casa(r, filtro.texto)])
        meus = [self._linha(e) for e in self._envios.todos()
                if e.estado is not EstadoEnvio.RECUSADO and self._cabe(e, filtro)]
        pergunta = self._pergunta(filtro)
        try:
            do_servidor = rotas.listar(self._retaguarda, pergunta)
            fora = pergunta.numero is not None and not do_servidor and not meus
            if fora:  # an old quote in the customer's hand: its number says enough
                do_servidor = rotas.listar(self._retaguarda, pergunta.model_copy(update={"de": None, "ate": None}))
        except SemResposta:
            return Listados(meus, so_daqui=True)
        vistos = {r.id for r in do_servidor}
        versionam = self.versoes.com_versoes({r.tipo_id for r in do_servidor if r.categoria == Categoria.ORCAMENTO})
        return Listados([*(um for um in meus if um.enviando and um.resumo.id not in vistos),
                         *(LinhaDocumento(r, versiona=r.tipo_id in versionam) for r in do_servidor)],
                        ha_mais=len(do_servidor) >= pergunta.limite, fora_do_periodo=fora and bool(do_servidor))

    def _pergunta(self, filtro: Filtro) -> FiltroDocumentos:
        texto = filtro.texto.strip()
        curto = texto.upper().removeprefix("P-")
        numero = int(curto) if curto.isascii() and curto.isdigit() and len(curto) < 10 else None
        return FiltroDocumentos(
            de=filtro.de, ate=filtro.ate, numero=numero, texto="" if numero is not None else texto,
            situacao=filtro.situacao,
            categoria=Categoria.VENDA if numero is not None and curto != texto.upper() else None)

    def _cabe(self, envio: Envio, filtro: Filtro) -> bool:
        em = envio.resumo.emitido_em or envio.criado_em
        dia = em.astimezone(ZoneInfo(self._relogio.fuso)).date()
        resumo = self._linha(envio).resumo
        return (filtro.de <= dia <= filtro.ate and filtro.situacao in (None, resumo.situacao)
                and self._casa(resumo, filtro.texto))

    def _casa(self, resumo: ResumoPedido, texto: str) -> bool:
        limpo = normaliza(texto.strip())
        numeros = {str(resumo.numero), f"P-{resumo.numero}", resumo.numero_provisorio.upper(),
                   resumo.chave.upper()}
        return not limpo or limpo in numeros or limpo in normaliza(resumo.cliente_nome)

    def _linha(self, envio: Envio) -> LinhaDocumento:
        resumo = envio.resumo
        if (r := envio.recibo) is not None:
            resumo = resumo.model_copy(update={
                "numero": r.numero, "serie": r.serie, "chave": r.documento.get("chave", ""),
                "situacao": r.situacao, "protocolo": r.protocolo, "versao": r.versao, "emitido_em": r.emitido_em})
        return LinhaDocumento(resumo, envio.recibo is None)

    # ---- one document

    def previa(self, id_: UUID) -> bytes:
        """PNG of the first page of the issued version."""
        documento, resumo, _ = self._documento(id_)
        return self._impressor.previa(documento, resumo.situacao)

    def previa_do_papel(self, documento: dict[str, Any] | None) -> bytes:
        """PNG of what a counter printed of an order that is not stored. Raises EntradaInvalida when nothing was, or
        when a newer program wrote it."""
        if documento is None:
            raise EntradaInvalida("Nada foi impresso deste documento.")
        try:
            lido = DocumentoVenda.model_validate(documento)
        except ValidationError as erro:
            raise EntradaInvalida("Este programa não lê o que foi impresso: atualize-o.") from erro
        return self._impressor.previa(lido, Situacao.PENDENTE)

    def imprime_emitido(self, documento: DocumentoVenda, id_: UUID) -> str:
        """Queue the paper of what was issued here just now (once, however often asked); returns what to tell, "" when
        none goes out by itself. Raises RegraViolada when its type does not let it be printed yet (TP-104)."""
        if not self._impressor.sai_sozinho(documento):
            return ""
        envio = self._envios.do_pedido(id_)
        if envio is not None:
            self._confere_impressao(envio.resumo.tipo_id, self._linha(envio).resumo.situacao)
        return self._impressor.imprime(documento, id_)

    def imprime_alterado(self, documento: DocumentoVenda, recibo: Recibo, tipo_id: int) -> str:
        """Queue the paper of a document's new version (once, however often asked); returns what to tell, "" when none
        goes out by itself. Raises RegraViolada (TP-104)."""
        if not self._impressor.sai_sozinho(documento):
            return ""
        self._confere_impressao(tipo_id, recibo.situacao)
        return self._impressor.imprime(documento, recibo.pedido_id)

    def _imprime_gerado(self, documento: DocumentoVenda, recibo: Recibo) -> str:
        """Like `imprime_emitido`, of what an approval asked for here generated."""
        if not self._impressor.sai_sozinho(documento):
            return ""
        return self.imprime_alterado(documento, recibo, self._abre(recibo.pedido_id).resumo.tipo_id)

    def segunda_via(self, id_: UUID) -> str:
        """Print again, marked and on record; what was issued here and never printed comes out as the first via.
        Returns what to tell. Raises RegraViolada when its type does not let it be printed as it stands (TP-104)."""
        documento, situacao, versao = self._imprimivel(id_)
        if self._e_a_primeira(id_):
            return self._impressor.primeira_via(documento, id_, situacao)
        self._registra(id_, versao, antes=True)
        return self._impressor.segunda_via(documento, id_, situacao)

    def salva_pdf(self, id_: UUID, destino: str) -> str:
        """Write the PDF; returns what to tell. Raises RegraViolada like `segunda_via`."""
        documento, situacao, versao = self._imprimivel(id_)
        primeira = self._e_a_primeira(id_)
        self._impressor.salva_pdf(documento, id_, situacao, Path(destino), primeira=primeira)
        if not primeira:
            self._registra(id_, versao, antes=False)
        return f"PDF gravado em {destino}."

    def imprime_ultima(self) -> str:
        """Reprint the last document issued here (Ctrl+U)."""
        ultimo = self._envios.ultimo()
        if ultimo is None:
            raise EntradaInvalida("Este balcão ainda não emitiu nenhum documento.")
        return self.segunda_via(ultimo.pedido_id)

    def converte(self, id_: UUID) -> Conversao:
        """A DAV as the draft of a pré-venda, with what changed since."""
        aberto = self._abre(id_)
        if aberto.resumo.categoria != Categoria.ORCAMENTO:
            raise EntradaInvalida("Só orçamento (DAV) vira pré-venda.")
        if aberto.resumo.situacao not in _CONVERTEM:
            raise EntradaInvalida(f"Este DAV está {ROTULO_SITUACAO[aberto.resumo.situacao].lower()} e não converte. "
                                  "Clone-o para fazer outro.")
        if aberto.destino is not None:
            raise EntradaInvalida(f"Este DAV já virou {aberto.destino}. Clone-o para fazer outro.")
        contexto = self._contexto()
        with self._local.catalogo(contexto.estabelecimento_id) as catalogo:
            registros = FatosDaVenda(catalogo, self._relogio.hoje)
            if contra := tuple(_contra_converter(aberto, registros)):
                raise RegraViolada(contra)
            tipo = next((t.id for t in registros.tipos.values() if t.categoria is Categoria.VENDA), None)
            if tipo is None:
                raise EntradaInvalida("Nenhum tipo de pré-venda está liberado para esta loja. Fale com o gerente.")
            return conversao.converte(aberto.pedido, aberto.validade, tipo, registros, contexto, self._novo_id(),
                                      self._relogio.agora())

    def fecha(self, id_: UUID) -> Conversao | AprovacaoPrevista:
        """F9: what a DAV becomes: what its approval generates, where its type says so (TP-090); else a pré-venda's
        draft."""
        aberto = self._abre(id_)
        tipo = self._local.tipo(aberto.pedido.tipo_id)
        if not aberto.aprovado and tipo is not None and tipo.tipo_pedido_na_aprovacao is not None:
            return self.situacoes.preve(id_)
        return self.converte(id_)

    def clona(self, id_: UUID) -> Rascunho:
        """A new draft with the same lines at today's prices."""
        pedido, contexto = self._abre(id_).pedido, self._contexto()
        with self._local.catalogo(contexto.estabelecimento_id) as catalogo:
            return conversao.clona(pedido, FatosDaVenda(catalogo, self._relogio.hoje), contexto, self._novo_id(),
                                   self._relogio.agora())

    def altera(self, id_: UUID) -> Rascunho:
        """The draft that changes an issued document. Only with the retaguarda: others may have it. Raises
        EntradaInvalida when it is not to be changed, AmbienteIndisponivel without the retaguarda."""
        self._exige_entregue(id_)
        try:
            guardado = rotas.abrir(self._retaguarda, id_)
        except SemResposta as erro:
            raise AmbienteIndisponivel(f"{erro.mensagem} Um documento emitido só é alterado com ela.",
                                       "Tente de novo quando a retaguarda voltar.") from erro
        emitido_em = guardado.resumo.emitido_em or guardado.resumo.criado_em
        return alterando(guardado, self._contexto(), emitido_em.astimezone(ZoneInfo(self._relogio.fuso)).date())

    def retoma(self, id_: UUID) -> Rascunho:
        """Take a suspended draft; one counter gets it."""
        pedido = rotas.retomar(self._retaguarda, id_)
        return Rascunho(pedido=pedido, atual=pedido.itens[-1].linha if pedido.itens else 0, retomado=True)

    def descarta(self, id_: UUID) -> str:
        """Throw a draft away that is suspended, or was taken up here; returns what to tell. Raises Recusado,
        SemResposta."""
        rotas.descartar(self._retaguarda, id_)
        return "Rascunho descartado."

    # ---- inside

    def _exige_entregue(self, id_: UUID) -> None:
        """Raise EntradaInvalida for what was issued here and is not acknowledged yet."""
        envio = self._envios.do_pedido(id_)
        if envio is not None and envio.estado is EstadoEnvio.PENDENTE:
            raise EntradaInvalida("Este documento ainda não chegou à retaguarda. Espere o envio e repita.")

    def _abre(self, id_: UUID) -> _Aberto:
        """From the retaguarda; without it, from what this counter issued."""
        try:
            guardado = rotas.abrir(self._retaguarda, id_)
        except SemResposta:
            envio = self._envios.do_pedido(id_)
            if envio is None:
                raise
            resumo = self._linha(envio).resumo
            return _Aberto(envio.corpo.pedido, resumo, resumo.versao, resumo.validade)
        except Recusado as erro:
            envio = self._envios.do_pedido(id_)
            if not erro.inexistente or envio is None:
                raise
            resumo = self._linha(envio).resumo
            return _Aberto(envio.corpo.pedido, resumo, 0, resumo.validade)
        ultima = guardado.versoes[-1].versao if guardado.versoes else 0
        return _Aberto(guardado.pedido, guardado.resumo, ultima, guardado.resumo.validade, guardado.destino)

    def _imprimivel(self, id_: UUID) -> tuple[DocumentoVenda, Situacao, int]:
        """`_documento` of an order that may be printed as it stands. Raises RegraViolada."""
        documento, resumo, versao = self._documento(id_)
        self._confere_impressao(resumo.tipo_id, resumo.situacao)
        return documento, resumo.situacao, versao

    def _confere_impressao(self, tipo_id: int, situacao: Situacao) -> None:
        """Raise RegraViolada (TP-104). A type that this counter does not have is the retaguarda's to check."""
        tipo = self._local.tipo(tipo_id)
        if tipo is not None and (achados := tuple(situacao_impressao(tipo, situacao))):
            raise RegraViolada(achados)

    def _documento(self, id_: UUID) -> tuple[DocumentoVenda, ResumoPedido, int]:
        """What was issued, how it stands, and its version (0: only this counter knows it)."""
        envio = self._envios.do_pedido(id_)
        try:
            aberto = self._abre(id_)
            if aberto.versao:
                lido = rotas.versao(self._retaguarda, id_, aberto.versao)
                return DocumentoVenda.model_validate(lido), aberto.resumo, aberto.versao
        except SemResposta:
            if envio is None:
                raise
        if envio is not None and (documento := _do_diario(envio)) is not None:
            return documento, self._linha(envio).resumo, envio.recibo.versao if envio.recibo else 0
        raise EntradaInvalida("Este documento ainda não foi emitido.")

    def _e_a_primeira(self, id_: UUID) -> bool:
        """Whether it was issued, or generated, here and no paper of it came out. Of another counter's, nobody here can
        tell."""
        envio = self._envios.do_pedido(id_)
        daqui = id_ in self.situacoes.gerados or (envio is not None and envio.estado is not EstadoEnvio.RECUSADO)
        return self._impressor.primeira_parada(id_) or (daqui and not self._impressoes.ja_saiu(id_))

    def _registra(self, id_: UUID, versao: int, *, antes: bool) -> None:
        """A 2ª via leaves the counter: written down here, and in the retaguarda now or with the outbox. `antes`: it has
        not left yet. Raises RegraViolada when the retaguarda does not let it (nothing stays written down)."""
        feita = Reimpressa(self._novo_id(), id_, versao, self._contexto().usuario.id, self._relogio.agora())
        self._impressoes.segunda(feita)
        if not versao:
            return
        try:
            rotas.reimprimir(self._retaguarda, id_, versao, Reimpressao(
                id=feita.id, usuario_id=feita.usuario_id, em=feita.em, antes=antes))
        except (SemResposta, SessaoExpirada):
            return  # the outbox delivers it
        except RegraViolada:
            self._impressoes.desiste(feita.id)
            raise
        self._impressoes.entregue(feita.id)


def _contra_converter(aberto: _Aberto, registros: FatosDaVenda) -> Iterator[Finding]:
    """What the DAV's own type says against converting it (TP-090, TP-103, TP-146); of an approved one, nothing."""
    if aberto.aprovado:
        return
    tipo = registros.tipo(aberto.pedido.tipo_id)
    if tipo.tipo_pedido_na_aprovacao is not None:
        gera = registros.tipo(tipo.tipo_pedido_na_aprovacao).nome
        yield from gera_em_vez_de_converter(tipo, f"DAV {aberto.resumo.numero}", gera)
    yield from situacao_habilitada(tipo, Situacao.APROVADO)
    if aberto.pedido.vazio:
        yield from itens_obrigatorios(tipo, Situacao.APROVADO)


def _do_diario(envio: Envio) -> DocumentoVenda | None:
    if envio.recibo is not None:
        return documento_de(envio.recibo)
    return DocumentoVenda.model_validate_json(envio.documento) if envio.documento else None
