"""Records that orders name, read from either store: stations, shops, types, plans, users, customers and what they owe.

The facts of a whole order are fatos.py. Nothing here takes a lock: the caller has taken them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import ValidationError

from balcao.db.leitor import Leitor, Linha, TipoDeOutroPrograma, uma_linha
from balcao.domain.arredondamento import ZERO
from balcao.domain.credito import PosicaoCredito, Titulo
from balcao.domain.fatos import Cliente, Preferencias, Tecnico, Usuario
from balcao.domain.permissoes import Permissao
from balcao.domain.plano import PlanoPagamento
from balcao.domain.terminal import PoliticaTerminal
from balcao.domain.terminal.opcoes import Acao
from balcao.domain.tipo_pedido import TipoPedido, versoes
from balcao.domain.tipo_pedido.opcoes import TipoVendedor

LIMITE_PRE_APROVADO = "CLIENT.CLIENTES.LIMITE_PRE_APROVADO"
ABATER_CREDITOS = "CLIENT.CLIENTES.ABATER_CREDITOS_NO_LIMITE"
PRECO_FORA_DA_FAIXA = "PEDIDOS.PEDIDOS.BLOQUEAR_PRECOS_MINIMO_MAXIMO"
SERIE_PADRAO = "PEDIDOS.PEDIDOS.SERIE_PADRAO"
CHAVES_PREFERENCIAS = {"limite": LIMITE_PRE_APROVADO, "abate": ABATER_CREDITOS, "faixa": PRECO_FORA_DA_FAIXA,
                       "serie": SERIE_PADRAO}
ORIGENS = ("pendente", "entregue", "documento")
"""What takes credit besides titles; each is summed apart."""

NENHUM = UUID(int=0)
_DO_CLIENTE = tuple(set(Cliente.model_fields) - {"cadastrado", "estabelecimento_id"})
_PLANO = tuple(PlanoPagamento.model_fields)
CHAVES_LIGADAS = {f"chave_{nome}": chave for nome, chave in CHAVES_PREFERENCIAS.items()}


class Terminal(NamedTuple):
    """A station: which counter of which shop, and its policy."""

    id: int
    nome: str
    numero: int
    estabelecimento_id: int
    ativo: bool
    politica: PoliticaTerminal
    politica_versao: int

    @property
    def rotulo(self) -> str:
        """How findings name it: `terminal 3`."""
        return f"terminal {self.numero}"


@dataclass(frozen=True, slots=True)
class Estabelecimento:
    """A shop, as the heading of its documents shows it. `fuso` is an IANA zone; `pessoa_id` the shop itself in the
    register of persons."""

    id: int
    nome: str
    fantasia: str
    cnpj: str
    ie: str
    endereco: str
    municipio: str
    uf: str
    cep: str
    telefone: str
    fuso: str
    pix_chave: str
    desconto_maximo: Decimal | None
    ativo: bool
    pessoa_id: UUID | None = None


class EnderecoCliente(NamedTuple):
    """A customer's address."""

    id: UUID
    tipo: str
    logradouro: str
    numero: str
    complemento: str
    bairro: str
    municipio: str
    uf: str
    cep: str


def ler_terminal(leitor: Leitor, estacao_id: int) -> Terminal:
    """The station and its policy. Raises ReferenciaInexistente."""
    return terminal_de(uma_linha(leitor, "terminal", "estacao", id=estacao_id))


def ler_estabelecimento(leitor: Leitor, estabelecimento_id: int) -> Estabelecimento:
    """The shop. Raises ReferenciaInexistente."""
    return estabelecimento_de(uma_linha(leitor, "estabelecimento", "estabelecimento", id=estabelecimento_id))


def ler_tipo(leitor: Leitor, tipo_id: int) -> TipoPedido:
    """The order type, active or not. Raises ReferenciaInexistente."""
    return tipo_de(uma_linha(leitor, "tipo", "tipo", id=tipo_id))


def ler_plano(leitor: Leitor, plano_id: int) -> PlanoPagamento:
    """The payment plan, active or not. Raises ReferenciaInexistente."""
    return plano_de(uma_linha(leitor, "plano", "plano", id=plano_id))


def ler_usuario(leitor: Leitor, usuario_id: int) -> Usuario:
    """The user with the permissions of the profile; an inactive one has none. Raises ReferenciaInexistente."""
    return usuario_de(uma_linha(leitor, "usuario", "usuario", id=usuario_id))


def ler_tecnicos(leitor: Leitor, ids: Iterable[UUID]) -> dict[UUID, Tecnico]:
    """The persons who serve, by id; whoever is not registered is absent (TP-014)."""
    lidos = (tecnicos_de(leitor.le("tecnico", id=id_)) for id_ in dict.fromkeys(ids))
    return {um.id: um for cada in lidos for um in cada}


def tecnicos_de(linhas: Sequence[Linha]) -> tuple[Tecnico, ...]:
    """Persons, by name, from one row for each shop where they are collaborators."""
    nomes = {r["id"]: r["nome"] for r in linhas}
    todos = (Tecnico(id=id_, nome=nome, lojas=frozenset(
        r["estabelecimento_id"] for r in linhas if r["id"] == id_ and r["estabelecimento_id"] is not None))
        for id_, nome in nomes.items())
    return tuple(sorted(todos, key=lambda um: (um.nome, um.id)))


def ler_preferencias(leitor: Leitor) -> Preferencias:
    """The company's preferences that rules read; what is not stored keeps its default."""
    lidas = {r["chave"]: r["valor"] for r in leitor.le("preferencias", **CHAVES_LIGADAS)}
    return preferencias_de({nome: lidas.get(chave) for nome, chave in CHAVES_PREFERENCIAS.items()})


def ler_cliente(leitor: Leitor, cliente_id: UUID, estabelecimento_id: int) -> Cliente:
    """The customer, or a person who is none, as rules see them in one shop. Raises ReferenciaInexistente."""
    return _cliente(_ler_cliente(leitor, cliente_id, estabelecimento_id, NENHUM, NENHUM))


def ler_posicao(leitor: Leitor, cliente_id: UUID, estabelecimento_id: int, exceto: UUID = NENHUM,
                preferencias: Preferencias | None = None,
                vinda_de: UUID | None = None) -> tuple[Cliente, PosicaoCredito]:
    """A customer and what he owes, leaving out the order `exceto`, and `vinda_de`, which it converts and whose credit
    it takes over; preferencias: when the caller has read them. A person who is no customer owes nothing, and has the
    limit of one who has just been registered. Raises ReferenciaInexistente."""
    linha = _ler_cliente(leitor, cliente_id, estabelecimento_id, exceto, vinda_de or NENHUM)
    preferidas = preferencias or ler_preferencias(leitor)
    da_preferencia = linha["limite_credito"] is None and preferidas.limite_pre_aprovado is not None
    titulos = leitor.le("titulos", cliente_id=cliente_id, situacao="aberto")
    return _cliente(linha), PosicaoCredito(
        limite=preferidas.limite_pre_aprovado if da_preferencia else linha["limite_credito"],
        titulos=tuple(sorted((Titulo(**t) for t in titulos if t["saldo"]),
                             key=lambda t: (t.vencimento, t.numero, t.parcela))),
        pedidos_pendentes=linha["soma_pendente"] or ZERO, pedidos_entregues=linha["soma_entregue"] or ZERO,
        documentos=linha["soma_documento"] or ZERO, creditos=linha["soma_creditos"] or ZERO)


def _ler_cliente(leitor: Leitor, cliente_id: UUID, estabelecimento_id: int, exceto: UUID,
                 vinda_de: UUID) -> Linha:
    return uma_linha(leitor, "cliente", "cliente", id=cliente_id, estabelecimento_id=estabelecimento_id, exceto=exceto,
                     vinda_de=vinda_de, **{origem: origem for origem in ORIGENS})


def ler_enderecos(leitor: Leitor, pessoa_id: UUID) -> tuple[EnderecoCliente, ...]:
    """Every address of a person, the main one first."""
    return enderecos_de(leitor.le("enderecos", id=pessoa_id))


def tem_endereco(leitor: Leitor, pessoa_id: UUID | None) -> bool:
    """Whether a person, if any, has an address with at least a street (TP-070)."""
    return pessoa_id is not None and any(e.logradouro.strip() for e in ler_enderecos(leitor, pessoa_id))


def escolhe_endereco(todos: tuple[EnderecoCliente, ...], pedido: UUID | None = None) -> EnderecoCliente | None:
    """The address asked for, else the main one."""
    return next((e for e in todos if e.id == pedido), todos[0] if todos else None)


_TIPOS_VENDEDOR = frozenset(t.value for t in TipoVendedor)
_PERMISSOES = frozenset(p.value for p in Permissao)  # a newer program's permission is not an error


def terminal_de(r: Linha) -> Terminal:
    return Terminal(id=r["id"], nome=r["nome"], numero=r["numero"], estabelecimento_id=r["estabelecimento_id"],
                    ativo=r["ativo"], politica=PoliticaTerminal.model_validate(r["politica"]),
                    politica_versao=r["politica_versao"])


def estabelecimento_de(r: Linha) -> Estabelecimento:
    return Estabelecimento(**{nome: r[nome] for nome in Estabelecimento.__slots__})


def tipo_de(r: Linha) -> TipoPedido:
    """The type of a row. Raises TipoDeOutroPrograma."""
    try:
        return versoes.ler(TipoPedido, r["politica"], id=r["id"], nome=r["nome"], ativo=r["ativo"])
    except ValidationError as erro:
        raise TipoDeOutroPrograma(r["id"]) from erro


def plano_de(r: Linha) -> PlanoPagamento:
    return PlanoPagamento.model_validate({nome: r[nome] for nome in _PLANO})


def usuario_de(r: Linha) -> Usuario:
    conhecidas = frozenset(Permissao(p) for p in r["permissoes"] if p in _PERMISSOES)
    return Usuario(id=r["id"], nome=r["nome"], permissoes=conhecidas if r["ativo"] else frozenset(),
                   desconto_maximo=r["desconto_maximo"],
                   tipo_vendedor=tipo_vendedor_de(r["tipo_vendedor"]) if r["vendedor"] else None)


def tipo_vendedor_de(guardado: str) -> TipoVendedor | None:
    """The kind of a seller; None for one that only a newer program knows."""
    return TipoVendedor(guardado) if guardado in _TIPOS_VENDEDOR else None


def preferencias_de(lidas: Mapping[str, Any]) -> Preferencias:
    campos: dict[str, Any] = {}
    if lidas["limite"] not in (None, ""):
        campos["limite_pre_aprovado"] = Decimal(str(lidas["limite"]))
    if lidas["abate"] is not None:
        campos["abate_creditos"] = lidas["abate"]
    if lidas["faixa"] not in (None, ""):
        campos["preco_fora_da_faixa"] = Acao(lidas["faixa"])
    if lidas["serie"] is not None:
        campos["serie_padrao"] = str(lidas["serie"]).strip()
    return Preferencias(**campos)


def enderecos_de(linhas: Sequence[Linha]) -> tuple[EnderecoCliente, ...]:
    lidos = (EnderecoCliente(**{nome: r[nome] for nome in EnderecoCliente._fields})
             for r in linhas if r["id"] is not None)
    return tuple(sorted(lidos, key=lambda e: (e.tipo != "principal", e.id)))


def _cliente(r: Linha) -> Cliente:
    so_dela: dict[str, Any] = {"documento": r["documento"] or "", "cadastrado": r["cadastro"] is not None,
                               "estabelecimento_id": r["da_loja"]}
    quais = _DO_CLIENTE if so_dela["cadastrado"] else ("id", "nome")
    return Cliente.model_validate({nome: r[nome] for nome in quais} | so_dela)
