"""After a restore the counters bring back what the backup did not have: with its numbers, once, and told."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import psycopg
import pytest
from uuid_utils.compat import uuid7

from balcao.db.replica.arquivo import Situacao
from balcao.db.server import copia
from balcao.db.server.embutido import ServidorEmbutido
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.protocolo import NovoCliente
from balcao.services.counter import remessa
from balcao.services.counter.noticias import Assunto
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.postgres import Banco, planta
from tests.apoio.retaguarda import Loja, loja_de, prepara

BANCO = "restaurada"


@pytest.fixture
def loja(pasta_servidor: Path) -> Iterator[Loja]:
    """In a server of its own: a restore changes roles, which belong to the whole server."""
    with ServidorEmbutido(planta(pasta_servidor / "pg"), teste=True) as servidor:
        with psycopg.connect(servidor.dsn(), autocommit=True) as con:
            con.execute(f"CREATE DATABASE {BANCO}")
        loja = loja_de(Banco(BANCO, servidor, prepara(Banco(BANCO, servidor))))
        yield loja
        loja.fecha()


@pytest.fixture
def balcoes(loja: Loja, tmp_path: Path) -> Iterator[list[BalcaoDeTeste]]:
    """Two counters of one shop."""
    with servico(loja) as url, ExitStack() as pilha:
        dois = [pilha.enter_context(balcao_de(loja, url, n, tmp_path)) for n in (1, 2)]
        for um in dois:
            um.puxa()  # the second one's rows made the first one's old
            um.entra("ana")
        yield dois


def vende(balcoes: list[BalcaoDeTeste], quantas: int) -> dict[str, BalcaoDeTeste]:
    """So many sales, now at one counter, now at the other: number -> counter."""
    vendidos = {}
    for n in range(quantas):
        balcao = balcoes[n % len(balcoes)]
        vendidos[balcao.emite(balcao.venda("DAV", [("P1", n + 1)])).numero] = balcao
    return vendidos


def restaura(loja: Loja, arquivo: Path) -> None:
    """As the person does: what was there is kept aside. The service reconnects by itself."""
    copia.restaurar(arquivo, loja.empresa.banco.servidor.dsn(), banco=BANCO)
    loja.sql("SELECT 1")


def percebe(balcao: BalcaoDeTeste) -> None:
    """The sync meets another life of the company, and says so."""
    with suppress(AmbienteIndisponivel):  # its connection ended with the old database
        balcao.sincronizador.puxa()
    balcao.puxa()
    assert balcao.b.ligacao.replica.situacao is not Situacao.VAZIA
    assert balcao.b.envios.oferta_pendente


def oferece(balcoes: list[BalcaoDeTeste], voltas: int = 12) -> None:
    """The rounds of both outboxes, by turns, until nothing is left to offer."""
    for _ in range(voltas):
        for balcao in balcoes:
            if balcao.b.envios.oferta_pendente and balcao.b.bastidores.remessa._oferece():
                balcao.b.envios.anota_oferta(False)


def guardados(loja: Loja) -> dict[str, tuple[str, str]]:
    """number -> (id, total)."""
    return {str(n): (str(i), str(t)) for n, i, t in loja.sql("SELECT numero, id, total FROM pedidos ORDER BY numero")}


def test_os_dez_depois_da_copia_voltam_com_seus_numeros(loja: Loja, balcoes: list[BalcaoDeTeste],
                                                        tmp_path: Path) -> None:
    """Two counters sold by turns: the numbers of one stand between those of the other."""
    vende(balcoes, 10)
    arquivo = tmp_path / "loja.balcao"
    copia.copiar(loja.empresa.dsn_dono, arquivo)
    vende(balcoes, 10)
    antes = guardados(loja)
    restaura(loja, arquivo)
    assert len(guardados(loja)) == 10
    for balcao in balcoes:
        percebe(balcao)
    balcoes[0].reabre()  # closed before it had offered: it goes on
    oferece(balcoes)
    assert guardados(loja) == antes
    noticias = [n for b in balcoes for n in b.noticias]
    assert [n.assunto for n in noticias] == [Assunto.DE_NOVO] * 10
    assert loja.conta("divergencias") == 0
    assert not any(b.b.envios.oferta_pendente for b in balcoes)
    for balcao in balcoes:
        balcao.puxa()
    balcoes[0].entra("ana")
    assert list(vende(balcoes, 2)) == ["21", "22"]


def test_o_numero_que_outro_levou_nao_some_e_e_contado(loja: Loja, balcoes: list[BalcaoDeTeste],
                                                       tmp_path: Path) -> None:
    """Sold after the restore, before the old ones came back: both are there, and a manager is told."""
    arquivo = tmp_path / "loja.balcao"
    copia.copiar(loja.empresa.dsn_dono, arquivo)
    vende(balcoes[:1], 2)
    antes = guardados(loja)
    restaura(loja, arquivo)
    percebe(balcoes[1])
    [novo] = vende(balcoes[1:], 1)
    assert novo == "1"
    percebe(balcoes[0])
    oferece(balcoes[:1], 2)
    assert guardados(loja)["2"] == antes["2"]  # its own number, though the one before it has lost his
    assert balcoes[0].b.envios.oferta_pendente
    oferece(balcoes[:1], remessa.PACIENCIA + 1)
    depois = guardados(loja)
    assert (list(depois), depois["2"], depois["3"]) == (["1", "2", "3"], antes["2"], antes["1"])
    [(codigo, achado)] = loja.sql("SELECT codigo, achado FROM divergencias")
    assert (codigo, achado["params"]["impresso"]) == ("numero.outro", "1")
    [mudou] = [n.mensagem for n in balcoes[0].noticias if "outro número" in n.mensagem]
    assert "O papel do cliente diz 1." in mudou


def test_o_que_nunca_volta_nao_segura_os_outros_para_sempre(loja: Loja, balcoes: list[BalcaoDeTeste],
                                                            tmp_path: Path) -> None:
    """The other counter burnt: after the patience, its numbers go to whoever is there."""
    arquivo = tmp_path / "loja.balcao"
    copia.copiar(loja.empresa.dsn_dono, arquivo)
    vende(balcoes, 2)
    restaura(loja, arquivo)
    percebe(balcoes[1])
    oferece(balcoes[1:], remessa.PACIENCIA)
    assert guardados(loja) == {}
    oferece(balcoes[1:], 1)
    assert list(guardados(loja)) == ["1"]
    assert loja.um("SELECT achado -> 'params' ->> 'impresso' FROM divergencias") == "2"


def test_o_cliente_cadastrado_depois_da_copia_volta_antes_de_suas_compras(loja: Loja, balcoes: list[BalcaoDeTeste],
                                                                          tmp_path: Path) -> None:
    """Only this counter still knows him; without him his order could not be stored again."""
    arquivo = tmp_path / "loja.balcao"
    copia.copiar(loja.empresa.dsn_dono, arquivo)
    [balcao] = balcoes[:1]
    id_ = balcao.b.bastidores.clientes.cadastra(NovoCliente(
        id=uuid7(), nome="João da Silva", documento="111.444.777-35", celular="(48) 99988-7766"))
    balcao.puxa()
    venda = balcao.venda("DAV")
    venda.escolhe_cliente(id_)
    assert balcao.emite(venda).numero == "1"
    restaura(loja, arquivo)
    assert loja.conta("clientes", "pessoa_id = %s", id_) == 0
    percebe(balcao)
    balcao.reabre()  # noticed, and closed before it had offered anything
    oferece([balcao], 2)
    assert loja.sql("SELECT numero, cliente_id, cliente_nome FROM pedidos") == [(1, id_, "JOÃO DA SILVA")]
    assert loja.um("SELECT nome FROM pessoas WHERE id = %s", id_) == "JOÃO DA SILVA"
    assert balcao.b.envios.presos(todos=True) == []
    assert not balcao.b.envios.oferta_pendente
