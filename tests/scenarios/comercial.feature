# language: pt
Funcionalidade: Regras comerciais que o tipo de pedido seleciona

  Contexto:
    Dado hoje é 10/03/2026
    E o produto "P1" a R$ 10,00 com estoque 1000
    E o cliente "João" com limite de R$ 1.000,00
    E a regra comercial "ATÉ 10%" com "Desconto máximo do pedido" = "10"
    E a regra comercial "ITEM ATÉ 10%" com "Desconto máximo por item" = "10"
    E a regra comercial "MÍNIMO" com "Valor mínimo do pedido" = "50,00"

  @TP-164
  Esquema do Cenário: só a regra selecionada é validada
    Dado o tipo de pedido "DAV" com "Regras comerciais" = "<selecionadas>"
    E um pedido "DAV" para "João" com 4 de "P1"
    Quando dou desconto de <desconto> % no pedido
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | selecionadas | desconto | situacao      | achado                               |
      | ATÉ 10%      | 15       | Em manutenção | o bloqueio "comercial.desconto"      |
      | ATÉ 10%      | 10       | Pendente      | nenhum aviso                         |
      |              | 15       | Pendente      | nenhum aviso                         |
      | ITEM ATÉ 10% | 15       | Em manutenção | o bloqueio "comercial.desconto_item" |
      | MÍNIMO       | 1        | Em manutenção | o bloqueio "comercial.valor_minimo"  |

  @TP-164
  Esquema do Cenário: a regra faz o que ela mesma diz, nos pagamentos dela
    Dado a regra comercial "ATÉ 10%" com "Quando a regra é violada" = "<acao>"
    E a regra comercial "ATÉ 10%" com "Vale para" = "<vale>"
    E o plano "30 DIAS" com "Toma crédito" = "Não"
    E o tipo de pedido "PRÉ-VENDA" com "Regras comerciais" = "ATÉ 10%"
    E um pedido "PRÉ-VENDA" para "João" no plano "<plano>" com 4 de "P1"
    Quando dou desconto de 15 % no pedido
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | acao      | vale               | plano   | situacao      | achado                                     |
      | Erro      | Qualquer pagamento | À VISTA | Em manutenção | o bloqueio "comercial.desconto"            |
      | Com senha | Qualquer pagamento | À VISTA | Em manutenção | o pedido de liberação "comercial.desconto" |
      | Alertar   | Qualquer pagamento | À VISTA | Pendente      | o aviso "comercial.desconto"               |
      | Erro      | A prazo            | À VISTA | Pendente      | nenhum aviso                               |
      | Erro      | A prazo            | 30 DIAS | Em manutenção | o bloqueio "comercial.desconto"            |
      | Erro      | À vista            | 30 DIAS | Pendente      | nenhum aviso                               |

  @TP-164
  Cenário: a regra desativada não é mais validada
    Dado o tipo de pedido "DAV" com "Regras comerciais" = "ATÉ 10%"
    E um pedido "DAV" para "João" com 4 de "P1"
    Quando dou desconto de 15 % no pedido
    Então vejo na venda o achado "comercial.desconto"
    Quando a regra comercial "ATÉ 10%" é desativada
    E emito o pedido
    Então a situação é "Pendente"
    E vejo nenhum aviso

  @TP-164
  Cenário: o supervisor libera o desconto que a regra segura
    Dado a regra comercial "ATÉ 10%" com "Quando a regra é violada" = "Com senha"
    E o tipo de pedido "DAV" com "Regras comerciais" = "ATÉ 10%"
    E um pedido "DAV" para "João" com 4 de "P1"
    Quando dou desconto de 15 % no pedido
    E "bia" libera "comercial.desconto" por "cliente antigo"
    E emito o pedido
    Então a situação é "Pendente"
