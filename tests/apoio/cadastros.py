"""Records of a registry drawn at random within their declarations, texts as nasty as a person can make them."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from balcao.domain.achados import impedem
from balcao.domain.cadastro.descricao import Cadastro
from balcao.domain.cadastro.valores import editaveis, guardado, valida
from balcao.domain.campo import Campo, Politica, TipoCampo, sem_none, tipo_de

TEXTOS = ("", "AMORTECEDORES DIANTEIROS", "=SOMA(A1:A9)", "+55 48 99988-7766", "-1", "@todos", '"entre aspas"',
          "  com espaços nas pontas  ", "linha 1\nlinha 2", "a;b,c\td", "Ação é “não”", "001", "1.234", "12/03/2026",
          "Sim", "[SYSDATE+15]", '["a", "b"]', "R$ 1,00", "'apóstrofo", "\tTabulação", "fim\n", "ponto e vírgula;",
          "CAMPO=VALOR", "ção\u00a0dura", "nulo\u200b")


def sorteado(cadastro: Cadastro, sorte: Random, nome: str, citaveis: Mapping[str, Sequence[Any]],
             **fixos: Any) -> Politica:
    """A valid record. `citaveis`: registry → ids that its references may have; `fixos`: values not drawn."""
    valores: dict[str, Any] = {cadastro.campo_nome: nome, **fixos}
    for campo, declarado in editaveis(cadastro, abertos=True):
        if campo not in valores:
            valores[campo] = _sorteia(cadastro, campo, declarado, sorte, citaveis)
    while True:
        registro, achados = valida(cadastro, valores, {})
        if registro is not None and not impedem(achados):
            return registro
        for ruim in {achado.field for achado in impedem(achados)}:  # bounds that the drawing does not know
            assert valores.pop(ruim, ...) is not ..., achados


def iguais(um: Politica, outro: Politica) -> bool:
    """The same record, whatever its id."""
    return {**guardado(um), "id": 0} == {**guardado(outro), "id": 0}


def _sorteia(cadastro: Cadastro, nome: str, campo: Campo, sorte: Random,
             citaveis: Mapping[str, Sequence[Any]]) -> Any:
    tipo, ha = tipo_de(cadastro.modelo, nome), citaveis.get(campo.referencia, ())
    opcional = sem_none(cadastro.modelo.model_fields[nome].annotation)[1]
    if opcional and sorte.random() < 0.3:
        return None
    match tipo:
        case TipoCampo.BOOLEANO:
            return sorte.random() < 0.5
        case TipoCampo.INTEIRO:
            return sorte.randint(campo.minimo or 0, campo.maximo if campo.maximo is not None else 999)
        case TipoCampo.DECIMAL:
            return f"{sorte.randint(0, 9999) / 100:.2f}"
        case TipoCampo.ESCOLHA:
            return sorte.choice([o.valor for o in campo.opcoes if o.oferecida])
        case TipoCampo.MULTIESCOLHA:
            ofertas = [o.valor for o in campo.opcoes if o.oferecida]
            return sorte.sample(ofertas, sorte.randint(0, len(ofertas)))
        case TipoCampo.REFERENCIAS:
            return sorted(sorte.sample(list(ha), sorte.randint(int(campo.exigido_quando is not None), len(ha))))
        case TipoCampo.REFERENCIA:
            return sorte.choice(list(ha)) if ha else None if opcional else ""
        case TipoCampo.LINHAS:
            return [t for t in sorte.sample(TEXTOS, 3) if t.strip()]
        case TipoCampo.TEXTO | TipoCampo.TEXTO_LONGO | TipoCampo.SCRIPT:
            return sorte.choice(TEXTOS)[:campo.tamanho]
    return cadastro.modelo.model_fields[nome].get_default(call_default_factory=True)
