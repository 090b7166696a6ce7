-- Revision 0002: what the counters' search asks for. Frozen: never edited after a release.

-- CB-091: the maker's own code of a product.
ALTER TABLE produtos ADD COLUMN referencia TEXT DEFAULT '' NOT NULL;

-- The best customers of each shop come first in its search.
CREATE TABLE compras_cliente (
    pessoa_id UUID NOT NULL,
    estabelecimento_id INTEGER NOT NULL,
    compras INTEGER NOT NULL,
    ultima DATE NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    CONSTRAINT pk_compras_cliente PRIMARY KEY (pessoa_id, estabelecimento_id),
    CONSTRAINT ck_compras_cliente_compras CHECK (compras > 0),
    CONSTRAINT fk_compras_cliente_pessoa_id FOREIGN KEY(pessoa_id) REFERENCES clientes (pessoa_id) ON DELETE CASCADE,
    CONSTRAINT fk_compras_cliente_estabelecimento_id FOREIGN KEY(estabelecimento_id) REFERENCES estabelecimentos (id)
);
CREATE INDEX ix_compras_cliente_xid ON compras_cliente (xid);

-- CB-133, CB-134: up to five copies.
UPDATE estacoes SET politica = jsonb_set(politica, '{controles_impressao,imp_vias_dav}', '5')
 WHERE (politica #>> '{controles_impressao,imp_vias_dav}')::integer > 5;
UPDATE estacoes SET politica = jsonb_set(politica, '{controles_impressao,imp_vias_pre_venda}', '5')
 WHERE (politica #>> '{controles_impressao,imp_vias_pre_venda}')::integer > 5;
