"""`TipoPedido`: the fields that decide a DAV and a pré-venda. Later issues declare the rest of the 177."""

from typing import Annotated

from balcao.domain.campo import Campo, Opcao, Politica
from balcao.domain.tipo_pedido.opcoes import (
    AcaoEstoque,
    AcaoValidade,
    Categoria,
    EmissaoSemRetaguarda,
    PermiteBloqueado,
    TomaCredito,
)

_VALIDADE = (
    Opcao(AcaoValidade.ERRO, "Erro", "Bloqueia a inclusão de novos pedidos."),
    Opcao(AcaoValidade.ALERTA, "Alerta", "Avisa e não bloqueia."),
    Opcao(AcaoValidade.NAO_VALIDAR, "Não validar", "Não valida nem apresenta mensagem."),
)


class TipoPedido(Politica):
    """One order type. `id` is 0 until stored."""

    id: int = 0
    nome: Annotated[str, Campo(
        "TP-002", "Nome do tipo de pedido", "Nome que identifica o tipo de pedido.", "Geral",
        obrigatorio=True, tamanho=60)]
    titulo: Annotated[str, Campo(
        "TP-003", "Título", "Título impresso nos documentos do pedido. Vazio: usa o nome do tipo.",
        "Geral", tamanho=60)] = ""
    categoria: Annotated[Categoria, Campo(
        "TP-007", "Categoria", "Orçamento é o DAV; Venda é a pré-venda antes de faturar.", "Geral",
        opcoes=(Opcao(Categoria.ORCAMENTO, "Orçamento", "Proposta ao cliente; não compromete estoque."),
                Opcao(Categoria.VENDA, "Venda", "Pré-venda entregue ao caixa pelo número.")))]
    cliente_obrigatorio: Annotated[bool, Campo(
        "TP-008", "Exige cliente", "Marcado: o documento só é emitido com um cliente escolhido.",
        "Participantes")] = False
    reserva_estoque: Annotated[bool, Campo(
        "TP-030", "Reservar estoque", "Marcado: as quantidades ficam reservadas desde a emissão até "
        "o faturamento ou o cancelamento.", "Estoque")] = False
    validar_estoque_no_fechamento: Annotated[AcaoEstoque, Campo(
        "TP-036", "Validar estoque no fechamento",
        "Na emissão, verifica se há disponível (estoque menos reservado) para atender cada item.", "Estoque",
        opcoes=(Opcao(AcaoEstoque.NADA, "Nada", "Não verifica estoque nem emite mensagem."),
                Opcao(AcaoEstoque.ALERTAR, "Alertar", "Mostra os itens indisponíveis e permite a conclusão."),
                Opcao(AcaoEstoque.ERRO, "Erro", "Mostra os itens indisponíveis e bloqueia a conclusão."),
                Opcao(AcaoEstoque.SENHA, "Com senha", "Só conclui com liberação de quem tem a permissão.")),
    )] = AcaoEstoque.ALERTAR
    toma_credito: Annotated[TomaCredito, Campo(
        "TP-067", "Toma crédito", "Define se o pedido consome o limite de crédito do cliente.",
        "Cliente e crédito",
        opcoes=(Opcao(TomaCredito.SIM, "Sim", "Sempre toma crédito."),
                Opcao(TomaCredito.NAO, "Não", "Nunca toma crédito."),
                Opcao(TomaCredito.CONFORME_PLANO, "Conforme plano de pagamento",
                      "Toma, salvo se o plano indicar o contrário; sem plano, toma.")),
    )] = TomaCredito.CONFORME_PLANO
    validade_credito_toma: Annotated[AcaoValidade, Campo(
        "TP-068", "Validade do cadastro do cliente em operações que tomam crédito",
        "O que fazer quando o cadastro do cliente venceu e o pedido toma crédito.", "Cliente e crédito",
        opcoes=_VALIDADE)] = AcaoValidade.ERRO
    validade_credito_nao_toma: Annotated[AcaoValidade, Campo(
        "TP-069", "Validade do cadastro do cliente em operações que não tomam crédito",
        "O que fazer quando o cadastro do cliente venceu e o plano não toma crédito. Sem plano no pedido "
        "esta validação não é executada.", "Cliente e crédito",
        opcoes=_VALIDADE)] = AcaoValidade.NAO_VALIDAR
    permite_consumidor_final: Annotated[bool, Campo(
        "TP-073", "Permite CONSUMIDOR FINAL",
        "Desmarcado: é preciso identificar o cliente.", "Cliente e crédito")] = True
    permite_clientes_bloqueados: Annotated[PermiteBloqueado, Campo(
        "TP-074", "Permite clientes bloqueados", "O que fazer com cliente bloqueado.", "Cliente e crédito",
        opcoes=(Opcao(PermiteBloqueado.NAO, "Não", "Não permite, independente do plano."),
                Opcao(PermiteBloqueado.SIM, "Sim", "Permite, independente do plano."),
                Opcao(PermiteBloqueado.CONFORME_PLANO, "Conforme plano pagamento",
                      "O plano de pagamento decide; sem plano, restringe.")),
    )] = PermiteBloqueado.NAO
    valida_preco_minimo_maximo: Annotated[bool, Campo(
        "TP-079", "Valida preço mínimo e máximo",
        "Marcado: o preço do item precisa ficar entre o mínimo e o máximo do produto.", "Preços")] = True
    validade_dias: Annotated[int | None, Campo(
        "TP-088", "Validade da proposta", "Dias de validade do orçamento, contados da emissão. "
        "Vazio: usa a do terminal. Zero: sem validade.", "Validade e aprovação", minimo=0, maximo=3650,
        unidade="dias")] = None
    emissao_sem_retaguarda: Annotated[EmissaoSemRetaguarda, Campo(
        "TP-177", "Emissão sem retaguarda",
        "O que este tipo pode emitir quando a retaguarda não responde.", "Cliente e crédito",
        opcoes=(Opcao(EmissaoSemRetaguarda.NADA, "Não emite",
                      "O documento fica como rascunho até a retaguarda voltar."),
                Opcao(EmissaoSemRetaguarda.ORCAMENTO, "Só orçamento",
                      "Emite se a categoria não compromete estoque nem crédito."),
                Opcao(EmissaoSemRetaguarda.CREDITO_CONHECIDO, "Dentro do crédito conhecido",
                      "Emite se cabe no crédito da última sincronização e os dados não passam da idade máxima."),
                Opcao(EmissaoSemRetaguarda.VENDA, "Emite sempre",
                      "Emite, e o que a segunda conferência achar vira divergência.")),
    )] = EmissaoSemRetaguarda.ORCAMENTO

    @property
    def titulo_impresso(self) -> str:
        """TP-003: the title on paper; the type's name when empty."""
        return self.titulo or self.nome
