"""Build the sample shop: python -m ferramentas.loja_exemplo [folder]

The same input gives the same bytes. Run it again when a declaration that it stores changes (the order, its
document, an order type); a test tells when.
"""

import sys
from pathlib import Path

from ferramentas.loja_exemplo import cadastros, creditos, estoque, notas, pessoas, produtos, vendas
from ferramentas.loja_exemplo.comum import Tabelas, sorteio
from ferramentas.loja_exemplo.gravacao import grava

RAIZ = Path(__file__).parents[2]
DESTINO = RAIZ / "resources" / "loja_exemplo"
DESCRICOES = Path(__file__).parent / "dados" / "descricoes_nfe.csv.gz"
NOTAS = RAIZ / "tests" / "dados" / "nfe"

# Parents before children: the order in which the files are loaded.
ORDEM = (
    "estabelecimentos", "preferencias", "grupos", "perfis", "usuarios", "usuario_estabelecimentos", "estacoes",
    "listas_preco", "planos_pagamento", "tipos_pedido", "tipo_pedido_estabelecimentos", "produtos",
    "produto_gtins", "produto_unidades", "precos", "estoques", "pessoas", "enderecos", "clientes",
    "cliente_estabelecimentos", "compras_cliente", "fornecedor_produtos", "titulos_receber", "creditos_cliente",
    "pedidos", "itens_pedido", "parcelas_pedido", "faturamentos", "compromissos_credito", "versoes", "situacoes")


def monta() -> Tabelas:
    """Every row of the shop, by table."""
    itens_de_nota = notas.itens(NOTAS)
    mercadorias = produtos.monta(DESCRICOES, itens_de_nota, sorteio("produtos"))
    tabelas, clientes = pessoas.clientes(itens_de_nota)
    crediario = creditos.Crediario()
    balcao = vendas.Balcao(mercadorias, clientes, crediario)
    feitas = balcao.trabalha()
    crediario.antigos(clientes)
    tabelas |= cadastros.cadastros() | vendas.linhas(feitas, balcao.por_id)
    tabelas |= estoque.linhas(mercadorias, feitas, itens_de_nota)
    tabelas |= {"titulos_receber": crediario.linhas(), "creditos_cliente": creditos.creditos(clientes)}
    return {nome: tabelas[nome] for nome in ORDEM}


def main(pasta: Path = DESTINO) -> None:
    """Build and write."""
    tabelas = monta()
    grava(tabelas, pasta)
    for nome, linhas in tabelas.items():
        print(f"{nome:32}{len(linhas):7}{(pasta / f'{nome}.tsv.xz').stat().st_size:10}")
    print(f"{'':32}{'':7}{sum(f.stat().st_size for f in pasta.glob('*.tsv.xz')):10}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
