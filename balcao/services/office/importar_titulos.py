"""A table of receivables (CSV, XLSX) becomes titles; those settled in the other system are closed here.

The key of a title is its external key, or else number, instalment and customer. With `baixa_ausentes` the file is the
whole list of what is open: a title that an earlier import brought and that is no longer there was settled. One that
Balcão itself made, when it invoiced an order, is in no other system's list: it is settled only by its own key.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select, update

from balcao.db.tables import clientes, estabelecimentos, pessoas, titulos_receber
from balcao.domain.arredondamento import ZERO
from balcao.domain.campo import ValorInvalido
from balcao.domain.documentos import completa_zeros, valida_documento
from balcao.domain.importacao import Problema
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
    aviso,
    com_tempo,
    em_lotes,
    le_registros,
    repetidos,
)
from balcao.services.office.importacao_colunas import (
    alteracoes,
    codigo,
    coluna,
    data,
    decimal,
    documento,
    opcao,
)

SITUACOES = {
    "aberto": "aberto", "em aberto": "aberto", "a": "aberto", "pendente": "aberto", "a vencer": "aberto",
    "vencido": "aberto", "parcial": "aberto", "nao": "aberto", "n": "aberto", "liquidado": "liquidado",
    "l": "liquidado", "pago": "liquidado", "quitado": "liquidado", "baixado": "liquidado",
    "recebido": "liquidado", "sim": "liquidado", "s": "liquidado", "cancelado": "cancelado", "c": "cancelado"}


def _parcela(celula: str, _: str | None) -> int:
    """`2` or `2/3` (the second of three)."""
    primeira = celula.split("/", maxsplit=1)[0].strip()
    if not (primeira.isascii() and primeira.isdigit()) or not 1 <= int(primeira) <= 999:
        raise ValorInvalido(f"“{celula}” não é uma parcela: use 1, 2… ou 1/3.")
    return int(primeira)


COLUNAS = (
    coluna("chave_externa", "Chave externa", codigo(60), "chave", "id", "código do título", "id título", "id externo"),
    coluna("cliente", "Cliente", codigo(60), "código do cliente", "cod cliente", "id cliente", "chave do cliente"),
    coluna("cpf_cnpj", "CPF/CNPJ", documento, "cpf", "cnpj", "cnpj cpf", "documento do cliente",
           "cpf cnpj do cliente"),
    coluna("numero", "Número", codigo(30), "título", "número do título", "duplicata", "nº", "documento", "num",
           obrigatoria=True),
    coluna("parcela", "Parcela", _parcela, "parc", "prestação"),
    coluna("emissao", "Emissão", data, "data de emissão", "data emissão", "emitido em"),
    coluna("vencimento", "Vencimento", data, "data de vencimento", "data vencimento", "vence em", "vcto",
           obrigatoria=True),
    coluna("valor", "Valor", decimal(2), "valor original", "valor do título", "valor parcela", obrigatoria=True),
    coluna("saldo", "Saldo", decimal(2), "valor em aberto", "em aberto", "saldo devedor", "valor aberto"),
    coluna("situacao", "Situação", opcao(SITUACOES, "situação"), "status", "pago", "quitado"),
)
TITULOS = {c.coluna.campo: c.coluna.titulo for c in COLUNAS}
CHAVE = Chave(frozenset(("cliente", "cpf_cnpj")),
              "falta dizer de quem é o título. O cabeçalho pode ser “CPF/CNPJ” ou “Cliente” (a chave externa).")
MUITAS_BAIXAS = 10  # more than these, and more than half of what is open: said, since the file may have been cut
GRAVADOS = ("numero", "parcela", "emissao", "vencimento", "valor", "saldo", "situacao")


def planejar(conexao: Connection, arquivo: Path, *, estabelecimento_id: int, baixa_ausentes: bool = False,
             colunas: Mapping[str, str] | None = None) -> PlanoTabela:
    """Read the table and show what it would do; writes nothing.

    `colunas` (header → field, "" = ignore) corrects the mapping. Raises ArquivoRecusado when it is no table,
    ValorInvalido when there is no such establishment.
    """
    return planejar_planilha(conexao, abre_planilha(arquivo), estabelecimento_id=estabelecimento_id,
                             baixa_ausentes=baixa_ausentes, colunas=colunas)


def planejar_planilha(conexao: Connection, planilha: Planilha, *, estabelecimento_id: int,
                      baixa_ausentes: bool = False, colunas: Mapping[str, str] | None = None) -> PlanoTabela:
    """`planejar` over a table already read."""
    com_tempo(conexao)
    if conexao.scalar(select(estabelecimentos.c.id).where(estabelecimentos.c.id == estabelecimento_id)) is None:
        raise ValorInvalido(f"Não há estabelecimento com o número {estabelecimento_id}.")
    registros, problemas, mapeamento = le_registros(planilha, COLUNAS, colunas, CHAVE)
    devedores = _Clientes(conexao, registros)
    completos = _completos(planilha.arquivo, registros, devedores, problemas)
    existentes = _existentes(conexao, completos)
    linhas = []
    for registro in completos:
        atual = existentes.get(registro.valores["chave_externa"], {})
        ruins = [Problema(planilha.arquivo, registro.linha, lugar, motivo)
                 for lugar, motivo in _conflitos(registro.valores, atual)]
        problemas += ruins
        if not ruins:
            linhas.append(_linha(registro, atual))
    if baixa_ausentes:
        linhas += _ausentes(conexao, planilha.arquivo, estabelecimento_id, completos, problemas)
    opcoes = {"estabelecimento_id": estabelecimento_id, "baixa_ausentes": baixa_ausentes,
              "colunas": dict(colunas or {})}
    return PlanoTabela("titulos", planilha, mapeamento, tuple(linhas),
                       tuple(sorted(problemas, key=lambda p: p.linha)), opcoes)


def aplicar(conexao: Connection, plano: PlanoTabela, *, usuario_id: int | None, agora: datetime,
            somente_boas: bool = False) -> Resultado:
    """See `importacao.aplica_plano`."""
    return aplica_plano(conexao, plano, planejar_planilha, lambda: _grava(conexao, plano),
                        usuario_id, agora, somente_boas)


class _Clientes:
    """The customers that the rows cite, by external key, CPF/CNPJ or Balcão's own code."""

    def __init__(self, conexao: Connection, registros: list[Registro]) -> None:
        self._por: dict[str, tuple[UUID, str, bool]] = {}
        citados = {str(r.valores[c]) for r in registros for c in ("cliente", "cpf_cnpj") if c in r.valores}
        documentos = {_documento(c) for c in citados} - {""}
        codigos = {int(c) for c in citados if c.isdigit() and len(c) <= 9}
        p = pessoas.c
        consulta = select(p.id, p.nome, p.documento, p.chave_externa, p.codigo, clientes.c.pessoa_id).select_from(
            pessoas.outerjoin(clientes, clientes.c.pessoa_id == p.id))
        # The surest key last: it replaces a looser one that reads the same.
        for campo, valores in (("codigo", codigos), ("documento", documentos), ("chave_externa", citados)):
            for lote in em_lotes(sorted(valores)):
                for linha in conexao.execute(consulta.where(p[campo].in_(lote))).mappings():
                    self._por[str(linha[campo])] = (linha["id"], linha["nome"], linha["pessoa_id"] is not None)

    def de(self, valores: Mapping[str, Any]) -> tuple[UUID, str]:
        """Id and name of the customer. Raises ValorInvalido when there is none."""
        citado = str(valores.get("cpf_cnpj") or valores.get("cliente") or "")
        if not citado:
            raise ValorInvalido("falta dizer de quem é o título: preencha o CPF/CNPJ ou o cliente.")
        achado = self._por.get(citado) or self._por.get(_documento(citado))
        if achado is None:
            raise ValorInvalido(f"não há cliente “{citado}”. Importe os clientes antes, ou corrija.")
        if not achado[2]:
            raise ValorInvalido(f"{achado[1]} está no cadastro, mas não é cliente. Importe-o como cliente antes.")
        return achado[0], achado[1]


def _documento(texto: str) -> str:
    try:
        return valida_documento(completa_zeros(texto))
    except ValorInvalido:
        return ""


def _completos(arquivo: str, registros: list[Registro], devedores: _Clientes,
               problemas: list[Problema]) -> list[Registro]:
    """Rows with customer, instalment, balance, situation and key; the rest go to `problemas`."""
    prontos = []
    for registro in registros:
        try:
            cliente_id, nome = devedores.de(registro.valores)
        except ValorInvalido as erro:
            problemas.append(Problema(arquivo, registro.linha, "coluna Cliente", str(erro)))
            continue
        valores = _com_situacao({"parcela": 1} | registro.valores)
        numero = f"{valores['numero']}/{valores['parcela']}"
        valores["cliente_id"], valores["rotulo"] = cliente_id, f"{numero} {nome}"
        if "chave_externa" not in valores:
            valores["chave_externa"] = f"{numero}@{cliente_id}"
        prontos.append(Registro(registro.linha, valores))
    ruins = repetidos(arquivo, prontos, lambda r: [
        ("Número", r.valores["rotulo"]) if "@" in r.valores["chave_externa"] else
        ("Chave externa", r.valores["chave_externa"])])
    problemas += ruins
    fora = {p.linha for p in ruins}
    return [r for r in prontos if r.linha not in fora]


def _com_situacao(valores: dict[str, Any]) -> dict[str, Any]:
    """Balance and situation complete each other: nothing left to pay = settled; settled = nothing left."""
    if "saldo" not in valores:
        fechado = valores.get("situacao") in ("liquidado", "cancelado")
        valores["saldo"] = ZERO if fechado else valores["valor"]
    if valores.get("situacao", "aberto") == "aberto":
        valores["situacao"] = "aberto" if valores["saldo"] else "liquidado"
    return valores


def _existentes(conexao: Connection, registros: list[Registro]) -> dict[str, dict[str, Any]]:
    achados: dict[str, dict[str, Any]] = {}
    for lote in em_lotes(r.valores["chave_externa"] for r in registros):
        consulta = select(titulos_receber).where(titulos_receber.c.chave_externa.in_(lote))
        achados |= {linha["chave_externa"]: dict(linha) for linha in conexao.execute(consulta).mappings()}
    return achados


def _conflitos(valores: Mapping[str, Any], atual: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """(place, reason) of what the row says against itself and against the shop's data."""
    if not valores["valor"]:
        yield "coluna Valor", "é zero; um título tem valor."
    if valores["saldo"] > valores["valor"]:
        yield "coluna Saldo", "é maior que o valor do título."
    if valores["situacao"] != "aberto" and valores["saldo"]:
        yield "coluna Saldo", f"não é zero, e o título está {valores['situacao']}."
    emissao: date | None = valores.get("emissao")
    if emissao is not None and emissao > valores["vencimento"]:
        yield "coluna Emissão", "é depois do vencimento."
    if atual and atual["cliente_id"] != valores["cliente_id"]:
        yield "coluna Cliente", "o título já está no nome de outro cliente. Confira a chave."


def _linha(registro: Registro, atual: Mapping[str, Any]) -> LinhaPlano:
    valores = dict(registro.valores)
    if not atual:
        valores.setdefault("emissao", valores["vencimento"])
    mudancas = alteracoes(atual, {c: valores[c] for c in GRAVADOS if c in valores}, TITULOS)
    acao = Acao.CRIAR if not atual else Acao.ALTERAR if mudancas else Acao.MANTER
    return LinhaPlano(registro.linha, valores.pop("rotulo"), acao, atual.get("id"), valores, mudancas)


def _ausentes(conexao: Connection, arquivo: str, estabelecimento_id: int, registros: list[Registro],
              problemas: list[Problema]) -> list[LinhaPlano]:
    """Open titles of earlier imports that the file no longer has. None when some row was refused: it might be
    one of them."""
    if any(p.linha for p in problemas):
        problemas.append(aviso(arquivo, 0, "", "os títulos que não estão no arquivo não serão baixados, porque há "
                                               "linhas recusadas: uma delas pode ser um deles."))
        return []
    presentes = {r.valores["chave_externa"] for r in registros}
    c = titulos_receber.c
    abertos = conexao.execute(
        select(c.id, c.numero, c.parcela, c.saldo, c.chave_externa, pessoas.c.nome)
        .join(pessoas, pessoas.c.id == c.cliente_id)
        .where(c.estabelecimento_id == estabelecimento_id, c.situacao == "aberto", c.chave_externa.is_not(None),
               c.pedido_id.is_(None))
        .order_by(c.id)).all()
    somem = [linha for linha in abertos if linha.chave_externa not in presentes]
    if len(somem) >= MUITAS_BAIXAS and 2 * len(somem) > len(abertos):  # a file cut between two rows looks whole
        problemas.append(aviso(arquivo, 0, "", f"{len(somem)} dos {len(abertos)} títulos importados em aberto não "
                                               "estão no arquivo e serão baixados. Confira se ele está inteiro."))
    fechados = {"saldo": Decimal("0.00"), "situacao": "liquidado"}
    return [LinhaPlano(0, f"{linha.numero}/{linha.parcela} {linha.nome}", Acao.ALTERAR, linha.id, fechados,
                       alteracoes({"saldo": linha.saldo, "situacao": "aberto"}, fechados, TITULOS))
            for linha in somem]


def _grava(conexao: Connection, plano: PlanoTabela) -> None:
    estabelecimento = plano.opcoes["estabelecimento_id"]
    novos = [{c: li.valores[c] for c in (*GRAVADOS, "cliente_id", "chave_externa")}
             | {"estabelecimento_id": estabelecimento} for li in plano.linhas if li.acao is Acao.CRIAR]
    for lote in em_lotes(novos):
        conexao.execute(insert(titulos_receber), lote)
    for campos in (GRAVADOS, tuple(c for c in GRAVADOS if c != "emissao"), ("saldo", "situacao")):
        mudados = [{c: li.valores[c] for c in campos} | {"b_id": li.id} for li in plano.linhas
                   if li.acao is Acao.ALTERAR and {c for c in GRAVADOS if c in li.valores} == set(campos)]
        for lote in em_lotes(mudados):
            conexao.execute(update(titulos_receber).where(titulos_receber.c.id == bindparam("b_id")), lote)
