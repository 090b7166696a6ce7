# language: pt
Funcionalidade: Quem pode ser o cliente do documento

  Contexto:
    Dado hoje é 10/03/2026
    E o produto "P1" a R$ 10,00 com estoque 1000
    E o cliente "João" com limite de R$ 1.000,00
    E a pessoa "Maria", que não é cliente
    E as lojas estão no cadastro de pessoas
    E o plano "30 DIAS" com "Toma crédito" = "Sim"
    E o plano "À VISTA" com "Toma crédito" = "Não"

  @TP-008
  Esquema do Cenário: cada tipo de documento diz quem pode ser o cliente
    Dado o tipo de pedido "DAV" com "Cliente (regra de preenchimento)" = "<regra>"
    E um pedido "DAV" para "<quem>" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | regra           | quem       | situacao      | achado                            |
      | Cliente         | João       | Pendente      | nenhum aviso                      |
      | Cliente         | Maria      | Em manutenção | o bloqueio "cliente.sem_registro" |
      | Cliente         | Loja Norte | Em manutenção | o bloqueio "cliente.sem_registro" |
      | Pessoa          | João       | Pendente      | nenhum aviso                      |
      | Pessoa          | Maria      | Pendente      | nenhum aviso                      |
      | Pessoa          | Loja Norte | Pendente      | nenhum aviso                      |
      | Estabelecimento | Maria      | Em manutenção | o bloqueio "cliente.nao_e_a_loja" |
      | Estabelecimento | João       | Em manutenção | o bloqueio "cliente.nao_e_a_loja" |
      | Estabelecimento | Loja Norte | Em manutenção | o bloqueio "cliente.nao_e_a_loja" |

  @TP-008
  Esquema do Cenário: o sistema preenche a própria loja
    Dado o tipo de pedido "DAV" com "Cliente (regra de preenchimento)" = "<regra>"
    E um pedido "DAV" sem cliente com 1 de "P1"
    Quando emito o pedido
    Então a situação é "Pendente"
    E fica guardado o cliente "<guardado>"

    Exemplos:
      | regra           | guardado          |
      | Estabelecimento | Loja Centro Ltda  |
      | Cliente         |                   |

  @TP-008
  Esquema do Cenário: quem não é cliente não tem crédito
    Dado o tipo de pedido "PRÉ-VENDA" com "Cliente (regra de preenchimento)" = "Pessoa"
    E um pedido "PRÉ-VENDA" para "<quem>" no plano "<plano>" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | quem  | plano   | situacao      | achado                           |
      | Maria | À VISTA | Pendente      | nenhum aviso                     |
      | Maria | 30 DIAS | Em manutenção | o bloqueio "cliente.sem_credito" |
      | João  | 30 DIAS | Pendente      | nenhum aviso                     |

  @TP-009
  Esquema do Cenário: quem não é cliente passa a ser com o documento
    Dado o tipo de pedido "DAV" com "Cadastrar pessoa como cliente" = "<ajuste>"
    E um pedido "DAV" para "Maria" com 1 de "P1"
    Quando escolho o vendedor "carlos"
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>
    E "Maria" <e> cliente<vendedor>

    Exemplos:
      | ajuste     | situacao      | achado                            | e     | vendedor                           |
      | Marcado    | Pendente      | nenhum aviso                      | é     | , com vendedor padrão "carlos"     |
      | Desmarcado | Em manutenção | o bloqueio "cliente.sem_registro" | não é |                                    |

  @TP-009
  Esquema do Cenário: quem passa a ser cliente tem o crédito dos clientes novos
    Dado a preferência "CLIENT.CLIENTES.LIMITE_PRE_APROVADO" = "<limite>"
    E o terminal com "Ação para limite de crédito excedido" = "Erro"
    E o tipo de pedido "PRÉ-VENDA" com "Cliente (regra de preenchimento)" = "Pessoa"
    E o tipo de pedido "PRÉ-VENDA" com "Cadastrar pessoa como cliente" = "Marcado"
    E um pedido "PRÉ-VENDA" para "Maria" no plano "30 DIAS" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>
    E "Maria" <e> cliente

    Exemplos:
      | limite | situacao      | achado                      | e     |
      | 10,00  | Pendente      | nenhum aviso                | é     |
      | 9,99   | Em manutenção | o bloqueio "credito.limite" | não é |

  @TP-009
  Cenário: vendido sem retaguarda, o cliente é cadastrado quando o documento chega
    Dado o tipo de pedido "DAV" com "Cadastrar pessoa como cliente" = "Marcado"
    E o tipo de pedido "DAV" com "Emissão sem retaguarda" = "Emite sempre"
    E um pedido "DAV" para "Maria" com 1 de "P1"
    E a retaguarda está fora do ar
    Quando emito o pedido
    Então "Maria" não é cliente
    Quando a retaguarda volta
    Então o pedido chegou à retaguarda uma vez
    E "Maria" é cliente, com vendedor padrão "ana"
    E não há divergência aberta
