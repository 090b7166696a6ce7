"""Validity, approval, versions and automatic filling."""

from typing import Annotated

from balcao.domain.campo import Campo, Opcao, Parte
from balcao.domain.tipo_pedido.condicoes import eh_orcamento, gera_na_aprovacao, separa_sem_estoque
from balcao.domain.tipo_pedido.grupos import CLIENTE, ESTOQUE
from balcao.domain.tipo_pedido.opcoes import AtributoAlteravel, SeparaSemEstoque

DIAS_DE_VALIDADE = ":VALIDADE_PROPOSTA:"
"""In a message: the days that the proposal holds."""
MENSAGEM_VALIDADE = f"{DIAS_DE_VALIDADE} dias"

ATRIBUTOS = (
    Opcao(AtributoAlteravel.CLIENTE, "Cliente", "O cliente do orçamento."),
    Opcao(AtributoAlteravel.VENDEDOR, "Vendedor", "O vendedor do orçamento."),
    Opcao(AtributoAlteravel.PLANO_PAGAMENTO, "Plano de pagamento",
          "O plano de pagamento. Os preços de tabela acompanham o acréscimo do novo plano."),
    Opcao(AtributoAlteravel.DATA_ENTREGA, "Data de entrega", "A data da entrega, quando o orçamento é para entregar."),
    Opcao(AtributoAlteravel.DESCONTO, "Desconto", "O desconto no total."),
    Opcao(AtributoAlteravel.FRETE, "Frete", "O valor do frete, quando o orçamento é para entregar."),
    Opcao(AtributoAlteravel.TRANSPORTADOR, "Transportador", "O transportador.", oferecida=False),  # orders have none
    Opcao(AtributoAlteravel.OBSERVACOES, "Observações", "As observações do orçamento."))
"""What a quote has that may be left to its approval, in the order of the approval's screen."""


class Aprovacao(Parte):
    """Validity, approval, versions and automatic filling."""

    validade_proposta: Annotated[int | None, Campo(
        "TP-088", "Validade da proposta (dias)",
        "Validade da proposta/pedido em dias corridos, utilizada para calcular a data de validade dos pedidos, "
        "contada da emissão.\nVazio: usa a do terminal. Zero: sem validade.", CLIENTE.titulo,
        subgrupo="Validade da proposta", minimo=0, maximo=3650, unidade="dias")] = None
    mensagem_validade_proposta: Annotated[str, Campo(
        "TP-089", "Mensagem de validade da proposta",
        "Mensagem para apresentação da validade da proposta.\nCaso não informado, será utilizada a mensagem "
        "“:VALIDADE_PROPOSTA: dias”.\n:VALIDADE_PROPOSTA: é trocado pelo número de dias da validade.", CLIENTE.titulo,
        subgrupo="Validade da proposta", tamanho=200)] = MENSAGEM_VALIDADE
    separar_produtos_sem_estoque_na_aprovacao: Annotated[SeparaSemEstoque, Campo(
        "TP-037", "Separar produtos sem estoque na aprovação",
        "Ao aprovar um orçamento é gerado, por padrão, um pedido de venda. Com “Sim” é gerado um pedido para os "
        "produtos com estoque e outro para os produtos sem estoque.", ESTOQUE.titulo,
        opcoes=(Opcao(SeparaSemEstoque.SIM, "Sim",
                      "Na aprovação gerar pedidos separados, um para os produtos que tiverem estoque e um para os "
                      "que não tiverem."),
                Opcao(SeparaSemEstoque.NAO_GERAR_SEM_ESTOQUE, "Não gerar produtos sem estoque",
                      "Na aprovação gerar apenas um pedido com os itens que possuírem estoque."),
                Opcao(SeparaSemEstoque.NAO, "Não", "Na aprovação gerar um pedido único.")),
        subgrupo="Aprovação", visivel_quando=gera_na_aprovacao)] = SeparaSemEstoque.NAO
    tipo_pedido_na_aprovacao: Annotated[int | None, Campo(
        "TP-090", "Tipo de pedido na aprovação",
        "Define um tipo de pedido a ser gerado na aprovação de pedidos do tipo de pedido. Caso não informado, não "
        "será gerado um pedido, considerando somente as regras de geração de pedidos ativas.\nEx.: VENDA, COMPRA, "
        "AMOSTRA, ORDEM_DE_SERVICO, PRODUCAO, TRANSFERENCIA, REPRESENTACAO.", CLIENTE.titulo,
        subgrupo="Aprovação", referencia="tipos_pedido")] = None
    tipo_pedido_na_aprovacao_sem_estoque: Annotated[int | None, Campo(
        "TP-091", "Tipo de pedido na aprovação sem estoque",
        "Tipo do pedido gerado, na aprovação, para os produtos sem estoque. Caso não informado, é usado o “Tipo "
        "de pedido na aprovação”.", CLIENTE.titulo,
        subgrupo="Aprovação", referencia="tipos_pedido", visivel_quando=separa_sem_estoque)] = None
    atributos_alteraveis_na_aprovacao: Annotated[frozenset[AtributoAlteravel], Campo(
        "TP-093", "Atributos alteráveis na aprovação",
        "Permite definir quais atributos poderão ser alterados na aprovação de orçamentos.\nEsta opção somente "
        "estará disponível quando a categoria for “orçamento”.\nOs marcados podem ser alterados na tela de "
        "aprovação; os outros só aparecem nela.", CLIENTE.titulo,
        subgrupo="Aprovação", opcoes=ATRIBUTOS, visivel_quando=eh_orcamento)] = frozenset()
    auto_preenchimento: Annotated[tuple[str, ...], Campo(
        "TP-163", "Auto-preenchimento",
        "O auto-preenchimento força valores de determinados atributos na inclusão de um pedido, não importa como "
        "eles foram informados na interface.\nDeve ser informado um campo por linha, no formato CAMPO=INFORMAÇÃO, "
        "onde CAMPO é o nome do atributo, em caixa alta, e INFORMAÇÃO é o conteúdo. Nos campos que são "
        "relacionamentos entre tabelas deve ser informado o identificador (ID).\nAtenção: executado na inclusão do "
        "pedido (quando ele é emitido; o balcão já mostra o valor enquanto se vende), o auto-preenchimento sobrescreve "
        "o que os usuários informaram. O que for alterado depois de emitido permanece.\nCampos: PESSOA_CONTATO, "
        "CLASSIFICACAO_PEDIDO_ID (cadastro de classificações de pedidos), DATA_VALIDADE (só orçamentos vencem), "
        "VENDEDOR_ID, REPRESENTANTE_ID, PLANO_PAGAMENTO_ID, LISTA_PRECO_ID, MODO_ENTREGA (RETIRA ou ENTREGA), "
        "LOCAL_ENTREGA (o endereço), DATA_ENTREGA, FRETE e OBSERVACOES.\nDatas: 31/12/2026, ou contadas do dia da "
        "inclusão: [SYSDATE], [SYSDATE+15].\nEx.: PESSOA_CONTATO=FULANO (pessoa de contato FULANO), "
        "DATA_VALIDADE=[SYSDATE+15] (15 dias a partir da data atual), CLASSIFICACAO_PEDIDO_ID=136 (ID do cadastro de "
        "classificações de pedidos).", CLIENTE.titulo,
        subgrupo="Preenchimento automático")] = ()
    permite_versionamento: Annotated[bool, Campo(
        "TP-157", "Permite versionamento",
        "Define se permite o versionamento no pedido.\nÉ usado somente em tipos de pedidos da categoria "
        "“Orçamento”.\nCaso marcado, será apresentada a ação de “Gerar Versão” nos pedidos, e a guia de versão do "
        "pedido.", CLIENTE.titulo,
        subgrupo="Aprovação", visivel_quando=eh_orcamento)] = False
