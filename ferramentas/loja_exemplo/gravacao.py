"""Rows into the files that `balcao.db.server.carga` loads: PostgreSQL's COPY text, xz, one per table."""

import hashlib
import json
import lzma
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from ferramentas.loja_exemplo.comum import BASE, Json, Linha, Tabelas

# Loading moves every date of these; the others hold none, and a description may look like one.
_COM_DATAS = ("clientes", "compras_cliente", "titulos_receber", "pedidos", "parcelas_pedido", "faturamentos",
              "versoes", "situacoes")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def grava(tabelas: Tabelas, pasta: Path) -> None:
    """Write every table and the manifest; files of an earlier build go."""
    pasta.mkdir(parents=True, exist_ok=True)
    for velho in pasta.glob("*.tsv.xz"):
        velho.unlink()
    manifesto = []
    for nome, linhas in tabelas.items():
        bruto = texto(linhas)
        (pasta / f"{nome}.tsv.xz").write_bytes(lzma.compress(bruto, preset=6))
        manifesto.append({"tabela": nome, "linhas": len(linhas), "colunas": list(linhas[0]),
                          "datas": nome in _COM_DATAS, "sha256": hashlib.sha256(bruto).hexdigest()})
    (pasta / "manifesto.json").write_text(
        json.dumps({"base": BASE.isoformat(), "tabelas": manifesto}, ensure_ascii=False, indent=1) + "\n",
        encoding="utf-8")


def texto(linhas: list[Linha]) -> bytes:
    """The rows as COPY text."""
    colunas = list(linhas[0])
    return "".join("\t".join(_celula(linha[c]) for c in colunas) + "\n" for linha in linhas).encode()


def _celula(valor: object) -> str:
    match valor:
        case None:
            return "\\N"
        case bool():
            return "t" if valor else "f"
        case Decimal():
            return f"{valor:f}"
        case int() | UUID():
            return str(valor)
        case datetime() | date():
            return valor.isoformat(*(" ",) if isinstance(valor, datetime) else ())
        case str():
            return str(valor).translate(_ESCAPES)
        case Json(valor=escalar):
            return json.dumps(escalar).translate(_ESCAPES)
        case dict() | list():
            return json.dumps(valor, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    raise TypeError(f"{type(valor)} in a row")
