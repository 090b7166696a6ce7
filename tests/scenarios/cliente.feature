# language: pt
Funcionalidade: Situação do cadastro do cliente

  Contexto:
    Dado hoje é 10/03/2026
    E o produto "P1" a R$ 10,00 com estoque 1000
    E o cliente "João" com limite de R$ 1.000,00
    E o plano "30 DIAS" com "Toma crédito" = "Sim"
    E o plano "À VISTA" com "Toma crédito" = "Não"

  @CL-013 @TP-074
  Esquema do Cenário: cliente bloqueado e tipo de pedido
    Dado o cliente "João" com "Bloqueado" = "<bloqueado>"
    E o terminal com "Ação para cliente bloqueado" = "Alertar"
    E o tipo de pedido "PRÉ-VENDA" com "Permite clientes bloqueados" = "<permite>"
    E o plano "À VISTA" com "Permite bloqueado" = "Sim"
    E um pedido "PRÉ-VENDA" para "João" no plano "<plano>" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"

    Exemplos:
      | bloqueado | permite                  | plano   | situacao      |
      | Não       | Não                      | 30 DIAS | Pendente      |
      | Sim       | Não                      | À VISTA | Em manutenção |
      | Sim       | Sim                      | 30 DIAS | Pendente      |
      | Sim       | Conforme plano pagamento | À VISTA | Pendente      |
      | Sim       | Conforme plano pagamento | 30 DIAS | Em manutenção |

  @CB-101
  Esquema do Cenário: o terminal só endurece
    Dado o cliente "João" com "Bloqueado" = "Sim"
    E o tipo de pedido "PRÉ-VENDA" com "Permite clientes bloqueados" = "Sim"
    E o terminal com "Ação para cliente bloqueado" = "<ajuste>"
    E um pedido "PRÉ-VENDA" para "João" no plano "À VISTA" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | ajuste          | situacao      | achado                                    |
      | Alertar         | Pendente      | o aviso "cliente.bloqueado"               |
      | Senha gerencial | Em manutenção | o pedido de liberação "cliente.bloqueado" |
      | Erro            | Em manutenção | o bloqueio "cliente.bloqueado"            |

  @CL-011 @TP-068
  Esquema do Cenário: validade do cadastro em operação que toma crédito
    Dado o cliente "João" com "Data de validade" = "<validade>"
    E o tipo de pedido "PRÉ-VENDA" com "Validade do cadastro do cliente em operações que tomam crédito" = "<ajuste>"
    E um pedido "PRÉ-VENDA" para "João" no plano "30 DIAS" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | validade   | ajuste      | situacao      | achado                                |
      | 10/03/2026 | Erro        | Pendente      | nenhum aviso                          |
      | 09/03/2026 | Erro        | Em manutenção | o bloqueio "cliente.cadastro_vencido" |
      | 09/03/2026 | Alerta      | Pendente      | o aviso "cliente.cadastro_vencido"    |
      | 09/03/2026 | Não validar | Pendente      | nenhum aviso                          |

  @TP-069
  Esquema do Cenário: validade do cadastro em operação que não toma crédito
    Dado o cliente "João" com "Data de validade" = "09/03/2026"
    E o tipo de pedido "PRÉ-VENDA" com "Validade do cadastro do cliente em operações que não tomam crédito" = "<ajuste>"
    E um pedido "PRÉ-VENDA" para "João" no plano "À VISTA" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | ajuste      | situacao      | achado                                |
      | Erro        | Em manutenção | o bloqueio "cliente.cadastro_vencido" |
      | Alerta      | Pendente      | o aviso "cliente.cadastro_vencido"    |
      | Não validar | Pendente      | nenhum aviso                          |

  Esquema do Cenário: cliente inativo não compra
    Dado o cliente "João" com "Inativo" = "<inativo>"
    E um pedido "DAV" para "João" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"

    Exemplos:
      | inativo | situacao      |
      | Não     | Pendente      |
      | Sim     | Em manutenção |

  @TP-073
  Esquema do Cenário: o tipo aceita CONSUMIDOR FINAL
    Dado o tipo de pedido "PRÉ-VENDA" com "Permite CONSUMIDOR FINAL" = "<ajuste>"
    E um pedido "PRÉ-VENDA" para "CONSUMIDOR FINAL" no plano "À VISTA" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"

    Exemplos:
      | ajuste     | situacao      |
      | Marcado    | Pendente      |
      | Desmarcado | Em manutenção |

  @CB-100
  Esquema do Cenário: o terminal aceita CONSUMIDOR FINAL
    Dado o terminal com "Permitir CONSUMIDOR FINAL" = "<ajuste>"
    E um pedido "<documento>" para "CONSUMIDOR FINAL" no plano "À VISTA" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"

    Exemplos:
      | ajuste         | documento | situacao      |
      | DAV            | DAV       | Pendente      |
      | DAV            | PRÉ-VENDA | Em manutenção |
      | DAV, Pré-Venda | PRÉ-VENDA | Pendente      |

  @TP-073
  Esquema do Cenário: sem CONSUMIDOR FINAL, o documento exige cliente
    Dado o tipo de pedido "DAV" com "Permite CONSUMIDOR FINAL" = "<ajuste>"
    E um pedido "DAV" sem cliente com 1 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"

    Exemplos:
      | ajuste     | situacao      |
      | Marcado    | Pendente      |
      | Desmarcado | Em manutenção |

  @TP-070
  Esquema do Cenário: o tipo exige endereço do cliente
    Dado o cliente "João" mora em "<rua>"
    E o tipo de pedido "PRÉ-VENDA" com "Exige endereço do cliente" = "<ajuste>"
    E um pedido "PRÉ-VENDA" para "João" no plano "À VISTA" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | rua          | ajuste     | situacao      | achado                            |
      | nenhum lugar | Marcado    | Em manutenção | o bloqueio "cliente.sem_endereco" |
      | nenhum lugar | Desmarcado | Pendente      | nenhum aviso                      |
      | Rua A        | Marcado    | Pendente      | nenhum aviso                      |

  @TP-070
  Esquema do Cenário: o CONSUMIDOR FINAL não tem endereço
    Dado o tipo de pedido "PRÉ-VENDA" com "Exige endereço do cliente" = "<ajuste>"
    E um pedido "PRÉ-VENDA" sem cliente no plano "À VISTA" com 1 de "P1"
    Quando emito o pedido
    Então a situação é "<situacao>"
    E vejo <achado>

    Exemplos:
      | ajuste     | situacao      | achado                            |
      | Marcado    | Em manutenção | o bloqueio "cliente.sem_endereco" |
      | Desmarcado | Pendente      | nenhum aviso                      |
