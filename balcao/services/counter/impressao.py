"""Printing a document of the counter: template and paper of this terminal, then the queue. Waits: printing lane."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from uuid import UUID

from balcao.config import plataforma
from balcao.db.journal.impressoes import Impressoes
from balcao.devices.fila_impressao import FilaImpressao, Impresso
from balcao.devices.trabalho import EstadoTrabalho
from balcao.documents import impressao, modelo_arquivo
from balcao.documents.dados import DocumentoVenda, Via
from balcao.documents.modelo import ModeloDocumento, chave_de, com_terminal
from balcao.documents.papel import OpcoesBobina
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.motivo_sistema import motivo_do_sistema
from balcao.domain.situacoes import Situacao
from balcao.domain.terminal import PoliticaTerminal
from balcao.domain.terminal.opcoes import Papel
from balcao.domain.tipo_pedido import Categoria

_DESISTIDO = EstadoTrabalho.CANCELADO
_CARIMBO = {Situacao.CANCELADO: "CANCELADO", Situacao.VENCIDO: "VENCIDO", Situacao.PERDIDO: "PERDIDO"}


class Impressor:
    """Renders with the terminal's settings of the moment, and queues.

    modelos: folder of this terminal's templates. politica: the terminal's pages, this computer's fields included.
    """

    def __init__(self, fila: FilaImpressao, modelos: Path, politica: Callable[[], PoliticaTerminal],
                 agora: Callable[[], datetime], impressoes: Impressoes) -> None:
        self._fila = fila
        self._modelos = modelos
        self._politica = politica
        self._agora = agora
        self._impressoes = impressoes

    def imprime(self, documento: DocumentoVenda, pedido_id: UUID) -> str:
        """Queue the first print of an issued version (once, however often asked); returns what to tell, "" when
        its type's or this terminal's settings say that none goes out by itself (TP-129, CB-133, CB-134)."""
        if not self.sai_sozinho(documento):
            return ""
        return self._primeira(documento, Via(), pedido_id)

    def sai_sozinho(self, documento: DocumentoVenda) -> bool:
        """Whether a first via goes out by itself (TP-129, CB-133, CB-134)."""
        return self._vias(documento) > 0

    def primeira_via(self, documento: DocumentoVenda, pedido_id: UUID, situacao: Situacao) -> str:
        """Queue the first via of a document of which nothing came out yet; returns what to tell."""
        return self._primeira(documento, Via(carimbo=_CARIMBO.get(situacao, "")), pedido_id, de_novo=True)

    def _primeira(self, documento: DocumentoVenda, via: Via, pedido_id: UUID, *, de_novo: bool = False) -> str:
        with self._como_primeira(pedido_id):
            return self._enfileira(documento, via, pedido_id, de_novo=de_novo)

    @contextmanager
    def _como_primeira(self, pedido_id: UUID) -> Iterator[None]:
        """On record before it leaves: cut in between, the next one says 2ª via, never a second first."""
        nova = self._impressoes.primeira(pedido_id)
        try:
            yield
        except AmbienteIndisponivel:
            if nova:
                self._impressoes.nao_saiu(pedido_id)
            raise

    def segunda_via(self, documento: DocumentoVenda, pedido_id: UUID, situacao: Situacao, carimbo: str = "") -> str:
        """Queue a reprint, marked with date and hour, and stamped with what its situation says, or with `carimbo`;
        returns what to tell."""
        return self._enfileira(documento, self._segunda(situacao, carimbo), pedido_id)

    def primeira_parada(self, pedido_id: UUID) -> bool:
        """Whether a first via stopped in the queue with nothing on paper, and nothing was queued in its place since
        (which closes it there, unless the disk refused)."""
        desta = [um for um in self._fila.listar() if um.de == str(pedido_id) and um.estado is not _DESISTIDO]
        return bool(desta) and bool(desta[-1].chave) and desta[-1].estado is EstadoTrabalho.FALHOU

    def salva_pdf(self, documento: DocumentoVenda, pedido_id: UUID, situacao: Situacao, destino: Path, *,
                  primeira: bool, carimbo: str = "") -> None:
        """Write the document as a PDF, whatever this terminal's paper is; `primeira`: nothing of it left this
        counter before; `carimbo`: as in `segunda_via`. Raises AmbienteIndisponivel."""
        modelo, logo, _ = self._modelo(documento)
        via = Via(carimbo=_CARIMBO.get(situacao, "")) if primeira else self._segunda(situacao, carimbo)
        dados = impressao.renderizar(documento, modelo, Papel.A4, via, logo=logo)
        with self._como_primeira(pedido_id) if primeira else nullcontext():
            grava_pdf(destino, dados)
        self._fila.dispensa(str(pedido_id), documento.versao)

    def previa(self, documento: DocumentoVenda, situacao: Situacao, carimbo: str = "") -> bytes:
        """PNG of the first page, as it would print here."""
        modelo, logo, _ = self._modelo(documento)
        papel = modelo.papel or Papel.A4
        via = Via(carimbo=carimbo or _CARIMBO.get(situacao, ""))
        return impressao.em_imagem(self._em_bytes(documento, modelo, papel, via, logo), papel)

    def aquece(self) -> None:
        """Prepare this terminal's paper, so that the day's first document is as fast as the next."""
        impressao.aquecer(self._politica().controles_impressao.imp_modelo_papel)

    def _segunda(self, situacao: Situacao, carimbo: str = "") -> Via:
        return Via(reimpressa_em=self._agora(), carimbo=carimbo or _CARIMBO.get(situacao, ""))

    def _enfileira(self, documento: DocumentoVenda, via: Via, pedido_id: UUID, *, de_novo: bool = False) -> str:
        modelo, logo, aviso = self._modelo(documento)
        papel = modelo.papel or Papel.A4
        controles = self._politica().controles_impressao
        titulo = f"{documento.tipo.titulo or documento.tipo.nome} {documento.numero_impresso}"
        primeira = via.reimpressa_em is None
        self._fila.enviar(Impresso(
            dados=self._em_bytes(documento, modelo, papel, via, logo), papel=papel,
            impressora=controles.imp_impressora, arquivo=impressao.nome_do_arquivo(documento, papel, via),
            titulo=titulo, copias=max(1, self._vias(documento)) if primeira else 1,
            chave=f"{pedido_id} {documento.versao} {documento.numero_impresso}" if primeira else "",
            de=str(pedido_id), versao=documento.versao, de_novo=de_novo))
        return f"{titulo} na impressora. {aviso}".strip()

    def _em_bytes(self, documento: DocumentoVenda, modelo: ModeloDocumento, papel: Papel, via: Via,
                  logo: Path | None) -> bytes:
        return impressao.renderizar(documento, modelo, papel, via, logo=logo,
                                    bobina=OpcoesBobina.do_terminal(self._politica().controles_impressao))

    def _vias(self, documento: DocumentoVenda) -> int:
        return self._politica().controles_impressao.vias(
            dav=documento.tipo.categoria is Categoria.ORCAMENTO, do_tipo=documento.tipo.vias)

    def _modelo(self, documento: DocumentoVenda) -> tuple[ModeloDocumento, Path | None, str]:
        """Template with this terminal's settings, logo, and what went wrong with the template's file."""
        modelo, aviso = modelo_arquivo.carregar_para_imprimir(self._modelos, chave_de(documento.tipo.categoria))
        politica = self._politica()
        logo = politica.rodape.caminho_imagem_logo
        return com_terminal(modelo, politica.controles_impressao), Path(logo) if logo else None, aviso


def grava_pdf(destino: Path, pdf: bytes) -> None:
    """Write a PDF whole or not at all. Raises AmbienteIndisponivel that says where to put it instead."""
    try:
        plataforma.grava(destino, pdf)
    except OSError as erro:
        raise AmbienteIndisponivel(f"O PDF não foi gravado em {destino}: {motivo_do_sistema(erro)}.",
                                   "Escolha outra pasta ou libere espaço em disco.") from erro
