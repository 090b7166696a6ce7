"""Sending: one order becomes a fact of the shop, in one transaction (docs/decisions/0060).

All locks first, reading only the locked rows; then facts; check; one data-modifying statement, whose number is
the last lock taken; commit; the receipt. Sent twice it is stored once, also by two processes at once.
An order issued offline is a fact: it is always stored, and what the check finds becomes divergências.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from psycopg import errors
from pydantic import BaseModel
from sqlalchemy import Connection

from balcao.db.consultas import LeitorServidor
from balcao.db.fatos import Cabecalho, Regras, ler_cabecalho, ler_fatos, ler_impressos, lista_padrao
from balcao.db.fatos_cadastros import ler_tipo
from balcao.domain.achados import Finding, Severity
from balcao.domain.fatos import toma_credito
from balcao.domain.liberacao import Liberacao
from balcao.domain.pedido import Pedido
from balcao.domain.protocolo import NUMERO_ESPERA, EnvioPedido, Recibo
from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido import TipoPedido
from balcao.domain.tipo_pedido.opcoes import UsoListaPrecos
from balcao.services.documento import Emissao, compor_documento, dia_na_loja
from balcao.services.office import efeitos, fila_impressao, gravacao, numeracao, origem, series
from balcao.services.office.cliente_do_pedido import poe_cliente
from balcao.services.office.conferencia import Conferido, confere_envio
from balcao.services.office.contexto import Contexto, Cursor, Motivo, Passo, Quem, Recusada, cursor, numa_viagem
from balcao.services.office.gravacao import Decidida
from balcao.services.office.nao_cabe import cabendo
from balcao.services.office.origem import OrigemLida
from balcao.services.office.preenchimento import preenche
from balcao.services.office.recepcao import confere_forma, quantidades
from balcao.services.office.recibos import protocolo, recibo_guardado
from balcao.services.office.travas import trava_cliente, trava_pedidos, trava_por_tipo
from balcao.services.office.versoes import nova_versao

EMITIDO = "pedido.emitido"
SUSPENSO = "pedido.suspenso"
PROVISORIO = "pedido.numero_provisorio"
TENTATIVAS = 4
_MESMO_NUMERO = "uq_pedidos_estabelecimento_id_tipo_id_serie_numero"


def enviar_pedido(ctx: Contexto, quem: Quem, envio: EnvioPedido, decidida: Decidida | None = None) -> Recibo:
    """Store one order, issued or suspended. Idempotent by `envio.pedido.id`.

    decidida: a manager takes it out of quarantine; case and order are stored together or not at all.

    Raises Recusada: 409 with findings when a rule stops it, 409 when another counter holds it, 403 without the
    permission to sell, 422 when it cannot be stored at all.
    """
    confere_forma(envio)
    try:
        with cabendo(ctx, envio.pedido):
            recibo = _envia_de_novo(ctx, quem, envio, decidida)
    except errors.UniqueViolation as erro:
        if erro.diag.constraint_name != "pk_pedidos":
            raise
        with ctx.transacao() as conexao:  # the same order was being stored by another process: it won
            return recibo_guardado(cursor(conexao), envio.pedido.id, quem.estabelecimento_id, repetido=True)
    ctx.passo(Passo.GRAVADO)
    return recibo


def _envia_de_novo(ctx: Contexto, quem: Quem, envio: EnvioPedido, decidida: Decidida | None) -> Recibo:
    """`_envia`; again when another order of the type took the number while this one waited for it, which only a number
    informed, or a type whose rule has just changed, can do (ADR 0162). What was read then is read again."""
    for _ in range(TENTATIVAS - 1):
        try:
            return _envia(ctx, quem, envio, decidida)
        except errors.UniqueViolation as erro:
            if erro.diag.constraint_name != _MESMO_NUMERO:
                raise
    return _envia(ctx, quem, envio, decidida)


def _envia(ctx: Contexto, quem: Quem, envio: EnvioPedido, decidida: Decidida | None) -> Recibo:
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        pedido = _desta_estacao(conexao, quem, envio.pedido)
        leitor = LeitorServidor(conexao)
        pedido, cabecalho = preenche(leitor, envio, pedido, ler_cabecalho(leitor, pedido, quem.usuario_id),
                                     quem.usuario_id, ctx.agora())
        regras = cabecalho.regras
        pedido = no_estoque_do_tipo(pedido, regras.tipo)
        travados = trava_pedidos(cur, (pedido.id, pedido.origem_id))
        proprio = travados.get(pedido.id)
        if proprio is not None and _ja_guardado(quem, envio, proprio):
            _anota_papel(ctx, cur, quem, envio, proprio)
            _encerra(ctx, cur, quem, envio, decidida)
            return recibo_guardado(cur, pedido.id, quem.estabelecimento_id, repetido=True)
        gravador = Gravador(ctx, cur, quem, envio, cabecalho, novo=proprio is None)
        if envio.suspender:
            return gravador.suspende(pedido)
        pedido = poe_cliente(cur, pedido, cabecalho, quem, ctx.agora())
        vinda = origem.le(conexao, cur, pedido, regras.tipo.categoria, travados)
        _trava(cur, pedido, regras, vinda)
        ctx.passo(Passo.TRAVADO)
        if vinda is not None:
            if not envio.emitido_offline:
                origem.confere(vinda)
            origem.solta(cur, vinda)
        recebidos = ler_fatos(leitor, pedido, dia_na_loja(gravador.emissao, cabecalho.loja.fuso),
                              cabecalho=cabecalho, origem_validade=vinda.validade if vinda is not None else None)
        recebidos = series.confere(cur, numeracao.confere_informado(cur, recebidos, recebidos.hoje))
        conferido = confere_envio(cur, quem, envio, recebidos, regras, vinda)
        ctx.passo(Passo.CONFERIDO)
        recibo = gravador.emite(conexao, conferido, vinda)
        _encerra(ctx, cur, quem, envio, decidida)
        return recibo


def _encerra(ctx: Contexto, cur: Cursor, quem: Quem, envio: EnvioPedido, decidida: Decidida | None) -> None:
    """Only what was issued offline can have been in quarantine."""
    if envio.emitido_offline:
        gravacao.encerra_quarentena(cur, envio.pedido.id, quem.estacao_id, ctx.agora(), decidida)


def _desta_estacao(conexao: Connection, quem: Quem, pedido: Pedido) -> Pedido:
    """The order, when it is this station's, with what the shop decides: when it names no price list, the type's
    default, unless the type demands that one is chosen (TP-076)."""
    if (pedido.estacao_id, pedido.estabelecimento_id) != (quem.estacao_id, quem.estabelecimento_id):
        raise Recusada(Motivo.INVALIDO, "pedido.de_outra_estacao",
                       "O pedido diz que é de outro terminal ou de outra loja.",
                       "Envie-o do terminal em que ele foi feito.")
    lista, leitor = pedido.lista_id, LeitorServidor(conexao)
    if lista is None and ler_tipo(leitor, pedido.tipo_id).lista_precos is not UsoListaPrecos.REQUERIDA:
        lista = lista_padrao(leitor, pedido.tipo_id)
    return pedido.model_copy(update={"lista_id": lista})


def no_estoque_do_tipo(pedido: Pedido, tipo: TipoPedido) -> Pedido:
    """The order, not issued yet, in the kind of stock that its type names (TP-032), where it stays."""
    if pedido.tipo_estoque == tipo.tipo_estoque:
        return pedido
    return pedido.model_copy(update={"tipo_estoque": tipo.tipo_estoque})


def _ja_guardado(quem: Quem, envio: EnvioPedido, proprio: Any) -> bool:
    """Whether this sending repeats one that is stored. Raises Recusada when the row is somebody else's."""
    if proprio.estabelecimento_id != quem.estabelecimento_id:
        raise Recusada(Motivo.CONFLITO, "pedido.de_outra_loja", "Este pedido já existe em outra loja.",
                       "Clone-o para fazer outro.")
    if proprio.situacao != Situacao.MANUTENCAO:
        return True
    if proprio.estacao_id != quem.estacao_id:
        raise Recusada(Motivo.CONFLITO, "rascunho.retomado", "Este rascunho foi retomado em outro terminal.",
                       "Continue nele por lá, ou clone-o aqui.")
    return envio.suspender and proprio.suspenso_em is not None and envio.emitido_em <= proprio.suspenso_em


def _anota_papel(ctx: Contexto, cur: Cursor, quem: Quem, envio: EnvioPedido, proprio: Any) -> None:
    """The answer was lost, and the counter printed a provisional number since: whoever brings that paper is found."""
    if not envio.numero_provisorio or proprio.numero_provisorio or proprio.estacao_id != quem.estacao_id:
        return
    valores = {"id": proprio.id, "agora": ctx.agora(), "estacao_id": quem.estacao_id, "evento": PROVISORIO,
               "autor_id": quem.usuario_id or proprio.usuario_id, "numero_provisorio": envio.numero_provisorio,
               "dados_evento": json.dumps({"numero_provisorio": envio.numero_provisorio})}
    gravacao.anota_provisorio(cur, valores)


def _trava(cur: Cursor, pedido: Pedido, regras: Regras, vinda: OrigemLida | None) -> None:
    """Customer, then stock: only what this order takes, or the DAV it comes from gives back."""
    produtos = {(pedido.tipo_estoque, p) for p in quantidades(pedido.itens)} if regras.tipo.reserva_estoque else set()
    if vinda is not None:
        produtos |= {(vinda.tipo_estoque_id, p) for p in vinda.reservados}
    with numa_viagem(cur):
        if pedido.cliente_id is not None and toma_credito(regras.tipo, regras.plano):
            trava_cliente(cur, pedido.cliente_id)
        series.trava(cur, pedido)
        if produtos:
            trava_por_tipo(cur, pedido.estabelecimento_id, produtos)


class Gravador:
    """Writes one order with the statements of `gravacao`; built once its own row is locked.

    emissao: the instant of issue: the server's clock, unless the order was issued offline (never later than
    the server's: a wrong clock at the counter frees nobody).
    """

    def __init__(self, ctx: Contexto, cur: Cursor, quem: Quem, envio: EnvioPedido, cabecalho: Cabecalho, *,
                 novo: bool) -> None:
        self._ctx, self._cur, self._quem, self._envio, self._nomeado = ctx, cur, quem, envio, cabecalho
        self._novo = novo
        self._agora = ctx.agora()
        self.emissao: datetime = min(envio.emitido_em, self._agora) if envio.emitido_offline else self._agora

    def suspende(self, pedido: Pedido) -> Recibo:
        """Keep the draft on the server, in M and without a number, for any counter to resume."""
        valores = self._cabecalho(pedido) | {
            "situacao": Situacao.MANUTENCAO, "versao": 0, "emitido_em": None,
            "suspenso_em": self._envio.emitido_em, "evento": SUSPENSO, "dados_evento": "{}"}
        gravacao.executa(self._cur, gravacao.GUARDA_NOVO if self._novo else gravacao.GUARDA_RASCUNHO, valores,
                         esvazia=not self._novo, emite=False)
        return Recibo(pedido_id=pedido.id, situacao=Situacao.MANUTENCAO, numero=None, serie=pedido.serie,
                      versao=0, protocolo=valores["protocolo"], total=pedido.total,
                      emitido_em=self._envio.emitido_em)

    def emite(self, conexao: Connection, conferido: Conferido, vinda: OrigemLida | None) -> Recibo:
        """Number it, store it with its first version and its effects, and answer the receipt."""
        fatos, pedido = conferido.fatos, conferido.fatos.pedido
        numerado = numeracao.numera(fatos, fatos.hoje)
        valores = self._cabecalho(pedido) | numeracao.valores(numerado)
        documento = compor_documento(fatos, ler_impressos(LeitorServidor(conexao), pedido, self._nomeado), Emissao(
            em=self.emissao, numero=gravacao.SEM_NUMERO, serie=numerado.serie,
            numero_provisorio=self._envio.numero_provisorio, versao=1, protocolo=valores["protocolo"],
            referencia=vinda.documento if vinda is not None else ""))
        texto = documento.model_dump_json()
        gastas = conferido.gastas
        valores |= {
            "situacao": Situacao.PENDENTE, "versao": 1, "emitido_em": self.emissao, "suspenso_em": None,
            "validade": documento.validade, "documento": texto, "evento": EMITIDO,
            "dados_evento": _evento(conferido.achados, gastas), "parcelas": _lista_json(documento.parcelas),
            "reservas": self._reserva(pedido) if fatos.tipo.reserva_estoque else "[]",
            "compromete": fatos.compromete, "toma_credito": fatos.toma_credito and not fatos.so_pessoa,
            "liberacoes": [lib.id for lib in gastas if not lib.offline]}
        if vinda is not None and vinda.aprovavel:
            nova_versao(self._cur, self._quem, vinda.id, self._agora, "pedido.convertido",
                        situacao=Situacao.APROVADO, dados={"destino": str(pedido.id)})
        linha = gravacao.executa(self._cur, gravacao.GRAVA_NOVO if self._novo else gravacao.GRAVA_RASCUNHO,
                                 valores, esvazia=not self._novo, emite=True)
        if self._envio.recibo is None:  # one that a restore lost printed when it was first stored
            fila_impressao.enfileira(self._cur, pedido.id, 1, fatos.tipo, self._agora)
        divergencias = (*conferido.divergencias, *_com_outro_numero(self._envio, linha.numero))
        if self._envio.emitido_offline:
            gravacao.guarda_do_offline(self._cur, valores, _lista_json(lib for lib in gastas if lib.offline),
                                       _lista_json(divergencias))
        return Recibo(
            pedido_id=pedido.id, situacao=Situacao.PENDENTE, numero=linha.numero, serie=numerado.serie, versao=1,
            protocolo=valores["protocolo"], total=pedido.total, emitido_em=self.emissao,
            achados=conferido.achados, divergencias=len(divergencias),
            documento={**json.loads(texto), "numero": str(linha.numero), "chave": linha.chave,
                       "hash": linha.sha256.hex()})

    def _reserva(self, pedido: Pedido) -> str:
        """What the storing statement reserves: of the shop's own stock; another kind's is reserved here."""
        reservas = _reservas(pedido)
        if pedido.tipo_estoque is None:
            return reservas
        efeitos.reserva(self._cur, pedido.estabelecimento_id, pedido.tipo_estoque, reservas)
        return "[]"

    def _cabecalho(self, pedido: Pedido) -> dict[str, Any]:
        envio, quem, tipo = self._envio, self._quem, self._nomeado.regras.tipo
        return {
            "id": pedido.id, "estabelecimento_id": pedido.estabelecimento_id, "tipo_id": pedido.tipo_id,
            "categoria": tipo.categoria, "serie": pedido.serie, "numero_provisorio": envio.numero_provisorio or None,
            "cliente_id": pedido.cliente_id, "cliente_nome": pedido.cliente_nome,
            "cliente_documento": pedido.cliente_documento, "vendedor_id": pedido.vendedor_id,
            "representante_id": pedido.representante_id, "classificacao_id": pedido.classificacao_id,
            "usuario_id": pedido.usuario_id, "autenticacao": envio.autenticacao,
            "estacao_id": quem.estacao_id, "enviado_por": quem.usuario_id, "lista_id": pedido.lista_id,
            "plano_id": pedido.plano_id, "origem_id": pedido.origem_id, "criado_em": pedido.criado_em,
            "validade": None, "subtotal": pedido.subtotal, "desconto": pedido.desconto, "frete": pedido.frete,
            "total": pedido.total, "toma_credito": toma_credito(tipo, self._nomeado.regras.plano),
            "reserva_estoque": tipo.reserva_estoque, "tipo_estoque_id": pedido.tipo_estoque,
            "protocolo": protocolo(self._ctx.segredo, pedido.id),
            "emitido_offline": envio.emitido_offline, "dados": pedido.model_dump_json(), "agora": self._agora,
            "autor_id": quem.usuario_id or pedido.usuario_id}


def _com_outro_numero(envio: EnvioPedido, numero: int) -> tuple[Finding, ...]:
    """Of an order offered again after a restore: nothing when it gets the number of its paper, a divergência when it
    gets another. Raises Recusada (409 `numero.espera`) before that is given up: those before it may still come back
    from other counters, and one whose number was taken must not take the number of the next."""
    recibo = envio.recibo
    if recibo is None or recibo.numero is None or recibo.numero == numero:
        return ()
    if not envio.outro_numero:
        raise Recusada(Motivo.CONFLITO, NUMERO_ESPERA,
                       f"O documento {recibo.numero} espera a sua vez na numeração, que está em {numero}.")
    return (Finding(code="numero.outro", severity=Severity.BLOCK,
                    params={"impresso": str(recibo.numero), "numero": str(numero)}),)


def _reservas(pedido: Pedido) -> str:
    return json.dumps([{"produto_id": p, "quantidade": str(q)} for p, q in quantidades(pedido.itens).items()])


def _lista_json(modelos: Iterable[BaseModel]) -> str:
    return f"[{','.join(m.model_dump_json() for m in modelos)}]"


def _evento(achados: tuple[Finding, ...], gastas: tuple[Liberacao, ...]) -> str:
    return json.dumps({"achados": [a.model_dump(mode="json") for a in achados],
                       "liberacoes": [str(lib.id) for lib in gastas]})
