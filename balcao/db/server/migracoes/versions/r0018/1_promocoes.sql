-- Revision 0018: promotional prices of price lists. Frozen: never edited after a release.

ALTER TABLE precos ADD COLUMN promocional NUMERIC(20, 10), ADD COLUMN promocao_de DATE, ADD COLUMN promocao_ate DATE;
ALTER TABLE precos ADD CONSTRAINT ck_precos_promocional CHECK (promocional > 0);
ALTER TABLE precos ADD CONSTRAINT ck_precos_promocao
    CHECK (promocao_de <= promocao_ate AND (promocional IS NOT NULL OR promocao_de IS NULL AND promocao_ate IS NULL));
