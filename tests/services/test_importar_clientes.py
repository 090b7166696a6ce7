"""Customers from a table, on a real database."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from balcao.db import tables as t
from balcao.domain.importacao import ArquivoRecusado
from balcao.services.office.importacao import Acao, PlanoTabela, Resultado
from balcao.services.office.importar_clientes import aplicar, planejar
from tests.apoio.empresa import Empresa
from tests.services.loja_importacao import AGORA, Loja, abre

TABELA = """\
código,razão social,fantasia,cpf/cnpj,telefone,celular,e-mail,endereço,nº,bairro,cidade,uf,cep,limite,validade,\
bloqueado,vendedor,tabela
C1,JOSÉ DA SILVA ME,Zé,12.ABC.345/01DE-35,(11) 3333-4444,,ze@exemplo.com,Rua A,10,Centro,Santos,SP,11010-000,\
"2.000,00",31/12/2027,não,bia,Atacado
C2,MARIA,,390.533.447-05,,11 99999-8888,,,,,,,,0,,sim,,
C3,SEM DOCUMENTO,,,,,,,,,,,,,,,,
"""


@pytest.fixture
def loja(empresa: Empresa) -> Iterator[Loja]:
    with abre(empresa) as aberta:
        yield aberta


def planeja(loja: Loja, tmp_path: Path, texto: str) -> PlanoTabela:
    caminho = tmp_path / "clientes.csv"
    caminho.write_text(texto, encoding="utf-8")
    with loja.transacao() as con:
        return planejar(con, caminho)


def aplica(loja: Loja, plano: PlanoTabela, **opcoes: bool) -> Resultado:
    with loja.transacao() as con:
        return aplicar(con, plano, usuario_id=loja.usuario, agora=AGORA, **opcoes)


def importa(loja: Loja, tmp_path: Path, texto: str) -> Resultado:
    return aplica(loja, planeja(loja, tmp_path, texto))


def pessoa(loja: Loja, chave: str) -> object:
    return loja.uma(t.pessoas, t.pessoas.c.chave_externa == chave)


def test_inclui_pessoa_cliente_e_endereco(loja: Loja, tmp_path: Path) -> None:
    assert importa(loja, tmp_path, TABELA) == Resultado(criados=3)
    ze = loja.uma(t.pessoas, t.pessoas.c.chave_externa == "C1")
    assert (ze.nome, ze.documento, ze.telefone, ze.email) == (
        "JOSÉ DA SILVA ME", "12ABC34501DE35", "(11) 3333-4444", "ze@exemplo.com")
    cliente = loja.uma(t.clientes, t.clientes.c.pessoa_id == ze.id)
    assert (cliente.limite_credito, cliente.validade, cliente.bloqueado) == (D("2000.00"), date(2027, 12, 31), False)
    assert (cliente.vendedor_id, cliente.lista_id) == (loja.usuario, loja.outra_lista)
    endereco = loja.uma(t.enderecos)
    assert (endereco.pessoa_id, endereco.logradouro, endereco.municipio, endereco.uf, endereco.cep) == (
        ze.id, "Rua A", "Santos", "SP", "11010000")
    maria = loja.uma(t.pessoas, t.pessoas.c.chave_externa == "C2")
    dela = loja.uma(t.clientes, t.clientes.c.pessoa_id == maria.id)
    assert (dela.limite_credito, dela.bloqueado) == (0, True)  # 0 is "no credit", not "as preferred"
    sem = loja.uma(t.pessoas, t.pessoas.c.chave_externa == "C3")
    assert (sem.documento, loja.uma(t.clientes, t.clientes.c.pessoa_id == sem.id).limite_credito) == (None, None)


def test_a_segunda_vez_nada_muda_e_uma_celula_muda_um_campo(loja: Loja, tmp_path: Path) -> None:
    importa(loja, tmp_path, TABELA)
    antes = loja.foto() | {"importacoes": 2}
    assert importa(loja, tmp_path, TABELA) == Resultado(mantidos=3)
    assert loja.foto() == antes
    plano = planeja(loja, tmp_path, TABELA.replace("2.000,00", "2.500,00").replace("Rua A", "Rua B"))
    [mudada] = [li for li in plano.linhas if li.acao is Acao.ALTERAR]
    assert [(a.campo, a.antes, a.depois) for a in mudada.alteracoes] == [
        ("Logradouro", "Rua A", "Rua B"), ("Limite de crédito", "2.000,00", "2.500,00")]
    aplica(loja, plano)
    assert loja.uma(t.enderecos).logradouro == "Rua B"
    assert loja.conta(t.clientes) == 3
    auditados = [(a.assunto, a.campo, a.antes, a.depois, a.usuario_id) for a in loja.linhas(t.auditoria)]
    assert auditados == [
        ("clientes JOSÉ DA SILVA ME 12.ABC.345/01DE-35", "Logradouro", "Rua A", "Rua B", loja.usuario),
        ("clientes JOSÉ DA SILVA ME 12.ABC.345/01DE-35", "Limite de crédito", "2.000,00", "2.500,00", loja.usuario)]


def test_reconhece_pelo_documento_e_guarda_a_chave(loja: Loja, tmp_path: Path) -> None:
    importa(loja, tmp_path, "nome;cpf\nMARIA;39053344705\n")
    assert importa(loja, tmp_path, "código;nome;cpf\nC9;MARIA SOUZA;390.533.447-05\n") == Resultado(alterados=1)
    maria = loja.uma(t.pessoas)
    assert (maria.nome, maria.chave_externa) == ("MARIA SOUZA", "C9")
    importa(loja, tmp_path, "código;cpf\nOUTRO;390.533.447-05\n")
    assert loja.uma(t.pessoas).chave_externa == "C9"  # the first key stays


def test_fornecedor_vira_cliente_tambem(loja: Loja, tmp_path: Path) -> None:
    with loja.transacao() as con:
        con.execute(insert(t.pessoas).values(id="01a1ff80-41b8-70b1-9531-a35cc7569db6", nome="ALIMENTOS",
                                             documento="34128745000152", fornecedor=True))
    assert importa(loja, tmp_path, "nome;cnpj\nALIMENTOS;34128745000152\n") == Resultado(alterados=1)
    assert loja.conta(t.clientes) == 1
    assert importa(loja, tmp_path, "nome;cnpj\nALIMENTOS;34128745000152\n") == Resultado(mantidos=1)


def test_zeros_que_a_planilha_comeu(loja: Loja, tmp_path: Path) -> None:
    importa(loja, tmp_path, "nome;cpf;cep\nJOSÉ;1234567890;1001000\n")
    assert loja.uma(t.pessoas).documento == "01234567890"
    assert loja.uma(t.enderecos).cep == "01001000"


def test_cada_linha_ruim_com_linha_e_motivo(loja: Loja, tmp_path: Path) -> None:
    importa(loja, tmp_path, TABELA)
    antes = loja.foto()
    plano = planeja(loja, tmp_path, """código;nome;cpf/cnpj;limite;uf;e-mail;fone;validade;vendedor;bloqueado
A;BOM;;100;;;;;;
B;CPF RUIM;39053344706;;;;;;;
D;CPF REPETIDO;11111111111;;;;;;;
C1;ZE;390.533.447-05;;;;;;;
;SEM CHAVE;;;;;;;;
E;;;;;;;;;
F;VARIOS;;-1;XX;sem arroba;123;31/02/2026;ninguem;talvez
A;DE NOVO;;;;;;;;
G;LIMITE;;99999999999;;;;;;
""")
    assert [(p.linha, p.lugar.removeprefix("coluna ")) for p in plano.erros] == [
        (3, "CPF/CNPJ"), (4, "CPF/CNPJ"), (5, "CPF/CNPJ"), (6, ""), (7, "Nome"), (8, "Telefone"), (8, "E-mail"),
        (8, "UF"), (8, "Limite de crédito"), (8, "Validade do cadastro"), (8, "Bloqueado"), (9, "Chave externa"),
        (10, "Limite de crédito")]
    motivos = " | ".join(str(p) for p in plano.erros)
    for parte in ("já é de MARIA", "não saberia que cliente", "cliente é novo", "não existe no calendário",
                  "sigla de um estado", "já está na linha 2", "mais de 9 algarismos", "todos os algarismos são iguais"):
        assert parte in motivos
    with pytest.raises(ArquivoRecusado):
        aplica(loja, plano)
    assert loja.foto() == antes
    assert aplica(loja, plano, somente_boas=True).criados == 1


def test_vendedor_que_nao_existe(loja: Loja, tmp_path: Path) -> None:
    [problema] = planeja(loja, tmp_path, "código;nome;vendedor\nA;B;Ninguém\n").erros
    assert str(problema) == ("clientes.csv, linha 2, coluna Vendedor: não há “Ninguém” no cadastro. Cadastre antes, "
                             "ou corrija.")


def test_onde_cada_um_trabalha(loja: Loja, tmp_path: Path) -> None:
    """TP-014: told by the shops' numbers; blank changes nothing, "nenhuma" is nowhere."""
    def lojas(chave: str) -> list[int]:
        with loja.transacao() as con:
            return list(con.scalars(select(t.colaboradores.c.estabelecimento_id).join(
                t.pessoas, t.pessoas.c.id == t.colaboradores.c.pessoa_id).where(
                t.pessoas.c.chave_externa == chave).order_by(t.colaboradores.c.estabelecimento_id)))

    importa(loja, tmp_path, "código,nome,colaborador\nC1,RUI,\"2, 1\"\nC2,EVA,\nC3,PEDRO,2\n")
    assert [lojas(chave) for chave in ("C1", "C2", "C3")] == [[1, 2], [], [2]]
    plano = planeja(loja, tmp_path, "código,nome,colaborador das lojas\nC1,RUI,1\nC2,EVA,\nC3,PEDRO,nenhuma\n")
    assert [(li.acao, [(a.campo, a.antes, a.depois) for a in li.alteracoes]) for li in plano.linhas] == [
        (Acao.ALTERAR, [("Colaborador das lojas", "1, 2", "1")]), (Acao.MANTER, []),
        (Acao.ALTERAR, [("Colaborador das lojas", "2", "")])]
    aplica(loja, plano)
    assert [lojas(chave) for chave in ("C1", "C2", "C3")] == [[1], [], []]
    recusado = planeja(loja, tmp_path, "código,nome,colaborador\nC1,RUI,7\nC2,EVA,todas\n")
    assert [p.motivo for p in recusado.problemas] == ["não há loja de número 7.", "“todas” não é um número inteiro."]


def test_sem_coluna_de_chave_diz_uma_vez_e_nao_linha_a_linha(loja: Loja, tmp_path: Path) -> None:
    plano = planeja(loja, tmp_path, "nome;telefone\nANA;1932323232\nBETO;1932323233\n")
    assert plano.fatal
    assert [str(p) for p in plano.problemas] == [
        "clientes.csv, cabeçalho: nenhuma coluna preenchida diz que cliente é cada linha: falta “CPF/CNPJ” ou "
        "“Código” (a chave externa). A primeira linha deve trazer os nomes das colunas."]


def test_linha_cortada_no_limite_nao_muda_o_limite(loja: Loja, tmp_path: Path) -> None:
    inteira = "código;nome;limite;obs;cor\nC1;ANA;500,00;boa;azul\n"
    importa(loja, tmp_path, inteira)
    plano = planeja(loja, tmp_path, inteira[:inteira.index("00,00;boa")])
    assert ("C1", [p.linha for p in plano.erros], plano.linhas) == ("C1", [2], ())
    assert planeja(loja, tmp_path, inteira[:inteira.index(";azul")]).erros == ()  # "cor" is not read
