# language: pt
Funcionalidade: Preço e desconto

  Contexto:
    Dado hoje é 10/03/2026
    E o produto "P1" a R$ 100,00 com estoque 1000
    E o cliente "Ana" com limite de R$ 5.000,00

  @TP-079
  Esquema do Cenário: preço mínimo e máximo
    Dado o produto "P1" com "Preço mínimo" = "80,00"
    E o produto "P1" com "Preço máximo" = "120,00"
    E o tipo de pedido "DAV" com "Valida preço mínimo e máximo" = "<valida>"
    E a preferência "PEDIDOS.PEDIDOS.BLOQUEAR_PRECOS_MINIMO_MAXIMO" = "<acao>"
    E o terminal com "Permitir alterar preço unitário" = "Sim"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando altero o preço do item 1 para R$ <preco>
    E emito o pedido
    Então a situação é "<situacao>"

    Exemplos:
      | valida     | acao    | preco  | situacao      |
      | Marcado    | Erro    | 70,00  | Em manutenção |
      | Marcado    | Alertar | 70,00  | Pendente      |
      | Desmarcado | Erro    | 70,00  | Pendente      |
      | Marcado    | Erro    | 130,00 | Em manutenção |
      | Marcado    | Erro    | 80,00  | Pendente      |

  @CB-107
  Esquema do Cenário: permitir alterar preço unitário
    Dado o terminal com "Permitir alterar preço unitário" = "<ajuste>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando altero o preço do item 1 para R$ 99,00
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | ajuste    | situacao      | achado                                 |
      | Não       | Em manutenção | o bloqueio "preco.alterado"            |
      | Com senha | Em manutenção | o pedido de liberação "preco.alterado" |
      | Sim       | Pendente      | nenhum aviso                           |

  @CL-053 @CL-054 @CL-056
  Esquema do Cenário: o menor desconto máximo informado
    Dado o cliente "Ana" com "% máximo de desconto" = "<cliente>"
    E o plano "30 DIAS" com "% máximo de desconto" = "<plano>"
    E o estabelecimento com "% máximo de desconto" = "20"
    E um pedido "DAV" para "Ana" no plano "30 DIAS" com 1 de "P1"
    Quando dou desconto de <desconto> % no item 1
    E emito o pedido
    Então a situação é "<situacao>"

    Exemplos:
      | cliente | plano | desconto | situacao      |
      | 10      | 5     | 5        | Pendente      |
      | 10      | 5     | 6        | Em manutenção |
      | 10      |       | 10       | Pendente      |
      |         |       | 20       | Pendente      |
      |         |       | 21       | Em manutenção |
      | 0       |       | 1        | Em manutenção |
      | 30      |       | 30       | Pendente      |
      | 30      |       | 31       | Em manutenção |

  @CL-055
  Esquema do Cenário: o desconto máximo do grupo do produto vale item a item
    Dado o produto "P2" a R$ 100,00 com estoque 1000
    E o produto "P1" do grupo "FERRAGENS"
    E o produto "P2" do grupo "TINTAS"
    E o grupo de produtos "FERRAGENS" com "% máximo de desconto" = "3"
    E o grupo de produtos "TINTAS" com "% máximo de desconto" = ""
    E o cliente "Ana" com "% máximo de desconto" = "10"
    E um pedido "DAV" para "Ana" com 1 de "<produto>"
    Quando dou desconto de <desconto> % no item 1
    E emito o pedido
    Então a situação é "<situacao>"

    Exemplos:
      | produto | desconto | situacao      |
      | P1      | 3        | Pendente      |
      | P1      | 4        | Em manutenção |
      | P2      | 10       | Pendente      |
      | P2      | 11       | Em manutenção |

  @CB-123
  Esquema do Cenário: ação para desconto acima do limite
    Dado o cliente "Ana" com "% máximo de desconto" = "5"
    E o terminal com "Ação para desconto acima do limite" = "<ajuste>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando dou desconto de 8 % no pedido
    E emito o pedido
    Então vejo <achado>

    Exemplos:
      | ajuste          | achado                                |
      | Erro            | o bloqueio "desconto.acima"           |
      | Senha gerencial | o pedido de liberação "desconto.acima" |

  @CL-050
  Esquema do Cenário: cliente sem direito a desconto geral
    Dado o cliente "Ana" com "Permite desconto" = "<ajuste>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando dou desconto de 5 % no pedido
    E emito o pedido
    Então a situação é "<situacao>"

    Exemplos:
      | ajuste | situacao      |
      | Sim    | Pendente      |
      | Não    | Em manutenção |

  @CB-109
  Esquema do Cenário: produto sem preço
    Dado o produto "P2" a R$ 0,00 com estoque 10
    E o terminal com "Produto sem preço" = "<ajuste>"
    E um pedido "DAV" para "Ana" com 1 de "P2"
    Quando emito o pedido
    Então a situação é "<situacao>"

    Exemplos:
      | ajuste   | situacao      |
      | Erro     | Em manutenção |
      | Permitir | Pendente      |

  @TP-081
  Esquema do Cenário: produto sem preço, conforme o tipo e o terminal
    Dado o produto "P2" a R$ <preco> com estoque 10
    E o tipo de pedido "DAV" com "Permite produtos sem preço" = "<permite>"
    E o terminal com "Produto sem preço" = "<terminal>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando incluo 1 de "P2"
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | permite    | terminal | preco | situacao      | achado                                                                   |
      | Marcado    | Permitir | 0,00  | Pendente      | nenhum aviso                                                             |
      | Marcado    | Erro     | 0,00  | Em manutenção | o bloqueio "preco.zero" do produto "P2"                                  |
      | Desmarcado | Permitir | 0,00  | Em manutenção | o bloqueio "produto.sem_preco" decidido por "Permite produtos sem preço" |
      | Desmarcado | Erro     | 0,00  | Em manutenção | o bloqueio "produto.sem_preco" do produto "P2"                           |
      | Desmarcado | Permitir | 5,00  | Pendente      | nenhum aviso                                                             |

  @TP-082
  Esquema do Cenário: casas decimais do preço e do total do item
    Dado o tipo de pedido "DAV" com "Casas decimais do preço" = "<casas>"
    E o terminal com "Casas Decimal Valor" = "4"
    E o terminal com "Permitir alterar preço unitário" = "Sim"
    E um pedido "DAV" para "Ana" com 3 de "P1"
    Quando altero o preço do item 1 para R$ 10,3456
    Então o preço do item 1 é <preco>
    Quando emito o pedido
    Então a situação é "Pendente"
    E o total é R$ <total>

    Exemplos:
      | casas | preco   | total |
      |       | 10,3456 | 31,04 |
      | 10    | 10,3456 | 31,04 |
      | 3     | 10,346  | 31,04 |
      | 2     | 10,35   | 31,05 |
      | 1     | 10,3    | 30,90 |
      | 0     | 10      | 30,00 |

  @TP-082
  Esquema do Cenário: o desconto também fica nas casas do tipo
    Dado o tipo de pedido "DAV" com "Casas decimais do preço" = "<casas>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    E tem também 2 de "P1"
    Quando dou desconto de 3,333 % no item 1
    E dou desconto de 1,11 % no pedido
    E emito o pedido
    Então a situação é "Pendente"
    E o total é R$ <total>

    Exemplos:
      | casas | total  |
      | 2     | 293,38 |
      | 1     | 293,40 |
      | 0     | 294,00 |

  @TP-065
  Esquema do Cenário: descontos em cascata
    Dado o tipo de pedido "DAV" com "Descontos acumulativos" = "<permite>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando digito "<digitado>" no desconto do <onde>
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>
    E o total é R$ <total>

    Exemplos:
      | permite    | digitado | onde   | situacao      | achado                                                                  | total  |
      | Marcado    | 10+5%    | item 1 | Pendente      | nenhum aviso                                                            | 85,50  |
      | Marcado    | 5+10     | pedido | Pendente      | nenhum aviso                                                            | 85,50  |
      | Desmarcado | 10+5%    | item 1 | Em manutenção | o bloqueio "desconto.em_cascata" decidido por "Descontos acumulativos" | 85,50  |
      | Desmarcado | 10+5%    | pedido | Em manutenção | o bloqueio "desconto.em_cascata" decidido por "Descontos acumulativos" | 85,50  |
      | Desmarcado | 10%      | item 1 | Pendente      | nenhum aviso                                                            | 90,00  |
      | Desmarcado | +10+5%   | item 1 | Em manutenção | o bloqueio "acrescimo.em_cascata"                                       | 115,50 |

  @TP-066
  Esquema do Cenário: acréscimos em cascata
    Dado o tipo de pedido "DAV" com "Acréscimos acumulativos" = "<permite>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando digito "<digitado>" no desconto do <onde>
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>
    E o total é R$ <total>

    Exemplos:
      | permite    | digitado | onde   | situacao      | achado                                                                    | total  |
      | Marcado    | +10+5%   | item 1 | Pendente      | nenhum aviso                                                              | 115,50 |
      | Marcado    | +10%+5%  | pedido | Pendente      | nenhum aviso                                                              | 115,50 |
      | Desmarcado | +10+5%   | item 1 | Em manutenção | o bloqueio "acrescimo.em_cascata" decidido por "Acréscimos acumulativos" | 115,50 |
      | Desmarcado | +10+5%   | pedido | Em manutenção | o bloqueio "acrescimo.em_cascata" decidido por "Acréscimos acumulativos" | 115,50 |
      | Desmarcado | +10%     | item 1 | Pendente      | nenhum aviso                                                              | 110,00 |
      | Desmarcado | +5,00    | pedido | Pendente      | nenhum aviso                                                              | 105,00 |

  @TP-066
  Cenário: acréscimo num item e desconto no pedido, ao centavo
    Dado o produto "P2" a R$ 33,33 com estoque 1000
    E o tipo de pedido "DAV" com "Descontos acumulativos" = "Marcado"
    E o tipo de pedido "DAV" com "Acréscimos acumulativos" = "Marcado"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    E tem também 1 de "P2"
    Quando digito "+3,5+1,7%" no desconto do item 2
    E digito "10+5%" no desconto do pedido
    E emito o pedido
    Então a situação é "Pendente"
    E o total é R$ 115,49
    E o item 1 fica guardado com acréscimo de R$ 0,00 e desconto de R$ 14,50
    E o item 2 fica guardado com acréscimo de R$ 1,75 e desconto de R$ 5,09

  @TP-076
  Esquema do Cenário: uma tabela de preço do próprio documento
    Dado a tabela "ATACADO" com "P1" a R$ 90,00
    E o cliente "Ana" vinculado à tabela "<vinculada>"
    E o tipo de pedido "DAV" com "Lista de preços" = "<uso>"
    E um pedido "DAV" para "Ana"
    Quando incluo 1 de "P1"
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>
    E a tabela do documento é "<tabela>"
    E o total é R$ <total>

    Exemplos:
      | uso         | vinculada | situacao      | achado                                                | tabela  | total  |
      | Não permite | ATACADO   | Pendente      | nenhum aviso                                          | VAREJO  | 100,00 |
      | Opcional    | ATACADO   | Pendente      | nenhum aviso                                          | ATACADO | 90,00  |
      | Opcional    |           | Pendente      | nenhum aviso                                          | VAREJO  | 100,00 |
      | Requerida   | ATACADO   | Pendente      | nenhum aviso                                          | ATACADO | 90,00  |
      | Requerida   |           | Em manutenção | o bloqueio "lista.exigida" decidido por "Lista de preços" |     | 0,00   |

  @TP-076
  Esquema do Cenário: a retaguarda não aceita a tabela que o tipo não permite
    Dado a tabela "ATACADO" com "P1" a R$ 90,00
    E o tipo de pedido "DAV" com "Lista de preços" = "<uso>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando um balcão antigo envia o documento na tabela "ATACADO"
    Então a situação é "<situacao>"

    Exemplos:
      | uso         | situacao      |
      | Não permite | Em manutenção |
      | Opcional    | Pendente      |

  @TP-077
  Esquema do Cenário: que tabelas o documento pode ter
    Dado a tabela "GERAL" com "P1" a R$ 80,00
    E a tabela "ALFA" só de seus clientes, com "P1" a R$ 70,00
    E o cliente "Alfa" vinculado à tabela "ALFA"
    E o tipo de pedido "DAV" com "Lista de preços" = "Requerida"
    E o tipo de pedido "DAV" com "Opções para listas de preços" = "<opcoes>"
    E um pedido "DAV" para "<cliente>"
    Então as tabelas oferecidas são "<oferecidas>"
    Quando escolho a tabela "<escolhida>"
    E incluo 1 de "P1"
    E emito o pedido
    Então a situação é "<situacao>"

    Exemplos:
      | opcoes                                                    | cliente | oferecidas                   | escolhida | situacao      |
      | Marcadas com “todos os clientes”                          | Alfa    | VAREJO, ATACADO, GERAL       | GERAL     | Pendente      |
      | Marcadas com “todos os clientes”                          | Alfa    | VAREJO, ATACADO, GERAL       | ALFA      | Em manutenção |
      | Marcadas com “todos os clientes”, Vinculadas ao cliente   | Alfa    | VAREJO, ATACADO, GERAL, ALFA | ALFA      | Pendente      |
      | Vinculadas ao cliente                                     | Alfa    | ALFA                         | ALFA      | Pendente      |
      | Vinculadas ao cliente                                     | Alfa    | ALFA                         | GERAL     | Em manutenção |
      | Marcadas com “todos os clientes”, Vinculadas ao cliente   | Beta    | VAREJO, ATACADO, GERAL       | ALFA      | Em manutenção |

  @TP-083
  Esquema do Cenário: a função de quem edita o preço unitário
    Dado o terminal com "Permitir alterar preço unitário" = "<terminal>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    E altero o preço do item 1 para R$ 45,00
    Quando o tipo de pedido "DAV" passa a ter "Função para editar o preço unitário" = "<funcao>"
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | funcao                | terminal  | situacao      | achado                                                                          |
      |                       | Sim       | Pendente      | nenhum aviso                                                                    |
      | Emite DAV e pré-venda | Sim       | Pendente      | nenhum aviso                                                                    |
      | Altera preço unitário | Sim       | Em manutenção | o bloqueio "preco.sem_funcao" decidido por "Função para editar o preço unitário" |
      | Altera preço unitário | Com senha | Em manutenção | o bloqueio "preco.sem_funcao" do produto "P1"                                   |
      | Emite DAV e pré-venda | Com senha | Em manutenção | o pedido de liberação "preco.alterado"                                          |

  @TP-083
  Esquema do Cenário: sem a função o preço do item não abre
    Dado o tipo de pedido "DAV" com "Função para editar o preço unitário" = "<funcao>"
    E o terminal com "Permitir alterar preço unitário" = "Sim"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando tento mudar o preço do item 1 para R$ 45,00
    Então o preço do item 1 é <preco>

    Exemplos:
      | funcao                | preco  |
      |                       | 45,00  |
      | Emite DAV e pré-venda | 45,00  |
      | Altera preço unitário | 100,00 |

  @TP-078
  Esquema do Cenário: o preço promocional da tabela é o sugerido
    Dado o produto "P1" em promoção a R$ 39,90 <quando>
    E o tipo de pedido "<tipo>" com "Considera preço promocional" = "<considera>"
    E um pedido "<tipo>" para "Ana" com 2 de "P1"
    Então o item 1 diz "<marca>"
    Quando emito o pedido
    Então a situação é "Pendente"
    E vejo nenhum aviso
    E o total é R$ <total>

    Exemplos:
      | tipo      | considera  | quando                         | marca              | total  |
      | DAV       | Marcado    | até 31/03/2026                 | promoção até 31/03 | 79,80  |
      | DAV       | Desmarcado | até 31/03/2026                 |                    | 200,00 |
      | PRÉ-VENDA | Marcado    | de 10/03/2026 até 10/03/2026   | promoção até 10/03 | 79,80  |
      | PRÉ-VENDA | Desmarcado | de 10/03/2026 até 10/03/2026   |                    | 200,00 |
      | DAV       | Marcado    | de 01/03/2026                  | promoção           | 79,80  |
      | DAV       | Marcado    | de 11/03/2026                  |                    | 200,00 |
      | DAV       | Marcado    | até 09/03/2026                 |                    | 200,00 |

  @TP-078
  Esquema do Cenário: a promoção que termina antes do F12
    Dado o produto "P1" em promoção a R$ 39,90 até 10/03/2026
    E o terminal com "Permitir alterar preço unitário" = "Sim"
    E o tipo de pedido "DAV" com "Considera preço promocional" = "<considera>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando passam <dias> dias
    E emito o pedido
    Então a situação é "Pendente"
    E vejo <achado>

    Exemplos:
      | considera  | dias | achado                                                                 |
      | Marcado    | 0    | nenhum aviso                                                           |
      | Marcado    | 1    | o aviso "promocao.terminou" decidido por "Considera preço promocional" |
      | Desmarcado | 1    | nenhum aviso                                                           |

  @TP-078
  Esquema do Cenário: quem troca o tipo troca o preço
    Dado o produto "P1" em promoção a R$ 39,90
    E o tipo de pedido "PRÉ-VENDA" com "Considera preço promocional" = "<considera>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando troco o tipo para "PRÉ-VENDA"
    Então o preço do item 1 é <preco>

    Exemplos:
      | considera  | preco  |
      | Marcado    | 39,90  |
      | Desmarcado | 100,00 |

  @TP-080
  Esquema do Cenário: produto que não está na tabela de preço
    Dado o produto "P2" fora da tabela de preço, com estoque 10
    E o tipo de pedido "DAV" com "Permite incluir produtos sem lista" = "<permite>"
    E o terminal com "Produto sem preço" = "Permitir"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando incluo 1 de "P2"
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | permite    | situacao      | achado                                                                               |
      | Marcado    | Pendente      | nenhum aviso                                                                         |
      | Desmarcado | Em manutenção | o bloqueio "produto.fora_da_lista" decidido por "Permite incluir produtos sem lista" |

  @CB-112
  Esquema do Cenário: produto fora de venda
    Dado o produto "P1" com "Situação" = "inativo"
    E o terminal com "Vender produto inativo ou bloqueado" = "<ajuste>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"

    Exemplos:
      | ajuste  | situacao      |
      | Erro    | Em manutenção |
      | Alertar | Pendente      |

  @CB-039
  Esquema do Cenário: casas decimais da quantidade
    Dado o terminal com "Casas Decimal Qtde" = "<casas>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando altero a quantidade do item 1 para 1,2345
    Então a quantidade do item 1 é <quantidade>

    Exemplos:
      | casas | quantidade |
      | 3     | 1,235      |
      | 0     | 1          |

  @CB-040
  Esquema do Cenário: casas decimais do valor
    Dado o terminal com "Casas Decimal Valor" = "<casas>"
    E o terminal com "Permitir alterar preço unitário" = "Sim"
    E um pedido "DAV" para "Ana" com 2 de "P1"
    Quando altero o preço do item 1 para R$ 10,999
    Então o preço do item 1 é <preco>
    E o total é R$ 22,00

    Exemplos:
      | casas | preco  |
      | 2     | 11,00  |
      | 3     | 10,999 |

  @CB-038
  Esquema do Cenário: vendedor padrão e vendedor do cliente
    Dado o terminal com "Vendedor Padrão na Pre-Venda e Orçamento" = "<padrao>"
    E o cliente "Bela" com "Vendedor" = "<do_cliente>"
    E um pedido "DAV" para "Bela" com 1 de "P1"
    Então o vendedor é "<vendedor>"

    Exemplos:
      | padrao | do_cliente | vendedor |
      | ana    |            | ana      |
      | ana    | bruno      | bruno    |
      |        |            |          |

  @CB-084
  Esquema do Cenário: validade do orçamento na conversão
    Dado o terminal com "Validade do orçamento (dias)" = "<dias>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando emito o pedido
    E passam <passam> dias
    E converto em "PRÉ-VENDA"
    E emito o pedido
    Então <resultado>

    Exemplos:
      | dias | passam | resultado                     |
      | 15   | 15     | a situação é "Pendente"       |
      | 15   | 16     | vejo o bloqueio "dav.vencido" |
      | 30   | 16     | a situação é "Pendente"       |

  @CB-090
  Esquema do Cenário: preço na conversão
    Dado o terminal com "Preço na conversão DAV → Pré-Venda" = "<ajuste>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando emito o pedido
    E o preço de "P1" muda para R$ 110,00
    E converto em "PRÉ-VENDA"
    Então o total é R$ <total>
    E a conversão mostra que o preço de "P1" mudou de R$ 100,00 para R$ 110,00

    Exemplos:
      | ajuste    | total  |
      | Manter    | 100,00 |
      | Atualizar | 110,00 |

  @TPX-02
  Esquema do Cenário: uma tabela de preço é de todos os tipos de pedido, ou só dos selecionados
    Dado a tabela "ATACADO" com "P1" a R$ 90,00
    E a tabela "ATACADO" com "Todos tipos de pedidos" = "<todos>"
    E a tabela "ATACADO" com "Tipos de pedidos" = "<tipos>"
    E um pedido "<tipo>" para "Ana" com 1 de "P1"
    Então as tabelas oferecidas são "<oferecidas>"
    Quando um balcão antigo envia o documento na tabela "ATACADO"
    Então a situação é "<situacao>"

    Exemplos:
      | todos      | tipos     | tipo      | oferecidas      | situacao      |
      | Marcado    | PRÉ-VENDA | DAV       | VAREJO, ATACADO | Pendente      |
      | Desmarcado | PRÉ-VENDA | DAV       | VAREJO          | Em manutenção |
      | Desmarcado | PRÉ-VENDA | PRÉ-VENDA | VAREJO, ATACADO | Pendente      |
      | Desmarcado |           | PRÉ-VENDA | VAREJO          | Em manutenção |

  @TPX-02
  Esquema do Cenário: sem tabela própria vale a primeira que o tipo pode usar
    Dado a tabela "ATACADO" com "P1" a R$ 90,00
    E a tabela "VAREJO" com "Todos tipos de pedidos" = "<todos>"
    E a tabela "VAREJO" com "Tipos de pedidos" = "DAV"
    E o tipo de pedido "<tipo>" com "Lista de preços" = "Não permite"
    E um pedido "<tipo>" para "Ana" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "Pendente"
    E o total é R$ <preco>

    Exemplos:
      | todos      | tipo      | preco  |
      | Marcado    | PRÉ-VENDA | 100,00 |
      | Desmarcado | PRÉ-VENDA | 90,00  |
      | Desmarcado | DAV       | 100,00 |
