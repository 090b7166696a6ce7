-- Revision 0009: whom a price list is for. Frozen: never edited after a release.

ALTER TABLE listas_preco ADD COLUMN todos_clientes BOOLEAN DEFAULT true NOT NULL;
