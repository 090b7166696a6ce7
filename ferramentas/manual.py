"""`make manual`: the chapters of docs/manual that come from declarations (fields, keys, findings, permissions).

Each generated file says so in its first line; the others are written by people and are left alone. With
--confere nothing is written and the exit code is 1 when a chapter no longer says what the program does.
"""

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_origin

from pydantic import BaseModel

import balcao.ui
from balcao.documents.modelo import ModeloDocumento
from balcao.domain.campo import Campo, Onde, Politica, campos_de, opcoes_oferecidas
from balcao.domain.permissoes import ROTULOS
from balcao.domain.terminal import PAGINAS, Pagina, Rodape
from balcao.domain.textos import TEXTOS
from balcao.domain.tipo_pedido.politica import TipoPedido
from balcao.ui.acoes import ActionSpec, nome_tecla

MANUAL = Path(__file__).resolve().parent.parent / "docs" / "manual"
INDICE = "README.md"
TELAS = {"divergencias": "Divergências", "ficha": "Ficha de um cadastro", "fila": "A enviar",
         "papeis": "Fila de impressão"}  # where the id does not say what the screen is called
AVISO = "<!-- Gerado por `make manual` a partir das declarações do programa; não edite. -->"


def main(argumentos: list[str] | None = None) -> int:
    leitor = argparse.ArgumentParser(description="Gera os capítulos do manual que vêm das declarações.")
    leitor.add_argument("--confere", action="store_true", help="só diz o que está velho")
    confere = leitor.parse_args(argumentos).confere
    velhos = {nome: texto for nome, texto in capitulos().items() if _atual(nome) != texto}
    for nome, texto in velhos.items():
        print(f"{nome}: desatualizado" if confere else f"{nome}: gravado")
        if not confere:
            MANUAL.mkdir(parents=True, exist_ok=True)
            (MANUAL / nome).write_text(texto, "utf-8")
    if confere and velhos:
        print("Rode `make manual` e guarde o resultado.")
    return 1 if confere and velhos else 0


def capitulos() -> dict[str, str]:
    """File name → text of every generated chapter."""
    partes: dict[str, Callable[[], Iterable[str]]] = {
        "configuracao.md": _configuracao, "tipos-de-pedido.md": _tipos_de_pedido,
        "modelos-de-documento.md": _modelos, "teclas.md": _teclas, "mensagens.md": _mensagens,
        "permissoes.md": _permissoes}
    textos = {nome: "\n".join([AVISO, "", *parte()]).rstrip() + "\n" for nome, parte in partes.items()}
    return textos | {INDICE: _indice(textos)}


def _indice(gerados: dict[str, str]) -> str:
    """The list of all chapters, those written by people first."""
    escritos = {arquivo.name: arquivo.read_text("utf-8") for arquivo in sorted(MANUAL.glob("*.md"))
                if arquivo.name != INDICE and arquivo.name not in gerados}
    linhas = [f"- [{_titulo(texto)}]({nome})" for nome, texto in (escritos | gerados).items()]
    return "\n".join([AVISO, "", "# Manual do Balcão", "", *linhas, ""])


def _titulo(texto: str) -> str:
    return next((linha[2:] for linha in texto.splitlines() if linha.startswith("# ")), "sem título")


def _atual(nome: str) -> str:
    arquivo = MANUAL / nome
    return arquivo.read_text("utf-8") if arquivo.exists() else ""


# ---- fields


def _configuracao() -> Iterator[str]:
    yield from ("# Configuração do terminal", "",
                "O que este balcão faz e com quem fala. Abre-se pelo menu Configuração; **F1** em qualquer campo "
                "mostra o texto abaixo. **F12** grava, **Esc** fecha sem gravar.", "")
    for pagina in (*PAGINAS, Pagina("Rodapé", "", "rodape", Rodape)):
        yield from (f"## {pagina.caminho}", "")
        yield from _campos(pagina.modelo, 3)


def _tipos_de_pedido() -> Iterator[str]:
    yield from ("# Tipos de pedido", "",
                "Cada documento do balcão (DAV, pré-venda, …) segue as regras do seu tipo.", "")
    yield from _campos(TipoPedido, 2)


def _modelos() -> Iterator[str]:
    yield from ("# Modelos de documento (Editar Relatório)", "",
                "O que sai impresso em cada documento deste terminal.", "")
    yield from _campos(ModeloDocumento, 2)


def _campos(modelo: type[Politica], nivel: int) -> Iterator[str]:
    """Every declared field, by group, in declaration order."""
    grupo = ""
    for nome, campo in campos_de(modelo):
        if campo.grupo and campo.grupo != grupo:
            yield from (f"{'#' * nivel} {campo.grupo}", "")
        grupo = campo.grupo or grupo
        yield from _campo(campo, modelo.model_fields[nome], nivel + (1 if campo.grupo else 0))


def _campo(campo: Campo, info: Any, nivel: int) -> Iterator[str]:
    yield from (f"{'#' * nivel} {campo.titulo}", "")
    for linha in campo.ajuda.split("\n"):
        yield from (linha, "")
    for opcao in opcoes_oferecidas(campo):
        yield f"- **{opcao.rotulo}**: {opcao.efeito}"
    if campo.opcoes:
        yield ""
    notas = [campo.fixo or (f"Nasce como: {_valor(campo, info)}." if not info.is_required() else "É preciso informar."),
             _faixa(campo), "Guardado neste computador." if campo.onde is Onde.ESTACAO else "",
             "Aparece conforme os outros campos." if campo.visivel_quando else "",
             f"Ainda não pode ser usado: {campo.indisponivel}" if campo.indisponivel else "",
             "Afrouxar pede a permissão “Altera regras do terminal”." if campo.enfraquece else ""]
    yield from (f"*{' '.join(nota for nota in notas if nota)}* `{campo.id}`", "")


def _valor(campo: Campo, info: Any) -> str:
    padrao = info.get_default(call_default_factory=True)
    if get_origin(info.annotation) is tuple and padrao and isinstance(padrao[0], BaseModel):
        return ", ".join(str(getattr(item, "titulo", item)) for item in padrao)
    if isinstance(padrao, frozenset | set | tuple):
        ordem = [o.valor for o in campo.opcoes]
        presentes = sorted(padrao, key=lambda v: ordem.index(v) if v in ordem else len(ordem))
        return ", ".join(campo.rotulo_de(v) for v in presentes) or "nenhum"
    if isinstance(padrao, bool):
        return campo.rotulo_de(padrao).lower()
    texto = campo.rotulo_de(padrao.value if isinstance(padrao, Enum) else padrao)
    return f"{texto} {campo.unidade}".strip() if texto else "vazio"


def _faixa(campo: Campo) -> str:
    unidade = f" {campo.unidade}" if campo.unidade else ""
    if campo.minimo is None and campo.maximo is None:
        return f"Até {campo.tamanho} letras." if campo.tamanho else ""
    if campo.maximo is None:
        return f"A partir de {campo.minimo}{unidade}."
    if campo.minimo is None:
        return f"Até {campo.maximo}{unidade}."
    return f"De {campo.minimo} a {campo.maximo}{unidade}."


# ---- keys, findings, permissions


def _teclas() -> Iterator[str]:
    yield from ("# Teclas", "", "Toda ação tem uma tecla, escrita onde ela age. **F1** mostra as da tela aberta; "
                "**Ctrl+K** procura uma ação pelo nome.", "")
    for titulo, specs in sorted(acoes_por_tela().items()):
        yield from (f"## {titulo}", "", "| Tecla | Ação | O que faz |", "| --- | --- | --- |")
        for spec in specs:
            tecla = f"**{nome_tecla(spec.tecla)}**" if spec.tecla else "(pelo Ctrl+K)"
            yield f"| {tecla} | {_celula(spec.titulo)} | {_celula(spec.ajuda)} |"
        yield ""


def acoes_por_tela() -> dict[str, list[ActionSpec]]:
    """The `ActionSpec`s that the screens declare in their modules, by the group they name."""
    por_tela: dict[str, list[ActionSpec]] = {}
    vistos: set[str] = set()
    for achado in pkgutil.walk_packages(balcao.ui.__path__, "balcao.ui."):
        for valor in vars(importlib.import_module(achado.name)).values():
            if not isinstance(valor, tuple) or not valor or not all(isinstance(v, ActionSpec) for v in valor):
                continue
            for spec in valor:
                if spec.id not in vistos:
                    vistos.add(spec.id)
                    tela = spec.id.split(".")[0]
                    por_tela.setdefault(spec.grupo or TELAS.get(tela, tela.capitalize()), []).append(spec)
    return por_tela


def _mensagens() -> Iterator[str]:
    yield from ("# Mensagens da conferência", "",
                "O que o programa diz quando confere um documento. **Ctrl+I** mostra qual configuração decidiu.", "",
                "| Mensagem | Código |", "| --- | --- |")
    for codigo, texto in TEXTOS.items():
        yield f"| {_celula(texto.replace('{', '‹').replace('}', '›'))} | `{codigo}` |"


def _permissoes() -> Iterator[str]:
    yield from ("# Permissões", "",
                "O que um perfil de usuários pode fazer. O serviço recusa o que o perfil não permite.",
                "", "| Permissão | Nome interno |", "| --- | --- |")
    for permissao, rotulo in ROTULOS.items():
        yield f"| {_celula(rotulo)} | `{permissao.value}` |"


def _celula(texto: str) -> str:
    return texto.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    sys.exit(main())
