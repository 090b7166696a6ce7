-- Revision 0001: guards. They hold even against a bug of ours, for every role, the owner's too.
-- This file may be run again at any time. Each refusal names its guard in the error's constraint name;
-- docs/invariantes.md lists them.

-- ---- what is never changed, deleted or emptied

CREATE OR REPLACE FUNCTION guarda_imutavel() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A tabela % só recebe linhas novas: % não é permitido.', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_imutavel', TABLE = TG_TABLE_NAME;
END $$;

DO $$
DECLARE
    tabela text;
BEGIN
    FOREACH tabela IN ARRAY ARRAY['pedido_versoes', 'eventos', 'auditoria', 'movimentos_estoque',
                                  'notas_entrada', 'importacoes'] LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER guarda_imutavel BEFORE UPDATE OR DELETE ON %I '
                       'FOR EACH ROW EXECUTE FUNCTION guarda_imutavel()', tabela);
    END LOOP;
    FOREACH tabela IN ARRAY ARRAY['liberacoes', 'faturamentos', 'divergencias', 'numeradores',
                                  'titulos_receber', 'identidade'] LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER guarda_imutavel BEFORE DELETE ON %I '
                       'FOR EACH ROW EXECUTE FUNCTION guarda_imutavel()', tabela);
    END LOOP;
    FOREACH tabela IN ARRAY ARRAY['pedidos', 'itens_pedido', 'parcelas_pedido', 'pedido_versoes', 'eventos',
                                  'auditoria', 'movimentos_estoque', 'notas_entrada', 'importacoes',
                                  'liberacoes', 'faturamentos', 'divergencias', 'numeradores', 'identidade',
                                  'exclusoes', 'segredos'] LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER guarda_truncar BEFORE TRUNCATE ON %I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION proibe_truncar()', tabela);
    END LOOP;
END $$;

-- ---- orders: situations, numbers, versions

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
        WHEN 'E' THEN 'QP'
        WHEN 'V' THEN 'IPCR'
        ELSE '' END, para) > 0 AND length(para) = 1
$$;

CREATE OR REPLACE FUNCTION guarda_pedido() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.situacao <> 'M' OR OLD.numero IS NOT NULL OR OLD.versao > 0 THEN
            RAISE EXCEPTION 'O pedido % já foi numerado ou emitido: cancele-o, não o exclua.', OLD.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_exclusao', TABLE = TG_TABLE_NAME;
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN  -- every order is born in M; it may reach here already issued
        IF NEW.situacao <> 'M' AND NOT transicao_legal('M', NEW.situacao) THEN
            RAISE EXCEPTION 'Um pedido novo não nasce na situação %.', NEW.situacao
                USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_transicao', TABLE = TG_TABLE_NAME;
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.situacao <> OLD.situacao AND NOT transicao_legal(OLD.situacao, NEW.situacao) THEN
        RAISE EXCEPTION 'O pedido % não passa da situação % para %.', OLD.id, OLD.situacao, NEW.situacao
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_transicao', TABLE = TG_TABLE_NAME;
    END IF;
    IF OLD.numero IS NOT NULL
       AND (NEW.id, NEW.estabelecimento_id, NEW.tipo_id, NEW.serie, NEW.numero, coalesce(NEW.sequencia, -1))
           IS DISTINCT FROM
           (OLD.id, OLD.estabelecimento_id, OLD.tipo_id, OLD.serie, OLD.numero, coalesce(OLD.sequencia, -1))
    THEN
        RAISE EXCEPTION 'O número % do pedido % não muda mais.', OLD.numero, OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_numero', TABLE = TG_TABLE_NAME;
    END IF;
    IF NEW.versao < OLD.versao OR NEW.versao > OLD.versao + 1 THEN
        RAISE EXCEPTION 'A versão do pedido % não passa de % para %.', OLD.id, OLD.versao, NEW.versao
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_versao', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guarda_pedido BEFORE INSERT OR UPDATE OR DELETE ON pedidos
    FOR EACH ROW EXECUTE FUNCTION guarda_pedido();

-- ---- totals, and a version for every change of an issued order (at commit)

-- `mudou`: the order's content changed in this transaction, so an issued one needs a version of this
-- transaction.
CREATE OR REPLACE FUNCTION confere_pedido(pedido uuid, mudou boolean) RETURNS void LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
    p record;
    v_transacao xid8;
BEGIN
    SELECT q.subtotal, q.desconto, q.total, q.situacao, q.versao,
           i.bruto AS bruto, i.desconto AS descontos, c.valor AS parcelas
      INTO p
      FROM pedidos q
      CROSS JOIN LATERAL (SELECT coalesce(sum(bruto), 0) AS bruto, coalesce(sum(desconto), 0) AS desconto
                            FROM itens_pedido WHERE pedido_id = q.id) i
      CROSS JOIN LATERAL (SELECT sum(valor) AS valor FROM parcelas_pedido WHERE pedido_id = q.id) c
     WHERE q.id = pedido;
    IF NOT FOUND THEN
        RETURN;  -- a draft deleted with its items
    END IF;
    IF p.subtotal <> p.bruto OR p.desconto <> p.descontos THEN
        RAISE EXCEPTION 'O pedido % diz subtotal % e desconto %, e seus itens somam % e %.',
            pedido, p.subtotal, p.desconto, p.bruto, p.descontos
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_totais', TABLE = 'pedidos';
    END IF;
    IF p.parcelas <> p.total AND p.situacao <> 'M' THEN
        RAISE EXCEPTION 'O pedido % soma %, e suas parcelas %.', pedido, p.total, p.parcelas
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_parcelas', TABLE = 'parcelas_pedido';
    END IF;
    IF p.versao = 0 AND p.situacao IN ('M', 'C', 'R') THEN
        RETURN;  -- never issued: a draft, or one numbered at inclusion and given up
    END IF;
    SELECT transacao INTO v_transacao FROM pedido_versoes WHERE pedido_id = pedido AND versao = p.versao;
    IF NOT FOUND OR (mudou AND p.situacao <> 'M' AND v_transacao <> pg_current_xact_id()) THEN
        RAISE EXCEPTION 'O pedido % mudou sem que a versão impressa fosse guardada.', pedido
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_versao', TABLE = 'pedidos';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION guarda_pedido_completo() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
    mudou CONSTANT boolean := TG_OP = 'INSERT'
        OR (NEW.subtotal, NEW.desconto, NEW.frete, NEW.total, NEW.cliente_id, NEW.cliente_nome,
            NEW.cliente_documento, NEW.vendedor_id, NEW.lista_id, NEW.plano_id, NEW.validade)
           IS DISTINCT FROM
           (OLD.subtotal, OLD.desconto, OLD.frete, OLD.total, OLD.cliente_id, OLD.cliente_nome,
            OLD.cliente_documento, OLD.vendedor_id, OLD.lista_id, OLD.plano_id, OLD.validade)
        OR (OLD.situacao = 'M' AND NEW.situacao <> 'M');
BEGIN
    PERFORM confere_pedido(NEW.id, mudou);
    IF NEW.sequencia IS NOT NULL AND NEW.numero IS NOT NULL AND NOT EXISTS (
        SELECT FROM numeradores n
         WHERE n.estabelecimento_id = NEW.estabelecimento_id AND n.tipo_id = NEW.sequencia
           AND n.serie = NEW.serie AND NEW.numero > n.inicial AND NEW.numero <= n.ultimo) THEN
        RAISE EXCEPTION 'O número % não foi dado pela numeração automática.', NEW.numero
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_sequencia', TABLE = 'pedidos';
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS guarda_pedido_completo ON pedidos;
CREATE CONSTRAINT TRIGGER guarda_pedido_completo AFTER INSERT OR UPDATE ON pedidos
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guarda_pedido_completo();

CREATE OR REPLACE FUNCTION guarda_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.quantidade_faturada > 0
       AND (TG_OP = 'DELETE' OR (NEW.pedido_id, NEW.linha, NEW.produto_id)
                                IS DISTINCT FROM (OLD.pedido_id, OLD.linha, OLD.produto_id)) THEN
        RAISE EXCEPTION 'O item % do pedido % já foi faturado: ele não é trocado nem excluído.',
            OLD.linha, OLD.pedido_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_item_faturado', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE OR REPLACE TRIGGER guarda_item BEFORE UPDATE OR DELETE ON itens_pedido
    FOR EACH ROW WHEN (OLD.quantidade_faturada > 0) EXECUTE FUNCTION guarda_item();

-- A statement that changes lines or instalments marks its orders; each mark is checked once, at commit.
CREATE OR REPLACE FUNCTION marca_itens() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO conferencias SELECT DISTINCT pedido_id, 'conteudo' FROM depois
        UNION SELECT pedido_id, 'faturado' FROM depois WHERE quantidade_faturada <> 0
            ON CONFLICT DO NOTHING;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO conferencias SELECT DISTINCT pedido_id, 'conteudo' FROM antes ON CONFLICT DO NOTHING;
    ELSE
        INSERT INTO conferencias
        SELECT coalesce(a.pedido_id, d.pedido_id), assunto
          FROM antes a
          FULL JOIN depois d ON (d.pedido_id, d.linha) = (a.pedido_id, a.linha)
          CROSS JOIN LATERAL (
                SELECT 'conteudo' AS assunto
                 WHERE (a.pedido_id, a.linha, a.produto_id, a.codigo, a.descricao, a.unidade, a.quantidade,
                        a.preco_lista, a.preco, a.bruto, a.desconto, a.total)
                       IS DISTINCT FROM
                       (d.pedido_id, d.linha, d.produto_id, d.codigo, d.descricao, d.unidade, d.quantidade,
                        d.preco_lista, d.preco, d.bruto, d.desconto, d.total)
                UNION ALL
                SELECT 'faturado' WHERE a.quantidade_faturada IS DISTINCT FROM d.quantidade_faturada) AS mudou
         GROUP BY 1, 2
            ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER marca_inclusao AFTER INSERT ON itens_pedido
    REFERENCING NEW TABLE AS depois FOR EACH STATEMENT EXECUTE FUNCTION marca_itens();
CREATE OR REPLACE TRIGGER marca_alteracao AFTER UPDATE ON itens_pedido
    REFERENCING OLD TABLE AS antes NEW TABLE AS depois FOR EACH STATEMENT EXECUTE FUNCTION marca_itens();
CREATE OR REPLACE TRIGGER marca_exclusao AFTER DELETE ON itens_pedido
    REFERENCING OLD TABLE AS antes FOR EACH STATEMENT EXECUTE FUNCTION marca_itens();

-- Arguments: the subject. For tables whose every change counts.
CREATE OR REPLACE FUNCTION marca_pedidos() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO conferencias SELECT DISTINCT pedido_id, TG_ARGV[0] FROM antes ON CONFLICT DO NOTHING;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO conferencias SELECT DISTINCT pedido_id, TG_ARGV[0] FROM depois ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER marca_inclusao AFTER INSERT ON parcelas_pedido
    REFERENCING NEW TABLE AS depois FOR EACH STATEMENT EXECUTE FUNCTION marca_pedidos('conteudo');
CREATE OR REPLACE TRIGGER marca_alteracao AFTER UPDATE ON parcelas_pedido
    REFERENCING OLD TABLE AS antes NEW TABLE AS depois FOR EACH STATEMENT
    EXECUTE FUNCTION marca_pedidos('conteudo');
CREATE OR REPLACE TRIGGER marca_exclusao AFTER DELETE ON parcelas_pedido
    REFERENCING OLD TABLE AS antes FOR EACH STATEMENT EXECUTE FUNCTION marca_pedidos('conteudo');
CREATE OR REPLACE TRIGGER marca_inclusao AFTER INSERT ON faturamentos
    REFERENCING NEW TABLE AS depois FOR EACH STATEMENT EXECUTE FUNCTION marca_pedidos('faturado');
CREATE OR REPLACE TRIGGER marca_alteracao AFTER UPDATE ON faturamentos
    REFERENCING OLD TABLE AS antes NEW TABLE AS depois FOR EACH STATEMENT
    EXECUTE FUNCTION marca_pedidos('faturado');

-- What each line says was invoiced is what the standing invoices of its order add up to.
CREATE OR REPLACE FUNCTION confere_faturado(pedido uuid) RETURNS void LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT linha, quantidade_faturada AS quantidade
                       FROM itens_pedido WHERE pedido_id = pedido AND quantidade_faturada <> 0) i
          FULL JOIN (SELECT (item ->> 'linha')::integer AS linha,
                            sum((item ->> 'quantidade')::numeric) AS quantidade
                       FROM faturamentos f CROSS JOIN LATERAL jsonb_array_elements(f.itens) AS item
                      WHERE f.pedido_id = pedido AND f.estornado_em IS NULL
                      GROUP BY 1) f USING (linha)
         WHERE coalesce(i.quantidade, 0) <> coalesce(f.quantidade, 0)) THEN
        RAISE EXCEPTION 'As quantidades faturadas do pedido % não são as de seus faturamentos.', pedido
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_faturado', TABLE = 'itens_pedido';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION guarda_conferencia() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.assunto = 'conteudo' THEN
        PERFORM confere_pedido(NEW.pedido_id, true);
    ELSE
        PERFORM confere_faturado(NEW.pedido_id);
    END IF;
    DELETE FROM conferencias WHERE pedido_id = NEW.pedido_id AND assunto = NEW.assunto;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS guarda_conferencia ON conferencias;
CREATE CONSTRAINT TRIGGER guarda_conferencia AFTER INSERT ON conferencias
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guarda_conferencia();

-- ---- issued versions: one chain of SHA-256 per sequence (estabelecimento, sequence or type, série)

-- The hash of a version. jsonb has one text form, so whoever stores computes it with this function.
CREATE OR REPLACE FUNCTION sha256_versao(anterior bytea, pedido uuid, versao integer, documento jsonb)
RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT sha256(anterior || uuid_send(pedido) || int4send(versao) || convert_to(documento::text, 'UTF8'))
$$;

CREATE OR REPLACE FUNCTION guarda_versao() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    NEW.transacao := pg_current_xact_id();
    IF NEW.sha256 <> sha256_versao(NEW.sha256_anterior, NEW.pedido_id, NEW.versao, NEW.documento) THEN
        RAISE EXCEPTION 'O SHA-256 da versão % do pedido % não confere.', NEW.versao, NEW.pedido_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_cadeia', TABLE = TG_TABLE_NAME;
    END IF;
    IF NEW.versao > 1 AND NOT EXISTS (
        SELECT FROM pedido_versoes WHERE pedido_id = NEW.pedido_id AND versao = NEW.versao - 1) THEN
        RAISE EXCEPTION 'Falta a versão % do pedido %.', NEW.versao - 1, NEW.pedido_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_versao', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guarda_versao BEFORE INSERT ON pedido_versoes
    FOR EACH ROW EXECUTE FUNCTION guarda_versao();

CREATE OR REPLACE FUNCTION guarda_cadeia() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
    p record;
    anterior uuid;
    continua boolean;
BEGIN
    SELECT q.estabelecimento_id, coalesce(q.sequencia, q.tipo_id) AS tipo_id, q.serie, q.versao, n.sha256
      INTO p
      FROM pedidos q
      LEFT JOIN numeradores n ON n.estabelecimento_id = q.estabelecimento_id AND n.serie = q.serie
                             AND n.tipo_id = coalesce(q.sequencia, q.tipo_id)
     WHERE q.id = NEW.pedido_id;
    IF p.versao < NEW.versao THEN
        RAISE EXCEPTION 'O pedido % está na versão %, e foi guardada a %.', NEW.pedido_id, p.versao, NEW.versao
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_versao', TABLE = TG_TABLE_NAME;
    END IF;
    IF NEW.sha256_anterior = '' THEN
        continua := NOT EXISTS (
            SELECT FROM pedido_versoes v JOIN pedidos q ON q.id = v.pedido_id
             WHERE v.sha256_anterior = '' AND v.sha256 <> NEW.sha256
               AND q.estabelecimento_id = p.estabelecimento_id AND q.serie = p.serie
               AND coalesce(q.sequencia, q.tipo_id) = p.tipo_id);
    ELSE
        SELECT pedido_id INTO anterior FROM pedido_versoes WHERE sha256 = NEW.sha256_anterior;
        continua := EXISTS (
            SELECT FROM pedidos q
             WHERE q.id = anterior AND q.estabelecimento_id = p.estabelecimento_id AND q.serie = p.serie
               AND coalesce(q.sequencia, q.tipo_id) = p.tipo_id);
    END IF;
    IF NOT continua OR coalesce(p.sha256, '') = '' THEN
        RAISE EXCEPTION 'A versão % do pedido % não continua a cadeia de sua sequência.',
            NEW.versao, NEW.pedido_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_cadeia', TABLE = TG_TABLE_NAME;
    END IF;
    IF p.sha256 <> NEW.sha256
       AND NOT EXISTS (SELECT FROM pedido_versoes  -- the second condition lets the partial index serve
                        WHERE sha256_anterior = NEW.sha256 AND sha256_anterior <> '') THEN
        RAISE EXCEPTION 'A numeração não aponta para a última versão guardada.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_cadeia', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS guarda_cadeia ON pedido_versoes;
CREATE CONSTRAINT TRIGGER guarda_cadeia AFTER INSERT ON pedido_versoes
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guarda_cadeia();

-- ---- automatic numbers: none skipped, none used twice, none taken back

CREATE OR REPLACE FUNCTION guarda_numerador() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.estabelecimento_id, NEW.tipo_id, NEW.serie)
       IS DISTINCT FROM (OLD.estabelecimento_id, OLD.tipo_id, OLD.serie)
       OR NEW.ultimo < OLD.ultimo AND OLD.ultimo > OLD.inicial
       OR NEW.inicial <> OLD.inicial AND OLD.ultimo > OLD.inicial THEN
        RAISE EXCEPTION 'A numeração não volta: já foi dado o número %.', OLD.ultimo
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_sequencia', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guarda_numerador BEFORE UPDATE ON numeradores
    FOR EACH ROW EXECUTE FUNCTION guarda_numerador();

CREATE OR REPLACE FUNCTION guarda_sequencia() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
    antes CONSTANT bigint := CASE WHEN TG_OP = 'INSERT' OR OLD.ultimo = OLD.inicial THEN NEW.inicial
                                  ELSE OLD.ultimo END;
BEGIN
    IF NEW.ultimo - antes <> (
        SELECT count(*) FROM pedidos
         WHERE estabelecimento_id = NEW.estabelecimento_id AND sequencia = NEW.tipo_id
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

DROP TRIGGER IF EXISTS guarda_sequencia ON numeradores;
CREATE CONSTRAINT TRIGGER guarda_sequencia AFTER INSERT OR UPDATE ON numeradores
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guarda_sequencia();

-- ---- releases, invoicing, divergences

CREATE OR REPLACE FUNCTION guarda_liberacao() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.usada_em IS NOT NULL OR NEW.usada_em IS NULL
       OR to_jsonb(NEW) - 'usada_em' <> to_jsonb(OLD) - 'usada_em' THEN
        RAISE EXCEPTION 'A liberação % é usada uma só vez e não muda.', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_liberacao', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guarda_liberacao BEFORE UPDATE ON liberacoes
    FOR EACH ROW EXECUTE FUNCTION guarda_liberacao();

CREATE OR REPLACE FUNCTION guarda_faturamento() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.estornado_em IS NOT NULL OR NEW.estornado_em IS NULL OR NEW.motivo_estorno = ''
       OR to_jsonb(NEW) - '{estornado_em,motivo_estorno}'::text[]
          <> to_jsonb(OLD) - '{estornado_em,motivo_estorno}'::text[] THEN
        RAISE EXCEPTION 'O faturamento % só pode ser estornado, uma vez e com motivo.', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_faturamento', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guarda_faturamento BEFORE UPDATE ON faturamentos
    FOR EACH ROW EXECUTE FUNCTION guarda_faturamento();

CREATE OR REPLACE FUNCTION guarda_divergencia() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.resolvida_em IS NOT NULL
       OR to_jsonb(NEW) - '{resolvida_em,resolvida_por,resolucao}'::text[]
          <> to_jsonb(OLD) - '{resolvida_em,resolvida_por,resolucao}'::text[] THEN
        RAISE EXCEPTION 'A divergência % só recebe sua resolução, uma vez.', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_divergencia', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guarda_divergencia BEFORE UPDATE ON divergencias
    FOR EACH ROW EXECUTE FUNCTION guarda_divergencia();

-- ---- identity: the company never changes; its generation only does when a backup is restored

CREATE OR REPLACE FUNCTION guarda_identidade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.empresa <> OLD.empresa THEN
        RAISE EXCEPTION 'A identidade da empresa não muda.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarda_identidade', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guarda_identidade BEFORE UPDATE ON identidade
    FOR EACH ROW EXECUTE FUNCTION guarda_identidade();
