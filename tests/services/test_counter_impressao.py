"""What Controles de Impressão say is what leaves the printer: bytes read back (CB-131 to CB-134)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from balcao.documents import escpos_leitura as leitura
from balcao.domain.terminal import ControlesImpressao
from balcao.services.counter.finalizar import Emitido
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.retaguarda import Loja


@pytest.fixture
def balcao(loja: Loja, tmp_path: Path) -> Iterator[BalcaoDeTeste]:
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as um:
        um.entra("bia")
        um.b.fila.iniciar()
        yield um


def ajusta(balcao: BalcaoDeTeste, **campos: Any) -> None:
    """Fields of Controles de Impressão, those of this computer and those of the policy."""
    certos = ControlesImpressao(**campos)
    impressao = {**balcao.b.estacao.locais["controles_impressao"], **{nome: getattr(certos, nome) for nome in campos}}
    balcao.b.estacao = replace(balcao.b.estacao, locais={**balcao.b.estacao.locais, "controles_impressao": impressao})


def emite(balcao: BalcaoDeTeste, tipo: str = "DAV") -> Emitido:
    """F12 F12 with “Imprimir ao emitir”; what leaves the queue is on the disk when it returns."""
    emitido = balcao.emite(balcao.venda(tipo))
    assert emitido.documento is not None
    balcao.b.impressor.imprime(emitido.documento, balcao.b.envios.todos()[0].pedido_id)
    espera(balcao)
    return emitido


def espera(balcao: BalcaoDeTeste) -> None:
    for trabalho in balcao.b.fila.listar():
        balcao.b.fila.esperar(trabalho.id, 30)


def papeis(balcao: BalcaoDeTeste) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(balcao.impressos.iterdir())} if balcao.impressos.exists() else {}


@pytest.mark.parametrize(("ajuste", "comeca", "termina"), [
    ({}, b"\x1b@\x1c.\x1bt\x02", leitura.Corte(parcial=False)),
    ({"imp_bobina_corte": "parcial"}, b"\x1b@\x1c.\x1bt\x02", leitura.Corte(parcial=True)),
    ({"imp_bobina_corte": "nenhum", "imp_bobina_pagina": "CP860"}, b"\x1b@\x1c.\x1bt\x03", leitura.Avanco(4)),
    ({"imp_bobina_pagina": "CP1252"}, b"\x1b@\x1c.\x1bt\x10", leitura.Corte(parcial=False)),
])
def test_a_bobina_sai_como_a_pagina_diz(balcao: BalcaoDeTeste, ajuste: dict[str, str], comeca: bytes,
                                        termina: object) -> None:
    ajusta(balcao, imp_modelo_papel="bobina_80", **ajuste)
    emite(balcao)
    [cru] = papeis(balcao).values()
    assert cru.startswith(comeca)
    lidos = leitura.ler(cru)
    assert lidos[-1] == termina
    assert "NÃO É DOCUMENTO FISCAL" in leitura.texto(lidos)


@pytest.mark.parametrize("nativo", [True, False])
def test_o_qr_do_pix_e_da_impressora_ou_uma_figura(balcao: BalcaoDeTeste, nativo: bool) -> None:
    ajusta(balcao, imp_modelo_papel="bobina_58", imp_bobina_qr=nativo)
    balcao.loja.sql("UPDATE estabelecimentos SET pix_chave = 'loja@exemplo.com.br' WHERE id = 1")
    balcao.puxa()
    emite(balcao, "VENDA")
    [cru] = papeis(balcao).values()
    tipos = {type(e) for e in leitura.ler(cru)}
    assert (leitura.Qr in tipos) is nativo
    assert (leitura.Imagem in tipos) is not nativo


@pytest.mark.parametrize(("dav", "pre_venda"), [(2, 1), (1, 3), (0, 1), (5, 0)])
def test_vias_de_cada_documento(balcao: BalcaoDeTeste, dav: int, pre_venda: int) -> None:
    ajusta(balcao, imp_modelo_papel="bobina_80", imp_vias_dav=dav, imp_vias_pre_venda=pre_venda)
    for tipo in ("DAV", "VENDA"):
        emite(balcao, tipo)
    copias = {"dav" if t.arquivo.startswith("dav") else "pre-venda": t.copias for t in balcao.b.fila.listar()}
    assert copias == {n: v for n, v in (("dav", dav), ("pre-venda", pre_venda)) if v}
