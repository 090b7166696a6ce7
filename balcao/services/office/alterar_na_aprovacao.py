"""A quote is approved with other attributes than it was issued with (TP-093): judged and written in the approving
transaction, as part of the approved version (0168)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from balcao.db.consultas import LeitorServidor
from balcao.db.fatos import Cabecalho, ler_cabecalho, ler_fatos
from balcao.db.fatos_cadastros import ler_plano
from balcao.domain.atributos import Atributos, com_atributos, mudados, precos_orcados
from balcao.domain.casas import casas_do_preco
from balcao.domain.fatos import Facts
from balcao.domain.pedido import Pedido
from balcao.domain.protocolo import EnvioPedido
from balcao.domain.protocolo_documentos import MudancaSituacao
from balcao.domain.rules.aprovacao import atributos_alteraveis
from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido import TipoPedido
from balcao.services.documento import dia_na_loja
from balcao.services.office import conteudo, efeitos, series
from balcao.services.office.aprovar import trava_da_aprovacao
from balcao.services.office.cliente_do_pedido import poe_cliente
from balcao.services.office.contexto import Contexto, Cursor, Quem, Recusada, recusa_regras
from balcao.services.office.documentos import pedido_vivo
from balcao.services.office.nao_cabe import cabendo
from balcao.services.office.origem import gerados_na_aprovacao
from balcao.services.office.recepcao import confere_forma


@dataclass(frozen=True, slots=True)
class Alterada:
    """What the approved version prints, and what its event tells of the change."""

    documento: dict[str, Any]
    dados: dict[str, object]


def altera_na_aprovacao(ctx: Contexto, conexao: Connection, cur: Cursor, quem: Quem, linha: Any, tipo: TipoPedido,
                        mudanca: MudancaSituacao) -> Alterada | None:
    """Write the quote of `linha`, locked, with the attributes that the approval asks for, and leave its version to the
    approval; None: it is approved as it stands. What it holds of stock and credit follows.

    Raises Recusada: 409 when the type does not leave an attribute to the approval, when the quote changed meanwhile,
    or when a rule of the changed quote says no (then `pedido_id` is the quote's); 422 for what cannot be stored.
    """
    if mudanca.atributos is None:
        return None
    vivo = conteudo.ler_vivo(cur, linha.id)
    antes = pedido_vivo(vivo)
    mudou = mudados(antes, mudanca.atributos)
    if not mudou:
        return None
    conteudo.exige_versao(quem, vivo, mudanca.versao, "Volte à lista (ESC) e aprove de novo.")
    if contra := tuple(atributos_alteraveis(tipo, antes, mudanca.atributos)):
        raise recusa_regras(contra)
    agora = ctx.agora()
    with cabendo(ctx, antes):
        leitor = LeitorServidor(conexao)
        depois, nomeado = _como_fica(leitor, quem, antes, mudanca.atributos, tipo)
        confere_forma(EnvioPedido(pedido=depois.model_copy(update={"situacao": Situacao.MANUTENCAO}),
                                  emitido_em=agora))
        if depois.cliente_id != antes.cliente_id:
            depois = poe_cliente(cur, depois, nomeado, quem, agora)
        trava_da_aprovacao(cur, linha, depois, gerados_na_aprovacao(leitor, tipo), nomeado.loja)
        efeitos.solta(cur, linha)
        # What was quoted stands: the new plan's prices are of the list prices that it was quoted at.
        recebidos = replace(ler_fatos(leitor, depois, dia_na_loja(agora, quem.fuso), cabecalho=nomeado), antes=antes,
                            precos=precos_orcados(antes))
        return _escreve(conexao, cur, vivo, nomeado, series.confere(cur, recebidos), agora,
                        tuple(um.value for um in mudou))


def _como_fica(leitor: LeitorServidor, quem: Quem, antes: Pedido, para: Atributos,
               tipo: TipoPedido) -> tuple[Pedido, Cabecalho]:
    """The quote as it is to be, under the rules of the terminal where it is approved, and what its header names."""
    aqui = antes.model_copy(update={"estacao_id": quem.estacao_id, "cliente_id": para.cliente_id,
                                    "vendedor_id": para.vendedor_id, "plano_id": para.plano_id})
    nomeado = ler_cabecalho(leitor, aqui, quem.usuario_id)
    era = ler_plano(leitor, antes.plano_id) if antes.plano_id is not None else None
    casas = casas_do_preco(tipo, nomeado.terminal.politica)
    depois = com_atributos(antes, para, (era, casas), (nomeado.regras.plano, casas))
    return depois.model_copy(update={"estacao_id": quem.estacao_id}), nomeado


def _escreve(conexao: Connection, cur: Cursor, vivo: Any, nomeado: Cabecalho, recebidos: Facts, agora: datetime,
             mudou: tuple[str, ...]) -> Alterada:
    try:
        fatos, achados, gastas = conteudo.confere(cur, recebidos, nomeado, na_aprovacao=True)
    except Recusada as recusada:
        recusada.recusa = recusada.recusa.model_copy(update={"pedido_id": vivo.id})
        raise
    documento = conteudo.documento_de(conexao, vivo, fatos, nomeado)
    conteudo.grava(cur, vivo, fatos, documento, gastas, agora)
    return Alterada(documento, {"atributos": mudou, "achados": [a.model_dump(mode="json") for a in achados],
                                "liberacoes": [str(lib.id) for lib in gastas]})
