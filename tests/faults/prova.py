"""What must be true after a round: the server's rows, the printer's bytes and the seller's words say the same."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.faults.cena import Cena, Venda
from tests.faults.impressora import Linha, Papel
from tests.faults.loja import Caixa, LojaViva

F12_S = 4.0
"""F12 is answered within this, in words, whatever happens (docs/decisions/0073)."""

_PEDIDOS = """
    SELECT p.id, p.categoria, p.numero, coalesce(p.numero_provisorio, '') AS provisorio, p.protocolo, p.total,
           (SELECT array_agg(ROW (i.codigo, i.quantidade, i.preco, i.total)::text ORDER BY i.linha)
              FROM itens_pedido i WHERE i.pedido_id = p.id) AS itens,
           v.documento ->> 'total' AS total_versao
      FROM pedidos p LEFT JOIN pedido_versoes v ON v.pedido_id = p.id AND v.versao = 1"""


class Guardado:
    """An order as the server has it."""

    def __init__(self, linha: tuple[Any, ...]) -> None:
        self.id: UUID = linha[0]
        self.numero = f"P-{linha[2]}" if linha[1] == "venda" else str(linha[2])
        self.provisorio: str = linha[3]
        self.protocolo: str = linha[4]
        self.total: Decimal = linha[5]
        self.linhas = tuple(_linha(texto) for texto in linha[6] or ())
        self.total_versao = Decimal(linha[7] or 0)


def _linha(texto: str) -> Linha:
    codigo, quantidade, preco, total = texto.strip("()").split(",")
    return Linha(codigo, Decimal(quantidade), Decimal(preco), Decimal(total))


def guardados(loja: LojaViva, ids: list[UUID] | None = None) -> dict[UUID, Guardado]:
    """Every order of the server, or those."""
    onde, valores = ("", ()) if ids is None else (" WHERE p.id = ANY(%s)", (ids,))
    return {linha[0]: Guardado(linha) for linha in loja.le(_PEDIDOS + onde, *valores)}


def prova_rodada(cena: Cena) -> None:
    """Accuse, in `cena.problemas`, whatever is lost, doubled, different or slow in this round."""
    do_servidor = guardados(cena.loja, [v.vendido.id for v in cena.da_vez])
    quantos = cena.loja.le("SELECT count(*) FROM pedidos")[0][0]
    if quantos > len(cena.vendas):
        cena.acusa("dobrado", f"{len(cena.vendas)} vendas e {quantos} pedidos no servidor")
    por_numero = {n: v for v in cena.da_vez if (g := do_servidor.get(v.vendido.id))
                  for n in (g.numero, (v.caixa.numero, g.provisorio)) if n}
    for caixa, papel in cena.papeis:
        _de_quem(cena, caixa, papel, por_numero)
    cena.papeis.clear()
    for venda in cena.da_vez:
        _confere(cena, venda, do_servidor.get(venda.vendido.id))


def _de_quem(cena: Cena, caixa: Caixa, papel: Papel, por_numero: dict[Any, Venda]) -> None:
    """Give a sheet to the sale whose number it says. A provisional number is one per counter."""
    chave = (caixa.numero, papel.numero) if papel.provisorio else papel.numero
    venda = por_numero.get(chave) or next(
        (v for v in cena.vendas.values() if v.caixa is caixa and any(d.numero == papel.numero for d in v.ditos)), None)
    if venda is None or venda.caixa is not caixa:
        cena.acusa("perdido", f"papel {papel.numero} do balcão {caixa.numero} sem pedido no servidor")
        return
    venda.papeis.append(papel)


def _confere(cena: Cena, venda: Venda, guardado: Guardado | None) -> None:
    dito_a_ele = "; ".join(d.palavras for d in venda.ditos) or f"nada: morto em {venda.morto_em}"
    quem = f"balcão {venda.caixa.numero}, {venda.vendido.id} ({dito_a_ele})"
    for dito in venda.ditos:
        if dito.duracao > F12_S:
            cena.acusa("lento", f"{quem}: F12 em {dito.duracao:.1f} s")
        if not dito.palavras.strip():
            cena.acusa("lento", f"{quem}: F12 sem uma palavra")
    if guardado is None:
        cena.acusa("perdido", f"{quem}: não está no servidor")
        return
    _confere_numeros(cena, venda, guardado, quem)
    vendidas = tuple(Linha(*linha) for linha in venda.vendido.linhas)
    if (guardado.total, guardado.total_versao, guardado.linhas) != (venda.vendido.total, venda.vendido.total, vendidas):
        cena.acusa("diferente", f"{quem}: vendido {venda.vendido}, guardado {vars(guardado)}")
    primeiras = [p for p in venda.papeis if not p.segunda_via]
    if len(primeiras) > 1:
        cena.acusa("dobrado", f"{quem}: {len(primeiras)} papéis")
    for papel in venda.papeis:
        if papel.numero not in (guardado.numero, guardado.provisorio):
            cena.acusa("diferente", f"{quem}: papel {papel.numero}, guardado {guardado.numero}/{guardado.provisorio}")
        if (papel.total, papel.linhas) != (guardado.total, guardado.linhas):
            cena.acusa("diferente", f"{quem}: papel {papel}, guardado {vars(guardado)}")


def _confere_numeros(cena: Cena, venda: Venda, guardado: Guardado, quem: str) -> None:
    for dito in venda.ditos:
        if not dito.numero:
            continue
        esperado = guardado.provisorio if dito.guardado else guardado.numero
        if dito.numero != esperado or (dito.protocolo and dito.protocolo != guardado.protocolo):
            cena.acusa("diferente", f"{quem}: no servidor {guardado.numero}/{guardado.provisorio} {guardado.protocolo}")
        if "Não foi impresso" not in dito.palavras and not venda.papeis and not venda.morto_em:
            cena.acusa("perdido", f"{quem}: nenhum papel saiu")


def prova_final(loja: LojaViva, vendas: dict[UUID, Venda]) -> list[str]:
    """The whole lane at its end: as many orders as sales, numbers without gaps."""
    problemas = []
    todos = guardados(loja)
    if faltam := set(vendas) - set(todos):
        problemas.append(f"{len(faltam)} vendas não estão no servidor")
    if sobram := set(todos) - set(vendas):
        problemas.append(f"{len(sobram)} pedidos que ninguém vendeu")
    buracos = loja.le("SELECT tipo_id, count(*), max(numero) FROM pedidos GROUP BY tipo_id"
                            " HAVING count(*) <> max(numero) OR count(DISTINCT numero) <> count(*)")
    problemas += [f"numeração do tipo {tipo}: {quantos} pedidos até o número {ultimo}"
                  for tipo, quantos, ultimo in buracos]
    return problemas
