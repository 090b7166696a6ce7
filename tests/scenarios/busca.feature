# language: pt
Funcionalidade: Busca de produtos e de clientes no balcão

  @CB-073 @teclado
  Esquema do Cenário: quantas linhas a busca de produtos traz
    Dado 40 produtos "SABONETE"
    E o terminal com "Registros por pesquisa" = "<registros>"
    E estou na tela de venda
    Quando procuro "sabonete" e desço até o fim
    Então a lista tem <linhas> linhas e diz "<frase>"

    Exemplos:
      | registros | linhas | frase                                |
      | 12        | 12     | Exibindo 12 de 40 – refine a busca   |
      | 30        | 30     | Exibindo 30 de 40 – refine a busca   |
      | 60        | 40     | 29 a 40 de 40                        |

  @CB-073 @teclado
  Esquema do Cenário: quantos clientes a busca de clientes traz
    Dado 40 clientes "FREGUES"
    E o terminal com "Registros por pesquisa" = "<registros>"
    E estou na tela de venda
    Quando procuro o cliente "fregues" e desço até o fim
    Então a lista de clientes tem <linhas> linhas e diz "<frase>"

    Exemplos:
      | registros | linhas | frase                               |
      | 12        | 12     | Exibindo 12 de 40 – refine a busca. |
      | 60        | 40     |                                     |

  @CB-091 @teclado
  Esquema do Cenário: em que campos a busca procura
    Dado o produto "PX1" a R$ 10,00 com estoque 5
    E o produto "PX1" com "Descrição" = "PARAFUSO LONGO"
    E o produto "PX1" com "Referência" = "BOS-77"
    E o produto "PX1" com o código de barras "96385074"
    E o terminal com "Busca de produto por" = "<campos>"
    E estou na tela de venda
    Quando procuro "<digitado>"
    Então a lista mostra "<produtos>"

    Exemplos:
      | campos            | digitado | produtos |
      | Código            | parafuso |          |
      | Código, Descrição | parafuso | PX1      |
      | Descrição         | px1      |          |
      | Código de barras  | 96385074 | PX1      |
      | Código            | 96385074 |          |
      | Referência        | bos-77   | PX1      |

  @CB-091 @teclado
  Esquema do Cenário: o leitor acha sempre
    Dado o produto "PX1" a R$ 10,00 com estoque 5
    E o produto "PX1" com "Descrição" = "PARAFUSO LONGO"
    E o produto "PX1" com o código de barras "96385074"
    E o terminal com "Busca de produto por" = "<campos>"
    E estou na tela de venda
    Quando o leitor lê "96385074"
    Então entra "PX1"

    Exemplos:
      | campos           |
      | Descrição        |
      | Código de barras |

  @CB-106 @teclado
  Esquema do Cenário: a busca mostra o que dá para vender
    Dado o produto "LIXA" a R$ 10,00 com estoque 10
    E outro terminal vende 3 de "LIXA"
    E o terminal com "Exibir saldo de estoque na busca" = "<ajuste>"
    E estou na tela de venda
    Quando procuro "lixa"
    Então a lista <resultado> o disponível de "LIXA"

    Exemplos:
      | ajuste     | resultado   |
      | Marcado    | mostra 7 como |
      | Desmarcado | não mostra  |

  @TP-080 @teclado
  Esquema do Cenário: a busca não oferece o que não está na tabela de preço
    Dado o produto "PX1" fora da tabela de preço, com estoque 5
    E o produto "PX1" com "Descrição" = "PARAFUSO LONGO"
    E o produto "PX1" com o código de barras "96385074"
    E o tipo de pedido "DAV" com "Permite incluir produtos sem lista" = "<permite>"
    E o tipo de pedido "PRÉ-VENDA" com "Permite incluir produtos sem lista" = "<permite>"
    E o terminal com "Produto sem preço" = "Permitir"
    E estou na tela de venda
    Quando procuro "<digitado>"
    Então a lista mostra "<produtos>"

    Exemplos:
      | permite    | digitado | produtos |
      | Marcado    | parafuso | PX1      |
      | Desmarcado | parafuso |          |
      | Desmarcado | px1      |          |
      | Desmarcado | 96385074 |          |
      | Desmarcado | 963850   |          |
      | Marcado    | 963850   | PX1      |

  @TP-080 @teclado
  Cenário: o código digitado diz por que o produto não entra
    Dado o produto "PX1" fora da tabela de preço, com estoque 5
    E o tipo de pedido "DAV" com "Permite incluir produtos sem lista" = "Desmarcado"
    E o tipo de pedido "PRÉ-VENDA" com "Permite incluir produtos sem lista" = "Desmarcado"
    E estou na tela de venda
    Quando o leitor lê "PX1"
    Então nada entra: "PRODUTO PX1 não está na tabela de preço do documento, e este tipo só vende o que está nela. Troque a tabela (F7) ou venda outro produto."

  @CB-109 @teclado
  Cenário: o balcão pede o preço do produto que não tem
    Dado o produto "PX1" a R$ 0,00 com estoque 5
    E o terminal com "Produto sem preço" = "Pedir preço"
    E estou na tela de venda
    Quando o leitor lê "PX1" e digito o preço "12,50"
    Então o total na tela é 12,50
