"""A table of customers (CSV, XLSX) becomes people, customers and their main address.

A row finds its customer by external key (the code it has in the other system), else by CPF/CNPJ; a row with
neither is refused, because a second import could not recognise it. An empty cell changes nothing.
Somebody may be told to work in some shops (TP-014).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import uuid_utils.compat as uuids
from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from balcao.db.tables import (
    clientes,
    colaboradores,
    enderecos,
    estabelecimentos,
    listas_preco,
    pessoas,
    planos_pagamento,
    usuarios,
)
from balcao.domain.cadastro_cliente import MAIORES
from balcao.domain.documentos import formata_documento
from balcao.domain.importacao import Problema, normaliza
from balcao.domain.permissoes import Permissao
from balcao.gateways.planilha import Planilha
from balcao.services.office.importacao import (
    Acao,
    Chave,
    LinhaPlano,
    PlanoTabela,
    Registro,
    Resultado,
    abre_planilha,
    aplica_plano,
    com_tempo,
    em_lotes,
    le_registros,
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
    documento,
    email,
    inteiro,
    numeros,
    sim_nao,
    telefone,
    texto,
    uf,
)

COLUNAS = (
    coluna("chave_externa", "Chave externa", codigo(60), "chave", "código", "cod", "id", "código do cliente",
           "cod cliente", "id cliente", "id externo"),
    coluna("documento", "CPF/CNPJ", documento, "cpf", "cnpj", "cpf cnpj", "cnpj cpf", "documento"),
    coluna("nome", "Nome", texto(MAIORES["nome"]), "razão social", "cliente", "nome do cliente", "nome razão social"),
    coluna("fantasia", "Nome fantasia", texto(MAIORES["fantasia"]), "fantasia", "apelido"),
    coluna("ie", "Inscrição estadual", texto(20), "ie", "insc estadual", "rg ie"),
    coluna("telefone", "Telefone", telefone, "fone", "tel", "telefone fixo"),
    coluna("celular", "Celular", telefone, "whatsapp", "cel"),
    coluna("email", "E-mail", email, "email", "correio eletrônico"),
    coluna("logradouro", "Logradouro", texto(MAIORES["logradouro"]), "endereço", "rua", "end"),
    coluna("numero", "Número", texto(MAIORES["numero"]), "nº", "num", "nro"),
    coluna("complemento", "Complemento", texto(MAIORES["complemento"]), "compl"),
    coluna("bairro", "Bairro", texto(MAIORES["bairro"])),
    coluna("municipio", "Município", texto(MAIORES["municipio"]), "cidade"),
    coluna("municipio_ibge", "Código IBGE", inteiro, "ibge", "código do município", "cod ibge"),
    coluna("uf", "UF", uf, "estado"),
    coluna("cep", "CEP", algarismos(8)),
    coluna("limite_credito", "Limite de crédito", decimal(2), "limite", "crédito", "limite crédito"),
    coluna("validade", "Validade do cadastro", data, "validade", "válido até"),
    coluna("bloqueado", "Bloqueado", sim_nao, "bloqueio"),
    coluna("motivo_bloqueio", "Motivo do bloqueio", texto(200), "motivo bloqueio"),
    coluna("inativo", "Inativo", sim_nao, "desativado"),
    coluna("permite_desconto", "Permite desconto", sim_nao),
    coluna("desconto_maximo", "Desconto máximo", decimal(4, Decimal(100)), "desconto máximo %"),
    coluna("vendedor", "Vendedor", texto(60), "login do vendedor"),
    coluna("representante", "Representante", texto(60), "login do representante"),
    coluna("plano", "Plano de pagamento", texto(60), "plano", "condição de pagamento"),
    coluna("lista", "Lista de preço", texto(60), "lista", "tabela", "tabela de preço"),
    coluna("observacoes", "Observações", texto(MAIORES["observacoes"]), "obs", "observação"),
    coluna("colaborador", "Colaborador das lojas", numeros, "colaborador", "lojas do colaborador"),
)
TITULOS = {c.coluna.campo: c.coluna.titulo for c in COLUNAS}
CHAVE = Chave(frozenset(("chave_externa", "documento")),
              "nenhuma coluna preenchida diz que cliente é cada linha: falta “CPF/CNPJ” ou “Código” (a chave externa). "
              "A primeira linha deve trazer os nomes das colunas.")
DA_PESSOA = ("chave_externa", "documento", "nome", "fantasia", "ie", "telefone", "celular", "email")
DO_ENDERECO = ("logradouro", "numero", "complemento", "bairro", "municipio", "municipio_ibge", "uf", "cep")
DO_CLIENTE = ("limite_credito", "validade", "bloqueado", "motivo_bloqueio", "inativo", "permite_desconto",
              "desconto_maximo", "observacoes")
LIGADOS = {"vendedor": "vendedor_id", "representante": "representante_id", "plano": "plano_id", "lista": "lista_id"}


def planejar(conexao: Connection, arquivo: Path, *, colunas: Mapping[str, str] | None = None) -> PlanoTabela:
    """Read the table and show what it would do; writes nothing.

    `colunas` (header → field, "" = ignore) corrects the mapping. Raises ArquivoRecusado when it is no table.
    """
    return planejar_planilha(conexao, abre_planilha(arquivo), colunas=colunas)


def planejar_planilha(conexao: Connection, planilha: Planilha, *,
                      colunas: Mapping[str, str] | None = None) -> PlanoTabela:
    """`planejar` over a table already read."""
    com_tempo(conexao)
    registros, problemas, mapeamento = le_registros(planilha, COLUNAS, colunas, CHAVE)
    bons = _sem_repetidos(planilha.arquivo, registros, problemas)
    existentes = _Existentes(conexao, bons)
    linhas = []
    for registro in bons:
        ruins = [Problema(planilha.arquivo, registro.linha, lugar, motivo)
                 for lugar, motivo in existentes.conflitos(registro.valores)]
        problemas += ruins
        if not ruins:
            linhas.append(_linha(registro, existentes))
    linhas, ruins = um_por_registro(planilha.arquivo, linhas)
    problemas += ruins
    return PlanoTabela("clientes", planilha, mapeamento, tuple(linhas),
                       tuple(sorted(problemas, key=lambda p: p.linha)), {"colunas": dict(colunas or {})})


def aplicar(conexao: Connection, plano: PlanoTabela, *, usuario_id: int | None, agora: datetime,
            somente_boas: bool = False) -> Resultado:
    """See `importacao.aplica_plano`."""
    mudam = [linha for linha in plano.linhas if linha.acao is not Acao.MANTER]
    return aplica_plano(conexao, plano, planejar_planilha, lambda: _grava(conexao, mudam),
                        usuario_id, agora, somente_boas)


def permissoes(plano: PlanoTabela) -> Iterator[Permissao]:
    """What whoever writes this plan must be allowed, besides importing: to register, to change (PV-004, PV-005), and to
    say a credit limit, of anybody (PV-008)."""
    mudam = [linha for linha in plano.linhas if linha.acao is not Acao.MANTER]
    if any(not linha.alteracoes or linha.acao is Acao.CRIAR for linha in mudam):
        yield Permissao.INCLUIR_CLIENTE  # also of a person who was no customer
    if any(linha.acao is Acao.ALTERAR and linha.alteracoes for linha in mudam):
        yield Permissao.ALTERAR_CLIENTE
    if any(_diz_limite(linha) for linha in mudam):
        yield Permissao.ALTERAR_LIMITE


def _diz_limite(linha: LinhaPlano) -> bool:
    if linha.acao is Acao.CRIAR:
        return "limite_credito" in linha.valores
    return any(mudanca.campo == TITULOS["limite_credito"] for mudanca in linha.alteracoes)


def _sem_repetidos(arquivo: str, registros: list[Registro], problemas: list[Problema]) -> list[Registro]:
    def chaves(registro: Registro) -> Iterable[tuple[str, Any]]:
        return [(TITULOS[c], registro.valores[c]) for c in ("chave_externa", "documento") if c in registro.valores]

    ruins = repetidos(arquivo, registros, chaves)
    ruins += [Problema(arquivo, r.linha, "", "não tem chave externa nem CPF/CNPJ: uma segunda importação não saberia "
                                             "que cliente é. Preencha um deles.")
              for r in registros if not CHAVE.campos & r.valores.keys()]
    problemas += ruins
    fora = {p.linha for p in ruins}
    return [r for r in registros if r.linha not in fora]


class _Existentes:
    """What the shop has of the customers that the rows may mean, and the names they may cite."""

    def __init__(self, conexao: Connection, registros: list[Registro]) -> None:
        self.por_id: dict[UUID, dict[str, Any]] = {}
        self.por: dict[str, dict[str, UUID]] = {"chave_externa": {}, "documento": {}}
        for nome in self.por:
            for lote in em_lotes({r.valores[nome] for r in registros if nome in r.valores}):
                self._le(conexao, pessoas.c[nome].in_(lote))
        pessoal = {normaliza(n): i for i, *nomes in conexao.execute(
            select(usuarios.c.id, usuarios.c.nome, usuarios.c.login)) for n in nomes}
        self.citados: dict[str, dict[str, int]] = {
            "vendedor": pessoal, "representante": pessoal,
            "plano": {normaliza(n): i for i, n in conexao.execute(
                select(planos_pagamento.c.id, planos_pagamento.c.nome))},
            "lista": {normaliza(n): i for i, n in conexao.execute(select(listas_preco.c.id, listas_preco.c.nome))},
        }
        self.lojas = frozenset(conexao.scalars(select(estabelecimentos.c.id)))

    def _le(self, conexao: Connection, onde: Any) -> None:
        consulta = select(
            *(pessoas.c[c] for c in ("id", *DA_PESSOA)), *(enderecos.c[c] for c in DO_ENDERECO),
            enderecos.c.id.label("endereco_id"), *(clientes.c[c] for c in (*DO_CLIENTE, *LIGADOS.values())),
            clientes.c.pessoa_id).select_from(
            pessoas.outerjoin(clientes, clientes.c.pessoa_id == pessoas.c.id)
            .outerjoin(enderecos, (enderecos.c.pessoa_id == pessoas.c.id) & (enderecos.c.tipo == "principal")))
        lidas = conexao.execute(consulta.where(onde)).mappings().all()
        for linha in lidas:
            self.por_id[linha["id"]] = {**linha, "colaborador": ()}
            for nome, indice in self.por.items():
                if linha[nome] is not None:
                    indice[linha[nome]] = linha["id"]
        self._le_colaboradores(conexao, [linha["id"] for linha in lidas])

    def _le_colaboradores(self, conexao: Connection, ids: list[UUID]) -> None:
        for um, loja in conexao.execute(select(colaboradores.c.pessoa_id, colaboradores.c.estabelecimento_id).where(
                colaboradores.c.pessoa_id.in_(ids)).order_by(colaboradores.c.estabelecimento_id)):
            self.por_id[um]["colaborador"] += (loja,)

    def de(self, valores: Mapping[str, Any]) -> UUID | None:
        """The person a row means: external key, else CPF/CNPJ."""
        for nome, indice in self.por.items():
            if (achado := indice.get(valores.get(nome, ""))) is not None:
                return achado
        return None

    def conflitos(self, valores: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        """(place, reason) of what the row says against the shop's data."""
        pessoa = self.de(valores)
        if pessoa is None and not valores.get("nome"):
            yield "coluna Nome", "está em branco, e o cliente é novo. Preencha."
        dono = self.por["documento"].get(valores.get("documento", ""))
        if dono is not None and dono != pessoa:
            yield "coluna CPF/CNPJ", (f"{formata_documento(valores['documento'])} já é de "
                                      f"{self.por_id[dono]['nome']}. Confira a chave.")
        for nome, conhecidos in self.citados.items():
            if nome in valores and normaliza(valores[nome]) not in conhecidos:
                yield f"coluna {TITULOS[nome]}", f"não há “{valores[nome]}” no cadastro. Cadastre antes, ou corrija."
        for loja in sorted(set(valores.get("colaborador", ())) - self.lojas):
            yield f"coluna {TITULOS['colaborador']}", f"não há loja de número {loja}."


def _linha(registro: Registro, existentes: _Existentes) -> LinhaPlano:
    valores = dict(registro.valores)
    pessoa = existentes.de(valores)
    atual = existentes.por_id.get(pessoa, {}) if pessoa is not None else {}
    for nome, ligado in LIGADOS.items():
        if nome in valores:
            valores[ligado] = existentes.citados[nome][normaliza(valores[nome])]
            if atual.get(ligado) == valores[ligado]:
                del valores[nome], valores[ligado]
    # Whoever had the key first keeps it: the document found him, and his key is another system's.
    if atual.get("chave_externa") and atual["chave_externa"] != valores.get("chave_externa"):
        valores.pop("chave_externa", None)
    mudancas = alteracoes(atual, valores, TITULOS)
    acao = Acao.CRIAR if pessoa is None else Acao.ALTERAR
    if atual.get("pessoa_id") is not None and not mudancas:
        acao = Acao.MANTER
    quem = formata_documento(valores.get("documento") or atual.get("documento") or "")
    rotulo = f"{valores.get('nome') or atual.get('nome')} {quem}".strip()
    valores["endereco_id"] = atual.get("endereco_id")
    return LinhaPlano(registro.linha, rotulo, acao, pessoa, valores, mudancas)


def _grava(conexao: Connection, linhas: list[LinhaPlano]) -> None:
    """Insert the new, update the changed; a person who was only a supplier becomes a customer too."""
    ids = {li.numero: li.id if li.id is not None else uuids.uuid7() for li in linhas}
    novas = [li for li in linhas if li.acao is Acao.CRIAR]
    for lote in em_lotes([{c: li.valores.get(c, None if c in ("chave_externa", "documento") else "") for c in DA_PESSOA}
                          | {"id": ids[li.numero]} for li in novas]):
        conexao.execute(insert(pessoas), lote)
    _atualiza(conexao, pessoas, "id", DA_PESSOA, [(li.id, li.valores) for li in linhas if li.id is not None])
    for lote in em_lotes([{"pessoa_id": i} for i in ids.values()]):
        conexao.execute(upsert(clientes).on_conflict_do_nothing(), lote)
    _atualiza(conexao, clientes, "pessoa_id", (*DO_CLIENTE, *LIGADOS.values()),
              [(ids[li.numero], li.valores) for li in linhas])
    _grava_colaboradores(conexao, {ids[li.numero]: li.valores["colaborador"] for li in linhas
                                   if "colaborador" in li.valores})
    com_endereco = [li for li in linhas if set(DO_ENDERECO) & set(li.valores)]
    for lote in em_lotes([{c: li.valores.get(c, None if c == "municipio_ibge" else "") for c in DO_ENDERECO}
                          | {"id": uuids.uuid7(), "pessoa_id": ids[li.numero], "tipo": "principal"}
                          for li in com_endereco if li.valores["endereco_id"] is None]):
        conexao.execute(insert(enderecos), lote)
    _atualiza(conexao, enderecos, "id", DO_ENDERECO, [(li.valores["endereco_id"], li.valores) for li in com_endereco
                                                      if li.valores["endereco_id"] is not None])


def _grava_colaboradores(conexao: Connection, lojas: Mapping[UUID, tuple[int, ...]]) -> None:
    """Where each of these persons works, and nowhere else."""
    for pessoa, numeros_ in lojas.items():
        conexao.execute(delete(colaboradores).where(colaboradores.c.pessoa_id == pessoa,
                                                    colaboradores.c.estabelecimento_id.not_in(numeros_)))
    for lote in em_lotes([{"pessoa_id": pessoa, "estabelecimento_id": loja}
                          for pessoa, numeros_ in lojas.items() for loja in numeros_]):
        conexao.execute(upsert(colaboradores).on_conflict_do_nothing(), lote)


def _atualiza(conexao: Connection, tabela: Any, chave: str, campos: Iterable[str],
              linhas: Iterable[tuple[Any, Mapping[str, Any]]]) -> None:
    """Update rows by key, those with the same fields in one statement."""
    nomes = tuple(campos)
    por_campos: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for id_, valores in linhas:
        novos = {c: valores[c] for c in nomes if c in valores}
        if novos:
            por_campos[tuple(novos)].append(novos | {"b_chave": id_})
    for registros in por_campos.values():
        for lote in em_lotes(registros):
            conexao.execute(update(tabela).where(tabela.c[chave] == bindparam("b_chave")), lote)
