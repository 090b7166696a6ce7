"""The status bar speaks of the backup only when it needs somebody, and hears of it with the pulse."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette

from balcao.ui.tema import Rotulo, cores_de
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.retaguarda import nova_loja
from tests.ui.test_pendencias_janela import Programa


@pytest.fixture
def balcao(fabrica_bancos, tmp_path: Path):
    loja = nova_loja(fabrica_bancos)
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as um:
        yield um
    loja.fecha()


def pulsa(balcao: BalcaoDeTeste, **idades: str) -> str:
    for coluna, valor in idades.items():
        balcao.loja.sql(f"UPDATE identidade SET {coluna} = {valor}")
    balcao.b.bastidores.remessa._pulso()
    return balcao.b.aviso_backup()


def cor(rotulo: Rotulo) -> QColor:
    return rotulo.palette().color(QPalette.ColorRole.WindowText)


def test_so_quando_precisa(balcao: BalcaoDeTeste) -> None:
    mudou = []
    balcao.b.avisos.mudou = lambda: mudou.append(1)
    assert balcao.b.aviso_backup() == ""  # nobody said anything yet
    assert pulsa(balcao) == ""  # a new shop: its first copy is about to be made
    assert pulsa(balcao, criada_em="now() - interval '2 hours'") == "nunca houve backup"
    assert pulsa(balcao, copiado_em="now() - interval '3 hours'") == ""
    assert len(mudou) == 2  # the screen is told when the words change, not at each pulse
    assert pulsa(balcao, copiado_em="now() - interval '9 days 1 hour'") == "último backup há 9 dias"
    assert pulsa(balcao, copia_falha="'nao_volta'") == "o backup não pode ser restaurado"
    assert pulsa(balcao, copia_responsavel="'João'") == ""  # somebody else answers for it
    assert not balcao.b.backup_grave()


def test_na_barra_em_amarelo_e_depois_em_vermelho(qtbot, balcao: BalcaoDeTeste) -> None:
    pulsa(balcao, copiado_em="now() - interval '3 days 1 hour'")
    programa = Programa(qtbot, balcao)
    programa.entra("ana")
    barra = programa.sessao.venda.tela.situacao
    assert programa.situacao == "▲ Retaguarda conectada · 0 a enviar · último backup há 3 dias"
    texto = barra._conexao
    qtbot.waitUntil(lambda: texto.sizeHint().width() <= texto.width())  # whole, at 1024 px
    assert cor(texto) == cores_de(texto).cor("alerta")
    pulsa(balcao, copiado_em="now() - interval '8 days'")
    programa.sessao.mostra_ligacao(balcao.b.situacao())
    assert cor(texto) == cores_de(texto).cor("bloqueio")
    pulsa(balcao, copiado_em="now()")
    programa.sessao.mostra_ligacao(balcao.b.situacao())
    assert programa.situacao == "● Retaguarda conectada · 0 a enviar"
    programa.para()
    assert programa.fundo.para(30) == []
    programa.fundo.deleteLater()
    programa.dono.deleteLater()
