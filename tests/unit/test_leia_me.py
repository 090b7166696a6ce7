"""What README and manual tell people to type is there: commands with their options, make targets, files, keys."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from balcao.cli.leitor import leitor
from balcao.ui.acoes import nome_tecla
from ferramentas.manual import acoes_por_tela

RAIZ = Path(__file__).resolve().parents[2]
LEIA_ME = RAIZ / "README.md"
PAPEIS = [LEIA_ME, *sorted((RAIZ / "docs").rglob("*.md"))]


def blocos() -> Iterator[str]:
    """The lines of every block of commands, without what is said of them."""
    for papel in PAPEIS:
        for bloco in re.findall(r"```sh\n(.*?)```", papel.read_text("utf-8"), re.DOTALL):
            for linha in bloco.splitlines():
                yield linha.split("  #")[0].strip()


def comandos() -> Iterator[str]:
    """`balcao a b | c` is two commands, the second as `balcao a c` would be written: the words before it stand."""
    for linha in blocos():
        if linha.startswith("balcao "):
            primeiro, *outros = linha.split(" | ")
            yield primeiro
            for outro in outros:
                yield " ".join((*primeiro.split()[:2], outro))


@pytest.mark.parametrize("comando", sorted(set(comandos())))
def test_o_comando_existe_com_essas_opcoes(comando: str) -> None:
    palavras = [palavra for palavra in shlex.split(comando)[1:] if palavra != "…"]
    palavras = [palavra.replace("…", "0" * 60) for palavra in palavras]  # a fingerprint, shortened on paper
    leitor().parse_args(palavras)


def test_os_alvos_do_make_existem() -> None:
    alvos = set(re.findall(r"^([a-z-]+):", (RAIZ / "Makefile").read_text("utf-8"), re.MULTILINE))
    pedidos = {linha.split()[1] for linha in blocos() if linha.startswith("make ")}
    assert {"run", "test", "check", "bench"} <= pedidos <= alvos


def test_os_arquivos_que_eles_apontam_existem() -> None:
    faltam = [(papel.name, alvo) for papel in PAPEIS
              for alvo in re.findall(r"\]\(([^)#\s]+)", papel.read_text("utf-8"))
              if "://" not in alvo and not (papel.parent / alvo).exists()]
    assert faltam == []


def test_as_teclas_do_leia_me_sao_as_da_venda() -> None:
    """The table's keys are keys of the program; F2 to F12 are the sale's own."""
    texto = LEIA_ME.read_text("utf-8")
    tabela = texto[texto.index("| key | does | key |"):texto.index("In the entry line:")]
    celulas = [celula.strip() for linha in tabela.splitlines()[2:] for celula in linha.strip("|").split("|")[::2]]
    ditas = {tecla.strip() for celula in celulas for tecla in celula.split(" / ")}
    do_programa = {nome_tecla(spec.tecla) for specs in acoes_por_tela().values() for spec in specs if spec.tecla}
    assert {f"F{n}" for n in range(2, 13)} <= ditas - {""} <= do_programa
