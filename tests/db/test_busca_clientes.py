"""Customer search: by code, name, fantasy name, CPF/CNPJ, telephone and city, in any order."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from balcao.db.replica import busca_carga
from balcao.db.replica.busca_clientes import BuscaClientes
from balcao.domain.resultado_busca import LinhaCliente, Motivo, Resultado
from tests.db.replica_busca import Loja, nunca

JOSE, MARIA, PADARIA, ALFA = (f"{n:032x}" for n in (1, 2, 3, 4))


def cliente(loja: Loja, ident: str, codigo: int, nome: str, fantasia: str = "", documento: str | None = None,
            telefone: str = "", celular: str = "", municipio: str = "", inativo: bool = False,
            bloqueado: bool = False) -> None:
    with loja.conexao as conexao:
        conexao.execute("BEGIN")
        conexao.execute("INSERT INTO pessoas (id, codigo, nome, fantasia, documento, telefone, celular, email)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?, '')",
                        (ident, codigo, nome, fantasia, documento, telefone, celular))
        conexao.execute("INSERT INTO clientes (pessoa_id, inativo, bloqueado, motivo_bloqueio, permite_desconto,"
                        " consumidor_final, observacoes) VALUES (?, ?, ?, '', 1, 0, '')", (ident, inativo, bloqueado))
        conexao.execute("INSERT INTO enderecos (id, pessoa_id, tipo, logradouro, numero, complemento, bairro,"
                        " municipio, uf, cep) VALUES (?, ?, 'principal', '', '', '', '', ?, 'SP', '')",
                        (ident, ident, municipio))
        busca_carga.atualiza_clientes(conexao, [ident])


def compra(loja: Loja, ident: str, vezes: int, ultima: str) -> int:
    """So many purchases here, as the retaguarda counted them; how many rows the index rewrote."""
    with loja.conexao as conexao:
        conexao.execute("BEGIN")
        conexao.execute("INSERT OR REPLACE INTO compras_cliente (pessoa_id, estabelecimento_id, compras, ultima)"
                        " VALUES (?, 1, ?, ?)", (ident, vezes, ultima))
        return busca_carga.atualiza_clientes(conexao, [ident])


@pytest.fixture
def loja(tmp_path: Path) -> Iterator[Loja]:
    feita = Loja.nova(tmp_path)
    cliente(feita, JOSE, 17, "JOSÉ DA SILVA", documento="12345678909", celular="11987654321", municipio="SÃO PAULO")
    cliente(feita, MARIA, 18, "MARIA JOSÉ SOUZA", documento="45645645600", telefone="1932345678", municipio="CAMPINAS",
            bloqueado=True)
    cliente(feita, PADARIA, 1234, "SOUZA & FILHOS LTDA", "Padaria do José", "11222333000181", municipio="CAMPINAS")
    cliente(feita, ALFA, 19, "ALFA COMERCIO S/A", documento="12ABC34501DE35", inativo=True)
    yield feita
    feita.conexao.close()


@pytest.fixture
def busca(loja: Loja) -> Iterator[BuscaClientes]:
    feita = BuscaClientes(loja.arquivo)
    yield feita
    feita.fechar()


def acha(busca: BuscaClientes, texto: str, **opcoes: bool) -> Resultado[LinhaCliente]:
    resultado = busca.completa(texto, nunca, **opcoes)  # type: ignore[arg-type]
    assert resultado is not None
    return resultado


@pytest.mark.parametrize(("digitado", "esperados"), [
    ("jose", [JOSE, PADARIA, MARIA]), ("silva jose", [JOSE]), ("souza campinas", [PADARIA, MARIA]),
    ("campinas maria", [MARIA]), ("padaria", [PADARIA]), ("17", [JOSE]), ("1234", [PADARIA, JOSE]),
    ("123.456.789-09", [JOSE]), ("12345678909", [JOSE]), ("123.456", [JOSE]), ("11.222.333/0001-81", [PADARIA]),
    ("12.ABC.345/01DE-35", [ALFA]), ("12abc", [ALFA]), ("abc345", [ALFA]),
    ("(11) 98765-4321", [JOSE]), ("98765-4321", [JOSE]), ("8765-4321", [JOSE]), ("+55 11 98765-4321", [JOSE]),
    ("3234-5678", [MARIA]), ("19 3234", [MARIA]), ("s/a", [ALFA]), ("jsoe silva", [JOSE]), ("zzz", []),
])
def test_finds(busca: BuscaClientes, digitado: str, esperados: list[str]) -> None:
    achados = [linha.id for linha in acha(busca, digitado).linhas]
    assert sorted(achados) == sorted(esperados)


def test_order(loja: Loja, busca: BuscaClientes) -> None:
    """The code or document itself; then names that begin so, in alphabetical order; inactive ones last."""
    assert [linha.id for linha in acha(busca, "souza").linhas] == [PADARIA, MARIA]
    assert acha(busca, "souza").linhas[0].motivo is Motivo.NOME
    assert acha(busca, "18").linhas[0].motivo is Motivo.CODIGO
    assert [linha.nome for linha in acha(busca, "").linhas] == [
        "JOSÉ DA SILVA", "MARIA JOSÉ SOUZA", "SOUZA & FILHOS LTDA", "ALFA COMERCIO S/A"]
    assert ALFA not in [linha.id for linha in acha(busca, "", inativos=False).linhas]
    outro = f"{9:032x}"
    cliente(loja, outro, 4564, "OUTRO", documento="11144477735")
    assert [linha.motivo for linha in acha(busca, "4564").linhas] == [Motivo.CODIGO, Motivo.PALAVRA]


def test_row(busca: BuscaClientes) -> None:
    linha, = acha(busca, "maria").linhas
    assert (linha.codigo, linha.nome, linha.documento, linha.telefone, linha.municipio, linha.uf) == (
        18, "MARIA JOSÉ SOUZA", "45645645600", "1932345678", "CAMPINAS", "SP")
    assert (linha.bloqueado, linha.inativo) == (True, False)


def test_changes_are_followed(loja: Loja, busca: BuscaClientes) -> None:
    with loja.conexao as conexao:
        conexao.execute("BEGIN")
        conexao.execute("UPDATE enderecos SET municipio = 'SANTOS' WHERE pessoa_id = ?", (JOSE,))
        conexao.execute("DELETE FROM clientes WHERE pessoa_id = ?", (MARIA,))
        busca_carga.atualiza_clientes(conexao, [JOSE, MARIA])
    assert [linha.id for linha in acha(busca, "santos").linhas] == [JOSE]
    assert acha(busca, "maria souza").linhas == ()


def test_budget_and_count(busca: BuscaClientes) -> None:
    assert busca.imediata("jose", orcamento_ms=0) is None
    assert busca.conta("", nunca) == 4
    assert busca.conta("", nunca, maximo=2) == 2
    assert busca.conta("jose", lambda: True) is None
    assert busca.imediata("jose", orcamento_ms=60_000) == acha(busca, "jose")


@pytest.mark.parametrize("digitado", ['"', "*", "😀", "\0", "a" * 10_000, "NOT jose", "-", "1" * 500])
def test_any_text_is_answered(busca: BuscaClientes, digitado: str) -> None:
    assert acha(busca, digitado).inicio == 0


def test_who_buys_here_comes_first(loja: Loja, busca: BuscaClientes) -> None:
    """Most purchases first, of as many the latest; after the code itself, before a name that begins so."""
    novos = {n: f"{n:032x}" for n in range(20, 26)}
    for n, nome in ((20, "SOUZA ALVES"), (21, "ANA SOUZA"), (22, "BIA SOUZA"), (23, "CAIO SOUZA"), (24, "DANI SOUZA")):
        cliente(loja, novos[n], n, nome)
    compra(loja, novos[22], 3, "2026-02-01")
    compra(loja, novos[23], 3, "2026-09-30")
    compra(loja, novos[24], 40, "2025-12-24")
    achados = acha(busca, "souza").linhas
    assert [linha.nome for linha in achados] == [
        "DANI SOUZA", "CAIO SOUZA", "BIA SOUZA",  # 40; 3, the latest; 3
        "SOUZA & FILHOS LTDA", "SOUZA ALVES", "ANA SOUZA", "MARIA JOSÉ SOUZA"]
    assert [linha.compras for linha in achados[:4]] == [40, 3, 3, 0]
    assert acha(busca, "").linhas[0].nome == "DANI SOUZA"
    assert next(linha.nome for linha in acha(busca, "20").linhas) == "SOUZA ALVES"  # the code itself
    cliente(loja, novos[25], 25, "ZILDA SOUZA", inativo=True)
    compra(loja, novos[25], 99, "2026-10-01")
    assert acha(busca, "souza").linhas[-1].nome == "ZILDA SOUZA"


def test_one_purchase_more_of_many_does_not_move_a_customer(loja: Loja, busca: BuscaClientes) -> None:
    assert compra(loja, JOSE, 40, "2026-03-01") == 1
    assert compra(loja, JOSE, 41, "2026-03-02") == 0
    assert compra(loja, JOSE, 60, "2026-03-02") == 1
    with loja.conexao as conexao:
        conexao.execute("DELETE FROM compras_cliente")
        assert busca_carga.atualiza_clientes(conexao, [JOSE]) == 1
    assert acha(busca, "jose").linhas[0].nome == "JOSÉ DA SILVA"
    assert acha(busca, "jose").linhas[0].motivo is Motivo.NOME


def test_pages_join_without_a_gap(loja: Loja, busca: BuscaClientes) -> None:
    for n in range(100, 160):
        cliente(loja, f"{n:032x}", n, f"CLIENTE {n} LTDA")
        if n % 3 == 0:
            compra(loja, f"{n:032x}", n % 7 + 1, f"2026-0{n % 9 + 1}-01")
    vistos: list[str] = []
    while True:
        pagina = busca.completa("cliente", nunca, inicio=len(vistos))
        assert pagina is not None
        vistos += [linha.id for linha in pagina.linhas]
        if not pagina.tem_mais:
            break
    assert len(vistos) == len(set(vistos)) == 60
    assert busca.conta("cliente", nunca) == 60


# ---- who is in the register without being a customer (TP-008)

def pessoa(loja: Loja, ident: str, codigo: int, nome: str, documento: str | None = None) -> None:
    with loja.conexao as conexao:
        conexao.execute("BEGIN")
        conexao.execute("INSERT INTO pessoas (id, codigo, nome, fantasia, documento, telefone, celular, email)"
                        " VALUES (?, ?, ?, '', ?, '', '', '')", (ident, codigo, nome, documento))
        busca_carga.atualiza_clientes(conexao, [ident])
        busca_carga.atualiza_pessoas(conexao, [ident])


FORNECEDORA, OUTRO_JOSE = (f"{n:032x}" for n in (5, 6))


@pytest.fixture
def com_pessoas(loja: Loja) -> Loja:
    pessoa(loja, FORNECEDORA, 20, "TINTAS CAMPINAS", "77888999000155")
    pessoa(loja, OUTRO_JOSE, 170, "JOSÉ ALVES")
    return loja


@pytest.mark.parametrize(("digitado", "clientes", "com_as_pessoas"), [
    ("tintas", [], [FORNECEDORA]),
    ("77.888.999/0001-55", [], [FORNECEDORA]),
    ("20", [], [FORNECEDORA]),
    ("17", [JOSE], [JOSE, OUTRO_JOSE]),  # the code itself before one that begins so
    ("170", [], [OUTRO_JOSE]),
    ("jose", [JOSE, PADARIA, MARIA], [JOSE, OUTRO_JOSE, MARIA, PADARIA]),  # whose name begins so, customers first
    ("campinas", [PADARIA, MARIA], [MARIA, PADARIA, FORNECEDORA]),
    ("", [JOSE, MARIA, PADARIA, ALFA], [JOSE, MARIA, PADARIA, ALFA, OUTRO_JOSE, FORNECEDORA]),
])
def test_who_is_no_customer_is_found_only_where_asked_for(
        com_pessoas: Loja, busca: BuscaClientes, digitado: str, clientes: list[str], com_as_pessoas: list[str]) -> None:
    sem, com = acha(busca, digitado), acha(busca, digitado, pessoas=True)
    assert sorted(linha.id for linha in sem.linhas) == sorted(clientes)
    assert [linha.id for linha in com.linhas] == com_as_pessoas
    assert {linha.id for linha in com.linhas if not linha.cliente} == {FORNECEDORA, OUTRO_JOSE} & set(com_as_pessoas)
    assert busca.conta(digitado, nunca, pessoas=True) == len(com_as_pessoas)
    assert busca.conta(digitado, nunca) == len(clientes)


def test_pages_of_customers_and_persons_leave_nobody_out(com_pessoas: Loja, busca: BuscaClientes) -> None:
    lidos: list[str] = []
    for inicio in range(0, 8, 2):
        pagina = busca.completa("", nunca, inicio, 2, pessoas=True)
        assert pagina is not None
        lidos += [linha.id for linha in pagina.linhas]
    assert len(lidos) == 6
    assert set(lidos) == {JOSE, MARIA, PADARIA, ALFA, FORNECEDORA, OUTRO_JOSE}


def test_a_typing_error_is_corrected_only_when_nobody_has_what_was_typed(
        com_pessoas: Loja, busca: BuscaClientes) -> None:
    assert acha(busca, "alvse", pessoas=True).corrigido == "ALVES"
    pessoa(com_pessoas, f"{7:032x}", 21, "JSOE LTDA")
    exato = acha(busca, "jsoe", pessoas=True)
    assert ([linha.nome for linha in exato.linhas], exato.corrigido) == (["JSOE LTDA"], "")


def test_who_becomes_a_customer_leaves_the_persons(com_pessoas: Loja, busca: BuscaClientes) -> None:
    with com_pessoas.conexao as conexao:
        conexao.execute("BEGIN")
        conexao.execute("INSERT INTO clientes (pessoa_id, inativo, bloqueado, motivo_bloqueio, permite_desconto,"
                        " consumidor_final, observacoes) VALUES (?, 0, 0, '', 1, 0, '')", (FORNECEDORA,))
        busca_carga.atualiza_clientes(conexao, [FORNECEDORA])
        busca_carga.atualiza_pessoas(conexao, [FORNECEDORA])
    for pessoas in (False, True):
        [linha] = acha(busca, "tintas", pessoas=pessoas).linhas
        assert (linha.id, linha.cliente) == (FORNECEDORA, True)


def test_a_replica_of_an_older_program_gets_its_persons(com_pessoas: Loja, busca: BuscaClientes) -> None:
    with com_pessoas.conexao as conexao:
        for tabela in (busca_carga.PESSOAS.fts, busca_carga.PESSOAS.linhas):
            conexao.execute(f"DROP TABLE {tabela}")
        conexao.execute("DELETE FROM busca_estado WHERE chave = 'pessoas.versao'")
    assert acha(busca, "jose", pessoas=True).linhas == acha(busca, "jose").linhas
    busca_carga.completa(com_pessoas.conexao)
    busca_carga.completa(com_pessoas.conexao)
    assert OUTRO_JOSE in [linha.id for linha in acha(busca, "jose", pessoas=True).linhas]
