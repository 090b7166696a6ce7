# language: pt
Funcionalidade: Bloquear a tela que ninguém usa

  Contexto:
    Dado o produto "P1" a R$ 10,00 com estoque 100

  @CB-146 @teclado
  Cenário: depois do tempo sem uso a tela pede a senha e a venda continua
    Dado o terminal com "Bloquear tela por inatividade (minutos)" = "5"
    E estou na tela de venda
    E digito "2*P1"
    Quando ninguém mexe por 4 minutos
    E alguém aperta uma tecla
    E ninguém mexe por 4 minutos
    Então a tela continua aberta
    Quando ninguém mexe por 3 minutos
    Então a tela pede a senha de "Ana Souza"
    E com a senha de "ana" a venda volta com 2 de "P1"

  @CB-146 @teclado
  Cenário: zero nunca bloqueia, e o que se muda vale já
    Dado o terminal com "Bloquear tela por inatividade (minutos)" = "0"
    E estou na tela de venda
    Quando ninguém mexe por 20 minutos
    Então a tela continua aberta
    Quando o gerente põe "Bloquear tela por inatividade (minutos)" = "2"
    E ninguém mexe por 4 minutos
    Então a tela pede a senha de "Ana Souza"

  @CB-146 @teclado
  Cenário: o que está aberto sobre a venda não escapa da senha
    Dado o terminal com "Bloquear tela por inatividade (minutos)" = "5"
    E estou na tela de venda
    E digito "2*P1"
    Quando abro o resumo e ninguém mexe por 7 minutos
    Então a tela pede a senha de "Ana Souza"
    E nada foi emitido
    E com a senha de "ana" a venda volta com 2 de "P1"
    E o aviso diz que "Finalizar" foi fechado
