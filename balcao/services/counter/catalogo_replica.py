"""The Catalogo of the sale, read from the replica through the queries that the retaguarda also uses."""

from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from decimal import Decimal
from uuid import UUID

from balcao.db.fatos import Produtos, ler_estoque_por_tipo, ler_produtos
from balcao.db.fatos_cadastros import (
    ler_cliente,
    ler_enderecos,
    ler_estabelecimento,
    ler_posicao,
    ler_preferencias,
    ler_tecnicos,
    ler_tipo,
    ler_usuario,
    tecnicos_de,
    tem_endereco,
    tipo_de,
    tipo_vendedor_de,
)
from balcao.db.leitor import Leitor, ReferenciaInexistente, TipoDeOutroPrograma
from balcao.db.ligados import (
    classificacoes_ativas,
    listas_do_tipo,
    nome_do_estoque,
    planos_do_tipo,
    regras_do_tipo,
    unidades_de,
)
from balcao.domain.credito import PosicaoCredito
from balcao.domain.fatos import Cliente, Preferencias, Saldo, Tecnico, Usuario
from balcao.domain.formatos import cep
from balcao.domain.gtin import TAMANHOS, normaliza_gtin
from balcao.domain.plano import PlanoPagamento
from balcao.domain.preco import PrecoLista
from balcao.domain.regra_comercial import RegraComercial
from balcao.domain.tipo_pedido import TipoPedido
from balcao.services.counter.catalogo import Identificado, Lista, Vendedor


class CatalogoReplica:
    """Reads one shop's catalogue from an open store."""

    def __init__(self, leitor: Leitor, estabelecimento_id: int) -> None:
        self._leitor, self._loja = leitor, estabelecimento_id

    def tipos(self) -> tuple[TipoPedido, ...]:
        """See Catalogo."""
        lidos: list[TipoPedido] = []
        for linha in self._leitor.le("tipos_da_loja", loja=self._loja):
            with suppress(TipoDeOutroPrograma):  # told by `tipos_ilegiveis`
                lidos.append(tipo_de({**linha, "ativo": True}))
        return tuple(sorted(lidos, key=lambda t: t.id))

    def tipos_ilegiveis(self, lidos: Container[int]) -> tuple[str, ...]:
        """See Catalogo."""
        return tuple(sorted(r["nome"] for r in self._leitor.le("tipos_da_loja", loja=self._loja)
                            if r["id"] not in lidos))

    def tipo(self, id_: int) -> TipoPedido | None:
        """See Catalogo."""
        try:
            return ler_tipo(self._leitor, id_)
        except ReferenciaInexistente:
            return None

    def planos(self) -> tuple[PlanoPagamento, ...]:
        """Active plans, cash first."""
        lidos = (PlanoPagamento.model_validate({nome: r[nome] for nome in PlanoPagamento.model_fields})
                 for r in self._leitor.le("planos_ativos"))
        return tuple(sorted(lidos, key=lambda p: (not p.a_vista, p.id)))

    def planos_do_tipo(self, tipo_id: int) -> frozenset[int]:
        """See Catalogo."""
        return planos_do_tipo(self._leitor, tipo_id)

    def regras_do_tipo(self, tipo_id: int) -> tuple[RegraComercial, ...]:
        """See Catalogo."""
        return regras_do_tipo(self._leitor, tipo_id)

    def listas(self) -> tuple[Lista, ...]:
        """Active price lists."""
        lidas = (Lista.model_validate(r) for r in self._leitor.le("listas_ativas", ativo=True))
        return tuple(sorted(lidas, key=lambda um: um.id))

    def listas_do_tipo(self, tipo_id: int) -> frozenset[int]:
        """See Catalogo."""
        return frozenset(id_ for id_, _ in listas_do_tipo(self._leitor, tipo_id))

    def vendedores(self) -> tuple[Vendedor, ...]:
        """Active sellers of this shop, by name."""
        lidos = (Vendedor(id=r["id"], nome=r["nome"], atalho=r["atalho"] or "",
                          tipo=tipo_vendedor_de(r["tipo_vendedor"]))
                 for r in self._leitor.le("vendedores", loja=self._loja))
        return tuple(sorted(lidos, key=lambda v: v.nome))

    def classificacoes(self) -> dict[int, str]:
        """Active classifications of orders, by name."""
        return classificacoes_ativas(self._leitor)

    def usuario(self, id_: int) -> Usuario | None:
        """See Catalogo."""
        try:
            return ler_usuario(self._leitor, id_)
        except ReferenciaInexistente:
            return None

    def tecnicos(self, ids: Iterable[UUID]) -> dict[UUID, Tecnico]:
        """See Catalogo."""
        return ler_tecnicos(self._leitor, ids)

    def colaboradores(self) -> tuple[Tecnico, ...]:
        """See Catalogo."""
        return tecnicos_de(self._leitor.le("colaboradores"))

    def consumidor_final(self) -> Cliente | None:
        """The generic customer."""
        achados = self._leitor.le("consumidor_final")
        return self.cliente(achados[0]["pessoa_id"]) if achados else None

    def identifica(self, codigo: str) -> Identificado | None:
        """By code, then by GTIN (which may be of a pack)."""
        limpo = codigo.strip().upper()
        achados = self._leitor.le("por_codigo", codigo=limpo)
        if achados:
            return Identificado(produto_id=achados[0]["id"])
        barras = normaliza_gtin(limpo) if limpo.isdecimal() and len(limpo) in TAMANHOS else limpo
        achados = self._leitor.le("por_gtin", gtin=barras)
        return Identificado(**achados[0]) if achados else None

    def identifica_balanca(self, codigo: str) -> Identificado | None:
        """By the number on the scale's labels."""
        achados = self._leitor.le("por_balanca", codigo=int(codigo))
        return Identificado(produto_id=achados[0]["id"]) if achados else None

    def produtos(self, ids: Iterable[int], lista_id: int | None) -> Produtos:
        """See Catalogo."""
        return ler_produtos(self._leitor, ids, self._loja, lista_id)

    def estoque_por_tipo(self, tipo_estoque: int, ids: Iterable[int]) -> Mapping[int, Saldo]:
        """See Catalogo."""
        return ler_estoque_por_tipo(self._leitor, ids, self._loja, tipo_estoque)

    def nome_do_estoque(self, tipo_estoque: int) -> str:
        """See Catalogo."""
        return nome_do_estoque(self._leitor, tipo_estoque)

    def precos(self, lista_id: int, ids: Iterable[int]) -> dict[int, PrecoLista]:
        """See Catalogo."""
        return dict(ler_produtos(self._leitor, ids, self._loja, lista_id).precos)

    def unidades(self, ids: Iterable[int]) -> dict[int, dict[str, Decimal]]:
        """See Catalogo."""
        return unidades_de(self._leitor, ids)

    def cliente(self, id_: UUID) -> Cliente | None:
        """None when the customer is not in the replica (yet)."""
        try:
            return ler_cliente(self._leitor, id_, self._loja)
        except ReferenciaInexistente:
            return None

    def tem_endereco(self, cliente_id: UUID) -> bool:
        """See Catalogo."""
        return tem_endereco(self._leitor, cliente_id)

    def credito(self, cliente_id: UUID, sem_pedido: UUID, vinda_de: UUID | None = None) -> PosicaoCredito:
        """See Catalogo."""
        return ler_posicao(self._leitor, cliente_id, self._loja, sem_pedido, vinda_de=vinda_de)[1]

    def enderecos(self, cliente_id: UUID) -> list[str]:
        """A customer's addresses, each in one line."""
        return [", ".join(parte for parte in (
            f"{e.logradouro} {e.numero}".strip(), e.complemento, e.bairro, f"{e.municipio}/{e.uf}".strip("/"),
            cep(e.cep)) if parte) for e in ler_enderecos(self._leitor, cliente_id)]

    def preferencias(self) -> Preferencias:
        """See Catalogo."""
        return ler_preferencias(self._leitor)

    def desconto_estabelecimento(self) -> Decimal | None:
        """See Catalogo."""
        return ler_estabelecimento(self._leitor, self._loja).desconto_maximo
