"""Write a plan of supplier invoices: one transaction (the caller's), every table in a fixed order.

Stock rows are locked in the order of product ids, as sales do, so that an import and a sale never wait for
each other in a circle.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import uuid_utils.compat as uuids
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from balcao.db.tables import (
    enderecos,
    estoques,
    fornecedor_produtos,
    listas_preco,
    movimentos_estoque,
    notas_entrada,
    pessoas,
    precos,
    produto_gtins,
    produto_unidades,
    produtos,
)
from balcao.domain.arredondamento import ZERO
from balcao.domain.nota import Participante
from balcao.domain.unidades import unidade_canonica
from balcao.services.office.contexto import cursor
from balcao.services.office.importacao import registra
from balcao.services.office.importar_nfe_catalogo import chave_do_fornecedor
from balcao.services.office.importar_nfe_plano import ItemPlano, PlanoNota, PlanoNotas, ResultadoNotas
from balcao.services.office.travas import trava_produtos


def grava(conexao: Connection, plano: PlanoNotas, usuario_id: int | None, agora: datetime) -> ResultadoNotas:
    """Write the notes of a plan made in this same transaction, under the import's lock."""
    notas = plano.a_importar
    fornecedores = [_fornecedor(conexao, nota.nota.fornecedor) for nota in notas]  # persons, then products (`travas`)
    ids = _cria_produtos(conexao, notas)
    trava_produtos(cursor(conexao), (i.produto_id for n in notas for i in n.mercadorias if not i.novo))
    for nota, fornecedor in zip(notas, fornecedores, strict=True):
        _grava_nota(conexao, plano, nota, fornecedor, ids, usuario_id, agora)
    _precos(conexao, plano.lista_id, notas, ids)
    _estoque(conexao, plano.estabelecimento_id, notas, ids, agora)
    mercadorias = [i for n in notas for i in n.mercadorias]
    return ResultadoNotas(
        notas=len(notas), ja_importadas=len(plano.notas) - len(notas), itens=len(mercadorias),
        produtos_criados=len(ids), total=sum((n.nota.total for n in notas), ZERO),
        precos_mudados=len({i.produto_id for i in mercadorias if not i.novo and i.preco.muda}))


def _cria_produtos(conexao: Connection, notas: Iterable[PlanoNota]) -> dict[int, int]:
    """Insert the new products; returns temporary id → id."""
    novos: dict[int, ItemPlano] = {}
    for nota in notas:
        for item in nota.mercadorias:
            if item.novo:
                novos.setdefault(item.produto_id, item)
    ids: dict[int, int] = {}
    for temporario, item in novos.items():
        valores = {"codigo": item.codigo, "descricao": item.descricao, "unidade": item.conversao.unidade,
                   "ncm": item.item.ncm, "cest": item.item.cest}
        ids[temporario] = conexao.execute(
            insert(produtos).values(valores).returning(produtos.c.id)).scalar_one()
    return ids


def _fornecedor(conexao: Connection, quem: Participante) -> UUID:
    """Find or create the supplier; a customer who also sells to us becomes both."""
    p = pessoas.c
    chave = chave_do_fornecedor(quem)
    onde = p.documento == quem.documento if quem.documento else p.chave_externa == chave
    achado = conexao.execute(select(p.id, p.fornecedor).where(onde)).first()
    if achado is not None:
        if not achado.fornecedor:
            conexao.execute(update(pessoas).where(p.id == achado.id).values(fornecedor=True))
        return UUID(str(achado.id))
    pessoa_id = uuids.uuid7()
    conexao.execute(insert(pessoas).values(
        id=pessoa_id, nome=quem.nome, fantasia=quem.fantasia, documento=quem.documento, ie=quem.ie,
        telefone=quem.telefone, email=quem.email, fornecedor=True,
        chave_externa=None if quem.documento else chave))
    e = quem.endereco
    conexao.execute(insert(enderecos).values(
        id=uuids.uuid7(), pessoa_id=pessoa_id, logradouro=e.logradouro, numero=e.numero,
        complemento=e.complemento, bairro=e.bairro, municipio=e.municipio, municipio_ibge=e.municipio_ibge,
        uf=e.uf, cep=e.cep))
    return pessoa_id


def _grava_nota(conexao: Connection, plano: PlanoNotas, nota: PlanoNota, fornecedor: UUID, ids: dict[int, int],
                usuario_id: int | None, agora: datetime) -> None:
    """The note itself and what it teaches about its products."""
    nfe = nota.nota
    conexao.execute(insert(notas_entrada).values(
        chave=nfe.chave.texto, fornecedor_id=fornecedor, estabelecimento_id=plano.estabelecimento_id,
        numero=nfe.numero, serie=nfe.serie, emissao=nfe.emissao, total=nfe.total, usuario_id=usuario_id,
        importada_em=agora, itens=[_item_gravado(i, ids) for i in nota.itens]))
    for item in nota.mercadorias:
        produto_id = ids.get(item.produto_id, item.produto_id)
        _ensina(conexao, item, produto_id, fornecedor)
        _atualiza_produto(conexao, item, produto_id)
    registra(conexao, "nfe", nota.arquivo, nfe.sha256,
             {"chave": nfe.chave.texto, "itens": len(nota.itens), "total": str(nfe.total)}, usuario_id, agora)


def _atualiza_produto(conexao: Connection, item: ItemPlano, produto_id: int) -> None:
    """The new cost (a gift leaves the old one); fiscal codes only where the shop had none."""
    t = produtos.c
    if item.custo_unitario:
        conexao.execute(update(produtos).where(t.id == produto_id).values(custo=item.custo_unitario))
    for nome, valor in (("ncm", item.item.ncm), ("cest", item.item.cest)):
        if valor:
            conexao.execute(update(produtos).where(t.id == produto_id, t[nome] == "").values({nome: valor}))


def _ensina(conexao: Connection, item: ItemPlano, produto_id: int, fornecedor: UUID) -> None:
    """Bar codes, pack sizes and the supplier's code: the next note needs no question."""
    for gtin, fator in item.gtins:
        conexao.execute(upsert(produto_gtins).values(gtin=gtin, produto_id=produto_id, fator=fator)
                        .on_conflict_do_nothing())
    unidade, conversao = unidade_canonica(item.item.unidade), item.conversao
    exata = item.item.quantidade * conversao.fator == conversao.quantidade
    if exata and unidade != unidade_canonica(conversao.unidade):
        conexao.execute(upsert(produto_unidades).values(
            produto_id=produto_id, unidade=unidade, fator=conversao.fator).on_conflict_do_nothing())
    lembrado = {"produto_id": produto_id, "unidade": unidade if exata else "",
                "fator": conversao.fator if exata else Decimal(1)}
    conexao.execute(upsert(fornecedor_produtos).values(
        fornecedor_id=fornecedor, codigo=item.item.codigo, **lembrado).on_conflict_do_update(
        index_elements=["fornecedor_id", "codigo"], set_=lembrado))


def _item_gravado(item: ItemPlano, ids: dict[int, int]) -> dict[str, Any]:
    """What the note did, kept with it: numbers as text, exact."""
    return {
        "item": item.item.numero, "produto_id": None if item.servico else ids.get(item.produto_id, item.produto_id),
        "codigo_fornecedor": item.item.codigo, "descricao": item.item.descricao,
        "unidade": item.item.unidade, "quantidade": str(item.item.quantidade),
        "unidade_estoque": item.conversao.unidade, "quantidade_estoque": str(item.conversao.quantidade),
        "custo": str(item.custo.total), "custo_unitario": str(item.custo_unitario),
        "preco_anterior": None if item.preco_anterior is None else str(item.preco_anterior),
        "preco": None if item.preco.preco is None else str(item.preco.preco),
    }


def _precos(conexao: Connection, lista_id: int, notas: Iterable[PlanoNota], ids: dict[int, int]) -> None:
    """Sale prices: in the plan's list; a new product gets its price in every active list, or it could not be
    sold with the others."""
    outras = [i for i in conexao.scalars(select(listas_preco.c.id).where(listas_preco.c.ativo)) if i != lista_id]
    novos: dict[tuple[int, int], Decimal] = {}
    for nota in notas:
        for item in nota.mercadorias:
            if not item.preco.muda or item.preco.preco is None:
                continue
            produto_id = ids.get(item.produto_id, item.produto_id)
            for lista in (lista_id, *(outras if item.novo else ())):
                novos[produto_id, lista] = item.preco.preco
    for (produto_id, lista), preco in sorted(novos.items()):
        conexao.execute(upsert(precos).values(produto_id=produto_id, lista_id=lista, preco=preco)
                        .on_conflict_do_update(index_elements=["produto_id", "lista_id"], set_={"preco": preco}))


def _estoque(conexao: Connection, estabelecimento_id: int, notas: Iterable[PlanoNota], ids: dict[int, int],
             agora: datetime) -> None:
    """Add the quantities, in the order of product ids, and write each movement."""
    somas: dict[int, Decimal] = {}
    movimentos = []
    for nota in notas:
        nfe = nota.nota
        for item in nota.mercadorias:
            produto_id, quantidade = ids.get(item.produto_id, item.produto_id), item.conversao.quantidade
            somas[produto_id] = somas.get(produto_id, ZERO) + quantidade
            movimentos.append({
                "produto_id": produto_id, "estabelecimento_id": estabelecimento_id, "quantidade": quantidade,
                "custo": item.custo_unitario, "motivo": "nota", "em": agora,
                "documento": f"NF-e {nfe.numero}/{nfe.serie} item {item.item.numero} {nfe.chave.texto}"})
    for produto_id, quantidade in sorted(somas.items()):
        comando = upsert(estoques).values(produto_id=produto_id, estabelecimento_id=estabelecimento_id,
                                          saldo=quantidade)
        conexao.execute(comando.on_conflict_do_update(
            index_elements=["produto_id", "estabelecimento_id"],
            set_={"saldo": estoques.c.saldo + comando.excluded.saldo}))
    if movimentos:
        conexao.execute(insert(movimentos_estoque), movimentos)
