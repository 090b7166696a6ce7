"""The versions of a quote in Documentos (TP-157): seen, printed, and the next one generated. Waits."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from balcao.documents.dados import DocumentoVenda
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.domain.protocolo_documentos import NovaVersao, PedidoGuardado, VersaoComercial
from balcao.domain.situacoes import Situacao
from balcao.gateways import rotas
from balcao.gateways.retaguarda import Retaguarda
from balcao.services.counter.impressao import Impressor
from balcao.services.counter.leitura_local import LeituraLocal


@dataclass(frozen=True, slots=True)
class VersaoVista:
    """A quote's versions, the first page of one of them (PNG), and which. The last is the quote as it is."""

    versoes: tuple[VersaoComercial, ...]
    qual: VersaoComercial
    png: bytes

    @property
    def substituida(self) -> bool:
        """Whether another came after the one that is seen."""
        return self.qual != self.versoes[-1]


class Versoes:
    """For background lanes. `confere_impressao` raises RegraViolada where a type's orders do not print as they stand
    (TP-104); `registra` puts on record that a 2ª via leaves (of an order, a record; whether it still may be
    refused)."""

    def __init__(self, retaguarda: Retaguarda, local: LeituraLocal, impressor: Impressor, novo_id: Callable[[], UUID],
                 confere_impressao: Callable[[int, Situacao], None],
                 registra: Callable[[UUID, int, bool], None]) -> None:
        self._retaguarda = retaguarda
        self._local = local
        self._impressor = impressor
        self._novo_id = novo_id
        self._confere_impressao = confere_impressao
        self._registra = registra
        self._tentadas: dict[tuple[UUID, int], NovaVersao] = {}

    def com_versoes(self, tipos: Iterable[int]) -> frozenset[int]:
        """Those of these order types whose orders have versions, as far as this counter knows."""
        try:
            return frozenset(id_ for id_ in tipos if (tipo := self._local.tipo(id_)) is not None and tipo.versiona)
        except AmbienteIndisponivel:  # the list shows all the same
            return frozenset()

    def ve(self, id_: UUID, versao: int | None = None) -> VersaoVista:
        """A quote's versions and the page of one; None: of the last."""
        guardado = rotas.abrir(self._retaguarda, id_)
        versoes = guardado.versoes_comerciais
        if not versoes:
            raise EntradaInvalida("A retaguarda ainda não conhece versões de orçamentos. Atualize-a.")
        qual = next((v for v in versoes if v.versao == versao), versoes[-1])
        situacao, carimbo = _como_esta(guardado, qual)
        return VersaoVista(versoes, qual, self._impressor.previa(self._papel(id_, qual.revisao), situacao, carimbo))

    def gera(self, id_: UUID, revisao: int) -> str:
        """The next version of a quote, as it was in a record; returns what to tell. Asked again after a lost answer it
        is done once. Raises RegraViolada, Recusado, SemResposta."""
        nova = self._tentadas.setdefault((id_, revisao), NovaVersao(id=self._novo_id(), versao=revisao))
        feito = rotas.gerar_versao(self._retaguarda, id_, nova)
        documento = DocumentoVenda.model_validate(feito.documento)
        return (f"Versão {documento.versao_comercial} gerada: {documento.numero_impresso}. F4 altera; a anterior fica "
                "guardada.")

    def segunda_via(self, id_: UUID, revisao: int) -> str:
        """Print a version again, marked, also as one that another took the place of; returns what to tell."""
        guardado, qual = self._imprimivel(id_, revisao)
        documento = self._papel(id_, qual.revisao)
        self._registra(id_, qual.revisao, True)
        return self._impressor.segunda_via(documento, id_, *_como_esta(guardado, qual))

    def salva_pdf(self, id_: UUID, revisao: int, destino: str) -> str:
        """Write a version as a PDF, marked the same; returns what to tell."""
        guardado, qual = self._imprimivel(id_, revisao)
        situacao, carimbo = _como_esta(guardado, qual)
        self._impressor.salva_pdf(self._papel(id_, qual.revisao), id_, situacao, Path(destino), primeira=False,
                                  carimbo=carimbo)
        self._registra(id_, qual.revisao, False)
        return f"PDF gravado em {destino}."

    def _imprimivel(self, id_: UUID, revisao: int) -> tuple[PedidoGuardado, VersaoComercial]:
        guardado = rotas.abrir(self._retaguarda, id_)
        self._confere_impressao(guardado.resumo.tipo_id, guardado.resumo.situacao)
        qual = next((v for v in guardado.versoes_comerciais if v.revisao == revisao), None)
        if qual is None:
            raise EntradaInvalida("Este orçamento mudou enquanto isso. Atualize a lista (F5).")
        return guardado, qual

    def _papel(self, id_: UUID, revisao: int) -> DocumentoVenda:
        return DocumentoVenda.model_validate(rotas.versao(self._retaguarda, id_, revisao))


def _como_esta(guardado: PedidoGuardado, qual: VersaoComercial) -> tuple[Situacao, str]:
    """What the quote's situation stamps, and in its place what being replaced does."""
    substituida = qual != guardado.versoes_comerciais[-1]
    return guardado.resumo.situacao, "SUBSTITUÍDO" if substituida else ""
