# language: pt
Funcionalidade: o cadastro de tipos de pedidos
  Quem cuida da loja procura, abre, inclui, altera, clona e exclui os tipos de pedidos.

  @TPO-01
  Esquema do Cenário: a pesquisa traz os tipos da categoria procurada
    Quando pesquiso os tipos de pedidos da categoria "<categoria>"
    Então a lista tem <tipos>

    Exemplos:
      | categoria | tipos                               |
      | orcamento | "DAV"                               |
      | venda     | "PRÉ-VENDA", "VENDA", "VENDA LIVRE" |
      | servico   | nada                                |

  @TPO-02
  Esquema do Cenário: a lista mostra as colunas escolhidas, uma linha por tipo
    Quando listo os tipos de pedidos com a coluna "<coluna>"
    Então a linha de "DAV" mostra "<valor>"

    Exemplos:
      | coluna    | valor     |
      | nome      | DAV       |
      | categoria | Orçamento |

  @TPO-03
  Cenário: consultar abre o tipo escolhido com o que está gravado
    Dado que "bia" incluiu o tipo "BALCÃO" com o título "Pedido de balcão"
    Quando "ana" consulta o tipo "BALCÃO"
    Então o título dele é "Pedido de balcão"

  @TPO-04
  Cenário: cada tipo novo recebe um Id do sistema, que ninguém muda
    Quando "bia" inclui o tipo "BALCÃO"
    E "bia" inclui o tipo "ATACADO"
    Então os dois têm Ids diferentes
    E mandar o Id 999 para "BALCÃO" não o muda

  @TPO-04
  Cenário: quem não tem a permissão não inclui
    Quando "ana" inclui o tipo "BALCÃO"
    Então o cadastro recusa
    E o tipo "BALCÃO" não existe

  @TP-002
  Esquema do Cenário: o nome é obrigatório e não se repete
    Quando "bia" inclui o tipo "<nome>"
    Então o cadastro <resultado>

    Exemplos:
      | nome   | resultado              |
      | BALCÃO | aceita                 |
      | VENDA  | recusa pelo campo nome |
      |        | recusa pelo campo nome |

  @TPO-05
  Cenário: o que se grava fica, e o que se deixa não
    Dado que "bia" incluiu o tipo "BALCÃO" com o título "Pedido"
    Quando "bia" altera o título de "BALCÃO" para "Pedido de balcão"
    Então o título de "BALCÃO" é "Pedido de balcão"
    Quando "ana" altera o título de "BALCÃO" para "Outro"
    Então o cadastro recusa
    E o título de "BALCÃO" é "Pedido de balcão"

  @TPO-07
  Cenário: só se exclui o tipo que ninguém usa
    Dado que "bia" incluiu o tipo "TESTE" com o título "Teste"
    E um pedido foi emitido no tipo "VENDA"
    Quando "bia" exclui o tipo "TESTE"
    Então o cadastro aceita
    E o tipo "TESTE" não existe
    Quando "bia" exclui o tipo "VENDA"
    Então o cadastro recusa
    E o tipo "VENDA" existe

  @TPO-08
  Cenário: o clone tem os mesmos valores, outro Id e outro nome
    Dado que "bia" incluiu o tipo "BALCÃO" com o título "Pedido de balcão"
    Quando "bia" clona o tipo "BALCÃO"
    Então o título de "BALCÃO_" é "Pedido de balcão"
    E os dois têm Ids diferentes
