-- Revision 0014: a brand that a product has is in the registry of brands. This file may be run again at any time.

CREATE OR REPLACE FUNCTION marcas_novas() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO marcas (nome) SELECT DISTINCT marca FROM novos WHERE marca <> '' ORDER BY 1 ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER marcas_incluidas AFTER INSERT ON produtos
    REFERENCING NEW TABLE AS novos FOR EACH STATEMENT EXECUTE FUNCTION marcas_novas();

CREATE OR REPLACE FUNCTION marca_nova() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO marcas (nome) VALUES (NEW.marca) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER marca_alterada AFTER UPDATE OF marca ON produtos
    FOR EACH ROW WHEN (NEW.marca <> '' AND NEW.marca <> OLD.marca) EXECUTE FUNCTION marca_nova();
