"""Titles of the sample shop: who owes what, since when, and who pays late."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from balcao.domain.arredondamento import ZERO, arredonda, divide
from ferramentas.loja_exemplo.comum import BASE, Linha, sorteio
from ferramentas.loja_exemplo.pessoas import Cliente

QUANTOS = 6_000


@dataclass(slots=True)
class Titulo:
    """One instalment; `pago` is the day it was settled, None while it is owed."""

    cliente: Cliente
    loja: int
    numero: str
    parcela: int
    emissao: date
    vencimento: date
    valor: Decimal
    pago: date | None
    pedido_id: UUID | None = None
    chave: str | None = None


class Crediario:
    """Every title so far, and what each customer owed on a day."""

    def __init__(self) -> None:
        self._dado = sorteio("titulos")
        self._do_cliente: dict[UUID, list[Titulo]] = {}
        self.titulos: list[Titulo] = []

    def deve(self, cliente: Cliente, em: date) -> Decimal:
        """R$ open on that day."""
        return sum((t.valor for t in self._do_cliente.get(cliente.id, ())
                    if t.emissao <= em and (t.pago is None or t.pago > em)), ZERO)

    def lanca(self, titulo: Titulo) -> None:
        """Add a title."""
        self.titulos.append(titulo)
        self._do_cliente.setdefault(titulo.cliente.id, []).append(titulo)

    def quando_paga(self, cliente: Cliente, vencimento: date) -> date | None:
        """When this customer pays an instalment due that day; None: not yet."""
        dado = self._dado
        if cliente.bom:
            atraso = dado.choice((-3, -1, 0, 0, 0, 0, 1, 2, 4)) if dado.random() < 0.93 else dado.randrange(5, 20)
        elif dado.random() < 0.55:
            atraso = dado.randrange(8, 75)
        else:
            return None
        dia = vencimento + timedelta(days=atraso)
        return dia if dia < BASE else None

    def antigos(self, clientes: list[Cliente]) -> None:
        """Titles brought from the program the shop had before, until there are QUANTOS."""
        personagens = {c.codigo: c for c in clientes if 2 <= c.codigo <= 12}
        self._historias(personagens)
        compram = [c for c in clientes[12:] if c.limite and c.loja != 2]
        pesos = [c.peso ** 0.6 for c in compram]
        numero = 4000
        while len(self.titulos) < QUANTOS:
            cliente = self._dado.choices(compram, pesos)[0]
            self._compra_antiga(cliente, numero, self._dado)
            numero += 1
        del self.titulos[QUANTOS:]

    def _compra_antiga(self, cliente: Cliente, numero: int, dado: random.Random) -> None:
        assert cliente.limite is not None
        emissao = BASE - timedelta(days=dado.randrange(15, 700))
        parcelas = dado.choice((1, 1, 2, 3, 3, 4, 6))
        total = arredonda(cliente.limite * Decimal(str(round(dado.uniform(0.08, 0.35), 3))))
        novos = [Titulo(cliente, cliente.loja or 1, f"{numero:06}", n, emissao, emissao + timedelta(days=30 * n),
                        valor, None, chave=f"ANT-{numero:06}-{n}")
                 for n, valor in enumerate(divide(total, parcelas), start=1)]
        for titulo in novos:
            titulo.pago = self.quando_paga(cliente, titulo.vencimento)
        aberto = sum((t.valor for t in novos if t.pago is None), ZERO)
        if aberto and self.deve(cliente, BASE) + aberto > cliente.limite * Decimal("0.8") and dado.random() > 0.03:
            for titulo in novos:
                titulo.pago = min(titulo.vencimento, BASE - timedelta(days=1))
        for titulo in novos:
            self.lanca(titulo)

    def _historias(self, por_codigo: dict[int, Cliente]) -> None:
        """The open titles of the customers with a story: code, days to maturity, value."""
        for numero, (codigo, dias, valor) in enumerate((
                (2, 12, "430.00"), (2, 42, "430.00"), (3, -47, "187.35"), (3, -17, "187.35"), (3, 13, "187.30"),
                (4, -95, "1250.00"), (5, -10, "95.00"), (7, 5, "950.00"), (7, 25, "950.00"), (7, 40, "880.00"),
                (9, 20, "7350.90"), (10, 28, "1299.00"), (12, 8, "340.00")), start=3900):
            vencimento = BASE + timedelta(days=dias)
            self.lanca(Titulo(por_codigo[codigo], 1, f"{numero:06}", 1, vencimento - timedelta(days=60), vencimento,
                              Decimal(valor), None, chave=f"ANT-{numero:06}-1"))

    def linhas(self) -> list[Linha]:
        """The rows of titulos_receber, by due date of issue."""
        em_ordem = sorted(self.titulos, key=lambda t: (t.emissao, t.numero, t.parcela))
        return [{"id": n, "cliente_id": t.cliente.id, "estabelecimento_id": t.loja, "numero": t.numero,
                 "parcela": t.parcela, "emissao": t.emissao, "vencimento": t.vencimento, "valor": t.valor,
                 "saldo": t.valor if t.pago is None else ZERO,
                 "situacao": "aberto" if t.pago is None else "liquidado", "pedido_id": t.pedido_id,
                 "chave_externa": t.chave} for n, t in enumerate(em_ordem, start=1)]


def creditos(clientes: list[Cliente]) -> list[Linha]:
    """What the shop owes some customers: returned goods, money paid in advance."""
    dado = sorteio("creditos")
    escolhidos = [clientes[11], *dado.sample([c for c in clientes[12:] if c.vende], 39)]
    return [{"id": n, "cliente_id": c.id, "tipo": dado.choice(("devolucao", "devolucao", "adiantamento")),
             "saldo": Decimal(dado.randrange(1500, 40000)) / 100} for n, c in enumerate(escolhidos, start=1)]
