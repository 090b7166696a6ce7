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

  @CB-105 @teclado
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
