"""A registry without a database: cells there and back, searches, what is wrong with a record, differences."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from random import Random
from typing import Annotated, Any

import pytest

from balcao.domain.achados import impedem
from balcao.domain.cadastro.celulas import chave_do_nome, mostra
from balcao.domain.cadastro.declarados import CADASTROS, TIPOS_PEDIDO
from balcao.domain.cadastro.descricao import Cadastro, nome_do_clone
from balcao.domain.cadastro.diferenca import diferencas, texto_guardado
from balcao.domain.cadastro.pesquisa import Achado, Filtro, Operador, Pesquisa, colunas_de, pesquisa_em
from balcao.domain.cadastro.tabela import colunas_da_planilha, le_planilha, linha_da_planilha, nomes_da_planilha
from balcao.domain.cadastro.valores import conferido, guardado, valida
from balcao.domain.campo import Campo, Onde, Opcao, Politica, ValorInvalido, campos_de, tipo_de
from balcao.domain.permissoes import Permissao
from balcao.domain.textos import texto
from balcao.gateways import planilha_escrita
from balcao.gateways.planilha import Planilha, interpreta
from tests.apoio.cadastros import TEXTOS, iguais, sorteado

LOJAS, PLANOS = {1: "Centro", 2: "Norte"}, {7: "À VISTA", 8: "30; 60, 90", 9: " entrada "}
CITAVEIS: dict[str, dict[Any, str]] = {
    "estabelecimentos": LOJAS, "planos_pagamento": PLANOS, "classificacoes_pedido": {3: "Garantia"},
    "regras_comerciais": {}, "tipos_pedido": {1: "VENDA", 2: "VENDA_", 3: "=VENDA"},
    "permissoes": {p.value: p.value for p in Permissao}}
IDS = {quem: {chave_do_nome(nome): id_ for id_, nome in deles.items()} for quem, deles in CITAVEIS.items()}


class Cor(StrEnum):
    AZUL, VERDE, ROXO = "azul", "verde", "roxo"


class Peca(Politica):
    """A registry small enough to be seen whole."""

    id: Annotated[int, Campo("X-001", "Id", "", onde=Onde.COLUNA, fixo="do sistema")] = 0
    nome: Annotated[str, Campo("X-002", "Nome", "", obrigatorio=True, tamanho=10, onde=Onde.COLUNA)]
    cor: Annotated[Cor, Campo("X-003", "Cor", "", opcoes=(
        Opcao(Cor.AZUL, "Azul", ""), Opcao(Cor.VERDE, "Verde", ""), Opcao(Cor.ROXO, "Roxo", "", oferecida=False)))
    ] = Cor.AZUL
    cores: Annotated[frozenset[Cor], Campo("X-004", "Cores", "", opcoes=(
        Opcao(Cor.AZUL, "Azul", ""), Opcao(Cor.VERDE, "Verde", "")))] = frozenset({Cor.AZUL})
    peso: Annotated[Decimal | None, Campo("X-005", "Peso", "", minimo=Decimal(0), maximo=Decimal(10))] = None
    frios: Annotated[bool, Campo("X-006", "Frios", "")] = False
    notas: Annotated[tuple[str, ...], Campo("X-007", "Notas", "")] = ()
    ativo: Annotated[bool, Campo("X-008", "Ativo", "", onde=Onde.COLUNA)] = True
    igual: Annotated[str, Campo("X-009", "Cor", "")] = ""


PECAS = Cadastro(nome="pecas", modelo=Peca, um="peça", varios="peças", feminino=True, colunas=("nome", "cor", "peso"),
                 alterar=Permissao.IMPORTAR, excluir=Permissao.IMPORTAR)


def peca(**valores: Any) -> Peca:
    return Peca.model_validate({"nome": "A", **valores})


def le(cadastro: Cadastro, lida: Planilha) -> Any:
    return le_planilha(cadastro, lida.arquivo, lida.cabecalho, [(li.numero, li.celulas) for li in lida.linhas], IDS)


def arquivo(cadastro: Cadastro, registros: Sequence[Politica], formato: str) -> Planilha:
    colunas = colunas_da_planilha(cadastro, abertos=True)
    escreve = planilha_escrita.csv if formato == "csv" else planilha_escrita.xlsx
    dados = escreve("x", [c.titulo for c in colunas], [linha_da_planilha(colunas, r, CITAVEIS) for r in registros])
    return interpreta(dados, f"x.{formato}", maior_celula=32_767)


# ---- there and back

@pytest.mark.parametrize("formato", ["csv", "xlsx"])
def test_todo_campo_de_um_tipo_de_pedido_vai_e_volta_igual(formato: str) -> None:
    """All declared fields, open ones too, through real files, into records that had nothing of them."""
    sorte = Random(132)
    originais = [sorteado(TIPOS_PEDIDO, sorte, f"TIPO {n}", {q: list(d) for q, d in CITAVEIS.items()})
                 for n in range(60)]
    leitura = le(TIPOS_PEDIDO, arquivo(TIPOS_PEDIDO, originais, formato))
    assert leitura.problemas == ()
    assert len(leitura.linhas) == 60
    for original, linha in zip(originais, leitura.linhas, strict=True):
        voltou, achados = valida(TIPOS_PEDIDO, {"nome": "x", **linha.valores}, {})
        assert impedem(achados) == ()  # a type that generates nothing is told so
        assert voltou is not None
        for nome, campo in campos_de(TIPOS_PEDIDO.modelo, abertos=True):
            if not campo.fixo and not campo.imagem:
                assert getattr(voltou, nome) == getattr(original, nome), (nome, original.nome)  # type: ignore[attr-defined]


@pytest.mark.parametrize("formato", ["csv", "xlsx"])
@pytest.mark.parametrize("valor", TEXTOS)
def test_um_texto_vai_e_volta_igual(formato: str, valor: str) -> None:
    leitura = le(PECAS, arquivo(PECAS, [peca(igual=valor, notas=(valor, "b"))], formato))
    assert leitura.problemas == ()
    assert (leitura.linhas[0].valores["igual"], leitura.linhas[0].valores["notas"]) == (valor, [valor, "b"])


def test_uma_planilha_nao_executa_o_que_se_digitou() -> None:
    """=SOMA(…) as a name is a text, in both formats."""
    dados = planilha_escrita.csv("x", ["Nome"], [linha_da_planilha(colunas_da_planilha(PECAS), peca(nome="=1+1"), {})])
    assert b'\r\n"""=1+1"""' in dados
    assert le(PECAS, arquivo(PECAS, [peca(nome="=1+1")], "xlsx")).linhas[0].nome == "=1+1"


def test_dois_campos_do_mesmo_titulo_se_distinguem() -> None:
    titulos = [c.titulo for c in colunas_da_planilha(PECAS)]
    assert titulos[:2] == ["Nome", "Cor (X-003)"]
    assert "Cor (X-009)" in titulos
    assert le(PECAS, arquivo(PECAS, [peca(cor=Cor.VERDE, igual="z")], "csv")).linhas[0].valores["cor"] == "verde"


def test_toda_coluna_de_todo_cadastro_tem_titulo_seu() -> None:
    for cadastro in CADASTROS.values():
        titulos = [c.titulo.casefold() for c in colunas_da_planilha(cadastro, abertos=True)]
        assert len(titulos) == len(set(titulos)) > 1


# ---- what a sheet says wrong, and where

def lida(texto_csv: str) -> Any:
    return le(PECAS, interpreta(texto_csv.encode(), "pecas.csv"))


@pytest.mark.parametrize(("celulas", "lugar", "motivo"), [
    ("A;Lilás;1;Sim", "célula B2 (Cor (X-003))", "“Lilás” não é uma opção. As opções são: Azul; Verde."),
    ("A;Azul;um;Sim", "célula C2 (Peso)", "“um” não é um número. Escreva como 1234,56."),
    ("A;Azul;1;talvez", "célula D2 (Frios)", "“talvez” deve ser Sim ou Não."),
    (";Azul;1;Sim", "célula A2 (Nome)", "está em branco. Preencha."),
])
def test_uma_celula_errada_diz_onde_e_por_que(celulas: str, lugar: str, motivo: str) -> None:
    leitura = lida(f"Nome;Cor (X-003);Peso;Frios\n{celulas}\nB;Verde;2;Não\n")
    assert [(p.linha, p.lugar, p.motivo) for p in leitura.problemas] == [(2, lugar, motivo)]
    assert [li.nome for li in leitura.linhas] == ["B"]


def test_todas_as_celulas_erradas_de_uma_linha_sao_ditas() -> None:
    assert [p.lugar for p in lida("Nome;Peso;Frios\nA;x;y\n").problemas] == ["célula B2 (Peso)", "célula C2 (Frios)"]


def test_coluna_desconhecida_repetida_ou_sem_o_nome() -> None:
    assert "“Peço” não é um campo de peça." in lida("Nome;Peço\nA;1\n").problemas[0].motivo
    assert "dizem a mesma coisa (Peso)" in lida("Nome;Peso;X-005\nA;1;2\n").problemas[0].motivo
    assert "falta a coluna Nome" in lida("Peso\n1\n").problemas[0].motivo


def test_nome_repetido_no_arquivo() -> None:
    leitura = lida("Nome;Peso\nA;1\nB;1\na;2\n")
    assert [str(p) for p in leitura.problemas] == [
        "pecas.csv, linha 4, célula A4 (Nome): “a” já está na linha 2. Deixe só uma."]


def test_celula_vazia_esvazia_o_que_pode_ser_vazio_e_nao_diz_nada_do_resto() -> None:
    valores = lida("Nome;Cor (X-003);Cores;Peso;Frios;Notas\nA;;;;;\n").linhas[0].valores
    assert valores == {"nome": "A", "cores": [], "peso": None, "notas": []}


def test_um_campo_se_chama_pelo_titulo_pelo_requisito_ou_pelos_dois() -> None:
    assert lida("X-002;X-005 Peso\nA;1,5\n").linhas[0].valores == {"nome": "A", "peso": Decimal("1.5")}
    assert nomes_da_planilha(PECAS, ("X-002",), [(2, ("A",)), (3, ("",))]) == ("A",)


def test_varias_opcoes_numa_celula_feita_a_mao() -> None:
    for celula in ('"Azul\nVerde"', '"Azul; Verde"', "verde, azul"):
        assert set(lida(f"Nome;Cores\nA;{celula}\n").linhas[0].valores["cores"]) == {"azul", "verde"}


def test_referencia_que_nao_existe_e_nome_com_separadores() -> None:
    """A plan called "30; 60, 90" is one plan."""
    def planos(celula: str) -> Any:
        dados = f'Nome;Planos de pagamento permitidos\nA;"{celula}"\n'.encode()
        return le(TIPOS_PEDIDO, interpreta(dados, "t.csv"))
    assert planos("30; 60, 90").linhas[0].valores["planos_permitidos"] == [8]
    assert planos("À VISTA\n30; 60, 90").linhas[0].valores["planos_permitidos"] == [7, 8]
    assert "não há “FIADO” no cadastro" in planos("FIADO").problemas[0].motivo


# ---- what is wrong with a record

def test_cada_campo_errado_tem_seu_achado() -> None:
    registro, achados = valida(PECAS, {"nome": "A" * 11, "peso": "11", "cor": "lilas", "frios": "?"}, {})
    assert registro is None
    assert {a.field: texto(a) for a in achados} == {
        "nome": "Use no máximo 10 letras; há 11.", "peso": "Peso deve estar entre 0 e 10",
        "cor": "“lilas” não é uma opção de Cor.", "frios": "“?” não serve para Frios."}
    assert [texto(a) for a in valida(PECAS, {}, {})[1]] == ["Preencha Nome."]


def test_nome_de_outro() -> None:
    _, achados = valida(PECAS, {"nome": " a "}, {3: peca()})
    assert [(a.code, a.field, texto(a)) for a in achados] == [
        ("campo.nome_repetido", "nome", "Já existe peça com o nome “ a ”. Use outro nome.")]
    assert valida(PECAS, {"nome": "A_"}, {3: peca()})[1] == ()


def test_nome_que_so_os_acentos_separam_do_de_outro() -> None:
    def diz(nome: str, antes: str | None, outro: str) -> list[str]:
        anterior = None if antes is None else peca(nome=antes)
        return [texto(a) for a in conferido(PECAS, {"nome": nome}, {3: peca(nome=outro)}, {}, antes=anterior)[1]]

    assert diz("ELETRICA", None, "Elétrica") == [
        "Já existe peça com o nome “Elétrica”, que só muda nos acentos de “ELETRICA”. Use o que já existe, ou "
        "outro nome."]
    assert len(diz("pao", "pães", "PÃO")) == 1  # renamed to it
    assert diz("pao", "pao", "PÃO") == []  # both were there: the rest of the record can still be changed
    assert diz("Elétrica 2", None, "Elétrica") == diz("ELETRICA_", None, "Elétrica") == []


def test_o_que_nao_se_oferece_fica_onde_esta_e_nao_se_escolhe() -> None:
    roxa = peca(cor=Cor.ROXO)
    assert conferido(PECAS, guardado(roxa), {}, {}, antes=roxa)[1] == ()
    assert [a.field for a in conferido(PECAS, guardado(roxa), {}, {}, antes=peca())[1]] == ["cor"]
    assert [a.field for a in conferido(PECAS, guardado(roxa), {}, {}, antes=None)[1]] == ["cor"]


def test_o_que_uma_versao_mais_nova_escreveu_fica() -> None:
    registro, _ = valida(PECAS, {"nome": "A", "do_futuro": [1]}, {})
    assert registro is not None
    assert guardado(registro)["do_futuro"] == [1]


# ---- differences

def test_diferencas_por_campo() -> None:
    antes = peca(peso="10.0", cores=["azul", "verde"], notas=("a", "b"))
    depois = peca(peso="10", cores=["verde", "azul"], notas=("b", "a"), cor=Cor.VERDE, frios=True)
    achadas = {d.nome: (d.assunto, d.antes, d.depois, d.texto_antes, d.texto_depois)
               for d in diferencas(PECAS, antes, depois, {})}
    assert achadas == {
        "cor": ("X-003 Cor", "azul", "verde", "Azul", "Verde"),
        "frios": ("X-006 Frios", False, True, "Não", "Sim"),
        "notas": ("X-007 Notas", ["a", "b"], ["b", "a"], "a, b", "b, a")}
    assert texto_guardado(PECAS, "X-003 Cor", "azul") == "Azul"
    assert texto_guardado(PECAS, "X-005 Peso", "1234.5") == "1.234,5"
    assert texto_guardado(PECAS, "Z-1 Sumiu", ["a"]) == "a"
    assert texto_guardado(PECAS, "inclusão", {"nome": "A"}) == ""


def test_ligacoes_em_outra_ordem_nao_sao_mudanca_e_a_auditoria_guarda_os_nomes() -> None:
    base = {"nome": "X", "categoria": "venda"}
    um = TIPOS_PEDIDO.modelo.model_validate({**base, "estabelecimentos": (1, 2)})
    outro = TIPOS_PEDIDO.modelo.model_validate({**base, "estabelecimentos": (2, 1)})
    assert list(diferencas(TIPOS_PEDIDO, um, outro, CITAVEIS)) == []
    so_um = TIPOS_PEDIDO.modelo.model_validate({**base, "estabelecimentos": (2,)})
    [mudou] = diferencas(TIPOS_PEDIDO, um, so_um, CITAVEIS)
    assert (mudou.antes, mudou.depois) == ("Centro, Norte", "Norte")


# ---- search

TRES = [Achado(1, peca(nome="Ábaco", peso="2", notas=("fria",))), Achado(2, peca(nome="bola", cor=Cor.VERDE)),
        Achado(3, peca(nome="Cone", peso="10", frios=True, cores=[]))]


def nomes(**pesquisa: Any) -> list[str]:
    return [PECAS.nome_de(um.registro) for um in pesquisa_em(PECAS, TRES, Pesquisa(**pesquisa), {})]


@pytest.mark.parametrize(("filtro", "esperados"), [
    (("cor", Operador.UM_DE, ("verde",)), ["bola"]),
    (("cores", Operador.UM_DE, ("verde", "azul")), ["Ábaco", "bola"]),
    (("frios", Operador.UM_DE, ("true",)), ["Cone"]),
    (("peso", Operador.DE, ("3",)), ["Cone"]),
    (("peso", Operador.ATE, ("3",)), ["Ábaco"]),
    (("peso", Operador.VAZIO, ()), ["bola"]),
    (("cores", Operador.PREENCHIDO, ()), ["Ábaco", "bola"]),
    (("cores", Operador.ALTERADO, ()), ["Cone"]),
    (("notas", Operador.CONTEM, ("FRI",)), ["Ábaco"]),
])
def test_filtros(filtro: tuple[str, Operador, tuple[str, ...]], esperados: list[str]) -> None:
    assert nomes(filtros=[Filtro(campo=filtro[0], operador=filtro[1], valores=filtro[2])]) == esperados


def test_texto_ordem_e_colunas() -> None:
    assert nomes() == ["Ábaco", "bola", "Cone"]
    assert nomes(texto="abaco") == ["Ábaco"]
    assert nomes(texto="verde") == ["bola"]  # what the line shows counts
    assert nomes(ordem="peso") == ["Ábaco", "Cone", "bola"]  # 2 before 10; nothing last
    assert nomes(ordem="nome", decrescente=True) == ["Cone", "bola", "Ábaco"]
    assert colunas_de(PECAS, Pesquisa(colunas=("peso", "cor"))) == ("nome", "peso", "cor")


@pytest.mark.parametrize(("pesquisa", "frase"), [
    ({"filtros": [Filtro(campo="tamanho", operador=Operador.VAZIO)]}, "“tamanho” não é um campo de peças."),
    ({"filtros": [Filtro(campo="cor", operador=Operador.DE, valores=("1",))]}, "não se filtra por “a partir de”"),
    ({"filtros": [Filtro(campo="peso", operador=Operador.DE, valores=("dez",))]}, "“dez” não serve"),
    ({"filtros": [Filtro(campo="peso", operador=Operador.ATE)]}, "Diga o valor do filtro Peso."),
    ({"ordem": "tamanho"}, "“tamanho” não é um campo"), ({"colunas": ("tamanho",)}, "não é uma coluna de peças"),
])
def test_pesquisa_impossivel_diz_por_que(pesquisa: dict[str, Any], frase: str) -> None:
    with pytest.raises(ValorInvalido, match=frase):
        nomes(**pesquisa)


# ---- clones, and how values show

def test_o_nome_do_clone() -> None:
    assert nome_do_clone("VENDA", ["VENDA"], 60) == "VENDA_"
    assert nome_do_clone("VENDA", ["VENDA", "venda_"], 60) == "VENDA__"
    assert nome_do_clone("A" * 60, [], 60) == "A" * 59 + "_"


def test_todo_campo_de_todo_cadastro_se_mostra() -> None:
    for cadastro in CADASTROS.values():
        registro = sorteado(cadastro, Random(7), "X", {q: list(d) for q, d in CITAVEIS.items()})
        for nome, campo in campos_de(cadastro.modelo, abertos=True):
            visto = mostra(campo, tipo_de(cadastro.modelo, nome), getattr(registro, nome), CITAVEIS)
            assert "\n" not in visto, nome
        assert iguais(registro, registro.model_copy(update={"id": 9}))
