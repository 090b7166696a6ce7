"""Receivables from a table, on a real database: once each, settled ones closed, our own never touched."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from balcao.db import tables as t
from balcao.domain.campo import ValorInvalido
from balcao.domain.importacao import ArquivoRecusado
from balcao.services.office import importar_clientes
from balcao.services.office.importacao import PlanoTabela, Resultado
from balcao.services.office.importar_titulos import aplicar, planejar
from tests.apoio.empresa import Empresa
from tests.services.loja_importacao import AGORA, Loja, abre

TABELA = """id;cliente;número;parcela;emissão;vencimento;valor;saldo;situação
T1;C1;500;1/2;01/10/2026;01/11/2026;100,00;100,00;aberto
T2;C1;500;2/2;01/10/2026;01/12/2026;100,00;40,00;parcial
T3;C2;501;1;05/10/2026;05/11/2026;59,90;;pago
"""


@pytest.fixture
def loja(empresa: Empresa, tmp_path: Path) -> Iterator[Loja]:
    with abre(empresa) as aberta:
        clientes = tmp_path / "clientes.csv"
        clientes.write_text("código;nome;cpf\nC1;ANA;39053344705\nC2;BETO;\n", encoding="utf-8")
        with aberta.transacao() as con:
            importar_clientes.aplicar(con, importar_clientes.planejar(con, clientes), usuario_id=None, agora=AGORA)
        yield aberta


def planeja(loja: Loja, tmp_path: Path, texto: str, **opcoes: bool) -> PlanoTabela:
    caminho = tmp_path / "titulos.csv"
    caminho.write_text(texto, encoding="utf-8")
    with loja.transacao() as con:
        return planejar(con, caminho, estabelecimento_id=loja.estabelecimento, **opcoes)


def aplica(loja: Loja, plano: PlanoTabela, **opcoes: bool) -> Resultado:
    with loja.transacao() as con:
        return aplicar(con, plano, usuario_id=loja.usuario, agora=AGORA, **opcoes)


def importa(loja: Loja, tmp_path: Path, texto: str, **opcoes: bool) -> Resultado:
    return aplica(loja, planeja(loja, tmp_path, texto, **opcoes))


def titulo(loja: Loja, chave: str) -> tuple[D, str]:
    linha = loja.uma(t.titulos_receber, t.titulos_receber.c.chave_externa == chave)
    return linha.saldo, linha.situacao


def test_inclui_titulos(loja: Loja, tmp_path: Path) -> None:
    assert importa(loja, tmp_path, TABELA) == Resultado(criados=3)
    um = loja.uma(t.titulos_receber, t.titulos_receber.c.chave_externa == "T2")
    assert (um.numero, um.parcela, um.emissao, um.vencimento, um.valor, um.saldo, um.situacao) == (
        "500", 2, date(2026, 10, 1), date(2026, 12, 1), D("100.00"), D("40.00"), "aberto")
    assert um.estabelecimento_id == loja.estabelecimento
    assert titulo(loja, "T3") == (0, "liquidado")


def test_a_segunda_vez_nada_muda(loja: Loja, tmp_path: Path) -> None:
    importa(loja, tmp_path, TABELA)
    antes = loja.foto()
    assert importa(loja, tmp_path, TABELA) == Resultado(mantidos=3)
    assert loja.foto() == antes | {"importacoes": antes["importacoes"] + 1}


def test_sem_chave_o_titulo_e_numero_parcela_e_cliente(loja: Loja, tmp_path: Path) -> None:
    texto = "cpf;duplicata;vencimento;valor\n390.533.447-05;7;2026-12-01;10,00\n"
    importa(loja, tmp_path, texto)
    assert importa(loja, tmp_path, texto) == Resultado(mantidos=1)
    um = loja.uma(t.titulos_receber)
    assert (um.parcela, um.emissao, um.saldo) == (1, date(2026, 12, 1), D("10.00"))
    assert importa(loja, tmp_path, texto.replace("10,00", "12,00")) == Resultado(alterados=1)
    assert loja.uma(t.titulos_receber).saldo == 12


def test_os_liquidados_sao_fechados(loja: Loja, tmp_path: Path) -> None:
    importa(loja, tmp_path, TABELA)
    plano = planeja(loja, tmp_path, "id;cliente;número;parcela;vencimento;valor;saldo;situação\n"
                                    "T1;C1;500;1;01/11/2026;100,00;0;\nT2;C1;500;2;01/12/2026;100,00;;quitado\n")
    assert [(a.campo, a.antes, a.depois) for a in plano.linhas[0].alteracoes] == [
        ("Saldo", "100,00", "0,00"), ("Situação", "aberto", "liquidado")]
    assert aplica(loja, plano) == Resultado(alterados=2)
    assert titulo(loja, "T1") == titulo(loja, "T2") == (0, "liquidado")
    assert loja.uma(t.titulos_receber, t.titulos_receber.c.chave_externa == "T1").emissao == date(2026, 10, 1)


def test_os_ausentes_sao_baixados_so_quando_se_pede_e_nunca_os_nossos(loja: Loja, tmp_path: Path) -> None:
    importa(loja, tmp_path, TABELA)
    with loja.transacao() as con:
        ana = con.scalar(select(t.pessoas.c.id).where(t.pessoas.c.chave_externa == "C1"))
        for estabelecimento, chave in ((loja.estabelecimento, None), (loja.estabelecimento + 1, "OUTRA-LOJA")):
            con.execute(insert(t.titulos_receber).values(
                cliente_id=ana, estabelecimento_id=estabelecimento, numero="DAV 1", emissao=date(2026, 11, 1),
                vencimento=date(2026, 12, 1), valor=D(5), saldo=D(5), chave_externa=chave))
    so_o_2 = "\n".join(li for li in TABELA.splitlines() if not li.startswith("T1")) + "\n"
    assert importa(loja, tmp_path, so_o_2) == Resultado(mantidos=2)
    assert titulo(loja, "T1") == (100, "aberto")
    plano = planeja(loja, tmp_path, so_o_2, baixa_ausentes=True)
    [baixa] = [li for li in plano.linhas if not li.numero]
    assert baixa.rotulo == "500/1 ANA"
    assert aplica(loja, plano) == Resultado(alterados=1, mantidos=2)
    assert titulo(loja, "T1") == (0, "liquidado")
    abertos = {(li.numero, li.chave_externa) for li in loja.linhas(
        t.titulos_receber, t.titulos_receber.c.situacao == "aberto")}
    assert abertos == {("500", "T2"), ("DAV 1", None), ("DAV 1", "OUTRA-LOJA")}


def test_com_linha_recusada_nenhum_ausente_e_baixado(loja: Loja, tmp_path: Path) -> None:
    importa(loja, tmp_path, TABELA)
    ruim = TABELA.replace("T1;C1;500;1/2;01/10/2026;01/11/2026;100,00", "T1;C1;500;1/2;01/10/2026;01/11/2026;x")
    plano = planeja(loja, tmp_path, ruim, baixa_ausentes=True)
    assert any("não serão baixados" in p.motivo for p in plano.problemas)
    aplica(loja, plano, somente_boas=True)
    assert titulo(loja, "T1") == (100, "aberto")


def test_linha_cortada_nao_e_acreditada_nem_baixa_os_ausentes(loja: Loja, tmp_path: Path) -> None:
    importa(loja, tmp_path, TABELA)
    cortada = TABELA[:TABELA.index(";40,00;parcial") - len(",00")]  # "100,00" became "100", and the rest is not there
    plano = planeja(loja, tmp_path, cortada, baixa_ausentes=True)
    assert [p.motivo.split(":")[0] for p in plano.erros] == ["há 7 colunas e o cabeçalho tem 9"]
    aplica(loja, plano, somente_boas=True)
    assert (titulo(loja, "T2"), titulo(loja, "T3")) == ((40, "aberto"), (0, "liquidado"))


def test_baixar_quase_tudo_e_dito_porque_o_arquivo_pode_estar_cortado(loja: Loja, tmp_path: Path) -> None:
    linhas = [f"X{n};C1;{n};1;01/10/2026;01/11/2026;10,00;;" for n in range(20)]
    cabecalho = TABELA.splitlines()[0]
    importa(loja, tmp_path, "\n".join((cabecalho, *linhas)))
    metade = planeja(loja, tmp_path, "\n".join((cabecalho, *linhas[:10])), baixa_ausentes=True)
    assert metade.problemas == ()
    plano = planeja(loja, tmp_path, "\n".join((cabecalho, *linhas[:3])), baixa_ausentes=True)
    assert [p.motivo for p in plano.problemas] == [
        "17 dos 20 títulos importados em aberto não estão no arquivo e serão baixados. Confira se ele está inteiro."]
    assert aplica(loja, plano) == Resultado(alterados=17, mantidos=3)


def test_cada_linha_ruim_com_linha_e_motivo(loja: Loja, tmp_path: Path) -> None:
    importa(loja, tmp_path, TABELA)
    with loja.transacao() as con:
        con.execute(insert(t.pessoas).values(id="01a1ff80-41b8-70b1-9531-a35cc7569db6", nome="FORNECEDOR",
                                             documento="34128745000152", fornecedor=True))
    antes = loja.foto()
    plano = planeja(loja, tmp_path, """id;cliente;número;parcela;emissão;vencimento;valor;saldo;situação
N1;C1;1;1;;01/12/2026;10,00;;
N2;C9;2;1;;01/12/2026;10,00;;
N3;C1;3;1;;01/12/2026;10,00;11,00;
N4;C1;4;1;;01/12/2026;10,00;5,00;pago
N5;C1;5;1;02/12/2026;01/12/2026;10,00;;
N6;C1;6;0;;01/12/2026;10,00;;
N7;C1;7;1;;;10,00;;
N8;C1;8;1;;01/12/2026;0;;
N1;C1;9;1;;01/12/2026;10,00;;
T1;C2;500;1;;01/11/2026;100,00;;
N9;34.128.745/0001-52;9;1;;01/12/2026;10,00;;
N10;;10;1;;01/12/2026;-10,00;;sei lá
N11;;11;1;;01/12/2026;10,00;;
""")
    assert [(p.linha, p.lugar.removeprefix("coluna ")) for p in plano.erros] == [
        (3, "Cliente"), (4, "Saldo"), (5, "Saldo"), (6, "Emissão"), (7, "Parcela"), (8, "Vencimento"), (9, "Valor"),
        (10, "Chave externa"), (11, "Cliente"), (12, "Cliente"), (13, "Valor"), (13, "Situação"), (14, "Cliente")]
    motivos = " | ".join(p.motivo for p in plano.erros)
    for parte in ("não há cliente “C9”", "maior que o valor", "está liquidado", "depois do vencimento",
                  "não é uma parcela", "em branco", "já está na linha 2", "outro cliente",
                  "FORNECEDOR está no cadastro, mas não é cliente",
                  "negativo", "preencha o CPF/CNPJ"):
        assert parte in motivos
    with pytest.raises(ArquivoRecusado):
        aplica(loja, plano)
    assert loja.foto() == antes
    assert aplica(loja, plano, somente_boas=True).criados == 1


def test_sem_coluna_de_cliente(loja: Loja, tmp_path: Path) -> None:
    plano = planeja(loja, tmp_path, "número;vencimento;valor\n1;01/12/2026;10,00\n")
    assert plano.fatal
    with pytest.raises(ArquivoRecusado, match="de quem é o título"):
        aplica(loja, plano, somente_boas=True)


def test_cancelado_e_reaberto(loja: Loja, tmp_path: Path) -> None:
    importa(loja, tmp_path, TABELA.replace("100,00;aberto", ";cancelado"))
    assert titulo(loja, "T1") == (0, "cancelado")
    importa(loja, tmp_path, TABELA)
    assert titulo(loja, "T1") == (100, "aberto")


def test_estabelecimento_que_nao_existe(loja: Loja, tmp_path: Path) -> None:
    with loja.transacao() as con, pytest.raises(ValorInvalido, match="estabelecimento"):
        planejar(con, tmp_path / "clientes.csv", estabelecimento_id=99)
