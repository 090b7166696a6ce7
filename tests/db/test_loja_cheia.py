"""The shop that `make bench` fills: what its scanner reads can be sold."""

from balcao.domain.entrada import interpreta
from balcao.domain.gtin import gtin_valido
from balcao.domain.terminal.balanca import Balanca
from tests.apoio.empresa import LojaExemplo
from tests.bench import loja_cheia


def test_os_codigos_das_copias_sao_de_produto_e_nao_de_balanca(loja_exemplo: LojaExemplo) -> None:
    """They began with 2 and had no check digit: the program read a wrong label of the scale, and the bench waited for
    a line that could not come."""
    total = 17_000
    with loja_exemplo.motor() as engine:
        loja_cheia.enche(engine, total)
        lidos = loja_cheia.campeoes(engine), loja_cheia.quaisquer(engine)
    with loja_exemplo.dono() as con:
        assert con.execute("SELECT count(*) FROM produtos").fetchone() == (total,)
        copias = {g for g, in con.execute("SELECT gtin FROM produto_gtins g JOIN produtos p ON p.id = g.produto_id"
                                          " WHERE p.descricao ~ ' MOD [0-9]+[A-Z]$'")}
    assert len(copias) > 1000
    assert [g for g in copias if not gtin_valido(g)] == []
    assert [len(um) for um in lidos] == [100, 200]
    assert copias & set(lidos[1])
    for codigo in {*copias, *lidos[0], *lidos[1]}:
        entrada = interpreta(codigo, Balanca().modelo(), 3)
        assert (entrada.erro, entrada.etiqueta, entrada.texto) == ("", None, codigo)
