# language: pt
Funcionalidade: Etiqueta da balança no leitor

  Contexto:
    Dado o produto "QUEIJO" a R$ 40,00 com estoque 100
    E o produto "QUEIJO" com "Código da balança" = "123"

  @CB-057 @teclado
  Esquema do Cenário: o algarismo que diz que é etiqueta de balança
    Dado o terminal com "Prefixo da etiqueta de balança" = "<prefixo>"
    E estou na tela de venda
    Quando o leitor lê a etiqueta "<etiqueta>"
    Então <resultado>

    Exemplos:
      | prefixo | etiqueta       | resultado                             |
      | 2       | 2 00123 001050 | entra "QUEIJO"                        |
      | 2       | 7 00123 001050 | nada entra: "Nenhum produto com “7001230010503”." |
      | 7       | 7 00123 001050 | entra "QUEIJO"                        |
      | 7       | 2 00123 001050 | nada entra: "Nenhum produto com “2001230010508”." |

  @CB-058 @teclado
  Esquema do Cenário: quantos algarismos são o código
    Dado o produto "PRESUNTO" a R$ 40,00 com estoque 100
    E o produto "PRESUNTO" com "Código da balança" = "12"
    E o produto "SALAME" a R$ 40,00 com estoque 100
    E o produto "SALAME" com "Código da balança" = "1230"
    E o terminal com "Dígitos do código do produto na etiqueta" = "<digitos>"
    E estou na tela de venda
    Quando o leitor lê a etiqueta "2 00123 001050"
    Então entra "<produto>"
    E o total é R$ <total>

    Exemplos:
      | digitos | produto  | total     |
      | 4       | PRESUNTO | 30.010,50 |
      | 5       | QUEIJO   | 10,50     |
      | 6       | SALAME   | 10,50     |

  @CB-059 @teclado
  Esquema do Cenário: a etiqueta diz quanto pesa ou quanto custa
    Dado o terminal com "Conteúdo da etiqueta (peso ou preço)" = "<conteudo>"
    E estou na tela de venda
    Quando o leitor lê a etiqueta "2 00123 001050"
    Então entra "QUEIJO"
    E a quantidade do item 1 é <quantidade>
    E o total é R$ <total>

    Exemplos:
      | conteudo | quantidade | total |
      | Peso     | 1,05       | 42,00 |
      | Preço    | 0,2625     | 10,50 |
