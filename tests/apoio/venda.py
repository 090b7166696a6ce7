"""A sale's page over a catalogue in memory, for tests that press keys."""

import itertools
from datetime import UTC, datetime
from decimal import Decimal as D
from typing import Any
from uuid import UUID, uuid4

from balcao.domain.achados import Finding
from balcao.domain.erros import EntradaInvalida
from balcao.domain.fatos import Usuario
from balcao.domain.liberacao import Liberacao
from balcao.domain.permissoes import Permissao
from balcao.domain.resultado_busca import LinhaCliente, LinhaProduto, Motivo, Resultado
from balcao.services.counter.consulta import PrecoConsultado, PrecoDito, RespostaPreco
from balcao.services.counter.edicao import Contexto
from balcao.services.counter.finalizar import Emitido
from balcao.services.counter.rascunho import Rascunho
from balcao.services.counter.venda import Venda
from tests.apoio.fatos import HOJE, terminal
from tests.unit.test_venda import CONSUMIDOR, EmMemoria

NOMES = {1: "PARAFUSO SEXT 1/4", 2: "SABONETE 90G"}


class ServicosDeTeste:
    """Answers at once; `emitidos` tells what was issued, `recusa` what the retaguarda would refuse with."""

    def __init__(self) -> None:
        self.emitidos: list[Rascunho] = []
        self.suspensos: list[Rascunho] = []
        self.recusa: tuple[Finding, ...] = ()
        self.espera: Any = None

    def busca(self, texto: str, inicio: int = 0) -> Resultado[LinhaProduto] | None:
        linhas = tuple(linha(i) for i, nome in NOMES.items() if all(p in nome for p in texto.upper().split()))
        return Resultado(texto, linhas)

    def consulta_preco(self, texto: str, inicio: int = 0) -> RespostaPreco:
        if texto != "1":
            return f"Nenhum produto com “{texto}”."
        return PrecoConsultado("P1", NOMES[1], "UN", (PrecoDito("À vista", D("10.00")),), D(10), (), "")

    def enderecos(self, cliente_id: UUID | None) -> list[str]:
        return ["Rua A 10, Centro"] if cliente_id else []

    def busca_completa(self, texto: str, cancelada: Any, inicio: int = 0) -> Resultado[LinhaProduto]:
        raise NotImplementedError  # every search here is immediate

    def conta(self, texto: str, cancelada: Any) -> int | None:
        return None

    def busca_clientes(self, texto: str, inicio: int = 0, pessoas: bool = False) -> Resultado[LinhaCliente]:
        return Resultado(texto, ())

    def conta_clientes(self, texto: str, cancelada: Any, pessoas: bool = False) -> int | None:
        return None

    def emite(self, rascunho: Rascunho, imprime: bool) -> Emitido:
        if self.recusa:
            return Emitido("", "", "", achados=self.recusa)
        self.emitidos.append(rascunho)
        return Emitido("123", "P-AB", "DAV 123 emitido.")

    def libera(self, rascunho: Rascunho, achado: Finding, login: str, senha: str, motivo: str) -> Liberacao:
        if senha != "certa":
            raise EntradaInvalida("Usuário ou senha não conferem.")
        return Liberacao(id=uuid4(), pedido_id=rascunho.id, codigo=achado.code, item=achado.item,
                         valor_maximo=achado.valor, motivo=motivo, usuario_id=9, usuario_nome="GERENTE", pedida_por=1,
                         em=datetime(2026, 3, 10, tzinfo=UTC))

    def suspende(self, rascunho: Rascunho) -> str:
        self.suspensos.append(rascunho)
        return "Guardado na retaguarda."

    def imprime_ultima(self) -> str:
        return "Enviado à impressora."


def linha(i: int) -> LinhaProduto:
    """A result row of product `i`."""
    return LinhaProduto(id=i, codigo=str(i), descricao=NOMES[i], unidade="UN", marca="", situacao="ativo", vendas=1,
                        pesavel=False, preco_lista=D(10 * i), preco=D(10 * i), preco_prazo=D(10 * i),
                        disponivel=D(10), outros=D(0), localizacao="", motivo=Motivo.PALAVRA)


def nova_venda(catalogo: EmMemoria | None = None, **paginas: dict[str, Any]) -> Venda:
    """A sale at terminal 3, by BIA; `paginas` change the terminal's policy."""
    ids = itertools.count(1)
    usuario = Usuario(id=1, nome="BIA", permissoes=frozenset({Permissao.VENDER, Permissao.INCLUIR_CLIENTE}))
    contexto = Contexto(1, 1, "terminal 3", usuario, terminal(**paginas), CONSUMIDOR)
    return Venda(catalogo or EmMemoria(), contexto, lambda: UUID(int=next(ids)),
                 lambda: datetime(2026, 3, 10, tzinfo=UTC), lambda: HOJE, lambda: None, lambda _r: None,
                 lambda _i: None)


