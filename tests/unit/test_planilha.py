"""Tables the shop brings: encodings, separators, quotes, XLSX; header mapping; strict cells."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal as D
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from balcao.domain.campo import ValorInvalido
from balcao.domain.celulas import le_codigo, le_data, le_decimal, le_inteiro, le_sim_nao, marca_decimal
from balcao.domain.importacao import ArquivoRecusado, Coluna, mapeia
from balcao.gateways.planilha import Planilha, interpreta, le_planilha, so_inteiras

PRODUTOS = "código;descrição;preço\n10;ÓLEO DE MILHO;1.234,56\n11;AÇÚCAR 1/2\" CRISTAL;7,90\n"


def le(texto: str | bytes, codec: str = "utf-8") -> Planilha:
    return interpreta(texto.encode(codec) if isinstance(texto, str) else texto, "produtos.csv")


def recusa(dados: bytes) -> str:
    with pytest.raises(ArquivoRecusado) as erro:
        interpreta(dados, "produtos.csv")
    return str(erro.value)


@pytest.mark.parametrize(("codec", "nome"), [
    ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252"), ("utf-16", "UTF-16")])
def test_codificacoes(codec: str, nome: str) -> None:
    lida = le(PRODUTOS, codec)
    assert nome in lida.detalhe
    assert lida.cabecalho == ("código", "descrição", "preço")
    assert [linha.celulas for linha in lida.linhas] == [
        ("10", "ÓLEO DE MILHO", "1.234,56"), ("11", 'AÇÚCAR 1/2" CRISTAL', "7,90")]
    assert [linha.numero for linha in lida.linhas] == [2, 3]


def test_latin1_com_byte_que_o_windows_nao_define() -> None:
    assert le("nome\nA\x81B\n".encode("latin-1")).linhas[0].celulas == ("A\x81B",)


@pytest.mark.parametrize("separador", [";", ",", "\t"])
def test_separadores_e_aspas(separador: str) -> None:
    saida = io.StringIO()
    csv.writer(saida, delimiter=separador).writerows([
        ["nome", "obs"], ["A;B,C\tD", 'diz "oi"'], ["duas\nlinhas", "fim"], ["depois", ""]])
    lida = le(saida.getvalue())
    assert [linha.celulas for linha in lida.linhas] == [
        ("A;B,C\tD", 'diz "oi"'), ("duas\nlinhas", "fim"), ("depois", "")]
    assert [linha.numero for linha in lida.linhas] == [2, 3, 5]  # the line where the row begins


def test_sep_do_excel_e_linhas_em_branco() -> None:
    lida = le("sep=,\r\na,b;c\r\n\r\n1,2\r\n,\r\n")
    assert lida.cabecalho == ("a", "b;c")
    assert [(linha.numero, linha.celulas) for linha in lida.linhas] == [(4, ("1", "2"))]


def test_linha_com_celulas_demais_fica_de_fora_com_o_motivo() -> None:
    lida = le("a;b\n1;2\n1;2;3\n1\n4;5;;\n")
    assert [linha.celulas for linha in lida.linhas] == [("1", "2"), ("1", ""), ("4", "5")]
    [problema] = lida.problemas
    assert problema.linha == 3
    assert "há 3 colunas e o cabeçalho tem 2" in problema.motivo


def test_linha_que_acaba_antes_de_uma_coluna_que_se_le_fica_de_fora() -> None:
    lida = le("a;b;c\n1;2;3\n4;5\n\n6\n7;;\n8;9;1")
    assert so_inteiras(lida, [0]) == lida
    ate_b = so_inteiras(lida, [1, 0])
    assert [linha.numero for linha in ate_b.linhas] == [2, 3, 6, 7]
    assert [(p.linha, p.motivo.split(":")[0]) for p in ate_b.problemas] == [
        (5, "há 1 coluna e o cabeçalho tem 3")]
    assert [p.linha for p in so_inteiras(lida, [2]).problemas] == [3, 5]


def test_xlsx_nao_tem_linha_cortada(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "t.xlsx") as livro:
        aba = livro.add_worksheet()
        for numero, linha in enumerate((("a", "b", "c"), ("1",), ("1", "2", "3"))):
            aba.write_row(numero, 0, linha)
    lida = le_planilha(tmp_path / "t.xlsx")
    assert so_inteiras(lida, [2]).linhas == lida.linhas


@pytest.mark.parametrize("dados", [b'<?xml version="1.0"?>\n<nfeProc>\n</nfeProc>\n', b"\xef\xbb\xbf<a;b>\n1;2\n",
                                   b"\r\n<html><body>\n<table>\n"])
def test_xml_e_html_nao_sao_planilha(dados: bytes) -> None:
    with pytest.raises(ArquivoRecusado, match="é XML ou HTML, e não uma planilha"):
        interpreta(dados, "nota.csv")


@pytest.mark.parametrize(("dados", "motivo"), [
    (b"", "vazio"), (b" \n \n", "vazio"), (b"a;b\n", "não há linhas"), (b"a\x00b", "não é CSV nem XLSX"),
    (b'a;b\n1;"2\n3;4\n', "linha 2: as aspas não fecham"), (b'a;b\n1;"2"x\n', "linha 2: as aspas"),
    (b"PK\x03\x04lixo", "cortada ou estragada"), (b"\xd0\xcf\x11\xe0lixo", ".xls) ou com senha"),
])
def test_arquivo_que_nao_e_tabela(dados: bytes, motivo: str) -> None:
    assert motivo in recusa(dados)


# XLSX -----------------------------------------------------------------------------------------------------

def livro(caminho: Path, linhas: Sequence[Sequence[object]], canto: tuple[int, int] = (0, 0)) -> Path:
    pasta = xlsxwriter.Workbook(str(caminho))
    dia = pasta.add_format({"num_format": "dd/mm/yyyy"})
    aba = pasta.add_worksheet("Produtos")
    for i, linha in enumerate(linhas, canto[0]):
        for j, celula in enumerate(linha, canto[1]):
            if isinstance(celula, date):
                aba.write_datetime(i, j, datetime(celula.year, celula.month, celula.day), dia)  # noqa: DTZ001
            else:
                aba.write(i, j, celula)
    pasta.close()
    return caminho


def test_xlsx_numeros_viram_texto_brasileiro(tmp_path: Path) -> None:
    lida = le_planilha(livro(tmp_path / "p.xlsx", [
        ["GTIN", "Preço", "Qtde", "Validade", "Ativo", "Código"],
        [7891234567895, 1234.5, 0.1 + 0.2, date(2026, 3, 5), True, "007"],
        [12345678901234567890, 1e-7, -3, "x", False, ""]]))
    assert lida.formato == "XLSX"
    assert lida.detalhe == "aba Produtos"
    assert lida.linhas[0].celulas == ("7891234567895", "1234,5", "0,3", "2026-03-05", "Sim", "007")
    assert lida.linhas[1].celulas[1:] == ("0,0000001", "-3", "x", "Não", "")
    with pytest.raises(ValorInvalido, match="notação científica"):
        le_codigo(lida.linhas[1].celulas[0])


def test_xlsx_que_nao_comeca_no_canto_tem_as_linhas_do_excel(tmp_path: Path) -> None:
    lida = le_planilha(livro(tmp_path / "p.xlsx", [["nome", "preço"], ["A", 1], [None, None], ["B", 2]], (4, 2)))
    assert lida.cabecalho[2:] == ("nome", "preço")
    assert [linha.numero for linha in lida.linhas] == [6, 8]


def test_xlsx_com_uma_celula_perdida_no_fim_do_mundo(tmp_path: Path) -> None:
    """calamine would ask for 512 GB and abort the process."""
    caminho = livro(tmp_path / "p.xlsx", [["nome"], ["A"]])
    pasta = xlsxwriter.Workbook(str(caminho))
    aba = pasta.add_worksheet()
    aba.write(0, 0, "nome")
    aba.write(1_048_575, 16_383, "x")
    pasta.close()
    assert "linha 1048576 e a coluna 16384" in recusa(caminho.read_bytes())


def test_celula_perdida_cortada_entre_dois_pedacos(tmp_path: Path) -> None:
    """The sheet is read a megabyte at a time; the far cell's reference lies across the cut."""
    antes = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    celula = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    recheio = b" " * ((1 << 20) - len(antes) - celula.index(b"1048576\"><v>"))
    with zipfile.ZipFile(tmp_path / "c.xlsx", "w", zipfile.ZIP_DEFLATED) as pacote:
        pacote.writestr("xl/worksheets/sheet1.xml", antes + recheio + celula)
    assert "linha 1048576" in recusa((tmp_path / "c.xlsx").read_bytes())


def test_xlsx_que_incha(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as pacote:
        bloco = b"\x00" * (1 << 20)
        with pacote.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as saida:
            for _ in range(501):
                saida.write(bloco)
    assert "passa de 500 MB" in recusa((tmp_path / "b.xlsx").read_bytes())


def test_xlsx_cortado(tmp_path: Path) -> None:
    dados = livro(tmp_path / "p.xlsx", [["nome"], ["A"]]).read_bytes()
    assert "cortada ou estragada" in recusa(dados[:len(dados) // 2])


def _textos(dados: bytes) -> range:
    """Where the part with the texts of the cells lies in a workbook."""
    with zipfile.ZipFile(io.BytesIO(dados)) as pacote:
        parte = pacote.getinfo("xl/sharedStrings.xml")
    comeco = parte.header_offset + 30 + len(parte.filename)
    return range(comeco, comeco + parte.compress_size)


@pytest.fixture(scope="module")
def tipos(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return livro(tmp_path_factory.mktemp("tipos") / "tipos.xlsx", [
        ["Nome", "Categoria", "Título"], *([f"TIPO {n}", "Venda", f"Pedido {n}"] for n in range(20))]).read_bytes()


def recusado_ou_igual(bom: bytes, onde: int, byte: int) -> bool:
    """Whether a workbook with another byte there is refused; if it is not, it says what it said."""
    try:
        lida = le(bom[:onde] + bytes([byte]) + bom[onde + 1:])
    except ArquivoRecusado:
        return True
    assert (lida.cabecalho, lida.linhas) == (le(bom).cabecalho, le(bom).linhas)
    return False


def test_xlsx_com_um_texto_estragado_nao_e_lido_como_outro_texto(tipos: bytes) -> None:
    """Each byte of the texts in turn: calamine reads "TIPO 6" for "TIPO 2", whatever the checksum says."""
    recusados = [recusado_ou_igual(tipos, onde, tipos[onde] ^ 1) for onde in _textos(tipos)]
    assert sum(recusados) >= len(recusados) - 1  # the last one's bits may be but filling


@given(st.data())
def test_xlsx_com_um_byte_estragado_e_recusado_ou_diz_o_mesmo(tipos: bytes, dados: st.DataObject) -> None:
    recusado_ou_igual(tipos, dados.draw(st.integers(0, len(tipos) - 1)), dados.draw(st.integers(0, 255)))


def test_xlsx_cujo_indice_aponta_para_fora(tipos: bytes) -> None:
    """Where the directory begins, in the last 22 bytes: zipfile seeks its parts before the beginning of the file."""
    longe = (len(tipos) * 1000).to_bytes(4, "little")
    assert "cortada ou estragada" in recusa(tipos[:-6] + longe + tipos[-2:])


# Mapping --------------------------------------------------------------------------------------------------

COLUNAS = (Coluna("codigo", "Código", ("cod", "referência"), obrigatoria=True),
           Coluna("descricao", "Descrição", ("nome", "produto"), obrigatoria=True),
           Coluna("preco", "Preço", ("preço de venda", "valor")))


def test_mapeia_sem_acento_e_por_sinonimo() -> None:
    feito = mapeia(["COD.", "Produto", "preco_venda", "PREÇO DE  VENDA"], COLUNAS)
    assert [li.coluna.campo if li.coluna else None for li in feito.ligacoes] == ["codigo", "descricao", None, "preco"]
    assert feito.indices() == {"codigo": 0, "descricao": 1, "preco": 3}
    assert feito.problemas == ()


def test_mapeia_diz_o_que_falta_e_o_que_sobra() -> None:
    feito = mapeia(["cod", "código"], COLUNAS)
    assert len(feito.problemas) == 2
    assert "“cod” e “código” dizem a mesma coisa" in feito.problemas[0]
    assert "falta a coluna Descrição" in feito.problemas[1]


def test_a_escolha_do_usuario_manda() -> None:
    feito = mapeia(["cod", "texto livre", "valor"], COLUNAS, {"Texto Livre": "descricao", "valor": ""})
    assert feito.indices() == {"codigo": 0, "descricao": 1}
    assert feito.problemas == ()


def test_escolha_de_uma_coluna_que_o_arquivo_nao_tem() -> None:
    feito = mapeia(["cod", "texto", ""], COLUNAS, {"textos": "preco", "Texto": "descricao"})
    assert feito.problemas == ("não há a coluna “textos” no arquivo. As que há: “cod”, “texto”.",)


# Cells ----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("texto", "valor"), [
    ("1.234,56", "1234.56"), ("1234,56", "1234.56"), ("1234.56", "1234.56"), ("R$ 1.234,5", "1234.50"),
    ("R$\xa012", "12.00"), ("0.123", None), ("0", "0.00"), ("1.234.567", "1234567.00"), ("12,5 %", "12.50"),
])
def test_numeros(texto: str, valor: str | None) -> None:
    if valor is None:
        with pytest.raises(ValorInvalido, match="casas decimais demais"):
            le_decimal(texto, casas=2)
        assert le_decimal(texto, casas=3) == D("0.123")
    else:
        assert str(le_decimal(texto, casas=2)) == valor


@pytest.mark.parametrize(("texto", "motivo"), [
    ("1.234", "dois modos"), ("-1", "negativo"), ("1,2,3", "não é um número"), ("1,234.56", "não é um número"),
    ("1.23.456", "não é um número"), ("NaN", "não é um número"), ("1e5", "não é um número"), ("", "não é um número"),
    ("12 34", "não é um número"), ("1234567890", "mais de 9 algarismos"), ("1,999", "casas decimais demais"),
    ("١٢", "não é um número"), ("= 1+1", "não é um número"),
])
def test_numero_ruim_diz_o_motivo(texto: str, motivo: str) -> None:
    with pytest.raises(ValorInvalido, match=motivo):
        le_decimal(texto, casas=2)


def test_a_coluna_resolve_o_que_a_celula_nao_diz() -> None:
    assert marca_decimal(["1.234", "12,50", ""]) == ","
    assert marca_decimal(["1.234", "12.50"]) == "."
    assert marca_decimal(["1.234", "5"]) is None
    assert marca_decimal(["12,5", "12.5"]) is None
    assert le_decimal("1.234", casas=3, decimal=",") == D(1234)
    assert le_decimal("1.234", casas=3, decimal=".") == D("1.234")


@given(st.decimals("-999999999.99", "999999999.99", places=2))
def test_numero_escrito_a_brasileira_volta_igual(valor: D) -> None:
    escrito = f"{valor:,.2f}".translate(str.maketrans(",.", ".,"))
    assert le_decimal(escrito, casas=2, negativo=True) == valor
    assert le_decimal(f"{valor:.2f}", casas=2, negativo=True) == valor


@pytest.mark.parametrize(("texto", "dia"), [
    ("05/03/2026", date(2026, 3, 5)), ("5/3/2026", date(2026, 3, 5)), ("2026-03-05", date(2026, 3, 5)),
    ("2026-03-05 00:00:00", date(2026, 3, 5)), ("29/02/2028", date(2028, 2, 29))])
def test_datas(texto: str, dia: date) -> None:
    assert le_data(texto) == dia


@pytest.mark.parametrize(("texto", "motivo"), [
    ("05/03/26", "quatro algarismos"), ("31/02/2026", "não existe"), ("2026-13-01", "não existe"),
    ("05/03/0026", "ano impossível"), ("hoje", "não é uma data"), ("05-03-2026", "não é uma data"),
    ("2026-03-05 13:00:00", "não é uma data"), ("45000", "não é uma data")])
def test_data_ruim(texto: str, motivo: str) -> None:
    with pytest.raises(ValorInvalido, match=motivo):
        le_data(texto)


def test_inteiro_sim_nao_e_codigo() -> None:
    assert le_inteiro("007") == 7
    assert (le_sim_nao("Não"), le_sim_nao("SIM"), le_sim_nao("")) == (False, True, False)
    assert le_codigo("  A 1 ") == "A 1"
    with pytest.raises(ValorInvalido, match="número inteiro"):
        le_inteiro("1,5")
    with pytest.raises(ValorInvalido, match="Sim ou Não"):
        le_sim_nao("talvez")
    with pytest.raises(ValorInvalido, match="notação científica"):
        le_codigo("7,89123E+12")
    with pytest.raises(ValorInvalido, match="controle"):
        le_codigo("A\x07B")
    with pytest.raises(ValorInvalido, match="aqui cabem 3"):
        le_codigo("ABCD", 3)
