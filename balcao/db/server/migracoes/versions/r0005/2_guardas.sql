-- Revision 0005: the guards of quarentenas. This file may be run again at any time (docs/invariantes.md, INV-36).

CREATE OR REPLACE TRIGGER guarda_imutavel BEFORE DELETE ON quarentenas
    FOR EACH ROW EXECUTE FUNCTION guarda_imutavel();
CREATE OR REPLACE TRIGGER guarda_truncar BEFORE TRUNCATE ON quarentenas
    FOR EACH STATEMENT EXECUTE FUNCTION proibe_truncar();

CREATE OR REPLACE FUNCTION guarda_quarentena() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.resolvida_em IS NOT NULL
       OR (NEW.id, NEW.pedido_id, NEW.estabelecimento_id, NEW.estacao_id)
          <> (OLD.id, OLD.pedido_id, OLD.estabelecimento_id, OLD.estacao_id) THEN
        RAISE EXCEPTION 'O que está em quarentena (%) é decidido uma vez, e a decisão não muda.', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_quarentena', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guarda_quarentena BEFORE UPDATE ON quarentenas
    FOR EACH ROW EXECUTE FUNCTION guarda_quarentena();
