"""Menus Gerencial, Registros, Operacional, Controles de Produtos, Grupo de Desconto and Controle do Sistema: the
fields that selling needs now."""

from typing import Annotated

from balcao.domain.campo import Campo, Opcao, Politica
from balcao.domain.resultado_busca import CAMPOS_PADRAO, CampoBusca
from balcao.domain.terminal.opcoes import (
    AlterarPreco,
    DescontoAcima,
    Operacao,
    PrecoNaConversao,
    ProdutoInativo,
    SemPreco,
)


class Gerencial(Politica):
    """What the manager decides about this terminal."""

    operacoes_com_liberacao: Annotated[frozenset[Operacao], Campo(
        "CB-050", "Operações que podem ser liberadas pelo gerente",
        "Quem tem a permissão libera no balcão as operações marcadas; as outras não são gravadas.",
        opcoes=(Opcao(Operacao.CREDIARIO_VENCIDO, "Crediário vencido", "venda a cliente com parcela vencida"),
                Opcao(Operacao.PRECO_FORA_DA_FAIXA, "Preço fora da faixa", "abaixo do mínimo ou acima do máximo")),
        enfraquece=lambda antes, depois: bool(depois - antes),
    )] = frozenset(Operacao)


class Registros(Politica):
    """How much a search brings."""

    reg_limite_pesquisa: Annotated[int, Campo(
        "CB-073", "Registros por pesquisa",
        "Máximo de linhas trazidas nas pesquisas de produtos e de clientes. Havendo mais, a lista diz “Exibindo N de "
        "M – refine a busca”.", minimo=12, maximo=1000, unidade="linhas")] = 100


def confere_campos(campos: frozenset[CampoBusca]) -> str | None:
    """Without any the entry line would find nothing."""
    return None if campos else "Marque ao menos um campo: sem nenhum a busca não acharia nada."


class Operacional(Politica):
    """How a document is born and how long it holds; where its products are looked for."""

    op_validade_orcamento_dias: Annotated[int, Campo(
        "CB-084", "Validade do orçamento (dias)",
        "Dias de validade do DAV, contados da emissão. DAV vencido não vira pré-venda sem revalidar. "
        "O tipo de pedido, se informado, prevalece. Zero: sem validade.",
        minimo=0, maximo=3650, unidade="dias")] = 15
    op_preco_na_conversao: Annotated[PrecoNaConversao, Campo(
        "CB-090", "Preço na conversão DAV → Pré-Venda",
        "O que vale quando o preço mudou desde o orçamento.",
        opcoes=(Opcao(PrecoNaConversao.MANTER, "Manter", "vale o preço do orçamento"),
                Opcao(PrecoNaConversao.ATUALIZAR, "Atualizar", "vale o preço de hoje")),
    )] = PrecoNaConversao.MANTER
    op_busca_produto: Annotated[frozenset[CampoBusca], Campo(
        "CB-091", "Busca de produto por",
        "Campos considerados na caixa de busca do balcão. O leitor, e o código inteiro com Enter, acham o produto "
        "sempre.",
        opcoes=(Opcao(CampoBusca.CODIGO, "Código", "código interno"),
                Opcao(CampoBusca.BARRAS, "Código de barras", "EAN"),
                Opcao(CampoBusca.DESCRICAO, "Descrição", "texto, com a marca"),
                Opcao(CampoBusca.REFERENCIA, "Referência", "referência do fabricante")),
        confere=confere_campos)] = CAMPOS_PADRAO


class ControlesProdutos(Politica):
    """Price and product checks at the item, and what the search shows."""

    cp_exibir_saldo: Annotated[bool, Campo(
        "CB-106", "Exibir saldo de estoque na busca",
        "Marcado: a busca mostra o disponível (saldo menos reservado), desta loja e das outras. Desmarcado: sem as "
        "colunas de saldo.")] = True
    cp_alterar_preco: Annotated[AlterarPreco, Campo(
        "CB-107", "Permitir alterar preço unitário", "Se o vendedor edita o preço do item.",
        opcoes=(Opcao(AlterarPreco.NAO, "Não", "somente leitura"),
                Opcao(AlterarPreco.SENHA, "Com senha", "pede liberação"),
                Opcao(AlterarPreco.SIM, "Sim", "livre")))] = AlterarPreco.SENHA
    cp_sem_preco: Annotated[SemPreco, Campo(
        "CB-109", "Produto sem preço", "O que fazer ao incluir produto com preço zero ou sem preço.",
        opcoes=(Opcao(SemPreco.ERRO, "Erro", "não inclui"),
                Opcao(SemPreco.DIGITAR, "Pedir preço", "exige digitar"),
                Opcao(SemPreco.PERMITIR, "Permitir", "inclui a zero")))] = SemPreco.ERRO
    cp_produto_inativo: Annotated[ProdutoInativo, Campo(
        "CB-112", "Vender produto inativo ou bloqueado", "O que fazer com produto fora de venda.",
        opcoes=(Opcao(ProdutoInativo.OCULTAR, "Ocultar", "não aparece na busca"),
                Opcao(ProdutoInativo.ERRO, "Erro", "aparece mas não inclui"),
                Opcao(ProdutoInativo.ALERTAR, "Alertar", "avisa e inclui")))] = ProdutoInativo.OCULTAR


class GrupoDesconto(Politica):
    """The ceiling on discounts."""

    gd_acao_acima_limite: Annotated[DescontoAcima, Campo(
        "CB-123", "Ação para desconto acima do limite",
        "O que fazer quando o desconto passa do máximo do cliente, do plano, do produto ou do vendedor.",
        opcoes=(Opcao(DescontoAcima.ERRO, "Erro", "recusa"),
                Opcao(DescontoAcima.SENHA, "Senha gerencial", "aceita com liberação")),
        enfraquece=lambda antes, depois: antes is DescontoAcima.ERRO and depois is not antes,
    )] = DescontoAcima.SENHA


class ControleSistema(Politica):
    """The terminal itself."""

    sis_inatividade_min: Annotated[int, Campo(
        "CB-146", "Bloquear tela por inatividade (minutos)",
        "Depois deste tempo sem uso a tela pede a senha; a venda aberta continua como estava. Zero: nunca.",
        minimo=0, maximo=480, unidade="minutos")] = 0
    sis_contingencia: Annotated[bool, Campo(
        "CB-150", "Permitir operar sem retaguarda",
        "Marcado: sem conexão o balcão grava localmente e envia depois. Desmarcado: só consulta.",
        enfraquece=lambda antes, depois: depois and not antes)] = True


