# language: pt
Funcionalidade: Crédito do cliente antes de o documento sair do balcão

  Contexto:
    Dado hoje é 10/03/2026
    E o produto "P1" a R$ 10,00 com estoque 1000
    E o cliente "Maria" com limite de R$ 1.000,00
    E o plano "30 DIAS" com "Toma crédito" = "Sim"
    E o plano "À VISTA" com "Toma crédito" = "Não"

  @CB-027
  Esquema do Cenário: verificar crediário vencido no DAV
    Dado o cliente "Maria" tem um título de R$ 120,00 vencido há 9 dias
    E o terminal com "Verificar se Existe Crediário Vencido no DAV (Orçamento)" = "<ajuste>"
    E um pedido "DAV" para "Maria" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | ajuste     | situacao      | achado                                  |
      | Desmarcado | Pendente      | nenhum aviso                            |
      | Marcado    | Em manutenção | o pedido de liberação "credito.vencido" |

  @CB-028
  Esquema do Cenário: verificar crediário vencido na pré-venda
    Dado o cliente "Maria" tem um título de R$ 120,00 vencido há 9 dias
    E o terminal com "Verificar se Existe Crediário Vencido na Pré-Venda" = "<ajuste>"
    E um pedido "PRÉ-VENDA" para "Maria" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | ajuste     | situacao      | achado                                  |
      | Desmarcado | Pendente      | nenhum aviso                            |
      | Marcado    | Em manutenção | o pedido de liberação "credito.vencido" |

  @CB-028
  Cenário: o DAV passa e a conversão em pré-venda é barrada
    Dado o cliente "Maria" tem um título de R$ 120,00 vencido há 9 dias
    E o terminal com "Verificar se Existe Crediário Vencido na Pré-Venda" = "Marcado"
    E um pedido "DAV" para "Maria" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "Pendente"
    Quando converto em "PRÉ-VENDA"
    Então vejo o pedido de liberação "credito.vencido"

  @CB-029
  Cenário: só conta parcela aberta e vencida antes de hoje
    Dado o cliente "Maria" tem um título de R$ 50,00 que vence em 0 dias
    E o cliente "Maria" tem um título de R$ 80,00 vencido há 5 dias
    E o cliente "Maria" tem um título de R$ 90,00 vencido há 9 dias já pago
    E o terminal com "Verificar se Existe Crediário Vencido no DAV (Orçamento)" = "Marcado"
    E um pedido "DAV" para "Maria" com 1 de "P1"
    Quando emito o pedido
    Então a mensagem é "Cliente com crediário vencido: 1 parcela, R$ 80,00; a mais antiga é de 05/03/2026."

  @CB-029 @CB-050
  Cenário: sem liberação prevista o vencido bloqueia de vez
    Dado o cliente "Maria" tem um título de R$ 120,00 vencido há 9 dias
    E o terminal com "Verificar se Existe Crediário Vencido no DAV (Orçamento)" = "Marcado"
    E o terminal com "Operações que podem ser liberadas pelo gerente" = ""
    E um pedido "DAV" para "Maria" com 1 de "P1"
    Quando emito o pedido
    Então vejo o bloqueio "credito.vencido"
    Dado o terminal com "Operações que podem ser liberadas pelo gerente" = "Crediário vencido"
    Quando emito o pedido
    Então vejo o pedido de liberação "credito.vencido"
    Quando "gerente" libera "credito.vencido" por "pagou no caixa"
    E emito o pedido
    Então a situação é "Pendente"

  @CB-103
  Esquema do Cenário: tolerância do crediário vencido
    Dado o cliente "Maria" tem um título de R$ 120,00 vencido há <atraso> dias
    E o terminal com "Verificar se Existe Crediário Vencido no DAV (Orçamento)" = "Marcado"
    E o terminal com "Tolerância do crediário vencido (dias)" = "<tolerancia>"
    E um pedido "DAV" para "Maria" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"

    Exemplos:
      | tolerancia | atraso | situacao      |
      | 5          | 5      | Pendente      |
      | 5          | 6      | Em manutenção |
      | 0          | 1      | Em manutenção |

  @CB-102
  Esquema do Cenário: ação para limite de crédito excedido
    Dado o cliente "Maria" com "Limite de crédito" = "100,00"
    E o terminal com "Ação para limite de crédito excedido" = "<ajuste>"
    E um pedido "PRÉ-VENDA" para "Maria" no plano "30 DIAS" com 15 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | ajuste    | situacao      | achado                                 |
      | Nada      | Pendente      | nenhum aviso                           |
      | Alertar   | Pendente      | o aviso "credito.limite"               |
      | Com senha | Em manutenção | o pedido de liberação "credito.limite" |
      | Erro      | Em manutenção | o bloqueio "credito.limite"            |

  @CL-027 @CL-028
  Esquema do Cenário: limite do cliente e limite pré-aprovado
    Dado o cliente "Maria" com "Limite de crédito" = "<limite>"
    E a preferência "CLIENT.CLIENTES.LIMITE_PRE_APROVADO" = "<preferencia>"
    E o terminal com "Ação para limite de crédito excedido" = "Erro"
    E um pedido "PRÉ-VENDA" para "Maria" no plano "30 DIAS" com 120 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"

    Exemplos:
      | limite   | preferencia | situacao      |
      |          | 1.000,00    | Em manutenção |
      |          |             | Pendente      |
      | 0,00     |             | Em manutenção |
      | 2.000,00 | 1.000,00    | Pendente      |

  @CL-029 @CL-030 @CL-032 @CL-041
  Cenário: crédito tomado e disponível, com e sem venda
    Dado o cliente "Maria" tem um título de R$ 400,00 que vence em 10 dias
    E um pedido "PRÉ-VENDA" para "Maria" no plano "30 DIAS" com 25 de "P1"
    Então o crédito disponível de "Maria" é R$ 600,00
    Quando emito o pedido
    Então o crédito disponível de "Maria" é R$ 350,00
    E o crédito tomado de "Maria" é R$ 650,00
    Quando o caixa fatura 10 de "P1"
    Então o crédito tomado de "Maria" é R$ 650,00
    E o valor em títulos de "Maria" é R$ 500,00
    Quando o caixa estorna tudo por "troco errado"
    E cancelo o pedido por "desistiu"
    Então o crédito tomado de "Maria" é R$ 400,00

  @CL-031 @CL-034
  Cenário: de onde vem o crédito tomado
    Então a origem do crédito tomado de "Maria" é "Nenhum crédito tomado"
    Dado o cliente "Maria" tem um título de R$ 400,00 que vence em 10 dias
    E um pedido "PRÉ-VENDA" para "Maria" no plano "30 DIAS" com 25 de "P1"
    Quando emito o pedido
    Então a origem do crédito tomado de "Maria" é "Títulos a receber 400,00; Pedidos 250,00; Total 650,00"

  @CL-033
  Cenário: entregue e ainda não faturado continua tomando crédito, como entregue
    Dado um pedido "PRÉ-VENDA" para "Maria" no plano "30 DIAS" com 25 de "P1"
    Quando emito o pedido
    Então o valor em pedidos entregues de "Maria" é R$ 0,00
    Quando a mercadoria sai antes de faturar
    Então o valor em pedidos entregues de "Maria" é R$ 250,00
    E a origem do crédito tomado de "Maria" é "Pedidos entregues 250,00; Total 250,00"
    Quando o caixa fatura 10 de "P1"
    Então o valor em pedidos entregues de "Maria" é R$ 150,00
    E o valor em títulos de "Maria" é R$ 100,00
    Quando o caixa fatura 15 de "P1"
    Então o valor em pedidos entregues de "Maria" é R$ 0,00
    E o valor em títulos de "Maria" é R$ 250,00

  @CL-033
  Cenário: o que saiu e voltou é pedido pendente outra vez
    Dado um pedido "PRÉ-VENDA" para "Maria" no plano "30 DIAS" com 25 de "P1"
    Quando emito o pedido
    E a mercadoria sai antes de faturar
    E a mercadoria volta por "recusou na porta"
    Então o valor em pedidos entregues de "Maria" é R$ 0,00
    E a origem do crédito tomado de "Maria" é "Pedidos 250,00; Total 250,00"

  @CL-100
  Esquema do Cenário: abater devoluções e adiantamentos na análise
    Dado o cliente "Maria" tem um título de R$ 900,00 que vence em 10 dias
    E o cliente "Maria" tem uma devolução de R$ 200,00
    E a preferência "abater_creditos_no_limite" = "<abate>"
    E o terminal com "Ação para limite de crédito excedido" = "Erro"
    E um pedido "PRÉ-VENDA" para "Maria" no plano "30 DIAS" com 25 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"
    Exemplos:
      | abate | situacao      |
      | Sim   | Pendente      |
      | Não   | Em manutenção |

  @TP-067
  Esquema do Cenário: quem toma crédito
    Dado o cliente "Maria" com "Limite de crédito" = "5,00"
    E o terminal com "Ação para limite de crédito excedido" = "Erro"
    E o tipo de pedido "PRÉ-VENDA" com "Toma crédito" = "<toma>"
    E um pedido "PRÉ-VENDA" para "Maria" no plano "<plano>" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"

    Exemplos:
      | toma                       | plano   | situacao      |
      | Sim                        | À VISTA | Em manutenção |
      | Não                        | 30 DIAS | Pendente      |
      | Conforme plano de pagamento | À VISTA | Pendente      |
      | Conforme plano de pagamento | 30 DIAS | Em manutenção |
