# language: pt
Funcionalidade: O terminal, a loja dele e o seu número

  Contexto:
    Dado o produto "P1" a R$ 10,00 com estoque 100

  @CB-046
  Esquema do Cenário: o terminal emite em nome da loja dele
    Dado a "Loja Centro" já emitiu 2 documentos "VENDA"
    Quando um balcão da "<loja>" vende 3 de "P1" em "VENDA"
    Então o documento é da "<loja>", número <numero>, e o papel diz "<razao>"
    E em "Loja Centro" o disponível de "P1" é <centro>
    E em "Loja Norte" o disponível de "P1" é <norte>

    Exemplos: as duas vendas de antes levaram 1 cada uma
      | loja        | numero | razao            | centro | norte |
      | Loja Centro | 3      | Loja Centro Ltda | 95     | 100   |
      | Loja Norte  | 1      | Loja Norte Ltda  | 98     | 97    |

  @CB-047
  Esquema do Cenário: o número do terminal é só dele na loja, e vai nos documentos
    Dado o terminal "BALCÃO DO FUNDO" de número 3 na "Loja Centro"
    Quando incluo o terminal "<nome>" de número <numero> na "<loja>"
    Então a resposta é "<resposta>"
    Quando o terminal "BALCÃO DO FUNDO" vende 1 de "P1" em "VENDA"
    Então o documento fica guardado como do terminal 3

    Exemplos:
      | nome     | numero | loja        | resposta                                                |
      | BALCÃO A | 3      | Loja Centro | O terminal 3 deste estabelecimento é “BALCÃO DO FUNDO”. |
      | BALCÃO A | 4      | Loja Centro | incluído                                                |
      | BALCÃO A | 3      | Loja Norte  | incluído                                                |
