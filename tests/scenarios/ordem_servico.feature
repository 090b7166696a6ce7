# language: pt
Funcionalidade: Ordens de serviço

  Contexto:
    Dado hoje é 10/03/2026
    E o produto "P1" a R$ 100,00 com estoque 10
    E o produto "P2" a R$ 30,00 com estoque 10
    E o cliente "Ana" com limite de R$ 5.000,00
    E a loja tem também o tipo de pedido "OS", da categoria "Serviço"

  @TP-SITUACOES
  Cenário: o fluxo normal de uma ordem de serviço, até o caixa
    Dado um pedido "OS" para "Ana" no plano "30 DIAS" com 2 de "P1"
    E o pedido foi emitido
    Então o caixa vê 1 documento a faturar
    E o crédito tomado de "Ana" é R$ 200,00
    Quando passo o pedido a "Aprovado"
    E passo o pedido a "Em execução"
    E passo o pedido a "Pronto"
    Então a situação é "Pronto"
    Quando o caixa fatura 2 de "P1"
    Então a situação é "Entregue"
    E o caixa vê 0 documentos a faturar
    E o estoque de "P1" é 8
    E o valor em títulos de "Ana" é R$ 200,00
    Quando passo o pedido a "Qualificado"
    Então a situação é "Qualificado"

  @TP-090
  Esquema do Cenário: a aprovação de um orçamento gera a ordem de serviço, e ele espera por ela
    Dado o tipo de pedido "DAV" com "Tipo de pedido na aprovação" = "<tipo>"
    E um pedido "DAV" para "Ana" com 2 de "P1"
    E o pedido foi emitido
    Quando aprovo o orçamento
    Então a aprovação gera <gerados>
    Quando passo o pedido a "Cancelado"
    Então a situação é "<situacao>"

    Exemplos:
      | tipo | gerados        | situacao  |
      | OS   | OS 1: 2 de P1  | Aprovado  |
      |      | nada           | Cancelado |
