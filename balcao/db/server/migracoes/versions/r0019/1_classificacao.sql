-- Revision 0019: the classification of an order. Frozen: never edited after a release.

ALTER TABLE pedidos ADD COLUMN classificacao_id INTEGER;
ALTER TABLE pedidos ADD CONSTRAINT fk_pedidos_classificacao_id_classificacoes_pedido
    FOREIGN KEY (classificacao_id) REFERENCES classificacoes_pedido (id);
CREATE INDEX ix_pedidos_classificacao_id ON pedidos (classificacao_id) WHERE classificacao_id IS NOT NULL;
