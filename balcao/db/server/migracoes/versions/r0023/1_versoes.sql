-- Revision 0023: versions of a quote (TP-157). Frozen: never edited after a release.

ALTER TABLE pedidos ADD COLUMN versao_comercial INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE pedidos ADD CONSTRAINT ck_pedidos_versao_comercial
    CHECK (versao_comercial = 0 OR versao_comercial > 0 AND categoria = 'orcamento');
