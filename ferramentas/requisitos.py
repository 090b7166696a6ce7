"""`make requisitos`: which requirements have a passing scenario that can tell its settings apart.

Reads docs/requisitos/*.yaml and what the last run of tests/scenarios wrote (.relatorios/cenarios.jsonl, by
tests/scenarios/conftest.py). An id is *shown* when all its scenarios pass and, for each field declared under it
that they set, at least one turns red with that field left at its default (run with --mutacao). A field that is declared
with its behaviour not built (`Campo.aberto`) is open whatever a scenario says. Exit code 1 when a tag names no entry,
or such a field.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from balcao.domain.campo import campos_de
from balcao.domain.tipo_pedido.ficha import FichaTipoPedido

RAIZ = Path(__file__).resolve().parent.parent
REQUISITOS = RAIZ / "docs" / "requisitos"
CENARIOS = RAIZ / "tests" / "scenarios"
RELATORIO = RAIZ / ".relatorios" / "cenarios.jsonl"
_TAG = re.compile(r"@([A-Z]{2,3}-\d{2,3})\b")


@dataclass
class Requisito:
    """One catalogue entry and what the scenarios said of it."""

    id: str
    catalogo: str
    camada: int
    rotulo: str
    sem_comportamento: bool = False
    passou: int = 0
    falhou: int = 0
    campos: dict[str, int] = field(default_factory=dict)
    """Field left at its default → scenarios that turned red; "" is the one field of the registries."""

    @property
    def estado(self) -> str:
        if self.falhou:
            return "falha"
        if self.sem_comportamento or not self.passou:
            return "aberto"
        return "não distingue" if self.iguais else "mostrado"

    @property
    def iguais(self) -> list[str]:
        """Fields that could be anything and no scenario would tell."""
        return [campo for campo, vermelhos in self.campos.items() if not vermelhos]


def le_catalogo() -> dict[str, Requisito]:
    """Every entry of every catalogue, by id."""
    requisitos: dict[str, Requisito] = {}
    abertos = {campo.id for _, campo in campos_de(FichaTipoPedido, abertos=True) if campo.aberto}
    for arquivo in sorted(REQUISITOS.glob("*.yaml")):
        for entrada in yaml.load(arquivo.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            id_ = str(entrada["id"])
            requisitos[id_] = Requisito(id_, arquivo.stem, int(entrada.get("camada") or 0),
                                        str(entrada.get("rotulo") or ""), id_ in abertos)
    return requisitos


def tags_dos_cenarios() -> dict[str, set[str]]:
    """Requirement tags in the feature files, and where."""
    achadas: dict[str, set[str]] = defaultdict(set)
    for arquivo in sorted(CENARIOS.glob("*.feature")):
        for linha in arquivo.read_text(encoding="utf-8").splitlines():
            if linha.lstrip().startswith("@"):
                for tag in _TAG.findall(linha):
                    achadas[tag].add(arquivo.name)
    return achadas


def soma_resultados(requisitos: dict[str, Requisito]) -> None:
    """Add up what the last run wrote."""
    if not RELATORIO.exists():
        sys.exit("Rode antes os cenários: make requisitos os executa e depois chama este programa.")
    for linha in RELATORIO.read_text(encoding="utf-8").splitlines():
        dado = json.loads(linha)
        mutado, _, campo = dado.get("mutado", "").partition(" ")
        for tag in dado["requisitos"]:
            requisito = requisitos.get(tag)
            if requisito is None:
                continue
            if not mutado:
                requisito.passou += dado["passou"]
                requisito.falhou += not dado["passou"]
            elif mutado == tag:
                requisito.campos[campo] = requisito.campos.get(campo, 0) + (not dado["passou"])


def erros_das_tags(requisitos: dict[str, Requisito], tags: dict[str, set[str]]) -> list[str]:
    """Tags that no scenario can show: of nothing in the catalogue, or of a field that does nothing yet."""
    erros = []
    for tag, onde in sorted(tags.items()):
        arquivos = ", ".join(sorted(onde))
        if tag not in requisitos:
            erros.append(f"{arquivos}: @{tag} não está no catálogo")
        elif requisitos[tag].sem_comportamento:
            erros.append(f"{arquivos}: @{tag} é de um campo ainda aberto")
    return erros


def imprime(requisitos: dict[str, Requisito], so_abertos: bool) -> None:
    """The table per catalogue and tier, or the open ids."""
    if so_abertos:
        for r in requisitos.values():
            if r.estado != "mostrado":
                porque = " (campo declarado, comportamento por fazer)" if r.sem_comportamento else ""
                print(f"{r.id}  camada {r.camada}  {r.estado:13}  {r.rotulo}{porque}")
        return
    grupos: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for r in requisitos.values():
        grupos[r.catalogo, r.camada][r.estado] += 1
    print(f"{'catálogo':24} camada  entradas  mostrados  não distingue  falham  abertos")
    for (catalogo, camada), c in sorted(grupos.items()):
        print(f"{catalogo:24} {camada or '—'!s:>6} {c.total():9} {c['mostrado']:10} {c['não distingue']:14} "
              f"{c['falha']:7} {c['aberto']:8}")


def main() -> int:
    """Print the state of the requirement list; see the module."""
    leitor = argparse.ArgumentParser(description="Situação dos requisitos")
    leitor.add_argument("--abertos", action="store_true", help="lista os ids que faltam")
    argumentos = leitor.parse_args()
    requisitos = le_catalogo()
    erros = erros_das_tags(requisitos, tags_dos_cenarios())
    soma_resultados(requisitos)
    imprime(requisitos, argumentos.abertos)
    ruins = [r for r in requisitos.values() if r.estado in ("falha", "não distingue")]
    for r in ruins:
        print(f"{r.id}: {r.estado} ({r.rotulo}) {' '.join(r.iguais)}".rstrip())
    for erro in erros:
        print(erro)
    return 1 if erros or ruins else 0


if __name__ == "__main__":
    sys.exit(main())
