# language: pt
Funcionalidade: A categoria do tipo decide o que o documento faz

  Contexto:
    Dado hoje é 10/03/2026
    E o produto "P1" a R$ 100,00 com estoque 10
    E o cliente "Ana" com limite de R$ 5.000,00

  @TP-007
  Esquema do Cenário: o caixa fatura o que se vende, e não o que se orça
    Dado a loja tem também o tipo de pedido "NOVO", da categoria "<categoria>"
    E um pedido "NOVO" para "Ana" no plano "30 DIAS" com 2 de "P1"
    E o pedido foi emitido
    Então o caixa vê <a faturar> documentos a faturar
    Quando o caixa tenta faturar 2 de "P1"
    Então a situação é "<situacao>"
    E o estoque de "P1" é <estoque>
    E o valor em títulos de "Ana" é R$ <titulos>

    Exemplos:
      | categoria | a faturar | situacao | estoque | titulos |
      | Orçamento | 0         | Pendente | 10      | 0,00    |
      | Venda     | 1         | Entregue | 8       | 200,00  |
      | Serviço   | 1         | Entregue | 8       | 200,00  |

  @TP-007
  Esquema do Cenário: por onde o documento passa
    Dado a loja tem também o tipo de pedido "NOVO", da categoria "<categoria>"
    E o tipo de pedido "NOVO" com "Informar data de conclusão automaticamente" = "Marcado"
    E um pedido "NOVO" para "Ana" com 2 de "P1"
    E o pedido foi emitido
    Quando passo o pedido a "<para>"
    Então a situação é "<situacao>"
    E a data de conclusão é "<conclusao>"

    Exemplos:
      | categoria | para    | situacao | conclusao        |
      | Orçamento | Perdido | Perdido  |                  |
      | Venda     | Perdido | Pendente |                  |
      | Serviço   | Perdido | Pendente |                  |
      | Orçamento | Pronto  | Pendente |                  |
      | Venda     | Pronto  | Pronto   |                  |
      | Serviço   | Pronto  | Pronto   | 10/03/2026 12:00 |

  @TP-007
  Esquema do Cenário: a aprovação de um orçamento gera o que se entrega, nunca outro orçamento
    Dado a loja tem também o tipo de pedido "NOVO", da categoria "<categoria>"
    E o tipo de pedido "DAV" com "Tipo de pedido na aprovação" = "NOVO"
    E um pedido "DAV" para "Ana" com 2 de "P1"
    E o pedido foi emitido
    Quando aprovo o orçamento
    Então a situação é "<situacao>"
    E a aprovação gera <gerados>

    Exemplos:
      | categoria | situacao | gerados         |
      | Orçamento | Pendente | nada            |
      | Venda     | Aprovado | NOVO 1: 2 de P1 |
      | Serviço   | Aprovado | NOVO 1: 2 de P1 |
