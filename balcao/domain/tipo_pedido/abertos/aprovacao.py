"""Validity, approval, versions and automatic filling. Declared; their behaviour is not built."""

from typing import Annotated
from uuid import UUID

from balcao.domain.campo import Campo, Parte
from balcao.domain.tipo_pedido.condicoes import eh_orcamento
from balcao.domain.tipo_pedido.grupos import CLIENTE


class AprovacaoAberto(Parte):
    """Validity, approval, versions and automatic filling."""

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
