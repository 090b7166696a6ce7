"""What the import screen says of a note, an item, a problem: one line in the table, all of it below."""

from decimal import Decimal

from balcao.domain.arredondamento import arredonda
from balcao.domain.formatos import data_hora, moeda, numero
from balcao.domain.importacao_previa import ItemVisto, NotaVista, ProblemaVisto, TipoImportacao

ROTULOS: dict[TipoImportacao, str] = {
    TipoImportacao.NFE: "Notas de fornecedor (NF-e)", TipoImportacao.PRODUTOS: "Produtos, preços e estoque",
    TipoImportacao.CLIENTES: "Clientes e limites", TipoImportacao.TITULOS: "Títulos a receber"}
FILTROS: dict[bool, str] = {True: "Notas NF-e (*.xml);;Todos (*)", False: "Planilhas (*.csv *.txt *.xlsx);;Todos (*)"}


def custo(valor: Decimal) -> str:
    """R$ per unit: two places, four when they say something."""
    quatro = arredonda(valor, 4)
    return numero(quatro, 2 if arredonda(quatro, 2) == quatro else 4)


def de_para(antes: Decimal | None, depois: Decimal) -> str:
    """"4,10 → 4,55"; only the new one when nothing changes."""
    novo = custo(depois)
    return novo if antes is None or custo(antes) == novo else f"{custo(antes)} → {novo}"


def entra(item: ItemVisto) -> str:
    """"10 CX = 120 UN"."""
    trocado = f"{numero(item.quantidade)} {item.unidade}"
    if item.pergunta or item.servico or (item.fator == 1 and item.unidade_estoque == item.unidade):
        return trocado
    return f"{trocado} = {numero(item.entra)} {item.unidade_estoque}"


def venda(item: ItemVisto) -> str:
    """The price after the import."""
    if item.servico or item.pergunta:
        return ""
    if item.preco is None:
        return "sem preço"
    if item.preco == item.preco_anterior and item.preco_pela_margem != item.preco:
        return f"{custo(item.preco)} mantido"
    return de_para(item.preco_anterior, item.preco)


def achado(item: ItemVisto) -> str:
    """How the product was found."""
    if item.servico:
        return "serviço"
    return item.achado_por.removeprefix("código de ") or "produto novo"


def nota(vista: NotaVista) -> str:
    """The line that heads a note."""
    texto = f"NF-e {vista.numero} · {vista.fornecedor}{' · fornecedor novo' if vista.fornecedor_novo else ''} · " \
            f"{moeda(vista.total)}"
    if vista.ja_importada is not None:
        texto += f" · já importada em {data_hora(vista.ja_importada.astimezone())}, fica como está"
    return texto


def explica_nota(vista: NotaVista) -> str:
    """All of a note."""
    return "; ".join([f"{vista.arquivo}: {nota(vista)}", *(f"atenção: {aviso}" for aviso in vista.avisos)]) + "."


def explica_item(item: ItemVisto) -> str:
    """All of an item: what is asked first, then where the numbers came from."""
    if item.servico:
        return f"{item.descricao}: serviço, {moeda(item.total)}; não entra no estoque."
    if item.pergunta:
        dica = f" Talvez {numero(item.sugestao)}." if item.sugestao else ""
        return f"{item.descricao}: {item.pergunta}.{dica} Digite o número e Enter."
    partes = [f"{item.codigo or 'novo'} {item.descricao}",
              f"achado pelo {item.achado_por}" if item.achado_por else "será cadastrado",
              f"entra {entra(item)} ({item.origem})", f"custo {de_para(item.custo_anterior, item.custo)}"]
    if item.preco is None:
        partes.append("sem preço, porque a nota não traz custo")
    else:
        partes.append(f"venda {venda(item)} com margem de {numero(item.margem)} %")
        if item.preco != item.preco_pela_margem:
            partes.append(f"pela margem seria {custo(item.preco_pela_margem)}")
    return "; ".join([*partes, *(f"atenção: {aviso}" for aviso in item.avisos)]) + "."


def problema(visto: ProblemaVisto) -> str:
    """All of a problem."""
    return f"{visto.onde}: {visto.motivo}"
