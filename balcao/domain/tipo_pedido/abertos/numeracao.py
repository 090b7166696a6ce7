"""Numbering and identification. Declared; their behaviour is not built."""

from typing import Annotated

from balcao.domain.campo import Campo, Opcao, Parte
from balcao.domain.tipo_pedido.abertos.opcoes import RegraNumeracao, UsoSerie, ValidaTalao
from balcao.domain.tipo_pedido.condicoes import numera_por_tipo
from balcao.domain.tipo_pedido.grupos import CLIENTE


class NumeracaoAberto(Parte):
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
        subgrupo="Numeração e identificação", aberto=True)] = UsoSerie.NAO_USADO
    regra_numeracao: Annotated[RegraNumeracao, Campo(
        "TP-154", "Regra de numeração",
        "Define a regra para a numeração dos pedidos.", CLIENTE.titulo,
        opcoes=(Opcao(RegraNumeracao.INFORMADO, "Informado", "O número do pedido é informado pelo usuário."),
                Opcao(RegraNumeracao.SEQUENCIAL_GERAL, "Sequencial (geral)",
                      "O número do pedido é sequencial (sequência geral), independente do tipo."),
                Opcao(RegraNumeracao.SEQUENCIAL_TIPO, "Sequencial (por tipo)",
                      "O número do pedido é o próximo número para este tipo.")),
        subgrupo="Numeração e identificação", aberto=True)] = RegraNumeracao.SEQUENCIAL_GERAL
    ultimo_numero: Annotated[int, Campo(
        "TP-155", "Último número do tipo",
        "Utilizado para controlar uma numeração específica por tipo.\nSó é utilizado caso a regra de numeração "
        "seja “Sequencial (por tipo)”.", CLIENTE.titulo,
        subgrupo="Numeração e identificação", minimo=0, maximo=999_999_999,
        visivel_quando=numera_por_tipo, aberto=True)] = 0
    chave_identificacao: Annotated[str, Campo(
        "TP-156", "Chave de identificação do pedido",
        "Configura a forma com que a chave de identificação única do pedido é montada. Deve ser informado um texto "
        "contendo as seguintes macros:\n${pedido}: número do pedido\n${versao}: número da versão\n$!{versao}: "
        "número da versão, apenas se ela for diferente de 0, no formato v999\n${serie}: número da série\n"
        "$!{serie}: número da série, apenas se ela for diferente de 0, no formato /9999\n${tipo}: tipo de pedido.",
        CLIENTE.titulo,
        subgrupo="Numeração e identificação", tamanho=100, obrigatorio=True, aberto=True)] = (
        "${pedido}$!{serie}$!{versao}")
    valida_talao: Annotated[ValidaTalao, Campo(
        "TP-169", "Validação do talão de numeração",
        "Indica como é realizada a validação dos dados do pedido frente a um talão de numeração informado no mesmo.",
        CLIENTE.titulo,
        opcoes=(Opcao(ValidaTalao.NAO_VALIDA, "Não valida",
                      "Não é realizada nenhuma validação entre o pedido e o responsável do talão."),
                Opcao(ValidaTalao.VENDEDOR, "Vendedor",
                      "O vendedor do pedido deve ser o responsável pela numeração do talão."),
                Opcao(ValidaTalao.TECNICO, "Técnico",
                      "O técnico do pedido deve ser o responsável pela numeração do talão."),
                Opcao(ValidaTalao.VENDEDOR_OU_TECNICO, "Vendedor ou técnico",
                      "O responsável pela numeração do talão deve ser o vendedor e/ou o técnico do pedido.")),
        subgrupo="Numeração e identificação", camada=2, aberto=True)] = ValidaTalao.NAO_VALIDA
