# language: pt
Funcionalidade: Controles de Impressão decidem o papel que sai

  Contexto:
    Dado o produto "P1" a R$ 10,00 com estoque 100
    E o cliente "Ana" com limite de R$ 500,00
    E o plano "À VISTA" com "Toma crédito" = "Não"

  @CB-132
  Esquema do Cenário: o modelo de papel decide formato e largura
    Dado um pedido "DAV" para "Ana" no plano "À VISTA" com 1 de "P1"
    E a retaguarda está fora do ar
    E este computador com "Modelo de papel" = "<papel>"
    Quando emito e imprimo o pedido
    Então o papel é "<tipo>" de até <colunas> colunas

    Exemplos:
      | papel                | tipo | colunas |
      | A4                   | .pdf | 0       |
      | Bobina 80 mm         | .bin | 48      |
      | Bobina 58 mm         | .bin | 32      |
      | Matricial 80 colunas | .prn | 80      |

  @CB-131
  Esquema do Cenário: a guilhotina faz o que a página diz
    Dado um pedido "DAV" para "Ana" no plano "À VISTA" com 1 de "P1"
    E a retaguarda está fora do ar
    E este computador com "Modelo de papel" = "Bobina 80 mm"
    E este computador com "Corte da bobina" = "<corte>"
    Quando emito e imprimo o pedido
    Então a bobina termina em "<fim>"

    Exemplos:
      | corte     | fim           |
      | Total     | corte total   |
      | Parcial   | corte parcial |
      | Não corta | avanço        |

  @CB-133
  Esquema do Cenário: vias do DAV
    Dado o terminal com "Vias do DAV" = "<vias>"
    E um pedido "DAV" para "Ana" no plano "À VISTA" com 1 de "P1"
    E a retaguarda está fora do ar
    Quando emito e imprimo o pedido
    Então saem <vias> vias

    Exemplos:
      | vias |
      | 0    |
      | 1    |
      | 2    |
      | 5    |

  @CB-134
  Esquema do Cenário: vias da pré-venda não são as do DAV
    Dado o terminal com "Vias do DAV" = "5"
    E o terminal com "Vias da Pré-Venda" = "<vias>"
    E o tipo de pedido "PRÉ-VENDA" com "Emissão sem retaguarda" = "Emite sempre"
    E o terminal com "Permitir operar sem retaguarda" = "Marcado"
    E um pedido "PRÉ-VENDA" para "Ana" no plano "À VISTA" com 1 de "P1"
    E a retaguarda está fora do ar
    Quando emito e imprimo o pedido
    Então saem <vias> vias

    Exemplos:
      | vias |
      | 0    |
      | 3    |

  @TP-129
  Esquema do Cenário: as vias que o tipo diz valem mais que as do terminal
    Dado o terminal com "Vias do DAV" = "3"
    E o tipo de pedido "DAV" com "Quantidade de vias" = "<vias>"
    E um pedido "DAV" para "Ana" no plano "À VISTA" com 1 de "P1"
    E a retaguarda está fora do ar
    Quando emito e imprimo o pedido
    Então saem <saem> vias

    Exemplos:
      | vias | saem |
      | 0    | 0    |
      | 1    | 1    |
      | 2    | 2    |

  @CB-136
  Esquema do Cenário: o logo sai se a página manda
    Dado o terminal com "Imprimir logo" = "<ajuste>"
    E um pedido "DAV" para "Ana" no plano "À VISTA" com 1 de "P1"
    E a retaguarda está fora do ar
    E este computador com um logo
    Quando emito e imprimo o pedido
    Então o papel <resultado> figura

    Exemplos:
      | ajuste     | resultado |
      | Marcado    | tem       |
      | Desmarcado | não tem   |

  @CB-045
  Esquema do Cenário: o logo é a imagem indicada, e sem ela o papel sai sem logo
    Dado um pedido "DAV" para "Ana" no plano "À VISTA" com 1 de "P1"
    E a retaguarda está fora do ar
    E este computador com o "Caminho da Imagem Logo" de um arquivo que <existe>
    Quando emito e imprimo o pedido
    Então o papel <resultado> figura

    Exemplos:
      | existe     | resultado |
      | existe     | tem       |
      | não existe | não tem   |

  @TP-003
  Esquema do Cenário: o documento chama-se pelo título do tipo, e sem título pelo nome
    Dado o tipo de pedido "DAV" com "Título" = "<titulo>"
    E um pedido "DAV" para "Ana" no plano "À VISTA" com 1 de "P1"
    E a retaguarda está fora do ar
    Quando emito e imprimo o pedido
    Então o papel diz "<chamado>"

    Exemplos:
      | titulo             | chamado            |
      | Proposta comercial | Proposta comercial |
      |                    | DAV                |

  @CB-137
  Esquema do Cenário: a mensagem de rodapé sai no fim do documento
    Dado o terminal com "Mensagem de rodapé" = "<mensagem>"
    E um pedido "DAV" para "Ana" no plano "À VISTA" com 1 de "P1"
    E a retaguarda está fora do ar
    Quando emito e imprimo o pedido
    Então o papel <resultado> "Obrigado pela preferência"

    Exemplos:
      | mensagem                  | resultado |
      | Obrigado pela preferência | diz       |
      |                           | não diz   |

  @CB-138
  Esquema do Cenário: quanto dos valores sai no DAV
    Dado o terminal com "Imprimir preços no DAV" = "<ajuste>"
    E um pedido "DAV" para "Ana" no plano "À VISTA" com 3 de "P1"
    E a retaguarda está fora do ar
    Quando emito e imprimo o pedido
    Então o papel <unitario> "10,00"
    E o papel <total> "30,00"

    Exemplos:
      | ajuste   | unitario | total   |
      | Por item | diz      | diz     |
      | Só total | não diz  | diz     |
      | Nenhum   | não diz  | não diz |

  @CB-131
  Esquema do Cenário: o papel sai na impressora deste computador
    Dado um pedido "DAV" para "Ana" no plano "À VISTA" com 1 de "P1"
    E a retaguarda está fora do ar
    E este computador com a "Impressora do balcão" que grava na pasta "<pasta>"
    Quando emito e imprimo o pedido
    Então sai 1 papel na pasta "<pasta>" e nenhum na pasta "<outra>"

    Exemplos:
      | pasta  | outra  |
      | frente | fundos |
      | fundos | frente |

  @CB-131
  Esquema do Cenário: os acentos vão na página de código da impressora
    Dado um pedido "DAV" para "Conceição" no plano "À VISTA" com 1 de "P1"
    E a retaguarda está fora do ar
    E este computador com "Modelo de papel" = "Bobina 80 mm"
    E este computador com "Acentos da bobina" = "<pagina>"
    Quando emito e imprimo o pedido
    Então a bobina recebe "CONCEIÇÃO" na página de código <pagina>

    Exemplos:
      | pagina |
      | 850    |
      | 860    |
      | 1252   |

  @CB-131
  Esquema do Cenário: quem desenha o QR Code do Pix
    Dado a loja recebe por Pix
    E um pedido "DAV" para "Ana" no plano "À VISTA" com 1 de "P1"
    E a retaguarda está fora do ar
    E este computador com "Modelo de papel" = "Bobina 80 mm"
    E este computador com "A impressora desenha o QR Code do Pix" = "<ajuste>"
    Quando emito e imprimo o pedido
    Então o QR Code vai como <como>

    Exemplos:
      | ajuste     | como    |
      | Marcado    | comando |
      | Desmarcado | figura  |

  @TP-104
  Esquema do Cenário: só se imprime nas situações que o tipo diz
    Dado o tipo de pedido "DAV" com "Situação impressão pedido" = "<situacoes>"
    E um pedido "DAV" para "Ana" no plano "À VISTA" com 1 de "P1"
    E a retaguarda está fora do ar
    Quando emito e imprimo o pedido
    E peço a 2ª via
    Então saem <vias> vias
    E <recusa>

    Exemplos:
      | situacoes           | vias | recusa                                                                                                                                                 |
      | Pendente / Proposta | 2    | nada recusa a impressão                                                                                                                                |
      | Aprovado, Entregue  | 0    | a impressão é recusada: "O tipo DAV não deixa imprimir documentos na situação Pendente. Espere a situação mudar ou fale com o gerente."                |
      |                     | 0    | a impressão é recusada: "O tipo DAV não deixa imprimir documentos na situação Pendente. Espere a situação mudar ou fale com o gerente."                |

  @TP-089
  Esquema do Cenário: a mensagem da validade é a do tipo
    Dado o tipo de pedido "DAV" com "Validade da proposta (dias)" = "10"
    E o tipo de pedido "DAV" com "Mensagem de validade da proposta" = "<mensagem>"
    E um pedido "DAV" para "Ana" no plano "À VISTA" com 1 de "P1"
    E a retaguarda está fora do ar
    Quando emito e imprimo o pedido
    Então o papel diz "<frase>"

    Exemplos:
      | mensagem                                              | frase                                                  |
      | Proposta válida por :VALIDADE_PROPOSTA: dias corridos | Proposta válida por 10 dias corridos, até                 |
      |                                                       | Validade da proposta: 10 dias, até                      |

  @TP-094
  Esquema do Cenário: a impressora do servidor em que cada tipo de documento sai sozinho
    Dado a impressora do servidor "BALCAO1"
    E o tipo de pedido "DAV" com "Impressora" = "<impressora>"
    E o tipo de pedido "DAV" com "Quantidade de vias" = "<vias>"
    E um pedido "DAV" para "João" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "Pendente"
    E saem <saem> vias na impressora do servidor "BALCAO1"

    Exemplos:
      | impressora | vias | saem |
      | BALCAO1    | 2    | 2    |
      | BALCAO1    |      | 1    |
      | BALCAO1    | 0    | 0    |
      |            | 2    | 0    |
