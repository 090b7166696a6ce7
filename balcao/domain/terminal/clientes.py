"""Menu Operacional › Controles de Clientes."""

from typing import Annotated

from balcao.domain.campo import Campo, Opcao, Politica
from balcao.domain.terminal.opcoes import Acao, CampoCliente, Documento, afrouxa


def _aumenta(antes: int, depois: int) -> bool:
    return depois > antes


class ControlesClientes(Politica):
    """What the counter does with a customer who is blocked, late or over the limit."""

    cc_cadastro_rapido: Annotated[bool, Campo(
        "CB-098", "Permitir cadastro rápido no balcão",
        "Marcado: o vendedor cadastra o cliente sem sair do documento. Desmarcado: só escolhe um existente.",
        "Cadastro")] = True
    campos_obrigatorios_cliente: Annotated[frozenset[CampoCliente], Campo(
        "CB-099", "Campos obrigatórios do cliente no balcão",
        "Campos exigidos ao gravar um cliente pelo balcão.", "Cadastro",
        opcoes=(Opcao(CampoCliente.CPF_CNPJ, "CPF/CNPJ", "exige documento"),
                Opcao(CampoCliente.CELULAR, "Celular", "exige celular"),
                Opcao(CampoCliente.ENDERECO, "Endereço", "exige endereço"),
                Opcao(CampoCliente.CEP, "CEP", "exige CEP"),
                Opcao(CampoCliente.EMAIL, "E-mail", "exige e-mail")),
    )] = frozenset({CampoCliente.CPF_CNPJ, CampoCliente.CELULAR})
    cc_permite_consumidor_final: Annotated[frozenset[Documento], Campo(
        "CB-100", "Permitir CONSUMIDOR FINAL",
        "Documentos em que o cliente genérico é aceito; nos demais é preciso identificar o cliente.",
        "Cadastro",
        opcoes=(Opcao(Documento.DAV, "DAV", "aceita no DAV"),
                Opcao(Documento.PRE_VENDA, "Pré-Venda", "aceita na pré-venda")),
    )] = frozenset({Documento.DAV, Documento.PRE_VENDA})
    acao_cliente_bloqueado: Annotated[Acao, Campo(
        "CB-101", "Ação para cliente bloqueado",
        "O que fazer no balcão quando o cliente está bloqueado. Nunca é mais permissiva que o tipo de pedido.",
        "Crédito e bloqueio",
        opcoes=(Opcao(Acao.ALERTAR, "Alertar", "avisa e grava"),
                Opcao(Acao.SENHA, "Senha gerencial", "grava com liberação"),
                Opcao(Acao.ERRO, "Erro", "não grava")),
        enfraquece=afrouxa)] = Acao.ERRO
    acao_limite_excedido: Annotated[Acao, Campo(
        "CB-102", "Ação para limite de crédito excedido",
        "O que fazer quando o documento que toma crédito excede o crédito disponível do cliente.",
        "Crédito e bloqueio",
        opcoes=(Opcao(Acao.NADA, "Nada", "grava"),
                Opcao(Acao.ALERTAR, "Alertar", "avisa e grava"),
                Opcao(Acao.SENHA, "Com senha", "só grava com liberação de quem tem a permissão"),
                Opcao(Acao.ERRO, "Erro", "não grava")),
        enfraquece=afrouxa)] = Acao.SENHA
    tolerancia_crediario_dias: Annotated[int, Campo(
        "CB-103", "Tolerância do crediário vencido (dias)",
        "A parcela só conta como vencida depois do vencimento mais este número de dias.",
        "Crédito e bloqueio", minimo=0, maximo=365, unidade="dias", enfraquece=_aumenta)] = 0
    acao_sem_retaguarda: Annotated[Acao, Campo(
        "CB-104", "Ação quando a retaguarda não responde",
        "O que fazer quando a retaguarda não responde e a conferência de crediário, bloqueio ou limite é feita "
        "só com os dados da última sincronização.", "Sem retaguarda",
        opcoes=(Opcao(Acao.ALERTAR, "Alertar", "avisa e segue"),
                Opcao(Acao.SENHA, "Senha gerencial", "segue com liberação"),
                Opcao(Acao.ERRO, "Erro", "não segue")),
        enfraquece=afrouxa)] = Acao.SENHA
    cc_exibir_observacoes: Annotated[bool, Campo(
        "CB-105", "Exibir observações do cliente ao selecionar",
        "Marcado: abre um aviso com as observações ao escolher o cliente. Desmarcado: só no painel lateral.",
        "Cadastro")] = True
    idade_maxima_credito_horas: Annotated[int, Campo(
        "CB-104", "Idade máxima dos dados de crédito (horas)",
        "Sem retaguarda, dados de crédito mais velhos que isto não servem para vender a prazo.",
        "Sem retaguarda", minimo=1, maximo=720, unidade="horas", enfraquece=_aumenta)] = 24
