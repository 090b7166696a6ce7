"""Numbering and identification: who gives an order its number and série, and the key that names it to people."""

from typing import Annotated

from balcao.domain.campo import Campo, Onde, Opcao, Parte
from balcao.domain.tipo_pedido.condicoes import numera_por_tipo
from balcao.domain.tipo_pedido.grupos import CLIENTE
from balcao.domain.tipo_pedido.opcoes import RegraNumeracao, UsoSerie

CHAVE_PADRAO = "${pedido}$!{serie}$!{versao}"
MAIOR_NUMERO = 999_999_999


class Numeracao(Parte):
    """Numbering and identification."""

    serie: Annotated[UsoSerie, Campo(
        "TP-153", "Série",
        "Indica o comportamento desejado para o atributo série dos respectivos pedidos.", CLIENTE.titulo,
        opcoes=(Opcao(UsoSerie.NAO_USADO, "Não usado",
                      "A série não é utilizada e é automaticamente inicializada com o valor da preferência "
                      "PEDIDOS.PEDIDOS.SERIE_PADRAO."),
                Opcao(UsoSerie.INFORMADO, "Informado",
                      "O campo série é apresentado nas interfaces para que seja informado."),
                Opcao(UsoSerie.ANO, "Ano",
                      "A série é preenchida com o ano atual do sistema. Neste caso, a numeração dos pedidos também "
                      "é automaticamente reiniciada todo ano.")),
        subgrupo="Numeração e identificação")] = UsoSerie.NAO_USADO
    regra_numeracao: Annotated[RegraNumeracao, Campo(
        "TP-154", "Regra de numeração",
        "Define a regra para a numeração dos pedidos.", CLIENTE.titulo,
        opcoes=(Opcao(RegraNumeracao.INFORMADO, "Informado", "O número do pedido é informado pelo usuário."),
                Opcao(RegraNumeracao.SEQUENCIAL_GERAL, "Sequencial (geral)",
                      "O número do pedido é sequencial (sequência geral), independente do tipo."),
                Opcao(RegraNumeracao.SEQUENCIAL_TIPO, "Sequencial (por tipo)",
                      "O número do pedido é o próximo número para este tipo.")),
        subgrupo="Numeração e identificação")] = RegraNumeracao.SEQUENCIAL_GERAL
    ultimo_numero: Annotated[int, Campo(
        "TP-155", "Último número do tipo",
        "Utilizado para controlar uma numeração específica por tipo.\nSó é utilizado caso a regra de numeração "
        "seja “Sequencial (por tipo)”.\nÉ o desta loja, na série atual; o próximo pedido recebe o número seguinte. "
        "Pode ser informado até o primeiro pedido ser numerado; depois disso a numeração não volta nem pula.",
        CLIENTE.titulo, subgrupo="Numeração e identificação", minimo=0, maximo=MAIOR_NUMERO,
        onde=Onde.COLUNA, visivel_quando=numera_por_tipo)] = 0
    chave_identificacao: Annotated[str, Campo(
        "TP-156", "Chave de identificação do pedido",
        "Configura a forma com que a chave de identificação única do pedido é montada. Deve ser informado um texto "
        "contendo as seguintes macros:\n${pedido}: número do pedido\n${versao}: número da versão\n$!{versao}: "
        "número da versão, apenas se ela for diferente de 0, no formato v999\n${serie}: número da série\n"
        "$!{serie}: número da série, apenas se ela for diferente de 0, no formato /9999\n${tipo}: tipo de pedido.",
        CLIENTE.titulo,
        subgrupo="Numeração e identificação", tamanho=100, obrigatorio=True)] = CHAVE_PADRAO
