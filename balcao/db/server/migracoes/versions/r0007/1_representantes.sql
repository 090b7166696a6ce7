-- Revision 0007: a customer's representative, and an order's. Frozen: never edited after a release.

ALTER TABLE clientes ADD COLUMN representante_id INTEGER;
ALTER TABLE clientes ADD CONSTRAINT fk_clientes_representante_id FOREIGN KEY (representante_id) REFERENCES usuarios (id);
ALTER TABLE pedidos ADD COLUMN representante_id INTEGER;
ALTER TABLE pedidos ADD CONSTRAINT fk_pedidos_representante_id FOREIGN KEY (representante_id) REFERENCES usuarios (id);
