# language: pt
Funcionalidade: Alterar um documento emitido

  Contexto:
    Dado hoje é 10/03/2026
    E o produto "P1" a R$ 100,00 com estoque 10
    E o produto "P2" a R$ 30,00 com estoque 1000
    E o cliente "Ana" com limite de R$ 5.000,00

  @TP-064
  Esquema do Cenário: o desconto do total, na situação em que o documento está
    Dado o tipo de pedido "DAV" com "Situações que permitem desconto no cabeçalho" = "<situacoes>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    E tem também 1 de "P2"
    Quando emito o pedido
    E o documento passa à situação "<situacao>"
    E abro o documento para alterar
    E na alteração dou desconto de R$ 20,00 no total
    E gravo a alteração
    Então vejo <achado>
    E a tela recusa com "<recusa>"
    E o documento está na versão <versao> com total de R$ <total>

    Exemplos:
      | situacoes                                | situacao    | achado                                                                                            | recusa             | versao | total  |
      | Em manutenção, Pendente / Proposta       | Aprovado    | o bloqueio "alteracao.desconto" decidido por "Situações que permitem desconto no cabeçalho"       | alteracao.desconto | 2      | 130,00 |
      | Em manutenção, Aprovado                  | Aprovado    | nenhum aviso                                                                                      |                    | 3      | 110,00 |
      | Em manutenção, Aprovado                  | Em execução | o bloqueio "alteracao.desconto" decidido por "Situações que permitem desconto no cabeçalho"       | alteracao.desconto | 2      | 130,00 |
      | Em manutenção, Em execução               | Em execução | nenhum aviso                                                                                      |                    | 3      | 110,00 |

  @TP-064
  Esquema do Cenário: o desconto do total de um documento que ainda não foi emitido
    Dado o tipo de pedido "DAV" com "Situações que permitem desconto no cabeçalho" = "<situacoes>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando tento dar desconto de 10 % no pedido
    E emito o pedido
    Então a situação é "Pendente"
    E o total é R$ <total>

    Exemplos:
      | situacoes                          | total  |
      | Pendente / Proposta                | 100,00 |
      | Em manutenção, Pendente / Proposta | 90,00  |

  @TP-100
  Esquema do Cenário: um item novo
    Dado o tipo de pedido "DAV" com "Situações que permitem incluir itens" = "<situacoes>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando emito o pedido
    E o documento passa à situação "<situacao>"
    E abro o documento para alterar
    E na alteração incluo 2 de "P2"
    E gravo a alteração
    Então vejo <achado>
    E a tela recusa com "<recusa>"
    E o documento está na versão <versao> com total de R$ <total>

    Exemplos:
      | situacoes                          | situacao    | achado                                                                              | recusa             | versao | total  |
      | Em manutenção, Em execução         | Em execução | nenhum aviso                                                                        |                    | 3      | 160,00 |
      | Em manutenção, Em execução         | Aprovado    | o bloqueio "alteracao.inclusao" decidido por "Situações que permitem incluir itens" | alteracao.inclusao | 2      | 100,00 |
      | Em manutenção, Aprovado            | Aprovado    | nenhum aviso                                                                        |                    | 3      | 160,00 |
      | Em manutenção, Pendente / Proposta | Em execução | o bloqueio "alteracao.inclusao" decidido por "Situações que permitem incluir itens" | alteracao.inclusao | 2      | 100,00 |

  @TP-100
  Cenário: um tipo cujos itens só entram em execução não é emitido com eles
    Dado o tipo de pedido "DAV" com "Situações que permitem incluir itens" = "Em execução"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "Em manutenção"
    E vejo o bloqueio "alteracao.inclusao" do produto "P1" decidido por "Situações que permitem incluir itens"

  @TP-101
  Esquema do Cenário: a quantidade e o valor unitário, e nada mais do item
    Dado o tipo de pedido "DAV" com "Situações que permitem alterar itens" = "<situacoes>"
    E o terminal com "Permitir alterar preço unitário" = "Sim"
    E um pedido "DAV" para "Ana" com 2 de "P1"
    Quando emito o pedido
    E o documento passa à situação "Aprovado"
    E abro o documento para alterar
    E na alteração <mudanca>
    E gravo a alteração
    Então vejo <achado>
    E a tela recusa com "<recusa>"
    E o documento está na versão <versao> com total de R$ <total>

    Exemplos:
      | situacoes                          | mudanca                                   | achado                                                                          | recusa         | versao | total  |
      | Em manutenção, Pendente / Proposta | mudo a quantidade do item 1 para 3        | o bloqueio "alteracao.item" decidido por "Situações que permitem alterar itens" | alteracao.item | 2      | 200,00 |
      | Em manutenção, Pendente / Proposta | mudo o preço do item 1 para R$ 90,00      | o bloqueio "alteracao.item" decidido por "Situações que permitem alterar itens" | alteracao.item | 2      | 200,00 |
      | Em manutenção, Pendente / Proposta | observo "gravar o nome" no item 1         | nenhum aviso                                                                    |                | 3      | 200,00 |
      | Em manutenção, Aprovado            | mudo a quantidade do item 1 para 3        | nenhum aviso                                                                    |                | 3      | 300,00 |
      | Em manutenção, Aprovado            | mudo o preço do item 1 para R$ 90,00      | nenhum aviso                                                                    |                | 3      | 180,00 |

  @TP-102
  Esquema do Cenário: um item que sai
    Dado o tipo de pedido "DAV" com "Situações que permitem excluir itens" = "<situacoes>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    E tem também 1 de "P2"
    Quando emito o pedido
    E o documento passa à situação "Em execução"
    E abro o documento para alterar
    E na alteração excluo o item 2
    E gravo a alteração
    Então vejo <achado>
    E a tela recusa com "<recusa>"
    E o documento está na versão <versao> com total de R$ <total>

    Exemplos:
      | situacoes                  | achado                                                                              | recusa             | versao | total  |
      | Em manutenção, Aprovado    | o bloqueio "alteracao.exclusao" decidido por "Situações que permitem excluir itens" | alteracao.exclusao | 2      | 130,00 |
      | Em manutenção, Em execução | nenhum aviso                                                                        |                    | 3      | 100,00 |

  @TP-101 @TP-102
  Esquema do Cenário: no rascunho, mudar e excluir o que acabou de entrar
    Dado o tipo de pedido "DAV" com "Situações que permitem alterar itens" = "<alterar>"
    E o tipo de pedido "DAV" com "Situações que permitem excluir itens" = "<excluir>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    E tem também 1 de "P2"
    Quando tento alterar a quantidade do item 1 para 2
    E tento excluir o item 2
    E emito o pedido
    Então a situação é "Pendente"
    E o total é R$ <total>

    Exemplos:
      | alterar       | excluir       | total  |
      | Em manutenção | Em manutenção | 200,00 |
      | Aprovado      | Em manutenção | 100,00 |
      | Em manutenção | Aprovado      | 230,00 |

  Esquema do Cenário: em execução o cabeçalho não muda e produtos não são trocados
    Dado o tipo de pedido "DAV" com "Situações que permitem excluir itens" = "Em manutenção, Aprovado, Em execução"
    E o tipo de pedido "DAV" com "Situações que permitem incluir itens" = "Em manutenção, Aprovado, Em execução"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando emito o pedido
    E o documento passa à situação "<situacao>"
    E abro o documento para alterar
    E na alteração <mudanca>
    E gravo a alteração
    Então vejo <achado>

    Exemplos:
      | situacao    | mudanca                           | achado                             |
      | Em execução | observo "é urgente"               | o bloqueio "alteracao.cabecalho"   |
      | Em execução | troco o produto do item 1 por "P2" | o bloqueio "alteracao.troca"       |
      | Em execução | incluo 1 de "P2"                  | nenhum aviso                       |
      | Aprovado    | observo "é urgente"               | nenhum aviso                       |

  Cenário: cada alteração é uma versão, e a que foi impressa antes continua
    Dado o tipo de pedido "PRÉ-VENDA" com "Situações que permitem alterar itens" = "Em manutenção, Pendente / Proposta"
    E um pedido "PRÉ-VENDA" para "Ana" no plano "30 DIAS" com 8 de "P1"
    Quando emito o pedido
    E abro o documento para alterar
    E na alteração mudo a quantidade do item 1 para 10
    E gravo a alteração
    Então vejo nenhum aviso
    E o documento está na versão 2 com total de R$ 1.000,00
    E a versão 1 continua com total de R$ 800,00
    E o disponível de "P1" é 0
    Quando abro o documento para alterar
    E na alteração mudo a quantidade do item 1 para 1
    E gravo a alteração
    Então o documento está na versão 3 com total de R$ 100,00
    E o disponível de "P1" é 9

  Cenário: outro balcão foi mais rápido
    Dado um pedido "DAV" para "Ana" com 1 de "P1"
    Quando emito o pedido
    E abro o documento para alterar
    E na alteração observo "da Ana"
    E outro balcão observa "da Bia" no documento
    E tento gravar a alteração
    Então leio "O documento 1 mudou enquanto isso: Bia Lima gravou a revisão 2"
    E o documento está na versão 2 com total de R$ 100,00

  Cenário: cancelado enquanto alguém o alterava
    Dado um pedido "DAV" para "Ana" com 1 de "P1"
    Quando emito o pedido
    E abro o documento para alterar
    E na alteração observo "tarde demais"
    E cancelo o pedido por "o cliente desistiu"
    E tento gravar a alteração
    Então leio "O documento 1 está na situação Cancelado e não pode ser alterado."
    Quando abro o documento para alterar
    Então leio "está na situação Cancelado e não pode ser alterado. Clone-o"
