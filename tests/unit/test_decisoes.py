"""docs/decisions: every decision is in the index under its own title, and what the code refers to is there."""

import re
from pathlib import Path

RAIZ = Path(__file__).resolve().parents[2]
DECISOES = RAIZ / "docs" / "decisions"
ARQUIVOS = sorted(DECISOES.glob("[0-9]*.md"))


def test_o_indice_tem_cada_decisao_uma_vez_com_o_titulo_dela() -> None:
    titulos = {}
    for arquivo in ARQUIVOS:
        titulo, vazia, situacao = arquivo.read_text("utf-8").splitlines()[:3]
        assert (titulo[:8], vazia) == (f"# {arquivo.name[:4]}. ", ""), arquivo.name
        assert situacao.startswith("Status: "), arquivo.name
        titulos[arquivo.name] = titulo.removeprefix("# ").replace(". ", " [", 1) + "]"
    linhas = re.findall(r"^- (.+\])\((.+)\)$", (DECISOES / "README.md").read_text("utf-8"), re.MULTILINE)
    assert sorted((nome, titulo) for titulo, nome in linhas) == sorted(titulos.items()), \
        "docs/decisions/README.md has one line for each decision, under what it is about: - NNNN [title](file)"


def test_o_que_o_programa_e_os_papeis_citam_existe() -> None:
    numeros = {arquivo.name[:4] for arquivo in ARQUIVOS}
    citados: dict[str, set[str]] = {}
    for pasta, tipo in (("balcao", "*.py"), ("tests", "*.py"), ("ferramentas", "*.py"), ("docs", "*.md")):
        for arquivo in (RAIZ / pasta).rglob(tipo):
            padrao = r"docs/decisions/(\d{4})" + ("" if pasta != "docs" else r"|\((0\d{3})\)")
            for achado in re.finditer(padrao, arquivo.read_text("utf-8")):
                citados.setdefault(achado[1] or achado[2], set()).add(arquivo.name)
    assert {numero: onde for numero, onde in citados.items() if numero not in numeros} == {}
    assert "0060" in citados
