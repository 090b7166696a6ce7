-- Revision 0008: what an order type may refuse a product for. Frozen: never edited after a release.

ALTER TABLE produtos ADD COLUMN em_falta BOOLEAN DEFAULT false NOT NULL;
ALTER TABLE produtos ADD COLUMN sem_troca BOOLEAN DEFAULT false NOT NULL;
ALTER TABLE produtos ADD COLUMN com_variacao BOOLEAN DEFAULT false NOT NULL;
ALTER TABLE produtos ADD COLUMN quantidade_minima NUMERIC(18, 6) DEFAULT 0 NOT NULL;
ALTER TABLE produtos ADD COLUMN quantidade_maxima NUMERIC(18, 6) DEFAULT 0 NOT NULL;
ALTER TABLE produtos ADD CONSTRAINT ck_produtos_quantidades
    CHECK (quantidade_minima >= 0 AND (quantidade_maxima = 0 OR quantidade_maxima >= quantidade_minima));
ALTER TABLE estoques ADD COLUMN inventario_desde TIMESTAMP WITH TIME ZONE;
