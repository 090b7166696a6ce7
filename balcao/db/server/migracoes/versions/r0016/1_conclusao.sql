-- Revision 0016: when a service order was concluded, and who approved it. Frozen: never edited after a release.

ALTER TABLE pedidos ADD COLUMN concluido_em TIMESTAMP WITH TIME ZONE;
ALTER TABLE pedidos ADD COLUMN conclusao_aprovada_por INTEGER;
ALTER TABLE pedidos ADD CONSTRAINT fk_pedidos_conclusao_aprovada_por
    FOREIGN KEY (conclusao_aprovada_por) REFERENCES usuarios (id);
