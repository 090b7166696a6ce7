"""What the fields of an order's type do to a seller at the keyboard: each set both ways, in the real window over a real
shop, and what she reads. The scenarios show the same through the services; here it is the keys that do it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from uuid_utils.compat import uuid7

from balcao.domain.texto_busca import normaliza
from balcao.domain.textos import texto
from balcao.ui.venda.escolha import DialogoEscolha
from balcao.ui.venda.resumo import DialogoResumo
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.postgres import FabricaBancos
from tests.apoio.retaguarda import Loja, nova_loja
from tests.scenarios.tela import K, Tela

CONSUMIDOR, JOSE = "CONSUMIDOR FINAL", "JOSÉ DA SILVA"


class Vendedora:
    """Ana at the keyboard, and what the owner of the shop sets meanwhile in the type VENDA."""

    def __init__(self, tela: Tela, loja: Loja, balcao: BalcaoDeTeste) -> None:
        self.tela, self.loja, self._balcao = tela, loja, balcao
        self.tipo = "VENDA"

    def o_dono_muda(self, **campos: Any) -> None:
        """In the registry; the sync brings it. The sale begins again."""
        self.loja.muda_tipo(self.tipo, **campos)
        self.chega()

    def chega(self) -> None:
        """What was changed in the shop comes to this counter; the sale begins again."""
        self.chega_sem_recomecar()
        self.recomeca()

    def chega_sem_recomecar(self) -> None:
        """What was changed in the shop comes to this counter, under the open sale."""
        self._balcao.puxa()
        self.tela.controle._mudou.emit()

    def recomeca(self) -> None:
        """An empty sale of the type."""
        self.tela.venda.fecha()
        self.tela.pagina.mostra()
        self.tela.pagina.tela.limpa_entrada()
        self.escolhe(K.Key_F11, self.tipo)

    def escolhe(self, tecla: Any, nome: str) -> None:
        """One of a few, by its name."""
        self.tela.no_dialogo(tecla, lambda _dialogo: self.tela.digita(f"{nome}\r"))

    def oferecidos(self, tecla: Any) -> list[str]:
        """What a list of a few offers; nothing when it does not open."""
        nomes: list[str] = []

        def dentro(dialogo: Any) -> None:
            assert isinstance(dialogo, DialogoEscolha)
            nomes.extend(o.texto for o in dialogo._opcoes)

        self.tela.no_dialogo(tecla, dentro)
        return nomes

    def cliente(self, nome: str) -> None:
        """F3, the name, Enter."""
        def dentro(_dialogo: Any) -> None:
            self.tela.digita(normaliza(nome.split()[0]))
            self.tela.tecla(K.Key_Return)

        self.tela.no_dialogo(K.Key_F3, dentro)
        assert self.tela.venda.pedido.cliente_nome == nome

    def procura(self, texto_: str) -> tuple[list[tuple[str, str]], str]:
        """What F3 shows for a text: each name with its mark, and what is said under the list."""
        achados: list[tuple[str, str]] = []
        dito: list[str] = []

        def dentro(dialogo: Any) -> None:
            self.tela.digita(texto_)
            self.tela.qtbot.waitUntil(lambda: dialogo.texto.text() == texto_)
            modelo = dialogo.modelo
            achados.extend((modelo.index(i, 1).data(), modelo.index(i, 5).data()) for i in range(modelo.rowCount()))
            dito.append(dialogo.dica.text())
            self.tela.tecla(K.Key_Escape)

        self.tela.no_dialogo(K.Key_F3, dentro)
        return achados, dito[0]

    def passa(self, *linhas: str) -> str:
        """Type each into the entry line; what is told of the last, "" when it entered."""
        for linha in linhas:
            self.tela.digita(f"{linha}\r")
        dito = str(self.tela.pagina.tela.aviso.text())
        self.tela.pagina.tela.limpa_entrada()
        return dito

    @property
    def faixa(self) -> str:
        """The sentences above the total."""
        return "; ".join(texto(a) for a in self.tela.pagina.tela.achados.achados)

    def finaliza(self) -> str:
        """F12, F12: "emitido", or what stops it as the summary says it."""
        lido: list[str] = []
        antes = self.tela.venda.pedido.id

        def dentro(dialogo: Any) -> None:
            assert isinstance(dialogo, DialogoResumo)
            self.tela.tecla(K.Key_F12)
            self.tela.qtbot.waitUntil(lambda: not dialogo.isVisible() or not dialogo.esperando, timeout=20_000)
            if dialogo.isVisible():
                lido.append("; ".join(texto(a) for a in dialogo.faixa.achados))

        self.tela.no_dialogo(K.Key_F12, dentro)
        assert bool(lido) is (self.tela.venda.pedido.id == antes)
        return lido[0] if lido else "emitido"

    def resumo(self) -> dict[str, str]:
        """The lines of the summary of one item."""
        if not self.tela.venda.pedido.itens:
            self.passa("P10")
        lidas: dict[str, str] = {}
        self.tela.no_dialogo(K.Key_F12, lambda dialogo: lidas.update(dialogo.linhas))
        return lidas


@contextmanager
def no_balcao(loja: Loja, qtbot: Any, qapp: QApplication, pasta: Path) -> Iterator[Vendedora]:
    with servico(loja) as url, balcao_de(loja, url, 1, pasta) as balcao:
        tela = Tela(qtbot, qapp, balcao)
        try:
            tela.entra("ana")
            yield Vendedora(tela, loja, balcao)
        finally:
            tela.fecha()


@pytest.fixture
def ana(fabrica_bancos: FabricaBancos, qtbot: Any, qapp: QApplication, tmp_path: Path) -> Iterator[Vendedora]:
    loja = nova_loja(fabrica_bancos)
    loja.muda_tipo("VENDA", toma_credito="nao", validar_estoque_no_fechamento_pedido="nada",
                   permite_estoque_negativo=True, duplicidade_produtos="nada", permite_produtos_sem_preco=True,
                   lista_precos="opcional", permite_total_zerado=True)
    try:
        with no_balcao(loja, qtbot, qapp, tmp_path) as vendedora:
            yield vendedora
    finally:
        loja.fecha()


def produto(ana: Vendedora, codigo: str, **campos: Any) -> None:
    for nome, valor in campos.items():
        ana.loja.sql(f"UPDATE produtos SET {nome} = %s WHERE codigo = %s", valor, codigo)


def novo_cliente(ana: Vendedora, nome: str, *, rua: str = "Rua B", **campos: Any) -> None:
    id_ = ana.loja.clientes[nome] = uuid7()
    ana.loja.sql("INSERT INTO pessoas (id, nome) VALUES (%s, %s)", id_, nome)
    ana.loja.sql("INSERT INTO clientes (pessoa_id) VALUES (%s)", id_)
    if rua:
        ana.loja.sql("INSERT INTO enderecos (id, pessoa_id, logradouro, numero, bairro, municipio, uf, cep) VALUES"
                     " (%s, %s, %s, '1', 'Centro', 'Florianópolis', 'SC', '88010000')", uuid7(), id_, rua)
    ana.loja.muda_cliente(nome, **campos)


def test_produtos_que_o_tipo_nao_vende(ana: Vendedora) -> None:
    """TP-033, TP-034, TP-040, TP-042, TP-044, TP-046: told at the item, which does not enter."""
    ana.loja.poe_estoque("P1", 3)
    produto(ana, "P2", em_falta=True)
    produto(ana, "P3", sem_troca=True)
    produto(ana, "P4", com_variacao=True)
    produto(ana, "P5", quantidade_minima=Decimal(6))
    ana.loja.sql("UPDATE estoques SET inventario_desde = %s WHERE produto_id = %s",
                 datetime.now(UTC) - timedelta(hours=1), ana.loja.produtos["P6"])
    for campo, livre, preso, linha, dito in (
            ("permite_estoque_negativo", True, False, "4*P1", "estoque"),
            ("validar_quantidade_minima_maxima", False, True, "5*P5", "6"),
            ("bloqueio_produtos_inventario", "nao_bloquear", "bloquear_inclusao", "P6", "inventário"),
            ("permite_produtos_em_falta", True, False, "P2", "em falta"),
            ("permite_produtos_sem_troca", True, False, "P3", "troca"),
            ("permite_produtos_com_variacao", True, False, "P4", "variaç")):
        ana.o_dono_muda(**{campo: livre})
        assert (ana.passa(linha), len(ana.tela.venda.pedido.itens)) == ("", 1), campo
        ana.o_dono_muda(**{campo: preso})
        assert dito in ana.passa(linha), campo
        assert ana.tela.venda.pedido.itens == (), campo
        assert ana.passa("P10") == "", campo  # the sale goes on
        ana.o_dono_muda(**{campo: livre})


def test_o_mesmo_produto_e_o_pedido_sem_valor(ana: Vendedora) -> None:
    """TP-107, TP-108, TP-109, TP-081, TP-080, TP-149."""
    produto(ana, "P2", tipo_item="09")
    ana.loja.sql("UPDATE precos SET preco = 0 WHERE produto_id = %s", ana.loja.produtos["P3"])
    ana.loja.sql("DELETE FROM precos WHERE produto_id = %s", ana.loja.produtos["P4"])
    ana.loja.muda_terminal("B1", controles_produtos={"cp_sem_preco": "permitir"})
    for campo, livre, preso, linhas, dito in (
            ("duplicidade_produtos", "nada", "erro", ("P1", "2*P1"), "já está no documento"),
            ("duplicidade_servicos", "nada", "erro", ("P2", "2*P2"), "já está no documento"),
            ("permite_produtos_sem_preco", True, False, ("P3",), "preço"),
            ("permite_incluir_produtos_sem_lista", True, False, ("P4",), "tabela")):
        ana.o_dono_muda(**{campo: livre})
        assert (ana.passa(*linhas), len(ana.tela.venda.pedido.itens)) == ("", len(linhas)), campo
        ana.o_dono_muda(**{campo: preso})
        assert dito in ana.passa(*linhas), campo
        assert len(ana.tela.venda.pedido.itens) == len(linhas) - 1, campo
        ana.o_dono_muda(**{campo: livre})
    ana.o_dono_muda(duplicidade_produtos="erro")
    assert "PRODUTO P1 já está no documento, no item 2." in ana.passa("P5", "P1", "2*P1")
    ana.o_dono_muda(duplicidade_produtos="alertar")
    ana.passa("P1", "P1")
    assert "já está no documento" in ana.faixa
    assert ana.finaliza() == "emitido"
    ana.o_dono_muda(duplicidade_produtos="nada", permite_total_zerado=False)
    ana.passa("P3")
    assert "valor" in ana.finaliza()
    ana.o_dono_muda(permite_total_zerado=True)
    ana.passa("P3")
    assert ana.finaliza() == "emitido"


def test_estoque_no_fechamento(ana: Vendedora) -> None:
    """TP-036: the four answers at F12; TP-030: what an issued order takes from the next one."""
    ana.loja.poe_estoque("P1", 3)
    for acao, fim in (("nada", "emitido"), ("alertar", "emitido"), ("senha", "estoque"), ("erro", "estoque")):
        ana.o_dono_muda(validar_estoque_no_fechamento_pedido=acao, regra_reserva_estoque="nao_reserva")
        ana.passa("5*P1")
        assert ("disponí" in ana.faixa or "estoque" in ana.faixa.lower()) is (acao != "nada"), acao
        assert fim in ana.finaliza().lower(), acao
    for regra, fim in (("nao_reserva", "emitido"), ("reserva_exceto_manutencao", "estoque")):
        ana.o_dono_muda(validar_estoque_no_fechamento_pedido="erro", regra_reserva_estoque=regra)
        for vez in (fim if regra == "nao_reserva" else "emitido", fim):
            ana.chega()
            ana.passa("2*P1")
            assert vez in ana.finaliza().lower(), regra


def test_quem_compra(ana: Vendedora) -> None:
    """TP-068, TP-069, TP-070, TP-073, TP-074."""
    ana.loja.muda_terminal("B1", controles_clientes={"acao_cliente_bloqueado": "alertar"})
    ontem = datetime.now(UTC).date() - timedelta(days=2)
    novo_cliente(ana, "BETO BLOQUEADO", bloqueado=True)
    novo_cliente(ana, "VERA VENCIDA", validade=ontem)
    novo_cliente(ana, "SARA SEM RUA", rua="")
    for campo, livre, preso, cliente, dito in (
            ("permite_clientes_bloqueados", "sim", "nao", "BETO BLOQUEADO", "bloqueado"),
            ("validade_credito_nao_toma", "nao_validar", "erro", "VERA VENCIDA", "venc"),
            ("exige_endereco_cliente", False, True, "SARA SEM RUA", "endereço")):
        ana.o_dono_muda(**{campo: livre})
        ana.cliente(cliente)
        ana.passa("P1")
        assert ana.finaliza() == "emitido", campo
        ana.o_dono_muda(**{campo: preso})
        ana.cliente(cliente)
        ana.passa("P1")
        assert dito in ana.faixa, campo
        assert dito in ana.finaliza(), campo
        ana.o_dono_muda(**{campo: livre})
    ana.o_dono_muda(permite_consumidor_final=True)
    ana.passa("P1")
    assert ana.finaliza() == "emitido"
    ana.o_dono_muda(permite_consumidor_final=False)
    ana.passa("P1")
    assert "cliente" in ana.finaliza().lower()


def test_quem_pode_ser_o_cliente(ana: Vendedora) -> None:
    """TP-008, TP-009: who F3 finds, what is told of who is no customer, and the shop itself."""
    ana.loja.clientes["RITA TINTAS"] = uuid7()
    ana.loja.sql("INSERT INTO pessoas (id, nome, fornecedor) VALUES (%s, 'RITA TINTAS', true)",
                 ana.loja.clientes["RITA TINTAS"])
    ana.loja.poe_lojas()
    ana.o_dono_muda(regra_cliente="cliente")
    assert ana.procura("rita") == ([], "Nenhum cliente com “rita”. Ins cadastra um cliente novo.")
    ana.o_dono_muda(regra_cliente="pessoa")
    assert ana.procura("rita") == ([("RITA TINTAS", "pessoa")],
                                   "“pessoa”: está no cadastro, mas ainda não é cliente. Ins cadastra um cliente novo.")
    ana.cliente("RITA TINTAS")
    assert ana.tela.pagina.tela.cliente.ficha.estado == "Não é cliente"
    assert not ana.tela.pagina.tela.cliente.ficha.mostra_credito
    ana.passa("P1")
    assert ana.faixa == ""
    ana.loja.muda_tipo("VENDA", regra_cliente="cliente")  # while she is typing
    ana.chega_sem_recomecar()
    assert "não é cliente, e o tipo VENDA só aceita clientes" in ana.faixa
    assert "só aceita clientes" in ana.finaliza()
    ana.o_dono_muda(regra_cliente="cliente", cadastrar_pessoa_como_cliente=True)
    assert ana.procura("rita")[1].startswith("“pessoa”: está no cadastro, mas ainda não é cliente e passa a ser com")
    ana.cliente("RITA TINTAS")
    ana.passa("P1")
    assert ana.finaliza() == "emitido"
    ana.o_dono_muda(cadastrar_pessoa_como_cliente=False)
    ana.cliente("RITA TINTAS")  # a customer now, whoever looks for customers alone finds her
    ana.passa("P1")
    assert ana.finaliza() == "emitido"


def test_o_cliente_e_a_propria_loja(ana: Vendedora) -> None:
    """TP-008: the system fills it in; F3 has nobody to offer."""
    ana.loja.poe_lojas()
    ana.o_dono_muda(regra_cliente="estabelecimento")
    assert ana.tela.venda.pedido.cliente_nome == "Loja Centro Ltda"
    ana.tela.tecla(K.Key_F3)
    assert ana.tela.janela.nota.texto == "No tipo VENDA o cliente é a própria loja, e o sistema a preenche."
    ana.passa("P1")
    assert ana.finaliza() == "emitido"
    ana.escolhe(K.Key_F11, "DAV")
    ana.cliente(JOSE)
    ana.passa("P1")
    ana.escolhe(K.Key_F11, "VENDA")
    assert "o cliente é a própria loja" in ana.faixa
    ana.tela.tecla(K.Key_F3)
    assert ana.tela.venda.pedido.cliente_nome == "Loja Centro Ltda"
    assert ana.finaliza() == "emitido"


def test_credito(ana: Vendedora) -> None:
    """TP-067, TP-068: what takes credit is checked against the limit, and the registration's last day too."""
    ana.loja.muda_terminal("B1", controles_clientes={"acao_limite_excedido": "erro"},
                           integracao={"verificar_crediario_pre_venda": True})
    ana.loja.muda_cliente(JOSE, limite_credito=Decimal(50))
    for toma, fim in (("nao", "emitido"), ("sim", "excede o crédito")):
        ana.o_dono_muda(toma_credito=toma)
        ana.cliente(JOSE)
        ana.escolhe(K.Key_F9, "30/60/90")
        ana.passa("P6")
        assert fim in ana.finaliza().lower(), toma
    novo_cliente(ana, "VERA VENCIDA", limite_credito=Decimal(900),
                 validade=datetime.now(UTC).date() - timedelta(days=2))
    for acao, fim in (("nao_validar", "emitido"), ("erro", "venc")):
        ana.o_dono_muda(validade_credito_toma=acao)
        ana.cliente("VERA VENCIDA")
        ana.escolhe(K.Key_F9, "30/60/90")
        ana.passa("P1")
        assert fim in ana.finaliza().lower(), acao


def test_vendedor(ana: Vendedora) -> None:
    """TP-114, TP-147."""
    ana.loja.sql("UPDATE usuarios SET vendedor = true")
    ana.loja.sql("UPDATE clientes SET vendedor_id = %s WHERE pessoa_id = %s", ana.loja.usuarios["caio"],
                 ana.loja.clientes[JOSE])
    ana.o_dono_muda(vendedor="nao_informar")
    assert "Vendedor" not in ana.resumo()
    ana.o_dono_muda(vendedor="requerido", assume_vendedor_representante_cliente=False)
    ana.tela.venda.muda(vendedor_id=None)
    ana.passa("P1")
    assert "vendedor" in ana.finaliza().lower()
    ana.escolhe(K.Key_F6, "Bia")
    assert ana.resumo()["Vendedor"] == "Bia Lima"
    assert ana.finaliza() == "emitido"
    for assume, nome in ((True, "Caio Reis"), (False, "Caio Reis (assumido)")):  # now, or when it is stored
        ana.o_dono_muda(vendedor="opcional", assume_vendedor_representante_cliente=assume)
        ana.cliente(JOSE)
        ana.passa("P1")
        assert ana.resumo()["Vendedor"] == nome


def test_plano(ana: Vendedora) -> None:
    """TP-051, TP-052, TP-053, TP-057."""
    ana.loja.sql("INSERT INTO tipo_pedido_planos (tipo_id, plano_id) VALUES (%s, %s)", ana.loja.tipos["VENDA"],
                 ana.loja.planos["30/60/90"])
    ana.o_dono_muda(todos_planos_pagamento=True, plano_pagamento="requerido")
    assert set(ana.loja.planos) <= set(ana.oferecidos(K.Key_F9))
    ana.o_dono_muda(todos_planos_pagamento=False)
    assert ana.oferecidos(K.Key_F9) == ["30/60/90"]
    ana.o_dono_muda(todos_planos_pagamento=True, plano_pagamento="nao_informar")
    assert "Plano" not in ana.resumo()
    ana.loja.sql("UPDATE planos_pagamento SET valor_minimo = 500 WHERE nome = '30/60/90'")
    for acao, fim in (("nao_validar", "emitido"), ("alertar", "emitido"), ("erro", "500,00")):
        ana.o_dono_muda(plano_pagamento="opcional", valida_valor_minimo_plano=acao)
        ana.cliente(JOSE)
        ana.escolhe(K.Key_F9, "30/60/90")
        ana.passa("P1")
        assert ("500,00" in ana.faixa.replace("\xa0", " ")) is (acao != "nao_validar"), acao
        assert fim in ana.finaliza(), acao
    for apresenta in (True, False):
        ana.o_dono_muda(valida_valor_minimo_plano="nao_validar", apresenta_titulos_fechamento=apresenta)
        ana.cliente(JOSE)
        ana.escolhe(K.Key_F9, "30/60/90")
        ana.passa("P1")
        assert ("Parcelas" in ana.resumo()) is apresenta


def test_lista_e_preco(ana: Vendedora) -> None:
    """TP-076, TP-077, TP-079, TP-082, TP-083."""
    ana.loja.sql("UPDATE listas_preco SET todos_clientes = false WHERE nome = 'ATACADO'")
    ana.o_dono_muda(lista_precos="opcional", opcoes_listas_precos=["todos_clientes"])
    assert ana.oferecidos(K.Key_F7) == ["VAREJO"]
    ana.loja.sql("UPDATE clientes SET lista_id = %s WHERE pessoa_id = %s", ana.loja.listas["ATACADO"],
                 ana.loja.clientes[JOSE])
    ana.o_dono_muda(opcoes_listas_precos=["vinculadas_cliente", "todos_clientes"])
    ana.cliente(JOSE)
    assert set(ana.oferecidos(K.Key_F7)) == {"VAREJO", "ATACADO"}
    ana.o_dono_muda(lista_precos="nao_permite")
    assert "Tabela" not in ana.resumo()
    ana.o_dono_muda(lista_precos="requerida")
    assert "tabela" in ana.passa("P1").lower()
    produto(ana, "P1", preco_minimo=Decimal(20))
    for valida, fim in ((False, "emitido"), (True, "mínimo")):
        ana.o_dono_muda(lista_precos="opcional", valida_preco_minimo_maximo=valida)
        ana.passa("P1")
        assert fim in ana.finaliza().lower(), valida
    ana.o_dono_muda(valida_preco_minimo_maximo=False, casas_decimais_preco=3)
    ana.passa("P1")
    ana.tela.no_dialogo(K.Key_F10, lambda _dialogo: ana.tela.digita("12,345\r"))
    assert ana.tela.venda.pedido.itens[0].preco == Decimal("12.345")
    ana.o_dono_muda(casas_decimais_preco=2)
    ana.passa("P1")
    ana.tela.no_dialogo(K.Key_F10, lambda _dialogo: ana.tela.digita("12,345\r"))
    assert ana.tela.venda.pedido.itens[0].preco == Decimal("12.35")  # rounded to the places of the type
    ana.o_dono_muda(funcao_edicao_preco="nenhuma")
    ana.passa("P1")
    ana.tela.tecla(K.Key_F10)
    assert QApplication.activeModalWidget() is None
    assert "preço" in ana.tela.pagina.tela.aviso.text()


def test_de_que_tipos_e_a_tabela(ana: Vendedora) -> None:
    """TPX-02: the registry of price lists says it; F7 offers what the type may use, and a change comes to the sale."""
    loja = ana.loja
    ana.o_dono_muda(lista_precos="opcional")
    assert ana.oferecidos(K.Key_F7) == ["VAREJO", "ATACADO"]
    ana.passa("P1")
    ana.escolhe(K.Key_F7, "ATACADO")
    loja.sql("UPDATE listas_preco SET todos_tipos = false WHERE nome = 'ATACADO'")
    loja.sql("INSERT INTO lista_preco_tipos (lista_id, tipo_id) VALUES (%s, %s)", loja.listas["ATACADO"],
             loja.tipos["DAV"])
    ana._balcao.puxa()
    ana.tela.controle._mudou.emit()
    assert "ATACADO não é para documentos do tipo VENDA" in ana.faixa
    assert "ATACADO não é para documentos do tipo VENDA" in ana.finaliza()
    assert ana.oferecidos(K.Key_F7) == ["VAREJO"]
    ana.tipo = "DAV"
    ana.recomeca()
    assert ana.oferecidos(K.Key_F7) == ["VAREJO", "ATACADO"]


def test_de_que_loja_e_e_o_que_vale(ana: Vendedora) -> None:
    """TP-121, TP-176, TP-103, TP-002."""
    assert "VENDA LIVRE" in ana.oferecidos(K.Key_F11)
    ana.loja.sql("UPDATE tipos_pedido SET nome = 'BALCÃO' WHERE nome = 'VENDA LIVRE'")
    ana.chega()
    assert "BALCÃO" in ana.oferecidos(K.Key_F11)
    ana.loja.sql("DELETE FROM tipo_pedido_estabelecimentos WHERE tipo_id = %s AND estabelecimento_id = 1",
                 ana.loja.tipos["VENDA LIVRE"])
    ana.chega()
    assert "BALCÃO" not in ana.oferecidos(K.Key_F11)
    ana.loja.sql("UPDATE tipos_pedido SET ativo = false WHERE nome = 'DAV'")
    ana.chega()
    assert ana.oferecidos(K.Key_F11) == ["VENDA"]
    ana.o_dono_muda(situacoes_itens_obrigatorios=["P"])
    ana.cliente(JOSE)
    ana.tela.tecla(K.Key_F12)  # opens nothing: there is nothing to issue yet
    assert ana.loja.conta("pedidos") == 0
    ana.o_dono_muda(situacoes_itens_obrigatorios=[])
    ana.cliente(JOSE)
    assert ana.finaliza() == "emitido"


def test_sem_retaguarda(ana: Vendedora) -> None:
    """TP-177: what may be issued alone."""
    for modo, fim in (("venda", "emitido"), ("nada", "retaguarda")):
        ana.o_dono_muda(emissao_sem_retaguarda=modo)
        ana._balcao.cai()
        ana.tela.controle._mudou.emit()
        ana.passa("P1")
        assert fim in ana.finaliza().lower(), modo
        ana._balcao.volta()


def test_o_aviso_de_um_cadastro_sai_com_ele(ana: Vendedora) -> None:
    """Why a record is not excluded is not said over another page; what the program itself says stays until it is read:
    ESC reads it, and the next one leaves."""
    sessao, janela = ana.tela.controle.sessao, ana.tela.janela
    for aviso, fica in ((lambda texto: janela.paginas.currentWidget().avisou.emit(texto), False),
                        (janela.avisa, True)):
        sessao.abre_cadastro("tipos_pedido")
        cadastro = janela.paginas.currentWidget()
        ana.tela.qtbot.waitUntil(lambda pagina=cadastro: pagina.lista.tabela.modelo.rowCount() > 0, timeout=20_000)
        aviso("DAV não pode ser excluído")
        assert janela.faixa.texto == "DAV não pode ser excluído"
        sessao.abre_cadastro("marcas")
        outro = janela.paginas.currentWidget()
        assert outro is not cadastro
        assert bool(janela.faixa.texto) is fica
        if fica:
            ana.tela.tecla(K.Key_Escape)
            assert (janela.faixa.texto, janela.paginas.currentWidget()) == ("", outro)
        ana.tela.tecla(K.Key_Escape)
        assert janela.paginas.currentWidget() is not outro
