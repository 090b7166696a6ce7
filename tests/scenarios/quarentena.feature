# language: pt
Funcionalidade: O que a retaguarda não pôde guardar chega ao gerente

  Contexto:
    Dado o produto "P1" a R$ 10,00 com estoque 100
    E o produto "P2" a R$ 5,00 com estoque 100
    E o cliente "Ana" com limite de R$ 500,00
    E o plano "À VISTA" com "Toma crédito" = "Não"
    E o tipo de pedido "PRÉ-VENDA" com "Emissão sem retaguarda" = "Emite sempre"
    E um pedido "PRÉ-VENDA" para "Ana" no plano "À VISTA" com 3 de "P2"
    E a retaguarda está fora do ar
    Quando emito o pedido
    E o produto "P2" some do cadastro da retaguarda
    E a retaguarda volta

  @TP-177
  Cenário: o gerente vê de quem é, o que é e por que não pôde ser guardado
    Então o gerente vê 1 documento em quarentena, de "Ana", de R$ 15,00, com 3 de "P2"
    E o motivo diz "que a retaguarda não tem"
    E a retaguarda tem 0 pedidos

  @TP-177
  Cenário: lançado depois de corrigido o cadastro
    Quando o gerente decide "lançar" porque "cadastro corrigido"
    Então o gerente ouve "Ainda não pode ser lançado"
    E o gerente vê 1 documento em quarentena, de "Ana", de R$ 15,00, com 3 de "P2"
    Quando o produto "P2" volta ao cadastro da retaguarda
    E o gerente decide "lançar" porque "cadastro corrigido"
    Então o vendedor lê "lançado por Bia Lima"
    E o vendedor lê "cadastro corrigido"
    E a retaguarda tem 1 pedido
    E nada mais espera no balcão

  @TP-177
  Cenário: devolvido ao balcão, o vendedor refaz
    Quando o gerente decide "devolver" porque "venda o P1 no lugar"
    Então o vendedor lê "devolvido a este balcão por Bia Lima"
    E o vendedor lê "venda o P1 no lugar"
    E a retaguarda tem 0 pedidos
    Quando o vendedor refaz o documento como rascunho
    Então nada mais espera no balcão
    E o gerente não lança mais o documento

  @TP-177
  Cenário: descartado, não volta nem pelo balcão nem por arquivo
    Quando o gerente decide "descartar" porque "era um teste"
    Então o vendedor lê "descartado por Bia Lima"
    E nada mais espera no balcão
    Quando o produto "P2" volta ao cadastro da retaguarda
    E o arquivo exportado do balcão é importado no servidor
    Então a retaguarda tem 0 pedidos

  @TP-177
  Cenário: o balcão morre antes de saber o que foi decidido
    Quando o balcão é desligado
    E o produto "P2" volta ao cadastro da retaguarda
    E o gerente decide "lançar" porque "cadastro corrigido"
    E o balcão é ligado
    Então o vendedor lê "lançado por Bia Lima"
    E a retaguarda tem 1 pedido
    E nada mais espera no balcão
