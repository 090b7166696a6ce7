-- Revision 0001: what sync needs of every replicated table (those with `xid`, except the tombstones).
-- This file may be run again at any time: it replaces what it made.

-- A changed row belongs to the transaction that changed it: a pull asks for rows with xid >= cursor.
CREATE OR REPLACE FUNCTION renova_xid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xid := pg_current_xact_id();
    RETURN NEW;
END $$;

-- A row that is gone leaves a tombstone. Arguments: the columns of its primary key.
CREATE OR REPLACE FUNCTION deixa_lapide() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
    linha CONSTANT jsonb := to_jsonb(OLD);
BEGIN
    INSERT INTO exclusoes (tabela, chave, em, xid)
    SELECT TG_TABLE_NAME, jsonb_object_agg(coluna, linha -> coluna), now(), pg_current_xact_id()
      FROM unnest(TG_ARGV) AS coluna;
    RETURN NULL;
END $$;

-- TRUNCATE would leave no tombstone.
CREATE OR REPLACE FUNCTION proibe_truncar() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A tabela % não pode ser esvaziada.', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_truncar', TABLE = TG_TABLE_NAME;
END $$;

-- Which establishments know a customer changed: everybody deletes the customer's rows and copies those
-- that he may still see. (A pull applies tombstones before rows.)
CREATE OR REPLACE FUNCTION revela_cliente() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
    pessoa CONSTANT uuid := coalesce(NEW.pessoa_id, OLD.pessoa_id);
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.pessoa_id = OLD.pessoa_id
       AND NEW.estabelecimento_id = OLD.estabelecimento_id THEN
        RETURN NULL;  -- only CL-067 changed
    END IF;
    INSERT INTO exclusoes (tabela, chave, em, xid)
    SELECT tabela, chave, now(), pg_current_xact_id() FROM (
        SELECT 'pessoas', jsonb_build_object('id', pessoa)
        UNION ALL SELECT 'clientes', jsonb_build_object('pessoa_id', pessoa)
        UNION ALL SELECT 'enderecos', jsonb_build_object('id', id) FROM enderecos WHERE pessoa_id = pessoa
        UNION ALL SELECT 'titulos_receber', jsonb_build_object('id', id)
                    FROM titulos_receber WHERE cliente_id = pessoa
        UNION ALL SELECT 'creditos_cliente', jsonb_build_object('id', id)
                    FROM creditos_cliente WHERE cliente_id = pessoa
        UNION ALL SELECT 'compromissos_credito', jsonb_build_object('pedido_id', pedido_id, 'origem', origem)
                    FROM compromissos_credito WHERE cliente_id = pessoa
    ) AS sumiu (tabela, chave);
    UPDATE pessoas SET xid = pg_current_xact_id() WHERE id = pessoa;
    UPDATE clientes SET xid = pg_current_xact_id() WHERE pessoa_id = pessoa;
    UPDATE enderecos SET xid = pg_current_xact_id() WHERE pessoa_id = pessoa;
    UPDATE titulos_receber SET xid = pg_current_xact_id() WHERE cliente_id = pessoa;
    UPDATE creditos_cliente SET xid = pg_current_xact_id() WHERE cliente_id = pessoa;
    UPDATE compromissos_credito SET xid = pg_current_xact_id() WHERE cliente_id = pessoa;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER revela_cliente AFTER INSERT OR UPDATE OR DELETE ON cliente_estabelecimentos
    FOR EACH ROW EXECUTE FUNCTION revela_cliente();

DO $$
DECLARE
    alvo record;
BEGIN
    FOR alvo IN
        SELECT c.relname AS tabela,
               string_agg(quote_literal(a.attname), ', ' ORDER BY a.attnum) AS argumentos,
               string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS colunas,
               string_agg(format('OLD.%1$I IS DISTINCT FROM NEW.%1$I', a.attname), ' OR '
                          ORDER BY a.attnum) AS mudou
          FROM pg_class c
          JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
         WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
           AND c.relname NOT IN ('exclusoes')
           AND EXISTS (SELECT FROM pg_attribute x
                        WHERE x.attrelid = c.oid AND x.attname = 'xid' AND NOT x.attisdropped)
         GROUP BY c.relname
    LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER sincronia_altera BEFORE UPDATE ON %I FOR EACH ROW '
                       'WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION renova_xid()', alvo.tabela);
        EXECUTE format('CREATE OR REPLACE TRIGGER sincronia_exclui AFTER DELETE ON %I FOR EACH ROW '
                       'EXECUTE FUNCTION deixa_lapide(%s)', alvo.tabela, alvo.argumentos);
        EXECUTE format('CREATE OR REPLACE TRIGGER sincronia_chave AFTER UPDATE OF %s ON %I FOR EACH ROW '
                       'WHEN (%s) EXECUTE FUNCTION deixa_lapide(%s)',
                       alvo.colunas, alvo.tabela, alvo.mudou, alvo.argumentos);
        EXECUTE format('CREATE OR REPLACE TRIGGER sincronia_trunca BEFORE TRUNCATE ON %I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION proibe_truncar()', alvo.tabela);
    END LOOP;
END $$;
