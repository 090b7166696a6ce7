# language: pt
Funcionalidade: Vender quando a retaguarda não responde

  Contexto:
    Dado o produto "P1" a R$ 10,00 com estoque 100
    E o cliente "Ana" com limite de R$ 500,00
    E o plano "À VISTA" com "Toma crédito" = "Não"
    E o plano "30 DIAS" com "Toma crédito" = "Sim"

  @TP-177
  Esquema do Cenário: o que o tipo emite sozinho
    Dado o tipo de pedido "<tipo>" com "Emissão sem retaguarda" = "<ajuste>"
    E um pedido "<tipo>" para "Ana" no plano "À VISTA" com 1 de "P1"
    E a retaguarda está fora do ar
    Quando emito o pedido
    Então <resultado>

    Exemplos:
      | tipo      | ajuste        | resultado                               |
      | PRÉ-VENDA | Só orçamento  | vejo o bloqueio "retaguarda.nao_emite"  |
      | PRÉ-VENDA | Emite sempre  | o pedido tem número provisório          |
      | DAV       | Só orçamento  | o pedido tem número provisório          |
      | DAV       | Não emite     | vejo o bloqueio "retaguarda.nao_emite"  |

  @TP-177
  Cenário: o que foi vendido sozinho chega uma vez e com divergência
    Dado o produto "P2" a R$ 10,00 com estoque 1
    E o tipo de pedido "PRÉ-VENDA" com "Emissão sem retaguarda" = "Emite sempre"
    E o tipo de pedido "PRÉ-VENDA" com "Validar estoque no fechamento do pedido" = "Erro"
    E o tipo de pedido "PRÉ-VENDA" com "Reserva estoque" = "Reserva estoque quando situação diferente de “Manutenção”"
    E um pedido "PRÉ-VENDA" para "Ana" no plano "À VISTA" com 1 de "P2"
    E a retaguarda está fora do ar
    Quando emito o pedido
    E outro terminal vende 1 de "P2"
    E a retaguarda volta
    Então o pedido chegou à retaguarda uma vez
    E há a divergência "estoque.insuficiente"
    E o disponível de "P2" é -1

  @CB-150
  Esquema do Cenário: permitir operar sem retaguarda
    Dado o terminal com "Permitir operar sem retaguarda" = "<ajuste>"
    E um pedido "DAV" para "Ana" no plano "À VISTA" com 1 de "P1"
    E a retaguarda está fora do ar
    Quando emito o pedido
    Então <resultado>

    Exemplos:
      | ajuste     | resultado                                        |
      | Marcado    | o pedido tem número provisório                   |
      | Desmarcado | vejo o bloqueio "retaguarda.sem_contingencia"    |

  @CB-104
  Esquema do Cenário: ação quando a conferência é impossível
    Dado o terminal com "Ação quando a retaguarda não responde" = "<ajuste>"
    E o terminal com "Verificar se Existe Crediário Vencido no DAV (Orçamento)" = "Marcado"
    E um pedido "DAV" para "Ana" no plano "À VISTA" com 1 de "P1"
    E a retaguarda está fora do ar
    Quando emito o pedido
    Então vejo <achado>

    Exemplos:
      | ajuste          | achado                                             |
      | Alertar         | o aviso "retaguarda.sem_conferencia"               |
      | Senha gerencial | o pedido de liberação "retaguarda.sem_conferencia" |
      | Erro            | o bloqueio "retaguarda.sem_conferencia"            |

  @TP-177 @CB-150 @CB-104
  Esquema do Cenário: as três configurações juntas decidem a pré-venda
    Dado o tipo de pedido "PRÉ-VENDA" com "Emissão sem retaguarda" = "<emissão>"
    E o terminal com "Permitir operar sem retaguarda" = "<sozinho>"
    E o terminal com "Ação quando a retaguarda não responde" = "<ação>"
    E o terminal com "Idade máxima dos dados de crédito (horas)" = "24"
    E um pedido "PRÉ-VENDA" para "Ana" no plano "<plano>" com <quantos> de "P1"
    E a retaguarda está fora do ar
    E os dados do balcão têm <idade> horas
    Quando emito o pedido
    Então <resultado>

    Exemplos:
      | emissão                     | sozinho    | ação            | plano   | quantos | idade | resultado                                               |
      | Não emite                   | Marcado    | Alertar         | À VISTA | 1       | 1     | vejo o bloqueio "retaguarda.nao_emite"                  |
      | Só orçamento                | Marcado    | Alertar         | 30 DIAS | 1       | 1     | vejo o bloqueio "retaguarda.nao_emite"                  |
      | Dentro do crédito conhecido | Marcado    | Alertar         | 30 DIAS | 50      | 23    | o pedido tem número provisório                          |
      | Dentro do crédito conhecido | Marcado    | Alertar         | 30 DIAS | 51      | 1     | vejo o bloqueio "retaguarda.alem_do_credito"            |
      | Dentro do crédito conhecido | Marcado    | Alertar         | 30 DIAS | 1       | 26    | vejo o bloqueio "retaguarda.dados_velhos"               |
      | Dentro do crédito conhecido | Marcado    | Erro            | À VISTA | 51      | 26    | o pedido tem número provisório                          |
      | Dentro do crédito conhecido | Marcado    | Senha gerencial | 30 DIAS | 1       | 1     | vejo o pedido de liberação "retaguarda.sem_conferencia" |
      | Dentro do crédito conhecido | Desmarcado | Alertar         | 30 DIAS | 1       | 1     | vejo o bloqueio "retaguarda.sem_contingencia"           |
      | Emite sempre                | Marcado    | Alertar         | 30 DIAS | 1       | 26    | o pedido tem número provisório                          |
      | Emite sempre                | Marcado    | Erro            | 30 DIAS | 1       | 1     | vejo o bloqueio "retaguarda.sem_conferencia"            |
      | Emite sempre                | Desmarcado | Alertar         | À VISTA | 1       | 1     | vejo o bloqueio "retaguarda.sem_contingencia"           |

  @TP-177
  Cenário: dois balcões sozinhos vendem a última unidade e o último real
    Dado o produto "P2" a R$ 10,00 com estoque 1
    E o cliente "Beto" com limite de R$ 10,00
    E o tipo de pedido "PRÉ-VENDA" com "Emissão sem retaguarda" = "Dentro do crédito conhecido"
    E o tipo de pedido "PRÉ-VENDA" com "Validar estoque no fechamento do pedido" = "Erro"
    E o tipo de pedido "PRÉ-VENDA" com "Reserva estoque" = "Reserva estoque quando situação diferente de “Manutenção”"
    E o terminal com "Ação quando a retaguarda não responde" = "Alertar"
    E um pedido "PRÉ-VENDA" para "Beto" no plano "30 DIAS" com 1 de "P2"
    E a retaguarda está fora do ar
    E outro balcão sem retaguarda tem o mesmo pedido
    Quando os dois balcões emitem
    E a retaguarda volta para os dois
    Então os dois pedidos chegaram à retaguarda uma vez
    E o disponível de "P2" é -1
    E o crédito disponível de "Beto" é R$ -10,00
    E as divergências abertas são "estoque.insuficiente, credito.limite"
    E nada está em quarentena
    Quando o gerente resolve as divergências com "o cliente pagou à vista; a segunda unidade veio da outra loja"
    Então não há divergência aberta
    E ficou guardado que "Bia Lima" resolveu com "o cliente pagou à vista; a segunda unidade veio da outra loja"

  @CB-104
  Esquema do Cenário: até que idade os dados de crédito servem
    Dado o tipo de pedido "PRÉ-VENDA" com "Emissão sem retaguarda" = "Dentro do crédito conhecido"
    E o terminal com "Ação quando a retaguarda não responde" = "Alertar"
    E o terminal com "Idade máxima dos dados de crédito (horas)" = "<máxima>"
    E um pedido "PRÉ-VENDA" para "Ana" no plano "30 DIAS" com 1 de "P1"
    E a retaguarda está fora do ar
    E os dados do balcão têm 26 horas
    Quando emito o pedido
    Então <resultado>

    Exemplos:
      | máxima | resultado                                 |
      | 48     | o pedido tem número provisório            |
      | 12     | vejo o bloqueio "retaguarda.dados_velhos" |
