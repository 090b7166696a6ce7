"""A draft that changes an issued order (0160): what the rules see of it, and what its situation and type keep shut.

Light: the sale imports it. What stores the change is `alterar`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from balcao.domain.achados import Finding
from balcao.domain.alteracao import MATRIZ, Alteracao, Parte
from balcao.domain.erros import EntradaInvalida, RegraViolada
from balcao.domain.fatos import Facts, Saldo
from balcao.domain.numeracao import chave_de, identificacao
from balcao.domain.pedido import ItemPedido, Pedido
from balcao.domain.preco import Sugerido
from balcao.domain.rules.alteracao import permite, proibidas, recusa_da_parte
from balcao.domain.situacoes import ROTULO_SITUACAO, Situacao
from balcao.domain.tipo_pedido import TipoPedido
from balcao.domain.tipo_pedido.categorias import o_chamado
from balcao.services.counter.edicao import Contexto
from balcao.services.counter.rascunho import Rascunho

if TYPE_CHECKING:
    from balcao.domain.protocolo_documentos import PedidoGuardado

_VAZIO = Saldo()
_PARTES = {Parte.INCLUSAO: "incluir itens", Parte.ALTERACAO: "mudar quantidade ou preço",
           Parte.EXCLUSAO: "excluir itens", Parte.DESCONTO: "mudar o desconto do total",
           Parte.CABECALHO: "mudar cliente, plano, entrega…"}


def alterando(guardado: "PedidoGuardado", contexto: Contexto, emissao: date) -> Rascunho:
    """The draft that changes a stored order, at this counter; `emissao`: the shop's day of its issue. Raises
    EntradaInvalida when it is not to be changed."""
    resumo, pedido = guardado.resumo, guardado.pedido
    nome = identificacao(resumo.chave, resumo.categoria, resumo.numero or "")
    if resumo.situacao is Situacao.MANUTENCAO or pedido.numero is None:
        raise EntradaInvalida("Este documento ainda não foi emitido. Retome-o (F10) para continuar.")
    if not MATRIZ[resumo.situacao]:
        fazer = ("Revalide-o antes (Ctrl+R)." if resumo.situacao is Situacao.VENCIDO
                 else "Clone-o (Ctrl+D) para fazer outro.")
        raise EntradaInvalida(f"O documento {nome} está na situação {ROTULO_SITUACAO[resumo.situacao]} e não "
                              f"pode ser alterado. {fazer}")
    if guardado.destino is not None:
        raise EntradaInvalida(f"O DAV {nome} já virou {guardado.destino}. Altere-a.")
    if any(f.estornado_em is None for f in guardado.faturamentos):
        raise EntradaInvalida(f"{o_chamado(resumo.categoria, nome)} já foi faturada, no todo ou em parte. "
                              "Estorne o faturamento no caixa antes.")
    aqui = pedido.model_copy(update={"estacao_id": contexto.estacao_id, "usuario_id": contexto.usuario.id})
    return Rascunho(pedido=aqui, atual=aqui.itens[-1].linha if aqui.itens else 0, alterando=Alteracao(
        antes=pedido, emissao=emissao))


def nome_do_emitido(antes: Pedido, tipo: TipoPedido) -> str:
    """How the screen names an issued order: "DAV 123", "Pré-venda P-7"."""
    return f"{tipo.titulo_impresso} {chave_de(tipo, antes.numero or '', antes.serie, antes.versao_comercial)}"


# ---- what the rules see

def sem_o_que_segura(fatos: Facts, rascunho: Rascunho) -> Facts:
    """Stock without what the order that the draft changes holds itself, or the quote that it converts."""
    seguram = rascunho.segurado
    if rascunho.alterando is not None and fatos.tipo.reserva_estoque:
        seguram = tuple((i.produto_id, i.quantidade) for i in rascunho.alterando.antes.itens)
    if not seguram:
        return fatos
    estoque = dict(fatos.estoque)
    for produto, quantidade in seguram:
        saldo = estoque.get(produto, _VAZIO)
        estoque[produto] = saldo.model_copy(update={"reservado": saldo.reservado - quantidade})
    return replace(fatos, estoque=estoque)


def sobre_o_emitido(fatos: Facts, rascunho: Rascunho) -> Facts:
    """The facts of a draft; of one that changes an issued order, with that order. Without the retaguarda it is not
    stored: nothing is said of issuing alone."""
    if rascunho.alterando is None:
        return sem_o_que_segura(fatos, rascunho)
    return replace(sem_o_que_segura(fatos, rascunho), antes=rascunho.alterando.antes, sem_retaguarda=None)


def precos_do_emitido(rascunho: Rascunho, lista_id: int | None,
                      hoje: Callable[[int], Sugerido | None]) -> Callable[[int], Sugerido | None]:
    """List prices for a new plan: what an issued order was sold at, of the same list; else `hoje`."""
    base = rascunho.alterando
    if base is None or base.antes.lista_id != lista_id:
        return hoje
    emitidos = {i.produto_id: Sugerido(i.preco_lista, i.promocao) for i in base.antes.itens}
    return lambda produto: emitidos[produto] if produto in emitidos else hoje(produto)


# ---- what is shut

def confere_passo(antes: Rascunho, depois: Rascunho, tipo: TipoPedido) -> None:
    """Raise RegraViolada when an edit brings what the order's situation, or its type, does not let change."""
    if antes.pedido is depois.pedido:
        return
    base = antes.alterando
    if base is None:
        novas = tuple(proibidas(antes.pedido, depois.pedido, tipo))
    else:
        havia = list(proibidas(base.antes, antes.pedido, tipo))
        novas = tuple(a for a in proibidas(base.antes, depois.pedido, tipo) if a not in havia)
    if novas:
        raise RegraViolada(novas[:1])


def trava(rascunho: Rascunho, tipo: TipoPedido, parte: Parte, item: ItemPedido | None = None,
          campo: str = "") -> Finding | None:
    """Why a part of the order on screen does not change (of a header, `campo`); None: it does."""
    base, situacao = rascunho.alterando, _situacao(rascunho)
    if permite(tipo, situacao, parte) or _entrou_agora(base, parte, item):
        return None
    return recusa_da_parte(tipo, situacao, parte, item, (campo,) if campo else ())


def permite_incluir(rascunho: Rascunho, tipo: TipoPedido) -> bool:
    """Whether items enter the order on screen (TP-100)."""
    return permite(tipo, _situacao(rascunho), Parte.INCLUSAO)


def _situacao(rascunho: Rascunho) -> Situacao:
    return rascunho.alterando.antes.situacao if rascunho.alterando is not None else Situacao.MANUTENCAO


def _entrou_agora(base: Alteracao | None, parte: Parte, item: ItemPedido | None) -> bool:
    """A line that this change brought is edited freely: it is still the line that enters."""
    return (base is not None and parte is Parte.ALTERACAO and item is not None
            and all(i.linha != item.linha for i in base.antes.itens))


def descreve(rascunho: Rascunho, tipo: TipoPedido) -> str:
    """"Alterando DAV 123, versão 2 (Pendente). F12 grava, Esc abandona. Aqui não se pode: …"; "" for a new one."""
    if rascunho.alterando is None:
        return ""
    antes = rascunho.alterando.antes
    presas = [dito for parte, dito in _PARTES.items() if not permite(tipo, antes.situacao, parte)]
    frase = f"Alterando {nome_do_emitido(antes, tipo)}, revisão {antes.versao} ({ROTULO_SITUACAO[antes.situacao]})"
    return f"{frase}. F12 grava, Esc abandona." + (f" Aqui não se pode: {'; '.join(presas)}." if presas else "")
