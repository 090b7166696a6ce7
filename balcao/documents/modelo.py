"""`ModeloDocumento`: how a document looks, as declared data that Editar Relatório changes (CB-042).

One template serves every paper. The legal notice of a DAV and the columns that the law asks for are not
the user's to remove. Not here: where templates are kept (`modelo_arquivo`) and what they are filled with.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, model_validator

from balcao.domain.campo import Campo, Opcao, Politica, ValorInvalido, campos_de
from balcao.domain.terminal.impressao import ControlesImpressao
from balcao.domain.terminal.opcoes import Papel, PrecosImpressos
from balcao.domain.tipo_pedido.opcoes import Categoria

AVISO_LEGAL = ("NÃO É DOCUMENTO FISCAL - NÃO É VÁLIDO COMO RECIBO E COMO GARANTIA DE MERCADORIA - "
               "NÃO COMPROVA PAGAMENTO")
MACROS: Mapping[str, str] = {
    "cliente": "nome do cliente",
    "documento": "título e número",
    "numero": "número",
    "data": "data de emissão",
    "validade": "data de validade",
    "vendedor": "nome do vendedor",
    "total": "total do documento",
    "loja": "nome da loja",
}
LARGURA_A4_MM = 180
DESCRICAO_MINIMA_MM = 40
_MACRO = re.compile(r"\$\{([^${}]*)\}")
_MAIS_RESTRITO = (PrecosImpressos.ITENS, PrecosImpressos.TOTAL, PrecosImpressos.NENHUM)


class ChaveModelo(StrEnum):
    """Which document a template is for; also its file's name."""

    DAV = "dav"
    PRE_VENDA = "pre_venda"


def chave_de(categoria: Categoria) -> ChaveModelo:
    """Which template prints the documents of a category."""
    return ChaveModelo.DAV if categoria is Categoria.ORCAMENTO else ChaveModelo.PRE_VENDA


class ColunaItem(StrEnum):
    """What a column of the items shows."""

    LINHA = "linha"
    CODIGO = "codigo"
    DESCRICAO = "descricao"
    QUANTIDADE = "quantidade"
    UNIDADE = "unidade"
    PRECO = "preco"
    DESCONTO = "desconto"
    TOTAL = "total"


DE_VALOR = frozenset({ColunaItem.PRECO, ColunaItem.DESCONTO, ColunaItem.TOTAL})
A_DIREITA = DE_VALOR | {ColunaItem.LINHA, ColunaItem.QUANTIDADE}
NOME_DA_COLUNA: Mapping[ColunaItem, str] = {
    ColunaItem.LINHA: "nº da linha", ColunaItem.CODIGO: "código", ColunaItem.DESCRICAO: "descrição",
    ColunaItem.QUANTIDADE: "quantidade", ColunaItem.UNIDADE: "unidade",
    ColunaItem.PRECO: "preço unitário", ColunaItem.DESCONTO: "desconto", ColunaItem.TOTAL: "total",
}
# What a printed DAV must say of each item.
EXIGIDAS_NO_DAV = tuple(c for c in ColunaItem if c is not ColunaItem.LINHA)


class Coluna(BaseModel):
    """One column: its heading and its least width on A4, in mm (0: as wide as its content). The description
    takes what is left; a number that needs more room gets it. Rolls and dot matrix use the order only."""

    model_config = ConfigDict(frozen=True)

    campo: Annotated[ColunaItem, Campo(
        "CB-042", "Mostra", "O que sai nesta coluna.",
        opcoes=tuple(Opcao(c, nome[0].upper() + nome[1:], "") for c, nome in NOME_DA_COLUNA.items()))
    ] = ColunaItem.DESCRICAO
    titulo: Annotated[str, Campo(
        "CB-042", "Título da coluna", "O que sai no alto da coluna.", obrigatorio=True, tamanho=20)] = ""
    largura: Annotated[int, Campo(
        "CB-042", "Largura mínima", "Só no A4. Zero: a do conteúdo.", unidade="mm", minimo=0, maximo=100)] = 0


COLUNAS_PADRAO = (
    Coluna(campo=ColunaItem.LINHA, titulo="#", largura=7),
    Coluna(campo=ColunaItem.CODIGO, titulo="Código", largura=17),
    Coluna(campo=ColunaItem.DESCRICAO, titulo="Descrição"),
    Coluna(campo=ColunaItem.QUANTIDADE, titulo="Qtde", largura=16),
    Coluna(campo=ColunaItem.UNIDADE, titulo="Un", largura=9),
    Coluna(campo=ColunaItem.PRECO, titulo="Unitário", largura=18),
    Coluna(campo=ColunaItem.DESCONTO, titulo="Desconto", largura=16),
    Coluna(campo=ColunaItem.TOTAL, titulo="Total", largura=20),
)


def _macros_conhecidas(texto: str) -> str | None:
    for nome in _MACRO.findall(texto):
        if nome not in MACROS:
            conhecidas = ", ".join(f"${{{m}}}" for m in MACROS)
            return f"“${{{nome}}}” não existe. Use: {conhecidas}."
    if "${" in _MACRO.sub("", texto):
        return "Falta fechar uma macro com “}”."
    return None


def _colunas_certas(colunas: tuple[Coluna, ...]) -> str | None:
    campos = [c.campo for c in colunas]
    if ColunaItem.DESCRICAO not in campos:
        return "Falta a coluna descrição: sem ela o cliente não sabe o que comprou."
    for coluna in colunas:
        nome = NOME_DA_COLUNA[coluna.campo]
        if campos.count(coluna.campo) > 1:
            return f"A coluna {nome} aparece duas vezes; deixe uma."
        if not coluna.titulo.strip() or len(coluna.titulo) > 20:
            return f"Dê à coluna {nome} um título de até 20 letras."
        if not 0 <= coluna.largura <= 100:
            return f"A largura da coluna {nome} deve estar entre 0 e 100 mm."
    fixas = sum(c.largura for c in colunas if c.campo is not ColunaItem.DESCRICAO)
    if fixas > LARGURA_A4_MM - DESCRICAO_MINIMA_MM:
        return (f"As colunas somam {fixas} mm e não sobra lugar para a descrição: "
                f"use até {LARGURA_A4_MM - DESCRICAO_MINIMA_MM} mm.")
    return None


def _do_dav(modelo: Any) -> bool:
    return bool(modelo.documento is ChaveModelo.DAV)


def _da_pre_venda(modelo: Any) -> bool:
    return not _do_dav(modelo)


class ModeloDocumento(Politica):
    """The template of one document on this terminal. `revisao` counts the times it was saved."""

    documento: ChaveModelo
    esquema: int = 1
    revisao: int = 0
    titulo: Annotated[str, Campo(
        "CB-042", "Título", "Título no alto do documento. Vazio: o título do tipo de pedido.",
        "Cabeçalho", tamanho=80)] = ""
    papel: Annotated[Papel | None, Campo(
        "CB-042", "Papel", "Papel deste documento. Vazio: o papel do terminal (Controles de Impressão).",
        "Cabeçalho", opcoes=(Opcao(Papel.A4, "A4", "página"), Opcao(Papel.BOBINA_80, "Bobina 80 mm", "48 colunas"),
                             Opcao(Papel.BOBINA_58, "Bobina 58 mm", "32 colunas"),
                             Opcao(Papel.TEXTO_80, "Matricial 80 colunas", "texto puro")))] = None
    mostrar_logo: Annotated[bool, Campo(
        "CB-042", "Logo", "Marcado: imprime a imagem do logo, se o terminal tiver uma.", "Cabeçalho")] = True
    mostrar_codigo_barras: Annotated[bool, Campo(
        "CB-042", "Código de barras do número",
        "Marcado: o caixa acha o documento com o leitor.", "Cabeçalho")] = True
    aviso_legal: Annotated[bool, Campo(
        "CB-042", "Aviso “não é documento fiscal”",
        "Na pré-venda pode ser retirado. No DAV a lei o exige, e ele sai sempre.", "Cabeçalho",
        visivel_quando=_da_pre_venda)] = True
    texto_antes: Annotated[str, Campo(
        "CB-042", "Texto antes dos itens", "Sai entre o cabeçalho e os itens. Aceita macros: "
        "${cliente}, ${documento}, ${numero}, ${data}, ${validade}, ${vendedor}, ${total}, ${loja}.",
        "Textos", longo=True, tamanho=600, confere=_macros_conhecidas)] = ""
    texto_depois: Annotated[str, Campo(
        "CB-042", "Texto depois do total", "Condições, prazos, garantias. Aceita as mesmas macros.",
        "Textos", longo=True, tamanho=2000, confere=_macros_conhecidas)] = ""
    rodape: Annotated[str, Campo(
        "CB-042", "Mensagem final", "Última linha do documento. Aceita as mesmas macros.",
        "Textos", longo=True, tamanho=500, confere=_macros_conhecidas)] = ""
    colunas: Annotated[tuple[Coluna, ...], Campo(
        "CB-042", "Colunas dos itens", "Quais colunas, em que ordem, com que título e largura (A4).",
        "Itens", confere=_colunas_certas)] = COLUNAS_PADRAO
    precos: Annotated[PrecosImpressos, Campo(
        "CB-138", "Preços", "Quanto dos valores sai neste documento. No DAV vale o mais restrito entre este "
        "ajuste e o do terminal.", "Itens",
        opcoes=(Opcao(PrecosImpressos.ITENS, "Por item", "unitário e total"),
                Opcao(PrecosImpressos.TOTAL, "Só total", "total geral"),
                Opcao(PrecosImpressos.NENHUM, "Nenhum", "sem valores")))] = PrecosImpressos.ITENS
    mostrar_parcelas: Annotated[bool, Campo(
        "CB-042", "Parcelas", "Marcado: lista vencimentos e valores do plano.", "Fechamento")] = True
    mostrar_pix: Annotated[bool, Campo(
        "CB-042", "QR do Pix", "Marcado: imprime o QR quando a loja tem chave Pix.", "Fechamento")] = True
    mostrar_protocolo: Annotated[bool, Campo(
        "CB-042", "Protocolo", "Marcado: imprime o protocolo do envio e a revisão.", "Fechamento")] = True
    linhas_por_pagina: Annotated[int, Campo(
        "CB-042", "Linhas por página (matricial)",
        "Linhas de cada folha do papel de 80 colunas. Zero: folha contínua.", "Papel",
        minimo=0, maximo=200)] = 60

    @model_validator(mode="after")
    def _do_documento(self) -> Self:
        for erros in erros_entre_campos(self).values():
            raise ValueError(erros)
        return self


def erros_entre_campos(modelo: ModeloDocumento) -> dict[str, str]:
    """What the law asks of this document, by field: message for the user."""
    if not _do_dav(modelo):
        return {}
    erros = {}
    if not modelo.aviso_legal:
        erros["aviso_legal"] = "O aviso legal não pode ser retirado do DAV."
    presentes = {c.campo for c in modelo.colunas}
    if faltam := [NOME_DA_COLUNA[c] for c in EXIGIDAS_NO_DAV if c not in presentes]:
        erros["colunas"] = f"O DAV precisa destas colunas: {', '.join(faltam)}. Para esconder valores use Preços."
    return erros


def conferir(valores: Mapping[str, Any]) -> dict[str, str]:
    """Check a template as typed or as read from a file: field → message; empty means it can be saved.

    `valores` needs `documento`; a field that is missing counts with its default.
    """
    erros: dict[str, str] = {}
    prontos: dict[str, Any] = {}
    for nome, campo in campos_de(ModeloDocumento):
        if nome not in valores:
            continue
        try:
            tipo: Any = ModeloDocumento.model_fields[nome].annotation
            prontos[nome] = TypeAdapter(tipo).validate_python(valores[nome])
            campo.validar(prontos[nome])
        except ValidationError:
            erros[nome] = f"Valor inválido em {campo.titulo}."
        except ValorInvalido as erro:
            erros[nome] = str(erro)
    if erros:
        return erros
    original = padrao(ChaveModelo(valores["documento"]))
    return erros_entre_campos(original.model_copy(update=prontos))


def padrao(documento: ChaveModelo) -> ModeloDocumento:
    """The template that Balcão ships: the original that "restaurar" goes back to."""
    return ModeloDocumento(documento=documento)


def com_terminal(modelo: ModeloDocumento, controles: ControlesImpressao) -> ModeloDocumento:
    """The template with this terminal's Controles de Impressão: paper (CB-132), logo (CB-136), final message
    (CB-137, after the template's own) and prices (CB-138, DAV only; the stricter of the two holds)."""
    precos = modelo.precos
    if _do_dav(modelo):
        precos = max(modelo.precos, controles.imp_precos, key=_MAIS_RESTRITO.index)
    return modelo.model_copy(update={
        "papel": modelo.papel or controles.imp_modelo_papel,
        "mostrar_logo": modelo.mostrar_logo and controles.imp_imprime_logo,
        "rodape": "\n".join(t for t in (modelo.rodape, controles.imp_mensagem_rodape) if t.strip()),
        "precos": precos,
    })


def troca_macros(texto: str, valores: Mapping[str, str]) -> str:
    """Fill `${nome}`; a macro without a value stays as typed (saving refuses unknown ones)."""
    return _MACRO.sub(lambda m: valores.get(m[1], m[0]), texto)
