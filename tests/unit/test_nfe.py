"""The eight real notes, and what a broken, hostile or altered copy of one gets: one message, with the place."""

import re
from decimal import Decimal as D
from pathlib import Path

import pytest

from balcao.domain.chave_acesso import digito_chave
from balcao.domain.importacao import ArquivoRecusado, Problema
from balcao.domain.nota import NotaFiscal, custos
from balcao.gateways.nfe import MAX_BYTES, interpreta, le_nota

PASTA = Path(__file__).parent.parent / "dados" / "nfe"
NOTAS = sorted(PASTA.glob("*.xml"))
QUINOA = PASTA / "35180834128745000152550010000474281920007498-nfe.xml"
COM_ST = PASTA / "35180834128745000152550010000476491552806942-nfe.xml"
IMPORTACAO = PASTA / "42210775277525000178550030000266631762885493-procNFe.xml"


def xml(caminho: Path = QUINOA) -> str:
    return caminho.read_text(encoding="utf-8")


def recusa(dados: str | bytes) -> Problema:
    bytes_ = dados.encode() if isinstance(dados, str) else dados
    with pytest.raises(ArquivoRecusado) as erro:
        interpreta(bytes_, "nota.xml")
    [problema] = erro.value.problemas
    assert str(erro.value).startswith("nota.xml")
    return problema


def troca(de: str, para: str, texto: str | None = None, vezes: int = 1) -> str:
    texto = texto or xml()
    assert de in texto
    return texto.replace(de, para, vezes)


def com_chave(corpo: str, texto: str | None = None) -> str:
    """The note with another key (43 positions, the digit is made) wherever the key stands."""
    texto = texto or xml()
    achado = re.search(r'Id="NFe([0-9A-Z]{44})"', texto)
    assert achado
    return texto.replace(achado[1], corpo + digito_chave(corpo))


# The real ones --------------------------------------------------------------------------------------------

@pytest.mark.parametrize("caminho", NOTAS, ids=lambda c: c.name[25:34])
def test_nota_real_fecha_ao_centavo(caminho: Path) -> None:
    lida = le_nota(caminho)
    v_nf = re.search(r"<vNF>([\d.]+)</vNF>", xml(caminho))
    assert v_nf
    assert lida.total == D(v_nf[1])
    assert sum(c.total for c in custos(lida)) == lida.total
    assert len(lida.itens) == xml(caminho).count("<det ")
    assert lida.chave.texto in caminho.name
    assert lida.protocolo


def test_sao_oito() -> None:
    assert len(NOTAS) == 8


def test_o_que_se_le_de_uma_nota() -> None:
    lida = le_nota(QUINOA)
    assert (lida.numero, lida.serie, lida.total) == (47428, 1, D("347.28"))
    assert lida.emissao.isoformat() == "2018-08-07T09:19:15-03:00"
    assert (lida.fornecedor.documento, lida.fornecedor.fantasia) == ("34128745000152", "Alimentos Saudaveis")
    assert lida.fornecedor.endereco.municipio_ibge == 3549102
    assert lida.comprador.documento == "68161525650"
    um = lida.itens[0]
    assert (um.codigo, um.gtin, um.descricao, um.unidade, um.quantidade, um.preco) == (
        "1208", "7897846902086", "QUINOA 100G (2X50G)", "UN", D("6.0000"), D("7.1550000"))
    assert (um.valores.produtos, um.valores.frete, um.ncm, um.cfop) == (D("42.93"), D("7.67"), "10085090", "6101")
    assert custos(lida)[0].total == D("50.60")


def test_st_ipi_e_desconto_entram_no_custo() -> None:
    lida = le_nota(COM_ST)
    um = lida.itens[0]
    assert (um.valores.produtos, um.valores.st) == (D("78.23"), D("11.77"))
    totais = lida.totais
    assert (totais.desconto, totais.ipi, totais.st) == (D("40.70"), D("1.40"), D("47.95"))
    assert lida.total == totais.produtos - totais.desconto + totais.ipi + totais.st


def test_nota_propria_de_entrada_compra_do_destinatario() -> None:
    lida = le_nota(IMPORTACAO)
    assert lida.entrada_propria
    assert lida.de_importacao
    assert lida.fornecedor.nome == "E.G.O. Elektro-Gerätebau GmbH"
    assert lida.fornecedor.documento is None
    assert any("imposto de importação de R$\xa013.921,27" in a for a in lida.avisos)


def test_digito_que_so_o_corpo_erra_e_aviso() -> None:
    assert any("dígito da chave é 9" in a for a in le_nota(NOTAS[0]).avisos)


def test_nfe_sem_protocolo_e_lida_com_aviso() -> None:
    corpo = re.search(r"<NFe.*</NFe>", xml(), re.DOTALL)
    assert corpo
    lida = _le(corpo[0])
    assert lida.protocolo is None
    assert any("sem protocolo" in a for a in lida.avisos)
    assert _le("\ufeff" + corpo[0]).total == lida.total                # a BOM does no harm
    assert _le(corpo[0].encode("iso-8859-1", "xmlcharrefreplace")).total == lida.total


def test_grupos_novos_da_reforma_nao_atrapalham() -> None:
    novo = troca("</ICMSUFDest>", "</ICMSUFDest><IBSCBS><CST>000</CST><cClassTrib>000001</cClassTrib><gIBSCBS>"
                 "<vBC>42.93</vBC><gCBS><pCBS>0.9000</pCBS><vCBS>0.39</vCBS></gCBS></gIBSCBS></IBSCBS>")
    novo = troca("</ICMSTot>", "</ICMSTot><IBSCBSTot><vBCIBSCBS>42.93</vBCIBSCBS></IBSCBSTot><vNFTot>350.00</vNFTot>",
                 novo)
    lida = _le(novo)
    assert lida.total == D("347.28")
    assert any("IBS, CBS ou IS por fora (total R$\xa0350,00)" in a for a in lida.avisos)


def test_cnpj_alfanumerico_no_emitente_e_na_chave() -> None:
    alfa = troca("<CNPJ>34128745000152</CNPJ>", "<CNPJ>12ABC34501DE35</CNPJ>")
    lida = _le(com_chave("351808" + "12ABC34501DE35" + "55001000047428192000749", alfa))
    assert lida.fornecedor.documento == "12ABC34501DE35"


def test_gtin_estragado_e_ignorado_com_aviso() -> None:
    lida = _le(troca("<cEAN>7897846902086</cEAN>", "<cEAN>7897846902087</cEAN>"))
    assert lida.itens[0].gtin is None
    assert lida.itens[0].gtin_trib == "7897846902086"
    assert any(a.startswith("item 1: cEAN não foi usado") for a in lida.avisos)


def test_frete_so_no_total_e_rateado() -> None:
    sem = re.sub(r"<vFrete>(?!52)[\d.]+</vFrete>", "", xml())
    lida = _le(sem)
    assert sum(c.valores.frete for c in custos(lida)) == D("52.64")
    assert sum(c.total for c in custos(lida)) == lida.total
    assert any(a.startswith("frete: R$\xa052,64 só no total") for a in lida.avisos)


def test_quantidade_tributavel_absurda_nao_serve_para_converter() -> None:
    lida = _le(troca("<qTrib>6.0000</qTrib>", "<qTrib>60.0000</qTrib>"))
    assert lida.itens[0].quantidade_trib == lida.itens[0].quantidade
    assert any("item 1: a quantidade tributável não confere" in a for a in lida.avisos)


# Hostile --------------------------------------------------------------------------------------------------

BOMBA = ('<?xml version="1.0"?><!DOCTYPE nfeProc [<!ENTITY a "aaaaaaaaaa">'
         + "".join(f'<!ENTITY {c} "{f"&{chr(ord(c) - 1)};" * 10}">' for c in "bcdefghij") + "]>")


def test_bomba_de_entidades() -> None:
    problema = recusa(BOMBA + '<nfeProc xmlns="http://www.portalfiscal.inf.br/nfe">&j;</nfeProc>')
    assert "<!DOCTYPE" in problema.motivo
    assert problema.linha == 1


def test_entidade_externa_nao_e_lida(tmp_path: Path) -> None:
    segredo = tmp_path / "segredo.txt"
    segredo.write_text("SEGREDO")
    dados = (f'<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY s SYSTEM "{segredo.as_uri()}">]>\n'
             + xml().split("?>", 1)[1].replace("<natOp>Venda", "<natOp>&s;"))
    problema = recusa(dados)
    assert problema.linha == 2
    assert "SEGREDO" not in str(problema)


def test_doctype_so_com_dtd_externa() -> None:
    assert "<!DOCTYPE" in recusa('<!DOCTYPE nfeProc SYSTEM "http://exemplo.invalid/x.dtd">' + xml()[38:]).motivo


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-32"])
def test_codificacao_que_esconderia_o_doctype(codec: str) -> None:
    assert "codificação" in recusa((BOMBA + "<x/>").encode(codec)).motivo


def test_codificacao_declarada_fora_da_lista() -> None:
    assert "codificação" in recusa(troca('encoding="utf-8"', 'encoding="utf-7"')).motivo


def test_entidade_nao_declarada() -> None:
    assert "bem formado" in recusa(troca("<natOp>Venda", "<natOp>&nada;")).motivo


def test_arvore_funda_demais() -> None:
    funda = '<nfeProc xmlns="http://www.portalfiscal.inf.br/nfe">' + "<a>" * 500 + "</a>" * 500 + "</nfeProc>"
    assert "bem formado" in recusa(funda).motivo


def test_grande_demais() -> None:
    assert "mais de 5 MB" in recusa(b"<a>" + b" " * MAX_BYTES + b"</a>").motivo


# Broken ---------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("dados", "motivo"), [
    (b"", "vazio"), (b"  \n", "vazio"), (b"%PDF-1.7 ...", "DANFE"), (b"\x00\x01\x02", "codificação"),
    (b"<a><b></a>", "bem formado"),
    ("<NFe><infNFe/></NFe>", "espaço de nomes ausente"),
    ('<html xmlns="http://www.w3.org/1999/xhtml"/>', "não é de NF-e"),
    ('<enviNFe xmlns="http://www.portalfiscal.inf.br/nfe"/>', "lote"),
    ('<procEventoNFe xmlns="http://www.portalfiscal.inf.br/nfe"/>', "evento"),
    ('<outra xmlns="http://www.portalfiscal.inf.br/nfe"/>', "não é uma NF-e"),
    ('<nfeProc xmlns="http://www.portalfiscal.inf.br/nfe"/>', "falta a tag NFe"),
    ('<NFe xmlns="http://www.portalfiscal.inf.br/nfe"/>', "falta a tag infNFe"),
])
def test_nao_e_nota(dados: str | bytes, motivo: str) -> None:
    assert motivo in recusa(dados).motivo


@pytest.mark.parametrize("parte", [0.1, 0.5, 0.9, 0.999])
def test_cortada(parte: float) -> None:
    texto = xml().rstrip()
    problema = recusa(texto[:int(len(texto) * parte)])
    assert "cortado" in problema.motivo
    assert problema.linha >= texto[:int(len(texto) * parte)].count("\n")


def test_cortada_no_meio_de_uma_letra() -> None:
    dados = xml(IMPORTACAO).encode()
    assert recusa(dados[:dados.index("ä".encode()) + 1]).motivo


def test_duas_notas_num_arquivo() -> None:
    corpo = re.search(r"<NFe.*</NFe>", xml(), re.DOTALL)
    assert corpo
    assert "mais de uma vez" in recusa(xml().replace("</NFe>", "</NFe>" + corpo[0])).motivo


# Altered: (what, by what, tag named, words of the reason) --------------------------------------------------

@pytest.mark.parametrize(("de", "para", "lugar", "motivo"), [
    ('versao="4.00" Id', 'versao="3.10" Id', "tag infNFe", "só a 4.00"),
    ("0007498\"", "0007499\"", "atributo Id", "dígito verificador da chave"),
    ("0007498\"", "000749\"", "atributo Id", "43 posições"),
    ('Id="NFe', 'Id="CTe', "atributo Id", "não começa com NFe"),
    ("<nNF>47428</nNF>", "<nNF>47429</nNF>", "tag nNF", "diz 47428 e o corpo da nota diz 47429"),
    ("<serie>1</serie>", "<serie>2</serie>", "tag serie", "diz 1 e o corpo da nota diz 2"),
    ("<mod>55</mod>", "<mod>65</mod>", "tag mod", "diz 55"),
    ("<cUF>35</cUF>", "<cUF>33</cUF>", "tag cUF", "diz 35"),
    ("<cNF>92000749</cNF>", "<cNF>92000748</cNF>", "tag cNF", "diz 92000749"),
    ("<dhEmi>2018-08", "<dhEmi>2018-09", "tag dhEmi", "é de 08/2018"),
    ("<dhEmi>2018-08-07T09:19:15-03:00", "<dhEmi>2018-08-07T09:19:15", "tag dhEmi", "fuso"),
    ("<dhEmi>2018-08-07T09:19:15-03:00", "<dhEmi>ontem", "tag dhEmi", "não é uma data"),
    ("<CNPJ>34128745000152</CNPJ>", "<CNPJ>11222333000181</CNPJ>", "tag CNPJ", "é do emitente 34128745000152"),
    ("<CNPJ>34128745000152</CNPJ>", "<CNPJ>34128745000153</CNPJ>", "tag CNPJ", "não confere"),
    ("<CNPJ>34128745000152</CNPJ>", "", "tag CNPJ", "falta o CNPJ"),
    ("<tpAmb>1</tpAmb>", "<tpAmb>2</tpAmb>", "tag tpAmb", "homologação"),
    ("<finNFe>1</finNFe>", "<finNFe>4</finNFe>", "tag finNFe", "de devolução"),
    ("<cStat>100</cStat>", "<cStat>101</cStat>", "tag cStat", "cancelada"),
    ("<cStat>100</cStat>", "<cStat>302</cStat>", "tag cStat", "denegado"),
    ("<cStat>100</cStat>", "<cStat>204</cStat>", "tag cStat", "não está autorizada"),
    ("<chNFe>3518", "<chNFe>3519", "tag chNFe", "de outra nota"),
    ("<qCom>6.0000</qCom>", "<qCom>-6.0000</qCom>", "item 1, tag qCom", "negativo"),
    ("<qCom>6.0000</qCom>", "<qCom>0.0000</qCom>", "item 1, tag qCom", "zero"),
    ("<qCom>6.0000</qCom>", "<qCom>NaN</qCom>", "item 1, tag qCom", "não é um número"),
    ("<qCom>6.0000</qCom>", "<qCom>1E9</qCom>", "item 1, tag qCom", "não é um número"),
    ("<qCom>6.0000</qCom>", "<qCom>6,0000</qCom>", "item 1, tag qCom", "não é um número"),
    ("<qCom>6.0000</qCom>", "<qCom>٦</qCom>", "item 1, tag qCom", "não é um número"),
    ("<qCom>6.0000</qCom>", "<qCom>6.00001</qCom>", "item 1, tag qCom", "casas decimais"),
    ("<qCom>6.0000</qCom>", "<qCom>6000000000.0000</qCom>", "item 1, tag qCom", "mais de 9 algarismos"),
    ("<qCom>6.0000</qCom>", "<qCom>" + "9" * 500 + "</qCom>", "item 1, tag qCom", "letras"),
    ("<qCom>6.0000</qCom>", "<qCom>60.0000</qCom>", "item 1, tag vProd", "não é a quantidade"),
    ("<qCom>6.0000</qCom>", "<qCom>6.0000</qCom><qCom>7.0000</qCom>", "item 1, tag qCom", "mais de uma vez"),
    ("<qCom>6.0000</qCom>", "<qCom><b>6</b></qCom>", "item 1, tag qCom", "falta"),
    ("<qCom>6.0000</qCom>", "", "item 1, tag qCom", "falta"),
    ("<xProd>QUINOA 100G (2X50G)</xProd>", "<xProd> </xProd>", "item 1, tag xProd", "vazia"),
    ("<xProd>QUINOA 100G", "<xProd>" + "Q" * 200, "item 1, tag xProd", "letras; o máximo é 120"),
    ("<vFrete>7.67</vFrete>", "<vFrete>-7.67</vFrete>", "item 1, tag vFrete", "negativo"),
    ("<vFrete>7.67</vFrete>", "<vFrete>7.68</vFrete>", "tag vFrete", "total de frete é R$\xa052,64"),
    ("<vProd>294.64</vProd>", "<vProd>294.65</vProd>", "tag vProd", "total de produtos é R$\xa0294,65"),
    ("<vNF>347.28</vNF>", "<vNF>347.29</vNF>", "tag vNF", "o total da nota (R$\xa0347,29)"),
    ("<vNF>347.28</vNF>", "<vNF>99999999999.00</vNF>", "tag vNF", "mais de 9 algarismos"),
    ('<det nItem="2">', '<det nItem="1">', "tag det", "mesmo número"),
    ('<det nItem="2">', '<det nItem="x">', "atributo nItem", "de 1 a 990"),
])
def test_nota_alterada(de: str, para: str, lugar: str, motivo: str) -> None:
    problema = recusa(troca(de, para))
    assert problema.lugar == lugar
    assert motivo in problema.motivo


def test_a_linha_e_a_da_tag() -> None:
    texto = troca("<qCom>12.0000</qCom>", "<qCom>-12.0000</qCom>")
    problema = recusa(texto)
    assert texto.splitlines()[problema.linha - 1].strip() == "<qCom>-12.0000</qCom>"
    assert problema.lugar == "item 2, tag qCom"
    assert str(problema) == (f"nota.xml, linha {problema.linha}, item 2, tag qCom: “-12.0000” é negativo; "
                             "numa NF-e não há valor negativo.")


def test_nfce_nao_da_entrada() -> None:
    nfce = com_chave("35180834128745000152" + "65" + "001000047428192000749", troca("<mod>55", "<mod>65"))
    assert "NFC-e" in recusa(nfce).motivo


def test_desconto_maior_que_o_item() -> None:
    texto = troca("<vFrete>7.67</vFrete>", "<vFrete>7.67</vFrete><vDesc>90.00</vDesc>")
    texto = troca("<vDesc>0.00</vDesc>", "<vDesc>90.00</vDesc>", texto)
    texto = troca("<vNF>347.28</vNF>", "<vNF>257.28</vNF>", texto)
    problema = recusa(texto)
    assert "item 1 custaria" in problema.motivo


def _le(dados: str | bytes) -> NotaFiscal:
    return interpreta(dados.encode() if isinstance(dados, str) else dados, "nota.xml")
