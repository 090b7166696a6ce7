"""Printing. Declared; their behaviour is not built."""

from typing import Annotated

from balcao.domain.campo import Campo, Parte
from balcao.domain.tipo_pedido.grupos import CLIENTE


class ImpressaoAberto(Parte):
    """Printing."""

    modelos_relatorio_pdf: Annotated[tuple[str, ...], Campo(
        "TP-126", "Modelos de relatório PDF",
        "Indica os modelos de leiaute de relatórios PDF que podem ser utilizados para impressão do pedido, um por "
        "linha. Utiliza o modelo padrão caso não seja informado.\nPreencha com: caminho do arquivo=nome do "
        "relatório. O nome é o que o usuário vê ao escolher a saída PDF.\nEx.: pedidos/pedido_producao=Pedido "
        "produção, pedidos/talao_producao=Talão produção, servico_orcamento=Check-list Veículos, "
        "os_veiculos/ordens_servico_veiculos=Ordem de serviço Veículos.", CLIENTE.titulo,
        subgrupo="Impressão", camada=2, aberto=True)] = ()
    modelo_pdf_separacao: Annotated[str, Campo(
        "TP-127", "Modelo de relatório PDF da separação",
        "Indica o modelo de leiaute de relatório PDF utilizado para impressão da separação do pedido. Utiliza o "
        "modelo padrão caso não seja informado.\nPreencha com o caminho do arquivo do leiaute.", CLIENTE.titulo,
        subgrupo="Impressão", camada=3, tamanho=200, aberto=True)] = ""
    layout_certificado: Annotated[str, Campo(
        "TP-128", "Layout do certificado",
        "Caminho do leiaute para impressão do certificado do pedido. Quando informado, é apresentada a ação "
        "“imprimir certificado” no pedido.", CLIENTE.titulo,
        subgrupo="Impressão", camada=3, tamanho=200, aberto=True)] = ""
    layout_cabecalho_matricial: Annotated[str, Campo(
        "TP-130", "Layout matricial: cabeçalho",
        "Leiaute do cabeçalho do pedido para impressão matricial.", CLIENTE.titulo,
        subgrupo="Impressão", script=True, camada=3, aberto=True)] = ""
    layout_itens_matricial: Annotated[str, Campo(
        "TP-131", "Layout matricial: itens",
        "Leiaute de impressão dos itens para impressão matricial.", CLIENTE.titulo,
        subgrupo="Impressão", script=True, camada=3, aberto=True)] = ""
    layout_rodape_matricial: Annotated[str, Campo(
        "TP-132", "Layout matricial: rodapé",
        "Leiaute de impressão matricial para o rodapé.", CLIENTE.titulo,
        subgrupo="Impressão", script=True, camada=3, aberto=True)] = ""
    layout_quebra_pagina: Annotated[str, Campo(
        "TP-133", "Layout matricial: quebra de página",
        "Leiaute para ser exibido quando ocorrer uma quebra de página, por exemplo na segunda folha.", CLIENTE.titulo,
        subgrupo="Impressão", script=True, camada=3, aberto=True)] = ""
    layout_final_pagina: Annotated[str, Campo(
        "TP-134", "Layout matricial: final de página",
        "Leiaute para os finais de página.", CLIENTE.titulo,
        subgrupo="Impressão", script=True, camada=3, aberto=True)] = ""
    linhas_por_pagina: Annotated[int | None, Campo(
        "TP-135", "Linhas por página",
        "Número de linhas por página. Caso não informado, não há quebra de página.", CLIENTE.titulo,
        subgrupo="Impressão", camada=3, minimo=1, maximo=999, unidade="linhas", aberto=True)] = None
    email_impressao: Annotated[str, Campo(
        "TP-136", "E-mail",
        "E-mail para o tipo de pedido a ser impresso.", CLIENTE.titulo,
        subgrupo="Impressão", camada=3, tamanho=200, aberto=True)] = ""
    imagem_fundo: Annotated[str, Campo(
        "TP-141", "Imagem de fundo",
        "Imagem de fundo para utilizar em certificados e/ou outros documentos semelhantes que são utilizados para "
        "os pedidos deste tipo.\nVeja na documentação do respectivo relatório para maiores detalhes das "
        "características físicas desta imagem.", CLIENTE.titulo,
        subgrupo="Impressão", imagem=True, camada=3, aberto=True)] = ""
