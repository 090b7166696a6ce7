"""An issued document on the sale's screen: what it is, what is shut and why, and giving the change up."""

from typing import TYPE_CHECKING

from balcao.domain.alteracao import Parte
from balcao.domain.pedido import ItemPedido
from balcao.domain.preenchimento import campos_do_tipo
from balcao.domain.textos import texto
from balcao.services.counter.alteracao import descreve, nome_do_emitido, permite_incluir, trava
from balcao.ui.componentes.avisos import Pergunta
from balcao.ui.venda.preenchidos import DoTipo

if TYPE_CHECKING:
    from balcao.ui.venda.pagina import PaginaVenda


class Travas:
    """Belongs to the page. A key whose part of the document is shut says why, instead of opening its window."""

    def __init__(self, pagina: "PaginaVenda") -> None:
        self._pagina = pagina
        pagina.tela.desistiu.connect(self._desistiu)

    def mostra(self) -> None:
        """The band over the entry line, and what that line is for."""
        venda, tela = self._pagina.venda, self._pagina.tela
        tipo = venda.registros.tipo(venda.pedido.tipo_id)
        tela.mostra_alteracao(descreve(venda.rascunho, tipo))
        tela.mostra_inclusao(aceita=permite_incluir(venda.rascunho, tipo))

    def do_tipo(self) -> DoTipo:
        """The fields that the order's type fills in by itself; none of an issued document."""
        venda = self._pagina.venda
        tipo = venda.registros.tipo(venda.pedido.tipo_id)
        return DoTipo(tipo.nome, {} if venda.rascunho.alterando is not None else campos_do_tipo(tipo))

    def impede(self, parte: Parte, *, item: ItemPedido | None = None, campo: str = "", do_tipo: bool = True) -> bool:
        """Whether a part does not change, or its type fills the field in; the reason is under the entry line. do_tipo
        False: of several fields, whose dialog says it of each."""
        venda = self._pagina.venda
        if do_tipo and campo in (preenchidos := self.do_tipo()):
            self._pagina.tela.avisa(preenchidos.motivo(campo))
            return True
        achado = trava(venda.rascunho, venda.registros.tipo(venda.pedido.tipo_id), parte, item, campo)
        if achado is None:
            return False
        self._pagina.tela.avisa(texto(achado))
        return True

    def abandona(self) -> None:
        """Ctrl+W, or Esc with nothing typed: the issued document stays as it is; asks once."""
        pagina, venda = self._pagina, self._pagina.venda
        base = venda.rascunho.alterando
        assert base is not None
        nome = nome_do_emitido(base.antes, venda.registros.tipo(base.antes.tipo_id))
        Pergunta(pagina, "Abandonar a alteração?",
                 f"{nome} fica como está, na revisão {base.antes.versao}. O que você mudou aqui se perde.",
                 "Abandonar", "Continuar alterando",
                 lambda sim: pagina.tenta(venda.fecha) if sim else None, perigo=True).open()

    def _desistiu(self) -> None:
        if self._pagina.venda.rascunho.alterando is not None:
            self.abandona()
