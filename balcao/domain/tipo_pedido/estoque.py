"""Stock and products."""

from typing import Annotated

from balcao.domain.campo import Campo, Opcao, Parte
from balcao.domain.tipo_pedido.condicoes import valida_disponivel
from balcao.domain.tipo_pedido.grupos import ESTOQUE
from balcao.domain.tipo_pedido.opcoes import AcaoEstoque, BloqueioInventario, RegraReserva, SituacaoProduto


class Estoque(Parte):
    """Stock and products."""

    regra_reserva_estoque: Annotated[RegraReserva, Campo(
        "TP-030", "Reserva estoque",
        "Define se o tipo de pedido reserva os estoques dos produtos dos itens pendentes do pedido.", ESTOQUE.titulo,
        opcoes=(Opcao(RegraReserva.NAO_RESERVA, "Não reserva estoque", "Não reserva estoque em nenhuma situação."),
                Opcao(RegraReserva.RESERVA_EXCETO_MANUTENCAO,
                      "Reserva estoque quando situação diferente de “Manutenção”",
                      "Reserva estoque nas situações que forem diferentes de Cancelado (C), Vencido (V), Perdido "
                      "(R) e/ou Manutenção (M)."),
                Opcao(RegraReserva.RESERVA_EXCETO_MANUTENCAO_EMITIDO,
                      "Reserva estoque quando situações diferentes de “Manutenção” ou “Emitido / Análise”",
                      "Reserva estoque nas situações que forem diferentes de Cancelado (C), Vencido (V), Perdido "
                      "(R), Manutenção (M) e/ou Emitido / Análise (I).", oferecida=False),
                Opcao(RegraReserva.RESERVA_SEMPRE, "Reserva estoque",
                      "Reserva estoque nas situações que forem diferentes de Cancelado (C), Vencido (V) e/ou "
                      "Perdido (R).", oferecida=False)),
        subgrupo="Estoque")] = RegraReserva.NAO_RESERVA
    tipo_estoque: Annotated[int | None, Campo(
        "TP-032", "Tipo de estoque",
        "Tipo de estoque considerado para reserva de estoque e disponibilidade quando não houver natureza de operação "
        "informada. Vazio: Estoque, o da loja. Pedidos já emitidos ficam no tipo de estoque em que foram emitidos.\n"
        "Ex.: Estoque, Matéria-prima, Revenda, Em terceiros, De terceiros, Consumo, Ativo imobilizado, "
        "Ferramentas, Consignação de terceiros, Consignação em terceiros, Feiras, Para garantia, Em garantia.",
        ESTOQUE.titulo,
        subgrupo="Estoque", referencia="tipos_estoque")] = None
    permite_estoque_negativo: Annotated[bool, Campo(
        "TP-033", "Permite itens com estoque negativo",
        "Define se é permitido incluir itens no pedido com estoque negativo ou sem estoque disponível.\nNão é "
        "utilizado em tipos de pedidos com as categorias “Compra” ou “Produção”.", ESTOQUE.titulo,
        subgrupo="Estoque", visivel_quando=valida_disponivel)] = False
    validar_quantidade_minima_maxima: Annotated[bool, Campo(
        "TP-034", "Validar quantidade mínima e máxima",
        "Define se deve ser validada a quantidade mínima e máxima nos itens dos pedidos.", ESTOQUE.titulo,
        subgrupo="Estoque")] = False
    validar_estoque_no_fechamento_pedido: Annotated[AcaoEstoque, Campo(
        "TP-036", "Validar estoque no fechamento do pedido",
        "Define como deve ser tratada a existência de estoque disponível (quantidade em estoque menos quantidade "
        "reservada em pedidos) para atendimento das quantidades solicitadas nos itens do pedido/OS.\nO tratamento "
        "é feito na emissão (conclusão ou fechamento), onde poderá ser apresentada a relação de produtos sem "
        "disponibilidade de estoque, com opção para bloquear a emissão do pedido.", ESTOQUE.titulo,
        opcoes=(Opcao(AcaoEstoque.NADA, "Nada",
                      "Não é feito nenhum tipo de verificação dos estoques e não emite nenhuma mensagem para o "
                      "usuário."),
                Opcao(AcaoEstoque.ALERTAR, "Alertar",
                      "Apresenta mensagem para o usuário com a relação de itens com indisponibilidade de estoque, "
                      "mas permite a conclusão do pedido."),
                Opcao(AcaoEstoque.ERRO, "Erro",
                      "Apresenta mensagem para o usuário com a relação de itens com indisponibilidade de estoque e "
                      "não permite a conclusão do pedido."),
                Opcao(AcaoEstoque.SENHA, "Com senha",
                      "Apresenta a relação e só permite a conclusão com a liberação de quem tem a permissão.")),
        subgrupo="Estoque")] = AcaoEstoque.ALERTAR
    bloqueio_produtos_inventario: Annotated[BloqueioInventario, Campo(
        "TP-040", "Bloqueio de produtos em inventário",
        "Indica se existe algum bloqueio de produtos que estão sendo inventariados.", ESTOQUE.titulo,
        opcoes=(Opcao(BloqueioInventario.NAO_BLOQUEAR, "Não bloquear",
                      "O sistema não bloqueia a inclusão de produtos sendo inventariados."),
                Opcao(BloqueioInventario.BLOQUEAR_INCLUSAO, "Bloquear na inclusão",
                      "O sistema não permite incluir um produto que está sendo inventariado."),
                Opcao(BloqueioInventario.BLOQUEAR_EMISSAO, "Bloquear na emissão",
                      "O sistema não permite emitir um pedido que tenha produtos que estão sendo inventariados.")),
        subgrupo="Estoque")] = BloqueioInventario.NAO_BLOQUEAR
    permite_produtos_em_falta: Annotated[bool, Campo(
        "TP-042", "Permite produtos em falta",
        "Define se o pedido pode possuir produtos que estão marcados como em falta.", ESTOQUE.titulo,
        subgrupo="Produtos")] = False
    permite_produtos_sem_troca: Annotated[bool, Campo(
        "TP-044", "Permite produtos sem troca",
        "Indica se produtos sem troca são permitidos para este tipo de pedido.", ESTOQUE.titulo,
        subgrupo="Produtos")] = True
    permite_produtos_com_variacao: Annotated[bool, Campo(
        "TP-046", "Permite produtos com variação",
        "Indica se deve ou não permitir incluir itens de pedidos com produtos que tenham variação.", ESTOQUE.titulo,
        subgrupo="Produtos")] = True
    situacoes_produtos_permitidas: Annotated[frozenset[SituacaoProduto], Campo(
        "TP-043", "Situações de produtos permitidas",
        "Restringe a inclusão de itens apenas a produtos com determinadas situações, evitando, por exemplo, a "
        "inclusão de itens de produtos cancelados e/ou baixados.", ESTOQUE.titulo,
        opcoes=(Opcao(SituacaoProduto.APROVADO, "Aprovado", "Aceita produtos aprovados."),
                Opcao(SituacaoProduto.BAIXADO, "Baixado", "Aceita produtos baixados."),
                Opcao(SituacaoProduto.CANCELADO, "Cancelado", "Aceita produtos cancelados."),
                Opcao(SituacaoProduto.PENDENTE, "Pendente", "Aceita produtos pendentes.")),
        subgrupo="Produtos")] = frozenset({SituacaoProduto.APROVADO})
    permite_marca_bloqueada: Annotated[bool, Campo(
        "TP-047", "Permite produtos de marca bloqueada",
        "Indica se é permitido incluir itens de pedidos de produtos cuja marca esteja bloqueada. Isso permite, por "
        "exemplo, bloqueio de compras de produtos de uma determinada marca.", ESTOQUE.titulo,
        subgrupo="Produtos")] = False
