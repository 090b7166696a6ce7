# language: pt
Funcionalidade: As condições de venda que o cliente tem

  Contexto:
    Dado hoje é 10/03/2026
    E o produto "P1" a R$ 10,00 com estoque 1000
    E a tabela "ATACADO" com "P1" a R$ 8,00
    E o cliente "Posto Alfa" com limite de R$ 1.000,00
    E o cliente "Ana" com limite de R$ 1.000,00

  @PV-024
  Esquema do Cenário: a tabela do cliente sugere o preço
    Dado o cliente "Posto Alfa" com "Lista de preço" = "<tabela>"
    E um pedido "DAV" para "Posto Alfa" com 1 de "P1"
    Então a tabela do documento é "<do_documento>"
    E o preço do item 1 é <preco>

    Exemplos:
      | tabela  | do_documento | preco |
      | ATACADO | ATACADO      | 8,00  |
      |         | VAREJO       | 10,00 |

  @PV-024
  Esquema do Cenário: o preço do cliente que se escolheu por engano não fica
    Dado o cliente "Posto Alfa" com "Lista de preço" = "<tabela>"
    E um pedido "DAV" para "Posto Alfa" com 1 de "P1"
    Então o preço do item 1 é <do_posto>
    Quando escolho o cliente "Ana"
    Então a tabela do documento é "VAREJO"
    E o preço do item 1 é 10,00

    Exemplos:
      | tabela  | do_posto |
      | ATACADO | 8,00     |
      |         | 10,00    |

  @PV-025
  Esquema do Cenário: a condição de pagamento do cliente vem com ele
    Dado o cliente "Posto Alfa" com "Plano de pagamento" = "<condicao>"
    E um pedido "PRÉ-VENDA" para "Posto Alfa" com 20 de "P1"
    Então o plano é "<plano>"
    E o fechamento <mostra>

    Exemplos:
      | condicao | plano   | mostra                                                           |
      | 30/60    | 30/60   | mostra os títulos "09/04/2026 R$ 100,00 e 09/05/2026 R$ 100,00" |
      | À VISTA  | À VISTA | mostra os títulos "10/03/2026 R$ 200,00"                        |
      |          | À VISTA | mostra os títulos "10/03/2026 R$ 200,00"                        |

  @PV-025
  Cenário: a condição do cliente anterior não fica com o seguinte, e a que se escolheu fica
    Dado o cliente "Posto Alfa" com "Plano de pagamento" = "30/60"
    E um pedido "PRÉ-VENDA" para "Posto Alfa" com 20 de "P1"
    Então o plano é "30/60"
    Quando escolho o cliente "Ana"
    Então o plano é "À VISTA"
    Quando escolho o plano "30/60/90"
    E escolho o cliente "CONSUMIDOR FINAL"
    Então o plano é "30/60/90"

  @PV-018
  Esquema do Cenário: o limite se compara com o que o cliente deve, menos o que tem a receber
    Dado o cliente "Posto Alfa" tem um título de R$ 900,00 que vence em 10 dias
    E o cliente "Posto Alfa" tem uma devolução de R$ 200,00
    E o terminal com "Ação para limite de crédito excedido" = "<acao>"
    E um pedido "PRÉ-VENDA" para "Posto Alfa" no plano "30/60" com <quantos> de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | quantos | acao    | situacao      | achado                      |
      | 25      | Erro    | Pendente      | nenhum aviso                |
      | 35      | Erro    | Em manutenção | o bloqueio "credito.limite" |
      | 35      | Alertar | Pendente      | o aviso "credito.limite"    |

  @PV-019 @PV-020 @PV-021
  Esquema do Cenário: devoluções e adiantamentos em aberto abatem o que o cliente deve
    Dado o cliente "Posto Alfa" tem um título de R$ 900,00 <quando>
    E o cliente "Posto Alfa" tem <um>
    E o cliente "Posto Alfa" tem <outro>
    Então no cartão de "Posto Alfa" cabem mais R$ <cabem>
    Quando o financeiro usa R$ <usado> <do_credito> de "Posto Alfa"
    Então no cartão de "Posto Alfa" cabem mais R$ <restam>

    Exemplos: o limite é de R$ 1.000,00
      | quando              | um                           | outro                        | cabem  | usado  | do_credito      | restam |
      | que vence em 5 dias | uma devolução de R$ 200,00   | um adiantamento de R$ 100,00 | 400,00 | 150,00 | da devolução    | 250,00 |
      | que vence em 5 dias | uma devolução de R$ 200,00   | uma devolução de R$ 50,00    | 350,00 | 200,00 | da devolução    | 150,00 |
      | vencido há 5 dias   | um adiantamento de R$ 100,00 | um adiantamento de R$ 30,00  | 230,00 | 100,00 | do adiantamento | 130,00 |
