"""Where the records of a registry are: one row, its document, its links; and who may not lose them.

A field that names several records of another registry is a table of links. A field that names one is in the
document, which counters read whole, and mirrored in a column with a foreign key (docs/decisions/0132).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self

from sqlalchemy import Column, Connection, Table, delete, func, insert, select, text, update

from balcao.domain.achados import Finding
from balcao.domain.cadastro.descricao import Cadastro
from balcao.domain.campo import Campo, Onde, Politica, campos_de

_TRAVA = text("SELECT pg_advisory_xact_lock(hashtextextended('cadastro ' || :nome || ' ' || current_schema(), 0))")
MAX_CITADOS = 5


@dataclass(frozen=True, slots=True)
class Ligacao:
    """The table of a field's links: the column of the record, and of what it is tied to."""

    tabela: Table
    dono: str
    destino: str


@dataclass(frozen=True, slots=True)
class Uso:
    """A foreign key that keeps a record from being deleted. `frase` has {quantos} or {nomes}, singular and plural;
    `nome`: the column that says who uses it, when there are few enough to be named."""

    coluna: Column[Any]
    frase: tuple[str, str]
    nome: Column[Any] | None = None


@dataclass(frozen=True, slots=True)
class Guardado:
    """A record as it is stored, and how often it was saved."""

    id: int
    versao: int
    registro: Politica


@dataclass(frozen=True, slots=True)
class Lugar:
    """From where a registry is looked at: a value that differs from shop to shop is this one's. `dia`: its today;
    `fuso`: its IANA zone."""

    estabelecimento_id: int
    dia: date
    fuso: str = "America/Sao_Paulo"


@dataclass(frozen=True, slots=True)
class DeFora:
    """What is kept of a record elsewhere: `valores`, by field; `fixos`: why one cannot be changed any more."""

    valores: Mapping[str, Any] = field(default_factory=dict)
    fixos: Mapping[str, Finding] = field(default_factory=dict)


def _nada_fora(_conexao: Connection, _lugar: Lugar) -> Callable[[Any], DeFora]:
    return lambda _registro: DeFora()


def id_de(registro: Politica) -> int:
    """A stored record's number."""
    return int(getattr(registro, "id", 0))


def _sem_documento(_registro: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarda:
    """A registry in the database. `ler` makes a record of its document and what is outside it; `documento` is what
    the document keeps; `espelhos`: field → the column that mirrors it; `quem_cita`: what names a record in a text;
    `ao_alterar`: what follows from a change, in its transaction. `fora`: reads what is kept elsewhere, for one place;
    `poe_fora` stores what a record says of it, and raises Recusada when it cannot be any more. Without a place
    (`lugar`) there is nothing of that. `avisa`: what the world outside the database makes doubtful in a record; it may
    wait, so it is asked of one record, after its transaction."""

    cadastro: Cadastro
    tabela: Table
    ler: Callable[..., Any]
    documento: Callable[[Any], dict[str, Any]] = _sem_documento
    ligacoes: Mapping[str, Ligacao] = field(default_factory=dict)
    espelhos: Mapping[str, str] = field(default_factory=dict)
    usos: tuple[Uso, ...] = ()
    quem_cita: Callable[[Connection, int], Iterator[str]] = lambda _conexao, _id: iter(())
    do_novo: Callable[[int], Mapping[str, Any]] = lambda _estabelecimento_id: {}
    ao_alterar: Callable[[Connection, int, Any, Any], None] = lambda _conexao, _id, _antes, _depois: None
    lugar: Lugar | None = None
    fora: Callable[[Connection, Lugar], Callable[[Any], DeFora]] = _nada_fora
    poe_fora: Callable[[Connection, Lugar, Any, Any], None] = lambda _conexao, _lugar, _antes, _depois: None
    avisa: Callable[[Any], Iterable[Finding]] = lambda _registro: ()

    def em(self, lugar: Lugar) -> Self:
        """The registry as it is looked at from a place."""
        return replace(self, lugar=lugar)

    def campos(self) -> Iterator[tuple[str, Campo]]:
        """Every declared field, open ones too."""
        return campos_de(self.cadastro.modelo, abertos=True)

    # ---- reading

    def trava(self, conexao: Connection) -> None:
        """One writer of this registry at a time: names are unique and types generate each other, so a change of one
        record is judged with all the others. Nobody else waits for it."""
        conexao.execute(_TRAVA, {"nome": self.cadastro.nome})

    def todos(self, conexao: Connection) -> dict[int, Guardado]:
        """Every record, by id: one query, and one for each table of links."""
        return self._le(conexao, None)

    def um(self, conexao: Connection, id_: int) -> Guardado | None:
        """One record, or None when it is not there."""
        return self._le(conexao, id_).get(id_)

    def _le(self, conexao: Connection, id_: int | None) -> dict[int, Guardado]:
        consulta = select(self.tabela).order_by(self.tabela.c.id)
        if id_ is not None:
            consulta = consulta.where(self.tabela.c.id == id_)
        ligados = {nome: self._ligados(conexao, ligacao, id_) for nome, ligacao in self.ligacoes.items()}
        lidos = {linha.id: Guardado(linha.id, linha.versao, self._registro(linha._asdict(), ligados))
                 for linha in conexao.execute(consulta)}
        if self.lugar is None:
            return lidos
        fora = self.fora(conexao, self.lugar)
        return {i: replace(um, registro=um.registro.model_copy(update=dict(fora(um.registro).valores)))
                for i, um in lidos.items()}

    def fixos(self, conexao: Connection) -> Callable[[Politica, Politica], list[Finding]]:
        """What tells why a record, now `antes`, cannot become `depois`: a value that is kept elsewhere has moved on."""
        fora = self.fora(conexao, self.lugar) if self.lugar is not None else lambda _registro: DeFora()

        def recusa(antes: Politica, depois: Politica) -> list[Finding]:
            agora = fora(depois)
            return [achado for nome, achado in agora.fixos.items()
                    if getattr(depois, nome) not in (getattr(antes, nome), agora.valores[nome])]

        return recusa

    def _registro(self, linha: Mapping[str, Any], ligados: Mapping[str, Mapping[int, tuple[int, ...]]]) -> Politica:
        fora = {nome: linha[nome] for nome in self._colunas()} | {
            nome: ids.get(linha["id"], ()) for nome, ids in ligados.items()}
        feito: Politica = self.ler(linha["politica"], **fora) if "politica" in self.tabela.c else self.ler(**fora)
        return feito

    def _colunas(self) -> tuple[str, ...]:
        """The fields that are columns."""
        return tuple(nome for nome, campo in self.campos()
                     if campo.onde is Onde.COLUNA and nome in self.tabela.c)

    @staticmethod
    def _ligados(conexao: Connection, ligacao: Ligacao, id_: int | None) -> dict[int, tuple[int, ...]]:
        dono, destino = ligacao.tabela.c[ligacao.dono], ligacao.tabela.c[ligacao.destino]
        consulta = select(dono, destino).order_by(dono, destino)
        lidos: dict[int, list[int]] = {}
        for de, para in conexao.execute(consulta if id_ is None else consulta.where(dono == id_)):
            lidos.setdefault(de, []).append(para)
        return {de: tuple(para) for de, para in lidos.items()}

    # ---- writing

    def inclui(self, conexao: Connection, registros: Iterable[Politica]) -> list[Politica]:
        """Store new records; returns them with the ids that they were given. They may name each other by temporary
        ids, below zero, so what names other records is written once all are there."""
        novos, dados = list(registros), {}
        for posicao, registro in enumerate(novos):
            valores = self._linha(registro)
            valores.pop("id", None)
            id_ = conexao.execute(insert(self.tabela).values(valores).returning(self.tabela.c.id)).scalar_one()
            temporario = id_de(registro)
            dados[temporario or -10**9 - posicao] = int(id_)
        feitos = [self.com_ids(registro, dados, proprio=id_)
                  for registro, id_ in zip(novos, dados.values(), strict=True)]
        for id_, registro in zip(dados.values(), feitos, strict=True):
            if self.espelhos:
                valores = self._linha(registro) | self._espelhados(registro)
                conexao.execute(update(self.tabela).where(self.tabela.c.id == id_).values(valores))
            self._liga(conexao, id_, registro)
            if self.lugar is not None:
                self.poe_fora(conexao, self.lugar, None, registro)
        return feitos

    def com_ids(self, registro: Politica, dados: Mapping[int, int], proprio: int = 0) -> Politica:
        """The record with the ids that new ones were given (temporary → real), its own (`proprio`) and those that it
        names."""
        troca: dict[str, Any] = {"id": proprio} if proprio else {}
        for nome, campo in self.campos():
            if campo.referencia == self.cadastro.nome:
                valor = getattr(registro, nome)
                troca[nome] = (tuple(dados.get(um, um) for um in valor) if isinstance(valor, tuple)
                               else dados.get(valor, valor))
        return registro.model_copy(update=troca)

    def altera(self, conexao: Connection, antes: Guardado, registro: Politica) -> None:
        """Store a record in place of the one that is there, with the next version, and what follows from it."""
        valores = {**self._linha(registro), **self._espelhados(registro), "id": antes.id, "versao": antes.versao + 1}
        conexao.execute(update(self.tabela).where(self.tabela.c.id == antes.id).values(valores))
        self._liga(conexao, antes.id, registro)
        self.ao_alterar(conexao, antes.id, antes.registro, registro)
        if self.lugar is not None:
            self.poe_fora(conexao, self.lugar, antes.registro, registro)

    def exclui(self, conexao: Connection, id_: int) -> None:
        """Take a record away, with its links. Raises IntegrityError when something names it."""
        conexao.execute(delete(self.tabela).where(self.tabela.c.id == id_))

    def _linha(self, registro: Politica) -> dict[str, Any]:
        valores = {nome: getattr(registro, nome) for nome in self._colunas()}
        if "politica" in self.tabela.c:
            politica = self.documento(registro)
            valores |= {"politica": politica, "politica_versao": int(politica.get("versao", 1))}
        return valores

    def _espelhados(self, registro: Politica) -> dict[str, Any]:
        return {coluna: getattr(registro, nome) for nome, coluna in self.espelhos.items()}

    def _liga(self, conexao: Connection, id_: int, registro: Politica) -> None:
        """Only what changes is written: counters copy each link that is."""
        for nome, ligacao in self.ligacoes.items():
            tabela = ligacao.tabela
            dono, destino = tabela.c[ligacao.dono], tabela.c[ligacao.destino]
            tem = set(conexao.scalars(select(destino).where(dono == id_)))
            quer = set(getattr(registro, nome))
            if tem - quer:
                conexao.execute(delete(tabela).where(dono == id_, destino.in_(tem - quer)))
            if quer - tem:
                conexao.execute(insert(tabela), [{ligacao.dono: id_, ligacao.destino: um} for um in sorted(quer - tem)])

    # ---- who names a record

    def quem_usa(self, conexao: Connection, id_: int) -> Iterator[str]:
        """What keeps a record from being deleted: "3 pedidos", "o tipo de pedido DAV"."""
        for uso in self.usos:
            condicao = uso.coluna == id_
            if uso.coluna.table is self.tabela:
                condicao &= self.tabela.c.id != id_
            if uso.nome is None:
                quantos = conexao.scalar(select(func.count()).select_from(uso.coluna.table).where(condicao)) or 0
                if quantos:
                    yield uso.frase[quantos > 1].format(quantos=quantos)
                continue
            nomes = list(conexao.scalars(
                select(uso.nome).select_from(uso.coluna.table).join_from(uso.coluna.table, uso.nome.table)
                .where(condicao).order_by(uso.nome)
                if uso.nome.table is not uso.coluna.table else select(uso.nome).where(condicao).order_by(uso.nome)))
            if nomes:
                citados = ", ".join(nomes[:MAX_CITADOS]) + (
                    f" e mais {len(nomes) - MAX_CITADOS}" if len(nomes) > MAX_CITADOS else "")
                yield uso.frase[len(nomes) > 1].format(nomes=citados)
        yield from self.quem_cita(conexao, id_)
