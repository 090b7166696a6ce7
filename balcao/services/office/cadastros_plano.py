"""What importing a sheet would do to a registry: row by row, with the records as they would all be afterwards."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from balcao.domain.achados import Finding, impedem
from balcao.domain.cadastro.celulas import chave_do_nome
from balcao.domain.cadastro.diferenca import Diferenca, diferencas
from balcao.domain.cadastro.tabela import Bruta, Leitura, LinhaLida, le_planilha, nomes_da_planilha, problema_de
from balcao.domain.cadastro.valores import conferido, guardado, valida
from balcao.domain.campo import Politica
from balcao.domain.importacao import Problema
from balcao.gateways.planilha import Planilha, so_inteiras
from balcao.services.office.cadastros_declarados import nomes_citados
from balcao.services.office.cadastros_guarda import Guarda, Guardado

MAX_REGISTROS = 1_000


@dataclass(frozen=True, slots=True)
class Mudanca:
    """A row that creates a record (`antes` None; its id is temporary, below zero) or changes one."""

    linha: LinhaLida
    antes: Guardado | None
    id: int
    depois: Politica
    diferencas: tuple[Diferenca, ...]


@dataclass(frozen=True, slots=True)
class Plano:
    """What the file would do. `fatal`: it cannot be read at all, so there are no good rows."""

    mudancas: tuple[Mudanca, ...]
    mantidos: int
    problemas: tuple[Problema, ...]
    fatal: bool = False

    def pode(self, somente_boas: bool) -> bool:
        """Whether it may be written: without a problem, or without its bad rows when the person said so."""
        return not self.problemas or (somente_boas and not self.fatal and bool(self.mudancas or self.mantidos))


@dataclass(frozen=True, slots=True)
class _Candidata:
    """A row, the id of its record, and the values that the record would have."""

    linha: LinhaLida
    id: int
    valores: Mapping[str, Any]


def planeja(conexao: Connection, guarda: Guarda, lida: Planilha, estabelecimento_id: int | None) -> Plano:
    """Understand the file against the registry as it is. `estabelecimento_id`: whose new records are that say nothing
    else."""
    lida = so_inteiras(lida, range(len(lida.cabecalho)))
    declarado = guarda.cadastro
    todos = guarda.todos(conexao)
    por_nome = {chave_do_nome(declarado.nome_de(um.registro)): id_ for id_, um in todos.items()}
    nomes = nomes_citados(conexao, guarda)
    brutas: list[Bruta] = [(linha.numero, linha.celulas) for linha in lida.linhas]
    ids = {quem: {chave_do_nome(nome): id_ for id_, nome in deles.items()} for quem, deles in nomes.items()}
    novos = [nome for nome in nomes_da_planilha(declarado, lida.cabecalho, brutas)
             if chave_do_nome(nome) not in por_nome]
    for quantos, nome in enumerate(novos, 1):  # rows may name each other, whatever their order
        por_nome.setdefault(chave_do_nome(nome), -quantos)
        if declarado.nome in nomes:
            nomes[declarado.nome][-quantos] = nome
            ids[declarado.nome].setdefault(chave_do_nome(nome), -quantos)
    leitura = le_planilha(declarado, lida.arquivo, lida.cabecalho, brutas, ids)
    if fatais := _fatais(lida, leitura):
        return Plano((), 0, fatais, fatal=True)
    candidatas = [_candidata(guarda, linha, por_nome, todos, estabelecimento_id) for linha in leitura.linhas]
    return _confere(guarda, lida, leitura, candidatas, todos, nomes, guarda.fixos(conexao))


def _fatais(lida: Planilha, leitura: Leitura) -> tuple[Problema, ...]:
    if len(lida.linhas) > MAX_REGISTROS:
        return (Problema(lida.arquivo, 0, "", f"há {len(lida.linhas)} linhas; o máximo é {MAX_REGISTROS}."),)
    return tuple(p for p in leitura.problemas if not p.linha)


def _candidata(guarda: Guarda, linha: LinhaLida, por_nome: Mapping[str, int], todos: Mapping[int, Guardado],
               estabelecimento_id: int | None) -> _Candidata:
    id_ = por_nome[chave_do_nome(linha.nome)]
    if id_ in todos:
        base = guardado(todos[id_].registro)
    else:
        base = dict(guarda.do_novo(estabelecimento_id)) if estabelecimento_id is not None else {}
    return _Candidata(linha, id_, {**base, **linha.valores})


def _confere(guarda: Guarda, lida: Planilha, leitura: Leitura, candidatas: Iterable[_Candidata],
             todos: Mapping[int, Guardado], nomes: Mapping[str, Mapping[Any, str]],
             fixos: Callable[[Politica, Politica], list[Finding]]) -> Plano:
    """Judge each row among all records as they would be: names that change hands, types that generate each other."""
    declarado = guarda.cadastro
    seriam = {id_: um.registro for id_, um in todos.items()}
    for uma in candidatas:
        registro, _ = valida(declarado, uma.valores, {}, id_=uma.id)
        if registro is not None:
            seriam[uma.id] = registro
    problemas = [*lida.problemas, *leitura.problemas]
    mudancas, mantidos = [], 0
    for uma in candidatas:
        antes = todos.get(uma.id)
        depois, achados = conferido(
            declarado, uma.valores, {i: r for i, r in seriam.items() if i != uma.id}, nomes,
            antes=antes.registro if antes is not None else None, id_=uma.id)
        presos = fixos(antes.registro, depois) if antes is not None and depois is not None else []
        ruins = (*impedem(achados), *presos)
        problemas += [problema_de(lida.arquivo, uma.linha, um, lida.cabecalho, leitura.lugares) for um in ruins]
        if depois is None or ruins:
            continue
        mudou = tuple(diferencas(declarado, antes.registro, depois, nomes)) if antes is not None else ()
        if antes is not None and not mudou:
            mantidos += 1
        else:
            mudancas.append(Mudanca(uma.linha, antes, uma.id, depois, mudou))
    return _sem_pendurados(guarda, lida, Plano(tuple(mudancas), mantidos,
                                               tuple(sorted(problemas, key=lambda p: p.linha))))


def _sem_pendurados(guarda: Guarda, lida: Planilha, plano: Plano) -> Plano:
    """A good row that names a new record of a bad row is no good either."""
    while True:
        criados = {m.id for m in plano.mudancas if m.antes is None}
        pendurados = [m for m in plano.mudancas
                      if any(um < 0 and um not in criados for um in _nomeados(guarda, m.depois))]
        if not pendurados:
            return plano
        plano = replace(
            plano, mudancas=tuple(m for m in plano.mudancas if m not in pendurados),
            problemas=(*plano.problemas, *(Problema(
                lida.arquivo, m.linha.numero, "", "cita um registro novo deste arquivo, cuja linha tem erro.")
                for m in pendurados)))


def _nomeados(guarda: Guarda, registro: Politica) -> Iterable[int]:
    for nome, campo in guarda.campos():
        if campo.referencia == guarda.cadastro.nome:
            valor = getattr(registro, nome)
            yield from (um for um in (valor if isinstance(valor, tuple) else (valor,)) if isinstance(um, int))
