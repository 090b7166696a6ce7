# language: pt
Funcionalidade: Imprimir ao finalizar

  Contexto:
    Dado o produto "P1" a R$ 10,00 com estoque 100

  @CB-135 @teclado
  Esquema do Cenário: o papel sai, não sai, ou se pergunta
    Dado o terminal com "Imprimir ao finalizar" = "<ajuste>"
    E estou na tela de venda
    Quando vendo 1 de "P1" e finalizo
    Então o resumo <resumo>
    E na impressora <papeis>

    Exemplos:
      | ajuste    | resumo                        | papeis    |
      | Nunca     | não fala de impressão         | nada sai  |
      | Perguntar | pergunta se imprime           | sai 1 via |
      | Sempre    | diz que sai ao emitir         | sai 1 via |

  @CB-135 @teclado
  Esquema do Cenário: só quem é perguntado pode dizer que não
    Dado o terminal com "Imprimir ao finalizar" = "<ajuste>"
    E estou na tela de venda
    Quando vendo 1 de "P1" e finalizo sem querer papel
    Então na impressora <papeis>

    Exemplos:
      | ajuste    | papeis    |
      | Perguntar | nada sai  |
      | Sempre    | sai 1 via |
