"""What the shop's server tidies when it starts, and that it opens all the same when it cannot."""

from datetime import timedelta
from pathlib import Path

from balcao.retaguarda.operacao import _arruma
from tests.apoio.retaguarda import Loja
from tests.services.test_copia_diaria import Servidora


def test_o_que_nao_se_esquece_hoje_fica_para_outro_dia(loja: Loja, pasta_servidor: Path) -> None:
    aqui = Servidora(loja, pasta_servidor)
    loja.sql("INSERT INTO exclusoes (tabela, chave, em) VALUES ('precos', '{}', %s)", aqui.agora - timedelta(days=31))
    with loja.empresa.dono() as outro:
        outro.execute("SELECT FROM identidade FOR UPDATE")
        _arruma(aqui.daqui, aqui.ditos.append)
        outro.rollback()
    assert aqui.ditos == ["As exclusões antigas não puderam ser esquecidas (outra operação está usando as tabelas). "
                          "Espere ela terminar e tente de novo."]
    assert loja.conta("exclusoes") == 1
    _arruma(aqui.daqui, aqui.ditos.append)
    assert loja.conta("exclusoes") == 0
    assert len(aqui.ditos) == 1
