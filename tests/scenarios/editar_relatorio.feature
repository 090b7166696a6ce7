# language: pt
Funcionalidade: Editar Relatório muda o papel deste terminal

  Contexto:
    Dado o produto "P1" a R$ 10,00 com estoque 100
    E o cliente "Ana" com limite de R$ 500,00
    E o plano "À VISTA" com "Toma crédito" = "Não"

  @CB-042
  Esquema do Cenário: o título que se edita sai no orçamento, e só nele
    Dado o relatório "<relatorio>" deste terminal com o título "PROPOSTA DA LOJA"
    E um pedido "DAV" para "Ana" no plano "À VISTA" com 1 de "P1"
    E a retaguarda está fora do ar
    Quando emito e imprimo o pedido
    Então o título impresso <resultado> "PROPOSTA DA LOJA"

    Exemplos:
      | relatorio | resultado |
      | dav       | é         |
      | pre_venda | não é     |

  @CB-042
  Cenário: o relatório volta ao original
    Dado o relatório "dav" deste terminal com o título "PROPOSTA DA LOJA"
    E o relatório "dav" é restaurado ao original
    E um pedido "DAV" para "Ana" no plano "À VISTA" com 1 de "P1"
    E a retaguarda está fora do ar
    Quando emito e imprimo o pedido
    Então o título impresso não é "PROPOSTA DA LOJA"
