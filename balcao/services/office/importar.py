"""The import screen's two requests: plan and show (writes nothing), then write the plan that was shown.

Both get the files, so any process of the service answers either. A confirmation is remembered by its id with
what it did: asked again after a lost answer, it answers the same and writes nothing.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import ModuleType
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select, text

from balcao.db.tables import eventos
from balcao.domain.campo import ValorInvalido
from balcao.domain.importacao import ArquivoRecusado, Problema
from balcao.domain.importacao_previa import (
    LIMITE_BYTES,
    Confirmacao,
    PedidoImportacao,
    Previa,
    ResultadoImportacao,
    TipoImportacao,
)
from balcao.domain.nota import NotaFiscal
from balcao.domain.permissoes import Permissao
from balcao.gateways import nfe, planilha
from balcao.services.office import importar_clientes, importar_nfe, importar_produtos, importar_titulos
from balcao.services.office.contexto import Contexto, Motivo, Quem, Recusada
from balcao.services.office.importacao import ColunaLida, PlanoMudou, PlanoTabela
from balcao.services.office.importacao_texto import descreve_resultado
from balcao.services.office.importar_nfe_plano import PlanoNotas
from balcao.services.office.importar_previa import marca_de, previa_de_notas, previa_de_tabela, previa_recusada

EVENTO = "importacao.aplicada"
_SO_LEITURA = text("SET TRANSACTION READ ONLY")
_TABELAS: Mapping[TipoImportacao, ModuleType] = {
    TipoImportacao.PRODUTOS: importar_produtos, TipoImportacao.CLIENTES: importar_clientes,
    TipoImportacao.TITULOS: importar_titulos}

Plano = PlanoNotas | PlanoTabela


class PreviaMudou(Exception):
    """The plan is not the one that was shown. `previa` is the new one; nothing was written."""

    def __init__(self, previa: Previa) -> None:
        super().__init__("importacao.mudou")
        self.previa = previa


def previa(ctx: Contexto, quem: Quem, pedido: PedidoImportacao) -> Previa:
    """Plan and show. A file that cannot be imported at all is a preview with its problem.

    Raises Recusada: 403 without the permission to import, or to do to customers what the table does; 422 for impossible
    options or too much.
    """
    quem.exige(Permissao.IMPORTAR)
    with ctx.transacao() as conexao:
        conexao.execute(_SO_LEITURA)
        try:
            return _mostra(_planeja(conexao, quem, pedido))
        except ArquivoRecusado as erro:
            return previa_recusada(pedido.tipo, erro.problemas)


def aplicar(ctx: Contexto, quem: Quem, confirmacao: Confirmacao) -> ResultadoImportacao:
    """Write the plan that was shown, in one transaction.

    Raises PreviaMudou when the plan is another by now, Recusada (403, 422), AmbienteIndisponivel when another
    import runs.
    """
    quem.exige(Permissao.IMPORTAR)
    try:
        return _aplica(ctx, quem, confirmacao)
    except PreviaMudou:
        # Two of the same at once: the other one was committed while this one planned.
        with ctx.transacao() as conexao:
            if (feita := _ja_feita(conexao, confirmacao.id)) is not None:
                return feita
        raise


def _aplica(ctx: Contexto, quem: Quem, confirmacao: Confirmacao) -> ResultadoImportacao:
    pedido = confirmacao.pedido
    with ctx.transacao() as conexao:
        if (feita := _ja_feita(conexao, confirmacao.id)) is not None:
            return feita
        try:
            plano = _planeja(conexao, quem, pedido)
            if marca_de(plano) != confirmacao.marca:
                raise PreviaMudou(_mostra(plano))
            frase = _grava(conexao, plano, ctx, quem, confirmacao.somente_boas)
        except PlanoMudou as erro:
            raise PreviaMudou(_mostra(erro.plano)) from erro
        except ArquivoRecusado as erro:
            raise Recusada(Motivo.INVALIDO, "importacao.arquivo", f"Nada foi importado. {erro.problemas[0]}",
                           "Confira a prévia.") from erro
        conexao.execute(insert(eventos).values(
            em=ctx.agora(), tipo=EVENTO, usuario_id=quem.usuario_id, estacao_id=quem.estacao_id,
            dados={"id": str(confirmacao.id), "tipo": pedido.tipo, "frase": frase,
                   "arquivos": [a.nome for a in pedido.arquivos]}))
    return ResultadoImportacao(frase=frase)


def _ja_feita(conexao: Connection, id_: UUID) -> ResultadoImportacao | None:
    """What this confirmation did, when it had been written."""
    frase = conexao.scalar(select(eventos.c.dados["frase"].as_string()).where(
        eventos.c.tipo == EVENTO, eventos.c.dados["id"].as_string() == str(id_)))
    return None if frase is None else ResultadoImportacao(frase=frase, repetida=True)


def _planeja(conexao: Connection, quem: Quem, pedido: PedidoImportacao) -> Plano:
    if pedido.tamanho > LIMITE_BYTES:
        raise Recusada(Motivo.INVALIDO, "importacao.grande", "Os arquivos passam de 20 MB.",
                       "Importe menos de cada vez, ou use os comandos balcao importar-… no servidor.")
    try:
        if pedido.tipo is TipoImportacao.NFE:
            return _planeja_notas(conexao, quem, pedido)
        return _planeja_tabela(conexao, quem, pedido)
    except ValorInvalido as erro:
        raise Recusada(Motivo.INVALIDO, "importacao.opcao", str(erro), "Corrija e confira de novo.") from erro


def _planeja_notas(conexao: Connection, quem: Quem, pedido: PedidoImportacao) -> PlanoNotas:
    lidas: list[tuple[str, NotaFiscal]] = []
    problemas: list[Problema] = []
    for arquivo in pedido.arquivos:
        try:
            lidas.append((arquivo.nome, nfe.interpreta(arquivo.conteudo, arquivo.nome)))
        except ArquivoRecusado as erro:
            problemas += erro.problemas
    fatores: dict[tuple[str, int], Decimal] = {(f.chave, f.item): f.fator for f in pedido.fatores}
    return importar_nfe.planejar_notas(
        conexao, lidas, problemas, estabelecimento_id=quem.estabelecimento_id, margem=pedido.margem,
        reduz_preco=pedido.reduz_preco, fatores=fatores)


def _planeja_tabela(conexao: Connection, quem: Quem, pedido: PedidoImportacao) -> PlanoTabela:
    if len(pedido.arquivos) > 1:
        raise Recusada(Motivo.INVALIDO, "importacao.um_arquivo", "Uma planilha de cada vez.",
                       "Escolha um arquivo só.")
    lida = planilha.interpreta(pedido.arquivos[0].conteudo, pedido.arquivos[0].nome)
    opcoes: dict[str, Any] = {"colunas": pedido.colunas}
    if pedido.tipo is not TipoImportacao.CLIENTES:
        opcoes["estabelecimento_id"] = quem.estabelecimento_id
    if pedido.tipo is TipoImportacao.TITULOS:
        opcoes["baixa_ausentes"] = pedido.baixa_ausentes
    plano: PlanoTabela = _TABELAS[pedido.tipo].planejar_planilha(conexao, lida, **opcoes)
    if pedido.tipo is TipoImportacao.CLIENTES:
        for permissao in importar_clientes.permissoes(plano):
            quem.exige(permissao)
    return plano


def _grava(conexao: Connection, plano: Plano, ctx: Contexto, quem: Quem, somente_boas: bool) -> str:
    if isinstance(plano, PlanoNotas):
        return descreve_resultado(importar_nfe.aplicar(conexao, plano, usuario_id=quem.usuario_id, agora=ctx.agora()))
    feito = _TABELAS[TipoImportacao(plano.tipo)].aplicar(
        conexao, plano, usuario_id=quem.usuario_id, agora=ctx.agora(), somente_boas=somente_boas)
    return f"{feito}."


def _mostra(plano: Plano) -> Previa:
    if isinstance(plano, PlanoNotas):
        return previa_de_notas(plano)
    colunas: tuple[ColunaLida, ...] = _TABELAS[TipoImportacao(plano.tipo)].COLUNAS
    return previa_de_tabela(plano, [c.coluna for c in colunas])
