"""Whatever is done to an issued order, in whatever sequence: it moves along legal transitions only, every change is the
next version of the same number, what it holds is what it says, and a refusal leaves everything as it was."""

from datetime import timedelta
from decimal import Decimal as D
from itertools import pairwise
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from psycopg.types.json import Jsonb
from uuid_utils.compat import uuid7

from balcao.db.server.conferencia import conferir
from balcao.domain.ajuste import Desconto, TipoDesconto
from balcao.domain.alteracao import CAMPO
from balcao.domain.pedido import ItemPedido, Pedido
from balcao.domain.protocolo_documentos import (
    AlteracaoPedido,
    Apropriacao,
    Conclusao,
    DataConclusao,
    Estorno,
    Faturamento,
    ItemFaturado,
    MudancaSituacao,
    NovaVersao,
)
from balcao.domain.situacoes import TRANSICOES, Situacao
from balcao.services.office.alterar_pedido import alterar_pedido
from balcao.services.office.apropriar import apropriar
from balcao.services.office.concluir import concluir, informar_conclusao
from balcao.services.office.contexto import Recusada
from balcao.services.office.documentos import abrir
from balcao.services.office.faturar import estornar, faturar
from balcao.services.office.mudar_situacao import mudar_situacao
from balcao.services.office.vencimento import vencer_orcamentos
from balcao.services.office.versoes_comerciais import gerar_versao
from tests.apoio.empresa import PAPEIS
from tests.apoio.retaguarda import Loja

JOSE, MARIA = "JOSÉ DA SILVA", "MARIA SOUZA"
_SOLTOS = ("M", "C", "R", "V")  # hold nothing
_TUDO = [str(s) for s in Situacao if s not in (Situacao.CANCELADO, Situacao.VENCIDO, Situacao.PERDIDO)]


def _com_item(pedido: Pedido, loja: Loja, quantidade: int) -> Pedido:
    return pedido.com_item(ItemPedido(
        linha=0, produto_id=loja.produtos["P2"], codigo="P2", descricao="PRODUTO P2", unidade="UN",
        quantidade=D(quantidade), preco_lista=D(20), preco=D(20)))


EDICOES = {
    "quantidade": lambda p, loja, n: p.com_quantidade(p.itens[0].linha, D(n)) if p.itens else p,
    "inclui": _com_item,
    "exclui": lambda p, loja, n: p.sem_item(p.itens[-1].linha) if len(p.itens) > 1 else p,
    "desconto": lambda p, loja, n: p.com_ajuste(Desconto(tipo=TipoDesconto.PERCENTUAL, valor=D(n))),
    "cliente": lambda p, loja, n: p.com(cliente_id=loja.clientes[(JOSE, MARIA)[n % 2]],
                                        cliente_nome=(JOSE, MARIA)[n % 2]),
    "plano": lambda p, loja, n: p.com(plano_id=list(loja.planos.values())[n % len(loja.planos)]),
    "observacoes": lambda p, loja, n: p.com(observacoes="x" * n),
}
acoes = st.one_of(
    st.tuples(st.just("altera"), st.sampled_from(sorted(EDICOES)), st.integers(1, 9)),
    st.tuples(st.just("situacao"), st.sampled_from(sorted(Situacao)), st.just(0)),
    st.tuples(st.just("no_gerado"), st.sampled_from("CCPAXTEQ"), st.just(0)),
    st.tuples(st.sampled_from(["fatura", "estorna", "passa", "conclui", "informa_conclusao", "apropria", "versiona"]),
              st.just(""), st.integers(1, 9)))


class Vida:
    """One order of a shop, and what is asked of it."""

    def __init__(self, loja: Loja, tipo: str, con: psycopg.Connection[Any]) -> None:
        self.loja, self._con = loja, con
        pedido = loja.pedido(tipo, cliente=JOSE, plano="30/60/90", itens=[("P1", 3), ("P2", 1)])
        self.id: UUID = loja.envia(pedido).pedido_id
        self.faturamentos: list[UUID] = []

    def faz(self, acao: str, qual: str, n: int) -> None:
        """One action; refused, it changed nothing."""
        antes = self._estado()
        try:
            getattr(self, acao)(qual, n)
        except Recusada:
            assert self._estado() == antes, (acao, qual, n)
        self.confere(antes)

    def altera(self, qual: str, n: int) -> None:
        antes = abrir(self.loja.ctx, self.loja.quem(), self.id).pedido
        alterar_pedido(self.loja.ctx, self.loja.quem(), self.id, AlteracaoPedido(
            id=uuid7(), pedido=EDICOES[qual](antes, self.loja, n), versao=antes.versao))

    def situacao(self, qual: str, _n: int) -> None:
        mudar_situacao(self.loja.ctx, self.loja.quem("bia"), self.id,
                       MudancaSituacao(id=uuid7(), situacao=Situacao(qual), motivo="porque sim"))

    def fatura(self, _qual: str, n: int) -> None:
        id_ = uuid7()
        itens = () if n > 6 else (ItemFaturado(linha=1, quantidade=D(1)),)
        faturar(self.loja.ctx, self.loja.quem("caio", "T2"), self.id,
                Faturamento(id=id_, documento=f"NFC-e {n}", itens=itens))
        self.faturamentos.append(id_)

    def estorna(self, _qual: str, _n: int) -> None:
        if self.faturamentos:
            estornar(self.loja.ctx, self.loja.quem("caio", "T2"), self.faturamentos[-1], Estorno(motivo="voltou"))
            self.faturamentos.pop()

    def passa(self, _qual: str, n: int) -> None:
        self.loja.agora += timedelta(days=n)
        vencer_orcamentos(self.loja.ctx, "America/Sao_Paulo")

    def no_gerado(self, qual: str, _n: int) -> None:
        """What the last approval generated moves; cancelled, the quote waits again."""
        for (id_,) in self._le("SELECT id FROM pedidos WHERE origem_id = %s ORDER BY numero DESC LIMIT 1", self.id):
            mudar_situacao(self.loja.ctx, self.loja.quem("bia"), id_,
                           MudancaSituacao(id=uuid7(), situacao=Situacao(qual), motivo="porque sim"))

    def conclui(self, _qual: str, n: int) -> None:
        quando = self.loja.agora - timedelta(minutes=n) if n % 2 else None
        concluir(self.loja.ctx, self.loja.quem("bia"), self.id, Conclusao(id=uuid7(), em=quando))

    def informa_conclusao(self, _qual: str, n: int) -> None:
        informar_conclusao(self.loja.ctx, self.loja.quem("bia"), self.id,
                           DataConclusao(id=uuid7(), em=self.loja.agora - timedelta(minutes=n)))

    def apropria(self, _qual: str, n: int) -> None:
        apropriar(self.loja.ctx, self.loja.quem("bia"), self.id, Apropriacao(
            id=uuid7(), linha=1, tecnico_id=self.loja.clientes[(JOSE, MARIA)[n % 2]], minutos=n))

    def versiona(self, _qual: str, _n: int) -> None:
        antes = abrir(self.loja.ctx, self.loja.quem(), self.id).pedido
        gerar_versao(self.loja.ctx, self.loja.quem(), self.id, NovaVersao(id=uuid7(), versao=antes.versao))

    def _le(self, consulta: LiteralString, *valores: Any) -> list[Any]:
        """On one connection: this asks thousands of times."""
        return self._con.execute(consulta, valores).fetchall()

    def _estado(self) -> list[Any]:
        return self._le(
            "SELECT situacao, versao, numero, total, dados, "
            "(SELECT count(*) FROM pedido_versoes WHERE pedido_id = id), "
            "(SELECT coalesce(sum(valor), 0) FROM compromissos_credito WHERE pedido_id = id), "
            "(SELECT sum(reservado) FROM estoques) FROM pedidos WHERE id = %s", self.id)

    def confere(self, antes: list[Any]) -> None:
        """After each action."""
        [(situacao, versao, numero, total, _, versoes, credito, _)] = self._estado()
        assert numero == antes[0][2]
        assert versoes == versao >= antes[0][1]
        guardadas = self._le("SELECT versao, situacao, (documento ->> 'total')::numeric FROM pedido_versoes "
                                "WHERE pedido_id = %s ORDER BY versao", self.id)
        assert [v for v, _, _ in guardadas] == list(range(1, versao + 1))
        for (_, de, _), (_, para, _) in pairwise(guardadas):
            assert de == para or (Situacao(de), Situacao(para)) in TRANSICOES, (de, para)
        assert guardadas[-1][1:] == (situacao, total)
        [(faturado,)] = self._le("SELECT coalesce(sum(valor), 0) FROM faturamentos WHERE pedido_id = %s "
                                      "AND estornado_em IS NULL", self.id)
        [(toma,)] = self._le("SELECT toma_credito AND cliente_id IS NOT NULL FROM pedidos WHERE id = %s", self.id)
        assert credito == (total - faturado if toma and situacao not in _SOLTOS else 0)


def _tudo_reserva(loja: Loja) -> None:
    loja.muda_cliente(JOSE, limite_credito=None)  # many examples, one customer
    for nome, categoria in (("OS", "servico"), ("PROPOSTA", "orcamento")):
        if nome not in loja.tipos:
            loja.tipos[nome] = loja.um("INSERT INTO tipos_pedido (nome, politica) VALUES (%s, %s) RETURNING id", nome,
                                       Jsonb({"categoria": categoria}))
            loja.sql("INSERT INTO tipo_pedido_estabelecimentos VALUES (%s, 1)", loja.tipos[nome])
    loja.muda_tipo("DAV", permite_versionamento=True)
    loja.muda_tipo("OS", regra_tecnico_responsavel="pessoa", tratamento_responsavel_itens="livre_com_atualizacao")
    loja.muda_tipo("PROPOSTA", toma_credito="nao", tipo_pedido_na_aprovacao=loja.tipos["VENDA"],
                   **dict.fromkeys(CAMPO.values(), tuple(_TUDO)))
    for um in ("DAV", "VENDA", "OS"):
        loja.muda_tipo(um, regra_reserva_estoque="reserva_exceto_manutencao", toma_credito="conforme_plano",
                       validar_estoque_no_fechamento_pedido="nada", **dict.fromkeys(CAMPO.values(), tuple(_TUDO)))


# One shop lives through all examples: a shorter sequence would meet another one, so there is nothing to shrink.
@settings(max_examples=24, deadline=None, phases=[Phase.explicit, Phase.generate],
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tipo=st.sampled_from(["DAV", "VENDA", "OS", "PROPOSTA"]), comeca=st.sampled_from("PAX"),
       sequencia=st.lists(acoes, min_size=3, max_size=12))
@example("PROPOSTA", "A", [("no_gerado", "C", 0), ("altera", "quantidade", 3), ("situacao", "A", 0),
                           ("no_gerado", "X", 0), ("no_gerado", "C", 0), ("situacao", "C", 0)])
@example("OS", "X", [("passa", "", 1), ("apropria", "", 1), ("conclui", "", 2), ("informa_conclusao", "", 3),
                     ("situacao", "X", 0), ("apropria", "", 2), ("conclui", "", 1), ("fatura", "", 9),
                     ("estorna", "", 1), ("situacao", "C", 0)])
@example("DAV", "P", [("versiona", "", 1), ("altera", "desconto", 5), ("passa", "", 9), ("passa", "", 9),
                      ("versiona", "", 1), ("situacao", "P", 0), ("versiona", "", 1), ("situacao", "A", 0)])
def test_nenhuma_sequencia_sai_do_grafo(loja: Loja, tipo: str, comeca: str,
                                        sequencia: list[tuple[str, str, int]]) -> None:
    _tudo_reserva(loja)
    with loja.empresa.dono(autocommit=True) as con:
        vida = Vida(loja, tipo, con)
        for acao in [("situacao", comeca, 0), *sequencia]:  # what is approved or worked on has more that can be done
            vida.faz(*acao)
    for de, para in loja.sql("SELECT lag(situacao) OVER (PARTITION BY pedido_id ORDER BY versao), situacao "
                             "FROM pedido_versoes"):  # of what was generated too
        assert de in (None, para) or (Situacao(de), Situacao(para)) in TRANSICOES
    for produto in ("P1", "P2"):
        assert loja.estoque(produto)[1] == loja.um(
            "SELECT coalesce(sum(i.quantidade - i.quantidade_faturada), 0) FROM itens_pedido i JOIN pedidos p "
            "ON p.id = i.pedido_id WHERE i.produto_id = %s AND p.reserva_estoque AND p.situacao <> ALL(%s)",
            loja.produtos[produto], list(_SOLTOS))
    assert conferir(loja.empresa.dsn_dono, PAPEIS.esquema) == ()


def test_o_que_o_dav_segurava_passa_a_pre_venda_e_a_conferencia_concorda(loja: Loja) -> None:
    _tudo_reserva(loja)
    dav = loja.envia(loja.pedido("DAV", cliente=JOSE, plano="30/60/90", itens=[("P1", 3), ("P2", 1)]))
    venda = loja.envia(loja.pedido("VENDA", cliente=JOSE, plano="30/60/90", itens=[("P1", 3), ("P2", 1)],
                                   origem_id=dav.pedido_id))
    assert conferir(loja.empresa.dsn_dono, PAPEIS.esquema) == ()
    antes = abrir(loja.ctx, loja.quem(), venda.pedido_id).pedido
    alterar_pedido(loja.ctx, loja.quem(), venda.pedido_id, AlteracaoPedido(
        id=uuid7(), pedido=antes.com_quantidade(1, D(7)), versao=1))
    assert loja.estoque("P1")[1] == 7
    mudar_situacao(loja.ctx, loja.quem("bia"), venda.pedido_id,
                   MudancaSituacao(id=uuid7(), situacao=Situacao.ENTREGUE))
    assert conferir(loja.empresa.dsn_dono, PAPEIS.esquema) == ()
