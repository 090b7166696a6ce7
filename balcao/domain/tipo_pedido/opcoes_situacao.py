"""Situations as options of a field, in the page's order and words; which ones differs from field to field."""


from balcao.domain.campo import Opcao
from balcao.domain.situacoes import Situacao

_TODAS = {o.valor: o for o in (
    Opcao(Situacao.APROVADO, "Aprovado", "O pedido foi aprovado e está aguardando para ser entregue."),
    Opcao(Situacao.CANCELADO, "Cancelado", "Pedido cancelado."),
    Opcao(Situacao.ENTREGUE, "Entregue", "Pedido entregue e encerrado."),
    Opcao(Situacao.EMITIDO, "Emitido / Análise",
          "Pedido foi emitido pelo usuário, mas aguarda aprovação de um técnico."),
    Opcao(Situacao.MANUTENCAO, "Em manutenção",
          "O pedido está sendo digitado no sistema. Ainda não foi liberado pelo emitente (não foi emitido)."),
    Opcao(Situacao.PRONTO, "Pronto", "O pedido está pronto para ser entregue."),
    Opcao(Situacao.PENDENTE, "Pendente / Proposta", "Pedido emitido e que está aguardando para ser aprovado."),
    Opcao(Situacao.QUALIFICADO, "Qualificado",
          "A qualificação é um processo realizado após a entrega e serve para identificar o grau de atendimento, "
          "podendo ser utilizada como pós-venda, para medir a qualidade do produto e/ou serviço prestado."),
    Opcao(Situacao.PERDIDO, "Perdido",
          "Orçamento cancelado: a data da perda foi determinada e é obrigatório determinar o seu motivo."),
    Opcao(Situacao.TRANSITO, "Em trânsito",
          "Pedido está vinculado a um carregamento ou está sendo enviado para o cliente."),
    Opcao(Situacao.VENCIDO, "Vencido / Expirado",
          "A data de vencimento do pedido é inferior à data do dia. É possível retornar para a situação anterior "
          "alterando a data de vencimento."),
    Opcao(Situacao.EXECUCAO, "Em execução",
          "Pedido está em execução/produção. Não permite a troca de produtos, apenas a inserção de novos, nem "
          "modificar o cabeçalho do pedido. Permite inserir novos históricos."),
)}


def _de(letras: str) -> tuple[Opcao, ...]:
    return tuple(_TODAS[Situacao(letra)] for letra in letras)


SITUACOES_BLOQUEIO = _de("ACEIMOPQRTVX")
"""TP-059."""
SITUACOES_PEDIDO = _de("AEIMOPQTX")
"""TP-064, TP-100, TP-101, TP-102: those an order passes through."""
SITUACOES_EMITIDO = _de("AEIOPQTX")
"""TP-103: those after it was issued."""
SITUACOES_FLUXO = tuple(o._replace(oferecida=o.valor is not Situacao.EMITIDO) for o in SITUACOES_EMITIDO)
"""TP-146: an order of the counter is issued pending; analysis by a technician (I) comes with the OS (0161)."""
SITUACOES_BAIXA = _de("AIOPTX")
"""TP-038."""
SITUACOES_PRODUCAO = _de("AIP")
"""TP-098."""
SITUACOES_IMPRESSAO = (_TODAS[Situacao.MANUTENCAO]._replace(oferecida=False), *_de("IPAXOTEQCRV"))
"""TP-104: the page lists none; the flow's order. A draft has no issued version: there is nothing to print of it."""
SITUACOES_HISTORICO = _de("MIPAXOTEQ")
"""TP-105: the page lists none."""
