# language: pt
Funcionalidade: Banco de Dados, no rodapé da Configuração

  @CB-043 @teclado
  Cenário: o grupo mostra o que é do banco e não o que é dos relatórios
    Quando abro o rodapé da configuração
    Então o grupo "Banco de Dados" tem "Excluir Tab Versão"
    E o grupo "Banco de Dados" não tem "Editar Relatório"
    E o grupo "Relatórios" tem "Editar Relatório"

  @CB-044
  Cenário: quem confirma com a senha refaz a versão e mantém os DAVs
    Dado um DAV emitido
    E a tabela de versão do banco foi perdida
    Quando "bia" confirma Excluir Tab Versão
    Então o banco volta à versão que tinha
    E o DAV continua como estava

  @CB-044
  Cenário: quem cancela não refaz nada
    Dado um DAV emitido
    E a tabela de versão do banco foi perdida
    Quando "bia" cancela Excluir Tab Versão
    Então a tabela de versão continua perdida
    E o DAV continua como estava

  @CB-044
  Esquema do Cenário: só a senha de quem mantém o banco vale
    Dado a tabela de versão do banco foi perdida
    Quando "<quem>" confirma Excluir Tab Versão
    Então não posso, porque "<mensagem>"
    E a tabela de versão continua perdida

    Exemplos:
      | quem               | mensagem                                     |
      | ana                | não tem a permissão “Mantém o banco de dados” |
      | bia com outra senha | Usuário ou senha não conferem                |
