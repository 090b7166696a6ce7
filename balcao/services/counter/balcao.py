"""The counter, put together: everything that `app.py` hands to the screen, built once (no globals, no registry).

    balcao = Balcao.abre(pastas(), Segredos(pastas().config), agora)   # nothing waits for the network
    balcao.inicia()                                                    # sync and sending begin
    balcao.sessoes.entra("ana", "…")                                   # background lane
    venda = balcao.venda(faixa)                                        # UI thread, once `pronto()`
    …
    balcao.fecha()
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from uuid_utils.compat import uuid7

from balcao.config import estacao as config_estacao
from balcao.config.estacao import Estacao
from balcao.config.plataforma import Pastas
from balcao.config.segredos import Segredos
from balcao.db.fatos import Terminal
from balcao.db.journal.clientes import ClientesNovos
from balcao.db.journal.diario import Diario, micros
from balcao.db.journal.envios import Envios
from balcao.db.journal.impressoes import Impressoes
from balcao.db.journal.rascunhos import Rascunhos
from balcao.db.journal.verificadores import Verificadores
from balcao.db.replica.arquivo import EstadoReplica, Situacao
from balcao.db.replica.busca import FiltroProdutos
from balcao.db.replica.leitura import LeitorReplica, Replica
from balcao.db.replica.supervisor import Pedido as PedidoSincronia
from balcao.db.replica.supervisor import Supervisor
from balcao.db.server.nomes import Papeis, escreve_dsn
from balcao.devices.fila_impressao import FilaImpressao
from balcao.devices.impressora import abre as abre_impressora
from balcao.devices.trabalho import Trabalho
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.domain.fatos import Usuario
from balcao.domain.protocolo import Autenticacao
from balcao.domain.terminal import PoliticaTerminal
from balcao.domain.terminal.opcoes import ProdutoInativo
from balcao.gateways.retaguarda import Credencial, Destino, Retaguarda
from balcao.services.counter import pastas as onde
from balcao.services.counter.clientes import Clientes
from balcao.services.counter.configuracao import Configuracao
from balcao.services.counter.consulta import Consulta
from balcao.services.counter.documentos import Documentos
from balcao.services.counter.edicao import Contexto
from balcao.services.counter.finalizar import Finalizador
from balcao.services.counter.guarda import PARTES
from balcao.services.counter.impressao import Impressor
from balcao.services.counter.leitura_local import CatalogoBalcao, LeituraLocal
from balcao.services.counter.liberar import Liberador
from balcao.services.counter.ligacao import EstadoLigacao, Ligacao
from balcao.services.counter.rascunho import Rascunho
from balcao.services.counter.relogio import Relogio
from balcao.services.counter.remessa import Noticia, Remessa, resumo_da_fila
from balcao.services.counter.sessao import Sessoes
from balcao.services.counter.venda import Venda

SUFIXO_SENHA_DEMO = "123"  # the sample shop's passwords: ana123 (ferramentas/loja_exemplo)

FaixaDiario = Callable[[Callable[[], object]], None]
"""Runs a piece of work in the journal's lane, later, in order; tells the person when it fails."""


def na_hora(trabalho: Callable[[], object]) -> None:
    """A journal lane that does not wait its turn: for tests and commands."""
    trabalho()


@dataclass
class Avisos:
    """What the counter tells the screen, each from a thread of its own (the screen brings it to its own)."""

    mudou: Callable[[], None] = lambda: None            # connection or data changed: draw the status bar, renew
    noticia: Callable[[Noticia], None] = lambda _: None  # something that waited arrived, or could not
    impressao: Callable[[Trabalho], None] = lambda _: None  # a document's printing went on, or failed


class Balcao:
    """See the module. `abre` makes one; attributes are the use cases that screens call."""

    def __init__(self, pastas: Pastas, estacao: Estacao, segredo: str, diario: Diario,
                 local: Callable[[], datetime], avisos: Avisos) -> None:
        self.pastas = pastas
        self.estacao = estacao
        self._segredo = segredo
        self.avisos = avisos
        self.diario = diario
        self.rascunhos: Rascunhos[Rascunho] = Rascunhos(diario, PARTES, lambda: micros(local()))
        self.envios = Envios(diario, local)
        self.novos_clientes = ClientesNovos(diario, local)
        self.replica = Replica(onde.replica(pastas))
        self.leitura = LeituraLocal(self.replica, self.novos_clientes, estacao.id)
        self.relogio = Relogio(local)
        self.ligacao = Ligacao(local, avisos.mudou)
        self.retaguarda = Retaguarda(_destino(estacao), Credencial(estacao.id, segredo), ouve=self.ligacao.ouviu)
        self.sessoes = Sessoes(self.retaguarda, Verificadores(diario, self.relogio.agora), self.relogio)
        self.finalizador = Finalizador(self.retaguarda, self.envios, self.leitura, self.ligacao, self.relogio,
                                       self._autenticacao)
        self.liberador = Liberador(self.retaguarda, self.sessoes, self.relogio, uuid7)
        impressoes = Impressoes(diario, local)
        self.remessa = Remessa(self.retaguarda, self.envios, self.novos_clientes, impressoes, self.relogio,
                               self._noticia)
        self.fila = FilaImpressao(onde.impressao(pastas), abre_impressora, self.relogio.agora,
                                  lambda trabalho: avisos.impressao(trabalho))
        self.impressor = Impressor(self.fila, onde.modelos(pastas), self.politica, self.relogio.na_loja, impressoes)
        self.documentos = Documentos(self.retaguarda, self.envios, impressoes, self.leitura, self.impressor,
                                     self.relogio, self.contexto, uuid7)
        self.consulta = Consulta(self.replica, self._filtro)
        self.clientes = Clientes(self.retaguarda, self.novos_clientes, self.consulta, self.politica,
                                 self.remessa.agora, self._usuario_id)
        self._supervisor: Supervisor | None = None
        self._venda: tuple[Venda, LeitorReplica] | None = None
        self._ultima_politica = PoliticaTerminal()

    @classmethod
    def abre(cls, pastas: Pastas, segredos: Segredos, local: Callable[[], datetime],
             avisos: Avisos | None = None) -> "Balcao":
        """Open this computer's counter. Raises AmbienteIndisponivel: it is no station yet, its secret is gone,
        or its journal cannot be used."""
        estacao = config_estacao.le(pastas.config)
        if not estacao.id:
            raise AmbienteIndisponivel("Este computador ainda não é um terminal da loja.",
                                       "No servidor: balcao estacao criar; informe aqui a credencial que ele mostrar.")
        segredo = segredos.le(f"estacao {estacao.id}")
        if segredo is None:
            raise AmbienteIndisponivel("A credencial deste terminal não está mais neste computador.",
                                       "No servidor, renove-a (balcao estacao senha) e informe aqui a nova.")
        return cls(pastas, estacao, segredo, Diario(onde.diario(pastas)), local, avisos or Avisos())

    def inicia(self) -> None:
        """Start sync, sending and printing; returns at once."""
        self._supervisor = self._novo_supervisor()
        self._supervisor.inicia()
        self.remessa.inicia()
        self.fila.iniciar()

    def fecha(self) -> None:
        """Stop everything; what waits stays on the disk."""
        if self._supervisor is not None:
            self._supervisor.para()
        self.remessa.para()
        self.fila.parar()
        self.fecha_venda()
        self.consulta.fecha()
        self.retaguarda.fecha()
        self.replica.fecha()
        self.diario.fecha()

    # ---- what is known of this station

    def pronto(self) -> bool:
        """Whether enough has arrived to open a sale (a second after the first load began)."""
        try:
            with self.leitura.catalogo(self.leitura.terminal().estabelecimento_id) as catalogo:
                return bool(catalogo.tipos() and catalogo.planos() and catalogo.listas())
        except AmbienteIndisponivel:
            return False

    def terminal(self) -> Terminal:
        """This station as the retaguarda has it. Raises AmbienteIndisponivel before it arrived."""
        return self.leitura.terminal()

    def politica(self) -> PoliticaTerminal:
        """Every page of this terminal, this computer's own fields included."""
        with suppress(AmbienteIndisponivel):  # while the copy is made: what was last known, or the defaults
            self._ultima_politica = self.terminal().politica
        return self.estacao.sobre(self._ultima_politica)

    def contexto(self) -> Contexto:
        """Who sells, where, under which policy. Raises EntradaInvalida when nobody is logged in, and
        AmbienteIndisponivel before the data arrived."""
        if self.sessoes.atual is None:
            raise EntradaInvalida("Ninguém entrou neste balcão. Entre com usuário e senha.")
        terminal = self.terminal()
        loja = self.leitura.estabelecimento(terminal.estabelecimento_id)
        self.relogio.fuso = loja.fuso
        with self.leitura.catalogo(loja.id) as catalogo:
            listas = catalogo.listas()
            return Contexto(
                estabelecimento_id=loja.id, estacao_id=terminal.id, nome_terminal=terminal.rotulo,
                usuario=self._usuario(), terminal=self.politica(), lista_padrao=listas[0].id if listas else None,
                consumidor_final=catalogo.consumidor_final())

    def nome_da_loja(self) -> str:
        """"Loja Centro · terminal 3"; this computer's own name of it before any data came."""
        try:
            terminal = self.terminal()
            return f"{self.leitura.estabelecimento(terminal.estabelecimento_id).fantasia} · {terminal.rotulo}"
        except AmbienteIndisponivel:
            return self.estacao.nome

    def sugestoes(self) -> list[tuple[str, str, str, str]]:
        """The sample shop's users (name, profile, login, password), for the login; a real shop has none."""
        try:
            with self.replica.conexao() as leitor:
                linhas = sorted(leitor.le("demonstracao"), key=itemgetter("id"))
        except AmbienteIndisponivel:
            return []
        return [(r["nome"], r["perfil"], r["login"], f"{r['login']}{SUFIXO_SENHA_DEMO}") for r in linhas]

    def situacao(self) -> EstadoLigacao:
        """For the status bar."""
        return self.ligacao.estado(*resumo_da_fila(self.envios, self.novos_clientes))

    # ---- the sale

    def venda(self, faixa: FaixaDiario = na_hora) -> Venda:
        """The sale of this counter with the drafts that were open. UI thread; raises like `contexto`."""
        contexto = self.contexto()
        leitor = self.replica.abre()
        venda = Venda(
            catalogo=CatalogoBalcao(leitor, contexto.estabelecimento_id, self.novos_clientes), contexto=contexto,
            novo_id=uuid7, agora=self.relogio.agora, hoje=self.relogio.hoje,
            sem_retaguarda=self.ligacao.sem_retaguarda,
            guarda=lambda rascunho: faixa(lambda: self.rascunhos.guarda(rascunho)),
            descarta=lambda id_: faixa(lambda: self.rascunhos.descarta(id_)), rascunhos=self.rascunhos.abertos())
        self._venda = (venda, leitor)
        return venda

    def renova(self) -> None:
        """After `avisos.mudou`: let the sale see new data, prices and permissions. UI thread."""
        if self._venda is None or self.sessoes.atual is None:
            return
        venda, leitor = self._venda
        if leitor.arquivo != self.replica.arquivo():  # a reload put another file in place
            leitor.fecha()
            leitor = self.replica.abre()
            venda.catalogo = venda.registros.catalogo = CatalogoBalcao(
                leitor, venda.contexto.estabelecimento_id, self.novos_clientes)
            self._venda = (venda, leitor)
        venda.renova(self.contexto())

    def fecha_venda(self) -> None:
        """The sale's screen is gone."""
        if self._venda is not None:
            self._venda[1].fecha()
            self._venda = None

    def configuracao(self) -> Configuracao:
        """For one Configuração window."""
        return Configuracao(self.pastas.config, self.retaguarda, lambda: self.terminal().politica, self._mudou_arquivo)

    def dsn_leitura(self) -> str:
        """How this station reads the shop's database."""
        integracao = self.estacao.integracao
        varios = "," in integracao.ip_servidor_retaguarda
        return escreve_dsn(
            host=integracao.ip_servidor_retaguarda.replace(" ", ""), port=integracao.porta_banco_dados,
            user=Papeis(self.estacao.empresa).estacao(self.estacao.id), password=self._segredo,
            dbname=self.estacao.banco, target_session_attrs="read-write" if varios else None)

    def sincroniza(self, recarrega: bool = False) -> None:
        """Pull now; `recarrega`: make the whole copy again."""
        if self._supervisor is not None:
            (self._supervisor.recarrega if recarrega else self._supervisor.agora)()

    # ---- inside

    def _usuario(self) -> Usuario:
        assert self.sessoes.atual is not None
        return self.sessoes.atual.usuario

    def _usuario_id(self) -> int | None:
        return self.sessoes.atual.usuario.id if self.sessoes.atual is not None else None

    def _autenticacao(self) -> Autenticacao:
        return self.sessoes.atual.autenticacao if self.sessoes.atual is not None else Autenticacao.OFFLINE

    def _filtro(self) -> FiltroProdutos:
        venda = self._venda[0] if self._venda is not None else None
        terminal = self.politica() if venda is None else venda.contexto.terminal
        planos = tuple(venda.registros.planos.values()) if venda is not None else ()
        return FiltroProdutos(
            estabelecimento_id=venda.contexto.estabelecimento_id if venda else self.estacao.estabelecimento_id,
            lista_id=(venda.pedido.lista_id or venda.contexto.lista_padrao or 0) if venda else 0,
            plano=next((p for p in planos if p.a_vista), None),
            plano_prazo=venda.plano if venda and venda.plano and not venda.plano.a_vista
            else next((p for p in planos if not p.a_vista), None),
            casas_preco=terminal.rodape.casas_decimais_valor, campos=terminal.operacional.op_busca_produto,
            maximo=terminal.registros.reg_limite_pesquisa,
            inativos=terminal.controles_produtos.cp_produto_inativo is not ProdutoInativo.OCULTAR)

    def _noticia(self, noticia: Noticia) -> None:
        if noticia.envio is not None:
            self.rascunhos.esquece(noticia.envio.pedido_id)
        self.avisos.noticia(noticia)
        self.avisos.mudou()

    def _sincronizou(self, estado: EstadoReplica) -> None:
        antes = self.ligacao.replica
        if estado.atualizado_em is not None:
            self.relogio.acerta(estado.desvio, estado.servidor_em)
        if estado.situacao is Situacao.RECARREGANDO and antes.situacao is not Situacao.RECARREGANDO:
            self.remessa.oferece_recibos()
        self.ligacao.sincronizou(estado)

    def _novo_supervisor(self) -> Supervisor:
        pedido = PedidoSincronia(self.dsn_leitura(), str(onde.replica(self.pastas)), self.estacao.id,
                                 self.estacao.empresa)
        return Supervisor(pedido, estado=self._sincronizou, testemunha=self.remessa.deixa_testemunha)

    def _mudou_arquivo(self, estacao: Estacao) -> None:
        """Configuração saved this computer's fields: another address means other connections."""
        antes, self.estacao = self.estacao, estacao
        if antes.integracao == estacao.integracao:
            return
        self.retaguarda.aponta(_destino(estacao))
        if self._supervisor is not None:
            self._supervisor.para()
            self._supervisor = self._novo_supervisor()
            self._supervisor.inicia()
        self.remessa.agora()


def _destino(estacao: Estacao) -> Destino:
    integracao = estacao.integracao
    return Destino.de(integracao.ip_servidor_retaguarda, integracao.porta_integracao_clientes)
