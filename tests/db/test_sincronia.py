"""The replica is the server's, row by row: first load, changes, deletions, and servers that are not the same."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from balcao.db.replica.arquivo import GUARDA_RECARGAS, RECARGAS, Recargas, Situacao
from balcao.db.server import copia
from balcao.db.server.banco import acesso
from balcao.db.server.embutido import ServidorEmbutido
from balcao.domain.erros import AmbienteIndisponivel
from tests.apoio.empresa import SENHAS, Empresa, prepara
from tests.apoio.postgres import Banco
from tests.apoio.replica import Contador, cliente, da_replica, do_servidor, produto, semeia

pytestmark = pytest.mark.servidor_proprio


@pytest.fixture
def contador(empresa: Empresa, tmp_path: Path) -> Iterator[Contador]:
    semeia(empresa)
    with empresa.servico() as con:
        for n in range(1, 6):
            produto(con, n, vendas=n)
        cliente(con, 1, "MARIA", "100.00")
    um = Contador(empresa, tmp_path / "replica")
    yield um
    um.fecha()


def test_a_primeira_carga_traz_todas_as_linhas(contador: Contador) -> None:
    estado = contador.puxa()
    assert estado.situacao is Situacao.EM_DIA
    assert estado.carga_completa
    assert da_replica(contador) == do_servidor(contador.empresa)
    assert contador.le("SELECT preco FROM precos WHERE produto_id = 1") == [(10 * 10**10,)]
    assert {e.situacao for e in contador.estados} == {Situacao.CARREGANDO, Situacao.EM_DIA}
    assert estado.fracao == 1


def test_mudancas_e_exclusoes_chegam(contador: Contador) -> None:
    contador.puxa()
    with contador.empresa.servico() as con:
        produto(con, 99, descricao="ARRUELA LISA")
        con.execute("UPDATE precos SET preco = 12.3456789012 WHERE produto_id = 1")
        con.execute("DELETE FROM produtos WHERE id = 2")
        con.execute("UPDATE pessoas SET nome = 'MARIA JOSÉ'")
    contador.puxa_tudo()
    assert da_replica(contador) == do_servidor(contador.empresa)
    assert contador.le("SELECT count(*) FROM produtos WHERE id = 2") == [(0,)]
    assert contador.le("SELECT count(*) FROM precos WHERE produto_id = 2") == [(0,)]
    achados = contador.le("SELECT chave FROM busca_produtos_linhas WHERE palavras LIKE '%ARRUELA%'")
    assert achados == [(99,)]
    assert contador.le("SELECT 1 FROM busca_produtos_linhas WHERE chave = 2") == []
    assert contador.le("SELECT 1 FROM busca_clientes_linhas WHERE palavras LIKE '%JOSE%'") == [(1,)]


def test_quem_nao_e_cliente_tem_seu_proprio_indice(contador: Contador) -> None:
    """From the first load on, and until a registration as a customer comes (docs/decisions/0166)."""
    def achados(indice: str) -> list[str]:
        return [p for p, in contador.le(f"SELECT palavras FROM busca_{indice}_linhas") if "TINTAS" in p]

    with contador.empresa.servico() as con:
        con.execute("INSERT INTO pessoas (id, nome) VALUES (gen_random_uuid(), 'TINTAS A')")
    contador.puxa()
    assert (len(achados("pessoas")), achados("clientes")) == (1, [])
    with contador.empresa.servico() as con:
        con.execute("INSERT INTO pessoas (id, nome) VALUES (gen_random_uuid(), 'TINTAS B')")
        con.execute("INSERT INTO clientes (pessoa_id) SELECT id FROM pessoas WHERE nome = 'TINTAS A'")
    contador.puxa_tudo()
    assert "TINTAS B" in achados("pessoas")[0]
    assert "TINTAS A" in achados("clientes")[0]
    assert (len(achados("pessoas")), len(achados("clientes"))) == (1, 1)
    with contador.empresa.servico() as con:
        con.execute("DELETE FROM pessoas WHERE nome LIKE 'TINTAS %'")
    contador.puxa_tudo()
    assert achados("pessoas") == achados("clientes") == []


def test_quem_confirma_tarde_nao_e_pulado(contador: Contador) -> None:
    contador.puxa()
    with contador.empresa.servico() as atrasada:
        atrasada.execute("UPDATE precos SET preco = 77 WHERE produto_id = 1")
        with contador.empresa.servico() as rapida:
            rapida.execute("UPDATE precos SET preco = 88 WHERE produto_id = 2")
        contador.puxa()
        assert contador.le("SELECT preco FROM precos WHERE produto_id = 1") == [(10 * 10**10,)]
    contador.puxa_tudo()
    assert contador.le("SELECT preco FROM precos WHERE produto_id IN (1, 2) ORDER BY 1") == [
        (77 * 10**10,), (88 * 10**10,)]


def test_uma_linha_reposta_por_transacao_mais_antiga_fica(contador: Contador) -> None:
    """T1 < T2 < T3; T3 deletes, T1 puts back, T2 keeps the horizon between them."""
    contador.puxa()
    with contador.empresa.servico() as antiga:
        antiga.execute("SELECT pg_current_xact_id()")
        with contador.empresa.servico() as meio:
            meio.execute("SELECT pg_current_xact_id()")
            with contador.empresa.servico() as nova:
                nova.execute("DELETE FROM produto_gtins WHERE produto_id = 1")
            antiga.execute("INSERT INTO produto_gtins (gtin, produto_id) VALUES ('7890000000001', 1)")
            antiga.commit()
            contador.puxa()
    contador.puxa_tudo()
    assert da_replica(contador) == do_servidor(contador.empresa)
    assert contador.le("SELECT gtin FROM produto_gtins WHERE produto_id = 1") == [("7890000000001",)]


def test_transacao_aberta_em_outro_banco_segura_e_e_nomeada(contador: Contador) -> None:
    tempo = [0.0]
    contador.fecha()
    contador.abre(lambda: tempo[0])
    contador.puxa()
    with psycopg.connect(contador.empresa.banco.servidor.dsn(), application_name="relatorio") as fora:
        fora.execute("SELECT pg_current_xact_id()")
        with contador.empresa.servico() as con:
            con.execute("UPDATE precos SET preco = 55 WHERE produto_id = 1")

        def nomeou() -> bool:
            tempo[0] += 31
            return "banco postgres" in contador.estados[-1].detalhe

        contador.puxa_ate(nomeou)
        assert contador.estados[-1].situacao is Situacao.ATRASADA
        assert "programa relatorio" in contador.estados[-1].detalhe
        assert contador.le("SELECT preco FROM precos WHERE produto_id = 1") == [(10 * 10**10,)]
    contador.puxa_tudo()
    assert contador.le("SELECT preco FROM precos WHERE produto_id = 1") == [(55 * 10**10,)]


def test_titulo_liquidado_sai_da_replica(contador: Contador) -> None:
    with contador.empresa.servico() as con:
        con.execute("INSERT INTO titulos_receber (id, cliente_id, estabelecimento_id, numero, emissao, vencimento,"
                    " valor, saldo) SELECT 1, pessoa_id, 1, '1', '2026-01-01', '2026-02-01', 10, 10 FROM clientes")
    contador.puxa()
    assert contador.le("SELECT id, vencimento, saldo FROM titulos_receber") == [(1, "2026-02-01", 1000)]
    with contador.empresa.servico() as con:
        con.execute("UPDATE titulos_receber SET saldo = 0, situacao = 'liquidado'")
    contador.puxa_tudo()
    assert contador.le("SELECT id FROM titulos_receber") == []


def test_dez_mil_mudancas(contador: Contador) -> None:
    contador.puxa()
    with contador.empresa.servico() as con:
        con.execute("INSERT INTO produtos (id, codigo, descricao) SELECT n, 'L' || n, 'LUVA ' || n"
                    " FROM generate_series(1001, 11000) n")
    contador.puxa_tudo()
    assert contador.le("SELECT count(*) FROM produtos") == [(10005,)]
    assert contador.le("SELECT count(*) FROM busca_produtos_linhas") == [(10005,)]
    with contador.empresa.servico() as con:
        con.execute("DELETE FROM produtos WHERE id > 1000")
    contador.puxa_tudo()
    assert da_replica(contador) == do_servidor(contador.empresa)
    assert contador.le("SELECT count(*) FROM busca_produtos_linhas") == [(5,)]


# ---- servers that are not the one it knew

def _recarregou(contador: Contador) -> bool:
    """Pull once more; True when another file was made."""
    antes = contador.replica.atual()
    contador.puxa()
    return contador.replica.atual() != antes


def test_outra_geracao_recarrega_ao_lado(contador: Contador) -> None:
    contador.puxa()
    contador.le("SELECT 1 FROM produtos")
    with contador.empresa.admin() as con:
        con.execute("UPDATE identidade SET geracao = gen_random_uuid()")
        con.execute("UPDATE precos SET preco = 1, xid = '3'::xid8 WHERE produto_id = 1")
    contador.estados.clear()
    assert _recarregou(contador)
    assert contador.estados[0].situacao is Situacao.RECARREGANDO
    assert "restaurado" in contador.estados[0].detalhe
    assert da_replica(contador) == do_servidor(contador.empresa)
    assert not _recarregou(contador)


def test_horizonte_abaixo_do_cursor_recarrega(contador: Contador) -> None:
    contador.puxa()
    contador.grava("UPDATE replica SET cursor = '99999999999'")
    assert _recarregou(contador)


def test_sem_a_testemunha_recarrega(contador: Contador) -> None:
    contador.puxa()
    contador.puxa()
    with contador.empresa.servico() as con:
        con.execute("DELETE FROM testemunhas")
    assert _recarregou(contador)


def test_token_que_nao_chegou_ao_servidor_nao_recarrega(contador: Contador) -> None:
    contador.puxa()
    contador.puxa()
    contador.deixa_tokens = False
    for _ in range(5):
        assert not _recarregou(contador)
    contador.deixa(contador.tokens[-3])  # arrived late, older than the last proposal
    assert not _recarregou(contador)


def test_duas_instalacoes_com_a_mesma_estacao_nao_recarregam_sem_fim(contador: Contador) -> None:
    contador.puxa()
    contador.puxa()
    contador.deixa("00000000-0000-0000-0000-000000000001")
    assert _recarregou(contador)
    contador.deixa("00000000-0000-0000-0000-000000000002")
    assert not _recarregou(contador)
    assert "credencial desta estação" in contador.estados[-1].detalhe


def test_lapides_apagadas_recarregam(contador: Contador) -> None:
    contador.puxa()
    with contador.empresa.admin() as con:
        con.execute("UPDATE identidade SET exclusoes_ate = '99999999999'::xid8")
    assert _recarregou(contador)


def test_arquivo_estragado_e_refeito(contador: Contador) -> None:
    contador.puxa()
    contador.fecha()
    arquivo = contador.replica.atual()
    assert arquivo is not None
    arquivo.write_bytes(b"isto nao e um banco" * 1000)
    contador.abre()
    contador.puxa()
    assert da_replica(contador) == do_servidor(contador.empresa)


def test_cada_recarga_e_contada_com_seu_motivo(contador: Contador) -> None:
    """Across the files, which are replaced, and across restarts; the first load is none."""
    contador.puxa()
    assert contador.replica.recargas() == Recargas()
    with contador.empresa.admin() as con:
        con.execute("UPDATE identidade SET geracao = gen_random_uuid()")
    assert _recarregou(contador)
    contador.fecha()
    arquivo = contador.replica.atual()
    assert arquivo is not None
    arquivo.write_bytes(b"isto nao e um banco" * 1000)
    contador.abre()
    contador.puxa()
    contador.puxa()
    contador.sincronizador.recarrega()
    assert _recarregou(contador)
    recargas = contador.replica.recargas()
    assert [motivo for _, motivo in recargas.ultimas] == [
        "O banco de dados da retaguarda foi restaurado.", "O arquivo dos dados locais estava danificado ou sumiu.",
        "Recarga pedida."]
    agora = datetime.now(UTC)
    assert (recargas.quantas, recargas.desde(agora - timedelta(hours=1)), recargas.desde(agora)) == (3, 3, 0)
    for _ in range(30):
        contador.replica.anota_recarga("outra", agora)
    assert (contador.replica.recargas().quantas, len(contador.replica.recargas().ultimas)) == (33, GUARDA_RECARGAS)
    (contador.pasta / RECARGAS).write_text("{", encoding="utf-8")
    assert contador.replica.recargas() == Recargas()  # a file that was cut is no reason to stop


def test_sem_servidor_diz_e_guarda_os_dados(contador: Contador) -> None:
    contador.puxa()
    contador.fecha()
    contador.abre(senha="senha errada")
    with pytest.raises(AmbienteIndisponivel) as erro:
        contador.puxa()
    estado = contador.sincronizador.sem_servidor(str(erro.value))
    assert estado.situacao is Situacao.SEM_SERVIDOR
    assert estado.atualizado_em is not None
    assert contador.le("SELECT count(*) FROM produtos") == [(5,)]


# ---- real restores, on a server of their own

@pytest.fixture
def proprio(pasta_servidor: Path, tmp_path: Path) -> Iterator[tuple[ServidorEmbutido, Contador]]:
    """A server, and a counter that has copied its one product."""
    servidor = ServidorEmbutido(pasta_servidor / "pg", teste=True)
    servidor.iniciar()
    banco = Banco("copiada", servidor)
    with psycopg.connect(servidor.dsn(), autocommit=True) as con:
        con.execute("CREATE DATABASE copiada")
    prepara(banco)
    empresa = Empresa(banco, acesso(banco.dsn, SENHAS, banco=banco.nome))
    semeia(empresa)
    with empresa.servico() as con:
        produto(con, 1)
    contador = Contador(empresa, tmp_path / "replica")
    contador.puxa()
    contador.puxa()
    yield servidor, contador
    contador.fecha()


def test_copia_restaurada_recarrega(proprio: tuple[ServidorEmbutido, Contador], tmp_path: Path) -> None:
    servidor, contador = proprio
    empresa = contador.empresa
    copia.copiar(empresa.dsn_dono, tmp_path / "loja.balcao")
    with empresa.servico() as con:
        produto(con, 2)
        con.execute("UPDATE precos SET preco = 99 WHERE produto_id = 1")
    contador.puxa_tudo()
    contador.fecha()
    copia.restaurar(tmp_path / "loja.balcao", servidor.dsn(), banco="copiada")
    contador.abre()
    contador.estados.clear()
    assert contador.le("SELECT count(*) FROM produtos") == [(2,)]
    assert _recarregou(contador)
    assert "restaurado" in contador.estados[0].detalhe
    assert da_replica(contador) == do_servidor(empresa)
    assert contador.le("SELECT preco FROM precos") == [(10 * 10**10,)]


def test_pasta_de_dados_copiada_de_volta_recarrega(proprio: tuple[ServidorEmbutido, Contador],
                                                   pasta_servidor: Path) -> None:
    """Same identity, same timeline: what is missing is the witness, or transaction numbers."""
    servidor, contador = proprio
    empresa = contador.empresa
    contador.fecha()
    servidor.parar()
    shutil.copytree(servidor.dados, pasta_servidor / "copia", copy_function=shutil.copy2)
    dono = servidor.dados.stat()
    servidor.iniciar()
    with empresa.servico() as con:
        produto(con, 2)
    contador.puxa()
    contador.puxa()
    contador.fecha()
    servidor.parar()
    shutil.rmtree(servidor.dados)
    (pasta_servidor / "copia").rename(servidor.dados)
    for caminho in (servidor.dados, *servidor.dados.rglob("*")):
        os.chown(caminho, dono.st_uid, dono.st_gid)
    servidor.iniciar()
    for _ in range(50):  # busy since: its transaction numbers passed the old cursor again
        with empresa.servico() as con:
            con.execute("SELECT pg_current_xact_id()")
    assert contador.le("SELECT count(*) FROM produtos") == [(2,)]
    assert _recarregou(contador)
    assert contador.le("SELECT count(*) FROM produtos") == [(1,)]
