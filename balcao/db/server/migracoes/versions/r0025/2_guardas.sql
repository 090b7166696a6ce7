-- Revision 0025: reversing what delivered an order takes it back to where it was. This file may be run again at any time.

-- The set of balcao.domain.situacoes.TRANSICOES; a test compares both.
CREATE OR REPLACE FUNCTION transicao_legal(de text, para text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT strpos(CASE de
        WHEN 'M' THEN 'IPCR'
        WHEN 'I' THEN 'PAMCVR'
        WHEN 'P' THEN 'AXOTEMCVR'
        WHEN 'A' THEN 'XOTECP'
        WHEN 'X' THEN 'OTECP'
        WHEN 'O' THEN 'TECXP'
        WHEN 'T' THEN 'OECP'
        WHEN 'E' THEN 'QPAXOT'
        WHEN 'V' THEN 'IPCR'
        ELSE '' END, para) > 0 AND length(para) = 1
$$;
