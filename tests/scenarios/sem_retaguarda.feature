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
    E o tipo de pedido "PRÉ-VENDA" com "Validar estoque no fechamento" = "Erro"
    E o tipo de pedido "PRÉ-VENDA" com "Reservar estoque" = "Marcado"
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
