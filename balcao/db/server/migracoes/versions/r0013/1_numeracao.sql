-- Revision 0013: how orders are numbered and called. Frozen: never edited after a release.

ALTER TABLE pedidos ADD COLUMN chave TEXT DEFAULT '' NOT NULL;

-- The sequence was chosen by which rows there were; now the type says it. Who had one for all types goes on with it.
UPDATE tipos_pedido SET politica = politica || '{"regra_numeracao": "sequencial_geral"}'
 WHERE EXISTS (SELECT FROM numeradores WHERE tipo_id = 0) AND NOT politica ? 'regra_numeracao';

-- A type's last number is that of its sequence. One that an import brought before it worked is where it begins.
INSERT INTO numeradores (estabelecimento_id, tipo_id, serie, inicial, ultimo)
SELECT e.id, t.id, '', (t.politica ->> 'ultimo_numero')::bigint, (t.politica ->> 'ultimo_numero')::bigint
  FROM tipos_pedido t CROSS JOIN estabelecimentos e
 WHERE (t.politica ->> 'ultimo_numero')::bigint > 0
    ON CONFLICT DO NOTHING;
UPDATE tipos_pedido SET politica = politica - 'ultimo_numero' WHERE politica ? 'ultimo_numero';
