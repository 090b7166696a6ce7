"""What Controles de Impressão say is what leaves the printer: bytes read back (CB-131 to CB-134)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader
from uuid_utils.compat import uuid7

from balcao.documents import escpos_leitura as leitura
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.protocolo_documentos import Reimpressao
from balcao.domain.terminal import ControlesImpressao
from balcao.gateways import rotas
from balcao.services.counter.finalizar import Emitido
from tests.apoio.balcao import BalcaoDeTeste, Modo, balcao_de, servico
from tests.apoio.retaguarda import Loja


@pytest.fixture
def balcao(loja: Loja, tmp_path: Path) -> Iterator[BalcaoDeTeste]:
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as um:
        um.entra("bia")
        um.b.bastidores.fila.iniciar()
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
    balcao.b.bastidores.impressor.imprime(emitido.documento, balcao.b.envios.todos()[0].pedido_id)
    espera(balcao)
    return emitido


def espera(balcao: BalcaoDeTeste) -> None:
    for trabalho in balcao.b.bastidores.fila.listar():
        balcao.b.bastidores.fila.esperar(trabalho.id, 30)


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
    copias = {"dav" if t.arquivo.startswith("dav") else "pre-venda": t.copias
              for t in balcao.b.bastidores.fila.listar()}
    assert copias == {n: v for n, v in (("dav", dav), ("pre-venda", pre_venda)) if v}


# ---- first via, 2ª via (docs/decisions/0108)

def id_do_ultimo(balcao: BalcaoDeTeste) -> UUID:
    return balcao.b.envios.todos()[0].pedido_id


def textos(balcao: BalcaoDeTeste) -> list[bool]:
    """Of each paper, oldest first: whether it says 2ª via."""
    espera(balcao)
    return ["2ª via" in leitura.texto(leitura.ler((balcao.impressos / nome).read_bytes()))
            for nome in sorted((p.name for p in balcao.impressos.iterdir()),
                               key=lambda nome: (balcao.impressos / nome).stat().st_mtime_ns)]


def reimpressas(balcao: BalcaoDeTeste) -> list[Any]:
    return balcao.loja.sql("SELECT usuario_id, dados ->> 'versao', em FROM eventos"
                           " WHERE tipo = 'pedido.reimpresso' ORDER BY em")


@pytest.mark.parametrize("vias", [0, 1, 2])
def test_o_primeiro_papel_e_a_primeira_via_quando_quer_que_saia(balcao: BalcaoDeTeste, vias: int) -> None:
    """Zero copies at the issue: the first one asked for in F8 is no 2ª via."""
    ajusta(balcao, imp_modelo_papel="bobina_80", imp_vias_dav=vias)
    emite(balcao)
    balcao.b.bastidores.documentos.segunda_via(id_do_ultimo(balcao))
    balcao.b.bastidores.documentos.segunda_via(id_do_ultimo(balcao))
    espera(balcao)
    marcadas = [t.arquivo.count("2a-via") for t in balcao.b.bastidores.fila.listar()]
    assert marcadas == ([0, 1] if vias == 0 else [0, 1, 1])
    assert len(reimpressas(balcao)) == sum(marcadas)


def test_o_que_ficou_incerto_sai_como_primeira_via(balcao: BalcaoDeTeste) -> None:
    """The answer was lost, nothing printed at the issue; later the first paper is the first via."""
    ajusta(balcao, imp_modelo_papel="bobina_80")
    balcao.loja.muda_terminal("B1", controle_sistema={"sis_contingencia": False})
    balcao.puxa()
    venda = balcao.venda("DAV")
    balcao.some(Modo.PERDE_RESPOSTA)
    emitido = balcao.emite(venda)
    assert emitido.incerto, emitido
    assert emitido.documento is None
    balcao.volta()
    balcao.b.bastidores.documentos.segunda_via(id_do_ultimo(balcao))
    assert textos(balcao) == [False]
    assert reimpressas(balcao) == []
    balcao.b.bastidores.documentos.imprime_ultima()
    assert textos(balcao) == [False, True]
    assert len(reimpressas(balcao)) == 1


def test_segunda_via_sem_retaguarda_chega_com_a_fila_uma_so_vez(balcao: BalcaoDeTeste) -> None:
    ajusta(balcao, imp_modelo_papel="bobina_80")
    emite(balcao)
    guardado = id_do_ultimo(balcao)
    balcao.cai()
    emite(balcao)  # with a provisional number: the retaguarda does not know this one yet
    provisorio = id_do_ultimo(balcao)
    for id_ in (guardado, provisorio, provisorio):
        balcao.b.bastidores.documentos.segunda_via(id_)
    balcao.reabre()  # what waits is on the disk
    balcao.entra("bia")
    assert reimpressas(balcao) == []
    balcao.volta()
    balcao.volta()
    feitas = balcao.loja.sql("SELECT pedido_id, usuario_id, estacao_id, dados ->> 'versao' FROM eventos"
                             " WHERE tipo = 'pedido.reimpresso'")
    bia = balcao.loja.um("SELECT id FROM usuarios WHERE login = 'bia'")
    assert sorted(feitas, key=str) == sorted(
        [(guardado, bia, balcao.estacao_id, "1"), *[(provisorio, bia, balcao.estacao_id, "1")] * 2], key=str)
    assert balcao.b.bastidores.impressor._impressoes.a_entregar() == []


def test_a_mesma_reimpressao_contada_duas_vezes_e_uma(balcao: BalcaoDeTeste) -> None:
    emite(balcao)
    feita = Reimpressao(id=uuid7(), usuario_id=1, em=balcao.b.relogio.agora() + timedelta(days=400))
    for _ in range(2):
        rotas.reimprimir(balcao.b.retaguarda, id_do_ultimo(balcao), 1, feita)
    [(_, _, em)] = reimpressas(balcao)
    assert em <= balcao.loja.agora  # a counter's clock may be wrong


def test_pdf_conta_como_papel_e_o_que_falhou_na_fila_nao(balcao: BalcaoDeTeste, tmp_path: Path,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    ajusta(balcao, imp_modelo_papel="a4", imp_vias_dav=0)
    emite(balcao)

    def cheio(_impresso: object) -> None:
        raise AmbienteIndisponivel("O disco encheu.", "Libere espaço.")

    with monkeypatch.context() as m:
        m.setattr(balcao.b.bastidores.fila, "enviar", cheio)
        with pytest.raises(AmbienteIndisponivel):
            balcao.b.bastidores.documentos.segunda_via(id_do_ultimo(balcao))
    for nome in ("um.pdf", "dois.pdf"):
        balcao.b.bastidores.documentos.salva_pdf(id_do_ultimo(balcao), str(tmp_path / nome))
    marcas = ["2ª via" in PdfReader(tmp_path / nome).pages[0].extract_text() for nome in ("um.pdf", "dois.pdf")]
    assert marcas == [False, True]
    assert len(reimpressas(balcao)) == 1
