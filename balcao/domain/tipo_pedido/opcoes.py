"""Values that an order type's choices take; labels and effects are declared with each field."""

from enum import StrEnum

from balcao.domain.campo import Opcao


class Categoria(StrEnum):
    """TP-007. The counter issues ORCAMENTO (the DAV), VENDA (the pré-venda) and SERVICO (the OS)."""

    AGRUPADOR = "agrupador"
    BORDERO = "bordero"
    COMPRA = "compra"
    COTACAO = "cotacao"
    INTERNA = "interna"
    CONSUMO = "consumo"
    ORCAMENTO = "orcamento"
    PRODUCAO = "producao"
    REPRESENTACAO = "representacao"
    SERVICO = "servico"
    TRANSFERENCIA = "transferencia"
    OUTRO = "outro"
    VENDA = "venda"


class RegraCliente(StrEnum):
    """TP-008."""

    CLIENTE = "cliente"
    ESTABELECIMENTO = "estabelecimento"
    PESSOA = "pessoa"


class Exigencia(StrEnum):
    """TP-022, TP-023, TP-026, TP-027."""

    NAO = "nao"
    OPCIONAL = "opcional"
    REQUERIDO = "requerido"


class RegraReserva(StrEnum):
    """TP-030: in which situations pending items hold stock."""

    NAO_RESERVA = "nao_reserva"
    RESERVA_EXCETO_MANUTENCAO = "reserva_exceto_manutencao"
    RESERVA_EXCETO_MANUTENCAO_EMITIDO = "reserva_exceto_manutencao_emitido"
    RESERVA_SEMPRE = "reserva_sempre"


class SeparaSemEstoque(StrEnum):
    """TP-037."""

    SIM = "sim"
    NAO_GERAR_SEM_ESTOQUE = "nao_gerar_sem_estoque"
    NAO = "nao"


class AcaoEstoque(StrEnum):
    """TP-036 / CL-066: what a lack of stock does at issue. SENHA is ours (0130)."""

    NADA = "nada"
    ALERTAR = "alertar"
    ERRO = "erro"
    SENHA = "senha"


class Preenchimento(StrEnum):
    """TP-024, TP-084, TP-114."""

    NAO_INFORMAR = "nao_informar"
    OPCIONAL = "opcional"
    REQUERIDO = "requerido"


class RegraTecnico(StrEnum):
    """TP-014."""

    PESSOA = "pessoa"
    COLABORADOR_ESTABELECIMENTO = "colaborador_estabelecimento"
    COLABORADOR_QUALQUER_ESTABELECIMENTO = "colaborador_qualquer_estabelecimento"


class TratamentoResponsavel(StrEnum):
    """TP-020."""

    LIVRE_SEM_ATUALIZACAO = "livre_sem_atualizacao"
    LIVRE_COM_ATUALIZACAO = "livre_com_atualizacao"
    PRE_DETERMINADO = "pre_determinado"
    PRIMEIRO_A_EXECUTAR = "primeiro_a_executar"


class TipoVendedor(StrEnum):
    """TP-011, TP-012."""

    REPRESENTANTE = "representante"
    TELE_VENDAS = "tele_vendas"
    VENDEDOR = "vendedor"


class UsoPlano(StrEnum):
    """TP-052."""

    NAO_INFORMAR = "nao_informar"
    OPCIONAL = "opcional"
    REQUERIDO = "requerido"
    UTILIZA_PAGAMENTO = "utiliza_pagamento"


class AcaoValorMinimo(StrEnum):
    """TP-053."""

    NAO_VALIDAR = "nao_validar"
    ERRO = "erro"
    ALERTAR = "alertar"


class TomaCredito(StrEnum):
    """TP-067."""

    SIM = "sim"
    NAO = "nao"
    CONFORME_PLANO = "conforme_plano"


class AcaoValidade(StrEnum):
    """TP-068, TP-069."""

    ERRO = "erro"
    ALERTA = "alerta"
    NAO_VALIDAR = "nao_validar"


class AcaoDuplicidade(StrEnum):
    """TP-107, TP-108."""

    NADA = "nada"
    ALERTAR = "alertar"
    ALERTAR_MESMO_KIT = "alertar_mesmo_kit"
    ERRO_MESMO_KIT = "erro_mesmo_kit"
    ERRO = "erro"


class BloqueioInventario(StrEnum):
    """TP-040."""

    NAO_BLOQUEAR = "nao_bloquear"
    BLOQUEAR_INCLUSAO = "bloquear_inclusao"
    BLOQUEAR_EMISSAO = "bloquear_emissao"


class PermiteBloqueado(StrEnum):
    """TP-074."""

    NAO = "nao"
    SIM = "sim"
    CONFORME_PLANO = "conforme_plano"


class EmissaoSemRetaguarda(StrEnum):
    """TP-177."""

    NADA = "nada"
    ORCAMENTO = "orcamento"
    CREDITO_CONHECIDO = "credito_conhecido"
    VENDA = "venda"


VALIDADE = (
    Opcao(AcaoValidade.ERRO, "Erro", "Apresenta uma mensagem de erro quando o cliente do pedido estiver com a data de "
          "validade expirada. Mensagens de erro bloqueiam a inclusão de novos pedidos."),
    Opcao(AcaoValidade.ALERTA, "Alerta", "Apresenta um aviso quando o cliente do pedido estiver com a data de validade "
          "expirada. Avisos não bloqueiam a criação do pedido."),
    Opcao(AcaoValidade.NAO_VALIDAR, "Não validar", "Não valida nem apresenta mensagem quando o cliente do pedido "
          "estiver com a data de validade vencida."),
)
"""TP-068, TP-069."""


class UsoListaPrecos(StrEnum):
    """TP-076."""

    NAO_PERMITE = "nao_permite"
    OPCIONAL = "opcional"
    REQUERIDA = "requerida"
    SOMENTE_CLIENTE_DEPRECIADO = "somente_cliente_depreciado"
    SOMENTE_CLIENTE_E_PUBLICAS_DEPRECIADO = "somente_cliente_e_publicas_depreciado"


class OrigemLista(StrEnum):
    """TP-077."""

    TODOS_CLIENTES = "todos_clientes"
    VINCULADAS_CLIENTE = "vinculadas_cliente"
    LISTAS_FORNECEDOR = "listas_fornecedor"


class UsoSerie(StrEnum):
    """TP-153."""

    NAO_USADO = "nao_usado"
    INFORMADO = "informado"
    ANO = "ano"


class RegraNumeracao(StrEnum):
    """TP-154."""

    INFORMADO = "informado"
    SEQUENCIAL_GERAL = "sequencial_geral"
    SEQUENCIAL_TIPO = "sequencial_tipo"


class NumeroSerie(StrEnum):
    """TP-045."""

    NAO_PERMITIDO = "nao_permitido"
    OPCIONAL = "opcional"
    OBRIGATORIO = "obrigatorio"


class SituacaoProduto(StrEnum):
    """TP-043."""

    APROVADO = "aprovado"
    BAIXADO = "baixado"
    CANCELADO = "cancelado"
    PENDENTE = "pendente"


class AtributoAlteravel(StrEnum):
    """TP-093: what of a quote may change at its approval (the page names none; 0168)."""

    CLIENTE = "cliente"
    VENDEDOR = "vendedor"
    PLANO_PAGAMENTO = "plano_pagamento"
    DATA_ENTREGA = "data_entrega"
    DESCONTO = "desconto"
    FRETE = "frete"
    TRANSPORTADOR = "transportador"
    OBSERVACOES = "observacoes"
