"""Rules of the house that import-linter and ruff cannot see (docs/decisions/0001).

The lists of exceptions below only shrink; each entry says why.
"""

import ast
import re
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

RAIZ = Path(__file__).parents[2]
PACOTE = RAIZ / "balcao"
LINHAS_MODULO, METODOS_CLASSE, LINHAS_FUNCAO = 400, 30, 60

# Modules that are longer for a reason: tables of data, not code.
MODULOS_LONGOS: dict[str, str] = {}
# A clock read where a rule or a use case is meant to be given `agora` or `hoje`.
RELOGIOS = {"now", "today", "utcnow"}
SEM_RELOGIO = ("domain", "services")
# Modules of those floors that may say `float`, and for what.
FLOAT_PERMITIDO = {"services/counter/ligacao.py": "how much of the first load is done, from 0 to 1"}
# The one door off the UI thread.
PORTA = "ui/background.py"
FORA_DA_PORTA = {"QThread", "QThreadPool", "QRunnable", "processEvents"}
# Part of ui that may use threads or processes itself, and why.
LINHAS_PROPRIAS = {"ui/erros.py": "a bug in any thread reaches the same handler (threading.excepthook); starts none"}

Violacao = Iterator[str]
Funcao = ast.FunctionDef | ast.AsyncFunctionDef


def _modulos() -> Iterator[tuple[str, ast.Module]]:
    for arquivo in sorted(PACOTE.rglob("*.py")):
        # migrations are frozen history: they may not be touched to please a newer rule
        if "migracoes/versions" not in arquivo.as_posix():
            yield str(arquivo.relative_to(PACOTE)), ast.parse(arquivo.read_text("utf-8"), str(arquivo))


def _tamanho_dos_modulos(nome: str, arvore: ast.Module) -> Violacao:
    linhas = len((PACOTE / nome).read_text("utf-8").splitlines())
    if linhas > LINHAS_MODULO and nome not in MODULOS_LONGOS:
        yield f"{nome}: {linhas} linhas, mais de {LINHAS_MODULO}"


def _tamanho_das_classes(nome: str, arvore: ast.Module) -> Violacao:
    for classe in (no for no in ast.walk(arvore) if isinstance(no, ast.ClassDef)):
        metodos = sum(isinstance(no, Funcao) for no in classe.body)
        if metodos > METODOS_CLASSE:
            yield f"{nome}:{classe.lineno}: {classe.name} tem {metodos} métodos, mais de {METODOS_CLASSE}"


def _tamanho_das_funcoes(nome: str, arvore: ast.Module) -> Violacao:
    for funcao in (no for no in ast.walk(arvore) if isinstance(no, Funcao)):
        linhas = (funcao.end_lineno or 0) - funcao.lineno + 1
        if linhas > LINHAS_FUNCAO:
            yield f"{nome}:{funcao.lineno}: {funcao.name} tem {linhas} linhas, mais de {LINHAS_FUNCAO}"


def _relogios(nome: str, arvore: ast.Module) -> Violacao:
    """`datetime.now()` and its like where the clock is injected; passing the function itself counts too."""
    if not nome.startswith(SEM_RELOGIO):
        return
    for no in ast.walk(arvore):
        if isinstance(no, ast.Attribute) and no.attr in RELOGIOS and _ultimo(no.value) in ("datetime", "date"):
            yield f"{nome}:{no.lineno}: lê o relógio ({ast.unparse(no)}); receba `agora` ou `hoje`"
        if isinstance(no, ast.Attribute) and no.attr in ("time", "time_ns") and _ultimo(no.value) == "time":
            yield f"{nome}:{no.lineno}: lê o relógio ({ast.unparse(no)}); receba `agora`"


def _dinheiro_em_ponto_flutuante(nome: str, arvore: ast.Module) -> Violacao:
    """`float` where money and quantities live."""
    if not nome.startswith(SEM_RELOGIO):
        return
    for no in ast.walk(arvore):
        if isinstance(no, ast.Name) and no.id == "float" and nome not in FLOAT_PERMITIDO:
            yield f"{nome}:{no.lineno}: float; dinheiro e quantidade são Decimal"


def _import_dentro_de_funcao(nome: str, arvore: ast.Module) -> Violacao:
    """An import inside a function hides a cycle; the line says which cost or system asks for it."""
    linhas = (PACOTE / nome).read_text("utf-8").splitlines()
    for funcao in (no for no in ast.walk(arvore) if isinstance(no, Funcao)):
        dentro = [no for no in ast.walk(funcao) if isinstance(no, ast.Import | ast.ImportFrom)]
        ditas = {i for no in dentro for i in range(no.lineno - 2, no.end_lineno or no.lineno)}
        if dentro and not any("#" in linhas[i] for i in ditas):
            yield f"{nome}:{dentro[0].lineno}: import dentro de {funcao.name} sem dizer por quê"


def _excecoes_engolidas(nome: str, arvore: ast.Module) -> Violacao:
    """`except: pass` for everything, or for one error without a word why."""
    linhas = (PACOTE / nome).read_text("utf-8").splitlines()
    for no in ast.walk(arvore):
        if not isinstance(no, ast.ExceptHandler):
            continue
        largo = no.type is None or _ultimo(no.type) in ("Exception", "BaseException")
        vazio = all(isinstance(passo, ast.Pass) or _reticencias(passo) for passo in no.body)
        explicado = any("#" in linhas[i - 1] for i in range(no.lineno, (no.end_lineno or no.lineno) + 1))
        if vazio and (largo or not explicado):
            yield f"{nome}:{no.lineno}: erro engolido em silêncio"


def _linhas_de_execucao_na_tela(nome: str, arvore: ast.Module) -> Violacao:
    if not nome.startswith("ui/") or nome == PORTA or nome in LINHAS_PROPRIAS:
        return
    for no in ast.walk(arvore):
        if isinstance(no, ast.Import | ast.ImportFrom):
            modulos = [a.name for a in no.names] + [getattr(no, "module", None) or ""]
            if {"threading", "multiprocessing", "concurrent.futures"} & set(modulos):
                yield f"{nome}:{no.lineno}: só {PORTA} sai da linha de execução da tela"
        if isinstance(no, ast.Name | ast.Attribute) and _ultimo(no) in FORA_DA_PORTA:
            yield f"{nome}:{no.lineno}: {_ultimo(no)}; só {PORTA} sai da linha de execução da tela"


def _promessas(nome: str, arvore: ast.Module) -> Violacao:
    """A comment that puts work off. (TODO is also a Portuguese word: only comments and capitals count.)"""
    with (PACOTE / nome).open("rb") as fonte:
        for parte in tokenize.tokenize(fonte.readline):
            if parte.type == tokenize.COMMENT and re.search(r"\b(TODO|FIXME|XXX|HACK)\b", parte.string):
                yield f"{nome}:{parte.start[0]}: promessa no código: {parte.string}"


def _ultimo(no: ast.expr) -> str:
    """`x` of `x` and of `a.b.x`."""
    return no.attr if isinstance(no, ast.Attribute) else no.id if isinstance(no, ast.Name) else ""


def _reticencias(passo: ast.stmt) -> bool:
    return isinstance(passo, ast.Expr) and isinstance(passo.value, ast.Constant) and passo.value.value is ...


REGRAS: tuple[Callable[[str, ast.Module], Violacao], ...] = (
    _tamanho_dos_modulos, _tamanho_das_classes, _tamanho_das_funcoes, _relogios, _excecoes_engolidas,
    _dinheiro_em_ponto_flutuante, _import_dentro_de_funcao, _linhas_de_execucao_na_tela, _promessas)


@pytest.fixture(scope="module")
def violacoes() -> dict[str, list[str]]:
    """By rule, what it found: each module is read once, and no tree is kept."""
    achadas: dict[str, list[str]] = {regra.__name__: [] for regra in REGRAS}
    for nome, arvore in _modulos():
        for regra in REGRAS:
            achadas[regra.__name__] += regra(nome, arvore)
    return achadas


@pytest.mark.xdist_group("arquitetura")
@pytest.mark.parametrize("regra", [regra.__name__ for regra in REGRAS], ids=lambda nome: nome.strip("_"))
def test_regra_da_casa(regra: str, violacoes: dict[str, list[str]]) -> None:
    assert not violacoes[regra], "\n" + "\n".join(violacoes[regra])


@pytest.mark.parametrize(("regra", "nome", "codigo"), [
    (_tamanho_das_classes, "a.py", "class A:\n" + "".join(f"    def f{i}(self): ...\n" for i in range(31))),
    (_tamanho_das_funcoes, "a.py", "def f():\n" + "    x = 1\n" * 60),
    (_relogios, "domain/a.py", "from datetime import datetime\ndatetime.now()"),
    (_relogios, "services/a.py", "import datetime\nf(datetime.date.today)"),
    (_relogios, "services/a.py", "import time\ntime.time()"),
    (_dinheiro_em_ponto_flutuante, "domain/a.py", "total = float(preco)"),
    (_linhas_de_execucao_na_tela, "ui/a.py", "import threading"),
    (_linhas_de_execucao_na_tela, "ui/a.py", "from PySide6.QtCore import QThread\nclass A(QThread): ..."),
    (_linhas_de_execucao_na_tela, "ui/a.py", "app.processEvents()"),
])
def test_cada_regra_ve_o_que_proibe(regra: Callable[[str, ast.Module], Violacao], nome: str, codigo: str) -> None:
    assert list(regra(nome, ast.parse(codigo)))


@pytest.mark.parametrize(("codigo", "visto"), [
    ("try:\n    f()\nexcept Exception:\n    pass", True),
    ("try:\n    f()\nexcept:\n    pass  # why", True),
    ("try:\n    f()\nexcept OSError:\n    pass", True),
    ("try:\n    f()\nexcept OSError:\n    pass  # gone already", False),
    ("try:\n    f()\nexcept OSError as erro:\n    raise X from erro", False),
])
def test_erro_engolido(codigo: str, visto: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.PACOTE", tmp_path)
    (tmp_path / "a.py").write_text(codigo)
    assert bool(list(_excecoes_engolidas("a.py", ast.parse(codigo)))) is visto


@pytest.mark.parametrize(("codigo", "visto"), [
    ("def f():\n    import lxml", True), ("import lxml", False),
    ("def f():\n    import lxml  # 0.1 s at start", False), ("def f():\n    # 0.1 s at start\n    import lxml", False)])
def test_import_dentro_de_funcao(codigo: str, visto: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.PACOTE", tmp_path)
    (tmp_path / "a.py").write_text(codigo)
    assert bool(list(_import_dentro_de_funcao("a.py", ast.parse(codigo)))) is visto


@pytest.mark.parametrize(("codigo", "visto"), [("x = 1  # TODO: depois", True), ('x = "TODO dia"', False)])
def test_promessa(codigo: str, visto: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.PACOTE", tmp_path)
    (tmp_path / "a.py").write_text(codigo)
    assert bool(list(_promessas("a.py", ast.parse(codigo)))) is visto


@pytest.mark.parametrize(("linhas", "visto"), [(400, False), (401, True)])
def test_modulo_longo(linhas: int, visto: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.PACOTE", tmp_path)
    (tmp_path / "a.py").write_text("x = 1\n" * linhas)
    assert bool(list(_tamanho_dos_modulos("a.py", ast.parse("")))) is visto


def test_as_excecoes_ainda_sao_precisas() -> None:
    assert all((PACOTE / nome).is_file() for nome in [*MODULOS_LONGOS, *LINHAS_PROPRIAS, *FLOAT_PERMITIDO])
    assert all(len((PACOTE / n).read_text("utf-8").splitlines()) > LINHAS_MODULO for n in MODULOS_LONGOS)
