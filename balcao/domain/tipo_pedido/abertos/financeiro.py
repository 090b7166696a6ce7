"""Payment plan, titles, commission and currency. Declared; their behaviour is not built."""

from typing import Annotated

from balcao.domain.campo import Campo, Opcao, Parte
from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido.abertos.opcoes import (
    ModoFinanceiro,
    OperacaoFinanceira,
    PrevisaoFinanceira,
)
from balcao.domain.tipo_pedido.condicoes import com_previsao
from balcao.domain.tipo_pedido.grupos import FINANCEIRO, MOEDA
from balcao.domain.tipo_pedido.opcoes_situacao import SITUACOES_BLOQUEIO


class FinanceiroAberto(Parte):
    """Payment plan, titles, commission and currency."""

    permite_vincular_titulos_manualmente: Annotated[bool, Campo(
        "TP-049", "Permite vincular títulos manualmente",
        "Define se é permitido vincular títulos manualmente através da guia “Financeiro” das telas de cadastros "
        "de pedidos.", FINANCEIRO.titulo,
        camada=2, aberto=True)] = False
    exige_estabelecimento_financeiro: Annotated[bool, Campo(
        "TP-050", "Exige estabelecimento no financeiro do pedido",
        "Permite definir que ao informar/incluir o financeiro de pedidos (guia “financeiro”), deve ser informado "
        "obrigatoriamente um estabelecimento.", FINANCEIRO.titulo,
        camada=2, aberto=True)] = False
    gera_previsao_financeira: Annotated[PrevisaoFinanceira, Campo(
        "TP-054", "Gera previsão financeira",
        "Indica se devem ser gerados títulos a pagar ou a receber (previstos ou abertos/confirmados) vinculados ao "
        "pedido que serão definidos a partir do plano de pagamento ou forma de pagamento informado no pedido e a "
        "data prevista para entrega do pedido.\nTítulos “previstos” sempre serão reprocessados de acordo com o saldo "
        "em aberto do pedido e a data de previsão de entrega informada no pedido para cálculo das datas de "
        "pagamentos previstas dos títulos. O reprocessamento dos títulos realizará a exclusão dos títulos previstos "
        "anteriormente informados no pedido e serão gerados novos títulos previstos para o pedido.\nTítulos "
        "“abertos” não serão reprocessados automaticamente e será apresentada mensagem informando quando a soma dos "
        "títulos abertos vinculados ao pedido for diferente do valor total do pedido.", FINANCEIRO.titulo,
        opcoes=(Opcao(PrevisaoFinanceira.NAO_GERAR, "Não gerar títulos",
                      "Não devem ser gerados títulos automaticamente para o pedido."),
                Opcao(PrevisaoFinanceira.PREVISTOS, "Gerar títulos “previstos”",
                      "São gerados títulos “previstos” de acordo com o plano de pagamento e a data prevista para "
                      "entrega, refeitos quando o saldo do pedido muda."),
                Opcao(PrevisaoFinanceira.MANUTENCAO, "Gerar títulos “manutenção”",
                      "São gerados títulos na situação “manutenção” de acordo com o plano de pagamento e a data "
                      "prevista para entrega, refeitos quando o saldo do pedido muda."),
                Opcao(PrevisaoFinanceira.ABERTOS, "Gerar títulos “abertos”",
                      "Serão gerados títulos “abertos” (confirmados) na primeira emissão do pedido. Manutenções nos "
                      "títulos em aberto somente poderão ser realizadas manualmente, pois os títulos não serão "
                      "reprocessados (regerados) em caso de alteração do valor total do pedido.")),
        camada=2, aberto=True)] = PrevisaoFinanceira.NAO_GERAR
    modo_geracao_financeiro: Annotated[ModoFinanceiro, Campo(
        "TP-055", "Modo de geração financeiro",
        "Indica como deve ser feita a geração da previsão financeira.", FINANCEIRO.titulo,
        opcoes=(Opcao(ModoFinanceiro.INTEGRAL, "Integral",
                      "O parcelamento é feito considerando os títulos já registrados. Novos títulos somente seriam "
                      "inseridos/excluídos se o plano de pagamento for alterado por um número diferente de "
                      "parcelas."),
                Opcao(ModoFinanceiro.SALDO, "Saldo",
                      "O parcelamento é feito sobre o saldo do pedido. Títulos pagos não são considerados como "
                      "parcela. Se o pedido for parcialmente faturado, os títulos previstos serão substituídos por "
                      "um novo parcelamento apenas do saldo ainda não faturado.")),
        camada=2, visivel_quando=com_previsao, aberto=True)] = ModoFinanceiro.INTEGRAL
    tipo_operacao_previsao_financeira: Annotated[OperacaoFinanceira, Campo(
        "TP-056", "Tipo de operação da previsão financeira",
        "Indica o tipo de operação a ser utilizado na geração da previsão financeira.", FINANCEIRO.titulo,
        opcoes=(Opcao(OperacaoFinanceira.CATEGORIA, "Categoria",
                      "O tipo de operação dependerá da categoria. Isso significa gerar títulos a pagar para "
                      "“Compras”, títulos de terceiros para “Representação” e a receber para todas as demais "
                      "categorias."),
                Opcao(OperacaoFinanceira.PAGAR, "Pagar", "Gerar títulos a pagar."),
                Opcao(OperacaoFinanceira.RECEBER, "Receber", "Gerar títulos a receber."),
                Opcao(OperacaoFinanceira.TERCEIROS, "Terceiros", "Gerar títulos de terceiros.")),
        camada=2, visivel_quando=com_previsao, aberto=True)] = OperacaoFinanceira.CATEGORIA
    bloqueio_financeiro_automatico: Annotated[bool, Campo(
        "TP-058", "Bloquear novos pedidos pelo financeiro",
        "Define se novos pedidos devem ser bloqueados automaticamente para liberação dos pedidos pelo financeiro. "
        "Em caso afirmativo, a “Data do bloqueio financeiro” virá automaticamente preenchida com a data de "
        "inclusão do pedido.\nAs situações dos pedidos que podem permitir que um pedido esteja bloqueado pelo "
        "financeiro são definidas no campo “Situações que permitem bloqueio”.", FINANCEIRO.titulo,
        camada=2, aberto=True)] = False
    situacoes_permitem_bloqueio: Annotated[frozenset[Situacao], Campo(
        "TP-059", "Situações que permitem bloqueio",
        "Situações do pedido em que o bloqueio financeiro é permitido.\nNão será permitido que um pedido com o "
        "financeiro bloqueado mude para alguma das situações diferentes das selecionadas.\nP. ex.: Caso não seja "
        "permitida a emissão de documentos (documentos fiscais ou recibos) para o pedido, sugere-se que a situação "
        "“Entregue” esteja desmarcada.", FINANCEIRO.titulo,
        opcoes=SITUACOES_BLOQUEIO, camada=2, aberto=True)] = frozenset({
        Situacao.MANUTENCAO, Situacao.EMITIDO, Situacao.PENDENTE, Situacao.APROVADO})
    incluir_modo_pagamento_automatico: Annotated[bool, Campo(
        "TP-060", "Incluir modo de pagamento automaticamente",
        "Define se ao criar o pedido deve ser incluído automaticamente o registro de modo de pagamento. Deve ser "
        "utilizado somente para contratos de serviços.", FINANCEIRO.titulo,
        camada=3, aberto=True)] = False
    gera_comissao: Annotated[bool, Campo(
        "TP-061", "Gera movimentos de comissão",
        "Indica se os pedidos deste tipo geram movimentos de comissão.", FINANCEIRO.titulo,
        camada=2, aberto=True)] = True
    permite_moeda_alternativa: Annotated[bool, Campo(
        "TP-062", "Permite moeda alternativa",
        "Define se pode ser informada uma moeda alternativa nos pedidos. Caso não seja, o pedido será informado na "
        "moeda padrão do sistema (conforme definido no cadastro de moedas).", MOEDA.titulo,
        camada=3, aberto=True)] = False
    moeda_padrao: Annotated[int | None, Campo(
        "TP-063", "Moeda padrão",
        "Moeda padrão para os pedidos do tipo de pedido.", MOEDA.titulo,
        camada=3, referencia="moedas", aberto=True)] = None
