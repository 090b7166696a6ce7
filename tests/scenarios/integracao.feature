# language: pt
Funcionalidade: Onde está a retaguarda, página Integração

  @CB-022 @CB-024 @CB-025 @teclado
  Esquema do Cenário: o que não serve não se grava, e a página diz o que escrever
    Quando escrevo "<valor>" em "<campo>" e confirmo
    Então a página diz "<mensagem>" e nada grava

    Exemplos:
      | campo                                                        | valor             | mensagem                                                                                                            |
      | IP do Servidor Retaguarda                                    | 300.1.1.1         | “300.1.1.1” não é um endereço IP. Use quatro números de 0 a 255, como 192.168.0.10, ou o nome do computador.        |
      | IP do Servidor Retaguarda                                    | servidor da loja  | “servidor da loja” não é um endereço. Use o IP (192.168.0.10) ou o nome do computador, sem espaços.                 |
      | Porta Banco de Dados Gestores                                | 0                 | Porta deve estar entre 1 e 65535                                                                                    |
      | Porta Banco de Dados Gestores                                | 70000             | Porta deve estar entre 1 e 65535                                                                                    |
      | Porta de Comunicação para Integração do Cadastro de Clientes | 70000             | Porta deve estar entre 1 e 65535                                                                                    |

  @CB-022 @CB-024 @CB-025 @teclado
  Esquema do Cenário: o que serve se grava
    Quando escrevo "<valor>" em "<campo>" e confirmo
    Então a página grava "<campo>" = "<valor>"

    Exemplos:
      | campo                                                        | valor                      |
      | IP do Servidor Retaguarda                                    | 192.168.0.10               |
      | IP do Servidor Retaguarda                                    | servidor                   |
      | IP do Servidor Retaguarda                                    | 10.0.0.1, 10.0.0.2         |
      | Porta Banco de Dados Gestores                                | 5433                       |
      | Porta de Comunicação para Integração do Cadastro de Clientes | 65535                      |

  @CB-022
  Esquema do Cenário: o balcão procura a retaguarda no endereço que se gravou
    Dado a retaguarda atende no endereço "127.0.0.2"
    E um balcão aberto que procura a retaguarda em "127.0.0.1"
    Quando gravo "IP do Servidor Retaguarda" = "<endereço>" e emito um DAV
    Então o DAV chega pelo endereço "<endereço>"

    Exemplos:
      | endereço  |
      | 127.0.0.2 |
      | 127.0.0.1 |

  @CB-025
  Cenário: o balcão fala com a retaguarda pela porta que se gravou
    Dado um balcão aberto que procura a retaguarda em "127.0.0.1"
    E a retaguarda atende também em outra porta
    Quando gravo a outra porta em "Porta de Comunicação para Integração do Cadastro de Clientes" e emito um DAV
    Então o DAV chega pela outra porta

  @CB-024
  Cenário: os dados da loja passam a vir pela porta do banco que se gravou
    Dado um balcão aberto que procura a retaguarda em "127.0.0.1"
    E o banco atende também em outra porta
    Quando gravo a outra porta em "Porta Banco de Dados Gestores"
    E o preço de "P1" muda para R$ 12,34 na retaguarda
    Então o balcão vende "P1" a R$ 12,34, e soube pela outra porta
