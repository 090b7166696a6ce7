"""The "Banco de Dados" group of Configuração (CB-043, CB-044): state, backup, restore, re-check of the version.

Everything but the state runs only on the retaguarda's own computer (the one with servidor.toml), and asks the
person's own password each time: "Mantém o banco de dados" opens the whole company. Each leaves its audit entry.
All of it waits.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row
from psycopg.types.json import Jsonb

from balcao.config import estacao as config_estacao
from balcao.config import servidor as config_servidor
from balcao.config.servidor import Modo
from balcao.db.server import banco, copia
from balcao.db.server.banco import Acesso
from balcao.db.server.conexao import conecta, traduzindo
from balcao.db.server.copia_registro import le_situacao
from balcao.db.server.estado import EstadoBanco, Relacao, estado
from balcao.domain.erros import EntradaInvalida
from balcao.domain.formatos import data_hora, numero
from balcao.domain.manutencao import Autorizacao, EstadoDaLoja
from balcao.domain.permissoes import ROTULOS, Permissao
from balcao.services.office.contexto import Recusada
from balcao.services.office.entrar import confere_pessoa
from balcao.services.office.loja import Loja

Progresso = Callable[[str], None]
TENTATIVAS = 5
ESPERA = timedelta(seconds=30)
_SITUACAO = {
    Relacao.VAZIO: "não há empresa neste banco", Relacao.ALHEIO: "é de outro programa",
    Relacao.ANTIGO: "a atualizar", Relacao.ATUAL: "em dia", Relacao.NOVO: "mais nova que este programa"}
_CONTADAS = {"produtos": "Produtos", "clientes": "Clientes", "titulos_receber": "Títulos", "pedidos": "Documentos",
             "usuarios": "Usuários", "estacoes": "Terminais"}


class Manutencao:
    """One per dialog, or per program: it counts wrong passwords."""

    def __init__(self, loja: Loja, endereco: str, dsn_leitura: Callable[[], str]) -> None:
        """`endereco`: where the counter's retaguarda is; `dsn_leitura`: how this station reads its database."""
        self._loja, self._endereco, self._dsn_leitura = loja, endereco, dsn_leitura
        self._erradas, self._livre_em = 0, datetime.min.replace(tzinfo=loja.agora().tzinfo)

    @property
    def aqui(self) -> bool:
        """Whether this computer is the retaguarda. Raises AmbienteIndisponivel when its file is damaged."""
        return config_servidor.le(self._loja.pastas.config) is not None

    def estado(self) -> EstadoDaLoja:
        """The database as it is. Raises AmbienteIndisponivel when it does not answer."""
        if self.aqui:
            servidor = self._loja.servidor
            embutido = servidor.modo is Modo.EMBUTIDO
            onde = f"neste computador, porta {servidor.porta}" if embutido else (
                f"{servidor.endereco}, porta {servidor.porta} (servidor da loja)")
            visto = _em_palavras(estado(self._loja.acesso().dsn_dono, servidor.esquema), True, embutido, onde)
            agenda = servidor.copia
            diaria = (f"todo dia às {agenda.hora}, em {agenda.onde(self._loja.pastas.dados)}; ficam {agenda.guarda}"
                      if agenda.ligada else "desligada (balcao banco agendar)")
            return self._com_copias(replace(visto, agenda=diaria), self._loja.acesso().dsn_dono, servidor.esquema)
        esquema = config_estacao.le(self._loja.pastas.config).empresa
        dsn = self._dsn_leitura()
        visto = _em_palavras(estado(dsn, esquema), False, False, f"no computador {self._endereco}")
        return self._com_copias(visto, dsn, esquema)

    def _com_copias(self, visto: EstadoDaLoja, dsn: str, esquema: str) -> EstadoDaLoja:
        """With the backups, which only a database of this version tells of."""
        if not visto.em_dia:
            return visto
        copias, problema = le_situacao(dsn, esquema)
        agora = self._loja.agora()
        return replace(visto, copiado_em=copias.copiado_em, copia=copias.por_extenso(agora),
                       copia_gravidade=copias.gravidade(agora), problema=problema,
                       de_fora=copias.de_fora(agora) if copias.responsavel else "",
                       agenda=f"feita por {copias.responsavel}" if copias.responsavel else visto.agenda)

    def copiar(self, quem: Autorizacao, destino: Path, avisa: Progresso) -> str:
        """Write a backup while everybody works. Returns what to tell. Raises EntradaInvalida (password,
        permission), AmbienteIndisponivel; then an older file of that name is still whole."""
        acesso = self._acesso_daqui()
        destino = destino.expanduser()
        if not destino.is_absolute() or destino.is_dir() or not destino.parent.is_dir():
            raise EntradaInvalida(f"“{destino}” não serve: digite o caminho de um arquivo em uma pasta que exista.")
        with self._autorizado(acesso, quem) as (con, usuario):
            feita = copia.copiar(acesso.dsn_dono, destino, avisa, esquema=self._loja.servidor.esquema,
                                 agora=self._loja.agora())
            _audita(con, self._loja.agora(), usuario, "cópia", None, str(destino))
        return f"Cópia de {feita.nome} gravada em {destino} ({_mega(destino.stat().st_size)})."

    def le_copia(self, origem: Path) -> str:
        """What a backup says of itself, before it is restored. Raises AmbienteIndisponivel when it is none."""
        lida = copia.ler_copia(origem.expanduser())
        return f"Cópia de {lida.nome}, feita em {data_hora(lida.feita_em.astimezone())}, com {_resumo(lida.contagens)}."

    def restaurar(self, quem: Autorizacao, origem: Path, nome: str, avisa: Progresso) -> str:
        """Restore beside what is there, check, and only then put in its place; what was there is kept.

        `nome` is the shop's name as the person typed it. Raises EntradaInvalida, AmbienteIndisponivel; then
        nothing has changed.
        """
        acesso = self._acesso_daqui()
        servidor = self._loja.servidor
        if servidor.modo is not Modo.EMBUTIDO:
            raise EntradaInvalida("O banco é de um servidor da loja: restaurar pede o administrador dele. "
                                  "Use o comando balcao banco restaurar.")
        atual = estado(acesso.dsn_dono, servidor.esquema, contar=False).nome
        if " ".join(nome.split()).casefold() != " ".join(atual.split()).casefold():
            raise EntradaInvalida(f"O nome da loja não confere. Digite “{atual}” para confirmar.")
        with self._autorizado(acesso, quem):
            pass  # closed before: the restore takes every connection away
        feita = copia.restaurar(origem.expanduser(), self._loja.embutido.dsn(), avisa, banco=servidor.banco,
                                esquema=servidor.esquema, agora=self._loja.agora())
        with conecta(acesso.dsn_servico) as con:
            _audita(con, self._loja.agora(), _de_login(con, quem.login), "restauração", feita.anterior, str(origem))
        return (f"Restaurada a cópia de {data_hora(feita.copia.feita_em.astimezone())}. O que havia está guardado no "
                f"banco {feita.anterior}. Os balcões recebem os dados de novo e oferecem o que venderam depois dela.")

    def reverificar(self, quem: Autorizacao, avisa: Progresso) -> str:
        """CB-044, the safe form of "Excluir Tab Versão": check the structure again and put back what is missing.

        No sale, customer or setting is touched. Raises EntradaInvalida, AmbienteIndisponivel.
        """
        acesso = self._acesso_daqui()
        with self._autorizado(acesso, quem) as (con, usuario):
            avisa("Conferindo a estrutura do banco…")
            with traduzindo("A versão não pôde ser conferida"):
                feita = banco.reverificar_versao(acesso.dsn_dono, self._loja.servidor.esquema)
            _audita(con, self._loja.agora(), usuario, "versão", None,
                    {"versao": feita.versao, "refez": feita.refez, "diferencas": feita.diferencas})
        if feita.diferencas:
            raise EntradaInvalida(f"O banco está na versão {feita.versao}, mas falta: {'; '.join(feita.diferencas)}. "
                                  "Nada foi mudado. Restaure uma cópia, ou chame o suporte.")
        return f"Versão {feita.versao} conferida. Refeito: {', '.join(feita.refez)}. Nenhum dado foi mudado."

    # ---- inside

    def _acesso_daqui(self) -> Acesso:
        if not self.aqui:
            raise EntradaInvalida(f"Isto se faz no computador da retaguarda ({self._endereco}).")
        return self._loja.acesso()

    @contextmanager
    def _autorizado(self, acesso: Acesso, quem: Autorizacao) -> Iterator[tuple[psycopg.Connection[Any], int]]:
        """The service's connection and the user's id, when the password is his and he may."""
        agora = self._loja.agora()
        if agora < self._livre_em:
            raise EntradaInvalida("Houve muitas tentativas com senha errada. Espere meio minuto e tente de novo.")
        loja = config_estacao.le(self._loja.pastas.config).estabelecimento_id
        with conecta(acesso.dsn_servico) as con, con.cursor(row_factory=namedtuple_row) as cur:
            try:
                pessoa = confere_pessoa(cur, quem.login, quem.senha, loja)
            except Recusada as erro:
                self._errou(agora)
                raise EntradaInvalida(str(erro)) from erro
            self._erradas = 0
            if Permissao.MANTER_BANCO not in pessoa.permissoes:
                raise EntradaInvalida(f"{pessoa.nome} não tem a permissão “{ROTULOS[Permissao.MANTER_BANCO]}”.")
            con.commit()  # no transaction open while the work lasts: the service's connections do not wait
            yield con, pessoa.usuario_id

    def _errou(self, agora: datetime) -> None:
        self._erradas += 1
        if self._erradas >= TENTATIVAS:
            self._erradas, self._livre_em = 0, agora + ESPERA


def _em_palavras(visto: EstadoBanco, aqui: bool, restaura: bool, onde: str) -> EstadoDaLoja:
    return EstadoDaLoja(
        aqui, restaura, onde, visto.nome, visto.versao_esquema or "", _SITUACAO[visto.relacao],
        visto.relacao is Relacao.ATUAL, visto.postgres, visto.tamanho, visto.copiado_em,
        tuple((rotulo, visto.contagens[tabela]) for tabela, rotulo in _CONTADAS.items() if tabela in visto.contagens))


def _audita(con: psycopg.Connection[Any], agora: datetime, usuario: int | None, campo: str, antes: object,
            depois: object) -> None:
    con.execute("INSERT INTO auditoria (em, usuario_id, assunto, campo, antes, depois) "
                "VALUES (%s, %s, 'banco de dados', %s, %s, %s)", [agora, usuario, campo, Jsonb(antes), Jsonb(depois)])


def _de_login(con: psycopg.Connection[Any], login: str) -> int | None:
    """The user of this login in the restored database, which may be older than he."""
    linha = con.execute("SELECT id FROM usuarios WHERE login = lower(%s)", [login.strip()]).fetchone()
    return int(linha[0]) if linha is not None else None


def _resumo(contagens: dict[str, int]) -> str:
    vistas = [f"{numero(Decimal(contagens[tabela]))} {rotulo.lower()}" for tabela, rotulo in _CONTADAS.items()
              if tabela in contagens]
    return ", ".join(vistas[:-1]) + f" e {vistas[-1]}" if len(vistas) > 1 else "".join(vistas)


def _mega(tamanho: int) -> str:
    return f"{tamanho / 1e6:.1f} MB".replace(".", ",")
