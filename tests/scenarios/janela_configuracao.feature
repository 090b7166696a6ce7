# language: pt
Funcionalidade: A janela Configuração

  @CB-001 @teclado
  Cenário: a configuração é do terminal, e vale para quem entrar nele
    Dado "bia" está na tela de venda
    Quando abro a Configuração
    E escolho "Ana" em "Vendedor Padrão na Pre-Venda e Orçamento"
    E confirmo com F12
    Então a Configuração fechou
    E neste terminal um documento novo nasce com o vendedor "ana"
    E em outro terminal um documento novo nasce com o vendedor ""
    Quando "caio" entra neste terminal
    Então neste terminal um documento novo nasce com o vendedor "ana"

  @CB-002 @teclado
  Cenário: fechar com ESC descarta o que não foi gravado, depois de perguntar
    Dado "bia" está na tela de venda
    Quando abro a Configuração
    E escrevo "192.168.0.10" em "IP do Servidor Retaguarda"
    E escrevo "2" em "Casas Decimal Qtde"
    E teclo ESC
    Então sou perguntado "Descartar alterações não gravadas?"
    Quando respondo com a tecla de "Continuar editando"
    Então a Configuração continua aberta
    E "IP do Servidor Retaguarda" mostra "192.168.0.10"
    Quando teclo ESC
    E respondo com a tecla de "Descartar"
    Então a Configuração fechou
    Quando abro a Configuração
    Então "IP do Servidor Retaguarda" mostra "127.0.0.1"
    E "Casas Decimal Qtde" mostra "3"

  @CB-002 @teclado
  Cenário: sem alteração, ESC fecha sem perguntar
    Dado "bia" está na tela de venda
    Quando abro a Configuração
    E teclo ESC
    Então a Configuração fechou

  @CB-003 @teclado
  Cenário: F12 grava tudo de uma vez, e vale já na próxima operação
    Dado "bia" está na tela de venda
    Quando vendo "1,25*P1"
    Então a quantidade do item 1 é 1,25
    Quando abro a Configuração
    E escrevo "1" em "Casas Decimal Qtde"
    E escrevo "50" em "Registros por pesquisa"
    E confirmo com F12
    Então a Configuração fechou
    Quando vendo "1,25*P2"
    Então a quantidade do item 2 é 1,3
    Quando abro a Configuração
    Então "Casas Decimal Qtde" mostra "1"
    E "Registros por pesquisa" mostra "50"

  @CB-003 @teclado
  Cenário: com um campo inválido nada é gravado, e a janela vai até ele
    Dado "bia" está na tela de venda
    Quando abro a Configuração
    E escrevo "1" em "Casas Decimal Qtde"
    E escrevo "70000" em "Porta Banco de Dados Gestores"
    E escolho o menu "Registros"
    E confirmo com F12
    Então a Configuração continua aberta
    E o menu aberto é "Integração"
    E o cursor está em "Porta Banco de Dados Gestores", que diz "Porta deve estar entre 1 e 65535"
    Quando teclo ESC
    E respondo com a tecla de "Descartar"
    E abro a Configuração
    Então "Porta Banco de Dados Gestores" não mostra "70000"
    E "Casas Decimal Qtde" mostra "3"

  @CB-004 @CB-005 @CB-008 @CB-010 @CB-012 @CB-013 @CB-015 @CB-017 @CB-018 @CB-020 @teclado
  Esquema do Cenário: cada menu mostra só os seus campos, e o que se digitou noutro fica
    Dado a Configuração aberta
    Quando escrevo "<digitado>" em "<noutro>"
    E escolho o menu "<menu>"
    Então o menu aberto é "<menu>"
    E a página mostra "<campo>"
    E a página não mostra "<noutro>"
    Quando volto ao menu de "<noutro>"
    Então "<noutro>" mostra "<digitado>"
    Quando confirmo com F12
    Então fica gravado só "<noutro>" = "<digitado>"

    Exemplos: um menu de cada vez
      | menu                   | campo                                           | noutro                        | digitado |
      | Gerencial              | Operações que podem ser liberadas pelo gerente  | Registros por pesquisa        | 40       |
      | Balança                | Conteúdo da etiqueta (peso ou preço)            | Registros por pesquisa        | 40       |
      | Registros              | Registros por pesquisa                          | Validade do orçamento (dias)  | 20       |
      | Operacional            | Validade do orçamento (dias)                    | Registros por pesquisa        | 40       |
      | Controles de Clientes  | Ação para cliente bloqueado                     | Registros por pesquisa        | 40       |
      | Controles de Produtos  | Permitir alterar preço unitário                 | Registros por pesquisa        | 40       |
      | Grupo de Desconto      | Ação para desconto acima do limite              | Registros por pesquisa        | 40       |
      | Controles de Impressão | Modelo de papel                                 | Registros por pesquisa        | 40       |
      | Integração             | IP do Servidor Retaguarda                       | Registros por pesquisa        | 40       |
      | Controle do Sistema    | Bloquear tela por inatividade (minutos)         | Registros por pesquisa        | 40       |

  @CB-023 @teclado
  Esquema do Cenário: F1 explica o campo em que se está
    Dado a Configuração aberta
    Quando teclo F1 em "<campo>"
    Então a ajuda diz "<frase>"
    E a ajuda <da_outra> "o próprio computador"
    Quando teclo ESC
    Então a ajuda sai e a Configuração continua aberta

    Exemplos:
      | campo                         | frase                                                                  | da_outra |
      | IP do Servidor Retaguarda     | 127.0.0.1 significa “o próprio computador”                             | diz      |
      | IP do Servidor Retaguarda     | Se o banco estiver em outro servidor da rede, deve ser informado o IP    | diz      |
      | Porta Banco de Dados Gestores | 5432                                                                   | não diz  |

  @CB-041 @teclado
  Cenário: o grupo Relatórios do rodapé tem o Editar Relatório dos papéis do balcão, e só ele
    Dado "bia" está na tela de venda
    Quando abro a Configuração
    Então no rodapé o grupo "Relatórios" oferece só "Editar Relatório"
    E no rodapé o grupo "Banco de Dados" não oferece "Editar Relatório"
    Quando aperto "Editar Relatório"
    Então posso editar o papel de "DAV (orçamento)" e o de "Pré-venda e ordem de serviço"
