# language: pt
Funcionalidade: O cliente no balcão: cadastro rápido e observações

  @CB-098 @teclado
  Esquema do Cenário: cadastrar sem sair do documento
    Dado o terminal com "Permitir cadastro rápido no balcão" = "<ajuste>"
    E estou na tela de venda
    Quando procuro o cliente "Pedro Prado" e aperto Ins
    Então o cadastro <abre>
    E a retaguarda, se recebe o cadastro de "Pedro Prado", responde "<resposta>"

    Exemplos:
      | ajuste     | abre     | resposta                              |
      | Marcado    | abre     | gravado                               |
      | Desmarcado | não abre | Este terminal não cadastra clientes.  |

  @CB-099 @teclado
  Esquema do Cenário: o que o cadastro exige
    Dado o terminal com "Campos obrigatórios do cliente no balcão" = "<campos>"
    E estou na tela de venda
    Quando cadastro "Pedro Prado" só com o nome
    Então o cadastro responde "<resposta>"
    E a retaguarda, se recebe só o nome "Rita Reis", responde "<na_retaguarda>"

    Exemplos:
      | campos            | resposta                                                                              | na_retaguarda                                |
      |                   | gravado                                                                               | gravado                                      |
      | E-mail            | Informe o e-mail: este terminal exige.                                                | Informe o e-mail: este terminal exige.       |
      | CPF/CNPJ, Celular | Informe o CPF ou CNPJ: este terminal exige. Informe o celular: este terminal exige.   | Informe o CPF ou CNPJ: este terminal exige.  |
      | Endereço, CEP     | Informe o CEP: este terminal exige. Informe o endereço: este terminal exige.          | Informe o endereço: este terminal exige.     |

  @CB-105 @CL-012 @teclado
  Esquema do Cenário: observações do cliente ao escolher
    Dado o cliente "Ana Prado" com "Observações" = "Só entrega à tarde"
    E o terminal com "Exibir observações do cliente ao selecionar" = "<ajuste>"
    E estou na tela de venda
    Quando escolho na tela o cliente "Ana Prado"
    Então <aviso>
    E o painel do cliente diz "Só entrega à tarde"

    Exemplos:
      | ajuste     | aviso                                   |
      | Marcado    | abre o aviso "ANA PRADO: Só entrega à tarde" |
      | Desmarcado | não abre aviso                          |

  @CL-002 @teclado
  Cenário: o código do cliente é o próximo, e por ele o balcão acha o cliente
    Dado o terminal com "Campos obrigatórios do cliente no balcão" = ""
    E estou na tela de venda
    Quando cadastro "Marta Souza" só com o nome
    E cadastro "Rui Prado" só com o nome
    Então o código de "Rui Prado" é o seguinte ao de "Marta Souza"
    Quando os cadastros chegam ao balcão
    Então o Enter, depois do código de "Marta Souza", escolhe "Marta Souza"
    E o Enter, depois do código de "Rui Prado", escolhe "Rui Prado"
    Quando o cadastro de "Rui Prado" é apagado
    E cadastro "Ana Reis" só com o nome
    Então o código de "Ana Reis" é o seguinte ao de "Rui Prado", que não volta

  @CL-003 @teclado
  Esquema do Cenário: sem nome não se cadastra, e o nome sai no documento
    Dado o terminal com "Campos obrigatórios do cliente no balcão" = ""
    E estou na tela de venda
    Quando cadastro só com o nome "<nome>"
    Então o cadastro responde "<resposta>"
    Quando vendo 1 de "P1" e finalizo
    Então o documento é de "<no_documento>"

    Exemplos:
      | nome        | resposta                 | no_documento     |
      |             | Informe o nome completo. | CONSUMIDOR FINAL |
      | Marta Souza | gravado                  | MARTA SOUZA      |

  @PV-004 @teclado
  Esquema do Cenário: só cadastra cliente quem tem a permissão
    Dado o perfil "Vendedor" <pode> "Inclui cliente"
    E estou na tela de venda
    Quando procuro o cliente "Pedro Prado" e aperto Ins
    Então o cadastro <abre>
    E a retaguarda, se recebe o cadastro de "Pedro Prado", responde "<resposta>"

    Exemplos:
      | pode     | abre     | resposta                                        |
      | pode     | abre     | gravado                                         |
      | não pode | não abre | Ana Souza não tem a permissão “Inclui cliente”. |

  @PV-024 @teclado
  Esquema do Cenário: a tabela do cliente que está fora de uso é avisada, e vale a da loja
    Dado o cliente "Ana Prado" com "Lista de preço" = "<tabela>"
    E a tabela "ATACADO" com "Ativa" = "<ativa>"
    E estou na tela de venda
    Quando vendo 1 de "P1" para "Ana Prado"
    Então <aviso>
    E o total na tela é <total>

    Exemplos:
      | tabela  | ativa      | aviso                                                                                             | total |
      | ATACADO | Marcado    | não abre aviso                                                                                    | 8,00  |
      | ATACADO | Desmarcado | abre o aviso "A tabela de preço de ANA PRADO está fora de uso: valem os preços da tabela VAREJO." | 10,00 |
      |         | Desmarcado | não abre aviso                                                                                    | 10,00 |
