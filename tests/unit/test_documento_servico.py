"""The vehicle, the equipment and the check-list on paper (TP-022 to TP-024, TP-095): on each, whole and in order."""

import io

import pytest
from pypdf import PdfReader

from balcao.documents import a4, bobina, escpos_leitura, texto80
from balcao.documents.amostra import documento_de_amostra
from balcao.documents.dados import ItemConferido, Via
from balcao.documents.modelo import ChaveModelo, padrao
from balcao.domain.formatos import NBSP
from balcao.domain.terminal.opcoes import Papel

ITENS = tuple(ItemConferido(texto=f"ITEM DE NÚMERO {n}", conferido=n % 2 == 0) for n in range(1, 62))
DITO = {"placa": "ABC1234", "modelo_veiculo": "GOL 1.6 MI TOTAL FLEX 2012", "equipamento": "RÁDIO ÇÃ 4X4",
        "tecnico": "RUI DA SILVA"}


def impresso(papel, **campos):
    documento = documento_de_amostra(ChaveModelo.DAV).model_copy(update=campos)
    modelo = padrao(ChaveModelo.DAV)
    if papel is Papel.A4:
        paginas = PdfReader(io.BytesIO(a4.renderizar(documento, modelo, Via()))).pages
        texto = " ".join(pagina.extract_text() for pagina in paginas)
    elif papel is Papel.TEXTO_80:
        texto = " ".join(t for pagina in texto80.ler(texto80.renderizar(documento, modelo, Via()))
                         for t, _ in pagina)
    else:
        texto = escpos_leitura.texto(escpos_leitura.ler(bobina.renderizar(documento, modelo, Via(), papel)))
    return " ".join(texto.replace(NBSP, " ").split())


@pytest.mark.parametrize("papel", list(Papel))
def test_every_paper_says_what_is_served_and_every_line_of_the_check_list(papel):
    texto = impresso(papel, checklist=ITENS, **DITO)
    assert all(dito in texto for dito in ("ABC-1234", DITO["modelo_veiculo"], DITO["equipamento"],
                                             "Técnico responsável", DITO["tecnico"]))
    lugares = [texto.index(f"[{'X' if um.conferido else ' '}] {um.texto}") for um in ITENS]
    assert lugares == sorted(lugares)


@pytest.mark.parametrize("papel", list(Papel))
def test_a_document_without_them_says_nothing_of_them(papel):
    texto = impresso(papel)
    assert not [t for t in ("Placa", "Modelo do veículo", "Equipamento", "Técnico", "Check-list", "[X]") if t in texto]


@pytest.mark.parametrize("papel", list(Papel))
def test_every_paper_says_whose_an_item_is(papel):
    itens = documento_de_amostra(ChaveModelo.DAV).itens
    texto = impresso(papel, itens=(itens[0].model_copy(update={"tecnico": "RUI DA SILVA"}), *itens[1:]))
    assert texto.count("Técnico: RUI DA SILVA") == 1
    assert texto.index("RUI DA SILVA") > texto.index(" ".join(itens[0].descricao.split()[:2]))
