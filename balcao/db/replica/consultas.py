"""The shared queries on the replica. Written by `python -m ferramentas.consultas_replica`: never edited by hand.

Name → (SQL, how its values are bound, how its columns are read). A number means a Decimal of so many places, stored
as a whole number; what is not named is stored as it is (leitura.py).
"""

from collections.abc import Mapping

Forma = str | int
CONSULTAS: Mapping[str, tuple[str, Mapping[str, Forma], Mapping[str, Forma]]] = {
    "terminal": ("""
        SELECT estacoes.id, estacoes.nome, estacoes.numero, estacoes.estabelecimento_id, estacoes.politica,
            estacoes.politica_versao, estacoes.ativo
        FROM estacoes
        WHERE estacoes.id = :id""",
        {"id": ""},
        {"id": "", "nome": "", "numero": "", "estabelecimento_id": "", "politica": "json", "politica_versao": "",
         "ativo": "sim_nao"}),
    "estabelecimento": ("""
        SELECT estabelecimentos.id, estabelecimentos.nome, estabelecimentos.fantasia, estabelecimentos.cnpj,
            estabelecimentos.ie, estabelecimentos.endereco, estabelecimentos.municipio, estabelecimentos.uf,
            estabelecimentos.cep, estabelecimentos.telefone, estabelecimentos.fuso, estabelecimentos.pix_chave,
            estabelecimentos.desconto_maximo, estabelecimentos.ativo, estabelecimentos.pessoa_id
        FROM estabelecimentos
        WHERE estabelecimentos.id = :id""",
        {"id": ""},
        {"id": "", "nome": "", "fantasia": "", "cnpj": "", "ie": "", "endereco": "", "municipio": "", "uf": "",
         "cep": "", "telefone": "", "fuso": "", "pix_chave": "", "desconto_maximo": 4, "ativo": "sim_nao",
         "pessoa_id": "uuid"}),
    "tipo": ("""
        SELECT tipos_pedido.id, tipos_pedido.nome, tipos_pedido.politica, tipos_pedido.politica_versao,
            tipos_pedido.ativo, tipos_pedido.tipo_na_aprovacao_id, tipos_pedido.tipo_sem_estoque_id,
            tipos_pedido.tipo_producao_id, tipos_pedido.tipo_estoque_id
        FROM tipos_pedido
        WHERE tipos_pedido.id = :id""",
        {"id": ""},
        {"id": "", "nome": "", "politica": "json", "politica_versao": "", "ativo": "sim_nao",
         "tipo_na_aprovacao_id": "", "tipo_sem_estoque_id": "", "tipo_producao_id": "", "tipo_estoque_id": ""}),
    "plano": ("""
        SELECT planos_pagamento.id, planos_pagamento.nome, planos_pagamento.prazos,
            planos_pagamento.entrada_percentual, planos_pagamento.acrescimo, planos_pagamento.resto,
            planos_pagamento.toma_credito, planos_pagamento.permite_bloqueado, planos_pagamento.desconto_maximo,
            planos_pagamento.valor_minimo, planos_pagamento.ativo
        FROM planos_pagamento
        WHERE planos_pagamento.id = :id""",
        {"id": ""},
        {"id": "", "nome": "", "prazos": "json", "entrada_percentual": 4, "acrescimo": 4, "resto": "",
         "toma_credito": "sim_nao", "permite_bloqueado": "sim_nao", "desconto_maximo": 4, "valor_minimo": 2,
         "ativo": "sim_nao"}),
    "enderecos": ("""
        SELECT enderecos.id, enderecos.pessoa_id, enderecos.tipo, enderecos.logradouro, enderecos.numero,
            enderecos.complemento, enderecos.bairro, enderecos.municipio, enderecos.municipio_ibge, enderecos.uf,
            enderecos.cep
        FROM enderecos
        WHERE enderecos.pessoa_id = :id""",
        {"id": "uuid"},
        {"id": "uuid", "pessoa_id": "uuid", "tipo": "", "logradouro": "", "numero": "", "complemento": "", "bairro":
         "", "municipio": "", "municipio_ibge": "", "uf": "", "cep": ""}),
    "cabecalho": ("""
        SELECT estacoes.id AS e_id, estacoes.nome AS e_nome, estacoes.numero AS e_numero,
            estacoes.estabelecimento_id AS e_estabelecimento_id, estacoes.ativo AS e_ativo, estacoes.politica AS
            e_politica, estacoes.politica_versao AS e_politica_versao, estabelecimentos.id AS l_id,
            estabelecimentos.nome AS l_nome, estabelecimentos.fantasia AS l_fantasia, estabelecimentos.cnpj AS
            l_cnpj, estabelecimentos.ie AS l_ie, estabelecimentos.endereco AS l_endereco, estabelecimentos.municipio
            AS l_municipio, estabelecimentos.uf AS l_uf, estabelecimentos.cep AS l_cep, estabelecimentos.telefone AS
            l_telefone, estabelecimentos.fuso AS l_fuso, estabelecimentos.pix_chave AS l_pix_chave,
            estabelecimentos.desconto_maximo AS l_desconto_maximo, estabelecimentos.ativo AS l_ativo,
            estabelecimentos.pessoa_id AS l_pessoa_id, tipos_pedido.id AS t_id, tipos_pedido.nome AS t_nome,
            tipos_pedido.politica AS t_politica, tipos_pedido.ativo AS t_ativo, planos_pagamento.id AS p_id,
            planos_pagamento.nome AS p_nome, planos_pagamento.prazos AS p_prazos,
            planos_pagamento.entrada_percentual AS p_entrada_percentual, planos_pagamento.acrescimo AS p_acrescimo,
            planos_pagamento.resto AS p_resto, planos_pagamento.toma_credito AS p_toma_credito,
            planos_pagamento.permite_bloqueado AS p_permite_bloqueado, planos_pagamento.desconto_maximo AS
            p_desconto_maximo, planos_pagamento.valor_minimo AS p_valor_minimo, planos_pagamento.ativo AS p_ativo,
            usuarios.id AS u_id, usuarios.nome AS u_nome, usuarios.ativo AS u_ativo, usuarios.vendedor AS
            u_vendedor, usuarios.tipo_vendedor AS u_tipo_vendedor, perfis.permissoes AS u_permissoes,
            perfis.desconto_maximo AS u_desconto_maximo, vendedores.id AS v_id, vendedores.nome AS v_nome,
            listas_preco.id AS n_id, listas_preco.nome AS n_nome, listas_preco.todos_tipos AS n_todos_tipos,
            listas_preco.todos_clientes AS n_todos_clientes, tipo_pedido_planos.plano_id AS x_plano,
            lista_preco_tipos.lista_id AS x_lista, tipo_pedido_estabelecimentos.tipo_id AS x_loja, (SELECT
            sum(tipo_pedido_regras.regra_id) AS sum_1
        FROM tipo_pedido_regras
        WHERE tipo_pedido_regras.tipo_id = :tipo_id) AS x_regras, preferencia_limite.valor AS c_limite,
            preferencia_abate.valor AS c_abate, preferencia_faixa.valor AS c_faixa, preferencia_serie.valor AS
            c_serie
        FROM estacoes LEFT OUTER JOIN estabelecimentos ON estabelecimentos.id = :estabelecimento_id LEFT OUTER JOIN
            tipos_pedido ON tipos_pedido.id = :tipo_id LEFT OUTER JOIN planos_pagamento ON planos_pagamento.id =
            :plano_id LEFT OUTER JOIN usuarios ON usuarios.id = :usuario_id LEFT OUTER JOIN perfis ON perfis.id =
            usuarios.perfil_id LEFT OUTER JOIN usuarios AS vendedores ON vendedores.id = :vendedor_id LEFT OUTER
            JOIN listas_preco ON listas_preco.id = :lista_id LEFT OUTER JOIN tipo_pedido_planos ON
            tipo_pedido_planos.tipo_id = :tipo_id AND tipo_pedido_planos.plano_id = :plano_id LEFT OUTER JOIN
            lista_preco_tipos ON lista_preco_tipos.tipo_id = :tipo_id AND lista_preco_tipos.lista_id = :lista_id
            LEFT OUTER JOIN tipo_pedido_estabelecimentos ON tipo_pedido_estabelecimentos.tipo_id = :tipo_id AND
            tipo_pedido_estabelecimentos.estabelecimento_id = :estabelecimento_id LEFT OUTER JOIN preferencias AS
            preferencia_limite ON preferencia_limite.chave = :chave_limite LEFT OUTER JOIN preferencias AS
            preferencia_abate ON preferencia_abate.chave = :chave_abate LEFT OUTER JOIN preferencias AS
            preferencia_faixa ON preferencia_faixa.chave = :chave_faixa LEFT OUTER JOIN preferencias AS
            preferencia_serie ON preferencia_serie.chave = :chave_serie
        WHERE estacoes.id = :estacao_id""",
        {"tipo_id": "", "estabelecimento_id": "", "plano_id": "", "usuario_id": "", "vendedor_id": "", "lista_id":
         "", "chave_limite": "", "chave_abate": "", "chave_faixa": "", "chave_serie": "", "estacao_id": ""},
        {"e_id": "", "e_nome": "", "e_numero": "", "e_estabelecimento_id": "", "e_ativo": "sim_nao", "e_politica":
         "json", "e_politica_versao": "", "l_id": "", "l_nome": "", "l_fantasia": "", "l_cnpj": "", "l_ie": "",
         "l_endereco": "", "l_municipio": "", "l_uf": "", "l_cep": "", "l_telefone": "", "l_fuso": "",
         "l_pix_chave": "", "l_desconto_maximo": 4, "l_ativo": "sim_nao", "l_pessoa_id": "uuid", "t_id": "",
         "t_nome": "", "t_politica": "json", "t_ativo": "sim_nao", "p_id": "", "p_nome": "", "p_prazos": "json",
         "p_entrada_percentual": 4, "p_acrescimo": 4, "p_resto": "", "p_toma_credito": "sim_nao",
         "p_permite_bloqueado": "sim_nao", "p_desconto_maximo": 4, "p_valor_minimo": 2, "p_ativo": "sim_nao",
         "u_id": "", "u_nome": "", "u_ativo": "sim_nao", "u_vendedor": "sim_nao", "u_tipo_vendedor": "",
         "u_permissoes": "json", "u_desconto_maximo": 4, "v_id": "", "v_nome": "", "n_id": "", "n_nome": "",
         "n_todos_tipos": "sim_nao", "n_todos_clientes": "sim_nao", "x_plano": "", "x_lista": "", "x_loja": "",
         "x_regras": "", "c_limite": "json", "c_abate": "json", "c_faixa": "json", "c_serie": "json"}),
    "destinatario": ("""
        SELECT pessoas.telefone, pessoas.celular, enderecos.id AS id, enderecos.tipo AS tipo, enderecos.logradouro
            AS logradouro, enderecos.numero AS numero, enderecos.complemento AS complemento, enderecos.bairro AS
            bairro, enderecos.municipio AS municipio, enderecos.uf AS uf, enderecos.cep AS cep
        FROM pessoas LEFT OUTER JOIN enderecos ON enderecos.pessoa_id = pessoas.id
        WHERE pessoas.id = :id""",
        {"id": "uuid"},
        {"telefone": "", "celular": "", "id": "uuid", "tipo": "", "logradouro": "", "numero": "", "complemento": "",
         "bairro": "", "municipio": "", "uf": "", "cep": ""}),
    "listas_ativas": ("""
        SELECT listas_preco.id AS id, listas_preco.nome AS nome, listas_preco.todos_clientes AS todos_clientes
        FROM listas_preco
        WHERE listas_preco.ativo = :ativo""",
        {"ativo": "sim_nao"},
        {"id": "", "nome": "", "todos_clientes": "sim_nao"}),
    "preferencias": ("""
        SELECT preferencias.chave, preferencias.valor
        FROM preferencias
        WHERE preferencias.chave IN (:chave_limite, :chave_abate, :chave_faixa, :chave_serie)""",
        {"chave_limite": "", "chave_abate": "", "chave_faixa": "", "chave_serie": ""},
        {"chave": "", "valor": "json"}),
    "usuario": ("""
        SELECT usuarios.id AS id, usuarios.login AS login, usuarios.nome AS nome, usuarios.ativo AS ativo,
            usuarios.vendedor AS vendedor, usuarios.tipo_vendedor AS tipo_vendedor, perfis.permissoes,
            perfis.desconto_maximo
        FROM usuarios JOIN perfis ON perfis.id = usuarios.perfil_id
        WHERE usuarios.id = :id""",
        {"id": ""},
        {"id": "", "login": "", "nome": "", "ativo": "sim_nao", "vendedor": "sim_nao", "tipo_vendedor": "",
         "permissoes": "json", "desconto_maximo": 4}),
    "cliente": ("""
        SELECT pessoas.id AS id, pessoas.nome AS nome, pessoas.documento AS documento, clientes.inativo AS inativo,
            clientes.bloqueado AS bloqueado, clientes.motivo_bloqueio AS motivo_bloqueio, clientes.validade AS
            validade, clientes.limite_credito AS limite_credito, clientes.permite_desconto AS permite_desconto,
            clientes.desconto_maximo AS desconto_maximo, clientes.validar_estoque AS validar_estoque,
            clientes.consumidor_final AS consumidor_final, clientes.vendedor_id AS vendedor_id,
            clientes.representante_id AS representante_id, clientes.plano_id AS plano_id, clientes.lista_id AS
            lista_id, clientes.observacoes AS observacoes, cliente_estabelecimentos.validar_estoque AS
            validar_estoque_estabelecimento, clientes.pessoa_id AS cadastro, lojas.id AS da_loja, (SELECT
            sum(compromissos_credito.valor) AS sum_1
        FROM compromissos_credito
        WHERE compromissos_credito.cliente_id = :id AND compromissos_credito.pedido_id != :exceto AND
            compromissos_credito.pedido_id != :vinda_de AND compromissos_credito.origem = :pendente) AS
            soma_pendente, (SELECT sum(compromissos_credito.valor) AS sum_2
        FROM compromissos_credito
        WHERE compromissos_credito.cliente_id = :id AND compromissos_credito.pedido_id != :exceto AND
            compromissos_credito.pedido_id != :vinda_de AND compromissos_credito.origem = :entregue) AS
            soma_entregue, (SELECT sum(compromissos_credito.valor) AS sum_3
        FROM compromissos_credito
        WHERE compromissos_credito.cliente_id = :id AND compromissos_credito.pedido_id != :exceto AND
            compromissos_credito.pedido_id != :vinda_de AND compromissos_credito.origem = :documento) AS
            soma_documento, (SELECT sum(creditos_cliente.saldo) AS sum_4
        FROM creditos_cliente
        WHERE creditos_cliente.cliente_id = :id) AS soma_creditos
        FROM pessoas LEFT OUTER JOIN clientes ON clientes.pessoa_id = pessoas.id LEFT OUTER JOIN
            cliente_estabelecimentos ON cliente_estabelecimentos.pessoa_id = clientes.pessoa_id AND
            cliente_estabelecimentos.estabelecimento_id = :estabelecimento_id LEFT OUTER JOIN estabelecimentos AS
            lojas ON lojas.pessoa_id = pessoas.id
        WHERE pessoas.id = :id""",
        {"id": "uuid", "exceto": "uuid", "vinda_de": "uuid", "pendente": "", "entregue": "", "documento": "",
         "estabelecimento_id": ""},
        {"id": "uuid", "nome": "", "documento": "", "inativo": "sim_nao", "bloqueado": "sim_nao", "motivo_bloqueio":
         "", "validade": "dia", "limite_credito": 2, "permite_desconto": "sim_nao", "desconto_maximo": 4,
         "validar_estoque": "", "consumidor_final": "sim_nao", "vendedor_id": "", "representante_id": "",
         "plano_id": "", "lista_id": "", "observacoes": "", "validar_estoque_estabelecimento": "", "cadastro":
         "uuid", "da_loja": "", "soma_pendente": 2, "soma_entregue": 2, "soma_documento": 2, "soma_creditos": 2}),
    "titulos": ("""
        SELECT titulos_receber.numero AS numero, titulos_receber.parcela AS parcela, titulos_receber.vencimento AS
            vencimento, titulos_receber.saldo AS saldo
        FROM titulos_receber
        WHERE titulos_receber.cliente_id = :cliente_id AND titulos_receber.situacao = :situacao""",
        {"cliente_id": "uuid", "situacao": ""},
        {"numero": "", "parcela": "", "vencimento": "dia", "saldo": 2}),
    "produtos": ("""
        SELECT produtos.id AS id, produtos.codigo AS codigo, produtos.descricao AS descricao, produtos.unidade AS
            unidade, produtos.situacao AS situacao, produtos.tipo_item AS tipo_item, produtos.pesavel AS pesavel,
            produtos.em_falta AS em_falta, produtos.sem_troca AS sem_troca, produtos.com_variacao AS com_variacao,
            produtos.numero_serie AS numero_serie, produtos.situacao_cadastro AS situacao_cadastro,
            produtos.quantidade_minima AS quantidade_minima, produtos.quantidade_maxima AS quantidade_maxima,
            produtos.preco_minimo AS preco_minimo, produtos.preco_maximo AS preco_maximo, produtos.desconto_maximo
            AS desconto_maximo, marcas.bloqueada AS marca_bloqueada, grupos.desconto_maximo AS desconto_grupo,
            estoques.saldo, estoques.reservado, estoques.inventario_desde, precos.preco AS preco, precos.promocional
            AS promocional, precos.promocao_de AS promocao_de, precos.promocao_ate AS promocao_ate
        FROM produtos LEFT OUTER JOIN grupos ON grupos.id = produtos.grupo_id LEFT OUTER JOIN marcas ON marcas.nome
            = produtos.marca LEFT OUTER JOIN estoques ON estoques.produto_id = produtos.id AND
            estoques.estabelecimento_id = :estabelecimento_id LEFT OUTER JOIN precos ON precos.produto_id =
            produtos.id AND precos.lista_id = :lista_id
        WHERE produtos.id IN (SELECT value FROM json_each(:ids))""",
        {"estabelecimento_id": "", "lista_id": "", "ids": "json"},
        {"id": "", "codigo": "", "descricao": "", "unidade": "", "situacao": "", "tipo_item": "", "pesavel":
         "sim_nao", "em_falta": "sim_nao", "sem_troca": "sim_nao", "com_variacao": "sim_nao", "numero_serie":
         "sim_nao", "situacao_cadastro": "", "quantidade_minima": 6, "quantidade_maxima": 6, "preco_minimo": 10,
         "preco_maximo": 10, "desconto_maximo": 4, "marca_bloqueada": "sim_nao", "desconto_grupo": 4, "saldo": 6,
         "reservado": 6, "inventario_desde": "instante", "preco": 10, "promocional": 10, "promocao_de": "dia",
         "promocao_ate": "dia"}),
    "unidades": ("""
        SELECT produto_unidades.produto_id AS produto_id, produto_unidades.unidade AS unidade,
            produto_unidades.fator AS fator
        FROM produto_unidades
        WHERE produto_unidades.produto_id IN (SELECT value FROM json_each(:ids))""",
        {"ids": "json"},
        {"produto_id": "", "unidade": "", "fator": 6}),
    "estoques_por_tipo": ("""
        SELECT estoques_por_tipo.produto_id AS produto_id, estoques_por_tipo.saldo AS saldo,
            estoques_por_tipo.reservado AS reservado, estoques_por_tipo.inventario_desde AS inventario_desde
        FROM estoques_por_tipo
        WHERE estoques_por_tipo.estabelecimento_id = :estabelecimento_id AND estoques_por_tipo.tipo_estoque_id =
            :tipo_estoque_id AND estoques_por_tipo.produto_id IN (SELECT value FROM json_each(:ids))""",
        {"estabelecimento_id": "", "tipo_estoque_id": "", "ids": "json"},
        {"produto_id": "", "saldo": 6, "reservado": 6, "inventario_desde": "instante"}),
    "nome_do_estoque": ("""
        SELECT tipos_estoque.nome
        FROM tipos_estoque
        WHERE tipos_estoque.id = :id""",
        {"id": ""},
        {"nome": ""}),
    "tipos_da_loja": ("""
        SELECT tipos_pedido.id, tipos_pedido.nome, tipos_pedido.politica
        FROM tipos_pedido JOIN tipo_pedido_estabelecimentos ON tipo_pedido_estabelecimentos.tipo_id =
            tipos_pedido.id
        WHERE tipos_pedido.ativo IS 1 AND tipo_pedido_estabelecimentos.estabelecimento_id = :loja""",
        {"loja": ""},
        {"id": "", "nome": "", "politica": "json"}),
    "planos_ativos": ("""
        SELECT planos_pagamento.id, planos_pagamento.nome, planos_pagamento.prazos,
            planos_pagamento.entrada_percentual, planos_pagamento.acrescimo, planos_pagamento.resto,
            planos_pagamento.toma_credito, planos_pagamento.permite_bloqueado, planos_pagamento.desconto_maximo,
            planos_pagamento.valor_minimo, planos_pagamento.ativo
        FROM planos_pagamento
        WHERE planos_pagamento.ativo IS 1""",
        {},
        {"id": "", "nome": "", "prazos": "json", "entrada_percentual": 4, "acrescimo": 4, "resto": "",
         "toma_credito": "sim_nao", "permite_bloqueado": "sim_nao", "desconto_maximo": 4, "valor_minimo": 2,
         "ativo": "sim_nao"}),
    "planos_do_tipo": ("""
        SELECT tipo_pedido_planos.plano_id
        FROM tipo_pedido_planos
        WHERE tipo_pedido_planos.tipo_id = :tipo_id""",
        {"tipo_id": ""},
        {"plano_id": ""}),
    "listas_do_tipo": ("""
        SELECT listas_preco.id, listas_preco.nome, listas_preco.todos_tipos, lista_preco_tipos.tipo_id AS tipo_id
        FROM listas_preco LEFT OUTER JOIN lista_preco_tipos ON lista_preco_tipos.lista_id = listas_preco.id AND
            lista_preco_tipos.tipo_id = :tipo_id
        WHERE listas_preco.ativo IS 1""",
        {"tipo_id": ""},
        {"id": "", "nome": "", "todos_tipos": "sim_nao", "tipo_id": ""}),
    "regras_do_tipo": ("""
        SELECT regras_comerciais.id, regras_comerciais.nome, regras_comerciais.politica
        FROM regras_comerciais JOIN tipo_pedido_regras ON tipo_pedido_regras.regra_id = regras_comerciais.id
        WHERE tipo_pedido_regras.tipo_id = :tipo_id AND regras_comerciais.ativo IS 1""",
        {"tipo_id": ""},
        {"id": "", "nome": "", "politica": "json"}),
    "classificacoes": ("""
        SELECT classificacoes_pedido.id AS id, classificacoes_pedido.nome AS nome, classificacoes_pedido.ativo AS
            ativo
        FROM classificacoes_pedido""",
        {},
        {"id": "", "nome": "", "ativo": "sim_nao"}),
    "vendedores": ("""
        SELECT usuarios.id, usuarios.nome, usuarios.atalho, usuarios.tipo_vendedor
        FROM usuarios JOIN usuario_estabelecimentos ON usuario_estabelecimentos.usuario_id = usuarios.id
        WHERE usuarios.ativo IS 1 AND usuarios.vendedor IS 1 AND usuario_estabelecimentos.estabelecimento_id = :loja""",
        {"loja": ""},
        {"id": "", "nome": "", "atalho": "", "tipo_vendedor": ""}),
    "tecnico": ("""
        SELECT pessoas.id, pessoas.nome, colaboradores.estabelecimento_id
        FROM pessoas LEFT OUTER JOIN colaboradores ON colaboradores.pessoa_id = pessoas.id
        WHERE pessoas.id = :id""",
        {"id": "uuid"},
        {"id": "uuid", "nome": "", "estabelecimento_id": ""}),
    "colaboradores": ("""
        SELECT pessoas.id, pessoas.nome, colaboradores.estabelecimento_id
        FROM pessoas JOIN colaboradores ON colaboradores.pessoa_id = pessoas.id""",
        {},
        {"id": "uuid", "nome": "", "estabelecimento_id": ""}),
    "por_codigo": ("""
        SELECT produtos.id
        FROM produtos
        WHERE produtos.codigo = :codigo""",
        {"codigo": ""},
        {"id": ""}),
    "por_gtin": ("""
        SELECT produto_gtins.produto_id, produto_gtins.fator
        FROM produto_gtins JOIN produtos ON produtos.id = produto_gtins.produto_id
        WHERE produto_gtins.gtin = :gtin""",
        {"gtin": ""},
        {"produto_id": "", "fator": 6}),
    "por_balanca": ("""
        SELECT produtos.id
        FROM produtos
        WHERE produtos.codigo_balanca = :codigo""",
        {"codigo": ""},
        {"id": ""}),
    "consumidor_final": ("""
        SELECT clientes.pessoa_id
        FROM clientes
        WHERE clientes.consumidor_final IS 1""",
        {},
        {"pessoa_id": "uuid"}),
    "demonstracao": ("""
        SELECT usuarios.id, usuarios.nome, usuarios.login, perfis.nome AS perfil
        FROM usuarios JOIN perfis ON perfis.id = usuarios.perfil_id
        WHERE usuarios.demo IS 1 AND usuarios.ativo IS 1""",
        {},
        {"id": "", "nome": "", "login": "", "perfil": ""}),
}
