"""The counter, put together: everything that `balcao.app` hands to the screen, built once (no globals, no registry).

    balcao = Balcao.abre(pastas(), Segredos(pastas().config), agora)   # nothing waits for the network
    balcao.inicia()                                                    # sync and sending begin
    balcao.sessoes.entra("ana", "…")                                   # background lane
    venda = balcao.venda(faixa)                                        # UI thread, once `pronto()`
    …
    balcao.fecha()
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import TYPE_CHECKING

from uuid_utils.compat import uuid7

from balcao.config.estacao import Estacao
from balcao.config.plataforma import Pastas
from balcao.config.segredos import Segredos
from balcao.db.fatos_cadastros import Terminal
from balcao.db.journal.clientes import ClientesNovos
from balcao.db.journal.diario import micros
from balcao.db.journal.envios import Envios
from balcao.db.journal.rascunhos import Rascunhos
from balcao.db.replica.arquivo import EstadoReplica, Situacao
from balcao.db.replica.busca import FiltroProdutos
from balcao.db.replica.leitura import LeitorReplica, Replica
from balcao.db.replica.supervisor import Pedido as PedidoSincronia
from balcao.db.replica.supervisor import Supervisor
from balcao.db.server.nomes import Papeis, escreve_dsn, provado
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.domain.fatos import Usuario
from balcao.domain.preco import dia_das_promocoes
from balcao.domain.terminal import PoliticaTerminal
from balcao.domain.terminal.opcoes import ProdutoInativo
from balcao.services.counter import pastas as onde
from balcao.services.counter.consulta import Consulta
from balcao.services.counter.edicao import Contexto
from balcao.services.counter.entrada import Entrada, destino
from balcao.services.counter.guarda import PARTES
from balcao.services.counter.leitura_local import CatalogoBalcao, LeituraLocal
from balcao.services.counter.ligacao import EstadoLigacao, em_palavras, resumo_da_fila
from balcao.services.counter.noticias import Assunto, Noticia
from balcao.services.counter.rascunho import Rascunho
from balcao.services.counter.venda import Venda

if TYPE_CHECKING:
    from balcao.devices.trabalho import Trabalho
    from balcao.domain.copia import SituacaoCopia
    from balcao.domain.protocolo_documentos import Saude
    from balcao.services.counter.bastidores import Bastidores
    from balcao.services.counter.configuracao import Configuracao

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
    impressao: "Callable[[Trabalho], None]" = lambda _: None  # a document's printing went on, or failed


class Balcao:
    """See the module. `abre` makes one; attributes are the use cases that screens call."""

    def __init__(self, entrada: Entrada, avisos: Avisos) -> None:
        self._entrada = entrada
        self.pastas, self.estacao, self.diario = entrada.pastas, entrada.estacao, entrada.diario
        self.relogio, self.ligacao = entrada.relogio, entrada.ligacao
        self.retaguarda, self.sessoes = entrada.retaguarda, entrada.sessoes
        self.avisos = avisos
        local = self.relogio.local
        self.rascunhos: Rascunhos[Rascunho] = Rascunhos(self.diario, PARTES, lambda: micros(local()))
        self.envios = Envios(self.diario, self.relogio.agora)
        self.novos_clientes = ClientesNovos(self.diario, local)
        self.replica = Replica(onde.replica(self.pastas))
        self.leitura = LeituraLocal(self.replica, self.novos_clientes, self.estacao.id)
        self.consulta = Consulta(self.replica, self._filtro)
        self._trava = threading.Lock()
        self._bastidores: Bastidores | None = None
        self._copia: SituacaoCopia | None = None
        self._supervisor: Supervisor | None = None
        self._venda: tuple[Venda, LeitorReplica] | None = None
        self._ultima_politica = PoliticaTerminal()

    @classmethod
    def abre(cls, pastas: Pastas, segredos: Segredos, local: Callable[[], datetime],
             avisos: Avisos | None = None) -> "Balcao":
        """Open this computer's counter, door included. Raises like `Entrada.abre`."""
        avisos = avisos or Avisos()
        return cls(Entrada.abre(pastas, segredos, local, avisos.mudou), avisos)

    @property
    def bastidores(self) -> "Bastidores":
        """Issuing, the outbox, paper, Documentos, customers; built when first asked for. Any thread."""
        with self._trava:
            if self._bastidores is None:
                from balcao.services.counter.bastidores import Bastidores  # measured: 130 ms, see there

                self._bastidores = Bastidores(
                    self._entrada, self.envios, self.novos_clientes, self.leitura, self.consulta, self.politica,
                    self.contexto, self._noticia, lambda trabalho: self.avisos.impressao(trabalho), self._chegou_saude)
            return self._bastidores

    def inicia(self) -> None:
        """Start sync, sending and printing; returns at once."""
        self.inicia_sincronia()
        self.bastidores.inicia()

    def inicia_sincronia(self) -> None:
        """Start the sync alone, once."""
        if self._supervisor is None:
            self._supervisor = self._novo_supervisor()
            self._supervisor.inicia()

    def fecha(self) -> None:
        """Stop everything; what waits stays on the disk."""
        if self._supervisor is not None:
            self._supervisor.para()
        with self._trava:
            bastidores = self._bastidores
        if bastidores is not None:
            bastidores.para()
        self.fecha_venda()
        self.consulta.fecha()
        self.replica.fecha()
        self._entrada.fecha()

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
            return Contexto(
                estabelecimento_id=loja.id, estacao_id=terminal.id, nome_terminal=terminal.rotulo,
                usuario=self._usuario(), terminal=self.politica(),
                consumidor_final=catalogo.consumidor_final(),
                loja=catalogo.cliente(loja.pessoa_id) if loja.pessoa_id is not None else None)

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

    def aviso_backup(self) -> str:
        """For the status bar: what the shop's backup needs; nothing while it is well, or unknown."""
        return self._copia.aviso(self.relogio.agora()) if self._copia is not None else ""

    def backup_grave(self) -> bool:
        """Whether it cannot wait any more: a week without a copy, or one that does not restore."""
        return self._copia is not None and self._copia.grave(self.relogio.agora())

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

    def configuracao(self) -> "Configuracao":
        """For one Configuração window."""
        from balcao.services.counter.configuracao import Configuracao  # measured: no start needs it

        return Configuracao(self.pastas.config, self.retaguarda, lambda: self.terminal().politica,
                            lambda: self.estacao, self._mudou_arquivo)

    def dsn_leitura(self) -> str:
        """How this station reads the shop's database. Of several servers the one that writes: `primary`, since
        `read-write` would refuse this role's own sessions, which are read-only everywhere."""
        integracao = self.estacao.integracao
        varios = "," in integracao.ip_servidor_retaguarda
        return escreve_dsn(
            host=integracao.ip_servidor_retaguarda.replace(" ", ""), port=integracao.porta_banco_dados,
            user=Papeis(self.estacao.empresa).estacao(self.estacao.id), password=self._entrada.segredo,
            dbname=self.estacao.banco, target_session_attrs="primary" if varios else None,
            **provado(self.estacao.conexao.banco_ca))

    def sincroniza(self, recarrega: bool = False) -> None:
        """Pull now; `recarrega`: make the whole copy again."""
        if self._supervisor is not None:
            (self._supervisor.recarrega if recarrega else self._supervisor.agora)()

    # ---- inside

    def _usuario(self) -> Usuario:
        assert self.sessoes.atual is not None
        return self.sessoes.atual.usuario

    def _filtro(self) -> FiltroProdutos:
        venda = self._venda[0] if self._venda is not None else None
        terminal = self.politica() if venda is None else venda.contexto.terminal
        planos = tuple(venda.registros.planos.values()) if venda is not None else ()
        tipo = venda.registros.tipo(venda.pedido.tipo_id) if venda is not None else None
        return FiltroProdutos(
            estabelecimento_id=venda.contexto.estabelecimento_id if venda else self.estacao.estabelecimento_id,
            lista_id=(venda.pedido.lista_id or 0) if venda else 0,
            plano=next((p for p in planos if p.a_vista), None),
            plano_prazo=venda.plano if venda and venda.plano and not venda.plano.a_vista
            else next((p for p in planos if not p.a_vista), None),
            casas_preco=venda.registros.casas(venda.pedido, venda.contexto) if venda
            else terminal.rodape.casas_decimais_valor,
            campos=terminal.operacional.op_busca_produto,
            maximo=terminal.registros.reg_limite_pesquisa,
            inativos=terminal.controles_produtos.cp_produto_inativo is not ProdutoInativo.OCULTAR,
            so_da_lista=tipo is not None and not tipo.permite_incluir_produtos_sem_lista,
            promocoes_em=dia_das_promocoes(tipo, venda.hoje()) if venda is not None and tipo is not None else None)

    def _chegou_saude(self, saude: "Saude") -> None:
        """With the pulse, so it costs nothing: which versions work together, what is known of the backup."""
        self.ligacao.exige(saude.programa_minimo, saude.versao)
        antes, self._copia = self.aviso_backup(), saude.copia
        if self.aviso_backup() != antes:
            self.avisos.mudou()

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
            self.bastidores.remessa.oferece_recibos()
        if estado.situacao is Situacao.ATRASADA and antes.situacao is not Situacao.ATRASADA:
            self.avisos.noticia(Noticia(Assunto.ATRASO, f"{estado.detalhe} Até lá, preços, saldos e crédito deste "
                                        f"balcão são de {em_palavras(self.ligacao.idade())} atrás."))
        self.ligacao.sincronizou(estado)

    def _novo_supervisor(self) -> Supervisor:
        pedido = PedidoSincronia(self.dsn_leitura(), str(onde.replica(self.pastas)), self.estacao.id,
                                 self.estacao.empresa)
        return Supervisor(pedido, estado=self._sincronizou,
                          testemunha=self._leva_testemunha)

    def _leva_testemunha(self, token: str) -> None:
        supervisor = self._supervisor
        if supervisor is not None:
            self.bastidores.remessa.deixa_testemunha(token, supervisor.confirma)

    def _mudou_arquivo(self, estacao: Estacao) -> None:
        """Configuração saved this computer's fields: another address means other connections."""
        antes, self.estacao = self.estacao, estacao
        if antes.integracao == estacao.integracao:
            return
        self.retaguarda.aponta(destino(estacao))
        if self._supervisor is not None:
            self._supervisor.para()
            self._supervisor = self._novo_supervisor()
            self._supervisor.inicia()
        self.bastidores.remessa.agora()
