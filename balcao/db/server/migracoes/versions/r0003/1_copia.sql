-- Revision 0003: what is known of the company's backups. Frozen: never edited after a release.

ALTER TABLE identidade ADD COLUMN criada_em TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL;
ALTER TABLE identidade ADD COLUMN copia_conferida_em TIMESTAMP WITH TIME ZONE;
ALTER TABLE identidade ADD COLUMN copia_falhou_em TIMESTAMP WITH TIME ZONE;
ALTER TABLE identidade ADD COLUMN copia_falha TEXT DEFAULT '' NOT NULL;
ALTER TABLE identidade ADD COLUMN copia_problema TEXT DEFAULT '' NOT NULL;
ALTER TABLE identidade ADD CONSTRAINT ck_identidade_copia_falha
    CHECK (copia_falha IN ('', 'nao_feita', 'nao_volta'));
