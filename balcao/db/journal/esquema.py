"""The journal's tables and how an older file is brought up to date.

The journal is never rebuilt: what is in it is nowhere else. `PASSOS[n]` takes a file from version n to n + 1 in
one transaction; released steps are frozen. Money and orders are JSON (the wire's own models), instants are
microseconds since 1970 (UTC).
"""

import sqlite3

APLICACAO = 0x42414C43  # "BALC": this file is a journal of Balcão

PASSOS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE rascunhos (
            id TEXT PRIMARY KEY, ordem INTEGER NOT NULL, revisao INTEGER NOT NULL, estado INTEGER NOT NULL,
            feitos TEXT NOT NULL, desfeitos TEXT NOT NULL, resto TEXT NOT NULL, em INTEGER NOT NULL) WITHOUT ROWID""",
        # each state of a draft is stored once, however many times undo passes by it
        """CREATE TABLE rascunho_estados (
            rascunho_id TEXT NOT NULL, seq INTEGER NOT NULL, pedido TEXT NOT NULL,
            PRIMARY KEY (rascunho_id, seq)) WITHOUT ROWID""",
        """CREATE TABLE envios (
            id INTEGER PRIMARY KEY AUTOINCREMENT, pedido_id TEXT NOT NULL, versao INTEGER NOT NULL,
            estado TEXT NOT NULL CHECK (estado IN ('pendente', 'enviado', 'recusado', 'quarentena')),
            fato INTEGER NOT NULL, corpo TEXT NOT NULL, resumo TEXT NOT NULL, numero_provisorio TEXT,
            documento TEXT, recibo TEXT, recusa TEXT, tentativas INTEGER NOT NULL DEFAULT 0,
            proxima_em INTEGER NOT NULL, criado_em INTEGER NOT NULL, terminado_em INTEGER,
            UNIQUE (pedido_id, versao))""",
        "CREATE INDEX envios_estado ON envios (estado, proxima_em)",
        "CREATE UNIQUE INDEX envios_provisorio ON envios (numero_provisorio) WHERE numero_provisorio IS NOT NULL",
        """CREATE TABLE clientes (
            id TEXT PRIMARY KEY, corpo TEXT NOT NULL, estado TEXT NOT NULL
                CHECK (estado IN ('pendente', 'enviado', 'quarentena')),
            recusa TEXT, tentativas INTEGER NOT NULL DEFAULT 0, proxima_em INTEGER NOT NULL,
            criado_em INTEGER NOT NULL, definitivo TEXT) WITHOUT ROWID""",
        """CREATE TABLE verificadores (
            login TEXT PRIMARY KEY, sessao TEXT NOT NULL, falhas INTEGER NOT NULL DEFAULT 0,
            bloqueado_ate INTEGER NOT NULL DEFAULT 0, em INTEGER NOT NULL) WITHOUT ROWID""",
        """CREATE TABLE valores (chave TEXT PRIMARY KEY, valor TEXT NOT NULL) WITHOUT ROWID""",
    ),
    (
        """CREATE TABLE impressoes (
            id TEXT PRIMARY KEY, pedido_id TEXT NOT NULL, versao INTEGER NOT NULL, usuario_id INTEGER,
            em INTEGER NOT NULL, entregue INTEGER NOT NULL) WITHOUT ROWID""",
        "CREATE INDEX impressoes_pedido ON impressoes (pedido_id)",
        # what earlier programs issued is taken as printed: nobody knows better
        """INSERT INTO impressoes (id, pedido_id, versao, em, entregue)
            SELECT '1 ' || pedido_id, pedido_id, 0, max(criado_em), 1 FROM envios
             WHERE estado = 'enviado' OR fato = 1 GROUP BY pedido_id""",
    ),
    (
        "ALTER TABLE envios ADD COLUMN entregue_em INTEGER",  # since when the manager has what is in quarantine
    ),
)
VERSAO = len(PASSOS)


class VersaoMaisNova(Exception):
    """A newer program wrote this file."""


class NaoEDiario(Exception):
    """The file is somebody else's."""


def atualiza(conexao: sqlite3.Connection) -> None:
    """Bring the file to VERSAO. Raises VersaoMaisNova, NaoEDiario, sqlite3.Error (then nothing changed)."""
    versao, = conexao.execute("PRAGMA user_version").fetchone()
    aplicacao, = conexao.execute("PRAGMA application_id").fetchone()
    tabelas, = conexao.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if aplicacao != APLICACAO and (versao or tabelas):
        raise NaoEDiario
    if versao > VERSAO:
        raise VersaoMaisNova
    for passo in range(versao, VERSAO):
        conexao.execute("BEGIN IMMEDIATE")
        try:
            if conexao.execute("PRAGMA user_version").fetchone()[0] == passo:  # another window may have done it
                for comando in PASSOS[passo]:
                    conexao.execute(comando)
                conexao.execute(f"PRAGMA application_id = {APLICACAO}")
                conexao.execute(f"PRAGMA user_version = {passo + 1}")
            conexao.commit()
        except BaseException:
            conexao.rollback()
            raise
