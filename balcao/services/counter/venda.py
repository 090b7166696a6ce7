"""The sale: what the seller does to the open drafts. Local and instant; nothing here waits for the network.

Every edit returns having recomputed totals and findings, and hands the draft to the journal. The rules that
ran here run again in the retaguarda, which has the last word.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from balcao.domain.achados import Finding
from balcao.domain.ajuste import Ajuste, Desconto
from balcao.domain.erros import EntradaInvalida
from balcao.domain.fatos import Facts
from balcao.domain.liberacao import Liberacao, aplica
from balcao.domain.pedido import Entrega, ItemPedido, Pedido
from balcao.domain.plano import Parcela, PlanoPagamento
from balcao.domain.preco import SEM_PRECO, preco_de_venda, repreca
from balcao.domain.rules import Memoria, Moment, check
from balcao.services.counter.alteracao import confere_passo, precos_do_emitido, sem_o_que_segura, sobre_o_emitido
from balcao.services.counter.catalogo import Catalogo
from balcao.services.counter.do_cliente import do_cliente
from balcao.services.counter.edicao import (
    Contexto,
    confere_ajuste,
    confere_edicao_de_preco,
    confere_inclusao,
    confere_quantidade,
    detalhe_valido,
    nao_comecado,
    pedido_em_branco,
    preco_valido,
    quantidade_valida,
    sem_a_loja,
)
from balcao.services.counter.em_branco import reabre
from balcao.services.counter.fatos_da_venda import FatosDaVenda
from balcao.services.counter.rascunho import Rascunho


@dataclass
class Venda:
    """The open drafts of this counter and the one on screen. Not thread-safe: it lives on the UI thread."""

    catalogo: Catalogo
    contexto: Contexto
    novo_id: Callable[[], UUID]
    agora: Callable[[], datetime]
    hoje: Callable[[], date]
    sem_retaguarda: Callable[[], timedelta | None]
    guarda: Callable[[Rascunho], None]       # to the journal; returns at once
    descarta: Callable[[UUID], None]
    rascunhos: list[Rascunho] = field(default_factory=list)
    posicao: int = 0

    def __post_init__(self) -> None:
        self.registros = FatosDaVenda(self.catalogo, self.hoje)
        self.achados: tuple[Finding, ...] = ()
        self._memoria = Memoria()
        if not self.rascunhos:
            self.novo()
        else:
            reabre(self.rascunhos, self.registros, self.contexto, self.contexto)
            self.confere()

    # -- reading -------------------------------------------------------------------------------------
    @property
    def rascunho(self) -> Rascunho:
        """The draft on screen."""
        return self.rascunhos[self.posicao]

    @property
    def pedido(self) -> Pedido:
        """The order on screen."""
        return self.rascunho.pedido

    @property
    def plano(self) -> PlanoPagamento | None:
        """The plan of the order on screen."""
        return self.registros.planos.get(self.pedido.plano_id) if self.pedido.plano_id is not None else None

    def fatos(self) -> Facts:
        """What the rules see now."""
        lidos = self.registros.fatos(self.pedido, self.contexto, self.hoje(), self.sem_retaguarda(),
                                     self.rascunho.origem_validade)
        return sobre_o_emitido(lidos, self.rascunho)

    def preco_de(self, produto_id: int) -> Decimal:
        """R$ per unit that a product would enter with now; 0 without a price."""
        sugerido = self.registros.sugerido(self.pedido, produto_id) or SEM_PRECO
        return preco_de_venda(sugerido.preco, self.plano, self.registros.casas(self.pedido, self.contexto))

    def parcelas(self) -> tuple[Parcela, ...]:
        """Instalments: those the seller typed, else the plan's."""
        if self.pedido.parcelas_digitadas or self.plano is None:
            return self.pedido.parcelas_digitadas
        return self.plano.parcelas(self.pedido.total, self.rascunho.emissao(self.hoje()))

    # -- drafts --------------------------------------------------------------------------------------
    def novo(self, tipo_id: int | None = None) -> None:
        """Open one more draft; an empty one on screen is used again. Raises EntradaInvalida without a type."""
        if self.rascunhos and nao_comecado(self.pedido, self.contexto):
            if tipo_id is not None:
                self.muda(tipo_id=tipo_id)
            return
        tipos = self.registros.tipos
        if not tipos:
            raise EntradaInvalida("Atualize este Balcão: ele é mais antigo que os tipos de pedido desta loja."
                                  if self.registros.catalogo.tipos_ilegiveis(()) else
                                  "Nenhum tipo de pedido está liberado para esta loja. Fale com o gerente.")
        anterior = self.pedido.tipo_id if self.rascunhos else None
        escolhido = next((t for t in (tipo_id, anterior) if t in tipos), None) or next(iter(tipos))
        self._abre(self._em_branco(escolhido))

    def abre(self, rascunho: Rascunho) -> None:
        """Bring a draft (resumed, cloned, converted) to the screen, in the place of one that nobody has touched."""
        for posicao, aberto in enumerate(self.rascunhos):
            if aberto.id == rascunho.id:
                self.posicao = posicao
                self.confere()
                return
        if self.rascunhos and self.rascunho.intocado and nao_comecado(self.pedido, self.contexto):
            self.descarta(self.rascunhos.pop(self.posicao).id)
        self._abre(rascunho)

    def troca(self, passos: int = 1) -> None:
        """Show the next open draft."""
        self.posicao = (self.posicao + passos) % len(self.rascunhos)
        self.confere()

    def fecha(self, *, esquece: bool = True) -> None:
        """Take the draft off the screen (issued, suspended or thrown away); another or a new one comes."""
        fechado = self.rascunhos.pop(self.posicao)
        if esquece:
            self.descarta(fechado.id)
        self.posicao = max(0, min(self.posicao, len(self.rascunhos) - 1))
        if self.rascunhos:
            self.confere()
        else:
            self._abre(self._em_branco(fechado.pedido.tipo_id))

    def desfaz(self) -> None:
        """Take the last edit back."""
        self._troca(self.rascunho.desfeito())

    def refaz(self) -> None:
        """Do again what was taken back."""
        self._troca(self.rascunho.refeito())

    def seleciona(self, linha: int) -> None:
        """Remember the current line (a restored draft opens on it)."""
        if linha != self.rascunho.atual:
            self.rascunhos[self.posicao] = self.rascunho.model_copy(update={"atual": linha})

    # -- items ---------------------------------------------------------------------------------------
    def inclui(self, produto_id: int, quantidade: Decimal, total_etiqueta: Decimal | None = None,
               desconto: Desconto | None = None, preco: Decimal | None = None, unidade: str = "") -> ItemPedido:
        """Add a line. `quantidade` in stock units, or in `unidade` (TP-171). Raises, with nothing added,
        EntradaInvalida (absurd quantity, a discount above the line) or RegraViolada (out of sale, without price or
        stock that the type asks for, a cascade or a unit that it does not take)."""
        produto = self.registros.produto(produto_id, self.pedido.lista_id)
        if produto is None:
            raise EntradaInvalida("Este produto não está mais no cadastro.")
        tipo = self.registros.tipo(self.pedido.tipo_id)
        digitado = self.registros.unidades.digitada(tipo, produto, quantidade, unidade)
        sugerido = self.registros.sugerido(self.pedido, produto_id) or SEM_PRECO
        precos = sugerido.campos(self.plano, self.registros.casas(self.pedido, self.contexto))
        if preco is not None:
            precos |= {"preco": preco, "promocao": None}
        item = ItemPedido(
            linha=0, produto_id=produto_id, codigo=produto.codigo, descricao=produto.descricao,
            unidade=produto.unidade, digitado=digitado,
            quantidade=quantidade_valida(digitado.convertida() if digitado else quantidade, self.contexto.terminal,
                                         tipo, total_etiqueta is not None),
            desconto_digitado=desconto, total_etiqueta=total_etiqueta, **precos)
        if desconto is not None and (recusa := desconto.recusa(item.calculado(self.pedido.casas_total).bruto)):
            raise EntradaInvalida(recusa)
        confere_ajuste(desconto, tipo, item)
        novo = self.pedido.com_item(item)
        dele = self.registros.do_produto(novo, produto_id, self.contexto, self.hoje())
        confere_inclusao(sem_o_que_segura(dele, self.rascunho), novo.itens[-1].linha, novo.itens)
        self._edita(novo, novo.itens[-1].linha)
        return self.pedido.itens[-1]

    def muda_quantidade(self, linha: int, quantidade: Decimal, unidade: str = "") -> None:
        """In stock units, or in `unidade` (TP-171). Raises, with nothing changed, EntradaInvalida for an absurd
        quantity, RegraViolada for one that the order's type does not take."""
        tipo, produto_id = self.registros.tipo(self.pedido.tipo_id), self.pedido.item(linha).produto_id
        produto = self.registros.produto(produto_id, self.pedido.lista_id)
        digitado = self.registros.unidades.digitada(tipo, produto, quantidade, unidade) if produto else None
        valida = quantidade_valida(digitado.convertida() if digitado else quantidade, self.contexto.terminal, tipo)
        novo = self.pedido.com_quantidade(linha, valida, digitado)
        dele = self.registros.do_produto(novo, produto_id, self.contexto, self.hoje())
        confere_quantidade(sem_o_que_segura(dele, self.rascunho))
        self._edita(novo, linha)

    def muda_preco(self, linha: int, preco: Decimal) -> None:
        """R$ per unit, in the type's or the terminal's places. Raises EntradaInvalida for a negative or absurd price,
        RegraViolada when the type keeps it to others (TP-083)."""
        confere_edicao_de_preco(self.fatos(), linha)
        casas = self.registros.casas(self.pedido, self.contexto)
        self._edita(self.pedido.com_preco(linha, preco_valido(preco, casas)), linha)

    def detalha_item(self, linha: int, **textos: str) -> None:
        """What one line says besides its numbers: `observacoes`, `series`, the serial numbers of its units, or who
        executes it, `tecnico_id` with `tecnico`; "" takes it away. Raises EntradaInvalida (`detalhe_valido`)."""
        tipo = self.registros.tipo(self.pedido.tipo_id)
        detalhes = {nome: detalhe_valido(nome, texto, tipo) for nome, texto in textos.items()}
        self._edita(self.pedido.com_item_trocado(linha, **detalhes), linha)

    def ajusta_item(self, linha: int, ajuste: Ajuste | None) -> None:
        """Discount or surcharge of one line, in % or R$. Raises RegraViolada for a cascade that the order's type does
        not take."""
        confere_ajuste(ajuste, self.registros.tipo(self.pedido.tipo_id), self.pedido.item(linha))
        self._edita(self.pedido.com_ajuste_item(linha, ajuste), linha)

    def ajusta(self, ajuste: Ajuste | None) -> None:
        """Discount or surcharge of the whole order, in % or R$, apportioned to the cent. Raises RegraViolada."""
        confere_ajuste(ajuste, self.registros.tipo(self.pedido.tipo_id))
        self._edita(self.pedido.com_ajuste(ajuste))

    def exclui(self, linha: int) -> None:
        """Remove a line; the next one becomes current."""
        nomes = [i.linha for i in self.pedido.itens]
        posicao = nomes.index(linha)
        restam = [n for n in nomes if n != linha]
        self._edita(self.pedido.sem_item(linha), restam[min(posicao, len(restam) - 1)] if restam else 0)

    # -- header --------------------------------------------------------------------------------------
    def escolhe_cliente(self, cliente_id: UUID | None, entrega: Entrega | None = None) -> None:
        """Put a customer on the order, with what he brings: his plan, list (CB-128), seller and representative. None:
        nobody. entrega: the delivery, where it is another with him."""
        campos = do_cliente(self.registros, self.pedido, self.registros.cliente(cliente_id), self.contexto)
        if entrega is not None and cliente_id is not None:
            campos["entrega"] = entrega
        self.muda(**campos)

    def muda(self, **campos: object) -> None:
        """Change header fields; a new plan or list, or a type with other places, prices again the lines that nobody
        touched. An order that was not begun gets its new type's list, and its plan where it does not use the one
        there is; a new customer brings his list, where the type offers it."""
        antes = self.pedido
        tipo_id = campos.get("tipo_id")
        if isinstance(tipo_id, int) and tipo_id != antes.tipo_id and nao_comecado(antes, self.contexto):
            campos = {"lista_id": self.registros.lista_inicial(tipo_id), **campos}
            if antes.plano_id not in self.registros.planos_de(tipo_id):
                campos = {"plano_id": self.registros.plano_inicial(tipo_id), **campos}
        novo = antes.com(**campos)
        novo = sem_a_loja(novo, self.registros.tipo(antes.tipo_id), self.registros.tipo(novo.tipo_id), self.contexto)
        outro = novo.cliente_id != antes.cliente_id
        if "lista_id" not in campos and (outro or novo.tipo_id != antes.tipo_id):
            novo = novo.model_copy(update={"lista_id": self.registros.lista_de(novo, antes.cliente_id)})
        casas_antes, casas = (self.registros.casas(p, self.contexto) for p in (antes, novo))
        considerava, considera = (self.registros.tipo(p.tipo_id).considera_preco_promocional for p in (antes, novo))
        if (novo.plano_id, novo.lista_id, casas, considera) != (
                antes.plano_id, antes.lista_id, casas_antes, considerava):
            plano = self.registros.planos.get(novo.plano_id) if novo.plano_id is not None else None
            novo = repreca(novo.com(parcelas_digitadas=()), (self.plano, casas_antes), (plano, casas),
                           precos_do_emitido(self.rascunho, novo.lista_id,
                                             lambda produto: self.registros.sugerido(novo, produto)))
        self._edita(novo)

    def libera(self, liberacao: Liberacao) -> None:
        """A supervisor released a finding of this order."""
        self._troca(self.rascunho.liberado(liberacao))

    def renova(self, contexto: Contexto | None = None) -> None:
        """Read facts again (sync brought something, the server came or went, another seller)."""
        antes = self.contexto
        if contexto is not None:
            self.contexto = contexto
        self.registros.renova()
        reabre(self.rascunhos, self.registros, antes, self.contexto)
        self.confere()

    # -- inside --------------------------------------------------------------------------------------
    def _em_branco(self, tipo_id: int) -> Rascunho:
        plano, lista = self.registros.plano_inicial(tipo_id), self.registros.lista_inicial(tipo_id)
        return Rascunho(pedido=pedido_em_branco(self.contexto, tipo_id, plano, lista, self.novo_id(), self.agora()))

    def _edita(self, pedido: Pedido, atual: int | None = None) -> None:
        self._troca(self.rascunho.com(pedido, atual))

    def _troca(self, rascunho: Rascunho) -> None:
        """Raises RegraViolada, with nothing changed, when the order's situation or type lets no such edit."""
        confere_passo(self.rascunho, rascunho, self.registros.tipo(rascunho.pedido.tipo_id))
        self.rascunhos[self.posicao] = rascunho
        self.guarda(rascunho)
        self.confere()

    def _abre(self, rascunho: Rascunho) -> None:
        self.rascunhos.append(rascunho)
        self.posicao = len(self.rascunhos) - 1
        self.confere()

    def confere(self) -> tuple[Finding, ...]:
        """Every finding of the issue, as if F12 were pressed now, releases applied; also kept in `achados`.
        An order that was not begun says nothing; one of a type that has none of a field drops it."""
        emitido = self.rascunho.alterando is not None  # it stays as it was issued
        conforme = self.pedido if emitido else self.registros.conforme(self.pedido, self.contexto, self.hoje())
        if conforme is not self.pedido:
            self.rascunhos[self.posicao] = self.rascunho.model_copy(update={"pedido": conforme})
            self.guarda(self.rascunho)
        if nao_comecado(self.pedido, self.contexto):
            self.achados = ()
        else:
            vistos = check(Moment.EMISSAO, self.fatos(), self._memoria)
            self.achados = aplica(vistos, self.rascunho.liberacoes, self.pedido.id)
        return self.achados
