"""Service orders: check-list of the delivery, guarantee. Declared; their behaviour is not built."""

from typing import Annotated

from balcao.domain.campo import Campo, Parte
from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido.grupos import CLIENTE
from balcao.domain.tipo_pedido.opcoes_situacao import SITUACOES_HISTORICO


class ServicoAberto(Parte):
    """Service orders: check-list of the delivery, guarantee."""

    checklist_entrega: Annotated[tuple[str, ...], Campo(
        "TP-096", "Check-list de entrega",
        "Relação de itens a serem verificados na entrega de pedidos deste tipo. Um item por linha - texto livre.\n"
        "Usado, por exemplo, para check-list de verificação antes da entrega de um veículo em oficinas. Também "
        "pode ser ocasionalmente utilizado como roteiro para pós-venda.\nEx.: SIRENE, TECLADO, SENSOR PORTA, "
        "TELEMETRIA.", CLIENTE.titulo,
        subgrupo="Ordem de serviço", camada=2, aberto=True)] = ()
    situacoes_historicos_pendentes: Annotated[frozenset[Situacao], Campo(
        "TP-105", "Situações que permitem históricos pendentes",
        "Indica as situações dos pedidos em que são permitidos históricos pendentes (sem data de término de "
        "atendimento).", CLIENTE.titulo,
        subgrupo="Ordem de serviço", opcoes=SITUACOES_HISTORICO, camada=2, aberto=True)] = frozenset({
        Situacao.MANUTENCAO, Situacao.EMITIDO, Situacao.PENDENTE, Situacao.APROVADO, Situacao.EXECUCAO})
    calcula_data_garantia: Annotated[bool, Campo(
        "TP-137", "Calcular data de garantia",
        "Define se, caso informado um prazo em dias de garantia, deve ser calculada a data de garantia.",
        CLIENTE.titulo,
        subgrupo="Garantia", camada=2, aberto=True)] = False
    garantia_padrao: Annotated[int | None, Campo(
        "TP-138", "Garantia padrão (dias)",
        "Garantia padrão oferecida para os pedidos deste tipo. Este atributo, caso informado, é copiado para o "
        "pedido assim que ele é criado, podendo ser posteriormente editado.", CLIENTE.titulo,
        subgrupo="Garantia", camada=2, minimo=0, maximo=36500, unidade="dias", aberto=True)] = None
    garantia_meses: Annotated[int | None, Campo(
        "TP-139", "Garantia padrão em meses",
        "Garantia padrão em meses para os pedidos deste tipo. Este campo é meramente informativo.", CLIENTE.titulo,
        subgrupo="Garantia", camada=3, minimo=0, maximo=1200, unidade="meses", aberto=True)] = None
    instrucoes_atendimento: Annotated[str, Campo(
        "TP-140", "Instruções de atendimento",
        "Instruções de atendimento.\nP. ex.: Atendimento 24 horas: (51) 9999-9999.", CLIENTE.titulo,
        subgrupo="Ordem de serviço", camada=2, longo=True, tamanho=4000, aberto=True)] = ""
