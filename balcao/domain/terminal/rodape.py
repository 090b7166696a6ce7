"""The footer of the Configuração window: general fields."""

from typing import Annotated

from balcao.domain.campo import Campo, Onde, Politica


class Rodape(Politica):
    """Default seller, decimal places and the logo."""

    vendedor_padrao: Annotated[int | None, Campo(
        "CB-038", "Vendedor Padrão na Pre-Venda e Orçamento",
        "Vendedor sugerido ao abrir uma pré-venda ou um orçamento neste terminal. Se o cliente tiver vendedor "
        "próprio, vale o do cliente. Vazio: o campo nasce em branco.", referencia="vendedores")] = None
    casas_decimais_qtde: Annotated[int, Campo(
        "CB-039", "Casas Decimal Qtde",
        "Casas decimais aceitas, exibidas e impressas nas quantidades dos itens.", minimo=0, maximo=6)] = 3
    casas_decimais_valor: Annotated[int, Campo(
        "CB-040", "Casas Decimal Valor",
        "Casas decimais do valor unitário dos itens; o total do item e do documento é sempre em centavos.",
        minimo=2, maximo=6)] = 2
    caminho_imagem_logo: Annotated[str, Campo(
        "CB-045", "Caminho da Imagem Logo",
        "Arquivo de imagem (PNG, JPG ou BMP) impresso no cabeçalho dos documentos. Vazio: sem logo. Se ele "
        "faltar ou não for uma imagem, o F12 avisa ao lado do campo; F12 outra vez grava assim mesmo.",
        arquivo="Imagens (*.png *.jpg *.jpeg *.bmp)", onde=Onde.ESTACAO, tamanho=500)] = ""
