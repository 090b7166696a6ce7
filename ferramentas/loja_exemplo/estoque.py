"""Groups, products with their codes, prices and stock, as rows."""

import random
from decimal import Decimal

from ferramentas.loja_exemplo.comum import Linha, Tabelas, sorteio
from ferramentas.loja_exemplo.notas import ItemDeNota
from ferramentas.loja_exemplo.pessoas import fornecedor_id
from ferramentas.loja_exemplo.produtos import Produto
from ferramentas.loja_exemplo.vendas import Venda
from ferramentas.loja_exemplo.vocabulario_produtos import MARGENS


def linhas(produtos: list[Produto], vendas: list[Venda], itens_de_nota: list[ItemDeNota]) -> Tabelas:
    """The rows of everything about products. Call it once the sales have been counted."""
    grupos = {nome: n for n, nome in enumerate(sorted(MARGENS), start=1)}
    reservas = _reservas(vendas)
    dado = sorteio("estoque")
    tabelas: Tabelas = {nome: [] for nome in (
        "grupos", "produtos", "produto_gtins", "produto_unidades", "precos", "estoques", "fornecedor_produtos")}
    tabelas["grupos"] = [{"id": n, "nome": nome, "margem": Decimal(str(MARGENS[nome]))}
                         for nome, n in grupos.items()]
    for p in produtos:
        tabelas["produtos"].append({
            "id": p.id, "codigo": p.codigo, "descricao": p.descricao, "unidade": p.unidade, "marca": p.marca,
            "referencia": p.referencia, "grupo_id": grupos[p.grupo], "ncm": p.ncm, "pesavel": p.pesavel,
            "codigo_balanca": p.codigo_balanca, "situacao": p.situacao, "custo": p.custo,
            "preco_minimo": p.minimo, "preco_maximo": p.maximo, "vendas": p.vendas})
        tabelas["produto_gtins"].extend({"gtin": g, "produto_id": p.id, "fator": f} for g, f in p.gtins)
        tabelas["produto_unidades"].extend({"produto_id": p.id, "unidade": u, "fator": f} for u, f in p.unidades)
        tabelas["precos"].append({"produto_id": p.id, "lista_id": 1, "preco": p.preco})
        tabelas["precos"].append({"produto_id": p.id, "lista_id": 2, "preco": p.atacado})
        for loja in (1, 2):
            tabelas["estoques"].append(_estoque(p, loja, grupos[p.grupo], reservas.get((p.id, loja), Decimal(0)), dado))
    por_nota = produtos[-len(itens_de_nota):]
    tabelas["fornecedor_produtos"] = [
        {"fornecedor_id": fornecedor_id(i.fornecedor), "codigo": i.codigo, "produto_id": p.id, "unidade": i.unidade,
         "fator": 1} for i, p in zip(itens_de_nota, por_nota, strict=True)]
    return tabelas


def _reservas(vendas: list[Venda]) -> dict[tuple[int, int], Decimal]:
    """What the open pré-vendas hold of each product in each shop."""
    reservas: dict[tuple[int, int], Decimal] = {}
    for venda in vendas:
        if venda.tipo.reserva_estoque and not venda.passos:
            for item in venda.pedido.itens:
                chave = (item.produto_id, venda.pedido.estabelecimento_id)
                falta = item.quantidade - venda.faturado.get(item.linha, Decimal(0))
                reservas[chave] = reservas.get(chave, Decimal(0)) + falta
    return reservas


def _estoque(p: Produto, loja: int, grupo: int, reservado: Decimal, dado: random.Random) -> Linha:
    saldo = Decimal(0)
    if p.situacao == "ativo" and dado.random() > 0.07:
        base = 4 + 26 * min(p.peso, 6) * dado.uniform(0.4, 1.4)
        if p.preco > 60:
            base /= 6
        elif p.preco > 20:
            base /= 2
        saldo = Decimal(round(base * 1000)) / 1000 if p.pesavel else Decimal(max(1, round(base)))
    if reservado > saldo:
        saldo = reservado + (Decimal("1.000") if p.pesavel else 2)
    corredor = f"{'ABCDEFGHJKLMNPQRSTUVWXYZ'[grupo % 24]}-{1 + p.id % 18:02}-{1 + p.id % 5}"
    return {"produto_id": p.id, "estabelecimento_id": loja, "saldo": saldo, "reservado": reservado,
            "localizacao": corredor}
