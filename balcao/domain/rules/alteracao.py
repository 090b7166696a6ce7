"""Rules of changing an order: which parts its situation and its type let change (TP-SITUACOES, TP-064, TP-100…102).

A draft is an order in situation M that was nothing before. An issued one is judged by what the change brings: what
it had already was judged when it came.
"""

from collections.abc import Iterable, Iterator

from balcao.domain.achados import Finding, Severity
from balcao.domain.alteracao import CABECALHO, CAMPO, MATRIZ, Parte, compara
from balcao.domain.fatos import Facts
from balcao.domain.pedido import ItemPedido, Pedido
from balcao.domain.rules.motor import Moment, origem, rule
from balcao.domain.situacoes import ROTULO_SITUACAO, Situacao
from balcao.domain.tipo_pedido import TipoPedido

_CODIGO = {Parte.DESCONTO: "alteracao.desconto", Parte.INCLUSAO: "alteracao.inclusao",
           Parte.ALTERACAO: "alteracao.item", Parte.EXCLUSAO: "alteracao.exclusao"}
DA_ALTERACAO = "alteracao."
"""How the codes of this subject begin."""
_DO_TOTAL = "plano.valor_minimo"
_DO_PRODUTO = ("estoque.", "produto.")
_DA_TABELA = frozenset({"produto.fora_da_lista", "produto.sem_preco"})  # of the price that the line has
# Of an order as a whole, by the finding's field: what of the header it is about.
_SOBRE: dict[str, tuple[str, ...]] = {
    "plano": ("plano_id",), "vendedor": ("vendedor_id",), "lista": ("lista_id", "cliente_id"),
    "entrega": ("entrega",), "tipo": (), "origem": (),
    "desconto": ("desconto_digitado", "acrescimo_digitado", "cliente_id"),
    "placa": ("servico",), "modelo": ("servico",), "equipamento": ("servico",), "tecnico": ("servico",),
    "parcelas": ("parcelas_digitadas", "total"), "cliente": ("cliente_id", "plano_id")}


def permite(tipo: TipoPedido, situacao: Situacao, parte: Parte) -> bool:
    """Whether a part of an order of this type changes in a situation."""
    return parte in MATRIZ[situacao] and (parte not in CAMPO or situacao in getattr(tipo, CAMPO[parte]))


def recusa_da_parte(tipo: TipoPedido, situacao: Situacao, parte: Parte, item: ItemPedido | None = None,
                    campos: Iterable[str] = ()) -> Finding:
    """What stops a change of a part: of an item, or of the header's `campos`."""
    params: dict[str, str] = {"tipo": tipo.nome, "situacao": ROTULO_SITUACAO[situacao]}
    if item is not None:
        params |= {"codigo": item.codigo, "produto": item.descricao}
    linha = item.linha if item is not None and parte is not Parte.EXCLUSAO else None
    field = "desconto" if parte is Parte.DESCONTO else "cabecalho" if parte is Parte.CABECALHO else "itens"
    if parte not in MATRIZ[situacao]:
        codigo = {Parte.CABECALHO: "alteracao.cabecalho", Parte.TROCA: "alteracao.troca"}.get(parte,
                                                                                             "alteracao.situacao")
        ditos = dict.fromkeys(CABECALHO[c] for c in campos)
        return Finding(code=codigo, severity=Severity.BLOCK, field=field, item=linha,
                       params=params | {"campos": ", ".join(ditos)})
    return Finding(code=_CODIGO[parte], severity=Severity.BLOCK, field=field, item=linha, params=params,
                   origem=origem(tipo, CAMPO[parte], f"tipo de pedido {tipo.nome}"))


def proibidas(antes: Pedido | None, depois: Pedido, tipo: TipoPedido) -> Iterator[Finding]:
    """What of the way from `antes` to `depois` the situation of `antes`, or the type, refuses."""
    situacao = antes.situacao if antes is not None else Situacao.MANUTENCAO
    partes = [p for p in Parte if not permite(tipo, situacao, p)]
    if not partes and antes is None:
        return
    mudou = compara(antes, depois)
    if mudou.tipo and antes is not None and antes.versao:
        yield Finding(code="alteracao.tipo", severity=Severity.BLOCK, field="tipo", params={"tipo": tipo.nome})
    if mudou.cabecalho and Parte.CABECALHO in partes:
        yield recusa_da_parte(tipo, situacao, Parte.CABECALHO, campos=mudou.cabecalho)
    if mudou.desconto and Parte.DESCONTO in partes:
        yield recusa_da_parte(tipo, situacao, Parte.DESCONTO)
    saem: Iterable[ItemPedido] = mudou.excluidos
    entram: Iterable[ItemPedido] = mudou.incluidos
    if mudou.trocados and Parte.TROCA not in partes:  # judged as one product that leaves and another that enters
        trocadas = {i.linha for i in mudou.trocados}
        saem = (*saem, *(i for i in antes.itens if i.linha in trocadas)) if antes is not None else saem
        entram = (*entram, *mudou.trocados)
    elif mudou.trocados:
        for item in mudou.trocados:
            yield recusa_da_parte(tipo, situacao, Parte.TROCA, item)
    for parte, itens in ((Parte.INCLUSAO, entram), (Parte.ALTERACAO, mudou.alterados), (Parte.EXCLUSAO, saem)):
        if parte in partes:
            for item in itens:
                yield recusa_da_parte(tipo, situacao, parte, item)


@rule("TP-064", "TP-100", "TP-101", "TP-102", moment=(Moment.INCLUSAO_ITEM, Moment.EMISSAO))
def alteracao(fatos: Facts) -> Iterator[Finding]:
    """A draft brings what situation M lets in; a change of an issued order, what its situation lets change."""
    yield from proibidas(fatos.antes, fatos.pedido, fatos.tipo)


def so_da_mudanca(fatos: Facts, achados: Iterable[Finding]) -> Iterator[Finding]:
    """Of the findings of an issued order, those that the change brings: a line that nobody touched, or a customer who
    was blocked since and buys no more than before, stops nobody from changing something else."""
    antes = fatos.antes
    if antes is None:
        yield from achados
        return
    eram = {i.linha: i for i in antes.itens}
    mesmo_preco = (antes.plano_id, antes.lista_id) == (fatos.pedido.plano_id, fatos.pedido.lista_id)
    for achado in achados:
        if achado.item is None:
            fica = achado.code.startswith(DA_ALTERACAO) or not _ja_era(achado, antes, fatos.pedido)
        else:
            era = eram.get(achado.item)
            item = fatos.pedido.item(achado.item)
            mais = antes.quantidade_de(item.produto_id) < fatos.pedido.quantidade_de(item.produto_id)
            so_do_produto = (era is not None and achado.code.startswith(_DO_PRODUTO)  # less of it makes nothing worse
                             and achado.code not in _DA_TABELA)
            fica = mais or (not so_do_produto and (not mesmo_preco or era != item))
        if fica:
            yield achado


def _ja_era(achado: Finding, antes: Pedido, depois: Pedido) -> bool:
    """Whether a finding of the whole order is of something that the order had: the part of the header it is about did
    not change, and neither what a customer owes nor what falls short of a minimum got worse."""
    if achado.code in ("pedido.vazio", "pedido.sem_valor"):
        return (antes.vazio, antes.total) == (depois.vazio, depois.total)
    if achado.code == "pedido.casas":
        return antes.casas_total == depois.casas_total
    if achado.field not in _SOBRE or any(getattr(antes, n) != getattr(depois, n) for n in _SOBRE[achado.field]):
        return False
    if achado.field == "cliente":
        return depois.total <= antes.total
    return achado.code != _DO_TOTAL or depois.total >= antes.total


REGRAS = (alteracao,)
