"""The scenarios of the registry of order types: its operations, through the services of the retaguarda."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from pytest_bdd import given, parsers, scenarios, then, when
from uuid_utils.compat import uuid7

from balcao.db.consultas import LeitorServidor
from balcao.domain.cadastro.mensagens import (
    Alteracao,
    Arquivo,
    Clonagem,
    Importacao,
    NovoRegistro,
    Pagina,
    Registro,
)
from balcao.domain.cadastro.pesquisa import Filtro, Operador, Pesquisa
from balcao.domain.campo import campo_de, opcoes_oferecidas, visivel
from balcao.domain.protocolo_documentos import FiltroDocumentos
from balcao.domain.tipo_pedido.ficha import FichaTipoPedido
from balcao.domain.tipo_pedido.regras_cadastro import avisos
from balcao.services.counter.catalogo_replica import CatalogoReplica
from balcao.services.office import cadastros, cadastros_planilha, documentos
from balcao.services.office.contexto import Recusada
from tests.apoio.retaguarda import Loja
from tests.scenarios.mundo import Mundo
from tests.scenarios.passos_situacao import categoria

scenarios("cadastro_tipos.feature")
TIPOS = "tipos_pedido"
_ATRIBUTOS = "atributos_alteraveis_na_aprovacao"


@dataclass
class Cadastro:
    """What was asked of the registry last, and what came."""

    mundo: Mundo
    pagina: Pagina | None = None
    registros: list[Registro] = field(default_factory=list)
    recusa: Recusada | None = None

    def tenta(self, faz: Callable[[], object]) -> None:
        self.recusa = None
        try:
            feito = faz()
        except Recusada as recusa:
            self.recusa = recusa
        else:
            self.registros += [feito] if isinstance(feito, Registro) else []

    @property
    def loja(self) -> Loja:
        return self.mundo.loja

    def id_de(self, nome: str) -> int | None:
        """The type's Id; in the run that leaves it at its default (--mutacao), what a type has that is not stored."""
        if not self.mundo.muda_de_fato("TP-001", "id"):
            return 0
        return next((id_ for id_, dele in self.loja.sql("SELECT id, nome FROM tipos_pedido") if dele == nome), None)

    def consulta(self, nome: str, login: str = "ana") -> Registro:
        id_ = self.id_de(nome)
        assert id_ is not None
        return cadastros.consultar(self.loja.ctx, self.loja.quem(login), TIPOS, id_)

    def inclui(self, login: str, nome: str, /, **valores: object) -> None:
        """What the run leaves at its default (--mutacao) is not said."""
        ditos = {campo: valor for campo, valor in {"nome": nome, "categoria": "venda", **valores}.items()
                 if self.mundo.muda_de_fato(campo_de(FichaTipoPedido, campo).id, campo)}
        self.tenta(lambda: cadastros.incluir(self.loja.ctx, self.loja.quem(login), TIPOS, NovoRegistro(
            id=uuid7(), valores=ditos)))

    def altera(self, login: str, nome: str, /, **valores: object) -> None:
        aberto = self.consulta(nome)
        self.tenta(lambda: cadastros.alterar(self.loja.ctx, self.loja.quem(login), TIPOS, aberto.id,
                                             Alteracao(versao=aberto.versao, valores=valores)))


@pytest.fixture
def cadastro(mundo: Mundo) -> Cadastro:
    return Cadastro(mundo)


@when(parsers.parse('pesquiso os tipos de pedidos da categoria "{categoria}"'))
def pesquisa(cadastro: Cadastro, categoria: str) -> None:
    filtro = Filtro(campo="categoria", operador=Operador.UM_DE, valores=(categoria,))
    cadastro.pagina = cadastros.pesquisar(cadastro.loja.ctx, cadastro.loja.quem("ana"), TIPOS,
                                          Pesquisa(filtros=(filtro,)))


@when(parsers.parse('listo os tipos de pedidos com a coluna "{coluna}"'))
def lista(cadastro: Cadastro, coluna: str) -> None:
    cadastro.pagina = cadastros.pesquisar(cadastro.loja.ctx, cadastro.loja.quem("ana"), TIPOS,
                                          Pesquisa(colunas=(coluna,)))


@then(parsers.parse("a lista tem {tipos}"))
def tem(cadastro: Cadastro, tipos: str) -> None:
    assert cadastro.pagina is not None
    assert [linha.nome for linha in cadastro.pagina.linhas] == re.findall(r'"([^"]+)"', tipos)


@then(parsers.parse('a linha de "{nome}" mostra "{valor}"'))
def mostra(cadastro: Cadastro, nome: str, valor: str) -> None:
    assert cadastro.pagina is not None
    assert [linha.celulas[-1] for linha in cadastro.pagina.linhas if linha.nome == nome] == [valor]


@given(parsers.parse('que "{login}" incluiu o tipo "{nome}" com o título "{titulo}"'))
def incluiu(cadastro: Cadastro, login: str, nome: str, titulo: str) -> None:
    cadastro.inclui(login, nome, titulo=titulo)
    assert cadastro.recusa is None


@when(parsers.re(r'"(?P<login>\w+)" inclui o tipo "(?P<nome>[^"]*)"'))
def inclui(cadastro: Cadastro, login: str, nome: str) -> None:
    cadastro.inclui(login, nome)


@when(parsers.re(r'"(?P<login>\w+)" inclui o tipo "(?P<nome>[^"]*)" com o Id (?P<id_>\d+)'))
def inclui_com_id(cadastro: Cadastro, login: str, nome: str, id_: str) -> None:
    cadastro.inclui(login, nome, id=int(id_))


@when(parsers.re(r'"(?P<login>\w+)" inclui o tipo "(?P<nome>[^"]*)" na categoria "(?P<rotulo>[^"]*)"'))
def inclui_na_categoria(cadastro: Cadastro, login: str, nome: str, rotulo: str) -> None:
    """"": none was chosen."""
    cadastro.inclui(login, nome, categoria=categoria(rotulo) if rotulo else "")


@when(parsers.parse('"{login}" importa uma planilha com o tipo "{nome}"'))
def importa(cadastro: Cadastro, login: str, nome: str) -> None:
    planilha = f"Nome do tipo de pedido;Categoria\n{nome};Venda\n".encode()
    feito = cadastros_planilha.importar(cadastro.loja.ctx, cadastro.loja.quem(login), TIPOS, Importacao(
        id=uuid7(), arquivo=Arquivo(nome="tipos.csv", conteudo=planilha)))
    assert feito.gravado


@when(parsers.parse('"{login}" consulta o tipo "{nome}"'))
def consulta(cadastro: Cadastro, login: str, nome: str) -> None:
    cadastro.registros = [cadastro.consulta(nome, login)]


@when(parsers.parse('"{login}" altera o título de "{nome}" para "{titulo}"'))
def altera(cadastro: Cadastro, login: str, nome: str, titulo: str) -> None:
    cadastro.altera(login, nome, titulo=titulo)


@when(parsers.parse('"{login}" exclui o tipo "{nome}"'))
def exclui(cadastro: Cadastro, login: str, nome: str) -> None:
    id_ = cadastro.id_de(nome)
    assert id_ is not None
    cadastro.tenta(lambda: cadastros.excluir(cadastro.loja.ctx, cadastro.loja.quem(login), TIPOS, id_))


@when(parsers.parse('"{login}" clona o tipo "{nome}"'))
def clona(cadastro: Cadastro, login: str, nome: str) -> None:
    id_ = cadastro.consulta(nome).id
    cadastro.tenta(lambda: cadastros.clonar(cadastro.loja.ctx, cadastro.loja.quem(login), TIPOS, id_,
                                            Clonagem(id=uuid7())))


@when(parsers.parse('"{login}" renomeia o tipo "{nome}" para "{novo}"'))
def renomeia(cadastro: Cadastro, login: str, nome: str, novo: str) -> None:
    cadastro.altera(login, nome, nome=novo)


@given(parsers.re(r'(?P<quantos>um|\d+) pedidos? (?:foi emitido|foram emitidos) no tipo "(?P<tipo>[^"]+)"'))
def emitido(cadastro: Cadastro, quantos: str, tipo: str) -> None:
    for _ in range(1 if quantos == "um" else int(quantos)):
        cadastro.loja.envia(cadastro.loja.pedido(tipo))


@then(parsers.re(r'o tipo "(?P<nome>[^"]+)" tem (?P<quantos>\d+) pedidos?'))
def tem_pedidos(cadastro: Cadastro, nome: str, quantos: str) -> None:
    """Those of its Id; each says the type's name as it is now."""
    bia = cadastro.loja.quem("bia")
    de = cadastro.id_de(nome)
    seus = [um for um in documentos.listar(cadastro.loja.ctx, bia, FiltroDocumentos()) if um.tipo_id == de]
    assert len(seus) == int(quantos)
    with cadastro.loja.motor.connect() as conexao:  # what the counters say of an order's type
        nomes = {tipo.id: tipo.nome for tipo in CatalogoReplica(LeitorServidor(conexao), 1).tipos()}
    assert {nomes[um.tipo_id] for um in seus} == ({nome} if seus else set())


@then(parsers.parse('o título dele é "{titulo}"'))
def titulo_dele(cadastro: Cadastro, titulo: str) -> None:
    [um] = cadastro.registros
    assert um.valores["titulo"] == titulo


@then(parsers.parse('o título de "{nome}" é "{titulo}"'))
def titulo_de(cadastro: Cadastro, nome: str, titulo: str) -> None:
    assert cadastro.consulta(nome).valores["titulo"] == titulo


@then("os dois têm Ids diferentes")
def ids(cadastro: Cadastro) -> None:
    um, outro = cadastro.registros
    assert um.id != outro.id


@then(parsers.parse('"{nome}" tem um Id só dele, que o sistema deu'))
def id_do_sistema(cadastro: Cadastro, nome: str) -> None:
    """The next of the sequence, whatever was asked for; by it the type opens."""
    aberto = cadastro.consulta(nome)
    assert (aberto.id, aberto.nome) == (max(cadastro.loja.tipos.values()) + 1, nome)


@then(parsers.parse('mandar o Id {id_:d} para "{nome}" não o muda'))
def id_nao_muda(cadastro: Cadastro, id_: int, nome: str) -> None:
    antes = cadastro.consulta(nome)
    cadastro.altera("bia", nome, id=id_)
    assert cadastro.consulta(nome) == antes


@then("o cadastro aceita")
def aceita(cadastro: Cadastro) -> None:
    assert cadastro.recusa is None


@then("o cadastro recusa")
def recusa(cadastro: Cadastro) -> None:
    assert cadastro.recusa is not None


@then(parsers.parse("o cadastro recusa pelo campo {campo}"))
def recusa_pelo_campo(cadastro: Cadastro, campo: str) -> None:
    assert cadastro.recusa is not None
    assert {achado.field for achado in cadastro.recusa.recusa.achados} == {campo}


@then(parsers.parse('o tipo "{nome}" não existe'))
def nao_existe(cadastro: Cadastro, nome: str) -> None:
    assert cadastro.id_de(nome) is None


@then(parsers.parse('o tipo "{nome}" existe'))
def existe(cadastro: Cadastro, nome: str) -> None:
    assert cadastro.id_de(nome) is not None


# ---- what the form shows, and what saving links

def _ids(texto: str) -> list[int]:
    return [int(um) for um in texto.split(",")]


@when(parsers.parse('preencho um tipo com "{campo}" = "{valor}"'), target_fixture="preenchida")
def preencho(campo: str, valor: str) -> FichaTipoPedido:
    return FichaTipoPedido.model_validate({"nome": "BALCÃO", "categoria": "venda", campo: valor})


@then(parsers.re(r'o formulário (?P<como>mostra|não mostra) o campo "(?P<campo>\w+)"'))
def mostra_campo(preenchida: FichaTipoPedido, como: str, campo: str) -> None:
    assert visivel(preenchida, campo_de(FichaTipoPedido, campo)) is (como == "mostra")


@then(parsers.re(r'consultar "(?P<nome>[^"]+)" (?P<como>avisa que falta o tipo de pedido na aprovação|não avisa)'))
def avisa(cadastro: Cadastro, nome: str, como: str) -> None:
    valores = cadastro.consulta(nome).valores
    ditos = [achado.field for achado in avisos(FichaTipoPedido.model_validate(valores))]
    assert ditos == ([] if como == "não avisa" else ["tipo_pedido_na_aprovacao"])


@when(parsers.parse('"{login}" liga "{nome}" à aprovação pelo tipo "{gerado}"'))
def liga(cadastro: Cadastro, login: str, nome: str, gerado: str) -> None:
    cadastro.altera(login, nome, tipo_pedido_na_aprovacao=cadastro.id_de(gerado))
    assert cadastro.recusa is None


@given(parsers.parse('as regras comerciais "{uma}" e "{outra}"'))
def regras(cadastro: Cadastro, uma: str, outra: str) -> None:
    for nome in (uma, outra):
        cadastros.incluir(cadastro.loja.ctx, cadastro.loja.quem("bia"), "regras_comerciais", NovoRegistro(
            id=uuid7(), valores={"nome": nome, "desconto_maximo": "10.00"}))


@when(parsers.parse('"{login}" marca em "{nome}" as regras {quais}'))
def marca_regras(cadastro: Cadastro, login: str, nome: str, quais: str) -> None:
    por_nome = dict(cadastro.loja.sql("SELECT nome, id FROM regras_comerciais"))
    cadastro.altera(login, nome, regras_comerciais=[por_nome[um] for um in re.findall(r'"([^"]+)"', quais)])
    assert cadastro.recusa is None


@then(parsers.parse('"{nome}" valida {quais}'))
def valida(cadastro: Cadastro, nome: str, quais: str) -> None:
    ligadas = cadastro.loja.sql("SELECT r.nome FROM tipo_pedido_regras t JOIN regras_comerciais r ON r.id = t.regra_id"
                                " WHERE t.tipo_id = %s ORDER BY r.nome", cadastro.id_de(nome))
    assert [um for (um,) in ligadas] == re.findall(r'"([^"]+)"', quais)


@when(parsers.parse('"{login}" marca em "{nome}" os estabelecimentos {quais}'))
def marca_lojas(cadastro: Cadastro, login: str, nome: str, quais: str) -> None:
    cadastro.altera(login, nome, estabelecimentos=_ids(quais))
    assert cadastro.recusa is None


@then(parsers.parse('o formulário de "{nome}" oferece {oferece:d} estabelecimentos e marca {marca}'))
def oferece(cadastro: Cadastro, nome: str, oferece: int, marca: str) -> None:
    assert len(cadastros.referencias(cadastro.loja.ctx, cadastro.loja.quem("ana"), "estabelecimentos")) == oferece
    assert list(cadastro.consulta(nome).valores["estabelecimentos"]) == _ids(marca)


@then(parsers.re(r'a loja (?P<loja>\d) (?P<como>vê|não vê) o tipo "(?P<nome>[^"]+)"'))
def loja_ve(cadastro: Cadastro, loja: str, como: str, nome: str) -> None:
    with cadastro.loja.motor.connect() as conexao:  # what the counters of that shop are given
        vistos = {str(linha["nome"]) for linha in LeitorServidor(conexao).le("tipos_da_loja", loja=int(loja))}
    assert (nome in vistos) is (como == "vê")


@when(parsers.parse('"{login}" marca em "{nome}" o atributo alterável "{rotulo}"'))
def marca_atributo(cadastro: Cadastro, login: str, nome: str, rotulo: str) -> None:
    [valor] = [opcao.valor for opcao in opcoes_oferecidas(campo_de(FichaTipoPedido, _ATRIBUTOS))
               if opcao.rotulo == rotulo]
    cadastro.altera(login, nome, **{_ATRIBUTOS: [valor]})
    assert cadastro.recusa is None


@then(parsers.parse('o formulário de "{nome}" vem com os atributos alteráveis {quais} marcados'))
def marcados(cadastro: Cadastro, nome: str, quais: str) -> None:
    ficha = FichaTipoPedido.model_validate(cadastro.consulta(nome).valores)
    campo = campo_de(FichaTipoPedido, _ATRIBUTOS)
    assert visivel(ficha, campo)
    vistos = [opcao.rotulo for opcao in opcoes_oferecidas(campo) if opcao.valor in getattr(ficha, _ATRIBUTOS)]
    assert vistos == re.findall(r'"([^"]+)"', quais)
