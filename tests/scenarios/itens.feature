# language: pt
Funcionalidade: Itens do documento

  Contexto:
    Dado hoje é 10/03/2026
    E o produto "P1" a R$ 100,00 com estoque 1000
    E o produto "P2" a R$ 30,00 com estoque 1000
    E o cliente "Ana" com limite de R$ 5.000,00

  @TP-107
  Esquema do Cenário: o mesmo produto outra vez
    Dado o tipo de pedido "DAV" com "O que fazer em caso de produtos em duplicidade?" = "<acao>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    E tem também 1 de "P2"
    Quando incluo 2 de "P1"
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | acao                                                                  | situacao      | achado                      |
      | Nada                                                                  | Pendente      | nenhum aviso                |
      | Alertar                                                               | Pendente      | o aviso "item.duplicado"    |
      | Alertar (não alerta se forem de KIT diferentes)                       | Pendente      | o aviso "item.duplicado"    |
      | Apresentar erro (permite se forem de “Produto Pedido”/KIT diferentes) | Em manutenção | o bloqueio "item.duplicado" |
      | Apresentar erro                                                       | Em manutenção | o bloqueio "item.duplicado" |

  @TP-108
  Esquema do Cenário: o mesmo serviço outra vez é outra decisão
    Dado o produto "P2" com "Tipo de item" = "Serviço"
    E o tipo de pedido "DAV" com "O que fazer em caso de duplicidade de serviços?" = "<acao>"
    E o tipo de pedido "DAV" com "O que fazer em caso de produtos em duplicidade?" = "<produtos>"
    E um pedido "DAV" para "Ana" com 1 de "P2"
    Quando incluo 1 de "P2"
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | acao            | produtos        | situacao      | achado                      |
      | Nada            | Apresentar erro | Pendente      | nenhum aviso                |
      | Alertar         | Nada            | Pendente      | o aviso "item.duplicado"    |
      | Apresentar erro | Nada            | Em manutenção | o bloqueio "item.duplicado" |

  @TP-109
  Esquema do Cenário: um documento que não vale nada
    Dado o tipo de pedido "DAV" com "Permite valor total zerado" = "<permite>"
    E o terminal com "Permitir alterar preço unitário" = "Sim"
    E o terminal com "Produto sem preço" = "Permitir"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando altero o preço do item 1 para R$ <preco>
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | permite    | preco | situacao      | achado                        |
      | Desmarcado | 0,00  | Em manutenção | o bloqueio "pedido.sem_valor" |
      | Marcado    | 0,00  | Pendente      | nenhum aviso                  |
      | Desmarcado | 0,01  | Pendente      | nenhum aviso                  |

  @TP-110
  Esquema do Cenário: item com quantidade zero
    Dado o tipo de pedido "PRÉ-VENDA" com "Permite itens com quantidade zerada" = "<permite>"
    E um pedido "PRÉ-VENDA" para "Ana" com 2 de "P1"
    Quando incluo 0 de "P2"
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | permite    | situacao      | achado                                                                                  |
      | Marcado    | Pendente      | nenhum aviso                                                                            |
      | Desmarcado | Em manutenção | o bloqueio "quantidade.zerada" decidido por "Permite itens com quantidade zerada" |

  @TP-110
  Cenário: o item com quantidade zero fica sem valor, e não falta faturá-lo
    Dado o tipo de pedido "PRÉ-VENDA" com "Permite itens com quantidade zerada" = "Marcado"
    E um pedido "PRÉ-VENDA" para "Ana" com 2 de "P1"
    Quando incluo 0 de "P2"
    E emito o pedido
    Então a situação é "Pendente"
    E o item 2 fica guardado com total de R$ 0,00
    Quando o caixa fatura 2 de "P1"
    Então a situação é "Entregue"

  @TP-149
  Esquema do Cenário: o que se escreve num item
    Dado o tipo de pedido "DAV" com "Permite observações no item" = "<permite>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando observo "cor azul" no item 1
    E emito o pedido
    Então a situação é "Pendente"
    E fica guardada e impressa a observação <resultado>

    Exemplos:
      | permite    | resultado              |
      | Marcado    | "cor azul", sem recusa |
      | Desmarcado | ""                     |

  @TP-103
  Esquema do Cenário: onde um documento precisa ter itens
    Dado o tipo de pedido "PRÉ-VENDA" com "Situações em que os itens são obrigatórios" = "<obrigatorios>"
    E um pedido "PRÉ-VENDA" para "Ana"
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | obrigatorios        | situacao      | achado                                                                                   |
      | Pendente / Proposta | Em manutenção | o bloqueio "pedido.vazio" decidido por "Situações em que os itens são obrigatórios"      |
      | Entregue            | Pendente      | nenhum aviso                                                                             |

  @TP-103
  Esquema do Cenário: sem itens não se entrega onde eles são obrigatórios
    Dado o tipo de pedido "PRÉ-VENDA" com "Situações em que os itens são obrigatórios" = "<obrigatorios>"
    E um pedido "PRÉ-VENDA" para "Ana" <com>
    Quando emito o pedido
    E a mercadoria sai antes de faturar, se puder
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | obrigatorios | com           | situacao | achado                         |
      | Entregue     | sem itens     | Pendente | o bloqueio "pedido.sem_itens"  |
      | Aprovado     | sem itens     | Entregue | nenhum aviso                   |
      | Entregue     | com 1 de "P1" | Entregue | nenhum aviso                   |

  @TP-171
  Esquema do Cenário: a quantidade em outra unidade do produto
    Dado o produto "P1" vendido também em "CX" de 12
    E o tipo de pedido "<tipo>" com "Permite unidade de medida alternativa" = "<permite>"
    E um pedido "<tipo>" para "Ana" com 1 de "P2"
    Quando peço 2 <unidade> de "P1"
    Então o pedido tem <itens>

    Exemplos:
      | tipo      | permite    | unidade | itens   |
      | DAV       | Marcado    | cx      | 2 itens |
      | DAV       | Marcado    | Caixas  | 2 itens |
      | DAV       | Marcado    | fd      | 1 item  |
      | DAV       | Desmarcado | cx      | 1 item  |
      | DAV       | Desmarcado | un      | 2 itens |
      | PRÉ-VENDA | Marcado    | cx      | 2 itens |
      | PRÉ-VENDA | Desmarcado | cx      | 1 item  |

  @TP-171
  Cenário: o item vale o que a unidade tem, na tela e no papel
    Dado o produto "P1" vendido também em "CX" de 12
    E o tipo de pedido "DAV" com "Permite unidade de medida alternativa" = "Marcado"
    E um pedido "DAV" para "Ana"
    Quando peço 2 cx de "P1"
    Então a quantidade do item 1 é 24
    E o item 1 foi digitado "2 CX (24 UN)"
    Quando mudo o item 1 para 1,5 cx
    Então a quantidade do item 1 é 18
    E o item 1 foi digitado "1,5 CX (18 UN)"
    Quando emito o pedido
    Então a situação é "Pendente"
    E vejo nenhum aviso
    E o item do documento emitido diz "1,5 CX (18 UN)"

  @TP-171
  Esquema do Cenário: a unidade sai com o tipo, e a quantidade fica
    Dado o produto "P1" vendido também em "CX" de 12
    E o tipo de pedido "DAV" com "Permite unidade de medida alternativa" = "Marcado"
    E o tipo de pedido "PRÉ-VENDA" com "Permite unidade de medida alternativa" = "<permite>"
    E um pedido "DAV" para "Ana"
    Quando peço 2 cx de "P1"
    E troco o tipo para "PRÉ-VENDA"
    Então a quantidade do item 1 é 24
    E o item 1 foi digitado "<digitado>"

    Exemplos:
      | permite    | digitado     |
      | Marcado    | 2 CX (24 UN) |
      | Desmarcado |              |

  @TP-171
  Esquema do Cenário: a retaguarda confere a unidade
    Dado o produto "P1" vendido também em "CX" de 12
    E o tipo de pedido "DAV" com "Permite unidade de medida alternativa" = "<permite>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando um balcão antigo envia 2 <unidade> de <fator>
    Então vejo <achado>

    Exemplos:
      | permite    | unidade | fator | achado                                                                                   |
      | Marcado    | CX      | 12    | nenhum aviso                                                                             |
      | Marcado    | CX      | 10    | o bloqueio "unidade.mudou" decidido por "Permite unidade de medida alternativa"          |
      | Marcado    | FD      | 12    | o bloqueio "unidade.desconhecida" decidido por "Permite unidade de medida alternativa"   |
      | Desmarcado | CX      | 12    | o bloqueio "unidade.nao_permitida" decidido por "Permite unidade de medida alternativa"  |
