"""What a finding says when this program does not know its rule."""

from balcao.domain.achados import Finding, Severity
from balcao.domain.textos import texto


def test_uma_regra_de_retaguarda_mais_nova_e_dita_sem_cair() -> None:
    achado = Finding(code="futura.regra", severity=Severity.BLOCK, field="itens")
    assert "futura.regra" in texto(achado)
    assert "Atualize" in texto(achado)
