-- Revision 0017: what other programs read (before: r0015/2_visoes.sql). This file may be run again at any time.

-- The number of the station that is connected, by the name of its role; null for everybody else.
CREATE OR REPLACE FUNCTION estacao_atual() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE
SET search_path FROM CURRENT AS $$
    SELECT substring(current_user FROM '^' || current_schema() || '_estacao_([0-9]{1,9})$')::integer
$$;

CREATE OR REPLACE FUNCTION estabelecimento_da_estacao() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE
SET search_path FROM CURRENT AS $$
    SELECT estabelecimento_id FROM estacoes WHERE id = estacao_atual() AND ativo
$$;

-- The till's side: pré-vendas and OS issued and not wholly invoiced. A station sees its own establishment's.
CREATE OR REPLACE VIEW pre_vendas_abertas AS
SELECT p.id AS pedido_id, p.estabelecimento_id, p.serie, p.numero, p.situacao, p.emitido_em,
       p.cliente_nome, p.cliente_documento, u.nome AS vendedor, l.nome AS plano, p.subtotal, p.desconto,
       p.frete, p.total, i.itens_a_faturar, i.itens
  FROM pedidos p
  JOIN LATERAL (SELECT count(*) FILTER (WHERE quantidade_faturada < quantidade) AS itens_a_faturar,
                       count(*) AS itens
                  FROM itens_pedido WHERE pedido_id = p.id) i ON i.itens_a_faturar > 0
  LEFT JOIN usuarios u ON u.id = p.vendedor_id
  LEFT JOIN planos_pagamento l ON l.id = p.plano_id
 WHERE p.categoria IN ('venda', 'servico') AND p.situacao IN ('I', 'P', 'A', 'X', 'O', 'T', 'E')
   AND ((SELECT estacao_atual()) IS NULL OR p.estabelecimento_id = (SELECT estabelecimento_da_estacao()));

CREATE OR REPLACE VIEW itens_a_faturar AS
SELECT i.pedido_id, v.numero, i.linha, i.codigo, i.descricao, i.unidade, i.quantidade,
       i.quantidade_faturada, i.quantidade - i.quantidade_faturada AS a_faturar, i.preco, i.desconto, i.total,
       i.acrescimo,  -- a line is quantity x price + surcharge - discount
       i.series      -- serial numbers of its units
  FROM itens_pedido i
  JOIN pre_vendas_abertas v ON v.pedido_id = i.pedido_id
 WHERE i.quantidade_faturada < i.quantidade;
