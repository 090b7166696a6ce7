"""Small registries that order types and price refer to: classifications of orders, price lists, brands, kinds of
stock."""

from typing import Annotated

from balcao.domain.campo import Campo, Onde, Politica


class ClassificacaoPedido(Politica):
    """A classification that orders may have (TP-028)."""

    id: Annotated[int, Campo("TP-028", "Id", "Chave de identificação interna.", onde=Onde.COLUNA,
                             fixo="É gerado pelo sistema e nunca muda.")] = 0
    nome: Annotated[str, Campo(
        "TP-028", "Nome da classificação", "Como a classificação aparece nos pedidos. Ex.: Garantia, Revisão.",
        obrigatorio=True, tamanho=60, onde=Onde.COLUNA)]
    ativo: Annotated[bool, Campo(
        "TP-028", "Ativa", "Desmarcada: não é mais oferecida; os pedidos e tipos que a têm ficam como estão.",
        onde=Onde.COLUNA)] = True


class ListaPreco(Politica):
    """A price list, and which order types may use it (TPX-02)."""

    id: Annotated[int, Campo("TPX-02", "Id", "Chave de identificação interna.", onde=Onde.COLUNA,
                             fixo="É gerado pelo sistema e nunca muda.")] = 0
    nome: Annotated[str, Campo(
        "TPX-02", "Nome da lista", "Como a lista de preços aparece na venda. Ex.: VAREJO, ATACADO.",
        obrigatorio=True, tamanho=60, onde=Onde.COLUNA)]
    todos_clientes: Annotated[bool, Campo(
        "TP-077", "Todos os clientes", "Marcado: a lista pode ser usada na venda a qualquer cliente. Desmarcado: só na "
        "venda aos clientes vinculados a ela, os que a têm no cadastro como lista de preços.", onde=Onde.COLUNA)] = True
    todos_tipos: Annotated[bool, Campo(
        "TPX-02", "Todos tipos de pedidos", "Marcado: a lista vale para todos os tipos de pedidos. Desmarcado: só para "
        "os selecionados.", onde=Onde.COLUNA)] = True
    tipos: Annotated[tuple[int, ...], Campo(
        "TPX-02", "Tipos de pedidos", "Os tipos de pedidos em que a lista pode ser usada.", referencia="tipos_pedido",
        onde=Onde.LIGACAO, visivel_quando=lambda lista: not lista.todos_tipos)] = ()
    ativo: Annotated[bool, Campo(
        "TPX-02", "Ativa", "Desmarcada: não é mais oferecida na venda.", onde=Onde.COLUNA)] = True


class Marca(Politica):
    """A brand. Those of the products are here by themselves, by the very name that the products have."""

    id: Annotated[int, Campo("TP-047", "Id", "Chave de identificação interna.", onde=Onde.COLUNA,
                             fixo="É gerado pelo sistema e nunca muda.")] = 0
    nome: Annotated[str, Campo(
        "TP-047", "Nome da marca", "Como está no cadastro dos produtos. As marcas dos produtos aparecem aqui sozinhas.",
        obrigatorio=True, tamanho=60, onde=Onde.COLUNA)]
    bloqueada: Annotated[bool, Campo(
        "TP-047", "Bloqueada", "Marcado: produtos desta marca só entram em documentos cujo tipo permite produtos de "
        "marca bloqueada.", onde=Onde.COLUNA)] = False


class TipoEstoque(Politica):
    """A kind of stock besides the shop's own, which is called Estoque and is not here (TP-032)."""

    id: Annotated[int, Campo("TP-032", "Id", "Chave de identificação interna.", onde=Onde.COLUNA,
                             fixo="É gerado pelo sistema e nunca muda.")] = 0
    nome: Annotated[str, Campo(
        "TP-032", "Nome do tipo de estoque", "Como aparece nos tipos de pedidos e na coluna “Tipo de estoque” das "
        "planilhas de produtos. Ex.: Consignação em terceiros. O estoque da loja é o “Estoque”, que não precisa de "
        "cadastro.", obrigatorio=True, tamanho=60, onde=Onde.COLUNA)]
    ativo: Annotated[bool, Campo(
        "TP-032", "Ativo", "Desmarcado: não é mais oferecido; os tipos de pedidos que o têm ficam como estão.",
        onde=Onde.COLUNA)] = True
