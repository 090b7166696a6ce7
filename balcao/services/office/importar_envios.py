"""The exported file of a counter (domain/arquivo_envios) stored at the shop's server: what its own outbox would have
done, when that computer is not coming back, or cannot reach us. Idempotent by the orders' UUIDs: sent later by the
counter too, each is stored once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from balcao.domain.arquivo_envios import ArquivoEnvios, ClienteExportado, EnvioExportado
from balcao.domain.erros import EntradaInvalida
from balcao.domain.protocolo import EnvioPedido
from balcao.domain.tipo_pedido.categorias import chamado
from balcao.services.office.clientes import incluir_cliente
from balcao.services.office.contexto import Contexto, Quem, Recusada, cursor
from balcao.services.office.enviar_pedido import enviar_pedido

_ESTACAO = """
    SELECT e.nome, l.fuso FROM estacoes e JOIN estabelecimentos l ON l.id = e.estabelecimento_id
     WHERE e.id = %s AND e.estabelecimento_id = %s"""


@dataclass(frozen=True, slots=True)
class Importado:
    """What became of one thing of the file. `guardado`: the server has it, now or already."""

    nome: str
    guardado: bool
    mensagem: str


def importar_envios(ctx: Contexto, arquivo: ArquivoEnvios) -> Iterator[Importado]:
    """Store each thing in a transaction of its own, customers first; one that is refused does not stop the next.

    Raises EntradaInvalida when the file is not of a station of this company.
    """
    quem = _quem(ctx, arquivo)
    definitivos: dict[UUID, UUID] = {}
    for cliente in arquivo.clientes:
        yield _cadastra(ctx, quem, arquivo, cliente, definitivos)
    for envio in arquivo.envios:
        yield _envia(ctx, quem, envio, definitivos)


def _quem(ctx: Contexto, arquivo: ArquivoEnvios) -> Quem:
    with ctx.leitura() as conexao:
        cur = cursor(conexao)
        cur.execute(_ESTACAO, [arquivo.estacao_id, arquivo.estabelecimento_id])
        linha = cur.fetchone()
    if linha is None or arquivo.terminal not in ("", linha.nome):
        raise EntradaInvalida(f"O arquivo é do terminal {arquivo.terminal or arquivo.estacao_id}, que esta loja não "
                              "tem. Importe-o no servidor da loja em que ele foi feito.")
    return Quem(arquivo.estacao_id, arquivo.estabelecimento_id, fuso=linha.fuso)


def _cadastra(ctx: Contexto, quem: Quem, arquivo: ArquivoEnvios, cliente: ClienteExportado,
              definitivos: dict[UUID, UUID]) -> Importado:
    novo, nome = cliente.novo, f"Cadastro de {cliente.novo.nome}"
    if cliente.definitivo is not None:
        definitivos[novo.id] = cliente.definitivo
        return Importado(nome, True, "já estava na retaguarda.")
    if novo.usuario_id is None:  # written by an older program: whoever sold to him
        vendeu = next((e.envio.pedido.usuario_id for e in arquivo.envios if e.envio.pedido.cliente_id == novo.id), None)
        novo = novo.model_copy(update={"usuario_id": vendeu})
    try:
        gravado = incluir_cliente(ctx, quem, novo)
    except Recusada as recusa:
        return Importado(nome, False, str(recusa))
    definitivos[novo.id] = gravado.id
    return Importado(nome, True, "já estava na retaguarda." if gravado.existia else "guardado.")


def _envia(ctx: Contexto, quem: Quem, exportado: EnvioExportado, definitivos: dict[UUID, UUID]) -> Importado:
    resumo = exportado.resumo
    nome = f"{chamado(resumo.categoria)} {resumo.numero_provisorio or 'sem número'}"
    try:
        recibo = enviar_pedido(ctx, quem, _corpo(exportado, definitivos))
    except Recusada as recusa:
        return Importado(nome, False, str(recusa))
    como = "já estava na retaguarda com o número" if recibo.repetido else "guardado com o número"
    aviso = f" Divergências para o gerente: {recibo.divergencias}." if recibo.divergencias else ""
    return Importado(nome, True, f"{como} {recibo.numero}. Protocolo {recibo.protocolo}.{aviso}")


def _corpo(exportado: EnvioExportado, definitivos: dict[UUID, UUID]) -> EnvioPedido:
    corpo = exportado.envio
    cliente = corpo.pedido.cliente_id
    if cliente is not None and cliente in definitivos:
        corpo = corpo.model_copy(update={
            "pedido": corpo.pedido.model_copy(update={"cliente_id": definitivos[cliente]})})
    if exportado.recibo is None:
        return corpo
    return corpo.model_copy(update={"recibo": exportado.recibo, "emitido_offline": True,
                                    "emitido_em": exportado.recibo.emitido_em})
