"""Validity, approval, versions and automatic filling. Declared; their behaviour is not built."""

from typing import Annotated
from uuid import UUID

from balcao.domain.campo import Campo, Opcao, Parte
from balcao.domain.tipo_pedido.abertos.opcoes import ATRIBUTOS, AtributoAlteravel, SeparaSemEstoque
from balcao.domain.tipo_pedido.condicoes import eh_orcamento, separa_sem_estoque
from balcao.domain.tipo_pedido.grupos import CLIENTE, ESTOQUE


class AprovacaoAberto(Parte):
    """Validity, approval, versions and automatic filling."""

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
        subgrupo="Aprovação", aberto=True)] = SeparaSemEstoque.NAO
    tipo_pedido_na_aprovacao: Annotated[int | None, Campo(
        "TP-090", "Tipo de pedido na aprovação",
        "Define um tipo de pedido a ser gerado na aprovação de pedidos do tipo de pedido. Caso não informado, não "
        "será gerado um pedido, considerando somente as regras de geração de pedidos ativas.\nEx.: VENDA, COMPRA, "
        "AMOSTRA, ORDEM_DE_SERVICO, PRODUCAO, TRANSFERENCIA, REPRESENTACAO.", CLIENTE.titulo,
        subgrupo="Aprovação", referencia="tipos_pedido", aberto=True)] = None
    tipo_pedido_na_aprovacao_sem_estoque: Annotated[int | None, Campo(
        "TP-091", "Tipo de pedido na aprovação sem estoque",
        "Tipo do pedido gerado, na aprovação, para os produtos sem estoque. Caso não informado, é usado o “Tipo "
        "de pedido na aprovação”.", CLIENTE.titulo,
        subgrupo="Aprovação", referencia="tipos_pedido", visivel_quando=separa_sem_estoque, aberto=True)] = None
    atributos_alteraveis_na_aprovacao: Annotated[frozenset[AtributoAlteravel], Campo(
        "TP-093", "Atributos alteráveis na aprovação",
        "Permite definir quais atributos poderão ser alterados na aprovação de orçamentos.\nEsta opção somente "
        "estará disponível quando a categoria for “orçamento”.", CLIENTE.titulo,
        subgrupo="Aprovação", opcoes=ATRIBUTOS, visivel_quando=eh_orcamento, aberto=True)] = frozenset()
    permite_versionamento: Annotated[bool, Campo(
        "TP-157", "Permite versionamento",
        "Define se permite o versionamento no pedido.\nÉ usado somente em tipos de pedidos da categoria "
        "“Orçamento”.\nCaso marcado, será apresentada a ação de “Gerar Versão” nos pedidos, e a guia de versão do "
        "pedido.", CLIENTE.titulo,
        subgrupo="Aprovação", visivel_quando=eh_orcamento, aberto=True)] = False
    pedido_modelo: Annotated[UUID | None, Campo(
        "TP-162", "Pedido modelo",
        "Quando informado, será utilizado como base para a inclusão de um novo pedido: todos os seus itens serão "
        "incluídos, com quantidades iguais às do pedido modelo e preços unitários atualizados. Valores de frete, "
        "desconto e despesas não serão informados no novo pedido.", CLIENTE.titulo,
        subgrupo="Preenchimento automático", camada=2, referencia="pedidos", aberto=True)] = None
    auto_preenchimento: Annotated[tuple[str, ...], Campo(
        "TP-163", "Auto-preenchimento",
        "O auto-preenchimento força valores de determinados atributos na inclusão de um pedido, não importa como "
        "eles foram informados na interface.\nDeve ser informado um campo por linha, no formato CAMPO=INFORMAÇÃO, "
        "onde CAMPO é o nome do atributo, em caixa alta, e INFORMAÇÃO é o conteúdo. Nos campos que são "
        "relacionamentos entre tabelas deve ser informado o identificador (ID).\nAtenção: executado na inclusão do "
        "pedido, o auto-preenchimento sobrescreve o que os usuários informaram.\nEx.: PESSOA_CONTATO=FULANO "
        "(pessoa de contato FULANO), DATA_VALIDADE=[SYSDATE+15] (15 dias a partir da data atual), "
        "CLASSIFICACAO_PEDIDO_ID=136 (ID do cadastro de classificações de pedidos).", CLIENTE.titulo,
        subgrupo="Preenchimento automático", aberto=True)] = ()
    script_informacoes_adicionais: Annotated[str, Campo(
        "TP-168", "Script de informações adicionais do pedido",
        "Script (SQLEngine) para apresentação de informações adicionais nas interfaces de pedido.\nOs parâmetros "
        "que podem ser utilizados são ${cliente_id}, identificador do cliente do pedido, e ${tipo_pedido_id}, "
        "identificador do tipo de pedido.", CLIENTE.titulo,
        subgrupo="Preenchimento automático", script=True, camada=3, aberto=True)] = ""
