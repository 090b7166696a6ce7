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

  @TP-001
  Cenário: os pedidos são do Id do tipo: o nome muda e eles o acompanham, o clone começa sem nenhum
    Dado 3 pedidos foram emitidos no tipo "VENDA"
    Quando "bia" renomeia o tipo "VENDA" para "VENDA_BALCAO"
    Então o tipo "VENDA_BALCAO" tem 3 pedidos
    Quando "bia" clona o tipo "VENDA_BALCAO"
    Então o tipo "VENDA_BALCAO_" tem 0 pedidos
    Quando "bia" inclui o tipo "VENDA"
    Então o tipo "VENDA" tem 0 pedidos
    E o tipo "VENDA_BALCAO" tem 3 pedidos

  @TP-001
  Esquema do Cenário: por onde quer que um tipo entre, é o sistema que lhe dá o Id
    Quando "bia" <entra>
    Então "<nome>" tem um Id só dele, que o sistema deu

    Exemplos:
      | entra                                 | nome   |
      | inclui o tipo "BALCÃO"                | BALCÃO |
      | inclui o tipo "BALCÃO" com o Id 999   | BALCÃO |
      | clona o tipo "VENDA"                  | VENDA_ |
      | importa uma planilha com o tipo "NET" | NET    |

  @TP-007
  Esquema do Cenário: a categoria se informa, e é uma com que o balcão trabalha
    Quando "bia" inclui o tipo "BALCÃO" na categoria "<categoria>"
    Então o cadastro <resultado>

    Exemplos:
      | categoria | resultado                   |
      | Orçamento | aceita                      |
      | Serviço   | aceita                      |
      | Venda     | aceita                      |
      | Agrupador | recusa pelo campo categoria |
      | Compra    | recusa pelo campo categoria |
      |           | recusa pelo campo categoria |

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

  @TPR-03
  Esquema do Cenário: a categoria decide que campos o formulário mostra
    Quando preencho um tipo com "categoria" = "<categoria>"
    Então o formulário <versoes> o campo "permite_versionamento"
    E o formulário <versoes> o campo "atributos_alteraveis_na_aprovacao"

    Exemplos:
      | categoria | versoes    |
      | orcamento | mostra     |
      | venda     | não mostra |

  @TPR-06
  Esquema do Cenário: quem não permite lista de preços não escolhe quais
    Quando preencho um tipo com "lista_precos" = "<lista>"
    Então o formulário <opcoes> o campo "opcoes_listas_precos"

    Exemplos:
      | lista       | opcoes     |
      | nao_permite | não mostra |
      | opcional    | mostra     |

  @TPR-07
  Cenário: sem tipo de pedido na aprovação há um aviso, que não impede
    Dado que "bia" incluiu o tipo "BALCÃO" com o título "Pedido"
    Então consultar "BALCÃO" avisa que falta o tipo de pedido na aprovação
    Quando "bia" liga "BALCÃO" à aprovação pelo tipo "VENDA"
    Então consultar "BALCÃO" não avisa

  @TPR-09
  Cenário: gravar o tipo grava as regras comerciais que ele valida
    Dado as regras comerciais "R1" e "R2"
    E que "bia" incluiu o tipo "BALCÃO" com o título "Pedido"
    Quando "bia" marca em "BALCÃO" as regras "R1", "R2"
    Então "BALCÃO" valida "R1", "R2"
    Quando "bia" marca em "BALCÃO" as regras "R2"
    Então "BALCÃO" valida "R2"

  @TPR-10 @TPR-14
  Cenário: os estabelecimentos marcados são os que usam o tipo
    Dado que "bia" incluiu o tipo "BALCÃO" com o título "Pedido"
    Então o formulário de "BALCÃO" oferece 2 estabelecimentos e marca 1
    Quando "bia" marca em "BALCÃO" os estabelecimentos 1, 2
    Então a loja 2 vê o tipo "BALCÃO"
    Quando "bia" marca em "BALCÃO" os estabelecimentos 1
    Então a loja 2 não vê o tipo "BALCÃO"

  @TPR-08
  Cenário: os atributos alteráveis na aprovação são oferecidos, com os gravados marcados
    Então o formulário de "DAV" vem com os atributos alteráveis nenhum marcados
    Quando "bia" marca em "DAV" o atributo alterável "Plano de pagamento"
    Então o formulário de "DAV" vem com os atributos alteráveis "Plano de pagamento" marcados
