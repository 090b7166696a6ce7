"""The import screen over real HTTP: what is shown is what is written, once, or nothing is."""

import threading
from decimal import Decimal as D
from pathlib import Path
from uuid import uuid4

import pytest

from balcao.domain.importacao_previa import (
    LIMITE_BYTES,
    ArquivoEnviado,
    Confirmacao,
    FatorInformado,
    PedidoImportacao,
    Previa,
    RecusaImportacao,
    ResultadoImportacao,
    TipoImportacao,
)
from tests.apoio.retaguarda import Balcao, Loja
from tests.services.loja_importacao import NFE

QUINOA = NFE / "35180834128745000152550010000474281920007498-nfe.xml"
TABELAS = ("produtos", "produto_gtins", "precos", "estoques", "pessoas", "clientes", "titulos_receber",
           "notas_entrada", "importacoes", "movimentos_estoque", "auditoria")
CLIENTES = "Chave;Nome;CPF;Limite\nC1;ANTÔNIA REIS;39053344705;500,00\nC2;BENTO SÁ;11144477735;250,00\n"


def manda(tipo: str, *arquivos: tuple[str, bytes] | Path, **opcoes: object) -> PedidoImportacao:
    enviados = tuple(ArquivoEnviado(nome=a.name, conteudo=a.read_bytes()) if isinstance(a, Path)
                     else ArquivoEnviado(nome=a[0], conteudo=a[1]) for a in arquivos)
    return PedidoImportacao(tipo=TipoImportacao(tipo), arquivos=enviados, **opcoes)  # type: ignore[arg-type]


def corpo(modelo: object) -> dict[str, object]:
    return {"content": modelo.model_dump_json().encode(),  # type: ignore[attr-defined]
            "headers": {"Content-Type": "application/json"}}


def previa(quem: Balcao, pedido: PedidoImportacao) -> Previa:
    resposta = quem.cliente.post("/v1/importacoes/previa", **corpo(pedido))
    assert resposta.status_code == 200, resposta.text
    return Previa.model_validate_json(resposta.content)


def confirma(quem: Balcao, pedido: PedidoImportacao, vista: Previa, *, id_=None, somente_boas=False):
    confirmacao = Confirmacao(id=id_ or uuid4(), pedido=pedido, marca=vista.marca, somente_boas=somente_boas)
    return quem.cliente.post("/v1/importacoes", **corpo(confirmacao))


def foto(loja: Loja) -> dict[str, int]:
    return {tabela: loja.conta(tabela) for tabela in TABELAS}


def resultado(resposta) -> ResultadoImportacao:
    assert resposta.status_code == 200, resposta.text
    return ResultadoImportacao.model_validate_json(resposta.content)


def test_a_nota_e_mostrada_sem_gravar_e_depois_gravada_uma_vez(loja: Loja, bia: Balcao) -> None:
    antes = foto(loja)
    pedido = manda("nfe", QUINOA)
    vista = previa(bia, pedido)
    assert foto(loja) == antes
    [nota] = vista.notas
    assert (vista.pode, nota.numero, nota.fornecedor_novo, nota.ja_importada) == (True, 47428, True, None)
    assert nota.fornecedor.startswith("Alimentos Ltda.")
    [item, *_] = nota.itens
    assert item.achado_por == ""
    assert item.custo > 0
    assert item.preco is not None
    assert item.preco > item.custo
    id_ = uuid4()
    feito = resultado(confirma(bia, pedido, vista, id_=id_))
    assert feito.frase.startswith("1 nota importada")
    assert not feito.repetida
    depois = foto(loja)
    assert depois["notas_entrada"] == antes["notas_entrada"] + 1
    assert loja.um("SELECT custo FROM produtos WHERE descricao = %s", item.descricao) == item.custo
    # the answer was lost, and the counter asks again
    de_novo = resultado(confirma(bia, pedido, vista, id_=id_))
    assert (de_novo.frase, de_novo.repetida) == (feito.frase, True)
    assert foto(loja) == depois


def test_uma_segunda_confirmacao_mostra_a_previa_nova(loja: Loja, bia: Balcao) -> None:
    pedido = manda("nfe", QUINOA)
    vista = previa(bia, pedido)
    resultado(confirma(bia, pedido, vista))
    depois = foto(loja)
    outra = confirma(bia, pedido, vista)
    assert outra.status_code == 409
    recusa = RecusaImportacao.model_validate_json(outra.content)
    assert recusa.codigo == "importacao.mudou"
    assert recusa.previa.notas[0].ja_importada == loja.agora
    assert not recusa.previa.pode
    assert foto(loja) == depois


def test_a_mesma_confirmacao_nao_desfaz_o_que_veio_depois(loja: Loja, bia: Balcao) -> None:
    def limite() -> D:
        return D(loja.um("SELECT limite_credito FROM clientes WHERE pessoa_id = %s", loja.clientes["JOSÉ DA SILVA"]))

    pedido = manda("clientes", ("limites.csv", b"CPF;Limite\n39053344705;500,00\n"))
    vista, id_ = previa(bia, pedido), uuid4()
    resultado(confirma(bia, pedido, vista, id_=id_))
    assert limite() == 500
    loja.muda_cliente("JOSÉ DA SILVA", limite_credito=D(1000))  # by hand: the plan is again what it was
    assert previa(bia, pedido).marca == vista.marca
    assert resultado(confirma(bia, pedido, vista, id_=id_)).repetida
    assert limite() == 1000


def test_um_codigo_tomado_no_meio_nao_muda_a_previa(loja: Loja, bia: Balcao) -> None:
    pedido = manda("nfe", QUINOA)
    vista = previa(bia, pedido)
    for codigo in range(1, 30):
        loja.sql("INSERT INTO produtos (codigo, descricao) VALUES (%s, 'OUTRO')", str(codigo))
    feito = resultado(confirma(bia, pedido, vista))
    assert feito.frase.startswith("1 nota importada")


def test_o_cadastro_mudou_entre_a_previa_e_a_confirmacao(loja: Loja, bia: Balcao) -> None:
    pedido = manda("clientes", ("clientes.csv", CLIENTES.encode()))
    vista = previa(bia, pedido)
    loja.sql("UPDATE clientes SET limite_credito = 777 WHERE pessoa_id = %s", loja.clientes["JOSÉ DA SILVA"])
    antes = foto(loja)
    resposta = confirma(bia, pedido, vista)
    assert resposta.status_code == 409
    nova = RecusaImportacao.model_validate_json(resposta.content).previa
    assert nova.tabela is not None
    assert "777,00 → 500,00" in nova.tabela.linhas[0].detalhe
    assert foto(loja) == antes
    assert resultado(confirma(bia, pedido, nova)).frase == "1 incluído, 1 alterado, 0 sem mudança, 0 recusados."


def test_somente_as_linhas_boas_so_se_a_pessoa_diz(loja: Loja, bia: Balcao) -> None:
    ruim = CLIENTES + "C3;DÉBORA LUZ;123;100,00\n"
    pedido = manda("clientes", ("clientes.csv", ruim.encode("cp1252")))
    vista = previa(bia, pedido)
    assert (vista.pode, vista.pode_so_boas) == (False, True)
    [problema] = vista.problemas
    assert (problema.linha, problema.lugar, problema.aviso) == (4, "coluna CPF/CNPJ", False)
    antes = foto(loja)
    recusada = confirma(bia, pedido, vista)
    assert recusada.status_code == 422
    assert "linha 4" in recusada.json()["mensagem"]
    assert foto(loja) == antes
    assert "1 recusado." in resultado(confirma(bia, pedido, vista, somente_boas=True)).frase
    assert loja.conta("pessoas", "nome = 'BENTO SÁ'") == 1
    assert loja.conta("pessoas", "nome = 'DÉBORA LUZ'") == 0


def test_o_mapeamento_das_colunas_pode_ser_corrigido(bia: Balcao) -> None:
    arquivo = ("clientes.csv", "Matrícula;Quem;CPF\nM1;ANTÔNIA REIS;52998224725\n".encode())
    vista = previa(bia, manda("clientes", arquivo))
    assert vista.tabela is not None
    assert [(c.cabecalho, c.exemplo, c.campo) for c in vista.tabela.colunas] == [
        ("Matrícula", "M1", ""), ("Quem", "ANTÔNIA REIS", ""), ("CPF", "52998224725", "documento")]
    assert not vista.pode  # a new customer has no name
    assert {"nome", "chave_externa"} <= {c.campo for c in vista.tabela.campos}
    corrigida = previa(bia, manda("clientes", arquivo, colunas={"Matrícula": "chave_externa", "Quem": "nome"}))
    assert corrigida.pode
    assert corrigida.tabela is not None
    assert corrigida.tabela.linhas[0].rotulo == "ANTÔNIA REIS 529.982.247-25"


def test_a_pergunta_da_unidade_e_respondida(loja: Loja, bia: Balcao) -> None:
    texto = QUINOA.read_text(encoding="utf-8")
    gtin = texto.partition("<cEAN>")[2].partition("</cEAN>")[0]
    loja.sql("INSERT INTO produto_gtins (gtin, produto_id, fator) VALUES (%s, %s, 1)", gtin, loja.produtos["P1"])
    caixas = texto.replace("<uCom>UN</uCom>", "<uCom>CX</uCom>", 1).replace("<uTrib>UN</uTrib>", "<uTrib>CX</uTrib>", 1)
    assert caixas != texto, "the note no longer sells in UN"
    arquivo = ("nota.xml", caixas.encode())
    vista = previa(bia, manda("nfe", arquivo))
    assert (vista.pode, vista.perguntas, vista.problemas) == (False, 1, ())
    [item] = [i for i in vista.notas[0].itens if i.pergunta]
    assert item.codigo == "P1"
    assert "1 pergunta" in vista.resumo
    fator = FatorInformado(chave=vista.notas[0].chave, item=item.numero, fator=D(12))
    pedido = manda("nfe", arquivo, fatores=(fator,))
    respondida = previa(bia, pedido)
    assert respondida.pode
    assert respondida.notas[0].itens[item.numero - 1].entra == item.quantidade * 12
    resultado(confirma(bia, pedido, respondida))
    assert loja.estoque("P1")[0] == 100 + item.quantidade * 12


def test_margem_e_opcoes_impossiveis_dizem_por_que(bia: Balcao) -> None:
    resposta = bia.cliente.post("/v1/importacoes/previa", **corpo(manda("nfe", QUINOA, margem=D(-1))))
    assert resposta.status_code == 422
    assert "margem deve estar entre" in resposta.json()["mensagem"]
    dobro = previa(bia, manda("nfe", QUINOA, margem=D(100))).notas[0].itens[0]
    assert dobro.preco is not None
    assert abs(dobro.preco - dobro.custo * 2) <= D("0.01")


@pytest.mark.parametrize(("nome", "conteudo", "motivo"), [
    ("fotos.csv", b"", "vazio"), ("velha.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "planilha antiga"),
    ("so_cabecalho.csv", b"Nome;CPF\n", "nada a importar")])
def test_arquivo_que_nao_e_planilha_vira_problema(bia: Balcao, nome: str, conteudo: bytes, motivo: str) -> None:
    vista = previa(bia, manda("clientes", (nome, conteudo)))
    assert (vista.pode, vista.pode_so_boas, vista.tabela) == (False, False, None)
    assert motivo in vista.problemas[0].motivo


def test_uma_nota_ruim_nao_esconde_as_outras(loja: Loja, bia: Balcao) -> None:
    antes = foto(loja)
    pedido = manda("nfe", QUINOA, ("cortada.xml", QUINOA.read_bytes()[:2000]))
    vista = previa(bia, pedido)
    assert len(vista.notas) == 1
    assert [p.arquivo for p in vista.problemas] == ["cortada.xml"]
    assert not vista.pode
    assert confirma(bia, pedido, vista).status_code == 422
    assert foto(loja) == antes


def test_sem_a_permissao_ninguem_importa(loja: Loja, ana: Balcao) -> None:
    antes = foto(loja)
    pedido = manda("clientes", ("clientes.csv", CLIENTES.encode()))
    for caminho, mensagem in (("/v1/importacoes/previa", pedido),
                              ("/v1/importacoes", Confirmacao(id=uuid4(), pedido=pedido, marca="x"))):
        resposta = ana.cliente.post(caminho, **corpo(mensagem))
        assert resposta.status_code == 403
        assert "Importa notas e planilhas" in resposta.json()["mensagem"]
    assert foto(loja) == antes


def test_sem_sessao_de_pessoa_nao_ha_importacao(ninguem: Balcao) -> None:
    resposta = ninguem.cliente.post("/v1/importacoes/previa", **corpo(manda("clientes", ("c.csv", b"Nome\nA\n"))))
    assert resposta.status_code == 401


def test_o_que_passa_de_20_mb_e_recusado_com_palavras(bia: Balcao) -> None:
    cabe = previa(bia, manda("clientes", ("grande.csv", CLIENTES.encode() + (b";" + b" " * 1998 + b"\n") * 9000)))
    assert cabe.tabela is not None
    assert cabe.tabela.criar == 1
    resposta = bia.cliente.post("/v1/importacoes/previa", **corpo(
        manda("clientes", ("enorme.csv", b"x" * (LIMITE_BYTES + 1)))))
    assert resposta.status_code == 422
    assert "20 MB" in resposta.json()["mensagem"]
    imenso = b'{"tipo": "clientes", "arquivos": [{"nome": "a", "conteudo": "' + b"A" * (30 * 1024 * 1024) + b'"}]}'
    assert bia.cliente.post("/v1/importacoes/previa", content=imenso,
                            headers={"Content-Type": "application/json"}).status_code == 413
    # the other routes keep their own limit
    assert bia.cliente.post("/v1/pedidos", content=b'"' + b"x" * (5 * 1024 * 1024) + b'"',
                            headers={"Content-Type": "application/json"}).status_code == 413


def test_a_mesma_confirmacao_por_dois_caminhos_grava_uma_vez(loja: Loja, bia: Balcao) -> None:
    pedido = manda("clientes", ("clientes.csv", CLIENTES.encode()))
    vista, id_ = previa(bia, pedido), uuid4()
    respostas = []
    fios = [threading.Thread(target=lambda: respostas.append(confirma(bia, pedido, vista, id_=id_)))
            for _ in range(4)]
    for fio in fios:
        fio.start()
    for fio in fios:
        fio.join()
    # who found the import running is told to try again, and then hears what was done
    for resposta in respostas:
        assert resposta.status_code in (200, 503), resposta.text
    assert any(r.status_code == 200 and not r.json()["repetida"] for r in respostas)
    assert resultado(confirma(bia, pedido, vista, id_=id_)).repetida
    assert loja.conta("importacoes") == 1
    assert loja.conta("pessoas", "nome = 'BENTO SÁ'") == 1
