"""This computer's shop: start its database, create and migrate the company, load the sample, register the counter.

Every step is idempotent: killed at any point, the next start goes on. On a one-computer shop the window calls
this through `balcao servidor`; a server of the shop's own is named by `balcao banco criar`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from balcao.config import certificado as pem
from balcao.config import estacao as config_estacao
from balcao.config import servidor as config_servidor
from balcao.config.estacao import Conexao
from balcao.config.plataforma import Pastas
from balcao.config.segredos import Segredos
from balcao.config.servidor import Modo, Servidor
from balcao.db.server import banco, carga
from balcao.db.server.conexao import com, conecta, motor, traduzindo
from balcao.db.server.embutido import ServidorEmbutido
from balcao.db.server.estado import Relacao, estado
from balcao.db.server.nomes import Papeis, provado
from balcao.db.server.papeis import Senhas
from balcao.db.tables import estabelecimentos
from balcao.domain.certificado import Certificado
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.services.office import estacoes
from balcao.services.office.estacoes import NovaEstacao

Progresso = Callable[[str], None]
PORTA_PADRAO = 5432
_AQUI = ("127.0.0.1", "localhost")


@dataclass
class Loja:
    """`pastas.dados`/servidor holds the embedded server."""

    pastas: Pastas
    segredos: Segredos
    agora: Callable[[], datetime]
    hoje: Callable[[], date]

    @property
    def servidor(self) -> Servidor:
        """As configured; the embedded one when nothing is."""
        return config_servidor.le(self.pastas.config) or Servidor()

    @property
    def embutido(self) -> ServidorEmbutido:
        """The embedded server of this computer, running or not."""
        return ServidorEmbutido(self.pastas.dados / "servidor", PORTA_PADRAO)

    def inicia(self, avisa: Progresso, exemplo: bool = True) -> banco.Acesso:
        """Make the shop ready to serve; returns how to connect. Raises AmbienteIndisponivel."""
        servidor = self.servidor
        if servidor.modo is Modo.EXTERNO:
            acesso = self.acesso()
            banco.migrar(acesso.dsn_dono, servidor.esquema, progresso=avisa)
            return acesso
        embutido = self.embutido
        avisa("Ligando o banco de dados…")
        embutido.iniciar(avisa)
        if servidor.porta != embutido.porta or config_servidor.le(self.pastas.config) is None:
            servidor = replace(servidor, porta=embutido.porta)
            config_servidor.grava(self.pastas.config, servidor)
        self._leva_a_porta(servidor)
        return self._garante_empresa(embutido, servidor, avisa, exemplo)

    def esquece_exclusoes(self) -> None:
        """Forget the deletions that every counter has long heard of; one that was away for longer copies the shop
        again. Raises AmbienteIndisponivel."""
        with traduzindo("As exclusões antigas não puderam ser esquecidas"), conecta(self.acesso().dsn_servico) as con:
            banco.apaga_lapides(con, self.agora())

    def _leva_a_porta(self, servidor: Servidor) -> None:
        """The counter of this computer reads where its server is now: another program may have had the old port
        first, and the counter would go on selling from what it once copied."""
        estacao = config_estacao.le(self.pastas.config)
        daqui = (estacao.integracao.ip_servidor_retaguarda in _AQUI
                 and (estacao.empresa, estacao.banco) == (servidor.esquema, servidor.banco))
        if estacao.id and daqui and estacao.integracao.porta_banco_dados != servidor.porta:
            integracao = {**estacao.locais.get("integracao", {}), "porta_banco_dados": servidor.porta}
            config_estacao.grava(self.pastas.config, replace(
                estacao, locais={**estacao.locais, "integracao": integracao}))

    def _garante_empresa(self, embutido: ServidorEmbutido, servidor: Servidor, avisa: Progresso,
                         exemplo: bool) -> banco.Acesso:
        senhas = self.senhas(servidor)
        if senhas is None:
            senhas = Senhas.novas()
            self.guarda(servidor, senhas)  # before the roles exist: a killed creation is taken up with these
        acesso = banco.acesso(embutido.dsn(), senhas, banco=servidor.banco, esquema=servidor.esquema)
        if not self._existe(embutido, servidor):
            avisa("Criando o banco de dados da loja…")
            banco.criar(embutido.dsn(), "Loja de exemplo" if exemplo else "Minha loja", banco=servidor.banco,
                        esquema=servidor.esquema, senhas=senhas, progresso=avisa)
        else:
            banco.migrar(acesso.dsn_dono, servidor.esquema, progresso=avisa)
        if exemplo and vazia(acesso.dsn_dono, servidor.esquema):
            avisa("Carregando a loja de exemplo…")
            carga.carregar(acesso.dsn_dono, self.hoje(), esquema=servidor.esquema, progresso=avisa)
        return acesso

    def registra_estacao(self, avisa: Progresso) -> None:
        """Make this computer a counter of its own shop, once: credential to the keyring, id to the file. A file that
        cannot be read is no new computer: a second station would sell with the first one's orders still here."""
        lida = config_estacao.le(self.pastas.config)
        if lida.estragado:
            avisa(" ".join(lida.avisos))
        if lida.id or lida.estragado:
            return
        if self.servidor.modo is Modo.EXTERNO:  # only the server's administrator makes roles, and is not here
            avisa("Este computador não é um terminal. Para vender nele: balcao estacao criar, e balcao estacao usar.")
            return
        self.torna_terminal(com(self.embutido.dsn(), dbname=self.servidor.banco), avisa)

    def torna_terminal(self, dsn_admin: str, avisa: Progresso) -> None:
        """Create a station for this computer, whatever it was before. `dsn_admin` may create roles."""
        servidor = self.servidor
        avisa("Registrando este terminal…")
        engine = motor(dsn_admin, esquema=servidor.esquema, conexoes=1, extras=0)
        try:
            with engine.begin() as conexao:
                loja = primeira_loja(conexao)
                credencial = estacoes.criar(conexao, Papeis(servidor.esquema), NovaEstacao(loja), self.agora())
                self.segredos.grava(f"estacao {credencial.estacao_id}", credencial.segredo)
        finally:
            engine.dispose()
        self.configura_estacao(credencial.estacao_id, loja, credencial.nome, servidor.endereco, servidor.porta,
                               servidor.porta_servico, servidor.banco, servidor.esquema, self.conexao_daqui())

    def configura_estacao(self, id_: int, loja: int, nome: str, endereco: str, porta: int, servico: int,
                          banco: str, esquema: str, conexao: Conexao) -> None:
        """Write which station this computer is, where its retaguarda is, and whom to believe there."""
        atual = config_estacao.le(self.pastas.config)
        integracao = {"ip_servidor_retaguarda": endereco, "porta_banco_dados": porta,
                      "porta_integracao_clientes": servico}
        config_estacao.grava(self.pastas.config, replace(
            atual, id=id_, estabelecimento_id=loja, nome=nome, empresa=esquema, banco=banco, conexao=conexao,
            locais={**atual.locais, "integracao": integracao}))

    def certificado(self) -> Certificado | None:
        """With what the service proves who it is; None: it speaks http. Raises AmbienteIndisponivel."""
        return pem.le(*par) if (par := self.servidor.par) else None

    def conexao_daqui(self) -> Conexao:
        """What the counter on the service's own computer believes."""
        atual = self.certificado()
        return Conexao(atual is not None, (atual.impressao,) if atual else (), self.servidor.banco_ca)

    def acesso(self) -> banco.Acesso:
        """How the service and the owner connect. Raises AmbienteIndisponivel when this is no retaguarda."""
        servidor = self.servidor
        senhas = self.senhas(servidor)
        if senhas is None:
            raise AmbienteIndisponivel("Este computador ainda não tem uma loja.",
                                       "Rode: balcao servidor (loja neste computador) ou balcao banco criar.")
        dsn = self.embutido.dsn() if servidor.modo is Modo.EMBUTIDO else com(
            "", host=servidor.endereco, port=servidor.porta, **provado(servidor.banco_ca))
        return banco.acesso(dsn, senhas, banco=servidor.banco, esquema=servidor.esquema)

    def adota(self, servidor: Servidor, senhas: Senhas) -> None:
        """From now on this computer's retaguarda uses `servidor`."""
        self.guarda(servidor, senhas)
        config_servidor.grava(self.pastas.config, servidor)

    def tem_loja(self) -> bool:
        """Whether this computer knows how to enter a company."""
        return self.senhas(self.servidor) is not None

    def senhas(self, servidor: Servidor) -> Senhas | None:
        """The passwords of the company's fixed roles, when this computer keeps them."""
        lidas = [self.segredos.le(servidor.segredo(papel)) for papel in ("dono", "servico", "consulta")]
        return Senhas(*lidas) if all(lidas) else None  # type: ignore[arg-type]

    def guarda(self, servidor: Servidor, senhas: Senhas) -> None:
        """Keep the passwords of the company's fixed roles."""
        for papel in ("dono", "servico", "consulta"):
            self.segredos.grava(servidor.segredo(papel), getattr(senhas, papel))

    def _existe(self, embutido: ServidorEmbutido, servidor: Servidor) -> bool:
        try:
            visto = estado(com(embutido.dsn(), dbname=servidor.banco), servidor.esquema, contar=False)
        except AmbienteIndisponivel:
            return False
        return visto.relacao is not Relacao.VAZIO


def vazia(dsn: str, esquema: str) -> bool:
    """Whether the company has no shop yet."""
    with conecta(dsn, esquema=esquema) as con:
        return con.execute("SELECT FROM estabelecimentos LIMIT 1").fetchone() is None


def primeira_loja(conexao: Connection) -> int:
    """The first active shop. Raises EntradaInvalida when there is none."""
    id_ = conexao.scalar(select(func.min(estabelecimentos.c.id)).where(estabelecimentos.c.ativo))
    if id_ is None:
        raise EntradaInvalida("A empresa ainda não tem nenhuma loja cadastrada.")
    return int(id_)


def escolhe_loja(conexao: Connection, id_: int | None) -> int:
    """The shop asked for, or the first active one. Raises EntradaInvalida."""
    if id_ is None:
        return primeira_loja(conexao)
    ativas = conexao.execute(select(estabelecimentos.c.id, estabelecimentos.c.fantasia).where(
        estabelecimentos.c.ativo).order_by(estabelecimentos.c.id)).all()
    if id_ not in {loja.id for loja in ativas}:
        raise EntradaInvalida(f"Não há loja ativa com o número {id_}. "
                              f"Lojas: {', '.join(f'{loja.id} ({loja.fantasia})' for loja in ativas) or 'nenhuma'}.")
    return id_
