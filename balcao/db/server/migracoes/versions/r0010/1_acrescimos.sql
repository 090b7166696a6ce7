-- Revision 0010: what was put on a line, within its gross. Frozen: never edited after a release.

ALTER TABLE itens_pedido ADD COLUMN acrescimo NUMERIC(18, 2) DEFAULT '0' NOT NULL;
ALTER TABLE itens_pedido ADD CONSTRAINT ck_itens_pedido_acrescimo CHECK (acrescimo BETWEEN 0 AND bruto);
