"""Registration of a customer from the counter: sent twice, stored once; a known document answers the one there is."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select

from balcao.db.consultas import LeitorServidor
from balcao.db.fatos_cadastros import ler_terminal, ler_usuario
from balcao.db.leitor import ReferenciaInexistente
from balcao.db.tables import auditoria, clientes, enderecos, pessoas
from balcao.domain.cadastro_cliente import confere_cadastro, limpo
from balcao.domain.fatos import Usuario
from balcao.domain.permissoes import Permissao
from balcao.domain.protocolo import NovoCliente
from balcao.domain.protocolo_documentos import ClienteGravado
from balcao.services.office.contexto import Contexto, Motivo, Quem, Recusada, avisa, cursor


def incluir_cliente(contexto: Contexto, quem: Quem, novo: NovoCliente) -> ClienteGravado:
    """Store a customer. Raises Recusada: 403 without the permission or where the terminal does not register
    (CB-098), 422 with the first field that is wrong or missing (CB-099).

    A station's outbox has no person: then the one that the registration names counts (docs/decisions/0062)."""
    with contexto.transacao() as conexao:
        if conexao.scalar(select(pessoas.c.id).where(pessoas.c.id == novo.id)) is not None:
            return ClienteGravado(id=novo.id, existia=True)  # sent twice, or offered again: whoever may register now
        usuario = _de_quem(conexao, quem, novo).exige(Permissao.INCLUIR_CLIENTE)
        controles = ler_terminal(LeitorServidor(conexao), quem.estacao_id).politica.controles_clientes
        if not controles.cc_cadastro_rapido:
            raise Recusada(Motivo.PROIBIDO, "cliente.sem_cadastro", "Este terminal não cadastra clientes.",
                           "Escolha um cliente já cadastrado.")
        erros = confere_cadastro(novo, controles.campos_obrigatorios_cliente)
        if erros:
            campo, mensagem = next(iter(erros.items()))
            raise Recusada(Motivo.INVALIDO, f"cliente.{campo}", mensagem, "Corrija o cadastro.")
        certo = limpo(novo)
        existente = _existente(conexao, certo)
        if existente is not None:
            if _vira_cliente(conexao, existente):
                _audita(conexao, quem, usuario, existente.nome, existente.id, contexto.agora())
            return ClienteGravado(id=existente.id, existia=True)
        conexao.execute(insert(pessoas), {
            "id": certo.id, "nome": certo.nome, "fantasia": certo.fantasia, "documento": certo.documento or None,
            "telefone": certo.telefone, "celular": certo.celular, "email": certo.email})
        conexao.execute(insert(clientes), {"pessoa_id": certo.id, "observacoes": certo.observacoes})
        if certo.logradouro or certo.cep or certo.municipio:
            conexao.execute(insert(enderecos), {
                "id": certo.id, "pessoa_id": certo.id, "tipo": "principal",
                **{nome: getattr(certo, nome) for nome in ("logradouro", "numero", "complemento", "bairro",
                                                           "municipio", "municipio_ibge", "uf", "cep")}})
        _audita(conexao, quem, usuario, certo.nome, certo.id, contexto.agora())
    return ClienteGravado(id=certo.id)


def _audita(conexao: Connection, quem: Quem, usuario: Usuario, nome: str, id_: UUID, agora: datetime) -> None:
    """Who became a customer, by whom; the counters are told."""
    conexao.execute(insert(auditoria), {
        "em": agora, "usuario_id": usuario.id, "estacao_id": quem.estacao_id, "assunto": f"cliente {nome}",
        "campo": "inclusão", "antes": None, "depois": str(id_)})
    avisa(cursor(conexao))


def _de_quem(conexao: Connection, quem: Quem, novo: NovoCliente) -> Quem:
    if quem.usuario is not None or novo.usuario_id is None:
        return quem
    try:
        return replace(quem, usuario=ler_usuario(LeitorServidor(conexao), novo.usuario_id))
    except ReferenciaInexistente as erro:
        raise Recusada(Motivo.INVALIDO, "referencia.inexistente", "A retaguarda não conhece quem fez este cadastro.",
                       "Entre com seu usuário e envie de novo.") from erro


def _existente(conexao: Connection, novo: NovoCliente) -> Any:
    """The person this registration already is, by its document: (id, nome), or None."""
    # The document's unique index settles a race of two counters; the loser's error is retried by the service.
    if not novo.documento:
        return None
    return conexao.execute(select(pessoas.c.id, pessoas.c.nome).where(pessoas.c.documento == novo.documento)).first()


def _vira_cliente(conexao: Connection, pessoa: Any) -> bool:
    """Whether a person who was none, a supplier, is a customer from now on."""
    if conexao.scalar(select(clientes.c.pessoa_id).where(clientes.c.pessoa_id == pessoa.id)) is not None:
        return False
    conexao.execute(insert(clientes), {"pessoa_id": pessoa.id})
    return True
