"""Every field of the users' page is declared once, as the page says (docs/requisitos/tipos_pedidos.yaml)."""

import unicodedata
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
import yaml

from balcao.domain.campo import Campo, Onde, TipoCampo, campo_de, campos_de, tipo_de, visivel
from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido import TipoPedido
from balcao.domain.tipo_pedido.ficha import FichaTipoPedido

_CATALOGO = Path(__file__).resolve().parents[2] / "docs" / "requisitos" / "tipos_pedidos.yaml"
_ENTRADAS = {e["id"]: e for e in yaml.load(_CATALOGO.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)}
CATALOGO: dict[str, dict[str, Any]] = {id_: e for id_, e in _ENTRADAS.items() if e["especie"] == "campo"}
_LETRA = {s["valor"]: Situacao(s["codigo"]) for s in _ENTRADAS["TP-SITUACOES"]["situacoes"]["codigos"]}
LISTAS = {"planos_permitidos"}  # second fields of an entry: what TP-051 says is chosen when it is not marked
NOMES = {campo.id: nome for nome, campo in campos_de(FichaTipoPedido, abertos=True) if nome not in LISTAS}

NOSSAS = {("TP-036", "senha")}  # options the page does not have (0130)
OUTRO_NOME = {"TP-030": "regra_reserva_estoque"}  # an older program reads the key's name as yes or no
SEM_PADRAO = {  # what the catalogue suggests, marked "~", is not what a shop has today
    "TP-002": "required", "TP-007": "required", "TP-069": "nao_validar", "TP-088": None, "TP-129": None,
    "TP-146": frozenset("AEOPQTX")}
TIPOS = {
    "booleano": {TipoCampo.BOOLEANO}, "escolha": {TipoCampo.ESCOLHA}, "referencia": {TipoCampo.REFERENCIA},
    "multiescolha": {TipoCampo.MULTIESCOLHA, TipoCampo.REFERENCIAS}, "inteiro": {TipoCampo.INTEIRO},
    "decimal": {TipoCampo.DECIMAL}, "texto": {TipoCampo.TEXTO, TipoCampo.TEXTO_LONGO},
    "lista_texto": {TipoCampo.LINHAS}, "script": {TipoCampo.SCRIPT}, "imagem": {TipoCampo.IMAGEM}}


def campo(id_: str) -> Campo:
    return campo_de(FichaTipoPedido, NOMES[id_])


def _sem_acento(texto: str) -> str:
    simples = texto.lower().replace("“", '"').replace("”", '"')
    return unicodedata.normalize("NFD", simples).encode("ascii", "ignore").decode()


def _valor(id_: str, valor: str) -> str:
    """A catalogue value as the model keeps it: situations by their letter."""
    tipo = FichaTipoPedido.model_fields[NOMES[id_]].annotation
    return _LETRA[valor].value if Situacao in (tipo, *get_args(tipo)) else valor


def test_every_entry_is_declared_exactly_once() -> None:
    declarados = [c.id for nome, c in campos_de(FichaTipoPedido, abertos=True) if nome not in LISTAS]
    assert sorted(declarados) == sorted(CATALOGO) == [f"TP-{n:03}" for n in range(1, 178)]


@pytest.mark.parametrize("id_", CATALOGO)
def test_name_type_tier_and_title(id_: str) -> None:
    entrada = CATALOGO[id_]
    assert NOMES[id_] == OUTRO_NOME.get(id_, entrada["chave"])
    assert tipo_de(FichaTipoPedido, NOMES[id_]) in TIPOS[entrada["tipo"]]
    assert campo(id_).camada == entrada["camada"]
    if not entrada["rotulo_inferido"]:
        assert campo(id_).titulo == entrada["rotulo"]
    assert campo(id_).ajuda.endswith((".", "?")), "the help is a sentence"


@pytest.mark.parametrize("id_", [i for i, e in CATALOGO.items() if e.get("opcoes") and e["tipo"] != "booleano"])
def test_options_in_the_pages_order(id_: str) -> None:
    do_programa = [(o.valor, _sem_acento(o.rotulo)) for o in campo(id_).opcoes if (id_, o.valor) not in NOSSAS]
    assert do_programa == [(_valor(id_, o["valor"]), _sem_acento(o["rotulo"])) for o in CATALOGO[id_]["opcoes"]]
    assert all(o.efeito.endswith(".") for o in campo(id_).opcoes)


@pytest.mark.parametrize("id_", CATALOGO)
def test_default(id_: str) -> None:
    info = FichaTipoPedido.model_fields[NOMES[id_]]
    if id_ in SEM_PADRAO:
        assert (info.default if not info.is_required() else "required") == SEM_PADRAO[id_]
        return
    dito = str(CATALOGO[id_]["padrao"]).removeprefix("~")
    tipo = tipo_de(FichaTipoPedido, NOMES[id_])
    if tipo is TipoCampo.BOOLEANO:
        assert info.default is dito.startswith("Sim")
    elif tipo is TipoCampo.ESCOLHA and info.default is not None:
        assert dito.split()[0] == {v: k for k, v in _LETRA.items()}.get(info.default, info.default)
    elif tipo is TipoCampo.MULTIESCOLHA and info.default:
        assert info.default == _padrao_multiplo(id_, dito)
    elif tipo in (TipoCampo.INTEIRO, TipoCampo.DECIMAL) and info.default is not None:
        assert dito in (str(info.default), "sequencial gerado pelo sistema")
    elif info.default:
        assert dito == info.default
    else:
        assert dito.startswith(("vazio", "sem padrão", "nome do tipo", "tela padrão", "Estoque (", "moeda padrão",
                                "estabelecimento do usuário"))


def _padrao_multiplo(id_: str, dito: str) -> frozenset[str]:
    if dito.startswith("todas"):
        fora = {"em_manutencao"} if "exceto em_manutencao" in dito else set()
        return frozenset(_valor(id_, o["valor"]) for o in CATALOGO[id_]["opcoes"] if o["valor"] not in fora)
    return frozenset(_valor(id_, um.strip()) for um in dito.split(","))


def test_open_fields_are_on_no_screen_and_no_rule_can_read_them() -> None:
    vistos = {c.id for _, c in campos_de(FichaTipoPedido)}
    assert vistos == {c.id for _, c in campos_de(TipoPedido, abertos=True)} == {c.id for _, c in campos_de(TipoPedido)}
    ficha = FichaTipoPedido.model_validate({"nome": "X", "categoria": "venda"})
    assert not any(visivel(ficha, c) for _, c in campos_de(FichaTipoPedido, abertos=True) if c.aberto)


def test_groups_follow_the_page_and_name_every_subgroup() -> None:
    ordem = [g.titulo for g in FichaTipoPedido.grupos]
    vistos = list(dict.fromkeys(c.grupo for _, c in campos_de(FichaTipoPedido, abertos=True)))
    assert vistos == ordem
    assert all(g.dica for g in FichaTipoPedido.grupos)
    for grupo in FichaTipoPedido.grupos:
        usados = dict.fromkeys(c.subgrupo for _, c in campos_de(FichaTipoPedido, abertos=True)
                               if c.grupo == grupo.titulo)
        assert [s for s in usados if s] == list(grupo.subgrupos)
    assert [campo_de(FichaTipoPedido, n).id for n in ("estabelecimentos", "ativo")] == ["TP-121", "TP-176"]


MOSTRA = {  # field → (another field, the value that shows it), as the page and TPR-01…06 say
    "TP-014": ("categoria", "servico"), "TP-017": ("categoria", "servico"), "TP-019": ("categoria", "servico"),
    "TP-020": ("categoria", "servico"),
    "TP-022": ("servico_veiculos", True), "TP-023": ("servico_veiculos", True),
    "TP-035": ("categoria", "compra"), "TP-037": ("tipo_pedido_na_aprovacao", 2),
    "TP-055": ("gera_previsao_financeira", "previstos"),
    "TP-056": ("gera_previsao_financeira", "abertos"), "TP-072": ("permite_projeto", True),
    "TP-077": ("lista_precos", "opcional"), "TP-091": ("separar_produtos_sem_estoque_na_aprovacao", "sim"),
    "TP-093": ("categoria", "orcamento"), "TP-097": ("categoria", "producao"),
    "TP-113": ("concatenar_servicos", "concatenar_descricao"), "TP-152": ("produtos_pedidos", "todos_componentes"),
    "TP-155": ("regra_numeracao", "sequencial_tipo"), "TP-157": ("categoria", "orcamento"),
    "TP-166": ("permite_balanco", True), "TP-167": ("permite_balanco", True),
    **{f"TP-{n}": ("gerar_abastecimento_automaticamente", "pendente") for n in (173, 174, 175)}}
ESCONDE = {"TP-033": ("categoria", "producao"), "TP-051": ("plano_pagamento", "nao_informar")}


@pytest.mark.parametrize(("id_", "caso"), [*MOSTRA.items(), *ESCONDE.items()])
def test_a_field_shows_when_the_page_says(id_: str, caso: tuple[str, Any]) -> None:
    quando = campo(id_).visivel_quando
    assert quando is not None
    base = {"nome": "X", "categoria": "venda"}
    com = quando(FichaTipoPedido.model_validate(base | dict([caso])))
    assert (quando(FichaTipoPedido.model_validate(base)), com) == ((False, True) if id_ in MOSTRA else (True, False))


def test_every_condition_is_tried_above() -> None:
    com_condicao = {c.id for _, c in campos_de(FichaTipoPedido, abertos=True) if c.visivel_quando}
    assert com_condicao == set(MOSTRA) | set(ESCONDE)


def test_the_list_of_plans_shows_when_not_all_are_allowed() -> None:
    quando = campo_de(FichaTipoPedido, "planos_permitidos").visivel_quando
    assert quando is not None
    for campos, mostra in (({}, False), ({"todos_planos_pagamento": False}, True),
                           ({"todos_planos_pagamento": False, "plano_pagamento": "nao_informar"}, False)):
        ficha = FichaTipoPedido.model_validate({"nome": "X", "categoria": "venda", **campos})
        assert quando(ficha) is mostra


def test_links_and_columns_are_not_in_the_document() -> None:
    fora = {nome: c.onde for nome, c in campos_de(FichaTipoPedido, abertos=True) if c.onde is not Onde.POLITICA}
    ligados = ("classificacoes_permitidas", "estabelecimentos", "regras_comerciais", "planos_permitidos")
    colunas = ("id", "nome", "ativo", "ultimo_numero")
    assert fora == dict.fromkeys(colunas, Onde.COLUNA) | dict.fromkeys(ligados, Onde.LIGACAO)
    assert all(get_origin(FichaTipoPedido.model_fields[nome].annotation) is tuple for nome in ligados)
