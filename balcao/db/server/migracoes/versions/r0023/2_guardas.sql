-- Revision 0023: what the guards of a quote's versions hold. Frozen: never edited after a release.

-- A quote that waits gets the next version, and nothing else makes one or takes it back (INV-07).
CREATE OR REPLACE FUNCTION guarda_versao_comercial() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.versao_comercial <> OLD.versao_comercial + 1 OR OLD.situacao NOT IN ('I', 'P')
       OR NEW.situacao <> OLD.situacao THEN
        RAISE EXCEPTION 'O orçamento %, na situação %, não passa da versão % para %.', OLD.numero, OLD.situacao,
            OLD.versao_comercial, NEW.versao_comercial
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_versao_comercial', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guarda_versao_comercial BEFORE UPDATE OF versao_comercial ON pedidos
    FOR EACH ROW WHEN (NEW.versao_comercial <> OLD.versao_comercial) EXECUTE FUNCTION guarda_versao_comercial();

-- The key is told to people with the number, and stays with it; a new version has a key of its own (INV-07).
CREATE OR REPLACE TRIGGER guarda_chave BEFORE UPDATE OF chave ON pedidos
    FOR EACH ROW WHEN (OLD.chave <> '' AND NEW.chave <> OLD.chave AND NEW.versao_comercial = OLD.versao_comercial)
    EXECUTE FUNCTION guarda_chave();

-- A new version is a record of its own: what the one before printed stays (INV-10).
CREATE OR REPLACE FUNCTION guarda_versao_guardada() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pedido_versoes v
         WHERE v.pedido_id = NEW.id AND v.transacao = pg_current_xact_id()
           AND (v.documento ->> 'versao_comercial')::integer = NEW.versao_comercial) THEN
        RAISE EXCEPTION 'A versão % do orçamento % não foi guardada.', NEW.versao_comercial, NEW.numero
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_versao_comercial', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS guarda_versao_guardada ON pedidos;
CREATE CONSTRAINT TRIGGER guarda_versao_guardada AFTER UPDATE OF versao_comercial ON pedidos
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.versao_comercial <> OLD.versao_comercial) EXECUTE FUNCTION guarda_versao_guardada();
