"""What an edit does to an order, as functions: a blank order, a valid quantity or price, a line's own check."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from balcao.domain.achados import impedem
from balcao.domain.ajuste import Ajuste
from balcao.domain.arredondamento import CENTAVO, arredonda
from balcao.domain.erros import EntradaInvalida, RegraViolada
from balcao.domain.fatos import Cliente, Facts, Usuario
from balcao.domain.formatos import TextoInvalido, moeda, numero
from balcao.domain.numero_serie import le_series
from balcao.domain.pedido import Entrega, ItemPedido, ModoEntrega, Pedido
from balcao.domain.permissoes import ROTULOS, Permissao
from balcao.domain.preco import MAIOR_PRECO
from balcao.domain.rules import Moment, check
from balcao.domain.rules.desconto import cascata_recusada
from balcao.domain.rules.itens import duplicado_em
from balcao.domain.rules.preco import edita_preco, sem_funcao
from balcao.domain.terminal import PoliticaTerminal
from balcao.domain.terminal.opcoes import AlterarPreco, SemPreco
from balcao.domain.tipo_pedido import TipoPedido
from balcao.domain.tipo_pedido.opcoes import NumeroSerie

QUANTIDADE_MAXIMA = Decimal(999_999)
MAIOR_OBSERVACAO = 500
_DA_QUANTIDADE = frozenset({"estoque.negativo", "quantidade.abaixo", "quantidade.acima", "quantidade.zerada"})
_NAO_ENTRAM = frozenset({"preco.zero", "produto.inativo", "item.duplicado", "produto.fora_da_lista",
                         "produto.sem_preco", "produto.em_falta", "produto.sem_troca", "produto.com_variacao",
                         "produto.em_inventario", "produto.situacao_cadastro",
                         "produto.marca_bloqueada"}) | _DA_QUANTIDADE
SEM_LISTA = "lista.exigida"  # of no line: without a list nothing has a price


class Contexto(NamedTuple):
    """Who sells, where, under which policy. Replaced when the seller or the configuration changes."""

    estabelecimento_id: int
    estacao_id: int
    nome_terminal: str
    usuario: Usuario
    terminal: PoliticaTerminal
    consumidor_final: Cliente | None = None
    loja: Cliente | None = None  # the shop itself, in the register of persons

    @property
    def consumidor_id(self) -> UUID | None:
        """The generic customer's id."""
        return self.consumidor_final.id if self.consumidor_final else None

    @property
    def loja_id(self) -> UUID | None:
        """The shop's id in the register of persons."""
        return self.loja.id if self.loja else None


def pedido_em_branco(contexto: Contexto, tipo_id: int, plano_id: int | None, lista_id: int | None, id_: UUID,
                     agora: datetime) -> Pedido:
    """A new order: the terminal's default seller (CB-038), the generic customer, its type's first plan and list."""
    consumidor = contexto.consumidor_final
    return Pedido(
        id=id_, estabelecimento_id=contexto.estabelecimento_id, estacao_id=contexto.estacao_id, tipo_id=tipo_id,
        usuario_id=contexto.usuario.id, criado_em=agora, vendedor_id=contexto.terminal.rodape.vendedor_padrao,
        cliente_id=consumidor.id if consumidor else None, cliente_nome=consumidor.nome if consumidor else "",
        lista_id=lista_id, plano_id=plano_id)


def nao_comecado(pedido: Pedido, contexto: Contexto) -> bool:
    """Whether nobody has put anything in this order yet: no line, nobody but who the system puts, never issued."""
    return not pedido.versao and pedido.vazio and pedido.cliente_id in (None, contexto.consumidor_id, contexto.loja_id)


def com_a_loja(pedido: Pedido, tipo: TipoPedido, contexto: Contexto) -> Pedido:
    """The order with the shop as its customer where its type wants it (TP-008) and nobody was chosen; else itself."""
    if not tipo.cliente_e_a_loja or contexto.loja is None or pedido.cliente_id not in (None, contexto.consumidor_id):
        return pedido
    return _para(pedido, contexto.loja)


def sem_a_loja(pedido: Pedido, antes: TipoPedido, agora: TipoPedido, contexto: Contexto) -> Pedido:
    """An order of another type from now on, without the shop that its former type had put; else itself."""
    posta = antes.cliente_e_a_loja and not agora.cliente_e_a_loja and pedido.cliente_id == contexto.loja_id
    return _para(pedido, contexto.consumidor_final) if posta else pedido


def _para(pedido: Pedido, quem: Cliente | None) -> Pedido:
    return pedido.model_copy(update={"cliente_id": quem and quem.id, "cliente_nome": quem.nome if quem else "",
                                     "cliente_documento": quem.documento if quem else ""})


def entrega_de_outro(entrega: Entrega, era: Sequence[str], sua: Sequence[str]) -> Entrega:
    """The delivery when the customer changes: what would go to an address of the one before (`era`) goes to the new
    one's (`sua`; he has none: it must be said). An address that somebody typed stays."""
    if entrega.modo is ModoEntrega.RETIRA or entrega.endereco not in era:
        return entrega
    return entrega.model_copy(update={"endereco_id": None, "endereco": sua[0] if sua else ""})


def quantidade_valida(quantidade: Decimal, terminal: PoliticaTerminal, tipo: TipoPedido,
                      etiqueta: bool = False) -> Decimal:
    """In the terminal's places (CB-039); a label's own quantity keeps its places: they make its total.
    Raises EntradaInvalida for negative or absurd quantities, and for zero where the type does not take it (TP-110)."""
    if quantidade > QUANTIDADE_MAXIMA:
        raise EntradaInvalida(f"Quantidade grande demais: o máximo é {numero(QUANTIDADE_MAXIMA)}.")
    if not etiqueta:
        quantidade = arredonda(quantidade, terminal.rodape.casas_decimais_qtde)
    if quantidade < 0:
        raise EntradaInvalida("A quantidade não pode ser negativa. Digite quanto o cliente leva.")
    if not quantidade and not tipo.permite_quantidade_zerada:
        raise EntradaInvalida(f"A quantidade precisa ser maior que zero: o tipo {tipo.nome} não aceita itens com "
                              "quantidade zerada.")
    return quantidade


def observacao_valida(texto: str, tipo: TipoPedido) -> str:
    """What a line may say (TP-149), trimmed; nothing takes it away. Raises EntradaInvalida where the type has no such
    field, or for a text that is too long."""
    limpo = texto.strip()
    if limpo and not tipo.permite_observacoes_item:
        raise EntradaInvalida(f"O tipo {tipo.nome} não tem observações nos itens. Escreva na observação do documento "
                              "(Ctrl+O) ou troque o tipo (F11).")
    if len(limpo) > MAIOR_OBSERVACAO:
        raise EntradaInvalida(f"A observação do item tem {len(limpo)} letras, e o máximo é {MAIOR_OBSERVACAO}. "
                              "Encurte o texto.")
    return limpo


def series_validas(texto: str, tipo: TipoPedido) -> tuple[str, ...]:
    """The serial numbers of a line's units (TP-045). Raises EntradaInvalida where the type has no such field, or for
    what is none."""
    try:
        series = le_series(texto)
    except TextoInvalido as erro:
        raise EntradaInvalida(str(erro)) from erro
    if series and tipo.unidade_produto_item is NumeroSerie.NAO_PERMITIDO:
        raise EntradaInvalida(f"O tipo {tipo.nome} não tem número de série nos itens. Troque o tipo (F11) ou apague o "
                              "que digitou.")
    return series


def detalhe_valido(nome: str, texto: str, tipo: TipoPedido) -> str | tuple[str, ...] | UUID | None:
    """A detail of a line by its name in ItemPedido. Raises EntradaInvalida."""
    if nome == "tecnico_id":
        return UUID(texto) if texto else None
    if nome == "tecnico":
        return texto
    return series_validas(texto, tipo) if nome == "series" else observacao_valida(texto, tipo)


def confere_ajuste(ajuste: Ajuste | None, tipo: TipoPedido, item: ItemPedido | None = None) -> None:
    """Raise RegraViolada for several percentages one after the other, where the type takes only one (TP-065, TP-066).
    `item`: the line that it is of; None: of the order."""
    if achado := cascata_recusada(tipo, ajuste, item):
        raise RegraViolada([achado])


def preco_valido(preco: Decimal, casas: int) -> Decimal:
    """R$ per unit in `casas` places. Raises EntradaInvalida for a negative price, or one the shop cannot store."""
    if preco < 0:
        raise EntradaInvalida("O preço não pode ser negativo.")
    if preco >= MAIOR_PRECO or arredonda(preco, casas) >= MAIOR_PRECO:
        raise EntradaInvalida(f"Preço grande demais: o máximo é {moeda(MAIOR_PRECO - CENTAVO)}.")
    return arredonda(preco, casas)


def pede_preco(terminal: PoliticaTerminal) -> bool:
    """CB-109: whether a product without price enters to have it typed."""
    return terminal.controles_produtos.cp_sem_preco is SemPreco.DIGITAR


def confere_inclusao(fatos: Facts, linha: int, itens: Sequence[ItemPedido]) -> None:
    """Raise RegraViolada when the new line cannot enter at all (without price, out of sale, twice in an order that
    does not take it). The facts need hold no other lines than those of its product; `itens` has all of them. A price
    that the terminal asks for (CB-109) is typed in the line that entered, by whoever may (TP-083)."""
    digita = pede_preco(fatos.terminal) and edita_preco(fatos.tipo, fatos.usuario)
    entra = frozenset({"preco.zero"} if digita else ())
    vistos = impedem(check(Moment.INCLUSAO_ITEM, fatos))
    ruins = [a for a in vistos if a.code == SEM_LISTA] or [
        a for a in vistos if a.item == linha and a.code in _NAO_ENTRAM - entra]
    if ruins:
        raise RegraViolada([duplicado_em(a, itens) for a in ruins])


def confere_edicao_de_preco(fatos: Facts, linha: int) -> None:
    """Raise RegraViolada when who sells may not type the price of a line (TP-083)."""
    if not edita_preco(fatos.tipo, fatos.usuario):
        raise RegraViolada([sem_funcao(fatos, fatos.pedido.item(linha))])


def preco_so_de_leitura(fatos: Facts) -> str:
    """Why no price is typed at this terminal by who sells (CB-107 "Não"); "" when it may be."""
    nao = fatos.terminal.controles_produtos.cp_alterar_preco is AlterarPreco.NAO
    if not nao or fatos.usuario.pode(Permissao.ALTERAR_PRECO):
        return ""
    return ("Neste terminal o preço é só de leitura (“Permitir alterar preço unitário” = Não). Chame quem tenha a "
            f"permissão “{ROTULOS[Permissao.ALTERAR_PRECO]}”.")


def confere_quantidade(fatos: Facts) -> None:
    """Raise RegraViolada when the order does not take the new quantity of the product whose lines these facts hold."""
    ruins = [a for a in impedem(check(Moment.INCLUSAO_ITEM, fatos)) if a.code in _DA_QUANTIDADE]
    if ruins:
        raise RegraViolada(ruins[:1])
