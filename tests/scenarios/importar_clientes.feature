# language: pt
Funcionalidade: Quem pode mudar o cadastro dos clientes por planilha

  Contexto:
    Dado o cliente "Posto Alfa" com CNPJ "11444777000161"
    E o cliente "Posto Alfa" com limite de R$ 1.000,00

  @PV-004
  Esquema do Cenário: cliente novo pede a permissão de incluir
    Dado o perfil "Gerente" <pode> "Inclui cliente"
    Quando "bia" importa clientes da planilha
      | CPF/CNPJ    | Nome      |
      | 52998224725 | Rita Reis |
    Então a importação responde "<resposta>"
    E "RITA REIS" <resultado>

    Exemplos:
      | pode     | resposta                                       | resultado           |
      | pode     | gravado                                        | está cadastrada     |
      | não pode | Bia Lima não tem a permissão “Inclui cliente”. | não está cadastrada |

  @PV-005
  Esquema do Cenário: cliente que já existe pede a permissão de alterar
    Dado o perfil "Gerente" <pode> "Pode Alterar Clientes"
    Quando "bia" importa clientes da planilha
      | CPF/CNPJ       | Nome       |
      | 11444777000161 | Auto Posto |
    Então a importação responde "<resposta>"
    E o nome do CNPJ "11444777000161" é "<nome>"

    Exemplos:
      | pode     | resposta                                              | nome       |
      | pode     | gravado                                               | Auto Posto |
      | não pode | Bia Lima não tem a permissão “Pode Alterar Clientes”. | POSTO ALFA |

  @PV-008 @PV-005
  Esquema do Cenário: o limite pede as duas permissões, e fica no histórico
    Dado o perfil "Gerente" <altera> "Pode Alterar Clientes"
    E o perfil "Gerente" <limite> "Altera Limite de Crédito"
    Quando "bia" importa clientes da planilha
      | CPF/CNPJ       | Limite de crédito |
      | 11444777000161 | <novo>            |
    Então a importação responde "<resposta>"
    E o limite de "Posto Alfa" é R$ <fica>
    E o histórico de "Posto Alfa" diz "<historico>"

    Exemplos:
      | altera   | limite   | novo     | resposta                                                 | fica     | historico                                          |
      | pode     | pode     | 5.000,00 | gravado                                                  | 5.000,00 | Bia Lima: Limite de crédito: 1.000,00 → 5.000,00   |
      | pode     | não pode | 5.000,00 | Bia Lima não tem a permissão “Altera Limite de Crédito”. | 1.000,00 |                                                    |
      | não pode | pode     | 5.000,00 | Bia Lima não tem a permissão “Pode Alterar Clientes”.    | 1.000,00 |                                                    |
      | não pode | não pode | 1.000,00 | gravado                                                  | 1.000,00 |                                                    |

  @PV-008
  Esquema do Cenário: o limite de quem se inclui também
    Dado o perfil "Gerente" <limite> "Altera Limite de Crédito"
    Quando "bia" importa clientes da planilha
      | CPF/CNPJ    | Nome      | Limite de crédito |
      | 52998224725 | Rita Reis | 800,00            |
    Então a importação responde "<resposta>"
    E "RITA REIS" <resultado>

    Exemplos:
      | limite   | resposta                                                 | resultado           |
      | pode     | gravado                                                  | está cadastrada     |
      | não pode | Bia Lima não tem a permissão “Altera Limite de Crédito”. | não está cadastrada |
