"""A connection written without the driver is read by the driver as it was meant."""

from psycopg import conninfo

from balcao.db.server.nomes import escreve_dsn


def test_o_que_se_escreve_e_o_que_o_driver_le() -> None:
    partes = {"host": "10.0.0.1,10.0.0.2", "port": 5432, "user": "loja_estacao_3", "password": "a 'b' \\c\\' d=e",
              "dbname": "balcão"}
    lido = conninfo.conninfo_to_dict(escreve_dsn(**partes, target_session_attrs=None))
    assert lido == {nome: str(valor) for nome, valor in partes.items()}
