"""Releases: with the supervisor's own password, for one finding of one order, up to its value, once."""

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from balcao.domain.achados import Finding, Severity
from balcao.domain.ajuste import Desconto, TipoDesconto
from balcao.domain.credito import PosicaoCredito, Titulo
from balcao.domain.fatos import Facts, Produto, SerieUsada
from balcao.domain.liberacao import Liberacao
from balcao.domain.pedido import Pedido
from balcao.domain.permissoes import Permissao
from balcao.domain.protocolo_documentos import PedidoLiberacao
from balcao.domain.regra_comercial import RegraComercial
from balcao.domain.rules import Moment, check
from balcao.services.office.contexto import Motivo, Recusada
from balcao.services.office.liberar import PERMISSAO_DO_ACHADO, liberar
from tests.apoio import fatos as f
from tests.apoio.retaguarda import AGORA, SENHA, Loja

JOSE = "JOSÉ DA SILVA"


def achados(loja: Loja, pedido: Pedido) -> tuple[Finding, ...]:
    with pytest.raises(Recusada) as erro:
        loja.envia(pedido)
    return erro.value.recusa.achados


def pedida(pedido: Pedido, achado: Finding, login: str = "bia", **campos: Any) -> PedidoLiberacao:
    return PedidoLiberacao(**({"id": uuid7(), "pedido_id": pedido.id, "achado": achado, "motivo": "cliente antigo",
                               "login": login, "senha": SENHA.get(login, "x")} | campos))


def acima_do_limite(loja: Loja, itens: Any = (("P10", 11),)) -> Pedido:
    return loja.pedido(cliente=JOSE, plano="30/60/90", itens=itens)


def test_liberado_o_pedido_passa_uma_vez_e_fica_dito_por_quem(loja: Loja) -> None:
    pedido = acima_do_limite(loja)
    [achado] = achados(loja, pedido)
    dada = liberar(loja.ctx, loja.quem(), pedida(pedido, achado))
    assert (dada.usuario_nome, dada.pedida_por, dada.valor_maximo, dada.em) == (
        "Bia Lima", loja.usuarios["ana"], D("100.00"), AGORA)
    recibo = loja.envia(pedido)
    assert [(a.code, a.severity, a.params["liberado_por"]) for a in recibo.achados] == [
        ("credito.limite", Severity.INFO, "Bia Lima")]
    assert loja.um("SELECT usada_em FROM liberacoes") == AGORA
    assert loja.sql("SELECT tipo, usuario_id FROM eventos ORDER BY id") == [
        ("liberacao.concedida", loja.usuarios["bia"]), ("pedido.emitido", loja.usuarios["ana"])]
    # used once: the same release does not carry another order
    outro = acima_do_limite(loja)
    assert [a.code for a in achados(loja, outro)] == ["credito.limite"]


def test_vale_para_aquele_pedido_e_ate_aquele_valor(loja: Loja) -> None:
    pedido = acima_do_limite(loja)
    [achado] = achados(loja, pedido)
    liberar(loja.ctx, loja.quem(), pedida(pedido, achado))
    assert achados(loja, acima_do_limite(loja))
    assert achados(loja, pedido.com_quantidade(1, D(12)))
    assert loja.envia(pedido.com_quantidade(1, D("10.5"))).numero == 1


def test_a_de_um_item_nao_vale_para_outro(loja: Loja) -> None:
    pedido = loja.pedido(itens=[("P1", 1), ("P2", 1)]).com_preco(1, D(5)).com_preco(2, D(5))
    um, outro = (a for a in achados(loja, pedido) if a.code == "preco.alterado")
    liberar(loja.ctx, loja.quem(), pedida(pedido, um))
    assert [a.item for a in achados(loja, pedido) if a.severity is Severity.APPROVE] == [outro.item]
    liberar(loja.ctx, loja.quem(), pedida(pedido, outro))
    loja.envia(pedido)
    assert loja.conta("liberacoes", "usada_em IS NOT NULL") == 2


@pytest.mark.parametrize(("login", "senha", "motivo"), [
    ("bia", "errada", Motivo.SEM_SESSAO), ("ninguem", "x", Motivo.SEM_SESSAO), ("ana", SENHA["ana"], Motivo.PROIBIDO)])
def test_so_com_a_senha_de_quem_pode(loja: Loja, login: str, senha: str, motivo: Motivo) -> None:
    pedido = acima_do_limite(loja)
    [achado] = achados(loja, pedido)
    with pytest.raises(Recusada) as erro:
        liberar(loja.ctx, loja.quem(), pedida(pedido, achado, login, senha=senha))
    assert erro.value.motivo is motivo
    assert loja.conta("liberacoes") == 0


def test_quem_tem_a_permissao_libera_a_propria_venda(loja: Loja) -> None:
    pedido = acima_do_limite(loja)
    [achado] = achados(loja, pedido)
    liberar(loja.ctx, loja.quem("bia"), pedida(pedido, achado))
    assert loja.sql("SELECT usuario_id, pedida_por FROM liberacoes") == [(loja.usuarios["bia"],) * 2]


def test_a_permissao_dita_pelo_balcao_nao_conta(loja: Loja) -> None:
    """The counter says that anybody who sells may release it."""
    pedido = acima_do_limite(loja)
    [achado] = achados(loja, pedido)
    mentira = achado.model_copy(update={"permissao": Permissao.VENDER})
    with pytest.raises(Recusada, match="Libera crédito"):
        liberar(loja.ctx, loja.quem(), pedida(pedido, mentira, "ana"))


def test_quem_perdeu_a_permissao_nao_liberou(loja: Loja) -> None:
    pedido = acima_do_limite(loja)
    [achado] = achados(loja, pedido)
    liberar(loja.ctx, loja.quem(), pedida(pedido, achado))
    loja.sql("UPDATE perfis SET permissoes = permissoes - 'liberar_credito' WHERE nome = 'Gerente'")
    assert achados(loja, pedido)


def test_o_que_so_bloqueia_nao_se_libera(loja: Loja) -> None:
    loja.poe_estoque("P1", 0)
    pedido = loja.pedido()
    [achado] = achados(loja, pedido)
    assert achado.severity is Severity.BLOCK
    liberar(loja.ctx, loja.quem(), pedida(pedido, achado))  # stored: the type may come to ask for it
    assert [a.code for a in achados(loja, pedido)] == ["estoque.insuficiente"]
    loja.muda_tipo("VENDA", validar_estoque_no_fechamento_pedido="senha")
    assert loja.envia(pedido).numero == 1


def test_a_quantidade_liberada_e_arredondada_para_cima(loja: Loja) -> None:
    loja.muda_tipo("VENDA", validar_estoque_no_fechamento_pedido="senha")
    pedido = loja.pedido(itens=[("P1", "100.000001")])
    [achado] = achados(loja, pedido)
    assert liberar(loja.ctx, loja.quem(), pedida(pedido, achado)).valor_maximo == D("0.01")
    loja.envia(pedido)


@pytest.mark.parametrize(("campos", "codigo"), [
    ({"motivo": "  "}, "liberacao.motivo"), ({"motivo": "a" * 501}, "liberacao.motivo"),
    ({"achado": Finding(code="pedido.vazio", severity=Severity.BLOCK)}, "liberacao.achado"),
    ({"achado": Finding(code="credito.limite", severity=Severity.APPROVE, valor=D(-1))}, "liberacao.valor")])
def test_pedido_de_liberacao_que_nao_serve(loja: Loja, campos: dict[str, Any], codigo: str) -> None:
    pedido = loja.pedido()
    achado = Finding(code="credito.limite", severity=Severity.APPROVE, valor=D(1))
    with pytest.raises(Recusada) as erro:
        liberar(loja.ctx, loja.quem(), pedida(pedido, achado).model_copy(update=campos))
    assert erro.value.recusa.codigo == codigo


def test_pedida_duas_vezes_e_dada_uma(loja: Loja) -> None:
    pedido = acima_do_limite(loja)
    [achado] = achados(loja, pedido)
    uma = pedida(pedido, achado)
    assert liberar(loja.ctx, loja.quem(), uma) == liberar(loja.ctx, loja.quem(), uma)
    assert loja.conta("liberacoes") == loja.conta("eventos") == 1
    with pytest.raises(Recusada, match="outro caso"):
        liberar(loja.ctx, loja.quem(), uma.model_copy(update={"pedido_id": uuid7()}))


def test_pedido_ja_emitido_nao_tem_o_que_liberar(loja: Loja) -> None:
    pedido = loja.pedido()
    loja.envia(pedido)
    achado = Finding(code="credito.limite", severity=Severity.APPROVE, valor=D(1))
    with pytest.raises(Recusada, match="já foi emitido"):
        liberar(loja.ctx, loja.quem(), pedida(pedido, achado))


def test_sem_retaguarda_a_liberacao_vai_com_o_pedido_e_o_gerente_fica_sabendo(loja: Loja) -> None:
    pedido = acima_do_limite(loja)
    [achado] = achados(loja, pedido)
    la = Liberacao(id=uuid7(), pedido_id=pedido.id, codigo=achado.code, valor_maximo=achado.valor,
                   motivo="sem conexão", usuario_id=loja.usuarios["bia"], usuario_nome="Bia Lima",
                   pedida_por=loja.usuarios["ana"], em=AGORA, offline=True)
    # only for an order issued offline: online, the retaguarda itself must have seen the password
    with pytest.raises(Recusada):
        loja.envia(pedido, liberacoes=(la,))
    recibo = loja.envia(pedido, None, emitido_offline=True, liberacoes=(la,))
    assert recibo.divergencias == 1
    [(codigo, quem)] = loja.sql("SELECT codigo, achado -> 'params' ->> 'liberado_por' FROM divergencias")
    assert (codigo, quem) == ("credito.limite", "Bia Lima")
    assert loja.sql("SELECT id, offline, usada_em FROM liberacoes") == [(la.id, True, AGORA)]


def liberaveis() -> list[Facts]:
    """Sales that ask for every release there is."""
    senha = {"acao_cliente_bloqueado": "senha", "acao_limite_excedido": "senha", "acao_sem_retaguarda": "senha"}
    sempre = {"controles_clientes": senha, "integracao": {"verificar_crediario_pre_venda": True}}
    produto = Produto(id=1, codigo="P1", descricao="P", unidade="UN", preco_minimo=D(8), preco_maximo=D(20))
    devedor = PosicaoCredito(limite=D(1), titulos=(
        Titulo(numero="1", parcela=1, vencimento=f.HOJE - timedelta(9), saldo=D(5)),))
    base = {"terminal": f.terminal(**sempre), "credito": devedor, "produtos": {1: produto}, "estoque": {},
            "regras_comerciais": (RegraComercial(
                nome="R", acao="senha", desconto_maximo=D(1), desconto_maximo_item=D(1), valor_minimo=D(999)),),
            "cliente": f.cliente(bloqueado=True, desconto_maximo=D(1)), "sem_retaguarda": timedelta(0),
            "series_usadas": {(1, "SN1"): SerieUsada(documento="P-1")},
            "tipo": f.tipo(validar_estoque_no_fechamento_pedido="senha", permite_clientes_bloqueados="sim",
                           unidade_produto_item="opcional")}
    metade = Desconto(tipo=TipoDesconto.PERCENTUAL, valor=D(50))
    return [f.fatos(**base, pedido=f.pedido(f.item(preco=preco, desconto_digitado=desconto, series=("SN1",))))
            for preco, desconto in (("10.00", metade), ("30.00", None))]


def test_as_permissoes_sao_as_que_as_regras_pedem() -> None:
    """Every finding that a rule lets be released names the permission of the table; and the table has no other."""
    vistos = {(a.code, a.permissao) for fatos in liberaveis() for a in check(Moment.EMISSAO, fatos) if a.liberavel}
    assert vistos == set(PERMISSAO_DO_ACHADO.items())
