"""The registries over real HTTP, by the client that the screens use."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from uuid_utils.compat import uuid7

from balcao.domain.cadastro.mensagens import (
    Alteracao,
    Arquivo,
    Exportacao,
    Formato,
    Importacao,
    NovoRegistro,
    PesquisaSalva,
)
from balcao.domain.cadastro.pesquisa import Pesquisa
from balcao.domain.textos import texto
from balcao.gateways import rotas_cadastros as r
from balcao.gateways import rotas_entrada
from balcao.gateways.retaguarda import Credencial, Destino, Recusado, Retaguarda
from tests.apoio.retaguarda import CREDENCIAL, SENHA, Loja

TIPOS = "tipos_pedido"


@pytest.fixture
def cliente(loja: Loja, endereco: str) -> Iterator[Retaguarda]:
    """The manager's counter."""
    um = Retaguarda(Destino(("127.0.0.1",), urlsplit(endereco).port or 0),
                    Credencial(loja.estacoes["T1"], CREDENCIAL), prazo_s=20)
    rotas_entrada.entrar(um, "bia", SENHA["bia"])
    yield um
    um.fecha()


def test_a_vida_de_um_tipo(loja: Loja, cliente: Retaguarda) -> None:
    novo = r.incluir(cliente, TIPOS, NovoRegistro(id=uuid7(), valores={
        "nome": "BALCÃO", "categoria": "venda", "planos_permitidos": [loja.planos["À VISTA"]]}))
    assert r.consultar(cliente, TIPOS, novo.id) == novo
    depois = r.alterar(cliente, TIPOS, novo.id, Alteracao(versao=1, valores={"titulo": "Pedido"}))
    assert (depois.versao, depois.nomes["planos_pagamento"]) == (2, {loja.planos["À VISTA"]: "À VISTA"})
    assert [li.nome for li in r.pesquisar(cliente, TIPOS, Pesquisa(texto="balcao")).linhas] == ["BALCÃO"]
    clone = r.clonar(cliente, TIPOS, novo.id, uuid7())
    assert clone.nome == "BALCÃO_"
    r.excluir(cliente, TIPOS, clone.id)
    with pytest.raises(Recusado) as erro:
        r.consultar(cliente, TIPOS, clone.id)
    assert erro.value.inexistente
    assert [m.campo for m in r.mudancas(cliente, TIPOS, novo.id)] == ["TP-003 Título", "inclusão"]
    assert "À VISTA" in {um.nome for um in r.referencias(cliente, "planos_pagamento")}


def test_os_achados_chegam_com_seus_campos(cliente: Retaguarda) -> None:
    with pytest.raises(Recusado) as erro:
        r.incluir(cliente, TIPOS, NovoRegistro(id=uuid7(), valores={
            "nome": "", "sigla": "ORDSER", "categoria": "venda"}))
    assert (erro.value.status, erro.value.recusa.codigo) == (422, "cadastro.invalido")
    assert {a.field: texto(a) for a in erro.value.recusa.achados} == {
        "nome": "Preencha Nome do tipo de pedido.", "sigla": "Use no máximo 5 letras; há 6."}


def test_o_conflito_chega_com_o_registro_atual(loja: Loja, cliente: Retaguarda) -> None:
    aberto = r.consultar(cliente, TIPOS, loja.tipos["VENDA"])
    r.alterar(cliente, TIPOS, aberto.id, Alteracao(versao=aberto.versao, valores={"titulo": "A"}))
    with pytest.raises(r.RegistroMudou) as erro:
        r.alterar(cliente, TIPOS, aberto.id, Alteracao(versao=aberto.versao, valores={"titulo": "B"}))
    assert (erro.value.mudou.atual.valores["titulo"], erro.value.mudou.quem) == ("A", "Bia Lima")


def test_planilha_e_pesquisas_salvas(cliente: Retaguarda) -> None:
    arquivo = r.exportar(cliente, TIPOS, Exportacao(formato=Formato.XLSX))
    assert arquivo.conteudo.startswith(b"PK")
    feito = r.importar(cliente, TIPOS, Importacao(id=uuid7(), arquivo=Arquivo(
        nome=arquivo.nome, conteudo=arquivo.conteudo)))
    assert (feito.gravado, feito.mantidos) == (True, 3)
    salva = PesquisaSalva(nome="Orçamentos / 10 %", pesquisa=Pesquisa(texto="dav"))
    r.salvar_pesquisa(cliente, TIPOS, salva)
    assert r.pesquisas(cliente, TIPOS) == [salva]
    r.esquecer_pesquisa(cliente, TIPOS, salva.nome)
    assert r.pesquisas(cliente, TIPOS) == []


def test_um_arquivo_enorme_e_recusado(cliente: Retaguarda) -> None:
    linhas = b"".join(b"TIPO %d;Venda\n" % n for n in range(1001))
    feito = r.importar(cliente, TIPOS, Importacao(id=uuid7(), arquivo=Arquivo(
        nome="t.csv", conteudo=b"Nome do tipo de pedido;Categoria\n" + linhas)))
    assert (feito.gravado, feito.problemas[0].motivo) == (False, "há 1001 linhas; o máximo é 1000.")
