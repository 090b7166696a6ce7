# language: pt
Funcionalidade: Número, série e chave de um documento

  Contexto:
    Dado hoje é 10/03/2026
    E o produto "P1" a R$ 10,00 com estoque 1000
    E o cliente "João" com limite de R$ 1.000,00
    E o tipo de pedido "VENDA" com "Último número do tipo" = "7"
    E a última numeração geral da loja é 100

  @TP-154
  Esquema do Cenário: quem numera os documentos de um tipo
    Dado o tipo de pedido "VENDA" com "Regra de numeração" = "<regra>"
    E o tipo de pedido "DAV" com "Regra de numeração" = "<regra>"
    Quando emito um "VENDA" com o número "<informado>"
    E emito um "DAV" com o número "<informado>"
    Então o último "VENDA" tem o número "<venda>"
    E o último "DAV" tem o número "<dav>"

    Exemplos:
      | regra                 | informado | venda | dav |
      | Sequencial (geral)    |           | 101   | 102 |
      | Sequencial (por tipo) |           | 8     | 1   |
      | Informado             | 7         | 7     | 7   |

  @TP-154
  Esquema do Cenário: um número informado é exigido e não se repete
    Dado o tipo de pedido "VENDA" com "Regra de numeração" = "<regra>"
    Quando emito um "VENDA" com o número "55"
    E emito um "VENDA" com o número "<segundo>"
    Então <fim>

    Exemplos:
      | regra                 | segundo | fim                                                      |
      | Informado             | 56      | o último "VENDA" tem o número "56"                       |
      | Informado             | 55      | é recusado "numero.repetido" por "Regra de numeração"    |
      | Informado             |         | é recusado "numero.exigido" por "Regra de numeração"     |
      | Sequencial (por tipo) |         | o último "VENDA" tem o número "9"                        |

  @TP-154
  Esquema do Cenário: o campo do número só aparece onde ele é informado
    Dado o tipo de pedido "VENDA" com "Regra de numeração" = "<regra>"
    E um pedido "VENDA" para "João" com 1 de "P1"
    Então o cabeçalho <mostra> o número

    Exemplos:
      | regra              | mostra     |
      | Informado          | mostra     |
      | Sequencial (geral) | não mostra |

  @TP-154
  Esquema do Cenário: sem a retaguarda ninguém sabe se o número informado já foi usado
    Dado o tipo de pedido "PRÉ-VENDA" com "Regra de numeração" = "<regra>"
    E o tipo de pedido "PRÉ-VENDA" com "Emissão sem retaguarda" = "Emite sempre"
    E um pedido "PRÉ-VENDA" para "João" com 1 de "P1"
    E informo o número "31"
    E a retaguarda está fora do ar
    Quando emito o pedido
    Então vejo <achado>

    Exemplos:
      | regra              | achado                                                               |
      | Informado          | o bloqueio "numero.sem_retaguarda" decidido por "Regra de numeração" |
      | Sequencial (geral) | nenhum aviso                                                         |

  @TP-155
  Esquema do Cenário: o último número do tipo, antes e depois de um documento
    Dado o tipo de pedido "VENDA" com "Regra de numeração" = "<regra>"
    E o tipo de pedido "VENDA" com "Último número do tipo" = "250"
    Quando emito um "VENDA" com o número ""
    Então o último "VENDA" tem o número "<numero>"
    E o cadastro do tipo "VENDA" mostra o último número <depois>

    Exemplos:
      | regra                 | numero | depois |
      | Sequencial (por tipo) | 251    | 251    |
      | Sequencial (geral)    | 101    | 250    |

  @TP-153
  Esquema do Cenário: a série de um documento
    Dado a preferência "PEDIDOS.PEDIDOS.SERIE_PADRAO" = "0"
    E o tipo de pedido "DAV" com "Série" = "<serie>"
    E um pedido "DAV" para "João" com 1 de "P1"
    E informo a série "A1"
    Então o cabeçalho <mostra> a série
    E emitido, fica com a série "<fica>"

    Exemplos:
      | serie     | mostra     | fica |
      | Não usado | não mostra | 0    |
      | Informado | mostra     | A1   |
      | Ano       | não mostra | 2026 |

  @TP-153
  Esquema do Cenário: com a série do ano a numeração recomeça
    Dado o tipo de pedido "DAV" com "Série" = "<serie>"
    Quando emito um "DAV" com o número ""
    E passam 297 dias
    E emito um "DAV" com o número ""
    Então o último "DAV" tem o número "<numero>"
    E o último "DAV" tem a série "<qual>"

    Exemplos:
      | serie     | numero | qual |
      | Não usado | 2      |      |
      | Ano       | 1      | 2027 |

  @TP-156
  Esquema do Cenário: a chave identifica o documento no papel e nas telas
    Dado o tipo de pedido "VENDA" com "Chave de identificação do pedido" = "<chave>"
    E o tipo de pedido "VENDA" com "Série" = "<serie>"
    Quando emito um "VENDA" com o número ""
    Então o último "VENDA" se chama "<nome>" no papel e nas telas

    Exemplos:
      | chave                         | serie     | nome         |
      | ${tipo} ${pedido}$!{serie}    | Não usado | VENDA 8      |
      | ${tipo} ${pedido}$!{serie}    | Ano       | VENDA 1/2026 |
      | ${pedido}-${versao}           | Não usado | 8-0          |
      | ${pedido}$!{serie}$!{versao}  | Não usado | 8            |

  @TP-156
  Esquema do Cenário: uma chave que não identifica não é gravada
    Então o cadastro do tipo "VENDA" recusa "Chave de identificação do pedido" = "<chave>": "<motivo>"

    Exemplos:
      | chave             | motivo                        |
      | ${pedido}${loja}  | “${loja}” não é uma macro     |
      | VENDA             | Sem ${pedido}                 |
      | $!{pedido}        | só a versão e a série         |
