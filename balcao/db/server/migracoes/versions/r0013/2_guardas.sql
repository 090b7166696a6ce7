-- Revision 0013: what the guards of the numbering hold. Frozen: never edited after a release.

-- An automatic number that another order of the same type and série has already (typed by somebody, or given while the
-- type was numbered otherwise) is passed over: every number of a sequence is some order's.
CREATE OR REPLACE FUNCTION guarda_sequencia() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
    antes CONSTANT bigint := CASE WHEN TG_OP = 'INSERT' OR OLD.ultimo = OLD.inicial THEN NEW.inicial
                                  ELSE OLD.ultimo END;
BEGIN
    IF NEW.ultimo - antes <> (
        SELECT count(*) FROM pedidos
         WHERE estabelecimento_id = NEW.estabelecimento_id AND sequencia = NEW.tipo_id
           AND serie = NEW.serie AND numero > antes AND numero <= NEW.ultimo)
       AND NEW.ultimo - antes <> (
        SELECT count(DISTINCT numero) FROM pedidos
         WHERE estabelecimento_id = NEW.estabelecimento_id AND NEW.tipo_id IN (0, tipo_id)
           AND serie = NEW.serie AND numero > antes AND numero <= NEW.ultimo) THEN
        RAISE EXCEPTION 'A numeração iria de % a % sem um pedido para cada número.', antes, NEW.ultimo
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_sequencia', TABLE = TG_TABLE_NAME;
    END IF;
    IF NEW.sha256 <> '' AND NOT EXISTS (
        SELECT FROM pedido_versoes v JOIN pedidos p ON p.id = v.pedido_id
         WHERE v.sha256 = NEW.sha256 AND p.estabelecimento_id = NEW.estabelecimento_id
           AND coalesce(p.sequencia, p.tipo_id) = NEW.tipo_id AND p.serie = NEW.serie) THEN
        RAISE EXCEPTION 'A numeração aponta para uma versão que não existe nela.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_cadeia', TABLE = TG_TABLE_NAME;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.sha256 <> OLD.sha256 AND (NEW.sha256 = '' OR EXISTS (
        SELECT FROM pedido_versoes v
         WHERE v.sha256_anterior = NEW.sha256 AND v.sha256_anterior <> ''
           AND v.transacao <> pg_current_xact_id())) THEN
        RAISE EXCEPTION 'A cadeia da numeração não volta a uma versão anterior.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_cadeia', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;

-- The key is told to people with the number, and stays with it (INV-07).
CREATE OR REPLACE FUNCTION guarda_chave() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'O pedido % tem a chave “%”, que fica com ele.', OLD.numero, OLD.chave
        USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_chave', TABLE = TG_TABLE_NAME;
END $$;

CREATE OR REPLACE TRIGGER guarda_chave BEFORE UPDATE OF chave ON pedidos
    FOR EACH ROW WHEN (OLD.chave <> '' AND NEW.chave <> OLD.chave) EXECUTE FUNCTION guarda_chave();
