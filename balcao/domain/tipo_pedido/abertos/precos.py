"""Prices, price lists, discounts, insurance and rebates. Declared; their behaviour is not built."""

from typing import Annotated

from balcao.domain.campo import Campo, Opcao, Parte
from balcao.domain.tipo_pedido.abertos.opcoes import (
    Opcionalidade,
    VinculoSeguradora,
)
from balcao.domain.tipo_pedido.grupos import CLIENTE, GERAL
from balcao.domain.tipo_pedido.opcoes import Preenchimento


class PrecosAberto(Parte):
    """Prices, price lists, discounts, insurance and rebates."""

    gera_flex: Annotated[bool, Campo(
        "TP-013", "Gera flex",
        "Define se o pedido vai gerar flex no conta-corrente do vendedor.", GERAL.titulo,
        subgrupo="Franquia, seguro e comissões", camada=2, aberto=True)] = False
    franquia: Annotated[Preenchimento, Campo(
        "TP-084", "Franquia",
        "Indica se pedidos deste tipo necessitam da informação de um valor de franquia.", CLIENTE.titulo,
        opcoes=(Opcao(Preenchimento.NAO_INFORMAR, "Não informar",
                      "Pedidos deste tipo não devem informar um valor de franquia."),
                Opcao(Preenchimento.OPCIONAL, "Opcional",
                      "Pedidos deste tipo podem (opcional) informar um valor de franquia."),
                Opcao(Preenchimento.REQUERIDO, "Requerido",
                      "Pedidos deste tipo devem obrigatoriamente informar um valor de franquia.")),
        subgrupo="Franquia, seguro e comissões", camada=2, aberto=True)] = Preenchimento.NAO_INFORMAR
    seguradora: Annotated[VinculoSeguradora, Campo(
        "TP-085", "Seguradora",
        "Indica se pedidos deste tipo utilizam um vínculo do pedido a uma seguradora.", CLIENTE.titulo,
        opcoes=(Opcao(VinculoSeguradora.NAO_INFORMAR, "Não informar",
                      "Pedidos deste tipo não possuem vinculação com seguradoras."),
                Opcao(VinculoSeguradora.OPCIONAL, "Opcional",
                      "Pedidos deste tipo podem ter uma seguradora opcionalmente informada."),
                Opcao(VinculoSeguradora.REQUERIDA, "Requerida",
                      "Pedidos deste tipo exigem obrigatoriamente que se informe uma seguradora.")),
        subgrupo="Franquia, seguro e comissões", camada=2, aberto=True)] = VinculoSeguradora.NAO_INFORMAR
    rebate: Annotated[Opcionalidade, Campo(
        "TP-086", "Rebate",
        "Indica se pedidos deste tipo necessitam das informações de rebate.", CLIENTE.titulo,
        opcoes=(Opcao(Opcionalidade.NAO, "Não", "Pedidos deste tipo não geram rebate."),
                Opcao(Opcionalidade.OPCIONAL, "Opcional",
                      "Pedidos deste tipo podem (opcional) gerar rebate. Nestes casos o sistema inclui um campo na "
                      "capa do pedido para que o vendedor informe se deve gerar ou não."),
                Opcao(Opcionalidade.SIM, "Sim",
                      "Pedidos deste tipo devem obrigatoriamente gerar uma comissão de rebate. A capa do pedido "
                      "deverá apresentar o percentual de rebate e a pessoa para a qual o rebate será direcionado.")),
        subgrupo="Franquia, seguro e comissões", camada=2, aberto=True)] = Opcionalidade.NAO
    overprice: Annotated[Opcionalidade, Campo(
        "TP-087", "Overprice",
        "Indica se pedidos deste tipo podem ou devem gerar comissão por overprice.", CLIENTE.titulo,
        opcoes=(Opcao(Opcionalidade.NAO, "Não", "Pedidos deste tipo não geram comissão por overprice."),
                Opcao(Opcionalidade.OPCIONAL, "Opcional",
                      "Pedidos deste tipo podem (opcional) gerar comissão por overprice. Neste caso, um campo é "
                      "incluído na capa do pedido para que seja definido caso a caso."),
                Opcao(Opcionalidade.SIM, "Sim", "Pedidos deste tipo geram comissões por overprice automaticamente.")),
        subgrupo="Franquia, seguro e comissões", camada=2, aberto=True)] = Opcionalidade.NAO
    utiliza_preco_indicado: Annotated[bool, Campo(
        "TP-106", "Utiliza preço indicado",
        "Define se os pedidos deste tipo utilizarão o “Preço indicado” informado nos Itens de lista de preços "
        "aplicada aos pedidos.\nO preço indicado difere do preço sugerido (preço lista), pois esse preço é "
        "apresentado como “proposta” para que a venda seja realizada com esse valor. Pode ser utilizado, p. ex., "
        "para “induzir” a venda a um preço com uma margem de resultado melhor para a empresa, melhorando o caixa "
        "flex e a comissão do vendedor, evitando a prática da simples venda pelo preço de lista, sem uma "
        "negociação mais favorável para o vendedor.", CLIENTE.titulo,
        subgrupo="Preços", camada=2, aberto=True)] = False
