-- Revision 0006: what the rules of an order type look at in a product. Frozen: never edited after a release.

ALTER TABLE produtos ADD COLUMN tipo_item TEXT DEFAULT '00' NOT NULL;
ALTER TABLE produtos ADD CONSTRAINT ck_produtos_tipo_item
    CHECK (tipo_item IN ('00','01','02','03','04','05','06','07','08','09','10','99'));
