"""Write a plan of products: a few statements per thousand rows, stock in the order of product ids."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from balcao.db.tables import (
    estoques,
    estoques_por_tipo,
    grupos,
    listas_preco,
    movimentos_estoque,
    precos,
    produto_gtins,
    produto_unidades,
    produtos,
    tipos_estoque,
)
from balcao.domain.formatos import le_decimal
from balcao.domain.importacao import normaliza
from balcao.services.office.contexto import cursor
from balcao.services.office.importacao import Acao, LinhaPlano, PlanoTabela, em_lotes
from balcao.services.office.importar_nfe_catalogo import ultimo_codigo
from balcao.services.office.travas import trava_produtos

_CAMPOS = ("chave_externa", "descricao", "unidade", "marca", "referencia", "ncm", "cest", "custo", "preco_minimo",
           "preco_maximo", "desconto_maximo", "pesavel", "codigo_balanca", "tipo_item",
           "quantidade_minima", "quantidade_maxima", "em_falta", "sem_troca", "com_variacao", "numero_serie",
           "situacao_cadastro", "situacao")
_PADROES: dict[str, Any] = {"unidade": "UN", "marca": "", "referencia": "", "ncm": "", "cest": "",
                            "custo": Decimal(0), "pesavel": False, "tipo_item": "00", "quantidade_minima": Decimal(0),
                            "quantidade_maxima": Decimal(0), "em_falta": False, "sem_troca": False,
                            "com_variacao": False, "numero_serie": False, "situacao_cadastro": "aprovado",
                            "situacao": "ativo"}


def grava(conexao: Connection, plano: PlanoTabela, agora: datetime) -> None:
    """Write the plan, made in this same transaction under the import's lock."""
    mudam = [linha for linha in plano.linhas if linha.acao is not Acao.MANTER]
    por_grupo = _grupos(conexao, mudam)
    ids = _cria(conexao, [li for li in mudam if li.acao is Acao.CRIAR], por_grupo)
    ids |= {li.numero: li.id for li in mudam if li.acao is Acao.ALTERAR}
    trava_produtos(cursor(conexao), ids.values())  # the file's order is not the one of locks
    _altera(conexao, [li for li in mudam if li.acao is Acao.ALTERAR], por_grupo)
    _gtins(conexao, mudam, ids)
    _unidades(conexao, mudam, ids)
    _precos(conexao, mudam, ids, plano.opcoes["lista_id"])
    _estoque(conexao, mudam, ids, plano.opcoes["estabelecimento_id"], f"importação {plano.arquivo}", agora)


def _grupos(conexao: Connection, linhas: list[LinhaPlano]) -> dict[str, int]:
    """Normalised name → id; groups that the shop does not have are made, with the default margin."""
    existentes = {normaliza(nome): id_ for nome, id_ in conexao.execute(select(grupos.c.nome, grupos.c.id))}
    for linha in linhas:
        nome = linha.valores.get("grupo")
        if nome and normaliza(nome) not in existentes:
            existentes[normaliza(nome)] = conexao.execute(
                insert(grupos).values(nome=nome).returning(grupos.c.id)).scalar_one()
    return existentes


def _cria(conexao: Connection, linhas: list[LinhaPlano], por_grupo: Mapping[str, int]) -> dict[int, int]:
    """Insert the new products; returns line → id. A row without a code gets the next free number."""
    dados = [li.valores.get("codigo", "") for li in linhas]
    proximo = max([ultimo_codigo(conexao), *(int(c) for c in dados if c.isdigit() and len(c) <= 9)])
    ids: dict[int, int] = {}
    for lote in em_lotes(linhas):
        registros = []
        for linha in lote:
            valores = {c: linha.valores.get(c, _PADROES.get(c)) for c in _CAMPOS}
            codigo = linha.valores.get("codigo")
            if not codigo:
                proximo += 1
                codigo = str(proximo)
            grupo = linha.valores.get("grupo")
            registros.append(valores | {"codigo": codigo, "grupo_id": por_grupo[normaliza(grupo)] if grupo else None})
        novos = conexao.execute(
            insert(produtos).returning(produtos.c.id, sort_by_parameter_order=True), registros).scalars().all()
        ids |= {linha.numero: novo for linha, novo in zip(lote, novos, strict=True)}
    return ids


def _altera(conexao: Connection, linhas: list[LinhaPlano], por_grupo: Mapping[str, int]) -> None:
    """Update the rows, those with the same fields in one statement."""
    por_campos: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for linha in linhas:
        novos = {c: linha.valores[c] for c in ("codigo", *_CAMPOS) if c in linha.valores}
        if grupo := linha.valores.get("grupo"):
            novos["grupo_id"] = por_grupo[normaliza(grupo)]
        if novos:
            por_campos[tuple(novos)].append(novos | {"b_id": linha.id})
    for registros in por_campos.values():
        comando = update(produtos).where(produtos.c.id == bindparam("b_id"))
        for lote in em_lotes(registros):
            conexao.execute(comando, lote)


def _gtins(conexao: Connection, linhas: list[LinhaPlano], ids: Mapping[int, int]) -> None:
    registros = [{"gtin": gtin, "produto_id": ids[li.numero]} for li in linhas for gtin in li.valores.get("gtins", ())]
    for lote in em_lotes(registros):
        conexao.execute(upsert(produto_gtins).on_conflict_do_nothing(), lote)


def _unidades(conexao: Connection, linhas: list[LinhaPlano], ids: Mapping[int, int]) -> None:
    """The rows say all the other units that a product has from now on."""
    u = produto_unidades.c
    for lote in em_lotes([li for li in linhas if "unidades" in li.valores]):
        ditas = {ids[li.numero]: dict(um.split("=") for um in li.valores["unidades"]) for li in lote}
        havia = conexao.execute(select(u.produto_id, u.unidade).where(u.produto_id.in_(ditas))).all()
        for produto_id, unidade in havia:
            if unidade not in ditas[produto_id]:
                conexao.execute(delete(produto_unidades).where(u.produto_id == produto_id, u.unidade == unidade))
        registros = [{"produto_id": produto_id, "unidade": unidade, "fator": le_decimal(fator)}
                     for produto_id, fatores in ditas.items() for unidade, fator in fatores.items()]
        if registros:
            comando = upsert(produto_unidades)
            conexao.execute(comando.on_conflict_do_update(index_elements=["produto_id", "unidade"],
                                                          set_={"fator": comando.excluded.fator}), registros)


def _precos(conexao: Connection, linhas: list[LinhaPlano], ids: Mapping[int, int], lista_id: int) -> None:
    """In the plan's list; a new product gets its price in every active list, or it could not be sold there."""
    todas = conexao.scalars(select(listas_preco.c.id).where(listas_preco.c.ativo)).all()
    registros = [{"produto_id": ids[li.numero], "lista_id": lista, "preco": li.valores["preco"]}
                 for li in linhas if "preco" in li.valores
                 for lista in (todas if li.acao is Acao.CRIAR else (lista_id,))]
    comando = upsert(precos)
    comando = comando.on_conflict_do_update(index_elements=["produto_id", "lista_id"],
                                            set_={"preco": comando.excluded.preco})
    for lote in em_lotes(registros):
        conexao.execute(comando, lote)
    _promocoes(conexao, linhas, ids, lista_id)


def _promocoes(conexao: Connection, linhas: list[LinhaPlano], ids: Mapping[int, int], lista_id: int) -> None:
    """Of the plan's list alone, also for a new product: a promotion is of one list."""
    por_campos: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for linha in linhas:
        novos = {c: linha.valores[c] for c in ("promocional", "promocao_de", "promocao_ate") if c in linha.valores}
        if novos:
            por_campos[tuple(novos)].append(novos | {"b_id": ids[linha.numero]})
    comando = update(precos).where(precos.c.produto_id == bindparam("b_id"), precos.c.lista_id == lista_id)
    for registros in por_campos.values():
        for lote in em_lotes(registros):
            conexao.execute(comando, lote)


def _estoque(conexao: Connection, linhas: list[LinhaPlano], ids: Mapping[int, int], estabelecimento_id: int,
             documento: str, agora: datetime) -> None:
    """Set the balances and write the difference as a movement; rows are locked in the order of kinds of stock (the
    shop's own first) and product ids."""
    tipos = {um.nome: um.id for um in conexao.execute(select(tipos_estoque.c.nome, tipos_estoque.c.id))}
    por_tipo: dict[int | None, dict[int, Mapping[str, Any]]] = defaultdict(dict)
    for li in linhas:
        if {"estoque", "localizacao", "em_inventario"} & set(li.valores):
            tipo = tipos[li.valores["tipo_estoque"]] if "tipo_estoque" in li.valores else None
            por_tipo[tipo][ids[li.numero]] = li.valores
    for tipo in sorted(por_tipo, key=lambda um: um or 0):
        _do_tipo(conexao, por_tipo[tipo], {"estabelecimento_id": estabelecimento_id} | (
            {} if tipo is None else {"tipo_estoque_id": tipo}), documento, agora)


def _do_tipo(conexao: Connection, desejados: Mapping[int, Mapping[str, Any]], onde: Mapping[str, int],
             documento: str, agora: datetime) -> None:
    """The stock that `onde` names: of one shop, of one kind."""
    tabela = estoques_por_tipo if "tipo_estoque_id" in onde else estoques
    e, deste = tabela.c, [tabela.c[nome] == valor for nome, valor in onde.items()]
    for lote in em_lotes(sorted(desejados)):
        conexao.execute(upsert(tabela).on_conflict_do_nothing(), [{"produto_id": p, **onde} for p in lote])
        travadas = conexao.execute(
            select(e.produto_id, e.saldo, e.inventario_desde).where(*deste, e.produto_id.in_(lote))
            .order_by(e.produto_id).with_for_update(key_share=True))
        movimentos = []
        por_campos: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for produto_id, saldo, desde in travadas:
            valores = desejados[produto_id]
            novos = {c: valores[o] for c, o in (("saldo", "estoque"), ("localizacao", "localizacao")) if o in valores}
            if "em_inventario" in valores:  # the counting that is on goes on since it began
                novos["inventario_desde"] = (desde or agora) if valores["em_inventario"] else None
            por_campos[tuple(novos)].append(novos | {"b_id": produto_id})
            if (diferenca := novos.get("saldo", saldo) - saldo):
                movimentos.append({"produto_id": produto_id, **onde, "quantidade": diferenca,
                                   "custo": valores.get("custo"), "motivo": "ajuste", "documento": documento,
                                   "em": agora})
        comando = update(tabela).where(e.produto_id == bindparam("b_id"), *deste)
        for registros in por_campos.values():
            conexao.execute(comando, registros)
        if movimentos:
            conexao.execute(insert(movimentos_estoque), movimentos)
