"""The outbox: every order that was confirmed at this counter, until the retaguarda acknowledges it and after.

A row is on the disk before anything is sent. `pendente` goes out until it is answered; `enviado` keeps the
receipt for thirty days; `recusado` went back to being a draft; `quarentena` cannot be stored by the server as it
is, and waits, visible, for somebody to look. A row is never dropped while it is nowhere else.

`fato`: it was issued without the retaguarda (paper with a provisional number; goods may have left), so the
server must store it whatever its rules say. A row that is not a fact and gets no answer may still be refused.

What is in quarantine is handed to the manager (`entregue_em`), and asked about until he has decided; what he gives
back stays in quarantine, for the seller to make again.

`recusa` is the last answer that was not a receipt: why a row waits, went back, or is in quarantine. A fact that went
back to being a draft (`recusado`) spent a provisional number and was on paper: its row is kept for ever.
"""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, NamedTuple
from uuid import UUID

from balcao.db.journal.diario import Diario, instante, micros
from balcao.db.journal.rascunhos import apaga
from balcao.domain.protocolo import DEVOLVIDA_CODIGO, EnvioPedido, Recibo, Recusa, ResumoPedido

GUARDA: Final = timedelta(days=30)
_OFERTA: Final = "oferecer recibos"
SALTO: Final = 100_000
PERGUNTA: Final = timedelta(seconds=30)
"""How often it is asked what became of what is in quarantine; the longest wait of ESPERAS_S is longer."""
ESPERAS_S: Final = (2, 5, 15, 30, 60, 120, 300)
NA_HORA: Final = "(proxima_em <= ? OR proxima_em > ?)"
"""Due. What is due further away than the longest wait was noted by a clock that has been set right since: now."""


class EstadoEnvio(StrEnum):
    """See the module."""

    PENDENTE = "pendente"
    ENVIADO = "enviado"
    RECUSADO = "recusado"
    QUARENTENA = "quarentena"


class Envio(NamedTuple):
    """One row. `documento` is what was printed without the retaguarda (DocumentoVenda as JSON)."""

    id: int
    estado: EstadoEnvio
    fato: bool
    corpo: EnvioPedido
    resumo: ResumoPedido
    documento: str | None
    recibo: Recibo | None
    recusa: Recusa | None
    tentativas: int
    criado_em: datetime
    terminado_em: datetime | None = None
    entregue_em: datetime | None = None

    @property
    def pedido_id(self) -> UUID:
        return self.corpo.pedido.id

    @property
    def devolvido(self) -> bool:
        """A manager gave it back: nobody else decides of it any more."""
        return self.recusa is not None and self.recusa.codigo == DEVOLVIDA_CODIGO


class JaAceito(Exception):
    """The retaguarda acknowledged this order meanwhile. `recibo`: what it answered."""

    def __init__(self, recibo: Recibo) -> None:
        super().__init__(str(recibo.pedido_id))
        self.recibo = recibo


_CAMPOS = ("id, estado, fato, corpo, resumo, documento, recibo, recusa, tentativas, criado_em,"
           " terminado_em, entregue_em")


class Envios:
    """The outbox of one journal. `agora`: an aware instant, the server's as far as it is known: it spaces retries and
    says how long receipts are kept, so a clock that jumps a year ahead must not throw them away."""

    def __init__(self, diario: Diario, agora: Callable[[], datetime]) -> None:
        self._diario = diario
        self._agora = agora
        self._em_maos: set[int] = set()  # an F12 is at them: not the outbox's until it ends

    # ---- confirming

    def confirma(self, envio: EnvioPedido, resumo: ResumoPedido) -> int:
        """Write the order down before sending it; returns the row's id, which is the caller's until `solta`.
        Confirmed again (F12 after a crash), the row that waits is used. Raises JaAceito when it arrived."""
        agora = micros(self._agora())
        with self._diario.transacao() as conexao:
            linha = conexao.execute(
                "INSERT INTO envios (pedido_id, versao, estado, fato, corpo, resumo, proxima_em, criado_em)"
                " VALUES (?, ?, 'pendente', 0, ?, ?, ?, ?) ON CONFLICT (pedido_id, versao) DO UPDATE SET"
                " estado = 'pendente', fato = 0, corpo = excluded.corpo, resumo = excluded.resumo, recusa = NULL,"
                " proxima_em = excluded.proxima_em, tentativas = 0"
                " WHERE estado IN ('pendente', 'recusado') AND numero_provisorio IS NULL RETURNING id",
                (str(envio.pedido.id), envio.pedido.versao, envio.model_dump_json(), resumo.model_dump_json(),
                 agora, agora)).fetchone()
            if linha is not None:
                self._em_maos.add(int(linha[0]))
        if linha is None:
            guardado = self.do_pedido(envio.pedido.id)
            if guardado is not None and guardado.recibo is not None:
                raise JaAceito(guardado.recibo)
            raise ValueError(f"order {envio.pedido.id} was issued already")
        return int(linha[0])

    def solta(self, ident: int) -> None:
        """The F12 that confirmed it is over: what still waits is the outbox's."""
        self._em_maos.discard(ident)

    def aceito(self, ident: int, recibo: Recibo, *, fato: bool = False) -> bool:
        """The retaguarda acknowledged: keep the receipt, forget the draft.

        fato: what it acknowledged carried the provisional number. If the row became a fact since it was sent,
        nothing changes and the answer is False: the number on the paper has to arrive too.
        """
        with self._diario.transacao() as conexao:
            linha = conexao.execute(
                "UPDATE envios SET estado = 'enviado', recibo = ?, recusa = NULL, terminado_em = ?"
                " WHERE id = ? AND (fato = 0 OR ?) RETURNING pedido_id",
                (recibo.model_dump_json(), micros(self._agora()), ident, fato)).fetchone()
            if linha is not None:
                apaga(conexao, linha[0])
        return linha is not None

    def desfeito(self, ident: int) -> None:
        """It was surely not sent, or was refused at once: the draft goes on as if F12 had not been pressed."""
        with self._diario.transacao() as conexao:
            conexao.execute("DELETE FROM envios WHERE id = ? AND estado IN ('pendente', 'recusado')"
                            " AND numero_provisorio IS NULL", (ident,))

    def vira_fato(self, ident: int, estacao: int, completa: Callable[[str], tuple[EnvioPedido, str]]) -> str:
        """Give it the next provisional number (`T03-000123`, without gaps) and keep what will be printed.

        `completa(numero)` returns the sending with that number and the document as JSON; when it raises,
        nothing is kept and the number is not spent. The draft is over. Returns the number. Raises JaAceito when
        another window has sent it meanwhile.
        """
        with self._diario.transacao() as conexao:
            recibo, = conexao.execute("SELECT recibo FROM envios WHERE id = ?", (ident,)).fetchone()
            if recibo is not None:
                raise JaAceito(Recibo.model_validate_json(recibo))
            numero, seguinte = self._proximo(conexao, estacao)
            envio, documento = completa(numero)
            conexao.execute("INSERT INTO valores (chave, valor) VALUES (?, ?) ON CONFLICT (chave) DO UPDATE"
                            " SET valor = excluded.valor", (_ultimo(estacao), str(seguinte)))
            pedido, resumo = conexao.execute(
                "UPDATE envios SET fato = 1, corpo = ?, documento = ?, numero_provisorio = ?, proxima_em = ?"
                " WHERE id = ? RETURNING pedido_id, resumo",
                (envio.model_dump_json(), documento, numero, micros(self._agora()), ident)).fetchone()
            novo = ResumoPedido.model_validate_json(resumo).model_copy(update={"numero_provisorio": numero})
            conexao.execute("UPDATE envios SET resumo = ? WHERE id = ?", (novo.model_dump_json(), ident))
            apaga(conexao, pedido)
        return numero

    def _proximo(self, conexao: sqlite3.Connection, estacao: int) -> tuple[str, int]:
        linha = conexao.execute("SELECT valor FROM valores WHERE chave = ?", (_ultimo(estacao),)).fetchone()
        # a journal that replaces a damaged one cannot know its last number: it begins far above
        seguinte = (int(linha[0]) if linha else SALTO * self._diario.danificados()) + 1
        return f"T{estacao:02}-{seguinte:06}", seguinte

    # ---- draining

    def a_enviar(self, todos: bool = False) -> list[Envio]:
        """What waits, oldest first; `todos`: also what is not due yet. Never what an F12 is sending just now."""
        return [e for e in self._le(f"estado = 'pendente' AND {NA_HORA} ORDER BY id", *limites(self._agora(), todos))
                if e.id not in self._em_maos]

    def adia(self, ident: int, resposta: Recusa | None = None) -> None:
        """No receipt: try later, each time a little later. `resposta`: what was answered, for people."""
        with self._diario.transacao() as conexao:
            tentativas, = conexao.execute("SELECT tentativas FROM envios WHERE id = ?", (ident,)).fetchone()
            espera = timedelta(seconds=ESPERAS_S[min(tentativas, len(ESPERAS_S) - 1)])
            conexao.execute("UPDATE envios SET tentativas = tentativas + 1, proxima_em = ?, recusa = ? WHERE id = ?",
                            (micros(self._agora() + espera), _json(resposta), ident))

    def anota(self, ident: int, resposta: Recusa) -> None:
        """Why it is not sent yet; when it is tried next stays as it was."""
        with self._diario.transacao() as conexao:
            conexao.execute("UPDATE envios SET recusa = ? WHERE id = ?", (_json(resposta), ident))

    def recusado(self, ident: int, recusa: Recusa) -> None:
        """The rules refused an order that was not a fact: it is a draft again."""
        self._termina(ident, EstadoEnvio.RECUSADO, recusa)

    def quarentena(self, ident: int, recusa: Recusa) -> None:
        """It cannot be stored as it is; it stays, visible, until somebody looks."""
        self._termina(ident, EstadoEnvio.QUARENTENA, recusa)

    def tira_da_quarentena(self, ident: int) -> None:
        """Somebody looked (the program was updated, the registry mended): send it again."""
        with self._diario.transacao() as conexao:
            conexao.execute("UPDATE envios SET estado = 'pendente', tentativas = 0, proxima_em = ?"
                            " WHERE id = ? AND estado = 'quarentena'", (micros(self._agora()), ident))

    # ---- what the manager decides

    def presos(self, todos: bool = False) -> list[Envio]:
        """What is in quarantine and must be handed over or asked about now; `todos`: whether it is due or not."""
        return [e for e in self._le(f"estado = 'quarentena' AND {NA_HORA} ORDER BY id", *limites(self._agora(), todos))
                if not e.devolvido]

    def com_gerente(self, envio: Envio, entregue: bool) -> None:
        """Ask again later; entregue: the retaguarda has it, and shows it to the manager. One that was sent again and
        came back meanwhile is another case: it stays due."""
        agora, preso = self._agora(), envio.terminado_em
        with self._diario.transacao() as conexao:
            conexao.execute("UPDATE envios SET proxima_em = ?, entregue_em = CASE WHEN ? THEN"
                            " coalesce(entregue_em, ?) END WHERE id = ? AND estado = 'quarentena'"
                            " AND terminado_em IS ?",
                            (micros(agora + PERGUNTA), entregue, micros(agora), envio.id,
                             micros(preso) if preso is not None else None))

    def devolvido(self, ident: int, recusa: Recusa) -> bool:
        """The manager gave it back, for the seller to make it again or send it again. False when it left quarantine
        meanwhile."""
        with self._diario.transacao() as conexao:
            return conexao.execute("UPDATE envios SET recusa = ?, entregue_em = NULL"
                                   " WHERE id = ? AND estado = 'quarentena'", (_json(recusa), ident)).rowcount == 1

    def encerrado(self, ident: int, recusa: Recusa) -> bool:
        """Made again as another draft, or discarded by the manager: it is not sent any more, and stays on record.
        False when it was not in quarantine any more."""
        with self._diario.transacao() as conexao:
            return conexao.execute("UPDATE envios SET estado = 'recusado', recusa = ?, terminado_em = ?"
                                   " WHERE id = ? AND estado = 'quarentena'",
                                   (_json(recusa), micros(self._agora()), ident)).rowcount == 1

    def oferece_de_novo(self, desde: datetime | None = None) -> list[Envio]:
        """After a restore: the acknowledged orders that are still kept, oldest first."""
        inicio = 0 if desde is None else micros(desde)
        return self._le("estado = 'enviado' AND terminado_em >= ? ORDER BY id", inicio)

    @property
    def oferta_pendente(self) -> bool:
        """Whether a restore was noticed and not every receipt has been offered yet: kept on the disk, so that a
        counter that is closed meanwhile goes on with it."""
        return self._diario.valor(_OFERTA) == "sim"

    def anota_oferta(self, pendente: bool) -> None:
        """Note that receipts are to be offered, or that all were."""
        self._diario.guarda_valor(_OFERTA, "sim" if pendente else "")

    def corrige_recibo(self, ident: int, recibo: Recibo) -> None:
        """The restored server acknowledged again."""
        with self._diario.transacao() as conexao:
            conexao.execute("UPDATE envios SET recibo = ? WHERE id = ?", (recibo.model_dump_json(), ident))

    def limpa(self) -> int:
        """Remove receipts older than GUARDA (and refusals whose draft is back); returns how many. What had a
        provisional number and has no receipt stays."""
        antes = micros(self._agora() - GUARDA)
        with self._diario.transacao() as conexao:
            return conexao.execute("DELETE FROM envios WHERE (estado = 'enviado' OR estado = 'recusado' AND fato = 0)"
                                   " AND terminado_em < ?", (antes,)).rowcount

    # ---- reading

    def esperam(self) -> list[Envio]:
        """What is nowhere else yet: in quarantine first, then oldest first."""
        return self._le("estado IN ('pendente', 'quarentena') ORDER BY estado = 'pendente', id")

    def quantos(self) -> dict[EstadoEnvio, int]:
        """How many rows are in each state."""
        contas = dict(self._diario.le("SELECT estado, count(*) FROM envios GROUP BY estado"))
        return {estado: int(contas.get(estado, 0)) for estado in EstadoEnvio}

    def todos(self, desde: datetime | None = None) -> list[Envio]:
        """Everything that is kept, newest first: the documents of this counter without the retaguarda."""
        return self._le("criado_em >= ? ORDER BY id DESC", 0 if desde is None else micros(desde))

    def do_pedido(self, pedido_id: UUID) -> Envio | None:
        """The newest sending of an order."""
        linhas = self._le("pedido_id = ? ORDER BY versao DESC LIMIT 1", str(pedido_id))
        return linhas[0] if linhas else None

    def ultimo(self) -> Envio | None:
        """The last order that was issued here (Ctrl+U), acknowledged or a fact."""
        linhas = self._le("(estado = 'enviado' OR fato = 1) ORDER BY id DESC LIMIT 1")
        return linhas[0] if linhas else None

    def _termina(self, ident: int, estado: EstadoEnvio, recusa: Recusa) -> None:
        with self._diario.transacao() as conexao:
            agora = micros(self._agora())
            conexao.execute("UPDATE envios SET estado = ?, recusa = ?, terminado_em = ?, proxima_em = ?,"
                            " entregue_em = NULL WHERE id = ?", (estado, _json(recusa), agora, agora, ident))

    def _le(self, onde: str, *valores: Any) -> list[Envio]:
        return [_envio(linha) for linha in self._diario.le(f"SELECT {_CAMPOS} FROM envios WHERE {onde}", valores)]


def _json(recusa: Recusa | None) -> str | None:
    return recusa.model_dump_json() if recusa is not None else None


def limites(agora: datetime, todos: bool) -> tuple[int, int]:
    """The values of NA_HORA: what is due at `agora`, or everything."""
    return (2**62 if todos else micros(agora), micros(agora + timedelta(seconds=ESPERAS_S[-1])))


def _ultimo(estacao: int) -> str:
    return f"provisorio {estacao}"


def _envio(linha: tuple[Any, ...]) -> Envio:
    ident, estado, fato, corpo, resumo, documento, recibo, recusa, tentativas, criado, terminado, entregue = linha
    return Envio(ident, EstadoEnvio(estado), bool(fato), EnvioPedido.model_validate_json(corpo),
                 ResumoPedido.model_validate_json(resumo), documento,
                 Recibo.model_validate_json(recibo) if recibo else None,
                 Recusa.model_validate_json(recusa) if recusa else None, tentativas, instante(criado),
                 instante(terminado) if terminado is not None else None,
                 instante(entregue) if entregue is not None else None)
