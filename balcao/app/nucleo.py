"""The counter without a screen: journal, replica, gateway and the services over them, built once and handed down.

Building imports SQLAlchemy, pydantic and the HTTP client (about a second cold), so it runs in the background
while the login is already on screen. Nothing here is Qt.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from uuid_utils.compat import uuid7

from balcao.config import estacao as config_estacao
from balcao.config.estacao import Estacao
from balcao.config.plataforma import Pastas
from balcao.config.segredos import Segredos
from balcao.db.fatos import ReferenciaInexistente
from balcao.db.journal.clientes import ClientesNovos
from balcao.db.journal.diario import Diario, micros
from balcao.db.journal.envios import Envios
from balcao.db.journal.rascunhos import Rascunhos
from balcao.db.journal.verificadores import Verificadores
from balcao.db.replica.arquivo import EstadoReplica
from balcao.db.replica.busca import FiltroProdutos
from balcao.db.replica.leitura import Replica
from balcao.db.replica.supervisor import Pedido as PedidoSincronia
from balcao.db.replica.supervisor import Supervisor
from balcao.db.server.conexao import com
from balcao.db.tables import perfis, usuarios
from balcao.devices import impressora
from balcao.devices.fila_impressao import FilaImpressao
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.protocolo import Autenticacao
from balcao.domain.terminal import PoliticaTerminal
from balcao.domain.terminal.opcoes import ProdutoInativo
from balcao.gateways import rotas
from balcao.gateways.retaguarda import Credencial, Destino, Retaguarda
from balcao.services.counter import pastas
from balcao.services.counter.catalogo_vivo import CatalogoVivo
from balcao.services.counter.clientes import Clientes
from balcao.services.counter.conexao_teste import Credencial as CredencialBanco
from balcao.services.counter.consulta import Consulta
from balcao.services.counter.diagnostico import credencial
from balcao.services.counter.documentos import Documentos
from balcao.services.counter.edicao import Contexto
from balcao.services.counter.finalizar import Finalizador
from balcao.services.counter.guarda import PARTES
from balcao.services.counter.impressao import Impressor
from balcao.services.counter.leitura_local import LeituraLocal
from balcao.services.counter.liberar import Liberador
from balcao.services.counter.ligacao import EstadoLigacao, Ligacao
from balcao.services.counter.rascunho import Rascunho
from balcao.services.counter.relogio import Relogio
from balcao.services.counter.remessa import Noticia, Remessa, resumo_da_fila
from balcao.services.counter.sessao import SessaoAberta, Sessoes
from balcao.services.counter.venda import Venda

SUFIXO_SENHA_DEMO = "123"  # the sample shop's passwords: ana123 (ferramentas/loja_exemplo)
_DEMO = (select(usuarios.c.nome, usuarios.c.login, perfis.c.nome.label("perfil"))
         .join(perfis, perfis.c.id == usuarios.c.perfil_id)
         .where(usuarios.c.demo.is_(True), usuarios.c.ativo.is_(True)).order_by(usuarios.c.id))


def agora_local() -> datetime:
    """This computer's clock; the shop's is `Nucleo.relogio`."""
    return datetime.now(UTC)


@dataclass
class Ouvintes:
    """Called on background threads; the screen brings them to its own."""

    ligacao: Callable[[], None] = lambda: None
    noticia: Callable[[Noticia], None] = lambda _noticia: None
    impressao: Callable[[object], None] = lambda _trabalho: None
    dados: Callable[[], None] = lambda: None


class Nucleo:
    """Everything a session at this counter needs. `fecha` at the end."""

    def __init__(self, onde: Pastas, segredos: Segredos, estacao: Estacao, ouvintes: Ouvintes) -> None:
        """Raises AmbienteIndisponivel: no credential, damaged journal, disk full."""
        acesso = credencial(estacao, segredos)
        if acesso is None:
            raise AmbienteIndisponivel("Este computador ainda não é um terminal da loja.",
                                       "No servidor: balcao estacao criar. Aqui: balcao estacao usar.")
        self.pastas, self.segredos, self.estacao, self.ouvintes = onde, segredos, estacao, ouvintes
        self.relogio = Relogio(agora_local)
        self.ligacao = Ligacao(agora_local, ouvintes.ligacao)
        self.diario = Diario(pastas.diario(onde))
        self.verificadores = Verificadores(self.diario, self.relogio.agora)
        self.envios = Envios(self.diario, self.relogio.agora)
        self.novos = ClientesNovos(self.diario, self.relogio.agora)
        self.rascunhos: Rascunhos[Rascunho] = Rascunhos(self.diario, PARTES, lambda: micros(self.relogio.agora()))
        integracao = estacao.integracao
        self.retaguarda = Retaguarda(
            Destino.de(integracao.ip_servidor_retaguarda, integracao.porta_integracao_clientes),
            Credencial(estacao.id, acesso.senha), ouve=self.ligacao.ouviu)
        self.replica = Replica(pastas.replica(onde))
        self.sincronia = Supervisor(self._pedido_sincronia(acesso), estado=self._sincronizou,
                                    testemunha=self._testemunha)
        self.local = LeituraLocal(self.replica, self.novos, estacao.id)
        self.sessoes = Sessoes(self.retaguarda, self.verificadores, self.relogio)
        self.liberador = Liberador(self.retaguarda, self.sessoes, self.relogio, uuid7)
        self.finalizador = Finalizador(self.retaguarda, self.envios, self.local, self.ligacao, self.relogio,
                                       self._autenticacao)
        self.remessa = Remessa(self.retaguarda, self.envios, self.novos, self.relogio, ouvintes.noticia)
        self.fila = FilaImpressao(pastas.impressao(onde), impressora.abre, agora_local, ouvintes.impressao)
        self.impressor = Impressor(self.fila, pastas.modelos(onde), self.politica, self.relogio.agora)
        self.consulta = Consulta(self.replica, self._filtro_busca)
        self.clientes = Clientes(self.retaguarda, self.novos, self.consulta, self.politica, self.remessa.agora)
        self._contexto: Contexto | None = None
        self.venda: Venda | None = None
        self._politica = PoliticaTerminal()
        self.documentos = Documentos(self.retaguarda, self.envios, self.local, self.impressor, self.relogio,
                                     lambda: self.contexto, uuid7)

    def inicia(self) -> None:
        """Start what runs by itself: sync, outbox, print queue."""
        self.sincronia.inicia()
        self.remessa.inicia()
        self.fila.iniciar()

    def fecha(self) -> None:
        """Stop everything; what waits is on the disk."""
        self.remessa.para()
        self.sincronia.para()
        self.fila.parar(5.0)
        self.consulta.fecha()
        self.replica.fecha()
        self.retaguarda.fecha()
        self.diario.fecha()

    # -- policy and session --------------------------------------------------------------------------
    def politica(self) -> PoliticaTerminal:
        """The station's policy as the replica last had it, with this computer's own fields."""
        return self._politica

    def renova_politica(self) -> PoliticaTerminal:
        """Read the policy again (sync brought one, or it was saved here)."""
        self.estacao = config_estacao.le(self.pastas.config)
        self._politica = self.estacao.sobre(self.local.terminal().politica)
        return self._politica

    @property
    def contexto(self) -> Contexto:
        """Who sells, where, under which policy."""
        assert self._contexto is not None, "nobody has entered"
        return self._contexto

    def contexto_de(self, sessao: SessaoAberta) -> Contexto:
        """The context of a session. Raises AmbienteIndisponivel while the replica has not this much yet."""
        terminal = self.local.terminal()
        self.renova_politica()
        with self.local.catalogo(terminal.estabelecimento_id) as catalogo:
            listas, consumidor = catalogo.listas(), catalogo.consumidor_final()
        self._contexto = Contexto(
            terminal.estabelecimento_id, terminal.id, terminal.rotulo, sessao.usuario, self._politica,
            listas[0].id if listas else None, consumidor)
        return self._contexto

    def abre_venda(self, sessao: SessaoAberta, guarda: Callable[[Rascunho], None],
                   descarta: Callable[[UUID], None]) -> Venda:
        """The sale of a session, with the drafts that the journal kept."""
        contexto = self.contexto_de(sessao)
        self.venda = Venda(CatalogoVivo(self.local, contexto.estabelecimento_id), contexto, uuid7,
                           self.relogio.agora, self.relogio.hoje, self.ligacao.sem_retaguarda, guarda, descarta,
                           rascunhos=self.rascunhos.abertos())
        return self.venda

    # -- for the screen ------------------------------------------------------------------------------
    def tem_dados(self) -> bool:
        """Whether the replica has what a sale needs to begin: this station, order types, lists."""
        try:
            terminal = self.local.terminal()
            with self.local.catalogo(terminal.estabelecimento_id) as catalogo:
                return bool(catalogo.tipos() and catalogo.listas())
        except (AmbienteIndisponivel, ReferenciaInexistente):
            return False

    def nome_da_loja(self) -> str:
        """"Loja Centro · terminal 3"; the file's own name of it before any data came."""
        try:
            terminal = self.local.terminal()
            loja = self.local.estabelecimento(terminal.estabelecimento_id)
        except (AmbienteIndisponivel, ReferenciaInexistente):
            return self.estacao.nome
        return f"{loja.fantasia} · {terminal.rotulo}"

    def sugestoes(self) -> list[tuple[str, str, str, str]]:
        """Demo users (name, profile, login, password) of the sample shop; a real shop has none."""
        try:
            with self.replica.conexao() as conexao:
                linhas = conexao.execute(_DEMO).all()
        except AmbienteIndisponivel:
            return []
        return [(r.nome, r.perfil, r.login, f"{r.login}{SUFIXO_SENHA_DEMO}") for r in linhas]

    def estado_ligacao(self) -> EstadoLigacao:
        """For the status bar."""
        return self.ligacao.estado(*resumo_da_fila(self.envios))

    # -- inside --------------------------------------------------------------------------------------
    def _pedido_sincronia(self, acesso: CredencialBanco) -> PedidoSincronia:
        integracao = self.estacao.integracao
        dsn = com("", host=integracao.ip_servidor_retaguarda.replace(" ", ""), port=integracao.porta_banco_dados,
                  user=acesso.papel, password=acesso.senha, dbname=acesso.banco, connect_timeout=3)
        return PedidoSincronia(dsn, str(pastas.replica(self.pastas)), self.estacao.id, acesso.esquema)

    def _sincronizou(self, estado: EstadoReplica) -> None:
        self.ligacao.sincronizou(estado)
        if estado.atualizado_em is not None:
            self.relogio.acerta(estado.desvio, estado.servidor_em)
        self.ouvintes.dados()

    def _testemunha(self, token: str) -> None:
        rotas.testemunha(self.retaguarda, UUID(token))

    def _autenticacao(self) -> Autenticacao:
        atual = self.sessoes.atual
        return atual.autenticacao if atual is not None else Autenticacao.OFFLINE

    def _filtro_busca(self) -> FiltroProdutos:
        """What the search shows: prices of the order's list, cash and on credit; stock of this shop."""
        venda = self.venda
        assert venda is not None
        planos = venda.registros.planos.values()
        return FiltroProdutos(
            estabelecimento_id=venda.contexto.estabelecimento_id,
            lista_id=venda.pedido.lista_id or venda.contexto.lista_padrao or 0,
            plano=next((p for p in planos if p.a_vista), None),
            plano_prazo=venda.plano if venda.plano and not venda.plano.a_vista else next(
                (p for p in planos if not p.a_vista), None),
            casas_preco=venda.contexto.terminal.rodape.casas_decimais_valor,
            inativos=venda.contexto.terminal.controles_produtos.cp_produto_inativo is not ProdutoInativo.OCULTAR)
