"""What an order's type fills by itself (TP-163), put into an order that arrives, before anything is locked for it.

A counter has done it already, unless its replica or its program is older than the type. A fact (issued without the
retaguarda) stays as it was printed: `rules.preenchimento` tells what is otherwise.
"""

from datetime import datetime

from balcao.db.fatos import Cabecalho, ler_cabecalho, ler_produtos
from balcao.db.leitor import Leitor
from balcao.domain.casas import casas_do_preco
from balcao.domain.pedido import Pedido
from balcao.domain.preco import dia_das_promocoes, repreca
from balcao.domain.preenchimento import preenchido
from balcao.domain.protocolo import EnvioPedido
from balcao.services.documento import dia_na_loja


def preenche(leitor: Leitor, envio: EnvioPedido, pedido: Pedido, lido: Cabecalho, usuario_id: int | None,
             agora: datetime) -> tuple[Pedido, Cabecalho]:
    """The order as it is included and what its header names, which `lido` was before. Under another plan or list, the
    lines whose price nobody touched get the new one. Raises ReferenciaInexistente for an id that is gone."""
    tipo = lido.regras.tipo
    if envio.suspender or envio.emitido_offline:
        return pedido, lido
    hoje = dia_na_loja(agora, lido.loja.fuso)
    feito = preenchido(pedido, tipo, hoje)
    if feito is pedido:
        return pedido, lido
    nomeado = ler_cabecalho(leitor, feito, usuario_id)
    if (feito.plano_id, feito.lista_id) != (pedido.plano_id, pedido.lista_id):
        casas = casas_do_preco(tipo, lido.terminal.politica)
        precos = ler_produtos(leitor, (i.produto_id for i in feito.itens), lido.loja.id, feito.lista_id).precos
        dia = dia_das_promocoes(tipo, hoje)
        feito = repreca(feito.com(parcelas_digitadas=()), (lido.regras.plano, casas), (nomeado.regras.plano, casas),
                        {id_: um.sugerido(dia) for id_, um in precos.items()}.get)
    return feito, nomeado
