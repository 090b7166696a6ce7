"""The sending thread outlives a bug: it is told, and whatever else waits goes out."""

import threading
from pathlib import Path
from typing import Any

import pytest

from balcao.services.counter.remessa import Remessa
from tests.apoio.balcao import balcao_de, servico
from tests.apoio.retaguarda import Loja


def test_um_que_falha_nao_segura_os_outros(loja: Loja, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contados: list[BaseException | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda dados: contados.append(dados.exc_value))
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as balcao:
        balcao.entra("ana")
        balcao.cai()
        for _ in range(2):
            assert balcao.emite(balcao.venda("DAV")).guardado
        primeiro = balcao.b.envios.a_enviar(todos=True)[0].pedido_id
        envia = Remessa._envia

        def tropeca(self: Remessa, envio: Any) -> int:
            if envio.pedido_id == primeiro:
                raise ZeroDivisionError("a bug")
            return envia(self, envio)

        monkeypatch.setattr(Remessa, "_envia", tropeca)
        balcao.volta()
        assert [type(um) for um in contados] == [ZeroDivisionError]
        assert [e.pedido_id for e in balcao.b.envios.a_enviar(todos=True)] == [primeiro]
        assert loja.conta("pedidos") == 1


def test_a_linha_vive_depois_de_um_erro(loja: Loja, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contado, pulsou = threading.Event(), threading.Event()
    monkeypatch.setattr(threading, "excepthook", lambda _dados: contado.set())
    monkeypatch.setattr("balcao.services.counter.remessa.PULSO_S", 0.01)
    pulso = Remessa._pulso

    def tropeca(self: Remessa) -> None:
        if not contado.is_set():
            raise ZeroDivisionError("a bug")
        pulso(self)
        pulsou.set()

    monkeypatch.setattr(Remessa, "_pulso", tropeca)
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as balcao:
        balcao.b.bastidores.remessa.inicia()
        assert contado.wait(20)
        assert pulsou.wait(20)
