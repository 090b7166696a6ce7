# language: pt
Funcionalidade: Quem participa do documento

  Contexto:
    Dado hoje é 10/03/2026
    E o produto "P1" a R$ 10,00 com estoque 1000
    E o cliente "João" com limite de R$ 1.000,00

  @TP-114
  Esquema do Cenário: o vendedor de cada tipo de documento
    Dado o tipo de pedido "DAV" com "Vendedor" = "<ajuste>"
    E um pedido "DAV" para "João" com 1 de "P1"
    Quando escolho o vendedor "<escolhido>"
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>
    E fica guardado o vendedor "<guardado>"

    Exemplos:
      | ajuste       | escolhido | situacao      | achado                         | guardado |
      | Requerido    |           | Em manutenção | o bloqueio "vendedor.exigido"  |          |
      | Requerido    | carlos    | Pendente      | nenhum aviso                   | carlos   |
      | Opcional     |           | Pendente      | nenhum aviso                   | ana      |
      | Opcional     | carlos    | Pendente      | nenhum aviso                   | carlos   |
      | Não informar | carlos    | Pendente      | nenhum aviso                   |          |

  @TP-114
  Esquema do Cenário: o vendedor que ninguém escolheu é o do cliente, o representante dele ou quem vende
    Dado o cliente "João" com "Vendedor" = "<vendedor>"
    E o cliente "João" com "Representante" = "<representante>"
    E o tipo de pedido "DAV" com "Vendedor" = "<ajuste>"
    E um pedido "DAV" para "João" com 1 de "P1"
    Quando escolho o vendedor ""
    E emito o pedido
    Então fica guardado o vendedor "<guardado>"

    Exemplos:
      | ajuste    | vendedor | representante | guardado |
      | Opcional  | carlos   | paulo         | carlos   |
      | Opcional  |          | paulo         | paulo    |
      | Opcional  |          |               | ana      |
      | Requerido | carlos   | paulo         |          |

  @TP-147
  Esquema do Cenário: o cliente traz o vendedor e o representante dele
    Dado o cliente "João" com "Vendedor" = "carlos"
    E o cliente "João" com "Representante" = "paulo"
    E o tipo de pedido "DAV" com "Assumir vendedor e representante do cliente" = "<ajuste>"
    E um pedido "DAV" sem cliente com 1 de "P1"
    Quando escolho o cliente "João"
    Então o vendedor é "<vendedor>"
    E o representante é "<representante>"

    Exemplos:
      | ajuste     | vendedor | representante |
      | Marcado    | carlos   | paulo         |
      | Desmarcado |          |               |

  @TP-147
  Cenário: o representante fica guardado com o documento, e não passa ao cliente seguinte
    Dado o cliente "João" com "Vendedor" = "carlos"
    E o cliente "João" com "Representante" = "paulo"
    E o cliente "Ana" com limite de R$ 100,00
    E o tipo de pedido "DAV" com "Assumir vendedor e representante do cliente" = "Marcado"
    E um pedido "DAV" para "João" com 1 de "P1"
    Quando emito o pedido
    Então fica guardado o vendedor "carlos" e o representante "paulo"
    Quando escolho o cliente "Ana"
    Então o representante é ""

  Cenário: sem retaguarda, o papel já diz o vendedor que fica guardado
    Dado o cliente "João" com "Representante" = "paulo"
    E o tipo de pedido "DAV" com "Emissão sem retaguarda" = "Emite sempre"
    E um pedido "DAV" para "João" com 1 de "P1"
    E a retaguarda está fora do ar
    Quando emito e imprimo o pedido
    Então o papel diz "Paulo"
    Quando a retaguarda volta
    Então o pedido chegou à retaguarda uma vez
    E fica guardado o vendedor "paulo" e o representante "paulo"

  @TP-011
  Esquema do Cenário: que tipos de vendedor cada tipo de documento aceita
    Dado o vendedor "carlos" é "<classe>"
    E o tipo de pedido "DAV" com "Tipos de vendedor permitidos" = "<permitidos>"
    E um pedido "DAV" para "João" com 1 de "P1"
    Quando escolho o vendedor "carlos"
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>
    E os vendedores oferecidos <oferta> "carlos"

    Exemplos:
      | permitidos            | classe        | situacao      | achado                         | oferta      |
      | Vendedor, Tele vendas | Tele vendas   | Pendente      | nenhum aviso                   | incluem     |
      | Vendedor, Tele vendas | Vendedor      | Pendente      | nenhum aviso                   | incluem     |
      | Vendedor, Tele vendas | Representante | Em manutenção | o bloqueio "vendedor.tipo"     | não incluem |
      | Vendedor, Tele vendas |               | Em manutenção | o bloqueio "vendedor.sem_tipo" | não incluem |
      |                       | Representante | Pendente      | nenhum aviso                   | incluem     |
      |                       |               | Pendente      | nenhum aviso                   | não incluem |

  @TP-011
  Esquema do Cenário: o vendedor que ninguém escolheu também precisa ser de um tipo aceito
    Dado o vendedor "carlos" é "<classe>"
    E o cliente "João" com "Vendedor" = "carlos"
    E o tipo de pedido "DAV" com "Vendedor" = "Opcional"
    E o tipo de pedido "DAV" com "Tipos de vendedor permitidos" = "Representante"
    E um pedido "DAV" para "João" com 1 de "P1"
    Quando escolho o vendedor ""
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | classe        | situacao      | achado                     |
      | Representante | Pendente      | nenhum aviso               |
      | Vendedor      | Em manutenção | o bloqueio "vendedor.tipo" |
