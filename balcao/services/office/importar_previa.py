"""Plans of imports as the wire's `Previa`: data for a screen, and the mark that names a plan."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from balcao.domain.formatos import numero, quantos
from balcao.domain.importacao import Coluna, Gravidade, Problema
from balcao.domain.importacao_previa import (
    MAX_MOSTRADAS,
    CampoPossivel,
    ColunaDoArquivo,
    ItemVisto,
    LinhaVista,
    NotaVista,
    Previa,
    ProblemaVisto,
    TabelaVista,
    TipoImportacao,
)
from balcao.gateways.planilha import Planilha
from balcao.services.office.importacao import Acao, LinhaPlano, PlanoTabela
from balcao.services.office.importacao_texto import detalhe_da_linha
from balcao.services.office.importar_nfe_plano import ItemPlano, PlanoNota, PlanoNotas

_EXEMPLO = 40


def marca_de(plano: PlanoNotas | PlanoTabela) -> str:
    """A digest of everything that the plan would write and of every problem: equal plans, equal marks."""
    conteudo = hashlib.sha256()
    if isinstance(plano, PlanoNotas):
        _resume(conteudo, (plano.notas, plano.problemas, plano.estabelecimento_id, plano.lista_id))
    else:
        _resume(conteudo, (plano.tipo, plano.problemas, plano.opcoes, plano.planilha.sha256))
        for linha in plano.linhas:  # flat, and as many as a file has: ten times as fast as value by value
            conteudo.update(repr((linha.numero, linha.rotulo, linha.acao, linha.id, sorted(linha.valores.items()),
                                  linha.alteracoes)).encode())
    return conteudo.hexdigest()


def previa_de_notas(plano: PlanoNotas) -> Previa:
    """The preview of supplier invoices. A question is told by its item, not again among the problems."""
    perguntas = {(n.arquivo, i.item.linha, f"item {i.item.numero}") for n in plano.notas for i in n.itens
                 if i.conversao.pergunta}
    problemas = [p for p in plano.problemas if (p.arquivo, p.linha, p.lugar) not in perguntas]
    mostrados, outros = _problemas(problemas)
    return Previa(
        tipo=TipoImportacao.NFE, marca=marca_de(plano), pode=bool(plano.a_importar) and not plano.problemas,
        pode_so_boas=False, resumo=_resumo_notas(plano, len(perguntas), problemas),
        notas=tuple(_nota(n) for n in plano.notas), problemas=mostrados, outros_problemas=outros)


def previa_de_tabela(plano: PlanoTabela, colunas: Sequence[Coluna]) -> Previa:
    """The preview of a table. `colunas`: every field that its importer understands."""
    mostrados, outros = _problemas(plano.problemas)
    mudam = [linha for linha in plano.linhas if linha.acao is not Acao.MANTER]
    contas = plano.resumo()
    tabela = TabelaVista(
        arquivo=plano.arquivo, detalhe=f"{plano.planilha.formato}, {plano.planilha.detalhe}",
        total=len(plano.planilha.linhas) + len({p.linha for p in plano.planilha.problemas}),
        colunas=_colunas(plano),
        campos=tuple(CampoPossivel(campo=c.campo, titulo=c.titulo, obrigatorio=c.obrigatoria) for c in colunas),
        linhas=tuple(_linha(li) for li in mudam[:MAX_MOSTRADAS]), mudam=len(mudam), criar=contas["criar"],
        alterar=contas["alterar"], manter=contas["manter"], recusadas=contas["recusadas"])
    aproveita = bool(mudam) and not plano.fatal
    return Previa(
        tipo=TipoImportacao(plano.tipo), marca=marca_de(plano), pode=aproveita and not plano.erros,
        pode_so_boas=aproveita and bool(plano.erros), resumo=_resumo_tabela(tabela), tabela=tabela,
        problemas=mostrados, outros_problemas=outros)


def previa_recusada(tipo: TipoImportacao, problemas: Sequence[Problema]) -> Previa:
    """The preview of a file that is no table at all."""
    mostrados, outros = _problemas(problemas)
    return Previa(tipo=tipo, marca="", pode=False, pode_so_boas=False, resumo="O arquivo não pode ser importado.",
                  problemas=mostrados, outros_problemas=outros)


# ---- notes

def _nota(plano: PlanoNota) -> NotaVista:
    nota = plano.nota
    return NotaVista(
        arquivo=plano.arquivo, chave=nota.chave.texto, numero=nota.numero, serie=nota.serie,
        fornecedor=str(nota.fornecedor), fornecedor_novo=plano.fornecedor_novo, total=nota.total,
        ja_importada=plano.ja_importada, itens=tuple(_item(i) for i in plano.itens), avisos=plano.avisos)


def _item(plano: ItemPlano) -> ItemVisto:
    item, conversao = plano.item, plano.conversao
    return ItemVisto(
        numero=item.numero, codigo="" if plano.novo else plano.codigo, descricao=plano.descricao,
        servico=plano.servico, achado_por=plano.casado_por, quantidade=item.quantidade, unidade=item.unidade,
        entra=conversao.quantidade, unidade_estoque=conversao.unidade, fator=conversao.fator,
        origem=conversao.origem.value, custo_anterior=plano.custo_anterior, custo=plano.custo_unitario,
        preco_anterior=plano.preco_anterior, preco=plano.preco.preco, preco_pela_margem=plano.preco.pela_margem,
        margem=plano.margem, total=plano.custo.total, pergunta=conversao.pergunta, sugestao=conversao.sugestao,
        avisos=plano.avisos)


def _resumo_notas(plano: PlanoNotas, perguntas: int, problemas: Sequence[Problema]) -> str:
    importar = plano.a_importar
    itens = [i for n in importar for i in n.mercadorias]
    partes = [quantos(len(importar), "nota a importar", "notas a importar")]
    if len(plano.notas) > len(importar):
        partes.append(quantos(len(plano.notas) - len(importar), "já importada", "já importadas"))
    partes.append(quantos(len(itens), "item", "itens"))
    partes.append(quantos(len({i.produto_id for i in itens if i.novo}), "produto novo", "produtos novos"))
    if perguntas:
        partes.append(quantos(perguntas, "pergunta", "perguntas"))
    if problemas:
        partes.append(quantos(len(problemas), "problema", "problemas"))
    return ", ".join(partes) + "."


# ---- tables

def _colunas(plano: PlanoTabela) -> tuple[ColunaDoArquivo, ...]:
    return tuple(ColunaDoArquivo(cabecalho=li.cabecalho, exemplo=_exemplo(plano.planilha, li.indice),
                                 campo=li.coluna.campo if li.coluna is not None else "")
                 for li in plano.mapeamento.ligacoes)


def _exemplo(planilha: Planilha, indice: int) -> str:
    return next((linha.celulas[indice][:_EXEMPLO] for linha in planilha.linhas if linha.celulas[indice]), "")


def _linha(linha: LinhaPlano) -> LinhaVista:
    return LinhaVista(numero=linha.numero, nova=linha.acao is Acao.CRIAR, rotulo=linha.rotulo,
                      detalhe=detalhe_da_linha(linha))


def _resumo_tabela(tabela: TabelaVista) -> str:
    criar, alterar, manter = (numero(Decimal(n)) for n in (tabela.criar, tabela.alterar, tabela.manter))
    texto = (f"{quantos(tabela.total, 'linha', 'linhas')}: {criar} a incluir, {alterar} a alterar, "
             f"{manter} sem mudança, {quantos(tabela.recusadas, 'recusada', 'recusadas')}.")
    if tabela.mudam > len(tabela.linhas):
        texto += f" A lista mostra as {numero(Decimal(len(tabela.linhas)))} primeiras que mudam."
    return texto


# ---- both

def _problemas(problemas: Sequence[Problema]) -> tuple[tuple[ProblemaVisto, ...], int]:
    """The first of them, errors before warnings, and how many more there are."""
    em_ordem = sorted(problemas, key=lambda p: p.gravidade is Gravidade.AVISO)
    vistos = tuple(ProblemaVisto(arquivo=p.arquivo, linha=p.linha, lugar=p.lugar, motivo=p.motivo,
                                 aviso=p.gravidade is Gravidade.AVISO) for p in em_ordem[:MAX_MOSTRADAS])
    return vistos, len(em_ordem) - len(vistos)


def _resume(conteudo: Any, valor: Any) -> None:
    """Feed a value into the digest: fields that do not count in equality are left out, mappings by key."""
    if is_dataclass(valor):
        conteudo.update(f"{type(valor).__name__}(".encode())
        _todos(conteudo, (getattr(valor, f.name) for f in fields(valor) if f.compare))
    elif isinstance(valor, Mapping):
        conteudo.update(b"{")
        _todos(conteudo, sorted(valor.items(), key=repr))
    elif isinstance(valor, tuple | list):
        conteudo.update(b"[")
        _todos(conteudo, valor)
    else:
        conteudo.update(repr(valor).encode() + b",")


def _todos(conteudo: Any, valores: Iterable[Any]) -> None:
    for valor in valores:
        _resume(conteudo, valor)
    conteudo.update(b")")
