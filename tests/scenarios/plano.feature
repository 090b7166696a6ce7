# language: pt
Funcionalidade: Plano de pagamento do documento

  Contexto:
    Dado hoje é 10/03/2026
    E o produto "P1" a R$ 10,00 com estoque 1000
    E o cliente "João" com limite de R$ 1.000,00
    E o plano "30 DIAS" com "Toma crédito" = "Sim"

  @TP-052
  Esquema do Cenário: o plano de cada tipo de documento
    Dado o tipo de pedido "PRÉ-VENDA" com "Plano de pagamento" = "<ajuste>"
    E um pedido "PRÉ-VENDA" para "João" com 1 de "P1"
    Quando escolho o plano "<escolhido>"
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>
    E fica guardado o plano "<guardado>"

    Exemplos:
      | ajuste       | escolhido | situacao      | achado                     | guardado |
      | Não informar | 30 DIAS   | Pendente      | nenhum aviso               |          |
      | Opcional     |           | Pendente      | nenhum aviso               |          |
      | Opcional     | 30 DIAS   | Pendente      | nenhum aviso               | 30 DIAS  |
      | Requerido    |           | Em manutenção | o bloqueio "plano.exigido" |          |
      | Requerido    | 30 DIAS   | Pendente      | nenhum aviso               | 30 DIAS  |

  @TP-052
  Cenário: sem plano, o preço é o de tabela
    Dado o plano "30 DIAS" com "Acréscimo" = "10"
    E um pedido "PRÉ-VENDA" para "João" no plano "30 DIAS" com 1 de "P1"
    Então o total é R$ 11,00
    Dado o tipo de pedido "PRÉ-VENDA" com "Plano de pagamento" = "Não informar"
    Então o total é R$ 10,00
    Quando emito o pedido
    Então a situação é "Pendente"

  @TP-051
  Esquema do Cenário: os planos que o tipo aceita
    Dado o tipo de pedido "PRÉ-VENDA" com "Permite todos os planos de pagamento" = "<todos>"
    E o tipo de pedido "PRÉ-VENDA" com "Planos de pagamento permitidos" = "<indicados>"
    E um pedido "PRÉ-VENDA" para "João" no plano "<plano>" com 1 de "P1"
    Quando emito o pedido
    Então os planos oferecidos são "<oferecidos>"
    E a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | todos      | indicados        | plano    | oferecidos                              | situacao      | achado                           |
      | Marcado    | À VISTA          | 30/60/90 | À VISTA, 30/60/90, ENTRADA + 2, 30 DIAS | Pendente      | nenhum aviso                     |
      | Desmarcado | À VISTA          | À VISTA  | À VISTA                                 | Pendente      | nenhum aviso                     |
      | Desmarcado | À VISTA          | 30/60/90 | À VISTA                                 | Em manutenção | o bloqueio "plano.nao_permitido" |
      | Desmarcado | 30 DIAS, À VISTA | 30 DIAS  | À VISTA, 30 DIAS                        | Pendente      | nenhum aviso                     |

  @TP-051
  Esquema do Cenário: o documento começa num plano que o tipo aceita
    Dado o tipo de pedido "PRÉ-VENDA" com "Permite todos os planos de pagamento" = "Desmarcado"
    E o tipo de pedido "PRÉ-VENDA" com "Planos de pagamento permitidos" = "<indicados>"
    E um pedido "PRÉ-VENDA" para "João" com 1 de "P1"
    Então o plano é "<plano>"

    Exemplos:
      | indicados         | plano   |
      | 30 DIAS           | 30 DIAS |
      | 30 DIAS, À VISTA  | À VISTA |
      | 30 DIAS, 30/60/90 |         |

  @TP-053
  Esquema do Cenário: o valor mínimo do plano
    Dado o plano "30 DIAS" com "Valor mínimo" = "<minimo>"
    E o tipo de pedido "PRÉ-VENDA" com "Validação do valor mínimo do plano de pagamento" = "<ajuste>"
    E um pedido "PRÉ-VENDA" para "João" no plano "30 DIAS" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | ajuste      | minimo | situacao      | achado                          |
      | Não validar | 10,01  | Pendente      | nenhum aviso                    |
      | Alertar     | 10,01  | Pendente      | o aviso "plano.valor_minimo"    |
      | Erro        | 10,01  | Em manutenção | o bloqueio "plano.valor_minimo" |
      | Erro        | 10,00  | Pendente      | nenhum aviso                    |

  @TP-057
  Esquema do Cenário: os títulos no fechamento
    Dado o tipo de pedido "PRÉ-VENDA" com "Apresentar títulos previstos no fechamento" = "<ajuste>"
    E um pedido "PRÉ-VENDA" para "João" no plano "30/60/90" com 30 de "P1"
    Então o fechamento <mostra>

    Exemplos:
      | ajuste     | mostra                                                                                     |
      | Marcado    | mostra os títulos "09/04/2026 R$ 100,00 e 09/05/2026 R$ 100,00 e 08/06/2026 R$ 100,00" |
      | Desmarcado | não mostra títulos                                                                         |
