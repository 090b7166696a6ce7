# language: pt
Funcionalidade: Estoque na emissão

  Contexto:
    Dado hoje é 10/03/2026
    E o produto "P1" a R$ 10,00 com estoque 3
    E o cliente "Ana" com limite de R$ 500,00

  @TP-036 @CL-068
  Esquema do Cenário: validar estoque no fechamento
    Dado o tipo de pedido "PRÉ-VENDA" com "Validar estoque no fechamento do pedido" = "<ajuste>"
    E um pedido "PRÉ-VENDA" para "Ana" com 5 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | ajuste    | situacao      | achado                                                         |
      | Nada      | Pendente      | nenhum aviso                                                   |
      | Alertar   | Pendente      | o aviso "estoque.insuficiente" do produto "P1"                 |
      | Com senha | Em manutenção | o pedido de liberação "estoque.insuficiente" do produto "P1"   |
      | Erro      | Em manutenção | o bloqueio "estoque.insuficiente" do produto "P1"              |

  @TP-033
  Esquema do Cenário: incluir sem ter estoque
    Dado o tipo de pedido "<tipo>" com "Permite itens com estoque negativo" = "<permite>"
    E o tipo de pedido "<tipo>" com "Validar estoque no fechamento do pedido" = "Nada"
    E um pedido "<tipo>" para "Ana" com 1 de "P1"
    Quando incluo <quantidade> de "P1"
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | tipo      | permite    | quantidade | situacao      | achado                                                                            |
      | PRÉ-VENDA | Marcado    | 3          | Pendente      | nenhum aviso                                                                      |
      | PRÉ-VENDA | Desmarcado | 3          | Em manutenção | o bloqueio "estoque.negativo" decidido por "Permite itens com estoque negativo" |
      | PRÉ-VENDA | Desmarcado | 2          | Pendente      | nenhum aviso                                                                      |
      | DAV       | Desmarcado | 3          | Em manutenção | o bloqueio "estoque.negativo" do produto "P1"                                     |

  @TP-033
  Esquema do Cenário: o item que não tem estoque não entra, e a quantidade não aumenta
    Dado o tipo de pedido "DAV" com "Permite itens com estoque negativo" = "<permite>"
    E um pedido "DAV" para "Ana" com 2 de "P1"
    Quando tento incluir 2 de "P1"
    Então o pedido tem <itens>
    Quando tento alterar a quantidade do item 1 para 4
    Então a quantidade do item 1 é <quantidade>

    Exemplos:
      | permite    | itens   | quantidade |
      | Desmarcado | 1 item  | 2          |
      | Marcado    | 2 itens | 4          |

  @CL-066
  Esquema do Cenário: o cliente decide antes do tipo
    Dado o cliente "Ana" com "Validar estoque nas vendas" = "<cliente>"
    E o tipo de pedido "PRÉ-VENDA" com "Validar estoque no fechamento do pedido" = "<tipo>"
    E um pedido "PRÉ-VENDA" para "Ana" com 5 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"

    Exemplos:
      | cliente | tipo    | situacao      |
      | Nada    | Erro    | Pendente      |
      | Erro    | Nada    | Em manutenção |
      |         | Erro    | Em manutenção |

  @CL-067
  Esquema do Cenário: o que a loja diz do cliente vem antes do que vale para ele em todas
    Dado o cliente "Ana" com "Validar estoque nas vendas" = "<cliente>"
    E na loja "<loja>" o cliente "Ana" com "Validar estoque nas vendas" = "<na_loja>"
    E o tipo de pedido "PRÉ-VENDA" com "Validar estoque no fechamento do pedido" = "Alertar"
    E um pedido "PRÉ-VENDA" para "Ana" com 5 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos: este balcão é da Loja Centro
      | cliente | loja        | na_loja | situacao      | achado                            |
      | Nada    | Loja Centro | Erro    | Em manutenção | o bloqueio "estoque.insuficiente" |
      | Nada    | Loja Norte  | Erro    | Pendente      | nenhum aviso                      |
      | Erro    | Loja Centro | Nada    | Pendente      | nenhum aviso                      |
      | Erro    | Loja Norte  | Nada    | Em manutenção | o bloqueio "estoque.insuficiente" |
      | Erro    | Loja Centro |         | Em manutenção | o bloqueio "estoque.insuficiente" |

  @TP-030
  Esquema do Cenário: reservar estoque
    Dado o tipo de pedido "PRÉ-VENDA" com "Reserva estoque" = "<ajuste>"
    E um pedido "PRÉ-VENDA" para "Ana" com 2 de "P1"
    Quando emito o pedido
    Então o disponível de "P1" é <disponivel>
    Quando cancelo o pedido por "desistiu"
    Então o disponível de "P1" é 3

    Exemplos:
      | ajuste                                                   | disponivel |
      | Reserva estoque quando situação diferente de “Manutenção” | 1          |
      | Não reserva estoque                                      | 3          |

  Cenário: o caixa fatura em partes e estorna
    Dado o tipo de pedido "PRÉ-VENDA" com "Reserva estoque" = "Reserva estoque quando situação diferente de “Manutenção”"
    E um pedido "PRÉ-VENDA" para "Ana" com 3 de "P1"
    Quando emito o pedido
    E o caixa fatura 1 de "P1"
    Então o estoque de "P1" é 2
    E o disponível de "P1" é 0
    Quando o caixa fatura 2 de "P1"
    Então o estoque de "P1" é 0
    E a situação é "Entregue"
    Quando o caixa estorna tudo por "troco errado"
    Então o estoque de "P1" é 3
    E o disponível de "P1" é 0
    E a situação é "Pendente"

  @TP-032
  Esquema do Cenário: de que estoque são os pedidos do tipo
    Dado o produto "P1" com 4 no estoque "Revenda"
    E o produto "P1" com 9 no estoque "Consignação em terceiros"
    E o tipo de pedido "PRÉ-VENDA" com "Reserva estoque" = "Reserva estoque quando situação diferente de “Manutenção”"
    E o tipo de pedido "PRÉ-VENDA" com "Validar estoque no fechamento do pedido" = "Erro"
    E o tipo de pedido "PRÉ-VENDA" com "Tipo de estoque" = "<tipo de estoque>"
    E um pedido "PRÉ-VENDA" para "Ana" com <quantidade> de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"
    E o disponível de "P1" é <estoque>
    E no estoque "Revenda" o disponível de "P1" é <revenda>
    E no estoque "Consignação em terceiros" o disponível de "P1" é <consignação>

    Exemplos:
      | tipo de estoque          | quantidade | situacao      | estoque | revenda | consignação |
      |                          | 3          | Pendente      | 0       | 4       | 9           |
      |                          | 4          | Em manutenção | 3       | 4       | 9           |
      | Revenda                  | 3          | Pendente      | 3       | 1       | 9           |
      | Revenda                  | 5          | Em manutenção | 3       | 4       | 9           |
      | Consignação em terceiros | 9          | Pendente      | 3       | 4       | 0           |

  @TP-032
  Cenário: o que foi emitido fica no estoque em que foi
    Dado o produto "P1" com 9 no estoque "Consignação em terceiros"
    E o tipo de pedido "PRÉ-VENDA" com "Reserva estoque" = "Reserva estoque quando situação diferente de “Manutenção”"
    E o tipo de pedido "PRÉ-VENDA" com "Tipo de estoque" = "Consignação em terceiros"
    E um pedido "PRÉ-VENDA" para "Ana" com 3 de "P1"
    Quando emito o pedido
    E o tipo de pedido "PRÉ-VENDA" passa a ter "Tipo de estoque" = "Revenda"
    Então no estoque "Consignação em terceiros" o disponível de "P1" é 6
    Quando cancelo o pedido por "desistiu"
    Então no estoque "Consignação em terceiros" o disponível de "P1" é 9
    E no estoque "Revenda" o disponível de "P1" é 0

  @TPX-01
  Esquema do Cenário: cada tipo de pedido decide os seus documentos
    Dado o produto "P1" a R$ 10,00 com estoque 0
    E o tipo de pedido "VENDA" com "Validar estoque no fechamento do pedido" = "Erro"
    E o tipo de pedido "PRÉ-VENDA" com "Validar estoque no fechamento do pedido" = "Nada"
    E um pedido "<tipo>" para "Ana" no plano "À VISTA" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"

    Exemplos:
      | tipo      | situacao      |
      | VENDA     | Em manutenção |
      | PRÉ-VENDA | Pendente      |
