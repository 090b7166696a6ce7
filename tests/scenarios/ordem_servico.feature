# language: pt
Funcionalidade: Ordens de serviço

  Contexto:
    Dado hoje é 10/03/2026
    E o produto "P1" a R$ 100,00 com estoque 10
    E o produto "P2" a R$ 30,00 com estoque 10
    E o cliente "Ana" com limite de R$ 5.000,00
    E a loja tem também o tipo de pedido "OS", da categoria "Serviço"

  @TP-SITUACOES
  Cenário: o fluxo normal de uma ordem de serviço, até o caixa
    Dado um pedido "OS" para "Ana" no plano "30 DIAS" com 2 de "P1"
    E o pedido foi emitido
    Então o caixa vê 1 documento a faturar
    E o crédito tomado de "Ana" é R$ 200,00
    Quando passo o pedido a "Aprovado"
    E passo o pedido a "Em execução"
    E passo o pedido a "Pronto"
    Então a situação é "Pronto"
    Quando o caixa fatura 2 de "P1"
    Então a situação é "Entregue"
    E o caixa vê 0 documentos a faturar
    E o estoque de "P1" é 8
    E o valor em títulos de "Ana" é R$ 200,00
    Quando passo o pedido a "Qualificado"
    Então a situação é "Qualificado"

  @TP-090
  Esquema do Cenário: a aprovação de um orçamento gera a ordem de serviço, e ele espera por ela
    Dado o tipo de pedido "DAV" com "Tipo de pedido na aprovação" = "<tipo>"
    E um pedido "DAV" para "Ana" com 2 de "P1"
    E o pedido foi emitido
    Quando aprovo o orçamento
    Então a aprovação gera <gerados>
    Quando passo o pedido a "Cancelado"
    Então a situação é "<situacao>"

    Exemplos:
      | tipo | gerados        | situacao  |
      | OS   | OS 1: 2 de P1  | Aprovado  |
      |      | nada           | Cancelado |

  @TP-017
  Esquema do Cenário: a data de conclusão, automática ou informada
    Dado o tipo de pedido "OS" com "Informar data de conclusão automaticamente" = "<ajuste>"
    E um pedido "OS" para "Ana" com 2 de "P1"
    E o pedido foi emitido
    E passam 3 horas
    Quando <fecho>
    Então a situação é "<situacao>"
    E a data de conclusão é "<data>"

    Exemplos:
      | ajuste     | fecho                                | situacao | data             |
      | Marcado    | passo o pedido a "Pronto"            | Pronto   | 10/03/2026 15:00 |
      | Desmarcado | passo o pedido a "Pronto"            | Pronto   |                  |
      | Marcado    | passo o pedido a "Entregue"          | Entregue | 10/03/2026 15:00 |
      | Desmarcado | passo o pedido a "Entregue"          | Entregue |                  |
      | Marcado    | o caixa fatura 2 de "P1"             | Entregue | 10/03/2026 15:00 |
      | Desmarcado | o caixa fatura 2 de "P1"             | Entregue |                  |
      | Desmarcado | concluo o pedido, às "13:30"         | Pronto   | 10/03/2026 13:30 |
      | Marcado    | concluo o pedido, às "13:30"         | Pronto   | 10/03/2026 15:00 |
      | Desmarcado | concluo o pedido, às "15:30"         | Pendente |                  |
      | Desmarcado | concluo o pedido, às "11:30"         | Pendente |                  |

  @TP-017
  Esquema do Cenário: informada depois, e desfeita com a conclusão
    Dado o tipo de pedido "OS" com "Informar data de conclusão automaticamente" = "<ajuste>"
    E um pedido "OS" para "Ana" com 2 de "P1"
    E o pedido foi emitido
    E passam 3 horas
    Quando informo que o pedido foi concluído às "14:00"
    Então a data de conclusão é ""
    Quando passo o pedido a "Pronto"
    E informo que o pedido foi concluído às "14:00"
    Então a data de conclusão é "<data>"
    E a situação é "Pronto"
    Quando informo que o pedido foi concluído às "15:30"
    Então a data de conclusão é "<data>"
    Quando passo o pedido a "Em execução"
    Então a data de conclusão é ""

    Exemplos:
      | ajuste     | data             |
      | Marcado    | 10/03/2026 15:00 |
      | Desmarcado | 10/03/2026 14:00 |

  @TP-017
  Cenário: outra categoria não tem data de conclusão
    Dado o tipo de pedido "PRÉ-VENDA" com "Informar data de conclusão automaticamente" = "Marcado"
    E um pedido "PRÉ-VENDA" para "Ana" com 2 de "P1"
    E o pedido foi emitido
    Quando passo o pedido a "Pronto"
    E informo que o pedido foi concluído às "11:00"
    Então a situação é "Pronto"
    E a data de conclusão é ""

  @TP-019
  Esquema do Cenário: a conclusão que o cliente aprova
    Dado o tipo de pedido "OS" com "Cliente deve aprovar a conclusão" = "<ajuste>"
    E um pedido "OS" para "Ana" com 2 de "P1"
    E o pedido foi emitido
    E o pedido já está "Em execução"
    Quando <fecho>
    Então a situação é "<situacao>"
    E a conclusão foi aprovada por "<quem>"

    Exemplos:
      | ajuste     | fecho                                              | situacao    | quem      |
      | Marcado    | "caio" aprova a conclusão com a senha errada       | Em execução |           |
      | Marcado    | "caio" aprova a conclusão com a senha certa        | Pronto      | Caio Reis |
      | Marcado    | concluo o pedido                                   | Em execução |           |
      | Marcado    | passo o pedido a "Pronto"                          | Em execução |           |
      | Marcado    | passo o pedido a "Em trânsito"                     | Em execução |           |
      | Marcado    | passo o pedido a "Entregue"                        | Em execução |           |
      | Marcado    | passo o pedido a "Pendente"                        | Pendente    |           |
      | Desmarcado | passo o pedido a "Pronto"                          | Pronto      |           |
      | Desmarcado | passo o pedido a "Entregue"                        | Entregue    |           |
      | Desmarcado | concluo o pedido                                   | Pronto      |           |

  @TP-019
  Esquema do Cenário: o caixa entrega só o que o cliente aprovou
    Dado o tipo de pedido "OS" com "Cliente deve aprovar a conclusão" = "<ajuste>"
    E um pedido "OS" para "Ana" com 2 de "P1"
    E o pedido foi emitido
    Quando o caixa fatura 1 de "P1"
    E o caixa tenta faturar 1 de "P1"
    Então a situação é "<situacao>"
    E o estoque de "P1" é <estoque>
    Quando "caio" aprova a conclusão com a senha certa
    E o caixa tenta faturar 1 de "P1"
    Então a situação é "Entregue"
    E o estoque de "P1" é 8

    Exemplos:
      | ajuste     | situacao | estoque |
      | Marcado    | Pendente | 9       |
      | Desmarcado | Entregue | 8       |

  @TP-014
  Esquema do Cenário: quem pode ser o técnico responsável
    Dado o tipo de pedido "OS" com "Técnico responsável (regra)" = "<regra>"
    E "Rui" é colaborador das lojas "1, 2"
    E "Pedro" é colaborador das lojas "2"
    E "Eva" é colaborador das lojas ""
    E um pedido "OS" para "Ana" com 1 de "P1"
    Quando o técnico é "<quem>"
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>
    E os técnicos oferecidos são "<oferecidos>"
    E fica guardado o técnico "<guardado>"

    Exemplos:
      | regra                                   | quem  | situacao      | achado                                                                             | oferecidos    | guardado |
      | Colaborador do estabelecimento          | Rui   | Pendente      | nenhum aviso                                                                       | Rui           | Rui      |
      | Colaborador do estabelecimento          | Pedro | Em manutenção | o bloqueio "tecnico.de_outra_loja" decidido por "Técnico responsável (regra)"      | Rui           |          |
      | Colaborador do estabelecimento          | Eva   | Em manutenção | o bloqueio "tecnico.nao_colaborador" decidido por "Técnico responsável (regra)"    | Rui           |          |
      | Colaborador de qualquer estabelecimento | Pedro | Pendente      | nenhum aviso                                                                       | Pedro, Rui    | Pedro    |
      | Colaborador de qualquer estabelecimento | Eva   | Em manutenção | o bloqueio "tecnico.nao_colaborador" decidido por "Técnico responsável (regra)"    | Pedro, Rui    |          |
      | Pessoa                                  | Pedro | Pendente      | nenhum aviso                                                                       | Pedro, Rui, … | Pedro    |
      | Pessoa                                  | Eva   | Pendente      | nenhum aviso                                                                       | Pedro, Rui, … | Eva      |
      | Pessoa                                  |       | Pendente      | nenhum aviso                                                                       | Pedro, Rui, … |          |

  @TP-014
  Cenário: a retaguarda confere quem um balcão manda
    Dado o tipo de pedido "OS" com "Técnico responsável (regra)" = "Pessoa"
    E "Eva" é colaborador das lojas ""
    E um pedido "OS" para "Ana" com 1 de "P1"
    E o técnico é "Eva"
    Quando o tipo de pedido "OS" muda na retaguarda para "Técnico responsável (regra)" = "Colaborador do estabelecimento"
    Então a retaguarda recusa com "tecnico.nao_colaborador"

  @TP-020
  Esquema do Cenário: quem apropria um item, e de quem ele fica
    Dado o tipo de pedido "OS" com "Tratamento do responsável nos itens" = "<tratamento>"
    E "Rui" é colaborador das lojas "1"
    E "Beto" é colaborador das lojas "1"
    E um pedido "OS" para "Ana" com 1 de "P1"
    E o técnico do item 1 é "<tecnico>"
    E o pedido foi emitido
    E o pedido já está "Em execução"
    Quando "Rui" apropria o item 1
    E "Beto" apropria o item 1
    Então apropriaram o item 1: "<apropriaram>"
    E o técnico do item 1 fica "<fica>"
    E vejo <achado>

    Exemplos:
      | tratamento            | tecnico | apropriaram | fica | achado                                                                                    |
      | Livre/Sem atualização |         | Rui, Beto   |      | nenhum aviso                                                                              |
      | Livre/Sem atualização | Rui     | Rui, Beto   | Rui  | nenhum aviso                                                                              |
      | Livre/Com atualização |         | Rui, Beto   | Beto | nenhum aviso                                                                              |
      | Livre/Com atualização | Rui     | Rui, Beto   | Beto | nenhum aviso                                                                              |
      | Pré-determinado       |         |             |      | o bloqueio "apropriacao.sem_tecnico" decidido por "Tratamento do responsável nos itens"   |
      | Pré-determinado       | Rui     | Rui         | Rui  | o bloqueio "apropriacao.de_outro" decidido por "Tratamento do responsável nos itens"      |
      | Pré-determinado       | Beto    | Beto        | Beto | o bloqueio "apropriacao.de_outro" decidido por "Tratamento do responsável nos itens"      |
      | Primeiro a executar   |         | Rui         | Rui  | o bloqueio "apropriacao.de_outro" decidido por "Tratamento do responsável nos itens"      |
      | Primeiro a executar   | Beto    | Beto        | Beto | o bloqueio "apropriacao.de_outro" decidido por "Tratamento do responsável nos itens"      |

  @TP-014 @TP-020
  Cenário: só apropria quem pode ser técnico
    Dado o tipo de pedido "OS" com "Técnico responsável (regra)" = "Colaborador do estabelecimento"
    E "Pedro" é colaborador das lojas "2"
    E um pedido "OS" para "Ana" com 1 de "P1"
    E o pedido foi emitido
    Quando "Pedro" apropria o item 1
    Então apropriaram o item 1: ""
    E vejo o bloqueio "tecnico.de_outra_loja"

  @TP-020
  Cenário: o que já foi concluído não se apropria mais
    Dado o tipo de pedido "OS" com "Tratamento do responsável nos itens" = "Livre/Com atualização"
    E "Rui" é colaborador das lojas "1"
    E um pedido "OS" para "Ana" com 1 de "P1"
    E o pedido foi emitido
    E o pedido já está "Pronto"
    Quando "Rui" apropria o item 1
    Então apropriaram o item 1: ""
    E ouço "está pronto"

  @TP-SITUACOES
  Esquema do Cenário: o estorno no caixa não desfaz o serviço que estava concluído
    Dado o tipo de pedido "OS" com "Cliente deve aprovar a conclusão" = "Desmarcado"
    E o tipo de pedido "OS" com "Informar data de conclusão automaticamente" = "Marcado"
    E um pedido "OS" para "Ana" com 2 de "P1"
    E o pedido foi emitido
    E o pedido já está "Em execução"
    E passam 3 horas
    Quando <fecho>
    E o caixa fatura 2 de "P1"
    Então a situação é "Entregue"
    Quando o caixa estorna tudo por "troco errado"
    Então a situação é "<situacao>"
    E a data de conclusão é "<data>"
    E a conclusão foi aprovada por "<quem>"
    Quando o caixa fatura 2 de "P1"
    Então a situação é "Entregue"
    E a conclusão foi aprovada por "<quem>"

    Exemplos:
      | fecho                                        | situacao    | data             | quem      |
      | "caio" aprova a conclusão com a senha certa  | Pronto      | 10/03/2026 15:00 | Caio Reis |
      | passo o pedido a "Em trânsito"               | Em trânsito | 10/03/2026 15:00 |           |
      | passo o pedido a "Em execução"               | Em execução |                  |           |
