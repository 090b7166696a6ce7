-- Revision 0012: a line of nothing (TP-110). Frozen: never edited after a release.

ALTER TABLE itens_pedido DROP CONSTRAINT ck_itens_pedido_quantidade;
ALTER TABLE itens_pedido ADD CONSTRAINT ck_itens_pedido_quantidade CHECK (quantidade >= 0);
