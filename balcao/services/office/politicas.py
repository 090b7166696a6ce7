"""The station's policy: all pages saved in one transaction, each changed field audited (CB-003)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, insert, select, update

from balcao.db.tables import auditoria, estacoes
from balcao.domain.campo import Campo, Onde, Politica, campos_de
from balcao.domain.permissoes import Permissao
from balcao.domain.protocolo_documentos import PoliticaEstacao
from balcao.domain.terminal import PoliticaTerminal
from balcao.services.office.contexto import Contexto, Motivo, Quem, Recusada, avisa, cursor


def ler_politica(contexto: Contexto, quem: Quem) -> PoliticaEstacao:
    """The policy of the station that asks, with its version."""
    with contexto.transacao() as conexao:
        return _le(conexao, quem.estacao_id, travada=False)


def gravar_politica(contexto: Contexto, quem: Quem, nova: PoliticaEstacao) -> PoliticaEstacao:
    """Save every page at once. Raises Recusada: 403 without the permission (weakening a check asks for its own),
    409 when somebody saved meanwhile, 422 with the field's message."""
    usuario = quem.exige(Permissao.ALTERAR_CONFIGURACAO)
    try:
        depois = PoliticaTerminal.model_validate(nova.politica)
    except ValidationError as erro:
        mensagem = erro.errors()[0]["msg"].removeprefix("Value error, ")
        raise Recusada(Motivo.INVALIDO, "politica.invalida", mensagem, "Corrija o campo e confirme de novo.") from erro
    with contexto.transacao() as conexao:
        atual = _le(conexao, quem.estacao_id, travada=True)
        if atual.versao != nova.versao:
            raise Recusada(Motivo.CONFLITO, "politica.mudou", "A configuração deste terminal mudou em outro lugar.",
                           "Feche, abra de novo e refaça a mudança.")
        antes = PoliticaTerminal.model_validate(atual.politica)
        mudancas = list(_mudancas(antes, depois))
        _confere_disponiveis(mudancas)
        if any(m.campo.enfraquece is not None and m.campo.enfraquece(m.de, m.para) for m in mudancas):
            quem.exige(Permissao.ALTERAR_REGRAS_TERMINAL)
        guardada = {**atual.politica, **nova.politica}  # a newer program's page is kept, never dropped
        conexao.execute(update(estacoes).where(estacoes.c.id == quem.estacao_id).values(
            politica=guardada, politica_versao=atual.versao + 1))
        if mudancas:
            conexao.execute(insert(auditoria), [{
                "em": contexto.agora(), "usuario_id": usuario.id, "estacao_id": quem.estacao_id,
                "assunto": f"terminal {quem.estacao_id}", "campo": f"{m.campo.id} {m.campo.titulo}",
                "antes": m.antes, "depois": m.depois} for m in mudancas])
        avisa(cursor(conexao))
    return PoliticaEstacao(versao=atual.versao + 1, politica=guardada)


def _le(conexao: Connection, estacao_id: int, travada: bool) -> PoliticaEstacao:
    consulta = select(estacoes.c.politica, estacoes.c.politica_versao).where(estacoes.c.id == estacao_id)
    linha = conexao.execute(consulta.with_for_update() if travada else consulta).one()
    return PoliticaEstacao(versao=linha.politica_versao, politica=linha.politica)


@dataclass(frozen=True, slots=True)
class _Mudanca:
    """A policy field that changes: its values, and as they are stored."""

    campo: Campo
    de: Any
    para: Any
    antes: Any
    depois: Any


def _mudancas(antes: PoliticaTerminal, depois: PoliticaTerminal) -> Iterator[_Mudanca]:
    for pagina in PoliticaTerminal.model_fields:
        velha, nova = getattr(antes, pagina), getattr(depois, pagina)
        if not isinstance(velha, Politica):
            continue
        guardada_antes, guardada_depois = velha.model_dump(mode="json"), nova.model_dump(mode="json")
        for nome, campo in campos_de(type(velha)):
            de, para = getattr(velha, nome), getattr(nova, nome)
            if campo.onde is not Onde.ESTACAO and de != para:
                yield _Mudanca(campo, de, para, guardada_antes[nome], guardada_depois[nome])


def _confere_disponiveis(mudancas: list[_Mudanca]) -> None:
    """A field that does nothing yet is not set by another program either (CB-030)."""
    for mudanca in mudancas:
        if mudanca.campo.indisponivel and mudanca.para:
            raise Recusada(Motivo.INVALIDO, "politica.indisponivel",
                           f"{mudanca.campo.titulo}: {mudanca.campo.indisponivel}", "Deixe como está.")
