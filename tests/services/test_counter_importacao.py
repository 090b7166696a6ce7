"""Which files the import screen sends, and what it says of those it cannot."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from balcao.domain.erros import EntradaInvalida
from balcao.domain.importacao_previa import LIMITE_BYTES, MAX_ARQUIVOS, TipoImportacao
from balcao.gateways.retaguarda import Credencial, Destino, Retaguarda
from balcao.services.counter.importacao import Importacao

NFE, CLIENTES = TipoImportacao.NFE, TipoImportacao.CLIENTES


@pytest.fixture
def importacao() -> Iterator[Importacao]:
    cliente = Retaguarda(Destino.de("127.0.0.1", 1), Credencial(1, "x"))
    yield Importacao(cliente)
    cliente.fecha()


def grava(pasta: Path, nome: str, conteudo: bytes = b"x") -> str:
    arquivo = pasta / nome
    arquivo.parent.mkdir(parents=True, exist_ok=True)
    arquivo.write_bytes(conteudo)
    return str(arquivo)


def test_o_mesmo_arquivo_escolhido_duas_vezes_vai_uma(importacao: Importacao, tmp_path: Path) -> None:
    um = grava(tmp_path, "nota.xml")
    assert [a.nome for a in importacao.le(NFE, [um, str(tmp_path), um])] == ["nota.xml"]


def test_dois_de_mesmo_nome_sao_distinguidos(importacao: Importacao, tmp_path: Path) -> None:
    dois = [grava(tmp_path, "a/nota.xml", b"1"), grava(tmp_path, "b/nota.xml", b"2")]
    assert [(a.nome, a.conteudo) for a in importacao.le(NFE, dois)] == [("nota.xml", b"1"), ("nota.xml (2)", b"2")]


def test_a_pasta_vale_pelos_xml_em_ordem(importacao: Importacao, tmp_path: Path) -> None:
    for nome in ("b.XML", "a.xml", "c.txt"):
        grava(tmp_path, nome)
    assert [a.nome for a in importacao.le(NFE, [str(tmp_path)])] == ["a.xml", "b.XML"]


def test_o_que_nao_pode_ser_lido_diz_por_que(importacao: Importacao, tmp_path: Path) -> None:
    um, outro = grava(tmp_path, "um.csv"), grava(tmp_path, "outro.csv")
    for tipo, caminhos, motivo in ((CLIENTES, [str(tmp_path)], "é uma pasta"), (CLIENTES, [um, outro], "um arquivo só"),
                                   (NFE, [str(tmp_path / "falta.xml")], "não existe"), (NFE, [], "Nenhum arquivo"),
                                   (NFE, [str(tmp_path)], "não tem arquivos .xml")):
        with pytest.raises(EntradaInvalida, match=motivo):
            importacao.le(tipo, caminhos)


def test_o_limite_e_de_todos_juntos(importacao: Importacao, tmp_path: Path) -> None:
    metade = b"x" * (LIMITE_BYTES // 2)
    dois = [grava(tmp_path, "1.xml", metade), grava(tmp_path, "2.xml", metade)]
    assert sum(len(a.conteudo) for a in importacao.le(NFE, dois)) == LIMITE_BYTES
    with pytest.raises(EntradaInvalida, match="passam de 20 MB"):
        importacao.le(NFE, [*dois, grava(tmp_path, "3.xml", b"x")])


def test_arquivos_demais(importacao: Importacao, tmp_path: Path) -> None:
    for i in range(MAX_ARQUIVOS + 1):
        grava(tmp_path, f"{i}.xml")
    with pytest.raises(EntradaInvalida, match=f"até {MAX_ARQUIVOS} de cada vez"):
        importacao.le(NFE, [str(tmp_path)])
