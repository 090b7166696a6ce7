-- Revision 0011: what kind of seller a user is. Frozen: never edited after a release.

ALTER TABLE usuarios ADD COLUMN tipo_vendedor TEXT DEFAULT 'vendedor' NOT NULL;
ALTER TABLE usuarios ADD CONSTRAINT ck_usuarios_tipo_vendedor
    CHECK (tipo_vendedor IN ('vendedor', 'tele_vendas', 'representante'));
