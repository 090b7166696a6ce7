"""Menu Integração: exactly the six fields of the users' page, with its texts and defaults."""

from typing import Annotated

from balcao.domain.campo import Campo, Onde, Politica
from balcao.domain.rede import confere_endereco
from balcao.domain.terminal.opcoes import desliga


class Integracao(Politica):
    """Where the retaguarda is, and what is asked of it before a document is issued."""

    ip_servidor_retaguarda: Annotated[str, Campo(
        "CB-022", "IP do Servidor Retaguarda",
        "Define o endereço do computador/servidor onde está o sistema de retaguarda (banco e serviços).\n"
        "127.0.0.1 significa “o próprio computador” (localhost).\n"
        "Se o banco estiver em outro servidor da rede, deve ser informado o IP da máquina correta.",
        obrigatorio=True, tamanho=500, onde=Onde.ESTACAO, confere=confere_endereco)] = "127.0.0.1"
    porta_banco_dados: Annotated[int, Campo(
        "CB-024", "Porta Banco de Dados Gestores",
        "É a porta usada para conexão com o banco de dados.\n5432 é a porta padrão do PostgreSQL.\n"
        "Só deve ser alterada se o banco tiver sido instalado em outra porta.",
        minimo=1, maximo=65535, onde=Onde.ESTACAO)] = 5432
    porta_integracao_clientes: Annotated[int, Campo(
        "CB-025", "Porta de Comunicação para Integração do Cadastro de Clientes",
        "Porta utilizada pelo serviço de integração responsável por trocar dados de clientes entre sistemas "
        "(frente de caixa ↔ retaguarda). Por ela também seguem os pedidos.\n"
        "8082 é a porta padrão que vem com o sistema.\n"
        "Precisa estar liberada no firewall e em execução no servidor.",
        minimo=1, maximo=65535, onde=Onde.ESTACAO)] = 8082
    verificar_crediario_dav: Annotated[bool, Campo(
        "CB-027", "Verificar se Existe Crediário Vencido no DAV (Orçamento)",
        "Quando ativado, o sistema verifica se o cliente possui parcelas vencidas antes de permitir gerar um "
        "DAV (orçamento).\nObjetivo: bloquear vendas para clientes com débitos em atraso.",
        enfraquece=desliga)] = False
    verificar_crediario_pre_venda: Annotated[bool, Campo(
        "CB-028", "Verificar se Existe Crediário Vencido na Pré-Venda",
        "Quando ativado, o sistema verifica se o cliente possui parcelas vencidas antes de permitir gerar uma "
        "Pré-Venda.\nObjetivo: bloquear vendas para clientes com débitos em atraso.",
        enfraquece=desliga)] = False
    enviar_notificacao_os_whatsapp: Annotated[bool, Campo(
        "CB-030", "Enviar Notificação da Ordem de Serviço pelo WhatsApp",
        "Quando ativado, o sistema envia mensagens automáticas ao cliente com atualizações da Ordem de Serviço "
        "(ex.: criada, em andamento, finalizada), porém necessita que o cadastro do cliente esteja completo.",
        indisponivel="Depende do envio pelo WhatsApp (licença WhatsApp MSG), que este programa ainda não tem.",
    )] = False
