""""Testar conexão": each step with its time, and when it fails what to do.

address → port → database is ours → schema version → login → permissions → 8082 /saude → protection of both lines →
clock. A step that depends on one that failed is not tried, and says so.
"""

import json
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import psycopg

from balcao.config.enderecos import e_deste_computador
from balcao.config.estacao import Conexao
from balcao.db.server.conexao import com, conhecida, explica_conexao
from balcao.db.server.estado import Relacao, estado_de
from balcao.db.server.nomes import provado
from balcao.domain.certificado import Certificado, Validade, em_grupos
from balcao.domain.formatos import data
from balcao.domain.motivo_sistema import motivo_do_sistema
from balcao.domain.passo_teste import Estado
from balcao.domain.rede import confere_endereco
from balcao.domain.terminal.integracao import Integracao
from balcao.gateways import tls
from balcao.gateways.falhas import Demorou, FalhaNaLinha, NaoLigou
from balcao.gateways.prazo import ClientePrazo, prazo
from balcao.gateways.retaguarda import Destino
from balcao.services.counter.ligacao import em_palavras

PRAZO_S = 3
RELOGIO_TOLERADO = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Passo:
    """One line of the test; `ms` is how long it took. `suporte`: what is told outside the shop instead of
    `mensagem`, when that holds what is the shop's own (names, folders, words of other programs)."""

    nome: str
    estado: Estado
    mensagem: str
    conselho: str = ""
    ms: int = 0
    suporte: str | None = None


@dataclass(frozen=True, slots=True)
class Credencial:
    """How this station enters the database: role, its password, database and schema."""

    papel: str
    senha: str
    banco: str = "balcao"
    esquema: str = "loja"


class _Falha(Exception):
    def __init__(self, mensagem: str, conselho: str) -> None:
        super().__init__(mensagem)
        self.conselho = conselho


class TesteConexao:
    """One run; `avisa` is told each step as it ends. `conexao`: how the lines are to be protected."""

    def __init__(self, alvo: Integracao, credencial: Credencial | None, agora: Callable[[], datetime],
                 avisa: Callable[[Passo], None], conexao: Conexao) -> None:
        self._alvo, self._credencial, self._agora, self._avisa = alvo, credencial, agora, avisa
        self._protegida = conexao
        self._e_aqui = False
        self._passos: list[Passo] = []
        self._conexao: psycopg.Connection[Any] | None = None
        self._saude: dict[str, Any] = {}
        self._lida_em: datetime  # when it was read: the next step may take seconds

    @property
    def saude(self) -> dict[str, Any]:
        """What the service said of itself; empty when it did not."""
        return self._saude

    @property
    def _host(self) -> str:
        return self._alvo.ip_servidor_retaguarda.split(",")[0].strip()

    def executa(self) -> tuple[Passo, ...]:
        """All steps, in order. Never raises."""
        try:
            endereco = self._passo("Endereço", self._endereco)
            porta = self._passo("Porta do banco", self._porta, endereco)
            login = self._passo("Login no banco", self._login, porta)
            nosso = self._passo("Banco de dados", self._banco, login)
            self._passo("Versão do banco", self._versao, nosso)
            self._passo("Permissões", self._permissoes, nosso)
            servico = self._passo("Serviço da retaguarda", self._servico, endereco)
            self._passo("Proteção", self._protecao, servico)
            self._passo("Relógio", self._relogio, servico)
        finally:
            if self._conexao is not None:
                self._conexao.close()
        return tuple(self._passos)

    def _passo(self, nome: str, faz: Callable[[], Passo | str], depende: bool = True) -> bool:
        inicio = time.perf_counter()
        if not depende:
            passo = Passo(nome, Estado.PULADO, "Não foi testado: depende de um passo anterior.")
        else:
            try:
                feito = faz()
                passo = feito if isinstance(feito, Passo) else Passo(nome, Estado.CERTO, feito)
            except _Falha as falha:
                passo = Passo(nome, Estado.FALHOU, str(falha), falha.conselho)
        passo = replace(passo, ms=round((time.perf_counter() - inicio) * 1000))
        self._passos.append(passo)
        self._avisa(passo)
        return passo.estado in (Estado.CERTO, Estado.AVISO)

    def _endereco(self) -> str:
        if problema := confere_endereco(self._alvo.ip_servidor_retaguarda):
            raise _Falha(problema, "Corrija o campo IP do Servidor Retaguarda.")
        try:
            achados = socket.getaddrinfo(self._host, None, type=socket.SOCK_STREAM)
        except OSError as erro:
            raise _Falha(f"O nome “{self._host}” não foi encontrado na rede.",
                         "Confira o nome do computador ou use o endereço IP dele.") from erro
        ip = str(achados[0][4][0])
        self._e_aqui = e_deste_computador(ip)
        return f"{self._host} é este computador." if self._e_aqui else f"{self._host} é {ip}."

    def _conecta_porta(self, porta: int, o_que: str, conselho: str) -> None:
        try:
            socket.create_connection((self._host, porta), timeout=PRAZO_S).close()
        except TimeoutError as erro:
            raise _Falha(f"{o_que} não respondeu em {self._host}:{porta} em {PRAZO_S} segundos.",
                         "Veja se o servidor está ligado e se o firewall libera a porta.") from erro
        except ConnectionRefusedError as erro:
            raise _Falha(f"{o_que} recusou a conexão em {self._host}:{porta}.", conselho) from erro
        except OSError as erro:
            raise _Falha(f"{o_que} não foi alcançado em {self._host}:{porta}: {motivo_do_sistema(erro)}.",
                         "Confira o cabo ou o Wi-Fi deste computador, e o endereço do servidor.") from erro

    def _porta(self) -> str:
        porta = self._alvo.porta_banco_dados
        self._conecta_porta(porta, "Banco", "Veja se o PostgreSQL está em execução nesse computador e nessa porta "
                                            "(5432 é a padrão).")
        return f"{self._host}:{porta} responde."

    def _login(self) -> str:
        c = self._credencial
        if c is None:
            raise _Falha("Este terminal ainda não tem credencial.",
                         "No servidor: balcao estacao criar; neste computador: balcao estacao usar, com a credencial "
                         "que ele mostrar.")
        dsn = com("", host=self._host, port=self._alvo.porta_banco_dados, user=c.papel, password=c.senha,
                  dbname=c.banco, connect_timeout=PRAZO_S, **provado(self._protegida.banco_ca))
        try:
            self._conexao = psycopg.connect(dsn, autocommit=True)
        except psycopg.OperationalError as erro:
            if not conhecida(erro):
                raise _Falha(f"Há algo em {self._host}:{self._alvo.porta_banco_dados}, mas não é um PostgreSQL que "
                             "aceite este terminal.", "Confira a porta do banco de dados.") from erro
            explicado = explica_conexao(erro, dsn)
            raise _Falha(explicado.mensagem, explicado.acao) from erro
        return f"Terminal aceito como {c.papel}."

    def _banco(self) -> Passo:
        assert self._conexao is not None
        assert self._credencial is not None
        self._estado = estado_de(self._conexao, self._credencial.esquema, contar=False)
        if not self._estado.nosso:
            raise _Falha(f"O banco “{self._credencial.banco}” não é do Balcão.",
                         "Confira a porta e o endereço: este parece ser o banco de outro programa.")
        return Passo("Banco de dados", Estado.CERTO,
                     f"Banco da empresa {self._estado.nome} (PostgreSQL {self._estado.postgres}).",
                     suporte=f"PostgreSQL {self._estado.postgres}.")

    def _versao(self) -> str:
        e = self._estado
        if e.relacao is Relacao.ANTIGO:
            raise _Falha(f"O banco está na versão {e.versao_esquema}, anterior à deste programa.",
                         "No servidor: balcao banco migrar.")
        if e.relacao is Relacao.NOVO:
            raise _Falha(f"O banco está na versão {e.versao_esquema}, mais nova que a deste programa.",
                         f"Atualize este terminal: o mínimo é a versão {e.programa_minimo}.")
        return f"Versão {e.versao_esquema}, a deste programa."

    def _permissoes(self) -> str:
        assert self._conexao is not None
        assert self._credencial is not None
        try:
            self._conexao.execute(f"SELECT id, codigo, descricao FROM {self._credencial.esquema}.produtos LIMIT 1")
        except psycopg.Error as erro:
            raise _Falha("O terminal entra no banco mas não pode ler os produtos.",
                         "No servidor: balcao banco migrar refaz as permissões.") from erro
        return "Leitura dos cadastros liberada."

    def _servico(self) -> str:
        porta = self._alvo.porta_integracao_clientes
        self._conecta_porta(porta, "Integração de clientes", "Veja se o serviço está em execução no servidor: balcao "
                                                              "servidor.")
        lida = self._le_saude(f"{self._host}:{porta}")
        self._saude, self._lida_em, situacao = lida, self._agora(), lida["situacao"]
        if situacao != "ok":
            raise _Falha(f"O serviço responde, mas avisa: {self._saude.get('mensagem', situacao)}",
                         "Veja o diagnóstico no servidor: balcao diagnostico.")
        return f"Serviço em {self._host}:{porta}, versão {self._saude.get('versao', '?')}."

    def _le_saude(self, onde: str) -> dict[str, Any]:
        """What the service says of itself, over the line that the counter itself would use."""
        destino = Destino.de(self._host, self._alvo.porta_integracao_clientes, https=self._protegida.https,
                             certificados=self._protegida.certificados)
        cliente = ClientePrazo(https=destino.https, certificados=destino.certificados)
        try:
            with prazo(PRAZO_S):
                lida = json.loads(cliente.pede("GET", destino.url(self._host) + "/saude").corpo)
            if isinstance(lida, dict) and "situacao" in lida and "agora" in lida:
                return lida
            erro: Exception = ValueError(onde)
        except tls.LinhaInsegura as insegura:
            raise _Falha(*insegura.em_palavras(onde)) from insegura
        except (FalhaNaLinha, ValueError) as outro:
            if isinstance(outro, Demorou) or (isinstance(outro, NaoLigou) and outro.tarde):
                raise _Falha(f"O serviço em {onde} aceitou a conexão e não respondeu em {PRAZO_S} segundos.",
                             "Se ele acabou de ser ligado, espere um minuto e teste de novo; senão, reinicie-o: balcao "
                             "servidor.") from outro
            erro = outro
        finally:
            cliente.fecha()
        if not destino.https and self._certificado() is not None:
            raise _Falha(*tls.LinhaInsegura(tls.Motivo.SO_COM_TLS).em_palavras(onde)) from erro
        raise _Falha(f"Em {onde} há outro programa, não o serviço da retaguarda.",
                     "Confira a porta de comunicação; 8082 é a padrão.") from erro

    def _certificado(self) -> Certificado | None:
        try:
            return tls.olha(self._host, self._alvo.porta_integracao_clientes, PRAZO_S)
        except OSError:
            return None

    def _protecao(self) -> Passo | str:
        """Both lines, as they are now: whether others on the network can read or take their place."""
        mensagem, conselho = self._linha_do_servico()
        do_banco, conselho_banco = self._linha_do_banco()
        mensagem, conselho = f"{mensagem} {do_banco}".strip(), f"{conselho} {conselho_banco}".strip()
        return Passo("Proteção", Estado.AVISO, mensagem, conselho) if conselho else mensagem

    def _linha_do_servico(self) -> tuple[str, str]:
        visto = self._certificado() if self._protegida.https else None
        if visto is None:
            if self._e_aqui:
                return "Serviço: a conversa não sai deste computador.", ""
            return "Serviço: a conversa passa pela rede sem proteção (http).", \
                "No servidor: balcao servidor certificado --cria; ele diz o que fazer em cada balcão."
        quem = "o que este balcão conhece" if self._protegida.certificados else "de uma autoridade do sistema"
        dito = f"Serviço: https, certificado {em_grupos(visto.impressao)}…, {quem}"
        dia = data(visto.ate.date())
        match visto.validade(self._agora()):
            case Validade.VENCIDA:
                return f"{dito}, vencido desde {dia}.", \
                    "A conversa continua protegida; troque-o no servidor: balcao servidor certificado --cria."
            case Validade.PERTO:
                return f"{dito}, só até {dia}.", "Troque-o no servidor: balcao servidor certificado --cria."
        return f"{dito}, até {dia}.", ""

    def _linha_do_banco(self) -> tuple[str, str]:
        if self._conexao is None:
            return "", ""
        if not self._conexao.pgconn.ssl_in_use:
            return ("Banco: a conversa não sai deste computador.", "") if self._e_aqui else (
                "Banco: a conversa passa pela rede sem proteção.",
                "Ligue o TLS no PostgreSQL (ssl = on) e informe aqui quem ele é: balcao estacao conexao --banco-ca.")
        if self._protegida.banco_ca:
            return "Banco: TLS, e o servidor provou quem é.", ""
        return "Banco: TLS, sem prova de quem é o servidor.", "" if self._e_aqui else \
            "Informe a autoridade ou o certificado do PostgreSQL: balcao estacao conexao --banco-ca."

    def _relogio(self) -> Passo | str:
        diferenca = timedelta(seconds=round(
            (self._lida_em - datetime.fromisoformat(self._saude["agora"])).total_seconds()))
        if abs(diferenca) > RELOGIO_TOLERADO:
            como = "adiantado" if diferenca > timedelta() else "atrasado"
            return Passo("Relógio", Estado.AVISO, f"O relógio deste computador está {em_palavras(abs(diferenca))} "
                         f"{como} em relação ao do servidor.",
                         "Acerte a hora deste computador; as vendas usam a hora do servidor.")
        return f"Diferença de {em_palavras(abs(diferenca))} para o servidor."
