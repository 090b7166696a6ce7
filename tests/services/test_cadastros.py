"""The registries in the retaguarda, on a real PostgreSQL: order types (TPO-01…11)."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from random import Random
from typing import Any

import psycopg
import pytest
from uuid_utils.compat import uuid7

from balcao.domain.cadastro.declarados import TIPOS_PEDIDO
from balcao.domain.cadastro.mensagens import (
    Alteracao,
    Arquivo,
    Clonagem,
    Exportacao,
    Formato,
    Importacao,
    NovoRegistro,
    PesquisaSalva,
    Registro,
    ResultadoImportacao,
)
from balcao.domain.cadastro.pesquisa import Filtro, Operador, Pesquisa
from balcao.domain.cadastro.valores import guardado
from balcao.domain.permissoes import Permissao
from balcao.domain.protocolo import CANAL
from balcao.domain.textos import texto
from balcao.services.office import cadastros, cadastros_planilha, pesquisas_salvas
from balcao.services.office.cadastros_declarados import GUARDAS
from balcao.services.office.contexto import Passo, Recusada
from tests.apoio.cadastros import iguais, sorteado
from tests.apoio.retaguarda import Loja

TIPOS = "tipos_pedido"


def inclui(loja: Loja, nome: str, login: str = "bia", **valores: Any) -> Registro:
    return cadastros.incluir(loja.ctx, loja.quem(login), TIPOS, NovoRegistro(
        id=uuid7(), valores={"nome": nome, "categoria": "venda", **valores}))


def altera(loja: Loja, registro: Registro, login: str = "bia", **valores: Any) -> Registro:
    return cadastros.alterar(loja.ctx, loja.quem(login), TIPOS, registro.id,
                             Alteracao(versao=registro.versao, valores=valores))


def consulta(loja: Loja, nome: str) -> Registro:
    return cadastros.consultar(loja.ctx, loja.quem("ana"), TIPOS, loja.um(
        "SELECT id FROM tipos_pedido WHERE nome = %s", nome))


def importa(loja: Loja, dados: bytes, nome: str = "tipos.csv", **opcoes: Any) -> ResultadoImportacao:
    return cadastros_planilha.importar(loja.ctx, loja.quem("bia"), TIPOS, Importacao(
        id=uuid7(), arquivo=Arquivo(nome=nome, conteudo=dados), **opcoes))


def recusa(status: int, codigo: str) -> Any:
    def confere(erro: Recusada) -> bool:
        return (erro.motivo.value, erro.recusa.codigo) == (status, codigo)
    return pytest.raises(Recusada, check=confere)


def tudo(loja: Loja) -> Any:
    """What a failed operation must leave as it was."""
    return [loja.sql(f"SELECT * FROM {tabela} ORDER BY 1, 2") for tabela in (
        "tipos_pedido", "tipo_pedido_estabelecimentos", "tipo_pedido_planos", "auditoria", "importacoes", "exclusoes")]


# ---- the list and the record

def test_listar_e_filtrar(loja: Loja) -> None:
    """TPO-01, TPO-02."""
    pagina = cadastros.pesquisar(loja.ctx, loja.quem("ana"), TIPOS, Pesquisa())
    assert [li.nome for li in pagina.linhas] == ["DAV", "VENDA", "VENDA LIVRE"]
    assert [c.titulo for c in pagina.colunas][:3] == ["Nome do tipo de pedido", "Título", "Categoria"]
    assert pagina.linhas[0].celulas[2] == "Orçamento"
    so_dav = Pesquisa(filtros=(Filtro(campo="categoria", operador=Operador.UM_DE, valores=("orcamento",)),))
    assert [li.nome for li in cadastros.pesquisar(loja.ctx, loja.quem("ana"), TIPOS, so_dav).linhas] == ["DAV"]
    segunda = cadastros.pesquisar(loja.ctx, loja.quem("ana"), TIPOS, Pesquisa(inicio=1, limite=1, texto="venda"))
    assert ([li.nome for li in segunda.linhas], segunda.total, segunda.cadastrados) == (["VENDA LIVRE"], 2, 3)
    with recusa(422, "cadastro.pesquisa"):
        cadastros.pesquisar(loja.ctx, loja.quem("ana"), TIPOS, Pesquisa(ordem="nada"))
    with recusa(404, "inexistente"):
        cadastros.pesquisar(loja.ctx, loja.quem("ana"), "foguetes", Pesquisa())


def test_consultar_uma_loja_antiga(loja: Loja) -> None:
    """A document of schema 1 reads as today's record."""
    lido = consulta(loja, "VENDA")
    assert (lido.versao, lido.ativo, lido.valores["regra_reserva_estoque"]) == (1, True, "reserva_exceto_manutencao")
    with recusa(404, "inexistente"):
        cadastros.consultar(loja.ctx, loja.quem("ana"), TIPOS, 999)


def test_incluir_com_ligacoes(loja: Loja) -> None:
    """TPO-04: stored with its links; without a word about shops it is of the shop where it was made (TP-121)."""
    feito = inclui(loja, "BALCÃO", planos_permitidos=[loja.planos["À VISTA"], loja.planos["30/60/90"]],
                   tipo_pedido_na_aprovacao=loja.tipos["VENDA"])
    assert (feito.nome, feito.versao, feito.valores["estabelecimentos"]) == ("BALCÃO", 1, [1])
    assert feito.nomes["planos_pagamento"] == {loja.planos["À VISTA"]: "À VISTA", loja.planos["30/60/90"]: "30/60/90"}
    assert loja.conta("tipo_pedido_planos", "tipo_id = %s", feito.id) == 2
    assert loja.um("SELECT tipo_na_aprovacao_id FROM tipos_pedido WHERE id = %s", feito.id) == loja.tipos["VENDA"]
    assert consulta(loja, "BALCÃO") == feito
    [linha] = loja.sql("SELECT usuario_id, estacao_id, campo, antes, depois ->> 'nome', em FROM auditoria"
                       " WHERE assunto = %s", f"tipos_pedido {feito.id}")
    assert linha == (loja.usuarios["bia"], loja.estacoes["T1"], "inclusão", None, "BALCÃO", loja.agora)


def test_incluir_duas_vezes_com_o_mesmo_pedido_inclui_uma(loja: Loja) -> None:
    novo = NovoRegistro(id=uuid7(), valores={"nome": "UM", "categoria": "venda"})
    primeiro = cadastros.incluir(loja.ctx, loja.quem("bia"), TIPOS, novo)
    assert cadastros.incluir(loja.ctx, loja.quem("bia"), TIPOS, novo) == primeiro
    assert loja.conta("tipos_pedido", "nome = 'UM'") == 1


def test_cada_campo_errado_tem_seu_achado_e_nada_e_gravado(loja: Loja) -> None:
    antes = tudo(loja)
    with recusa(422, "cadastro.invalido") as erro:
        inclui(loja, "N" * 61, validade_proposta=99999, categoria="foguete", sigla="ORDSER")
    achados = {a.field: texto(a) for a in erro.value.recusa.achados}
    assert achados == {
        "nome": "Use no máximo 60 letras; há 61.", "sigla": "Use no máximo 5 letras; há 6.",
        "categoria": "“foguete” não é uma opção de Categoria.",
        "validade_proposta": "Validade da proposta (dias) deve estar entre 0 e 3650 dias"}
    with recusa(422, "cadastro.invalido") as erro:
        inclui(loja, "venda")
    assert texto(erro.value.recusa.achados[0]) == "Já existe tipo de pedido com o nome “venda”. Use outro nome."
    with recusa(422, "cadastro.invalido") as erro:
        inclui(loja, "NOVO", planos_permitidos=[999])
    assert (erro.value.recusa.achados[0].field, "nº 999" in str(erro.value)) == ("planos_permitidos", True)
    with recusa(422, "cadastro.invalido"):  # its behaviour is not built
        inclui(loja, "NOVO", categoria="compra")
    assert tudo(loja) == antes


@pytest.mark.parametrize(("valores", "campo", "frase"), [
    ({"titulo": "Pedido", "sigla": "pv"}, "sigla", "A sigla pv já é do tipo OUTRO"),
    ({"chave_identificacao": "${pedidinho}"}, "chave_identificacao", "A chave de identificação não pode ser montada."),
    ({"auto_preenchimento": ["COR_DO_CEU=AZUL"]}, "auto_preenchimento", "O auto-preenchimento não pode ser usado."),
    ({"tipo_pedido_na_aprovacao": "OUTRO"}, "tipo_pedido_na_aprovacao",
     "A aprovação andaria em círculo: VENDA → OUTRO → VENDA. Escolha outro tipo."),
])
def test_o_que_nao_pode_ser_de_um_tipo_tem_sua_mensagem(loja: Loja, valores: dict[str, Any], campo: str,
                                                        frase: str) -> None:
    """Each its own message, at its field."""
    outro = inclui(loja, "OUTRO", titulo="Pedido", sigla="PV", tipo_pedido_na_aprovacao=loja.tipos["VENDA"])
    reais = {nome: outro.id if valor == "OUTRO" else valor for nome, valor in valores.items()}
    with recusa(422, "cadastro.invalido") as erro:
        altera(loja, consulta(loja, "VENDA"), **reais)
    [achado] = erro.value.recusa.achados
    assert (achado.field, texto(achado)[:len(frase)]) == (campo, frase)
    assert consulta(loja, "VENDA").versao == 1


def test_duas_pessoas_nao_fecham_um_circulo_pelas_duas_pontas(loja: Loja) -> None:
    """Each change alone is right; at once, one of them is refused."""
    um, outro = consulta(loja, "VENDA"), consulta(loja, "VENDA LIVRE")
    largada = threading.Barrier(2)

    def aponta(de: Registro, para: Registro) -> str:
        largada.wait(10)
        try:
            altera(loja, de, tipo_pedido_na_aprovacao=para.id)
        except Recusada as erro:
            return erro.recusa.achados[0].code
        return "gravado"
    with ThreadPoolExecutor(2) as dois:
        feitos = sorted([dois.submit(aponta, um, outro), dois.submit(aponta, outro, um)], key=lambda f: f.result())
    assert [f.result() for f in feitos] == ["gravado", "tipo.aprovacao_circular"]


def test_sem_a_permissao_o_servico_recusa(loja: Loja) -> None:
    antes, venda = tudo(loja), consulta(loja, "VENDA")
    recusado: list[Callable[[], object]] = [
        lambda: inclui(loja, "X", login="ana"), lambda: altera(loja, venda, login="ana", titulo="X"),
        lambda: cadastros.excluir(loja.ctx, loja.quem("ana"), TIPOS, venda.id),
        lambda: cadastros.clonar(loja.ctx, loja.quem("ana"), TIPOS, venda.id, Clonagem(id=uuid7())),
        lambda: cadastros_planilha.importar(loja.ctx, loja.quem("ana"), TIPOS, Importacao(
            id=uuid7(), arquivo=Arquivo(nome="x.csv", conteudo=b"Nome;Categoria\nX;Venda\n"))),
    ]
    for faz in recusado:
        with recusa(403, "permissao.alterar_tipos_pedido") as erro:
            faz()
        assert "Ana Souza não tem a permissão “Altera tipos de pedido”." in str(erro.value)
    with recusa(401, "sessao.exigida"):
        cadastros.pesquisar(loja.ctx, loja.quem(None), TIPOS, Pesquisa())
    assert tudo(loja) == antes


# ---- change

def test_alterar_grava_so_o_que_mudou_e_audita_campo_a_campo(loja: Loja) -> None:
    """TPO-05."""
    loja.sql("DELETE FROM tipo_pedido_estabelecimentos")
    venda = consulta(loja, "VENDA")
    depois = altera(loja, venda, titulo="Pedido", validar_estoque_no_fechamento_pedido="alertar",
                    estabelecimentos=[1, 2], ativo=False)
    assert (depois.versao, depois.ativo, depois.valores["titulo"]) == (2, False, "Pedido")
    assert {**depois.valores, "titulo": "", "ativo": True, "estabelecimentos": [],
            "validar_estoque_no_fechamento_pedido": "erro"} == venda.valores
    assert loja.sql("SELECT campo, antes, depois FROM auditoria WHERE assunto = %s ORDER BY campo",
                    f"tipos_pedido {venda.id}") == [
        ("TP-003 Título", "", "Pedido"), ("TP-036 Validar estoque no fechamento do pedido", "erro", "alertar"),
        ("TP-121 Estabelecimentos", "", "Loja Centro, Loja Norte"), ("TP-176 Ativo", True, False)]
    historico = cadastros.mudancas(loja.ctx, loja.quem("ana"), TIPOS, venda.id)
    assert {(m.usuario, m.terminal, m.campo, m.antes, m.depois) for m in historico} >= {
        ("Bia Lima", "T1", "TP-036 Validar estoque no fechamento do pedido", "Erro", "Alertar"),
        ("Bia Lima", "T1", "TP-176 Ativo", "Sim", "Não")}


def test_gravar_o_que_ja_e_nao_muda_nada(loja: Loja) -> None:
    """The answer was lost, and the counter sends again: with the old version, and it is no conflict."""
    venda = consulta(loja, "VENDA")
    primeira = altera(loja, venda, titulo="Pedido")
    antes = tudo(loja)
    assert altera(loja, venda, titulo="Pedido") == primeira
    assert tudo(loja) == antes


def test_duas_pessoas_alteram_o_mesmo_tipo(loja: Loja) -> None:
    """The second is told who, and in what they differ; the first's change stays."""
    aberto = consulta(loja, "VENDA")
    loja.sql("UPDATE perfis SET permissoes = permissoes || '[\"alterar_tipos_pedido\"]' WHERE nome = 'Vendedor'")
    altera(loja, aberto, titulo="Pedido da Bia", validade_proposta=5)
    with pytest.raises(cadastros.RegistroMudou) as erro:
        altera(loja, aberto, login="ana", titulo="Pedido da Ana")
    recusada = erro.value.recusa
    assert recusada.mensagem.startswith("Este tipo de pedido foi alterado por Bia Lima depois que você abriu.")
    assert (recusada.quem, recusada.em, recusada.atual.versao) == ("Bia Lima", loja.agora, 2)
    assert [(m.nome, m.antes, m.depois) for m in recusada.mudancas] == [
        ("titulo", "Pedido da Bia", "Pedido da Ana")]
    assert consulta(loja, "VENDA").valores["titulo"] == "Pedido da Bia"
    junto = altera(loja, recusada.atual, login="ana", titulo="Pedido da Ana")
    assert (junto.versao, junto.valores["titulo"], junto.valores["validade_proposta"]) == (3, "Pedido da Ana", 5)


def test_ao_mesmo_tempo_um_grava_e_o_outro_e_avisado(loja: Loja) -> None:
    venda = consulta(loja, "VENDA")
    largada = threading.Barrier(2)

    def tenta(titulo: str) -> str:
        largada.wait(10)
        try:
            return str(altera(loja, venda, titulo=titulo).valores["titulo"])
        except cadastros.RegistroMudou:
            return "mudou"
    with ThreadPoolExecutor(2) as dois:
        feitos = sorted(dois.map(tenta, ("A", "B")))
    assert feitos[1] == "mudou"
    assert consulta(loja, "VENDA").valores["titulo"] == feitos[0]
    assert loja.conta("auditoria", "campo = 'TP-003 Título'") == 1


def test_o_que_uma_versao_mais_nova_guardou_fica(loja: Loja) -> None:
    loja.muda_tipo("VENDA", do_futuro={"a": 1})
    altera(loja, consulta(loja, "VENDA"), titulo="X")
    assert loja.um("SELECT politica -> 'do_futuro' FROM tipos_pedido WHERE nome = 'VENDA'") == {"a": 1}


def test_quem_sincroniza_acorda_e_copia_so_as_ligacoes_que_mudaram(loja: Loja) -> None:
    venda = altera(loja, consulta(loja, "VENDA"), estabelecimentos=[1, 2])
    with loja.empresa.servico(autocommit=True) as con:
        con.execute(f"LISTEN {CANAL}".encode())
        xid = con.execute("SELECT xid FROM tipo_pedido_estabelecimentos WHERE estabelecimento_id = 2").fetchone()
        altera(loja, venda, estabelecimentos=[2])
        assert [aviso.payload for aviso in con.notifies(timeout=10, stop_after=1)] == ["loja"]
        assert con.execute("SELECT xid FROM tipo_pedido_estabelecimentos").fetchone() == xid
    assert loja.sql("SELECT tabela, chave FROM exclusoes") == [
        ("tipo_pedido_estabelecimentos", {"tipo_id": venda.id, "estabelecimento_id": 1})]


# ---- against orders

def test_excluir(loja: Loja) -> None:
    """TPO-07: gone with its links; its history stays."""
    teste = inclui(loja, "TESTE", planos_permitidos=[loja.planos["À VISTA"]])
    for _ in range(2):  # asked again after a lost answer
        cadastros.excluir(loja.ctx, loja.quem("bia"), TIPOS, teste.id)
    assert loja.conta("tipos_pedido", "id = %s", teste.id) == 0
    assert loja.conta("tipo_pedido_planos") == 0
    historico = cadastros.mudancas(loja.ctx, loja.quem("ana"), TIPOS, teste.id)
    assert [m.campo for m in historico] == ["exclusão", "inclusão"]
    assert loja.um("SELECT antes ->> 'nome' FROM auditoria WHERE campo = 'exclusão'") == "TESTE"


def test_excluir_o_que_e_usado_diz_por_quem_e_o_que_fazer(loja: Loja) -> None:
    """NOTAS c35."""
    loja.envia(loja.pedido("DAV"))
    loja.envia(loja.pedido("DAV"))
    inclui(loja, "PROPOSTA", tipo_pedido_na_aprovacao=loja.tipos["VENDA"])
    loja.sql("INSERT INTO lista_preco_tipos VALUES (%s, %s)", loja.listas["ATACADO"], loja.tipos["VENDA LIVRE"])
    antes = tudo(loja)
    for tipo, frase in (("DAV", "DAV não pode ser excluído: 2 pedidos são deste tipo."),
                        ("VENDA", "VENDA não pode ser excluído: o tipo PROPOSTA o gera."),
                        ("VENDA LIVRE", "a lista de preço ATACADO é só dos tipos escolhidos")):
        with recusa(409, "cadastro.em_uso") as erro:
            cadastros.excluir(loja.ctx, loja.quem("bia"), TIPOS, loja.tipos[tipo])
        assert frase in str(erro.value)
        assert "Desmarque “Ativo”" in erro.value.recusa.acao
    assert tudo(loja) == antes


class Barreira:
    """Stops an order that is being sent at one of its steps."""

    def __init__(self, onde: Passo) -> None:
        self._onde, self.chegou, self.segue = onde, threading.Event(), threading.Event()

    def __call__(self, passo: Passo) -> None:
        if passo is self._onde:
            self.chegou.set()
            assert self.segue.wait(20)


@pytest.fixture
def enviando(loja: Loja) -> Iterator[Callable[[str], tuple[Any, Barreira]]]:
    """Send an order of a type from another thread, held right before it is written."""
    with ThreadPoolExecutor(1) as um:
        barreiras = []

        def envia(tipo: str) -> tuple[Any, Barreira]:
            barreira = Barreira(Passo.CONFERIDO)
            barreiras.append(barreira)
            outra = replace(loja, passo=barreira)
            envio = um.submit(outra.envia, outra.pedido(tipo))
            assert barreira.chegou.wait(20)
            return envio, barreira
        yield envia
        for barreira in barreiras:
            barreira.segue.set()


def test_um_tipo_muda_enquanto_um_pedido_dele_e_enviado(
        loja: Loja, enviando: Callable[[str], tuple[Any, Barreira]]) -> None:
    """The order is judged by the type as it was read, the next by what it is; neither waits for the other."""
    envio, barreira = enviando("VENDA LIVRE")
    altera(loja, consulta(loja, "VENDA LIVRE"), permite_consumidor_final=False)
    barreira.segue.set()
    assert envio.result(20).numero == 1
    with pytest.raises(Recusada) as erro:
        loja.envia(loja.pedido("VENDA LIVRE"))
    assert erro.value.recusa.achados[0].code == "cliente.consumidor_final"


def test_um_tipo_e_excluido_enquanto_um_pedido_dele_e_enviado(
        loja: Loja, enviando: Callable[[str], tuple[Any, Barreira]]) -> None:
    """Whoever commits first wins, and the other is told: an order without its type is never stored."""
    loja.tipos["TESTE"] = inclui(loja, "TESTE").id
    envio, barreira = enviando("TESTE")
    cadastros.excluir(loja.ctx, loja.quem("bia"), TIPOS, loja.tipos["TESTE"])
    barreira.segue.set()
    with pytest.raises(Recusada) as erro:
        envio.result(20)
    assert (erro.value.recusa.codigo, loja.conta("pedidos")) == ("referencia.inexistente", 0)


def test_a_chave_estrangeira_segura_o_que_a_contagem_nao_viu(loja: Loja, monkeypatch: pytest.MonkeyPatch) -> None:
    """An order stored between the count and the deletion."""
    loja.envia(loja.pedido("VENDA LIVRE"))
    cega = replace(GUARDAS[TIPOS], usos=())
    monkeypatch.setattr(cadastros, "guarda_de", lambda _nome: cega)
    with recusa(409, "cadastro.em_uso"):
        cadastros.excluir(loja.ctx, loja.quem("bia"), TIPOS, loja.tipos["VENDA LIVRE"])
    assert loja.conta("tipos_pedido", "nome = 'VENDA LIVRE'") == 1


# ---- clone

def test_clonar(loja: Loja) -> None:
    """TPO-08, NOTAS c34: values and links, another id, another name; no number, no order, no acronym twice."""
    altera(loja, consulta(loja, "VENDA"), titulo="Pedido", sigla="PV", estabelecimentos=[1, 2], ultimo_numero=7,
           planos_permitidos=[loja.planos["À VISTA"], loja.planos["30/60/90"]])
    loja.envia(loja.pedido("VENDA"))
    venda = consulta(loja, "VENDA")
    assert venda.valores["ultimo_numero"] == 8
    pedido = Clonagem(id=uuid7())
    clone = cadastros.clonar(loja.ctx, loja.quem("bia"), TIPOS, venda.id, pedido)
    assert cadastros.clonar(loja.ctx, loja.quem("bia"), TIPOS, venda.id, pedido) == clone
    assert (clone.nome, clone.versao) == ("VENDA_", 1)
    assert clone.id != venda.id
    diferem = {nome for nome, valor in clone.valores.items() if valor != venda.valores[nome]}
    assert diferem == {"id", "nome", "sigla", "ultimo_numero"}
    assert (clone.valores["sigla"], clone.valores["ultimo_numero"]) == ("", 0)
    assert consulta(loja, "VENDA") == venda
    assert loja.conta("pedidos", "tipo_id = %s", clone.id) == 0
    outro = cadastros.clonar(loja.ctx, loja.quem("bia"), TIPOS, venda.id, Clonagem(id=uuid7()))
    assert outro.nome == "VENDA__"
    assert loja.um("SELECT motivo FROM auditoria WHERE assunto = %s", f"tipos_pedido {clone.id}") == (
        f"clone do nº {venda.id}")


# ---- sheets

def citaveis(loja: Loja) -> dict[str, list[Any]]:
    return {"estabelecimentos": [1, 2], "planos_pagamento": list(loja.planos.values()),
            "classificacoes_pedido": [], "regras_comerciais": [], "tipos_pedido": []}


@pytest.fixture
def duzentos(loja: Loja) -> dict[str, Any]:
    """200 types drawn within their declarations, stored; by name."""
    sorte, guarda = Random(2026), GUARDAS[TIPOS]
    registros = [sorteado(TIPOS_PEDIDO, sorte, f"TIPO {n:03}", citaveis(loja), sigla=str(n)) for n in range(200)]
    with loja.motor.begin() as con:
        guarda.inclui(con, registros)
        return {TIPOS_PEDIDO.nome_de(um.registro): um.registro for um in guarda.todos(con).values()}


@pytest.mark.parametrize("formato", list(Formato))
def test_duzentos_tipos_exportados_e_importados_de_volta_sao_iguais(
        loja: Loja, duzentos: dict[str, Any], formato: Formato) -> None:
    """TPO-09, TPO-10: over themselves they change nothing; where they are gone, or spoiled, they come back whole."""
    arquivo = cadastros_planilha.exportar(loja.ctx, loja.quem("ana"), TIPOS, Exportacao(formato=formato))
    assert (arquivo.nome, arquivo.registros) == (f"tipos_pedido.{formato}", 203)
    antes = tudo(loja)
    igual = importa(loja, arquivo.conteudo, arquivo.nome)
    assert (igual.gravado, igual.criados, igual.alterados, igual.mantidos, igual.problemas) == (True, 0, 0, 203, ())
    assert tudo(loja)[:4] == antes[:4]

    loja.sql("DELETE FROM tipos_pedido WHERE nome LIKE 'TIPO 0%%'")
    loja.sql("UPDATE tipos_pedido SET politica = '{\"categoria\": \"orcamento\"}' WHERE nome LIKE 'TIPO 1%%'")
    voltou = importa(loja, arquivo.conteudo, arquivo.nome)
    assert (voltou.gravado, voltou.criados, voltou.problemas) == (True, 100, ())
    with loja.motor.connect() as con:
        depois = {TIPOS_PEDIDO.nome_de(um.registro): um.registro for um in GUARDAS[TIPOS].todos(con).values()}
    assert depois.keys() == duzentos.keys()
    abertos = {nome for nome, campo in GUARDAS[TIPOS].campos() if campo.aberto}
    for nome, registro in duzentos.items():  # what is on no screen is in no sheet: it stays, or begins as it begins
        iguais_ = registro if not nome.startswith("TIPO") else depois[nome].model_copy(
            update={n: getattr(registro, n) for n, c in GUARDAS[TIPOS].campos() if n not in abertos})
        assert iguais(depois[nome], iguais_), nome


def test_importar_cria_altera_e_diz_o_que_fez(loja: Loja) -> None:
    """TPO-10: by name; rows may refer to each other, in any order; each field in the audit."""
    loja.sql("DELETE FROM tipo_pedido_estabelecimentos")
    dados = ("Nome do tipo de pedido;Categoria;Título;TP-090;TP-121\n"
             "PROPOSTA;Orçamento;Proposta;FECHAMENTO;Loja Norte\n"
             "FECHAMENTO;Venda;;;\nVENDA;Venda;Venda da loja;;Loja Centro\nDAV;Orçamento;;;\n").encode()
    previsto = importa(loja, dados, simular=True)
    assert (previsto.gravado, previsto.criados, previsto.alterados, previsto.mantidos) == (False, 2, 1, 1)
    assert [(li.nome, li.novo, [m.titulo for m in li.mudancas]) for li in previsto.linhas] == [
        ("PROPOSTA", True, []), ("FECHAMENTO", True, []), ("VENDA", False, ["Título", "Estabelecimentos"])]
    assert loja.conta("tipos_pedido") == 3
    feito = importa(loja, dados)
    assert feito.frase == "Tipos de pedido: 2 incluídos, 1 alterado, 1 sem mudança, 0 recusados."
    proposta, fechamento = consulta(loja, "PROPOSTA"), consulta(loja, "FECHAMENTO")
    assert proposta.valores["tipo_pedido_na_aprovacao"] == fechamento.id > 0
    assert loja.um("SELECT tipo_na_aprovacao_id FROM tipos_pedido WHERE nome = 'PROPOSTA'") == fechamento.id
    assert (proposta.valores["estabelecimentos"], fechamento.valores["estabelecimentos"]) == ([2], [])
    assert loja.sql("SELECT campo, depois, motivo FROM auditoria WHERE assunto = %s ORDER BY id",
                    f"tipos_pedido {loja.tipos['VENDA']}") == [
        ("TP-003 Título", "Venda da loja", "importação tipos.csv"),
        ("TP-121 Estabelecimentos", "Loja Centro", "importação tipos.csv")]
    assert loja.sql("SELECT tipo, arquivo, resumo ->> 'criados' FROM importacoes") == [
        ("tipos_pedido", "tipos.csv", "2")]


RUIM = ("Nome do tipo de pedido;Categoria;Validade da proposta (dias)\n"
        "BOM;Venda;10\nVENDA;Orçamneto;10\nDAV;Orçamento;dez\n;Venda;1\nOUTRO;Venda;99999\n").encode()


def test_um_arquivo_estragado_nao_muda_nada_e_diz_onde(loja: Loja) -> None:
    antes = tudo(loja)
    resultado = importa(loja, RUIM)
    assert not resultado.gravado
    assert resultado.frase.startswith("Nada foi importado.")
    assert [(p.linha, p.lugar) for p in resultado.problemas] == [
        (3, "célula B3 (Categoria)"), (4, "célula C4 (Validade da proposta (dias))"),
        (5, "célula A5 (Nome do tipo de pedido)"), (6, "célula C6 (Validade da proposta (dias))")]
    assert "“Orçamneto” não é uma opção. As opções são: Orçamento; Serviço; Venda." in resultado.problemas[0].motivo
    assert tudo(loja) == antes


@pytest.mark.parametrize(("nome", "coluna", "valor", "lugar", "motivo"), [
    ("N" * 61, "TP-003", "", "célula A3 (TP-002)", "Use no máximo 60 letras; há 61."),
    ("VENDA", "TP-156", "${pedidinho}", "célula B3 (TP-156)", "“${pedidinho}” não é uma macro. Use ${pedido}"),
    ("VENDA", "TP-163", "COR=AZUL", "célula B3 (TP-163)", "“COR” não é um campo que se preencha."),
    ("VENDA", "TP-090", "VENDA", "célula B3 (TP-090)", "A aprovação andaria em círculo: VENDA → VENDA."),
    ("VENDA", "TP-090", "EXCLUÍDO", "célula B3 (Tipo de pedido na aprovação)", "não há “EXCLUÍDO” no cadastro."),
])
def test_o_que_nao_pode_ser_de_um_tipo_a_planilha_diz_na_celula(
        loja: Loja, nome: str, coluna: str, valor: str, lugar: str, motivo: str) -> None:
    """The same, where it comes in by a sheet; the good row beside it waits too."""
    antes = tudo(loja)
    bom = "${pedido}" if coluna == "TP-156" else ""
    resultado = importa(loja, f"TP-002;{coluna};Categoria\nBOM;{bom};Venda\n{nome};{valor};Venda\n".encode())
    [problema] = resultado.problemas
    assert (resultado.gravado, problema.linha, problema.lugar) == (False, 3, lugar)
    assert motivo in problema.motivo
    assert tudo(loja) == antes


def test_so_as_linhas_boas_quando_se_pede(loja: Loja) -> None:
    """The page's own way: the bad row is refused and the others are stored, when the person says so."""
    resultado = importa(loja, RUIM, somente_boas=True)
    assert (resultado.gravado, resultado.criados, resultado.recusados) == (True, 1, 4)
    assert consulta(loja, "BOM").valores["validade_proposta"] == 10
    pendurada = b"Nome do tipo de pedido;Categoria;TP-090\nRUIM;Foguete;\nCITA;Venda;RUIM\n"
    resultado = importa(loja, pendurada, somente_boas=True)
    assert [p.linha for p in resultado.problemas] == [2, 3]
    assert not resultado.gravado


def test_um_circulo_numa_planilha_e_dito_na_celula(loja: Loja) -> None:
    resultado = importa(loja, b"Nome do tipo de pedido;Categoria;TP-090\nA;Venda;B\nB;Venda;A\n")
    assert [(p.linha, p.lugar) for p in resultado.problemas] == [(2, "célula C2 (TP-090)"), (3, "célula C3 (TP-090)")]
    assert "A → B → A" in resultado.problemas[0].motivo


@pytest.mark.parametrize(("dados", "frase"), [
    (b"", "o arquivo está vazio"), (b"PK\x03\x04lixo", "cortada ou estragada"),
    (b"Nome do tipo de pedido;Cor\nA;Azul\n", "“Cor” não é um campo de tipo de pedido"),
    (b"Categoria\nVenda\n", "falta a coluna Nome do tipo de pedido"),
])
def test_o_que_nao_e_uma_planilha_deste_cadastro(loja: Loja, dados: bytes, frase: str) -> None:
    antes = tudo(loja)
    resultado = importa(loja, dados, "x.xlsx" if dados.startswith(b"PK") else "x.csv", somente_boas=True)
    assert (resultado.gravado, resultado.problemas[0].linha) == (False, 0)
    assert frase in resultado.problemas[0].motivo
    assert tudo(loja) == antes


def test_a_mesma_importacao_pedida_de_novo_responde_o_mesmo(loja: Loja) -> None:
    pedido = Importacao(id=uuid7(), arquivo=Arquivo(
        nome="t.csv", conteudo=b"Nome do tipo de pedido;Categoria\nNOVO;Venda\n"))
    primeira = cadastros_planilha.importar(loja.ctx, loja.quem("bia"), TIPOS, pedido)
    segunda = cadastros_planilha.importar(loja.ctx, loja.quem("bia"), TIPOS, pedido)
    assert (primeira.criados, segunda.criados, segunda.repetida) == (1, 1, True)
    assert loja.conta("importacoes") == 1


def test_exportar_o_que_a_pesquisa_acha(loja: Loja) -> None:
    pesquisa = Pesquisa(texto="livre")
    arquivo = cadastros_planilha.exportar(loja.ctx, loja.quem("ana"), TIPOS, Exportacao(
        formato=Formato.CSV, pesquisa=pesquisa))
    assert arquivo.registros == 1
    assert b"VENDA LIVRE;" in arquivo.conteudo
    with recusa(422, "cadastro.vazio"):
        cadastros_planilha.exportar(loja.ctx, loja.quem("ana"), TIPOS, Exportacao(pesquisa=Pesquisa(texto="foguete")))


# ---- references and saved searches

def test_referencias(loja: Loja) -> None:
    """TPR-10, TPR-11: all, active or not; two of the same name are told apart."""
    loja.sql("UPDATE planos_pagamento SET ativo = false WHERE nome = 'À VISTA'")
    planos = cadastros.referencias(loja.ctx, loja.quem("ana"), "planos_pagamento")
    assert {(um.nome, um.ativo) for um in planos} >= {("À VISTA", False), ("30/60/90", True)}
    loja.sql("UPDATE estabelecimentos SET fantasia = 'Loja'")
    lojas = cadastros.referencias(loja.ctx, loja.quem("ana"), "estabelecimentos")
    assert [um.nome for um in lojas] == ["Loja (nº 1)", "Loja (nº 2)"]
    permissoes = cadastros.referencias(loja.ctx, loja.quem("ana"), "permissoes")
    assert (Permissao.VENDER, "Emite DAV e pré-venda") in [(um.id, um.nome) for um in permissoes]
    with recusa(404, "inexistente"):
        cadastros.referencias(loja.ctx, loja.quem("ana"), "foguetes")


def test_pesquisas_salvas_sao_de_cada_um(loja: Loja) -> None:
    pesquisa = Pesquisa(filtros=(Filtro(campo="ativo", operador=Operador.UM_DE, valores=("true",)),), inicio=3)
    ana, bia = loja.quem("ana"), loja.quem("bia")
    pesquisas_salvas.salvar(loja.ctx, ana, TIPOS, PesquisaSalva(nome="  Só  ativos ", pesquisa=pesquisa))
    pesquisas_salvas.salvar(loja.ctx, ana, TIPOS, PesquisaSalva(nome="Só ativos", pesquisa=pesquisa))
    [salva] = pesquisas_salvas.salvas(loja.ctx, ana, TIPOS)
    assert (salva.nome, salva.pesquisa) == ("Só ativos", pesquisa.model_copy(update={"inicio": 0}))
    assert pesquisas_salvas.salvas(loja.ctx, bia, TIPOS) == ()
    pesquisas_salvas.esquecer(loja.ctx, bia, TIPOS, "Só ativos")
    assert len(pesquisas_salvas.salvas(loja.ctx, ana, TIPOS)) == 1
    pesquisas_salvas.esquecer(loja.ctx, ana, TIPOS, "Só ativos")
    assert pesquisas_salvas.salvas(loja.ctx, ana, TIPOS) == ()
    with recusa(422, "cadastro.pesquisa"):
        pesquisas_salvas.salvar(loja.ctx, ana, TIPOS, PesquisaSalva(nome="x", pesquisa=Pesquisa(ordem="nada")))


# ---- the other registries: the same code, other declarations

def test_uma_lista_de_preco_diz_de_que_tipos_e(loja: Loja) -> None:
    """TPX-02: columns and links, no document; counted by what uses it."""
    bia, venda = loja.quem("bia"), loja.tipos["VENDA"]
    atacado = cadastros.consultar(loja.ctx, bia, "listas_preco", loja.listas["ATACADO"])
    assert atacado.valores == {"id": loja.listas["ATACADO"], "nome": "ATACADO", "todos_clientes": True,
                               "todos_tipos": True, "tipos": [],
                               "ativo": True}
    feita = cadastros.alterar(loja.ctx, bia, "listas_preco", atacado.id, Alteracao(
        versao=1, valores={"todos_tipos": False, "tipos": [venda]}))
    assert (feita.versao, feita.nomes) == (2, {"tipos_pedido": {venda: "VENDA"}})
    assert loja.sql("SELECT lista_id, tipo_id FROM lista_preco_tipos") == [(atacado.id, venda)]
    assert [li.celulas for li in cadastros.pesquisar(loja.ctx, bia, "listas_preco", Pesquisa()).linhas] == [
        ("ATACADO", "Sim", "Não", "Sim"), ("VAREJO", "Sim", "Sim", "Sim")]
    with recusa(409, "cadastro.em_uso") as erro:
        cadastros.excluir(loja.ctx, bia, "listas_preco", atacado.id)
    assert "ATACADO não pode ser excluída: 10 produtos têm preço nela." in str(erro.value)
    assert loja.conta("precos", "lista_id = %s", atacado.id) == 10


def test_classificacoes_de_pedido(loja: Loja) -> None:
    bia = loja.quem("bia")
    feito = cadastros_planilha.importar(loja.ctx, bia, "classificacoes_pedido", Importacao(
        id=uuid7(), arquivo=Arquivo(nome="c.csv", conteudo="Nome da classificação\nGarantia\nRevisão\n".encode())))
    assert (feito.gravado, feito.criados) == (True, 2)
    garantia = loja.um("SELECT id FROM classificacoes_pedido WHERE nome = 'Garantia'")
    altera(loja, consulta(loja, "VENDA"), classificacoes_permitidas=[garantia])
    with recusa(409, "cadastro.em_uso") as erro:
        cadastros.excluir(loja.ctx, bia, "classificacoes_pedido", garantia)
    assert "Garantia não pode ser excluída: o tipo VENDA a permite." in str(erro.value)
    copia = cadastros.clonar(loja.ctx, bia, "classificacoes_pedido", garantia, Clonagem(id=uuid7()))
    assert copia.nome == "Garantia_"
    cadastros.excluir(loja.ctx, bia, "classificacoes_pedido", copia.id)
    assert loja.conta("classificacoes_pedido") == 2


def test_regras_comerciais(loja: Loja) -> None:
    """TP-164: kept with its limits, offered while it is active, and not deleted while a type selects it."""
    bia, nome = loja.quem("bia"), "regras_comerciais"
    with recusa(422, "cadastro.invalido") as erro:
        cadastros.incluir(loja.ctx, bia, nome, NovoRegistro(id=uuid7(), valores={"nome": "NADA"}))
    assert [a.code for a in erro.value.recusa.achados] == ["regra.sem_limite"]
    regra = cadastros.incluir(loja.ctx, bia, nome, NovoRegistro(id=uuid7(), valores={
        "nome": "ATÉ 10%", "desconto_maximo": "10.00", "vale_para": "a_vista"}))
    assert loja.um("SELECT politica ->> 'desconto_maximo' FROM regras_comerciais") == "10.00"
    altera(loja, consulta(loja, "VENDA"), regras_comerciais=[regra.id])
    assert loja.sql("SELECT tipo_id, regra_id FROM tipo_pedido_regras") == [(loja.tipos["VENDA"], regra.id)]
    with recusa(409, "cadastro.em_uso") as em_uso:
        cadastros.excluir(loja.ctx, bia, nome, regra.id)
    assert "ATÉ 10% não pode ser excluída: o tipo VENDA a valida." in str(em_uso.value)
    cadastros.alterar(loja.ctx, bia, nome, regra.id, Alteracao(versao=regra.versao, valores={"ativo": False}))
    assert [(um.nome, um.ativo) for um in cadastros.referencias(loja.ctx, bia, nome)] == [("ATÉ 10%", False)]
    planilha = cadastros_planilha.importar(loja.ctx, bia, nome, Importacao(id=uuid7(), arquivo=Arquivo(
        nome="r.csv", conteudo="Nome da regra;Valor mínimo do pedido\nMÍNIMO;50,00\n".encode())))
    assert planilha.gravado
    assert [linha.celulas for linha in cadastros.pesquisar(loja.ctx, bia, nome, Pesquisa()).linhas] == [
        ("ATÉ 10%", "À vista", "10", "", "", "Erro", "Não"),
        ("MÍNIMO", "Qualquer pagamento", "", "", "50", "Erro", "Sim")]


# ---- what the database keeps by itself

@pytest.mark.parametrize("comando", [
    "DELETE FROM planos_pagamento WHERE nome = 'À VISTA'", "DELETE FROM tipos_pedido WHERE nome = 'VENDA'",
    "INSERT INTO tipo_pedido_planos VALUES (999, 1)", "INSERT INTO lista_preco_tipos VALUES (1, 999)",
])
def test_o_banco_recusa_uma_ligacao_solta(loja: Loja, comando: str) -> None:
    inclui(loja, "X", planos_permitidos=[loja.planos["À VISTA"]], tipo_pedido_na_aprovacao=loja.tipos["VENDA"])
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        loja.sql(comando)


def test_o_documento_guardado_e_o_mesmo_que_a_venda_le(loja: Loja) -> None:
    """What a person saved here is what the next order is judged by."""
    venda = altera(loja, consulta(loja, "VENDA LIVRE"), permite_consumidor_final=False, titulo="Pedido")
    politica = loja.um("SELECT politica FROM tipos_pedido WHERE id = %s", venda.id)
    assert (politica["permite_consumidor_final"], politica["titulo"]) == (False, "Pedido")
    assert not {"id", "nome", "ativo", "estabelecimentos", "planos_permitidos"} & politica.keys()
    with loja.motor.connect() as con:
        assert guardado(GUARDAS[TIPOS].todos(con)[venda.id].registro) == venda.valores
