"""Identity, availability and category of the order type. Declared; their behaviour is not built."""

from typing import Annotated

from balcao.domain.campo import Campo, Onde, Parte
from balcao.domain.tipo_pedido.grupos import GERAL


class GeralAberto(Parte):
    """Identity, availability and category of the order type."""

    sigla: Annotated[str, Campo(
        "TP-004", "Sigla",
        "Sigla de identificação para o tipo de pedido, a ser utilizada na unicidade do título.\nA sigla deve "
        "conter no máximo 5 caracteres.", GERAL.titulo,
        camada=2, tamanho=5, aberto=True)] = ""
    observacoes: Annotated[str, Campo(
        "TP-005", "Observações",
        "Campo para registro de observações e comentários sobre as configurações e usos do tipo de pedido.",
        GERAL.titulo,
        camada=3, longo=True, tamanho=4000, aberto=True)] = ""
    interface: Annotated[str, Campo(
        "TP-006", "Interface",
        "Nome global da interface que deverá ser utilizada para manter os pedidos deste tipo. Este atributo é "
        "utilizado nas navegações de contexto, permitindo ao sistema navegar para as interfaces corretas (pedidos "
        "de vendas, orçamentos, ordens de compra, etc.).\nAtenção: A interface indicada aqui deverá "
        "obrigatoriamente ter uma funcionalidade VIEW e estar apta a receber pedidos deste tipo.\nEx.: "
        "APPREF.CAD_PEDIDO, PROJET.TIPOS_ATIVIDADES.BACK_OFFICE, RTPREF.CFG_INTERFACES_SISTEMAS, RTAUTH.PRO_LOGIN.",
        GERAL.titulo,
        camada=2, tamanho=100, aberto=True)] = ""
    importacao_concluida: Annotated[bool, Campo(
        "TP-025", "Considerar pedidos importados como concluídos",
        "Indica que os pedidos vindos via importação serão considerados como concluídos. Ex.: Pedidos de lojas "
        "virtuais.", GERAL.titulo,
        camada=2, aberto=True)] = False
    classificacoes_permitidas: Annotated[tuple[int, ...], Campo(
        "TP-028", "Classificações permitidas",
        "Permite selecionar as classificações que são permitidas para o tipo de pedido.", GERAL.titulo,
        camada=2, referencia="classificacoes_pedido", onde=Onde.LIGACAO, aberto=True)] = ()
    permite_integracao: Annotated[bool, Campo(
        "TP-075", "Permite integração com outros sistemas",
        "Define se o tipo de pedido pode ser integrado com outros sistemas, por exemplo com o sistema de vendas "
        "por TABLET.", GERAL.titulo,
        camada=2, aberto=True)] = False
