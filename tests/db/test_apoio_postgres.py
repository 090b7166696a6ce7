"""The database fixtures: a model is prepared once, a clone belongs to its test alone."""

from typing import Any

import psycopg
import pytest

from tests.apoio.postgres import Banco, FabricaBancos


def _prepara(banco: Banco) -> dict[str, Any]:
    with banco.conecta() as conexao:
        conexao.execute("CREATE TABLE sinal AS SELECT gen_random_uuid()::text AS valor")
    return {"segredo": "çã"}


def _sinal(banco: Banco) -> str:
    with banco.conecta() as conexao:
        linha = conexao.execute("SELECT valor FROM sinal").fetchone()
    assert linha is not None
    return str(linha[0])


def test_clones_partem_do_mesmo_modelo_e_nao_se_veem(fabrica_bancos: FabricaBancos) -> None:
    primeiro, segundo = (fabrica_bancos.clona("de_teste", _prepara) for _ in range(2))
    assert _sinal(primeiro) == _sinal(segundo)
    assert primeiro.dados == {"segredo": "çã"}
    with primeiro.conecta() as conexao:
        conexao.execute("UPDATE sinal SET valor = 'meu'")
    assert _sinal(primeiro) == "meu" != _sinal(segundo)


def test_o_banco_apagado_nao_existe_mais(fabrica_bancos: FabricaBancos) -> None:
    banco = fabrica_bancos.vazio()
    aberta = banco.conecta()
    fabrica_bancos.apaga(banco)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        banco.conecta()
    aberta.close()


def test_banco_vazio_nao_tem_tabela(banco_vazio: Banco) -> None:
    with banco_vazio.conecta() as conexao:
        assert conexao.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
