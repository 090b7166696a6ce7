"""The floor of bench_carga: pgbench writing the same rows, under the same locks, in one round trip an order.

The script is our own writing statement with its values as literals, but the ids, which pgbench counts. Each client is
a pgbench of its own with the products of one counter, as the counters have: with one script for all, every order would
wait for the same goods.
"""

import json
import os
import re
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict
from uuid_utils.compat import uuid7

from balcao.db.server.programas import ProgramasPostgres
from balcao.domain.pedido import Pedido
from balcao.domain.protocolo import CANAL
from balcao.services.office import gravacao
from tests.apoio.retaguarda import Loja
from tests.bench.bench_envio import valores_de_um_envio

PROTOCOLO: Final = "o protocolo deste pedido"
# "0192…", as ids made at a counter: in order, so that the index grows at its end.
_ID: Final = ("('01920000-0000-7000-' || lpad(to_hex(32768 + :k::bigint), 4, '0') || '-'"
              " || lpad(to_hex(:n::bigint), 12, '0'))::uuid")
_SCRIPT: Final = """\\set n :n + 1
\\startpipeline
BEGIN;
SELECT produto_id FROM estoques WHERE estabelecimento_id = 1 AND produto_id = ANY(ARRAY[{produtos}]::bigint[])
 ORDER BY produto_id FOR NO KEY UPDATE;
{grava};
SELECT pg_notify('{canal}', current_schema());
COMMIT;
\\endpipeline
"""
_TPS: Final = re.compile(r"tps = ([\d.]+)")


def pgbench(loja: Loja, programas: ProgramasPostgres, modelos: list[Pedido], segundos: float, pasta: Path) -> float:
    """Orders/s of one pgbench client for each of these orders, all at once."""
    scripts = [_script(loja, modelo, pasta / f"piso{k}.sql") for k, modelo in enumerate(modelos)]
    onde = conninfo_to_dict(loja.empresa.dsn_servico)
    ambiente = {**os.environ, **{f"PG{nome}": str(onde[chave]) for nome, chave in (
        ("HOST", "host"), ("PORT", "port"), ("USER", "user"), ("PASSWORD", "password"), ("DATABASE", "dbname"))}}

    def corre(k: int) -> float:
        feito = subprocess.run(
            [*programas.comando("pgbench"), "-n", "-M", "prepared", "-c", "1", "-T", str(round(segundos)), "-D", "n=0",
             "-D", f"k={k}", "-f", str(scripts[k]), str(onde["dbname"])],
            env=ambiente, capture_output=True, text=True, check=False)
        achado = _TPS.search(feito.stdout)
        if feito.returncode or achado is None:
            raise RuntimeError(f"pgbench: {feito.stdout[-500:]} {feito.stderr[-500:]}")
        return float(achado[1])

    with ThreadPoolExecutor(len(modelos)) as fios:
        return sum(fios.map(corre, range(len(modelos))))


def _script(loja: Loja, modelo: Pedido, arquivo: Path) -> Path:
    """`modelo` is sent once by us, to see what is bound."""
    valores = valores_de_um_envio(loja, modelo.model_copy(update={"id": uuid7()}))
    produtos = ", ".join(str(p) for p in sorted({i.produto_id for i in modelo.itens}))
    arquivo.write_text(_SCRIPT.format(produtos=produtos, grava=_escrita(loja, valores), canal=CANAL),
                       encoding="utf-8")
    return arquivo


def _escrita(loja: Loja, valores: Mapping[str, Any]) -> str:
    """The writing statement as text. A colon before a letter would be a variable of pgbench: JSON gets spaces."""
    marca = uuid7()
    escritos = {nome: _espacado(valor) for nome, valor in valores.items()} | {"id": marca, "protocolo": PROTOCOLO}
    with psycopg.connect(loja.empresa.dsn_servico) as con, psycopg.ClientCursor(con) as cur:
        texto = cur.mogrify(gravacao.GRAVA_NOVO, escritos)
    for escrita in (f"'{marca.hex}'::uuid", f"'{marca}'::uuid", f"'{marca.hex}'", f"'{marca}'"):
        texto = texto.replace(escrita, _ID)
    if marca.hex in texto or str(marca) in texto:
        raise AssertionError("an id is left in the floor's script: every order would have the same")
    return texto.replace(f"'{PROTOCOLO}'", f"{_ID}::text").replace("\n", " ")


def _espacado(valor: Any) -> Any:
    if not isinstance(valor, str) or not valor.startswith(("{", "[")):
        return valor
    return json.dumps(json.loads(valor, parse_float=str), ensure_ascii=False, separators=(", ", ": "))
