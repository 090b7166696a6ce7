"""What left this counter: first vias, reprints that wait, and a journal of an earlier program."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from balcao.db.journal import esquema
from balcao.db.journal.diario import Diario
from balcao.db.journal.envios import GUARDA
from balcao.db.journal.impressoes import Impressoes, Reimpressa

AGORA = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
UM, OUTRO = UUID(int=1), UUID(int=2)


def test_uma_primeira_via_so(tmp_path: Path) -> None:
    with Diario(tmp_path) as diario:
        impressoes = Impressoes(diario, lambda: AGORA)
        assert not impressoes.ja_saiu(UM)
        assert [impressoes.primeira(UM), impressoes.primeira(UM), impressoes.primeira(OUTRO)] == [True, False, True]
        impressoes.nao_saiu(UM)
        assert (impressoes.ja_saiu(UM), impressoes.ja_saiu(OUTRO)) == (False, True)


def test_o_que_nao_foi_entregue_fica_ate_ser(tmp_path: Path) -> None:
    agora = AGORA
    with Diario(tmp_path) as diario:
        impressoes = Impressoes(diario, lambda: agora)
        feitas = [Reimpressa(UUID(int=10 + n), UM, n, 7, AGORA - timedelta(hours=n)) for n in (2, 1)]
        for feita in reversed(feitas):
            impressoes.segunda(feita)
    with Diario(tmp_path) as diario:  # the program was closed meanwhile
        impressoes = Impressoes(diario, lambda: agora)
        assert impressoes.a_entregar() == feitas
        impressoes.entregue(feitas[0].id)
        agora += GUARDA + timedelta(days=1)
        assert impressoes.limpa() == 1
        assert impressoes.a_entregar() == feitas[1:]


def test_o_que_um_programa_anterior_emitiu_conta_como_impresso(tmp_path: Path,
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as antes:
        antes.setattr(esquema, "PASSOS", esquema.PASSOS[:1])
        antes.setattr(esquema, "VERSAO", 1)
        with Diario(tmp_path) as diario:
            arquivo = diario.arquivo
    con = sqlite3.connect(arquivo)
    con.executemany("INSERT INTO envios (pedido_id, versao, estado, fato, corpo, resumo, proxima_em, criado_em)"
                    " VALUES (?, 1, ?, 0, '{}', '{}', 0, ?)",
                    [(str(UM), "enviado", 5), (str(OUTRO), "pendente", 6)])
    con.commit()
    con.close()
    with Diario(tmp_path) as diario:
        impressoes = Impressoes(diario, lambda: AGORA)
        assert (impressoes.ja_saiu(UM), impressoes.ja_saiu(OUTRO)) == (True, False)
        assert impressoes.a_entregar() == []
