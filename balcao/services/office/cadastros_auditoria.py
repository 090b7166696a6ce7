"""The audit of registries: each changed field of a record, who, when, at which station, before and after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from balcao.db.tables import auditoria, estacoes, usuarios
from balcao.domain.cadastro.descricao import Cadastro
from balcao.domain.cadastro.diferenca import Diferenca, texto_guardado
from balcao.domain.cadastro.mensagens import Mudanca

INCLUSAO, EXCLUSAO = "inclusão", "exclusão"
MAX_HISTORICO = 500


@dataclass(frozen=True, slots=True)
class Autor:
    """Who changes, and when. No user: the command line."""

    em: datetime
    usuario_id: int | None = None
    estacao_id: int | None = None


def assunto(cadastro: Cadastro, id_: int) -> str:
    """How the audit names a record: by its id, for names change."""
    return f"{cadastro.nome} {id_}"


def audita(conexao: Connection, cadastro: Cadastro, id_: int, autor: Autor, mudancas: Iterable[Diferenca],
           motivo: str = "") -> None:
    """One line for each changed field."""
    linhas = [_linha(cadastro, id_, autor, m.assunto, m.antes, m.depois, motivo) for m in mudancas]
    if linhas:
        conexao.execute(insert(auditoria), linhas)


def audita_registro(conexao: Connection, cadastro: Cadastro, id_: int, autor: Autor, campo: str, antes: Any,
                    depois: Any, motivo: str = "") -> None:
    """One line for a record that came or went."""
    conexao.execute(insert(auditoria), _linha(cadastro, id_, autor, campo, antes, depois, motivo))


def historico(conexao: Connection, cadastro: Cadastro, id_: int) -> tuple[Mudanca, ...]:
    """What is known of a record, newest first."""
    consulta = select(
        auditoria.c.em, usuarios.c.nome, estacoes.c.nome, auditoria.c.campo, auditoria.c.antes, auditoria.c.depois,
        auditoria.c.motivo).select_from(
        auditoria.outerjoin(usuarios, usuarios.c.id == auditoria.c.usuario_id)
        .outerjoin(estacoes, estacoes.c.id == auditoria.c.estacao_id)).where(
        auditoria.c.assunto == assunto(cadastro, id_)).order_by(auditoria.c.id.desc()).limit(MAX_HISTORICO)
    return tuple(Mudanca(em=em, usuario=usuario or "", terminal=terminal or "", campo=campo, motivo=motivo,
                         antes=texto_guardado(cadastro, campo, antes), depois=texto_guardado(cadastro, campo, depois))
                 for em, usuario, terminal, campo, antes, depois, motivo in conexao.execute(consulta))


def ultima(conexao: Connection, cadastro: Cadastro, id_: int) -> tuple[str, datetime | None]:
    """Who changed a record last, and when; ("", None) when nobody is known."""
    linha = conexao.execute(
        select(usuarios.c.nome, auditoria.c.em)
        .select_from(auditoria.outerjoin(usuarios, usuarios.c.id == auditoria.c.usuario_id))
        .where(auditoria.c.assunto == assunto(cadastro, id_)).order_by(auditoria.c.id.desc()).limit(1)).first()
    return ("", None) if linha is None else (linha[0] or "", linha[1])


def _linha(cadastro: Cadastro, id_: int, autor: Autor, campo: str, antes: Any, depois: Any,
           motivo: str) -> dict[str, Any]:
    return {"em": autor.em, "usuario_id": autor.usuario_id, "estacao_id": autor.estacao_id,
            "assunto": assunto(cadastro, id_), "campo": campo, "antes": antes, "depois": depois, "motivo": motivo}
