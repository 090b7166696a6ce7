# language: pt
Funcionalidade: Produtos que o tipo de pedido aceita

  Contexto:
    Dado hoje é 10/03/2026
    E o produto "P1" a R$ 10,00 com estoque 1000
    E o produto "P2" a R$ 30,00 com estoque 1000
    E o cliente "Ana" com limite de R$ 5.000,00
    E o tipo de pedido "PRÉ-VENDA" com "Validar estoque no fechamento do pedido" = "Nada"

  @TP-034
  Esquema do Cenário: quantidade mínima e máxima do produto
    Dado o produto "P1" com "Quantidade mínima" = "5"
    E o produto "P1" com "Quantidade máxima" = "50"
    E o tipo de pedido "<tipo>" com "Validar quantidade mínima e máxima" = "<valida>"
    E um pedido "<tipo>" para "Ana" com 1 de "P2"
    Quando incluo <quantidade> de "P1"
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | tipo      | valida     | quantidade | situacao      | achado                                                                            |
      | DAV       | Desmarcado | 3          | Pendente      | nenhum aviso                                                                      |
      | DAV       | Desmarcado | 60         | Pendente      | nenhum aviso                                                                      |
      | DAV       | Marcado    | 3          | Em manutenção | o bloqueio "quantidade.abaixo" decidido por "Validar quantidade mínima e máxima"  |
      | DAV       | Marcado    | 5          | Pendente      | nenhum aviso                                                                      |
      | PRÉ-VENDA | Marcado    | 10         | Pendente      | nenhum aviso                                                                      |
      | PRÉ-VENDA | Marcado    | 50         | Pendente      | nenhum aviso                                                                      |
      | PRÉ-VENDA | Marcado    | 60         | Em manutenção | o bloqueio "quantidade.acima" decidido por "Validar quantidade mínima e máxima"   |

  @TP-034
  Esquema do Cenário: a quantidade fora da faixa não entra nem fica no lugar da que havia
    Dado o produto "P1" com "Quantidade mínima" = "5"
    E o produto "P1" com "Quantidade máxima" = "50"
    E o tipo de pedido "DAV" com "Validar quantidade mínima e máxima" = "<valida>"
    E um pedido "DAV" para "Ana" com 10 de "P1"
    Quando tento incluir 3 de "P1"
    Então o pedido tem <itens>
    Quando tento alterar a quantidade do item 1 para 60
    Então a quantidade do item 1 é <quantidade>

    Exemplos:
      | valida     | itens   | quantidade |
      | Marcado    | 1 item  | 10         |
      | Desmarcado | 2 itens | 60         |

  @TP-042 @TP-044 @TP-046
  Esquema do Cenário: o que o cadastro diz do produto
    Dado o produto "P2" com "<do produto>" = "<e>"
    E o tipo de pedido "<tipo>" com "<campo>" = "<permite>"
    E um pedido "<tipo>" para "Ana" com 1 de "P1"
    Quando tento incluir 1 de "P2"
    Então o pedido tem <itens>

    Exemplos:
      | tipo      | do produto   | e   | campo                         | permite    | itens   |
      | DAV       | Em falta     | Sim | Permite produtos em falta     | Desmarcado | 1 item  |
      | DAV       | Em falta     | Sim | Permite produtos em falta     | Marcado    | 2 itens |
      | PRÉ-VENDA | Em falta     | Não | Permite produtos em falta     | Desmarcado | 2 itens |
      | PRÉ-VENDA | Sem troca    | Sim | Permite produtos sem troca    | Desmarcado | 1 item  |
      | DAV       | Sem troca    | Sim | Permite produtos sem troca    | Marcado    | 2 itens |
      | DAV       | Sem troca    | Não | Permite produtos sem troca    | Desmarcado | 2 itens |
      | DAV       | Com variação | Sim | Permite produtos com variação | Desmarcado | 1 item  |
      | PRÉ-VENDA | Com variação | Sim | Permite produtos com variação | Marcado    | 2 itens |
      | DAV       | Com variação | Não | Permite produtos com variação | Desmarcado | 2 itens |

  @TP-042
  Esquema do Cenário: produto em falta que chega de um balcão antigo
    Dado o produto "P2" com "Em falta" = "Sim"
    E o tipo de pedido "DAV" com "Permite produtos em falta" = "<permite>"
    E um pedido "DAV" para "Ana" com 1 de "P2"
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | permite    | situacao      | achado                                                                 |
      | Marcado    | Pendente      | nenhum aviso                                                           |
      | Desmarcado | Em manutenção | o bloqueio "produto.em_falta" decidido por "Permite produtos em falta" |

  @TP-044
  Esquema do Cenário: produto sem troca que chega de um balcão antigo
    Dado o produto "P2" com "Sem troca" = "Sim"
    E o tipo de pedido "PRÉ-VENDA" com "Permite produtos sem troca" = "<permite>"
    E um pedido "PRÉ-VENDA" para "Ana" com 1 de "P2"
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | permite    | situacao      | achado                                                                   |
      | Marcado    | Pendente      | nenhum aviso                                                             |
      | Desmarcado | Em manutenção | o bloqueio "produto.sem_troca" decidido por "Permite produtos sem troca" |

  @TP-046
  Esquema do Cenário: produto com variação que chega de um balcão antigo
    Dado o produto "P2" com "Com variação" = "Sim"
    E o tipo de pedido "DAV" com "Permite produtos com variação" = "<permite>"
    E um pedido "DAV" para "Ana" com 1 de "P2"
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | permite    | situacao      | achado                                                                         |
      | Marcado    | Pendente      | nenhum aviso                                                                   |
      | Desmarcado | Em manutenção | o bloqueio "produto.com_variacao" decidido por "Permite produtos com variação" |

  @TP-040
  Esquema do Cenário: produto em inventário
    Dado o inventário de "P2" começou há 30 minutos
    E o tipo de pedido "<tipo>" com "Bloqueio de produtos em inventário" = "<bloqueio>"
    E um pedido "<tipo>" para "Ana" com 1 de "P1"
    Quando tento incluir 1 de "P2"
    Então o pedido tem <itens>
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | tipo      | bloqueio             | itens   | situacao      | achado                                                                               |
      | DAV       | Não bloquear         | 2 itens | Pendente      | nenhum aviso                                                                         |
      | DAV       | Bloquear na inclusão | 1 item  | Pendente      | nenhum aviso                                                                         |
      | PRÉ-VENDA | Bloquear na emissão  | 2 itens | Em manutenção | o bloqueio "produto.em_inventario" decidido por "Bloqueio de produtos em inventário" |

  @TP-040
  Esquema do Cenário: o inventário começa com o pedido aberto, e termina
    Dado o tipo de pedido "DAV" com "Bloqueio de produtos em inventário" = "<bloqueio>"
    E um pedido "DAV" para "Ana" com 1 de "P2"
    Quando o inventário de "P2" começa daqui a 5 minutos
    E emito o pedido
    Então a situação é "<situacao>"
    Quando o inventário de "P2" termina
    E emito o pedido
    Então a situação é "Pendente"

    Exemplos:
      | bloqueio             | situacao      |
      | Bloquear na inclusão | Pendente      |
      | Bloquear na emissão  | Em manutenção |

  @TP-040
  Esquema do Cenário: produto em inventário que chega de um balcão antigo
    Dado o inventário de "P2" começou há 30 minutos
    E o tipo de pedido "DAV" com "Bloqueio de produtos em inventário" = "<bloqueio>"
    E um pedido "DAV" para "Ana" com 1 de "P2"
    Quando emito o pedido
    Então a situação é "<situacao>"

    Exemplos:
      | bloqueio             | situacao      |
      | Não bloquear         | Pendente      |
      | Bloquear na inclusão | Em manutenção |
      | Bloquear na emissão  | Em manutenção |

  @TP-043
  Esquema do Cenário: situações de produtos permitidas
    Dado o produto "P1" com "Situação do cadastro" = "<do produto>"
    E o tipo de pedido "DAV" com "Situações de produtos permitidas" = "<permitidas>"
    E um pedido "DAV" para "Ana"
    Quando incluo 1 de "P1"
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | do produto | permitidas        | situacao      | achado                                                                                       |
      | Aprovado   | Aprovado          | Pendente      | nenhum aviso                                                                                 |
      | Baixado    | Aprovado          | Em manutenção | o bloqueio "produto.situacao_cadastro" decidido por "Situações de produtos permitidas" |
      | Cancelado  | Aprovado          | Em manutenção | o bloqueio "produto.situacao_cadastro" do produto "P1"                                       |
      | Baixado    | Aprovado, Baixado | Pendente      | nenhum aviso                                                                                 |
      | Cancelado  |                   | Pendente      | nenhum aviso                                                                                 |

  @TP-047
  Esquema do Cenário: produtos de marca bloqueada
    Dado o produto "P1" com "Marca" = "ACME"
    E a marca "ACME" <como>
    E o tipo de pedido "DAV" com "Permite produtos de marca bloqueada" = "<permite>"
    E um pedido "DAV" para "Ana"
    Quando incluo 1 de "P1"
    E emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | como         | permite    | situacao      | achado                                                                                       |
      | bloqueada    | Desmarcado | Em manutenção | o bloqueio "produto.marca_bloqueada" decidido por "Permite produtos de marca bloqueada" |
      | bloqueada    | Marcado    | Pendente      | nenhum aviso                                                                                 |
      | desbloqueada | Desmarcado | Pendente      | nenhum aviso                                                                                 |
      | desbloqueada | Marcado    | Pendente      | nenhum aviso                                                                                 |

  @TP-045
  Esquema do Cenário: número de série por unidade
    Dado o produto "P1" com "Controla número de série" = "Sim"
    E o tipo de pedido "<tipo>" com "Unidade do produto (número de série) por item" = "<como>"
    E um pedido "<tipo>" para "Ana" com <quantidade> de "P1"
    E tem também 50 de "P2"
    E informo os números de série "<series>" no item 1
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | tipo      | como          | quantidade | series     | situacao      | achado                                                                                        |
      | PRÉ-VENDA | Obrigatório   | 2          |            | Em manutenção | o bloqueio "numero_serie.faltam" decidido por "Unidade do produto (número de série) por item" |
      | PRÉ-VENDA | Obrigatório   | 2          | SN1        | Em manutenção | o bloqueio "numero_serie.faltam" do produto "P1"                                              |
      | PRÉ-VENDA | Obrigatório   | 2          | SN1, SN2   | Pendente      | nenhum aviso                                                                                  |
      | DAV       | Obrigatório   | 1          |            | Em manutenção | o bloqueio "numero_serie.faltam" do produto "P1"                                              |
      | PRÉ-VENDA | Opcional      | 2          |            | Pendente      | nenhum aviso                                                                                  |
      | PRÉ-VENDA | Opcional      | 2          | SN1        | Pendente      | nenhum aviso                                                                                  |
      | PRÉ-VENDA | Não permitido | 2          |            | Pendente      | nenhum aviso                                                                                  |

  @TP-045
  Esquema do Cenário: o que se informa do número de série
    Dado o tipo de pedido "DAV" com "Unidade do produto (número de série) por item" = "<como>"
    E um pedido "DAV" para "Ana" com 1 de "P1"
    Quando informo os números de série "sn123" no item 1
    E emito o pedido
    Então a situação é "Pendente"
    E ficam guardados os números de série <resultado>

    Exemplos:
      | como          | resultado            |
      | Opcional      | "SN123", sem recusa  |
      | Obrigatório   | "SN123", sem recusa  |
      | Não permitido | ""                   |

  @TP-045
  Cenário: a unidade que outra venda tem não sai de novo
    Dado o tipo de pedido "PRÉ-VENDA" com "Unidade do produto (número de série) por item" = "Opcional"
    E um pedido "PRÉ-VENDA" para "Ana" com 1 de "P1"
    E informo os números de série "SN1" no item 1
    E o pedido foi emitido
    E um pedido "PRÉ-VENDA" para "Ana" com 1 de "P1"
    E informo os números de série "SN1" no item 1
    Quando emito o pedido
    Então a situação é "Em manutenção"
    E vejo o pedido de liberação "numero_serie.em_outro" do produto "P1"
