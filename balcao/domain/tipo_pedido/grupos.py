"""The groups of the order type's form: the page's six titles (TPG-01…06) and, before them, its beginning.

After its fifth title the page has 105 fields without another; the catalogue's groups divide what is under each.
"""

from balcao.domain.campo import Grupo

GERAL = Grupo("Geral", "O que é este tipo de pedido, quem participa dele e como é entregue.", (
    "Participantes", "Faturamento", "Ordem de serviço", "Veículos e equipamento", "Transporte e frete", "Produção",
    "Franquia, seguro e comissões"))
ESTOQUE = Grupo("Estoque e produtos", "Reserva e conferência de estoque, e que produtos podem ser incluídos.", (
    "Estoque", "Produtos", "Itens", "Aprovação", "Produção"))
FINANCEIRO = Grupo("Financeiro", "Plano de pagamento, títulos, bloqueio financeiro e comissão.")
MOEDA = Grupo("Moeda", "Em que moeda os pedidos são informados.")
DESCONTOS = Grupo("Descontos e acréscimos", "Quando e como o pedido recebe desconto ou acréscimo.")
CLIENTE = Grupo("Cliente, itens e documento", "Crédito, preços, itens, aprovação, numeração, impressão e entrega.", (
    "Cliente e crédito", "Participantes", "Projeto", "Preços", "Franquia, seguro e comissões", "Validade da proposta",
    "Aprovação", "Itens", "Situações dos itens", "Situações", "Produtos pedidos (kits)",
    "Numeração e identificação", "Preenchimento automático", "Impressão", "Ordem de serviço", "Garantia",
    "Faturamento", "Entrega", "Conferência", "Transporte e frete", "Produção", "Balanço financeiro"))
ABASTECIMENTO = Grupo("Abastecimento automático", "Campos para o registro automatizado do abastecimento.")

GRUPOS = (GERAL, ESTOQUE, FINANCEIRO, MOEDA, DESCONTOS, CLIENTE, ABASTECIMENTO)
