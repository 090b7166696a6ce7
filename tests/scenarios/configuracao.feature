# language: pt
Funcionalidade: Configuração do terminal, página Integração

  @CB-030
  Esquema do Cenário: notificação da OS pelo WhatsApp não se liga antes de existir
    Quando o gerente grava no terminal "Enviar Notificação da Ordem de Serviço pelo WhatsApp" = "<ajuste>"
    Então a configuração responde "<resposta>"
    E o terminal fica com "Enviar Notificação da Ordem de Serviço pelo WhatsApp" = "Desmarcado"

    Exemplos:
      | ajuste     | resposta                                                                            |
      | Desmarcado | gravada                                                                             |
      | Marcado    | Depende do envio pelo WhatsApp (licença WhatsApp MSG), que este programa ainda não tem. |

  @CB-030
  Cenário: na tela o campo aparece desabilitado e diz por quê
    Quando abro a página Integração
    Então "Enviar Notificação da Ordem de Serviço pelo WhatsApp" está desabilitado e diz "Depende do envio pelo WhatsApp (licença WhatsApp MSG), que este programa ainda não tem."
    E "Verificar se Existe Crediário Vencido na Pré-Venda" está habilitado
