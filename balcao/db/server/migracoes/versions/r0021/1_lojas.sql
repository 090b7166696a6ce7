-- Revision 0021: a shop in the register of persons. Frozen: never edited after a release.

ALTER TABLE estabelecimentos ADD COLUMN pessoa_id UUID;
ALTER TABLE estabelecimentos ADD CONSTRAINT uq_estabelecimentos_pessoa_id UNIQUE (pessoa_id);
ALTER TABLE estabelecimentos ADD CONSTRAINT fk_estabelecimentos_pessoa_id
    FOREIGN KEY (pessoa_id) REFERENCES pessoas (id);
