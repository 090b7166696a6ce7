"""The keys that change lines: what is typed becomes an edit of the sale, or a sentence under the entry line."""

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from balcao.domain.alteracao import Parte
from balcao.domain.campo import ValorInvalido
from balcao.domain.entrada import Entrada, interpreta, le_quantidade
from balcao.domain.erros import BalcaoError, EntradaInvalida, RegraViolada
from balcao.domain.etiqueta_balanca import linha_da_etiqueta
from balcao.domain.formatos import le_decimal, numero
from balcao.domain.pedido import ItemPedido
from balcao.domain.resultado_busca import LinhaProduto, Resultado
from balcao.domain.tipo_pedido.opcoes import NumeroSerie
from balcao.domain.uma_linha import encurta
from balcao.services.counter.catalogo import Identificado
from balcao.services.counter.edicao import MAIOR_OBSERVACAO, confere_edicao_de_preco, pede_preco, preco_so_de_leitura
from balcao.services.counter.estoque_na_busca import consultado_no_estoque, no_estoque_do_pedido
from balcao.ui.background import Faixa
from balcao.ui.componentes.dialogo import DialogoValor
from balcao.ui.venda.ajuste import DialogoAjuste

if TYPE_CHECKING:
    from balcao.services.counter.consulta import RespostaPreco
    from balcao.ui.venda.pagina import PaginaVenda

_UM = Decimal(1)
_LEITURA_PAROU_MS = 60  # a scan that lost its Enter is searched like anything typed


def _ate_casas(casas: int) -> str:
    return f"Até {casas} casas depois da vírgula." if casas else "Sem casas depois da vírgula."


class EdicaoItens(QObject):
    """Belongs to the page; reads the screen, edits the sale, tells the page to show it."""

    def __init__(self, pagina: "PaginaVenda") -> None:
        super().__init__(pagina)
        self._pagina, self._tela = pagina, pagina.tela
        self._parou = QTimer(self, singleShot=True, interval=_LEITURA_PAROU_MS)
        self._parou.timeout.connect(lambda: self._procura(self._le(self._tela.entrada.text()).texto))
        tela = self._tela
        tela.digitou.connect(self._digitou)
        tela.enviou.connect(self._enviou)
        tela.escolheu.connect(self._escolheu)
        tela.resultados.falta.connect(self._falta)
        tela.itens.mudou.connect(lambda linha: pagina.venda.seleciona(linha))

    # -- the entry line ------------------------------------------------------------------------------
    def foca_entrada(self) -> None:
        """F2: back to where products are typed."""
        self._tela.entrada.setFocus()
        self._tela.entrada.selectAll()

    def leu(self, codigo: str) -> None:
        """A scanner read, wherever the focus was."""
        self._tela.limpa_entrada()
        self._enviou(codigo)

    def _digitou(self, texto: str) -> None:
        self._parou.stop()
        self._pagina.fundo.cancela("busca")
        procurado = self._le(texto).texto if texto else ""
        lendo = bool(procurado and self._tela.lido)
        if (lendo or not procurado) and self._tela.procurando:
            self._tela.resultados.limpa()
            self._tela.mostra_resultados(False)
        if not procurado:
            self._tela.atrasado = False
        elif lendo:  # nobody reads rows that change every 3 ms, and the Enter asks for the whole code
            self._tela.atrasado = True
            self._parou.start()
        else:
            self._procura(procurado)

    def _procura(self, procurado: str, inicio: int = 0) -> None:
        """Look for a text's rows from `inicio` on: at once, or in the background when that takes longer."""
        if not procurado:
            return
        resultado = self._pagina.servicos.busca(procurado, inicio)
        if resultado is not None:
            self._mostra(resultado)
            return
        if not inicio:
            self._tela.atrasado = True
            self._tela.resultados.procurando(procurado)
            self._tela.mostra_resultados(True)
        self._pagina.fundo.executa(
            Faixa.LEITURA, "busca",
            lambda ficha: self._pagina.servicos.busca_completa(procurado, lambda: ficha.cancelada, inicio),
            self._mostra, self._pagina.avisa_erro, dono=self)

    def _falta(self, inicio: int) -> None:
        """The selection ran past the rows that are here: the next page of the same text."""
        self._procura(self._le(self._tela.entrada.text()).texto, inicio)

    def _le(self, texto: str) -> Entrada:
        venda = self._pagina.venda
        terminal, tipo = venda.contexto.terminal, venda.registros.tipo(venda.pedido.tipo_id)
        return interpreta(texto, terminal.balanca.modelo(), terminal.rodape.casas_decimais_qtde,
                          tipo.permite_quantidade_zerada, tipo.unidade_medida_alternativa)

    def _mostra(self, resultado: Resultado[LinhaProduto]) -> None:
        self._tela.atrasado = False
        venda = self._pagina.venda
        self._tela.resultados.mostra(no_estoque_do_pedido(resultado, venda.pedido, venda.registros))
        self._tela.mostra_resultados(True)
        if resultado.cortado:
            self._conta(resultado.texto)

    def _conta(self, procurado: str) -> None:
        """CB-073: of how many, once somebody has seen all the rows that this terminal shows."""
        self._pagina.fundo.executa(
            Faixa.LEITURA, "busca",
            lambda ficha: self._pagina.servicos.conta(procurado, lambda: ficha.cancelada),
            lambda total: self._tela.resultados.mostra_total(procurado, total), self._pagina.avisa_erro, dono=self)

    def _enviou(self, texto: str) -> None:
        if texto.strip():
            self._aplica(self._le(texto), None)

    def _escolheu(self, linha: LinhaProduto) -> None:
        self._aplica(self._le(self._tela.entrada.text()), linha)

    def _aplica(self, entrada: Entrada, linha: LinhaProduto | None) -> None:
        """Add what was typed; what cannot be added is told under the line and stays there, selected."""
        try:
            if entrada.erro:
                raise EntradaInvalida(entrada.erro)
            item = self._inclui(entrada, linha)
        except (BalcaoError, ValorInvalido) as erro:
            self._tela.avisa(str(erro))
            self._tela.entrada.selectAll()
            return
        recusa = self._poe_vendedor(entrada.vendedor)  # the item is in, whoever sells it
        self._tela.limpa_entrada()
        self._pagina.mostra()
        self._tela.itens.seleciona(item.linha)
        if not item.preco and pede_preco(self._pagina.venda.contexto.terminal):
            self.preco()
        if self._pede_series(item):
            self.series()
        if recusa:
            self._tela.avisa(recusa)

    def _poe_vendedor(self, nome: str | None) -> str:
        """"@maria": why not, or ""."""
        try:
            if nome:
                self._pagina.cabecalho.vendedor_por_nome(nome)
        except EntradaInvalida as erro:
            return str(erro)
        return ""

    def _inclui(self, entrada: Entrada, linha: LinhaProduto | None) -> ItemPedido:
        venda = self._pagina.venda
        entrada = entrada if linha is not None else self._so_a_leitura(entrada)
        produto_id, fator = (linha.id, linha.fator) if linha is not None else self._identifica(entrada)
        desconto = entrada.desconto
        if entrada.etiqueta is None or linha is not None:
            quantidade = _UM if entrada.quantidade is None else entrada.quantidade
            if entrada.unidade:  # it says how many there are, whatever pack's bar code was read
                return venda.inclui(produto_id, quantidade, desconto=desconto, unidade=entrada.unidade)
            return venda.inclui(produto_id, quantidade * fator, desconto=desconto)
        preco = venda.preco_de(produto_id)
        pesada = linha_da_etiqueta(entrada.etiqueta, preco, venda.contexto.terminal.rodape.casas_decimais_qtde)
        return venda.inclui(produto_id, pesada.quantidade, pesada.total, desconto)

    def _so_a_leitura(self, entrada: Entrada) -> Entrada:
        """A scan that came behind a word somebody had begun to type: when the two together are no product and the
        scan is one, it alone is meant. A quantity typed before it (3*) is no such word, and counts."""
        lida = self._le(self._tela.lido)
        if not entrada.texto.endswith(lida.texto) or not lida.texto or entrada.texto == lida.texto:
            return entrada
        if self._acha(entrada) is not None or self._acha(lida) is None:
            return entrada
        sobra = entrada.texto.removesuffix(lida.texto).strip()
        self._pagina.informa(f"Entrou a leitura {lida.texto}; “{sobra}”, digitado antes dela, foi deixado de lado.")
        return lida._replace(quantidade=entrada.quantidade, unidade=entrada.unidade)

    def _acha(self, entrada: Entrada) -> Identificado | None:
        catalogo = self._pagina.venda.catalogo
        if entrada.etiqueta is not None:
            return catalogo.identifica_balanca(entrada.etiqueta.codigo)
        return catalogo.identifica(entrada.texto)

    def _identifica(self, entrada: Entrada) -> tuple[int, Decimal]:
        """The one product that was meant. Raises EntradaInvalida when there is none, or several."""
        if not entrada.texto and entrada.etiqueta is None:
            raise EntradaInvalida("Falta o produto: digite o código, as barras ou a descrição, como 3*código.")
        achado = self._acha(entrada)
        if achado is not None:
            return achado.produto_id, achado.fator
        if entrada.etiqueta is not None:
            raise EntradaInvalida(f"Nenhum produto com o código de balança {entrada.etiqueta.codigo}.")
        dito = encurta(entrada.texto)
        resultado = self._pagina.servicos.busca(entrada.texto)
        if resultado is None:  # it takes longer than a key may: the list comes from the background
            raise EntradaInvalida(f"A busca de “{dito}” ainda não terminou. Espere a lista e escolha.")
        if not resultado.linhas or resultado.corrigido:
            digito = " O último algarismo não confere: leia de novo." if entrada.digito_errado else ""
            chegando = " Os produtos ainda estão chegando: repita daqui a pouco." if resultado.carregando else ""
            raise EntradaInvalida(f"Nenhum produto com “{dito}”.{digito}{chegando}{self._sem_unidade(entrada.texto)}")
        if len(resultado.linhas) > 1 or resultado.tem_mais:
            raise EntradaInvalida(f"Há mais de um produto com “{dito}”. Escolha com as setas e Enter.")
        return resultado.linhas[0].id, resultado.linhas[0].fator

    def _sem_unidade(self, texto: str) -> str:
        """TP-171: why "2cx*código" is no quantity here; "" for a text that is none, or where it is one."""
        tipo = self._pagina.venda.registros.tipo(self._pagina.venda.pedido.tipo_id)
        if tipo.unidade_medida_alternativa or not interpreta(texto, unidades=True).unidade:
            return ""
        return f" No tipo {tipo.nome}, a quantidade é só na unidade do produto: digite 2*código."

    # -- the current line ----------------------------------------------------------------------------
    def quantidade(self) -> None:
        """F4."""
        if (item := self._atual()) is None or self._pagina.travas.impede(Parte.ALTERACAO, item=item):
            return
        venda = self._pagina.venda
        tipo, unidades = venda.registros.tipo(venda.pedido.tipo_id), venda.registros.unidades
        produto = venda.registros.produto(item.produto_id)

        def le(texto: str) -> tuple[Decimal, str]:
            quantidade, unidade = le_quantidade(texto)
            if produto is not None:
                unidades.digitada(tipo, produto, quantidade, unidade)
            return quantidade, unidade

        dialogo = DialogoValor("Quantidade", f"&Quantidade de {item.descricao} ({item.unidade})",
                               str(item.digitado) if item.digitado else numero(item.quantidade), le, self._pagina,
                               _ate_casas(venda.contexto.terminal.rodape.casas_decimais_qtde)
                               + unidades.dica(tipo, item.produto_id))
        self._pagina.pergunta(dialogo, lambda valor: venda.muda_quantidade(item.linha, *valor))

    def preco(self) -> None:
        """F10."""
        if (item := self._atual()) is None or self._pagina.travas.impede(Parte.ALTERACAO, item=item):
            return
        venda = self._pagina.venda
        try:
            confere_edicao_de_preco(venda.fatos(), item.linha)
        except RegraViolada as recusa:
            self._tela.avisa(str(recusa))
            return
        if fechado := preco_so_de_leitura(venda.fatos()):
            self._tela.avisa(fechado)
            return
        casas = venda.registros.casas(venda.pedido, venda.contexto)
        dialogo = DialogoValor("Preço", f"&Preço de {item.descricao} (R$ por {item.unidade})", numero(item.preco),
                               le_decimal, self._pagina, f"Preço de tabela: {numero(item.preco_lista, max(2, casas))}."
                               f" {_ate_casas(casas)}")
        self._pagina.pergunta(dialogo, lambda valor: venda.muda_preco(item.linha, valor))

    def desconto(self) -> None:
        """F5."""
        if (item := self._atual()) is None:
            return
        venda = self._pagina.venda
        dialogo = DialogoAjuste(f"em {item.descricao}", item.bruto - item.acrescimo,
                                (item.desconto_digitado, item.acrescimo_digitado),
                                venda.registros.tipo(venda.pedido.tipo_id), self._pagina, item)
        self._pagina.pergunta(dialogo, lambda valor: venda.ajusta_item(item.linha, valor))

    def observacoes(self) -> None:
        """Ctrl+Shift+O."""
        from balcao.ui.venda.motivo import DialogoObservacoes  # measured (0100)

        if (item := self._atual()) is None:
            return
        dialogo = DialogoObservacoes(item.observacoes, self._pagina, f"Observações de {item.descricao}",
                                     MAIOR_OBSERVACAO)
        if dialogo.exec():
            texto = dialogo.texto.toPlainText()
            self._pagina.tenta(lambda: self._pagina.venda.detalha_item(item.linha, observacoes=texto))

    def series(self) -> None:
        """Ctrl+Shift+N."""
        from balcao.ui.venda.series import DialogoSeries  # measured (0100)

        if (item := self._atual()) is None:
            return
        dialogo = DialogoSeries(item, self._pagina)
        if dialogo.exec():
            texto = dialogo.texto.toPlainText()
            self._pagina.tenta(lambda: self._pagina.venda.detalha_item(item.linha, series=texto))

    def _pede_series(self, item: ItemPedido) -> bool:
        """TP-045: whether a line that has just entered must say which units leave."""
        registros, pedido = self._pagina.venda.registros, self._pagina.venda.pedido
        produto = registros.produto(item.produto_id)
        return (registros.tipo(pedido.tipo_id).unidade_produto_item is NumeroSerie.OBRIGATORIO
                and produto is not None and produto.numero_serie and bool(item.quantidade))

    def exclui(self) -> None:
        """Ctrl+Del; Ctrl+Z brings it back."""
        if (item := self._atual()) is not None:
            self._pagina.tenta(lambda: self._pagina.venda.exclui(item.linha))

    def desfaz(self) -> None:
        """Ctrl+Z."""
        self._pagina.tenta(self._pagina.venda.desfaz)

    def refaz(self) -> None:
        """Ctrl+Y."""
        self._pagina.tenta(self._pagina.venda.refaz)

    def consulta_preco(self) -> None:
        """Ctrl+P: begins with the product under the cursor of the results, else with what is typed."""
        from balcao.ui.venda.consulta_preco import DialogoConsultaPreco  # measured (0100)

        venda = self._pagina.venda

        def consulta(texto: str, inicio: int = 0) -> "RespostaPreco":
            return consultado_no_estoque(self._pagina.servicos.consulta_preco(texto, inicio), venda.pedido,
                                         venda.registros)

        tela = self._tela
        achada = tela.resultados.atual if tela.procurando and not tela.atrasado else None
        dialogo = DialogoConsultaPreco(consulta, tela.entrada.text() if achada is None else achada.codigo, self._pagina)
        dialogo.exec()

    def _atual(self) -> ItemPedido | None:
        linha = self._tela.itens.atual
        return self._pagina.venda.pedido.item(linha) if linha else None
