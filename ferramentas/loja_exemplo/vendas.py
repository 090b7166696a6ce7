"""Six months of the shop: orders as the program itself would have stored them.

Orders are built with the domain's own `Pedido`, and their documents composed by the very function that the
retaguarda uses, so that a 2ª via of a sample order is like that of any other.
"""

import hashlib
from base64 import b32encode
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from balcao.db.fatos import Impressos
from balcao.db.fatos_cadastros import EnderecoCliente, Estabelecimento
from balcao.domain.ajuste import Desconto, TipoDesconto
from balcao.domain.fatos import Facts, Usuario, toma_credito
from balcao.domain.fatos import Produto as ProdutoFato
from balcao.domain.pedido import Entrega, ItemPedido, ModoEntrega, Pedido
from balcao.domain.plano import PlanoPagamento
from balcao.domain.situacoes import Situacao as S
from balcao.domain.tipo_pedido import TipoPedido
from balcao.services.documento import Emissao, compor_documento
from ferramentas.loja_exemplo.cadastros import DAV, ESTACOES, LISTAS, LOJAS, PLANOS, PRE_VENDA, TERMINAL, USUARIOS
from ferramentas.loja_exemplo.comum import BASE, Linha, Tabelas, instante, sorteio, uuid7
from ferramentas.loja_exemplo.creditos import Crediario, Titulo
from ferramentas.loja_exemplo.pessoas import Cliente
from ferramentas.loja_exemplo.produtos import Produto

QUANTOS = 3_000
DIAS = 180
CAIXA = 4
PRE_APROVADO = Decimal("300.00")
PERDAS = ("Achou mais barato em outra loja", "Desistiu da compra", "Prazo de entrega", "Comprou só uma parte")
CANCELAMENTOS = ("Digitado em duplicidade", "Cliente desistiu no caixa", "Produto com avaria", "Cliente errado")
_A_VISTA, _30, _306090, _ENTRADA = PLANOS


@dataclass(slots=True)
class Passo:
    """A later change of situation: one more version, one event."""

    situacao: S
    em: datetime
    usuario_id: int
    evento: str
    dados: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Venda:
    """One order on its way through the shop."""

    pedido: Pedido
    tipo: TipoPedido
    cliente: Cliente
    plano: PlanoPagamento
    emitido: datetime
    passos: list[Passo] = field(default_factory=list)
    numero: int = 0
    motivo: str = ""
    faturado: dict[int, Decimal] = field(default_factory=dict)
    origem: "Venda | None" = None

    @property
    def situacao(self) -> S:
        return self.passos[-1].situacao if self.passos else S.PENDENTE


class Balcao:
    """Sells. One generator of chance, so the day goes always the same way."""

    def __init__(self, produtos: list[Produto], clientes: list[Cliente], crediario: Crediario) -> None:
        self._dado = sorteio("vendas")
        self._crediario = crediario
        self._consumidor = clientes[0]
        self._clientes = {loja: [c for c in clientes[1:] if c.vende and c.loja in (None, loja)] for loja in (1, 2)}
        self._pesos = {loja: [c.peso for c in cs] for loja, cs in self._clientes.items()}
        a_venda = [p for p in produtos if p.peso > 0]
        self._pesos_produtos = [p.peso for p in a_venda]
        self._produtos = a_venda
        self.por_id = {p.id: p for p in produtos}
        self.vendas: list[Venda] = []
        self._serie = 0

    def trabalha(self) -> list[Venda]:
        """QUANTOS orders, in the order in which they were issued, numbered."""
        while len(self.vendas) < QUANTOS:
            self._atende()
        del self.vendas[QUANTOS:]
        self.vendas.sort(key=lambda v: (v.emitido, v.pedido.id))
        proximo: dict[tuple[int, int], int] = {}
        for venda in self.vendas:
            chave = (venda.pedido.estabelecimento_id, venda.tipo.id)
            venda.numero = proximo[chave] = proximo.get(chave, 0) + 1
        for venda in self.vendas:
            if venda.situacao is S.ENTREGUE:
                self._titulos(venda)
        return self.vendas

    def _atende(self) -> None:
        dado = self._dado
        dias = dado.randrange(1, 5) if dado.random() < 0.03 else int(DIAS * dado.betavariate(1.0, 1.25)) + 1
        em = instante(BASE - timedelta(days=dias), 8.2 + 10 * dado.betavariate(2.2, 2.0))
        loja = 1 if dado.random() < 0.7 else 2
        quer_dav = dado.random() < 0.55
        tipo = DAV if quer_dav else PRE_VENDA
        cliente = self._cliente(loja, quer_dav)
        venda = self._vende(em, loja, tipo, cliente)
        self.vendas.append(venda)
        if quer_dav:
            self._segue_dav(venda, dias)
        else:
            self._segue_pre_venda(venda, dias)

    def _cliente(self, loja: int, identifica: bool) -> Cliente:
        if self._dado.random() < (0.10 if identifica else 0.36):
            return self._consumidor
        return self._dado.choices(self._clientes[loja], self._pesos[loja])[0]

    def _vende(self, em: datetime, loja: int, tipo: TipoPedido, cliente: Cliente) -> Venda:
        dado = self._dado
        self._serie += 1
        lista = 2 if cliente.papel == "atacado" else 1
        estacao = dado.choice([e for e in ESTACOES if e[3] == loja])
        vendedor = (1 if dado.random() < 0.75 else 3) if loja == 1 else (2 if dado.random() < 0.85 else 3)
        pedido = Pedido(
            id=uuid7(em, f"pedido {self._serie}"), estabelecimento_id=loja, estacao_id=estacao[0], tipo_id=tipo.id,
            usuario_id=vendedor, vendedor_id=vendedor, criado_em=em - timedelta(seconds=dado.randrange(40, 900)),
            cliente_id=cliente.id, cliente_nome=cliente.nome, cliente_documento=cliente.documento, lista_id=lista)
        for item in self._cesta(cliente, lista):
            pedido = pedido.com_item(item)
        if dado.random() < 0.12:
            pedido = pedido.com_ajuste(Desconto(tipo=TipoDesconto.PERCENTUAL, valor=Decimal(dado.choice((3, 5)))))
        if cliente.codigo > 1 and pedido.total > 250 and dado.random() < 0.4:
            pedido = pedido.com(entrega=Entrega(modo=ModoEntrega.ENTREGA, endereco=_linha_de(cliente),
                                                data=(em + timedelta(days=dado.randrange(1, 4))).date()),
                                frete=Decimal(dado.choice(("0.00", "15.00", "25.00"))))
        plano = self._plano(cliente, pedido.total)
        return Venda(pedido.com(plano_id=plano.id), tipo, cliente, plano, em)

    def _cesta(self, cliente: Cliente, lista: int) -> list[ItemPedido]:
        dado = self._dado
        quantos = min(1 + int(dado.expovariate(1 / (6.5 if cliente.empresa else 3.0))), 28)
        escolhidos = dict.fromkeys(p.id for p in dado.choices(self._produtos, self._pesos_produtos, k=quantos))
        itens = []
        for ident in escolhidos:
            produto = self.por_id[ident]
            preco = produto.atacado if lista == 2 else produto.preco
            desconto = None
            if dado.random() < 0.05:
                desconto = Desconto(tipo=TipoDesconto.PERCENTUAL, valor=Decimal(dado.choice((2, 3, 5))))
            itens.append(ItemPedido(
                linha=0, produto_id=ident, codigo=produto.codigo, descricao=produto.descricao,
                unidade=produto.unidade, quantidade=self._quantidade(produto, cliente), preco_lista=preco,
                preco=preco, desconto_digitado=desconto))
        return itens

    def _quantidade(self, produto: Produto, cliente: Cliente) -> Decimal:
        dado = self._dado
        if produto.pesavel:
            return Decimal(dado.randrange(180, 2600)) / 1000
        if produto.preco > 80:
            return Decimal(1)
        return Decimal(dado.choice((1, 1, 1, 2, 2, 3, 4, 6) if not cliente.empresa else (1, 2, 2, 3, 5, 6, 10, 12)))

    def _plano(self, cliente: Cliente, total: Decimal) -> PlanoPagamento:
        dado = self._dado
        limite = PRE_APROVADO if cliente.limite is None else cliente.limite
        cabe = limite * Decimal("0.85") - self._crediario.deve(cliente, BASE)
        if cliente.codigo == 1 or total > cabe or total < 40 or not cliente.bom or dado.random() < 0.2:
            return _A_VISTA
        return dado.choice((_30, _306090, _ENTRADA)) if total >= 150 else _30

    def _segue_dav(self, venda: Venda, dias: int) -> None:
        dado = self._dado
        acaso = dado.random()
        depois = venda.emitido + timedelta(hours=dado.choice((1, 2, 5, 26, 49, 96)))
        vendedor = venda.pedido.usuario_id
        if acaso < 0.46 and depois.date() < BASE and 9 <= depois.hour < 18 and len(self.vendas) < QUANTOS:
            filha = self._converte(venda, depois)
            venda.passos.append(Passo(S.APROVADO, depois, vendedor, "pedido.convertido",
                                      {**_mudanca(S.APROVADO), "destino": str(filha.pedido.id)}))
            self.vendas.append(filha)
            self._segue_pre_venda(filha, (BASE - depois.date()).days)
        elif acaso < 0.55 and depois.date() < BASE:
            venda.motivo = dado.choice(PERDAS)
            venda.passos.append(Passo(S.PERDIDO, depois, vendedor, "pedido.perdido", _mudanca(S.PERDIDO)))
        elif acaso < 0.59 and depois.date() < BASE:
            venda.motivo = dado.choice(CANCELAMENTOS)
            venda.passos.append(Passo(S.CANCELADO, depois, vendedor, "pedido.cancelado", _mudanca(S.CANCELADO)))
        elif dias > 15:
            venda.passos.append(Passo(S.VENCIDO, instante(venda.emitido.date() + timedelta(days=16), 0.1), vendedor,
                                      "pedido.vencido", _mudanca(S.VENCIDO)))

    def _converte(self, dav: Venda, em: datetime) -> Venda:
        pedido = dav.pedido.model_copy(update={
            "id": uuid7(em, f"conversao {dav.pedido.id}"), "tipo_id": PRE_VENDA.id, "origem_id": dav.pedido.id,
            "criado_em": em - timedelta(seconds=30)})
        return Venda(pedido, PRE_VENDA, dav.cliente, dav.plano, em, origem=dav)

    def _segue_pre_venda(self, venda: Venda, dias: int) -> None:
        dado = self._dado
        no_caixa = venda.emitido + timedelta(minutes=dado.randrange(2, 90))
        acaso = dado.random()
        if dias <= 4 and acaso < 0.62:
            if acaso < 0.14 and venda.plano is _A_VISTA and len(venda.pedido.itens) > 1:
                primeiro = venda.pedido.itens[0]
                venda.faturado = {primeiro.linha: primeiro.quantidade}
            return  # still open
        if acaso > 0.965 and venda.origem is None:
            venda.motivo = dado.choice(CANCELAMENTOS)
            venda.passos.append(Passo(S.CANCELADO, no_caixa, venda.pedido.usuario_id, "pedido.cancelado",
                                      _mudanca(S.CANCELADO)))
            return
        venda.faturado = {i.linha: i.quantidade for i in venda.pedido.itens}
        venda.passos.append(Passo(S.ENTREGUE, no_caixa, CAIXA, "pedido.faturado"))

    def _titulos(self, venda: Venda) -> None:
        if not toma_credito(venda.tipo, venda.plano):
            return
        for parcela in venda.plano.parcelas(venda.pedido.total, venda.emitido.date()):
            if parcela.vencimento > venda.emitido.date():
                self._crediario.lanca(Titulo(
                    venda.cliente, venda.pedido.estabelecimento_id, str(venda.numero), parcela.numero,
                    venda.emitido.date(), parcela.vencimento, parcela.valor,
                    self._crediario.quando_paga(venda.cliente, parcela.vencimento), venda.pedido.id,
                    f"faturamento:{_faturamento_id(venda)}:{parcela.numero}"))


def linhas(vendas: list[Venda], por_id: dict[int, Produto]) -> Tabelas:
    """The rows of the orders and of what hangs on them; counts the sales of each product."""
    tabelas: Tabelas = {nome: [] for nome in (
        "pedidos", "itens_pedido", "parcelas_pedido", "versoes", "situacoes", "faturamentos",
        "compromissos_credito")}
    for venda in vendas:
        pedido = venda.pedido
        tabelas["pedidos"].append(_pedido(venda))
        tabelas["itens_pedido"].extend(_item(pedido.id, i, venda.faturado.get(i.linha, Decimal(0)))
                                       for i in pedido.itens)
        tabelas["parcelas_pedido"].extend(
            {"pedido_id": pedido.id, "parcela": p.numero, "vencimento": p.vencimento, "valor": p.valor}
            for p in venda.plano.parcelas(pedido.total, venda.emitido.date()))
        tabelas["versoes"].append({"pedido_id": pedido.id, "documento": _documento(venda, por_id)})
        if venda.faturado:
            faturado = _faturamento(venda, len(tabelas["faturamentos"]) + 1)
            tabelas["faturamentos"].append(faturado)
            if venda.passos:
                venda.passos[-1].dados = {"faturamento": str(faturado["id"]), "documento": faturado["documento"],
                                          "valor": f"{faturado['valor']}"}
        tabelas["situacoes"].extend(
            {"pedido_id": pedido.id, "versao": n, "situacao": p.situacao, "em": p.em, "usuario_id": p.usuario_id,
             "evento": p.evento, "dados": p.dados}
            for n, p in enumerate([_emissao(venda), *venda.passos], start=1))
        if venda.situacao is S.PENDENTE and venda.tipo is PRE_VENDA and toma_credito(venda.tipo, venda.plano):
            tabelas["compromissos_credito"].append({"pedido_id": pedido.id, "origem": "pendente",
                                                    "cliente_id": venda.cliente.id, "valor": pedido.total})
        if venda.tipo is PRE_VENDA and venda.situacao is not S.CANCELADO and (BASE - venda.emitido.date()).days <= 90:
            for item in pedido.itens:
                por_id[item.produto_id].vendas += 1
    return tabelas | {"compras_cliente": _compras(vendas)}


def _compras(vendas: list[Venda]) -> list[Linha]:
    """What the retaguarda's routine would have counted: pré-vendas of the last year by customer and shop."""
    quando: dict[tuple[UUID, int], list[date]] = defaultdict(list)
    for venda in vendas:
        if venda.tipo is PRE_VENDA and venda.situacao is not S.CANCELADO:
            quando[venda.cliente.id, venda.pedido.estabelecimento_id].append(venda.emitido.date())
    return [{"pessoa_id": cliente, "estabelecimento_id": loja, "compras": len(dias), "ultima": max(dias)}
            for (cliente, loja), dias in quando.items()]


def _mudanca(para: S) -> dict[str, object]:
    return {"de": S.PENDENTE, "para": para}


def _emissao(venda: Venda) -> Passo:
    return Passo(S.PENDENTE, venda.emitido, venda.pedido.usuario_id, "pedido.emitido",
                 {"achados": [], "liberacoes": []})


def _pedido(venda: Venda) -> Linha:
    p, ultimo = venda.pedido, (venda.passos or [_emissao(venda)])[-1]
    dav = venda.tipo is DAV
    return {
        "id": p.id, "estabelecimento_id": p.estabelecimento_id, "tipo_id": p.tipo_id,
        "categoria": venda.tipo.categoria, "serie": "", "numero": venda.numero, "sequencia": venda.tipo.id,
        "situacao": S.PENDENTE, "cliente_id": p.cliente_id, "cliente_nome": p.cliente_nome,
        "cliente_documento": p.cliente_documento, "vendedor_id": p.vendedor_id, "usuario_id": p.usuario_id,
        "autenticacao": "senha", "estacao_id": p.estacao_id, "enviado_por": p.usuario_id, "lista_id": p.lista_id,
        "plano_id": p.plano_id, "origem_id": p.origem_id, "criado_em": p.criado_em, "emitido_em": venda.emitido,
        "validade": venda.emitido.date() + timedelta(days=15) if dav else None, "subtotal": p.subtotal,
        "desconto": p.desconto, "frete": p.frete, "total": p.total,
        "toma_credito": toma_credito(venda.tipo, venda.plano), "reserva_estoque": venda.tipo.reserva_estoque,
        "versao": 1 + len(venda.passos), "protocolo": _protocolo(p.id), "motivo": venda.motivo,
        "dados": p.model_dump(mode="json"), "atualizado_em": ultimo.em}


def _item(pedido_id: UUID, i: ItemPedido, faturada: Decimal) -> Linha:
    return {"pedido_id": pedido_id, "linha": i.linha, "produto_id": i.produto_id, "codigo": i.codigo,
            "descricao": i.descricao, "unidade": i.unidade, "quantidade": i.quantidade,
            "quantidade_faturada": faturada, "preco_lista": i.preco_lista, "preco": i.preco, "bruto": i.bruto,
            "desconto": i.desconto + i.rateio, "total": i.total}


def _protocolo(pedido_id: UUID) -> str:
    letras = b32encode(hashlib.sha256(b"protocolo" + pedido_id.bytes).digest()).decode()[:10]
    letras = letras.translate(str.maketrans("IO", "89"))
    return f"{letras[:5]}-{letras[5:]}"


def _documento(venda: Venda, por_id: dict[int, Produto]) -> dict[str, object]:
    p = venda.pedido
    usuario = next(u for u in USUARIOS if u[0] == p.usuario_id)
    fatos = Facts(
        pedido=p, tipo=venda.tipo, terminal=TERMINAL, usuario=Usuario(id=usuario[0], nome=usuario[2]),
        hoje=venda.emitido.date(), plano=venda.plano,
        produtos={i.produto_id: ProdutoFato(id=i.produto_id, codigo=i.codigo, descricao=i.descricao,
                                            unidade=i.unidade, pesavel=por_id[i.produto_id].pesavel)
                  for i in p.itens})
    impressos = Impressos(_loja(p.estabelecimento_id), usuario[2], dict(LISTAS)[p.lista_id or 1],
                          venda.cliente.telefone, _endereco(venda.cliente))
    referencia = f"DAV {venda.origem.numero}" if venda.origem else ""
    documento = compor_documento(fatos, impressos, Emissao(
        em=venda.emitido, numero=str(venda.numero), versao=1, protocolo=_protocolo(p.id), referencia=referencia))
    return documento.model_dump(mode="json")


def _loja(ident: int) -> Estabelecimento:
    dados = next(loja for loja in LOJAS if loja["id"] == ident)
    return Estabelecimento(**{"fuso": "America/Sao_Paulo", "desconto_maximo": None, "ativo": True, **dados})


def _endereco(cliente: Cliente) -> EnderecoCliente | None:
    if not cliente.endereco:
        return None
    e = cliente.endereco
    return EnderecoCliente(cliente.id, "principal", e["logradouro"], e["numero"], e["complemento"], e["bairro"],
                           e["municipio"], e["uf"], e["cep"])


def _linha_de(cliente: Cliente) -> str:
    e = cliente.endereco
    return f"{e['logradouro']}, {e['numero']}, {e['bairro']}, {e['municipio']}/{e['uf']}" if e else ""


def _faturamento_id(venda: Venda) -> UUID:
    return uuid7(venda.emitido, f"faturamento {venda.pedido.id}")


def _faturamento(venda: Venda, ordem: int) -> Linha:
    fechado = venda.situacao is S.ENTREGUE
    em = venda.passos[-1].em if fechado else venda.emitido + timedelta(minutes=20)
    valor = venda.pedido.total if fechado else sum(
        (i.total for i in venda.pedido.itens if i.linha in venda.faturado), Decimal(0))
    return {"id": _faturamento_id(venda), "pedido_id": venda.pedido.id,
            "documento": f"NFC-e {ordem:06} série 1", "valor": valor, "em": em,
            "itens": [{"linha": linha, "quantidade": f"{q:.6f}"} for linha, q in sorted(venda.faturado.items())]}
