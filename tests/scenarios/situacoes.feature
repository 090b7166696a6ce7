# language: pt
Funcionalidade: Situações de um documento e a sua aprovação

  Contexto:
    Dado hoje é 10/03/2026
    E o produto "P1" a R$ 100,00 com estoque 10
    E o produto "P2" a R$ 30,00 com estoque 0
    E o produto "P3" a R$ 7,00 com estoque 5
    E a loja tem também o tipo de pedido "ENCOMENDA", da categoria "Venda"
    E o tipo de pedido "PRÉ-VENDA" com "Validar estoque no fechamento do pedido" = "Nada"
    E o cliente "Ana" com limite de R$ 5.000,00

  @TP-090
  Esquema do Cenário: o que a aprovação gera
    Dado o tipo de pedido "DAV" com "Tipo de pedido na aprovação" = "<tipo>"
    E um pedido "DAV" para "Ana" com 2 de "P1"
    E tem também 3 de "P3"
    E o pedido foi emitido
    Quando aprovo o orçamento
    Então a situação é "Aprovado"
    E vejo nenhum aviso
    E a aprovação gera <gerados>

    Exemplos:
      | tipo      | gerados                          |
      | PRÉ-VENDA | PRÉ-VENDA 1: 2 de P1, 3 de P3    |
      | ENCOMENDA | ENCOMENDA 1: 2 de P1, 3 de P3    |
      |           | nada                             |

  @TP-090
  Cenário: o pedido gerado vale o que foi orçado, ainda que o preço tenha mudado
    Dado o tipo de pedido "DAV" com "Tipo de pedido na aprovação" = "PRÉ-VENDA"
    E um pedido "DAV" para "Ana" com 2 de "P1"
    E o pedido foi emitido
    Quando o preço de "P1" muda para R$ 120,00
    E aprovo o orçamento
    Então a aprovação gera PRÉ-VENDA 1: 2 de P1
    E o que foi gerado é do mesmo cliente, soma o mesmo que o orçamento e diz de onde veio
    E há reservado 2 de "P1"

  @TP-090
  Esquema do Cenário: o pedido gerado é conferido como se fosse emitido
    Dado o tipo de pedido "DAV" com "Tipo de pedido na aprovação" = "<tipo>"
    E o tipo de pedido "PRÉ-VENDA" com "Validar estoque no fechamento do pedido" = "Erro"
    E um pedido "DAV" para "Ana" com 2 de "P2"
    E o pedido foi emitido
    Quando aprovo o orçamento
    Então a situação é "<situacao>"
    E vejo <achado>
    E a aprovação gera <gerados>

    Exemplos:
      | tipo      | situacao | achado                            | gerados                |
      | PRÉ-VENDA | Pendente | o bloqueio "estoque.insuficiente" | nada                   |
      | ENCOMENDA | Aprovado | nenhum aviso                      | ENCOMENDA 1: 2 de P2   |

  @TP-090
  Esquema do Cenário: o que se aprova não se converte
    Dado o tipo de pedido "DAV" com "Tipo de pedido na aprovação" = "<tipo>"
    E um pedido "DAV" para "Ana" com 2 de "P1"
    E o pedido foi emitido
    Quando um balcão antigo converte em "PRÉ-VENDA"
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | tipo      | situacao      | achado                                                                           |
      | PRÉ-VENDA | Em manutenção | o bloqueio "dav.gera_na_aprovacao" decidido por "Tipo de pedido na aprovação"    |
      |           | Pendente      | nenhum aviso                                                                     |

  @TP-037 @TP-091
  Esquema do Cenário: com estoque e sem estoque
    Dado o tipo de pedido "DAV" com "Tipo de pedido na aprovação" = "PRÉ-VENDA"
    E o tipo de pedido "DAV" com "Separar produtos sem estoque na aprovação" = "<separa>"
    E o tipo de pedido "DAV" com "Tipo de pedido na aprovação sem estoque" = "<sem>"
    E um pedido "DAV" para "Ana" com 2 de "P1"
    E tem também 1 de "P2"
    E tem também 6 de "P3"
    E o pedido foi emitido
    Quando aprovo o orçamento
    Então a situação é "Aprovado"
    E a aprovação gera <gerados>

    Exemplos:
      | separa                         | sem       | gerados                                                  |
      | Não                            | ENCOMENDA | PRÉ-VENDA 1: 2 de P1, 1 de P2, 6 de P3                   |
      | Sim                            | ENCOMENDA | PRÉ-VENDA 1: 2 de P1; ENCOMENDA 1: 1 de P2, 6 de P3      |
      | Sim                            |           | PRÉ-VENDA 1: 2 de P1; PRÉ-VENDA 2: 1 de P2, 6 de P3      |
      | Não gerar produtos sem estoque | ENCOMENDA | PRÉ-VENDA 1: 2 de P1                                     |

  @TP-037
  Cenário: separado em dois, o desconto e o total são os do orçamento
    Dado o tipo de pedido "DAV" com "Tipo de pedido na aprovação" = "PRÉ-VENDA"
    E o tipo de pedido "DAV" com "Separar produtos sem estoque na aprovação" = "Sim"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    E tem também 1 de "P2"
    E tem também 1 de "P3"
    Quando dou desconto de 3,33 % no pedido
    E emito o pedido
    E aprovo o orçamento
    Então a aprovação gera PRÉ-VENDA 1: 1 de P1, 1 de P3; PRÉ-VENDA 2: 1 de P2
    E o que foi gerado é do mesmo cliente, soma o mesmo que o orçamento e diz de onde veio

  @TP-037
  Cenário: nada com estoque, e só se gera o que tem
    Dado o tipo de pedido "DAV" com "Tipo de pedido na aprovação" = "PRÉ-VENDA"
    E o tipo de pedido "DAV" com "Separar produtos sem estoque na aprovação" = "Não gerar produtos sem estoque"
    E um pedido "DAV" para "Ana" com 2 de "P2"
    E o pedido foi emitido
    Quando aprovo o orçamento
    Então a situação é "Pendente"
    E vejo o bloqueio "aprovacao.sem_estoque" decidido por "Separar produtos sem estoque na aprovação"
    E a aprovação gera nada

  @TP-091
  Cenário: cancelado tudo o que a aprovação gerou, o orçamento volta a esperar
    Dado o tipo de pedido "DAV" com "Tipo de pedido na aprovação" = "PRÉ-VENDA"
    E o tipo de pedido "DAV" com "Separar produtos sem estoque na aprovação" = "Sim"
    E o tipo de pedido "DAV" com "Tipo de pedido na aprovação sem estoque" = "ENCOMENDA"
    E um pedido "DAV" para "Ana" com 2 de "P1"
    E tem também 1 de "P2"
    E o pedido foi emitido
    Quando aprovo o orçamento
    E cancelo o que foi gerado em "ENCOMENDA"
    Então a situação é "Aprovado"
    Quando cancelo o que foi gerado em "PRÉ-VENDA"
    Então a situação é "Pendente"
    E há reservado 0 de "P1"

  @TP-146
  Esquema do Cenário: por quais situações passa um pedido
    Dado o tipo de pedido "PRÉ-VENDA" com "Situações do pedido" = "<marcadas>"
    E um pedido "PRÉ-VENDA" para "Ana" com 1 de "P1"
    E o pedido foi emitido
    Quando passo o pedido a "Aprovado"
    E passo o pedido a "Em execução"
    Então a situação é "<depois>"
    E vejo <achado>
    Quando passo o pedido a "Pronto"
    Então a situação é "Pronto"

    Exemplos:
      | marcadas                                                    | depois      | achado                                                              |
      | Aprovado, Entregue, Pronto, Pendente / Proposta             | Aprovado    | o bloqueio "situacao.nao_habilitada" decidido por "Situações do pedido" |
      | Aprovado, Entregue, Pronto, Pendente / Proposta, Em execução | Em execução | nenhum aviso                                                        |
      |                                                             | Em execução | nenhum aviso                                                        |

  @TP-146
  Esquema do Cenário: um orçamento que não se aprova também não se converte
    Dado o tipo de pedido "DAV" com "Situações do pedido" = "<marcadas>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    E o pedido foi emitido
    Quando um balcão antigo converte em "PRÉ-VENDA"
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | marcadas                      | situacao      | achado                               |
      | Pendente / Proposta           | Em manutenção | o bloqueio "situacao.nao_habilitada" |
      | Pendente / Proposta, Aprovado | Pendente      | nenhum aviso                         |

  @TP-SITUACOES
  Cenário: o fluxo normal de uma venda, e o pós-venda
    Dado um pedido "PRÉ-VENDA" para "Ana" com 2 de "P1"
    E o pedido foi emitido
    Quando passo o pedido a "Em trânsito"
    E passo o pedido a "Pronto"
    E passo o pedido a "Entregue"
    Então a situação é "Entregue"
    E há reservado 2 de "P1"
    Quando passo o pedido a "Qualificado"
    Então a situação é "Entregue"
    E ouço "ainda não foi toda faturada"
    Quando o caixa fatura 2 de "P1"
    E passo o pedido a "Qualificado"
    Então a situação é "Qualificado"
    Quando passo o pedido a "Pendente"
    Então a situação é "Qualificado"

  @TP-SITUACOES
  Esquema do Cenário: um orçamento não anda como mercadoria, e uma venda não se dá por perdida
    Dado um pedido "<tipo>" para "Ana" com 1 de "P1"
    E o pedido foi emitido
    Quando passo o pedido a "<para>"
    Então a situação é "<situacao>"

    Exemplos:
      | tipo      | para        | situacao    |
      | DAV       | Em execução | Pendente    |
      | DAV       | Em trânsito | Pendente    |
      | DAV       | Pronto      | Pendente    |
      | DAV       | Entregue    | Pendente    |
      | DAV       | Aprovado    | Aprovado    |
      | DAV       | Perdido     | Perdido     |
      | PRÉ-VENDA | Perdido     | Pendente    |
      | PRÉ-VENDA | Em execução | Em execução |
      | PRÉ-VENDA | Qualificado | Pendente    |

  @TP-SITUACOES @TP-088
  Cenário: o orçamento vence no dia seguinte ao último e volta com outra data
    Dado o tipo de pedido "DAV" com "Validade da proposta (dias)" = "5"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    E o pedido foi emitido
    Quando passam 5 dias
    E a rotina do dia vence os orçamentos
    Então a situação é "Pendente"
    Quando passam 1 dias
    E a rotina do dia vence os orçamentos
    Então a situação é "Vencido"
    Quando aprovo o orçamento
    Então a situação é "Vencido"
    Quando revalido o orçamento por mais 3 dias
    Então a situação é "Pendente"
    Quando aprovo o orçamento
    Então a situação é "Aprovado"

  @TP-SITUACOES
  Cenário: o vencido devolve a reserva, cancelado não a devolve outra vez, e revalidado a toma de novo
    Dado o tipo de pedido "DAV" com "Reserva estoque" = "Reserva estoque quando situação diferente de “Manutenção”"
    E o tipo de pedido "DAV" com "Validade da proposta (dias)" = "5"
    E um pedido "DAV" para "Ana" com 4 de "P1"
    E o pedido foi emitido
    Quando passam 6 dias
    E a rotina do dia vence os orçamentos
    Então há reservado 0 de "P1"
    Quando revalido o orçamento por mais 3 dias
    Então há reservado 4 de "P1"
    Quando passam 4 dias
    E a rotina do dia vence os orçamentos
    E passo o pedido a "Cancelado"
    Então a situação é "Cancelado"
    E há reservado 0 de "P1"

  @TP-093
  Esquema do Cenário: na aprovação só muda o que o tipo do orçamento marca
    Dado o tipo de pedido "DAV" com "Tipo de pedido na aprovação" = "PRÉ-VENDA"
    E o tipo de pedido "DAV" com "Situações que permitem desconto no cabeçalho" = "Em manutenção"
    E o tipo de pedido "DAV" com "Atributos alteráveis na aprovação" = "<marcados>"
    E o cliente "Rui" com limite de R$ 5.000,00
    E um pedido "DAV" para "Ana" com 2 de "P1"
    E o pedido é para entregar em 20/03/2026, com frete de R$ 10,00
    E o pedido foi emitido
    Quando aprovo o orçamento com "<atributo>" = "<valor>"
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | marcados                    | atributo           | valor        | situacao | achado                                                                             |
      | Plano de pagamento          | Plano de pagamento | 30 DIAS      | Aprovado | nenhum aviso                                                                       |
      | Plano de pagamento          | Cliente            | Rui          | Pendente | o bloqueio "aprovacao.atributo" decidido por "Atributos alteráveis na aprovação"   |
      | Cliente                     | Cliente            | Rui          | Aprovado | nenhum aviso                                                                       |
      | Cliente, Desconto           | Plano de pagamento | 30 DIAS      | Pendente | o bloqueio "aprovacao.atributo" decidido por "Atributos alteráveis na aprovação"   |
      | Vendedor                    | Vendedor           | zeca         | Aprovado | nenhum aviso                                                                       |
      | Desconto                    | Vendedor           | zeca         | Pendente | o bloqueio "aprovacao.atributo" decidido por "Atributos alteráveis na aprovação"   |
      | Desconto                    | Desconto           | 10%          | Aprovado | nenhum aviso                                                                       |
      | Frete                       | Desconto           | 10%          | Pendente | o bloqueio "aprovacao.atributo" decidido por "Atributos alteráveis na aprovação"   |
      | Frete                       | Frete              | 25,00        | Aprovado | nenhum aviso                                                                       |
      | Data de entrega             | Frete              | 25,00        | Pendente | o bloqueio "aprovacao.atributo" decidido por "Atributos alteráveis na aprovação"   |
      | Data de entrega             | Data de entrega    | 25/03/2026   | Aprovado | nenhum aviso                                                                       |
      |                             | Data de entrega    | 25/03/2026   | Pendente | o bloqueio "aprovacao.atributo" decidido por "Atributos alteráveis na aprovação"   |
      | Observações                 | Observações        | Ligar antes  | Aprovado | nenhum aviso                                                                       |
      |                             | Observações        | Ligar antes  | Pendente | o bloqueio "aprovacao.atributo" decidido por "Atributos alteráveis na aprovação"   |

  @TP-093
  Esquema do Cenário: o que muda na aprovação vale para o orçamento e para o que ele gera
    Dado o tipo de pedido "DAV" com "Tipo de pedido na aprovação" = "PRÉ-VENDA"
    E o tipo de pedido "DAV" com "Situações que permitem desconto no cabeçalho" = "Em manutenção"
    E o tipo de pedido "DAV" com "Atributos alteráveis na aprovação" = "Cliente, Vendedor, Plano de pagamento, Data de entrega, Desconto, Frete, Observações"
    E o plano "30 DIAS" com "Acréscimo" = "5,00"
    E o cliente "Rui" com limite de R$ 5.000,00
    E um pedido "DAV" para "Ana" com 2 de "P1"
    E o pedido é para entregar em 20/03/2026, com frete de R$ 10,00
    E o pedido foi emitido
    Quando aprovo o orçamento com "<atributo>" = "<valor>"
    Então o orçamento e o que ele gerou ficam com "<atributo>" = "<valor>"
    E o orçamento soma R$ <total>

    Exemplos:
      | atributo           | valor       | total  |
      | Cliente            | Rui         | 210,00 |
      | Vendedor           | zeca        | 210,00 |
      | Plano de pagamento | 30 DIAS     | 220,00 |
      | Data de entrega    | 25/03/2026  | 210,00 |
      | Desconto           | 10%         | 190,00 |
      | Frete              | 25,00       | 225,00 |
      | Observações        | Ligar antes | 210,00 |

  @TP-093
  Esquema do Cenário: quem aprova com outro cliente ou plano o tem conferido
    Dado o tipo de pedido "DAV" com "Tipo de pedido na aprovação" = "PRÉ-VENDA"
    E o tipo de pedido "DAV" com "Atributos alteráveis na aprovação" = "<marcados>"
    E o cliente "Rui" com limite de R$ 50,00
    E um pedido "DAV" para "Ana" no plano "30 DIAS" com 2 de "P1"
    E o pedido foi emitido
    Quando aprovo o orçamento com "Cliente" = "Rui"
    Então a situação é "Pendente"
    E vejo <achado>
    E a aprovação gera nada
    E há reservado 0 de "P1"

    Exemplos:
      | marcados | achado                                  |
      | Cliente  | o pedido de liberação "credito.limite"  |
      |          | o bloqueio "aprovacao.atributo"         |

  @TP-157
  Esquema do Cenário: a próxima versão de um orçamento, com os mesmos itens
    Dado o tipo de pedido "DAV" com "Permite versionamento" = "<versiona>"
    E um pedido "DAV" para "Ana" com 2 de "P1"
    E o pedido foi emitido
    Quando gero uma versão do orçamento
    Então vejo <achado>
    E a situação é "Pendente"
    E a guia de versões mostra <versoes>

    Exemplos:
      | versiona   | achado                                                                  | versoes                                   |
      | Marcado    | nenhum aviso                                                            | 0 a R$ 200,00 (1), 1 a R$ 200,00 (1v1)    |
      | Desmarcado | o bloqueio "versao.nao_permitida" decidido por "Permite versionamento"  | 0 a R$ 200,00 (1)                         |

  @TP-157 @TP-156
  Esquema do Cenário: a chave diz a versão
    Dado o tipo de pedido "DAV" com "Permite versionamento" = "Marcado"
    E o tipo de pedido "DAV" com "Chave de identificação do pedido" = "<chave>"
    E um pedido "DAV" para "Ana" com 2 de "P1"
    E o pedido foi emitido
    E gero uma versão do orçamento
    Quando gero uma versão do orçamento
    Então a guia de versões mostra <versoes>

    Exemplos:
      | chave                     | versoes                                                                        |
      | ${tipo} ${pedido}$!{versao} | 0 a R$ 200,00 (DAV 1), 1 a R$ 200,00 (DAV 1v1), 2 a R$ 200,00 (DAV 1v2)      |
      | ${pedido}-${versao}       | 0 a R$ 200,00 (1-0), 1 a R$ 200,00 (1-1), 2 a R$ 200,00 (1-2)                  |

  @TP-157
  Cenário: muda-se e aprova-se só a última versão; a anterior fica como estava
    Dado o tipo de pedido "DAV" com "Permite versionamento" = "Marcado"
    E o tipo de pedido "DAV" com "Tipo de pedido na aprovação" = "PRÉ-VENDA"
    E um pedido "DAV" para "Ana" com 2 de "P1"
    E o pedido foi emitido
    E gero uma versão do orçamento
    Quando o orçamento passa a ter frete de R$ 15,00
    Então a guia de versões mostra 0 a R$ 200,00 (1), 1 a R$ 215,00 (1v1)
    Quando aprovo o orçamento
    Então a aprovação gera PRÉ-VENDA 1: 2 de P1
    E o que foi gerado diz que veio de "DAV 1v1"
    E o orçamento soma R$ 215,00
    Quando gero uma versão do orçamento
    Então ouço "está na situação Aprovado e não ganha outra versão"

  @TP-157
  Cenário: o orçamento que guarda estoque o guarda uma vez, seja qual for a versão
    Dado o tipo de pedido "DAV" com "Permite versionamento" = "Marcado"
    E o tipo de pedido "DAV" com "Reserva estoque" = "Reserva estoque quando situação diferente de “Manutenção”"
    E um pedido "DAV" para "Ana" com 4 de "P1"
    E o pedido foi emitido
    Quando gero uma versão do orçamento
    Então há reservado 4 de "P1"
    E a guia de versões mostra 0 a R$ 400,00 (1), 1 a R$ 400,00 (1v1)
