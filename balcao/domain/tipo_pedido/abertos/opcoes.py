"""Values that the choices of open fields take; they move to `tipo_pedido.opcoes` with their field."""

from enum import StrEnum

from balcao.domain.campo import Opcao


class RegraFornecedor(StrEnum):
    """TP-010."""

    ESTABELECIMENTO = "estabelecimento"
    FORNECEDOR = "fornecedor"
    PESSOA = "pessoa"


class Finalidade(StrEnum):
    """TP-029."""

    PADRAO = "padrao"
    CONSUMO = "consumo"
    INFORMAR_OPCIONAL = "informar_opcional"
    INFORMAR_REQUERIDO = "informar_requerido"


class DataDoItem(StrEnum):
    """TP-041."""

    PREVISAO_ENTREGA = "previsao_entrega"
    PREVISAO_FATURAMENTO = "previsao_faturamento"


class Exclusividade(StrEnum):
    """TP-048."""

    SEM_EXCLUSIVIDADE = "sem_exclusividade"
    ALERTA = "alerta"
    ERRO = "erro"


class PrevisaoFinanceira(StrEnum):
    """TP-054."""

    NAO_GERAR = "nao_gerar"
    PREVISTOS = "previstos"
    MANUTENCAO = "manutencao"
    ABERTOS = "abertos"


class ModoFinanceiro(StrEnum):
    """TP-055."""

    INTEGRAL = "integral"
    SALDO = "saldo"


class OperacaoFinanceira(StrEnum):
    """TP-056."""

    CATEGORIA = "categoria"
    PAGAR = "pagar"
    RECEBER = "receber"
    TERCEIROS = "terceiros"


class ClienteDoProjeto(StrEnum):
    """TP-072."""

    NAO_VALIDAR = "nao_validar"
    ALERTA = "alerta"
    ERRO = "erro"


class VinculoSeguradora(StrEnum):
    """TP-085."""

    NAO_INFORMAR = "nao_informar"
    OPCIONAL = "opcional"
    REQUERIDA = "requerida"


class Opcionalidade(StrEnum):
    """TP-086, TP-087, TP-150."""

    NAO = "nao"
    OPCIONAL = "opcional"
    SIM = "sim"


class OrdemProducao(StrEnum):
    """TP-097."""

    VALIDAR = "validar"
    NAO_VALIDAR = "nao_validar"


class QuantidadeEfetiva(StrEnum):
    """TP-111."""

    OPCIONAL = "opcional"
    NAO_PERMITIDA = "nao_permitida"
    REQUERIDA_BAIXA = "requerida_baixa"


class ConcatenaServicos(StrEnum):
    """TP-112."""

    NAO_CONCATENAR = "nao_concatenar"
    CONCATENAR_DESCRICAO = "concatenar_descricao"
    CONCATENAR_COMPLEMENTO = "concatenar_complemento"


class ProcessoEntrega(StrEnum):
    """TP-115."""

    MANUAL = "manual"
    DOCUMENTO_FISCAL = "documento_fiscal"
    ENTREGA = "entrega"
    ENTREGA_SEM_OPCAO = "entrega_sem_opcao"
    INFORMADA_DIRETAMENTE = "informada_diretamente"


class SituacaoConferencia(StrEnum):
    """TP-124, TP-125."""

    PENDENTE = "pendente"
    EM_EXECUCAO = "em_execucao"
    CONCLUIDA_SUCESSO = "concluida_sucesso"
    CONCLUIDA_DIVERGENCIA = "concluida_divergencia"
    CONCLUIDA_DIVERGENCIA_ACEITA = "concluida_divergencia_aceita"
    CANCELADA = "cancelada"


class TipoItem(StrEnum):
    """TP-143."""

    MERCADORIA_REVENDA = "mercadoria_revenda"
    MATERIA_PRIMA = "materia_prima"
    EMBALAGEM = "embalagem"
    PRODUTO_EM_PROCESSO = "produto_em_processo"
    PRODUTO_ACABADO = "produto_acabado"
    SUBPRODUTO = "subproduto"
    PRODUTO_INTERMEDIARIO = "produto_intermediario"
    USO_CONSUMO = "uso_consumo"
    ATIVO_IMOBILIZADO = "ativo_imobilizado"
    SERVICOS = "servicos"
    OUTROS_INSUMOS = "outros_insumos"
    OUTROS = "outros"


class VinculoConsumo(StrEnum):
    """TP-144."""

    OPCIONAL = "opcional"
    NAO_INFORMADO = "nao_informado"
    REQUERIDO_FATURAMENTO = "requerido_faturamento"
    REQUERIDO_EXECUCAO = "requerido_execucao"
    REQUERIDO_INCLUSAO = "requerido_inclusao"


class ProdutosPedidos(StrEnum):
    """TP-151."""

    NAO_UTILIZA = "nao_utiliza"
    TODOS_COMPONENTES = "todos_componentes"
    COMPONENTES_SELECIONADOS = "componentes_selecionados"
    LISTA_PRECOS = "lista_precos"
    ORCAMENTOS_SERVICOS = "orcamentos_servicos"


class ListaComponentes(StrEnum):
    """TP-152."""

    NAO_UTILIZAR = "nao_utilizar"
    APENAS_PRODUTO_PEDIDO = "apenas_produto_pedido"
    PRODUTO_PEDIDO_OU_REGRA = "produto_pedido_ou_regra"


class ValidaTalao(StrEnum):
    """TP-169."""

    NAO_VALIDA = "nao_valida"
    VENDEDOR = "vendedor"
    TECNICO = "tecnico"
    VENDEDOR_OU_TECNICO = "vendedor_ou_tecnico"


class UsoAreas(StrEnum):
    """TP-170."""

    NAO_UTILIZA = "nao_utiliza"
    OPCIONAL = "opcional"
    REQUERIDO = "requerido"


class GeraAbastecimento(StrEnum):
    """TP-172."""

    NAO_GERAR = "nao_gerar"
    PENDENTE = "pendente"


CONFERENCIAS = (
    Opcao(SituacaoConferencia.PENDENTE, "Pendente", "A conferência não tem nenhuma leitura realizada."),
    Opcao(SituacaoConferencia.EM_EXECUCAO, "Em execução", "A conferência está sendo realizada."),
    Opcao(SituacaoConferencia.CONCLUIDA_SUCESSO, "Concluída com sucesso",
          "A conferência foi realizada com sucesso."),
    Opcao(SituacaoConferencia.CONCLUIDA_DIVERGENCIA, "Concluída com divergência",
          "A conferência foi concluída e existem divergências entre as quantidades esperadas e as contadas."),
    Opcao(SituacaoConferencia.CONCLUIDA_DIVERGENCIA_ACEITA, "Concluída com divergência aceita",
          "A conferência foi concluída com divergências, com o aceite de um usuário autorizado."),
    Opcao(SituacaoConferencia.CANCELADA, "Cancelada", "A contagem foi cancelada."),
)
