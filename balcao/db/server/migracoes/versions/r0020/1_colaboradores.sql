-- Revision 0020: who works where. Frozen: never edited after a release.

CREATE TABLE colaboradores (
    pessoa_id UUID NOT NULL,
    estabelecimento_id INTEGER NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    CONSTRAINT pk_colaboradores PRIMARY KEY (pessoa_id, estabelecimento_id),
    CONSTRAINT fk_colaboradores_pessoa_id FOREIGN KEY (pessoa_id) REFERENCES pessoas (id) ON DELETE CASCADE,
    CONSTRAINT fk_colaboradores_estabelecimento_id FOREIGN KEY (estabelecimento_id) REFERENCES estabelecimentos (id)
);
CREATE INDEX ix_colaboradores_xid ON colaboradores (xid);
