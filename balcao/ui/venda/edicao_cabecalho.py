"""The keys that change the document's header and the drafts on the table."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from balcao.domain.alteracao import Parte
from balcao.domain.arredondamento import ZERO
from balcao.domain.erros import EntradaInvalida
from balcao.domain.formatos import percentual
from balcao.domain.pedido import ModoEntrega
from balcao.domain.plano import PlanoPagamento, em_parcelas
from balcao.domain.resultado_busca import LinhaCliente, Resultado
from balcao.domain.texto_busca import normaliza
from balcao.domain.tipo_pedido import Categoria, TipoPedido
from balcao.domain.tipo_pedido.opcoes import Preenchimento, UsoPlano
from balcao.services.counter.catalogo import Vendedor
from balcao.services.counter.do_cliente import tabela_fora_de_uso
from balcao.services.counter.edicao import entrega_de_outro
from balcao.ui.background import Faixa
from balcao.ui.componentes.avisos import Pergunta
from balcao.ui.tema import U
from balcao.ui.venda.ajuste import DialogoAjuste
from balcao.ui.venda.cabecalho import DO_SERVICO, DOS_DADOS
from balcao.ui.venda.opcao import Opcao

if TYPE_CHECKING:
    from balcao.ui.venda.cliente import DialogoCliente
    from balcao.ui.venda.escolha import DialogoEscolha
    from balcao.ui.venda.pagina import PaginaVenda

ROTULO_CATEGORIA = {Categoria.ORCAMENTO: "orçamento", Categoria.VENDA: "pré-venda",
                    Categoria.SERVICO: "ordem de serviço"}


def descreve_plano(plano: PlanoPagamento) -> str:
    """"à vista", "30/60/90 dias" or "40% de entrada e 30/60 dias", with the surcharge."""
    entrada, prazos = plano.entrada_percentual, plano.prazos
    dias = "à vista" if plano.a_vista else "/".join(str(p) for p in (prazos[1:] if entrada else prazos)) + " dias"
    if entrada and not plano.a_vista:
        dias = f"{percentual(entrada)} de entrada e {dias}"
    return f"{dias}, acréscimo de {percentual(plano.acrescimo)}" if plano.acrescimo else dias


class EdicaoCabecalho(QObject):
    """Belongs to the page."""

    def __init__(self, pagina: "PaginaVenda") -> None:
        super().__init__(pagina)
        self._pagina = pagina
        self._nota: tuple[str, UUID] | None = None  # what was told of a customer (CB-105), and of whom
        pagina.tela.documento.clicada.connect(self._clicada)

    def _clicada(self, qual: str) -> None:
        if qual == "tecnico":
            self._pagina.tecnicos.do_documento()
            return
        if qual in {id_ for id_, _titulo, _tecla in DO_SERVICO}:
            self.servico(qual)
            return
        if qual in {id_ for id_, _titulo, _tecla in DOS_DADOS}:
            self.observacoes(qual)
            return
        {"tipo": self.tipo, "vendedor": self.vendedor, "representante": self.representante, "lista": self.lista,
         "plano": self.plano, "entrega": self.entrega, "numero": self.numero}[qual]()

    # -- customer ------------------------------------------------------------------------------------
    def cliente(self) -> None:
        """F3."""
        from balcao.ui.venda.cliente import DialogoCliente, sobre_pessoas  # measured (0100)

        pagina = self._pagina
        if pagina.travas.impede(Parte.CABECALHO, campo="cliente_id"):
            return
        tipo = self._tipo()
        if tipo.cliente_e_a_loja:
            self._poe_a_loja(tipo)
            return
        permite = pagina.venda.contexto.terminal.controles_clientes.cc_cadastro_rapido and pagina.pode_cadastrar
        pessoas = tipo.aceita_pessoas

        def conta(texto: str, dono: QObject, pronto: Callable[[int | None], None]) -> None:
            self.conta_clientes(texto, dono, pronto, pessoas)

        def busca(texto: str, inicio: int) -> Resultado[LinhaCliente]:
            return pagina.servicos.busca_clientes(texto, inicio, pessoas)

        dialogo = DialogoCliente(busca, conta, permite, pagina, pessoas=sobre_pessoas(tipo))
        dialogo.cadastrar.connect(lambda texto: self._cadastra(texto, dialogo))
        if dialogo.exec() and dialogo.escolhido:
            self.poe_cliente(UUID(dialogo.escolhido))

    def conta_clientes(self, texto: str, dono: QObject, pronto: Callable[[int | None], None],
                       pessoas: bool = False) -> None:
        """How many a search of customers (and other persons) has in all, told later."""
        self._pagina.fundo.executa(
            Faixa.LEITURA, "conta clientes",
            lambda ficha: self._pagina.servicos.conta_clientes(texto, lambda: ficha.cancelada, pessoas), pronto,
            self._pagina.avisa_erro, dono=dono)

    def _poe_a_loja(self, tipo: TipoPedido) -> None:
        """TP-008: there is nobody to choose; back to the shop, should the document have another customer."""
        pagina = self._pagina
        loja = pagina.venda.contexto.loja
        if loja is None:
            pagina.avisa("Esta loja não está no cadastro de pessoas deste balcão. Espere a sincronização, ou atualize "
                         "a retaguarda.")
            return
        if pagina.venda.pedido.cliente_id != loja.id:
            pagina.tenta(lambda: pagina.venda.escolhe_cliente(loja.id))
        pagina.informa(f"No tipo {tipo.nome} o cliente é a própria loja, e o sistema a preenche.")

    def poe_cliente(self, cliente_id: UUID) -> None:
        """Put a customer on the order and tell what the shop noted about him (CB-105), and that his list is no more."""
        pagina, venda = self._pagina, self._pagina.venda
        antes, enderecos = venda.pedido, pagina.servicos.enderecos
        entrega = antes.entrega
        if entrega.modo is ModoEntrega.ENTREGA and cliente_id != antes.cliente_id:
            entrega = entrega_de_outro(entrega, enderecos(antes.cliente_id), enderecos(cliente_id))
        pagina.tenta(lambda: venda.escolhe_cliente(cliente_id, entrega))
        cliente, ditas = venda.registros.cliente(cliente_id), []
        if cliente and cliente.observacoes and venda.contexto.terminal.controles_clientes.cc_exibir_observacoes:
            ditas.append(f"{cliente.nome}: {cliente.observacoes}")
        if venda.pedido.cliente_id == cliente_id:
            ditas += filter(None, [tabela_fora_de_uso(venda.registros, venda.pedido)])
        if ditas:
            self._nota = "\n".join(ditas), cliente_id
            pagina.avisa(self._nota[0])

    def revisa_nota(self) -> None:
        """What the shop noted about a customer is not said over another customer's order."""
        if self._nota is not None and self._pagina.venda.pedido.cliente_id != self._nota[1]:
            self._pagina.calou.emit(self._nota[0])
            self._nota = None

    def _cadastra(self, texto: str, busca: "DialogoCliente") -> None:
        from balcao.ui.venda.cadastro import DialogoCadastro  # measured (0100)

        pagina = self._pagina
        obrigatorios = pagina.venda.contexto.terminal.controles_clientes.campos_obrigatorios_cliente
        dialogo = DialogoCadastro(texto, obrigatorios, pagina.novo_id(), busca)

        def gravado(cliente_id: UUID) -> None:
            dialogo.accept()
            busca.reject()
            self.poe_cliente(cliente_id)

        dialogo.confirmado.connect(lambda: pagina.fundo.executa(
            Faixa.ENVIO, "cliente", lambda _ficha: pagina.servicos.cadastra_cliente(dialogo.novo),
            gravado, lambda erro: dialogo.recusa(str(erro)), dono=dialogo))
        dialogo.exec()

    # -- choices -------------------------------------------------------------------------------------
    def vendedor(self) -> None:
        """F6, then the seller's digits: two keys."""
        pagina = self._pagina
        if pagina.travas.impede(Parte.CABECALHO, campo="vendedor_id"):
            return
        registros = pagina.venda.registros
        opcoes = self._opcoes(registros.vendedores_de(pagina.venda.pedido.tipo_id))
        if self._tipo().vendedor is Preenchimento.OPCIONAL:
            opcoes.append(Opcao(None, "Nenhum", "vale o do cliente, o representante dele ou quem vende"))
        if not opcoes:
            pagina.avisa(f"Nenhum vendedor desta loja pode vender no tipo {self._tipo().nome}. Troque o tipo (F11) ou "
                         "fale com o gerente.")
            return
        dialogo = self._escolha("Vendedor", opcoes, pagina.venda.pedido.vendedor_id, "Digite o atalho ou o nome")
        if dialogo.exec():
            pagina.tenta(lambda: pagina.venda.muda(vendedor_id=dialogo.escolhida))

    def representante(self) -> None:
        """Shift+F6."""
        pagina = self._pagina
        if pagina.travas.impede(Parte.CABECALHO, campo="representante_id"):
            return
        opcoes = [*self._opcoes(pagina.venda.registros.vendedores), Opcao(None, "Nenhum")]
        dialogo = self._escolha("Representante", opcoes, pagina.venda.pedido.representante_id,
                                "Digite o atalho ou o nome")
        if dialogo.exec():
            pagina.tenta(lambda: pagina.venda.muda(representante_id=dialogo.escolhida))

    def _escolha(self, titulo: str, opcoes: list[Opcao], atual: int | None,
                 dica: str = "Digite para procurar", largura: int = 56 * U) -> "DialogoEscolha":
        from balcao.ui.venda.escolha import DialogoEscolha  # measured (0100)

        return DialogoEscolha(titulo, opcoes, atual, self._pagina, dica, largura)

    def _tipo(self) -> TipoPedido:
        return self._pagina.venda.registros.tipo(self._pagina.venda.pedido.tipo_id)

    def _opcoes(self, quem: dict[int, Vendedor]) -> list[Opcao]:
        return [Opcao(v.id, v.nome, atalho=v.atalho) for v in quem.values()]

    def vendedor_por_nome(self, nome: str) -> None:
        """"@maria" in the entry line. Raises EntradaInvalida when it names nobody, or several."""
        tipo = self._tipo()
        if "vendedor_id" in self._pagina.travas.do_tipo():
            raise EntradaInvalida(f"O item entrou; nos documentos do tipo {tipo.nome}, o vendedor é o que o tipo "
                                  "preenche.")
        if tipo.vendedor is Preenchimento.NAO_INFORMAR:
            raise EntradaInvalida(f"O item entrou; documentos do tipo {tipo.nome} não têm vendedor.")
        procurado = normaliza(nome)
        todos = self._pagina.venda.registros.vendedores_de(tipo.id).values()
        achados = [v for v in todos if v.atalho == nome] or [
            v for v in todos if any(p.startswith(procurado) for p in normaliza(v.nome).split())]
        if not achados and tipo.tipos_vendedor_permitidos:
            raise EntradaInvalida(f"Não há vendedor com “{nome}” que possa vender no tipo {tipo.nome}. O item entrou "
                                  "com o vendedor atual; F6 mostra os que podem.")
        if len(achados) != 1:
            motivo = "Há mais de um vendedor" if achados else "Não há vendedor"
            raise EntradaInvalida(f"{motivo} com “{nome}”. O item entrou com o vendedor atual; F6 troca.")
        self._pagina.venda.muda(vendedor_id=achados[0].id)

    def lista(self) -> None:
        """F7."""
        pagina = self._pagina
        if pagina.travas.impede(Parte.CABECALHO, campo="lista_id"):
            return
        venda = pagina.venda
        opcoes = [Opcao(um.id, um.nome) for um in venda.registros.listas_de(venda.pedido).values()]
        if not opcoes:
            pagina.avisa(f"Nenhuma tabela de preço pode ser usada para este cliente no tipo {self._tipo().nome}.")
            return
        dialogo = self._escolha("Tabela de preço", opcoes, pagina.venda.pedido.lista_id)
        if dialogo.exec():
            pagina.tenta(lambda: pagina.venda.muda(lista_id=dialogo.escolhida))

    def plano(self) -> None:
        """F9."""
        pagina = self._pagina
        if pagina.travas.impede(Parte.CABECALHO, campo="plano_id"):
            return
        planos = pagina.venda.registros.planos_de(pagina.venda.pedido.tipo_id)
        opcoes = [Opcao(p.id, p.nome, " · ".join(filter(None, (descreve_plano(p), self._parcelado(p)))))
                  for p in planos.values()]
        if self._tipo().plano_pagamento is UsoPlano.OPCIONAL:
            opcoes.append(Opcao(None, "Sem plano de pagamento"))
        dialogo = self._escolha("Plano de pagamento", opcoes, pagina.venda.pedido.plano_id, largura=88 * U)
        if dialogo.exec():
            pagina.tenta(lambda: pagina.venda.muda(plano_id=dialogo.escolhida))

    def _parcelado(self, plano: PlanoPagamento) -> str:
        """What the customer would pay; "" where the plan would change the prices, or nothing was sold yet."""
        venda = self._pagina.venda
        atual = venda.plano.acrescimo if venda.plano is not None else ZERO
        if plano.acrescimo != atual or not venda.pedido.total:
            return ""
        emissao = venda.rascunho.emissao(venda.hoje())
        return em_parcelas(plano.parcelas(venda.pedido.total, emissao), emissao)

    def tipo(self) -> None:
        """F11."""
        pagina = self._pagina
        opcoes = [Opcao(t.id, t.nome, ROTULO_CATEGORIA[t.categoria], str(n))
                  for n, t in enumerate(pagina.venda.registros.tipos.values(), start=1)]
        dialogo = self._escolha("Tipo de documento", opcoes, pagina.venda.pedido.tipo_id)
        registros = pagina.venda.registros
        if faltam := registros.catalogo.tipos_ilegiveis(registros.tipos):
            dialogo.ressalva(f"Atualize este Balcão para usar também: {', '.join(faltam)}.")
        if dialogo.exec():
            pagina.tenta(lambda: pagina.venda.muda(tipo_id=dialogo.escolhida))

    def numero(self) -> None:
        """Ctrl+M."""
        from balcao.ui.venda.numero import DialogoNumero  # measured (0100)

        pagina = self._pagina
        if pagina.venda.rascunho.alterando is not None:
            pagina.avisa("O número e a série de um documento emitido não mudam.")
            return
        dialogo = DialogoNumero(pagina.venda.pedido, self._tipo(), pagina)
        if dialogo.exec():
            pagina.tenta(lambda: pagina.venda.muda(numero=dialogo.numero, serie=dialogo.serie))

    # -- values --------------------------------------------------------------------------------------
    def desconto(self) -> None:
        """Shift+F5."""
        pagina = self._pagina
        if pagina.travas.impede(Parte.DESCONTO):
            return
        pedido = pagina.venda.pedido
        base = sum((i.calculado(pedido.casas_total).total for i in pedido.itens), ZERO)
        dialogo = DialogoAjuste("no total", base, (pedido.desconto_digitado, pedido.acrescimo_digitado), self._tipo(),
                                pagina)
        pagina.pergunta(dialogo, pagina.venda.ajusta)

    def entrega(self) -> None:
        """Ctrl+E."""
        from balcao.ui.venda.entrega import DialogoEntrega  # measured (0100)

        pagina = self._pagina
        if pagina.travas.impede(Parte.CABECALHO, campo="entrega", do_tipo=False):
            return
        pedido = pagina.venda.pedido
        dialogo = DialogoEntrega(pedido, pagina.servicos.enderecos(pedido.cliente_id), pagina.venda.hoje(),
                                 pagina.travas.do_tipo(), pagina)
        if dialogo.exec():
            pagina.tenta(lambda: pagina.venda.muda(entrega=dialogo.entrega, frete=dialogo.frete_valor))

    def servico(self, primeiro: str = "") -> None:
        """Shift+F3; `primeiro`: the field that was clicked."""
        from balcao.ui.venda.servico import DialogoServico  # measured (0100)

        pagina = self._pagina
        if pagina.travas.impede(Parte.CABECALHO, campo="servico"):
            return
        dialogo = DialogoServico(pagina.venda.pedido.servico, self._tipo(), pagina, primeiro)
        if dialogo.exec():
            pagina.tenta(lambda: pagina.venda.muda(servico=dialogo.servico))

    def observacoes(self, primeiro: str = "observacoes") -> None:
        """Ctrl+O; `primeiro`: the field that was clicked."""
        from balcao.ui.venda.dados import DialogoDados  # measured (0100)

        pagina = self._pagina
        if pagina.travas.impede(Parte.CABECALHO, campo="observacoes", do_tipo=False):
            return
        dialogo = DialogoDados(pagina.venda.pedido, pagina.venda.registros.classificacoes, pagina.travas.do_tipo(),
                               pagina, primeiro)
        if dialogo.exec():
            pagina.tenta(lambda: pagina.venda.muda(**dialogo.dados))

    # -- drafts --------------------------------------------------------------------------------------
    def novo(self) -> None:
        """Ctrl+N."""
        self._pagina.tenta(self._pagina.venda.novo)

    def proximo(self) -> None:
        """Ctrl+Tab."""
        self._pagina.tenta(self._pagina.venda.troca)

    def descarta(self) -> None:
        """Ctrl+W: asks once."""
        pagina = self._pagina
        if pagina.venda.rascunho.alterando is not None:
            pagina.travas.abandona()
            return
        n = len(pagina.venda.pedido.itens)
        Pergunta(pagina, "Descartar este documento?",
                 f"{n} {'item será perdido' if n == 1 else 'itens serão perdidos'}; não há como voltar.",
                 "Descartar", "Continuar vendendo",
                 lambda sim: self._descarta() if sim else None, perigo=True).open()

    def _descarta(self) -> None:
        """One that was suspended leaves this screen once the server has thrown its copy away."""
        pagina, rascunho = self._pagina, self._pagina.venda.rascunho

        def descartou(_nada: None = None) -> None:
            if pagina.venda.rascunho.id == rascunho.id:
                pagina.tenta(pagina.venda.fecha)

        if not rascunho.retomado:
            descartou()
            return
        pagina.fundo.executa(
            Faixa.ENVIO, f"descarta {rascunho.id}", lambda _ficha: pagina.servicos.descarta(rascunho), descartou,
            lambda erro: pagina.avisa(f"O documento não foi descartado e continua aberto: {erro}"), dono=self)
