"""The world of the scenarios: one small shop on a real PostgreSQL, a counter's sale over it, and the retaguarda.

Settings are set by the title the screen shows, values by their option's label: a scenario breaks when a label
lies. `mutado` leaves one requirement's field at its default: then its scenario must turn red (make requisitos).
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg.types.json import Jsonb
from sqlalchemy import Connection
from uuid_utils.compat import uuid7

from balcao.config import plataforma
from balcao.db.consultas import LeitorServidor
from balcao.db.fatos_cadastros import ler_estabelecimento, ler_posicao, ler_terminal
from balcao.db.tables import tipos_pedido
from balcao.domain.achados import Finding, Severity, impedem
from balcao.domain.cadastro.comerciais import ListaPreco
from balcao.domain.cadastro.mensagens import Alteracao, NovoRegistro
from balcao.domain.campo import Campo, Onde, campos_de
from balcao.domain.credito import PosicaoCredito
from balcao.domain.erros import EntradaInvalida, RegraViolada
from balcao.domain.formatos import le_data, le_decimal
from balcao.domain.pedido import ItemPedido, Pedido
from balcao.domain.permissoes import ROTULOS
from balcao.domain.preco import SEM_PRECO
from balcao.domain.protocolo import Recibo
from balcao.domain.protocolo_documentos import (
    Divergencia,
    Estorno,
    Faturamento,
    FaturamentoGuardado,
    ItemFaturado,
    MudancaSituacao,
    PedidoLiberacao,
    Resolucao,
)
from balcao.domain.situacoes import ROTULO_SITUACAO, Situacao
from balcao.domain.terminal import PAGINAS, Rodape
from balcao.domain.terminal.opcoes import Acao
from balcao.domain.tipo_pedido import TipoPedido
from balcao.services.counter import pastas
from balcao.services.counter.catalogo_replica import CatalogoReplica
from balcao.services.counter.conversao import converte
from balcao.services.counter.edicao import Contexto
from balcao.services.counter.rascunho import Rascunho
from balcao.services.counter.venda import Venda
from balcao.services.office import cadastros
from balcao.services.office.cadastros_declarados import guarda_de
from balcao.services.office.contexto import Recusada
from balcao.services.office.divergencias import listar_divergencias, resolver
from balcao.services.office.faturar import estornar, faturar
from balcao.services.office.liberar import liberar
from balcao.services.office.mudar_situacao import mudar_situacao
from tests.apoio.retaguarda import SENHA, Loja
from tests.scenarios.sozinho import Sozinho, sozinho

_RESERVA = "reserva_exceto_manutencao"
_SO_NA_RETAGUARDA = frozenset({"numero_serie.em_outro"})  # no counter knows what others sold

FUSO = ZoneInfo("America/Sao_Paulo")
CONSUMIDOR = "CONSUMIDOR FINAL"
PAGINAS_TERMINAL = (*((p.chave, p.modelo) for p in PAGINAS), ("rodape", Rodape))


def texto(valor: str) -> str:
    return valor


def dinheiro(valor: str) -> Decimal | None:
    return le_decimal(valor) if valor else None


def sim(valor: str) -> bool:
    return {"Sim": True, "Não": False}[valor]


def dia(valor: str) -> date | None:
    return le_data(valor, date(2026, 1, 1)) if valor else None


def do_mundo(acha: str) -> Callable[[str], Any]:
    """A column that names another record: the world's own word for it finds it, by its name."""
    return lambda nome: (lambda mundo: getattr(mundo, acha)(nome)) if nome else None


# title → (column, requirement, how its value is written)
CAMPOS_CLIENTE: dict[str, tuple[str, str, Callable[[str], Any]]] = {
    "Limite de crédito": ("limite_credito", "CL-027", dinheiro), "Bloqueado": ("bloqueado", "CL-013", sim),
    "Inativo": ("inativo", "", sim), "Data de validade": ("validade", "CL-011", dia),
    "Validar estoque nas vendas": ("validar_estoque", "CL-066", lambda v: v.lower() or None),
    "% máximo de desconto": ("desconto_maximo", "CL-053", dinheiro),
    "Permite desconto": ("permite_desconto", "CL-050", sim), "Observações": ("observacoes", "CL-012", texto),
    "Plano de pagamento": ("plano_id", "PV-025", do_mundo("plano")),
    "Lista de preço": ("lista_id", "PV-024", do_mundo("lista_de_preco"))}
CAMPOS_CLIENTE_NA_LOJA: dict[str, tuple[str, str, Callable[[str], Any]]] = {
    "Validar estoque nas vendas": ("validar_estoque", "CL-067", lambda v: v.lower() or None)}
CAMPOS_GRUPO: dict[str, tuple[str, str, Callable[[str], Any]]] = {
    "% máximo de desconto": ("desconto_maximo", "CL-055", dinheiro)}
CAMPOS_ESTABELECIMENTO: dict[str, tuple[str, str, Callable[[str], Any]]] = {
    "% máximo de desconto": ("desconto_maximo", "CL-056", dinheiro)}
CAMPOS_PRODUTO: dict[str, tuple[str, str, Callable[[str], Any]]] = {
    "Código": ("codigo", "", texto), "Descrição": ("descricao", "", texto),
    "Referência": ("referencia", "", texto), "Código da balança": ("codigo_balanca", "", int),
    "Preço mínimo": ("preco_minimo", "", dinheiro), "Preço máximo": ("preco_maximo", "", dinheiro),
    "Situação": ("situacao", "", texto), "Tipo de item": ("tipo_item", "", {"Serviço": "09"}.__getitem__),
    "Em falta": ("em_falta", "", sim), "Sem troca": ("sem_troca", "", sim), "Com variação": ("com_variacao", "", sim),
    "Controla número de série": ("numero_serie", "", sim), "Marca": ("marca", "", texto),
    "Situação do cadastro": ("situacao_cadastro", "", str.lower),
    "Quantidade mínima": ("quantidade_minima", "", dinheiro),
    "Quantidade máxima": ("quantidade_maxima", "", dinheiro)}
CAMPOS_PLANO: dict[str, tuple[str, str, Callable[[str], Any]]] = {
    "Toma crédito": ("toma_credito", "", sim), "Permite bloqueado": ("permite_bloqueado", "", sim),
    "% máximo de desconto": ("desconto_maximo", "CL-054", dinheiro), "Valor mínimo": ("valor_minimo", "", dinheiro),
    "Acréscimo": ("acrescimo", "", dinheiro)}
PREFERENCIAS: dict[str, tuple[str, str, Callable[[str], Any]]] = {
    "CLIENT.CLIENTES.LIMITE_PRE_APROVADO": ("CLIENT.CLIENTES.LIMITE_PRE_APROVADO", "CL-028",
                                            lambda v: str(le_decimal(v)) if v else None),
    "abater_creditos_no_limite": ("CLIENT.CLIENTES.ABATER_CREDITOS_NO_LIMITE", "CL-100", sim),
    "PEDIDOS.PEDIDOS.SERIE_PADRAO": ("PEDIDOS.PEDIDOS.SERIE_PADRAO", "", str),
    "PEDIDOS.PEDIDOS.BLOQUEAR_PRECOS_MINIMO_MAXIMO": (
        "PEDIDOS.PEDIDOS.BLOQUEAR_PRECOS_MINIMO_MAXIMO", "",
        lambda v: {"Erro": Acao.ERRO, "Alertar": Acao.ALERTAR, "Com senha": Acao.SENHA, "Nada": Acao.NADA}[v])}


@dataclass
class Mundo:
    """What the steps share. `venda` is opened late, when every setting is in place."""

    loja: Loja
    conexao: Connection
    pasta: Path
    mutado: str = ""
    _venda: Venda | None = None
    recibo: Recibo | None = None
    faturamentos: list[FaturamentoGuardado] = field(default_factory=list)
    achados: tuple[Finding, ...] = ()
    recusa: Recusada | None = None
    sozinho: Sozinho | None = None
    outro: Sozinho | None = None
    pilha: ExitStack = field(default_factory=ExitStack)
    mudancas: tuple[str, ...] = ()
    recusas: list[str] = field(default_factory=list)

    def prepara(self) -> None:
        """Order types with the names that the shop uses, open to its first shop."""
        for nome, politica in (("PRÉ-VENDA", {"categoria": "venda", "regra_reserva_estoque": _RESERVA}),
                               ("DAV", {"categoria": "orcamento", "toma_credito": "nao"})):
            if nome in self.loja.tipos:
                self.loja.sql("UPDATE tipos_pedido SET politica = %s WHERE id = %s", Jsonb(politica),
                              self.loja.tipos[nome])
            else:
                self.loja.tipos[nome] = self.loja.um(
                    "INSERT INTO tipos_pedido (nome, politica) VALUES (%s, %s) RETURNING id", nome, Jsonb(politica))
            self.loja.sql("INSERT INTO tipo_pedido_estabelecimentos VALUES (%s, 1) ON CONFLICT DO NOTHING",
                          self.loja.tipos[nome])

    # -- the day -------------------------------------------------------------------------------------
    @property
    def hoje(self) -> date:
        return self.loja.agora.astimezone(FUSO).date()

    def amanhece(self, dia: date) -> None:
        self.loja.agora = datetime(dia.year, dia.month, dia.day, 12, tzinfo=FUSO)

    def passam(self, dias: int) -> None:
        self.loja.agora += timedelta(days=dias)
        if self._venda is not None:
            self._venda.renova()

    # -- settings ------------------------------------------------------------------------------------
    def muda_de_fato(self, id_: str, nome: str = "") -> bool:
        """False for the field under mutation: it keeps its default."""
        return not id_ or f"{id_} {nome}".rstrip() != self.mutado

    def terminal(self, titulo: str, rotulo: str) -> None:
        for pagina, modelo in PAGINAS_TERMINAL:
            for nome, campo in campos_de(modelo):
                if campo.titulo == titulo:
                    if self.muda_de_fato(campo.id, nome):
                        self.loja.muda_terminal(**{pagina: {nome: self._valor(campo, modelo, nome, rotulo)}})
                    self._renova()
                    return
        raise LookupError(f"nenhuma página do terminal tem o campo “{titulo}”")

    def computador(self, titulo: str, rotulo: str) -> None:
        """A field of the terminal that this computer's own file keeps."""
        assert self.sozinho is not None
        for pagina, modelo in PAGINAS_TERMINAL:
            for nome, campo in campos_de(modelo):
                if campo.titulo == titulo:
                    if self.muda_de_fato(campo.id, nome):
                        lido = modelo.model_validate({nome: self._valor(campo, modelo, nome, rotulo)})
                        self.sozinho.ajusta(pagina, nome, getattr(lido, nome))
                    return
        raise LookupError(f"nenhuma página do terminal tem o campo “{titulo}”")

    def tipo(self, tipo: str, titulo: str, rotulo: str) -> None:
        for nome, campo in campos_de(TipoPedido):
            if campo.titulo == titulo:
                if not self.muda_de_fato(campo.id, nome):
                    pass
                elif campo.onde is Onde.LIGACAO:
                    self._liga(tipo, nome, campo, rotulo)
                elif campo.onde is Onde.COLUNA and nome not in tipos_pedido.c:
                    self.pelo_cadastro(tipo, nome, self._valor(campo, TipoPedido, nome, rotulo))
                elif campo.onde is Onde.COLUNA:
                    self.loja.sql(f"UPDATE tipos_pedido SET {nome} = %s WHERE id = %s",
                                  self._valor(campo, TipoPedido, nome, rotulo), self.loja.tipos[tipo])
                else:
                    self.loja.muda_tipo(tipo, **{nome: self._valor(campo, TipoPedido, nome, rotulo)})
                self._renova()
                return
        raise LookupError(f"o tipo de pedido não tem o campo “{titulo}”")

    def pelo_cadastro(self, tipo: str, nome: str, valor: Any) -> None:
        """What the registry keeps elsewhere than with the type, as its screen stores it."""
        quem, id_ = self.loja.quem("bia"), self.loja.tipos[tipo]
        antes = cadastros.consultar(self.loja.ctx, quem, "tipos_pedido", id_)
        cadastros.alterar(self.loja.ctx, quem, "tipos_pedido", id_,
                          Alteracao(versao=antes.versao, valores={nome: valor}))

    def do_cadastro(self, tipo: str) -> dict[str, Any]:
        """The type's values as its registry shows them."""
        return dict(cadastros.consultar(self.loja.ctx, self.loja.quem("bia"), "tipos_pedido",
                                        self.loja.tipos[tipo]).valores)

    def _liga(self, tipo: str, nome: str, campo: Campo, rotulo: str) -> None:
        """Tie the type to the records named, and to no other."""
        ligacao = guarda_de("tipos_pedido").ligacoes[nome]
        acha = {"planos_pagamento": self.plano, "estabelecimentos": self.estabelecimento,
                "regras_comerciais": self.regra}[campo.referencia]
        self.loja.sql(f"DELETE FROM {ligacao.tabela.name} WHERE {ligacao.dono} = %s", self.loja.tipos[tipo])
        for um in filter(None, (parte.strip() for parte in rotulo.split(","))):
            self.loja.sql(f"INSERT INTO {ligacao.tabela.name} ({ligacao.dono}, {ligacao.destino}) VALUES (%s, %s)",
                          self.loja.tipos[tipo], acha(um))

    def regra(self, nome: str, **mudancas: Any) -> int:
        """A commercial rule, made in its registry when the scenario first names it."""
        quem = self.loja.quem("bia")
        if not self.loja.sql("SELECT id FROM regras_comerciais WHERE nome = %s", nome):
            valores = {"nome": nome, "valor_minimo": "0.01"} | mudancas
            return cadastros.incluir(self.loja.ctx, quem, "regras_comerciais", NovoRegistro(
                id=uuid7(), valores=valores)).id
        return int(self.loja.um("SELECT id FROM regras_comerciais WHERE nome = %s", nome))

    def estabelecimento(self, nome: str) -> int:
        return int(self.loja.um("SELECT id FROM estabelecimentos WHERE fantasia = %s", nome))

    def _valor(self, campo: Campo, modelo: Any, nome: str, rotulo: str) -> Any:
        """The stored value of an option's label."""
        tipo = modelo.model_fields[nome].annotation
        if tipo is bool:
            return {"Marcado": True, "Desmarcado": False}[rotulo]
        if "tuple[str" in str(tipo):
            return [um for um in rotulo.split(" / ") if um]
        if campo.referencia == "vendedores":
            return self.vendedor(rotulo) if rotulo else None
        if campo.referencia == "tipos_pedido":
            return self.loja.tipos[rotulo] if rotulo else None
        if campo.referencia == "impressoras_servidor":
            return self.loja.um("SELECT id FROM impressoras_servidor WHERE nome = %s", rotulo) if rotulo else None
        if campo.referencia == "tipos_estoque":
            return self.loja.um("SELECT id FROM tipos_estoque WHERE nome = %s", rotulo) if rotulo else None
        if campo.referencia == "permissoes":
            return next((um.value for um, nome_dela in ROTULOS.items() if nome_dela == rotulo), rotulo)
        if campo.opcoes:
            por_rotulo = {o.rotulo: str(o.valor) for o in campo.opcoes}
            if "frozenset" in str(tipo):
                return [por_rotulo[um.strip()] for um in rotulo.split(",") if um.strip()]
            return por_rotulo[rotulo]
        return rotulo if tipo is str else int(rotulo) if rotulo else None

    def muda(self, tabela: str, chave: str, id_: Any, campos: dict[str, tuple[str, str, Callable[[str], Any]]],
             titulo: str, rotulo: str) -> None:
        """Set a column of a registry by the title of its field."""
        coluna, requisito, le = campos[titulo]
        if self.muda_de_fato(requisito):
            valor = le(rotulo)
            self.loja.sql(f"UPDATE {tabela} SET {coluna} = %s WHERE {chave} = %s",
                          valor(self) if callable(valor) else valor, id_)
        self._renova()

    def preferencia(self, nome: str, rotulo: str) -> None:
        chave, requisito, le = PREFERENCIAS[nome]
        if self.muda_de_fato(requisito):
            self.loja.sql("INSERT INTO preferencias (chave, valor) VALUES (%s, %s) "
                          "ON CONFLICT (chave) DO UPDATE SET valor = EXCLUDED.valor", chave, Jsonb(le(rotulo)))

    # -- registries ----------------------------------------------------------------------------------
    def cliente(self, nome: str) -> UUID:
        """The customer, made when the scenario first names him."""
        if nome not in self.loja.clientes:
            self.loja.clientes[nome] = uuid7()
            self.loja.sql("INSERT INTO pessoas (id, nome) VALUES (%s, %s)", self.loja.clientes[nome], nome.upper())
            self.loja.sql("INSERT INTO clientes (pessoa_id) VALUES (%s)", self.loja.clientes[nome])
        return self.loja.clientes[nome]

    def produto(self, nome: str, preco: Decimal, estoque: Decimal) -> None:
        if nome not in self.loja.produtos:
            self.loja.produtos[nome] = self.loja.um(
                "INSERT INTO produtos (codigo, descricao) VALUES (%s, %s) RETURNING id", nome, f"PRODUTO {nome}")
        id_ = self.loja.produtos[nome]
        self.preco(nome, preco)
        self.loja.sql("INSERT INTO estoques (produto_id, estabelecimento_id, saldo) VALUES (%s, 1, %s) "
                      "ON CONFLICT (produto_id, estabelecimento_id) DO UPDATE SET saldo = EXCLUDED.saldo", id_, estoque)

    def inventario(self, nome: str, quando: timedelta | None) -> None:
        """The counting of a product begins, so long from now; None: there is none any more."""
        self.loja.sql("UPDATE estoques SET inventario_desde = %s WHERE produto_id = %s AND estabelecimento_id = 1",
                      None if quando is None else self.loja.agora + quando, self.loja.produtos[nome])
        self._renova()

    def grupo(self, nome: str) -> int:
        """The group of products, made when the scenario first names it."""
        self.loja.sql("INSERT INTO grupos (nome) VALUES (%s) ON CONFLICT DO NOTHING", nome)
        return int(self.loja.um("SELECT id FROM grupos WHERE nome = %s", nome))

    def preco(self, nome: str, preco: Decimal) -> None:
        self.loja.sql("INSERT INTO precos (produto_id, lista_id, preco) VALUES (%s, %s, %s) "
                      "ON CONFLICT (produto_id, lista_id) DO UPDATE SET preco = EXCLUDED.preco",
                      self.loja.produtos[nome], self.loja.listas["VAREJO"], preco)
        self._renova()

    def unidade(self, nome: str, unidade: str, fator: Decimal) -> None:
        """A product is sold in one more unit; 0: in one less."""
        id_ = self.loja.produtos[nome]
        self.loja.sql("DELETE FROM produto_unidades WHERE produto_id = %s AND unidade = %s", id_, unidade)
        if fator:
            self.loja.sql("INSERT INTO produto_unidades (produto_id, unidade, fator) VALUES (%s, %s, %s)", id_, unidade,
                          fator)
        self._renova()

    def promocao(self, nome: str, preco: Decimal | None, de: date | None, ate: date | None) -> None:
        """The promotional price of a product in VAREJO; None: there is none any more."""
        self.loja.sql("UPDATE precos SET promocional = %s, promocao_de = %s, promocao_ate = %s "
                      "WHERE produto_id = %s AND lista_id = %s", preco, de, ate, self.loja.produtos[nome],
                      self.loja.listas["VAREJO"])
        self._renova()

    def tabela(self, nome: str, produto: str, preco: Decimal, *, todos_clientes: bool = True) -> None:
        """A product's price in a list, which is made when the scenario first names it."""
        if nome not in self.loja.listas:
            self.loja.listas[nome] = self.loja.um(
                "INSERT INTO listas_preco (nome, todos_clientes) VALUES (%s, %s) RETURNING id", nome, todos_clientes)
        self.loja.sql("INSERT INTO precos (produto_id, lista_id, preco) VALUES (%s, %s, %s) "
                      "ON CONFLICT (produto_id, lista_id) DO UPDATE SET preco = EXCLUDED.preco",
                      self.loja.produtos[produto], self.loja.listas[nome], preco)

    def lista_de_preco(self, nome: str) -> int:
        return self.loja.listas[nome]

    def lista(self, nome: str, titulo: str, rotulo: str) -> None:
        """A field of the registry of price lists, by its title."""
        for campo_, campo in campos_de(ListaPreco):
            if campo.titulo != titulo or not self.muda_de_fato(campo.id, campo_):
                continue
            id_ = self.loja.listas[nome]
            if campo.onde is Onde.LIGACAO:
                self.loja.sql("DELETE FROM lista_preco_tipos WHERE lista_id = %s", id_)
                for tipo in filter(None, rotulo.split(", ")):
                    self.loja.sql("INSERT INTO lista_preco_tipos (lista_id, tipo_id) VALUES (%s, %s)", id_,
                                  self.loja.tipos[tipo])
            else:
                self.loja.sql(f"UPDATE listas_preco SET {campo_} = %s WHERE id = %s",
                              self._valor(campo, ListaPreco, campo_, rotulo), id_)
        self._renova()

    def plano(self, nome: str) -> int:
        """The plan: "30 DIAS" is one instalment in 30 days."""
        if nome not in self.loja.planos:
            prazos = [int(p) for p in nome.split()[0].split("/")] if nome[0].isdigit() else [0]
            self.loja.planos[nome] = self.loja.um(
                "INSERT INTO planos_pagamento (nome, prazos) VALUES (%s, %s) RETURNING id", nome, Jsonb(prazos))
        return self.loja.planos[nome]

    def vendedor(self, login: str) -> int:
        if login not in self.loja.usuarios:
            self.loja.usuarios[login] = self.loja.um(
                "INSERT INTO usuarios (login, nome, senha, perfil_id) SELECT %s, %s, '', id FROM perfis LIMIT 1 "
                "RETURNING id", login, login.title())
            self.loja.sql("INSERT INTO usuario_estabelecimentos VALUES (%s, 1)", self.loja.usuarios[login])
        return self.loja.usuarios[login]

    # -- the sale ------------------------------------------------------------------------------------
    @property
    def venda(self) -> Venda:
        """The counter's sale."""
        if self._venda is None:
            self._venda = self.no_terminal("T1")
        return self._venda

    def no_terminal(self, estacao: str) -> Venda:
        """A new sale at one of the first shop's terminals."""
        return Venda(CatalogoReplica(LeitorServidor(self.conexao), 1), self._contexto(estacao), uuid7,
                     lambda: self.loja.agora, lambda: self.hoje, lambda: None, lambda _rascunho: None, lambda _id: None)

    def _contexto(self, estacao: str = "T1") -> Contexto:
        catalogo = CatalogoReplica(LeitorServidor(self.conexao), 1)
        terminal = ler_terminal(LeitorServidor(self.conexao), self.loja.estacoes[estacao])
        eu = ler_estabelecimento(LeitorServidor(self.conexao), 1).pessoa_id
        return Contexto(1, terminal.id, terminal.rotulo, self.loja.usuario("ana"), terminal.politica,
                        catalogo.consumidor_final(), catalogo.cliente(eu) if eu is not None else None)

    def _renova(self) -> None:
        if self._venda is not None:
            self._venda.renova(self._contexto())

    def abre(self, tipo: str, cliente: str | None, plano: str | None) -> None:
        """A blank document of a type, for a customer, on a plan."""
        venda = self.venda
        venda.renova(self._contexto())
        venda.novo(self.loja.tipos[tipo])
        venda.muda(tipo_id=self.loja.tipos[tipo])
        venda.escolhe_cliente(self.cliente(cliente) if cliente else None)
        if plano is not None:
            venda.muda(plano_id=self.plano(plano))

    def inclui(self, produto: str, quantidade: Decimal) -> None:
        """A product enters the document; one that may not is put there as an older counter would send it."""
        id_ = self.loja.produtos[produto]
        try:
            self.venda.inclui(id_, quantidade)
        except (RegraViolada, EntradaInvalida) as recusa:
            self.recusas.append(str(recusa))
            lido = self.venda.registros.produto(id_)
            assert lido is not None
            preco = (self.venda.registros.sugerido(self.venda.pedido, id_) or SEM_PRECO).preco
            item = ItemPedido(linha=0, produto_id=id_, codigo=lido.codigo, descricao=lido.descricao,
                              unidade=lido.unidade, quantidade=quantidade, preco_lista=preco, preco=preco)
            self.venda.rascunhos[self.venda.posicao] = Rascunho(pedido=self.venda.pedido.com_item(item))

    def emite(self) -> None:
        """F12 F12: the counter's own check, then the retaguarda's, which must say the same."""
        if self.sozinho is not None:
            self.achados = self.sozinho.emite()
            return
        pedido = self.venda.pedido
        self.recibo, self.recusa = None, None
        locais = self.venda.confere()
        try:
            self.recibo = self.loja.envia(pedido)
            self.achados = self.recibo.achados
        except Recusada as recusa:
            self.recusa, self.achados = recusa, recusa.recusa.achados
        assert {(a.code, a.severity, a.item) for a in self.achados if a.code not in _SO_NA_RETAGUARDA} == {
            (a.code, a.severity, a.item) for a in locais}, "the counter and the retaguarda disagree"
        so_la = any(a.code in _SO_NA_RETAGUARDA for a in self.achados)
        assert so_la or bool(impedem(locais)) == (self.recibo is None)

    @property
    def modelos(self) -> Path:
        """Where the counter that will be cut off keeps its templates."""
        return pastas.modelos(plataforma.pastas({"BALCAO_PASTA": str(self.pasta / "balcao1")}))

    def cai(self) -> None:
        """The retaguarda stops answering while this order is on the screen."""
        self.sozinho = self.pilha.enter_context(sozinho(self.loja, self.pasta, self.venda.pedido))

    def cai_outro(self) -> None:
        """Another counter, cut off too, has the same lines for the same customer."""
        self.outro = self.pilha.enter_context(sozinho(self.loja, self.pasta, self.venda.pedido, 2))

    @property
    def dois(self) -> tuple[Sozinho, Sozinho]:
        """Both counters that are cut off."""
        assert self.sozinho is not None
        assert self.outro is not None
        return self.sozinho, self.outro

    def divergencias(self, todas: bool = False) -> tuple[Divergencia, ...]:
        """The manager's list."""
        return listar_divergencias(self.loja.ctx, self.loja.quem("bia"), resolvidas=todas)

    def resolve_divergencias(self, como: str) -> None:
        """The manager settles all of them."""
        for uma in self.divergencias():
            resolver(self.loja.ctx, self.loja.quem("bia"), uma.id, Resolucao(resolucao=como))

    def outro_vende(self, produto: str, quantidade: Decimal) -> None:
        """Another counter, which has the retaguarda, sells so much."""
        self.loja.envia(self.loja.pedido(tipo="PRÉ-VENDA", itens=[(produto, quantidade)]))

    @property
    def em_questao(self) -> Pedido:
        """The order that is issued: of the counter that is cut off, when there is one."""
        return self.venda.pedido if self.sozinho is None else self.sozinho.pedido

    @property
    def situacao(self) -> str:
        """The order's situation as people say it: the retaguarda's, or the draft's."""
        linhas = self.loja.sql("SELECT situacao FROM pedidos WHERE id = %s", self.venda.pedido.id)
        return ROTULO_SITUACAO[Situacao(linhas[0][0] if linhas else "M")]

    def posicao(self, cliente: str) -> PosicaoCredito:
        return ler_posicao(LeitorServidor(self.conexao), self.cliente(cliente), 1)[1]

    def saldo(self, produto: str) -> tuple[Decimal, Decimal]:
        """(balance, available)."""
        saldo, reservado = self.loja.estoque(produto)
        return saldo, saldo - reservado

    def converte(self, tipo: str) -> None:
        """F9 in Documentos: the DAV becomes the draft of a pré-venda, after showing what changed."""
        assert self.recibo is not None
        [[validade]] = self.loja.sql("SELECT validade FROM pedidos WHERE id = %s", self.recibo.pedido_id)
        feita = converte(self.venda.pedido, validade, self.loja.tipos[tipo], self.venda.registros,
                         self.venda.contexto, uuid7(), self.loja.agora)
        self.mudancas = tuple(m.texto for m in feita.mudancas)
        self.venda.abre(feita.rascunho)
        self.achados = self.venda.achados

    def libera(self, codigo: str, motivo: str, login: str = "bia") -> None:
        """Ctrl+L: a supervisor types the password for one finding."""
        achado = next(a for a in self.venda.achados if a.code == codigo and a.severity is Severity.APPROVE)
        self.venda.libera(liberar(self.loja.ctx, self.loja.quem(), PedidoLiberacao(
            id=uuid7(), pedido_id=self.venda.pedido.id, achado=achado, motivo=motivo, login=login,
            senha=SENHA[login])))

    # -- the till and the back office ----------------------------------------------------------------
    def fatura(self, produto: str, quantidade: Decimal) -> None:
        """The till invoices so much of one product."""
        assert self.recibo is not None
        [linha] = [i.linha for i in self.venda.pedido.itens if i.produto_id == self.loja.produtos[produto]]
        self.faturamentos.append(faturar(
            self.loja.ctx, self.loja.quem("caio", "T2"), self.recibo.pedido_id, Faturamento(
                id=uuid7(), documento="NFC-e 1", itens=(ItemFaturado(linha=linha, quantidade=quantidade),))))

    def estorna(self, motivo: str) -> None:
        """The till takes every invoice back, the last one first."""
        for feito in reversed(self.faturamentos):
            estornar(self.loja.ctx, self.loja.quem("caio", "T2"), feito.id, Estorno(motivo=motivo))

    def cancela(self, motivo: str) -> None:
        """The manager cancels the order."""
        self._poe(Situacao.CANCELADO, motivo)

    def entrega(self) -> None:
        """The goods leave before the invoice."""
        self._poe(Situacao.ENTREGUE)

    def devolve(self, motivo: str) -> None:
        """What left without an invoice came back."""
        self._poe(Situacao.PENDENTE, motivo)

    def _poe(self, situacao: Situacao, motivo: str = "") -> None:
        assert self.recibo is not None
        mudar_situacao(self.loja.ctx, self.loja.quem("bia"), self.recibo.pedido_id, MudancaSituacao(
            id=uuid7(), situacao=situacao, motivo=motivo))
