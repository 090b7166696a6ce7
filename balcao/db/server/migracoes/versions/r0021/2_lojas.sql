-- Revision 0021: every shop is in the register of persons. This file may be run again at any time.

-- Whoever has the shop's CNPJ is the shop; else it enters the register as it prints itself.
CREATE OR REPLACE FUNCTION lojas_como_pessoas() RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    loja record;
    pessoa uuid;
BEGIN
    FOR loja IN SELECT * FROM estabelecimentos WHERE pessoa_id IS NULL ORDER BY id LOOP
        SELECT id INTO pessoa FROM pessoas WHERE documento = loja.cnpj;
        IF NOT FOUND THEN
            INSERT INTO pessoas (id, nome, fantasia, documento, ie, telefone)
            VALUES (gen_random_uuid(), loja.nome, loja.fantasia, loja.cnpj, loja.ie, loja.telefone)
            RETURNING id INTO pessoa;
            INSERT INTO enderecos (id, pessoa_id, tipo, logradouro, municipio, uf, cep)
            SELECT gen_random_uuid(), pessoa, 'principal', loja.endereco, loja.municipio, loja.uf, loja.cep
             WHERE loja.endereco <> '' OR loja.municipio <> '';
        END IF;
        UPDATE estabelecimentos SET pessoa_id = pessoa WHERE id = loja.id;
    END LOOP;
END $$;
