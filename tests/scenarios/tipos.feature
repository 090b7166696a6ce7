# language: pt
Funcionalidade: Os tipos de documento que uma loja vê

  Contexto:
    Dado hoje é 10/03/2026
    E o produto "P1" a R$ 10,00 com estoque 1000
    E o cliente "João" com limite de R$ 1.000,00

  @TP-121
  Esquema do Cenário: cada loja vê os tipos que usa
    Dado o tipo de pedido "DAV" com "Estabelecimentos" = "<lojas>"
    E o tipo de pedido "PRÉ-VENDA" com "Estabelecimentos" = "Loja Centro"
    E o tipo de pedido "VENDA" com "Estabelecimentos" = ""
    E o tipo de pedido "VENDA LIVRE" com "Estabelecimentos" = ""
    Então na loja "Loja Centro" os tipos oferecidos são "<no centro>"
    E na loja "Loja Norte" os tipos oferecidos são "<no norte>"

    Exemplos:
      | lojas                   | no centro      | no norte |
      | Loja Centro, Loja Norte | DAV, PRÉ-VENDA | DAV      |
      | Loja Norte              | PRÉ-VENDA      | DAV      |
      | Loja Centro             | DAV, PRÉ-VENDA |          |

  @TP-121
  Esquema do Cenário: um documento começado num tipo que a loja deixa de usar
    Dado um pedido "DAV" para "João" com 1 de "P1"
    E o tipo de pedido "DAV" com "Estabelecimentos" = "<lojas>"
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | lojas       | situacao      | achado                                                         |
      | Loja Centro | Pendente      | nenhum aviso                                                   |
      | Loja Norte  | Em manutenção | o bloqueio "tipo.indisponivel" decidido por "Estabelecimentos" |

  @TP-176
  Esquema do Cenário: um tipo inativo não se inclui, mas se consulta
    Dado um pedido "DAV" para "João" com 1 de "P1"
    Quando emito o pedido
    Dado o tipo de pedido "DAV" com "Ativo" = "<ativo>"
    Então os tipos oferecidos são "<oferecidos>"
    E a pesquisa de documentos mostra 1 do tipo DAV

    Exemplos:
      | ativo      | oferecidos                         |
      | Marcado    | DAV, PRÉ-VENDA, VENDA, VENDA LIVRE |
      | Desmarcado | PRÉ-VENDA, VENDA, VENDA LIVRE      |

  @TP-176
  Cenário: um documento começado num tipo que fica inativo
    Dado um pedido "DAV" para "João" com 1 de "P1"
    E o tipo de pedido "DAV" com "Ativo" = "Desmarcado"
    Quando emito o pedido
    Então a situação é "Em manutenção"
    E vejo o bloqueio "tipo.indisponivel" decidido por "Ativo"
