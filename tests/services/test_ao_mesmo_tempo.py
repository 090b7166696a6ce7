"""Everything that is done to orders, by several counters at once, at random: nobody waits in a circle, nothing is
refused but in words, and afterwards stock, credit, titles, numbers and chains are what the shop's conference wants."""

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal as D
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from balcao.db.server.conferencia import CONFERENCIAS
from balcao.domain.achados import Finding, Severity
from balcao.domain.alteracao import CAMPO
from balcao.domain.atributos import atributos_de
from balcao.domain.protocolo_documentos import (
    AlteracaoPedido,
    Apropriacao,
    Estorno,
    Faturamento,
    ItemFaturado,
    MudancaSituacao,
    NovaVersao,
    PedidoLiberacao,
)
from balcao.domain.situacoes import Situacao
from balcao.services.office.alterar_pedido import alterar_pedido
from balcao.services.office.apropriar import apropriar
from balcao.services.office.contexto import Recusada
from balcao.services.office.documentos import abrir
from balcao.services.office.faturar import estornar, faturar
from balcao.services.office.liberar import liberar
from balcao.services.office.mudar_situacao import mudar_situacao
from balcao.services.office.rascunhos import descartar, retomar
from balcao.services.office.vencimento import vencer_orcamentos
from balcao.services.office.versoes_comerciais import gerar_versao
from tests.apoio.retaguarda import SENHA, Loja

JOSE, MARIA = "JOSÉ DA SILVA", "MARIA SOUZA"
FIOS, VEZES = 6, 60


@dataclass
class Mao:
    """One counter: what it does next is drawn from `sorte`, with an order of all that there are."""

    loja: Loja
    sorte: random.Random
    pedidos: list[UUID]
    faturamentos: list[UUID]

    def faz(self) -> str:
        """The name of what was done, with "!" when it was refused."""
        acao: Callable[[], Any] = self.sorte.choice((
            self.vende, self.vende, self.converte, self.altera, self.altera, self.situacao, self.situacao,
            self.situacao, self.aprova, self.fatura, self.fatura, self.estorna, self.versiona, self.apropria,
            self.suspende, self.libera))
        try:
            acao()
        except Recusada:
            return f"{acao.__name__}!"
        return acao.__name__

    def qual(self) -> UUID:
        return self.sorte.choice(self.pedidos)

    def _itens(self) -> list[tuple[str, int]]:
        return [(f"P{n}", self.sorte.randint(1, 3)) for n in self.sorte.sample(range(1, 6), self.sorte.randint(1, 3))]

    def vende(self) -> None:
        self._envia(self.sorte.choice(("DAV", "VENDA", "OS", "PROPOSTA")))

    def converte(self) -> None:
        self._envia("VENDA", origem_id=self.qual())

    def _envia(self, tipo: str, **campos: Any) -> None:
        pedido = self.loja.pedido(tipo, cliente=self.sorte.choice((JOSE, MARIA, "Loja Centro", None)),
                                  plano=self.sorte.choice(("30/60/90", "À VISTA")), itens=self._itens(), **campos)
        self.pedidos.append(self.loja.envia(pedido, emitido_offline=self.sorte.random() < 0.2).pedido_id)

    def altera(self) -> None:
        vivo = abrir(self.loja.ctx, self.loja.quem("bia"), self.qual()).pedido
        if self.sorte.random() < 0.6:
            feito = vivo.com_quantidade(vivo.itens[0].linha, D(self.sorte.randint(1, 4)))
        else:
            feito = vivo.com(cliente_id=self.loja.clientes[self.sorte.choice((JOSE, MARIA))])
        alterar_pedido(self.loja.ctx, self.loja.quem("bia"), vivo.id, AlteracaoPedido(
            id=uuid7(), versao=vivo.versao, pedido=feito))

    def situacao(self) -> None:
        mudar_situacao(self.loja.ctx, self.loja.quem("bia"), self.qual(), MudancaSituacao(
            id=uuid7(), situacao=self.sorte.choice("PAXOTEQCR"), motivo="x"))

    def aprova(self) -> None:
        id_ = self.qual()
        vivo = abrir(self.loja.ctx, self.loja.quem("bia"), id_).pedido
        outro = self.loja.clientes[self.sorte.choice((JOSE, MARIA))]
        para = atributos_de(vivo).model_copy(update={"cliente_id": outro})
        feito = mudar_situacao(self.loja.ctx, self.loja.quem("bia"), id_, MudancaSituacao(
            id=uuid7(), situacao=Situacao.APROVADO, versao=vivo.versao,
            atributos=para if self.sorte.random() < 0.5 else None))
        self.pedidos.extend(g.pedido_id for g in feito.gerados)

    def fatura(self) -> None:
        id_ = uuid7()
        itens = () if self.sorte.random() < 0.5 else (ItemFaturado(linha=1, quantidade=D(1)),)
        faturar(self.loja.ctx, self.loja.quem("caio", "T2"), self.qual(),
                Faturamento(id=id_, documento="N", itens=itens))
        self.faturamentos.append(id_)

    def estorna(self) -> None:
        if self.faturamentos:
            estornar(self.loja.ctx, self.loja.quem("caio", "T2"), self.sorte.choice(self.faturamentos),
                     Estorno(motivo="x"))

    def versiona(self) -> None:
        vivo = abrir(self.loja.ctx, self.loja.quem("bia"), self.qual()).pedido
        gerar_versao(self.loja.ctx, self.loja.quem("bia"), vivo.id, NovaVersao(id=uuid7(), versao=vivo.versao))

    def apropria(self) -> None:
        apropriar(self.loja.ctx, self.loja.quem("bia"), self.qual(), Apropriacao(
            id=uuid7(), linha=1, tecnico_id=self.loja.clientes[self.sorte.choice((JOSE, MARIA))]))

    def suspende(self) -> None:
        pedido = self.loja.pedido("DAV", itens=self._itens())
        self.loja.envia(pedido, suspender=True)
        if self.sorte.random() < 0.5:
            retomado = retomar(self.loja.ctx, self.loja.quem("ana", "T2"), pedido.id)
            self.pedidos.append(self.loja.envia(retomado).pedido_id)
        else:
            descartar(self.loja.ctx, self.loja.quem("ana", "T2"), pedido.id)

    def libera(self) -> None:
        liberar(self.loja.ctx, self.loja.quem(), PedidoLiberacao(
            id=uuid7(), pedido_id=self.qual(), motivo="m", login="bia", senha=SENHA["bia"], alteracao=True,
            achado=Finding(code="credito.limite", severity=Severity.APPROVE, valor=D(10))))


@pytest.fixture
def cheia(loja: Loja) -> Loja:
    """A shop where every operation has something to do: types that hold stock and credit, generate, have versions."""
    loja.poe_lojas()
    for nome, categoria in (("OS", "servico"), ("PROPOSTA", "orcamento")):
        loja.tipos[nome] = loja.um("INSERT INTO tipos_pedido (nome, politica) VALUES (%s, '{}') RETURNING id", nome)
        loja.sql("INSERT INTO tipo_pedido_estabelecimentos SELECT %s, id FROM estabelecimentos", loja.tipos[nome])
        loja.muda_tipo(nome, categoria=categoria)
    tudo = {campo: [s.value for s in Situacao] for campo in CAMPO.values()}
    for nome in ("DAV", "VENDA", "OS", "PROPOSTA"):
        loja.muda_tipo(nome, regra_reserva_estoque="reserva_exceto_manutencao", toma_credito="conforme_plano",
                       regra_cliente="pessoa", cadastrar_pessoa_como_cliente=True, **tudo)
    loja.muda_tipo("DAV", permite_versionamento=True)
    loja.muda_tipo("PROPOSTA", tipo_pedido_na_aprovacao=loja.tipos["VENDA"],
                   separar_produtos_sem_estoque_na_aprovacao="sim",
                   tipo_pedido_na_aprovacao_sem_estoque=loja.tipos["OS"], atributos_alteraveis_na_aprovacao=["cliente"])
    loja.muda_tipo("VENDA", regra_cliente="estabelecimento")
    loja.muda_tipo("OS", regra_tecnico_responsavel="pessoa", tratamento_responsavel_itens="livre_com_atualizacao")
    for produto in ("P1", "P2", "P3", "P4", "P5"):
        loja.poe_estoque(produto, 25)
    loja.muda_cliente(JOSE, limite_credito=D(600))
    loja.muda_cliente(MARIA, limite_credito=D(600))
    return loja


@pytest.mark.parametrize("semente", range(3))
def test_o_que_fica_e_o_que_a_conferencia_quer(cheia: Loja, semente: int) -> None:
    comuns = [cheia.envia(cheia.pedido(tipo, cliente=JOSE, itens=[("P1", 1), ("P2", 1)])).pedido_id
              for tipo in ("DAV", "OS", "PROPOSTA")]
    maos = [Mao(cheia, random.Random(f"{semente} {n}"), comuns, []) for n in range(FIOS)]
    feitos: Counter[str] = Counter()

    def trabalha(mao: Mao) -> list[str]:
        return [mao.faz() for _ in range(VEZES)]

    with ThreadPoolExecutor(FIOS) as fios:
        for ditos in fios.map(trabalha, maos):
            feitos.update(ditos)
    cheia.agora += timedelta(days=30)
    vencer_orcamentos(cheia.ctx, "America/Sao_Paulo")
    assert all(feitos[um] for um in ("vende", "converte", "altera", "aprova", "fatura", "estorna")), feitos
    for assunto, consulta in CONFERENCIAS:
        assert cheia.sql(consulta.replace("%", "%%")) == [], assunto
