"""`balcao demo` walked to its end, as whoever tries the program starts it: a process of its own, a shop of its own.

The walk takes half a minute on an idle machine, most of it waited for. What the server's rows are asked at its end is
asked again here with a told lie in each place, so that the agreement says something.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

PRAZO_S = 420
TELAS = {
    "login",
    "cliente",
    "busca",
    "venda",
    "resumo",
    "documentos",
    "conversao",
    "bloqueio",
    "por_que",
    "liberacao",
    "sem_retaguarda",
    "de_volta",
}

pytestmark = [pytest.mark.pg, pytest.mark.ui, pytest.mark.timeout(PRAZO_S + 30)]

# Runs the command; the same check is then made on copies of the summary in which one thing is not what happened.
_COM_MENTIRAS = """
import copy, json, sys
from balcao.cli import main
from balcao.demo import conferencia

MENTIRAS = json.loads(sys.argv[2])
confere, ditas = conferencia.confere, []

def duas_vezes(le, resumo):
    for cena, campo, valor in MENTIRAS:
        outro = copy.deepcopy(resumo)
        outro[cena][campo] = resumo[valor]["id"] if campo == "id" else valor
        ditas.append(confere(le, outro))
    return confere(le, resumo)

conferencia.confere = duas_vezes
codigo = main(["demo", "--saida", sys.argv[1]])
print(json.dumps(ditas))
sys.exit(codigo)
"""
_SEM_UM_PASSO = """
import sys
from balcao.cli import main
from balcao.demo.mao import Mao

digita = Mao.digita
Mao.digita = lambda mao, texto: digita(mao, texto.replace("2*", "2*9999"))
sys.exit(main(["demo", "--saida", sys.argv[1]]))
"""
MENTIRAS = [
    ("dav", "numero", 1),
    ("dav", "total", "98.71"),
    ("pre_venda", "protocolo", "AAAAA-AAAAA"),
    ("liberacao", "itens", []),
    ("offline", "numero_provisorio", "T99-000001"),
    ("offline", "id", "dav"),
    ("pre_venda", "id", "liberacao"),
    ("faturamento", "repetido_igual", False),
]


def _anda(programa: str, saida: Path, *argumentos: str) -> subprocess.CompletedProcess[str]:
    ambiente = {k: v for k, v in os.environ.items() if k != "BALCAO_PASTA"}
    return subprocess.run(
        [sys.executable, "-c", programa, str(saida), *argumentos],
        env=ambiente,
        timeout=PRAZO_S,
        capture_output=True,
        text=True,
        check=False,
    )


def test_o_dia_inteiro(tmp_path: Path) -> None:
    feito = _anda(_COM_MENTIRAS, tmp_path, json.dumps(MENTIRAS))
    assert feito.returncode == 0, feito.stderr
    assert "Traceback" not in feito.stderr
    resumo = json.loads((tmp_path / "resumo.json").read_text(encoding="utf-8"))
    assert resumo["divergencias_da_conferencia"] == []
    _pedidos(resumo)
    _achado(resumo["liberacao"])
    _papeis(tmp_path, resumo)
    assert {f"tela_{nome}.png" for nome in TELAS} == set(resumo["telas"])
    for nome in TELAS:
        with Image.open(tmp_path / f"tela_{nome}.png") as imagem:
            assert len(imagem.getcolors(1 << 20) or []) > 8, nome  # something is painted on it
    assert resumo["duracoes_s"]["entrada"] > 0
    assert resumo["duracao_total_s"] > 0
    for mentira, frases in zip(MENTIRAS, json.loads(feito.stdout), strict=True):
        assert frases, f"ninguém notou: {mentira}"


def _pedidos(resumo: dict[str, Any]) -> None:
    """Numbers, identities, protocols, totals as strings and items of the four orders."""
    pedidos = [resumo[nome] for nome in ("dav", "pre_venda", "liberacao", "offline")]
    _todos(pedidos, lambda p: isinstance(p["numero"], int) and p["numero"] > 0)
    _todos(pedidos, lambda p: len(p["protocolo"]) == 11)
    _todos(pedidos, lambda p: isinstance(p["total"], str) and float(p["total"]) > 0)
    _todos(pedidos, lambda p: p["itens"] and all(i["codigo"] and i["descricao"] for i in p["itens"]))
    assert len({p["id"] for p in pedidos}) == 4
    dav, pre, offline = resumo["dav"], resumo["pre_venda"], resumo["offline"]
    assert [i["quantidade"] for i in dav["itens"]] == ["1.000", "2.000", "3.000", "4.000"]
    assert (pre["itens"], pre["total"], pre["cliente"]) == (dav["itens"], dav["total"], dav["cliente"])
    assert resumo["faturamento"] | {"valor": pre["total"], "situacao": "E"} == resumo["faturamento"]
    assert offline["numero_provisorio"].endswith("000001")
    assert not any(p["numero_provisorio"] for p in pedidos[:3])


def _todos(pedidos: list[dict[str, Any]], certo: Callable[[dict[str, Any]], Any]) -> None:
    assert [p for p in pedidos if not certo(p)] == []


def _achado(liberacao: dict[str, Any]) -> None:
    assert liberacao["achado"] == "credito.vencido"
    assert liberacao["mensagem"].startswith("Cliente com crediário vencido: ")
    assert liberacao["liberado_por"] == "carla"


def _papeis(saida: Path, resumo: dict[str, Any]) -> None:
    numero, total = str(resumo["dav"]["numero"]), resumo["dav"]["total"].replace(".", ",")
    paginas = "".join(p.extract_text() for p in PdfReader(saida / "dav.pdf").pages)
    assert numero in paginas
    assert total in paginas
    rolo = (saida / "dav_80mm.bin").read_bytes()
    assert total.encode() in rolo
    assert resumo["papeis"] == {"dav.pdf": (saida / "dav.pdf").stat().st_size, "dav_80mm.bin": len(rolo)}
    with Image.open(saida / "dav_80mm.png") as imagem:
        assert imagem.height > imagem.width


def test_um_passo_que_nao_acontece_para_o_dia(tmp_path: Path) -> None:
    feito = _anda(_SEM_UM_PASSO, tmp_path)
    assert feito.returncode not in (0, 2), feito.stderr
    assert "parou em “Quatro itens importados, um DAV dentro do limite”: incluir 2*" in feito.stderr
    assert "Traceback" not in feito.stderr
    assert (tmp_path / "tela_falha.png").exists()
    assert not (tmp_path / "resumo.json").exists()
