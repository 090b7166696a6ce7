"""The previews as lines of Portuguese text: what `--simular` prints, and a screen may show as it is."""

from collections.abc import Iterator
from datetime import tzinfo
from decimal import Decimal

from balcao.documents.formatos import com_casas
from balcao.domain.arredondamento import arredonda
from balcao.domain.formatos import data_hora, moeda, numero, quantos
from balcao.domain.importacao import Problema
from balcao.domain.nota import MotivoPreco, PrecoSugerido
from balcao.services.office.importacao import Acao, LinhaPlano, PlanoTabela
from balcao.services.office.importar_nfe_plano import ItemPlano, PlanoNota, PlanoNotas, ResultadoNotas

_NO_ROTULO = frozenset(("Código", "Descrição", "Nome", "CPF/CNPJ", "Número", "Parcela"))
_ACOES = {Acao.CRIAR: "incluir", Acao.ALTERAR: "alterar", Acao.MANTER: "manter"}


def descreve_notas(plano: PlanoNotas, fuso: tzinfo | None = None) -> Iterator[str]:
    """Note by note, item by item; the problems last, where the eye ends. `fuso` None = this computer's."""
    for nota in plano.notas:
        yield from _nota(nota, fuso)
    yield from _problemas(plano.problemas)
    if not plano.problemas:
        importar, repetidas = len(plano.a_importar), len(plano.notas) - len(plano.a_importar)
        yield (f"{quantos(importar, 'nota', 'notas')} a importar, "
               f"{quantos(repetidas, 'já importada', 'já importadas')}.")


def descreve_tabela(plano: PlanoTabela, limite: int = 50) -> Iterator[str]:
    """The mapping of the columns, the first `limite` rows that change something, and every problem."""
    yield f"{plano.arquivo}: {plano.planilha.formato}, {plano.planilha.detalhe}, " \
          f"{quantos(len(plano.planilha.linhas), 'linha', 'linhas')}"
    for ligacao in plano.mapeamento.ligacoes:
        yield f"  coluna “{ligacao.cabecalho}” → {ligacao.coluna.titulo if ligacao.coluna else '(ignorada)'}"
    mudam = [linha for linha in plano.linhas if linha.acao is not Acao.MANTER]
    for linha in mudam[:limite]:
        onde = f"linha {linha.numero}" if linha.numero else "ausente do arquivo"
        detalhe = detalhe_da_linha(linha)
        yield f"  {onde}: {_ACOES[linha.acao]} {linha.rotulo}{' — ' + detalhe if detalhe else ''}"
    if len(mudam) > limite:
        yield f"  … e mais {len(mudam) - limite}"
    yield from _problemas(plano.problemas)
    resumo = plano.resumo()
    yield (f"{resumo['criar']} a incluir, {resumo['alterar']} a alterar, {resumo['manter']} sem mudança, "
           f"{quantos(resumo['recusadas'], 'recusada', 'recusadas')}.")


def detalhe_da_linha(linha: LinhaPlano) -> str:
    """What a row changes, or brings to a new record beside what its name says already."""
    if linha.acao is Acao.CRIAR:
        return "; ".join(f"{a.campo}: {a.depois}" for a in linha.alteracoes if a.campo not in _NO_ROTULO and a.depois)
    return "; ".join(f"{a.campo}: {a.antes or '(vazio)'} → {a.depois or '(vazio)'}" for a in linha.alteracoes)


def descreve_resultado(feito: ResultadoNotas) -> str:
    """One sentence about what was written."""
    return (f"{quantos(feito.notas, 'nota importada', 'notas importadas')} ({moeda(feito.total)}), "
            f"{quantos(feito.itens, 'item', 'itens')}, "
            f"{quantos(feito.produtos_criados, 'produto novo', 'produtos novos')}, "
            f"{quantos(feito.precos_mudados, 'preço mudado', 'preços mudados')}, "
            f"{quantos(feito.ja_importadas, 'já importada', 'já importadas')}.")


def _nota(plano: PlanoNota, fuso: tzinfo | None) -> Iterator[str]:
    nota = plano.nota
    novo = ", novo" if plano.fornecedor_novo else ""
    yield f"{plano.arquivo}: NF-e {nota.numero} série {nota.serie} de {nota.fornecedor}{novo}, {moeda(nota.total)}"
    if plano.ja_importada is not None:
        yield f"  já importada em {data_hora(plano.ja_importada.astimezone(fuso))}; fica como está"
        return
    for aviso in plano.avisos:
        yield f"  aviso: {aviso}"
    for item in plano.itens:
        yield from _item(item)


def _item(plano: ItemPlano) -> Iterator[str]:
    item, conversao = plano.item, plano.conversao
    if plano.servico:
        yield f"  {item.numero:>3} {item.descricao}: serviço, {moeda(plano.custo.total)}"
        return
    achado = f"pelo {plano.casado_por}" if plano.casado_por else "novo"
    entra = f"{numero(item.quantidade)} {item.unidade}"
    if conversao.fator and (conversao.fator != 1 or conversao.unidade != item.unidade):
        entra += f" = {numero(conversao.quantidade)} {conversao.unidade} ({conversao.origem})"
    yield f"  {item.numero:>3} {plano.codigo} {plano.descricao} [{achado}]"
    if conversao.pergunta:
        yield f"      {entra}; {conversao.pergunta}"
        return
    yield (f"      {entra}; custo {_de_para(plano.custo_anterior, _custo(plano.custo_unitario))}; "
           f"venda {_de_para(plano.preco_anterior if plano.preco.muda else None, _venda(plano.preco))}")
    for aviso in plano.avisos:
        yield f"      aviso: {aviso}"


def _de_para(antes: Decimal | None, depois: str) -> str:
    """`4,10 → 4,55`; only the new value when there was none, or it is the same."""
    return depois if antes is None or _custo(antes) == depois else f"{_custo(antes)} → {depois}"


def _custo(valor: Decimal) -> str:
    """R$ per unit, two to four places."""
    return com_casas(arredonda(valor, 4), 2)


def _venda(preco: PrecoSugerido) -> str:
    if preco.preco is None:
        return "sem preço (a nota não traz custo)"
    texto = com_casas(preco.preco, 2)
    if preco.motivo is MotivoPreco.MANTIDO:
        return f"{texto} mantido (pela margem seria {com_casas(preco.pela_margem, 2)})"
    return texto


def _problemas(problemas: tuple[Problema, ...]) -> Iterator[str]:
    for problema in problemas:
        yield f"{problema.gravidade.value}: {problema}"
