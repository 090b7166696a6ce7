from datetime import date
from decimal import Decimal as D
from enum import StrEnum
from typing import Annotated

import pytest

from balcao.domain.campo import (
    Campo,
    Grupo,
    Opcao,
    Politica,
    ValorInvalido,
    campo_de,
    campos_de,
    exigencias,
    opcoes_oferecidas,
    tipo_de,
    visivel,
)
from balcao.domain.campo import TipoCampo as T


@pytest.mark.parametrize(("minimo", "maximo", "valor", "diz"), [
    (D("0.01"), D("99.99"), D(100), "Desconto deve estar entre 0,01 e 99,99 %"),
    (D("0.5"), None, D(0), "Desconto deve ser 0,5 % ou mais"),
    (None, D("1000"), D(1001), "Desconto deve ser 1.000 % ou menos"),
    (1, 65535, 70000, "Desconto deve estar entre 1 e 65535 %"),
])
def test_a_bound_is_told_as_it_would_be_typed(minimo, maximo, valor, diz):
    campo = Campo("X-001", "Desconto", "", unidade="%", minimo=minimo, maximo=maximo)
    with pytest.raises(ValorInvalido) as erro:
        campo.validar(valor)
    assert str(erro.value) == diz


class Acao(StrEnum):
    NADA = "nada"
    VELHA = "velha"


class Linha(Politica):
    nome: Annotated[str, Campo("X-020", "Nome", "")] = ""


class Tudo(Politica):
    grupos = (Grupo("Um", subgrupos=("B",)), Grupo("Dois"))

    z: Annotated[str, Campo("X-009", "Z", "", "Dois", exigido_quando=lambda m: m.b,
                               exigido_porque="B está marcado.")] = ""
    texto: Annotated[str, Campo("X-001", "", "", "Um", subgrupo="B")] = ""
    b: Annotated[bool, Campo("X-002", "", "", "Um")] = False
    longo: Annotated[str, Campo("X-003", "", "", "Um", longo=True)] = ""
    script: Annotated[str, Campo("X-004", "", "", "Um", script=True)] = ""
    imagem: Annotated[str, Campo("X-005", "", "", "Um", imagem=True)] = ""
    arquivo: Annotated[str, Campo("X-006", "", "", "Um", arquivo="*")] = ""
    inteiro: Annotated[int | None, Campo("X-007", "", "", "Um")] = None
    decimal: Annotated[D, Campo("X-008", "", "", "Um")] = D(0)
    dia: Annotated[date | None, Campo("X-010", "", "", "Um")] = None
    escolha: Annotated[Acao, Campo("X-011", "", "", "Um", opcoes=(
        Opcao(Acao.NADA, "Nada", ""), Opcao(Acao.VELHA, "Velha", "", oferecida=False)))] = Acao.NADA
    varias: Annotated[frozenset[Acao], Campo("X-012", "", "", "Um")] = frozenset()
    uma: Annotated[int | None, Campo("X-013", "", "", "Um", referencia="r")] = None
    muitas: Annotated[tuple[int, ...], Campo("X-014", "", "", "Um", referencia="r")] = ()
    linhas: Annotated[tuple[str, ...], Campo("X-015", "", "", "Um")] = ()
    tabela: Annotated[tuple[Linha, ...], Campo("X-016", "", "", "Um")] = ()
    por_fazer: Annotated[str, Campo("X-017", "", "", "Um", aberto=True)] = "x"


def test_what_a_field_is_comes_from_its_type_and_its_declaration() -> None:
    assert {nome: tipo_de(Tudo, nome) for nome, _ in campos_de(Tudo)} == {
        "z": T.TEXTO, "texto": T.TEXTO, "b": T.BOOLEANO, "longo": T.TEXTO_LONGO, "script": T.SCRIPT,
        "imagem": T.IMAGEM, "arquivo": T.ARQUIVO, "inteiro": T.INTEIRO, "decimal": T.DECIMAL, "dia": T.DATA,
        "escolha": T.ESCOLHA, "varias": T.MULTIESCOLHA, "uma": T.REFERENCIA, "muitas": T.REFERENCIAS,
        "linhas": T.LINHAS, "tabela": T.TABELA}
    with pytest.raises(KeyError):
        tipo_de(Tudo, "nenhum")


def test_fields_come_by_group_and_open_ones_only_when_asked() -> None:
    nomes = [nome for nome, _ in campos_de(Tudo)]
    assert (nomes[0], nomes[-2:]) == ("b", ["texto", "z"])
    assert {nome for nome, _ in campos_de(Tudo, abertos=True)} - set(nomes) == {"por_fazer"}
    assert not visivel(Tudo(), campo_de(Tudo, "por_fazer"))
    assert Tudo(por_fazer="y").model_dump()["por_fazer"] == "y"


def test_an_option_that_is_not_offered_stays_for_who_has_it() -> None:
    campo = campo_de(Tudo, "escolha")
    assert [o.valor for o in opcoes_oferecidas(campo)] == ["nada"]
    assert [o.valor for o in opcoes_oferecidas(campo, Acao.VELHA)] == ["nada", "velha"]
    assert [o.valor for o in opcoes_oferecidas(campo, frozenset({"velha"}))] == ["nada", "velha"]


def test_a_field_may_be_demanded_by_another_and_the_record_still_opens() -> None:
    assert list(exigencias(Tudo(b=True))) == [("z", "Preencha Z: B está marcado.")]
    assert list(exigencias(Tudo(b=True, z="x"))) == list(exigencias(Tudo())) == []
