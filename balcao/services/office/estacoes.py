"""Stations (counters): create, renew the credential, deactivate, list.

A station's one secret opens both roads: as the password of its read-only PostgreSQL role (kept there as a
SCRAM verifier) and at the service (kept as Argon2id). It is returned once, by the function that made it.

Roles are made by the administrator's connection, whose `search_path` is the company's schema; a row and
its role are made in one transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from balcao.db.server import papeis as _papeis
from balcao.db.server.nomes import Papeis
from balcao.db.tables import auditoria, estabelecimentos, estacoes
from balcao.domain.terminal import PoliticaTerminal
from balcao.services.office import senhas
from balcao.services.office.contexto import Motivo, Recusada, avisa, crua, cursor

MAIOR_NUMERO = 999
MAIOR_NOME = 40


@dataclass(frozen=True, slots=True)
class NovaEstacao:
    """A station to create. `numero` None: the next free one; `nome` empty: "BALCÃO n"."""

    estabelecimento_id: int
    nome: str = ""
    numero: int | None = None
    politica: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Credencial:
    """What the station's computer must keep in its keyring. `papel` is its PostgreSQL user."""

    estacao_id: int
    nome: str
    numero: int
    papel: str
    segredo: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class EstacaoListada:
    """A line of the list."""

    id: int
    nome: str
    numero: int
    estabelecimento: str
    ativo: bool


def criar(conexao: Connection, papeis: Papeis, nova: NovaEstacao, agora: datetime,
          quem: int | None = None) -> Credencial:
    """Create a station with its role. Raises Recusada."""
    loja = conexao.scalar(select(estabelecimentos.c.fantasia).where(
        estabelecimentos.c.id == nova.estabelecimento_id, estabelecimentos.c.ativo).with_for_update())
    if loja is None:
        raise _invalida("estabelecimento", f"Não há estabelecimento ativo de número {nova.estabelecimento_id}.")
    numero = nova.numero if nova.numero is not None else _proximo(conexao, nova.estabelecimento_id)
    nome = nova.nome.strip() or f"BALCÃO {numero}"
    _confere(conexao, nova.estabelecimento_id, nome, numero)
    politica = PoliticaTerminal.model_validate(nova.politica).model_dump(mode="json", exclude_unset=True)
    estacao_id = int(conexao.execute(insert(estacoes).values(
        nome=nome, numero=numero, estabelecimento_id=nova.estabelecimento_id, credencial="",
        politica=politica).returning(estacoes.c.id)).scalar_one())
    credencial = _renova(conexao, papeis, Credencial(estacao_id, nome, numero, papeis.estacao(estacao_id),
                                                     _papeis.nova_senha()))
    _audita(conexao, nome, "criação", None, {"numero": numero, "estabelecimento": loja}, agora, quem)
    return credencial


def renovar(conexao: Connection, papeis: Papeis, nome: str, agora: datetime,
            quem: int | None = None) -> Credencial:
    """Another secret: the old one stops working at once. A deactivated station comes back."""
    estacao = _estacao(conexao, nome)
    credencial = _renova(conexao, papeis, Credencial(
        estacao.id, estacao.nome, estacao.numero, papeis.estacao(estacao.id), _papeis.nova_senha()))
    _audita(conexao, estacao.nome, "credencial", None, None, agora, quem)
    return credencial


def desativar(conexao: Connection, papeis: Papeis, nome: str, agora: datetime, quem: int | None = None) -> None:
    """Refuse this station from now on, in the service and in the database; its sessions end."""
    estacao = _estacao(conexao, nome)
    conexao.execute(update(estacoes).where(estacoes.c.id == estacao.id).values(ativo=False, credencial=""))
    _papeis.desativa_estacao(crua(conexao), papeis, estacao.id)
    _audita(conexao, estacao.nome, "ativo", estacao.ativo, False, agora, quem)


def listar(conexao: Connection) -> tuple[EstacaoListada, ...]:
    """Every station by establishment and number."""
    linhas = conexao.execute(
        select(estacoes.c.id, estacoes.c.nome, estacoes.c.numero,
               estabelecimentos.c.fantasia.label("estabelecimento"), estacoes.c.ativo)
        .join(estabelecimentos, estabelecimentos.c.id == estacoes.c.estabelecimento_id)
        .order_by(estacoes.c.estabelecimento_id, estacoes.c.numero))
    return tuple(EstacaoListada(**linha._mapping) for linha in linhas)


def _renova(conexao: Connection, papeis: Papeis, credencial: Credencial) -> Credencial:
    conexao.execute(update(estacoes).where(estacoes.c.id == credencial.estacao_id).values(
        ativo=True, credencial=senhas.resume(credencial.segredo)))
    _papeis.cria_estacao(crua(conexao), papeis, credencial.estacao_id, credencial.segredo)
    return credencial


def _estacao(conexao: Connection, nome: str) -> Any:
    linha = conexao.execute(select(estacoes.c.id, estacoes.c.nome, estacoes.c.numero, estacoes.c.ativo)
                            .where(func.lower(estacoes.c.nome) == nome.strip().lower())
                            .with_for_update()).one_or_none()
    if linha is None:
        raise Recusada(Motivo.INEXISTENTE, "estacao.inexistente", f"Não há estação “{nome.strip()}”.",
                       "Veja as que há: balcao estacao listar.")
    return linha


def _proximo(conexao: Connection, loja: int) -> int:
    usados = set(conexao.scalars(select(estacoes.c.numero).where(estacoes.c.estabelecimento_id == loja)))
    return next(n for n in range(1, MAIOR_NUMERO + 2) if n not in usados)


def _confere(conexao: Connection, loja: int, nome: str, numero: int) -> None:
    if not 1 <= numero <= MAIOR_NUMERO:
        raise _invalida("numero", f"O número do terminal vai de 1 a {MAIOR_NUMERO}; foi informado {numero}.")
    if len(nome) > MAIOR_NOME:
        raise _invalida("nome", f"O nome da estação pode ter até {MAIOR_NOME} letras; há {len(nome)}.")
    if conexao.scalar(select(estacoes.c.id).where(func.lower(estacoes.c.nome) == nome.lower())) is not None:
        raise _invalida("nome", f"Já existe uma estação “{nome}”.", "Escolha outro nome.")
    dona = conexao.scalar(select(estacoes.c.nome).where(estacoes.c.estabelecimento_id == loja,
                                                        estacoes.c.numero == numero))
    if dona is not None:
        raise _invalida("numero", f"O terminal {numero} deste estabelecimento é “{dona}”.",
                        "Escolha outro número.")


def _invalida(campo: str, mensagem: str, acao: str = "") -> Recusada:
    return Recusada(Motivo.INVALIDO, f"estacao.{campo}", mensagem, acao)


def _audita(conexao: Connection, nome: str, campo: str, antes: object, depois: object, agora: datetime,
            quem: int | None) -> None:
    conexao.execute(insert(auditoria).values(em=agora, usuario_id=quem, assunto=f"estação {nome}", campo=campo,
                                             antes=antes, depois=depois))
    avisa(cursor(conexao))
