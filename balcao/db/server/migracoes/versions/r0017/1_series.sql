-- Revision 0017: serial numbers of the units that an order's lines sell. Frozen: never edited after a release.

ALTER TABLE produtos ADD COLUMN numero_serie BOOLEAN DEFAULT false NOT NULL;
ALTER TABLE itens_pedido ADD COLUMN series TEXT[] DEFAULT '{}' NOT NULL;
CREATE INDEX ix_itens_pedido_series ON itens_pedido USING gin (series) WHERE series <> '{}';
