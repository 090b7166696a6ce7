"""Quando: what the people of the shop do."""

from contextlib import suppress
from pathlib import Path

from PIL import Image
from pytest_bdd import given, parsers, when

from balcao.documents import modelo_arquivo
from balcao.documents.modelo import ChaveModelo, padrao
from balcao.domain.ajuste import Desconto, TipoDesconto, le_ajuste
from balcao.domain.erros import EntradaInvalida, RegraViolada
from balcao.domain.formatos import le_decimal
from balcao.domain.pedido import EmOutraUnidade
from balcao.services.office.contexto import Recusada
from tests.scenarios.mundo import Mundo


@when(parsers.parse('incluo {quantidade} de "{produto}"'))
def incluo(mundo: Mundo, quantidade: str, produto: str) -> None:
    mundo.inclui(produto, le_decimal(quantidade))


@when(parsers.parse("altero a quantidade do item {linha:d} para {quantidade}"))
def altero_quantidade(mundo: Mundo, linha: int, quantidade: str) -> None:
    mundo.venda.muda_quantidade(linha, le_decimal(quantidade))


@when(parsers.parse('tento incluir {quantidade} de "{produto}"'))
def tento_incluir(mundo: Mundo, quantidade: str, produto: str) -> None:
    """As the seller sees it: what is refused does not enter."""
    with suppress(RegraViolada):
        mundo.venda.inclui(mundo.loja.produtos[produto], le_decimal(quantidade))


@when(parsers.parse("tento alterar a quantidade do item {linha:d} para {quantidade}"))
def tento_alterar_quantidade(mundo: Mundo, linha: int, quantidade: str) -> None:
    with suppress(RegraViolada):
        mundo.venda.muda_quantidade(linha, le_decimal(quantidade))


@given(parsers.parse("altero o preço do item {linha:d} para R$ {preco}"))
@when(parsers.parse("altero o preço do item {linha:d} para R$ {preco}"))
def altero_preco(mundo: Mundo, linha: int, preco: str) -> None:
    mundo.venda.muda_preco(linha, le_decimal(preco))


@when(parsers.parse("tento excluir o item {linha:d}"))
def tento_excluir(mundo: Mundo, linha: int) -> None:
    with suppress(RegraViolada):
        mundo.venda.exclui(linha)


@when(parsers.parse("tento dar desconto de {percentual} % no pedido"))
def tento_descontar(mundo: Mundo, percentual: str) -> None:
    with suppress(RegraViolada):
        mundo.venda.ajusta(Desconto(tipo=TipoDesconto.PERCENTUAL, valor=le_decimal(percentual)))


@when(parsers.parse("tento mudar o preço do item {linha:d} para R$ {preco}"))
def tento_mudar_preco(mundo: Mundo, linha: int, preco: str) -> None:
    with suppress(RegraViolada):
        mundo.venda.muda_preco(linha, le_decimal(preco))


@when(parsers.parse("dou desconto de {percentual} % no item {linha:d}"))
def desconto_item(mundo: Mundo, percentual: str, linha: int) -> None:
    mundo.venda.ajusta_item(linha, Desconto(tipo=TipoDesconto.PERCENTUAL, valor=le_decimal(percentual)))


@when(parsers.parse("dou desconto de {percentual} % no pedido"))
def desconto_pedido(mundo: Mundo, percentual: str) -> None:
    mundo.venda.ajusta(Desconto(tipo=TipoDesconto.PERCENTUAL, valor=le_decimal(percentual)))


@when(parsers.re(r'digito "(?P<texto>[^"]+)" no desconto do (?:item (?P<linha>\d+)|(?P<todo>pedido))'))
def digito_desconto(mundo: Mundo, texto: str, linha: str | None) -> None:
    """F5, Shift+F5; what the type refuses is there all the same, as an older counter would send it."""
    venda, ajuste = mundo.venda, le_ajuste(texto, mundo.venda.pedido.total)
    try:
        venda.ajusta_item(int(linha), ajuste) if linha else venda.ajusta(ajuste)
    except RegraViolada as recusa:
        mundo.recusas.append(str(recusa))
        ajustado = venda.pedido.com_ajuste_item(int(linha), ajuste) if linha else venda.pedido.com_ajuste(ajuste)
        venda.rascunhos[venda.posicao] = venda.rascunho.com(ajustado)


@when(parsers.parse('escolho a tabela "{lista}"'))
def escolho_tabela(mundo: Mundo, lista: str) -> None:
    mundo.venda.muda(lista_id=mundo.loja.listas[lista])


@when(parsers.re(r'peço (?P<quantidade>[\d,]+) (?P<unidade>\S+) de "(?P<produto>[^"]+)"'))
def peco(mundo: Mundo, quantidade: str, unidade: str, produto: str) -> None:
    """As the seller types it (2cx*código); what does not enter is told."""
    with suppress(RegraViolada):
        mundo.venda.inclui(mundo.loja.produtos[produto], le_decimal(quantidade), unidade=unidade)


@when(parsers.re(r'mudo o item (?P<linha>\d+) para (?P<quantidade>[\d,]+)(?: (?P<unidade>\S+))?'))
def mudo_unidade(mundo: Mundo, linha: str, quantidade: str, unidade: str | None) -> None:
    with suppress(RegraViolada):
        mundo.venda.muda_quantidade(int(linha), le_decimal(quantidade), unidade or "")


@when(parsers.parse('um balcão antigo envia {quantidade} {unidade} de {fator}'))
def antigo_envia_unidade(mundo: Mundo, quantidade: str, unidade: str, fator: str) -> None:
    """As a counter that checks nothing would have it."""
    pedido = mundo.venda.pedido
    digitado = EmOutraUnidade(quantidade=le_decimal(quantidade), unidade=unidade, fator=le_decimal(fator))
    enviado = pedido.com_quantidade(pedido.itens[0].linha, digitado.convertida(), digitado)
    try:
        mundo.recibo = mundo.loja.envia(enviado)
        mundo.achados = mundo.recibo.achados
    except Recusada as recusa:
        mundo.recusa, mundo.achados = recusa, recusa.recusa.achados


@when(parsers.parse('troco o tipo para "{tipo}"'))
def troco_tipo(mundo: Mundo, tipo: str) -> None:
    mundo.venda.muda(tipo_id=mundo.loja.tipos[tipo])


@when(parsers.parse('um balcão antigo envia o documento na tabela "{lista}"'))
def antigo_envia(mundo: Mundo, lista: str) -> None:
    """With the prices of that list, as a counter that knows no such field has it."""
    lista_id = mundo.loja.listas[lista]
    pedido = mundo.venda.pedido
    [item] = pedido.itens
    tabela = mundo.venda.registros.preco_lista(lista_id, item.produto_id)
    assert tabela is not None
    preco = tabela.preco
    with suppress(Recusada):
        mundo.loja.envia(pedido.com(lista_id=lista_id).com_item_trocado(item.linha, preco_lista=preco, preco=preco))


@when(parsers.parse('escolho o cliente "{nome}"'))
def escolho_cliente(mundo: Mundo, nome: str) -> None:
    mundo.venda.escolhe_cliente(mundo.cliente(nome))


@when(parsers.re(r'escolho o vendedor "(?P<login>[^"]*)"'))
def escolho_vendedor(mundo: Mundo, login: str) -> None:
    mundo.venda.muda(vendedor_id=mundo.vendedor(login) if login else None)


@when(parsers.re(r'escolho o plano "(?P<nome>[^"]*)"'))
def escolho_plano(mundo: Mundo, nome: str) -> None:
    mundo.venda.muda(plano_id=mundo.plano(nome) if nome else None)


@when("emito o pedido")
def emito(mundo: Mundo) -> None:
    mundo.emite()


@when(parsers.parse('converto em "{tipo}"'))
def converto(mundo: Mundo, tipo: str) -> None:
    mundo.converte(tipo)


@when(parsers.parse('"{quem}" libera "{codigo}" por "{motivo}"'))
def libera(mundo: Mundo, quem: str, codigo: str, motivo: str) -> None:
    mundo.libera(codigo, motivo)


@when(parsers.parse('o caixa fatura {quantidade} de "{produto}"'))
def fatura(mundo: Mundo, quantidade: str, produto: str) -> None:
    mundo.fatura(produto, le_decimal(quantidade))


@when(parsers.parse('o caixa estorna tudo por "{motivo}"'))
def estorna(mundo: Mundo, motivo: str) -> None:
    mundo.estorna(motivo)


@when(parsers.parse('cancelo o pedido por "{motivo}"'))
def cancelo(mundo: Mundo, motivo: str) -> None:
    mundo.cancela(motivo)


@when("a mercadoria sai antes de faturar")
def entrega(mundo: Mundo) -> None:
    mundo.entrega()


@when(parsers.parse('a mercadoria volta por "{motivo}"'))
def devolve(mundo: Mundo, motivo: str) -> None:
    mundo.devolve(motivo)


@given(parsers.parse("passam {dias:d} dias"))
@when(parsers.parse("passam {dias:d} dias"))
def passam(mundo: Mundo, dias: int) -> None:
    mundo.passam(dias)


@when(parsers.parse('o preço de "{produto}" muda para R$ {preco}'))
def preco_muda(mundo: Mundo, produto: str, preco: str) -> None:
    mundo.preco(produto, le_decimal(preco))


@given("a retaguarda está fora do ar")
def cai(mundo: Mundo) -> None:
    mundo.cai()


@given(parsers.re(r'este computador com "(?P<titulo>[^"]+)" = "(?P<rotulo>[^"]*)"'))
def computador(mundo: Mundo, titulo: str, rotulo: str) -> None:
    mundo.computador(titulo, rotulo)


@given(parsers.parse('este computador com a "{titulo}" que grava na pasta "{pasta}"'))
def impressora(mundo: Mundo, titulo: str, pasta: str) -> None:
    mundo.computador(titulo, f"pasta:{mundo.pasta / pasta}")


@given("este computador com um logo")
def logo(mundo: Mundo, tmp_path: Path) -> None:
    assert mundo.sozinho is not None
    mundo.sozinho.ajusta("rodape", "caminho_imagem_logo", str(_figura(tmp_path)))


@given(parsers.parse('este computador com o "{titulo}" de um arquivo que {existe}'))
def imagem(mundo: Mundo, tmp_path: Path, titulo: str, existe: str) -> None:
    mundo.computador(titulo, str(_figura(tmp_path) if existe == "existe" else tmp_path / "outro.png"))


def _figura(pasta: Path) -> Path:
    arquivo = pasta / "logo.png"
    Image.new("RGB", (120, 60), (200, 30, 30)).save(arquivo)
    return arquivo


@given(parsers.parse("os dados do balcão têm {horas:d} horas"))
def envelhecem(mundo: Mundo, horas: int) -> None:
    assert mundo.sozinho is not None
    mundo.sozinho.envelhece(horas)


@given("outro balcão sem retaguarda tem o mesmo pedido")
def cai_outro(mundo: Mundo) -> None:
    mundo.cai_outro()


@when("os dois balcões emitem")
def emitem(mundo: Mundo) -> None:
    for um in mundo.dois:
        um.emite()


@when("a retaguarda volta para os dois")
def volta_para_os_dois(mundo: Mundo) -> None:
    for um in mundo.dois:
        um.volta()


@when(parsers.parse('o gerente resolve as divergências com "{como}"'))
def resolve(mundo: Mundo, como: str) -> None:
    mundo.resolve_divergencias(como)


@given(parsers.parse('outro terminal vende {quantidade} de "{produto}"'))
@when(parsers.parse('outro terminal vende {quantidade} de "{produto}"'))
def outro_vende(mundo: Mundo, quantidade: str, produto: str) -> None:
    mundo.outro_vende(produto, le_decimal(quantidade))


@when("a retaguarda volta")
def volta(mundo: Mundo) -> None:
    assert mundo.sozinho is not None
    mundo.sozinho.volta()


@given(parsers.parse('o relatório "{qual}" deste terminal com o título "{titulo}"'))
def edita_relatorio(mundo: Mundo, qual: str, titulo: str) -> None:
    modelo_arquivo.salvar(mundo.modelos, padrao(ChaveModelo(qual)).model_copy(update={"titulo": titulo}))


@given(parsers.parse('o relatório "{qual}" é restaurado ao original'))
def restaura_relatorio(mundo: Mundo, qual: str) -> None:
    modelo_arquivo.restaurar(mundo.modelos, ChaveModelo(qual), modelo_arquivo.Copia.ORIGINAL)


@when("emito e imprimo o pedido")
def emito_e_imprimo(mundo: Mundo) -> None:
    assert mundo.sozinho is not None
    mundo.emite()
    mundo.sozinho.imprime()


@when("peço a 2ª via")
def segunda_via(mundo: Mundo) -> None:
    assert mundo.sozinho is not None
    mundo.sozinho.segunda_via()


@when(parsers.re(r'observo "(?P<texto>[^"]+)" no item (?P<linha>\d+)'))
def observo(mundo: Mundo, texto: str, linha: str) -> None:
    try:
        mundo.venda.detalha_item(int(linha), observacoes=texto)
    except EntradaInvalida as erro:
        mundo.recusas.append(str(erro))


@given(parsers.re(r'informo os números de série "(?P<texto>[^"]*)" no item (?P<linha>\d+)'))
@when(parsers.re(r'informo os números de série "(?P<texto>[^"]*)" no item (?P<linha>\d+)'))
def informo_series(mundo: Mundo, texto: str, linha: str) -> None:
    try:
        mundo.venda.detalha_item(int(linha), series=texto)
    except EntradaInvalida as erro:
        mundo.recusas.append(str(erro))


@when("a mercadoria sai antes de faturar, se puder")
def entrega_se_puder(mundo: Mundo) -> None:
    try:
        mundo.entrega()
    except Recusada as recusa:
        mundo.achados = recusa.recusa.achados
