"""One round: two sales, one fault, the recovery, and every sheet of paper that came out meanwhile."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from tests.faults.balcao_vivo import Dito, Estado, Morreu, Vendido
from tests.faults.impressora import Papel, le_papel
from tests.faults.loja import Caixa, LojaViva
from tests.faults.rede import Ato, Falha
from tests.faults.servico_vivo import ServicoVivo

VOLTA_S = 60.0
"""Within this everything must be right again by itself or by the seller's ordinary keys."""
PASSO = "passo"
TIPOS = ("DAV", "VENDA")


@dataclass
class Venda:
    """A sale of the run: what was on the screen, and all that the seller was told about it.

    morto_em: the named step at which the counter died under it. papeis: what the printer got.
    """

    caixa: Caixa
    vendido: Vendido
    ditos: list[Dito] = field(default_factory=list)
    morto_em: str = ""
    papeis: list[Papel] = field(default_factory=list)


@dataclass
class Problema:
    """Something that must not be. tipo: perdido, dobrado, diferente, lento."""

    tipo: str
    falha: str
    texto: str


class Cena:
    """The victim (its wire, printer and disks are struck) and the neighbour, who only sells.

    vendas: every sale of the lane; da_vez: this round's. no_passo: what happens while the victim stands at a step.
    """

    def __init__(self, loja: LojaViva, sorte: random.Random, falha: str, vendas: dict[UUID, Venda],
                 papeis: list[tuple[Caixa, Papel]]) -> None:
        self.loja, self.sorte, self.falha, self.vendas, self.papeis = loja, sorte, falha, vendas, papeis
        self.vitima, self.vizinho = sorte.sample(loja.caixas, 2)
        self.no_passo: Callable[[], None] = lambda: None
        self.problemas: list[Problema] = []
        self.da_vez: list[Venda] = []
        self._na_tela: dict[int, Venda] = {}
        self.vende()

    @property
    def servico(self) -> ServicoVivo:
        return self.loja.servico

    @property
    def da_vitima(self) -> Venda:
        """The victim's newest sale."""
        return [v for v in self.da_vez if v.caixa is self.vitima][-1]

    def acusa(self, tipo: str, texto: str) -> None:
        self.problemas.append(Problema(tipo, self.falha, texto))

    # ---- selling

    def vende(self, tipo: str | None = None) -> None:
        """A sale on each screen; one that is there already stays, unless a type is asked for."""
        for caixa in (self.vitima, self.vizinho):
            if caixa.numero in self._na_tela and (tipo is None or caixa is self.vizinho):
                continue
            if (antes := self._na_tela.pop(caixa.numero, None)) is not None:
                caixa.vivo.pede("desiste", antes.vendido.id)
                self.da_vez.remove(antes)
                del self.vendas[antes.vendido.id]
            escolhido = tipo or self.sorte.choice(TIPOS)
            vendido = caixa.vivo.pede("vende", self.loja.loja.tipos[escolhido], self.loja.sorteia_itens(self.sorte))
            venda = self._na_tela[caixa.numero] = self.vendas[vendido.id] = Venda(caixa, vendido)
            self.da_vez.append(venda)

    def aperta(self) -> None:
        """F12 at both counters, at once."""
        for venda in self._na_tela.values():
            venda.caixa.vivo.diz("f12", venda.vendido.id)

    def ouve(self) -> None:
        """What both sellers are told; a counter that dies tells nothing."""
        for venda in self._na_tela.values():
            self._ouve(venda)
        self._na_tela.clear()

    def todos_apertam(self) -> None:
        """F12 at both, and the answers."""
        self.aperta()
        self.ouve()

    def vende_sozinho(self, depois: Falha) -> None:
        """The victim sells a DAV while its port is closed, and a fact waits in its outbox; then the wire is back, with
        another fault on it."""
        self.vende("DAV")
        self.vitima.rede.arma(Falha(Ato.RECUSA))
        self.todos_apertam()
        self.vitima.rede.arma(depois)

    def _ouve(self, venda: Venda) -> None:
        passo = ""
        try:
            while isinstance(dito := venda.caixa.vivo.ouve(), tuple):
                passo = dito[1]
                self.no_passo()
                venda.caixa.vivo.continua()
        except Morreu:
            venda.morto_em = passo or "?"
            venda.caixa.vivo.enterra()
            return
        venda.ditos.append(dito)

    def espera(self, pronto: Callable[[], bool], prazo_s: float = VOLTA_S) -> bool:
        """Look again and again; whether it became true in time."""
        limite = time.monotonic() + prazo_s
        while not pronto():
            if time.monotonic() > limite:
                return False
            time.sleep(0.02)
        return True

    # ---- recovery

    def recupera(self) -> None:
        """Wires, disks, database and service are well again; dead programs are opened; what waits goes out; what is
        still a draft gets its F12; stopped prints are looked at."""
        for caixa in self.loja.caixas:
            caixa.rede.arma(None)
            caixa.impressora.sem_gancho()
            for disco in caixa.discos.values():
                disco.esvazia()
        self.loja.disco_banco.esvazia()
        self.servico.desarma()
        self.loja.religa_banco()
        for caixa in self.loja.caixas:
            if not caixa.vivo.vivo:
                caixa.abre()
                self._confirmado_nao_e_rascunho(caixa)
            self._insiste(caixa)
            if not self.espera(lambda caixa=caixa: self._escoou(caixa)):  # type: ignore[misc]
                self.acusa("perdido", f"a caixa de saída do balcão {caixa.numero} não se esvaziou")
        for caixa in self.loja.caixas:
            self._aperta_os_rascunhos(caixa)
            self._recolhe(caixa)

    def _confirmado_nao_e_rascunho(self, caixa: Caixa) -> None:
        """What the seller confirmed is on its way after a kill -9; a draft could be thrown away."""
        estado: Estado = caixa.vivo.pede("estado")
        for venda in self.da_vez:
            if venda.caixa is caixa and venda.morto_em not in ("", "?") and venda.vendido.id not in estado.envios:
                self.acusa("perdido", f"morto em “{venda.morto_em}” e fora da caixa de saída")

    def _insiste(self, caixa: Caixa) -> None:
        """Told that it could not be done, half of the sellers press F12 again at once."""
        for venda in self.da_vez:
            if venda.caixa is caixa and venda.ditos and venda.ditos[-1].erro and self.sorte.random() < 0.5:
                self._na_tela[caixa.numero] = venda
                self.todos_apertam()

    def _escoou(self, caixa: Caixa) -> bool:
        if not caixa.vivo.pede("saude"):
            return False
        caixa.vivo.pede("envia_tudo")
        estado: Estado = caixa.vivo.pede("estado")
        if "quarentena" in estado.envios.values():
            self.acusa("perdido", f"há pedido em quarentena no balcão {caixa.numero}")
            return True
        return "pendente" not in estado.envios.values()

    def _aperta_os_rascunhos(self, caixa: Caixa) -> None:
        abertos = set(caixa.vivo.pede("estado").rascunhos)
        for venda in [v for v in self.da_vez if v.caixa is caixa and v.vendido.id in abertos]:
            self._na_tela[caixa.numero] = venda
            self.todos_apertam()
            dito = venda.ditos[-1] if venda.ditos else Dito()
            if not dito.protocolo:
                self.acusa("perdido", f"o rascunho não se emite mais: {dito.palavras}")

    def _recolhe(self, caixa: Caixa) -> None:
        """The sheets of this counter, and the prints that stopped: the person looks at the paper."""
        esperados = sum(v.caixa is caixa and deve_imprimir(v) for v in self.da_vez)
        papeis = self._papeis(caixa, 0)
        for trabalho, titulo in caixa.vivo.pede("estado").parados:
            saiu = any(p.numero == titulo.split()[-1] for p in papeis)
            caixa.vivo.pede("papel", trabalho, saiu)
            esperados += 0 if saiu or esperados else 1
        papeis += self._papeis(caixa, esperados - len(papeis))
        self.papeis += [(caixa, papel) for papel in papeis]

    def _papeis(self, caixa: Caixa, esperados: int) -> list[Papel]:
        lidos = []
        for dados in caixa.impressora.recolhe(esperados):
            try:
                lidos.append(le_papel(dados))
            except ValueError as erro:
                self.acusa("diferente", f"papel que não se lê: {erro}")
        return lidos


def deve_imprimir(venda: Venda) -> bool:
    """The seller was told a number, and not that there is no paper."""
    return any(d.numero and "Não foi impresso" not in d.palavras for d in venda.ditos)
