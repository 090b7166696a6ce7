"""A declared model as large as the largest one (177 fields, every type), for the form's speed and looks."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import cycle
from typing import Annotated, Any

from pydantic import create_model

from balcao.domain.campo import Campo, Grupo, Opcao, Politica
from tests.ui.modelos import Faixa

CAMPOS, VISIVEIS = 177, 81
GRUPOS = ("Geral", "Estoque e produtos", "Cliente e crédito", "Preços e descontos", "Situações e aprovação",
          "Impressão")
PARTES = ("", "No fechamento", "Na inclusão do item", "Quem pode alterar")
ASSUNTOS = ("Reservar estoque", "Validar estoque no fechamento", "Situações que permitem desconto no cabeçalho",
            "Lista de preço indicada", "Título impresso nos documentos do pedido", "Dias de validade da proposta",
            "Permite clientes bloqueados", "Desconto máximo acumulado", "Vendedores que usam este tipo",
            "Mensagem impressa no fim", "Exige vendedor", "Vale a partir de", "Motivos de troca",
            "Faixas de desconto", "Layout matricial: cabeçalho", "Imagem de fundo", "Arquivo de instruções")


class Acao(StrEnum):
    NADA = "nada"
    ALERTAR = "alertar"
    ERRO = "erro"


ACOES = (Opcao(Acao.NADA, "Nada", "Não verifica nem emite mensagem."),
         Opcao(Acao.ALERTAR, "Alertar", "Mostra os itens indisponíveis e permite a conclusão."),
         Opcao(Acao.ERRO, "Erro", "Mostra os itens indisponíveis e bloqueia a conclusão."))


def _tipos() -> Iterator[tuple[Any, Any, dict[str, Any]]]:
    """(annotation, default, rest of the declaration), in about the proportions of the order types."""
    umas: list[tuple[Any, Any, dict[str, Any]]] = [
        (bool, False, {}), (Acao, Acao.ALERTAR, {"opcoes": ACOES}), (frozenset[Acao], frozenset(), {"opcoes": ACOES}),
        (int | None, None, {"referencia": "vendedores"}), (str, "", {"tamanho": 60}),
        (int, 10, {"unidade": "dias", "minimo": 0, "maximo": 999}), (Acao, Acao.NADA, {"opcoes": ACOES}),
        (Decimal, Decimal("5.00"), {"unidade": "%", "minimo": Decimal(0), "maximo": Decimal(100)}),
        (frozenset[int], frozenset(), {"referencia": "vendedores"}), (str, "", {"longo": True}), (bool, True, {}),
        (date | None, None, {}), (tuple[str, ...], (), {}), (tuple[Faixa, ...], (Faixa(),), {}),
        (str, "", {"script": True}), (str, "", {"imagem": True}), (str, "", {"arquivo": "Textos (*.txt)"})]
    raros = umas[12:]
    for i, um in enumerate(cycle(umas[:12])):
        yield raros[i // 12 % len(raros)] if i % 24 == 23 else um


def modelo_grande(campos: int = CAMPOS, visiveis: int = CAMPOS) -> type[Politica]:
    """`campos` fields in six groups; those after the first `visiveis` show only when the first one is marked."""
    declarados: dict[str, Any] = {}
    por_grupo = -(-campos // len(GRUPOS))
    for i, (tipo, padrao, resto) in zip(range(campos), _tipos(), strict=False):
        posto = i * visiveis // campos != (i + 1) * visiveis // campos  # the visible ones are spread over the groups
        esconde = None if i == 0 or posto else lambda modelo: modelo.campo_000
        declarados[f"campo_{i:03}"] = (Annotated[tipo, Campo(
            f"XX-{i:03}", ASSUNTOS[i % len(ASSUNTOS)],
            "O que este campo decide, com as palavras da página, em uma frase que ocupa o espaço de costume.",
            GRUPOS[i // por_grupo], subgrupo=PARTES[i % por_grupo * len(PARTES) // por_grupo],
            visivel_quando=esconde, **resto)], padrao)
    grupos = tuple(Grupo(titulo, "O que este grupo decide, em poucas palavras.", PARTES[1:]) for titulo in GRUPOS)
    return create_model("Grande", __base__=_base(grupos), **declarados)


def _base(do_modelo: tuple[Grupo, ...]) -> type[Politica]:
    class Base(Politica):
        grupos = do_modelo
    return Base
