# language: pt
Funcionalidade: o formulário de tipos de pedido, aberto na tela

  Contexto:
    Dado a regra comercial "ATÉ 10%" com "Desconto máximo do pedido" = "10"
    E a regra comercial "MÍNIMO" com "Valor mínimo do pedido" = "50,00"

  @TPR-11 @teclado
  Esquema do Cenário: o formulário oferece só as regras comerciais ativas
    Quando a regra comercial "MÍNIMO" é desativada
    E "bia" abre o formulário para <abrir>
    Então as regras comerciais oferecidas são "ATÉ 10%"
    Quando a regra comercial "MÍNIMO" é ativada
    E "bia" abre o formulário para <abrir>
    Então as regras comerciais oferecidas são "ATÉ 10%, MÍNIMO"

    Exemplos:
      | abrir         |
      | incluir       |
      | alterar "DAV" |

  @TPR-11 @teclado
  Esquema do Cenário: a regra que o tipo já valida continua marcada, e desativada não se oferece a outro
    Dado o tipo de pedido "DAV" com "Regras comerciais" = "MÍNIMO"
    Quando a regra comercial "MÍNIMO" é <como>
    E "<quem>" abre o formulário para <abrir>
    Então as regras comerciais marcadas são "<marcadas>"
    E as regras comerciais oferecidas são "<oferecidas>"

    Exemplos:
      | como       | quem | abrir           | marcadas | oferecidas      |
      | desativada | bia  | alterar "DAV"   | MÍNIMO   | ATÉ 10%         |
      | desativada | bia  | alterar "VENDA" |          | ATÉ 10%         |
      | ativada    | bia  | alterar "VENDA" |          | ATÉ 10%, MÍNIMO |
      | desativada | ana  | consultar "DAV" | MÍNIMO   |                 |
