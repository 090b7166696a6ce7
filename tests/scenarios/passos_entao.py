"""Então: what people see."""

from decimal import Decimal

from pypdf import PdfReader
from pytest_bdd import parsers, then

from balcao.db.consultas import LeitorServidor
from balcao.documents import escpos_leitura
from balcao.domain.achados import Severity
from balcao.domain.formatos import NBSP, data, le_decimal, numero
from balcao.domain.protocolo_documentos import FiltroDocumentos
from balcao.domain.textos import texto
from balcao.services.counter.catalogo_replica import CatalogoReplica
from balcao.services.counter.fechamento import fechamento
from balcao.services.office.documentos import listar
from tests.scenarios.mundo import Mundo

SEVERIDADES = {"o bloqueio": Severity.BLOCK, "o aviso": Severity.WARN, "o pedido de liberação": Severity.APPROVE}


@then(parsers.parse('a situação é "{situacao}"'))
def situacao(mundo: Mundo, situacao: str) -> None:
    assert mundo.situacao == situacao


@then("vejo nenhum aviso")
def nenhum_aviso(mundo: Mundo) -> None:
    assert mundo.achados == ()


@then(parsers.re(r'vejo (?P<tipo>o bloqueio|o aviso|o pedido de liberação) "(?P<codigo>[^"]+)"'
                 r'(?: do produto "(?P<produto>[^"]+)")?(?: decidido por "(?P<campo>[^"]+)")?'))
def vejo(mundo: Mundo, tipo: str, codigo: str, produto: str | None, campo: str | None) -> None:
    vistos = [a for a in mundo.achados if a.code == codigo]
    assert [a.severity for a in vistos] == [SEVERIDADES[tipo]], mundo.achados
    if produto is not None:
        assert vistos[0].params["codigo"] == produto
    if campo is not None:
        assert vistos[0].origem is not None
        assert vistos[0].origem.campo == campo


@then(parsers.re(r'a mensagem é "(?P<frase>[^"]+)"'))
def mensagem(mundo: Mundo, frase: str) -> None:
    assert texto(mundo.achados[0]).replace(NBSP, " ") == frase


@then(parsers.re(r"o pedido tem (?P<quantos>\d+) (item|itens)"))
def quantos_itens(mundo: Mundo, quantos: str) -> None:
    assert len(mundo.venda.pedido.itens) == int(quantos)


@then(parsers.re(r'o item (?P<linha>\d+) foi digitado "(?P<frase>[^"]*)"'))
def item_digitado(mundo: Mundo, linha: str, frase: str) -> None:
    assert mundo.venda.pedido.item(int(linha)).como_digitado == frase


@then(parsers.parse('o item do documento emitido diz "{frase}"'))
def emitido_diz(mundo: Mundo, frase: str) -> None:
    assert mundo.recibo is not None
    assert mundo.recibo.documento is not None
    assert frase in mundo.recibo.documento["itens"][0]["complemento"]


@then(parsers.re(r'o item (?P<linha>\d+) diz "(?P<frase>[^"]*)"'))
def item_diz(mundo: Mundo, linha: str, frase: str) -> None:
    promocao = mundo.venda.pedido.item(int(linha)).promocao
    assert (promocao.frase if promocao is not None else "") == frase


@then(parsers.parse("o total é R$ {valor}"))
def total(mundo: Mundo, valor: str) -> None:
    assert mundo.venda.pedido.total == le_decimal(valor)


@then(parsers.parse("a quantidade do item {linha:d} é {quantidade}"))
def quantidade(mundo: Mundo, linha: int, quantidade: str) -> None:
    assert mundo.venda.pedido.item(linha).quantidade == le_decimal(quantidade)


@then(parsers.parse("o preço do item {linha:d} é {preco}"))
def preco(mundo: Mundo, linha: int, preco: str) -> None:
    assert mundo.venda.pedido.item(linha).preco == le_decimal(preco)


@then(parsers.re(r'a tabela do documento é "(?P<lista>[^"]*)"'))
def tabela_do_documento(mundo: Mundo, lista: str) -> None:
    assert mundo.venda.pedido.lista_id == (mundo.loja.listas[lista] if lista else None)


@then(parsers.re(r'as tabelas oferecidas são "(?P<listas>[^"]*)"'))
def tabelas_oferecidas(mundo: Mundo, listas: str) -> None:
    venda = mundo.venda
    oferecidas = venda.registros.listas_de(venda.pedido)
    assert {um.nome for um in oferecidas.values()} == set(listas.split(", "))


@then(parsers.re(r'o vendedor é "(?P<login>[^"]*)"'))
def vendedor(mundo: Mundo, login: str) -> None:
    esperado = mundo.loja.usuarios[login] if login else None
    assert mundo.venda.pedido.vendedor_id == esperado


@then(parsers.re(r'o representante é "(?P<login>[^"]*)"'))
def representante(mundo: Mundo, login: str) -> None:
    esperado = mundo.loja.usuarios[login] if login else None
    assert mundo.venda.pedido.representante_id == esperado


@then(parsers.re(r'fica guardado o vendedor "(?P<login>[^"]*)"(?: e o representante "(?P<outro>[^"]*)")?'))
def vendedor_guardado(mundo: Mundo, login: str, outro: str | None) -> None:
    """The retaguarda's row, and the seller's name on its paper; "": nobody, or nothing was stored."""
    nomes = {mundo.loja.usuarios[quem]: quem for quem in mundo.loja.usuarios}
    guardados = [(nomes.get(v, ""), nomes.get(r, ""), papel) for v, r, papel in mundo.loja.sql(
        "SELECT vendedor_id, representante_id, documento ->> 'vendedor' FROM pedidos "
        "JOIN pedido_versoes ON pedido_id = id WHERE id = %s", mundo.em_questao.id)] or [("", "", "")]
    [(vendedor_, representante_, papel)] = guardados
    assert vendedor_ == login
    assert bool(papel) is bool(login)
    assert not papel or papel.casefold().startswith(login.casefold())
    assert outro is None or representante_ == outro


@then(parsers.re(r'fica guardado o plano "(?P<nome>[^"]*)"'))
def plano_guardado(mundo: Mundo, nome: str) -> None:
    """The retaguarda's row; "": none, or nothing was stored."""
    guardado = mundo.loja.sql("SELECT nome FROM pedidos LEFT JOIN planos_pagamento p ON p.id = plano_id "
                              "WHERE pedidos.id = %s", mundo.venda.pedido.id) or [(None,)]
    assert guardado == [(nome or None,)]


@then(parsers.re(r'os planos oferecidos são "(?P<nomes>[^"]*)"'))
def planos_oferecidos(mundo: Mundo, nomes: str) -> None:
    oferecidos = mundo.venda.registros.planos_de(mundo.venda.pedido.tipo_id).values()
    assert sorted(p.nome for p in oferecidos) == sorted(n for n in nomes.split(", ") if n)


@then(parsers.re(r'os tipos oferecidos são "(?P<nomes>[^"]*)"'))
def tipos_oferecidos(mundo: Mundo, nomes: str) -> None:
    mundo.venda.renova()
    assert sorted(t.nome for t in mundo.venda.registros.tipos.values()) == sorted(n for n in nomes.split(", ") if n)


@then(parsers.re(r'na loja "(?P<loja>[^"]+)" os tipos oferecidos são "(?P<nomes>[^"]*)"'))
def tipos_na_loja(mundo: Mundo, loja: str, nomes: str) -> None:
    catalogo = CatalogoReplica(LeitorServidor(mundo.conexao), mundo.estabelecimento(loja))
    assert sorted(t.nome for t in catalogo.tipos()) == sorted(n for n in nomes.split(", ") if n)


@then(parsers.parse("a pesquisa de documentos mostra {quantos:d} do tipo {tipo}"))
def pesquisa(mundo: Mundo, quantos: int, tipo: str) -> None:
    achados = listar(mundo.loja.ctx, mundo.loja.quem("bia"), FiltroDocumentos())
    assert [d.tipo_id for d in achados] == [mundo.loja.tipos[tipo]] * quantos


@then(parsers.re(r'o plano é "(?P<nome>[^"]*)"'))
def plano_e(mundo: Mundo, nome: str) -> None:
    assert (mundo.venda.plano.nome if mundo.venda.plano else "") == nome


@then(parsers.re(r'o fechamento (?:mostra os títulos "(?P<titulos>[^"]+)"|não mostra títulos)'))
def fechamento_mostra(mundo: Mundo, titulos: str | None) -> None:
    vistos = [f"{data(p.vencimento)} R$ {numero(p.valor, 2)}" for p in fechamento(mundo.venda).titulos]
    assert vistos == (titulos.split(" e ") if titulos else [])


@then(parsers.parse('o crédito disponível de "{cliente}" é R$ {valor}'))
def disponivel(mundo: Mundo, cliente: str, valor: str) -> None:
    assert mundo.posicao(cliente).disponivel == le_decimal(valor)


@then(parsers.parse('o crédito tomado de "{cliente}" é R$ {valor}'))
def tomado(mundo: Mundo, cliente: str, valor: str) -> None:
    assert mundo.posicao(cliente).tomado == le_decimal(valor)


@then(parsers.parse('o valor em títulos de "{cliente}" é R$ {valor}'))
def em_titulos(mundo: Mundo, cliente: str, valor: str) -> None:
    assert mundo.posicao(cliente).em_titulos == le_decimal(valor)


@then(parsers.parse('o valor em pedidos entregues de "{cliente}" é R$ {valor}'))
def entregues(mundo: Mundo, cliente: str, valor: str) -> None:
    assert mundo.posicao(cliente).pedidos_entregues == le_decimal(valor)


@then(parsers.parse('a origem do crédito tomado de "{cliente}" é "{frase}"'))
def origem(mundo: Mundo, cliente: str, frase: str) -> None:
    posicao = mundo.posicao(cliente)
    partes = [f"{nome} {numero(valor, 2)}" for nome, valor in posicao.origem()]
    dita = "; ".join([*partes, f"Total {numero(posicao.tomado, 2)}"]) if partes else "Nenhum crédito tomado"
    assert dita == frase


@then(parsers.parse('o estoque de "{produto}" é {quantidade}'))
def estoque(mundo: Mundo, produto: str, quantidade: str) -> None:
    assert mundo.saldo(produto)[0] == le_decimal(quantidade)


@then(parsers.parse('o disponível de "{produto}" é {quantidade}'))
def disponivel_produto(mundo: Mundo, produto: str, quantidade: str) -> None:
    assert mundo.saldo(produto)[1] == Decimal(quantidade)


@then(parsers.parse('a conversão mostra que o preço de "{produto}" mudou de R$ {antes} para R$ {agora}'))
def mudou(mundo: Mundo, produto: str, antes: str, agora: str) -> None:
    assert any(antes in m and agora in m and produto in m for m in mundo.mudancas), mundo.mudancas


@then("o pedido tem número provisório")
def provisorio(mundo: Mundo) -> None:
    assert mundo.sozinho is not None
    emitido = mundo.sozinho.emitido
    assert emitido is not None
    [envio] = mundo.sozinho.balcao.b.envios.a_enviar(todos=True)
    assert (emitido.numero, emitido.guardado, emitido.protocolo) == (envio.corpo.numero_provisorio, True, "")
    assert envio.corpo.emitido_offline


@then("o pedido chegou à retaguarda uma vez")
def chegou(mundo: Mundo) -> None:
    assert mundo.sozinho is not None
    assert mundo.loja.conta("pedidos", "id = %s AND emitido_offline", mundo.sozinho.pedido.id) == 1
    assert mundo.sozinho.balcao.b.envios.a_enviar(todos=True) == []


@then(parsers.parse('há a divergência "{codigo}"'))
def divergencia(mundo: Mundo, codigo: str) -> None:
    assert mundo.sozinho is not None
    ditas = mundo.loja.sql("SELECT codigo FROM divergencias WHERE pedido_id = %s", mundo.sozinho.pedido.id)
    assert ditas == [(codigo,)]


@then(parsers.re(r'o título impresso (?P<resultado>é|não é) "(?P<titulo>[^"]+)"'))
def titulo_impresso(mundo: Mundo, resultado: str, titulo: str) -> None:
    assert mundo.sozinho is not None
    [papel] = mundo.sozinho.balcao.impressos.glob("*.pdf")
    assert (titulo in PdfReader(papel).pages[0].extract_text()) is (resultado == "é")


@then(parsers.re(r'o papel (?P<resultado>diz|não diz) "(?P<frase>[^"]+)"'))
def papel_diz(mundo: Mundo, resultado: str, frase: str) -> None:
    assert mundo.sozinho is not None
    assert (frase in " ".join(mundo.sozinho.papel().split())) is (resultado == "diz")


@then(parsers.parse("saem {vias:d} vias"))
def vias(mundo: Mundo, vias: int) -> None:
    assert mundo.sozinho is not None
    assert sum(trabalho.copias for trabalho in mundo.sozinho.balcao.b.bastidores.fila.listar()) == vias


@then(parsers.re(r'nada recusa a impressão|a impressão é recusada: "(?P<frase>[^"]+)"'))
def recusa_da_impressao(mundo: Mundo, frase: str | None) -> None:
    assert mundo.sozinho is not None
    assert set(mundo.sozinho.recusas) == ({frase} if frase else set())


@then(parsers.parse('o papel é "{tipo}" de até {colunas:d} colunas'))
def papel_e(mundo: Mundo, tipo: str, colunas: int) -> None:
    assert mundo.sozinho is not None
    [arquivo] = mundo.sozinho.balcao.impressos.iterdir()
    assert arquivo.suffix == tipo
    largura = max(len(linha.rstrip()) for linha in mundo.sozinho.papel().splitlines())
    assert colunas - 4 <= largura <= colunas or tipo == ".pdf"


@then(parsers.re(r"o papel (?P<resultado>tem|não tem) figura"))
def papel_figura(mundo: Mundo, resultado: str) -> None:
    assert mundo.sozinho is not None
    [arquivo] = mundo.sozinho.balcao.impressos.iterdir()
    figuras = (PdfReader(arquivo).pages[0].images if arquivo.suffix == ".pdf" else
               [e for e in escpos_leitura.ler(arquivo.read_bytes()) if isinstance(e, escpos_leitura.Imagem)])
    assert bool(figuras) is (resultado == "tem")


@then(parsers.parse('a bobina termina em "{fim}"'))
def bobina_termina(mundo: Mundo, fim: str) -> None:
    assert mundo.sozinho is not None
    [arquivo] = mundo.sozinho.balcao.impressos.iterdir()
    ultimo = escpos_leitura.ler(arquivo.read_bytes())[-1]
    dito = {escpos_leitura.Corte(parcial=False): "corte total", escpos_leitura.Corte(parcial=True): "corte parcial"}
    assert dito.get(ultimo, "avanço") == fim  # type: ignore[call-overload]


@then("os dois pedidos chegaram à retaguarda uma vez")
def dois_chegaram(mundo: Mundo) -> None:
    for um in mundo.dois:
        assert um.emitido is not None
        assert um.emitido.documento is not None
        assert mundo.loja.conta("pedidos", "id = %s AND numero_provisorio = %s", um.pedido.id, um.emitido.numero) == 1
        assert um.balcao.b.envios.a_enviar(todos=True) == []


@then("nada está em quarentena")
def sem_quarentena(mundo: Mundo) -> None:
    assert [um.balcao.b.situacao().em_quarentena for um in mundo.dois] == [0, 0]


@then(parsers.parse('as divergências abertas são "{codigos}"'))
def abertas(mundo: Mundo, codigos: str) -> None:
    assert sorted(d.achado.code for d in mundo.divergencias()) == sorted(codigos.split(", "))
    assert {d.pedido_id for d in mundo.divergencias()} == {mundo.dois[1].pedido.id}  # who came second


@then("não há divergência aberta")
def nenhuma_aberta(mundo: Mundo) -> None:
    assert mundo.divergencias() == ()


@then(parsers.parse('ficou guardado que "{quem}" resolveu com "{como}"'))
def resolvidas(mundo: Mundo, quem: str, como: str) -> None:
    assert {(d.resolvida_por, d.resolucao) for d in mundo.divergencias(todas=True)} == {(quem, como)}


@then(parsers.parse('sai 1 papel na pasta "{pasta}" e nenhum na pasta "{outra}"'))
def papel_na_pasta(mundo: Mundo, pasta: str, outra: str) -> None:
    assert len(list((mundo.pasta / pasta).glob("*.pdf"))) == 1
    assert list((mundo.pasta / outra).glob("*")) == []


@then(parsers.parse('a bobina recebe "{texto}" na página de código {pagina}'))
def bobina_recebe(mundo: Mundo, texto: str, pagina: str) -> None:
    assert mundo.sozinho is not None
    [arquivo] = mundo.sozinho.balcao.impressos.iterdir()
    dados = arquivo.read_bytes()
    assert texto.encode(f"cp{pagina}") in dados
    assert texto in escpos_leitura.texto(escpos_leitura.ler(dados))  # read with the page that the bytes name


@then(parsers.re(r"o QR Code vai como (?P<como>comando|figura)"))
def qr(mundo: Mundo, como: str) -> None:
    assert mundo.sozinho is not None
    [arquivo] = mundo.sozinho.balcao.impressos.iterdir()
    vistos = [type(e) for e in escpos_leitura.ler(arquivo.read_bytes())
              if isinstance(e, escpos_leitura.Qr | escpos_leitura.Imagem)]
    assert vistos == [escpos_leitura.Qr if como == "comando" else escpos_leitura.Imagem]


@then(parsers.parse("o item {linha:d} fica guardado com acréscimo de R$ {acrescimo} e desconto de R$ {desconto}"))
def ajustes_do_item(mundo: Mundo, linha: int, acrescimo: str, desconto: str) -> None:
    assert mundo.loja.sql("SELECT acrescimo, desconto FROM itens_pedido WHERE pedido_id = %s AND linha = %s",
                          mundo.venda.pedido.id, linha) == [(le_decimal(acrescimo), le_decimal(desconto))]


@then(parsers.parse("o item {linha:d} fica guardado com total de R$ {total}"))
def total_do_item(mundo: Mundo, linha: int, total: str) -> None:
    assert mundo.loja.sql("SELECT total FROM itens_pedido WHERE pedido_id = %s AND linha = %s",
                          mundo.venda.pedido.id, linha) == [(le_decimal(total),)]


@then(parsers.re(r'fica guardada e impressa a observação "(?P<texto>[^"]*)"(?P<nada>, sem recusa)?'))
def observacao(mundo: Mundo, texto: str, nada: str | None) -> None:
    """In the retaguarda's row and on its paper; "": none, and the seller read why."""
    [(guardada, impressa)] = mundo.loja.sql(
        "SELECT dados -> 'itens' -> 0 ->> 'observacoes', documento -> 'itens' -> 0 ->> 'complemento' FROM pedidos "
        "JOIN pedido_versoes ON pedido_id = id WHERE id = %s", mundo.venda.pedido.id)
    assert (guardada, impressa) == (texto, texto)
    assert bool(mundo.recusas) is not bool(nada)


@then(parsers.re(r'ficam guardados os números de série "(?P<series>[^"]*)"(?P<nada>, sem recusa)?'))
def series(mundo: Mundo, series: str, nada: str | None) -> None:
    """In the retaguarda's row and on its paper; without "sem recusa", the seller read why not."""
    [(guardadas, impressas)] = mundo.loja.sql(
        "SELECT array_to_string(series, ', '), documento -> 'itens' -> 0 ->> 'complemento' FROM itens_pedido i "
        "JOIN pedido_versoes v ON v.pedido_id = i.pedido_id WHERE linha = 1 AND i.pedido_id = %s",
        mundo.venda.pedido.id)
    assert (guardadas, impressas) == (series, f"Nº de série: {series}" if series else "")
    assert bool(mundo.recusas) is not bool(nada)


@then(parsers.parse('no estoque "{tipo}" o disponível de "{produto}" é {quantidade}'))
def disponivel_no_estoque(mundo: Mundo, produto: str, tipo: str, quantidade: str) -> None:
    [(disponivel,)] = mundo.loja.sql(
        "SELECT coalesce(sum(saldo - reservado), 0) FROM estoques_por_tipo e JOIN tipos_estoque t "
        "ON t.id = e.tipo_estoque_id WHERE e.produto_id = %s AND t.nome = %s", mundo.loja.produtos[produto], tipo)
    assert disponivel == le_decimal(quantidade)
