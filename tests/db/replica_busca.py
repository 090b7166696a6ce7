"""A replica with a few products and customers, for the search's tests: the real tables, filled like the sync does."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from balcao.db.replica import busca_carga, esquema
from balcao.db.replica.busca import BuscaProdutos, FiltroProdutos
from balcao.domain.resultado_busca import LinhaProduto, Resultado

UM = 10**6     # a quantity as the replica keeps it
REAL = 10**10  # a unit price as the replica keeps it
FILTRO = FiltroProdutos(estabelecimento_id=1, lista_id=1)


def nunca() -> bool:
    """A request nobody cancels."""
    return False


@dataclass
class Loja:
    """The writing side of one replica file. Every change is one transaction, like a pull of the sync."""

    arquivo: Path
    conexao: sqlite3.Connection
    proximo: int = 1

    @classmethod
    def nova(cls, pasta: Path) -> "Loja":
        arquivo = pasta / "replica.sqlite"
        conexao = sqlite3.connect(arquivo, isolation_level=None)
        conexao.execute("PRAGMA journal_mode = WAL")
        conexao.execute("PRAGMA synchronous = OFF")
        for comando in esquema.comandos():
            conexao.execute(comando)
        busca_carga.abre_carga(conexao)
        busca_carga.fecha_carga(conexao)
        return cls(arquivo, conexao)

    def produto(self, descricao: str, vendas: int = 0, codigo: str = "", marca: str = "", situacao: str = "ativo",
                gtins: tuple[str, ...] = (), balanca: int | None = None, preco: str = "1.00",
                indexa: bool = True, referencia: str = "") -> int:
        """A new product; its id."""
        ident, self.proximo = self.proximo, self.proximo + 1
        with self.conexao:
            self.conexao.execute("BEGIN")
            self.conexao.execute(
                "INSERT INTO produtos (id, codigo, descricao, unidade, marca, referencia, pesavel, codigo_balanca,"
                " situacao, tipo_item, em_falta, sem_troca, com_variacao, numero_serie, situacao_cadastro,"
                " quantidade_minima, quantidade_maxima, vendas)"
                " VALUES (?, ?, ?, 'UN', ?, ?, ?, ?, ?, '00', 0, 0, 0, 0, 'aprovado', 0, 0, ?)",
                (ident, codigo or f"P{ident:05d}", descricao, marca, referencia, balanca is not None,
                 balanca, situacao, vendas))
            for gtin in gtins:
                self.conexao.execute("INSERT INTO produto_gtins VALUES (?, ?, ?)", (gtin, ident, UM))
            self.conexao.execute("INSERT INTO precos (produto_id, lista_id, preco) VALUES (?, 1, ?)",
                                 (ident, int(float(preco) * 100) * REAL // 100))
            if indexa:
                busca_carga.atualiza_produtos(self.conexao, [ident])
        return ident

    def muda(self, ident: int, **colunas: object) -> int:
        """Change columns of a product and bring the index up; how many rows the index rewrote."""
        with self.conexao:
            self.conexao.execute("BEGIN")
            for coluna, valor in colunas.items():
                self.conexao.execute(f"UPDATE produtos SET {coluna} = ? WHERE id = ?", (valor, ident))
            return busca_carga.atualiza_produtos(self.conexao, [ident])

    def apaga(self, ident: int) -> None:
        with self.conexao:
            self.conexao.execute("BEGIN")
            self.conexao.execute("DELETE FROM produtos WHERE id = ?", (ident,))
            busca_carga.atualiza_produtos(self.conexao, [ident])

    def estoque(self, ident: int, loja: int, saldo: int, reservado: int = 0, local: str = "") -> None:
        with self.conexao:
            self.conexao.execute("INSERT INTO estoques (produto_id, estabelecimento_id, saldo, reservado, localizacao)"
                                 " VALUES (?, ?, ?, ?, ?)", (ident, loja, saldo * UM, reservado * UM, local))


class Balcao:
    """The reading side: what the counter's search answers."""

    def __init__(self, loja: Loja) -> None:
        self.busca = BuscaProdutos(loja.arquivo)

    def resultado(self, texto: str, filtro: FiltroProdutos = FILTRO, inicio: int = 0,
                  limite: int = 12) -> Resultado[LinhaProduto]:
        resultado = self.busca.completa(texto, filtro, nunca, inicio, limite)
        assert resultado is not None
        return resultado

    def ids(self, texto: str, filtro: FiltroProdutos = FILTRO, limite: int = 12) -> list[int]:
        return [linha.id for linha in self.resultado(texto, filtro, limite=limite).linhas]
