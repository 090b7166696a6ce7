"""What a profile may do; the service refuses what the profile forbids, the screen hides it."""

from enum import StrEnum


class Permissao(StrEnum):
    """Stored in `perfis.permissoes` by value; the label is what the screen shows."""

    VENDER = "vender"
    ALTERAR_PRECO = "alterar_preco"
    CANCELAR_DOCUMENTO = "cancelar_documento"
    LIBERAR_CREDITO = "liberar_credito"
    LIBERAR_CLIENTE = "liberar_cliente"
    LIBERAR_ESTOQUE = "liberar_estoque"
    LIBERAR_DESCONTO = "liberar_desconto"
    LIBERAR_PRECO = "liberar_preco"
    LIBERAR_SEM_RETAGUARDA = "liberar_sem_retaguarda"
    INCLUIR_CLIENTE = "incluir_cliente"
    ALTERAR_CLIENTE = "alterar_cliente"
    ALTERAR_LIMITE = "alterar_limite"
    ALTERAR_CONFIGURACAO = "alterar_configuracao"
    ALTERAR_REGRAS_TERMINAL = "alterar_regras_terminal"
    ALTERAR_TIPOS_PEDIDO = "alterar_tipos_pedido"
    MANTER_BANCO = "manter_banco"
    IMPORTAR = "importar"
    FATURAR = "faturar"
    VER_DIVERGENCIAS = "ver_divergencias"


NOVAS: frozenset[Permissao] = frozenset({Permissao.ALTERAR_TIPOS_PEDIDO})
"""Those that the first release (0.1.0) does not know: see `protocolo.Sessao`."""

ROTULOS: dict[Permissao, str] = {
    Permissao.VENDER: "Emite DAV e pré-venda",
    Permissao.ALTERAR_PRECO: "Altera preço unitário",
    Permissao.CANCELAR_DOCUMENTO: "Cancela documento emitido",
    Permissao.LIBERAR_CREDITO: "Libera crédito e crediário vencido",
    Permissao.LIBERAR_CLIENTE: "Libera cliente bloqueado",
    Permissao.LIBERAR_ESTOQUE: "Libera venda sem estoque",
    Permissao.LIBERAR_DESCONTO: "Libera desconto acima do limite",
    Permissao.LIBERAR_PRECO: "Libera preço fora da faixa",
    Permissao.LIBERAR_SEM_RETAGUARDA: "Libera venda sem retaguarda",
    Permissao.INCLUIR_CLIENTE: "Inclui cliente",
    Permissao.ALTERAR_CLIENTE: "Pode Alterar Clientes",
    Permissao.ALTERAR_LIMITE: "Altera Limite de Crédito",
    Permissao.ALTERAR_CONFIGURACAO: "Altera a configuração do terminal",
    Permissao.ALTERAR_REGRAS_TERMINAL: "Altera regras do terminal",
    Permissao.ALTERAR_TIPOS_PEDIDO: "Altera tipos de pedido",
    Permissao.MANTER_BANCO: "Mantém o banco de dados",
    Permissao.IMPORTAR: "Importa notas e planilhas",
    Permissao.FATURAR: "Fatura e estorna",
    Permissao.VER_DIVERGENCIAS: "Resolve divergências",
}
