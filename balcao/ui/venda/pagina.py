"""The sale's page: screen + keys + the three editors. It shows the sale; it decides nothing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from balcao.domain.achados import PIOR_PRIMEIRO, Severity
from balcao.domain.arredondamento import CASAS_MONEY, ZERO
from balcao.domain.documentos import formata_documento
from balcao.domain.erros import BalcaoError
from balcao.domain.pedido import ModoEntrega
from balcao.domain.permissoes import Permissao
from balcao.domain.plano import em_parcelas
from balcao.domain.tipo_pedido.opcoes import Preenchimento
from balcao.services.counter.venda import Venda
from balcao.ui.acoes import Acoes, BarraTeclas
from balcao.ui.background import Background, Faixa, Tarefa
from balcao.ui.componentes.avisos import Nota
from balcao.ui.componentes.dialogo import DialogoValor
from balcao.ui.lista_resultados import SALDOS
from balcao.ui.venda.acoes import VENDA
from balcao.ui.venda.alteracao import Travas
from balcao.ui.venda.cabecalho import nomes_do_servico
from balcao.ui.venda.cartao_cliente import SEM_ALERTA, Ficha, estado_de
from balcao.ui.venda.edicao_cabecalho import EdicaoCabecalho
from balcao.ui.venda.edicao_itens import EdicaoItens
from balcao.ui.venda.emissao import Emissao
from balcao.ui.venda.numero import escreve_numero
from balcao.ui.venda.servicos import ServicosVenda
from balcao.ui.venda.tecnico import EscolhaTecnico
from balcao.ui.venda.tela import TelaVenda


class PaginaVenda(QWidget):
    """`informou` carries a good piece of news ("DAV 123 emitido"), `avisou` one to read, `calou` one of those that no
    longer holds."""

    informou = Signal(str)
    avisou = Signal(str)
    calou = Signal(str)
    pediu_documentos = Signal()
    pediu_ajuda = Signal()

    def __init__(self, venda: Venda, servicos: ServicosVenda, fundo: Background, novo_id: Callable[[], UUID],
                 teclas: dict[str, str] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.venda, self.servicos, self.fundo, self.novo_id = venda, servicos, fundo, novo_id
        self.idade_dados: Callable[[], str] = str
        self.tela = TelaVenda()
        self._demoradas = 0
        fundo.ocupado.connect(self._demora)
        self.acoes = Acoes(self, VENDA, teclas)
        self.itens, self.cabecalho, self.emissao = EdicaoItens(self), EdicaoCabecalho(self), Emissao(self)
        self.tecnicos, self.travas = EscolhaTecnico(self), Travas(self)
        coluna = QVBoxLayout(self)
        coluna.setContentsMargins(0, 0, 0, 0)
        coluna.setSpacing(0)
        coluna.addWidget(self.tela, 1)
        coluna.addWidget(BarraTeclas(self.acoes))
        self.setFocusProxy(self.tela)
        self.mostra()
        self.tela.itens.seleciona(venda.rascunho.atual)

    @property
    def pode_cadastrar(self) -> bool:
        """Whether this user may register customers."""
        return self.venda.contexto.usuario.pode(Permissao.INCLUIR_CLIENTE)

    def ajuda(self) -> None:
        """F1."""
        self.pediu_ajuda.emit()

    def documentos(self) -> None:
        """F8."""
        self.pediu_documentos.emit()

    # -- scans ---------------------------------------------------------------------------------------
    def aceita_leitura(self, codigo: str) -> bool:
        """Whether a scan may go to the sale now. Over another window (Configuração, a document's reason) nobody
        would see it arrive: it is refused aloud, there and in a notice that stays."""
        janela = QApplication.activeModalWidget()
        if janela is None or self._e_daqui(janela):
            return True
        from balcao.ui.ajuda import FolhaTeclas  # measured (0100)
        from balcao.ui.paleta_comandos import PaletaComandos  # measured (0100)

        if isinstance(janela, FolhaTeclas | PaletaComandos):  # only read; nothing is lost
            janela.reject()
            return True
        frase = f"A leitura {codigo} não entrou na venda: há outra janela aberta. Feche-a e leia de novo."
        QApplication.beep()
        Nota(janela).mostra(frase)
        self.avisa(frase.replace("há outra janela aberta. Feche-a e leia", "havia outra janela aberta. Leia"))
        return False

    def leu(self, codigo: str) -> None:
        """A scan, wherever the focus was: one more line, also behind a dialog of the sale, which stays."""
        if self.emissao.leu(codigo):
            return
        antes = len(self.venda.pedido.itens)
        self.itens.leu(codigo)
        if QApplication.activeModalWidget() is not None and len(self.venda.pedido.itens) > antes:
            self.informa(f"{self.venda.pedido.itens[-1].descricao} entrou na venda.")

    def _e_daqui(self, janela: QWidget) -> bool:
        dono: QWidget | None = janela
        while dono is not None and dono is not self:
            dono = dono.parentWidget()
        return dono is self

    def _demora(self, tarefa: Tarefa, demora: bool) -> None:
        """Sending and printing say so when they take longer than a moment; a search says it by itself."""
        if tarefa.faixa in (Faixa.ENVIO, Faixa.IMPRESSAO):
            self._demoradas += 1 if demora else -1
            self.tela.situacao.mostra_espera(self._demoradas > 0)

    def tenta(self, edita: Callable[[], object]) -> None:
        """Run an edit; show the sale, or say why not. The cursor goes back to the entry line."""
        self.tela.avisa("")  # what an edit before this one was refused for
        try:
            edita()
        except BalcaoError as erro:
            self.tela.avisa(str(erro))
        self.mostra()
        self.tela.entrada.setFocus()

    def pergunta(self, dialogo: DialogoValor, edita: Callable[[Any], object]) -> None:
        """Ask for one value and run the edit that it is for; what is refused is said in the dialog, and stays there."""
        dialogo.faz = edita
        if dialogo.exec():
            self.tela.avisa("")  # what an edit before this one was refused for
            self.mostra()
            self.tela.entrada.setFocus()

    def informa(self, mensagem: str) -> None:
        """Good news, shown quietly."""
        self.informou.emit(mensagem)

    def avisa(self, mensagem: str) -> None:
        """To be read and closed."""
        self.avisou.emit(mensagem)

    def avisa_erro(self, erro: Exception) -> None:
        """An error of the environment or of the operator, in words."""
        self.avisou.emit(str(erro))

    def aviso_sem_retaguarda(self) -> str:
        """Age of the data, in words, when the retaguarda does not answer; "" otherwise."""
        return "" if self.venda.sem_retaguarda() is None else self.idade_dados()

    def mostra(self) -> None:
        """Draw the sale as it is now."""
        venda, tela = self.venda, self.tela
        rodape = venda.contexto.terminal.rodape
        casas = max(CASAS_MONEY, venda.registros.casas(venda.pedido, venda.contexto))
        tela.itens.mostra(venda.pedido.itens, rodape.casas_decimais_qtde, casas)
        ocultas = () if venda.contexto.terminal.controles_produtos.cp_exibir_saldo else SALDOS
        tela.resultados.define_colunas(ocultas, casas)
        tela.itens.marca(self._marcas())
        # an empty document says so by itself; F12 waits for the first item
        tela.achados.mostra(tuple(a for a in venda.achados if (a.severity is not Severity.INFO or a.params)
                                  and a.code != "pedido.vazio"))
        tela.totais.mostra(venda.pedido, self._parcelas())
        parados = frozenset(a.field for a in venda.achados if a.severity is Severity.BLOCK)
        preenchidas = frozenset(campo.removesuffix("_id") for campo in self.travas.do_tipo().campos)
        quem = None if "vendedor" in parados else venda.registros.vendedor_assumido(venda.pedido)
        assumido = self.nome_do_vendedor(quem)
        tela.documento.mostra(parados, preenchidas, assumido, **self.nomes())
        tela.documento.mostra_rascunhos(venda.posicao + 1, len(venda.rascunhos))
        tela.cliente.mostra(self._ficha())
        self.cabecalho.revisa_nota()
        self.travas.mostra()
        self.acoes.atualiza()

    def nome_do_vendedor(self, id_: int | None) -> str:
        """"" for nobody; who sells need not be one of the sellers."""
        usuario = self.venda.contexto.usuario
        achado = self.venda.registros.vendedores.get(id_ or 0)
        return achado.nome if achado is not None else usuario.nome if id_ == usuario.id else ""

    def nome_da_classificacao(self, id_: int | None) -> str:
        """"" for none; one that is offered no more has only its number here."""
        return "" if id_ is None else self.venda.registros.classificacoes.get(id_, f"nº {id_}")

    def nomes(self) -> dict[str, str | None]:
        """What the header's labels show; None: not of this document."""
        venda, pedido = self.venda, self.venda.pedido
        registros = venda.registros
        tipo = registros.tipo(pedido.tipo_id)
        lista = registros.listas.get(pedido.lista_id or 0)
        entrega = "Retira" if pedido.entrega.modo is ModoEntrega.RETIRA else "Entrega"
        sem_vendedor = tipo.vendedor is Preenchimento.NAO_INFORMAR
        return {"tipo": tipo.titulo_impresso, "numero": escreve_numero(pedido, tipo),
                "vendedor": None if sem_vendedor else self.nome_do_vendedor(pedido.vendedor_id),
                "representante": self.nome_do_vendedor(pedido.representante_id) or None,
                "lista": None if not tipo.usa_lista else lista.nome if lista else "",
                "plano": None if not tipo.usa_plano else venda.plano.nome if venda.plano else "", "entrega": entrega,
                "contato": pedido.contato or None,
                "classificacao": self.nome_da_classificacao(pedido.classificacao_id) or None,
                **nomes_do_servico(pedido.servico, tipo)}

    def _marcas(self) -> dict[int, Severity]:
        marcas: dict[int, Severity] = {}
        for achado in self.venda.achados:
            if achado.item is not None:
                antes = marcas.get(achado.item, Severity.INFO)
                marcas[achado.item] = min(antes, achado.severity, key=lambda s: PIOR_PRIMEIRO[s])
        return marcas

    def _parcelas(self) -> str:
        venda = self.venda
        return em_parcelas(venda.parcelas(), venda.rascunho.emissao(venda.hoje())) if venda.pedido.total else ""

    def _ficha(self) -> Ficha:
        cliente = self.venda.registros.cliente(self.venda.pedido.cliente_id)
        if cliente is None:
            return Ficha()
        if cliente.consumidor_final:
            return Ficha(nome=cliente.nome)
        fatos = self.venda.fatos()
        estado = estado_de(cliente, fatos.hoje)
        credito = fatos.credito
        if credito is None:
            return Ficha(nome=cliente.nome, documento=formata_documento(cliente.documento), estado=estado,
                         alerta=estado not in SEM_ALERTA)
        vencidos = credito.vencidos(fatos.hoje, 0)
        cabe = credito.cabe(fatos.preferencias.abate_creditos)
        usa = fatos.pedido.total if fatos.toma_credito else ZERO
        return Ficha(
            nome=cliente.nome, documento=formata_documento(cliente.documento), estado=estado,
            alerta=estado not in SEM_ALERTA, mostra_credito=True, limite=credito.limite,
            tomado=credito.tomado, vencido=vencidos.total if vencidos else ZERO,
            cabe=None if cabe is None else cabe - usa, dados=self.idade_dados(), observacoes=cliente.observacoes)
