# language: pt
Funcionalidade: O veículo, o equipamento e o check-list do documento

  Contexto:
    Dado hoje é 10/03/2026
    E o produto "P1" a R$ 10,00 com estoque 1000
    E o cliente "João" com limite de R$ 1.000,00

  @TP-021 @TP-022
  Esquema do Cenário: a placa do veículo em cada tipo de documento
    Dado o tipo de pedido "DAV" com "Serviço veículos" = "<veiculos>"
    E o tipo de pedido "DAV" com "Placa do veículo" = "<ajuste>"
    E um pedido "DAV" para "João" com 1 de "P1"
    Quando informo a placa "<placa>"
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>
    E fica guardado "placa" = "<guardada>"

    Exemplos:
      | veiculos   | ajuste    | placa   | situacao      | achado                      | guardada |
      | Marcado    | Requerido |         | Em manutenção | o bloqueio "placa.exigido"  |          |
      | Marcado    | Requerido | ABC1D23 | Pendente      | nenhum aviso                | ABC1D23  |
      | Marcado    | Opcional  |         | Pendente      | nenhum aviso                |          |
      | Marcado    | Opcional  | ABC1234 | Pendente      | nenhum aviso                | ABC1234  |
      | Marcado    | Opcional  | ABC12   | Em manutenção | o bloqueio "placa.invalida" |          |
      | Marcado    | Não       | ABC1234 | Pendente      | nenhum aviso                |          |
      | Desmarcado | Requerido |         | Pendente      | nenhum aviso                |          |
      | Desmarcado | Opcional  | ABC1234 | Pendente      | nenhum aviso                |          |

  @TP-023
  Esquema do Cenário: o modelo do veículo em cada tipo de documento
    Dado o tipo de pedido "PRÉ-VENDA" com "Serviço veículos" = "Marcado"
    E o tipo de pedido "PRÉ-VENDA" com "Modelo do veículo" = "<ajuste>"
    E um pedido "PRÉ-VENDA" para "João" com 1 de "P1"
    Quando informo o modelo "<modelo>"
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>
    E fica guardado "modelo" = "<guardado>"

    Exemplos:
      | ajuste    | modelo  | situacao      | achado                      | guardado |
      | Requerido |         | Em manutenção | o bloqueio "modelo.exigido" |          |
      | Requerido | GOL 1.6 | Pendente      | nenhum aviso                | GOL 1.6  |
      | Opcional  |         | Pendente      | nenhum aviso                |          |
      | Opcional  | GOL 1.6 | Pendente      | nenhum aviso                | GOL 1.6  |
      | Não       | GOL 1.6 | Pendente      | nenhum aviso                |          |

  @TP-024
  Esquema do Cenário: o equipamento em cada tipo de documento
    Dado o tipo de pedido "DAV" com "Equipamento" = "<ajuste>"
    E um pedido "DAV" para "João" com 1 de "P1"
    Quando informo o equipamento "<equipamento>"
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>
    E fica guardado "equipamento" = "<guardado>"

    Exemplos:
      | ajuste       | equipamento | situacao      | achado                           | guardado |
      | Requerido    |             | Em manutenção | o bloqueio "equipamento.exigido" |          |
      | Requerido    | NOTEBOOK    | Pendente      | nenhum aviso                     | NOTEBOOK |
      | Opcional     |             | Pendente      | nenhum aviso                     |          |
      | Opcional     | NOTEBOOK    | Pendente      | nenhum aviso                     | NOTEBOOK |
      | Não informar | NOTEBOOK    | Pendente      | nenhum aviso                     |          |

  @TP-024
  Cenário: a retaguarda recusa o equipamento que um balcão antigo envia para um tipo que não o tem
    Dado o tipo de pedido "DAV" com "Equipamento" = "Opcional"
    E um pedido "DAV" para "João" com 1 de "P1"
    Quando informo o equipamento "NOTEBOOK"
    E o tipo de pedido "DAV" muda na retaguarda para "Equipamento" = "Não informar"
    Então a retaguarda recusa com "equipamento.nao_informar"

  @TP-095
  Esquema do Cenário: o check-list sai impresso, com o que foi conferido na entrada
    Dado o tipo de pedido "DAV" com "Check-list" = "<linhas>"
    E um pedido "DAV" para "João" com 1 de "P1"
    Quando confiro "<conferido>"
    E emito o pedido
    Então o check-list impresso é "<impresso>"

    Exemplos:
      | linhas                 | conferido     | impresso                           |
      | BALANÇA / FAROL / PNEU | FAROL         | [ ] BALANÇA / [X] FAROL / [ ] PNEU |
      | BALANÇA / FAROL        |               | [ ] BALANÇA / [ ] FAROL            |
      | BALANÇA                | FAROL         | [ ] BALANÇA                        |
      |                        | FAROL         |                                    |

  @TP-022 @TP-024 @TP-095
  Cenário: o orçamento leva à pré-venda o veículo e o que foi conferido, se o tipo dela os tem
    Dado o tipo de pedido "DAV" com "Serviço veículos" = "Marcado"
    E o tipo de pedido "DAV" com "Placa do veículo" = "Opcional"
    E o tipo de pedido "DAV" com "Equipamento" = "Opcional"
    E o tipo de pedido "DAV" com "Check-list" = "BALANÇA / FAROL"
    E o tipo de pedido "PRÉ-VENDA" com "Serviço veículos" = "Marcado"
    E o tipo de pedido "PRÉ-VENDA" com "Placa do veículo" = "Requerido"
    E o tipo de pedido "PRÉ-VENDA" com "Check-list" = "FAROL"
    E um pedido "DAV" para "João" com 1 de "P1"
    Quando informo a placa "ABC1D23"
    E informo o equipamento "NOTEBOOK"
    E confiro "BALANÇA / FAROL"
    E emito o pedido
    E converto em "PRÉ-VENDA"
    E emito o pedido
    Então a situação é "Pendente"
    E fica guardado "placa" = "ABC1D23"
    E fica guardado "equipamento" = ""
    E o check-list impresso é "[X] FAROL"

  @TP-095
  Cenário: sem retaguarda, o papel já diz o veículo e o check-list
    Dado o tipo de pedido "DAV" com "Serviço veículos" = "Marcado"
    E o tipo de pedido "DAV" com "Placa do veículo" = "Requerido"
    E o tipo de pedido "DAV" com "Check-list" = "BALANÇA / FAROL"
    E o tipo de pedido "DAV" com "Emissão sem retaguarda" = "Emite sempre"
    E um pedido "DAV" para "João" com 1 de "P1"
    E informo a placa "ABC1234"
    E confiro "FAROL"
    E a retaguarda está fora do ar
    Quando emito e imprimo o pedido
    Então o papel diz "ABC-1234"
    E o papel diz "[X] FAROL"
    E o papel diz "[ ] BALANÇA"
