"""The template: what may be changed, what the law keeps, and the file of this terminal (CB-042)."""

import errno
import os
from pathlib import Path

import pytest

from balcao.config import plataforma
from balcao.documents import impressao, modelo_arquivo
from balcao.documents.amostra import documento_de_amostra
from balcao.documents.modelo import (
    COLUNAS_PADRAO,
    ChaveModelo,
    Coluna,
    ColunaItem,
    ModeloDocumento,
    com_terminal,
    conferir,
    padrao,
)
from balcao.documents.modelo_arquivo import (
    Copia,
    ModeloIlegivel,
    ModeloInvalido,
    carregar,
    carregar_para_imprimir,
    restaurar,
    salvar,
    tem_anterior,
)
from balcao.domain.campo import campos_de
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.terminal.impressao import ControlesImpressao
from balcao.domain.terminal.opcoes import Papel, PrecosImpressos
from tests.apoio_documentos.documentos import texto_do_pdf

DAV, PRE_VENDA = ChaveModelo.DAV, ChaveModelo.PRE_VENDA


def impresso(pasta: Path, chave: ChaveModelo) -> str:
    return texto_do_pdf(impressao.renderizar(documento_de_amostra(chave), carregar(pasta, chave), Papel.A4))


def test_changed_title_is_printed_and_restored_and_the_pre_venda_keeps_hers(tmp_path):
    """CB-042, as the requirement says it."""
    salvar(tmp_path, padrao(DAV).model_copy(update={"titulo": "ORÇAMENTO LOJA 1"}))
    assert "ORÇAMENTO LOJA 1" in impresso(tmp_path, DAV)
    assert "PRÉ-VENDA P-123" in impresso(tmp_path, PRE_VENDA)
    assert tem_anterior(tmp_path, DAV)
    assert not tem_anterior(tmp_path, PRE_VENDA)
    restaurar(tmp_path, DAV)
    assert "DOCUMENTO AUXILIAR DE VENDA - ORÇAMENTO" in impresso(tmp_path, DAV)


def test_restoring_twice_undoes_it_and_the_original_is_always_there(tmp_path):
    um = salvar(tmp_path, padrao(DAV).model_copy(update={"titulo": "UM"}))
    dois = salvar(tmp_path, um.model_copy(update={"titulo": "DOIS"}))
    assert (um.revisao, dois.revisao) == (1, 2)
    assert restaurar(tmp_path, DAV).titulo == "UM"
    assert restaurar(tmp_path, DAV).titulo == "DOIS"
    assert restaurar(tmp_path, DAV, Copia.ORIGINAL) == padrao(DAV)
    assert restaurar(tmp_path, DAV).titulo == "DOIS"


def test_what_is_saved_comes_back_equal_with_columns_and_unknown_fields(tmp_path):
    colunas = (Coluna(campo=ColunaItem.DESCRICAO, titulo="Produto"),
               *(c for c in COLUNAS_PADRAO if c.campo is not ColunaItem.DESCRICAO))
    valores = {**padrao(DAV).model_dump(), "colunas": colunas, "papel": Papel.BOBINA_58, "precos": "total",
               "texto_depois": "Linha um\nlinha \"dois\" ${total}", "campo_do_futuro": "fica"}
    novo = salvar(tmp_path, ModeloDocumento.model_validate(valores))
    lido = carregar(tmp_path, DAV)
    assert lido == novo
    assert lido.campo_do_futuro == "fica"


@pytest.mark.parametrize(("mudanca", "campo", "trecho"), [
    ({"aviso_legal": False}, "aviso_legal", "não pode ser retirado"),
    ({"colunas": COLUNAS_PADRAO[:3]}, "colunas", "precisa destas colunas: quantidade"),
    ({"colunas": COLUNAS_PADRAO[:2]}, "colunas", "Falta a coluna descrição"),
    ({"colunas": (*COLUNAS_PADRAO, COLUNAS_PADRAO[1])}, "colunas", "aparece duas vezes"),
    ({"colunas": tuple(c.model_copy(update={"largura": 60}) for c in COLUNAS_PADRAO)}, "colunas", "não sobra lugar"),
    ({"colunas": (COLUNAS_PADRAO[0].model_copy(update={"titulo": " "}), *COLUNAS_PADRAO[1:])}, "colunas", "título"),
    ({"texto_antes": "oi ${xpto}"}, "texto_antes", "“${xpto}” não existe"),
    ({"rodape": "oi ${cliente"}, "rodape", "Falta fechar"),
    ({"rodape": "são ${total e $!{x}"}, "rodape", "Falta fechar"),
    ({"titulo": "T" * 81}, "titulo", "no máximo 80"),
    ({"linhas_por_pagina": -1}, "linhas_por_pagina", "entre 0 e 200"),
    ({"linhas_por_pagina": "muitas"}, "linhas_por_pagina", "Valor inválido"),
    ({"precos": "alguns"}, "precos", "Valor inválido"),
])
def test_each_mistake_is_told_beside_its_field_and_nothing_is_saved(tmp_path, mudanca, campo, trecho):
    erros = conferir({**padrao(DAV).model_dump(), **mudanca})
    assert list(erros) == [campo]
    assert trecho in erros[campo]
    with pytest.raises(ModeloInvalido) as recusa:
        salvar(tmp_path, padrao(DAV).model_copy(update=mudanca))
    assert recusa.value.erros == erros
    assert list(tmp_path.iterdir()) == []


def test_the_pre_venda_may_go_without_the_notice_and_with_fewer_columns(tmp_path):
    modelo = padrao(PRE_VENDA).model_copy(update={"aviso_legal": False, "colunas": COLUNAS_PADRAO[2:4]})
    assert conferir(modelo.model_dump()) == {}
    salvar(tmp_path, modelo)
    texto = impresso(tmp_path, PRE_VENDA)
    assert "NÃO É DOCUMENTO FISCAL" not in texto
    assert "Unitário" not in texto


@pytest.mark.parametrize("estrago", ["", "titulo = ", "titulo = 3", "colunas = 'x'", "aviso_legal = false",
                                     "esquema = 99", "\x00\x01"])
def test_a_broken_file_is_reported_and_never_stops_printing(tmp_path, estrago):
    (tmp_path / "dav.toml").write_text(estrago, "utf-8")
    if not estrago:  # an empty file is a template of defaults
        assert carregar(tmp_path, DAV) == padrao(DAV)
        return
    with pytest.raises(ModeloIlegivel) as erro:
        carregar(tmp_path, DAV)
    assert erro.value.mensagem
    assert erro.value.acao
    modelo, aviso = carregar_para_imprimir(tmp_path, DAV)
    assert modelo == padrao(DAV)
    assert aviso.startswith("O modelo em dav.toml")
    assert restaurar(tmp_path, DAV) == padrao(DAV)
    assert carregar(tmp_path, DAV) == padrao(DAV)


def test_a_full_disk_leaves_the_template_in_force(tmp_path, monkeypatch):
    antes = salvar(tmp_path, padrao(DAV).model_copy(update={"titulo": "ANTES"}))

    def cheio(arquivo: Path, conteudo: bytes | str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    monkeypatch.setattr(plataforma, "grava", cheio)
    with pytest.raises(AmbienteIndisponivel, match="Vale o modelo de antes"):
        salvar(tmp_path, antes.model_copy(update={"titulo": "DEPOIS"}))
    assert carregar(tmp_path, DAV) == antes


def test_a_template_that_cannot_be_printed_is_not_saved(tmp_path, monkeypatch):
    def estoura(*args: object, **kwargs: object) -> bytes:
        raise RuntimeError("fonte sumiu")
    monkeypatch.setattr(modelo_arquivo.impressao, "renderizar", estoura)
    with pytest.raises(ModeloInvalido) as recusa:
        salvar(tmp_path, padrao(DAV))
    assert "não pôde ser impresso" in recusa.value.erros[""]
    assert not (tmp_path / "dav.toml").exists()


@pytest.mark.parametrize(("do_modelo", "do_terminal", "vale"), [
    ("itens", "itens", "itens"), ("itens", "total", "total"), ("total", "itens", "total"),
    ("nenhum", "total", "nenhum")])
def test_the_stricter_of_template_and_terminal_decides_the_prices_of_a_dav(do_modelo, do_terminal, vale):
    controles = ControlesImpressao(imp_precos=PrecosImpressos(do_terminal))
    modelo = padrao(DAV).model_copy(update={"precos": PrecosImpressos(do_modelo)})
    assert com_terminal(modelo, controles).precos == vale
    assert com_terminal(padrao(PRE_VENDA), controles).precos == "itens"


def test_the_terminal_adds_its_paper_its_message_and_may_drop_the_logo():
    controles = ControlesImpressao(imp_modelo_papel=Papel.BOBINA_80, imp_mensagem_rodape="Volte sempre",
                                   imp_imprime_logo=False)
    pronto = com_terminal(padrao(DAV).model_copy(update={"rodape": "Obrigado"}), controles)
    assert (pronto.papel, pronto.rodape, pronto.mostrar_logo) == (Papel.BOBINA_80, "Obrigado\nVolte sempre", False)
    proprio = com_terminal(padrao(DAV).model_copy(update={"papel": Papel.A4}), controles)
    assert proprio.papel is Papel.A4


def test_every_field_is_declared_for_the_form():
    declarados = {nome for nome, _ in campos_de(ModeloDocumento)}
    assert set(ModeloDocumento.model_fields) - declarados == {"documento", "esquema", "revisao"}
    assert all(campo.titulo and campo.ajuda and campo.grupo for _, campo in campos_de(ModeloDocumento))
