# language: pt
Funcionalidade: O que o tipo de pedido preenche por si na inclusão

  Contexto:
    Dado hoje é 01/03/2026
    E o produto "P1" a R$ 10,00 com estoque 1000
    E o cliente "João" com limite de R$ 1.000,00

  @TP-163
  Esquema do Cenário: o contato e a validade que o tipo força sobrescrevem o que foi informado
    Dado o tipo de pedido "DAV" com "Auto-preenchimento" = "<linhas>"
    E um pedido "DAV" para "João" com 1 de "P1"
    Quando informo o contato "CICLANO"
    E emito o pedido
    Então a situação é "Pendente"
    E vejo nenhum aviso
    E fica gravado o contato "<contato>" e a validade "<validade>"

    Exemplos:
      | linhas                                               | contato | validade   |
      |                                                      | CICLANO | 16/03/2026 |
      | PESSOA_CONTATO=FULANO                                | FULANO  | 16/03/2026 |
      | PESSOA_CONTATO=FULANO / DATA_VALIDADE=[SYSDATE+30]   | FULANO  | 31/03/2026 |
      | DATA_VALIDADE=[SYSDATE]                              | CICLANO | 01/03/2026 |
      | DATA_VALIDADE=31/12/2026                             | CICLANO | 31/12/2026 |

  @TP-163
  Cenário: o que foi alterado depois da inclusão permanece
    Dado o tipo de pedido "DAV" com "Auto-preenchimento" = "PESSOA_CONTATO=FULANO / DATA_VALIDADE=[SYSDATE+30]"
    E um pedido "DAV" para "João" com 1 de "P1"
    Quando emito o pedido
    Então fica gravado o contato "FULANO" e a validade "31/03/2026"
    Quando altero o contato do documento para "CICLANO"
    Então fica gravado o contato "CICLANO" e a validade "31/03/2026"

  @TP-163
  Cenário: um balcão que ainda não sabe do preenchimento não o contorna
    Dado um pedido "DAV" para "João" com 1 de "P1"
    Quando informo o contato "CICLANO"
    E o tipo de pedido "DAV" muda na retaguarda para "Auto-preenchimento" = "PESSOA_CONTATO=FULANO / FRETE=12,50"
    Então fica gravado o contato "FULANO" e a validade "16/03/2026"
    E fica gravado o total de R$ 22,50

  @TP-163
  Cenário: outro plano de pagamento muda os preços que ninguém digitou
    Dado o plano "30 DIAS" com "Acréscimo" = "10"
    E um pedido "PRÉ-VENDA" para "João" com 2 de "P1"
    Quando o tipo de pedido "PRÉ-VENDA" passa a preencher o plano "30 DIAS"
    E emito o pedido
    Então vejo nenhum aviso
    E o total é R$ 22,00
    E fica gravado o total de R$ 22,00

  @TP-163
  Cenário: um balcão antigo não vende noutro plano
    Dado o plano "30 DIAS" com "Acréscimo" = "10"
    E um pedido "PRÉ-VENDA" para "João" com 2 de "P1"
    Quando o tipo de pedido "PRÉ-VENDA" passa a preencher o plano "30 DIAS" e este balcão não sabe
    Então fica gravado o total de R$ 22,00

  @TP-163
  Cenário: a classificação é do cadastro, sai impressa, e não é excluída enquanto o tipo a preenche
    Dado a classificação de pedidos "GARANTIA"
    E o tipo de pedido "DAV" preenche a classificação "GARANTIA"
    E um pedido "DAV" para "João" com 1 de "P1"
    Quando emito o pedido
    Então a classificação gravada e impressa é "GARANTIA"
    E a classificação "GARANTIA" não pode ser excluída, pois "o tipo DAV a preenche nos pedidos"

  @TP-163
  Cenário: sem a retaguarda o tipo preenche do mesmo jeito
    Dado o tipo de pedido "DAV" com "Auto-preenchimento" = "PESSOA_CONTATO=FULANO / DATA_VALIDADE=[SYSDATE+30]"
    E um pedido "DAV" para "João" com 1 de "P1"
    E a retaguarda está fora do ar
    Quando emito o pedido
    Então o documento emitido sem a retaguarda tem o contato "FULANO" e vale 30 dias

  @TP-163
  Cenário: o que saiu sem a retaguarda fica como foi impresso, e o gerente vê a diferença
    Dado um pedido "DAV" para "João" com 1 de "P1"
    E a retaguarda está fora do ar
    Quando emito o pedido
    E o tipo de pedido "DAV" passa a ter "Auto-preenchimento" = "PESSOA_CONTATO=FULANO / DATA_ENTREGA=[SYSDATE+1]"
    E a retaguarda volta
    Então há a divergência "preenchimento.diferente"
    E o contato gravado é ""

  @TP-163
  Esquema do Cenário: uma validade que já passou não emite
    Dado o tipo de pedido "DAV" com "Auto-preenchimento" = "DATA_VALIDADE=<dia>"
    E um pedido "DAV" para "João" com 1 de "P1"
    Quando emito o pedido
    Então vejo <achado>

    Exemplos:
      | dia        | achado                                                                              |
      | 28/02/2026 | o bloqueio "preenchimento.validade_passou" decidido por "Auto-preenchimento"         |
      | 01/03/2026 | nenhum aviso                                                                        |

  @TP-163
  Esquema do Cenário: uma linha que não serve não é gravada no tipo
    Quando gravo no tipo "DAV" o auto-preenchimento "<linhas>"
    Então o cadastro recusa com "<frase>"

    Exemplos:
      | linhas                          | frase                                                         |
      | COR=AZUL                        | “COR” não é um campo que se preencha                          |
      | pessoa_contato=X                | O nome é escrito em maiúsculas                                |
      | VENDEDOR_ID=99                  | VENDEDOR_ID=99: não há o nº 99 no cadastro                    |
      | CLASSIFICACAO_PEDIDO_ID=99      | CLASSIFICACAO_PEDIDO_ID=99: não há o nº 99 no cadastro        |
      | PLANO_PAGAMENTO_ID=99           | PLANO_PAGAMENTO_ID=99: não há o nº 99 no cadastro             |
      | DATA_VALIDADE=[SYSDATE-1]       | já teria passado na inclusão do pedido                        |
      | DATA_VALIDADE=amanhã            | “amanhã” não serve para DATA_VALIDADE                         |
