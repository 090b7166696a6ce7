"""Dado: what is so before."""

from datetime import date, timedelta
from decimal import Decimal

from pytest_bdd import given, parsers, when

from balcao.domain.formatos import le_data, le_decimal
from tests.scenarios.mundo import (
    CAMPOS_CLIENTE,
    CAMPOS_CLIENTE_NA_LOJA,
    CAMPOS_ESTABELECIMENTO,
    CAMPOS_GRUPO,
    CAMPOS_PLANO,
    CAMPOS_PRODUTO,
    CONSUMIDOR,
    Mundo,
)


@given(parsers.parse("hoje é {dia}"))
def hoje(mundo: Mundo, dia: str) -> None:
    mundo.amanhece(le_data(dia, date(2026, 1, 1)))


@given(parsers.parse('o produto "{nome}" a R$ {preco} com estoque {estoque}'))
def produto(mundo: Mundo, nome: str, preco: str, estoque: str) -> None:
    mundo.produto(nome, le_decimal(preco), le_decimal(estoque))


@given(parsers.parse('o produto "{nome}" vendido também em "{unidade}" de {fator}'))
def em_outra_unidade(mundo: Mundo, nome: str, unidade: str, fator: str) -> None:
    mundo.unidade(nome, unidade, le_decimal(fator))


@given(parsers.re(r'o produto "(?P<nome>[^"]+)" em promoção a R\$ (?P<preco>[\d.,]+)'
                  r'(?: de (?P<de>\d\d/\d\d/\d{4}))?(?: até (?P<ate>\d\d/\d\d/\d{4}))?'))
def em_promocao(mundo: Mundo, nome: str, preco: str, de: str | None, ate: str | None) -> None:
    inicio, fim = (le_data(dia, mundo.hoje) if dia else None for dia in (de, ate))
    mundo.promocao(nome, le_decimal(preco), inicio, fim)


@given(parsers.parse('o produto "{nome}" fora da tabela de preço, com estoque {estoque}'))
def produto_fora(mundo: Mundo, nome: str, estoque: str) -> None:
    mundo.produto(nome, le_decimal("1"), le_decimal(estoque))
    mundo.loja.sql("DELETE FROM precos WHERE produto_id = %s", mundo.loja.produtos[nome])


@given(parsers.re(r'o produto "(?P<nome>[^"]+)" com "(?P<titulo>[^"]+)" = "(?P<rotulo>[^"]*)"'))
def produto_com(mundo: Mundo, nome: str, titulo: str, rotulo: str) -> None:
    mundo.muda("produtos", "id", mundo.loja.produtos[nome], CAMPOS_PRODUTO, titulo, rotulo)


@given(parsers.parse('o cliente "{nome}" com limite de R$ {limite}'))
def cliente_com_limite(mundo: Mundo, nome: str, limite: str) -> None:
    mundo.loja.sql("UPDATE clientes SET limite_credito = %s WHERE pessoa_id = %s", le_decimal(limite),
                   mundo.cliente(nome))


@given(parsers.parse('o cliente "{nome}" mora em "{rua}"'))
def cliente_mora(mundo: Mundo, nome: str, rua: str) -> None:
    mundo.loja.sql("INSERT INTO enderecos (id, pessoa_id, logradouro) VALUES (gen_random_uuid(), %s, %s)",
                   mundo.cliente(nome), "" if rua == "nenhum lugar" else rua)


@given(parsers.re(r'na loja "(?P<loja>[^"]+)" o cliente "(?P<nome>[^"]+)" com "(?P<titulo>[^"]+)" = '
                  r'"(?P<rotulo>[^"]*)"'))
def cliente_na_loja_com(mundo: Mundo, loja: str, nome: str, titulo: str, rotulo: str) -> None:
    """What one shop of the company says of him; of the others nothing is said."""
    quem, onde = mundo.cliente(nome), mundo.estabelecimento(loja)
    mundo.loja.sql("DELETE FROM cliente_estabelecimentos WHERE pessoa_id = %s", quem)
    mundo.loja.sql("INSERT INTO cliente_estabelecimentos (pessoa_id, estabelecimento_id) VALUES (%s, %s)", quem, onde)
    mundo.muda("cliente_estabelecimentos", "pessoa_id", quem, CAMPOS_CLIENTE_NA_LOJA, titulo, rotulo)


@given(parsers.re(r'o cliente "(?P<nome>[^"]+)" com "(?P<titulo>[^"]+)" = "(?P<rotulo>[^"]*)"'))
def cliente_com(mundo: Mundo, nome: str, titulo: str, rotulo: str) -> None:
    if titulo in ("Vendedor", "Representante"):
        quem = mundo.vendedor(rotulo) if rotulo else None
        mundo.loja.sql(f"UPDATE clientes SET {titulo.lower()}_id = %s WHERE pessoa_id = %s", quem, mundo.cliente(nome))
    else:
        mundo.muda("clientes", "pessoa_id", mundo.cliente(nome), CAMPOS_CLIENTE, titulo, rotulo)


@given(parsers.re(r'o cliente "(?P<nome>[^"]+)" tem um título de R\$ (?P<valor>[\d.,]+) '
                  r'(?P<quando>vencido há|que vence em) (?P<dias>\d+) dias(?P<pago> já pago)?'))
def titulo(mundo: Mundo, nome: str, valor: str, quando: str, dias: str, pago: str | None) -> None:
    sinal = -1 if quando == "vencido há" else 1
    quantia = le_decimal(valor)
    mundo.loja.sql(
        "INSERT INTO titulos_receber (cliente_id, estabelecimento_id, numero, emissao, vencimento, valor, saldo, "
        "situacao) VALUES (%s, 1, 'T', %s, %s, %s, %s, %s)", mundo.cliente(nome), mundo.hoje - timedelta(90),
        mundo.hoje + sinal * timedelta(int(dias)), quantia, Decimal(0) if pago else quantia,
        "liquidado" if pago else "aberto")


@given(parsers.re(r'o cliente "(?P<nome>[^"]+)" tem (?:uma (?P<devolucao>devolução)|um adiantamento) de '
                  r'R\$ (?P<valor>[\d.,]+)'))
def credito(mundo: Mundo, nome: str, devolucao: str | None, valor: str) -> None:
    mundo.loja.sql("INSERT INTO creditos_cliente (cliente_id, tipo, saldo) VALUES (%s, %s, %s)", mundo.cliente(nome),
                   "devolucao" if devolucao else "adiantamento", le_decimal(valor))


@given(parsers.re(r'o terminal com "(?P<titulo>[^"]+)" = "(?P<rotulo>[^"]*)"'))
def terminal_com(mundo: Mundo, titulo: str, rotulo: str) -> None:
    mundo.terminal(titulo, rotulo)


@when(parsers.re(r'o tipo de pedido "(?P<tipo>[^"]+)" passa a ter "(?P<titulo>[^"]+)" = "(?P<rotulo>[^"]*)"'))
@given(parsers.re(r'o tipo de pedido "(?P<tipo>[^"]+)" com "(?P<titulo>[^"]+)" = "(?P<rotulo>[^"]*)"'))
def tipo_com(mundo: Mundo, tipo: str, titulo: str, rotulo: str) -> None:
    mundo.tipo(tipo, titulo, rotulo)


@given(parsers.re(r'o plano "(?P<nome>[^"]+)" com "(?P<titulo>[^"]+)" = "(?P<rotulo>[^"]*)"'))
def plano_com(mundo: Mundo, nome: str, titulo: str, rotulo: str) -> None:
    mundo.muda("planos_pagamento", "id", mundo.plano(nome), CAMPOS_PLANO, titulo, rotulo)


@given(parsers.re(r'o estabelecimento com "(?P<titulo>[^"]+)" = "(?P<rotulo>[^"]*)"'))
def estabelecimento_com(mundo: Mundo, titulo: str, rotulo: str) -> None:
    mundo.muda("estabelecimentos", "id", 1, CAMPOS_ESTABELECIMENTO, titulo, rotulo)


@given(parsers.parse('o produto "{nome}" do grupo "{grupo}"'))
def do_grupo(mundo: Mundo, nome: str, grupo: str) -> None:
    mundo.loja.sql("UPDATE produtos SET grupo_id = %s WHERE id = %s", mundo.grupo(grupo), mundo.loja.produtos[nome])


@given(parsers.re(r'o grupo de produtos "(?P<nome>[^"]+)" com "(?P<titulo>[^"]+)" = "(?P<rotulo>[^"]*)"'))
def grupo_com(mundo: Mundo, nome: str, titulo: str, rotulo: str) -> None:
    mundo.muda("grupos", "id", mundo.grupo(nome), CAMPOS_GRUPO, titulo, rotulo)


@given(parsers.re(r'a preferência "(?P<nome>[^"]+)" = "(?P<rotulo>[^"]*)"'))
def preferencia(mundo: Mundo, nome: str, rotulo: str) -> None:
    mundo.preferencia(nome, rotulo)


@given(parsers.re(r'um pedido "(?P<tipo>[^"]+)" (?:para "(?P<cliente>[^"]+)"|(?P<sem>sem cliente))'
                  r'(?: no plano "(?P<plano>[^"]+)")?(?: sem itens)?'
                  r'(?: com (?P<quantidade>[\d.,]+) de "(?P<produto>[^"]+)")?'))
def pedido(mundo: Mundo, tipo: str, cliente: str | None, sem: str | None, plano: str | None,
           quantidade: str | None, produto: str | None) -> None:
    if cliente == CONSUMIDOR:
        mundo.loja.sql("UPDATE clientes SET consumidor_final = true WHERE pessoa_id = %s", mundo.cliente(cliente))
    mundo.abre(tipo, cliente, plano)
    if produto is not None:
        mundo.inclui(produto, le_decimal(quantidade or "1"))


@given(parsers.parse('tem também {quantidade} de "{produto}"'))
def tem_tambem(mundo: Mundo, quantidade: str, produto: str) -> None:
    mundo.inclui(produto, le_decimal(quantidade))


@given(parsers.re(r'o inventário de "(?P<produto>[^"]+)" (?P<como>começou há|começa daqui a) (?P<minutos>\d+) minutos'))
@when(parsers.re(r'o inventário de "(?P<produto>[^"]+)" (?P<como>começou há|começa daqui a) (?P<minutos>\d+) minutos'))
def inventario(mundo: Mundo, produto: str, como: str, minutos: str) -> None:
    mundo.inventario(produto, (1 if como == "começa daqui a" else -1) * timedelta(minutes=int(minutos)))


@when(parsers.parse('o inventário de "{produto}" termina'))
def inventario_termina(mundo: Mundo, produto: str) -> None:
    mundo.inventario(produto, None)


@given(parsers.re(r'a tabela "(?P<lista>[^"]+)"(?P<so> só de seus clientes,)? com "(?P<produto>[^"]+)" '
                  r'a R\$ (?P<preco>[\d.,]+)'))
def tabela(mundo: Mundo, lista: str, so: str | None, produto: str, preco: str) -> None:
    mundo.tabela(lista, produto, le_decimal(preco), todos_clientes=so is None)


@given(parsers.re(r'o cliente "(?P<nome>[^"]+)" vinculado à tabela "(?P<lista>[^"]*)"'))
def vinculado(mundo: Mundo, nome: str, lista: str) -> None:
    mundo.loja.sql("UPDATE clientes SET lista_id = %s WHERE pessoa_id = %s",
                   mundo.loja.listas[lista] if lista else None, mundo.cliente(nome))


@given(parsers.re(r'a tabela "(?P<lista>[^"]+)" com "(?P<titulo>Todos[^"]+|Tipos[^"]+|Ativa)" = "(?P<rotulo>[^"]*)"'))
def tabela_com(mundo: Mundo, lista: str, titulo: str, rotulo: str) -> None:
    mundo.lista(lista, titulo, rotulo)


@given("a loja recebe por Pix")
def pix(mundo: Mundo) -> None:
    mundo.loja.sql("UPDATE estabelecimentos SET pix_chave = '11222333000181' WHERE id = 1")


@given(parsers.re(r'a marca "(?P<nome>[^"]+)" (?P<como>bloqueada|desbloqueada)'))
def marca(mundo: Mundo, nome: str, como: str) -> None:
    assert mundo.loja.sql("UPDATE marcas SET bloqueada = %s WHERE nome = %s RETURNING id", como == "bloqueada", nome)


@given(parsers.parse('o produto "{nome}" com {quantidade} no estoque "{tipo}"'))
def no_estoque(mundo: Mundo, nome: str, quantidade: str, tipo: str) -> None:
    mundo.loja.sql("INSERT INTO estoques_por_tipo (produto_id, estabelecimento_id, tipo_estoque_id, saldo) "
                   "SELECT %s, 1, id, %s FROM tipos_estoque WHERE nome = %s", mundo.loja.produtos[nome],
                   le_decimal(quantidade), tipo)
