"""A replica with as many products as asked, made from real descriptions (resources/loja_exemplo).

Deterministic. Product 1..15,000 carry the real descriptions; the others vary them the way catalogues do:
another size, another scent or colour taken from a description of the same category, a model number. Three
in a hundred are screws and the like, for the fractions. Sales follow a long tail; codes, GTINs (valid),
two price lists and the stock of three shops are as wide as the real tables.

    python -m tests.bench.milhao pasta/replica.sqlite --produtos 1000000 --clientes 200000
"""

import argparse
import csv
import gzip
import random
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from balcao.db.replica import esquema
from balcao.domain.gtin import digito_gtin

DESCRICOES = Path(__file__).parents[2] / "ferramentas/loja_exemplo/dados/descricoes_nfe.csv.gz"
CASAS_PRECO, CASAS_QUANTIDADE = 10, 6
LOTE = 20_000
NUMERO = re.compile(r"\d+")
TAMANHOS = ("20", "30", "50", "60", "75", "90", "100", "120", "150", "200", "250", "300", "350", "400", "500",
            "750", "900")
FERRAGENS = ("PARAF SEXT", "PARAFUSO SEXT.", "PARAFUSO FRANCES", "PARAF PHILIPS", "PORCA SEXTAVADA",
             "ARRUELA LISA", "BUCHA C/ PARAF", "BARRA ROSCADA", "PARAF. MAQUINA", "CHUMBADOR")
BITOLAS = ("1/8", "5/32", "3/16", "1/4", "5/16", "3/8", "7/16", "1/2", "5/8", "3/4", "1", "1.1/4", "1.1/2")
ACABAMENTOS = ("ZB", "INOX", "GALV.", "PRETO", "LATAO", "BICROMATIZADO", "ZINCADO")
MARCAS = ("", "", "", "NIVEA", "YPE", "CISER", "BOZZANO", "OMO", "VEJA", "DOVE", "PALMOLIVE", "TRAMONTINA")
NOMES = ("JOSE", "MARIA", "ANTONIO", "ANA", "JOAO", "FRANCISCA", "CARLOS", "ADRIANA", "PAULO", "JULIANA",
         "PEDRO", "MARCIA", "LUCAS", "FERNANDA", "LUIZ", "PATRICIA", "MARCOS", "ALINE", "GABRIEL", "CAMILA",
         "RAFAEL", "AMANDA", "DANIEL", "BRUNA", "MARCELO", "JÉSSICA", "BRUNO", "LETÍCIA", "EDUARDO", "JÚLIA")
SOBRENOMES = ("SILVA", "SANTOS", "OLIVEIRA", "SOUZA", "RODRIGUES", "FERREIRA", "ALVES", "PEREIRA", "LIMA",
              "GOMES", "RIBEIRO", "CARVALHO", "LOPES", "SOARES", "BARBOSA", "ROCHA", "DIAS", "NUNES", "MOREIRA",
              "ARAÚJO", "MACHADO", "PRADO", "VIEIRA", "TEIXEIRA", "CAVALCANTI", "BATISTA", "MONTEIRO", "REIS")
RAMOS = ("COMERCIO", "MATERIAIS DE CONSTRUCAO", "AUTO PECAS", "MERCADO", "PADARIA", "SALAO", "FARMACIA",
         "FERRAGENS", "ELETRICA", "TRANSPORTES")
CIDADES = (("SÃO PAULO", "SP", "11"), ("CAMPINAS", "SP", "19"), ("BELO HORIZONTE", "MG", "31"),
           ("UBERLÂNDIA", "MG", "34"), ("CURITIBA", "PR", "41"), ("JOINVILLE", "SC", "47"),
           ("GOIÂNIA", "GO", "62"), ("RECIFE", "PE", "81"), ("SALVADOR", "BA", "71"), ("MANAUS", "AM", "92"))


def le_descricoes() -> list[tuple[str, str]]:
    """(description, category) of the real invoices."""
    with gzip.open(DESCRICOES, "rt", encoding="utf-8", newline="") as arquivo:
        linhas = csv.reader(arquivo)
        next(linhas)
        return [(d.strip(), c) for d, c in linhas if d.strip()]


def descricoes(quantas: int, sorteio: random.Random) -> Iterator[str]:
    """`quantas` descriptions, the real ones first."""
    reais = le_descricoes()
    sorteio.shuffle(reais)
    termos: dict[str, list[str]] = {}
    for texto, categoria in reais:
        termos.setdefault(categoria, []).extend(p for p in texto.split() if p.isalpha() and len(p) > 3)
    for i in range(quantas):
        if i % 100 >= 97:
            yield _ferragem(sorteio)
            continue
        texto, categoria = reais[i % len(reais)]
        yield texto if i < len(reais) else _varia(texto, termos[categoria], sorteio)


def _ferragem(sorteio: random.Random) -> str:
    return (f"{sorteio.choice(FERRAGENS)} {sorteio.choice(BITOLAS)} X {sorteio.randint(1, 12)} "
            f"{sorteio.choice(ACABAMENTOS)} {sorteio.choice(('CX C/100', 'UN', 'PCT 50', 'C/25', 'GRANEL'))}")


def _varia(texto: str, termos: list[str], sorteio: random.Random) -> str:
    partes = texto.split()
    if sorteio.random() < 0.6:
        numeros = [i for i, p in enumerate(partes) if NUMERO.search(p)]
        if numeros:
            i = sorteio.choice(numeros)
            partes[i] = NUMERO.sub(sorteio.choice(TAMANHOS), partes[i], count=1)
    if sorteio.random() < 0.8:
        i = sorteio.randint(1, len(partes))
        partes[i:i + sorteio.randint(0, 1)] = [sorteio.choice(termos)]
    if sorteio.random() < 0.25:
        letras = "".join(sorteio.choices("ABCDEFGHKLMNPRSTV", k=2))
        partes.append(sorteio.choice((f"REF {sorteio.randint(100, 99999)}", f"{letras}{sorteio.randint(10, 9999)}",
                                      f"MOD.{letras}-{sorteio.randint(1, 99)}")))
    return " ".join(partes)[:120]


def _vendas(posto: int, total: int) -> int:
    """Sales of the product that ranks `posto` (0 is the best seller): a long tail that ends in zeros."""
    return int(40_000 / (1 + posto * 1_000_000 / total) ** 0.75)


def cria_produtos(conexao: sqlite3.Connection, quantos: int, semente: int = 7) -> None:
    """Fill produtos, produto_gtins, precos (2 lists) and estoques (3 shops). Commits by batch."""
    sorteio = random.Random(semente)
    codigos = list(range(1, quantos + 1))
    sorteio.shuffle(codigos)
    postos = list(range(quantos))
    sorteio.shuffle(postos)
    produtos, gtins, precos, estoques = [], [], [], []
    for i, texto in enumerate(descricoes(quantos, sorteio)):
        ident = i + 1
        codigo = str(codigos[i]) if codigos[i] % 10 else f"{'ABCDEFGH'[codigos[i] % 7]}-{codigos[i]}"
        situacao = "ativo" if codigos[i] % 25 else ("inativo", "bloqueado")[codigos[i] % 2]
        produtos.append((ident, codigo, texto, sorteio.choice(("UN", "CX", "KG", "PC")), sorteio.choice(MARCAS),
                         f"R{ident:07}" if ident % 3 else "", 0, situacao, _vendas(postos[i], quantos)))
        for extra in range((1, 1, 1, 1, 1, 1, 1, 1, 2, 0)[ident % 10]):
            corpo = f"789{ident * 2 + extra:09d}"
            gtins.append((corpo + digito_gtin(corpo), ident, 10**CASAS_QUANTIDADE))
        preco = sorteio.randint(99, 19_999) * 10 ** (CASAS_PRECO - 2)
        precos += [(ident, 1, preco), (ident, 2, preco - preco // 10 // 10**8 * 10**8)]
        estoques += [(ident, loja, sorteio.randint(0, 300) * 10**CASAS_QUANTIDADE, 0,
                      f"{chr(65 + ident % 20)}-{ident % 9 + 1}") for loja in (1, 2, 3)]
        if len(produtos) == LOTE or ident == quantos:
            _grava(conexao, produtos, gtins, precos, estoques)
            for lista in (produtos, gtins, precos, estoques):
                lista.clear()


def _grava(conexao: sqlite3.Connection, produtos: list, gtins: list, precos: list, estoques: list) -> None:
    with conexao:
        conexao.executemany("INSERT INTO produtos (id, codigo, descricao, unidade, marca, referencia, pesavel,"
                            " situacao, vendas, tipo_item, em_falta, sem_troca, com_variacao,"
                            " numero_serie, situacao_cadastro, quantidade_minima, quantidade_maxima)"
                            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '00', 0, 0, 0, 0, 'aprovado', 0, 0)", produtos)
        conexao.executemany("INSERT INTO produto_gtins (gtin, produto_id, fator) VALUES (?, ?, ?)", gtins)
        conexao.executemany("INSERT INTO precos (produto_id, lista_id, preco) VALUES (?, ?, ?)", precos)
        conexao.executemany("INSERT INTO estoques (produto_id, estabelecimento_id, saldo, reservado, localizacao)"
                            " VALUES (?, ?, ?, ?, ?)", estoques)


def cria_clientes(conexao: sqlite3.Connection, quantos: int, semente: int = 11) -> None:
    """Fill pessoas, enderecos and clientes: one in four is a company, one in fifty of those alphanumeric, one in three
    buys here."""
    sorteio = random.Random(semente)
    pessoas, enderecos, clientes, compras = [], [], [], []
    for i in range(1, quantos + 1):
        ident = f"{i:032x}"
        cidade, uf, ddd = sorteio.choice(CIDADES)
        sobrenomes = " ".join(sorteio.sample(SOBRENOMES, sorteio.randint(1, 3)))
        if i % 4:
            nome, fantasia = f"{sorteio.choice(NOMES)} {sobrenomes}", ""
            documento = f"{sorteio.randrange(10**11):011d}"
        else:
            nome = f"{sobrenomes} {sorteio.choice(RAMOS)} LTDA"
            fantasia = f"{sorteio.choice(RAMOS).title()} do {sorteio.choice(NOMES).title()}"
            documento = f"{sorteio.randrange(10**8):08d}0001{sorteio.randrange(100):02d}"
            if i % 200 == 0:
                documento = f"12ABC{documento[5:]}"
        fixo, celular = f"{ddd}3{sorteio.randrange(10**7):07d}", f"{ddd}9{sorteio.randrange(10**8):08d}"
        pessoas.append((ident, i, nome, fantasia, f"{i % 97:02d}{documento}"[-len(documento):], fixo, celular, ""))
        enderecos.append((ident, ident, "principal", "RUA A", "1", "", "CENTRO", cidade, uf, ""))
        clientes.append((ident, i % 40 == 0, i % 33 == 0, "", True, False, ""))
        if i % 3 == 0:
            compras.append((ident, 1, 1 + 60 // (1 + i % 50), f"2026-{1 + i % 12:02}-{1 + i % 28:02}"))
    with conexao:
        conexao.executemany("INSERT INTO pessoas (id, codigo, nome, fantasia, documento, telefone, celular, email)"
                            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)", pessoas)
        conexao.executemany("INSERT INTO enderecos (id, pessoa_id, tipo, logradouro, numero, complemento, bairro,"
                            " municipio, uf, cep) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", enderecos)
        conexao.executemany("INSERT INTO clientes (pessoa_id, inativo, bloqueado, motivo_bloqueio, permite_desconto,"
                            " consumidor_final, observacoes) VALUES (?, ?, ?, ?, ?, ?, ?)", clientes)
        conexao.executemany("INSERT INTO compras_cliente (pessoa_id, estabelecimento_id, compras, ultima)"
                            " VALUES (?, ?, ?, ?)", compras)


def cria(caminho: Path, produtos: int, clientes: int = 0) -> None:
    """Create the replica's file (it must not exist) in WAL mode, without the search index."""
    conexao = sqlite3.connect(caminho)
    conexao.execute("PRAGMA journal_mode = WAL")
    conexao.execute("PRAGMA synchronous = OFF")
    for comando in esquema.comandos():
        conexao.execute(comando)
    cria_produtos(conexao, produtos)
    cria_clientes(conexao, clientes)
    conexao.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    conexao.close()


if __name__ == "__main__":
    argumentos = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    argumentos.add_argument("caminho", type=Path)
    argumentos.add_argument("--produtos", type=int, default=1_000_000)
    argumentos.add_argument("--clientes", type=int, default=200_000)
    opcoes = argumentos.parse_args()
    cria(opcoes.caminho, opcoes.produtos, opcoes.clientes)
