"""A table of products (CSV, XLSX) becomes products, bar codes, prices and stock.

A row finds its product by external key, else by code, else by bar code; a row with none of the three is
refused, because a second import could not recognise it. An empty cell changes nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from balcao.db.tables import (
    estoques,
    estoques_por_tipo,
    grupos,
    marcas,
    precos,
    produto_gtins,
    produto_unidades,
    produtos,
    tipos_estoque,
)
from balcao.domain.cadastro.celulas import sem_acentos
from balcao.domain.cadastro.declarados import ESTOQUE_DA_LOJA
from balcao.domain.formatos import numero
from balcao.domain.importacao import Problema, normaliza
from balcao.domain.tipo_pedido.opcoes import SituacaoProduto
from balcao.domain.unidades import unidade_canonica
from balcao.gateways.planilha import Planilha
from balcao.services.office import importar_produtos_gravacao as gravacao
from balcao.services.office.importacao import (
    Acao,
    Chave,
    LinhaPlano,
    PlanoTabela,
    Registro,
    Resultado,
    abre_planilha,
    aplica_plano,
    aviso,
    com_tempo,
    em_lotes,
    le_registros,
    lista_padrao,
    repetidos,
    um_por_registro,
)
from balcao.services.office.importacao_colunas import (
    algarismos,
    alteracoes,
    codigo,
    coluna,
    data,
    decimal,
    gtins,
    inteiro,
    opcao,
    sim_nao,
    texto,
    unidades,
)

SITUACOES = {"ativo": "ativo", "a": "ativo", "sim": "ativo", "s": "ativo", "inativo": "inativo", "i": "inativo",
             "nao": "inativo", "n": "inativo", "bloqueado": "bloqueado", "b": "bloqueado"}
SITUACOES_CADASTRO = {um.value: um.value for um in SituacaoProduto}
TIPOS_DE_ITEM = {  # of the fiscal books (SPED, registro 0200, TIPO_ITEM); a spreadsheet eats the zero
    **{codigo: codigo for codigo in ("00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "99")},
    **{str(n): f"{n:02}" for n in range(10)},
    "mercadoria": "00", "mercadoria para revenda": "00", "produto": "00", "materia prima": "01", "embalagem": "02",
    "produto em processo": "03", "produto acabado": "04", "subproduto": "05", "produto intermediario": "06",
    "material de uso e consumo": "07", "uso e consumo": "07", "ativo imobilizado": "08", "servico": "09",
    "servicos": "09", "outros insumos": "10", "outros": "99"}
COLUNAS = (
    coluna("chave_externa", "Chave externa", codigo(60), "chave", "id", "id externo", "id do produto"),
    coluna("codigo", "Código", codigo(30), "cod", "código do produto", "cód produto", "sku"),
    coluna("descricao", "Descrição", texto(120), "nome", "produto", "descrição do produto", "nome do produto"),
    coluna("unidade", "Unidade", texto(6), "un", "und", "unid", "unidade de medida", "um"),
    coluna("unidades", "Unidades alternativas", unidades, "unidade alternativa", "outras unidades", "embalagens"),
    coluna("gtins", "Código de barras", gtins, "gtin", "ean", "ean13", "cód barras", "codigo barras", "barras",
           "gtin ean", "cean"),
    coluna("marca", "Marca", texto(60), "fabricante"),
    coluna("referencia", "Referência", texto(30), "ref", "referência do fabricante", "código do fabricante",
           "cód fabricante", "part number"),
    coluna("grupo", "Grupo", texto(60), "categoria", "seção", "departamento", "família"),
    coluna("ncm", "NCM", algarismos(8), "código ncm", "classificação fiscal"),
    coluna("cest", "CEST", algarismos(7), "código cest"),
    coluna("custo", "Custo", decimal(10), "preço de custo", "valor de custo", "custo unitário", "preço custo"),
    coluna("preco", "Preço", decimal(10), "preço de venda", "preço venda", "valor", "valor de venda", "venda",
           "preço unitário", "valor unitário"),
    coluna("promocional", "Preço promocional", decimal(10), "promocional", "preço de promoção", "preço promoção",
           "promoção", "oferta", "preço de oferta"),
    coluna("promocao_de", "Promoção de", data, "início da promoção", "promoção início", "promoção desde"),
    coluna("promocao_ate", "Promoção até", data, "fim da promoção", "promoção fim", "validade da promoção"),
    coluna("preco_minimo", "Preço mínimo", decimal(10)),
    coluna("preco_maximo", "Preço máximo", decimal(10)),
    coluna("desconto_maximo", "Desconto máximo", decimal(4, Decimal(100)), "desconto máximo %"),
    coluna("estoque", "Estoque", decimal(6), "saldo", "quantidade", "qtde", "qtd", "estoque atual", "saldo estoque"),
    coluna("tipo_estoque", "Tipo de estoque", texto(60)),
    coluna("localizacao", "Localização", texto(30), "local", "endereço", "prateleira", "gôndola"),
    coluna("pesavel", "Pesável", sim_nao, "balança", "vendido por peso"),
    coluna("codigo_balanca", "Código da balança", inteiro, "código balança", "plu"),
    coluna("tipo_item", "Tipo de item", opcao(TIPOS_DE_ITEM, "um tipo de item"), "tipo do item", "tipo item"),
    coluna("quantidade_minima", "Quantidade mínima", decimal(6), "qtde mínima", "qtd mínima"),
    coluna("quantidade_maxima", "Quantidade máxima", decimal(6), "qtde máxima", "qtd máxima"),
    coluna("em_falta", "Em falta", sim_nao, "produto em falta", "falta"),
    coluna("sem_troca", "Sem troca", sim_nao, "produto sem troca", "não troca"),
    coluna("com_variacao", "Com variação", sim_nao, "tem variação", "variação", "grade"),
    coluna("numero_serie", "Controla número de série", sim_nao, "com número de série", "controla série"),
    coluna("em_inventario", "Em inventário", sim_nao, "inventário", "em contagem"),
    coluna("situacao_cadastro", "Situação do cadastro", opcao(SITUACOES_CADASTRO, "uma situação do cadastro"),
           "cadastro", "aprovação"),
    coluna("situacao", "Situação", opcao(SITUACOES, "situação"), "status", "ativo"),
)
TITULOS = {c.coluna.campo: c.coluna.titulo for c in COLUNAS}
CHAVE = Chave(frozenset(("chave_externa", "codigo", "gtins")),
              "nenhuma coluna preenchida diz que produto é cada linha: falta “Código”, “Código de barras” ou “Chave "
              "externa”. A primeira linha deve trazer os nomes das colunas.")
DO_PRODUTO = ("chave_externa", "codigo", "descricao", "unidade", "marca", "referencia", "ncm", "cest", "custo",
              "preco_minimo", "preco_maximo", "desconto_maximo", "pesavel", "codigo_balanca", "tipo_item",
              "quantidade_minima", "quantidade_maxima", "em_falta", "sem_troca", "com_variacao", "numero_serie",
              "situacao_cadastro", "situacao")
DA_PROMOCAO = ("promocional", "promocao_de", "promocao_ate")


def planejar(conexao: Connection, arquivo: Path, *, estabelecimento_id: int, lista_id: int | None = None,
             colunas: Mapping[str, str] | None = None) -> PlanoTabela:
    """Read the table and show what it would do; writes nothing.

    `colunas` (header → field, "" = ignore) corrects the mapping; `lista_id` None = the first active list.
    Raises ArquivoRecusado when the file is no table, ValorInvalido when there is no such list.
    """
    return planejar_planilha(conexao, abre_planilha(arquivo), estabelecimento_id=estabelecimento_id,
                             lista_id=lista_id, colunas=colunas)


def planejar_planilha(conexao: Connection, planilha: Planilha, *, estabelecimento_id: int,
                      lista_id: int | None = None, colunas: Mapping[str, str] | None = None) -> PlanoTabela:
    """`planejar` over a table already read."""
    com_tempo(conexao)
    lista = lista_padrao(conexao, lista_id)
    registros, problemas, mapeamento = le_registros(planilha, COLUNAS, colunas, CHAVE)
    bons = _sem_repetidos(planilha.arquivo, registros, problemas)
    existentes = _Existentes(conexao, bons, estabelecimento_id, lista)
    linhas = []
    for registro in bons:
        linha, ruins = _linha(planilha.arquivo, registro, existentes)
        problemas += ruins
        if linha is not None:
            linhas.append(linha)
    linhas, ruins = um_por_registro(planilha.arquivo, linhas)
    problemas += [*ruins, *_marcas_parecidas(conexao, planilha.arquivo, bons)]
    opcoes = {"estabelecimento_id": estabelecimento_id, "lista_id": lista, "colunas": dict(colunas or {})}
    return PlanoTabela("produtos", planilha, mapeamento, tuple(linhas),
                       tuple(sorted(problemas, key=lambda p: p.linha)), opcoes)


def aplicar(conexao: Connection, plano: PlanoTabela, *, usuario_id: int | None, agora: datetime,
            somente_boas: bool = False) -> Resultado:
    """See `importacao.aplica_plano`."""
    return aplica_plano(conexao, plano, planejar_planilha, lambda: gravacao.grava(conexao, plano, agora),
                        usuario_id, agora, somente_boas)


def _sem_repetidos(arquivo: str, registros: list[Registro], problemas: list[Problema]) -> list[Registro]:
    """Rows with a key, each key once; the rest go to `problemas`."""

    def chaves(registro: Registro) -> Iterable[tuple[str, Any]]:
        valores = registro.valores
        yield from ((TITULOS[c], valores[c]) for c in ("chave_externa", "codigo", "codigo_balanca") if c in valores)
        yield from ((TITULOS["gtins"], gtin) for gtin in valores.get("gtins", ()))

    ruins = repetidos(arquivo, registros, chaves)
    ruins += [Problema(arquivo, r.linha, "", "não tem chave, código nem código de barras: uma segunda importação não "
                                             "saberia que produto é. Preencha um deles.")
              for r in registros if not any(r.valores.get(c) for c in CHAVE.campos)]
    problemas += ruins
    fora = {p.linha for p in ruins}
    return [r for r in registros if r.linha not in fora]


def _marcas_parecidas(conexao: Connection, arquivo: str, registros: list[Registro]) -> Iterable[Problema]:
    """A brand is its name, letter by letter: of another spelling, it is another brand, and a block (TP-047) of the
    one is not of the other. Each new spelling is told once."""
    if not any("marca" in r.valores for r in registros):
        return
    ditas = set(conexao.scalars(select(marcas.c.nome)))
    grafias = {sem_acentos(nome): nome for nome in sorted(ditas)}
    for registro in registros:
        nova = registro.valores.get("marca", "")
        outra = grafias.setdefault(sem_acentos(nova), nova)
        if nova and nova != outra and nova not in ditas:
            ditas.add(nova)
            yield aviso(arquivo, registro.linha, "coluna Marca",
                        f"“{nova}” será outra marca, ao lado de “{outra}”: o bloqueio de uma não vale para a outra. Se "
                        "são a mesma, escreva igual.")


class _Existentes:
    """What the shop has of the products that the rows may mean."""

    def __init__(self, conexao: Connection, registros: list[Registro], estabelecimento_id: int, lista_id: int) -> None:
        self.por_id: dict[int, dict[str, Any]] = {}
        self.por: dict[str, dict[Any, int]] = {"chave_externa": {}, "codigo": {}, "codigo_balanca": {}}
        self.gtins: dict[str, int] = {}
        for lote in em_lotes({g for r in registros for g in r.valores.get("gtins", ())}):
            consulta = select(produto_gtins.c.gtin, produto_gtins.c.produto_id)
            for gtin, dono in conexao.execute(consulta.where(produto_gtins.c.gtin.in_(lote))):
                self.gtins[gtin] = dono
        for nome in self.por:
            for lote in em_lotes({r.valores[nome] for r in registros if r.valores.get(nome) is not None}):
                self._le(conexao, produtos.c[nome].in_(lote), estabelecimento_id, lista_id)
        for lote in em_lotes(set(self.gtins.values()) - set(self.por_id)):
            self._le(conexao, produtos.c.id.in_(lote), estabelecimento_id, lista_id)
        for lote in em_lotes(self.por_id):
            consulta = select(produto_gtins.c.gtin, produto_gtins.c.produto_id)
            for gtin, dono in conexao.execute(consulta.where(produto_gtins.c.produto_id.in_(lote))):
                self.por_id[dono]["gtins"] = tuple(sorted((*self.por_id[dono]["gtins"], gtin)))
            u = produto_unidades.c
            for dono, unidade, fator in conexao.execute(
                    select(u.produto_id, u.unidade, u.fator).where(u.produto_id.in_(lote)).order_by(u.unidade)):
                self.por_id[dono]["unidades"] += (f"{unidade}={numero(fator)}",)
        self._le_tipos_de_estoque(conexao, registros, estabelecimento_id)

    def _le(self, conexao: Connection, onde: Any, estabelecimento_id: int, lista_id: int) -> None:
        p, e = produtos.c, estoques.c
        consulta = select(*(p[c] for c in ("id", *DO_PRODUTO)), grupos.c.nome.label("grupo"),
                          *(precos.c[c] for c in ("preco", *DA_PROMOCAO)), e.saldo.label("estoque"), e.localizacao,
                          e.inventario_desde.is_not(None).label("em_inventario")).select_from(
            produtos.outerjoin(grupos, grupos.c.id == p.grupo_id)
            .outerjoin(precos, (precos.c.produto_id == p.id) & (precos.c.lista_id == lista_id))
            .outerjoin(estoques, (e.produto_id == p.id) & (e.estabelecimento_id == estabelecimento_id)))
        for linha in conexao.execute(consulta.where(onde)).mappings():
            atual = dict(linha) | {"gtins": (), "unidades": ()}
            self.por_id[linha["id"]] = atual
            for nome, indice in self.por.items():
                if linha[nome] is not None:
                    indice[linha[nome]] = linha["id"]

    def no_estoque_de(self, produto_id: int | None, tipo: str | None) -> dict[str, Any]:
        """What is known of a product, with its stock of that kind (None: the shop's own, which was read with it)."""
        if produto_id is None:
            return {}
        if tipo is None:
            return self.por_id.get(produto_id, {})
        vazio = {"estoque": None, "localizacao": None, "em_inventario": None, "tipo_estoque": tipo}
        return self.por_id.get(produto_id, {}) | vazio | self._por_tipo.get((produto_id, tipo), {})

    def _le_tipos_de_estoque(self, conexao: Connection, registros: Iterable[Registro], estabelecimento_id: int) -> None:
        """TP-032: the kinds of stock that rows name, and what these products have of them."""
        self.tipos_de_estoque: dict[str, str | None] = {normaliza(ESTOQUE_DA_LOJA): None}  # its name, as registered
        self._por_tipo: dict[tuple[int, str], dict[str, Any]] = {}
        if not any("tipo_estoque" in r.valores for r in registros):
            return
        nomes = conexao.scalars(select(tipos_estoque.c.nome))
        self.tipos_de_estoque |= {normaliza(nome): nome for nome in nomes}
        e = estoques_por_tipo.c
        for lote in em_lotes(self.por_id):
            consulta = select(e.produto_id, tipos_estoque.c.nome, e.saldo, e.localizacao, e.inventario_desde).join(
                tipos_estoque, tipos_estoque.c.id == e.tipo_estoque_id)
            for linha in conexao.execute(consulta.where(
                    e.estabelecimento_id == estabelecimento_id, e.produto_id.in_(lote))):
                self._por_tipo[linha.produto_id, linha.nome] = {
                    "estoque": linha.saldo, "localizacao": linha.localizacao,
                    "em_inventario": linha.inventario_desde is not None}

    def de(self, valores: Mapping[str, Any]) -> int | None:
        """The product a row means: external key, code, bar code."""
        for nome in ("chave_externa", "codigo"):
            if (achado := self.por[nome].get(valores.get(nome))) is not None:
                return achado
        if "codigo" in valores or "chave_externa" in valores:
            return None  # a new key: a new product, and a bar code of another one is a problem
        return next((self.gtins[g] for g in valores.get("gtins", ()) if g in self.gtins), None)


def _linha(arquivo: str, registro: Registro,
           existentes: _Existentes) -> tuple[LinhaPlano | None, list[Problema]]:
    """The plan of one row, or its problems. Warnings come beside a plan."""
    valores = dict(registro.valores)
    problemas = _tira_gtins_da_loja(arquivo, registro.linha, valores)
    produto_id = existentes.de(valores)
    tipo_estoque = valores.pop("tipo_estoque", None)
    if tipo_estoque is not None:
        if normaliza(tipo_estoque) not in existentes.tipos_de_estoque:
            return None, [*problemas, Problema(arquivo, registro.linha, f"coluna {TITULOS['tipo_estoque']}", _sem_tipo(
                tipo_estoque))]
        tipo_estoque = existentes.tipos_de_estoque[normaliza(tipo_estoque)]
    atual = existentes.no_estoque_de(produto_id, tipo_estoque)
    if tipo_estoque is not None:
        valores["tipo_estoque"] = tipo_estoque
    erros = [Problema(arquivo, registro.linha, lugar, motivo)
             for lugar, motivo in _conflitos(valores, produto_id, atual, existentes)]
    if erros:
        return None, [*problemas, *erros]
    if "unidades" in valores:
        todas = dict(um.split("=") for um in (*atual.get("unidades", ()), *valores["unidades"]))
        valores["unidades"] = tuple(f"{um}={quantas}" for um, quantas in sorted(todas.items()) if quantas != "0")
    if valores.get("promocional") == 0:  # what ends a promotion
        valores |= dict.fromkeys(DA_PROMOCAO)
    if "gtins" in valores:
        valores["gtins"] = tuple(sorted({*atual.get("gtins", ()), *valores["gtins"]}))
    if atual and normaliza(str(atual["grupo"] or "")) == normaliza(valores.get("grupo", "")):
        valores.pop("grupo", None)
    mudancas = alteracoes(atual, valores, TITULOS)
    rotulo = " ".join(filter(None, (valores.get("codigo") or atual.get("codigo", "(novo código)"),
                                    valores.get("descricao") or atual.get("descricao", ""))))
    acao = Acao.CRIAR if produto_id is None else Acao.ALTERAR if mudancas else Acao.MANTER
    return LinhaPlano(registro.linha, rotulo, acao, produto_id, valores, mudancas), problemas


def _sem_tipo(nome: str) -> str:
    return (f"“{nome}” não é um tipo de estoque. Cadastre-o (Ctrl+Shift+S), ou deixe a célula em branco: é o "
            f"{ESTOQUE_DA_LOJA} da loja.")


def _tira_gtins_da_loja(arquivo: str, linha: int, valores: dict[str, Any]) -> list[Problema]:
    internos = [g for g in valores.get("gtins", ()) if len(g) == 13 and g.startswith("2")]
    if internos:
        valores["gtins"] = tuple(g for g in valores["gtins"] if g not in internos)
    return [aviso(arquivo, linha, "coluna Código de barras",
                  f"“{g}” começa por 2, reservado às etiquetas de balança; não foi usado.") for g in internos]


def _conflitos(valores: Mapping[str, Any], produto_id: int | None, atual: Mapping[str, Any],
               existentes: _Existentes) -> Iterable[tuple[str, str]]:
    """(place, reason) of what the row says against the shop's data."""
    if produto_id is None and not valores.get("descricao"):
        yield "coluna Descrição", "está em branco, e o produto é novo. Preencha."
    for nome in ("codigo", "codigo_balanca"):
        dono = existentes.por[nome].get(valores.get(nome))
        if dono is not None and dono != produto_id:
            yield f"coluna {TITULOS[nome]}", _ja_e(valores[nome], existentes.por_id[dono])
    for gtin in valores.get("gtins", ()):
        dono = existentes.gtins.get(gtin)
        if dono is not None and dono != produto_id:
            yield "coluna Código de barras", _ja_e(gtin, existentes.por_id[dono])
    minimo, maximo = (valores.get(c, atual.get(c)) for c in ("preco_minimo", "preco_maximo"))
    if minimo is not None and maximo is not None and minimo > maximo:
        yield "coluna Preço mínimo", "é maior que o preço máximo."
    minima, maxima = (valores.get(c, atual.get(c)) for c in ("quantidade_minima", "quantidade_maxima"))
    if minima and maxima and minima > maxima:  # zero is no limit
        yield "coluna Quantidade mínima", "é maior que a quantidade máxima."
    propria = unidade_canonica(str(valores.get("unidade") or atual.get("unidade", "UN")))
    if any(unidade_canonica(um.split("=")[0]) == propria for um in valores.get("unidades", ())):
        yield "coluna Unidades alternativas", f"tem {propria}, que é a unidade do próprio produto."
    yield from _da_promocao(valores, atual)


def _da_promocao(valores: Mapping[str, Any], atual: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """(place, reason) of a promotional price that cannot be, or of dates without one."""
    if not any(valores.get(c) for c in DA_PROMOCAO) or valores.get("promocional") == 0:
        return
    preco, promocional, de, ate = (valores.get(c, atual.get(c)) for c in ("preco", *DA_PROMOCAO))
    if promocional is None:
        yield "coluna Preço promocional", "está em branco, e a promoção tem data. Preencha o preço."
    elif preco is None:
        yield "coluna Preço promocional", "é de um produto sem preço nesta tabela. Preencha também o preço."
    elif promocional > preco:
        yield "coluna Preço promocional", "é maior que o preço."
    if de is not None and ate is not None and de > ate:
        yield "coluna Promoção até", "é antes do começo da promoção."


def _ja_e(valor: object, dono: Mapping[str, Any]) -> str:
    return f"“{valor}” já é do produto {dono['codigo']} {dono['descricao']}."
